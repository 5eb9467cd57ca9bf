"""Why a call went as it went: a stable code and a text for people for every outcome and refusal."""

from __future__ import annotations

import enum


class Reason(enum.Enum):
    """The value is the stable code that is stored; text is what the call's page shows."""

    text: str

    def __new__(cls, code: str, text: str) -> Reason:  # noqa: PYI034 - an Enum member is made once, by its class
        member = object.__new__(cls)
        member._value_ = code
        member.text = text
        return member

    # What the engine follows on its way.
    NUMBER_FOUND = "number-found", "The number belongs to this organization"
    CALLER_IS_EXTENSION = "caller-is-extension", "The call comes from an extension"
    CALLER_UNKNOWN = "caller-unknown", "The calling phone belongs to no extension"
    # What it does.
    RINGING = "ringing", "The phones of the extension ring"
    HUNG_UP = "hung-up", "The number is set to hang up"
    # How a Dial ends.
    ANSWERED = "answered", "The call was answered"
    BUSY = "busy", "The extension was busy"
    NO_ANSWER = "no-answer", "Nobody answered"
    CANCELLED = "cancelled", "The caller hung up before an answer"
    UNAVAILABLE = "unavailable", "No phone of the extension could be reached"
    # Why it refuses.
    NO_SIP_ACCOUNT = "no-sip-account", "The extension has no phone: it has no SIP account that is on"
    NUMBER_UNKNOWN = "number-unknown", "The dialled number belongs to no organization here"
    NUMBER_DISABLED = "number-disabled", "The number is disabled"
    EXTENSION_UNKNOWN = "extension-unknown", "No extension has the dialled number"
    EXTENSION_DISABLED = "extension-disabled", "The extension is disabled"
    EXTENSION_GONE = "extension-gone", "The extension the call was sent to no longer exists"
    CALLER_DISABLED = "caller-disabled", "The calling extension is disabled"
    CALLED_ITSELF = "called-itself", "The extension called itself"
    NOTHING_DIALLED = "nothing-dialled", "The call has no dialled number"
    ORGANIZATION_SUSPENDED = "organization-suspended", "The organization is suspended"
    LOOP = "loop", "The configuration sends the call in a circle"
    TOO_MANY_HOPS = "too-many-hops", "The call passed too many destinations"
    OUT_OF_TURN = "out-of-turn", "The platform reported the end of a Dial that was never made"
    # What the webhook refuses before the engine is asked.
    LINK_REFUSED = "link-refused", "The link of this step is forged, too old or of another call"
