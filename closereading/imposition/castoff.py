"""Casting off: how much a full page of the booklet holds, and what its page ends look like, from the file alone.

Pages stand in the file one after another, so before any thought of their order they are the intervals of a
renewal process: each boundary between two blocks either ends a page or lies within one.  Expectation-maximization
over that process finds the fill of a page and the habits of the setting.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .blocks import (
    FINISHED,
    HEADING,
    LABEL,
    LABEL_END,
    LOWER,
    OPEN,
    OTHER,
    UPPER,
    Block,
    contents_entries,
    is_address,
    is_imprint,
    sizes,
)
from .front import title_block
from .joins import SHORT_END, Lexicon, follow_table, fresh_start, short_follow

NEVER = -1e9
_IN_PAGE = np.array(
    [
        # UPPER, LOWER, OTHER, HEADING, LABEL
        (0.80, 0.003, 0.040, 0.030, 0.010),  # FINISHED
        (0.02, 0.006, 0.020, 0.001, 0.005),  # COLON
        (0.012, 0.003, 0.006, 0.004, 0.004),  # OPEN
        (1e-5, 2e-5, 1e-5, 1e-6, 1e-6),  # HYPHEN
        (0.025, 0.0003, 0.005, 0.005, 0.010),  # LABEL_END
        (0.055, 0.0005, 0.004, 0.004, 0.004),  # HEADING_END
    ]
)
_IN_PAGE /= _IN_PAGE.sum()
_FULL_END = np.array([0.40, 0.02, 0.46, 0.1045, 0.015, 0.0005])
_P_SHORT = 0.15
_FRONT_BLOCKS = 8


def logsumexp(values: np.ndarray, axis: int | None = None) -> np.ndarray:
    top = np.max(values, axis=axis, keepdims=True)
    total = np.log(np.sum(np.exp(values - top), axis=axis, keepdims=True)) + top
    return total.reshape(()) if axis is None else np.squeeze(total, axis=axis)


def full_page(size: np.ndarray, fill: np.ndarray, spread: np.ndarray, density: float) -> np.ndarray:
    """Return the log-likelihood ratio of a full page of this size to the same boundary within a page.

    Most full pages are spread normally about the fill; some are looser, and rather below it than above.
    `density` is the characters that a block holds on average, so that both sides count boundaries per character.
    """

    def normal(mean: np.ndarray, deviation: np.ndarray) -> np.ndarray:
        return np.exp(-0.5 * ((size - mean) / deviation) ** 2) / (deviation * np.sqrt(2 * np.pi))

    loose = np.maximum(2.5 * spread, 0.07 * fill)
    both = 0.88 * normal(fill, spread) + 0.12 * normal(0.95 * fill, loose)
    return np.log((1 - _P_SHORT) * both * density + 1e-300)


def short_page(size: np.ndarray, fill: np.ndarray, density: float) -> np.ndarray:
    """Return the same for a page broken off before its foot, where any size below the fill is as likely."""
    return np.where(size < 1.02 * fill, np.log(_P_SHORT * density / fill), NEVER)


@dataclass(frozen=True)
class Setting:
    """What a compositor of this booklet keeps to.

    `fill` and `spread` are the mean and standard deviation of a full page, in characters, where every
    line of the file counts for `per_line` more characters and every heading for `per_heading`.
    """

    fill: float
    spread: float
    per_line: float
    per_heading: float
    in_page: np.ndarray = field(repr=False)  # (6, 5) P(end, start) of neighbors within a page
    full_end: np.ndarray = field(repr=False)  # (6,) P(end) of full pages
    wide: tuple[float, float]  # P(wider gap than usual | within a page), P(... | between pages)
    score: float = 0.0


class Measured:
    """A booklet's blocks in arrays: B blocks, boundaries 0..B."""

    def __init__(self, blocks: list[Block], words: Lexicon) -> None:
        self.blocks = blocks
        self.count = len(blocks)
        self.size = sizes(blocks)
        self.total = np.vstack([np.zeros(3), np.cumsum(self.size, axis=0)])
        self.ending = np.array([b.ending for b in blocks])
        self.opening = np.array([b.opening for b in blocks])
        if (self.opening[_FRONT_BLOCKS:] == HEADING).sum() > 1:
            # headings are marked here, so that an unmarked label in the body is a scrap of a paragraph
            body = np.arange(self.count) >= _FRONT_BLOCKS
            self._unlabel(body)
        # and no label ends in an article or the like
        self._unlabel(np.array([words.is_very_common(b.last_word.lower()) for b in blocks]))
        gaps = np.array([b.blanks_before for b in blocks])
        usual = np.bincount(gaps[1:]).argmax() if len(gaps) > 1 else 0
        self.wide: np.ndarray = np.append(gaps > usual, False)
        # a printed contents stands on a page of its own more often than not
        listed = np.array([bool(contents_entries(b.text)) for b in blocks])
        titled = np.append(self.opening[:-1] >= HEADING, False) & np.append(listed[1:], False)
        self.contents = listed | titled
        self.apart = np.where(~self.contents[:-1] & self.contents[1:], -3.0, 0.0)
        self.apart += np.where(self.contents[:-1] & ~self.contents[1:], -1.5, 0.0)
        self.apart += np.where(titled[:-1] & listed[1:], 3.0, 0.0)
        if (title := title_block(blocks)) is not None:
            # what the title page holds ends before the first heading of the text
            heading = next(
                (i for i in range(title + 1, min(title + 6, self.count)) if self.opening[i] == HEADING), None
            )
            if heading is not None:
                self.apart[heading - 1] -= 3.0
        # so does an imprint, which says nothing of the text before or after it
        imprint = np.array([i < 12 and is_imprint(b.text) for i, b in enumerate(blocks)])
        address = np.array([is_address(b.text) for b in blocks])
        self.opening = np.where(address & (self.opening == LOWER), OTHER, self.opening)
        self.ending = np.where(address & (self.ending == OPEN), FINISHED, self.ending)
        self.apart += np.where(imprint[:-1] & ~imprint[1:], -3.0, 0.0)
        self.follow = follow_table(words.capitals)
        self.fresh = fresh_start((self.opening == HEADING).sum() > 1, (self.opening[8:] == LABEL).sum() > 1)
        self.short_follow = short_follow(self.fresh)
        self.density = max(1.0, float(self.total[-1, 0])) / self.count  # characters per block

    def _unlabel(self, where: np.ndarray) -> None:
        self.opening = np.where(where & (self.opening == LABEL), UPPER, self.opening)
        self.ending = np.where(where & (self.ending == LABEL_END), OPEN, self.ending)

    def length(self, setting: Setting) -> np.ndarray:
        """Cumulated size at each boundary, in characters, shape (B + 1,)."""
        return self.total @ np.array([1.0, setting.per_line, setting.per_heading])

    def start_chances(self, setting: Setting) -> np.ndarray:
        return 0.85 * setting.full_end @ self.follow + 0.15 * self.fresh

    def within(self, setting: Setting) -> np.ndarray:
        """Cumulated log-likelihood of reading on within a page, at each boundary, shape (B + 1,)."""
        out = np.zeros(self.count + 1)
        if self.count > 1:
            pairs = np.log(setting.in_page[self.ending[:-1], self.opening[1:]])
            gap = np.where(self.wide[1:-1], np.log(setting.wide[0]), np.log(1 - setting.wide[0]))
            out[1:-1] = np.cumsum(pairs + gap + self.apart)
            out[-1] = out[-2]
        return out

    def gap_between(self, setting: Setting) -> np.ndarray:
        """Log-likelihood of the gap at each boundary if a page ends there, shape (B + 1,)."""
        out = np.log(np.array([1 - setting.wide[1], setting.wide[1]])[self.wide.astype(int)])
        out[0] = out[-1] = 0.0
        return out


