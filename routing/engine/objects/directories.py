"""Dial-by-name directories in a plan, and how a name is found by the keys that spell it."""

from __future__ import annotations

import enum
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

import msgspec

from routing.engine.destinations import Destination, HangUp
from routing.engine.objects.extensions import Extension
from routing.engine.prompts import Prompt


class SearchBy(enum.Enum):
    """What callers spell."""

    LAST_NAME = "last_name"
    FIRST_NAME = "first_name"
    EITHER = "either"


class ListedName(msgspec.Struct, frozen=True, omit_defaults=True):
    """An extension that callers may find, with the keys that spell its names, in every way that is good.

    first_keys: () for one with a single name, which counts as the last one.
    """

    extension: UUID
    last_keys: tuple[str, ...] = ()
    first_keys: tuple[str, ...] = ()
    department: UUID | None = None


class Directory(msgspec.Struct, frozen=True):
    """departments: whose extensions are found; None for all. greeting: heard once, before the caller is asked to spell.

    least_keys: how many letters are spelled at least; a shorter name is spelled whole. names_at_once: how many are read
    before the caller is asked for more. nobody: where calls go that find nobody. operator: where 0 leads.
    """

    key: UUID
    name: str
    by: SearchBy = SearchBy.LAST_NAME
    departments: tuple[UUID, ...] | None = None
    greeting: Prompt | None = None
    least_keys: int = 3
    names_at_once: int = 5
    tries: int = 3
    nobody: Destination = HangUp()
    operator: Destination | None = None
    number: str = ""
    is_enabled: bool = True


class Names:
    """The names of one directory, in the order in which they are read, and an index over the keys that spell them."""

    def __init__(
        self, directory: Directory, listed: Iterable[ListedName], extensions: Mapping[UUID, Extension]
    ) -> None:
        within = frozenset(directory.departments) if directory.departments is not None else None
        found = {
            one.extension: (one, extension)
            for one in listed
            if (within is None or one.department in within)
            and (extension := extensions.get(one.extension)) is not None
            and extension.is_enabled
        }
        people = sorted(found.values(), key=lambda pair: (pair[1].name.casefold(), pair[1].number))
        self.people = tuple(extension for _, extension in people)
        self._least = directory.least_keys
        # By a name as it is spelled whole: who has it, and how the other name is spelled, which may follow.
        self._whole: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        for place, (one, _) in enumerate(people):
            for name, other in _names(one, directory.by):
                for spelled in name:
                    self._whole.setdefault(spelled, []).append((place, other))
        self._sorted = sorted(self._whole)

    def found_by(self, keys: str) -> tuple[Extension, ...]:
        """Whose name begins like this; with fewer than the least number of keys, whose whole name it is."""
        if len(keys) < max(self._least, 1):
            places = {place for place, _ in self._whole.get(keys, ())}
        else:
            places = {*self._beginning_with(keys), *self._spelled_further(keys)}
        return tuple(self.people[place] for place in sorted(places))

    def _beginning_with(self, keys: str) -> Iterator[int]:
        for position in range(bisect_left(self._sorted, keys), len(self._sorted)):
            spelled = self._sorted[position]
            if not spelled.startswith(keys):
                return
            yield from (place for place, _ in self._whole[spelled])

    def _spelled_further(self, keys: str) -> Iterator[int]:
        """Whose one name was spelled whole, and the beginning of the other one behind it."""
        for length in range(1, len(keys)):
            for place, other in self._whole.get(keys[:length], ()):
                if any(spelled.startswith(keys[length:]) for spelled in other):
                    yield place


def _names(one: ListedName, by: SearchBy) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """What may be spelled first, each with the other name."""
    if by is not SearchBy.FIRST_NAME or not one.first_keys:
        yield one.last_keys, one.first_keys
    if by is not SearchBy.LAST_NAME and one.first_keys:
        yield one.first_keys, one.last_keys
