"""The annotation of the pamphlet's argument: claims that quote its words, and the relations between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import networkx as nx
import pandas as pd

from closereading import decisions
from closereading.edition import Edition
from closereading.edition import read as read_edition
from closereading.passages import TRACES
from closereading.quotations import places

ROLES: Mapping[str, str] = MappingProxyType(
    {
        "thesis": "what a section is there to show",
        "claim": "a step he stops to give a reason for",
        "premise": "a reason for something else",
        "objection": "a view he names in order to reject it",
        "rebuttal": "said against an objection or a concession",
        "concession": "granted, though it tells against him",
        "summary": "the editor's account of what the author says",
        "context": "a fact the editor adds",
        "framing": "what the editor says of the text",
    }
)
"""What a claim does in the argument."""

STANCES: Mapping[str, str] = MappingProxyType(
    {
        "asserted": "he says it is so",
        "hypothetical": "what would be so, if",
        "conceded": "he grants it",
        "rejected": "he names it and denies it",
        "reported": "he reports it as said by others",
        "ironic": "in words he does not mean as they stand",
    }
)
"""How the speaker stands to a claim."""

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "sup": "supports",
        "exa": "is an example for",
        "reb": "attacks",
        "und": "undercuts",
        "qua": "limits",
        "res": "restates",
    }
)
"""What a claim does to another, or, if it undercuts, to a relation between others (Freeman 1991; Peldszus and Stede 2013)."""

CONFIDENCE: Mapping[str, str] = MappingProxyType({"1": "doubtful", "2": "likely", "3": "plain"})
"""How sure the annotator is of a relation."""

SCHEMES = (
    *("ad hominem", "a fortiori", "alternatives", "analogy", "cause to effect", "classification", "consequences"),
    *("consistency", "definition", "established rule", "example", "exception", "gradation", "necessary condition"),
    *("opposites", "practical reasoning", "reductio", "restatement", "sign", "slippery slope", "witness testimony"),
)
"""Patterns of inference, after Walton, Reed and Macagno 2008; a weak part of any annotation."""

AUTHORS = ("author", "reported")
"""The voices whose claims are the author's argument: what he reports is his too."""

CUT = re.compile(TRACES["ellipsis"])

CONTEXT = 32
"""Characters before and after a quotation that its anchor holds too."""

CLAIMS = (
    *("id", "para", "section", "page", "voice", "role", "stance", "main", "quote", "gloss", "loose", "note"),
    *("start", "end", "prefix", "suffix", "seed_runs"),
)
RELATIONS = ("id", "src", "type", "dst", "scheme", "cue", "conf", "note", "cue_start", "crosses_cut")
COMPUTED = frozenset(
    ("section", "page", "start", "end", "prefix", "suffix", "seed_runs", "cue_start", "crosses_cut"),
)
"""Columns that no table in data/ has."""

CRUXES = ("id", "claims", "question", "readings", "taken", "because")


class ArgumentError(ValueError):
    """The tables of the argument do not fit the text. The message names file, row and remedy."""


@dataclass(frozen=True, eq=False, repr=False)
class Argument:
    """An annotated argument.

    Attributes
    ----------
    edition : Edition
        The text it is the argument of.
    claims : pandas.DataFrame
        Columns `CLAIMS`, a row for each claim in the order of the text: ``quote`` are its words, ``start, end`` their place
        in ``edition.text``, ``prefix, suffix`` up to `CONTEXT` characters of their paragraph around them; ``seed_runs``
        the byte ranges of the source they were made from; ``page`` the page they begin on; ``main`` whether a short map draws the claim; ``loose`` why it reaches no thesis, where it does not.
    relations : pandas.DataFrame
        Columns `RELATIONS`: ``src`` is a tuple of claims, which count together if there are several; ``dst`` a claim or, if
        ``type`` is "und", a relation; ``cue_start`` the place of the words that signal it (<NA> if none do), and
        ``crosses_cut`` whether an ellipsis stands between its ends.
    cruxes : pandas.DataFrame
        Columns `CRUXES`: places where two readings are possible; ``claims`` is a tuple.
    """

    edition: Edition
    claims: pd.DataFrame
    relations: pd.DataFrame
    cruxes: pd.DataFrame

    def __repr__(self) -> str:
        return f"<Argument of {self.edition.name!r}: {len(self.claims)} claims, {len(self.relations)} relations>"

    @property
    def graph(self) -> nx.DiGraph:
        """The claims and the relations as nodes, with an edge from each source to its relation and from it to its target.

        Nodes have the columns of their row as attributes, and ``kind``: "claim" or "relation". A target that is neither is
        left out, for `problems` to find.
        """
        graph = nx.DiGraph()
        for kind, table in (("claim", self.claims), ("relation", self.relations)):
            graph.add_nodes_from((row["id"], {**row, "kind": kind}) for row in table.to_dict("records"))
        graph.add_edges_from((a, b) for a, b in edges(self.relations) if a in graph and b in graph)
        return graph


