"""The outer side of the outer sheet: back cover and title page, which an extractor may read across.

A title page and an imprint are a few short lines each.  Read side by side, their lines come out interleaved: the top
of the back cover, the title, the foot of the back cover, the foot of the title page.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .blocks import HEADING, LABEL, Block, is_imprint

if TYPE_CHECKING:
    from .castoff import Measured

_MOST_BLOCKS = 12
_MOST_CHARS = 400
_FRONT_END = np.log([0.24, 0.04, 0.14, 0.001, 0.44, 0.139])
_FRONT_START = np.log([0.28, 0.03, 0.10, 0.19, 0.40])
_P_FRONT = 0.4

Runs = list[tuple[int, int]]


class _Line(NamedTuple):
    """What a block of front matter shows of where it belongs."""

    opening: int
    imprint: bool
    level: int  # of a marked heading, else 0
    lines: tuple[str, ...]


def front_likelihood(measured: Measured) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return how well the first blocks pass for the printed matter of the outer front.

    Returns
    -------
    likelihood : (k,) float array
        Log-likelihood of the first 1, 2, ..., k blocks being title page and back cover.
    alone : (k,) float array
        Log-likelihood of their being a back cover alone, the first page being a page of text or blank.
    chars : (k,) float array
        Their characters.
    """
    blocks = measured.blocks
    lines = [_line(block) for block in blocks[:_MOST_BLOCKS]]
    later = Counter(_level(block) for block in blocks)
    scores: list[float] = []
    alone: list[float] = []
    total, headed = np.log(_P_FRONT), False
    for i, (block, line) in enumerate(zip(blocks, lines, strict=False)):
        if measured.contents[i] or block.chars > _MOST_CHARS:
            break
        mean = block.chars / block.lines
        density = 0.85 / 40 * np.exp(-mean / 40) + 0.15 / 150 * np.exp(-mean / 150)
        total += _FRONT_END[block.ending] + _FRONT_START[block.opening] + np.log(density * measured.density)
        if line.level:
            later[line.level] -= 1
            # a heading like others further on opens a section of the text
            total -= 3.0 * (headed or later[line.level] > 0)
            headed = True
        total -= 0.5 * (i >= 2)
        scores.append(total + _weights(lines[: i + 1])[1])
        foreign = sum(not line.imprint for line in lines[: i + 1])
        alone.append(total - 4.0 * foreign if foreign <= i else -np.inf)
    return np.array(scores), np.array(alone), np.cumsum([block.chars for block in blocks[: len(scores)]])


def title_block(blocks: list[Block]) -> int | None:
    """Return which of the first blocks is marked as the one heading above all others, if any is."""
    levels = [_level(block) for block in blocks]
    marked = [level for level in levels if level]
    if marked and marked.count(min(marked)) == 1 and (first := levels.index(min(marked))) < _MOST_BLOCKS:
        return first
    return None


def _level(block: Block) -> int:
    text = block.text.lstrip()
    return len(text) - len(text.lstrip("#"))


def _line(block: Block) -> _Line:
    text = block.text[: 4 * _MOST_CHARS]
    lines = (" ".join(re.findall(r"\w+", line.lower())) for line in text.split("\n"))
    return _Line(block.opening, is_imprint(block.text), _level(block), tuple(line for line in lines if line))


def _repeats(lines: list[_Line]) -> int:
    found = [line for block in lines for line in block.lines]
    return len(found) - len(set(found))


def _score(cover: list[_Line], title: list[_Line]) -> float:
    if not title:
        return -6.5
    score = {HEADING: -0.3, LABEL: -0.8}.get(title[0].opening, -2.5)
    score -= 3.0 * sum(line.imprint for line in title) + 5.0 * all(line.imprint for line in title)
    score -= 1.5 * (len(title) == 1)  # a title page names an author or a date too
    score -= 1.0 * sum(not line.imprint for line in cover)
    score -= 3.0 * sum(line.level == 1 for line in cover)
    score -= 2.0 * sum(line.opening == HEADING for line in title[1:])
    return score - 3.0 * (_repeats(cover) + _repeats(title))


def _weights(lines: list[_Line]) -> tuple[list[tuple[Runs, Runs, float]], float]:
    """Weigh all ways to divide the blocks: ((cover, title, log-likelihood) of each, log of their sum)."""
    n = len(lines)
    splits: list[tuple[Runs, Runs, float]] = [([], [(0, n)], np.log(0.5)), ([(0, n)], [], np.log(0.02))]
    splits += [([(0, k)], [(k, n)], np.log(0.3 / (n - 1))) for k in range(1, n)]
    pairs = [(a, b) for a in range(1, n) for b in range(a + 1, n)]
    splits += [([(0, a), (b, n)], [(a, b)], np.log(0.06 / len(pairs))) for a, b in pairs]
    triples = [(a, b, c) for a, b in pairs for c in range(b + 1, n)]
    splits += [([(0, a), (b, c)], [(a, b), (c, n)], np.log(0.12 / len(triples))) for a, b, c in triples]

    def taken(runs: Runs) -> list[_Line]:
        return [line for start, end in runs for line in lines[start:end]]

    weighed = [(cover, title, prior + _score(taken(cover), taken(title))) for cover, title, prior in splits]
    scores = np.array([weight for _, _, weight in weighed])
    return weighed, float(np.log(np.exp(scores - scores.max()).sum()) + scores.max())


def divide(blocks: list[Block]) -> list[tuple[Runs, Runs, float]]:
    """Divide the blocks of the outer front between back cover and title page.

    Returns
    -------
    list of (cover, title, probability)
        Runs of blocks (start, end) of either page, the likeliest division first.
    """
    weighed, total = _weights([_line(block) for block in blocks])
    chances = [(cover, title, float(np.exp(weight - total))) for cover, title, weight in weighed]
    return sorted(chances, key=lambda division: -division[2])
