"""The mobile phone of an extension: why it may not ring. It rings by the rules of outbound calls."""

from __future__ import annotations

from extensions.effective import effective_attributes
from extensions.models import Extension
from opbx.web.formats import phone_words
from routing.outbound import why_not_outside


def why_it_may_not_ring(extension: Extension, region: str) -> str:
    """What stands in the way of ringing the extension's mobile, and what to do about it; "" when nothing does.

    region: ISO 3166 of the organization.
    """
    if not extension.mobile:
        return f"Extension {extension.number} has no mobile number. Add it to the extension first."
    if not effective_attributes(extension)["may_ring_mobile"].value:
        return (
            f"Extension {extension.number} may not ring a mobile number. Allow it for the extension, its template or"
            " all extensions first."
        )
    refusal = why_not_outside(extension.mobile, extension, region)
    return f"{phone_words(extension.mobile)} cannot ring. {refusal}" if refusal else ""
