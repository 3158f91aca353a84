"""The argument in formats that others' programs read; the same annotation always makes the same bytes."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

import networkx as nx
import numpy as np
import pandas as pd

from closereading.argument.annotation import CONFIDENCE, CONTEXT, TYPES, Argument, edges
from closereading.edition import Edition

AIF_NODES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "sup": ("RA", "Default Inference"),
        "exa": ("RA", "Example"),
        "reb": ("CA", "Default Conflict"),
        "und": ("CA", "Default Conflict"),
        "res": ("MA", "Default Rephrase"),
    }
)
"""The node each relation becomes in AIF, and what it is called there if it has no scheme. None says "limits"."""

AIF_SCHEMES: Mapping[str, str] = MappingProxyType(
    {
        "ad hominem": "Generic Ad Hominem",
        "classification": "Verbal Classification",
        "definition": "Definition To Verbal Classification",
        "exception": "Exceptional Case",
        "gradation": "Gradualism",
        "opposites": "Opposition",
    }
)
"""Schemes that AIFdb calls otherwise than we do."""

ARGDOWN_SIGNS: Mapping[str, str] = MappingProxyType({"sup": "+>", "exa": "+>", "reb": "->", "und": "_>"})

STATEMENT = ("para", "page", "start", "end", "voice", "role", "stance", "main", "gloss", "loose", "note")
RELATION = ("type", "dst", "scheme", "cue", "cue_start", "conf", "crosses_cut", "note")
"""What Argdown keeps of a claim and of a relation as data."""

JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')

WEB_ANNOTATION = "http://www.w3.org/ns/anno.jsonld"


def aif(argument: Argument) -> str:
    """Return the argument in the Argument Interchange Format, as JSON in the way of AIFdb and OVA.

    Parameters
    ----------
    argument : Argument
        Any annotation.

    Returns
    -------
    str
        ``nodes`` and ``edges``. A claim is an I node whose text is its quotation. A relation is an S node between its
        claims: RA (supports, is an example for), CA (attacks, undercuts) or MA (restates); its text names the scheme.
        An undercut is a CA node aimed at the node of a relation. Sources that count together lead into the same node.

    Notes
    -----
    AIF has no relation that narrows a claim without being in conflict with it: "limits" is left out, with whatever
    undercuts it, because as a CA node it would defeat what the author upholds. Lost besides: the place of the quotation
    in the text, voice, role, stance, gloss, cue, confidence, notes and cruxes, and whether a support is an example if the
    scheme of both is.

    Examples
    --------
    >>> from closereading import argument
    >>> json.loads(aif(argument.load()))["nodes"][0]["type"]
    'I'
    """
    relations = _standing(argument, set(AIF_NODES))
    nodes = [{"nodeID": claim.id, "text": claim.quote, "type": "I"} for claim in argument.claims.itertuples()]
    for relation in relations.itertuples():
        kind, default = AIF_NODES[relation.type]
        scheme = AIF_SCHEMES.get(relation.scheme, relation.scheme.title()) or default
        nodes.append({"nodeID": relation.id, "text": scheme, "type": kind})
    lines = [{"edgeID": f"{a}-{b}", "fromID": a, "toID": b, "formEdgeID": None} for a, b in edges(relations)]
    return _json({"nodes": nodes, "edges": lines, "locutions": []}, depth=2) + "\n"


def argdown(argument: Argument) -> str:
    """Return the argument in Argdown, to be read, or drawn by Argdown's own programs.

    Parameters
    ----------
    argument : Argument
        Any annotation.

    Returns
    -------
    str
        A statement for each claim under the heading of its section, tagged with its role, its other fields as data, and
        below it the relations that go out from it. A relation between several sources and a claim, or one that is
        undercut, is an argument with the relation's name: premises and conclusion if it supports, else with an arrow from
        each source and one to its target. Scheme, cue, confidence and note are the argument's data, or stand with the
        source's under ``relations``. Cruxes are in the front matter.

    Notes
    -----
    Argdown's maps cannot show that a claim limits or restates another: both stand only in the data of the source, and so
    do undercuts of them. Examples and supports have the same arrow; the data tell them apart. Lost: prefix, suffix and the
    bytes of the source, which can be found from ``start`` and ``end``; line breaks in a quotation become spaces.

    Examples
    --------
    >>> from closereading import argument
    >>> argdown(argument.load()).startswith("===")
    True
    """
    drawn = _standing(argument, set(ARGDOWN_SIGNS))
    undercut = set(drawn.loc[drawn["type"] == "und", "dst"])
    boxes = set(drawn.loc[(drawn["src"].map(len) > 1) | drawn["id"].isin(undercut), "id"])
    arrows = set(drawn["id"]) - boxes
    leaving: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for relation in argument.relations.to_dict("records"):
        leaving[relation["src"][-1]].append(relation)
    titles = dict(zip(argument.edition.sections["section"], argument.edition.sections["title"], strict=True))
    blocks = [_front_matter(argument)]
    for section, claims in groupby(argument.claims.to_dict("records"), itemgetter("section")):
        blocks += [f"# {_escaped(titles[section])}"] if section in titles else []
        for claim in claims:
            out = leaving[claim["id"]]
            blocks.append(
                _statement(claim, [relation for relation in out if relation["id"] not in boxes], arrows, boxes)
            )
            blocks += [_box(relation, boxes) for relation in out if relation["id"] in boxes]
    return "\n\n".join(blocks) + "\n"


def web_annotation(argument: Argument) -> str:
    """Return the argument as W3C Web Annotations, in JSON-LD.

    Parameters
    ----------
    argument : Argument
        Any annotation.

    Returns
    -------
    str
        An AnnotationCollection with one AnnotationPage. The target of a claim is its words, found by quotation and by
        position; its bodies are the gloss ("describing"), role and stance ("classifying"), voice, paragraph, page and
        whether it is on the main line ("tagging"), and notes ("commenting"). A relation is motivated by "linking": its
        target is the annotation of what it goes to, its bodies are those it goes out from, its type and scheme
        ("classifying"), its cue, found as a quotation is ("highlighting"), and the rest. A crux is motivated by
        "questioning". What a textual body is, its label says. Identifiers are relative to where the file is.

    Notes
    -----
    Positions count characters (Unicode code points) of the reading text, which ``closereading.edition.read`` returns. Its
    name is that of its bytes in UTF-8 (RFC 6920), their SHA-256 is ``schema:sha256``. The standard holds each body to be
    about the target by itself: that several sources count only together stands in a tag. Lost: the bytes of the source a
    quotation was made from, since two ranges cannot make one target.

    Examples
    --------
    >>> from closereading import argument
    >>> json.loads(web_annotation(argument.load()))["first"]["items"][0]["motivation"]
    'describing'
    """
    text = argument.edition
    items = [
        *(_claim_annotation(row, text) for row in argument.claims.to_dict("records")),
        *(_relation_annotation(row, text) for row in argument.relations.to_dict("records")),
        *(_crux_annotation(row) for row in argument.cruxes.to_dict("records")),
    ]
    source = {"id": _name(text), "type": "Text", "label": text.title or text.name, "format": "text/plain"}
    page = {"id": "#annotations", "type": "AnnotationPage", "partOf": "#argument", "startIndex": 0, "items": items}
    collection = {
        "@context": WEB_ANNOTATION,
        "id": "#argument",
        "type": "AnnotationCollection",
        "label": f"The argument of {text.title or text.name}",
        "total": len(items),
        "dcterms:source": source | {"schema:sha256": text_sha256(text)},
        "first": page,
        "last": "#annotations",
    }
    return _json(collection, depth=3) + "\n"


def graphml(argument: Argument) -> str:
    """Return the argument as a directed graph in GraphML, for Gephi, yEd, igraph, NetworkX and the like.

    Parameters
    ----------
    argument : Argument
        Any annotation.

    Returns
    -------
    str
        The nodes are claims, relations and cruxes (``kind``), with the columns of their rows as attributes; an empty field
        is no attribute. Edges lead from each source to its relation and from the relation to its target, which may be a
        relation, and from a crux to the claims it concerns (``part``: "source", "target", "concerns").

    Notes
    -----
    Nothing of the annotation is lost, but GraphML has no lists: ``src`` and ``claims`` are names with spaces between them,
    as in the tables, and ``seed_runs`` is JSON. The text itself is not in it; its SHA-256 is.

    Examples
    --------
    >>> from closereading import argument
    >>> nx.parse_graphml(graphml(argument.load())).nodes["U3a"]["role"]
    'claim'
    """
    graph = nx.DiGraph(
        name=argument.edition.name, title=argument.edition.title, text_sha256=text_sha256(argument.edition)
    )
    tables = (("claim", argument.claims), ("relation", argument.relations), ("crux", argument.cruxes))
    for kind, table in tables:
        for row in table.to_dict("records"):
            graph.add_node(row["id"], kind=kind, **_attributes(row))
    for relation in argument.relations.itertuples():
        graph.add_edges_from(((source, relation.id) for source in relation.src), part="source")
        graph.add_edge(relation.id, relation.dst, part="target")
    for crux in argument.cruxes.itertuples():
        graph.add_edges_from(((crux.id, claim) for claim in crux.claims), part="concerns")
    return "\n".join(["<?xml version='1.0' encoding='utf-8'?>", *nx.generate_graphml(graph)]) + "\n"


FORMATS: Mapping[str, Callable[[Argument], str]] = MappingProxyType(
    {
        "argument.aif.json": aif,
        "argument.argdown": argdown,
        "argument.annotations.jsonld": web_annotation,
        "argument.graphml": graphml,
    }
)
"""What each file is called, and which function makes it."""


def text_sha256(text: Edition) -> str:
    """Return the SHA-256 of a reading text in UTF-8, in hexadecimal: by it one knows that positions fit."""
    return hashlib.sha256(text.text.encode("utf-8")).hexdigest()


def _json(value: Any, depth: int) -> str:
    """Return a value as JSON, with a line for each of its parts down to a depth."""
    if depth == 0 or not value or not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[\n" + ",\n".join(_json(part, depth - 1) for part in value) + "\n]"
    parts = (f"{json.dumps(key, ensure_ascii=False)}: {_json(part, depth - 1)}" for key, part in value.items())
    return "{\n" + ",\n".join(parts) + "\n}"


def _filled(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a row that are not empty; numbers are Python's."""
    kept = {key: value for key, value in row.items() if isinstance(value, tuple) or not (pd.isna(value) or value == "")}
    return {key: int(value) if isinstance(value, np.integer) else value for key, value in kept.items()}


