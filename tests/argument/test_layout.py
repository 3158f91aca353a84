"""Maps of the main line: what stands where, for any argument without a circle."""

from dataclasses import replace
from itertools import combinations, pairwise

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closereading import argument
from closereading.argument import layout
from tests.argument import making

REAL = argument.load()
SECTIONS = ("U", "S", "T")


def small(relations, count=None):
    """Return an argument of claims c0, c1, ... in one section, with relations (sources, type, target)."""
    names = sorted({end for src, _, dst in relations for end in (*src, dst) if not end.startswith("r")})
    names = names if count is None else [f"c{i}" for i in range(count)]
    claims = pd.DataFrame({"id": names, "section": "A", "main": True})
    rows = [(f"r{i}", src, kind, dst) for i, (src, kind, dst) in enumerate(relations)]
    return replace(REAL, claims=claims, relations=pd.DataFrame(rows, columns=["id", "src", "type", "dst"]))


@st.composite
def arguments(draw):
    """Any argument in which claims bear on earlier ones, some of them together."""
    count = draw(st.integers(2, 9))
    relations = []
    for _ in range(draw(st.integers(1, 10))):
        target = draw(st.integers(0, count - 2))
        sources = draw(st.sets(st.integers(target + 1, count - 1), min_size=1, max_size=2))
        kind = draw(st.sampled_from(["sup", "reb", "exa"])) if len(sources) == 1 else "sup"
        relations.append((tuple(f"c{i}" for i in sorted(sources)), kind, f"c{target}"))
    unique = {(src, dst): (src, kind, dst) for src, kind, dst in relations}
    return small(list(unique.values()), count)


def drawn(section):
    return layout.main_line(REAL, section)


def check(boxes, lines, abreast=4):
    """Hold a map against what every map must be."""
    layer, x = (dict(zip(boxes["id"], boxes[column], strict=True)) for column in ("layer", "x"))
    assert boxes["id"].is_unique
    assert min(layer.values()) == 0
    for _, row in boxes.groupby("layer"):
        assert len(row) <= abreast
        assert all(b - a >= 1 - 1e-6 for a, b in pairwise(sorted(row["x"])))
    for (_, source), path in lines.groupby(["relation", "source"]):
        target, points = path["target"].iloc[0], path.sort_values("step")
        assert (points["x"].iloc[0], points["layer"].iloc[0]) == (x[source], layer[source])
        assert points["layer"].is_monotonic_decreasing
        if target in layer:
            assert layer[source] > layer[target]
            assert points["layer"].iloc[-1] == layer[target]
            assert abs(points["x"].iloc[-1] - x[target]) <= layout.PORTS + 1e-6
            assert points["layer"].tolist() == list(range(layer[source], layer[target] - 1, -1))
        for point in points.iloc[1:-1].itertuples():
            beside = boxes.loc[boxes["layer"] == point.layer, "x"]
            assert all(abs(beside - point.x) >= (1 + layout.ROOM) / 2 - 1e-6), "a line runs through a box"


@pytest.mark.parametrize("section", SECTIONS)
def test_the_real_maps_keep_the_rules(section):
    boxes, lines = drawn(section)
    main = REAL.claims[REAL.claims["main"] & (REAL.claims["section"] == section)]
    assert boxes["id"].tolist() == main["id"].tolist()
    assert set(lines["relation"]) <= set(REAL.relations["id"])
    check(boxes, lines)


@given(arguments())
@settings(max_examples=60)
def test_any_map_keeps_the_rules(made):
    boxes, lines = layout.main_line(made, "A", abreast=3)
    assert set(lines["relation"]) == set(made.relations["id"])
    check(boxes, lines, abreast=3)


@given(arguments())
@settings(max_examples=30)
def test_a_map_is_the_same_whenever_it_is_made(made):
    once, again = layout.main_line(made, "A"), layout.main_line(made, "A")
    for one, other in zip(once, again, strict=True):
        pd.testing.assert_frame_equal(one, other)


@given(arguments())
@settings(max_examples=30)
def test_linked_lines_end_in_one_place_and_others_apart(made):
    _, lines = layout.main_line(made, "A")
    ends = lines.sort_values("step").groupby(["relation", "source"], sort=False).last()
    assert all(own["x"].max() == own["x"].min() for _, own in ends.groupby("relation"))
    linked = made.relations.set_index("id")["src"].map(len) > 1
    assert ends["linked"].tolist() == [linked[relation] for relation, _ in ends.index]
    before = lines.sort_values("step").groupby(["relation", "source"], sort=False)["x"].nth(-2)
    direct = lines.groupby(["relation", "source"])["step"].max() == 1
    assert len(before) == len(ends)
    for _, own in ends[direct.reindex(ends.index).to_numpy()].groupby("target"):
        places = own.groupby("relation")["x"].first()
        assert all(abs(a - b) > 0.01 for a, b in combinations(places, 2))


def crossings(lines):
    """Count the pairs of lines of one step that cross, straight from the points."""
    ends = [
        tuple(path.sort_values("step")[["x", "layer"]].to_numpy()[[0, -1]].ravel())
        for _, path in lines.groupby(["relation", "source"])
    ]
    return sum((a[0] - b[0]) * (a[2] - b[2]) < 0 for a, b in combinations(ends, 2) if (a[1], a[3]) == (b[1], b[3]))


def test_what_the_order_of_the_text_would_cross_is_untangled():
    relations = [(("c2",), "sup", "c1"), (("c3",), "sup", "c0"), (("c4",), "sup", "c1"), (("c5",), "sup", "c0")]
    _, lines = layout.main_line(small(relations), "A")
    assert crossings(lines) == 0


def test_an_undercut_ends_in_the_middle_of_the_line_it_strikes():
    boxes, lines = layout.main_line(making.sound(), making.sound().claims["section"].iloc[0])
    struck = lines[lines["relation"] == "r06"].sort_values("step")
    undercut = lines[lines["relation"] == "r07"].sort_values("step")
    assert undercut["x"].iloc[-1] == pytest.approx(struck["x"].iloc[:2].mean())
    assert undercut["layer"].iloc[-1] == pytest.approx(struck["layer"].iloc[:2].mean())
    layer = dict(zip(boxes["id"], boxes["layer"], strict=True))
    assert layer["P3b"] > layer["P3a"]


def test_claims_off_the_main_line_and_their_relations_are_left_out():
    made = making.sound()
    boxes, lines = layout.main_line(made, made.claims["section"].iloc[0])
    assert set(boxes["id"]) == set(making.ids(made, main=True))
    assert not {"r08", "r10"} & set(lines["relation"])


def test_a_section_without_a_main_line_is_named():
    with pytest.raises(ValueError, match=r"section: 'I' has no main claims"):
        layout.main_line(REAL, "I")


def test_a_circle_is_named():
    relations = [(("c0",), "sup", "c1"), (("c1",), "sup", "c2"), (("c2",), "sup", "c0")]
    with pytest.raises(ValueError, match=r"section: .*circle: .*→"):
        layout.main_line(small(relations), "A")


def test_the_check_can_fail():
    boxes, lines = drawn("T")
    with pytest.raises(AssertionError):
        check(boxes.assign(x=0.0), lines)
    with pytest.raises(AssertionError):
        check(boxes.assign(layer=boxes["layer"].max() - boxes["layer"]), lines)
    assert nx.is_directed_acyclic_graph(nx.DiGraph(zip(lines["source"], lines["target"], strict=True)))
