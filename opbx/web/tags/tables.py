"""Lists: the table and its sorted columns, the filters above it and the pages below it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from opbx.web.tags.forms import prepare_control
from opbx.web.tags.parts import icon_markup, render_component

register = template.Library()


def _query(context: Context) -> QueryDict:
    request = context.get("request")
    return request.GET if isinstance(request, HttpRequest) else QueryDict()


@register.simple_block_tag(takes_context=True)
def data_table(context: Context, content: str, caption: str, density: str = "compact") -> SafeString:
    return render_component(
        context, "data_table", {"content": content, "caption": caption, "density": density}
    )


@register.simple_tag(takes_context=True)
def sort_header(context: Context, label: str, key: str, **options: Any) -> SafeString:  # noqa: ANN401 - default, css
    """A column head whose link sorts by key, and the other way round when it is sorted by it already."""
    query = _query(context).copy()
    current = query.get("sort") or (key if options.get("default") else "")
    state = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    query["sort"] = f"-{key}" if state == "ascending" else key
    query.pop("page", None)
    symbol = {"ascending": "sort-ascending", "descending": "sort-descending"}.get(state)
    return format_html(
        '<th scope="col" class="{}"{}><a class="sort" href="?{}">{}{}</a></th>',
        options.get("css", ""),
        format_html(' aria-sort="{}"', state) if state else "",
        query.urlencode(),
        label,
        icon_markup(symbol) if symbol else "",
    )


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Page[Any], noun: str, plural: str = "") -> SafeString:
    total = page.paginator.count
    query = _query(context).copy()
    query.pop("page", None)
    base = query.urlencode()
    numbers = [
        {"number": number, "url": _page_url(base, number)}
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    values = {
        "page": page,
        "total": total,
        "noun": noun if total == 1 else (plural or f"{noun}s"),
        "numbers": numbers,
        "previous_url": _page_url(base, page.number - 1) if page.has_previous() else "",
        "next_url": _page_url(base, page.number + 1) if page.has_next() else "",
    }
    return render_component(context, "pagination", values)


def _page_url(base: str, number: int | str) -> str:
    return "?" + (f"{base}&" if base else "") + urlencode({"page": number})


@register.simple_tag(takes_context=True)
def filter_bar(context: Context, form: BaseForm, target: str = "#list") -> SafeString:
    """The filters of a list. Fields that hold a value make the link "Clear filters" appear."""
    query = _query(context)
    controls = {field.name: {"bound": field, "control": prepare_control(field)} for field in form}
    values = {
        "search": controls.pop("q", None),
        "fields": list(controls.values()),
        "sort": query.get("sort", ""),
        "is_filtered": any(query.get(field.html_name) for field in form),
        "target": target,
    }
    return render_component(context, "filter_bar", values)


@register.simple_tag
def row_check(value: object, label: str) -> SafeString:
    """The check box of a row, for the bulk bar below the table. label: what is selected ("extension 101")."""
    return format_html(
        '<td class="cell-check"><input type="checkbox" class="form-check-input" name="selected" value="{}"'
        ' form="bulk" aria-label="Select {}" autocomplete="off"></td>',
        value,
        label,
    )


@register.simple_tag
def check_all() -> SafeString:
    """The head of the column of row_check; it selects the rows of the page."""
    return SafeString(
        '<th scope="col" class="cell-check"><span class="visually-hidden">Select</span><input type="checkbox"'
        ' class="form-check-input js-only" data-bulk-page aria-label="Select all rows of this page"'
        ' autocomplete="off"></th>'
    )


@register.simple_tag(takes_context=True)
def bulk_bar(
    context: Context,
    page: Page[Any],
    url: str,
    actions: list[dict[str, str]],
    *,
    noun: str,
    plural: str = "",
) -> SafeString:
    """What can be done with the selected rows. actions: value, label, icon and, where wanted, css."""
    values = {
        "url": url,
        "actions": actions,
        "total": page.paginator.count,
        "noun": noun,
        "plural": plural or f"{noun}s",
        "query": _query(context).urlencode(),
        "offers_all": page.paginator.num_pages > 1,
    }
    return render_component(context, "bulk_bar", values)
