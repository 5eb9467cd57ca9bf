"""Extensions as files bring them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.db.models import QuerySet

from audit import services as audit
from audit.actors import Actor
from extensions.import_columns import COLUMNS, Names
from extensions.models import Extension, ImportRun
from extensions.services.adding import insert_extension
from extensions.services.changing import change_extension
from extensions.services.deleting import remove_extension
from extensions.services.values import Values, tidy
from opbx.spreadsheets.columns import Column
from tenants.models import Organization


class ExtensionImporter:
    kind: str = ImportRun.Kind.EXTENSIONS
    permission = "extensions.write"
    noun = "extension"
    plural = "extensions"
    key = "number"

    @property
    def columns(self) -> Sequence[Column]:
        return COLUMNS

    def load_names(self) -> Names:
        return Names.load()

    def rows(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = Extension.objects.select_related("user", "department", "template")
        return rows

    def with_deleted(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = Extension.with_deleted.all()
        return rows

    def insert(self, actor: Actor, organization: Organization, values: Mapping[str, Any]) -> Extension:
        return insert_extension(actor, organization, _said(values))

    def differences(self, row: Extension, values: Mapping[str, Any]) -> dict[str, list[Any]]:
        return audit.differences(row, **tidy(_said(values)))

    def change(self, actor: Actor, row: Extension, values: Mapping[str, Any]) -> None:
        change_extension(actor, row, _said(values))

    def remove(self, actor: Actor, row: Extension) -> None:
        remove_extension(actor, row)


def _said(values: Mapping[str, Any]) -> Values:
    return cast("Values", values)
