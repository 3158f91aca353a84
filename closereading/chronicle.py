"""The article's events as evidence: how exactly they are dated, what can be said of their order, where they contradict."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import combinations, takewhile
from pathlib import Path
from typing import Any, NamedTuple

import networkx as nx
import pandas as pd
from edtf import parse_edtf
from edtf.parser import parser_classes as kinds
from edtf.parser.edtf_exceptions import EDTFParseException

from closereading import decisions, quotations
from closereading import edition as editions
from closereading.decisions import DecisionError
from closereading.edition import Edition

TABLE = "events.csv"
PRECISIONS = ("day", "range", "month", "year", "relative", "none")
"""How finely the article's own words date an event; "relative": by another event."""

INFERRED = ("", "year", "date")
"""What of a date the article does not say."""

PARTS = ("", "founded", "dissolved", "joined", "absent", "meant")
"""What part those named have: they act, if empty; are founded, dissolved, joined by others, absent, or only spoken of."""

ACTING = PARTS[:4]
"""The parts that only what exists can have."""

KINDS = (
    *("founding", "dissolution", "joining", "refusal", "expulsion", "congress", "attendance", "resolution"),
    *("letter", "statement", "move", "growth", "activity", "measures", "uprising"),
)
COLUMNS = (
    *("event", "label", "para", "section", "quotation", "start", "end", "when", "date", "shown", "spans", "earliest"),
    *("latest", "precision", "inferred", "basis", "kind", "people", "organizations", "places", "parts", "after"),
    *("before", "retells"),
)
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WITHIN = (kinds.Consecutives, kinds.EarlierConsecutives, kinds.LaterConsecutives)
"""Stretches of which an event takes one day or some; other intervals are filled by it."""

TIME = re.compile(
    rf"\b1[0-9]{{3}}\b|(?:\b\d{{1,2}} )?\b(?:{'|'.join(MONTHS)})\b(?: \d{{4}})?"
    r"|\b(?:days|weeks|months|years|shortly) (?:later|after|afterwards|before|earlier)\b"
    r"|\bthe (?:previous|next|following|same) (?:day|week|month|year)\b"
)
"""Words that date something, in years, months and days, or by something else."""

PLAIN = re.compile(r"(?!0000)\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?[~?%]?")
"""The dates of the format that are read here, as they or the ends of a stretch."""

LISTED = re.compile(r"([a-z0-9-]+)(?: \(([a-z]+)\))?")


class Span(NamedTuple):
    """Days between which an event lies or, if it is lasting, which it fills; None where nothing bounds it."""

    earliest: date | None
    latest: date | None
    lasting: bool


class Contradiction(NamedTuple):
    """Tellings that cannot all be true as they stand."""

    rule: str
    organization: str
    events: tuple[str, ...]


Found = Iterator[tuple[str, tuple[str, ...]]]


