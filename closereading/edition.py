"""The texts as numbered tables: pages, paragraphs, sentences, tokens, each traceable to the bytes of its source.

Two layers are kept apart. The *diplomatic* layer is what the file holds; the *reading* layer is what the book quotes
and counts: pages joined, markup taken off, and the emendations of ``data/emendations.csv`` made. `Edition.runs` says
for every stretch of the reading text where it comes from and what was changed (`closereading.layers`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from closereading import decisions, imposition, language, layers, sources
from closereading.decisions import DecisionError

PAGES = (
    *("page", "side", "sheet", "position", "section", "text", "words", "chars"),
    *("fill", "join_kind", "join_evidence", "confidence", "start", "end"),
)
SECTIONS = ("section", "title", "short", "voice", "page", "start", "end")
PARAGRAPHS = ("para", "section", "voice", "page_from", "page_to", "text", "start", "end")
SENTENCES = ("sent", "para", "text", "start", "end", "words")
TOKENS = ("i", "sent", "para", "section", "voice", "page", "text", "norm", "lemma", "start", "end", "is_word")
RUNS = ("start", "end", "seed_start", "seed_end", "kind", "found", "reads", "page")

PageAt = Callable[[int], object]

VOICES = ("author", "editor", "bracket", "reported")
BLOCK = re.compile(r"\S(?:.|\n(?![^\S\n]*\r?\n))*")
LIST_ITEM = re.compile(r"^[-*] ", re.MULTILINE)


@dataclass(frozen=True)
class Edition:
    """A text in reading order with its tables; one row is one thing, and ``start, end`` are offsets in `text`.

    Attributes
    ----------
    name, title : str
        "pamphlet" and its title, and so on.
    text : str
        The reading text, headings included, paragraphs parted by a blank line.
    source : str
        The whole text of the source, unchanged.
    pages : pandas.DataFrame
        Columns `PAGES`, a row for each page of the booklet, blank ones too; ``text`` is the page as printed and
        ``words, chars`` count that, ``start, end`` say where its words stand in `Edition.text` (<NA> if nowhere).
        Empty for a text without pages.
    sections : pandas.DataFrame
        Columns `SECTIONS`: the headings; ``start, end`` are the heading's own.
    paragraphs, sentences, tokens : pandas.DataFrame
        Columns `PARAGRAPHS`, `SENTENCES`, `TOKENS`. A token's page is the one it begins on. Voices are "author",
        "editor", "bracket" (the editor within the author's text) and "reported" (speech or text of others).
    runs : pandas.DataFrame
        Columns `RUNS`: how the reading text was made from the source, in reading order.
    """

    name: str
    title: str
    text: str
    source: str
    pages: pd.DataFrame
    sections: pd.DataFrame
    paragraphs: pd.DataFrame
    sentences: pd.DataFrame
    tokens: pd.DataFrame
    runs: pd.DataFrame

    def to_seed(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the byte ranges of the source that ``text[start:end]`` was made from, in reading order.

        Parameters
        ----------
        start, end : int
            Character offsets in `text`.

        Returns
        -------
        list of (int, int)
            Byte offsets, end exclusive; adjacent ranges are merged. Where the stretch crosses a page of the booklet
            there is a range for each side of it; a hyphen at the page end is in neither.

        Raises
        ------
        ValueError
            Unless ``0 <= start <= end <= len(text)``.

        Examples
        --------
        >>> pamphlet = read("pamphlet")
        >>> at = pamphlet.text.index("Destructive action")
        >>> raw = pamphlet.source.encode()
        >>> [raw[a:b].decode() for a, b in pamphlet.to_seed(at, at + len("Destructive action"))]
        ['Destruc', 'tive action']
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"start and end must lie in 0..{len(self.text)}, in this order; got {start} and {end}.")
        ranges: list[tuple[int, int]] = []
        within = (self.runs["start"] < end) & (self.runs["end"] > start)
        for run in self.runs[within & self.runs["kind"].isin(["copied", "emended"])].itertuples():
            first, last = run.seed_start, run.seed_end
            if run.kind == "copied":
                first, last = first + max(0, start - run.start), last - max(0, run.end - end)
            if first < last:
                if ranges and ranges[-1][1] == first:
                    first = ranges.pop()[0]
                ranges.append((first, last))
        return [(_byte(self.source, first), _byte(self.source, last)) for first, last in ranges]

    def excerpt(self, start: int, end: int, words: int) -> str:
        """Return ``text[start:end]`` with up to ``words`` words on either side, none from outside its paragraph.

        Examples
        --------
        >>> pamphlet = read("pamphlet")
        >>> at = pamphlet.text.index("devil")
        >>> pamphlet.excerpt(at, at + 5, words=3)
        'there is a devil in human history'
        """
        row = self.paragraphs["start"].searchsorted(start, side="right") - 1
        if row < 0 or end > (last := self.paragraphs["end"].iloc[row]):
            raise ValueError(f"text[{start}:{end}] does not lie in one paragraph.")
        first = self.paragraphs["start"].iloc[row]
        starts, ends = self._word_borders
        before = starts[starts.searchsorted(first) : ends.searchsorted(start, side="right")][-words:] if words else []
        after = ends[starts.searchsorted(end) : ends.searchsorted(last, side="right")][:words]
        return self.text[before[0] if len(before) else start : after[-1] if len(after) else end]

    @cached_property
    def _word_borders(self) -> tuple[np.ndarray, np.ndarray]:
        words = self.tokens[self.tokens["is_word"]]
        return words["start"].to_numpy(), words["end"].to_numpy()


def _byte(text: str, offset: int) -> int:
    return len(text[:offset].encode())


def read(name: str = "pamphlet") -> Edition:
    """Return one of the two sources as an edition.

    Parameters
    ----------
    name : str
        "pamphlet" or "article".

    Raises
    ------
    closereading.sources.SourceError
        If the source is unknown, missing or changed.
    closereading.decisions.DecisionError
        If a table in ``data/`` does not fit the source.

    Examples
    --------
    >>> pamphlet = read("pamphlet")
    >>> pamphlet.paragraphs["para"].iloc[[0, 5, 15, 39]].tolist()
    ['I1', 'U1', 'S1', 'T1']
    >>> read("article").paragraphs["para"].iloc[0]
    'L1'
    """
    source = sources.load(name)
    is_booklet = "booklet" in source.form
    pages = imposition.restore(source.text) if is_booklet else []
    plan = {row["heading"]: row for row in decisions.table("sections.csv") if row["edition"] == name}
    runs = (
        layers.booklet_runs(source.text, layers.body(pages, next(iter(plan))), decisions.table("emendations.csv"))
        if is_booklet
        else layers.runs_of(source.text)
    )
    voices = [row for row in decisions.table("voices.csv") if row["edition"] == name]
    return _build(name, source.title, source.text, pages, runs, plan, voices)


def from_text(text: str, name: str = "text", title: str = "") -> Edition:
    r"""Return any plain text as an edition with the same tables.

    Paragraphs are parted by blank lines; a line that begins with ``#`` (Markdown) or is set between ``=`` (wiki) is a
    heading and opens a section. Sections are called "1", "2" …, paragraphs "P1", "P2" …, and all is in one voice.

    Parameters
    ----------
    text : str
        The text, in reading order; line ends of any kind.
    name, title : str
        What the text is to be called.

    Raises
    ------
    ValueError
        If ``text`` holds no words.

    Examples
    --------
    >>> mine = from_text("# One\n\nFirst words. More words.\n\n# Two\n\nLast words.")
    >>> mine.sentences[["sent", "text"]].to_numpy().tolist()
    [['P1.1', 'First words.'], ['P1.2', 'More words.'], ['P2.1', 'Last words.']]
    """
    if not any(language.is_word(text[start:end]) for start, end in language.token_spans(text)):
        raise ValueError("text holds no words; pass the text itself, not the name of a file.")
    return _build(name, title, text, [], layers.runs_of(text), None, [])


def _build(
    name: str,
    title: str,
    source: str,
    pages: Sequence[imposition.Page],
    runs: list[layers.Run],
    plan: dict[str, dict[str, str]] | None,
    voices: list[dict[str, str]],
) -> Edition:
    """Return the edition made of ``runs``.

    ``plan`` has the sections by their headings, in the columns of ``data/sections.csv``; without one, every heading
    of the text opens a section. ``voices`` has rows of ``data/voices.csv``.
    """
    text = "".join(run.reads for run in runs)
    run_table = _run_table(runs, source)
    page_at = _page_lookup(run_table)
    sections, paragraphs = _divide(text, run_table, page_at, plan)
    others = _voice_spans(text, paragraphs, voices)
    sentences, tokens = _dissect(text, paragraphs, others, page_at)
    return Edition(
        name=name,
        title=title,
        text=text,
        source=source,
        pages=_page_table(pages, run_table, sections),
        sections=sections,
        paragraphs=paragraphs,
        sentences=sentences,
        tokens=tokens,
        runs=run_table,
    )


def _divide(
    text: str, runs: pd.DataFrame, page_at: PageAt, plan: dict[str, dict[str, str]] | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables of sections and paragraphs. Blocks that belong to no section of the plan are in neither."""
    sections: list[tuple] = []
    paragraphs: list[tuple] = []
    count: Counter[str] = Counter()
    current = {"section": "1", "voice": "author"} if plan is None else None
    for start, end, kind in _blocks(text, runs):
        if kind == "heading":
            heading = text[start:end]
            if plan is None:
                current = {"section": str(len(sections) + 1), "title": heading, "short": heading, "voice": "author"}
            else:
                current = plan.get(heading)
            if current is not None:
                labels = (current["section"], current["title"], current["short"], current["voice"])
                sections.append((*labels, page_at(start), start, end))
        elif kind == "prose" and current is not None:
            letter = "P" if plan is None else current["section"]
            count[letter] += 1
            place = (current["section"], current["voice"], page_at(start), page_at(end - 1))
            paragraphs.append((f"{letter}{count[letter]}", *place, text[start:end], start, end))
    missing = {row["section"] for row in (plan or {}).values()} - {row[0] for row in sections}
    if missing:
        raise DecisionError(f"data/sections.csv: the text has no heading for section {min(missing)}.")
    return _frame(sections, SECTIONS, whole=("page",)), _frame(paragraphs, PARAGRAPHS, whole=("page_from", "page_to"))


def _dissect(
    text: str, paragraphs: pd.DataFrame, others: list[tuple[int, int, str]], page_at: PageAt
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables of sentences and tokens; ``others`` are the (start, end, voice) of other voices."""
    splitter = language.sentence_splitter("\n\n".join(paragraphs["text"]))
    sentences: list[tuple] = []
    tokens: list[tuple] = []
    for para in paragraphs.itertuples():
        for number, (first, last) in enumerate(language.sentence_spans(para.text, splitter), 1):
            sent, start, end = f"{para.para}.{number}", para.start + first, para.start + last
            words = 0
            for a, b in language.token_spans(text[start:end]):
                a, b = start + a, start + b
                voice = next((voice for c, d, voice in others if c <= a < d), para.voice)
                norm, counted = language.normalize(text[a:b]), language.is_word(text[a:b])
                place = (len(tokens), sent, para.para, para.section, voice, page_at(a))
                tokens.append((*place, text[a:b], norm, language.lemma(norm), a, b, counted))
                words += counted
            sentences.append((sent, para.para, text[start:end], start, end, words))
    return _frame(sentences, SENTENCES), _frame(tokens, TOKENS, whole=("page",))


def _voice_spans(text: str, paragraphs: pd.DataFrame, voices: list[dict[str, str]]) -> list[tuple[int, int, str]]:
    """Return (start, end, voice) of every stretch of ``data/voices.csv``."""
    place = {row.para: (row.start, row.end) for row in paragraphs.itertuples()}
    spans = []
    for row in voices:
        para, quotation = row["para"], row["quotation"]
        if para not in place:
            raise DecisionError(f"data/voices.csv: the {row['edition']} has no paragraph {para}.")
        times = text[slice(*place[para])].count(quotation)
        if times != 1:
            raise DecisionError(
                f"data/voices.csv: paragraph {para} has {quotation!r} {times} times; it must stand there exactly once, "
                "as in the reading text."
            )
        if row["voice"] not in VOICES:
            raise DecisionError(f"data/voices.csv: {para}: voice {row['voice']!r} is none of {', '.join(VOICES)}.")
        at = text.index(quotation, *place[para])
        spans.append((at, at + len(quotation), row["voice"]))
    return spans


def _frame(rows: list[tuple], columns: Sequence[str], whole: Sequence[str] = ()) -> pd.DataFrame:
    """Return the rows as a table; ``whole`` columns hold whole numbers or <NA>."""
    return pd.DataFrame(rows, columns=list(columns)).astype(dict.fromkeys(whole, "Int64"))


def _run_table(runs: list[layers.Run], source: str) -> pd.DataFrame:
    rows = []
    at = 0
    for run in runs:
        end = at + len(run.reads)
        found = source[run.seed_start : run.seed_end]
        rows.append((at, end, run.seed_start, run.seed_end, run.kind, found, run.reads, run.page))
        at = end
    return _frame(rows, RUNS, whole=("page",))


def _blocks(text: str, runs: pd.DataFrame) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, kind) of the blocks between blank lines; kind is "heading", "list" or "prose"."""
    marks = set(runs.loc[(runs["kind"] == "markup") & runs["found"].str.contains("[#=]"), "start"])
    for match in BLOCK.finditer(text):
        start = match.start()
        end = start + len(match[0].rstrip())
        # A wiki heading may stand on the line above its first paragraph.
        for line in re.finditer(r"[^\n]+\n?", text[start:end]):
            if start not in marks:
                break
            yield start, start + len(line[0].rstrip()), "heading"
            start += len(line[0])
        if start < end:
            yield start, end, "list" if LIST_ITEM.search(text, start, end) else "prose"


def _page_lookup(runs: pd.DataFrame) -> PageAt:
    """Return a function from an offset in the reading text to the printed page, or <NA> where there are no pages."""
    starts = runs.groupby("page")["start"].min()
    if starts.empty:
        return lambda offset: pd.NA
    pages = starts.index.to_list()
    return lambda offset: pages[starts.searchsorted(offset, side="right") - 1]


def _page_table(pages: Sequence[imposition.Page], runs: pd.DataFrame, sections: pd.DataFrame) -> pd.DataFrame:
    span = runs.groupby("page").agg(start=("start", "min"), end=("end", "max"))
    rows = []
    for page in pages:
        start, end = span.loc[page.page] if page.page in span.index else (pd.NA, pd.NA)
        begun = sections[sections["start"] <= start] if start is not pd.NA else sections.iloc[:0]
        section = begun["section"].iloc[-1] if len(begun) else pd.NA
        words = sum(language.is_word(page.text[a:b]) for a, b in language.token_spans(page.text))
        rows.append(
            (page.page, page.side, page.sheet, page.position, section, page.text, words, len(page.text), page.fill,
             page.join_kind, page.join_evidence, page.confidence, start, end)
        )  # fmt: skip
    return _frame(rows, PAGES, whole=("start", "end"))
