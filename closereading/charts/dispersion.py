"""Where in a text words occur: by section, by place, against chance, and piled up along the way."""

from __future__ import annotations

import altair as alt
import pandas as pd

from closereading.charts import color
from closereading.charts.booklet import NAMES, SECTIONS
from closereading.charts.links import passage


def heat_map(rates: pd.DataFrame, sections: dict[str, str], words: list[str]) -> alt.LayerChart | alt.FacetChart:
    """Return how frequent words are in each section, as tiles with their counts.

    Parameters
    ----------
    rates : pandas.DataFrame
        As `closereading.measures.frequency.rates` returns it, by section.
    sections : dict of str to str
        Short titles of the sections by their letters, in the order they are drawn.
    words : list of str
        The words, in the order they are drawn.
    """
    unit = rates.columns[0]
    tiles = pd.MultiIndex.from_product([words, list(sections)], names=["word", "section"])
    data = rates.rename(columns={unit: "word"}).set_index(["word", "section"])[["count", "rate"]].reindex(tiles)
    data = data.fillna(0).astype({"count": int}).round({"rate": 2}).reset_index()
    most = data["rate"].max()
    names = "{" + ", ".join(f"{letter!r}: {f'{letter} {title}'!r}" for letter, title in sections.items()) + "}"
    axis = alt.Axis(
        orient="top",
        labelAngle=0,
        labelExpr=f"column < 500 ? datum.label : {names}[datum.label]",
        domain=False,
        ticks=False,
        labelLimit=150,
    )
    base = alt.Chart(data).encode(
        x=alt.X("section:N", title=None, sort=list(sections), axis=axis),
        y=alt.Y("word:N", title=None, sort=words, axis=alt.Axis(domain=False, ticks=False)),
        tooltip=["word:N", "section:N", "count:Q", alt.Tooltip("rate:Q", title="per 1,000 words")],
    )
    legend = alt.Legend(title="per 1,000 words", gradientLength=120)
    scale = alt.Scale(domain=[0, most], type="sqrt")
    tile = (
        base.transform_filter("datum.count > 0")
        .mark_rect()
        .encode(color=alt.Color("rate:Q", scale=scale, legend=legend))
    )
    paper, ink = color("paper").to_dict()["expr"], color("ink").to_dict()["expr"]
    number = base.mark_text().encode(
        text=alt.condition("datum.count > 0", "count:Q", alt.value("·")),
        color=alt.condition(
            f"sqrt(datum.rate / {most}) > (luminance(paper) > 0.5 ? 0.66 : 0.48)",
            alt.value(alt.ExprRef(paper)),
            alt.value(alt.ExprRef(ink)),
        ),
    )
    alone = [word for word in words if (data.loc[data["word"] == word, "count"] > 0).sum() == 1]
    top = data.loc[data["rate"].idxmax()]
    return alt.layer(tile, number).properties(
        width="container",
        height=23 * len(words),
        title=alt.Title(
            "Which section does a word live in?",
            subtitle="Numbers: occurrences; the stronger the color, the more of them per 1,000 words of the section",
        ),
        description=(
            f"A table of {len(words)} words and {len(sections)} sections. The strongest tile is “{top['word']}” in section "
            f"{top['section']}, {top['count']} times, {top['rate']:.1f} per 1,000 words. "
            f"In one section only: {', '.join(alone) or 'none'}."
        ),
    )


