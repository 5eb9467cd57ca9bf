"""The columns of a spreadsheet: what each is called, how a cell is read, and what an export writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from opbx.errors import NotAcceptable

YES, NO = (
    frozenset({"yes", "y", "true", "1", "on", "x", "active"}),
    frozenset({"no", "n", "false", "0", "off", "disabled"}),
)
# A cell and the objects that cells name → a value. Raises NotAcceptable.
Read = Callable[[str, Any], Any]


@dataclass(frozen=True)
class Column:
    """field: the keyword of the services. shown: the object → its cell in an export.

    read: None where an export only tells something. aliases: other names of the header, in lower case; the title and
    the field are always good.
    """

    field: str
    title: str
    help: str
    read: Read | None
    shown: Callable[[Any], Any]
    aliases: tuple[str, ...] = ()


def columns_of(
    header: Sequence[str], columns: Sequence[Column], key: str
) -> tuple[dict[str, Column], list[str]]:
    """Which column each header means, and the headers that mean none. key: the field that no file may lack.

    Raises NotAcceptable (field "file").
    """
    known: dict[str, Column] = {}
    unknown: list[str] = []
    for name in header:
        column = _meant_by(name, columns)
        if column is None:
            unknown.append(name)
        elif column in known.values():
            raise NotAcceptable(f"Two columns are called {column.title}. Remove one.", field="file")
        else:
            known[name] = column
    if key not in {column.field for column in known.values()}:
        needed = next(column.title for column in columns if column.field == key)
        titles = ", ".join(column.title for column in columns if column.read is not None)
        raise NotAcceptable(
            f"There is no column {needed}. The first row of the file holds the names of the columns: {titles}.",
            field="file",
        )
    return known, unknown


def _meant_by(name: str, columns: Sequence[Column]) -> Column | None:
    wanted = name.strip().lower()
    for column in columns:
        if wanted in {column.title.lower(), column.field, *column.aliases}:
            return column
    return None


def as_text(text: str, _names: Any) -> str:  # noqa: ANN401 - see Read
    """The reader of a column that takes the cell as it is."""
    return text


def as_flag(field: str) -> Read:
    """The reader of a column of yes and no."""

    def read(text: str, _names: Any) -> bool:  # noqa: ANN401 - see Read
        if text.lower() in YES:
            return True
        if text.lower() in NO:
            return False
        raise NotAcceptable("Enter yes or no.", field=field)

    return read


def as_optional_flag(field: str) -> Read:
    """The same, where an empty cell means None."""
    flag = as_flag(field)
    return lambda text, names: flag(text, names) if text else None


def word(value: Any) -> str:  # noqa: ANN401 - a column's value
    """A value as a cell shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
