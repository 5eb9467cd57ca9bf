"""The voice agent providers that Cloudonix connects calls with, as data: a new one is a new line."""

from __future__ import annotations

from typing import NamedTuple


class Provider(NamedTuple):
    """name: as the platform lists it, in lower case. asks_sign_in: whether it takes no call without one."""

    name: str
    label: str
    asks_sign_in: bool = False


PROVIDERS: dict[str, Provider] = {
    provider.name: provider
    for provider in (
        Provider("dasha", "Dasha"),
        Provider("deepvox", "DeepVox"),
        Provider("elevenlabs", "ElevenLabs"),
        Provider("fonio", "fonio"),
        Provider("millis-eu", "Millis (EU)"),
        Provider("millis-us", "Millis (US)"),
        Provider("modon", "Modon"),
        Provider("puretalk", "PureTalk"),
        Provider("relayhawk", "RelayHawk"),
        Provider("retell", "Retell"),
        Provider("retell-tcp", "Retell (TCP)"),
        Provider("retell-tls", "Retell (TLS)"),
        Provider("retell-udp", "Retell (UDP)"),
        Provider("sigmamind", "SigmaMind"),
        Provider("superdash.ai", "Superdash.ai", asks_sign_in=True),
        Provider("synthflow", "Synthflow", asks_sign_in=True),
        Provider("ultravox", "Ultravox"),
        Provider("vapi", "Vapi"),
        Provider("voicehub", "VoiceHub"),
    )
}


def provider_label(name: str) -> str:
    """What people call it; the name itself for one that the table no longer has."""
    provider = PROVIDERS.get(name)
    return provider.label if provider is not None else name
