"""The charts of what the argument hangs on, made of the real annotation."""

import json
import re

import pandas as pd
import pytest

from closereading import argument, edition
from closereading.argument import cues, structure
from closereading.book import stills
from closereading.charts import argument_structure as draw
from closereading.charts import links, theme
from tests.charts.test_charts_of_the_book import (  # noqa: F401
    rows,
    test_a_section_has_the_same_color_and_shape_in_all_charts,
    test_has_a_question_for_a_title_and_says_how_to_read_it,
    test_is_described_in_sentences,
    test_is_drawn,
    test_is_small,
    test_no_color_is_named,
    test_quotations_stand_in_the_text,
    test_readers_are_offered_no_columns_of_coordinates,
)

PAMPHLET = edition.read("pamphlet")
SECTIONS = dict(zip(PAMPHLET.sections["section"], PAMPHLET.sections["short"], strict=True))
READING = argument.load(edition=PAMPHLET)
CLAIMS = READING.claims
AUTHORS = set(structure.bearings(READING))


def keystones():
    found = structure.keystones(READING)
    again = pd.array([pd.NA, *found["count"].iloc[1:]], dtype="Int64")
    return draw.keystones(found.assign(low=0.0, high=found["count"], sure=found["count"], again=again), CLAIMS)


def shares():
    table = pd.DataFrame({"what": ["one", "one", "two"], "section": ["U", "S", "U"], "count": [1, 2, 3], "of": 4})
    return draw.shares(table.assign(share=table["count"] / 4, low=0.1, high=0.9), SECTIONS)


def flow():
    pairs = cues.links(READING.relations)
    pairs = pairs[pairs["src"].isin(AUTHORS) & pairs["dst"].isin(AUTHORS) & (pairs["type"] != cues.LINKED)]
    return draw.flow(structure.flow(READING), pairs, CLAIMS)


CHARTS = {
    "keystones": keystones,
    "direction": lambda: draw.direction(structure.direction(READING), CLAIMS, SECTIONS),
    "shares": shares,
    "objections": lambda: draw.objections(structure.objections(READING), CLAIMS),
    "flow": flow,
    "signals": lambda: draw.signals(cues.detection(READING, draws=50)),
}


@pytest.fixture(scope="module", params=CHARTS)
def spec(request):
    return json.loads(CHARTS[request.param]().to_json())


def picture(spec, column=704):
    """Return the picture of a chart in a column of this width, drawn as in the book: without its title."""
    spec = {name: value for name, value in spec.items() if name != "title"}
    fit = (stills.fits(spec) or (None, None))[stills.COLUMNS.index(column)]
    return stills.draw(stills.for_column(spec, column, fit), "light", column).svg


def words(spec, column=704):
    return re.findall(r">([^<]+)</text>", picture(spec, column))


def test_every_panel_is_as_wide_as_the_column(spec):
    assert all(part["width"] == "container" for part in spec.get("vconcat", [spec]))


@pytest.mark.parametrize("column", stills.COLUMNS)
def test_what_is_above_a_row_fits_the_column(spec, column):
    assert stills.size(picture(spec, column))[0] <= column + 1


def test_links_lead_to_claims(spec):
    addresses = {links.claim(name) for name in CLAIMS["id"]}
    assert {row["href"] for row in rows(spec) if "href" in row} <= addresses


@pytest.mark.parametrize("name", ["direction", "objections"])
@pytest.mark.parametrize("column", stills.COLUMNS)
def test_distances_have_figures_at_every_width(name, column):
    assert {"0", "30", "300"} <= set(words(json.loads(CHARTS[name]().to_json()), column))


def test_what_falls_is_what_the_argument_says_falls():
    found = structure.keystones(READING).set_index("claim")["cut_off"]
    data = rows(json.loads(keystones().to_json()))
    drawn = [row["claim"] for row in data if "cut off" in row]
    for row in (row for row in data if "_falls" in row):
        assert set(row["_falls"].strip("|").split("|")) - {""} == {one for one in drawn if row["claim"] in found[one]}


def test_theses_come_first_and_all_of_them():
    drawn = [row["role"] for row in rows(json.loads(keystones().to_json())) if "cut off" in row]
    count = drawn.count("thesis")
    assert drawn[:count] == ["thesis"] * count
    assert count == (CLAIMS["role"] == "thesis").sum()


def test_taking_another_claim_away_lowers_other_bars():
    spec = json.loads(keystones().to_json())
    drawn = [row for row in rows(spec) if "cut off" in row]
    most = max(drawn, key=lambda row: row["count"])
    (fall,) = (one for one in spec["params"] if one.get("name") == "fall")

    def fallen(name):
        fall["value"] = name
        return picture(spec).count(f'fill="{theme.ROLES["light"]["accent"]}"')

    assert fallen(most["claim"]) - fallen("") == most["count"]


def test_a_reason_stands_on_the_side_its_distance_says():
    order = structure.direction(READING)
    data = [row for row in rows(json.loads(CHARTS["direction"]().to_json())) if "words" in row]
    assert sorted(row["words"] for row in data) == sorted(order["words"])
    assert f"{(order['order'] == 'before').groupby(order['section']).sum()['S']} reasons first" in words(
        json.loads(CHARTS["direction"]().to_json())
    )


def test_each_view_stands_at_zero_among_what_belongs_to_it():
    table = structure.objections(READING)
    data = [row for row in rows(json.loads(CHARTS["objections"]().to_json())) if "view" in row]
    assert len(data) == len(table) + table["objection"].nunique()
    assert all(row["words"] == 0 and row["claim"] == row["view"] for row in data if row["part"] == "the view itself")


def test_waiting_ends_at_the_first_reply_after_the_view():
    table = structure.objections(READING)
    waits = [row["_wait"] for row in rows(json.loads(CHARTS["objections"]().to_json())) if "_wait" in row]
    assert sorted(wait for wait in waits if wait) == sorted(table.loc[table["first"], "words"])


def test_figures_of_the_flow_are_those_of_the_relations():
    spec = json.loads(flow().to_json())
    figures = [int(row["_n"]) for row in rows(spec) if "_n" in row]
    counts = structure.flow(READING)
    assert sum(figures) == counts["count"].sum()
    assert len(figures) == len({*counts["src_section"], *counts["dst_section"]}) ** 2


def test_every_relation_of_the_author_is_in_a_mark():
    said = " ".join(row["which"] for row in rows(json.loads(flow().to_json())) if "which" in row)
    body = READING.relations[[src[0] in AUTHORS for src in READING.relations["src"]]]
    assert all(f"{src[0]} " in said for src in body["src"])
