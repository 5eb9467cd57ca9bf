"""The table of URLs and roles holds, and no URL is missing from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone

from accounts.models import User
from accounts.services import invite_user
from audit.actors import Actor
from calls.models import Call, VoicemailMessage
from cloudonix.models import Finding
from extensions.models import Extension, ExtensionTemplate, SipAccount, VoicemailBox
from extensions.services import (
    add_department,
    add_extension,
    add_voicemail_box,
    change_greeting,
    delete_extension,
    make_provisioning_link,
)
from extensions.sign_in import SignInServer, register_sign_in_server
from routing.services import (
    add_number,
    add_trunk,
)
from tenants.context import in_tenant
from tests.memory import forget_everything
from tests.permission_objects import (
    agent,
    announcement,
    box_of_messages,
    caller_rule,
    checked_import,
    checked_numbers,
    directory,
    flow_of_number,
    holiday_set,
    menu,
    number_rule,
    own_absence,
    ring_group,
    room,
    schedule,
    schedule_exception,
    shared_box_of_messages,
    speed_dial,
)
from tests.permission_table import COLUMNS, OPEN_TO_VISITORS, TABLE, URLCONFS, Row
from tests.rows import make_row
from tests.sounds import wav

__all__ = [
    "agent",
    "announcement",
    "box_of_messages",
    "caller_rule",
    "checked_import",
    "checked_numbers",
    "directory",
    "flow_of_number",
    "holiday_set",
    "menu",
    "number_rule",
    "own_absence",
    "ring_group",
    "room",
    "schedule",
    "schedule_exception",
    "shared_box_of_messages",
    "speed_dial",
]

SYSTEM = Actor.system("permission table")
# Who has to be there before the first of them asks.
CAST = {
    "organization": ("owner", "admin", "user", "reporter", "stranger"),
    "platform": ("platform_manager",),
    "machine": (),
}
CASES = [
    pytest.param(site, row, id=f"{row.method}-{site}-{row.name}-{row.arguments}")
    for site, rows in TABLE.items()
    for row in rows
]


# --- whose objects ------------------------------------------------------------------------------------------------


@pytest.fixture
def nothing() -> dict[str, Any]:
    return {}


@pytest.fixture
def token() -> dict[str, Any]:
    return {"token": "no-such-token"}


@pytest.fixture
def reset_key() -> dict[str, Any]:
    return {"uidb36": "1", "key": "c0ffee-0123456789abcdef"}


@pytest.fixture
def invitation(acme) -> dict[str, Any]:
    with in_tenant(acme):
        _, url = invite_user(SYSTEM, email="nina@acme.example", name="Nina", role="reporter")
    return {"token": url.rstrip("/").rpartition("/")[2]}


@pytest.fixture
def extension(acme) -> dict[str, Any]:
    """An extension of acme that belongs to nobody."""
    with in_tenant(acme):
        return {"number": add_extension(SYSTEM, number="105", first_name="Lobby").number}


@pytest.fixture
def own_extension(acme, user) -> dict[str, Any]:
    """The extension of acme's PBX User."""
    with in_tenant(acme):
        made = add_extension(SYSTEM, number="101", first_name="Uma")
        Extension.objects.filter(pk=made.pk).update(user=user)
    return {"number": made.number}


@pytest.fixture
def department(acme) -> dict[str, Any]:
    with in_tenant(acme):
        return {"key": add_department(SYSTEM, name="Sales").key}


@pytest.fixture
def deleted_extension(acme, own_extension) -> dict[str, Any]:
    """What was the extension of acme's PBX User."""
    with in_tenant(acme):
        extension = Extension.objects.get(number=own_extension["number"])
        delete_extension(SYSTEM, extension)
    return {"key": extension.key}


@pytest.fixture
def template(acme) -> dict[str, Any]:
    with in_tenant(acme):
        return {"key": ExtensionTemplate.objects.create(name="Sales").key}


