"""A class labels the same sentences: its files checked, its agreement measured, its hardest sentences found."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from closereading.argument.agreement import agreement_of, ratings_of
from closereading.classroom import files
from closereading.edition import Edition
from closereading.measures.resampling import bootstrap_weights

LABELS = ("claim", "premise", "counter", "none")
"""What a sentence does: it holds something, gives a reason for it, has to do with what others hold, or none of these."""

COLUMNS = ("sent", "label")
NAME = re.compile(r"labels-(.+)\.csv", re.IGNORECASE)
READER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DIFFICULTY = (0.95, 0.8, 0.55, 0.4)
"""How likely an invented reader is to see the label that the sentence was given, from easy sentences to hard ones."""


class LabelError(ValueError):
    """Labels that can't be used; the message names the sentences or the rows, and the remedy."""


class Problem(NamedTuple):
    """What is wrong with a file of labels; ``row`` as a spreadsheet counts them, 0 for the file as a whole."""

    file: str
    row: int
    problem: str
    remedy: str
    left_out: bool


def sample(edition: Edition, first: str = "T1.1", size: int = 40) -> pd.DataFrame:
    """Return sentences of a text that follow one another, so that each is read with its neighbors.

    Parameters
    ----------
    edition : Edition
        The text.
    first : str
        The number of the first sentence.
    size : int
        How many sentences there are to be.

    Returns
    -------
    pandas.DataFrame
        Columns ``sent, para, text``.

    Raises
    ------
    ValueError
        If there is no such sentence, or fewer than ``size`` from there to the end.

    Examples
    --------
    >>> from closereading import edition
    >>> sample(edition.read("pamphlet"), "U2.1", 2)["sent"].tolist()
    ['U2.1', 'U2.2']
    """
    at = np.flatnonzero(edition.sentences["sent"] == first)
    if not len(at):
        raise ValueError(f"first is {first!r}: {edition.name} has no sentence of this number.")
    chosen = edition.sentences.iloc[at[0] : at[0] + size]
    if len(chosen) < size or size < 1:
        raise ValueError(f"size is {size}, but from {first} on there are {len(edition.sentences) - at[0]} sentences.")
    return chosen[["sent", "para", "text"]].reset_index(drop=True)


def write(labels: Mapping[str, str], reader: str, sentences: Sequence[str], folder: Path | str = ".") -> Path:
    """Write one reader's labels to ``labels-<reader>.csv``, once they are complete, and return where.

    Parameters
    ----------
    labels : mapping of str to str
        The label of each sentence, by its number.
    reader : str
        What the reader wants to be called: small letters and digits, with hyphens between them.
    sentences : sequence of str
        The numbers of the sentences that were to be labeled, in their order.
    folder : pathlib.Path or str
        Where the file goes.

    Raises
    ------
    LabelError
        If the name cannot be used, or a sentence is missing, unknown, or has a label that is not in `LABELS`.
    """
    if not READER.fullmatch(reader):
        raise LabelError(
            f"{reader!r} can't be part of a file's name; use small letters and digits with hyphens between them, such as "
            "“reader-7”."
        )
    path = Path(folder) / f"labels-{reader}.csv"
    rows = [[sent, labels[sent]] for sent in (*sentences, *(sent for sent in labels if sent not in set(sentences)))
            if sent in labels]  # fmt: skip
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([COLUMNS, *rows])
    content = stream.getvalue()
    found = _read(path.name, content, sentences)[1]
    if found:
        raise LabelError("\n".join(f"{one.problem} {one.remedy}" for one in found))
    files.write(path, content.encode())
    return path


