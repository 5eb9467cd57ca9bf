"""A call at a dial-by-name directory: the caller spells a name with the keys, and chooses who is meant."""

from __future__ import annotations

from routing.engine.calls import Event, Gathered
from routing.engine.decisions import Ask, Decision, StepKind, Tell
from routing.engine.destinations import Destination, HangUp, ToDirectory, ToExtension
from routing.engine.feature_codes import spoken_digits
from routing.engine.objects.directories import Directory, SearchBy
from routing.engine.objects.extensions import Extension
from routing.engine.progress import DirectoryAsks, DirectoryOffers
from routing.engine.prompts import Prompt, Sentence, SystemWords
from routing.engine.reasons import Reason
from routing.engine.walk import Walk

OPERATOR, MORE, BACK = "0", "9", "*"
CHOICES = "12345678"
# Longer names are found by their beginning.
MOST_KEYS = 20
# Of names that are read out; where there are more the caller is asked for further letters first.
MOST_PAGES = 5
_DIRECTORY = StepKind.DIRECTORY
_QUESTIONS = {
    SearchBy.LAST_NAME: Sentence.SPELL_LAST_NAME,
    SearchBy.FIRST_NAME: Sentence.SPELL_FIRST_NAME,
    SearchBy.EITHER: Sentence.SPELL_EITHER_NAME,
}


def enter(walk: Walk, destination: ToDirectory) -> Decision:
    """Ask the caller to spell a name; one in which nobody is listed leads on at once."""
    directory = walk.plan.directory_by_key.get(destination.key)
    if directory is None:
        return walk.refuse(_DIRECTORY, Reason.DIRECTORY_GONE, Sentence.NOT_AVAILABLE, key=destination.key)
    if not directory.is_enabled:
        off = Reason.DIRECTORY_DISABLED, Sentence.NOT_AVAILABLE
        return walk.refuse(_DIRECTORY, *off, directory.name, directory.key)
    if not walk.plan.names_of(directory).people:
        return _empty(walk, directory)
    _note(walk, directory, Reason.DIRECTORY_HEARD)
    greeting = (directory.greeting,) if directory.greeting is not None else ()
    return _ask_name(walk, directory, Reason.DIRECTORY_HEARD, DirectoryAsks(), *greeting)


def resume_asking(walk: Walk, state: DirectoryAsks, event: Event) -> Decision:
    """Look up what was spelled. A star begins anew, 0 alone is the operator, nothing is asked again."""
    directory = _directory(walk)
    if directory is None:
        return _gone(walk)
    pressed = event.keys() if isinstance(event, Gathered) else ""
    if pressed == OPERATOR and directory.operator is not None:
        return _to_operator(walk, directory, directory.operator)
    _, star, pressed = pressed.rpartition(BACK)
    if star and not pressed:
        return _ask_anew(walk, directory, state.failed)
    before = "" if star else state.typed
    if not before + pressed:
        return _failed(walk, directory, state.failed, Reason.NO_KEY)
    return _look_up(walk, directory, state.failed, before, pressed)


def _look_up(walk: Walk, directory: Directory, failed: int, before: str, pressed: str) -> Decision:
    """before: what the caller had spelled when further letters were asked for."""
    typed = (before + pressed)[:MOST_KEYS]
    found = walk.plan.names_of(directory).found_by(typed)
    if not found:
        return _nobody_found(walk, directory, failed, typed)
    if typed != before and len(found) > MOST_PAGES * _at_once(directory):
        return _ask_further(walk, directory, DirectoryAsks(failed, typed), found)
    return _offer(walk, directory, found, DirectoryOffers(typed))


def resume_offering(walk: Walk, state: DirectoryOffers, event: Event) -> Decision:
    """Call whom the caller chose, or read further names."""
    directory = _directory(walk)
    if directory is None:
        return _gone(walk)
    found = walk.plan.names_of(directory).found_by(state.typed)
    key = event.digits[:1] if isinstance(event, Gathered) else ""
    if key == OPERATOR and directory.operator is not None:
        return _to_operator(walk, directory, directory.operator)
    if key == BACK and state.page == 0:
        return _ask_anew(walk, directory, 0)
    turned = -1 if key == BACK else 1
    if key == BACK or (key == MORE and _has_more(directory, found, state.page)):
        return _offer(walk, directory, found, DirectoryOffers(state.typed, state.page + turned))
    page = _page(directory, found, state.page)
    if key and key in CHOICES[: len(page)]:
        return _call(walk, directory, page[CHOICES.index(key)])
    return _offer_again(walk, directory, found, state, key)


# What a caller hears.


def _ask_name(
    walk: Walk, directory: Directory, reason: Reason, state: DirectoryAsks, *first: Prompt
) -> Decision:
    prompts = (*first, SystemWords(_QUESTIONS[directory.by]), *_operator_words(directory))
    return walk.decision(Ask(prompts, MOST_KEYS), reason, state, directory.key)


def _ask_anew(walk: Walk, directory: Directory, failed: int) -> Decision:
    _note(walk, directory, Reason.DIRECTORY_HEARD)
    return _ask_name(walk, directory, Reason.DIRECTORY_HEARD, DirectoryAsks(failed))


def _ask_further(
    walk: Walk, directory: Directory, state: DirectoryAsks, found: tuple[Extension, ...]
) -> Decision:
    """So many names would tire the caller: ask for more letters, and read them all only when none come."""
    _note(walk, directory, Reason.NAMES_TOO_MANY, f"{len(found)} names")
    words = SystemWords(Sentence.NAMES_TOO_MANY, str(len(found)))
    return walk.decision(Ask((words,), MOST_KEYS), Reason.NAMES_TOO_MANY, state, directory.key)


