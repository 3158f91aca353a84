"""Places in a text: where a word stands, in reading and in the file; where two words meet; where an editor left a trace."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from closereading.edition import Edition

TRACES = {"ellipsis": r"(?:\.{2,}|…)(?: \.)?", "square bracket": r"\[[^\]]*\]", "round bracket": r"\([^)]*\)"}
"""What an editor may leave in another's text, as regular expressions."""


LONGEST = 200
"""Characters of the longest phrase a link looks for; of words farther apart only the first is shown."""


def file_order(edition: Edition) -> pd.Series:
    """Return where each token stands in the source file: its rank, 0 for the first token the file has.

    Parameters
    ----------
    edition : Edition
        Any edition.

    Returns
    -------
    pandas.Series
        Whole numbers, aligned with ``edition.tokens``. For a text that was never out of order they are 0, 1, 2 …

    Examples
    --------
    >>> from closereading import edition
    >>> pamphlet = edition.read("pamphlet")
    >>> first = file_order(pamphlet).idxmin()
    >>> pamphlet.tokens.loc[first, ["text", "para"]].tolist()
    ['up', 'T10']
    """
    copied = edition.runs[edition.runs["end"] > edition.runs["start"]]
    run = copied["start"].searchsorted(edition.tokens["start"], side="right") - 1
    offset = edition.tokens["start"] - copied["start"].to_numpy()[run] + copied["seed_start"].to_numpy()[run]
    return offset.rank(method="first").astype(int) - 1


def occurrences(edition: Edition, terms: Sequence[str], unit: str = "lemma") -> pd.DataFrame:
    """Return every place where one of ``terms`` stands.

    Parameters
    ----------
    edition : Edition
        Any edition.
    terms : sequence of str
        Words as they stand in the column ``unit`` of the tokens.
    unit : str
        "norm" or "lemma".

    Returns
    -------
    pandas.DataFrame
        Columns ``term, para, section, page``; ``read`` and ``file``, the token's rank in reading and in the file;
        ``phrase``, the word with two words on either side, or with as many as are needed for the phrase to stand in the
        text only once, so that a link can find it; ``context``, with five. Term by term, each in reading order.

    Raises
    ------
    TypeError
        If ``terms`` is a single word.
    ValueError
        If there are no terms, or one does not occur.

    Examples
    --------
    >>> from closereading import edition
    >>> occurrences(edition.read("pamphlet"), ["devil"])[["para", "phrase"]].to_numpy().tolist()
    [['U3', 'is a devil in human'], ['U3', 'history, that devil is the']]
    """
    if isinstance(terms, str):
        raise TypeError(f"terms is the word {terms!r}; pass a list of words, such as [{terms!r}].")
    if not terms:
        raise ValueError("terms is empty.")
    found = edition.tokens.assign(file=file_order(edition), read=range(len(edition.tokens)))
    missing = sorted(set(terms) - set(found[unit]))
    if missing:
        raise ValueError(f"terms: {', '.join(missing)} does not occur as a {unit} in {edition.name}.")
    parts = [found[found[unit] == term].assign(term=term) for term in terms]
    hits = pd.concat(parts, ignore_index=True)
    places = list(zip(hits["start"], hits["end"], strict=True))
    hits["phrase"] = phrases(edition, places)
    hits["context"] = [edition.excerpt(start, end, words=5) for start, end in places]
    return hits[["term", "para", "section", "page", "read", "file", "phrase", "context"]]


def phrases(edition: Edition, places: Sequence[tuple[int, int]], words: int = 2) -> list[str]:
    """Return each place of a text with words on either side, as many as make a phrase that stands in it only once.

    Parameters
    ----------
    edition : Edition
        Any edition.
    places : sequence of (int, int)
        Offsets in ``edition.text`` where the places begin and end.
    words : int
        How many words on either side there are at least.

    Examples
    --------
    >>> from closereading import edition
    >>> pamphlet = edition.read("pamphlet")
    >>> start = pamphlet.text.index("devil")
    >>> phrases(pamphlet, [(start, start + 5)], words=1)
    ['a devil in']
    """
    text = edition.text.casefold()  # browsers look for linked words without regard to case, from the top of the page
    found = []
    for start, end in places:
        phrase, wider = "", edition.excerpt(start, end, words)
        widths = count(words + 1)
        while phrase != wider and text.count(wider.casefold()) > 1:
            phrase, wider = wider, edition.excerpt(start, end, next(widths))
        found.append(wider)
    return found


def traces(edition: Edition) -> pd.DataFrame:
    """Return every ellipsis and bracket in the author's paragraphs.

    Parameters
    ----------
    edition : Edition
        Any edition.

    Returns
    -------
    pandas.DataFrame
        Columns ``kind`` (a key of `TRACES`), ``para``, ``page``, ``text`` (the trace itself), ``phrase`` (the trace
        with words on either side, as in `occurrences`) and ``context`` (with six). In reading order.

    Examples
    --------
    >>> from closereading import edition
    >>> found = traces(edition.read("pamphlet"))
    >>> found.loc[found["para"] == "T2", ["kind", "text"]].to_numpy().tolist()
    [['square bracket', '[by example]'], ['ellipsis', '...'], ['ellipsis', '...']]
    """
    marks = []
    for para in edition.paragraphs[edition.paragraphs["voice"] == "author"].itertuples():
        found = sorted((m.span(), kind) for kind, pattern in TRACES.items() for m in re.finditer(pattern, para.text))
        marks += [(kind, para.para, para.start + first, para.start + last) for (first, last), kind in found]
    table = pd.DataFrame(marks, columns=["kind", "para", "start", "end"])
    places = list(zip(table["start"], table["end"], strict=True))
    table["page"] = edition.tokens.set_index("start")["page"].reindex(table["start"]).array
    table["text"] = [edition.text[start:end] for start, end in places]
    table["phrase"] = phrases(edition, places)
    table["context"] = [edition.excerpt(start, end, words=6) for start, end in places]
    return table[["kind", "para", "page", "text", "phrase", "context"]]


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
    near = first["end"] - first["start"] <= LONGEST
    places = list(zip(first["start"], first["end"].where(near, first["first_end"]), strict=True))
    found = first[[*columns, "para"]].reset_index(drop=True)
    found["phrase"] = phrases(edition, places, words=0)
    found["context"] = [
        edition.excerpt(start, end, words=4 if both else 12) for (start, end), both in zip(places, near, strict=True)
    ]
    return found
