"""The frame fits the role, and an error page needs neither a user nor an organization."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory

from accounts.permissions import has_permission
from opbx import frame
from opbx.navigation import navigation
from opbx.web import connection, errors
from tests.menus import MENUS
from tests.ui.rendering import Page


class Person:
    """A signed-in user of a role, as far as the frame asks."""

    is_authenticated = True
    theme = "dark"

    def __init__(self, role: str) -> None:
        self.role = role

    def __str__(self) -> str:
        return "Amara Okafor"

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return has_permission(self.role, perm)


def labels(role: str, path: str = "/") -> list[str]:
    return [link.label for section in navigation(Person(role), path) for link in section.links]


@pytest.mark.parametrize("role", MENUS)
def test_each_role_sees_its_own_menu(role):
    assert labels(role) == MENUS[role]


def test_a_visitor_has_no_menu():
    assert navigation(AnonymousUser(), "/") == []
    assert navigation(None, "/") == []


def test_the_entry_of_the_page_is_the_current_one_and_home_only_at_home():
    def current(path: str) -> list[str]:
        return [
            link.label
            for section in navigation(Person("owner"), path)
            for link in section.links
            if link.is_current
        ]

    assert current("/") == ["Home"]
    assert current("/extensions/101/edit/") == ["Extensions"]
    assert current("/somewhere/") == []


def test_the_platform_shows_its_console_only(settings):
    settings.ROOT_URLCONF = "opbx.urls_platform"

    sections = navigation(Person("platform_manager"), "/organizations/", is_platform=True)

    assert [link.label for section in sections for link in section.links] == [
        "Organizations",
        "Cloudonix account",
    ]


def test_the_theme_is_the_cookie_then_the_users_then_the_systems():
    def theme(user: object, cookie: str = "") -> str:
        request = RequestFactory().get("/")
        request.user = user
        request.COOKIES["theme"] = cookie
        return str(frame.frame(request)["theme"])

    assert theme(Person("owner"), "light") == "light"
    assert theme(Person("owner")) == "dark"
    assert theme(AnonymousUser()) == "auto"
    assert theme(AnonymousUser(), '"><script>') == "auto"


def test_the_state_of_cloudonix_is_asked_for_only_when_drawn(monkeypatch):
    asked = []
    monkeypatch.setattr(connection, "_registered", [])
    connection.register_cloudonix_state(
        lambda request: asked.append(request) or ("ok", "Cloudonix connected")
    )
    request = RequestFactory().get("/")
    request.user, request.tenant = Person("owner"), SimpleNamespace(name="Acme", is_platform=False)

    context = frame.frame(request)
    assert asked == []

    assert context["cloudonix_state"]["text"] == "Cloudonix connected"


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (errors.bad_request, 400),
        (lambda r: errors.forbidden(r, PermissionDenied("Only Owners can change this.")), 403),
        (lambda r: errors.not_found(r, Http404("Extension 999 does not exist.")), 404),
        (errors.unknown_host, 404),
        (errors.server_error, 500),
        (lambda r: errors.csrf_failed(r, "no cookie"), 403),
    ],
)
def test_error_pages_need_no_user_and_no_organization(view, status):
    answer = view(RequestFactory().get("/x"))
    page = Page(answer.content.decode())

    assert answer.status_code == status
    assert len(page.all("h1")) == 1
    assert page.one("html")["lang"] == "en"


def test_an_error_page_shows_our_sentence_but_not_djangos():
    request = RequestFactory().get("/x")

    assert (
        b"Only Owners can change this."
        in errors.forbidden(request, PermissionDenied("Only Owners can change this.")).content
    )
    assert (
        b"No Extension matches"
        not in errors.not_found(request, Http404("No Extension matches the given query.<b>.")).content
    )
    assert b"resolver" not in errors.not_found(request, Http404({"tried": [["resolver"]]})).content
