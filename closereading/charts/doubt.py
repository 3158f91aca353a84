"""How far the conclusions follow if one doubts a premise: sliders for belief, and what each thesis rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from textwrap import shorten, wrap
from typing import Any

import altair as alt
import networkx as nx
import numpy as np
import pandas as pd

from closereading import publication
from closereading.argument import Argument
from closereading.argument.semantics import ATTACKS, BASE, REASONS, expression, strengths
from closereading.charts import color
from closereading.charts.argument import (
    BESIDE,
    RELATION_SYMBOL,
    RELATIONS,
    ROLES,
    relation_color,
    relation_dash,
    role_color,
    role_shape,
)
from closereading.charts.booklet import HALO
from closereading.charts.links import claim as link

OTHERS, CONCLUSIONS, YOURS = "others", "conclusions", "yours"
"""What sliders move beside single claims: all other premises, all claims with reasons, and the reader's own objection."""

OBJECTOR = "not in the text"
"""What stands for a role with the reader's own objection."""

NARROW = "column < 500"
NARROWEST = 328
ROW, BUTTONS = 27, 1.5
"""Px from row to row, and how many rows the buttons take."""

STEP, STEP_NARROW = 20, 10
"""Px a row is indented under what it speaks for or against, and on a phone."""

SMALL = 10
"""Px of the words on a phone."""

MARGIN = 12
"""Px from the left border to the first points."""

LETTER = 5.4
"""Px a letter takes on average on a phone."""

LABEL = 26
"""Letters that the name of a slider may have."""

READINGS: Mapping[str, tuple[str, float, float, float]] = {
    "neutral": ("neutral", BASE, BASE, 0.0),
    "as he would have it": ("his", 0.9, 0.1, 0.0),
    "a skeptic": ("skeptic", 0.2, 0.8, 0.0),
    "grant the objections": ("objector", BASE, 1.0, 0.0),
    "press your own": ("yours", BASE, BASE, 1.0),
}
"""Buttons: their short name, belief in premises, in what is said against him, and in the reader's own objection."""


# The part of the argument that is drawn


def main_line(argument: Argument, section: str) -> Argument:
    """Return the main claims of a section and the relations between them, as if there were no others.

    Examples
    --------
    >>> from closereading import argument
    >>> line = main_line(argument.load(), "T")
    >>> bool(line.claims["main"].all()), line.claims["section"].unique().tolist()
    (True, ['T'])
    """
    claims = argument.claims[argument.claims["main"] & (argument.claims["section"] == section)]
    known = set(claims["id"])
    relations = argument.relations[argument.relations["src"].map(known.issuperset).astype(bool)]
    while not (inside := relations["dst"].isin(known | set(relations["id"]))).all():
        relations = relations[inside]
    return replace(argument, claims=claims.reset_index(drop=True), relations=relations.reset_index(drop=True))


def with_objection(line: Argument, gloss: str, strikes: Iterable[str], para: str) -> Argument:
    """Return an argument with an objection of the reader's own, which the text does not have.

    Parameters
    ----------
    line : Argument
        Any.
    gloss : str
        What it says.
    strikes : iterable of str
        Ids of the claims it attacks, and of the relations it undercuts.
    para : str
        The paragraph that gives occasion to it.
    """
    # It has the author's voice in this copy, for only his layer takes part in the semantics.
    own = {
        "id": YOURS,
        "role": OBJECTOR,
        "stance": "rejected",
        "gloss": gloss,
        "quote": "",
        "voice": "author",
        "para": para,
    }
    claims = pd.concat([line.claims, pd.DataFrame([{**line.claims.iloc[-1], **own}])], ignore_index=True)
    blows = [
        {"id": f"{YOURS}{i}", "src": (YOURS,), "dst": struck, "type": "reb" if struck in set(claims["id"]) else "und"}
        for i, struck in enumerate(strikes)
    ]
    relations = pd.DataFrame(blows, columns=line.relations.columns).astype(line.relations.dtypes)
    return replace(line, claims=claims, relations=pd.concat([line.relations, relations], ignore_index=True))


def base(line: Argument, settings: Mapping[str, float]) -> dict[str, float]:
    """Return the base score of each claim, if sliders are set like this.

    A claim that is not named has that of ``settings["others"]``, or of ``settings["conclusions"]`` if it has reasons.
    Those named neither way are neutral; a conclusion then has nothing but what its reasons give it, and the reader's own
    objection is not raised.
    """
    reasoned = _reasoned(line)
    found = {claim: CONCLUSIONS if claim in reasoned else OTHERS for claim in line.claims["id"]}
    usual = {OTHERS: BASE, CONCLUSIONS: 0.0, YOURS: 0.0} | dict(settings)
    return {claim: usual.get(claim, usual[kind]) for claim, kind in found.items()}


