"""Widths of compositions, against drawings by Vega-Lite itself."""

from functools import partial

import pytest

from closereading.book import layout, stills

POINTS = {"data": {"values": [{"a": 1, "b": 2, "g": "x"}, {"a": 3, "b": 5, "g": "y"}, {"a": 2, "b": 1, "g": "z"}]}}
VIEW = {
    "mark": "point",
    "encoding": {"x": {"field": "a", "type": "quantitative"}, "y": {"field": "b", "type": "quantitative"}},
    "width": "container",
    "height": 80,
}
FACET = {"facet": {"field": "g", "type": "nominal"}, "columns": 3, "spec": VIEW}

COMPOSITIONS = {
    "above": {**POINTS, "vconcat": [VIEW, VIEW]},
    "beside": {**POINTS, "hconcat": [VIEW, VIEW]},
    "wrapped": {**POINTS, "concat": [VIEW, VIEW, VIEW], "columns": 2},
    "facet": {**POINTS, **FACET},
    "rows": {**POINTS, **VIEW, "encoding": {**VIEW["encoding"], "row": {"field": "g", "type": "nominal"}}},
    "layered": {
        **POINTS,
        "vconcat": [{"layer": [{k: v for k, v in VIEW.items() if k != "width"}], "width": "container"}],
    },
    "under a title": {
        **POINTS,
        "vconcat": [
            {
                **VIEW,
                "encoding": {
                    **VIEW["encoding"],
                    "x": {"field": "a", "title": "a title that is wider than many a view"},
                },
            }
        ],
    },
}


@pytest.mark.parametrize("name", COMPOSITIONS)
@pytest.mark.parametrize("column", [layout.WIDE, layout.NARROW, 500])
def test_a_composition_fills_its_column(name, column):
    spec = COMPOSITIONS[name]
    assert layout.is_composed(spec)
    assert layout.fills_column(spec)
    width_of = partial(stills.width_of, column=column)
    fit = layout.fit(spec, column, width_of)
    drawn = width_of(fit.apply(spec, column))
    assert column - 3 * layout.SLACK <= drawn <= column


def test_what_is_side_by_side_on_a_desk_is_one_below_another_on_a_phone():
    def columns(name, column):
        return layout.fit(COMPOSITIONS[name], column, partial(stills.width_of, column=column)).columns

    for name in ("beside", "facet"):
        assert columns(name, layout.WIDE) == 0
        assert columns(name, layout.NARROW) in (1, 2)
    assert columns("beside", 250) == 1


def test_a_single_view_is_left_to_vega_lite():
    assert not layout.is_composed({**POINTS, **VIEW})
    assert stills.fits({**POINTS, **VIEW}) is None


def test_a_chart_of_fixed_width_is_left_alone():
    fixed = {**POINTS, **VIEW, "width": 900}
    assert not layout.fills_column(fixed)
    assert stills.for_column(fixed, 328, None) == fixed


def test_the_given_specification_stays_as_it_was():
    spec = COMPOSITIONS["beside"]
    layout.Fit(30, 2, 1).apply(spec, 500)
    assert "hconcat" in spec
    assert spec["hconcat"][0]["width"] == "container"


def test_a_grid_of_rows_and_columns_is_not_wrapped():
    grid = {"facet": {"row": {"field": "g"}, "column": {"field": "g"}}, "spec": VIEW}
    assert "columns" not in layout.in_columns(grid, 1)
