"""Where phones sign in: the platform's documented ways, or what an Owner entered instead."""

from __future__ import annotations

from cloudonix.models import Connection
from extensions.sign_in import SignInServer, sign_in_server


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
