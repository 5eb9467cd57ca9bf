"""Where the phones of this organization sign in; whoever knows it (the Cloudonix app) registers itself here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

# What the platform documents (docs/cloudonix.md, "Where phones sign in"), the one it recommends first.
TRANSPORTS = (("TLS", 443), ("UDP", 5060), ("TCP", 5060))


@dataclass(frozen=True)
class SignInServer:
    """domain: the SIP domain of the account. registrar: the host that the phone talks to; may be "".

    transports: (name, port) of each way in, the recommended one first.
    """

    domain: str
    registrar: str = ""
    transports: tuple[tuple[str, int], ...] = TRANSPORTS


Source = Callable[[], SignInServer | None]
_sources: list[Source] = []


def register_sign_in_server(source: Source) -> None:
    """Name the function that knows the current organization's server, None while it has none."""
    _sources[:] = [source]


def sign_in_server() -> SignInServer | None:
    return _sources[0]() if _sources else None
