"""How the argument is built, held against brute force on small graphs and against distances counted by hand."""

import itertools
import random
from dataclasses import replace
from functools import cache

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from closereading.argument import Argument, load
from closereading.argument.semantics import author_layer, standing
from closereading.argument.structure import (
    bearings,
    direction,
    flow,
    keystones,
    keystones_left_out,
    objections,
    premise_sets,
    reach,
    supports,
)
from tests.argument.test_semantics import drawn, made

REAL = load()
REJECTED, THESIS = {"stance": "rejected", "role": "objection"}, {"role": "thesis"}
CONCEDED = {"stance": "conceded", "role": "concession"}


def peopled(rng: random.Random, kinds: str, count: int) -> Argument:
    """Return a random argument with theses, rejected views and concessions in it."""
    argument = drawn(rng, kinds, count)
    claims = argument.claims.copy()
    for n in range(len(claims)):
        special = rng.choices([{}, THESIS, REJECTED, CONCEDED], [6, 2, 2, 1])[0]
        for column, value in special.items():
            claims.loc[n, column] = value
    return replace(argument, claims=claims)


def edges(graph: nx.DiGraph) -> set[tuple[str, str, str]]:
    return {(one, other, data["type"]) for one, other, data in graph.edges(data=True)}


# Graphs


def test_the_graph_of_supports_has_an_edge_for_each_source_of_supports_examples_and_restatements() -> None:
    argument = made("a b sup c", "d exa c", "e res c", "f reb c", "g qua c", "h und r1", names="abcdefgh")
    graph = supports(argument)
    assert edges(graph) == {("a", "c", "sup"), ("b", "c", "sup"), ("d", "c", "exa"), ("e", "c", "res")}
    assert graph.edges["b", "c"]["relation"] == "r1" and graph.edges["b", "c"]["conf"] == 2
    assert list(graph) == list("abcdefgh") and graph.nodes["a"]["voice"] == "author"


def test_of_two_relations_between_two_claims_the_surer_is_kept() -> None:
    argument = made("a exa b", "a sup b", names="ab")
    assert supports(argument).edges["a", "b"]["relation"] == "r1"
    relations = argument.relations.assign(conf=[1, 3])
    assert supports(replace(argument, relations=relations)).edges["a", "b"]["relation"] == "r2"


def test_the_editor_is_in_no_graph() -> None:
    argument = made("a sup b", names="ab", a={"voice": "bracket"})
    assert list(supports(argument)) == ["b"] == list(bearings(argument))


@pytest.mark.parametrize(
    ("steps", "special", "expected"),
    [
        (["a reb b", "b reb c"], {"b": REJECTED}, {"ac"}),
        (["a reb b", "b reb c"], {}, set()),  # an attack on what he asserts bears nothing out
        (
            ["a reb b", "b sup d", "d reb c"],
            {"b": REJECTED, "d": REJECTED},
            {"ac", "bd"},
        ),  # by beating what props it up
        (["a reb b", "b sup d", "d sup e", "e reb c"], dict.fromkeys("bde", REJECTED), {"ac", "bd", "de"}),
        (["b reb c", "a und r1"], {"b": REJECTED}, {"ac"}),
        (["b reb c", "a und r1"], {"b": CONCEDED}, {"ac"}),
        (["b reb c", "a und r1"], {"b": {"stance": "ironic", "role": "concession"}}, {"ac"}),
        (["b reb c", "a und r1"], {}, set()),
        (
            ["d sup c", "b und r1", "a reb b"],
            {"b": REJECTED},
            {"dc", "ac"},
        ),  # he saves a step of his from being undercut
        (["d sup c", "b und r1", "a und r2"], {"b": REJECTED}, {"dc", "ac"}),
        (["b sup d", "d reb c", "a und r1"], {"b": REJECTED, "d": REJECTED}, {"bd", "ac"}),
        (["e reb f", "b und r1", "a reb b"], {"b": REJECTED, "f": REJECTED}, {"ae"}),  # or a reply of his
        (["a d reb b", "b reb c"], {"b": REJECTED}, {"ac", "dc"}),
        (["b reb c", "a qua b"], {"b": REJECTED}, set()),
    ],
)
def test_a_reply_bears_out_what_the_other_side_strikes(steps, special, expected) -> None:
    graph = bearings(made(*steps, names="abcdef", **special))
    assert {f"{one}{other}" for one, other in graph.edges} == expected


