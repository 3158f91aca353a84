"""The article's events: when they were, as exactly as it says; how they are told, who is named with whom, where, and what cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any

import altair as alt
import networkx as nx
import numpy as np
import pandas as pd

from closereading.charts import color, links
from closereading.charts.argument import marked

SAID = {"": "date as said", "year": "year inferred", "date": "date inferred"}
"""What of a date is said, by ``inferred`` of the table of events."""

PALE = "'rgba(' + [rgb(accent).r, rgb(accent).g, rgb(accent).b, 0.35] + ')'"
"""The accent's color, thinned: neither filled nor hollow."""

FROM, TO = 1866.7, 1873.05
"""Years between which dates are drawn to scale; earlier ones are named at the left border."""

FEW = 20
"""Days; a stretch that is shorter has no width to speak of on the scale, and gets a symbol."""

CLOSE = 60
"""Letters; signs that stand nearer to one another are set at different heights."""

ROW = 28
"""Px from one event to the next."""

NARROW = "column < 600"
"""Where there is no room for labels beside what they name."""

LABELS = 290
"""Px that the labels take where there is room for them."""

TOLD = ("where time has it, for all one can tell", "told later", "told earlier")
"""Where an event stands in the telling, compared with its place in time; in the order of the colors."""

TITLES = {
    "founded_twice": "Founded twice",
    "named_before_founding": "Named before founding",
    "dissolved_again": "Dissolved again",
    "named_after_dissolution": "Named after dissolution",
    "two_dates": "One event, two dates",
    "two_outcomes": "One event, two outcomes",
    "order_denied": "Said before, dated after",
}
"""What the rules of `closereading.chronicle` are called."""

SHAPES = {"person": "circle", "organization": "square"}

DEGREE = 34.0
"""Px of a degree of latitude on the map."""

PARALLEL = 47.0
"""Degrees north where the map's degrees of longitude have their true length."""

MIDDLE = (3.6, 47.0)
"""Longitude and latitude of the map's middle."""

MAP_HEIGHT = 430

LABEL = 95.0
"""Px that the name of a place takes to its right."""

APART = 15.0
"""Px between the middles of two places at the least; nearer ones are drawn apart, with a line to where they are."""


def timeline(events: pd.DataFrame, names: Mapping[str, str]) -> alt.LayerChart | alt.FacetChart:
    """Return the events below one another, each as long as its date leaves open.

    Parameters
    ----------
    events : pandas.DataFrame
        Rows of `closereading.chronicle.load`.
    names : mapping of str to str
        Names of the people, organizations and places by their ids.
    """
    bounded = events.sort_values(["earliest", "latest", "start"])
    first = bounded[bounded["earliest"].notna()]
    rest = bounded[bounded["earliest"].isna()].sort_values(["latest", "start"])
    placed = pd.concat([first, rest])
    rows = [*range(1, len(first) + 1), *range(len(first) + 2, len(placed) + 2)]
    data = _table(placed, names).assign(_row=rows)
    data["_who"] = [marked({*event.people, *event.organizations}) for event in placed.itertuples()]
    data["_where"] = [marked(set(event.places)) for event in placed.itertuples()]
    spans = _spans(placed).merge(data[["event", "_row", "_who", "_where"]], left_on="_event", right_on="event")
    who, where = _choices(events, names)
    # The legend is drawn with the same expression, of things that have neither.
    shade = alt.ExprRef(
        " && ".join(
            f"(!{name} || !datum._{name} || indexof(datum._{name}, '|' + {name} + '|') >= 0)"
            for name in ("who", "where")
        )
        + " ? 1 : 0.13"
    )
    heading = pd.DataFrame({"_row": [len(first) + 1], "_says": ["No first day:"]})
    end = max(rows) + 1.1
    exact = events["precision"].value_counts()
    return alt.layer(*_marks(data, spans.drop(columns="event"), heading, end, shade)).add_params(who, where).properties(
        width="container",
        height=ROW * end,
        title=alt.Title(
            "When did it happen, and how exactly does the article say?",
            subtitle="Circle: on that day; square: on these days, all of them; diamond: on some of a few days; box: some "
            "time within it; line with an arrow: open on that side; dashes between boxes: one or another; a year at the "
            "border: too early for the scale. A click opens the words",
        ),
        description=(
            f"A list of {len(events)} tellings of events with their dates along a scale from 1867 to 1873. "
            f"{((events['inferred'] == '') & (events['date'] != '')).sum()} dates are said by the article, {(events['inferred'] == 'year').sum()} but "
            f"for the year, {((events['inferred'] == 'date') & (events['date'] != '')).sum()} are inferred; "
            f"events without any: {(events['date'] == '').sum()}. Its own words date {exact.get('day', 0)} by the day, "
            f"{exact.get('range', 0)} by several days, {exact.get('month', 0)} by the month, {exact.get('year', 0)} by the "
            f"year, {exact.get('relative', 0)} by another event, {exact.get('none', 0)} not at all. "
            f"{(events['latest'] < pd.Timestamp(1867, 1, 1)).sum()} lie far before the scale and are named at its border."
        ),
    )  # fmt: skip


