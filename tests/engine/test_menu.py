"""A call at an IVR menu."""

from __future__ import annotations

from routing.engine.calls import Continued, Gathered
from routing.engine.decide import decide
from routing.engine.decisions import Ask, Decision, Dial, End, Speak, Tell
from routing.engine.destinations import HangUp, ToAnnouncement, ToExtension, ToMenu
from routing.engine.objects.announcements import Announcement
from routing.engine.objects.menus import WRONG_KEY, Menu, MenuKey
from routing.engine.plan import Live, Number, Plan
from routing.engine.progress import MAX_STEPS, MenuAsks
from routing.engine.prompts import Sentence, Words
from routing.engine.reasons import Reason
from tests.engine.builders import NOON, call_from_outside, call_from_phone, extension, first_step, key_of

LINE = "+493055501210"
CALL = call_from_outside(LINE)


def menu(name: str = "Main", *keys: MenuKey, **options) -> Menu:
    return Menu(key_of(name), name, Words(f"{name} menu."), keys, **options)


def key(code: str, destination) -> MenuKey:
    return MenuKey(code, destination)


def plan_of(*menus: Menu, fallback=None) -> Plan:
    return Plan(
        organization="Acme",
        extensions=(extension("101", "Amara"), extension("1234", "Ben")),
        numbers=(Number(key_of(LINE), LINE, ToMenu(menus[0].key)),),
        announcements=(Announcement(key_of("Bye"), "Bye", Words("Bye.")),),
        menus=menus,
        fallback=fallback,
    )


def press(plan: Plan, decision: Decision, digits: str) -> Decision:
    return decide(plan, Live(), CALL, decision.progress, Gathered(digits), NOON)


TO_AMARA, TO_BYE = ToExtension(key_of("101")), ToAnnouncement(key_of("Bye"))
SIMPLE = menu("Main", key("1", TO_AMARA), key("#", TO_BYE), no_input=TO_BYE, wrong_key=TO_AMARA)


def test_a_caller_hears_the_menu_and_a_single_key_is_enough():
    ask = first_step(plan_of(SIMPLE), CALL).action

    assert ask == Ask((Words("Main menu."),), 1, "", 8, 3)


def test_a_key_leads_where_it_says_and_the_trace_names_it():
    plan = plan_of(SIMPLE)
    decision = press(plan, first_step(plan, CALL), "1")

    assert isinstance(decision.action, Dial)
    assert (decision.trace[0].outcome, decision.trace[0].note) == (Reason.KEY_PRESSED, "1")
    assert isinstance(press(plan, first_step(plan, CALL), "#").action, Tell)


def test_a_wrong_key_is_told_and_never_noted_then_the_menu_repeats_until_the_tries_are_over():
    plan = plan_of(SIMPLE)
    second = press(plan, first_step(plan, CALL), "7")
    third = press(plan, second, "8")
    last = press(plan, third, "9")

    assert second.action.prompts == third.action.prompts == (WRONG_KEY, Words("Main menu."))
    assert (second.progress.state, third.progress.state) == (MenuAsks(1), MenuAsks(2))
    assert [entry.outcome for entry in last.trace][:2] == [Reason.WRONG_KEY, Reason.TRIES_OVER]
    assert isinstance(last.action, Dial)
    assert all(not entry.note for step in (second, third, last) for entry in step.trace)


def test_no_key_repeats_the_menu_and_leaves_by_its_own_exit():
    silent = menu("Main", key("1", TO_AMARA), no_input=TO_BYE, silent=(Words("Are you there?"),), tries=2)
    plan = plan_of(silent)
    second = press(plan, first_step(plan, CALL), "")

    assert second.action.prompts == (Words("Are you there?"), Words("Main menu."))
    assert press(plan, second, "").action == Tell((Words("Bye."),))


def test_the_empty_redirect_counts_as_no_key():
    plan = plan_of(SIMPLE)
    decision = decide(plan, Live(), CALL, first_step(plan, CALL).progress, Continued(), NOON)

    assert decision.reason is Reason.NO_KEY


