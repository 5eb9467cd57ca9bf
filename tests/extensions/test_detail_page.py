"""One extension's page, and the password on it."""

from __future__ import annotations

import pytest
from django.test import override_settings

from audit.models import Entry
from extensions.fields import MAX_OPTIONS
from extensions.models import Extension, SipAccount
from extensions.models.internal_numbers import claim_numbers
from extensions.services import rotate_sip_password
from extensions.sign_in import SignInServer, register_sign_in_server, sign_in_server
from tenants.context import in_tenant


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


@pytest.fixture
def extension(make_extension):
    return make_extension("101")


@pytest.fixture
def password(acme, extension):
    with in_tenant(acme):
        return extension.sip_accounts.get().get_secret("secret").reveal()


@pytest.fixture
def reveal_url(acme, extension):
    with in_tenant(acme):
        return f"/extensions/101/accounts/{extension.sip_accounts.get().key}/reveal/"


def test_the_page_holds_the_username_and_not_the_password(client, password):
    page = client.get("/extensions/101/").content.decode()

    assert "101_acme" in page
    assert password not in page


def test_show_answers_with_the_password_once_and_writes_it_down(client, acme, password, reveal_url):
    page = client.post(reveal_url)

    assert password in page.content.decode()
    assert 'data-hide-after="30"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert password not in client.get("/extensions/101/").content.decode()
    with in_tenant(acme):
        assert Entry.objects.filter(action="extension.sip_password_revealed").count() == 1


def test_a_reload_of_the_shown_password_shows_nothing(client, reveal_url):
    assert client.get(reveal_url)["Location"] == "/extensions/101/"


@override_settings(ACCOUNT_REAUTHENTICATION_TIMEOUT=-1)
def test_show_asks_for_the_password_again_when_the_sign_in_is_old(client, acme, password, reveal_url):
    answer = client.post(reveal_url)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/again/")
    with in_tenant(acme):
        assert not Entry.objects.filter(action="extension.sip_password_revealed").exists()


def test_reset_asks_first_and_then_gives_another_password(client, acme, extension, password, reveal_url):
    url = reveal_url.replace("/reveal/", "/rotate/")

    assert "Reset the password of 101_acme?" in client.get(url).content.decode()
    assert client.post(url)["Location"] == "/extensions/101/"

    with in_tenant(acme):
        assert extension.sip_accounts.get().get_secret("secret").reveal() != password


def test_used_by_and_changes_are_told_in_words(client, acme, boss, extension, make_number):
    make_number("+493055501210", to=extension)
    with in_tenant(acme):
        rotate_sip_password(boss, extension.sip_accounts.get())

    page = client.get("/extensions/101/").content.decode()

    assert 'href="/numbers/493055501210/"' in page
    assert "reset the password of 101_acme" in page
    assert "added this extension" in page


def test_an_unused_extension_says_that_nothing_routes_here(client, extension):
    assert "Nothing routes here" in client.get("/extensions/101/").content.decode()


def test_the_badge_asks_again_while_it_is_syncing(client, acme, extension):
    assert 'hx-get="/extensions/101/"' in client.get("/extensions/101/").content.decode()

    with in_tenant(acme):
        SipAccount.objects.update(sync_state="in_sync")
    assert 'hx-trigger="every' not in client.get("/extensions/101/").content.decode()


def test_the_server_is_shown_once_somebody_knows_it(client, extension):
    before = sign_in_server
    assert "once Cloudonix is connected" in client.get("/extensions/101/").content.decode()
    register_sign_in_server(lambda: SignInServer("acme.cloudonix.net", "sip.example.net:5061"))
    try:
        page = client.get("/extensions/101/").content.decode()
    finally:
        register_sign_in_server(lambda: None)

    assert before is sign_in_server
    assert "acme.cloudonix.net" in page
    assert "sip.example.net:5061" in page


def test_hostile_names_come_out_as_text(client, make_extension):
    make_extension("102", "<img src=x onerror=alert(1)>")

    for path in (
        "/extensions/102/",
        "/extensions/102/edit/",
        "/extensions/102/delete/",
        "/extensions/102/enabled/",
    ):
        page = client.get(path).content.decode()
        assert "<img src=x" not in page


def test_suggestions_are_narrowed_by_what_is_typed(client, extension, make_extension):
    make_extension("102", 'Ben "the <b>')

    found = client.get("/extensions/options/", {"replacement": "ben"}).content.decode()

    assert found == '<option value="102 Ben &quot;the &lt;b&gt;">'


def test_a_picker_with_too_many_extensions_takes_what_is_typed(client, acme, extension, make_number):
    make_number("+493055501210", to=extension)
    with in_tenant(acme):
        rooms = [Extension(number=str(1000 + i), first_name="Room") for i in range(MAX_OPTIONS + 1)]
        Extension.objects.bulk_create(rooms)
        claim_numbers(rooms)

    page = client.get("/extensions/101/delete/").content.decode()
    assert 'hx-get="/extensions/options/"' in page
    assert "<select" not in page

    assert client.post("/extensions/101/delete/", {"replacement": "1200 Room"}).status_code == 302
