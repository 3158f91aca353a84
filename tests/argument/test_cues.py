"""Where cues stand, what they are held to mean, and how well they find what the annotation relates."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from closereading import argument, decisions, edition
from closereading.argument import cues
from closereading.argument.annotation import AUTHORS, TYPES
from closereading.decisions import DecisionError
from tests.argument import making

PAMPHLET = edition.read("pamphlet")
REAL = argument.load(edition=PAMPHLET)
LIST = cues.listed()


def cues_in(text):
    return cues.found(edition.from_text(text))["cue"].tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They fail because they wait.", ["because"]),
        ("They fail, for they wait. For they wait.", ["for", "for"]),
        ("They wait for help.", []),
        ("It is not for ever. For ever they wait.", []),
        ("For this reason they fail.", ["for this reason"]),
        ("They fail for example.", ["for example"]),
        ("However free, it fails.", []),
        ("However, it fails. It fails, however, later.", ["however", "however"]),
        ("Nothing but force helps.", []),
        ("Force helps, but not here. (But see below.)", ["but", "but"]),
        ("Not only force, but also help.", []),
        ("So they failed. They so failed. So long as they wait, they fail.", ["so"]),
        ("They wait so that we fail.", ["so that"]),
        ("EVEN THOUGH they wait, they fail.", ["even though"]),
        ("Thusly they fail; the becauses, the fors.", []),
        ("A “thus” — and therefore no.", ["thus", "therefore"]),
    ],
)
def test_a_cue_counts_only_where_it_can_mean_what_it_is_listed_for(text, expected):
    assert cues_in(text) == expected


def test_every_listed_cue_is_found_where_it_should_be():
    for row in LIST.itertuples():
        text = f"{row.cue[0].upper()}{row.cue[1:]}, it seems, they fail."
        assert cues_in(text)[:1] == [row.cue]


def test_places_read_as_their_cue_and_overlap_with_no_other():
    found = cues.found(PAMPHLET)
    assert len(found) and found["start"].is_monotonic_increasing
    assert (found["end"].to_numpy()[:-1] <= found["start"].to_numpy()[1:]).all()
    sentences = PAMPHLET.sentences.set_index("sent")
    for row in found.itertuples():
        assert PAMPHLET.text[row.start : row.end].casefold() == row.cue.casefold()
        assert sentences.loc[row.sent, "start"] <= row.start < sentences.loc[row.sent, "end"]


def test_the_editors_words_are_left_out():
    voices = PAMPHLET.tokens.set_index("start")["voice"]
    assert set(voices[cues.found(PAMPHLET)["start"]]) <= set(AUTHORS)
    assert "since" in PAMPHLET.paragraphs["text"].iloc[0].casefold()
    assert not cues.found(PAMPHLET)["para"].str.startswith("I").any()


def test_the_list_is_of_the_agreed_size_and_agrees_with_types_there_are():
    assert 30 <= len(LIST) <= 55
    assert set(LIST["signals"]) == set(cues.SIGNALS)
    assert set().union(*cues.SIGNALS.values()) <= set(TYPES)
    assert set(LIST.loc[LIST["signals"] == "conclusion", "direction"]) == {"precedes"}
    assert set(LIST.loc[LIST["signals"] == "reason", "direction"]) == {"follows"}
    for row in LIST.itertuples():
        assert all(row.cue in phrase for phrase in row.but_not)


GOOD = {
    "cue": "because",
    "signals": "reason",
    "direction": "follows",
    "strict": "yes",
    "where": "",
    "but_not": "",
    "note": "",
}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"signals": "cause"}, "row 2: signals is 'cause'; it must be one of: reason, "),
        ({"direction": "after"}, "row 2: direction is 'after'"),
        ({"strict": "1"}, "row 2: strict is '1'; it must be one of: yes, no"),
        ({"where": "end"}, "row 2: where is 'end'"),
        ({"cue": ""}, "row 2: the cue '' is empty"),
    ],
)
def test_a_row_that_does_not_fit_is_named(change, message, monkeypatch):
    monkeypatch.setattr(decisions, "table", lambda name: [{**GOOD, **change}])
    with pytest.raises(DecisionError, match=f"data/cues.csv, {message}"):
        cues.listed()


def test_a_cue_that_stands_there_twice_is_named(monkeypatch):
    monkeypatch.setattr(decisions, "table", lambda name: [GOOD, {**GOOD, "cue": "Because"}])
    with pytest.raises(DecisionError, match="row 3: the cue 'Because' is empty or stands there twice"):
        cues.listed()


TEXT = """Power corrupts, because nobody watches it. Committees rule. Therefore men obey. We saw an example of it in Geneva.

