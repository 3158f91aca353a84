"""Words in their context: every place where a word or a phrase stands, one line each (KWIC)."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from closereading.measures.coding import Words, are_words, coded, present, whole

WORD = re.compile(r"[^\W_]+(?:['’\-‐‑][^\W_]+)*")
SPELLINGS = str.maketrans({"’": "'", "‐": "-", "‑": "-", "\u00ad": None})


def lines(tokens: Words, node: str | Collection[str], window: int = 8, unit: str = "norm") -> pd.DataFrame:
    """Return every place where a word or phrase stands, with the words around it, in reading order.

    Parameters
    ----------
    tokens : pandas.DataFrame or sequence of str
        A token table with the column ``unit``, signs included, or the words themselves.
    node : str or collection of str
        What to look for: a word as it stands in ``unit``; words joined by a space, for a phrase ("working class"), which
        is found where they follow each other with no sign between them; or several of these.
    window : int
        How many words are shown on each side. A line stops at neither a sentence nor a paragraph, only where the table
        does; signs between the words are shown and not counted.
    unit : str
        The column in which ``node`` is looked up, such as "norm" or "lemma". The line shows the column ``text`` if there
        is one.

    Returns
    -------
    pandas.DataFrame
        A row for each place: columns ``i`` (of the first token of the node: its number in the column ``i``, or else its
        place in the table), ``sent`` and ``para`` (if the table has them), ``left``, ``node``, ``right``, and ``start``
        and ``end`` of the node (if the table has them). Signs are set close, as in the text, where the table says with
        ``start`` and ``end`` how it was spaced; otherwise a space stands before each token. A token whose text is
        missing is not shown.

    Raises
    ------
    ValueError
        If ``node`` is empty or does not occur, ``window`` is not a whole number of 1 or more, a column is missing, or
        there are no words.

    Examples
    --------
    >>> words = "no state without masters and no masters without a state".split()
    >>> lines(words, "masters", window=2)[["i", "left", "node", "right"]].to_numpy().tolist()
    [[3, 'state without', 'masters', 'and no'], [6, 'and no', 'masters', 'without a']]
    """
    window = whole("window", window)
    codes, types = coded(tokens, unit)
    window = min(window, len(codes))
    table = tokens if isinstance(tokens, pd.DataFrame) else pd.DataFrame({unit: pd.Series(tokens)})
    rows = np.flatnonzero(are_words(table))
    first, last = _spans(codes, types, rows, node)
    begins = np.where(first < window, 0, rows[np.maximum(first - window, 0)])
    ends = np.where(last + window >= len(rows), len(table), rows[np.minimum(last + window, len(rows) - 1)] + 1)
    first, last = rows[first], rows[last]
    there = table.iloc[first]
    found = {"i": there["i"].to_numpy() if "i" in table else first}
    found |= {column: there[column].array for column in ("sent", "para") if column in table}
    found["left"] = _strings(table, unit, begins, first)
    found["node"] = _strings(table, unit, first, last + 1)
    found["right"] = _strings(table, unit, last + 1, ends)
    if "start" in table and "end" in table:
        found |= {"start": there["start"].array, "end": table["end"].iloc[last].array}
    return pd.DataFrame(found)


def sort(lines: pd.DataFrame, by: str = "right") -> pd.DataFrame:
    """Return lines in the order of the words beside the node, so that like stands next to like.

    Parameters
    ----------
    lines : pandas.DataFrame
        As returned by `lines`.
    by : str
        "right" for the words after the node, or "left" for the words before it, read from the node outwards.

    Returns
    -------
    pandas.DataFrame
        The same rows. Case, signs, and how an apostrophe or a hyphen is printed don't count; a missing context has no
        words. Lines with the same words stay in the order they had.

    Raises
    ------
    ValueError
        If ``by`` is something else, or ``lines`` has no such column.

    Examples
    --------
    >>> words = "no state without masters and no masters without a state".split()
    >>> sort(lines(words, "masters", window=2), by="left")["left"].tolist()
    ['and no', 'state without']
    """
    if by not in ("left", "right"):
        raise ValueError(f'by is {by!r}; sort by "left" or "right".')
    present(lines, by, "lines")
    keys = [[] if pd.isna(context) else WORD.findall(context.casefold().translate(SPELLINGS)) for context in lines[by]]
    if by == "left":
        keys = [key[::-1] for key in keys]
    return lines.iloc[sorted(range(len(keys)), key=keys.__getitem__)].reset_index(drop=True)


def codes_of(node: str | Collection[str], codes: NDArray[np.int32], types: pd.Index) -> NDArray[np.intp]:
    """Return the codes of the words looked for, if they all occur.

    Parameters
    ----------
    node : str or collection of str
        A word or several.
    codes, types : numpy.ndarray of int32, pandas.Index
        The text, as `closereading.measures.coding.coded` returns it.

    Returns
    -------
    numpy.ndarray of int
        Places in ``types``, one for each word.

    Raises
    ------
    ValueError
        If there is no word, one is not a string, or one does not occur; then it names words that look like it.

    Examples
    --------
    >>> codes, types = coded(["no", "state", "no", "masters"])
    >>> codes_of(["no", "state"], codes, types).tolist()
    [1, 2]
    """
    words = _listed(node)
    if not words or "" in words:
        raise ValueError("node is empty; say which word to look for.")
    there = np.flatnonzero(types.isin(words))  # an index of all types, as get_indexer makes it, would take far longer
    code = dict(zip(types[there], there, strict=True))
    for word in words:
        if word not in code or not (codes == code[word]).any():
            near = difflib.get_close_matches(word.lower(), map(str, types[np.unique(codes)]))
            remedy = f"near it are: {', '.join(near)}." if near else "nor does any word like it."
            raise ValueError(f"node {word!r} does not occur; {remedy}")
    return np.array([code[word] for word in words])


def _listed(node: str | Collection[str]) -> list[str]:
    """Return the words or phrases looked for, of which there may be none."""
    words = [node] if isinstance(node, str) or not isinstance(node, Iterable) else list(node)
    for word in words:
        if not isinstance(word, str):
            raise ValueError(f"node {word!r} is not a string; say which word to look for, or which several.")
    return words


def _spans(
    codes: NDArray[np.int32], types: pd.Index, rows: NDArray[np.intp], node: str | Collection[str]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the first and the last word of every place of the node, as places in ``codes``."""
    found = []
    for phrase in _listed(node) or [""]:
        wanted = codes_of(phrase.split(), codes, types)
        first = np.flatnonzero(codes == wanted[0])
        first = first[first + len(wanted) <= len(codes)]
        for place, code in enumerate(wanted[1:], 1):
            first = first[(codes[first + place] == code) & (rows[first + place] == rows[first] + place)]
        if not len(first):
            raise ValueError(f"node {phrase!r} does not occur; its words do, but not one after the other.")
        found.append(np.column_stack([first, first + len(wanted) - 1]))
    first, last = (np.unique(np.concatenate(found), axis=0) if len(found) > 1 else found[0]).T
    return first, last


def _strings(table: pd.DataFrame, unit: str, begins: NDArray[np.intp], ends: NDArray[np.intp]) -> list[str]:
    """Return the tokens from each row of ``begins`` up to that of ``ends`` as one string each."""
    text = table["text" if "text" in table else unit]
    there = text.notna().to_numpy()
    if not there.all():
        before = np.concatenate([[0], there.cumsum()])
        table, text, begins, ends = table[there], text[there], before[begins], before[ends]
    lengths = ends - begins
    stops = np.cumsum(lengths)
    rows = np.arange(stops[-1]) + np.repeat(begins - stops + lengths, lengths)
    codes, words = pd.factorize(text.iloc[rows])
    if "start" in table and "end" in table:
        after = table["start"].to_numpy()[np.minimum(rows + 1, len(table) - 1)]
        spaced = after != table["end"].to_numpy()[rows]
    else:
        spaced = np.ones(len(rows), dtype=bool)
    pieces = np.array([f"{word}{space}" for space in ("", " ") for word in words] or [""], dtype=object)
    shown = pieces[codes + len(words) * spaced].tolist()
    return ["".join(shown[stop - length : stop]).rstrip() for stop, length in zip(stops, lengths, strict=True)]
