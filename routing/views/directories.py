"""The pages of dial-by-name directories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Lower

from extensions.models import Extension
from opbx.web.counting import counted
from routing import services
from routing.asleep import asleep_problems
from routing.directories import Listed, counts_of, extensions_in
from routing.forms.directories import DirectoryFilter, DirectoryForm
from routing.keypad import spellings
from routing.models import OBJECT_COLUMNS, Directory, DirectoryWay
from routing.pages import Column, Pages
from routing.services.destinations import destination_words
from routing.services.directories import DIRECTORIES

# Of those who are listed; the card says how many more there are.
MOST_SHOWN = 50
NOBODY = "Nobody can be found here: no extension is listed. Callers go on as when nobody is found."


@dataclass(frozen=True)
class ShownName:
    """Somebody who can be found. keys: what callers press for the last name and for the first, "" for none."""

    extension: Extension
    last: str
    first: str


def _rows() -> QuerySet[Any]:
    ways = DirectoryWay.objects.select_related(
        *OBJECT_COLUMNS.values(), "destination_voicemail_box__extension"
    )
    return Directory.objects.select_related("announcement").prefetch_related(
        "departments", Prefetch("ways", ways)
    )


def _way(row: Directory, cause: DirectoryWay.Cause) -> DirectoryWay | None:
    return next((way for way in row.ways.all() if way.cause == cause), None)


def _nobody_words(row: Directory) -> str:
    way = _way(row, DirectoryWay.Cause.NOBODY)
    return destination_words(way) if way is not None else "Hang up"


def _who(row: Directory) -> str:
    if row.lists_all:
        return "Everybody who is listed"
    return ", ".join(sorted(one.name for one in row.departments.all()))


def _more(row: Directory) -> dict[str, Any]:
    full = _rows().get(pk=row.pk)
    listed = extensions_in(full).order_by(Lower("name"), "number")
    total = listed.count()
    return {
        "who": _who(full),
        "total": total,
        "people": [_shown(extension) for extension in listed[:MOST_SHOWN]],
        "more": max(0, total - MOST_SHOWN),
        "nobody": _way(full, DirectoryWay.Cause.NOBODY),
        "operator": _way(full, DirectoryWay.Cause.OPERATOR),
        "sentence": _sentence(full, total),
    }


def _shown(extension: Extension) -> ShownName:
    last, first = (
        extension.last_name or extension.first_name,
        extension.first_name if extension.last_name else "",
    )
    return ShownName(extension, _keys(last), _keys(first))


def _keys(name: str) -> str:
    """The keys of the whole name, in groups that can be read."""
    found = spellings(name)
    return found[0] if found else ""


def _sentence(row: Directory, total: int) -> str:
    """What a call does here, in one sentence."""
    if not total:
        return NOBODY
    what = {
        Directory.SearchBy.LAST_NAME: "the last name",
        Directory.SearchBy.FIRST_NAME: "the first name",
        Directory.SearchBy.EITHER: "the last or the first name",
    }[Directory.SearchBy(row.search_by)]
    letters = counted(row.least_keys, "letter")
    return (
        f"Finds {counted(total, 'extension')} by {what}: callers spell at least {letters} "
        f"and hear the names that begin like this, {row.names_at_once} at a time."
    )


def _problems(rows: Sequence[Directory]) -> Mapping[Any, list[str]]:
    counts = counts_of(rows)
    ways = DirectoryWay.objects.filter(directory__in=[row.pk for row in rows])
    ordered = ways.select_related(*OBJECT_COLUMNS.values()).order_by("cause")
    asleep = asleep_problems((way.directory_id, str(way), way) for way in ordered)
    return {
        row.pk: found for row in rows if (found := [*_wrong_with(counts[row.pk]), *asleep.get(row.pk, ())])
    }


def _wrong_with(listed: Listed) -> list[str]:
    if not listed.people:
        return [NOBODY]
    if not listed.without_keys:
        return []
    names = "1 name has" if listed.without_keys == 1 else f"{listed.without_keys} names have"
    return [f"{names} no letter from A to Z, so callers cannot find it. Write such a name with letters too."]


PAGES = Pages(
    kind=DIRECTORIES,
    form=DirectoryForm,
    add=services.add_directory,
    update=services.update_directory,
    about="In a dial-by-name directory callers spell a name on the keys and reach that extension.",
    cards="directories/cards.html",
    fields="directories/fields.html",
    filters=DirectoryFilter,
    rows=_rows,
    columns=(
        Column("spell", "Callers spell", lambda row: str(row.get_search_by_display()), ("search_by",)),
        Column("who", "Callers find", _who),
        Column("nobody", "When nobody is found", _nobody_words),
    ),
    more=_more,
    problems=_problems,
)
