"""Annotations of a text as people lay them beside each other: read from files, checked, and located in the text."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from closereading import decisions, quotations
from closereading.argument.annotation import ROLES, STANCES, TYPES, Argument, load
from closereading.edition import VOICES, Edition
from closereading.edition import read as read_edition

OTHER = "other"
"""The label of a sentence, and of a word, that is in no claim."""

OURS = "revised"
"""What the annotation in ``data/`` is called beside others."""

ALIASES = {"bakunin": "author", "editor-bracket": "bracket"}
"""Voices that other passes call otherwise than the edition."""

NEEDED = {
    "claim": ("id", "para", "quote", "role", "stance"),
    "relation": ("id", "src", "type", "dst"),
    "sentence": ("para", "n", "label"),
}
"""What an entry of a file must have."""

CLAIMS = ("id", "para", "voice", "role", "stance", "quote", "start", "end", "first_word", "last_word")

RELATIONS = ("id", "src", "type", "dst")

LABELS = ("sent", "label")


class PassError(ValueError):
    """A file of annotations is malformed or does not fit the text. The message names file, entry and remedy."""


@dataclass(frozen=True, eq=False, repr=False)
class Pass:
    """One annotation of a text, or of some of its paragraphs.

    Attributes
    ----------
    name : str
        What tables call it; no two passes that are compared may have the same name.
    edition : Edition
        The text.
    claims : pandas.DataFrame
        Columns `CLAIMS`, in reading order: ``quote`` as in the reading text, ``start, end`` its place there, and
        ``first_word, last_word``, which words of the text it has, counted from 0, the last not included.
    relations : pandas.DataFrame
        Columns `RELATIONS`; ``src`` is a tuple.
    sentences : pandas.DataFrame
        Columns `LABELS`: labels that the annotator gave to sentences, if any.
    paras : tuple of str
        The paragraphs that were read for it, whether they have a claim or not.
    """

    name: str
    edition: Edition
    claims: pd.DataFrame
    relations: pd.DataFrame
    sentences: pd.DataFrame
    paras: tuple[str, ...]

    def __repr__(self) -> str:
        counts = f"{len(self.claims)} claims, {len(self.relations)} relations, {len(self.paras)} paragraphs"
        return f"<Pass {self.name!r}: {counts}>"


def of_argument(argument: Argument, name: str = OURS) -> Pass:
    """Return an annotation that is loaded already as a pass over the whole text."""
    claims = argument.claims[["id", "para", "voice", "role", "stance", "quote", "start", "end"]]
    paras = tuple(argument.edition.paragraphs["para"])
    return _pass(name, argument.edition, claims, argument.relations[list(RELATIONS)], [], paras)


def passes(folder: Path | None = None, edition: Edition | None = None) -> list[Pass]:
    """Return the annotation in ``data/`` and every other one that lies beside it.

    Another one is a file that ends in ``_pass.json``, or a folder that ends in ``_pass``; what stands before is its name.

    Parameters
    ----------
    folder : pathlib.Path, optional
        Another folder than ``data/``, with a ``tables.toml``.
    edition : Edition, optional
        The text; the pamphlet if nothing is said.

    Raises
    ------
    PassError, ArgumentError, DecisionError
        If one of them can't be read.

    Examples
    --------
    >>> [one.name for one in passes()]
    ['revised', 'second']
    """
    edition = read_edition("pamphlet") if edition is None else edition
    ours = of_argument(load(folder, edition))
    lying = sorted((folder or decisions.FOLDER).iterdir())
    beside = [
        path for path in lying if path.name.endswith("_pass.json") or (path.name.endswith("_pass") and path.is_dir())
    ]
    return [ours, *(read_pass(path, edition) for path in beside)]


def read_pass(path: Path, edition: Edition, name: str | None = None) -> Pass:
    """Return an annotation from a file or a folder, its quotations located in the text.

    Parameters
    ----------
    path : pathlib.Path
        A JSON file with ``claims``, ``relations`` and, if there are any, ``sentences`` (each with ``para``, ``n``, counted
        from 1, ``label`` and perhaps ``text``) and ``paragraphs`` (those that were read); or a folder with ``claims.csv``,
        ``relations.csv`` and perhaps ``sentences.csv``. A claim must have ``id, para, quote, role, stance``, a relation
        ``id, src, type, dst``; anything else they have is left aside, but for ``voice``. Several sources are a list, or
        parted by spaces.
    edition : Edition
        The text.
    name : str, optional
        What the pass is called; the name of the file or folder, without "_pass", if nothing is said.

    Raises
    ------
    PassError
        If the file is malformed, a quotation does not stand exactly once in its paragraph, two claims overlap, or a name
        is none that `ROLES`, `STANCES` or `TYPES` have. Everything that is wrong with its entries is named at once.

    Notes
    -----
    A quotation may be copied from the reading text or from the file it was made from, with asterisks and errors; each is
    looked for, and only whole words in the same order with the same signs are found. If the file does not say which
    paragraphs were read, they are those with a claim or a label.
    """
    given, label = _raw(path), path.name
    wrong = [line for kind in NEEDED for line in _malformed(given[f"{kind}s"], label, kind)]
    if wrong:
        raise PassError("\n".join(wrong))
    claims, wrong = _claims(given["claims"], edition, label)
    relations = [{**row, "src": _sources(row["src"])} for row in given["relations"]]
    sentences, unlabeled = _sentences(given["sentences"], edition, label)
    wrong += [*_overlaps(claims, label), *_loose(relations, given["claims"], label), *unlabeled]
    known = edition.paragraphs["para"].tolist()
    read = given["paragraphs"]
    unknown = [para for para in read or () if para not in known]
    wrong += [f"{label}, paragraphs: {edition.name} has no paragraph {para!r}; correct its number." for para in unknown]
    if wrong:
        raise PassError("\n".join(wrong))
    if read is None:
        read = [*(row["para"] for row in claims), *(sent.partition(".")[0] for sent, _ in sentences)]
    quoted = pd.DataFrame(claims, columns=["id", "para", "voice", "role", "stance", "quote", "start", "end"])
    related = pd.DataFrame(relations, columns=list(RELATIONS))
    paras = tuple(para for para in known if para in set(read))
    return _pass(name or path.stem.removesuffix("_pass"), edition, quoted, related, sentences, paras)


def _pass(
    name: str,
    edition: Edition,
    claims: pd.DataFrame,
    relations: pd.DataFrame,
    sentences: list[tuple[str, str]],
    paras: tuple[str, ...],
) -> Pass:
    starts, ends = edition._word_borders
    claims = claims.astype({"start": "int64", "end": "int64"}).sort_values("start", ignore_index=True)
    claims["first_word"] = ends.searchsorted(claims["start"], side="right")
    claims["last_word"] = starts.searchsorted(claims["end"], side="left")
    return Pass(name, edition, claims, relations, pd.DataFrame(sentences, columns=list(LABELS)), paras)


def _raw(path: Path) -> dict[str, Any]:
    """Return the entries of a pass as they stand in its file or files."""
    given: dict[str, Any] = {"claims": [], "relations": [], "sentences": [], "paragraphs": None}
    if path.is_dir():
        own = {kind: path / f"{kind}s.csv" for kind in NEEDED}
        needed = [kind for kind in NEEDED if kind != "sentence" or own[kind].exists()]
        return {**given, **{f"{kind}s": _rows(own[kind], kind) for kind in needed}}
    try:
        found = json.loads(_text(path))
    except json.JSONDecodeError as err:
        raise PassError(f"{path.name} is not a JSON file: line {err.lineno}, column {err.colno}: {err.msg}.") from None
    if (
        not isinstance(found, dict)
        or not {"claims", "relations"} <= set(found)
        or not all(isinstance(found[key], list) for key in given if key in found)
    ):
        raise PassError(
            f"{path.name} must be one object with the lists “claims” and “relations”, and perhaps “sentences” and “paragraphs”."
        )
    return {key: found.get(key, none) for key, none in given.items()}


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as err:
        raise PassError(f"{path.name} can't be read: {err.strerror}. Lay it at {path.parent.name}/.") from None
    except UnicodeDecodeError:
        raise PassError(f"{path.name} is not in UTF-8; save it as “CSV UTF-8”, or as JSON in UTF-8.") from None


def _rows(path: Path, what: str) -> list[dict[str, str]]:
    try:
        reader = csv.DictReader(io.StringIO(_text(path), newline=""), strict=True)
        rows = list(reader)
    except csv.Error as err:
        raise PassError(f"{path.name} is not a CSV file: {err}. Save it as “CSV UTF-8”.") from None
    columns = reader.fieldnames or []
    if not set(NEEDED[what]) <= set(columns):
        raise PassError(
            f"{path.name} must have the columns {', '.join(NEEDED[what])}, with commas between them; found {', '.join(columns)}."
        )
    return rows


def _malformed(rows: list[Any], label: str, what: str) -> Iterator[str]:
    """Yield what is wrong with the form of the entries."""
    needed = NEEDED[what]
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        place = f"{label}, {what} {number}"
        if not isinstance(row, dict) or None in row:
            yield f"{place}: it must have fields with names; a field with a comma needs quotes."
            continue
        missing = [field for field in needed if row.get(field) in (None, "", [])]
        if missing:
            yield f"{place}: {', '.join(missing)} is missing; a {what} must have {', '.join(needed)}."
            continue
        odd = [field for field in needed if not isinstance(row[field], str) and not _fits(field, row[field])]
        if odd:
            yield f"{place}: {', '.join(odd)} must be {'a whole number' if odd == ['n'] else 'words'}."
        elif "id" in needed and row["id"] in seen:
            yield f"{place}: the id {row['id']} stands there twice; give every {what} its own."
        seen.add(str(row.get("id")))


def _fits(field: str, value: object) -> bool:
    if field == "n":
        return isinstance(value, int)
    return field == "src" and isinstance(value, list) and all(isinstance(source, str) for source in value)


def _sources(given: str | list[str]) -> tuple[str, ...]:
    return tuple(given.split() if isinstance(given, str) else given)


def _claims(rows: list[dict[str, str]], edition: Edition, label: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the claims that have their place in the text, and what is wrong with the others."""
    layers = {row.para: _layers(edition, row.start, row.end) for row in edition.paragraphs.itertuples()}
    placed: list[dict[str, Any]] = []
    wrong = []
    for row in rows:
        place = f"{label}, claim {row['id']}"
        voice = str(row.get("voice") or "")
        voice = ALIASES.get(voice, voice)
        values = (
            ("role", row["role"], tuple(ROLES)),
            ("stance", row["stance"], tuple(STANCES)),
            ("voice", voice, VOICES),
        )
        wrong += [
            f"{place}: {field} is {value!r}; it must be one of: {', '.join(allowed)}."
            for field, value, allowed in values
            if value not in allowed and (field != "voice" or value)
        ]
        if row["para"] not in layers:
            wrong.append(f"{place}: {edition.name} has no paragraph {row['para']!r}; correct its number.")
            continue
        spans = _located(row["quote"], layers[row["para"]])
        if len(spans) != 1 or not re.search(r"\w", row["quote"]):
            wrong.append(
                f"{place}: “{row['quote']}” stands {len(spans)} times in {row['para']}; quote whole words that stand there "
                "once, exactly as in the reading text or in the file it was made from."
            )
            continue
        ((start, end),) = spans
        placed.append({**row, "voice": voice, "quote": edition.text[start:end], "start": start, "end": end})
    return placed, wrong


