"""What two readings found, whether it stands in the text, and how far the two agree."""

import csv

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask

from closereading import decisions, edition, two_readings
from closereading.decisions import DecisionError

PAMPHLET = edition.read("pamphlet")
READERS = {"antitheses.csv": two_readings.antitheses, "metaphors.csv": two_readings.metaphors}
GOOD = {
    "antitheses.csv": {
        "para": "T5",
        "quotation": "the incessant mutual interdependence of individuals and of masses",
        "axis": "one/many",
        "first": "individuals",
        "second": "masses",
        "sides_with": "both",
        "coder": "A",
        "note": "",
    },
    "metaphors.csv": {
        "para": "S4",
        "quotation": "the new faith",
        "vehicle": "religion",
        "tenor": "ideas",
        "certainty": "certain",
        "coder": "B",
        "note": "",
    },
}


def rows(*given_rows):
    """Return made-up rows: (coder, axis, start, end)."""
    table = pd.DataFrame(given_rows, columns=["coder", "axis", "start", "end"])
    return table.assign(shared=False, para="U1")


@pytest.mark.parametrize("table", READERS)
def test_every_row_of_the_table_is_read_and_quotes_the_text(table):
    found = READERS[table](PAMPHLET)
    with (decisions.FOLDER / table).open(encoding="utf-8") as lines:
        assert len(found) == len(list(csv.DictReader(lines)))
    for row in found.itertuples():
        assert PAMPHLET.text[row.start : row.end] == row.quotation
    assert found["start"].is_monotonic_increasing
    assert set(found["coder"]) == set(two_readings.READINGS)


@pytest.mark.parametrize("table", READERS)
def test_a_link_finds_the_words_nowhere_else(table):
    text = PAMPHLET.text.casefold()
    texts = PAMPHLET.paragraphs.set_index("para")["text"]
    for row in READERS[table](PAMPHLET).itertuples():
        assert text.count(row.phrase.casefold()) == 1
        assert row.phrase in texts[row.para]


@pytest.mark.parametrize("table", READERS)
def test_no_note_speaks_of_what_a_reader_cannot_see(table):
    notes = READERS[table](PAMPHLET)["note"]
    assert not notes.str.contains(r"\blist\b|\brow\b|instruction", regex=True).any()


BROKEN = [
    ("antitheses.csv", "quotation", "no such words", "row 2: “no such words” stands 0 times in T5; quote whole words"),
    ("antitheses.csv", "quotation", "masses", "row 2: “masses” stands 3 times in T5"),
    ("antitheses.csv", "quotation", "", "row 2: “” stands 0 times"),
    ("antitheses.csv", "para", "X1", "row 2: pamphlet has no paragraph 'X1'; correct its number"),
    ("antitheses.csv", "axis", "good/bad", "row 2: axis is 'good/bad'; it must be one of: below/above, "),
    ("antitheses.csv", "sides_with", "third", "row 2: sides_with is 'third'; it must be one of: first, "),
    ("antitheses.csv", "coder", "C", "row 2: coder is 'C'; it must be one of: A, B"),
    ("antitheses.csv", "second", "State", "row 2: the pole “State” does not stand in the quotation; quote enough"),
    ("metaphors.csv", "vehicle", "weather", "row 2: vehicle is 'weather'; it must be one of: war, "),
    ("metaphors.csv", "tenor", "party", "row 2: tenor is 'party'; it must be one of: International, "),
    ("metaphors.csv", "certainty", "perhaps", "row 2: certainty is 'perhaps'; it must be one of: certain, debatable"),
]


@pytest.mark.parametrize(("table", "column", "value", "message"), BROKEN)
def test_a_row_that_does_not_fit_is_named(table, column, value, message, monkeypatch):
    good = GOOD[table]
    monkeypatch.setattr(decisions, "table", lambda name: [good])
    assert len(READERS[table](PAMPHLET)) == 1
    monkeypatch.setattr(decisions, "table", lambda name: [{**good, column: value}])
    with pytest.raises(DecisionError) as error:
        READERS[table](PAMPHLET)
    assert str(error.value).startswith(f"data/{table}, {message}")