def test_the_last_failure_decides_the_exit():
    plan = plan_of(menu("Main", key("1", TO_AMARA), no_input=TO_BYE, wrong_key=HangUp(), tries=2))

    assert press(plan, press(plan, first_step(plan, CALL), "9"), "").action == Tell((Words("Bye."),))
    assert press(plan, press(plan, first_step(plan, CALL), ""), "9").action == End()


def test_longer_codes_wait_for_all_their_keys_and_end_with_the_hash_key():
    plan = plan_of(menu("Main", key("1", TO_BYE), key("*42", TO_AMARA)))
    first = first_step(plan, CALL)

    assert (first.action.most_digits, first.action.finish_on) == (3, "#")
    assert isinstance(press(plan, first, "*42").action, Dial)
    assert isinstance(press(plan, first, "1").action, Tell)


def test_a_hash_key_among_the_choices_is_never_swallowed():
    plan = plan_of(menu("Main", key("#9", TO_BYE)))

    assert first_step(plan, CALL).action.finish_on == ""


def test_extensions_are_dialled_only_where_that_is_allowed_and_a_key_comes_first():
    closed, opened = menu("Main", key("101", TO_BYE)), menu("Main", key("101", TO_BYE), dials_extensions=True)
    first = first_step(plan_of(opened), CALL)

    assert first.action.most_digits == 4
    assert press(plan_of(opened), first, "101").action == Tell((Words("Bye."),))
    rung = press(plan_of(opened), first, "1234")
    assert rung.action.targets == ("1234_acme",)
    assert rung.trace[0].outcome is Reason.EXTENSION_PRESSED
    refused = press(plan_of(closed), first_step(plan_of(closed), CALL), "1234")
    assert refused.reason is Reason.WRONG_KEY


def test_a_sub_menu_and_the_way_back_are_the_callers_own_choice():
    sub = menu("Sub", key("*", ToMenu(key_of("Main"))))
    plan = plan_of(menu("Main", key("4", ToMenu(sub.key))), sub)
    decision = first_step(plan, CALL)

    for _ in range(10):
        decision = press(plan, press(plan, decision, "4"), "*")
        assert decision.action.prompts == (Words("Main menu."),)


def test_an_exit_that_leads_back_without_a_choice_is_cut():
    plan = plan_of(menu("Main", no_input=ToMenu(key_of("Main")), tries=1), fallback=TO_BYE)
    decision = press(plan, first_step(plan, CALL), "")

    assert decision.trace[-2].outcome is Reason.LOOP
    assert decision.action == Tell((Words("Bye."),))
    bare = plan_of(menu("Main", no_input=ToMenu(key_of("Main")), tries=1))
    assert press(bare, first_step(bare, CALL), "").action == Speak(Sentence.NOT_CONNECTED)


def test_whoever_goes_around_for_ever_is_let_go():
    plan = plan_of(menu("Main", key("9", ToMenu(key_of("Main")))))
    decision = first_step(plan, CALL)
    steps = 1

    while isinstance(decision.action, Ask):
        decision = press(plan, decision, "9")
        steps += 1

    assert decision.reason is Reason.TOO_MANY_STEPS
    assert steps <= MAX_STEPS + 1


def test_a_disabled_menu_and_one_that_is_gone_are_not_available():
    off = plan_of(menu("Main", is_enabled=False))
    assert first_step(off, CALL).action == Speak(Sentence.NOT_AVAILABLE)

    waiting = first_step(plan_of(SIMPLE), CALL)
    decision = press(plan_of(menu("Other")), waiting, "1")
    assert (decision.action, decision.reason) == (Speak(Sentence.NOT_AVAILABLE), Reason.MENU_GONE)


def test_a_phone_reaches_it_by_its_internal_number():
    plan = plan_of(menu("Main", key("1", TO_BYE), number="500"))

    assert isinstance(first_step(plan, call_from_phone("101_acme", "500")).action, Ask)
