"""IVR menus: what callers hear, the keys they may press, and where they go without one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from django.db.models import Model

from audit.actors import Actor
from opbx.errors import NotAcceptable
from routing.engine.spoken import words_in
from routing.kinds import Changes, Kind, set_columns
from routing.models import (
    DESTINATION_FIELDS,
    OBJECT_COLUMNS,
    Announcement,
    DestinationKeywords,
    DestinationKind,
    Menu,
    MenuWay,
)
from routing.models.menus import CODE, MOST_SPOKEN
from routing.services.announcements import checked_text, living_announcement
from routing.services.destinations import column_of, destination_words, leads_to, point, point_to
from routing.services.objects import add_object, save_change, update_object

MOST_KEYS = 50
HANG_UP: DestinationKeywords = {"destination_kind": DestinationKind.HANG_UP}
_COLUMNS = (
    "announcement",
    "text",
    "wrong_announcement",
    "silent_announcement",
    "dials_extensions",
    "hears_speech",
    "first_seconds",
    "next_seconds",
    "tries",
)
# Which announcement of a menu plays when, in the words of "Used by".
PLAYS = {
    "announcement": "plays it to its callers",
    "wrong_announcement": "plays it after a wrong key",
    "silent_announcement": "plays it when no key was pressed",
}


@dataclass(frozen=True)
class MenuKey:
    """code: one of the keys 0 to 9, * and #, or up to six of them. place: of its fields in a form, for refusals.

    spoken: what may be said instead, phrases with commas between them.
    """

    code: str
    destination: DestinationKeywords
    place: str = ""
    spoken: str = ""


class MenuValues(TypedDict, total=False):
    """What a person says about a menu; what is left out stays as it is.

    announcement: what is heard; None lets the text be spoken. keys: all of them, in any order.
    """

    name: str
    number: str
    announcement: Announcement | None
    text: str
    wrong_announcement: Announcement | None
    silent_announcement: Announcement | None
    dials_extensions: bool
    hears_speech: bool
    first_seconds: int
    next_seconds: int
    tries: int
    keys: Sequence[MenuKey]
    no_input: DestinationKeywords
    wrong_key: DestinationKeywords


def add_menu(actor: Actor, **values: Unpack[MenuValues]) -> Menu:
    """Add an IVR menu; exits that are not named hang up. Raises NotAcceptable, NameTaken and InternalNumberTaken."""
    exits: dict[str, Any] = {"no_input": HANG_UP, "wrong_key": HANG_UP}
    added: Menu = add_object(actor, MENUS, **{"name": "", **exits, **values})
    return added


def update_menu(actor: Actor, menu: Menu, *, version: int, **values: Unpack[MenuValues]) -> Menu:
    """Change a menu. version: the one that the editor saw. Raises ChangedMeanwhile, and what add_menu raises."""
    return update_object(actor, MENUS, menu, version=version, **values)


def redirect_menu_ways(actor: Actor, leaving: Model, replacement: Model | None) -> None:
    """Send the keys and exits that lead to an object to another one, or hang up; within the caller's transaction."""
    ways = MenuWay.objects.filter(**{column_of(type(leaving)): leaving})
    rows = ways.select_related("menu", *OBJECT_COLUMNS.values()).select_for_update(of=("self",))
    for way in rows.order_by("menu", "cause", "code"):
        before = destination_words(way)
        point_to(way, replacement)
        way.save(update_fields=DESTINATION_FIELDS)
        menu = Menu.objects.select_for_update().get(pk=way.menu_id)
        save_change(actor, MENUS, menu, {"keys": [f"{way}: {before}", f"{way}: {destination_words(way)}"]})


def redirect_menu_sounds(actor: Actor, leaving: Model, replacement: Model | None) -> None:
    """Let menus play another announcement. Raises NotAcceptable when one would have nothing to say without."""
    for field in PLAYS:
        for menu in Menu.objects.select_for_update().filter(**{field: leaving}).order_by("pk"):
            if replacement is None and field == "announcement" and not menu.text:
                raise NotAcceptable(
                    f"The IVR menu {menu.name} plays {leaving}. Choose another announcement.",
                    field="replacement",
                )
            setattr(menu, field, replacement)
            named = [str(leaving), str(replacement) if replacement is not None else None]
            save_change(actor, MENUS, menu, {field: named})


# --- the hooks of the kind ------------------------------------------------------------------------------------------


def _set_values(row: Menu, values: Mapping[str, Any]) -> Changes:
    said = {name: values[name] for name in _COLUMNS if name in values}
    for name in PLAYS:
        living_announcement(said.get(name), name)
    if said.get("announcement", row.announcement) is None:
        said["text"] = checked_text(said.get("text", row.text))
    elif "text" in said:
        said["text"] = " ".join(said["text"].split())
    return set_columns(row, said)


