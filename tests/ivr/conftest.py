"""Menus of acme, made by the service."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from routing.models import DestinationKind, Menu
from routing.services import MenuKey, add_menu
from tenants.context import in_tenant
from tests.announcements.conftest import make_announcement
from tests.extensions.conftest import boss, make_extension

__all__ = ["boss", "make_announcement", "make_extension"]
HANG_UP = {"destination_kind": "hang_up"}


def to(row) -> dict:
    """A destination as keywords: to("hang_up"), to(extension), to(menu)."""
    kinds = {
        "Extension": ("extension", "extension"),
        "Menu": ("menu", "menu"),
        "Announcement": ("announcement",) * 2,
    }
    kind, column = kinds[type(row).__name__]
    return {"destination_kind": DestinationKind(kind), f"destination_{column}": row}


def key(code: str, row=None) -> MenuKey:
    return MenuKey(code, HANG_UP if row is None else to(row))


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


@pytest.fixture
def make_menu(acme, boss) -> Callable:
    """make_menu("Main", keys=[key("1", extension)]) adds a menu to acme."""

    def make(name: str = "Main", **more) -> Menu:
        with in_tenant(acme):
            return add_menu(boss, name=name, **{"text": f"{name} menu.", **more})

    return make
