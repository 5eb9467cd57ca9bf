"""The fidelity switches: how the platform is known, or suspected, to vary."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

CHOICES: dict[str, tuple[str | int, ...]] = {
    "status_case": ("lower", "upper"),
    "callsid_mode": ("token", "sip-call-id"),
    "plus_prefix": ("on", "off"),
    "cdr_session": ("object", "null", "string", "missing"),
    "nan_style": ("quoted", "bare"),
    "bearer": ("present", "absent", "wrong"),
    "answered_as": ("ANSWER", "CONNECTED"),
    "domain_field": ("name", "nullDomain"),
    "eventId": ("present", "missing"),
    "dial_status_field": ("CallStatus", "DialCallStatus", "both"),
    "simultaneous": ("numbers", "ampersand", "both"),
    "profile_put": ("merge", "replace"),
    "create_status": ("documented", 200, 201, 204),
    "new_domain": ("object", "array"),
    "duplicate_status": (409, 400, 500),
    "isolation_status": (404, 403),
    "dnid_plus": ("significant", "ignored"),
    "retry": (0, 1, 2, 3),
    "empty_digits": ("empty", "missing"),
    "callback_form": ("json", "form"),
    "recording_auth": ("open", "bearer"),
}


class SwitchRefused(ValueError):
    """A switch that does not exist, or a position it does not have; the message lists what there is."""


@dataclass(slots=True)
class Switches:
    status_case: str = "lower"
    list_wrapped: bool = False
    callsid_mode: str = "token"
    plus_prefix: str = "on"
    cdr_session: str = "object"
    nan_style: str = "quoted"
    bearer: str = "present"
    answered_as: str = "ANSWER"
    domain_field: str = "name"
    eventId: str = "present"  # noqa: N815  the platform's own name
    dial_status_field: str = "CallStatus"
    simultaneous: str = "numbers"
    profile_put: str = "merge"
    put_keeps: bool = True
    create_status: str | int = "documented"
    new_domain: str = "object"
    duplicate_status: int = 409
    isolation_status: int = 404
    dnid_plus: str = "significant"
    retry: int = 0
    empty_digits: str = "empty"
    callback_form: str = "json"
    recording_auth: str = "open"
    recording_details: bool = True
    record_hangup_callback: bool = True
    record_hangup_action: bool = False
    dial_details: bool = False
    fetch_media: bool = True
    voices: bool = True
    empty_list_404: bool = False
    password_echo: bool = True
    rate_limit: bool = True
    open_streams: bool = False
    strict: bool = True
    chatter: bool = True
    webhook_timeout: float = 10.0
    max_stages: int = 100
    play_seconds: float = 5.0
    stream_seconds: float = 5.0

    def flip(self, changes: dict[str, object]) -> None:
        """Set several switches, all or none."""
        known = {field.name: field for field in fields(self)}
        for name, value in changes.items():
            if name not in known:
                raise SwitchRefused(f"There is no switch {name!r}. Switches: {', '.join(sorted(known))}.")
            _check(name, value, getattr(self, name))
        for name, value in changes.items():
            setattr(self, name, value)

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def _check(name: str, value: object, current: object) -> None:
    if name in CHOICES:
        if value not in CHOICES[name] or isinstance(value, bool):
            raise SwitchRefused(f"{name} is one of: {', '.join(map(str, CHOICES[name]))}.")
    elif isinstance(current, bool):
        if not isinstance(value, bool):
            raise SwitchRefused(f"{name} is true or false.")
    elif isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
        raise SwitchRefused(f"{name} is a number above 0.")