def load(folder: Path | None = None, edition: Edition | None = None) -> pd.DataFrame:
    """Return the article's events in the order in which it tells them.

    Parameters
    ----------
    folder : pathlib.Path, optional
        Another folder than ``data/`` with ``events.csv``, the registers of people, organizations and places, and their
        dictionary.
    edition : Edition, optional
        The text of the events; the article if left out.

    Returns
    -------
    pandas.DataFrame
        A row for each event as it is told once. Of the table: ``event, label, para, quotation, when`` (the words that date
        it), ``date`` (EDTF, ISO 8601-2), ``precision, inferred, basis, kind``; ``people, organizations, places, after,
        before``, tuples of ids; ``parts``, what happens to whom as a dictionary; ``retells``. Computed: ``section``;
        ``start, end`` of the quotation in ``edition.text``; ``shown``, the date in words; ``spans``, a tuple of `Span`;
        ``earliest, latest``, the first and the last possible day, empty where nothing bounds it.

    Raises
    ------
    DecisionError
        If a quotation does not stand exactly once in the text, or in its paragraph, or overlaps another; a date is no EDTF
        or finer than the words that date it; an inference has no basis; or a row names what no register or table has.

    Examples
    --------
    >>> events = load().set_index("event")
    >>> events.loc["e13", ["shown", "precision", "inferred"]].tolist()
    ['about April 1870', 'month', '']
    """
    text = edition or editions.read("article")
    known = {
        "people": set(people(folder)["person"]),
        "organizations": set(organizations(folder)["organization"]),
        "places": set(places(folder)["place"]),
    }
    rows = decisions.table(TABLE, folder)
    known |= {column: {row["event"] for row in rows} for column in ("after", "before", "retells")}
    seen: dict[str, int] = {}
    made = []
    for line, row in enumerate(rows, 2):
        place = f"data/{TABLE}, row {line}"
        if seen.setdefault(row["event"], line) != line or not re.fullmatch(r"e[1-9]\d*", row["event"]):
            raise DecisionError(f"{place}: the event's id is {row['event']!r}; it must be e and a number of its own.")
        made.append(_event(row, place, text, known))
    events = pd.DataFrame(made, columns=list(COLUMNS)).sort_values("start", ignore_index=True)
    for one, other in zip(events.itertuples(), events.iloc[1:].itertuples(), strict=False):
        if other.start < one.end:
            raise DecisionError(
                f"data/{TABLE}: the quotations of {one.event} and {other.event} overlap; shorten one of them."
            )
    for relation in (_sequence(events), _tellings(events)):
        if not nx.is_directed_acyclic_graph(relation):
            circle = " and ".join(sorted({id for edge in nx.find_cycle(relation) for id in edge}))
            raise DecisionError(f"data/{TABLE}: {circle} refer to one another in a circle; take one reference away.")
    return events


def _event(row: dict[str, str], place: str, text: Edition, known: Mapping) -> dict:
    for column, allowed in {"precision": PRECISIONS, "inferred": INFERRED, "kind": KINDS}.items():
        if row[column] not in allowed:
            raise DecisionError(f"{place}: {column} is {row[column]!r}; it must be one of: {_listed(allowed)}.")
    start, end = quotations.span(row["quotation"], row["para"], text, place)
    quotations.once(row["quotation"], text.text, place, f"the {text.name}")
    para = text.paragraphs.set_index("para").loc[row["para"]]
    if row["when"] not in para["text"] or (row["precision"] == "none") != (not row["when"]):
        raise DecisionError(
            f"{place}: “{row['when']}” must be the words of {row['para']} that date the event; leave it empty if, and only "
            "if, its precision is none."
        )
    try:
        parsed = spans(row["date"])
    except ValueError as err:
        raise DecisionError(f"{place}: {err}") from None
    if bool(row["inferred"]) != bool(row["basis"]):
        raise DecisionError(f"{place}: say in “basis” from what the date is inferred if, and only if, it is.")
    if not row["inferred"] and row["precision"] != _precision(row["date"]):
        raise DecisionError(
            f"{place}: {row['date'] or 'no date'} is not of the precision {row['precision']}; correct one of them, or say "
            "what is inferred."
        )
    if not (row["date"] or row["after"] or row["before"]):
        raise DecisionError(f"{place}: it has neither a date nor another event before or after it; leave it out.")
    named = {column: _ids(row, column, place, known[column]) for column in known}
    if len(named["retells"]) > 1:
        raise DecisionError(f"{place}: it can retell one event only, the first telling of it.")
    return row | {
        **{column: tuple(ids) for column, ids in named.items()},
        "retells": next(iter(named["retells"]), ""),
        "parts": {id: part for ids in named.values() for id, part in ids.items() if part},
        "section": para["section"],
        "start": start,
        "end": end,
        "shown": in_words(row["date"]),
        "spans": parsed,
        "earliest": pd.Timestamp(parsed[0].earliest) if parsed and parsed[0].earliest else pd.NaT,
        "latest": pd.Timestamp(parsed[-1].latest) if parsed and parsed[-1].latest else pd.NaT,
    }