def read_folder(folder: Path | str, sentences: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the labels of a class, and what is wrong with its files.

    Capital letters and spaces around a label are mended, and said; sentences without a label stay empty, and are said; a file
    with anything else wrong is left out until it is mended, for whoever guessed its labels would change the result.

    Parameters
    ----------
    folder : pathlib.Path or str
        The folder with a file ``labels-<reader>.csv`` of each reader: columns ``sent, label``, with commas, semicolons or
        tabs between them. Other files are not read.
    sentences : sequence of str
        The numbers of the sentences that were to be labeled, in their order.

    Returns
    -------
    labels : pandas.DataFrame
        A row for each sentence and a column for each reader, None where there is no label.
    problems : pandas.DataFrame
        The fields of `Problem`, in the order of files and rows.

    Raises
    ------
    LabelError
        If there is no such folder, or no file of labels in it.
    """
    place = Path(folder)
    paths = sorted(
        (path for path in place.glob("*") if NAME.fullmatch(path.name)), key=lambda path: _natural(path.name)
    )
    if not paths:
        raise LabelError(
            f"{place}: there is no file labels-….csv in this folder; put the files of the class there, one for each reader."
        )
    columns: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            own, found = _read(path.name, path.read_bytes().decode("utf-8-sig"), sentences)
        except (UnicodeDecodeError, OSError) as err:
            own, found = {}, [Problem(path.name, 0, f"It can't be read: {err}.", "Save it anew as “CSV UTF-8”.", True)]
        reader = NAME.fullmatch(path.name)[1].lower()  # type: ignore[index]
        if reader in columns:
            found.append(Problem(path.name, 0, f"Another file is {reader}'s too.", "Keep the right one.", True))
        problems += found
        if not any(one.left_out for one in found):
            columns[reader] = own
    labels = pd.DataFrame(
        {reader: [own.get(sent) for sent in sentences] for reader, own in columns.items()},
        index=pd.Index(sentences, name="sent"),
        dtype=object,
    )
    return labels, pd.DataFrame(problems, columns=list(Problem._fields))


def _natural(name: str) -> list[tuple[int, str]]:
    """Return what puts reader-2 before reader-10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name.lower())]


def _read(file: str, text: str, sentences: Sequence[str]) -> tuple[dict[str, str], list[Problem]]:
    """Return the labels of one file and its problems."""
    first = text.partition("\n")[0]
    delimiter = next((sign for sign in ";\t" if sign in first), ",")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as err:
        return {}, [Problem(file, 0, f"It is no CSV file: {err}.", "Save it anew as “CSV UTF-8”.", True)]
    if not rows or [field.strip().lower() for field in rows[0][:2]] != list(COLUMNS):
        return {}, [Problem(file, 1, "The first row is not “sent,label”.", "Write these two words there.", True)]
    wanted, labels, found = set(sentences), {}, []
    for number, row in enumerate(rows[1:], 2):
        if not any(field.strip() for field in row):
            continue
        sent, label = (field.strip() for field in (*row, "")[:2])
        mended = label.lower()
        if sent not in wanted:
            found.append(Problem(file, number, f"There is no sentence {sent!r}.", "Correct its number.", True))
        elif sent in labels:
            found.append(Problem(file, number, f"{sent} is there a second time.", "Keep one of the two rows.", True))
        elif mended not in (*LABELS, ""):
            listed = ", ".join(LABELS)
            found.append(Problem(file, number, f"{sent}: {label!r} is no label.", f"Write one of: {listed}.", True))
        elif mended and row[1] != mended:
            found.append(Problem(file, number, f"{sent}: {row[1]!r} was read as {mended}.", "Nothing to do.", False))
        labels[sent] = mended
    missing = [sent for sent in sentences if not labels.get(sent)]
    if missing:
        shown = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
        found.append(Problem(file, 0, f"{len(missing)} sentences have no label: {shown}.", "Label them too.", False))
    return {sent: label for sent, label in labels.items() if label}, found


