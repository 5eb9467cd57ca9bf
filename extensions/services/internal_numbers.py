"""Whether an object may have an internal number, of the one space that extensions and all others share."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError

from extensions.errors import InternalNumberTaken
from extensions.internal_numbers import holder_in_words
from extensions.models import HoldsNumber, VoicemailBox
from extensions.models.extensions import extension_number_is_valid
from extensions.services.values import is_emergency_number
from opbx.errors import NotAcceptable


def check_internal_number(number: str, holder: HoldsNumber) -> None:
    """Whether an object may have this number; "" always. The caller holds the guard row, which makes the answer final.

    holder: the object that has or wants it. Raises NotAcceptable and InternalNumberTaken (field "number").
    """
    if not number:
        return
    try:
        extension_number_is_valid(number)
    except ValidationError as error:
        raise NotAcceptable("Use 1 to 20 digits, for example 300.", field="number") from error
    if is_emergency_number(number):
        raise NotAcceptable(
            f"{number} calls the emergency services here. Use another number.", field="number"
        )
    other = holder_in_words(number, but=holder.key)
    if other:
        raise InternalNumberTaken(number, other)


def box_names(keys: list[UUID]) -> dict[UUID, str]:
    rows = VoicemailBox.with_deleted.filter(key__in=keys).values_list("key", "name")
    return {key: f"the voicemail box {name}" for key, name in rows}
