"""Dial-by-name directories: who can be found there, how names are asked for, and where callers go otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict, Unpack

from django.db.models import Model

from audit.actors import Actor
from extensions.models import Department
from opbx.errors import NotAcceptable
from routing.kinds import Changes, Kind, set_columns
from routing.models import (
    DESTINATION_FIELDS,
    OBJECT_COLUMNS,
    Announcement,
    DestinationKeywords,
    DestinationKind,
    Directory,
    DirectoryWay,
)
from routing.services.destinations import column_of, destination_words, leads_to, point, point_to
from routing.services.objects import add_object, save_change, update_object

HANG_UP: DestinationKeywords = {"destination_kind": DestinationKind.HANG_UP}
NO_DEPARTMENT = "Choose at least one department."
_COLUMNS = ("announcement", "search_by", "lists_all", "least_keys", "names_at_once", "tries")


class DirectoryValues(TypedDict, total=False):
    """What a person says about a directory; what is left out stays as it is.

    announcement: heard first; None for nothing. departments: looked at unless it lists all. operator: None for none.
    """

    name: str
    number: str
    announcement: Announcement | None
    search_by: str  # of Directory.SearchBy
    lists_all: bool
    departments: Sequence[Department]
    least_keys: int
    names_at_once: int
    tries: int
    nobody: DestinationKeywords
    operator: DestinationKeywords | None


def add_directory(actor: Actor, **values: Unpack[DirectoryValues]) -> Directory:
    """Add a directory; callers who find nobody are hung up unless said otherwise.

    Raises NotAcceptable, NameTaken and InternalNumberTaken.
    """
    said: dict[str, Any] = {"name": "", "nobody": HANG_UP, **values}
    added: Directory = add_object(actor, DIRECTORIES, **said)
    return added


def update_directory(
    actor: Actor, directory: Directory, *, version: int, **values: Unpack[DirectoryValues]
) -> Directory:
    """Change a directory; version: the one that the editor saw. Raises ChangedMeanwhile, and as add_directory."""
    said: dict[str, Any] = {**values}
    return update_object(actor, DIRECTORIES, directory, version=version, **said)


def redirect_directory_ways(actor: Actor, leaving: Model, replacement: Model | None) -> None:
    """Send the ways that lead to an object to another one, or hang up; within the caller's transaction.

    A directory never leads to itself: it hangs up then. Where 0 would only hang up, there is no operator any more.
    """
    ways = DirectoryWay.objects.filter(**{column_of(type(leaving)): leaving})
    rows = ways.select_related(*OBJECT_COLUMNS.values()).select_for_update(of=("self",))
    for way in rows.order_by("directory", "cause"):
        directory = Directory.objects.select_for_update().get(pk=way.directory_id)
        target = None if replacement == directory else replacement
        before, after = destination_words(way), None
        if target is None and way.cause == DirectoryWay.Cause.OPERATOR:
            way.delete()
        else:
            point_to(way, target)
            way.save(update_fields=DESTINATION_FIELDS)
            after = destination_words(way)
        save_change(actor, DIRECTORIES, directory, {way.cause: [before, after]})


def redirect_directory_greetings(actor: Actor, leaving: Model, replacement: Model | None) -> None:
    """Let directories greet with another announcement, or with none; within the caller's transaction."""
    for row in Directory.objects.select_for_update().filter(announcement=leaving.pk).order_by("pk"):
        row.announcement = replacement if isinstance(replacement, Announcement) else None
        named = [str(leaving), str(row.announcement) if row.announcement is not None else None]
        save_change(actor, DIRECTORIES, row, {"announcement": named})


def take_department_out(actor: Actor, leaving: Model, replacement: Model | None) -> None:
    """Let no directory list a department that is deleted, or another one in its place; within the transaction."""
    for row in Directory.objects.select_for_update().filter(departments=leaving.pk).order_by("pk"):
        before = _names(row.departments.all())
        row.departments.remove(leaving.pk)
        if isinstance(replacement, Department):
            row.departments.add(replacement)
        save_change(actor, DIRECTORIES, row, {"departments": [before, _names(row.departments.all())]})


