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
from routing.models import DestinationKind, PhoneNumber
from routing.services import add_number, update_number
from tenants import request_keys
from tenants.context import in_tenant
from tenants.models import CloudonixDomain, Organization

FEW_EXTENSIONS = 50
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
    """Where a call to the number goes."""
    add_number(
        ACTOR,
        e164=e164,
        destination_kind=DestinationKind.EXTENSION,
        destination_extension=Extension.objects.order_by("number")[0],
    )


def usernames(customer: Customer, count: int) -> list[str]:
    """The SIP usernames of the first extensions."""
    with in_tenant(customer.organization):
        accounts = SipAccount.objects.order_by("extension__number")
        return list(accounts.values_list("username", flat=True)[:count])


def send_number_to(customer: Customer, place: int) -> str:
    """Save another destination for the number, the extension at this place; returns the username that then rings."""
    with in_tenant(customer.organization):
        account = SipAccount.objects.select_related("extension").order_by("extension__number")[place]
        number = PhoneNumber.objects.get(e164=customer.line.number)
        update_number(
            ACTOR,
            number,
            version=number.version,
            label=number.label,
            destination_kind=DestinationKind.EXTENSION,
            destination_extension=account.extension,
        )
        return str(account.username)
