"""What the argument hangs on, in which order it gives reasons, and where it answers what it denies."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from closereading import publication
from closereading.charts import color
from closereading.charts.argument import BESIDE, RELATIONS, ROLES, role_color, role_shape
from closereading.charts.booklet import HALO, SECTIONS
from closereading.charts.links import claim

NARROW = "column < 500"
ONE_COLUMN = alt.ExprRef(f"{NARROW} ? 1 : 0")
LETTERS = 43
"""Letters in a line of words above a row on a phone."""

LINE = 14
"""Px from one line of words to the next."""

ROW = 50
"""Px from one row to the next, where a row has words above its marks."""

DOWN = 12
"""Px from the middle of such a row down to its marks."""

ACTIVE = "(over.claim ? over.claim[0] : fall)"
"""The claim that is taken away: the one under the pointer, else the one chosen below the chart."""

RECOUNTS = ("without doubtful relations", "second annotation")
STROKE = "M0,-1.1V1.1"
"""The path of an upright stroke, for Vega has only one that lies."""

CUED = ("signaled by a cue", "no cue")
PARTS = {"strikes": "claim", "props up": "claim", "view": "objection", "reply": "rebuttal", "prop": "premise"}
"""What plays which part about a rejected view, and whose color and shape it has."""

PART_NAMES = {
    "claim": "what it strikes or props up",
    "objection": "the view",
    "rebuttal": "a reply",
    "premise": "speaks for it",
}
AGAINST = ("reb", "und", "qua")
SIDES = ("speaks for it", "attacks or limits it")
GOLDEN = 0.6180339887498949
"""Multiples of it, whole numbers taken off, spread evenly however many there are."""


def keystones(found: pd.DataFrame, claims: pd.DataFrame, others: int = 9, start: str = "") -> alt.VConcatChart:
    """Return on which claims most others hang, and which those are.

    Parameters
    ----------
    found : pandas.DataFrame
        As `closereading.argument.structure.keystones` returns it, with the columns ``low, high`` (of ``count``, steps left
        out at random), ``sure`` (``count`` without doubtful relations) and ``again`` (in another annotation; <NA> if that
        has no such claim).
    claims : pandas.DataFrame
        The claims of an `Argument`.
    others : int
        How many claims that are no theses are drawn.
    start : str
        The claim that is taken away at first; the first that is no thesis if nothing is said.
    """
    thesis = found["role"] == "thesis"
    rows = pd.concat([found[thesis], found[~thesis].head(others)], ignore_index=True)
    start = start or str(found.loc[~thesis, "claim"].iloc[0])
    own = claims.set_index("id").loc[rows["claim"]]
    labels = [f"{id} {gloss}" for id, gloss in zip(rows["claim"], own["gloss"], strict=True)]
    data = pd.DataFrame(
        {
            "claim": rows["claim"],
            "role": rows["role"],
            "gloss": own["gloss"].array,
            "quotation": own["quote"].map(publication.shown).array,
            "count": rows["count"],
            "low": rows["low"].round(0),
            "high": rows["high"].round(0),
            "sure": rows["sure"],
            "again": pd.array(rows["again"], dtype="Int64"),
            "cut off": [", ".join(cut) for cut in rows["cut_off"]],
            "href": _hrefs(own),
            "_row": range(len(rows)),
            **_above(labels),
        }
    )
    chosen = alt.binding_select(options=["", *rows["claim"]], labels=["nothing", *labels], name="Take away ")
    panels = alt.vconcat(_fallen(found, claims, rows["claim"].tolist()), _hanging(data), spacing=26)
    lines = [f"{row.claim}, “{row.gloss}”, {row.count}" for row in data.itertuples()]
    theses = int(thesis.sum())
    return panels.add_params(alt.param(name="fall", value=start, bind=chosen)).properties(
        title=alt.Title(
            "Which claims does the argument hang on?",
            subtitle="How many claims no longer reach a thesis if one is taken away; theses first. Lines: a tenth of the "
            "steps left out at random, again and again. Above, every claim in reading order: those that fall are low. Point "
            "at a mark or choose below; a click opens the words",
        ),
        description=(
            f"Above, {len(found)} upright bars in three rows, one for each claim the author does not reject; those that fall "
            f"are shorter. Below, a row for each of {len(data)} claims. Claims that hang on a thesis: "
            + "; ".join(lines[:theses])
            + ". On other claims: "
            + "; ".join(lines[theses:])
            + ". Many intervals reach down to none: a chain hangs on its weakest step."
        ),
    )


def _hanging(data: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return the rows with the counts."""
    most = int(max(data["high"].max(), data["count"].max(), data["sure"].max(), data["again"].max())) + 2
    scale = alt.Scale(domain=[0, most], nice=False)
    title = "claims that no longer reach a thesis"
    x = alt.X("count:Q", title=title, scale=scale)
    down = alt.Scale(domain=[-0.65, len(data) - 0.5], nice=False, reverse=True)
    y = alt.Y("_row:Q", axis=None, scale=down)
    told = [
        alt.Tooltip("claim:N", title="taken away"),
        alt.Tooltip("role:N", title="role"),
        alt.Tooltip("gloss:N", title="in short"),
        alt.Tooltip("quotation:N", title="his words"),
        alt.Tooltip("count:Q", title="claims that fall"),
        alt.Tooltip("low:Q", title="a tenth of the steps left out: at least"),
        alt.Tooltip("high:Q", title="at most"),
        alt.Tooltip("sure:Q", title=RECOUNTS[0]),
        alt.Tooltip("again:Q", title=RECOUNTS[1]),
        alt.Tooltip("cut off:N", title="which fall"),
    ]
    over = alt.selection_point(name="over", fields=["claim"], on="pointerover", clear="pointerout", empty=False)
    base = alt.Chart(data)
    band = (
        base.transform_filter(f"datum.claim === {ACTIVE}")
        .transform_calculate(_from="datum._row - 0.48", _to="datum._row + 0.48")
        .mark_rect(fill=color("faint"), opacity=0.45)
        .encode(y=alt.Y("_from:Q", axis=None, scale=down), y2="_to:Q")
    )
    spans = base.mark_rule(color=color("muted"), strokeWidth=2.5, opacity=0.8, yOffset=DOWN).encode(
        x=alt.X("low:Q", title=title, scale=scale), x2="high:Q", y=y
    )
    recounts = (
        base.transform_fold(["sure", "again"], as_=["_which", "_n"])
        .transform_filter("isValid(datum._n)")
        .transform_calculate(_how=f"datum._which === 'sure' ? {RECOUNTS[0]!r} : {RECOUNTS[1]!r}")
        .mark_point(filled=False, stroke=color("ink"), strokeWidth=1.8, opacity=1, yOffset=DOWN)
        .encode(
            x=alt.X("_n:Q", title=title, scale=scale),
            y=y,
            shape=alt.Shape(
                "_how:N",
                title=None,
                scale=alt.Scale(domain=list(RECOUNTS), range=[STROKE, "circle"]),
                legend=alt.Legend(columns=ONE_COLUMN, symbolStrokeColor=color("ink")),
            ),
            size=alt.value(190),
        )
    )
    # Below the chart, for side by side the legends would be wider than the panels of a phone.
    by_role = alt.Legend(title=None, values=[role for role in ROLES if role in set(data["role"])], orient="bottom")
    points = (
        base.mark_point(size=95, opacity=1, yOffset=DOWN)
        .encode(
            x=x,
            y=y,
            color=alt.Color("role:N", scale=role_color(), legend=by_role),
            shape=alt.Shape("role:N", scale=role_shape(), legend=by_role),
            href="href:N",
            tooltip=told,
        )
        .add_params(over)
    )
    # Words beyond the border would have the panels made narrower, down to nothing on a phone.
    words = [layer.encode(y=y, href="href:N", tooltip=told) for layer in _words(base, ({"clip": True},))]
    return (
        alt.layer(band, spans, *words, recounts, points)
        .resolve_scale(shape="independent", color="independent")
        .properties(width="container", height=ROW * len(data))
    )


