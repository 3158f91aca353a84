"""The article's telling: the order of its events beside that of time, and where it tells and where something is missing."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from closereading.charts import color, links
from closereading.charts.chronicle import LABELS, NARROW, PALE, SAID

TOLD = ("where time has it, for all one can tell", "told later", "told earlier")
"""Where an event stands in the telling, compared with its place in time; in the order of the colors."""

ROW = 24
"""Px from one event to the next."""

CLOSE = 60
"""Letters; signs that stand nearer to one another are set at different heights."""


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
    # On narrow pages the label stands above its bar, in the same row.
    lowered = alt.ExprRef(f"{NARROW} ? 5 : 0")
    diagonal = pd.DataFrame({"_from": [0.5, count + 0.5], "_to": [0.5, count + 0.5]})
    text: dict[str, Any] = {"align": "left", "baseline": "middle"}
    label = base.transform_calculate(_label="datum.event + '  ' + datum.what").encode(
        x=alt.value(0), y=y, text="_label:N", **shown
    )
    layers = [
        alt.Chart(diagonal)
        .mark_line(color=color("muted"), strokeWidth=1, strokeDash=[2, 3], yOffset=lowered)
        .encode(x=alt.X("_from:Q", scale=across, axis=axis), y=alt.Y("_to:Q", scale=down, axis=None)),
        base.transform_filter(f"datum.how !== '{TOLD[0]}'")
        .mark_rule(strokeWidth=1, strokeDash=[2, 2], yOffset=lowered, y2Offset=lowered)
        .encode(x=alt.X("told:Q", scale=across, axis=axis), x2="_near:Q", y=y, color=hue),
        base.transform_calculate(
            _left="datum.first - 0.4",
            _right="datum.last + 0.4",
            _top=f"datum.told - ({NARROW} ? 0.02 : 0.26)",
            _foot=f"datum.told + ({NARROW} ? 0.42 : 0.26)",
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
        base.mark_point(size=60, opacity=1, yOffset=lowered).encode(
            x=alt.X("told:Q", scale=across, axis=axis), y=y, color=hue, shape=form, **shown
        ),
        label.transform_filter(f"!({NARROW})").mark_text(fontSize=12, limit=LABELS - 8, **text),
        label.transform_filter(NARROW).mark_text(dy=-6, fontSize=11, **text),
    ]
    late = [
        f"{row.what} (place {row.told}, in time {row.first} to {row.last})"
        for row in data[data["how"] == TOLD[1]].itertuples()
    ]
    return alt.layer(*layers).properties(
        width="container",
        height=ROW * (count + 1),
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
    x = alt.X(
        "_from:Q",
        scale=scale,
        axis=alt.Axis(title="letters into the paragraph", format="d", values=list(range(0, max(lengths), 500))),
    )
    axis = alt.Axis(grid=False, domain=False, ticks=False)
    y = alt.Y("para:N", title=None, sort=order, scale=alt.Scale(domain=order), axis=axis)
    kinds = alt.Legend(title=None, columns=1, symbolType="square", symbolStrokeWidth=1.4)
    states = [*SAID.values(), "no date"]
    fill = alt.Fill(
        "said:N",
        scale=alt.Scale(domain=states, range=[color("accent"), alt.ExprRef(PALE), color("paper"), color("faint")]),
        legend=alt.Legend(**(kinds.to_dict() | {"symbolStrokeColor": color("accent").to_dict()})),
    )
    certain = sorted(missing["certainty"].unique())
    gap_kinds = alt.Legend(title=None, columns=1, symbolFillColor="transparent")
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