def contradictions(
    found: pd.DataFrame, events: pd.DataFrame, names: Mapping[str, str]
) -> alt.LayerChart | alt.FacetChart:
    """Return the tellings that do not go together, beside each other.

    Parameters
    ----------
    found : pandas.DataFrame
        Rows of `closereading.chronicle.contradictions`.
    events : pandas.DataFrame
        Rows of `closereading.chronicle.load`.
    names : mapping of str to str
        Names by ids.
    """
    tables, spans, headings, limits = [], [], [], []
    row = 0.0
    for case in found.itertuples():
        title = TITLES[case.rule] + (f": {names[case.organization]}" if case.organization else "")
        row += 1
        headings.append({"_row": row, "_says": title})
        own = events[events["event"].isin(case.events)].sort_values("start")
        rows = dict(zip(own["event"], np.arange(len(own)) + row + 1, strict=True))
        table = _table(own, names)
        table.insert(0, "contradiction", title)
        tables.append(table.assign(_row=list(rows.values())))
        spans.append(_spans(own).assign(_row=lambda part, rows=rows: part["_event"].map(rows)))
        limit = _limit(case, own)
        if limit:
            limits.append({"_limit": limit, "_top": row + 0.55, "_foot": row + len(own) + 0.5})
        row += len(own) + 0.35
    data = pd.concat(tables, ignore_index=True)
    layers = _marks(data, pd.concat(spans, ignore_index=True), pd.DataFrame(headings), row + 1, 1)
    if limits:
        layers.insert(
            2,
            alt.Chart(pd.DataFrame(limits))
            .mark_rule(strokeWidth=1.5, strokeDash=[5, 3], color=color("ink"), opacity=0.7)
            .encode(x=_x("_limit"), y=_y("_top", row + 1), y2="_foot:Q"),
        )
    return alt.layer(*layers).properties(
        width="container",
        height=ROW * (row + 1),
        title=alt.Title(
            "What cannot all be true as it stands?",
            subtitle="Each group breaks one rule. Dashed line: the founding begins here, or the dissolution is over. Marks as "
            "in the first chart; a click opens the words",
        ),
        description=(
            f"{len(found)} groups of tellings, each with its dates along a scale from 1867 to 1873. "
            + " ".join(
                f"{headings[i]['_says']}: "
                + "; ".join(f"{label}, {when}" for label, when in zip(table["what"], table["date"], strict=True))
                + "."
                for i, table in enumerate(tables)
            )
        ),
    )


def _limit(case: Any, own: pd.DataFrame) -> float | None:
    """Return the day, as a year with a fraction, that events of a group are on the wrong side of."""
    rule, organization = case.rule, case.organization
    if rule in ("named_before_founding", "dissolved_again", "named_after_dissolution"):
        part = "founded" if rule == "named_before_founding" else "dissolved"
        ends = own[[parts.get(organization) == part for parts in own["parts"]]]
        days = ends["earliest"] if part == "founded" else ends["latest"]
        day = days.max() if rule == "named_after_dissolution" else days.min()
        return None if pd.isna(day) else _year(day.date()) + (0 if part == "founded" else 1 / 365)
    return None


