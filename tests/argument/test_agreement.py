"""How far annotations agree, held against published examples, NLTK, the package krippendorff and counts by hand."""

import csv
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask

from closereading import two_readings
from closereading.argument import agreement as measured
from closereading.argument.annotation import ROLES
from tests.argument.test_passes import EVERYWHERE, PAMPHLET, REAL, SMALL, one_pass

REFERENCE = Path(__file__).parent / "references" / "krippendorff.csv"


def ratings(strings, paras=None):
    """Return what several annotators call things: a string for each, "." where one says nothing."""
    columns = [pd.Series([None if label == "." else label for label in string], dtype=object) for string in strings]
    places = pd.Series(["P1"] * len(strings[0]) if paras is None else paras)
    return measured.ratings_of(columns, sorted(set(places)), places)


def alphas(strings):
    """Return alpha as NLTK computes it, and as tables of coincidences give it."""
    found = ratings(strings)
    met = measured._coincidences(found, found.first, 1)
    return measured._krippendorff(found), float(measured._alpha(met.sum(axis=0)))


NOMINAL = "11.1 2232 3333 3333 2222 1234 4444 1121 2222 .555 ..11 ..3."

PUBLISHED = [
    (["0100000010", "1110010000"], 0.095, "Krippendorff 2011, A: two observers, yes or no"),
    (["aabbdcccedda", "babbbccceddd"], 0.692, "Krippendorff 2011, B: two observers, five values"),
    (
        ["".join(unit[k] for unit in NOMINAL.split()) for k in range(4)],
        0.743,
        "Krippendorff 2011, C: four, some missing",
    ),
]


@pytest.mark.parametrize(("strings", "expected", "source"), PUBLISHED, ids=[source for *_, source in PUBLISHED])
def test_alpha_of_published_examples(strings, expected, source):
    assert alphas(strings) == pytest.approx((expected, expected), abs=0.0005)


def test_alpha_of_the_package_krippendorff():
    with REFERENCE.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 60
    for row in rows:
        assert alphas(row["labels"].split()) == pytest.approx((float(row["alpha"]),) * 2)


def test_kappa_of_cohens_own_example():
    """Cohen 1960: two judges, 200 patients, three diagnoses; the same table, as proportions, in Cohen 1968."""
    table = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    assert float(measured._kappa(table.astype(float))) == pytest.approx(0.492, abs=0.0005)
    pairs = [(a, b) for (a, b), times in np.ndenumerate(table) for _ in range(times)]
    found = ratings(["".join("abc"[pair[k]] for pair in pairs) for k in (0, 1)])
    assert measured._cohen(found, 0, 1) == pytest.approx(0.492, abs=0.0005)


@given(st.lists(st.tuples(*[st.sampled_from("abcd")] * 2), min_size=2, max_size=40))
def test_kappa_of_a_table_is_that_of_nltk(labels):
    strings = ["".join(column) for column in zip(*labels, strict=True)]
    found = ratings(strings)
    ours = float(measured._kappa(measured._contingency(found, 0, 1, found.first, 1).sum(axis=0)))
    if np.isnan(ours):
        assert len(set("".join(strings))) == 1
        return
    data = [(rater, thing, label) for rater, string in enumerate(strings) for thing, label in enumerate(string)]
    assert ours == pytest.approx(AnnotationTask(data=data).kappa())
    assert ours == pytest.approx(measured._cohen(found, 0, 1))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=40))
def test_kappa_of_two_labels_is_that_of_the_two_readings(marks):
    a, b = np.array(marks).T
    table = np.array([[(a & b).sum(), (a & ~b).sum()], [(~a & b).sum(), (~a & ~b).sum()]], dtype=float)
    ours, theirs = measured._kappa(table), two_readings.cohen_kappa(*table.ravel())
    assert float(ours) == pytest.approx(float(theirs), nan_ok=True)


