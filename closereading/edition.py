"""The texts as numbered tables: pages, paragraphs, sentences, tokens, each traceable to the bytes of its source.

Two layers are kept apart. The *diplomatic* layer is what the file holds; the *reading* layer is what the book quotes
and counts: pages joined, markup taken off, and the emendations of ``data/emendations.csv`` made. `Edition.runs` says
for every stretch of the reading text where it comes from and what was changed (`closereading.layers`).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from closereading import decisions, imposition, language, layers, quotations, sources
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

KINDS = {
    **dict.fromkeys(("i", "words", "chars", "sheet", "start", "end", "seed_start", "seed_end"), "int64"),
    **dict.fromkeys(("page", "page_from", "page_to"), "Int64"),
    **dict.fromkeys(("fill", "confidence"), "float64"),
    "is_word": "bool",
}
"""What the columns hold, in all tables alike; those not named hold text."""

PageAt = Callable[[int], object]

VOICES = ("author", "editor", "bracket", "reported")
CERTAINTIES = ("certain", "likely", "undetermined")
BLOCK = re.compile(r"\S(?:.|\n(?![^\S\n]*\n))*")
LINE = re.compile(r"[^\n]+\n?")
SURROGATE = re.compile("[\ud800-\udfff]")
LIST_ITEM = re.compile(r"^[-*] ", re.MULTILINE)


@dataclass(frozen=True, eq=False, repr=False)
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

    def __repr__(self) -> str:
        counts = (
            f"{len(self.paragraphs)} paragraphs, {len(self.sentences)} sentences, {self.sentences['words'].sum()} words"
        )
        return f"<Edition {self.name!r}: {counts}>"

    @cached_property
    def _rows(self) -> list[Any]:
        return list(self.runs.itertuples())

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
        within = slice(self.runs["end"].searchsorted(start, side="right"), self.runs["start"].searchsorted(end))
        for run in self._rows[within]:
            if run.kind not in ("copied", "emended"):
                continue
            first, last = run.seed_start, run.seed_end
            if run.kind == "copied":
                first, last = first + max(0, start - run.start), last - max(0, run.end - end)
            if first < last:
                if ranges and ranges[-1][1] == first:
                    first = ranges.pop()[0]
                ranges.append((first, last))
        return [(int(self._byte_offsets[first]), int(self._byte_offsets[last])) for first, last in ranges]

    def excerpt(self, start: int, end: int, words: int) -> str:
        """Return ``text[start:end]`` with up to ``words`` words on either side, none from outside its paragraph.

        Parameters
        ----------
        start, end : int
            Character offsets in `text`.
        words : int
            How many words there may be before ``start``, and after ``end``.

        Raises
        ------
        ValueError
            Unless ``text[start:end]`` lies in one paragraph.

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
        before = starts[starts.searchsorted(first) : ends.searchsorted(start, side="right")]
        before = before[max(0, len(before) - words) :]
        after = ends[starts.searchsorted(end) : ends.searchsorted(last, side="right")][:words]
        return self.text[before[0] if len(before) else start : after[-1] if len(after) else end]

    @cached_property
    def _byte_offsets(self) -> np.ndarray:
        """Return where in the source's UTF-8 each of its characters begins, and where the last ends."""
        code = np.frombuffer(self.source.encode("utf-32-le"), dtype="<u4")
        return np.concatenate([[0], np.cumsum(1 + (code >= 0x80) + (code >= 0x800) + (code >= 0x10000))])

    @cached_property
    def _word_borders(self) -> tuple[np.ndarray, np.ndarray]:
        words = self.tokens[self.tokens["is_word"]]
        return words["start"].to_numpy(), words["end"].to_numpy()


def read(name: str = "pamphlet") -> Edition:
    """Return a source as an edition.

    Parameters
    ----------
    name : str
        "pamphlet" or "article", or a source that you have registered yourself in ``seeds/sources.toml``: it is read as
        by `from_text` unless ``data/sections.csv`` has its headings.

    Raises
    ------
    closereading.sources.SourceError
        If the source is unknown, missing or changed.
    closereading.decisions.DecisionError
        If a table in ``data/`` does not fit the source.
    closereading.imposition.ImpositionError
        If the register says that the source is imposed but its pages can't be put in order.

    Examples
    --------
    >>> pamphlet = read("pamphlet")
    >>> pamphlet.paragraphs["para"].iloc[[0, 5, 15, 39]].tolist()
    ['I1', 'U1', 'S1', 'T1']
    >>> read("article").paragraphs["para"].iloc[0]
    'L1'
    """
    source = sources.load(name)
    imposed = "imposed" in source.form
    emendations = decisions.table("emendations.csv") if imposed else []
    tables = (_rows("sections.csv", name), _rows("voices.csv", name), emendations)
    made = _made(name, source.title, source.text, imposed, json.dumps(tables))
    # Tables of its own, for a reader may change them.
    return replace(made, **{field.name: _own(getattr(made, field.name)) for field in fields(made)})


