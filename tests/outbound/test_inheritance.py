"""What extensions call the outside with goes along with their template, and is told before anything is saved."""

from __future__ import annotations

import pytest

from audit.models import Entry
from extensions.effects import effects_of_changing
from extensions.history import history_of_extension
from extensions.models import Extension, ExtensionTemplate
from extensions.services import TemplateInstead, change_template, delete_template
from routing.models import CallingClass, OutboundLayer, RoleClass
from routing.services import set_outbound_layer
from tests.forwarding.conftest import in_acme_schema
from tests.outbound.conftest import page

pytestmark = pytest.mark.usefixtures("in_acme")
NOTHING = dict.fromkeys(("calling_class", "caller_id", "withholds_number", "busy_level", "call_limit"))


@pytest.fixture
def wide(boss, template):
    """The template Sales lets its extensions call abroad, two at once, without their number."""
    abroad = CallingClass.objects.get(name="International")
    says = {**NOTHING, "calling_class": abroad, "withholds_number": True, "call_limit": 2}
    set_outbound_layer(boss, template, **says)
    return template


@pytest.fixture
def closed(boss):
    """The template Lobby: nothing outside, busy with one call."""
    row = ExtensionTemplate.objects.create(name="Lobby")
    inside = CallingClass.objects.get(name="Internal only")
    set_outbound_layer(boss, row, **{**NOTHING, "calling_class": inside, "busy_level": 1})
    return row


@pytest.fixture
def seller(boss, make_extension, wide):
    """Uses Sales, and shows a limit of its own."""
    row = make_extension("101", "Anna", template=wide)
    set_outbound_layer(boss, row, **{**NOTHING, "call_limit": 5})
    return row


def fresh(row: Extension) -> list[Extension]:
    return [Extension.objects.select_related("template").get(pk=row.pk)]


FROM_SALES_TO_LOBBY = {
    ("Calling class", "International", "Internal only"),
    ("Number withheld", "yes", "no"),
    ("Counts as busy with", "no limit", "1"),
}


def test_another_template_tells_before_what_it_does_to_outbound_calls(boss, seller, closed):
    told = effects_of_changing(fresh(seller), closed, keep_overrides=False)
    done = change_template(boss, fresh(seller), template=closed)

    assert told == done
    assert {*told.changed[0].in_words} == {*FROM_SALES_TO_LOBBY, ("Calls at once", "5", "no limit")}
    assert not OutboundLayer.objects.filter(extension=seller).exists()
    assert {*history_of_extension(seller)[0].changes} > FROM_SALES_TO_LOBBY


def test_own_outbound_values_are_kept_with_the_other_own_values(boss, seller, closed):
    told = change_template(boss, fresh(seller), template=closed, keep_overrides=True)

    assert {*told.changed[0].in_words} == FROM_SALES_TO_LOBBY
    assert OutboundLayer.objects.get(extension=seller).call_limit == 5


def test_the_same_template_again_takes_own_outbound_values_away(boss, seller, wide):
    told = change_template(boss, fresh(seller), template=wide)

    assert told.changed[0].in_words == [("Calls at once", "5", "2")]
    assert not OutboundLayer.objects.filter(extension=seller).exists()
    assert Entry.objects.filter(action="extension.template_changed").count() == 1


def test_what_a_role_gives_holds_without_a_template(seller, user):
    RoleClass.objects.create(role="pbx_user", calling_class=CallingClass.objects.get(name="Internal only"))
    Extension.objects.filter(pk=seller.pk).update(user=user)

    told = effects_of_changing(fresh(seller), None, keep_overrides=True)

    assert ("Calling class", "International", "Internal only") in told.changed[0].in_words


def test_deleting_a_template_leaves_a_line_of_what_changed_for_each_extension(boss, seller, wide, closed):
    delete_template(boss, wide, instead=TemplateInstead(closed))

    assert {*history_of_extension(seller)[0].changes} > FROM_SALES_TO_LOBBY


def test_the_page_that_deletes_a_template_shows_first_what_its_extensions_may_call_then(
    as_owner, seller, closed, wide
):
    url = f"/templates/{closed.key}/delete/"
    Extension.objects.filter(pk=seller.pk).update(template=closed)

    asked = as_owner.post(url, {"replacement": str(wide.key)})
    shown = page(asked)
    with in_acme_schema():
        kept = ExtensionTemplate.objects.filter(pk=closed.pk).exists()
    back = as_owner.post(url, {"replacement": str(wide.key), "again": "1"})
    done = as_owner.post(url, {"replacement": str(wide.key), "confirmed": "1"})

    assert asked.status_code == 200
    assert "1 extension will change" in shown
    assert "Calling class: Internal only International" in shown
    assert kept
    assert "These extensions use instead" in page(back)
    assert done["Location"] == "/templates/"
    with in_acme_schema():
        assert Extension.objects.get(pk=seller.pk).template == wide


# --- changing what a template says --------------------------------------------------------------------------------


@pytest.fixture
def own_minded(boss, make_extension, wide):
    """Uses Sales, and may call nothing outside whatever Sales says."""
    row = make_extension("102", "Bert", template=wide)
    inside = CallingClass.objects.get(name="Internal only")
    set_outbound_layer(boss, row, **{**NOTHING, "calling_class": inside})
    return row


def test_the_outbound_calls_of_a_template_are_saved_after_a_preview(as_owner, seller, own_minded, wide, key):
    url = f"/outbound/template/{wide.key}/"
    wanted = {"calling_class": key("National"), "withholds_number": "yes", "call_limit": "2"}

    asked = as_owner.post(url, wanted)
    with in_acme_schema():
        before = OutboundLayer.objects.get(template=wide).calling_class.name
    hidden = {field.html_name: field.value() or "" for field in asked.context["form"]}
    back = as_owner.post(url, {**hidden, "again": "1"})
    done = as_owner.post(url, {**hidden, "confirmed": "1"})

    shown = page(asked)
    assert "1 extension will change" in shown
    assert "101 Anna Calling class: International National" in shown
    assert "Not changed, since they have values of their own 102 Bert Calling class" in shown
    assert before == "International"
    assert f'value="{wanted["calling_class"]}" selected' in back.content.decode()
    assert done["Location"] == f"/templates/{wide.key}/"
    with in_acme_schema():
        layer = OutboundLayer.objects.get(template=wide)
        assert (layer.calling_class.name, layer.withholds_number, layer.call_limit) == ("National", True, 2)
        assert history_of_extension(seller)[0].changes == (("Calling class", "International", "National"),)
        assert not Entry.objects.filter(action="extension.inherited", object_label__startswith="102").exists()


def test_what_changes_no_extension_is_saved_at_once(as_owner, own_minded, wide, key):
    sent = {"calling_class": key("National"), "withholds_number": "yes", "call_limit": "2"}

    assert as_owner.post(f"/outbound/template/{wide.key}/", sent).status_code == 302


def test_many_extensions_cost_no_more_statements_than_one(
    boss, wide, make_extension, django_assert_max_num_queries
):
    rows = [make_extension(str(number), template=wide) for number in range(120, 132)]

    with django_assert_max_num_queries(22):
        effects_of_changing(rows, None, keep_overrides=False)
