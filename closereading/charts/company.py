"""Which words keep company: evidence for collocates, their places, and how measures rank them."""

from __future__ import annotations

from collections.abc import Collection

import altair as alt
import pandas as pd

from closereading.charts import color
from closereading.charts.booklet import HALO
from closereading.charts.links import passage

LEAST, MOST = -4.0, 9.0
"""Log ratios between which intervals are drawn; one that goes further ends in an arrowhead."""

APART = "holds among all the words tried"
WITHIN = "could be chance, of so many"
MEASURES = {
    "log_likelihood": "G²",
    "t_score": "t",
    "delta_p_collocate": "ΔP of the word",
    "log_dice": "logDice",
    "delta_p_node": "ΔP of the node",
    "pmi": "PMI",
    "conservative_log_ratio": "conservative",
}
"""Measures of `closereading.measures.collocation.around`, and what the chart calls them."""

FUNCTION, CONTENT = "function word", "content word"


def evidence(
    collocates: pd.DataFrame, nodes: dict[str, str], stoplist: Collection[str], shown: int = 12
) -> alt.LayerChart | alt.FacetChart:
    """Return the log ratio of a word's collocates, each with its interval and its count.

    Parameters
    ----------
    collocates : pandas.DataFrame
        As `closereading.measures.collocation.around` returns it, for several nodes, with the columns ``node``, ``window``
        (what the contexts are called), and ``para, phrase, context`` of an example.
    nodes : dict of str to str
        The nodes, in the order of the menu, and how they are written.
    stoplist : collection of str
        Function words, which the reader can leave out.
    shown : int
        How many collocates are drawn at a time.
    """
    data = _kept(collocates, ["node", "window"], stoplist, shown)
    windows = list(dict.fromkeys(collocates["window"]))
    data = data.assign(
        node=data["node"].map(nodes),
        _low=data["low"].clip(LEAST, MOST),
        _high=data["high"].clip(LEAST, MOST),
        _ratio=data["log_ratio"].clip(LEAST, MOST),
        verdict=[APART if value else WITHIN for value in data["conservative_log_ratio"]],
        met=[f"{o11}/{c1}" for o11, c1 in zip(data["o11"], data["c1"], strict=True)],
        interval=[_span(*row) for row in zip(data["low"], data["high"], strict=True)],
        href=[passage(*place) for place in zip(data["para"], data["phrase"], strict=True)],
    )
    for column in ("log_ratio", "conservative_log_ratio", "log_likelihood", "_low", "_high", "_ratio", "expected"):
        data[column] = data[column].round(2)
    first = next(iter(nodes.values()))
    seen = data[(data["node"] == first) & (data["window"] == windows[0])].head(shown)
    columns = ["node", "window", "collocate", "met", "expected", "log_ratio", "interval", "conservative_log_ratio"]
    data = data[
        [*columns, "log_likelihood", "verdict", "para", "context", "href", "_function", "_low", "_high", "_ratio"]
    ]
    told = [
        alt.Tooltip("collocate:N", title="collocate"),
        alt.Tooltip("met:N", title="near the node, of all"),
        alt.Tooltip("expected:Q", title="expected by chance"),
        alt.Tooltip("log_ratio:Q", title="log ratio"),
        alt.Tooltip("interval:N", title="its 95% interval"),
        alt.Tooltip("conservative_log_ratio:Q", title="conservative log ratio"),
        alt.Tooltip("log_likelihood:Q", title="G²"),
        alt.Tooltip("para:N", title="for instance in"),
        alt.Tooltip("context:N", title="in context"),
    ]
    base = _chosen(alt.Chart(data), shown)
    y = alt.Y("collocate:N", title=None, sort=alt.EncodingSortField("_rank", op="min"), axis=alt.Axis(grid=True))
    scale = alt.Scale(domain=[LEAST, MOST + 2.6], nice=False)
    axis = alt.Axis(values=[-4, -2, 0, 2, 4, 6, 8], format="d")
    x = alt.X("_ratio:Q", title="log ratio, in doublings", scale=scale, axis=axis)
    zero = alt.Chart(pd.DataFrame({"_zero": [0]})).mark_rule(color=color("ink")).encode(x="_zero:Q")
    bars = base.mark_rule(color=color("muted"), strokeWidth=2).encode(x=alt.X("_low:Q", scale=scale), x2="_high:Q", y=y)
    heads = [
        base.transform_filter(test)
        .mark_point(shape=shape, color=color("muted"), size=45, opacity=1)
        .encode(x=f"{end}:Q", y=y)
        for end, test, shape in (
            ("_low", f"datum._low <= {LEAST}", "triangle-left"),
            ("_high", f"datum._high >= {MOST}", "triangle-right"),
        )
    ]
    legend = alt.Legend(columns=1, labelLimit=280)
    verdicts = [APART, WITHIN]
    strokes = alt.Scale(domain=verdicts, range=[color("accent"), color("accent")])
    fills = alt.Scale(domain=verdicts, range=[color("accent"), color("paper")])
    points = base.mark_point(size=95, opacity=1, filled=True, strokeWidth=1.5).encode(
        x=x,
        y=y,
        shape=alt.Shape(
            "verdict:N", title=None, scale=alt.Scale(domain=verdicts, range=["diamond", "circle"]), legend=legend
        ),
        fill=alt.Fill("verdict:N", title=None, scale=fills, legend=legend),
        stroke=alt.Stroke("verdict:N", title=None, scale=strokes, legend=legend),
        href="href:N",
        tooltip=told,
    )
    counts = base.mark_text(align="right", baseline="middle", fontSize=12).encode(
        x=alt.value(alt.ExprRef("width")), y=y, text="met:N", tooltip=told
    )
    apart = seen.loc[seen["verdict"] == APART, "collocate"]
    top = seen.iloc[0]
    return (
        alt.layer(zero, bars, *heads, counts, points)
        .add_params(*_menus(nodes, windows))
        .properties(
            width="container",
            height=23 * shown,
            title=alt.Title(
                "Which words stand near the word more often than chance has it?",
                subtitle="Best-attested collocates first (by G²), with 95% intervals; 1 is twice as often as elsewhere, 2 four "
                "times. Right: how often near the node, of all occurrences. A click opens an instance",
            ),
            description=(
                f"Dots with intervals for up to {shown} collocates of a word chosen from {len(nodes)}. For {first}, "
                f"{windows[0]}, the association of {len(apart)} of the {len(seen)} drawn holds among all the words tried"
                + (f" ({', '.join(apart)})" if len(apart) else "")
                + f"; the best attested is “{top['collocate']}”, {top['met'].replace('/', ' of ')} times near it, with a log "
                f"ratio of {top['log_ratio']:.2f} (interval {top['interval']})."
            ),
        )
    )


