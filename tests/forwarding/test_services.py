"""Saving rules, do not disturb and the mobile: who may, what is written, what callers meet then."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from extensions.models import Extension, ExtensionDefaults, ExtensionTemplate
from opbx.errors import ChangedMeanwhile, NotAcceptable
from routing.engine.destinations import Destination, HangUp, ToExtension, ToVoicemailBox
from routing.engine.forwarding import Cause, Forward
from routing.engine.objects.outbound import NumberKind
from routing.engine.outbound import judge_for
from routing.engine.plan import decode_plan
from routing.engine.reasons import Reason
from routing.models import ForwardingRule, PlanVersion
from routing.services import Rule, set_do_not_disturb, set_forwarding_rules, set_locked, set_rings_mobile
from tenants.models import Organization
from tests.forwarding.conftest import rule

pytestmark = pytest.mark.usefixtures("in_acme")
MOBILE = "+491715550183"


def newest_plan():
    return decode_plan(bytes(PlanVersion.objects.order_by("-number")[0].plan))


def published(number: str):
    return next(extension for extension in newest_plan().extensions if extension.number == number)


def verdict_on_its_mobile(number: str):
    plan, extension = newest_plan(), published(number)
    return judge_for(plan, extension.mobile.number, extension)


def forwards(number: str) -> dict[Cause, Forward]:
    return {forward.cause: forward for forward in published(number).forwards}


def for_all(cause: Cause, destination: Destination) -> Forward:
    return Forward(cause, destination, destination, destination)


# --- rules --------------------------------------------------------------------------------------------------------


def test_rules_are_saved_audited_in_words_and_published(anna, bert, box_of, set_rules):
    box = box_of(anna)

    assert set_rules(anna, rule("busy", bert), rule("no_answer", box), rule("unavailable", None)) is True

    assert forwards("101") == {
        Cause.BUSY: for_all(Cause.BUSY, ToExtension(bert.key)),
        Cause.NO_ANSWER: for_all(Cause.NO_ANSWER, ToVoicemailBox(box.key)),
        Cause.UNAVAILABLE: for_all(Cause.UNAVAILABLE, HangUp()),
    }
    entry = Entry.objects.get(action="extension.forwarding_changed")
    assert entry.object_id == str(anna.key)
    assert entry.changes == {
        "forward_busy": [None, "Extension 102 Bert"],
        "forward_no_answer": [None, "Voicemail box Voicemail 101"],
        "forward_unavailable": [None, "Hang up"],
    }


def test_what_is_not_named_any_more_is_removed_and_what_stays_is_not_told(anna, bert, set_rules):
    set_rules(anna, rule("busy", bert), rule("no_answer", None))

    set_rules(anna, rule("busy", bert))

    assert set(forwards("101")) == {Cause.BUSY}
    newest = Entry.objects.filter(action="extension.forwarding_changed").order_by("-id")[0]
    assert newest.changes == {"forward_no_answer": ["Hang up", None]}


def test_saving_the_same_again_changes_nothing(anna, bert, set_rules):
    set_rules(anna, rule("busy", bert))
    before = PlanVersion.objects.count(), Entry.objects.count()

    assert set_rules(anna, rule("busy", bert)) is False

    assert (PlanVersion.objects.count(), Entry.objects.count()) == before


def test_the_most_particular_rule_holds_and_the_own_origin_comes_first(
    anna, bert, make_extension, template, set_rules
):
    carla, dora = make_extension("104", "Carla"), make_extension("105", "Dora")
    Extension.objects.filter(pk=anna.pk).update(template=template)
    set_rules(None, rule("busy", bert), rule("unavailable", bert), rule("no_answer", bert))
    set_rules(template, rule("busy", carla), rule("busy", dora, "external"), rule("unavailable", carla))
    set_rules(anna, rule("busy", None, "internal"))

    assert forwards("101") == {
        Cause.BUSY: Forward(Cause.BUSY, HangUp(), ToExtension(dora.key), ToExtension(carla.key)),
        Cause.UNAVAILABLE: for_all(Cause.UNAVAILABLE, ToExtension(carla.key)),
        Cause.NO_ANSWER: for_all(Cause.NO_ANSWER, ToExtension(bert.key)),
    }


def test_callers_who_were_sent_on_can_have_a_rule_of_their_own(anna, bert, set_rules):
    set_rules(anna, rule("busy", None), rule("busy", bert, "transferred"))

    assert forwards("101") == {Cause.BUSY: Forward(Cause.BUSY, HangUp(), HangUp(), ToExtension(bert.key))}
    entry = Entry.objects.get(action="extension.forwarding_changed")
    assert entry.changes["forward_busy_transferred"] == [None, "Extension 102 Bert"]


def test_a_shared_rule_does_not_lead_an_extension_to_itself(anna, bert, set_rules):
    set_rules(None, rule("busy", bert))

    assert Cause.BUSY in forwards("101")
    assert Cause.BUSY not in forwards("102")


def test_an_extension_cannot_forward_to_itself(anna, set_rules):
    with pytest.raises(NotAcceptable, match="to itself") as refused:
        set_rules(anna, rule("busy", anna))

    assert refused.value.field == "busy-any-destination_extension"
    assert not ForwardingRule.objects.exists()


@pytest.mark.parametrize("kind", ["external", "", "conference"])
def test_what_calls_cannot_be_sent_to_yet_is_refused(anna, set_rules, kind):
    with pytest.raises(NotAcceptable, match="Choose where calls go") as refused:
        set_rules(anna, Rule("busy", "any", kind))

    assert refused.value.field == "busy-any-destination_kind"


def test_a_destination_that_was_deleted_meanwhile_is_refused(anna, bert, set_rules):
    Extension.objects.filter(pk=bert.pk).delete()

    with pytest.raises(NotAcceptable, match="deleted meanwhile"):
        set_rules(anna, rule("busy", bert))


def test_a_save_over_somebody_elses_save_is_refused(anna, bert, boss, set_rules):
    set_rules(anna, rule("busy", bert))

    with pytest.raises(ChangedMeanwhile) as refused:
        set_forwarding_rules(boss, anna, version=1, rules=[])

    assert refused.value.current_version == 2
    assert ForwardingRule.objects.count() == 1


def test_the_organization_has_one_row_for_its_rules(anna, set_rules):
    set_rules(None, rule("busy", anna))
    set_rules(None, rule("busy", None))

    assert ExtensionDefaults.objects.get().version == 3
    assert ForwardingRule.objects.get().extension is None


# --- who may ------------------------------------------------------------------------------------------------------


def test_a_pbx_user_changes_the_own_extension_only(umas, bert, uma, set_rules):
    assert set_rules(umas, rule("busy", bert), actor=uma) is True
    with pytest.raises(PermissionDenied, match="your own extension"):
        set_rules(bert, rule("busy", umas), actor=uma)


def test_a_pbx_user_changes_what_is_allowed_and_is_told_who_can(umas, template, uma, set_rules, boss):
    ExtensionTemplate.objects.update(
        users_may_forward=False, users_may_use_do_not_disturb=False, users_may_lock=False
    )
    Extension.objects.filter(pk=umas.pk).update(template=template, mobile=MOBILE)

    for act in (
        lambda: set_rules(umas, actor=uma),
        lambda: set_do_not_disturb(uma, umas, on=True),
        lambda: set_locked(uma, umas, on=True),
        lambda: set_rings_mobile(uma, umas, on=True),
    ):
        with pytest.raises(PermissionDenied, match="An Owner or a PBX Admin can change it"):
            act()
    set_do_not_disturb(boss, umas, on=True)


def test_shared_rules_are_not_for_pbx_users(template, uma, set_rules):
    for shared in (template, None):
        with pytest.raises(PermissionDenied):
            set_rules(shared, rule("busy", None), actor=uma)


def test_a_reporter_changes_nothing(anna, reporter, actor_for, set_rules):
    for act in (
        lambda: set_rules(anna, actor=actor_for(reporter)),
        lambda: set_do_not_disturb(actor_for(reporter), anna, on=True),
        lambda: set_locked(actor_for(reporter), anna, on=True),
        lambda: set_rings_mobile(actor_for(reporter), anna, on=False),
    ):
        with pytest.raises(PermissionDenied):
            act()


# --- do not disturb -----------------------------------------------------------------------------------------------


def test_do_not_disturb_reaches_the_shared_row_without_a_new_version(acme, anna, bert, boss):
    before = PlanVersion.objects.count()

    set_do_not_disturb(boss, anna, on=True)
    set_do_not_disturb(boss, bert, on=True)
    set_do_not_disturb(boss, anna, on=False)

    assert Organization.objects.get(pk=acme.pk).do_not_disturb == [bert.key]
    assert PlanVersion.objects.count() == before
    assert [entry.action for entry in Entry.objects.order_by("id")][-3:] == [
        "extension.do_not_disturb_on",
        "extension.do_not_disturb_on",
        "extension.do_not_disturb_off",
    ]


def test_a_lock_reaches_the_shared_row_and_is_told_once(acme, anna, uma, umas, boss):
    set_locked(boss, anna, on=True)
    set_locked(uma, umas, on=True)
    set_locked(uma, umas, on=True)
    set_locked(boss, anna, on=False)

    assert Organization.objects.get(pk=acme.pk).locked_extensions == [umas.key]
    told = Entry.objects.filter(action__in=["extension.locked", "extension.unlocked"]).order_by("id")
    assert [entry.action for entry in told] == ["extension.locked", "extension.locked", "extension.unlocked"]
    with pytest.raises(PermissionDenied):
        set_locked(uma, anna, on=True)


def test_do_not_disturb_of_one_organization_is_not_anothers(acme, globex, anna, boss):
    set_do_not_disturb(boss, anna, on=True)

    assert Organization.objects.get(pk=globex.pk).do_not_disturb == []


def test_switching_to_what_is_already_so_writes_nothing(anna, boss):
    set_do_not_disturb(boss, anna, on=True)
    before = Entry.objects.count()

    set_do_not_disturb(boss, anna, on=True)

    assert Entry.objects.count() == before


# --- the mobile ---------------------------------------------------------------------------------------------------


@pytest.fixture
def mobile_extension(make_extension, trunk):
    extension = make_extension("106", "Mo", may_ring_mobile=True)
    Extension.objects.filter(pk=extension.pk).update(mobile=MOBILE)
    extension.refresh_from_db()
    return extension


def test_a_mobile_that_may_ring_is_published_with_the_trunks(mobile_extension, boss):
    set_rings_mobile(boss, mobile_extension, on=True)

    mobile = published("106").mobile
    assert (mobile.number.dial, mobile.number.kind) == (MOBILE, NumberKind.MOBILE)
    assert verdict_on_its_mobile("106").trunks == ("carrier-out",)
    assert newest_plan().outbound_trunks == ("carrier-out",)
    entry = Entry.objects.get(action="extension.mobile_on")
    assert entry.changes["rings_mobile"] == [False, True]


@pytest.mark.parametrize(
    ("mobile", "sentence"),
    [
        ("", "has no mobile number"),
        ("+447400123456", "does not allow an international number"),
        ("+499001234567", "does not allow a premium number, Germany"),
        ("+491803123456", "does not allow a shared-cost number, Germany"),
        ("+8821612345678", "does not allow a number of a satellite or worldwide network"),
        ("+4917", "does not allow a premium number"),  # not known to be a number at all
    ],
)
def test_a_number_that_may_not_leave_the_building_is_refused(mobile_extension, boss, mobile, sentence):
    Extension.objects.filter(pk=mobile_extension.pk).update(mobile=mobile)

    with pytest.raises(NotAcceptable, match=sentence):
        set_rings_mobile(boss, mobile_extension, on=True)


def test_an_own_number_is_refused_because_the_call_would_come_back(mobile_extension, boss, make_number):
    make_number(MOBILE)

    with pytest.raises(NotAcceptable, match="one of your own phone numbers"):
        set_rings_mobile(boss, mobile_extension, on=True)


def test_without_an_outbound_trunk_it_is_refused(mobile_extension, trunk, boss):
    trunk.direction = trunk.Direction.INBOUND
    trunk.save()

    with pytest.raises(NotAcceptable, match="No outbound trunk"):
        set_rings_mobile(boss, mobile_extension, on=True)


def test_where_it_is_not_allowed_even_an_owner_has_to_allow_it_first(mobile_extension, boss):
    Extension.objects.filter(pk=mobile_extension.pk).update(may_ring_mobile=None)

    with pytest.raises(NotAcceptable, match="may not ring a mobile number"):
        set_rings_mobile(boss, mobile_extension, on=True)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"may_ring_mobile": False}, (Reason.MOBILE_NOT_ALLOWED, Reason.OUTSIDE_ALLOWED)),
        ({"mobile": "+447400123456"}, (None, Reason.OUTSIDE_DENIED)),
    ],
)
def test_what_changed_since_is_seen_when_the_plan_is_made(mobile_extension, boss, set_rules, change, reason):
    set_rings_mobile(boss, mobile_extension, on=True)
    Extension.objects.filter(pk=mobile_extension.pk).update(**change)

    set_rules(None, rule("busy", None))

    assert (published("106").mobile.refused, verdict_on_its_mobile("106").reason) == reason


def test_an_own_number_added_later_stops_the_mobile(mobile_extension, boss, make_number):
    set_rings_mobile(boss, mobile_extension, on=True)

    make_number(MOBILE)

    assert verdict_on_its_mobile("106").reason is Reason.OUTSIDE_IS_OWN


def test_turning_the_mobile_off_is_always_possible(mobile_extension, boss, user, uma):
    set_rings_mobile(boss, mobile_extension, on=True)
    Extension.objects.filter(pk=mobile_extension.pk).update(may_ring_mobile=False, mobile="", user=user)

    set_rings_mobile(uma, mobile_extension, on=False)

    assert published("106").mobile is None
