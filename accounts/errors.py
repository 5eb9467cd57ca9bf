"""What can go wrong with users, invitations and links, in words for people."""

from __future__ import annotations

from opbx.errors import DomainError


class EmailTaken(DomainError):
    def __init__(self, email: str) -> None:
        super().__init__(
            f"{email} belongs to another user of this organization. Use another address.",
            code="email-taken",
            field="email",
        )


class RoleNotGrantable(DomainError):
    def __init__(self, role_name: str) -> None:
        super().__init__(
            f"You cannot invite a user with the role {role_name}. Ask an Owner.",
            code="role-not-grantable",
            field="role",
        )


class LinkClosed(DomainError):
    """The link is unknown, used, or too old; nobody is told which, except by what to do next."""

    def __init__(self) -> None:
        super().__init__(
            "This link was used already, or it is too old. Ask for a new one.", code="link-closed"
        )
