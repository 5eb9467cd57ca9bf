"""The numbers that phones of the organization dial: one space for extensions and all kinds of routed objects."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Model

from extensions.models import Extension
from extensions.models.extensions import extension_number_is_valid
from extensions.services.values import is_emergency_number
from opbx.errors import NotAcceptable
from routing.errors import InternalNumberTaken
from routing.models import RoutedObject
from routing.services.destinations import noun_of


def check_internal_number(number: str, holder: Model) -> None:
    """Whether an object may have this number; "" always. The caller holds the guard row, which makes the answer final.

    holder: the object that has or wants it. Raises NotAcceptable and InternalNumberTaken (field "number").
    """
    if not number:
        return
    try:
        extension_number_is_valid(number)
    except ValidationError as error:
        raise NotAcceptable("Use 1 to 20 digits, for example 300.", field="number") from error
    if is_emergency_number(number):
        raise NotAcceptable(
            f"{number} calls the emergency services here. Use another number.", field="number"
        )
    other = holder_of_number(number, but=holder)
    if other is not None:
        raise InternalNumberTaken(number, f"{noun_of(other)} {other}")


def holder_of_number(number: str, *, but: Model | None = None) -> Model | None:
    """Who has this internal number, leaving one object out."""
    models: list[type[Model]] = [Extension, *RoutedObject.__subclasses__()]
    for model in models:
        rows = model._default_manager.filter(number=number)  # noqa: SLF001 - Django's documented name
        if isinstance(but, model):
            rows = rows.exclude(pk=but.pk)
        found: Model | None = rows.first()
        if found is not None:
            return found
    return None
