"""The charts of the article's events, made of the real ones."""

import json
import re
from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from closereading import chronicle, decisions, edition, gaps
from closereading.book import tables
from closereading.charts import chronicle as draw
from closereading.charts import links
from tests.charts.test_charts_of_the_book import (  # noqa: F401
    test_fits_its_column,
    test_has_a_question_for_a_title_and_says_how_to_read_it,
    test_is_described_in_sentences,
    test_is_drawn,
    test_is_small,
    test_no_color_is_named,
    test_readers_are_offered_no_columns_of_coordinates,
)

ARTICLE = edition.read("article")
EVENTS = chronicle.load()
REGISTERS = (
    chronicle.people().set_index("person"),
    chronicle.organizations().set_index("organization"),
    chronicle.places().set_index("place"),
)
NAMES = {id: name for register in REGISTERS for id, name in register["name"].items()}
LABELS = EVENTS.set_index("event")["label"].to_dict()
FOUND = chronicle.contradictions(EVENTS, chronicle.organizations())
LAND = pd.DataFrame(decisions.table("land.csv")).astype(float)

CHARTS = {
    "timeline": lambda: draw.timeline(EVENTS, NAMES),
    "said_only": lambda: draw.timeline(EVENTS[EVENTS["inferred"] == ""], NAMES),
    "telling": lambda: draw.telling(EVENTS, chronicle.told_and_dated(EVENTS)),
    "company": lambda: draw.company(chronicle.network(EVENTS), NAMES, LABELS),
    "places": lambda: draw.places(EVENTS, chronicle.places(), LAND),
    "contradictions": lambda: draw.contradictions(FOUND, EVENTS, NAMES),
    "silence": lambda: draw.silence(ARTICLE.paragraphs, len(ARTICLE.text), EVENTS, gaps.load(ARTICLE)),
}


@pytest.fixture(scope="module", params=CHARTS)
def spec(request):
    return json.loads(CHARTS[request.param]().to_json())


def rows(chart, column):
    """Return the rows of the chart's table that has the column."""
    sets = json.loads(chart.to_json())["datasets"].values()
    return pd.DataFrame(next(data for data in sets if column in data[0]))


def spans(dated):
    """Return the marks of events of the given dates, in their order."""
    events = pd.DataFrame(
        {
            "event": [f"e{i}" for i in range(1, len(dated) + 1)],
            "inferred": "",
            "spans": [chronicle.spans(date) for date in dated],
            "shown": dated,
        }
    )
    return draw._spans(events)


def test_links_lead_to_events(spec):
    known = {links.event(id): id for id in EVENTS["event"]}
    for row in (row for data in spec["datasets"].values() for row in data if "href" in row):
        assert row["href"] in known
        if "event" in row:
            assert known[row["href"]] == row["event"]


def test_quotations_stand_in_the_text(spec):
    for row in (row for data in spec["datasets"].values() for row in data if "quotation" in row):
        assert row["quotation"] in ARTICLE.text


def test_every_telling_has_a_row_of_its_own():
    told = rows(CHARTS["timeline"](), "edtf")
    assert sorted(told["event"]) == sorted(EVENTS["event"])
    assert told["_row"].is_unique
    assert dict(zip(told["event"], told["edtf"], strict=True)) == EVENTS.set_index("event")["date"].to_dict()


def test_rows_are_in_the_order_of_the_first_possible_day_and_those_without_come_last():
    told = rows(CHARTS["timeline"](), "edtf").sort_values("_row")
    earliest = EVENTS.set_index("event").loc[told["event"], "earliest"]
    assert earliest.dropna().is_monotonic_increasing
    assert earliest.isna().is_monotonic_increasing


@pytest.mark.parametrize(
    ("date", "forms"),
    [
        ("1868-10-28", ["day"]),
        ("1871-09-17/1871-09-23", ["lasting"]),
        ("[1871-09-17..1871-09-23]", ["few"]),
        ("1869-04", ["within"]),
        ("1870-04~", ["within"]),
        ("[1872-07-24..]", ["later"]),
        ("[..1869-04]", ["earlier"]),
        ("[1869-04,1871-08]", ["within", "within", "or"]),
        ("1847", ["off"]),
        ("", ["none"]),
    ],
)
def test_each_kind_of_date_has_its_mark(date, forms):
    assert spans([date])["_form"].tolist() == forms


def test_marks_reach_from_the_first_to_the_end_of_the_last_possible_day():
    year, later, earlier = spans(["1869", "[1870-01-01..]", "[..1869-12-31]"]).itertuples(index=False, name=None)
    assert year[3:5] == (1869, 1870)
    assert later[3:5] == (1870, draw.TO)
    assert earlier[3:5] == (draw.FROM, 1870)