def barcodes(places: pd.DataFrame, term: str) -> alt.LayerChart | alt.FacetChart:
    """Return the places of whatever word the reader types, in the order of the file and in the order of reading.

    Parameters
    ----------
    places : pandas.DataFrame
        Columns ``word``, ``file`` and ``read`` (where it stands in either order, 0 to 1) and ``section``.
    term : str
        The word shown at first.
    """
    box = alt.param(name="term", value=term, bind=alt.binding(input="search", name="Word", placeholder="a word"))
    rows = list(NAMES.values())
    scale = alt.Scale(domain=list(SECTIONS))
    base = (
        alt.Chart(places[["word", "file", "read", "section"]].round(3))
        .transform_filter("datum.word === replace(lower(trim(term)), '’', '\\'')")
        .transform_calculate(**{name: f"datum.{column}" for column, name in NAMES.items()})
        .transform_fold([*rows], as_=["order", "place"])
    )
    y = alt.Y("order:N", title=None, sort=rows, axis=alt.Axis(domain=False, ticks=False), scale=alt.Scale(domain=rows))
    axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1])
    x = alt.X("place:Q", title="of the way through", scale=alt.Scale(domain=[0, 1]), axis=axis)
    ticks = base.mark_tick(thickness=2.5, height=46, opacity=0.9).encode(
        x=x,
        y=y,
        color=alt.Color("section:N", title="section", scale=scale),
        tooltip=["word:N", "section:N", "order:N", alt.Tooltip("place:Q", format=".0%")],
    )
    middle = (
        base.transform_aggregate(median="median(place)", groupby=["order"])
        .mark_point(shape="diamond", size=130, opacity=1, color=color("ink"), yOffset=32)
        .encode(x=alt.X("median:Q"), y=y, tooltip=["order:N", alt.Tooltip("median:Q", title="middle", format=".0%")])
    )
    none = (
        base.transform_aggregate(_hits="count()")
        .transform_filter("datum._hits === 0 && trim(term)")
        .transform_calculate(_said="'not found: try another word, in its dictionary form'")
        .mark_text(align="left")
        .encode(x=alt.value(4), y=alt.value(20), text="_said:N")
    )
    first = places[places["word"] == term]
    return (
        alt.layer(ticks, middle, none)
        .add_params(box)
        .properties(
            width="container",
            height=180,
            title=alt.Title(
                "Does a word come and go, or does the paper?",
                subtitle="Type a word in its dictionary form; a stroke is an occurrence, the diamond the middle one",
            ),
            description=(
                f"Two rows of strokes for “{term}”, {len(first)} of them: in the file from {first['file'].min():.0%} to "
                f"{first['file'].max():.0%} of the way through, in reading order from {first['read'].min():.0%} to "
                f"{first['read'].max():.0%}. A box takes another word."
            ),
        )
    )


def against_chance(table: pd.DataFrame, envelope: pd.DataFrame, places: pd.DataFrame, start: str) -> alt.VConcatChart:
    """Return the dispersion of words by their frequency, with what chance gives, and the places of the word clicked.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``word``, ``count``, ``dp``, ``low``, ``high`` (of chance, for that count) and ``beyond`` (bool).
    envelope : pandas.DataFrame
        Columns ``count``, ``low``, ``mean`` and ``high`` of chance.
    places : pandas.DataFrame
        Columns ``word``, ``read`` (0 to 1), ``section``, ``para``, ``phrase`` and ``context`` of the words of the table.
    start : str
        The word whose places are shown at first.
    """
    data = table.assign(
        _kind=table["beyond"].map({True: "clumped beyond chance", False: "as chance would have it"})
    ).round(3)
    data = data.rename(columns={"_kind": "spread"})
    kinds = ["clumped beyond chance", "as chance would have it"]
    pick = alt.selection_point(fields=["word"], value=[{"word": start}], toggle=False, empty=False, name="clicked")
    x = alt.X(
        "count:Q", title="times", scale=alt.Scale(type="log", nice=False), axis=alt.Axis(values=[10, 20, 50, 100, 200])
    )
    even = "DP: 0 even, 1 in one place"
    y = alt.Y("dp:Q", title=even, scale=alt.Scale(domain=[0, 1]))
    chance = alt.Chart(envelope.round(3)).encode(x=alt.X("count:Q", title="times"))
    band = chance.mark_area(opacity=0.3, color=color("muted")).encode(y=alt.Y("low:Q", title=even), y2="high:Q")
    mean = chance.mark_line(color=color("muted"), strokeDash=[6, 4], strokeWidth=1.5).encode(
        y=alt.Y("mean:Q", title=even)
    )
    told = [
        *("word:N", "count:Q"),
        alt.Tooltip("dp:Q", title="DP"),
        alt.Tooltip("low:Q", title="by chance, from"),
        alt.Tooltip("high:Q", title="by chance, to"),
    ]
    hue = alt.Scale(domain=kinds, range=[color("ink"), color("muted")])  # sections have the colors here
    points = (
        alt.Chart(data)
        .mark_point(opacity=1)
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "spread:N", title=None, scale=hue, legend=alt.Legend(columns=alt.ExprRef("column < 500 ? 1 : 0"))
            ),
            shape=alt.Shape("spread:N", title=None, scale=alt.Scale(domain=kinds)),
            size=alt.condition(pick, alt.value(220), alt.value(60)),
            tooltip=told,
        )
        .add_params(pick)
    )
    label = alt.Chart(data).transform_filter(pick).encode(x=x, y=y, text="word:N")
    labels = (
        label.mark_text(align="left", dx=11, fontWeight=600, stroke=color("paper"), strokeWidth=5),
        label.mark_text(align="left", dx=11, fontWeight=600),
    )
    hits = places.assign(href=[passage(*place) for place in zip(places["para"], places["phrase"], strict=True)])
    row = (
        alt.Chart(hits.drop(columns="phrase").round(4))
        .transform_filter(pick)
        .mark_tick(thickness=3, height=34, opacity=0.9, cursor="pointer")
        .encode(
            x=alt.X(
                "read:Q",
                title="of the way through, in reading order",
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1]),
            ),
            color=alt.Color("section:N", title="section", scale=alt.Scale(domain=list(SECTIONS))),
            href="href:N",
            tooltip=[alt.Tooltip("context:N", title="in context"), alt.Tooltip("para:N", title="paragraph"), "word:N"],
        )
        .properties(width="container", height=44)
    )
    far = data[data["beyond"]].assign(_far=lambda t: t["dp"] - t["high"]).nlargest(5, "_far")["word"]
    return (
        alt.vconcat(alt.layer(band, mean, points, *labels).properties(width="container", height=320), row)
        .resolve_scale(color="independent", shape="independent")
        .properties(
            title=alt.Title(
                "Which words keep to a few places more than chance would have it?",
                subtitle="Band: 95% of words strewn at random, by frequency; a click on a word shows its places below",
            ),
            description=(
                f"Dots for {len(data)} words by frequency and by how unevenly they are spread, over a falling band of what "
                f"chance gives. {int(data['beyond'].sum())} lie above the band, farthest {', '.join(far)}. A row below shows "
                f"the places of one word, at first “{start}”."
            ),
        )
    )


