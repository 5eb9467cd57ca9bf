"""The destination picker: what calls can be sent to, as form fields that every routing form takes over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from extensions.fields import ExtensionField, PickerField, VoicemailBoxField
from routing.fields import ObjectField
from routing.models import (
    OBJECT_COLUMNS,
    OUTSIDE_COLUMN,
    ROUTABLE,
    Agent,
    Announcement,
    DestinationKind,
    Directory,
    Menu,
    RingGroup,
    Room,
    Schedule,
)
from routing.services.destinations import NOUNS

KIND = "destination_kind"
KIND_CHOICES = [("", "Choose where calls go"), *((kind.value, kind.label) for kind in ROUTABLE)]


def _object_field(kind: DestinationKind, model: Any) -> Callable[[], forms.Field]:  # noqa: ANN401 - a RoutedObject's class
    chosen = NOUNS[OBJECT_COLUMNS[kind]]
    return lambda: ObjectField(
        model,
        noun=kind.noun,
        empty_label=f"Choose {chosen}",
        label=kind.noun[0].upper() + kind.noun[1:],
        required=False,
    )


_MAKERS: dict[DestinationKind, Callable[[], forms.Field]] = {
    DestinationKind.EXTENSION: lambda: ExtensionField(label="Extension", required=False),
    DestinationKind.RING_GROUP: _object_field(DestinationKind.RING_GROUP, RingGroup),
    DestinationKind.MENU: _object_field(DestinationKind.MENU, Menu),
    DestinationKind.SCHEDULE: _object_field(DestinationKind.SCHEDULE, Schedule),
    DestinationKind.VOICEMAIL: lambda: VoicemailBoxField(label="Voicemail box", required=False),
    DestinationKind.ROOM: _object_field(DestinationKind.ROOM, Room),
    DestinationKind.ANNOUNCEMENT: _object_field(DestinationKind.ANNOUNCEMENT, Announcement),
    DestinationKind.DIRECTORY: _object_field(DestinationKind.DIRECTORY, Directory),
    DestinationKind.AGENT: _object_field(DestinationKind.AGENT, Agent),
}


def column_of_kind(kind: str) -> str:
    """The field that goes with a kind; "" for one without."""
    if kind == DestinationKind.OUTSIDE:
        return OUTSIDE_COLUMN
    return OBJECT_COLUMNS.get(DestinationKind(kind), "") if kind else ""


def destination_fields() -> dict[str, forms.Field]:
    """The fields beside the kind, by their column, unloaded; one for each kind that can be chosen and has one."""
    found: dict[str, forms.Field] = {
        OBJECT_COLUMNS[kind]: _MAKERS[kind]() for kind in ROUTABLE if kind in OBJECT_COLUMNS
    }
    if DestinationKind.OUTSIDE in ROUTABLE:
        found[OUTSIDE_COLUMN] = forms.CharField(
            label="External number",
            help_text="With its country code, for example +49 30 5550 1210.",
            required=False,
            max_length=40,
            widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        )
    return found


@dataclass(frozen=True)
class Picker:
    """The fields of one destination as templates/routing/destination_picker.html draws them.

    parts: each kind that has a field of its own, with that field.
    """

    kind: BoundField
    parts: tuple[tuple[str, BoundField], ...]

    @property
    def is_used(self) -> bool:
        return bool(self.kind.value()) or any(part.errors for _, part in self.parts)


def picker_of(form: forms.BaseForm, prefix: str = "") -> Picker:
    """The picker whose fields begin with this prefix."""
    parts = tuple((kind.value, form[f"{prefix}{column}"]) for kind, column in _columns())
    return Picker(form[f"{prefix}{KIND}"], parts)


def settle(form: forms.BaseForm, cleaned: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """What was chosen, as keywords of `point`, with an error at the field that its kind lacks; {} for no kind.

    What other kinds hold is left over from another choice: neither kept nor complained about.
    """
    kind = str(cleaned.get(f"{prefix}{KIND}") or "")
    wanted = column_of_kind(kind)
    chosen: dict[str, Any] = {KIND: kind} if kind else {}
    for _, name in _columns():
        field = f"{prefix}{name}"
        if name != wanted:
            form.errors.pop(field, None)
            continue
        chosen[name] = cleaned.get(field)
        if not chosen[name] and field not in form.errors:
            form.add_error(
                field, "Enter the external number." if name == OUTSIDE_COLUMN else f"Choose {NOUNS[name]}."
            )
    return chosen


def _columns() -> Iterator[tuple[DestinationKind, str]]:
    """The kinds that can be chosen and have a field of their own, with it."""
    for kind in ROUTABLE:
        column = column_of_kind(kind)
        if column:
            yield kind, column


class DestinationForm(forms.Form):
    """A form with a destination; its cleaned data carry destination_kind and, one for each kind, its object.

    Drawn by templates/routing/destination_picker.html. Fields of other kinds are in the page too, hidden by
    the style sheet alone, so that the picker works without a script; what they hold is ignored.
    """

    destination_kind = forms.ChoiceField(
        label="Send calls to", choices=KIND_CHOICES, error_messages={"required": "Choose where calls go."}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Form's
        super().__init__(*args, **kwargs)
        for name, field in destination_fields().items():
            self.fields[name] = field
            if isinstance(field, PickerField):
                field.offer()

    @property
    def destination(self) -> Picker:
        return picker_of(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = settle(self, cleaned)
        for _, name in _columns():
            cleaned[name] = chosen.get(name) or ("" if name == OUTSIDE_COLUMN else None)
        return cleaned
