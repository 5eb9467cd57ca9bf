"""A call at an IVR menu."""

from __future__ import annotations

from routing.engine.calls import Event, Gathered
from routing.engine.decisions import Ask, Decision, StepKind
from routing.engine.destinations import Destination, ToExtension, ToMenu
from routing.engine.objects.menus import Menu
from routing.engine.progress import MenuAsks
from routing.engine.prompts import Prompt, Sentence
from routing.engine.reasons import Reason
from routing.engine.walk import Walk

_MENU = StepKind.MENU


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
    """Follow the key that was pressed; ask again, or leave by an exit, when none was or it leads nowhere."""
    key = walk.progress.current
    menu = walk.plan.menu_by_key.get(key) if key is not None else None
    if menu is None:
        return walk.refuse(_MENU, Reason.MENU_GONE, Sentence.NOT_AVAILABLE, key=key)
    pressed = event.keys(_finish_key(walk, menu)) if isinstance(event, Gathered) else ""
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
    if pressed:
        return _failed(walk, menu, state, Reason.WRONG_KEY, menu.wrong, menu.wrong_key)
    return _failed(walk, menu, state, Reason.NO_KEY, menu.silent, menu.no_input)


def _failed(  # noqa: PLR0917 - what differs between a wrong key and none
    walk: Walk,
    menu: Menu,
    state: MenuAsks,
    reason: Reason,
    notice: tuple[Prompt, ...],
    way_out: Destination,
) -> Decision:
    # What was pressed is not noted: it may have been a PIN.
    walk.note(_MENU, reason, menu.name, menu.key)
    failed = state.failed + 1
    if failed < menu.tries:
        return _ask(walk, menu, reason, MenuAsks(failed), notice)
    walk.note(_MENU, Reason.TRIES_OVER, menu.name, menu.key)
    return walk.follow(way_out)


def _ask(walk: Walk, menu: Menu, reason: Reason, state: MenuAsks, notice: tuple[Prompt, ...]) -> Decision:
    finish = _finish_key(walk, menu)
    ask = Ask((*notice, menu.prompt), _longest(walk, menu), finish, menu.first_seconds, menu.next_seconds)
    return walk.decision(ask, reason, state, menu.key)


def _longest(walk: Walk, menu: Menu) -> int:
    """How many keys the longest choice has."""
    dialled = walk.plan.longest_extension_number if menu.dials_extensions else 0
    return max(menu.longest_code, dialled, 1)


def _finish_key(walk: Walk, menu: Menu) -> str:
    """It would be swallowed where it is a choice itself, and where one key is all there is."""
    return "" if menu.has_hash or _longest(walk, menu) == 1 else "#"
