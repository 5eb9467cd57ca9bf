"""Makes one row of any model of ours, for tests that care about rows and not about what is in them."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone

# What no generic value satisfies: columns that a CHECK constraint ties together.
SPECIAL: dict[str, dict[str, Any]] = {
    "accounts.User": {"email": "someone@acme.example", "role": "reporter"},
    "routing.Menu": {"text": "Press 1."},
    "routing.MenuWay": {"cause": "no_input"},
    "routing.Announcement": {"text": "Hello."},
    "routing.CallerRule": {"pattern": "anonymous", "value": ""},
    "routing.FeatureCode": {"act": "of_a_test", "number": "*9999"},
    "routing.NumberRule": {"pattern": "anonymous", "value": ""},
    "routing.RingGroupMember": {"outside": "+493055501299"},
    "routing.ExceptionRange": {"opens": 540, "closes": 1020},
    "routing.PhoneNumber": {"e164": "+493055501210"},
    "routing.ScheduleDestination": {"state": "open"},
    "routing.WeekRange": {"opens": 540, "closes": 1020},
}

# Columns that may be empty, but not all of them at once.
NEEDED = {"routing.OutboundLayer": {"extension"}}

# Of these an organization has one row from its beginning.
ONLY_ROWS = {"routing.OutboundSettings"}

# Looked up in this order: a field class before the classes it derives from.
VALUES: list[tuple[type[models.Field[Any, Any]], Callable[[], Any]]] = [
    (models.UUIDField, uuid.uuid4),
    (models.BinaryField, lambda: os.urandom(32)),
    (models.DateTimeField, timezone.now),
    (models.DateField, date.today),
    (models.BooleanField, lambda: False),
    (models.IntegerField, lambda: 1),
    (models.GenericIPAddressField, lambda: "192.0.2.1"),
]


def make_row(model: type[models.Model]) -> models.Model:
    """Save a row with a value for each column that needs one, and the rows it points to."""
    values = dict(SPECIAL.get(model._meta.label, {}))
    for field in model._meta.concrete_fields:
        is_needed = _needs_value(field) or field.name in NEEDED.get(model._meta.label, ())
        if field.name not in values and is_needed:
            values[field.name] = _value_for(field)
    if model._meta.label in ONLY_ROWS:
        model._default_manager.all().delete()
    return model._default_manager.create(**values)


def _needs_value(field: models.Field[Any, Any]) -> bool:
    has_default = field.has_default() or field.db_default is not models.NOT_PROVIDED
    is_own_key = isinstance(field, models.AutoField)
    return not (has_default or field.null or is_own_key)


def _value_for(field: models.Field[Any, Any]) -> Any:
    if field.is_relation:
        return make_row(field.related_model)
    if field.choices:
        return field.choices[0][0]
    for kind, value in VALUES:
        if isinstance(field, kind):
            return value()
    return "101"
