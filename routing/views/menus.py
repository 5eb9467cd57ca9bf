"""The pages of IVR menus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from opbx.web.counting import counted
from routing import services
from routing.asleep import asleep_problems
from routing.engine.objects.menus import in_keypad_order
from routing.forms.menus import MenuForm
from routing.models import OBJECT_COLUMNS, Menu, MenuWay
from routing.pages import Column, Pages
from routing.services.menus import MENUS


def _rows() -> QuerySet[Any]:
    is_key = Q(ways__cause=MenuWay.Cause.KEY)
    return Menu.objects.select_related("announcement").annotate(key_count=Count("ways", filter=is_key))


def _heard(row: Menu) -> str:
    return row.announcement.name if row.announcement is not None else row.text


def _ways(row: Menu) -> dict[str, Any]:
    ways = list(row.ways.select_related(*OBJECT_COLUMNS.values(), "destination_voicemail_box__extension"))
    exits = {way.cause: way for way in ways}
    return {
        "keys": sorted(
            (way for way in ways if way.cause == MenuWay.Cause.KEY), key=lambda way: in_keypad_order(way.code)
        ),
        "keys_note": "callers may also say the words beside them" if row.hears_speech else "",
        "no_input": exits.get(MenuWay.Cause.NO_INPUT),
        "wrong_key": exits.get(MenuWay.Cause.WRONG_KEY),
    }


def _problems(rows: Sequence[Any]) -> Mapping[Any, list[str]]:
    waiting = [row for row in rows if not row.dials_extensions]
    keys = MenuWay.objects.filter(menu__in=waiting, cause=MenuWay.Cause.KEY)
    with_keys = set(keys.values_list("menu_id", flat=True))
    words = "No key leads anywhere. Callers hear the menu, then leave it without a choice."
    found = {row.pk: [words] for row in waiting if row.pk not in with_keys}
    hearing = [row.pk for row in rows if row.hears_speech]
    said = MenuWay.objects.filter(menu__in=hearing).exclude(spoken="")
    for pk in set(hearing) - set(said.values_list("menu_id", flat=True)):
        found.setdefault(pk, []).append("Callers may speak, but no key has words that they could say.")
    ways = MenuWay.objects.filter(menu__in=rows).select_related(*OBJECT_COLUMNS.values())
    asleep = asleep_problems((way.menu_id, str(way), way) for way in ways.order_by("cause", "code"))
    for pk, sentences in asleep.items():
        found.setdefault(pk, []).extend(sentences)
    return found


PAGES = Pages(
    kind=MENUS,
    form=MenuForm,
    add=services.add_menu,
    update=services.update_menu,
    about="An IVR menu lets callers choose by a key: for sales, press 1.",
    cards="menus/cards.html",
    fields="menus/fields.html",
    rows=_rows,
    columns=(
        Column("heard", "Callers hear", _heard, template="menus/heard.html"),
        Column("keys", "Keys", lambda row: counted(row.key_count, "key"), ("key_count",), css="cell-end"),
    ),
    more=_ways,
    problems=_problems,
)