def krippendorff_2004():
    """Return the example of Krippendorff 2004, p. 254, as the tests of DKPro Statistics have it: from 150 to 450."""
    rows = [
        *((0, 225, 70, "c"), (0, 370, 30, "c"), (1, 220, 80, "c"), (1, 355, 20, "c"), (1, 400, 20, "c")),
        *((0, 180, 60, "k"), (0, 300, 50, "k"), (1, 180, 60, "k"), (1, 300, 50, "k")),
    ]
    return pd.DataFrame(
        [(coder, start - 150, *rest) for coder, start, *rest in rows], columns=["coder", "start", "length", "category"]
    )


def test_alpha_for_unitizing_of_the_published_example():
    found = measured.alpha_u(krippendorff_2004(), 300, 2).set_index("category")
    assert found.loc["c", ["observed", "expected", "alpha"]].tolist() == pytest.approx(
        [0.0144, 0.0532, 0.7286], abs=1e-4
    )
    assert found.loc["k", ["observed", "expected", "alpha"]].tolist() == pytest.approx([0, 0.0490, 1], abs=1e-4)
    assert found.loc["all", "alpha"] == pytest.approx(0.8591, abs=5e-4)


def test_alpha_for_unitizing_is_about_0_where_stretches_lie_by_chance():
    rng = np.random.default_rng(0)
    values = []
    for _ in range(300):
        starts = rng.integers(0, 191, size=2)
        both = pd.DataFrame({"coder": [0, 1], "start": starts, "length": 10, "category": "x"})
        found = measured.alpha_u(both, 200, 2).iloc[-1]
        values.append((found["observed"], found["expected"]))
    observed, expected = np.mean(values, axis=0)
    assert 1 - observed / expected == pytest.approx(0, abs=0.15)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"length": 0}, "a stretch without length"),
        ({"start": 290}, r"beyond 0\.\.300"),
        ({"start": 200}, "overlap"),
    ],
)
def test_stretches_that_cannot_be_are_refused(change, message):
    units = krippendorff_2004()
    for column, value in change.items():
        units.loc[0, column] = value
    with pytest.raises(ValueError, match=f"units has .*{message}"):
        measured.alpha_u(units, 300, 2)
    with pytest.raises(ValueError, match="coders is 1"):
        measured.alpha_u(units, 300, 1)


@pytest.fixture
def two(tmp_path):
    """Two passes that agree on two claims of three and on one relation of two."""
    a = one_pass(
        tmp_path,
        "a",
        [("P1", "One two three four", "thesis"), ("P1", "Five six seven", "premise"), ("P2", "Red green", "premise")],
        [("b", "sup", "a"), ("c", "sup", "a")],
        **EVERYWHERE,
    )
    b = one_pass(
        tmp_path,
        "b",
        [
            ("P1", "One two three four", "thesis"),
            ("P1", "six seven eight. Nine", "claim"),
            ("P3", "Last words here", "premise"),
        ],
        [("a", "sup", "b")],
        **EVERYWHERE,
    )
    return [a, b]


def values(table):
    return table.set_index(["measure", "on"])["value"]


def test_claims_found_by_hand(two):
    found = values(measured.agreement(two, draws=20))["F1"]
    assert found["claims, any word shared"] == pytest.approx(2 / 3)
    assert found["claims, half the words shared"] == pytest.approx(2 / 3)  # two words of four
    assert found["claims, the same words"] == pytest.approx(1 / 3)


def test_labels_by_hand(two):
    table = measured.agreement(two, draws=20).set_index(["measure", "on"])
    assert table.loc[("share", "role of aligned claims"), ["value", "n"]].tolist() == [0.5, 2]
    words = table.loc[("share", "words in a claim or not")]
    assert (words["value"], words["n"]) == (pytest.approx((20 - 8) / 20), 20)
    assert table.loc[("share", "words by role"), "value"] == pytest.approx((20 - 10) / 20)
    assert table.loc[("share", "sentences by role"), ["value", "n"]].tolist() == [2 / 6, 6]
    assert table.loc[("share", "aligned claims related or not"), ["value", "n"]].tolist() == [1, 1]
    assert table.loc[("share", "direction where both have one"), "value"] == 0  # b supports a, and a supports b


