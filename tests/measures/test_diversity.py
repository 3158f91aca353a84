"""Lexical diversity, held against published numbers, a second implementation, and slow, exact definitions."""

import csv
import math
from collections import Counter
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from closereading.measures import diversity

HERE = Path(__file__).parent
with (HERE / "references" / "lexicalrichness.csv").open(encoding="utf-8") as file:
    REFERENCE = list(csv.DictReader(file))

OF_TOKENS = [diversity.mattr, diversity.mtld, diversity.mtld_moving_average, diversity.hdd, diversity.yule_k]
OF_FREQUENCIES = [diversity.entropy, diversity.repeat_rate]
texts = st.lists(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=1, max_size=120)
frequencies = st.lists(st.integers(0, 500), min_size=1, max_size=30).filter(any)

# 63 types in 90 words, twice: exactly .7, which 63 <= .7 * 90 misses in floating point.
ON_THE_THRESHOLD = [str(word) for word in [*range(63), *range(27)] * 2]


@pytest.mark.parametrize("row", REFERENCE, ids=range(len(REFERENCE)))
def test_measures_agree_with_the_package_lexicalrichness(row):
    words = row["words"].split()
    assert diversity.mattr(words, int(row["window"])) == pytest.approx(float(row["mattr"]))
    assert diversity.mtld(words) == pytest.approx(float(row["mtld"]))
    assert diversity.hdd(words, int(row["draws"])) == pytest.approx(float(row["hdd"]))
    assert diversity.yule_k(words) == pytest.approx(float(row["yulek"]))


@given(texts, st.data())
def test_mattr_is_the_mean_over_all_windows(words, data):
    window = data.draw(st.integers(1, len(words)))
    shares = [len(set(words[at : at + window])) / window for at in range(len(words) - window + 1)]
    assert diversity.mattr(words, window) == pytest.approx(sum(shares) / len(shares))


def slow_mtld(words, threshold, shortest):
    """Return MTLD by its definition, in fractions; None where no part of a factor is found."""
    values = []
    for way in (words, words[::-1]):
        factors, begin = Fraction(0), 0
        for end in range(1, len(way) + 1):
            stretch = way[begin:end]
            if Fraction(len(set(stretch)), len(stretch)) <= threshold and len(stretch) >= shortest:
                factors, begin = factors + 1, end
        if way[begin:]:
            left = Fraction(len(set(way[begin:])), len(way[begin:]))
            factors += min(1, (1 - left) / (1 - threshold))
        if factors == 0:
            return None
        values.append(len(way) / factors)
    return float(sum(values) / 2)


@given(texts, st.sampled_from(["0.5", "0.66", "0.72", "0.75"]), st.integers(1, 12))
@example(ON_THE_THRESHOLD, "0.7", 1)
def test_mtld_is_that_of_its_definition_in_fractions(words, threshold, shortest):
    expected = slow_mtld(words, Fraction(threshold), shortest)
    assume(expected is not None)
    assert diversity.mtld(words, float(threshold), shortest) == pytest.approx(expected)


def test_mtld_by_hand():
    # Four types in five words: .8 is .2 of the .28 from 1 down to .72, so five words are 5/7 of a factor.
    assert diversity.mtld(["a", "b", "c", "d", "a"]) == pytest.approx(7)


@given(
    st.lists(st.sampled_from("abcdefghij"), min_size=20, max_size=90),
    st.sampled_from(["0.5", "0.66", "0.72", "0.75"]),
    st.integers(1, 12),
)
@example(ON_THE_THRESHOLD[:90], "0.7", 10)
def test_the_moving_average_is_that_of_its_definition_in_fractions(words, threshold, shortest):
    n = len(words)
    circle, lengths = words * 2, []
    for start in range(n):
        stretches = (circle[start : start + length] for length in range(shortest, n + 1))
        lengths.append(next(len(s) for s in stretches if Fraction(len(set(s)), len(s)) <= Fraction(threshold)))
    found = diversity.mtld_moving_average(words, float(threshold), shortest)
    assert found == pytest.approx(sum(lengths) / n)


