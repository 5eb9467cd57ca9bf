"""The form of an IVR menu, with a row for each key."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict

from extensions.fields import PickerField
from opbx.web.saving import CHECK
from routing.destinations import KIND, KIND_CHOICES, Picker, destination_fields, picker_of, settle
from routing.engine.objects.menus import in_keypad_order
from routing.fields import ObjectField
from routing.forms.objects import ObjectForm
from routing.models import Announcement, DestinationKind, Menu, MenuWay
from routing.models.menus import MOST_FIRST_SECONDS, MOST_NEXT_SECONDS, MOST_SPOKEN, MOST_TRIES
from routing.services import MenuKey
from routing.services.menus import MOST_KEYS

MORE_ROWS = "rows"  # sent as CHECK by the button that adds a row
NEW_ROWS = 3
EXITS = (MenuWay.Cause.NO_INPUT, MenuWay.Cause.WRONG_KEY)
SOURCES = [
    ("text", "Spoken text|A voice reads it in your organization’s voice language."),
    ("announcement", "An announcement|A recording or a text of the announcements library."),
]


def _count(label: str, most: int, initial: int) -> forms.IntegerField:
    words = f"Enter a whole number from 1 to {most}."
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        initial=initial,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), words),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


def _announcement(label: str, empty_label: str, hint: str = "") -> ObjectField:
    return ObjectField(
        Announcement,
        noun="announcement",
        label=label,
        empty_label=empty_label,
        help_text=hint,
        required=False,
    )


@dataclass(frozen=True)
class KeyRow:
    """The fields of one key as templates/menus/fields.html draws them. number: for its legend, from 1."""

    number: int
    code: BoundField
    spoken: BoundField
    leads_to: Picker
    remove: BoundField


class MenuForm(ObjectForm):
    """One menu. Its keys are rows: fields "key0-code", "key0-destination_kind" and so on; empty ones are left out."""

    source = forms.ChoiceField(
        label="Callers hear",
        choices=SOURCES,
        initial="text",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose what callers hear."),
    )
    text = forms.CharField(
        label="Text",
        help_text="Name the keys, for example: For sales, press 1.",
        required=False,
        max_length=1000,
        error_messages={"max_length": "Use 1000 characters at most."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    announcement = _announcement("Announcement", "Choose an announcement")
    dials_extensions = forms.BooleanField(
        label="Callers may press an extension’s number",
        help_text="A key that begins like an extension’s number then waits for further keys.",
        required=False,
    )
    hears_speech = forms.BooleanField(
        label="Callers may also speak",
        help_text="Each key then has words that lead the same way, with commas between them: sales, orders.",
        required=False,
    )
    first_seconds = _count("Seconds to the first key", MOST_FIRST_SECONDS, 8)
    next_seconds = _count("Seconds to each further key", MOST_NEXT_SECONDS, 3)
    tries = _count("Tries", MOST_TRIES, 3)
    wrong_announcement = _announcement(
        "After a wrong key, before the menu repeats", "The system’s own sentence"
    )
    silent_announcement = _announcement("After no key, before the menu repeats", "Nothing")
    rows = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Form's
        super().__init__(*args, **kwargs)
        self._pickers = destination_fields()
        for field in self._pickers.values():
            if isinstance(field, PickerField):
                field.offer()
        ways = list(self.row.ways.all()) if isinstance(self.row, Menu) else []
        keys = [way for way in ways if way.cause == MenuWay.Cause.KEY]
        keys.sort(key=lambda way: in_keypad_order(way.code))
        self.row_count = self._rows_asked_for() if self.is_bound else max(NEW_ROWS, len(keys) + 1)
        for index in range(self.row_count):
            self._add_row(index, keys[index] if index < len(keys) else None)
        for cause in EXITS:
            way = next((way for way in ways if way.cause == cause), None)
            self._add_picker(f"{cause.value}-", way, "Then send calls to", str(DestinationKind.HANG_UP))

    def _rows_asked_for(self) -> int:
        asked = str(self.data.get("rows", ""))
        rows = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else NEW_ROWS
        return min(rows + (self.data.get(CHECK) == MORE_ROWS), MOST_KEYS)

    def _add_row(self, index: int, way: MenuWay | None) -> None:
        prefix = f"key{index}-"
        self.fields[f"{prefix}code"] = forms.CharField(
            label="Key",
            required=False,
            max_length=6,
            initial=way.code if way is not None else "",
            error_messages={"max_length": "Use up to 6 of the keys 0 to 9, * and #."},
            widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        )
        self.fields[f"{prefix}spoken"] = forms.CharField(
            label="Or say",
            required=False,
            max_length=MOST_SPOKEN,
            initial=way.spoken if way is not None else "",
            error_messages={"max_length": f"Use {MOST_SPOKEN} characters at most."},
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
        self._add_picker(prefix, way, "Leads to")
        self.fields[f"{prefix}remove"] = forms.BooleanField(label="Remove this key", required=False)

    def _add_picker(self, prefix: str, way: MenuWay | None, label: str, initial: str = "") -> None:
        self.fields[f"{prefix}{KIND}"] = forms.ChoiceField(
            label=label,
            choices=KIND_CHOICES,
            required=False,
            initial=way.destination_kind if way is not None else initial,
            error_messages={"invalid_choice": "Choose where calls go."},
        )
        for name, picker in self._pickers.items():
            field = copy.deepcopy(picker)
            field.initial = getattr(way, name) if way is not None else None
            self.fields[f"{prefix}{name}"] = field

    def key_rows(self) -> Iterator[KeyRow]:
        for index in range(self.row_count):
            prefix = f"key{index}-"
            code, spoken, remove = (self[f"{prefix}{name}"] for name in ("code", "spoken", "remove"))
            yield KeyRow(index + 1, code, spoken, picker_of(self, prefix), remove)

    @property
    def without_key(self) -> Picker:
        return picker_of(self, f"{MenuWay.Cause.NO_INPUT.value}-")

    @property
    def after_wrong_keys(self) -> Picker:
        return picker_of(self, f"{MenuWay.Cause.WRONG_KEY.value}-")

    @classmethod
    def values_of(cls, row: Any) -> dict[str, Any]:  # noqa: ANN401 - a Menu
        return {**super().values_of(row), "source": "text" if row.announcement is None else "announcement"}

    def full_clean(self) -> None:
        if self.is_bound and self.data.get(CHECK) == MORE_ROWS:
            self._errors, self.cleaned_data = ErrorDict(), {}  # nothing was meant to be saved yet
            return
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        source = cleaned.get("source")
        if source == "text":
            cleaned["announcement"] = None
            self.errors.pop("announcement", None)
        elif (
            source == "announcement" and not cleaned.get("announcement") and "announcement" not in self.errors
        ):
            self.add_error("announcement", "Choose an announcement.")
        rows = [self._read_row(cleaned, f"key{index}-") for index in range(self.row_count)]
        exits = {cause.value: settle(self, cleaned, f"{cause.value}-") for cause in EXITS}
        for cause, chosen in exits.items():
            if not chosen and f"{cause}-{KIND}" not in self.errors:
                self.add_error(f"{cause}-{KIND}", "Choose where calls go.")
        own = {name: cleaned[name] for name in self.base_fields if name in cleaned}
        own.pop("source", None)
        own.pop("rows", None)
        return {**own, "keys": [row for row in rows if row is not None], **exits}

    def _read_row(self, cleaned: dict[str, Any], prefix: str) -> MenuKey | None:
        code = str(cleaned.get(f"{prefix}code") or "").strip()
        chosen = settle(self, cleaned, prefix)
        spoken = str(cleaned.get(f"{prefix}spoken") or "")
        if cleaned.get(f"{prefix}remove") or not (
            code or spoken or chosen or f"{prefix}{KIND}" in self.errors
        ):
            for name in [name for name in self.errors if name.startswith(prefix)]:
                del self.errors[name]
            return None
        if not code and f"{prefix}code" not in self.errors:
            self.add_error(f"{prefix}code", "Enter the key, or remove this row.")
        if not chosen and f"{prefix}{KIND}" not in self.errors:
            self.add_error(f"{prefix}{KIND}", "Choose where this key leads.")
        return MenuKey(code, chosen, prefix, spoken)  # type: ignore[arg-type]  # what `point` takes, once it is in order
