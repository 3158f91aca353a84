"""Antitheses and metaphors as two readings found them, and how far the two agree."""

from __future__ import annotations

from typing import Literal

import altair as alt
import pandas as pd

from closereading.charts import color
from closereading.charts.links import passage
from closereading.two_readings import READINGS

SIDES = {"first": "the first pole", "second": "the second pole", "both": "both", "undetermined": "undetermined"}
"""What an antithesis sides with, in the order of the lanes, and what the chart calls it."""

GAP = 10
"""Units between two lanes."""

FOUND = ["both", "A only", "B only"]
ALL, CERTAIN = "all that was found", "only what is certain"
ACROSS = 10
"""Marks in a row of a tile."""


def agreement(scores: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return Cohen's kappa for each code, with its interval.

    Parameters
    ----------
    scores : pandas.DataFrame
        As `closereading.two_readings.agreement` returns it, for several codebooks, with the column ``kind``: what is coded,
        in the plural ("antitheses").
    """
    kinds = list(dict.fromkeys(scores["kind"]))
    data = scores.round({"kappa": 2, "low": 2, "high": 2, "shared": 3})
    data["code"] = data["code"].where(data["code"] != "any", "any of the " + data["kind"])
    data["_share"] = [f"{share:.0%}" for share in data["shared"]]
    rows = data["code"].tolist()
    any_ = data[data["code"].str.startswith("any of")]
    worst, best = data.loc[data["kappa"].idxmin()], data.loc[data["kappa"].idxmax()]
    y = alt.Y("code:N", title=None, sort=rows, axis=alt.Axis(grid=True, labelLimit=175))
    scale = alt.Scale(domain=[-0.1, 1.22], nice=False)
    x = alt.X(
        "kappa:Q", title="Cohen’s kappa", scale=scale, axis=alt.Axis(values=[0, 0.2, 0.4, 0.6, 0.8, 1], format=".1f")
    )
    told = [
        alt.Tooltip("code:N", title="code"),
        alt.Tooltip("kappa:Q", title="kappa"),
        alt.Tooltip("low:Q", title="from"),
        alt.Tooltip("high:Q", title="to"),
        alt.Tooltip("sentences_A:Q", title="sentences in A"),
        alt.Tooltip("sentences_B:Q", title="sentences in B"),
        alt.Tooltip("sentences_both:Q", title="sentences in both"),
        alt.Tooltip("rows_A:Q", title="found in A"),
        alt.Tooltip("rows_B:Q", title="found in B"),
        alt.Tooltip("shared:Q", title="of which in both", format=".0%"),
    ]
    base = alt.Chart(data)
    kind = alt.Scale(domain=kinds)
    legend = alt.Legend(columns=alt.ExprRef("column < 500 ? 1 : 0"))
    spans = base.mark_rule(color=color("muted"), strokeWidth=2).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y)
    points = base.mark_point(size=85, opacity=1).encode(
        x=x,
        y=y,
        color=alt.Color("kind:N", title=None, scale=kind, legend=legend),
        shape=alt.Shape("kind:N", title=None, scale=kind, legend=legend),
        tooltip=told,
    )
    shares = base.mark_text(align="right", fontSize=12).encode(
        x=alt.value(alt.ExprRef("width")), y=y, text="_share:N", tooltip=told
    )
    return alt.layer(spans, points, shares).properties(
        width="container",
        height=20 * len(data),
        title=alt.Title(
            "How far do two readings agree?",
            subtitle="1 is full agreement on which sentences have the code, 0 what chance would give; lines: paragraphs drawn "
            "anew. Right: rows that both readings have",
        ),
        description=(
            f"Dots with intervals for {len(data)} codes. "
            + " ".join(
                f"For any of the {row.kind}, kappa is {row.kappa:.2f} ({row.low:.2f} to {row.high:.2f})."
                for row in any_.itertuples()
            )
            + f" Of the single codes, {best['code']} has the highest, {best['kappa']:.2f}, and {worst['code']} the lowest, "
            f"{worst['kappa']:.2f} ({worst['low']:.2f} to {worst['high']:.2f}). The rarer a code, the wider the interval."
        ),
    )


def antitheses(rows: pd.DataFrame, sections: dict[str, str]) -> alt.LayerChart | alt.FacetChart:
    """Return every antithesis of both readings, by axis and by the pole the text sides with.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `closereading.two_readings.antitheses` returns it.
    sections : dict of str to str
        Short titles of the sections by their letters.
    """
    axes = rows["axis"].value_counts().index.tolist()
    data = rows.assign(
        side=rows["sides_with"].map(SIDES),
        found=["by both readings" if shared else "by this reading only" for shared in rows["shared"]],
        href=[passage(*place) for place in zip(rows["para"], rows["phrase"], strict=True)],
        _order=range(len(rows)),
        _rank=(~rows["shared"]).astype(int),
    )[["axis", "coder", "side", "found", "para", "section", "quotation", "first", "second", "href", "_order", "_rank"]]
    starts, far = _lanes(data)
    left = -int(data[data["side"] == SIDES["first"]].groupby(["axis", "coder"]).size().max())
    lookup = "{" + ", ".join(f"{side!r}: {start}" for side, start in starts.items()) + "}[datum.side]"
    menu = ["all", *(f"{letter} {title}" for letter, title in sections.items())]
    section = alt.param(name="part", value="all", bind=alt.binding_select(options=menu, name="Section "))
    chosen = alt.Chart(data).transform_filter("part === 'all' || datum.section === part[0]")
    base = chosen.transform_window(
        _n="row_number()", groupby=["axis", "coder", "side"], sort=[alt.SortField("_rank"), alt.SortField("_order")]
    ).transform_calculate(
        _from=f"datum.side === '{SIDES['first']}' ? -datum._n : {lookup} + datum._n - 1", _to="datum._from + 1"
    )
    counts = chosen.transform_aggregate(_n="count()", groupby=["axis", "coder", "side"]).transform_calculate(
        _end=f"datum.side === '{SIDES['first']}' ? -datum._n : {lookup} + datum._n"
    )
    scale = alt.Scale(domain=[left - 16, far + GAP], nice=False)
    y = alt.Y(
        "axis:N",
        title=None,
        sort=axes,
        scale=alt.Scale(domain=axes, padding=0.22),
        axis=alt.Axis(domain=False, ticks=False, labelLimit=165),
    )
    offset = alt.YOffset("coder:N", scale=alt.Scale(domain=list(READINGS), paddingInner=0.2))
    domain = list(SIDES.values())
    side = alt.Scale(domain=domain)
    told = [
        alt.Tooltip("quotation:N", title="words"),
        alt.Tooltip("first:N", title="first pole"),
        alt.Tooltip("second:N", title="second pole"),
        alt.Tooltip("side:N", title="sides with"),
        alt.Tooltip("coder:N", title="reading"),
        alt.Tooltip("found:N", title="found"),
        alt.Tooltip("para:N", title="paragraph"),
    ]
    legend = alt.Legend(titleOrient="top", columns=alt.ExprRef("column < 500 ? 1 : 0"))
    units = base.mark_bar(strokeWidth=1).encode(
        x=alt.X("_from:Q", scale=scale, axis=None),
        x2="_to:Q",
        y=y,
        yOffset=offset,
        fill=alt.Fill("side:N", title="sides with", scale=side, legend=legend),
        fillOpacity=alt.condition("datum._rank === 0", alt.value(1), alt.value(0.22)),
        stroke=alt.Stroke("side:N", title="sides with", scale=side, legend=legend),
        href="href:N",
        tooltip=told,
    )
    sides: list[tuple[str, Literal["left", "right"], int]] = [("===", "right", -3), ("!==", "left", 3)]
    totals = [
        counts.transform_filter(f"datum.side {sign} '{SIDES['first']}'")
        .mark_text(fontSize=11.5, align=align, dx=dx)
        .encode(x=alt.X("_end:Q", scale=scale), y=y, yOffset=offset, text="_n:Q")
        for sign, align, dx in sides
    ]
    names = pd.DataFrame([(axis, coder) for axis in axes for coder in READINGS], columns=["_axis", "_coder"])
    letters = (
        alt.Chart(names)
        .mark_text(fontSize=11.5, color=color("muted"), align="left")
        .encode(
            x=alt.value(0),
            y=alt.Y("_axis:N", sort=axes, scale=alt.Scale(domain=axes, padding=0.22)),
            yOffset=alt.YOffset("_coder:N", scale=alt.Scale(domain=list(READINGS), paddingInner=0.2)),
            text="_coder:N",
        )
    )
    table = pd.crosstab(rows["axis"], [rows["coder"], rows["sides_with"]])
    by_reading = pd.crosstab(rows["coder"], rows["sides_with"])
    both = table.xs("both", axis=1, level=1).sum(axis=1)
    return (
        alt.layer(units, *totals, letters)
        .add_params(section)
        .properties(
            width="container",
            height=44 * len(axes),
            title=alt.Title(
                "What is set against what, and which side does the text take?",
                subtitle="A mark for each antithesis, in reading A above and reading B below it; full marks are in both readings, "
                "pale ones in one. To the left: the text sides with the pole named first. A click opens the passage",
            ),
            description=(
                f"Rows of marks for {len(axes)} axes, in two readings. "
                + " ".join(
                    f"Reading {coder} has {by_reading.loc[coder].sum()}: the text sides with the first pole in "
                    f"{by_reading.loc[coder, 'first']}, with the second in {by_reading.loc[coder, 'second']}, with both in "
                    f"{by_reading.loc[coder, 'both']}; {by_reading.loc[coder, 'undetermined']} are undetermined."
                    for coder in READINGS
                )
                + f" The most frequent axis is {axes[0]} ({', '.join(f'{table.loc[axes[0], coder].sum()} in {coder}' for coder in READINGS)}). "
                f"The text sides with both poles most often on the axis {both.idxmax()}."
            ),
        )
    )


def metaphors(
    findings: pd.DataFrame, words: dict[str, int], sections: dict[str, str]
) -> alt.LayerChart | alt.FacetChart:
    """Return the metaphors by section and vehicle: tiles for their rate, and a mark for each.

    Parameters
    ----------
    findings : pandas.DataFrame
        As `closereading.two_readings.findings` returns it for metaphors.
    words : dict of str to int
        Words of the sections, by their letters.
    sections : dict of str to str
        Short titles of the sections by their letters.
    """
    order = findings["vehicle"].value_counts().index.tolist()
    vehicles = [vehicle for vehicle in order if vehicle != "other"] + ["other"]
    columns = {letter: place for place, letter in enumerate(sections)}
    data = findings.assign(
        certainty=["certain" if certain else "debatable" for certain in findings["certain"]],
        href=[passage(*place) for place in zip(findings["para"], findings["phrase"], strict=True)],
        _x=findings["section"].map(columns),
        _y=findings["vehicle"].map({vehicle: place for place, vehicle in enumerate(vehicles)}),
        _words=findings["section"].map(words),
        _rank=findings["found_by"].map(FOUND.index),
    )[
        [
            "section",
            "vehicle",
            "quotation",
            "tenor",
            "found_by",
            "certainty",
            "para",
            "href",
            "_x",
            "_y",
            "_words",
            "_rank",
        ]
    ]
    most = data.groupby(["section", "vehicle"]).size().max()
    shared = data[data["found_by"] == "both"]
    rates = shared.groupby(["section", "vehicle"]).size() / pd.Series(words).rename_axis("section") * 1000
    most_rate = rates.max()
    deep = -(-int(most) // ACROSS)
    show = alt.param(name="show", value=ALL, bind=alt.binding_select(options=[ALL, CERTAIN], name="Show "))
    base = alt.Chart(data).transform_filter(f"show === '{ALL}' || datum.certainty === 'certain'")
    tiles = base.transform_calculate(
        _both="datum.found_by === 'both' ? 1 : 0", _one="datum.found_by === 'both' ? 0 : 1"
    ).transform_aggregate(
        both="sum(_both)", one="sum(_one)", _words="max(_words)", groupby=["section", "vehicle", "_x", "_y"]
    )
    tiles = tiles.transform_calculate(
        rate="1000 * datum.both / datum._words", _right="datum._x + 0.97", _foot="datum._y + 0.94"
    )
    marks = base.transform_window(
        _n="row_number()", groupby=["section", "vehicle"], sort=[alt.SortField("_rank")]
    ).transform_calculate(
        _across=f"datum._x + 0.03 + ((datum._n - 1) % {ACROSS} + 0.5) * 0.94 / {ACROSS}",
        _down=f"datum._y + (floor((datum._n - 1) / {ACROSS}) + 0.5) * 0.94 / {deep}",
    )
    label = alt.Axis(
        orient="top", values=[place + 0.5 for place in columns.values()], domain=False, ticks=False, labelOverlap=False
    )
    titles = [f"{letter} {title}" for letter, title in sections.items()]
    label.labelExpr = f"(column < 500 ? {list(sections)} : {titles})[floor(datum.value)]"
    x = alt.X("_x:Q", title=None, scale=alt.Scale(domain=[0, len(sections)], nice=False), axis=label)
    down = alt.Axis(
        values=[place + 0.47 for place in range(len(vehicles))],
        domain=False,
        ticks=False,
        grid=False,
        labelOverlap=False,
    )
    down.labelExpr = f"{vehicles}[floor(datum.value)]"
    y = alt.Y("_y:Q", title=None, scale=alt.Scale(domain=[len(vehicles), 0], nice=False), axis=down)
    shades = tiles.mark_rect().encode(
        x=x,
        x2="_right:Q",
        y=y,
        y2="_foot:Q",
        color=alt.Color(
            "rate:Q",
            title="in both, per 1,000 words",
            scale=alt.Scale(range="ramp", domain=[0, 2.2 * float(most_rate)]),  # pale, for marks to stand on
            legend=alt.Legend(orient="bottom", titleOrient="top", titleLimit=280, values=[0, int(most_rate)]),
        ),
        tooltip=[
            alt.Tooltip("vehicle:N", title="vehicle"),
            alt.Tooltip("section:N", title="section"),
            alt.Tooltip("both:Q", title="found by both"),
            alt.Tooltip("one:Q", title="found by one"),
            alt.Tooltip("rate:Q", title="by both, per 1,000 words", format=".1f"),
        ],
    )
    found = alt.Scale(domain=FOUND, range=["circle", "triangle-up", "triangle-down"])
    legend = alt.Legend(titleOrient="top", symbolSize=70, columnPadding=8)
    dots = marks.mark_point(filled=True, size=alt.ExprRef("column < 500 ? 17 : 40"), opacity=1, strokeWidth=1.2).encode(
        x=alt.X("_across:Q", axis=label),
        y=alt.Y("_down:Q", axis=down),
        shape=alt.Shape("found_by:N", title="found by", scale=found, legend=legend),
        fill=alt.Fill(
            "found_by:N",
            title="found by",
            scale=alt.Scale(domain=FOUND, range=[color("ink"), color("paper"), color("paper")]),
            legend=legend,
        ),
        stroke=alt.Stroke(
            "found_by:N", title="found by", scale=alt.Scale(domain=FOUND, range=[color("ink")] * 3), legend=legend
        ),
        href="href:N",
        tooltip=[
            alt.Tooltip("quotation:N", title="words"),
            alt.Tooltip("vehicle:N", title="from"),
            alt.Tooltip("tenor:N", title="said of"),
            alt.Tooltip("found_by:N", title="found by"),
            alt.Tooltip("certainty:N", title="it is"),
            alt.Tooltip("para:N", title="paragraph"),
        ],
    )
    tops = rates.groupby("section").idxmax()
    sure = (data["certainty"] == "certain").sum()
    return (
        alt.layer(shades, dots)
        .add_params(show)
        .properties(
            width="container",
            height=15 * deep * len(vehicles),
            title=alt.Title(
                "What does the text borrow its pictures from?",
                subtitle="A mark for each metaphor, by section and by what it is borrowed from; the shade is for those that both "
                "readings have. A click opens the passage",
            ),
            description=(
                f"Tiles for {len(vehicles)} fields and {len(sections)} sections, with {len(data)} marks, {len(shared)} of them "
                f"found in both readings and {sure} certain. The darkest tile of each section: "
                + ", ".join(
                    f"{vehicle} in {letter} ({rates[letter, vehicle]:.1f} per 1,000 words)"
                    for letter, vehicle in tops.loc[list(sections)]
                )
                + "."
            ),
        )
    )


def _lanes(data: pd.DataFrame) -> tuple[dict[str, int], int]:
    """Return where the lanes begin, and where the last one ends."""
    longest = data.groupby(["side", "axis", "coder"]).size().groupby("side").max()
    starts, at = {SIDES["first"]: 0}, 1
    for side in list(SIDES.values())[1:]:
        starts[side] = at
        at += int(longest.get(side, 0)) + GAP
    return starts, at - GAP
