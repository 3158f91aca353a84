"""Resampling, held against SciPy, against all deals gone through one by one, and against texts that don't differ."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from closereading.measures import frequency, keyness, resampling


def clumped(rng, count, size, shares, clumps=20):
    """Return blocks of one text in which a word, once used, is used again."""
    return np.array([rng.multinomial(size, rng.dirichlet(clumps * shares)) for _ in range(count)])


@settings(max_examples=40)
@given(st.lists(st.sampled_from("abcde"), min_size=1, max_size=60), st.integers(1, 12))
def test_blocks_are_consecutive_words_and_the_rest_is_left_out(words, size):
    if size > len(words):
        with pytest.raises(ValueError, match=f"^size is {size}, but tokens holds only {len(words)} words"):
            resampling.blocks(words, size)
        return
    found = resampling.blocks(words, size)
    assert (found.sum(axis=1) == size).all() and len(found) == len(words) // size
    for n, counts in found.iterrows():
        block = words[n * size : (n + 1) * size]
        assert counts.to_dict() == {word: block.count(word) for word in found.columns}
    assert set(found.columns) == set(words[: len(found) * size])


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from("abc."), st.sampled_from(["U2", "U1", "S1"])), min_size=1, max_size=40))
def test_parts_are_counted_in_their_order(tokens):
    table = pd.DataFrame(tokens, columns=["norm", "para"])
    table["is_word"] = table["norm"] != "."
    words = table[table["is_word"]]
    if words.empty:
        with pytest.raises(ValueError, match="no words"):
            resampling.parts(table, "para")
        return
    expected = pd.crosstab(words["para"], words["norm"]).loc[words["para"].unique()]
    for by in (table, table.astype({"para": "category", "norm": "category"})):
        found = resampling.parts(by, "para")
        assert found.index.tolist() == expected.index.tolist() and found.columns.tolist() == expected.columns.tolist()
        assert found.to_numpy().tolist() == expected.to_numpy().tolist()
        assert (found.index.name, found.columns.name) == ("para", "norm")


@given(st.lists(st.sampled_from(["U1", "U2", "S1"]), max_size=12), st.integers(1, 5))
def test_a_draw_has_as_many_blocks_as_there_are_and_each_as_a_whole(blocks, draws):
    weights = resampling.bootstrap_weights(blocks, draws)
    assert weights.shape == (draws, len(blocks))
    names = list(dict.fromkeys(blocks))
    for name in names:
        own = weights[:, [block == name for block in blocks]]
        assert (own == own[:, :1]).all()
    assert (weights[:, [blocks.index(name) for name in names]].sum(axis=1) == len(names)).all()


def test_every_block_is_drawn_once_on_average():
    weights = resampling.bootstrap_weights(list("aabcd"), draws=20_000)
    assert weights.mean(axis=0) == pytest.approx(1, abs=0.03)
    assert (weights == resampling.bootstrap_weights(list("aabcd"), draws=20_000)).all()
    assert (weights != resampling.bootstrap_weights(list("aabcd"), draws=20_000, seed=1)).any()


def test_weights_that_cannot_be_drawn_are_refused():
    with pytest.raises(ValueError, match=r"^draws is 0"):
        resampling.bootstrap_weights(["U1"], 0)
    with pytest.raises(ValueError, match=r"^blocks\[1\] is missing"):
        resampling.bootstrap_weights(["U1", None], 1)


def test_a_bootstrap_interval_is_that_of_scipy():
    rng = np.random.default_rng(1)
    sizes = rng.integers(50, 150, 40)
    hits = rng.binomial(sizes, rng.beta(1, 30, 40))
    expected = stats.bootstrap(
        (hits, sizes),
        lambda hits, sizes, axis: 1000 * hits.sum(axis=axis) / sizes.sum(axis=axis),
        n_resamples=20_000,
        confidence_level=0.9,
        method="percentile",
        paired=True,
        vectorized=True,
        rng=2,
    ).confidence_interval
    assert resampling.bootstrap_rate(hits, sizes, 20_000, level=0.9) == pytest.approx(tuple(expected), rel=0.02)


def test_the_interval_of_words_together_is_that_of_each_alone(monkeypatch):
    hits, sizes = np.random.default_rng(3).integers(0, 9, (7, 12)), np.arange(20, 32)
    low, high = resampling.bootstrap_rate(hits, sizes, draws=500, seed=4)
    monkeypatch.setattr(resampling, "CELLS", 1000)
    for word, bounds in enumerate(zip(low, high, strict=True)):
        assert resampling.bootstrap_rate(hits[word], sizes, draws=500, seed=4) == pytest.approx(bounds)
    assert resampling.bootstrap_rate(hits, sizes, draws=500, seed=5)[0].tolist() != low.tolist()


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(5, 9)), min_size=2, max_size=8))
def test_an_interval_lies_within_the_rates_of_the_blocks(counts):
    hits, sizes = np.array(counts).T
    low, high = resampling.bootstrap_rate(hits, sizes, draws=200)
    rates = 1000 * hits / sizes
    assert min(rates) - 1e-9 <= low <= high <= max(rates) + 1e-9


def test_clumps_widen_the_interval():
    even, clumps = resampling.bootstrap_rate([[2] * 20, [40] + [0] * 19], [100] * 20)
    assert even[0] == 20 == clumps[0]
    assert even[1] == 0 and clumps[1] > 50


def test_most_intervals_hold_the_true_rate():
    rng = np.random.default_rng(6)
    shares = rng.beta(2, 38, (200, 50))
    held = [
        low <= 50 <= high
        for low, high in (
            resampling.bootstrap_rate(rng.binomial(200, share), [200] * 50, draws=500) for share in shares
        )
    ]
    assert 0.88 < np.mean(held) < 0.99


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: resampling.blocks(["a"], 0), "^size is 0"),
        (lambda: resampling.blocks([], 1), "^tokens holds no words"),
        (lambda: resampling.parts(pd.DataFrame({"norm": ["a"]}), "para"), "^tokens has no column para"),
        (lambda: resampling.parts(pd.DataFrame({"norm": ["a"], "para": [None]}), "para"), "have no para"),
        (lambda: resampling.bootstrap_rate([], []), "^hits is empty"),
        (lambda: resampling.bootstrap_rate([1, 2], [10, 10, 10]), "^hits and sizes have shapes"),
        (lambda: resampling.bootstrap_rate([1], [10]), "^sizes has 1 blocks"),
        (lambda: resampling.bootstrap_rate([1, 0], [10, 0]), r"^sizes\[1\] is 0"),
        (lambda: resampling.bootstrap_rate([1, 11], [10, 10]), "^hits exceed sizes"),
        (lambda: resampling.bootstrap_rate([1, -1], [10, 10]), "^hits holds a value that is not a count"),
        (lambda: resampling.bootstrap_rate([1, 1], [10, np.nan]), "^sizes holds a value that is not a count"),
        (lambda: resampling.bootstrap_rate([1, 1], [10, 10], draws=0), "^draws is 0"),
        (lambda: resampling.bootstrap_rate([1, 1], [10, 10], level=1), "^level is 1"),
        (lambda: resampling.bootstrap_rate([1, 1], [10, 10], level=None), "^level is None"),
        (lambda: resampling.bootstrap_rate([1, 1], [10, 10], draws=2.5), "^draws is 2.5"),
        (lambda: resampling.bootstrap_rate([1, 1], [10, 10], draws=None), "^draws is None"),
        (lambda: resampling.blocks(["a"], 0.5), "^size is 0.5"),
        (lambda: resampling.blocks(["a"], "1"), "^size is '1'"),
        (lambda: resampling.blocks(["a"], np.nan), "^size is nan"),
        (lambda: resampling.permutation([[1, 2]], [[1, 2]], draws=np.nan), "^draws is nan"),
        (lambda: resampling.permutation([], [[1]]), "^target_blocks is empty"),
        (lambda: resampling.permutation([[1, 2]], [[1.5, 1.5]]), "^reference_blocks holds a value that is not a count"),
        (lambda: resampling.permutation([[1, 2]], [[3]]), "^target_blocks and reference_blocks have shapes"),
        (lambda: resampling.permutation([1, 2], [1, 2]), "^target_blocks and reference_blocks have shapes"),
        (lambda: resampling.permutation(pd.DataFrame({"a": [1]}), [[1]]), "^reference_blocks must be a table"),
        (lambda: resampling.permutation([[1, 2]], [[1, 2], [2, 2]]), r"^reference_blocks\[1\] has 4 words"),
        (lambda: resampling.permutation([[1, 2], [1, 1]], [[1, 2]]), r"^target_blocks\[1\] has 2 words"),
        (lambda: resampling.permutation([[0, 0]], [[0, 0]]), "^target_blocks holds no words"),
        (lambda: resampling.permutation([[1, 2]], [[1, 2]], draws=0), "^draws is 0"),
    ],
)
def test_what_can_not_be_resampled_says_why(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_deals_come_close_to_all_deals_gone_through_one_by_one():
    rng = np.random.default_rng(7)
    counts = clumped(rng, 9, 40, np.array([0.3, 0.3, 0.2, 0.1, 0.05, 0.05]), clumps=15)
    n1, n2, words = 4 * 40, 5 * 40, counts.sum(axis=0)
    of_all = []
    for deal in itertools.combinations(range(9), 4):
        o11 = counts[list(deal)].sum(axis=0)
        of_all.append(keyness.log_likelihood(o11, words - o11, n1 - o11, n2 - words + o11))
    observed, of_all = of_all[0] - 1e-9, np.array(of_all)  # the first deal is the texts themselves
    alone = (of_all >= observed).mean(axis=0)
    corrected = (of_all.max(axis=1)[:, None] >= observed).mean(axis=0)

    found = resampling.permutation(counts[:4], counts[4:], draws=20_000, seed=8).sort_values("word")
    assert found["log_likelihood"].to_numpy() == pytest.approx(of_all[0])
    assert found["p"].to_numpy() == pytest.approx(alone, abs=0.015)
    assert found["p_max_t"].to_numpy() == pytest.approx(corrected, abs=0.015)
    assert len(set(alone.round(2))) > 3, "the words should differ in how surely they differ"


def test_a_single_word_has_the_p_of_scipys_permutation_test():
    rng = np.random.default_rng(9)
    target, reference = rng.binomial(50, 0.25, 6), rng.binomial(50, 0.2, 5)

    def evidence(x, y, axis):
        o11, o12 = x.sum(axis=axis), y.sum(axis=axis)
        return keyness.log_likelihood(o11, o12, 300 - o11, 250 - o12)

    exact = stats.permutation_test((target, reference), evidence, n_resamples=np.inf, alternative="greater").pvalue
    both = [np.stack([hits, 50 - hits], axis=1) for hits in (target, reference)]
    assert 0.01 < exact < 0.5
    found = resampling.permutation(*both, draws=20_000)
    assert found["p"].to_numpy() == pytest.approx(exact, abs=0.015)
    # Of two words that fill the text, neither says more than the other.
    assert found["p_max_t"].to_numpy() == pytest.approx(found["p"].to_numpy())


def test_deals_that_only_mirror_the_texts_count_as_reaching_them():
    # One block against one: the two deals there are have the same evidence, so p must be 1 for every word.
    found = resampling.permutation([[37, 11, 52, 0]], [[12, 29, 59, 0]], draws=300)
    assert (found["p"] == 1).all() and (found["p_max_t"] == 1).all()


def test_corrected_values_fall_behind_plain_ones_and_follow_the_evidence():
    rng = np.random.default_rng(10)
    shares = rng.dirichlet(np.ones(30))
    found = resampling.permutation(clumped(rng, 12, 100, shares), clumped(rng, 8, 100, shares), draws=2000)
    assert (found["p_max_t"] >= found["p"]).all()
    assert found["log_likelihood"].is_monotonic_decreasing and found["p_max_t"].is_monotonic_increasing
    assert (found["p"] >= 1 / 2001).all()


def test_a_word_that_differs_stands_out_after_correction():
    rng = np.random.default_rng(11)
    shares = np.array([0.1] + [0.9 / 60] * 60)
    moved = np.array([0.02] + [0.98 / 60] * 60)
    found = resampling.permutation(clumped(rng, 15, 200, shares, 100), clumped(rng, 15, 200, moved, 100), draws=2000)
    assert found["word"][0] == 0 and found["p_max_t"][0] < 0.01
    assert (found["p_max_t"][1:] > 0.05).all()


def test_tables_are_matched_by_word_and_the_memory_at_hand_changes_nothing(monkeypatch):
    rng = np.random.default_rng(12)
    counts = clumped(rng, 8, 30, np.full(5, 0.2))
    counts[:4, 0] += counts[:4, 4]
    counts[:4, 4] = 0
    target = pd.DataFrame(counts[:4, [3, 0, 2, 1]], columns=pd.Index(list("daeb"), name="lemma"))
    reference = pd.DataFrame(counts[4:], columns=pd.Index(list("abecf"), name="lemma"))
    found = resampling.permutation(target, reference, draws=400, seed=13)
    assert list(found) == ["lemma", "target", "reference", "log_likelihood", "p", "p_max_t"]
    totals = found.set_index("lemma")
    assert totals["target"].to_dict() == {**target.sum().to_dict(), "c": 0, "f": 0}
    assert totals["reference"].to_dict() == {**reference.sum().to_dict(), "d": 0}
    monkeypatch.setattr(resampling, "CELLS", 50)
    pd.testing.assert_frame_equal(resampling.permutation(target, reference, draws=400, seed=13), found)


def test_of_texts_that_do_not_differ_no_more_than_one_in_twenty_is_found_to():
    rng = np.random.default_rng(14)
    shares = rng.dirichlet(np.ones(40))
    plain, naive, any_word = [], [], []
    for text in range(300):
        counts = clumped(rng, 24, 100, shares)
        found = resampling.permutation(counts[:12], counts[12:], draws=199, seed=text)
        any_word.append(found["p_max_t"].min() <= 0.05)
        common = found[found["target"] + found["reference"] >= 30]
        plain.append((common["p"] <= 0.05).mean())
        naive.append((keyness.p_value(common["log_likelihood"]) <= 0.05).mean())
    assert 0.02 < np.mean(any_word) < 0.09
    assert 0.04 < np.mean(plain) < 0.06
    assert np.mean(naive) > 0.2, "words that come in clumps should deceive a test that takes them one by one"


def test_rates_have_the_interval_of_their_own_part():
    drawing = np.random.default_rng(4)
    tokens = pd.DataFrame(
        {
            "norm": drawing.choice(["state", "masses", "the"], size=600),
            "section": np.repeat(["U", "S"], 300),
            "para": np.arange(600) // 30,
            "is_word": True,
        }
    )
    found = resampling.rates(tokens, "section", "para", draws=500, seed=9).set_index(["norm", "section"])
    assert (
        found["rate"].to_dict() == frequency.rates(tokens, "section").set_index(["norm", "section"])["rate"].to_dict()
    )
    for section in "US":
        part = tokens[tokens["section"] == section]
        hits = (part["norm"] == "state").groupby(part["para"]).sum()
        low, high = resampling.bootstrap_rate(hits, [30] * 10, draws=500, seed=9)
        assert found.loc[("state", section), ["low", "high"]].tolist() == [low, high]


@pytest.mark.parametrize("name", ["count", "words", "rate", "low", "high"])
def test_rates_overwrite_no_column(name):
    tokens = pd.DataFrame({name: ["a", "b"], "other": ["c", "c"], "para": [1, 2], "is_word": True})
    with pytest.raises(ValueError, match=f"^unit is '{name}'"):
        resampling.rates(tokens, by="other", blocks="para", unit=name)
    with pytest.raises(ValueError, match=f"^by is '{name}'"):
        resampling.rates(tokens, by=name, blocks="para", unit="other")


@pytest.mark.parametrize("name", ["target", "reference", "log_likelihood", "p", "p_max_t"])
def test_a_permutation_overwrites_no_column(name):
    table = pd.DataFrame([[1, 2], [2, 1]], columns=pd.Index(["a", "b"], name=name))
    with pytest.raises(ValueError, match=rf"^target_blocks.columns.name is '{name}'"):
        resampling.permutation(table, table)


def test_rates_of_categories_come_in_the_order_of_the_text():
    tokens = pd.DataFrame(
        {"norm": list("bbacdacd"), "section": list("UUUUSSSS"), "para": [1, 1, 2, 2] * 2, "is_word": True}
    )
    expected = resampling.rates(tokens, "section", "para", draws=50)
    assert expected[["norm", "section"]].agg("".join, axis=1).tolist() == ["bU", "aU", "cU", "dS", "aS", "cS"]
    for columns in (["section"], ["norm"], ["section", "norm"]):
        types = {column: pd.CategoricalDtype(["x", *sorted(set(tokens[column]), reverse=True)]) for column in columns}
        types |= {"section": pd.CategoricalDtype(["S", "x", "U"])} if "section" in columns else {}
        found = resampling.rates(tokens.astype(types), "section", "para", draws=50)
        assert found.astype({"norm": str, "section": str}).to_numpy().tolist() == expected.to_numpy().tolist()


def test_any_whole_number_will_do():
    words = ["a", "b", "c"] * 100
    pd.testing.assert_frame_equal(resampling.blocks(words, np.int8(100)), resampling.blocks(words, 100))
    table = resampling.blocks(words, 50)
    small, plain = (resampling.permutation(table, table, draws=number) for number in (np.int8(127), 127))
    pd.testing.assert_frame_equal(small, plain)
    assert resampling.bootstrap_rate([1, 3], [9, 9], np.int8(127)) == resampling.bootstrap_rate([1, 3], [9, 9], 127)


def test_a_part_of_one_block_has_no_interval():
    tokens = pd.DataFrame({"norm": ["a", "b"], "section": "U", "para": "U1", "is_word": True})
    with pytest.raises(ValueError, match="two or more"):
        resampling.rates(tokens, "section", "para")
