"""Who and what the demo shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

PASSWORD = "demo-opbx-demo"  # noqa: S105 - printed on the console; the demo is for one machine


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    role: str
    extension: str = ""
    department: str = ""
    mobile: str = ""


@dataclass(frozen=True)
class Department:
    name: str
    first_number: str = ""
    last_number: str = ""


@dataclass(frozen=True)
class Number:
    e164: str
    label: str
    extension: str  # "" = hang up
    box: str = ""  # the name of a voicemail box, instead of an extension
    group: str = ""  # the name of a ring group, instead of both


@dataclass(frozen=True)
class Message:
    """What somebody left in a voicemail box. ago: how long before the demo was first started."""

    caller: str
    caller_name: str
    ago: timedelta
    seconds: int
    heard: bool = False


@dataclass(frozen=True)
class Box:
    """A voicemail box: of an extension, or shared by the people with these e-mail addresses."""

    name: str
    extension: str = ""
    people: tuple[str, ...] = ()
    greeting: str = ""  # words; "" = the standard greeting
    notice: str = "none"
    number: str = ""  # internal, at which a shared box is heard
    pin: str = ""
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Announcement:
    """Words that a voice reads in the organization's language."""

    name: str
    text: str


@dataclass(frozen=True)
class Group:
    """A ring group. box: the voicemail box that takes calls nobody answers, "" hangs up. before: spoken first.

    outside: numbers outside that ring too, with their names.
    """

    name: str
    number: str
    strategy: str  # as routing.models.RingGroup names it
    members: tuple[str, ...]
    box: str = ""
    prefix: str = ""
    ring_seconds: int = 20
    before: str = ""
    outside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Menu:
    """An IVR menu. keys: each leads to an extension's number, or to a ring group by name. spoken: phrases for keys."""

    name: str
    number: str
    text: str
    keys: dict[str, str]
    spoken: dict[str, str]


@dataclass(frozen=True)
class Directory:
    """A dial-by-name directory of all who are listed. operator: an extension, which also takes who finds nobody."""

    name: str
    number: str
    search_by: str  # as routing.models.Directory names it
    operator: str


@dataclass(frozen=True)
class Forward:
    """extension: whose rule, "" = all extensions. cause and origin: as routing.models.ForwardingRule names them."""

    extension: str
    cause: str
    to: str
    origin: str = "any"


@dataclass(frozen=True)
class Absence:
    """begins: so many days ahead. to: the extension that takes the calls."""

    extension: str
    begins: int
    days: int
    label: str
    to: str


@dataclass(frozen=True)
class Template:
    """extensions: which use it from the start."""

    name: str
    description: str
    ring_seconds: int
    extensions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hours:
    """Business hours with a phone number of their own. week: from Monday on, as a person types it.

    open, closed: extensions. closed_box: the name of a voicemail box, instead of an extension. holidays: of the set.
    """

    name: str
    number: str
    label: str
    week: tuple[str, ...]
    open: str
    holidays: str
    country: str
    subdivision: str = ""
    closed: str = ""
    closed_box: str = ""