def _standing(argument: Argument, types: set[str]) -> pd.DataFrame:
    """Return the relations of some types, without undercuts of relations that are of none of them."""
    relations = argument.relations[argument.relations["type"].isin(types)]
    while True:
        nothing_there = (relations["type"] == "und") & ~relations["dst"].isin(relations["id"])
        if not nothing_there.any():
            return relations
        relations = relations[~nothing_there]


# Argdown


def _escaped(text: str) -> str:
    """Return a text that Argdown's parser reads as this text."""
    text = re.sub(r"[\\@#*_\[\]<>{}/=]", r"\\\g<0>", " ".join(text.split()))
    # “.x.” and “:x:” may be names of special characters.
    return re.sub(r"([.:])(?=\S*?[^\s.:]\S*?\1)", r"\\\1", text)


def _yaml(value: Any) -> str:
    """Return a value as YAML that is JSON; braces and signs of equality in strings would end it early."""
    written = json.dumps(value, ensure_ascii=False)
    codes = {"{": r"\u007b", "}": r"\u007d", "=": r"\u003d"}
    return JSON_STRING.sub(lambda string: re.sub("[{}=]", lambda sign: codes[sign[0]], string[0]), written)


def _front_matter(argument: Argument) -> str:
    cruxes = {row["id"]: _filled(row) for row in argument.cruxes.to_dict("records")}
    about = {"name": argument.edition.name, "text_sha256": text_sha256(argument.edition), "cruxes": cruxes}
    title = argument.edition.title or argument.edition.name
    settings = {"title": title, "model": {"removeTagsFromText": True}, "about": about}
    return "\n".join(["===", *(f"{key}: {_yaml(value)}" for key, value in settings.items()), "==="])


