"""What a person decides about a difference: overwrite, adopt, ignore, delete; and what a sync does with all."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from cloudonix import services
from cloudonix.models import Finding, OutboxItem
from cloudonix.sync import limiter
from cloudonix.sync.dispatch import drain
from extensions.models import Extension, SipAccount
from opbx.errors import DomainError
from routing.models import PhoneNumber, Trunk
from tests.cloudonix.test_drift import SEED, compare, paired

__all__ = ["paired"]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch) -> None:
    monkeypatch.setattr(limiter, "REQUESTS", 10_000)


@pytest.fixture
def boss(owner, actor_for):
    return actor_for(owner)


@pytest.fixture
def helper(admin, actor_for):
    return actor_for(admin)


def find(name: str) -> Finding:
    compare()
    return Finding.objects.get(name=name)


# --- overwrite ----------------------------------------------------------------------------------------------------


def test_an_admin_overwrites_what_was_changed_there(paired, domain, helper):
    domain.ask(
        "PUT", "/subscribers/101_acme", {"active": False, "profile": {"display-name": "X", "desk": "4"}}
    )

    services.overwrite_difference(helper, find("101_acme"))

    assert Finding.objects.count() == 0
    assert SipAccount.objects.get(username="101_acme").sync_state == "pending"
    drain()
    there = domain.subscribers()["101_acme"]
    assert (there["active"], there["profile"]) == (True, {"display-name": "Amara Okafor", "desk": "4"})
    assert Entry.objects.filter(action="cloudonix.overwritten", actor_label="Adam").count() == 1


def test_what_is_missing_there_is_created(paired, domain, helper):
    domain.ask("DELETE", "/trunks/carrier-out")

    services.overwrite_difference(helper, find("carrier-out"))
    drain()

    assert domain.ask("GET", "/trunks/carrier-out")["profile"]["authentication"]["password"] == "s3cret-line"


def test_overwriting_the_domains_settings_goes_through_the_steps_of_the_pairing(
    paired, domain, helper, run_due_work
):
    domain.ask("PATCH", "", {"profile": {"cdr-endpoint": "https://elsewhere.example"}})

    services.overwrite_difference(helper, find(domain.name))
    run_due_work()

    assert domain.ask("GET")["profile"]["cdr-endpoint"].endswith("/api/webhooks/cdr")


def test_what_only_cloudonix_has_cannot_be_overwritten(paired, domain, boss):
    domain.ask("POST", "/subscribers", {"msisdn": "alice", "sipPassword": "x"})

    with pytest.raises(DomainError, match="Adopt it, delete it"):
        services.overwrite_difference(boss, find("alice"))


def test_a_sync_writes_all_differences_but_those_that_are_ignored(paired, domain, boss, helper):
    domain.ask("PUT", "/subscribers/101_acme", {"active": False})
    domain.ask("PUT", "/subscribers/102_acme", {"active": False})
    domain.ask("POST", "/subscribers", {"msisdn": "alice", "sipPassword": "x"})
    services.ignore_difference(boss, find("102_acme"))

    assert services.sync_now(helper) == 1
    drain()

    there = domain.subscribers()
    assert (there["101_acme"]["active"], there["102_acme"]["active"]) == (True, False)
    assert "alice" in there


# --- adopt --------------------------------------------------------------------------------------------------------


def test_an_owner_adopts_name_state_and_password_of_a_subscriber(paired, domain, boss):
    body = {"active": False, "sipPassword": "made-there", "profile": {"display-name": "Ana de Souza"}}
    domain.ask("PUT", "/subscribers/101_acme", body)

    services.adopt_difference(boss, find("101_acme"))

    extension = Extension.objects.get(number="101")
    assert (extension.first_name, extension.last_name, extension.is_enabled) == ("Ana de", "Souza", False)
    assert extension.sip_accounts.get().get_secret("secret").reveal() == "made-there"
    drain()
    compare()
    assert Finding.objects.count() == 0
    entry = Entry.objects.get(action="extension.adopted")
    assert entry.changes["sip_password"] == ["(hidden)", "(hidden)"]


def test_an_owner_adopts_a_number_and_a_trunk(paired, domain, boss):
    dnid = domain.ask("GET", "/dnids")[0]
    domain.ask("PUT", f"/dnids/{dnid['id']}", {"active": False})
    sign_in = {"username": "other", "password": "new-line"}
    domain.ask("PUT", "/trunks/carrier-out", {"ip": "203.0.113.5", "profile": {"authentication": sign_in}})

    services.adopt_difference(boss, find("+493055501210"))
    services.adopt_difference(boss, Finding.objects.get(name="carrier-out"))

    assert PhoneNumber.objects.get().is_enabled is False
    trunk = Trunk.objects.get()
    assert (trunk.host, trunk.username) == ("203.0.113.5", "other")
    assert trunk.get_secret("password").reveal() == "new-line"
    drain()
    compare()
    assert Finding.objects.count() == 0


def test_a_subscriber_becomes_an_extension_that_its_phone_goes_on_signing_in_to(paired, domain, boss):
    body = {"msisdn": "118", "sipPassword": "phone-knows-this", "profile": {"display-name": "Cara Lee"}}
    domain.ask("POST", "/subscribers", body)

    services.adopt_difference(boss, find("118"))

    extension = Extension.objects.get(number="118")
    account = extension.sip_accounts.get()
    assert (extension.name, account.username, account.is_default) == ("Cara Lee", "118", True)
    drain()
    assert domain.subscribers()["118"]["sipPassword"] == "phone-knows-this"
    compare()
    assert Finding.objects.count() == 0


def test_settings_that_opbx_writes_cannot_be_adopted(paired, domain, boss):
    domain.ask("PATCH", "", {"profile": {"cdr-endpoint": "https://elsewhere.example"}})

    with pytest.raises(DomainError, match="cannot be taken over"):
        services.adopt_difference(boss, find(domain.name))


def test_a_difference_that_was_settled_meanwhile_is_refused_with_a_sentence(paired, domain, boss):
    domain.ask("PUT", "/subscribers/101_acme", {"active": False})
    finding = find("101_acme")
    services.overwrite_difference(boss, Finding.objects.get())

    with pytest.raises(DomainError, match="settled meanwhile"):
        services.adopt_difference(boss, finding)


# --- delete what only Cloudonix has -------------------------------------------------------------------------------


def test_what_only_cloudonix_has_is_deleted_after_its_name_was_typed(paired, domain, boss):
    domain.ask("POST", "/subscribers", {"msisdn": "alice", "sipPassword": "x"})
    finding = find("alice")
    with pytest.raises(DomainError, match="Type alice"):
        services.delete_remote(boss, finding, typed="bob")
    assert OutboxItem.objects.count() == 0

    services.delete_remote(boss, finding, typed="alice")
    drain()

    assert "alice" not in domain.subscribers()
    assert Finding.objects.count() == 0


def test_a_pattern_cannot_be_deleted(paired, domain, boss):
    application = domain.ask("GET", "/applications")[0]["id"]
    domain.ask("POST", "/dnids", {"source": "4930", "prefix": True, "applicationId": application})
    compare()
    finding = Finding.objects.get()

    with pytest.raises(DomainError, match="Delete it at Cloudonix"):
        services.delete_remote(boss, finding, typed=finding.name)


# --- who may ------------------------------------------------------------------------------------------------------


def test_an_admin_decides_nothing_but_overwriting(paired, domain, helper):
    domain.ask("PUT", "/subscribers/101_acme", {"active": False})
    finding = find("101_acme")

    for act in (services.adopt_difference, services.ignore_difference, services.stop_ignoring):
        with pytest.raises(PermissionDenied):
            act(helper, finding)
    with pytest.raises(PermissionDenied):
        services.delete_remote(helper, finding, typed="101_acme")
    with pytest.raises(PermissionDenied):
        services.import_from_domain(helper, [finding], numbers={})
    services.overwrite_difference(helper, finding)


def test_a_user_may_not_even_compare(paired, user, actor_for):
    for act in (services.ask_to_compare, services.sync_now):
        with pytest.raises(PermissionDenied):
            act(actor_for(user))


# --- deletions ----------------------------------------------------------------------------------------------------


def held(domain, count: int = 8) -> None:
    """So many extensions deleted here, and their subscribers held back."""
    from extensions.services import add_extension, delete_extension

    extensions = [add_extension(SEED, number=str(201 + place), first_name="Guest") for place in range(count)]
    drain()
    for extension in extensions:
        delete_extension(SEED, extension)
    drain()


def test_many_deletions_are_made_after_the_right_words(paired, domain, helper):
    held(domain)
    assert len(domain.subscribers()) == 10
    for wrong in ("", "delete", "delete 7", "delete 80"):
        with pytest.raises(DomainError, match="Type delete 8"):
            services.confirm_deletions(helper, outbox_topic(), typed=wrong)
    drain()
    assert len(domain.subscribers()) == 10

    assert services.confirm_deletions(helper, outbox_topic(), typed=" Delete  8 ") == 8
    drain()

    assert set(domain.subscribers()) == {"101_acme", "102_acme"}
    assert OutboxItem.objects.count() == 0
    assert Entry.objects.filter(action="cloudonix.deletions_confirmed", actor_label="Adam").exists()


def test_what_was_held_back_may_stay(paired, domain, helper):
    held(domain)

    assert services.keep_instead_of_deleting(helper, outbox_topic()) == 8
    drain()

    assert len(domain.subscribers()) == 10
    compare()
    assert Finding.objects.filter(kind="only_remote").count() == 8


def outbox_topic():
    from cloudonix.models import Topic

    return Topic.SUBSCRIBER
