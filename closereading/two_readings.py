"""What two readings of the pamphlet found, made independently with one codebook, and how far they agree."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd
from nltk.metrics.agreement import AnnotationTask
from numpy.typing import NDArray

from closereading import decisions, quotations
from closereading.decisions import DecisionError
from closereading.edition import Edition
from closereading.measures.resampling import bootstrap_weights
from closereading.passages import phrases

READINGS = ("A", "B")
AXES = (
    *("below/above", "practice/theory", "free/unfree", "one/many"),
    *("natural/official", "united/divided", "spontaneous/artificial"),
)
"""What an antithesis opposes: its first pole and its second."""

SIDES = ("first", "second", "both", "undetermined")
VEHICLES = (
    *("war", "life and growth", "building", "bond and chain", "body", "religion", "road and journey"),
    *(
        "sickness and poison",
        "sleep and waking",
        "water and weather",
        "machine and tool",
        "animals",
        "theater",
        "crime",
    ),
    *("school", "money and trade", "family", "light and sight", "other"),
)
"""What a metaphor is borrowed from."""

TENORS = (
    *("International", "State", "capital", "committees", "ideas", "leaders"),
    *("masses", "revolution", "society", "solidarity", "workers", "other"),
)
"""What a metaphor is said of."""

CERTAINTIES = ("certain", "debatable")
OPENING = 5
"""Words of a quotation that a link looks for, where it has so many, with more around them if need be."""


def antitheses(edition: Edition) -> pd.DataFrame:
    """Return the antitheses of both readings.

    Parameters
    ----------
    edition : Edition
        The pamphlet.

    Returns
    -------
    pandas.DataFrame
        A row for each antithesis and reading, in the order of the text: columns ``coder, para, section, quotation, axis,
        first, second, sides_with, note``; ``start, end`` of the quotation in ``edition.text``; ``phrase``, words of it that
        a link can find; and ``shared``, whether the other reading has the same axis in words that overlap.

    Raises
    ------
    DecisionError
        If a quotation does not stand exactly once in its paragraph, a pole does not stand in the quotation, or a column
        holds a value that the codebook does not have.

    Examples
    --------
    >>> from closereading import edition
    >>> found = antitheses(edition.read("pamphlet"))
    >>> found.loc[found["para"] == "S24", ["coder", "axis", "shared"]].to_numpy().tolist()
    [['B', 'natural/official', False], ['A', 'practice/theory', True], ['B', 'practice/theory', True]]
    """
    rows = _read(edition, "antitheses.csv", {"coder": READINGS, "axis": AXES, "sides_with": SIDES})
    for line, row in enumerate(rows.itertuples(), 2):
        for pole in (row.first, row.second):
            if pole not in row.quotation:
                raise DecisionError(
                    f"data/antitheses.csv, row {line}: the pole “{pole}” does not stand in the quotation; "
                    "quote enough for both poles, or give the pole in the quotation's own words."
                )
    return _marked(rows, "axis")


def metaphors(edition: Edition) -> pd.DataFrame:
    """Return the metaphors of both readings.

    Parameters
    ----------
    edition : Edition
        The pamphlet.

    Returns
    -------
    pandas.DataFrame
        A row for each metaphor and reading, in the order of the text: columns ``coder, para, section, quotation, vehicle,
        tenor, certainty, note, start, end, phrase, shared`` as in `antitheses`, with the same vehicle for the same axis.

    Raises
    ------
    DecisionError
        If a quotation does not stand exactly once in its paragraph, or a column holds a value that the codebook does not
        have.

    Examples
    --------
    >>> from closereading import edition
    >>> found = metaphors(edition.read("pamphlet"))
    >>> found.loc[found["para"] == "U3", ["coder", "vehicle", "quotation"]].head(2).to_numpy().tolist()
    [['B', 'religion', 'there is a devil in human history'], ['A', 'religion', 'devil in human history']]
    """
    columns = {"coder": READINGS, "vehicle": VEHICLES, "tenor": TENORS, "certainty": CERTAINTIES}
    return _marked(_read(edition, "metaphors.csv", columns), "vehicle")


def _read(edition: Edition, table: str, values: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    """Return a table with the places of its quotations, every row checked."""
    paragraphs = edition.paragraphs.set_index("para")
    rows = decisions.table(table)
    starts = []
    for line, row in enumerate(rows, 2):
        place = f"data/{table}, row {line}"
        for column, allowed in values.items():
            if row[column] not in allowed:
                raise DecisionError(f"{place}: {column} is {row[column]!r}; it must be one of: {', '.join(allowed)}.")
        starts.append(quotations.span(row["quotation"], row["para"], edition, place)[0])
    read = pd.DataFrame(rows).assign(start=starts)
    read["end"] = read["start"] + read["quotation"].str.len()
    read["section"] = read["para"].map(paragraphs["section"])
    openings = [re.match(rf"\S+(?:\s+\S+){{0,{OPENING - 1}}}", quotation) for quotation in read["quotation"]]
    ends = [start + len(opening[0]) for start, opening in zip(read["start"], openings, strict=True) if opening]
    read["phrase"] = phrases(edition, list(zip(read["start"], ends, strict=True)), words=0)
    first = ["coder", "para", "section", "quotation"]
    return read[[*first, *(column for column in read if column not in first)]]


def _marked(rows: pd.DataFrame, code: str) -> pd.DataFrame:
    same = pairs(rows).query(f"{code}_A == {code}_B")
    return rows.assign(shared=rows.index.isin([*same["row_A"], *same["row_B"]]))


def pairs(rows: pd.DataFrame) -> pd.DataFrame:
    """Return every pair of a row of reading A and a row of reading B whose quotations overlap.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `antitheses` or `metaphors` return them.

    Returns
    -------
    pandas.DataFrame
        A row for each pair: every column of ``rows`` twice, ending in ``_A`` and ``_B``; ``row_A, row_B``, the two rows'
        labels; and ``overlap``, the characters they share. A quotation may be in several pairs.
    """
    labeled = rows.assign(row=rows.index)
    a, b = (labeled[labeled["coder"] == reading] for reading in READINGS)
    both = a.merge(b, how="cross", suffixes=("_A", "_B"))
    ends = both[["end_A", "end_B"]].min(axis=1)
    starts = both[["start_A", "start_B"]].max(axis=1)
    both["overlap"] = ends - starts
    return both[both["overlap"] > 0].reset_index(drop=True)


def findings(rows: pd.DataFrame, code: str) -> pd.DataFrame:
    """Return what the two readings found between them: rows with the same code whose quotations overlap are one finding.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `antitheses` or `metaphors` return them.
    code : str
        The column that must agree: "axis" or "vehicle".

    Returns
    -------
    pandas.DataFrame
        A row for each finding, in the order of the text: the columns of its first row, its ``start`` and ``end`` together,
        ``found_by`` ("both", "A only" or "B only") and, for metaphors, ``certain``: whether every row of it is.
    """
    order = rows.sort_values([code, "start", "end"])
    ended = order.groupby(code)["end"].transform(lambda ends: ends.cummax().shift(fill_value=-1))
    number = (order["start"] >= ended).cumsum().rename("finding")
    grouped = order.groupby(number)
    found = grouped.first().assign(end=grouped["end"].max())
    by = grouped["coder"].agg(lambda coders: "".join(sorted(set(coders))))
    found["found_by"] = by.map({"AB": "both", "A": "A only", "B": "B only"})
    if "certainty" in rows:
        found["certain"] = grouped["certainty"].agg(lambda marks: set(marks) == {"certain"})
    return found.drop(columns=["coder", "shared"]).sort_values(["start", "end", code]).reset_index(drop=True)


def agreement(
    rows: pd.DataFrame, sentences: pd.DataFrame, code: str, draws: int = 2000, seed: int = 1871
) -> pd.DataFrame:
    r"""Return how far the two readings agree on which sentences have a code.

    A sentence has a code if a quotation with that code touches it.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `antitheses` or `metaphors` return them.
    sentences : pandas.DataFrame
        The sentences of the edition.
    code : str
        "axis" or "vehicle".
    draws : int
        How often the paragraphs are drawn anew, with replacement, for the intervals.
    seed : int
        Of the random numbers.

    Returns
    -------
    pandas.DataFrame
        A row for each code, and one for "any": columns ``code``; ``sentences_A, sentences_B, sentences_both``;
        ``kappa`` (Cohen 1960) with ``low, high``, the middle 95 percent of the draws; ``rows_A, rows_B`` and ``shared``,
        the part of all rows that the other reading has too. By falling number of rows, "any" first.

    Raises
    ------
    ValueError
        If there are no rows.

    Notes
    -----
    .. math:: \kappa = \frac{p_o - p_e}{1 - p_e}

    :math:`p_o` is the part of sentences on which the readings agree, and :math:`p_e` what it would be if each marked as
    many sentences as it does, at random. Where a code is rare, a few sentences decide. A draw in which neither reading
    has the code is left out of its interval.

    References
    ----------
    Cohen 1960: kappa
    Efron and Tibshirani 1993: the interval, from paragraphs drawn anew
    """
    if rows.empty:
        raise ValueError("rows is empty: there is nothing to agree on.")
    weights = bootstrap_weights(sentences["para"], draws, seed)
    table = []
    for value in ["any", *rows[code].unique()]:
        chosen = rows if value == "any" else rows[rows[code] == value]
        a, b = (_touched(chosen[chosen["coder"] == reading], sentences) for reading in READINGS)
        drawn = cohen_kappa(weights @ (a & b), weights @ (a & ~b), weights @ (~a & b), weights @ ~(a | b))
        low, high = np.nanpercentile(drawn, [2.5, 97.5])
        numbers = (a.sum(), b.sum(), (a & b).sum(), kappa(a, b), low, high)
        table.append((value, *numbers, *((chosen["coder"] == r).sum() for r in READINGS), chosen["shared"].mean()))
    columns = ["code", *(f"sentences_{r}" for r in (*READINGS, "both")), "kappa", "low", "high", "rows_A", "rows_B"]
    found = pd.DataFrame(table, columns=[*columns, "shared"])
    size = (found["rows_A"] + found["rows_B"]).where(found["code"] != "any", len(rows) + 1)
    return found.loc[size.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)


def cohen_kappa(both: NDArray, only_a: NDArray, only_b: NDArray, neither: NDArray) -> NDArray[np.float64]:
    """Return Cohen's kappa from the four counts of a yes-or-no decision; not a number where nobody ever says yes, or no.

    Examples
    --------
    >>> round(float(cohen_kappa(20, 5, 10, 15)), 3)
    0.4
    """
    both, only_a, only_b, neither = (np.asarray(count, dtype=float) for count in (both, only_a, only_b, neither))
    n = both + only_a + only_b + neither
    observed = (both + neither) / n
    yes_a, yes_b = (both + only_a) / n, (both + only_b) / n
    expected = yes_a * yes_b + (1 - yes_a) * (1 - yes_b)
    with np.errstate(invalid="ignore"):
        return np.where(expected < 1, (observed - expected) / (1 - expected), np.nan)


def kappa(a: Iterable[object], b: Iterable[object]) -> float:
    """Return Cohen's kappa of two readings that give each of the same things a code, as NLTK computes it.

    Examples
    --------
    >>> round(kappa("yyynnn", "yynnny"), 3)
    0.333
    """
    marks = [
        (reading, i, code) for reading, codes in zip(READINGS, (a, b), strict=True) for i, code in enumerate(codes)
    ]
    return float(AnnotationTask(data=marks).kappa())


def _touched(rows: pd.DataFrame, sentences: pd.DataFrame) -> NDArray[np.bool_]:
    """Return for each sentence whether a quotation has words of it."""
    starts, ends = (sentences[column].to_numpy()[:, None] for column in ("start", "end"))
    return ((rows["start"].to_numpy() < ends) & (rows["end"].to_numpy() > starts)).any(axis=1)