def _fallen(found: pd.DataFrame, claims: pd.DataFrame, removable: list[str]) -> alt.LayerChart | alt.FacetChart:
    """Return every claim in reading order; those that fall with the one taken away are low."""
    order = claims[claims["id"].isin(found["claim"])].sort_values("start")
    lanes = [section for section in SECTIONS if section in set(order["section"])]
    falls: dict[str, list[str]] = {}
    for row in found[found["claim"].isin(removable)].itertuples():
        for name in row.cut_off:
            falls.setdefault(name, []).append(row.claim)
    data = pd.DataFrame(
        {
            "claim": order["id"],
            "gloss": order["gloss"],
            "falls without": [", ".join(falls.get(name, [])) or "none of those below" for name in order["id"]],
            "href": _hrefs(order),
            "_lane": order["section"].map(lanes.index),
            "_from": order.groupby("section").cumcount(),
            "_falls": ["|" + "".join(f"{one}|" for one in falls.get(name, [])) for name in order["id"]],
        }
    )
    lost = f"indexof(datum._falls, '|' + {ACTIVE} + '|') >= 0"
    gone = f"datum.claim === {ACTIVE}"
    names = "{" + ", ".join(f"{n}: {f'section {lane}'!r}" for n, lane in enumerate(lanes)) + "}"
    axis = alt.Axis(
        values=[n + 0.5 for n in range(len(lanes))],
        labelExpr=f"{NARROW} ? slice({names}[floor(datum.value)], -1) : {names}[floor(datum.value)]",
        ticks=False,
        domain=False,
        grid=False,
        labelPadding=4,
    )
    down = alt.Scale(domain=[0, len(lanes)], nice=False, reverse=True)
    longest = int(data["_from"].max()) + 1
    bars = (
        alt.Chart(data)
        .transform_calculate(
            _to="datum._from + 0.72",
            _top=f"datum._lane + ({lost} ? 0.66 : 0.16)",
            _foot="datum._lane + 0.92",
        )
        .mark_rect(
            fill=alt.ExprRef(f"{gone} ? ink : {lost} ? accent : muted"),
            opacity=alt.ExprRef(f"{gone} || {lost} ? 1 : 0.55"),
        )
        .encode(
            x=alt.X("_from:Q", axis=None, scale=alt.Scale(domain=[0, longest], nice=False)),
            x2="_to:Q",
            y=alt.Y("_top:Q", title=None, axis=axis, scale=down),
            y2="_foot:Q",
            href="href:N",
            tooltip=[
                alt.Tooltip("claim:N", title="claim"),
                alt.Tooltip("gloss:N", title="in short"),
                alt.Tooltip("falls without:N", title="falls without"),
            ],
        )
    )
    return alt.layer(bars).properties(width="container", height=34 * len(lanes))


