"""What a notebook's charts are, in the book and elsewhere."""

import altair as alt
import pandas as pd
import pytest

from closereading import charts


@pytest.fixture
def chart():
    data = pd.DataFrame({"word": ["b", "a"], "count": [2, 1]})
    return alt.Chart(data).mark_bar().encode(x="count", y="word").properties(description="Two bars.")


def test_in_the_book_the_output_is_the_bare_specification(monkeypatch, chart):
    monkeypatch.setenv(charts.IN_BOOK, "1")
    charts.enable()
    bundle = chart._repr_mimebundle_()
    bundle = bundle[0] if isinstance(bundle, tuple) else bundle
    assert set(bundle) == {charts.MIME, "text/plain"}
    assert "config" not in bundle[charts.MIME]
    assert list(bundle[charts.MIME]["usermeta"]["columns"].values()) == [["word", "count"]]
    assert bundle["text/plain"] == "Two bars."


def test_elsewhere_it_is_drawn_in_the_house_style(monkeypatch, chart):
    monkeypatch.delenv(charts.IN_BOOK, raising=False)
    charts.enable()
    assert alt.renderers.active != "closereading"
    assert chart.to_dict()["config"]["font"] == charts.theme.FONT


def test_charts_may_have_many_rows_until_the_book_objects(monkeypatch):
    monkeypatch.setenv(charts.IN_BOOK, "1")
    charts.enable()
    alt.Chart(pd.DataFrame({"x": range(6000)})).mark_point().encode(x="x").to_dict()
