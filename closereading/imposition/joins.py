"""How well the end of one page meets the start of another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from .blocks import _TAG, _WORD, COLON, FINISHED, HEADING_END, HYPHEN, LABEL_END, LOWER, OPEN, Block
from .wording import STOP, Wording, tokens

# Flags of a page: set full, broken off before its foot, blank between an end and a fresh start, front matter (title
# page, back cover), or blank with the text running on across it.
FULL, SHORT, BLANK, FRONT, BRIDGE = range(5)


@dataclass(frozen=True)
class Lexicon:
    """The words a booklet may be expected to use: its own, and those frequent in its language."""

    own: Counter[str]
    common: dict[str, float]
    coverage: float
    capitals: float
    wording: Wording

    def is_word(self, word: str) -> bool:
        """Tell whether a string stands as a word by itself; strict, since frequency lists hold scraps too."""
        return self.own[word] > 0 or self.common.get(word, 0.0) >= 3e-7

    def is_very_common(self, word: str) -> bool:
        """Tell whether a word is as common as articles, pronouns and conjunctions are."""
        return self.common.get(word, 0.0) >= 1e-3 or self.own[word] > 0.01 * sum(self.own.values()) + 3

    def could_be_word(self, word: str) -> bool:
        """Tell whether two halves make a word; generous, since rare words are broken too."""
        return self.own[word] > 0 or self.common.get(word, 0.0) >= 3e-8


def lexicon(blocks: list[Block], language: str) -> Lexicon:
    """Collect the booklet's vocabulary, leaving out the words at block ends, which may be halves of words."""
    from wordfreq import (  # slow to import, and not needed by who reads a restored text
        available_languages,
        get_frequency_dict,
    )

    own: Counter[str] = Counter()
    pieces: list[list[str]] = []
    inner: list[str] = []
    capitals = running = 0
    for block in blocks:
        plain = _TAG.sub("", block.text)
        found = list(_WORD.finditer(plain))
        words = [m.group().lower() for m in found[1:-1]]
        own.update(words)
        inner += words
        pieces.append(tokens(plain)[1:-1])
        for m in found[1:-1]:
            before = plain[: m.start()].rstrip(" \n\"'“”‘’«»([*_")[-1:]
            if before.isalpha() or before == ",":
                running += 1
                capitals += m.group()[0].isupper()
    common = get_frequency_dict(language, "best") if language in available_languages("best") else {}
    if common and inner and np.mean([w in common and common[w] >= 3e-7 for w in inner]) < 0.75:
        common = {}  # the booklet is in another language: this list would call its words scraps
    if common:
        coverage = float(np.mean([common.get(w, 0.0) >= 3e-8 for w in inner])) if inner else 0.9
    else:
        coverage = float(np.mean([own[w] > 1 for w in inner])) if inner else 0.1
    return Lexicon(
        own,
        dict(common),
        min(0.97, max(0.05, coverage)),
        (capitals + 3) / (running + 40),
        Wording(pieces),
    )


def follow_table(capitals: float) -> np.ndarray:
    """Return P(how the next page starts | how this page ends) on a full page, shape (6, 5), rows adding to 1."""
    table = np.zeros((6, 5))
    table[FINISHED] = (0.86, 0.008, 0.05, 0.05, 0.03)
    table[COLON] = (0.40, 0.40 * (1 - capitals), 0.17, 0.01, 0.02)
    table[OPEN] = (capitals, 1 - capitals, 0.04, 0.001, 0.01)
    table[HYPHEN] = (0.02, 0.95, 0.01, 0.001, 0.002)
    table[LABEL_END] = (0.42, 0.35, 0.08, 0.05, 0.10)
    table[HEADING_END] = (0.80, 0.005, 0.10, 0.05, 0.05)
    return table / table.sum(axis=1, keepdims=True)


# How a page ends that is broken off early: FINISHED, COLON, OPEN, HYPHEN, LABEL_END, HEADING_END.
SHORT_END = np.array([0.92, 0.015, 0.03, 0.0005, 0.03, 0.0045])


