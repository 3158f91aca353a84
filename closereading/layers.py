"""The two layers of a text: what the file holds, and what is read, with every change between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from closereading import imposition
from closereading.decisions import DecisionError

HEADING = re.compile(r"^(?:#{1,6} +|=+ *)(?=\S)|(?<=\S) *=+$", re.MULTILINE)
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
        "copied", "emended", "markup" (taken off) or "joined" (between two pages).
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
    """Return the runs of ``text[start:end]``: heading marks taken off and ``changes`` (from, to, reads, kind) made."""
    end = len(text) if end is None else end
    marks = ((*match.span(), "", "markup") for match in HEADING.finditer(text, start, end))
    runs: list[Run] = []
    at = start
    for first, last, reads, kind in sorted([*changes, *marks]):
        if first > at:
            runs.append(Run(at, first, text[at:first], "copied", page))
        runs.append(Run(first, last, reads, kind, page))
        at = last
    if end > at:
        runs.append(Run(at, end, text[at:end], "copied", page))
    return runs


def booklet_runs(text: str, pages: Sequence[imposition.Page], emendations: list[dict[str, str]]) -> list[Run]:
    """Return the runs of the booklet's body, page after page."""
    runs: list[Run] = []
    for page, following in [*pairwise(pages), (pages[-1], None)]:
        ((start, end),) = page.spans
        changes = [_emendation(row, text, page) for row in emendations if int(row["page"]) == page.page]
        changes += [(*match.span(), "", "markup") for match in EMPHASIS.finditer(text, start, end)]
        if following is None:
            runs += runs_of(text, start, end, page.page, changes)
            break
        if page.join_kind not in JOINS:
            raise DecisionError(
                f"page {page.page}: how it joins page {following.page} is {page.join_kind!r} ({page.join_evidence}); "
                "the pages cannot be joined into a reading text."
            )
        hyphen = 1 if page.join_kind == "hyphen" else 0
        runs += runs_of(text, start, end - hyphen, page.page, changes)
        runs.append(Run(end - hyphen, end, JOINS[page.join_kind], "joined", page.page))
    unplaced = [row for row in emendations if int(row["page"]) not in {page.page for page in pages}]
    if unplaced:
        raise DecisionError(f"data/emendations.csv: page {unplaced[0]['page']} is not in the body of the booklet.")
    return runs


def body(pages: Sequence[imposition.Page], heading: str) -> Sequence[imposition.Page]:
    """Return the pages from the one headed ``heading`` to the last before a blank page."""
    opens = [page.text.partition("\n")[0].strip("#* ") == heading for page in pages]
    if not any(opens):
        raise DecisionError(f"data/sections.csv: no page of the booklet begins with the heading {heading!r}.")
    printed = pages[opens.index(True) :]
    blank = [not page.text for page in printed]
    return printed[: blank.index(True)] if any(blank) else printed


def _emendation(row: dict[str, str], text: str, page: imposition.Page) -> tuple[int, int, str, str]:
    """Return one emendation as (from, to, reads, kind), narrowed to the characters that differ."""
    ((start, end),) = page.spans
    found, reads = row["found"], row["reads"]
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
