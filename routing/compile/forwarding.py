"""The forwarding rules of each extension, its template and the organization, resolved."""

from __future__ import annotations

from collections.abc import Sequence

from routing.compile.destinations import DESTINATION_COLUMNS, destination_of
from routing.engine.forwarding import Cause, Forward, Origin
from routing.forwarding import PLACE_COLUMNS, Layer, Place, RuleBook, layers_for, rules_to_follow


class Forwards:
    """What holds for each extension; what only templates and the organization say is worked out once."""

    def __init__(self) -> None:
        rows = rules_to_follow().values_list(*PLACE_COLUMNS, *DESTINATION_COLUMNS)
        split = len(PLACE_COLUMNS)
        self._book = RuleBook((Place(*row[:split]), destination_of(*row[split:])) for row in rows)
        self._inherited: dict[int | None, tuple[Forward, ...]] = {}

    def of(self, extension: int, template: int | None) -> tuple[Forward, ...]:
        if not self._book.only_inherits(extension):
            return self._resolved(layers_for(extension, template), extension)
        if template not in self._inherited:
            self._inherited[template] = self._resolved(layers_for(None, template), None)
        return self._inherited[template]

    def _resolved(self, layers: Sequence[Layer], extension: int | None) -> tuple[Forward, ...]:
        found = []
        for cause in Cause:
            rules = {
                origin.value: holding.rule
                for origin in Origin
                if (holding := self._book.holding(layers, cause.value, origin.value, extension=extension))
            }
            if rules:
                found.append(Forward(cause, **rules))
        return tuple(found)
