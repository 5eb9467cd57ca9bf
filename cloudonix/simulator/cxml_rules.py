"""CXML as the platform documents it: verbs, nouns, their attributes and the values those take.

Only documented names and values are here, because the platform may silently ignore the others; a
document that depends on them would work in a lenient simulator and fail with a real caller.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

URL = r"(?:https?://[^\s<>\"]+|/[^\s<>\"]*|\?[^\s<>\"]*|[A-Za-z0-9._~-][^\s<>\":]*)"
BOOL = "true|false"
METHOD = "GET|POST"
COUNT = r"\d{1,9}"
POSITIVE = r"[1-9]\d{0,8}"
SECONDS = r"\d{1,6}"
KEYS = r"[0-9#*]*"
TEXT = r"[^\x00-\x1f]*"
VOICE = r"man|woman|[A-Za-z][A-Za-z0-9-]*:[A-Za-z0-9-]+"
LANGUAGE = r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}"
ID = r"[A-Za-z0-9._-]+"
RECORDED = {"recordingStatusCallback": URL, "recordingStatusCallbackMethod": METHOD}
CALLBACK = {"statusCallback": URL, "statusCallbackMethod": METHOD}
WHISPER = "none|caller|calee|both"  # spelt so on the platform
TRIM = "trim-silence|do-not-trim"
WORDS_OF = r"(?:(?:%s)(?: (?=.)|$))+"


def words(*allowed: str) -> str:
    return WORDS_OF % "|".join(allowed)


@dataclass(frozen=True, slots=True)
class Rule:
    """One element: its attributes with value patterns, the elements it may hold, and its text."""

    attributes: dict[str, str] = field(default_factory=dict)
    children: tuple[str, ...] = ()
    text: str | None = None  # pattern of the text; None: no text
    required: tuple[str, ...] = ()


SSML = ("break", "say-as", "audio")
PROMPTS = ("Say", "Play", "Pause")
NUMBER = r"\s*[+0-9A-Za-z_.*#-]{1,128}\s*"
SIP_URI = r"\s*(?:sips?:)?[^\s@;<>]+@[^\s@<>]+\s*"
SPOKEN = r"[\s\S]*"
AGENT = r"\s*[^\s<>][^\x00-\x1f]*"
# The platform's voice agents; those with a sign-in need username and password.
PROVIDERS = (
    "vapi",
    "synthflow",
    "dasha",
    "superdash.ai",
    "elevenlabs",
    "deepvox",
    "relayhawk",
    "voicehub",
    "retell",
    "retell-udp",
    "retell-tcp",
    "retell-tls",
    "fonio",
    "sigmamind",
    "modon",
    "puretalk",
    "millis-us",
    "millis-eu",
    "ultravox",
)
SIGNED_IN = frozenset({"synthflow", "superdash.ai"})
STREAM_ATTRIBUTES = {
    "url": r"wss?://\S+",
    "name": TEXT,
    "track": "inbound_track|outbound_track|both_tracks",
    **CALLBACK,
}

VERBS: dict[str, Rule] = {
    "Say": Rule(
        {"answer": BOOL, "loop": COUNT, "voice": VOICE, "language": LANGUAGE, **CALLBACK}, SSML, SPOKEN
    ),
    "Play": Rule(
        {"answer": BOOL, "loop": COUNT, "digits": "[0-9w]+", **CALLBACK}, (), r"\s*(?:https?://\S+)?\s*"
    ),
    "Pause": Rule({"length": COUNT, "answer": BOOL}),
    "Hangup": Rule(),
    "Reject": Rule({"reason": "rejected|busy|congestion|failed"}),
    "Redirect": Rule({"method": METHOD}, (), rf"\s*{URL}\s*"),
    "Dial": Rule(
        {
            "action": URL,
            "method": METHOD,
            "timeout": POSITIVE,
            "timeLimit": COUNT,
            "callerId": TEXT,
            "callerName": TEXT,
            "forwardHeaders": BOOL,
            "headers": TEXT,
            "hangupOnStar": BOOL,
            "hangupOn": KEYS,
            "record": "do-not-record|record-from-answer|record-from-ringing|true|false",
            **RECORDED,
            "recordingStatusCallbackEvent": words("in-progress", "completed", "absent", "failed"),
            "trim": TRIM,
            # Names apart by commas, or a JSON array: both are in use by the platform's own libraries.
            "trunks": r"[A-Za-z0-9-]+(?:,[A-Za-z0-9-]+)*|\[[A-Za-z0-9\", -]+\]",
        },
        ("Number", "Sip", "Conference", "Service", "Header"),
        r"\s*[+0-9A-Za-z_.*#@:;=&-]{0,1000}\s*",
    ),
    "Gather": Rule(
        {
            "action": URL,
            "method": METHOD,
            "input": "dtmf|speech|dtmf speech",
            "finishOnKey": KEYS,
            "numDigits": POSITIVE,
            "maxTimeout": SECONDS,
            "timeout": SECONDS,
            "speechTimeout": r"\d{1,6}|auto",
            "speechEngine": "aws|google",
            "language": LANGUAGE,
            "actionOnEmptyResult": BOOL,
            "maxDuration": SECONDS,
            "speechDetection": "auto|low|normal|high|stt",
            "interruptible": BOOL,
        },
        (*PROMPTS, "Converse"),
    ),
    "Record": Rule(
        {
            "action": URL,
            "method": METHOD,
            "timeout": SECONDS,
            "finishOnKey": KEYS,
            "maxLength": r"[2-9]|[1-9]\d{1,8}",
            "playBeep": BOOL,
            **RECORDED,
            "recordingStatusCallbackEvent": words("in-progress", "completed", "absent"),
            "trim": TRIM,
        },
        PROMPTS,
    ),
    "Coach": Rule(
        {
            "policy": "listen|whisper|barge",
            "spyDirection": WHISPER,
            "whisperDirection": WHISPER,
            "finishOnKey": KEYS,
        },
        (),
        r"\s*[0-9a-f]{32}\s*",
    ),
    "Connect": Rule({}, ("Stream",)),
    "Start": Rule({}, ("Stream",)),
    "Stop": Rule({}, ("Stream",)),
    "Converse": Rule(
        {
            "voice": VOICE,
            "language": LANGUAGE,
            **CALLBACK,
            "statusCallbackEvent": r"[a-z-]+(?:[, ]+[a-z-]+)*",
            "sessionTools": TEXT,
            "model": TEXT,
            "context": "auto|none|no",
            "temperature": r"\d+(?:\.\d+)?",
        },
        ("System", "User", "Speech", "Tool"),
        SPOKEN,
    ),
}

NOUNS: dict[str, Rule] = {
    "Response": Rule({}, tuple(VERBS)),
    "Number": Rule({}, (), NUMBER),
    "Sip": Rule({"username": TEXT, "password": TEXT, "domain": "origin|destination"}, (), SIP_URI),
    "Header": Rule({"name": r"[A-Za-z0-9-]+", "value": TEXT}, required=("name", "value")),
    "Service": Rule(
        {"provider": "|".join(map(re.escape, PROVIDERS)), "username": TEXT, "password": TEXT},
        (),
        AGENT,
        ("provider",),
    ),
    "Conference": Rule(
        {
            "beep": "true|false|onEnter|onExit",
            "dtmf": "block|pass",
            "holdMusic": BOOL,
            "muted": BOOL,
            "prompts": BOOL,
            "startConferenceOnEnter": "true|false|required",
            "endConferenceOnExit": BOOL,
            "maxParticipants": r"[1-9]\d?|1\d\d|2[0-4]\d|250",
            "record": "do-not-record|record-from-start",
            **RECORDED,
            "recordingStatusCallbackEvent": words("in-progress", "completed", "absent"),
            **CALLBACK,
            "statusCallbackEvent": words("start", "end", "join", "leave", "mute", "hold", "dtmf", "speaker"),
            "talkDetection": "normal|quick|lazy",
            "trim": "trim-silence|do-no-trim",
        },
        (),
        r"[A-Za-z0-9]*",
    ),
    "Stream": Rule(STREAM_ATTRIBUTES, ("Parameter",)),
    "Parameter": Rule(
        {"name": TEXT, "value": TEXT, "description": TEXT, "type": ID, "required": BOOL, "values": TEXT}
    ),
    "System": Rule({}, (), SPOKEN),
    "User": Rule({}, (), SPOKEN),
    "Speech": Rule({}, (), SPOKEN),
    "Tool": Rule({"name": TEXT, "url": URL}, ("Description", "Parameter"), None, ("name",)),
    "Description": Rule({}, (), SPOKEN),
    "break": Rule({"time": r"\d+(?:\.\d+)?m?s", "strength": "none|x-weak|weak|medium|strong|x-strong"}),
    "say-as": Rule({"interpret-as": "[a-z-]+", "format": TEXT}, (), SPOKEN, ("interpret-as",)),
    "audio": Rule({"src": URL}, (), SPOKEN, ("src",)),
}

RULES = {**VERBS, **NOUNS}
PATTERNS: dict[str, re.Pattern[str]] = {}


def fits(pattern: str, value: str) -> bool:
    compiled = PATTERNS.setdefault(pattern, re.compile(pattern))
    return compiled.fullmatch(value) is not None
