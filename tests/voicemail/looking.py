"""What tests about boxes look at, and how they change a greeting without caring for its version."""

from __future__ import annotations

from django.urls import reverse

from audit.models import Entry
from extensions import services
from extensions.models import VoicemailBox
from routing.engine.plan import decode_plan
from routing.models import PlanVersion


def published(box):
    """The box as the newest plan has it."""
    plan = decode_plan(bytes(PlanVersion.objects.latest("number").plan))
    return plan.voicemail_box_by_key.get(box.key)


def greet(actor, box, **values):
    return services.change_greeting(actor, box, version=VoicemailBox.objects.get(pk=box.pk).version, **values)


def actions() -> list[str]:
    return list(
        Entry.objects.filter(action__startswith="voicemail").order_by("pk").values_list("action", flat=True)
    )


def row_of(box: VoicemailBox) -> VoicemailBox:
    return VoicemailBox.objects.get(pk=box.pk)


def url(name: str, box: VoicemailBox | None = None) -> str:
    return reverse(f"voicemail:{name}", urlconf="opbx.urls", args=[box.key] if box else [])
