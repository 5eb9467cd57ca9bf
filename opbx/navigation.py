"""The menu as data: what exists, for whom, and which entry the current page belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.urls import NoReverseMatch, reverse


class MayAsk(Protocol):
    """A user who can be asked for a permission; an anonymous visitor too."""

    @property
    def is_authenticated(self) -> bool: ...

    def has_perm(self, perm: str, obj: object = None) -> bool: ...


@dataclass(frozen=True)
class Item:
    """A page of the menu: on sites whose URLs know url_name, for roles that hold permission."""

    label: str
    icon: str
    url_name: str
    permission: str


@dataclass(frozen=True)
class Group:
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Link:
    """An entry as the layout draws it."""

    label: str
    icon: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Section:
    title: str
    links: list[Link]


MENU = (
    Group("", (Item("Home", "home", "home", "home.read"),)),
    Group("Platform", (Item("Organizations", "building", "organizations:list", "organizations.list"),)),
    Group(
        "Routing",
        (
            Item("Phone numbers", "phone-incoming", "routing:number_list", "numbers.list"),
            Item("Ring groups", "users-group", "ring_groups:list", "ring_groups.list"),
            Item("Conference rooms", "users", "rooms:list", "rooms.list"),
            Item("Business hours", "clock", "schedules:list", "schedules.list"),
            Item("Holidays", "calendar", "holidays:list", "schedules.list"),
            Item("IVR menus", "dialpad", "menus:list", "menus.list"),
            Item("Directories", "address-book", "directories:list", "directories.list"),
            Item("AI agents", "robot", "agents:list", "agents.list"),
            Item("Announcements", "volume", "announcements:list", "announcements.list"),
            Item("Call flow", "sitemap", "flow:index", "numbers.read"),
            Item("Blocked callers", "ban", "callers:list", "callers.list"),
            Item("Outbound", "phone-outgoing", "outbound:list", "outbound.list"),
            Item("Numbering plan", "hash", "dialling:plan", "dialling.list"),
            Item("Trunks", "route", "trunks:list", "trunks.list"),
        ),
    ),
    Group(
        "People",
        (
            Item("Extensions", "phone", "extensions:list", "extensions.list"),
            Item("Templates", "template", "templates:list", "templates.list"),
            Item("Voicemail", "record-mail", "voicemail:list", "voicemail.list"),
            Item("Phonebook", "address-book", "phonebook:list", "phonebook.read"),
        ),
    ),
    Group("Analytics", (Item("Call log", "list-details", "calls:list", "calls.list"),)),
    Group(
        "Settings",
        (
            Item("Forwarding", "arrows-left-right", "forwarding:defaults", "templates.write"),
            Item("Language and region", "world", "language:edit", "language.write"),
            Item("Cloudonix", "plug-connected", "cloudonix:settings", "cloudonix.list"),
            Item(
                "Cloudonix account",
                "plug-connected",
                "cloudonix_account:settings",
                "cloudonix_account.list",
            ),
        ),
    ),
)


def navigation(user: MayAsk | None, path: str, *, is_platform: bool = False) -> list[Section]:
    """The menu of this site for this user; the entry with the longest URL that begins path is current."""
    if user is None or not user.is_authenticated:
        return []
    found: list[tuple[str, list[tuple[Item, str]]]] = []
    for group in MENU:
        items = [
            (item, url) for item in group.items if (url := _url_for(user, item, is_platform=is_platform))
        ]
        if items:
            found.append((group.title, items))
    current = max(
        (url for _, items in found for _, url in items if _is_under(path, url)), key=len, default=""
    )
    return [
        Section(title, [Link(item.label, item.icon, url, url == current) for item, url in items])
        for title, items in found
    ]


def _url_for(user: MayAsk, item: Item, *, is_platform: bool) -> str:
    if is_platform and item.url_name == "home":
        return ""  # the console begins with its list of organizations, to which its home page leads
    try:
        url = reverse(item.url_name)
    except NoReverseMatch:
        return ""  # a page of the other kind of site
    return url if user.has_perm(item.permission) else ""


def _is_under(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
