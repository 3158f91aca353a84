"""The charts of neighbors, antitheses, metaphors and vocabularies, made of the real texts."""

import json

import pandas as pd
import pytest

from closereading import edition, language, passages, two_readings
from closereading.book import figures
from closereading.charts import company as draw
from closereading.charts import diversity, figures_of_speech
from closereading.measures import collocation
from closereading.measures import diversity as measures
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
TOKENS = PAMPHLET.tokens
NODES = {"state": "State", "masses": "masses"}
STOPLIST = language.stoplist()


def collocates():
    found = []
    for node in NODES:
        for window, name in ((5, "near"), (200, "in the sentence")):
            around = collocation.around(TOKENS, node, window, unit="lemma", minimum=2)
            places = passages.examples(PAMPHLET, passages.meetings(TOKENS, node, window, "lemma"))
            found.append(around.assign(node=node, window=name).merge(places, on="collocate"))
    return pd.concat(found, ignore_index=True)


def positions():
    found = []
    for node in NODES:
        counts = collocation.positions(TOKENS, node, 5, unit="lemma").assign(node=node)
        places = passages.examples(PAMPHLET, passages.meetings(TOKENS, node, 5, "lemma"), ["collocate", "position"])
        found.append(counts.merge(places, on=["collocate", "position"]))
    return pd.concat(found, ignore_index=True)


def evidence():
    return draw.evidence(collocates(), NODES, STOPLIST, shown=8)


def places():
    return draw.places(positions(), NODES, STOPLIST, shown=8)


def ranks():
    return draw.ranks(collocates().query("window == 'near'"), NODES, STOPLIST)


def agreement():
    rows = two_readings.antitheses(PAMPHLET)
    return figures_of_speech.agreement(
        two_readings.agreement(rows, PAMPHLET.sentences, "axis", draws=200).assign(kind="antitheses")
    )


def metaphors():
    words = TOKENS[TOKENS["is_word"]].groupby("section").size().to_dict()
    findings = two_readings.findings(two_readings.metaphors(PAMPHLET), "vehicle")
    return figures_of_speech.metaphors(findings, words, SECTIONS)


def multiverse():
    words = TOKENS.loc[TOKENS["is_word"], "norm"].tolist()
    rows = [
        (text, name, measure(part), choice)
        for name, measure in {"HD-D": measures.hdd, "K": measures.yule_k}.items()
        for text, part in (("pamphlet", words), ("article", words[:900]))
        for choice in ("one way", "another way")
    ]
    values = pd.DataFrame(rows, columns=["text", "measure", "value", "choices"])
    return diversity.multiverse(values, values[values["text"] == "article"][["measure", "value"]])


CHARTS = {
    "evidence": evidence,
    "places": places,
    "ranks": ranks,
    "agreement": agreement,
    "antitheses": lambda: figures_of_speech.antitheses(two_readings.antitheses(PAMPHLET), SECTIONS),
    "metaphors": metaphors,
    "multiverse": multiverse,
}


@pytest.fixture(scope="module", params=CHARTS)
def spec(request):
    return json.loads(CHARTS[request.param]().to_json())


def data(chart, column):
    """Return the rows of a chart that have this column."""
    rows = [row for rows in chart.to_dict()["datasets"].values() for row in rows]
    return pd.DataFrame([row for row in rows if column in row])


def test_the_book_takes_it(spec):
    assert list(figures.problems(spec)) == []


@pytest.mark.parametrize("chart", [evidence, places])
def test_function_words_are_those_of_the_stoplist(chart):
    rows = data(chart(), "_function")
    assert rows["_function"].tolist() == rows["collocate"].isin(STOPLIST).tolist()
    assert rows["_function"].nunique() == 2


@pytest.mark.parametrize("chart", [evidence, places])
def test_without_function_words_there_are_as_many_as_can_be(chart):
    rows = data(chart(), "_function")
    rows = rows.assign(window=rows.get("window", "near"))
    words = rows[~rows["_function"]].drop_duplicates(["node", "window", "collocate"])
    assert (words.groupby(["node", "window"]).size() == 8).all()


def test_a_filled_mark_is_one_whose_conservative_log_ratio_is_not_0():
    rows = data(evidence(), "verdict")
    assert set(rows["verdict"]) == {draw.APART, draw.WITHIN}
    assert ((rows["verdict"] == draw.APART) == (rows["conservative_log_ratio"] != 0)).all()


def test_words_go_by_falling_count():
    rows = data(places(), "total").drop_duplicates(["node", "collocate"])
    for _, one in rows.groupby("node"):
        assert one.sort_values("_order")["total"].is_monotonic_decreasing


def test_ranks_are_those_among_all_collocates_and_ties_share_theirs():
    rows = data(ranks(), "rank")
    found = collocates().query("window == 'near' and node == 'state' and o11 > expected")
    pmi = found.set_index("collocate")["pmi"].round(9)
    drawn = rows[(rows["node"] == "State") & (rows["measure"] == "PMI")].set_index("collocate")
    for word, row in drawn.iterrows():
        assert row["rank"] == (pmi > pmi[word]).sum() + 1
        assert row["tied"] == (pmi == pmi[word]).sum()


def test_no_word_whose_conservative_log_ratio_is_0_has_a_rank_there():
    rows = data(ranks(), "rank")
    assert (rows.loc[rows["measure"] == draw.MEASURES["conservative_log_ratio"], "value"] > 0).all()


def test_every_antithesis_is_a_mark():
    rows = two_readings.antitheses(PAMPHLET)
    drawn = data(CHARTS["antitheses"](), "side")
    assert len(drawn) == len(rows)
    assert (drawn["found"] == "by both readings").sum() == rows["shared"].sum()


def test_rates_of_metaphors_are_of_the_sections_words():
    rows = data(metaphors(), "found_by")
    sizes = TOKENS[TOKENS["is_word"]].groupby("section").size()
    assert (rows["_words"] == rows["section"].map(sizes)).all()
