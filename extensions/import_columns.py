"""The columns of a list of extensions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from extensions.models import Department, ExtensionTemplate
from extensions.services.values import check_email, read_mobile
from opbx.errors import NotAcceptable
from opbx.spreadsheets.columns import Column, Read, as_flag, as_optional_flag, as_text


@dataclass(frozen=True)
class Names:
    """The objects that cells name, by their lower-case names; read once for a whole file."""

    departments: dict[str, Department]
    templates: dict[str, ExtensionTemplate]
    users: dict[str, User]

    @classmethod
    def load(cls) -> Names:
        return cls(
            departments={row.name.lower(): row for row in Department.objects.all()},
            templates={row.name.lower(): row for row in ExtensionTemplate.objects.all()},
            users={row.email.lower(): row for row in User.objects.all()},
        )


def _mobile(text: str, _names: Names) -> str:
    return read_mobile(text) if text else ""


def _email(text: str, _names: Names) -> str:
    if text:
        check_email(text)
    return text


def _seconds(text: str, _names: Names) -> int | None:
    if not text:
        return None
    if not text.isdecimal():
        raise NotAcceptable("Enter whole seconds, for example 20.", field="ring_seconds")
    return int(text)


def _named(field: str, kind: str, pick: Callable[[Names], dict[str, Any]]) -> Read:
    def read(text: str, names: Names) -> Any:  # noqa: ANN401 - the object of this column
        if not text:
            return None
        found = pick(names).get(text.lower())
        if found is None:
            raise NotAcceptable(f"There is no {kind} {text}. Add it first, or correct the cell.", field=field)
        return found

    return read


COLUMNS: tuple[Column, ...] = (
    Column(
        "number", "Number", "1 to 20 digits. Required; tells which extension a row is about.",
        as_text, lambda row: row.number, ("extension", "ext", "ext."),
    ),
    Column(
        "first_name", "First name", "Or what it is, for example Front desk. Required for new extensions.",
        as_text, lambda row: row.first_name, ("name", "firstname", "given name"),
    ),
    Column(
        "last_name", "Last name", "May stay empty.",
        as_text, lambda row: row.last_name, ("surname", "lastname", "family name"),
    ),
    Column("email", "E-mail", "Of the person or place.", _email, lambda row: row.email, ("email", "mail")),
    Column(
        "mobile", "Mobile", "As it is dialled in your country, or with the country code.",
        _mobile, lambda row: row.mobile, ("mobile number", "cell"),
    ),
    Column(
        "department", "Department", "The name of a department that exists.",
        _named("department", "department", lambda names: names.departments),
        lambda row: row.department.name if row.department else "",
    ),
    Column(
        "user", "User", "The e-mail address of a user that exists.",
        _named("user", "user", lambda names: names.users),
        lambda row: row.user.email if row.user else "", ("user e-mail", "user email"),
    ),
    Column(
        "template", "Template", "The name of a template that exists.",
        _named("template", "template", lambda names: names.templates),
        lambda row: row.template.name if row.template else "",
    ),
    Column("is_enabled", "Active", "yes or no.", as_flag("is_enabled"), lambda row: row.is_enabled, ("enabled",)),
    Column(
        "ring_seconds", "Ring for (seconds)", "5 to 120; empty takes the template’s or the usual time.",
        _seconds, lambda row: row.ring_seconds, ("ring time", "ring seconds"),
    ),
    Column(
        "in_phonebook", "In the phonebook", "yes or no; empty takes the template’s or the usual setting.",
        as_optional_flag("in_phonebook"), lambda row: row.in_phonebook, ("phonebook",),
    ),
    Column(
        "in_directory", "In dial-by-name directories", "yes or no; empty takes the template’s or the usual setting.",
        as_optional_flag("in_directory"), lambda row: row.in_directory, ("directory",),
    ),
)  # fmt: skip
BY_FIELD = {column.field: column for column in COLUMNS}
TITLES = tuple(column.title for column in COLUMNS)