def settings(line: Argument, reading: str) -> dict[str, float]:
    """Return how a button of `READINGS` sets the sliders, as `base` takes it.

    Examples
    --------
    >>> from closereading import argument
    >>> settings(main_line(argument.load(), "T"), "a skeptic")["T5a"]
    0.8
    """
    _, premise, against, yours = READINGS[reading]
    return {OTHERS: premise, CONCLUSIONS: 0.0, YOURS: yours} | dict.fromkeys(sorted(_against(line)), against)


def weights(line: Argument, theses: Iterable[str], settings: Mapping[str, float] | None = None) -> pd.DataFrame:
    """Return how strong each thesis is without a premise, with it half believed, and with it granted.

    Parameters
    ----------
    line : Argument
        As `main_line` returns it.
    theses : iterable of str
        Ids of claims.
    settings : mapping of str to float, optional
        How the sliders stand otherwise, as for `base`; neutral if nothing is said.

    Returns
    -------
    pandas.DataFrame
        Columns ``thesis, claim, without, neutral, granted, range`` and ``rank``: 1 for what matters most to the thesis.
        Claims without reasons in the line, objections among them, have a row; the reader's own objection has none.
    """
    theses, settings = list(theses), dict(settings or {})
    free = [claim for claim in line.claims["id"] if claim not in _reasoned(line) and claim != YOURS]
    usual, n = base(line, settings), len(free)
    scores = np.tile([usual[claim] for claim in free], (2 * n + 1, 1))  # a row for each setting, the last one neutral
    np.fill_diagonal(scores[:n], 0)
    np.fill_diagonal(scores[n : 2 * n], 1)
    found = strengths(line, usual | dict(zip(free, scores.T, strict=True)))
    rows = [
        (thesis, claim, found[thesis][i], found[thesis][-1], found[thesis][n + i])
        for i, claim in enumerate(free)
        for thesis in theses
    ]
    table = pd.DataFrame(rows, columns=["thesis", "claim", "without", "neutral", "granted"])
    table["range"] = (table["granted"] - table["without"]).abs().round(12)
    table["rank"] = table.groupby("thesis")["range"].rank(method="first", ascending=False).astype(int)
    return table.sort_values(["thesis", "rank"], ignore_index=True)


def _reasoned(line: Argument) -> set[str]:
    return set(line.relations.loc[line.relations["type"].isin(REASONS), "dst"])


def _against(line: Argument) -> set[str]:
    """Return the claims that attack and have no reason: what is said against him and not by way of a reply."""
    return set(line.claims.loc[line.claims["role"].isin(["objection", "concession"]), "id"]) - _reasoned(line)


# The chart with the sliders