They mean well. But they rule. Men sleep. It rains.

Nothing stirs."""

SMALL = making.argument(
    TEXT,
    [
        making.claim("P1a", "Power corrupts"),
        making.claim("P1b", "nobody watches it"),
        making.claim("P1c", "Committees rule"),
        making.claim("P1d", "men obey"),
        making.claim("P1e", "We saw an example of it in Geneva"),
        making.claim("P2a", "They mean well"),
        making.claim("P2b", "they rule"),
        making.claim("P2c", "Men sleep"),
        making.claim("P2d", "It rains"),
        making.claim("P3a", "Nothing stirs"),
    ],
    [
        making.relation("r1", "P1b", "sup", "P1a", cue="because"),
        making.relation("r2", "P1d", "sup", "P1c", cue="men obey"),
        making.relation("r3", "P1e", "exa", "P1d"),
        making.relation("r4", "P2a", "reb", "P1a"),
        making.relation("r5", "P2b", "und", "r4", cue="But"),
        making.relation("r6", "P2c P2d", "sup", "P1a"),
    ],
)


def test_neighbors_by_hand():
    found = cues.neighbors(SMALL).set_index(["first", "second"])
    assert found["types"].to_dict() == {
        ("P1a", "P1b"): ("sup",),
        ("P1b", "P1c"): (),
        ("P1c", "P1d"): ("sup",),
        ("P1d", "P1e"): ("exa",),
        ("P2a", "P2b"): ("und",),
        ("P2b", "P2c"): (),
        ("P2c", "P2d"): ("linked",),
    }
    assert found["cues"].tolist() == [("because",), (), ("therefore",), ("an example",), ("but",), (), ()]
    assert (found["related"] == (found["types"].map(len) > 0)).all()
    assert found["cued"].tolist() == found["strict"].tolist() == [True, False, True, True, True, False, False]


def test_pairs_across_paragraphs_stay_in_a_section():
    across = cues.neighbors(SMALL, across=True)
    assert set(map(tuple, across[["first", "second"]].to_numpy())) - set(
        map(tuple, cues.neighbors(SMALL)[["first", "second"]].to_numpy())
    ) == {("P1e", "P2a"), ("P2d", "P3a")}
    sections = REAL.claims.set_index("id")["section"]
    pairs = cues.neighbors(REAL, across=True)
    assert (sections[pairs["first"]].array == sections[pairs["second"]].array).all()
    assert len(cues.neighbors(REAL)) < len(pairs)


def test_a_cue_stands_at_a_border_only_up_to_the_third_word():
    """“Thus” is the second word of its claim, “therefore” the fifth."""
    claims = [
        making.claim("P1a", "Men obey"),
        making.claim("P1b", "It thus rains"),
        making.claim("P1c", "They all do so, therefore"),
    ]
    made = making.argument(
        "Men obey. It thus rains. They all do so, therefore.", claims, [making.relation("r1", "P1a", "sup", "P1b")]
    )
    assert cues.neighbors(made)["cues"].tolist() == [("thus",), ()]


def test_detection_by_hand():
    """Seven pairs, five related; four have a cue, all of them related."""
    found = cues.detection(SMALL, draws=50).set_index(["signal", "measure"])
    for signal in ("any cue", "strict cue"):
        assert found["value"][signal].tolist() == pytest.approx([1, 4 / 5, 2 * 0.8 / 1.8])
        assert found["n"][signal].tolist() == [4, 5, 5]
    assert found["value"]["all neighbors"].tolist() == pytest.approx([5 / 7, 1, 10 / 12])


@pytest.mark.parametrize("across", [False, True])
def test_detection_obeys_its_laws(across):
    table = cues.detection(REAL, across, draws=200)
    assert (
        table["value"].between(0, 1).all()
        and ((table["low"] <= table["value"]) & (table["value"] <= table["high"])).all()
    )
    value = table.set_index(["signal", "measure"])["value"]
    n = table.set_index(["signal", "measure"])["n"]
    assert value["all neighbors", "recall"] == 1
    assert value["strict cue", "recall"] <= value["any cue", "recall"]
    pairs = cues.neighbors(REAL, across)
    assert value["all neighbors", "precision"] == pytest.approx(pairs["related"].mean())
    for signal in ("any cue", "strict cue"):
        hits = value[signal, "precision"] * n[signal, "precision"]
        assert hits == pytest.approx(value[signal, "recall"] * n[signal, "recall"])
        p, r = value[signal, "precision"], value[signal, "recall"]
        assert value[signal, "F1"] == pytest.approx(2 * p * r / (p + r))
    pd.testing.assert_frame_equal(table, cues.detection(REAL, across, draws=200))


def test_an_interval_is_that_of_a_bootstrap_written_out():
    pairs = cues.neighbors(REAL)
    paras = pairs["para"].unique()
    by = {para: pairs.loc[pairs["para"] == para, ["cued", "related"]].to_numpy() for para in paras}
    rng = np.random.default_rng(0)
    values = []
    for _ in range(1500):
        drawn = np.concatenate([by[para] for para in rng.choice(paras, len(paras))])
        values.append((drawn[:, 0] & drawn[:, 1]).sum() / drawn[:, 1].sum())
    row = cues.detection(REAL).set_index(["signal", "measure"]).loc[("any cue", "recall")]
    assert row[["low", "high"]].tolist() == pytest.approx(np.percentile(values, [2.5, 97.5]), abs=0.015)


def test_nothing_to_detect_is_not_a_number():
    bare = replace(SMALL, claims=SMALL.claims[-3:], relations=SMALL.relations[:0])
    values = cues.detection(bare, draws=20).set_index(["signal", "measure"])
    assert math.isnan(values.loc[("any cue", "precision"), "value"]) and math.isnan(
        values.loc[("any cue", "F1"), "low"]
    )
    assert values.loc[("all neighbors", "precision"), "value"] == 0
    one = replace(bare, claims=SMALL.claims[:1])
    assert cues.detection(one, draws=20)["value"].isna().all()
    assert cues.typed(one).empty and cues.signaled(one).empty


def test_what_cues_mean_by_hand():
    table = cues.typed(SMALL).set_index("cue")
    assert table.loc["because", ["type", "agrees", "stands", "direction_agrees"]].tolist() == [
        "sup",
        True,
        "follows",
        True,
    ]
    assert table.loc["therefore", ["agrees", "stands", "direction_agrees"]].tolist() == [True, "follows", False]
    assert table.loc["but", ["type", "agrees"]].tolist() == ["und", True]
    assert table.loc["an example", ["type", "agrees", "direction_agrees"]].tolist() == ["exa", True, True]
    assert table["direction_agrees"].isna().tolist() == [False, False, False, True]


def test_typed_rows_are_cues_of_related_neighbors():
    pairs = cues.neighbors(REAL).set_index(["first", "second"])
    table = cues.typed(REAL)
    assert len(table)
    for row in table.itertuples():
        pair = pairs.loc[(row.first, row.second)]
        assert row.cue in pair["cues"] and row.type in pair["types"]
        assert row.agrees == (row.type in cues.SIGNALS[row.signals])
        assert pd.isna(row.direction_agrees) or row.agrees


def test_the_annotators_own_cues_beside_the_list():
    table = cues.signaled(SMALL).set_index("relation")
    assert table["listed"].tolist() == [("because",), (), (), (), ("but",), ()]
    assert table["cue"].tolist() == ["because", "men obey", "", "", "But", ""]
    real = cues.signaled(REAL)
    assert set(real["relation"]) <= set(REAL.relations["id"])
    own = set(REAL.claims.loc[REAL.claims["voice"].isin(AUTHORS), "id"])
    assert len(real) == sum(set(src) <= own for src in REAL.relations["src"])
    for row in real.itertuples():
        assert not row.listed or row.cue
        assert all(cue.casefold() in row.cue.casefold() or row.cue.casefold() in cue.casefold() for cue in row.listed)
