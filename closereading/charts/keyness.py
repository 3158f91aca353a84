"""What sets one text apart from another: by how much, how surely, and how much of it is left after each caution."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from closereading.charts import color
from closereading.charts.booklet import HALO

SURE = ["beyond chance", "could be chance"]
"""What the permutation of blocks says of a word."""


def forest(key: pd.DataFrame, start: str) -> alt.LayerChart | alt.FacetChart:
    """Return how much more frequent words are in one text than in another, with intervals, for one comparison at a time.

    Parameters
    ----------
    key : pandas.DataFrame
        Columns ``comparison``, ``word``, ``target`` and ``reference`` (counts), ``log_ratio``, ``low``, ``high``, ``p``
        (of the block permutation, corrected), ``verdict`` (one of `SURE`), in the order in which words are drawn.
    start : str
        The comparison shown at first.
    """
    names = key["comparison"].unique().tolist()
    choice = alt.param(name="comparison", value=start, bind=alt.binding_select(options=names, name="Compare"))
    edge = 10
    data = key.round({"log_ratio": 2, "p": 4}).assign(
        low=[_bound(bound) for bound in key["low"]],
        high=[_bound(bound) for bound in key["high"]],
        _from=key["low"].clip(-edge, edge).round(2),
        _to=key["high"].clip(-edge, edge).round(2),
        _place=key.groupby("comparison").cumcount(),
    )
    rows = int(key.groupby("comparison").size().max())
    base = alt.Chart(data).transform_filter("datum.comparison === comparison")
    y = alt.Y("word:N", title=None, sort=alt.EncodingSortField("_place"), axis=alt.Axis(domain=False, ticks=False))
    scale = alt.Scale(domain=[-edge, edge])
    axis = alt.Axis(
        values=[-8, -4, 0, 4, 8],
        labelOverlap=False,
        labelExpr="datum.value === 0 ? 'as often' : format(pow(2, abs(datum.value)), 'd') + ' × ' + "
        "(column < 500 ? '' : datum.value > 0 ? 'more' : 'less')",
        grid=True,
    )
    x = alt.X("log_ratio:Q", title="how many times less or more often", scale=scale, axis=axis)
    told = [
        alt.Tooltip("word:N"),
        alt.Tooltip("target:Q", title="times in the first"),
        alt.Tooltip("reference:Q", title="times in the second"),
        alt.Tooltip("log_ratio:Q", title="log ratio"),
        alt.Tooltip("low:N", title="at least"),
        alt.Tooltip("high:N", title="at most"),
        alt.Tooltip("p:Q", title="p, blocks permuted, corrected"),
    ]
    kinds = alt.Scale(domain=SURE)
    legend = alt.Legend(columns=alt.ExprRef("column < 500 ? 1 : 0"))
    zero = alt.Chart().mark_rule(color=color("ink"), strokeWidth=1).encode(x=alt.datum(0, scale=scale))
    spans = base.mark_rule(strokeWidth=2.5).encode(
        x=alt.X("_from:Q", title="how many times less or more often", scale=scale),
        x2="_to:Q",
        y=y,
        color=alt.Color("verdict:N", scale=kinds, title=None, legend=legend),
        tooltip=told,
    )
    points = base.mark_point(size=95, opacity=1).encode(
        x=x,
        y=y,
        color=alt.Color("verdict:N", scale=kinds, title=None, legend=legend),
        shape=alt.Shape("verdict:N", scale=kinds, title=None, legend=legend),
        tooltip=told,
    )
    first = key[key["comparison"] == start]
    sure = first.loc[first["verdict"] == SURE[0], "word"]
    return (
        alt.layer(zero, spans, points)
        .add_params(choice)
        .properties(
            width="container",
            height=21 * rows,
            title=alt.Title(
                "Which words set one text apart from another?",
                subtitle="Dots: how many times as frequent; lines: 95% intervals, cut off at the edge; "
                "shapes: whether blocks of text dealt at random could do the same",
            ),
            description=(
                f"Dots with intervals for {len(first)} words of the comparison “{start}”, from "
                f"“{first['word'].iloc[0]}” ({first['target'].iloc[0]} against {first['reference'].iloc[0]} times) to "
                f"“{first['word'].iloc[-1]}” ({first['target'].iloc[-1]} against {first['reference'].iloc[-1]}). "
                f"Beyond chance: {', '.join(sure) or 'none'}. A list offers {len(names)} comparisons."
            ),
        )
    )


def _bound(log_ratio: float) -> str:
    return f"{log_ratio:.2f}".replace("-", "−") if math.isfinite(log_ratio) else "no bound"


def waterfall(claims: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return how many words count as typical after each caution.

    Parameters
    ----------
    claims : pandas.DataFrame
        Columns ``caution``, ``words`` (how many are left) and ``left`` (which), in the order in which they are drawn.
    """
    rows = claims["caution"].tolist()
    base = alt.Chart(claims).encode(
        y=alt.Y("caution:N", title=None, sort=rows, axis=None),
        tooltip=["caution:N", alt.Tooltip("words:Q", title="words left"), alt.Tooltip("left:N", title="among them")],
    )
    x = alt.X("words:Q", title="words called typical")
    bars = base.mark_bar(height=12, yOffset=9).encode(x=x)
    numbers = base.mark_text(align="left", dx=5, dy=9, fontWeight=600).encode(x=x, text="words:Q")
    labels = base.mark_text(align="left", dx=1, dy=-6).encode(x=alt.datum(0), text="caution:N")
    return alt.layer(bars, numbers, labels).properties(
        width="container",
        height=40 * len(rows),
        title=alt.Title(
            "How many words pass as typical under each caution?",
            subtitle="Each bar by itself: first words taken as independent, then whole blocks; point at a bar for the words",
        ),
        description="Bars, one below the other, of the words that pass. "
        + "; ".join(f"{caution}: {words}" for caution, words in zip(rows, claims["words"], strict=True))
        + ".",
    )


