"""Form fields that name an object of the routing."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse

from extensions.fields import DISABLED, MAX_OPTIONS, PickerField, SuggestingInput
from routing.models import RoutedObject


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
