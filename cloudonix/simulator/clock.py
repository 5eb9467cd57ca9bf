"""Time as calls see it: real, some times faster, or instant, where only people make anybody wait."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """Something that somebody did in a call, or `tick`: the clock was moved by hand.

    value: the keys pressed or the words said. seconds: how far the clock was moved, or how long speech lasts.
    """

    who: str  # "caller", "leg", "room", "coached", "stream", "device", "platform" or "tick"
    do: str = ""
    leg: int = 0
    seconds: float = 0.0
    value: str = ""


class Clock:
    def __init__(self, mode: str = "real") -> None:
        self._since = time.monotonic()
        self._base = time.time()
        self.mode = mode
        self.speed = 1.0
        self.set_mode(mode)

    @property
    def instant(self) -> bool:
        return self.mode == "instant"

    def set_mode(self, mode: str) -> None:
        """Choose `real`, `instant` or `scaled:N`; ValueError explains what is not understood."""
        name, _, factor = mode.partition(":")
        speed = 1.0
        if name == "scaled":
            try:
                speed = float(factor)
            except ValueError:
                speed = 0.0
            if not 0 < speed <= 10_000:
                raise ValueError(
                    "Write the clock as scaled:N with N between 0 and 10000, for example scaled:20."
                )
        elif mode not in {"real", "instant"}:
            raise ValueError("The clock is real, instant or scaled:N.")
        self._base, self._since = self.now(), time.monotonic()
        self.mode, self.speed = mode, speed

    def now(self) -> float:
        """Seconds since 1970; in instant mode where new calls start, each then with its own time."""
        speed = getattr(self, "speed", 1.0)
        return self._base + (time.monotonic() - self._since) * speed

    def move(self, seconds: float) -> None:
        self._base += seconds


class CallClock:
    """The time of one call, and its only way to wait.

    In instant mode a wait for something that comes by itself (a sentence to end, a scripted phone to
    answer) is over at once and the call's own time jumps there. A wait for a person (a phone nobody
    scripted) really waits, until the person acts or the clock is moved by hand.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._at = clock.now()
        self.inbox: asyncio.Queue[Event] = asyncio.Queue()

    def now(self) -> float:
        if not self._clock.instant:
            self._at = max(self._at, self._clock.now())
        return self._at

    async def next_event(self, deadline: float | None, *, automatic: bool) -> Event | None:
        """The next thing that somebody does, or None when `deadline` comes first."""
        while True:
            if self._clock.instant and automatic and deadline is not None and self.inbox.empty():
                await asyncio.sleep(0)
                if self.inbox.empty():
                    self._at = max(self._at, deadline)
                    return None
            event = await self._receive(deadline)
            if event is not None and event.who != "tick":
                return event
            if event is not None and self._clock.instant:
                self._at += event.seconds
            if deadline is not None and self.now() >= deadline:
                self._at = deadline if self._clock.instant else self._at
                return None

    async def _receive(self, deadline: float | None) -> Event | None:
        if not self.inbox.empty():
            return self.inbox.get_nowait()
        patience = None
        if deadline is not None and not self._clock.instant:
            patience = max(0.0, deadline - self.now()) / self._clock.speed
        try:
            async with asyncio.timeout(patience):
                return await self.inbox.get()
        except TimeoutError:
            return None
