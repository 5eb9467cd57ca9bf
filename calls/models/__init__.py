"""What happened: calls and the steps of their journeys, raw events, callers sent on, and messages that callers left."""

from __future__ import annotations

from calls.models.calls import Call, JourneyStep, RawEvent
from calls.models.transfers import CallTransfer
from calls.models.voicemail import VoicemailMessage

__all__ = ["Call", "CallTransfer", "JourneyStep", "RawEvent", "VoicemailMessage"]