@pytest.fixture
def own_account(acme, own_extension) -> dict[str, Any]:
    with in_tenant(acme):
        account = Extension.objects.get(number=own_extension["number"]).sip_accounts.get()
    return {**own_extension, "key": account.key}


def _box(**values: Any) -> dict[str, Any]:
    box = add_voicemail_box(SYSTEM, **values)
    change_greeting(SYSTEM, box, version=1, greeting="audio", upload=wav())
    return {"key": box.key}


@pytest.fixture
def box(acme, extension) -> dict[str, Any]:
    """A voicemail box of acme that nobody of the cast has."""
    with in_tenant(acme):
        return _box(extension=Extension.objects.get(number=extension["number"]))


@pytest.fixture
def own_box(acme, own_extension) -> dict[str, Any]:
    """The box of the PBX User's extension."""
    with in_tenant(acme):
        return _box(extension=Extension.objects.get(number=own_extension["number"]))


@pytest.fixture
def shared_box(acme, user) -> dict[str, Any]:
    """A box that the PBX User shares."""
    with in_tenant(acme):
        return _box(name="Front desk", users=[user])


def _message(box: dict[str, Any], **values: Any) -> dict[str, Any]:
    """A message whose sound is stored."""
    row = VoicemailBox.objects.get(key=box["key"])
    message = VoicemailMessage(
        key=uuid4(), box=row, session_token="s", caller="+447", audio_state="stored", **values
    )
    message.audio.save("message.wav", ContentFile(wav()), save=False)
    message.save()
    return {"box": row.key, "key": message.key}


@pytest.fixture
def message(acme, box) -> dict[str, Any]:
    """A message in a box that nobody of the cast has."""
    with in_tenant(acme):
        return _message(box)


@pytest.fixture
def own_message(acme, own_box) -> dict[str, Any]:
    with in_tenant(acme):
        return _message(own_box)


@pytest.fixture
def shared_message(acme, shared_box) -> dict[str, Any]:
    with in_tenant(acme):
        return _message(shared_box)


@pytest.fixture
def deleted_message(acme, own_box) -> dict[str, Any]:
    with in_tenant(acme):
        return _message(own_box, deleted_at=timezone.now())


@pytest.fixture
def phone_link(acme, own_account) -> Iterator[dict[str, Any]]:
    """A one-time link to set up the PBX User's phone."""
    register_sign_in_server(lambda: SignInServer("acme.cloudonix.net"))
    with in_tenant(acme):
        url = make_provisioning_link(SYSTEM, SipAccount.objects.get(key=own_account["key"])).url
    yield {"token": url.rstrip("/").rpartition("/")[2]}
    register_sign_in_server(lambda: None)


@pytest.fixture
def number(acme) -> dict[str, Any]:
    with in_tenant(acme):
        add_number(SYSTEM, e164="+493055501210", destination_kind="hang_up", destination_extension=None)
    return {"digits": "493055501210"}


@pytest.fixture
def trunk(acme) -> dict[str, Any]:
    with in_tenant(acme):
        add_trunk(SYSTEM, name="carrier", host="sip.carrier.example", direction="public-inbound")
    return {"name": "carrier"}


@pytest.fixture
def routed_kind() -> dict[str, Any]:
    return {"model": "ringgroup"}


@pytest.fixture
def topic() -> dict[str, Any]:
    return {"topic": "subscriber"}


@pytest.fixture
def difference(acme) -> dict[str, Any]:
    """A subscriber that only acme's domain has."""
    with in_tenant(acme):
        found = Finding.objects.create(
            topic="subscriber", kind="only_remote", name="118", remote_id="7", remote={"is_enabled": True}
        )
    return {"key": found.key}


@pytest.fixture
def call(acme) -> dict[str, Any]:
    """A call that reached no extension of anybody in the cast."""
    with in_tenant(acme):
        return {"key": make_row(Call).key}


