"""Rendering a piece of template as a page would, and reading the result."""

from __future__ import annotations

from html.parser import HTMLParser

from django.template import engines
from django.test import RequestFactory


def render(source: str, path: str = "/", **context: object) -> str:
    """The markup of a template source for a visitor's GET of path."""
    return engines["django"].from_string(source).render(context, RequestFactory().get(path))


class Page(HTMLParser):
    """The elements of a piece of markup, in order, each as (tag, attributes)."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text = f"{self.text} {data.strip()}".strip()

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [a for t, a in self.elements if t == tag and all(a.get(k) == v for k, v in wanted.items())]

    def one(self, tag: str, **wanted: str) -> dict[str, str]:
        found = self.all(tag, **wanted)
        assert len(found) == 1, f"{len(found)} × <{tag} {wanted}>"
        return found[0]

    def with_id(self, name: str) -> dict[str, str]:
        found = [a for _, a in self.elements if a.get("id") == name]
        assert len(found) == 1, f"{len(found)} elements with id {name}"
        return found[0]