def pairwise(labels: pd.DataFrame, draws: int = 2000, seed: int = 1871) -> pd.DataFrame:
    """Return how far each two readers agree.

    Parameters
    ----------
    labels : pandas.DataFrame
        As `read_folder` returns them.
    draws, seed : int
        How often the sentences are drawn anew for the intervals, and the seed of the drawing.

    Returns
    -------
    pandas.DataFrame
        A row for each pair: ``one, other``; ``n``, the sentences both labeled; ``share`` of them with the same label;
        ``kappa`` (Cohen 1960, by NLTK) with ``low, high``, the middle 95 percent of the draws; ``reason``, why kappa is not a
        number, else empty.

    Raises
    ------
    ValueError
        If there are fewer than two readers.

    Examples
    --------
    >>> both = pd.DataFrame({"a": list("ccpp"), "b": list("ccpc")}, index=list("1234"))
    >>> pairwise(both)[["n", "share", "kappa"]].round(2).to_numpy().tolist()
    [[4.0, 0.75, 0.5]]
    """
    _enough(labels)
    rows = []
    for one, other in combinations(labels.columns, 2):
        share, kappa, _ = _measured(labels[[one, other]], draws, seed)
        rows.append((one, other, share[5], share[2], kappa[2], kappa[3], kappa[4], _reason(kappa[6])))
    return pd.DataFrame(rows, columns=["one", "other", "n", "share", "kappa", "low", "high", "reason"])


def together(labels: pd.DataFrame, draws: int = 2000, seed: int = 1871) -> pd.DataFrame:
    r"""Return how far a class agrees.

    Parameters
    ----------
    labels : pandas.DataFrame
        As `read_folder` returns them.
    draws, seed : int
        How often the sentences are drawn anew for the intervals, and the seed of the drawing.

    Returns
    -------
    pandas.DataFrame
        A row for each ``measure``: "share" and "kappa", means over all pairs of readers, and "alpha" (Krippendorff 2011, by
        NLTK), of all at once; with ``value``; ``low, high``, the middle 95 percent of the draws; ``n``, sentences that two
        readers or more labeled; ``reason``, why a value is not a number, else empty.

    Raises
    ------
    ValueError
        If there are fewer than two readers.

    Notes
    -----
    .. math:: \kappa = \frac{p_o - p_e}{1 - p_e}, \qquad \alpha = 1 - \frac{D_o}{D_e}

    Both are 1 if all agree throughout and 0 if they agree no more than by chance. If only one label is in use there is no
    chance to compare with, and neither is a number. The intervals come from drawing sentences, not readers: they say how far
    other sentences like these could have led elsewhere, not other classes.

    References
    ----------
    Cohen 1960: kappa
    Krippendorff 2011: alpha
    Efron and Tibshirani 1993: the interval, from sentences drawn anew
    """
    _enough(labels)
    rows = [(row[0], *row[2:6], _reason(row[6])) for row in _measured(labels, draws, seed)]
    return pd.DataFrame(rows, columns=["measure", "value", "low", "high", "n", "reason"])


def _enough(labels: pd.DataFrame) -> None:
    if labels.shape[1] < 2:
        raise ValueError(f"labels has {labels.shape[1]} readers: agreement needs two or more files that can be used.")


def _measured(labels: pd.DataFrame, draws: int, seed: int) -> list[tuple]:
    sentences = [str(sent) for sent in labels.index]
    columns = [labels[reader].reset_index(drop=True) for reader in labels]
    ratings = ratings_of(columns, sentences, pd.Series(sentences))
    return list(agreement_of("sentences", ratings, bootstrap_weights(sentences, draws, seed).astype(float), ""))


def _reason(reason: str) -> str:
    return reason.replace("passes", "readers")