def _offer(
    walk: Walk, directory: Directory, found: tuple[Extension, ...], state: DirectoryOffers
) -> Decision:
    _note(walk, directory, Reason.NAMES_FOUND, "1 name" if len(found) == 1 else f"{len(found)} names")
    return _read(walk, directory, found, state, Reason.NAMES_FOUND)


def _read(
    walk: Walk,
    directory: Directory,
    found: tuple[Extension, ...],
    state: DirectoryOffers,
    reason: Reason,
    *first: Prompt,
) -> Decision:
    if len(found) == 1:
        names = [SystemWords(Sentence.NAME_FOUND, found[0].name, spoken_digits(found[0].number))]
    else:
        page = _page(directory, found, state.page)
        names = [
            SystemWords(Sentence.NAME_CHOICE, _told_apart(one, found), key)
            for one, key in zip(page, CHOICES, strict=False)
        ]
    if _has_more(directory, found, state.page):
        names.append(SystemWords(Sentence.NAMES_MORE))
    names.append(SystemWords(Sentence.NAMES_BACK if state.page else Sentence.NAMES_ANEW))
    ask = Ask((*first, *names, *_operator_words(directory)), most_digits=1, finish_on="")
    return walk.decision(ask, reason, state, directory.key)


def _told_apart(one: Extension, found: tuple[Extension, ...]) -> str:
    """Its name; with its number where another one has the same name."""
    has_namesake = sum(other.name.casefold() == one.name.casefold() for other in found) > 1
    return f"{one.name}, {spoken_digits(one.number)}" if has_namesake else one.name


def _operator_words(directory: Directory) -> tuple[Prompt, ...]:
    return (SystemWords(Sentence.FOR_THE_OPERATOR),) if directory.operator is not None else ()


# Where it goes.


def _call(walk: Walk, directory: Directory, chosen: Extension) -> Decision:
    _note(walk, directory, Reason.NAME_CHOSEN, chosen.label)
    walk.person_chose()
    return walk.follow(ToExtension(chosen.key))


def _to_operator(walk: Walk, directory: Directory, operator: Destination) -> Decision:
    _note(walk, directory, Reason.OPERATOR_CHOSEN)
    walk.person_chose()
    return walk.follow(operator)


def _nobody_found(walk: Walk, directory: Directory, failed: int, typed: str) -> Decision:
    if len(typed) < directory.least_keys:
        too_short = SystemWords(Sentence.NAME_TOO_SHORT, str(directory.least_keys))
        return _failed(walk, directory, failed, Reason.NAME_TOO_SHORT, too_short)
    return _failed(walk, directory, failed, Reason.NAME_UNKNOWN, SystemWords(Sentence.NAME_UNKNOWN))


def _failed(walk: Walk, directory: Directory, failed: int, reason: Reason, *said: Prompt) -> Decision:
    """Ask again until the tries are over. What was pressed is not noted: it may have been a PIN."""
    _note(walk, directory, reason)
    if failed + 1 >= directory.tries:
        return _give_up(walk, directory, *said)
    return _ask_name(walk, directory, reason, DirectoryAsks(failed + 1), *said)


def _offer_again(
    walk: Walk, directory: Directory, found: tuple[Extension, ...], state: DirectoryOffers, key: str
) -> Decision:
    """Nothing was pressed, or a key that stands for nobody."""
    reason = Reason.WRONG_KEY if key else Reason.NO_KEY
    _note(walk, directory, reason)
    said = (SystemWords(Sentence.NOT_A_CHOICE),) if key else ()
    if state.failed + 1 >= directory.tries:
        return _give_up(walk, directory, *said)
    again = DirectoryOffers(state.typed, state.page, state.failed + 1)
    return _read(walk, directory, found, again, reason, *said)


def _give_up(walk: Walk, directory: Directory, *said: Prompt) -> Decision:
    """Go where callers go who find nobody; where that is the end of the call, say so first."""
    _note(walk, directory, Reason.TRIES_OVER)
    if isinstance(directory.nobody, HangUp):
        return walk.decision(Tell((*said, SystemWords(Sentence.GOODBYE))), Reason.TRIES_OVER)
    return walk.follow(directory.nobody)


def _empty(walk: Walk, directory: Directory) -> Decision:
    if isinstance(directory.nobody, HangUp):
        empty = Reason.DIRECTORY_EMPTY, Sentence.NOT_AVAILABLE
        return walk.refuse(_DIRECTORY, *empty, directory.name, directory.key)
    _note(walk, directory, Reason.DIRECTORY_EMPTY)
    return walk.follow(directory.nobody)


# What it reads.


def _directory(walk: Walk) -> Directory | None:
    key = walk.progress.current
    return walk.plan.directory_by_key.get(key) if key is not None else None


def _gone(walk: Walk) -> Decision:
    gone = Reason.DIRECTORY_GONE, Sentence.NOT_AVAILABLE
    return walk.refuse(_DIRECTORY, *gone, key=walk.progress.current)


def _at_once(directory: Directory) -> int:
    return min(max(directory.names_at_once, 1), len(CHOICES))


def _page(directory: Directory, found: tuple[Extension, ...], page: int) -> tuple[Extension, ...]:
    size = _at_once(directory)
    return found[page * size : (page + 1) * size]


def _has_more(directory: Directory, found: tuple[Extension, ...], page: int) -> bool:
    return len(found) > (page + 1) * _at_once(directory)


def _note(walk: Walk, directory: Directory, reason: Reason, note: str = "") -> None:
    walk.note(_DIRECTORY, reason, directory.name, directory.key, note=note)
