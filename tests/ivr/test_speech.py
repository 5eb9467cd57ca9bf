"""Menus that listen to words: saving them, the form and the page, and calls."""

from __future__ import annotations

import pytest

from audit.models import Entry
from calls.models import JourneyStep
from opbx.errors import NotAcceptable
from routing.compile import compile_plan
from routing.models import MenuWay, PhoneNumber
from routing.publish import publish
from routing.services import MenuKey, duplicate_object, update_menu
from routing.services.menus import MENUS
from tenants.context import in_tenant
from tests.ivr.conftest import HANG_UP, to
from tests.ivr.test_pages import KEY, LIST, NEW, text_of
from tests.voice.conftest import ACTOR, acme_line, cloudonix, globex_line, journey

__all__ = ["acme_line", "cloudonix", "globex_line", "journey"]
LINE = "+493055501296"


def said(code: str, spoken: str, row=None) -> MenuKey:
    return MenuKey(code, HANG_UP if row is None else to(row), f"key{code}-", spoken)


def phrases(acme) -> dict[str, tuple[str, ...]]:
    return {key.code: key.spoken for key in compile_plan(acme).menus[0].keys}


@pytest.mark.usefixtures("in_acme")
def test_words_are_kept_tidily_compiled_and_told(acme, boss, make_menu):
    menu = make_menu(hears_speech=True, keys=[said("1", " sales,  Orders ;sales, ORDERS, "), said("2", "")])

    assert phrases(acme) == {"1": ("sales", "Orders"), "2": ()}
    assert compile_plan(acme).menus[0].hears_speech
    update_menu(boss, menu, version=1, keys=[said("1", "sales"), said("2", "orders")])
    assert phrases(acme) == {"1": ("sales",), "2": ("orders",)}
    assert Entry.objects.filter(action="menu.updated").latest("id").changes == {
        "keys": [
            "1: Hang up (said: sales, Orders); 2: Hang up",
            "1: Hang up (said: sales); 2: Hang up (said: orders)",
        ]
    }
    assert update_menu(boss, menu, version=2, keys=[said("1", "sales"), said("2", "orders")]).version == 2


@pytest.mark.usefixtures("in_acme")
def test_a_copy_is_told_the_same_words(acme, boss, make_menu):
    copy = duplicate_object(boss, MENUS, make_menu(keys=[said("1", "sales")]))

    assert [way.phrases for way in copy.ways.filter(cause="key")] == [("sales",)]


@pytest.mark.usefixtures("in_acme")
@pytest.mark.parametrize(
    ("keys", "field", "sentence"),
    [
        (
            [said("1", "Sales"), said("2", "support, SALES!")],
            "key2-spoken",
            "“SALES!” is said for key 1 already. Enter other words.",
        ),
        ([said("1", "Büro"), said("2", "buro")], "key2-spoken", "“buro” is said for key 1 already."),
        ([said("1", "sales, ?!")], "key1-spoken", "“?!” has no word in it."),
        ([said("1", "word " * 41)], "key1-spoken", "Use 200 characters at most"),
    ],
)
def test_words_that_do_not_fit_are_refused_at_their_field(make_menu, keys, field, sentence):
    with pytest.raises(NotAcceptable) as caught:
        make_menu(hears_speech=True, keys=keys)

    assert caught.value.field == field
    assert sentence in caught.value.message
    assert not MenuWay.objects.exists()


def test_the_form_takes_words_keeps_them_when_refused_and_the_page_shows_them(client, make_extension):
    make_extension("101", "Amara")
    form = NEW | KEY | {"hears_speech": "on", "key0-spoken": "sales, orders"}

    refused = client.post(
        f"{LIST}add/", form | {"key1-code": "2", "key1-destination_kind": "hang_up", "key1-spoken": "Orders"}
    )
    page = text_of(client.post(f"{LIST}add/", form, follow=True))

    assert refused.status_code == 422
    assert "“Orders” is said for key 1 already." in text_of(refused)
    assert 'value="sales, orders"' in text_of(refused)
    assert '<q class="said">sales</q> <q class="said">orders</q>' in page
    assert "callers may also say the words beside them" in page


def test_a_row_with_words_alone_is_not_left_out_unasked(client):
    answer = client.post(f"{LIST}add/", NEW | {"key0-spoken": "sales"})

    assert answer.status_code == 422
    assert "Enter the key, or remove this row." in text_of(answer)


def test_a_menu_that_listens_for_nothing_says_so(client, make_menu):
    menu = make_menu(hears_speech=True, keys=[said("1", "")])

    assert "no key has words that they could say" in text_of(client.get(f"{LIST}{menu.key}/"))


@pytest.fixture
def line(acme, make_menu, make_extension, acme_line):
    """A number of acme that leads to a menu which listens; 1 and "sales" ring 201."""
    menu = make_menu(hears_speech=True, keys=[said("1", "sales", make_extension("201", "Rosa"))])
    with in_tenant(acme):
        PhoneNumber.objects.create(e164=LINE, destination_kind="menu", destination_menu=menu)
        publish(ACTOR, "tests")


def link_of(answer) -> str:
    gather = answer.root[0]
    assert (gather.tag, gather.attrib["input"]) == ("Gather", "dtmf speech")
    return gather.attrib["action"].removeprefix("http://localhost:8000")


@pytest.mark.usefixtures("line")
def test_what_a_caller_says_leads_on_and_stands_in_the_journey(acme, cloudonix):
    asked = cloudonix.ask(To=LINE, From="+442079460331")
    again = cloudonix.ask(link_of(asked), SpeechResult="Something else", Digits="")

    rung = cloudonix.ask(link_of(again), SpeechResult="Sales, please.")

    assert len(rung.rings) == 1
    with in_tenant(acme):
        notes = [entry["note"] for step in JourneyStep.objects.order_by("id") for entry in step.trace]
    assert "“Something else”" in notes
    assert "“Sales, please.”, key 1" in notes


@pytest.mark.usefixtures("line")
def test_a_key_that_is_pressed_counts_before_what_was_heard(acme, cloudonix):
    asked = cloudonix.ask(To=LINE, From="+442079460331")

    assert cloudonix.ask(link_of(asked), SpeechResult="nonsense", Digits="1").rings


@pytest.mark.usefixtures("line")
@pytest.mark.parametrize("speech", [None, "", "   ", {"text": "sales"}, ["sales"], 7, "\x00\ud800"])
def test_odd_results_of_listening_are_answered(cloudonix, speech):
    asked = cloudonix.ask(To=LINE, From="+442079460331")

    assert cloudonix.ask(link_of(asked), SpeechResult=speech, Digits="").verbs == ["Gather", "Redirect"]
