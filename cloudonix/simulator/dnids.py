"""Which application a dialled number reaches: by the domain's DNIDs, else its default application."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cloudonix.simulator.problems import Refused
from cloudonix.simulator.records import Application, Dnid, Domain
from cloudonix.simulator.store import Store

LONGEST_PATTERN = 200
ASTERISK_SIGNS = {"X": "[0-9]", "Z": "[1-9]", "N": "[2-9]", ".": ".+", "!": ".*"}
_SET = re.compile(r"\[[0-9A-Za-z-]+\]")


def compiled(source: str, *, prefix: bool, expression: bool, asterisk_compatible: bool) -> str:
    """The regular expression for what was typed; raises Refused when it cannot be one."""
    if prefix:
        return f"^({re.escape(source)}).*"
    if expression:
        return checked(source)
    # As in Asterisk itself, what does not begin with an underscore is no pattern.
    if asterisk_compatible and source.startswith("_"):
        return checked(f"^({_from_asterisk(source[1:])})$")
    return f"^({re.escape(source)})$"


def checked(expression: str) -> str:
    """The regular expression itself; raises Refused."""
    if len(expression) > LONGEST_PATTERN:
        raise Refused(400, f"The expression is longer than {LONGEST_PATTERN} characters.")
    try:
        re.compile(expression)
    except re.error as error:
        raise Refused(400, f"The expression cannot be read: {error}.") from error
    return expression


def _from_asterisk(pattern: str) -> str:
    parts: list[str] = []
    place = 0
    while place < len(pattern):
        sign = pattern[place]
        if sign == "[":
            found = _SET.match(pattern, place)
            if found is None:
                raise Refused(400, "A [ in the pattern needs digits or letters and a ].")
            parts.append(found[0])
            place = found.end()
            continue
        parts.append(ASTERISK_SIGNS.get(sign) or re.escape(sign))
        place += 1
    return "".join(parts)


def _rank(dnid: Dnid) -> tuple[int, int, int]:
    """Exact numbers first, then prefixes (the longest first), expressions, Asterisk patterns; then by age."""
    if dnid.asterisk_compatible:
        return 3, 0, dnid.id
    if dnid.expression or not dnid.source:
        return 2, 0, dnid.id
    return (1, -len(dnid.source), dnid.id) if dnid.prefix else (0, 0, dnid.id)


def matching(dnids: Iterable[Dnid], number: str, *, plus_matters: bool) -> Dnid | None:
    """The active DNID that a number reaches."""
    bare = number.removeprefix("+")
    spellings = (number,) if plus_matters else (number, bare, f"+{bare}")
    for dnid in sorted(dnids, key=_rank):
        if dnid.active and any(re.search(dnid.dnid, spelling) for spelling in spellings):
            return dnid
    return None


def reached_application(
    store: Store, domain: Domain, number: str, *, plus_matters: bool
) -> tuple[Application | None, Dnid | None]:
    """The application that a number reaches, if any, and the DNID that leads there, if one does."""
    dnid = matching(store.dnids_of(domain), number, plus_matters=plus_matters)
    chosen = domain.default_application if dnid is None else dnid.application_id
    application = store.applications.get(chosen or 0)
    if application is not None and application.deleted_at is not None:
        application = None
    return application, dnid