def _ids(row: dict[str, str], column: str, place: str, known: set[str]) -> dict[str, str]:
    """Return the ids of a field with their parts."""
    found = {}
    for item in row[column].split("; ") if row[column] else []:
        match = LISTED.fullmatch(item)
        if not match or match[1] not in known or (match[2] or "") not in PARTS:
            raise DecisionError(
                f"{place}: {column} has {item!r}; give ids of {_listed(sorted(known))}, with “; ” between them, and after "
                f"an id, if need be, in round brackets one of: {', '.join(PARTS[1:])}."
            )
        found[match[1]] = match[2] or ""
    return found


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(name or "nothing" for name in names)


def people(folder: Path | None = None) -> pd.DataFrame:
    """Return the people whom the article names, a row for each."""
    return pd.DataFrame(decisions.table("people.csv", folder))


def organizations(folder: Path | None = None) -> pd.DataFrame:
    """Return the organizations that the article names, a row for each; ``part_of`` is another's id, or empty."""
    return pd.DataFrame(decisions.table("organizations.csv", folder))


def places(folder: Path | None = None) -> pd.DataFrame:
    """Return the places that the article names, a row for each, with ``latitude, longitude`` in degrees (WGS 84), or NaN."""
    table = pd.DataFrame(decisions.table("places.csv", folder))
    return table.assign(**{column: pd.to_numeric(table[column]) for column in ("latitude", "longitude")})


def spans(edtf: str) -> tuple[Span, ...]:
    """Return the stretches of days that a date leaves open, in their order.

    Parameters
    ----------
    edtf : str
        A date in the Extended Date/Time Format (Library of Congress 2019, since then ISO 8601-2): a year, month or day,
        "~" for *about*, an interval with "/" for what lasts, a set in square brackets for one of several days or
        stretches. Empty if there is none.

    Returns
    -------
    tuple of Span
        One for each alternative; none if there is no date. *About* is taken for one unit more on either side: about April
        is March to May. A date called uncertain ("?") keeps its own days.

    Raises
    ------
    ValueError
        If it is no date in this format, means several events ("{…}"), or ends before it begins.

    Examples
    --------
    >>> [str(day) for day in spans("1870-04~")[0][:2]]
    ['1870-03-01', '1870-05-31']
    >>> spans("1871-09-17/1871-09-23")[0].lasting
    True
    >>> len(spans("[1869-04,1871-08,1872-04]"))
    3
    """
    if not edtf:
        return ()
    found = sorted((_span(part) for part in _alternatives(edtf)), key=lambda span: span.earliest or date.min)
    for span in found:
        if span.earliest and span.latest and span.earliest > span.latest:
            raise ValueError(f"{edtf!r} ends before it begins; exchange its ends.")
    return tuple(found)


@cache
def _alternatives(edtf: str) -> tuple[Any, ...]:
    try:
        parsed = parse_edtf(edtf)
    except EDTFParseException as err:
        raise ValueError(
            f"{edtf!r} is no date in the Extended Date/Time Format ({err}); write for instance 1871-09-17, 1870-04~, "
            "1871-09-17/1871-09-23 or [1869-04,1871-08]."
        ) from None
    if isinstance(parsed, kinds.MultipleDates):
        raise ValueError(f"{edtf!r} means several events; give each a row of its own.")
    parts = tuple(parsed.objects) if isinstance(parsed, kinds.OneOfASet) else (parsed,)
    for end in (end for part in parts for end in ((part.lower, part.upper) if hasattr(part, "lower") else (part,))):
        if not (isinstance(end, kinds.UnspecifiedIntervalSection) or PLAIN.fullmatch(str(end))):
            raise ValueError(
                f"{edtf!r} has {str(end)!r}; only years from 0001 on, months and days are read here, not seasons or unknown digits."
            )
    return parts


