"""What the routing tables answer to the reference index: who sends calls to an object."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import F, Model, QuerySet
from django.urls import reverse

from audit.actors import Actor
from extensions.models import Department, Extension, VoicemailBox
from opbx.references import Use, register_finder, register_redirector
from opbx.web.formats import phone_words
from routing.models import (
    OBJECT_COLUMNS,
    Absence,
    Agent,
    Announcement,
    ForwardingRule,
    Menu,
    MenuWay,
    NumberRule,
    PhoneNumber,
    RingGroup,
    RingGroupMember,
    ScheduleDestination,
    Trunk,
)
from routing.services.absences import redirect_absences
from routing.services.agents import redirect_agents
from routing.services.destinations import model_of
from routing.services.directories import (
    redirect_directory_greetings,
    redirect_directory_ways,
    take_department_out,
)
from routing.services.fallback import redirect_fallback
from routing.services.forwarding import redirect_rules
from routing.services.menus import PLAYS, redirect_menu_sounds, redirect_menu_ways
from routing.services.number_rules import redirect_number_rules
from routing.services.numbers import redirect_numbers
from routing.services.ring_groups import redirect_fallbacks, redirect_group_sounds, replace_member
from routing.services.schedules import redirect_schedules
from routing.services.speed_dials import redirect_speed_dials
from routing.uses import (
    BOX_OF_EXTENSION,
    absences_that_count,
    directories_that_greet,
    directories_that_list,
    directory_ways,
    rows_of_fallback,
    speed_dials,
    tally_of_greetings,
    use_by_absence,
    use_by_directory_way,
    use_by_fallback,
    use_by_speed_dial,
)

_EXTENSION, _BOX = "destination_extension", "destination_voicemail_box"


@dataclass(frozen=True)
class Source:
    """A table whose rows have a destination.

    rows: those that count, with what `use` reads. use: a row as a place that sends calls to the object of a column.
    redirect: points the rows elsewhere, within the caller's transaction.
    """

    rows: Callable[[], QuerySet[Any]]
    use: Callable[[Any, str], Use]
    redirect: Callable[[Actor, Model, Model | None], None]


def register_routing_references() -> None:
    for column in OBJECT_COLUMNS.values():
        model = model_of(column)
        for source in SOURCES:
            register_finder(model, partial(_uses, source, column), partial(_tally, source, column))
            if column == _EXTENSION:
                register_finder(model, partial(_uses_of_boxes, source), partial(_tally_of_boxes, source))
        register_redirector(model, _redirect)
    register_finder(Extension, groups_of_members)
    register_finder(Announcement, _menus_that_play)
    register_redirector(Announcement, redirect_menu_sounds)
    register_finder(Announcement, _groups_that_play)
    register_redirector(Announcement, redirect_group_sounds)
    register_finder(Announcement, directories_that_greet, tally_of_greetings)
    register_redirector(Announcement, redirect_directory_greetings)
    register_finder(Department, directories_that_list)
    register_redirector(Department, take_department_out)
    register_finder(Trunk, mobiles_over_trunks)
    register_finder(Trunk, groups_over_trunks)


def _uses(source: Source, column: str, objects: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    for row in _leading(source, column, objects):
        yield getattr(row, f"{column}_id"), source.use(row, column)


def _tally(source: Source, column: str, objects: Sequence[Model]) -> QuerySet[Any, Any]:
    return _leading(source, column, objects).order_by().values_list(f"{column}_id")


def _leading(source: Source, column: str, objects: Sequence[Model]) -> QuerySet[Any]:
    return source.rows().filter(**{f"{column}__in": [one.pk for one in objects]})


def _uses_of_boxes(source: Source, extensions: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    """The places that send calls straight to the voicemail box of one of these extensions, which ends with it."""
    for row in _leading_to_boxes(source, extensions).select_related(_BOX):
        yield row.destination_voicemail_box.extension_id, source.use(row, BOX_OF_EXTENSION)


def _tally_of_boxes(source: Source, extensions: Sequence[Model]) -> QuerySet[Any, Any]:
    rows = _leading_to_boxes(source, extensions).order_by()
    return rows.values_list("destination_voicemail_box__extension_id")


def _leading_to_boxes(source: Source, extensions: Sequence[Model]) -> QuerySet[Any]:
    rows = source.rows().filter(destination_voicemail_box__extension__in=[row.pk for row in extensions])
    if rows.model in {ForwardingRule, Absence}:  # its own go with the extension
        rows = rows.exclude(extension__isnull=False, extension=F("destination_voicemail_box__extension"))
    return rows


def _redirect(actor: Any, leaving: Model, replacement: Model | None) -> None:  # noqa: ANN401 - see Redirector
    for source in SOURCES:
        source.redirect(actor, leaving, replacement)
    if not isinstance(leaving, Extension):
        return
    replace_member(actor, leaving, replacement if isinstance(replacement, Extension) else None)
    box = VoicemailBox.objects.filter(extension=leaving).first()
    if box is None:
        return
    for source in SOURCES:
        if source in OF_EXTENSIONS:
            OF_EXTENSIONS[source](actor, box, replacement, but_of=leaving)
        else:
            source.redirect(actor, box, replacement)


def groups_of_members(extensions: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    """The ring groups whose calls ring these extensions."""
    rows = RingGroupMember.objects.filter(extension__in=[row.pk for row in extensions])
    for member in rows.select_related("group").order_by("group__name"):
        role = "rings here as a member" if member.is_enabled else "a member that is switched off"
        yield (
            member.extension_id,
            _use_by_group(member.group, f"{role}; hanging up takes it out of the group"),
        )


def _carrying(trunks: Sequence[Model]) -> list[Trunk]:
    """Those that calls leave by."""
    return [trunk for trunk in trunks if isinstance(trunk, Trunk) and trunk.is_outbound and trunk.is_enabled]


def groups_over_trunks(trunks: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    """The ring groups with outside members, which ring by any outbound trunk that is enabled."""
    carrying = _carrying(trunks)
    if not carrying:
        return
    calling = RingGroupMember.objects.exclude(outside="").filter(is_enabled=True)
    for group in RingGroup.objects.filter(is_enabled=True, pk__in=calling.values("group")).order_by("name"):
        for trunk in carrying:
            yield trunk.pk, _use_by_group(group, "its outside members ring over the outbound trunks")


def mobiles_over_trunks(trunks: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    """The extensions whose mobile phone rings too: such calls leave by any outbound trunk that is enabled."""
    carrying = _carrying(trunks)
    if not carrying:
        return
    ringing = Extension.objects.filter(rings_mobile=True, is_enabled=True).exclude(mobile="")
    for extension in ringing.by_number():
        use = Use(
            kind="Extension",
            label=str(extension),
            role="its mobile phone rings over the outbound trunks",
            url=reverse("extensions:detail", args=[extension.number]),
            icon="device-mobile",
        )
        for trunk in carrying:
            yield trunk.pk, use


def _rules() -> QuerySet[ForwardingRule]:
    """Those of living owners: what a deleted extension would do counts when it is restored."""
    rows = ForwardingRule.objects.filter(extension__deleted_at__isnull=True)
    owners = rows.select_related("extension", "template")
    return owners.order_by("extension__number", "template__name", "cause", "origin")


def _use_by_rule(rule: ForwardingRule, column: str) -> Use:
    whither = " to the voicemail box" if column == BOX_OF_EXTENSION else ""
    role = f"forwards calls here{whither}: {str(rule).lower()}"
    if rule.extension is not None:
        url = reverse("extensions:detail", args=[rule.extension.number])
        return Use(kind="Extension", label=str(rule.extension), role=role, url=url, icon="phone")
    if rule.template is not None:
        url = reverse("forwarding:template", args=[rule.template.key])
        return Use(kind="Template", label=rule.template.name, role=role, url=url, icon="phone")
    url = reverse("forwarding:defaults")
    return Use(kind="Forwarding", label="All extensions", role=role, url=url, icon="phone")


def _numbers() -> QuerySet[PhoneNumber]:
    return PhoneNumber.objects.order_by("e164")


# What calls to a number do at an object: while the number is on, and while it is off.
_AT = {
    _EXTENSION: ("calls to it ring here", "calls to it would ring here"),
    _BOX: ("its callers are greeted here", "its callers would be greeted here"),
}
_AT_OTHERS = ("calls to it go here", "calls to it would go here")


def _use_by_number(number: PhoneNumber, column: str) -> Use:
    now, otherwise = _AT.get(column, _AT_OTHERS)
    role = now if number.is_enabled else f"disabled; {otherwise}"
    if column == BOX_OF_EXTENSION:
        role = "calls to it go to the voicemail box"
    return Use(
        kind="Phone number",
        label=phone_words(number.e164),
        role=f"{role} ({number.label})" if number.label else role,
        url=reverse("routing:number_detail", args=[number.e164.removeprefix("+")]),
        icon="phone-incoming",
    )


def _number_rules() -> QuerySet[NumberRule]:
    rows = NumberRule.objects.select_related("phone_number")
    return rows.order_by("phone_number__e164", "position", "pk")


def _use_by_number_rule(rule: NumberRule, column: str) -> Use:
    whither = "to the voicemail box" if column == BOX_OF_EXTENSION else "here"
    return Use(
        kind="Phone number",
        label=phone_words(rule.phone_number.e164),
        role=f"a rule sends calls from {rule.title} {whither}",
        url=reverse("routing:number_detail", args=[rule.phone_number.e164.removeprefix("+")]),
        icon="phone-incoming",
    )


def _groups() -> QuerySet[RingGroup]:
    return RingGroup.objects.order_by("name")


def _use_by_group(group: RingGroup, role: str) -> Use:
    return Use(
        kind="Ring group", label=group.name, role=role, url=group.get_absolute_url(), icon="users-group"
    )


def _use_by_fallback(group: RingGroup, column: str) -> Use:
    whither = " to the voicemail box" if column == BOX_OF_EXTENSION else ""
    return _use_by_group(group, f"sends calls here{whither} that nobody in it answers")


# What a schedule does with calls in each state.
_WHILE = {
    ScheduleDestination.State.OPEN: "calls go here while it is open",
    ScheduleDestination.State.CLOSED: "calls go here while it is closed",
    ScheduleDestination.State.HOLIDAY: "calls go here on exceptions and holidays",
}


def _schedules() -> QuerySet[ScheduleDestination]:
    rows = ScheduleDestination.objects.select_related("schedule", "exception")
    return rows.order_by("schedule__name", "pk")


def _use_by_schedule(row: ScheduleDestination, column: str) -> Use:
    role = _WHILE.get(
        ScheduleDestination.State(row.state), f"calls go here while it is closed for {row.exception}"
    )
    if column == BOX_OF_EXTENSION:
        role = role.replace("go here", "go to the voicemail box")
    return Use(
        kind="Business hours",
        label=row.schedule.name,
        role=role if row.schedule.is_enabled else f"disabled; {role}",
        url=reverse("schedules:detail", args=[row.schedule.key]),
        icon="clock",
    )


def _agents() -> QuerySet[Agent]:
    return Agent.objects.order_by("name")


def _use_by_agent(agent: Agent, column: str) -> Use:
    whither = " to the voicemail box" if column == BOX_OF_EXTENSION else ""
    return Use(
        kind="AI agent",
        label=agent.name,
        role=f"sends calls here{whither} that do not reach it",
        url=agent.get_absolute_url(),
        icon="robot",
    )


def _menu_ways() -> QuerySet[MenuWay]:
    """A key that leads back to its own menu is no use of it."""
    rows = MenuWay.objects.exclude(destination_menu=F("menu")).select_related("menu")
    return rows.order_by("menu__name", "cause", "code")


def _use_by_menu_way(way: MenuWay, column: str) -> Use:
    whither = "to the voicemail box" if column == BOX_OF_EXTENSION else "here"
    when = f"key {way.code}" if way.code else str(way).lower()
    return Use(
        kind="IVR menu",
        label=way.menu.name,
        role=f"{when} leads {whither}" if way.code else f"{when}: callers go {whither}",
        url=way.menu.get_absolute_url(),
        icon="dialpad",
    )


def _menus_that_play(announcements: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    for field, role in PLAYS.items():
        for menu in Menu.objects.filter(**{f"{field}__in": announcements}).order_by("name"):
            use = Use("IVR menu", menu.name, role, menu.get_absolute_url(), "dialpad")
            yield getattr(menu, f"{field}_id"), use


def _groups_that_play(announcements: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    keys = [row.pk for row in announcements]
    for group in RingGroup.objects.filter(announcement__in=keys).order_by("name"):
        yield group.announcement_id, _use_by_group(group, "plays it before it rings")


NUMBER_RULES = Source(_number_rules, _use_by_number_rule, redirect_number_rules)
NUMBERS = Source(_numbers, _use_by_number, redirect_numbers)
RULES = Source(_rules, _use_by_rule, redirect_rules)
GROUPS = Source(_groups, _use_by_fallback, redirect_fallbacks)
SCHEDULES = Source(_schedules, _use_by_schedule, redirect_schedules)
MENU_WAYS = Source(_menu_ways, _use_by_menu_way, redirect_menu_ways)
DIRECTORY_WAYS = Source(directory_ways, use_by_directory_way, redirect_directory_ways)
AGENTS = Source(_agents, _use_by_agent, redirect_agents)


SPEED_DIALS = Source(speed_dials, use_by_speed_dial, redirect_speed_dials)


ABSENCES = Source(absences_that_count, use_by_absence, redirect_absences)
# What goes with its extension, with the redirector that leaves those of one extension out.
OF_EXTENSIONS: dict[Source, Callable[..., None]] = {RULES: redirect_rules, ABSENCES: redirect_absences}
FALLBACK = Source(rows_of_fallback, use_by_fallback, redirect_fallback)
SOURCES = (
    NUMBERS,
    NUMBER_RULES,
    RULES,
    GROUPS,
    SCHEDULES,
    MENU_WAYS,
    SPEED_DIALS,
    AGENTS,
    FALLBACK,
    DIRECTORY_WAYS,
    ABSENCES,
)
