"""Cue words: where the text says itself that it reasons, and whether that is where the annotation has it reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from closereading import decisions
from closereading.argument.annotation import AUTHORS, Argument
from closereading.decisions import DecisionError
from closereading.edition import Edition
from closereading.measures.resampling import bootstrap_weights, middle

TABLE = "cues.csv"
SIGNALS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "reason": frozenset({"sup"}),
        "conclusion": frozenset({"sup"}),
        "contrast": frozenset({"reb", "und", "qua"}),
        "concession": frozenset({"reb", "und", "qua"}),
        "example": frozenset({"exa"}),
        "restatement": frozenset({"res"}),
    }
)
"""What a cue signals, and the types of relation that this agrees with."""

DIRECTIONS = ("follows", "precedes", "either")
WHERE = ("", "sentence", "clause", "comma")
LINKED = "linked"
"""What `links` calls the tie between claims that count only together."""

OPENING = 3
"""Words at the beginning of a claim in which a cue still stands at its border, as in “It is thus clear”."""

CLAUSE = re.compile(r"(?:^|[,;:—–(\[])[\s\"'“‘]*$")
SENTENCE = re.compile(r"^\W*$")

FOUND = ("cue", "signals", "direction", "strict", "para", "sent", "start", "end", "context")
NEIGHBORS = ("first", "second", "para", "types", "related", "cues", "cued", "strict")
TYPED = ("first", "second", "para", "cue", "signals", "type", "agrees", "stands", "direction_agrees")


def listed() -> pd.DataFrame:
    """Return the list of cues, ``data/cues.csv``, checked; ``but_not`` is a tuple of phrases and ``strict`` True or False.

    Raises
    ------
    DecisionError
        If a row holds a value that the list does not have, or a cue stands there twice.

    Examples
    --------
    >>> listed().set_index("cue").loc["because", ["signals", "direction"]].tolist()
    ['reason', 'follows']
    """
    rows = decisions.table(TABLE)
    allowed = {"signals": (*SIGNALS,), "direction": DIRECTIONS, "strict": ("yes", "no"), "where": WHERE}
    seen: set[str] = set()
    for line, row in enumerate(rows, 2):
        for column, values in allowed.items():
            if row[column] not in values:
                raise DecisionError(
                    f"data/{TABLE}, row {line}: {column} is {row[column]!r}; it must be one of: {', '.join(values)}."
                )
        if row["cue"].casefold() in seen or not row["cue"]:
            raise DecisionError(f"data/{TABLE}, row {line}: the cue {row['cue']!r} is empty or stands there twice.")
        seen.add(row["cue"].casefold())
    table = pd.DataFrame(rows)
    table["strict"] = table["strict"] == "yes"
    table["but_not"] = [tuple(part.strip() for part in cell.split("/") if part.strip()) for cell in table["but_not"]]
    return table


def found(edition: Edition, cues: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return every place of a cue in the author's paragraphs, leaving out words in the editor's brackets.

    Where two cues overlap, the longer one counts: "for this reason" is not also a "for".

    Parameters
    ----------
    edition : Edition
        Any edition.
    cues : pandas.DataFrame, optional
        As `listed` returns them; our own list if nothing is said.

    Returns
    -------
    pandas.DataFrame
        Columns ``cue, signals, direction, strict, para, sent``; ``start, end`` in ``edition.text``; and ``context``, the
        cue with five words on either side. In reading order.

    Examples
    --------
    >>> from closereading import edition
    >>> places = found(edition.read("pamphlet"))
    >>> places.loc[places["para"] == "T8", "cue"].tolist()
    ['but', 'because', 'therefore']
    """
    cues = listed() if cues is None else cues
    voices = edition.tokens.set_index("start")["voice"]
    sentences = edition.sentences.groupby("para")
    rows = []
    for para in edition.paragraphs[edition.paragraphs["voice"] == "author"].itertuples():
        begun = sentences.get_group(para.para)
        for cue, start, end in _places(para.text, (begun["start"] - para.start).tolist(), cues):
            at = para.start + start
            sent = begun["sent"].iloc[begun["start"].searchsorted(at, side="right") - 1]
            if voices.get(at, "author") in AUTHORS:
                context = edition.excerpt(at, para.start + end, words=5)
                facts = (cue.cue, cue.signals, cue.direction, cue.strict)
                rows.append((*facts, para.para, sent, at, para.start + end, context))
    return pd.DataFrame(rows, columns=list(FOUND))


