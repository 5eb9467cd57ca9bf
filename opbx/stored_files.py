"""Files that belong to rows: neither outlives the other, whatever happens to the transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.base import File
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models.fields.files import FieldFile


class WrittenFiles:
    """What was written so far; see written_files."""

    def __init__(self) -> None:
        self._written: list[tuple[Storage, str]] = []

    def save(self, file: FieldFile, name: str, content: File[bytes]) -> None:
        """Store the content as the file of a row that the caller saves."""
        file.save(name, content, save=False)
        self._written.append((file.storage, str(file.name)))

    def remove(self) -> None:
        for storage, name in self._written:
            storage.delete(name)


@contextmanager
def written_files() -> Iterator[WrittenFiles]:
    """Remove what was written when the block fails: no row names it, so nobody would ever remove it.

    Stands around the transaction, because a commit can fail too.
    """
    written = WrittenFiles()
    try:
        yield written
    except BaseException:
        written.remove()
        raise


def remove_after_commit(file: FieldFile) -> None:
    """Remove a stored file once no row names it any more."""
    name, storage = file.name, file.storage
    if name:
        transaction.on_commit(lambda: storage.delete(name), robust=True)