def _span(part: Any) -> Span:
    lasting = isinstance(part, kinds.Interval) and not isinstance(part, WITHIN)
    first, last = (part.lower, part.upper) if hasattr(part, "lower") else (part, part)
    return Span(_end(first, "lower_strict", -1), _end(last, "upper_strict", 1), lasting)


def _end(part: Any, side: str, sign: int) -> date | None:
    """Return the first or last day of a date, moved by one unit if the date is approximate; None if it is open."""
    if isinstance(part, kinds.UnspecifiedIntervalSection):
        return None
    day = date(*getattr(part, side)()[:3])
    if not getattr(part, "is_approximate", False):
        return day
    unit = {"day": "days", "month": "months", "year": "years"}[part.date.precision]
    # The last day of a month leads to the last day of another by way of the first day of the next.
    eve = pd.Timedelta(days=max(sign, 0))
    return (pd.Timestamp(day) + eve + sign * pd.DateOffset(**{unit: 1}) - eve).date()


def _precision(edtf: str) -> str:
    """Return how fine a date is, in the words of `PRECISIONS`; "none" if there is none."""
    if not edtf:
        return "none"
    parts = _alternatives(edtf)
    if len(parts) > 1 or isinstance(parts[0], kinds.Interval):
        return "range"
    return getattr(parts[0], "date", parts[0]).precision


def in_words(edtf: str) -> str:
    """Return a date as readers write it.

    Examples
    --------
    >>> in_words("1871-09-17/1871-09-23"), in_words("[1872-07-24..]")
    ('17–23 September 1871', '24 July 1872 or later')
    >>> in_words("[1869-04,1872-03..1872-04]")
    'April 1869, or between March and April 1872'
    """
    return ", or ".join(map(_in_words, _alternatives(edtf))) if edtf else "no date"


def _in_words(part: Any) -> str:
    if not hasattr(part, "lower"):
        about = "about " if getattr(part, "is_approximate", False) else ""
        year, month, day = [*str(getattr(part, "date", part)).split("-"), "", ""][:3]
        return about + " ".join(filter(None, [day.lstrip("0"), MONTHS[int(month) - 1] if month else "", year]))
    open_ends = [isinstance(end, kinds.UnspecifiedIntervalSection) for end in (part.lower, part.upper)]
    within = isinstance(part, WITHIN)
    if any(open_ends):
        known = _in_words(part.upper if open_ends[0] else part.lower)
        return (
            f"{known} or {'earlier' if open_ends[0] else 'later'}"
            if within
            else (f"until {known}" if open_ends[0] else f"from {known} on")
        )
    first, last = (_in_words(end).split(" ") for end in (part.lower, part.upper))
    shared = sum(takewhile(bool, (a == b for a, b in zip(first[:0:-1], last[::-1], strict=False))))
    begun, ended = " ".join(first[: len(first) - shared]), " ".join(last)
    if within:
        return f"between {begun} and {ended}"
    return f"{begun}–{ended}" if begun.isdigit() and shared else f"{begun} to {ended}"


def _sequence(events: pd.DataFrame) -> nx.DiGraph:
    """Return the order that the article states: an edge from each event to what came after it."""
    graph = nx.DiGraph()
    graph.add_nodes_from(events["event"])
    for event in events.itertuples():
        graph.add_edges_from((other, event.event) for other in event.after)
        graph.add_edges_from((event.event, other) for other in event.before)
    return graph


def _tellings(events: pd.DataFrame) -> nx.DiGraph:
    """Return an edge from each later telling of an event to the first."""
    graph = nx.DiGraph()
    graph.add_nodes_from(events["event"])
    graph.add_edges_from(events.loc[events["retells"] != "", ["event", "retells"]].itertuples(index=False))
    return graph


