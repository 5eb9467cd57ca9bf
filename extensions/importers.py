"""What files can bring in: one importer for each kind of object. Upper layers register theirs (docs/adr/0006)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.db.models import QuerySet

from audit.actors import Actor
from opbx.spreadsheets.columns import Column
from tenants.models import Organization


class Importer(Protocol):
    """How the rows of a file become objects. Everything runs within the transaction of the import, under its guard.

    kind: what ImportRun keeps. permission: of who may import. key: the field that tells which object a row is about,
    also a column of the model. The objects have a key and a version that every change raises.
    """

    kind: str
    permission: str
    noun: str
    plural: str
    key: str

    @property
    def columns(self) -> Sequence[Column]: ...

    def load_names(self) -> Any:  # noqa: ANN401 - see Column.read
        """What the readers of columns look cells up in; read once for a whole file."""

    def rows(self) -> QuerySet[Any]:
        """The objects that rows can be about, with what the columns show."""

    def with_deleted(self) -> QuerySet[Any]:
        """Those, and where deleted ones stay (deleted_at) those too."""

    def insert(self, actor: Actor, organization: Organization, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the object
        """Add one. Raises a DomainError with the field of a column."""

    def differences(self, row: Any, values: Mapping[str, Any]) -> dict[str, list[Any]]:  # noqa: ANN401 - ditto
        """What the values would change, as {field: [before, after]}. Raises a DomainError."""

    def change(self, actor: Actor, row: Any, values: Mapping[str, Any]) -> None:  # noqa: ANN401 - ditto
        """Change a locked one. Raises a DomainError."""

    def remove(self, actor: Actor, row: Any) -> None:  # noqa: ANN401 - ditto
        """Delete a locked one. Raises a DomainError."""


_importers: dict[str, Importer] = {}


def register_importer(importer: Importer) -> None:
    """Called once, when the importer's app is ready."""
    _importers[importer.kind] = importer


def importer_of(kind: str) -> Importer:
    """Raises KeyError for a kind that nobody registered."""
    return _importers[kind]