def _table(events: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Return what readers are told of the events, in their order."""
    return pd.DataFrame(
        {
            "event": events["event"],
            "what": events["label"],
            "para": events["para"],
            "date": events["shown"],
            "edtf": events["date"],
            "when": [f"“{words}”" if words else "" for words in events["when"]],
            "said": [
                SAID[how] if day else "no date" for how, day in zip(events["inferred"], events["date"], strict=True)
            ],
            "basis": events["basis"],
            "quotation": events["quotation"],
            "named": ["; ".join(_named(event, names)) for event in events.itertuples()],
            "places": ["; ".join(names[id] for id in ids) for ids in events["places"]],
            "href": [links.event(id) for id in events["event"]],
        }
    ).reset_index(drop=True)


def _named(event: Any, names: Mapping[str, str]) -> Iterator[str]:
    for id in (*event.people, *event.organizations):
        part = event.parts.get(id)
        yield names[id] + (f" ({part})" if part else "")


def _spans(events: pd.DataFrame) -> pd.DataFrame:
    """Return the marks of each event's date."""
    rows = []
    for event in events.itertuples():
        said = SAID[event.inferred]
        for span in event.spans:
            form, begin, end = "within", FROM, TO
            if span.earliest:
                begin = _year(span.earliest)
            if span.latest:
                end = _year(span.latest) + 1 / 365
            if span.latest and end < FROM:
                form = "off"
            elif not span.earliest:
                form = "earlier"
            elif not span.latest:
                form = "later"
            elif span.earliest == span.latest:
                form = "day"
            elif span.lasting:
                form = "lasting"
            elif (span.latest - span.earliest).days < FEW:
                form = "few"
            rows.append((event.event, said, form, begin, end, event.shown))
        if len(event.spans) > 1:
            ends = [_year(day) for span in event.spans for day in span[:2] if day]
            rows.append((event.event, said, "or", min(ends), max(ends), ""))
        if not event.spans:
            rows.append((event.event, "", "none", FROM, FROM, "no date"))
    table = pd.DataFrame(rows, columns=["_event", "_said", "_form", "_from", "_to", "_shown"])
    return table.assign(
        _from=table["_from"].round(4),
        _to=table["_to"].round(4),
        _middle=((table["_from"] + table["_to"]) / 2).round(4),
        _tip=np.where(table["_form"] == "later", TO - 0.03, FROM + 0.05),
    )


def _year(day: date) -> float:
    """Return a day as a year with a fraction."""
    begin = date(day.year, 1, 1)
    return day.year + (day - begin).days / (date(day.year + 1, 1, 1) - begin).days


def _x(field: str) -> alt.X:
    """Return the scale of years; on wide pages labels have their room to the left of it."""
    axis = alt.Axis(
        orient="top", values=list(range(1867, 1874)), format="d", title=None, grid=True, labelOverlap=False, ticks=False
    )
    left = f"{NARROW} ? {FROM} : {FROM} - {TO - FROM:.2f} * {LABELS} / (width - {LABELS})"
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[alt.ExprRef(left), TO], nice=False, zero=False), axis=axis)


def _y(field: str, end: float) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0.35, end], nice=False, zero=False, reverse=True), axis=None)


