"""One act on many extensions: one transaction and one publish; what does not fit is skipped with its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction

from accounts.permissions import require
from audit.actors import Actor
from extensions.errors import ExtensionInUse
from extensions.models import Department, Extension
from extensions.services.changing import change_extension, switch_extension
from extensions.services.deleting import Replacement, remove_extension
from opbx.bulk import BulkResult, act_on_each
from opbx.configuration import configuration_changed
from opbx.errors import NotAcceptable
from tenants.guard import guard_configuration

# Does it to one locked row; answers with why not, "" when it was done.
Act = Callable[[Extension], str]


def enable_extensions(actor: Actor, extensions: Sequence[Extension]) -> BulkResult:
    """Let the phones of these extensions ring and call again."""

    def act(row: Extension) -> str:
        return "" if switch_extension(actor, row, on=True) else "active already"

    return _each(actor, extensions, act, done="enabled")


def disable_extensions(actor: Actor, extensions: Sequence[Extension]) -> BulkResult:
    """Stop the phones of these extensions from ringing and calling."""

    def act(row: Extension) -> str:
        return "" if switch_extension(actor, row, on=False) else "disabled already"

    return _each(actor, extensions, act, done="disabled")


def move_extensions(
    actor: Actor, extensions: Sequence[Extension], *, department: Department | None
) -> BulkResult:
    """Put these extensions into a department, or into none."""
    where = f"in {department.name} already" if department is not None else "in no department already"

    def act(row: Extension) -> str:
        return "" if change_extension(actor, row, {"department": department}) else where

    return _each(actor, extensions, act, done="moved to another department")


def delete_extensions(
    actor: Actor, extensions: Sequence[Extension], *, replacement: Replacement | None = None
) -> BulkResult:
    """Delete these extensions; all that leads to them is sent to the one replacement first.

    Without a replacement, those that calls are sent to are skipped. Raises NotAcceptable when the replacement is one
    of them; nothing is changed then.
    """
    if replacement is not None and replacement.extension in extensions:
        raise NotAcceptable("This extension is being deleted too. Choose another.", field="replacement")

    def act(row: Extension) -> str:
        try:
            with transaction.atomic():
                remove_extension(actor, row, replacement=replacement)
        except ExtensionInUse:
            return "calls are sent to it"
        return ""

    return _each(actor, extensions, act, done="deleted")


@transaction.atomic
def _each(actor: Actor, extensions: Sequence[Extension], act: Act, *, done: str) -> BulkResult:
    require(actor, "extensions.write")
    guard_configuration()
    rows = Extension.objects.select_related("user", "department").select_for_update(of=("self",))
    result = act_on_each(extensions, rows, act, label=lambda row: row.number)
    if result.done:
        verb = "was" if len(result.done) == 1 else "were"
        noun = f"Extension {result.done[0]}" if len(result.done) == 1 else f"{len(result.done)} extensions"
        configuration_changed(actor, f"{noun} {verb} {done}")
    return result