def direction(steps: pd.DataFrame, claims: pd.DataFrame, sections: dict[str, str]) -> alt.LayerChart | alt.FacetChart:
    """Return how far before or after its claim each reason stands, and whether a cue signals it.

    Parameters
    ----------
    steps : pandas.DataFrame
        As `closereading.argument.structure.direction` returns it.
    claims : pandas.DataFrame
        The claims of an `Argument`.
    sections : dict of str to str
        Short titles of the sections by their letters.
    """
    at = claims.set_index("id")
    lanes = [section for section in SECTIONS if section in set(steps["section"])]
    near = [min(row.src, key=lambda name: abs(at["start"][name] - at["start"][row.dst])) for row in steps.itertuples()]
    steps = steps.assign(_near=near).sort_values(["section", "words"], kind="stable")
    spread = (steps.groupby("section").cumcount() * GOLDEN) % 1
    data = pd.DataFrame(
        {
            "section": steps["section"],
            "reason": [f"{name} {at['gloss'][name]}" for name in steps["_near"]],
            "claim": [f"{name} {at['gloss'][name]}" for name in steps["dst"]],
            "words": steps["words"],
            "signal": np.where(steps["signaled"], *CUED),
            "cue": steps["cue"].where(steps["cue"] != "", "none"),
            "across a cut": np.where(steps["crosses_cut"].astype(bool), "yes", "no"),
            "href": _hrefs(at.loc[steps["_near"]]),
            "_y": (steps["section"].map(lanes.index) + 0.24 + 0.68 * spread).round(3),
        }
    )
    sides = pd.crosstab(steps["section"], steps["order"]).reindex(columns=["before", "after"], fill_value=0).loc[lanes]
    far = int(steps["words"].abs().max() * 1.1)
    x = alt.X(
        "words:Q",
        title="words from the claim to its reason",
        scale=alt.Scale(type="symlog", constant=10, domain=[-far, far], nice=False),
        axis=_symlog(far),
    )
    down = alt.Scale(domain=[0, len(lanes)], nice=False, reverse=True)
    names = "{" + ", ".join(f"{n}: {f'{lane} {sections[lane]}'!r}" for n, lane in enumerate(lanes)) + "}"
    y = alt.Y(
        "_y:Q",
        title=None,
        scale=down,
        axis=alt.Axis(
            values=[n + 0.5 for n in range(len(lanes))],
            labelExpr=f"{NARROW} ? slice({names}[floor(datum.value)], 0, 1) : {names}[floor(datum.value)]",
            labelLimit=120,
            ticks=False,
            domain=False,
            grid=False,
        ),
    )
    kinds = alt.Scale(domain=list(CUED))
    legend = alt.Legend(columns=ONE_COLUMN)
    dots = (
        alt.Chart(data)
        .mark_point(size=alt.ExprRef(f"{NARROW} ? 38 : 62"), opacity=0.9)
        .encode(
            x=x,
            y=y,
            color=alt.Color("signal:N", title=None, scale=kinds, legend=legend),
            shape=alt.Shape(
                "signal:N",
                title=None,
                scale=alt.Scale(domain=list(CUED), range=["triangle-up", "circle"]),
                legend=legend,
            ),
            href="href:N",
            tooltip=[
                alt.Tooltip("reason:N", title="reason"),
                alt.Tooltip("claim:N", title="for the claim"),
                alt.Tooltip("words:Q", title="words from claim to reason", format=","),
                alt.Tooltip("signal:N", title="signaled"),
                alt.Tooltip("cue:N", title="by the words"),
                alt.Tooltip("across a cut:N", title="across a cut"),
            ],
        )
    )
    sums = pd.DataFrame(
        {
            "_first": [f"{int(before)} reasons first" for before in sides["before"]],
            "_then": [f"{int(after)} reasons after" for after in sides["after"]],
            "_y": [n + 0.1 for n in range(len(lanes))],
        }
    )
    told = alt.Chart(sums)
    counts = [
        told.mark_text(align="left", dx=3, fontSize=12).encode(x=alt.value(0), y=y, text="_first:N"),
        told.mark_text(align="right", dx=-3, fontSize=12).encode(
            x=alt.value(alt.ExprRef("width")), y=y, text="_then:N"
        ),
    ]
    middle = (
        alt.Chart(pd.DataFrame({"_n": [0]})).transform_calculate(words="0").mark_rule(color=color("ink")).encode(x=x)
    )
    borders = (
        alt.Chart(pd.DataFrame({"_border": range(1, len(lanes))}))
        .mark_rule(color=color("faint"), strokeWidth=1.5)
        .encode(y=alt.Y("_border:Q", scale=down))
    )
    return alt.layer(borders, middle, dots, *counts).properties(
        width="container",
        height=150 * len(lanes),
        title=alt.Title(
            "Does he give the reason first, or the claim?",
            subtitle="One mark for each reason, left of the line if it stands before its claim; the scale is stretched near "
            "zero. A click opens the reason",
        ),
        description=(
            f"{len(data)} marks in {len(lanes)} rows, by their distance in words from the claim. "
            + "; ".join(
                f"section {lane}: {int(row['before'])} reasons stand before their claim and {int(row['after'])} after"
                for lane, row in sides.iterrows()
            )
            + f". A cue signals {int(steps['signaled'].sum())} of them. Half of the marks lie within "
            f"{int(steps['words'].abs().median())} words of the claim; the farthest is {int(steps['words'].abs().max()):,} away."
        ),
    )