def _first_settings(measured: Measured, fills: np.ndarray) -> list[Setting]:
    """Begin with prose: an in-page table fitted without page lengths, one setting for each fill."""
    table: np.ndarray = _IN_PAGE
    ends, rate = _FULL_END, 0.2
    before, after = measured.ending[:-1], measured.opening[1:]
    for _ in range(8):
        starts = ends @ measured.follow
        inside = (1 - rate) * table[before, after]
        across = rate * ends[before] * starts[after]
        stays = inside / (inside + across)
        counts = np.zeros((6, 5))
        np.add.at(counts, (before, after), stays)
        table = (counts + 12 * _IN_PAGE) / (counts.sum() + 12)
        rate = min(0.5, float((1 - stays).sum() + 2) / (len(stays) + 8))
    return [Setting(f, 0.08 * f, 0.0, 0.0, table, _FULL_END, (0.05, 0.12)) for f in fills]


class Renewal:
    """Forward and backward sums of the renewal process for several settings at once."""

    def __init__(self, measured: Measured, settings: list[Setting]) -> None:
        m = self.measured = measured
        self.settings = settings
        self.length = np.stack([m.length(s) for s in settings])
        self.within = np.stack([m.within(s) for s in settings])
        self.fill = np.array([s.fill for s in settings])[:, None]
        self.spread = np.array([s.spread for s in settings])[:, None]
        self.gap = np.stack([m.gap_between(s) for s in settings])
        with np.errstate(divide="ignore"):
            self.full_end = np.log(np.stack([s.full_end for s in settings]))
        self.start = np.log(np.stack([m.start_chances(s)[m.opening] for s in settings]))
        widest = 1.5 * self.fill[:, 0]
        reach = [np.searchsorted(row, row - w) for row, w in zip(self.length, widest, strict=True)]
        self.low = np.minimum(np.min(reach, axis=0), np.arange(m.count + 1) - 1)

    def pages(self, x: int) -> tuple[int, np.ndarray, np.ndarray]:
        """Scores of all pages that end before block x: (first start, full, short), shape (settings, starts)."""
        low = int(max(0, self.low[x]))
        m = self.measured
        size = self.length[:, x : x + 1] - self.length[:, low:x]

        ending = m.ending[x - 1]
        common = self.within[:, x - 1 : x] - self.within[:, low:x] + self.start[:, low:x] + self.gap[:, x : x + 1]
        full = full_page(size, self.fill, self.spread, m.density) + self.full_end[:, ending, None]
        if x == m.count:
            full += np.log(SHORT_END[ending]) - self.full_end[:, ending, None]
        short = short_page(size, self.fill, m.density) + np.log(SHORT_END[ending])
        return low, full + common, short + common

    def forward(self) -> np.ndarray:
        alpha = np.full((len(self.settings), self.measured.count + 1), NEVER)
        alpha[:, 0] = 0.0
        for x in range(1, self.measured.count + 1):
            low, full, short = self.pages(x)
            alpha[:, x] = logsumexp(np.logaddexp(full, short) + alpha[:, low:x], axis=1)
        return alpha

    def backward(self) -> np.ndarray:
        """Log-likelihood of the file from each boundary on, shape (settings, B + 1)."""
        beta = np.full((len(self.settings), self.measured.count + 1), NEVER)
        beta[:, -1] = 0.0
        for x in range(self.measured.count, 0, -1):
            low, full, short = self.pages(x)
            beta[:, low:x] = np.logaddexp(beta[:, low:x], np.logaddexp(full, short) + beta[:, x : x + 1])
        return beta

    def improve(self) -> list[Setting]:
        """One step of expectation-maximization for every setting."""
        m, n = self.measured, len(self.settings)
        alpha = self.forward()
        beta = np.full_like(alpha, NEVER)
        beta[:, -1] = 0.0
        rows: list[list[np.ndarray]] = [[] for _ in range(n)]
        ends = np.zeros((n, 6))
        for x in range(m.count, 0, -1):
            low, full, short = self.pages(x)
            both = np.logaddexp(full, short)
            beta[:, low:x] = np.logaddexp(beta[:, low:x], both + beta[:, x : x + 1])
            weight = np.exp(np.clip(full + alpha[:, low:x] + beta[:, x : x + 1] - alpha[:, -1:], -50, 0))
            parts = m.total[x] - m.total[low:x]
            for i in range(n):
                keep = weight[i] > 1e-3
                if keep.any():
                    rows[i].append(np.column_stack([weight[i][keep], parts[keep]]))
            if x < m.count:
                ends[:, m.ending[x - 1]] += weight.sum(axis=1)
        breaks = np.exp(np.clip(alpha + beta - alpha[:, -1:], -50, 0))[:, 1:-1]
        out = []
        for i, old in enumerate(self.settings):
            fill, spread, per_line, per_heading = _fit_fill(np.vstack(rows[i]) if rows[i] else np.empty((0, 4)), old)
            counts = np.zeros((6, 5))
            np.add.at(counts, (m.ending[:-1], m.opening[1:]), 1 - breaks[i])
            wide = m.wide[1:-1]
            inside, across = float((1 - breaks[i]).sum()), float(breaks[i].sum())
            gaps = (
                (float((1 - breaks[i])[wide].sum()) + 0.3) / (inside + 6),
                (float(breaks[i][wide].sum()) + 0.6) / (across + 6),
            )
            out.append(
                Setting(
                    fill,
                    spread,
                    per_line,
                    per_heading,
                    (counts + 12 * _IN_PAGE) / (counts.sum() + 12),
                    (ends[i] + 8 * _FULL_END) / (ends[i].sum() + 8),
                    gaps,
                    float(alpha[i, -1]),
                )
            )
        return out


