"""Two sources beside each other: what each answers, which words only one of them has, and where both speak of secrecy."""

from __future__ import annotations

import altair as alt
import pandas as pd

from closereading.charts import color
from closereading.charts.links import passage

RELATIONS = ("agreement", "conflict", "different things", "silence")
WHO = ("Bakunin's text", "the editor", "the article", "quoted in the article")
SHORT = ("Bakunin", "editor", "article")
DASHES = {"agreement": [1, 0], "conflict": [6, 3], "different things": [2, 4]}
TIMES = "M-.8,-.8L.8,.8M-.8,.8L.8,-.8"
SHAPES = ("circle", "diamond", "square", "triangle-up")

ONE_COLUMN = alt.Legend(columns=alt.ExprRef("column < 500 ? 1 : 0"))
ALONE = "only this one speaks"
"""What the legend calls the mark of a silence, which stands under the source that is not silent."""


def questions(rows: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return which source answers which question, and how the answers stand to each other.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `closereading.side_by_side.load` returns them.
    """
    data = pd.DataFrame([cell for row in rows.to_dict("records") for cell in _cells(row)])
    subjects = rows["subject"].tolist()
    names = dict(zip(WHO, SHORT, strict=False))
    labels = f"column < 500 ? {names}[datum.label] : datum.label"
    across = alt.Axis(orient="top", labelAngle=0, labelExpr=labels, domain=False, ticks=False, labelOverlap=False)
    x = alt.X("who:N", title=None, scale=alt.Scale(domain=list(WHO[:3])), axis=across)
    y = alt.Y(
        "subject:N", title=None, sort=subjects, axis=alt.Axis(grid=True, domain=False, ticks=False, labelLimit=140)
    )
    scale = alt.Scale(domain=list(RELATIONS))
    told = [
        alt.Tooltip("question:N"),
        alt.Tooltip("who:N", title="source"),
        alt.Tooltip("para:N", title="paragraph"),
        alt.Tooltip("says:N"),
        alt.Tooltip("relation:N"),
        alt.Tooltip("reading:N", title="our reading"),
        alt.Tooltip("doubt:N"),
    ]
    base = alt.Chart(data).encode(x=x, y=y, tooltip=told)
    legend = alt.Legend(columns=ONE_COLUMN.columns, labelExpr=f"datum.label === 'silence' ? {ALONE!r} : datum.label")
    color_of = alt.Color("relation:N", scale=scale, title=None, legend=legend)
    ties = [
        base.transform_filter(f"datum._answers && datum.relation === {relation!r}")
        .mark_line(strokeWidth=2, strokeDash=dash)
        .encode(detail="subject:N", color=color_of, tooltip=alt.value(None))
        for relation, dash in DASHES.items()
    ]
    answers = (
        base.transform_filter("datum._answers")
        .mark_point(size=120, opacity=1)
        .encode(
            color=color_of,
            shape=alt.Shape(
                "relation:N",
                scale=alt.Scale(domain=list(RELATIONS), range=list(SHAPES)),
                title=None,
                legend=legend,
            ),
            href="href:N",
        )
    )
    never = base.transform_filter("!datum._answers && datum._times === 0").mark_point(
        size=60, shape=TIMES, filled=False, strokeWidth=2, stroke=color("muted"), opacity=1
    )
    words = base.transform_filter("!datum._answers && datum._times > 0").mark_point(
        size=35, opacity=1, color=color("muted")
    )
    counts = rows["relation"].value_counts()
    silent = rows["silent"].value_counts()
    return alt.layer(*ties, never, words, answers).properties(
        width="container",
        height=23 * len(subjects),
        title=alt.Title(
            "Where do the two sources meet?",
            subtitle="Shapes: an answer in the source's words, a click opens the passage; ×: never has the words we searched "
            "for; small dots: the editor has them",
        ),
        description=(
            f"Rows for {len(rows)} questions, with a mark under each source that answers. "
            + ", ".join(f"{counts.get(name, 0)} {name}" for name in RELATIONS)
            + f"; among the silences {silent.get('pamphlet', 0)} of Bakunin's text and {silent.get('article', 0)} of the "
            "article. Agreement: "
            + ", ".join(rows.loc[rows["relation"] == "agreement", "subject"])
            + ". Conflict: "
            + ", ".join(rows.loc[rows["relation"] == "conflict", "subject"])
            + "."
        ),
    )


def _cells(row: dict) -> list[dict]:
    """Return what is drawn of one question: an answer for each source that gives one, and the silences."""
    by_editor = row["pamphlet_voice"].startswith("editor")
    same = {name: row[name] for name in ("subject", "question", "relation", "reading", "doubt")}
    cells = []
    for who, side in ((WHO[1] if by_editor else WHO[0], "pamphlet"), (WHO[2], "article")):
        if row[side]:
            href = passage(row[f"{side}_para"], row[f"{side}_phrase"])
            cells.append(
                {
                    "who": who,
                    "para": row[f"{side}_para"],
                    "says": f"“{row[side]}”",
                    "href": href,
                    "_answers": True,
                    "_times": 0,
                }
            )
        else:
            cells.append({"who": who, "para": "", "says": f"never: {row['terms']}", "_answers": False, "_times": 0})
    if row["editor"]:
        says = f"{row['editor']} times: {row['terms']}"
        cells.append({"who": WHO[1], "para": "", "says": says, "_answers": False, "_times": row["editor"]})
    return [same | {"href": None} | cell for cell in cells]


def rates(table: pd.DataFrame, title: str, subtitle: str) -> alt.LayerChart | alt.FacetChart:
    """Return how often each source has each word, beside each other and with intervals.

    Parameters
    ----------
    table : pandas.DataFrame
        As `closereading.side_by_side.rates` returns it, words in the order in which they are drawn; it may have a column
        ``without``, the share of stretches as long as the article in which Bakunin's text does not have the word.
    title, subtitle : str
        The question, and how to read the answer.
    """
    rows = table["word"].unique().tolist()
    data = table.round({"rate": 2, "low": 2, "high": 2})
    told = [
        alt.Tooltip("word:N"),
        alt.Tooltip("source:N"),
        alt.Tooltip("count:Q", title="times"),
        alt.Tooltip("rate:Q", title="per 1,000 words"),
        alt.Tooltip("low:Q", title="at least"),
        alt.Tooltip("high:Q", title="at most"),
    ]
    if "without" in table:
        data["without"] = table["without"].round(2)
        told.append(alt.Tooltip("without:Q", title="such stretches of Bakunin's without it", format=".0%"))
    base = alt.Chart(data)
    y = alt.Y("word:N", title=None, sort=rows, axis=alt.Axis(grid=True, tickBand="extent", labelPadding=9))
    lane = alt.YOffset("source:N", sort=list(WHO[:3]), scale=alt.Scale(domain=list(WHO[:3]), paddingOuter=0.25))
    scale = alt.Scale(domain=list(WHO[:3]))
    kinds = alt.Color("source:N", scale=scale, title=None, legend=ONE_COLUMN)
    spans = base.mark_rule(strokeWidth=1.5, opacity=0.75).encode(
        x=alt.X("low:Q", title="per 1,000 words"), x2="high:Q", y=y, yOffset=lane, color=kinds, tooltip=told
    )
    points = base.mark_point(size=75, opacity=1).encode(
        x=alt.X("rate:Q", title="per 1,000 words"),
        y=y,
        yOffset=lane,
        color=kinds,
        shape=alt.Shape(
            "source:N", scale=alt.Scale(domain=list(WHO[:3]), range=list(SHAPES[:3])), title=None, legend=ONE_COLUMN
        ),
        tooltip=told,
    )
    times = table.pivot_table(index="word", columns="source", values="count", sort=False)
    return alt.layer(spans, points).properties(
        width="container",
        height=36 * len(rows),
        title=alt.Title(title, subtitle=subtitle),
        description=(
            f"Dots with intervals for {len(rows)} words in three sources. Times in {WHO[0]}, in {WHO[1]}'s words, in {WHO[2]}: "
            + "; ".join(
                f"{word} " + ", ".join(f"{int(times.loc[word, source])}" for source in WHO[:3]) for word in rows
            )
            + "."
        ),
    )


def occurrences(places: pd.DataFrame, title: str) -> alt.Chart:
    """Return a mark for every place where a source has a word of some families.

    Parameters
    ----------
    places : pandas.DataFrame
        As `closereading.side_by_side.occurrences` returns it.
    title : str
        The question.
    """
    order = places.assign(_rank=places["who"].map(WHO.index)).sort_values("_rank", kind="stable")
    data = order.assign(
        _place=order.groupby("family").cumcount() + 1,
        href=[passage(*place) for place in zip(order["para"], order["phrase"], strict=True)],
    )[["family", "word", "who", "para", "context", "_place", "href"]]
    rows = places["family"].unique().tolist()
    scale = alt.Scale(domain=list(WHO))
    room = alt.Scale(domain=[0, int(data["_place"].max()) + 0.75], nice=False)  # for the whole of the last mark
    counts = pd.crosstab(places["family"], places["who"]).reindex(columns=WHO, fill_value=0)
    return (
        alt.Chart(data)
        .mark_point(size=120, opacity=1)
        .encode(
            x=alt.X("_place:Q", title="times", axis=alt.Axis(tickMinStep=1, format="d"), scale=room),
            y=alt.Y("family:N", title=None, sort=rows, axis=alt.Axis(grid=True, labelPadding=9, labelLimit=150)),
            color=alt.Color("who:N", scale=scale, title=None, legend=ONE_COLUMN),
            shape=alt.Shape(
                "who:N", scale=alt.Scale(domain=list(WHO), range=list(SHAPES)), title=None, legend=ONE_COLUMN
            ),
            href="href:N",
            tooltip=[
                alt.Tooltip("word:N"),
                alt.Tooltip("who:N", title="whose words"),
                alt.Tooltip("para:N", title="paragraph"),
                alt.Tooltip("context:N", title="in context"),
            ],
        )
        .properties(
            width="container",
            height=42 * len(rows),
            title=alt.Title(
                title, subtitle="One mark for each place where a word of the family stands; a click opens it"
            ),
            description=(
                f"Rows of marks for {len(rows)} families of words. "
                + " ".join(
                    f"{family}: " + ", ".join(f"{n} {who}" for who, n in counts.loc[family].items() if n) + "."
                    for family in rows
                )
            ),
        )
    )
