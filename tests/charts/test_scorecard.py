"""The charts of the scorecard, made of the real one."""

import json
import re
from urllib.parse import unquote

import pandas as pd
import pytest

from closereading import decisions, edition, scorecard
from closereading.charts import scorecard as draw
from closereading.charts import theme
from tests.charts.test_charts_of_the_book import (  # noqa: F401
    rows,
    test_fits_its_column,
    test_has_a_question_for_a_title_and_says_how_to_read_it,
    test_is_described_in_sentences,
    test_is_drawn,
    test_is_small,
    test_no_color_is_named,
    test_readers_are_offered_no_columns_of_coordinates,
)

PAMPHLET, ARTICLE = edition.read("pamphlet"), edition.read("article")
CARD = scorecard.load()
CARD["french"] = scorecard.compared(CARD, pd.DataFrame(decisions.table("descent.csv")), PAMPHLET)
MODELED = CARD.loc[(CARD["evidence"] == "model") & (CARD["result"] == "to come"), "system"]
DRAWN = CARD[CARD["system"].isin(MODELED) & (CARD["source"] == "pamphlet")]

CHARTS = {
    "sources": lambda: draw.tiles(CARD[CARD["source"] != "book"], "What bears on the claims?"),
    "book": lambda: draw.tiles(CARD[CARD["source"] == "book"], "What bears on our own?"),
    "words": lambda: draw.words(DRAWN),
}


@pytest.fixture(scope="module", params=CHARTS)
def spec(request):
    return json.loads(CHARTS[request.param]().to_json())


def test_links_lead_to_words_that_stand_in_the_paragraph(spec):
    texts = pd.concat([text.paragraphs.set_index("para")["text"] for text in (PAMPHLET, ARTICLE)])
    linked = [row for row in rows(spec) if "href" in row]
    assert linked
    for row in linked:
        para, words = re.fullmatch(r"[\w.-]+#(\w+):~:text=(.*)", row["href"]).groups()
        assert para == row["para"]
        assert unquote(words) in texts[para]
        assert row["quotation"] in texts[para]


def test_every_row_is_a_mark_and_every_result_has_its_shape_and_color():
    assert list(draw.SHAPES) == list(scorecard.RESULTS)
    assert list(draw.EVIDENCE) == list(scorecard.EVIDENCE)
    colors = [draw.HUES.index(result) % len(theme.CATEGORY["light"]) for result in draw.SHAPES]
    assert len(set(colors)) == len(colors) - 1  # the two for which nothing was found share theirs
    assert len(set(draw.SHAPES.values())) == len(draw.SHAPES)
    whole = json.loads(CHARTS["sources"]().to_json())
    assert len(rows(whole)) == (CARD["source"] != "book").sum()


def test_no_claim_has_two_marks_in_one_place(spec):
    if any("evidence" in row for row in rows(spec)):
        places = [(row["claim"], row["evidence"]) for row in rows(spec)]
        assert len(places) == len(set(places))


def test_names_of_groups_stand_above_their_claims():
    y = next(
        one for one in _encodings(json.loads(CHARTS["sources"]().to_json())) if one.get("y", {}).get("field") == "_row"
    )
    order = [name.replace("\n", " ") for name in y["y"]["scale"]["domain"]]
    groups = [name for name in order if name.startswith(draw.MARK)]
    assert [name.removeprefix(draw.MARK) for name in groups] == list(
        dict.fromkeys(CARD.loc[CARD["source"] != "book", "group"])
    )
    assert order.index(groups[0]) == 0
    assert order.index(groups[1]) < order.index("Growth from pioneers") < order.index(groups[2])


def test_the_description_counts_what_is_drawn():
    made = pd.DataFrame(
        [("A", "text", "mixed"), ("A", "model", "to come"), ("B", "text", "mixed")],
        columns=["title", "evidence", "result"],
    ).assign(
        group="g", mechanism="", quotation="words", para="U1", test="", under="", caution="", phrase="Having convinced"
    )
    told = draw.tiles(made, "What?").to_dict()["description"]
    assert "2 claims, 8 kinds of evidence, 3 marks. 2 mixed, most of them under text; 1 to come" in told


def test_dots_stand_apart_and_are_counted():
    spec = json.loads(CHARTS["words"]().to_json())
    dots = [row for row in rows(spec) if "href" in row]
    places = [(row["_x"], row["_y"]) for row in dots]
    assert len(places) == len(set(places)) == 2 * DRAWN["system"].nunique()
    assert all(0 <= x < 3 for x, _ in places)
    assert sum(row["count"] for row in rows(spec) if "count" in row) == len(dots)


def test_of_several_words_the_first_column_that_holds_counts():
    made = DRAWN[DRAWN["system"] == "m6"]
    told = draw.words(made).to_dict()["description"]
    assert "other words of the claim: 1 no counterpart, 0 differs, 0 nothing noted" in told.lower()


def _encodings(node):
    if isinstance(node, dict):
        if "encoding" in node:
            yield node["encoding"]
        for name, child in node.items():
            if name != "datasets":
                yield from _encodings(child)
    elif isinstance(node, list):
        for child in node:
            yield from _encodings(child)
