"""What can stand in the way of a change to an object of the routing."""

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


class NameTaken(DomainError):
    """Another object of the same kind has the name."""

    def __init__(self, noun: str, name: str) -> None:
        super().__init__(
            f"Another {noun} is called {name}. Enter another name.", code="name-taken", field="name"
        )


class ObjectInUse(DomainError):
    """Calls are sent to the object, and nobody said where they go instead."""

    def __init__(self, name: str, places: int) -> None:
        many = "1 place uses" if places == 1 else f"{places} places use"
        super().__init__(
            f"{many} {name}. Choose what they use instead.", code="object-in-use", field="replacement"
        )


class ClassInUse(DomainError):
    """Somebody has the calling class."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The class {name} is in use. Choose the class that takes its place.",
            code="class-in-use",
            field="replacement",
        )


class InUseForOutboundCalls(DomainError):
    """What calls leave with cannot be deleted while it is named."""

    def __init__(self, what: str, where: str) -> None:
        super().__init__(
            f"{what} is named by {where}. Choose another there, then delete it.",
            code="in-use-for-outbound-calls",
        )