def happenings(events: pd.DataFrame) -> pd.Series:
    """Return for each event the id of the first telling of the same thing, which may be its own; the index is ``event``."""
    first = {id: min(group, key=_number) for group in nx.weakly_connected_components(_tellings(events)) for id in group}
    return events["event"].map(first).set_axis(events["event"])


def _number(event: str) -> int:
    return int(event[1:])


def order(events: pd.DataFrame) -> pd.DataFrame:
    """Return what can be said of the order of each two events.

    An event is before another if its last possible day is before the other's first, or if the article says so, or if both
    together force it. What is told twice is one thing, dated by both tellings unless they exclude each other.

    Parameters
    ----------
    events : pandas.DataFrame
        Rows of `load`.

    Returns
    -------
    pandas.DataFrame
        A square table with events as index and columns: whether that of the row is "before" or "after" that of the
        column, the "same", or one "cannot tell".

    Examples
    --------
    >>> known = order(load())
    >>> known.loc["e5", "e10"], known.loc["e30", "e26"], known.loc["e10", "e3"]
    ('before', 'cannot tell', 'same')
    """
    first = happenings(events)
    bounds = _bounds(events, first)
    stated = nx.relabel_nodes(_sequence(events), first.to_dict())
    stated.remove_edges_from(list(nx.selfloop_edges(stated)))
    later = {id: nx.descendants(stated, id) for id in stated}
    for _ in range(len(bounds)):
        # Bounds travel along the stated order until nothing moves.
        moved = dict(bounds)
        for one, other in stated.edges:
            moved[one] = (moved[one][0], min(moved[one][1], bounds[other][1]))
            moved[other] = (max(moved[other][0], bounds[one][0]), moved[other][1])
        if moved == bounds:
            break
        bounds = moved

    def said(a: str, b: str) -> str:
        if a == b:
            return "same"
        ways = b in later[a], a in later[b]
        if not any(ways):
            ways = bounds[a][1] < bounds[b][0], bounds[b][1] < bounds[a][0]
        return {(True, False): "before", (False, True): "after"}.get(ways, "cannot tell")

    return pd.DataFrame([[said(a, b) for b in first] for a in first], index=first.index, columns=first.index)


def _bounds(events: pd.DataFrame, first: pd.Series) -> dict[str, tuple[date, date]]:
    """Return the first and last possible day of each happening, by its dates alone."""
    bounds: dict[str, tuple[date, date]] = {}
    for event in events.itertuples():
        low, high = _days(event.spans)
        others = bounds.get(first[event.event], (date.min, date.max))
        both = max(low, others[0]), min(high, others[1])
        bounds[first[event.event]] = both if both[0] <= both[1] else others
    return bounds


def _days(spans: tuple[Span, ...]) -> tuple[date, date]:
    return (spans[0].earliest or date.min, spans[-1].latest or date.max) if spans else (date.min, date.max)


def told_and_dated(events: pd.DataFrame) -> pd.DataFrame:
    """Return where each event stands in the telling and where it may stand in time.

    Returns
    -------
    pandas.DataFrame
        A row for each event: columns ``event``; ``told``, its place in the text, 1 for the first; ``first, last``, its
        first and its last possible place in time, those told twice counted twice; ``forward, backward``, how many events
        that are told before it were earlier, and how many later.

    Examples
    --------
    >>> told_and_dated(load()).set_index("event").loc["e31", ["first", "backward"]].tolist()
    [1, 29]
    """
    known = order(events).to_numpy()
    told_before = [known[i, :i] for i in range(len(known))]
    return pd.DataFrame(
        {
            "event": events["event"].array,
            "told": range(1, len(events) + 1),
            "first": (known == "after").sum(axis=1) + 1,
            "last": len(events) - (known == "before").sum(axis=1),
            "forward": [(row == "after").sum() for row in told_before],
            "backward": [(row == "before").sum() for row in told_before],
        }
    )


