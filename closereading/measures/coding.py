"""Words as whole numbers, with which the other measures count: a token table or a plain list of words, made codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Words: TypeAlias = pd.DataFrame | Sequence[str] | NDArray | pd.Series
"""What a measure of words takes: a token table, or the words themselves in their order."""


def coded(tokens: Words, unit: str = "norm", name: str = "tokens") -> tuple[NDArray[np.int32], pd.Index]:
    """Return the words of a text as codes.

    Parameters
    ----------
    tokens : pandas.DataFrame or sequence of str
        A token table with the column ``unit``, or the words themselves. Rows whose column ``is_word`` is false are left
        out; a table without that column holds only words.
    unit : str
        The column that is counted, such as "norm" or "lemma". A column of categories is used as it is, which is fast.
    name : str
        What an error calls ``tokens``.

    Returns
    -------
    codes : numpy.ndarray of int32, one for each word, in order
        Places in ``types``.
    types : pandas.Index
        The different words. In a column of categories, all categories, also those that don't occur.

    Raises
    ------
    ValueError
        If the column is missing, there are no words, or a word is missing.

    Examples
    --------
    >>> codes, types = coded(["a", "b", "a"])
    >>> codes.tolist(), types.tolist()
    ([0, 1, 0], ['a', 'b'])
    """
    if isinstance(tokens, str):
        raise ValueError(f"{name} is one string; pass a list of words or a token table.")
    words = tokens[present(tokens, unit, name)[0]] if isinstance(tokens, pd.DataFrame) else pd.Series(tokens)
    if isinstance(words.dtype, pd.CategoricalDtype):
        codes, types = words.cat.codes.to_numpy(), words.cat.categories
    else:
        codes, types = pd.factorize(words, sort=True)
    if isinstance(tokens, pd.DataFrame):
        codes = codes[are_words(tokens, name)]
    if not len(codes):
        raise ValueError(f"{name} holds no words.")
    if codes.min() < 0:
        raise ValueError(f"{name}: {(codes < 0).sum()} words have no {unit}; leave them out or give them one.")
    return codes.astype(np.int32, copy=False), pd.Index(types)


def are_words(tokens: pd.DataFrame, name: str = "tokens") -> NDArray[np.bool_]:
    """Return which rows of a token table are words: the column ``is_word``, or all if there is none.

    Raises
    ------
    ValueError
        If the column holds anything but true and false.

    Examples
    --------
    >>> are_words(pd.DataFrame({"norm": ["a", "."], "is_word": [True, False]})).tolist()
    [True, False]
    """
    if "is_word" not in tokens:
        return np.ones(len(tokens), dtype=bool)
    column = tokens["is_word"]
    if column.dtype == bool:
        return column.to_numpy()
    known = column.isin([True, False]).to_numpy(dtype=bool) & column.notna().to_numpy()
    if not known.all():
        raise ValueError(f"{name}: column is_word must hold True or False; {(~known).sum()} rows hold neither.")
    return column.to_numpy(dtype=bool)


def whole(name: str, value: object, least: int = 1) -> int:
    """Return an argument that must be a whole number as a plain int.

    Raises
    ------
    ValueError
        If it is not a whole number, or less than ``least``.

    Examples
    --------
    >>> whole("window", np.int8(50)), whole("window", 50.0)
    (50, 50)
    >>> whole("window", 2.5)
    Traceback (most recent call last):
    ValueError: window is 2.5; it must be a whole number, 1 or more.
    """
    try:
        number = int(value)  # type: ignore[call-overload]
    except (TypeError, ValueError, OverflowError):
        number = least - 1
    if isinstance(value, str | bool) or number < least or number != value:
        raise ValueError(f"{name} is {value!r}; it must be a whole number, {least} or more.")
    return number


def numbers(name: str, values: object) -> NDArray[np.float64]:
    """Return an argument as an array of floats.

    Raises
    ------
    ValueError
        If something in it is no number, or its rows are not of the same length.

    Examples
    --------
    >>> numbers("hits", [1, 2]).tolist()
    [1.0, 2.0]
    """
    try:
        return np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be numbers, in rows of the same length; something in it is not one.") from None


def free(name: str, column: str, taken: Sequence[str]) -> None:
    """Refuse the name of a column that the result has for something else.

    Raises
    ------
    ValueError
        If ``column`` is among ``taken``.

    Examples
    --------
    >>> free("unit", "count", ["count", "rate"])
    Traceback (most recent call last):
    ValueError: unit is 'count', which the result calls something else; rename the column.
    """
    if column in taken:
        raise ValueError(f"{name} is {column!r}, which the result calls something else; rename the column.")


def present(tokens: pd.DataFrame, columns: str | Sequence[str], name: str = "tokens") -> list[str]:
    """Return ``columns`` as a list, if the table has them all.

    Raises
    ------
    ValueError
        If it doesn't.
    """
    if not isinstance(tokens, pd.DataFrame):
        raise ValueError(f"{name} is a {type(tokens).__name__}; pass a token table, such as an edition's tokens.")
    wanted = [columns] if isinstance(columns, str) else list(columns)
    missing = [column for column in wanted if column not in tokens]
    if missing:
        raise ValueError(f"{name} has no column {', '.join(missing)}; it has {', '.join(map(str, tokens.columns))}.")
    return wanted
