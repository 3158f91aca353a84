"""Stretches of a text that are marked, and the notes to them: the claims of an argument, the events of a chronicle."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Any

import pandas as pd

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


@dataclass(frozen=True)
class Stretch:
    """Words of a text that are marked.

    Attributes
    ----------
    id, para : str
        The address of the words, and their paragraph.
    start, end : int
        Their offsets in the text.
    style : str
        The class by which they and their note are drawn.
    letter, title : str
        What stands behind the words, and what the note says they are.
    note : str
        The note, as HTML.
    """

    id: str
    para: str
    start: int
    end: int
    style: str
    letter: str
    title: str
    note: str


def claims(argument: Argument) -> list[Stretch]:
    """Return the claims of an argument, in the order of their words."""
    by_id = {claim.id: claim for claim in argument.claims.itertuples()}
    said, doubts = _said(argument, by_id), _doubts(argument)
    return [
        Stretch(
            id=claim.id,
            para=claim.para,
            start=claim.start,
            end=claim.end,
            style=f"role-{drawn(claim.role)}",
            letter=claim.id.removeprefix(claim.para),
            title=_title(claim),
            note=_note(claim, said[claim.id], doubts[claim.id]),
        )
        for claim in by_id.values()
    ]


DATED: Mapping[str, str] = MappingProxyType(
    {
        "dated": "the words give the date, as fully as the note does",
        "inferred": "the date, or a part of it, is inferred; the note says from what",
        "undated": "the article gives no date, and none can be inferred",
    }
)
"""The ways in which events are drawn, and what they mean; each can be switched on and off."""


def dated(event: Any) -> str:
    """Return the way in which an event is drawn."""
    return "inferred" if event.inferred else "dated" if event.date else "undated"


def events(chronicle: pd.DataFrame) -> list[Stretch]:
    """Return the events of a chronicle, in the order of their words.

    Parameters
    ----------
    chronicle : pandas.DataFrame
        Rows of `closereading.chronicle.load`.
    """
    return [
        Stretch(
            id=event.event,
            para=event.para,
            start=event.start,
            end=event.end,
            style=f"event-{dated(event)}",
            letter=event.event,
            title=event.label,
            note=_event_note(event),
        )
        for event in chronicle.sort_values("start").itertuples()
    ]


def mark(stretch: Stretch) -> str:
    """Return the letter at the end of marked words, which leads to their note.

    It is no text of the page: what is copied, searched or linked is the text alone.
    """
    label = html.escape(f"Note {stretch.id}: {stretch.title}")
    wide = f' style="--letters:{len(stretch.letter)}"' if len(stretch.letter) > 1 else ""
    return f'<a class="margin-mark" href="#note-{stretch.id}" data-letter="{stretch.letter}"{wide} aria-label="{label}"></a>'


def folds(marked: Sequence[Stretch], about: str, one: str) -> dict[str, str]:
    """Return the notes of each paragraph as HTML, in the order of the words, folded under a line that counts them.

    Parameters
    ----------
    marked : sequence of Stretch
        In the order of their words.
    about, one : str
        What the notes of a paragraph are about, and what a single one is to: "Argument" and "claim".
    """
    found = {}
    for para, own in groupby(marked, key=lambda stretch: stretch.para):
        notes = [
            f'<li class="margin-note {stretch.style}" id="note-{stretch.id}"><a href="#{stretch.id}">{stretch.id}</a> '
            f"{stretch.note}</li>"
            for stretch in own
        ]
        summary = f"<summary>{about} of {para}: {len(notes)} {one}{'s' * (len(notes) > 1)}</summary>"
        found[para] = f'<details class="margin-notes">{summary}<ul>{"".join(notes)}</ul></details>'
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
    return f"<b{meaning}>{_title(claim)}</b> {html.escape(claim.gloss)} {more}"


def _event_note(event: Any) -> str:
    """Return what an event is; when it was, as readers write it and in EDTF; and what an inferred date is inferred from."""
    date = f"<b>{html.escape(event.shown)}</b>"
    if event.date not in ("", event.shown):
        date += f' <code title="the same in EDTF">{html.escape(event.date)}</code>'
    again = f' Told before as <a href="#{event.retells}">{event.retells}</a>.' if event.retells else ""
    basis = re.sub(r"\be\d+\b", r'<a href="#\g<0>">\g<0></a>', html.escape(event.basis, quote=False))
    what = f"{event.inferred} inferred"
    why = f"<ul><li><i>{what.capitalize()}:</i> {basis}</li></ul>"
    inferred = f" <details><summary>{what}</summary>{why}</details>" if event.inferred else ""
    return f"{date} {html.escape(event.label)}.{again}{inferred}"


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
