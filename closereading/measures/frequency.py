"""How often words occur: counts, rates that can be compared, the law of their ranks, the growth of a vocabulary."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.special import gammaln

from closereading.measures.coding import Words, are_words, coded, free, numbers, present, whole

PER = 1000


def counts(tokens: Words, unit: str = "norm") -> pd.Series:
    """Return how often each word occurs, most frequent first, then alphabetically.

    Parameters
    ----------
    tokens : pandas.DataFrame or sequence of str
        A token table or the words themselves, as `closereading.measures.coding.coded` takes them.
    unit : str
        The column that is counted.

    Returns
    -------
    pandas.Series of int
        Counts, indexed by word. Words that don't occur are left out.

    Raises
    ------
    ValueError
        If there are no words.

    Examples
    --------
    >>> counts(["the", "state", "the"]).to_dict()
    {'the': 2, 'state': 1}
    """
    codes, types = coded(tokens, unit)
    found = np.bincount(codes, minlength=len(types))
    seen = np.flatnonzero(found)
    if not types.is_monotonic_increasing:
        seen = seen[types[seen].astype(str).argsort()]
    order = seen[np.argsort(-found[seen], kind="stable")]
    return pd.Series(found[order], index=types[order].rename(unit), name="count")


def rates(tokens: pd.DataFrame, by: str, unit: str = "norm") -> pd.DataFrame:
    """Return how often each word occurs in each part of a text.

    Parameters
    ----------
    tokens : pandas.DataFrame
        A token table with columns ``is_word``, ``by`` and ``unit``; signs are left out.
    by : str
        The column that says which part a token belongs to, such as "section".
    unit : str
        The column that is counted, such as "norm" or "lemma".

    Returns
    -------
    pandas.DataFrame
        A row for each word and each part it occurs in: columns ``unit``, ``by``, ``count``, ``words`` (all words of the
        part) and ``rate``, the count per 1,000 words, ``1000 * count / words``. Parts come in the order in which they
        appear, words by falling count, then alphabetically.

    Raises
    ------
    ValueError
        If a column is missing, there are no words, or a word belongs to no part.

    Examples
    --------
    >>> tokens = pd.DataFrame({"norm": ["a", "b", "a", "."], "part": [1, 1, 2, 2], "is_word": [True] * 3 + [False]})
    >>> rates(tokens, "part").to_numpy().tolist()
    [['a', 1, 1, 2, 500.0], ['b', 1, 1, 2, 500.0], ['a', 2, 1, 1, 1000.0]]
    """
    present(tokens, ["is_word", by, unit])
    for name, column in (("unit", unit), ("by", by)):
        free(name, column, ["count", "words", "rate"])
    words = tokens[are_words(tokens)]
    coded(words, unit)
    if words[by].isna().any():
        raise ValueError(f"{words[by].isna().sum()} words have no {by}; leave them out or count by another column.")
    counts = words.groupby([unit, by], observed=True).size().rename("count").reset_index()
    counts["words"] = counts[by].map(words.groupby(by, observed=True).size()).astype(int)
    counts["rate"] = PER * counts["count"] / counts["words"]
    place = counts[by].map({part: n for n, part in enumerate(words[by].unique())}).astype(int)
    counts = counts.assign(_place=place, _word=counts[unit].astype(object))
    counts = counts.sort_values(["_place", "count", "_word"], ascending=[True, False, True])
    return counts.drop(columns=["_place", "_word"]).reset_index(drop=True)


def zipf_exponent(counts: ArrayLike) -> tuple[float, float]:
    r"""Return how steeply the frequencies of words fall with their rank, and the standard error of that number.

    Parameters
    ----------
    counts : array_like of int, shape (types,)
        Occurrences of each word, in any order; words that don't occur are left out.

    Returns
    -------
    exponent : float
        The maximum-likelihood estimate of a.
    error : float
        Its standard error, from the Fisher information, as if words came independently of each other.

    Raises
    ------
    ValueError
        If there are fewer than two words, a count is negative or not whole, or all counts are the same.

    Notes
    -----
    The frequency of the word of rank r of V words is taken to be proportional to a power of the rank, and a is chosen
    so that the observed counts become most probable:

    .. math:: p_r = \frac{r^{-a}}{\sum_{s=1}^{V} s^{-a}}

    A line through the points of a log-log chart would weigh the words that occur once as much as the frequent ones.
    The ranks come from the same counts as the frequencies, which makes the fit look better than it is.

    References
    ----------
    Piantadosi 2014

    Examples
    --------
    >>> exponent, error = zipf_exponent([1000, 500, 333, 250, 200])
    >>> print(f"{exponent:.2f} ± {error:.2f}")
    1.00 ± 0.04
    """
    ordered = np.sort(_counts(counts))[::-1]
    ordered = ordered[ordered > 0]
    if len(ordered) < 2:
        raise ValueError("counts holds fewer than two words that occur: a rank needs another to compare.")
    if ordered[0] == ordered[-1]:
        raise ValueError("counts are all the same: nothing falls with the rank.")
    log_rank, total = np.log(np.arange(1, len(ordered) + 1)), ordered.sum()
    observed = (ordered * log_rank).sum() / total

    def moments(a: float) -> tuple[float, float]:
        share = np.exp(-a * log_rank)
        share /= share.sum()
        mean = (share * log_rank).sum()
        return mean, (share * log_rank**2).sum() - mean**2

    steepest = 1.0
    while moments(steepest)[0] > observed:
        steepest *= 2
    exponent = brentq(lambda a: moments(a)[0] - observed, 0, steepest, xtol=1e-12)
    return float(exponent), float(1 / np.sqrt(total * moments(exponent)[1]))


def zipf_counts(exponent: float, types: int, words: int) -> NDArray[np.float64]:
    """Return the counts that Zipf's law expects at the ranks 1 to ``types`` in a text of so many words.

    Examples
    --------
    >>> zipf_counts(1.0, types=3, words=11).round(6).tolist()
    [6.0, 3.0, 2.0]
    """
    share = np.arange(1, types + 1, dtype=float) ** -exponent
    return words * share / share.sum()


def zipf_envelope(
    exponent: float, types: int, words: int, draws: int = 1000, level: float = 0.95, seed: int = 1871
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return between which counts each rank lies in texts drawn word by word from Zipf's law.

    Parameters
    ----------
    exponent : float
        As `zipf_exponent` returns it.
    types, words : int
        Different words the law knows, and words of a text.
    draws, level, seed : int, float, int
        How many texts are drawn, the share of them between the bounds at each rank, and the seed of the drawing.

    Returns
    -------
    low, high : numpy.ndarray of float, shape (types,)
        Bounds of the count at each rank, 0 where a drawn text has fewer different words.

    Examples
    --------
    >>> low, high = zipf_envelope(1.0, types=3, words=11)
    >>> bool((low <= high).all())
    True
    """
    draws = whole("draws", draws)
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; it must be between 0 and 1, such as 0.95.")
    share = zipf_counts(exponent, types, 1)
    drawn = np.sort(np.random.default_rng(seed).multinomial(words, share, size=draws), axis=1)[:, ::-1]
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high


