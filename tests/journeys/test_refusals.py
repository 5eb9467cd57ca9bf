"""Scenario 12: what is not there, switched off or suspended gets a good answer that says so, and rings nobody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.conftest import Running
from tests.journeys.reading import heard, reasons_of

NOWHERE = "+493055501888"  # reaches acme's domain, and OPBX knows nothing of it
GLOBEX, GLOBEX_DOMAIN = "+12125550100", "globex-demo.cloudonix.net"
LOBBY = "+12125550166"
# In globex, since all extensions of acme have a rule for calls that they do not take.
SWITCH_OFF = f"""
from audit.actors import Actor
from extensions.models import Extension
from extensions.services import disable_extension
from routing.services import add_number
actor, lobby = Actor.system("journey"), Extension.objects.get(number="110")
disable_extension(actor, lobby)
add_number(actor, e164="{LOBBY}", destination_kind="extension", destination_extension=lobby)
"""
GLOBEX_IS = """
from audit.actors import Actor
from tenants.console.services import resume_organization, suspend_organization
from tenants.models import Organization
{act}_organization(Actor.system("journey"), organization=Organization.objects.get(slug="globex"))
"""


@pytest.fixture(scope="module")
def lobby(running: Running) -> None:
    """Extension 110 of globex is off, and a number leads to it."""
    running.shell(SWITCH_OFF, "globex")


@pytest.fixture(scope="module")
def suspended(running: Running) -> Iterator[None]:
    running.shell(GLOBEX_IS.format(act="suspend"), "platform")
    yield
    running.shell(GLOBEX_IS.format(act="resume"), "platform")


def refusal(platform: Running, call: dict, slug: str = "acme") -> tuple[str, list[str]]:
    """What the caller heard, and why; nobody was rung."""
    assert call["legs"] == []
    return heard(call), reasons_of(platform, call["token"], slug)


def test_a_number_that_opbx_does_not_know(platform):
    said, reasons = refusal(platform, platform.call(NOWHERE))

    assert "The number you dialled is not in service." in said
    assert reasons == ["number-unknown"]


def test_an_extension_that_does_not_exist(platform):
    said, reasons = refusal(platform, platform.dial("177"))

    assert "There is no extension with the number you dialled." in said
    assert reasons == ["extension-unknown"]


def test_an_extension_that_is_switched_off(lobby, platform):
    inbound = platform.call(LOBBY, domain=GLOBEX_DOMAIN)
    inside = platform.dial("110", slug="globex")

    for call in (inbound, inside):
        said, reasons = refusal(platform, call, "globex")

        assert "The extension you called is switched off." in said
        assert reasons == ["extension-disabled"]


def test_an_organization_that_is_suspended(suspended, platform):
    inbound = platform.call(GLOBEX, domain=GLOBEX_DOMAIN)
    inside = platform.dial("102", slug="globex")

    for call in (inbound, inside):
        said, reasons = refusal(platform, call, "globex")

        assert "This connection is not in service at the moment." in said
        assert reasons == ["organization-suspended"]
