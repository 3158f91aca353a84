"""How varied two texts are, under every defensible way to measure it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from closereading.charts import color


def multiverse(values: pd.DataFrame, stretches: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return the values of each measure for two texts, a dot for each way to count, on a common scale.

    Parameters
    ----------
    values : pandas.DataFrame
        Columns ``text`` (two of them), ``measure``, ``value`` and ``choices`` (how words were counted, in words), a row
        for each text, measure and way.
    stretches : pandas.DataFrame
        Columns ``measure`` and ``value``: the same for stretches of the first text that are as long as the second.
    """
    measures = list(dict.fromkeys(values["measure"]))
    texts = list(dict.fromkeys(values["text"]))
    middle = values.groupby("measure")["value"].mean()
    data = values.assign(relative=100 * values["value"] / values["measure"].map(middle)).round(
        {"value": 4, "relative": 1}
    )
    data["_way"] = data["choices"].factorize()[0]
    scaled = stretches.assign(value=100 * stretches["value"] / stretches["measure"].map(middle))
    bands = scaled.groupby("measure")["value"].agg(["min", "max"]).round(1).reindex(measures).reset_index()
    bands.columns = ["_measure", "_low", "_high"]
    ends = [*data["relative"], *bands["_low"], *bands["_high"]]
    scale = alt.Scale(domain=[5 * (min(ends) // 5), 5 * -(-max(ends) // 5)], nice=False)
    pick = alt.selection_point(fields=["_way"], on="pointerover", clear="pointerout", empty=False)
    names = alt.Axis(grid=True, labelLimit=165)
    rows = alt.Scale(domain=measures, padding=0.25)
    spans = (
        alt.Chart(bands)
        .mark_bar(color=color("faint"), height=alt.RelativeBandSize(0.95))
        .encode(
            x=alt.X("_low:Q", scale=scale), x2="_high:Q", y=alt.Y("_measure:N", sort=measures, scale=rows, title=None)
        )
    )
    middles = alt.Chart(pd.DataFrame({"_all": [100]})).mark_rule(color=color("muted")).encode(x="_all:Q")
    kinds = alt.Scale(domain=texts)
    told = [
        alt.Tooltip("text:N", title="text"),
        alt.Tooltip("measure:N", title="measure"),
        alt.Tooltip("value:Q", title="its value"),
        alt.Tooltip("relative:Q", title="% of the row’s mean"),
        alt.Tooltip("choices:N", title="counted"),
    ]
    legend = alt.Legend(columns=alt.ExprRef("column < 500 ? 1 : 0"), symbolOpacity=1)
    dots = [
        alt.Chart(data)
        .transform_filter(alt.datum.text == text)
        .mark_point(strokeWidth=0.5, yOffset=offset)
        .encode(
            x=alt.X("relative:Q", title="% of the row’s mean", scale=scale),
            y=alt.Y("measure:N", title=None, sort=measures, scale=rows, axis=names),
            color=alt.Color("text:N", title=None, scale=kinds, legend=legend),
            shape=alt.Shape("text:N", title=None, scale=kinds, legend=legend),
            opacity=alt.condition(pick, alt.value(1), alt.value(0.6)),
            size=alt.condition(pick, alt.value(160), alt.value(alt.ExprRef("column < 500 ? 22 : 44"))),
            tooltip=told,
        )
        for text, offset in zip(texts, (-5, 5), strict=True)
    ]
    dots[0] = dots[0].add_params(pick)
    pairs = data.pivot_table(index=["measure", "choices"], columns="text", values="value")
    higher = (pairs[texts[1]] > pairs[texts[0]]).groupby("measure").mean().reindex(measures)
    means = pairs.groupby("measure").mean().loc[measures[0]]
    return alt.layer(spans, middles, *dots).properties(
        width="container",
        height=33 * len(measures),
        title=alt.Title(
            "Is one text more varied than the other?",
            subtitle="A dot for each way to count; point at one to see the same way in every row. Gray: what stretches of the "
            f"{texts[0]} vary between that are as long as the {texts[1]}",
        ),
        description=(
            f"Dots for two texts under {len(measures)} measures, each counted in {data['_way'].nunique()} ways. "
            f"{measures[0]}: on average {means[texts[0]]:.2f} in the {texts[0]} and {means[texts[1]]:.2f} in the {texts[1]}. "
            f"The {texts[1]}’s value is the higher one in this share of the ways: "
            + ", ".join(f"{measure} {share:.0%}" for measure, share in higher.items())
            + "."
        ),
    )