def _own(value: Any) -> Any:
    return value.copy(deep=False) if isinstance(value, pd.DataFrame) else value


@lru_cache(maxsize=4)
def _made(name: str, title: str, text: str, imposed: bool, tables: str) -> Edition:
    sections, voices, emendations = json.loads(tables)
    plan = _plan(sections)
    pages = imposition.restore(text) if imposed else []
    if pages and not plan:
        raise DecisionError(
            f"data/sections.csv has no headings for {name}; a booklet's body begins at the first of them."
        )
    runs = (
        layers.booklet_runs(text, layers.body(pages, next(iter(plan))), emendations) if pages else layers.runs_of(text)
    )
    return _build(name, title, text, pages, runs, plan, voices)


def from_text(text: str, name: str = "text", title: str = "") -> Edition:
    r"""Return any plain text as an edition with the same tables.

    Paragraphs are parted by blank lines. A heading opens a section: a line that begins with ``#`` or is underlined with
    ``===`` or ``---`` (Markdown), or is set between ``=`` (wiki). Sections are called "1", "2" …, and "0" what stands
    before the first heading; paragraphs are called "P1", "P2" …, and all is in one voice. What has no word or number in
    it, such as a row of asterisks, is no paragraph.

    Words are told apart by spaces and signs, and a sentence ends at ``.``, ``?`` or ``!``: a script that writes
    otherwise, such as Chinese, must be divided before.

    Parameters
    ----------
    text : str
        The text, in reading order; lines end in ``\\n``, ``\\r\\n`` or ``\\r``.
    name, title : str
        What the text is to be called.

    Raises
    ------
    TypeError
        If ``text`` is not a str.
    ValueError
        If ``text`` holds no words outside headings, is the name of a file, or holds bytes that were read wrongly.

    Examples
    --------
    >>> mine = from_text("# One\n\nFirst words. More words.\n\n# Two\n\nLast words.")
    >>> mine.sentences[["sent", "text"]].to_numpy().tolist()
    [['P1.1', 'First words.'], ['P1.2', 'More words.'], ['P2.1', 'Last words.']]
    """
    if not isinstance(text, str):
        raise TypeError(
            f"text is a {type(text).__name__}, not a str; read a file with: "
            'pathlib.Path("my-text.txt").read_text(encoding="utf-8")'
        )
    if len(text) < 256 and Path(text).is_file():
        raise ValueError(
            f'text is the name of a file; pass its content: pathlib.Path({text!r}).read_text(encoding="utf-8")'
        )
    if surrogate := SURROGATE.search(text):
        raise ValueError(
            f"text[{surrogate.start()}] is {surrogate[0]!a}, half a character; read the file in the encoding it was saved in."
        )
    mine = _build(name, title, text, [], layers.runs_of(text), {}, [])
    if mine.paragraphs.empty:
        raise ValueError("text holds no words outside headings.")
    return mine


def _rows(table: str, name: str) -> list[dict[str, str]]:
    """Return the rows of a table of decisions that are about one source."""
    rows = decisions.table(table)
    unknown = {row["edition"] for row in rows} - sources.register().keys()
    if unknown:
        raise DecisionError(
            f"data/{table}: {min(unknown)!r} is no source; seeds/{sources.REGISTER} has: "
            f"{', '.join(sorted(sources.register()))}."
        )
    return [row for row in rows if row["edition"] == name]