def _statement(claim: Mapping[str, Any], out: list[dict[str, Any]], arrows: set[str], boxes: set[str]) -> str:
    """Return a claim with what goes out from it; the relations that are in ``arrows`` are drawn."""
    data = _filled({field: claim[field] for field in STATEMENT})
    data |= {"relations": {relation["id"]: _details(relation) for relation in out}} if out else {}
    lines = [f"[{claim['id']}]: {_escaped(claim['quote'])} #{claim['role']}", f"  {_yaml(data)}"]
    return "\n".join(lines + [_arrow(relation, boxes) for relation in out if relation["id"] in arrows])


def _details(relation: Mapping[str, Any]) -> dict[str, Any]:
    together = {"src": relation["src"]} if len(relation["src"]) > 1 else {}
    return together | _filled({field: relation[field] for field in RELATION})


def _arrow(relation: Mapping[str, Any], boxes: set[str]) -> str:
    target = relation["dst"]
    return f"  {ARGDOWN_SIGNS[relation['type']]} {f'<{target}>' if target in boxes else f'[{target}]'}"


def _box(relation: Mapping[str, Any], boxes: set[str]) -> str:
    """Return a relation as an argument."""
    head = f"<{relation['id']}>\n  {_yaml(_details(relation))}"
    if relation["type"] not in ("sup", "exa"):
        return "\n".join([head, *(f"  <+ [{source}]" for source in relation["src"]), _arrow(relation, boxes)])
    premises = [f"({number}) [{source}]" for number, source in enumerate(relation["src"], 1)]
    rule = f"-- {_escaped(relation['scheme'])} --" if relation["scheme"] else "-----"
    return "\n".join([f"{head}\n", *premises, rule, f"({len(premises) + 1}) [{relation['dst']}]"])