def fresh_start(headed: bool, labeled: bool) -> np.ndarray:
    """Return P(how a page starts) after a blank page or at the very start, shape (5,).

    Sections open with headings if the booklet has any, marked or plain.
    """
    if headed:
        return np.array([0.20, 0.004, 0.04, 0.70, 0.056])
    if labeled:
        return np.array([0.22, 0.004, 0.04, 0.02, 0.716])
    return np.array([0.72, 0.004, 0.10, 0.02, 0.156])


def short_follow(fresh: np.ndarray) -> np.ndarray:
    """Return P(how the next page starts | how this one ends) after a page broken off early, shape (6, 5)."""
    table = np.tile(fresh, (6, 1))
    table[OPEN] = 0.4 * fresh + 0.6 * np.eye(5)[LOWER]
    table[HYPHEN] = 0.05 * fresh + 0.95 * np.eye(5)[LOWER]
    return table


@dataclass(frozen=True)
class Blanks:
    """Where a booklet has its blank pages, and how often its text runs on across them."""

    chance: float  # that a booklet is of this kind
    before: np.ndarray  # P(the next page is blank | flag of this page)
    first: float
    last: float
    runs_on: float
    by_custom: bool  # blanks lie on versos, after the title, before the back cover


BLANKS = (
    Blanks(0.92, np.array([0.012, 0.15, 0.35, 0.45, 0.35]), 0.06, 0.35, 0.1, True),
    Blanks(0.08, np.array([0.07, 0.07, 0.07, 0.45, 0.07]), 0.1, 0.1, 0.8, False),
)


def lexical(blocks: list[Block], words: Lexicon) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return log-likelihood ratios of joining the last word of one block to the first of another.

    Returns
    -------
    rows : (blocks + 1,) int array
        Row of the matrix for a page that ends before block x; 0 where no word can be broken.
    columns : (blocks + 1,) int array
        Column for a page that starts with block y; 0 where it does not start with a word.
    ratio : (rows, columns) float array
        log P(these two words | they follow each other) - log P(these two words | they do not).
    """
    rows = np.zeros(len(blocks) + 1, dtype=int)
    columns = np.zeros(len(blocks) + 1, dtype=int)
    ends = [x for x, b in enumerate(blocks, 1) if b.ending == OPEN or (b.ending == HYPHEN and b.last_word)]
    starts = [y for y, b in enumerate(blocks) if b.first_word]
    rows[ends] = np.arange(1, len(ends) + 1)
    columns[starts] = np.arange(1, len(starts) + 1)
    ratio = np.zeros((len(ends) + 1, len(starts) + 1))
    firsts = [blocks[y].first_word.lower() for y in starts]
    small = np.array([blocks[y].opening == LOWER for y in starts], dtype=bool)
    scrap = small & np.array([not words.is_word(w) for w in firsts], dtype=bool)
    goes_on = small if words.capitals < 0.15 else np.ones(len(starts), dtype=bool)
    lefts = [tokens(_TAG.sub("", blocks[x - 1].text[-80:]))[-2:] or [STOP] for x in ends]
    rights = [tokens(_TAG.sub("", blocks[y].text[:80]))[:2] or [STOP] for y in starts]
    ratio[1:, 1:] = np.where(goes_on, words.wording.odds(lefts, rights), 0.0)
    c = words.coverage
    chance = 0.03 if words.common else 0.01
    for r, x in enumerate(ends, 1):
        last = blocks[x - 1].last_word.lower()
        joined = np.zeros(len(starts), dtype=bool)
        wanted = np.flatnonzero(small if blocks[x - 1].ending == HYPHEN else scrap)
        joined[wanted] = [words.could_be_word(last + firsts[k]) for k in wanted]
        if blocks[x - 1].ending == HYPHEN:
            whole = words.is_word(last) & ~scrap  # a compound may break at its own hyphen
            yes = np.log(c / chance)
            no = np.log((1 - c) / (1 - chance))
            ratio[r, 1:] = np.where(small, np.where(joined, yes, np.where(whole, no / 2, no)), 0.0)
            continue
        ratio[r, 1:] = np.where(joined, np.log(0.25 * c / 0.004), np.where(scrap, -0.3, ratio[r, 1:]))
    return rows, columns, ratio
