"""Pairing: what is written where, which sentence each failure has, and what rotating and disconnecting leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from audit.actors import Actor
from audit.models import Entry
from cloudonix import pairing, services
from cloudonix.models import Connection, OutboxItem
from extensions.models import SipAccount
from opbx.errors import DomainError
from tenants import request_keys
from tenants.models import CloudonixDomain, DueWork, RequestKey

SEED = Actor.system("seed")


@pytest.fixture
def connect(in_acme, gate, domain):
    """connect() enters domain and key and lets the steps run; other values may be given."""

    def go(**given: str) -> Connection:
        services.save_connection(SEED, **{"domain": domain.name, "api_key": domain.key, **given})
        pairing.run()
        return Connection.objects.get()

    return go


def test_connecting_writes_application_and_profile_and_keeps_what_it_found(connect, domain, settings):
    domain.seed(profile={"call-timeout": 45, "somebody": "else's"})

    row = connect()

    assert row.state == "connected"
    there = domain.ask("GET")
    bearer = row.get_secret("request_key").reveal()
    assert there["profile"] == {
        "call-timeout": 45,
        "somebody": "else's",
        "authorization-api-key": bearer,
        "session-update-endpoint": f"{settings.PUBLIC_URL}/api/webhooks/session-update",
        "cdr-endpoint": f"{settings.PUBLIC_URL}/api/webhooks/cdr",
        "redirect-unknown-to-border": False,
    }
    (application,) = domain.ask("GET", "/applications")
    assert application["name"] == "opbx-routing"
    assert (application["type"], application["method"]) == ("cxml", "POST")
    assert application["url"] == f"{settings.PUBLIC_URL}/api/voice/route"
    assert there["defaultApplication"] == application["id"]


def test_connecting_records_who_may_speak_for_the_organization(connect, acme, domain):
    domain.seed(aliases=["PBX.Acme.example"])

    row = connect()

    there = domain.ask("GET")
    assert (row.domain_name, row.domain_uuid, row.domain_id) == (domain.name, domain.uuid, str(there["id"]))
    assert row.application_id == str(there["defaultApplication"])
    assert row.registrar == f"{domain.uuid}.sip.cloudonix.net"
    names = CloudonixDomain.objects.get(organization=acme).names
    assert sorted(names) == sorted(
        [domain.name, domain.uuid, str(there["id"]), "pbx.acme.example", row.registrar]
    )
    key = RequestKey.objects.get(organization=acme)
    assert bytes(key.key_hash) == request_keys.hash_of(row.get_secret("request_key").reveal())
    assert key.valid_until is None
    assert Entry.objects.filter(action="cloudonix.connected").count() == 1


def test_connecting_asks_for_the_steps_of_calls_that_no_event_may_tell_of(connect, acme, domain):
    connect()

    assert DueWork.objects.filter(organization=acme, kind="calls.steps").exists()


def test_connecting_twice_changes_nothing_over_there(connect, gate, domain):
    connect()
    before = domain.ask("GET")["profile"]
    gate.seen.clear()

    connect()

    assert domain.ask("GET")["profile"] == before
    assert len(domain.ask("GET", "/applications")) == 1
    assert [line for line in gate.seen if not line.startswith("GET")] == []


@pytest.fixture(params=["merge", "replace"])
def profile_put(request, simulator) -> Iterator[str]:
    """How the simulator takes a PUT of a profile: laid over the old one, or instead of it."""
    simulator.control("/switches", {"profile_put": request.param, "empty_list_404": True})
    yield request.param
    simulator.control("/switches", {"profile_put": "merge", "empty_list_404": False})


@pytest.mark.parametrize("has_patch", [True, False], ids=["patch", "put-only"])
def test_connecting_loses_nothing_of_other_programs(connect, gate, domain, profile_put, has_patch):
    domain.seed(profile={"call-timeout": 45, "somebody": {"else": ["s"]}})
    if not has_patch:
        gate.spoil("PATCH", "", status=405)

    row = connect()

    assert row.state == "connected", row.error
    profile = domain.ask("GET")["profile"]
    assert (profile["call-timeout"], profile["somebody"]) == (45, {"else": ["s"]})
    assert profile["redirect-unknown-to-border"] is False


def test_what_another_program_writes_at_the_same_moment_stays(connect, gate, domain, profile_put):
    domain.seed(profile={"call-timeout": 45, "somebody": "else's"})
    theirs = {"profile": {"call-timeout": 60, "new": "of theirs"}}
    gate.spoil("PATCH", "", meanwhile=lambda: domain.ask("PATCH", "", theirs))

    row = connect()

    assert row.state == "connected", row.error
    profile = domain.ask("GET")["profile"]
    assert (profile["call-timeout"], profile["new"], profile["somebody"]) == (60, "of theirs", "else's")
    assert profile["authorization-api-key"] == row.get_secret("request_key").reveal()


def test_where_only_put_is_left_a_key_added_before_the_last_read_stays(connect, gate, domain, profile_put):
    domain.seed(profile={"call-timeout": 45})
    gate.spoil("PATCH", "", status=404, meanwhile=None)
    gate.spoil("GET", f"{domain.name}$", meanwhile=lambda: None, times=2)
    gate.spoil(
        "GET", f"{domain.name}$", meanwhile=lambda: domain.ask("PATCH", "", {"profile": {"new": "of theirs"}})
    )

    row = connect()

    assert row.state == "connected", row.error
    assert domain.ask("GET")["profile"]["new"] == "of theirs"
    assert domain.ask("GET")["profile"]["call-timeout"] == 45


def test_a_platform_that_drops_other_keys_gets_them_back(connect, gate, domain, simulator):
    domain.seed(profile={"call-timeout": 45})

    def drop() -> None:
        simulator.control("/switches", {"profile_put": "replace"})
        domain.ask("PUT", "", {"profile": {}})
        simulator.control("/switches", {"profile_put": "merge"})

    gate.spoil("PATCH", "", meanwhile=drop)

    row = connect()

    assert row.state == "connected", row.error
    assert domain.ask("GET")["profile"]["call-timeout"] == 45


def test_connecting_asks_for_every_sip_account(connect, domain, add_account, run_due_work):
    account = add_account("101")
    SipAccount.objects.update(sync_state="not_connected")
    OutboxItem.objects.all().delete()

    connect()
    run_due_work()

    account.refresh_from_db()
    assert account.sync_state == "in_sync"
    assert set(domain.subscribers()) == {"101_acme"}


@pytest.mark.parametrize(
    ("given", "step", "sentence"),
    [
        ({"api_key": "XI" + "0" * 32}, "check", "Cloudonix refused this API key."),
        ({"domain": "nowhere.cloudonix.net"}, "check", "This API key shows no domain nowhere.cloudonix.net."),
    ],
)
def test_a_wrong_entry_ends_with_a_sentence_that_says_what_to_do(  # noqa: PLR0917
    connect, acme, domain, given, step, sentence
):
    row = connect(**given)

    assert (row.state, row.step) == ("failed", step)
    assert row.error.startswith(sentence)
    assert domain.ask("GET")["profile"] == {}
    assert not CloudonixDomain.objects.filter(organization=acme).exists()
    assert Entry.objects.filter(action="cloudonix.connection_failed").exists()


@pytest.mark.parametrize(
    ("method", "path", "step"),
    [("GET", "", "check"), ("POST", "applications", "application")],
)
def test_silence_during_a_step_says_so_and_the_next_try_completes_it(  # noqa: PLR0917
    connect, gate, domain, method, path, step
):
    gate.spoil(method, f"{path}$", status=503, after=True)

    row = connect()

    assert (row.state, row.step) == ("failed", step)
    assert row.error.endswith("Try again in a minute.")
    services.check_connection(SEED)
    pairing.run()
    assert Connection.objects.get().state == "connected"
    assert len(domain.ask("GET", "/applications")) == 1


def test_silence_after_writing_the_settings_is_overcome_by_reading(connect, gate, domain):
    gate.spoil("PATCH", "", status=503, after=True)

    row = connect()

    assert row.state == "connected"
    assert [line for line in gate.seen if line.startswith("PUT")] == []


def test_settings_that_cannot_be_written_say_so_and_the_next_try_completes_it(connect, gate, domain):
    gate.spoil("PATCH", "", status=405)
    gate.spoil("PUT", "", status=503)

    row = connect()

    assert (row.state, row.step) == ("failed", "profile")
    assert row.error.endswith("Try again in a minute.")
    services.check_connection(SEED)
    pairing.run()
    assert Connection.objects.get().state == "connected"


def test_settings_that_cloudonix_does_not_keep_are_named(connect, gate, domain):
    gate.spoil("PATCH", "", status=200, body=b"{}")
    gate.spoil("PUT", "", status=200, body=b"{}")

    row = connect()

    assert (row.state, row.step) == ("failed", "verify")
    assert "cdr-endpoint" in row.error


def test_a_domain_of_another_organization_is_refused_before_anything_is_written(connect, globex, domain):
    CloudonixDomain.objects.create(organization=globex, names=[domain.uuid])

    row = connect()

    assert row.state == "failed"
    assert "another organization" in row.error
    assert domain.ask("GET", "/applications") == []


def test_a_switched_off_domain_is_named(connect, domain):
    domain.ask("PUT", "", {"active": False})

    assert "switched off" in connect().error


def test_a_check_that_finds_cloudonix_silent_leaves_the_connection_working(connect, gate):
    connect()
    gate.spoil("GET", "", status=500)

    services.check_connection(SEED)
    pairing.run()

    row = Connection.objects.get()
    assert row.state == "connected"
    assert "Try again" in row.error


def test_a_newer_entry_overtakes_a_pairing_that_still_runs(connect, gate, domain, monkeypatch):
    finish = pairing._finish

    def finish_after_somebody_else(row, *rest):
        Connection.objects.update(attempt=row.attempt + 1)
        return finish(row, *rest)

    monkeypatch.setattr(pairing, "_finish", finish_after_somebody_else)
    row = connect()

    assert row.state == "checking"
    assert CloudonixDomain.objects.count() == 0


def test_a_replaced_request_key_leaves_the_old_one_a_day_after_cloudonix_has_the_new(connect, acme, domain):
    old = connect().get_secret("request_key").reveal()

    services.rotate_request_key(SEED)
    assert RequestKey.objects.get(organization=acme).valid_until is None, "not before it is written"
    pairing.run()

    new = Connection.objects.get().get_secret("request_key").reveal()
    assert new != old
    assert domain.ask("GET")["profile"]["authorization-api-key"] == new
    ends = {bytes(key.key_hash): key.valid_until for key in RequestKey.objects.filter(organization=acme)}
    assert ends[request_keys.hash_of(new)] is None
    day = timezone.now() + timedelta(hours=24)
    assert abs(ends[request_keys.hash_of(old)] - day) < timedelta(minutes=1)


def test_disconnecting_forgets_key_and_names_and_leaves_cloudonix_alone(
    connect, acme, domain, add_account, run_due_work
):
    account = add_account("101")
    connect()
    run_due_work()

    services.disconnect(SEED)

    row = Connection.objects.get()
    assert (row.state, row.api_key, row.request_key, row.domain_uuid) == ("not_connected", "", "", "")
    assert not RequestKey.objects.filter(organization=acme).exists()
    assert not CloudonixDomain.objects.filter(organization=acme).exists()
    account.refresh_from_db()
    assert (account.sync_state, account.remote_id, account.synced_digest) == ("not_connected", "", "")
    assert set(domain.subscribers()) == {"101_acme"}


def test_connect_now_returns_connected_and_in_sync(in_acme, gate, domain, add_account):
    add_account("101")

    row = services.connect_now(SEED, domain=domain.name, api_key=domain.key)

    assert row.is_connected
    assert set(domain.subscribers()) == {"101_acme"}


def test_connect_now_raises_the_sentence_of_the_failed_step(in_acme, gate, domain):
    with pytest.raises(DomainError, match="Cloudonix refused this API key"):
        services.connect_now(SEED, domain=domain.name, api_key="XI" + "0" * 32)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"domain": "https://acme.cloudonix.net/"}, "domain"),
        ({"domain": "../self"}, "domain"),
        ({"domain": ""}, "domain"),
        ({"api_key": "two words"}, "api_key"),
        ({"api_key": "XI\r\nHost: evil"}, "api_key"),
        ({"api_key": ""}, "api_key"),
    ],
)
def test_what_cannot_be_a_domain_or_a_key_is_refused_at_its_field(in_acme, domain, given, field):
    with pytest.raises(DomainError) as refusal:
        services.save_connection(SEED, **{"domain": domain.name, "api_key": domain.key, **given})

    assert refusal.value.field == field


def test_no_secret_leaves_its_column(connect, domain, caplog):
    caplog.set_level("DEBUG")
    row = connect()
    services.rotate_request_key(SEED)
    pairing.run()

    told = caplog.text + repr(list(Entry.objects.values())) + repr(row.asked_by)
    for secret in (domain.key, row.get_secret("request_key").reveal()):
        assert secret not in told
    assert domain.key not in Connection.objects.get().api_key