# Web Annotation


def _name(text: Edition) -> str:
    digest = bytes.fromhex(text_sha256(text))
    return f"ni:///sha-256;{urlsafe_b64encode(digest).decode('ascii').rstrip('=')}"


def _iri(name: str) -> str:
    return f"#{quote(name, safe='')}"


def _bodies(fields: Mapping[str, tuple[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield a textual body for each field that is not empty, from its label: (purpose, value)."""
    for label, value in _filled({label: value for label, (_, value) in fields.items()}).items():
        shown = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
        yield {
            "type": "TextualBody", "purpose": fields[label][0], "label": label, "value": shown, "format": "text/plain"
        }  # fmt: skip


def _words(start: int, end: int, text: Edition) -> dict[str, Any]:
    """Return a stretch of the text as a resource, found by its words and their neighborhood and by its position."""
    paragraph = text.paragraphs.iloc[text.paragraphs["start"].searchsorted(start, side="right") - 1]
    prefix = text.text[max(start - CONTEXT, paragraph["start"]) : start]
    suffix = text.text[end : min(end + CONTEXT, paragraph["end"])]
    quotation = {"type": "TextQuoteSelector", "exact": text.text[start:end], "prefix": prefix, "suffix": suffix}
    position = {"type": "TextPositionSelector", "start": int(start), "end": int(end)}
    return {"type": "SpecificResource", "source": _name(text), "selector": [quotation, position]}


def _claim_annotation(claim: Mapping[str, Any], text: Edition) -> dict[str, Any]:
    fields = {
        "gloss": ("describing", claim["gloss"]),
        "role": ("classifying", claim["role"]),
        "stance": ("classifying", claim["stance"]),
        "voice": ("tagging", claim["voice"]),
        "paragraph": ("tagging", claim["para"]),
        "section": ("tagging", claim["section"]),
        "page": ("tagging", claim["page"]),
        "main": ("tagging", claim["main"]),
        "loose": ("commenting", claim["loose"]),
        "note": ("commenting", claim["note"]),
    }
    return {
        "id": _iri(claim["id"]),
        "type": "Annotation",
        "motivation": "describing",
        "label": claim["id"],
        "body": list(_bodies(fields)),
        "target": _words(claim["start"], claim["end"], text),
    }


def _relation_annotation(relation: Mapping[str, Any], text: Edition) -> dict[str, Any]:
    together = "the sources count only together" if len(relation["src"]) > 1 else ""
    fields = {
        "type": ("classifying", TYPES[relation["type"]]),
        "scheme": ("classifying", relation["scheme"]),
        "linked": ("tagging", together),
        "confidence": ("tagging", "" if pd.isna(relation["conf"]) else CONFIDENCE[str(relation["conf"])]),
        "crosses cut": ("tagging", bool(relation["crosses_cut"])),
        "note": ("commenting", relation["note"]),
    }
    body = [{"type": "SpecificResource", "purpose": "linking", "source": _iri(source)} for source in relation["src"]]
    body += _bodies(fields)
    if relation["cue"]:
        end = relation["cue_start"] + len(relation["cue"])
        body.append({"purpose": "highlighting", "label": "cue", **_words(relation["cue_start"], end, text)})
    return {
        "id": _iri(relation["id"]),
        "type": "Annotation",
        "motivation": "linking",
        "label": relation["id"],
        "body": body,
        "target": _iri(relation["dst"]),
    }


def _crux_annotation(crux: Mapping[str, Any]) -> dict[str, Any]:
    fields = {
        "question": ("questioning", crux["question"]),
        "readings": ("describing", crux["readings"]),
        "taken": ("classifying", crux["taken"]),
        "because": ("commenting", crux["because"]),
    }
    return {
        "id": _iri(crux["id"]),
        "type": "Annotation",
        "motivation": "questioning",
        "label": crux["id"],
        "body": list(_bodies(fields)),
        "target": [_iri(claim) for claim in crux["claims"]],
    }


# GraphML


def _attributes(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as attributes that GraphML can hold."""
    kept = _filled({key: value for key, value in row.items() if key != "id"})
    return {key: _attribute(key, value) for key, value in kept.items()}


def _attribute(key: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return json.dumps(value) if key == "seed_runs" else " ".join(value)
    return value
