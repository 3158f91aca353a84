"""The charts of who acts and who asks, made of the real text."""

import json

import pandas as pd
import pytest

from closereading import edition, grammar
from closereading.charts import grammar as draw
from tests.charts.test_charts_of_the_book import (  # noqa: F401
    test_a_section_has_the_same_color_and_shape_in_all_charts,
    test_fits_its_column,
    test_has_a_question_for_a_title_and_says_how_to_read_it,
    test_is_described_in_sentences,
    test_is_drawn,
    test_is_small,
    test_links_lead_to_words_that_stand_in_the_paragraph,
    test_no_color_is_named,
    test_quotations_stand_in_the_text,
    test_readers_are_offered_no_columns_of_coordinates,
)

PAMPHLET = edition.read("pamphlet")
SECTIONS = dict(zip(PAMPHLET.sections["section"], PAMPHLET.sections["short"], strict=True))
WORDS = grammar.own_words(PAMPHLET)


def rates(families):
    return grammar.rates(WORDS, grammar.occurrences(WORDS, families), list(families), draws=200)


def persons():
    table = grammar.persons(PAMPHLET)
    return draw.persons(table[table["voice"] == "author"], SECTIONS)


def subjects():
    table = grammar.modals(PAMPHLET)
    return draw.subjects(table[(table["class"] == "modal") & (table["voice"] == "author")])


CHARTS = {
    "pronouns": lambda: draw.pronouns(rates(grammar.PRONOUNS), SECTIONS),
    "persons": persons,
    "actors": lambda: draw.actors(grammar.roles(PAMPHLET), grammar.borders(PAMPHLET)),
    "acting": lambda: draw.acting(grammar.shares(grammar.roles(PAMPHLET), draws=200)),
    "modality": lambda: draw.modality(rates(grammar.NECESSITY), SECTIONS),
    "subjects": subjects,
    "questions": lambda: draw.questions(grammar.questions(PAMPHLET), grammar.borders(PAMPHLET)),
    "seismograph": lambda: draw.seismograph(grammar.sentence_lengths(PAMPHLET), SECTIONS),
}


@pytest.fixture(scope="module", params=CHARTS)
def spec(request):
    return json.loads(CHARTS[request.param]().to_json())


def data(chart):
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


def test_every_sentence_has_a_stem():
    assert len([row for row in data(CHARTS["seismograph"]()) if "sent" in row]) == len(PAMPHLET.sentences)


def test_marks_of_one_cell_do_not_cover_each_other():
    rows = pd.DataFrame([row for row in data(subjects()) if "modal" in row])
    assert not rows.duplicated(["subject", "modal", "_across", "_down"]).any()
    assert rows["_across"].between(0, 2 * draw.PER_ROW - 2).all()
    assert rows["_down"].between(0, 2 * draw.ROWS - 2).all()


def test_what_never_occurs_has_no_interval():
    rows = [row for row in data(CHARTS["pronouns"]()) if row.get("term") == "you, your"]
    assert len(rows) == 4
    assert all(row["low"] is None and row["interval"].startswith("none") for row in rows)


def test_a_question_says_how_it_is_answered():
    rows = {row["para"]: row["answered"] for row in data(CHARTS["questions"]()) if "answered" in row}
    assert rows["T2"] == "answered at once" and rows["S17"] == "not answered"
