"""Whose a number is, in words: the apps whose objects hold numbers register how theirs are called (docs/adr/0006)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from extensions.models import Extension, InternalNumber

# The keys of holders of a kind → key: what it is called in the middle of a sentence, such as "the ring group Sales".
Names = Callable[[list[UUID]], dict[UUID, str]]
_names: dict[str, Names] = {}


def register_holders(kind: str, names: Names) -> None:
    """Let the holders of a kind be named; called once, when the app is ready."""
    _names[kind] = names


def holder_in_words(number: str, *, but: UUID | None = None) -> str:
    """What has the number, leaving one object out; "" when it is free. Whoever wants it holds the guard row."""
    claims = InternalNumber.objects.filter(number=number)
    claim = (claims if but is None else claims.exclude(holder=but)).first()
    return holders_in_words([claim]).get(claim.number, "something else") if claim is not None else ""


def holders_in_words(claims: list[InternalNumber]) -> dict[str, str]:
    """Number → what has it, with one query for each kind."""
    by_kind: dict[str, list[UUID]] = {}
    for claim in claims:
        by_kind.setdefault(claim.kind, []).append(claim.holder)
    names = {
        key: name
        for kind, keys in by_kind.items()
        if kind in _names
        for key, name in _names[kind](keys).items()
    }
    return {claim.number: names[claim.holder] for claim in claims if claim.holder in names}


def extension_names(keys: list[UUID]) -> dict[UUID, str]:
    return {
        key: f"the extension of {name}"
        for key, name in Extension.objects.filter(key__in=keys).values_list("key", "name")
    }
