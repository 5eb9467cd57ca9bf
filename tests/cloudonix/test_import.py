"""Importing what a domain had before: subscribers, numbers and trunks, each row with its own outcome."""

from __future__ import annotations

import pytest

from cloudonix.models import Finding
from cloudonix.services import import_from_domain
from cloudonix.sync import limiter
from cloudonix.sync.dispatch import drain
from extensions.models import Extension
from routing.models import PhoneNumber, Trunk
from tenants.context import in_tenant
from tests.cloudonix.test_drift import SEED, compare, paired

__all__ = ["paired"]
LINE = {
    "name": "old-line",
    "ip": "192.0.2.1",
    "port": "5070",
    "transport": "tcp",
    "direction": "public-outbound",
}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch) -> None:
    monkeypatch.setattr(limiter, "REQUESTS", 10_000)


def outcome(numbers: dict[str, str] | None = None) -> dict[str, str]:
    """Import everything; name → error."""
    compare()
    given = {str(Finding.objects.get(name=name).key): number for name, number in (numbers or {}).items()}
    results = import_from_domain(SEED, list(Finding.objects.all()), numbers=given)
    return {one.finding.name: one.error for one in results}


def test_subscribers_become_extensions_by_their_names(paired, domain):
    for msisdn in ("118", "119_acme", "101_acme_2", "alice"):
        domain.ask("POST", "/subscribers", {"msisdn": msisdn, "sipPassword": f"pw-{msisdn}"})

    assert outcome({"alice": "120"}) == {"118": "", "119_acme": "", "101_acme_2": "", "alice": ""}

    usernames = {
        extension.number: sorted(extension.sip_accounts.values_list("username", flat=True))
        for extension in Extension.objects.all()
    }
    assert usernames == {
        "101": ["101_acme", "101_acme_2"],
        "102": ["102_acme"],
        "118": ["118"],
        "119": ["119_acme"],
        "120": ["alice"],
    }
    drain()
    assert {one["sipPassword"] for one in domain.subscribers().values()} >= {"pw-118", "pw-alice"}
    compare()
    assert Finding.objects.count() == 0


def test_a_password_that_is_hidden_is_replaced_by_the_next_sync(paired, simulator, domain):
    domain.ask("POST", "/subscribers", {"msisdn": "118", "sipPassword": "nobody-knows"})
    simulator.control("/switches", {"password_echo": False})
    try:
        assert outcome() == {"118": ""}
    finally:
        simulator.control("/switches", {"password_echo": True})
    drain()

    ours = Extension.objects.get(number="118").sip_accounts.get().get_secret("secret").reveal()
    assert domain.subscribers()["118"]["sipPassword"] == ours != "nobody-knows"


def test_numbers_and_trunks_come_along_and_numbers_are_claimed(paired, domain, acme):
    from tenants.models import NumberClaim

    application = domain.ask("GET", "/applications")[0]["id"]
    domain.ask("POST", "/dnids", {"source": "493055501299", "applicationId": application})
    sign_in = {"authentication": {"username": "acct", "password": "line-secret"}}
    domain.ask("POST", "/trunks", {**LINE, "profile": sign_in})

    assert outcome() == {"+493055501299": "", "old-line": ""}

    assert PhoneNumber.objects.filter(e164="+493055501299", destination_kind="hang_up").exists()
    assert NumberClaim.objects.get(e164="+493055501299").organization == acme
    trunk = Trunk.objects.get(name="old-line")
    assert (trunk.host, trunk.port, trunk.transport) == ("192.0.2.1", 5070, "tcp")
    assert trunk.get_secret("password").reveal() == "line-secret"
    drain()
    compare()
    assert Finding.objects.count() == 0


def test_rows_that_cannot_be_imported_say_why_and_keep_none_of_the_others(paired, domain, globex):
    from routing.services import add_number

    with in_tenant(globex):
        add_number(SEED, e164="+493055501299", destination_kind="hang_up")
    application = domain.ask("GET", "/applications")[0]["id"]
    for source in ("493055501299", "1000"):
        domain.ask("POST", "/dnids", {"source": source, "applicationId": application})
    for msisdn in ("bob", "112", "118"):
        domain.ask("POST", "/subscribers", {"msisdn": msisdn, "sipPassword": "x"})

    errors = outcome()

    assert errors.pop("118") == ""
    assert "already in use on this platform" in errors["+493055501299"]
    assert errors["+1000"]
    assert errors["bob"] == "Enter the number of its extension, for example 101."
    assert "emergency" in errors["112"]
    assert set(Finding.objects.values_list("name", flat=True)) == {"+493055501299", "+1000", "bob", "112"}


def test_the_page_offers_what_can_be_imported_and_shows_each_outcome(paired, domain, acme, owner, client_for):
    domain.ask(
        "POST", "/subscribers", {"msisdn": "118", "sipPassword": "x", "profile": {"display-name": "Cara"}}
    )
    domain.ask("POST", "/subscribers", {"msisdn": "alice", "sipPassword": "x"})
    compare()
    page = client_for(owner).get("/settings/cloudonix/import/").content.decode()
    assert "Cara" in page
    with in_tenant(acme):
        keys = {one.name: str(one.key) for one in Finding.objects.all()}

    answer = client_for(owner).post(
        "/settings/cloudonix/import/",
        {"choose": list(keys.values()), f"number-{keys['118']}": "118", f"number-{keys['alice']}": "101x"},
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "1 object was imported." in page
    assert "Use 1 to 20 digits" in page
    assert 'value="101x"' in page
    with in_tenant(acme):
        assert Extension.objects.filter(number="118").exists()


def test_nothing_chosen_is_said(paired, owner, client_for):
    answer = client_for(owner).post("/settings/cloudonix/import/", {"choose": ["not-a-key"]})

    assert answer.status_code == 422
    assert "Choose at least one row" in answer.content.decode()
