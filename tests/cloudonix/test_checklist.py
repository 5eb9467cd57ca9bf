"""The set-up checklist: computed from data, proved step by step, gone from the home page once it is done."""

from __future__ import annotations

import re

import pytest

from audit.actors import Actor
from calls.models import Call
from cloudonix import services
from cloudonix.health.check import check_health
from cloudonix.models import Connection
from extensions.services import add_extension
from routing.models import DestinationKind
from routing.services import add_number
from tenants.context import in_tenant

PAGE = "/settings/cloudonix/set-up/"
SEED = Actor.system("seed")


@pytest.fixture
def paired(in_acme, gate, domain, run_due_work):
    row = services.connect_now(SEED, domain=domain.name, api_key=domain.key)
    run_due_work()
    return row


def states(page: str) -> list[str]:
    """Of the five steps."""
    return re.findall(
        r'<li class="step-(\w+)(?: is-current)?"(?: aria-current="step")?>\s*<span class="step-mark">', page
    )


@pytest.fixture
def see(acme, owner, client_for):
    """see() is the page as the Owner sees it now."""
    client = client_for(owner)

    def look() -> str:
        return client.get(PAGE).content.decode()

    return look


@pytest.fixture
def call(simulator, domain, front, machine):
    """call("inbound", …) is one call that both phones are busy for."""

    def place(how: str, **values: str) -> None:
        for phone in ("101_acme", "102_acme"):
            simulator.control(
                "/endpoints",
                {
                    "domain": domain.name,
                    "kind": "subscriber",
                    "match": phone,
                    "behaviour": {"result": "busy"},
                },
            )
        simulator.control(f"/calls/{how}", {"domain": domain.name, **values})
        front.serve_call(machine)

    return place


def test_from_nothing_to_calls_both_ways(  # noqa: PLR0917
    acme, owner, client_for, front, gate, domain, run_due_work, see, call
):
    client = client_for(owner)
    assert states(see()) == ["todo"] * 5
    assert 'name="api_key"' in see()

    answer = client.post(
        "/settings/cloudonix/connect/", {"domain": domain.name, "api_key": domain.key, "from": "set-up"}
    )
    assert answer.headers["Location"] == PAGE
    assert states(see())[:2] == ["done", "running"]
    assert "Check the key and the domain…" in see()
    run_due_work()
    assert states(see()) == ["done", "done", "todo", "todo", "running"]
    assert re.search(rf"{re.escape(domain.name)} answered in \d+ ms\. Calls are sent to {front.url}\.", see())
    assert "by Olivia" in see()
    assert see().count("Waiting for a call") == 2

    with in_tenant(acme):
        amara = add_extension(SEED, number="101", first_name="Amara")
        add_extension(SEED, number="102", first_name="Ben")
        add_number(
            SEED,
            e164="+442079460400",
            destination_kind=DestinationKind.EXTENSION,
            destination_extension=amara,
        )
    assert states(see())[2:4] == ["running", "running"]
    run_due_work()
    assert states(see()) == ["done", "done", "done", "done", "running"]
    assert "2 extensions, all in sync with Cloudonix." in see()
    assert "+44 20 7946 0400 is live." in see()
    assert "Call +44 20 7946 0400 from a mobile phone." in see()

    call("inbound", **{"from": "+12125550111", "to": "+442079460400"})
    assert "+1 212-555-0111 called +44 20 7946 0400: The phones of the extension ring" in see()
    assert see().count("Waiting for a call") == 1
    call("from-subscriber", msisdn="101_acme", to="102")
    assert states(see()) == ["done"] * 5
    assert "Calls arrive both ways." in see()
    assert "hx-get" not in see(), "nothing is waited for any more"
    assert "Set up your phone system" not in client.get("/").content.decode()


def test_a_proof_outlives_the_newest_steps(paired, acme, see):
    Call.objects.create(
        session_token="one",
        direction="internal",
        caller="101",
        dialled="102",
        started_at=paired.connected_at,
        journey_at=paired.connected_at,
        reason="ringing",
        state="ended",
    )

    assert "101 called 102" in see()


def test_a_call_before_the_domain_was_connected_proves_nothing(paired, acme, see):
    Connection.objects.update(connected_at=paired.connected_at.replace(year=2000))
    Call.objects.create(
        session_token="one",
        direction="inbound",
        started_at=paired.connected_at.replace(year=1999),
        journey_at=paired.connected_at,
    )

    assert see().count("Waiting for a call") == 2


