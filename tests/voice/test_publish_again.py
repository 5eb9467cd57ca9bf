"""After an update every organization's plan is made anew by one command."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from routing.models import PlanVersion
from tenants.context import in_tenant
from tenants.models import Organization


def versions(slug: str) -> int:
    with in_tenant(Organization.objects.get(slug=slug)):
        return PlanVersion.objects.count()


@pytest.mark.usefixtures("acme_line", "globex_line")
def test_only_plans_that_would_be_made_differently_get_a_new_version(capsys):
    with in_tenant(Organization.objects.get(slug="globex")):
        PlanVersion.objects.update(plan=b"as an earlier release made it")

    call_command("publish_plans")
    call_command("publish_plans")

    assert (versions("acme"), versions("globex")) == (1, 2)
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "1 of 2 organizations got a new version of their plan.",
        "0 of 2 organizations got a new version of their plan.",
    ]


def test_a_call_that_began_before_ends_on_its_version(cloudonix, acme_line):
    ringing = cloudonix.ask(To="+493012345678")

    call_command("publish_plans")

    assert "Nobody answered" in cloudonix.ask(ringing.link, CallStatus="no-answer").spoken