def sliders(line: Argument, moved: Sequence[str], section: str) -> alt.LayerChart:
    """Return a line of argument in which readers set how far they believe each premise.

    Parameters
    ----------
    line : Argument
        As `main_line` returns it, with an objection of the reader's own or without.
    moved : sequence of str
        Ids of the claims that have a slider of their own.
    section : str
        What the section is called.
    """
    placed, branches, ties = _outline(line)
    begin = strengths(line, base(line, {}))
    names = dict(zip(line.claims["id"], line.claims["gloss"], strict=True))
    bears = _bears_on(line)
    shown = placed.merge(line.claims, on="id")
    rows = pd.DataFrame(
        {
            "id": shown["id"],
            "role": shown["role"],
            "gloss": shown["gloss"],
            "quotation": shown["quote"].map(publication.shown),
            "bears on": [", ".join(bears[claim]) for claim in shown["id"]],
            "start": [round(begin[claim], 12) for claim in shown["id"]],
            "href": [_href(row) for row in shown.itertuples()],
            "_depth": shown["depth"],
            "_row": shown["row"],
            "_wide": [_label(row) for row in shown.itertuples()],
            "_narrow": ["\n".join(_lines(row)) for row in shown.itertuples()],
        }
    )
    fields = [*moved, CONCLUSIONS, OTHERS, *([YOURS] if YOURS in names else [])]
    if not set(names) - set(moved) - _reasoned(line) - {YOURS}:
        fields.remove(OTHERS)
    readings = _readings(line, fields)
    now = "{" + ", ".join(f"{claim}: {claim}" for claim in names) + "}"
    bars = alt.Chart(rows).transform_calculate(_now=f"({now})[datum.id]", _at=_indent("datum._depth"))
    across = alt.Scale(domain=[0, 1], nice=False)
    down = alt.Scale(domain=[-BUTTONS - 0.5, len(rows) - 0.5], nice=False, zero=False, reverse=True)
    now_x, y = alt.X("_now:Q", scale=across, axis=None), alt.Y("_row:Q", scale=down, axis=None)
    told = [
        alt.Tooltip("id:N", title="claim"),
        alt.Tooltip("role:N", title="role"),
        alt.Tooltip("gloss:N", title="in short"),
        alt.Tooltip("quotation:N", title="his words"),
        alt.Tooltip("bears on:N", title="bears on"),
        alt.Tooltip("start:Q", title="strength at the start", format=".2f"),
    ]
    hues = alt.Color("role:N", scale=role_color(), legend=None)
    his, own = f"datum.id != '{YOURS}'", f"datum.id == '{YOURS}'"
    edges = {"y": alt.Y("_top:Q", scale=down, axis=None), "y2": "_foot:Q"}
    spans = bars.transform_calculate(_top="datum._row - 0.42", _foot="datum._row + 0.42", _zero="0", _one="1")
    foot = alt.Y("_foot:Q", scale=down, axis=None)
    start_x = alt.X("start:Q", scale=across, axis=None)
    layers = [
        spans.mark_rect(color=color("faint"), opacity=0.35).encode(
            alt.X("_zero:Q", scale=across, axis=None), alt.X2("_one:Q"), **edges
        ),
        spans.transform_filter(his)
        .mark_rect(opacity=0.26, tooltip=True)
        .encode(now_x, alt.X2("_zero:Q"), color=hues, tooltip=told, href="href:N", **edges),
        spans.transform_filter(own)
        .mark_rect(opacity=0.26, color=color("muted"))
        .encode(now_x, alt.X2("_zero:Q"), tooltip=told, href="href:N", **edges),
        *_branches(branches, ties, across, down),
        spans.transform_filter(his).mark_rule(strokeWidth=2).encode(now_x, color=hues, **edges),
        spans.transform_filter(own).mark_rule(strokeWidth=2, color=color("muted")).encode(now_x, **edges),
        spans.mark_rule(strokeWidth=2.5, color=color("ink")).encode(start_x, alt.X2("_now:Q"), y=foot),
        spans.mark_point(shape="triangle-up", size=42, filled=True, opacity=1, color=color("ink"), yOffset=2).encode(
            start_x, y=foot
        ),
        _words(bars, f"!({NARROW})", "_wide", 13, across, y, told),
        _words(bars, NARROW, "_narrow", SMALL, across, y, told),
        *(
            bars.transform_calculate(_one="1")
            .mark_text(
                align="right",
                dx=-3,
                fontWeight=600,
                fontSize=alt.ExprRef(f"{NARROW} ? 12 : 13"),
                baseline="middle",
                clip=False,
                **halo,
            )
            .encode(alt.X("_one:Q", scale=across, axis=None), y, text=alt.Text("_now:Q", format=".2f"))
            for halo in (HALO, {})
        ),
        bars.transform_calculate(_one="1", _change="format(datum._now - datum.start, '+.2f')")
        .transform_filter(f"!({NARROW}) && abs(datum._now - datum.start) >= 0.005")
        .mark_text(align="right", dx=-40, fontSize=12, color=color("muted"), baseline="middle")
        .encode(alt.X("_one:Q", scale=across, axis=None), y, text="_change:N"),
        bars.transform_filter(own)
        .mark_text(text="?", fontWeight=700, fontSize=15, baseline="middle", color=color("muted"))
        .encode(alt.X("_at:Q", scale=across, axis=None), y, tooltip=told, href="href:N"),
        bars.transform_filter(his)
        .mark_point(size=85, filled=True, opacity=1)
        .encode(
            alt.X("_at:Q", scale=across, axis=None),
            y,
            color=alt.Color("role:N", scale=role_color(), legend=_roles(rows)),
            shape=alt.Shape("role:N", scale=role_shape(), legend=_roles(rows)),
            tooltip=told,
            href="href:N",
        ),
        *_buttons(readings, fields, names, across, down),
    ]
    values = expression(line)
    theses = shown[shown["role"] == "thesis"]
    struck = [f"{i}, {begin[i]:.2f}" for i in shown.loc[shown["role"] == "objection", "id"]]
    return (
        alt.layer(*layers)
        .add_params(
            *(alt.param(name=f"w_{claim}", expr=f"w_{kind}") for claim, kind in _usual(line, fields).items()),
            *(alt.param(name=claim, expr=formula) for claim, formula in values.items()),
        )
        .resolve_scale(color="independent", shape="independent", strokeDash="independent")
        .properties(
            width="container",
            height=int((len(rows) + BUTTONS) * ROW),
            title=alt.Title(
                f"What is left of {section} if you doubt a premise?",
                subtitle="A row is a claim, indented under what it speaks for or against; points tied together count only "
                "together. The bar is its strength, the small triangle where that began. Move a slider, or press a button "
                "to set them all",
            ),
            description=(
                f"{len(rows)} claims with a bar each for their strength, from 0 to 1, and {len(fields)} sliders that change "
                "them. At the start, with all premises and objections half believed and conclusions having no more than "
                "their reasons give: "
                + "; ".join(f"{row.id}, “{row.gloss}”, {begin[row.id]:.2f}" for row in theses.itertuples())
                + (f". Of what is said against him, after the replies: {'; '.join(struck)}" if struck else "")
                + "."
            ),
        )
    )


