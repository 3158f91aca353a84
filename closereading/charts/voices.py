"""Whose words are whose, page by page."""

from __future__ import annotations

import altair as alt
import pandas as pd

from closereading.charts import color
from closereading.charts.booklet import SECTIONS
from closereading.charts.links import passage

VOICES = {
    "author": "Bakunin, in Dolgoff’s English",
    "reported": "speech he reports",
    "bracket": "Dolgoff, in square brackets",
    "editor": "Dolgoff, in his introduction",
}
"""The voices in the order they are drawn, and what the legend calls them."""


OUTLINES: dict[str, list[float]] = {"author": [0, 1], "reported": [4, 2], "bracket": [1, 0], "editor": [1.5, 1.5]}
"""Dashes of the outline, none to full, so that no voice is told by its hue alone."""


def by_page(tokens: pd.DataFrame) -> alt.Chart:
    """Return a bar for each page, divided by voice.

    Parameters
    ----------
    tokens : pandas.DataFrame
        A token table with pages (`closereading.edition.TOKENS`).
    """
    words = tokens[tokens["is_word"]]
    counts = words.groupby(["page", "voice"]).size().rename("words").reset_index()
    counts["share"] = counts["words"] / counts.groupby("page")["words"].transform("sum")
    counts["_rank"] = counts["voice"].map({voice: rank for rank, voice in enumerate(VOICES)})
    counts["voice"] = counts["voice"].map(VOICES)
    shown = [label for label in VOICES.values() if label in set(counts["voice"])]
    introduction = counts.loc[counts["voice"] == VOICES["editor"], "page"]
    most = counts[counts["voice"] == VOICES["bracket"]].nlargest(1, "share").iloc[0]
    dashes = [OUTLINES[voice] for voice, label in VOICES.items() if label in shown]
    legend = alt.Legend(columns=1, symbolSize=160)
    return (
        alt.Chart(counts)
        .mark_bar(stroke=color("ink"), strokeWidth=1.5)
        .encode(
            color=alt.Color("voice:N", title=None, scale=alt.Scale(domain=shown), legend=legend),
            strokeDash=alt.StrokeDash(
                "voice:N", title=None, scale=alt.Scale(domain=shown, range=dashes), legend=legend
            ),
            x=alt.X("page:O", title="page of the booklet", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("words:Q", title="words"),
            order=alt.Order("_rank:Q"),
            tooltip=["page:O", "voice:N", "words:Q", alt.Tooltip("share:Q", format=".0%", title="share of the page")],
        )
        .properties(
            width="container",
            height=260,
            title=alt.Title("Who speaks on each page?", subtitle="Words on each page of the booklet, by voice"),
            description=(
                f"Stacked bars, one a page. Pages {', '.join(map(str, introduction))} are Dolgoff's introduction; "
                "every later page is almost wholly Bakunin's text, with thin slices of reported speech and of brackets. "
                f"The largest slice of brackets is on page {most['page']}: {most['words']} words, {most['share']:.0%}."
            ),
        )
    )


def traces(marks: pd.DataFrame) -> alt.Chart:
    """Return the editor's traces in the body, page by page.

    Parameters
    ----------
    marks : pandas.DataFrame
        As `closereading.passages.traces` returns it.
    """
    counts = marks.groupby(["kind", "page"]).size().groupby("page").sum()
    kinds = ["ellipsis", "square bracket", "round bracket"]
    stacked = marks.assign(
        _height=marks.groupby("page").cumcount() + 1,
        href=[passage(*place) for place in zip(marks["para"], marks["phrase"], strict=True)],
    ).drop(columns="phrase")[["para", "page", "kind", "text", "context", "_height", "href"]]
    pages = list(range(marks["page"].min(), marks["page"].max() + 1))
    legend = alt.Legend(columns=alt.ExprRef("column < 500 ? 2 : 0"))
    return (
        alt.Chart(stacked)
        .mark_point(size=95, opacity=1)
        .encode(
            x=alt.X("page:O", title="page of the booklet", scale=alt.Scale(domain=pages), axis=alt.Axis(labelAngle=0)),
            y=alt.Y("_height:Q", title="traces on the page", axis=alt.Axis(tickMinStep=1)),
            color=alt.Color("kind:N", title=None, scale=alt.Scale(domain=kinds), legend=legend),
            shape=alt.Shape(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=kinds, range=["circle", "square", "diamond"]),
                legend=legend,
            ),
            href="href:N",
            tooltip=["kind:N", alt.Tooltip("para:N", title="paragraph"), alt.Tooltip("context:N", title="in context")],
        )
        .properties(
            width="container",
            height=240,
            title=alt.Title(
                "Where does the editor’s hand show?",
                subtitle="One mark for each ellipsis and bracket; a click opens the passage",
            ),
            description=(
                f"Stacked marks, one a trace. Page {counts.idxmax()} has the most, {counts.max()}; "
                + "; ".join(f"{(marks['kind'] == kind).sum()} marks of the kind {kind}" for kind in kinds)
                + "."
            ),
        )
    )


