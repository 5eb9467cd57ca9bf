"""Form fields that name an object of the routing."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, F, Model, QuerySet, Value
from django.db.models.functions import Length, Lower
from django.urls import reverse

from extensions.fields import DISABLED, MAX_OPTIONS, PickerField, SuggestingInput
from opbx.web.formats import phone_words
from routing.models import PhoneNumber, RoutedObject


def number_label(row: PhoneNumber) -> str:
    shown = phone_words(row.e164)
    return f"{shown} {row.label}" if row.label else shown


def offered_numbers(find: str = "", limit: int = MAX_OPTIONS) -> list[PhoneNumber]:
    """The first phone numbers that contain the text, in their order."""
    rows: QuerySet[PhoneNumber] = PhoneNumber.objects.order_by("e164")
    if find.strip():
        rows = rows.filter(pk__in=PhoneNumber.objects.matching(find.strip()).values("pk"))
    return list(rows[:limit])


class PhoneNumberField(PickerField):
    """Names a phone number of the organization; the value sent is the number in E.164."""

    def options_url(self) -> str:
        return reverse("routing:number_options")

    def offered(self, limit: int) -> list[PhoneNumber]:
        return offered_numbers(limit=limit)

    def option(self, row: PhoneNumber) -> tuple[str, str]:
        return row.e164, number_label(row)

    def find(self, text: str) -> PhoneNumber:
        # A suggestion may have been taken over whole: "+49 30 55501200 Head office".
        typed = Value("+" + "".join(re.findall(r"[0-9]", text, re.ASCII)), output_field=CharField())
        rows = PhoneNumber.objects.alias(typed=typed).filter(typed__startswith=F("e164"))
        found: PhoneNumber | None = rows.order_by(Length("e164").desc()).first()
        if found is None:
            raise ValidationError(
                f"{text[:60]} is none of your phone numbers. Choose one from the list.", code="unknown"
            )
        return found


def object_label(row: RoutedObject) -> str:
    words = f"{row.name} ({row.number})" if row.number else row.name
    return words if row.is_enabled else f"{words}{DISABLED}"


def offered_objects(
    model: type[RoutedObject], find: str = "", limit: int = MAX_OPTIONS
) -> list[RoutedObject]:
    """The first objects whose name contains the text, in the order of their names."""
    rows: QuerySet[Any] = model._default_manager.order_by(Lower("name"), "pk")  # noqa: SLF001 - Django's documented name
    if find.strip():
        rows = rows.filter(name__icontains=find.strip())
    return list(rows[:limit])


class ObjectField(PickerField):
    """Names an object of one model; the value sent is its key, or its label where it is typed."""

    def __init__(self, model: type[RoutedObject], *, noun: str, **kwargs: Any) -> None:  # noqa: ANN401 - Field's
        self.model, self.noun = model, noun
        super().__init__(**kwargs)

    def options_url(self) -> str:
        return reverse("routing:options", args=[self.model._meta.model_name])  # noqa: SLF001 - Django's documented name

    def offered(self, limit: int) -> list[RoutedObject]:
        return offered_objects(self.model, limit=limit)

    def option(self, row: RoutedObject) -> tuple[str, str]:
        return str(row.key), object_label(row)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Field's
        if isinstance(value, Model) and isinstance(self.widget, SuggestingInput):
            return object_label(value)  # type: ignore[arg-type]  # one of the field's model
        return super().prepare_value(value)

    def find(self, text: str) -> RoutedObject:
        rows: QuerySet[Any] = self.model._default_manager.all()  # noqa: SLF001 - Django's documented name
        found: RoutedObject | None
        try:
            found = rows.filter(key=uuid.UUID(text)).first()
        except ValueError:
            label = text.removesuffix(DISABLED)
            found = rows.filter(name__iexact=label).first() or _labelled(rows, label)
        if found is None:
            raise ValidationError(
                f"There is no {self.noun} {text[:60]}. Choose one from the list.", code="unknown"
            )
        return found


def _labelled(rows: QuerySet[Any], label: str) -> RoutedObject | None:
    """The object whose label was taken over whole from the suggestions: "Sales (300)"."""
    name, _, number = label.rpartition(" (")
    found: RoutedObject | None = rows.filter(name__iexact=name, number=number.rstrip(")")).first()
    return found
