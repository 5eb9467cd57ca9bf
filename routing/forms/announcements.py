"""The form and the filters of announcements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from opbx.audio import MOST_BYTES
from routing.forms.objects import ObjectFilter, ObjectForm
from routing.models import Announcement, RoutedObject
from routing.sentences import LANGUAGES
from routing.services.announcements import MOST_LETTERS, URL_HINT
from routing.voices import offered_voices
from tenants.context import current_organization

SOURCES = [
    (Announcement.Source.TEXT.value, "Spoken text|A voice reads it to the caller."),
    (Announcement.Source.AUDIO.value, "Uploaded recording|A WAV or MP3 file that is kept here."),
    (
        Announcement.Source.URL.value,
        "Recording at an address|Cloudonix fetches it from there for each call. OPBX does not check that it is there.",
    ),
]


class AnnouncementForm(ObjectForm):
    """One announcement; what the chosen source does not ask for is neither kept nor complained about."""

    use_required_attribute = False  # only what the choice asks for is required
    source = forms.ChoiceField(
        label="Callers hear",
        choices=SOURCES,
        initial=Announcement.Source.TEXT,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose what callers hear."),
    )
    text = forms.CharField(
        label="Text",
        help_text=f"Up to {MOST_LETTERS} characters.",
        error_messages={"required": "Enter what callers hear."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(
        label="Language",
        required=False,
        error_messages={"invalid_choice": "Choose a language from the list."},
    )
    voice = forms.ChoiceField(
        label="Voice", required=False, error_messages={"invalid_choice": "Choose a voice from the list."}
    )
    upload = forms.FileField(
        label="Recording",
        error_messages={"required": "Choose a WAV or MP3 file."},
        allow_empty_file=True,  # said better by whoever reads it
        widget=forms.FileInput(attrs={"accept": ".wav,.mp3,audio/wav,audio/mpeg"}),
    )
    url = forms.CharField(
        label="Address",
        help_text="Begins with https:// and can be opened without signing in.",
        max_length=500,
        error_messages={"required": URL_HINT, "max_length": "Use an address of at most 500 characters."},
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Form's
        super().__init__(*args, **kwargs)
        row = self.row if isinstance(self.row, Announcement) else None
        spoken = LANGUAGES.get(current_organization().voice_language, "")
        fields: Any = self.fields
        fields["language"].choices = [("", f"The organization’s: {spoken}"), *LANGUAGES.items()]
        voices = {voice.name: voice.label for voice in offered_voices()}
        if row is not None and row.voice:
            voices.setdefault(row.voice, row.voice)
        if voices:
            fields["voice"].choices = [("", "Standard voice"), *voices.items()]
        else:
            del self.fields["voice"]
        hint = "A WAV or MP3 file of at most 2 MB and 2 minutes."
        if row is not None and row.audio:
            fields["upload"].required = False
            hint += " Left empty, the recording that is stored is played."
        fields["upload"].help_text = hint

    @classmethod
    def values_of(cls, row: RoutedObject) -> dict[str, Any]:
        return {name: value for name, value in super().values_of(row).items() if name != "upload"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        asked = {"text": ("text", "language", "voice"), "audio": ("upload",), "url": ("url",)}
        for source, names in asked.items():
            for name in names:
                if source != cleaned.get("source"):
                    self.errors.pop(name, None)
                    cleaned.pop(name, None)
        if cleaned.get("upload") is not None:
            # What was uploaded, one byte more than is taken at most.
            cleaned["upload"] = bytes(cleaned["upload"].read(MOST_BYTES + 1))
        return cleaned


class AnnouncementFilter(ObjectFilter):
    """By what callers hear, too."""

    source = forms.ChoiceField(
        label="Callers hear", choices=[("", "Any kind"), *Announcement.Source.choices], required=False
    )
    field_order = ("q", "status", "source", "per")

    def apply(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        found = super().apply(rows)
        source = self.cleaned_data.get("source")
        return found.filter(source=source) if source else found
