"""Dispersion, held against published numbers, a second implementation, slow definitions, and exact probabilities."""

import csv
import itertools
import math
from collections import Counter
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from closereading.measures import dispersion

HERE = Path(__file__).parent
with (HERE / "references" / "corpus_dispersion.csv").open(encoding="utf-8") as file:
    REFERENCE = list(csv.DictReader(file))

dp_norm = partial(dispersion.deviation_of_proportions, normalised=True)
OF_ANY_PARTS = [dispersion.deviation_of_proportions, dispersion.rosengren_s, dispersion.kl_divergence]
OF_TWO_PARTS = [
    dp_norm,
    dispersion.deviation_of_proportions_egbert,
    dispersion.juilland_d,
    dispersion.carroll_d2,
    dispersion.d_a,
]
MEASURES = OF_ANY_PARTS + OF_TWO_PARTS
EVEN_IS_ONE = {dispersion.rosengren_s, dispersion.juilland_d, dispersion.carroll_d2, dispersion.d_a}
BY_POSITIONS = [
    dispersion.average_reduced_frequency,
    dispersion.average_waiting_time,
    dispersion.average_logarithmic_distance,
]


@st.composite
def words(draw, least=2):
    """Hits and sizes of the parts, with at least one hit."""
    sizes = draw(st.lists(st.integers(1, 300), min_size=least, max_size=12))
    hits = [draw(st.integers(0, size)) for size in sizes]
    if not any(hits):
        hits[0] = 1
    return hits, sizes


@st.composite
def places(draw):
    """Positions of a word, and the number of words."""
    n = draw(st.integers(1, 120))
    return sorted(draw(st.sets(st.integers(0, n - 1), min_size=1))), n


@pytest.mark.parametrize(
    "column, measure",
    [
        ("dp", dispersion.deviation_of_proportions),
        ("dp_norm", dp_norm),
        ("juilland_d", dispersion.juilland_d),
        ("carroll_d2", dispersion.carroll_d2),
        ("roschengren_s_adj", dispersion.rosengren_s),
        ("kl_divergence", dispersion.kl_divergence),
        ("evenness_da", dispersion.d_a),
    ],
)
def test_measures_agree_with_the_package_corpus_dispersion(column, measure):
    for row in REFERENCE:
        found = measure([int(n) for n in row["hits"].split()], [int(n) for n in row["sizes"].split()])
        assert found == pytest.approx(float(row[column]), abs=1e-10)


@given(words())
def test_d_a_is_that_of_all_pairs(word):
    rates = [hit / size for hit, size in zip(*word, strict=True)]
    differences = [abs(one - other) for one, other in itertools.combinations(rates, 2)]
    expected = 1 - sum(differences) / len(differences) / (2 * sum(rates) / len(rates))
    assert dispersion.d_a(*word) == pytest.approx(expected, abs=1e-12)


@given(words())
def test_dp_of_egbert_looks_only_at_parts_with_hits(word):
    hits, sizes = word
    shares = [size / sum(sizes) for hit, size in zip(hits, sizes, strict=True) if hit]
    expected = dispersion.deviation_of_proportions(hits, sizes) / (1 - min(shares))
    assert dispersion.deviation_of_proportions_egbert(hits, sizes) == pytest.approx(expected)


@pytest.mark.parametrize("measure", MEASURES)
@given(word=words(), data=st.data())
def test_the_order_of_the_parts_changes_nothing(measure, word, data):
    pairs = list(zip(*word, strict=True))
    hits, sizes = zip(*data.draw(st.permutations(pairs)), strict=True)
    assert measure(hits, sizes) == pytest.approx(measure(*word), abs=1e-9)


@pytest.mark.parametrize("measure", MEASURES)
@given(word=words())
def test_a_text_twice_as_large_changes_nothing(measure, word):
    hits, sizes = np.array(word)
    assert measure(2 * hits, 2 * sizes) == pytest.approx(measure(hits, sizes), abs=1e-9)


@pytest.mark.parametrize("measure", OF_ANY_PARTS)
@given(word=words(least=1))
def test_cutting_the_parts_into_equal_halves_changes_nothing(measure, word):
    hits, sizes = np.array(word)
    assert measure(np.repeat(hits, 2), np.repeat(sizes, 2)) == pytest.approx(measure(hits, sizes), abs=1e-9)


