"""What stands in an argument: which claims survive the attacks, and how strong each of them is made by the others."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import networkx as nx
import numpy as np

from closereading.argument.annotation import Argument, edges

ATTACKS = ("reb", "und")
"""Relations that attack what they go to. A limit ("qua") narrows a claim and does not attack it."""

REASONS = ("sup", "exa")
"""Relations that give a reason for what they go to. A restatement ("res") is none: it passes on the reasons it has."""

BASE = 0.5
"""Strength of a claim before anything is said for or against it: neither believed nor disbelieved."""


def author_layer(argument: Argument) -> Argument:
    """Return the part of an argument that is the author's: his claims, and the relations between them.

    Speech that he reports is his too; what the editor says is not. A relation one of whose ends is missing is left out,
    for `problems` to find.

    Examples
    --------
    >>> from closereading.argument import load
    >>> sorted(author_layer(load()).claims["voice"].unique())
    ['author', 'reported']
    """
    hosts = argument.edition.paragraphs.set_index("para")["voice"]
    voice = argument.claims["voice"]
    reported = (voice == "reported") & (argument.claims["para"].map(hosts) == "author")
    claims = argument.claims[(voice == "author") | reported]
    known = set(claims["id"])
    relations = argument.relations
    relations = relations[
        relations["src"].map(lambda sources: bool(sources) and known.issuperset(sources)).astype(bool)
    ]
    while not (inside := relations["dst"].isin(known | set(relations["id"]))).all():
        relations = relations[inside]
    return replace(argument, claims=claims.reset_index(drop=True), relations=relations.reset_index(drop=True))


def framework(argument: Argument) -> tuple[list[str], list[tuple[str, str]]]:
    r"""Return what can be attacked in the author's layer, and what attacks what.

    Parameters
    ----------
    argument : Argument
        An annotation; only its author's layer counts.

    Returns
    -------
    arguments : list of str
        The claims and the relations, by id.
    attacks : list of (str, str)
        Pairs of a relation and what it attacks, a claim or a relation.

    Notes
    -----
    Attacks can be attacked themselves, so the relations are arguments beside the claims. An attack :math:`\alpha` strikes
    its target, and with a claim it strikes every relation that goes out from it:

    .. math:: \alpha \to x \Leftrightarrow x = \mathrm{target}(\alpha) \;\text{or}\; \mathrm{target}(\alpha) \in \mathrm{sources}(x)

    A relation with several sources falls with any of them, as in frameworks where sets of arguments attack together.
    Rebuttals and undercuts attack. Supports, examples, limits and restatements attack nothing but can be struck, by an
    undercut or through their source; no claim falls for want of support here.

    References
    ----------
    Baroni et al. 2011: attacks on attacks (AFRA), and the framework of Dung's that has the same extensions
    Nielsen and Parsons 2006: several arguments that attack together

    Examples
    --------
    >>> from closereading.argument import load
    >>> arguments, attacks = framework(load())
    >>> set(arguments) >= {end for attack in attacks for end in attack}
    True
    """
    layer = author_layer(argument)
    relations = layer.relations
    outgoing: dict[str, list[str]] = {}
    for relation in relations.itertuples():
        for source in relation.src:
            outgoing.setdefault(source, []).append(relation.id)
    attackers = relations[relations["type"].isin(ATTACKS)]
    attacks = [
        (relation.id, struck)
        for relation in attackers.itertuples()
        for struck in (relation.dst, *outgoing.get(relation.dst, ()))
    ]
    return list(dict.fromkeys([*layer.claims["id"], *relations["id"]])), list(dict.fromkeys(attacks))


def labels(arguments: Iterable[str], attacks: Iterable[tuple[str, str]]) -> dict[str, str]:
    r"""Return which arguments stand, which fall, and which nothing decides, if one believes no more than one must.

    Parameters
    ----------
    arguments : iterable of str
        Their names.
    attacks : iterable of (str, str)
        Pairs of an attacker and what it attacks; both may be the same.

    Returns
    -------
    dict of str
        "in", "out" or "undecided" for each argument, in the order given.

    Raises
    ------
    ValueError
        If an attack has an end that is no argument.

    Notes
    -----
    The arguments that are in are the least fixed point of the function that takes a set of arguments to all those that it
    defends, and those that are out are attacked by one that is in:

    .. math:: F(S) = \{a : \forall b\,(b \to a \Rightarrow \exists c \in S : c \to b)\}, \qquad
        \mathrm{in} = \bigcup_{n \ge 0} F^n(\emptyset)

    There is always exactly one such labelling. Time and memory grow in proportion to the number of attacks.

    References
    ----------
    Dung 1995: grounded extension
    Modgil and Caminada 2009: the grounded labelling

    Examples
    --------
    >>> labels(["a", "b", "c"], [("a", "b"), ("b", "c")])  # a rules b out, and c is defended
    {'a': 'in', 'b': 'out', 'c': 'in'}
    >>> labels(["a", "b"], [("a", "b"), ("b", "a")])
    {'a': 'undecided', 'b': 'undecided'}
    """
    found = dict.fromkeys(arguments, "undecided")
    struck: dict[str, list[str]] = {name: [] for name in found}
    threats = dict.fromkeys(found, 0)
    for attacker, target in dict.fromkeys(attacks):
        unknown = {attacker, target} - found.keys()
        if unknown:
            raise ValueError(f"attacks has {(attacker, target)}, but {', '.join(sorted(unknown))} is no argument.")
        struck[attacker].append(target)
        threats[target] += 1
    unthreatened = deque(name for name in found if not threats[name])
    while unthreatened:
        name = unthreatened.popleft()
        found[name] = "in"
        for loser in struck[name]:
            if found[loser] == "out":
                continue
            found[loser] = "out"
            for freed in struck[loser]:
                threats[freed] -= 1
                if not threats[freed] and found[freed] == "undecided":
                    unthreatened.append(freed)
    return found


def grounded(argument: Argument) -> dict[str, str]:
    """Return which claims stand against the attacks of the author's layer: "in", "out" or "undecided".

    Claims outside of the author's layer take no part and are "in". The labels test the annotation: what is "out" should be
    just what the author names in order to reject it. That he is right does not follow.

    Parameters
    ----------
    argument : Argument
        An annotation, faulty ones too: a relation one of whose ends is missing attacks nothing.

    Returns
    -------
    dict of str
        A label for each claim, in the order of the text.

    Examples
    --------
    >>> from closereading.argument import load
    >>> found = grounded(load())
    >>> found["T2a"], found["T2b"]  # “Could such a mobilization ... lead to a new system of state domination?”
    ('out', 'in')
    """
    found = labels(*framework(argument))
    return {claim: found.get(claim, "in") for claim in argument.claims["id"]}


def standing(argument: Argument) -> dict[str, str]:
    """Return which relations of the author's layer stand: "in", "out" or "undecided".

    A relation falls if an attack that stands strikes it or one of its sources.

    Parameters
    ----------
    argument : Argument
        As `grounded` takes it.

    Returns
    -------
    dict of str
        A label for each relation of the layer, in the order of the table.

    Examples
    --------
    >>> from closereading.argument import load
    >>> argument = load()
    >>> set(standing(argument)) <= set(argument.relations["id"])
    True
    """
    found = labels(*framework(argument))
    return {relation: found[relation] for relation in author_layer(argument).relations["id"]}


def strengths(argument: Argument, base: Mapping[str, Any] | None = None, default: float = BASE) -> dict[str, Any]:
    r"""Return how strong each claim of the author's layer is, given how far one believes each before hearing the others.

    Parameters
    ----------
    argument : Argument
        Its relations must make no circle, limits left aside.
    base : mapping of str to float or array of float, optional
        Base scores w of claims, from 0 (disbelieved) to 1 (believed). Arrays, all of one shape, hold the scores of as many
        settings, which takes no longer than one.
    default : float
        The base score of claims that ``base`` does not name.

    Returns
    -------
    dict of str to float or array of float
        Strengths from 0 to 1, in an order in which each claim comes after those it depends on; arrays if ``base`` has any.

    Raises
    ------
    ValueError
        If a base score lies outside of [0, 1] or belongs to no claim of the author's layer, arrays differ in shape, a
        relation has an end that does not exist, or relations make a circle.

    Notes
    -----
    With *P* what the reasons leave to be doubted of a claim *a*, and *Q* what the attacks leave standing of it, each the
    product of :math:`1 - \varphi` over the relations that come in,

    .. math:: \sigma(a) = w_a + (1 - w_a) \max(0,\, Q_a - P_a) - w_a \max(0,\, P_a - Q_a)

    .. math:: \varphi(r) = \prod_{s \in \mathrm{sources}(r)} \sigma(s) \prod_{u\;\mathrm{undercuts}\;r} (1 - \varphi(u))

    This is DF-QuAD, where a relation is an argument with base score 1 that undercuts attack, and has the force of its sources'
    product: linked ones count only together. Supports and examples are reasons, rebuttals attack, limits do nothing. What
    is said for or against a restatement passes on to what it restates; its own strength does not, since saying a thing
    twice is no reason for it. Nothing counts twice for a claim, whether two relations lead there or one and a restatement.

    References
    ----------
    Rago et al. 2016: DF-QuAD

    Examples
    --------
    >>> from closereading.argument import load
    >>> doubted, believed = (strengths(load(), {"T2d": w})["T2b"] for w in (0.1, 0.9))
    >>> doubted < believed
    True
    """
    _check_ends(argument)
    layer = author_layer(argument)
    base = {} if base is None else {claim: _score(value) for claim, value in base.items()}
    unknown = sorted(base.keys() - set(layer.claims["id"]))
    if unknown:
        raise ValueError(f"base has {', '.join(unknown)}, but the author's layer has no such claim.")
    for name, value in {**{f"base[{claim!r}]": value for claim, value in base.items()}, "default": default}.items():
        if not np.all((np.asarray(value) >= 0) & (np.asarray(value) <= 1)):
            raise ValueError(f"{name} is {value}; a base score lies between 0 and 1.")
    shapes = sorted({np.shape(value) for value in base.values()} - {()})
    if len(shapes) > 1:
        raise ValueError(f"base has arrays of the shapes {', '.join(map(str, shapes))}; all must have one.")
    found: dict[str, Any] = {}
    for claim, reasons, attacks in _factors(layer, found.__getitem__, math.prod, lambda value: 1 - value):
        doubt, left, score = math.prod(reasons), math.prod(attacks), base.get(claim, default)
        up, down = np.maximum(0, left - doubt), np.maximum(0, doubt - left)
        found[claim] = _score(score + (1 - score) * up - score * down)
    return {claim: np.broadcast_to(value, shapes[0]) for claim, value in found.items()} if shapes else found


def _score(value: Any) -> Any:
    return float(value) if np.ndim(value) == 0 else np.asarray(value, dtype=float)


def expression(argument: Argument, of: Iterable[str] | None = None, prefix: str = "w_") -> dict[str, str]:
    """Return the strength of each claim as a formula in the strengths of others, for charts whose readers set the base scores.

    Parameters
    ----------
    argument : Argument
        As `strengths` takes it.
    of : iterable of str, optional
        Claims; only they and what they depend on get a formula. All claims of the author's layer if nothing is said.
    prefix : str
        What stands before the id of a claim in the name of its base score.

    Returns
    -------
    dict of str to str
        Formulas by claim, in an order in which each comes after those it names. They are written in what the expression
        language of Vega and Python have in common: numbers, names, ``+ - *``, parentheses and ``max``.

    Raises
    ------
    ValueError
        As in `strengths`; if ``of`` names no claim of the author's layer; if an id can't be the name of a parameter.

    Examples
    --------
    >>> from closereading.argument import load
    >>> formulas = expression(load(), of=["T2a"])
    >>> list(formulas)[-1], formulas["T2a"].startswith("w_T2a * (1 - T2b)")
    ('T2a', True)
    """
    _check_ends(argument)
    layer = author_layer(argument)
    known = set(layer.claims["id"])
    names = known | {prefix + claim for claim in known}
    unfit = sorted(name for name in names if not (name.isidentifier() and name.isascii()) or name == "max")
    if unfit or len(names) < 2 * len(known):
        raise ValueError(
            f"prefix {prefix!r} and the ids must make names that differ, of letters, digits and _ only: "
            f"{', '.join(unfit) or 'some are the same'}."
        )
    wanted = known if of is None else set(of)
    if wanted - known:
        raise ValueError(f"of has {', '.join(sorted(wanted - known))}, but the author's layer has no such claim.")
    graph = _dependencies(layer)
    needed = wanted.union(*(nx.ancestors(graph, claim) for claim in wanted))
    return {
        claim: _formula(prefix + claim, reasons, attacks)
        for claim, reasons, attacks in _factors(layer, str, " * ".join, "(1 - {})".format)
        if claim in needed
    }


def _formula(score: str, reasons: list[str], attacks: list[str]) -> str:
    doubt, left = " * ".join(reasons), " * ".join(attacks)
    if not attacks:
        return f"1 - (1 - {score}) * {doubt}" if reasons else score
    if not reasons:
        return f"{score} * {left}"
    return f"{score} + (1 - {score}) * max(0, {left} - {doubt}) - {score} * max(0, {doubt} - {left})"


def _factors(
    layer: Argument, strength: Callable[[str], Any], times: Callable[[list], Any], rest: Callable[[Any], Any]
) -> Iterator[tuple[str, list, list]]:
    """Yield each claim with the factors that reasons and attacks leave of it, in numbers or in formulas.

    ``strength`` gives what stands for a claim that came before, ``times`` the product of a list and ``rest`` 1 minus a value.
    """
    incoming: dict[tuple[str, str], list] = {}
    for relation in layer.relations.itertuples():
        incoming.setdefault((relation.type, relation.dst), []).append(relation)

    def uncut(relation: Any) -> dict:
        return {undercut.id: rest(force(undercut)) for undercut in incoming.get(("und", relation.id), ())}

    def force(relation: Any) -> Any:
        return times([*map(strength, relation.src), *uncut(relation).values()])

    def left(claim: str, types: tuple[str, ...]) -> dict:
        """Return the factors by what gives them, so that nothing counts twice: a source may have several relations."""
        own = {
            (frozenset(relation.src), *uncut(relation)): rest(force(relation))
            for kind in types
            for relation in incoming.get((kind, claim), ())
        }
        for relation in incoming.get(("res", claim), ()):
            restated, cuts = [left(source, types) for source in relation.src], uncut(relation)
            if len(restated) == 1 and not cuts:
                own |= restated[0]
            elif all(restated):
                passed = [rest(times(list(factors.values()))) for factors in restated]
                own[relation.id] = rest(times([*passed, *cuts.values()]))
        return own

    for node in _order(layer):
        yield node, list(left(node, REASONS).values()), list(left(node, ("reb",)).values())


def _order(layer: Argument) -> list[str]:
    """Return the claims, each after those its strength depends on, else in the order of the text."""
    graph, claims = _dependencies(layer), set(layer.claims["id"])
    place = {name: n for n, name in enumerate([*layer.claims["id"], *layer.relations["id"]])}
    try:
        ordered = list(nx.lexicographical_topological_sort(graph, key=place.__getitem__))
    except nx.NetworkXUnfeasible:
        circle = [edge[0] for edge in nx.find_cycle(graph)]
        raise ValueError(
            f"relations make a circle: {' → '.join([*circle, circle[0]])}. Strength can't depend on itself; "
            "take one of them out or turn it round."
        ) from None
    return [name for name in ordered if name in claims]


def _dependencies(layer: Argument) -> nx.DiGraph:
    """Return claims and relations, limits left aside, with an edge to each from what its strength or force depends on."""
    drawn = layer.relations[layer.relations["type"] != "qua"]
    graph = nx.DiGraph()
    graph.add_nodes_from([*layer.claims["id"], *drawn["id"]])
    graph.add_edges_from((a, b) for a, b in edges(drawn) if a in graph and b in graph)
    return graph


def _check_ends(argument: Argument) -> None:
    known = {*argument.claims["id"], *argument.relations["id"]}
    for relation in argument.relations.itertuples():
        missing = [end for end in (*relation.src, relation.dst) if end not in known]
        if missing or not relation.src:
            raise ValueError(
                f"relations: {relation.id} has an end that does not exist: {', '.join(missing) or 'no source'}."
            )
