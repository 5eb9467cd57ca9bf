"""Adding, changing and deleting calling classes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from opbx.configuration import configuration_changed
from opbx.errors import ChangedMeanwhile, NotAcceptable
from routing.class_words import row_words
from routing.errors import ClassInUse
from routing.models import (
    CallingClass,
    CallingClassRow,
    CallingClassTrunk,
    OutboundLayer,
    OutboundSettings,
    RoleClass,
    Trunk,
)
from tenants.guard import guard_configuration
from tenants.regions import region_choices

About = CallingClassRow.About
MAX_ROWS = 60
MAX_VALUES = 1000
_PREFIX = re.compile(r"\+[1-9][0-9]{0,14}|[1-9][0-9]{1,5}")


@dataclass(frozen=True)
class Row:
    """One row as somebody wants it. values: countries or prefixes as typed; looked at for those two only.

    field: the name that a form gives to this row; errors name its fields.
    """

    allows: bool
    about: str
    values: str = ""
    field: str = "row"


@transaction.atomic
def add_calling_class(
    actor: Actor, *, name: str, description: str = "", rows: Sequence[Row] = (), trunks: Sequence[Trunk] = ()
) -> CallingClass:
    """Add a class. rows, trunks: in their order; no trunks means all outbound ones. Raises NotAcceptable."""
    require(actor, "outbound.write")
    guard_configuration()
    made = CallingClass()
    wanted = _checked(made, name=name, description=description)
    lines = [_row(one) for one in rows]
    _check_trunks(trunks)
    for field, value in wanted.items():
        setattr(made, field, value)
    made.save()
    _store(made, lines, trunks)
    said = {**wanted, "rows": _rows_in_words(lines), "trunks": _trunks_in_words(trunks)}
    audit.record(actor, "calling_class.added", made, {name: [None, value] for name, value in said.items()})
    configuration_changed(actor, f"Calling class {made.name} was added")
    return made


@transaction.atomic
def update_calling_class(
    actor: Actor,
    calling_class: CallingClass,
    *,
    version: int,
    name: str,
    description: str = "",
    rows: Sequence[Row] = (),
    trunks: Sequence[Trunk] = (),
) -> CallingClass:
    """Let these be the name, the rows and the trunks of a class. version: the one that the editor saw.

    Raises ChangedMeanwhile and NotAcceptable.
    """
    require(actor, "outbound.write")
    guard_configuration()
    row = CallingClass.objects.select_for_update().get(pk=calling_class.pk)
    if row.version != version:
        raise ChangedMeanwhile(last_editor(row), f"the class {row.name}", current_version=row.version)
    wanted = _checked(row, name=name, description=description)
    lines = [_row(one) for one in rows]
    _check_trunks(trunks)
    changes = audit.differences(row, **wanted)
    before = _rows_in_words(row.rows.order_by("position"))
    lines_before = [one.trunk for one in row.trunks.select_related("trunk").order_by("position")]
    if before != _rows_in_words(lines):
        changes["rows"] = [before, _rows_in_words(lines)]
    if [one.pk for one in lines_before] != [one.pk for one in trunks]:
        changes["trunks"] = [_trunks_in_words(lines_before), _trunks_in_words(trunks)]
    if not changes:
        return row
    for field, value in wanted.items():
        setattr(row, field, value)
    row.version += 1
    row.save(update_fields=[*wanted, "version"])
    row.rows.all().delete()
    row.trunks.all().delete()
    _store(row, lines, trunks)
    audit.record(actor, "calling_class.updated", row, changes)
    configuration_changed(actor, f"Calling class {row.name} was changed")
    return row


@transaction.atomic
def delete_calling_class(
    actor: Actor, calling_class: CallingClass, *, replacement: CallingClass | None = None
) -> None:
    """Delete a class; whoever has it gets the replacement. Raises ClassInUse when there is none but is needed."""
    require(actor, "outbound.write")
    guard_configuration()
    row = CallingClass.objects.select_for_update().get(pk=calling_class.pk)
    if replacement is not None and (
        replacement.pk == row.pk or not CallingClass.objects.filter(pk=replacement.pk).exists()
    ):
        raise NotAcceptable("Choose a class that stays.", field="replacement")
    for model in (OutboundLayer, RoleClass, OutboundSettings):
        used = model._default_manager.filter(calling_class=row)  # noqa: SLF001 - Django's documented name
        if not used.exists():
            continue
        if replacement is None:
            raise ClassInUse(row.name)
        used.update(calling_class=replacement)
    audit.record(
        actor,
        "calling_class.deleted",
        row,
        {"name": [row.name, None], "replacement": [None, replacement.name if replacement else None]},
    )
    name = row.name
    row.delete()
    configuration_changed(actor, f"Calling class {name} was deleted")


def last_editor(row: Any) -> str:  # noqa: ANN401 - any of our rows
    newest = audit.history_of(row, limit=1)
    return newest[0].actor_label if newest else "Somebody"


def _checked(row: CallingClass, *, name: str, description: str) -> dict[str, str]:
    wanted = {"name": " ".join(name.split()), "description": description.strip()}
    try:
        CallingClass(**wanted).clean_fields(exclude=["key"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise NotAcceptable(messages[0], field=field) from error
    if CallingClass.objects.filter(name__iexact=wanted["name"]).exclude(pk=row.pk).exists():
        raise NotAcceptable(f"There is a class {wanted['name']} already. Enter another name.", field="name")
    return wanted


def _row(wanted: Row) -> CallingClassRow:
    about = About(wanted.about)
    values = ""
    if about == About.COUNTRIES:
        values = _countries(wanted)
    elif about == About.PREFIXES:
        values = _prefixes(wanted)
    return CallingClassRow(allows=wanted.allows, about=about, values=values)


def _countries(wanted: Row) -> str:
    known = dict(region_choices())
    names = {name.casefold(): code for code, name in known.items()}
    codes = []
    for part in re.split(r"[,;\n]", wanted.values):
        text = part.strip()
        # Codes may stand next to each other without commas; names have spaces of their own.
        found = names.get(text.casefold())
        for word in [found] if found else text.upper().split():
            if word not in known:
                raise NotAcceptable(
                    f"{text[:40]} is no country. Enter codes of two letters, for example DE, AT, CH.",
                    field=f"{wanted.field}-values",
                )
            codes.append(word)
    if not codes:
        raise NotAcceptable("Enter at least one country, for example DE.", field=f"{wanted.field}-values")
    return _bounded(" ".join(sorted(set(codes))), wanted)


def _prefixes(wanted: Row) -> str:
    found = []
    for part in re.split(r"[,;\n]", wanted.values):
        text = re.sub(r"[\s()/.\-]", "", part)
        if not text:
            continue
        text = re.sub(r"^00", "+", text)
        if not _PREFIX.fullmatch(text):
            raise NotAcceptable(
                f"{part.strip()[:40]} is not how a number begins. Write it with the country code, for example"
                " +49900, or the digits of a short number, for example 118.",
                field=f"{wanted.field}-values",
            )
        found.append(text)
    if not found:
        raise NotAcceptable(
            "Enter how the numbers begin, for example +49900.", field=f"{wanted.field}-values"
        )
    return _bounded(" ".join(dict.fromkeys(found)), wanted)


def _bounded(values: str, wanted: Row) -> str:
    if len(values) > MAX_VALUES:
        raise NotAcceptable(
            "This is too much for one row. Put the rest into a row of its own.",
            field=f"{wanted.field}-values",
        )
    return values


def _check_trunks(trunks: Sequence[Trunk]) -> None:
    for place, trunk in enumerate(trunks):
        if not Trunk.objects.filter(pk=trunk.pk).exists():
            raise NotAcceptable(f"Trunk {trunk.name} was deleted meanwhile. Choose another.", field="trunk-0")
        if not trunk.is_outbound:
            raise NotAcceptable(
                f"Trunk {trunk.name} takes calls in. Choose an outbound one.", field=f"trunk-{place}"
            )
        if trunk in trunks[:place]:
            raise NotAcceptable(
                f"Trunk {trunk.name} stands above already. Choose another, or none.", field=f"trunk-{place}"
            )


def _store(made: CallingClass, rows: Sequence[CallingClassRow], trunks: Sequence[Trunk]) -> None:
    for position, row in enumerate(rows, start=1):
        row.calling_class, row.position = made, position
    CallingClassRow.objects.bulk_create(rows)
    CallingClassTrunk.objects.bulk_create(
        CallingClassTrunk(calling_class=made, trunk=trunk, position=position)
        for position, trunk in enumerate(trunks, start=1)
    )


def _rows_in_words(rows: Any) -> str:  # noqa: ANN401 - rows of a class, saved or not
    return "; ".join(row_words(row) for row in rows)


def _trunks_in_words(trunks: Sequence[Trunk]) -> str:
    return ", ".join(trunk.name for trunk in trunks) or "all outbound trunks"
