"""Places where two words meet, so that a number about them can be looked up in the text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from closereading.edition import Edition

LONGEST = 200
"""Characters of the longest phrase a link looks for; of words farther apart only the first is shown."""


def meetings(tokens: pd.DataFrame, node: str, window: int = 5, unit: str = "norm") -> pd.DataFrame:
    """Return every pair of a word and a place near it in the same sentence.

    Parameters
    ----------
    tokens : pandas.DataFrame
        A token table; signs are left out.
    node : str
        A word as it stands in ``unit``.
    window : int
        How many words on each side are near.
    unit : str
        "norm" or "lemma".

    Returns
    -------
    pandas.DataFrame
        Columns ``collocate``; ``position`` (-1 is the word before the node); ``para``; ``start, end`` of the stretch from
        one to the other, and ``first_end``, where its first word ends. Nearest pairs first, then in the order of the text.

    Raises
    ------
    ValueError
        If ``node`` does not occur, or ``window`` is less than 1.

    Examples
    --------
    >>> from closereading import edition
    >>> found = meetings(edition.read("pamphlet").tokens, "devil", window=1)
    >>> found[["collocate", "position", "para"]].to_numpy().tolist()
    [['a', -1, 'U3'], ['in', 1, 'U3'], ['that', -1, 'U3'], ['is', 1, 'U3']]
    """
    if window < 1:
        raise ValueError(f"window is {window}; it must be at least 1.")
    words = tokens[tokens["is_word"]]
    at = np.flatnonzero(words[unit] == node)
    if not len(at):
        raise ValueError(f"node: {node!r} does not occur as a {unit}.")
    sentence, start, end = (words[column].to_numpy() for column in ("sent", "start", "end"))
    sentence = pd.factorize(sentence)[0]
    nodes: list[NDArray[np.int64]] = []
    positions: list[NDArray[np.int64]] = []
    for offset in (step * distance for distance in range(1, window + 1) for step in (-1, 1)):
        near = at[(at + offset >= 0) & (at + offset < len(words))]
        near = near[sentence[near] == sentence[near + offset]]
        nodes.append(near)
        positions.append(np.full(len(near), offset))
    place, position = np.concatenate(nodes), np.concatenate(positions)
    first, last = place + np.minimum(position, 0), place + np.maximum(position, 0)
    order = np.lexsort([start[first], np.abs(position)])
    there = words.iloc[(place + position)[order]]
    return pd.DataFrame(
        {
            "collocate": there[unit].array,
            "position": position[order],
            "para": there["para"].array,
            "start": start[first[order]],
            "end": end[last[order]],
            "first_end": end[first[order]],
        }
    )


def examples(edition: Edition, met: pd.DataFrame, by: str | Sequence[str] = "collocate") -> pd.DataFrame:
    """Return one place for each word that was met: where the two stand nearest to each other, the first if there are more.

    Parameters
    ----------
    edition : Edition
        The edition the tokens are from.
    met : pandas.DataFrame
        As `meetings` returns it; it may have more columns.
    by : str or sequence of str
        The columns that tell the examples apart, such as ["collocate", "position"].

    Returns
    -------
    pandas.DataFrame
        Columns ``by``; ``para``; ``phrase``, words that stand in the text only once, for a link; ``context``, to be read.

    Examples
    --------
    >>> from closereading import edition
    >>> pamphlet = edition.read("pamphlet")
    >>> found = examples(pamphlet, meetings(pamphlet.tokens, "devil", window=1))
    >>> found.loc[0, ["collocate", "phrase"]].tolist()
    ['a', 'a devil']
    """
    columns = [by] if isinstance(by, str) else list(by)
    first = met.drop_duplicates(columns)
    text = edition.text.casefold()  # browsers look for linked words without regard to case, from the top of the page
    rows = []
    for place in first.itertuples():
        end = place.end if place.end - place.start <= LONGEST else place.first_end
        phrase, wider = "", edition.excerpt(place.start, end, words=0)
        widths = count(1)
        while phrase != wider and text.count(wider.casefold()) > 1:
            phrase, wider = wider, edition.excerpt(place.start, end, words=next(widths))
        rows.append((wider, edition.excerpt(place.start, end, words=4 if end == place.end else 12)))
    found = first[[*columns, "para"]].reset_index(drop=True)
    return found.join(pd.DataFrame(rows, columns=["phrase", "context"]))
