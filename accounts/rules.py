"""The registry as django-rules permissions, so that templates and `has_perm` ask the same table."""

from __future__ import annotations

from typing import Any

from rules.permissions import add_perm
from rules.predicates import Predicate

from accounts.permissions import AREAS, RIGHTS, Level, has_permission


def _grants(permission: str) -> Predicate:
    def test(user: Any) -> bool:  # noqa: ANN401 - AnonymousUser or User
        return bool(
            user and user.is_authenticated and user.is_active and has_permission(user.role, permission)
        )

    return Predicate(test, name=permission)


for _area in AREAS:
    for _level in (Level.LIST, Level.READ, Level.WRITE):
        add_perm(f"{_area}.{_level.name.lower()}", _grants(f"{_area}.{_level.name.lower()}"))
for _right in RIGHTS:
    add_perm(f"right.{_right}", _grants(f"right.{_right}"))
