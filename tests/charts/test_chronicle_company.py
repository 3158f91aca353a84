"""The chart of who is named with whom, made of the real events."""

import json

import networkx as nx
import pytest

from closereading import chronicle
from closereading.charts import chronicle_company as draw
from tests.charts.test_charts_of_the_book import (  # noqa: F401
    test_fits_its_column,
    test_has_a_question_for_a_title_and_says_how_to_read_it,
    test_is_described_in_sentences,
    test_is_drawn,
    test_is_small,
    test_no_color_is_named,
    test_readers_are_offered_no_columns_of_coordinates,
)
from tests.charts.test_chronicle import EVENTS, LABELS, NAMES, rows, test_links_lead_to_events  # noqa: F401

CHARTS = {"company": lambda: draw.company(chronicle.network(EVENTS), NAMES, LABELS)}


@pytest.fixture(scope="module", params=CHARTS)
def spec(request):
    return json.loads(CHARTS[request.param]().to_json())


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


def test_no_name_that_is_cut_short_takes_its_number_along():
    texts = [layer for layer in json.loads(CHARTS["company"]().to_json())["layer"] if layer["mark"]["type"] == "text"]
    limits = {layer["encoding"]["text"]["field"]: layer["mark"].get("limit") for layer in texts}
    assert limits["name"] is not None
    assert limits["events"] is None