def test_quotations_that_overlap_are_a_pair_and_those_that_touch_are_not():
    found = two_readings.pairs(
        rows(("A", "x", 0, 10), ("B", "y", 8, 12), ("B", "x", 10, 20), ("A", "x", 12, 15), ("A", "x", 0, 3))
    )
    assert found[["row_A", "row_B", "overlap"]].to_numpy().tolist() == [[0, 1, 2], [3, 2, 3]]


def test_a_finding_is_what_overlaps_with_the_same_code():
    found = two_readings.findings(
        rows(("A", "x", 0, 10), ("B", "y", 0, 10), ("B", "x", 8, 12), ("A", "x", 12, 15), ("B", "x", 14, 18)), "axis"
    )
    assert found[["axis", "start", "end", "found_by"]].to_numpy().tolist() == [
        ["y", 0, 10, "B only"],
        ["x", 0, 12, "both"],
        ["x", 12, 18, "both"],
    ]


def test_a_finding_is_certain_only_if_every_row_of_it_is():
    table = rows(("A", "x", 0, 5), ("B", "x", 0, 5), ("A", "x", 6, 9)).assign(
        certainty=["certain", "debatable", "certain"]
    )
    assert two_readings.findings(table, "axis")["certain"].tolist() == [False, True]


def test_each_row_belongs_to_one_finding_and_shared_rows_to_findings_of_both():
    table = two_readings.metaphors(PAMPHLET)
    found = two_readings.findings(table, "vehicle")
    for row in table.itertuples():
        home = found[(found["vehicle"] == row.vehicle) & (found["start"] <= row.start) & (found["end"] >= row.end)]
        assert len(home) == 1
        assert (home["found_by"].item() == "both") == row.shared


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=40))
def test_kappa_is_that_of_nltk(marks):
    a, b = np.array(marks).T
    counts = (a & b).sum(), (a & ~b).sum(), (~a & b).sum(), (~(a | b)).sum()
    kappa = two_readings.cohen_kappa(*counts)
    data = [(name, i, mark) for name, marked in (("A", a), ("B", b)) for i, mark in enumerate(marked)]
    if np.isnan(kappa):
        assert a.all() == b.all() and a.any() == b.any() and a.all() == a.any()
    else:
        assert kappa == pytest.approx(AnnotationTask(data=data).kappa())
        assert kappa <= 1 + 1e-12


SENTENCES = pd.DataFrame(
    {"para": ["U1", "U1", "U2", "U3"], "start": [0, 10, 20, 30], "end": [9, 19, 29, 39]},
)


def test_readings_that_agree_throughout_have_kappa_1():
    table = rows(("A", "x", 0, 5), ("B", "x", 2, 5), ("A", "y", 22, 28), ("B", "y", 20, 29)).assign(shared=True)
    found = two_readings.agreement(table, SENTENCES, "axis", draws=100)
    assert found["code"].tolist() == ["any", "x", "y"]
    assert (found[["kappa", "low", "high", "shared"]] == 1).all(axis=None)


def test_agreement_by_hand():
    """Code x is in sentences 1 and 2 of A, and in 1 and 3 of B: they agree on two of four, as chance would have it."""
    table = rows(("A", "x", 0, 12), ("B", "x", 2, 5), ("B", "x", 20, 29))
    found = two_readings.agreement(table, SENTENCES, "axis", draws=100).set_index("code").loc["x"]
    assert found[["sentences_A", "sentences_B", "sentences_both", "rows_A", "rows_B"]].tolist() == [2, 2, 1, 1, 2]
    assert found["kappa"] == pytest.approx(0)
    assert found["low"] <= 0 <= found["high"]


def test_intervals_hold_kappa_and_are_the_same_every_time():
    table = two_readings.antitheses(PAMPHLET)
    one, two = (two_readings.agreement(table, PAMPHLET.sentences, "axis", draws=300) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)
    assert ((one["low"] <= one["kappa"]) & (one["kappa"] <= one["high"])).all()
    assert (one["sentences_both"] <= one[["sentences_A", "sentences_B"]].min(axis=1)).all()


def test_nothing_to_agree_on():
    with pytest.raises(ValueError, match="rows is empty"):
        two_readings.agreement(rows(), SENTENCES, "axis")
