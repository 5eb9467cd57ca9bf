"""Signing in and out on an organization's own host."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.urls import reverse

from accounts.models import User
from audit.models import Entry
from tenants.context import in_tenant
from tenants.lookup import forget_hosts
from tenants.models import Organization
from tests.conftest import PASSWORD


@pytest.fixture
def sign_in(client_of):
    """sign_in(organization, email, password, next=…) posts the form in a new browser."""

    def post(organization, email, password=PASSWORD, client=None, **more):
        browser = client or client_of(organization)
        more.setdefault("REMOTE_ADDR", "192.0.2.7")
        address = more.pop("REMOTE_ADDR")
        response = browser.post(
            "/sign-in/", {"login": email, "password": password, **more}, REMOTE_ADDR=address
        )
        return browser, response

    return post


def is_signed_in(browser) -> bool:
    return browser.get("/me/").status_code == 200


def test_a_user_signs_in_with_email_and_password_and_lands_on_the_home_page(acme, owner, sign_in):
    browser, response = sign_in(acme, owner.email)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert is_signed_in(browser)


def test_the_email_is_compared_without_regard_to_case(acme, owner, sign_in):
    browser, _ = sign_in(acme, owner.email.upper())

    assert is_signed_in(browser)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(acme, owner, sign_in):
    _, wrong = sign_in(acme, owner.email, "not the password")
    _, unknown = sign_in(acme, "nobody@acme.example", "not the password")

    assert wrong.status_code == unknown.status_code == 422
    assert "do not belong together" in wrong.text
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_an_unknown_address_costs_as_many_hashes_as_a_known_one(acme, owner, sign_in, monkeypatch):
    hashes = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given: hashes.append(1) or encode(*given))

    sign_in(acme, owner.email, "not the password")
    known = len(hashes)
    sign_in(acme, "nobody@acme.example", "not the password")

    assert known > 0
    assert len(hashes) == 2 * known


def test_missing_fields_are_named(acme, sign_in):
    _, response = sign_in(acme, "", "")

    assert response.status_code == 422
    assert "Enter your e-mail address." in response.text
    assert "Enter your password." in response.text
    assert "<title>Error: Sign in · Acme GmbH · OPBX</title>" in response.text


def test_a_user_of_another_organization_is_unknown_here(acme, stranger, sign_in):
    browser, response = sign_in(acme, stranger.email)

    assert response.status_code == 422
    assert not is_signed_in(browser)


@pytest.mark.parametrize("status", ["inactive", "suspended"])
def test_only_active_users_sign_in(acme, owner, sign_in, in_acme, status):
    User.objects.filter(pk=owner.pk).update(status=status)

    browser, response = sign_in(acme, owner.email)

    assert response.status_code == 403
    assert f"is {status}. Ask an Owner" in response.text
    assert not is_signed_in(browser)


def test_a_suspended_user_with_a_wrong_password_learns_nothing(acme, owner, sign_in, in_acme):
    User.objects.filter(pk=owner.pk).update(status="suspended")

    _, response = sign_in(acme, owner.email, "not the password")

    assert response.status_code == 422
    assert "suspended" not in response.text


def test_the_session_of_a_user_who_is_suspended_ends_at_the_next_request(acme, owner, client_for):
    browser = client_for(owner)
    assert is_signed_in(browser)

    with in_tenant(acme):
        User.objects.filter(pk=owner.pk).update(status="suspended")

    assert browser.get("/me/")["Location"] == "/sign-in/?next=/me/"


def test_nobody_signs_in_to_a_suspended_organization_and_the_page_says_whom_to_ask(
    acme, owner, sign_in, client_for
):
    before = client_for(owner)
    Organization.objects.filter(pk=acme.pk).update(status="suspended")
    forget_hosts()

    browser, response = sign_in(acme, owner.email)
    old_session = before.get("/me/", follow=True)

    assert response.status_code == old_session.status_code == 403
    assert "Ask the company that provides your telephone system" in response.text
    assert not is_signed_in(browser)


def test_sessions_of_a_suspended_organization_do_not_come_back_when_it_is_resumed(acme, owner, client_for):
    browser = client_for(owner)
    Organization.objects.filter(pk=acme.pk).update(status="suspended")
    forget_hosts()
    browser.get("/me/", follow=True)

    Organization.objects.filter(pk=acme.pk).update(status="active")
    forget_hosts()

    assert not is_signed_in(browser)


def test_the_session_key_changes_at_sign_in(acme, owner, sign_in, client_of):
    browser = client_of(acme)
    with in_tenant(acme):
        planted = browser.session
        planted["anything"] = 1
        planted.save()
        browser.cookies["opbx"] = planted.session_key

    sign_in(acme, owner.email, client=browser)

    assert is_signed_in(browser)
    assert browser.cookies["opbx"].value != planted.session_key


def test_a_cookie_of_one_organization_is_nobody_at_another(owner, globex, client_for, client_of):
    browser = client_for(owner)
    replay = client_of(globex)
    replay.cookies["opbx"] = browser.cookies["opbx"].value

    assert is_signed_in(browser)
    assert not is_signed_in(replay)


def test_next_leads_back_to_the_page_that_asked_for_the_sign_in(acme, owner, sign_in):
    _, response = sign_in(acme, owner.email, next="/me/password/")

    assert response["Location"] == "/me/password/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "http://globex.localhost/", "javascript:alert(1)", "/\\evil"],
)
def test_next_never_leads_to_another_host(acme, owner, sign_in, elsewhere):
    _, response = sign_in(acme, owner.email, next=elsewhere)

    assert response["Location"] == "/"


def test_signing_out_ends_the_session_and_is_a_post(acme, owner, client_for):
    browser = client_for(owner)

    assert browser.get("/sign-out/").status_code == 405
    assert is_signed_in(browser)
    assert browser.post("/sign-out/")["Location"] == "/sign-in/"
    assert not is_signed_in(browser)
    assert "You are signed out." in browser.get("/sign-in/").text


def test_signing_in_and_out_is_audited_with_the_address(acme, owner, sign_in):
    browser, _ = sign_in(acme, owner.email)
    browser.post("/sign-out/", REMOTE_ADDR="192.0.2.7")

    with in_tenant(acme):
        acts = [(entry.action, entry.actor_label, entry.address) for entry in Entry.objects.order_by("id")]
    assert acts == [("user.signed_in", "Olivia", "192.0.2.7"), ("user.signed_out", "Olivia", "192.0.2.7")]


@pytest.mark.parametrize(
    "page", ["/signup/", "/sign-up/", "/accounts/signup/", "/accounts/login/", "/email/"]
)
def test_nobody_signs_up_and_no_other_page_of_allauth_is_there(acme, client_of, page):
    assert client_of(acme).get(page).status_code == 404


def test_the_sign_in_page_sends_a_signed_in_user_home(owner, client_for):
    assert client_for(owner).get("/sign-in/")["Location"] == "/"


def test_platform_managers_sign_in_on_the_bare_host(platform, platform_manager, sign_in):
    browser, response = sign_in(platform, platform_manager.email)

    assert response["Location"] == "/"
    assert is_signed_in(browser)


def test_the_sign_in_page_has_the_names_that_password_programs_know(acme, client_of):
    page = client_of(acme).get("/sign-in/").text

    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert reverse("account_reset_password") in page
