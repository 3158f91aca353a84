"""The map of a section's main line: boxes and lines where there is room, an indented outline on a phone."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import altair as alt
import networkx as nx
import pandas as pd

from closereading import publication
from closereading.charts import color
from closereading.charts.argument import (
    ACTIVE,
    BESIDE,
    RELATION_SYMBOL,
    RELATIONS,
    ROLES,
    bearings,
    marked,
    relation_color,
    relation_dash,
    role_color,
    role_shape,
    told,
)
from closereading.charts.links import claim

NARROWEST = {"boxes": 640, "outline": 328}
"""Px of the narrowest columns for which the words of either are broken into lines; below the first there is an outline."""

NARROW = f"column < {NARROWEST['boxes']}"

LINE = 14
"""Px from one line of words to the next."""

LETTER, WIDE_LETTER = 5.9, 6.8
"""Px a letter takes on average in the boxes, and at most in the outline, where a longer line would be cut off."""

HALF_WIDTH = 0.46
"""Of a box, in units of the places of `closereading.argument.layout`."""

ASIDE = 0.09
"""Of these units, how far linked lines stand beside others that take the same way."""

GAP = 40
"""Px between two layers of boxes, where the lines are."""

DEEPEST = 16
"""Steps of indentation that the outline's width is."""

ALSO = {"sup": "for", "exa": "example for", "reb": "against", "und": "against", "qua": "limits", "res": "restates"}
"""How the outline says what a claim does to one that it is not indented under."""


