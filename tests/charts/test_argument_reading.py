"""The barcode and the ladders: every claim in its place, every relation drawn."""

import json
from dataclasses import replace
from itertools import pairwise

import networkx as nx
import pytest

from closereading import argument
from closereading.argument.semantics import author_layer
from closereading.charts import argument_reading as draw
from closereading.charts.argument import RELATIONS, bearings
from closereading.charts.links import READING_EDITION
from tests.charts.test_charts_of_the_book import (  # noqa: F401
    test_fits_its_column,
    test_has_a_question_for_a_title_and_says_how_to_read_it,
    test_is_described_in_sentences,
    test_is_drawn,
    test_is_small,
    test_no_color_is_named,
    test_quotations_stand_in_the_text,
    test_readers_are_offered_no_columns_of_coordinates,
)

ARGUMENT = argument.load()
CLAIMS = ARGUMENT.claims.set_index("id")
STRETCHES = {"S": [("S1", "S6"), ("S7", "S11"), ("S12", "S17"), ("S18", "S24")]}


def ladder(section):
    return draw.ladder(ARGUMENT, section, f"section {section}", STRETCHES.get(section, ()))


LADDERS = {f"ladder of {section}": lambda section=section: ladder(section) for section in ("U", "S", "T")}
CHARTS = {"barcode": lambda: draw.barcode(ARGUMENT), **LADDERS}


@pytest.fixture(scope="module", params=CHARTS)
def spec(request):
    return json.loads(CHARTS[request.param]().to_json())


@pytest.fixture(scope="module", params=("U", "S", "T"))
def drawn(request):
    return request.param, json.loads(ladder(request.param).to_json())


def tables(spec):
    return list(spec["datasets"].values())


def claims(spec):
    return next(rows for rows in tables(spec) if "quotation" in rows[0])


def lines(spec):
    """Return the arcs, and the ends of what joins linked claims, which stay in one row."""
    found = [rows for rows in tables(spec) if "_sources" in rows[0] and "_share" not in rows[0]]
    joins = [rows for rows in found if all(row["_low"] == row["_high"] for row in rows)]
    return next(rows for rows in found if rows not in joins), next(iter(joins), [])


def arcs(spec):
    return lines(spec)[0]


def test_links_lead_to_the_claims(spec):
    for row in claims(spec):
        assert row["href"] == f"{READING_EDITION}#{row['id']}"


def test_claims_have_their_words_and_role(spec):
    for row in claims(spec):
        assert (row["role"], row["quotation"]) == tuple(CLAIMS.loc[row["id"], ["role", "quote"]])


def test_the_barcode_shows_every_claim_where_it_stands():
    found = claims(json.loads(draw.barcode(ARGUMENT).to_json()))
    assert [row["id"] for row in found] == ARGUMENT.claims["id"].tolist()
    paragraphs = ARGUMENT.edition.paragraphs.set_index("para")
    for row in found:
        text = paragraphs.loc[CLAIMS.loc[row["id"], "para"], "text"]
        assert text[row["_from"] : row["_to"]] == row["quotation"]


def test_the_barcode_says_how_much_of_each_paragraph_is_inside_a_claim():
    rows = next(t for t in tables(json.loads(draw.barcode(ARGUMENT).to_json())) if "inside claims" in t[0])
    assert [row["paragraph"] for row in rows] == ARGUMENT.edition.paragraphs["para"].tolist()
    for row in rows:
        quoted = sum(len(quote) for quote in CLAIMS.loc[CLAIMS["para"] == row["paragraph"], "quote"])
        assert row["inside claims"] == quoted <= row["characters"]


def test_rows_of_the_barcode_do_not_touch():
    rows = next(t for t in tables(json.loads(draw.barcode(ARGUMENT).to_json())) if "inside claims" in t[0])
    places = [row["_row"] for row in rows]
    assert all(b - a >= 1 - 1e-9 for a, b in pairwise(places))


def test_only_the_editors_words_are_outlined():
    for row in claims(json.loads(draw.barcode(ARGUMENT).to_json())):
        assert row["_own"] is (row["voice"] in ("author", "reported"))


