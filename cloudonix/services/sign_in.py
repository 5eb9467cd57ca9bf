"""Where the phones of the organization sign in, when it is not where the platform says."""

from __future__ import annotations

import re

from django.db import transaction

from accounts.permissions import require
from audit.actors import Actor
from audit.services import record
from cloudonix.models import Connection
from opbx.errors import DomainError

HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")
PORT = "Enter a port between 1 and 65535, or leave it empty."
LARGEST_PORT = 65_535
PORTS = ("udp_port", "tcp_port", "tls_port")


@transaction.atomic
def save_sign_in(
    actor: Actor,
    *,
    own_registrar: str = "",
    udp_port: int | None = None,
    tcp_port: int | None = None,
    tls_port: int | None = None,
) -> None:
    """Tell phones another registrar or other ports; "" and None mean what the platform documents.

    Phones that are set up already keep what they have. Raises DomainError at the field that cannot be.
    """
    require(actor, "cloudonix.write")
    host = own_registrar.strip().rstrip(".").lower()
    if host and not HOST.fullmatch(host):
        raise DomainError(
            "Enter a host name such as sip.example.net, without a port, or leave it empty.",
            code="registrar-format",
            field="own_registrar",
        )
    wanted = {"own_registrar": host, "udp_port": udp_port, "tcp_port": tcp_port, "tls_port": tls_port}
    for name in PORTS:
        port = wanted[name]
        if isinstance(port, int) and not 1 <= port <= LARGEST_PORT:
            raise DomainError(PORT, code="port-range", field=name)
    Connection.objects.get_or_create(only_row=True)
    row = Connection.objects.select_for_update().get()
    changes = {
        name: [getattr(row, name), value] for name, value in wanted.items() if getattr(row, name) != value
    }
    if not changes:
        return
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save(update_fields=list(wanted))
    record(actor, "cloudonix.sign_in_changed", row, changes)
