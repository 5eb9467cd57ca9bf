"""Telephone numbers as an administrator types them, read as E.164 with a sentence for what is none."""

from __future__ import annotations

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumber, PhoneNumberFormat, ValidationResult

from opbx.errors import DomainError

EXAMPLE = "Write it with its country code, for example +49 30 5550 1210."
NO_NUMBER = f"This is not a phone number. {EXAMPLE}"
NO_COUNTRY = f"No country has this code. {EXAMPLE}"
TOO_SHORT = f"This number has too few digits. {EXAMPLE}"
TOO_LONG = "This number has too many digits. Look for a digit typed twice or an extension at its end."
LOCAL_ONLY = f"This number lacks its area code. {EXAMPLE}"
SENTENCES = {
    NumberParseException.INVALID_COUNTRY_CODE: NO_COUNTRY,
    NumberParseException.TOO_SHORT_NSN: TOO_SHORT,
    NumberParseException.TOO_SHORT_AFTER_IDD: TOO_SHORT,
    NumberParseException.TOO_LONG: TOO_LONG,
}


class NotAPhoneNumber(DomainError):
    """What was typed cannot be read as a telephone number."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message, code="not-a-phone-number", field=field)


def read_phone_number(text: str, region: str, *, field: str = "e164") -> str:
    """E.164 for "030 555 12" (in the region's way), "+49 30 555 12", "0049 …" or "49 30 …".

    A number that the numbering plan allows is taken even when it is not known to be assigned: blocks are
    opened faster than any table learns of them. Raises NotAPhoneNumber, for the form field of that name.
    """
    sentence, readings = NO_NUMBER, []
    for written, country in _ways_to_read(text, region):
        try:
            reading = phonenumbers.parse(written, country)
        except NumberParseException as error:
            sentence = SENTENCES.get(error.error_type, sentence)
            continue
        if not reading.extension:
            readings.append(reading)
            sentence = _what_is_wrong(reading, otherwise=sentence)
    for accepts in (phonenumbers.is_valid_number, _may_exist):
        for reading in readings:
            if accepts(reading):
                return phonenumbers.format_number(reading, PhoneNumberFormat.E164)
    raise NotAPhoneNumber(sentence, field=field)


def _ways_to_read(text: str, region: str) -> list[tuple[str, str | None]]:
    """As it stands, and with the plus that was left out.

    Where national numbers begin with 0, one that does not is rather an international one without its plus.
    """
    as_it_stands: tuple[str, str | None] = (text, region)
    digits = "".join(filter(str.isdecimal, text))
    if text.strip().startswith(("+", "0")) or len(digits) < 9:
        return [as_it_stands]
    metadata = PhoneMetadata.metadata_for_region(region)
    begins_with_zero = metadata is not None and metadata.national_prefix == "0"
    with_plus: tuple[str, str | None] = (f"+{digits}", None)
    return [with_plus, as_it_stands] if begins_with_zero else [as_it_stands, with_plus]


def _may_exist(number: PhoneNumber) -> bool:
    reason = phonenumbers.is_possible_number_with_reason(number)
    return bool(reason == ValidationResult.IS_POSSIBLE)


def _what_is_wrong(number: PhoneNumber, *, otherwise: str) -> str:
    return {
        ValidationResult.TOO_LONG: TOO_LONG,
        ValidationResult.TOO_SHORT: TOO_SHORT,
        ValidationResult.INVALID_COUNTRY_CODE: NO_COUNTRY,
        ValidationResult.IS_POSSIBLE_LOCAL_ONLY: LOCAL_ONLY,
    }.get(phonenumbers.is_possible_number_with_reason(number), otherwise)