def test_a_claim_has_one_partner_the_one_that_shares_most(tmp_path):
    a = one_pass(tmp_path, "a", [("P1", "One two three four. Five six", "claim"), ("P1", "seven eight", "claim")])
    b = one_pass(
        tmp_path, "b", [("P1", "One", "claim"), ("P1", "two three", "claim"), ("P1", "Five six seven", "claim")]
    )
    aligned = measured.align([b, a])
    assert aligned[["a", "b"]].to_numpy().tolist() == [[0, 1], [1, 2]]
    for column in ("a", "b"):
        assert measured.align(REAL)["revised"].dropna().is_unique
        assert aligned[column].dropna().is_unique


def test_three_claims_are_one_only_if_each_is_of_another_pass(tmp_path):
    a = one_pass(tmp_path, "a", [("P1", "One two three four", "claim")])
    b = one_pass(tmp_path, "b", [("P1", "One two", "claim"), ("P1", "three four. Five six seven", "claim")])
    c = one_pass(tmp_path, "c", [("P1", "Five six seven", "claim")])
    assert measured.align([a, b, c])[["a", "b", "c"]].astype(object).where(
        lambda t: t.notna(), None
    ).to_numpy().tolist() == [
        [0, 0, None],
        [None, 1, 0],
    ]


def test_a_sentence_has_the_role_of_the_claim_with_most_of_its_words(tmp_path):
    one = one_pass(
        tmp_path,
        "a",
        [
            ("P1", "One", "thesis"),
            ("P1", "three four. Five", "claim"),
            ("P1", "eight", "premise"),
            ("P2", "Red", "concession"),
            ("P2", "blue", "rebuttal"),
        ],
    )
    assert measured.sentence_labels(one).to_dict() == {
        "P1.1": "claim",
        "P1.2": "claim",
        "P1.3": "other",
        "P2.1": "concession",
        "P2.2": "other",
    }


def test_own_labels_of_sentences_stand_for_derived_ones(tmp_path):
    claims = [("P1", "One two", "thesis"), ("P2", "Red", "claim")]
    a = one_pass(tmp_path, "a", claims)
    b = one_pass(tmp_path, "b", claims, sentences=[("P1", 1, "claim"), ("P2", 1, "claim")])
    table = measured.agreement([a, b], draws=20).set_index(["measure", "on"])
    assert table.loc[("share", "sentences by own labels"), ["value", "n"]].tolist() == [0.5, 2]
    assert measured.rule_check(b)[["label", "derived"]].to_numpy().tolist() == [["claim", "thesis"], ["claim", "claim"]]


def again(one, name, **changes):
    return replace(one, name=name, **changes)


@pytest.mark.parametrize("one", REAL, ids=[one.name for one in REAL])
def test_a_pass_agrees_with_itself(one):
    table = measured.agreement([one, again(one, "copy")], draws=50)
    defined = table["value"].notna()
    assert table.loc[defined, "value"].tolist() == pytest.approx([1] * defined.sum())
    assert np.allclose(table[["low", "high"]].dropna(), 1) and table["low"].notna().sum() > 20
    assert set(table.loc[~defined, "on"]) <= {"sentences by own labels"}
    divided = measured.by_sentence([one, again(one, "copy")])
    assert (divided["score"] == 0).all() and (divided["relation"].fillna(0) == 0).all()


def test_relabeled_passes_agree_less_and_only_where_they_were_changed():
    one = REAL[1]
    mixed = np.random.default_rng(3).permutation(one.claims["role"])
    other = again(one, "mixed", claims=one.claims.assign(role=mixed))
    table = values(measured.agreement([one, other], draws=20))
    assert table["F1"].min() == 1 and table["kappa", "words in a claim or not"] == 1
    assert abs(table["kappa", "role of aligned claims"]) < 0.2
    assert table["alpha", "words by role"] < 0.8 and table["alpha_u", "claims as stretches, by role"] < 0.5
    fewer = again(one, "fewer", relations=one.relations[::2].reset_index(drop=True))
    table = values(measured.agreement([one, fewer], draws=20))
    assert table["kappa", "role of aligned claims"] == 1
    assert table["kappa", "aligned claims related or not"] < 0.8


