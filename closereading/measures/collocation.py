"""Which words keep company: how often a word stands near another, and how much more often than by chance."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from closereading.measures import keyness
from closereading.measures.coding import Words, coded, numbers, whole
from closereading.measures.concordance import codes_of

ALPHA = 0.05


def pmi(o11: ArrayLike, r1: ArrayLike, c1: ArrayLike, n: ArrayLike) -> NDArray[np.float64]:
    r"""Return how much more often two words meet than by chance, in doublings (pointwise mutual information).

    Parameters
    ----------
    o11 : array_like of int
        How often they meet: occurrences of the second word in the contexts of the first.
    r1, c1 : array_like of int
        All words in the contexts of the first, and all occurrences of the second.
    n : array_like of int
        All words.

    Returns
    -------
    float or numpy.ndarray
        In bits: 0 by chance, 1 for twice as often, minus infinity for words that never meet.

    Raises
    ------
    ValueError
        If a count is negative or not finite, a total is 0, a part exceeds its whole, or the shapes don't fit together.

    Notes
    -----
    .. math:: \mathrm{PMI} = \log_2 \frac{O_{11}}{E_{11}}, \qquad E_{11} = \frac{R_1 C_1}{N}

    It is highest for rare words that met once, so read it together with a measure of evidence.

    References
    ----------
    Church and Hanks 1990: the measure, there called the association ratio

    Examples
    --------
    >>> float(pmi(8, 16, 32, 1024))
    4.0
    """
    o11, r1, c1, n = _checked(o11, r1, c1, n)
    with np.errstate(divide="ignore"):
        return np.log2(o11 / (r1 * c1 / n))


def t_score(o11: ArrayLike, r1: ArrayLike, c1: ArrayLike, n: ArrayLike) -> NDArray[np.float64]:
    r"""Return by how many of its standard errors the count of meetings exceeds chance.

    Parameters
    ----------
    o11, r1, c1, n : array_like of int
        As for `pmi`.

    Returns
    -------
    float or numpy.ndarray
        0 by chance, below 0 for words that avoid each other, minus infinity for words that never meet.

    Raises
    ------
    ValueError
        If a count is negative or not finite, a total is 0, a part exceeds its whole, or the shapes don't fit together.

    Notes
    -----
    .. math:: t = \frac{O_{11} - E_{11}}{\sqrt{O_{11}}}, \qquad E_{11} = \frac{R_1 C_1}{N}

    It is highest for frequent words. It serves to rank and is no test: counts of words are far from normal.

    References
    ----------
    Church et al. 1991: the measure
    Evert 2008: what it is good for

    Examples
    --------
    >>> float(t_score(16, 16, 512, 1024))
    2.0
    """
    o11, r1, c1, n = _checked(o11, r1, c1, n)
    with np.errstate(divide="ignore"):
        return (o11 - r1 * c1 / n) / np.sqrt(o11)


def log_dice(o11: ArrayLike, r1: ArrayLike, c1: ArrayLike) -> NDArray[np.float64]:
    r"""Return how exclusively two words keep each other's company, on a scale that doesn't depend on the text's length.

    Parameters
    ----------
    o11, r1, c1 : array_like of int
        As for `pmi`.

    Returns
    -------
    float or numpy.ndarray
        14 if the contexts of the first word hold the second and nothing else, and hold all of it; one less for half as
        much; minus infinity for words that never meet.

    Raises
    ------
    ValueError
        If a count is negative or not finite, a total is 0, a part exceeds its whole, or the shapes don't fit together.

    Notes
    -----
    .. math:: \mathrm{logDice} = 14 + \log_2 \frac{2\, O_{11}}{R_1 + C_1}

    Chance plays no part in it: a word as common as *the* can score high. With a window, :math:`R_1` counts words of the
    contexts, so the wider it is, the lower the scores.

    References
    ----------
    Rychlý 2008: the measure

    Examples
    --------
    >>> float(log_dice(8, 8, 8)), float(log_dice(4, 8, 8))
    (14.0, 13.0)
    """
    o11, r1, c1 = _checked(o11, r1, c1)
    with np.errstate(divide="ignore"):
        return 14 + np.log2(2 * o11 / (r1 + c1))


def delta_p(o11: ArrayLike, o12: ArrayLike, o21: ArrayLike, o22: ArrayLike) -> NDArray[np.float64]:
    r"""Return by how much the presence of a cue raises the share of an outcome.

    The rows of the table are the cue (present, absent), the columns the outcome. For the other direction swap ``o12``
    and ``o21``: in Gries's example, with *of* in the rows and *course* in the columns, ``delta_p(a, b, c, d)`` is
    ΔP(course | of), and ``delta_p(a, c, b, d)`` is ΔP(of | course).

    Parameters
    ----------
    o11, o12 : array_like of int
        With the cue: how often with the outcome, and how often without.
    o21, o22 : array_like of int
        Without the cue: the same.

    Returns
    -------
    float or numpy.ndarray
        Between -1 and 1; 0 if the cue makes no difference.

    Raises
    ------
    ValueError
        If a count is negative or not finite, a row is empty, or the shapes don't fit together.

    Notes
    -----
    .. math:: \Delta P = \frac{O_{11}}{O_{11} + O_{12}} - \frac{O_{21}}{O_{21} + O_{22}}

    Association is rarely mutual: *course* predicts *of* far better than *of* predicts *course*.

    References
    ----------
    Gries 2013: the measure, in both directions

    Examples
    --------
    >>> float(delta_p(4, 12, 0, 36)), float(delta_p(4, 0, 12, 36))
    (0.25, 0.75)
    """
    a, b, c, d = _counts(o11=o11, o12=o12, o21=o21, o22=o22).values()
    for row, total in (("o11 + o12", a + b), ("o21 + o22", c + d)):
        if np.any(total == 0):
            raise ValueError(f"{row} is 0: a share needs cases, with the cue and without it.")
    return a / (a + b) - c / (c + d)


def around(
    tokens: Words, node: str | Collection[str], window: int = 5, unit: str = "norm", minimum: int = 1
) -> pd.DataFrame:
    r"""Return the words that stand near a word, with how often they do and how far that is from chance.

    Parameters
    ----------
    tokens : pandas.DataFrame or sequence of str
        A token table with the column ``unit``, or the words themselves. Signs are left out. Contexts end with the
        sentence if there is a column ``sent``; otherwise the whole is one sentence.
    node : str or collection of str
        A word as it stands in ``unit``, or several that count as one, such as its forms.
    window : int
        How many words on each side belong to the context.
    unit : str
        The column that is counted, such as "norm" or "lemma".
    minimum : int
        Collocates with fewer occurrences in the contexts are not shown. It changes no number of the others.

    Returns
    -------
    pandas.DataFrame
        A row for each word that occurs in the contexts. Words that stand there more often than by chance come first, by
        falling ``log_likelihood``, then the others by rising ``log_likelihood``; ties alphabetically. Columns:

        - ``collocate``;
        - ``o11, r1, c1, n``: its occurrences in the contexts, all words of the contexts, all its occurrences, all
          words; in all four the node itself is left out;
        - ``expected``: what ``o11`` would be by chance;
        - ``log_likelihood`` (0 if every word is near the node, or there is only one other word), ``pmi, t_score,
          log_dice``;
        - ``delta_p_collocate``: how much nearness to the node raises the share of the collocate; ``delta_p_node``: how
          much the collocate raises the share of places that are near the node, NaN if there is no other word;
        - ``log_ratio`` of the share of the collocate in the contexts to that outside; ``low`` and ``high``, its 95 %
          interval for each word alone; ``conservative_log_ratio``, corrected for all words of the contexts (Bonferroni);
          these and ``delta_p_collocate`` are NaN if there is no outside, for every word is near the node;
        - ``left, right``: how many of the ``o11`` stand left and right of a node; one that stands between two nodes is
          in both.

    Raises
    ------
    ValueError
        If ``node`` is empty, does not occur or has no neighbors, ``window`` or ``minimum`` is not a whole number of 1 or
        more, a column is missing, there are no words, or a word belongs to no sentence.

    Notes
    -----
    These are surface co-occurrences: the context is the set of places within the window of any occurrence of the node
    :math:`w`, without the nodes, and each place counts once, however many nodes it is near. So the counts make a
    contingency table of the words that are not nodes:

    .. math::

        R_1 = |\{i : w_i \ne w,\ \exists j,\ |i - j| \le k,\ w_j = w\}|, \quad C_1 = f(v), \quad N = |T| - f(w), \quad
        E_{11} = \frac{R_1 C_1}{N}

    NLTK's ``BigramCollocationFinder.from_words`` with a window is not used: it counts ordered pairs, so one place many
    times, divides the count by the window less one but keeps the totals, and runs across sentences.

    References
    ----------
    Evert 2008: surface co-occurrence and its contingency table
    Gries 2013: why both directions

    Examples
    --------
    >>> words = "the state is force and the state is privilege yet the masses are not the masters".split()
    >>> found = around(words, "state", window=1)
    >>> found[["collocate", "o11", "r1", "c1", "n", "left", "right"]].to_numpy().tolist()
    [['is', 2, 4, 2, 14, 0, 2], ['the', 2, 4, 4, 14, 2, 0]]
    """
    window, minimum = whole("window", window), whole("minimum", minimum)
    codes, types = coded(tokens, unit)
    nodes = codes_of(node, codes, types)
    at = _places(codes, types, nodes)
    left, right = np.zeros((2, len(codes)), dtype=bool)
    for offset, there in _neighbors(at, _sentences(tokens, len(codes)), window):
        (left if offset < 0 else right)[there] = True
    left[at] = right[at] = False

    counts = np.bincount(codes, minlength=len(types))
    counts[nodes] = 0
    near = np.bincount(codes[left | right], minlength=len(types))
    met = np.flatnonzero(near)
    o11, c1, r1, n = near[met], counts[met], near.sum(), counts.sum()
    if not r1:
        raise ValueError(f"node {node!r} has no neighbors: there is no other word in its sentences.")
    found = pd.DataFrame({"collocate": types[met], "o11": o11, "r1": r1, "c1": c1, "n": n, "expected": r1 * c1 / n})
    rest = (r1 - o11, c1 - o11, n - r1 - c1 + o11)
    found["log_likelihood"] = keyness.log_likelihood(o11, *rest)
    found["pmi"] = pmi(o11, r1, c1, n)
    found["t_score"] = t_score(o11, r1, c1, n)
    found["log_dice"] = log_dice(o11, r1, c1)
    found["delta_p_collocate"] = delta_p(o11, *rest) if r1 < n else np.nan
    found["delta_p_node"] = delta_p(o11, rest[1], rest[0], rest[2]) if c1[0] < n else np.nan
    found[["log_ratio", "low", "high", "conservative_log_ratio"]] = np.nan
    if r1 < n:
        shares = o11, r1, c1 - o11, n - r1
        found["log_ratio"] = keyness.log_ratio(*shares)
        found["low"], found["high"] = keyness.log_ratio_interval(*shares, ALPHA)
        found["conservative_log_ratio"] = keyness.conservative_log_ratio(*shares, ALPHA, tests=len(met))
    found["left"] = np.bincount(codes[left], minlength=len(types))[met]
    found["right"] = np.bincount(codes[right], minlength=len(types))[met]

    evidence = np.abs(found["log_likelihood"]) * np.sign(found["o11"] - found["expected"])
    found = found.assign(evidence=-evidence).sort_values(["evidence", "collocate"]).drop(columns="evidence")
    return found[found["o11"] >= minimum].reset_index(drop=True)


def positions(tokens: Words, node: str | Collection[str], window: int = 5, unit: str = "norm") -> pd.DataFrame:
    """Return how often each word stands at each distance from a word.

    Parameters
    ----------
    tokens, node, window, unit
        As for `around`.

    Returns
    -------
    pandas.DataFrame
        A row for each word and each distance at which it occurs: columns ``collocate``, ``position`` (-1 is the word
        before the node, 1 the word after it) and ``count``. Unlike `around`, every pair of a node and a place in its
        sentence counts, and so does a node near another. Rows go from left to right, by falling count, then
        alphabetically.

    Raises
    ------
    ValueError
        If ``node`` is empty or does not occur, ``window`` is not a whole number of 1 or more, a column is missing, there
        are no words, or a word belongs to no sentence.

    Examples
    --------
    >>> words = "the state is force and the state is privilege".split()
    >>> positions(words, "state", window=1).to_numpy().tolist()
    [['the', -1, 2], ['is', 1, 2]]
    """
    window = whole("window", window)
    codes, types = coded(tokens, unit)
    at = _places(codes, types, codes_of(node, codes, types))
    found = []
    for offset, there in _neighbors(at, _sentences(tokens, len(codes)), window):
        met, count = np.unique(codes[there], return_counts=True)
        found.append(pd.DataFrame({"collocate": types[met], "position": offset, "count": count}))
    order = ["position", "count", "collocate"]
    return pd.concat(found).sort_values(order, ascending=[True, False, True]).reset_index(drop=True)


def _places(codes: NDArray[np.int32], types: pd.Index, nodes: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return where in ``codes`` the nodes stand."""
    is_node = np.zeros(len(types), dtype=bool)
    is_node[nodes] = True
    return np.flatnonzero(is_node[codes])


