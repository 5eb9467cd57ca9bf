"""The one way a request is refused: a status and a sentence, as the platform answers them."""

from __future__ import annotations

from typing import Any, TypeVar

from aiohttp import web

Body = dict[str, Any]
Value = TypeVar("Value")


class Refused(Exception):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message

    def as_json(self) -> Body:
        return {"status": False, "message": self.message}


async def read_json(request: web.Request) -> object:
    try:
        body: object = await request.json()
    except ValueError as error:
        raise Refused(400, "The body is not JSON.") from error
    return body


async def read_object(request: web.Request) -> Body:
    body = await read_json(request) if request.body_exists else {}
    if not isinstance(body, dict):
        raise Refused(400, "Send one JSON object.")
    return body


def _of_type(body: Body, name: str, kind: type[Value], what: str) -> Value | None:
    value = body.get(name)
    if value is None:
        return None
    # True is an int to Python and not to the platform.
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise Refused(400, f"{name} must be {what}.")
    return value


def text_of(body: Body, name: str) -> str | None:
    text = _of_type(body, name, str, "text")
    if text is not None and not text.strip():
        raise Refused(400, f"{name} is empty.")
    return text


def needed_text(body: Body, name: str) -> str:
    text = text_of(body, name)
    if text is None:
        raise Refused(400, f"{name} is missing.")
    return text


def flag_of(body: Body, name: str) -> bool | None:
    return _of_type(body, name, bool, "true or false")


def number_of(body: Body, name: str) -> int | None:
    return _of_type(body, name, int, "a whole number")


def object_of(body: Body, name: str) -> Body | None:
    return _of_type(body, name, dict, "an object")
