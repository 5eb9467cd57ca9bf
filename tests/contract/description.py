"""The vendor's OpenAPI description, and in which ways a request or an answer differs from it.

The description is strict here: a field that it does not list is a deviation, because nearly nothing in it is
required, so that a misspelt field would pass otherwise. It is OpenAPI 3.0: `nullable` and a `required: true`
at the property itself are turned into what JSON Schema says for them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jsonschema
import yaml

ROOT = Path(__file__).resolve().parents[2]
USUAL = "shared/reference/cloudonix-openapi.yaml"  # beside the repository, or beside what it lies in


def _place() -> Path:
    named = os.environ.get("OPBX_CLOUDONIX_OPENAPI")
    if named:
        return Path(named)
    return next((p / USUAL for p in ROOT.parents if (p / USUAL).is_file()), ROOT.parent / USUAL)


PLACE = _place()

# The description says these in prose for all operations, and lists some of them at some.
REFUSAL = {
    "type": "object",
    "properties": {"status": {"enum": [False]}, "message": {"type": "string"}},
    "required": ["status", "message"],
    "additionalProperties": False,
}
KINDS = {
    dict: "an object",
    list: "an array",
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
}

FORMATS = jsonschema.FormatChecker(formats=())


@FORMATS.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@FORMATS.checks("epoch")
def _is_epoch(value: object) -> bool:
    return not isinstance(value, str) or value.isdecimal()


@dataclass(frozen=True, order=True)
class Deviation:
    """operation: "PUT /customers/{customer-id}/…". side: "request" or "answer". what: one short phrase."""

    operation: str
    side: str
    what: str


@dataclass(frozen=True)
class Operation:
    name: str
    details: dict[str, Any]

    @property
    def query(self) -> set[str]:
        return {one["name"] for one in self.details.get("parameters", []) if one["in"] == "query"}

    @property
    def request(self) -> dict[str, Any] | None:
        return _json_schema(self.details.get("requestBody"))

    def answer(self, status: int) -> dict[str, Any] | None:
        return _json_schema(self.details["responses"].get(str(status)))

    @property
    def statuses(self) -> set[int]:
        return {int(status) for status in self.details["responses"]}


def _json_schema(place: dict[str, Any] | None) -> dict[str, Any] | None:
    schema: dict[str, Any] | None = (place or {}).get("content", {}).get("application/json", {}).get("schema")
    return schema


class Description:
    def __init__(self, document: dict[str, Any]) -> None:
        self._schemas = document["components"]["schemas"]
        self._paths = document["paths"]

    @classmethod
    def read(cls, place: Path = PLACE) -> Description:
        return cls(yaml.safe_load(place.read_text(encoding="utf-8")))

    def operation(self, method: str, path: str) -> Operation:
        """The operation of a request; one without details when the description has none."""
        for template, item in self._paths.items():
            if re.fullmatch(re.sub(r"\{[^/]+\}", "[^/]+", template), path):
                details = item.get(method.lower())
                return Operation(f"{method} {template}", details or {})
        return Operation(f"{method} {_nameless(path)}", {})

    def deviations_of_request(self, method: str, target: str, body: Any) -> Iterator[Deviation]:
        url = urlsplit(target)
        operation = self.operation(method, url.path)
        for what in self._of_request(operation, url.query, body):
            yield Deviation(operation.name, "request", what)

    def _of_request(self, operation: Operation, query: str, body: Any) -> Iterator[str]:
        if not operation.details:
            yield "the operation is not described"
            return
        for name, _ in parse_qsl(query):
            if name not in operation.query:
                yield f"the parameter `{name}` is not described"
        if body is not None:
            yield from self._differences(operation.request, body, writes=True)

    def deviations_of_answer(self, method: str, target: str, status: int, body: Any) -> Iterator[Deviation]:
        operation = self.operation(method, urlsplit(target).path)
        for what in self._of_answer(operation, status, body):
            yield Deviation(operation.name, "answer", what)

    def _of_answer(self, operation: Operation, status: int, body: Any) -> Iterator[str]:
        if not operation.details:
            yield "the operation is not described"
            return
        if status not in operation.statuses:
            yield f"status {status} is not described"
        if status >= 400:
            yield from _errors(REFUSAL, body)
        elif body is not None:
            best = next((s for s in (status, 200, 201) if operation.answer(s) is not None), status)
            yield from self._differences(operation.answer(best), body, writes=False)

    def _differences(self, schema: dict[str, Any] | None, body: Any, *, writes: bool) -> Iterator[str]:
        if schema is None:
            yield "a body is not described"
            return
        strict = self._strict(schema, writes=writes)
        wanted = strict.get("type")
        if wanted == "object" and isinstance(body, list):
            yield "an array instead of one object"
            for element in body:
                yield from _errors(strict, element)
        elif wanted == "array" and isinstance(body, dict):
            yield "one object instead of an array"
            yield from _errors(strict["items"], body)
        else:
            yield from _errors(strict, body)

    def _strict(
        self, schema: dict[str, Any], *, writes: bool, inside: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """The JSON Schema of a described one. writes: of a request, where read-only fields have no place."""
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            if name in inside:  # objects hold each other; below the first turn anything may stand
                return {}
            return self._strict(self._schemas[name], writes=writes, inside=(*inside, name))
        strict = {key: value for key, value in schema.items() if key in {"type", "enum", "format"}}
        if "items" in schema:
            strict["items"] = self._strict(schema["items"], writes=writes, inside=inside)
        if properties := schema.get("properties"):
            required = schema.get("required") if isinstance(schema.get("required"), list) else []
            strict["properties"] = {
                name: _read_only()
                if writes and inner.get("readOnly")
                else self._nullable(inner, writes, inside)
                for name, inner in properties.items()
            }
            strict["required"] = [*required, *(n for n, p in properties.items() if p.get("required") is True)]
            strict["additionalProperties"] = False
        elif isinstance(schema.get("required"), list):
            strict["required"] = schema["required"]
        return strict

    def _nullable(self, schema: dict[str, Any], writes: bool, inside: tuple[str, ...]) -> dict[str, Any]:
        strict = self._strict(schema, writes=writes, inside=inside)
        if schema.get("nullable") and "type" in strict:
            strict["type"] = [strict["type"], "null"]
        return strict


def _read_only() -> dict[str, Any]:
    return {"not": {}}


def _nameless(path: str) -> str:
    """A path that no template fits, without what is different in each run."""
    parts = path.strip("/").split("/")
    return "/" + "/".join("…" if place % 2 else part for place, part in enumerate(parts))


def _errors(schema: dict[str, Any], body: Any) -> Iterator[str]:
    validator = jsonschema.Draft202012Validator(schema, format_checker=FORMATS)
    for error in validator.iter_errors(body):
        yield from _phrases(error)


def _phrases(error: jsonschema.ValidationError) -> Iterator[str]:
    place = "".join("[]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
    place = place.removeprefix("[]").lstrip(".")  # the same for one object and for a list of them
    inner = f"{place}." if place else ""
    match error.validator:
        case "required":
            yield from (
                f"`{inner}{name}` is left out" for name in error.validator_value if name not in error.instance
            )
        case "additionalProperties":
            described = error.schema.get("properties", {})
            yield from (
                f"`{inner}{name}` is not described" for name in error.instance if name not in described
            )
        case "not":
            yield f"`{place}` is read-only"
        case "type":
            yield f"`{place}` is {_kind(error.instance)}"
        case "enum":
            yield f"`{place}` is `{error.instance}`"
        case _:
            yield f"`{place}` breaks `{error.validator}`"


def _kind(value: object) -> str:
    return "null" if value is None else KINDS[type(value)]
