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
    band = trend.excess_band(hits, sizes, points=12, draws=20_000, level=0.999)
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


NUMBERS = [("draws", value) for value in (0, 2.5, np.nan, None, "5")]
LEVELS = [("level", value) for value in (0, 1, -1, np.nan, None, "most", [0.5])]


@pytest.mark.parametrize(("name", "value"), [*NUMBERS, *LEVELS])
def test_draws_and_levels_that_make_no_band(name, value):
    tokens = pd.DataFrame({"norm": ["a", "b", "a"], "para": [1, 1, 2]})
    with pytest.raises(ValueError, match=f"^{name} "):
        trend.excess_band([4, 0], [10, 10], **{name: value})
    with pytest.raises(ValueError, match=f"^{name} "):
        trend.vocabulary_band(tokens, "para", **{name: value})


@pytest.mark.parametrize("points", [0, 2.5, np.nan, None, "5"])
def test_steps_that_make_no_curve(points):
    for measure in (trend.excess, trend.excess_band):
        with pytest.raises(ValueError, match=r"^points is "):
            measure([4, 0], [10, 10], points=points)


def test_any_whole_number_will_do():
    small, plain = (trend.excess_band([3, 0, 1], [9, 9, 9], number, number) for number in (np.int8(127), 127))
    assert small.p == plain.p and small.low.tolist() == plain.low.tolist() and len(small.low) == 128
    tokens = pd.DataFrame({"norm": list("abcab"), "para": [1, 1, 2, 2, 3]})
    small, plain = (trend.vocabulary_band(tokens, "para", draws=number) for number in (np.int8(127), 127))
    assert small.p == plain.p and small.low.tolist() == plain.low.tolist()


def test_words_without_a_part_are_refused_and_signs_without_one_are_not():
    tokens = pd.DataFrame(
        {"norm": list("ab.ab"), "para": [1, 1, None, 2, None], "is_word": [True, True, False, True, True]}
    )
    with pytest.raises(ValueError, match="1 words have no para"):
        trend.vocabulary_band(tokens, "para")
    assert trend.vocabulary_band(tokens.head(4), "para").low[-1] == 2


def test_words_may_be_marked_in_a_column_of_objects():
    tokens = pd.DataFrame({"norm": list("ab.ab"), "para": [1, 1, 1, 2, 2], "is_word": [True, True, False, True, True]})
    objects, plain = (trend.vocabulary_band(table, "para") for table in (tokens.astype({"is_word": object}), tokens))
    assert objects.p == plain.p and objects.low.tolist() == plain.low.tolist()
    with pytest.raises(ValueError, match="column is_word must hold True or False"):
        trend.vocabulary_band(tokens.assign(is_word="no"), "para")


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