def vocabulary_growth(tokens: Words, unit: str = "norm") -> NDArray[np.int64]:
    """Return how many different words have been met after each word of a text.

    Parameters
    ----------
    tokens : pandas.DataFrame or sequence of str
        A token table or the words themselves, in the order of the text.
    unit : str
        The column that is counted.

    Returns
    -------
    numpy.ndarray of int, shape (words,)

    Raises
    ------
    ValueError
        If there are no words.

    Examples
    --------
    >>> vocabulary_growth(["the", "state", "the", "masses"]).tolist()
    [1, 2, 2, 3]
    """
    codes, _ = coded(tokens, unit)
    new = np.zeros(len(codes), dtype=np.int64)
    new[np.unique(codes, return_index=True)[1]] = 1
    return new.cumsum()


def rarefaction(counts: ArrayLike, sizes: ArrayLike) -> NDArray[np.float64]:
    r"""Return how many different words to expect among n words drawn at random from a text, without putting any back.

    Parameters
    ----------
    counts : array_like of int, shape (types,)
        Occurrences of each word of the whole text.
    sizes : array_like of int
        Numbers of words drawn, n, from 0 to all words of the text.

    Returns
    -------
    numpy.ndarray of float, as many as sizes

    Raises
    ------
    ValueError
        If there are no counts, one is negative or not whole, or a size is beyond the text's.

    Notes
    -----
    With N words in the text, of which f are the word w, the word is missing from a draw of n with the probability that
    the hypergeometric distribution gives:

    .. math:: E[V(n)] = \sum_w \left[ 1 - \binom{N - f_w}{n} / \binom{N}{n} \right]

    A text that brings its words in by subjects grows more slowly than this at first, and catches up at the end.

    References
    ----------
    Hurlbert 1971

    Examples
    --------
    >>> rarefaction([2, 1], [0, 1, 3]).round(6).tolist()  # the, the, state
    [0.0, 1.0, 2.0]
    """
    spectrum, words_of = np.unique(_counts(counts), return_counts=True)
    total = int((spectrum * words_of).sum())
    drawn = np.atleast_1d(numbers("sizes", sizes))
    if drawn.ndim > 1:
        raise ValueError(f"sizes has {drawn.ndim} dimensions; it must be a number or a list of numbers.")
    if drawn.size and (drawn.min() < 0 or drawn.max() > total or not np.isfinite(drawn).all()):
        raise ValueError(f"sizes must lie between 0 and the {total} words of the text.")
    left = total - spectrum[:, None] - drawn  # words of other kinds that would have to be left over
    some = np.where(left >= 0, left, 0)
    log_missing = _log_missing(np.broadcast_to(spectrum[:, None], left.shape), np.broadcast_to(drawn, left.shape), some)
    missing = np.where(left >= 0, np.exp(log_missing), 0.0)
    return (words_of[:, None] * (1 - missing)).sum(axis=0)


