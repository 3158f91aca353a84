"""The annotation as it is loaded: anchored to the exact words, or not at all."""

import csv
import re
import shutil
from dataclasses import replace

import pandas as pd
import pytest

from closereading import argument, decisions, edition
from closereading.argument import annotation
from closereading.argument.annotation import ArgumentError

PAMPHLET = edition.read("pamphlet")
ARGUMENT = argument.load(edition=PAMPHLET)
TABLES = ("tables.toml", "claims.csv", "relations.csv", "cruxes.csv")


@pytest.fixture
def folder(tmp_path):
    for name in TABLES:
        shutil.copy(decisions.FOLDER / name, tmp_path)
    return tmp_path


def change(path, row, **cells):
    """Change cells of a row, the first after the header being row 2."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[row - 2] |= cells
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def test_every_quotation_stands_where_it_is_said_to():
    assert len(ARGUMENT.claims)
    for row in ARGUMENT.claims.itertuples():
        around = row.prefix + row.quote + row.suffix
        assert PAMPHLET.text[row.start : row.end] == row.quote
        assert PAMPHLET.text.count(around) == 1
        assert PAMPHLET.paragraphs.set_index("para").loc[row.para, "text"].count(row.quote) == 1


def test_where_nothing_was_changed_the_bytes_of_the_source_are_the_quotation():
    raw = PAMPHLET.source.encode()
    changed = PAMPHLET.runs[PAMPHLET.runs["kind"] != "copied"]
    plain = [
        row
        for row in ARGUMENT.claims.itertuples()
        if not ((changed["start"] < row.end) & (changed["end"] >= row.start)).any()
    ]
    assert len(plain) > len(ARGUMENT.claims) / 2
    for row in plain:
        assert b"".join(raw[a:b] for a, b in row.seed_runs).decode() == row.quote


def test_claims_stand_in_the_order_of_the_text():
    assert ARGUMENT.claims["start"].is_monotonic_increasing


@pytest.mark.parametrize(
    ("quote", "times"),
    [("If there is a devil in human histories", 0), ("history", 2), ("here is a devil in human history", 0), ("", 0)],
    ids=["a letter changed", "too short", "half a word", "nothing"],
)
def test_a_quotation_that_does_not_stand_once_is_named(folder, quote, times):
    row = ARGUMENT.claims.index[ARGUMENT.claims["id"] == "U3a"][0] + 2
    change(folder / "claims.csv", row, quote=quote)
    message = rf"data/claims\.csv, row {row}, claim U3a: “{quote}” stands {times} times in U3; quote whole words"
    with pytest.raises(ArgumentError, match=message):
        argument.load(folder, PAMPHLET)


def test_a_paragraph_that_is_not_there_is_named(folder):
    change(folder / "claims.csv", 2, para="U11")
    with pytest.raises(ArgumentError, match=r"row 2, .* stands 0 times in U11"):
        argument.load(folder, PAMPHLET)


def test_all_faults_are_named_at_once(folder):
    change(folder / "claims.csv", 2, quote="no such words")
    change(folder / "claims.csv", 9, quote="nor these")
    change(folder / "relations.csv", 3, cue="and not these")
    with pytest.raises(ArgumentError) as error:
        argument.load(folder, PAMPHLET)
    assert re.findall(r"data/(\w+)\.csv, row (\d+)", str(error.value)) == [
        ("claims", "2"),
        ("claims", "9"),
        ("relations", "3"),
    ]


def test_a_cue_is_found_as_whole_words_in_the_paragraphs_of_its_claims():
    spans = ARGUMENT.claims.set_index("id")
    signaled = ARGUMENT.relations.dropna(subset="cue_start")
    assert len(signaled)
    assert (signaled["cue"] != "").all()
    assert (ARGUMENT.relations["cue"] != "").sum() == len(signaled)
    for row in signaled.itertuples():
        assert PAMPHLET.text[row.cue_start :].startswith(row.cue)
        paras = {spans.loc[claim, "para"] for claim in (*row.src, row.dst) if claim in spans.index}
        para = PAMPHLET.paragraphs.query("start <= @row.cue_start < end")["para"].item()
        assert para in paras


def test_an_ellipsis_between_two_claims_is_a_cut_they_reach_across():
    text = "One is so. ... Two is so. Three is so."
    small = edition.from_text(text)
    spans = {
        word: (text.index(word), text.index(word) + len(word)) for word in ("One is so", "Two is so", "Three is so")
    }
    one, two, three = spans.values()
    assert annotation.crosses_cut([one, two], small)
    assert annotation.crosses_cut([three, one], small)
    assert not annotation.crosses_cut([two, three], small)
    assert not annotation.crosses_cut([two], small)


def test_the_graph_has_claims_and_relations_for_nodes():
    graph = ARGUMENT.graph
    kinds = pd.Series(dict(graph.nodes(data="kind")))
    assert set(kinds.index[kinds == "claim"]) == set(ARGUMENT.claims["id"])
    assert set(kinds.index[kinds == "relation"]) == set(ARGUMENT.relations["id"])
    for row in ARGUMENT.relations.itertuples():
        assert set(graph.predecessors(row.id)) - set(graph.nodes) == set()
        assert set(row.src) <= set(graph.predecessors(row.id))
        assert row.dst in graph.successors(row.id)
    undercut = ARGUMENT.relations.query("type == 'und'")["dst"]
    assert len(undercut)
    assert (kinds[undercut] == "relation").all()


def test_a_target_that_is_not_there_is_left_out_of_the_graph():
    first = ARGUMENT.relations["id"].iloc[0]
    lost = ARGUMENT.relations.assign(dst=ARGUMENT.relations["dst"].where(ARGUMENT.relations["id"] != first, "Z9z"))
    graph = replace(ARGUMENT, relations=lost).graph
    assert "Z9z" not in graph
    assert list(graph.successors(first)) == []


def test_without_cruxes_the_argument_still_loads(folder):
    header = (folder / "cruxes.csv").read_text(encoding="utf-8").splitlines()[0]
    (folder / "cruxes.csv").write_text(header + "\n", encoding="utf-8")
    assert argument.load(folder, PAMPHLET).cruxes.empty


@pytest.mark.parametrize("emptied", [("relations.csv",), ("relations.csv", "claims.csv")])
def test_an_annotation_that_is_only_begun_loads(folder, emptied):
    for name in emptied:
        header = (folder / name).read_text(encoding="utf-8").splitlines()[0]
        (folder / name).write_text(header + "\n", encoding="utf-8")
    begun = argument.load(folder, PAMPHLET)
    assert begun.relations.empty
    assert begun.claims.empty == ("claims.csv" in emptied)
    broken = {problem.rule for problem in argument.problems(begun)}
    assert ("every_paragraph_has_claims" in broken) == begun.claims.empty


def test_a_missing_table_is_named(folder):
    (folder / "relations.csv").unlink()
    with pytest.raises(decisions.DecisionError, match=r"relations\.csv is missing"):
        argument.load(folder, PAMPHLET)
