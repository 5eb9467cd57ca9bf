"""The pages of the table of URLs, with objects of the demo for their arguments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
from django.urls import reverse

from tests.permission_table import TABLE, URLCONFS

Arguments = dict[str, dict[str, Any]]

SIMPLE: Arguments = {
    "nothing": {},
    "token": {"token": "no-such-token"},
    "invitation": {"token": "no-such-token"},  # only its hash is kept
    "reset_key": {"uidb36": "1", "key": "c0ffee-0123456789abcdef"},
    "topic": {"topic": "subscriber"},
    "extension": {"number": "101"},
    "own_extension": {"number": "103"},
    "number": {"digits": "493055501200"},
    "organization": {"slug": "acme"},
    "flow_of_number": {"kind": "number", "which": "493055501200"},
    "routed_kind": {"model": "ringgroup"},
}
# Arguments of which the demo has no object: their pages are not looked at here.
NOT_IN_THE_DEMO = frozenset(
    {
        "agent",
        "checked_numbers",
        "deleted_message",
        "number_rule",
        "own_message",
        "schedule_exception",
        "shared_message",
        "speed_dial",
    }
)


# The tables of what is routed, each with any one row of the demo.
OF_ROUTING = {
    "announcement": "routing_announcement",
    "ring_group": "routing_ringgroup",
    "menu": "routing_menu",
    "directory": "routing_directory",
    "room": "routing_room",
    "schedule": "routing_schedule",
    "holiday_set": "routing_holidayset",
    "caller_rule": "routing_callerrule",
    "calling_class": "routing_callingclass",
}


def objects_of_acme(database_url: str, *, trunk: str, phone_link: str) -> Arguments:
    """For each kind of argument in the table one object of acme's; fails when the demo lacks one.

    trunk: a name. phone_link: the token of a link that nobody used.
    """
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "SELECT set_config('search_path', schema_name, false) FROM tenants_organization WHERE slug = 'acme'"
        )

        def key(query: str) -> dict[str, Any]:
            found = connection.execute(query).fetchone()  # type: ignore[arg-type]  # ours, and constant
            assert found, query
            return {"key": str(found[0])}

        account = (
            "SELECT a.key FROM extensions_sipaccount a JOIN extensions_extension e ON e.id = extension_id"
        )
        box = "SELECT key FROM extensions_voicemailbox WHERE name = "
        message = connection.execute(
            "SELECT b.key, m.key FROM calls_voicemailmessage m JOIN extensions_voicemailbox b ON b.id = box_id"
            " WHERE audio_state = 'stored'"
        ).fetchone()
        assert message, "The demo has no voicemail message."
        return {
            **SIMPLE,
            "phone_link": {"token": phone_link},
            "own_account": {"number": "103", **key(f"{account} WHERE e.number = '103'")},
            "own_absence": {"number": "103", **key("SELECT key FROM routing_absence")},
            "deleted_extension": key("SELECT key FROM extensions_extension WHERE deleted_at IS NOT NULL"),
            "template": key("SELECT key FROM extensions_extensiontemplate"),
            "department": key("SELECT key FROM extensions_department"),
            "box": key(f"{box} 'Front desk'"),
            "own_box": key(f"{box} 'Chloe Dubois'"),
            "shared_box": key(f"{box} 'Sales team'"),
            "checked_import": key("SELECT key FROM extensions_importrun"),
            "message": {"box": str(message[0]), "key": str(message[1])},
            "box_of_messages": {"box": str(message[0])},
            **{name: key(f"SELECT key FROM {table}") for name, table in OF_ROUTING.items()},
            "trunk": {"name": trunk},
            "difference": key("SELECT key FROM cloudonix_finding"),
            "call": key("SELECT key FROM calls_call ORDER BY id"),
            "own_call": key("SELECT key FROM calls_call ORDER BY id DESC"),
        }


def paths(table: str, arguments: Arguments) -> Iterator[tuple[str, str]]:
    """Name and path of everything that can be looked at on a site: "organization" or "platform"."""
    for row in TABLE[table]:
        if row.method == "GET" and row.arguments not in NOT_IN_THE_DEMO:
            yield row.name, reverse(row.name, urlconf=URLCONFS[table], kwargs=arguments[row.arguments])
