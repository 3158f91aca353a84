"""What a published page may carry of the sources' own text."""

import os

WITHOUT_TEXT = "CLOSEREADING_WITHOUT_TEXT"
"""Set in the environment of the kernels when the book is built with ``closereading_full_text: false``."""

FIRST_WORDS = 6


def full_text() -> bool:
    """Return whether pages may carry whole texts and long sentences; in a notebook of one's own they always may."""
    return not os.environ.get(WITHOUT_TEXT)


def first_words(text: str) -> str:
    """Return the beginning of a passage, enough to find it by.

    Examples
    --------
    >>> first_words("The State is authoritarian and violent, and it always was.")
    'The State is authoritarian and violent, …'
    """
    return " ".join(text.split()[:FIRST_WORDS]) + " …"


def shown(quotation: str) -> str:
    """Return as much of a quotation as the page may carry: all of it, or its first words."""
    return quotation if full_text() else first_words(quotation)