def _marks(
    data: pd.DataFrame, spans: pd.DataFrame, headings: pd.DataFrame, end: float, shade: alt.ExprRef | float
) -> list[alt.Chart]:
    """Return the layers of a list of events with their dates."""
    base, dates = alt.Chart(data), alt.Chart(spans)
    x, y = _x("_from"), _y("_row", end)
    tooltip = [
        alt.Tooltip("event:N", title="event"),
        alt.Tooltip("what:N"),
        alt.Tooltip("para:N", title="paragraph"),
        alt.Tooltip("date:N"),
        alt.Tooltip("edtf:N", title="in EDTF"),
        alt.Tooltip("when:N", title="words that date it"),
        alt.Tooltip("said:N", title="the date is"),
        alt.Tooltip("basis:N", title="inferred from"),
        alt.Tooltip("quotation:N", title="the article's words"),
        alt.Tooltip("named:N", title="who is named"),
        alt.Tooltip("places:N", title="where"),
    ]
    shown: dict[str, Any] = {"href": "href:N", "tooltip": tooltip}
    fill = alt.Fill(
        "_said:N",
        scale=alt.Scale(domain=list(SAID.values()), range=[color("accent"), alt.ExprRef(PALE), color("paper")]),
        legend=alt.Legend(
            title=None, symbolStrokeColor=color("accent"), symbolStrokeWidth=1.6, symbolType="circle",
            columns=alt.ExprRef(f"{NARROW} ? 1 : 0"),
        ),
    )  # fmt: skip
    line: dict[str, Any] = {"stroke": color("accent"), "strokeWidth": 1.6, "opacity": shade}
    # On narrow pages the label stands above its mark, in the same row.
    lowered = alt.ExprRef(f"{NARROW} ? 6 : 0")

    def of(form: str) -> alt.Chart:
        return dates.transform_filter(f"datum._form === '{form}'")

    open_ends = dates.transform_filter("datum._form === 'earlier' || datum._form === 'later'")
    text: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": 12, "opacity": shade}
    label = base.transform_calculate(_label="datum.event + '  ' + datum.what").encode(
        x=alt.value(0), text="_label:N", **shown
    )
    return [
        # What can be pointed at is the whole row.
        base.transform_calculate(_top="datum._row - 0.46", _foot="datum._row + 0.46")
        .mark_rect(fill=color("faint"), fillOpacity=alt.ExprRef("datum._row % 2 < 1 ? 0.28 : 0.08"))
        .encode(y=_y("_top", end), y2="_foot:Q", **shown),
        alt.Chart(headings)
        .mark_text(align="left", fontSize=alt.ExprRef(f"{NARROW} ? 11.5 : 12.5"), fontWeight=600, baseline="middle")
        .encode(x=alt.value(0), y=y, text="_says:N"),
        open_ends.mark_rule(strokeDash=[1, 0], yOffset=lowered, y2Offset=lowered, **(line | {"strokeWidth": 1.2})).encode(
            x=x, x2="_to:Q", y=y
        ),
        open_ends.mark_rule(yOffset=-4.0, **line).encode(
            x=_x("_bound"), y=_y("_top", end), y2="_foot:Q"
        ).transform_calculate(
            _bound="datum._form === 'later' ? datum._from : datum._to",
            _top=f"datum._row - 0.18 + ({NARROW} ? 0.38 : 0.15)",
            _foot=f"datum._row + 0.18 + ({NARROW} ? 0.38 : 0.15)",
        ),
        open_ends.mark_point(
            shape="triangle-right", size=55, filled=True, fill=color("accent"), stroke=None, opacity=shade,
            angle=alt.ExprRef("datum._form === 'later' ? 0 : 180"), yOffset=lowered,
        ).encode(x=_x("_tip"), y=y),
        of("or").mark_rule(
            strokeDash=[3, 3], yOffset=lowered, y2Offset=lowered, **(line | {"strokeWidth": 1})
        ).encode(x=x, x2="_to:Q", y=y),
        of("within")
        .transform_calculate(
            _top=f"datum._row - 0.2 + ({NARROW} ? 0.23 : 0)", _foot=f"datum._row + 0.2 + ({NARROW} ? 0.23 : 0)"
        )
        .mark_rect(fillOpacity=1, **line)
        .encode(x=x, x2="_to:Q", y=_y("_top", end), y2="_foot:Q", fill=fill),
        of("lasting").mark_point(shape="square", size=95, fillOpacity=1, yOffset=lowered, **line).encode(
            x=_x("_middle"), y=y, fill=fill
        ),
        of("few").mark_point(shape="diamond", size=105, fillOpacity=1, yOffset=lowered, **line).encode(
            x=_x("_middle"), y=y, fill=fill
        ),
        of("day").mark_point(shape="circle", size=95, fillOpacity=1, yOffset=lowered, **line).encode(
            x=_x("_middle"), y=y, fill=fill
        ),
        of("off").mark_point(
            shape="triangle-left", size=55, filled=True, fill=color("accent"), stroke=None, opacity=shade, yOffset=lowered
        ).encode(x=_x("_tip"), y=y),
        dates.transform_filter("datum._form === 'off' || datum._form === 'none'")
        .mark_text(dx=8, yOffset=lowered, **text)
        .encode(x=_x("_tip"), y=y, text="_shown:N"),
        label.transform_filter(f"!({NARROW})").mark_text(limit=LABELS - 8, **text).encode(y=y),
        label.transform_filter(NARROW).mark_text(dy=-7, **(text | {"fontSize": 11})).encode(y=y),
    ]  # fmt: skip


def _choices(events: pd.DataFrame, names: Mapping[str, str]) -> tuple[alt.Parameter, alt.Parameter]:
    """Return the dropdowns of who and where."""
    found = []
    for label, name, columns in (("Named", "who", ("people", "organizations")), ("Place", "where", ("places",))):
        ids = [
            id
            for column in columns
            for id in sorted(events[column].explode().dropna().unique(), key=lambda id: names[id].casefold())
        ]
        bind = alt.binding_select(options=["", *ids], labels=["all", *(names[id] for id in ids)], name=f"{label} ")
        found.append(alt.param(name=name, value="", bind=bind))
    return found[0], found[1]


