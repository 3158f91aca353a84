"""How far counts could be otherwise by chance: blocks of a text drawn again, or dealt to two texts at random.

Words of a text depend on each other, so whole blocks are drawn and never single words.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from closereading.measures import frequency
from closereading.measures.coding import Words, coded, free, numbers, present, whole
from closereading.measures.frequency import PER
from closereading.measures.keyness import log_likelihood

# Memory: so many numbers (draws by words) are held at a time.
CELLS = 4_000_000

# Tables as extreme as each other come out of floating point a little apart.
TIE = 1e-9


def blocks(tokens: Words, size: int, unit: str = "norm") -> pd.DataFrame:
    """Return how often each word occurs in each of the equal blocks that a text is cut into.

    Parameters
    ----------
    tokens : pandas.DataFrame or sequence of str
        A token table with the column ``unit``, or the words themselves, in their order; signs are left out if there is
        a column ``is_word``.
    size : int
        Words of a block.
    unit : str
        The column that is counted, such as "norm" or "lemma".

    Returns
    -------
    pandas.DataFrame
        A row for each block, in order, and a column for each word that occurs in one. The words after the last full
        block are left out, so that all blocks are equal.

    Raises
    ------
    ValueError
        If a column is missing, ``size`` is not a whole number of 1 or more, or the text is shorter than one block.

    Examples
    --------
    >>> blocks(["a", "b", "a", "a", "c"], size=2).to_dict("list")
    {'a': [1, 2], 'b': [1, 0]}
    """
    size = whole("size", size)
    codes, types = coded(tokens, unit)
    count = len(codes) // size
    if not count:
        raise ValueError(f"size is {size}, but tokens holds only {len(codes)} words; choose a smaller block.")
    return _counted(np.repeat(np.arange(count), size), codes[: count * size], types, pd.RangeIndex(count), unit)


def parts(tokens: pd.DataFrame, by: str, unit: str = "norm") -> pd.DataFrame:
    """Return how often each word occurs in each part of a text, such as each paragraph.

    Parameters
    ----------
    tokens : pandas.DataFrame
        A token table with columns ``by`` and ``unit``; signs are left out if there is a column ``is_word``.
    by : str
        The column that says which part a token belongs to, such as "para".
    unit : str
        The column that is counted, such as "norm" or "lemma".

    Returns
    -------
    pandas.DataFrame
        A row for each part that has words, in the order in which they appear, and a column for each word. Parts differ
        in size, so they are for `bootstrap_rate` and not for `permutation`.

    Raises
    ------
    ValueError
        If a column is missing, there are no words, or a word belongs to no part.

    Examples
    --------
    >>> tokens = pd.DataFrame({"norm": ["a", "b", "a", "a", "c"], "para": ["U2", "U2", "U2", "U1", "U1"]})
    >>> parts(tokens, "para").to_dict("index")
    {'U2': {'a': 2, 'b': 1, 'c': 0}, 'U1': {'a': 1, 'b': 0, 'c': 1}}
    """
    present(tokens, [by, unit])
    codes, types = coded(tokens, unit)
    places, labels = coded(tokens, by)
    rows, shown = pd.factorize(places)
    return _counted(rows, codes, types, labels[shown].rename(by), unit)


def bootstrap_weights(blocks: ArrayLike, draws: int = 10_000, seed: int = 0) -> NDArray[np.int64]:
    """Return how often each thing counts in each draw of as many blocks of a text as there are.

    What is counted, such as sentences, is drawn with the whole of its block, because things of one block depend on each
    other. The weights times a column of counts are the counts of the draws.

    Parameters
    ----------
    blocks : array_like, shape (things,)
        The block that each thing is in, such as its paragraph.
    draws, seed : int
        How many times the blocks are drawn, with repetition, and the seed of the drawing.

    Returns
    -------
    numpy.ndarray of shape (draws, things)
        Whole numbers, the same for all things of a block.

    Raises
    ------
    ValueError
        If ``draws`` is not a whole number of 1 or more, or a thing is in no block.

    Examples
    --------
    >>> weights = bootstrap_weights(["U1", "U1", "U2"], draws=4)
    >>> weights.shape, (weights[:, 0] == weights[:, 1]).all().item(), (weights[:, [0, 2]].sum(axis=1) == 2).all().item()
    ((4, 3), True, True)
    """
    draws = whole("draws", draws)
    codes, names = pd.factorize(np.asarray(blocks, dtype=object))
    if (codes < 0).any():
        raise ValueError(f"blocks[{np.argmin(codes)}] is missing: each thing must be in a block.")
    if not len(names):
        return np.zeros((draws, 0), dtype=np.int64)
    rng = np.random.default_rng(seed)
    return rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws)[:, codes]


def middle(values: ArrayLike) -> tuple[float, float]:
    """Return the bounds of the middle 95 percent of drawn values, those left aside that are not numbers.

    Examples
    --------
    >>> low, high = middle([float("nan"), *range(101)])
    >>> round(low, 2), round(high, 2)
    (2.5, 97.5)
    >>> middle([])
    (nan, nan)
    """
    drawn = np.asarray(values, dtype=float)
    drawn = drawn[~np.isnan(drawn)]
    if not len(drawn):
        return math.nan, math.nan
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def bootstrap_rate(
    hits: ArrayLike, sizes: ArrayLike, draws: int = 10_000, level: float = 0.95, seed: int = 0
) -> tuple[float | NDArray, float | NDArray]:
    r"""Return between which bounds a word's rate lies, given how unevenly it is spread over the blocks of a text.

    Parameters
    ----------
    hits : array_like of int, shape (blocks,) or (words, blocks)
        Hits of a word, or of several, in each block.
    sizes : array_like of int, shape (blocks,)
        Words of each block.
    draws, level, seed : int, float, int
        How many times the blocks are drawn, the share of draws between the bounds, and the seed of the drawing. All
        words are counted in the same draws.

    Returns
    -------
    low, high : float, or numpy.ndarray of shape (words,)
        Per 1,000 words. Both are 0 for a word without hits, which only says that these blocks can't tell.

    Raises
    ------
    ValueError
        If there are fewer than two blocks, lengths differ, a count is negative or not finite, a block has no words or
        fewer than hits, ``draws`` is not a whole number of 1 or more, or ``level`` is not between 0 and 1.

    Notes
    -----
    .. math:: r^* = 1000\, \frac{\sum_j m_j h_j}{\sum_j m_j s_j}, \qquad
        m \sim \mathrm{Multinomial}\left(n; \tfrac{1}{n}, \ldots, \tfrac{1}{n}\right)

    *n* blocks with :math:`h_j` hits and :math:`s_j` words are drawn *n* times with repetition, :math:`m_j` times the
    block *j*; the bounds are percentiles of the rates. With few blocks they are too narrow: take twenty or more.

    References
    ----------
    Efron and Tibshirani 1993: the bootstrap and its percentiles
    Lijffijt et al. 2016: why words are not drawn one by one

    Examples
    --------
    >>> low, high = bootstrap_rate([[2, 2, 2, 2, 2, 2], [0, 6, 0, 2, 0, 4]], [100] * 6)
    >>> low[0].item(), high[0].item()
    (20.0, 20.0)
    >>> (low[1] < 20 < high[1]).item()
    True
    """
    hits, sizes = _counts(hits, "hits"), _counts(sizes, "sizes")
    if sizes.ndim != 1 or hits.ndim not in (1, 2) or hits.shape[-1] != len(sizes):
        raise ValueError(
            f"hits and sizes have shapes {hits.shape} and {sizes.shape}; the last must be the number of blocks in both."
        )
    if len(sizes) < 2:
        raise ValueError(f"sizes has {len(sizes)} blocks: drawing needs two or more.")
    if (sizes == 0).any():
        raise ValueError(f"sizes[{np.argmin(sizes)}] is 0: a block must have words.")
    if (hits > sizes).any():
        raise ValueError("hits exceed sizes in a block: a word can't occur more often than there are words.")
    share = numbers("level", level)
    if share.ndim or not 0 < share < 1:
        raise ValueError(f"level is {level}; it must be between 0 and 1, such as 0.95.")
    draws = whole("draws", draws)
    rng = np.random.default_rng(seed)
    times = rng.multinomial(len(sizes), np.full(len(sizes), 1 / len(sizes)), size=draws).astype(float).T
    words, rows = np.atleast_2d(hits), max(1, CELLS // draws)
    bounds = np.empty((2, len(words)))
    for start in range(0, len(words), rows):
        rates = PER * (words[start : start + rows] @ times) / (sizes @ times)
        bounds[:, start : start + rows] = np.quantile(rates, [(1 - share) / 2, (1 + share) / 2], axis=1)
    low, high = bounds if hits.ndim == 2 else bounds[:, 0]
    return low, high


def rates(
    tokens: pd.DataFrame,
    by: str,
    blocks: str,
    unit: str = "norm",
    draws: int = 10_000,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Return how often each word occurs in each part of a text, and between which bounds that rate lies.

    Parameters
    ----------
    tokens : pandas.DataFrame
        A token table as for `closereading.measures.frequency.rates`.
    by : str
        The column that says which part a token belongs to, such as "section".
    blocks : str
        The column of the blocks that are drawn again within each part, such as "para".
    unit, draws, level, seed
        As for `bootstrap_rate`; each part is drawn from the same seed.

    Returns
    -------
    pandas.DataFrame
        As `closereading.measures.frequency.rates` returns it, with columns ``low`` and ``high``.

    Raises
    ------
    ValueError
        If a column is missing, there are no words, a part has fewer than two blocks, or ``by`` or ``unit`` is called like
        another column of the result.

    Examples
    --------
    >>> tokens = pd.DataFrame({"norm": ["a", "b", "a", "c"], "part": 1, "para": [1, 1, 2, 2], "is_word": True})
    >>> rates(tokens, "part", "para")[["norm", "rate", "low", "high"]].to_numpy().tolist()
    [['a', 500.0, 500.0, 500.0], ['b', 250.0, 0.0, 500.0], ['c', 250.0, 0.0, 500.0]]
    """
    present(tokens, blocks)
    for name, column in (("unit", unit), ("by", by)):
        free(name, column, ["low", "high"])
    found = frequency.rates(tokens, by, unit).assign(low=np.nan, high=np.nan)
    for part in found[by].unique():
        rows = found[by] == part
        counts = parts(tokens[tokens[by] == part], blocks, unit)
        hits = counts.reindex(columns=found.loc[rows, unit])
        low, high = bootstrap_rate(hits.to_numpy().T, counts.sum(axis=1), draws, level, seed)
        found.loc[rows, "low"], found.loc[rows, "high"] = low, high
    return found


