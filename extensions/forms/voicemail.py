"""The forms of voicemail boxes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from accounts.permissions import BUILT_IN, Level
from extensions.fields import ExtensionField, VoicemailBoxField
from extensions.models import Extension, VoicemailBox
from extensions.models.voicemail import GREATEST_MOST_SECONDS, LEAST_MOST_SECONDS, USUAL_SECONDS
from extensions.pins import MAX_DIGITS, MIN_DIGITS
from extensions.querysets import VoicemailBoxQuerySet
from extensions.voicemail import MOST_GREETING_LETTERS
from opbx.web.lists import PAGE_SIZE_CHOICES
from opbx.web.saving import VersionField

HANG_UP = ("hang_up", "Hang up")
OWNERS = [
    ("extension", "An extension|The box of one person or place."),
    ("shared", "Several users|Everybody of a team finds it on their voicemail page."),
]
NOTICES = [
    (VoicemailBox.Notice.NONE.value, "No e-mail|Nobody is told by e-mail."),
    (VoicemailBox.Notice.MAIL.value, "E-mail without audio|Says who called and when."),
    (VoicemailBox.Notice.AUDIO.value, "E-mail with audio|Carries the message as an attachment."),
]
GREETINGS = [
    (
        VoicemailBox.Greeting.DEFAULT.value,
        "Standard greeting|Says in your voice language that nobody can take the call.",
    ),
    (VoicemailBox.Greeting.TEXT.value, "Spoken text|Your own words, read by the system’s voice."),
    (VoicemailBox.Greeting.AUDIO.value, "Uploaded audio|Your own recording."),
]


class BoxFilter(forms.Form):
    """The filters of the list; what does not fit is ignored rather than complained about."""

    q = forms.CharField(
        label="Search by name or extension",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Name or extension"}),
    )
    status = forms.ChoiceField(
        label="Status",
        choices=[("", "Any status"), ("active", "Active"), ("disabled", "Disabled")],
        required=False,
    )
    owner = forms.ChoiceField(
        label="Belongs to",
        choices=[("", "Any owner"), ("extension", "An extension"), ("shared", "Several users")],
        required=False,
    )
    per = forms.ChoiceField(label="Rows per page", choices=PAGE_SIZE_CHOICES, required=False)

    def apply(self, rows: VoicemailBoxQuerySet) -> VoicemailBoxQuerySet:
        self.is_valid()
        text, status, owner = (self.cleaned_data.get(name, "").strip() for name in ("q", "status", "owner"))
        if text:
            rows = rows.filter(pk__in=VoicemailBox.objects.matching(text).values("pk"))
        if status:
            rows = rows.filter(is_enabled=status == "active")
        if owner:
            rows = rows.filter(extension__isnull=owner == "shared")
        return rows


class NoticeForm(forms.Form):
    """Length of messages and notices: all that the person whose box it is may change besides greeting and PIN."""

    most_seconds = forms.IntegerField(
        label="Longest message, in seconds",
        help_text=(
            f"Recording ends after this time, {LEAST_MOST_SECONDS} to {GREATEST_MOST_SECONDS} seconds. Left empty,"
            f" it is {USUAL_SECONDS}."
        ),
        required=False,
        initial=USUAL_SECONDS,
        min_value=LEAST_MOST_SECONDS,
        max_value=GREATEST_MOST_SECONDS,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            f"Enter {LEAST_MOST_SECONDS} to {GREATEST_MOST_SECONDS} seconds.",
        ),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    notice = forms.ChoiceField(
        label="For each message",
        choices=NOTICES,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose whether to send an e-mail."),
    )
    email = forms.EmailField(
        label="Send to",
        help_text="Left empty, it goes to the e-mail addresses of the extension or of those who share the box.",
        required=False,
        error_messages={"invalid": "Enter an e-mail address, for example desk@example.com."},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    delete_after_sending = forms.BooleanField(
        label="Delete the message once it was sent",
        help_text="Only when the mail server has taken the e-mail with its audio.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "most_seconds" in cleaned:
            cleaned["most_seconds"] = cleaned["most_seconds"] or USUAL_SECONDS
        if cleaned.get("notice") != VoicemailBox.Notice.AUDIO:
            cleaned["delete_after_sending"] = False  # left over from another choice
        return cleaned


class _BoxForm(NoticeForm):
    """What adding and editing have in common, for those who decide which boxes there are."""

    owner = forms.ChoiceField(
        label="Belongs to",
        choices=OWNERS,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose whose box it is."),
    )
    # Each is asked for by the choice above it, and what it holds is ignored with the other choice.
    extension = ExtensionField(label="Extension", error_messages={"required": "Choose an extension."})
    users = forms.ModelMultipleChoiceField(
        label="Shared by",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one user.",
            "invalid_choice": "A chosen user is no longer there. Choose from the list.",
            "invalid_pk_value": "A chosen user is no longer there. Choose from the list.",
        },
    )
    name = forms.CharField(
        label="Name",
        help_text="What it is called where calls are sent to it. Left empty, it is called as its extension.",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    number = forms.CharField(
        label="Internal number",
        help_text="A phone that dials it is asked for the PIN and then hears the messages, for example 780.",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    use_required_attribute = False
    field_order = (
        "owner",
        "extension",
        "users",
        "name",
        "number",
        "most_seconds",
        "notice",
        "email",
        "delete_after_sending",
    )

    def __init__(self, data: QueryDict | None, *, box: VoicemailBox | None, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["extension"].offer()  # type: ignore[attr-defined]  # an ExtensionField
        self.fields["users"].queryset = users_to_share(box)  # type: ignore[attr-defined]  # of many users

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        owner = cleaned.pop("owner", None)
        if owner == "extension":
            cleaned["users"] = ()
            cleaned["number"] = ""
            self.errors.pop("users", None)
        elif owner == "shared":
            cleaned["extension"] = None
            self.errors.pop("extension", None)
            if not cleaned.get("name"):
                self.add_error("name", "Enter a name, for example Front desk.")
        return cleaned


class AddBoxForm(_BoxForm):
    """A new box; extension: whose it is when the form was opened from that extension's page."""

    def __init__(self, data: QueryDict | None = None, *, extension: Extension | None = None) -> None:
        initial = {"owner": "extension", "extension": extension, "notice": VoicemailBox.Notice.NONE.value}
        super().__init__(data, box=None, initial=initial)