def _layers(edition: Edition, start: int, end: int) -> list[tuple[str, NDArray[np.int64], NDArray[np.int64]]]:
    """Return a paragraph as it is read and as its file has it, with marks and without, with emendations and without.

    Each with where its characters begin and end in the reading text. A mark of the file is between two characters there.
    """
    runs = list(edition.runs[(edition.runs["end"] >= start) & (edition.runs["start"] <= end)].itertuples())
    found = []
    for marks, emended in ((False, True), (True, False), (False, False), (True, True)):
        text: list[str] = []
        begins: list[int] = []
        ends: list[int] = []
        for run in runs:
            first, last = max(run.start, start), min(run.end, end)
            if run.kind == "copied" or run.kind == "joined" or (run.kind == "emended" and emended):
                text += list(edition.text[first:last])
                begins += range(first, last)
                ends += range(first + 1, last + 1)
            elif run.kind == "emended" or (run.kind == "markup" and marks):
                text += list(run.found)
                begins += [run.start] * len(run.found)
                ends += [run.end] * len(run.found)
        found.append(("".join(text), np.array(begins, dtype=np.int64), np.array(ends, dtype=np.int64)))
    return found


def _located(words: str, layers: list[tuple[str, NDArray[np.int64], NDArray[np.int64]]]) -> list[tuple[int, int]]:
    """Return every place of the words in the first layer that has them, in offsets of the reading text."""
    whole = quotations.whole(words)
    for text, begins, ends in layers:
        spans = [(int(begins[m.start()]), int(ends[m.end() - 1])) for m in whole.finditer(text) if m.end() > m.start()]
        if spans:
            return spans
    return []


