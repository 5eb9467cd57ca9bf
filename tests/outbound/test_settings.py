"""Who has which class, caller IDs, habits, and the test of a number."""

from __future__ import annotations

import pytest

from audit.actors import Actor
from calls.models import JourneyStep
from extensions.models import Extension
from routing.compile import compile_plan
from routing.models import (
    CallerIdRule,
    CallingClass,
    OutboundLayer,
    OutboundSettings,
    PhoneNumber,
    RingGroup,
    RoleClass,
    Room,
    SpeedDial,
    Trunk,
)
from routing.publish import publish
from tenants.context import in_tenant
from tests.forwarding.conftest import in_acme_schema
from tests.outbound.conftest import page

ADD = "/outbound/classes/add/"


# --- who has which ------------------------------------------------------------------------------------------------


def test_extension_template_role_and_organization_follow_each_other(as_owner, umas, template, key, acme):
    with in_acme_schema():
        CallingClass.objects.create(name="Of the extension")
        CallingClass.objects.create(name="Of the template")
        Extension.objects.filter(pk=umas.pk).update(template=template)

    def holds() -> str:
        with in_acme_schema():
            plan = compile_plan(acme)
            found = next(one for one in plan.extensions if one.number == "103")
            held = found.line or plan.outbound.line
            return plan.outbound.calling_class(held.calling_class).name

    seen = [holds()]
    sent = {"version": "1", "calling_class": key("National"), "role-pbx_user": key("International")}
    assert as_owner.post("/outbound/holders/", sent).status_code == 302
    seen.append(holds())
    as_owner.post(
        f"/outbound/template/{template.key}/", {"calling_class": key("Of the template"), "confirmed": "1"}
    )
    seen.append(holds())
    as_owner.post("/outbound/extension/103/", {"calling_class": key("Of the extension")})
    seen.append(holds())

    assert seen == ["National", "International", "Of the template", "Of the extension"]
    card = page(as_owner.get("/extensions/103/"))
    assert "Outbound calls" in card
    assert "Calling class Of the extension" in card
    as_owner.post("/outbound/extension/103/", {})
    assert holds() == "Of the template"
    with in_acme_schema():
        assert not OutboundLayer.objects.filter(extension=umas).exists()
        assert RoleClass.objects.get().role == "pbx_user"


def test_a_class_that_was_deleted_meanwhile_is_refused_with_a_sentence(as_owner, anna):
    answer = as_owner.post(
        "/outbound/extension/101/", {"calling_class": "8b7a2ab6-62b6-4b7c-8a09-6b3b6f3f5f10"}
    )

    assert answer.status_code == 422
    assert "Choose a calling class." in page(answer)


# --- caller IDs ---------------------------------------------------------------------------------------------------


def shown(acme, number: str) -> str:
    with in_acme_schema():
        plan = compile_plan(acme)
        found = next(one for one in plan.extensions if one.number == number)
        return (found.line or plan.outbound.line).caller_id


def test_the_own_number_goes_before_the_narrowest_range_and_the_organization(
    as_owner, acme, anna, make_number
):
    first, organization, wide, narrow, own = (make_number(f"+4930555012{n:02}").e164 for n in range(5))
    seen = [shown(acme, "101")]
    as_owner.post("/outbound/caller-ids/", {"version": "1", "caller_id": organization})
    seen.append(shown(acme, "101"))
    sent = {"version": "2", "caller_id": organization}
    sent |= {"range-0-first": "100", "range-0-last": "199", "range-0-number": wide}
    as_owner.post("/outbound/caller-ids/", sent)
    seen.append(shown(acme, "101"))
    sent |= {"version": "3", "range-1-first": "101", "range-1-last": "", "range-1-number": narrow}
    as_owner.post("/outbound/caller-ids/", sent)
    seen.append(shown(acme, "101"))
    as_owner.post("/outbound/extension/101/", {"caller_id": own})
    seen.append(shown(acme, "101"))

    assert seen == [first, organization, wide, narrow, own]
    exported = as_owner.get("/outbound/caller-ids/export/").content.decode()
    assert f"100,199,'{wide}" in exported or f"100,199,{wide}" in exported


