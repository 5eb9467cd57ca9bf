"""Comparing both sides: what is found, what a sync would do, and when it happens by itself."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone

from audit.actors import Actor
from cloudonix import outbox, services
from cloudonix.drift import checks, nights
from cloudonix.models import Connection, DriftCheck, Finding, OutboxItem, Voice
from cloudonix.sync import limiter
from cloudonix.sync.dispatch import drain
from extensions.models import SipAccount
from extensions.services import add_extension
from routing.models import PhoneNumber
from routing.services import add_number, add_trunk
from tenants.models import DueWork

SEED = Actor.system("seed")


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch) -> None:
    monkeypatch.setattr(limiter, "REQUESTS", 10_000)
    monkeypatch.setattr(limiter, "REQUESTS_WHILE_SLOW", 10_000)


@pytest.fixture
def paired(in_acme, gate, domain) -> Connection:
    """Acme with two extensions, a number and a trunk, equal on both sides."""
    add_extension(SEED, number="101", first_name="Amara", last_name="Okafor")
    add_extension(SEED, number="102", first_name="Ben")
    add_number(SEED, e164="+493055501210", destination_kind="hang_up")
    add_trunk(
        SEED,
        name="carrier-out",
        host="198.51.100.20",
        direction="public-outbound",
        username="acct",
        password="s3cret-line",
    )
    row = services.connect_now(SEED, domain=domain.name, api_key=domain.key)
    assert OutboxItem.objects.count() == 0
    gate.seen.clear()
    return row


def compare() -> DriftCheck:
    services.ask_to_compare(SEED)
    checks.run()
    return DriftCheck.objects.order_by("-pk").first()


def findings() -> dict[tuple[str, str], Finding]:
    return {(one.topic, one.name): one for one in Finding.objects.all()}


def test_equal_sides_have_no_difference_and_cost_six_requests(paired, gate):
    check = compare()

    assert check.state == "done"
    assert Finding.objects.count() == 0
    assert sorted(gate.seen) == [
        "GET ",
        "GET applications",
        "GET dnids",
        "GET resources/voices",
        "GET subscribers",
        "GET trunks",
    ]
    assert check.counts["subscriber"] == {"here": 2, "there": 2, "create": [], "update": [], "delete": []}
    assert Voice.objects.filter(name__startswith="Google:").exists()


def test_what_was_changed_there_is_found_in_words(paired, domain):
    domain.ask(
        "PUT",
        "/subscribers/101_acme",
        {"active": False, "sipPassword": "guessed", "profile": {"display-name": "A"}},
    )
    domain.ask("DELETE", "/subscribers/102_acme")
    domain.ask("PUT", "/trunks/carrier-out", {"ip": "203.0.113.5", "metric": 3})
    dnid = domain.ask("GET", "/dnids")[0]
    domain.ask("PUT", f"/dnids/{dnid['id']}", {"active": False})

    check = compare()

    found = findings()
    assert found["subscriber", "101_acme"].differences == {
        "Name": ["Amara Okafor", "A"],
        "Active": ["yes", "no"],
        "SIP password": ["as set here", "another one"],
    }
    assert found["subscriber", "102_acme"].kind == "missing"
    assert found["trunk", "carrier-out"].differences == {
        "Address": ["198.51.100.20", "203.0.113.5"],
        "Priority": ["10", "3"],
    }
    assert found["number", "+493055501210"].differences == {"Active": ["yes", "no"]}
    assert check.counts["subscriber"]["create"] == ["102_acme"]
    assert check.counts["subscriber"]["update"] == ["101_acme"]


def test_the_application_and_the_domains_settings_are_compared_and_the_request_key_is_never_told(
    paired, domain
):
    application = domain.ask("GET", "/applications")[0]
    domain.ask(
        "PUT",
        f"/applications/{application['id']}",
        {"url": "https://elsewhere.example", "method": "GET", "type": "cxml"},
    )
    domain.ask(
        "PATCH",
        "",
        {"profile": {"authorization-api-key": "somebody-elses", "redirect-unknown-to-border": True}},
    )

    compare()

    found = findings()
    assert found["application", "opbx-routing"].differences["Method"] == ["POST", "GET"]
    settings = found["domain", domain.name].differences
    assert settings["Request key"] == ["as set here", "another one"]
    assert settings["redirect-unknown-to-border"] == ["off", "on"]
    bearer = paired.get_secret("request_key").reveal()
    assert bearer not in repr(list(Finding.objects.values())) + repr(list(DriftCheck.objects.values()))


def test_no_secret_is_in_what_was_found(paired, domain, caplog):
    domain.ask("PUT", "/subscribers/101_acme", {"sipPassword": "guessed-by-somebody"})
    domain.ask("POST", "/subscribers", {"msisdn": "alice", "sipPassword": "alices-own-secret"})
    domain.ask(
        "PUT",
        "/trunks/carrier-out",
        {"profile": {"authentication": {"username": "acct", "password": "other-line"}}},
    )

    compare()

    text = repr(list(Finding.objects.values())) + repr(list(DriftCheck.objects.values())) + caplog.text
    for secret in ("guessed-by-somebody", "alices-own-secret", "other-line", "s3cret-line"):
        assert secret not in text
    assert Finding.objects.get(name="alice").get_secret("remote_secret").reveal() == "alices-own-secret"


def test_what_only_cloudonix_has_is_reported_and_left_alone(paired, domain):
    application = domain.ask("GET", "/applications")[0]["id"]
    domain.ask(
        "POST", "/subscribers", {"msisdn": "alice", "sipPassword": "x", "profile": {"display-name": "Alice"}}
    )
    domain.ask("POST", "/dnids", {"source": "493055501299", "applicationId": application})
    domain.ask("POST", "/dnids", {"source": "4930", "prefix": True, "applicationId": application})
    line = {"name": "old-line", "ip": "192.0.2.1", "port": 5060, "transport": "udp", "direction": "inbound"}
    domain.ask("POST", "/trunks", line)

    compare()
    drain()

    only = Finding.objects.filter(kind="only_remote")
    assert {one.name.split(" (")[0] for one in only} == {"alice", "+493055501299", "4930", "old-line"}
    assert only.get(name__startswith="4930").remote == {}, "a pattern is shown, and not ours to take"
    assert "alice" in domain.subscribers()
    assert len(domain.ask("GET", "/dnids")) == 3


def test_a_difference_is_gone_when_both_sides_agree_again(paired, domain):
    domain.ask("PUT", "/subscribers/101_acme", {"active": False})
    compare()
    domain.ask("PUT", "/subscribers/101_acme", {"active": True})

    compare()

    assert Finding.objects.count() == 0


def test_an_ignored_difference_stays_ignored_until_either_side_changes(paired, domain, owner, actor_for):
    domain.ask("PUT", "/subscribers/101_acme", {"profile": {"display-name": "Reception"}})
    compare()
    services.ignore_difference(actor_for(owner), Finding.objects.get())
    compare()
    assert Finding.objects.get().ignored_by == "Olivia"

    domain.ask("PUT", "/subscribers/101_acme", {"profile": {"display-name": "Front desk"}})
    compare()

    assert Finding.objects.get().ignored_at is None


def test_what_is_on_its_way_is_counted_but_is_no_difference(paired, domain):
    account = SipAccount.objects.get(username="101_acme")
    account.extension.first_name = "Ada"
    account.extension.save()
    with transaction.atomic():
        outbox.enqueue(outbox.Topic.SUBSCRIBER, account.key)

    check = compare()

    assert check.counts["subscriber"]["update"] == ["101_acme"]
    assert Finding.objects.count() == 0


def test_a_deletion_on_its_way_is_counted_as_one(paired, domain):
    number = PhoneNumber.objects.get()
    with transaction.atomic():
        outbox.enqueue(
            outbox.Topic.NUMBER, number.key, frozen={"e164": number.e164, "remote_id": number.remote_id}
        )
        number.delete()

    check = compare()

    assert check.counts["number"]["delete"] == ["+493055501210"]
    assert Finding.objects.count() == 0


def test_a_password_that_cloudonix_hides_is_no_difference_while_it_is_what_was_written(
    paired, simulator, domain
):
    simulator.control("/switches", {"password_echo": False})
    try:
        compare()
        assert Finding.objects.count() == 0
        SipAccount.objects.filter(username="101_acme").update(synced_digest="")
        compare()
        assert list(Finding.objects.get().differences) == ["SIP password"]
    finally:
        simulator.control("/switches", {"password_echo": True})


def test_voices_that_may_not_be_seen_are_no_failure(paired, simulator):
    compare()
    known = Voice.objects.count()
    simulator.control("/switches", {"voices": False})
    try:
        assert compare().state == "done"
    finally:
        simulator.control("/switches", {"voices": True})
    assert Voice.objects.count() == known > 0


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"path": "/trunks$", "status": 500}, "status 500"),
        ({"path": "/dnids$"}, "connection to Cloudonix failed"),
        ({"path": "/subscribers$", "status": 200, "body": b'{"not": "a list"}'}, "cannot be read"),
        ({"path": "/applications$", "status": 403}, "may not list"),
    ],
    ids=str,
)
def test_a_comparison_that_fails_says_why_and_keeps_what_was_known(paired, gate, domain, fault, sentence):
    domain.ask("PUT", "/subscribers/101_acme", {"active": False})
    compare()
    gate.spoil("GET", **fault)

    check = compare()

    assert check.state == "failed"
    assert sentence in check.error
    assert Finding.objects.count() == 1
    assert Connection.objects.get().is_connected


def test_a_refused_key_ends_the_connection(paired):
    paired.set_secret("api_key", "XI" + "0" * 32)
    paired.save()

    check = compare()

    assert "does not accept the API key" in check.error
    assert Connection.objects.get().state == "failed"


def test_a_worker_that_died_is_followed_by_one_that_ends_the_comparison(paired, monkeypatch):
    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    services.ask_to_compare(SEED)
    with monkeypatch.context() as patch:
        patch.setattr(checks, "_keep", die)
        with pytest.raises(Killed):
            checks.run()

    checks.run()

    assert DriftCheck.objects.get().state == "done"


def test_pairing_asks_for_the_next_night(paired, acme):
    due = DueWork.objects.get(organization=acme, kind=nights.SWEEP).due_at.astimezone(
        ZoneInfo("Europe/Berlin")
    )

    assert 1 <= due.hour < 5
    assert timezone.now() < due < timezone.now() + timedelta(hours=29)


def test_each_night_has_a_comparison_of_its_own_and_a_repeated_message_makes_no_second(paired, gate, acme):
    checks.run()
    checks.run()

    assert DriftCheck.objects.count() == 1
    DriftCheck.objects.update(started_at=timezone.now() - timedelta(hours=20))
    again = checks.run()

    assert DriftCheck.objects.count() == 2
    assert 1 <= again.astimezone(ZoneInfo(acme.time_zone)).hour < 5


def test_asking_twice_makes_one_comparison(paired):
    first, second = services.ask_to_compare(SEED), services.ask_to_compare(SEED)

    assert first.pk == second.pk