def edges(relations: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Yield the way of each relation: from each of its sources to it, and from it to its target."""
    for relation in relations.itertuples():
        yield from ((source, relation.id) for source in relation.src)
        yield relation.id, relation.dst


def load(folder: Path | None = None, edition: Edition | None = None) -> Argument:
    """Return the annotation in ``claims.csv``, ``relations.csv`` and ``cruxes.csv``, anchored to the text.

    Parameters
    ----------
    folder : pathlib.Path, optional
        Another folder than ``data/``, with a ``tables.toml``.
    edition : Edition, optional
        The text; the pamphlet if nothing is said.

    Raises
    ------
    DecisionError
        If a table is missing or malformed.
    ArgumentError
        If a quotation or a cue does not stand exactly once where it should. All that do not are named.

    Examples
    --------
    >>> argument = load()
    >>> argument.claims.set_index("id").loc["U3a", ["para", "role", "gloss"]].tolist()
    ['U3', 'claim', "History's devil, if there is one, is command"]
    """
    edition = read_edition("pamphlet") if edition is None else edition
    claims = decisions.table("claims.csv", folder)
    relations = decisions.table("relations.csv", folder)
    cruxes = decisions.table("cruxes.csv", folder)
    texts = _texts(edition)
    wrong = [*_unplaced(claims, texts), *_unsignalled(relations, claims, texts)]
    if wrong:
        raise ArgumentError("\n".join(wrong))
    placed = _claims(claims, texts, edition)
    return Argument(edition, placed, _relations(relations, placed, texts, edition), _cruxes(cruxes))


Texts = dict[str, tuple[int, str]]


def _texts(edition: Edition) -> Texts:
    """Return where each paragraph begins, and its text."""
    paragraphs = edition.paragraphs
    return dict(zip(paragraphs["para"], zip(paragraphs["start"], paragraphs["text"], strict=True), strict=True))


def _stand(words: str, para: str, texts: Texts) -> list[int]:
    start, text = texts.get(para, (0, ""))
    return [int(start) + place for place in places(words, text)]


def _unplaced(claims: list[dict[str, str]], texts: Texts) -> list[str]:
    return [
        f"data/claims.csv, row {line}, claim {row['id']}: “{row['quote']}” stands {count} times in {row['para']}; quote whole "
        "words that stand there once, exactly as in the reading text."
        for line, row in enumerate(claims, 2)
        if (count := len(_stand(row["quote"], row["para"], texts))) != 1
    ]


def _unsignalled(relations: list[dict[str, str]], claims: list[dict[str, str]], texts: Texts) -> list[str]:
    paragraphs = {row["id"]: row["para"] for row in claims}
    return [
        f"data/relations.csv, row {line}, relation {row['id']}: the cue “{row['cue']}” stands {count} times in the paragraphs "
        "of its claims; give enough of the text for it to stand there once."
        for line, row in enumerate(relations, 2)
        if row["cue"] and (count := len(_cue_places(row, paragraphs, texts))) != 1
    ]


def _cue_places(row: dict[str, str], paragraphs: dict[str, str], texts: Texts) -> list[int]:
    ends = dict.fromkeys(paragraphs[claim] for claim in [*row["src"].split(), row["dst"]] if claim in paragraphs)
    return [place for para in ends for place in _stand(row["cue"], para, texts)]


def _claims(rows: list[dict[str, str]], texts: Texts, edition: Edition) -> pd.DataFrame:
    claims = pd.DataFrame(rows, columns=[column for column in CLAIMS if column not in COMPUTED])
    paragraphs = edition.paragraphs.set_index("para")
    claims["start"] = [_stand(row.quote, row.para, texts)[0] for row in claims.itertuples()]
    claims["end"] = claims["start"] + claims["quote"].str.len()
    claims = claims.sort_values("start", ignore_index=True)
    own = paragraphs.loc[claims["para"]]
    claims["section"] = own["section"].array
    claims["page"] = edition.tokens.set_index("start")["page"].reindex(claims["start"], method="ffill").array
    claims["main"] = claims["main"] == "yes"
    spans = list(zip(claims["start"], claims["end"], own["start"], own["end"], strict=True))
    claims["prefix"] = [edition.text[max(start - CONTEXT, first) : start] for start, _, first, _ in spans]
    claims["suffix"] = [edition.text[end : min(end + CONTEXT, last)] for _, end, _, last in spans]
    claims["seed_runs"] = [tuple(edition.to_seed(start, end)) for start, end, *_ in spans]
    return claims[list(CLAIMS)]


def _relations(rows: list[dict[str, str]], claims: pd.DataFrame, texts: Texts, edition: Edition) -> pd.DataFrame:
    relations = pd.DataFrame(rows, columns=[column for column in RELATIONS if column not in COMPUTED])
    paragraphs = dict(zip(claims["id"], claims["para"], strict=True))
    found = [_cue_places(row, paragraphs, texts) if row["cue"] else [] for row in rows]
    relations["cue_start"] = pd.array([at[0] if at else pd.NA for at in found], dtype="Int64")
    relations["src"] = relations["src"].str.split().map(tuple)
    relations["conf"] = pd.to_numeric(relations["conf"], errors="coerce").astype("Int64")
    relations["crosses_cut"] = [crosses_cut(spans, edition) for spans in _spans(relations, claims)]
    return relations[list(RELATIONS)]


def crosses_cut(spans: list[tuple[int, int]], edition: Edition) -> bool:
    """Return whether an ellipsis stands between the first of some stretches of the text and the last: words are missing."""
    after, before = min((end for _, end in spans), default=0), max((start for start, _ in spans), default=0)
    return bool(CUT.search(edition.text[after:before]))


def _spans(relations: pd.DataFrame, claims: pd.DataFrame) -> list[list[tuple[int, int]]]:
    """Return for each relation the stretches its claims quote, those of the relation it undercuts among them."""
    spans = {row.id: (row.start, row.end) for row in claims.itertuples()}
    ends = {row.id: [*row.src, row.dst] for row in relations.itertuples()}
    both = [[*row.src, *ends.get(row.dst, [row.dst])] for row in relations.itertuples()]
    return [[spans[claim] for claim in found if claim in spans] for found in both]


def _cruxes(rows: list[dict[str, str]]) -> pd.DataFrame:
    cruxes = pd.DataFrame(rows, columns=list(CRUXES))
    cruxes["claims"] = cruxes["claims"].str.split().map(tuple)
    return cruxes
