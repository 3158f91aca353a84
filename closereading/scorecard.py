"""Every claim the book examines: what evidence could bear on it, what was found, and under which conditions."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from closereading import decisions, quotations
from closereading import edition as editions
from closereading.decisions import DecisionError
from closereading.edition import Edition
from closereading.passages import phrases

TABLE = "systems.csv"

SOURCES = ("pamphlet", "article", "book")
"""Whose a claim is; "book" is this one."""

EVIDENCE = {
    "definition": "what is meant by the words, and what follows from that alone",
    "text": "what the restored text says here and elsewhere, as it is read, counted or drawn",
    "transmission": "what happened to the words between the manuscript and our file",
    "readers": "whether another reader, with the same rules, finds the same",
    "comparison": "another text, or another case",
    "model": "what would have to be assumed for it to come out so",
    "experiment": "people who do what is claimed, under conditions that someone has set",
    "archive": "records of the time: minutes, lists, accounts, letters",
}
"""Kinds of evidence, from what is nearest to the words to what is farthest from them."""

RESULTS = {
    "supported": "what was found speaks for it, under the conditions that are named",
    "mixed": "it speaks for one part of it, or for it under one condition, and against it under another",
    "fails": "it speaks against it, or does not bear it out",
    "not testable here": "neither the two sources nor what this book does can bear on it",
    "to come": "a later chapter is to look",
}

FOUND = ("supported", "mixed", "fails")
"""The results that something was found for."""

FRENCH = ("no counterpart", "differs", "nothing noted")
"""How the words stand to the French, the first that holds of any of them."""

CLAIM = ["title", "source", "mechanism"]
NEEDED = ("evidence", "quotation", "test")
OPENING = 5
"""Words of a quotation that a link looks for, where it has so many, with more around them if need be."""


def load(folder: Path | None = None) -> pd.DataFrame:
    """Return the scorecard, each row a claim before one kind of evidence, with the place of its words.

    Parameters
    ----------
    folder : pathlib.Path, optional
        Another folder than ``data/``, with a ``tables.toml``.

    Returns
    -------
    pandas.DataFrame
        The columns of ``data/systems.csv``, ``title, source, mechanism`` in every row; ``edition``, the text that has the
        words, "pamphlet" or "article"; ``section``; ``page``, where they begin (missing for the article); ``start, end``,
        their offsets in that text; ``phrase``, words of them that a link can find; and ``group``, for tables and charts:
        the pamphlet's section that most of the claim's rows quote, "The article", or "This book".

    Raises
    ------
    DecisionError
        If a row does not fit its text, a column holds a value that it can't have, rows of a claim are apart or two are
        about the same kind of evidence, or a result comes without its conditions and chapter.

    Examples
    --------
    >>> card = load()
    >>> card.loc[card["system"] == "m6", ["evidence", "para", "page", "result"]].head(2).to_numpy().tolist()
    [['transmission', 'U8', 10, 'mixed'], ['model', 'U8', 10, 'to come']]
    """
    texts = {name: editions.read(name) for name in ("pamphlet", "article")}
    homes = {para: name for name, text in texts.items() for para in text.paragraphs["para"]}
    rows: list[dict[str, str]] = []
    spans: list[tuple[int, int]] = []
    for line, row in enumerate(decisions.table(TABLE, folder), 2):
        place = f"data/{TABLE}, row {line}"
        _check_place_in_table(row, rows, place)
        told = row if row["title"] else row | {column: rows[-1][column] for column in CLAIM}
        _check_result(told, place)
        home = homes.get(row["para"], "")
        if not home or told["source"] not in (home, "book"):
            raise DecisionError(
                f"{place}: no paragraph of {_where(told['source'])} is called {row['para']!r}; correct it."
            )
        spans.append(quotations.span(row["quotation"], row["para"], texts[home], place))
        rows.append(told | {"edition": home})
    card = pd.DataFrame(rows).join(pd.DataFrame(spans, columns=["start", "end"]))
    card["section"] = card["para"].map({p: s for t in texts.values() for p, s in _column(t, "section").items()})
    card["page"] = [_page(texts[row.edition], row.start) for row in card.itertuples()]
    card["page"] = card["page"].astype("Int64")
    for name, text in texts.items():
        own = card["edition"] == name
        card.loc[own, "phrase"] = _openings(text, card[own])
    short = texts["pamphlet"].sections.set_index("section")["short"]
    card["group"] = card["system"].map({system: _group(part, short) for system, part in card.groupby("system")})
    return card


def claims(card: pd.DataFrame) -> pd.DataFrame:
    """Return the claims, one row each, in the table's order.

    Parameters
    ----------
    card : pandas.DataFrame
        As `load` returns it.

    Returns
    -------
    pandas.DataFrame
        Columns ``system, title, source, group, mechanism``; ``found``, how many kinds of evidence have a result, and
        ``kinds``, how many there are; and a column for each of `RESULTS`, how many kinds of evidence have it.

    Examples
    --------
    >>> claims(load()).loc[0, ["title", "supported"]].astype(str).tolist()
    ['Committee drift', '2']
    """
    first = card.drop_duplicates("system")[["system", "title", "source", "group", "mechanism"]].set_index("system")
    counts = pd.crosstab(card["system"], card["result"]).reindex(index=first.index, columns=list(RESULTS), fill_value=0)
    found = counts[list(FOUND)].sum(axis=1)
    return first.assign(found=found, kinds=counts.sum(axis=1)).join(counts).reset_index()


def compared(card: pd.DataFrame, descent: pd.DataFrame, pamphlet: Edition) -> pd.Series:
    """Return how the words of each row of the pamphlet's claims stand to the French, so far as it was compared.

    Parameters
    ----------
    card : pandas.DataFrame
        As `load` returns it.
    descent : pandas.DataFrame
        The rows of ``data/descent.csv``.
    pamphlet : Edition
        The edition that both quote.

    Returns
    -------
    pandas.Series
        A value of `FRENCH` for each row, missing where the words are not of the pamphlet. Something is
        noted of words if they overlap a passage of the table; of others it is not known whether they were compared.

    Examples
    --------
    >>> import pandas as pd
    >>> from closereading import edition
    >>> descent = pd.DataFrame(decisions.table("descent.csv"))
    >>> card = load()
    >>> compared(card, descent, edition.read("pamphlet"))[card["system"] == "m6"].tolist()
    ['no counterpart', 'nothing noted', 'nothing noted']
    """
    begins, texts = _column(pamphlet, "start"), _column(pamphlet, "text")
    starts = [begins[row.para] + texts[row.para].index(row.quotation) for row in descent.itertuples()]
    noted = list(zip(starts, starts + descent["quotation"].str.len(), descent["counterpart"], strict=True))
    found = []
    for row in card.itertuples():
        over = {counterpart for start, end, counterpart in noted if row.start < end and row.end > start}
        french = FRENCH[0] if "no" in over else FRENCH[1] if over else FRENCH[2]
        found.append(french if row.edition == "pamphlet" else None)
    return pd.Series(found, index=card.index, name="french", dtype=object)


def _check_place_in_table(row: dict[str, str], before: list[dict[str, str]], place: str) -> None:
    """Raise unless the rows of a claim stand together, the first with all that is said of the claim."""
    told = [bool(row[column]) for column in CLAIM]
    goes_on = bool(before) and row["system"] == before[-1]["system"]
    if not row["system"]:
        raise DecisionError(f"{place}: system is empty; give the claim's number, such as m1.")
    if goes_on and any(told):
        raise DecisionError(
            f"{place}: only the first row of {row['system']} has {', '.join(CLAIM)}; leave them empty here."
        )
    if not goes_on and row["system"] in {one["system"] for one in before}:
        raise DecisionError(f"{place}: the rows of {row['system']} must stand together; move this one to the others.")
    if not goes_on and not all(told):
        raise DecisionError(
            f"{place}: the first row of {row['system']} must have {', '.join(CLAIM)}; add what is missing."
        )
    if goes_on and (row["system"], row["evidence"]) in {(one["system"], one["evidence"]) for one in before}:
        raise DecisionError(
            f"{place}: {row['system']} has {row['evidence']} twice; say in one row all that this evidence shows."
        )


def _check_result(row: dict[str, str], place: str) -> None:
    for column, allowed in {"source": SOURCES, "evidence": tuple(EVIDENCE), "result": tuple(RESULTS)}.items():
        if row[column] not in allowed:
            raise DecisionError(f"{place}: {column} is {row[column]!r}; it must be one of: {', '.join(allowed)}.")
    for column in NEEDED:
        if not row[column]:
            raise DecisionError(f"{place}: {column} is empty; add it.")
    if row["result"] in FOUND and not (row["under"] and row["chapter"]):
        raise DecisionError(
            f"{place}: a result {row['result']!r} needs under (its conditions) and chapter (where it was found)."
        )
    if row["result"] not in FOUND and row["under"]:
        raise DecisionError(f"{place}: under is given, but nothing was found; empty it, or correct the result.")


def _where(source: str) -> str:
    return "the two sources" if source == "book" else f"the {source}"


def _column(text: Edition, name: str) -> pd.Series:
    return text.paragraphs.set_index("para")[name]


def _page(text: Edition, start: int) -> int | None:
    page = text.tokens.loc[text.tokens["start"].searchsorted(start), "page"]
    return None if pd.isna(page) else int(page)


def _openings(text: Edition, rows: pd.DataFrame) -> list[str]:
    """Return the first words of each quotation, as many as stand in the text only once."""
    words = [quotation.split() for quotation in rows["quotation"]]
    lengths = [len(" ".join(own[:OPENING])) for own in words]
    return phrases(
        text, [(start, start + length) for start, length in zip(rows["start"], lengths, strict=True)], words=0
    )


def _group(rows: pd.DataFrame, short: pd.Series) -> str:
    source = rows["source"].iloc[0]
    if source == "pamphlet":
        letter = rows["section"].mode()[0]
        return f"Section {letter}, {short[letter]}"
    return {"article": "The article"}.get(source, "This book")