def test_a_refused_key_is_told_at_the_check_with_what_to_do(  # noqa: PLR0917
    acme, owner, client_for, gate, domain, run_due_work, see
):
    client = client_for(owner)
    client.post(
        "/settings/cloudonix/connect/", {"domain": domain.name, "api_key": "XI" + "0" * 32, "from": "set-up"}
    )
    run_due_work()

    page = see()

    assert states(page)[:2] == ["done", "failed"]
    assert "Cloudonix refused this API key." in page
    assert "Check again" in page


def test_a_refused_entry_stays_on_the_checklist(owner, client_for, acme):
    answer = client_for(owner).post(
        "/settings/cloudonix/connect/",
        {"domain": "no domain", "api_key": "XI-secret-thing", "from": "set-up"},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Set up your phone system" in page
    assert "no domain" in page
    assert "XI-secret-thing" not in page


def test_a_point_that_somebody_broke_is_shown_with_the_way_to_it(paired, acme, domain, see):
    domain.ask("PATCH", "", {"profile": {"cdr-endpoint": None}})

    check_health()

    page = see()
    assert states(page)[1] == "failed"
    assert "1 point needs attention." in page
    assert "/settings/cloudonix/health/" in page


def test_numbers_of_the_domain_are_told(paired, acme, domain, see):
    (application,) = domain.ask("GET", "/applications")
    for number in ("+12125550100", "12125550101"):
        domain.ask("POST", "/dnids", {"source": number, "applicationId": application["id"]})

    check_health()

    assert "2 numbers were found in your Cloudonix domain." in see()


def test_extensions_are_created_before_the_connection_too(in_acme, see):
    add_extension(SEED, number="101", first_name="Amara")

    assert "1 extension. They are created at Cloudonix as soon as it is connected." in see()


def test_the_poll_answers_only_what_has_changed(paired, acme, owner, client_for, see):
    client = client_for(owner)
    poll = re.search(r'hx-get="([^"]+)"', see())[1]

    assert client.get(poll).status_code == 204

    with in_tenant(acme):
        add_extension(SEED, number="101", first_name="Amara")
    answer = client.get(poll)
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert "1 extension" in answer.content.decode()


def test_the_home_page_shows_it_until_somebody_hides_it(in_acme, acme, owner, admin, client_for):
    client = client_for(admin)
    assert "0 of 5 done" in client.get("/").content.decode()

    assert client.post(PAGE + "hide/").headers["Location"] == "/"

    for someone in (owner, admin):
        assert "0 of 5 done" not in client_for(someone).get("/").content.decode()
    assert "Show on the home page again" in client.get(PAGE).content.decode()
    client.post(PAGE + "hide/", {"show": "1"})
    assert "0 of 5 done" in client.get("/").content.decode()


def test_hiding_is_told_in_the_history_once(in_acme, acme, owner, client_for):
    client = client_for(owner)
    client.post(PAGE + "hide/")
    client.post(PAGE + "hide/")

    assert client.get("/settings/cloudonix/").content.decode().count("hid the set-up checklist") == 1


@pytest.mark.parametrize("role", ["user", "reporter"])
def test_users_and_reporters_neither_see_nor_hide_it(request, role, client_for):
    client = client_for(request.getfixturevalue(role))

    assert "Set up your phone system" not in client.get("/").content.decode()
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE + "hide/").status_code == 403


def test_an_admin_is_told_who_can_enter_the_key(in_acme, owner, admin, client_for):
    page = client_for(admin).get(PAGE).content.decode()

    assert "Ask Olivia." in page
    assert 'name="api_key"' not in page


def test_a_stranger_sees_the_own_set_up_only(paired, stranger, client_for, domain):
    page = client_for(stranger).get(PAGE).content.decode()

    assert domain.name not in page
    assert states(page)[0] == "todo"


def test_the_demo_leads_to_its_simulator(paired, acme, see, settings):
    settings.SIMULATOR_URL = "http://localhost:8001"

    assert (
        '<a id="act-calls-1" class="btn btn-sm" href="http://localhost:8001">Open the simulator</a>' in see()
    )
