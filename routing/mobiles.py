"""The mobile phone of an extension: which numbers may ring, and why one does not.

Until there are outbound rules, a mobile number of the organization's own country is all that may leave the building.
"""

from __future__ import annotations

from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from routing.models import PhoneNumber, Trunk

# Where numbers do not tell mobile phones from others, as in North America, all of that kind are taken.
_MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})


@lru_cache(maxsize=8192)
def is_mobile_of(e164: str, region: str) -> bool:
    """Whether this is a mobile number of the country (ISO 3166): nothing premium, shared, by satellite or abroad."""
    try:
        number = phonenumbers.parse(e164)
    except NumberParseException:
        return False
    return (
        phonenumbers.is_valid_number(number)
        and phonenumbers.region_code_for_number(number) == region
        and phonenumbers.number_type(number) in _MOBILE
    )


def is_own_number(e164: str) -> bool:
    """Whether the organization answers this number itself: a call to it would leave and come back for ever."""
    return PhoneNumber.objects.filter(e164=e164).exists()


def outbound_trunks() -> tuple[str, ...]:
    """The names of the trunks that calls may leave by, the first choice first."""
    outbound = [Trunk.Direction.OUTBOUND, Trunk.Direction.TRUSTED_OUTBOUND]
    rows = Trunk.objects.filter(is_enabled=True, direction__in=outbound)
    return tuple(rows.order_by("metric", "name").values_list("name", flat=True))
