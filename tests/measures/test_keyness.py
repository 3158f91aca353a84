"""Keyness, held against published numbers, SciPy, NLTK, two packages of the field and exact arithmetic."""

import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics import BigramAssocMeasures
from scipy import stats

from closereading.measures import keyness

HERE = Path(__file__).parent
OF_TEXTS = [
    keyness.log_likelihood_two_term,
    keyness.log_ratio,
    keyness.log_ratio_interval,
    keyness.conservative_log_ratio,
    keyness.percent_difference,
    keyness.odds_ratio,
    keyness.simple_maths,
    keyness.difference_coefficient,
]
OF_TABLES = [keyness.log_likelihood, keyness.chi_squared, keyness.chi_squared_yates, keyness.fisher_exact]

cells = st.integers(0, 60)
tables = st.tuples(cells, cells, cells, cells).filter(any)


@st.composite
def frequencies(draw):
    n1, n2 = draw(st.integers(1, 100_000)), draw(st.integers(1, 100_000))
    return draw(st.integers(0, n1)), n1, draw(st.integers(0, n2)), n2


def reference(name):
    return pd.read_csv(HERE / "references" / f"keyness_{name}.csv")


def random_tables(count, seed):
    rng = np.random.default_rng(seed)
    return np.floor(10 ** rng.uniform(0, [[2], [2], [4], [4]], (4, count)) - 1).astype(int)


def test_tables_agree_with_scipy_and_nltk():
    for o11, o12, o21, o22 in random_tables(300, seed=1).T + 1:
        table = [[o11, o12], [o21, o22]]
        g2 = keyness.log_likelihood(o11, o12, o21, o22)
        assert g2 == pytest.approx(stats.chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic)
        # NLTK puts a sliver into every cell, so it agrees less closely.
        marginals = (o11, (o11 + o21, o11 + o12), o11 + o12 + o21 + o22)
        assert g2 == pytest.approx(BigramAssocMeasures.likelihood_ratio(*marginals), abs=1e-6)
        plain, yates = (stats.chi2_contingency(table, correction=correct) for correct in (False, True))
        assert keyness.chi_squared(o11, o12, o21, o22) == pytest.approx(plain.statistic)
        assert keyness.chi_squared_yates(o11, o12, o21, o22) == pytest.approx(yates.statistic, abs=1e-9)
        assert keyness.p_value(plain.statistic) == pytest.approx(plain.pvalue)


def test_keyness_agrees_with_association_measures():
    table = reference("association_measures")
    assert {0} < set(table["f1"]) and {0} < set(table["f2"]), "the random words should have zeros among them"
    f1, n1, f2, n2 = (table[column].to_numpy() for column in ("f1", "n1", "f2", "n2"))
    found = {
        "log_likelihood": keyness.log_likelihood(f1, f2, n1 - f1, n2 - f2),
        "log_ratio": keyness.log_ratio(f1, n1, f2, n2),
        "conservative_log_ratio": keyness.conservative_log_ratio(f1, n1, f2, n2),
        "conservative_log_ratio_1000": keyness.conservative_log_ratio(f1, n1, f2, n2, tests=1000),
    }
    for name, values in found.items():
        np.testing.assert_allclose(values, table[name], rtol=1e-7, atol=1e-7, err_msg=name)


