"""What the routing tables answer to the reference index: who sends calls to an object."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django.db.models import F, Model, Q, QuerySet
from django.urls import reverse

from audit.actors import Actor
from extensions.models import Extension, VoicemailBox
from opbx.references import Use, register_finder, register_redirector
from opbx.web.formats import phone_words
from routing.models import ForwardingRule, PhoneNumber, Trunk
from routing.services.forwarding import redirect_rules
from routing.services.numbers import redirect_numbers


def register_routing_references() -> None:
    register_finder(Extension, numbers_to_extensions)
    register_finder(Extension, numbers_to_boxes_of_extensions)
    register_finder(Extension, rules_to_extensions)
    register_finder(Extension, rules_to_boxes_of_extensions)
    register_redirector(Extension, _redirect_from_extension)
    register_finder(VoicemailBox, numbers_to_boxes)
    register_finder(VoicemailBox, rules_to_boxes)
    register_redirector(VoicemailBox, _redirect_from_box)
    register_finder(Trunk, mobiles_over_trunks)


def numbers_to_extensions(extensions: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    """The phone numbers whose calls go to these extensions."""
    for number in _numbers(destination_extension__in=[row.pk for row in extensions]):
        role = "calls to it ring here" if number.is_enabled else "disabled; calls to it would ring here"
        yield number.destination_extension_id, _use(number, role)


def mobiles_over_trunks(trunks: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    """The extensions whose mobile phone rings too: such calls leave by any outbound trunk that is enabled."""
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
            role="its mobile phone rings over the outbound trunks",
            url=reverse("extensions:detail", args=[extension.number]),
            icon="device-mobile",
        )
        for trunk in carrying:
            yield trunk.pk, use


def numbers_to_boxes_of_extensions(extensions: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    """The phone numbers whose calls go straight to the voicemail box of one of these extensions, which ends with it."""
    rows = _numbers(destination_voicemail_box__extension__in=[row.pk for row in extensions])
    for number in rows.select_related("destination_voicemail_box"):
        box = number.destination_voicemail_box
        if box is not None:
            yield box.extension_id, _use(number, "calls to it go to the voicemail box")


def numbers_to_boxes(boxes: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    """The phone numbers whose calls go to these voicemail boxes."""
    for number in _numbers(destination_voicemail_box__in=[row.pk for row in boxes]):
        role = "its callers are greeted here"
        if not number.is_enabled:
            role = "disabled; its callers would be greeted here"
        yield number.destination_voicemail_box_id, _use(number, role)


def rules_to_extensions(extensions: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    """The rules that forward calls to these extensions."""
    for rule in _rules(destination_extension__in=[row.pk for row in extensions]):
        yield rule.destination_extension_id, _use_by_rule(rule, "")


def rules_to_boxes_of_extensions(extensions: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    """The rules of others that forward calls to the voicemail box of one of these extensions, which ends with it."""
    rows = _rules(destination_voicemail_box__extension__in=[row.pk for row in extensions])
    others = rows.exclude(extension__isnull=False, extension=F("destination_voicemail_box__extension"))
    for rule in others:
        box = rule.destination_voicemail_box
        if box is not None:
            yield box.extension_id, _use_by_rule(rule, " to the voicemail box")


def rules_to_boxes(boxes: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    """The rules that forward calls to these voicemail boxes."""
    for rule in _rules(destination_voicemail_box__in=[row.pk for row in boxes]):
        yield rule.destination_voicemail_box_id, _use_by_rule(rule, "")


def _rules(**which: object) -> QuerySet[ForwardingRule]:
    """Those of living owners: what a deleted extension would do counts when it is restored."""
    rows = ForwardingRule.objects.filter(Q(extension__deleted_at__isnull=True), **which)
    owners = rows.select_related("extension", "template", "destination_voicemail_box")
    return owners.order_by("extension__number", "template__name", "cause", "origin")


def _use_by_rule(rule: ForwardingRule, whither: str) -> Use:
    role = f"forwards calls here{whither}: {str(rule).lower()}"
    if rule.extension is not None:
        url = reverse("extensions:detail", args=[rule.extension.number])
        return Use(kind="Extension", label=str(rule.extension), role=role, url=url, icon="phone")
    if rule.template is not None:
        url = reverse("forwarding:template", args=[rule.template.key])
        return Use(kind="Template", label=rule.template.name, role=role, url=url, icon="phone")
    url = reverse("forwarding:defaults")
    return Use(kind="Forwarding", label="All extensions", role=role, url=url, icon="phone")


def _numbers(**which: object) -> QuerySet[PhoneNumber]:
    return PhoneNumber.objects.filter(**which).order_by("e164")


def _use(number: PhoneNumber, role: str) -> Use:
    return Use(
        kind="Phone number",
        label=phone_words(number.e164),
        role=f"{role} ({number.label})" if number.label else role,
        url=reverse("routing:number_detail", args=[number.e164.removeprefix("+")]),
        icon="phone-incoming",
    )


def _redirect_from_extension(actor: Any, extension: Model, replacement: Model | None) -> None:  # noqa: ANN401 - see Redirector
    leaving, instead = cast("Extension", extension), cast("Extension | None", replacement)
    redirect_numbers(cast("Actor", actor), leaving, instead)
    redirect_rules(cast("Actor", actor), leaving, instead)
    box = VoicemailBox.objects.filter(extension=leaving).first()
    if box is not None:
        redirect_numbers(cast("Actor", actor), box, instead)
        redirect_rules(cast("Actor", actor), box, instead, but_of=leaving)


def _redirect_from_box(actor: Any, box: Model, replacement: Model | None) -> None:  # noqa: ANN401 - see Redirector
    instead = cast("VoicemailBox | None", replacement)
    redirect_numbers(cast("Actor", actor), cast("VoicemailBox", box), instead)
    redirect_rules(cast("Actor", actor), cast("VoicemailBox", box), instead)
