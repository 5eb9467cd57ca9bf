"""What would happen to a number that an extension dials, with everything that is looked at, in words."""

from __future__ import annotations

from dataclasses import dataclass, field

from extensions.models import Extension
from opbx.web.formats import phone_words
from routing.class_words import number_words, row_words
from routing.compile.codes import compile_feature_codes
from routing.engine.objects.codes import DialledCodes
from routing.engine.objects.outbound import NumberKind, OutsideNumber
from routing.engine.outbound import judge
from routing.engine.reasons import Reason
from routing.models import CallingClass, PhoneNumber, SpeedDial
from routing.numbering import e164_readings
from routing.outbound import (
    Layers,
    Place,
    class_for_engine,
    habits_of,
    outbound_trunks,
    place_of,
)
from routing.outside_numbers import outside_number
from tenants.context import current_organization


@dataclass(frozen=True)
class LookedAt:
    """One row of the class. decided: whether it is the one."""

    number: int
    words: str
    decided: bool


@dataclass
class Explanation:
    """verdict: "allowed", "refused" or "inside". title: the verdict in words; read: what the number was read as.

    is_outside: whether it is a call that leaves the building, but for an emergency call. prefix: the code before the
    number that withholds or shows the caller's own in this call.
    """

    verdict: str
    title: str
    text: str = ""
    read: str = ""
    calling_class: CallingClass | None = None
    class_source: str = ""
    rows: list[LookedAt] = field(default_factory=list)
    trunks: tuple[str, ...] = ()
    caller_id: str = ""
    caller_id_source: str = ""
    is_withheld: bool = False
    prefix: str = ""
    is_outside: bool = False


def explain(extension: Extension | None, typed: str) -> Explanation:
    """The verdict on what an extension, or (None) the organization itself, would call by this.

    It reads the working copy through the functions that decide about calls.
    """
    codes = DialledCodes(compile_feature_codes())
    shorts = SpeedDial.objects.values_list("number", flat=True)
    prefixed = codes.prefix_of("".join(typed.split()), set(shorts))
    if prefixed is None:
        return _explain(extension, typed)
    found = _explain(extension, prefixed.number)
    if found.is_outside and (extension is not None or prefixed.withholds):
        found.prefix, found.is_withheld = prefixed.code, prefixed.withholds
    return found


def _explain(extension: Extension | None, typed: str) -> Explanation:
    inside = _inside(typed)
    layers = Layers()
    number = outside_number(typed, current_organization().region, habits_of(layers.settings))
    if number is None:
        return inside or Explanation(
            "refused",
            "Refused: this is no number that could be read",
            "Neither an internal number, an emergency number nor one that the world’s numbering plans know.",
        )
    if inside is not None and number.kind is not NumberKind.EMERGENCY:
        return inside
    if PhoneNumber.objects.filter(e164=number.dial).exists():
        return _stays_with(number.dial)
    if extension is not None and extension.is_locked and number.kind is not NumberKind.EMERGENCY:
        return Explanation(
            "refused",
            "Refused: the extension is locked",
            "It calls inside and emergency numbers only. The caller hears a sentence that says so.",
            f"{phone_words(number.dial)}: {number_words(number)}",
        )
    return _outside(layers, place_of(extension), number)


def _outside(layers: Layers, place: Place, number: OutsideNumber) -> Explanation:
    held = layers.calling_class(place)
    engine_class = class_for_engine(held.value) if held.value is not None else None
    verdict = judge(number, engine_class, outbound_trunks())
    shown = layers.caller_id(place)
    found = Explanation(
        "allowed" if verdict.is_allowed else "refused",
        f"{'Allowed' if verdict.is_allowed else 'Refused'}: {_lower(verdict.reason.text)}",
        "" if verdict.is_allowed else "The caller hears a sentence that says so, and nothing is dialled.",
        f"{phone_words(number.dial)}: {number_words(number)}",
        trunks=verdict.trunks,
        caller_id=shown.value,
        caller_id_source=shown.source_words,
        is_withheld=layers.withholds(place).value and number.kind is not NumberKind.EMERGENCY,
        is_outside=number.kind is not NumberKind.EMERGENCY,
    )
    if number.kind is NumberKind.EMERGENCY or held.value is None:
        return found
    found.calling_class, found.class_source = held.value, held.source_words
    found.rows = [
        LookedAt(position, row_words(row), decided=verdict.row == position - 1)
        for position, row in enumerate(held.value.rows.order_by("position"), start=1)
    ]
    if verdict.row is None and verdict.reason is Reason.OUTSIDE_DENIED:
        found.text = f"No row of the class matches, and what no row allows is denied. {found.text}"
    return found


def _stays_with(e164: str) -> Explanation:
    return Explanation(
        "inside",
        f"Stays inside: {phone_words(e164)} is one of your own phone numbers",
        "The call goes where calls to this number go. No trunk is used.",
    )


def _inside(typed: str) -> Explanation | None:
    extension = Extension.objects.filter(number=typed.strip()).first()
    if extension is not None:
        return Explanation(
            "inside",
            f"Stays inside: {extension} has this number",
            "Internal calls pass no calling class.",
        )
    readings = e164_readings(typed, current_organization().region)
    own = PhoneNumber.objects.filter(e164__in=readings).first()
    return _stays_with(own.e164) if own is not None else None


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
