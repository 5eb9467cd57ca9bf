"""Acme's extensions, and rules for them in few words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from extensions.models import ExtensionDefaults, ExtensionTemplate, VoicemailBox
from routing.models import DestinationKind, Trunk
from routing.services import Rule, set_forwarding_rules
from tenants.context import in_tenant
from tenants.models import Organization
from tests.extensions.conftest import boss, make_extension, make_number

__all__ = ["boss", "make_extension", "make_number"]


@pytest.fixture
def anna(make_extension):
    return make_extension("101", "Anna")


@pytest.fixture
def bert(make_extension):
    return make_extension("102", "Bert")


@pytest.fixture
def umas(acme, make_extension, user):
    """The extension of acme's PBX User."""
    return make_extension("103", "Uma", user=user)


@pytest.fixture
def uma(user, actor_for):
    """Acme's PBX User behind a change."""
    return actor_for(user)


@pytest.fixture
def as_owner(owner, client_for):
    """The browser of acme's owner."""
    return client_for(owner)


@pytest.fixture
def as_user(user, client_for):
    """The browser of acme's PBX User."""
    return client_for(user)


@pytest.fixture
def box_of(acme) -> Callable:
    """box_of(extension) makes its voicemail box."""

    def make(extension) -> VoicemailBox:
        with in_tenant(acme):
            return VoicemailBox.objects.create(extension=extension, name=f"Voicemail {extension.number}")

    return make


@pytest.fixture
def template(acme) -> ExtensionTemplate:
    with in_tenant(acme):
        return ExtensionTemplate.objects.create(name="Sales")


@pytest.fixture
def trunk(acme) -> Trunk:
    with in_tenant(acme):
        return Trunk.objects.create(
            name="carrier-out", host="sip.example", direction=Trunk.Direction.OUTBOUND
        )


@contextmanager
def in_acme_schema() -> Iterator[None]:
    with in_tenant(Organization.objects.get(slug="acme")):
        yield


def rule(cause: str, to, origin: str = "any") -> Rule:
    """to: an extension, a voicemail box, or None to hang up."""
    if to is None:
        return Rule(cause, origin, DestinationKind.HANG_UP)
    if isinstance(to, VoicemailBox):
        return Rule(cause, origin, DestinationKind.VOICEMAIL, destination_voicemail_box=to)
    return Rule(cause, origin, DestinationKind.EXTENSION, destination_extension=to)


@pytest.fixture
def set_rules(acme, boss) -> Callable:
    """set_rules(owner, rule(…), …) saves them as acme's owner; the owner None is the organization."""

    def save(owner, *rules: Rule, actor=boss) -> bool:
        with in_tenant(acme):
            row = (ExtensionDefaults.objects.first() or ExtensionDefaults()) if owner is None else owner
            if row.pk is not None:
                row.refresh_from_db(fields=["version"])
            return set_forwarding_rules(actor, row, version=row.version, rules=rules)

    return save