def _log_missing(a: NDArray, b: NDArray, left: NDArray) -> NDArray[np.float64]:
    """Return the logarithm of (left + a)! (left + b)! / (left! (left + a + b)!).

    In a large text that is a small difference of huge logarithms, in which all digits would be lost; Stirling's series
    lets the huge parts cancel before they are computed.
    """

    def series(x: NDArray) -> NDArray:
        return 1 / (12 * x) - 1 / (360 * x**3)

    small, n = left < 1000, left + a + b
    x = np.where(small, 1000.0, left)
    big = x + a + b
    far = (
        (x + a + 0.5) * np.log1p(-b / big)
        + (x + b + 0.5) * np.log1p(-a / big)
        - (x + 0.5) * np.log1p(-(a + b) / big)
        + series(x + a)
        + series(x + b)
        - series(x)
        - series(big)
    )
    near = gammaln(left + a + 1) + gammaln(left + b + 1) - gammaln(left + 1) - gammaln(n + 1)
    return np.where(small, near, far)


def _counts(counts: ArrayLike | Sequence[int]) -> NDArray[np.float64]:
    values = numbers("counts", counts)
    if values.ndim != 1 or not values.size:
        raise ValueError("counts must be a list of numbers, one for each word, and not empty.")
    if not np.isfinite(values).all() or (values < 0).any() or (values != np.floor(values)).any():
        raise ValueError("counts must be whole numbers, 0 or more.")
    if not values.any():
        raise ValueError("counts are all 0: the text holds no words.")
    return values