def places(
    counts: pd.DataFrame, nodes: dict[str, str], stoplist: Collection[str], shown: int = 12
) -> alt.LayerChart | alt.FacetChart:
    """Return how often each word stands at each distance from a node.

    Parameters
    ----------
    counts : pandas.DataFrame
        As `closereading.measures.collocation.positions` returns it, for several nodes, with the columns ``node`` and
        ``para, phrase, context`` of an example.
    nodes : dict of str to str
        The nodes, in the order of the menu, and how they are written.
    stoplist : collection of str
        Function words, which the reader can leave out.
    shown : int
        How many words are drawn at a time.
    """
    totals = counts.groupby(["node", "collocate"], sort=False)["count"].sum().rename("total").reset_index()
    totals = totals[totals["total"] > 1].sort_values(["total", "collocate"], ascending=[False, True])
    totals["node"] = pd.Categorical(totals["node"], list(nodes))
    kept = _kept(totals.sort_values("node", kind="stable"), ["node"], stoplist, shown)
    kept["_order"] = kept.groupby("node", observed=True).cumcount()
    data = (
        kept.astype({"node": str}).merge(counts, on=["node", "collocate"]).sort_values(["node", "_order", "position"])
    )
    data = data.assign(
        node=data["node"].map(nodes),
        place=[f"{abs(n)} {'left' if n < 0 else 'right'}" for n in data["position"]],
        href=[passage(*place) for place in zip(data["para"], data["phrase"], strict=True)],
    )
    columns = ["node", "collocate", "position", "place", "count", "total", "para", "context", "href"]
    data = data[[*columns, "_function", "_order"]]
    first = next(iter(nodes.values()))
    peaks = data[data["node"] == first].nlargest(3, "count")
    window = int(counts["position"].abs().max())
    dense = f"dense_rank <= {shown}"
    base = (
        alt.Chart(data)
        .transform_filter("datum.node === node && (words || !datum._function)")
        .transform_window(dense_rank="dense_rank()", sort=[alt.SortField("_order")])
        .transform_filter(f"datum.{dense}")
    )
    x = alt.X(
        "position:O",
        title="words to the left and to the right",
        scale=alt.Scale(domain=[*range(-window, 0), 0, *range(1, window + 1)]),
        axis=alt.Axis(
            labelAngle=0, labelExpr="datum.value == 0 ? '·' : datum.value > 0 ? '+' + datum.value : '−' + -datum.value"
        ),
    )
    y = alt.Y("collocate:N", title=None, sort=alt.EncodingSortField("_order", op="min"))
    told = [
        alt.Tooltip("collocate:N", title="word"),
        alt.Tooltip("place:N", title="place"),
        alt.Tooltip("count:Q", title="times there"),
        alt.Tooltip("total:Q", title=f"times in all {2 * window} places"),
        alt.Tooltip("para:N", title="for instance in"),
        alt.Tooltip("context:N", title="in context"),
    ]
    steps = alt.Scale(type="threshold", domain=[2, 3, 5, 10, 20], range="ramp")
    tiles = base.mark_rect(stroke=color("paper"), strokeWidth=2).encode(
        x=x, y=y, color=alt.Color("count:Q", scale=steps, legend=None), href="href:N", tooltip=told
    )
    numbers = base.mark_text(fontSize=12, fontWeight=600).encode(
        x=x,
        y=y,
        text="count:Q",
        color=alt.condition("datum.count >= 5", alt.value(color("paper")), alt.value(color("ink"))),
        href="href:N",
        tooltip=told,
    )
    return (
        alt.layer(tiles, numbers)
        .add_params(*_menus(nodes, []))
        .properties(
            width="container",
            height=25 * shown,
            title=alt.Title(
                "Where do its neighbors stand?",
                subtitle="How often each word stands so many words before or after the node, within the "
                "sentence; a click opens an instance",
            ),
            description=(
                f"A table of tiles: words by their distance, from {window} words before to {window} after a word chosen from "
                f"{len(nodes)}; darker is more often. For {first}: "
                + ", ".join(
                    f"“{row.collocate}” {row.count} times in the place {row.place}"
                    for row in peaks.itertuples(name="Row")
                )
                + "."
            ),
        )
    )


