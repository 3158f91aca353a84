"""Counts and rates, held against a plain count and against arithmetic done by hand."""

from collections import Counter
from fractions import Fraction
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk import FreqDist
from scipy.optimize import minimize_scalar
from scipy.stats import hypergeom, zipfian

from closereading.measures import frequency


def table(words, parts):
    return pd.DataFrame({"norm": words, "part": parts, "is_word": [word != "." for word in words]})


def test_a_rate_by_hand():
    tokens = table(["power"] * 3 + ["of"] * 5 + ["."] * 4, ["U"] * 12)
    found = frequency.rates(tokens, "part").set_index("norm")
    assert found["count"].to_dict() == {"power": 3, "of": 5}
    assert found.loc["power", "rate"] == pytest.approx(375)  # 3 of 8 words: 375 in a thousand


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abc."), st.sampled_from("UST")), min_size=1).filter(
        lambda t: set(dict(t)) != {"."}
    )
)
def test_counts_are_those_of_a_plain_count(pairs):
    words, parts = zip(*pairs, strict=True)
    found = frequency.rates(table(words, parts), "part")
    expected = Counter((word, part) for word, part in pairs if word != ".")
    assert dict(zip(zip(found["norm"], found["part"], strict=True), found["count"], strict=True)) == expected
    assert found.groupby("part")["rate"].sum().to_numpy() == pytest.approx(1000)


def test_parts_come_in_the_order_of_the_text_and_words_by_count():
    tokens = table(["b", "a", "c", "c", "a"], ["U", "U", "S", "S", "S"])
    assert frequency.rates(tokens, "part")[["part", "norm"]].to_numpy().tolist() == [
        ["U", "a"],
        ["U", "b"],
        ["S", "c"],
        ["S", "a"],
    ]


def test_missing_column():
    with pytest.raises(ValueError, match="no column lemma"):
        frequency.rates(table(["a"], ["U"]), "part", unit="lemma")


def test_no_words():
    with pytest.raises(ValueError, match="no words"):
        frequency.rates(table(["."], ["U"]), "part")


def test_words_of_no_part():
    tokens = table(["a", "b", "."], ["U", None, None])
    with pytest.raises(ValueError, match="1 words have no part"):
        frequency.rates(tokens, "part")


def test_counts_are_those_of_nltk():
    words = ["the", "state", "of", "the", "masses", "and", "the", "masses", "of", "the", "state"]
    assert frequency.counts(words).to_dict() == dict(FreqDist(words))
    assert frequency.counts(words).index.tolist() == ["the", "masses", "of", "state", "and"]


@given(st.lists(st.integers(0, 200), min_size=2, max_size=40).filter(lambda c: len({n for n in c if n}) > 1))
def test_the_exponent_is_where_scipys_likelihood_is_greatest(counts):
    exponent, error = frequency.zipf_exponent(counts)
    ordered = sorted((n for n in counts if n), reverse=True)

    def log_likelihood(a):
        return np.dot(ordered, zipfian(a, len(ordered)).logpmf(np.arange(1, len(ordered) + 1)))

    best = minimize_scalar(lambda a: -log_likelihood(a), bounds=(1e-6, 40), method="bounded", options={"xatol": 1e-9})
    assert exponent == pytest.approx(best.x, abs=1e-4)
    step = 1e-3
    curvature = (
        log_likelihood(exponent + step) - 2 * log_likelihood(exponent) + log_likelihood(exponent - step)
    ) / step**2
    assert error == pytest.approx(1 / np.sqrt(-curvature), rel=0.02)


def test_the_exponent_of_a_drawn_text_is_found_again():
    drawn = np.bincount(zipfian(1.1, 3000).rvs(100_000, random_state=1))
    exponent, error = frequency.zipf_exponent(drawn)
    assert abs(exponent - 1.1) < 0.02
    assert error < 0.005


def test_counts_expected_by_zipfs_law_are_scipys():
    expected = 500 * zipfian(0.9, 40).pmf(np.arange(1, 41))
    assert frequency.zipf_counts(0.9, 40, 500) == pytest.approx(expected)


