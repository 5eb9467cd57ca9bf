"""IVR menus."""

from __future__ import annotations

from collections import defaultdict

from routing.compile.announcements import prompt_of
from routing.compile.destinations import DESTINATION_COLUMNS, destination_of
from routing.engine.destinations import Destination, HangUp
from routing.engine.objects.menus import WRONG_KEY, Menu, MenuKey
from routing.engine.prompts import Words
from routing.models import Menu as MenuRow
from routing.models import MenuWay


def compile_menus() -> tuple[Menu, ...]:
    keys: dict[int, list[MenuKey]] = defaultdict(list)
    exits: dict[tuple[int, str], Destination] = {}
    ways = MenuWay.objects.order_by("menu__key", "cause", "code")
    columns = ("menu_id", "cause", "code", "spoken", *DESTINATION_COLUMNS)
    for menu, cause, code, spoken, *destination in ways.values_list(*columns):
        if cause == MenuWay.Cause.KEY:
            phrases = tuple(spoken.split(", ")) if spoken else ()
            keys[menu].append(MenuKey(code, destination_of(*destination), phrases))
        else:
            exits[menu, cause] = destination_of(*destination)
    rows = MenuRow.objects.select_related("announcement", "wrong_announcement", "silent_announcement")
    return tuple(
        Menu(
            row.key,
            row.name,
            prompt_of(row.announcement) if row.announcement is not None else Words(row.text),
            tuple(keys[row.pk]),
            exits.get((row.pk, MenuWay.Cause.NO_INPUT), HangUp()),
            exits.get((row.pk, MenuWay.Cause.WRONG_KEY), HangUp()),
            (prompt_of(row.wrong_announcement) if row.wrong_announcement is not None else WRONG_KEY,),
            (prompt_of(row.silent_announcement),) if row.silent_announcement is not None else (),
            row.dials_extensions,
            row.first_seconds,
            row.next_seconds,
            row.tries,
            row.is_enabled,
            row.number,
            row.hears_speech,
        )
        for row in rows.order_by("key")
    )