def _save_children(row: Menu, values: Mapping[str, Any]) -> Changes:
    found = row.ways.select_related(*OBJECT_COLUMNS.values())
    before = {(way.cause, way.code): way for way in found}
    changes: Changes = {}
    if "keys" in values:
        changes |= _save_keys(row, before, values["keys"])
    for cause in (MenuWay.Cause.NO_INPUT, MenuWay.Cause.WRONG_KEY):
        if cause in values:
            way, old = _pointed(row, before, (cause, ""), values[cause], f"{cause.value}-")
            if old != destination_words(way):
                changes[cause.value] = [old, destination_words(way)]
    return changes


_Ways = dict[tuple[str, str], MenuWay]


def _save_keys(row: Menu, before: _Ways, keys: Sequence[MenuKey]) -> Changes:
    if len(keys) > MOST_KEYS:
        raise NotAcceptable(f"A menu has at most {MOST_KEYS} keys.", field="keys")
    key = MenuWay.Cause.KEY
    old = {code: _way_words(way) for (cause, code), way in before.items() if cause == key}
    now: dict[str, str] = {}
    said: dict[tuple[str, ...], str] = {}
    for one in keys:
        field = f"{one.place}code"
        if not re.fullmatch(CODE, one.code):
            raise NotAcceptable("Use up to 6 of the keys 0 to 9, * and #.", field=field)
        if one.code in now:
            raise NotAcceptable(f"There is a row for {one.code} already. Enter another key.", field=field)
        spoken = ", ".join(_phrases(one, said))
        way, _ = _pointed(row, before, (key, one.code), one.destination, one.place, spoken)
        now[one.code] = _way_words(way)
    row.ways.filter(cause=key).exclude(code__in=now).delete()
    return {} if old == now else {"keys": [_in_words(old), _in_words(now)]}


def _phrases(key: MenuKey, said: dict[tuple[str, ...], str]) -> list[str]:
    """What may be said instead of a key. said: the words of the menu's other phrases with their keys; grows."""
    field = f"{key.place}spoken"
    found: list[str] = []
    for typed in re.split(r"[,;\n]", key.spoken):
        phrase = " ".join(typed.split())
        words = words_in(phrase)
        if not phrase:
            continue
        if not words:
            raise NotAcceptable(
                f"“{phrase}” has no word in it. Enter what callers say, such as sales.", field=field
            )
        other = said.setdefault(words, key.code)
        if other != key.code:
            raise NotAcceptable(
                f"“{phrase}” is said for key {other} already. Enter other words.", field=field
            )
        if words not in map(words_in, found):
            found.append(phrase)
    if len(", ".join(found)) > MOST_SPOKEN:
        raise NotAcceptable(f"Use {MOST_SPOKEN} characters at most for the words of a key.", field=field)
    return found


def _way_words(way: MenuWay) -> str:
    return f"{destination_words(way)} (said: {way.spoken})" if way.spoken else destination_words(way)


def _pointed(  # noqa: PLR0917 - a way as it was and as it shall be
    row: Menu,
    before: _Ways,
    which: tuple[str, str],
    destination: DestinationKeywords,
    place: str,
    spoken: str = "",
) -> tuple[MenuWay, str | None]:
    """The saved way, and where it led before."""
    way = before.get(which)
    old, led_to = (destination_words(way), leads_to(way)) if way is not None else (None, None)
    way = way or MenuWay(menu=row, cause=which[0], code=which[1])
    try:
        point(way, **destination)
    except NotAcceptable as error:
        raise NotAcceptable(error.message, field=f"{place}{error.field}") from error
    if leads_to(way) != led_to or way.spoken != spoken:
        way.spoken = spoken
        way.save()
    return way, old


def _in_words(keys: Mapping[str, str]) -> str:
    return "; ".join(f"{code}: {where}" for code, where in sorted(keys.items()))


def _save_copy(source: Menu, copy: Menu) -> None:
    """A key that leads back to the menu leads back to the copy."""
    copy.save()
    for way in source.ways.all():
        is_own = way.destination_menu_id == source.pk
        way.pk, way.menu = None, copy
        way._state.adding = True  # noqa: SLF001 - Django's documented way to copy a row
        if is_own:
            way.destination_menu = copy
        way.save()


def _let_go(row: Menu) -> None:
    row.ways.all().delete()


MENUS = Kind(
    destination=DestinationKind.MENU,
    model=Menu,
    plural="IVR menus",
    icon="dialpad",
    words={
        "announcement": "Announcement",
        "text": "Text",
        "wrong_announcement": "After a wrong key",
        "silent_announcement": "After no key",
        "dials_extensions": "Dials extensions",
        "hears_speech": "Callers may also speak",
        "first_seconds": "Seconds for the first key",
        "next_seconds": "Seconds for further keys",
        "tries": "Tries",
        "keys": "Keys",
        "no_input": "Without a key",
        "wrong_key": "After wrong keys",
    },
    related=("announcement", "wrong_announcement", "silent_announcement"),
    set_values=_set_values,
    save_children=_save_children,
    save_copy=_save_copy,
    let_go=_let_go,
)