def _sentences(tokens: Words, words: int) -> NDArray:
    """Return the number of each word's sentence."""
    if isinstance(tokens, pd.DataFrame) and "sent" in tokens:
        return coded(tokens, "sent")[0]
    return np.broadcast_to(np.int8(0), words)


def _neighbors(at: NDArray[np.intp], sentences: NDArray, window: int) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Yield each distance up to ``window``, with the places that far from those ``at``, in the same sentence.

    Past the first distance without a place there is none. It is yielded too, so that there is one on either side.
    """
    for step in (-1, 1):
        there = at
        for distance in range(1, window + 1):
            there = there + step
            there = there[(there >= 0) & (there < len(sentences))]
            there = there[sentences[there] == sentences[there - step]]
            yield step * distance, there
            if not len(there):
                break


def _counts(**given: ArrayLike) -> dict[str, NDArray[np.float64]]:
    counts = {name: numbers(name, values) for name, values in given.items()}
    for name, values in counts.items():
        if not np.all(np.isfinite(values) & (values >= 0)):
            raise ValueError(f"{name} holds a number that is negative or not finite; it must be a count.")
    shapes = [values.shape for values in counts.values()]
    try:
        np.broadcast_shapes(*shapes)
    except ValueError:
        told = ", ".join(map(str, shapes))
        raise ValueError(f"{', '.join(counts)} have shapes {told}, which don't fit together.") from None
    return counts


def _checked(
    o11: ArrayLike, r1: ArrayLike, c1: ArrayLike, n: ArrayLike | None = None
) -> tuple[NDArray[np.float64], ...]:
    """Return the counts as arrays of floats, if they can be those of one contingency table."""
    table = _counts(**{"o11": o11, "r1": r1, "c1": c1} | ({} if n is None else {"n": n}))
    for name in list(table)[1:]:
        if np.any(table[name] == 0):
            raise ValueError(f"{name} is 0: only words that occur can meet.")
    for part, total in (("o11", "r1"), ("o11", "c1"), ("r1", "n"), ("c1", "n")):
        if total in table and np.any(table[part] > table[total]):
            raise ValueError(f"{part} exceeds {total}, of which it is a part.")
    if n is not None and np.any(table["r1"] + table["c1"] - table["o11"] > table["n"]):
        raise ValueError("n is less than r1 + c1 - o11, the words that are in one or the other.")
    return tuple(table.values())
