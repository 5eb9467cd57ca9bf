"""The client: one method per operation of the vendor, tolerant in what it reads, strict in what it raises.

Every operation may raise Unavailable, Misconfigured and Rejected (cloudonix.api.errors); an object that is
not there is None. Paths are those of https://developers.cloudonix.com/ (REST API pages), read 2026-11.
"""

from __future__ import annotations

import atexit
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
import msgspec

from cloudonix.api.errors import CloudonixError, Misconfigured, Rejected, Unavailable
from cloudonix.api.types import (
    Application,
    ApplicationSpec,
    Domain,
    Quiet,
    Subscriber,
    SubscriberSpec,
    read,
    read_all,
)

CONNECT_SECONDS, READ_SECONDS, WHOLE_ANSWER_SECONDS = 3.0, 10.0, 15.0
LARGEST_ANSWER = 8 * 1024 * 1024
LONGEST_RETRY_AFTER = 3600.0
NOT_FOUND, TOO_MANY = 404, 429
REASON_LENGTH = 160

Read = TypeVar("Read", bound=Quiet)
Body = dict[str, Any] | list[dict[str, Any]]


@dataclass(frozen=True)
class Credentials:
    """A key and the domain it is for (name or uuid)."""

    domain: str
    api_key: str = field(repr=False)


def open_http(base_url: str, *, read_seconds: float = READ_SECONDS) -> httpx.Client:
    """Connections to one Cloudonix. No redirects: a key must not follow one to another host."""
    return httpx.Client(
        base_url=base_url,
        timeout=httpx.Timeout(read_seconds, connect=CONNECT_SECONDS),
        limits=httpx.Limits(max_connections=20, max_keepalive_connections=10),
        follow_redirects=False,
        trust_env=False,
        headers={"Accept": "application/json", "User-Agent": "OPBX"},
    )


@lru_cache(maxsize=4)
def shared_http(base_url: str) -> httpx.Client:
    """The connections of this process, kept so that requests reuse them."""
    http = open_http(base_url)
    atexit.register(http.close)
    return http


class CloudonixClient:
    """One domain of Cloudonix.

    before_request: called ahead of every request; it may wait, for the rate limit.
    """

    def __init__(
        self,
        http: httpx.Client,
        credentials: Credentials,
        *,
        before_request: Callable[[], None] = lambda: None,
    ) -> None:
        self._http = http
        self._credentials = credentials
        self._before_request = before_request
        self._base = f"/customers/self/domains/{_segment(credentials.domain)}"

    def __repr__(self) -> str:
        return f"CloudonixClient({self._credentials.domain})"

    # --- domain ---

    def get_domain(self) -> Domain | None:
        """GET /customers/self/domains/{domain}."""
        raw = self._request("GET", "")
        return None if raw is None else _parsed(Domain, raw)

    def update_domain(self, *, profile: dict[str, Any], default_application: str) -> Domain | None:
        """Lay profile over the domain's own, set its default application, and return what a read shows then.

        PUT /customers/self/domains/{domain}. The platform does not say whether a PUT keeps profile keys
        that it does not mention, so the whole profile is read, merged and written.
        """
        before = self.get_domain()
        if before is None:
            return None
        self._request(
            "PUT",
            "",
            {
                "profile": {**before.profile, **profile},
                "defaultApplication": int(default_application)
                if default_application.isdecimal()
                else default_application,
            },
        )
        return self.get_domain()

    # --- voice applications ---

    def list_applications(self) -> list[Application]:
        """GET …/applications; an empty list may come as 404."""
        return _parsed_all(Application, self._request("GET", "/applications") or [])

    def create_application(self, spec: ApplicationSpec) -> Application:
        """POST …/applications. Safe to repeat only after a read."""
        body = {"name": spec.name, "profile": {}, **_application_fields(spec)}
        raw = self._create("/applications", body)
        if raw is not None:
            return _parsed(Application, raw)
        made = next((one for one in self.list_applications() if one.name == spec.name), None)
        return _there(made)

    def update_application(self, application_id: str, spec: ApplicationSpec) -> bool:
        """PUT …/applications/{id}; False when it is not there. The profile is not sent and so not touched."""
        path = f"/applications/{_segment(application_id)}"
        return self._request("PUT", path, _application_fields(spec)) is not None

    # --- subscribers ---

    def get_subscriber(self, msisdn: str) -> Subscriber | None:
        """GET …/subscribers/{msisdn}. That path takes ids too, so the answer must bear the name asked for."""
        raw = self._request("GET", f"/subscribers/{_segment(msisdn)}")
        found = None if raw is None else _parsed(Subscriber, raw)
        return found if found is not None and found.msisdn == msisdn else None

    def list_subscribers(self) -> list[Subscriber]:
        """GET …/subscribers; an empty list may come as 404."""
        return _parsed_all(Subscriber, self._request("GET", "/subscribers") or [])

    def create_subscribers(self, specs: Sequence[SubscriberSpec]) -> dict[str, str]:
        """POST …/subscribers with an array; the ids of those that the answer shows as made, by msisdn.

        One bad element does not fail the others. One that is missing here may have been made nevertheless.
        """
        body = [{"msisdn": spec.msisdn, **_subscriber_fields(spec)} for spec in specs]
        raw = self._create("/subscribers", body)
        elements = raw if isinstance(raw, list) else []
        asked = {spec.msisdn for spec in specs}
        made = [one for one in map(_subscriber_or_none, elements) if one is not None]
        return {one.msisdn: one.id for one in made if one.msisdn in asked}

    def create_subscriber(self, spec: SubscriberSpec) -> Subscriber:
        """POST …/subscribers. Safe to repeat only after a read; a name that is taken is Rejected."""
        body = {"msisdn": spec.msisdn, **_subscriber_fields(spec)}
        raw = self._create("/subscribers", body)
        return _parsed(Subscriber, raw) if raw is not None else _there(self.get_subscriber(spec.msisdn))

    def update_subscriber(self, remote_id: str, spec: SubscriberSpec) -> bool:
        """PUT …/subscribers/{id}; False when it is not there. The msisdn cannot be changed."""
        raw = self._request("PUT", f"/subscribers/{_segment(remote_id)}", _subscriber_fields(spec))
        return raw is not None

    def delete_subscriber(self, remote_id: str) -> None:
        """DELETE …/subscribers/{id}; one that is not there is as good as deleted."""
        self._request("DELETE", f"/subscribers/{_segment(remote_id)}")

    # --- requests ---

    def _create(self, path: str, body: Body) -> object:
        """POST; the answer, None when it has no body. 404 here means the domain itself is gone."""
        raw = self._request("POST", path, body)
        if raw is None:
            raise Misconfigured(NOT_FOUND)
        return None if raw is _EMPTY else raw

    def _request(self, method: str, path: str, body: Body | None = None) -> object:
        """The decoded answer; None for 404, _EMPTY for a success without a body."""
        self._before_request()
        try:
            status, headers, content = self._exchange(method, self._base + path, body)
        except httpx.TimeoutException:
            # No chaining: httpx's exceptions hold the request, and the request holds the key and the body.
            raise Unavailable("Cloudonix did not answer in time.") from None
        except httpx.RequestError:
            raise Unavailable("The connection to Cloudonix failed.") from None
        if status == NOT_FOUND:
            return None
        if not 200 <= status < 300:
            raise _refusal(status, headers, _reason(content, self._secrets_in(body)))
        if not content.strip():
            return _EMPTY
        try:
            return msgspec.json.decode(content)
        except msgspec.DecodeError:
            if method == "GET":
                raise Unavailable("Cloudonix sent an answer that cannot be read.") from None
            return _EMPTY  # it said yes; what it did is read afterwards

    def _exchange(self, method: str, path: str, body: Body | None) -> tuple[int, httpx.Headers, bytes]:
        until = time.monotonic() + WHOLE_ANSWER_SECONDS
        headers = {"Authorization": f"Bearer {self._credentials.api_key}"}
        content = bytearray()
        with self._http.stream(method, path, json=body, headers=headers) as response:
            for chunk in response.iter_bytes():
                content += chunk
                # The read time-out restarts with every byte; this one does not.
                if time.monotonic() > until or len(content) > LARGEST_ANSWER:
                    raise Unavailable("Cloudonix sent an answer that was too slow or too long.")
            return response.status_code, response.headers, bytes(content)

    def _secrets_in(self, body: Body | None) -> list[str]:
        values: list[Any] = [self._credentials.api_key]
        for element in body if isinstance(body, list) else [body or {}]:
            values += [element.get("sipPassword"), element.get("profile", {}).get("authorization-api-key")]
        return [str(value) for value in values if value]


