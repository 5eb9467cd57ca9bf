"""What can be done with every kind of routed object: adding, changing, switching, duplicating and deleting.

A kind's own service says which values it takes and calls add_object and update_object; the rest is the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError
from django.http import Http404

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from extensions.services.internal_numbers import check_internal_number
from opbx.bulk import BulkResult, act_on_each
from opbx.configuration import configuration_changed
from opbx.errors import ChangedMeanwhile, NotAcceptable
from opbx.references import redirect_uses, uses_of
from routing.errors import NameTaken, ObjectInUse
from routing.kinds import Changes, Kind, set_columns
from routing.models import RoutedObject
from tenants.guard import guard_configuration

Row = TypeVar("Row", bound=RoutedObject)
# What a copy does not take over: it is a new object that nobody reaches yet.
NOT_COPIED = frozenset({"id", "key", "name", "number", "version", "created_at"})


@dataclass(frozen=True)
class ObjectReplacement:
    """Where calls go instead of to a deleted object; None hangs up."""

    target: RoutedObject | None


@transaction.atomic
def add_object(actor: Actor, kind: Kind, *, name: str, number: str = "", **values: Any) -> Any:  # noqa: ANN401 - of the kind
    """Add an object of a kind; values are the kind's own.

    Raises NameTaken, InternalNumberTaken, NotAcceptable, and what the kind's set_values and save_children raise.
    """
    require(actor, f"{kind.area}.write")
    guard_configuration()
    row = kind.model()
    changes = _set(kind, row, {"name": name, "number": number}, values)
    row.save()
    changes |= kind.save_children(row, values)
    said = {field: pair for field, pair in changes.items() if pair[1] not in {None, ""}}
    audit.record(actor, f"{kind.destination}.added", row, said)
    _publish(actor, kind, row, "added")
    return row


@transaction.atomic
def update_object(
    actor: Actor,
    kind: Kind,
    row: Row,
    *,
    version: int,
    name: str | None = None,
    number: str | None = None,
    **values: Any,  # noqa: ANN401 - of the kind
) -> Row:
    """Change an object; what is not named stays as it is. version: the one that the editor saw.

    Raises ChangedMeanwhile, and what add_object raises.
    """
    require(actor, f"{kind.area}.write")
    guard_configuration()
    current = locked_object(kind, row)
    if current.version != version:
        newest = audit.history_of(current, limit=1)
        who = newest[0].actor_label if newest else "Somebody"
        raise ChangedMeanwhile(who, f"the {kind.noun} {current.name}", current_version=current.version)
    named = {"name": name, "number": number}
    said = {field: value for field, value in named.items() if value is not None}
    changes = _set(kind, current, said, values)
    changes |= kind.save_children(current, values)
    if changes:
        save_change(actor, kind, current, changes)
        _publish(actor, kind, current, "changed")
    return current


@transaction.atomic
def switch_object(actor: Actor, kind: Kind, row: Row, *, on: bool) -> Row:
    """Let calls reach the object, or let callers hear that it is not available; its settings stay as they are."""
    require(actor, f"{kind.area}.write")
    guard_configuration()
    current = locked_object(kind, row)
    if _switch(actor, kind, current, on=on):
        _publish(actor, kind, current, _switched(on=on))
    return current


@transaction.atomic
def duplicate_object(actor: Actor, kind: Kind, row: Row) -> Row:
    """Add a copy, "Sales (copy)", with all settings and child rows.

    It has no internal number and nothing leads to it, so it is as active as its source: nobody hears it yet.
    """
    require(actor, f"{kind.area}.write")
    guard_configuration()
    source = locked_object(kind, row)
    columns = [field for field in source._meta.concrete_fields if field.name not in NOT_COPIED]  # noqa: SLF001 - Django's documented name
    copied = {
        field.attname: getattr(source, field.attname)
        for field in columns
        if not isinstance(field, models.FileField)
    }
    copy = type(source)(name=_copy_name(kind, source), **copied)
    kind.save_copy(source, copy)
    audit.record(
        actor, f"{kind.destination}.added", copy, {"name": [None, copy.name], "copy_of": [None, source.name]}
    )
    _publish(actor, kind, copy, "added")
    return copy


@transaction.atomic
def delete_object(
    actor: Actor, kind: Kind, row: RoutedObject, *, replacement: ObjectReplacement | None = None
) -> None:
    """Delete an object; what leads to it is sent to the replacement first.

    Raises ObjectInUse when something uses it and there is no replacement, NotAcceptable when the replacement will not
    do. Nothing is changed then.
    """
    require(actor, f"{kind.area}.write")
    guard_configuration()
    current = locked_object(kind, row)
    _delete(actor, kind, current, replacement)
    _publish(actor, kind, current, "deleted")


def switch_objects(actor: Actor, kind: Kind, rows: Sequence[RoutedObject], *, on: bool) -> BulkResult:
    """switch_object for many, in one publish."""
    already = "active already" if on else "disabled already"

    def act(row: RoutedObject) -> str:
        return "" if _switch(actor, kind, row, on=on) else already

    return _each(actor, kind, rows, act, done=_switched(on=on))


def delete_objects(
    actor: Actor,
    kind: Kind,
    rows: Sequence[RoutedObject],
    *,
    replacement: ObjectReplacement | None = None,
) -> BulkResult:
    """delete_object for many, in one publish, with one replacement for all. Those in use are skipped without one.

    Raises NotAcceptable when the replacement is one of them; nothing is changed then.
    """
    if replacement is not None and replacement.target in rows:
        raise NotAcceptable("This one is being deleted too. Choose another.", field="replacement")

    def act(row: RoutedObject) -> str:
        try:
            with transaction.atomic():
                _delete(actor, kind, row, replacement)
        except ObjectInUse:
            return "it is in use"
        return ""

    return _each(actor, kind, rows, act, done="deleted")


# --- also for the services of one kind --------------------------------------------------------------------------------


def locked_object(kind: Kind, row: Row) -> Row:
    """The row as it is now, locked. Raises Http404, as the door would now, when it was deleted meanwhile."""
    rows: models.QuerySet[Any] = kind.model._default_manager.select_related(*kind.related)  # noqa: SLF001 - Django's documented name
    current: Row | None = rows.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if current is None:
        raise Http404(f"{kind.words_of(row)} {kind.was} deleted meanwhile.")
    return current


def save_change(actor: Actor, kind: Kind, row: RoutedObject, changes: Changes) -> None:
    """Save a row that is locked and was changed, with its audit entry; the caller publishes."""
    row.version += 1
    row.save()
    audit.record(actor, f"{kind.destination}.updated", row, changes)


# --- the insides ------------------------------------------------------------------------------------------------------


def _set(kind: Kind, row: RoutedObject, named: Mapping[str, str], values: Mapping[str, Any]) -> Changes:
    changes = set_columns(row, {field: value.strip() for field, value in named.items()})
    changes |= kind.set_values(row, values)
    try:
        row.clean_fields(exclude=[field.name for field in row._meta.concrete_fields if field.is_relation])  # noqa: SLF001 - Django's documented name
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise NotAcceptable(messages[0], field=field) from error
    if "name" in changes and _is_taken(kind, row, row.name):
        raise NameTaken(kind.noun, row.name)
    if "number" in changes:
        check_internal_number(row.number, row)
    return changes


def _is_taken(kind: Kind, row: RoutedObject, name: str) -> bool:
    others = kind.model._default_manager.exclude(pk=row.pk)  # noqa: SLF001 - Django's documented name
    return others.filter(name__iexact=name).exists()


def _copy_name(kind: Kind, source: RoutedObject) -> str:
    """Sales (copy), Sales (copy 2), …: the first that is free and fits."""
    count = 1
    while True:
        end = " (copy)" if count == 1 else f" (copy {count})"
        name = source.name[: 60 - len(end)].rstrip() + end
        if not _is_taken(kind, kind.model(), name):
            return name
        count += 1


def _switch(actor: Actor, kind: Kind, row: RoutedObject, *, on: bool) -> bool:
    """Whether it was the other way round."""
    if row.is_enabled == on:
        return False
    row.is_enabled = on
    row.version += 1
    row.save(update_fields=["is_enabled", "version"])
    audit.record(actor, f"{kind.destination}.{_switched(on=on)}", row, {"is_enabled": [not on, on]})
    return True


def _switched(*, on: bool) -> str:
    return "enabled" if on else "disabled"


def _delete(actor: Actor, kind: Kind, row: RoutedObject, replacement: ObjectReplacement | None) -> None:
    kind.let_go(row)
    if replacement is not None:
        if replacement.target == row:
            raise NotAcceptable(f"{row.name} is being deleted. Choose another.", field="replacement")
        redirect_uses(actor, row, replacement.target)
    audit.record(
        actor, f"{kind.destination}.deleted", row, {"name": [row.name, None], "number": [row.number, None]}
    )
    try:
        row.delete()
    except ProtectedError as error:
        raise ObjectInUse(row.name, len(uses_of(row))) from error


@transaction.atomic
def _each(
    actor: Actor,
    kind: Kind,
    rows: Sequence[RoutedObject],
    act: Callable[[RoutedObject], str],
    *,
    done: str,
) -> BulkResult:
    """Act on each row as it is now; act answers with why not, "" when it was done."""
    require(actor, f"{kind.area}.write")
    guard_configuration()
    locked = kind.model._default_manager.select_related(*kind.related).select_for_update(of=("self",))  # noqa: SLF001 - Django's documented name
    result = act_on_each(rows, locked, act, label=lambda row: row.name)
    if len(result.done) == 1:
        configuration_changed(actor, f"{kind.title} {result.done[0]} {kind.was} {done}")
    elif result.done:
        configuration_changed(actor, f"{len(result.done)} {kind.plural} were {done}")
    return result


def _publish(actor: Actor, kind: Kind, row: RoutedObject, done: str) -> None:
    configuration_changed(actor, f"{kind.words_of(row)} {kind.was} {done}")
