"""REST: the voices that can read text to callers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from cloudonix.simulator.keys import scope_of
from cloudonix.simulator.problems import Refused

# voice, gender, languages, provider, pricing
VOICES = (
    ("man", "male", ("en-US",), "Polly", "standard"),
    ("woman", "female", ("en-US",), "Polly", "standard"),
    ("Polly:Amy", "female", ("en-GB",), "Polly", "standard"),
    ("Polly:Matthew", "male", ("en-US",), "Polly", "standard"),
    ("Polly:Vicki", "female", ("de-DE",), "Polly", "standard"),
    ("Polly:Hans", "male", ("de-DE",), "Polly", "standard"),
    ("Polly:Celine", "female", ("fr-FR",), "Polly", "standard"),
    ("Polly:Lucia", "female", ("es-ES",), "Polly", "standard"),
    ("Polly:Astrid", "female", ("sv-SE",), "Polly", "standard"),
    ("Google:en-US-Neural2-F", "female", ("en-US",), "Google", "premium"),
    ("Google:en-GB-Standard-A", "female", ("en-GB",), "Google", "premium"),
    ("Google:de-DE-Neural2-B", "male", ("de-DE",), "Google", "premium"),
    ("Cloudonix-Neural:Zoe", "female", ("en-US", "en-GB"), "Cloudonix-Neural", "premium"),
    ("AWS:Maxim", "male", ("ru-RU",), "AWS", "customer-pay"),
)


def speaks(voice: str, language: str) -> str:
    """What is wrong with a voice that shall speak this language, in a sentence; "" when nothing is."""
    known = next((one for one in VOICES if one[0] == voice), None)
    if known is None:
        return f"There is no voice {voice}."
    # The built-in man and woman are an engine's own for each language.
    if voice in {"man", "woman"} or language in known[2]:
        return ""
    return f"The voice {voice} speaks {', '.join(known[2])}, not {language}."


async def list_voices(request: web.Request) -> web.Response:
    scope = scope_of(request)
    if not scope.simulation.switches.voices:
        raise Refused(403, "Voices are not part of this plan.")
    return web.json_response(
        [
            {
                "voice": voice,
                "gender": gender,
                "languages": list(languages),
                "provider": provider,
                "pricing": pricing,
            }
            for voice, gender, languages, provider, pricing in VOICES
        ]
    )


ROUTES: list[tuple[str, str, Callable[[web.Request], Awaitable[web.Response]]]] = [
    ("GET", "/resources/voices", list_voices)
]
