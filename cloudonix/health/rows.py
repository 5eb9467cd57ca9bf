"""What a look and our own tables mean: rows with a level, words, and what to do. A function of values."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cloudonix.health.activity import Activity
from cloudonix.health.observed import MISSING, Observed
from cloudonix.sync.tally import Share

WORST = ("bad", "warn", "neutral", "ok")  # the worst first
TOO_MANY_PERCENT = 10.0
# An asked question without any report for so long: reports come within seconds.
REPORTS_LATE_AFTER = timedelta(minutes=10)

REPAIR = "repair"  # write the settings again
ENTER = "enter"  # enter domain and key
SYNC = "sync"  # look at what was set aside


@dataclass(frozen=True)
class Row:
    """level: ok, warn, bad, or neutral for what cannot be known yet. seen: what is the case, in words.

    meaning: what follows for calls, and todo: what to do about it; both only where something is not in order.
    at: a moment to show behind the words. act: "", or one of REPAIR, ENTER and SYNC.
    """

    title: str
    level: str
    seen: str
    meaning: str = ""
    todo: str = ""
    at: datetime | None = None
    act: str = ""


@dataclass(frozen=True)
class Group:
    title: str
    rows: Sequence[Row]


def health_groups(
    observed: Observed | None, activity: Activity, public_url: str, *, is_near: bool
) -> list[Group]:
    """All rows, in the order in which a call depends on them.

    is_near: Cloudonix is in our own network (a simulator), so it reaches any address.
    """
    return [
        Group("Key and domain", list(_key_rows(observed))),
        Group("How calls reach OPBX", list(_call_rows(observed, public_url, is_near=is_near))),
        Group("What is in step", list(_sync_rows(activity))),
        Group("What came and went", list(_traffic_rows(activity))),
    ]


def broken_points(observed: Observed) -> int:
    """How many of the points that calls depend on are bad at Cloudonix."""
    rows = [*_key_rows(observed), *_call_rows(observed, "", is_near=True)]
    return sum(row.level == "bad" for row in rows)


def worst_level(groups: Sequence[Group]) -> str:
    levels = {row.level for group in groups for row in group.rows}
    return next((level for level in WORST if level in levels), "neutral")


def _key_rows(observed: Observed | None) -> Iterator[Row]:
    yield _key_row(observed)
    if observed is None or observed.outcome not in {"read", "gone"}:
        return
    yield _domain_row(observed)
    if observed.outcome == "read":
        yield _LEVELS[observed.key_level]


def _key_row(observed: Observed | None) -> Row:
    title = "API key"
    if observed is None:
        return Row(title, "neutral", "Not checked yet")
    match observed.outcome:
        case "refused":
            return Row(
                title,
                "bad",
                "Cloudonix refuses it",
                "OPBX cannot write extensions and numbers. Calls go on with what Cloudonix has.",
                "Copy a key of this domain from the Cloudonix Cockpit and enter it.",
                act=ENTER,
            )
        case "unreadable":
            return Row(
                title,
                "bad",
                "The stored key cannot be read with the keys in OPBX_KEY_RING",
                "OPBX cannot write extensions and numbers.",
                "Enter the API key again, or give OPBX the key ring that it was stored with.",
                act=ENTER,
            )
        case "silent":
            return Row(
                title,
                "warn",
                observed.detail or "Cloudonix did not answer",
                "Nothing is known about the key and the domain at the moment. Calls may go on.",
                "Check again in a minute.",
            )
    return Row(title, "ok", f"Accepted; Cloudonix answered in {observed.latency_ms} ms")


_LEVELS = {
    "domain": Row("What the key reaches", "ok", "This domain only"),
    "customer": Row(
        "What the key reaches",
        "warn",
        "The whole Cloudonix account",
        "Whoever got hold of this key could change every domain of the account.",
        "Make an API key of this domain in the Cockpit and enter it here instead.",
        act=ENTER,
    ),
    "unknown": Row("What the key reaches", "neutral", "Cloudonix did not tell"),
}


def _domain_row(observed: Observed) -> Row:
    title = "Domain"
    if observed.outcome == "gone":
        return Row(
            title,
            "bad",
            "This key shows no such domain",
            "Phones cannot sign in and calls do not arrive if the domain was removed.",
            "Check the domain's name in the Cockpit and enter domain and key again.",
            act=ENTER,
        )
    if not observed.is_active:
        return Row(
            title,
            "bad",
            f"{observed.domain_name} is switched off at Cloudonix",
            "A domain that is switched off carries no calls.",
            "Activate the domain in the Cockpit, then check again.",
        )
    return Row(title, "ok", f"{observed.domain_name} is there and active")


def _call_rows(observed: Observed | None, public_url: str, *, is_near: bool) -> Iterator[Row]:
    if not is_near:
        yield _address_row(public_url)
    if observed is None or observed.outcome != "read":
        return
    yield _application_row(observed)
    yield _written(_DEFAULT_APPLICATION, is_right=observed.is_default)
    for name, setting in _PROFILE.items():
        yield _written(setting, is_right=name not in observed.profile)


@dataclass(frozen=True)
class _Setting:
    """Something that pairing writes: what it says when it is right, when it is wrong, and what follows then."""

    title: str
    right: str
    wrong: str
    meaning: str


_DEFAULT_APPLICATION = _Setting(
    "Default application",
    "OPBX’s voice application",
    "Another one, or none",
    "Calls to numbers without an application of their own do not reach OPBX.",
)
_PROFILE = {
    "authorization-api-key": _Setting(
        "Request key",
        "Cloudonix has the current one",
        "Cloudonix has another one, or none",
        "OPBX refuses the requests of Cloudonix, so calls end with a sentence.",
    ),
    "session-update-endpoint": _Setting(
        "Session updates",
        "Go to OPBX",
        "Go elsewhere, or nowhere",
        "Calls in progress are not seen, and the call log is filled late.",
    ),
    "cdr-endpoint": _Setting(
        "Call detail records",
        "Go to OPBX",
        "Go elsewhere, or nowhere",
        "The call log misses how long calls were and how they ended.",
    ),
    "redirect-unknown-to-border": _Setting(
        "Unknown numbers",
        "Are not sent to a trunk",
        "Are sent to a trunk",
        "A number that nobody has may leave through a trunk and cost money.",
    ),
}


def _written(setting: _Setting, *, is_right: bool) -> Row:
    if is_right:
        return Row(setting.title, "ok", setting.right)
    return Row(setting.title, "bad", setting.wrong, setting.meaning, "Write the settings again.", act=REPAIR)


def _application_row(observed: Observed) -> Row:
    title = "Voice application"
    if not observed.application:
        return Row(title, "ok", "Asks OPBX by POST")
    meaning = "Cloudonix does not ask OPBX what to do with calls."
    if observed.application == (MISSING,):
        return Row(
            title, "bad", "opbx-routing is not there", meaning, "Write the settings again.", act=REPAIR
        )
    differs = " and ".join(observed.application)
    return Row(title, "bad", f"Its {differs} is not OPBX’s", meaning, "Write the settings again.", act=REPAIR)


def _address_row(public_url: str) -> Row:
    title = "Address of OPBX"
    parts = urlsplit(public_url)
    if is_private(parts.hostname or ""):
        return Row(
            title,
            "bad",
            f"{public_url} is an address of a private network",
            "Cloudonix cannot reach OPBX there, so calls end before they begin.",
            "Set OPBX_PUBLIC_URL to the address under which OPBX is reached from outside, then connect again.",
        )
    if parts.scheme != "https":
        return Row(
            title,
            "warn",
            f"{public_url} is not encrypted",
            "The request key and the numbers of callers travel readable for others.",
            "Put TLS in front of OPBX, set OPBX_PUBLIC_URL to the https address, then connect again.",
        )
    return Row(title, "ok", public_url)


def is_private(host: str) -> bool:
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def _sync_rows(activity: Activity) -> Iterator[Row]:
    if not activity.counts:
        yield Row("Extensions and numbers", "neutral", "None yet")
    for title, counts in activity.counts:
        if counts.failed:
            yield Row(
                title,
                "bad",
                f"{counts.failed} of {counts.total} could not be written",
                "Cloudonix still has what was there before, or nothing.",
                "See the reason and retry.",
                act=SYNC,
            )
        elif counts.in_sync < counts.total:
            seen = f"{counts.in_sync} of {counts.total} in sync"
            yield Row(title, "warn", seen, "The others are on their way.")
        else:
            yield Row(title, "ok", f"All {counts.total} in sync" if counts.total > 1 else "In sync")


def _traffic_rows(activity: Activity) -> Iterator[Row]:
    yield _seen("Last voice request", activity.last_voice_request)
    yield _updates_row(activity)
    yield _cdr_row(activity)
    yield _share_row(
        "Requests to Cloudonix",
        activity.requests,
        noun=("request", "requests"),
        meaning="What could not be written is tried again until it is.",
        todo="If it stays so, look at the status page of Cloudonix and at the log of the worker.",
    )
    yield _share_row(
        "Calls",
        activity.voice,
        noun=("call", "calls"),
        meaning="These callers heard an apology, or OPBX was never asked about them.",
        todo="Look at the failed calls in the call log, and whether Cloudonix reaches the address of OPBX.",
    )


def _seen(title: str, at: datetime | None) -> Row:
    return Row(title, "ok", "", at=at) if at else Row(title, "neutral", "None yet")


_REACHES = "Check that Cloudonix reaches the address of OPBX, and write the settings again."


def _updates_row(activity: Activity) -> Row:
    title, at, asked = "Last session update", activity.last_session_update, activity.last_voice_request
    is_due = asked is not None and activity.connected_at is not None and asked >= activity.connected_at
    if asked is None or not is_due or (at is not None and asked - at < REPORTS_LATE_AFTER):
        return _seen(title, at)
    meaning = "Cloudonix asked about calls and reported nothing of them."
    return Row(title, "warn", "" if at else "None yet", meaning, _REACHES, at=at, act=REPAIR)


def _cdr_row(activity: Activity) -> Row:
    title, at, count = "Last call detail record", activity.last_cdr, activity.without_cdr
    if not count:
        return _seen(title, at)
    calls = "1 call of the last hour has" if count == 1 else f"{count} calls of the last hour have"
    return Row(
        title, "warn", "" if at else "None yet", f"{calls} ended without one.", _REACHES, at=at, act=REPAIR
    )


def _share_row(title: str, share: Share | None, *, noun: tuple[str, str], meaning: str, todo: str) -> Row:
    """noun: singular and plural."""
    if share is None:
        return Row(title, "neutral", "Not counted: the broker is away")
    if not share.all:
        return Row(title, "neutral", f"No {noun[1]} in the last hour")
    words = noun[0] if share.all == 1 else noun[1]
    if not share.failed:
        return Row(title, "ok", f"{share.all} {words} in the last hour, none failed")
    level = "bad" if share.percent >= TOO_MANY_PERCENT else "warn"
    seen = f"{share.failed} of {share.all} {words} in the last hour failed ({share.percent:.0f} %)"
    return Row(title, level, seen, meaning, todo)
