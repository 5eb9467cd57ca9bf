"""Writing the audit log: always in the transaction of the change, with secrets masked."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from audit.actors import Actor
from audit.models import Entry

MASK = "(hidden)"
SECRET_FIELD = re.compile(r"secret|password|api_?key|token|\bpin\b|request_key", re.IGNORECASE)


def record(
    actor: Actor, action: str, obj: models.Model, changes: dict[str, list[Any]] | None = None
) -> Entry:
    """Add an entry. Raises TransactionManagementError outside a transaction: no change without its entry."""
    return record_all(actor, action, [(obj, changes or {})])[0]


def record_all(
    actor: Actor, action: str, objects: Sequence[tuple[models.Model, dict[str, list[Any]]]]
) -> list[Entry]:
    """`record` for many objects, each with its changes, in one statement."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "An audit entry is written in the transaction of its change."
        )
    return Entry.objects.bulk_create(
        Entry(
            actor_id=actor.user_id,
            actor_label=actor.label[:120],
            address=actor.address[:45],
            action=action,
            object_type=obj._meta.label_lower,  # noqa: SLF001 - Django's documented Meta API
            object_id=str(getattr(obj, "key", None) or obj.pk),
            object_label=str(obj)[:200],
            changes={field: _mask(field, pair) for field, pair in changes.items()},
        )
        for obj, changes in objects
    )


def history_of(obj: models.Model, limit: int = 20) -> list[Entry]:
    """The newest entries of one object, for its page."""
    object_id = str(getattr(obj, "key", None) or obj.pk)
    label = obj._meta.label_lower  # noqa: SLF001 - Django's documented Meta API
    return list(Entry.objects.filter(object_type=label, object_id=object_id).order_by("-id")[:limit])


def differences(obj: models.Model, **wanted: Any) -> dict[str, list[Any]]:  # noqa: ANN401 - any field's value
    """The fields whose value would change, as {field: [before, after]}."""
    return {
        field: [getattr(obj, field), value] for field, value in wanted.items() if getattr(obj, field) != value
    }


def _mask(field: str, pair: list[Any]) -> list[Any]:
    if SECRET_FIELD.search(field):
        return [MASK if value else value for value in pair]
    return [_plain(value) for value in pair]


def _plain(value: Any) -> Any:  # noqa: ANN401 - any field's value
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    return str(value)