def _usual(line: Argument, fields: Sequence[str]) -> dict[str, str]:
    """Return the slider that moves each claim without one of its own."""
    reasoned = _reasoned(line)
    return {
        claim: CONCLUSIONS if claim in reasoned else OTHERS for claim in line.claims["id"] if claim not in set(fields)
    }


def _readings(line: Argument, fields: Sequence[str]) -> pd.DataFrame:
    """Return how each button sets the sliders."""
    against = _against(line)
    rows = []
    for name, (short, premise, _, yours) in READINGS.items():
        special = settings(line, name)
        if (yours and YOURS not in fields) or (name == "grant the objections" and not against & set(fields)):
            continue
        rows.append({"reading": name, "_short": short, **{field: special.get(field, premise) for field in fields}})
    table = pd.DataFrame(rows)
    table.insert(1, "_left", [(i + 0.04) / len(table) for i in range(len(table))])
    table.insert(2, "_right", [(i + 0.96) / len(table) for i in range(len(table))])
    return table.assign(_top=-BUTTONS - 0.4, _foot=-0.85)


def _buttons(
    readings: pd.DataFrame,
    fields: Sequence[str],
    names: Mapping[str, str],
    across: alt.Scale,
    down: alt.Scale,
) -> list[alt.Chart]:
    """Return the buttons; the parameter with the sliders is theirs, for a click on one sets all sliders."""
    label = {
        OTHERS: "All other premises",
        CONCLUSIONS: "Conclusions beforehand",
        YOURS: "Yours, not in the text",
    }
    bind: Any = {
        field: alt.binding_range(
            min=0,
            max=1,
            step=0.05,
            name=label.get(field) or shorten(f"{field}: {names[field]}", LABEL, placeholder="\u00a0…"),
        )
        for field in fields
    }
    # Vega lists inputs in the reverse order of the fields.
    belief = alt.selection_point(
        name="w",
        fields=list(reversed(fields)),
        bind=bind,
        value=[{field: float(readings[field].iloc[0]) for field in fields}],
        on="click[event.item && event.item.datum && event.item.datum.reading]",
        clear=False,
    )
    pressed = " && ".join(f"w_{field} == datum.{field}" for field in fields)
    at = alt.Chart(readings)
    return [
        at.transform_calculate(_pressed=pressed)
        .mark_rect(fill=color("paper"), stroke=color("muted"), cornerRadius=4, cursor="pointer")
        .encode(
            alt.X("_left:Q", scale=across, axis=None),
            alt.X2("_right:Q"),
            alt.Y("_top:Q", scale=down, axis=None),
            alt.Y2("_foot:Q"),
            strokeWidth=alt.condition("datum._pressed", alt.value(3), alt.value(1)),
        )
        .add_params(belief),
        at.transform_calculate(
            _middle="(datum._left + datum._right) / 2",
            _row="(datum._top + datum._foot) / 2",
            _says=f"{NARROW} ? datum._short : datum.reading",
        )
        .mark_text(baseline="middle", fontSize=12, cursor="pointer")
        .encode(alt.X("_middle:Q", scale=across, axis=None), alt.Y("_row:Q", scale=down, axis=None), text="_says:N"),
    ]