def _fit_fill(rows: np.ndarray, old: Setting) -> tuple[float, float, float, float]:
    """Regress the characters of full pages on their lines and headings, weakly drawn towards no effect."""
    if len(rows) == 0 or rows[:, 0].sum() < 1:
        return old.fill, old.spread, old.per_line, old.per_heading
    weight, chars, lines, heads = rows.T
    noise = max(old.spread, 0.01 * old.fill) ** 2
    line_sd, head_sd = 0.015 * old.fill, 0.06 * old.fill
    design = np.column_stack([np.ones_like(chars), -lines, -heads])
    normal = design.T @ (design * weight[:, None]) / noise + np.diag([1e-12, 1 / line_sd**2, 1 / head_sd**2])
    fill, per_line, per_heading = np.linalg.solve(normal, design.T @ (weight * chars) / noise)
    per_line = float(np.clip(per_line, 0, 0.1 * old.fill))
    per_heading = float(np.clip(per_heading, 0, 0.3 * old.fill))
    full = chars + per_line * lines + per_heading * heads
    fill = float((weight * full).sum() / weight.sum())
    variance = (weight * (full - fill) ** 2).sum() + 5 * (0.04 * fill) ** 2
    spread = float(np.sqrt(variance / (weight.sum() + 5)))
    return fill, float(np.clip(spread, 0.012 * fill, 0.2 * fill)), per_line, per_heading


