"""The form of conference rooms."""

from __future__ import annotations

from typing import Any

from django import forms

from routing.forms.objects import ObjectForm
from routing.models import Room, RoutedObject
from routing.models.rooms import MOST_PARTICIPANTS
from routing.services.rooms import PARTICIPANTS_HINT


def _pin(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=20,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "new-password"}),
    )


class RoomForm(ObjectForm):
    """One conference room; PINs are written and never read back."""

    guest_pin = _pin("PIN", "4 to 10 digits. Without one, everybody who reaches the room may enter.")
    removes_guest_pin = forms.BooleanField(label="Remove the PIN", required=False)
    host_pin = _pin("Host PIN", "4 to 10 digits. Who enters it is a host.")
    removes_host_pin = forms.BooleanField(label="Remove the host PIN", required=False)
    waits_for_host = forms.BooleanField(
        label="Guests wait for a host",
        help_text="They hear music until a host is there.",
        required=False,
    )
    ends_with_host = forms.BooleanField(
        label="The conference ends when a host leaves",
        help_text="It is over for everybody then.",
        required=False,
    )
    guests_only_listen = forms.BooleanField(
        label="Guests only listen", help_text="Only hosts can be heard.", required=False
    )
    beeps = forms.BooleanField(label="Beep when somebody comes or goes", required=False, initial=True)
    most_participants = forms.IntegerField(
        label="Most participants",
        initial=50,
        min_value=2,
        max_value=MOST_PARTICIPANTS,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), PARTICIPANTS_HINT),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Form's
        super().__init__(*args, **kwargs)
        row = self.row if isinstance(self.row, Room) else None
        for name, is_set in (
            ("guest_pin", row is not None and row.has_pin),
            ("host_pin", row is not None and row.has_host_pin),
        ):
            if is_set:
                self.fields[name].help_text = "Leave this empty to keep the PIN that is set."
            else:
                del self.fields[f"removes_{name}"]

    @classmethod
    def values_of(cls, row: RoutedObject) -> dict[str, Any]:
        return {name: value for name, value in super().values_of(row).items() if "_pin" not in name}