def cumulative(curves: pd.DataFrame, sections: pd.DataFrame, term: str) -> alt.LayerChart | alt.FacetChart:
    """Return how far a word's occurrences run ahead of an even spread, with where shuffled paragraphs would take them.

    Parameters
    ----------
    curves : pandas.DataFrame
        Columns ``word``, ``words`` (read so far), ``excess``, ``low``, ``high`` and ``p``.
    sections : pandas.DataFrame
        Columns ``section`` and ``words``: after how many words a section begins.
    term : str
        The word shown at first.
    """
    terms = sorted(curves["word"].unique())
    choice = alt.param(name="term", value=term, bind=alt.binding_select(options=terms, name="Word"))
    ahead = "times, beyond an even spread"
    base = alt.Chart(curves.round({"excess": 2, "low": 2, "high": 2})).transform_filter("datum.word === term")
    x = alt.X("words:Q", title="words read", scale=alt.Scale(nice=False), axis=alt.Axis(labelFlush=True))
    told = [
        alt.Tooltip("words:Q", title="words read", format=","),
        alt.Tooltip("excess:Q", title="ahead of an even spread", format=".1f"),
        alt.Tooltip("low:Q", title="shuffled, from", format=".1f"),
        alt.Tooltip("high:Q", title="shuffled, to", format=".1f"),
    ]
    band = base.mark_area(opacity=0.3, color=color("muted")).encode(x=x, y=alt.Y("low:Q", title=ahead), y2="high:Q")
    line = base.mark_line().encode(x=x, y=alt.Y("excess:Q", title=ahead), tooltip=told)
    zero = alt.Chart().mark_rule(strokeDash=[6, 4]).encode(y=alt.datum(0))
    begin = alt.Chart(sections).encode(x="words:Q")
    rules = begin.mark_rule(color=color("muted"), strokeDash=[2, 3])
    letters = begin.mark_text(align="left", dx=4, fontWeight=600).encode(y=alt.value(8), text="section:N")
    p = (
        base.transform_aggregate(p="min(p)", groupby=["word"])
        .transform_calculate(_said="'p = ' + format(datum.p, datum.p < 0.001 ? '.4f' : '.3f')")
        .mark_text(align="right", dx=-4)
        .encode(
            x=alt.value(alt.ExprRef("width")),
            y=alt.value(alt.ExprRef("height - 12")),
            text="_said:N",
            tooltip=[alt.Tooltip("p:Q", format=".4f")],
        )
    )
    first = curves[curves["word"] == term]
    top = first.loc[first["excess"].abs().idxmax()]
    return (
        alt.layer(band, zero, rules, letters, line, p)
        .add_params(choice)
        .properties(
            width="container",
            height=260,
            title=alt.Title(
                "Where does a word enter, and where does it leave?",
                subtitle="The line rises where the word is frequent; band: the same paragraphs in random order",
            ),
            description=(
                f"A line over the words of the text, in reading order, for “{term}”: farthest from 0 at "
                f"{top['excess']:+.1f} after {top['words']:,.0f} words, where shuffled paragraphs give {top['low']:.1f} to "
                f"{top['high']:.1f}; p = {top['p']:.4f}. A list offers {len(terms)} words."
            ),
        )
    )
