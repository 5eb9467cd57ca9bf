"""What can go wrong with a request to Cloudonix, by what the caller has to do about it."""

from __future__ import annotations


class CloudonixError(Exception):
    """Base of the three; the text is a sentence for people and holds no key, password or body."""


class Unavailable(CloudonixError):
    """Nobody knows whether the request took effect, or it did not this time: read, then try again later.

    retry_after: seconds that Cloudonix asked us to wait, None when it did not say.
    is_rate_limit: it answered 429, so the request surely did nothing.
    """

    def __init__(
        self, message: str, *, retry_after: float | None = None, is_rate_limit: bool = False
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.is_rate_limit = is_rate_limit


class Rejected(CloudonixError):
    """Cloudonix understood the request and refuses it; the same request will be refused again."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"Cloudonix refused this with status {status}: {reason}")
        self.status = status
        self.reason = reason


class Misconfigured(CloudonixError):
    """The key is not good enough for this object, or the domain it belongs to is not there any more.

    place: what the key was used for, "this domain" or "a customer".
    """

    def __init__(self, status: int, place: str = "this domain") -> None:
        super().__init__(f"Cloudonix does not accept the API key for {place} (status {status}).")
        self.status = status
