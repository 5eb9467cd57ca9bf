"""The menu as each role sees it; the tests of the menu and of the browser hold what they find against it."""

from __future__ import annotations

MENUS = {
    "owner": [
        "Home",
        "Phone numbers",
        "Ring groups",
        "Conference rooms",
        "Business hours",
        "Holidays",
        "IVR menus",
        "Directories",
        "AI agents",
        "Announcements",
        "Call flow",
        "Blocked callers",
        "Outbound",
        "Numbering plan",
        "Trunks",
        "Extensions",
        "Templates",
        "Voicemail",
        "Phonebook",
        "Call log",
        "Forwarding",
        "Language and region",
        "Cloudonix",
    ],
    "pbx_user": ["Home", "Extensions", "Voicemail", "Phonebook", "Call log"],
    "reporter": ["Home", "Call log"],
}
MENUS["pbx_admin"] = MENUS["owner"]
