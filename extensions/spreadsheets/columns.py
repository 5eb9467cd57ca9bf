"""The columns of a list of extensions: what each is called, how a cell is read, and what an export writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from extensions.models import Department, Extension, ExtensionTemplate
from extensions.services.values import check_email, read_mobile
from opbx.errors import NotAcceptable

YES, NO = (
    frozenset({"yes", "y", "true", "1", "on", "x", "active"}),
    frozenset({"no", "n", "false", "0", "off", "disabled"}),
)


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


@dataclass(frozen=True)
class Column:
    """field: the keyword of the services. read: text → value, raising NotAcceptable. shown: extension → cell.

    aliases: other names of the header, in lower case; the title and the field are always good.
    """

    field: str
    title: str
    help: str
    read: Callable[[str, Names], Any]
    shown: Callable[[Extension], Any]
    aliases: tuple[str, ...] = ()


def _text(text: str, _names: Names) -> str:
    return text


def _mobile(text: str, _names: Names) -> str:
    return read_mobile(text) if text else ""


def _email(text: str, _names: Names) -> str:
    if text:
        check_email(text)
    return text


def _flag(field: str) -> Callable[[str, Names], bool]:
    def read(text: str, _names: Names) -> bool:
        if text.lower() in YES:
            return True
        if text.lower() in NO:
            return False
        raise NotAcceptable("Enter yes or no.", field=field)

    return read


def _optional_flag(field: str) -> Callable[[str, Names], bool | None]:
    flag = _flag(field)
    return lambda text, names: flag(text, names) if text else None


def _seconds(text: str, _names: Names) -> int | None:
    if not text:
        return None
    if not text.isdecimal():
        raise NotAcceptable("Enter whole seconds, for example 20.", field="ring_seconds")
    return int(text)


def _named(field: str, kind: str, pick: Callable[[Names], dict[str, Any]]) -> Callable[[str, Names], Any]:
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
        _text, lambda row: row.number, ("extension", "ext", "ext."),
    ),
    Column(
        "first_name", "First name", "Or what it is, for example Front desk. Required for new extensions.",
        _text, lambda row: row.first_name, ("name", "firstname", "given name"),
    ),
    Column(
        "last_name", "Last name", "May stay empty.",
        _text, lambda row: row.last_name, ("surname", "lastname", "family name"),
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
    Column("is_enabled", "Active", "yes or no.", _flag("is_enabled"), lambda row: row.is_enabled, ("enabled",)),
    Column(
        "ring_seconds", "Ring for (seconds)", "5 to 120; empty takes the template’s or the usual time.",
        _seconds, lambda row: row.ring_seconds, ("ring time", "ring seconds"),
    ),
    Column(
        "in_phonebook", "In the phonebook", "yes or no; empty takes the template’s or the usual setting.",
        _optional_flag("in_phonebook"), lambda row: row.in_phonebook, ("phonebook",),
    ),
)  # fmt: skip
BY_FIELD = {column.field: column for column in COLUMNS}
TITLES = tuple(column.title for column in COLUMNS)


def columns_of(header: Sequence[str]) -> tuple[dict[str, Column], list[str]]:
    """Which column each header means, and the headers that mean none. Raises NotAcceptable (field "file")."""
    known: dict[str, Column] = {}
    unknown: list[str] = []
    for name in header:
        column = _meant_by(name)
        if column is None:
            unknown.append(name)
        elif column in known.values():
            raise NotAcceptable(f"Two columns are called {column.title}. Remove one.", field="file")
        else:
            known[name] = column
    if "number" not in {column.field for column in known.values()}:
        raise NotAcceptable(
            "There is no column Number. The first row of the file holds the names of the columns: "
            f"{', '.join(TITLES)}.",
            field="file",
        )
    return known, unknown


def _meant_by(name: str) -> Column | None:
    wanted = name.strip().lower()
    for column in COLUMNS:
        if wanted in {column.title.lower(), column.field, *column.aliases}:
            return column
    return None