@pytest.mark.parametrize("measure", MEASURES)
@given(word=words())
def test_every_measure_stays_within_its_range(measure, word):
    highest = -math.log2(min(word[1]) / sum(word[1])) if measure is dispersion.kl_divergence else 1
    assert 0 <= measure(*word) <= highest + 1e-12


@pytest.mark.parametrize("measure", MEASURES)
@given(sizes=st.lists(st.integers(1, 300), min_size=2, max_size=12))
def test_a_word_in_proportion_to_the_parts_is_perfectly_even(measure, sizes):
    assert measure(sizes, sizes) == pytest.approx(1 if measure in EVEN_IS_ONE else 0, abs=1e-7)


@given(st.lists(st.integers(2, 300), min_size=2, max_size=12), st.data())
def test_a_word_in_one_part_is_as_uneven_as_can_be(sizes, data):
    part = data.draw(st.integers(0, len(sizes) - 1))
    hits = np.zeros(len(sizes))
    hits[part] = 2
    share = sizes[part] / sum(sizes)
    for measure in (dispersion.juilland_d, dispersion.carroll_d2, dispersion.d_a):
        assert measure(hits, sizes) == pytest.approx(0, abs=1e-9)
    assert dispersion.rosengren_s(hits, sizes) == pytest.approx(share)
    assert dispersion.kl_divergence(hits, sizes) == pytest.approx(-math.log2(share))
    assert dispersion.deviation_of_proportions(hits, sizes) == pytest.approx(1 - share)
    assert dispersion.deviation_of_proportions_egbert(hits, sizes) == pytest.approx(1)
    assert (dp_norm(hits, sizes) == pytest.approx(1)) == (sizes[part] == min(sizes))


@pytest.mark.parametrize("measure", MEASURES)
def test_many_words_at_once_are_the_words_one_by_one(measure):
    random = np.random.default_rng(5)
    sizes = random.integers(20, 90, 7)
    hits = random.integers(0, 20, (5, 4, 7))
    hits[..., 0] += 1
    found = measure(hits, sizes)
    assert found.shape == (5, 4)
    assert found[3] == pytest.approx(measure(hits[3], sizes))
    assert found[3, 2] == pytest.approx(measure(hits[3, 2], sizes))
    assert isinstance(measure(hits[3, 2], sizes), float)


def test_a_text_of_one_part_is_even_where_that_can_be_said():
    assert dispersion.deviation_of_proportions([3], [10]) == 0
    assert dispersion.kl_divergence([3], [10]) == 0
    assert dispersion.rosengren_s([3], [10]) == pytest.approx(1)


@pytest.mark.parametrize("measure", OF_TWO_PARTS)
def test_a_text_of_one_part_is_refused_elsewhere(measure):
    with pytest.raises(ValueError, match=r"^sizes has one part only; at least two parts are needed"):
        measure([3], [10])


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    "hits, sizes, complaint",
    [
        ([], [10, 10], "hits is empty"),
        (3, [10, 10], "hits is empty or one number"),
        ([1, 1], [], "sizes must be a list"),
        ([1, 1], [[10, 10]], "sizes must be a list"),
        ([1, 1, 1], [10, 10], "hits has 3 parts and sizes 2"),
        ([0, 0], [10, 10], "hits are all 0: a word that does not occur has no dispersion"),
        ([[1, 0], [0, 0]], [10, 10], r"hits\[1\] are all 0"),
        ([1, -1], [10, 10], "hits must be counts from 0 upward"),
        ([1, math.nan], [10, 10], "hits must be counts from 0 upward"),
        ([1, math.inf], [10, 10], "hits must be counts from 0 upward"),
        ([1, 1], [10, 0], r"sizes\[1\] is 0: a part must have words"),
        ([1, 1], [-3, 10], r"sizes\[0\] is -3: a part must have words"),
        ([1, 1], [10, math.nan], r"sizes\[1\] is nan: a part must have words"),
        ([1, 11], [10, 10], r"hits\[1\] is 11, more than the 10 words of the part"),
    ],
)
def test_counts_that_mean_nothing_are_refused(measure, hits, sizes, complaint):
    with pytest.raises(ValueError, match=r"^" + complaint):
        measure(hits, sizes)