@pytest.fixture
def own_call(acme, call, own_extension) -> dict[str, Any]:
    """A call that rang the PBX User's extension."""
    with in_tenant(acme):
        extension = Extension.objects.get(number=own_extension["number"])
        Call.objects.filter(key=call["key"]).update(extension_keys=[extension.key])
    return call


@pytest.fixture
def organization(acme) -> dict[str, Any]:
    return {"slug": acme.slug}


# --- who asks -----------------------------------------------------------------------------------------------------


@pytest.fixture
def browser_of(request, client_of, client_for) -> Callable[[str, str], Client]:
    """browser_of(site, column) is the browser of that member of the cast."""

    def make(site: str, column: str) -> Client:
        if site == "machine":
            return request.getfixturevalue("machine")
        home = request.getfixturevalue("platform" if site == "platform" else "acme")
        if column == "anonymous":
            return client_of(home)
        if column == "suspended":
            return _suspended(request, client_for, site)
        fixture = "platform_manager" if column == "manager" else column
        return client_for(request.getfixturevalue(fixture))

    return make


def _suspended(request, client_for, site: str) -> Client:
    person = request.getfixturevalue("platform_manager" if site == "platform" else "owner")
    browser = client_for(person)
    with in_tenant(person.organization):
        User.objects.filter(pk=person.pk).update(status=User.Status.SUSPENDED)
    return browser


# --- the table ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("site", "row"), CASES)
def test_a_url_answers_as_the_table_says(request, browser_of, site: str, row: Row) -> None:
    url = reverse(row.name, urlconf=URLCONFS[site], kwargs=request.getfixturevalue(row.arguments))
    for member in CAST[site]:
        request.getfixturevalue(member)

    found = {}
    for column in COLUMNS[site]:
        with undone():
            found[column] = browser_of(site, column).generic(row.method, url).status_code

    assert found == dict(zip(COLUMNS[site], row.expected, strict=True))


@contextmanager
def undone() -> Iterator[None]:
    """Each of the cast finds what the one before found: neither rows nor the memory of the process have changed."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget_everything()


@pytest.mark.parametrize("site", TABLE)
def test_every_row_has_a_status_for_every_column(site: str) -> None:
    assert [row.name for row in TABLE[site] if len(row.expected) != len(COLUMNS[site])] == []


@pytest.mark.parametrize("site", TABLE)
def test_every_url_has_a_name_and_a_row(site: str) -> None:
    existing = set(named_urls(import_module(URLCONFS[site]).urlpatterns))
    listed = {row.name for row in TABLE[site]}

    assert existing - listed == set(), "add these to tests/permission_table.py"
    assert listed - existing == set(), "these are gone: take them out of tests/permission_table.py"


@pytest.mark.parametrize("site", TABLE)
def test_a_visitor_without_a_session_is_shown_nothing_but_the_entrances(site: str) -> None:
    shown = {row.name for row in TABLE[site] if row.expected[0] not in {302, 401, 404, 405}}

    assert shown - OPEN_TO_VISITORS == set()


def test_a_visitor_is_led_to_sign_in_and_back(acme, client_of) -> None:
    assert client_of(acme).get("/me/password/")["Location"] == "/sign-in/?next=/me/password/"


@pytest.mark.parametrize("site", ["organization", "platform"])
def test_a_session_of_globex_is_no_session_at_another_host(request, site, stranger, client_for) -> None:
    home = "acme.localhost" if site == "organization" else "localhost"
    cookie = client_for(stranger).cookies["opbx"].value
    replay = Client(headers={"host": home})
    request.getfixturevalue("acme")

    for row in TABLE[site]:
        if row.arguments == "nothing" and row.method == "GET":
            replay.cookies["opbx"] = cookie
            url = reverse(row.name, urlconf=URLCONFS[site])
            assert replay.get(url).status_code == row.expected[0], row.name


def named_urls(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    """The full names of a URLconf; a pattern without a name is listed by its route, so that it fails."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from named_urls(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}" if pattern.name else f"unnamed: {pattern.pattern}"
