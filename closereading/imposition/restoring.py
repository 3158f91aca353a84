"""From the text of an imposed booklet to its pages in reading order."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from . import blocks as _b
from .blocks import FINISHED, HEADING, HEADING_END, HYPHEN, LABEL_END, LOWER, OPEN, Block
from .castoff import Measured, Renewal, Setting, logsumexp, settings
from .chain import CAUTION, Arrangement, Model, Trellis
from .front import divide, front_likelihood
from .joins import BLANKS, Blanks, Lexicon, lexical, lexicon
from .scheme import check_pages, place

MOST_PAGES = 96
_CONVENTION = 0.75
_DOUBT = 0.7

#: How a page meets the next one in reading order.
JOIN_KINDS = {
    "hyphen": "a word is broken and its hyphen printed: join without hyphen and space",
    "lost hyphen": "a word is broken and its hyphen lost in extraction: join without a space",
    "mid-sentence": "the sentence runs on: join by a space",
    "paragraph": "the page ends with a finished sentence; the next begins a new sentence, most often a new paragraph",
    "section": "the next page opens with a heading, or one of the two is front matter",
    "blank": "one of the two pages is blank",
    "end": "the last page",
    "unsure": "the two ends do not fit, or other joins fit about as well",
}


class ImpositionError(ValueError):
    """The text cannot be put in reading order: no arrangement is favored, or it has no pages to arrange."""


class ImpositionWarning(UserWarning):
    """Some pages were put in order without being sure of them."""


@dataclass(frozen=True)
class Page:
    """One page of a restored booklet, in reading order.

    Attributes
    ----------
    page : int
        Number in reading order, from 1.
    sheet : int
        Folded sheet that carries it, from 1, outermost first.
    side, position : str
        ``"front"`` or ``"back"`` of the sheet; ``"left"`` or ``"right"`` on that side.
    spans : tuple of (int, int)
        Where its text stands in the file, in characters; more than one only for interleaved front matter.
    text : str
        Its characters exactly as in the file; runs of an interleaved page joined by a blank line.
    join_kind : str
        How it meets the next page, one of `JOIN_KINDS`.
    join_evidence : str
        What speaks for the join, and for the page's bounds where they are unsure.
    confidence : float
        Posterior probability that the page holds exactly this text, between 0 and 1.
    fill : float
        Its size as a share of a full page of this booklet.
    """

    page: int
    sheet: int
    side: str
    position: str
    spans: tuple[tuple[int, int], ...]
    text: str
    join_kind: str
    join_evidence: str
    confidence: float
    fill: float

    @property
    def blank(self) -> bool:
        return not self.spans


def _mark_listed_headings(blocks: list[Block]) -> tuple[list[Block], dict[int, int]]:
    """Recognize headings by the printed contents: (blocks, {block: printed page})."""
    entries = {title: page for block in blocks for title, page in _b.contents_entries(block.text)}
    marked, numbers = [], {}
    for i, block in enumerate(blocks):
        if len(block.text) < 200 and not _b.contents_entries(block.text):
            printed = entries.get(_b.key(block.text))
            if printed is not None:
                numbers[i] = printed
                if block.opening != HEADING:
                    block = replace(block, opening=HEADING, ending=HEADING_END)
        marked.append(block)
    return marked, numbers


def _number_evidence(numbers: dict[int, int], measured: Measured, pages: int) -> np.ndarray | None:
    """Cumulated log-likelihood of printed page numbers if the blocks stood on each page, (pages + 2, B + 1)."""
    if not numbers and not measured.contents.any():
        return None
    evidence = np.zeros((pages + 2, measured.count))
    for block, printed in numbers.items():
        evidence[:, block] = np.log(0.08 / pages)
        if 1 <= printed <= pages:
            evidence[printed, block] = np.log(0.92)
    lists = np.flatnonzero(measured.contents)
    if len(lists):
        usual = np.full(pages + 2, -4.0)
        usual[1 : min(8, pages) : 2] = 0.0
        usual[2 : min(8, pages) : 2] = -3.6
        usual[pages - 1 : pages + 1] = -2.0
        evidence[:, lists[0]] += usual
    return np.hstack([np.zeros((pages + 2, 1)), np.cumsum(evidence, axis=1)])


@dataclass(frozen=True)
class _Reading:
    """Everything weighed: the arrangement chosen, and the chances of others."""

    arrangement: Arrangement
    beliefs: list[dict[tuple[int, int], float]]
    share: float  # probability of this number of pages
    imposed: float  # probability that the text is an imposed booklet at all
    others: dict[int, float]


def _as_it_stands(model: Model) -> tuple[float, float, float]:
    """Log-likelihoods of the file in reading order: paginated, not paginated; and of pages in no order."""
    measured, setting = model.measured, model.setting
    shuffled = Renewal(measured, [setting])
    at = np.arange(1, measured.count)
    inner = model.joins(at, np.zeros_like(at), at, np.zeros_like(at))
    apart = (
        np.log(setting.full_end)[measured.ending[:-1]]
        + np.log(model.measured.start_chances(setting))[measured.opening[1:]]
    )
    reading = Renewal(measured, [setting])
    reading.gap = reading.gap.copy()
    reading.gap[:, 1:-1] += inner - apart
    return (
        float(reading.forward()[0, -1]),
        float(measured.within(setting)[-1]),
        float(shuffled.forward()[0, -1]),
    )


def _weigh(measured: Measured, words: Lexicon, numbers: dict[int, int], pages: int | None) -> _Reading:
    tables, cover = lexical(measured.blocks, words), front_likelihood(measured)
    first: list[tuple[float, int, Blanks, Model]] = []
    null: list[float] = []
    plausible = settings(measured, pages, MOST_PAGES)
    for setting in plausible:
        if setting.score < plausible[0].score - 25:
            break
        model = Model(measured, setting, tables, cover)
        null.append(float(logsumexp(np.array(_as_it_stands(model)) + np.log([0.45, 0.45, 0.1]))))
        for blanks in BLANKS:
            model = Model(measured, setting, tables, cover, blanks=blanks)
            counts = {pages: np.inf} if pages else Trellis(model, MOST_PAGES).close
            first += [(score, n, blanks, model) for n, score in counts.items()]
    tried: list[tuple[float, int, Setting, Model]] = []
    top = -np.inf
    for score, n, blanks, model in sorted(first, key=lambda entry: -entry[0]):
        if score < top - 13:  # printed numbers speak against an arrangement or not at all
            break
        evidence = _number_evidence(numbers, measured, n)
        if evidence is not None or pages is not None:
            model = model.numbered(evidence)
            score = Trellis(model, n, pages=n).close.get(n, -np.inf)
        top = max(top, score)
        tried.append((score / CAUTION + np.log(blanks.chance), n, model.setting, model))
    tried = [entry for entry in tried if np.isfinite(entry[0])]
    if not tried:
        raise ImpositionError(
            f"{measured.count} blocks of text cannot be laid out as an imposed booklet"
            + (f" of {pages} pages" if pages else "")
            + ": check the number of pages, or whether the file holds the whole booklet"
        )
    scores = np.array([entry[0] for entry in tried])
    z = float(logsumexp(scores))
    by_count: dict[int, float] = {}
    for score, n, _, _ in tried:
        by_count[n] = by_count.get(n, 0.0) + float(np.exp(score - z))
    best = max(by_count, key=lambda n: by_count[n])
    beliefs: list[dict[tuple[int, int], float]] = [{} for _ in range(best)]
    arrangement: Arrangement | None = None
    chosen = sorted((e for e in tried if e[1] == best), key=lambda e: -e[0])
    whole = float(logsumexp(np.array([e[0] for e in chosen])))
    for score, n, _, model in chosen:
        weight = float(np.exp(score - whole))
        if weight < 0.005:
            continue
        found = Trellis(model, n, keep=True, pages=n).arrangement()
        arrangement = arrangement or found
        for total, belief in zip(beliefs, found.beliefs, strict=True):
            for span, chance in belief.items():
                total[span] = total.get(span, 0.0) + weight * chance
    assert arrangement is not None
    prior = 0.8 if pages is None else 0.97
    odds = z - np.log(1 if pages else MOST_PAGES / 4) - max(null) / CAUTION + np.log(prior / (1 - prior))
    return _Reading(arrangement, beliefs, by_count[best], float(1 / (1 + np.exp(-np.clip(odds, -50, 50)))), by_count)


def _quote(text: str, last: bool, words: int = 4) -> str:
    found = text.split()
    return " ".join(found[-words:] if last else found[:words])


def _describe_join(here: list[Block], there: list[Block], words: Lexicon) -> tuple[str, str]:
    """Return (kind, evidence) of the join between two printed pages."""
    end, start = here[-1], there[0]
    ends, starts = f"“{_quote(end.text, True)}”", f"“{_quote(start.text, False)}”"
    joined = f"“{end.last_word}” + “{start.first_word}”"
    word = (end.last_word + start.first_word).lower()
    if end.ending == HYPHEN:
        if start.opening != LOWER:
            return "unsure", f"{ends} ends in a hyphen, but {starts} does not go on in small letters"
        if words.could_be_word(word):
            return "hyphen", f"{joined} make one word"
        if words.common:
            return "unsure", f"the page ends in a hyphen, but {joined} make no word known"
        return "hyphen", f"the page ends in a hyphen: {joined}"
    if start.opening == LOWER:
        scrap = not words.is_word(start.first_word.lower()) and words.could_be_word(word)
        if scrap and end.ending == OPEN:
            return "lost hyphen", f"“{start.first_word}” is no word, but {joined} make one; the hyphen is lost"
        if end.ending == FINISHED:
            return "unsure", f"{ends} ends a sentence, but {starts} goes on in small letters"
        return "mid-sentence", f"{ends} runs on as {starts}"
    if start.opening == HEADING:
        kind = "section" if end.ending != OPEN else "unsure"
        return kind, f"the next page opens with the heading {starts}"
    if end.ending in (FINISHED, LABEL_END, HEADING_END):
        kind = "paragraph" if end.ending == FINISHED else "section"
        return kind, f"{ends} is complete and {starts} begins anew: nothing in the words proves the join"
    if end.ending == OPEN and (end.text.rstrip().endswith(",") or words.capitals > 0.15):
        return "mid-sentence", f"{ends} is unfinished, and {starts} can go on from it though it begins with a capital"
    if end.ending == OPEN:
        return "unsure", f"{ends} is unfinished, but {starts} begins with a capital"
    return "paragraph", f"{ends} introduces {starts}"


def _across(i: int, runs: list[list[tuple[int, int]]], blocks: list[Block], words: Lexicon, end: int) -> str:
    """Say where the text goes on if it runs on across the blank at page index i or after it."""
    before = next((k for k in range(i, -1, -1) if runs[k]), None)
    after = next((k for k in range(i + 1, end) if runs[k]), None)
    if before is None or after is None or (end < len(runs) and before == 0):
        return ""
    kind, evidence = _describe_join(blocks[slice(*runs[before][-1])], blocks[slice(*runs[after][0])], words)
    if kind not in ("hyphen", "lost hyphen", "mid-sentence"):
        return ""
    goes_on = "sentence" if kind == "mid-sentence" else "word"
    return f"; the {goes_on} goes on at page {after + 1}, after the blank: {evidence}"


def _strangers(measured: Measured, setting: Setting, words: Lexicon, runs: list[list[tuple[int, int]]]) -> np.ndarray:
    """Return for each page the chance that it is in its place, by whether either end meets its neighbor.

    A page that fits neither neighbor is more likely misplaced, or its true neighbor lost, than broken off twice.
    """
    rows, columns, lexical_ratio = lexical(measured.blocks, words)
    starts = measured.start_chances(setting)
    ratio = np.zeros(len(runs) + 1)  # of the join before page 1, before page 2, ..., after the last
    printed = [i for i, run in enumerate(runs) if run]
    for i, j in pairwise(printed):
        x, y = runs[i][-1][1], runs[j][0][0]
        end, start = measured.ending[x - 1], measured.opening[y]
        fit = np.log(measured.follow[end, start] / starts[start]) + lexical_ratio[rows[x], columns[y]]
        # across a blank, a fresh start is as good as any
        ratio[i + 1] = ratio[j] = fit if j == i + 1 else max(0.0, fit)
    both = ratio[:-1] + ratio[1:]
    return np.asarray(1 / (1 + 0.005 * np.exp(-np.clip(both, -30, 30))))


def restore(text: str, pages: int | None = None, *, language: str = "en") -> list[Page]:
    r"""Return the pages of an imposed booklet in reading order, blank ones included.

    Parameters
    ----------
    text : str
        What was extracted from a booklet laid out two pages to a side for saddle-stitching:
        its printed pages in printing order (see `printing_order`), blocks of text between blank lines.
    pages : int, optional
        Number of pages of the booklet, blank ones included.  Found from the text if not given, as the least that
        explains it: a whole sheet of blanks around the rest leaves no trace.
    language : str, default "en"
        Whose words to expect, as a code known to `wordfreq`; the booklet's own words are used in any case.

    Returns
    -------
    list of Page
        All pages from 1 to the last.

    Raises
    ------
    ImpositionError
        If the text is empty, cannot have this many pages, or favors no arrangement.
    ValueError
        If `pages` is not a positive multiple of 4.

    Warns
    -----
    ImpositionWarning
        If some pages are unsure; it names them.

    Notes
    -----
    What speaks for an arrangement: pages set full hold about as much as one another; a sentence or a word broken
    at a page's end goes on at the start of the next; headings stand where a printed contents says; blank pages lie
    where booklets have them.  All arrangements are weighed at once by exact sums over a Markov chain whose steps
    are the sides of the sheets (L. R. Rabiner, "A Tutorial on Hidden Markov Models", Proc. IEEE 77, 1989).

    Examples
    --------
    >>> from closereading.imposition import impose, restore
    >>> flat = impose(
    ...     [
    ...         "Whoever looks at the flat sheet of a booklet must won-",
    ...         "der at the muddle, for every sentence breaks off and an-",
    ...         "other begins in the middle. A folded sheet is no mys-",
    ...         "tery: the numbers of the two pages on one side of it al-",
    ...         "ways add up to one more than the pages of the whole book-",
    ...         "let. A word that is cut in two by the end of a page re-",
    ...         "mains the best witness, for its halves belong to no oth-",
    ...         "er word, and so the pages can be put in order again.",
    ...     ]
    ... )
    >>> flat[:54]
    'er word, and so the pages can be put in order again.\n\n'
    >>> [(page.page, page.text[:9], page.join_kind) for page in restore(flat)][:2]
    [(1, 'Whoever l', 'hyphen'), (2, 'der at th', 'hyphen')]
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a string, the booklet's text; got {type(text).__name__}")
    count = None
    if pages is not None:
        try:
            count = check_pages(pages)
        except ValueError as error:
            raise ImpositionError(str(error)) from None
    blocks = _b.split(text)
    if not blocks:
        raise ImpositionError("the text is empty: there are no pages to put in order")
    if len(blocks) < 2:
        raise ImpositionError(
            "the text is one block without a line break, so no page ends can be found in it: "
            "extract it again so that paragraphs or lines stay apart"
        )
    if count is not None and len(blocks) < count / 2:
        raise ImpositionError(
            f"{count} pages were asked for, but the text has only {len(blocks)} blocks, "
            "and every printed page needs at least one: check the number of pages"
        )
    blocks, numbers = _mark_listed_headings(blocks)
    words = lexicon(blocks, language)
    measured = Measured(blocks, words)
    reading = _weigh(measured, words, numbers, count)
    if reading.imposed < 0.5:
        raise ImpositionError(
            "the text reads at least as well in the order it stands in as in any order of an imposed booklet "
            f"(probability of a booklet {reading.imposed:.2f}): it may be in reading order already"
        )
    if reading.share < 0.5:
        rivals = ", ".join(f"{n} ({p:.2f})" for n, p in sorted(reading.others.items(), key=lambda e: -e[1])[:3])
        raise ImpositionError(f"no number of pages is favored, the likeliest being {rivals}: pass pages=")
    return _assemble(text, measured, words, reading)