def settings(measured: Measured, pages: int | None, most_pages: int, keep: int = 4) -> list[Setting]:
    """Return the few settings that explain the file best as a run of pages, best first."""
    total = float(measured.total[-1, 0])
    largest, smallest = (2.2, most_pages) if pages is None else (max(1.5, pages / 2.5), pages * 1.1)
    fills = np.exp(np.arange(np.log(total / smallest), np.log(total / largest) + 0.05, 0.05))
    tried = _first_settings(measured, fills)
    scores = Renewal(measured, tried).forward()[:, -1]
    padded = np.concatenate([[NEVER], scores, [NEVER]])
    peaks = np.flatnonzero((scores >= padded[:-2]) & (scores >= padded[2:]) & (scores > scores.max() - 40))
    apart: list[int] = []
    for i in peaks[np.argsort(-scores[peaks])]:
        if all(abs(np.log(fills[i] / fills[j])) > 0.18 for j in apart):
            apart.append(i)
    best = [tried[i] for i in apart[: 3 * keep]]
    best = _distinct(Renewal(measured, best).improve(), keep + 1)
    for _ in range(4):
        best = Renewal(measured, best).improve()
    return _distinct(best, keep)


def _distinct(settings: list[Setting], keep: int) -> list[Setting]:
    out: list[Setting] = []
    for setting in sorted(settings, key=lambda s: -s.score):
        if len(out) < keep and all(abs(np.log(setting.fill / other.fill)) > 0.015 for other in out):
            out.append(setting)
    return out
