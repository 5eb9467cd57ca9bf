"""The organization's fall-back: where calls go that have nowhere else to go."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from extensions.errors import ExtensionInUse
from extensions.models import VoicemailBox
from extensions.services import Replacement, delete_extension
from opbx.errors import ChangedMeanwhile, NotAcceptable
from opbx.references import uses_of
from routing.compile import compile_plan
from routing.engine.destinations import HangUp, ToExtension, ToVoicemailBox
from routing.fallback import the_fallback
from routing.models import Fallback, ForwardingRule
from routing.services import Rule, set_fallback, set_forwarding_rules
from tenants.context import in_tenant


def to_extension(row):
    return {"destination_kind": "extension", "destination_extension": row}


@pytest.fixture
def anna(make_extension):
    return make_extension("101", "Anna")


@pytest.mark.usefixtures("in_acme")
class TestTheService:
    def test_nothing_is_set_at_first_and_callers_hear_a_sentence(self, acme):
        assert not the_fallback().is_set
        assert compile_plan(acme).fallback is None

    def test_it_is_set_published_and_taken_back(self, acme, boss, anna):
        assert set_fallback(boss, version=1, destination=to_extension(anna))
        assert compile_plan(acme).fallback == ToExtension(anna.key)
        assert not set_fallback(boss, version=2, destination=to_extension(anna))

        assert set_fallback(boss, version=2, destination={"destination_kind": "hang_up"})
        assert compile_plan(acme).fallback == HangUp()
        assert set_fallback(boss, version=3, destination=None)
        assert compile_plan(acme).fallback is None

        told = Entry.objects.filter(action="fallback.changed").order_by("id")
        assert [entry.changes["destination"] for entry in told] == [
            ["Callers hear that they cannot be connected", "Extension 101 Anna"],
            ["Extension 101 Anna", "Hang up"],
            ["Hang up", "Callers hear that they cannot be connected"],
        ]

    def test_two_people_at_once_are_told(self, boss, anna):
        set_fallback(boss, version=1, destination=to_extension(anna))

        with pytest.raises(ChangedMeanwhile):
            set_fallback(boss, version=1, destination=None)

    def test_a_number_outside_passes_the_rules_of_outbound_calls(self, boss):
        outside = {"destination_kind": "outside", "destination_outside": "+1 900 555 0100"}

        with pytest.raises(NotAcceptable, match="Calls cannot go to"):
            set_fallback(boss, version=1, destination=outside)
        assert not Fallback.objects.filter(is_set=True).exists()

    def test_what_it_leads_to_tells_and_is_protected_until_something_takes_its_place(
        self, acme, boss, anna, make_extension
    ):
        bert = make_extension("102", "Bert")
        set_fallback(boss, version=1, destination=to_extension(anna))

        assert [(use.label, use.role) for use in uses_of(anna)] == [
            ("Fall-back", "calls with nowhere else to go come here")
        ]
        with pytest.raises(ExtensionInUse):
            delete_extension(boss, anna)
        delete_extension(boss, anna, replacement=Replacement(bert))
        assert compile_plan(acme).fallback == ToExtension(bert.key)

    def test_it_hangs_up_when_its_voicemail_box_goes_with_its_extension(self, acme, boss, anna):
        box = VoicemailBox.objects.create(extension=anna, name="Anna’s")
        to_box = {"destination_kind": "voicemail", "destination_voicemail_box": box}
        set_fallback(boss, version=1, destination=to_box)
        assert compile_plan(acme).fallback == ToVoicemailBox(box.key)

        delete_extension(boss, anna, replacement=Replacement(None))

        assert compile_plan(acme).fallback == HangUp()

    def test_only_who_may_change_the_numbering_plan_sets_it(self, actor_for, user, reporter):
        for somebody in (user, reporter):
            with pytest.raises(PermissionDenied):
                set_fallback(actor_for(somebody), version=1, destination=None)


class TestThePages:
    @pytest.fixture
    def client(self, client_for, owner):
        return client_for(owner)

    def text_of(self, page) -> str:
        return page.content.decode()

    def test_the_numbering_plan_tells_it_and_one_page_sets_it(self, client, anna):
        assert "Callers hear that they cannot be connected" in self.text_of(client.get("/dialling/"))

        sent = {"version": "1", "destination_kind": "extension", "destination_extension": "101"}
        saved = self.text_of(client.post("/dialling/fallback/", sent, follow=True))

        assert "The fall-back was saved." in saved
        assert '<a href="/extensions/101/">101 Anna</a>' in saved
        again = self.text_of(client.post("/dialling/fallback/", {**sent, "version": "2"}, follow=True))
        assert "Nothing was changed." in again
        assert "changed the fall-back" in self.text_of(client.get("/dialling/fallback/"))

    def test_an_extension_that_is_missing_is_asked_for(self, client):
        refused = client.post("/dialling/fallback/", {"version": "1", "destination_kind": "extension"})

        assert refused.status_code == 422
        assert "Choose an extension." in self.text_of(refused)

    def test_a_circle_says_where_its_calls_end(self, client, acme, boss, anna, make_extension):
        bert = make_extension("102", "Bert")
        with in_tenant(acme):
            for owner, to in ((anna, bert), (bert, anna)):
                rule = Rule("always", "any", **to_extension(to))
                set_forwarding_rules(boss, owner, version=owner.version, rules=[rule])
            assert ForwardingRule.objects.count() == 2
            box = VoicemailBox.objects.create(name="Front desk")
            to_box = {"destination_kind": "voicemail", "destination_voicemail_box": box}
            set_fallback(boss, version=1, destination=to_box)

        assert "The call then goes to the organization’s fall-back." in self.text_of(
            client.get("/extensions/101/")
        )
        flow = self.text_of(client.get(f"/flow/extension/{anna.key}/"))
        assert "goes to the fall-back" in flow
        assert "Voicemail box Front desk" in flow