def priors(scores: pd.DataFrame, chosen: float) -> alt.LayerChart | alt.FacetChart:
    """Return how the log-odds score of words changes with the strength of the prior.

    Parameters
    ----------
    scores : pandas.DataFrame
        Columns ``word``, ``strength`` (of the prior, in words) and ``z``.
    chosen : float
        The strength used elsewhere.
    """
    data = scores.round({"z": 2})
    x = alt.X(
        "strength:Q",
        title="strength of the prior, in words",
        scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(values=[10, 100, 1000, 10_000], format=",d"),
    )
    y = alt.Y("z:Q", title="z")
    lit = alt.selection_point(fields=["word"], on="pointerover", empty=True, clear="pointerout")
    told = ["word:N", alt.Tooltip("strength:Q", format=","), "z:Q"]
    base = alt.Chart(data)
    lines = base.mark_line().encode(
        x=x, y=y, detail="word:N", opacity=alt.condition(lit, alt.value(1), alt.value(0.25)), tooltip=told
    )
    points = base.mark_point(size=400, opacity=0).encode(x=x, y=y, tooltip=told).add_params(lit)
    last = data["strength"].max()
    where = data["strength"].iloc[(data["strength"] - 3 * chosen).abs().argmin()]
    label = base.transform_filter(f"datum.strength === {where}").encode(x=x, y=y, text="word:N")
    names = [label.mark_text(dy=-9, **style) for style in (HALO, {})]
    limits = alt.Chart().mark_rule(strokeDash=[6, 4])
    rule = alt.Chart().mark_rule(strokeDash=[2, 3]).encode(x=alt.datum(chosen, scale=alt.Scale(type="log", nice=False)))
    first, final = (data[data["strength"] == s].set_index("word")["z"] for s in (data["strength"].min(), last))
    return alt.layer(
        *(limits.encode(y=alt.datum(limit)) for limit in (-1.96, 1.96)), rule, lines, points, *names
    ).properties(
        width="container",
        height=330,
        title=alt.Title(
            "How much of a typical word is the method's own doing?",
            subtitle="Lines: z of the log odds by the strength of the prior; dashes: ±1.96; dotted: the strength used here",
        ),
        description=(
            f"Lines for {len(first)} words over a logarithmic scale of prior strengths. From the weakest to the strongest prior "
            + ", ".join(f"“{word}” goes from {first[word]:.1f} to {final[word]:.1f}" for word in first.index)
            + "."
        ),
    )
