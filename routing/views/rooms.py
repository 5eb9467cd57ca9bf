"""The pages of conference rooms."""

from __future__ import annotations

from routing import services
from routing.forms.rooms import RoomForm
from routing.models import Room
from routing.pages import Column, Pages
from routing.services.rooms import ROOMS


def _entry(row: Room) -> str:
    """Who gets in, in a word."""
    if row.has_pin:
        return "PIN and host PIN" if row.has_host_pin else "PIN"
    return "Open, with a host PIN" if row.has_host_pin else "Open to everybody"


PAGES = Pages(
    kind=ROOMS,
    form=RoomForm,
    add=services.add_room,
    update=services.update_room,
    about="In a conference room several callers talk together. A PIN keeps others out, hosts can open and end it.",
    cards="rooms/cards.html",
    fields="rooms/fields.html",
    columns=(
        Column("entry", "Entry", _entry),
        Column(
            "most",
            "Most participants",
            lambda row: str(row.most_participants),
            ("most_participants",),
            css="cell-hide cell-num",
        ),
    ),
    more=lambda row: {"entry": _entry(row)},
)
