"""The charts with sliders: what Vega makes of them is what the semantics says, wherever the sliders stand."""

import json
import random
import re
from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest
import vl_convert

from closereading import argument, charts
from closereading.argument import semantics, structure
from closereading.book import figures
from closereading.charts import VEGA_LITE, doubt, links
from tests.charts.test_charts_of_the_book import (  # noqa: F401
    channels,
    rows,
    test_fits_its_column,
    test_has_a_question_for_a_title_and_says_how_to_read_it,
    test_is_described_in_sentences,
    test_is_drawn,
    test_is_small,
    test_no_color_is_named,
    test_quotations_stand_in_the_text,
    test_readers_are_offered_no_columns_of_coordinates,
)

ARGUMENT = argument.load()
WORDS = "Who opposes the militants? Nobody is named (not in the text)"
LINES = {section: doubt.main_line(ARGUMENT, section) for section in "UST"}
LINES["T"] = doubt.with_objection(LINES["T"], WORDS, ["T2b", "T4b"], "T10")
MOVED = {
    "U": ["U2b", "U2c", "U3a", "U4c", "U4d", "U6a", "U8c", "U10b"],
    "S": ["S4a", "S5a", "S7a", "S8a", "S8b", "S8o", "S13d", "S22a", "S23e"],
    "T": ["T1b", "T1c", "T2a", "T4a", "T5a", "T8d", "T9d"],
}


def theses(line):
    return line.claims.loc[line.claims["role"] == "thesis", "id"].tolist()


def sliders(section):
    return doubt.sliders(LINES[section], MOVED[section], f"section {section}")


def ways():
    sets = [structure.premise_sets(ARGUMENT, thesis).assign(thesis=thesis) for thesis in ("T1a", "T2b")]
    return doubt.ways(pd.concat(sets, ignore_index=True), ARGUMENT.claims)


def weight():
    tables = [doubt.weights(line, theses(line)) for line in LINES.values()]
    return doubt.weight(pd.concat(tables, ignore_index=True), ARGUMENT.claims, "T1a")


CHARTS = {
    "sliders of U": lambda: sliders("U"),
    "sliders of S": lambda: sliders("S"),
    "sliders of T": lambda: sliders("T"),
    "ways": ways,
    "weight": weight,
}


@pytest.fixture(scope="module", params=CHARTS)
def spec(request):
    return json.loads(CHARTS[request.param]().to_json())


def belief(spec):
    """Return the parameter with the sliders."""
    return next(one for one in spec["params"] if one["name"] == "w")


def strengths_in_vega(spec, line, settings):
    """Return the strengths that Vega computes in a chart if its sliders stand like this, to twelve digits."""
    spec = json.loads(json.dumps(spec))
    belief(spec)["value"] = [settings]
    names = "+','+".join(f"'{claim}='+format({claim},'.12f')" for claim in line.claims["id"])
    spec["layer"].append({"data": {"values": [{}]}, "mark": {"type": "text", "text": {"expr": names}}})
    spec["config"] = charts.theme.config("light")
    svg = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)
    told = re.search(r">([^<>]*=\d\.\d{12}[^<>]*)<", svg)[1]
    return {name: float(value) for name, value in (pair.split("=") for pair in told.split(","))}


@pytest.mark.parametrize("section", LINES)
def test_vega_computes_what_the_semantics_says_wherever_the_sliders_stand(section):
    line, spec = LINES[section], json.loads(sliders(section).to_json())
    chance = random.Random(1871)
    corners = [dict.fromkeys(belief(spec)["bind"], value) for value in (0, 1)]
    drawn = [{name: round(chance.random(), 3) for name in belief(spec)["bind"]} for _ in range(6)]
    for settings in [belief(spec)["value"][0], *corners, *drawn]:
        expected = semantics.strengths(line, doubt.base(line, settings))
        assert strengths_in_vega(spec, line, settings) == pytest.approx(expected, abs=1e-9)


def test_a_wrong_formula_is_found():
    line, spec = LINES["T"], json.loads(sliders("T").to_json())
    wrong = next(one for one in spec["params"] if one["name"] == "T8a")
    wrong["expr"] = wrong["expr"].replace("T8b * T8d", "T8b")  # as if they did not count only together
    settings = belief(spec)["value"][0]
    expected = semantics.strengths(line, doubt.base(line, settings))
    assert strengths_in_vega(spec, line, settings) != pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("section", LINES)
def test_the_chart_begins_with_strengths_of_the_neutral_setting(section):
    line, spec = LINES[section], json.loads(sliders(section).to_json())
    expected = semantics.strengths(line, doubt.base(line, {}))
    shown = {row["id"]: row["start"] for row in rows(spec) if "start" in row}
    assert shown == pytest.approx(expected, abs=1e-9)
    assert strengths_in_vega(spec, line, belief(spec)["value"][0]) == pytest.approx(shown, abs=1e-9)


