"""A call at a dial-by-name directory: what golden scenarios (tests/scenarios/dial_by_name) leave out."""

from __future__ import annotations

import pytest

from routing.engine.calls import Continued, Gathered
from routing.engine.decide import decide
from routing.engine.decisions import Ask, Decision, Dial, Speak, Tell
from routing.engine.destinations import ToAnnouncement, ToDirectory, ToExtension
from routing.engine.objects.announcements import Announcement
from routing.engine.objects.directories import Directory, ListedName, SearchBy
from routing.engine.plan import Live, Number, Plan
from routing.engine.progress import MAX_STEPS, DirectoryAsks, DirectoryOffers
from routing.engine.prompts import Sentence, SystemWords, Words
from routing.engine.reasons import Reason
from routing.keypad import spellings
from tests.engine.builders import NOON, call_from_outside, extension, first_step, key_of

LINE = "+493055501210"
CALL = call_from_outside(LINE)
PEOPLE = (("101", "Amara", "Okafor"), ("102", "Jürgen", "Müller"), ("103", "Front desk", ""))


def listed(number: str, first: str, last: str, department: str = "") -> ListedName:
    return ListedName(
        key_of(number),
        spellings(last or first),
        spellings(first) if last else (),
        key_of(department) if department else None,
    )


def plan_of(people=PEOPLE, *, names=None, **options) -> Plan:
    directory = Directory(key_of("Staff"), "Staff", **options)
    return Plan(
        organization="Acme",
        extensions=tuple(extension(number, f"{first} {last}".strip()) for number, first, last in people),
        numbers=(Number(key_of(LINE), LINE, ToDirectory(directory.key)),),
        announcements=(Announcement(key_of("Bye"), "Bye", Words("Bye.")),),
        directories=(directory,),
        listed=names if names is not None else tuple(listed(*person) for person in people),
    )


def press(plan: Plan, decision: Decision, keys: str) -> Decision:
    return decide(plan, Live(), CALL, decision.progress, Gathered(keys), NOON)


def spelled(plan: Plan, keys: str) -> Decision:
    return press(plan, first_step(plan, CALL), keys)


def said(decision: Decision) -> list[Sentence]:
    return [prompt.sentence for prompt in decision.action.prompts if isinstance(prompt, SystemWords)]


TO_BYE = ToAnnouncement(key_of("Bye"))


@pytest.mark.parametrize(
    ("by", "finds", "misses"),
    [
        (SearchBy.LAST_NAME, ["652", "6855", "68355", "652367262", "376683375", "337"], ["262", "587"]),
        (SearchBy.FIRST_NAME, ["262", "5874", "58374", "262726523", "376683"], ["652", "685"]),
        (SearchBy.EITHER, ["652", "262", "685", "337"], ["999"]),
    ],
)
def test_names_are_found_by_what_the_directory_asks_for(by, finds, misses):
    plan = plan_of(by=by)

    for keys in finds:
        assert spelled(plan, keys).reason is Reason.NAMES_FOUND, keys
    for keys in misses:
        assert spelled(plan, keys).reason is Reason.NAME_UNKNOWN, keys


def test_the_question_says_which_name_is_meant():
    questions = {by: said(first_step(plan_of(by=by), CALL)) for by in SearchBy}

    assert questions == {
        SearchBy.LAST_NAME: [Sentence.SPELL_LAST_NAME],
        SearchBy.FIRST_NAME: [Sentence.SPELL_FIRST_NAME],
        SearchBy.EITHER: [Sentence.SPELL_EITHER_NAME],
    }


def test_only_extensions_of_the_departments_are_found():
    names = (listed("101", "Amara", "Okafor", "Sales"), listed("102", "Jürgen", "Müller"))
    plan = plan_of(names=names, departments=(key_of("Sales"),))

    assert spelled(plan, "652").reason is Reason.NAMES_FOUND
    assert spelled(plan, "685").reason is Reason.NAME_UNKNOWN


def test_the_progress_keeps_the_keys_and_the_page_alone():
    people = [(str(200 + n), chr(97 + n % 26) * 2, "Meyer") for n in range(12)]
    plan = plan_of(people, names_at_once=3)

    second = press(plan, spelled(plan, "63937"), "9")

    assert second.progress.state == DirectoryOffers("63937", 1)
    assert second.progress.current == key_of("Staff")


def test_a_star_begins_anew_also_within_what_is_typed():
    plan = plan_of()

    assert spelled(plan, "999*652").reason is Reason.NAMES_FOUND
    anew = spelled(plan, "999*")
    assert (anew.reason, anew.progress.state) == (Reason.DIRECTORY_HEARD, DirectoryAsks())