def test_keyness_agrees_with_keyflux():
    table = reference("keyflux")
    f1, n1, f2, n2 = (table[column].to_numpy() for column in ("f1", "n1", "f2", "n2"))
    both = (f1 > 0) & (f2 > 0)
    assert 0 < both.sum() < len(table)
    for name, values in {
        "log_likelihood": keyness.log_likelihood_two_term(f1, n1, f2, n2),
        "chi_squared": keyness.chi_squared(f1, f2, n1 - f1, n2 - f2),
        "log_ratio": keyness.log_ratio(f1, n1, f2, n2),
        "simple_maths_100": keyness.simple_maths(f1, n1, f2, n2, k=100),
    }.items():
        np.testing.assert_allclose(values, table[name], rtol=1e-9, atol=1e-9, err_msg=name)
    percent = keyness.percent_difference(f1, n1, f2, n2)
    np.testing.assert_allclose(percent[both], table["percent_difference"][both], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("alternative", keyness.ALTERNATIVES)
def test_fishers_test_agrees_with_scipy(alternative):
    counts = np.concatenate([random_tables(300, seed=2), np.random.default_rng(3).integers(0, 12, (4, 300))], axis=1)
    counts = counts[:, counts.sum(axis=0) > 0]
    expected = [stats.fisher_exact(table, alternative).pvalue for table in counts.T.reshape(-1, 2, 2)]
    np.testing.assert_allclose(keyness.fisher_exact(*counts, alternative), expected, rtol=1e-8)


@given(tables)
def test_fishers_test_is_exact(table):
    o11, o12, o21, _ = table
    row, column, n = o11 + o12, o11 + o21, sum(table)
    ways = {
        k: math.comb(column, k) * math.comb(n - column, row - k)
        for k in range(max(0, row + column - n), min(row, column) + 1)
    }
    expected = Fraction(sum(way for way in ways.values() if way <= ways[o11]), sum(ways.values()))
    assert keyness.fisher_exact(*table) == pytest.approx(float(expected), rel=1e-9)


@given(tables)
def test_tables_that_mirror_each_other_tie_to_the_last_digit(table):
    o11, o12, o21, o22 = table
    assert keyness.log_likelihood(o11, o12, o21, o22) == keyness.log_likelihood(o12, o11, o22, o21)


def test_fishers_test_does_not_depend_on_what_it_is_asked_along_with(monkeypatch):
    counts = random_tables(200, seed=4) + np.array([[1], [0], [0], [0]])
    together = keyness.fisher_exact(*counts)
    monkeypatch.setattr(keyness, "CELLS", 50)
    np.testing.assert_allclose(keyness.fisher_exact(*counts), together, rtol=1e-9)
    alone = [keyness.fisher_exact(*table) for table in counts.T]
    np.testing.assert_allclose(alone, together, rtol=1e-9)


def test_fishers_test_holds_in_texts_of_millions_of_words():
    # Fifty hits in so long a text are all but dealt with a coin.
    found = keyness.fisher_exact(30, 20, 5_000_000 - 30, 5_000_000 - 20)
    assert found == pytest.approx(stats.binomtest(30, 50).pvalue, rel=1e-4)


@given(tables)
def test_swapping_texts_or_rows_changes_no_evidence(table):
    o11, o12, o21, o22 = table
    for measure in OF_TABLES:
        value = measure(o11, o12, o21, o22)
        assert value >= 0
        assert measure(o12, o11, o22, o21) == pytest.approx(value, abs=1e-9)
        assert measure(o11, o21, o12, o22) == pytest.approx(value, abs=1e-9)


@settings(max_examples=50)
@given(st.integers(0, 1000), st.integers(1, 1000), st.integers(1, 20))
def test_equal_rates_are_no_difference(hits, others, times):
    table = (hits, hits * times, others, others * times)
    assert keyness.log_likelihood(*table) == pytest.approx(0, abs=1e-9)
    assert keyness.chi_squared(*table) == 0
    texts = (hits, hits + others, hits * times, (hits + others) * times)
    assert keyness.log_likelihood_two_term(*texts) == pytest.approx(0, abs=1e-9)
    assert keyness.log_ratio(*texts) == pytest.approx(0, abs=1e-12)
    assert keyness.conservative_log_ratio(*texts) == 0
    assert keyness.percent_difference(*texts) == keyness.difference_coefficient(*texts) == 0
    assert keyness.odds_ratio(*texts) == 1
    assert keyness.simple_maths(*texts) == pytest.approx(1)


@given(frequencies(), st.floats(0.001, 0.999))
def test_the_interval_holds_the_log_ratio_and_the_conservative_one_is_its_end_nearest_zero(counts, alpha):
    low, high = keyness.log_ratio_interval(*counts, alpha=alpha)
    conservative = keyness.conservative_log_ratio(*counts, alpha=alpha)
    if counts[0] + counts[2]:
        assert low <= keyness.log_ratio(*counts) + 1e-9 and keyness.log_ratio(*counts) - 1e-9 <= high
    assert conservative == (0 if low <= 0 <= high else min(low, high, key=abs))
    stricter = keyness.conservative_log_ratio(*counts, alpha=alpha, tests=50)
    assert abs(stricter) <= abs(conservative) and stricter * conservative >= 0


@given(frequencies())
def test_swapping_texts_turns_sizes_around(counts):
    swapped = (*counts[2:], *counts[:2])
    low, high = keyness.log_ratio_interval(*counts)
    assert keyness.log_ratio_interval(*swapped) == (-high, -low)
    for measure in (keyness.log_ratio, keyness.conservative_log_ratio, keyness.difference_coefficient):
        assert measure(*swapped) == pytest.approx(-measure(*counts), abs=1e-12)
    assert -1 <= keyness.difference_coefficient(*counts) <= 1
    assert keyness.simple_maths(*swapped) == pytest.approx(1 / keyness.simple_maths(*counts))


@pytest.mark.parametrize(("f1", "f2"), [(0, 1), (1, 1), (3, 40), (250, 7), (9000, 8000)])
def test_the_interval_is_that_of_scipys_exact_binomial_test(f1, f2):
    n1, n2 = 10_000, 40_000
    share = stats.binomtest(f1, f1 + f2).proportion_ci(0.9, method="exact")
    with np.errstate(divide="ignore"):
        expected = [np.log2(n2 / n1 * bound / (1 - bound)) for bound in (np.float64(share.low), np.float64(share.high))]
    assert keyness.log_ratio_interval(f1, n1, f2, n2, alpha=0.1) == pytest.approx(expected, rel=1e-7)


def test_a_word_in_one_text_only_and_in_neither():
    only, neither = (3, 100, 0, 200), (0, 100, 0, 200)
    assert keyness.log_ratio(*only) == pytest.approx(math.log2(3 / 0.5 * 200 / 100))
    assert keyness.log_ratio_interval(*only)[1] == math.inf
    assert keyness.percent_difference(*only) == keyness.odds_ratio(*only) == math.inf
    assert keyness.difference_coefficient(*only) == 1
    assert keyness.log_ratio_interval(*neither) == (-math.inf, math.inf)
    for measure in (keyness.log_ratio, keyness.conservative_log_ratio, keyness.percent_difference):
        assert measure(*neither) == 0
    assert keyness.odds_ratio(*neither) == 1
    assert keyness.difference_coefficient(*neither) == keyness.log_likelihood_two_term(*neither) == 0
    assert keyness.log_likelihood(0, 0, 100, 200) == keyness.chi_squared(0, 0, 100, 200) == 0
    assert keyness.fisher_exact(0, 0, 100, 200) == 1


@pytest.mark.parametrize("measure", OF_TEXTS + OF_TABLES)
def test_arrays_are_measured_word_by_word_and_numbers_give_numbers(measure):
    counts = [np.array([[3, 0, 8], [1, 2, 5]]), 100, np.array([4, 9, 1]), 300]
    found = measure(*counts)
    for n, place in enumerate(np.ndindex(2, 3)):
        one = measure(counts[0][place], 100, counts[2][n % 3], 300)
        if measure is keyness.log_ratio_interval:
            assert (found[0][place], found[1][place]) == pytest.approx(one)
        else:
            assert isinstance(one, float) and found[place] == pytest.approx(one)


@pytest.mark.parametrize("measure", OF_TEXTS)
@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ((-1, 10, 1, 10), "^f1 holds -1"),
        ((1, 10, math.nan, 10), "^f2 holds a value that is missing"),
        ((1, math.inf, 1, 10), "^n1 holds a value that is missing or not finite"),
        ((0, 0, 1, 10), "^n1 is 0"),
        ((1, 10, 11, 10), "^f2 exceeds n2"),
        (([1, 2], 10, [1, 2, 3], 10), "^f1, n1, f2, n2 have shapes"),
    ],
)
def test_counts_of_no_text(measure, counts, message):
    with pytest.raises(ValueError, match=message):
        measure(*counts)


