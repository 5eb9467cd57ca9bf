"""The page "Language and region": what the next call hears, and what another country changes."""

from __future__ import annotations

import html
import re

import pytest

from audit.models import Entry
from cloudonix.models import Voice
from cloudonix.webhooks.render import _prompt
from routing.compile import compile_plan
from routing.engine.prompts import Sentence, SystemWords, Words
from tenants.context import in_tenant
from tenants.models import Organization
from tests.extensions.conftest import boss, make_extension

__all__ = ["boss", "make_extension"]
URL = "/settings/language/"


@pytest.fixture
def as_owner(owner, client_for):
    return client_for(owner)


@pytest.fixture
def voices(acme):
    """The voices that acme's domain offers."""
    with in_tenant(acme):
        Voice.objects.create(name="Polly:Vicki", gender="female", languages=["de-DE"])
        Voice.objects.create(name="Polly:Amy", gender="female", languages=["en-GB"])


def page(response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def sent(acme, **wanted: str) -> dict[str, str]:
    """The form as a browser sends it, with these values."""
    row = Organization.objects.get(pk=acme.pk)
    names = ("voice_language", "voice", "region", "time_zone")
    return {"version": str(row.language_version), **{name: getattr(row, name) for name in names}, **wanted}


def plan_of(acme):
    with in_tenant(acme):
        return compile_plan(Organization.objects.get(pk=acme.pk))


@pytest.mark.usefixtures("voices")
def test_the_next_call_hears_the_chosen_voice_in_the_chosen_language(acme, as_owner):
    before = plan_of(acme)
    answer = as_owner.post(URL, sent(acme, voice_language="de-DE", voice="Polly:Vicki"), follow=True)

    plan = plan_of(acme)
    said = _prompt(SystemWords(Sentence.GOODBYE), plan, None)
    assert "Language and region were saved." in page(answer)
    assert "Voice: from woman to Polly:Vicki" in page(answer)
    assert before.voice == "woman"
    assert (said.words, said.language, said.voice) == ("Auf Wiederhören.", "de-DE", "Polly:Vicki")


@pytest.mark.usefixtures("voices")
def test_a_text_in_another_language_is_not_read_by_a_voice_that_does_not_know_it(acme, as_owner):
    as_owner.post(URL, sent(acme, voice_language="de-DE", voice="Polly:Vicki"))
    plan = plan_of(acme)

    assert _prompt(Words("Bonjour.", "fr-FR"), plan, None).voice == "woman"
    assert _prompt(Words("Hallo.", "de-DE"), plan, None).voice == "Polly:Vicki"
    assert _prompt(Words("Hallo."), plan, None).voice == "Polly:Vicki"


@pytest.mark.usefixtures("voices")
@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"voice_language": "fr-FR", "voice": "Polly:Vicki"}, "Polly:Vicki speaks de-DE, not fr-FR."),
        ({"voice": "Polly:Nobody"}, "Choose a voice from the list."),
        ({"voice_language": "tlh"}, "Choose a language from the list."),
        ({"region": "XX"}, "Choose a country from the list."),
        ({"time_zone": "Mars/Olympus"}, "Choose a time zone from the list."),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(acme, as_owner, wanted, sentence):
    answer = as_owner.post(URL, sent(acme, **wanted))

    assert answer.status_code == 422
    assert sentence in page(answer)
    assert Organization.objects.get(pk=acme.pk).language_version == 1


def test_voices_are_offered_by_the_language_they_speak(as_owner, voices):
    shown = as_owner.get(URL).content.decode()

    assert '<optgroup label="German">' in shown
    assert "Woman (built in)" in shown
    assert "Polly:Vicki (female, de-DE)" in shown


def test_another_country_says_first_what_it_changes_and_saves_nothing(acme, as_owner):
    Organization.objects.filter(pk=acme.pk).update(region="DE")
    asked = as_owner.post(URL, sent(acme, region="US"))
    before = Organization.objects.get(pk=acme.pk).region
    hidden = {field.html_name: field.value() for field in asked.context["form"]}
    back = as_owner.post(URL, {**hidden, "again": "1"})
    done = as_owner.post(URL, {**hidden, "confirmed": "1"})

    assert "Read numbers as in United States?" in page(asked)
    assert "Numbers are of United States (+1), no longer of Germany (+49)." in page(asked)
    assert "911" in page(asked)
    assert before == "DE"
    assert '<option value="US" selected>' in back.content.decode()
    assert done.status_code == 302
    assert plan_of(acme).region == "US"


def test_a_country_where_an_extension_would_be_an_emergency_number_is_refused(acme, as_owner, make_extension):
    Organization.objects.filter(pk=acme.pk).update(region="DE")
    acme.refresh_from_db()
    make_extension("911", "Amara")

    answer = as_owner.post(URL, sent(acme, region="US"))

    assert answer.status_code == 422
    assert "911 calls the emergency services, and 911 is the extension of Amara." in page(answer)
    assert Organization.objects.get(pk=acme.pk).region == "DE"


def test_two_people_do_not_overwrite_each_other(acme, as_owner):
    first = sent(acme, voice="man")
    as_owner.post(URL, first)

    answer = as_owner.post(URL, {**first, "voice": "woman"})

    assert answer.status_code == 409
    assert "Olivia changed language and region while you were editing." in page(answer)


def test_a_change_is_audited_and_published_once(acme, as_owner):
    version = Organization.objects.get(pk=acme.pk).plan_version
    as_owner.post(URL, sent(acme, voice="man", time_zone="Asia/Kathmandu"))
    as_owner.post(URL, sent(acme))

    assert Organization.objects.get(pk=acme.pk).plan_version == version + 1
    with in_tenant(acme):
        entry = Entry.objects.get(action="organization.language_changed")
    assert entry.changes["voice"] == ["woman", "man"]
    assert entry.changes["time_zone"][1] == "Asia/Kathmandu"


def test_an_admin_may_and_others_may_not(admin, user, reporter, client_for, acme):
    assert client_for(admin).post(URL, sent(acme, voice="man")).status_code == 302
    for person in (user, reporter):
        assert client_for(person).get(URL).status_code == 403
