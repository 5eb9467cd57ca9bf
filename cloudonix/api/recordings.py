"""Fetching a recording from where the platform says it is, and from nowhere else.

The address comes from outside, so it decides nothing: only the API's own origin and hosts of Cloudonix (or others that
the operator named) are asked, by https, at public addresses, step by step through redirects. The key travels to
Cloudonix alone.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx

from cloudonix.api.errors import CloudonixError, Misconfigured, Rejected, Unavailable

LARGEST_RECORDING = 50 * 1024 * 1024
CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 3.0, 15.0, 90.0
MOST_REDIRECTS = 3
CLOUDONIX_HOSTS = ("cloudonix.io", "cloudonix.net")
# What servers call sounds, and what stores of files call anything; what it is shows when it is read.
_MEDIA_TYPES = ("audio/", "application/octet-stream", "binary/octet-stream")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

Resolve = Callable[[str, int], list[str]]


class AddressRefused(CloudonixError):
    """The recording lies where nothing is fetched from; asking again changes nothing."""


class NotARecording(CloudonixError):
    """What lies there is too large or no sound; asking again changes nothing."""


@dataclass(frozen=True)
class Place:
    """origins: scheme://host:port of the API and of the simulator, which are taken as they are configured.

    hosts: names besides Cloudonix's, each with all below it.
    """

    origins: tuple[str, ...]
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Target:
    """One address that may be asked. ip: where to connect, "" to leave it to the system. is_cloudonix: gets the key."""

    url: str
    host: str
    ip: str = ""
    is_cloudonix: bool = False


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a name. Raises Unavailable."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unavailable("The host of the recording was not found.") from None
    return [str(entry[4][0]) for entry in found]


def may_fetch(url: str, place: Place, resolve: Resolve = resolve) -> Target:
    """The address as it may be asked. Raises AddressRefused, and Unavailable when its host is not found."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefused("Cloudonix named an address of the recording that is none.") from None
    host = (parts.hostname or "").rstrip(".").lower()
    if not host or parts.username is not None or parts.password is not None:
        raise AddressRefused("Cloudonix named an address of the recording that is none.")
    is_cloudonix = _is_below(host, CLOUDONIX_HOSTS)
    if origin_of(parts) in place.origins:
        return Target(url, parts.netloc, is_cloudonix=True)
    if parts.scheme != "https":
        raise AddressRefused("The recording is not offered by https, so it is not fetched.")
    if not (is_cloudonix or _is_below(host, place.hosts)):
        raise AddressRefused(f"The recording is on {host[:80]}, which is no host of Cloudonix.")
    addresses = resolve(host, port or 443)
    if not addresses or not all(_is_public(address) for address in addresses):
        raise AddressRefused(f"The recording is on {host[:80]}, which leads to an internal address.")
    return Target(url, parts.netloc, addresses[0], is_cloudonix)


def origin_of(parts: SplitResult) -> str:
    """scheme://host:port, with the port that goes without saying."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{parts.scheme}://{(parts.hostname or '').lower()}:{port}"


@dataclass(frozen=True)
class RecordingFetcher:
    """Fetches recordings. before_cloudonix: called ahead of each request that counts in the domain's rate limit."""

    place: Place
    api_key: str = field(repr=False)
    before_request: Callable[[], None] = lambda: None
    before_cloudonix: Callable[[], None] = lambda: None
    resolve: Resolve = resolve

    def fetch(self, url: str) -> bytes:
        """The content. Raises AddressRefused, NotARecording, Unavailable, Misconfigured and Rejected."""
        until = time.monotonic() + WHOLE_SECONDS
        for _ in range(MOST_REDIRECTS + 1):
            target = may_fetch(url, self.place, self.resolve)
            self.before_request()
            if target.is_cloudonix:
                self.before_cloudonix()
            try:
                found = self._ask(target, until)
            except httpx.TimeoutException:
                # No chaining: httpx's exceptions hold the request, and with it the key and the address.
                raise Unavailable("The recording did not come in time.") from None
            except (httpx.HTTPError, httpx.InvalidURL):
                raise Unavailable("The connection to the recording's host failed.") from None
            if isinstance(found, bytes):
                return found
            url = urljoin(url, found)
        raise Unavailable("The address of the recording leads on and on.")

    def _ask(self, target: Target, until: float) -> bytes | str:
        """The content, or where it has gone to."""
        timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
        headers = {"Accept": "audio/*, */*;q=0.1", "User-Agent": "OPBX", "Host": target.host}
        if target.is_cloudonix and self.api_key:
            headers["Authorization"] = f"Bearer {self.api_key}"
        url, extensions = httpx.URL(target.url), {}
        if target.ip:
            # To the address that was looked at: a name could lead elsewhere the second time it is asked for.
            extensions = {"sni_hostname": url.host}
            url = url.copy_with(host=target.ip)
        with (
            httpx.Client(timeout=timeout, follow_redirects=False, trust_env=False) as http,
            http.stream("GET", url, headers=headers, extensions=extensions) as response,
        ):
            if response.status_code in _REDIRECTS and response.headers.get("location"):
                return str(response.headers["location"])
            _check_head(response)
            content = bytearray()
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > LARGEST_RECORDING:
                    raise NotARecording("The recording is larger than 50 MB, so it is not fetched.")
                if time.monotonic() > until:
                    raise Unavailable("The recording did not come in time.")
            return bytes(content)


def _check_head(response: httpx.Response) -> None:
    status = response.status_code
    if status in {401, 403}:
        raise Misconfigured(status, "this recording")
    if status == 429 or status >= 500 or status == 408:
        raise Unavailable(f"The recording's host has a problem of its own (status {status}).")
    if status != 200:
        raise Rejected(status, "the recording is not there.")
    length = response.headers.get("content-length", "")
    if length.isdecimal() and int(length) > LARGEST_RECORDING:
        raise NotARecording("The recording is larger than 50 MB, so it is not fetched.")
    kind = response.headers.get("content-type", "").strip().lower()
    if kind and not kind.startswith(_MEDIA_TYPES):
        raise Unavailable(f"What lies at the recording's address is {kind.partition(';')[0][:60]}, no sound.")


def _is_below(host: str, names: tuple[str, ...]) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in names)


def _is_public(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return found.is_global and not found.is_multicast
