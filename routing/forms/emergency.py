"""The form of emergency calls: where phones stand, and who is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from opbx.web.saving import VersionField
from routing.forms.outbound import DIGITS, NumberChoice, offer
from routing.models import EmergencySite, OutboundSettings
from routing.services.emergency import Site

EXTRA_ROWS = 2
MAX_SITES = 100
NAMES = ("name", "address", "first", "last", "caller_id")


@dataclass(frozen=True)
class SiteFields:
    """The fields of one site, as the page draws them."""

    number: int
    name: BoundField
    address: BoundField
    first: BoundField
    last: BoundField
    caller_id: BoundField


class EmergencyForm(forms.Form):
    """Sites, the list of whom to tell, and the number of a test call."""

    version = VersionField()
    notice = forms.CharField(
        label="Tell these people at once",
        help_text="E-mail addresses, one on each line. They get the extension, the site and its address.",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    test_number = forms.CharField(
        label="Number of a test call",
        help_text="Where the carrier has one, for example 933 in the USA. It goes the way of an emergency call.",
        required=False,
        max_length=6,
        widget=forms.TextInput(attrs=DIGITS),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        settings: OutboundSettings,
        typed: Mapping[str, Any] | None = None,
    ) -> None:
        initial: dict[str, Any] = {
            "version": settings.version,
            "notice": "\n".join(settings.emergency_notice.split()),
            "test_number": settings.test_number,
        }
        sites = EmergencySite.objects.select_related("caller_id").order_by("first", "name")
        for place, site in enumerate(sites):
            initial |= {f"site-{place}-{name}": getattr(site, name) for name in NAMES}
            shown = site.caller_id
            initial[f"site-{place}-caller_id"] = shown.e164 if shown is not None else None
        if typed is not None:
            initial = dict(typed.items())
        super().__init__(data, initial=initial)
        source: Mapping[str, Any] = data if data is not None else initial
        rows = sum(1 for name in source if name.startswith("site-") and name.endswith("-name"))
        self.row_count = min(MAX_SITES, rows + (EXTRA_ROWS if data is None else 0))
        for place in range(self.row_count):
            self._add(f"site-{place}")
        offer(self)

    def _add(self, field: str) -> None:
        plain = {"autocomplete": "off"}
        texts = (("name", "Site", 60, plain), ("address", "Address", 300, plain))
        numbers = (("first", "From extension", 20, DIGITS), ("last", "To extension", 20, DIGITS))
        for name, label, length, attrs in (*texts, *numbers):
            self.fields[f"{field}-{name}"] = forms.CharField(
                label=label, required=False, max_length=length, widget=forms.TextInput(attrs=attrs)
            )
        self.fields[f"{field}-caller_id"] = NumberChoice(
            label="Shown number", empty_label="The extension’s own"
        )

    @property
    def sites(self) -> Iterator[SiteFields]:
        for place in range(self.row_count):
            yield SiteFields(place + 1, *(self[f"site-{place}-{name}"] for name in NAMES))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        found = []
        for place in range(self.row_count):
            field = f"site-{place}"
            shown = cleaned.pop(f"{field}-caller_id", None)
            name, address, first, last = (
                str(cleaned.pop(f"{field}-{part}", None) or "").strip()
                for part in ("name", "address", "first", "last")
            )
            if name or address or first:
                found.append(Site(name, address, shown, first, last or first, field))
        cleaned["sites"] = found
        return cleaned
