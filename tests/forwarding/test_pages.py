"""The card on an extension's page, and the form of the rules."""

from __future__ import annotations

import html

import pytest

from extensions.history import history_of_extension
from extensions.models import Extension
from routing.models import ForwardingRule
from tests.forwarding.conftest import in_acme_schema, rule

RULES = "/extensions/101/forwarding/"


def page(response) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def fields(version: int = 1, **chosen: str) -> dict[str, str]:
    """fields(busy_any_kind="hang_up") is the form as a browser sends it; what is not named is empty."""
    sent = {"version": str(version)}
    for cause in ("always", "no_answer", "busy", "unavailable"):
        for origin in ("any", "internal", "external", "transferred"):
            for part in ("kind", "extension", "voicemail_box"):
                sent[f"{cause}-{origin}-destination_{part}"] = chosen.pop(f"{cause}_{origin}_{part}", "")
    assert not chosen
    return sent


# --- the card -----------------------------------------------------------------------------------------------------


def test_the_card_says_what_holds_and_whose_rule_it_is(anna, bert, set_rules, as_owner):
    set_rules(None, rule("no_answer", bert))
    set_rules(anna, rule("busy", bert, "internal"), rule("busy", None, "external"))

    shown = page(as_owner.get("/extensions/101/"))

    assert "When a call is not answered" in shown
    assert "No answer after 20 s" in shown
    assert "as all extensions" in shown
    assert "Busy, internal calls" in shown
    assert "Busy, external calls" in shown
    assert "Busy, transferred calls" in shown
    assert 'href="/extensions/102/">102 Bert</a>' in shown
    assert f'href="{RULES}">Edit</a>' in shown
    assert "Every call" not in shown


def test_the_card_warns_of_calls_that_go_in_a_circle(anna, bert, set_rules, as_owner):
    set_rules(anna, rule("busy", bert))
    set_rules(bert, rule("busy", anna), rule("no_answer", None))

    shown = page(as_owner.get("/extensions/101/"))

    assert "Busy: calls go in a circle from 101 to 102 to 101." in shown


def test_an_extension_that_leads_into_a_circle_of_others_warns_nobody(
    anna, bert, make_extension, set_rules, as_owner
):
    set_rules(make_extension("104", "Carla"), rule("busy", anna))
    set_rules(anna, rule("busy", bert))
    set_rules(bert, rule("busy", anna))

    assert "in a circle" not in page(as_owner.get("/extensions/104/"))


def test_a_pbx_user_sees_the_own_card_without_links_to_others(umas, bert, set_rules, as_user):
    set_rules(None, rule("busy", bert))

    shown = page(as_user.get("/extensions/103/"))

    assert "102 Bert" in shown
    assert "/extensions/102/" not in shown
    assert 'href="/extensions/103/forwarding/">Edit</a>' in shown


def test_where_users_may_not_forward_there_is_nothing_to_edit(umas, as_user):
    with in_acme_schema():
        Extension.objects.update(users_may_forward=False, users_may_use_do_not_disturb=False)
    shown = page(as_user.get("/extensions/103/"))

    assert "When a call is not answered" in shown
    assert "forwarding/" not in shown
    assert "do-not-disturb/" not in shown
    refused = as_user.get("/extensions/103/forwarding/")
    assert refused.status_code == 403
    assert "An Owner or a PBX Admin can change it." in page(refused)


# --- the form -----------------------------------------------------------------------------------------------------


def test_rules_are_saved_from_the_form(anna, bert, box_of, as_owner):
    box = box_of(anna)
    sent = fields(
        busy_any_kind="extension",
        busy_any_extension="102",
        no_answer_external_kind="voicemail",
        no_answer_external_voicemail_box=str(box.key),
        always_any_extension="102",  # left over from another choice: ignored
    )

    response = as_owner.post(RULES, sent, follow=True)

    assert response.redirect_chain == [("/extensions/101/", 302)]
    assert "Forwarding of extension 101 was saved." in page(response)
    with in_acme_schema():
        saved = {(row.cause, row.origin): row.destination_object for row in ForwardingRule.objects.all()}
    assert saved == {("busy", "any"): bert, ("no_answer", "external"): box}