def shares(table: pd.DataFrame, sections: dict[str, str]) -> alt.LayerChart | alt.FacetChart:
    """Return how large a share of the reasons stands after its claim, and of either sort is signaled, by section.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``what`` (of which the share is), ``section, count, of, share, low, high``, in the order to be drawn.
    sections : dict of str to str
        Short titles of the sections by their letters.
    """
    lookup = "{" + ", ".join(f"{letter!r}: {f'{letter} {name}'!r}" for letter, name in sections.items()) + "}"
    present = [letter for letter in SECTIONS if letter in set(table["section"])]
    chart = _intervals(
        table,
        group="what",
        key="section",
        domain=list(SECTIONS),
        legend=alt.Legend(labelExpr=f"{lookup}[datum.label]", values=present, columns=ONE_COLUMN),
        title="share of the reasons",
        counted="reasons",
    )
    return chart.properties(
        title=alt.Title(
            "How sure are these differences?",
            subtitle="Shares with 95% intervals, paragraphs drawn anew; reasons and claims as this annotation has them",
        ),
        description=(
            "Marks with intervals, three for each question. "
            + " ".join(
                f"{what[0].upper()}{what[1:]}: "
                + "; ".join(
                    f"section {row.section} {row.share:.0%} ({row.low:.0%} to {row.high:.0%})"
                    for row in rows.itertuples()
                )
                + "."
                for what, rows in table.groupby("what", sort=False)
            )
        ),
    )