_EMPTY = object()


def _segment(text: str) -> str:
    return quote(text, safe="")


def _application_fields(spec: ApplicationSpec) -> dict[str, Any]:
    return {"type": spec.type, "url": spec.url, "method": spec.method, "active": spec.active}


def _subscriber_fields(spec: SubscriberSpec) -> dict[str, Any]:
    return {"sipPassword": spec.sip_password, "active": spec.active, "profile": spec.profile}


def _subscriber_or_none(raw: object) -> Subscriber | None:
    try:
        return read(Subscriber, raw)
    except msgspec.ValidationError:
        return None


def _parsed(kind: type[Read], raw: object) -> Read:
    try:
        return read(kind, raw)
    except msgspec.ValidationError:
        raise Unavailable("Cloudonix sent an answer that cannot be read.") from None


def _parsed_all(kind: type[Read], raw: object) -> list[Read]:
    try:
        return read_all(kind, raw)
    except msgspec.ValidationError:
        raise Unavailable("Cloudonix sent an answer that cannot be read.") from None


def _there(made: Read | None) -> Read:
    if made is None:
        raise Unavailable("Cloudonix said that it made an object, but does not show it yet.")
    return made


def _refusal(status: int, headers: httpx.Headers, reason: str) -> CloudonixError:
    if status == TOO_MANY:
        return Unavailable(
            "Cloudonix asks for fewer requests.", retry_after=_retry_after(headers), is_rate_limit=True
        )
    if status >= 500 or status == 408:
        return Unavailable(
            f"Cloudonix has a problem of its own (status {status}).", retry_after=_retry_after(headers)
        )
    if status in {401, 403}:
        return Misconfigured(status)
    return Rejected(status, reason)


def _reason(content: bytes, secrets: list[str]) -> str:
    """What the platform says (`message`, else `error`), without the secrets that it may repeat from us."""
    try:
        body = msgspec.json.decode(content)
    except msgspec.DecodeError:
        body = None
    said = (body.get("message") or body.get("error")) if isinstance(body, dict) else None
    if not isinstance(said, str):
        return "it gave no reason."
    for secret in secrets:
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
