"""Guessing passwords: locked per account and address, and per address over all organizations."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.test import override_settings
from django.utils import timezone

from accounts import attempts
from audit.models import Entry
from tenants.context import in_tenant
from tests.conftest import PASSWORD

HOME = "192.0.2.10"


@pytest.fixture
def guess(client_of):
    def post(organization, email, password="wrong", address=HOME):
        return client_of(organization).post(
            "/sign-in/", {"login": email, "password": password}, REMOTE_ADDR=address
        )

    return post


def test_the_fifth_wrong_password_locks_the_account_from_this_address(acme, owner, guess):
    answers = [guess(acme, owner.email).status_code for _ in range(5)]

    assert answers == [422, 422, 422, 422, 429]
    assert guess(acme, owner.email, PASSWORD).status_code == 429


def test_the_locked_page_says_when_to_try_again_and_means_it(acme, owner, guess):
    with time_machine.travel("2026-11-24 09:00:00+00:00", tick=False) as clock:
        for _ in range(5):
            locked = guess(acme, owner.email)
        clock.shift(timedelta(minutes=10))
        again = guess(acme, owner.email)
        clock.shift(timedelta(minutes=6))

        assert "until <strong>10:15</strong> (CET)" in locked.text
        assert locked["Retry-After"] == "900"
        assert "until <strong>10:15</strong> (CET)" in again.text
        assert guess(acme, owner.email, PASSWORD).status_code == 302


def test_somebody_elses_guesses_do_not_lock_out_the_owner_elsewhere(acme, owner, guess):
    for _ in range(6):
        guess(acme, owner.email, address="203.0.113.66")

    assert guess(acme, owner.email, PASSWORD, address=HOME).status_code == 302


def test_an_unknown_account_locks_in_the_same_way(acme, guess):
    assert [guess(acme, "nobody@acme.example").status_code for _ in range(5)] == [422, 422, 422, 422, 429]


def test_a_lock_out_is_audited_where_the_user_exists(acme, owner, guess):
    for _ in range(5):
        guess(acme, owner.email)

    with in_tenant(acme):
        entry = Entry.objects.get(action="user.locked_out")
    assert (entry.object_label, entry.address) == ("Olivia", HOME)


def test_one_address_has_twenty_attempts_an_hour_over_all_organizations(acme, globex, guess):
    with time_machine.travel("2026-11-24 09:30:00+00:00", tick=False) as clock:
        tried = [
            guess(organization, f"user{n}@x.example").status_code
            for n in range(10)
            for organization in (acme, globex)
        ]
        refused = guess(acme, "another@x.example")
        elsewhere = guess(acme, "another@x.example", address="192.0.2.11")
        clock.shift(timedelta(minutes=31))
        later = guess(acme, "another@x.example")

    assert set(tried) == {422}
    assert refused.status_code == 429
    assert "until <strong>11:00</strong>" in refused.text
    assert elsewhere.status_code == later.status_code == 422


def test_signing_in_well_does_not_use_attempts_up(acme, owner, guess):
    assert {guess(acme, owner.email, PASSWORD).status_code for _ in range(25)} == {302}


@override_settings(
    CACHES={
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "shared": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        },
    }
)
def test_people_sign_in_while_redis_is_away_and_the_lock_of_an_account_holds(acme, owner, guess):
    assert guess(acme, owner.email, PASSWORD).status_code == 302
    assert [guess(acme, owner.email).status_code for _ in range(5)][-1] == 429


def test_the_counter_ends_with_its_window():
    caches["shared"].clear()
    limit = attempts.LIMITS["reset"]

    for _ in range(limit.times):
        assert attempts.count_attempt("reset", HOME, now=1000.0) is None
    until = attempts.count_attempt("reset", HOME, now=1000.0)

    assert until is not None
    assert until.timestamp() == 3600.0
    assert attempts.count_attempt("reset", HOME, now=3600.0) is None
    assert until < timezone.now()


@override_settings(BEHIND_PROXY=True)
def test_behind_our_proxy_the_address_is_the_one_that_the_proxy_saw(acme, owner, client_of):
    client_of(acme).post(
        "/sign-in/",
        {"login": owner.email, "password": PASSWORD},
        headers={"x-forwarded-for": "198.51.100.9, 203.0.113.5"},
        REMOTE_ADDR="10.0.0.1",
    )

    with in_tenant(acme):
        assert Entry.objects.get(action="user.signed_in").address == "203.0.113.5"


def test_without_a_proxy_of_ours_the_header_is_not_believed(acme, owner, client_of):
    client_of(acme).post(
        "/sign-in/",
        {"login": owner.email, "password": PASSWORD},
        headers={"x-forwarded-for": "203.0.113.5"},
        REMOTE_ADDR=HOME,
    )

    with in_tenant(acme):
        assert Entry.objects.get(action="user.signed_in").address == HOME