def test_the_envelope_holds_texts_that_follow_the_law():
    low, high = frequency.zipf_envelope(1.0, 200, 2000, draws=500, level=0.95, seed=5)
    fresh = np.sort(np.random.default_rng(77).multinomial(2000, zipfian(1.0, 200).pmf(np.arange(1, 201)), size=200))
    inside = ((low <= fresh[:, ::-1]) & (fresh[:, ::-1] <= high)).mean()
    assert 0.93 < inside < 0.995  # counts are whole, so the bounds hold a little more
    assert (frequency.zipf_envelope(1.0, 200, 2000, draws=500, seed=5)[0] == low).all()


@pytest.mark.parametrize(
    ("counts", "message"),
    [([], "counts must be a list"), ([3], "fewer than two"), ([2, 2], "all the same"), ([1, -1], "whole numbers"),
     ([1, 0.5], "whole numbers"), ([0, 0], "counts are all 0"), ([1, np.nan], "whole numbers")],
)  # fmt: skip
def test_no_exponent(counts, message):
    with pytest.raises(ValueError, match=message):
        frequency.zipf_exponent(counts)


@given(st.lists(st.sampled_from("abcdefg"), min_size=1))
def test_growth_counts_the_words_met(words):
    assert frequency.vocabulary_growth(words).tolist() == [len(set(words[: n + 1])) for n in range(len(words))]


@given(st.lists(st.integers(1, 6), min_size=1, max_size=6))
def test_rarefaction_is_the_mean_over_all_draws(counts):
    words = [word for word, n in enumerate(counts) for _ in range(n)]
    size = min(3, len(words))
    mean = np.mean([len(set(drawn)) for drawn in combinations(words, size)])
    assert frequency.rarefaction(counts, [size])[0] == pytest.approx(mean)


@given(st.lists(st.integers(1, 300), min_size=1, max_size=50), st.data())
def test_rarefaction_agrees_with_scipys_hypergeometric(counts, data):
    size = data.draw(st.integers(0, sum(counts)))
    expected = sum(1 - hypergeom(sum(counts), n, size).pmf(0) for n in counts)
    assert frequency.rarefaction(counts, [size])[0] == pytest.approx(expected, abs=1e-6)


def test_rarefaction_of_more_words_than_there_are():
    with pytest.raises(ValueError, match="sizes must lie between 0 and the 3 words"):
        frequency.rarefaction([2, 1], [4])


@pytest.mark.parametrize(
    ("spectrum", "size"), [([10**6] + [1] * 5000, 2), ([10**7, 10**7, 3], 200), ([4000, 2000], 900)]
)
def test_rarefaction_of_large_texts_keeps_its_digits(spectrum, size):
    total = sum(spectrum)
    expected = len(spectrum)
    for n, times in Counter(spectrum).items():
        missing = Fraction(1)
        for k in range(min(n, size)):
            missing *= Fraction(total - max(n, size) - k, total - k)
        expected -= times * float(missing)
    assert frequency.rarefaction(spectrum, [size])[0] == pytest.approx(expected, rel=1e-9)


def test_categories_keep_the_order_of_the_text_and_of_the_alphabet():
    tokens = pd.DataFrame({"norm": list("bcab"), "part": list("yyxx"), "is_word": True})
    coded = tokens.assign(
        norm=pd.Categorical(tokens["norm"], categories=list("cba")),
        part=pd.Categorical(tokens["part"], categories=list("xy")),
    )
    for table in (tokens, coded):
        assert frequency.rates(table, "part")[["norm", "part"]].to_numpy().tolist() == [
            ["b", "y"],
            ["c", "y"],
            ["a", "x"],
            ["b", "x"],
        ]


@pytest.mark.parametrize(
    ("change", "message"),
    [({"norm": [None, "b"]}, "1 words have no norm"), ({"is_word": ["True", "False"]}, "column is_word must hold")],
)
def test_words_without_a_form_and_signs_without_a_mark(change, message):
    tokens = pd.DataFrame({"norm": ["a", "b"], "part": 1, "is_word": True}).assign(**change)
    with pytest.raises(ValueError, match=message):
        frequency.rates(tokens, "part")


def test_a_column_may_not_be_called_as_a_result():
    tokens = pd.DataFrame({"norm": ["a"], "rate": 1, "is_word": True})
    with pytest.raises(ValueError, match=r"^by is 'rate'"):
        frequency.rates(tokens, "rate")
