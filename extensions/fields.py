"""Form fields that name an object: a select, or an input with suggestions where a select would be too long."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from extensions.models import Extension, VoicemailBox

MAX_OPTIONS = 200
DISABLED = " (disabled)"
_BOX_OF_EXTENSION = re.compile(r".* \(([0-9]{1,20})\)", re.ASCII)


def extension_label(extension: Extension) -> str:
    words = f"{extension.number} {extension.name}"
    return words if extension.is_enabled else f"{words}{DISABLED}"


def box_label(box: VoicemailBox) -> str:
    """Its name, with the number of its extension (which must be loaded) in brackets."""
    words = f"{box.name} ({box.extension.number})" if box.extension is not None else box.name
    return words if box.is_enabled else f"{words}{DISABLED}"


def offered_extensions(find: str = "", limit: int = MAX_OPTIONS) -> list[Extension]:
    """The first extensions that contain the text, in the order of their numbers."""
    rows: QuerySet[Extension] = Extension.objects.by_number()
    if find.strip():
        rows = rows.filter(pk__in=Extension.objects.matching(find.strip()))
    return list(rows[:limit])


def offered_boxes(find: str = "", limit: int = MAX_OPTIONS) -> list[VoicemailBox]:
    """The first voicemail boxes that contain the text, in the order of their names."""
    rows: QuerySet[VoicemailBox] = VoicemailBox.objects.select_related("extension").order_by(
        Lower("name"), "pk"
    )
    if find.strip():
        rows = rows.filter(pk__in=VoicemailBox.objects.matching(find.strip()))
    return list(rows[:limit])


class PickerField(forms.Field):
    """Cleans to an object, or None when it is not required and left empty.

    before: options above the objects, as (value, label); they clean to their value.
    """

    def __init__(
        self,
        *,
        before: tuple[tuple[str, str], ...] = (),
        empty_label: str,
        **kwargs: Any,  # noqa: ANN401 - Field's
    ) -> None:
        self.before, self.empty_label = before, empty_label
        super().__init__(widget=forms.Select, **kwargs)

    def offer(self, *, without: Sequence[Model] = ()) -> None:
        """Load what can be chosen; called once by the form, in its organization."""
        found = [row for row in self.offered(MAX_OPTIONS + 1 + len(without)) if row not in without]
        if len(found) > MAX_OPTIONS:
            self.widget = SuggestingInput(self.before, self.options_url())
            self.widget.is_required = self.required
            return
        choices = [("", self.empty_label), *self.before]
        self.widget.choices = [*choices, *[self.option(row) for row in found]]

    def options_url(self) -> str:
        """Where the page asks for suggestions when there are too many for a select."""
        raise NotImplementedError

    def offered(self, limit: int) -> list[Any]:
        """The objects that can be chosen, in their order."""
        raise NotImplementedError

    def option(self, row: Any) -> tuple[str, str]:  # noqa: ANN401 - the field's own model
        """The value that is sent for it, and its label."""
        raise NotImplementedError

    def find(self, text: str) -> Any:  # noqa: ANN401 - the field's own model
        """The object that a value or a label means. Raises ValidationError."""
        raise NotImplementedError

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Field's
        return self.option(value)[0] if isinstance(value, Model) else value

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Field's
        # No object is named with NUL, and PostgreSQL would not even look.
        text = str(value or "").replace("\x00", "").strip()
        for option, label in self.before:
            if text in {option, label}:
                return option
        if text:
            return self.find(text)
        if self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return None


class ExtensionField(PickerField):
    """Names an Extension; the value sent is the number."""

    def __init__(self, *, empty_label: str = "Choose an extension", **kwargs: Any) -> None:  # noqa: ANN401 - Field's
        super().__init__(empty_label=empty_label, **kwargs)

    def options_url(self) -> str:
        return reverse("extensions:options")

    def offered(self, limit: int) -> list[Extension]:
        return offered_extensions(limit=limit)

    def option(self, row: Extension) -> tuple[str, str]:
        return row.number, extension_label(row)

    def find(self, text: str) -> Extension:
        # A suggestion may have been taken over whole: "101 Amara Okafor".
        extension: Extension | None = Extension.objects.filter(number=text.split(maxsplit=1)[0]).first()
        if extension is None:
            raise ValidationError(f"There is no extension {text}. Choose one from the list.", code="unknown")
        return extension


class VoicemailBoxField(PickerField):
    """Names a VoicemailBox; the value sent is its key, or its label where it is typed."""

    def __init__(self, *, empty_label: str = "Choose a voicemail box", **kwargs: Any) -> None:  # noqa: ANN401 - Field's
        super().__init__(empty_label=empty_label, **kwargs)

    def options_url(self) -> str:
        return reverse("voicemail:options")

    def offered(self, limit: int) -> list[VoicemailBox]:
        return offered_boxes(limit=limit)

    def option(self, row: VoicemailBox) -> tuple[str, str]:
        return str(row.key), box_label(row)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Field's
        if isinstance(value, VoicemailBox) and isinstance(self.widget, SuggestingInput):
            return box_label(value)
        return super().prepare_value(value)

    def find(self, text: str) -> VoicemailBox:
        rows = VoicemailBox.objects.select_related("extension").order_by("pk")
        box: VoicemailBox | None = rows.filter(**_box_meant_by(text.removesuffix(DISABLED))).first()
        if box is None:
            raise ValidationError(
                f"There is no voicemail box {text}. Choose one from the list.", code="unknown"
            )
        return box


def _box_meant_by(text: str) -> dict[str, Any]:
    try:
        return {"key": uuid.UUID(text)}
    except ValueError:
        of_extension = _BOX_OF_EXTENSION.fullmatch(text)
    return {"extension__number": of_extension[1]} if of_extension else {"name__iexact": text}


class SuggestingInput(forms.TextInput):
    """A text input with a datalist that the server narrows while somebody types.

    options_url: the address that answers with the options for what is typed here, its only parameter.
    """

    def __init__(self, before: tuple[tuple[str, str], ...], options_url: str) -> None:
        self.before, self.options_url = before, options_url
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
            "hx-get": self.options_url,
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