def transpositions(passages: pd.DataFrame, paragraphs: list[str]) -> alt.Chart:
    """Return where in the French manuscript the passages of the English come from.

    Parameters
    ----------
    passages : pandas.DataFrame
        Rows of ``data/descent.csv``: columns ``para``, ``quotation``, ``leaf`` (as printed, a number or a range),
        ``french``.
    paragraphs : list of str
        The numbers of the author's paragraphs, in reading order.
    """
    place = {para: n for n, para in enumerate(paragraphs)}
    data = passages.assign(
        leaf=passages["leaf"].str.extract(r"(\d+)")[0].astype(int),
        section=passages["para"].str[0],
        href=[passage(*row) for row in zip(passages["para"], passages["quotation"], strict=True)],
        order=passages["para"].map(place),
    ).sort_values(["order", "leaf"])[["para", "leaf", "section", "quotation", "french", "href"]]
    back = data["leaf"].lt(data["leaf"].cummax())
    legend = alt.Legend(values=[letter for letter in SECTIONS if letter in set(data["section"])])
    return (
        alt.Chart(data)
        .mark_point(size=100, opacity=1)
        .encode(
            x=alt.X(
                "para:O",
                sort=paragraphs,
                scale=alt.Scale(domain=paragraphs),
                title="paragraph, in reading order",
                axis=alt.Axis(labelAngle=-90, labelFontSize=12, labelOverlap="greedy"),
            ),
            y=alt.Y("leaf:Q", scale=alt.Scale(zero=False), title="leaf of Bakunin’s manuscript"),
            color=alt.Color("section:N", title="section", scale=alt.Scale(domain=list(SECTIONS)), legend=legend),
            shape=alt.Shape("section:N", title="section", scale=alt.Scale(domain=list(SECTIONS)), legend=legend),
            href="href:N",
            tooltip=[
                alt.Tooltip("para:N", title="paragraph"),
                alt.Tooltip("leaf:Q", title="leaf"),
                alt.Tooltip("quotation:N", title="English"),
                alt.Tooltip("french:N", title="French"),
            ],
        )
        .properties(
            width="container",
            height=340,
            title=alt.Title(
                "Does the English follow the order of the manuscript?",
                subtitle="One mark for each passage compared. In an unmoved text the marks would only rise; a click opens "
                "the passage.",
            ),
            description=(
                f"Marks for {len(data)} passages, rising from leaf {data['leaf'].min()} at the beginning of the pamphlet to "
                f"leaf {data['leaf'].max()} at its end, but not steadily: {back.sum()} of them come from an earlier leaf "
                "than a passage printed before them, "
                f"most of all in paragraphs {', '.join(data.loc[back, 'para'].value_counts().index[:4])}."
            ),
        )
    )
