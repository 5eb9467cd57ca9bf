"""Whom a rule about callers is about, read from what people paste: numbers in any spelling, beginnings, "anonymous"."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneMetadata

from opbx.e164 import NotAPhoneNumber, read_phone_number
from opbx.errors import NotAcceptable
from routing.models import CallerRule
from routing.models.callers import caller_words

Pattern = CallerRule.Pattern
MOST_LINES = 500
MOST_DIGITS = 15
HINT = (
    "Write a number such as +49 30 5550 1210, the beginning of numbers such as +4930*, or the word anonymous."
)
ANONYMOUS = "anonymous"
_ANONYMOUS = frozenset(
    {ANONYMOUS, "private", "restricted", "unknown", "withheld", "callers without a number"}
)
_EVERY = frozenset({"*", "+*", "every number"})
_SEPARATORS = re.compile(r"[\s()/.-]")


@dataclass(frozen=True)
class Caller:
    """value: as CallerRule.value. note: what stood behind it."""

    pattern: str
    value: str
    note: str = ""


def read_callers(text: str, region: str, *, field: str = "callers") -> list[Caller]:
    """One caller a line, each once; behind a semicolon, a tab or a comma stands its note.

    Raises NotAcceptable for the form field: nothing, a line that cannot be read, or more than 500 of them.
    """
    lines = [(place, line.strip()) for place, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        raise NotAcceptable(f"Enter at least one caller. {HINT}", field=field)
    if len(lines) > MOST_LINES:
        raise NotAcceptable(
            f"These are {len(lines):,} lines. Add at most {MOST_LINES} at a time.", field=field
        )
    found: dict[tuple[str, str], Caller] = {}
    for place, line in lines:
        written, _, note = re.sub(r"[;\t]", ",", line, count=1).partition(",")
        try:
            caller = read_caller(written, region, field=field)
        except NotAcceptable as error:
            where = f"Line {place}: " if len(lines) > 1 else ""
            raise NotAcceptable(f"{where}{error.message}", field=field) from error
        found.setdefault(
            (caller.pattern, caller.value), Caller(caller.pattern, caller.value, note.strip()[:120])
        )
    return list(found.values())


def read_caller(text: str, region: str, *, field: str = "callers") -> Caller:
    """Read one. Raises NotAcceptable for the form field."""
    written = text.strip().strip("'\"")
    if written.lower() in _ANONYMOUS:
        return Caller(Pattern.ANONYMOUS, "")
    if written.lower() in _EVERY:
        return Caller(Pattern.PREFIX, "+")
    if written.endswith("*"):
        return Caller(Pattern.PREFIX, _beginning(written[:-1], region, field))
    # Services of a network call with a few digits, which are a number nowhere else.
    digits = _SEPARATORS.sub("", written)
    if re.fullmatch(r"[1-9][0-9]{1,5}", digits, re.ASCII):
        return Caller(Pattern.NUMBER, digits)
    try:
        return Caller(Pattern.NUMBER, read_phone_number(written, region, field=field))
    except NotAPhoneNumber as error:
        sentence = f"“{written[:40]}” is neither a number nor a beginning. {HINT}"
        raise NotAcceptable(sentence, field=field) from error


def caller_typed(pattern: str, value: str) -> str:
    """A caller as `read_caller` takes it, for a form that changes it."""
    if pattern == Pattern.ANONYMOUS:
        return ANONYMOUS
    return "*" if pattern == Pattern.PREFIX and value == "+" else caller_words(pattern, value)


def _beginning(text: str, region: str, field: str) -> str:
    """The first digits of E.164 numbers, from how people dial them in the region."""
    digits = _SEPARATORS.sub("", text)
    if not re.fullmatch(rf"\+?[0-9]{{1,{MOST_DIGITS}}}", digits, re.ASCII):
        raise NotAcceptable(f"“{text[:40]}*” is not the beginning of numbers. {HINT}", field=field)
    if digits.startswith("+"):
        return digits
    if digits.startswith("00"):
        return _fitting(f"+{digits[2:]}", text, field)
    metadata = PhoneMetadata.metadata_for_region(region)
    trunk = metadata.national_prefix if metadata is not None else None
    country = f"+{phonenumbers.country_code_for_region(region)}"
    if trunk and digits.startswith(trunk) and trunk != country[1:]:
        return _fitting(country + digits[len(trunk) :], text, field)
    # Where national numbers begin with 0, one that does not is rather an international one without its plus.
    is_international = trunk == "0" or digits.startswith(country[1:])
    return _fitting(f"+{digits}" if is_international else country + digits, text, field)


def _fitting(value: str, text: str, field: str) -> str:
    if not 2 <= len(value) <= MOST_DIGITS + 1:
        raise NotAcceptable(f"“{text[:40]}*” is not the beginning of numbers. {HINT}", field=field)
    return value