def third(one=REAL[1], seed=5):
    """Return a pass with every fifth claim of another left out and some roles changed."""
    rng = np.random.default_rng(seed)
    claims = one.claims[np.arange(len(one.claims)) % 5 > 0].reset_index(drop=True)
    roles = claims["role"].where(rng.random(len(claims)) < 0.8, "claim")
    return measured._cut(again(one, "third", claims=claims.assign(role=roles)), set(one.paras))


def test_the_order_of_passes_does_not_matter():
    three = [*REAL, third()]
    expected = measured.agreement(three, draws=50)
    pd.testing.assert_frame_equal(expected, measured.agreement(three[::-1], draws=50))
    pd.testing.assert_frame_equal(measured.by_sentence(three), measured.by_sentence([three[1], three[2], three[0]]))


def test_of_three_passes_means_are_taken_over_pairs_and_alpha_over_all():
    three = [*REAL, third()]
    together = measured.agreement(three, draws=20)
    pairs = pd.concat([measured.agreement(pair, draws=20) for pair in combinations(three, 2)])
    mean = pairs.groupby(["measure", "on"])["value"].mean()
    for on in ("claims, any word shared", "claims, half the words shared", "claims, the same words"):
        assert values(together)["F1", on] == pytest.approx(mean["F1", on])
    for on in ("words by role", "words in a claim or not", "sentences by role"):
        assert values(together)["kappa", on] == pytest.approx(mean["kappa", on])
    marks = [
        (one.name, sent, label)
        for one in measured.within(three)
        for sent, label in measured.sentence_labels(one).items()
    ]
    assert values(together)["alpha", "sentences by role"] == pytest.approx(AnnotationTask(data=marks).alpha())


def test_values_are_in_range_and_within_their_intervals():
    table = measured.agreement(REAL, draws=200)
    assert table["value"].notna().all() or (table.loc[table["value"].isna(), "reason"] != "").all()
    assert (table["value"].dropna() <= 1).all() and (
        table.loc[table["measure"].isin(["F1", "share"]), "value"] >= 0
    ).all()
    bounded = table.dropna(subset=["low"])
    assert ((bounded["low"] <= bounded["value"]) & (bounded["value"] <= bounded["high"])).all()
    assert (table["low"].isna() == (table["reason"] != "")).all()
    f1 = values(table)["F1"]
    assert f1["claims, the same words"] <= f1["claims, half the words shared"] <= f1["claims, any word shared"]
    pd.testing.assert_frame_equal(table, measured.agreement(REAL, draws=200))


def test_a_draw_is_the_agreement_of_repeated_paragraphs():
    """The weights of a draw, against things written out as often as their paragraph was drawn, by NLTK."""
    rng = np.random.default_rng(1)
    strings = ["".join(rng.choice(list("abc"), 40)) for _ in range(3)]
    paras = [f"P{k // 5}" for k in range(40)]
    found = ratings(strings, paras)
    times = rng.multinomial(8, np.full(8, 1 / 8))
    repeated = np.repeat(np.arange(40), np.repeat(times, 5))
    data = [(rater, n, strings[rater][thing]) for rater in range(3) for n, thing in enumerate(repeated)]
    met = np.tensordot(times.astype(float), measured._coincidences(found, found.first, 8), axes=1)
    assert float(measured._alpha(met)) == pytest.approx(AnnotationTask(data=data).alpha())
    counts = np.tensordot(times.astype(float), measured._contingency(found, 0, 1, found.first, 8), axes=1)
    pair = [mark for mark in data if mark[0] < 2]
    assert float(measured._kappa(counts)) == pytest.approx(AnnotationTask(data=pair).kappa())


def test_only_paragraphs_that_all_have_read_are_compared(tmp_path):
    a = one_pass(tmp_path, "a", [("P1", "One two", "claim"), ("P2", "Red", "claim")], [("b", "sup", "a")])
    b = one_pass(tmp_path, "b", [("P2", "Red", "claim"), ("P3", "Last", "claim")])
    assert (a.paras, b.paras) == (("P1", "P2"), ("P2", "P3"))
    cut = measured.within([a, b])
    assert [one.claims["para"].tolist() for one in cut] == [["P2"], ["P2"]]
    assert cut[0].relations.empty
    table = measured.agreement([a, b], draws=20)
    assert values(table)["F1"].tolist() == [1] * 3
    assert measured.by_sentence([a, b])["para"].tolist() == ["P2", "P2"]


