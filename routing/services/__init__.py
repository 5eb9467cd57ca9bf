"""The writes of this app: each is one transaction with its audit entry and publish."""

from __future__ import annotations

from routing.services.absences import add_absence, delete_absence, update_absence
from routing.services.agents import add_agent, update_agent
from routing.services.announcements import add_announcement, update_announcement
from routing.services.callers import (
    add_caller_rules,
    delete_caller_rules,
    switch_caller_rules,
    update_caller_rule,
)
from routing.services.calling_classes import (
    add_calling_class,
    delete_calling_class,
    update_calling_class,
)
from routing.services.codes import set_feature_codes
from routing.services.directories import add_directory, update_directory
from routing.services.emergency import Site, set_emergency
from routing.services.fallback import set_fallback
from routing.services.forwarding import (
    Rule,
    made_rules,
    set_do_not_disturb,
    set_forwarding_rules,
    set_locked,
    set_rings_mobile,
)
from routing.services.holidays import (
    add_holiday_set,
    delete_holiday_set,
    delete_holidays,
    import_holidays,
    rename_holiday_set,
    set_holiday,
)
from routing.services.language import set_language_and_region
from routing.services.menus import MenuKey, add_menu, update_menu
from routing.services.number_bulk import delete_numbers, point_numbers, switch_numbers
from routing.services.number_rules import (
    add_number_rule,
    delete_number_rule,
    raise_number_rule,
    update_number_rule,
)
from routing.services.numbers import add_number, delete_number, update_number
from routing.services.objects import (
    ObjectReplacement,
    add_object,
    delete_object,
    delete_objects,
    duplicate_object,
    switch_object,
    switch_objects,
    update_object,
)
from routing.services.outbound import (
    set_call_limits,
    set_caller_ids,
    set_class_holders,
    set_dialling_habits,
    set_outbound_layer,
)
from routing.services.overrides import set_override
from routing.services.ring_groups import GroupMember, add_ring_group, update_ring_group
from routing.services.rooms import add_room, update_room
from routing.services.schedule_exceptions import add_exception, delete_exception, update_exception
from routing.services.schedules import add_schedule, update_schedule
from routing.services.speed_dials import (
    add_speed_dial,
    delete_speed_dial,
    delete_speed_dials,
    switch_speed_dials,
    update_speed_dial,
)
from routing.services.trunks import add_trunk, delete_trunk, switch_trunk, update_trunk

__all__ = [
    "GroupMember",
    "MenuKey",
    "ObjectReplacement",
    "Rule",
    "Site",
    "add_absence",
    "add_agent",
    "add_announcement",
    "add_caller_rules",
    "add_calling_class",
    "add_directory",
    "add_exception",
    "add_holiday_set",
    "add_menu",
    "add_number",
    "add_number_rule",
    "add_object",
    "add_ring_group",
    "add_room",
    "add_schedule",
    "add_speed_dial",
    "add_trunk",
    "delete_absence",
    "delete_caller_rules",
    "delete_calling_class",
    "delete_exception",
    "delete_holiday_set",
    "delete_holidays",
    "delete_number",
    "delete_number_rule",
    "delete_numbers",
    "delete_object",
    "delete_objects",
    "delete_speed_dial",
    "delete_speed_dials",
    "delete_trunk",
    "duplicate_object",
    "import_holidays",
    "made_rules",
    "point_numbers",
    "raise_number_rule",
    "rename_holiday_set",
    "set_call_limits",
    "set_caller_ids",
    "set_class_holders",
    "set_dialling_habits",
    "set_do_not_disturb",
    "set_emergency",
    "set_fallback",
    "set_feature_codes",
    "set_forwarding_rules",
    "set_holiday",
    "set_language_and_region",
    "set_locked",
    "set_outbound_layer",
    "set_override",
    "set_rings_mobile",
    "switch_caller_rules",
    "switch_numbers",
    "switch_object",
    "switch_objects",
    "switch_speed_dials",
    "switch_trunk",
    "update_absence",
    "update_agent",
    "update_announcement",
    "update_caller_rule",
    "update_calling_class",
    "update_directory",
    "update_exception",
    "update_menu",
    "update_number",
    "update_number_rule",
    "update_object",
    "update_ring_group",
    "update_room",
    "update_schedule",
    "update_speed_dial",
    "update_trunk",
]
