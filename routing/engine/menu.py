"""A call at an IVR menu."""

from __future__ import annotations

from routing.engine.calls import Event, Gathered
from routing.engine.decisions import Ask, Decision, StepKind
from routing.engine.destinations import Destination, ToExtension, ToMenu
from routing.engine.objects.menus import Menu
from routing.engine.progress import MenuAsks
from routing.engine.prompts import Prompt, Sentence, Words
from routing.engine.reasons import Reason
from routing.engine.spoken import digits_in, meant_by, words_in
from routing.engine.walk import Walk

_MENU = StepKind.MENU
# Of what was heard, in the trace.
_MOST_LETTERS = 80


def enter(walk: Walk, destination: ToMenu) -> Decision:
    """Let the caller hear the menu and wait for a key."""
    menu = walk.plan.menu_by_key.get(destination.key)
    if menu is None:
        return walk.refuse(_MENU, Reason.MENU_GONE, Sentence.NOT_AVAILABLE, key=destination.key)
    if not menu.is_enabled:
        return walk.refuse(_MENU, Reason.MENU_DISABLED, Sentence.NOT_AVAILABLE, menu.name, menu.key)
    walk.note(_MENU, Reason.MENU_HEARD, menu.name, menu.key)
    return _ask(walk, menu, Reason.MENU_HEARD, MenuAsks(), ())


def resume(walk: Walk, state: MenuAsks, event: Event) -> Decision:
    """Follow the key that was pressed, or whose words were said; ask again, or leave, when there is none."""
    key = walk.progress.current
    menu = walk.plan.menu_by_key.get(key) if key is not None else None
    if menu is None:
        return walk.refuse(_MENU, Reason.MENU_GONE, Sentence.NOT_AVAILABLE, key=key)
    pressed, said = _input(walk, menu, event)
    chosen = menu.destination_by_code.get(pressed)
    if chosen is not None:
        walk.note(_MENU, Reason.KEY_PRESSED, menu.name, menu.key, note=pressed)
        walk.person_chose()
        return walk.follow(chosen)
    dialled = walk.plan.extension_by_number.get(pressed) if menu.dials_extensions else None
    if dialled is not None:
        walk.note(_MENU, Reason.EXTENSION_PRESSED, menu.name, menu.key)
        walk.person_chose()
        return walk.follow(ToExtension(dialled.key))
    if said:
        return _follow_words(walk, menu, state, said)
    if pressed:
        return _failed(walk, menu, state, Reason.WRONG_KEY, menu.wrong, menu.wrong_key)
    return _failed(walk, menu, state, Reason.NO_KEY, menu.silent, menu.no_input)


def _input(walk: Walk, menu: Menu, event: Event) -> tuple[str, str]:
    """What was pressed, or else what was said. Digits that are spoken are as good as pressed."""
    if not isinstance(event, Gathered):
        return "", ""
    pressed = event.keys(_finish_key(walk, menu))
    if pressed or not menu.hears_speech:
        return pressed, ""
    digits = digits_in(words_in(event.speech))
    return (digits, "") if digits else ("", event.speech)


def _follow_words(walk: Walk, menu: Menu, state: MenuAsks, said: str) -> Decision:
    heard = f"“{said[:_MOST_LETTERS]}”"
    code = meant_by(words_in(said), menu.phrases)
    if code is None:
        return _failed(walk, menu, state, Reason.WRONG_WORDS, menu.wrong, menu.wrong_key, heard)
    walk.note(_MENU, Reason.WORDS_SAID, menu.name, menu.key, note=f"{heard}, key {code}")
    walk.person_chose()
    return walk.follow(menu.destination_by_code[code])


def _failed(  # noqa: PLR0917 - what differs between a wrong key and none
    walk: Walk,
    menu: Menu,
    state: MenuAsks,
    reason: Reason,
    notice: tuple[Prompt, ...],
    way_out: Destination,
    heard: str = "",
) -> Decision:
    # What was pressed is not noted: it may have been a PIN.
    walk.note(_MENU, reason, menu.name, menu.key, note=heard)
    failed = state.failed + 1
    if failed < menu.tries:
        return _ask(walk, menu, reason, MenuAsks(failed), notice)
    walk.note(_MENU, Reason.TRIES_OVER, menu.name, menu.key)
    return walk.follow(way_out)


def _ask(walk: Walk, menu: Menu, reason: Reason, state: MenuAsks, notice: tuple[Prompt, ...]) -> Decision:
    finish = _finish_key(walk, menu)
    # Callers answer in the language that they are asked in.
    language = menu.prompt.language if isinstance(menu.prompt, Words) else ""
    ask = Ask(
        (*notice, menu.prompt),
        _longest(walk, menu),
        finish,
        menu.first_seconds,
        menu.next_seconds,
        menu.hears_speech,
        language if menu.hears_speech else "",
    )
    return walk.decision(ask, reason, state, menu.key)


def _longest(walk: Walk, menu: Menu) -> int:
    """How many keys the longest choice has."""
    dialled = walk.plan.longest_extension_number if menu.dials_extensions else 0
    return max(menu.longest_code, dialled, 1)


def _finish_key(walk: Walk, menu: Menu) -> str:
    """It would be swallowed where it is a choice itself, and where one key is all there is."""
    return "" if menu.has_hash or _longest(walk, menu) == 1 else "#"
