"""Publishing: the working copy becomes the next numbered plan, which the voice route serves from then on."""

from __future__ import annotations

from audit.actors import Actor
from routing.compile import compile_plan
from routing.engine.plan import encode_plan
from routing.models import PlanVersion
from tenants.context import current_organization
from tenants.models import Organization


def publish(actor: Actor, summary: str) -> PlanVersion:
    """Compile and store the next version within the caller's transaction; the next call is served by it.

    summary: what changed, in words. When the plan did not change, the newest version is returned as it is.
    """
    # The row lock puts concurrent saves in line: whoever comes second compiles what the first one committed.
    organization = Organization.objects.select_for_update(no_key=True).get(pk=current_organization().pk)
    data = encode_plan(compile_plan(organization))
    newest = PlanVersion.objects.order_by("-number").first()
    if newest is not None and bytes(newest.plan) == data and organization.plan_version == newest.number:
        return newest
    version = PlanVersion.objects.create(
        number=newest.number + 1 if newest is not None else 1,
        plan=data,
        summary=_bounded(summary, 300),
        author_label=_bounded(actor.label, 120),
    )
    Organization.objects.filter(pk=organization.pk).update(plan_version=version.number)
    return version


def _bounded(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
