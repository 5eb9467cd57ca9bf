"""Feature codes and speed dial: changing them, and what a phone's code writes."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from audit.models import Entry
from extensions.models import Extension, InternalNumber
from opbx.errors import ChangedMeanwhile, NotAcceptable
from opbx.references import uses_of
from routing.models import FeatureCode, ForwardingRule, RingGroup, SpeedDial
from routing.services import (
    Rule,
    add_speed_dial,
    delete_speed_dial,
    set_feature_codes,
    set_forwarding_rules,
    update_speed_dial,
)
from routing.services.codes import forward_every_call_by_phone, switch_do_not_disturb_by_phone

pytestmark = pytest.mark.usefixtures("in_acme")


def codes() -> dict[str, str]:
    return dict(FeatureCode.objects.filter(is_enabled=True).values_list("act", "number"))


def taken(number: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return InternalNumber.objects.filter(number=number).exists()


def test_every_organization_begins_with_the_usual_codes():
    assert codes() == {
        "do_not_disturb_on": "*78",
        "do_not_disturb_off": "*79",
        "forward_all": "*72",
        "forward_none": "*73",
        "own_voicemail": "*97",
        "voicemail_of": "*98",
        "own_number": "*43",
        "hours_closed": "*81",
        "hours_open": "*82",
        "hours_by_calendar": "*80",
        "withhold_number": "*31",
        "show_number": "*32",
        "lock": "*33",
        "unlock": "*34",
        "redial": "*66",
        "call_return": "*69",
    }
    assert taken("*78")


def test_codes_are_changed_switched_off_and_may_change_places(boss):
    changed = set_feature_codes(
        boss,
        {
            "do_not_disturb_on": ("*79", True),
            "do_not_disturb_off": ("*78", True),
            "own_number": ("*43", False),
        },
    )

    assert changed == 3
    assert (codes()["do_not_disturb_on"], codes()["do_not_disturb_off"]) == ("*79", "*78")
    assert "own_number" not in codes()
    assert not taken("*43")
    assert taken("*79")


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("78", "Enter a star and 1 to 6 digits"),
        ("*79", "is the code for “Do not disturb off”"),
        ("*721", "is the code for “Forward every call to an extension”"),
        ("*01", "is the speed dial Taxi"),
    ],
)
def test_a_code_that_is_none_or_taken_is_refused_at_its_field(boss, code, sentence):
    add_speed_dial(boss, number="*01", name="Taxi", destination_kind="hang_up")

    with pytest.raises(NotAcceptable, match=sentence) as refused:
        set_feature_codes(boss, {"do_not_disturb_on": (code, True)})

    assert refused.value.field == "number-do_not_disturb_on"
    assert codes()["do_not_disturb_on"] == "*78"


def test_a_code_that_takes_a_number_swallows_no_speed_dial(boss):
    add_speed_dial(boss, number="*01", name="Taxi", destination_kind="hang_up")

    with pytest.raises(
        NotAcceptable, match=r"Taxi begins with \*0, behind which a number is dialled"
    ) as refused:
        set_feature_codes(boss, {"voicemail_of": ("*0", True)})
    assert refused.value.field == "number-voicemail_of"


def test_a_phone_switches_do_not_disturb_of_its_extension(make_extension):
    extension = make_extension("101")

    switch_do_not_disturb_by_phone(extension.key, on=True)

    assert Extension.objects.get().do_not_disturb
    entry = Entry.objects.get(action="extension.do_not_disturb_on")
    assert entry.actor_label == "Extension 101, by phone"


def test_a_phone_forwards_every_call_and_keeps_the_other_rules(boss, make_extension):
    anna, bert = make_extension("101"), make_extension("102", "Bert")
    busy = Rule("busy", "external", "extension", destination_extension=bert)
    set_forwarding_rules(boss, anna, version=anna.version, rules=[busy])

    forward_every_call_by_phone(anna.key, bert.key)
    assert set(ForwardingRule.objects.values_list("cause", "origin")) == {
        ("always", "any"),
        ("busy", "external"),
    }

    forward_every_call_by_phone(anna.key, None)
    assert list(ForwardingRule.objects.values_list("cause", flat=True)) == ["busy"]


def test_a_phone_forwards_every_call_though_an_older_rule_would_be_refused_now(make_extension):
    """The phone has heard already that its calls are forwarded."""
    anna, bert = make_extension("101"), make_extension("102", "Bert")
    old = ForwardingRule.objects.create(
        extension=anna,
        cause="busy",
        origin="any",
        destination_kind="outside",
        destination_outside="+442071838750",
    )

    forward_every_call_by_phone(anna.key, bert.key)

    assert ForwardingRule.objects.get(cause="always").destination_extension == bert
    assert ForwardingRule.objects.get(pk=old.pk).destination_outside == "+442071838750"
    forward_every_call_by_phone(anna.key, None)
    assert list(ForwardingRule.objects.values_list("pk", flat=True)) == [old.pk]


def test_a_short_number_is_added_changed_and_deleted(boss, make_extension):
    anna = make_extension("101")
    to_anna = {"destination_kind": "extension", "destination_extension": anna}
    row = add_speed_dial(boss, number="*01", name="Anna", **to_anna)
    assert [use.label for use in uses_of(anna)] == ["*01 Anna"]

    update_speed_dial(boss, row, version=1, number="22", name="Anna", **to_anna)
    assert (taken("22"), taken("*01")) == (True, False)
    with pytest.raises(ChangedMeanwhile):
        update_speed_dial(boss, row, version=1, number="23", name="Anna", **to_anna)

    delete_speed_dial(boss, row)
    assert not taken("22")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("", "Enter a short number."),
        ("#1", "Enter 1 to 7 digits"),
        ("101", "101 is the extension of Amara Okafor"),
        ("300", "300 is the ring group Sales"),
        ("*78", "is the code for “Do not disturb on”"),
        ("*721", "Numbers that begin with .72 are for “Forward every call to an extension”"),
        ("112", "112 calls the emergency services here"),
    ],
)
def test_a_short_number_that_is_none_or_taken_is_refused(boss, make_extension, number, sentence):
    make_extension("101")
    RingGroup.objects.create(name="Sales", number="300")

    with pytest.raises(NotAcceptable, match=sentence) as refused:
        add_speed_dial(boss, number=number, name="Taxi", destination_kind="hang_up")
    assert refused.value.field == "number"
    assert not SpeedDial.objects.exists()


def test_a_user_changes_neither_codes_nor_speed_dial(actor_for, user, boss):
    row = add_speed_dial(boss, number="*01", name="Taxi", destination_kind="hang_up")
    for act in (
        lambda who: set_feature_codes(who, {"own_number": ("*44", True)}),
        lambda who: add_speed_dial(who, number="*02", name="Taxi", destination_kind="hang_up"),
        lambda who: update_speed_dial(
            who, row, version=1, number="*03", name="x", destination_kind="hang_up"
        ),
        lambda who: delete_speed_dial(who, row),
    ):
        with pytest.raises(PermissionDenied):
            act(actor_for(user))
