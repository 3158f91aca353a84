"""The charts of the article's telling, made of the real events."""

import json
import re

import pytest

from closereading import chronicle, edition, gaps
from closereading.charts import chronicle_telling as draw
from tests.charts.test_charts_of_the_book import (  # noqa: F401
    test_fits_its_column,
    test_has_a_question_for_a_title_and_says_how_to_read_it,
    test_is_described_in_sentences,
    test_is_drawn,
    test_is_small,
    test_no_color_is_named,
    test_readers_are_offered_no_columns_of_coordinates,
)
from tests.charts.test_chronicle import (  # noqa: F401
    rows,
    test_links_lead_to_events,
    test_quotations_stand_in_the_text,
)

ARTICLE = edition.read("article")
EVENTS = chronicle.load()

CHARTS = {
    "telling": lambda: draw.telling(EVENTS, chronicle.told_and_dated(EVENTS)),
    "silence": lambda: draw.silence(ARTICLE.paragraphs, len(ARTICLE.text), EVENTS, gaps.load(ARTICLE)),
}


@pytest.fixture(scope="module", params=CHARTS)
def spec(request):
    return json.loads(CHARTS[request.param]().to_json())


def test_an_event_is_called_told_later_only_if_something_later_is_surely_told_before_it():
    told = rows(CHARTS["telling"](), "told").set_index("event")
    order = chronicle.order(EVENTS)
    for id in told.index[told["how"] == draw.TOLD[1]]:
        assert (order.loc[id, :id] == "before").any()
    assert {"e31", "e32"} <= set(told.index[told["how"] == draw.TOLD[1]])


def test_bars_of_the_silences_are_as_long_as_the_words():
    own = rows(CHARTS["silence"](), "quotation")
    texts = ARTICLE.paragraphs.set_index("para")["text"]
    for row in own.itertuples(index=False):
        begin, end = row[own.columns.get_loc("_from")], row[own.columns.get_loc("_to")]
        assert texts[row.para][begin:end] == row.quotation


def test_every_gap_is_drawn_where_it_is():
    own = rows(CHARTS["silence"](), "missing")
    listed = gaps.load(ARTICLE)
    assert own["missing"].tolist() == listed["what"].tolist()
    assert (own["para"].to_numpy() == listed["para"].to_numpy())[listed["para"] != ""].all()
    assert re.fullmatch(r"(box|H1|end| )+", " ".join(own.loc[(listed["para"] == "").to_numpy(), "para"]))