@given(texts, st.data())
def test_hdd_is_that_of_exact_binomials(words, data):
    draws, n = data.draw(st.integers(1, len(words))), len(words)
    missed = [Fraction(math.comb(n - f, draws), math.comb(n, draws)) for f in Counter(words).values()]
    assert diversity.hdd(words, draws) == pytest.approx(float(sum(1 - p for p in missed) / draws))


@given(texts)
def test_at_their_ends_mattr_and_hdd_are_the_plain_type_token_ratio(words):
    ratio = len(set(words)) / len(words)
    for measure in (diversity.mattr, diversity.hdd):
        assert measure(words, len(words)) == pytest.approx(ratio)
        assert measure(words, 1) == pytest.approx(1)


@given(texts)
def test_yule_k_and_the_repeat_rate_are_tied(words):
    counted = Counter(words)
    expected = 1e4 * (diversity.repeat_rate(list(counted.values())) - 1 / len(words))
    assert diversity.yule_k(words) == pytest.approx(expected, abs=1e-8)
    assert 0 <= diversity.yule_k(words) <= 1e4


@pytest.mark.parametrize("measure", OF_TOKENS)
@given(words=st.lists(st.sampled_from("abcdefghij"), min_size=60, max_size=90))
def test_only_which_words_are_the_same_counts(measure, words):
    renamed = [f"{ord('z') - ord(word)}" for word in words]
    assert measure(renamed) == measure(words)


@pytest.mark.parametrize("measure", [diversity.mattr, diversity.mtld, diversity.hdd, diversity.yule_k])
@given(words=st.lists(st.sampled_from("abcdefghij"), min_size=60, max_size=90))
def test_a_text_read_backwards_is_as_diverse(measure, words):
    assert measure(words[::-1]) == pytest.approx(measure(words))


@given(st.lists(st.sampled_from("abcdefghij"), min_size=60, max_size=90), st.integers(0, 90))
def test_the_moving_average_begins_anywhere(words, turn):
    turned = words[turn:] + words[:turn]
    assert diversity.mtld_moving_average(turned) == diversity.mtld_moving_average(words)


@pytest.mark.parametrize("measure", OF_TOKENS)
def test_a_token_table_is_counted_by_its_words(measure):
    random = np.random.default_rng(4)
    words = random.choice(list("abcdefghijkl"), 150).tolist()
    tokens = pd.DataFrame({"norm": words, "lemma": [min(word, "f") for word in words], "is_word": True})
    signs = pd.DataFrame({"norm": [",", "."], "lemma": [",", "."], "is_word": False})
    tokens = pd.concat([tokens[:70], signs, tokens[70:], signs], ignore_index=True)
    assert measure(tokens) == measure(words)
    assert measure(tokens, unit="lemma") == measure([min(word, "f") for word in words]) != measure(words)
    assert measure(tokens.astype({"norm": "category"})) == measure(words)


@given(frequencies)
def test_entropy_is_that_of_its_definition(counts):
    expected = -sum(f / sum(counts) * math.log2(f / sum(counts)) for f in counts if f)
    assert diversity.entropy(counts) == pytest.approx(expected, abs=1e-9)


@given(frequencies)
def test_repeat_rate_is_that_of_all_pairs_with_replacement(counts):
    expected = float(sum(Fraction(f, sum(counts)) ** 2 for f in counts))
    assert diversity.repeat_rate(counts) == pytest.approx(expected)


@given(st.integers(1, 200), st.integers(1, 50))
def test_equal_frequencies_are_the_bound_of_both(types, frequency):
    assert diversity.entropy([frequency] * types) == pytest.approx(math.log2(types), abs=1e-9)
    assert diversity.repeat_rate([frequency] * types) == pytest.approx(1 / types)


