"""The organizations that are called, filled through the services that pages use."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from extensions.models import Extension, SipAccount
from opbx.benchmarks.organizations import (
    ACTOR,
    add_many_extensions,
    copy_organizations,
    provision_organization,
)
from opbx.benchmarks.voice.calls import Line
from routing.models import DestinationKind, RingGroup
from routing.opening_times import MINUTES_A_DAY, Hours
from routing.services import GroupMember, add_number, add_ring_group, add_schedule, update_ring_group
from tenants import request_keys
from tenants.context import in_tenant
from tenants.models import CloudonixDomain, Organization

FEW_EXTENSIONS, MEMBERS = 50, 3
FIRST_NUMBER = 1_000_000


@dataclass(frozen=True)
class Customer:
    organization: Organization
    line: Line


class Numbers:
    """Phone numbers in Berlin, each given once."""

    def __init__(self) -> None:
        self._next = FIRST_NUMBER

    def take(self) -> str:
        self._next += 1
        return f"+4930{self._next}"


def make_organization(slug: str, numbers: Numbers, extensions: int) -> Customer:
    """Provision an organization and fill it."""
    return _fill(provision_organization(slug), numbers, extensions)


def make_copies(count: int, numbers: Numbers) -> Iterator[Customer]:
    """Many organizations of FEW_EXTENSIONS each, one after the other."""
    empty = provision_organization("empty")
    for copy in copy_organizations(empty, (f"tenant{number}" for number in range(1, count + 1))):
        yield _fill(copy, numbers, FEW_EXTENSIONS)


def _fill(organization: Organization, numbers: Numbers, extensions: int) -> Customer:
    first = 2 * 10 ** len(str(extensions))  # 110 and 112 are nobody's extension
    e164, bearer, domain = numbers.take(), secrets.token_urlsafe(32), f"{organization.slug}.cloudonix.net"
    with in_tenant(organization), transaction.atomic():
        request_keys.store(organization, bearer)
        CloudonixDomain.objects.create(organization=organization, names=[domain])
        add_many_extensions(range(first, first + extensions))
        _add_scenario(e164)
    return Customer(organization, Line(settings.HOST_SUFFIX, domain, bearer, e164))


def _add_scenario(e164: str) -> None:
    """The number asks the business hours, which are always open, so that every run measures the same."""
    group = _add_group("Sales", RingGroup.Strategy.SIMULTANEOUS)
    hours = add_schedule(
        ACTOR,
        name="Opening hours",
        week={weekday: (Hours(0, MINUTES_A_DAY),) for weekday in range(7)},
        destinations={
            "open": {"destination_kind": DestinationKind.RING_GROUP, "destination_ring_group": group},
            "closed": {"destination_kind": DestinationKind.HANG_UP},
        },
    )
    add_number(ACTOR, e164=e164, destination_kind=DestinationKind.SCHEDULE, destination_schedule=hours)


def add_turns(customer: Customer, numbers: Numbers) -> str:
    """One more number, whose group rings its members in turn: a live value. Returns the number."""
    e164 = numbers.take()
    with in_tenant(customer.organization):
        group = _add_group("Support", RingGroup.Strategy.ROUND_ROBIN)
        add_number(
            ACTOR, e164=e164, destination_kind=DestinationKind.RING_GROUP, destination_ring_group=group
        )
    return e164


def _add_group(name: str, strategy: RingGroup.Strategy) -> RingGroup:
    return add_ring_group(
        ACTOR,
        name=name,
        strategy=strategy,
        members=_members(0),
        destination_kind=DestinationKind.HANG_UP,
    )


def _members(first: int) -> list[GroupMember]:
    rows = Extension.objects.order_by("number")[first : first + MEMBERS]
    return [GroupMember(row) for row in rows]


def usernames(customer: Customer, count: int) -> list[str]:
    """The SIP usernames of the first extensions."""
    with in_tenant(customer.organization):
        accounts = SipAccount.objects.order_by("extension__number")
        return list(accounts.values_list("username", flat=True)[:count])


def change_members(customer: Customer, first: int) -> str:
    """Save other members of the group, from this place on; returns the SIP username that only then rings."""
    with in_tenant(customer.organization):
        group, members = RingGroup.objects.get(name="Sales"), _members(first)
        update_ring_group(
            ACTOR, group, version=group.version, members=members, destination_kind=DestinationKind.HANG_UP
        )
        return str(SipAccount.objects.get(extension=members[0].extension).username)
