"""The one-time link that sets a phone up: who makes it, who opens it, and that it works once."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.core.exceptions import PermissionDenied
from django.test import override_settings

from accounts.attempts import LIMITS
from accounts.models import User
from audit.models import Entry
from extensions.errors import NoServerYet, PhoneIsOff, TooManyReveals
from extensions.history import history_of_extension
from extensions.linphone import NAMESPACE
from extensions.models import ProvisioningLink
from extensions.services import (
    disable_extension,
    disable_sip_account,
    enable_sip_account,
    make_provisioning_link,
    reveal_sip_password,
    rotate_sip_password,
)
from extensions.sign_in import SignInServer, register_sign_in_server
from opbx.logs import redact_text
from tenants.context import in_tenant

pytestmark = pytest.mark.usefixtures("in_acme", "server")


@pytest.fixture
def server():
    register_sign_in_server(lambda: SignInServer("acme.cloudonix.net", "edge.example.net"))
    yield
    register_sign_in_server(lambda: None)


@pytest.fixture
def extension(make_extension):
    return make_extension("101")


@pytest.fixture
def account(extension):
    return extension.sip_accounts.get()


@pytest.fixture
def password(account):
    return account.get_secret("secret").reveal()


@pytest.fixture
def path(boss, account):
    """The path of a new link."""
    return _path(make_provisioning_link(boss, account).url)


def _path(url: str) -> str:
    return urlsplit(url).path


def _only_link(acme) -> ProvisioningLink:
    """A request leaves the shared schema behind, so the row is read inside acme's again."""
    with in_tenant(acme):
        return ProvisioningLink.objects.get()


# --- making one ---------------------------------------------------------------------------------------------------


def test_a_link_is_known_by_its_hash_only_and_the_audit_log_keeps_who_made_it(
    boss, extension, account, password
):
    link = make_provisioning_link(boss, account)

    row = ProvisioningLink.objects.get()
    token = link.url.rstrip("/").rpartition("/")[2]
    entry = Entry.objects.get(action="extension.phone_link_made")
    assert token.encode() not in bytes(row.token_hash)
    assert (row.made_by_id, entry.actor_label) == (boss.user_id, "Olivia")
    assert token not in str(entry.changes)
    assert password not in link.url
    assert history_of_extension(extension)[0].sentence == "made a one-time link to set up 101_acme"


def test_a_pbx_user_makes_links_for_the_own_phones_only(make_extension, user, actor_for, account):
    own = make_extension("102", user=user).sip_accounts.get()

    assert make_provisioning_link(actor_for(user), own).url
    with pytest.raises(PermissionDenied):
        make_provisioning_link(actor_for(user), account)


def test_a_reporter_makes_none(reporter, actor_for, account):
    with pytest.raises(PermissionDenied):
        make_provisioning_link(actor_for(reporter), account)


def test_a_phone_that_is_off_or_has_no_server_gets_none(boss, account):
    disable_sip_account(boss, account)
    account.refresh_from_db()
    with pytest.raises(PhoneIsOff):
        make_provisioning_link(boss, account)

    account.is_enabled = True
    register_sign_in_server(lambda: None)
    with pytest.raises(NoServerYet):
        make_provisioning_link(boss, account)
    assert not ProvisioningLink.objects.exists()


def test_the_card_shows_the_code_and_the_link_in_this_answer_only(client_for, owner, account, password):
    client = client_for(owner)

    page = client.post(f"/extensions/101/accounts/{account.key}/qr/")
    later = client.get("/extensions/101/").content.decode()

    assert '<svg viewBox="0 0' in page.content.decode()
    assert "http://acme.localhost" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "/phone-setup/" not in later
    assert password not in page.content.decode() + later
    assert client.get(f"/extensions/101/accounts/{account.key}/qr/")["Location"] == "/extensions/101/"


@override_settings(ACCOUNT_REAUTHENTICATION_TIMEOUT=-1)
def test_making_one_asks_for_the_password_when_the_sign_in_is_old(acme, client_for, owner, account):
    answer = client_for(owner).post(f"/extensions/101/accounts/{account.key}/qr/")

    assert answer["Location"].startswith("/sign-in/again/")
    with in_tenant(acme):
        assert not ProvisioningLink.objects.exists()


# --- opening it ---------------------------------------------------------------------------------------------------


def test_looking_at_a_link_uses_nothing_up_and_shows_no_secret(client_of, acme, path, password):
    visitor = client_of(acme)

    for _ in range(3):
        page = visitor.get(path)
        assert page.status_code == 200
        assert password not in page.content.decode()
    assert _only_link(acme).used_at is None


def test_the_button_shows_the_sign_in_once(client_of, acme, extension, path, password):
    visitor = client_of(acme)

    page = visitor.post(path)

    html = page.content.decode()
    for value in ("101_acme", password, "acme.cloudonix.net", "edge.example.net", "TLS, port 443", "Zoiper"):
        assert value in html
    assert "no-store" in page["Cache-Control"]
    assert visitor.post(path).status_code == visitor.get(path).status_code == 410
    with in_tenant(acme):
        line = history_of_extension(extension)[0]
    assert line.actor_label == "Whoever had Olivia’s link"
    assert line.sentence == "opened it and saw the sign-in of 101_acme"


def test_a_link_of_another_organization_opens_nothing(client_of, acme, globex, path):
    assert client_of(globex).post(path).status_code == 410
    assert _only_link(acme).used_at is None


