"""Association and collocates, held against published numbers, NLTK, association-measures and a plain count by hand."""

import math
import re
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder
from scipy.stats import beta

from closereading.measures.collocation import around, delta_p, log_dice, pmi, positions, t_score

HERE = Path(__file__).parent
REFERENCE = pd.read_csv(HERE / "references" / "collocation_association_measures.csv")
MARGINALS = [REFERENCE[name] for name in ("o11", "r1", "c1", "n")]

WORDS = st.sampled_from(["state", "the", "of", "masses", "power", ","])
SENTENCES = st.lists(st.lists(WORDS, min_size=1, max_size=12), min_size=1, max_size=6)
MEETINGS = st.tuples(*[st.integers(1, 1000)] * 4)


def table(sentences):
    rows = [(f"P1.{n}", word, word != ",") for n, sentence in enumerate(sentences, 1) for word in sentence]
    return pd.DataFrame(rows, columns=["sent", "norm", "is_word"])


def counted_by_hand(sentences, node, window):
    """Return what `around` counts, from its definition, one place after another."""
    o11, left, right, c1 = Counter(), Counter(), Counter(), Counter()
    for sentence in ([word for word in sentence if word != ","] for sentence in sentences):
        for place, word in enumerate(sentence):
            if word == node:
                continue
            c1[word] += 1
            after_node = node in sentence[max(0, place - window) : place]
            before_node = node in sentence[place + 1 : place + 1 + window]
            o11[word] += after_node or before_node
            right[word] += after_node
            left[word] += before_node
    return (
        {word: (o11[word], c1[word], left[word], right[word]) for word in o11 if o11[word]},
        sum(o11.values()),
        sum(c1.values()),
    )


def interval(found, alpha):
    """Return the bounds of the log ratio, after Clopper and Pearson, from SciPy's quantiles of the beta distribution."""
    o11, o21 = found["o11"], found["c1"] - found["o11"]
    tau = beta.ppf([[alpha / 2], [1 - alpha / 2]], [o11, o11 + 1], [o21 + 1, o21])
    tau = np.nan_to_num(tau, nan=1)  # there is no upper bound where the word stands nowhere else
    with np.errstate(divide="ignore"):
        return np.log2(tau / (1 - tau)) + np.log2(found["n"] / found["r1"] - 1).to_numpy()


def compared(sentences, window):
    """Leave out texts in which something can't be compared."""
    by_hand, r1, n = counted_by_hand(sentences, "state", window)
    assume(any("state" in sentence for sentence in sentences) and 0 < r1 < n)
    assume(all(c1 < n for _, c1, _, _ in by_hand.values()))
    return by_hand, r1, n


def test_scores_of_association_measures():
    assert pmi(*MARGINALS) == pytest.approx(REFERENCE["mutual_information"] * math.log2(10))
    assert t_score(*MARGINALS) == pytest.approx(REFERENCE["t_score"])
    assert log_dice(*MARGINALS[:3]) == pytest.approx(14 + np.log2(REFERENCE["dice"]))


def test_scores_of_nltk():
    rows = list(zip(*MARGINALS, strict=True))
    theirs = [
        (BigramAssocMeasures.pmi(o, (r, c), n), BigramAssocMeasures.student_t(o, (r, c), n)) for o, r, c, n in rows
    ]
    assert np.column_stack([pmi(*MARGINALS), t_score(*MARGINALS)]) == pytest.approx(np.array(theirs))


@given(MEETINGS)
def test_scores_do_not_care_which_word_is_the_node(cells):
    o11, o12, o21, _ = cells
    r1, c1, n = o11 + o12, o11 + o21, sum(cells)
    for measure in (pmi, t_score):
        assert measure(o11, r1, c1, n) == pytest.approx(measure(o11, c1, r1, n))
    assert log_dice(o11, r1, c1) == log_dice(o11, c1, r1) <= 14


@given(MEETINGS)
def test_all_scores_agree_on_the_side_of_chance(cells):
    o11, o12, o21, o22 = cells
    above = np.sign(o11 * o22 - o12 * o21)
    r1, c1, n = o11 + o12, o11 + o21, sum(cells)
    found = [pmi(o11, r1, c1, n), t_score(o11, r1, c1, n), delta_p(*cells), delta_p(o11, o21, o12, o22)]
    assert [np.sign(round(score, 12)) for score in found] == [above] * 4


@given(MEETINGS)
def test_delta_p_is_a_difference_of_shares(cells):
    o11, o12, o21, o22 = cells
    assert -1 <= delta_p(*cells) <= 1
    assert delta_p(o12, o11, o22, o21) == pytest.approx(-delta_p(*cells))  # the other outcome
    assert delta_p(o21, o22, o11, o12) == pytest.approx(-delta_p(*cells))  # the other cue


