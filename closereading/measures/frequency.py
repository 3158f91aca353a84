"""How often words occur: counts, and rates that can be compared between parts of different length."""

from __future__ import annotations

import pandas as pd

PER = 1000


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
    missing = {"is_word", by, unit} - set(tokens.columns)
    if missing:
        raise ValueError(f"tokens has no column {', '.join(sorted(missing))}.")
    words = tokens[tokens["is_word"]]
    if words.empty:
        raise ValueError("tokens holds no words.")
    if words[by].isna().any():
        raise ValueError(f"{words[by].isna().sum()} words have no {by}; leave them out or count by another column.")
    counts = words.groupby([unit, by], observed=True).size().rename("count").reset_index()
    counts["words"] = counts[by].map(words.groupby(by, observed=True).size()).astype(int)
    counts["rate"] = PER * counts["count"] / counts["words"]
    place = counts[by].map({part: n for n, part in enumerate(words[by].unique())})
    counts = counts.assign(place=place).sort_values(["place", "count", unit], ascending=[True, False, True])
    return counts.drop(columns="place").reset_index(drop=True)
