"""The calendar of the article's events and of their contradictions, made of the real ones."""

import json
import re

import pandas as pd
import pytest

from closereading import chronicle, edition
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

CHARTS = {
    "timeline": lambda: draw.timeline(EVENTS, NAMES),
    "said_only": lambda: draw.timeline(EVENTS[EVENTS["inferred"] == ""], NAMES),
    "contradictions": lambda: draw.contradictions(FOUND, EVENTS, NAMES),
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
            "date": dated,
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
        ("1870-04~", ["about", "within"]),
        ("[1872-07-24..]", ["later"]),
        ("[..1869-04]", ["earlier"]),
        ("[1869-04,1871-08]", ["within", "within", "or"]),
        ("1847", ["off"]),
        ("", ["none"]),
    ],
)
def test_each_kind_of_date_has_its_mark(date, forms):
    assert spans([date])["_form"].tolist() == forms


def test_of_an_approximate_date_the_part_that_is_said_lies_within_the_rest():
    about, said = spans(["1870-04~"])[["_from", "_to"]].to_numpy()
    [plain] = spans(["1870-04"])[["_from", "_to"]].to_numpy()
    assert said.tolist() == plain.tolist()
    assert about[0] < said[0] < said[1] < about[1]


def test_what_fills_its_days_has_another_shape_than_what_lies_within_them():
    marks = {}
    for layer in json.loads(CHARTS["timeline"]().to_json())["layer"]:
        tests = [str(step.get("filter", "")) for step in layer.get("transform", [])]
        form = next((match[1] for test in tests if (match := re.fullmatch(r"\(?datum._form === '(\w+)'\)?", test))), "")
        marks[form] = layer["mark"]["type"], layer["mark"].get("shape")
    assert marks["within"][0] == "rect"
    assert len({marks[form] for form in ("within", "lasting", "few", "day")}) == 4


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


def test_each_contradiction_has_a_group_with_its_events():
    shown = rows(CHARTS["contradictions"](), "contradiction")
    assert len(shown) == FOUND["events"].map(len).sum()
    assert [tuple(own["event"]) for _, own in shown.groupby("contradiction", sort=False)] == FOUND["events"].tolist()


def test_every_rule_has_a_title():
    assert set(draw.TITLES) == {rule.__name__ for rule in chronicle.RULES}


@pytest.mark.parametrize("rule", ["named_before_founding", "missed_before_founding"])
def test_a_line_marks_what_the_others_are_on_the_wrong_side_of(rule):
    [case] = [case for case in FOUND.itertuples() if case.rule == rule]
    own = EVENTS[EVENTS["event"].isin(case.events)]
    limit, drawn = draw._limit(case, own), draw._spans(own)
    founding = drawn["_event"] == "e7"
    assert (drawn.loc[founding, "_from"] >= round(limit, 4)).all()
    assert (drawn.loc[~founding, "_to"] <= limit).all()


def test_the_line_stands_in_every_row_of_its_group():
    own = set(rows(CHARTS["contradictions"](), "_limit")["_row"])
    shown = rows(CHARTS["contradictions"](), "contradiction")
    without = {draw.TITLES[rule] for rule in ("founded_twice", "two_dates", "two_outcomes", "order_denied")}
    lined = ~shown["contradiction"].str.split(":").str[0].isin(without)
    assert own == set(shown.loc[lined, "_row"])
