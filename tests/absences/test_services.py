"""Adding, changing and deleting absences, what they publish, and what they lead to."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audit.models import Entry
from extensions.errors import ExtensionInUse
from extensions.models import Extension, VoicemailBox
from extensions.services import Replacement, delete_extension
from opbx.errors import ChangedMeanwhile, NotAcceptable
from opbx.references import uses_of
from routing.absences import absences_of, today
from routing.compile import compile_plan
from routing.engine.destinations import HangUp, ToExtension
from routing.models import Absence, PlanVersion
from routing.services import add_absence, delete_absence, update_absence
from tests.absences.conftest import ahead

pytestmark = pytest.mark.usefixtures("in_acme")


def to(row) -> dict:
    if isinstance(row, VoicemailBox):
        return {"destination_kind": "voicemail", "destination_voicemail_box": row}
    return {"destination_kind": "extension", "destination_extension": row}


def away(
    actor, extension, first: int = 1, last: int = 3, *, destination=None, label: str = "Summer"
) -> Absence:
    return add_absence(
        actor,
        extension,
        first_day=ahead(first),
        last_day=ahead(last),
        label=label,
        destination=destination,
    )


def compiled(acme, extension):
    return compile_plan(acme).extension_by_key[extension.key].absences


def test_an_absence_is_published_with_the_organizations_clocks_and_told_in_the_history(
    acme, boss, anna, bert
):
    row = away(boss, anna, destination=to(bert))

    (found,) = compiled(acme, anna)
    assert (found.first, found.last, found.label) == (ahead(1), ahead(3), "Summer")
    assert found.destination == ToExtension(bert.key)
    assert compile_plan(acme).zone == acme.time_zone
    assert PlanVersion.objects.order_by("-number")[0].summary == "An absence of extension 101 was added"
    entry = Entry.objects.get(action="extension.absence_added")
    assert entry.changes["absence"] == [None, f"Summer, {row.days}: Extension 102 Bert"]


def test_without_a_destination_it_is_as_when_unavailable(acme, boss, anna):
    away(boss, anna)

    assert compiled(acme, anna)[0].destination is None


def test_it_is_changed_and_deleted(acme, boss, anna, bert):
    row = away(boss, anna)
    new = {"first_day": ahead(0), "last_day": ahead(0), "label": "Moving", "destination": to(bert)}

    changed = update_absence(boss, row, version=1, **new)
    assert (changed.version, compiled(acme, anna)[0].label) == (2, "Moving")
    assert update_absence(boss, row, version=2, **new).version == 2
    with pytest.raises(ChangedMeanwhile):
        update_absence(boss, row, version=1, **new)

    delete_absence(boss, row)
    assert compiled(acme, anna) == ()
    acts = Entry.objects.filter(action__startswith="extension.absence").order_by("id")
    assert [entry.action.rpartition("_")[2] for entry in acts] == ["added", "changed", "deleted"]


@pytest.mark.parametrize(
    ("days", "field", "sentence"),
    [
        ((5, 4), "last_day", "The last day is before the first one."),
        ((-3, -1), "last_day", "These days are over."),
        ((3, 5), "first_day", "overlaps these days."),
        ((-2, 9), "first_day", "overlaps these days."),
    ],
)
def test_days_that_are_none_over_or_taken_are_refused(boss, anna, days, field, sentence):
    away(boss, anna)

    with pytest.raises(NotAcceptable, match=sentence) as refused:
        away(boss, anna, *days)

    assert refused.value.field == field
    assert Absence.objects.count() == 1


def test_the_next_one_may_begin_the_day_after_and_others_may_be_away_meanwhile(boss, anna, bert):
    away(boss, anna)
    away(boss, anna, 4, 5)
    away(boss, bert)

    assert [row.first_day for row in absences_of(anna)] == [ahead(1), ahead(4)]


def test_calls_go_neither_to_the_extension_itself_nor_where_it_may_not_call(boss, anna):
    with pytest.raises(NotAcceptable, match="the extension that is absent"):
        away(boss, anna, destination=to(anna))
    outside = {"destination_kind": "outside", "destination_outside": "+1 900 555 0100"}
    with pytest.raises(NotAcceptable, match="Calls cannot go to"):
        away(boss, anna, destination=outside)


def test_one_that_is_over_is_hidden_and_then_removed(boss, anna, run_due_work):
    away(boss, anna)
    with time_machine.travel(timezone.now() + timedelta(days=5), tick=True):
        assert not absences_of(anna).exists()
        run_due_work()
        assert not Absence.objects.exists()
    assert today() < ahead(1)


class TestWhoMay:
    def test_a_user_for_the_own_extension_only(self, uma, umas, anna):
        row = away(uma, umas)
        update_absence(uma, row, version=1, first_day=ahead(2), last_day=ahead(2), label="", destination=None)
        delete_absence(uma, row)

        with pytest.raises(PermissionDenied, match="your own extension only"):
            away(uma, anna)

    def test_not_where_users_may_not_forward(self, boss, uma, umas):
        row = away(boss, umas)
        Extension.objects.filter(pk=umas.pk).update(users_may_forward=False)

        with pytest.raises(PermissionDenied):
            away(uma, umas, 8, 9)
        with pytest.raises(PermissionDenied):
            delete_absence(uma, row)

    def test_not_a_reporter(self, actor_for, reporter, anna):
        with pytest.raises(PermissionDenied):
            away(actor_for(reporter), anna)


class TestWhatItLeadsTo:
    def test_tells_and_is_protected_until_something_takes_its_place(
        self, acme, boss, anna, bert, make_extension
    ):
        carla = make_extension("104", "Carla")
        row = away(boss, anna, destination=to(bert))

        (use,) = uses_of(bert)
        assert (use.label, use.role) == ("101 Anna", f"sends calls here while it is away: Summer, {row.days}")
        with pytest.raises(ExtensionInUse):
            delete_extension(boss, bert)
        delete_extension(boss, bert, replacement=Replacement(carla))
        assert compiled(acme, anna)[0].destination == ToExtension(carla.key)

    def test_hangs_up_or_is_as_when_unavailable_when_nothing_else_fits(self, acme, boss, anna, bert):
        row = away(boss, anna, destination=to(bert))
        delete_extension(boss, bert, replacement=Replacement(anna))
        assert compiled(acme, anna)[0].destination is None

        carla = Extension.objects.create(number="105", first_name="Carla")
        update_absence(
            boss, row, version=2, first_day=ahead(1), last_day=ahead(1), label="", destination=to(carla)
        )
        delete_extension(boss, carla, replacement=Replacement(None))
        assert compiled(acme, anna)[0].destination == HangUp()

    def test_an_extension_that_sends_calls_to_its_own_box_is_deleted_without_a_question(
        self, boss, anna, box_of
    ):
        away(boss, anna, destination=to(box_of(anna)))

        delete_extension(boss, anna)

        Extension.with_deleted.get(pk=anna.pk).delete()
        assert not Absence.objects.exists()
