"""How an argument is built: what its claims rest on, in which order it gives reasons, and how far off replies stand."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from closereading.argument.annotation import Argument
from closereading.argument.semantics import ATTACKS, REASONS, author_layer, standing
from closereading.edition import Edition

SUPPORTS = (*REASONS, "res")
"""Relations along which a claim reaches a thesis."""

MOST = 2000
"""How many ways to make a claim fall `premise_sets` keeps track of."""

BEATS = "beats"
"""What the graph of `bearings` calls the way from a reply to the claim that it defends."""


def supports(argument: Argument) -> nx.DiGraph:
    """Return which claim of the author's layer speaks for which: supports, examples and restatements.

    Linked sources have an edge each. If two relations join the same claims, the surer one is kept, else the first.

    Parameters
    ----------
    argument : Argument
        An annotation; only its author's layer counts.

    Returns
    -------
    networkx.DiGraph
        Claims in the order of the text, with the columns of their row as attributes. Edges go from the reason and have
        ``type``, ``relation`` (its id) and ``conf`` (1 to 3).

    Examples
    --------
    >>> from closereading.argument import load
    >>> supports(load()).edges["T2d", "T2b"]["type"]
    'sup'
    """
    layer = author_layer(argument)
    return _claim_graph(layer, [link for link in _links(layer) if link[3] != BEATS])


def bearings(argument: Argument) -> nx.DiGraph:
    """Return which claim of the author's layer bears out which: as `supports`, and by beating what tells against it.

    A reply to a rejected view bears out what that view strikes, or what is struck by a rejected view that it props up. So
    does a reply that undercuts an attack, made by a rejected view or by a concession. A claim "reaches" those to which a
    path leads here; but of linked sources none goes on without the others (see `keystones`).

    Parameters
    ----------
    argument : Argument
        An annotation; only its author's layer counts.

    Returns
    -------
    networkx.DiGraph
        As `supports` returns it; edges by way of an attack have the type "beats", and ``against``: the rejected view, or
        the relation, that they beat.

    Examples
    --------
    >>> from closereading.argument import load
    >>> bearings(load()).edges["T2b", "T1a"]["against"]
    'T2a'
    """
    layer = author_layer(argument)
    return _claim_graph(layer, _links(layer))


def _claim_graph(layer: Argument, links: list[tuple[str, tuple[str, ...], str, str, str]]) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_nodes_from((row["id"], row) for row in layer.claims.to_dict("records"))
    conf = {row.id: 0 if pd.isna(row.conf) else int(row.conf) for row in layer.relations.itertuples()}
    for relation, sources, target, kind, against in sorted(links, key=lambda link: (link[3] == BEATS, -conf[link[0]])):
        for source in sources:
            if source != target and not graph.has_edge(source, target):
                more = {"against": against} if against else {}
                graph.add_edge(source, target, type=kind, relation=relation, conf=conf[relation], **more)
    return graph


def _links(layer: Argument) -> list[tuple[str, tuple[str, ...], str, str, str]]:
    """Return the steps that speak for something: relation, its sources, the claim it bears out, type, what it beats."""
    claims = {row.id: row for row in layer.claims.itertuples()}
    relations = {row.id: row for row in layer.relations.itertuples()}
    rejected = {claim for claim, row in claims.items() if row.stance == "rejected"}
    links: list[tuple[str, tuple[str, ...], str, str, str]] = []
    for relation in relations.values():
        if relation.type in SUPPORTS and relation.dst in claims:
            links.append((relation.id, relation.src, relation.dst, relation.type, ""))
        elif relation.type in ATTACKS and not rejected.intersection(relation.src):
            for defended in dict.fromkeys(_defended(relation.dst, claims, relations, rejected)):
                links.append((relation.id, relation.src, defended, BEATS, relation.dst))
    return links


def _defended(beaten: str, claims: dict[str, Any], relations: dict[str, Any], rejected: set[str]) -> Iterator[str]:
    """Yield the claims that gain if a rejected view, or a relation, is beaten."""
    if beaten in relations:
        relation = relations[beaten]
        conceded = any(claims[end].stance == "conceded" or claims[end].role == "concession" for end in relation.src)
        opposing = rejected.intersection(relation.src)
        if relation.type in ATTACKS and (conceded or opposing):
            yield from _struck(relation, claims, relations)
        elif relation.type in SUPPORTS and opposing:
            yield from _defended(relation.dst, claims, relations, rejected)
        return
    if beaten not in rejected:
        return
    views, waiting = {beaten}, deque([beaten])
    while waiting:
        view = waiting.popleft()
        for relation in relations.values():
            if view not in relation.src:
                continue
            if relation.type in ATTACKS:
                yield from _struck(relation, claims, relations)
            elif relation.type in SUPPORTS and relation.dst in rejected - views:
                views.add(relation.dst)
                waiting.append(relation.dst)


def _struck(attack: Any, claims: dict[str, Any], relations: dict[str, Any]) -> tuple[str, ...]:
    """Return the claims an attack tells against: for an undercut, what the relation speaks for, or who makes the attack."""
    if attack.dst in claims:
        return (attack.dst,)
    struck = relations[attack.dst]
    if struck.type in ATTACKS:
        return struck.src
    return (struck.dst,) if struck.dst in claims else ()


def keystones(argument: Argument) -> pd.DataFrame:
    """Return for each claim which others would no longer reach any thesis without it.

    A claim is in reach of a thesis if a path of `bearings` leads there. Linked sources count only together, so that
    without one of them the step is gone for all.

    Parameters
    ----------
    argument : Argument
        An annotation; only its author's layer counts.

    Returns
    -------
    pandas.DataFrame
        A row for each claim of the author's layer that he does not reject, those on which most hangs first, then in the
        order of the text. Columns ``claim, section, role``; ``reaches`` (whether it reaches a thesis, or is one);
        ``cut_off`` (the other claims that no longer do if it falls, a tuple) and ``count`` (how many); ``cut_vertex``
        (whether the graph, edges taken without direction, falls into more pieces without it); ``reasons, bears_out`` (how
        many claims lead to it and from it in one step) and ``below`` (how many lead to it in any number of steps). Theses
        head the list by their nature: compare them with one another.

    Examples
    --------
    >>> from closereading.argument import load
    >>> found = keystones(load())
    >>> bool((found["count"] == found["cut_off"].map(len)).all())
    True
    """
    layer = author_layer(argument)
    links = [(relation, sources, target) for relation, sources, target, *_ in _links(layer)]
    claims = list(layer.claims["id"])
    theses = set(layer.claims.loc[layer.claims["role"] == "thesis", "id"])
    graph = bearings(argument)
    joints = set(nx.articulation_points(graph.to_undirected()))
    reaching = _reaching(links, theses, without=None)
    rows = []
    for row in layer.claims[layer.claims["stance"] != "rejected"].itertuples():
        left = _reaching(links, theses, without=row.id)
        cut = tuple(claim for claim in claims if claim in reaching - left and claim != row.id)
        below = len(nx.ancestors(graph, row.id))
        rows.append(
            (
                *(row.id, row.section, row.role, row.id in reaching, cut, len(cut), row.id in joints),
                *(graph.in_degree(row.id), graph.out_degree(row.id), below),
            )
        )
    columns = ["claim", "section", "role", "reaches", "cut_off", "count", "cut_vertex", "reasons", "bears_out", "below"]
    return pd.DataFrame(rows, columns=columns).sort_values("count", ascending=False, kind="stable", ignore_index=True)


def keystones_left_out(argument: Argument, chance: float = 0.1, draws: int = 1000, seed: int = 1871) -> pd.DataFrame:
    """Return how far the counts of `keystones` depend on single steps, by leaving some of the steps out.

    Parameters
    ----------
    argument : Argument
        An annotation; only its author's layer counts.
    chance : float
        Of a step to be left out, 0 to 1: of a support, example or restatement, or of a reply's bearing out one claim.
    draws : int
        How often the counts are made.
    seed : int
        Of the random numbers.

    Returns
    -------
    pandas.DataFrame
        A row for each claim of the author's layer, in the order of the text: columns ``claim``; ``low, high``, the middle
        95 percent of how many other claims no longer reach a thesis without it, when they do with it.

    Raises
    ------
    ValueError
        Unless ``chance`` lies in 0..1 and ``draws`` is at least 1.

    Examples
    --------
    >>> from closereading.argument import load
    >>> found, whole = keystones_left_out(load(), chance=0, draws=1), keystones(load()).set_index("claim")["count"]
    >>> bool((found.set_index("claim")["high"].reindex(whole.index) == whole).all())
    True
    """
    if not 0 <= chance <= 1:
        raise ValueError(f"chance is {chance}; it must lie in 0..1.")
    if draws < 1:
        raise ValueError(f"draws is {draws}; it must be at least 1.")
    layer = author_layer(argument)
    names = list(layer.claims["id"])
    place = {name: i for i, name in enumerate(names)}
    links = [([place[source] for source in sources], place[target]) for _, sources, target, *_ in _links(layer)]
    kept = np.random.default_rng(seed).random((draws, len(links))) >= chance
    # Which claims (first axis), in which draw, reach a thesis without which claim (last axis); its last entry: without none.
    reached = np.zeros((len(names), draws, len(names) + 1), dtype=bool)
    reached[(layer.claims["role"] == "thesis").to_numpy()] = True
    reached[range(len(names)), :, range(len(names))] = False
    waiting = deque(range(len(links)))
    while waiting:
        sources, target = links[i := waiting.popleft()]
        onward = reached[target] & kept[:, i, None]
        onward[:, sources] = False  # of linked sources none goes on without the others
        if (onward & ~reached[sources]).any():
            reached[sources] |= onward
            waiting.extend(n for n, (_, further) in enumerate(links) if further in sources and n not in waiting)
    whole = reached[:, :, -1:]
    counts = (whole & ~reached[:, :, :-1]).sum(axis=0) - whole[:, :, 0].T  # less the claim itself
    low, high = np.percentile(counts, [2.5, 97.5], axis=0)
    found = pd.DataFrame({"claim": names, "low": low, "high": high})
    return found[(layer.claims["stance"] != "rejected").to_numpy()].reset_index(drop=True)


def _reaching(links: list[tuple[str, tuple[str, ...], str]], theses: set[str], without: str | None) -> set[str]:
    """Return the claims from which a way leads to a thesis that does not need the claim ``without``."""
    sources_of: dict[str, list[tuple[str, ...]]] = {}
    for _, sources, target in links:
        if without not in sources:
            sources_of.setdefault(target, []).append(sources)
    found = theses - {without}
    waiting = deque(found)
    while waiting:
        for sources in sources_of.get(waiting.popleft(), ()):
            waiting.extend(set(sources) - found)
            found.update(sources)
    return found


def reach(argument: Argument) -> pd.DataFrame:
    """Return which theses each claim reaches, and by which shortest path.

    Parameters
    ----------
    argument : Argument
        An annotation; only its author's layer counts.

    Returns
    -------
    pandas.DataFrame
        A row for each claim of the author's layer and each thesis that it reaches in `bearings`, in the order of the text;
        a claim that reaches none has one row, with ``thesis`` None and ``steps`` <NA>. Columns ``claim, section, role, thesis``;
        ``steps`` (0 from a thesis to itself); ``path`` (the claims, both ends among them) and ``relations`` (between them),
        tuples; ``nearest`` (whether no other thesis is nearer, or as near and earlier in the text).

    Examples
    --------
    >>> from closereading.argument import load
    >>> found = reach(load())
    >>> found.loc[(found["claim"] == "T2d") & found["nearest"], "path"].item()
    ('T2d', 'T2b')
    """
    graph = bearings(argument)
    theses = [claim for claim, row in graph.nodes(data=True) if row["role"] == "thesis"]
    paths = {thesis: nx.single_source_shortest_path(graph.reverse(copy=False), thesis) for thesis in theses}
    rows = []
    for claim, row in graph.nodes(data=True):
        found = {thesis: tuple(reversed(paths[thesis][claim])) for thesis in theses if claim in paths[thesis]}
        nearest = min(found, key=lambda thesis: len(found[thesis]), default=None)
        for thesis, path in found.items() or [(None, ())]:
            relations = tuple(graph.edges[edge]["relation"] for edge in nx.utils.pairwise(path))
            steps = len(relations) if path else pd.NA
            rows.append((claim, row["section"], row["role"], thesis, steps, path, relations, thesis == nearest))
    columns = ["claim", "section", "role", "thesis", "steps", "path", "relations", "nearest"]
    return pd.DataFrame(rows, columns=columns).astype({"steps": "Int64"})


def premise_sets(
    argument: Argument, thesis: str, candidates: Iterable[str] | None = None, largest: int | None = None
) -> pd.DataFrame:
    r"""Return all the smallest ways to leave a thesis without a reason by rejecting premises.

    Parameters
    ----------
    argument : Argument
        Supports, examples and restatements of its author's layer must make no circle.
    thesis : str
        Any claim of the author's layer.
    candidates : iterable of str, optional
        The claims that may be rejected. If nothing is said, the basic premises: those that have no reason of their own. With
        claims that have reasons among them the question is not what the author takes for granted but where one can
        break in. The thesis itself is left out.
    largest : int, optional
        Leave out sets with more claims.

    Returns
    -------
    pandas.DataFrame
        Columns ``size`` and ``premises`` (a tuple, in the order of the text), a row for each set of which no part does the
        same; smallest first, then in the order of the text. No row if no set does it, one with the empty set if the thesis has
        no reason anyway. ``attrs["complete"]`` is False if ``largest`` may have hidden some; all sets up to that size
        are there in any case.

    Raises
    ------
    ValueError
        If a claim is not in the author's layer, ``largest`` is less than 1, reasons make a circle, or there are more than
        `MOST` ways to make a claim fall, as there can be if claims that have reasons are candidates.

    Notes
    -----
    If the claims *X* are rejected, a claim *c* falls if it is among them, or if it has reasons and all of them fall; one falls
    with any of its linked sources:

    .. math:: f_X(c) \Leftrightarrow c \in X \;\lor\; \Bigl( R(c) \ne \emptyset \land
        \bigwedge_{r \in R(c)} \bigvee_{s \in \mathrm{sources}(r)} f_X(s) \Bigr)

    The sets are what reliability engineering calls minimal cut sets, of a fault tree. Supports and examples are reasons;
    a restatement passes on its reasons and is none itself; relations that do not stand are left out; replies to objections
    are not reasons. A step of reasoning may be doubted too without doubting any premise: that is not asked here.

    References
    ----------
    Fussell and Vesely 1972: minimal cut sets, from the top of the tree

    Examples
    --------
    >>> from closereading.argument import load
    >>> found = premise_sets(load(), "U5a")
    >>> found["size"].is_monotonic_increasing, found.attrs["complete"]
    (True, True)
    """
    layer = author_layer(argument)
    claims = list(layer.claims["id"])
    bit = {claim: 1 << n for n, claim in enumerate(claims)}
    reasons = _reasons(layer, standing(argument))
    may = {claim for claim in claims if not reasons[claim]} if candidates is None else set(candidates)
    for name, found in (("thesis", {thesis}), ("candidates", may)):
        if found - bit.keys():
            raise ValueError(f"{name}: {', '.join(sorted(found - bit.keys()))} is no claim of the author's layer.")
    if largest is not None and largest < 1:
        raise ValueError(f"largest is {largest}; it must be 1 or more.")
    may.discard(thesis)
    graph = nx.DiGraph((source, claim) for claim, found in reasons.items() for sources in found for source in sources)
    graph.add_node(thesis)
    graph = graph.subgraph({thesis, *nx.ancestors(graph, thesis)})
    if not nx.is_directed_acyclic_graph(graph):
        circle = [edge[0] for edge in nx.find_cycle(graph)]
        raise ValueError(f"reasons make a circle: {' → '.join([*circle, circle[0]])}; take one out or turn it round.")
    sets: dict[str, list[int]] = {}
    complete = True
    for claim in nx.topological_sort(graph):
        felling = [0] if reasons[claim] or claim == thesis else []
        for sources in reasons[claim]:
            either = _minimal(found for source in sources for found in sets[source])
            both = {a | b for a in felling for b in either}
            big = {found for found in both if largest is not None and found.bit_count() > largest}
            felling = _minimal(both - big)
            if len(felling) > MOST:
                raise ValueError(
                    f"largest is {largest}, but there are more than {MOST} ways to make {claim} fall; give a smaller "
                    "largest, or fewer candidates."
                )
            complete = complete and all(any(part & found == part for part in felling) for found in big)
        sets[claim] = _minimal([*felling, bit[claim]]) if claim in may else felling
    named = [tuple(claim for claim in claims if found & bit[claim]) for found in sets[thesis]]
    named.sort(key=lambda found: (len(found), [bit[claim] for claim in found]))
    table = pd.DataFrame({"size": [len(found) for found in named], "premises": pd.Series(named, dtype=object)})
    table.attrs["complete"] = complete
    return table.astype({"size": "int64"})


def _reasons(layer: Argument, stands: dict[str, str]) -> dict[str, list[tuple[str, ...]]]:
    """Return the standing reasons of each claim, as tuples of sources that count together.

    A restatement is among them if each of its sources has a reason of its own.
    """
    reasons: dict[str, list[tuple[str, ...]]] = {claim: [] for claim in layer.claims["id"]}
    restated = []
    for relation in layer.relations.itertuples():
        if stands[relation.id] == "in" and relation.dst in reasons:
            if relation.type in REASONS:
                reasons[relation.dst].append(relation.src)
            elif relation.type == "res":
                restated.append(relation)
    while passing := [relation for relation in restated if all(reasons[source] for source in relation.src)]:
        for relation in passing:
            reasons[relation.dst].append(relation.src)
            restated.remove(relation)
    return reasons


def _minimal(sets: Iterable[int]) -> list[int]:
    """Return the sets, as bits of a number, that contain no other of them."""
    kept: list[int] = []
    for found in sorted(set(sets), key=lambda found: (found.bit_count(), found)):
        if not any(part & found == part for part in kept):
            kept.append(found)
    return kept


def objections(argument: Argument) -> pd.DataFrame:
    """Return what each rejected view strikes and who answers it, with the distances in words.

    Parameters
    ----------
    argument : Argument
        An annotation; only its author's layer counts.

    Returns
    -------
    pandas.DataFrame
        A row for each rejected view and each claim at the other end of a relation of it, in the order of the text. Columns
        ``objection, section, para``; ``part``: "strikes", "props up" (the other is a rejected view too), "reply" or
        "prop" (speaks for the view); ``claim`` (the other end; for an undercut relation, the claim at which it aims) and
        ``claim_para``; ``relation, type, conf``; ``words``: from the beginning of the view to the beginning of the claim in running words of the
        author, negative if the claim comes first; ``gap``: words between the two, never negative; ``first`` (whether it is
        the reply that comes first after the view).

    Examples
    --------
    >>> from closereading.argument import load
    >>> found = objections(load())
    >>> found.loc[(found["objection"] == "T2a") & found["first"], "claim"].tolist()
    ['T2b']
    """
    layer = author_layer(argument)
    claims = {row.id: row for row in layer.claims.itertuples()}
    relations = {row.id: row for row in layer.relations.itertuples()}
    starts = _author_words(layer.edition)
    rows = []
    for view in (row for row in claims.values() if row.stance == "rejected"):
        own = {relation.id for relation in relations.values() if view.id in relation.src}
        for relation in relations.values():
            for part, other in _parts(view.id, own, relation, claims, relations):
                words, gap = _distance(starts, (view.start, view.end), (claims[other].start, claims[other].end))
                rows.append(
                    (
                        *(view.id, view.section, view.para, part, other, claims[other].para),
                        *(relation.id, relation.type, relation.conf, words, gap),
                    )
                )
    columns = [
        "objection",
        "section",
        "para",
        "part",
        "claim",
        "claim_para",
        "relation",
        "type",
        "conf",
        "words",
        "gap",
    ]
    table = pd.DataFrame(rows, columns=columns).astype({"words": "int64", "gap": "int64", "conf": "Int64"})
    place = {claim: n for n, claim in enumerate(claims)}
    table = table.sort_values(
        ["objection", "part", "claim"],
        key=lambda column: column.map(
            place if column.name != "part" else {"strikes": 0, "props up": 1, "prop": 2, "reply": 3}
        ),
        kind="stable",
        ignore_index=True,
    )
    after = table[(table["part"] == "reply") & (table["words"] > 0)]
    table["first"] = table.index.isin(after.groupby("objection")["words"].idxmin())
    return table


def _parts(
    view: str, own: set[str], relation: Any, claims: dict[str, Any], relations: dict[str, Any]
) -> Iterator[tuple[str, str]]:
    """Yield what part a relation plays for a rejected view, and with which claim."""
    if view in relation.src:
        if relation.type in ATTACKS:
            yield from (("strikes", claim) for claim in _struck(relation, claims, relations))
        elif relation.type in SUPPORTS and relation.dst in claims:
            yield "props up", relation.dst
    elif relation.dst == view and relation.type in (*ATTACKS, *SUPPORTS):
        yield from (("reply" if relation.type in ATTACKS else "prop", claim) for claim in relation.src)
    elif relation.dst in own and relation.type in ATTACKS:
        yield from (("reply", claim) for claim in relation.src)


def direction(argument: Argument) -> pd.DataFrame:
    """Return whether each reason stands before or after its claim, and how far off.

    Parameters
    ----------
    argument : Argument
        An annotation; only its author's layer counts.

    Returns
    -------
    pandas.DataFrame
        A row for each support and each example of the author's layer, in the order of the table. Columns ``relation,
        type, src`` (a tuple), ``dst``; ``section`` and ``para`` (of the claim); ``inside`` (whether all its reasons are in that
        section); ``order``: "before", "after", or "around" where linked reasons stand on both sides; ``words``: from the
        beginning of the claim to that of the reason in running words of the author, negative if the reason comes
        first; of linked reasons the nearest counts; ``gap``: words between the two; ``signaled`` (whether a cue is noted);
        ``cue, conf, crosses_cut``.

    Examples
    --------
    >>> from closereading.argument import load
    >>> found = direction(load()).set_index("relation")
    >>> bool(((found["words"] < 0) == (found["order"] == "before"))[found["order"] != "around"].all())
    True
    """
    layer = author_layer(argument)
    claims = {row.id: row for row in layer.claims.itertuples()}
    starts = _author_words(layer.edition)
    rows = []
    for relation in layer.relations[layer.relations["type"].isin(REASONS)].itertuples():
        if relation.dst not in claims:
            continue
        target, sources = claims[relation.dst], [claims[source] for source in relation.src]
        apart = [_distance(starts, (target.start, target.end), (source.start, source.end)) for source in sources]
        sides = {"before" if source.start < target.start else "after" for source in sources}
        words, gap = min(apart, key=lambda found: (found[1], abs(found[0])))
        rows.append(
            (
                *(relation.id, relation.type, relation.src, relation.dst, target.section, target.para),
                all(source.section == target.section for source in sources),
                *(sides.pop() if len(sides) == 1 else "around", words, gap),
                *(bool(relation.cue), relation.cue, relation.conf, relation.crosses_cut),
            )
        )
    columns = ["relation", "type", "src", "dst", "section", "para", "inside", "order"]
    columns += ["words", "gap", "signaled", "cue", "conf", "crosses_cut"]
    return pd.DataFrame(rows, columns=columns).astype({"words": "int64", "gap": "int64", "conf": "Int64"})


def flow(argument: Argument) -> pd.DataFrame:
    """Return how many relations of each type go from section to section.

    Parameters
    ----------
    argument : Argument
        An annotation; only its author's layer counts.

    Returns
    -------
    pandas.DataFrame
        Columns ``src_section, dst_section, type, count``, in the order of the sections and of the types; combinations
        that do not occur are left out. Each relation of the author's layer counts once: linked sources by the first of
        them in the text; what undercuts a relation goes to the section where that one begins.

    Examples
    --------
    >>> from closereading.argument import load
    >>> found = flow(load())
    >>> int(found["count"].sum()) < len(load().relations)  # the editor's relations are left out
    True
    """
    layer = author_layer(argument)
    section = dict(zip(layer.claims["id"], layer.claims["section"], strict=True))
    place = {claim: n for n, claim in enumerate(section)}
    begins = {row.id: section[min(row.src, key=place.__getitem__)] for row in layer.relations.itertuples()}
    pairs = pd.DataFrame(
        {
            "src_section": layer.relations["id"].map(begins),
            "dst_section": layer.relations["dst"].map({**begins, **section}),
            "type": layer.relations["type"],
        }
    )
    order = list(dict.fromkeys([*layer.edition.sections["section"], *layer.claims["section"]]))
    sections = {name: n for n, name in enumerate(order)}
    types = {name: n for n, name in enumerate((*REASONS, *ATTACKS, "qua", "res"))}
    counts = pairs.value_counts().rename("count").reset_index()
    return counts.sort_values(
        ["src_section", "dst_section", "type"],
        key=lambda column: column.map(types if column.name == "type" else sections),
        ignore_index=True,
    )


def _author_words(edition: Edition) -> np.ndarray:
    """Return where the author's running words begin, those he reports among them."""
    hosts = edition.paragraphs.set_index("para")["voice"]
    tokens = edition.tokens
    own = tokens["is_word"] & tokens["voice"].isin(["author", "reported"]) & (tokens["para"].map(hosts) == "author")
    return tokens.loc[own, "start"].to_numpy()


def _distance(starts: np.ndarray, one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """Return the words from the beginning of one stretch to that of another, and the words between the two."""
    first, second = sorted([one, other])
    at_one, at_other, end, begin = starts.searchsorted([one[0], other[0], first[1], second[0]])
    return int(at_other - at_one), int(max(0, begin - end))
