"""Forwarding rules, do not disturb, the electronic lock, and the mobile that rings when the phones do not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model

from accounts.permissions import covers_own_only, require
from audit import services as audit
from audit.actors import Actor
from extensions.effective import effective_attributes
from extensions.effects import Effects
from extensions.models import Extension, ExtensionDefaults, ExtensionTemplate
from extensions.services.inheriting import note_inherited
from opbx.configuration import configuration_changed
from opbx.errors import ChangedMeanwhile, NotAcceptable
from routing.forwarding import Owner, audit_field
from routing.mobiles import why_it_may_not_ring
from routing.models import DESTINATION_FIELDS, OBJECT_COLUMNS, ForwardingRule
from routing.services.destinations import column_of, destination_words, leads_to, point, point_to
from routing.services.rule_effects import effects_of_rules
from tenants.guard import guard_configuration
from tenants.models import Organization

ASK = "An Owner or a PBX Admin can change it."


class Rule:
    """What somebody wants for one cause and origin, in the words of ForwardingRule and of `point`."""

    def __init__(self, cause: str, origin: str, destination_kind: str, **objects: Any) -> None:  # noqa: ANN401 - DestinationKeywords
        self.cause, self.origin = cause, origin
        self.destination: dict[str, Any] = {"destination_kind": destination_kind, **objects}

    @property
    def field(self) -> str:
        """The name that a form gives to this place; errors name its fields."""
        return field_of(self.cause, self.origin)


def field_of(cause: str, origin: str) -> str:
    return f"{cause}-{origin}"


def made_rules(owner: Owner, rules: Sequence[Rule]) -> list[ForwardingRule]:
    """The rules as rows that are not saved. Raises NotAcceptable as set_forwarding_rules does."""
    return [_made(owner, rule) for rule in rules]


@transaction.atomic
def set_forwarding_rules(
    actor: Actor, owner: Owner, *, version: int, rules: Sequence[Rule], only: str = ""
) -> bool:
    """Let these be all rules of an extension, a template or (ExtensionDefaults) the organization.

    Where none is given, what the owner inherits holds. only: the cause that is meant; rules for others stay as they
    are, and are not checked again. version: the owner's that the editor saw. Returns whether anything changed. A PBX
    User may change the own extension's, where that is allowed. Raises PermissionDenied, ChangedMeanwhile, and
    NotAcceptable for a field named "cause-origin-destination_…".
    """
    require_forwarding(actor, owner)
    guard_configuration()
    row = _locked(owner)
    if row.version != version:
        raise ChangedMeanwhile(_last_editor(row), f"the rules of {_words(row)}", current_version=row.version)
    before = {(rule.cause, rule.origin): rule for rule in _rules_of(row) if only in {"", rule.cause}}
    made = made_rules(row, rules)
    wanted = {(str(rule.cause), str(rule.origin)): rule for rule in made}
    effects = Effects((), ()) if isinstance(row, Extension) else effects_of_rules(row, made)
    changes: dict[str, list[Any]] = {}
    for place in sorted({*before, *wanted}):
        old, new = before.get(place), wanted.get(place)
        pair = [destination_words(rule) if rule is not None else None for rule in (old, new)]
        if old is not None and new is not None and leads_to(old) == leads_to(new):
            continue
        if old is not None:
            old.delete()
        if new is not None:
            new.save()
        changes[audit_field(*place)] = pair
    if not changes:
        return False
    row.version += 1
    row.save(update_fields=["version"])
    audit.record(actor, f"{_KINDS[type(row)]}.forwarding_changed", row, changes)
    note_inherited(actor, effects, row.name if isinstance(row, ExtensionTemplate) else "")
    configuration_changed(actor, f"The forwarding of {_words(row)} was changed")
    return True


@transaction.atomic
def set_do_not_disturb(actor: Actor, extension: Extension, *, on: bool) -> None:
    """Let the extension ring, or count as busy without ringing, from the next call on; nothing is published.

    A PBX User may switch the own extension's, where that is allowed. Raises PermissionDenied.
    """
    row = _own_or_all(actor, extension)
    _allow(actor, row, "users_may_use_do_not_disturb", f"You may not use do not disturb here. {ASK}")
    organization = guard_configuration()
    row = _locked_extension(extension)
    if row.do_not_disturb == on:
        return
    row.do_not_disturb = on
    row.save(update_fields=["do_not_disturb"])
    # Those of deleted extensions stay in it, so that a restored one is as it was (docs/adr/0010).
    in_it = Extension.with_deleted.filter(do_not_disturb=True).order_by("key")
    keys = list(in_it.values_list("key", flat=True))
    Organization.objects.filter(pk=organization.pk).update(do_not_disturb=keys)
    audit.record(actor, f"extension.do_not_disturb_{'on' if on else 'off'}", row)


@transaction.atomic
def set_locked(actor: Actor, extension: Extension, *, on: bool) -> None:
    """Let the extension call inside and emergency numbers only, or everything again, from the next call on.

    Nothing is published. A PBX User may switch the own extension's, where that is allowed. Raises PermissionDenied.
    """
    row = _own_or_all(actor, extension)
    _allow(actor, row, "users_may_lock", f"You may not lock or unlock this extension. {ASK}")
    organization = guard_configuration()
    row = _locked_extension(extension)
    if row.is_locked == on:
        return
    row.is_locked = on
    row.save(update_fields=["is_locked"])
    locked = Extension.with_deleted.filter(is_locked=True).order_by("key")  # as for do not disturb
    keys = list(locked.values_list("key", flat=True))
    Organization.objects.filter(pk=organization.pk).update(locked_extensions=keys)
    audit.record(actor, f"extension.{'locked' if on else 'unlocked'}", row)


@transaction.atomic
def set_rings_mobile(actor: Actor, extension: Extension, *, on: bool) -> None:
    """Let the extension's mobile ring when its phones did not take a call, or not.

    A PBX User may switch the own extension's, where that is allowed. Raises PermissionDenied, and NotAcceptable
    with a sentence that says why the mobile may not ring.
    """
    row = _own_or_all(actor, extension)
    if on:
        _allow(actor, row, "may_ring_mobile", f"This extension may not ring a mobile number. {ASK}")
    organization = guard_configuration()
    row = _locked_extension(extension)
    if row.rings_mobile == on:
        return
    reason = why_it_may_not_ring(row, organization.region) if on else ""
    if reason:
        raise NotAcceptable(reason, field="rings_mobile")
    row.rings_mobile = on
    row.save(update_fields=["rings_mobile"])
    audit.record(
        actor,
        f"extension.mobile_{'on' if on else 'off'}",
        row,
        {"rings_mobile": [not on, on]},
    )
    done = "rings its mobile too" if on else "no longer rings its mobile"
    configuration_changed(actor, f"Extension {row.number} {done}")


def redirect_rules(
    actor: Actor,
    leaving: Model,
    replacement: Model | None,
    *,
    but_of: Extension | None = None,
) -> None:
    """Send what rules forward to an object to another one, or hang up; within the caller's transaction.

    A rule that would lead an extension to itself goes: what the extension inherits holds then. but_of: the extension
    whose own rules stay, because it is leaving too.
    """
    for row in _rules_to(leaving):
        if but_of is not None and row.extension == but_of:
            continue
        before = destination_words(row)
        point_to(row, replacement)
        after: str | None = destination_words(row)
        if replacement is not None and row.extension == replacement:
            row.delete()
            after = None
        else:
            row.save(update_fields=DESTINATION_FIELDS)
        owner = owner_of(row)
        change = {audit_field(row.cause, row.origin): [before, after]}
        audit.record(actor, f"{_KINDS[type(owner)]}.forwarding_changed", owner, change)


def owner_of(rule: ForwardingRule) -> Owner:
    """Whose rule it is."""
    return rule.extension or rule.template or _defaults()


_KINDS: dict[type[Owner], str] = {
    Extension: "extension",
    ExtensionTemplate: "template",
    ExtensionDefaults: "defaults",
}


def _words(owner: Owner) -> str:
    if isinstance(owner, Extension):
        return f"extension {owner.number}"
    return f"template {owner.name}" if isinstance(owner, ExtensionTemplate) else "all extensions"


def require_forwarding(actor: Actor, owner: Owner) -> None:
    """Raise PermissionDenied unless the actor may say where calls to these extensions go."""
    if not isinstance(owner, Extension):
        require(actor, "templates.write")
        return
    row = _own_or_all(actor, owner)
    _allow(actor, row, "users_may_forward", f"You may not change the forwarding of this extension. {ASK}")


def _own_or_all(actor: Actor, extension: Extension) -> Extension:
    """The extension as it is now, with its template. Raises PermissionDenied for somebody else's."""
    require(actor, "forwarding.write")
    row: Extension = Extension.objects.select_related("template").get(pk=extension.pk)
    if _has_own_only(actor) and row.user_id != actor.user_id:
        raise PermissionDenied("You can change your own extension only.")
    return row


