"""The sign-in of AI agents: a stored document has a mark in its place, and only what is sent has itself."""

from __future__ import annotations

import re
from functools import lru_cache
from uuid import UUID

from cloudonix.cxml.document import quoted
from cloudonix.webhooks.auth import Credential
from opbx.crypto import SecretUnreadable, decrypt, place_in
from opbx.logs import get_logger
from routing.models import Agent
from tenants import statements

log = get_logger(__name__)

_MARK = "sign-in-of:"
# Whatever people wrote has no raw "<" in a document: only the renderer makes this.
_PLACE = re.compile(
    r'(<Service provider="[^"<>]*") username="sign-in-of:([0-9a-f-]{36})" password="sign-in-of:\2"'
)


def mark_of(agent: UUID) -> str:
    """What stands for both the username and the password of an agent in a document that is stored."""
    return f"{_MARK}{agent}"


def with_sign_ins(credential: Credential, cxml: str) -> str:
    """The document as it is sent. One statement when it has a mark, else none.

    A sign-in that was removed or cannot be decrypted is left out: the provider refuses, and the call goes to the
    agent's fall-back.
    """
    if _MARK not in cxml:
        return cxml
    return _PLACE.sub(lambda found: found[1] + _attributes(credential, found[2]), cxml)


def _attributes(credential: Credential, agent: str) -> str:
    row = statements.one_row(_select(credential.schema), [agent])
    if row is None or not all(row):
        return ""
    clear = []
    try:
        for column, stored in zip(("username", "password"), row, strict=True):
            place = place_in(credential.schema, Agent, column, agent)
            clear.append(quoted(decrypt(stored, place=place).reveal()))
    except SecretUnreadable:
        log.exception("voice_sign_in_unreadable", agent=agent)
        return ""
    return f" username={clear[0]} password={clear[1]}"


@lru_cache(maxsize=4096)
def _select(schema: str) -> str:
    table = statements.qualified(schema, "routing_agent")
    return f"SELECT username, password FROM {table} WHERE key = %s"  # noqa: S608 - the schema is quoted by psycopg