@pytest.mark.parametrize("measure", OF_FREQUENCIES)
@given(counts=frequencies, zeros=st.integers(1, 5))
def test_types_that_do_not_occur_change_nothing(measure, counts, zeros):
    assert measure(counts + [0] * zeros) == pytest.approx(measure(counts))


@pytest.mark.parametrize("measure", OF_FREQUENCIES)
def test_many_texts_at_once_are_the_texts_one_by_one(measure):
    counts = np.array([[3, 2, 1], [5, 0, 0], [1, 1, 1]])
    assert measure(counts) == pytest.approx([measure(row) for row in counts])
    assert isinstance(measure(counts[0]), float)


@pytest.mark.parametrize("measure", OF_TOKENS)
def test_a_text_without_words_is_refused(measure):
    with pytest.raises(ValueError, match=r"^tokens holds no words"):
        measure([])
    with pytest.raises(ValueError, match=r"^tokens has no column norm"):
        measure(pd.DataFrame({"lemma": ["a"]}))


@pytest.mark.parametrize(
    "call, complaint",
    [
        (lambda: diversity.mattr(["a", "b"]), "tokens holds 2 words, fewer than the window of 50; choose a smaller"),
        (lambda: diversity.mattr(["a", "b"], 0), "window is 0"),
        (lambda: diversity.hdd(["a"] * 41), "tokens holds 41 words, fewer than the 42 to be drawn; choose fewer"),
        (lambda: diversity.hdd(["a"], 0), "draws is 0"),
        (lambda: diversity.mtld(["a", "a"], threshold=1), "threshold is 1: it is a type-token ratio between 0 and 1"),
        (lambda: diversity.mtld(["a", "a"], threshold=0), "threshold is 0"),
        (lambda: diversity.mtld(["a", "a"], shortest=0), "shortest is 0"),
        (lambda: diversity.mtld_moving_average(["a"] * 9), "tokens holds 9 words, fewer than the shortest factor"),
        (lambda: diversity.mtld_moving_average(list("abcdefghija")), "tokens: the whole text has a type-token ratio"),
        (lambda: diversity.mtld_moving_average(["a"] * 20, threshold=72), "threshold is 72"),
    ],
)
def test_texts_too_short_and_numbers_that_make_no_sense_are_refused(call, complaint):
    with pytest.raises(ValueError, match=r"^" + complaint):
        call()


@pytest.mark.parametrize("measure", OF_FREQUENCIES)
@pytest.mark.parametrize(
    "counts, complaint",
    [
        ([], "frequencies is empty"),
        (3, "frequencies is empty"),
        ([0, 0], "frequencies are all 0"),
        ([[1, 1], [0, 0]], "frequencies are all 0"),
        ([1, -1], "frequencies must be counts from 0 upward"),
        ([1, math.nan], "frequencies must be counts from 0 upward"),
    ],
)
def test_frequencies_that_mean_nothing_are_refused(measure, counts, complaint):
    with pytest.raises(ValueError, match=r"^" + complaint):
        measure(counts)


def test_a_text_that_repeats_no_word_has_its_length_for_mtld():
    assert diversity.mtld(list("abcdef")) == 6.0  # as lexicalrichness 0.5.1 has it


@pytest.mark.parametrize("value", [2.5, float("nan"), None, "5", 0])
def test_windows_and_draws_are_whole_numbers(value):
    with pytest.raises(ValueError, match=r"^window is"):
        diversity.mattr(list("abcabc"), value)
    with pytest.raises(ValueError, match=r"^draws is"):
        diversity.hdd(list("abcabc"), value)
    with pytest.raises(ValueError, match=r"^shortest is"):
        diversity.mtld(list("abcabc"), shortest=value)


def test_a_window_of_few_bits_is_as_good_as_any():
    words = [str(n % 90) for n in range(1000)]
    assert diversity.mattr(words, np.int8(50)) == diversity.mattr(words, 50)