@given(places())
def test_waiting_time_is_what_a_reader_counts_from_each_place(text):
    positions, n = text
    waits = [next(k for k in range(n) if (start + k) % n in positions) + 1 for start in range(n)]
    assert dispersion.average_waiting_time(positions, n) == pytest.approx(sum(waits) / n)


@given(st.integers(1, 12), st.integers(1, 10), st.data())
def test_reduced_frequency_is_the_mean_number_of_segments_with_hits(frequency, length, data):
    n = frequency * length
    positions = data.draw(st.sets(st.integers(0, n - 1), min_size=frequency, max_size=frequency))
    # As many segments as hits; the mean over every place where the first of them can begin.
    segments = [len({(place - start) % n // length for place in positions}) for start in range(length)]
    assert dispersion.average_reduced_frequency(list(positions), n) == pytest.approx(sum(segments) / length)


@given(places())
def test_logarithmic_distance_is_that_of_the_gap_around_each_word(text):
    positions, n = text
    logs = []
    for word in range(n):
        back = next(k for k in range(n) if (word - k) % n in positions)
        ahead = next(k for k in range(1, n + 1) if (word + k) % n in positions)
        logs.append(math.log10(back + ahead))
    assert dispersion.average_logarithmic_distance(positions, n) == pytest.approx(sum(logs) / n)


@pytest.mark.parametrize("measure", BY_POSITIONS)
@given(text=places(), turn=st.integers(0, 200))
def test_a_circle_begins_anywhere(measure, text, turn):
    positions, n = text
    assert measure([(place + turn) % n for place in positions], n) == pytest.approx(measure(positions, n))


@pytest.mark.parametrize("measure", BY_POSITIONS)
@pytest.mark.parametrize(
    "positions, complaint",
    [
        ([], "positions is empty"),
        ([1, 10], "positions must be whole numbers from 0 to n - 1, which is 9"),
        ([-1, 2], "positions must be whole numbers"),
        ([1.5, 2.0], "positions must be whole numbers"),
        ([2, 4, 4], "positions holds 4 twice"),
    ],
)
def test_places_that_are_not_in_the_text_are_refused(measure, positions, complaint):
    with pytest.raises(ValueError, match=r"^" + complaint):
        measure(positions, 10)


def expected_dp(frequency, sizes):
    """Return the exact mean of DP for a word strewn at random: the hits of each part are hypergeometric."""
    total, n = 0.0, sum(sizes)
    for size in sizes:
        hits = np.arange(frequency + 1)
        total += (np.abs(hits / frequency - size / n) * stats.hypergeom.pmf(hits, n, size, frequency)).sum()
    return total / 2


def test_the_mean_by_chance_is_the_exact_expectation():
    sizes, frequencies = [90, 110, 80, 250, 40], [1, 2, 7, 30, 200, 500]
    found = dispersion.chance_envelope(frequencies, sizes, draws=20_000)
    for frequency, mean in zip(frequencies, found.mean, strict=True):
        assert mean == pytest.approx(expected_dp(frequency, sizes), abs=0.005)


def test_the_bounds_by_chance_are_those_of_the_exact_distribution():
    sizes, frequency = [600, 400], 60
    found = dispersion.chance_envelope(frequency, sizes, lambda hits, sizes: hits[:, 0], draws=50_000, level=0.9)
    exact = stats.hypergeom(1000, 600, frequency)
    assert (found.low, found.high) == (exact.ppf(0.05), exact.ppf(0.95))


def test_the_envelope_is_that_of_a_shuffled_text():
    sizes, frequency = np.array([30, 50, 20]), 12
    random = np.random.default_rng(9)
    parts, shuffled = np.repeat(np.arange(3), sizes), []
    for _ in range(4000):
        hits = np.bincount(random.permutation(parts)[:frequency], minlength=3)
        shuffled.append(dispersion.kl_divergence(hits, sizes))
    found = dispersion.chance_envelope(frequency, sizes, dispersion.kl_divergence, draws=4000)
    assert found.mean == pytest.approx(np.mean(shuffled), abs=0.01)
    assert found.high == pytest.approx(np.quantile(shuffled, 0.975), abs=0.05)


@pytest.mark.parametrize("measure", MEASURES)
def test_a_frequency_has_the_same_envelope_whichever_others_are_asked_for(measure):
    sizes = [40, 50, 60]
    many = dispersion.chance_envelope([[5, 9], [9, 20]], sizes, measure, draws=200)
    one = dispersion.chance_envelope(9, sizes, measure, draws=200)
    assert many.low.shape == (2, 2)
    for bound in range(3):
        assert many[bound][0, 1] == many[bound][1, 0] == one[bound]
    assert one.low <= one.mean <= one.high
    assert one != dispersion.chance_envelope(9, sizes, measure, draws=200, seed=1)


def test_the_level_widens_the_envelope():
    narrow, wide = (dispersion.chance_envelope(20, [40, 50, 60], level=level) for level in (0.5, 0.99))
    assert wide.low < narrow.low < narrow.high < wide.high


def test_the_tails_are_those_of_the_exact_distribution():
    sizes, hits = [600, 400], np.array([[45, 15], [36, 24], [28, 32]])
    exact = stats.hypergeom(1000, 600, 60)
    found = dispersion.beyond_chance(hits, sizes, lambda hits, sizes: hits[..., 0], draws=50_000)
    assert found.higher == pytest.approx(exact.sf(hits[:, 0] - 1), abs=0.01)
    assert found.lower == pytest.approx(exact.cdf(hits[:, 0]), abs=0.01)


def test_equal_values_are_in_both_tails():
    # Two hits in two equal parts fall together or apart, with chances of 9 and 10 in 19.
    together = dispersion.beyond_chance([2, 0], [10, 10], draws=50_000)
    apart = dispersion.beyond_chance([1, 1], [10, 10], draws=50_000)
    assert (together.lower, apart.higher) == (1, 1)
    assert together.higher == pytest.approx(9 / 19, abs=0.01)
    assert apart.lower == pytest.approx(10 / 19, abs=0.01)


def test_a_clump_is_beyond_chance_and_never_impossible():
    found = dispersion.beyond_chance([20, 0, 0, 0], [100] * 4, draws=999)
    assert found.higher == pytest.approx(1 / 1000)
    assert found.lower == 1


@pytest.mark.parametrize(
    "arguments, complaint",
    [
        ({"frequency": 0}, "frequency must be whole numbers from 1 to the words of the text, 20"),
        ({"frequency": 21}, "frequency must be whole numbers"),
        ({"frequency": 1.5}, "frequency must be whole numbers"),
        ({"frequency": []}, "frequency must be whole numbers"),
        ({"sizes": [10, 0]}, r"sizes\[1\] is 0"),
        ({"sizes": [10, 9.5]}, "sizes are not whole"),
        ({"level": 95}, "level is 95: it is a share between 0 and 1"),
        ({"draws": 0}, "draws is 0"),
    ],
)
def test_strewing_that_makes_no_sense_is_refused(arguments, complaint):
    with pytest.raises(ValueError, match=r"^" + complaint):
        dispersion.chance_envelope(**{"frequency": 3, "sizes": [10, 10]} | arguments)


@pytest.mark.parametrize("hits, complaint", [([1.5, 0], "hits are not whole"), ([0, 0], "hits are all 0")])
def test_counts_that_cannot_be_strewn_are_refused(hits, complaint):
    with pytest.raises(ValueError, match=r"^" + complaint):
        dispersion.beyond_chance(hits, [10, 10])


def token_table(seed=3, n=400):
    random = np.random.default_rng(seed)
    norm = random.choice(list("abcdefgh."), n, p=[0.3, 0.2, 0.1, 0.1, 0.1, 0.05, 0.03, 0.02, 0.1])
    return pd.DataFrame({"norm": norm, "part": np.sort(random.integers(0, 6, n)), "is_word": norm != "."})


@pytest.mark.parametrize("cells", [1, 20, 1_000_000])
def test_the_table_is_made_of_plain_counts_and_the_single_measures(monkeypatch, cells):
    monkeypatch.setattr(dispersion, "CELLS", cells)
    tokens = token_table()
    found = dispersion.table(tokens, "part")
    pairs = [(w, p) for w, p, is_word in tokens.itertuples(index=False) if is_word]
    counted, sizes = Counter(pairs), Counter(part for _, part in pairs)
    frequency = Counter(word for word, _ in pairs)
    assert found["norm"].tolist() == sorted(frequency, key=lambda word: (-frequency[word], word))
    for row in found.itertuples():
        hits = [counted[row.norm, part] for part in sizes]
        of_parts = hits, list(sizes.values())
        assert row.count == sum(hits)
        assert row.range == sum(hit > 0 for hit in hits)
        assert row.dp == pytest.approx(dispersion.deviation_of_proportions(*of_parts))
        assert row.dp_norm == pytest.approx(dp_norm(*of_parts))
        for name in ("juilland_d", "carroll_d2", "rosengren_s", "kl_divergence", "d_a"):
            assert getattr(row, name) == pytest.approx(getattr(dispersion, name)(*of_parts))


def test_categories_give_the_same_table_also_with_some_that_do_not_occur():
    tokens = token_table()
    plain = dispersion.table(tokens, "part")
    tokens["norm"] = pd.Categorical(tokens["norm"], categories=list("zabcdefgh."))
    tokens["part"] = pd.Categorical(tokens["part"], categories=[9, 5, 4, 3, 2, 1, 0])
    pd.testing.assert_frame_equal(
        dispersion.table(tokens, "part").astype({"norm": str}), plain.astype({"norm": str}), check_dtype=False
    )


def test_rare_words_are_left_out():
    tokens = token_table()
    everything = dispersion.table(tokens, "part")
    minimum = everything["count"][3]  # which the word in that row just reaches
    found = dispersion.table(tokens, "part", minimum=minimum)
    assert 4 <= len(found) < len(everything)
    pd.testing.assert_frame_equal(found, everything[everything["count"] >= minimum])


def test_words_that_are_as_frequent_come_in_alphabetical_order():
    tokens = pd.DataFrame({"norm": [f"w{n % 500:03}" for n in range(1000)] + ["z"] * 3, "part": [1, 2, 3] * 334 + [1]})
    assert dispersion.table(tokens, "part")["norm"].tolist() == ["z", *(f"w{n:03}" for n in range(500))]


def test_signs_need_no_part():
    tokens = token_table().astype({"part": float})
    found = dispersion.table(tokens, "part")
    tokens.loc[~tokens["is_word"], "part"] = math.nan
    pd.testing.assert_frame_equal(dispersion.table(tokens, "part"), found)


@pytest.mark.parametrize(
    "change, arguments, complaint",
    [
        (lambda t: t, {"by": "page"}, "tokens has no column page"),
        (lambda t: t, {"by": "part", "unit": "lemma"}, "tokens has no column lemma"),
        (lambda t: t.assign(is_word=False), {"by": "part"}, "tokens holds no words"),
        (lambda t: t.assign(part=1), {"by": "part"}, "by: column part makes one part only; at least two parts"),
        (lambda t: t.assign(part=t["part"].where(t["part"] > 0)), {"by": "part"}, r"tokens: \d+ words have no part"),
        (lambda t: t, {"by": "part", "minimum": 1000}, r"minimum is 1000, but no word occurs more than \d+ times"),
    ],
)
def test_a_table_that_cannot_be_made(change, arguments, complaint):
    with pytest.raises(ValueError, match=r"^" + complaint):
        dispersion.table(change(token_table()), **arguments)


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int32])
def test_positions_of_few_bits_are_as_good_as_any(kind):
    for measure in BY_POSITIONS:
        assert measure(np.array([0, 100], kind), np.int32(1000)) == measure([0, 100], 1000)


@pytest.mark.parametrize("n", [None, "10", float("nan"), 2.5])
def test_the_length_of_a_text_is_a_whole_number(n):
    with pytest.raises(ValueError, match=r"^n is"):
        dispersion.average_waiting_time([0, 1], n)


def test_a_column_may_not_be_called_as_a_result():
    with pytest.raises(ValueError, match=r"^unit is 'range'"):
        dispersion.table(pd.DataFrame({"range": ["a"], "part": [1]}), "part", unit="range")
