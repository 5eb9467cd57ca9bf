"""One request to Cloudonix and what its answer means: tolerant in what is read, strict in what is raised."""

from __future__ import annotations

import atexit
import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
import msgspec

from cloudonix.api.errors import CloudonixError, Misconfigured, Unavailable
from cloudonix.api.refusals import reason_of, refusal_of
from cloudonix.api.types import Quiet, is_deleted, read, read_all

CONNECT_SECONDS, READ_SECONDS, WHOLE_ANSWER_SECONDS = 3.0, 10.0, 15.0
LARGEST_ANSWER = 8 * 1024 * 1024
NOT_FOUND = 404
SECRET_FIELDS = frozenset({"sipPassword", "password", "authorization-api-key"})

Read = TypeVar("Read", bound=Quiet)
Body = dict[str, Any] | list[dict[str, Any]]
Ended = Callable[[CloudonixError | None], None]


class Empty:
    """What a success without a body decodes to."""


EMPTY = Empty()


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


class Requests:
    """What every operation is made of; the operations are in the modules beside, by subject.

    base: the path below which the key works.
    place: what the key is for, as an error names it.
    before_request: called ahead of every request; it may wait, for the rate limit.
    after_request: told how each request ended: None, or the error that its caller gets.
    """

    def __init__(
        self,
        http: httpx.Client,
        api_key: str,
        *,
        base: str,
        place: str,
        before_request: Callable[[], None] = lambda: None,
        after_request: Ended = lambda _error: None,
    ) -> None:
        self._http = http
        self._api_key = api_key
        self._base = base
        self._place = place
        self._before_request = before_request
        self._after_request = after_request
        self.last_answer_seconds = 0.0  # how long Cloudonix took to answer, without the wait for the limit

    def _path(self, *segments: str) -> str:
        """A path below the base; no segment can lead elsewhere."""
        return "/".join([self._base, *map(segment, segments)])

    def _find(self, kind: type[Read], path: str) -> Read | None:
        raw = self._request("GET", path)
        return None if raw is None or is_deleted(raw) else parsed(kind, raw)

    def _list(self, kind: type[Read], path: str) -> list[Read]:
        """All objects of a list; an empty one may come as 404."""
        return parsed_all(kind, self._request("GET", path) or [])

    def _create(self, path: str, body: Body) -> object:
        """POST; the answer, None when it has no body. 404 here means that what it is made in is gone."""
        raw = self._request("POST", path, body)
        if raw is None:
            raise Misconfigured(NOT_FOUND, self._place)
        return None if raw is EMPTY else raw

    def _update(self, path: str, body: Body) -> bool:
        """PUT; False when the object is not there. What the answer shows is not looked at."""
        return self._request("PUT", path, body) is not None

    def _delete(self, path: str) -> bool:
        """DELETE; False when the object was not there, which is as good."""
        return self._request("DELETE", path) is not None

    def _request(self, method: str, path: str, body: Body | None = None) -> object:
        """The decoded answer; None for 404, EMPTY for a success without a body."""
        self._before_request()
        began = time.monotonic()
        try:
            answer = self._answer(method, path, body)
        except CloudonixError as error:
            self._after_request(error)
            raise
        finally:
            self.last_answer_seconds = time.monotonic() - began
        self._after_request(None)
        return answer

    def _answer(self, method: str, path: str, body: Body | None) -> object:
        try:
            status, headers, content = self._exchange(method, path, body)
        except httpx.TimeoutException:
            # No chaining: httpx's exceptions hold the request, and the request holds the key and the body.
            raise Unavailable("Cloudonix did not answer in time.") from None
        except httpx.RequestError:
            raise Unavailable("The connection to Cloudonix failed.") from None
        if status == NOT_FOUND:
            return None
        if not 200 <= status < 300:
            secrets = [self._api_key, *_secrets_in(body)]
            raise refusal_of(status, headers, reason_of(content, secrets), self._place)
        if not content.strip():
            return EMPTY
        try:
            return msgspec.json.decode(content)
        except msgspec.DecodeError:
            if method == "GET":
                raise Unavailable("Cloudonix sent an answer that cannot be read.") from None
            return EMPTY  # it said yes; what it did is read afterwards

    def _exchange(self, method: str, path: str, body: Body | None) -> tuple[int, httpx.Headers, bytes]:
        until = time.monotonic() + WHOLE_ANSWER_SECONDS
        headers = {"Authorization": f"Bearer {self._api_key}"}
        content = bytearray()
        with self._http.stream(method, path, json=body, headers=headers) as response:
            for chunk in response.iter_bytes():
                content += chunk
                # The read time-out restarts with every byte; this one does not.
                if time.monotonic() > until or len(content) > LARGEST_ANSWER:
                    raise Unavailable("Cloudonix sent an answer that was too slow or too long.")
            return response.status_code, response.headers, bytes(content)


def segment(text: str) -> str:
    return quote(text, safe="")


def number_of(identifier: str) -> int | str:
    """An id as the platform wants it in a body: a number, where it is one."""
    return int(identifier) if identifier.isdecimal() else identifier


def parsed(kind: type[Read], raw: object) -> Read:
    """One object of an answer. Raises Unavailable when it is none: it took effect, or it did not."""
    try:
        return read(kind, raw)
    except msgspec.ValidationError:
        raise Unavailable("Cloudonix sent an answer that cannot be read.") from None


def parsed_all(kind: type[Read], raw: object) -> list[Read]:
    """A list answer. Raises Unavailable when it is none."""
    try:
        return read_all(kind, raw)
    except msgspec.ValidationError:
        raise Unavailable("Cloudonix sent an answer that cannot be read.") from None


def there(made: Read | None) -> Read:
    """What was made without being shown, as a read found it. Raises Unavailable when it found nothing."""
    if made is None:
        raise Unavailable("Cloudonix said that it made an object, but does not show it yet.")
    return made


def _secrets_in(value: object) -> Iterator[str]:
    """The secrets of a body, however deep, so that no answer can repeat them to a reader."""
    if isinstance(value, list):
        for element in value:
            yield from _secrets_in(element)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in SECRET_FIELDS and isinstance(inner, str) and inner:
                yield inner
            else:
                yield from _secrets_in(inner)
