"""A form field that names an extension: a select, or an input with suggestions where a select would be too long."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from extensions.models import Extension

MAX_OPTIONS = 200


def extension_label(extension: Extension) -> str:
    words = f"{extension.number} {extension.name}"
    return words if extension.is_enabled else f"{words} (disabled)"


def offered_extensions(find: str = "", limit: int = MAX_OPTIONS) -> list[Extension]:
    """The first extensions that contain the text, in the order of their numbers."""
    rows: QuerySet[Extension] = Extension.objects.by_number()
    if find.strip():
        rows = rows.filter(pk__in=Extension.objects.matching(find.strip()))
    return list(rows[:limit])


class ExtensionField(forms.Field):
    """Cleans to an Extension, or None when it is not required and left empty; the value sent is the number.

    before: options above the extensions, as (value, label); they clean to their value.
    """

    def __init__(
        self,
        *,
        before: tuple[tuple[str, str], ...] = (),
        empty_label: str = "Choose an extension",
        **kwargs: Any,  # noqa: ANN401 - Field's
    ) -> None:
        self.before, self.empty_label = before, empty_label
        super().__init__(widget=forms.Select, **kwargs)

    def offer(self, *, without: Extension | None = None) -> None:
        """Load what can be chosen; called once by the form, in its organization."""
        found = [row for row in offered_extensions(limit=MAX_OPTIONS + 2) if row != without]
        if len(found) > MAX_OPTIONS:
            self.widget = SuggestingInput(self.before)
            self.widget.is_required = self.required
            return
        choices = [("", self.empty_label), *self.before]
        self.widget.choices = [*choices, *[(row.number, extension_label(row)) for row in found]]

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Field's
        return value.number if isinstance(value, Extension) else value

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Field's
        text = str(value or "").strip()
        for option, label in self.before:
            if text in {option, label}:
                return option
        if not text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        # A suggestion may have been taken over whole: "101 Amara Okafor".
        number = text.split()[0]
        extension = Extension.objects.filter(number=number).first()
        if extension is None:
            raise ValidationError(f"There is no extension {text}. Choose one from the list.", code="unknown")
        return extension


class SuggestingInput(forms.TextInput):
    """A text input with a datalist that the server narrows while somebody types; a number alone is enough."""

    def __init__(self, before: tuple[tuple[str, str], ...]) -> None:
        self.before = before
        super().__init__({"autocomplete": "off"})

    def render(
        self,
        name: str,
        value: Any,  # noqa: ANN401 - Widget's
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ANN401 - Widget's
    ) -> SafeString:
        list_id = f"{name}_suggestions"
        wired = {
            **(attrs or {}),
            "list": list_id,
            "hx-get": reverse("extensions:options"),  # asked with what is typed here as its only parameter
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#{list_id}",
            "hx-swap": "innerHTML",
        }
        options = format_html_join("", '<option value="{}">', ((label,) for _, label in self.before))
        return format_html(
            '{}<datalist id="{}">{}</datalist>',
            super().render(name, value, wired, renderer),
            list_id,
            options,
        )