def _overlaps(claims: list[dict[str, Any]], label: str) -> list[str]:
    order = sorted(claims, key=lambda row: (row["start"], row["end"]))
    return [
        f"{label}, claim {two['id']}: it overlaps with {one['id']}; divide the words between them."
        for one, two in pairwise(order)
        if two["start"] < one["end"]
    ]


def _loose(relations: list[dict[str, Any]], claims: list[dict[str, str]], label: str) -> Iterator[str]:
    """Yield what is wrong with the ends and the types of relations."""
    known = {"claim": {row["id"] for row in claims}, "relation": {row["id"] for row in relations}}
    for row in relations:
        place = f"{label}, relation {row['id']}"
        if row["type"] not in TYPES:
            yield f"{place}: type is {row['type']!r}; it must be one of: {', '.join(TYPES)}."
            continue
        aim = "relation" if row["type"] == "und" else "claim"
        ends = [*((source, "claim") for source in row["src"]), (row["dst"], aim)]
        for end, kind in ends:
            if end not in known[kind]:
                yield f"{place}: there is no {kind} {end!r}; correct it, or add the {kind}."


def _sentences(rows: list[dict[str, Any]], edition: Edition, label: str) -> tuple[list[tuple[str, str]], list[str]]:
    sentences = edition.sentences.set_index("sent")
    labels, wrong = [], []
    for row in rows:
        sent = f"{row['para']}.{row['n']}"
        place = f"{label}, sentence {sent}"
        if row["label"] not in (*ROLES, OTHER):
            wrong.append(f"{place}: label is {row['label']!r}; it must be one of: {', '.join((*ROLES, OTHER))}.")
        if sent not in sentences.index:
            wrong.append(f"{place}: {edition.name} has no such sentence; correct the paragraph or the number.")
        elif text := row.get("text"):
            start, end = (int(sentences.loc[sent, column]) for column in ("start", "end"))
            if str(text) not in {layer for layer, *_ in _layers(edition, start, end)}:
                wrong.append(
                    f"{place}: it does not read “{text}”; give it as in the reading text, or correct its number."
                )
        labels.append((sent, row["label"]))
    twice = {sent for sent, _ in labels if [other for other, _ in labels].count(sent) > 1}
    return labels, wrong + [f"{label}, sentence {sent}: it stands there twice." for sent in sorted(twice)]