def test_words_that_never_meet():
    assert pmi(0, 10, 10, 100) == t_score(0, 10, 10, 100) == log_dice(0, 10, 10) == -math.inf
    assert delta_p(0, 10, 10, 80) == pytest.approx(-1 / 9)


def test_scores_of_arrays_are_those_of_their_numbers():
    found = pmi([[1], [2]], 10, [5, 20], 100)
    assert found.tolist() == [[pmi(o, 10, c, 100) for c in (5, 20)] for o in (1, 2)]
    assert isinstance(pmi(1, 10, 5, 100), float)


@pytest.mark.parametrize(
    ("measure", "counts", "message"),
    [
        (pmi, (-1, 10, 10, 100), "o11 holds a number that is negative"),
        (pmi, (1, math.nan, 10, 100), "r1 holds a number that is negative or not finite"),
        (pmi, (1, 10, [10, math.inf], 100), "c1 holds a number that is negative or not finite"),
        (t_score, (0, 0, 10, 100), "r1 is 0"),
        (t_score, (0, 10, [10, 0], 100), "c1 is 0"),
        (t_score, (11, 10, 20, 100), "o11 exceeds r1"),
        (log_dice, (11, 20, 10), "o11 exceeds c1"),
        (pmi, (1, 101, 10, 100), "r1 exceeds n"),
        (pmi, (1, 60, 60, 100), "n is less than r1"),
        (delta_p, (0, 0, 1, 2), "o11 . o12 is 0"),
        (delta_p, (1, 2, 0, 0), "o21 . o22 is 0"),
        (delta_p, (1, 2, -3, 4), "o21 holds a number that is negative"),
        (
            pmi,
            ([1, 2], 10, [5, 20, 30], 100),
            r"o11, r1, c1, n have shapes \(2,\), \(\), \(3,\), \(\), which don't fit",
        ),
        (t_score, ([1, 2], [10, 10, 10], 10, 100), "o11, r1, c1, n have shapes"),
        (log_dice, ([1, 2], 10, [5, 20, 30]), "o11, r1, c1 have shapes"),
        (delta_p, ([1, 2], 10, [5, 20, 30], 100), "o11, o12, o21, o22 have shapes"),
        (pmi, ("few", 10, 10, 100), "o11 must be numbers"),
    ],
)
def test_counts_that_make_no_table(measure, counts, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        measure(*counts)


@given(SENTENCES, st.integers(1, 4))
def test_collocates_are_those_of_a_count_by_hand(sentences, window):
    by_hand, r1, n = compared(sentences, window)
    found = around(table(sentences), "state", window)
    columns = [found[name] for name in ("o11", "c1", "left", "right")]
    assert dict(zip(found["collocate"], zip(*columns, strict=True), strict=True)) == by_hand
    assert set(found["r1"]) == {r1} == {found["o11"].sum()}
    assert set(found["n"]) == {n}


@given(SENTENCES, st.integers(1, 4))
def test_categories_count_as_words_do(sentences, window):
    compared(sentences, window)
    tokens = table(sentences)
    categories = tokens.assign(
        norm=pd.Categorical(tokens["norm"], categories=["unused", *sorted(set(tokens["norm"]), reverse=True)]),
        sent=tokens["sent"].astype("category"),
    )
    pd.testing.assert_frame_equal(around(categories, "state", window), around(tokens, "state", window))
    pd.testing.assert_frame_equal(positions(categories, "state", window), positions(tokens, "state", window))


@given(SENTENCES, st.integers(1, 4))
def test_a_text_read_backwards_swaps_left_and_right(sentences, window):
    compared(sentences, window)
    forwards = around(table(sentences), "state", window)
    backwards = around(table([sentence[::-1] for sentence in reversed(sentences)]), "state", window)
    swapped = backwards.rename(columns={"left": "right", "right": "left"})[forwards.columns]
    pd.testing.assert_frame_equal(forwards, swapped)


@given(SENTENCES)
def test_columns_hold_together(sentences):
    compared(sentences, 2)
    found = around(table(sentences), "state", 2)
    o11, r1, c1, n = (found[name] for name in ("o11", "r1", "c1", "n"))
    assert found["pmi"].to_numpy() == pytest.approx(np.log2(o11 / found["expected"]))
    theirs = [BigramAssocMeasures.likelihood_ratio(o, (r, c), t) for o, r, c, t in zip(o11, r1, c1, n, strict=True)]
    assert found["log_likelihood"].abs().to_numpy() == pytest.approx(theirs, abs=1e-9)
    assert found["delta_p_collocate"].to_numpy() == pytest.approx(o11 / r1 - (c1 - o11) / (n - r1))
    assert found["delta_p_node"].to_numpy() == pytest.approx(o11 / c1 - (r1 - o11) / (n - c1))
    low, high = interval(found, 0.05)
    assert found["low"].to_numpy() == pytest.approx(low)
    assert found["high"].to_numpy() == pytest.approx(high)
    low, high = interval(found, 0.05 / len(found))
    assert found["conservative_log_ratio"].to_numpy() == pytest.approx(np.maximum(low, 0) + np.minimum(high, 0))
    attracted = (o11 > found["expected"]).tolist()
    assert attracted == sorted(attracted, reverse=True)


def test_only_the_chosen_minimum_is_shown_and_no_number_changes():
    tokens = table([["the", "state", "of", "the", "masses"], ["power", "of", "the", "masses"], ["the", "state"]])
    everything = around(tokens, "state", 2)
    shown = around(tokens, "state", 2, minimum=2)
    assert shown["collocate"].tolist() == ["the"]
    pd.testing.assert_frame_equal(shown, everything[everything["o11"] >= 2].reset_index(drop=True))
    assert around(tokens, "state", 2, minimum=9).columns.tolist() == everything.columns.tolist()


def test_a_place_between_two_nodes_counts_once():
    found = around(["state", "and", "state", "power", "masses", "power"], "state", 1).set_index("collocate")
    assert found.loc["and", ["o11", "left", "right"]].tolist() == [1, 1, 1]
    assert found.loc["power", ["o11", "r1", "c1", "n"]].tolist() == [1, 2, 2, 4]


def test_signs_and_sentences():
    tokens = table([["of", "state", ",", "power"], ["masses", "the"]])
    assert set(around(tokens, "state", 1)["collocate"]) == {"of", "power"}
    assert set(around(tokens.drop(columns="sent"), "state", 2)["collocate"]) == {"of", "power", "masses"}


def test_several_words_count_as_one_node():
    words = ["a", "state", "of", "states", "and", "a", "state", "of", "all", "other", "kinds"]
    several = around(words, ["state", "states"], 1)
    pd.testing.assert_frame_equal(several, around([word.replace("states", "state") for word in words], "state", 1))


def test_another_unit():
    tokens = table([["state", "of", "masses", "power"]]).assign(lemma=["state", "of", "mass", "power"])
    assert around(tokens, "mass", 1, unit="lemma")["collocate"].tolist() == ["of", "power"]


@given(SENTENCES, st.integers(1, 4))
def test_positions_of_one_sentence_are_the_pairs_nltk_counts(sentences, window):
    words = [word for sentence in sentences for word in sentence]
    assume("state" in words)
    pairs = BigramCollocationFinder.from_words(words, window_size=window + 1).ngram_fd
    found = positions(words, "state", window)
    right = found[found["position"] > 0].groupby("collocate")["count"].sum()
    left = found[found["position"] < 0].groupby("collocate")["count"].sum()
    assert right.to_dict() == {b: times for (a, b), times in pairs.items() if a == "state"}
    assert left.to_dict() == {a: times for (a, b), times in pairs.items() if b == "state"}
    assert found["position"].is_monotonic_increasing


def test_positions_stay_in_the_sentence_and_keep_other_nodes():
    tokens = table([["the", "state", ",", "state"], ["power", "the"]])
    assert positions(tokens, "state", 2).to_numpy().tolist() == [
        ["the", -2, 1],
        ["state", -1, 1],
        ["the", -1, 1],
        ["state", 1, 1],
    ]


@pytest.mark.parametrize("measure", [around, positions])
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"node": "stat"}, "node 'stat' does not occur; near it are: state"),
        ({"node": "State"}, "node 'State' does not occur; near it are: state"),
        ({"node": ["state", "xyz"]}, "node 'xyz' does not occur; nor does any word like it"),
        ({"node": ","}, "node ',' does not occur"),
        ({"node": []}, "node is empty"),
        ({"node": ""}, "node is empty"),
        ({"node": None}, "node None is not a string"),
        ({"node": 5}, "node 5 is not a string"),
        ({"node": ["state", None]}, "node None is not a string"),
        ({"window": 0}, "window is 0"),
        ({"window": 2.5}, "window is 2.5"),
        ({"window": None}, "window is None"),
        ({"window": "5"}, "window is '5'"),
        ({"unit": "lemma"}, "tokens has no column lemma"),
        ({"tokens": []}, "tokens holds no words"),
        ({"tokens": table([["state", "of"]]).assign(sent=[None, "P1.1"])}, "tokens: 1 words have no sent"),
    ],
)
def test_what_has_no_collocates(measure, arguments, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        measure(**{"tokens": table([["the", "state", ",", "of", "the", "masses"]]), "node": "state"} | arguments)


@pytest.mark.parametrize(
    ("sentences", "node"),
    [
        ([["state"], ["the"]], "state"),
        ([["state", ",", "state"]], "state"),
        ([["state", "of"], ["the"]], ["state", "of"]),
    ],
)
def test_a_node_without_neighbors(sentences, node):
    with pytest.raises(ValueError, match=rf"^node {re.escape(repr(node))} has no neighbors"):
        around(table(sentences), node)


@pytest.mark.filterwarnings("error")
def test_a_text_all_of_which_is_near_the_node():
    found = around(["the", "cat", "sat", "on", "the", "mat"], "cat").set_index("collocate")
    counts = found[["o11", "r1", "c1", "n", "expected", "left", "right"]]
    assert counts.loc["the"].tolist() == [2, 5, 2, 5, 2, 1, 1]
    assert counts.loc["mat"].tolist() == [1, 5, 1, 5, 1, 0, 1]
    assert found.index.tolist() == ["mat", "on", "sat", "the"]
    assert found["log_dice"].to_dict() == pytest.approx(
        {"the": 14 + math.log2(4 / 7)} | dict.fromkeys(["mat", "on", "sat"], 14 + math.log2(1 / 3))
    )
    assert (found[["log_likelihood", "pmi", "t_score", "delta_p_node"]] == 0).all(axis=None)
    outside = ["delta_p_collocate", "log_ratio", "low", "high", "conservative_log_ratio"]
    assert found[outside].isna().all(axis=None)
    usual = around(["the", "cat", "sat", "on", "the", "mat"], "cat", 1)
    assert usual.columns.tolist() == ["collocate", *found.columns]
    assert usual.dtypes.tolist() == found.reset_index().dtypes.tolist()


@pytest.mark.filterwarnings("error")
def test_a_text_with_only_one_other_word():
    (found,) = around(["the", "state", "the", "the"], "state", 1).to_dict("records")
    assert math.isnan(found.pop("delta_p_node"))
    low, high = found.pop("low"), found.pop("high")
    assert low < 0 < high
    assert found == {
        **{"collocate": "the", "o11": 2, "r1": 2, "c1": 3, "n": 3, "expected": 2, "left": 1, "right": 1},
        **{"pmi": 0, "t_score": 0, "log_dice": pytest.approx(14 + math.log2(4 / 5)), "log_likelihood": 0},
        **{"delta_p_collocate": 0, "log_ratio": 0, "conservative_log_ratio": 0},
    }


@pytest.mark.filterwarnings("error")
@given(SENTENCES, st.integers(1, 4))
def test_whatever_stands_near_a_node_has_a_row(sentences, window):
    by_hand, r1, n = counted_by_hand(sentences, "state", window)
    assume(r1)
    found = around(table(sentences), "state", window)
    assert dict(zip(found["collocate"], found["o11"], strict=True)) == {word: row[0] for word, row in by_hand.items()}
    assert found["delta_p_collocate"].isna().all() == found["log_ratio"].isna().all() == (r1 == n)
    assert found["delta_p_node"].isna().tolist() == (found["c1"] == n).tolist()
    assert found.drop(columns=["delta_p_node"]).isna().any(axis=None) == (r1 == n)


@pytest.mark.filterwarnings("error")
def test_a_window_longer_than_the_text_takes_no_longer():
    words = ["a", "b", "c", "d", "a", "b", "e", "f"]
    start = time.perf_counter()
    for measure in (around, positions):
        pd.testing.assert_frame_equal(measure(words, "a", 10**5), measure(words, "a", len(words)))
    assert time.perf_counter() - start < 5


def test_a_window_of_a_small_type_of_number():
    words = ["state", *["of"] * 200]
    for measure in (around, positions):
        pd.testing.assert_frame_equal(measure(words, "state", np.int8(127)), measure(words, "state", 127))


@pytest.mark.parametrize("minimum", [0, 1.5, math.nan, None, "2"])
def test_minimum_below_one_or_no_whole_number(minimum):
    with pytest.raises(ValueError, match=rf"^minimum is {minimum!r}"):
        around(["the", "state", "of", "the", "masses"], "state", 1, minimum=minimum)