def main_line(claims: pd.DataFrame, boxes: pd.DataFrame, lines: pd.DataFrame, section: str) -> alt.LayerChart:
    """Return the map of a section's main line.

    Parameters
    ----------
    claims : pandas.DataFrame
        The claims of an `Argument`.
    boxes, lines : pandas.DataFrame
        As `closereading.argument.layout.main_line` returns them.
    section : str
        What the section is called.
    """
    relations = _relations(lines)
    graph = bearings(relations)
    graph.add_nodes_from(boxes["id"])
    placed = _outline(graph, boxes.merge(claims, on="id"))
    extent, layers = _extent(boxes, lines), int(boxes["layer"].max()) + 1
    letters = int((NARROWEST["boxes"] / (extent + 1) * 2 * HALF_WIDTH - 10) / LETTER)
    boxed = [wrap(gloss, letters, break_long_words=False) for gloss in placed["gloss"]]
    listed = [_indented(row, _also(row.id, placed, relations)) for row in placed.itertuples()]
    tall, row_height = (LINE * max(map(len, words)) for words in (boxed, listed))
    half = round((tall + 14) / (tall + 14 + GAP) / 2, 4)
    says = told(relations)
    lit = {node: marked({node} | nx.ancestors(graph, node) | nx.descendants(graph, node)) for node in graph}
    data = pd.DataFrame(
        {
            "id": placed["id"],
            "role": placed["role"],
            "gloss": placed["gloss"],
            "quotation": placed["quote"].map(publication.shown),
            "bears on": [says.get(node, "the rest bears on it") for node in placed["id"]],
            "href": placed["id"].map(claim),
            "_wide": ["\n".join(words) for words in boxed],
            "_narrow": ["\n".join(words) for words in listed],
            "_x": placed["x"],
            "_layer": placed["layer"],
            "_depth": placed["depth"],
            "_row": placed["row"],
            "_lit": placed["id"].map(lit),
        }
    )
    drawn, joints = _strands(lines, placed, graph, half)
    right, foot = (
        alt.ExprRef(f"{NARROW} ? {listed_end} : {boxed_end}")
        for listed_end, boxed_end in ((DEEPEST, extent + 0.5), (len(data) - 0.5, layers - 0.5))
    )
    across = alt.Scale(domain=[-0.5, right], nice=False, zero=False)
    down = alt.Scale(domain=[-0.5, foot], nice=False, zero=False, reverse=True)
    x, y = alt.X("_at_x:Q", axis=None, scale=across), alt.Y("_at_y:Q", axis=None, scale=down)
    tooltip = [
        alt.Tooltip("id:N", title="claim"),
        alt.Tooltip("role:N", title="role"),
        alt.Tooltip("gloss:N", title="in short"),
        alt.Tooltip("quotation:N", title="his words"),
        alt.Tooltip("bears on:N", title="what it does"),
    ]
    over = alt.selection_point(name="over", fields=["id"], on="pointerover", clear="pointerout", empty=False)
    names = [f"{row.id} {row.gloss}" for row in placed.itertuples()]
    chosen = alt.binding_select(options=["", *placed["id"]], labels=["none", *names], name="Light the line of ")
    shade = alt.ExprRef(f"!{ACTIVE} || !datum._lit || indexof(datum._lit, '|' + {ACTIVE} + '|') >= 0 ? 1 : 0.16")
    encoded: dict[str, Any] = {"href": "href:N", "tooltip": tooltip}
    at = {"_at_x": f"{NARROW} ? datum._depth : datum._x", "_at_y": f"{NARROW} ? datum._row : datum._layer"}
    base = alt.Chart(data).transform_calculate(**at)
    wide, narrow = base.transform_filter(f"!({NARROW})"), base.transform_filter(NARROW)
    strands = alt.Chart(drawn).transform_filter(f"datum._outline === ({NARROW})")
    kinds = [name for key, (name, _) in RELATIONS.items() if key in set(lines["type"])]
    by_kind = alt.Legend(
        title=None, values=kinds, columns=alt.ExprRef(f"{NARROW} ? 1 : 2"), **RELATION_SYMBOL, **BESIDE
    )
    hue = {"color": alt.Color("_relation:N", scale=relation_color(), legend=by_kind)}
    known = strands.transform_filter("datum._relation !== ''")
    paths = known.mark_line(strokeWidth=1.8, opacity=shade, interpolate="linear").encode(
        x=x,
        y=y,
        detail="_strand:N",
        order="_step:Q",
        strokeDash=alt.StrokeDash("_relation:N", scale=relation_dash(), legend=by_kind),
        **hue,
    )
    trunks = (
        strands.transform_filter("datum._relation === ''")
        .mark_line(strokeWidth=1.8, opacity=shade, color=color("muted"))
        .encode(x=x, y=y, detail="_strand:N", order="_step:Q")
    )
    head: dict[str, Any] = {"shape": "triangle-up", "size": 70, "filled": True, "opacity": shade, "yOffset": 3}
    colored = alt.Color("_relation:N", scale=relation_color(), legend=None)
    heads = known.transform_filter("datum._head").mark_point(**head).encode(x=x, y=y, color=colored)
    mixed = (
        strands.transform_filter("datum._relation === '' && datum._head")
        .mark_point(color=color("muted"), **head)
        .encode(x=x, y=y)
    )
    dots = (
        alt.Chart(joints)
        .transform_filter(f"datum._outline === ({NARROW})")
        .mark_point(shape="circle", size=alt.ExprRef(f"{NARROW} ? 40 : 75"), filled=True, opacity=shade)
        .encode(x=x, y=y, color=colored)
    )
    frames = (
        wide.transform_calculate(
            _left=f"datum._x - {HALF_WIDTH}",
            _right=f"datum._x + {HALF_WIDTH}",
            _top=f"datum._layer - {half}",
            _foot=f"datum._layer + {half}",
        )
        .mark_rect(cornerRadius=4, fill=color("paper"), opacity=shade)
        .encode(
            x=alt.X("_left:Q", axis=None, scale=across),
            x2="_right:Q",
            y=alt.Y("_top:Q", axis=None, scale=down),
            y2="_foot:Q",
            stroke=alt.Stroke("role:N", scale=role_color(), legend=None),
            strokeWidth=alt.condition("datum.role === 'thesis'", alt.value(3), alt.value(1.4)),
            **encoded,
        )
    )
    text: dict[str, Any] = {"lineBreak": "\n", "fontSize": 12, "lineHeight": LINE, "baseline": "middle"}
    words = wide.mark_text(opacity=shade, dy=_raised("_wide"), **text).encode(x=x, y=y, text="_wide:N", **encoded)
    rows = narrow.mark_text(opacity=shade, dy=_raised("_narrow"), align="left", dx=10, **text).encode(
        x=x, y=y, text="_narrow:N", **encoded
    )
    roles = [role for role in ROLES if role in set(placed["role"])]
    by_role = alt.Legend(title=None, values=roles, columns=alt.ExprRef(f"{NARROW} ? 1 : 3"), **BESIDE)
    points = (
        base.transform_calculate(
            _at_x=f"{NARROW} ? datum._depth : datum._x - {HALF_WIDTH}",
            _at_y=f"{NARROW} ? datum._row : datum._layer - {half}",
        )
        .mark_point(size=85, filled=True, opacity=shade)
        .encode(
            x=x,
            y=y,
            color=alt.Color("role:N", scale=role_color(), legend=by_role),
            shape=alt.Shape("role:N", scale=role_shape(), legend=by_role),
            **encoded,
        )
        .add_params(over)
    )
    return (
        alt.layer(trunks, paths, heads, mixed, dots, frames, words, rows, points)
        .add_params(alt.param(name="line", value="", bind=chosen))
        .resolve_scale(color="independent", shape="independent", strokeDash="independent")
        .properties(
            width="container",
            height=max(layers * (tall + 14 + GAP), len(data) * (row_height + 8)),
            title=alt.Title(
                f"How does {section} hold together?",
                subtitle="Its main line, the conclusion on top: each box speaks for or against what its line leads up to; "
                "a dot joins boxes that count only together. Point at a box, or choose one below, to light all it rests "
                "on and serves; a click opens the words",
            ),
            description=_description(placed, relations),
        )
    )


