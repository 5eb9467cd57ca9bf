"""AI agents: what may be said about one, and where its sign-in is."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from opbx.errors import NotAcceptable
from opbx.references import uses_of
from routing.models import Agent
from routing.services import ObjectReplacement, add_agent, delete_object, duplicate_object, update_agent
from routing.services.agents import AGENTS
from tenants.context import in_tenant
from tests.extensions.conftest import boss

__all__ = ["boss"]

SIGN_IN = {"username": "user-71c0", "password": 'key-9f3b&"7'}


@pytest.fixture
def agent(acme, boss) -> Agent:
    with in_tenant(acme):
        return add_agent(
            boss, name="Ava", provider="synthflow", agent="a_1", destination_kind="hang_up", **SIGN_IN
        )


def test_the_sign_in_is_encrypted_and_not_in_the_audit_log(acme, agent):
    with in_tenant(acme):
        row = Agent.objects.get()
        entry = Entry.objects.get(action="agent.added")

        assert row.get_secret("username").reveal() == SIGN_IN["username"]
        assert row.get_secret("password").reveal() == SIGN_IN["password"]
    assert entry.changes["sign_in"] == [None, "set"]
    assert not any(secret in f"{entry.changes}{row.username}{row.password}" for secret in SIGN_IN.values())


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"provider": "skynet"}, "provider", "Choose a provider"),
        ({"agent": " "}, "agent", "ID or number"),
        ({"agent": "a<b"}, "agent", "as the provider shows it"),
        ({"provider": "synthflow"}, "username", "Synthflow asks for a sign-in"),
        ({"username": "me"}, "password", "belongs to this username"),
        ({"password": "secret"}, "username", "belongs to this password"),
        ({"username": "a\nb", "password": "x"}, "username", "letters, digits and signs"),
    ],
)
def test_what_will_not_do_is_said_at_its_field(acme, boss, values, field, sentence):
    said = {"provider": "vapi", "agent": "a_1", "destination_kind": "hang_up", **values}

    with in_tenant(acme), pytest.raises(NotAcceptable, match=sentence) as refusal:
        add_agent(boss, name="Ava", **said)

    assert refusal.value.field == field


def test_an_empty_sign_in_keeps_the_stored_one_and_one_half_of_it_can_change(acme, boss, agent):
    with in_tenant(acme):
        changed = update_agent(boss, agent, version=1, password="another")

        assert changed.get_secret("username").reveal() == SIGN_IN["username"]
        assert changed.get_secret("password").reveal() == "another"


def test_a_sign_in_can_be_removed_where_the_provider_asks_for_none(acme, boss, agent):
    with in_tenant(acme):
        with pytest.raises(NotAcceptable, match="Synthflow asks for a sign-in"):
            update_agent(boss, agent, version=1, removes_sign_in=True)

        changed = update_agent(boss, agent, version=1, provider="vapi", removes_sign_in=True)
        assert not changed.has_sign_in


def test_a_copy_signs_in_as_its_original_does(acme, boss, agent):
    with in_tenant(acme):
        copy = duplicate_object(boss, AGENTS, agent)

        assert copy.password != agent.password
        assert copy.get_secret("password").reveal() == SIGN_IN["password"]


def test_an_agent_does_not_fall_back_to_itself(acme, boss, agent):
    with in_tenant(acme), pytest.raises(NotAcceptable, match="to itself"):
        update_agent(boss, agent, version=1, destination_kind="agent", destination_agent=agent)


def test_a_deleted_agent_is_replaced_where_others_fall_back_to_it(acme, boss, agent):
    with in_tenant(acme):
        second = add_agent(
            boss,
            name="Ben",
            provider="vapi",
            agent="b",
            destination_kind="agent",
            destination_agent=agent,
        )
        assert [use.label for use in uses_of(agent)] == ["Ben"]

        delete_object(boss, AGENTS, agent, replacement=ObjectReplacement(second))

        second.refresh_from_db()
        assert second.destination_kind == "hang_up"


def test_a_pbx_user_may_not_add_one(acme, user, actor_for):
    with in_tenant(acme), pytest.raises(PermissionDenied):
        add_agent(actor_for(user), name="Ava", provider="vapi", agent="a", destination_kind="hang_up")


def test_the_form_never_shows_the_sign_in(client_for, owner, agent):
    client = client_for(owner)

    pages = [client.get(agent.get_absolute_url()), client.get(f"{agent.get_absolute_url()}edit/")]

    assert [page.status_code for page in pages] == [200, 200]
    assert not any(secret in page.content.decode() for page in pages for secret in SIGN_IN.values())
    assert "Leave this empty to keep the password" in pages[1].content.decode()
