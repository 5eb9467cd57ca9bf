"""What the PBX is configured to do."""

from __future__ import annotations

from routing.models.absences import Absence
from routing.models.agents import Agent
from routing.models.announcements import Announcement
from routing.models.callers import CallerRule
from routing.models.destinations import (
    DESTINATION_FIELDS,
    KIND_OF_COLUMN,
    OBJECT_COLUMNS,
    OUTSIDE_COLUMN,
    ROUTABLE,
    DestinationFields,
    DestinationKeywords,
    DestinationKind,
)
from routing.models.directories import Directory, DirectoryWay
from routing.models.emergency import EmergencyCall, EmergencySite
from routing.models.fallback import Fallback
from routing.models.feature_codes import FeatureCode
from routing.models.forwarding import ForwardingRule
from routing.models.menus import Menu, MenuWay
from routing.models.number_rules import NumberRule
from routing.models.numbers import PhoneNumber
from routing.models.objects import RoutedObject
from routing.models.outbound import (
    CallerIdRule,
    CallingClass,
    CallingClassRow,
    CallingClassTrunk,
    OutboundLayer,
    OutboundSettings,
    RoleClass,
)
from routing.models.plans import PlanVersion
from routing.models.ring_groups import RingGroup, RingGroupMember, RingGroupTurns
from routing.models.rooms import Room
from routing.models.schedules import (
    ExceptionRange,
    HolidayDay,
    HolidaySet,
    Schedule,
    ScheduleDestination,
    ScheduleException,
    Weekday,
    WeekRange,
)
from routing.models.speed_dials import SpeedDial
from routing.models.trunks import Trunk

__all__ = [
    "DESTINATION_FIELDS",
    "KIND_OF_COLUMN",
    "OBJECT_COLUMNS",
    "OUTSIDE_COLUMN",
    "ROUTABLE",
    "Absence",
    "Agent",
    "Announcement",
    "CallerIdRule",
    "CallerRule",
    "CallingClass",
    "CallingClassRow",
    "CallingClassTrunk",
    "DestinationFields",
    "DestinationKeywords",
    "DestinationKind",
    "Directory",
    "DirectoryWay",
    "EmergencyCall",
    "EmergencySite",
    "ExceptionRange",
    "Fallback",
    "FeatureCode",
    "ForwardingRule",
    "HolidayDay",
    "HolidaySet",
    "Menu",
    "MenuWay",
    "NumberRule",
    "OutboundLayer",
    "OutboundSettings",
    "PhoneNumber",
    "PlanVersion",
    "RingGroup",
    "RingGroupMember",
    "RingGroupTurns",
    "RoleClass",
    "Room",
    "RoutedObject",
    "Schedule",
    "ScheduleDestination",
    "ScheduleException",
    "SpeedDial",
    "Trunk",
    "WeekRange",
    "Weekday",
]
