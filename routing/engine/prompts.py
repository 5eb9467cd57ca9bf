"""What a caller can hear: a sentence of the system, words of the organization, or a sound."""

from __future__ import annotations

import enum

import msgspec


class Sentence(enum.Enum):
    """What the system can say to a caller; the words in each language are in routing.sentences."""

    NUMBER_UNKNOWN = "number-unknown"
    EXTENSION_UNKNOWN = "extension-unknown"
    EXTENSION_DISABLED = "extension-disabled"
    CALLER_BLOCKED = "caller-blocked"
    CALLER_DISABLED = "caller-disabled"
    CALLED_ITSELF = "called-itself"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    UNAVAILABLE = "unavailable"
    SUSPENDED = "suspended"
    VOICEMAIL_GREETING = "voicemail-greeting"
    VOICEMAIL_DISABLED = "voicemail-disabled"
    NOT_AVAILABLE = "not-available"
    ROOM_ASKS_PIN = "room-asks-pin"
    ROOM_ASKS_HOST = "room-asks-host"
    ROOM_WRONG_PIN = "room-wrong-pin"
    ROOM_LOCKED = "room-locked"
    ROOM_FULL = "room-full"
    ROOM_DISABLED = "room-disabled"
    OUTSIDE_NOT_ALLOWED = "outside-not-allowed"
    NOT_A_CHOICE = "not-a-choice"
    SPELL_LAST_NAME = "spell-last-name"
    SPELL_FIRST_NAME = "spell-first-name"
    SPELL_EITHER_NAME = "spell-either-name"
    FOR_THE_OPERATOR = "for-the-operator"
    NAME_FOUND = "name-found"
    NAME_CHOICE = "name-choice"
    NAMES_MORE = "names-more"
    NAMES_BACK = "names-back"
    NAMES_ANEW = "names-anew"
    NAMES_TOO_MANY = "names-too-many"
    NAME_TOO_SHORT = "name-too-short"
    NAME_UNKNOWN = "name-unknown"
    LIMIT_REACHED = "limit-reached"
    NOT_CONNECTED = "not-connected"
    MESSAGE_SAVED = "message-saved"
    NO_MESSAGE = "no-message"
    ENTER_PIN = "enter-pin"
    PIN_WRONG = "pin-wrong"
    PIN_LOCKED = "pin-locked"
    VOICEMAIL_PIN_MISSING = "voicemail-pin-missing"
    NEW_MESSAGES = "new-messages"
    ONE_NEW_MESSAGE = "one-new-message"
    NO_NEW_MESSAGES = "no-new-messages"
    NO_MESSAGES = "no-messages"
    NO_MORE_MESSAGES = "no-more-messages"
    MESSAGE_KEYS = "message-keys"
    CONFIRM_DELETION = "confirm-deletion"
    MESSAGE_DELETED = "message-deleted"
    MESSAGE_KEPT = "message-kept"
    GOODBYE = "goodbye"
    DO_NOT_DISTURB_ON = "do-not-disturb-on"
    DO_NOT_DISTURB_OFF = "do-not-disturb-off"
    FORWARD_SET = "forward-set"
    FORWARD_ENDED = "forward-ended"
    FORWARD_TO_NOBODY = "forward-to-nobody"
    OWN_NUMBER = "own-number"
    CODE_NOT_ALLOWED = "code-not-allowed"
    PIN_MISSING = "pin-missing"
    CODE_ALONE = "code-alone"
    LOCK_ON = "lock-on"
    LOCK_OFF = "lock-off"
    EXTENSION_LOCKED = "extension-locked"
    NO_LAST_NUMBER = "no-last-number"
    NO_LAST_CALLER = "no-last-caller"
    LAST_CALLER_WITHHELD = "last-caller-withheld"
    HOURS_CLOSED = "hours-closed"
    HOURS_OPEN = "hours-open"
    HOURS_BY_CALENDAR_OPEN = "hours-by-calendar-open"
    HOURS_BY_CALENDAR_CLOSED = "hours-by-calendar-closed"
    HOURS_NOT_BY_PHONE = "hours-not-by-phone"
    HOURS_NUMBER_MISSING = "hours-number-missing"
    APOLOGY = "apology"


class SystemWords(msgspec.Struct, frozen=True, tag="system"):
    """A sentence of the system, in the organization's voice language.

    value, number: what stands for {value} and {number} in it.
    """

    sentence: Sentence
    value: str = ""
    number: str = ""


class Words(msgspec.Struct, frozen=True, tag="text"):
    """Words of the organization's own. language: BCP 47, "" for its voice language. voice: "" for its voice."""

    words: str
    language: str = ""
    voice: str = ""


class Sound(msgspec.Struct, frozen=True, tag="audio"):
    """file: an uploaded sound, by its name in the organization's storage; a new upload has a new name."""

    file: str


class SoundAt(msgspec.Struct, frozen=True, tag="url"):
    """A sound elsewhere, which the platform fetches from its address."""

    url: str


Prompt = SystemWords | Words | Sound | SoundAt
