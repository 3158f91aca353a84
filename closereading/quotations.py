"""Quotations as anchors: words that must stand once in a text, as whole words, exactly as they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from closereading.decisions import DecisionError

if TYPE_CHECKING:
    from closereading.edition import Edition


def whole(words: str) -> re.Pattern[str]:
    """Return a pattern for the words where they cut through no other word."""
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


def places(words: str, text: str) -> list[int]:
    """Return where in a text the words begin, wherever they stand as whole words.

    Examples
    --------
    >>> places("state", "state of the states, a state")
    [0, 23]
    """
    return [match.start() for match in whole(words).finditer(text)] if words else []


def once(words: str, text: str, place: str, where: str) -> int:
    """Return where in a text the words begin, which must stand there once.

    Parameters
    ----------
    words, text : str
        What is looked for, and where.
    place, where : str
        What a message calls the row that quotes, and the text.

    Raises
    ------
    DecisionError
        If they stand there more or less often.

    Examples
    --------
    >>> once("states", "state of the states", "data/x.csv, row 2", "U1")
    13
    >>> once("state", "church", "data/x.csv, row 2", "U1")
    Traceback (most recent call last):
    closereading.decisions.DecisionError: data/x.csv, row 2: “state” stands 0 times in U1; quote whole words that stand \
there once, exactly as in the reading text.
    """
    found = places(words, text)
    if len(found) != 1:
        raise DecisionError(
            f"{place}: “{words}” stands {len(found)} times in {where}; quote whole words that stand there once, exactly as in "
            "the reading text."
        )
    return found[0]


def span(words: str, para: str, edition: Edition, place: str) -> tuple[int, int]:
    """Return the start and end of words of a paragraph in ``edition.text``.

    Parameters
    ----------
    words, para : str
        The words, and the number of the paragraph.
    edition : Edition
        The text.
    place : str
        What a message calls the row that quotes.

    Raises
    ------
    DecisionError
        If the text has no such paragraph, or the words do not stand in it once.
    """
    there = edition.paragraphs[edition.paragraphs["para"] == para]
    if there.empty:
        raise DecisionError(f"{place}: {edition.name} has no paragraph {para!r}; correct its number.")
    start = int(there["start"].iloc[0]) + once(words, there["text"].iloc[0], place, para)
    return start, start + len(words)
