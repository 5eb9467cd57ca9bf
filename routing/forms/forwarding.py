"""One form for the forwarding rules of an extension, of a template or of the organization."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from accounts.access import sees_own_only
from accounts.models import User
from extensions.effective import effective_attributes, effective_column, organization_defaults
from extensions.fields import ExtensionField, PickerField, VoicemailBoxField
from extensions.models import Extension, VoicemailBox
from opbx.web.saving import VersionField
from routing.destinations import KIND, Picker, destination_fields, picker_of, settle
from routing.forwarding import (
    ORIGINS,
    PHONES_RING,
    SAY_WHY,
    Cause,
    Origin,
    Owner,
    RuleBook,
    layers_of,
    rules_for,
    same_for,
)
from routing.models import ROUTABLE, DestinationFields, ForwardingRule
from routing.services import Rule
from routing.services.destinations import destination_words

# In the order of the page, with what each cause means.
HINTS = {
    Cause.NO_ANSWER: "The phones rang and nobody took the call.",
    Cause.BUSY: "Every phone is on another call, the call was declined, or do not disturb is on.",
    Cause.UNAVAILABLE: "The extension is disabled or has no phone, or no phone of it is signed in.",
    Cause.ALWAYS: "The phones do not ring at all.",
}


@dataclass(frozen=True)
class CauseGroup:
    """What the page shows for one cause: one picker for all calls, and one for each origin on demand."""

    title: str
    hint: str
    for_all: Picker
    by_origin: tuple[Picker, ...]

    @property
    def is_split(self) -> bool:
        return any(place.is_used for place in self.by_origin)


class ForwardingForm(forms.Form):
    """A picker for each cause and origin; an empty one leaves it to what the owner inherits.

    `rules` are what was chosen, for the service; its errors name the fields: "busy-any-destination_extension".
    """

    version = VersionField()

    def __init__(self, data: QueryDict | None = None, *, owner: Owner, user: User) -> None:
        super().__init__(data)
        self.owner = owner
        self.rules: list[Rule] = []
        self.fields["version"].initial = owner.version
        book, layers = rules_for(owner), layers_of(owner)
        chosen = {place: book.own(layers[0], *place) for place in _places()}
        pickers = pickers_for(owner, user, [rule for rule in chosen.values() if rule is not None])
        for place, rule in chosen.items():
            self._add_place(place, rule, _inherited_words(owner, book, *place), pickers)

    def _add_place(
        self,
        place: tuple[str, str],
        rule: ForwardingRule | None,
        inherited: str,
        pickers: dict[str, forms.Field],
    ) -> None:
        prefix = "-".join(place)
        self.fields[f"{prefix}-{KIND}"] = forms.ChoiceField(
            label="Send these calls to" if place[1] == Origin.ANY else Origin(place[1]).label,
            choices=[("", inherited), *((kind.value, kind.label) for kind in ROUTABLE)],
            required=False,
            error_messages={"invalid_choice": "Choose where calls go."},
            initial=rule.destination_kind if rule is not None else "",
        )
        for name, picker in pickers.items():
            field = copy.deepcopy(picker)  # so each list is read once
            field.initial = getattr(rule, name) if rule is not None else None
            self.fields[f"{prefix}-{name}"] = field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.rules = [rule for place in _places() if (rule := self._rule(cleaned, *place)) is not None]
        return cleaned

    def _rule(self, cleaned: dict[str, Any], cause: str, origin: str) -> Rule | None:
        chosen = settle(self, cleaned, f"{cause}-{origin}-")
        kind = chosen.pop(KIND, "")
        return Rule(cause, origin, kind, **chosen) if kind else None

    def groups(self) -> Iterator[CauseGroup]:
        for cause, hint in HINTS.items():
            yield CauseGroup(
                title=cause_title(cause, self.owner),
                hint=hint,
                for_all=self._place(cause, Origin.ANY),
                by_origin=tuple(self._place(cause, origin) for origin in ORIGINS),
            )

    def _place(self, cause: Cause, origin: Origin) -> Picker:
        return picker_of(self, f"{cause}-{origin}-")


class _ColleagueField(ExtensionField):
    """For who sees the phonebook and not the list of extensions. kept: what the rules lead to already."""

    def __init__(self, *, kept: list[int], **kwargs: Any) -> None:  # noqa: ANN401 - Field's
        super().__init__(**kwargs)
        self.kept = kept

    def _rows(self) -> QuerySet[Extension]:
        is_shown = effective_column("in_phonebook", organization_defaults())
        rows: QuerySet[Extension] = Extension.objects.annotate(is_shown=is_shown)
        return rows.filter(Q(is_shown=True) | Q(pk__in=self.kept))

    def offered(self, limit: int) -> list[Extension]:
        return list(self._rows().by_number()[:limit])  # type: ignore[attr-defined]  # an ExtensionQuerySet

    def find(self, text: str) -> Extension:
        found = super().find(text)
        if not self._rows().filter(pk=found.pk).exists():
            raise forms.ValidationError(
                f"There is no extension {text} in the phonebook. Choose one from the list.", code="unknown"
            )
        return found


class _OwnBoxField(VoicemailBoxField):
    """For who has the own boxes only. kept: what the rules lead to already."""

    def __init__(self, *, user: User, kept: list[int], **kwargs: Any) -> None:  # noqa: ANN401 - Field's
        super().__init__(**kwargs)
        self.user, self.kept = user, kept

    def _rows(self) -> QuerySet[VoicemailBox]:
        own = Q(extension__user=self.user) | Q(users=self.user) | Q(pk__in=self.kept)
        rows: QuerySet[VoicemailBox] = VoicemailBox.objects.filter(own).distinct()
        return rows.select_related("extension").order_by("name", "pk")

    def offered(self, limit: int) -> list[VoicemailBox]:
        return list(self._rows()[:limit])

    def find(self, text: str) -> VoicemailBox:
        found = super().find(text)
        if not self._rows().filter(pk=found.pk).exists():
            raise forms.ValidationError(
                "This voicemail box is not one of yours. Choose one from the list.", code="unknown"
            )
        return found


def cause_title(cause: Cause, owner: Owner) -> str:
    """Such as "No answer after 20 s", where it is known how long the phones ring."""
    if cause is Cause.ALWAYS:
        return "Every call"
    if cause is not Cause.NO_ANSWER or not isinstance(owner, Extension):
        return str(cause.label)
    return f"No answer after {effective_attributes(owner)['ring_seconds'].value} s"


def _places() -> list[tuple[str, str]]:
    return [(cause.value, origin.value) for cause in Cause for origin in Origin]


def pickers_for(
    owner: Owner | None, user: User, rules: Sequence[DestinationFields]
) -> dict[str, forms.Field]:
    """One field of each kind, with what this user may choose. rules: what they lead to may be chosen besides."""
    fields = destination_fields()
    if sees_own_only(user, "forwarding"):
        texts: dict[str, Any] = {"required": False}
        extensions = [rule.destination_extension_id for rule in rules if rule.destination_extension_id]
        boxes = [rule.destination_voicemail_box_id for rule in rules if rule.destination_voicemail_box_id]
        fields["destination_extension"] = _ColleagueField(kept=extensions, label="Extension", **texts)
        fields["destination_voicemail_box"] = _OwnBoxField(
            user=user, kept=boxes, label="Voicemail box", **texts
        )
    for field in fields.values():
        if isinstance(field, PickerField):
            field.offer(without=(owner,) if owner is not None else ())
    return fields


def _inherited_words(owner: Owner, book: RuleBook[ForwardingRule], cause: str, origin: str) -> str:
    """What an empty picker means: for one origin the picker above it, else what the next layers say."""
    if origin != Origin.ANY:
        return "As for any call"
    parents = layers_of(owner)[1:]
    extension = owner.pk if isinstance(owner, Extension) else None
    found = [book.holding(parents, cause, each.value, extension=extension) for each in ORIGINS]
    nothing = PHONES_RING if cause == Cause.ALWAYS else SAY_WHY
    sources = [holding.source for holding in found if holding is not None]
    if not sources:
        return nothing
    whose = "As the template" if sources[0] == "template" else "As all extensions"
    words = [destination_words(holding.rule) if holding is not None else nothing for holding in found]
    return f"{whose}: " + ", ".join(f"{calls} {where}".strip() for calls, where in same_for(words))
