"""What can stand in the way of a change to a phone number."""

from __future__ import annotations

from opbx.errors import DomainError


class NumberAlreadyYours(DomainError):
    """The organization has the number already."""

    def __init__(self, shown: str) -> None:
        super().__init__(
            f"{shown} is already one of your phone numbers. Open it from the list to change where it goes.",
            code="number-already-yours",
            field="e164",
        )


class NumberInUse(DomainError):
    """Another organization has the number; whose it is stays secret."""

    def __init__(self) -> None:
        super().__init__(
            "This number is already in use on this platform. Check the digits; if the number is yours, ask"
            " the operator of the platform to release it.",
            code="number-in-use",
            field="e164",
        )


class TrunkNameTaken(DomainError):
    """Another trunk has the name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is a trunk {name} already. Use another name, for example {name[:58]}-2.",
            code="trunk-name-taken",
            field="name",
        )
