"""Who may see and do what with extensions."""

from __future__ import annotations

import pytest

from extensions.models import Extension
from tenants.context import in_tenant


@pytest.fixture
def extension(make_extension):
    return make_extension("101")


def account_url(acme, number, act):
    with in_tenant(acme):
        key = Extension.objects.get(number=number).sip_accounts.get().key
    return f"/extensions/{number}/accounts/{key}/{act}/"


PAGES = [
    "/extensions/",
    "/extensions/add/",
    "/extensions/101/",
    "/extensions/101/edit/",
    "/extensions/101/enabled/",
    "/extensions/101/delete/",
]


@pytest.mark.usefixtures("extension")
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("who", ["owner", "admin"])
def test_owner_and_admin_see_every_page(request, client_for, who, path):
    assert client_for(request.getfixturevalue(who)).get(path).status_code == 200


@pytest.mark.usefixtures("extension")
@pytest.mark.parametrize("path", [*PAGES, "/extensions/options/"])
def test_a_reporter_may_not(client_for, reporter, path):
    assert client_for(reporter).get(path).status_code == 403


@pytest.mark.usefixtures("extension")
@pytest.mark.parametrize("path", [page for page in PAGES if "101" in page])
def test_a_stranger_cannot_tell_that_the_extension_exists(client_for, stranger, path):
    assert client_for(stranger).get(path).status_code == 404


@pytest.mark.usefixtures("extension")
@pytest.mark.parametrize("path", PAGES)
def test_nobody_sees_anything_without_signing_in(client_of, acme, path):
    answer = client_of(acme).get(path)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


def test_a_pbx_user_sees_the_own_extension_and_knows_of_no_other(client_for, user, make_extension, extension):
    make_extension("102", "Uma", user=user)
    client = client_for(user)

    assert client.get("/extensions/102/").status_code == 200
    assert client.get("/extensions/102/edit/").status_code == 403
    assert client.post("/extensions/102/delete/").status_code == 403
    assert client.get("/extensions/101/").status_code == 404
    assert client.get("/extensions/101/edit/").status_code == 404
    assert client.get("/extensions/options/?find=1").content == b""


def test_the_list_leads_a_pbx_user_to_the_own_extension(client_for, user, make_extension):
    make_extension("102", "Uma", user=user)

    assert client_for(user).get("/extensions/")["Location"] == "/extensions/102/"


def test_a_pbx_user_without_extension_is_told_whom_to_ask(client_for, user):
    page = client_for(user).get("/extensions/")

    assert page.status_code == 200
    assert "You have no extension yet" in page.content.decode()


def test_a_pbx_user_shows_the_own_password_only_and_resets_none(
    client_for, user, acme, make_extension, extension
):
    make_extension("102", "Uma", user=user)
    client = client_for(user)

    assert client.post(account_url(acme, "101", "reveal")).status_code == 404
    assert client.get(account_url(acme, "102", "rotate")).status_code == 403
    assert "Reset password" not in client.get("/extensions/102/").content.decode()


@pytest.mark.usefixtures("extension")
def test_an_account_of_another_extension_is_not_found_under_this_one(client_for, owner, acme, make_extension):
    make_extension("102")
    url = account_url(acme, "102", "reveal").replace("/102/", "/101/")

    assert client_for(owner).post(url).status_code == 404
