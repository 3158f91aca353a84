"""The booklet as a Markov chain of sides, summed over exactly.

Side ``i`` (from the outside) carries pages ``i`` and ``N + 1 - i``, so both reading joins that it has with the
rest of the outer part of the booklet, ``i - 1 -> i`` and ``N + 1 - i -> N + 2 - i``, lead to its neighbor in the
file, side ``i - 1``.  What the next side must know
of all before is therefore little: where the lower page ended, where the upper page began, and how far the file is
read.  A blank page between a complete end and a fresh start cuts the chain of joins; one that the text runs on
across, a bridge, hands on the end before it (in the lower run of pages) or the start after it (in the upper run) to
the next printed page.  The sums below run side by side over these states; they need not know N, for the booklet may
close at any even number of sides that has used up the file.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .castoff import NEVER, Measured, Renewal, Setting, full_page, logsumexp, short_page
from .front import title_block
from .joins import BLANK, BLANKS, BRIDGE, FRONT, FULL, SHORT, SHORT_END, Blanks
from .scheme import printing_order

BEAM = 22.0
# Fill, joins and headings are not as independent as the sums take them to be: log-odds are divided by this.
CAUTION = 1.3
_MOST_KEPT, _MOST_TRIED = 40_000, 6_000
_NOTHING = 6  # the class of an end or a start that is none
# Kinds of page that the page before has to meet, and the kind of each flag.
_PRINTED, _EMPTY, _COVER, _BRIDGE = range(4)
_KIND = np.array([_PRINTED, _PRINTED, _EMPTY, _COVER, _BRIDGE])
_WORDED = np.array([True, True, False, False, True])


class Candidates(NamedTuple):
    """Every page that could start at each boundary: ragged arrays, those from boundary c at first[c]:first[c + 1]."""

    first: np.ndarray
    end: np.ndarray
    flag: np.ndarray
    score: np.ndarray


class Edges(NamedTuple):
    """Steps of the chain that set one page: from state to state, with the page's start and end."""

    source: np.ndarray
    target: np.ndarray
    weight: np.ndarray
    start: np.ndarray
    end: np.ndarray


@dataclass(frozen=True)
class Arrangement:
    """What the sums say about one number of pages under one setting."""

    pages: int
    score: float  # log-likelihood of the file
    spans: list[tuple[int, int]]  # block boundaries of each page in reading order, the likeliest whole
    beliefs: list[dict[tuple[int, int], float]]  # posterior of each page's boundaries
    setting: Setting
    cover: int  # blocks of the outer front if title page and back cover are to be told apart, else 0


