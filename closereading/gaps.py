"""What is missing from our copy of the article, and how we know."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from closereading import decisions, quotations
from closereading.decisions import DecisionError
from closereading.edition import CERTAINTIES, Edition

TABLE = "gaps.csv"
TEXT = "article"
"""The text whose gaps are listed."""


def load(edition: Edition, folder: Path | None = None) -> pd.DataFrame:
    """Return the gaps of the article, in the order of the text.

    Parameters
    ----------
    edition : Edition
        The article.
    folder : pathlib.Path, optional
        Another folder than ``data/``.

    Returns
    -------
    pandas.DataFrame
        Columns ``gap, para, before, what, certainty, reason`` as in ``data/tables.toml``, and ``start``, where the gap is
        in ``edition.text``.

    Raises
    ------
    DecisionError
        If the words before a gap do not stand exactly once in the text, stand elsewhere than the table says, or do not
        end a paragraph or a line; or if a row has no reason, or its id or certainty is wrong.

    Examples
    --------
    >>> from closereading import edition
    >>> found = load(edition.read("article"))
    >>> found.loc[found["para"] == "P1", ["before", "what"]].to_numpy().tolist()
    [['read as follows:', 'the program']]
    """
    rows = decisions.table(TABLE, folder)
    starts: list[int] = []
    for number, row in enumerate(rows, 1):
        place = f"data/{TABLE}, row {number + 1}"
        if row["gap"] != f"g{number}":
            raise DecisionError(
                f"{place}: the gap is called {row['gap']!r}; the gaps are g1, g2 … in the text's order."
            )
        start = quotations.once(row["before"], edition.text, place, f"the {edition.name}") + len(row["before"])
        within = edition.paragraphs[(edition.paragraphs["start"] < start) & (start <= edition.paragraphs["end"])]
        para = next(iter(within["para"]), "")
        if row["para"] != para:
            raise DecisionError(f"{place}: “{row['before']}” stands in paragraph {para!r}, not {row['para']!r}.")
        if para and start != within["end"].item():
            # A box between words would part them for whoever searches, links or copies.
            raise DecisionError(f"{place}: a gap stands at the end of its paragraph; “{row['before']}” does not.")
        if starts and start < starts[-1]:
            raise DecisionError(f"{place}: it stands before {rows[number - 2]['gap']} in the text; put it there.")
        if row["certainty"] not in CERTAINTIES:
            raise DecisionError(f"{place}: certainty {row['certainty']!r} is none of {', '.join(CERTAINTIES)}.")
        if not row["what"] or not row["reason"]:
            raise DecisionError(f"{place} says not what is missing, or not how we know; say both.")
        starts.append(start)
    return pd.DataFrame(rows).assign(start=starts)