def test_too_many_names_ask_for_more_and_are_read_when_no_more_comes():
    people = [(str(200 + n), "Ann", "Meyer") for n in range(30)]
    plan = plan_of(people, names_at_once=5)
    asked = spelled(plan, "639")

    assert asked.reason is Reason.NAMES_TOO_MANY
    assert asked.progress.state == DirectoryAsks(0, "639")
    further = press(plan, asked, "37")
    assert further.progress.state == DirectoryAsks(0, "63937")
    read = press(plan, further, "")
    assert (read.reason, len(read.action.prompts)) == (Reason.NAMES_FOUND, 5 + 2)
    assert press(plan, asked, "999").progress.state == DirectoryAsks(1)


def test_far_too_many_keys_are_cut_and_still_find_the_name():
    plan = plan_of([("101", "Amara", "Wolfeschlegelsteinhausenberger")])
    keys = spellings("Wolfeschlegelsteinhausenberger")[0]

    assert spelled(plan, keys).progress.state == DirectoryOffers(keys[:20])


def test_silence_at_the_names_repeats_them_then_gives_up():
    plan = plan_of(nobody=TO_BYE, tries=2)
    found = spelled(plan, "652")

    again = decide(plan, Live(), CALL, found.progress, Continued(), NOON)
    assert (again.reason, again.action.prompts) == (Reason.NO_KEY, found.action.prompts)
    assert press(plan, again, "").action == Tell((Words("Bye."),))


def test_a_wrong_key_at_the_last_try_is_told_where_the_call_ends():
    plan = plan_of(tries=1)

    ended = press(plan, spelled(plan, "652"), "5")

    assert ended.action == Tell((SystemWords(Sentence.NOT_A_CHOICE), SystemWords(Sentence.GOODBYE)))


def test_0_is_no_choice_without_an_operator():
    plan = plan_of()

    assert spelled(plan, "0").reason is Reason.NAME_TOO_SHORT
    assert press(plan, spelled(plan, "652"), "0").reason is Reason.WRONG_KEY


def test_0_reaches_the_operator_at_the_question_and_at_the_names():
    plan = plan_of(operator=ToExtension(key_of("103")))

    for step in (first_step(plan, CALL), spelled(plan, "652"), spelled(plan, "999")):
        assert press(plan, step, "0").action.targets == ("103_acme",)


def test_whoever_turns_pages_for_ever_is_let_go():
    people = [(str(200 + n), "Ann", "Meyer") for n in range(4)]
    plan = plan_of(people, names_at_once=2)
    decision, steps = spelled(plan, "639"), 2

    while isinstance(decision.action, Ask):
        decision = press(plan, decision, "9" if steps % 2 else "*")
        if decision.reason is Reason.DIRECTORY_HEARD:
            decision = press(plan, decision, "639")
            steps += 1
        steps += 1

    assert decision.reason is Reason.TOO_MANY_STEPS
    assert steps <= MAX_STEPS + 2


def test_a_directory_that_is_off_or_gone_or_empty_says_so():
    off = first_step(plan_of(is_enabled=False), CALL)
    empty = first_step(plan_of(names=()), CALL)
    other = spelled(plan_of(), "652").progress
    gone = decide(Plan("Acme"), Live(), CALL, other, Gathered("1"), NOON)

    assert (off.action, off.reason) == (Speak(Sentence.NOT_AVAILABLE), Reason.DIRECTORY_DISABLED)
    assert (empty.action, empty.reason) == (Speak(Sentence.NOT_AVAILABLE), Reason.DIRECTORY_EMPTY)
    assert (gone.action, gone.reason) == (Speak(Sentence.NOT_AVAILABLE), Reason.DIRECTORY_GONE)


def test_a_name_never_brings_other_words_into_the_sentence():
    plan = plan_of([("101", "{number}", "Okafor {value}")])

    found = spelled(plan, "652")

    assert found.action.prompts[0] == SystemWords(Sentence.NAME_FOUND, "{number} Okafor {value}", "1 0 1")
    assert isinstance(press(plan, found, "1").action, Dial)


def test_a_name_is_found_among_five_thousand_by_an_index_that_is_made_once():
    letters = "abcdefghijklmnopqrstuvwxyz"
    people = [(str(10000 + n), f"Ann{letters[n % 26]}", f"Na{n:04}") for n in range(5000)]
    plan = plan_of(people)
    names = plan.names_of(plan.directories[0])

    assert [one.number for one in names.found_by("624711")] == ["14711"]
    assert len(names.found_by("624")) == 1000
    assert names is plan.names_of(plan.directories[0])
