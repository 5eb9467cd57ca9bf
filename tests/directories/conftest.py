"""Directories of acme, made by the service, and people to be found in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extensions.services import add_department
from routing.models import Directory
from routing.services import add_directory
from tenants.context import in_tenant
from tests.announcements.conftest import make_announcement
from tests.extensions.conftest import boss, make_extension
from tests.voice.conftest import acme_line, cloudonix, globex_line, journey

__all__ = [
    "acme_line",
    "boss",
    "cloudonix",
    "globex_line",
    "journey",
    "make_announcement",
    "make_extension",
]


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


@pytest.fixture
def make_directory(acme, boss) -> Callable:
    """make_directory("Staff", tries=2) adds a directory to acme."""

    def make(name: str = "Staff", **more) -> Directory:
        with in_tenant(acme):
            return add_directory(boss, name=name, **more)

    return make


@pytest.fixture
def sales(acme, boss):
    with in_tenant(acme):
        return add_department(boss, name="Sales")


@pytest.fixture
def amara(make_extension, sales):
    return make_extension("101", "Amara", last_name="Okafor", department=sales)


@pytest.fixture
def ben(make_extension):
    return make_extension("102", "Ben", last_name="Schmidt")
