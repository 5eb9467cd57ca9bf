"""The short notation of scenario files, filled out to what msgspec reads.

An object is named by its number or name, and that name stands for its key wherever it is referred to. A destination
and a prompt are one line, tag first: "extension 101", "voicemail Front desk", "hang_up", "text We are closed.".
"""

from __future__ import annotations

import types
import typing
from typing import Any
from uuid import UUID, uuid5

import msgspec

from routing.engine.objects.extensions import Extension

_SPACE = UUID("5c0e0000-0000-4000-8000-000000000000")
# The fields that name an object, the first that it has; an extension is known by its number.
_NAMES = ("e164", "name")


def key_of(name: str) -> UUID:
    """The key of an object in scenarios: the same for the same name, and a UUID as it is."""
    try:
        return UUID(name)
    except ValueError:
        return uuid5(_SPACE, name)


def filled(value: Any, kind: Any) -> Any:  # noqa: ANN401, PLR0911 - TOML in, TOML out, by the type of the field
    """The value as msgspec converts it to a field of this type."""
    members = _members(kind)
    if isinstance(value, str):
        if UUID in members:
            return str(key_of(value))
        structs = {_tag(member): member for member in members if _is_tagged(member)}
        if structs:
            return _one_line(value, structs)
        return value
    if isinstance(value, dict):
        struct = _struct_for(value, members)
        if struct is not None:
            return _filled_struct(value, struct)
        items = _arguments(kind, dict)
        return {filled(k, items[0]): filled(v, items[1]) for k, v in value.items()} if items else value
    if isinstance(value, list):
        items = _arguments(kind, tuple) or _arguments(kind, frozenset)
        if items is None:
            return value
        if items[-1] is Ellipsis or len(items) == 1:
            return [filled(part, items[0]) for part in value]
        return [filled(part, item) for part, item in zip(value, items, strict=False)]
    return value


def _filled_struct(value: dict[str, Any], struct: Any) -> dict[str, Any]:  # noqa: ANN401 - a Struct's class
    hints = typing.get_type_hints(struct)
    unknown = set(value) - set(hints) - {"type"}
    if unknown:
        raise ValueError(f"{struct.__name__} has no {', '.join(sorted(unknown))}.")
    found = {name: filled(part, hints[name]) if name in hints else part for name, part in value.items()}
    if "key" in hints and "key" not in found:
        names = ("number",) if struct is Extension else _NAMES
        name = next((str(value[name]) for name in names if value.get(name)), "")
        found["key"] = str(key_of(name))
    return found


def _one_line(text: str, structs: dict[str, Any]) -> dict[str, Any]:
    tag, _, rest = text.partition(" ")
    struct = structs.get(tag)
    if struct is None:
        raise ValueError(f"“{text}” begins with none of: {', '.join(sorted(structs))}.")
    found: dict[str, Any] = {"type": tag}
    names = [field.name for field in msgspec.structs.fields(struct)]
    if rest:
        if not names:
            raise ValueError(f"“{tag}” stands alone.")
        found[names[0]] = filled(rest, typing.get_type_hints(struct)[names[0]])
    return found


def _members(kind: Any) -> tuple[Any, ...]:  # noqa: ANN401 - any type
    origin = typing.get_origin(kind)
    return typing.get_args(kind) if origin in {typing.Union, types.UnionType} else (kind,)


def _is_tagged(kind: Any) -> bool:  # noqa: ANN401 - any type
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct) and bool(kind.__struct_config__.tag)


def _tag(kind: Any) -> str:  # noqa: ANN401 - a Struct's class
    return str(kind.__struct_config__.tag)


def _struct_for(value: dict[str, Any], members: tuple[Any, ...]) -> Any:  # noqa: ANN401 - a Struct's class
    structs = [kind for kind in members if isinstance(kind, type) and issubclass(kind, msgspec.Struct)]
    tagged = {_tag(kind): kind for kind in structs if _is_tagged(kind)}
    if "type" in value and value["type"] in tagged:
        return tagged[value["type"]]
    return structs[0] if structs else None


def _arguments(kind: Any, wanted: type) -> tuple[Any, ...] | None:  # noqa: ANN401 - any type
    for member in _members(kind):
        if typing.get_origin(member) is wanted:
            return typing.get_args(member)
    return None
