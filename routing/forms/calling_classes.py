"""The forms of calling classes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models.functions import Lower
from django.forms.boundfield import BoundField
from django.http import QueryDict

from opbx.web.saving import VersionField
from routing.forms.outbound import DIGITS, ClassChoice
from routing.models import CallingClass, CallingClassRow, Trunk
from routing.services.calling_classes import MAX_ROWS, Row

ACTIONS = [("", "No rule"), ("allow", "Allow"), ("deny", "Deny")]
EXTRA_ROWS = 3
TRUNK_PLACES = 3
STEP = 10
PLACES = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")


@dataclass(frozen=True)
class RowFields:
    """The fields of one row of a class, as the page draws them."""

    number: int
    place: BoundField
    action: BoundField
    about: BoundField
    values: BoundField


class CallingClassForm(forms.Form):
    """A class with its rows and trunks. more: show this many empty rows more than usual."""

    version = VersionField()
    name = forms.CharField(
        label="Name",
        max_length=60,
        error_messages={"required": "Enter a name, for example Sales abroad."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    description = forms.CharField(
        label="Description",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        calling_class: CallingClass | None = None,
        copied: CallingClass | None = None,
        typed: Mapping[str, Any] | None = None,
    ) -> None:
        shown = calling_class or copied
        initial = _initial(shown, is_copy=calling_class is None) if shown is not None else {}
        source: Mapping[str, Any] = data if data is not None else typed if typed is not None else {}
        if typed is not None:
            initial = dict(typed.items())
        super().__init__(data, initial=initial)
        filled = sum(1 for name in initial if name.endswith("-about")) if typed is None else 0
        sent = sum(1 for name in source if name.startswith("row-") and name.endswith("-about"))
        more = EXTRA_ROWS if data is None else 0
        self.row_count = min(MAX_ROWS, max(filled, sent) + more)
        trunks = [trunk for trunk in Trunk.objects.order_by("metric", "name") if trunk.is_outbound]
        for number in range(self.row_count):
            self._add_row(number)
        named = sum(1 for name in {*initial, *source} if name.startswith("trunk-"))
        choices = [("", "None")] + [
            (trunk.name, trunk.name if trunk.is_enabled else f"{trunk.name} (disabled)") for trunk in trunks
        ]
        self._trunks = {trunk.name: trunk for trunk in trunks}
        self.trunk_count = min(len(PLACES), max(TRUNK_PLACES, named))
        for place in range(self.trunk_count):
            first = [("", "All outbound trunks, by their priority")] if place == 0 else [choices[0]]
            self.fields[f"trunk-{place}"] = forms.ChoiceField(
                label=f"{PLACES[place]} trunk",
                choices=[*first, *choices[1:]],
                required=False,
                error_messages={"invalid_choice": "Choose one of your outbound trunks."},
            )

    def _add_row(self, number: int) -> None:
        self.fields[f"row-{number}-place"] = forms.IntegerField(
            label="Order",
            required=False,
            min_value=0,
            max_value=9999,
            initial=(number + 1) * STEP,
            error_messages=dict.fromkeys(
                ("invalid", "min_value", "max_value"), "Enter a whole number from 0 to 9999."
            ),
            widget=forms.TextInput(attrs=DIGITS),
        )
        self.fields[f"row-{number}-action"] = forms.ChoiceField(label="Rule", choices=ACTIONS, required=False)
        self.fields[f"row-{number}-about"] = forms.ChoiceField(
            label="Numbers",
            choices=[("", "Choose"), *CallingClassRow.About.choices],
            required=False,
        )
        self.fields[f"row-{number}-values"] = forms.CharField(
            label="Countries or beginnings",
            required=False,
            max_length=1000,
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        )

    @property
    def rows(self) -> Iterator[RowFields]:
        for number in range(self.row_count):
            names = ("place", "action", "about", "values")
            yield RowFields(number + 1, *(self[f"row-{number}-{name}"] for name in names))

    @property
    def trunk_fields(self) -> list[BoundField]:
        return [self[f"trunk-{place}"] for place in range(self.trunk_count)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        found: list[tuple[int, int, Row]] = []
        for number in range(self.row_count):
            field = f"row-{number}"
            action, about = cleaned.pop(f"{field}-action", ""), cleaned.pop(f"{field}-about", "")
            values, place = cleaned.pop(f"{field}-values", ""), cleaned.pop(f"{field}-place", None)
            if not action:
                if values:
                    self.add_error(
                        f"{field}-action", "Choose whether to allow or deny them, or empty the row."
                    )
                continue
            if not about:
                self.add_error(f"{field}-about", "Choose which numbers.")
                continue
            order = place if place is not None else (number + 1) * STEP
            found.append((order, number, Row(action == "allow", about, values, field)))
        names = [cleaned.pop(f"trunk-{place}", "") for place in range(self.trunk_count)]
        cleaned["rows"] = [row for _, _, row in sorted(found, key=lambda one: one[:2])]
        cleaned["trunks"] = [self._trunks[name] for name in names if name]
        return cleaned


def _initial(shown: CallingClass, *, is_copy: bool) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "version": shown.version,
        "name": f"{shown.name[:53]} (copy)" if is_copy else shown.name,
        "description": shown.description,
    }
    for number, row in enumerate(shown.rows.order_by("position")):
        initial |= {
            f"row-{number}-place": (number + 1) * STEP,
            f"row-{number}-action": "allow" if row.allows else "deny",
            f"row-{number}-about": row.about,
            f"row-{number}-values": ", ".join(row.values.split()),
        }
    for place, one in enumerate(shown.trunks.select_related("trunk").order_by("position")):
        initial[f"trunk-{place}"] = one.trunk.name
    return initial


class DeleteClassForm(forms.Form):
    """Which class takes the place of one that is in use."""

    replacement = ClassChoice(label="Give them instead", required=False, empty_label="Choose a class")

    def __init__(self, data: QueryDict | None = None, *, leaving: CallingClass) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["replacement"].queryset = CallingClass.objects.exclude(pk=leaving.pk).order_by(Lower("name"))