def telling(events: pd.DataFrame, places: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return where each event stands in the telling and where it may stand in time.

    Parameters
    ----------
    events : pandas.DataFrame
        Rows of `closereading.chronicle.load`.
    places : pandas.DataFrame
        As `closereading.chronicle.told_and_dated` returns them.
    """
    own = events.set_index("event").loc[places["event"]]
    how = np.select([places["last"] < places["told"], places["first"] > places["told"]], TOLD[1:], TOLD[0])
    data = pd.DataFrame(
        {
            "event": places["event"],
            "what": own["label"].array,
            "para": own["para"].array,
            "date": own["shown"].array,
            "told": places["told"],
            "first": places["first"],
            "last": places["last"],
            "forward": places["forward"],
            "backward": places["backward"],
            "how": how,
            "quotation": own["quotation"].array,
            "href": [links.event(id) for id in places["event"]],
            "_near": np.where(how == TOLD[1], places["last"], places["first"]),
        }
    )
    count = len(data)
    # The labels stand on the side that the marks of their rows leave free.
    left = f"{NARROW} ? -2.5 : -1 - {count} * {LABELS} / (width - {LABELS})"
    across = alt.Scale(domain=[alt.ExprRef(left), count + 1], nice=False, zero=False)
    down = alt.Scale(domain=[0, count + 1], nice=False, reverse=True)
    axis = alt.Axis(
        values=[1, *range(10, count, 10)], title="place in time", titleAnchor="end", orient="top", grid=True
    )
    y = alt.Y("told:Q", scale=down, axis=None)
    tooltip = [
        alt.Tooltip("event:N", title="event"),
        alt.Tooltip("what:N"),
        alt.Tooltip("para:N", title="paragraph"),
        alt.Tooltip("date:N"),
        alt.Tooltip("told:Q", title="place in the telling"),
        alt.Tooltip("first:Q", title="first possible place in time"),
        alt.Tooltip("last:Q", title="last possible place in time"),
        alt.Tooltip("forward:Q", title="told before it, and earlier"),
        alt.Tooltip("backward:Q", title="told before it, though later"),
        alt.Tooltip("how:N", title="it is"),
        alt.Tooltip("quotation:N", title="the article's words"),
    ]
    legend = alt.Legend(title=None, columns=alt.ExprRef(f"{NARROW} ? 1 : 0"), labelLimit=260)
    scale = alt.Scale(domain=list(TOLD), range="category")
    hue = alt.Color("how:N", scale=scale, legend=legend)
    form = alt.Shape(
        "how:N", scale=alt.Scale(domain=list(TOLD), range=["circle", "triangle-left", "triangle-right"]), legend=legend
    )
    base = alt.Chart(data)
    shown: dict[str, Any] = {"href": "href:N", "tooltip": tooltip}
    diagonal = pd.DataFrame({"_from": [0.5, count + 0.5], "_to": [0.5, count + 0.5]})
    layers = [
        alt.Chart(diagonal)
        .mark_line(color=color("muted"), strokeWidth=1, strokeDash=[2, 3])
        .encode(x=alt.X("_from:Q", scale=across, axis=axis), y=alt.Y("_to:Q", scale=down, axis=None)),
        base.transform_filter(f"datum.how !== '{TOLD[0]}'")
        .mark_rule(strokeWidth=1, strokeDash=[2, 2])
        .encode(x=alt.X("told:Q", scale=across, axis=axis), x2="_near:Q", y=y, color=hue),
        base.transform_calculate(
            _left="datum.first - 0.4", _right="datum.last + 0.4", _top="datum.told - 0.26", _foot="datum.told + 0.26"
        )
        .mark_rect(opacity=0.42, cornerRadius=2)
        .encode(
            x=alt.X("_left:Q", scale=across, axis=axis),
            x2="_right:Q",
            y=alt.Y("_top:Q", scale=down, axis=None),
            y2="_foot:Q",
            color=hue,
            **shown,
        ),
        base.mark_point(size=60, opacity=1).encode(
            x=alt.X("told:Q", scale=across, axis=axis), y=y, color=hue, shape=form, **shown
        ),
        base.transform_filter(f"!({NARROW})")
        .transform_calculate(_label="datum.event + '  ' + datum.what")
        .mark_text(align="left", fontSize=12, baseline="middle", limit=LABELS - 8)
        .encode(x=alt.value(0), y=y, text="_label:N", **shown),
        base.transform_filter(NARROW)
        .mark_text(align="left", fontSize=11, baseline="middle")
        .encode(x=alt.value(0), y=y, text="event:N", **shown),
    ]
    late = [
        f"{row.what} (place {row.told}, in time {row.first} to {row.last})"
        for row in data[data["how"] == TOLD[1]].itertuples()
    ]
    return alt.layer(*layers).properties(
        width="container",
        height=19 * (count + 1),
        title=alt.Title(
            "Does the article tell things in the order in which they happened?",
            subtitle="From top to bottom as told. Symbol: the place in the telling, on the dashed line; bar: the places in "
            "time that it may have. A bar left of its symbol is told later than others that came after it",
        ),
        description=(
            f"{count} rows in the order of the telling, each with a bar of the places it may have in time. "
            f"{(how == TOLD[0]).sum()} bars hold the event's place in the telling, {(how == TOLD[2]).sum()} lie to the right of it, "
            f"{(how == TOLD[1]).sum()} to the left: {'; '.join(late) or 'none'}."
        ),
    )  # fmt: skip


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
    left = f"-{widest:.2f} * ({NARROW} ? 172 : 230) / (width - ({NARROW} ? 172 : 230))"
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
    words = (
        base.transform_calculate(_zero="0", _label="datum.name + '  ' + datum.events")
        .mark_text(
            align="right", dx=-11, baseline="middle", opacity=shade, fontSize=alt.ExprRef(f"{NARROW} ? 11 : 12.5"),
            limit=alt.ExprRef(f"{NARROW} ? 158 : 215"),
        )
        .encode(x=alt.X("_zero:Q", scale=across, axis=None), y=y, text="_label:N", href="href:N", tooltip=of_node)
    )  # fmt: skip
    most = ties.nlargest(3, "times", keep="all")
    return (
        alt.layer(lines, counts, points, words)
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


def places(events: pd.DataFrame, register: pd.DataFrame, land: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return a map of the places where the article puts events.

    Parameters
    ----------
    events : pandas.DataFrame
        Rows of `closereading.chronicle.load`; what is told twice counts once.
    register : pandas.DataFrame
        As `closereading.chronicle.places` returns it.
    land : pandas.DataFrame
        The coast: columns ``ring`` and the degrees ``longitude, latitude`` of its points, in their order.
    """
    once = events[events["retells"] == ""].explode("places").dropna(subset="places")
    told = once.groupby("places").apply(
        lambda own: pd.Series(
            {"events": len(own), "in": "; ".join(f"{id} {label}" for id, label in zip(own["event"], own["label"], strict=True)),
             "first": own["event"].iloc[0]}
        ),
        include_groups=False,
    )  # fmt: skip
    known = register.set_index("place").join(told, how="inner").dropna(subset=["latitude", "longitude"])
    known = known.sort_values("events", ascending=False)
    wide = DEGREE * np.cos(np.radians(PARALLEL))
    moved = _apart(known[["longitude", "latitude"]].to_numpy() * [wide, DEGREE]) / [wide, DEGREE]
    data = pd.DataFrame(
        {
            "place": known["name"],
            "events": known["events"].astype(int),
            "in": known["in"],
            "latitude": known["latitude"].round(3),
            "longitude": known["longitude"].round(3),
            "href": known["first"].map(links.event),
            "_lon": moved[:, 0].round(4),
            "_lat": moved[:, 1].round(4),
            "_label_at": _sides(moved * [wide, DEGREE]),
        }
    ).reset_index(drop=True)
    half = f"(width / 2 / {wide:.3f})"
    tall = MAP_HEIGHT / 2 / DEGREE
    across = alt.Scale(
        domain=[alt.ExprRef(f"{MIDDLE[0]} - {half}"), alt.ExprRef(f"{MIDDLE[0]} + {half}")], nice=False, zero=False
    )
    up = alt.Scale(domain=[MIDDLE[1] - tall, MIDDLE[1] + tall], nice=False, zero=False)
    coast = pd.DataFrame(
        {
            "_ring": land["ring"],
            "_step": land.groupby("ring").cumcount(),
            "_lon": land["longitude"],
            "_lat": land["latitude"],
        }
    )
    x, y = alt.X("_lon:Q", scale=across, axis=None), alt.Y("_lat:Q", scale=up, axis=None)
    tooltip = [
        alt.Tooltip("place:N"),
        alt.Tooltip("events:Q", title="events"),
        alt.Tooltip("in:N", title="which"),
    ]
    shown: dict[str, Any] = {"href": "href:N", "tooltip": tooltip}
    ground = (
        alt.Chart(coast)
        .mark_line(
            clip=True, filled=True, fill=color("faint"), fillOpacity=0.6, stroke=color("muted"), strokeWidth=0.6,
            interpolate="linear", tooltip=None,
        )
        .encode(x=x, y=y, detail="_ring:N", order="_step:Q")
    )  # fmt: skip
    base = alt.Chart(data)
    size = alt.Size("events:Q", scale=alt.Scale(domain=[0, int(data["events"].max())], range=[0, 420]), legend=None)
    ties = (
        base.transform_filter("abs(datum._lon - datum.longitude) + abs(datum._lat - datum.latitude) > 0.01")
        .mark_rule(strokeWidth=1, color=color("ink"))
        .encode(x=alt.X("longitude:Q", scale=across, axis=None), x2="_lon:Q", y=alt.Y("latitude:Q", scale=up, axis=None), y2="_lat:Q")
    )  # fmt: skip
    spots = base.mark_point(opacity=0.9, stroke=color("paper"), strokeWidth=1).encode(x=x, y=y, size=size, **shown)
    text: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": 12.5}
    label = base.transform_calculate(_label="datum.place + ', ' + datum.events").encode(
        x=x, y=y, text="_label:N", **shown
    )
    beside = alt.ExprRef("8 + 5 * sqrt(datum.events / 2)")
    words = [
        label.transform_filter(f"datum._label_at === '{where}'").mark_text(dx=dx, dy=dy, **(text | {"align": align}))
        for where, dx, dy, align in (
            ("right", beside, 0, "left"),
            ("higher", alt.ExprRef("-8 - 5 * sqrt(datum.events / 2)"), -6, "right"),
            ("lower", alt.ExprRef("-8 - 5 * sqrt(datum.events / 2)"), 4, "right"),
            ("above", 0, -15, "center"),
        )
    ]
    nowhere = events.loc[events["retells"] == "", "places"].map(len) == 0
    return alt.layer(ground, ties, spots, *words).properties(
        width="container",
        height=MAP_HEIGHT,
        title=alt.Title(
            "Where does the article say it happened?",
            subtitle="The larger the circle, the more events; the number is theirs. Lines lead from circles drawn apart to where they are. "
            "Only the coast is drawn: the borders of the time were others",
        ),
        description=(
            f"A map of the coast of western Europe with {len(data)} places: "
            + ", ".join(f"{row.place} {row.events}" for row in data.itertuples())
            + f". {nowhere.sum()} of {len(nowhere)} events have no place in the article."
        ),
    )  # fmt: skip


def _apart(spots: np.ndarray) -> np.ndarray:
    """Return points moved away from each other, until no two are nearer than `APART`."""
    spots = spots.astype(float).copy()
    for _ in range(20):
        for i, j in combinations(range(len(spots)), 2):
            gap = spots[j] - spots[i]
            distance = np.hypot(*gap)
            if distance < APART:
                step = (gap / distance if distance else np.array([1.0, 0.0])) * (APART - distance) / 2
                spots[i] -= step
                spots[j] += step
    return spots


def _sides(spots: np.ndarray) -> list[str]:
    """Return where the label of each point has room, for points in px with the second coordinate upwards."""
    sides = []
    for i, spot in enumerate(spots):
        gaps = np.delete(spots, i, axis=0) - spot
        near = gaps[np.hypot(*gaps.T) < 2 * APART]
        on_label = (gaps[:, 0] > 0) & (gaps[:, 0] < LABEL) & (np.abs(gaps[:, 1]) < 20)
        if len(near):
            sides.append("lower" if near[0, 1] > 0 else "higher")
        else:
            sides.append("above" if on_label.any() else "right")
    return sides


def silence(
    paragraphs: pd.DataFrame, letters: int, events: pd.DataFrame, gaps: pd.DataFrame
) -> alt.LayerChart | alt.FacetChart:
    """Return the article as rows of letters, with the words that tell events, and the places where something is missing.

    Parameters
    ----------
    paragraphs : pandas.DataFrame
        The paragraphs of an `Edition`.
    letters : int
        The length of its text.
    events : pandas.DataFrame
        Rows of `closereading.chronicle.load`.
    gaps : pandas.DataFrame
        As `closereading.gaps.load` returns them.
    """
    foot = int(paragraphs["end"].iloc[-1])
    begins = {"box": 0} | dict(zip(paragraphs["para"], paragraphs["start"], strict=True)) | {"end": foot}
    lengths = [int(paragraphs["start"].iloc[0]), *(paragraphs["end"] - paragraphs["start"]), letters - foot]
    order = list(begins)
    told = pd.DataFrame(
        {
            "event": events["event"],
            "what": events["label"],
            "para": events["para"],
            "date": events["shown"],
            "said": [
                SAID[how] if day else "no date" for how, day in zip(events["inferred"], events["date"], strict=True)
            ],
            "quotation": events["quotation"],
            "href": [links.event(id) for id in events["event"]],
            "_from": events["start"] - events["para"].map(begins),
            "_to": events["end"] - events["para"].map(begins),
        }
    )
    # What is missing outside of the paragraphs stands in front of the next one, or after all of them.
    places = []
    for gap in gaps.itertuples():
        later = [para for para, begin in begins.items() if para not in ("box", "end") and begin >= gap.start]
        row = gap.para or ("box" if len(later) == len(paragraphs) else later[0] if later else "end")
        places.append((row, max(0, gap.start - begins[row])))
    missing = pd.DataFrame(
        {
            "missing": gaps["what"],
            "para": [row for row, _ in places],
            "after": [f"“{words}”" for words in gaps["before"]],
            "certainty": [f"missing, {'certainly' if sure == 'certain' else 'probably'}" for sure in gaps["certainty"]],
            "why": gaps["reason"],
            "_from": [at for _, at in places],
        }
    )
    near = (missing["_from"].diff() < CLOSE) & (missing["para"] == missing["para"].shift())
    missing["_lift"] = near.groupby((~near).cumsum()).cumsum() % 2 * -13
    ground = pd.DataFrame({"_para": order, "_length": lengths})
    scale = alt.Scale(domain=[-15, max(lengths)], nice=False, zero=False)
    x = alt.X("_from:Q", scale=scale, axis=alt.Axis(title="letters into the paragraph", format="d", tickCount=5))
    axis = alt.Axis(grid=False, domain=False, ticks=False)
    y = alt.Y("para:N", title=None, sort=order, scale=alt.Scale(domain=order), axis=axis)
    kinds = alt.Legend(title=None, columns=alt.ExprRef(f"{NARROW} ? 1 : 2"), symbolType="square", symbolStrokeWidth=1.4)
    states = [*SAID.values(), "no date"]
    fill = alt.Fill(
        "said:N",
        scale=alt.Scale(domain=states, range=[color("accent"), alt.ExprRef(PALE), color("paper"), color("faint")]),
        legend=alt.Legend(**(kinds.to_dict() | {"symbolStrokeColor": color("accent").to_dict()})),
    )
    certain = sorted(missing["certainty"].unique())
    gap_kinds = alt.Legend(title=None, columns=alt.ExprRef(f"{NARROW} ? 1 : 2"), symbolFillColor="transparent")
    rows = missing.groupby("para")["missing"].agg(", ".join)
    return alt.layer(
        alt.Chart(ground)
        .mark_bar(color=color("faint"), height=alt.RelativeBandSize(0.25))
        .encode(x=alt.X("_length:Q", scale=scale, title="letters into the paragraph"), y=alt.Y("_para:N", title=None, sort=order, scale=alt.Scale(domain=order), axis=axis)),
        alt.Chart(told)
        .mark_bar(stroke=color("accent"), strokeWidth=1.2, height=alt.RelativeBandSize(0.62))
        .encode(
            x=x,
            x2="_to:Q",
            y=y,
            fill=fill,
            href="href:N",
            tooltip=[
                alt.Tooltip("event:N", title="event"),
                alt.Tooltip("what:N"),
                alt.Tooltip("para:N", title="paragraph"),
                alt.Tooltip("date:N"),
                alt.Tooltip("said:N", title="the date is"),
                alt.Tooltip("quotation:N", title="the article's words"),
            ],
        ),
        alt.Chart(missing)
        .mark_point(
            size=110, filled=False, strokeWidth=2.2, stroke=color("ink"), opacity=1, yOffset=alt.ExprRef("datum._lift")
        )
        .encode(
            x=x,
            y=y,
            shape=alt.Shape(
                "certainty:N",
                scale=alt.Scale(domain=certain, range=["cross", "diamond", "triangle-up"][: len(certain)]),
                legend=gap_kinds,
            ),
            tooltip=[
                alt.Tooltip("missing:N"),
                alt.Tooltip("para:N", title="where"),
                alt.Tooltip("after:N", title="after the words"),
                alt.Tooltip("certainty:N"),
                alt.Tooltip("why:N", title="how we know"),
            ],
        ),
    ).resolve_scale(fill="independent", shape="independent").properties(
        width="container",
        height=30 * len(order),
        title=alt.Title(
            "Where does the article tell something, and where is it silent?",
            subtitle="A row is a paragraph; box: the lines in front of it; end: the lists after it. Bars: words that tell an "
            "event; crosses and diamonds: something is missing",
        ),
        description=(
            f"Bars for {len(order)} parts of the article with the words of {len(events)} events, and {len(missing)} marks where "
            f"something is missing: " + "; ".join(f"in {place}: {what}" for place, what in rows.items()) + "."
        ),
    )  # fmt: skip