def signals(table: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return how well cues find which neighboring claims are related, beside taking all for related.

    Parameters
    ----------
    table : pandas.DataFrame
        As `closereading.argument.cues.detection` returns it.
    """
    meant = {
        "precision": "of the pairs taken for related, the share that is",
        "recall": "of the related pairs, the share that is found",
        "F1": "both in one number",
    }
    data = table.rename(columns={"value": "share", "n": "of"})
    data = data.assign(count=(data["share"] * data["of"]).round().astype(int), meaning=data["measure"].map(meant))
    chart = _intervals(
        data,
        group="measure",
        key="signal",
        domain=list(dict.fromkeys(table["signal"])),
        legend=alt.Legend(columns=ONE_COLUMN),
        title="share of the pairs",
        counted="pairs",
        more=[alt.Tooltip("meaning:N", title="that is")],
    )
    return chart.properties(
        title=alt.Title(
            "Would a list of cue words find the argument?",
            subtitle="Pairs of neighboring claims: precision, of those taken for related, how many are; recall, of the "
            "related, how many are found; F1, both. 95% intervals, paragraphs drawn anew",
        ),
        description=(
            "Marks with intervals for precision, recall and F1. "
            + " ".join(
                f"{signal[0].upper()}{signal[1:]}: "
                + "; ".join(
                    f"{row.measure} {row.share:.2f} ({row.low:.2f} to {row.high:.2f})" for row in rows.itertuples()
                )
                + "."
                for signal, rows in data.groupby("signal", sort=False)
            )
        ),
    )


def _intervals(
    table: pd.DataFrame,
    group: str,
    key: str,
    domain: list[str],
    legend: alt.Legend,
    title: str,
    counted: str,
    more: list[alt.Tooltip] | None = None,
) -> alt.LayerChart | alt.FacetChart:
    """Return shares with intervals, in groups, marked by a key."""
    groups = list(dict.fromkeys(table[group]))
    keys = [name for name in domain if name in set(table[key])]
    data = table.round({"share": 3, "low": 3, "high": 3})
    data["interval"] = [f"{row.low:.0%} to {row.high:.0%}" for row in data.itertuples()]
    data["_y"] = [
        groups.index(one) + 0.5 + 0.24 * (keys.index(name) - (len(keys) - 1) / 2)
        for one, name in zip(data[group], data[key], strict=True)
    ]
    data["_above"] = data[group].where(~data.duplicated(group), "")
    scale = alt.Scale(domain=[0, 1])
    axis = alt.Axis(format=".0%", tickCount=5, grid=True)
    down = alt.Scale(domain=[0, len(groups)], nice=False, reverse=True)
    y = alt.Y("_y:Q", axis=None, scale=down)
    hue = alt.Color(f"{key}:N", title=None, scale=alt.Scale(domain=domain), legend=legend)
    told = [
        alt.Tooltip(f"{group}:N", title="what"),
        *(more or []),
        alt.Tooltip(f"{key}:N", title=key),
        alt.Tooltip("share:Q", title="share", format=".0%"),
        alt.Tooltip("count:Q", title=counted),
        alt.Tooltip("of:Q", title=f"of so many {counted}"),
        alt.Tooltip("interval:N", title="95% interval"),
    ]
    base = alt.Chart(data)
    heads = base.transform_filter("datum._above !== ''").transform_calculate(_at="floor(datum._y) + 0.09")
    words = [
        heads.mark_text(align="left", fontWeight=500, **style).encode(
            x=alt.value(0), y=alt.Y("_at:Q", axis=None, scale=down), text="_above:N"
        )
        for style in (HALO, {})
    ]
    spans = base.mark_rule(strokeWidth=2.2).encode(
        x=alt.X("low:Q", title=title, scale=scale, axis=axis), x2="high:Q", y=y, color=hue
    )
    points = base.mark_point(size=85, opacity=1).encode(
        x=alt.X("share:Q", title=title, scale=scale, axis=axis),
        y=y,
        color=hue,
        shape=alt.Shape(f"{key}:N", title=None, scale=alt.Scale(domain=domain), legend=legend),
        tooltip=told,
    )
    return alt.layer(spans, points, *words).properties(width="container", height=108 * len(groups))


def objections(table: pd.DataFrame, claims: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return how far from each rejected view stand what it strikes and who answers it.

    Parameters
    ----------
    table : pandas.DataFrame
        As `closereading.argument.structure.objections` returns it.
    claims : pandas.DataFrame
        The claims of an `Argument`.
    """
    at = claims.set_index("id")
    views = [name for name in claims.sort_values("start")["id"] if name in set(table["objection"])]
    own = pd.DataFrame({"objection": views, "part": "view", "claim": views, "words": 0, "first": False})
    rows = pd.concat([table[own.columns], own], ignore_index=True)
    data = pd.DataFrame(
        {
            "view": rows["objection"],
            "part": rows["part"].replace({"view": "the view itself", "prop": "speaks for it"}),
            "claim": rows["claim"],
            "gloss": at["gloss"].loc[rows["claim"]].array,
            "quotation": at["quote"].loc[rows["claim"]].map(publication.shown).array,
            "words": rows["words"],
            "href": _hrefs(at.loc[rows["claim"]]),
            "_as": rows["part"].map(PARTS),
            "_row": rows["objection"].map(views.index),
        }
    )
    replies = table[table["part"] == "reply"].groupby("objection")["words"]
    after = table[(table["part"] == "reply") & (table["words"] > 0)].groupby("objection")["words"]
    reach = pd.DataFrame(
        {
            "_row": range(len(views)),
            "_from": [min(0, int(replies.min().get(view, 0))) for view in views],
            "_to": [max(0, int(replies.max().get(view, 0))) for view in views],
            "_wait": [int(after.min().get(view, 0)) for view in views],
            **_above([f"{view} {at['gloss'][view]}" for view in views]),
        }
    )
    far = int(table["words"].abs().max() * 1.25)
    scale = alt.Scale(type="symlog", constant=10, domain=[-far, far], nice=False)
    axis = _symlog(far)
    title = "words from the view, before it and after"
    x = alt.X("words:Q", title=title, scale=scale, axis=axis)
    down = alt.Scale(domain=[-0.5, len(views) - 0.5], nice=False, reverse=True)
    y = alt.Y("_row:Q", axis=None, scale=down)
    told = [
        alt.Tooltip("view:N", title="view"),
        alt.Tooltip("part:N", title="part"),
        alt.Tooltip("claim:N", title="claim"),
        alt.Tooltip("gloss:N", title="in short"),
        alt.Tooltip("quotation:N", title="his words"),
        alt.Tooltip("words:Q", title="words from the view"),
    ]
    names = "{" + ", ".join(f"{role!r}: {name!r}" for role, name in PART_NAMES.items()) + "}"
    legend = alt.Legend(
        title=None,
        values=[role for role in PART_NAMES if role in set(data["_as"])],
        labelExpr=f"{names}[datum.label]",
        columns=ONE_COLUMN,
    )
    base = alt.Chart(reach)
    thin = base.mark_rule(color=color("muted"), strokeWidth=1.5, yOffset=DOWN).encode(
        x=alt.X("_from:Q", title=title, scale=scale, axis=axis), x2="_to:Q", y=y
    )
    open_ = (
        base.transform_calculate(_zero="0")
        .mark_rule(color=color("ink"), strokeWidth=5, yOffset=DOWN)
        .encode(x=alt.X("_zero:Q", title=title, scale=scale, axis=axis), x2="_wait:Q", y=y)
    )
    points = (
        alt.Chart(data)
        .mark_point(size=100, opacity=1, yOffset=DOWN)
        .encode(
            x=x,
            y=y,
            color=alt.Color("_as:N", scale=role_color(), legend=legend),
            shape=alt.Shape("_as:N", scale=role_shape(), legend=legend),
            href="href:N",
            tooltip=told,
        )
    )
    words = [layer.encode(y=y) for layer in _words(base, (HALO, {}))]
    first = after.min()
    late = replies.max()
    return alt.layer(thin, open_, *words, points).properties(
        width="container",
        height=ROW * len(views),
        title=alt.Title(
            "How long does a view he rejects stand unanswered?",
            subtitle="Distance in words from the beginning of each view to what it strikes and to each reply; heavy: until the "
            "first reply after it. The scale is stretched near zero; a click opens the words",
        ),
        description=(
            f"A row for each of {len(views)} rejected views. "
            + "; ".join(
                f"{view}, “{at['gloss'][view]}”: "
                + (f"first answered after {int(first[view])} words" if view in first else "answered before it is named")
                + (f", last after {int(late[view])}" if view in first and late[view] > first[view] else "")
                for view in views
            )
            + "."
        ),
    )


def flow(counts: pd.DataFrame, links: pd.DataFrame, claims: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return from which paragraph to which the relations go, and how many from section to section.

    Parameters
    ----------
    counts : pandas.DataFrame
        As `closereading.argument.structure.flow` returns it.
    links : pandas.DataFrame
        Columns ``src, dst, type``: which claim bears on which.
    claims : pandas.DataFrame
        The claims of an `Argument`.
    """
    at = claims.set_index("id")
    own = claims[claims["section"].isin(counts["src_section"]) | claims["section"].isin(counts["dst_section"])]
    paras = own.sort_values("start")["para"].drop_duplicates().tolist()
    sections = [name for name in SECTIONS if name in set(own["section"])]
    where = {para: n for n, para in enumerate(paras)}
    ends = links.assign(
        side=np.where(links["type"].isin(AGAINST), SIDES[1], SIDES[0]),
        _from=links["src"].map(at["para"]),
        _to=links["dst"].map(at["para"]),
        _said=[f"{row.src} {RELATIONS[row.type][0]} {row.dst}" for row in links.itertuples()],
    )
    groups = ends.groupby(["_from", "_to", "side"], sort=False)
    data = groups.agg(count=("src", "size"), which=("_said", "; ".join), first=("src", "first")).reset_index()
    data = data.rename(columns={"_from": "from", "_to": "to"})
    data = data.assign(href=_hrefs(at.loc[data["first"]]), _x=data["from"].map(where), _y=data["to"].map(where)).drop(
        columns="first"
    )
    size = own.groupby("section")["para"].nunique().loc[sections]
    begins = dict(zip(sections, (size.cumsum() - size).tolist(), strict=True))
    totals = counts.groupby(["src_section", "dst_section"])["count"].sum()
    cells = pd.DataFrame(
        [
            (f"{totals.get((one, other), 0)}", begins[one] - 0.5, begins[other] + size[other] - 0.7)
            for one in sections
            for other in sections
        ],
        columns=["_n", "_x", "_y"],
    )
    span = [-0.5, len(paras) - 0.5]
    middles = {section: float(begins[section] + size[section] / 2 - 0.5) for section in sections}
    names = "{" + ", ".join(f"{middle!r}: {f'section {section}'!r}" for section, middle in middles.items()) + "}"
    axis: dict[str, Any] = {
        "values": list(middles.values()),
        "labelExpr": f"{NARROW} ? slice({names}[datum.value], -1) : {names}[datum.value]",
        "ticks": False,
        "grid": False,
        "labelOverlap": False,
    }
    x = alt.X(
        "_x:Q",
        title="where the reason or the attack stands",
        scale=alt.Scale(domain=span, nice=False),
        axis=alt.Axis(**axis),
    )
    down = alt.Scale(domain=span, nice=False, reverse=True)
    y = alt.Y("_y:Q", title="what it bears on", scale=down, axis=alt.Axis(**axis))
    lines = pd.DataFrame({"_at": [begins[s] - 0.5 for s in sections[1:]]})
    borders = alt.Chart(lines).mark_rule(color=color("muted"), strokeWidth=1)
    ends_ = pd.DataFrame({"_x": span, "_y": span})
    diagonal = alt.Chart(ends_).mark_line(color=color("muted"), strokeWidth=1.5, strokeDash=[4, 4]).encode(x=x, y=y)
    legend = alt.Legend(title=None, columns=ONE_COLUMN, **BESIDE)
    hue = alt.Scale(domain=list(SIDES))
    marks = (
        alt.Chart(data)
        .mark_point(opacity=0.85)
        .encode(
            x=x,
            y=y,
            size=alt.Size(
                "count:Q",
                scale=alt.Scale(type="sqrt", domain=[0, 9], range=[0, 330], clamp=True),
                legend=alt.Legend(
                    title="relations",
                    values=[1, 4, 9],
                    columns=ONE_COLUMN,
                    symbolFillColor=color("muted"),
                    symbolStrokeColor=color("paper"),
                    **BESIDE,
                ),
            ),
            color=alt.Color("side:N", scale=hue, legend=legend),
            shape=alt.Shape(
                "side:N", scale=alt.Scale(domain=list(SIDES), range=["circle", "triangle-right"]), legend=legend
            ),
            href="href:N",
            tooltip=[
                alt.Tooltip("from:N", title="from paragraph"),
                alt.Tooltip("to:N", title="to paragraph"),
                alt.Tooltip("side:N", title="what it does"),
                alt.Tooltip("count:Q", title="relations"),
                alt.Tooltip("which:N", title="which"),
            ],
        )
    )
    numbers = [
        alt.Chart(cells)
        .mark_text(align="left", baseline="bottom", dx=6, fontSize=17, fontWeight=600, **style)
        .encode(x=x, y=y, text="_n:N")
        for style in (HALO, {})
    ]
    inside = int(sum(totals.get((s, s), 0) for s in sections))
    across = [f"{n} from {one} to {other}" for (one, other), n in totals.items() if one != other]
    return alt.layer(
        borders.encode(x=alt.X("_at:Q", scale=alt.Scale(domain=span, nice=False))),
        borders.encode(y=alt.Y("_at:Q", scale=down)),
        diagonal,
        marks,
        *numbers,
    ).properties(
        width="container",
        height=440,
        title=alt.Title(
            "Do the sections argue with one another?",
            subtitle="Every relation from the paragraph where it begins (across) to the paragraph it bears on (down); figures: "
            "relations from section to section. Above the dashes the claim comes first. A click opens the reason",
        ),
        description=(
            f"A grid of {len(paras)} by {len(paras)} paragraphs, divided by section. {inside} relations stay inside their "
            f"section; {'; '.join(across) if across else 'none goes across'}. Most marks lie near the diagonal, in the same "
            "paragraph or the next."
        ),
    )


def _symlog(far: int) -> alt.Axis:
    """Return an axis for distances in words, stretched near zero, with fewer labels on a phone."""
    wide = [n for n in (10, 30, 100, 300, 1000) if n <= far]
    some = [n for n in (30, 300) if n <= far]
    return alt.Axis(
        values=[*(-n for n in reversed(wide)), 0, *wide],
        labelExpr=f"{NARROW} && indexof({[0, *some, *(-n for n in some)]}, datum.value) < 0 ? '' : datum.label",
        format=",d",
        grid=True,
        labelOverlap=False,
    )


def _hrefs(claims: pd.DataFrame) -> list[str]:
    return [claim(id) for id in claims.get("id", claims.index)]


def _above(labels: list[str]) -> dict[str, list[str]]:
    """Return the columns with the words above each row, in one line and broken for a phone."""
    return {"_wide": labels, "_narrow": ["\n".join(wrap(label, LETTERS)) for label in labels]}


def _words(base: alt.Chart, styles: Iterable[dict[str, Any]] = ({},)) -> list[alt.Chart]:
    """Return the layers with the words above the rows, once in each style."""
    style: dict[str, Any] = {"align": "left", "baseline": "bottom", "fontSize": 12, "lineHeight": LINE}
    raised = alt.ExprRef(f"{LINE} - {LINE} * length(split(datum._narrow, '\\n'))")
    wide, narrow = base.transform_filter(f"!({NARROW})"), base.transform_filter(NARROW)
    return [
        layer
        for halo in styles
        for layer in (
            wide.mark_text(**style, **halo).encode(x=alt.value(0), text="_wide:N"),
            narrow.mark_text(lineBreak="\n", dy=raised, **style, **halo).encode(x=alt.value(0), text="_narrow:N"),
        )
    ]
