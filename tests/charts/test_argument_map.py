"""The maps of the main lines: what is drawn, lit and said."""

import json

import pytest

from closereading import argument
from closereading.argument import layout
from closereading.charts import argument_map as draw
from closereading.charts.argument import ROLES, bearings, told
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


def main_line(section):
    return draw.main_line(ARGUMENT.claims, *layout.main_line(ARGUMENT, section), f"section {section}")


CHARTS = {f"main_line of {section}": lambda section=section: main_line(section) for section in ("U", "S", "T")}


@pytest.fixture(scope="module", params=CHARTS)
def spec(request):
    return json.loads(CHARTS[request.param]().to_json())


def tables(spec):
    return list(spec["datasets"].values())


def boxes(spec):
    return next(rows for rows in tables(spec) if "quotation" in rows[0])


def strands(spec, outline):
    found = next(rows for rows in tables(spec) if "_strand" in rows[0])
    return [row for row in found if row["_outline"] is outline]


def test_links_lead_to_the_claims(spec):
    for row in boxes(spec):
        assert row["href"] == f"{READING_EDITION}#{row['id']}"


def test_every_main_claim_has_a_box_with_its_words(spec):
    for row in boxes(spec):
        claim = CLAIMS.loc[row["id"]]
        assert (row["role"], row["quotation"], row["gloss"]) == (claim["role"], claim["quote"], claim["gloss"])
        assert row["_wide"].replace("\n", " ") == claim["gloss"]
        assert row["_narrow"].replace("\n", " ").startswith(f"{row['id']} {claim['gloss']}")
        assert row["role"] in ROLES


def test_the_table_says_of_every_box_what_it_bears_on(spec):
    ids = {row["id"] for row in boxes(spec)}
    inside = ARGUMENT.relations[
        [
            set(src) <= ids and dst in ids
            for src, dst in zip(ARGUMENT.relations["src"], ARGUMENT.relations["dst"], strict=True)
        ]
    ]
    for row in boxes(spec):
        for relation in inside[[row["id"] in src for src in inside["src"]]].itertuples():
            assert relation.dst in row["bears on"]
            assert all(other in row["bears on"] for other in relation.src if other != row["id"])


def test_every_relation_is_drawn_in_the_map_and_told_in_the_outline(spec):
    placed = {row["id"]: row for row in boxes(spec)}
    inside = bearings(ARGUMENT.relations[[set(src) <= set(placed) for src in ARGUMENT.relations["src"]]])
    drawn = {(row["_strand"]) for row in strands(spec, False)}
    for source, target in inside.edges:
        if target in placed:
            assert any(strand.endswith(f" {source}") for strand in drawn)
            above = [row for row in placed.values() if row["_row"] < placed[source]["_row"]]
            parent = next(
                (
                    row["id"]
                    for row in sorted(above, key=lambda r: -r["_row"])
                    if row["_depth"] < placed[source]["_depth"]
                ),
                None,
            )
            told_ = placed[source]["_narrow"].replace("\n", " ")
            assert parent == target or target in told_.split("(also")[-1]


def test_boxes_light_exactly_what_they_rest_on_and_serve(spec):
    lights = {row["id"]: set(row["_lit"].strip("|").split("|")) for row in boxes(spec)}
    for one, others in lights.items():
        assert one in others
        assert all(one in lights[other] for other in others)


def test_words_fit_their_boxes(spec):
    extent = max(row["_x"] for row in boxes(spec)) + 1
    room = draw.NARROWEST["boxes"] / (extent + 0.7) * 2 * draw.HALF_WIDTH
    for row in boxes(spec):
        lines = row["_wide"].split("\n")
        assert max(map(len, lines)) * draw.LETTER <= room + 10
        assert len(lines) * draw.LINE <= spec["height"] / (max(r["_layer"] for r in boxes(spec)) + 1) - draw.GAP


def test_lines_of_linked_claims_meet_in_a_dot(spec):
    ids = {row["id"] for row in boxes(spec)}
    linked = [
        row.id for row in ARGUMENT.relations.itertuples() if len(row.src) > 1 and set(row.src) <= ids and row.dst in ids
    ]
    dots = next(
        (rows for rows in tables(spec) if set(rows[0]) == {"_relation", "_at_x", "_at_y", "_outline", "_lit"}), []
    )
    places = {(row["_at_x"], row["_at_y"]) for row in dots if not row["_outline"]}
    assert len(places) == len(linked)
    for name in linked:
        own = [row for row in strands(spec, False) if row["_strand"].startswith(f"{name} ")]
        met = {}
        for row in own:
            met.setdefault(row["_strand"], set()).add((row["_at_x"], row["_at_y"]))
        assert len(set.intersection(*met.values()) & places) == 1


def test_who_undercuts_is_said_to_strike_a_relation():
    rows = ARGUMENT.relations[ARGUMENT.relations["type"] == "und"]
    said = told(ARGUMENT.relations)
    assert len(rows)
    for row in rows.itertuples():
        assert "undercuts “" in said[row.src[0]]
