"""A stored sound as an answer: whole or the part that was asked for, which is how players seek."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse

CONTENT_TYPES = {"mp3": "audio/mpeg", "wav": "audio/wav"}
_ONE_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.ASCII)


def stored_sound(name: str) -> File[Any]:
    """The sound of this name in the storage, opened; raises FileNotFoundError."""
    try:
        return default_storage.open(name, "rb")
    except SuspiciousFileOperation as error:
        raise FileNotFoundError(name) from error


def sound_response(request: HttpRequest, file: File[Any], *, name: str, cache: str) -> HttpResponse:
    """Answer GET and HEAD with the sound, 206 with a part of it, 304 to whom has it, 416 to whom asks beyond its end.

    file: stored under a name that another sound never gets, so the name stands for the content. name: without ending,
    for whoever saves it. cache: the Cache-Control header. Raises FileNotFoundError, before anything is answered.
    """
    stored_as = str(file.name)
    ending = stored_as.rpartition(".")[2]
    etag = f'"{stored_as.rpartition("/")[2]}"'
    headers = {
        "Content-Type": CONTENT_TYPES[ending],
        # What it is has been looked at when it was stored; a browser must not find out something else.
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f'inline; filename="{name}.{ending}"',
        "Accept-Ranges": "bytes",
        "Cache-Control": cache,
        "ETag": etag,
    }
    with file.open("rb") as stored:
        if request.headers.get("If-None-Match") == etag:
            return HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers=headers)
        size = file.size
        status, first, last = _asked_part(request, size, etag)
        if status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            headers["Content-Range"] = f"bytes */{size}"
            return HttpResponse(status=status, headers=headers)
        if status == HTTPStatus.PARTIAL_CONTENT:
            headers["Content-Range"] = f"bytes {first}-{last}/{size}"
        headers["Content-Length"] = str(last - first + 1)
        stored.seek(first)
        # Sounds are a few megabytes at most, so they are read at once and the file is closed before the answer.
        content = b"" if request.method == "HEAD" else stored.read(last - first + 1)
    return HttpResponse(content, status=status, headers=headers)


def _asked_part(request: HttpRequest, size: int, etag: str) -> tuple[HTTPStatus, int, int]:
    """Status, first and last byte: the whole for anything but one well-formed range, 416 when it lies outside."""
    whole = HTTPStatus.OK, 0, size - 1
    outside = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, 0, 0
    asked = _ONE_RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if asked is None or request.headers.get("If-Range", etag) != etag:
        return whole
    first, last = asked.groups()
    if not first and not last:
        return whole
    if not first:  # the last so many bytes
        return (HTTPStatus.PARTIAL_CONTENT, max(0, size - int(last)), size - 1) if int(last) else outside
    if last and int(last) < int(first):
        return whole
    if int(first) >= size:
        return outside
    return HTTPStatus.PARTIAL_CONTENT, int(first), min(int(last or size), size - 1)