def _plan(rows: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return rows of ``data/sections.csv`` by their headings."""
    for column in ("section", "heading"):
        twice = [value for value, times in Counter(row[column] for row in rows).items() if times > 1 or not value]
        if twice:
            raise DecisionError(f"data/sections.csv: {column} {twice[0]!r} of the {rows[0]['edition']} is not unique.")
    for row in rows:
        _one_of(VOICES, row, "voice", f"data/sections.csv: {row['heading']}")
    return {row["heading"]: row for row in rows}


def _one_of(allowed: Sequence[str], row: dict[str, str], column: str, place: str) -> None:
    if row[column] not in allowed:
        raise DecisionError(f"{place}: {column} {row[column]!r} is none of {', '.join(allowed)}.")


def _build(
    name: str,
    title: str,
    source: str,
    pages: Sequence[imposition.Page],
    runs: list[layers.Run],
    plan: dict[str, dict[str, str]],
    voices: list[dict[str, str]],
) -> Edition:
    """Return the edition made of ``runs``.

    ``plan`` has the sections by their headings, in the columns of ``data/sections.csv``; if it is empty, every heading
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
    text: str, runs: pd.DataFrame, page_at: PageAt, plan: dict[str, dict[str, str]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables of sections and paragraphs.

    If there is a plan, what belongs to none of its sections is in neither table, nor is a list: in an encyclopedia
    article it is a box of facts.
    """
    sections: list[tuple] = []
    paragraphs: list[tuple] = []
    count: Counter[str] = Counter()
    current = None if plan else {"section": "0", "voice": "author"}
    for start, end, is_heading in _blocks(text, runs):
        if is_heading:
            heading = text[start:end]
            number = str(len(sections) + 1)
            unplanned = {"section": number, "title": heading, "short": heading, "voice": "author"}
            current = plan.get(heading) if plan else unplanned
            if current is not None:
                labels = (current["section"], current["title"], current["short"], current["voice"])
                sections.append((*labels, page_at(start), start, end))
        elif current is not None and not (plan and LIST_ITEM.search(text, start, end)):
            letter = current["section"] if plan else "P"
            count[letter] += 1
            place = (current["section"], current["voice"], page_at(start), page_at(end - 1))
            paragraphs.append((f"{letter}{count[letter]}", *place, text[start:end], start, end))
    missing = {row["section"] for row in plan.values()} - {row[0] for row in sections}
    if missing:
        raise DecisionError(f"data/sections.csv: the text has no heading for section {min(missing)}.")
    return _frame(sections, SECTIONS), _frame(paragraphs, PARAGRAPHS)


def _dissect(
    text: str, paragraphs: pd.DataFrame, others: list[tuple[int, int, str]], page_at: PageAt
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables of sentences and tokens; ``others`` are the (start, end, voice) of other voices."""
    splitter = language.sentence_splitter("\n\n".join(paragraphs["text"]))
    sentences: list[tuple] = []
    tokens: list[tuple] = []

    @cache
    def counted_as(token: str) -> tuple[str, str, bool]:
        norm = language.normalize(token)
        return norm, language.lemma(norm), language.is_word(token)

    for para in paragraphs.itertuples():
        for number, (first, last) in enumerate(language.sentence_spans(para.text, splitter), 1):
            sent, start, end = f"{para.para}.{number}", para.start + first, para.start + last
            words = 0
            for a, b in language.token_spans(text[start:end]):
                a, b = start + a, start + b
                voice = next((voice for c, d, voice in others if c <= a < d), para.voice)
                norm, lemma, counted = counted_as(text[a:b])
                place = (len(tokens), sent, para.para, para.section, voice, page_at(a))
                tokens.append((*place, text[a:b], norm, lemma, a, b, counted))
                words += counted
            sentences.append((sent, para.para, text[start:end], start, end, words))
    return _frame(sentences, SENTENCES), _frame(tokens, TOKENS)


def _voice_spans(text: str, paragraphs: pd.DataFrame, voices: list[dict[str, str]]) -> list[tuple[int, int, str]]:
    """Return (start, end, voice) of every stretch of ``data/voices.csv``."""
    place = {row.para: (row.start, row.end) for row in paragraphs.itertuples()}
    spans = []
    for row in voices:
        para, quotation = row["para"], row["quotation"]
        if para not in place:
            raise DecisionError(f"data/voices.csv: the {row['edition']} has no paragraph {para}.")
        at = place[para][0] + quotations.once(quotation, text[slice(*place[para])], "data/voices.csv", para)
        _one_of(VOICES, row, "voice", f"data/voices.csv: {para}")
        _one_of(CERTAINTIES, row, "certainty", f"data/voices.csv: {para}")
        if not row["reason"]:
            raise DecisionError(f"data/voices.csv: {para}: {quotation!r} has no reason; say why.")
        spans.append((at, at + len(quotation), row["voice"]))
    spans.sort()
    for (_, end, _), (start, last, _) in pairwise(spans):
        if start < end:
            raise DecisionError(f"data/voices.csv: {text[start:last]!r} overlaps another row; divide one of the two.")
    return spans


def _frame(rows: list[tuple], columns: Sequence[str], **kinds: str) -> pd.DataFrame:
    """Return the rows as a table; the columns hold what `KINDS` says, unless ``kinds`` says otherwise."""
    kinds = {column: kinds.get(column, KINDS.get(column, "str")) for column in columns}
    return pd.DataFrame(rows, columns=list(columns)).astype(kinds)


def _run_table(runs: list[layers.Run], source: str) -> pd.DataFrame:
    rows = []
    at = 0
    for run in runs:
        end = at + len(run.reads)
        found = source[run.seed_start : run.seed_end]
        rows.append((at, end, run.seed_start, run.seed_end, run.kind, found, run.reads, run.page))
        at = end
    return _frame(rows, RUNS)


def _blocks(text: str, runs: pd.DataFrame) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, whether it is a heading) of each heading and of each block of words parted by blank lines."""
    marks = set(runs.loc[runs["kind"] == "heading", "start"])
    for block in BLOCK.finditer(text):
        parts: list[tuple[int, int, bool]] = []
        for line in LINE.finditer(text, *block.span()):
            is_heading = line.start() in marks or line.start() + len(line[0].rstrip("\n")) in marks
            # A heading may touch the paragraph before it or after it.
            if is_heading or not parts or parts[-1][2]:
                parts.append((*line.span(), is_heading))
            else:
                parts[-1] = (parts[-1][0], line.end(), False)
        for start, end, is_heading in parts:
            words = text[start:end].rstrip()
            if language.has_words(words):
                yield start, start + len(words), is_heading


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
    return _frame(rows, PAGES, page="int64", start="Int64", end="Int64")
