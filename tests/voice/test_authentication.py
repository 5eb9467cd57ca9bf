"""Who may ask: the bearer decides, the named domain must fit, and a refused request leaves no trace."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from tenants import request_keys
from tenants.models import CloudonixDomain, RequestKey

NUMBER = "+493012345678"


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Basic acme-secret",
        "acme-secret",
        "Bearer " + "x" * 5000,
        "Bearer \udcff",
    ],
)
def test_without_the_right_bearer_nothing_is_routed(cloudonix, acme, journey, authorization):
    answer = cloudonix.ask(To=NUMBER, headers={"authorization": authorization})

    assert (answer.status, answer.verbs) == (401, ["Say", "Hangup"])
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert journey(acme) == []


def test_a_continued_call_needs_the_bearer_too(cloudonix, acme, journey):
    ringing = cloudonix.ask(To=NUMBER)

    answer = cloudonix.ask(ringing.link, CallStatus="busy", headers={"authorization": "Bearer wrong"})

    assert answer.status == 401
    assert len(journey(acme)) == 1


def test_another_organizations_bearer_does_not_reach_this_organizations_numbers(
    cloudonix_for_globex, acme_line, journey
):
    answer = cloudonix_for_globex.ask(To=NUMBER)

    assert "not in service" in answer.spoken
    assert journey(acme_line) == []


@pytest.mark.parametrize(
    "domain",
    [
        "acme.cloudonix.net",
        "ACME.Cloudonix.net.",
        "0f0e-acme",
        4101,
        "4101",
        "sip.acme.example",
        {"name": "acme.cloudonix.net", "uuid": "0f0e-acme", "id": 4101},
        {"uuid": "0f0e-acme", "name": "a new name"},
        {"aliases": ["x", "sip.acme.example"]},
        None,
        "",
        "nullDomain",
        {},
        [],
    ],
)
def test_every_known_name_of_the_domain_and_none_at_all_is_accepted(cloudonix, domain):
    answer = cloudonix.ask(To=NUMBER, Domain=domain)

    assert (answer.status, answer.rings) == (200, ["101_anna"])


@pytest.mark.parametrize(
    ("domain", "headers"),
    [
        ("globex.cloudonix.net", {}),
        ({"name": "globex.cloudonix.net"}, {}),
        ("acme.cloudonix.net", {"x-cx-domain": "globex.cloudonix.net"}),
        (None, {"x-cx-domain": "globex.cloudonix.net"}),
    ],
)
def test_another_organizations_domain_is_refused_and_noted_nowhere(cloudonix, journey, domain, headers):
    answer = cloudonix.ask(To=NUMBER, Domain=domain, headers=headers)

    assert (answer.status, answer.verbs) == (401, ["Say", "Hangup"])
    assert journey(cloudonix.organization) == []


def test_the_domain_may_come_in_the_header_alone(cloudonix):
    answer = cloudonix.ask(To=NUMBER, Domain=None, headers={"x-cx-domain": "acme.cloudonix.net"})

    assert answer.rings == ["101_anna"]


def test_an_organization_whose_domain_is_not_known_yet_relies_on_its_bearer(cloudonix, acme):
    CloudonixDomain.objects.filter(organization=acme).delete()

    assert cloudonix.ask(To=NUMBER, Domain="anything").rings == ["101_anna"]


def test_two_secrets_are_valid_during_a_rotation_and_the_old_one_only_for_a_time(cloudonix, acme):
    old = RequestKey.objects.get(organization=acme)
    old.valid_until = timezone.now() + timedelta(hours=1)
    old.save()
    RequestKey.objects.create(organization=acme, key_hash=request_keys.hash_of("new-secret"))
    new = {"authorization": "Bearer new-secret"}

    during = cloudonix.ask(To=NUMBER), cloudonix.ask(To=NUMBER, headers=new)
    old.valid_until = timezone.now() - timedelta(seconds=1)
    old.save()
    after = cloudonix.ask(To=NUMBER), cloudonix.ask(To=NUMBER, headers=new)

    assert [answer.status for answer in during] == [200, 200]
    assert [answer.status for answer in after] == [401, 200]


def test_a_bearer_stays_valid_when_the_installations_secret_key_is_rotated(cloudonix, settings):
    before = settings.SECRET_KEY

    with override_settings(SECRET_KEY="another" * 10, SECRET_KEY_FALLBACKS=[before]):
        assert cloudonix.ask(To=NUMBER).status == 200
    with override_settings(SECRET_KEY="another" * 10):
        assert cloudonix.ask(To=NUMBER).status == 401


def test_a_deleted_organization_has_no_voice(cloudonix, acme):
    acme.status = "deleted"
    acme.save()

    assert cloudonix.ask(To=NUMBER).status == 401


def test_the_secret_is_not_in_the_table():
    assert b"acme-secret" not in request_keys.hash_of("acme-secret")
    assert len(request_keys.hash_of("acme-secret")) == 32