def _words(
    bars: alt.Chart, when: str, field: str, size: float, across: alt.Scale, y: alt.Y, told: list[alt.Tooltip]
) -> alt.Chart:
    return (
        bars.transform_filter(when)
        .mark_text(
            align="left",
            baseline="middle",
            dx=10,
            dy=alt.ExprRef(f"{-(size + 1) / 2} * (length(split(datum.{field}, '\\n')) - 1)"),
            fontSize=size,
            lineBreak="\n",
            lineHeight=size + 1,
            fontWeight=alt.ExprRef("datum.role == 'thesis' ? 700 : 400"),
            fontStyle=alt.ExprRef(f"datum.id == '{YOURS}' ? 'italic' : 'normal'"),
        )
        .encode(alt.X("_at:Q", scale=across, axis=None), y, text=f"{field}:N", tooltip=told, href="href:N")
    )


def _branches(branches: pd.DataFrame, ties: pd.DataFrame, across: alt.Scale, down: alt.Scale) -> list[alt.Chart]:
    kinds = [name for name, _ in RELATIONS.values() if name in set(branches["_relation"])]
    legend = alt.Legend(
        title=None,
        values=kinds,
        orient="bottom",
        columns=alt.ExprRef(f"{NARROW} ? 1 : 2"),
        **RELATION_SYMBOL,
        **BESIDE,
    )
    x, y = alt.X("_at:Q", scale=across, axis=None), alt.Y("_row:Q", scale=down, axis=None)
    drawn = [
        alt.Chart(branches)
        .transform_calculate(_at=_indent("datum._depth"))
        .mark_line(strokeWidth=1.8)
        .encode(
            x,
            y,
            detail="_strand:N",
            order="_step:Q",
            color=alt.Color("_relation:N", scale=relation_color(), legend=legend),
            strokeDash=alt.StrokeDash("_relation:N", scale=relation_dash(), legend=legend),
        )
    ]
    if len(ties):
        drawn.append(
            alt.Chart(ties)
            .transform_calculate(_at=_indent("datum._depth"))
            .mark_rule(strokeWidth=5, color=color("muted"), opacity=0.55, strokeCap="round")
            .encode(x, y, y2="_to:Q")
        )
    return drawn


def _roles(rows: pd.DataFrame) -> alt.Legend:
    return alt.Legend(
        title=None,
        values=[role for role in ROLES if role in set(rows["role"])],
        columns=alt.ExprRef(f"{NARROW} ? 2 : 3"),
        orient="bottom",
        **BESIDE,
    )


def _indent(depth: str) -> str:
    return f"({MARGIN} + {depth} * ({NARROW} ? {STEP_NARROW} : {STEP})) / column"


def _label(row: object) -> str:
    name = "" if row.id == YOURS else f"{row.id} "  # type: ignore[attr-defined]
    elsewhere = f" ({row.elsewhere})" if row.elsewhere else ""  # type: ignore[attr-defined]
    return f"{name}{row.gloss}{elsewhere}"  # type: ignore[attr-defined]


def _lines(row: object) -> list[str]:
    room = NARROWEST - MARGIN - row.depth * STEP_NARROW - 10 - 48  # type: ignore[attr-defined]
    wide = 1.12 if row.role == "thesis" else 1  # type: ignore[attr-defined]
    return wrap(_label(row), int(room / LETTER / wide))


def _href(row: object) -> str:
    return link(row.id) if row.id != YOURS else link(row.para)  # type: ignore[attr-defined]


def _bears_on(line: Argument) -> dict[str, list[str]]:
    """Return in words what each claim does to which others."""
    aimed = line.relations.set_index("id")["src"]
    found: dict[str, list[str]] = {claim: [] for claim in line.claims["id"]}
    for row in line.relations.itertuples():
        verb = RELATIONS[row.type][0]
        target = row.dst if row.dst in found else f"what {' and '.join(aimed[row.dst])} says there"
        for source in row.src:
            along = [other for other in row.src if other != source]
            found[source].append(f"{verb} {target}" + (f" (only with {' and '.join(along)})" if along else ""))
    return found


