"""The Cloudonix page as each of the cast meets it."""

from __future__ import annotations

import pytest

from audit.actors import Actor
from audit.models import Entry
from cloudonix import services
from cloudonix.models import Connection, OutboxItem
from extensions.models import SipAccount
from tenants.context import in_tenant

PAGE = "/settings/cloudonix/"
SEED = Actor.system("seed")


@pytest.fixture
def paired(in_acme, gate, domain):
    return services.connect_now(SEED, domain=domain.name, api_key=domain.key)


def connection_of(organization) -> Connection:
    with in_tenant(organization):
        return Connection.objects.get()


def test_an_owner_connects_and_sees_the_steps_then_the_state(  # noqa: PLR0917
    acme, owner, client_for, gate, domain, run_due_work
):
    client = client_for(owner)

    assert "Not connected" in client.get(PAGE).content.decode()
    answer = client.post(
        PAGE + "connect/", {"domain": domain.name.upper(), "api_key": domain.key}, follow=True
    )
    page = answer.content.decode()
    assert "Check the key and the domain" in page
    assert "/settings/cloudonix/progress/" in page
    assert "Read back and compare" in client.get(PAGE + "progress/").content.decode()

    run_due_work()

    assert client.get(PAGE + "progress/").headers["HX-Refresh"] == "true"
    page = client.get(PAGE).content.decode()
    assert "Connected" in page
    assert domain.uuid in page
    assert "Cloudonix connected" in page, "the header says so as well"
    with in_tenant(acme):
        saved = Entry.objects.get(action="cloudonix.connection_saved")
        assert (saved.actor_id, saved.changes["api_key"]) == (owner.pk, ["", "(hidden)"])
        assert Entry.objects.get(action="cloudonix.connected").actor_id == owner.pk


def test_a_failed_step_is_shown_with_its_sentence(owner, client_for, gate, domain, run_due_work):
    client = client_for(owner)
    client.post(PAGE + "connect/", {"domain": domain.name, "api_key": "XI" + "0" * 32})
    run_due_work()

    page = client.get(PAGE).content.decode()

    assert "Cloudonix refused this API key" in page
    assert "Disconnected" in page


def test_a_refused_entry_keeps_what_was_typed_but_never_the_key(owner, client_for, db):
    client = client_for(owner)

    answer = client.post(PAGE + "connect/", {"domain": "not a domain", "api_key": "XI-some-secret-key"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "not a domain" in page
    assert "XI-some-secret-key" not in page


def test_no_page_holds_a_secret(paired, owner, admin, client_for, domain):
    bearer = Connection.objects.get().get_secret("request_key").reveal()

    for someone in (owner, admin):
        page = client_for(someone).get(PAGE).content.decode()
        assert domain.key not in page
        assert bearer not in page


def test_an_admin_reads_and_cannot_change(paired, acme, admin, client_for):
    client = client_for(admin)

    page = client.get(PAGE).content.decode()

    assert "Only Owners can change the connection" in page
    assert 'name="api_key"' not in page
    for path in ("connect/", "check/", "request-key/", "disconnect/"):
        assert client.post(PAGE + path).status_code == 403
    assert connection_of(acme).is_connected


@pytest.mark.parametrize("role", ["user", "reporter"])
def test_users_and_reporters_see_none_of_it(request, role, client_for):
    client = client_for(request.getfixturevalue(role))

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE + "retry/").status_code == 403


def test_a_stranger_sees_the_own_connection_only(paired, stranger, client_for, domain):
    page = client_for(stranger).get(PAGE).content.decode()

    assert domain.name not in page
    assert "Not connected" in page


def test_disconnecting_needs_the_name_of_the_domain(paired, acme, owner, client_for, domain):
    client = client_for(owner)

    assert client.post(PAGE + "disconnect/", {"typed": "something"}).status_code == 422
    assert connection_of(acme).is_connected
    assert client.post(PAGE + "disconnect/", {"typed": domain.name}).status_code == 302
    assert connection_of(acme).state == "not_connected"


def test_replacing_the_request_key_needs_the_name_of_the_domain(  # noqa: PLR0917
    paired, acme, owner, client_for, domain, run_due_work
):
    before = Connection.objects.get().get_secret("request_key").reveal()
    client = client_for(owner)

    assert client.post(PAGE + "request-key/", {"typed": ""}).status_code == 422
    assert client.post(PAGE + "request-key/", {"typed": domain.name}).status_code == 302
    run_due_work()

    with in_tenant(acme):
        after = Connection.objects.get().get_secret("request_key").reveal()
    assert after != before
    assert domain.ask("GET")["profile"]["authorization-api-key"] == after


@pytest.mark.parametrize("one", [True, False])
def test_an_admin_retries_what_was_set_aside(  # noqa: PLR0917
    paired, acme, gate, admin, client_for, add_account, run_due_work, one
):
    gate.spoil("POST", "/subscribers", status=400, body=b'{"message": "msisdn <b>taken</b>"}')
    account = add_account("101")
    run_due_work()
    client = client_for(admin)
    page = client.get(PAGE).content.decode()
    assert "Cloudonix refused it" in page
    assert "msisdn &lt;b&gt;taken&lt;/b&gt;" in page

    with in_tenant(acme):
        item = OutboxItem.objects.get().pk
    client.post(PAGE + "retry/", {"item": item} if one else {})
    run_due_work()

    with in_tenant(acme):
        account.refresh_from_db()
    assert account.sync_state == SipAccount.SyncState.IN_SYNC
    assert "Waiting for you" not in client.get(PAGE).content.decode()


def test_retrying_what_is_gone_or_nonsense_changes_nothing(paired, owner, client_for):
    client = client_for(owner)

    for item in ("999999", "٣", "-1", "x" * 50):
        assert client.post(PAGE + "retry/", {"item": item}).status_code == 302
