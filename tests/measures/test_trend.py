"""Curves along a text, held against word-by-word loops, against all orders of a few parts, and against chance itself."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closereading.measures import frequency, trend

PARTS = st.lists(
    st.integers(1, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=12
)
SOME = PARTS.filter(lambda parts: any(hits for hits, _ in parts))


@given(SOME)
def test_a_curve_by_walking_word_by_word(parts):
    hits, sizes = zip(*parts, strict=True)
    total, met, walked = sum(sizes), 0.0, [0.0]
    for found, size in parts:
        for _ in range(size):
            met += found / size
            walked.append(met - sum(hits) * len(walked) / total)
    assert trend.excess(hits, sizes, points=total) == pytest.approx(walked, abs=1e-9)


@given(SOME)
def test_the_ends_are_zero_and_backwards_is_upside_down(parts):
    hits, sizes = zip(*parts, strict=True)
    curve = trend.excess(hits, sizes)
    assert curve[[0, -1]] == pytest.approx(0, abs=1e-9)
    assert trend.excess(hits[::-1], sizes[::-1])[::-1] == pytest.approx(-curve, abs=1e-9)


def test_the_band_is_that_of_all_orders():
    hits, sizes = [5, 0, 1, 2], [20, 10, 10, 20]
    curves = [trend.excess(np.take(hits, order), np.take(sizes, order), 12) for order in permutations(range(4))]
    band = trend.excess_band(hits, sizes, points=12, draws=20_000, level=1.0)
    assert band.low == pytest.approx(np.min(curves, axis=0))
    assert band.high == pytest.approx(np.max(curves, axis=0))
    farthest = np.abs(curves).max(axis=1)
    assert band.p == pytest.approx((farthest >= np.abs(trend.excess(hits, sizes, 12)).max() - 1e-9).mean(), abs=0.02)


def test_p_is_uniform_for_words_strewn_at_random():
    drawing = np.random.default_rng(3)
    sizes = drawing.integers(20, 200, size=30)
    p = [
        trend.excess_band(drawing.multivariate_hypergeometric(sizes, 40), sizes, draws=200, seed=n).p
        for n in range(300)
    ]
    assert 0.02 < np.mean(np.array(p) <= 0.05) < 0.09
    assert 0.4 < np.mean(p) < 0.6


def test_the_same_seed_gives_the_same_digits():
    first, again = (trend.excess_band([3, 0, 1], [9, 9, 9], seed=8) for _ in range(2))
    assert first.p == again.p
    assert (first.high == again.high).all()


@pytest.mark.parametrize(
    ("hits", "sizes", "message"),
    [([], [], "hits and sizes"), ([1, 2], [3], "hits and sizes"), ([0, 0], [3, 3], "hits are all 0"),
     ([1, 0], [3, 0], "sizes must be more than 0"), ([4], [3], "hits must lie between"), ([np.nan], [3], "must be numbers")],
)  # fmt: skip
def test_what_has_no_trend(hits, sizes, message):
    for measure in (trend.excess, trend.excess_band):
        with pytest.raises(ValueError, match=message):
            measure(hits, sizes)


def test_a_vocabulary_met_part_by_part_is_unlikely():
    words = [f"{part}-{n % 10}" for part in range(12) for n in range(30)]
    blocked = pd.DataFrame({"norm": words, "para": [w.split("-")[0] for w in words], "is_word": True})
    mixed = blocked.assign(para=np.arange(len(words)) // 30, norm=np.random.default_rng(4).permutation(words))
    band = trend.vocabulary_band(blocked, "para")
    assert (band.low == band.high).all()  # whatever their order, each part brings its own ten words
    assert band.low[-1] == len(set(words)) == frequency.vocabulary_growth(blocked)[-1]
    assert trend.vocabulary_band(mixed, "para").p > 0.01


def test_new_words_kept_for_the_end_stray_from_the_shuffles():
    words = [*(["the"] * 300), *(f"new{n}" for n in range(100))]
    tokens = pd.DataFrame({"norm": words, "para": np.arange(400) // 20})
    assert trend.vocabulary_band(tokens, "para", draws=400).p < 0.01
