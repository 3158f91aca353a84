"""Where sentences end, decided by hand, and how near programs come to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd
from nltk.metrics import f_measure, precision, recall

from closereading import decisions, quotations
from closereading.decisions import DecisionError
from closereading.edition import Edition

TABLE = "sentence-ends.csv"


def by_hand(edition: Edition) -> pd.DataFrame:
    """Return every place inside a paragraph where a sentence could end, with the decision whether one does.

    Parameters
    ----------
    edition : Edition
        The pamphlet or the article.

    Returns
    -------
    pandas.DataFrame
        Columns ``para``, ``offset`` (in characters of the paragraph, where the space after the sign begins), ``ends``
        (bool) and ``reason``, in reading order.

    Raises
    ------
    DecisionError
        If a row of ``data/sentence-ends.csv`` fits no place of the text, or more than one.

    Examples
    --------
    >>> from closereading import edition
    >>> places = by_hand(edition.read("article"))
    >>> places.loc[places["reason"] == "an abbreviation", ["para", "ends"]].to_numpy().tolist()
    [['B3', False]]
    """
    texts = dict(zip(edition.paragraphs["para"], edition.paragraphs["text"], strict=True))
    places = []
    for line, row in enumerate(decisions.table(TABLE), 2):
        if row["edition"] != edition.name:
            continue
        words = f"{row['before']} {row['after']}"
        place = f"data/{TABLE}, row {line}"
        if row["ends"] not in ("yes", "no"):
            raise DecisionError(f"{place}: ends is {row['ends']!r}; it must be yes or no.")
        offset = quotations.once(words, texts.get(row["para"], ""), place, row["para"]) + len(row["before"])
        places.append((row["para"], offset, row["ends"] == "yes", row["reason"]))
    return pd.DataFrame(places, columns=["para", "offset", "ends", "reason"])


def score(edition: Edition, splitter: Callable[[str], Iterable[tuple[int, int]]]) -> dict[str, float]:
    """Return how a sentence splitter does against the decisions made by hand.

    Parameters
    ----------
    edition : Edition
        The pamphlet or the article.
    splitter : callable
        Takes the text of a paragraph and returns (start, end) of its sentences; space around them doesn't count.

    Returns
    -------
    dict of str to float
        ``ends``, the number of ends by hand; ``missed`` and ``invented``, the splitter's errors; ``precision``,
        ``recall`` and ``f``, their harmonic mean, between 0 and 1 (van Rijsbergen 1979). The ends of paragraphs, which
        nobody gets wrong, don't count.

    Examples
    --------
    >>> from closereading import edition
    >>> score(edition.read("article"), lambda text: [(0, len(text))])["missed"]
    25
    """
    decided = by_hand(edition)
    gold = set(zip(decided.loc[decided["ends"], "para"], decided.loc[decided["ends"], "offset"], strict=True))
    found = set()
    for para, text in zip(edition.paragraphs["para"], edition.paragraphs["text"], strict=True):
        ends = {len(text[:end].rstrip()) for _, end in splitter(text)}
        found |= {(para, end) for end in ends if end < len(text.rstrip())}
    return {
        "ends": len(gold),
        "missed": len(gold - found),
        "invented": len(found - gold),
        "precision": precision(gold, found) or 0.0,
        "recall": recall(gold, found) or 0.0,
        "f": f_measure(gold, found) or 0.0,
    }
