"""What all kinds of routed objects share, tried with announcements, which have nothing that leads elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from routing.models import Announcement, PhoneNumber
from routing.services import add_announcement
from tenants.context import in_tenant
from tests.extensions.conftest import boss, make_extension

__all__ = ["boss", "make_extension"]


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


@pytest.fixture
def make_object(acme, boss) -> Callable:
    """make_object("Welcome", number="300") adds an announcement to acme."""

    def make(name: str = "Welcome", **more) -> Announcement:
        with in_tenant(acme):
            return add_announcement(boss, name=name, **{"source": "text", "text": f"{name}.", **more})

    return make


@pytest.fixture
def lead_number(acme) -> Callable:
    """lead_number("+493055501210", row) is a phone number of acme whose calls go to the object."""

    def make(e164: str, row: Announcement) -> PhoneNumber:
        with in_tenant(acme):
            return PhoneNumber.objects.create(
                e164=e164, destination_kind="announcement", destination_announcement=row
            )

    return make
