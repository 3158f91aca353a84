"""Margin notes to an annotated text: what each claim does in the argument, and what others do to it."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from closereading.argument.annotation import ROLES, STANCES, TYPES, Argument

BY_EDITOR = ("summary", "context", "framing")
"""Roles that only an editor's claims have; they look alike, for the reader must first of all see whose they are."""

DRAWN = (*(role for role in ROLES if role not in BY_EDITOR), "editor")
"""The ways in which claims are drawn; each can be switched on and off."""

IMPLIED: Mapping[str, str] = MappingProxyType({"objection": "rejected", "concession": "conceded"})
"""Stances that need no mention, since the role says as much."""

RECEIVED: Mapping[str, str] = MappingProxyType(
    {
        "sup": "supported by",
        "exa": "has an example in",
        "reb": "attacked by",
        "und": "undercut by",
        "qua": "limited by",
        "res": "restated by",
    }
)
"""What is said of the claim that a relation goes to; the other end is in `closereading.argument.annotation.TYPES`."""


def drawn(role: str) -> str:
    """Return the way in which claims of a role are drawn.

    Examples
    --------
    >>> drawn("premise"), drawn("framing")
    ('premise', 'editor')
    """
    return "editor" if role in BY_EDITOR else role


def mark(claim: Any) -> str:
    """Return the letter at the end of a claim's words, which leads to its note.

    It is no text of the page: what is copied, searched or linked is the text alone.
    """
    letter = claim.id.removeprefix(claim.para)
    label = f"Note {claim.id}: {_title(claim)}"
    return f'<a class="claim-mark" href="#note-{claim.id}" data-letter="{letter}" aria-label="{label}"></a>'


def folds(argument: Argument) -> dict[str, str]:
    """Return the notes of each paragraph as HTML, in the order of its claims' words, folded under a line that counts them."""
    claims = {claim.id: claim for claim in argument.claims.itertuples()}
    said = _said(argument, claims)
    doubts = _doubts(argument)
    found = {}
    for para, own in argument.claims.groupby("para", sort=False):
        notes = "".join(_note(claims[claim], said[claim], doubts[claim]) for claim in own["id"])
        count = f"{len(own)} claim" + "s" * (len(own) > 1)
        summary = f"<summary>Argument of {para}: {count}</summary>"
        found[str(para)] = f'<details class="claim-notes">{summary}<ul>{notes}</ul></details>'
    return found


def _title(claim: Any) -> str:
    """Return a claim's role, whose it is, and its stance where that is not plain."""
    role = f"the editor’s {claim.role}" if claim.role in BY_EDITOR else claim.role
    return role if claim.stance in ("asserted", IMPLIED.get(claim.role)) else f"{role}, {claim.stance}"


def _note(claim: Any, said: list[str], doubts: list[str]) -> str:
    lines = [*(f"<li>{line}</li>" for line in said), *(f'<li class="doubt">{line}</li>' for line in doubts)]
    relations = [f"{len(said)} relation" + "s" * (len(said) > 1)] if said else []
    count = ", ".join([*relations, *["doubt"] * bool(doubts)])
    more = f"<details><summary>{count}</summary><ul>{''.join(lines)}</ul></details>" if lines else ""
    meaning = f' title="{STANCES[claim.stance]}"' if claim.stance != "asserted" else ""
    return (
        f'<li class="claim-note role-{drawn(claim.role)}" id="note-{claim.id}"><a href="#{claim.id}">{claim.id}</a> '
        f"<b{meaning}>{_title(claim)}</b> {html.escape(claim.gloss)} {more}</li>"
    )


def _said(argument: Argument, claims: Mapping[str, Any]) -> defaultdict[str, list[str]]:
    """Return what is to be said of each claim: what it does to others first, then what others do to it."""
    does: defaultdict[str, list[str]] = defaultdict(list)
    receives: defaultdict[str, list[str]] = defaultdict(list)
    relations = {relation.id: relation for relation in argument.relations.itertuples()}
    undercuts = defaultdict(list)
    for relation in relations.values():
        if relation.type == "und":
            undercuts[relation.dst].append(relation)
    for relation in sorted(relations.values(), key=lambda relation: list(TYPES).index(relation.type)):
        sources = _named(relation.src, claims)
        beaten = "".join(f"; {RECEIVED['und']} {_named(other.src, claims)}" for other in undercuts[relation.id])
        if relation.type == "und":
            step = relations[relation.dst]
            target = f"the step from {_named(step.src, claims)} to {_named([step.dst], claims)}"
        else:
            target = _named([relation.dst], claims)
            receives[relation.dst].append(f"{RECEIVED[relation.type]} {sources}{_doubt(relation)}{beaten}")
        for source in relation.src:
            others = [other for other in relation.src if other != source]
            along = f"with {_named(others, claims)}: " if others else ""
            does[source].append(f"{along}{TYPES[relation.type]} {target}{_doubt(relation)}{beaten}")
    return defaultdict(list, {claim: does[claim] + receives[claim] for claim in claims})


def _named(ids: Any, claims: Mapping[str, Any]) -> str:
    """Return links to claims with their glosses."""
    # On paper the glosses go, since each stands at its own claim.
    named = (f'<a href="#{claim}">{claim}</a><span> {html.escape(claims[claim].gloss)}</span>' for claim in ids)
    return " with ".join(named)


def _doubt(relation: Any) -> str:
    """Return in brackets that a relation is doubtful, if it is."""
    return (
        f" <i>({html.escape(': '.join(filter(None, ('doubtful', relation.note))))})</i>" if relation.conf == 1 else ""
    )


def _doubts(argument: Argument) -> defaultdict[str, list[str]]:
    """Return what is doubtful of each claim; an open question stands in full where the first of its claims is."""
    order = argument.claims["id"].tolist()
    found: defaultdict[str, list[str]] = defaultdict(list)
    stands = {crux.id: min(crux.claims, key=order.index) for crux in argument.cruxes.itertuples()}

    def linked(words: str) -> str:
        """Lead from the number of a crux, which readers do not see, to the note in which the question stands."""
        return re.sub(
            r"\bx\d+\b",
            lambda found: f'<a href="#note-{stands[found[0]]}">the open question at {stands[found[0]]}</a>',
            words,
        )

    for crux in argument.cruxes.itertuples():
        first, *others = sorted(crux.claims, key=order.index)
        question = html.escape(crux.question)
        readings = "".join(f"<li>{html.escape(reading)}</li>" for reading in crux.readings.split(" / "))
        reasons = f"<p>Taken here: {html.escape(crux.taken)}.</p><p>{html.escape(crux.because)}</p>"
        found[first].append(f"Open: {question}<ol>{readings}</ol>{reasons}")
        for other in others:
            found[other].append(f'Open: {question} See <a href="#note-{first}">{first}</a>.')
    for claim in argument.claims.itertuples():
        remarks = {"Leads to no thesis": claim.loose, "Note": claim.note}
        found[claim.id] += [
            f"{about}: {linked(html.escape(words, quote=False))}" for about, words in remarks.items() if words
        ]
    return found