def network(events: pd.DataFrame) -> nx.Graph:
    """Return who and which organizations are named in the same events.

    Returns
    -------
    networkx.Graph
        Nodes are ids with ``kind``, "person" or "organization", and ``events``, the tuple of events that name them; edges
        have ``events``, those that name both, and ``weight``, their number; what is told twice counts once.

    Examples
    --------
    >>> network(load()).edges["bakunin", "guillaume"]["events"]
    ('e38', 'e40')
    """
    graph = nx.Graph()
    counted = events[events["retells"] == ""]
    for column, kind in (("people", "person"), ("organizations", "organization")):
        for id, group in counted.explode(column).dropna(subset=column).groupby(column, sort=False):
            graph.add_node(id, kind=kind, events=tuple(group["event"]))
    for one, other in combinations(graph, 2):
        both = tuple(id for id in graph.nodes[one]["events"] if id in graph.nodes[other]["events"])
        if both:
            graph.add_edge(one, other, events=both, weight=len(both))
    return graph


def uncovered(events: pd.DataFrame, edition: Edition | None = None) -> pd.DataFrame:
    """Return the sentences with words that date something, where no event has them.

    Returns
    -------
    pandas.DataFrame
        Columns ``sent, words``, the sentence's id and the words; empty if every date belongs to an event.
    """
    text = edition or editions.read("article")
    covered = [(event.start, event.end) for event in events.itertuples()]
    at = text.paragraphs.set_index("para")["start"]
    inside = text.paragraphs.set_index("para")["text"]
    for event in events[events["when"] != ""].itertuples():
        covered += [
            (at[event.para] + match.start(), at[event.para] + match.end())
            for match in re.finditer(re.escape(event.when), inside[event.para])
        ]
    rows = [
        (sentence.sent, match[0])
        for sentence in text.sentences.itertuples()
        for match in TIME.finditer(sentence.text)
        if not any(a <= sentence.start + match.start() and sentence.start + match.end() <= b for a, b in covered)
    ]
    return pd.DataFrame(rows, columns=["sent", "words"])


def founded_twice(events: pd.DataFrame, organizations: pd.DataFrame) -> Found:
    """One organization is founded in two events that are surely not of the same time."""
    known = order(events)
    for id, own in _with_part(events, "founded").items():
        apart = {event for pair in combinations(own, 2) if known.loc[pair] in ("before", "after") for event in pair}
        if apart:
            yield id, tuple(apart)


def named_before_founding(events: pd.DataFrame, organizations: pd.DataFrame) -> Found:
    """One organization has a part in an event that is surely earlier than any founding of it."""
    return _beyond(events, "founded", "before", _with_part(events, *ACTING))


def missed_before_founding(events: pd.DataFrame, organizations: pd.DataFrame) -> Found:
    """One organization is said to be absent from an event that is surely earlier than any founding of it."""
    return _beyond(events, "founded", "before", _with_part(events, "absent"))


def dissolved_again(events: pd.DataFrame, organizations: pd.DataFrame) -> Found:
    """One organization is dissolved, and later it, or a part of it, is dissolved."""
    known = order(events)
    dissolved = _with_part(events, "dissolved")
    wholes = organizations.set_index("organization")["part_of"]
    for id, own in dissolved.items():
        parts = [event for other, ends in dissolved.items() if wholes[other] == id for event in ends]
        again = {event for event in (*own, *parts) if any(known.loc[end, event] == "before" for end in own)}
        if again:
            yield id, (*own, *again)


def named_after_dissolution(events: pd.DataFrame, organizations: pd.DataFrame) -> Found:
    """One organization has a part in an event that is surely later than every dissolution of it."""
    return _beyond(events, "dissolved", "after", _with_part(events, *ACTING))