def test_nothing_to_compare_is_not_a_number_and_says_why(tmp_path):
    a = one_pass(tmp_path, "a", [], **EVERYWHERE)
    b = one_pass(tmp_path, "b", [("P2", "Red", "claim")], **EVERYWHERE)
    for pair in ([a, b], [a, again(a, "c")], [b, again(b, "c")]):
        table = measured.agreement(pair, draws=20)
        assert (table.loc[table["value"].isna(), "reason"] != "").all()
        assert (measured.by_sentence(pair)["score"] >= 0).all()
    assert np.isnan(values(measured.agreement([a, b], draws=20))["F1"]).all()
    assert "a pass has no claims" in set(measured.agreement([a, b], draws=20)["reason"])


def test_passes_that_cannot_be_compared_are_refused(tmp_path):
    a = one_pass(tmp_path, "a", [("P1", "One two", "claim")])
    b = one_pass(tmp_path, "b", [("P2", "Red", "claim")])
    with pytest.raises(ValueError, match="passes has 1 of them"):
        measured.agreement([a])
    with pytest.raises(ValueError, match="two of one name"):
        measured.agreement([a, a])
    with pytest.raises(ValueError, match="no paragraph in common"):
        measured.agreement([a, b])
    with pytest.raises(ValueError, match="no paragraph in common"):
        measured.agreement(REAL, paras=["X1"])
    with pytest.raises(ValueError, match="of different texts"):
        measured.agreement([a, again(REAL[0], "other")])


def test_the_sentences_that_divide_by_hand(two):
    table = measured.by_sentence(two).set_index("sent")
    assert table.loc["P1.1", ["span", "role", "relation", "score"]].tolist() == [0, 0, 0, 0]
    assert table.loc["P1.2", ["span", "role"]].tolist() == [0.5, 0.5]
    assert table.loc["P1.2", ["relation", "score"]].tolist() == [0, 0.5]
    assert table.loc["P1.3", ["span", "a", "b"]].tolist() == [0.5, "", "claim"]
    assert table.loc["P2.1", "span"] == pytest.approx(2 / 3) and np.isnan(table.loc["P2.1", "relation"])
    assert table.loc["P3.1", ["words", "span", "score"]].tolist() == [3, 1, 0.5]
    assert table["score"].is_monotonic_decreasing and table["score"].between(0, 1).all()


def test_every_sentence_of_the_text_is_in_the_table():
    sentences = measured.by_sentence(REAL)
    assert sorted(sentences["sent"]) == sorted(PAMPHLET.sentences["sent"])
    assert sentences["score"].between(0, 1).all() and (sentences["span"] + sentences["role"] <= 1 + 1e-12).all()


def test_claims_stand_beside_their_partners_or_alone(two):
    table = measured.side_by_side(*two)
    sides = table[["para", "role_a", "role_b", "quote_a", "quote_b"]].to_numpy().tolist()
    assert sides == [
        ["P1", "thesis", "thesis", "One two three four", "One two three four"],
        ["P1", "premise", "claim", "Five six seven", "six seven eight. Nine"],
        ["P2", "premise", "", "Red green", ""],
        ["P3", "", "premise", "", "Last words here"],
    ]
    assert [SMALL.text[row.first : row.last] for row in table.itertuples()][1] == "Five six seven eight. Nine"
    turned = measured.side_by_side(*two[::-1])
    assert turned["role_b"].tolist() == table["role_a"].tolist()


def test_no_claim_is_lost_beside_others():
    table = measured.side_by_side(*REAL)
    aligned = measured.align(REAL)
    assert [(table[f"role_{side}"] != "").sum() for side in "ab"] == [len(one.claims) for one in REAL]
    assert ((table["role_a"] != "") & (table["role_b"] != "")).sum() == len(aligned)


def test_labels_of_sentences_are_roles_or_other():
    for one in REAL:
        assert set(measured.sentence_labels(one)) <= {*ROLES, measured.OTHER}
    assert (measured.rule_check(REAL[1])["label"] == measured.rule_check(REAL[1])["derived"]).mean() > 0.5
