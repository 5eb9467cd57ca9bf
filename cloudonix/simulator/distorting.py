"""Spoil what is sent: bodies that are no JSON or no UTF-8, huge ones, and another customer's domain."""

from __future__ import annotations

import json
from typing import Any

from cloudonix.simulator.journal import Exchange
from cloudonix.simulator.store import Store

HUGE = 1_000_000  # characters
NO_UTF8 = "\udcff"  # goes out as the byte FF, which no UTF-8 text holds
NAMES = ("CallerName", "From", "callerId", "from")  # the first that is there holds the byte
DISTORTIONS = {
    "other_domain": "sent about another domain, with its own bearer",
    "huge": "sent with a huge profile",
    "invalid_json": "sent with half a body",
    "not_utf8": "sent with a byte that is not UTF-8",
}


def distort(act: str, exchange: Exchange, store: Store) -> None:
    """Change what the exchange will send; a body that is no JSON object stays as it is."""
    if act == "invalid_json":
        exchange.body = exchange.body[: len(exchange.body) // 2]
        return
    try:
        body = json.loads(exchange.body)
    except ValueError:
        return
    found = body[0] if isinstance(body, list) and body else body
    if not isinstance(found, dict):
        return
    match act:
        case "other_domain":
            _leave_home(found, exchange, store)
        case "huge":
            found.setdefault("profile", {})["padding"] = "x" * HUGE
        case "not_utf8":
            name = next((one for one in NAMES if one in found), "CallerName")
            found[name] = f"Zo{_MARK}"
    exchange.body = json.dumps(body).replace(_MARK, NO_UTF8)


_MARK = "(no UTF-8)"


def _leave_home(body: dict[str, Any], exchange: Exchange, store: Store) -> None:
    other = next((one for one in store.live_domains() if one.name != exchange.domain), None)
    if other is None:
        return
    for name, value in (
        ("domain", other.name),
        ("Domain", other.name),
        ("AccountSid", other.name),
        ("domainId", other.id),
        ("owner", {"domain": {"uuid": other.uuid, "name": other.name}}),
    ):
        if name in body:
            body[name] = value
    if "X-Cx-Domain" in exchange.headers:
        exchange.headers["X-Cx-Domain"] = other.name
