"""Phone numbers as files bring them in, and the columns of their list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from audit.actors import Actor
from extensions.models import ImportRun
from opbx.e164 import read_phone_number
from opbx.errors import DomainError, NotAcceptable
from opbx.spreadsheets.columns import Column, as_flag, as_text
from routing.models import OBJECT_COLUMNS, PhoneNumber
from routing.services.destinations import destination_words
from routing.services.numbers import change_number, insert_number, remove_number, what_changes
from routing.written_destinations import HOW, Goals, Written
from tenants.context import current_organization
from tenants.models import Organization

Result = TypeVar("Result")


def _number(text: str, _goals: Goals) -> str:
    return read_phone_number(text, current_organization().region)


def _destination(text: str, goals: Goals) -> Written:
    return goals.read(text)


COLUMNS: tuple[Column, ...] = (
    Column(
        "e164", "Number", "With its country code. Required; tells which phone number a row is about.",
        _number, lambda row: row.e164, ("phone number", "did"),
    ),
    Column("label", "Label", "What the number is for.", as_text, lambda row: row.label),
    Column(
        "destination", "Goes to", f"Where calls go, {HOW}. Required for new numbers.",
        _destination, destination_words, ("destination",),
    ),
    Column(
        "rules", "Rules by caller", "Whose calls go elsewhere; they are made on the page of the number.", None,
        lambda row: "; ".join(f"{rule}: {destination_words(rule)}" for rule in row.rules.all()),
    ),
    Column(
        "caller_name_prefix", "Before the caller’s name", "What phones show before the caller, for example Sales:.",
        as_text, lambda row: row.caller_name_prefix, ("before the caller's name", "prefix"),
    ),
    Column("is_enabled", "Active", "yes or no.", as_flag("is_enabled"), lambda row: row.is_enabled, ("enabled",)),
    Column(
        "created_at", "Added", "When it was added.", None,
        lambda row: timezone.localtime(row.created_at).isoformat(timespec="minutes"),
    ),
)  # fmt: skip


class NumberImporter:
    kind: str = ImportRun.Kind.NUMBERS
    permission = "numbers.write"
    noun = "phone number"
    plural = "phone numbers"
    key = "e164"

    @property
    def columns(self) -> Sequence[Column]:
        return COLUMNS

    def load_names(self) -> Goals:
        return Goals()

    def rows(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = PhoneNumber.objects.select_related(*OBJECT_COLUMNS.values())
        return rows

    def with_deleted(self) -> QuerySet[Any]:
        return self.rows()

    def insert(self, actor: Actor, organization: Organization, values: Mapping[str, Any]) -> PhoneNumber:
        written: Written | None = values.get("destination")
        destination = written.wanted() if written is not None else None
        if destination is None:
            raise NotAcceptable(f"Enter where its calls go, {HOW}.", field="destination")
        said = {"e164": values["e164"], **_said(values)}
        return _at_its_column(lambda: insert_number(actor, organization, **said, **destination))

    def differences(self, row: PhoneNumber, values: Mapping[str, Any]) -> dict[str, list[Any]]:
        return _at_its_column(lambda: what_changes(row, _said(values), _wanted(row, values)))

    def change(self, actor: Actor, row: PhoneNumber, values: Mapping[str, Any]) -> None:
        _at_its_column(lambda: change_number(actor, row, _said(values), _wanted(row, values)))

    def remove(self, actor: Actor, row: PhoneNumber) -> None:
        remove_number(actor, row)


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in {"e164", "destination"}}


def _wanted(row: PhoneNumber, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 - DestinationKeywords or None
    written: Written | None = values.get("destination")
    return written.wanted(row) if written is not None else None


def _at_its_column(act: Callable[[], Result]) -> Result:
    """A destination is one column here, whichever of its fields was refused."""
    try:
        return act()
    except DomainError as error:
        if error.field and error.field.startswith("destination"):
            error.field = "destination"
        raise
