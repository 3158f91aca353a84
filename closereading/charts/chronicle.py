"""The article's events on a calendar, each as exactly as it is dated; and those of them that contradict one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from closereading.charts import color, links
from closereading.charts.argument import marked
from closereading.chronicle import Span
from closereading.chronicle import spans as spans_of

SAID = {"": "date as said", "year": "year inferred", "date": "date inferred"}
"""What of a date is said, by ``inferred`` of the table of events."""

PALE = "'rgba(' + [rgb(accent).r, rgb(accent).g, rgb(accent).b, 0.35] + ')'"
"""The accent's color, thinned: neither filled nor hollow."""

FROM, TO = 1866.7, 1873.05
"""Years between which dates are drawn to scale; earlier ones are named at the left border."""

FEW = 20
"""Days; a stretch that is shorter has no width to speak of on the scale, and gets a symbol."""

LASTING = "M-.8,-1L-.5,-1L-.5,-.4L.5,-.4L.5,-1L.8,-1L.8,1L.5,1L.5,.4L-.5,.4L-.5,1L-.8,1Z"
"""A bar with caps at its ends, for what fills its days."""

ROW = 28
"""Px from one event to the next."""

NARROW = "column < 600"
"""Where there is no room for labels beside what they name."""

LABELS = 290
"""Px that the labels take where there is room for them."""

TITLES = {
    "founded_twice": "Founded twice",
    "named_before_founding": "Named before founding",
    "missed_before_founding": "Missed before founding",
    "dissolved_again": "Dissolved again",
    "named_after_dissolution": "Named after dissolution",
    "two_dates": "One event, two dates",
    "two_outcomes": "One event, two outcomes",
    "order_denied": "Said before, dated after",
}
"""What the rules of `closereading.chronicle` are called."""


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
            subtitle="Circle: on that day; bar with caps: on all of these days; diamond: on some of a few days; box: some "
            "time within it; dashed border: “about”, taken for a month more on either side; line with an arrow: "
            "open on that side; dashes between boxes: one or another; a year at the border: too early for the scale. "
            "A click opens the words",
        ),
        description=(
            f"A list of {len(events)} tellings of events with their dates along a scale from 1867 to 1873. "
            f"{((events['inferred'] == '') & (events['date'] != '')).sum()} dates are said by the article, {(events['inferred'] == 'year').sum()} but "
            f"for the year, {((events['inferred'] == 'date') & (events['date'] != '')).sum()} are inferred; "
            f"events without any: {(events['date'] == '').sum()}. Its own words date {exact.get('day', 0)} by the day, "
            f"{exact.get('range', 0)} by several days, {exact.get('month', 0)} by the month, {exact.get('year', 0)} by the "
            f"year, {exact.get('relative', 0)} by another event, {exact.get('none', 0)} not at all. "
            f"{events['date'].str.contains('~').sum()} have an “about” with them and a dashed border of a month more on either side. "
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
            limits += [{"_limit": limit, "_row": place} for place in rows.values()]
        row += len(own) + 0.35
    data = pd.concat(tables, ignore_index=True)
    layers = _marks(data, pd.concat(spans, ignore_index=True), pd.DataFrame(headings), row + 1, 1)
    if limits:
        layers.insert(
            2,
            # On narrow pages it leaves out the upper half of each row, where the label is.
            alt.Chart(pd.DataFrame(limits))
            .transform_calculate(_top=f"datum._row - ({NARROW} ? -0.02 : 0.5)", _foot="datum._row + 0.5")
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
    part = {
        "named_before_founding": "founded",
        "missed_before_founding": "founded",
        "dissolved_again": "dissolved",
        "named_after_dissolution": "dissolved",
    }.get(case.rule)
    ends = own[[part is not None and parts.get(case.organization) == part for parts in own["parts"]]]
    days = ends["earliest"] if part == "founded" else ends["latest"]
    day = days.max() if case.rule == "named_after_dissolution" else days.min()
    return None if pd.isna(day) else _year(day.date()) + (0 if part == "founded" else 1 / 365)


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
        shown = [_span(span) for span in event.spans]
        if "~" in event.date:
            # What is said is the part in the middle; the rest is what “about” is taken for.
            rows += [(event.event, said, "about", begin, end, "") for _, begin, end in shown]
            shown = [_span(span) for span in spans_of(event.date.replace("~", ""))]
        rows += [(event.event, said, *mark, event.shown) for mark in shown]
        if len(shown) > 1:
            ends = [_year(day) for span in event.spans for day in span[:2] if day]
            rows.append((event.event, said, "or", min(ends), max(ends), ""))
        if not shown:
            rows.append((event.event, "", "none", FROM, FROM, "no date"))
    table = pd.DataFrame(rows, columns=["_event", "_said", "_form", "_from", "_to", "_shown"])
    return table.assign(
        _from=table["_from"].round(4),
        _to=table["_to"].round(4),
        _middle=((table["_from"] + table["_to"]) / 2).round(4),
        _tip=np.where(table["_form"] == "later", TO - 0.03, FROM + 0.05),
    )


def _span(span: Span) -> tuple[str, float, float]:
    """Return the form of a mark, and the years with fractions between which it lies."""
    begin = _year(span.earliest) if span.earliest else FROM
    end = _year(span.latest) + 1 / 365 if span.latest else TO
    if end < FROM:
        form = "off"
    elif not (span.earliest and span.latest):
        form = "later" if span.earliest else "earlier"
    elif span.earliest == span.latest:
        form = "day"
    elif span.lasting:
        form = "lasting"
    else:
        form = "few" if (span.latest - span.earliest).days < FEW else "within"
    return form, begin, end


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
        of("about")
        .transform_calculate(
            _top=f"datum._row - 0.2 + ({NARROW} ? 0.23 : 0)", _foot=f"datum._row + 0.2 + ({NARROW} ? 0.23 : 0)"
        )
        .mark_rect(fillOpacity=0, **(line | {"strokeWidth": 1.2, "strokeDash": [2, 2]}))
        .encode(x=x, x2="_to:Q", y=_y("_top", end), y2="_foot:Q"),
        of("within")
        .transform_calculate(
            _top=f"datum._row - 0.2 + ({NARROW} ? 0.23 : 0)", _foot=f"datum._row + 0.2 + ({NARROW} ? 0.23 : 0)"
        )
        .mark_rect(fillOpacity=1, **line)
        .encode(x=x, x2="_to:Q", y=_y("_top", end), y2="_foot:Q", fill=fill),
        of("lasting").mark_point(shape=LASTING, size=130, fillOpacity=1, yOffset=lowered, **line).encode(
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
