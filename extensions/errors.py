"""What can stand in the way of a change to an extension."""

from __future__ import annotations

from datetime import datetime

from opbx.errors import DomainError


class NumberTaken(DomainError):
    """Another extension has the number."""

    CODE = "extension-number-taken"

    def __init__(self, number: str, holder: str, suggestion: str) -> None:
        super().__init__(
            f"Extension {number} belongs to {holder}. Use another number, for example {suggestion}.",
            code=self.CODE,
            field="number",
        )


class NumberHeld(DomainError):
    """Something else than an extension has the number, such as a ring group."""

    def __init__(self, number: str, holder: str, suggestion: str) -> None:
        super().__init__(
            f"{number} is {holder}. Use another number, for example {suggestion}.",
            code="number-held",
            field="number",
        )


class InternalNumberTaken(DomainError):
    """Phones that dial the number reach something else."""

    def __init__(self, number: str, holder: str) -> None:
        super().__init__(
            f"{number} is {holder}. Enter another number, or leave it empty.",
            code="internal-number-taken",
            field="number",
        )


class EmergencyNumber(DomainError):
    """Phones that dial the number reach the rescue service, never an extension."""

    def __init__(self, number: str, suggestion: str) -> None:
        super().__init__(
            f"{number} calls the emergency services here. Use another number, for example {suggestion}.",
            code="emergency-number",
            field="number",
        )


class UsernameTaken(DomainError):
    """A SIP account has the name, perhaps one of an extension that was deleted and can be restored."""

    def __init__(self, username: str) -> None:
        super().__init__(
            f"The SIP username {username} belongs to an extension here, perhaps a deleted one. Restore that"
            " extension instead.",
            code="sip-username-taken",
            field="number",
        )


class UserTaken(DomainError):
    """The user has another extension."""

    def __init__(self, user: str, number: str) -> None:
        super().__init__(
            f"{user} already has extension {number}. Choose another user, or free that extension first.",
            code="user-has-extension",
            field="user",
        )


class UserCannotHaveExtension(DomainError):
    """The user's role does not include an extension, or the user cannot sign in."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="user-cannot-have-extension", field="user")


class ExtensionInUse(DomainError):
    """Calls are sent to the extension, and nobody said where they go instead."""

    def __init__(self, number: str, uses: int) -> None:
        places = "1 place routes" if uses == 1 else f"{uses} places route"
        super().__init__(
            f"{places} to extension {number}. Choose where these calls go instead.",
            code="extension-in-use",
            field="replacement",
        )


class LastSipAccount(DomainError):
    """An extension without a phone could neither ring nor call."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"This is the only phone of extension {number}. Add another phone first, or delete the extension.",
            code="last-sip-account",
        )


class TooManySipAccounts(DomainError):
    """The extension has as many phones as may ring together."""

    def __init__(self, number: str, most: int) -> None:
        super().__init__(
            f"Extension {number} has {most} phones, which is the most that ring together. Remove one first.",
            code="too-many-sip-accounts",
        )


class NoSipPassword(DomainError):
    """There is nothing to show."""

    def __init__(self, username: str) -> None:
        super().__init__(
            f"{username} has no password yet. Reset the password to make one.", code="no-sip-password"
        )


class ImportNotPossible(DomainError):
    """An import, or its undoing, does not fit what is there; the message says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="import-not-possible")


class ExtensionHasBox(DomainError):
    """The extension has a voicemail box already."""

    def __init__(self, number: str, name: str) -> None:
        super().__init__(
            f"Extension {number} already has the voicemail box {name}. Choose another extension.",
            code="extension-has-box",
            field="extension",
        )


class BoxNameTaken(DomainError):
    """Another voicemail box has the name, so that nobody could tell them apart where one is chosen."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is a voicemail box {name} already. Use another name.", code="box-name-taken", field="name"
        )


class BoxInUse(DomainError):
    """Calls are sent to the voicemail box, and nobody said where they go instead."""

    def __init__(self, name: str, uses: int) -> None:
        places = "1 place routes" if uses == 1 else f"{uses} places route"
        super().__init__(
            f"{places} to the voicemail box {name}. Choose where these calls go instead.",
            code="box-in-use",
            field="replacement",
        )


class NoNoticeAddress(DomainError):
    """Notices are wanted, and nobody of the box has an address."""

    def __init__(self) -> None:
        super().__init__(
            "Nobody of this box has an e-mail address. Enter one.", code="no-notice-address", field="email"
        )


class TooManyReveals(DomainError):
    """Somebody, or the organization's people together, looked at as many SIP passwords as an hour allows.

    until: when the next one may be shown (UTC).
    """

    def __init__(self, until: datetime) -> None:
        super().__init__(
            "Too many SIP passwords were shown within an hour. Wait a while, then try again.",
            code="too-many-reveals",
        )
        self.until = until


class NoServerYet(DomainError):
    """A phone cannot be set up while nobody knows where it signs in."""

    def __init__(self) -> None:
        super().__init__(
            "Connect Cloudonix first: a phone needs to know the server where it signs in.",
            code="no-sign-in-server",
        )


class PhoneIsOff(DomainError):
    """Its sign-in would be refused."""

    def __init__(self, label: str) -> None:
        super().__init__(f"{label} is disabled. Enable it first, then set it up.", code="phone-disabled")


class DepartmentNameTaken(DomainError):
    """Another department has the name, in capitals or not."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is a department {name} already. Use another name.",
            code="department-name-taken",
            field="name",
        )


class RangeOverlaps(DomainError):
    """Two departments would number within the same range."""

    def __init__(self, holder: str, first: str, last: str) -> None:
        super().__init__(
            f"{holder} has the numbers {first} to {last}. Choose a range beside them.",
            code="department-range-overlaps",
            field="first_number",
        )


class TemplateNameTaken(DomainError):
    """Names tell templates apart; capitals do not."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is a template {name} already. Use another name.", code="template-name-taken", field="name"
        )


class TemplateInUse(DomainError):
    """Extensions use the template, and nobody said what they use instead."""

    def __init__(self, name: str, uses: int) -> None:
        extensions = "1 extension uses" if uses == 1 else f"{uses} extensions use"
        super().__init__(
            f"{extensions} the template {name}. Choose what they use instead.",
            code="template-in-use",
            field="replacement",
        )