def _description(placed: pd.DataFrame, relations: pd.DataFrame) -> str:
    theses = placed[placed["role"] == "thesis"]
    direct = [
        f"{row.id}, “{row.gloss}”, on which {sum(row.id == dst for dst in relations['dst'])} lines meet"
        for row in theses.itertuples()
    ]
    struck = placed.loc[placed["role"] == "objection", "id"]
    linked = int((relations["src"].map(len) > 1).sum())
    return (
        f"A map of {len(placed)} claims with {len(relations)} relations, {linked} of them from several claims together. "
        f"The theses: {'; '.join(direct)}. "
        + (
            f"Views he rejects among the boxes: {', '.join(struck)}. "
            if len(struck)
            else "No box is a view he rejects. "
        )
        + "The table has every box with what it bears on."
    )


def _relations(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the relations that the lines stand for, with their sources together again."""
    groups = lines.groupby("relation", sort=False)
    rows = [(name, tuple(own["source"].unique()), own["type"].iloc[0], own["target"].iloc[0]) for name, own in groups]
    return pd.DataFrame(rows, columns=["id", "src", "type", "dst"])


def _extent(boxes: pd.DataFrame, lines: pd.DataFrame) -> float:
    """Return the x of a box at the right border."""
    return max(float(boxes["x"].max()), float(lines["x"].max()) - 0.35)


def _raised(words: str) -> alt.ExprRef:
    """Return how far words of several lines must be moved for their middle to stand where the first line would."""
    return alt.ExprRef(f"{-LINE / 2} * (length(split(datum.{words}, '\\n')) - 1)")


def _outline(graph: nx.DiGraph, boxes: pd.DataFrame) -> pd.DataFrame:
    """Return the boxes with row, depth and parent in an outline that begins with the conclusions, in the text's order."""
    order = list(boxes.sort_values("start")["id"])
    depth: dict[str, int] = {}
    parent: dict[str, str] = {}

    def visit(node: str, at: int) -> None:
        depth[node] = at
        for source in sorted(graph.predecessors(node), key=order.index):
            if source not in depth:
                parent[source] = node
                visit(source, at + 1)

    for node in order:
        if not graph.out_degree(node):
            visit(node, 0)
    rows = {node: i for i, node in enumerate(depth)}
    placed = boxes.assign(depth=boxes["id"].map(depth), row=boxes["id"].map(rows), parent=boxes["id"].map(parent))
    return placed.sort_values("row", ignore_index=True)


def _also(node: str, placed: pd.DataFrame, relations: pd.DataFrame) -> str:
    """Return what a claim does in the outline to others than the one it is indented under."""
    begins = dict(zip(relations["id"], relations["src"], strict=True))
    above = placed.set_index("id")["parent"][node]
    found: dict[str, list[str]] = {}
    for row in relations[relations["src"].map(lambda sources: node in sources)].itertuples():
        found.setdefault(ALSO[row.type], []).extend(t for t in begins.get(row.dst, (row.dst,)) if t != above)
    said = [f"{how} {', '.join(targets)}" for how, targets in found.items() if targets]
    return f" (also {'; '.join(said)})" if said else ""


def _indented(row: Any, more: str) -> list[str]:
    room = NARROWEST["outline"] * (1 - (row.depth + 0.5) / (DEEPEST + 0.5)) - 14
    return wrap(f"{row.id} {row.gloss}{more}", int(room / WIDE_LETTER))


def _strands(
    lines: pd.DataFrame, placed: pd.DataFrame, graph: nx.DiGraph, half: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the points of the lines of the map and of the outline, and of the dots where linked ones meet."""
    lights = {(row.id): {row.id} | nx.ancestors(graph, row.id) for row in placed.itertuples()}
    begins = lines.groupby("relation")["source"].unique()
    sharing = lines.groupby(["x", "layer"])["relation"].nunique()
    strands, joints = [], []
    for name, group in lines.groupby("relation", sort=False):
        kind, target = RELATIONS[group["type"].iloc[0]][0], group["target"].iloc[0]
        ends = [target] if target in graph else list(begins[target])
        lit = {
            source: lights[source] | {end for t in ends for end in {t} | nx.descendants(graph, t)}
            for source in begins[name]
        }
        paths = {source: _edges(own, half, target in graph) for source, own in group.groupby("source", sort=False)}
        if len(paths) > 1:
            paths, joint = _joined(_apart(paths, {at for at, many in sharing.items() if many > 1}, half))
            joints.append((kind, *joint, False, marked(set().union(*lit.values()))))
        for source, path in paths.items():
            strands += [
                (kind, f"{name} {source}", i, *at, i == len(path) - 1, False, marked(lit[source]))
                for i, at in enumerate(path)
            ]
    outline, linked = _branches(lines, placed, graph, lights)
    columns = ["_relation", "_strand", "_step", "_at_x", "_at_y", "_head", "_outline", "_lit"]
    dots = [*joints, *linked]
    return (
        pd.DataFrame([*strands, *outline], columns=columns).round(3),
        pd.DataFrame(dots, columns=["_relation", "_at_x", "_at_y", "_outline", "_lit"]).round(3),
    )


def _edges(own: pd.DataFrame, half: float, to_box: bool) -> list[tuple[float, float]]:
    """Return the points of a line of the map from border to border of its boxes."""
    steps = list(own.sort_values("step")[["x", "layer"]].itertuples(index=False, name=None))
    return [
        (steps[0][0], steps[0][1] - half),
        *((x, layer + past) for x, layer in steps[1:-1] for past in (half, -half)),
        (steps[-1][0], steps[-1][1] + half * to_box),
    ]


Path = list[tuple[float, float]]


def _apart(paths: dict[str, Path], shared: set[tuple[float, float]], half: float) -> dict[str, Path]:
    """Return the lines of linked claims moved aside where, before they meet, others take the same way as one of them."""
    common = next(point for point in next(iter(paths.values())) if all(point in path for path in paths.values()))
    middle = sum(path[0][0] for path in paths.values()) / len(paths)

    def moved(at: tuple[float, float], first: bool) -> tuple[float, float]:
        x, layer = at
        along = any(round(abs(layer - other), 4) == half and x == place for place, other in shared)
        return (x + (ASIDE if middle > x else -ASIDE), layer) if along and not first else at

    return {
        source: [moved(at, not i) if i < path.index(common) else at for i, at in enumerate(path)]
        for source, path in paths.items()
    }


def _joined(paths: dict[str, Path]) -> tuple[dict[str, Path], tuple[float, float]]:
    """Return the lines of linked claims led together before they reach what all have in common, and where."""
    common = next(point for point in next(iter(paths.values())) if all(point in path for path in paths.values()))
    before = [path[path.index(common) - 1] for path in paths.values()]
    x, top = sum(at[0] for at in before) / len(before), min(at[1] for at in before)
    joint = ((x + common[0]) / 2, (top + common[1]) / 2)
    return {
        source: [*path[: path.index(common)], joint, *path[path.index(common) :]] for source, path in paths.items()
    }, joint


def _branches(
    lines: pd.DataFrame, placed: pd.DataFrame, graph: nx.DiGraph, lights: dict[str, set[str]]
) -> tuple[list[tuple], list[tuple]]:
    """Return the lines of the outline, from each claim to the one it is indented under, and dots on those of linked ones.

    The upright part has the style of the relation only if all that are indented there have the same.
    """
    kind: dict[tuple[str, str], tuple[str, str]] = {}
    begins = lines.groupby("relation")["source"].unique()
    for row in lines.drop_duplicates(["relation", "source"]).itertuples():
        for target in [row.target] if row.target in graph else begins[row.target]:
            kind.setdefault((row.source, target), (RELATIONS[row.type][0], row.relation))
    rows = placed.set_index("id")
    strands, dots = [], []
    for parent, own in placed.dropna(subset="parent").groupby("parent", sort=False):
        x, y = int(rows.loc[parent, "depth"]), int(rows.loc[parent, "row"])
        up = {parent} | nx.descendants(graph, parent)
        kinds = [kind[child, parent] for child in own["id"]]
        same = kinds[0][0] if len({name for name, _ in kinds}) == 1 else ""
        above = y + 0.25
        for i, (child, (name, relation)) in enumerate(zip(own.itertuples(), kinds, strict=True)):
            lit = marked(lights[child.id] | up)
            stub = f"{relation} {child.id} in the outline"
            strands += [
                (name, stub, j, float(at), float(child.row), False, True, lit) for j, at in enumerate((x + 1, x))
            ]
            below = marked(set().union(*(lights[other] for other in own["id"].iloc[i:])) | up)
            ends = enumerate((float(child.row), above))
            strands += [(same, f"{stub}, upright", j, float(x), at, i == 0 and j == 1, True, below) for j, at in ends]
            above = float(child.row)
            if sum(other == relation for _, other in kinds) > 1:
                dots.append((name, x + 0.5, float(child.row), True, lit))
                strands.append((name, f"{relation} linked", i, x + 0.5, float(child.row), False, True, lit))
    return strands, dots
