"""The registers of people, organizations and places, and the land: well-formed, and of the article."""

import csv
import math
import re
from itertools import groupby, pairwise

import pytest
from pybtex.database import parse_file

from closereading import sources

ROOT = sources.SEEDS.parent
ARTICLE = sources.load("article").text
KEYS = {"article", *parse_file(str(ROOT / "chapters" / "references.bib")).entries}
ELSEWHERE = {"Belgium": "Belgian Federation"}
"""A place that the article names only in an adjective."""

IDS = {"people": "person", "organizations": "organization", "places": "place"}
DATE = re.compile(r"\d{4}(?:-\d\d){0,2}\??")


def rows(name):
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", IDS)
def test_ids_stand_once(name):
    ids = [row[IDS[name]] for row in rows(name)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+(?:-[a-z]+)*", id) for id in ids)


@pytest.mark.parametrize("name", IDS)
def test_names_are_spelled_as_in_the_article(name):
    missing = [row["name"] for row in rows(name) if ELSEWHERE.get(row["name"], row["name"]) not in ARTICLE]
    assert missing == []


@pytest.mark.parametrize("name", IDS)
def test_every_row_has_a_source_in_the_bibliography(name):
    for row in rows(name):
        assert row["source"] and set(row["source"].split("; ")) <= KEYS


@pytest.mark.parametrize("name", ["people", "organizations"])
def test_descriptions_are_short_and_numbers_of_wikidata_once(name):
    table = rows(name)
    assert all(1 < len(row["description"].split()) <= 15 for row in table)
    items = [row["wikidata"] for row in table if row["wikidata"]]
    assert all(re.fullmatch(r"Q[1-9]\d*", item) for item in items) and len(set(items)) == len(items)


def test_people_are_born_before_they_die():
    for row in rows("people"):
        assert all(DATE.fullmatch(row[when]) for when in ("born", "died") if row[when])
        assert not row["born"] or not row["died"] or 20 < int(row["died"][:4]) - int(row["born"][:4]) < 110


def test_parts_are_parts_of_organizations():
    table = rows("organizations")
    ids = {row["organization"] for row in table}
    assert {row["part_of"] for row in table if row["part_of"]} <= ids


def test_towns_have_a_point_on_land_and_countries_none():
    land = [[(x, y) for _, x, y in ring] for _, ring in rings()]
    for row in rows("places"):
        assert bool(row["latitude"]) == bool(row["longitude"]) == (row["name"] != row["country"])
        if row["latitude"]:
            assert any(inside(float(row["longitude"]), float(row["latitude"]), ring) for ring in land), row["place"]


def test_the_towns_of_the_jura_are_neighbors():
    at = {row["place"]: (float(row["longitude"]), float(row["latitude"])) for row in rows("places") if row["latitude"]}
    (x, y), (u, v) = at["sonvilier"], at["saint-imier"]
    assert 2 < math.hypot((x - u) * 111.2 * math.cos(math.radians(y)), (y - v) * 111.2) < 5  # kilometers


def rings():
    table = [(int(r["ring"]), int(r["point"]), float(r["longitude"]), float(r["latitude"])) for r in rows("land")]
    return [(ring, [row[1:] for row in group]) for ring, group in groupby(table, key=lambda row: row[0])]


def inside(x, y, ring):
    """Whether a point lies in a closed ring, by the crossings of a ray to the east."""
    return sum((b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a for (a, b), (c, d) in pairwise(ring)) % 2 == 1


def test_the_land_is_closed_rings_within_its_frame():
    found = rings()
    assert [ring for ring, _ in found] == list(range(1, len(found) + 1))
    for _, points in found:
        assert [n for n, _, _ in points] == list(range(1, len(points) + 1))
        assert points[0][1:] == points[-1][1:] and len(points) > 3
        assert all(-12 <= x <= 21 and 35 <= y <= 57.5 for _, x, y in points)


def test_rings_turn_as_d3_wants_land_to():
    for _, points in rings():
        twice_the_area = sum(a * d - c * b for (_, a, b), (_, c, d) in pairwise(points))
        assert twice_the_area < 0  # clockwise


def test_the_land_is_small_enough_for_a_page():
    assert (ROOT / "data" / "land.csv").stat().st_size < 30_000


def test_the_sea_is_no_land():
    for x, y in [(3.5, 56), (-5, 46), (5, 42), (-10, 36)]:
        assert not any(inside(x, y, [point[1:] for point in points]) for _, points in rings())
