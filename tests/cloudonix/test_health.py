"""The health of the connection: what a look at the running simulator shows, and what the page says of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import redis
from django.utils import timezone
from redis.backoff import NoBackoff
from redis.retry import Retry

from audit.actors import Actor
from calls.models import Call, JourneyStep, RawEvent
from cloudonix import services
from cloudonix.drift import checks
from cloudonix.health.check import check_health, last_look
from cloudonix.models import Connection, HealthCheck
from cloudonix.sync.limiter import limits_server
from cloudonix.sync.tally import Share, Tally
from cloudonix.views.health import current_groups
from extensions.models import SipAccount
from tenants.context import in_tenant
from tenants.models import InboxEvent

PAGE = "/settings/cloudonix/health/"
SEED = Actor.system("seed")


def _forget_counts() -> None:
    for key in limits_server().scan_iter("opbx:cloudonix:answers:*"):
        limits_server().delete(key)


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    """What earlier tests asked is in the same Redis."""
    _forget_counts()


@pytest.fixture
def paired(in_acme, gate, domain):
    return services.connect_now(SEED, domain=domain.name, api_key=domain.key)


@pytest.fixture
def rows(paired):
    """rows() is title → row after one more look."""

    def look() -> dict[str, object]:
        check_health()
        return {row.title: row for group in current_groups() for row in group.rows}

    return look


def levels(found: dict) -> dict[str, str]:
    return {title: row.level for title, row in found.items()}


def test_a_fresh_pairing_is_in_order(rows):
    found = rows()

    assert set(levels(found).values()) <= {"ok", "neutral"}
    assert found["API key"].seen.startswith("Accepted; Cloudonix answered in ")
    assert found["What the key reaches"].seen == "This domain only"
    assert found["Voice application"].level == "ok"
    assert found["Request key"].level == "ok"


def test_the_result_is_kept_as_values_without_a_secret(rows, paired, domain):
    rows()

    kept = HealthCheck.objects.get()
    assert kept.observed["outcome"] == "read"
    assert kept.observed["domain_name"] == domain.name
    assert domain.key not in repr(kept.observed)
    assert paired.get_secret("request_key").reveal() not in repr(kept.observed)


@pytest.mark.parametrize(
    ("profile", "title"),
    [
        ({"authorization-api-key": "of-somebody-else"}, "Request key"),
        ({"session-update-endpoint": "https://elsewhere.example/"}, "Session updates"),
        ({"cdr-endpoint": None}, "Call detail records"),
        ({"redirect-unknown-to-border": True}, "Unknown numbers"),
    ],
)
def test_a_setting_that_somebody_changed_is_named_and_can_be_written_again(rows, domain, profile, title):
    domain.ask("PATCH", "", {"profile": profile})

    found = rows()

    assert [name for name, level in levels(found).items() if level == "bad"] == [title]
    assert found[title].act == "repair"
    services.connect_now(SEED, domain=domain.name, api_key=domain.key)
    assert rows()[title].level == "ok"


def test_an_application_that_asks_elsewhere_or_is_gone_is_named(rows, domain):
    (application,) = domain.ask("GET", "/applications")
    domain.ask(
        "PUT",
        f"/applications/{application['id']}",
        {"url": "https://elsewhere.example/", "method": "GET", "type": "cxml"},
    )

    assert rows()["Voice application"].seen == "Its URL and method is not OPBX’s"

    domain.ask("DELETE", f"/applications/{application['id']}")
    found = rows()
    assert found["Voice application"].seen == "opbx-routing is not there"
    assert found["Default application"].level == "bad"


def test_a_domain_that_is_switched_off_is_bad(rows, domain, simulator):
    domain.ask("PATCH", "", {"active": False})

    assert rows()["Domain"].level == "bad"


def test_a_key_of_the_whole_account_is_a_warning(rows, paired, domain, simulator):
    key = "XI" + "C" * 32
    simulator.control(
        "/seed",
        {
            "customers": [{"name": "tests"}],
            "domains": [
                {"name": domain.name, "customer": "tests", "keys": [{"level": "customer", "key": key}]}
            ],
        },
    )
    services.connect_now(SEED, domain=domain.name, api_key=key)

    row = rows()["What the key reaches"]

    assert (row.level, row.seen) == ("warn", "The whole Cloudonix account")


def test_a_refused_key_ends_the_connection_as_the_sync_would(rows, paired):
    paired.set_secret("api_key", "XI" + "0" * 32)
    paired.save()

    found = rows()

    assert found["API key"].level == "bad"
    assert "Domain" not in found
    paired.refresh_from_db()
    assert paired.state == Connection.State.FAILED


def test_silence_says_so_and_leaves_the_connection_alone(rows, paired, gate):
    gate.spoil("GET", "", status=503)

    found = rows()

    assert (found["API key"].level, found["API key"].act) == ("warn", "")
    paired.refresh_from_db()
    assert paired.is_connected


def test_numbers_of_the_domain_are_found(rows, domain):
    (application,) = domain.ask("GET", "/applications")
    domain.ask("POST", "/dnids", {"source": "+12125550100", "applicationId": application["id"]})
    domain.ask("POST", "/dnids", {"source": "+1212", "prefix": True, "applicationId": application["id"]})

    rows()

    assert last_look().numbers == ("+12125550100",)


def test_accounts_that_failed_and_wait_are_counted(rows, add_account, run_due_work):
    add_account("101")
    add_account("102")
    assert rows()["SIP accounts"].level == "warn"

    SipAccount.objects.filter(username="101_acme").update(sync_state="failed")

    assert rows()["SIP accounts"].seen == "1 of 2 could not be written"
    SipAccount.objects.update(sync_state="in_sync")
    assert rows()["SIP accounts"].seen == "All 2 in sync"


def step(**fields) -> None:
    JourneyStep.objects.create(
        **{
            "session_token": "one",
            "stage_id": "1",
            "event": "arrived",
            "plan_version": 1,
            "reason": "ringing",
        }
        | fields
    )


def test_a_question_without_any_report_is_a_warning(rows, acme):
    step(at=timezone.now())
    assert rows()["Last session update"].level == "warn"

    InboxEvent.objects.create(organization=acme, kind="session_update", dedupe_key=b"1", body="{}")

    found = rows()
    assert found["Last voice request"].at is not None
    assert found["Last session update"].level == "ok"


def test_folded_events_count_as_seen(rows):
    now = timezone.now()
    RawEvent.objects.create(kind="cdr", dedupe_key=b"2", body="{}", received_at=now)

    assert rows()["Last call detail record"].at == now


def test_a_call_that_ended_long_ago_without_a_cdr_is_a_warning(rows):
    now = timezone.now()
    Call.objects.create(
        session_token="one",
        state="ended",
        started_at=now - timedelta(minutes=30),
        ended_at=now - timedelta(minutes=20),
        journey_at=now,
    )

    assert rows()["Last call detail record"].level == "warn"


def test_calls_that_heard_an_apology_or_were_never_asked_about_are_a_share(rows):
    now = timezone.now()
    for place in range(4):
        Call.objects.create(
            session_token=f"call-{place}",
            state="ended",
            has_cdr=True,
            started_at=now - timedelta(minutes=20),
            journey_at=None if place == 0 else now,
        )
    step(session_token="call-1", reason="link-refused")

    row = rows()["Calls"]

    assert (row.level, row.seen) == ("bad", "2 of 4 calls in the last hour failed (50 %)")


def test_our_requests_are_counted_with_those_that_failed(rows, gate, acme):
    _forget_counts()
    gate.spoil("GET", "applications", status=500)
    gate.spoil("GET", "dnids", status=429)

    rows()
    rows()

    # Domain and applications, then domain, applications and numbers; to ask for fewer requests is no failure.
    assert Tally(acme.pk).last_hour() == Share(1, 5)


def test_counts_are_forgotten_after_an_hour_and_do_without_redis():
    now = [1_000_000.0]
    tally = Tally(-1, clock=lambda: now[0])
    tally.note(None)
    assert tally.last_hour() == Share(0, 1)
    now[0] += 3_700
    assert tally.last_hour() == Share(0, 0)

    away = Tally(-1, redis.Redis(port=9, retry=Retry(NoBackoff(), 0)))
    away.note(None)
    assert away.last_hour() is None


def test_an_admin_has_it_checked_again_and_the_page_waits_for_it(  # noqa: PLR0917
    paired, acme, admin, client_for, run_due_work, domain
):
    run_due_work()
    client = client_for(admin)
    domain.ask("PATCH", "", {"profile": {"cdr-endpoint": "https://elsewhere.example/"}})

    assert client.post(PAGE + "check/").status_code == 302
    page = client.get(PAGE).content.decode()
    assert "Checking now" in page
    assert client.get(PAGE, headers={"hx-request": "true"}).status_code == 204

    run_due_work()

    assert client.get(PAGE, headers={"hx-request": "true"}).headers["HX-Refresh"] == "true"
    page = client.get(PAGE).content.decode()
    assert "Go elsewhere, or nowhere" in page
    assert "An Owner of this organization can do this." in page
    assert "Write the settings again</button>" not in page


def test_an_owner_repairs_from_the_page(paired, owner, client_for, run_due_work, domain):
    domain.ask("PATCH", "", {"profile": {"cdr-endpoint": "https://elsewhere.example/"}})
    run_due_work()
    client = client_for(owner)
    assert "/settings/cloudonix/check/" in client.get(PAGE).content.decode()

    client.post("/settings/cloudonix/check/")
    run_due_work()

    assert "Go elsewhere" not in client.get(PAGE).content.decode()


def test_without_a_connection_the_page_says_what_comes_first(owner, client_for, acme):
    client = client_for(owner)

    assert "Cloudonix is not connected" in client.get(PAGE).content.decode()
    assert client.post(PAGE + "check/").status_code == 302
    with in_tenant(acme):
        assert not HealthCheck.objects.exists()


def test_a_stranger_sees_nothing_of_it(paired, stranger, client_for, domain, run_due_work):
    run_due_work()

    assert domain.name not in client_for(stranger).get(PAGE).content.decode()


def test_the_home_page_says_what_is_broken_when_the_checklist_is_hidden(
    paired, owner, user, client_for, domain
):
    services.set_checklist_hidden(SEED, is_hidden=True)
    domain.ask("PATCH", "", {"profile": {"cdr-endpoint": "https://elsewhere.example/"}})
    check_health()

    sentence = "The connection to Cloudonix is not in order: 1 point needs attention."
    assert sentence in client_for(owner).get("/").content.decode()
    assert sentence not in client_for(user).get("/").content.decode()


def test_the_nightly_comparison_looks_at_the_connection_too(paired, run_due_work):
    run_due_work()
    HealthCheck.objects.all().delete()

    checks.run()
    run_due_work()

    assert HealthCheck.objects.get().observed["outcome"] == "read"
