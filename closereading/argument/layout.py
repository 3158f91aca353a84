"""Where the boxes of a map of the argument stand: in layers, the conclusion on top, each reason below what it is for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from itertools import pairwise

import networkx as nx
import numpy as np
import pandas as pd
from scipy.optimize import linprog

from closereading.argument.annotation import Argument

ROOM = 0.3
"""Room that lines to one claim take where they pass through a layer; a box takes 1."""

SWEEPS = 24

PORTS, APART = 0.32, 0.14
"""How far from the middle of a box lines may end, and how far from each other, in box widths, while there is room."""

SPARE = 0.3
"""How much wider than its fullest layer a map is, so that fewer lines slant."""


def main_line(argument: Argument, section: str, abreast: int = 4) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return places for the main claims of a section and the relations between them.

    Layers after Sugiyama, Tagawa and Toda 1981: a claim stands below everything it bears on; lines that pass a layer have
    room there, those of one kind to one claim together; the order within layers is the one with the fewest crossings that
    sweeping up and down finds; and claims then stand as near to those they bear on as the order allows, in a map hardly wider
    than its fullest layer. Lines from different sides end in different places of a box's foot.

    Parameters
    ----------
    argument : Argument
        An argument.
    section : str
        The letter of a section.
    abreast : int
        How many boxes a layer holds at most.

    Returns
    -------
    boxes : pandas.DataFrame
        A row for each claim: ``id``; ``layer``, 0 on top; ``x``, the middle of its box, in box widths
        from that of a box at the left border.
    lines : pandas.DataFrame
        A row for each point of each line, from its source to its target: ``relation, source, target, type, linked, step, x,
        layer``. A line to a relation ends in the middle of that relation's own. ``linked`` says whether the relation has
        several sources; their lines end in the same place.

    Raises
    ------
    ValueError
        If the section has no main claims, or they bear on each other in a circle.

    Examples
    --------
    >>> from closereading import argument
    >>> boxes, lines = main_line(argument.load(), "T")
    >>> boxes.loc[boxes["layer"] == 0, "id"].isin(["T1a", "T4b", "T11a"]).any()
    np.True_
    """
    claims = argument.claims[argument.claims["main"] & (argument.claims["section"] == section)]
    if claims.empty:
        raise ValueError(f"section: {section!r} has no main claims; data/claims.csv marks them in the column main.")
    drawn = set(claims["id"])
    between = argument.relations[[set(src) <= drawn and dst in drawn for src, dst in _ends(argument)]]
    graph = nx.DiGraph()
    graph.add_nodes_from(claims["id"])
    graph.add_edges_from((source, row.dst, {"kind": row.type}) for row in between.itertuples() for source in row.src)
    if not nx.is_directed_acyclic_graph(graph):
        circle = " → ".join(a for a, _ in nx.find_cycle(graph))
        raise ValueError(f"section: the main claims of {section} bear on each other in a circle: {circle}.")
    aimed = between.set_index("id")["src"]
    undercuts = argument.relations[argument.relations["type"] == "und"]
    above = graph.copy()  # what undercuts a relation stands below it too, though no line leads to a claim
    above.add_edges_from(
        (source, struck)
        for row in undercuts.itertuples()
        for source in row.src
        for struck in aimed.get(row.dst, ())
        if source in graph and source != struck and not nx.has_path(graph, struck, source)
    )
    layers = _layers(above, abreast)
    spans, passing = _passing(graph, layers)
    order = _ordered(spans, passing, list(claims["id"]))
    x = _placed(spans, order)
    boxes = pd.DataFrame([(claim, layers[claim], x[claim]) for claim in claims["id"]], columns=["id", "layer", "x"])
    paths = {
        (row.id, source): [source, *passing.get((source, row.dst), []), row.dst]
        for row in between.itertuples()
        for source in row.src
    }
    ends = _ports(paths, x)
    points = []
    for row in between.itertuples():
        for source in row.src:
            path = paths[row.id, source]
            at = [(x[node], float(spans.nodes[node]["layer"])) for node in path]
            at[-1] = (ends[row.id, source], at[-1][1])
            points += [(row.id, source, row.dst, row.type, len(row.src) > 1, i, *place) for i, place in enumerate(at)]
    lines = pd.DataFrame(points, columns=["relation", "source", "target", "type", "linked", "step", "x", "layer"])
    return boxes, pd.concat([lines, _to_relations(argument, boxes, lines)], ignore_index=True)