def test_a_ladder_has_every_claim_of_the_authors_in_reading_order(drawn):
    section, spec = drawn
    own = [row["id"] for row in claims(spec) if CLAIMS.loc[row["id"], "section"] == section]
    layer = author_layer(ARGUMENT).claims
    assert own == layer.loc[layer["section"] == section, "id"].tolist()
    places = [row["_row"] for row in claims(spec)]
    assert places == sorted(set(places))


def test_a_ladder_draws_every_relation_of_the_authors_that_touches_the_section(drawn):
    section, spec = drawn
    relations = author_layer(ARGUMENT).relations
    begins = dict(zip(relations["id"], relations["src"], strict=True))
    home = dict(zip(CLAIMS.index, CLAIMS["section"], strict=True))
    expected = {
        row.id
        for row in relations.itertuples()
        if section in {home[end] for end in (*row.src, *begins.get(row.dst, (row.dst,)))}
    }
    struck = next((rows for rows in tables(spec) if "_share" in rows[0]), [])
    assert {row["_strand"] for row in (*arcs(spec), *struck)} == expected


def test_arcs_go_from_reason_to_claim_on_their_own_side(drawn):
    _, spec = drawn
    row = {one["id"]: one["_row"] for one in claims(spec)}
    relations = ARGUMENT.relations.set_index("id")
    for arc in arcs(spec):
        relation = relations.loc[arc["_strand"]]
        assert arc["_sources"] == "|".join(relation["src"])
        assert arc["_high"] == row[relation["dst"]]
        assert arc["_low"] in [row[source] for source in relation["src"]]
        assert arc["_left"] is (relation["type"] in ("sup", "exa", "res"))
        assert arc["_relation"] == RELATIONS[relation["type"]][0]
        assert 0 < arc["_out"] <= 1


def test_linked_claims_are_joined_and_their_lines_do_not_run_into_each_other(drawn):
    _, spec = drawn
    linked = {arc["_strand"]: arc for arc in arcs(spec) if "|" in arc["_sources"]}
    ends = lines(spec)[1]
    spans = {}
    for end in ends:
        spans.setdefault(end["_strand"], []).append(end["_low"])
    assert {name: len(rows) for name, rows in spans.items()} == {
        name: arc["_sources"].count("|") + 1 for name, arc in linked.items()
    }
    for one in spans:
        for other in spans:
            meet = min(spans[one]) <= max(spans[other]) and min(spans[other]) <= max(spans[one])
            if meet and set(spans[one]) != set(spans[other]):
                assert linked[one]["_aside"] != linked[other]["_aside"]


def test_a_claim_lights_what_it_rests_on_and_what_it_serves(drawn):
    section, spec = drawn
    lit = next(param["value"] for param in spec["params"] if param["name"] == "lit")
    graph = bearings(author_layer(ARGUMENT).relations)
    ids = {row["id"] for row in claims(spec)}
    assert set(lit) == ids
    for claim, names in lit.items():
        found = set(names.strip("|").split("|"))
        assert found <= ids
        assert found <= {claim} | nx.ancestors(graph, claim) | nx.descendants(graph, claim)
        if CLAIMS.loc[claim, "section"] == section:
            assert {claim, *graph.successors(claim), *graph.predecessors(claim)} <= found


def test_glosses_fit_two_lines_on_a_phone(drawn):
    _, spec = drawn
    for row in claims(spec):
        assert row["_narrow"].count("\n") <= 1
        assert row["_narrow"].replace("\n", " ") == f"{row['id']} {row['gloss']}"


def test_stretches_cover_the_section_once():
    spec = json.loads(ladder("S").to_json())
    found = json.loads(
        next(p["expr"] for p in spec["params"] if p["name"] == "large").removesuffix("[stretch]").replace("'", '"')
    )
    spans = sorted(found.values())
    rows = [row["_row"] for row in claims(spec) if CLAIMS.loc[row["id"], "section"] == "S"]
    assert spans[0][0] == min(rows)
    assert spans[-1][1] == max(rows) + 1
    assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]]


def test_a_ladder_without_undercuts_or_linked_claims_is_drawn():
    plain = ARGUMENT.relations[(ARGUMENT.relations["src"].map(len) == 1) & (ARGUMENT.relations["type"] != "und")]
    spec = json.loads(draw.ladder(replace(ARGUMENT, relations=plain), "U", "section U").to_json())
    assert not any("_share" in rows[0] for rows in tables(spec))
