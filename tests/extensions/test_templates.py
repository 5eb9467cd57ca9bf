"""Templates and defaults: what holds for an extension, and what a change of them does."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from extensions.effective import effective_attributes, organization_defaults
from extensions.effects import effects_of_changing, effects_of_defaults, effects_of_template
from extensions.errors import TemplateInUse, TemplateNameTaken
from extensions.history import history_of_extension, history_of_template
from extensions.models import Extension, ExtensionTemplate
from extensions.services import (
    TemplateInstead,
    add_sip_account,
    add_template,
    change_template,
    delete_extension,
    delete_template,
    restore_extension,
    update_defaults,
    update_extension,
    update_template,
)
from opbx.errors import ChangedMeanwhile, NotAcceptable
from routing.compile import compile_plan
from routing.models import DestinationKind, ForwardingRule, PlanVersion
from routing.services.forwarding import Rule, set_forwarding_rules

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def sales(boss):
    return add_template(boss, name="Sales", ring_seconds=30, users_may_forward=False)


@pytest.fixture
def follower(make_extension, sales):
    return make_extension("101", template=sales)


@pytest.fixture
def own_minded(make_extension, sales):
    """It uses the template and rings for as long as it wants."""
    return make_extension("102", "Ben", template=sales, ring_seconds=12)


def rings(acme) -> dict[str, int]:
    return {row.number: row.ring_seconds for row in compile_plan(acme).extensions}


def held(extension) -> dict[str, object]:
    fresh = Extension.objects.select_related("template").get(pk=extension.pk)
    return {name: found.value for name, found in effective_attributes(fresh).items()}


# --- templates ----------------------------------------------------------------------------------------------------


def test_a_template_changes_all_its_extensions_but_for_their_own_values(
    acme, boss, sales, follower, own_minded
):
    effects = update_template(boss, sales, version=1, name="Sales", ring_seconds=45, may_ring_mobile=True)

    assert rings(acme) == {"101": 45, "102": 12}
    assert held(own_minded)["may_ring_mobile"] is True
    assert [effect.extension.number for effect in effects.changed] == ["101", "102"]
    assert effects.changed[0].changes["ring_seconds"] == [30, 45]
    assert effects.changed[1].kept == ("ring_seconds",)


def test_a_change_is_one_publish_and_a_line_for_each_extension_that_it_changes(
    boss, sales, follower, own_minded
):
    versions = PlanVersion.objects.count()

    update_template(
        boss,
        sales,
        version=1,
        name="Sales",
        description="All of us",
        ring_seconds=45,
        users_may_forward=False,
    )

    assert PlanVersion.objects.count() == versions + 1
    assert Entry.objects.get(action="template.updated").changes == {
        "description": ["", "All of us"],
        "ring_seconds": [30, 45],
    }
    assert [entry.object_label for entry in Entry.objects.filter(action="extension.inherited")] == [
        "101 Amara Okafor"
    ]
    line = history_of_extension(follower)[0]
    assert line.sentence == "changed the template Sales, and with it this extension"
    assert line.changes == (("Rings for (seconds)", 30, 45),)
    assert history_of_template(sales)[0].sentence == "changed this template"


def test_the_preview_tells_what_the_change_then_does(boss, sales, follower, own_minded):
    wanted = {"ring_seconds": 45, "users_may_forward": False}

    before = effects_of_template(sales, wanted)
    after = update_template(boss, sales, version=1, name="Sales", **wanted)

    assert before == after
    assert before.changed[0].in_words == [("Rings for", "30 s", "45 s")]
    assert [effect.extension.number for effect in before.kept] == ["102"]


def test_saving_the_same_values_writes_nothing_down(boss, sales, follower):
    versions = PlanVersion.objects.count()

    update_template(boss, sales, version=1, name="Sales", ring_seconds=30, users_may_forward=False)

    assert PlanVersion.objects.count() == versions
    assert not Entry.objects.filter(action="template.updated").exists()


def test_two_editors_do_not_overwrite_each_other(boss, sales):
    update_template(boss, sales, version=1, name="Sales", ring_seconds=45)

    with pytest.raises(ChangedMeanwhile, match="Olivia changed the template Sales"):
        update_template(boss, sales, version=1, name="Sales", ring_seconds=50)


def test_a_name_tells_templates_apart_and_values_fit(boss, sales):
    with pytest.raises(TemplateNameTaken):
        add_template(boss, name=" sales ")
    with pytest.raises(NotAcceptable) as refused:
        add_template(boss, name="Support", ring_seconds=500)
    assert refused.value.field == "ring_seconds"
    with pytest.raises(NotAcceptable, match="Enter a name"):
        add_template(boss, name="  ")


def test_a_template_in_use_is_deleted_once_it_is_known_what_comes_instead(
    acme, boss, sales, follower, own_minded
):
    support = add_template(boss, name="Support", ring_seconds=60)
    with pytest.raises(TemplateInUse, match="2 extensions use the template Sales"):
        delete_template(boss, sales)

    delete_template(boss, sales, instead=TemplateInstead(support))

    assert rings(acme) == {"101": 60, "102": 12}  # own values stay
    assert not ExtensionTemplate.objects.filter(name="Sales").exists()
    assert Entry.objects.get(action="template.deleted").object_label == "Sales"


def test_a_template_cannot_be_its_own_replacement(boss, sales, follower):
    with pytest.raises(NotAcceptable):
        delete_template(boss, sales, instead=TemplateInstead(sales))


def test_a_deleted_extension_comes_back_without_a_template_that_is_gone(boss, sales, follower):
    delete_extension(boss, follower)
    delete_template(boss, sales)

    restore_extension(boss, Extension.with_deleted.get(pk=follower.pk))

    assert Extension.objects.get(number="101").template is None


def test_a_pbx_user_changes_no_template(user, actor_for, sales, follower):
    actor = actor_for(user)

    for act in (
        lambda: add_template(actor, name="Mine"),
        lambda: update_template(actor, sales, version=1, name="Sales"),
        lambda: delete_template(actor, sales),
        lambda: update_defaults(actor, version=1, sip_usernames="number"),
        lambda: change_template(actor, [follower], template=None),
    ):
        with pytest.raises(PermissionDenied):
            act()


# --- which template an extension uses -----------------------------------------------------------------------------


def test_changing_the_template_resets_own_values(acme, boss, sales, follower, own_minded):
    support = add_template(boss, name="Support", ring_seconds=60)
    versions = PlanVersion.objects.count()

    effects = change_template(boss, [follower, own_minded], template=support)

    assert rings(acme) == {"101": 60, "102": 60}
    assert PlanVersion.objects.count() == versions + 1
    assert effects.changed[1].changes["ring_seconds"] == [12, 60]
    assert Entry.objects.filter(action="extension.template_changed").count() == 2
    line = history_of_extension(own_minded)[0]
    assert ("Template", "Sales", "Support") in line.changes


def test_own_values_can_be_kept(acme, boss, sales, own_minded):
    support = add_template(boss, name="Support", ring_seconds=60)

    change_template(boss, [own_minded], template=support, keep_overrides=True)

    assert rings(acme) == {"102": 12}
    assert held(own_minded)["users_may_forward"] is True  # no longer what Sales says


def test_the_same_template_again_resets_and_without_own_values_does_nothing(
    boss, sales, follower, own_minded
):
    change_template(boss, [follower, own_minded], template=sales)

    assert [entry.object_label for entry in Entry.objects.filter(action="extension.template_changed")] == [
        "102 Ben"
    ]
    assert Extension.objects.get(pk=own_minded.pk).ring_seconds is None


def test_no_template_leaves_the_defaults(acme, boss, sales, follower):
    change_template(boss, [follower], template=None)

    assert rings(acme) == {"101": 20}


def test_the_preview_of_a_new_template_tells_what_it_then_does(boss, sales, follower, own_minded):
    rows = list(Extension.objects.select_related("template").by_number())

    before = effects_of_changing(rows, None, keep_overrides=False)
    after = change_template(boss, rows, template=None)

    assert before == after


def test_an_extension_deleted_meanwhile_is_left_out(boss, sales, follower, own_minded):
    delete_extension(boss, follower)

    change_template(boss, [follower, own_minded], template=None)

    assert Extension.with_deleted.get(pk=follower.pk).template == sales
    assert Extension.objects.get(pk=own_minded.pk).template is None


def test_many_extensions_cost_no_more_statements_than_two(
    boss, sales, make_extension, django_assert_max_num_queries
):
    rows = [make_extension(str(number), template=sales, ring_seconds=9) for number in range(120, 132)]

    with django_assert_max_num_queries(55):
        change_template(boss, rows, template=None)


# --- forwarding rules go along ------------------------------------------------------------------------------------


@pytest.fixture
def forwards(boss, sales, follower, own_minded):
    """Sales hangs up when busy; 102 sends such calls to 101."""
    set_forwarding_rules(boss, sales, version=1, rules=[Rule("busy", "any", DestinationKind.HANG_UP)])
    rule = Rule("busy", "any", DestinationKind.EXTENSION, destination_extension=follower)
    set_forwarding_rules(boss, own_minded, version=own_minded.version, rules=[rule])


def test_own_rules_are_reset_with_own_values_and_told_before(boss, sales, follower, own_minded, forwards):
    rows = list(Extension.objects.select_related("template").by_number())
    told = effects_of_changing(rows, sales, keep_overrides=False)

    change_template(boss, rows, template=sales)

    assert told.changed[0].extension == own_minded
    assert ("Busy", "Extension 101 Amara Okafor", "Hang up") in told.changed[0].in_words
    assert not ForwardingRule.objects.filter(extension=own_minded).exists()
    assert ("Busy", "Extension 101 Amara Okafor", "Hang up") in history_of_extension(own_minded)[0].changes


def test_own_rules_are_kept_with_own_values(boss, own_minded, forwards):
    change_template(boss, [own_minded], template=None, keep_overrides=True)

    assert ForwardingRule.objects.filter(extension=own_minded).exists()


def test_rules_of_the_template_are_lost_with_it(boss, follower, forwards):
    told = effects_of_changing([Extension.objects.get(pk=follower.pk)], None, keep_overrides=True)

    assert ("Busy", "Hang up", "Callers hear why, then the call ends") in told.changed[0].in_words


# --- the organization's defaults ----------------------------------------------------------------------------------


def test_defaults_hold_where_nobody_else_says_anything(acme, boss, sales, follower, make_extension):
    make_extension("103", "Lobby")
    told = effects_of_defaults({"ring_seconds": 15})

    done = update_defaults(boss, version=1, sip_usernames="number_and_slug", ring_seconds=15)

    assert told == done
    assert rings(acme) == {"101": 30, "103": 15}
    assert [effect.extension.number for effect in done.changed] == ["103"]
    assert organization_defaults().version == 2


def test_two_editors_of_the_defaults_do_not_overwrite_each_other(boss):
    update_defaults(boss, version=1, sip_usernames="number", ring_seconds=15)

    with pytest.raises(ChangedMeanwhile):
        update_defaults(boss, version=1, sip_usernames="number", ring_seconds=16)


# --- how phones sign in -------------------------------------------------------------------------------------------


def test_new_phones_sign_in_with_the_number_alone_where_the_organization_wants_that(boss, make_extension):
    before = make_extension("101").sip_accounts.get()
    update_defaults(boss, version=1, sip_usernames="number")

    extension = make_extension("102", "Ben")
    second = add_sip_account(boss, extension, label="Mobile")
    before.refresh_from_db()

    assert extension.sip_accounts.get(is_default=True).username == "102"
    assert second.username == "102_acme_2"
    assert before.username == "101_acme"  # frozen when it was made


def test_a_number_that_a_renumbered_phone_still_signs_in_with_is_not_given_twice(boss, make_extension):
    update_defaults(boss, version=1, sip_usernames="number")
    moved = make_extension("101")
    update_extension(boss, moved, version=moved.version, number="201")

    assert make_extension("101", "Ben").sip_accounts.get().username == "101_acme_2"


def test_an_unknown_way_to_sign_in_is_refused(boss):
    with pytest.raises(NotAcceptable) as refused:
        update_defaults(boss, version=1, sip_usernames="carrier pigeon")

    assert refused.value.field == "sip_usernames"
