"""Places in a text: where a word stands, in reading and in the file, and where an editor left a trace."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count

import pandas as pd

from closereading.edition import Edition

TRACES = {"ellipsis": r"(?:\.{2,}|…)(?: \.)?", "square bracket": r"\[[^\]]*\]", "round bracket": r"\([^)]*\)"}
"""What an editor may leave in another's text, as regular expressions."""


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
    hits["phrase"] = _phrases(edition, places)
    hits["context"] = [edition.excerpt(start, end, words=5) for start, end in places]
    return hits[["term", "para", "section", "page", "read", "file", "phrase", "context"]]


def _phrases(edition: Edition, places: Sequence[tuple[int, int]]) -> list[str]:
    """Return each place with at least two words on either side, and with more until the phrase is like no other."""
    text = edition.text.casefold()  # browsers look for linked words without regard to case, from the top of the page
    phrases = []
    for start, end in places:
        phrase, wider = "", edition.excerpt(start, end, words=2)
        widths = count(3)
        while phrase != wider and text.count(wider.casefold()) > 1:
            phrase, wider = wider, edition.excerpt(start, end, next(widths))
        phrases.append(wider)
    return phrases


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
    table["phrase"] = _phrases(edition, places)
    table["context"] = [edition.excerpt(start, end, words=6) for start, end in places]
    return table[["kind", "para", "page", "text", "phrase", "context"]]
