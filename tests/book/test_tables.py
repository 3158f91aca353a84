"""A chart's data as tables."""

import csv
import io
import math

import pytest

from closereading.book import tables

ROWS = [
    {"word": "state", "share": 0.123456, "n": 3, "_x": 1, "href": "a.html#T1"},
    {"word": "<b>", "share": None, "n": 4},
]
SPEC = {
    "datasets": {"d": ROWS, "unused": [{"z": 1}]},
    "usermeta": {"columns": {"d": ["word", "n", "share", "_x", "href"]}},
    "layer": [
        {
            "data": {"name": "d"},
            "encoding": {"x": {"field": "share", "title": "share of words"}, "href": {"field": "href"}},
        },
        {"data": {"values": [1, 2]}, "encoding": {"tooltip": [{"field": "n", "title": "times"}]}},
    ],
}


def test_every_data_set_in_use_is_found_with_its_columns_in_order():
    first, second = tables.data_sets(SPEC)
    assert first.columns == ["word", "n", "share", "href"]
    assert second.rows == [{"data": 1}, {"data": 2}]


def test_a_chart_s_labels_are_not_offered_as_data():
    labels = {"layer": [*SPEC["layer"], {"data": {"values": [{"_text": "front", "_x": 0}]}}]}
    assert len(tables.data_sets(SPEC | labels)) == 2


def test_columns_have_the_names_the_chart_gives_them():
    assert tables.headings(SPEC) == {"share": "share of words", "n": "times"}


def test_an_aggregates_title_is_not_its_fields():
    spec = {"encoding": {"x": {"field": "n", "aggregate": "sum", "title": "all words"}}}
    assert tables.headings(spec) == {}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.123456, "0.1235"),
        (12345.678, "12346"),
        (1234, "1234"),
        (1868.0, "1868"),
        (1.5, "1.5"),
        (-0.00051234, "-0.0005123"),
        (1e-9, "1e-09"),
        (0.0, "0"),
        (100.04, "100"),
        (None, ""),
        (math.nan, ""),
        (math.inf, "inf"),
        (True, "yes"),
        ("word", "word"),
        (["a", 1], '["a", 1]'),
    ],
)
def test_values_are_written_for_people(value, text):
    assert tables.as_text(value) == text


def test_csv_keeps_every_digit_and_the_columns_own_names():
    read = list(csv.DictReader(io.StringIO(tables.as_csv(tables.data_sets(SPEC)[0]))))
    assert read[0] == {"word": "state", "n": "3", "share": "0.123456", "href": "a.html#T1"}


def test_rows_carry_the_links_of_their_marks():
    text = tables.as_html(tables.data_sets(SPEC)[0], tables.headings(SPEC), tables.link_field(SPEC))
    assert '<td><a href="a.html#T1">state</a></td><td class="number">3</td><td class="number">0.1235</td>' in text
    assert "href</th>" not in text
    assert "&lt;b&gt;" in text
    assert '<th scope="col" class="number">share of words</th>' in text


def test_a_long_table_is_cut_unless_it_carries_links():
    rows = [{"n": i, "to": "#x"} for i in range(tables.SHOWN + 50)]
    assert tables.as_html(tables.DataSet(rows), {}).count("<tr>") == tables.SHOWN + 1
    assert tables.as_html(tables.DataSet(rows), {}, "to").count("<tr>") == tables.SHOWN + 51


def test_packing_loses_nothing():
    lean, sets = tables.pack(
        {"mark": "bar", "datasets": {"a": [{"x": 1, "y": 2}, {"x": 3, "y": 4}], "b": [{"x": 1}, {"y": 2}]}}
    )
    assert lean == {"mark": "bar"}
    assert sets == {"a": {"keys": ["x", "y"], "columns": [[1, 3], [2, 4]]}, "b": [{"x": 1}, {"y": 2}]}


def test_data_from_elsewhere_is_noticed():
    assert tables.addresses({"layer": [{"data": {"url": "https://example.org/a.csv"}}]}) == [
        "https://example.org/a.csv"
    ]
