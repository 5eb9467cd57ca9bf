"""What the console refuses."""

from __future__ import annotations

from opbx.errors import DomainError


class SlugTaken(DomainError):
    def __init__(self, slug: str) -> None:
        super().__init__(
            f"The short name {slug} is taken or reserved. Use another one.", code="slug-taken", field="slug"
        )


class HostTaken(DomainError):
    def __init__(self, host: str) -> None:
        super().__init__(
            f"The host name {host} belongs to another organization. Use another short name.",
            code="host-taken",
            field="slug",
        )


class PlatformStays(DomainError):
    def __init__(self) -> None:
        super().__init__("The platform itself cannot be suspended.", code="platform-stays")


class NotSuspendable(DomainError):
    def __init__(self, status: str) -> None:
        super().__init__(
            f"The organization is {status}. Reload the page to see its state.", code="wrong-status"
        )