def test_an_edge_by_way_of_an_attack_says_what_it_beats() -> None:
    graph = bearings(made("a reb b", "b reb c", "a und r2", names="abc", b=REJECTED))
    assert graph.edges["a", "c"] == {"type": "beats", "relation": "r1", "conf": 2, "against": "b"}


def test_bearings_are_the_supports_and_more() -> None:
    assert edges(supports(REAL)) == {edge for edge in edges(bearings(REAL)) if edge[2] != "beats"}


# Keystones


def steps_of(argument: Argument) -> list[tuple[tuple[str, ...], str]]:
    """Return what speaks for what, linked sources together, in an argument without undercuts and linked attacks."""
    claims = argument.claims.set_index("id")["stance"]
    relations = argument.relations
    own = relations[relations["type"].isin(["sup", "exa", "res"])]
    theirs = [any(claims[source] == "rejected" for source in sources) for sources in own["src"]]
    replies = bearings(replace(argument, relations=relations.drop(index=own.index[[not other for other in theirs]])))
    beating = [((one,), other) for one, other, data in replies.edges(data=True) if data["type"] == "beats"]
    return [*zip(own["src"], own["dst"], strict=True), *beating]


def reaching(steps: list[tuple[tuple[str, ...], str]], theses: set[str], without: str | None) -> set[str]:
    """Return what reaches a thesis, by following every step backwards until nothing is added."""
    found = theses - {without}
    while (
        more := {one for sources, target in steps if target in found and without not in sources for one in sources}
        - found
    ):
        found |= more
    return found


def test_keystones_are_what_taking_out_one_claim_after_the_other_finds() -> None:
    rng, most = random.Random(1878), 0
    for _ in range(200):
        argument = peopled(rng, "sup sup exa res reb", rng.randint(0, 20))
        single = (argument.relations["type"] != "reb") | (argument.relations["src"].map(len) == 1)
        argument = replace(argument, relations=argument.relations[single.astype(bool)])
        steps, claims = steps_of(argument), argument.claims
        theses = set(claims.loc[claims["role"] == "thesis", "id"])
        found = keystones(argument)
        assert sorted(found["claim"]) == sorted(claims.loc[claims["stance"] != "rejected", "id"])
        assert found["count"].is_monotonic_decreasing
        all_that_reach = reaching(steps, theses, None)
        graph = bearings(argument).to_undirected()
        for row in found.itertuples():
            cut = all_that_reach - reaching(steps, theses, row.claim) - {row.claim}
            assert set(row.cut_off) == cut and row.count == len(cut)
            assert row.reaches == (row.claim in all_that_reach)
            rest = graph.subgraph(set(graph) - {row.claim})
            added = nx.number_connected_components(rest) - nx.number_connected_components(graph)
            assert row.cut_vertex == (added > 0)
            most = max(most, row.count)
    assert most > 3


def test_with_steps_left_out_keystones_are_counted_on_what_is_left() -> None:
    rng, different = random.Random(1910), 0
    for seed in range(40):
        argument = peopled(rng, "sup sup exa res", rng.randint(1, 20))
        relations = argument.relations
        chance = rng.choice([0.0, 0.3, 1.0])
        left = np.random.default_rng(seed).random((5, len(relations))) >= chance
        counts = []
        for kept in left:
            found = keystones(replace(argument, relations=relations[kept])).set_index("claim")["count"]
            counts.append(found.reindex(argument.claims["id"]).dropna())
        low, high = np.percentile(counts, [2.5, 97.5], axis=0)
        found = keystones_left_out(argument, chance, draws=5, seed=seed)
        assert list(found["claim"]) == list(counts[0].index)
        assert list(found["low"]) == list(low)
        assert list(found["high"]) == list(high)
        different += (low < high).any()
    assert different > 3


