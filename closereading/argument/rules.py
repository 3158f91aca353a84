"""What a correct annotation of an argument must fulfil, each demand a small function that names what breaks it."""

# ruff: noqa: D401
# The docstring of a rule says what must hold, not what the function does.

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from itertools import pairwise
from typing import Any, NamedTuple

import networkx as nx
import numpy as np
import pandas as pd

from closereading.argument.annotation import (
    AUTHORS,
    CLAIMS,
    CONFIDENCE,
    CONTEXT,
    CRUXES,
    CUT,
    RELATIONS,
    SCHEMES,
    TYPES,
    Argument,
)
from closereading.argument.annotation import ROLES as ROLES_OF_CLAIMS
from closereading.argument.annotation import STANCES as STANCES_OF_CLAIMS
from closereading.argument.semantics import grounded
from closereading.argument.structure import SUPPORTS, bearings
from closereading.edition import VOICES, Edition
from closereading.quotations import places, whole

LONGEST_GLOSS = 60
"""Characters a gloss may have: more do not fit a box of a map."""

MAIN_LINE = range(8, 25)
"""How many claims of a section a short map may draw: fewer show no argument, more cannot be taken in."""

EDITORS = ("editor", "bracket")
ROLES_OF_EDITORS = ("summary", "context", "framing")

NOT_NEGATIONS = re.compile(r"\bnot only\b|\bno doubt\b|\bnothing but\b|\bnever be anything but\b", re.IGNORECASE)
"""Turns of phrase that deny nothing."""

NEGATIONS = re.compile(
    r"\b(?:no|not|nor|none|never|nothing|nobody|nowhere|neither|cannot|without)\b|n['’]t\b", re.IGNORECASE
)
"""Words that deny a statement: a gloss that drops them may say the reverse."""

