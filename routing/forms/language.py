"""The form of the organization's language, voice, country and time zone."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.http import QueryDict

from opbx.web.saving import VersionField
from routing.sentences import LANGUAGES
from routing.voices import BUILT_IN_VOICES, offered_voices
from tenants.models import Organization
from tenants.regions import region_choices

_Group = tuple[str, list[tuple[str, str]]]


class LanguageForm(forms.Form):
    """Its cleaned data are the keywords of the service."""

    version = VersionField()
    voice_language = forms.ChoiceField(
        label="Voice language",
        choices=LANGUAGES,
        help_text="Of all sentences that callers hear, and of texts that name no other language.",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose a language from the list."),
    )
    voice = forms.ChoiceField(
        label="Voice",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose a voice from the list."),
    )
    region = forms.ChoiceField(
        label="Country",
        choices=region_choices,
        help_text="How numbers are read that are dialled or written without a country code.",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose a country from the list."),
    )
    time_zone = forms.ChoiceField(
        label="Time zone",
        help_text="Of business hours that have none of their own, of the call log and of the home page.",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose a time zone from the list."),
    )

    def __init__(self, data: QueryDict | None = None, *, organization: Organization) -> None:
        names = ("voice_language", "voice", "region", "time_zone")
        initial: dict[str, Any] = {name: getattr(organization, name) for name in names}
        super().__init__(data, initial={**initial, "version": organization.language_version})
        fields: dict[str, Any] = self.fields
        fields["voice"].choices = _voices(organization)
        zones = {*zoneinfo.available_timezones(), organization.time_zone}
        shown = sorted(zone for zone in zones if "/" in zone or zone == "UTC")
        fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in shown]


def _voices(organization: Organization) -> list[_Group]:
    """Those that are built in, then those of the domain by the language they speak, the present one first."""
    groups: list[_Group] = [("For every language", list(BUILT_IN_VOICES.items()))]
    left = {voice.name: voice for voice in offered_voices() if voice.name not in BUILT_IN_VOICES}
    first = organization.voice_language
    for language in (first, *(one for one in LANGUAGES if one != first)):
        speakers = [voice for voice in left.values() if language in voice.languages]
        if speakers:
            name = LANGUAGES.get(language, language)
            groups.append((name, [(voice.name, voice.label) for voice in speakers]))
        for voice in speakers:
            del left[voice.name]
    known = {name for _, voices in groups for name, _ in voices}
    if organization.voice not in known:
        groups.append(("No longer offered", [(organization.voice, organization.voice)]))
    return groups
