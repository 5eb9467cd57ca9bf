"""A caretaker for these tests: acme's owner as actor, and extensions made by the services themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extensions.services import add_extension
from routing.services import add_number
from tenants.context import in_tenant


@pytest.fixture
def boss(owner, actor_for):
    """The actor behind a change: acme's owner."""
    return actor_for(owner)


@pytest.fixture
def make_extension(acme, boss) -> Callable:
    """make_extension("101", "Amara Okafor") adds an extension to acme."""

    def make(number: str, name: str = "Amara Okafor", **more):
        with in_tenant(acme):
            return add_extension(boss, number=number, first_name=name, **more)

    return make


@pytest.fixture
def make_number(acme, boss) -> Callable:
    """make_number("+493055501210", to=extension) adds a phone number to acme."""

    def make(e164: str, to=None, **more):
        kind = "extension" if to is not None else "hang_up"
        with in_tenant(acme):
            return add_number(boss, e164=e164, destination_kind=kind, destination_extension=to, **more)

    return make
