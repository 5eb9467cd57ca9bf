"""IVR menus in a plan."""

from __future__ import annotations

from functools import cached_property
from uuid import UUID

import msgspec

from routing.engine.destinations import Destination, HangUp
from routing.engine.prompts import Prompt, Sentence, SystemWords
from routing.engine.spoken import Words, words_in

# The keys as they stand on a phone.
KEYPAD = "1234567890*#"
WRONG_KEY = SystemWords(Sentence.NOT_A_CHOICE)


def in_keypad_order(code: str) -> tuple[int, list[int]]:
    """What codes are sorted by: single keys as they stand on a phone, longer codes behind them."""
    return len(code), [KEYPAD.index(key) for key in code]


class MenuKey(msgspec.Struct, frozen=True):
    """A key, or a code of several, and where it leads. spoken: phrases that mean the same."""

    code: str
    destination: Destination
    spoken: tuple[str, ...] = ()


class Menu(msgspec.Struct, frozen=True, dict=True):
    """wrong: heard after a wrong key, before the prompt. silent: the same after no key, () for nothing.

    no_input, wrong_key: where a caller goes after the last of the tries, by what happened then. hears_speech: whether
    callers may say the words of a key.
    """

    key: UUID
    name: str
    prompt: Prompt
    keys: tuple[MenuKey, ...] = ()
    no_input: Destination = HangUp()
    wrong_key: Destination = HangUp()
    wrong: tuple[Prompt, ...] = (WRONG_KEY,)
    silent: tuple[Prompt, ...] = ()
    dials_extensions: bool = False
    first_seconds: int = 8
    next_seconds: int = 3
    tries: int = 3
    is_enabled: bool = True
    number: str = ""
    hears_speech: bool = False

    @cached_property
    def destination_by_code(self) -> dict[str, Destination]:
        return {key.code: key.destination for key in self.keys}

    @cached_property
    def phrases(self) -> tuple[tuple[Words, str], ...]:
        """What may be said, as it is compared, and the code it means."""
        return tuple((words_in(phrase), key.code) for key in self.keys for phrase in key.spoken)

    @cached_property
    def longest_code(self) -> int:
        """How many keys it has; 0 without any."""
        return max((len(key.code) for key in self.keys), default=0)

    @cached_property
    def has_hash(self) -> bool:
        return any("#" in key.code for key in self.keys)
