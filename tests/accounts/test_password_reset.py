"""A forgotten password: the mailed link, and what it ends."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from accounts.models import User
from accounts.services import sign_in_link
from accounts.tasks import send_password_reset
from audit.models import Entry
from tenants.context import in_tenant
from tests.accounts.test_links import NEW_PASSWORD, OPERATOR, path_of


@pytest.fixture
def reset_path(acme, owner, django_capture_on_commit_callbacks):
    """The path of a reset link that was mailed to the owner."""
    with in_tenant(acme):
        send_password_reset.run(owner.email)
    return path_of(re.search(r"http\S+", mail.outbox[-1].body).group())


def test_a_mailed_link_sets_a_new_password(acme, owner, reset_path, client_of):
    browser = client_of(acme)
    page = browser.get(reset_path, follow=True)
    form = page.redirect_chain[-1][0]

    answer = browser.post(form, {"password": NEW_PASSWORD}, follow=True)

    assert "Set a new password" in page.text
    assert "Your new password is set. Sign in with it." in answer.text
    assert browser.get("/me/").status_code == 302
    with in_tenant(acme):
        owner.refresh_from_db()
        assert owner.check_password(NEW_PASSWORD)
        assert Entry.objects.filter(action="user.password_reset", actor_label="Olivia").count() == 1


def test_the_token_does_not_stay_in_the_address(acme, reset_path, client_of):
    answer = client_of(acme).get(reset_path)

    assert answer["Location"].endswith("-set-password/")


def test_a_reset_link_works_once_and_for_one_hour(acme, reset_path, client_of):
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        late = client_of(acme).get(reset_path)
    browser = client_of(acme)
    form = browser.get(reset_path)["Location"]
    browser.post(form, {"password": NEW_PASSWORD})
    again = client_of(acme).get(reset_path)

    assert late.status_code == again.status_code == 410
    assert "Send me a new link" in again.text


def test_a_reset_ends_all_sessions(acme, owner, request, client_for, client_of):
    elsewhere = client_for(owner)
    browser = client_of(acme)
    reset_path = request.getfixturevalue("reset_path")

    browser.post(browser.get(reset_path)["Location"], {"password": NEW_PASSWORD})

    assert elsewhere.get("/me/").status_code == 302


def test_a_new_password_lets_a_locked_out_user_in_at_once(acme, owner, reset_path, client_of):
    browser = client_of(acme)
    for _ in range(5):
        browser.post("/sign-in/", {"login": owner.email, "password": "wrong"})

    browser.post(browser.get(reset_path)["Location"], {"password": NEW_PASSWORD})
    answer = browser.post("/sign-in/", {"login": owner.email, "password": NEW_PASSWORD})

    assert answer["Location"] == "/"


def test_a_reset_link_opens_nothing_at_another_organization_even_for_a_twin(
    acme, globex, owner, client_of, reset_path
):
    with in_tenant(acme):
        twin = User.objects.get(pk=owner.pk)
    with in_tenant(globex):
        User(
            pk=twin.pk, key=twin.key, email=twin.email, name=twin.name, role=twin.role, password=twin.password
        ).save(force_insert=True)

    assert client_of(globex).get(reset_path).status_code == 410
    assert client_of(acme).get(reset_path).status_code == 302


def test_asking_for_a_reset_looks_the_same_for_known_and_unknown_addresses(acme, owner, client_of):
    known = client_of(acme).post("/sign-in/reset/", {"email": owner.email}, follow=True)
    unknown = client_of(acme).post("/sign-in/reset/", {"email": "nobody@acme.example"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain == [("/sign-in/reset/sent/", 302)]
    assert "If a user of Acme GmbH has this address" in known.text


@pytest.mark.parametrize("status", ["inactive", "suspended"])
def test_users_who_are_not_active_get_no_reset_mail(owner, in_acme, status):
    User.objects.filter(pk=owner.pk).update(status=status)

    send_password_reset.run(owner.email)
    send_password_reset.run("nobody@acme.example")

    assert mail.outbox == []


def test_asking_for_resets_is_limited_by_address(acme, client_of):
    answers = [
        client_of(acme).post("/sign-in/reset/", {"email": f"u{n}@acme.example"}).status_code
        for n in range(11)
    ]

    assert answers == [302] * 10 + [429]


def test_a_reset_closes_links_that_were_open(acme, owner, reset_path, client_of, in_acme):
    path = path_of(sign_in_link(OPERATOR, owner, minutes=15))
    browser = client_of(acme)

    browser.post(browser.get(reset_path)["Location"], {"password": NEW_PASSWORD})

    assert client_of(acme).post(path).status_code == 410