def test_a_date_that_is_drawn_to_scale_lies_on_the_scale():
    own = rows(CHARTS["timeline"](), "_form")
    drawn = own[~own["_form"].isin(["off", "none"])]
    assert (drawn["_from"] >= draw.FROM).all() and (drawn["_to"] <= draw.TO).all()
    assert set(own.loc[own["_form"] == "off", "_event"]) == set(EVENTS.loc[EVENTS["latest"].dt.year < 1866, "event"])


def test_who_can_be_chosen_is_named_in_some_event_and_the_other_way_round():
    chart = json.loads(CHARTS["timeline"]().to_json())
    bound = {param["name"]: param["bind"]["options"] for param in chart["params"] if "bind" in param}
    assert set(bound["who"]) == {"", *EVENTS["people"].explode().dropna(), *EVENTS["organizations"].explode().dropna()}
    assert set(bound["where"]) == {"", *EVENTS["places"].explode().dropna()}


def test_an_event_is_called_told_later_only_if_something_later_is_surely_told_before_it():
    told = rows(CHARTS["telling"](), "told").set_index("event")
    order = chronicle.order(EVENTS)
    for id in told.index[told["how"] == draw.TOLD[1]]:
        assert (order.loc[id, :id] == "before").any()
    assert {"e31", "e32"} <= set(told.index[told["how"] == draw.TOLD[1]])


def test_each_contradiction_has_a_group_with_its_events():
    shown = rows(CHARTS["contradictions"](), "contradiction")
    assert len(shown) == FOUND["events"].map(len).sum()
    assert [tuple(own["event"]) for _, own in shown.groupby("contradiction", sort=False)] == FOUND["events"].tolist()


def test_every_rule_has_a_title():
    assert set(draw.TITLES) == {rule.__name__ for rule in chronicle.RULES}


def test_a_line_marks_what_the_others_are_on_the_wrong_side_of():
    [limit] = [
        draw._limit(case, EVENTS[EVENTS["event"].isin(case.events)])
        for case in FOUND.itertuples()
        if case.rule == "named_before_founding"
    ]
    drawn = draw._spans(EVENTS[EVENTS["event"].isin(FOUND.set_index("rule").loc["named_before_founding", "events"])])
    founding = drawn["_event"] == "e7"
    assert (drawn.loc[founding, "_from"] >= round(limit, 4)).all()
    assert (drawn.loc[~founding, "_to"] <= limit).all()


def test_arcs_join_those_whom_an_event_names_together():
    ties = rows(CHARTS["company"](), "times")
    graph = chronicle.network(EVENTS)
    assert len(ties) == graph.number_of_edges()
    assert ties["times"].sum() == sum(len(ids) for *_, ids in graph.edges(data="events"))
    assert {frozenset(pair) for pair in zip(ties["one"], ties["other"], strict=True)} == {
        frozenset((NAMES[a], NAMES[b])) for a, b in graph.edges
    }


def test_those_who_are_named_with_nobody_are_in_the_list_too():
    graph = nx.Graph()
    graph.add_node("a", kind="person", events=("e1",))
    graph.add_node("b", kind="person", events=("e2", "e1"))
    graph.add_node("c", kind="organization", events=("e3",))
    graph.add_edge("a", "b", events=("e1",), weight=1)
    own = rows(
        draw.company(graph, dict(zip("abc", "ABC", strict=True)), dict.fromkeys(["e1", "e2", "e3"], "x")), "named with"
    )
    assert dict(zip(own["name"], own["named with"], strict=True)) == {"A": 1, "B": 1, "C": 0}


def test_the_map_has_the_places_of_the_register_that_events_name():
    own = rows(CHARTS["places"](), "latitude")
    register = chronicle.places().dropna(subset="latitude").set_index("place")
    named = EVENTS.loc[EVENTS["retells"] == "", "places"].explode().dropna()
    assert set(own["place"]) == {NAMES[id] for id in named if id in register.index}
    assert own["events"].sum() == named.isin(register.index).sum()


def test_readers_get_a_table_of_places_and_none_of_the_coast():
    [places] = tables.data_sets(json.loads(CHARTS["places"]().to_json()))
    assert "place" in places.columns
    assert len(places.rows) < 20


def test_no_two_places_lie_on_each_other_and_none_is_moved_without_need():
    own = rows(CHARTS["places"](), "latitude")
    scale = [draw.DEGREE * np.cos(np.radians(draw.PARALLEL)), draw.DEGREE]
    drawn, true = (own[columns].to_numpy() * scale for columns in (["_lon", "_lat"], ["longitude", "latitude"]))
    for i, j in combinations(range(len(own)), 2):
        assert np.hypot(*(drawn[i] - drawn[j])) > draw.APART - 0.1
    moved = np.hypot(*(drawn - true).T) > 0.1
    assert set(own.loc[moved, "place"]) == {"Sonvilier", "Saint-Imier"}


def test_two_places_at_the_same_point_are_drawn_beside_each_other():
    apart = draw._apart(np.zeros((2, 2)))
    assert apart.tolist() == [[-draw.APART / 2, 0], [draw.APART / 2, 0]]


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
