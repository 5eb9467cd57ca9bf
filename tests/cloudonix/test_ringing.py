"""How documents name several phones: an Owner's choice, for the case that the platform wants the other way."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from cloudonix.services import choose_how_to_ring
from extensions.models import Extension, SipAccount
from routing.models import PlanVersion
from routing.plans import load_plan
from routing.publish import publish
from tenants.context import in_tenant
from tests.voice.conftest import ACTOR, acme_line, cloudonix, globex_line

__all__ = ["acme_line", "cloudonix", "globex_line"]

PAGE = "/settings/cloudonix/ringing/"


def test_the_owner_chooses_and_the_next_call_is_rung_so(client_for, owner, cloudonix):
    with in_tenant(owner.organization):
        SipAccount.objects.create(extension=Extension.objects.get(number="101"), username="101_mobile")
        publish(ACTOR, "Two phones")
    before = cloudonix.ask(To="+493012345678")
    assert before.rings == ["101_anna", "101_mobile"]

    answer = client_for(owner).post(PAGE, {"how": "joined"})

    assert answer.status_code == 302
    after = cloudonix.ask(To="+493012345678", Session="call-2")
    assert (after.rings, after.root[0].text) == ([], "101_anna&101_mobile")
    assert re.search(r'value="joined"[^>]*checked', client_for(owner).get(PAGE).content.decode())
    with in_tenant(owner.organization):
        assert Entry.objects.get(action="cloudonix.ringing_changed").changes == {
            "joins_targets": [False, True]
        }


def test_choosing_what_is_chosen_publishes_nothing(in_acme, acme, owner, actor_for):
    choose_how_to_ring(actor_for(owner), joins_targets=False)

    assert not PlanVersion.objects.exists()
    choose_how_to_ring(actor_for(owner), joins_targets=True)
    assert load_plan(acme.pk, acme.schema_name, 1)[0].joins_targets


def test_without_a_choice_the_page_asks_for_one(client_for, owner):
    answer = client_for(owner).post(PAGE, {})

    assert answer.status_code == 422
    assert "Choose one of the two ways." in answer.content.decode()


@pytest.mark.parametrize("who", ["admin", "user", "reporter"])
def test_only_an_owner_chooses(who, request, actor_for, acme):
    with in_tenant(acme), pytest.raises(PermissionDenied):
        choose_how_to_ring(actor_for(request.getfixturevalue(who)), joins_targets=True)