@pytest.mark.parametrize(("options", "message"), [({"chance": 1.1}, "chance is 1.1"), ({"draws": 0}, "draws is 0")])
def test_how_steps_are_left_out_must_make_sense(options: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        keystones_left_out(REAL, **options)


def test_of_linked_sources_none_reaches_a_thesis_without_the_others() -> None:
    found = keystones(made("a b sup c", "d sup b", names="abcd", c=THESIS)).set_index("claim")
    assert found.loc["a", "cut_off"] == ("b", "d") and found.loc["b", "cut_off"] == ("a", "d")
    assert found.loc["d", "cut_off"] == () and found.loc["c", "cut_off"] == ("a", "b", "d")


def test_a_claim_with_a_second_way_to_a_thesis_hangs_on_no_one() -> None:
    found = keystones(made("a sup b", "a sup c", "b sup d", "c sup d", names="abcd", d=THESIS)).set_index("claim")
    assert found.loc["b", "count"] == found.loc["c", "count"] == 0
    assert found.loc["a", ["reasons", "bears_out", "below"]].tolist() == [0, 2, 0]
    assert found.loc["d", ["reasons", "bears_out", "below"]].tolist() == [2, 0, 3]


def test_of_two_relations_between_the_same_claims_the_other_one_still_holds() -> None:
    found = keystones(made("a b sup c", "a sup c", names="abc", c=THESIS)).set_index("claim")
    assert found.loc["b", "cut_off"] == () and found.loc["a", "cut_off"] == ("b",)


def test_keystones_of_the_real_argument_are_in_keeping_with_its_reach() -> None:
    found, ways = keystones(REAL).set_index("claim"), reach(REAL)
    reached = set(ways.loc[ways["thesis"].notna(), "claim"])
    assert set(found.index[found["reaches"]]) == reached & set(found.index)
    assert all(set(cut) <= reached for cut in found["cut_off"])
    graph = bearings(REAL)
    below = {claim: nx.ancestors(graph, claim) for claim in found.index}
    relations = author_layer(REAL).relations["src"]
    linked = {source for sources in relations if len(sources) > 1 for source in sources}
    assert all(set(row.cut_off) <= below[row.Index] for row in found.itertuples() if row.Index not in linked)


# Reach


def test_reach_names_the_shortest_way_to_each_thesis() -> None:
    argument = made("a sup b", "b sup c", "c sup d", "d sup e", "c sup e", names="abcdef", c=THESIS, e=THESIS)
    found = reach(argument)
    columns = ["thesis", "steps", "path", "relations", "nearest"]
    assert found.loc[found["claim"] == "a", columns].to_numpy().tolist() == [
        ["c", 2, ("a", "b", "c"), ("r1", "r2"), True],
        ["e", 3, ("a", "b", "c", "e"), ("r1", "r2", "r5"), False],
    ]
    assert found[found["claim"] == "c"][["thesis", "steps", "nearest"]].to_numpy().tolist() == [
        ["c", 0, True],
        ["e", 1, False],
    ]
    loose = found[found["claim"] == "f"]
    assert len(loose) == 1 and pd.isna(loose["thesis"].item()) and pd.isna(loose["steps"].item())
    assert loose["path"].item() == ()


def test_the_ways_of_the_real_argument_are_paths_and_the_shortest() -> None:
    graph, found = bearings(REAL), reach(REAL)
    assert found.loc[found["nearest"], "claim"].tolist() == list(graph)
    lengths = dict(nx.all_pairs_shortest_path_length(graph))
    theses = [claim for claim, role in graph.nodes(data="role") if role == "thesis"]
    pairs = {(row.claim, row.thesis): row for row in found[found["thesis"].notna()].itertuples()}
    assert set(pairs) == {(claim, thesis) for claim in graph for thesis in theses if thesis in lengths[claim]}
    for (claim, thesis), row in pairs.items():
        assert (row.path[0], row.path[-1]) == (claim, thesis) and row.steps == lengths[claim][thesis]
        steps = list(itertools.pairwise(row.path))
        assert [graph.edges[step]["relation"] for step in steps] == list(row.relations)
        assert not row.nearest or row.steps == min(lengths[claim].get(other, 99) for other in theses)


# Premise sets


def brute_force(argument: Argument, thesis: str, candidates: set[str]) -> set[frozenset[str]]:
    """Return the smallest sets of candidates that leave the thesis without a reason, by trying all."""
    stands = standing(argument)
    rows = [row for row in argument.relations.itertuples() if stands.get(row.id) == "in"]

    @cache
    def reasoned(claim: str) -> bool:
        return any(
            row.type in ("sup", "exa") or (row.type == "res" and all(map(reasoned, row.src)))
            for row in rows
            if row.dst == claim
        )

    @cache
    def left(claim: str, without: frozenset[str]) -> bool:
        """Return whether a claim has a reason left, of its own or of what restates it."""
        return any(
            (row.type in ("sup", "exa") and all(believed(source, without) for source in row.src))
            or (row.type == "res" and all(reasoned(source) and believed(source, without) for source in row.src))
            for row in rows
            if row.dst == claim
        )

    def believed(claim: str, without: frozenset[str]) -> bool:
        return claim not in without and (not reasoned(claim) or left(claim, without))

    felling: list[frozenset[str]] = []
    for size in range(len(candidates) + 1):
        for found in map(frozenset, itertools.combinations(sorted(candidates), size)):
            if not any(smaller <= found for smaller in felling) and not left(thesis, found):
                felling.append(found)
    return set(felling)


def basic(argument: Argument) -> set[str]:
    stands = standing(argument)
    rows = [row for row in argument.relations.itertuples() if stands[row.id] == "in"]
    given = {row.dst for row in rows if row.type in ("sup", "exa")}
    while more := {row.dst for row in rows if row.type == "res" and given.issuperset(row.src)} - given:
        given |= more
    return set(argument.claims["id"]) - given


def test_premise_sets_are_those_that_trying_all_finds() -> None:
    rng, sizes, numbers = random.Random(1879), set(), set()
    for _ in range(80):
        argument = drawn(rng, "sup sup sup sup sup exa res reb und qua", rng.randint(0, 25), linked=0.6)
        names = list(argument.claims["id"])
        thesis = rng.choice(names[-2:])
        for candidates in (None, set(rng.sample(names, len(names) // 2)) - {thesis}):
            found = premise_sets(argument, thesis, candidates)
            expected = brute_force(argument, thesis, basic(argument) - {thesis} if candidates is None else candidates)
            assert {frozenset(premises) for premises in found["premises"]} == expected
            assert len(found) == len(expected) and found["size"].is_monotonic_increasing
            assert found["size"].tolist() == [len(premises) for premises in found["premises"]]
            assert found.attrs["complete"]
            sizes |= set(found["size"])
            numbers.add(len(found))
            for largest in (1, 2):
                few = premise_sets(argument, thesis, candidates, largest)
                assert few["premises"].tolist() == found.loc[found["size"] <= largest, "premises"].tolist()
                assert not few.attrs["complete"] or len(few) == len(found)
    assert sizes >= {0, 1, 2, 3} and max(numbers) >= 4


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["a sup d"], ["a"]),
        (["a sup d", "b sup d"], ["ab"]),  # both must fall
        (["a b sup d"], ["a", "b"]),  # linked: either will do
        (["a b sup d", "c sup d"], ["ac", "bc"]),
        (["a sup b", "a sup c", "b sup d", "c sup d"], ["a"]),  # two reasons that rest on one
        (["a sup b", "b res d"], ["a"]),
        (["a res d"], [""]),  # said twice is not said with a reason
        (["a sup d", "b und r1"], [""]),  # the step does not stand
        (["a sup d", "b reb c", "c reb d"], ["a"]),  # a reply is no reason
        ([], [""]),
    ],
)
def test_premise_sets_of_small_arguments(steps: list[str], expected: list[str]) -> None:
    found = premise_sets(made(*steps, names="abcd"), "d")
    assert ["".join(premises) for premises in found["premises"]] == expected


def test_if_claims_with_reasons_may_be_rejected_one_can_break_in_halfway() -> None:
    argument = made("a sup c", "b sup c", "c sup d", names="abcd")
    assert premise_sets(argument, "d")["premises"].tolist() == [("a", "b")]
    found = premise_sets(argument, "d", candidates="abcd")
    assert found["premises"].tolist() == [("c",), ("a", "b")]
    few = premise_sets(argument, "d", candidates="abcd", largest=1)
    assert few["premises"].tolist() == [("c",)] and not few.attrs["complete"]
    assert premise_sets(argument, "d", candidates=[]).empty


@pytest.mark.parametrize(
    ("argument", "options", "message"),
    [
        (made("a sup b", names="ab"), {"thesis": "zz"}, r"^thesis: zz is no claim of the author's layer"),
        (
            made("a sup b", names="ab", a={"voice": "editor"}),
            {"thesis": "b", "candidates": "a"},
            r"^candidates: a is no",
        ),
        (made("a sup b", names="ab"), {"thesis": "b", "largest": 0}, r"^largest is 0"),
        (made("a sup b", "b sup a", names="ab"), {"thesis": "b"}, r"^reasons make a circle: [ab] → [ab] → [ab];"),
    ],
)
def test_what_has_no_premise_sets_is_named(argument, options, message) -> None:
    with pytest.raises(ValueError, match=message):
        premise_sets(argument, **options)


def test_more_ways_than_can_be_listed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("closereading.argument.structure.MOST", 7)
    argument = made("a b sup g", "c d sup g", "e f sup g", names="abcdefg")
    with pytest.raises(ValueError, match=r"^largest is None, but there are more than 7 ways to make g fall"):
        premise_sets(argument, "g")
    monkeypatch.setattr("closereading.argument.structure.MOST", 8)
    assert len(premise_sets(argument, "g")) == 8


def test_each_premise_set_of_the_real_argument_does_it_and_no_part_of_it_does() -> None:
    layer = author_layer(REAL)
    stands = standing(REAL)
    rows = [row for row in layer.relations.itertuples() if stands[row.id] == "in" and row.type in ("sup", "exa", "res")]
    for thesis in layer.claims.loc[layer.claims["role"] == "thesis", "id"]:
        for premises in premise_sets(REAL, thesis)["premises"].head(5):
            parts = [set(premises), *(set(premises) - {one} for one in premises)]
            assert [_falls(thesis, part, rows) for part in parts] == [True] + [False] * len(premises)


def _falls(thesis: str, rejected: set[str], rows: list) -> bool:
    """Return whether a claim falls, by letting fall what falls until nothing more does."""
    given = {row.dst for row in rows if row.type != "res"}
    while more := {row.dst for row in rows if row.type == "res" and given.issuperset(row.src)} - given:
        given |= more
    rows = [row for row in rows if row.type != "res" or given.issuperset(row.src)]
    fallen = set(rejected)
    while True:
        left = {row.dst for row in rows if not fallen.intersection(row.src)}
        if given - left <= fallen:
            return thesis in fallen
        fallen |= given - left


# Distances


def test_objections_are_measured_from_beginning_to_beginning_in_words() -> None:
    """Each claim is the first three words of a paragraph of ten."""
    argument = made(
        *("c reb a", "d reb c", "h reb c", "f sup c", "f reb b", "b reb f", "g und r1", "e sup c"),
        names="abcdefgh",
        c=REJECTED,
        f=REJECTED,
    )
    found = objections(argument)
    rows = found[["objection", "part", "claim", "relation", "words", "gap", "first"]].to_numpy().tolist()
    assert rows == [
        ["c", "strikes", "a", "r1", -20, 17, False],
        ["c", "prop", "e", "r8", 20, 17, False],
        ["c", "prop", "f", "r4", 30, 27, False],
        ["c", "reply", "d", "r2", 10, 7, True],
        ["c", "reply", "g", "r7", 40, 37, False],
        ["c", "reply", "h", "r3", 50, 47, False],
        ["f", "strikes", "b", "r5", -40, 37, False],
        ["f", "props up", "c", "r4", -30, 27, False],
        ["f", "reply", "b", "r6", -40, 37, False],
    ]
    assert found.loc[0, ["section", "para", "claim_para", "type", "conf"]].tolist() == ["1", "P3", "P1", "reb", 2]


def test_an_objection_to_a_step_strikes_what_the_step_speaks_for_and_one_to_a_reply_who_makes_it() -> None:
    found = objections(made("a sup b", "c und r1", "d reb e", "c und r3", names="abcde", c=REJECTED))
    assert found["claim"].tolist() == ["b", "d"] and set(found["part"]) == {"strikes"}


def test_words_of_the_editor_do_not_count() -> None:
    argument = made("a reb b", "b reb a", names="ab", a=REJECTED)
    tokens = argument.edition.tokens.copy()
    tokens.loc[tokens["start"].between(argument.claims.loc[0, "end"], argument.claims.loc[0, "end"] + 9), "voice"] = (
        "bracket"
    )
    assert (tokens["voice"] == "bracket").sum() == 2  # four five
    found = objections(replace(argument, edition=replace(argument.edition, tokens=tokens)))
    assert found["words"].tolist() == [8, 8] and found["gap"].tolist() == [5, 5]


def test_an_argument_without_objections_or_reasons_has_empty_tables() -> None:
    assert objections(made("a sup b", names="ab")).empty
    assert direction(made("a reb b", names="ab")).empty
    assert flow(made(names="ab")).empty
    assert set(keystones(made(names="ab"))["count"]) == {0}


def test_every_rejected_view_of_the_real_argument_is_measured_as_far_one_way_as_the_other() -> None:
    found = objections(REAL)
    claims = author_layer(REAL).claims
    assert set(found["objection"]) == set(claims.loc[claims["stance"] == "rejected", "id"])
    assert (found["gap"] <= found["words"].abs()).all() and (found["gap"] >= 0).all()
    place = claims.set_index("id")["start"]
    after = found["claim"].map(place).to_numpy() > found["objection"].map(place).to_numpy()
    assert ((found["words"] > 0) == after).all()
    assert found.groupby("objection")["first"].sum().max() <= 1


def test_direction_says_where_the_reason_stands() -> None:
    argument = made(
        "a sup b", "d exa c", "a d sup c", "a b sup e", "k sup j", "a reb b", "d res e", names="abcdefghijk"
    )
    found = direction(argument)
    rows = found[["relation", "order", "words", "gap", "inside", "section"]].to_numpy().tolist()
    assert rows == [
        ["r1", "before", -10, 7, True, "1"],
        ["r2", "after", 10, 7, True, "1"],
        ["r3", "around", 10, 7, True, "1"],
        ["r4", "before", -30, 27, True, "1"],
        ["r5", "after", 10, 7, False, "1"],
    ]


def test_a_step_with_a_cue_is_signaled() -> None:
    argument = made("a sup b", "c sup b", names="abc")
    found = direction(replace(argument, relations=argument.relations.assign(cue=["for", ""])))
    assert found["signaled"].tolist() == [True, False]


def test_every_reason_of_the_real_argument_has_a_direction() -> None:
    found, layer = direction(REAL), author_layer(REAL)
    assert (
        found["relation"].tolist() == layer.relations.loc[layer.relations["type"].isin(["sup", "exa"]), "id"].tolist()
    )
    single = found[found["src"].map(len) == 1]
    place = layer.claims.set_index("id")["start"]
    first = single["src"].str[0].map(place).to_numpy() < single["dst"].map(place).to_numpy()
    assert ((single["order"] == "before") == first).all() and ((single["words"] < 0) == first).all()


# Flow


def test_flow_counts_each_relation_once_from_section_to_section() -> None:
    argument = made(
        *("a sup b", "k sup a", "l sup b", "b k sup l", "k reb c", "a und r5", "l und r6", "c qua d"),
        names="abcdefghijkl",
    )
    assert flow(argument).to_numpy().tolist() == [
        ["1", "1", "sup", 1],
        ["1", "1", "qua", 1],
        ["1", "2", "sup", 1],
        ["1", "2", "und", 1],
        ["2", "1", "sup", 2],
        ["2", "1", "reb", 1],
        ["2", "1", "und", 1],
    ]


def test_flow_of_the_real_argument_counts_the_authors_relations() -> None:
    relations, found = author_layer(REAL).relations, flow(REAL)
    assert found["count"].sum() == len(relations)
    assert found.groupby("type")["count"].sum().to_dict() == relations["type"].value_counts().to_dict()