@dataclass(frozen=True)
class Customer:
    name: str
    slug: str
    time_zone: str
    region: str
    voice_language: str
    people: tuple[Person, ...]
    numbers: tuple[Number, ...]
    departments: tuple[Department, ...] = ()
    rooms: dict[str, str] = field(default_factory=dict)  # extensions without a user: number → name
    templates: tuple[Template, ...] = ()
    boxes: tuple[Box, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    groups: tuple[Group, ...] = ()
    menus: tuple[Menu, ...] = ()
    directories: tuple[Directory, ...] = ()
    conference_rooms: dict[str, str] = field(default_factory=dict)  # number → name
    hours: tuple[Hours, ...] = ()
    absences: tuple[Absence, ...] = ()
    fallback: str = ""  # the voicemail box of calls that have nowhere to go
    switched_off: tuple[str, ...] = ()
    forwards: tuple[Forward, ...] = ()
    trunk: str = ""  # the name of the line to a carrier
    callers: tuple[tuple[str, str], ...] = ()  # (number, name) of people who call
    blocked: str = ""  # as it is pasted into the page of blocked callers
    allowed: str = ""


PLATFORM_MANAGER = Person("Petra Novak", "petra@platform.example", "platform_manager")

CUSTOMERS = (
    Customer(
        name="Acme GmbH",
        slug="acme",
        time_zone="Europe/Berlin",
        region="DE",
        voice_language="en-GB",
        people=(
            Person("Amara Okafor", "owner@acme.example", "owner", "101", "Management", "+491715550101"),
            Person("Ben Schmidt", "admin@acme.example", "pbx_admin", "102", "Management", "+491715550102"),
            Person("Chloe Dubois", "user@acme.example", "pbx_user", "103", "Support", "+491715550103"),
            Person("Dmitri Ivanov", "dmitri@acme.example", "pbx_user", "104", "Sales"),
            Person("Elena Rossi", "elena@acme.example", "pbx_user", "105", "Sales", "+491715550105"),
            Person("Farid Haddad", "reporter@acme.example", "reporter"),
        ),
        departments=(
            Department("Management", "100", "119"),
            Department("Sales", "200", "299"),
            Department("Support", "300", "399"),
        ),
        rooms={"120": "Front desk", "121": "Warehouse", "122": "Meeting room Spree", "199": "Old fax line"},
        templates=(Template("Sales", "Everybody who sells", ring_seconds=25, extensions=("104", "105")),),
        switched_off=("199",),
        trunk="carrier-berlin",
        numbers=(
            Number("+493055501200", "Main number", "101"),
            Number("+493055501210", "Sales", "102"),
            Number("+493055501220", "Support", "103"),
            Number("+493055501230", "After hours", "", box="Front desk"),
            Number("+493055501240", "Sales team", "", group="Sales"),
            Number("+493055501299", "Former fax", ""),
        ),
        groups=(
            Group(
                "Sales",
                "200",
                "round_robin",
                ("104", "105", "102"),
                box="Sales team",
                prefix="Sales:",
                before="One moment. You are being connected with our sales team.",
            ),
            Group(
                "On call",
                "201",
                "sequential",
                ("120",),
                box="Front desk",
                outside=(("+491715550188", "Standby mobile"),),
            ),
        ),
        menus=(
            Menu(
                "Main menu",
                "300",
                "Welcome to Acme. For sales, press 1 or say sales. For support, press 2. For the front desk, press 0.",
                {"1": "Sales", "2": "102", "0": "101"},
                {"1": "sales, orders, buy", "2": "support, help, technical support", "0": "front desk"},
            ),
        ),
        directories=(Directory("Staff by name", "411", "either", operator="120"),),
        conference_rooms={"400": "Team meeting"},
        forwards=(
            Forward("101", "no_answer", "120"),
            Forward("102", "busy", "101", origin="internal"),
            Forward("102", "busy", "120", origin="external"),
            Forward("", "unavailable", "120"),
        ),
        boxes=(
            Box(
                "Front desk",
                extension="120",
                greeting="Thank you for calling Acme. Our office is open from Monday to Friday, nine to five.",
            ),
            Box(
                "Sales team",
                people=("admin@acme.example", "user@acme.example"),
                notice="mail",
                number="780",
                pin="7391",
                messages=(
                    Message("+442079460331", "Harriet Lane", timedelta(hours=3), 14),
                    Message("+498955501177", "Müller & Söhne", timedelta(days=1, hours=2), 31, heard=True),
                ),
            ),
            Box(
                "Chloe Dubois",
                extension="103",
                messages=(
                    Message("+491715550183", "Jonas Weber", timedelta(minutes=25), 8),
                    Message("+33155501234", "Café “Le Fil” <Paris>", timedelta(hours=5), 22),
                    Message("101", "Amara Okafor", timedelta(days=2), 12, heard=True),
                ),
            ),
        ),
        absences=(Absence("103", 16, 10, "Time off", "101"),),
        fallback="Front desk",
        announcements=(
            Announcement(
                "Fax withdrawn", "Acme no longer has a fax. Write to office at acme dot example instead."
            ),
        ),
        hours=(
            Hours(
                "Office hours",
                "+493055501250",
                "Service line",
                week=(*("09:00-12:00, 13:00-17:00",) * 4, "09:00-15:00", "", ""),
                open="102",
                closed_box="Front desk",
                holidays="Germany, Berlin",
                country="DE",
                subdivision="BE",
            ),
        ),
        callers=(
            ("+491715550183", "Jonas Weber"),
            ("+4930555094411", ""),
            ("+442079460331", "Harriet Lane"),
            ("+33155501234", "Café “Le Fil” <Paris>"),
            ("+12125550199", "Dana Ruiz"),
            ("+498955501177", "Müller & Söhne"),
        ),
        blocked=(
            "+49 30 5550 9000, Sells solar panels\n+43 1*, Silent calls from Vienna\nanonymous, Since the silent calls"
        ),
        allowed="+43 1 555 0177, Our notary in Vienna",
    ),
    Customer(
        name="Globex Inc",
        slug="globex",
        time_zone="America/New_York",
        region="US",
        voice_language="en-US",
        people=(
            Person("Grace Kim", "owner@globex.example", "owner", "101", "Office", "+12125550141"),
            Person("Hugo Silva", "admin@globex.example", "pbx_admin", "102", "Office"),
            Person("Ines Costa", "user@globex.example", "pbx_user", "103", "Orders", "+12125550143"),
            Person("Maya Cohen", "reporter@globex.example", "reporter"),
        ),
        departments=(Department("Office", "100", "199"), Department("Orders", "200", "299")),
        rooms={"110": "Lobby"},
        numbers=(
            Number("+12125550100", "Main line", "101"),
            Number("+12125550110", "Orders", "102"),
            Number("+12125550120", "Office", "", group="Office"),
        ),
        announcements=(
            Announcement(
                "Closed for stocktaking", "We are taking stock today and are back tomorrow at nine."
            ),
        ),
        groups=(Group("Office", "200", "simultaneous", ("101", "102", "103")),),
        hours=(
            Hours(
                "Store hours",
                "+12125550130",
                "Store",
                week=(*("10:00-19:00",) * 5, "10:00-16:00", ""),
                open="103",
                closed="110",
                holidays="United States, New York",
                country="US",
                subdivision="NY",
            ),
        ),
        callers=(("+13105550147", "Liam Murphy"), ("+16465550121", ""), ("+14155550166", "Noor Rahman")),
    ),
)
