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
from routing.models import PhoneNumber, Trunk
from routing.services.numbers import redirect_numbers


def register_routing_references() -> None:
    register_finder(Extension, numbers_to_extensions)
    register_redirector(Extension, _redirect_numbers)
    register_finder(Trunk, mobiles_over_trunks)


def numbers_to_extensions(extensions: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    """The phone numbers whose calls go to these extensions."""
    rows = PhoneNumber.objects.filter(destination_extension__in=[row.pk for row in extensions]).order_by(
        "e164"
    )
    for number in rows:
        role = "calls to it ring here" if number.is_enabled else "disabled; calls to it would ring here"
        yield number.destination_extension_id, _use(number, role)


def mobiles_over_trunks(trunks: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    """The extensions whose mobile phone rings along: such calls leave by any outbound trunk that is enabled."""
    carrying = [
        trunk for trunk in trunks if isinstance(trunk, Trunk) and trunk.is_outbound and trunk.is_enabled
    ]
    if not carrying:
        return
    ringing = Extension.objects.filter(rings_mobile=True, is_enabled=True).exclude(mobile="")
    for extension in ringing.by_number():
        use = Use(
            kind="Extension",
            label=str(extension),
            role="its mobile phone rings along over the outbound trunks",
            url=reverse("extensions:detail", args=[extension.number]),
            icon="device-mobile",
        )
        for trunk in carrying:
            yield trunk.pk, use


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
