"""The own profile, changing the password, and proving who one is again."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone

from accounts.access import recently_authenticated, requires
from accounts.models import User
from audit.models import Entry
from tenants.context import in_tenant
from tests.conftest import PASSWORD

NEW_PASSWORD = "a quite different secret"
EVERYONE = ["owner", "admin", "user", "reporter", "platform_manager"]


@pytest.fixture
def danger(monkeypatch):
    """A page /danger/ with a dangerous act; returns the list of what was done."""
    from django.urls import clear_url_caches

    import opbx.urls

    done = []

    @requires("profile.write")
    @recently_authenticated
    def act(request):
        done.append(request.method)
        return HttpResponse("done")

    monkeypatch.setattr(
        opbx.urls, "urlpatterns", [*opbx.urls.urlpatterns, path("danger/", act, name="danger")]
    )
    clear_url_caches()
    yield done
    monkeypatch.undo()
    clear_url_caches()


@pytest.mark.parametrize("who", EVERYONE)
def test_everyone_sees_and_changes_their_own_profile(request, client_for, who):
    browser = client_for(request.getfixturevalue(who))

    answer = browser.post("/me/", {"name": "Someone New", "theme": "dark"}, follow=True)

    assert "Your profile is saved." in answer.text
    assert 'data-theme="dark"' in answer.text
    assert "Someone New" in answer.text


def test_a_profile_changes_neither_email_nor_role(acme, reporter, client_for):
    client_for(reporter).post(
        "/me/",
        {"name": "Rita", "theme": "auto", "email": "x@acme.example", "role": "owner", "status": "active"},
    )

    with in_tenant(acme):
        reporter.refresh_from_db()
    assert (reporter.email, reporter.role) == ("rita@acme.example", "reporter")


def test_a_name_is_needed(owner, client_for):
    answer = client_for(owner).post("/me/", {"name": " ", "theme": "auto"})

    assert answer.status_code == 422
    assert "Enter your name." in answer.text


def test_a_changed_password_ends_other_sessions_but_not_this_one(acme, owner, client_for):
    here, elsewhere = client_for(owner), client_for(owner)
    before = here.session.session_key

    answer = here.post("/me/password/", {"current": PASSWORD, "password": NEW_PASSWORD}, follow=True)

    assert "Your password is changed." in answer.text
    assert here.session.session_key != before
    assert here.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302
    with in_tenant(acme):
        assert Entry.objects.filter(action="user.password_changed").count() == 1


@pytest.mark.parametrize(
    ("current", "password", "sentence"),
    [
        ("wrong", NEW_PASSWORD, "This is not your current password."),
        (PASSWORD, "short", "12 characters"),
        (PASSWORD, "q1w2e3r4t5y6", "too common"),
        (PASSWORD, "olivia@acme.example", "too similar"),
    ],
)
def test_a_password_that_cannot_be_is_refused_with_a_reason(owner, client_for, current, password, sentence):
    answer = client_for(owner).post("/me/password/", {"current": current, "password": password})

    assert answer.status_code == 422
    assert sentence in answer.text
    with in_tenant(owner.organization):
        assert User.objects.get(pk=owner.pk).check_password(PASSWORD)


def test_guessing_the_current_password_is_locked_like_a_sign_in(owner, client_for):
    browser = client_for(owner)

    answers = [
        browser.post("/me/password/", {"current": "wrong", "password": NEW_PASSWORD}).status_code
        for _ in range(5)
    ]

    assert answers == [422, 422, 422, 422, 429]


def test_a_fresh_sign_in_may_do_dangerous_things(owner, client_for, danger):
    assert client_for(owner).post("/danger/").text == "done"


def test_an_old_sign_in_confirms_the_password_first_and_comes_back(owner, client_for, danger):
    browser = client_for(owner)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        asked = browser.get("/danger/?tab=2")
        page = browser.get(asked["Location"])
        answer = browser.post("/sign-in/again/", {"password": PASSWORD, "next": page.context["next"]})
        browser.get(answer["Location"])

    assert asked["Location"] == "/sign-in/again/?next=%2Fdanger%2F%3Ftab%3D2"
    assert answer["Location"] == "/danger/?tab=2"
    assert danger == ["GET"]


def test_what_was_posted_is_not_done_and_the_page_says_so(owner, client_for, danger):
    browser = client_for(owner)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        asked = browser.post(
            "/danger/", {"secret": "x"}, headers={"referer": "http://acme.localhost/me/?tab=3"}
        )
        browser.get(asked["Location"])
        back = browser.post("/sign-in/again/", {"password": PASSWORD, "next": "/me/?tab=3"}, follow=True)

    assert asked["Location"] == "/sign-in/again/?next=%2Fme%2F%3Ftab%3D3"
    assert "Nothing was changed yet: do it once more." in back.text
    assert danger == []


def test_htmx_is_told_to_leave_the_page(owner, client_for, danger):
    browser = client_for(owner)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        asked = browser.post(
            "/danger/", headers={"hx-request": "true", "referer": "http://acme.localhost/me/"}
        )

    assert asked["HX-Redirect"] == "/sign-in/again/?next=%2Fme%2F"


def test_a_wrong_password_confirms_nothing(owner, client_for, danger):
    browser = client_for(owner)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        answer = browser.post("/sign-in/again/", {"password": "wrong", "next": "/danger/"})
        still = browser.get("/danger/")

    assert answer.status_code == 422
    assert "This is not your password." in answer.text
    assert still.status_code == 302
    assert danger == []


def test_confirming_never_leads_to_another_host(owner, client_for):
    answer = client_for(owner).post(
        "/sign-in/again/", {"password": PASSWORD, "next": "https://evil.example/"}
    )

    assert answer["Location"] == "/"


def test_somebody_elses_password_confirms_nothing(owner, admin, client_for, in_acme):
    admin.set_password(NEW_PASSWORD)
    admin.save()

    assert client_for(owner).post("/sign-in/again/", {"password": NEW_PASSWORD}).status_code == 422


def test_without_a_password_one_is_told_how_to_get_one(owner, client_for, in_acme):
    owner.set_unusable_password()
    owner.save()
    browser = client_for(owner)

    for page in ("/sign-in/again/", "/me/password/"):
        assert "have no password yet" in browser.get(page).text
