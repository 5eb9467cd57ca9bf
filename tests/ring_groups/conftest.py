"""Ring groups of acme, made by the services themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from extensions.models import Extension
from routing.models import PhoneNumber, RingGroup
from routing.services import GroupMember, add_ring_group
from tenants.context import in_tenant
from tests import databases
from tests.announcements.conftest import make_announcement
from tests.extensions.conftest import boss, make_extension
from tests.ring_groups.running import Running, running

__all__ = ["boss", "make_announcement", "make_extension"]


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


@pytest.fixture
def people(make_extension) -> list[Extension]:
    """101 Anna, 102 Bert and 103 Cleo, each with a phone."""
    return [make_extension(str(101 + place), name) for place, name in enumerate(("Anna", "Bert", "Cleo"))]


@pytest.fixture
def make_group(acme, boss, people) -> Callable:
    """make_group("Sales", strategy="sequential") adds a group of 101, 102 and 103 to acme; members: others."""

    def make(name: str = "Sales", members=None, **more) -> RingGroup:
        wanted = [GroupMember(one) for one in (people if members is None else members)]
        with in_tenant(acme):
            return add_ring_group(boss, name=name, members=wanted, **{"destination_kind": "hang_up"} | more)

    return make


@pytest.fixture
def lead_number(acme) -> Callable:
    """lead_number("+493055501210", group) is a phone number of acme whose calls go to the group."""

    def make(e164: str, group: RingGroup) -> PhoneNumber:
        with in_tenant(acme):
            return PhoneNumber.objects.create(
                e164=e164, destination_kind="ring_group", destination_ring_group=group
            )

    return make


@pytest.fixture(scope="module")
def live(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, worker_id: str
) -> Iterator[Running]:
    """Web server and simulator on a database that nobody else has; Django's connection is to it meanwhile."""
    before = databases.settings.DATABASES["default"]["NAME"]
    with django_db_blocker.unblock():
        name = databases.clone(f"{worker_id}_groups")
        databases.use_database(name)
        try:
            with running(name) as found:
                yield found
        finally:
            databases.use_database(before)
            databases.drop(name)
