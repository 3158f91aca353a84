"""The charts that lay two sources beside each other, made of the real ones."""

import json
import re
from urllib.parse import unquote

import pandas as pd
import pytest

from closereading import edition, side_by_side
from closereading.charts import links
from closereading.charts import two_sources as draw
from tests.charts.test_charts_of_the_book import (  # noqa: F401
    test_fits_its_column,
    test_has_a_question_for_a_title_and_says_how_to_read_it,
    test_is_described_in_sentences,
    test_is_drawn,
    test_is_small,
    test_no_color_is_named,
    test_readers_are_offered_no_columns_of_coordinates,
)

PAMPHLET, ARTICLE = edition.read("pamphlet"), edition.read("article")
TEXTS = pd.concat([source.paragraphs.set_index("para")["text"] for source in (PAMPHLET, ARTICLE)])
ROWS = side_by_side.load(PAMPHLET, ARTICLE)
RATES = side_by_side.rates(side_by_side.own_words(PAMPHLET, ARTICLE), ["masses", "alliance"], draws=50)
PLACES = side_by_side.occurrences(PAMPHLET, ARTICLE, {"secret": ["secret*"], "influence": ["influenc*", "unforced"]})

CHARTS = {
    "questions": lambda: draw.questions(ROWS),
    "rates": lambda: draw.rates(RATES, "Which words?", "How to read it"),
    "rates_with_stretches": lambda: draw.rates(RATES.assign(without=0.25), "Which words?", "How to read it"),
    "occurrences": lambda: draw.occurrences(PLACES, "Who speaks of secrecy?"),
}


@pytest.fixture(scope="module", params=CHARTS)
def spec(request):
    return json.loads(CHARTS[request.param]().to_json())


def data(chart):
    return [row for rows in json.loads(chart.to_json())["datasets"].values() for row in rows]


def test_links_lead_to_words_that_stand_in_the_paragraph(spec):
    for row in (row for rows in spec["datasets"].values() for row in rows if row.get("href")):
        page, para, words = re.fullmatch(r"([\w.-]+)#(\w+):~:text=(.*)", row["href"]).groups()
        assert page == links.passage(para).split("#")[0]
        assert para == row["para"]
        assert unquote(words) in TEXTS[para]


def test_quotations_stand_in_the_text(spec):
    for row in (row for rows in spec["datasets"].values() for row in rows):
        if "context" in row:
            assert row["context"] in TEXTS[row["para"]]
        if row.get("says", "").startswith("“"):
            assert row["says"].strip("“”") in TEXTS[row["para"]]


def test_names_and_shapes_are_those_of_the_data():
    assert (*side_by_side.SOURCES, side_by_side.QUOTED) == draw.WHO
    assert tuple(side_by_side.RELATIONS) == draw.RELATIONS
    assert len(draw.SHAPES) == len(draw.RELATIONS) == len(draw.WHO)


def test_every_question_has_its_answers_and_silences_under_the_source_they_are_of():
    cells = pd.DataFrame(data(draw.questions(ROWS)))
    answers = cells[cells["_answers"]].groupby("subject")["who"].agg(set)
    for row in ROWS.itertuples():
        expected = {draw.WHO[2]} if row.article else set()
        if row.pamphlet:
            expected.add(draw.WHO[1] if row.pamphlet_para.startswith("I") else draw.WHO[0])
        assert answers[row.subject] == expected
    silent = cells[~cells["_answers"] & (cells["_times"] == 0)]
    assert len(silent) == (ROWS["relation"] == "silence").sum()
    assert not silent["href"].any()


def test_a_word_that_never_occurs_is_drawn_at_zero_with_its_bound():
    never = [row for row in data(CHARTS["rates"]()) if row["count"] == 0]
    assert {(row["word"], row["source"]) for row in never} == {
        ("masses", "the article"),
        ("alliance", "Bakunin's text"),
    }
    assert all(row["rate"] == 0 == row["low"] < row["high"] for row in never)


def test_all_places_are_drawn_none_over_another():
    rows = data(CHARTS["occurrences"]())
    assert len(rows) == len(PLACES) == len({(row["family"], row["_place"]) for row in rows})


def test_the_mark_of_a_silence_is_named_after_the_source_under_which_it_stands():
    legends = re.findall(r'"labelExpr": ("datum\.label === .*?")[,}]', json.dumps(draw.questions(ROWS).to_dict()))
    assert len(set(legends)) == 1  # else color and shape would have a legend each
    assert f"'silence' ? '{draw.ALONE}'" in json.loads(legends[0])


def test_the_last_mark_of_the_longest_row_is_not_cut():
    chart = CHARTS["occurrences"]().to_dict()
    low, high = chart["encoding"]["x"]["scale"]["domain"]
    assert low == 0
    assert high - PLACES["family"].value_counts().max() > 0.5