@pytest.mark.parametrize("measure", OF_TABLES)
def test_counts_of_no_table(measure):
    with pytest.raises(ValueError, match=r"^o12 holds -2"):
        measure(1, -2, 3, 4)
    with pytest.raises(ValueError, match="are all 0"):
        measure([1, 0], [1, 0], 0, 0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: keyness.fisher_exact(1.5, 2, 3, 4), "^o11, o12, o21, o22: the exact test"),
        (lambda: keyness.fisher_exact(1, 2, 3, 4, "both"), "^alternative is 'both'"),
        (lambda: keyness.log_ratio_interval(1, 10, 1, 10, alpha=0), "^alpha must be"),
        (lambda: keyness.conservative_log_ratio(1, 10, 1, 10, alpha=1), "^alpha is 1"),
        (lambda: keyness.conservative_log_ratio(1, 10, 1, 10, tests=0), "^tests is 0"),
        (lambda: keyness.simple_maths(1, 10, 1, 10, k=0), "^k is 0"),
        (lambda: keyness.bic(-1, 10), "^g2 holds -1"),
        (lambda: keyness.bic(1, 0), "^n holds a value below 1"),
        (lambda: keyness.p_value([1, math.nan]), "^g2 holds"),
        (lambda: keyness.holm([0.5, 1.1]), "^p holds"),
        (lambda: keyness.benjamini_hochberg([math.nan]), "^p holds"),
        (lambda: keyness.benjamini_hochberg(0.5), "^p has 0 dimensions"),
        (lambda: keyness.log_odds([1, 2], [1, 2, 3], 1), "^y1, y2 have shapes"),
        (lambda: keyness.log_odds([], [], 1), "^y1 holds no hits"),
        (lambda: keyness.log_odds([1, 2], [0, 0], 1), "^y2 holds no hits"),
        (lambda: keyness.log_odds([1], [1], 1), "^y1 holds one word only"),
        (lambda: keyness.log_odds([1, 2], [1, 2], [1, 0]), "^prior holds"),
        (lambda: keyness.log_odds([1, 2], [1, 2], [1, 2, 3]), "^prior has shape"),
        (lambda: keyness.pooled_prior([1, 2], [1, 2], 0), "^strength is 0"),
        (lambda: keyness.compare([], ["a"]), "^target_tokens holds no words"),
        (lambda: keyness.compare(["a"], []), "^reference_tokens holds no words"),
        (lambda: keyness.compare(["a"], ["b"], alpha=2), "^alpha"),
    ],
)
def test_what_can_not_be_measured_says_why(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_corrections_follow_their_definitions(p):
    m, ordered = len(p), sorted(p)
    by_holm = [max(min(1, (m - j) * ordered[j]) for j in range(i + 1)) for i in range(m)]
    by_rate = [min(min(1, m / (j + 1) * ordered[j]) for j in range(i, m)) for i in range(m)]
    assert sorted(keyness.holm(p)) == pytest.approx(by_holm)
    assert sorted(keyness.benjamini_hochberg(p)) == pytest.approx(by_rate)
    assert (keyness.holm(p) >= keyness.benjamini_hochberg(p) - 1e-12).all()
    assert (keyness.holm(p) <= np.minimum(1, m * np.array(p)) + 1e-12).all()


def test_a_bayes_factor_by_hand():
    assert keyness.bic(math.log(1000) + 2, 1000) == pytest.approx(2)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=20), st.floats(1, 1000))