def test_the_form_shows_what_is_saved_and_opens_where_origins_differ(anna, bert, set_rules, as_owner):
    set_rules(anna, rule("busy", bert, "internal"), rule("unavailable", None))

    shown = page(as_owner.get(RULES))

    assert shown.count("<details") == 4
    assert shown.count('<details class="fold" open>') == 1
    assert shown.count('<option value="102" selected>102 Bert</option>') == 1
    assert shown.count('<option value="hang_up" selected>Hang up</option>') == 1
    assert ">101 Anna<" not in shown  # nobody forwards to themselves


def test_an_empty_choice_says_what_it_means(anna, bert, template, set_rules, as_owner):
    with in_acme_schema():
        Extension.objects.filter(pk=anna.pk).update(template=template)
    set_rules(None, rule("busy", bert))
    set_rules(template, rule("unavailable", None), rule("no_answer", bert, "external"))

    shown = page(as_owner.get(RULES))

    assert "As all extensions: Extension 102 Bert" in shown
    assert "As the template: Hang up" in shown
    assert (
        "As the template: internal and transferred calls Callers hear why, then the call ends, "
        "external calls Extension 102 Bert" in shown
    )
    assert "Off: the phones ring" in shown


@pytest.mark.parametrize(
    ("chosen", "sentence", "field"),
    [
        ({"busy_any_kind": "extension"}, "Choose an extension.", "busy-any-destination_extension"),
        (
            {"busy_internal_kind": "voicemail"},
            "Choose a voicemail box.",
            "busy-internal-destination_voicemail_box",
        ),
        (
            {"busy_any_kind": "extension", "busy_any_extension": "999"},
            "There is no extension 999.",
            "busy-any-destination_extension",
        ),
        (
            {"busy_any_kind": "extension", "busy_any_extension": "101"},
            "An extension cannot forward calls to itself.",
            "busy-any-destination_extension",
        ),
        ({"busy_any_kind": "pigeon"}, "Choose where calls go.", "busy-any-destination_kind"),
    ],
)
def test_a_refused_form_says_at_its_place_what_to_do(anna, as_owner, chosen, sentence, field):
    response = as_owner.post(RULES, fields(**chosen))

    assert response.status_code == 422
    shown = page(response)
    assert sentence in shown
    assert f'href="#id_{field}"' in shown
    with in_acme_schema():
        assert not ForwardingRule.objects.exists()


def test_a_save_over_somebody_elses_is_shown_first(anna, bert, set_rules, as_owner):
    set_rules(anna, rule("busy", bert))
    first = as_owner.post(RULES, fields(version=1, no_answer_any_kind="hang_up"))

    assert first.status_code == 409
    assert "Olivia changed the rules of extension 101 while you were editing." in page(first)
    assert 'name="version" value="2"' in page(first)


def test_a_pbx_user_chooses_from_the_phonebook_and_the_own_boxes(umas, anna, bert, box_of, as_user):
    box_of(anna), box_of(umas)
    with in_acme_schema():
        Extension.objects.filter(pk=anna.pk).update(in_phonebook=False)
    shown = page(as_user.get("/extensions/103/forwarding/"))
    refused = as_user.post(
        "/extensions/103/forwarding/", fields(busy_any_kind="extension", busy_any_extension="101")
    )
    saved = as_user.post(
        "/extensions/103/forwarding/", fields(busy_any_kind="extension", busy_any_extension="102")
    )

    assert "102 Bert" in shown
    assert "101 Anna" not in shown
    assert "Voicemail 103" in shown
    assert "Voicemail 101" not in shown
    assert refused.status_code == 422
    assert "in the phonebook" in page(refused)
    assert saved.status_code == 302


def test_rules_of_all_extensions_have_a_page_with_their_history(anna, as_owner):
    saved = as_owner.post(
        "/settings/forwarding/", fields(busy_any_kind="extension", busy_any_extension="101"), follow=True
    )

    assert "Forwarding of all extensions was saved." in page(saved)
    assert "changed the forwarding of all extensions" in page(saved)
    with in_acme_schema():
        assert ForwardingRule.objects.get().extension is None


