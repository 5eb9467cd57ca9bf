"""What the sync has to know about a kind of object that Cloudonix holds a copy of."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from django.db.models import QuerySet

from cloudonix.api import CloudonixClient
from cloudonix.models import Connection, Topic
from cloudonix.outbox.synced import Synced


class Remote(Protocol):
    """An object as Cloudonix shows it."""

    @property
    def id(self) -> str: ...


Row = TypeVar("Row", bound=Synced)
Want = TypeVar("Want")
Have = TypeVar("Have", bound=Remote)

# Field in words → what is here, what is there. Empty when both sides are equal; no secret is ever in it.
Differences = dict[str, list[str]]
HERE, THERE = "as set here", "another one"  # all that is told about a secret


class Kind(ABC, Generic[Row, Want, Have]):
    """One kind of object of one connection: how it is found on both sides, compared and written.

    An object has a name that is unique in its domain and never changes. frozen_name: what the name is called in
    the `frozen` of an outbox item. at_once: how many are created together, 1 when each takes a request of its own
    whose answer is needed before the next. secret_hint: what to do when the secret of a row cannot be read.
    """

    topic: ClassVar[Topic]
    noun: ClassVar[str]
    frozen_name: ClassVar[str]
    at_once: ClassVar[int] = 1
    secret_hint: ClassVar[str] = ""

    def __init__(self, client: CloudonixClient, connection: Connection) -> None:
        self.client = client
        self.connection = connection

    @abstractmethod
    def rows(self) -> QuerySet[Row]:
        """What shall be there, with all that `desired` reads."""

    @abstractmethod
    def named(self, name: str) -> QuerySet[Row]:
        """The living row that bears a name, if there is one."""

    @abstractmethod
    def name_of(self, row: Row) -> str: ...

    @abstractmethod
    def name_there(self, have: Have) -> str:
        """The name of what Cloudonix shows; "" for what is none of this kind's business."""

    @abstractmethod
    def values_there(self, have: Have) -> dict[str, Any]:
        """What Cloudonix has, as the services that add such an object here take it; no secret."""

    def secret_there(self, have: Have) -> str:  # noqa: ARG002 - where there is none
        """The secret that Cloudonix shows; "" when it hides it or has none."""
        return ""

    @abstractmethod
    def desired(self, row: Row) -> Want:
        """What Cloudonix should hold for a row. Raises SecretUnreadable and what the client raises."""

    @abstractmethod
    def look_up(self, name: str) -> Have | None: ...

    @abstractmethod
    def list_all(self) -> list[Have]: ...

    @abstractmethod
    def differences(self, want: Want, have: Have, *, secret_is_known: bool) -> Differences:
        """Where have is not as wanted.

        secret_is_known: whether the wanted secret was written before; counts when Cloudonix hides it.
        """

    @abstractmethod
    def merged(self, want: Want, have: Have) -> Want:
        """What an update writes: as wanted, and what others keep in the object stays."""

    @abstractmethod
    def create(self, want: Want) -> str:
        """Make the object and return its id. Raises what the client raises."""

    def create_many(self, wants: Sequence[Want]) -> dict[str, str]:
        """Make several; the ids of those that are known to be made, by name. Where at_once is more than 1."""
        raise NotImplementedError(f"{self.noun}: one after the other.")

    @abstractmethod
    def update(self, remote_id: str, want: Want) -> bool:
        """Write the object; False when it is not there."""

    @abstractmethod
    def delete(self, remote_id: str) -> None: ...

    def by_name(self, found: Sequence[Have]) -> dict[str, Have]:
        """What a list shows, by name. Where two bear the same name, the first one counts."""
        named: dict[str, Have] = {}
        for have in found:
            if name := self.name_there(have):
                named.setdefault(name, have)
        return named


AnyKind = Kind[Any, Any, Any]


def yes_or_no(value: bool) -> str:  # noqa: FBT001 - the value is what it is about
    return "yes" if value else "no"


def told(fields: dict[str, tuple[object, object]]) -> Differences:
    """The fields whose two values differ, as texts; a truth value as yes or no."""
    return {name: [_word(ours), _word(theirs)] for name, (ours, theirs) in fields.items() if ours != theirs}


def _word(value: object) -> str:
    return yes_or_no(value) if isinstance(value, bool) else str(value)