DENIALS = re.compile(
    rf"""{NEGATIONS.pattern}
      | \bun(?!der|i[floqstv]|til\b|to\b|cle)\w{{3,}} | \bnon-?\w{{3,}}
      | \b(?!neverthe|nonethe|regard|doubt)\w{{3,}}less\b
      | \b(?:lack|fail|refus|reject|den[iy]|absen|aboli|imposs|indispens|insepar|independ|incap|inab)\w*
      | \b(?:only|alone|few|hardly|scarcely|barely|rarely|seldom|instead|beyond|outside|devoid|far\ from|rather\ than)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words by which a gloss can keep a negation, or a quotation license one: to say "only" is to deny the rest."""


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong with an argument.

    Attributes
    ----------
    rule : str
        The name of the rule that is broken.
    id : str
        The claim, relation, crux, paragraph or section it is broken at.
    message : str
        What is wrong, and the remedy.
    """

    rule: str
    id: str
    message: str

    def __str__(self) -> str:
        return f"{self.id}: {self.message} ({self.rule})"


Found = Iterator[tuple[str, str]]
Rule = Callable[[Argument], Iterator[Problem]]

_RULES: list[Rule] = []


def _rule(find: Callable[[Argument], Found]) -> Rule:
    """Make a rule of a function that finds the ids where something is wrong and the messages that say so."""

    @wraps(find)
    def rule(argument: Argument) -> Iterator[Problem]:
        return (Problem(find.__name__, id, message) for id, message in find(argument))

    _RULES.append(rule)
    return rule


def problems(argument: Argument) -> list[Problem]:
    """Return all that is wrong with an argument, nothing if every rule holds.

    Parameters
    ----------
    argument : Argument
        Any argument, however broken. A rule says nothing where another's fault keeps it from judging.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from closereading.argument import annotation
    >>> argument = annotation.load()
    >>> bent = replace(argument, claims=argument.claims.replace({"role": "thesis"}, "conclusion"))
    >>> sorted({problem.rule for problem in problems(bent)} - {problem.rule for problem in problems(argument)})
    ['every_section_has_a_thesis', 'words_are_of_the_vocabulary']
    """
    return [problem for rule in RULES for problem in rule(argument)]


# The cells of a table, read so that no rule meets a value it cannot work with.

WRONG = object()


class _Kind(NamedTuple):
    says: str
    fits: Callable[[Any], bool]
    read: Callable[[Any], Any] = lambda value: value


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value))


def _is_whole(value: Any) -> bool:
    if isinstance(value, bool | np.bool_):
        return False
    # A column of whole numbers with one gap in it holds floats.
    whole = isinstance(value, int | np.integer) or (isinstance(value, float) and value.is_integer())
    return whole and abs(value) < 2**53


def _are_ids(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(id, str) and id for id in value)


def _are_ranges(value: Any) -> bool:
    return isinstance(value, tuple) and all(
        isinstance(pair, tuple) and len(pair) == 2 and all(map(_is_whole, pair)) for pair in value
    )


_TEXT = _Kind("text, if only an empty one", lambda value: isinstance(value, str))
_WORDS = _Kind("text, and not empty", lambda value: isinstance(value, str) and value != "")
_WHOLE = _Kind("a whole number", _is_whole, int)
_WHOLE_OR_NONE = _Kind(
    "a whole number or missing",
    lambda value: _is_missing(value) or _is_whole(value),
    lambda value: None if _is_missing(value) else int(value),
)
_TRUTH = _Kind("True or False", lambda value: isinstance(value, bool | np.bool_), bool)
_IDS = _Kind("a tuple of ids", _are_ids)
_RANGES = _Kind("a tuple of pairs of whole numbers", _are_ranges)

_KINDS: Mapping[str, _Kind] = {
    **dict.fromkeys((*CLAIMS, *RELATIONS, *CRUXES), _WORDS),
    **dict.fromkeys(("gloss", "loose", "note", "prefix", "suffix", "cue"), _TEXT),
    **dict.fromkeys(("start", "end", "conf"), _WHOLE),
    **dict.fromkeys(("page", "cue_start"), _WHOLE_OR_NONE),
    **dict.fromkeys(("main", "crosses_cut"), _TRUTH),
    **dict.fromkeys(("src", "claims"), _IDS),
    "seed_runs": _RANGES,
}


def _cells(table: pd.DataFrame, column: str) -> list[Any]:
    """Return the cells of a column as plain values, `WRONG` where they are not of its kind."""
    if list(table.columns).count(column) != 1:
        return [WRONG] * len(table)
    kind = _KINDS[column]
    return [kind.read(value) if kind.fits(value) else WRONG for value in table[column].tolist()]


def _rows(table: pd.DataFrame, columns: str) -> list[tuple]:
    """Return the columns of those rows that can be read in all of them."""
    rows = zip(*(_cells(table, column) for column in columns.split()), strict=True)
    return [row for row in rows if not any(cell is WRONG for cell in row)]


def _by_id(rows: Iterable[tuple]) -> dict[str, tuple]:
    """Return the rows under their first cell, without those whose id another has too."""
    rows = list(rows)
    times = Counter(row[0] for row in rows)
    return {row[0]: row[1:] for row in rows if times[row[0]] == 1}


def _tables(argument: Argument) -> list[tuple[str, pd.DataFrame, Sequence[str]]]:
    return [
        ("claims", argument.claims, CLAIMS),
        ("relations", argument.relations, RELATIONS),
        ("cruxes", argument.cruxes, CRUXES),
    ]


def _paragraphs(edition: Edition) -> dict[str, Any]:
    return {row.para: row for row in edition.paragraphs.itertuples()}


def _listed(ids: Iterable[object]) -> str:
    return ", ".join(map(str, ids))


# Tables


@_rule
def tables_have_their_columns(argument: Argument) -> Found:
    """Claims, relations and cruxes have the columns that `Argument` names, in that order."""
    for name, table, columns in _tables(argument):
        if list(table.columns) != list(columns):
            yield name, f"the columns are {_listed(table.columns)}; they must be {_listed(columns)}."


@_rule
def cells_are_of_their_kind(argument: Argument) -> Found:
    """Every cell holds what its column is for; what must be filled is."""
    for name, table, columns in _tables(argument):
        ids = _cells(table, "id")
        for column in columns:
            if list(table.columns).count(column) != 1:
                continue
            for row, cell in enumerate(_cells(table, column)):
                if cell is WRONG:
                    where = ids[row] if ids[row] is not WRONG else f"{name}[{row}]"
                    yield where, f"{column} is {table[column].iloc[row]!r}; it must be {_KINDS[column].says}."


@_rule
def ids_are_unique(argument: Argument) -> Found:
    """No two claims, relations or cruxes have the same id."""
    times = Counter(id for _, table, _ in _tables(argument) for (id,) in _rows(table, "id"))
    for id, count in times.items():
        if count > 1:
            yield id, f"{count} rows have this id; give each its own, or take the repeated row away."


@_rule
def ids_have_their_form(argument: Argument) -> Found:
    """A claim is called by its paragraph and a letter, a relation by r and a number, a crux by x and a number."""
    for id, para in _rows(argument.claims, "id para"):
        if not re.fullmatch(re.escape(para) + "[a-z]", id):
            yield id, f"the claim stands in {para}; call it {para} and a letter."
    for table, letter in ((argument.relations, "r"), (argument.cruxes, "x")):
        for (id,) in _rows(table, "id"):
            if not re.fullmatch(rf"{letter}\d+", id, re.ASCII):
                yield id, f"call it {letter} and a number."


@_rule
def words_are_of_the_vocabulary(argument: Argument) -> Found:
    """Voice, role, stance, type, scheme and confidence are words of their closed lists."""
    vocabularies: list[tuple[pd.DataFrame, str, Iterable[Hashable]]] = [
        (argument.claims, "voice", VOICES),
        (argument.claims, "role", ROLES_OF_CLAIMS),
        (argument.claims, "stance", STANCES_OF_CLAIMS),
        (argument.relations, "type", TYPES),
        (argument.relations, "scheme", SCHEMES),
        (argument.relations, "conf", [int(number) for number in CONFIDENCE]),
    ]
    for table, column, words in vocabularies:
        for id, word in _rows(table, f"id {column}"):
            if word not in words:
                yield id, f"{column} is {word!r}; it must be one of: {_listed(words)}."


@_rule
def claims_are_in_the_order_of_the_text(argument: Argument) -> Found:
    """The claims stand in their table as their quotations stand in the text."""
    for (before, first), (id, start) in pairwise(_rows(argument.claims, "id start")):
        if start < first:
            yield id, f"it begins before {before}, which stands above it; sort the claims by their place."


@_rule
def relations_are_in_the_order_of_their_sources(argument: Argument) -> Found:
    """The relations stand in their table as their first sources stand in the text, those of one source by number."""
    start = {id: place for id, (place,) in _by_id(_rows(argument.claims, "id start")).items()}
    places = [(id, start.get(src[0])) for id, src in _rows(argument.relations, "id src")]
    known = [(id, place) for id, place in places if place is not None and re.fullmatch(r"r\d+", id, re.ASCII)]
    for (before, first), (id, place) in pairwise(known):
        if (place, int(id[1:])) < (first, int(before[1:])):
            yield (
                id,
                f"its source stands before that of {before}, which is above it; sort by place of source and number.",
            )


# Anchors


@_rule
def quotation_stands_at_its_place(argument: Argument) -> Found:
    """The text has the quotation from start to end, to the letter."""
    text = argument.edition.text
    for id, quote, start, end in _rows(argument.claims, "id quote start end"):
        if not 0 <= start < end <= len(text):
            yield id, f"start and end are {start} and {end}; they must lie in 0..{len(text)}, in this order."
        elif text[start:end] != quote:
            yield id, f"the text has “{text[start:end]}” at {start}–{end}, not “{quote}”; quote it as it stands there."


@_rule
def quotation_is_of_whole_words(argument: Argument) -> Found:
    """A quotation cuts through no word and has no space at its ends."""
    text = argument.edition.text
    for id, quote, start, end in _rows(argument.claims, "id quote start end"):
        if text[start:end] != quote or not 0 <= start < end:
            continue
        if quote != quote.strip() or not whole(quote).match(text, start):
            yield (
                id,
                f"it cuts through “{text[max(start - 9, 0) : start + 9]}” or “{text[max(end - 9, 0) : end + 9]}”; quote whole words, without spaces around them.",
            )


@_rule
def quotation_stands_once_in_its_paragraph(argument: Argument) -> Found:
    """The words of a claim stand in its paragraph once, so that they can be found there by hand."""
    paragraphs = _paragraphs(argument.edition)
    for id, para, quote in _rows(argument.claims, "id para quote"):
        if para in paragraphs and (count := len(places(quote, paragraphs[para].text))) != 1:
            yield id, f"“{quote}” stands {count} times in {para}; quote words that stand there once."


@_rule
def claim_lies_in_its_paragraph(argument: Argument) -> Found:
    """The paragraph is one of the edition's, and the quotation begins and ends in it."""
    paragraphs = _paragraphs(argument.edition)
    for id, para in _rows(argument.claims, "id para"):
        if para not in paragraphs:
            yield id, f"the {argument.edition.name} has no paragraph {para}; give the one the quotation stands in."
    for id, para, start, end in _rows(argument.claims, "id para start end"):
        own = paragraphs.get(para)
        if own is not None and not own.start <= start <= end <= own.end:
            yield (
                id,
                f"{start}–{end} is not within {para}, which is {own.start}–{own.end}; give the paragraph of its words.",
            )


@_rule
def section_is_its_paragraphs(argument: Argument) -> Found:
    """A claim is of the section its paragraph is of."""
    paragraphs = _paragraphs(argument.edition)
    for id, para, section in _rows(argument.claims, "id para section"):
        if para in paragraphs and paragraphs[para].section != section:
            yield id, f"section is {section}; {para} is of section {paragraphs[para].section}."


@_rule
def page_is_where_it_begins(argument: Argument) -> Found:
    """The page is the one the quotation begins on; there is none where the edition has no pages."""
    printed = argument.edition.pages.dropna(subset=["start", "end"])
    spans = [(row.page, row.start, row.end) for row in printed.itertuples()]
    for id, start, page in _rows(argument.claims, "id start page"):
        found = next((number for number, first, last in spans if first <= start < last), None)
        if page != found and 0 <= start < len(argument.edition.text):
            yield id, f"page is {page}; the quotation begins on {'no page' if found is None else f'page {found}'}."


@_rule
def prefix_and_suffix_are_its_neighbors(argument: Argument) -> Found:
    """Prefix and suffix are what stands before and after the quotation in its paragraph, as far as they reach."""
    paragraphs, text = _paragraphs(argument.edition), argument.edition.text
    for id, para, start, end, prefix, suffix in _rows(argument.claims, "id para start end prefix suffix"):
        own = paragraphs.get(para)
        if own is None or not own.start <= start <= end <= own.end:
            continue
        if prefix != (before := text[own.start : start][-CONTEXT:]):
            yield id, f"prefix is {prefix!r}; before the quotation stands {before!r}."
        if suffix != (after := text[end : own.end][:CONTEXT]):
            yield id, f"suffix is {suffix!r}; after the quotation stands {after!r}."


@_rule
def anchor_stands_once(argument: Argument) -> Found:
    """Prefix, quotation and suffix together stand in the text exactly once."""
    for id, quote, prefix, suffix in _rows(argument.claims, "id quote prefix suffix"):
        if (count := argument.edition.text.count(prefix + quote + suffix)) != 1:
            yield (
                id,
                f"“{prefix}[{quote}]{suffix}” stands {count} times in the text; it must be found once: quote more.",
            )


@_rule
def seed_runs_rebuild_the_quotation(argument: Argument) -> Found:
    """The bytes of the source at seed_runs are the quotation, but for pages joined, marks taken off and emendations made."""
    edition = argument.edition
    raw = edition.source.encode()
    made = [_Made(*row) for row in edition.runs[list(_Made._fields)].itertuples(index=False)]
    starts, ends = [run.start for run in made], [run.end for run in made]
    for id, quote, start, end, runs in _rows(argument.claims, "id quote start end seed_runs"):
        if not 0 <= start < end <= len(edition.text) or edition.text[start:end] != quote:
            continue
        within = made[bisect_right(ends, start) : bisect_left(starts, end)]
        source = b"".join(raw[first:last] for first, last in runs if 0 <= first < last).decode(errors="replace")
        if _reading(source, start, end, within) != quote:
            yield (
                id,
                f"the source has “{source}” at {_listed(runs)}, which does not make the quotation; compute it again.",
            )
        elif runs != (found := _bytes(edition.source, start, end, within)):
            yield id, f"it was made from bytes {_listed(found)}, not {_listed(runs)}; compute it again."


class _Made(NamedTuple):
    """A run of the reading text and what the source has for it, as in `Edition.runs`."""

    start: int
    end: int
    seed_start: int
    seed_end: int
    kind: str
    found: str
    reads: str


def _reading(source: str, start: int, end: int, runs: Iterable[_Made]) -> str | None:
    """Return what the reading text makes of the source's words for ``start`` to ``end``; None if they are others."""
    reads, at = "", 0
    for run in runs:
        first, last = max(run.start, start), min(run.end, end)
        if run.kind == "copied":
            reads += source[at : at + last - first]
            at += last - first
            continue
        if run.kind == "emended":
            if source[at : at + len(run.found)] != run.found:
                return None
            at += len(run.found)
        reads += run.reads[first - run.start : last - run.start]
    return reads if at == len(source) else None


def _bytes(source: str, start: int, end: int, runs: Iterable[_Made]) -> tuple[tuple[int, int], ...]:
    """Return the byte ranges of the source that the reading text was made from; those that touch are one."""
    ranges: list[tuple[int, int]] = []
    for run in runs:
        first, last = run.seed_start, run.seed_end
        if run.kind == "copied":
            first, last = first + max(0, start - run.start), last - max(0, run.end - end)
        if first < last and run.kind in ("copied", "emended"):
            if ranges and ranges[-1][1] == first:
                first = ranges.pop()[0]
            ranges.append((first, last))
    return tuple((len(source[:first].encode()), len(source[:last].encode())) for first, last in ranges)


@_rule
def claims_do_not_overlap(argument: Argument) -> Found:
    """No two claims quote the same letters."""
    rows = sorted(_rows(argument.claims, "start end id"))
    for (first, last, before), (start, _, id) in pairwise(rows):
        if start < last and first < last:
            yield id, f"it begins at {start}, before {before} ends at {last}; divide the words between the two."


@_rule
def voice_is_the_editions(argument: Argument) -> Found:
    """All the words of a claim are in the voice it is given to, as the edition has it."""
    tokens = argument.edition.tokens
    starts, ends, voices = (tokens[column].to_numpy() for column in ("start", "end", "voice"))
    for id, voice, start, end in _rows(argument.claims, "id voice start end"):
        found = dict.fromkeys(voices[ends.searchsorted(start, side="right") : starts.searchsorted(end)])
        if voice in VOICES and found and list(found) != [voice]:
            yield (
                id,
                f"voice is {voice}; its words are in the voice of: {_listed(found)}. Give it that, or quote fewer.",
            )


@_rule
def every_paragraph_has_claims(argument: Argument) -> Found:
    """Some claim is quoted from every paragraph."""
    has = {para for (para,) in _rows(argument.claims, "para")}
    for para in argument.edition.paragraphs["para"]:
        if para not in has:
            yield para, "no claim is quoted from this paragraph; say what it does in the argument."


# Glosses


@_rule
def gloss_fits_a_box(argument: Argument) -> Found:
    """A gloss is not empty and has 60 characters at most."""
    for id, gloss in _rows(argument.claims, "id gloss"):
        if not gloss.strip():
            yield id, "gloss is empty; say the claim in a few words."
        elif len(gloss) > LONGEST_GLOSS:
            yield id, f"gloss has {len(gloss)} characters; say it in {LONGEST_GLOSS}."


@_rule
def gloss_keeps_the_negation(argument: Argument) -> Found:
    """Where the quotation denies something, so does the gloss."""
    for id, quote, gloss in _rows(argument.claims, "id quote gloss"):
        denied = NEGATIONS.search(NOT_NEGATIONS.sub("", quote))
        if denied and gloss.strip() and not DENIALS.search(gloss):
            yield id, f"“{quote}” has “{denied[0]}”, but nothing in the gloss “{gloss}” denies; keep the negation."


@_rule
def gloss_adds_no_negation(argument: Argument) -> Found:
    """Where the gloss denies something, so does the quotation."""
    for id, quote, gloss in _rows(argument.claims, "id quote gloss"):
        denied = NEGATIONS.search(NOT_NEGATIONS.sub("", gloss))
        if denied and quote.strip() and not DENIALS.search(quote):
            yield (
                id,
                f"the gloss “{gloss}” has “{denied[0]}”, but nothing in “{quote}” denies; say it as the text does.",
            )


@_rule
def no_gloss_stands_twice(argument: Argument) -> Found:
    """No two claims have the same gloss: it would be that of one of them only."""
    first: dict[str, str] = {}
    for id, gloss in _rows(argument.claims, "id gloss"):
        earlier = first.setdefault(gloss.strip().casefold(), id)
        if gloss.strip() and earlier != id:
            yield id, f"{earlier} has the same gloss, “{gloss}”; say what sets this claim apart."


@_rule
def ids_in_remarks_exist(argument: Argument) -> Found:
    """Claims and relations that a note, a reason or a reading names are there."""
    paragraphs = "|".join(map(re.escape, argument.edition.paragraphs["para"]))
    named = re.compile(rf"\b(?:(?:{paragraphs})[a-z]|r\d\d+)\b")
    known = _ids(argument.claims) | _ids(argument.relations)
    remarks = {"claims": ("loose", "note"), "relations": ("note",), "cruxes": ("question", "readings", "because")}
    for name, table, _ in _tables(argument):
        for column in remarks[name]:
            for id, remark in _rows(table, f"id {column}"):
                for other in dict.fromkeys(named.findall(remark)):
                    if other not in known:
                        yield id, f"{column} names {other}, which is not there; name what has taken its place."


# Ends of relations


class _Ends(NamedTuple):
    """A relation that can be followed."""

    id: str
    src: tuple[str, ...]
    type: str
    dst: str


class _Claim(NamedTuple):
    """What a claim is."""

    voice: str
    role: str
    stance: str

    @property
    def is_rejected(self) -> bool:
        return self.role == "objection" or self.stance == "rejected"

    @property
    def is_granted(self) -> bool:
        return self.role == "concession" or self.stance == "conceded"


def _ends(argument: Argument) -> list[_Ends]:
    return [_Ends(*row) for row in _rows(argument.relations, "id src type dst")]


def _known(argument: Argument) -> dict[str, _Claim]:
    """Return what each claim is whose id is its own."""
    return {id: _Claim(*row) for id, row in _by_id(_rows(argument.claims, "id voice role stance")).items()}


def _ids(table: pd.DataFrame) -> set[str]:
    return {id for (id,) in _rows(table, "id")}


@_rule
def ends_exist(argument: Argument) -> Found:
    """A relation goes out from claims that exist, and to a claim or a relation that exists."""
    claims, relations = _ids(argument.claims), _ids(argument.relations)
    for id, src, dst in _rows(argument.relations, "id src dst"):
        for end in dict.fromkeys((*src, dst)):
            if end not in claims and end not in relations:
                yield id, f"there is no {end}; give the id of a claim{' or a relation' if end == dst else ''}."


@_rule
def relation_goes_out_from_claims(argument: Argument) -> Found:
    """What a relation goes out from is a claim, not a relation."""
    relations = _ids(argument.relations) - _ids(argument.claims)
    for id, src in _rows(argument.relations, "id src"):
        for source in dict.fromkeys(src):
            if source in relations:
                yield id, f"it goes out from the relation {source}; let it go out from the claim that is meant."


@_rule
def undercut_aims_at_a_relation(argument: Argument) -> Found:
    """An undercut strikes a relation, not a claim."""
    claims = _ids(argument.claims)
    for id, type, dst in _rows(argument.relations, "id type dst"):
        if type == "und" and dst in claims:
            yield id, f"it undercuts the claim {dst}; name the relation it strikes, or let it attack (reb)."


@_rule
def only_an_undercut_aims_at_a_relation(argument: Argument) -> Found:
    """Supports, examples, attacks, limits and restatements go to a claim, not to a relation."""
    relations = _ids(argument.relations) - _ids(argument.claims)
    for id, type, dst in _rows(argument.relations, "id type dst"):
        if type in TYPES and type != "und" and dst in relations:
            yield id, f"it {TYPES[type]} the relation {dst}; name a claim, or let it undercut (und)."


@_rule
def nothing_relates_to_itself(argument: Argument) -> Found:
    """No relation goes back to its own source or to itself, and no claim undercuts what it says itself."""
    sources = {id: row[0] for id, row in _by_id(_rows(argument.relations, "id src")).items()}
    for id, src, dst in _rows(argument.relations, "id src dst"):
        if dst in src or dst == id:
            yield id, f"it goes from {_listed(src)} to {dst}; no claim gives a reason for itself or against itself."
        elif set(src) & set(sources.get(dst, ())):
            yield id, f"it undercuts {dst}, which goes out from {_listed(sources[dst])} too; take one of the two away."


@_rule
def linked_sources_are_distinct(argument: Argument) -> Found:
    """Sources that count together are each named once, in the order of the text."""
    start = {id: place for id, (place,) in _by_id(_rows(argument.claims, "id start")).items()}
    for id, src in _rows(argument.relations, "id src"):
        repeated = [source for source, times in Counter(src).items() if times > 1]
        places = [start[source] for source in src if source in start]
        if repeated:
            yield id, f"src names {_listed(repeated)} more than once; once is enough."
        elif places != sorted(places):
            yield id, f"src is {' '.join(src)}; name the claims in the order of the text."


@_rule
def linked_sources_are_of_one_voice(argument: Argument) -> Found:
    """Sources that count together are in one voice and in one section."""
    known = _by_id(_rows(argument.claims, "id voice section"))
    for id, src in _rows(argument.relations, "id src"):
        found = [known[source] for source in src if source in known]
        for what, words in (("voices", [voice for voice, _ in found]), ("sections", [section for _, section in found])):
            if len(set(words)) > 1:
                yield (
                    id,
                    f"{_listed(src)} are of the {what} {_listed(dict.fromkeys(words))}; link only what is said together.",
                )


@_rule
def no_relation_stands_twice(argument: Argument) -> Found:
    """The same sources do not speak for a claim twice, nor against it, nor limit it twice."""
    first: dict[tuple, str] = {}
    for id, src, type, dst in _ends(argument):
        does = "speaks for" if type in SUPPORTS else TYPES.get(type, type)
        earlier = first.setdefault((frozenset(src), does, dst), id)
        if earlier != id:
            yield id, f"{_listed(src)} {does} {dst} in {earlier} already; take one of the two away."


@_rule
def nothing_speaks_both_for_and_against(argument: Argument) -> Found:
    """No claim both supports a claim and attacks or limits it."""
    does: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for id, src, type, dst in _ends(argument):
        side = "for" if type in SUPPORTS else "against" if type in ("reb", "qua") else ""
        for source in src if side else ():
            does[source, dst].setdefault(side, id)
    for (source, dst), sides in does.items():
        if len(sides) == 2:
            yield sides["against"], f"{source} speaks for {dst} in {sides['for']} and against it here; decide which."


@_rule
def limit_comes_from_a_concession_or_the_editor(argument: Argument) -> Found:
    """Only what is granted, and what the editor adds, limits a claim."""
    known = _known(argument)
    for id, src, type, _ in _ends(argument):
        for source in src if type == "qua" else ():
            if source in known and not known[source].is_granted and known[source].voice not in EDITORS:
                yield (
                    id,
                    f"{source} limits, but is a {known[source].role}, {known[source].stance}; only what is granted limits.",
                )


@_rule
def scheme_fits_the_type(argument: Argument) -> Found:
    """The scheme of an example is example; that of a restatement, and of nothing else, is restatement."""
    for id, type, scheme in _rows(argument.relations, "id type scheme"):
        wanted = {"exa": "example", "res": "restatement"}.get(type, "")
        if type in TYPES and scheme in SCHEMES and (scheme != wanted if wanted else scheme == "restatement"):
            yield id, f"it {TYPES[type]}, but its scheme is {scheme}; change one of the two."


@_rule
def restatement_comes_after(argument: Argument) -> Found:
    """The author restates what he has said before."""
    known = _by_id(_rows(argument.claims, "id voice start"))
    for id, src, type, dst in _ends(argument):
        for source in src if type == "res" and dst in known else ():
            if source in known and known[source][0] in AUTHORS and known[source][1] < known[dst][1]:
                yield id, f"{source} stands before {dst}, which it restates; turn the relation round."


# The editor


@_rule
def editors_roles_are_the_editors(argument: Argument) -> Found:
    """Summaries, context and framing are the editor's, and he does nothing else."""
    for id, voice, role in _rows(argument.claims, "id voice role"):
        if voice in VOICES and role in ROLES_OF_CLAIMS and (voice in EDITORS) != (role in ROLES_OF_EDITORS):
            roles = [word for word in ROLES_OF_CLAIMS if (word in ROLES_OF_EDITORS) == (voice in EDITORS)]
            yield id, f"role is {role}, the voice that of the {voice}; it must be one of: {_listed(roles)}."


@_rule
def editor_only_restates_or_limits(argument: Argument) -> Found:
    """The editor gives no reasons for or against anything."""
    known = _known(argument)
    for id, src, type, _ in _ends(argument):
        for source in src:
            if source in known and known[source].voice in EDITORS and type in ("sup", "exa", "reb", "und"):
                yield (
                    id,
                    f"{source} is the {known[source].voice}'s, but {TYPES[type]}; he can only restate (res) or limit (qua).",
                )


@_rule
def nothing_goes_out_to_the_editor(argument: Argument) -> Found:
    """Nothing of the author's speaks for or against what the editor says."""
    known = _known(argument)
    relations = {id: (src, dst) for id, src, _, dst in _ends(argument)}
    for id, src, _, dst in _ends(argument):
        struck = relations.get(dst, ((), dst))
        of_editor = [end for end in (*struck[0], struck[1]) if end in known and known[end].voice in EDITORS]
        if of_editor and any(source in known and known[source].voice in AUTHORS for source in src):
            yield (
                id,
                f"it goes from {_listed(src)} to {_listed(of_editor)}, the editor's words; the author did not know them.",
            )


@_rule
def summary_restates(argument: Argument) -> Found:
    """A summary of the editor's restates a claim of the author's, and nothing else of his does."""
    known = _known(argument)
    restating = {
        source
        for _, src, type, dst in _ends(argument)
        for source in src
        if type == "res" and dst in known and known[dst].voice in AUTHORS
    }
    for id, claim in known.items():
        if claim.role == "summary" and id not in restating:
            yield (
                id,
                "it sums up, but restates no claim of the author's; name the claim (res), or call it context or framing.",
            )
        elif claim.voice in EDITORS and claim.role in ("context", "framing") and id in restating:
            yield id, f"it restates the author, but its role is {claim.role}; call it a summary."


# Stances


@_rule
def objection_is_rejected(argument: Argument) -> Found:
    """An objection is a view he rejects, and a view he rejects is an objection."""
    for id, role, stance in _rows(argument.claims, "id role stance"):
        if (role == "objection") != (stance == "rejected") and role in ROLES_OF_CLAIMS and stance in STANCES_OF_CLAIMS:
            yield id, f"role is {role}, stance {stance}; objection and rejected go together."


@_rule
def concession_is_not_asserted(argument: Argument) -> Found:
    """What he concedes he grants, grants on a condition, or grants in irony; and what he grants is a concession."""
    for id, role, stance in _rows(argument.claims, "id role stance"):
        if role == "concession" and stance in ("asserted", "reported"):
            yield id, f"it is a concession, but {stance}; say how he grants it: conceded, hypothetical or ironic."
        elif stance == "conceded" and role in ROLES_OF_CLAIMS and role != "concession":
            yield id, f"it is conceded, but a {role}; call it a concession."


@_rule
def thesis_is_asserted(argument: Argument) -> Found:
    """What a section is there to show is asserted."""
    for id, role, stance in _rows(argument.claims, "id role stance"):
        if role == "thesis" and stance in STANCES_OF_CLAIMS and stance != "asserted":
            yield id, f"it is a thesis, but {stance}; a thesis is asserted."


@_rule
def reported_words_are_not_asserted(argument: Argument) -> Found:
    """The words of others are reported, or rejected or repeated in irony; nobody reports his own."""
    for id, voice, stance in _rows(argument.claims, "id voice stance"):
        if voice == "reported" and stance in ("asserted", "hypothetical", "conceded"):
            yield id, f"the words are others', but {stance}; say that they are reported, rejected or ironic."
        elif voice in EDITORS and stance in STANCES_OF_CLAIMS and stance not in ("asserted", "reported"):
            yield id, f"the words are the {voice}'s, but {stance}; the editor asserts or reports."


# Reasons, objections and replies


@_rule
def premise_gives_a_reason(argument: Argument) -> Found:
    """A premise is a reason for something, or against it, unless it is a remark apart: loose, and given no reason."""
    ends = _ends(argument)
    given = {source for _, src, type, _ in ends for source in src if type != "qua"}
    supported = {dst for _, _, type, dst in ends if type in ("sup", "exa")}
    loose = {id for id, why in _rows(argument.claims, "id loose") if why.strip()}
    for id, claim in _known(argument).items():
        if claim.role == "premise" and id not in given and (id not in loose or id in supported):
            yield id, "it is a premise, but a reason for nothing; relate it to a claim, or call it a claim."


@_rule
def claim_is_given_a_reason(argument: Argument) -> Found:
    """What is called a claim or a thesis is given a reason or an example."""
    supported = {dst for _, _, type, dst in _ends(argument) if type in ("sup", "exa")}
    for id, claim in _known(argument).items():
        if claim.role in ("claim", "thesis") and id not in supported:
            yield id, f"it is a {claim.role}, but no reason is given for it; relate one to it, or call it a premise."


@_rule
def rebuttal_answers(argument: Argument) -> Found:
    """A rebuttal attacks an objection or a concession, or undercuts a relation."""
    known = _known(argument)
    answering = {
        source
        for _, src, type, dst in _ends(argument)
        for source in src
        if type == "und" or (type == "reb" and dst in known and (known[dst].is_rejected or known[dst].is_granted))
    }
    for id, claim in known.items():
        if claim.role == "rebuttal" and id not in answering:
            yield (
                id,
                "it is a rebuttal, but answers nothing; attack an objection (reb) or undercut a relation (und) with it.",
            )


@_rule
def attack_has_two_sides(argument: Argument) -> Found:
    """An attack comes from a view he does not hold, or goes to one."""
    known = _known(argument)
    for id, src, type, dst in _ends(argument):
        ends = [known[end] for end in (*src, dst) if end in known]
        if type == "reb" and len(ends) == len(src) + 1:
            against = {claim.is_rejected for claim in ends[:-1]} == {True}
            if not any(claim.is_rejected or claim.is_granted for claim in ends):
                yield (
                    id,
                    f"{_listed(src)} attacks {dst}, and he holds both; one of them is an objection or a concession.",
                )
            elif against and ends[-1].is_rejected:
                yield id, f"{_listed(src)} attacks {dst}, and he rejects both; let an attack meet what he holds."


@_rule
def objection_strikes(argument: Argument) -> Found:
    """An objection attacks or undercuts something, or props up an objection that does."""
    known, ends = _known(argument), _ends(argument)
    strikes = {source for _, src, type, _ in ends for source in src if type in ("reb", "und")}
    props = nx.DiGraph((dst, source) for _, src, type, dst in ends for source in src if type in SUPPORTS)
    props.add_nodes_from(known)
    objections = {id for id, claim in known.items() if claim.role == "objection"}
    among = props.subgraph(objections)
    for id in known:
        if id in objections and not ({id} | nx.ancestors(among, id)) & strikes:
            yield (
                id,
                "it is an objection, but strikes nothing; attack a claim (reb) or undercut a relation (und) with it.",
            )


@_rule
def objection_is_answered(argument: Argument) -> Found:
    """Something he holds attacks every objection, or undercuts all its attacks."""
    known, ends = _known(argument), _ends(argument)
    held = {id for id, claim in known.items() if not claim.is_rejected}
    answered = {dst for _, src, type, dst in ends if type in ("reb", "und") and set(src) <= held}
    for id, claim in known.items():
        strikes = [relation for relation, src, type, _ in ends if id in src and type in ("reb", "und")]
        undercut = bool(strikes) and set(strikes) <= answered
        if claim.role == "objection" and id not in answered and not undercut:
            yield id, "it is an objection, but nothing answers it; attack it with a reply (reb)."


@_rule
def attacking_concession_is_answered(argument: Argument) -> Found:
    """What he grants may attack only if the attack is undercut or the concession beaten; else it limits."""
    known, ends = _known(argument), _ends(argument)
    answered = {dst for _, _, type, dst in ends if type in ("reb", "und")}
    for id, src, type, dst in ends:
        for source in src if type in ("reb", "und") else ():
            if source in known and known[source].is_granted and not {id, source} & answered:
                yield (
                    id,
                    f"{source} is granted and attacks {dst}, but no reply undercuts it; let it limit (qua), or undercut it.",
                )


# The whole


def _hangs_together(argument: Argument) -> bool:
    """Return whether the relations can be followed everywhere: what can be said of the whole then has a meaning."""
    claims, relations = argument.claims, argument.relations
    readable = (list(claims.columns), list(relations.columns)) == (list(CLAIMS), list(RELATIONS))
    readable &= len(_rows(claims, "id para voice role stance")) == len(claims)
    readable &= len(_rows(relations, "id src type dst conf")) == len(relations)
    foundations = (
        *(ids_are_unique, words_are_of_the_vocabulary, ends_exist, relation_goes_out_from_claims),
        *(undercut_aims_at_a_relation, only_an_undercut_aims_at_a_relation, nothing_relates_to_itself),
    )
    return readable and not any(next(rule(argument), None) for rule in foundations)


def _loops(edges: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    graph = nx.DiGraph((a, b) for a, b in edges if a != b)
    for among in nx.strongly_connected_components(graph):
        if len(among) > 1:
            yield [a for a, _ in nx.find_cycle(graph.subgraph(among), min(among))]


@_rule
def support_has_no_loop(argument: Argument) -> Found:
    """No claim is, by way of others, a reason for itself."""
    claims = _ids(argument.claims)
    edges = [(a, dst) for _, src, type, dst in _ends(argument) if type in SUPPORTS for a in src]
    for loop in _loops((a, b) for a, b in edges if {a, b} <= claims):
        yield (
            loop[0],
            f"{' → '.join([*loop, loop[0]])}: each is a reason for the next; take one of these relations away.",
        )


@_rule
def argument_has_no_loop(argument: Argument) -> Found:
    """Reasons, attacks and undercuts taken together never lead back to where they began, so strengths can be computed."""
    ids = _ids(argument.claims) | _ids(argument.relations)
    reasons = [relation for relation in _ends(argument) if relation.type != "qua"]
    edges = [edge for id, src, _, dst in reasons for edge in (*((a, id) for a in src), (id, dst))]
    for loop in _loops((a, b) for a, b in edges if {a, b} <= ids):
        yield (
            loop[0],
            f"{' → '.join([*loop, loop[0]])}: this leads back to where it began; take one of the relations away.",
        )


@_rule
def out_is_exactly_the_rejected(argument: Argument) -> Found:
    """Under grounded semantics (Dung 1995) the claims that are defeated are those he rejects, and no others."""
    if not _hangs_together(argument):
        return
    status = grounded(argument)
    for id, claim in _known(argument).items():
        if status.get(id) == "out" and not claim.is_rejected:
            yield id, f"it is {claim.stance}, but defeated; answer what attacks it, or let that only limit it (qua)."
        elif status.get(id) == "in" and claim.is_rejected:
            yield id, "he rejects it, but it stands undefeated; relate his reply to it (reb)."


@_rule
def nothing_is_undecided(argument: Argument) -> Found:
    """Under grounded semantics every claim of the author's is either accepted or defeated."""
    if not _hangs_together(argument):
        return
    status = grounded(argument)
    for id, claim in _known(argument).items():
        if claim.voice in AUTHORS and status.get(id) not in ("in", "out"):
            yield id, "it is neither accepted nor defeated; find the attacks that go round in a circle."


def _reaching(argument: Argument) -> set[str]:
    """Return the claims that speak for a thesis, by support or by beating what speaks against it."""
    graph = bearings(argument)
    theses = [id for id, role in graph.nodes(data="role") if role == "thesis"]
    return {*theses, *(id for thesis in theses for id in nx.ancestors(graph, thesis))}


@_rule
def assertion_reaches_a_thesis_or_says_why_not(argument: Argument) -> Found:
    """All the author says, but for objections and concessions, speaks for a thesis by support or by beating an objection."""
    if not _hangs_together(argument):
        return
    reaching = _reaching(argument)
    loose = {id: why for id, (why,) in _by_id(_rows(argument.claims, "id loose")).items()}
    for id, claim in _known(argument).items():
        exempt = claim.is_rejected or claim.is_granted or claim.voice not in AUTHORS
        if not exempt and id not in reaching and not loose.get(id, "unreadable").strip():
            yield id, "it reaches no thesis; relate it to what it speaks for, or say in loose why it speaks for none."


@_rule
def loose_claims_reach_no_thesis(argument: Argument) -> Found:
    """Only a claim of the author's that speaks for no thesis is called loose."""
    if not _hangs_together(argument):
        return
    known, reaching = _known(argument), _reaching(argument)
    for id, why in _rows(argument.claims, "id loose"):
        if why and id in reaching:
            yield id, f"it reaches a thesis, but is called loose ({why}); take the reason away."
        elif why and id in known and known[id].voice in EDITORS:
            yield id, f"it is the editor's, but is called loose ({why}); only the author's claims need the reason."


@_rule
def every_section_has_a_thesis(argument: Argument) -> Found:
    """Each section of the author's has a claim that it is there to show."""
    paragraphs = argument.edition.paragraphs
    has = {section for section, role in _rows(argument.claims, "section role") if role == "thesis"}
    for section in dict.fromkeys(paragraphs.loc[paragraphs["voice"] == "author", "section"]):
        if section not in has:
            yield section, "no claim of this section is its thesis; say what the section is there to show."


# Main line


def _main(argument: Argument) -> dict[str, list[str]]:
    """Return the claims of the main line of each section that has paragraphs of the author's."""
    paragraphs = argument.edition.paragraphs
    lines: dict[str, list[str]] = {
        section: [] for section in paragraphs.loc[paragraphs["voice"] == "author", "section"]
    }
    for id, section, main in _rows(argument.claims, "id section main"):
        if main and section in lines:
            lines[section].append(id)
    return lines


@_rule
def main_line_holds_together(argument: Argument) -> Found:
    """The main claims of a section are joined to a thesis of it by relations among main claims."""
    if not _hangs_together(argument):
        return
    known, ends = _known(argument), _ends(argument)
    sides = {id: (*src, dst) for id, src, _, dst in ends}
    for section, line in _main(argument).items():
        joined = nx.Graph()
        joined.add_nodes_from(line)
        for _, src, _, dst in ends:
            joined.add_edges_from((a, b) for a in src for b in sides.get(dst, (dst,)) if a in joined and b in joined)
        for among in nx.connected_components(joined):
            if not any(known[id].role == "thesis" for id in among):
                for id in sorted(among, key=line.index):
                    yield (
                        id,
                        f"no relations among main claims join it to a thesis of section {section}; add what is between.",
                    )


@_rule
def theses_are_on_the_main_line(argument: Argument) -> Found:
    """A map of the main line draws every thesis, and no words of the editor's within the author's."""
    for id, role, voice, main in _rows(argument.claims, "id role voice main"):
        if role == "thesis" and not main:
            yield id, "it is a thesis, but not on the main line; the map must draw it."
        elif voice == "bracket" and main:
            yield id, "it is the editor's bracket, but on the author's main line; take it off."


@_rule
def main_line_can_be_taken_in(argument: Argument) -> Found:
    """The main line of a section has between 8 and 24 claims."""
    for section, line in _main(argument).items():
        if len(line) not in MAIN_LINE:
            yield section, f"{len(line)} claims are on the main line; {MAIN_LINE[0]} to {MAIN_LINE[-1]} can be drawn."


# Cues


@_rule
def cue_stands_at_its_place(argument: Argument) -> Found:
    """The text has the cue at cue_start, as whole words; where there is no cue there is no place."""
    text = argument.edition.text
    for id, cue, start in _rows(argument.relations, "id cue cue_start"):
        if not cue and start is not None:
            yield id, f"cue_start is {start}, but there is no cue; take it away."
        elif cue and start is None:
            yield id, f"the cue “{cue}” has no place; compute it."
        elif cue and (start < 0 or text[start : start + len(cue)] != cue):
            yield (
                id,
                f"the text has “{text[max(start, 0) :][: len(cue)]}” at {start}, not “{cue}”; write it as it stands.",
            )
        elif cue and not whole(cue).match(text, start):
            yield id, f"the cue “{cue}” cuts through a word at {start}; give whole words."


@_rule
def cue_stands_once_near_its_claims(argument: Argument) -> Found:
    """The cue stands once in the paragraphs of the claims it relates, and there its place is."""
    paragraphs = _paragraphs(argument.edition)
    para = {id: own for id, (own,) in _by_id(_rows(argument.claims, "id para")).items() if own in paragraphs}
    ends = para.keys() | _ids(argument.relations)
    for id, src, dst, cue, start in _rows(argument.relations, "id src dst cue cue_start"):
        if not {*src, dst} <= ends:
            continue
        near = [paragraphs[own] for own in dict.fromkeys(para[end] for end in (*src, dst) if end in para)]
        found = [own.start + place for own in near for place in places(cue, own.text)]
        if cue and near and len(found) != 1:
            yield (
                id,
                f"the cue “{cue}” stands {len(found)} times in {_listed(own.para for own in near)}; it must stand once.",
            )
        elif cue and near and start is not None and found != [start]:
            yield id, f"cue_start is {start}; near its claims the cue “{cue}” stands at {found[0]}."


@_rule
def crosses_cut_is_right(argument: Argument) -> Found:
    """A relation crosses a cut if, and only if, an ellipsis stands between the first of its claims and the last."""
    cuts = [match.span() for match in CUT.finditer(argument.edition.text)]
    spans = _by_id(_rows(argument.claims, "id start end"))
    ends = {id: (*src, dst) for id, src, _, dst in _ends(argument)}
    for id, src, dst, crosses in _rows(argument.relations, "id src dst crosses_cut"):
        named = [*src, *ends.get(dst, (dst,))]
        if not all(end in spans for end in named):
            continue
        after, before = min(spans[end][1] for end in named), max(spans[end][0] for end in named)
        if crosses != any(after <= first and last <= before for first, last in cuts):
            yield (
                id,
                f"crosses_cut is {crosses}; between {after} and {before} there is {'no' if crosses else 'an'} ellipsis.",
            )


# Cruxes


@_rule
def crux_names_claims(argument: Argument) -> Found:
    """A crux is about claims that exist, each named once."""
    known = _ids(argument.claims)
    for id, claims in _rows(argument.cruxes, "id claims"):
        for claim in dict.fromkeys(claims):
            if claim not in known:
                yield id, f"there is no claim {claim}; name the claims it is about."
            elif claims.count(claim) > 1:
                yield id, f"it names {claim} more than once; once is enough."


@_rule
def crux_takes_one_of_its_readings(argument: Argument) -> Found:
    """A crux has two readings or more, each another, and one of them is taken."""
    for id, readings, taken in _rows(argument.cruxes, "id readings taken"):
        possible = [reading.strip() for reading in readings.split(" / ")]
        if len(possible) < 2 or len(set(possible)) < len(possible) or "" in possible:
            yield id, f"readings is {readings!r}; give two or more different ones, with / between them."
        elif taken not in possible:
            yield id, f"taken is {taken!r}; it must be one of: {_listed(possible)}."


RULES: tuple[Rule, ...] = tuple(_RULES)
"""Every rule; its name says what must hold, its docstring says it in a sentence."""