def disagreements(labels: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return where readers part, the sentences that divide them most first.

    Parameters
    ----------
    labels : pandas.DataFrame
        As `read_folder` returns them.
    sentences : pandas.DataFrame
        As `sample` returns them.

    Returns
    -------
    pandas.DataFrame
        Columns ``sent, text``; ``readers``, how many labeled it; ``split``, the share of pairs of these that differ, not a
        number if there is no pair; and for each of `LABELS` how many readers gave it.
    """
    rows = []
    for sent, text in zip(sentences["sent"], sentences["text"], strict=True):
        counts = Counter(labels.loc[sent].dropna())
        readers = counts.total()
        pairs = readers * (readers - 1) / 2
        same = sum(count * (count - 1) / 2 for count in counts.values())
        rows.append((sent, text, readers, 1 - same / pairs if pairs else np.nan, *(counts[label] for label in LABELS)))
    table = pd.DataFrame(rows, columns=["sent", "text", "readers", "split", *LABELS])
    return table.sort_values("split", ascending=False, kind="stable", ignore_index=True)


def confusions(labels: pd.DataFrame) -> pd.DataFrame:
    """Return which labels are given to one sentence by different readers, the most frequent pair of labels first.

    Parameters
    ----------
    labels : pandas.DataFrame
        As `read_folder` returns them.

    Returns
    -------
    pandas.DataFrame
        Columns ``one, other``, two of `LABELS`; ``times``, over all sentences and pairs of readers; ``share`` of all
        disagreements.

    Examples
    --------
    >>> both = pd.DataFrame({"a": ["claim", "claim", "none"], "b": ["claim", "premise", "none"]})
    >>> confusions(both).head(1).to_dict("list")
    {'one': ['claim'], 'other': ['premise'], 'times': [1], 'share': [1.0]}
    """
    counts = np.array([(labels == label).sum(axis=1) for label in LABELS])
    rows = [(LABELS[a], LABELS[b], int((counts[a] * counts[b]).sum())) for a, b in combinations(range(len(LABELS)), 2)]
    table = pd.DataFrame(rows, columns=["one", "other", "times"])
    table["share"] = table["times"] / max(table["times"].sum(), 1)
    return table.sort_values("times", ascending=False, kind="stable", ignore_index=True)


def invent(folder: Path | str, sentences: Sequence[str], readers: int = 6, seed: int = 1871, care: float = 0.0) -> None:
    """Write the files of a class that never was, to try the notebook with, in place of any that are there.

    Each sentence gets a label and a difficulty by lot, and each reader sees the label or another, by lot too. The last
    reader but one writes with capital letters, the last forgets two sentences, and one more file has a word that is no
    label.

    Parameters
    ----------
    folder : pathlib.Path or str
        Where the files go.
    sentences : sequence of str
        The numbers of the sentences.
    readers : int
        How many files can be used, 2 or more.
    seed : int
        Of the lots. The same seed gives the same sentences the same labels, whatever the care.
    care : float
        From 0 to 1: how much of the difficulty is gone, as after a talk about the guideline.

    Raises
    ------
    ValueError
        If there are fewer than two readers, or ``care`` does not lie between 0 and 1.
    """
    if readers < 2 or not 0 <= care <= 1:
        raise ValueError(f"readers is {readers} and care is {care}: take two readers or more, and a care from 0 to 1.")
    text = np.random.default_rng(seed)
    right = text.choice(len(LABELS), size=len(sentences), p=[0.3, 0.35, 0.2, 0.15])
    sure = np.array(DIFFICULTY)[text.integers(len(DIFFICULTY), size=len(sentences))]
    sure = sure + care * (1 - sure)
    lots = np.random.default_rng([seed, round(1000 * care)])
    for number in range(1, readers + 2):
        others = (right + lots.integers(1, len(LABELS), size=len(sentences))) % len(LABELS)
        seen = np.where(lots.random(len(sentences)) < sure, right, others)
        rows = [[sent, LABELS[code]] for sent, code in zip(sentences, seen, strict=True)]
        if number == readers - 1:
            rows = [
                [sent, f"{label.capitalize()} "] if i < 3 else [sent, label] for i, (sent, label) in enumerate(rows)
            ]
        elif number == readers:
            rows = rows[:-2]
        elif number > readers:
            rows[4][1] = "fact"
        content = "\n".join(",".join(row) for row in [list(COLUMNS), *rows]) + "\n"
        files.write(Path(folder) / f"labels-reader-{number}.csv", content.encode())
