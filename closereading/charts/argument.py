"""How charts of the argument show roles and relations: the same color, shape and dash for the same thing everywhere."""

from __future__ import annotations

from typing import Any

import altair as alt
import networkx as nx
import pandas as pd

ROLES = {
    "claim": "square",
    "objection": "cross",
    "rebuttal": "triangle-right",
    "concession": "triangle-down",
    "thesis": "diamond",
    "premise": "circle",
}
"""Roles in the author's argument, in the order of the colors, and the shapes of their points."""

RELATIONS = {
    "sup": ("supports", [1, 0]),
    "reb": ("attacks", [6, 3]),
    "exa": ("is an example for", [1, 0]),
    "und": ("undercuts", [2, 2]),
    "qua": ("limits", [8, 3, 2, 3]),
    "res": ("restates", [3, 3]),
}
"""Relations in the order of the colors: how charts call them, and how their lines are broken."""


ACTIVE = "(over.id ? over.id[0] : line)"
"""The claim whose line is lit: the one under the pointer, else the one chosen below the chart."""

BESIDE: dict[str, Any] = {"padding": alt.ExprRef("column < 500 ? 0 : 6")}
"""What legends that stand beside one another need so that they do not run together."""

RELATION_SYMBOL: dict[str, Any] = {"symbolOpacity": 1, "symbolStrokeWidth": 2, "symbolSize": 256}
"""How a legend shows relations: by lines so long that one sees how they are broken."""


def role_color() -> alt.Scale:
    """Return the scale of colors for roles."""
    return alt.Scale(domain=list(ROLES), range="category")


def role_shape() -> alt.Scale:
    """Return the scale of shapes for roles."""
    return alt.Scale(domain=list(ROLES), range=list(ROLES.values()))


def relation_color() -> alt.Scale:
    """Return the scale of colors for what relations are called."""
    return alt.Scale(domain=[name for name, _ in RELATIONS.values()], range="category")


def relation_dash() -> alt.Scale:
    """Return the scale of dashes for what relations are called."""
    return alt.Scale(domain=[name for name, _ in RELATIONS.values()], range=[dash for _, dash in RELATIONS.values()])


def bearings(relations: pd.DataFrame) -> nx.DiGraph:
    """Return which claim bears on which, for or against, as an edge from each source.

    What undercuts a relation bears on the claims that this goes out from.

    Parameters
    ----------
    relations : pandas.DataFrame
        Columns ``id``, ``src`` (a tuple), ``type`` and ``dst``.

    Examples
    --------
    >>> rows = [("r1", ("a", "b"), "sup", "c"), ("r2", ("d",), "und", "r1")]
    >>> sorted(bearings(pd.DataFrame(rows, columns=["id", "src", "type", "dst"])).edges)
    [('a', 'c'), ('b', 'c'), ('d', 'a'), ('d', 'b')]
    """
    begins = dict(zip(relations["id"], relations["src"], strict=True))
    return nx.DiGraph(
        (source, target)
        for row in relations.itertuples()
        for source in row.src
        for target in begins.get(row.dst, (row.dst,))
    )


def told(relations: pd.DataFrame) -> dict[str, str]:
    """Return in words what each claim does to others.

    Parameters
    ----------
    relations : pandas.DataFrame
        Columns ``id``, ``src`` (a tuple), ``type`` and ``dst``.

    Examples
    --------
    >>> rows = [("r1", ("a", "b"), "sup", "c"), ("r2", ("d",), "und", "r1")]
    >>> told(pd.DataFrame(rows, columns=["id", "src", "type", "dst"]))
    {'a': 'supports c, with b', 'b': 'supports c, with a', 'd': 'undercuts “a, b supports c”'}
    """
    struck = {row.id: f"“{', '.join(row.src)} {RELATIONS[row.type][0]} {row.dst}”" for row in relations.itertuples()}
    said: dict[str, list[str]] = {}
    for row in relations.itertuples():
        for source in row.src:
            others = [other for other in row.src if other != source]
            words = f"{RELATIONS[row.type][0]} {struck.get(row.dst, row.dst)}"
            said.setdefault(source, []).append(f"{words}, with {', '.join(others)}" if others else words)
    return {source: "; ".join(words) for source, words in said.items()}


def marked(names: set[str]) -> str:
    """Return names between bars, so that an expression of Vega finds one of them and not a part of another.

    Examples
    --------
    >>> marked({"U5a", "U2a"})
    '|U2a|U5a|'
    """
    return "|" + "|".join(sorted(names)) + "|"
