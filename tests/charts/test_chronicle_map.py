"""The map of the places where the article puts its events, made of the real ones."""

import json
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from closereading import chronicle, decisions
from closereading.book import tables
from closereading.charts import chronicle_map as draw
from tests.charts.test_charts_of_the_book import (  # noqa: F401
    test_fits_its_column,
    test_has_a_question_for_a_title_and_says_how_to_read_it,
    test_is_described_in_sentences,
    test_is_drawn,
    test_is_small,
    test_no_color_is_named,
    test_readers_are_offered_no_columns_of_coordinates,
)
from tests.charts.test_chronicle import EVENTS, NAMES, rows, test_links_lead_to_events  # noqa: F401

LAND = pd.DataFrame(decisions.table("land.csv")).astype(float)

CHARTS = {"places": lambda: draw.places(EVENTS, chronicle.places(), LAND)}


@pytest.fixture(scope="module", params=CHARTS)
def spec(request):
    return json.loads(CHARTS[request.param]().to_json())


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
