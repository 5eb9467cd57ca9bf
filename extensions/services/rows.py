"""Reading an extension to change it, and saving it: the database decides who comes first."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404

from audit import services as audit
from extensions.errors import NumberHeld, NumberTaken, UserTaken
from extensions.internal_numbers import holder_in_words
from extensions.models import Extension
from extensions.numbering import next_free_number
from opbx.errors import NotAcceptable


def locked(extension: Extension) -> Extension:
    """The row as the database has it now, for change. Raises Http404 when it was deleted meanwhile."""
    rows = Extension.objects.select_related("user", "department").select_for_update(of=("self",))
    row: Extension | None = rows.filter(pk=extension.pk).first()
    if row is None:
        raise Http404(f"Extension {extension.number} was deleted meanwhile.")
    return row


def last_editor(extension: Extension) -> str:
    newest = audit.history_of(extension, limit=1)
    return newest[0].actor_label if newest else "Somebody"


def check_columns(extension: Extension) -> None:
    """Raise NotAcceptable for the first column whose value does not fit."""
    try:
        extension.clean_fields(exclude=["user", "department", "template"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise NotAcceptable(messages[0], field=field) from error


def save(extension: Extension, update_fields: list[str] | None = None) -> None:
    """Check the values, then save. Raises NotAcceptable, NumberTaken, NumberHeld and UserTaken."""
    check_columns(extension)
    try:
        with transaction.atomic():
            extension.save(update_fields=update_fields)
            if update_fields is not None:
                extension.refresh_from_db(fields=["name"])  # the database makes it of both names
    except IntegrityError as error:
        conflict = _conflict(extension)
        if conflict is None:
            raise
        raise conflict from error


def _conflict(extension: Extension) -> NumberTaken | NumberHeld | UserTaken | None:
    others = Extension.objects.exclude(pk=extension.pk)
    holder = others.filter(number=extension.number).first()
    if holder is not None:
        return NumberTaken(extension.number, holder.name, next_free_number(extension.department))
    other = holder_in_words(extension.number, but=extension.key)
    if other:
        return NumberHeld(extension.number, other, next_free_number(extension.department))
    holder = others.filter(user=extension.user).first() if extension.user is not None else None
    if holder is not None and extension.user is not None:
        return UserTaken(extension.user.name, holder.number)
    return None