def _places(text: str, sentences: list[int], cues: pd.DataFrame) -> Iterator[tuple]:
    """Yield (cue, start, end) in a paragraph, from left to right; the longest of those that overlap."""
    hits = []
    for cue in cues.itertuples():
        hits += [(match, cue) for match in _whole(cue.cue, text) if _stands(match, cue.where, text, sentences)]
        hits += [(match, None) for phrase in cue.but_not for match in _whole(phrase, text)]
    hits.sort(key=lambda hit: (hit[0].start() - hit[0].end(), hit[0].start()))
    taken: list[tuple] = []
    for match, cue in hits:
        if all(match.end() <= start or match.start() >= end for _, start, end in taken):
            taken.append((cue, *match.span()))
    yield from sorted((hit for hit in taken if hit[0] is not None), key=lambda hit: hit[1])


def _whole(words: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE)


def _stands(match: re.Match[str], where: str, text: str, sentences: list[int]) -> bool:
    """Return whether a cue stands where alone it counts."""
    begun = max(start for start in sentences if start <= match.start())
    before = text[begun : match.start()]
    if where == "sentence":
        return bool(SENTENCE.match(before))
    if where == "clause":
        return bool(SENTENCE.match(before) or CLAUSE.search(before))
    return where != "comma" or text[match.end() : match.end() + 1] == ","


def links(relations: pd.DataFrame) -> pd.DataFrame:
    """Return which claims the relations tie together.

    Parameters
    ----------
    relations : pandas.DataFrame
        With columns ``id, src, type, dst`` as `Argument` has them.

    Returns
    -------
    pandas.DataFrame
        Columns ``relation, src, dst, type``, a row for each source. What undercuts a relation is tied to all the claims of
        that relation. Sources that count only together are also tied to each other, with `LINKED` for the type.

    Examples
    --------
    >>> rows = [("r1", ("a", "b"), "sup", "c"), ("r2", ("d",), "und", "r1")]
    >>> links(pd.DataFrame(rows, columns=["id", "src", "type", "dst"]))[["src", "dst", "type"]].to_numpy().tolist()
    [['a', 'c', 'sup'], ['b', 'c', 'sup'], ['a', 'b', 'linked'], ['d', 'a', 'und'], ['d', 'b', 'und'], ['d', 'c', 'und']]
    """
    struck = {row.id: (*row.src, row.dst) for row in relations.itertuples()}
    rows = []
    for row in relations.itertuples():
        ends = struck.get(row.dst, ()) if row.type == "und" else (row.dst,)
        rows += [(row.id, source, end, row.type) for source in row.src for end in ends]
        rows += [(row.id, *both, LINKED) for both in combinations(row.src, 2)]
    return pd.DataFrame(rows, columns=["relation", "src", "dst", "type"])


def neighbors(argument: Argument, across: bool = False) -> pd.DataFrame:
    """Return pairs of the author's claims that follow one another, whether they are related, and whether a cue says so.

    Parameters
    ----------
    argument : Argument
        The annotation.
    across : bool
        Whether the last claim of a paragraph and the first of the next in the same section are a pair too.

    Returns
    -------
    pandas.DataFrame
        A row for each pair, in reading order: ``first, second``, their ids; ``para``, that of the first; ``types``, of all
        relations that tie the two together, whichever way (a claim that undercuts a relation is tied to its claims;
        premises that count only together are `LINKED`); ``related``, whether there are any; ``cues``, those that stand
        between the two or begin within the first three words of the second; ``cued``, whether there are any, and
        ``strict``, whether one of them seldom means anything else.
    """
    return _pairs(argument, across)[0]


