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
    if isinstance(tokens, pd.DataFrame) and "is_word" in tokens:
        codes = codes[tokens["is_word"].to_numpy(dtype=bool)]
    if not len(codes):
        raise ValueError(f"{name} holds no words.")
    if codes.min() < 0:
        raise ValueError(f"{name}: {(codes < 0).sum()} words have no {unit}; leave them out or give them one.")
    return codes.astype(np.int32, copy=False), pd.Index(types)


def present(tokens: pd.DataFrame, columns: str | Sequence[str], name: str = "tokens") -> list[str]:
    """Return ``columns`` as a list, if the table has them all.

    Raises
    ------
    ValueError
        If it doesn't.
    """
    wanted = [columns] if isinstance(columns, str) else list(columns)
    missing = [column for column in wanted if column not in tokens]
    if missing:
        raise ValueError(f"{name} has no column {', '.join(missing)}; it has {', '.join(map(str, tokens.columns))}.")
    return wanted
