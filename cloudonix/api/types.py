"""The objects of the Cloudonix API as we read and write them. Nothing here shows a password in its repr.

Shapes and oddities are those of https://developers.cloudonix.com/ (REST API pages), read 2026-11.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

# Numbers in some answers, texts in others; we compare texts.
_IDENTIFIERS = frozenset({"id", "domainId", "defaultApplication", "msisdn"})


class Quiet(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A record whose repr is its type alone, so that neither a log line nor a traceback can show a secret."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"


class Alias(Quiet, frozen=True, kw_only=True):
    alias: str = ""
    active: bool = True
    type: str = ""


class Domain(Quiet, frozen=True, kw_only=True):
    id: str
    domain: str
    uuid: str = ""
    active: bool = True
    default_application: str = ""
    profile: dict[str, Any] = {}
    aliases: list[Alias] = []


class Application(Quiet, frozen=True, kw_only=True):
    id: str
    name: str
    type: str = ""
    url: str = ""
    method: str = "GET"  # what the platform uses when none was given
    active: bool = True


class Subscriber(Quiet, frozen=True, kw_only=True):
    """sip_password: None when the platform does not give it back."""

    id: str
    msisdn: str
    active: bool = True
    sip_password: str | None = None
    profile: dict[str, Any] = {}


class ApplicationSpec(Quiet, frozen=True, kw_only=True):
    name: str
    url: str
    type: str = "cxml"
    method: str = "POST"
    active: bool = True


class SubscriberSpec(Quiet, frozen=True, kw_only=True):
    msisdn: str
    sip_password: str
    active: bool
    profile: dict[str, Any]


Read = TypeVar("Read", bound=Quiet)


def read(kind: type[Read], raw: object) -> Read:
    """One object of an answer; raises msgspec.ValidationError when it is none."""
    if isinstance(raw, list) and len(raw) == 1:
        raw = raw[0]  # creating a domain answers an array of one on some versions
    if not isinstance(raw, dict):
        raise msgspec.ValidationError("not an object")
    return msgspec.convert(_tidy(raw), kind)


def read_all(kind: type[Read], raw: object) -> list[Read]:
    """A list answer; raises msgspec.ValidationError when it is none."""
    if not isinstance(raw, list):
        raise msgspec.ValidationError("not a list")
    return [read(kind, element) for element in raw]


def _tidy(raw: dict[str, Any]) -> dict[str, Any]:
    """One spelling for each field: camelCase keys (older versions write sip-password) and no nulls."""
    spelled = {_camel(key): value for key, value in raw.items()}
    return {name: _tidy_value(name, value) for name, value in spelled.items() if value is not None}


def _camel(key: str) -> str:
    head, *rest = key.split("-")
    return head + "".join(part.capitalize() for part in rest)


def _tidy_value(name: str, value: Any) -> Any:  # noqa: ANN401 - JSON from outside
    if name in _IDENTIFIERS and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if name == "profile" and value == []:
        return {}  # an empty PHP array
    if name == "aliases" and isinstance(value, list):
        return [_tidy(alias) for alias in value if isinstance(alias, dict)]
    return value