class Model:
    """Likelihoods of pages and joins under one setting."""

    def __init__(
        self,
        measured: Measured,
        setting: Setting,
        lexical: tuple[np.ndarray, np.ndarray, np.ndarray],
        cover: tuple[np.ndarray, np.ndarray, np.ndarray],
        blanks: Blanks = BLANKS[0],
    ) -> None:
        self.blanks = blanks
        self.cover = cover
        self.title = title_block(measured.blocks)
        self.measured, self.setting = measured, setting
        self.rows, self.columns, self.lexical = lexical
        self.numbers: np.ndarray | None = None  # (pages + 2, B + 1) cumulated evidence of printed page numbers, or None
        count = measured.count
        # classes at each boundary; nothing ends before the first block nor starts after the last
        self.ending = np.concatenate([[_NOTHING], measured.ending])
        self.opening = np.concatenate([measured.opening, [_NOTHING]])
        with np.errstate(divide="ignore"):
            full = np.log(setting.full_end)[:, None] + np.log(measured.follow)
            short = np.log(SHORT_END)[:, None] + np.log(measured.short_follow)
        broken_off, fresh = np.log(SHORT_END)[:, None], np.log(measured.fresh)
        before_blank, before_text = np.log(blanks.before), np.log(1 - blanks.before)
        join = np.full((5, 4, _NOTHING + 1, _NOTHING + 1), NEVER)
        for flag, table in ((FULL, full), (SHORT, short)):
            join[flag, _PRINTED, :6, :5] = table + before_text[flag]
            join[flag, _EMPTY, :6] = broken_off + before_blank[flag] + np.log(1 - blanks.runs_on)
            join[flag, _BRIDGE, :6, :5] = full + before_blank[flag] + np.log(blanks.runs_on)
            join[flag, _COVER, :6] = broken_off
        for flag in (BLANK, FRONT):
            join[flag, _PRINTED, :, :5] = fresh + before_text[flag]
            join[flag, _EMPTY] = before_blank[flag]
            join[flag, _COVER] = 0.0
        join[BRIDGE, _PRINTED, :6, :5] = full + before_text[BRIDGE]
        join[BRIDGE, _BRIDGE, :6, :5] = full + before_blank[BRIDGE]
        self.join_table = join
        # a blank that the text runs on across leaves the join to the next printed page
        self.onto_bridge = np.array(
            [
                before_blank[FULL] + np.log(blanks.runs_on),
                before_blank[SHORT] + np.log(blanks.runs_on),
                NEVER,
                NEVER,
                before_blank[BRIDGE],
            ]
        )
        self.off_bridge = np.array([before_text[BRIDGE], NEVER, NEVER, before_blank[BRIDGE]])
        self.candidates = self._candidates(count)
        self.rest = Renewal(measured, [setting]).backward()[0]

    def numbered(self, numbers: np.ndarray | None) -> Model:
        """Return the same model with the evidence of printed page numbers."""
        model = copy(self)
        model.numbers = numbers
        return model

    def _candidates(self, count: int) -> Candidates:
        m, s = self.measured, self.setting
        length, within, gap = m.length(s), m.within(s), m.gap_between(s)
        first, ends, flags, scores = [0], [], [], []
        for c in range(count + 1):
            high = int(np.searchsorted(length, length[c] + 1.5 * s.fill, side="right"))
            d = np.arange(c + 1, max(high, min(c + 2, count + 1)))
            size = length[d] - length[c]
            common = within[d - 1] - within[c] + gap[d] if len(d) else np.empty(0)
            full = full_page(size, np.array(s.fill), np.array(s.spread), m.density) + common
            short = short_page(size, np.array(s.fill), m.density) + common
            best = max(np.max(full, initial=NEVER), np.max(short, initial=NEVER)) - 18
            for flag, score in ((FULL, full), (SHORT, short)):
                keep = score > best
                ends.append(d[keep])
                flags.append(np.full(keep.sum(), flag))
                scores.append(score[keep])
            ends.append(np.array([c, c]))
            flags.append(np.array([BLANK, BRIDGE]))
            scores.append(np.zeros(2))
            first.append(first[-1] + sum(len(e) for e in ends[-3:]))
        return Candidates(np.array(first), np.concatenate(ends), np.concatenate(flags), np.concatenate(scores))

    def joins(self, end: np.ndarray, flag: np.ndarray, start: np.ndarray, kind: np.ndarray) -> np.ndarray:
        """Log-likelihood of a page that ends at a boundary being read on at another, perhaps across blanks."""
        out = self.join_table[flag, kind, self.ending[end], self.opening[start]]
        worded = _WORDED[flag] & ((kind == _PRINTED) | (kind == _BRIDGE))
        return out + np.where(worded, self.lexical[self.rows[end], self.columns[start]], 0.0)

    def joins_below(self, end: np.ndarray, before: np.ndarray, start: np.ndarray, flag: np.ndarray) -> np.ndarray:
        """Log-likelihood of a lower page after all before it, of which the last to be printed ends at `end`."""
        return np.where(flag == BRIDGE, self.onto_bridge[before], self.joins(end, before, start, _KIND[flag]))

    def joins_above(self, end: np.ndarray, flag: np.ndarray, start: np.ndarray, after: np.ndarray) -> np.ndarray:
        """Log-likelihood of an upper page before all after it, of which the first to be printed starts at `start`."""
        return np.where(flag == BRIDGE, self.off_bridge[after], self.joins(end, flag, start, after))

    def opens_book(self, start: np.ndarray) -> np.ndarray:
        return np.log(np.append(self.measured.fresh, [1.0, 1e-9]))[self.opening[start]] + np.log(1 - self.blanks.first)

    def closes_book(self, end: np.ndarray, flag: np.ndarray) -> np.ndarray:
        known = np.log(np.append(SHORT_END, [1.0, 1e-9]))[self.ending[end]]
        known = np.where(flag == BLANK, np.log(self.blanks.last), known + np.log(1 - self.blanks.last))
        return np.where(flag == BRIDGE, NEVER, known)

    def number(self, page: int, start: np.ndarray, end: np.ndarray) -> np.ndarray | float:
        if self.numbers is None:
            return 0.0
        row = self.numbers[page]
        return row[end] - row[start]

    def blank_here(self, side: int, upper: bool, flag: np.ndarray) -> np.ndarray:
        """Log odds for blanks where booklets have them: on versos, after the title, before the back cover."""
        if side == 1:
            return np.zeros(len(flag))
        recto = (side % 2 == 0) == upper
        if not self.blanks.by_custom:
            odds = 0.7 if side == 2 else -0.4 * recto
        elif upper and side <= 4:  # what is left over of the last sheet
            odds = (0.8, 0.3, 0.0)[side - 2]
        else:
            odds = (0.8 if side == 2 else -0.3 if side == 3 else -1.5) - (0.9 if recto else 0.0)
        return np.where((flag == BLANK) | (flag == BRIDGE), odds, 0.0)


