"""The pages of an import as data; extensions.views.imports draws them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from extensions.importers import Importer


@dataclass(frozen=True)
class ImportPages:
    """names: what the URL names begin with, "extensions:". list_name: the URL name of the list of these objects.

    example: the first row of the example file. column: the heading beside the key, name_of: a row's cells → what
    stands there. applied, undone: what the pages say about
    objects that were added, and about those that an undo deletes.
    """

    importer: Importer
    names: str
    list_name: str
    title: str
    example: Sequence[str]
    column: str
    name_of: Callable[[Mapping[str, str]], str]
    applied: str = ""
    undone: str = ""

    @property
    def url(self) -> dict[str, str]:
        """The URL names of its pages."""
        pages = ("import_start", "import_example", "import", "import_apply", "import_undo")
        return {page: f"{self.names}{page}" for page in pages}

    @property
    def key_title(self) -> str:
        return next(one.title for one in self.importer.columns if one.field == self.importer.key)