def _outline(line: Argument) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return rows of an outline that begins with the conclusions, the branches between them, and ties of linked claims."""
    relations = line.relations[line.relations["type"].isin((*REASONS, *ATTACKS))]
    aimed = line.relations.set_index("id")["src"]
    graph = nx.DiGraph()
    graph.add_nodes_from(line.claims["id"])
    for row in relations.itertuples():
        for target in (row.dst,) if row.dst in graph else aimed[row.dst]:
            graph.add_edges_from((source, target, {"type": row.type, "relation": row.id}) for source in row.src)
    place = {claim: i for i, claim in enumerate(line.claims["id"])}
    first = {row.id: min(map(place.__getitem__, row.src)) for row in relations.itertuples()}
    depth: dict[str, int] = {}
    above: dict[str, str] = {}

    def visit(node: str, at: int) -> None:
        depth[node] = at
        for source in sorted(
            graph.predecessors(node), key=lambda s: (first[graph.edges[s, node]["relation"]], place[s])
        ):
            if source not in depth:
                above[source] = node
                visit(source, at + 1)

    theses = set(line.claims.loc[line.claims["role"] == "thesis", "id"])
    for node in sorted(graph, key=lambda n: (n not in theses, place[n])):
        if not graph.out_degree(node) and node not in depth:
            visit(node, 0)
    row_of = {node: i for i, node in enumerate(depth)}
    elsewhere = []
    for node in depth:
        others = [source for source in graph.predecessors(node) if above.get(source) != node]
        also = "also " if len(others) < graph.in_degree(node) else ""
        elsewhere.append(f"{also}from {', '.join(others)}" if others else "")
    placed = pd.DataFrame(
        {"id": list(depth), "depth": list(depth.values()), "row": list(row_of.values()), "elsewhere": elsewhere}
    )
    points = []
    for child, parent in above.items():
        kind = RELATIONS[graph.edges[child, parent]["type"]][0]
        elbow = [(depth[parent], row_of[parent] + 0.3), (depth[parent], row_of[child]), (depth[child], row_of[child])]
        points += [(child, kind, i, *at) for i, at in enumerate(elbow)]
    branches = pd.DataFrame(points, columns=["_strand", "_relation", "_step", "_depth", "_row"])
    tied = [
        (depth[a], row_of[a], row_of[b])
        for row in relations.itertuples()
        for a, b in zip(row.src, row.src[1:], strict=False)
        if above.get(a) == above.get(b) == row.dst
    ]
    return placed, branches, pd.DataFrame(tied, columns=["_depth", "_row", "_to"])


# What a thesis rests on


def ways(sets: pd.DataFrame, claims: pd.DataFrame) -> alt.LayerChart:
    """Return the smallest sets of premises to be given up by whoever rejects a thesis.

    Parameters
    ----------
    sets : pandas.DataFrame
        Columns ``thesis`` and ``premises`` (a tuple), a row for each set, those of a thesis together.
    claims : pandas.DataFrame
        The claims of an `Argument`.
    """
    number = sets.groupby("thesis", sort=False).cumcount() + 1
    gaps = sets["thesis"].ne(sets["thesis"].shift()).cumsum() - 1
    columns = sets.assign(way=number, _column=gaps + pd.RangeIndex(len(sets)))
    many = columns.groupby("thesis")["way"].transform("size")
    long = columns.assign(_ways=many).explode("premises").rename(columns={"premises": "id"})
    shared = long.groupby(["thesis", "id"])["way"].transform("size") == long["_ways"]
    long["in"] = shared.map({True: "every way to reject the thesis", False: "some of the ways"})
    long = long.merge(claims[["id", "gloss", "quote"]], on="id")
    order = list(claims.loc[claims["id"].isin(long["id"]), "id"])
    long["_row"] = long["id"].map(order.index)
    data = pd.DataFrame(
        {
            "thesis": long["thesis"],
            "way": long["way"],
            "id": long["id"],
            "gloss": long["gloss"],
            "in": long["in"],
            "quotation": long["quote"].map(publication.shown),
            "href": long["id"].map(link),
            "_row": long["_row"],
            "_column": long["_column"],
        }
    )
    words = long.drop_duplicates("id").sort_values("_row")
    last = int(columns["_column"].max())
    narrow = "column < 690"
    room = NARROWEST - 9 * (last + 1) - 6
    names = pd.DataFrame(
        {
            "_id": words["id"],
            "_row": words["_row"],
            "_wide": words["id"] + " " + words["gloss"],
            "_narrow": ["\n".join(wrap(f"{row.id} {row.gloss}", int(room / LETTER))) for row in words.itertuples()],
            "_href": words["id"].map(link),
        }
    )
    heads = columns.groupby("thesis", sort=False)["_column"].agg(["min", "max"]).reset_index()
    heads = pd.DataFrame({"_thesis": heads["thesis"], "_column": (heads["min"] + heads["max"]) / 2, "_row": -0.95})
    where = f"1 - ({last} - datum._column + 0.6) * ({NARROW} ? 9 : {narrow} ? 16 : 19) / column"
    across = alt.Scale(domain=[0, 1], nice=False)
    down = alt.Scale(domain=[-1.4, len(order) - 0.5], nice=False, zero=False, reverse=True)
    x, y = alt.X("_at:Q", scale=across, axis=None), alt.Y("_row:Q", scale=down, axis=None)
    told = [
        alt.Tooltip("thesis:N", title="to reject"),
        alt.Tooltip("way:Q", title="way"),
        alt.Tooltip("id:N", title="give up"),
        alt.Tooltip("gloss:N", title="in short"),
        alt.Tooltip("in:N", title="is part of"),
        alt.Tooltip("quotation:N", title="his words"),
    ]
    kinds = ["every way to reject the thesis", "some of the ways"]
    key = alt.Legend(
        title="part of", columns=alt.ExprRef(f"{NARROW} ? 1 : 2"), titleOrient="top", symbolStrokeWidth=1.5
    )
    lanes = (
        alt.Chart(names)
        .transform_calculate(_top="datum._row - 0.44", _foot="datum._row + 0.44", _zero="0", _one="1")
        .mark_rect(color=color("faint"), opacity=0.35)
        .encode(
            alt.X("_zero:Q", scale=across, axis=None),
            alt.X2("_one:Q"),
            alt.Y("_top:Q", scale=down, axis=None),
            alt.Y2("_foot:Q"),
        )
    )
    labels = [
        alt.Chart(names)
        .transform_filter(when)
        .transform_calculate(_at="4 / column")
        .mark_text(
            align="left",
            baseline="middle",
            fontSize=size,
            lineBreak="\n",
            lineHeight=size + 1,
            dy=alt.ExprRef(f"{-(size + 1) / 2} * (length(split(datum.{field}, '\\n')) - 1)"),
        )
        .encode(x, y, text=f"{field}:N", href="_href:N")
        for when, field, size in ((f"!({narrow})", "_wide", 13), (narrow, "_narrow", SMALL))
    ]
    marks = (
        alt.Chart(data)
        .transform_calculate(_at=where)
        .mark_point(size=alt.ExprRef(f"{NARROW} ? 42 : 70"), filled=True, opacity=1)
        .encode(
            x,
            y,
            shape=alt.Shape("in:N", scale=alt.Scale(domain=kinds, range=["square", "circle"]), legend=key),
            color=alt.Color("in:N", scale=alt.Scale(domain=kinds, range="category"), legend=key),
            tooltip=told,
            href="href:N",
        )
    )
    titles = (
        alt.Chart(heads)
        .transform_calculate(_at=where)
        .mark_text(fontWeight=600, baseline="middle")
        .encode(x, y, text="_thesis:N")
    )
    counts = {thesis: (len(group), group["premises"].map(len).min()) for thesis, group in sets.groupby("thesis")}
    always = data[data["in"] == kinds[0]].groupby("thesis", sort=False)["id"].unique()
    glosses = claims.set_index("id")["gloss"]
    return (
        alt.layer(lanes, *labels, marks, titles)
        .resolve_scale(x="shared")
        .properties(
            width="container",
            height=int((len(order) + 1) * ROW),
            title=alt.Title(
                "What must one give up to reject a thesis?",
                subtitle="Each column is a smallest set of premises without which the thesis above it has no reason left; a "
                "click on a premise opens his words",
            ),
            description=" ".join(
                f"{thesis}, “{glosses[thesis]}”, can be left without a reason in {many} smallest ways, the shortest with "
                f"{least} premises; in every one of them: {', '.join(always.get(thesis, ['none']))}."
                for thesis, (many, least) in counts.items()
            ),
        )
    )


BELIEFS = {"without": "not believed", "neutral": "half believed", "granted": "granted"}
"""What `weight` calls the three states of a premise."""


def weight(table: pd.DataFrame, claims: pd.DataFrame, start: str, most: int = 8) -> alt.LayerChart:
    """Return how far each premise alone moves a thesis, which readers choose.

    Parameters
    ----------
    table : pandas.DataFrame
        As `weights` returns it, of one line or of several.
    claims : pandas.DataFrame
        The claims of an `Argument`.
    start : str
        The thesis that is shown first.
    most : int
        How many premises a thesis has at most.
    """
    text = claims.set_index("id")
    kept = table[(table["rank"] <= most) & (table["range"] > 0)]
    long = kept.melt(["thesis", "claim", "rank"], list(BELIEFS), var_name="belief", value_name="strength").sort_values(
        ["thesis", "rank"], kind="stable"
    )
    long = pd.DataFrame(
        {
            "thesis": long["thesis"],
            "claim": long["claim"],
            "gloss": long["claim"].map(text["gloss"]),
            "belief": long["belief"].map(BELIEFS),
            "strength": long["strength"].round(12),
            "quotation": long["claim"].map(text["quote"].map(publication.shown)),
            "href": long["claim"].map(link),
            "_row": long["rank"] - 1,
        }
    )
    names = kept["claim"] + " " + kept["claim"].map(text["gloss"])
    ends = pd.DataFrame(
        {
            "_thesis": kept["thesis"],
            "_row": kept["rank"] - 1,
            "_low": kept[["without", "granted"]].min(axis=1),
            "_high": kept[["without", "granted"]].max(axis=1),
            "_wide": names,
            "_narrow": ["\n".join(wrap(name, int((NARROWEST - 50) / LETTER))) for name in names],
            "_href": kept["claim"].map(link),
        }
    )
    theses = list(dict.fromkeys(table["thesis"]))
    across = alt.Scale(domain=[0, 1], nice=False)
    down = alt.Scale(domain=[-0.6, most - 0.5], nice=False, zero=False, reverse=True)
    axis = alt.Axis(
        title="strength of the thesis", values=[0, 0.25, 0.5, 0.75, 1], format=".2~f", grid=True, labelFlush=True
    )
    y = alt.Y("_row:Q", scale=down, axis=None)
    choice = alt.param(
        name="rejected",
        value=start,
        bind=alt.binding_select(
            options=theses,
            labels=[shorten(f"{thesis} {text.loc[thesis, 'gloss']}", 32, placeholder=" …") for thesis in theses],
            name="Thesis ",
        ),
    )
    order = list(BELIEFS.values())
    key = alt.Legend(title="the premise is", columns=alt.ExprRef(f"{NARROW} ? 2 : 3"), titleOrient="top")
    chosen = alt.Chart(ends).transform_filter("datum._thesis == rejected")
    layers = [
        chosen.mark_rule(strokeWidth=3, color=color("faint"), yOffset=9).encode(
            alt.X("_low:Q", scale=across, axis=axis), alt.X2("_high:Q"), y
        ),
        *(
            chosen.transform_filter(when)
            .transform_calculate(_zero="0")
            .mark_text(
                align="left",
                baseline="middle",
                dx=2,
                dy=alt.ExprRef(f"{-(size + 1)} * (length(split(datum.{field}, '\\n')) - 1)"),
                yOffset=-8,
                fontSize=size,
                lineBreak="\n",
                lineHeight=size + 1,
                **halo,
            )
            .encode(alt.X("_zero:Q", scale=across, axis=axis), y, text=f"{field}:N", href="_href:N")
            for when, field, size in ((f"!({NARROW})", "_wide", 13), (NARROW, "_narrow", SMALL))
            for halo in (HALO, {})
        ),
        alt.Chart(long)
        .transform_filter("datum.thesis == rejected")
        .mark_point(size=80, filled=True, opacity=1, yOffset=9)
        .encode(
            alt.X("strength:Q", scale=across, axis=axis),
            y,
            shape=alt.Shape(
                "belief:N", scale=alt.Scale(domain=order, range=["circle", "square", "diamond"]), legend=key, sort=order
            ),
            color=alt.Color("belief:N", scale=alt.Scale(domain=order, range="category"), legend=key, sort=order),
            tooltip=[
                alt.Tooltip("claim:N", title="claim"),
                alt.Tooltip("gloss:N", title="in short"),
                alt.Tooltip("belief:N", title="if it is"),
                alt.Tooltip("thesis:N", title="the thesis"),
                alt.Tooltip("strength:Q", title="has the strength", format=".3f"),
                alt.Tooltip("quotation:N", title="his words"),
            ],
            href="href:N",
        ),
    ]
    widest = kept.sort_values("range").groupby("thesis", sort=False).tail(1).set_index("thesis")
    return (
        alt.layer(*layers)
        .add_params(choice)
        .resolve_scale(x="shared")
        .properties(
            width="container",
            height=most * 44,
            title=alt.Title(
                "How much does each premise matter?",
                subtitle="Where the thesis chosen stands if this one premise, or objection, is not believed at all, half "
                "believed, or granted; all else is neutral. Those that matter most are on top",
            ),
            description="For each thesis the premise or objection that moves it farthest: "
            + "; ".join(
                f"{thesis} from {min(row['without'], row['granted']):.2f} to {max(row['without'], row['granted']):.2f} "
                f"by {row['claim']}, “{text.loc[row['claim'], 'gloss']}”"
                for thesis, row in widest.loc[theses].iterrows()
            )
            + ".",
        )
    )
