"""The mobile phone of an extension: which numbers may ring, and why one does not.

Until there are outbound rules, a mobile number of the organization's own country is all that may leave the building.
"""

from __future__ import annotations

from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from extensions.effective import effective_attributes
from extensions.models import Extension
from opbx.web.formats import phone_words
from routing.models import PhoneNumber, Trunk
from tenants.regions import region_choices

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


def why_it_may_not_ring(extension: Extension, region: str) -> str:
    """What stands in the way of ringing the extension's mobile, and what to do about it; "" when nothing does."""
    if not extension.mobile:
        return f"Extension {extension.number} has no mobile number. Add it to the extension first."
    shown = phone_words(extension.mobile)
    if not effective_attributes(extension)["may_ring_mobile"].value:
        return (
            f"Extension {extension.number} may not ring a mobile number. Allow it for the extension, its template or"
            " all extensions first."
        )
    if PhoneNumber.objects.filter(e164=extension.mobile).exists():
        # The call would leave and come back for ever.
        return f"{shown} is one of your own phone numbers. Enter a mobile number that rings elsewhere."
    if not is_mobile_of(extension.mobile, region):
        country = dict(region_choices()).get(region, region)
        return f"{shown} is not a mobile number of {country}. Only such numbers can ring."
    if not outbound_trunks():
        return (
            "No outbound trunk is enabled, so no call can reach a mobile number. Add or enable a trunk first."
        )
    return ""


def outbound_trunks() -> tuple[str, ...]:
    """The names of the trunks that calls may leave by, the first choice first."""
    outbound = [Trunk.Direction.OUTBOUND, Trunk.Direction.TRUSTED_OUTBOUND]
    rows = Trunk.objects.filter(is_enabled=True, direction__in=outbound)
    return tuple(rows.order_by("metric", "name").values_list("name", flat=True))
