"""Each component renders as docs/ui.md describes, and hostile text stays text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.paginator import Paginator

from opbx.references import Use
from tests.ui.rendering import Page, render

HOSTILE = "<img src=x onerror=alert(1)>\"'&"
NOW = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)

COMPONENTS = {
    "badge": '{% badge "ok" text %}',
    "copy_button": "{% copy_button text text %}",
    "code": "{% code text copy=text %}",
    "cxml": "{% cxml text label=text %}",
    "phone_number": "{% phone_number text %}{{ text|phone }}",
    "avatar": "{% avatar text %}",
    "direction": "{% direction text %}",
    "journey_line": "{% journey_line texts %}",
    "card": "{% card title=text note=text %}{{ text }}{% endcard %}",
    "facts": "{% facts %}{% fact text %}{{ text }}{% endfact %}{% endfacts %}",
    "row_list": "{% row_list %}{% row_item text %}{{ text }}{% endrow_item %}{% endrow_list %}",
    "fold": "{% fold text %}{{ text }}{% endfold %}",
    "menu": "{% menu label=text %}{{ text }}{% endmenu %}",
    "stat": "{% stat text text hint=text url='/' %}",
    "banner": '{% banner "bad" text action=text url=text %}',
    "empty_state": "{% empty_state text text=text action=text url=text %}",
    "used_by": "{% used_by uses %}",
    "confirm": (
        "{% confirm text text=text impacts=uses keep=text keep_url=text confirm=text type_to_confirm=text %}"
        "{% endconfirm %}"
    ),
    "audit_history": "{% audit_history entries %}",
    "journey": "{% journey steps %}",
    "progress": "{% progress steps poll_url=text %}",
    "credential": '<dl>{% credential text text %}{% credential "Password" secret=True revealed=text %}</dl>',
    "post_button": "{% post_button text text object=text next=text %}",
    "fieldset": "{% fieldset text hint=text %}{{ text }}{% endfieldset %}",
    "form_actions": "{% form_actions save=text also=text cancel_url=text %}",
    "data_table": "{% data_table caption=text %}<tbody></tbody>{% enddata_table %}",
    "sort_header": "{% sort_header text text %}",
    "pagination": "{% pagination page noun=text %}",
    "crumb": '{% crumb text "home" %}',
}


def hostile_context() -> dict[str, object]:
    return {
        "text": HOSTILE,
        "texts": [HOSTILE, HOSTILE],
        "uses": [Use(kind=HOSTILE, label=HOSTILE, role=HOSTILE, url=HOSTILE, icon="phone")],
        "entries": [
            {"at": NOW, "actor_label": HOSTILE, "sentence": HOSTILE, "changes": {HOSTILE: [HOSTILE, HOSTILE]}}
        ],
        "steps": [{"title": HOSTILE, "text": HOSTILE, "url": HOSTILE, "elapsed": 3, "state": "running"}],
        "page": Paginator(range(3), 10).get_page(1),
    }


@pytest.mark.parametrize("name", COMPONENTS)
def test_hostile_text_stays_text(name):
    page = Page(render(COMPONENTS[name], **hostile_context()))

    assert not page.all("img")
    assert not [a for _, attrs in page.elements for a in attrs if a.startswith("on") or a == "style"]


def test_a_badge_has_an_icon_and_a_word():
    markup = render('{% badge "warn" "Out of sync" %}')

    assert "Out of sync" in markup
    assert "#alert-triangle" in markup


@pytest.mark.parametrize("source", ['{% badge "ok" "" %}', '{% badge "green" "Active" %}'])
def test_a_badge_without_a_word_or_with_an_unknown_level_is_refused(source):
    with pytest.raises(ValueError, match=r"word|level"):
        render(source)


def test_a_time_has_a_machine_form_and_the_full_time_as_title():
    time = Page(render("{% when at %}", at=NOW)).one("time")

    assert time["datetime"] == "2026-11-19T09:00:00+00:00"
    assert time["title"] == "Thu 19 Nov 2026, 09:00:00 UTC"
    assert "Never" in render("{% when at %}", at=None)


def test_a_hidden_secret_is_nowhere_in_the_page():
    markup = render('{% credential "Password" "s3cret" secret=True reveal_url="/reveal/" %}')

    assert "s3cret" not in markup
    assert Page(markup).one("form")["action"] == "/reveal/"
    assert Page(markup).one("form")["method"] == "post"


def test_a_post_button_carries_its_csrf_token():
    assert Page(render('{% post_button "/x/" "Disable" %}')).one("input")["name"] == "csrfmiddlewaretoken"


def test_a_question_offers_to_keep_first_and_lists_what_changes():
    uses = [
        Use(
            kind="Phone number",
            label="+1 212-555-0100",
            role="calls go here",
            url="/numbers/1/",
            icon="phone",
        )
    ]
    markup = render(
        '{% confirm title="Delete extension 101?" impacts=uses keep="Keep extension" keep_url="/e/" '
        'confirm="Delete extension 101" %}<p>Call logs stay.</p>{% endconfirm %}',
        uses=uses,
    )

    assert markup.index("Keep extension") < markup.index("Delete extension 101</button>")
    assert "+1 212-555-0100" in markup
    assert "Call logs stay." in markup


def test_a_blocked_act_has_no_button_to_do_it():
    markup = render(
        '{% confirm "Delete?" keep="Keep" keep_url="/" confirm="Delete it" blocked="In use." %}{% endconfirm %}'
    )

    assert "In use." in markup
    assert not Page(markup).all("button")


def test_a_finished_task_is_no_longer_asked_for():
    steps = [{"title": "Saved", "state": "done"}]
    running = render('{% progress steps poll_url="/p/" %}', steps=steps)
    finished = render(
        '{% progress steps poll_url="/p/" finished=True next_url="/o/" next_label="Open" %}', steps=steps
    )

    assert 'hx-get="/p/"' in running
    assert "hx-get" not in finished
    assert 'href="/o/"' in finished


def test_sorting_by_the_sorted_column_turns_it_round_and_keeps_the_filters():
    source = '{% sort_header "Number" "number" default=True %}'

    assert Page(render(source)).one("th")["aria-sort"] == "ascending"
    assert Page(render(source, "/?q=a&page=3")).one("a")["href"] == "?q=a&sort=-number"
    assert Page(render(source, "/?sort=-number")).one("th")["aria-sort"] == "descending"
    assert "aria-sort" not in Page(render(source, "/?sort=name")).one("th")


def test_pages_keep_the_filters_and_mark_the_current_one():
    page = Paginator(range(214), 25).get_page(2)
    markup = render('{% pagination page noun="extension" %}', "/?q=a+b&page=2", page=page)

    assert "26–50 of 214 extensions" in markup
    assert Page(markup).one("a", rel="next")["href"] == "?q=a+b&page=3"
    assert Page(markup).one("a", **{"aria-current": "page"})["href"] == "?q=a+b&page=2"


def test_one_page_of_one_object_has_no_links():
    markup = render('{% pagination page noun="extension" %}', page=Paginator([1], 25).get_page(1))

    assert "1 extension<" in markup
    assert not Page(markup).all("a")
