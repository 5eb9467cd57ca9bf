"""The pages of the call flow."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from tests.extensions.conftest import boss, make_extension, make_number

__all__ = ["boss", "make_extension", "make_number"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def amara(make_extension, make_number):
    extension = make_extension("101", "Amara Okafor")
    make_number("+493055501210", extension)
    return extension


def test_the_page_draws_the_flow_and_tells_it_as_a_list(amara, client_for, owner):
    page = client_for(owner).get("/flow/number/493055501210/")

    text = page.content.decode()
    assert page.status_code == 200
    assert "2 objects · no problems found" in text
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="flow"' in text
    assert text.count('href="/extensions/101/"') == 2  # in the picture and in the list


def test_the_flow_of_an_extension_begins_there(amara, client_for, owner):
    page = client_for(owner).get(f"/flow/extension/{amara.key}/")

    assert "Call flow: 101 Amara Okafor" in page.content.decode()


def test_the_picture_can_be_saved_and_holds_no_link(amara, client_for, owner):
    answer = client_for(owner).get("/flow/number/493055501210/picture.svg")

    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Disposition"] == 'attachment; filename="call-flow-49-30-55501210.svg"'
    root = ET.fromstring(answer.content)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "href" not in answer.content.decode()


def test_names_can_be_hidden_for_sharing(amara, client_for, owner):
    client = client_for(owner)

    for address in ("/flow/number/493055501210/?hide=1", "/flow/number/493055501210/picture.svg?hide=1"):
        shown = client.get(address).content.decode()
        picture = shown[shown.index("<svg xmlns") :]
        assert "Okafor" not in picture
        assert "Extension 2" in picture


def test_hostile_names_stay_text(make_extension, make_number, client_for, owner):
    make_number("+493055501210", make_extension("101", "<script>&]]>"))

    answer = client_for(owner).get("/flow/number/493055501210/picture.svg")

    assert "<script>" not in answer.content.decode()
    ET.fromstring(answer.content)


@pytest.mark.parametrize(
    "address",
    [
        "number/493099999999",
        "number/nonsense",
        "extension/nonsense",
        "extension/00000000-0000-4000-8000-000000000000",
        "planet/00000000-0000-4000-8000-000000000000",
    ],
)
def test_what_is_not_there_is_404(amara, client_for, owner, address):
    assert client_for(owner).get(f"/flow/{address}/").status_code == 404


def test_the_list_of_beginnings_names_every_number(amara, make_number, client_for, owner):
    make_number("+493055501211")

    text = client_for(owner).get("/flow/").content.decode()

    assert 'href="/flow/number/493055501210/"' in text
    assert 'href="/flow/number/493055501211/"' in text
