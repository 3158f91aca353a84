"""How evenly a word is spread over a text: by its counts in the parts, by its places, and against chance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import sparse, special

from closereading.measures.coding import coded, free, numbers, present, whole

Measure = Callable[[NDArray, NDArray], float | NDArray]
"""A measure of this module that takes ``hits`` and ``sizes``."""

CELLS = 1_000_000  # of a table that are held at once


class Envelope(NamedTuple):
    """What a measure gives for a word strewn at random: two bounds and the mean, each of the shape of ``frequency``."""

    low: float | NDArray
    mean: float | NDArray
    high: float | NDArray


class Tails(NamedTuple):
    """How often chance alone gives as low and as high a value as the observed one, each as a share between 0 and 1."""

    lower: float | NDArray
    higher: float | NDArray


def deviation_of_proportions(hits: ArrayLike, sizes: ArrayLike, normalised: bool = False) -> float | NDArray:
    r"""Return DP: the share of a word's hits that would have to move for every part to have its due.

    Parameters
    ----------
    hits : array_like of shape (parts,) or (words, parts)
        How often the word, or each word, occurs in each part.
    sizes : array_like of shape (parts,)
        Words of each part.
    normalised : bool
        Divide by the most that DP can be for these parts, which gives DPnorm; it needs at least two parts.

    Returns
    -------
    float or numpy.ndarray of shape (words,)
        0: spread exactly as the words of the text; near 1, and for DPnorm 1: all in the smallest part.

    Raises
    ------
    ValueError
        If a word doesn't occur, a part has no words, or the counts and the parts don't fit.

    Notes
    -----
    .. math:: DP = \frac{1}{2} \sum_i \left|\frac{v_i}{f} - s_i\right|, \qquad DP_{norm} = \frac{DP}{1 - \min_i s_i}

    :math:`v_i` are the hits of part *i*, *f* all hits, :math:`s_i` the part's share of the words. A rare word has a high
    DP even when it is strewn at random, so DP is read against :func:`chance_envelope`. There should be no more parts
    than hits.

    References
    ----------
    Gries 2008: DP
    Lijffijt and Gries 2012: the normalization
    Nelson 2023: chance, and the number of parts

    Examples
    --------
    >>> round(deviation_of_proportions([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]), 3)
    0.18
    """
    hits, sizes = _checked(hits, sizes, parts=2 if normalised else 1)
    dp = _half_distance(hits, sizes)
    return _within(dp / (1 - sizes.min() / sizes.sum()) if normalised else dp)


def deviation_of_proportions_egbert(hits: ArrayLike, sizes: ArrayLike) -> float | NDArray:
    r"""Return DP divided by the most it can be when the word stays in the parts it is in.

    Parameters
    ----------
    hits : array_like of shape (parts,) or (words, parts)
        How often the word, or each word, occurs in each part.
    sizes : array_like of shape (parts,)
        Words of each part, at least two parts.

    Returns
    -------
    float or numpy.ndarray of shape (words,)
        0: spread exactly as the words of the text; 1: all in one part.

    Raises
    ------
    ValueError
        If a word doesn't occur, a part has no words, there is one part, or the counts and the parts don't fit.

    Notes
    -----
    .. math:: DP_{Egbert} = \frac{DP}{1 - \min_{i:\, v_i > 0} s_i}

    Only parts with hits count for the smallest share. So a word in a single part gets 1, however large the part, where
    DPnorm gives 1 only for the smallest part.

    References
    ----------
    Egbert, Burch and Biber 2020: the divisor

    Examples
    --------
    >>> deviation_of_proportions_egbert([0, 3], [10, 30])
    1.0
    """
    hits, sizes = _checked(hits, sizes, parts=2)
    smallest = np.where(hits > 0, sizes / sizes.sum(), np.inf).min(axis=-1)
    return _within(_half_distance(hits, sizes) / (1 - smallest))


def juilland_d(hits: ArrayLike, sizes: ArrayLike) -> float | NDArray:
    r"""Return Juilland's D: how little a word's rate varies from part to part.

    Parameters
    ----------
    hits : array_like of shape (parts,) or (words, parts)
        How often the word, or each word, occurs in each part.
    sizes : array_like of shape (parts,)
        Words of each part, at least two parts.

    Returns
    -------
    float or numpy.ndarray of shape (words,)
        1: the same rate in all parts; 0: all in one part.

    Raises
    ------
    ValueError
        If a word doesn't occur, a part has no words, there is one part, or the counts and the parts don't fit.

    Notes
    -----
    .. math:: D = 1 - \frac{1}{\sqrt{n - 1}} \cdot \frac{\sqrt{\frac{1}{n} \sum_i (p_i - \bar p)^2}}{\bar p}

    :math:`p_i` is the rate in part *i*, its hits divided by its words, and :math:`\bar p` the mean of the *n* rates. The
    standard deviation is that of a population. With hundreds of parts D comes close to 1 for most words.

    References
    ----------
    Juilland and Chang-Rodríguez 1964: D
    Biber et al. 2016: D with many parts

    Examples
    --------
    >>> round(juilland_d([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]), 3)
    0.785
    """
    hits, sizes = _checked(hits, sizes, parts=2)
    rates = hits / sizes
    return _within(1 - rates.std(axis=-1) / rates.mean(axis=-1) / np.sqrt(len(sizes) - 1))


def carroll_d2(hits: ArrayLike, sizes: ArrayLike) -> float | NDArray:
    r"""Return Carroll's D2: how open it is in which part, all parts taken as equally long, the word is met.

    Parameters
    ----------
    hits : array_like of shape (parts,) or (words, parts)
        How often the word, or each word, occurs in each part.
    sizes : array_like of shape (parts,)
        Words of each part, at least two parts.

    Returns
    -------
    float or numpy.ndarray of shape (words,)
        1: the same rate in all parts; 0: all in one part.

    Raises
    ------
    ValueError
        If a word doesn't occur, a part has no words, there is one part, or the counts and the parts don't fit.

    Notes
    -----
    .. math:: D_2 = -\frac{1}{\log_2 n} \sum_i q_i \log_2 q_i, \qquad q_i = \frac{p_i}{\sum_j p_j}

    :math:`p_i` is the rate in part *i*, its hits divided by its words. It is the entropy of the rates as a share of the
    most that *n* parts allow.

    References
    ----------
    Carroll 1970: D2
    Gries 2020: rates in place of counts where parts differ in length

    Examples
    --------
    >>> round(carroll_d2([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]), 3)
    0.938
    """
    hits, sizes = _checked(hits, sizes, parts=2)
    rates = hits / sizes
    return _within(special.entr(rates / rates.sum(axis=-1, keepdims=True)).sum(axis=-1) / np.log(len(sizes)))


def rosengren_s(hits: ArrayLike, sizes: ArrayLike) -> float | NDArray:
    r"""Return Rosengren's S: the part of a word's frequency that is left once its unevenness is taken off.

    Parameters
    ----------
    hits : array_like of shape (parts,) or (words, parts)
        How often the word, or each word, occurs in each part.
    sizes : array_like of shape (parts,)
        Words of each part.

    Returns
    -------
    float or numpy.ndarray of shape (words,)
        1: spread exactly as the words of the text; for a word in one part, that part's share of the words.

    Raises
    ------
    ValueError
        If a word doesn't occur, a part has no words, or the counts and the parts don't fit.

    Notes
    -----
    .. math:: S = \frac{1}{f} \left(\sum_i \sqrt{s_i v_i}\right)^2

    :math:`v_i` are the hits of part *i*, *f* all hits, :math:`s_i` the part's share of the words. *f* times *S* is
    Rosengren's adjusted frequency.

    References
    ----------
    Rosengren 1971: S, in the form for parts of different length

    Examples
    --------
    >>> round(rosengren_s([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]), 3)
    0.95
    """
    hits, sizes = _checked(hits, sizes)
    return _within(np.sqrt(hits * (sizes / sizes.sum())).sum(axis=-1) ** 2 / hits.sum(axis=-1))


def kl_divergence(hits: ArrayLike, sizes: ArrayLike) -> float | NDArray:
    r"""Return the divergence, in bits, of a word's spread over the parts from that of all words.

    Parameters
    ----------
    hits : array_like of shape (parts,) or (words, parts)
        How often the word, or each word, occurs in each part.
    sizes : array_like of shape (parts,)
        Words of each part.

    Returns
    -------
    float or numpy.ndarray of shape (words,)
        Bits. 0: spread exactly as the words of the text; for a word in one part, minus the binary logarithm of that
        part's share of the words, which is the most there can be.

    Raises
    ------
    ValueError
        If a word doesn't occur, a part has no words, or the counts and the parts don't fit.

    Notes
    -----
    .. math:: D_{KL} = \sum_i \frac{v_i}{f} \log_2 \frac{v_i / f}{s_i}

    :math:`v_i` are the hits of part *i*, *f* all hits, :math:`s_i` the part's share of the words. These are raw bits;
    values brought between 0 and 1 elsewhere can't be compared, since at least three ways of doing so are in use.

    References
    ----------
    Gries 2020: the divergence as a measure of dispersion

    Examples
    --------
    >>> kl_divergence([4, 0, 0, 0], [10, 10, 10, 10])
    2.0
    """
    hits, sizes = _checked(hits, sizes)
    shares = hits / hits.sum(axis=-1, keepdims=True)
    return _within(special.rel_entr(shares, sizes / sizes.sum()).sum(axis=-1) / np.log(2), high=np.inf)


def d_a(hits: ArrayLike, sizes: ArrayLike) -> float | NDArray:
    r"""Return D_A: how little a word's rates in any two parts differ on average.

    Parameters
    ----------
    hits : array_like of shape (parts,) or (words, parts)
        How often the word, or each word, occurs in each part.
    sizes : array_like of shape (parts,)
        Words of each part, at least two parts.

    Returns
    -------
    float or numpy.ndarray of shape (words,)
        1: the same rate in all parts; 0: all in one part.

    Raises
    ------
    ValueError
        If a word doesn't occur, a part has no words, there is one part, or the counts and the parts don't fit.

    Notes
    -----
    .. math:: D_A = 1 - \frac{1}{2 \bar p} \binom{n}{2}^{-1} \sum_{i < j} |p_i - p_j|

    :math:`p_i` is the rate in part *i*, its hits divided by its words, and :math:`\bar p` the mean of the *n* rates. The
    sum over all pairs is taken from the sorted rates, in which the *k*-th smallest is :math:`k - 1` times the larger
    and :math:`n - k` times the smaller of a pair.

    References
    ----------
    Burch, Egbert and Biber 2017: D_A

    Examples
    --------
    >>> round(d_a([1, 1, 2], [10, 10, 10]), 3)
    0.75
    """
    hits, sizes = _checked(hits, sizes, parts=2)
    n = len(sizes)
    rates = np.sort(hits / sizes, axis=-1)
    differences = rates @ (2.0 * np.arange(n) - n + 1)
    return _within(1 - differences / (n - 1) / rates.sum(axis=-1))


def average_reduced_frequency(positions: ArrayLike, n: int) -> float:
    r"""Return ARF: a word's frequency, in which hits that stand close together count for less than one.

    Parameters
    ----------
    positions : array_like of int, of shape (hits,)
        Places of the word in the text, from 0 to ``n - 1``, in any order.
    n : int
        Words of the text.

    Returns
    -------
    float
        The frequency itself for a word at equal distances, near 1 for one whose hits all stand together.

    Raises
    ------
    ValueError
        If there are no positions, or one lies outside the text or is given twice.

    Notes
    -----
    .. math:: ARF = \frac{f}{N} \sum_i \min\left(d_i, \frac{N}{f}\right)

    :math:`d_i` are the distances from each hit to the next, the text being read as a circle, *f* is the number of hits
    and *N* that of words. No parts have to be chosen.

    References
    ----------
    Savický and Hlaváčová 2002: ARF

    Examples
    --------
    >>> average_reduced_frequency([0, 5], 10), average_reduced_frequency([0, 1], 10)
    (2.0, 1.2)
    """
    distances = _distances(positions, n)
    even = n / len(distances)
    return float(np.minimum(distances, even).sum() / even)


def average_waiting_time(positions: ArrayLike, n: int) -> float:
    r"""Return AWT: how many words a reader who starts anywhere reads on average until the word comes.

    Parameters
    ----------
    positions : array_like of int, of shape (hits,)
        Places of the word in the text, from 0 to ``n - 1``, in any order.
    n : int
        Words of the text.

    Returns
    -------
    float
        Words, the hit among them: from ``(1 + n / hits) / 2`` at equal distances up to ``(1 + n) / 2``.

    Raises
    ------
    ValueError
        If there are no positions, or one lies outside the text or is given twice.

    Notes
    -----
    .. math:: AWT = \frac{1}{2} \left(1 + \frac{1}{N} \sum_i d_i^2\right)

    :math:`d_i` are the distances from each hit to the next, the text of *N* words being read as a circle.

    References
    ----------
    Savický and Hlaváčová 2002: AWT

    Examples
    --------
    >>> average_waiting_time([0, 5], 10)
    3.0
    """
    distances = _distances(positions, n)
    return float((1 + distances @ distances / n) / 2)


def average_logarithmic_distance(positions: ArrayLike, n: int) -> float:
    r"""Return ALD: the order of magnitude, in powers of ten, of the distance between hits around a word of the text.

    Parameters
    ----------
    positions : array_like of int, of shape (hits,)
        Places of the word in the text, from 0 to ``n - 1``, in any order.
    n : int
        Words of the text.

    Returns
    -------
    float
        Decimal logarithm: from that of ``n / hits`` at equal distances up to that of ``n``.

    Raises
    ------
    ValueError
        If there are no positions, or one lies outside the text or is given twice.

    Notes
    -----
    .. math:: ALD = \frac{1}{N} \sum_i d_i \log_{10} d_i

    :math:`d_i` are the distances from each hit to the next, the text of *N* words being read as a circle.

    References
    ----------
    Savický and Hlaváčová 2002: ALD

    Examples
    --------
    >>> average_logarithmic_distance([0, 10], 20)
    1.0
    """
    distances = _distances(positions, n)
    return float(distances @ np.log10(distances) / n)


def waiting_time_frequency(positions: ArrayLike, n: int) -> float:
    r"""Return how often a word at equal distances would occur that keeps the reader waiting as long as this one.

    Parameters
    ----------
    positions, n
        As for `average_waiting_time`.

    Returns
    -------
    float
        At most the number of positions, and less the more they are clumped.

    Raises
    ------
    ValueError
        If there are no positions, or one lies outside the text or is given twice.

    Notes
    -----
    .. math:: f_{AWT} = \frac{N}{2\,AWT - 1}

    References
    ----------
    Savický and Hlaváčová 2002: corrected frequencies

    Examples
    --------
    >>> waiting_time_frequency([0, 5], 10)
    2.0
    """
    return float(n / (2 * average_waiting_time(positions, n) - 1))


def logarithmic_distance_frequency(positions: ArrayLike, n: int) -> float:
    r"""Return how often a word at equal distances would occur that has the same ALD.

    Parameters
    ----------
    positions, n
        As for `average_logarithmic_distance`.

    Returns
    -------
    float
        At most the number of positions, and less the more they are clumped.

    Raises
    ------
    ValueError
        If there are no positions, or one lies outside the text or is given twice.

    Notes
    -----
    .. math:: f_{ALD} = N \cdot 10^{-ALD}

    References
    ----------
    Savický and Hlaváčová 2002: corrected frequencies

    Examples
    --------
    >>> logarithmic_distance_frequency([0, 10], 20)
    2.0
    """
    return float(n * 10 ** -average_logarithmic_distance(positions, n))


def chance_envelope(
    frequency: ArrayLike,
    sizes: ArrayLike,
    measure: Measure = deviation_of_proportions,
    draws: int = 2_000,
    level: float = 0.95,
    seed: int = 0,
) -> Envelope:
    r"""Return what a measure gives for a word of this frequency that is strewn at random over the words of the text.

    Parameters
    ----------
    frequency : int or array_like of int
        Hits of the word.
    sizes : array_like of int, of shape (parts,)
        Words of each part.
    measure : callable
        Takes ``hits`` of shape (draws, parts) and ``sizes``, such as :func:`deviation_of_proportions`.
    draws : int
        How often the word is strewn.
    level : float
        Share of the strewings between the two bounds.
    seed : int
        Of the random numbers. The same seed gives a frequency the same bounds, whichever others are asked for with it.

    Returns
    -------
    Envelope
        ``low``, ``mean``, ``high``: floats, or arrays of the shape of ``frequency``.

    Raises
    ------
    ValueError
        If a frequency isn't between 1 and the words of the text, a part has no words, or draws or level make no sense.

    Notes
    -----
    .. math:: P(v_1, \ldots, v_n) = \binom{N}{f}^{-1} \prod_i \binom{N_i}{v_i}

    Hits are dealt to the :math:`N_i` words of each part without replacement, as a shuffling of the text would do. Words
    come in bursts, so more of them lie outside than the level says, also where no one intended anything.

    References
    ----------
    Nelson 2023: a measure of dispersion must be told from chance

    Examples
    --------
    >>> chance_envelope(1, [10, 10, 10, 10], deviation_of_proportions)
    Envelope(low=0.75, mean=0.75, high=0.75)
    """
    if not 0 < level < 1:
        raise ValueError(f"level is {level}: it is a share between 0 and 1, such as 0.95.")
    wanted = np.asarray(frequency)
    tails = [(1 - level) / 2, (1 + level) / 2]
    found = np.empty((3, wanted.size))
    for place, values in _by_chance(wanted, sizes, measure, draws, seed):
        low, high = np.quantile(values, tails)
        found[:, place] = np.array([[low], [values.mean()], [high]])
    return Envelope(*(_plain(row.reshape(wanted.shape)) for row in found))


def beyond_chance(
    hits: ArrayLike,
    sizes: ArrayLike,
    measure: Measure = deviation_of_proportions,
    draws: int = 2_000,
    seed: int = 0,
) -> Tails:
    r"""Return how often a word strewn at random over the text gives as low, and as high, a value as the observed one.

    Parameters
    ----------
    hits : array_like of int, of shape (parts,) or (words, parts)
        How often the word, or each word, occurs in each part.
    sizes : array_like of int, of shape (parts,)
        Words of each part.
    measure : callable
        Takes ``hits`` and ``sizes``, such as :func:`deviation_of_proportions`.
    draws : int
        How often the word is strewn.
    seed : int
        Of the random numbers.

    Returns
    -------
    Tails
        ``lower`` and ``higher``: floats, or arrays of shape (words,). A word is more clumped than chance would have it
        if ``higher`` is small for DP and the divergence, or ``lower`` for D, D2, S and D_A.

    Raises
    ------
    ValueError
        If a word doesn't occur, a count isn't whole, a part has no words, or the counts and the parts don't fit.

    Notes
    -----
    .. math:: p_{higher} = \frac{1 + |\{k : x_k \ge x\}|}{1 + K}, \qquad p_{lower} = \frac{1 + |\{k : x_k \le x\}|}{1 + K}

    *x* is the observed value, :math:`x_k` that of strewing *k* of *K*. The observed counts are one of the ways to strew
    the word and are counted as such, so neither share is ever 0. Whoever looks at many words must correct for it.

    References
    ----------
    Phipson and Smyth 2010: the observed value counts as one of the draws

    Examples
    --------
    >>> beyond_chance([1, 0, 0, 0], [10, 10, 10, 10])
    Tails(lower=1.0, higher=1.0)
    """
    hits, sizes = _checked(hits, sizes)
    observed = np.asarray(measure(hits, sizes))
    frequency = hits.sum(axis=-1)
    if np.any(hits % 1):
        raise ValueError("hits are not whole: only counts can be strewn.")
    flat = observed.ravel()
    lower, higher = np.empty(flat.size), np.empty(flat.size)
    for place, values in _by_chance(frequency, sizes, measure, draws, seed):
        values.sort()
        # Equal values may differ by rounding, because the parts are summed in another order.
        slack = 1e-9 * np.maximum(1, np.abs(flat[place]))
        lower[place] = np.searchsorted(values, flat[place] + slack, side="right")
        higher[place] = draws - np.searchsorted(values, flat[place] - slack, side="left")
    return Tails(*(_plain((1 + tail.reshape(observed.shape)) / (1 + draws)) for tail in (lower, higher)))


def table(tokens: pd.DataFrame, by: str, unit: str = "norm", minimum: int = 1) -> pd.DataFrame:
    """Return every measure over the parts of a text for each of its words.

    Parameters
    ----------
    tokens : pandas.DataFrame
        A token table with columns ``by`` and ``unit``; signs are left out if there is a column ``is_word``.
    by : str
        The column that says which part a token belongs to, such as "para".
    unit : str
        The column that is counted, such as "norm" or "lemma".
    minimum : int
        Words with fewer hits are left out.

    Returns
    -------
    pandas.DataFrame
        A row for each word: columns ``unit``, ``count``, ``range`` (parts it occurs in), ``dp``, ``dp_norm``,
        ``juilland_d``, ``carroll_d2``, ``rosengren_s``, ``kl_divergence``, ``d_a``. Words come by falling count, then
        in their order as types, which is alphabetical unless they are categories.

    Raises
    ------
    ValueError
        If a column is missing, there are no words, a word belongs to no part, there is one part only, or no word
        occurs ``minimum`` times.

    Examples
    --------
    >>> tokens = pd.DataFrame({"norm": ["a", "b", "a", "a"], "part": [1, 1, 2, 2]})
    >>> table(tokens, "part")[["norm", "count", "range", "dp"]].round(3).to_numpy().tolist()
    [['a', 3, 2, 0.167], ['b', 1, 1, 0.5]]
    """
    present(tokens, [by, unit])
    free("unit", unit, ["count", "range"])
    words, types = coded(tokens, unit)
    parts, _ = coded(tokens, by)
    sizes = np.bincount(parts)
    counts = sparse.coo_matrix(
        (np.ones(len(words), dtype=np.int32), (words, parts)), shape=(len(types), len(sizes))
    ).tocsr()
    counts, sizes = counts[:, sizes > 0], sizes[sizes > 0]
    if len(sizes) < 2:
        raise ValueError(f"by: column {by} makes one part only; at least two parts are needed.")
    total = np.bincount(words, minlength=len(types))
    if minimum > total.max():
        raise ValueError(f"minimum is {minimum}, but no word occurs more than {total.max()} times; lower it.")
    chosen = np.argsort(-total, kind="stable")[: np.count_nonzero(total >= max(minimum, 1))]
    counts = counts[chosen]
    measures: dict[str, Measure] = {
        "dp": deviation_of_proportions,
        "dp_norm": lambda hits, sizes: deviation_of_proportions(hits, sizes, normalised=True),
        "juilland_d": juilland_d,
        "carroll_d2": carroll_d2,
        "rosengren_s": rosengren_s,
        "kl_divergence": kl_divergence,
        "d_a": d_a,
    }
    found = {name: np.empty(len(chosen)) for name in measures}
    step = max(1, CELLS // len(sizes))
    for start in range(0, len(chosen), step):
        hits = counts[start : start + step].toarray().astype(float)
        for name, measure in measures.items():
            found[name][start : start + step] = measure(hits, sizes)
    return pd.DataFrame({unit: types[chosen], "count": total[chosen], "range": np.diff(counts.indptr), **found})


def _checked(hits: ArrayLike, sizes: ArrayLike, parts: int = 1) -> tuple[NDArray, NDArray]:
    """Return both as arrays of floats, if every word occurs and there are at least so many parts."""
    hits, sizes = numbers("hits", hits), _sizes(sizes)
    if hits.ndim == 0 or hits.size == 0:
        raise ValueError("hits is empty or one number: give a list with the hits of each part.")
    if hits.shape[-1] != len(sizes):
        raise ValueError(f"hits has {hits.shape[-1]} parts and sizes {len(sizes)}; give one number for each part.")
    if not np.isfinite(hits).all() or hits.min() < 0:
        raise ValueError("hits must be counts from 0 upward; some are negative, missing or infinite.")
    if np.any(hits > sizes):
        place = tuple(int(axis) for axis in np.argwhere(hits > sizes)[0])
        raise ValueError(f"hits{list(place)} is {hits[place]:g}, more than the {sizes[place[-1]]:g} words of the part.")
    nowhere = np.argwhere(np.atleast_1d(hits.sum(axis=-1) == 0))
    if len(nowhere):
        which = f"hits[{', '.join(map(str, nowhere[0]))}]" if hits.ndim > 1 else "hits"
        raise ValueError(f"{which} are all 0: a word that does not occur has no dispersion.")
    if len(sizes) < parts:
        raise ValueError("sizes has one part only; at least two parts are needed.")
    return hits, sizes


def _sizes(sizes: ArrayLike) -> NDArray:
    """Return the sizes of the parts as an array of floats, if every part has words."""
    sizes = numbers("sizes", sizes)
    if sizes.ndim != 1 or not len(sizes):
        raise ValueError("sizes must be a list with the words of each part, at least one.")
    wrong = np.flatnonzero(~(np.isfinite(sizes) & (sizes > 0)))
    if len(wrong):
        raise ValueError(f"sizes[{wrong[0]}] is {sizes[wrong[0]]:g}: a part must have words.")
    return sizes


def _half_distance(hits: NDArray, sizes: NDArray) -> NDArray:
    return np.abs(hits / hits.sum(axis=-1, keepdims=True) - sizes / sizes.sum()).sum(axis=-1) / 2


def _within(values: NDArray, high: float = 1) -> float | NDArray:
    """Return values from 0 to ``high``, from which only rounding can have carried them."""
    return _plain(np.clip(values, 0, high))


def _plain(values: NDArray) -> float | NDArray:
    return values if np.ndim(values) else float(values)


def _distances(positions: ArrayLike, n: int) -> NDArray:
    """Return the distances from each hit to the next, the last one around to the first."""
    places = np.sort(np.asarray(positions).ravel())
    if not len(places):
        raise ValueError("positions is empty: a word that does not occur has no dispersion.")
    n = whole("n", n)
    if places.dtype.kind not in "iu" or places[0] < 0 or places[-1] >= n:
        raise ValueError(f"positions must be whole numbers from 0 to n - 1, which is {n - 1}.")
    places = places.astype(np.int64)
    distances = np.diff(places, append=places[0] + n).astype(float)
    if distances.min() == 0:
        raise ValueError(f"positions holds {places[distances.argmin()]} twice.")
    return distances


def _by_chance(
    frequency: NDArray, sizes: ArrayLike, measure: Measure, draws: int, seed: int
) -> Iterator[tuple[NDArray, NDArray]]:
    """Yield, for each different frequency, where it stands and what the measure gives for each strewing."""
    words = _sizes(sizes)
    wanted = np.atleast_1d(frequency).ravel()
    if np.any(words % 1):
        raise ValueError("sizes are not whole: hits can only be strewn over whole words.")
    if not wanted.size or np.any(wanted % 1) or wanted.min() < 1 or wanted.max() > words.sum():
        raise ValueError(f"frequency must be whole numbers from 1 to the words of the text, {words.sum():.0f}.")
    draws = whole("draws", draws)
    for one in np.unique(wanted).astype(int):
        random = np.random.default_rng([seed, one])
        # The other method would hold one number for each word of the text.
        strewn = random.multivariate_hypergeometric(words.astype(np.int64), one, size=draws, method="marginals")
        yield np.flatnonzero(wanted == one), np.array(measure(strewn, words), dtype=float)
