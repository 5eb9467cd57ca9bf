"""Templates, the organization's defaults, and which template an extension uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Model

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from extensions.effects import (
    Effects,
    effects_of_changing,
    effects_of_defaults,
    effects_of_template,
    own_values,
)
from extensions.errors import TemplateInUse, TemplateNameTaken
from extensions.inheritance import heritages
from extensions.models import (
    BUILT_IN_ATTRIBUTES,
    Extension,
    ExtensionDefaults,
    ExtensionTemplate,
    SipUsernames,
)
from extensions.services.inheriting import how_many, note_inherited
from opbx.configuration import configuration_changed
from opbx.errors import ChangedMeanwhile, NotAcceptable
from tenants.guard import guard_configuration

NO_OVERRIDES: dict[str, Any] = dict.fromkeys(BUILT_IN_ATTRIBUTES)


class Attributes(TypedDict, total=False):
    """The values of one layer; None (or left out of a new one) means "as the layer below"."""

    ring_seconds: int | None
    in_phonebook: bool | None
    in_directory: bool | None
    users_may_forward: bool | None
    users_may_use_do_not_disturb: bool | None
    users_may_lock: bool | None
    may_ring_mobile: bool | None


@dataclass(frozen=True)
class TemplateInstead:
    """What extensions use instead of a deleted template; None for no template."""

    template: ExtensionTemplate | None


@transaction.atomic
def add_template(
    actor: Actor, *, name: str, description: str = "", **attributes: Unpack[Attributes]
) -> ExtensionTemplate:
    """Add a template that no extension uses yet. Raises TemplateNameTaken and NotAcceptable."""
    require(actor, "templates.write")
    guard_configuration()
    row = ExtensionTemplate(name=name.strip(), description=description.strip(), **attributes)
    _save(row)
    said = {
        field: [None, getattr(row, field)]
        for field in ("name", "description", *BUILT_IN_ATTRIBUTES)
        if getattr(row, field) not in {None, ""}
    }
    audit.record(actor, "template.added", row, said)
    return row


@transaction.atomic
def update_template(
    actor: Actor,
    template: ExtensionTemplate,
    *,
    version: int,
    name: str,
    description: str = "",
    **attributes: Unpack[Attributes],
) -> Effects:
    """Change a template and with it every extension that uses it, but for their own values. What changed.

    attributes: what is not named becomes "as the organization". version: the one that the editor saw. Raises
    ChangedMeanwhile, TemplateNameTaken and NotAcceptable.
    """
    require(actor, "templates.write")
    guard_configuration()
    row = ExtensionTemplate.objects.select_for_update().get(pk=template.pk)
    if row.version != version:
        raise ChangedMeanwhile(_last_editor(row), f"the template {row.name}", current_version=row.version)
    wanted: dict[str, Any] = {**NO_OVERRIDES, **attributes}
    said = {"name": name.strip(), "description": description.strip(), **wanted}
    changes = audit.differences(row, **said)
    if not changes:
        return Effects((), ())
    effects = effects_of_template(row, wanted)
    for field, value in said.items():
        setattr(row, field, value)
    row.version += 1
    _save(row)
    audit.record(actor, "template.updated", row, changes)
    note_inherited(actor, effects, row.name)
    if effects.changed:
        configuration_changed(
            actor, f"Template {row.name} was changed, and with it {how_many(effects.changed)}"
        )
    return effects


@transaction.atomic
def update_defaults(
    actor: Actor, *, version: int, sip_usernames: str, **attributes: Unpack[Attributes]
) -> Effects:
    """Change what holds where neither extension nor template says anything, and how new phones sign in. What changed.

    version: the one that the editor saw, 1 before anybody changed anything. Raises ChangedMeanwhile, NotAcceptable.
    """
    require(actor, "templates.write")
    guard_configuration()
    row = ExtensionDefaults.objects.select_for_update().first() or ExtensionDefaults()
    if row.version != version:
        raise ChangedMeanwhile(_last_editor(row), "the defaults", current_version=row.version)
    if sip_usernames not in SipUsernames.values:
        raise NotAcceptable("Choose how new phones sign in.", field="sip_usernames")
    wanted: dict[str, Any] = {**NO_OVERRIDES, **attributes}
    changes = audit.differences(row, sip_usernames=sip_usernames, **wanted)
    if not changes:
        return Effects((), ())
    effects = effects_of_defaults(wanted)
    for field, value in {"sip_usernames": sip_usernames, **wanted}.items():
        setattr(row, field, value)
    row.version += 1
    _save(row)
    if "sip_usernames" in changes:
        changes["sip_usernames"] = [SipUsernames(value).label for value in changes["sip_usernames"]]
    audit.record(actor, "defaults.updated", row, changes)
    note_inherited(actor, effects, "")
    if effects.changed:
        configuration_changed(actor, f"The defaults were changed, and with them {how_many(effects.changed)}")
    return effects


@transaction.atomic
def delete_template(
    actor: Actor, template: ExtensionTemplate, *, instead: TemplateInstead | None = None
) -> None:
    """Delete a template. Extensions that use it keep their own values and use another one, or none.

    Raises TemplateInUse when extensions use it and there is no replacement.
    """
    require(actor, "templates.write")
    guard_configuration()
    row = ExtensionTemplate.objects.select_for_update().get(pk=template.pk)
    users = list(Extension.objects.filter(template=row).select_related("template").by_number())
    if users and instead is None:
        raise TemplateInUse(row.name, len(users))
    other = instead.template if instead is not None else None
    if other == row:
        raise NotAcceptable(f"{row.name} is being deleted. Choose another.", field="replacement")
    effects = _use_template(actor, users, other, keep_overrides=True)
    # Deleted extensions too: they come back with what their former colleagues use by then.
    Extension.with_deleted.filter(template=row).update(template=other)
    name = row.name
    audit.record(actor, "template.deleted", row, {"name": [name, None]})
    row.delete()
    if users:
        configuration_changed(
            actor, f"Template {name} was deleted, which changed {how_many(effects.changed)}"
        )


@transaction.atomic
def change_template(
    actor: Actor,
    extensions: Sequence[Extension],
    *,
    template: ExtensionTemplate | None,
    keep_overrides: bool = False,
) -> Effects:
    """Let extensions use another template, or none; their own values are reset to it unless they are to be kept.

    One transaction and one publish, however many there are. What changed. Extensions deleted meanwhile are left out.
    """
    require(actor, "extensions.write")
    guard_configuration()
    keys = [extension.pk for extension in extensions]
    rows = Extension.objects.filter(pk__in=keys).select_related("template").select_for_update(of=("self",))
    effects = _use_template(actor, list(rows.by_number()), template, keep_overrides=keep_overrides)
    if effects.changed:
        name = f"the template {template.name}" if template is not None else "no template"
        configuration_changed(actor, f"{how_many(effects.changed)} changed with {name}")
    return effects


def _use_template(
    actor: Actor, rows: list[Extension], template: ExtensionTemplate | None, *, keep_overrides: bool
) -> Effects:
    effects = effects_of_changing(rows, template, keep_overrides=keep_overrides)
    held = {effect.extension.pk: effect.changes for effect in effects.changed}
    own: set[int] = set()
    for heritage in () if keep_overrides else heritages():
        own |= heritage.owners(rows)
        heritage.reset(rows)
    entries: list[tuple[Model, dict[str, list[Any]]]] = []
    for row in rows:
        names = [row.template.name if row.template is not None else None, template.name if template else None]
        if names[0] != names[1] or row.pk in own or (own_values(row) and not keep_overrides):
            entries.append((row, {"template": names, **held.get(row.pk, {})}))
    resets = {} if keep_overrides else NO_OVERRIDES
    changed = [row.pk for row, _ in entries]
    Extension.objects.filter(pk__in=changed).update(template=template, version=F("version") + 1, **resets)
    audit.record_all(actor, "extension.template_changed", entries)
    return effects


def _save(row: ExtensionTemplate | ExtensionDefaults) -> None:
    try:
        row.clean_fields()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise NotAcceptable(messages[0], field=field) from error
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if isinstance(row, ExtensionTemplate):
            raise TemplateNameTaken(row.name) from error
        raise


def _last_editor(row: ExtensionTemplate | ExtensionDefaults) -> str:
    newest = audit.history_of(row, limit=1)
    return newest[0].actor_label if newest else "Somebody"
