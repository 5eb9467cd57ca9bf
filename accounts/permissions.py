"""The permission registry: one table of areas, levels and rights for rules, menus, views, services and tests.

A permission is written "area.level" ("extensions.write") or "right.name" ("right.reveal_sip_passwords").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from django.core.exceptions import PermissionDenied

from audit.actors import Actor


class Level(IntEnum):
    NONE = 0
    LIST = 1
    READ = 2
    WRITE = 3


# Area → what it covers, in words. An area exists when something in it can be done.
AREAS = {
    "home": "Home page",
    "profile": "Own name, password and appearance",
    "users": "Users and their roles",
    "extensions": "Extensions and SIP accounts",
    "forwarding": "Forwarding and do not disturb",
    "templates": "Extension templates and defaults",
    "voicemail": "Voicemail boxes",
    "phonebook": "Phonebook and departments",
    "numbers": "Phone numbers and where they go",
    "ring_groups": "Ring groups",
    "menus": "IVR menus",
    "schedules": "Business hours and holidays",
    "rooms": "Conference rooms",
    "announcements": "Announcements",
    "directories": "Dial-by-name directories",
    "agents": "AI agents",
    "callers": "Blocked and allowed callers",
    "dialling": "Numbering plan, feature codes and speed dial",
    "outbound": "Outbound calls: classes, limits and caller ID",
    "trunks": "Trunks",
    "language": "Language, voice, country and time zone",
    "calls": "Call log",
    "cloudonix": "Connection to Cloudonix",
    "organizations": "Organizations on this platform",
    "cloudonix_account": "The platform's account at Cloudonix",
}
RIGHTS = {
    "reveal_sip_passwords": "See SIP passwords",
    "hear_recordings": "Hear voicemail messages of others, which the audit log tells",
    "transfer_calls": "Send callers on to another place while a call goes on",
    "run_sync": "Compare with Cloudonix, sync, and overwrite what differs there",
}


@dataclass(frozen=True)
class Role:
    """A row of the registry.

    own_only: areas where the level covers the user's own objects only. grants: the roles that holders of this
    one may give to others; nobody changes their own.
    """

    key: str
    name: str
    summary: str
    levels: dict[str, Level]
    own_only: frozenset[str] = frozenset()
    rights: frozenset[str] = field(default=frozenset())
    grants: frozenset[str] = frozenset()
    for_platform: bool = False

    def level(self, area: str) -> Level:
        return self.levels.get(area, Level.NONE)


BUILT_IN = {
    role.key: role
    for role in (
        Role(
            key="owner",
            name="Owner",
            summary="Everything in the organization, including its connection to Cloudonix.",
            levels={
                "home": Level.READ,
                "profile": Level.WRITE,
                "users": Level.WRITE,
                "extensions": Level.WRITE,
                "forwarding": Level.WRITE,
                "templates": Level.WRITE,
                "voicemail": Level.WRITE,
                "phonebook": Level.WRITE,
                "trunks": Level.WRITE,
                "numbers": Level.WRITE,
                "ring_groups": Level.WRITE,
                "menus": Level.WRITE,
                "schedules": Level.WRITE,
                "rooms": Level.WRITE,
                "announcements": Level.WRITE,
                "directories": Level.WRITE,
                "agents": Level.WRITE,
                "callers": Level.WRITE,
                "dialling": Level.WRITE,
                "outbound": Level.WRITE,
                "language": Level.WRITE,
                "calls": Level.WRITE,
                "cloudonix": Level.WRITE,
            },
            rights=frozenset({"reveal_sip_passwords", "hear_recordings", "transfer_calls", "run_sync"}),
            grants=frozenset({"owner", "pbx_admin", "pbx_user", "reporter"}),
        ),
        Role(
            key="pbx_admin",
            name="PBX Admin",
            summary="Configures the PBX. Sees the state of the connection to Cloudonix but not its keys.",
            levels={
                "home": Level.READ,
                "profile": Level.WRITE,
                "users": Level.WRITE,
                "extensions": Level.WRITE,
                "forwarding": Level.WRITE,
                "templates": Level.WRITE,
                "voicemail": Level.WRITE,
                "phonebook": Level.WRITE,
                "trunks": Level.WRITE,
                "numbers": Level.WRITE,
                "ring_groups": Level.WRITE,
                "menus": Level.WRITE,
                "schedules": Level.WRITE,
                "rooms": Level.WRITE,
                "announcements": Level.WRITE,
                "directories": Level.WRITE,
                "agents": Level.WRITE,
                "callers": Level.WRITE,
                "dialling": Level.WRITE,
                "outbound": Level.WRITE,
                "language": Level.WRITE,
                "calls": Level.READ,
                "cloudonix": Level.READ,
            },
            rights=frozenset({"reveal_sip_passwords", "hear_recordings", "transfer_calls", "run_sync"}),
            grants=frozenset({"pbx_user", "reporter"}),
        ),
        Role(
            key="pbx_user",
            name="PBX User",
            summary="Own extension, its forwarding and voicemail, own calls, and the phonebook.",
            levels={
                "home": Level.READ,
                "profile": Level.WRITE,
                "extensions": Level.READ,
                "forwarding": Level.WRITE,
                "voicemail": Level.WRITE,
                "phonebook": Level.READ,
                "calls": Level.READ,
            },
            own_only=frozenset({"extensions", "forwarding", "voicemail", "calls"}),
            rights=frozenset({"reveal_sip_passwords", "transfer_calls"}),
        ),
        Role(
            key="reporter",
            name="Reporter",
            summary="Reads the call log.",
            levels={"home": Level.READ, "profile": Level.WRITE, "calls": Level.READ},
        ),
        Role(
            key="platform_manager",
            name="Platform manager",
            summary="Creates, suspends and resumes organizations.",
            levels={
                "home": Level.READ,
                "profile": Level.WRITE,
                "users": Level.WRITE,
                "organizations": Level.WRITE,
                "cloudonix_account": Level.WRITE,
            },
            grants=frozenset({"platform_manager"}),
            for_platform=True,
        ),
    )
}
ROLE_CHOICES = [(role.key, role.name) for role in BUILT_IN.values()]


def has_permission(role_key: str, permission: str) -> bool:
    """Whether a role holds "area.level" or "right.name"; an unknown area, level or right raises KeyError."""
    area, _, name = permission.partition(".")
    role = BUILT_IN.get(role_key)
    if area == "right":
        if name not in RIGHTS:
            raise KeyError(permission)
        return role is not None and name in role.rights
    if area not in AREAS:
        raise KeyError(permission)
    wanted = Level[name.upper()]
    return role is not None and role.level(area) >= wanted


def covers_own_only(role_key: str, area: str) -> bool:
    """Whether the role's level in this area is about the user's own objects only."""
    role = BUILT_IN.get(role_key)
    return role is None or area in role.own_only


def require(actor: Actor, permission: str) -> None:
    """Raise PermissionDenied unless the actor may; the system (seeds, workers, commands) always may."""
    if actor.is_system:
        return
    if not has_permission(actor.role, permission):
        raise PermissionDenied(f"{actor.label} may not do this ({permission}).")


def may_grant(actor: Actor, role_key: str) -> bool:
    """Whether the actor may give this role to somebody else."""
    if actor.is_system:
        return True
    role = BUILT_IN.get(actor.role)
    return role is not None and role_key in role.grants
