"""Links from charts to the words of the sources."""

import re
from urllib.parse import quote

READING_EDITION = "reading-edition.html"
ARTICLE = "article.html"

PAGES = {**dict.fromkeys("IUST", READING_EDITION), **dict.fromkeys("LHBP", ARTICLE)}
"""The pages that print the sections of the sources, by the letters with which the numbers of their paragraphs begin."""


def passage(para: str, words: str = "") -> str:
    """Return the address of a paragraph of either source, from any chapter, with ``words`` lit.

    Parameters
    ----------
    para : str
        The paragraph's number.
    words : str
        Words as they stand in the paragraph. The browser lights them by the text fragment of the address
        (https://wicg.github.io/scroll-to-text-fragment/), in which hyphens have a meaning of their own.

    Raises
    ------
    ValueError
        If no page prints such a paragraph.

    Examples
    --------
    >>> passage("T2", "influencing [by example]")
    'reading-edition.html#T2:~:text=influencing%20%5Bby%20example%5D'
    >>> passage("S14", "self-emancipation")
    'reading-edition.html#S14:~:text=self%2Demancipation'
    >>> passage("H2")
    'article.html#H2'
    """
    number = re.fullmatch(r"([A-Z])[1-9]\d*", para)
    if not number or number[1] not in PAGES:
        raise ValueError(f"para is {para!r}; a paragraph's number is a letter of {', '.join(PAGES)} and a number.")
    return f"{PAGES[number[1]]}#{para}{_lit(words)}"


def claim(id: str, words: str = "") -> str:
    """Return the address of a claim of the pamphlet's argument in the reading edition, where its own words are lit.

    Parameters
    ----------
    id : str
        The claim's id.
    words : str
        Other words to be lit, as in `passage`.

    Examples
    --------
    >>> claim("U3a")
    'reading-edition.html#U3a'
    >>> claim("U3a", "the principle of command")
    'reading-edition.html#U3a:~:text=the%20principle%20of%20command'
    """
    return f"{READING_EDITION}#{id}{_lit(words)}"


def event(id: str, words: str = "") -> str:
    """Return the address of an event of the article, where its own words are lit.

    Parameters
    ----------
    id : str
        The event's id.
    words : str
        Other words to be lit, as in `passage`.

    Examples
    --------
    >>> event("e4")
    'article.html#e4'
    """
    return f"{ARTICLE}#{id}{_lit(words)}"


def _lit(words: str) -> str:
    return ":~:text=" + quote(words, safe="").replace("-", "%2D") if words else ""
