"""How many different words a text uses for its length: measures that hold still, more or less, as a text grows."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from closereading.measures.coding import Words, coded, numbers, whole


def mattr(tokens: Words, window: int = 50, unit: str = "norm") -> float:
    r"""Return the moving-average type-token ratio: the share of different words in a stretch of so many words.

    Parameters
    ----------
    tokens : pandas.DataFrame or sequence of str
        A token table with the column ``unit``, or the words in their order.
    window : int
        Words of a stretch.
    unit : str
        The column that is counted, such as "norm" or "lemma".

    Returns
    -------
    float
        Between ``1 / window`` and 1, the mean over all stretches.

    Raises
    ------
    ValueError
        If there are no words, or fewer than a stretch has.

    Notes
    -----
    .. math:: MATTR_w = \frac{1}{N - w + 1} \sum_{i=1}^{N - w + 1} \frac{V_{i,w}}{w}

    :math:`V_{i,w}` is the number of different words among the *w* words from the *i*-th on, and *N* that of all words.
    Values of different windows can't be compared.

    References
    ----------
    Covington and McFall 2010: MATTR

    Examples
    --------
    >>> round(mattr(["one", "one", "two", "one", "one", "two", "one"], window=2), 3)
    0.833
    """
    codes, _ = coded(tokens, unit)
    n = len(codes)
    window = whole("window", window)
    if window > n:
        raise ValueError(f"tokens holds {n} words, fewer than the window of {window}; choose a smaller window.")
    # A word adds a type to every window that holds it but not the same word's last occurrence.
    place = np.arange(n)
    first = np.maximum(_last_occurrence(codes), place - window) + 1
    last = np.minimum(place, n - window)
    return float(np.maximum(last - first + 1, 0).sum() / window / (n - window + 1))


def mtld(tokens: Words, threshold: float = 0.72, shortest: int = 1, unit: str = "norm") -> float:
    r"""Return MTLD: after how many words, on average, a text has repeated itself down to a given type-token ratio.

    Parameters
    ----------
    tokens : pandas.DataFrame or sequence of str
        A token table with the column ``unit``, or the words in their order.
    threshold : float
        The type-token ratio at which a stretch, called a factor, is closed and the next begins.
    shortest : int
        Words that a closed factor has at least.
    unit : str
        The column that is counted, such as "norm" or "lemma".

    Returns
    -------
    float
        Words; the mean of the value from the front and that from the back.

    Raises
    ------
    ValueError
        If there are no words, or the threshold isn't between 0 and 1.

    Notes
    -----
    .. math:: MTLD = \frac{1}{2} \left(\frac{N}{F_{\rightarrow}} + \frac{N}{F_{\leftarrow}}\right), \qquad F = k + \frac{1 - r}{1 - \theta}

    *k* factors are closed, each at a ratio of :math:`\theta` or less, and the words left over, with the ratio *r*, count
    as a part of a factor, or one at most. If no word occurs twice there is not even a part of a factor, and MTLD is
    only known to be no less than the length of the text, which is what is returned. Programs differ in the comparison (here "at most"), the shortest factor (here none) and the mean.

    References
    ----------
    McCarthy and Jarvis 2010: MTLD

    Examples
    --------
    >>> round(mtld("this is a sentence .".split() * 20), 3)
    7.143
    """
    codes, _ = coded(tokens, unit)
    shortest = _check_factor(threshold, shortest)
    words = codes.tolist()
    factors = [_factors(way, threshold, shortest) for way in (words, words[::-1])]
    if min(factors) == 0:
        return float(len(words))
    return sum(len(words) / count for count in factors) / 2


def mtld_moving_average(tokens: Words, threshold: float = 0.72, shortest: int = 10, unit: str = "norm") -> float:
    r"""Return MTLD-MA-Wrap: the mean length of the factors that begin at each word, the text being read as a circle.

    Parameters
    ----------
    tokens : pandas.DataFrame or sequence of str
        A token table with the column ``unit``, or the words in their order.
    threshold : float
        The type-token ratio at which a factor is closed.
    shortest : int
        Words that a factor has at least.
    unit : str
        The column that is counted, such as "norm" or "lemma".

    Returns
    -------
    float
        Words.

    Raises
    ------
    ValueError
        If there are no words, the threshold isn't between 0 and 1, or the whole text is shorter or more varied than a
        factor.

    Notes
    -----
    .. math:: MTLD_{MA} = \frac{1}{N} \sum_{i=1}^{N} \min \left\{\ell \ge \ell_0 : \frac{V_{i,\ell}}{\ell} \le \theta\right\}

    :math:`V_{i,\ell}` is the number of different words among the :math:`\ell` words from the *i*-th on, :math:`\ell_0`
    the shortest length and :math:`\theta` the threshold. No factor is left over at the end, so every word weighs the same.

    References
    ----------
    McCarthy and Jarvis 2010: factors
    Kyle, Crossley and Jarvis 2021: the moving average that wraps around

    Examples
    --------
    >>> mtld_moving_average("this is a sentence .".split() * 20, shortest=1)
    7.0
    """
    codes, _ = coded(tokens, unit)
    shortest = _check_factor(threshold, shortest)
    n = len(codes)
    ratio = len(np.unique(codes)) / n
    if n < shortest:
        raise ValueError(f"tokens holds {n} words, fewer than the shortest factor of {shortest}; take a longer text.")
    if ratio > threshold:
        raise ValueError(
            f"tokens: the whole text has a type-token ratio of {ratio:.3g} and does not come down to the threshold of "
            f"{threshold}; take a longer text."
        )
    last = _last_occurrence(np.concatenate([codes, codes]))
    open_, types, total = np.arange(n), np.zeros(n, dtype=int), 0
    for length in range(1, n + 1):
        types += last[open_ + length - 1] < open_
        # A quotient, as in mtld: 63 / 90 is at most .7, but 63 is not at most .7 * 90, by rounding.
        closes = (types / length <= threshold) & (length >= shortest)
        total += length * int(closes.sum())
        open_, types = open_[~closes], types[~closes]
        if not len(open_):
            break
    return total / n


def hdd(tokens: Words, draws: int = 42, unit: str = "norm") -> float:
    r"""Return HD-D: the type-token ratio to be expected of so many words drawn at random from the text.

    Parameters
    ----------
    tokens : pandas.DataFrame or sequence of str
        A token table with the column ``unit``, or the words.
    draws : int
        Words that are drawn, without replacement.
    unit : str
        The column that is counted, such as "norm" or "lemma".

    Returns
    -------
    float
        Between ``1 / draws`` and 1.

    Raises
    ------
    ValueError
        If there are no words, or fewer than are drawn.

    Notes
    -----
    .. math:: HDD = \frac{1}{m} \sum_j \left[1 - \binom{N - f_j}{m} \binom{N}{m}^{-1}\right]

    :math:`f_j` is the frequency of type *j*, *N* the number of words, *m* that of draws. The bracket is the probability
    that the type is drawn at least once. The order of the words plays no part.

    References
    ----------
    McCarthy and Jarvis 2007: HD-D

    Examples
    --------
    >>> round(hdd(["a", "b", "b"], draws=2), 3)
    0.833
    """
    frequencies = _frequencies(tokens, unit)
    n = int(frequencies.sum())
    draws = whole("draws", draws)
    if draws > n:
        raise ValueError(f"tokens holds {n} words, fewer than the {draws} to be drawn; choose fewer draws.")
    sizes, types = np.unique(frequencies, return_counts=True)
    return float(types @ stats.hypergeom.sf(0, n, sizes, draws) / draws)


def yule_k(tokens: Words, unit: str = "norm") -> float:
    r"""Return Yule's K: how much a text lives on few words, as the chance that two words drawn from it are the same.

    Parameters
    ----------
    tokens : pandas.DataFrame or sequence of str
        A token table with the column ``unit``, or the words.
    unit : str
        The column that is counted, such as "norm" or "lemma".

    Returns
    -------
    float
        0 if no word occurs twice, up to ``10000 * (1 - 1 / n)``; the higher, the less varied.

    Raises
    ------
    ValueError
        If there are no words.

    Notes
    -----
    .. math:: K = 10^4 \cdot \frac{\sum_j f_j^2 - N}{N^2}

    :math:`f_j` is the frequency of type *j* and *N* the number of words. The most frequent words decide, that is mostly
    the articles and prepositions.

    References
    ----------
    Yule 1944: K
    Tweedie and Baayen 1998: that it depends least of its kind on length

    Examples
    --------
    >>> yule_k(list("abcddeefff"))
    1000.0
    """
    frequencies = _frequencies(tokens, unit).astype(float)
    n = frequencies.sum()
    return float(1e4 * (frequencies @ frequencies - n) / n**2)


def entropy(frequencies: ArrayLike) -> float | NDArray:
    r"""Return the entropy of a list of frequencies in bits: how many yes-or-no questions name a word, at the best.

    Parameters
    ----------
    frequencies : array_like of shape (types,) or (texts, types)
        How often each type occurs; 0 counts for nothing.

    Returns
    -------
    float or numpy.ndarray of shape (texts,)
        Bits, from 0 for one type to the binary logarithm of the number of types that occur.

    Raises
    ------
    ValueError
        If there are no frequencies, all are 0, or one is negative or missing.

    Notes
    -----
    .. math:: H = -\sum_j \frac{f_j}{N} \log_2 \frac{f_j}{N}

    :math:`f_j` is the frequency of type *j* and *N* their sum. It grows with the length of a text, so only texts of one
    length can be compared.

    References
    ----------
    Shannon 1948: entropy
    Popescu et al. 2009: word frequencies

    Examples
    --------
    >>> entropy([2, 1, 1])
    1.5
    """
    counts = _counts(frequencies)
    return _plain(stats.entropy(counts, base=2, axis=-1))


def repeat_rate(frequencies: ArrayLike) -> float | NDArray:
    r"""Return the repeat rate: how probably two words, drawn one after the other and put back, are the same.

    Parameters
    ----------
    frequencies : array_like of shape (types,) or (texts, types)
        How often each type occurs.

    Returns
    -------
    float or numpy.ndarray of shape (texts,)
        From 1 divided by the number of types, if all are equally frequent, to 1 for a single type.

    Raises
    ------
    ValueError
        If there are no frequencies, all are 0, or one is negative or missing.

    Notes
    -----
    .. math:: RR = \sum_j \left(\frac{f_j}{N}\right)^2

    :math:`f_j` is the frequency of type *j* and *N* their sum.

    References
    ----------
    Popescu et al. 2009: the repeat rate of word frequencies

    Examples
    --------
    >>> repeat_rate([2, 1, 1])
    0.375
    """
    counts = _counts(frequencies)
    return _plain(((counts / counts.sum(axis=-1, keepdims=True)) ** 2).sum(axis=-1))


def _last_occurrence(codes: NDArray) -> NDArray:
    """Return, for each word, the place where the same word occurred last, or -1."""
    order = np.argsort(codes, kind="stable")
    again = codes[order[1:]] == codes[order[:-1]]
    last = np.full(len(codes), -1)
    last[order[1:][again]] = order[:-1][again]
    return last


def _factors(words: list[int], threshold: float, shortest: int) -> float:
    """Return the number of factors of a text read from its front, the last one in part."""
    factors, length, ratio = 0, 0, 1.0
    types: set[int] = set()
    for word in words:
        types.add(word)
        length += 1
        ratio = len(types) / length
        if ratio <= threshold and length >= shortest:
            factors, length, ratio = factors + 1, 0, 1.0
            types.clear()
    return factors + min(1.0, (1 - ratio) / (1 - threshold))


def _check_factor(threshold: float, shortest: int) -> int:
    if not 0 < threshold < 1:
        raise ValueError(f"threshold is {threshold}: it is a type-token ratio between 0 and 1, such as 0.72.")
    return whole("shortest", shortest)


def _frequencies(tokens: Words, unit: str) -> NDArray:
    counts = np.bincount(coded(tokens, unit)[0])
    return counts[counts > 0]


def _counts(frequencies: ArrayLike) -> NDArray:
    counts = numbers("frequencies", frequencies)
    if counts.ndim == 0 or counts.size == 0:
        raise ValueError("frequencies is empty: give how often each type occurs.")
    if not np.isfinite(counts).all() or counts.min() < 0:
        raise ValueError("frequencies must be counts from 0 upward; some are negative, missing or infinite.")
    if not counts.sum(axis=-1).all():
        raise ValueError("frequencies are all 0: a text without words has no diversity.")
    return counts


def _plain(values: NDArray) -> float | NDArray:
    return values if np.ndim(values) else float(values)
