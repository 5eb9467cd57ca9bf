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
    NUMBER_RULE = "number-rule", "A rule of the number sends these callers elsewhere"
    CALLER_ALLOWED = "caller-allowed", "The caller is on the list of allowed callers"
    CALLER_UNKNOWN = "caller-unknown", "The calling phone belongs to no extension"
    # What it does.
    RINGING = "ringing", "The phones of the extension ring"
    MOBILE_RINGING = "mobile-ringing", "The mobile phone of the extension rings"
    VOICEMAIL_GREETED = "voicemail-greeted", "The caller heard the greeting of the voicemail box"
    MENU_HEARD = "menu-heard", "The caller heard the menu"
    KEY_PRESSED = "key-pressed", "The caller pressed a key of the menu"
    EXTENSION_PRESSED = "extension-pressed", "The caller pressed the number of an extension"
    NO_KEY = "no-key", "The caller pressed no key in time"
    WRONG_KEY = "wrong-key", "The caller pressed a key that leads nowhere"
    WORDS_SAID = "words-said", "The caller said words of a key"
    WRONG_WORDS = "wrong-words", "The caller said words that lead nowhere"
    TRIES_OVER = "tries-over", "The caller has had all tries"
    DIRECTORY_HEARD = "directory-heard", "The caller was asked to spell a name"
    NAMES_FOUND = "names-found", "Names begin with what the caller spelled"
    NAMES_TOO_MANY = (
        "names-too-many",
        "So many names were found that the caller was asked for further letters",
    )
    NAME_CHOSEN = "name-chosen", "The caller chose a name"
    OPERATOR_CHOSEN = "operator-chosen", "The caller asked for the operator"
    NAME_UNKNOWN = "name-unknown", "No name begins with what the caller spelled"
    NAME_TOO_SHORT = "name-too-short", "The caller spelled too few letters"
    ANNOUNCEMENT_HEARD = "announcement-heard", "The caller heard the announcement"
    MESSAGE_LEFT = "message-left", "The caller left a message"
    NO_MESSAGE = "no-message", "The caller left no message"
    VOICEMAIL_PIN_ASKED = "voicemail-pin-asked", "The PIN of the voicemail box was asked for"
    VOICEMAIL_OPENED = "voicemail-opened", "The messages of the voicemail box were heard by phone"
    VOICEMAIL_LEFT = "voicemail-left", "The voicemail box was left"
    MESSAGE_DELETED = "message-deleted", "A message was deleted by phone"
    OUTSIDE_ALLOWED = "outside-allowed", "The calling class allows this number"
    OUTSIDE_RINGING = "outside-ringing", "The number outside rings"
    EMERGENCY_CALL = "emergency-call", "An emergency call passes every rule"
    HUNG_UP = "hung-up", "Calls are set to hang up here"
    ABSENT = "absent", "The extension is away on this day"
    FORWARDED_ALWAYS = "forwarded-always", "The extension forwards every call"
    FORWARDED_NO_ANSWER = "forwarded-no-answer", "Forwarded, because nobody answered"
    FORWARDED_BUSY = "forwarded-busy", "Forwarded, because the extension was busy"
    FORWARDED_UNAVAILABLE = "forwarded-unavailable", "Forwarded, because no phone could be reached"
    TRANSFERRED = "transferred", "The caller was sent on by somebody who had the call"
    HOURS_OPEN = "hours-open", "It is open at this time"
    HOURS_CLOSED = "hours-closed", "It is closed at this time"
    HOURS_HOLIDAY = "hours-holiday", "It is closed for a holiday"
    HOURS_EXCEPTION_OPEN = "hours-exception-open", "It is open by an exception from the week"
    HOURS_EXCEPTION_CLOSED = "hours-exception-closed", "It is closed by an exception from the week"
    HOURS_SET_OPEN = "hours-set-open", "It was set to open by hand"
    HOURS_SET_CLOSED = "hours-set-closed", "It was set to closed by hand"
    GROUP_RINGS = "ring-group-rings", "Members of the ring group ring"
    MEMBER_RINGS = "member-rings", "The phones of the member ring"
    MEMBER_SKIPPED = "member-skipped", "The member cannot ring"
    ROOM_ASKS = "room-asks", "The conference room asked for a PIN"
    ROOM_JOINED = "room-joined", "The caller is in the conference room"
    ROOM_JOINED_AS_HOST = "room-joined-as-host", "The caller is in the conference room as a host"
    ROOM_LEFT = "room-left", "The caller has left the conference room"
    AGENT_CONSULTED = "agent-consulted", "The call went to the AI agent"
    AGENT_TALKED = "agent-talked", "The talk with the AI agent is over"
    # How a Dial ends.
    ANSWERED = "answered", "The call was answered"
    BUSY = "busy", "The extension was busy"
    NO_ANSWER = "no-answer", "Nobody answered"
    CANCELLED = "cancelled", "The caller hung up before an answer"
    UNAVAILABLE = "unavailable", "No phone of the extension could be reached"
    MOBILE_NOT_TAKEN = "mobile-not-taken", "The mobile phone did not take the call"
    GROUP_NOT_TAKEN = "ring-group-not-taken", "No member of the ring group took the call"
    GROUP_EMPTY = "ring-group-empty", "No member of the ring group can ring"
    # What a feature code did.
    DO_NOT_DISTURB_ON = "do-not-disturb-on", "Do not disturb was switched on"
    DO_NOT_DISTURB_OFF = "do-not-disturb-off", "Do not disturb was switched off"
    FORWARD_SET = "forward-set", "Every call is forwarded from now on"
    FORWARD_ENDED = "forward-ended", "Calls are no longer all forwarded"
    OWN_NUMBER_TOLD = "own-number-told", "The phone heard its extension number"
    HOURS_CLOSED_BY_PHONE = "hours-closed-by-phone", "The business hours were set to closed by phone"
    HOURS_OPENED_BY_PHONE = "hours-opened-by-phone", "The business hours were set to open by phone"
    HOURS_BY_CALENDAR_BY_PHONE = (
        "hours-by-calendar-by-phone",
        "The business hours go by their calendar again, set by phone",
    )
    NUMBER_WITHHELD = "number-withheld", "The number is withheld in this call"
    NUMBER_SHOWN = "number-shown", "The number is shown in this call"
    LOCK_ON = "lock-on", "The extension was locked"
    LOCK_OFF = "lock-off", "The extension was unlocked"
    REDIALLED = "redialled", "The number that this extension called last is called again"
    CALLED_BACK = "called-back", "Whoever called this extension last is called back"
    CODE_PIN_ASKED = "code-pin-asked", "The code asked for a PIN"
    SPEED_DIAL = "speed-dial", "A short number was dialled"
    AGENT_NOT_REACHED = "agent-not-reached", "The AI agent could not be reached"
    # Why it refuses.
    CODE_NOT_ALLOWED = "code-not-allowed", "The extension may not use this code"
    CODE_WITHOUT_EXTENSION = "code-without-extension", "Codes are for phones of an extension"
    NOTHING_DIALLED_YET = "nothing-dialled-yet", "The extension has called no number yet"
    NOBODY_CALLED_YET = "nobody-called-yet", "Nobody has called the extension yet"
    LAST_CALLER_WITHHELD = "last-caller-withheld", "The last caller showed no number that can be called back"
    CODE_ALONE = "code-alone", "The code was dialled without a number behind it"
    CODE_PIN_WRONG = "code-pin-wrong", "The PIN was wrong"
    CODE_PIN_LOCKED = "code-pin-locked", "The PIN was wrong too often, so none is taken for a while"
    CODE_PIN_MISSING = "code-pin-missing", "No PIN is set for this code"
    HOURS_NOT_BY_PHONE = "hours-not-by-phone", "The business hours may not be switched by phone"
    HOURS_UNKNOWN = "hours-unknown", "No business hours have the number behind the code"
    HOURS_NOT_NAMED = (
        "hours-not-named",
        "Phones may switch several business hours, and the code was dialled without a number",
    )
    FORWARD_TO_NOBODY = "forward-to-nobody", "No other extension has the number behind the code"
    NO_SIP_ACCOUNT = "no-sip-account", "The extension has no phone: it has no SIP account that is on"
    NUMBER_UNKNOWN = "number-unknown", "The dialled number belongs to no organization here"
    NUMBER_DISABLED = "number-disabled", "The number is disabled"
    EXTENSION_UNKNOWN = "extension-unknown", "No extension has the dialled number"
    EXTENSION_DISABLED = "extension-disabled", "The extension is disabled"
    DO_NOT_DISTURB = "do-not-disturb", "The extension is in do not disturb"
    MOBILE_NOT_ALLOWED = "mobile-not-allowed", "The extension may not ring its mobile phone"
    MOBILE_NUMBER_REFUSED = (
        "mobile-number-refused",
        "The mobile phone does not ring: the calling class of the extension does not allow its number",
    )
    MOBILE_WITHOUT_TRUNK = (
        "mobile-without-trunk",
        "The mobile phone does not ring: no outbound trunk is enabled",
    )
    OUTSIDE_UNREACHABLE = "outside-unreachable", "The number outside could not be reached"
    OUTSIDE_DENIED = "outside-denied", "The calling class does not allow this number"
    EXTENSION_LOCKED = (
        "extension-locked",
        "The extension is locked: it calls inside and emergency numbers only",
    )
    OUTSIDE_IS_OWN = (
        "outside-is-own",
        "The number is one of the organization’s own, so the call would come back for ever",
    )
    NO_CALLING_CLASS = "no-calling-class", "No calling class holds, so no number outside may be called"
    NO_TRUNK = "no-trunk", "No trunk of the calling class is enabled"
    LIMIT_OF_CALLS = "limit-of-calls", "As many calls as allowed leave the building already"
    LIMIT_OF_HOUR = "limit-of-hour", "As many calls as allowed left the building in the last hour"
    LIMIT_OF_DAY = "limit-of-day", "The minutes of a day outside are used up"
    OWN_LIMIT_OF_HOUR = (
        "own-limit-of-hour",
        "The extension made as many calls outside in the last hour as it may",
    )
    OWN_LIMIT_OF_DAY = "own-limit-of-day", "The extension’s minutes of a day outside are used up"
    CALL_LIMIT = "call-limit", "The extension has as many calls as it may have"
    BUSY_LEVEL = "busy-level", "The extension has so many calls that it counts as busy"
    EMERGENCY_WITHOUT_TRUNK = "emergency-without-trunk", "No outbound trunk is enabled for an emergency call"
    EXTENSION_GONE = "extension-gone", "The extension the call was sent to no longer exists"
    VOICEMAIL_DISABLED = "voicemail-disabled", "The voicemail box is disabled"
    VOICEMAIL_PIN_WRONG = "voicemail-pin-wrong", "The PIN of the voicemail box was wrong"
    VOICEMAIL_PIN_LOCKED = (
        "voicemail-pin-locked",
        "The PIN of the voicemail box was wrong too often, so none is taken for a while",
    )
    VOICEMAIL_PIN_MISSING = (
        "voicemail-pin-missing",
        "The voicemail box has no PIN, so its messages are not heard by phone",
    )
    VOICEMAIL_GONE = "voicemail-gone", "The voicemail box the call was sent to no longer exists"
    HOURS_DISABLED = "hours-disabled", "The business hours are disabled"
    HOURS_GONE = "hours-gone", "The business hours the call was sent to no longer exist"
    GROUP_DISABLED = "ring-group-disabled", "The ring group is disabled"
    GROUP_GONE = "ring-group-gone", "The ring group the call was sent to no longer exists"
    MEMBER_CALLS = "member-calls", "The member makes the call itself"
    CALLER_BLOCKED = "caller-blocked", "The caller is blocked"
    MENU_DISABLED = "menu-disabled", "The IVR menu is disabled"
    MENU_GONE = "menu-gone", "The IVR menu the call was sent to no longer exists"
    ANNOUNCEMENT_DISABLED = "announcement-disabled", "The announcement is disabled"
    ANNOUNCEMENT_GONE = "announcement-gone", "The announcement the call was sent to no longer exists"
    DIRECTORY_EMPTY = "directory-empty", "Nobody is listed in the directory"
    DIRECTORY_DISABLED = "directory-disabled", "The directory is disabled"
    DIRECTORY_GONE = "directory-gone", "The directory the call was sent to no longer exists"
    ROOM_GONE = "room-gone", "The conference room the call was sent to no longer exists"
    ROOM_DISABLED = "room-disabled", "The conference room is disabled"
    ROOM_NO_PIN = "room-no-pin", "The caller entered no PIN"
    ROOM_WRONG_PIN = "room-wrong-pin", "The caller entered a wrong PIN"
    ROOM_LOCKED = "room-locked", "The room takes no PIN for a while: too many were wrong"
    ROOM_FULL = "room-full", "The caller was not let into the conference room: it is full, or did not open"
    AGENT_DISABLED = "agent-disabled", "The AI agent is disabled"
    AGENT_GONE = "agent-gone", "The AI agent the call was sent to no longer exists"
    CALLER_DISABLED = "caller-disabled", "The calling extension is disabled"
    CALLED_ITSELF = "called-itself", "The extension called itself"
    NOTHING_DIALLED = "nothing-dialled", "The call has no dialled number"
    ORGANIZATION_SUSPENDED = "organization-suspended", "The organization is suspended"
    LOOP = "loop", "The configuration sends the call in a circle"
    TOO_MANY_HOPS = "too-many-hops", "The call passed too many destinations"
    TOO_MANY_STEPS = "too-many-steps", "The call asked for too many steps"
    OUT_OF_TURN = "out-of-turn", "The platform reported the end of a step that was never made"
    # What the webhook refuses before the engine is asked.
    LINK_REFUSED = "link-refused", "The link of this step is forged, too old or of another call"