def ranks(
    collocates: pd.DataFrame, nodes: dict[str, str], stoplist: Collection[str], top: int = 4
) -> alt.LayerChart | alt.FacetChart:
    """Return the ranks of a word's collocates under several measures, connected word by word.

    Parameters
    ----------
    collocates : pandas.DataFrame
        As `closereading.measures.collocation.around` returns it, for several nodes, with the column ``node``.
    nodes : dict of str to str
        The nodes, in the order of the menu, and how they are written.
    stoplist : collection of str
        Function words, which are drawn in another way.
    top : int
        Words that are among so many first under any of the measures are drawn.
    """
    parts = [_ranked(collocates[collocates["node"] == node], top).assign(node=name) for node, name in nodes.items()]
    data = pd.concat(parts, ignore_index=True)
    data["kind"] = [FUNCTION if word in stoplist else CONTENT for word in data["collocate"]]
    first = data[data["node"] == next(iter(nodes.values()))]
    leaders = first[first["_row"] == 1].set_index("measure")["collocate"]
    best = first[first["measure"] == "PMI"].nsmallest(1, "_row").iloc[0]
    column = first[first["measure"] == "PMI"].set_index("collocate")["rank"]
    most = first.nlargest(1, "o11").iloc[0]
    rows = int(data["_row"].max())
    pick = alt.selection_point(fields=["collocate"], on="pointerover", clear="pointerout")
    base = alt.Chart(data).transform_filter("datum.node === node")
    names = list(MEASURES.values())
    x = alt.X(
        "measure:N",
        title=None,
        sort=names,
        scale=alt.Scale(domain=[*names, " "], padding=0.3),
        axis=alt.Axis(orient="top", labelAngle=-50, labelOverlap=False, domain=False, ticks=False),
    )
    y = alt.Y("_at:N", title=None, sort=alt.EncodingSortField("_row", op="min"), axis=alt.Axis(domain=False))
    kinds = [CONTENT, FUNCTION]
    colors = alt.Scale(domain=kinds)
    legend = alt.Legend(columns=alt.ExprRef("column < 500 ? 1 : 0"), symbolType="stroke", symbolStrokeWidth=2.5)
    told = [
        alt.Tooltip("collocate:N", title="collocate"),
        alt.Tooltip("measure:N", title="under"),
        alt.Tooltip("rank:Q", title="rank"),
        alt.Tooltip("tied:Q", title="words at this rank"),
        alt.Tooltip("among:Q", title="of collocates"),
        alt.Tooltip("value:Q", title="its value"),
        alt.Tooltip("o11:Q", title="times near the node"),
    ]
    lit = alt.condition(pick, alt.value(1), alt.value(0.18), empty=True)
    lines = base.mark_line().encode(
        x=x,
        y=y,
        detail="collocate:N",
        size=alt.Size("o11:Q", scale=alt.Scale(type="log", domain=[2, 80], range=[1.5, 5], clamp=True), legend=None),
        color=alt.Color("kind:N", title=None, scale=colors, legend=legend),
        strokeDash=alt.StrokeDash(
            "kind:N", title=None, scale=alt.Scale(domain=kinds, range=[[1, 0], [5, 3]]), legend=legend
        ),
        opacity=lit,
        tooltip=[told[0], told[-1]],
    )
    dots = base.mark_circle(size=330, fill=color("paper"), strokeWidth=1.5, opacity=1).encode(
        x=x, y=y, stroke=alt.Stroke("kind:N", title=None, scale=colors, legend=legend), tooltip=told
    )
    numbers = base.mark_text(fontSize=12).encode(x=x, y=y, text="rank:Q", opacity=lit, tooltip=told)
    last = base.transform_filter("datum._last").encode(
        x=x, y=y, text="collocate:N", opacity=alt.value(alt.ExprRef("column < 500 ? 0 : 1"))
    )
    words = [last.mark_text(align="left", dx=14, fontSize=12, **style) for style in (HALO, {})]
    return (
        alt.layer(lines, dots.add_params(pick), numbers, *words)
        .add_params(_menus(nodes, [])[0])
        .properties(
            width="container",
            height=25 * rows,
            title=alt.Title(
                "Who is the closest companion?",
                subtitle="Ranks of the collocates under each measure; thick lines are words often met, equal ranks stand in the "
                "order of their counts; point at a word to follow it",
            ),
            description=(
                f"Lines connect the ranks of each collocate under {len(names)} measures. For {first['node'].iloc[0]} the first is "
                + ", ".join(f"“{leaders[name]}” under {name}" for name in names if name in leaders)
                + f". The word met most often, “{most['collocate']}” ({most['o11']} times), has rank "
                f"{column[most['collocate']]} under PMI; the first there, “{best['collocate']}”, was met {best['o11']} times."
            ),
        )
    )