def test_a_number_that_is_off_is_passed_over(as_owner, acme, anna, make_number):
    usual, own = make_number("+493055501201").e164, make_number("+493055501202").e164
    as_owner.post("/outbound/extension/101/", {"caller_id": own})
    with in_acme_schema():
        PhoneNumber.objects.filter(e164=own).update(is_enabled=False)

    assert shown(acme, "101") == usual


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("200", "100"), "Enter a number of 3 digits that is 200 or higher."),
        (("10", "100"), "Enter a number of 2 digits that is 10 or higher."),
        (("1a", "100"), "Enter an extension number, for example 101."),
        (("", ""), "Enter the first extension, for example 200."),
    ],
)
def test_a_range_that_is_none_is_refused_at_its_place(as_owner, make_number, row, sentence):
    number = make_number("+493055501201").e164
    sent = {"version": "1", "range-0-first": row[0], "range-0-last": row[1], "range-0-number": number}

    answer = as_owner.post("/outbound/caller-ids/", sent)

    assert answer.status_code == 422
    assert sentence in page(answer)
    with in_acme_schema():
        assert not CallerIdRule.objects.exists()


def test_a_number_of_somebody_else_cannot_be_shown(as_owner, anna):
    answer = as_owner.post("/outbound/extension/101/", {"caller_id": "+442071838750"})

    assert answer.status_code == 422
    assert "Choose one of your phone numbers." in page(answer)


def test_a_number_that_callees_see_is_not_deleted(as_owner, anna, make_number):
    make_number("+493055501201")
    as_owner.post("/outbound/extension/101/", {"caller_id": "+493055501201"})

    asked = page(as_owner.get("/numbers/493055501201/delete/"))
    answer = page(as_owner.post("/numbers/493055501201/delete/", follow=True))

    assert "Choose another number here first:" in asked
    assert "is named by extension 101 Anna." in answer


def test_a_trunk_that_a_class_names_is_not_deleted(as_owner, trunk):
    as_owner.post(ADD, {"name": "New", "trunk-0": "carrier-out"})

    answer = page(as_owner.post("/trunks/trunk/carrier-out/delete/", follow=True))

    assert "Trunk carrier-out is named by calling class New." in answer
    with in_acme_schema():
        assert Trunk.objects.exists()


# --- limits -------------------------------------------------------------------------------------------------------


def line_of(acme, number: str):
    with in_acme_schema():
        plan = compile_plan(acme)
        found = next(one for one in plan.extensions if one.number == number)
        return found.line or plan.outbound.line


def test_limits_of_an_extension_come_from_it_its_template_or_the_organization(as_owner, acme, umas, template):
    with in_acme_schema():
        Extension.objects.filter(pk=umas.pk).update(template=template)
    usual = {
        "version": "1",
        "calls_an_hour": "20",
        "minutes_a_day": "60",
        "busy_level": "3",
        "call_limit": "4",
    }
    assert as_owner.post("/outbound/limits/", usual).status_code == 302
    saved = as_owner.post("/outbound/extension/103/", {"minutes_a_day": "0", "busy_level": "2"}, follow=True)

    line = line_of(acme, "103")

    assert (line.calls_an_hour, line.minutes_a_day, line.busy_level, line.call_limit) == (20, 0, 2, 4)
    card = page(saved)
    assert "Counts as busy with 2 Calls at once 4 default of the organization" in card
    assert "Calls outside in an hour 20 default of the organization" in card
    assert "An extension outside in an hour 20" in page(as_owner.get("/outbound/"))


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("/outbound/limits/", {"version": "1", "call_limit": "1"}),
        ("/outbound/extension/103/", {"call_limit": "1"}),
    ],
)
def test_one_call_at_once_is_saved_with_a_warning(as_owner, umas, url, sent):
    warning = "With 1 nobody can transfer a call after asking, which takes two."

    assert warning in page(as_owner.get(url))
    assert f"Calls at once: 1. {warning}" in page(as_owner.post(url, sent, follow=True))
    assert "Calls at once: 1." not in page(
        as_owner.post(url, sent | {"version": "2", "call_limit": "2"}, follow=True)
    )


# --- habits -------------------------------------------------------------------------------------------------------


