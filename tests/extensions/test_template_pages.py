"""The pages of templates, defaults and settings: two columns, and a preview before many extensions change."""

from __future__ import annotations

import re

import pytest

from extensions.effective import organization_defaults
from extensions.models import Extension, ExtensionTemplate
from extensions.services import add_template
from tenants.context import in_tenant

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


@pytest.fixture
def sales(boss):
    return add_template(boss, name="Sales", description="Who sells", ring_seconds=30)


@pytest.fixture
def extension(make_extension, sales):
    return make_extension("101", template=sales)


def form_of(template, **more: str) -> dict[str, str]:
    """The edit form of a template as a browser sends it when nothing was changed."""
    shown = {"version": str(template.version), "name": template.name, "description": template.description}
    return {**shown, "override_ring_seconds": "on", "ring_seconds": "30", **more}


def saved(acme, model=ExtensionTemplate, **lookup):
    with in_tenant(acme):
        return model.objects.get(**lookup)


# --- templates ----------------------------------------------------------------------------------------------------


def test_the_list_says_what_each_template_sets_and_how_many_use_it(client, extension):
    page = client.get("/templates/").content.decode()

    assert "Rings for: 30 s" in page
    assert 'data-label="Extensions">1<' in page


def test_a_template_is_added(client, acme):
    answer = client.post(
        "/templates/add/",
        {
            "version": "1",
            "name": "Support",
            "override_in_phonebook": "on",
            "in_phonebook": "no",
            "ring_seconds": "99",
        },
    )

    made = saved(acme, name="Support")
    assert answer["Location"] == f"/templates/{made.key}/"
    assert (made.in_phonebook, made.ring_seconds) == (
        False,
        None,
    )  # a value whose box is not ticked does not count


def test_a_ticked_setting_wants_a_value(client):
    answer = client.post(
        "/templates/add/", {"name": "Support", "override_ring_seconds": "on", "ring_seconds": ""}
    )

    assert answer.status_code == 422
    assert "Enter a whole number from 5 to 120." in answer.content.decode()


def test_nonsense_in_a_setting_that_is_not_ticked_holds_up_nothing(client, acme):
    client.post("/templates/add/", {"name": "Support", "ring_seconds": "soon"})

    assert saved(acme, name="Support").ring_seconds is None


def test_an_edit_shows_first_which_extensions_change_and_saves_nothing(
    client, acme, sales, extension, make_extension
):
    make_extension("102", "Ben", template=sales, ring_seconds=12)
    url = f"/templates/{sales.key}/edit/"

    asked = client.post(url, form_of(sales, ring_seconds="45"))

    page = asked.content.decode()
    assert asked.status_code == 200
    assert "1 extension</strong> will change" in page
    assert "101 Amara Okafor" in page
    assert "Not changed, since they have values of their own" in page
    assert "Save and change 1 extension" in page
    assert saved(acme, pk=sales.pk).ring_seconds == 30


def test_the_preview_is_confirmed_or_taken_back(client, acme, sales, extension):
    url, wanted = f"/templates/{sales.key}/edit/", form_of(sales, ring_seconds="45")

    back = client.post(url, {**wanted, "again": "1"})
    assert 'value="45"' in back.content.decode()
    assert "Save template" in back.content.decode()
    assert saved(acme, pk=sales.pk).ring_seconds == 30

    done = client.post(url, {**wanted, "confirmed": "1"})
    assert done["Location"] == f"/templates/{sales.key}/"
    assert saved(acme, pk=sales.pk).ring_seconds == 45


def test_what_the_preview_carries_is_what_the_form_sent(client, acme, sales, extension):
    """The page's own hidden fields, sent back as they are, save exactly what was entered."""
    url = f"/templates/{sales.key}/edit/"
    asked = client.post(url, form_of(sales, ring_seconds="45", description="All of sales"))
    hidden = {bound.html_name: _as_sent(bound) for bound in asked.context["form"]}

    client.post(url, {**hidden, "confirmed": "1"})

    row = saved(acme, pk=sales.pk)
    assert (row.ring_seconds, row.description, row.in_phonebook) == (45, "All of sales", None)


def _as_sent(bound) -> str:
    found = re.search(r'value="([^"]*)"', bound.as_hidden())
    return found[1] if found else ""


def test_an_edit_that_changes_no_extension_is_saved_at_once(client, acme, sales, extension):
    answer = client.post(f"/templates/{sales.key}/edit/", form_of(sales, description="Us"))

    assert answer.status_code == 302
    assert saved(acme, pk=sales.pk).description == "Us"


def test_a_template_in_use_is_deleted_with_a_replacement(client, acme, sales, extension):
    url = f"/templates/{sales.key}/delete/"

    assert "1 extension uses it" in client.get(url).content.decode()
    assert client.post(url).status_code == 422
    asked = client.post(url, {"replacement": "none"}).content.decode()
    assert "1 extension</strong> will change" in asked
    assert "Delete template Sales" in asked
    assert saved(acme, Extension, number="101").template_id == sales.pk
    assert client.post(url, {"replacement": "none", "confirmed": "1"})["Location"] == "/templates/"

    assert saved(acme, Extension, number="101").template is None