def _pairs(argument: Argument, across: bool) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Return the pairs, and the cues of each as rows of `found`."""
    claims = argument.claims[argument.claims["voice"].isin(AUTHORS)].sort_values("start")
    ties: dict[frozenset[str], list[str]] = {}
    for link in links(argument.relations).itertuples():
        ties.setdefault(frozenset((link.src, link.dst)), []).append(link.type)
    cues = found(argument.edition)
    words = argument.edition.tokens.loc[argument.edition.tokens["is_word"], "start"].to_numpy()
    rows, own = [], []
    for first, second in zip(claims.iloc[:-1].itertuples(), claims.iloc[1:].itertuples(), strict=True):
        if first.para != second.para and not (across and first.section == second.section):
            continue
        opening = words[(words >= second.start) & (words < second.end)][:OPENING].max(initial=second.start)
        there = cues[(cues["start"] >= first.end) & (cues["start"] <= opening)]
        types = tuple(ties.get(frozenset((first.id, second.id)), ()))
        named = tuple(there["cue"])
        rows.append((first.id, second.id, first.para, types, bool(types), named, bool(named), there["strict"].any()))
        own.append(there)
    kinds = {"related": bool, "cued": bool, "strict": bool}
    return pd.DataFrame(rows, columns=list(NEIGHBORS)).astype(kinds), own


def detection(argument: Argument, across: bool = False, draws: int = 2000, seed: int = 1871) -> pd.DataFrame:
    r"""Return how well cues find what the annotation relates.

    Parameters
    ----------
    argument : Argument
        The annotation.
    across : bool
        As for `neighbors`.
    draws, seed : int
        How often the paragraphs are drawn anew for the intervals, and the seed of the drawing.

    Returns
    -------
    pandas.DataFrame
        Columns ``signal`` ("any cue", "strict cue", or "all neighbors", which takes every pair for related); ``measure``
        (precision, recall, F1); ``value`` with ``low, high``, the middle 95 percent of the draws; ``n``, the pairs that a
        precision, a recall or an F1 is about (taken for related, related, either). Not a number where that is none.

    Notes
    -----
    .. math:: P = \frac{|C \cap R|}{|C|}, \qquad R = \frac{|C \cap R|}{|R|}, \qquad F_1 = \frac{2PR}{P + R}

    *C* are the pairs with a cue at their border, *R* those that the annotation relates. Whatever "all neighbors" reaches
    is what a list of cues has to beat.

    References
    ----------
    Efron and Tibshirani 1993: the interval, from paragraphs drawn anew
    """
    pairs = neighbors(argument, across)
    related = pairs["related"].to_numpy()
    signals = {
        "any cue": pairs["cued"].to_numpy(),
        "strict cue": pairs["strict"].to_numpy(),
        "all neighbors": np.ones(len(pairs), dtype=bool),
    }
    weights = bootstrap_weights(pairs["para"], draws, seed)
    rows = []
    for name, taken in signals.items():
        sets = (taken & related, taken, related)
        values = _scores(*(mark.sum() for mark in sets))
        drawn_values = _scores(*(weights @ mark for mark in sets))
        counts = (taken.sum(), related.sum(), (taken | related).sum())
        for measure, value, chance, n in zip(("precision", "recall", "F1"), values, drawn_values, counts, strict=True):
            rows.append((name, measure, float(value), *middle(chance), int(n)))
    return pd.DataFrame(rows, columns=["signal", "measure", "value", "low", "high", "n"])


def _scores(both: NDArray, taken: NDArray, related: NDArray) -> tuple[NDArray, NDArray, NDArray]:
    with np.errstate(invalid="ignore", divide="ignore"):
        both, taken, related = (np.asarray(count, dtype=float) for count in (both, taken, related))
        return both / taken, both / related, 2 * both / (taken + related)


def typed(argument: Argument, across: bool = False) -> pd.DataFrame:
    """Return whether cues mean what the annotation says that stands there.

    Parameters
    ----------
    argument : Argument
        The annotation.
    across : bool
        As for `neighbors`.

    Returns
    -------
    pandas.DataFrame
        A row for each cue at the border of two related neighbors and each relation between them that is not only
        `LINKED`: ``first, second, para, cue, signals, type``; ``agrees``, whether `SIGNALS` has the type for what the cue
        signals; ``stands``, whether the relation's source follows the cue or precedes it; ``direction_agrees``, whether
        it should (<NA> if either would do, or if the sense does not agree).
    """
    ways: dict[frozenset[str], list[tuple[str, str]]] = {}
    for link in links(argument.relations).itertuples():
        if link.type != LINKED:
            ways.setdefault(frozenset((link.src, link.dst)), []).append((link.src, link.type))
    rows = []
    pairs, cues = _pairs(argument, across)
    for pair, there in zip(pairs.itertuples(), cues, strict=True):
        for cue in there.itertuples():
            for source, kind in ways.get(frozenset((pair.first, pair.second)), []):
                agrees = kind in SIGNALS[cue.signals]
                stands = "follows" if source == pair.second else "precedes"
                way = cue.direction == stands if agrees and cue.direction != "either" else pd.NA
                rows.append((pair.first, pair.second, pair.para, cue.cue, cue.signals, kind, agrees, stands, way))
    return pd.DataFrame(rows, columns=list(TYPED)).astype({"agrees": bool, "direction_agrees": "boolean"})


def signaled(argument: Argument) -> pd.DataFrame:
    """Return which of the author's relations the annotator found signaled, and which of these words are in our list.

    Parameters
    ----------
    argument : Argument
        The annotation.

    Returns
    -------
    pandas.DataFrame
        Columns ``relation, type``; ``cue``, the annotator's words, empty if nothing signals the relation; ``listed``, the
        cues of our list that stand in them, as a tuple. A row for each relation whose sources are the author's.
    """
    own = set(argument.claims.loc[argument.claims["voice"].isin(AUTHORS), "id"])
    relations = argument.relations[[set(src) <= own for src in argument.relations["src"]]]
    cues = found(argument.edition)
    starts, ends = cues["start"].to_numpy(), cues["end"].to_numpy()
    rows = []
    for row in relations.itertuples():
        marked = np.zeros(len(cues), dtype=bool)
        if row.cue:
            marked = (starts < row.cue_start + len(row.cue)) & (ends > row.cue_start)
        rows.append((row.id, row.type, row.cue, tuple(cues["cue"][marked])))
    return pd.DataFrame(rows, columns=["relation", "type", "cue", "listed"])
