"""Comparing what a pairing writes: the voice application and the domain's settings."""

from __future__ import annotations

from typing import Any

from cloudonix.api import Application, ApplicationSpec, Domain
from cloudonix.drift.found import Compared, Found, Subject, fingerprint
from cloudonix.models import Finding
from cloudonix.pairing import voice_url
from cloudonix.sync.kind import HERE, THERE, told
from cloudonix.sync.numbers import APPLICATION_NAME

REQUEST_KEY = "authorization-api-key"
LABELS = {REQUEST_KEY: "Request key"}
NOT_SET = "not set"


def compare_application(found: list[Application]) -> Compared:
    """Compare our voice application with how it should be."""
    want = ApplicationSpec(name=APPLICATION_NAME, url=voice_url())
    have = next((one for one in found if one.name == APPLICATION_NAME), None)
    compared = Compared(here=1, there=int(have is not None))
    if have is None:
        compared.create.append(want.name)
        compared.found.append(_found(Subject.APPLICATION, want.name, want, None, {}))
        return compared
    differs = told(
        {
            "URL": (want.url, have.url),
            "Type": (want.type, have.type),
            "Method": (want.method, have.method),
            "Active": (want.active, have.active),
        }
    )
    if differs:
        compared.update.append(want.name)
        compared.found.append(_found(Subject.APPLICATION, want.name, want, have, differs))
    return compared


def compare_domain(domain: Domain, profile: dict[str, Any], application_id: str) -> Compared:
    """Compare our keys of the domain's profile, and its default application. The request key is never told."""
    compared = Compared(here=1, there=1)
    differs: dict[str, list[str]] = {}
    for name, ours in profile.items():
        theirs = domain.profile.get(name)
        if theirs != ours:
            differs[LABELS.get(name, name)] = (
                [HERE, THERE] if name == REQUEST_KEY else [_word(ours), _word(theirs)]
            )
    if application_id and domain.default_application != application_id:
        differs["Default application"] = [application_id, domain.default_application or NOT_SET]
    if differs:
        compared.update.append(domain.domain)
        have = {name: domain.profile.get(name) for name in profile}
        seen = [have, domain.default_application]
        compared.found.append(_found(Subject.DOMAIN, domain.domain, [profile, application_id], seen, differs))
    return compared


def _word(value: object) -> str:
    if value is None or value == "":
        return NOT_SET
    return ("on" if value else "off") if isinstance(value, bool) else str(value)


def _found(
    topic: Finding.Subject, name: str, want: object, have: object, differs: dict[str, list[str]]
) -> Found:
    kind = Finding.Kind.DIFFERENT if have is not None else Finding.Kind.MISSING
    return Found(topic=topic, kind=kind, name=name, fingerprint=fingerprint(want, have), differences=differs)
