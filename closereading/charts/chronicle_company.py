"""Who and which organizations the article names in the same events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import altair as alt
import networkx as nx
import numpy as np
import pandas as pd

from closereading.charts import color, links
from closereading.charts.argument import marked
from closereading.charts.chronicle import NARROW

ROOM = f"{NARROW} ? 202 : 240"
"""Px that the names take."""

SHAPES = {"person": "circle", "organization": "square"}


def company(graph: nx.Graph, names: Mapping[str, str], labels: Mapping[str, str]) -> alt.LayerChart | alt.FacetChart:
    """Return who is named with whom: a list of names, with arcs between those of the same event.

    Parameters
    ----------
    graph : networkx.Graph
        As `closereading.chronicle.network` returns it.
    names : mapping of str to str
        Names of the nodes.
    labels : mapping of str to str
        What the events are called.
    """
    often = {node: len(graph.nodes[node]["events"]) for node in graph}
    people = sorted((node for node in graph if graph.nodes[node]["kind"] == "person"), key=lambda node: often[node])
    bodies = sorted((node for node in graph if graph.nodes[node]["kind"] != "person"), key=lambda node: -often[node])
    rows = {node: place + (0.8 if node in bodies else 0) for place, node in enumerate([*people, *bodies])}

    def told(ids: Sequence[str]) -> str:
        return "; ".join(f"{id} {labels[id]}" for id in ids)

    nodes = pd.DataFrame(
        {
            "name": [names[node] for node in rows],
            "kind": [graph.nodes[node]["kind"] for node in rows],
            "events": [often[node] for node in rows],
            "named with": [graph.degree[node] for node in rows],
            "in": [told(graph.nodes[node]["events"]) for node in rows],
            "href": [links.event(graph.nodes[node]["events"][0]) for node in rows],
            "_id": list(rows),
            "_row": list(rows.values()),
            "_near": [marked({node, *graph[node]}) for node in rows],
        }
    )
    pairs = [(a, b, graph.edges[a, b]["events"]) for a, b in combinations(rows, 2) if graph.has_edge(a, b)]
    ties = pd.DataFrame(
        {
            "one": [names[a] for a, _, _ in pairs],
            "other": [names[b] for _, b, _ in pairs],
            "times": [len(ids) for *_, ids in pairs],
            "in": [told(ids) for *_, ids in pairs],
            "href": [links.event(ids[0]) for *_, ids in pairs],
            "_ids": [", ".join(ids) for *_, ids in pairs],
            "_ends": [marked({a, b}) for a, b, _ in pairs],
            "_apex": [(rows[b] - rows[a]) / 2 for a, b, _ in pairs],
            "_middle": [(rows[a] + rows[b]) / 2 for a, b, _ in pairs],
        }
    )
    turns = np.linspace(0, np.pi, 25)
    arcs = pd.concat(
        [
            pd.DataFrame(
                {
                    "_tie": i,
                    "_step": range(len(turns)),
                    "_x": (tie["_apex"] * np.sin(turns)).round(3),
                    "_y": (tie["_middle"] - tie["_apex"] * np.cos(turns)).round(3),
                    "_times": tie["times"],
                    "_ends": tie["_ends"],
                    "_says": f"{tie['one']} and {tie['other']}",
                    "_in": tie["in"],
                }
            )
            for i, tie in enumerate(ties.to_dict("records"))
        ],
        ignore_index=True,
    )
    widest = ties["_apex"].max() + 0.8
    left = f"-{widest:.2f} * ({ROOM}) / (width - ({ROOM}))"
    across = alt.Scale(domain=[alt.ExprRef(left), widest], nice=False, zero=False)
    down = alt.Scale(domain=[-0.7, max(rows.values()) + 0.7], nice=False, zero=False, reverse=True)
    over = alt.selection_point(name="over", fields=["_id"], on="pointerover", clear="pointerout", empty=False)
    bind = alt.binding_select(
        options=["", *rows], labels=["none", *(names[node] for node in rows)], name="Light those named with "
    )
    chosen = alt.param(name="named", value="", bind=bind)
    active = "(over._id ? over._id[0] : named)"
    lit_tie = f"!{active} || indexof(datum._ends, '|' + {active} + '|') >= 0"
    lit_node = f"!{active} || !datum._near || indexof(datum._near, '|' + {active} + '|') >= 0"
    shade = alt.ExprRef(f"{lit_node} ? 1 : 0.25")
    y = alt.Y("_row:Q", scale=down, axis=None)
    of_node = [
        alt.Tooltip("name:N"),
        alt.Tooltip("kind:N"),
        alt.Tooltip("events:Q", title="events"),
        alt.Tooltip("named with:Q", title="others in the same events"),
        alt.Tooltip("in:N", title="named in"),
    ]
    kinds = alt.Legend(title=None, columns=2)
    lines = (
        alt.Chart(arcs)
        .mark_line(
            opacity=alt.ExprRef(f"{lit_tie} ? ({active} ? 1 : datum._times > 1 ? 0.9 : 0.5) : 0.07"),
            strokeWidth=alt.ExprRef("1.8 * datum._times - 0.6"),
            color=color("muted"),
            interpolate="linear",
        )
        .encode(
            x=alt.X("_x:Q", scale=across, axis=None),
            y=alt.Y("_y:Q", scale=down, axis=None),
            detail="_tie:N",
            order="_step:Q",
            tooltip=[alt.Tooltip("_says:N", title="named together"), alt.Tooltip("_in:N", title="in")],
        )
    )
    counts = (
        alt.Chart(ties)
        .mark_text(
            fontSize=11, align="left", dx=4, baseline="middle", opacity=alt.ExprRef(f"{active} && {lit_tie} ? 1 : 0")
        )
        .encode(
            x=alt.X("_apex:Q", scale=across, axis=None),
            y=alt.Y("_middle:Q", scale=down, axis=None),
            text="_ids:N",
            href="href:N",
            tooltip=[
                alt.Tooltip("one:N"),
                alt.Tooltip("other:N"),
                alt.Tooltip("times:Q", title="events"),
                alt.Tooltip("in:N"),
            ],
        )
    )
    base = alt.Chart(nodes)
    points = (
        base.mark_point(size=110, opacity=shade)
        .encode(
            x=alt.X("_zero:Q", scale=across, axis=None),
            y=y,
            color=alt.Color("kind:N", scale=alt.Scale(domain=list(SHAPES), range="category"), legend=kinds),
            shape=alt.Shape("kind:N", scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values())), legend=kinds),
            href="href:N",
            tooltip=of_node,
        )
        .transform_calculate(_zero="0")
        .add_params(over)
    )
    text: dict[str, Any] = {
        "align": "right", "baseline": "middle", "opacity": shade, "fontSize": alt.ExprRef(f"{NARROW} ? 11 : 12.5")
    }  # fmt: skip
    label = base.transform_calculate(_zero="0").encode(
        x=alt.X("_zero:Q", scale=across, axis=None), y=y, href="href:N", tooltip=of_node
    )
    # The numbers stand by themselves, so that no name that is cut short takes its number along.
    words = (
        label.mark_text(dx=-10, **text).encode(text="events:Q"),
        label.mark_text(dx=-32, limit=alt.ExprRef(f"({ROOM}) - 36"), **text).encode(text="name:N"),
    )
    most = ties.nlargest(3, "times", keep="all")
    return (
        alt.layer(lines, counts, points, *words)
        .add_params(chosen)
        .properties(
            width="container",
            height=24 * (max(rows.values()) + 1.4),
            title=alt.Title(
                "Who is named with whom?",
                subtitle="Numbers: events that name them; an arc: named in the same event, the thicker the more often. Point at "
                "a name, or choose one, to see with whom; a click opens the first of its events",
            ),
            description=(
                f"A list of {len(people)} people and {len(bodies)} organizations with {len(ties)} arcs between them, of which "
                f"{(ties['times'] == 1).sum()} stand for a single event. Named most: "
                + ", ".join(
                    f"{row['name']} ({row['events']})" for row in nodes.nlargest(4, "events").to_dict("records")
                )
                + ". Most often together: "
                + "; ".join(f"{row.one} and {row.other} ({row.times})" for row in most.itertuples())
                + "."
            ),
        )
    )