def permutation(
    target_blocks: pd.DataFrame | ArrayLike,
    reference_blocks: pd.DataFrame | ArrayLike,
    draws: int = 10_000,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Return how often blocks dealt to two texts at random set a word apart as much as the texts themselves do.

    Parameters
    ----------
    target_blocks, reference_blocks : pandas.DataFrame or array_like of int, shape (blocks, words)
        Counts of every word in equal blocks of the target and of the reference, such as `blocks` makes them. Tables may
        differ in their words; arrays must have the same.
    draws, seed : int
        How many times the blocks are dealt, and the seed of the dealing. All words are counted in the same deals.

    Returns
    -------
    pandas.DataFrame
        A row for each word, by falling evidence, then by word: the word (in a column called like the tables' columns,
        or ``word``), ``target`` and ``reference`` (counts), ``log_likelihood``, ``p`` (for each word alone) and
        ``p_max_t`` (corrected for all of them).

    Raises
    ------
    ValueError
        If blocks differ in size or have no words, a text has no block, a count is negative or not a whole number, arrays
        differ in their words, the tables' columns are called like another column of the result, or ``draws`` is not a
        whole number of 1 or more.

    Notes
    -----
    .. math:: p_w = \frac{1 + \#\{b : G^2_{wb} \ge G^2_w\}}{1 + B}, \qquad
        p^{max}_w = \frac{1 + \#\{b : \max_v G^2_{vb} \ge G^2_w\}}{1 + B}

    *B* deals keep the number of blocks of each text, so totals never change. The second is Westfall and Young's
    single-step max-T: if no word differs, the chance that any falls to .05 or below is .05. With few blocks the deals
    repeat each other, and no *p* can be much below one over their number, such as 1/20 for three blocks against three.

    References
    ----------
    Westfall and Young 1993: the correction
    Phipson and Smyth 2010: why 1 is added
    Lijffijt et al. 2016: why words are not dealt one by one

    Examples
    --------
    >>> target = pd.DataFrame({"state": [5, 4, 5, 6, 5], "the": [5, 6, 5, 4, 5]})
    >>> reference = pd.DataFrame({"state": [1, 0, 1, 2, 1], "the": [9, 10, 9, 8, 9]})
    >>> found = permutation(target, reference)
    >>> found["word"].tolist(), found["p"].between(1 / 252, 3 / 252).tolist()  # 2 of 252 ways set them apart so far
    (['state', 'the'], [True, True])
    """
    draws = whole("draws", draws)
    target, reference, types = _same_words(target_blocks, reference_blocks)
    name = types.name or "word"
    free("target_blocks.columns.name", name, ["target", "reference", "log_likelihood", "p", "p_max_t"])
    size = _block_size(target, reference)
    counts = np.concatenate([target, reference])
    words, texts = counts.sum(axis=0), (size * len(target), size * len(reference))
    begin, evidence = _evidence(words.astype(np.int64), *texts)
    found = target.sum(axis=0)
    observed = evidence[begin + found.astype(np.int64)]
    reached = observed - TIE * (1 + observed)

    rng = np.random.default_rng(seed)
    dealt = np.arange(len(counts)) < len(target)
    alone, largest = np.zeros(len(words), dtype=np.int64), np.empty(draws)
    rows = max(1, CELLS // max(len(words), len(counts)))
    for start in range(0, draws, rows):
        deals = rng.permuted(np.tile(dealt, (min(rows, draws - start), 1)), axis=1)
        drawn = evidence[(deals.astype(float) @ counts).astype(np.int64) + begin]
        alone += (drawn >= reached).sum(axis=0)
        largest[start : start + rows] = drawn.max(axis=1)
    any_word = draws - np.searchsorted(np.sort(largest), reached)

    table = pd.DataFrame(
        {
            name: types,
            "target": found.astype(np.int64),
            "reference": (words - found).astype(np.int64),
            "log_likelihood": observed,
            "p": (1 + alone) / (1 + draws),
            "p_max_t": (1 + any_word) / (1 + draws),
        }
    )
    return table.sort_values(["log_likelihood", name], ascending=[False, True], ignore_index=True)


def _counted(
    rows: NDArray[np.int64], codes: NDArray[np.int32], types: pd.Index, labels: pd.Index, unit: str
) -> pd.DataFrame:
    counts = np.bincount(rows * len(types) + codes, minlength=len(labels) * len(types)).reshape(len(labels), -1)
    seen = counts.any(axis=0)
    return pd.DataFrame(counts[:, seen], index=labels, columns=types[seen].rename(unit))


def _counts(values: ArrayLike, name: str) -> NDArray[np.float64]:
    """Return counts as floats, whose products are much faster than those of whole numbers."""
    counts = np.asarray(values, dtype=float)
    if not counts.size:
        raise ValueError(f"{name} is empty.")
    if not np.isfinite(counts).all() or (counts < 0).any() or (counts != np.floor(counts)).any():
        raise ValueError(f"{name} holds a value that is not a count: counts are whole numbers, 0 or more.")
    return counts


def _same_words(
    target: pd.DataFrame | ArrayLike, reference: pd.DataFrame | ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64], pd.Index]:
    """Return the counts of both texts with the same words in the same columns."""
    if isinstance(target, pd.DataFrame) != isinstance(reference, pd.DataFrame):
        raise ValueError(
            "reference_blocks must be a table if target_blocks is one, so that their words can be matched."
        )
    types = pd.Index([])
    if isinstance(target, pd.DataFrame) and isinstance(reference, pd.DataFrame):
        types = target.columns.union(reference.columns)
        target, reference = (table.reindex(columns=types, fill_value=0) for table in (target, reference))
    first, second = _counts(target, "target_blocks"), _counts(reference, "reference_blocks")
    if first.ndim != 2 or second.ndim != 2 or first.shape[1] != second.shape[1]:
        raise ValueError(
            f"target_blocks and reference_blocks have shapes {first.shape} and {second.shape}; both must be blocks by "
            "words, of the same words."
        )
    return first, second, types if len(types) else pd.RangeIndex(first.shape[1])


def _block_size(target: NDArray, reference: NDArray) -> int:
    size = target[0].sum()
    for name, sizes in (("target_blocks", target.sum(axis=1)), ("reference_blocks", reference.sum(axis=1))):
        if (sizes != size).any():
            raise ValueError(
                f"{name}[{np.argmax(sizes != size)}] has {sizes[sizes != size][0]:g} words, but target_blocks[0] has "
                f"{size:g}: blocks must be equal, with all their words, or totals change from deal to deal."
            )
    if not size:
        raise ValueError("target_blocks holds no words.")
    return int(size)


def _evidence(words: NDArray[np.int64], n1: int, n2: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return every log-likelihood that can come up, and where those of each word begin.

    With the totals fixed it depends on the word's count in the target only, so it is looked up there.
    """
    frequencies, place = np.unique(words, return_inverse=True)
    begin = np.cumsum(frequencies + 1) - (frequencies + 1)
    both = np.repeat(frequencies, frequencies + 1)
    found = np.arange(len(both)) - np.repeat(begin, frequencies + 1)
    possible = (found <= n1) & (both - found <= n2)
    evidence = np.full(len(both), math.nan)
    o11, o12 = found[possible], (both - found)[possible]
    evidence[possible] = log_likelihood(o11, o12, n1 - o11, n2 - o12)
    return begin[place], evidence
