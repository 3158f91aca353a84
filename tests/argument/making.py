"""Small arguments made by hand, and copies of any argument with something wrong in them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from closereading import decisions, edition
from closereading.argument import annotation
from closereading.argument.annotation import Argument

BEES = """# On bees

Bees need no keeper. They found their own hives long before us, and they feed themselves.

Some say that a keeper protects them. But he takes their honey ... Whoever robs you does not protect you.

I grant that in a hard winter sugar helps. Yet that is his debt, not his gift. And I grant that frost kills some of them.

My neighbor's wild swarm thrives, for example. Honey is sweet. So leave the hives alone. Bees, I say again, can do without us.
"""


def claim(id: str, quote: str, role: str = "premise", **more: str) -> dict[str, str]:
    """Return a row of ``claims.csv``: the author's, asserted, on the main line, with the quotation for its gloss."""
    row = {"id": id, "para": id[:-1], "quote": quote, "voice": "author", "role": role, "stance": "asserted"}
    return {**row, "main": "yes", "gloss": quote, "loose": "", "note": "", **more}


def relation(id: str, src: str, type: str, dst: str, **more: str) -> dict[str, str]:
    """Return a row of ``relations.csv``: likely, with no cue, and a scheme that fits its type."""
    scheme = {"exa": "example", "res": "restatement"}.get(type, "cause to effect")
    row = {"id": id, "src": src, "type": type, "dst": dst, "scheme": scheme, "cue": "", "conf": "2", "note": ""}
    return {**row, **more}


def crux(id: str, claims: str, readings: str = "one / other", taken: str = "one", **more: str) -> dict[str, str]:
    """Return a row of ``cruxes.csv``."""
    row = {"id": id, "claims": claims, "question": "Which?", "readings": readings, "taken": taken, "because": "So."}
    return {**row, **more}


def argument(
    text: str,
    claims: Iterable[dict[str, str]],
    relations: Iterable[dict[str, str]],
    cruxes: Iterable[dict[str, str]] = (),
) -> Argument:
    """Return an argument about any plain text, as `edition.from_text` reads it: its paragraphs are P1, P2, and so on."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(decisions.FOLDER / decisions.DICTIONARY, folder)
        columns = {table: list(entry["columns"]) for table, entry in decisions.dictionary().items()}
        for table, rows in (("claims.csv", claims), ("relations.csv", relations), ("cruxes.csv", cruxes)):
            pd.DataFrame(list(rows), columns=columns[table]).to_csv(folder / table, index=False)
        return annotation.load(folder, edition.from_text(text, "bees"))


def sound() -> Argument:
    """Return a small argument that breaks no rule: each type of relation, linked sources, an objection, a loose claim."""
    return argument(
        BEES,
        [
            claim("P1a", "Bees need no keeper.", "thesis"),
            claim("P1b", "They found their own hives long before us"),
            claim("P1c", "they feed themselves"),
            claim("P2o", "a keeper protects them", "objection", stance="rejected"),
            claim("P2b", "he takes their honey"),
            claim("P2a", "Whoever robs you does not protect you.", "rebuttal"),
            claim("P3a", "in a hard winter sugar helps", "concession", stance="conceded"),
            claim("P3b", "that is his debt, not his gift", "rebuttal"),
            claim("P3c", "frost kills some of them", "concession", stance="conceded", main="no"),
            claim("P4a", "My neighbor's wild swarm thrives"),
            claim("P4d", "Honey is sweet.", main="no", loose="said in passing"),
            claim("P4b", "leave the hives alone", "thesis"),
            claim("P4c", "Bees, I say again, can do without us.", main="no"),
        ],
        [
            relation("r02", "P1a", "sup", "P4b", cue="So"),
            relation("r01", "P1b P1c", "sup", "P1a"),
            relation("r03", "P2o", "reb", "P1a", cue="Some say"),
            relation("r04", "P2b", "sup", "P2a"),
            relation("r05", "P2a", "reb", "P2o", cue="But"),
            relation("r06", "P3a", "reb", "P1a"),
            relation("r07", "P3b", "und", "r06", cue="Yet"),
            relation("r08", "P3c", "qua", "P1a"),
            relation("r09", "P4a", "exa", "P1a", cue="for example"),
            relation("r10", "P4c", "res", "P1a", cue="I say again"),
        ],
        [crux("x1", "P4a", "an example / a sign", "an example")],
    )


def ids(argument: Argument, table: str = "claims", /, **where: object) -> list[str]:
    """Return the ids of the rows whose cells are as said; of several allowed values give a tuple."""
    found = getattr(argument, table)
    for column, value in where.items():
        found = found[found[column].isin(value if isinstance(value, tuple) else (value,))]
    return found["id"].tolist()


def first(argument: Argument, table: str = "claims", /, **where: object) -> str:
    """Return the id of the first row whose cells are as said."""
    return ids(argument, table, **where)[0]


def cell(argument: Argument, id: str, column: str, table: str = "claims", /) -> Any:
    """Return one cell."""
    found = getattr(argument, table)
    return found.loc[found["id"] == id, column].iloc[0]


def changed(argument: Argument, id: str, table: str = "claims", /, **cells: object) -> Argument:
    """Return a copy with other values in some cells of a row."""
    found = getattr(argument, table)
    return at(argument, found.index[found["id"] == id][0], table, **cells)


def at(argument: Argument, row: int, table: str = "claims", /, **cells: object) -> Argument:
    """Return a copy with other values in some cells of the row at an index."""
    found = getattr(argument, table)
    columns = {}
    for column, value in cells.items():
        values = found[column].astype(object).tolist()
        values[found.index.get_loc(row)] = value
        columns[column] = pd.Series(values, index=found.index, dtype=object)
    return replace(argument, **{table: found.assign(**columns)})


def without(argument: Argument, id: str, table: str = "claims") -> Argument:
    """Return a copy without a row."""
    found = getattr(argument, table)
    return replace(argument, **{table: found[found["id"] != id].reset_index(drop=True)})


def doubled(argument: Argument, id: str, table: str = "claims", /, **cells: object) -> Argument:
    """Return a copy in which a row stands twice, the second time with other values in some cells."""
    found = getattr(argument, table)
    place = found.index[found["id"] == id][0]
    whole = pd.concat([found.loc[:place], found.loc[[place]], found.loc[place + 1 :]], ignore_index=True)
    return at(replace(argument, **{table: whole}), place + 1, table, **cells)


def related(argument: Argument, src: str, type: str, dst: str, **more: object) -> Argument:
    """Return a copy with one more relation, without a cue; its place in the table is that of the first of ``src``."""
    found = argument.relations
    scheme = {"exa": "example", "res": "restatement"}.get(type, "cause to effect")
    row = {"id": "r999", "src": tuple(src.split()), "type": type, "dst": dst, "scheme": scheme, "cue": "", "conf": 2}
    row |= {"note": "", "cue_start": pd.NA, "crosses_cut": False}
    places = argument.claims.set_index("id")["start"].to_dict()
    start = places.get(row["src"][0], 0)
    after = sum(places.get(sources[0], 0) <= start for sources in found["src"])
    both = [*found.to_dict("records")[:after], {**row, **more}, *found.to_dict("records")[after:]]
    whole = pd.DataFrame(both, columns=list(found.columns)).astype({"cue_start": "Int64", "conf": "Int64"})
    changed = replace(argument, relations=whole)
    spans = annotation._spans(whole, argument.claims)
    crosses = [annotation.crosses_cut(span, argument.edition) for span in spans]
    return replace(changed, relations=whole.assign(crosses_cut=crosses)) if not more else changed