def test_habits_are_saved_and_read_by_the_next_call(as_owner, acme):
    sent = {
        "version": "1",
        "outside_prefix": "0",
        "needs_prefix": "on",
        "area_code": "30",
        "service_numbers": "115, 116117",
    }
    answer = as_owner.post("/outbound/dialling/", sent, follow=True)

    assert "How people dial was saved." in page(answer)
    with in_acme_schema():
        habits = compile_plan(acme).outbound.habits
    assert (habits.outside_prefix, habits.needs_prefix, habits.area_code) == ("0", True, "30")
    assert habits.service_numbers == ("115", "116117")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"outside_prefix": "x"}, "Use up to 8 digits, or leave this empty."),
        ({"needs_prefix": "on"}, "Enter the digits that are dialled first, for example 0."),
        ({"service_numbers": "115 abc"}, "abc is no short number."),
    ],
)
def test_habits_that_cannot_be_are_refused(as_owner, sent, sentence):
    answer = as_owner.post("/outbound/dialling/", {"version": "1", **sent})

    assert answer.status_code == 422
    assert sentence in page(answer)


# --- the test of a number -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0171 5550103", ["Allowed", "a mobile number of the own country", "Over carrier-out", "Decides"]),
        (
            "0044 20 7183 8750",
            ["Refused", "an international number, Britain (UK)", "No row of the class matches"],
        ),
        ("112", ["Allowed: an emergency call passes every rule"]),
        ("102", ["Stays inside: 102 Bert has this number"]),
        ("030 55501201", ["Stays inside: +49 30 55501201 is one of your own phone numbers"]),
        ("hello", ["Refused: this is no number that could be read"]),
        ("*31 0171 5550103", ["Allowed", "no number, it is withheld", "by the code *31"]),
        ("*31#112", ["Allowed: an emergency call passes every rule"]),
        ("*31 102", ["Stays inside: 102 Bert has this number"]),
    ],
)
@pytest.mark.usefixtures("trunk", "anna", "bert")
def test_the_box_explains_the_verdict(as_owner, make_number, number, words):
    make_number("+493055501201")

    answer = page(as_owner.get("/outbound/test/", {"extension": "101", "number": number}))

    for word in words:
        assert word in answer


def test_the_box_says_what_is_missing(as_owner):
    answer = page(as_owner.get("/outbound/test/?number="))

    assert "Enter a number, for example 0044 20 7946 0400." in answer


def verdict_on(browser, number: str) -> str:
    return page(browser.get("/outbound/test/", {"extension": "101", "number": number}))


@pytest.fixture
def published(acme, trunk, anna, bert):
    """published(…) publishes what the tables of acme say."""

    def put() -> None:
        with in_tenant(acme):
            publish(Actor.system("tests"), "As it is")

    return put


def test_the_box_tells_objects_and_codes_as_a_call_would_find_them(as_owner, acme, anna, published):
    with in_acme_schema():
        RingGroup.objects.create(name="Sales", number="500")
        Room.objects.create(name="Team", number="600", is_enabled=False)
        SpeedDial.objects.create(
            number="*01", name="London", destination_kind="outside", destination_outside="+442071838750"
        )
    published()

    assert "Stays inside: the ring group Sales has this number" in verdict_on(as_owner, "500")
    assert "No member of the ring group can ring" in verdict_on(as_owner, "500")
    assert "Stays inside: the conference room Team has this number" in verdict_on(as_owner, "600")
    assert "The conference room is disabled" in verdict_on(as_owner, "600")
    short = verdict_on(as_owner, "*01")
    assert "Refused: the calling class does not allow this number" in short
    assert "*01 London A short number was dialled" in short
    assert "Stays inside: *43 is a feature code" in verdict_on(as_owner, "*43")


def test_the_box_knows_limits_and_a_disabled_extension(as_owner, acme, anna, published):
    with in_acme_schema():
        OutboundSettings.objects.update(most_calls=1)
        JourneyStep.objects.create(
            session_token="one",
            stage_id="1",
            event="arrived",
            reason="outside-ringing",
            plan_version=1,
            cxml="",
        )
    published()
    over = verdict_on(as_owner, "0171 5550103")
    with in_acme_schema():
        Extension.objects.filter(pk=anna.pk).update(is_enabled=False)
    published()

    assert "Refused: as many calls as allowed leave the building already" in over
    assert "Refused: the calling extension is disabled" in verdict_on(as_owner, "0171 5550103")
    assert "Allowed: an emergency call passes every rule" in verdict_on(as_owner, "112")


def test_a_test_writes_and_switches_nothing(as_owner, acme, anna, published):
    published()

    verdict_on(as_owner, "*78")

    with in_acme_schema():
        assert not Extension.objects.get(pk=anna.pk).do_not_disturb
        assert not JourneyStep.objects.exists()
