"""What is typed into which field of an app."""

from __future__ import annotations

import pytest

from extensions.sign_in import SignInServer, register_sign_in_server
from extensions.softphones import SOFTPHONES, sign_in_of, softphone_for

pytestmark = pytest.mark.usefixtures("in_acme")
SERVER = SignInServer("acme.cloudonix.net", "edge.example.net", (("TLS", 8443), ("UDP", 5070)))


@pytest.fixture
def account(make_extension):
    return make_extension("101").sip_accounts.get()


@pytest.fixture
def server():
    register_sign_in_server(lambda: SERVER)
    yield
    register_sign_in_server(lambda: None)


@pytest.mark.parametrize("softphone", SOFTPHONES, ids=lambda softphone: softphone.key)
def test_each_app_gets_account_password_place_server_and_transport(account, softphone):
    settings = softphone.filled(sign_in_of(account, SERVER, "UDP"))

    values = " ".join(setting.value for setting in settings)
    assert "101_acme" in values
    assert "acme.cloudonix.net" in values
    assert "edge.example.net" in values
    assert "5070" in values
    assert "UDP" in values
    assert [setting.value for setting in settings if setting.is_secret] == [""]


def test_without_a_wish_it_is_the_recommended_way_in_and_the_usual_app_for_the_device(account):
    assert (sign_in_of(account, SERVER).transport, sign_in_of(account, SERVER).port) == ("TLS", 8443)
    assert sign_in_of(account, SERVER, "carrier pigeon").transport == "TLS"
    assert softphone_for(account).key == "yealink"
    account.device_type = "door"
    assert softphone_for(account).key == "other"
    assert softphone_for(account, "bria").key == "bria"


def test_a_domain_without_registrar_is_the_server_itself(account):
    assert sign_in_of(account, SignInServer("acme.cloudonix.net")).proxy == "acme.cloudonix.net:443"


def test_the_page_fills_in_the_chosen_app_and_holds_no_password(client_for, owner, account, server):
    password = account.get_secret("secret").reveal()
    client, url = client_for(owner), f"/extensions/101/accounts/{account.key}/settings/"

    page = client.get(url, {"app": "microsip", "transport": "UDP"}).content.decode()

    assert "edge.example.net:5070" in page
    assert "SIP proxy" in page
    assert password not in page


def test_the_page_says_what_is_missing_while_there_is_no_server(client_for, owner, account):
    page = client_for(owner).get(f"/extensions/101/accounts/{account.key}/settings/").content.decode()

    assert "once Cloudonix is connected" in page
