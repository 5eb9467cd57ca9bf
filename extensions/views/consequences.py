"""What an edit means for phones and callers, to be seen before it is saved."""

from __future__ import annotations

from dataclasses import dataclass

from extensions.forms import EditExtensionForm
from extensions.models import Extension, SipAccount
from opbx.references import Use, uses_of
from opbx.web.saving import CHECK


@dataclass(frozen=True)
class Consequences:
    """title: what happens. new_number: "" when the number stays. uses: the places that lead to the extension."""

    title: str
    new_number: str
    switches_off: bool
    phones: tuple[SipAccount, ...]
    uses: tuple[Use, ...]
    verb: str


def unconfirmed(form: EditExtensionForm, extension: Extension) -> Consequences | None:
    """What the editor has to see before a form that is in order is saved; None when there is nothing, or it was seen.

    The form then carries that it was seen. A number that changed needs it, and switching off what calls lead to.
    """
    if not form.is_bound or CHECK in form.data or not form.is_valid():
        return None
    uses = tuple(uses_of(extension))
    switches_off = form.switches_off and bool(uses)
    if not form.new_number and not switches_off:
        return None
    token = f"{form.new_number}:{'off' if switches_off else ''}"
    if form.seen == token:
        return None
    form.ask(token)
    return Consequences(
        title=_title(extension.number, form.new_number),
        new_number=form.new_number,
        switches_off=switches_off,
        phones=tuple(extension.sip_accounts.defer("secret").order_by("-is_default", "pk")),
        uses=uses,
        verb=f"Renumber to {form.new_number}" if form.new_number else f"Disable extension {extension.number}",
    )


def _title(number: str, new_number: str) -> str:
    return f"Extension {number} becomes {new_number}" if new_number else f"Extension {number} stops ringing"
