"""The form and the filters of ring groups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property

from extensions.models import MAX_RING_SECONDS, MIN_RING_SECONDS, RING_SECONDS_HINT, Extension
from routing.destinations import DestinationForm
from routing.fields import ObjectField
from routing.forms.members import ARRANGE, Entry, MembersField, Row, Wanted, candidates_for, rows_of
from routing.forms.objects import ObjectFilter, ObjectForm
from routing.models import Announcement, RingGroup, RoutedObject
from routing.models.ring_groups import MOST_ROUNDS

STRATEGIES = [
    (
        RingGroup.Strategy.SIMULTANEOUS.value,
        "Simultaneous|All phones ring at once; the first to answer has the call.",
    ),
    (
        RingGroup.Strategy.SEQUENTIAL.value,
        "Sequential|One member after the other, from the top of the list, for each call.",
    ),
    (
        RingGroup.Strategy.ROUND_ROBIN.value,
        "Round robin|One member after the other; each call begins with the next one of the list.",
    ),
    (
        RingGroup.Strategy.LEAST_RECENT.value,
        "Least recent|One member after the other; whoever waits longest comes first.",
    ),
]
SINCE = [
    (RingGroup.LongestSince.RUNG.value, "this group last rang them"),
    (RingGroup.LongestSince.ANSWERED.value, "their last answered call of this group ended"),
]
PLAYS = [
    ("none", "Nothing|Callers hear the phones ring at once."),
    ("text", "Spoken text|A voice reads it in your organization’s voice language."),
    ("announcement", "An announcement|A recording or a text of the announcements library."),
]
ROUNDS_HINT = f"Enter a whole number from 1 to {MOST_ROUNDS}."


class RingGroupForm(ObjectForm, DestinationForm):
    """One group; the destination is its fall-back. The buttons of the rows show it again, unchecked and rearranged."""

    use_required_attribute = False
    strategy = forms.ChoiceField(
        label="Strategy",
        choices=STRATEGIES,
        initial=RingGroup.Strategy.SIMULTANEOUS,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose a strategy."),
    )
    longest_since = forms.ChoiceField(
        label="Members wait since",
        choices=SINCE,
        initial=RingGroup.LongestSince.RUNG,
        required=False,
        error_messages={"invalid_choice": "Choose since when members wait."},
    )
    members = MembersField(label="Members")
    ring_seconds = forms.IntegerField(
        label="Ring for (seconds)",
        help_text="For each attempt: all members at once, or one of them. A mobile’s voicemail must wait longer.",
        initial=20,
        error_messages={"invalid": RING_SECONDS_HINT, "required": RING_SECONDS_HINT},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        validators=[
            MinValueValidator(MIN_RING_SECONDS, RING_SECONDS_HINT),
            MaxValueValidator(MAX_RING_SECONDS, RING_SECONDS_HINT),
        ],
    )
    rounds = forms.IntegerField(
        label="Rounds",
        help_text="How often the list is gone through.",
        initial=1,
        error_messages={"invalid": ROUNDS_HINT, "required": ROUNDS_HINT},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        validators=[MinValueValidator(1, ROUNDS_HINT), MaxValueValidator(MOST_ROUNDS, ROUNDS_HINT)],
    )
    caller_name_prefix = forms.CharField(
        label="Before the caller’s name",
        help_text="What phones show before it, for example Sales:",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    plays = forms.ChoiceField(
        label="Played before it rings",
        help_text="Once for each call. From then on the call counts as answered for whoever calls.",
        choices=PLAYS,
        initial="none",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose what is played."},
    )
    text = forms.CharField(
        label="Text",
        required=False,
        max_length=1000,
        error_messages={"max_length": "Use 1000 characters at most."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    announcement = ObjectField(
        Announcement,
        noun="announcement",
        label="Announcement",
        empty_label="Choose an announcement",
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        row: RoutedObject | None = None,
    ) -> None:
        is_arranged = data is not None and ARRANGE in data
        super().__init__(None if is_arranged else data, files, row=row)
        if data is not None and is_arranged:
            for name, field in self.fields.items():
                self.initial[name] = field.widget.value_from_datadict(data, MultiValueDict(), name)

    @classmethod
    def values_of(cls, row: RoutedObject) -> dict[str, Any]:
        values = super().values_of(row)
        if isinstance(row, RingGroup):
            spoken = "text" if row.text else "none"
            values["plays"] = "announcement" if row.announcement is not None else spoken
            members = row.members.select_related("extension").order_by("position")
            values["members"] = Wanted(
                tuple(
                    Entry(one.extension.number if one.extension else one.outside, one.is_enabled, one.label)
                    for one in members
                )
            )
        return values

    @cached_property
    def wanted(self) -> Wanted:
        value = self["members"].value()
        return value if isinstance(value, Wanted) else Wanted()

    @cached_property
    def member_rows(self) -> list[Row]:
        return rows_of(self.wanted)

    @cached_property
    def candidates(self) -> list[Extension]:
        return list(candidates_for(self.wanted))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["longest_since"] = cleaned.get("longest_since") or RingGroup.LongestSince.RUNG
        self._settle_what_is_played(cleaned)
        return cleaned

    def _settle_what_is_played(self, cleaned: dict[str, Any]) -> None:
        """Keep what was chosen, and nothing of the others; say what is missing."""
        plays = cleaned.pop("plays", "")
        for name in ("text", "announcement"):
            if plays != name:
                cleaned[name] = None if name == "announcement" else ""
                self.errors.pop(name, None)
            elif not cleaned.get(name) and name not in self.errors:
                self.add_error(
                    name, "Choose an announcement." if name == "announcement" else "Enter what callers hear."
                )


class RingGroupFilter(ObjectFilter):
    """By strategy too, and by a member's number."""

    strategy = forms.ChoiceField(
        label="Strategy", choices=[("", "Any strategy"), *RingGroup.Strategy.choices], required=False
    )
    field_order = ("q", "status", "strategy", "per")

    def apply(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        found = super().apply(rows)
        text = self.cleaned_data.get("q", "").strip()
        if text:
            by_member = rows.filter(_of_member(text))
            found = rows.filter(Q(pk__in=found.values("pk")) | Q(pk__in=by_member.values("pk")))
            if status := self.cleaned_data.get("status"):
                found = found.filter(is_enabled=status == "active")
        strategy = self.cleaned_data.get("strategy")
        return found.filter(strategy=strategy) if strategy else found


def _of_member(text: str) -> Q:
    """Groups that ring an extension of this number, or an outside number of this name or with these digits."""
    found = Q(members__extension__number=text) | Q(members__label__icontains=text)
    digits = "".join(letter for letter in text if letter.isascii() and letter.isdigit()).lstrip("0")
    return found | Q(members__outside__contains=digits) if len(digits) >= 4 else found