def test_log_odds_follow_their_definition(counts, strength):
    y1, y2 = np.array([(1, 1), *counts]).T
    prior = keyness.pooled_prior(y1 + 1, y2, strength)
    assert prior.sum() == pytest.approx(strength)
    delta, z = keyness.log_odds(y1, y2, prior)
    n1, n2, alpha0 = sum(y1), sum(y2), sum(prior)
    for w, alpha in enumerate(prior):
        odds1 = (y1[w] + alpha) / (n1 + alpha0 - y1[w] - alpha)
        odds2 = (y2[w] + alpha) / (n2 + alpha0 - y2[w] - alpha)
        assert delta[w] == pytest.approx(math.log(odds1 / odds2), abs=1e-9)
        assert z[w] == pytest.approx(delta[w] / math.sqrt(1 / (y1[w] + alpha) + 1 / (y2[w] + alpha)), abs=1e-9)


def test_comparing_two_texts_counts_each_word_once_whatever_its_categories():
    words = ["the", "state", "is", "force", ".", "the", "state"], ["the", "masses", "of", ".", "the", "masses", "the"]
    plain = keyness.compare(*([word for word in text if word != "."] for text in words))
    tables = [pd.DataFrame({"norm": text, "is_word": [word != "." for word in text]}) for text in words]
    pd.testing.assert_frame_equal(keyness.compare(*tables), plain)
    shared = pd.CategoricalDtype(["unused", *sorted({*words[0], *words[1]}, reverse=True)])
    for types in (("category", "category"), (shared, shared), (shared, "str")):
        typed = [table.astype({"norm": dtype}) for table, dtype in zip(tables, types, strict=True)]
        pd.testing.assert_frame_equal(keyness.compare(*typed), plain, check_dtype=False)
    assert plain.set_index("norm")[["target", "reference"]].to_dict("index") == {
        "masses": {"target": 0, "reference": 2},
        "state": {"target": 2, "reference": 0},
        "force": {"target": 1, "reference": 0},
        "is": {"target": 1, "reference": 0},
        "of": {"target": 0, "reference": 1},
        "the": {"target": 2, "reference": 3},
    }
    assert plain["norm"].tolist() == ["masses", "state", "force", "is", "of", "the"]
    assert plain["target_rate"].sum() == pytest.approx(1000) == plain["reference_rate"].sum()


