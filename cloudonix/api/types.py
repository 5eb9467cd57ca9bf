"""The objects of the Cloudonix API as we read and write them. Nothing here shows a password in its repr.

Shapes and oddities are those of https://developers.cloudonix.com/ (REST API pages), read 2026-11.
"""

from __future__ import annotations

from typing import Any, Literal, TypeVar

import msgspec

# Numbers in some answers, texts in others; we compare texts.
_IDENTIFIERS = frozenset(
    {
        "id",
        "domainId",
        "applicationId",
        "defaultApplication",
        "msisdn",
        "source",
        "port",
        "prefix",
        "callEndTime",
    }
)

_SPELLINGS = {"language": "languages"}
# Without "answer", which is the last word of an answered call but is also seen while it lasts.
FINAL_STATUSES = frozenset(
    {
        "busy",
        "noanswer",
        "cancel",
        "nocredit",
        "external",
        "error",
        "congestion",
        "failed",
        "denied",
        "timeout",
    }
)


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


class Dnid(Quiet, frozen=True, kw_only=True):
    """source: the number or pattern as it was entered. dnid: the expression that the platform made of it."""

    id: str
    source: str = ""
    dnid: str = ""
    application_id: str = ""
    active: bool = True
    prefix: bool = False
    expression: bool = False
    asterisk_compatible: bool = False
    is_global: bool = msgspec.field(name="global", default=False)

    @property
    def is_exact(self) -> bool:
        """Whether it stands for one number, as those that we write."""
        return not (self.prefix or self.expression or self.asterisk_compatible)


class Trunk(Quiet, frozen=True, kw_only=True):
    """metric: the lower it is, the sooner the trunk is tried; None when the platform does not say."""

    id: str
    name: str
    uuid: str = ""
    ip: str = ""
    port: str = ""
    transport: str = ""
    prefix: str = ""
    direction: str = ""
    metric: int | None = None
    active: bool = True
    profile: dict[str, Any] = {}


class Voice(Quiet, frozen=True, kw_only=True):
    """voice: as CXML names it. pricing: "standard", "premium" or "customer-pay" so far."""

    voice: str
    gender: str = ""
    languages: list[str] = []
    provider: str = ""
    pricing: str = ""


class Session(Quiet, frozen=True, kw_only=True):
    """A call. token: what the voice requests call Session."""

    token: str
    status: str = ""
    direction: str = ""
    caller_id: str = ""
    destination: str = ""
    call_end_time: str = ""
    end_time: str = ""

    @property
    def has_ended(self) -> bool:
        return bool(self.call_end_time or self.end_time) or self.status.lower() in FINAL_STATUSES


class Customer(Quiet, frozen=True, kw_only=True):
    id: str
    name: str = ""
    uuid: str = ""
    active: bool = True


class ApiKey(Quiet, frozen=True, kw_only=True):
    """key_id: the bearer itself, so a secret. type: the level, as far as it is told."""

    id: str
    key_id: str
    name: str = ""
    type: str = ""
    active: bool = True


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


class DnidSpec(Quiet, frozen=True, kw_only=True):
    """One exact number. source: as the carrier delivers it."""

    source: str
    application_id: str
    active: bool = True


class TrunkSpec(Quiet, frozen=True, kw_only=True):
    """name: letters, digits and hyphens. metric: the lower it is, the sooner the trunk is tried.

    profile: for example {"authentication": {"username": …, "password": …}, "hostname": …}.
    """

    name: str
    ip: str
    port: int
    transport: Literal["udp", "tcp", "tls"]
    direction: Literal["inbound", "outbound", "public-inbound", "public-outbound"]
    prefix: str = ""
    metric: int = 0
    active: bool = True
    profile: dict[str, Any] = {}


Read = TypeVar("Read", bound=Quiet)


def read(kind: type[Read], raw: object) -> Read:
    """One object of an answer; raises msgspec.ValidationError when it is none."""
    if isinstance(raw, list) and len(raw) == 1:
        raw = raw[0]  # creating a domain answers an array of one on some versions
    if not isinstance(raw, dict):
        raise msgspec.ValidationError("not an object")
    return msgspec.convert(_tidy(raw), kind)


def read_all(kind: type[Read], raw: object) -> list[Read]:
    """A list answer without what was deleted; raises msgspec.ValidationError when it is none."""
    if not isinstance(raw, list):
        raise msgspec.ValidationError("not a list")
    return [read(kind, element) for element in raw if not is_deleted(element)]


def is_deleted(raw: object) -> bool:
    """Whether the object is a memory only: the platform keeps what was deleted, marked with a time."""
    return isinstance(raw, dict) and bool(raw.get("deletedAt"))


def _tidy(raw: dict[str, Any]) -> dict[str, Any]:
    """One spelling for each field: camelCase keys (older versions write sip-password) and no nulls.

    Where both spellings come, camelCase counts: the other one of a key's domain holds something else.
    """
    given = {key: value for key, value in raw.items() if value is not None}
    spelled = {_camel(key): value for key, value in given.items() if "-" in key}
    spelled |= {_SPELLINGS.get(key, key): value for key, value in given.items() if "-" not in key}
    return {name: _tidy_value(name, value) for name, value in spelled.items()}


def _camel(key: str) -> str:
    head, *rest = key.split("-")
    return head + "".join(part.capitalize() for part in rest)


def _tidy_value(name: str, value: Any) -> Any:  # noqa: ANN401 - JSON from outside
    if name in _IDENTIFIERS and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if name == "profile" and value == []:
        return {}  # an empty PHP array
    if name == "languages" and isinstance(value, str):
        return [value]
    if name == "aliases" and isinstance(value, list):
        return [_tidy(alias) for alias in value if isinstance(alias, dict)]
    return value
