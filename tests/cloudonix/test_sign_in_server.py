"""Where phones sign in: the platform's documented ways, or what an Owner entered instead."""

from __future__ import annotations

import pytest

from audit.models import Entry
from cloudonix.models import Connection
from extensions.sign_in import SignInServer, sign_in_server
from tenants.context import enter

PAGE = "/settings/cloudonix/phones/"


def test_before_the_domain_is_known_nobody_can_sign_in(in_acme):
    assert sign_in_server() is None

    Connection.objects.create(domain="acme.cloudonix.net")

    assert sign_in_server() is None


def test_phones_are_told_the_documented_ports(in_acme):
    Connection.objects.create(domain_name="acme.cloudonix.net", registrar="host.sip.cloudonix.net")

    assert sign_in_server() == SignInServer(
        "acme.cloudonix.net", "host.sip.cloudonix.net", (("TLS", 443), ("UDP", 5060), ("TCP", 5060))
    )


def test_an_own_registrar_and_own_ports_count_instead(in_acme):
    Connection.objects.create(
        domain_name="acme.cloudonix.net",
        registrar="host.sip.cloudonix.net",
        own_registrar="host.in.dimi.tel",
        udp_port=9060,
        tls_port=9443,
    )

    assert sign_in_server() == SignInServer(
        "acme.cloudonix.net", "host.in.dimi.tel", (("TLS", 9443), ("UDP", 9060), ("TCP", 5060))
    )


def test_an_owner_enters_another_registrar_and_ports(in_acme, acme, owner, client_for):
    client = client_for(owner)

    answer = client.post(PAGE, {"own_registrar": "Host.IN.dimi.tel.", "udp_port": "9060", "tls_port": ""})

    assert answer.status_code == 302
    enter(acme)
    row = Connection.objects.get()
    assert (row.own_registrar, row.udp_port, row.tcp_port, row.tls_port) == (
        "host.in.dimi.tel",
        9060,
        None,
        None,
    )
    (entry,) = Entry.objects.filter(action="cloudonix.sign_in_changed")
    assert entry.changes == {"own_registrar": ["", "host.in.dimi.tel"], "udp_port": [None, 9060]}
    client.post(PAGE, {"own_registrar": "", "udp_port": ""})
    enter(acme)
    assert Connection.objects.get().own_registrar == ""


def test_saving_what_is_there_already_is_no_change(in_acme, acme, owner, client_for):
    client_for(owner).post(PAGE, {})

    enter(acme)
    assert not Entry.objects.filter(action="cloudonix.sign_in_changed").exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("own_registrar", "sip.example.net:5061", "without a port"),
        ("own_registrar", "two words", "Enter a host name"),
        ("own_registrar", "-x.example", "Enter a host name"),
        ("udp_port", "0", "Enter a port between 1 and 65535"),
        ("tls_port", "65536", "Enter a port between 1 and 65535"),
        ("tcp_port", "many", "Enter a port between 1 and 65535"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_kept_in_the_form(
    owner, client_for, field, value, sentence
):
    answer = client_for(owner).post(PAGE, {field: value})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert f'value="{value}"' in answer.content.decode()


def test_only_owners_change_it(admin, client_for):
    assert client_for(admin).post(PAGE, {"udp_port": "5"}).status_code == 403