def _allow(actor: Actor, extension: Extension, attribute: str, sentence: str) -> None:
    if _has_own_only(actor) and not effective_attributes(extension)[attribute].value:
        raise PermissionDenied(sentence)


def _has_own_only(actor: Actor) -> bool:
    return not actor.is_system and covers_own_only(actor.role, "forwarding")


def _locked(owner: Owner) -> Owner:
    if isinstance(owner, Extension):
        return _locked_extension(owner)
    if isinstance(owner, ExtensionTemplate):
        return ExtensionTemplate.objects.select_for_update().get(pk=owner.pk)
    return _defaults()


def _locked_extension(extension: Extension) -> Extension:
    row: Extension = Extension.objects.select_for_update(of=("self",)).get(pk=extension.pk)
    return row


def _defaults() -> ExtensionDefaults:
    """The organization's row, made by whoever first needs it; the guard row keeps it the only one."""
    return ExtensionDefaults.objects.first() or ExtensionDefaults.objects.create()


def _rules_of(owner: Owner) -> list[ForwardingRule]:
    rows = ForwardingRule.objects.select_related(*OBJECT_COLUMNS.values())
    if isinstance(owner, Extension):
        return list(rows.filter(extension=owner))
    template = owner if isinstance(owner, ExtensionTemplate) else None
    return list(rows.filter(extension=None, template=template))


def _rules_to(goal: Model) -> list[ForwardingRule]:
    rows = ForwardingRule.objects.select_related("extension", "template", *OBJECT_COLUMNS.values())
    return list(rows.filter(**{column_of(type(goal)): goal}).order_by("pk"))


def _made(owner: Owner, wanted: Rule) -> ForwardingRule:
    rule = ForwardingRule(
        extension=owner if isinstance(owner, Extension) else None,
        template=owner if isinstance(owner, ExtensionTemplate) else None,
        cause=ForwardingRule.Cause(wanted.cause),
        origin=ForwardingRule.Origin(wanted.origin),
    )
    try:
        point(rule, **wanted.destination)
    except NotAcceptable as error:
        raise NotAcceptable(error.message, field=f"{wanted.field}-{error.field}") from error
    if rule.destination_extension is not None and rule.destination_extension == rule.extension:
        raise NotAcceptable(
            "An extension cannot forward calls to itself. Choose another one.",
            field=f"{wanted.field}-destination_extension",
        )
    return rule


def _last_editor(owner: Owner) -> str:
    newest = audit.history_of(owner, limit=1)
    return newest[0].actor_label if newest else "Somebody"