def test_a_link_ends_after_ten_minutes(client_of, acme, path):
    row = ProvisioningLink.objects.get()
    assert timedelta(minutes=9) < row.expires_at - row.created_at <= timedelta(minutes=10, seconds=5)
    ProvisioningLink.objects.update(expires_at=row.created_at - timedelta(seconds=1))

    assert client_of(acme).post(path).status_code == 410


def test_a_link_ends_with_what_it_was_made_for(client_of, acme, boss, owner, account):
    def refused_after(act) -> bool:
        with in_tenant(acme):
            account.refresh_from_db()
            path = _path(make_provisioning_link(boss, account).url)
            act()
        return client_of(acme).post(path).status_code == 410

    assert refused_after(lambda: make_provisioning_link(boss, account))  # a newer one
    assert refused_after(lambda: disable_sip_account(boss, account))
    with in_tenant(acme):
        enable_sip_account(boss, account)
    assert refused_after(lambda: User.objects.filter(pk=owner.pk).update(status=User.Status.SUSPENDED))
    with in_tenant(acme):
        User.objects.filter(pk=owner.pk).update(status=User.Status.ACTIVE)
    assert refused_after(lambda: rotate_sip_password(boss, account))


def test_a_suspended_organization_hands_nothing_over(client_of, acme, path, password):
    type(acme).objects.filter(pk=acme.pk).update(status="suspended")

    page = client_of(acme).post(path)

    assert password not in page.content.decode()
    assert _only_link(acme).used_at is None


def test_who_tries_many_links_is_told_to_wait(client_of, acme):
    visitor = client_of(acme)
    answers = [visitor.get(f"/phone-setup/guess-{count}/") for count in range(LIMITS["link"].times + 1)]

    assert {answer.status_code for answer in answers[:-1]} == {410}
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0


def test_linphone_reads_its_settings_once(client_of, acme, path, password):
    visitor = client_of(acme)
    shown = visitor.post(path).context["given"].linphone
    url = _path(shown.url)

    answer = visitor.get(url)

    assert answer["Content-Type"] == "application/xml"
    entries = {
        entry.get("name"): entry.text for entry in ET.fromstring(answer.content).iter(f"{{{NAMESPACE}}}entry")
    }
    assert entries["passwd"] == password
    assert entries["reg_identity"] == '"Amara Okafor" <sip:101_acme@acme.cloudonix.net>'
    assert entries["reg_proxy"] == "<sip:acme.cloudonix.net;transport=tls>"
    assert entries["reg_route"] == "<sip:edge.example.net:443;transport=tls>"
    assert visitor.get(url).status_code == 410
    assert visitor.get(url.replace("linphone/", "")).status_code == 410


def test_a_hostile_name_stays_text_in_linphones_document(client_of, acme, boss, make_extension):
    account = make_extension("103", 'Ann "x" <b>&').sip_accounts.get()
    visitor = client_of(acme)
    url = _path(visitor.post(_path(make_provisioning_link(boss, account).url)).context["given"].linphone.url)

    document = ET.fromstring(visitor.get(url).content)

    identity = document.find(f".//{{{NAMESPACE}}}entry[@name='reg_identity']").text
    assert identity == '"Ann \\"x\\" <b>&" <sip:103_acme@acme.cloudonix.net>'


def test_the_token_reaches_no_log(path):
    token = path.rstrip("/").rpartition("/")[2]

    assert token not in redact_text(f"Forbidden: {path}")
    assert token not in redact_text(f"Gone: /phone-setup/linphone/{token}/")


# --- how often ----------------------------------------------------------------------------------------------------


def test_passwords_and_links_are_counted_together_for_each_user(boss, admin, actor_for, account):
    for count in range(LIMITS["reveal"].times):
        (reveal_sip_password if count % 2 else make_provisioning_link)(boss, account)

    with pytest.raises(TooManyReveals):
        reveal_sip_password(boss, account)
    with pytest.raises(TooManyReveals):
        make_provisioning_link(boss, account)
    assert reveal_sip_password(actor_for(admin), account)  # each user has a count of their own


def test_an_organization_has_a_limit_of_its_own(monkeypatch, boss, admin, actor_for, account):
    monkeypatch.setitem(LIMITS, "organization_reveal", LIMITS["organization_reveal"].__class__(2, 3600))
    reveal_sip_password(boss, account)
    reveal_sip_password(actor_for(admin), account)

    with pytest.raises(TooManyReveals):
        reveal_sip_password(actor_for(admin), account)


def test_the_page_says_when_the_next_one_can_be_shown(monkeypatch, acme, client_for, owner, account):
    monkeypatch.setitem(LIMITS, "reveal", LIMITS["reveal"].__class__(1, 3600))
    client, url = client_for(owner), f"/extensions/101/accounts/{account.key}/reveal/"
    password = account.get_secret("secret").reveal()
    client.post(url)

    answer = client.post(url)

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "The next one can be shown at" in answer.content.decode()
    assert password not in answer.content.decode()
    with in_tenant(acme):
        assert Entry.objects.filter(action="extension.sip_password_revealed").count() == 1


def test_a_disabled_extension_still_hands_over_what_it_will_sign_in_with(
    client_of, acme, boss, extension, path
):
    disable_extension(boss, extension)

    assert client_of(acme).post(path).status_code == 200
