"""What changes along a text, held against the same parts in random order."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from closereading.measures.coding import coded, numbers, present, whole
from closereading.measures.frequency import vocabulary_growth


class Band(NamedTuple):
    """Where a curve runs when the parts are shuffled."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    p: float
    """Share of the shuffles that stray at least as far as the text does, the text itself counted in."""


def excess(hits: ArrayLike, sizes: ArrayLike, points: int = 100) -> NDArray[np.float64]:
    r"""Return how many occurrences of a word a reader has met beyond what an even spread would have brought.

    Parameters
    ----------
    hits, sizes : array_like of int, shape (parts,)
        Occurrences of the word in each part of the text, in order, and the words of each part.
    points : int
        At how many equal steps of words the curve is measured.

    Returns
    -------
    numpy.ndarray of float, shape (points + 1,)
        From the first word to the last, where it is 0. It rises where the word is frequent.

    Raises
    ------
    ValueError
        If hits and sizes don't fit each other, the word doesn't occur, or ``points`` is not a whole number of 1 or more.

    Notes
    -----
    With F(n) the occurrences among the first n of N words, spread evenly within each part, and f all of them:

    .. math:: D(n) = F(n) - f \frac{n}{N}

    References
    ----------
    Kolmogorov 1933

    Examples
    --------
    >>> excess([4, 0], [10, 10], points=4).tolist()
    [0.0, 1.0, 2.0, 1.0, 0.0]
    """
    found, words = _parts(hits, sizes)
    return _curves(found[None, :], words[None, :], whole("points", points))[0]


def excess_band(
    hits: ArrayLike, sizes: ArrayLike, points: int = 100, draws: int = 2000, level: float = 0.95, seed: int = 1871
) -> Band:
    """Return between which bounds `excess` runs if the parts stand in random order.

    Parameters
    ----------
    hits, sizes, points
        As for `excess`.
    draws, level, seed : int, float, int
        How many times the parts are shuffled, the share of shuffles between the bounds at each point, and the seed.

    Returns
    -------
    Band
        ``low`` and ``high``, shape (points + 1,), and ``p``: how often a shuffled text strays as far from an even spread
        as the text does, at whatever point.

    Raises
    ------
    ValueError
        If hits and sizes don't fit each other, the word doesn't occur, ``points`` or ``draws`` is not a whole number of
        1 or more, or ``level`` is not between 0 and 1.

    Examples
    --------
    >>> band = excess_band([4, 0], [10, 10], points=4)
    >>> band.low.tolist(), band.high.tolist(), band.p
    ([0.0, -1.0, -2.0, -1.0, 0.0], [0.0, 1.0, 2.0, 1.0, 0.0], 1.0)
    """
    found, words = _parts(hits, sizes)
    points, draws, bounds = whole("points", points), whole("draws", draws), _bounds(level)
    orders = np.random.default_rng(seed).permuted(np.tile(np.arange(len(words)), (draws, 1)), axis=1)
    curves = _curves(found[orders], words[orders], points)
    low, high = np.quantile(curves, bounds, axis=0)
    farthest = np.abs(_curves(found[None, :], words[None, :], points)).max()
    as_far = (np.abs(curves).max(axis=1) >= farthest - 1e-9).sum()
    return Band(low, high, float((1 + as_far) / (1 + draws)))


def vocabulary_band(
    tokens: pd.DataFrame, by: str, unit: str = "norm", draws: int = 500, level: float = 0.95, seed: int = 1871
) -> Band:
    """Return between which bounds the vocabulary grows if the parts of a text stand in random order.

    Parameters
    ----------
    tokens : pandas.DataFrame
        A token table in the order of the text.
    by : str
        The column that says which part a token belongs to, such as "para".
    unit : str
        The column that is counted.
    draws, level, seed : int, float, int
        How many times the parts are shuffled, the share of shuffles between the bounds after each word, and the seed.

    Returns
    -------
    Band
        ``low`` and ``high``: different words met after each word of the text; ``p``: how often the curve of a shuffled
        text lies as far from the shuffles' mean as the text's own does, at whatever word.

    Raises
    ------
    ValueError
        If a column is missing, there are no words, a word belongs to no part, ``draws`` is not a whole number of 1 or
        more, or ``level`` is not between 0 and 1.

    Examples
    --------
    >>> tokens = pd.DataFrame({"norm": ["a", "b", "a", "a"], "para": [1, 1, 2, 2]})
    >>> band = vocabulary_band(tokens, "para")
    >>> band.low.tolist(), band.high.tolist()
    ([1.0, 1.0, 1.0, 2.0], [1.0, 2.0, 2.0, 2.0])
    """
    present(tokens, [by, unit])
    draws, bounds = whole("draws", draws), _bounds(level)
    codes, _ = coded(tokens, unit)
    parts = np.split(codes, np.flatnonzero(np.diff(coded(tokens, by)[0])) + 1)
    drawing = np.random.default_rng(seed)
    curves = np.empty((draws, len(codes)))
    for curve in curves:
        shuffled = np.concatenate([parts[n] for n in drawing.permutation(len(parts))])
        curve[:] = vocabulary_growth(shuffled)
    low, high = np.quantile(curves, bounds, axis=0)
    mean = curves.mean(axis=0)
    as_far = (np.abs(curves - mean).max(axis=1) >= np.abs(vocabulary_growth(codes) - mean).max() - 1e-9).sum()
    return Band(low, high, float((1 + as_far) / (1 + draws)))


def _curves(hits: NDArray, sizes: NDArray, points: int) -> NDArray[np.float64]:
    """Return the excess for rows of parts, each row an order of them."""
    ends = np.pad(sizes.cumsum(axis=1), ((0, 0), (1, 0)))
    met = np.pad(hits.cumsum(axis=1), ((0, 0), (1, 0)))
    steps = np.linspace(0, ends[0, -1], points + 1)
    curves = np.array([np.interp(steps, *row) for row in zip(ends, met, strict=True)])
    return curves - met[0, -1] * np.linspace(0, 1, points + 1)


def _bounds(level: float) -> NDArray[np.float64]:
    """Return the quantiles between which a share of ``level`` lies."""
    share = numbers("level", level)
    if share.ndim or not 0 < share < 1:
        raise ValueError(f"level is {level}; it must be between 0 and 1, such as 0.95.")
    return np.array([1 - share, 1 + share]) / 2


def _parts(hits: ArrayLike, sizes: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    found, words = np.asarray(hits, dtype=float), np.asarray(sizes, dtype=float)
    if found.ndim != 1 or found.shape != words.shape or not found.size:
        raise ValueError(
            f"hits and sizes must have one number for each part; they have shapes {found.shape}, {words.shape}."
        )
    if not (np.isfinite(found).all() and np.isfinite(words).all()) or (words <= 0).any():
        raise ValueError("sizes must be more than 0, for a part must have words, and hits must be numbers.")
    if (found < 0).any() or (found > words).any():
        raise ValueError("hits must lie between 0 and the words of the part.")
    if not found.any():
        raise ValueError("hits are all 0: a word that doesn't occur has no trend.")
    return found, words
