"""Places in a text: where a word stands, in reading and in the file, and where an editor left a trace."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from closereading.edition import Edition

TRACES = {"ellipsis": r"\.{2,}(?: \.)?", "square bracket": r"\[[^\]]*\]", "round bracket": r"\([^)]*\)"}
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
        Words as they stand in the column ``unit`` of the tokens: "norm" or "lemma".

    Returns
    -------
    pandas.DataFrame
        Columns ``term, para, section, page``; ``read`` and ``file``, the token's rank in reading and in the file;
        ``phrase``, the word with two words on either side; ``context``, with five. In reading order, term by term.

    Raises
    ------
    ValueError
        If a term does not occur.

    Examples
    --------
    >>> from closereading import edition
    >>> occurrences(edition.read("pamphlet"), ["devil"])[["para", "phrase"]].to_numpy().tolist()
    [['U3', 'is a devil in human'], ['U3', 'history, that devil is the']]
    """
    found = edition.tokens.assign(file=file_order(edition), read=range(len(edition.tokens)))
    missing = sorted(set(terms) - set(found[unit]))
    if missing:
        raise ValueError(f"terms: {', '.join(missing)} does not occur as a {unit} in {edition.name}.")
    parts = [found[found[unit] == term].assign(term=term) for term in terms]
    hits = pd.concat(parts, ignore_index=True)
    for column, words in (("phrase", 2), ("context", 5)):
        hits[column] = [
            edition.excerpt(start, end, words) for start, end in zip(hits["start"], hits["end"], strict=True)
        ]
    return hits[["term", "para", "section", "page", "read", "file", "phrase", "context"]]


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
        with two words on either side) and ``context`` (with six). In reading order.

    Examples
    --------
    >>> from closereading import edition
    >>> found = traces(edition.read("pamphlet"))
    >>> found.loc[found["para"] == "T2", ["kind", "text"]].to_numpy().tolist()
    [['square bracket', '[by example]'], ['ellipsis', '...'], ['ellipsis', '...']]
    """
    rows = []
    for para in edition.paragraphs[edition.paragraphs["voice"] == "author"].itertuples():
        spans = [(m.span(), kind) for kind, pattern in TRACES.items() for m in re.finditer(pattern, para.text)]
        for (first, last), kind in sorted(spans):
            start, end = para.start + first, para.start + last
            page = edition.tokens.loc[edition.tokens["start"] == start, "page"].item()
            around = (edition.excerpt(start, end, words) for words in (2, 6))
            rows.append((kind, para.para, page, para.text[first:last], *around))
    return pd.DataFrame(rows, columns=["kind", "para", "page", "text", "phrase", "context"])
