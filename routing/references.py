"""What the routing tables answer to the reference index: who sends calls to an object."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django.db.models import Model
from django.urls import reverse

from audit.actors import Actor
from extensions.models import Extension
from opbx.references import Use, register_finder, register_redirector
from opbx.web.formats import phone_words
from routing.models import PhoneNumber
from routing.services.numbers import redirect_numbers


def register_routing_references() -> None:
    register_finder(Extension, numbers_to_extensions)
    register_redirector(Extension, _redirect_numbers)


def numbers_to_extensions(extensions: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    """The phone numbers whose calls go to these extensions."""
    rows = PhoneNumber.objects.filter(destination_extension__in=[row.pk for row in extensions]).order_by(
        "e164"
    )
    for number in rows:
        role = "calls to it ring here" if number.is_enabled else "disabled; calls to it would ring here"
        yield number.destination_extension_id, _use(number, role)


def _use(number: PhoneNumber, role: str) -> Use:
    return Use(
        kind="Phone number",
        label=phone_words(number.e164),
        role=f"{role} ({number.label})" if number.label else role,
        url=reverse("routing:number_detail", args=[number.e164.removeprefix("+")]),
        icon="phone-incoming",
    )


def _redirect_numbers(actor: Any, extension: Model, replacement: Model | None) -> None:  # noqa: ANN401 - see Redirector
    redirect_numbers(
        cast("Actor", actor), cast("Extension", extension), cast("Extension | None", replacement)
    )