def _ends(argument: Argument) -> list[tuple[tuple[str, ...], str]]:
    return list(zip(argument.relations["src"], argument.relations["dst"], strict=True))


def _to_relations(argument: Argument, boxes: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of the main claims that undercut a relation which is drawn."""
    place = boxes.set_index("id")
    found = []
    for row in argument.relations[argument.relations["type"] == "und"].itertuples():
        aimed = lines[lines["relation"] == row.dst]
        if len(aimed) and set(row.src) <= set(place.index):
            first = aimed[aimed["source"] == aimed["source"].iloc[0]]
            x, layer = (float(np.mean(first[column].iloc[:2])) for column in ("x", "layer"))
            for source in row.src:
                ends = [(float(place.loc[source, "x"]), float(place.loc[source, "layer"])), (x, layer)]
                found += [(row.id, source, row.dst, row.type, len(row.src) > 1, i, *at) for i, at in enumerate(ends)]
    return pd.DataFrame(found, columns=lines.columns)


def _ports(paths: dict[tuple[str, str], list[str]], x: dict[str, float]) -> dict[tuple[str, str], float]:
    """Return where at the foot of its target each line ends: below where it comes from, and apart from the others.

    Lines of one relation, or that came together on their way, end in one place.
    """
    bundles = nx.utils.UnionFind()
    for line, path in paths.items():
        bundles.union(line, f"relation {line[0]} to {path[-1]}")
        if len(path) > 2:
            bundles.union(line, f"{path[-2]} to {path[-1]}")
    comes: defaultdict[tuple[str, Hashable], list[float]] = defaultdict(list)
    for line, path in paths.items():
        comes[path[-1], bundles[line]].append(x[path[-2]])
    found: dict[tuple[str, Hashable], float] = {}
    for target in dict.fromkeys(target for target, _ in comes):
        own = sorted((float(np.mean(at)), i, key) for i, (key, at) in enumerate(comes.items()) if key[0] == target)
        apart = min(APART, 2 * PORTS / max(len(own) - 1, 1))
        wanted = np.clip([at - x[target] for at, _, _ in own], -PORTS, PORTS)
        steps = apart * np.arange(len(own))
        placed = np.clip(np.maximum.accumulate(wanted - steps), None, PORTS - steps[-1]) + steps
        found |= {key: x[target] + float(at) for (_, _, key), at in zip(own, placed, strict=True)}
    return {line: round(found[path[-1], bundles[line]], 4) for line, path in paths.items()}


def _layers(graph: nx.DiGraph, abreast: int) -> dict[str, int]:
    """Return each node's layer: below all it bears on, and no layer fuller than ``abreast``."""
    layers: dict[str, int] = {}
    filled: defaultdict[int, int] = defaultdict(int)
    for node in nx.lexicographical_topological_sort(graph.reverse(), key=list(graph).index):
        layer = max((layers[above] + 1 for above in graph.successors(node)), default=0)
        while filled[layer] >= abreast:
            layer += 1
        layers[node] = layer
        filled[layer] += 1
    return layers


def _passing(graph: nx.DiGraph, layers: dict[str, int]) -> tuple[nx.DiGraph, dict[tuple[str, str], list[str]]]:
    """Return the graph with a node wherever edges of a kind pass a layer, and these nodes for each edge, from its source."""
    spans = nx.DiGraph()
    spans.add_nodes_from((node, {"layer": layers[node], "room": 1.0}) for node in graph)
    passing = {}
    for source, target, kind in graph.edges(data="kind"):
        passed = range(layers[source] - 1, layers[target], -1)
        between = [f"{kind} {target} at {layer}" for layer in passed]
        for node, layer in zip(between, passed, strict=True):
            spans.add_node(node, layer=layer, room=ROOM)
        nx.add_path(spans, [source, *between, target])
        passing[source, target] = between
    return spans, passing


def _ordered(spans: nx.DiGraph, passing: dict[tuple[str, str], list[str]], first: list[str]) -> list[list[str]]:
    """Return the layers' nodes in an order with few crossings."""
    count = 1 + max(layer for _, layer in spans.nodes(data="layer"))
    nodes = dict.fromkeys([*first, *(node for path in passing.values() for node in path)])
    rank = {node: i for i, node in enumerate(nodes)}
    order = [
        sorted((n for n, at in spans.nodes(data="layer") if at == layer), key=rank.__getitem__)
        for layer in range(count)
    ]
    best, fewest = [list(nodes) for nodes in order], _crossings(spans, order)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        for layer in range(1, count) if down else range(count - 2, -1, -1):
            near = order[layer - 1 if down else layer + 1]
            place = {node: i for i, node in enumerate(near)}
            neighbors = spans.successors if down else spans.predecessors
            middle = {
                node: float(np.mean([place[n] for n in neighbors(node)] or [i])) for i, node in enumerate(order[layer])
            }
            order[layer].sort(key=middle.__getitem__)
            _swap(spans, order, layer)
        if (crossings := _crossings(spans, order)) < fewest:
            best, fewest = [list(nodes) for nodes in order], crossings
    return best


def _swap(spans: nx.DiGraph, order: list[list[str]], layer: int) -> None:
    """Exchange neighbors of a layer while that takes crossings away."""
    better = True
    while better:
        better = False
        for i in range(len(order[layer]) - 1):
            before = _crossings(spans, order)
            order[layer][i : i + 2] = order[layer][i : i + 2][::-1]
            if _crossings(spans, order) < before:
                better = True
            else:
                order[layer][i : i + 2] = order[layer][i : i + 2][::-1]


def _crossings(spans: nx.DiGraph, order: list[list[str]]) -> int:
    place = {node: i for nodes in order for i, node in enumerate(nodes)}
    total = 0
    for upper, lower in pairwise(order):
        ends = np.array([(place[node], place[above]) for node in lower for above in spans.successors(node)])
        if len(ends) and upper:
            apart = ends[:, None] - ends[None]
            total += int((apart.prod(axis=2) < 0).sum()) // 2
    return total


def _placed(spans: nx.DiGraph, order: list[list[str]]) -> dict[str, float]:
    """Return the x of each node that keeps the order and the distances and makes the lines as upright as may be."""
    nodes = [node for layer in order for node in layer]
    at = {node: i for i, node in enumerate(nodes)}
    edges = list(spans.edges)
    rows, limits = [], []

    def apart(low: str, high: str, distance: float, slack: int | None = None) -> None:
        row = np.zeros(len(nodes) + len(edges))
        row[at[low]], row[at[high]] = 1, -1
        if slack is not None:
            row[len(nodes) + slack] = -1
        rows.append(row)
        limits.append(-distance)

    for layer in order:
        for left, right in pairwise(layer):
            apart(left, right, (spans.nodes[left]["room"] + spans.nodes[right]["room"]) / 2)
    for i, (a, b) in enumerate(edges):
        apart(a, b, 0, i)
        apart(b, a, 0, i)
    # Lines that bend would be seen first: those between passing nodes count most.
    weight = [1 + 3 * sum(spans.nodes[node]["room"] < 1 for node in edge) for edge in edges]
    across = SPARE + max(sum(spans.nodes[node]["room"] for node in layer) for layer in order)
    borders = [(room / 2, across - room / 2) for room in (spans.nodes[node]["room"] for node in nodes)]
    found = linprog(
        [*[0.0] * len(nodes), *weight], np.array(rows), limits, bounds=[*borders, *[(0, None)] * len(edges)]
    )
    return {node: round(float(found.x[i]) - 0.5, 4) for node, i in at.items()}
