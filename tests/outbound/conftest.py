"""Acme with a trunk, extensions and the classes that every organization begins with."""

from __future__ import annotations

import html
import re

import pytest

from routing.models import CallingClass, OutboundSettings
from tenants.context import in_tenant
from tests.forwarding.conftest import (
    anna,
    as_owner,
    as_user,
    bert,
    boss,
    box_of,
    in_acme_schema,
    make_extension,
    make_number,
    set_rules,
    template,
    trunk,
    umas,
)

__all__ = [
    "anna",
    "as_owner",
    "as_user",
    "bert",
    "boss",
    "box_of",
    "make_extension",
    "make_number",
    "set_rules",
    "template",
    "trunk",
    "umas",
]


@pytest.fixture
def use_class(acme):
    """use_class("International") makes it the class of everybody in acme."""

    def use(name: str) -> None:
        with in_tenant(acme):
            OutboundSettings.objects.update(calling_class=CallingClass.objects.get(name=name))

    return use


@pytest.fixture
def key():
    def of(name: str) -> str:
        with in_acme_schema():
            return str(CallingClass.objects.get(name=name).key)

    return of


def page(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).split())