def test_a_templates_rules_are_saved_the_same_way(template, as_owner):
    url = f"/settings/forwarding/templates/{template.key}/"

    assert as_owner.post(url, fields(busy_any_kind="hang_up")).status_code == 302

    with in_acme_schema():
        assert ForwardingRule.objects.get().template == template


def test_rules_of_a_template_say_before_a_change_whom_it_reaches(anna, bert, template, set_rules, as_owner):
    with in_acme_schema():
        Extension.objects.filter(number="102").update(template=template)
    set_rules(bert, rule("busy", None))

    shown = page(as_owner.get(f"/settings/forwarding/templates/{template.key}/"))

    assert "A change here reaches" in shown
    assert "102 Bert" in shown
    assert "keeps its own rules: busy" in shown
    assert "101 Anna</span>" not in shown


def test_the_rules_of_a_template_are_saved_after_a_preview(anna, bert, template, set_rules, as_owner):
    url = f"/settings/forwarding/templates/{template.key}/"
    with in_acme_schema():
        Extension.objects.update(template=template)
    set_rules(bert, rule("busy", None))
    wanted = fields(busy_any_kind="extension", busy_any_extension="102")

    asked = as_owner.post(url, wanted)
    with in_acme_schema():
        saved_at_once = ForwardingRule.objects.filter(template=template).exists()
    hidden = {field.html_name: field.value() or "" for field in asked.context["form"]}
    back = as_owner.post(url, {**hidden, "again": "1"})
    done = as_owner.post(url, {**hidden, "confirmed": "1"})

    shown = page(asked)
    assert "1 extension</strong> will change" in shown
    assert "Busy: Callers hear why, then the call ends" in shown
    assert "Extension 102 Bert" in shown
    assert not saved_at_once
    assert '<option value="102" selected>102 Bert</option>' in page(back)
    assert done.status_code == 302
    with in_acme_schema():
        assert ForwardingRule.objects.get(template=template).destination_extension == bert
        assert (
            history_of_extension(anna)[0].sentence == "changed the template Sales, and with it this extension"
        )
        assert history_of_extension(bert)[0].sentence != history_of_extension(anna)[0].sentence


def test_rules_of_all_extensions_are_saved_after_a_preview(anna, bert, as_owner):
    sent = fields(no_answer_external_kind="hang_up")

    shown = page(as_owner.post("/settings/forwarding/", sent))
    with in_acme_schema():
        assert not ForwardingRule.objects.exists()
    done = as_owner.post("/settings/forwarding/", {**sent, "confirmed": "1"})

    assert "Save the forwarding of all extensions?" in shown
    assert "2 extensions</strong> will change" in shown
    assert "No answer, external calls" in shown
    assert done.status_code == 302


def test_rules_that_cannot_be_are_refused_before_any_preview(anna, template, as_owner):
    with in_acme_schema():
        Extension.objects.update(template=template)
    sent = fields(busy_any_kind="outside")

    answer = as_owner.post(f"/settings/forwarding/templates/{template.key}/", sent)

    assert answer.status_code == 422
    assert "will change" not in page(answer)


def test_rules_of_all_extensions_say_how_many_a_change_reaches(make_extension, as_owner):
    for number in range(201, 223):
        make_extension(str(number), "Room")

    assert "2 extensions" in page(as_owner.get("/settings/forwarding/"))


def test_the_stranger_finds_nothing_and_changes_nothing(anna, template, stranger, client_for):
    browser = client_for(stranger)

    answers = [
        browser.get(RULES),
        browser.post(RULES, fields(busy_any_kind="hang_up")),
        browser.post("/extensions/101/do-not-disturb/", {"on": "1"}),
        browser.post("/extensions/101/mobile/", {"on": "1"}),
        browser.get(f"/settings/forwarding/templates/{template.key}/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    with in_acme_schema():
        assert not ForwardingRule.objects.exists()
        assert not Extension.objects.filter(do_not_disturb=True).exists()