# --- the hooks of the kind ------------------------------------------------------------------------------------------


def _set_values(row: Directory, values: Mapping[str, Any]) -> Changes:
    said = {name: values[name] for name in _COLUMNS if name in values}
    greeting = said.get("announcement")
    if greeting is not None and not Announcement.objects.filter(pk=greeting.pk).exists():
        raise NotAcceptable(f"{greeting.name} was deleted meanwhile. Choose another.", field="announcement")
    if said.get("search_by", row.search_by) not in Directory.SearchBy.values:
        raise NotAcceptable("Choose what callers spell.", field="search_by")
    changes = set_columns(row, said)
    if "search_by" in changes:
        changes["search_by"] = [str(Directory.SearchBy(value).label) for value in changes["search_by"]]
    return changes


def _save_children(row: Directory, values: Mapping[str, Any]) -> Changes:
    changes = _save_departments(row, values)
    before = {way.cause: way for way in row.ways.select_related(*OBJECT_COLUMNS.values())}
    for cause in DirectoryWay.Cause:
        if cause.value in values:
            changes |= _save_way(row, before.get(cause.value), cause, values[cause.value])
    return changes


def _save_departments(row: Directory, values: Mapping[str, Any]) -> Changes:
    """What is chosen counts only where not all are listed; otherwise what was chosen before is kept."""
    if row.lists_all:
        return {}
    before = set(row.departments.all())
    wanted = set(values["departments"]) if "departments" in values else before
    if not wanted and ("departments" in values or "lists_all" in values):
        raise NotAcceptable(NO_DEPARTMENT, field="departments")
    living = set(Department.objects.filter(pk__in=[one.pk for one in wanted]))
    gone = sorted(one.name for one in wanted - living)
    if gone:
        raise NotAcceptable(f"{gone[0]} was deleted meanwhile. Choose from the list.", field="departments")
    if wanted == before:
        return {}
    row.departments.set(wanted)
    return {"departments": [_names(before) or None, _names(wanted)]}


def _save_way(
    row: Directory, way: DirectoryWay | None, cause: DirectoryWay.Cause, wanted: DestinationKeywords | None
) -> Changes:
    old, led_to = (destination_words(way), leads_to(way)) if way is not None else (None, None)
    if wanted is None:
        if way is None:
            return {}
        way.delete()
        return {cause.value: [old, None]}
    way = way or DirectoryWay(directory=row, cause=cause)
    prefix = f"{cause.value}-"
    try:
        point(way, **wanted)
    except NotAcceptable as error:
        raise NotAcceptable(error.message, field=f"{prefix}{error.field}") from error
    if way.destination_directory == row:
        raise NotAcceptable(
            "A directory cannot lead to itself. Choose another.", field=f"{prefix}destination_directory"
        )
    if leads_to(way) == led_to:
        return {}
    way.save()
    return {cause.value: [old, destination_words(way)]}


def _names(departments: Iterable[Department]) -> str:
    return ", ".join(sorted(one.name for one in departments))


def _save_copy(source: Directory, copy: Directory) -> None:
    copy.save()
    copy.departments.set(source.departments.all())
    for way in source.ways.all():
        way.pk, way.directory = None, copy
        way._state.adding = True  # noqa: SLF001 - Django's documented way to copy a row
        way.save()


def _let_go(row: Directory) -> None:
    row.ways.all().delete()


DIRECTORIES = Kind(
    destination=DestinationKind.DIRECTORY,
    model=Directory,
    plural="dial-by-name directories",
    icon="address-book",
    words={
        "announcement": "Greeting",
        "search_by": "Callers spell",
        "lists_all": "Lists all departments",
        "departments": "Departments",
        "least_keys": "Letters at least",
        "names_at_once": "Names read at a time",
        "tries": "Tries",
        DirectoryWay.Cause.NOBODY.value: "When nobody is found",
        DirectoryWay.Cause.OPERATOR.value: "Operator",
    },
    related=("announcement",),
    set_values=_set_values,
    save_children=_save_children,
    save_copy=_save_copy,
    let_go=_let_go,
)