def test_a_comparison_puts_every_measure_in_its_column():
    rng = np.random.default_rng(5)
    texts = [rng.choice(list("abcdefghij"), size=size, p=rng.dirichlet(np.ones(10))) for size in (700, 300)]
    found = keyness.compare(*texts, alpha=0.01, strength=100)
    counts = (found["target"], 700, found["reference"], 300)
    others = (found["target"], found["reference"], 700 - found["target"], 300 - found["reference"])
    low, high = keyness.log_ratio_interval(*counts, alpha=0.01)
    prior = 100 * (found["target"] + found["reference"]) / 1000
    expected = {
        "log_likelihood": keyness.log_likelihood(*others),
        "p": stats.chi2.sf(found["log_likelihood"], 1),
        "p_holm": keyness.holm(found["p"]),
        "p_bh": keyness.benjamini_hochberg(found["p"]),
        "fisher": keyness.fisher_exact(*others),
        "log_ratio": keyness.log_ratio(*counts),
        "low": low,
        "high": high,
        "conservative_log_ratio": keyness.conservative_log_ratio(*counts, alpha=0.01 / len(found)),
        "percent_difference": keyness.percent_difference(*counts),
        "log_odds_z": keyness.log_odds(found["target"], found["reference"], prior)[1],
        "bic": found["log_likelihood"] - math.log(1000),
    }
    assert list(found) == ["norm", "target", "reference", "target_rate", "reference_rate", *expected]
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values, err_msg=name)
    assert found["log_likelihood"].is_monotonic_decreasing
    assert found["conservative_log_ratio"].ne(0).any() and found["conservative_log_ratio"].eq(0).any()


def test_comparing_texts_of_one_word():
    found = keyness.compare(["a", "a"], ["a"])
    assert found[["norm", "target", "reference", "log_likelihood"]].to_numpy().tolist() == [["a", 2, 1, 0]]
    assert found["log_odds_z"].isna().all()


@pytest.mark.parametrize("alternative", ["two-sided", "less", "greater"])
@pytest.mark.parametrize("cells", [(5000, 100, 100, 10**6), (0, 5000, 10**6, 100), (60_000, 59_000, 61_000, 60_500)])
def test_fishers_test_of_large_tables_is_scipys(cells, alternative):
    expected = stats.fisher_exact(np.reshape(cells, (2, 2)), alternative=alternative).pvalue
    assert keyness.fisher_exact(*cells, alternative=alternative) == pytest.approx(expected, rel=1e-6, abs=1e-300)


def test_fishers_test_of_huge_tables_comes_near_the_chi_squared():
    cells = 10**9 + 3000, 10**9, 10**9, 10**9
    assert keyness.fisher_exact(*cells) == pytest.approx(keyness.p_value(keyness.log_likelihood(*cells)), abs=1e-4)
    assert keyness.fisher_exact(10**9, 10**9, 10**9, 10**9) == 1


def test_odds_of_a_word_that_is_nearly_the_whole_text_are_finite():
    delta, z = keyness.log_odds([5, 0], [1, 1], 1e-17)
    assert np.isfinite([delta, z]).all()
    assert delta[0] == pytest.approx(-delta[1])


def test_a_column_of_words_may_not_be_called_as_a_result():
    words = pd.DataFrame({"p": ["a", "b"]})
    with pytest.raises(ValueError, match=r"^unit is 'p'"):
        keyness.compare(words, words, unit="p")


def test_what_is_no_number_is_named():
    with pytest.raises(ValueError, match=r"^o12 must be numbers"):
        keyness.log_likelihood(1, pd.NA, 1, 1)
