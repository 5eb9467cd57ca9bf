"""Which rows of a list an act is meant for, as the bulk bar sends it (docs/ui.md, section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, QueryDict

MOST_VALUES = 500  # more than a page has; beyond it only "all that match" makes sense


@dataclass(frozen=True)
class Selection:
    """values: of the rows' check boxes. takes_all: instead, every row that the filters match. query: of the list."""

    values: tuple[str, ...]
    takes_all: bool
    query: QueryDict

    @classmethod
    def of(cls, request: HttpRequest) -> Selection:
        query = QueryDict(request.POST.get("query", "")[:2000])
        values = tuple(dict.fromkeys(request.POST.getlist("selected")))[:MOST_VALUES]
        return cls(values, bool(request.POST.get("all")), query)

    @property
    def keys(self) -> list[UUID]:
        """The values of rows that are told by their key; what is none is passed over."""
        return [key for value in self.values if (key := _key(value)) is not None]

    @property
    def list_query(self) -> str:
        """What leads back to the list as it was, with its question mark; "" for the plain list."""
        return f"?{self.query.urlencode()}" if self.query else ""


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