def _assemble(text: str, measured: Measured, words: Lexicon, reading: _Reading) -> list[Page]:
    found, blocks = reading.arrangement, measured.blocks
    n = found.pages
    runs: list[list[tuple[int, int]]] = [[span] if span[1] > span[0] else [] for span in found.spans]
    chances = [belief.get(span, 0.0) for span, belief in zip(found.spans, reading.beliefs, strict=True)]
    rivals = [
        max(((p, s) for s, p in belief.items() if s != span), default=(0.0, span))
        for span, belief in zip(found.spans, reading.beliefs, strict=True)
    ]
    front = found.cover
    swaps: set[int] = set()
    if front:
        options = divide(blocks[:front])
        cover, title, chance = options[0]
        runs[n - 1], runs[0] = cover, title
        chances[0] *= sum(p for _, t, p in options if t == title)
        chances[n - 1] *= sum(p for c, _, p in options if c == cover)
        if len(title) == 1 and title[0][1] == front and not runs[1]:
            chances[0], chances[1] = _CONVENTION * chances[0], _CONVENTION * chances[1]
            swaps |= {0, 1}
    for i, (chance, (a, b)) in enumerate(rivals):
        if chance > 0.06 and (a == b) != (not runs[i]):
            chances[i] = min(chances[i], _CONVENTION + 0.04)
            swaps.add(i)
    fits = _strangers(measured, found.setting, words, runs)
    setting = found.setting
    length = measured.length(setting)
    out = []
    for i in range(n):
        where = place(i + 1, n)
        spans = tuple((blocks[a].start, blocks[b - 1].end) for a, b in runs[i])
        here = [blocks[k] for a, b in runs[i] for k in range(a, b)]
        there = [blocks[k] for a, b in runs[i + 1] for k in range(a, b)] if i + 1 < n else []
        if i + 1 == n:
            kind, evidence = "end", "the last page"
        elif not here or not there:
            kind = "blank"
            evidence = "this page left nothing in the file" if not here else "the next page left nothing in the file"
            evidence += _across(i, runs, blocks, words, n if not front else n - 1)
        elif front and i in (0, n - 2):
            kind, evidence = "section", "the title page" if i == 0 else "the back cover follows"
        else:
            kind, evidence = _describe_join(here, there, words)
        confidence = min(1.0, chances[i]) * fits[i] * reading.share * reading.imposed
        if rivals[i][0] > 0.1:
            a, b = rivals[i][1]
            evidence += f"; unsure of the page's bounds ({chances[i]:.2f} against {rivals[i][0]:.2f} for " + (
                "a blank page)"
                if a == b
                else f"“{_quote(blocks[a].text, False)} … {_quote(blocks[b - 1].text, True)}”)"
            )
        if i in swaps:
            evidence += "; a blank leaves no trace, so that it lies here and not one page on is convention"
        size = sum(length[b] - length[a] for a, b in runs[i])
        out.append(
            Page(
                i + 1,
                where.sheet,
                where.side,
                where.position,
                spans,
                "\n\n".join(text[a:b] for a, b in spans),
                kind,
                evidence,
                round(float(confidence), 4),
                round(float(size / setting.fill), 3),
            )
        )
    doubtful = [page.page for page in out if page.confidence < _DOUBT or page.join_kind == "unsure"]
    if doubtful:
        listed = ", ".join(map(str, doubtful))
        warnings.warn(f"unsure of pages {listed}: see their join_evidence", ImpositionWarning, stacklevel=3)
    return out
