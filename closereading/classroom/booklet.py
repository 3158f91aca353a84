"""The pamphlet for the classroom: its stretches as the file has them, and its paragraphs, after the collation by hand.

`closereading.edition` works all this out from the file alone and is what the book's chapters use. This module looks
up ``data/pages.csv`` instead and needs no library, so that a class's notebooks start at once.
"""

from __future__ import annotations

import re
import string

from closereading import decisions, sources

NAME = "pamphlet"
FIRST, LAST = 3, 22
"""The pages whose lines are not mixed with those of another: from the contents to the end of the text."""


def stretches() -> dict[str, str]:
    """Return the printed pages in the order of the file, under the letters A, B, C …; no page says its number.

    Title page and back cover, whose lines the file mixes, are left out. So is what marks italics and headings, but
    for the ``##`` before a heading.

    Raises
    ------
    closereading.decisions.DecisionError
        If ``data/pages.csv`` does not fit the file.

    Examples
    --------
    >>> pieces = stretches()
    >>> len(pieces), pieces["A"][:32]
    (19, 'up at last to throw off their yo')
    """
    return dict(zip(string.ascii_uppercase, _pages().values(), strict=False))


def paragraphs() -> dict[str, str]:
    """Return the paragraphs in reading order under their numbers, I1 to T11, words joined and errors emended.

    Raises
    ------
    closereading.decisions.DecisionError
        If ``data/pages.csv``, ``data/emendations.csv`` or ``data/sections.csv`` does not fit the file.

    Examples
    --------
    >>> paragraphs()["U1"][:41]
    'Having convinced themselves that what the'
    """
    printed = _pages()
    kinds = {int(row["page"]): row["join_kind"] for row in decisions.table("pages.csv")}
    text = ""
    for page in range(FIRST + 2, LAST + 1):
        text += _joined(printed[page], kinds[page])
    for row in decisions.table("emendations.csv"):
        if FIRST < int(row["page"]) <= LAST:
            text = _replaced(text, row["found"], row["reads"])
    found: dict[str, str] = {}
    letters = iter([row["section"] for row in decisions.table("sections.csv")])
    letter, number = "", 0
    for block in re.split(r"\n\s*\n", text.strip()):
        if block.startswith("#"):
            letter, number = next(letters), 0
        else:
            number += 1
            found[f"{letter}{number}"] = block
    return found


def _pages() -> dict[int, str]:
    """Return the text of the pages that have one, by page number, in the order of the file."""
    source = sources.load(NAME)
    rows = [row for row in decisions.table("pages.csv") if FIRST <= int(row["page"]) <= LAST and row["first_words"]]
    starts = {}
    for row in rows:
        if source.text.count(row["first_words"]) != 1:
            raise decisions.DecisionError(
                f"data/pages.csv, page {row['page']}: the first words “{row['first_words']}” must stand once in "
                f"{source.path}; lengthen or correct them."
            )
        starts[int(row["page"])] = source.text.index(row["first_words"])
    order = sorted(starts, key=starts.__getitem__)
    ends = [starts[page] for page in order[1:]] + [len(source.text)]
    return {page: _plain(source.text[starts[page] : end]) for page, end in zip(order, ends, strict=True)}


def _plain(text: str) -> str:
    return re.sub(r"\*|</?i>", "", text).strip()


def _joined(text: str, kind: str) -> str:
    if kind == "hyphen":
        return text.removesuffix("-")
    return text + {"mid-sentence": " ", "lost hyphen": ""}.get(kind, "\n\n")


def _replaced(text: str, found: str, reads: str) -> str:
    if text.count(found) != 1:
        raise decisions.DecisionError(
            f"data/emendations.csv: “{found}” must stand once in the text, and stands {text.count(found)} times."
        )
    return text.replace(found, reads)