def _ranked(found: pd.DataFrame, top: int) -> pd.DataFrame:
    """Return a row for each collocate and measure: those that stand near the node more often than by chance."""
    found = found[found["o11"] > found["expected"]].reset_index(drop=True)
    values = found[list(MEASURES)].round(9)  # equal values that differ in their last digit are a tie
    ranked = values.rank(ascending=False, method="min").astype(int)
    ranked["conservative_log_ratio"] = ranked["conservative_log_ratio"].where(found["conservative_log_ratio"] > 0)
    kept = found[(ranked <= top).any(axis=1)]
    rows = []
    for measure, name in MEASURES.items():
        one = kept[["collocate", "o11"]].assign(
            measure=name, rank=ranked[measure], value=found[measure].round(3), among=len(found)
        )
        one["tied"] = one["rank"].map(ranked[measure].value_counts())
        rows.append(one.dropna(subset="rank").sort_values(["rank", "o11", "collocate"], ascending=[True, False, True]))
        rows[-1]["_row"] = range(1, len(rows[-1]) + 1)
    at = dict(zip(rows[0]["_row"], rows[0]["collocate"], strict=True))
    data = pd.concat(rows, ignore_index=True).astype({"rank": int, "tied": int})
    last = data.groupby("collocate")["measure"].transform("last") == data["measure"]
    return data.assign(_at=data["_row"].map(at), _last=last)


def _kept(table: pd.DataFrame, by: list[str], stoplist: Collection[str], shown: int) -> pd.DataFrame:
    """Return the first rows of each group, with and without function words."""
    marked = table.reset_index(drop=True)
    marked["_function"] = marked["collocate"].isin(stoplist)
    content = marked[~marked["_function"]]
    heads = [part.groupby(by, sort=False, observed=True).head(shown).index for part in (marked, content)]
    kept = marked.loc[sorted(heads[0].union(heads[1]))]
    return kept.reset_index(drop=True)


def _menus(nodes: dict[str, str], windows: list[str]) -> list[alt.Parameter]:
    names = list(nodes.values())
    node = alt.param(name="node", value=names[0], bind=alt.binding_select(options=names, name="Node "))
    words = alt.param(name="words", value=True, bind=alt.binding_checkbox(name="Function words "))
    if not windows:
        return [node, words]
    window = alt.param(name="window", value=windows[0], bind=alt.binding_select(options=windows, name="Near means "))
    return [node, window, words]


def _chosen(chart: alt.Chart, shown: int) -> alt.Chart:
    return (
        chart.transform_filter("datum.node === node && datum.window === window && (words || !datum._function)")
        .transform_window(_rank="row_number()")
        .transform_filter(f"datum._rank <= {shown}")
    )


def _span(low: float, high: float) -> str:
    ends = (f"{end:.1f}".replace("-", "−").replace("inf", "∞") for end in (low, high))
    return " to ".join(ends)
