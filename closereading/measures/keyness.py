"""Which words are key: how their counts in one text differ from those in another, by how much, and how surely."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from closereading.measures.coding import Words, coded, free, numbers
from closereading.measures.frequency import PER

ALTERNATIVES = ("two-sided", "less", "greater")
ABSENT = 0.5
PER_CENT = 100
PER_MILLION = 1_000_000

# Two tables as probable as each other come out of floating point a little apart; R's fisher.test allows as much.
TIE = 1e-7

# Memory: so many tables of given totals are enumerated at a time.
CELLS = 1_000_000

COMPARED = (
    *("target", "reference", "target_rate", "reference_rate", "log_likelihood", "p", "p_holm", "p_bh", "fisher"),
    *("log_ratio", "low", "high", "conservative_log_ratio", "percent_difference", "log_odds_z", "bic"),
)
"""The columns of `compare`, after that of the words."""


def log_likelihood(o11: ArrayLike, o12: ArrayLike, o21: ArrayLike, o22: ArrayLike) -> float | NDArray:
    r"""Return how strongly the counts speak against a word being as frequent in one text as in the other.

    Parameters
    ----------
    o11, o12, o21, o22 : array_like of float
        The cells of 2 by 2 tables, of any shapes that fit together. For keyness: the word's count in the target and in
        the reference, then all other words of the target and of the reference.

    Returns
    -------
    float or numpy.ndarray
        0 or more, without a sign: `log_ratio` says in which text the word is more frequent. 0 where a row or a column
        is empty.

    Raises
    ------
    ValueError
        If a cell is negative or not finite, a table is empty, or the shapes don't fit together.

    Notes
    -----
    .. math:: G^2 = 2 \sum_{i,j} O_{ij} \ln \frac{O_{ij}}{E_{ij}}, \qquad E_{ij} = \frac{R_i C_j}{N}

    :math:`R_i`, :math:`C_j` and *N* are sums of rows, of columns and of all; :math:`0 \ln 0` is 0. It takes words to be
    drawn one by one, so words that come in clumps look surer than they are, and it measures evidence, not size.

    References
    ----------
    Dunning 1993: the measure

    Examples
    --------
    >>> round(float(log_likelihood(110, 2442, 111, 29114)), 2)
    270.72
    """
    (o11, o12, o21, o22), n = _table(o11=o11, o12=o12, o21=o21, o22=o22)
    t11, t12, t21, t22 = (
        special.rel_entr(observed, row * column / n)
        for observed, row, column in (
            (o11, o11 + o12, o11 + o21),
            (o12, o11 + o12, o12 + o22),
            (o21, o21 + o22, o11 + o21),
            (o22, o21 + o22, o12 + o22),
        )
    )
    # Added in this order, tables that mirror each other are equal to the last digit, so that ties are ties.
    return np.maximum(2 * ((t11 + t12) + (t21 + t22)), 0)


def log_likelihood_two_term(f1: ArrayLike, n1: ArrayLike, f2: ArrayLike, n2: ArrayLike) -> float | NDArray:
    r"""Return the log-likelihood of the word alone, without the other words of the texts, as the UCREL calculator does.

    Parameters
    ----------
    f1, n1 : array_like of float
        The word's count in the target, and all words of the target.
    f2, n2 : array_like of float
        The same of the reference.

    Returns
    -------
    float or numpy.ndarray
        0 or more; 0 for a word in neither.

    Raises
    ------
    ValueError
        If a count is negative or not finite, a text has no words or fewer than the word's count, or the shapes don't fit
        together.

    Notes
    -----
    .. math:: G^2_2 = 2 \sum_{i=1}^{2} f_i \ln \frac{f_i}{E_i}, \qquad E_i = n_i \frac{f_1 + f_2}{n_1 + n_2}

    It is close to `log_likelihood` for rare words and falls behind it the more of the texts a word makes up. Many
    programs print this one, so the two should not be compared.

    References
    ----------
    Rayson and Garside 2000: the measure

    Examples
    --------
    >>> round(float(log_likelihood_two_term(52, 50_000, 57, 75_000)), 2)
    2.65
    """
    f1, n1, f2, n2 = _texts(f1, n1, f2, n2)
    share = (f1 + f2) / (n1 + n2)
    return np.maximum(2 * (special.rel_entr(f1, n1 * share) + special.rel_entr(f2, n2 * share)), 0)


def chi_squared(o11: ArrayLike, o12: ArrayLike, o21: ArrayLike, o22: ArrayLike) -> float | NDArray:
    r"""Return how far the counts are from those expected, in squares (Pearson's test, not corrected).

    Parameters
    ----------
    o11, o12, o21, o22 : array_like of float
        As for `log_likelihood`.

    Returns
    -------
    float or numpy.ndarray
        0 or more, without a sign. 0 where a row or a column is empty.

    Raises
    ------
    ValueError
        If a cell is negative or not finite, a table is empty, or the shapes don't fit together.

    Notes
    -----
    .. math:: \chi^2 = \sum_{i,j} \frac{(O_{ij} - E_{ij})^2}{E_{ij}}
        = \frac{N (O_{11} O_{22} - O_{12} O_{21})^2}{R_1 R_2 C_1 C_2}

    For rare words, which are most words, it is far too large.

    References
    ----------
    Pearson 1900: the test
    Dunning 1993: how it fails for rare words

    Examples
    --------
    >>> float(chi_squared(3, 0, 0, 31774))
    31777.0
    """
    (o11, o12, o21, o22), n = _table(o11=o11, o12=o12, o21=o21, o22=o22)
    return _squared(np.abs(o11 * o22 - o12 * o21), n, o11, o12, o21, o22)


def chi_squared_yates(o11: ArrayLike, o12: ArrayLike, o21: ArrayLike, o22: ArrayLike) -> float | NDArray:
    r"""Return `chi_squared` corrected for counts being whole numbers (Yates's continuity correction).

    Parameters
    ----------
    o11, o12, o21, o22 : array_like of float
        As for `log_likelihood`.

    Returns
    -------
    float or numpy.ndarray
        0 or more, without a sign. 0 where a row or a column is empty.

    Raises
    ------
    ValueError
        If a cell is negative or not finite, a table is empty, or the shapes don't fit together.

    Notes
    -----
    .. math:: \chi^2_{Yates} = \frac{N \max(0, |O_{11} O_{22} - O_{12} O_{21}| - N / 2)^2}{R_1 R_2 C_1 C_2}

    A difference of less than half a word counts as none, as in SciPy.

    References
    ----------
    Yates 1934: the correction

    Examples
    --------
    >>> float(chi_squared_yates(1, 3, 3, 1))
    0.5
    """
    (o11, o12, o21, o22), n = _table(o11=o11, o12=o12, o21=o21, o22=o22)
    return _squared(np.maximum(np.abs(o11 * o22 - o12 * o21) - n / 2, 0), n, o11, o12, o21, o22)


def fisher_exact(
    o11: ArrayLike, o12: ArrayLike, o21: ArrayLike, o22: ArrayLike, alternative: str = "two-sided"
) -> float | NDArray:
    r"""Return how probable a table as extreme as this one is if the word were equally frequent in both texts.

    Parameters
    ----------
    o11, o12, o21, o22 : array_like of int
        As for `log_likelihood`.
    alternative : {"two-sided", "less", "greater"}
        What is as extreme: any table that is no more probable, or one with as few or as many in the first cell.

    Returns
    -------
    float or numpy.ndarray
        Values of p, from 0 to 1. 1 where a row or a column is empty.

    Raises
    ------
    ValueError
        If a cell is negative or not a whole number, a table is empty, the shapes don't fit together, or ``alternative``
        is none of the three.

    Notes
    -----
    .. math:: p = \sum_{k \in K} \binom{C_1}{k} \binom{C_2}{R_1 - k} / \binom{N}{R_1}

    *K* are the values of the first cell, under the same sums of rows and columns, that are as extreme as the one found.
    It is exact for rare words, where `p_value` is not, but also takes words to be drawn one by one.

    References
    ----------
    Fisher 1935: the test
    Pedersen 1996: the test for words

    Examples
    --------
    >>> round(float(fisher_exact(1, 3, 3, 1)), 3)
    0.486
    >>> fisher_exact(1, 3, 3, 1, "greater").round(3).item()
    0.986
    """
    if alternative not in ALTERNATIVES:
        raise ValueError(f"alternative is {alternative!r}; it must be one of {', '.join(ALTERNATIVES)}.")
    given, _ = _table(o11=o11, o12=o12, o21=o21, o22=o22)
    cells = np.stack([cell.ravel() for cell in given], axis=1)
    if not (cells == np.floor(cells)).all():
        raise ValueError("o11, o12, o21, o22: the exact test is of whole numbers; round them or use log_likelihood.")
    tables, place = np.unique(cells.astype(np.int64), axis=0, return_inverse=True)
    upto = np.cumsum(np.minimum.reduce(_reach(tables), axis=0)) // CELLS
    chunks = np.split(tables, np.flatnonzero(np.diff(upto)) + 1)
    p = np.concatenate([_enumerated(chunk, alternative) for chunk in chunks])
    return p[place.ravel()].reshape(given[0].shape)[()]


def p_value(g2: ArrayLike) -> float | NDArray:
    r"""Return how probable a log-likelihood (or chi-squared) as large as this is by chance.

    Parameters
    ----------
    g2 : array_like of float
        Values of `log_likelihood` or `chi_squared`.

    Returns
    -------
    float or numpy.ndarray
        Values of p, from 0 to 1.

    Raises
    ------
    ValueError
        If a value is negative or not a number.

    Notes
    -----
    .. math:: p = \Pr(\chi^2_1 \ge G^2)

    It holds if words come one by one, independent of each other, and not too few of them: for texts, read it as an
    order and not as a probability, or use `closereading.measures.resampling.permutation`.

    References
    ----------
    Wilks 1938: the distribution
    Lijffijt et al. 2016: why words are not independent

    Examples
    --------
    >>> p_value([3.84, 6.63]).round(3).tolist()
    [0.05, 0.01]
    """
    g2 = numbers("g2", g2)
    if not (g2 >= 0).all():
        raise ValueError("g2 holds a value that is negative or not a number; give it without a sign.")
    return special.chdtrc(1, g2)


def benjamini_hochberg(p: ArrayLike) -> NDArray[np.float64]:
    r"""Return values of p corrected so that, of the words taken for key, the share wrongly taken stays low.

    Parameters
    ----------
    p : array_like of float, one for each test
        Values of p of all words compared, not only of those of interest.

    Returns
    -------
    numpy.ndarray
        Corrected values in the same order. Of the words at .05 or less, about one in 20 is expected to be there by
        chance.

    Raises
    ------
    ValueError
        If a value is not from 0 to 1, or ``p`` is not one-dimensional.

    Notes
    -----
    .. math:: \tilde p_{(i)} = \min_{j \ge i} \min\left(1, \frac{m}{j} p_{(j)}\right)

    *m* values in rising order. It controls the rate of false discoveries for tests that are independent or rise
    together; `holm` controls the chance of even one.

    References
    ----------
    Benjamini and Hochberg 1995: the procedure

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03]).tolist()
    [0.03, 0.04, 0.04]
    """
    return stats.false_discovery_control(_probabilities(p), method="bh")


def holm(p: ArrayLike) -> NDArray[np.float64]:
    r"""Return values of p corrected so that the chance of taking even one word wrongly for key stays low.

    Parameters
    ----------
    p : array_like of float, one for each test
        Values of p of all words compared, not only of those of interest.

    Returns
    -------
    numpy.ndarray
        Corrected values in the same order.

    Raises
    ------
    ValueError
        If a value is not from 0 to 1, or ``p`` is not one-dimensional.

    Notes
    -----
    .. math:: \tilde p_{(i)} = \max_{j \le i} \min\left(1, (m - j + 1)\, p_{(j)}\right)

    *m* values in rising order. It asks nothing of how the tests depend on each other and is never larger than
    Bonferroni's correction.

    References
    ----------
    Holm 1979: the procedure

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).tolist()
    [0.03, 0.06, 0.06]
    """
    p = _probabilities(p)
    order = np.argsort(p)
    corrected = np.empty_like(p)
    corrected[order] = np.maximum.accumulate(np.minimum(np.arange(len(p), 0, -1) * p[order], 1))
    return corrected


def bic(g2: ArrayLike, n: ArrayLike) -> float | NDArray:
    r"""Return how far the evidence exceeds what the size of the texts alone would bring.

    Parameters
    ----------
    g2 : array_like of float
        Values of `log_likelihood`.
    n : array_like of float
        All words of both texts.

    Returns
    -------
    float or numpy.ndarray
        Above 2 the evidence that the texts differ is positive, above 6 strong, above 10 very strong; below 0 it favors
        no difference.

    Raises
    ------
    ValueError
        If ``g2`` is negative, ``n`` is less than 1, or the shapes don't fit together.

    Notes
    -----
    .. math:: \mathrm{BIC} = G^2 - \ln N

    It approximates twice the logarithm of a Bayes factor, for one degree of freedom.

    References
    ----------
    Wilson 2013: the measure for key words

    Examples
    --------
    >>> round(float(bic(20, 1_000_000)), 2)
    6.18
    """
    g2, n = _counts(g2=g2, n=n)
    if (n < 1).any():
        raise ValueError("n holds a value below 1: it is the number of all words of both texts.")
    return (g2 - np.log(n))[()]


def log_ratio(f1: ArrayLike, n1: ArrayLike, f2: ArrayLike, n2: ArrayLike) -> float | NDArray:
    r"""Return how many times a word's rate doubles from the reference to the target.

    Parameters
    ----------
    f1, n1, f2, n2 : array_like of float
        As for `log_likelihood_two_term`.

    Returns
    -------
    float or numpy.ndarray
        0 for equal rates, 1 for twice, -1 for half as frequent in the target. 0 for a word in neither.

    Raises
    ------
    ValueError
        If a count is negative or not finite, a text has no words or fewer than the word's count, or the shapes don't fit
        together.

    Notes
    -----
    .. math:: \mathrm{LR} = \log_2 \frac{f_1 / n_1}{f_2 / n_2}

    A count of 0 becomes 0.5, so the size of words found in one text only is a convention. It says nothing about
    certainty: a word with 2 hits against 1 scores as high as one with 200 against 100.

    References
    ----------
    Hardie 2014: the measure

    Examples
    --------
    >>> float(log_ratio(20, 1000, 10, 2000)), float(log_ratio(0, 1000, 4, 1000))
    (2.0, -3.0)
    """
    f1, n1, f2, n2 = _texts(f1, n1, f2, n2)
    ratio = np.log2(np.where(f1 > 0, f1, ABSENT) / n1) - np.log2(np.where(f2 > 0, f2, ABSENT) / n2)
    return np.where((f1 > 0) | (f2 > 0), ratio, 0)[()]


def log_ratio_interval(
    f1: ArrayLike, n1: ArrayLike, f2: ArrayLike, n2: ArrayLike, alpha: ArrayLike = 0.05
) -> tuple[float | NDArray, float | NDArray]:
    r"""Return between which bounds the log ratio lies, given how few the hits are.

    Parameters
    ----------
    f1, n1, f2, n2 : array_like of float
        As for `log_likelihood_two_term`.
    alpha : array_like of float
        How often the interval may miss: 0.05 for one of 95 %.

    Returns
    -------
    low, high : float or numpy.ndarray
        On the scale of `log_ratio`. ``low`` is minus infinity for a word that the target doesn't have, ``high`` is
        infinity for one that the reference doesn't have.

    Raises
    ------
    ValueError
        If a count is negative or not finite, a text has no words or fewer than the word's count, ``alpha`` is not between
        0 and 1, or the shapes don't fit together.

    Notes
    -----
    .. math:: \left(\log_2 \frac{n_2\, \tau_-}{n_1 (1 - \tau_-)},\ \log_2 \frac{n_2\, \tau_+}{n_1 (1 - \tau_+)}\right),
        \qquad \tau_- = B_{\alpha/2}(f_1, f_2 + 1), \quad \tau_+ = B_{1 - \alpha/2}(f_1 + 1, f_2)

    :math:`\tau` is the target's share of the word's hits, with Clopper and Pearson's exact bounds, which are quantiles
    *B* of beta distributions. It takes hits to come one by one: clumped words need wider bounds.

    References
    ----------
    Clopper and Pearson 1934: the bounds of a share
    Evert 2022: the bounds of the ratio

    Examples
    --------
    >>> low, high = log_ratio_interval(27, 5097, 0, 1288)
    >>> round(float(low), 3), float(high)
    (0.788, inf)
    """
    f1, n1, f2, n2 = _texts(f1, n1, f2, n2)
    alpha = np.asarray(alpha, dtype=float)
    if not ((alpha > 0) & (alpha < 1)).all():
        raise ValueError("alpha must be between 0 and 1, such as 0.05.")
    return _lower_bound(f1, n1, f2, n2, alpha), -_lower_bound(f2, n2, f1, n1, alpha)


def conservative_log_ratio(
    f1: ArrayLike, n1: ArrayLike, f2: ArrayLike, n2: ArrayLike, alpha: float = 0.05, tests: int = 1
) -> float | NDArray:
    r"""Return the least difference between the texts, in doublings, that the counts still bear out.

    Parameters
    ----------
    f1, n1, f2, n2 : array_like of float
        As for `log_likelihood_two_term`.
    alpha : float
        How often any of the bounds may be wrong.
    tests : int
        How many words are compared (Bonferroni's correction: each bound is given ``alpha / tests``).

    Returns
    -------
    float or numpy.ndarray
        Above 0 if the word is more frequent in the target, below 0 if in the reference, 0 if that is open.

    Raises
    ------
    ValueError
        If a count is negative or not finite, a text has no words or fewer than the word's count, ``alpha`` is not between
        0 and 1, ``tests`` is less than 1, or the shapes don't fit together.

    Notes
    -----
    .. math:: \mathrm{LRC} = \max(\mathrm{low}, 0) + \min(\mathrm{high}, 0)

    This is the bound of `log_ratio_interval` nearest to 0, or 0 if the interval holds it. So one number ranks words by
    size and leaves out what may be chance.

    References
    ----------
    Evert 2022: the measure

    Examples
    --------
    >>> conservative_log_ratio([27, 27], 5097, [0, 5], 1288).round(3).tolist()
    [0.788, 0.0]
    """
    if tests < 1:
        raise ValueError(f"tests is {tests}; it must be 1 or more, the number of words compared.")
    if not 0 < alpha < 1:
        raise ValueError(f"alpha is {alpha}; it must be between 0 and 1, such as 0.05.")
    low, high = log_ratio_interval(f1, n1, f2, n2, alpha / tests)
    return np.maximum(low, 0) + np.minimum(high, 0)


def percent_difference(f1: ArrayLike, n1: ArrayLike, f2: ArrayLike, n2: ArrayLike) -> float | NDArray:
    r"""Return by how many percent a word's rate in the target exceeds that in the reference (%DIFF).

    Parameters
    ----------
    f1, n1, f2, n2 : array_like of float
        As for `log_likelihood_two_term`.

    Returns
    -------
    float or numpy.ndarray
        From -100 (not in the target) over 0 (equal rates, or in neither) to infinity (not in the reference).

    Raises
    ------
    ValueError
        If a count is negative or not finite, a text has no words or fewer than the word's count, or the shapes don't fit
        together.

    Notes
    -----
    .. math:: \%\mathrm{DIFF} = 100 \cdot \frac{f_1 / n_1 - f_2 / n_2}{f_2 / n_2}

    Its authors put a very small number in the place of a rate of 0; here such a word is infinitely far, since the size
    of that number would be the result.

    References
    ----------
    Gabrielatos and Marchi 2011: the measure

    Examples
    --------
    >>> float(percent_difference(15, 1000, 10, 1000))
    50.0
    """
    f1, n1, f2, n2 = _texts(f1, n1, f2, n2)
    return _quotient(PER_CENT * (f1 * n2 - f2 * n1), f2 * n1, neither=0)


def odds_ratio(f1: ArrayLike, n1: ArrayLike, f2: ArrayLike, n2: ArrayLike) -> float | NDArray:
    r"""Return how many times the odds of a word in the target are those in the reference.

    Parameters
    ----------
    f1, n1, f2, n2 : array_like of float
        As for `log_likelihood_two_term`.

    Returns
    -------
    float or numpy.ndarray
        From 0 (not in the target) over 1 (equal odds, or in neither) to infinity (not in the reference).

    Raises
    ------
    ValueError
        If a count is negative or not finite, a text has no words or fewer than the word's count, or the shapes don't fit
        together.

    Notes
    -----
    .. math:: \mathrm{OR} = \frac{f_1 / (n_1 - f_1)}{f_2 / (n_2 - f_2)}

    Words are rare, so odds are nearly rates, and the odds ratio is nearly 2 to the power of the log ratio.

    References
    ----------
    Pojanapunya and Watson Todd 2018: the measure for key words

    Examples
    --------
    >>> float(odds_ratio(20, 100, 20, 180))
    2.0
    """
    f1, n1, f2, n2 = _texts(f1, n1, f2, n2)
    return _quotient(f1 * (n2 - f2), f2 * (n1 - f1), neither=1)


def simple_maths(f1: ArrayLike, n1: ArrayLike, f2: ArrayLike, n2: ArrayLike, k: float = 1) -> float | NDArray:
    r"""Return how many times a word's rate in the target is that in the reference, both raised by a constant.

    Parameters
    ----------
    f1, n1, f2, n2 : array_like of float
        As for `log_likelihood_two_term`.
    k : float
        What is added to both rates per million words: 1 favors rare words, 100 or 1,000 common ones.

    Returns
    -------
    float or numpy.ndarray
        Above 0; 1 for equal rates.

    Raises
    ------
    ValueError
        If a count is negative or not finite, a text has no words or fewer than the word's count, ``k`` is not above 0, or
        the shapes don't fit together.

    Notes
    -----
    .. math:: \mathrm{SM} = \frac{10^6 f_1 / n_1 + k}{10^6 f_2 / n_2 + k}

    The constant avoids division by 0. In a text of 5,000 words one hit is 200 per million, so *k* should be large there.

    References
    ----------
    Kilgarriff 2009: the measure

    Examples
    --------
    >>> float(simple_maths(9, 1_000_000, 4, 1_000_000))
    2.0
    """
    f1, n1, f2, n2 = _texts(f1, n1, f2, n2)
    if not 0 < k < math.inf:
        raise ValueError(f"k is {k}; it must be above 0, such as 1 or 100.")
    return (PER_MILLION * f1 / n1 + k) / (PER_MILLION * f2 / n2 + k)


def difference_coefficient(f1: ArrayLike, n1: ArrayLike, f2: ArrayLike, n2: ArrayLike) -> float | NDArray:
    r"""Return the difference between a word's rates as a share of their sum.

    Parameters
    ----------
    f1, n1, f2, n2 : array_like of float
        As for `log_likelihood_two_term`.

    Returns
    -------
    float or numpy.ndarray
        From -1 (in the reference only) over 0 (equal rates, or in neither) to 1 (in the target only).

    Raises
    ------
    ValueError
        If a count is negative or not finite, a text has no words or fewer than the word's count, or the shapes don't fit
        together.

    Notes
    -----
    .. math:: \mathrm{DC} = \frac{f_1 / n_1 - f_2 / n_2}{f_1 / n_1 + f_2 / n_2}

    It is the log ratio in other clothes, squeezed between -1 and 1.

    References
    ----------
    Hofland and Johansson 1982: the measure

    Examples
    --------
    >>> round(float(difference_coefficient(18, 1_000_000, 35, 1_000_000)), 2)
    -0.32
    """
    f1, n1, f2, n2 = _texts(f1, n1, f2, n2)
    return _quotient(f1 * n2 - f2 * n1, f1 * n2 + f2 * n1, neither=0)


def log_odds(y1: ArrayLike, y2: ArrayLike, prior: ArrayLike) -> tuple[NDArray, NDArray]:
    r"""Return how much the log-odds of each word differ between two texts, drawn toward what was expected beforehand.

    Parameters
    ----------
    y1, y2 : array_like of float, one for each word
        Counts of all words in the target and in the reference: their sums are the lengths of the texts.
    prior : array_like of float, one for each word, or one for all
        Hits of each word that are imagined in either text beforehand, such as `pooled_prior`.

    Returns
    -------
    delta : numpy.ndarray
        Difference of the log-odds, natural logarithm; above 0 for words more frequent in the target.
    z : numpy.ndarray
        ``delta`` in its standard errors, by which words are ranked.

    Raises
    ------
    ValueError
        If counts are negative or not finite, a text has no words, there are fewer than two words, ``prior`` is not
        above 0, or lengths differ.

    Notes
    -----
    .. math:: \delta_w = \ln \frac{y_{1w} + \alpha_w}{n_1 + \alpha_0 - y_{1w} - \alpha_w}
        - \ln \frac{y_{2w} + \alpha_w}{n_2 + \alpha_0 - y_{2w} - \alpha_w}, \qquad
        z_w = \frac{\delta_w}{\sqrt{\frac{1}{y_{1w} + \alpha_w} + \frac{1}{y_{2w} + \alpha_w}}}

    :math:`\alpha_w` is the prior and :math:`\alpha_0` its sum. The prior decides: a small flat one hides words that one
    text lacks, and one taken from elsewhere makes words key that are merely rare there, the more so in the shorter text.

    References
    ----------
    Monroe et al. 2008: the measure

    Examples
    --------
    >>> delta, z = log_odds([10, 6, 0, 4], [20, 1, 3, 4], [6.25, 1.4583, 0.625, 1.6667])
    >>> z[:2].round(2).tolist()
    [-2.02, 2.13]
    """
    y1, y2 = _vectors(y1, y2)
    if len(y1) < 2:
        raise ValueError("y1 holds one word only: its odds are infinite; at least two words are needed.")
    alpha = numbers("prior", prior)
    if alpha.shape not in ((), y1.shape):
        raise ValueError(f"prior has shape {alpha.shape}; it must have {len(y1)} values, one for each word, or be one.")
    if not ((alpha > 0) & (alpha < math.inf)).all():
        raise ValueError("prior holds a value that is not above 0 and finite; give each word some, however little.")
    alpha = np.broadcast_to(alpha, y1.shape)
    first, second = y1 + alpha, y2 + alpha
    delta = np.log(first / _others(first)) - np.log(second / _others(second))
    return delta, delta / np.sqrt(1 / first + 1 / second)


def pooled_prior(y1: ArrayLike, y2: ArrayLike, strength: float = 500) -> NDArray[np.float64]:
    r"""Return a prior for `log_odds` under which each word is expected at its rate in both texts together.

    Parameters
    ----------
    y1, y2 : array_like of float, one for each word
        Counts of all words in the target and in the reference.
    strength : float
        How many words are imagined beforehand; the more, the closer to 0 the differences of rare words.

    Returns
    -------
    numpy.ndarray
        Hits imagined of each word; they sum to ``strength``.

    Raises
    ------
    ValueError
        If counts are negative or not finite, a text has no words, lengths differ, or ``strength`` is not above 0.

    Notes
    -----
    .. math:: \alpha_w = \alpha_0 \frac{y_{1w} + y_{2w}}{n_1 + n_2}

    :math:`\alpha_0` is the strength. A word in neither text gets 0, which `log_odds` refuses: leave it out.

    References
    ----------
    Monroe et al. 2008: priors in proportion to the words' use

    Examples
    --------
    >>> pooled_prior([3, 1], [5, 1], strength=100).tolist()
    [80.0, 20.0]
    """
    y1, y2 = _vectors(y1, y2)
    if not 0 < strength < math.inf:
        raise ValueError(f"strength is {strength}; it must be above 0, such as 500.")
    both = y1 + y2
    return strength * both / both.sum()


def compare(
    target_tokens: Words, reference_tokens: Words, unit: str = "norm", alpha: float = 0.05, strength: float = 500
) -> pd.DataFrame:
    """Return every measure of keyness for each word of two texts.

    Parameters
    ----------
    target_tokens, reference_tokens : pandas.DataFrame or sequence of str
        Token tables with the column ``unit``, or the words themselves; signs are left out if there is a column
        ``is_word``.
    unit : str
        The column that is counted, such as "norm" or "lemma".
    alpha : float
        How often the interval of a log ratio may miss, and any of the conservative log ratios.
    strength : float
        Of the `pooled_prior` of the log-odds.

    Returns
    -------
    pandas.DataFrame
        A row for each word found in either, by falling ``log_likelihood``, then by word. Columns:

        - ``unit``, ``target`` and ``reference`` (counts), ``target_rate`` and ``reference_rate`` (per 1,000 words);
        - evidence: ``log_likelihood``, its ``p``, ``p_holm`` and ``p_bh`` (corrected for all rows), ``fisher`` (p of the
          two-sided exact test, not corrected), ``bic``;
        - size: ``log_ratio``, ``low`` and ``high`` (its interval at ``alpha``, for each word alone),
          ``conservative_log_ratio`` (corrected for all rows), ``percent_difference``, ``log_odds_z`` (missing where the
          texts have one word only).

    Raises
    ------
    ValueError
        If a text has no words, a column is missing, ``alpha`` is not between 0 and 1, or ``strength`` is not above 0.

    Examples
    --------
    >>> found = compare(["state"] * 8 + ["the"] * 2, ["state"] * 2 + ["the"] * 8)
    >>> found[["norm", "target", "reference", "log_ratio", "fisher"]].round(3).to_numpy().tolist()
    [['state', 8, 2, 2.0, 0.023], ['the', 2, 8, -2.0, 0.023]]
    """
    free("unit", unit, COMPARED)
    target, target_types = coded(target_tokens, unit, "target_tokens")
    reference, reference_types = coded(reference_tokens, unit, "reference_tokens")
    types = target_types.union(reference_types)
    f1, f2 = np.zeros((2, len(types)), dtype=np.int64)
    f1[types.get_indexer(target_types)] = np.bincount(target, minlength=len(target_types))
    f2[types.get_indexer(reference_types)] = np.bincount(reference, minlength=len(reference_types))
    found = f1 + f2 > 0
    types, f1, f2, n1, n2 = types[found], f1[found], f2[found], len(target), len(reference)

    g2 = log_likelihood(f1, f2, n1 - f1, n2 - f2)
    p = p_value(g2)
    low, high = log_ratio_interval(f1, n1, f2, n2, alpha)
    table = pd.DataFrame(
        {
            unit: types,
            "target": f1,
            "reference": f2,
            "target_rate": PER * f1 / n1,
            "reference_rate": PER * f2 / n2,
            "log_likelihood": g2,
            "p": p,
            "p_holm": holm(p),
            "p_bh": benjamini_hochberg(p),
            "fisher": fisher_exact(f1, f2, n1 - f1, n2 - f2),
            "log_ratio": log_ratio(f1, n1, f2, n2),
            "low": low,
            "high": high,
            "conservative_log_ratio": conservative_log_ratio(f1, n1, f2, n2, alpha, tests=len(types)),
            "percent_difference": percent_difference(f1, n1, f2, n2),
            "log_odds_z": log_odds(f1, f2, pooled_prior(f1, f2, strength))[1] if len(types) > 1 else np.nan,
            "bic": bic(g2, n1 + n2),
        }
    )
    return table.sort_values(["log_likelihood", unit], ascending=[False, True], ignore_index=True)


def _counts(**given: ArrayLike) -> list[NDArray[np.float64]]:
    """Return counts as arrays of floats of one shape, if they are finite, 0 or more, and fit together."""
    counts = [numbers(name, value) for name, value in given.items()]
    for name, value in zip(given, counts, strict=True):
        if not np.isfinite(value).all():
            raise ValueError(f"{name} holds a value that is missing or not finite; leave it out.")
        if (value < 0).any():
            raise ValueError(f"{name} holds {value.min():g}: a count is 0 or more.")
    try:
        return list(np.broadcast_arrays(*counts))
    except ValueError:
        shapes = ", ".join(str(value.shape) for value in counts)
        raise ValueError(f"{', '.join(given)} have shapes {shapes}, which don't fit together.") from None


def _table(**given: ArrayLike) -> tuple[list[NDArray[np.float64]], NDArray[np.float64]]:
    """Return the cells of tables, and their sums."""
    cells = _counts(**given)
    n = sum(cells[1:], start=cells[0])
    if (n == 0).any():
        raise ValueError(f"{', '.join(given)} are all 0: a table must count something.")
    return cells, n


def _texts(f1: ArrayLike, n1: ArrayLike, f2: ArrayLike, n2: ArrayLike) -> list[NDArray[np.float64]]:
    counts = _counts(f1=f1, n1=n1, f2=f2, n2=n2)
    for hits, words, name in ((counts[0], counts[1], "1"), (counts[2], counts[3], "2")):
        if (words == 0).any():
            raise ValueError(f"n{name} is 0: a text must have words.")
        if (hits > words).any():
            raise ValueError(f"f{name} exceeds n{name}: a word can't occur more often than there are words.")
    return counts


def _vectors(y1: ArrayLike, y2: ArrayLike) -> list[NDArray[np.float64]]:
    """Return the counts of all words in two texts."""
    y1, y2 = numbers("y1", y1), numbers("y2", y2)
    if y1.shape != y2.shape or y1.ndim != 1:
        raise ValueError(f"y1, y2 have shapes {y1.shape}, {y2.shape}; both must have one count for each word.")
    counts = _counts(y1=y1, y2=y2)
    for name, value in zip(("y1", "y2"), counts, strict=True):
        if not value.sum():
            raise ValueError(f"{name} holds no hits: a text must have words.")
    return counts


def _probabilities(p: ArrayLike) -> NDArray[np.float64]:
    p = numbers("p", p)
    if p.ndim != 1:
        raise ValueError(f"p has {p.ndim} dimensions; it must be a list of values.")
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError("p holds a value that is not from 0 to 1.")
    return p


def _squared(
    difference: NDArray, n: NDArray, o11: NDArray, o12: NDArray, o21: NDArray, o22: NDArray
) -> float | NDArray:
    return _quotient(n * difference**2, (o11 + o12) * (o21 + o22) * (o11 + o21) * (o12 + o22), neither=0)


def _quotient(above: NDArray, below: NDArray, neither: float) -> float | NDArray:
    """Return the quotient, infinity where only what is below is 0, and ``neither`` where both are."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((above == 0) & (below == 0), neither, above / below)[()]


def _lower_bound(f1: NDArray, n1: NDArray, f2: NDArray, n2: NDArray, alpha: NDArray) -> float | NDArray:
    # 1 - share is asked for by itself: near 1, the difference would lose its digits. Without hits there is no
    # distribution to ask, and the bound is open.
    some = np.maximum(f1, 1)
    share, rest = special.betaincinv(some, f2 + 1, alpha / 2), special.betainccinv(f2 + 1, some, alpha / 2)
    return np.where(f1 > 0, np.log2(n2 / n1) + np.log2(share) - np.log2(rest), -math.inf)[()]


def _enumerated(tables: NDArray[np.int64], alternative: str) -> NDArray[np.float64]:
    """Return p of Fisher's test by going through all tables with the same sums.

    SciPy's is not called table by table since it takes milliseconds for each in texts of millions of words.
    """
    if not len(tables):
        return np.empty(0)
    o11, o12, o21, o22 = tables.T
    low, high, reach = o11 - np.minimum(o11, o22), o11 + np.minimum(o12, o21), _reach(tables)
    first = np.where(reach[0] <= reach[1], low, np.clip(_mean(tables) - reach[1] // 2, low, high)).astype(np.int64)
    last = np.minimum(high, first + np.minimum.reduce(reach, axis=0) - 1)
    beyond = (o11 < first) | (o11 > last)  # so improbable that a float can't tell it from 0
    given, o11 = o11, np.clip(o11, first, last)
    moved = o11 - given
    o12, o21, o22 = o12 - moved, o21 - moved, o22 + moved
    sizes = last - first + 1
    begin = np.cumsum(sizes) - sizes
    k = np.arange(sizes.sum()) - np.repeat(begin - first, sizes)
    row, column, rest = (np.repeat(value, sizes) for value in (o11 + o12, o11 + o21, o22 - o11))
    up, down = (row - k + 1) * (column - k + 1), k * (rest + k)
    down[begin] = up[begin]  # at the first table of each there is none to step up from

    steps = np.log(up / down)
    # Each run of steps begins by undoing the one before, so that sums stay small and keep their digits.
    steps[begin[1:]] = -np.add.reduceat(steps, begin)[:-1]
    logs = np.cumsum(steps)
    logs -= np.repeat(np.maximum.reduceat(logs, begin), sizes)
    weights = np.exp(logs)
    if alternative == "less":
        extreme = k <= np.repeat(o11, sizes)
    elif alternative == "greater":
        extreme = k >= np.repeat(o11, sizes)
    else:
        extreme = logs <= np.repeat(logs[begin + o11 - first], sizes) + TIE
    p = np.minimum(np.add.reduceat(weights * extreme, begin) / np.add.reduceat(weights, begin), 1)
    whole = {"less": given > last, "greater": given < first, "two-sided": np.zeros(len(p), dtype=bool)}[alternative]
    return np.where(beyond, whole.astype(float), p)


def _reach(tables: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many tables there are with the same sums, and in how many all but nothing of the probability lies.

    Outside 550 + 40 standard deviations to either side of the mean, Bernstein's inequality leaves less than a float holds.
    """
    o11, o12, o21, o22 = tables.T.astype(float)
    every = np.minimum(o11, o22) + np.minimum(o12, o21) + 1
    n = o11 + o12 + o21 + o22
    variance = (o11 + o12) * (o21 + o22) * (o11 + o21) * (o12 + o22) / (n * n * np.maximum(n - 1, 1))
    near = 2 * np.ceil(550 + 40 * np.sqrt(variance)) + 1
    return np.stack([every, near]).astype(np.int64)


def _mean(tables: NDArray[np.int64]) -> NDArray[np.float64]:
    o11, o12, o21, o22 = tables.T.astype(float)
    return np.floor((o11 + o12) * (o11 + o21) / (o11 + o12 + o21 + o22))


def _others(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each value the sum of the others, also where it is all but the whole."""
    before, after = np.cumsum(values), np.cumsum(values[::-1])[::-1]
    return np.append(0, before[:-1]) + np.append(after[1:], 0)
