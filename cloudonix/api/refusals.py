"""Answers that are not a success: which error they are, and the reason they give."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote

import httpx
import msgspec

from cloudonix.api.errors import CloudonixError, Misconfigured, Rejected, Unavailable

LONGEST_RETRY_AFTER = 3600.0
TOO_MANY = 429
REASON_LENGTH = 160


def refusal_of(status: int, headers: httpx.Headers, reason: str, place: str) -> CloudonixError:
    """The error for a status; the caller raises it."""
    if status == TOO_MANY:
        return Unavailable(
            "Cloudonix asks for fewer requests.", retry_after=_retry_after(headers), is_rate_limit=True
        )
    if status >= 500 or status == 408:
        return Unavailable(
            f"Cloudonix has a problem of its own (status {status}).", retry_after=_retry_after(headers)
        )
    if status in {401, 403}:
        return Misconfigured(status, place)
    return Rejected(status, reason)


def reason_of(content: bytes, secrets: Sequence[str]) -> str:
    """What the platform says (`message`, else `error`), without the secrets that it may repeat from us.

    It may repeat them as they stand in our body, in which quotes and backslashes are escaped, or in an address.
    """
    try:
        body = msgspec.json.decode(content)
    except msgspec.DecodeError:
        body = None
    said = (body.get("message") or body.get("error")) if isinstance(body, dict) else None
    if not isinstance(said, str):
        return "it gave no reason."
    for secret in secrets:
        for written in (
            json.dumps(secret)[1:-1],
            json.dumps(secret, ensure_ascii=False)[1:-1],
            quote(secret),
        ):
            said = said.replace(written, "…")
        said = said.replace(secret, "…")
    return said[:REASON_LENGTH]


def _retry_after(headers: httpx.Headers) -> float | None:
    """Seconds, from a number or a date (RFC 9110, 10.2.3)."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return min(float(value), LONGEST_RETRY_AFTER)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return min(max(0.0, (moment - datetime.now(UTC)).total_seconds()), LONGEST_RETRY_AFTER)