def two_dates(events: pd.DataFrame, organizations: pd.DataFrame) -> Found:
    """Two tellings of one event have dates that exclude each other."""
    for group in _told_again(events):
        for one, other in combinations(group.itertuples(), 2):
            pairs = [(_days((a,)), _days((b,))) for a in one.spans for b in other.spans]
            if pairs and all(a[1] < b[0] or b[1] < a[0] for a, b in pairs):
                yield "", (one.event, other.event)


def two_outcomes(events: pd.DataFrame, organizations: pd.DataFrame) -> Found:
    """Two tellings of one event give the same part to different organizations, neither within the other."""
    wholes = organizations.set_index("organization")["part_of"]
    for group in _told_again(events):
        for one, other in combinations(group.itertuples(), 2):
            for part in PARTS[1:]:
                here, there = ({id for id, own in told.parts.items() if own == part} for told in (one, other))
                if (
                    here
                    and there
                    and not any(a == b or wholes.get(a) == b or wholes.get(b) == a for a in here for b in there)
                ):
                    yield "", (one.event, other.event)


def order_denied(events: pd.DataFrame, organizations: pd.DataFrame) -> Found:
    """One event is said to be before another, and dated after it."""
    days = {event.event: _days(event.spans) for event in events.itertuples()}
    for one, other in _sequence(events).edges:
        if days[one][0] > days[other][1]:
            yield "", (one, other)


def _with_part(events: pd.DataFrame, *parts: str) -> dict[str, list[str]]:
    """Return the events in which an organization has one of these parts, by organization."""
    found: dict[str, list[str]] = {}
    for event in events.itertuples():
        for id in event.organizations:
            if event.parts.get(id, "") in parts:
                found.setdefault(id, []).append(event.event)
    return found


def _beyond(events: pd.DataFrame, part: str, side: str, named: Mapping[str, list[str]]) -> Found:
    """Yield who is named on this side of all events in which this happens to it, with those and these events."""
    known = order(events)
    for id, own in _with_part(events, part).items():
        beyond = [event for event in named.get(id, []) if all(known.loc[event, one] == side for one in own)]
        if beyond:
            yield id, (*own, *beyond)


def _told_again(events: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield the tellings of each event that is told more than once."""
    for _, group in events.groupby(happenings(events).array, sort=False):
        if len(group) > 1:
            yield group


RULES: tuple[Callable[[pd.DataFrame, pd.DataFrame], Found], ...] = (
    *(founded_twice, named_before_founding, missed_before_founding, dissolved_again, named_after_dissolution),
    *(two_dates, two_outcomes, order_denied),
)
"""What cannot be true as it stands, or not be said, whatever the events are about."""


def contradictions(events: pd.DataFrame, organizations: pd.DataFrame) -> pd.DataFrame:
    """Return where the tellings contradict one another.

    Parameters
    ----------
    events : pandas.DataFrame
        Rows of `load`.
    organizations : pandas.DataFrame
        Rows of `organizations`, for what is part of what.

    Returns
    -------
    pandas.DataFrame
        Columns ``rule``, a function of `RULES`, its docstring as ``says``; ``organization``, its id or empty; ``events``,
        tuple of ids in the order of the text; ``inferred``, whether any of them has an inferred date, so that the fault may
        be the reader's.

    Examples
    --------
    >>> found = contradictions(load(), organizations())
    >>> found.loc[found["rule"] == "founded_twice", "events"].tolist()
    [('e1', 'e6')]
    """
    place = {event: i for i, event in enumerate(events["event"])}
    inferred = set(events.loc[events["inferred"] != "", "event"])
    rows = []
    for rule in RULES:
        for organization, ids in rule(events, organizations):
            told = tuple(sorted(set(ids), key=place.__getitem__))
            says = (rule.__doc__ or "").split("\n")[0]
            rows.append((rule.__name__, says, organization, told, not inferred.isdisjoint(told)))
    return pd.DataFrame(rows, columns=["rule", "says", "organization", "events", "inferred"])
