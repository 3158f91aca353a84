"""The two layers of a text: what the file holds, and what is read, with every change between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from closereading import imposition
from closereading.decisions import DecisionError

# The groups are the marks that are taken off a heading.
HEADING = re.compile(
    r"""^(\#{1,6}[ \t]+)\S.*?(?<=\S)([ \t]+\#+)?(?=[ \t]*$)             # Markdown: “## Title”, “## Title ##”
      | ^(=+[ \t]*)[^=\s](?:.*?[^=\s])??([ \t]*=+)(?=[ \t]*$)         # wiki: “== Title ==”
      | (?:\A\n?|\n[ \t]*\n)[^\s\-*>\#=|].*(\n(?:={3,}|-{3,}))(?=[ \t]*$)  # Markdown: “Title”, underlined
    """,
    re.MULTILINE | re.VERBOSE,
)
LINE_END = re.compile(r"\r\n?")
BYTE_ORDER_MARK = "\ufeff"
EMPHASIS = re.compile(r"\*+")

# What stands between two pages in the reading text, by the kind of their join.
JOINS = {
    "hyphen": "",
    "lost hyphen": "",
    "mid-sentence": " ",
    "paragraph": "\n\n",
    "section": "\n\n",
}


@dataclass(frozen=True)
class Run:
    """A stretch of the source and what the reading text has for it.

    Attributes
    ----------
    seed_start, seed_end : int
        Character offsets in the source; equal where the reading text adds a space the source doesn't have.
    reads : str
        The reading text's characters.
    kind : str
        "copied", "emended", "heading" (the mark of one, taken off), "markup" (other signs of the file that aren't text,
        taken off, or a line end made plain) or "joined" (between two pages).
    page : int or None
        The printed page, where there are pages.
    """

    seed_start: int
    seed_end: int
    reads: str
    kind: str
    page: int | None = None


def runs_of(text: str, start: int = 0, end: int | None = None, page: int | None = None,
          changes: Iterable[tuple[int, int, str, str]] = ()) -> list[Run]:  # fmt: skip
    """Return the runs of ``text[start:end]``: marks taken off and ``changes`` (from, to, reads, kind) made.

    Raises
    ------
    closereading.decisions.DecisionError
        If a change overlaps another or a mark, or goes beyond ``end``.
    """
    end = len(text) if end is None else end
    runs: list[Run] = []
    at = start
    before: tuple[int, str] | None = None
    for first, last, reads, kind in sorted([*changes, *_marks(text, start, end)]):
        if first < at or last > end or (first, "emended") == before == (first, kind):
            raise DecisionError(
                f"data/emendations.csv: page {page}: the change at {text[max(0, first - 20) : last + 20]!r} overlaps another "
                "change, a mark of the file (* or #) or the hyphen of the page end. Make one row of two that overlap, and "
                "leave marks and hyphen as they are."
            )
        if first > at:
            runs.append(Run(at, first, text[at:first], "copied", page))
        runs.append(Run(first, last, reads, kind, page))
        at, before = last, (first, kind)
    if end > at:
        runs.append(Run(at, end, text[at:end], "copied", page))
    return runs


def _marks(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, str]]:
    """Yield (from, to, reads, kind) of every mark of a heading, every line end that isn't plain, and a byte order mark."""
    # For the patterns, a copy of the same length with plain line ends.
    plain = text.replace("\r\n", " \n").replace("\r", "\n")
    if text.startswith(BYTE_ORDER_MARK):
        plain = "\n" + plain[1:]
        if start == 0:
            yield 0, 1, "", "markup"
    headings = HEADING.finditer(plain, start, end)
    marks = [match.span(group) for match in headings for group, found in enumerate(match.groups(), 1) if found]
    yield from ((*mark, "", "heading") for mark in marks)
    underlined = {first for first, _ in marks}  # the line end before an underline is taken off with it
    for match in LINE_END.finditer(text, start, end):
        if match.start() not in underlined:
            yield match.start(), match.start() + 1, "" if len(match[0]) == 2 else "\n", "markup"


def booklet_runs(text: str, pages: Sequence[imposition.Page], emendations: list[dict[str, str]]) -> list[Run]:
    """Return the runs of the booklet's body, page after page.

    Parameters
    ----------
    text : str
        The booklet's file.
    pages : sequence of closereading.imposition.Page
        The pages of the body, in reading order, each with one span of ``text``.
    emendations : list of dict
        Rows of ``data/emendations.csv``.

    Raises
    ------
    closereading.decisions.DecisionError
        If an emendation doesn't fit its page, or it is open how two pages join.
    """
    changes: dict[int, list[tuple[int, int, str, str]]] = {page.page: [] for page in pages}
    by_number = {page.page: page for page in pages}
    for row in emendations:
        number = _page_number(row)
        if number not in by_number:
            raise DecisionError(f"data/emendations.csv: page {number} is not in the body of the booklet.")
        changes[number].append(_emendation(row, text, by_number[number]))
    runs: list[Run] = []
    for page, following in [*pairwise(pages), (pages[-1], None)]:
        ((start, end),) = page.spans
        stars = ((*match.span(), "", "markup") for match in EMPHASIS.finditer(text, start, end))
        if following is None:
            return runs + runs_of(text, start, end, page.page, [*changes[page.page], *stars])
        if page.join_kind not in JOINS:
            raise DecisionError(
                f"page {page.page}: how it joins page {following.page} is {page.join_kind!r} ({page.join_evidence}); "
                "the pages cannot be joined into a reading text."
            )
        hyphen = 1 if page.join_kind == "hyphen" else 0
        runs += runs_of(text, start, end - hyphen, page.page, [*changes[page.page], *stars])
        runs.append(Run(end - hyphen, end, JOINS[page.join_kind], "joined", page.page))
    return runs


def body(pages: Sequence[imposition.Page], heading: str) -> Sequence[imposition.Page]:
    """Return the pages from the one headed ``heading`` to the last before a blank page.

    Raises
    ------
    closereading.decisions.DecisionError
        If no page has that heading.
    """
    opens = [page.text.partition("\n")[0].strip("#* ") == heading for page in pages]
    if not any(opens):
        raise DecisionError(f"data/sections.csv: no page of the booklet begins with the heading {heading!r}.")
    printed = pages[opens.index(True) :]
    blank = [not page.text for page in printed]
    return printed[: blank.index(True)] if any(blank) else printed


def _page_number(row: dict[str, str]) -> int:
    if not row["page"].isdecimal():
        raise DecisionError(
            f"data/emendations.csv: {row['found']!r} has page {row['page']!r}; it must be a whole number, such as 10."
        )
    return int(row["page"])


def _emendation(row: dict[str, str], text: str, page: imposition.Page) -> tuple[int, int, str, str]:
    """Return one emendation as (from, to, reads, kind), narrowed to the characters that differ."""
    ((start, end),) = page.spans
    found, reads = row["found"], row["reads"]
    if not row["reason"] or found == reads or "\n" in found + reads:
        raise DecisionError(
            f"data/emendations.csv: page {page.page}: {found!r}: a row must change something, within one line, and say why."
        )
    if text[start:end].count(found) != 1:
        raise DecisionError(
            f"data/emendations.csv: page {page.page} has {found!r} {text[start:end].count(found)} times; "
            "it must stand there exactly once. Give more words around the error, as they stand in the seed."
        )
    at = text.index(found, start, end)
    head = next((i for i, (a, b) in enumerate(zip(found, reads, strict=False)) if a != b), min(len(found), len(reads)))
    tails = zip(reversed(found[head:]), reversed(reads[head:]), strict=False)
    tail = next((i for i, (a, b) in enumerate(tails) if a != b), min(len(found), len(reads)) - head)
    return at + head, at + len(found) - tail, reads[head : len(reads) - tail], "emended"
