"""Links lead to the page that prints a paragraph."""

import pytest

from closereading import chronicle, decisions, edition
from closereading.charts import links


@pytest.mark.parametrize(("name", "page"), [("pamphlet", links.READING_EDITION), ("article", links.ARTICLE)])
def test_every_paragraph_of_both_sources_has_its_page(name, page):
    for para in edition.read(name).paragraphs["para"]:
        assert links.passage(para) == f"{page}#{para}"


def test_the_pages_are_those_of_all_sections():
    rows = decisions.table("sections.csv")
    assert {row["section"] for row in rows} == set(links.PAGES)
    assert len(rows) == len(links.PAGES), "a letter stands for one section of one source"


@pytest.mark.parametrize("para", ["", "X1", "H", "H0", "2H", "H2a", "U3.2", "H2 ", "h2"])
def test_a_paragraph_that_no_page_prints_has_no_address(para):
    with pytest.raises(ValueError, match=r"^para is"):
        links.passage(para)


def test_words_are_lit_on_the_articles_page():
    assert links.passage("H2", "two months later") == "article.html#H2:~:text=two%20months%20later"
    assert links.event("e4", "self-made") == "article.html#e4:~:text=self%2Dmade"


def test_every_event_has_an_address_of_its_own():
    events = chronicle.load()
    found = [links.event(event) for event in events["event"]]
    assert len(set(found)) == len(events)
    assert not {address.partition("#")[2] for address in found} & set(edition.read("article").paragraphs["para"])