class EditBoxForm(_BoxForm):
    """Editing; version is the optimistic lock."""

    version = VersionField()

    def __init__(self, data: QueryDict | None = None, *, box: VoicemailBox) -> None:
        names = (
            "extension",
            "name",
            "number",
            "most_seconds",
            "notice",
            "email",
            "delete_after_sending",
            "version",
        )
        initial = {name: getattr(box, name) for name in names}
        initial["owner"] = "extension" if box.extension is not None else "shared"
        initial["users"] = [] if box.extension is not None else list(box.users.all())
        super().__init__(data, box=box, initial=initial)


class EditNoticeForm(NoticeForm):
    """Editing one's own box."""

    version = VersionField()

    def __init__(self, data: QueryDict | None = None, *, box: VoicemailBox) -> None:
        names = ("most_seconds", "notice", "email", "delete_after_sending", "version")
        super().__init__(data, initial={name: getattr(box, name) for name in names})


class GreetingForm(forms.Form):
    """What callers hear."""

    use_required_attribute = False  # only what the choice asks for is required
    greeting = forms.ChoiceField(
        label="Callers hear",
        choices=GREETINGS,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose what callers hear."),
    )
    greeting_text = forms.CharField(
        label="Text",
        help_text=f"Up to {MOST_GREETING_LETTERS} characters.",
        error_messages={"required": "Enter what callers hear."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    greeting_audio = forms.FileField(
        label="Recording",
        error_messages={"required": "Choose a WAV or MP3 file."},
        allow_empty_file=True,  # said better by whoever reads it
        widget=forms.FileInput(attrs={"accept": ".wav,.mp3,audio/wav,audio/mpeg"}),
    )
    version = VersionField()

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        box: VoicemailBox,
    ) -> None:
        names = ("greeting", "greeting_text", "version")
        super().__init__(data, files, initial={name: getattr(box, name) for name in names})
        hint = "A WAV or MP3 file of at most 2 MB and 2 minutes."
        if box.greeting_audio:
            self.fields["greeting_audio"].required = False
            hint += " Left empty, the recording that is stored is played."
        self.fields["greeting_audio"].help_text = hint

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        # Left over from another choice: neither kept nor complained about.
        if cleaned.get("greeting") != VoicemailBox.Greeting.TEXT:
            self.errors.pop("greeting_text", None)
            cleaned["greeting_text"] = ""
        if cleaned.get("greeting") != VoicemailBox.Greeting.AUDIO:
            self.errors.pop("greeting_audio", None)
            cleaned["greeting_audio"] = None
        return cleaned


class PinForm(forms.Form):
    """A new PIN; it is in no page afterwards."""

    pin = forms.CharField(
        label="New PIN",
        help_text=f"{MIN_DIGITS} to {MAX_DIGITS} digits, and none that is easy to guess.",
        max_length=40,
        error_messages={"required": f"Enter {MIN_DIGITS} to {MAX_DIGITS} digits."},
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "new-password"}),
    )


class BoxReplacementForm(forms.Form):
    """Where calls to a deleted box go instead."""

    replacement = VoicemailBoxField(
        label="Send these calls to",
        before=(HANG_UP,),
        empty_label="Choose where these calls go",
        error_messages={"required": "Choose where these calls go instead."},
    )

    def __init__(self, data: QueryDict | None = None, *, leaving: VoicemailBox) -> None:
        super().__init__(data)
        self.fields["replacement"].offer(without=[leaving])  # type: ignore[attr-defined]  # a VoicemailBoxField


def users_to_share(box: VoicemailBox | None) -> QuerySet[User]:
    """Active users whose role includes voicemail, and whoever shares the box now."""
    roles = [role.key for role in BUILT_IN.values() if role.level("voicemail") >= Level.READ]
    able: QuerySet[User] = User.objects.filter(status=User.Status.ACTIVE, role__in=roles)
    if box is not None:
        now = box.users.through.objects.filter(voicemailbox=box).values("user")
        able |= User.objects.filter(pk__in=now)
    return able.order_by("name", "pk")
