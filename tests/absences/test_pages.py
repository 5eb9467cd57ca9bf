"""The card and the forms of absences."""

from __future__ import annotations

import pytest

from routing.models import Absence
from routing.services import add_absence
from tenants.context import in_tenant
from tests.absences.conftest import ahead
from tests.forwarding.conftest import in_acme_schema


@pytest.fixture
def days(acme) -> dict[str, str]:
    with in_tenant(acme):
        return {"first_day": ahead(0).isoformat(), "last_day": ahead(2).isoformat()}


def text_of(answer) -> str:
    return answer.content.decode()


def test_an_admin_adds_changes_and_deletes_one_on_the_page_of_an_extension(as_owner, acme, anna, bert, days):
    assert "None ahead." in text_of(as_owner.get("/extensions/101/"))
    new = {**days, "label": "Summer", "destination_kind": "extension", "destination_extension": "102"}

    page = text_of(as_owner.post("/extensions/101/absences/add/", new, follow=True))

    assert "The absence Summer, " in page
    assert '<a href="/extensions/102/">102 Bert</a>' in page
    assert "Away</span>" in page
    with in_tenant(acme):
        url = f"/extensions/101/absences/{Absence.objects.get().key}/"
    assert 'value="Summer"' in text_of(as_owner.get(url))
    changed = {**days, "label": "Moving", "version": "1"}
    page = text_of(as_owner.post(url, changed, follow=True))
    assert "As when unavailable" in page
    assert "The phones of extension 101 ring again on these days." in text_of(as_owner.get(f"{url}delete/"))
    assert "was deleted." in text_of(as_owner.post(f"{url}delete/", follow=True))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"first_day": ""}, "Enter a date."),
        ({"last_day": "soon"}, "Enter a date."),
        ({"first_day": "2001-01-01", "last_day": "2001-01-02"}, "These days are over."),
        ({"destination_kind": "extension"}, "Choose an extension."),
        ({"destination_kind": "moon"}, "is not one of the available choices"),
    ],
)
def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(as_owner, anna, days, wrong, sentence):
    answer = as_owner.post("/extensions/101/absences/add/", {**days, "label": "Summer", **wrong})

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert 'value="Summer"' in text_of(answer)


def test_a_user_has_the_own_extension_and_colleagues_of_the_phonebook(as_user, acme, umas, anna, days):
    form = text_of(as_user.get("/extensions/103/absences/add/"))
    assert "My calls go to" in form

    new = {**days, "destination_kind": "extension", "destination_extension": "101"}
    page = text_of(as_user.post("/extensions/103/absences/add/", new, follow=True))

    assert "101 Anna" in page
    assert 'href="/extensions/101/"' not in page
    assert as_user.get("/extensions/101/absences/add/").status_code == 404


def test_where_users_may_not_forward_the_card_only_tells(as_user, acme, boss, umas, days):
    with in_tenant(acme):
        add_absence(boss, umas, first_day=ahead(1), last_day=ahead(1), label="Course")
        umas.users_may_forward = False
        umas.save(update_fields=["users_may_forward"])

    page = text_of(as_user.get("/extensions/103/"))

    assert "Course" in page
    assert "/absences/add/" not in page
    assert as_user.get("/extensions/103/absences/add/").status_code == 403


@pytest.mark.usefixtures("bert")
def test_an_absence_of_another_extension_or_organization_is_not_found(
    as_owner, client_for, stranger, boss, anna
):
    with in_acme_schema():
        row = add_absence(boss, anna, first_day=ahead(1), last_day=ahead(1))

    assert as_owner.get(f"/extensions/102/absences/{row.key}/").status_code == 404
    assert client_for(stranger).get(f"/extensions/101/absences/{row.key}/").status_code == 404