def test_the_page_of_a_template_names_its_extensions_and_its_forwarding(client, sales, extension):
    page = client.get(f"/templates/{sales.key}/").content.decode()

    assert "101 Amara Okafor" in page
    assert "When a call is not answered" in page
    assert f"/settings/forwarding/templates/{sales.key}/" in page


# --- defaults -----------------------------------------------------------------------------------------------------


def test_the_defaults_are_saved_after_a_preview(client, acme, make_extension):
    make_extension("101")
    wanted = {
        "version": "1",
        "override_ring_seconds": "on",
        "ring_seconds": "15",
        "sip_usernames": "number",
    }

    assert "1 extension</strong> will change" in client.post("/templates/defaults/", wanted).content.decode()
    client.post("/templates/defaults/", {**wanted, "confirmed": "1"})

    with in_tenant(acme):
        row = organization_defaults()
    assert (row.ring_seconds, row.sip_usernames) == (15, "number")


# --- an extension -------------------------------------------------------------------------------------------------


def test_the_settings_show_the_templates_values_beside_the_own_ones(client, extension):
    page = client.get("/extensions/101/settings/").content.decode()

    assert "Template Sales" in page
    assert "from the template" in page
    assert "30 s" in page


def test_ticking_a_setting_gives_the_extension_a_value_of_its_own_and_back(client, acme, extension):
    url = "/extensions/101/settings/"

    client.post(url, {"version": "1", "override_ring_seconds": "on", "ring_seconds": "12"})
    assert saved(acme, Extension, number="101").ring_seconds == 12

    client.post(url, {"version": "2", "ring_seconds": "12"})
    assert saved(acme, Extension, number="101").ring_seconds is None


def test_settings_saved_by_somebody_else_meanwhile_are_not_overwritten(client, extension):
    answer = client.post("/extensions/101/settings/", {"version": "7"})

    assert answer.status_code == 409
    assert "while you were editing" in answer.content.decode()


def test_another_template_is_chosen_previewed_and_used(client, acme, boss, extension):
    support = add_template(boss, name="Support", ring_seconds=60)
    url = "/extensions/change-template/"
    chosen = {"numbers": "101", "template": str(support.key), "overrides": "reset"}

    shown = client.get(f"{url}?numbers=101").content.decode()
    asked = client.post(url, chosen).content.decode()
    before = saved(acme, Extension, number="101").template_id
    done = client.post(url, {**chosen, "confirmed": "1"})

    assert "Keep overrides" in shown
    assert "Use template Support for extension 101?" in asked
    assert "30 s" in asked
    assert "60 s" in asked
    assert before != support.pk
    assert done["Location"] == "/extensions/101/"
    assert saved(acme, Extension, number="101").template_id == support.pk


def test_many_extensions_change_together(client, acme, boss, extension, make_extension):
    make_extension("102", "Ben", ring_seconds=9)
    chosen = {"numbers": "101,102", "template": "", "overrides": "keep", "confirmed": "1"}

    done = client.post("/extensions/change-template/", chosen)

    assert done["Location"] == "/extensions/"
    with in_tenant(acme):
        assert list(Extension.objects.by_number().values_list("template", "ring_seconds")) == [
            (None, None),
            (None, 9),
        ]


def test_the_list_leads_to_the_choice_of_a_template(client, extension, make_extension):
    other = make_extension("102", "Ben")
    selected = {
        "action": "template",
        "selected": [str(extension.key), str(other.key)],
        "query": "status=active",
    }

    page = client.post("/extensions/bulk/", selected).content.decode()

    assert "Change template of 2 extensions" in page
    assert 'name="numbers" value="101,102"' in page
    assert 'action="/extensions/change-template/"' in page
    assert 'href="/extensions/?status=active"' in page


def test_extensions_of_another_organization_are_not_found(client_for, stranger, extension):
    answer = client_for(stranger).post("/extensions/change-template/", {"numbers": "101", "template": ""})

    assert answer["Location"] == "/extensions/"


def test_a_new_extension_takes_its_template_from_the_form(client, acme, sales):
    new = {"number": "140", "first_name": "Nora", "is_enabled": "on", "user_choice": "nobody"}

    client.post("/extensions/add/", {**new, "template": str(sales.key)})

    assert saved(acme, Extension, number="140").template_id == sales.pk


def test_hostile_names_come_out_as_text(client, boss, make_extension):
    template = add_template(boss, name="<img src=x onerror=alert(1)>", ring_seconds=31)
    make_extension("105", template=template)

    for path in (
        "/templates/",
        f"/templates/{template.key}/",
        f"/templates/{template.key}/edit/",
        "/extensions/105/",
    ):
        assert "<img src=x" not in client.get(path).content.decode()