def _gather(
    keys: tuple[np.ndarray, ...], bounds: tuple[int, ...], value: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sum edges that lead to the same state: (representative edge of each state, state of each edge, log sums)."""
    code = np.zeros(len(value), dtype=np.int64)
    for column, bound in zip(keys, bounds, strict=True):
        code = code * bound + column
    _, representative, inverse = np.unique(code, return_index=True, return_inverse=True)
    top = np.full(len(representative), NEVER)
    np.maximum.at(top, inverse, value)
    total = np.bincount(inverse, weights=np.exp(value - top[inverse]), minlength=len(representative))
    return representative, inverse, np.log(total) + top


def _expand(c: np.ndarray, candidates: Candidates) -> tuple[np.ndarray, np.ndarray]:
    """Pair every state, reading on at boundary c, with every page that could start there."""
    counts = candidates.first[c + 1] - candidates.first[c]
    source = np.repeat(np.arange(len(c)), counts)
    offset = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return source, candidates.first[c][source] + offset


def _carried(here: np.ndarray, flag: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Return the boundary that a later join asks for: the page's own, or across a blank the one before."""
    return np.where(_KIND[flag] == _PRINTED, here, np.where(flag == BRIDGE, before, 0))


class Trellis:
    """Forward sums through the sides; with `keep`, the steps too, so that they can be walked back."""

    def __init__(self, model: Model, most_pages: int, keep: bool = False, pages: int | None = None) -> None:
        self.model, self.keep, self.pages = model, keep, pages
        self.steps: list[Edges] = []
        self.close: dict[int, float] = {}
        self.closed = NEVER / 2  # the best booklet closed so far; only without a given number of pages
        self.final: tuple[np.ndarray, np.ndarray] | None = None
        self.alpha: list[np.ndarray] = []
        self._run((pages or most_pages) // 2)

    def _step(
        self,
        alpha: np.ndarray,
        source: np.ndarray,
        weight: np.ndarray,
        page: tuple[np.ndarray, np.ndarray],
        columns: tuple[np.ndarray, ...],
        bounds: tuple[int, ...],
    ) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
        value = alpha[source] + weight
        # states are compared by what they have and what the rest of the file would bring in any order
        hope = (CAUTION * alpha[source] if self.keep else alpha[source]) + weight + self.model.rest[page[1]]
        alive = hope > max(float(np.max(hope, initial=NEVER)) - BEAM, self.closed - 30, NEVER / 2)
        most = _MOST_KEPT if self.keep else _MOST_TRIED
        if np.count_nonzero(alive) > most:
            alive &= hope >= np.partition(hope, -most)[-most]
        source, weight, value = source[alive], weight[alive], value[alive]
        columns = tuple(column[alive] for column in columns)
        if self.keep:
            weight = weight / CAUTION
            value = alpha[source] + weight
        representative, target, total = _gather(columns, bounds, value)
        if self.keep:
            self.steps.append(Edges(source, target, weight, page[0][alive], page[1][alive]))
            self.alpha.append(total)
        return total, tuple(column[representative] for column in columns)

    def _run(self, most_sides: int) -> None:
        model, count = self.model, self.model.measured.count
        cand, width = model.candidates, self.model.measured.count + 1
        # before the first side: nothing read, no joins owed
        alpha, c = np.zeros(1), np.zeros(1, dtype=int)
        # where the last printed page of the lower run ends, the first of the upper run starts, and what they are
        low = low_flag = high = high_kind = np.zeros(1, dtype=int)
        bounds = (width, 4, width, 5, width)
        if self.keep:
            self.alpha.append(alpha)
        for side in range(1, most_sides + 1):
            if len(c) == 0:
                return
            source, k = _expand(c, cand)
            start, end, flag = c[source], cand.end[k], cand.flag[k]
            if side % 2:  # front: the left page is the upper one, the right the lower
                weight = self._page(side, True, k, start)
                if side == 1:
                    weight = weight + model.closes_book(end, flag)
                    if model.title is not None:  # a title belongs on the first page, not on the last
                        weight = weight - 4.0 * (end > model.title)
                else:
                    weight = weight + model.joins_above(end, flag, high[source], high_kind[source])
                high, high_kind = _carried(start, flag, high[source]), _KIND[flag]
                # the lower join asks what the lower page is, so that is settled ahead of the page
                ahead: list[tuple[np.ndarray, ...]] = []
                for next_flag in (FULL, BLANK) if side == 1 else (FULL, BLANK, BRIDGE):
                    below = np.full_like(flag, next_flag)
                    if side > 1:
                        owed = model.joins_below(low[source], low_flag[source], end, below)
                    elif next_flag == BLANK:
                        owed = np.full(len(end), np.log(model.blanks.first))
                    else:
                        owed = model.opens_book(end)
                    kept = np.where(below == BRIDGE, low[source], 0)
                    ahead.append((source, weight + owed, start, end, high, high_kind, kept, _KIND[below]))
                if side == 1:
                    ahead.append(self._covers())
                source, weight, start, end, high, high_kind, low, will = map(np.concatenate, zip(*ahead, strict=True))
                alpha, (high, high_kind, low, will, c) = self._step(
                    alpha, source, weight, (start, end), (high, high_kind, low, will, end), bounds
                )
                if side == 1:
                    self.covers = (high_kind == _COVER) & (will == _COVER)
                source, k = _expand(c, cand)
                will, flag = will[source], cand.flag[k]
                agrees = _KIND[flag] == np.where(will == _COVER, _EMPTY, will)
                source, k, will, flag = source[agrees], k[agrees], will[agrees], flag[agrees]
                start, end = c[source], cand.end[k]
                flag = np.where(will == _COVER, FRONT, flag)
                weight = self._page(side, False, k, start, flag)
                columns = (high[source], high_kind[source], _carried(end, flag, low[source]), flag, end)
            else:  # back: the left page is the lower one, and the file reads on from the side before
                weight = self._page(side, False, k, start)
                weight = weight + model.joins_below(low[source], low_flag[source], start, flag)
                columns = (high[source], high_kind[source], _carried(end, flag, low[source]), flag, end)
                alpha, (high, high_kind, low, low_flag, c) = self._step(
                    alpha, source, weight, (start, end), columns, bounds
                )
                source, k = _expand(c, cand)
                start, end, flag = c[source], cand.end[k], cand.flag[k]
                weight = self._page(side, True, k, start)
                weight = weight + model.joins_above(end, flag, high[source], high_kind[source])
                columns = (_carried(start, flag, high[source]), _KIND[flag], low[source], low_flag[source], end)
            alpha, (high, high_kind, low, low_flag, c) = self._step(
                alpha, source, weight, (start, end), columns, bounds
            )
            if side % 2 == 0:
                done = c == count
                if done.any():
                    owed_last = model.joins(low, low_flag, high, high_kind)
                    owed_last = owed_last / CAUTION if self.keep else owed_last
                    closing = np.where(done, alpha + owed_last, NEVER)
                    self.close[2 * side] = float(logsumexp(closing))
                    if self.pages is None:
                        self.closed = max(self.closed, self.close[2 * side])
                    if side == most_sides:
                        self.final = (np.where(done, owed_last, NEVER), closing)

    def _page(
        self, side: int, upper: bool, k: np.ndarray, start: np.ndarray, flag: np.ndarray | None = None
    ) -> np.ndarray:
        """Log-likelihood of pages by themselves, whatever they are joined to."""
        model, cand = self.model, self.model.candidates
        weight = cand.score[k] + model.blank_here(side, upper, cand.flag[k] if flag is None else flag)
        if self.pages is None:
            return weight
        return weight + model.number(self.pages + 1 - side if upper else side, start, cand.end[k])

    def _covers(self) -> tuple[np.ndarray, ...]:
        """Return the first steps in which the first blocks are title page and back cover, in whatever order."""
        scores, alone, chars = self.model.cover
        fits = chars < 0.9 * self.model.setting.fill
        scores, alone = scores[fits], alone[fits]
        known = np.flatnonzero(alone > NEVER)
        end = np.concatenate([np.arange(1, len(scores) + 1), known + 1, known + 1])
        will = np.repeat([_COVER, _PRINTED, _EMPTY], [len(scores), len(known), len(known)])
        first_blank = np.full(len(known), np.log(self.model.blanks.first))
        weight = np.concatenate([scores, alone[known] + self.model.opens_book(known + 1), alone[known] + first_blank])
        weight += self.model.measured.gap_between(self.model.setting)[end]
        nothing = np.zeros_like(end)
        return nothing, weight, nothing, end, nothing, np.full_like(end, _COVER), nothing, will

    def arrangement(self) -> Arrangement:
        """Walk back: the likeliest arrangement of `pages` pages, and the posterior of every page."""
        assert self.keep and self.pages and self.final is not None
        owed, closing = self.final
        pages = self.pages
        best = [np.zeros(1)]
        for edges, alpha in zip(self.steps, self.alpha[1:], strict=True):
            reached = np.full(len(alpha), NEVER)
            np.maximum.at(reached, edges.target, best[-1][edges.source] + edges.weight)
            best.append(reached)
        beta, covered = owed, False
        state = int(np.argmax(best[-1] + owed))
        beliefs: list[dict[tuple[int, int], float]] = []
        path: list[tuple[int, int]] = []
        z = float(logsumexp(closing))
        width = self.model.measured.count + 2
        for step in range(len(self.steps) - 1, -1, -1):
            edges = self.steps[step]
            log = self.alpha[step][edges.source] + edges.weight + beta[edges.target]
            code, inverse = np.unique(edges.start * width + edges.end, return_inverse=True)
            mass = np.bincount(inverse, weights=np.exp(np.clip(log - z, -700, 0)))
            seen = mass > 1e-6
            beliefs.append(
                {(int(k) // width, int(k) % width): float(v) for k, v in zip(code[seen], mass[seen], strict=True)}
            )
            into = np.flatnonzero(edges.target == state)
            chosen = into[np.argmax(best[step][edges.source[into]] + edges.weight[into])]
            path.append((int(edges.start[chosen]), int(edges.end[chosen])))
            if step == 0:
                covered = bool(self.covers[state])
            state = int(edges.source[chosen])
            back = np.full(len(self.alpha[step]), NEVER)
            value = edges.weight + beta[edges.target]
            np.maximum.at(back, edges.source, value)
            total = np.bincount(edges.source, weights=np.exp(value - back[edges.source]), minlength=len(back))
            with np.errstate(divide="ignore"):
                beta = np.where(total > 0, np.log(total) + back, NEVER)
        beliefs.reverse()
        path.reverse()
        order = printing_order(pages)
        position = {page: i for i, page in enumerate(order)}
        return Arrangement(
            pages,
            z,
            [path[position[p]] for p in range(1, pages + 1)],
            [beliefs[position[p]] for p in range(1, pages + 1)],
            self.model.setting,
            cover=path[0][1] if covered else 0,
        )