@pytest.mark.parametrize("section", LINES)
def test_each_slider_is_an_input_with_a_readable_name(section):
    spec = json.loads(sliders(section).to_json())
    names = {field: one["name"] for field, one in belief(spec)["bind"].items()}
    assert len(names) <= 10
    assert len(set(names.values())) == len(names)
    assert all(len(name) <= doubt.LABEL for name in names.values())
    for claim in MOVED[section]:
        assert names[claim].startswith(f"{claim}: ")
    assert {label for label, _ in figures.controls(spec)} == set(names.values())
    fields = belief(spec)["select"]["fields"]
    assert fields[::-1][: len(MOVED[section])] == MOVED[section]  # Vega lists inputs the other way round
    assert sorted(fields) == sorted(names)


def test_a_button_sets_every_slider_and_nothing_else():
    spec = json.loads(sliders("T").to_json())
    buttons = [row for row in rows(spec) if "reading" in row]
    assert [row["reading"] for row in buttons] == list(doubt.READINGS)
    for row in buttons:
        assert {name for name in row if not name.startswith("_")} == {"reading", *belief(spec)["bind"]}
    neutral, his, skeptic, objector, _ = buttons
    assert {field: neutral[field] for field in belief(spec)["bind"]} == belief(spec)["value"][0]
    assert his["T1b"] > neutral["T1b"] > skeptic["T1b"]
    assert his["T5a"] < neutral["T5a"] < skeptic["T5a"] < objector["T5a"] == 1
    assert [row["yours"] for row in buttons] == [0, 0, 0, 0, 1]


def test_buttons_that_would_do_nothing_are_left_out():
    line = LINES["S"]
    without = replace(line, claims=line.claims[line.claims["id"] != "S8o"])
    known = set(without.claims["id"])
    kept = without.relations[without.relations["src"].map(known.issuperset) & without.relations["dst"].isin(known)]
    spec = json.loads(doubt.sliders(replace(without, relations=kept), ["S4a"], "section S").to_json())
    assert [row["reading"] for row in rows(spec) if "reading" in row] == ["neutral", "as he would have it", "a skeptic"]


def test_what_is_not_in_the_text_says_so_and_quotes_nothing():
    spec = json.loads(sliders("T").to_json())
    (own,) = [row for row in rows(spec) if row.get("id") == doubt.YOURS]
    assert own["role"] == doubt.OBJECTOR == "not in the text"
    assert "not in the text" in own["gloss"]
    assert own["quotation"] == ""
    assert own["href"] == links.passage("T10")
    for mark in channels(spec):
        if mark["field"] == "role" and "scale" in mark:
            assert own["role"] not in mark["scale"]["domain"]


def test_an_objection_of_ones_own_costs_nothing_unless_it_is_raised():
    line = doubt.main_line(ARGUMENT, "T")
    before = semantics.strengths(line, doubt.base(line, {}))
    after = semantics.strengths(LINES["T"], doubt.base(LINES["T"], {}))
    assert {claim: after[claim] for claim in before} == pytest.approx(before)
    raised = semantics.strengths(LINES["T"], doubt.base(LINES["T"], {doubt.YOURS: 0.3}))
    assert raised["T2b"] < before["T2b"]
    assert raised["T4b"] < before["T4b"]


def test_an_objection_of_ones_own_can_strike_a_step():
    line = doubt.main_line(ARGUMENT, "T")
    (step,) = line.relations.loc[(line.relations["dst"] == "T2a") & (line.relations["src"] == ("T2b",)), "id"]
    cut = doubt.with_objection(line, WORDS, [step], "T10")
    calm, raised = (semantics.strengths(cut, doubt.base(cut, {doubt.YOURS: value})) for value in (0, 1))
    assert raised["T2b"] == calm["T2b"]
    assert raised["T2a"] > calm["T2a"]


def test_the_outline_has_every_claim_once_under_what_it_bears_on():
    for line in LINES.values():
        placed, branches, ties = doubt._outline(line)
        assert sorted(placed["id"]) == sorted(line.claims["id"])
        assert placed["row"].tolist() == list(range(len(placed)))
        assert all(after - before <= 1 for before, after in pairwise(placed["depth"]))
        assert (branches.groupby("_strand").size() == 3).all()
        assert (ties["_to"] > ties["_row"]).all()


def test_links_lead_to_the_claim_and_light_its_words(spec):
    for row in rows(spec):
        claim = row.get("id") or row.get("claim")
        if "href" in row and claim != doubt.YOURS:
            assert row["href"] == links.claim(claim)


def test_whoever_gives_up_a_set_leaves_the_thesis_without_a_reason():
    marks = pd.DataFrame([row for row in rows(json.loads(ways().to_json())) if "way" in row])
    for thesis, group in marks.groupby("thesis"):
        sets = group.groupby("way")["id"].agg(set)
        assert sets.tolist() == [set(found) for found in structure.premise_sets(ARGUMENT, thesis)["premises"]]
        every = set.intersection(*sets)
        assert set(group.loc[group["in"].str.startswith("every"), "id"]) == every


def test_a_premise_moves_a_thesis_as_far_as_the_semantics_says():
    line = LINES["T"]
    table = doubt.weights(line, theses(line))
    for row in table.itertuples():
        for value, found in ((0, row.without), (0.5, row.neutral), (1, row.granted)):
            assert semantics.strengths(line, doubt.base(line, {row.claim: value}))[row.thesis] == pytest.approx(found)
    assert (table.groupby("thesis")["range"].diff().dropna() <= 0).all()
    assert doubt.YOURS not in set(table["claim"])
