"""Who acts, what must be, who asks: pronouns, modal verbs, subjects, questions and the length of sentences."""

from __future__ import annotations

import altair as alt
import pandas as pd
from pandas.api.typing import DataFrameGroupBy

from closereading.charts import color
from closereading.charts.booklet import HALO, SECTIONS
from closereading.charts.links import passage
from closereading.publication import first_words, full_text

FORMS = ("subject", "object", "possessive", "-self")
"""What the form of a pronoun says, in the order in which it is stacked."""

FORM_LABELS = {"subject": "they, he", "object": "them, him", "possessive": "their, his", "-self": "themselves"}

DASHES: dict[str, list[float]] = {"subject": [0, 1], "object": [4, 2], "possessive": [1, 0], "-self": [1.5, 1.5]}
"""Dashes of the outline, none to full, so that no form is told by its hue alone."""

KINDS = ("acts", "is", "is acted on", "is only named")
SHAPES = ["triangle-up", "square", "triangle-down"]

MODALS = ("must", "should", "can", "could", "will", "would")
PER_ROW = 4
ROWS = 3
"""So many marks stand side by side, and one below the other, in a cell of the chart of subjects."""

ANSWERED = ("not answered", "answered at once", "answered after another question")
"""What is said of a question by how many sentences further on its answer is; 0 for no answer."""

LINKED = 8
"""So many words of a sentence's beginning are in its link."""

ONE_COLUMN = alt.ExprRef("column < 500 ? 1 : 0")
TWO_COLUMNS = alt.ExprRef("column < 500 ? 2 : 0")


def pronouns(rates: pd.DataFrame, sections: dict[str, str]) -> alt.LayerChart | alt.FacetChart:
    """Return the rates of the pronouns in each section, with their intervals.

    Parameters
    ----------
    rates : pandas.DataFrame
        As `closereading.grammar.rates` returns it.
    sections : dict of str to str
        Short titles of the sections by their letters.
    """
    return _rates(
        rates,
        sections,
        title="Who is spoken of, section by section?",
        what="pronouns",
    )


def modality(rates: pd.DataFrame, sections: dict[str, str]) -> alt.LayerChart | alt.FacetChart:
    """Return the rates of modal verbs and of words of necessity in each section, with their intervals.

    Parameters
    ----------
    rates : pandas.DataFrame
        As `closereading.grammar.rates` returns it.
    sections : dict of str to str
        Short titles of the sections by their letters.
    """
    return _rates(rates, sections, title="What must be, what can be, what will be?", what="verbs and groups of words")


def _rates(rates: pd.DataFrame, sections: dict[str, str], title: str, what: str) -> alt.LayerChart | alt.FacetChart:
    terms = list(dict.fromkeys(rates["term"]))
    data = rates.round({"rate": 2, "low": 2, "high": 2})
    data["interval"] = [
        f"{low:.2g} to {high:.2g}" if count else "none: it never occurs"
        for low, high, count in zip(data["low"], data["high"], data["count"], strict=True)
    ]
    pick = alt.selection_point(fields=["section"], bind="legend")
    lookup = "{" + ", ".join(f"{letter!r}: {f'{letter} {name}'!r}" for letter, name in sections.items()) + "}"
    legend = alt.Legend(labelExpr=f"{lookup}[datum.label]", columns=ONE_COLUMN)
    scale = alt.Scale(domain=list(SECTIONS))
    hue = alt.condition(pick, alt.Color("section:N", title=None, scale=scale, legend=legend), alt.value(color("faint")))
    base = alt.Chart(data).encode(
        y=alt.Y(
            "term:N",
            title=None,
            scale=alt.Scale(domain=terms),
            axis=alt.Axis(grid=False, labelLimit=120, ticks=False, labelPadding=8),
        ),
        yOffset=alt.YOffset("section:N", sort=list(SECTIONS), scale=alt.Scale(domain=list(SECTIONS), paddingOuter=0.6)),
        tooltip=[
            alt.Tooltip("term:N", title="words"),
            alt.Tooltip("section:N", title="section"),
            alt.Tooltip("count:Q", title="times"),
            alt.Tooltip("words:Q", title="words of the section", format=","),
            alt.Tooltip("rate:Q", title="per 1,000 words"),
            alt.Tooltip("interval:N", title="95% interval"),
        ],
    )
    spans = (
        base.transform_filter("datum.count > 0")
        .mark_rule(strokeWidth=2, opacity=0.75)
        .encode(x=alt.X("low:Q", title="per 1,000 words"), x2=alt.X2("high:Q"), color=hue)
    )
    points = base.mark_point(size=80, opacity=1).encode(
        x=alt.X("rate:Q", title="per 1,000 words"),
        color=hue,
        shape=alt.Shape("section:N", title=None, scale=scale, legend=legend),
    )
    top = data.sort_values("rate", ascending=False).head(3)
    never = int((data["count"] == 0).sum())
    return alt.layer(_between(terms), spans.add_params(pick), points).properties(
        width="container",
        height=54 * len(terms),
        title=alt.Title(
            title,
            subtitle="Occurrences per 1,000 words and their 95% intervals; a mark at 0 without a line never occurs. "
            "A click on the legend picks a section",
        ),
        description=(
            f"Marks with intervals for {len(terms)} {what} in {data['section'].nunique()} sections. The highest rates are "
            + "; ".join(
                f"“{row.term}” in section {row.section}, {row.rate:.2g} per 1,000 words (interval {row.interval})"
                for row in top.itertuples()
            )
            + f". Of {len(data)} marks {never} stand at 0. Most intervals overlap."
        ),
    )


def persons(table: pd.DataFrame, sections: dict[str, str]) -> alt.Chart:
    """Return how many pronouns mean each sort of people, by the form of the pronoun, for a section to be chosen.

    Parameters
    ----------
    table : pandas.DataFrame
        As `closereading.grammar.persons` returns it, without the voices that are to be left out.
    sections : dict of str to str
        Short titles of the sections by their letters.
    """
    rows = table["who"].value_counts().index.tolist()
    counts = table.groupby(["section", "who", "form"]).size().rename("count").reset_index()
    counts["_rank"] = counts["form"].map({form: n for n, form in enumerate(FORMS)})
    present = [letter for letter in sections if letter in set(counts["section"])]
    choice = alt.param(
        name="part",
        value="",
        bind=alt.binding_select(
            options=["", *present], labels=["all", *(f"{one} {sections[one]}" for one in present)], name="Section"
        ),
    )
    legend = alt.Legend(labelExpr=f"{FORM_LABELS!r}[datum.label]", columns=TWO_COLUMNS, symbolSize=160)
    scale = alt.Scale(domain=list(FORMS))
    first = counts.groupby("who")["count"].sum().loc[rows]
    subject = counts[counts["form"] == "subject"].groupby("who")["count"].sum()
    return (
        alt.Chart(counts)
        .transform_filter("part === '' || datum.section === part")
        .mark_bar(stroke=color("ink"), strokeWidth=1.5)
        .encode(
            x=alt.X(
                "sum(count):Q",
                title="pronouns",
                scale=alt.Scale(domain=[0, int(first.max())]),
                axis=alt.Axis(tickMinStep=1),
            ),
            y=alt.Y(
                "who:N",
                title=None,
                scale=alt.Scale(domain=rows),
                axis=alt.Axis(labelLimit=120),
            ),
            color=alt.Color("form:N", title=None, scale=scale, legend=legend),
            strokeDash=alt.StrokeDash(
                "form:N",
                title=None,
                scale=alt.Scale(domain=list(FORMS), range=[DASHES[form] for form in FORMS]),
                legend=legend,
            ),
            order=alt.Order("_rank:Q"),
            tooltip=[
                alt.Tooltip("who:N", title="who is meant"),
                alt.Tooltip("form:N", title="form"),
                alt.Tooltip("sum(count):Q", title="times"),
            ],
        )
        .add_params(choice)
        .properties(
            width="container",
            height=28 * len(rows),
            title=alt.Title(
                "Who is meant by they and by he?",
                subtitle="Pronouns of the author’s text by the people they stand for, in our reading, and by their form. "
                "Choose a section",
            ),
            description=(
                f"Stacked bars for {len(rows)} sorts of people. "
                + "; ".join(
                    f"{who}: {n} pronouns, {subject.get(who, 0)} of them subject forms"
                    for who, n in first.head(4).items()
                )
                + "."
            ),
        )
    )


def actors(table: pd.DataFrame, borders: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return every mention of the actors in reading order, by what the actor does in its clause.

    Parameters
    ----------
    table : pandas.DataFrame
        As `closereading.grammar.roles` returns it.
    borders : pandas.DataFrame
        As `closereading.grammar.borders` returns it.
    """
    counts = pd.crosstab(table["actor"], table["kind"]).reindex(columns=list(KINDS), fill_value=0)
    rows = counts.assign(share=counts["acts"] / counts.sum(axis=1)).sort_values("share", ascending=False)
    data = table.assign(
        href=[passage(*place) for place in zip(table["para"], table["quotation"], strict=True)],
    )[["actor", "kind", "role", "para", "place", "context", "href"]]
    legend = alt.Legend(columns=ONE_COLUMN, offset=26)
    scale = alt.Scale(domain=list(KINDS[:-1]))
    pick = alt.selection_point(fields=["kind"], bind="legend")
    lanes, last = rows.index.tolist(), _end(table, borders)
    told = [
        alt.Tooltip("actor:N", title="who"),
        alt.Tooltip("kind:N", title="in its clause"),
        alt.Tooltip("role:N", title="more exactly"),
        alt.Tooltip("para:N", title="paragraph"),
        alt.Tooltip("context:N", title="in context"),
    ]
    y = alt.Y(
        "actor:N", title=None, scale=alt.Scale(domain=lanes), axis=alt.Axis(labelLimit=120, ticks=False, labelPadding=8)
    )
    base = alt.Chart(data).encode(x=_reading(last), y=y, href="href:N", tooltip=told)
    named = base.transform_filter(alt.datum.kind == KINDS[-1]).mark_tick(
        color=color("muted"), thickness=1.5, size=16, opacity=0.8
    )
    marks = (
        base.transform_filter(alt.datum.kind != KINDS[-1])
        .mark_point(size=80, opacity=1)
        .encode(
            yOffset=alt.YOffset("kind:N", scale=alt.Scale(domain=list(KINDS[:-1]))),
            color=alt.condition(
                pick, alt.Color("kind:N", title=None, scale=scale, legend=legend), alt.value(color("faint"))
            ),
            shape=alt.Shape(
                "kind:N", title=None, scale=alt.Scale(domain=list(KINDS[:-1]), range=SHAPES), legend=legend
            ),
        )
        .add_params(pick)
    )
    return alt.layer(_between(lanes), *_borders(borders, last), named, marks).properties(
        width="container",
        height=60 * len(lanes) + 30,
        title=alt.Title(
            "Who acts, and who is only named?",
            subtitle="Every mention of five names in reading order, in the author’s voice; thin strokes are those that are "
            "only named. A click on the legend picks a kind, a click on a mark opens the passage",
        ),
        description=(
            "Five rows of marks in reading order. "
            + "; ".join(
                f"{actor}: {row['acts']} of {row.sum()} mentions act, {row['is acted on']} are acted on"
                for actor, row in counts.loc[lanes].iterrows()
            )
            + ". Committees stand only in section U, nearly all mentions of the State in section T."
        ),
    )


def acting(shares: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return in which share of its mentions each actor acts and in which it is acted on, with intervals.

    Parameters
    ----------
    shares : pandas.DataFrame
        As `closereading.grammar.shares` returns it.
    """
    kinds = ["acts", "is acted on"]
    data = shares[shares["kind"].isin(kinds)].copy()
    data["interval"] = [
        f"{low:.0%} to {high:.0%}" if count else "none: it never does"
        for low, high, count in zip(data["low"], data["high"], data["count"], strict=True)
    ]
    data = data.round({"share": 3, "low": 3, "high": 3})
    lanes = data[data["kind"] == "acts"].sort_values("share", ascending=False)["actor"].tolist()
    scale = alt.Scale(domain=list(KINDS[:-1]))
    legend = alt.Legend(values=kinds, columns=ONE_COLUMN)
    hue = alt.Color("kind:N", title=None, scale=scale, legend=legend)
    title = "share of its mentions"
    axis = alt.Axis(format=".0%", tickCount=5)
    base = alt.Chart(data).encode(
        y=alt.Y("actor:N", title=None, sort=lanes, axis=alt.Axis(labelLimit=120, ticks=False, labelPadding=8)),
        yOffset=alt.YOffset("kind:N", sort=kinds),
        tooltip=[
            alt.Tooltip("actor:N", title="who"),
            alt.Tooltip("kind:N", title="in its clause"),
            alt.Tooltip("count:Q", title="times"),
            alt.Tooltip("mentions:Q", title="of so many mentions"),
            alt.Tooltip("share:Q", title="share", format=".0%"),
            alt.Tooltip("interval:N", title="95% interval"),
        ],
    )
    spans = (
        base.transform_filter("datum.count > 0")
        .mark_rule(strokeWidth=2)
        .encode(x=alt.X("low:Q", title=title, axis=axis), x2=alt.X2("high:Q"), color=hue)
    )
    points = base.mark_point(size=90, opacity=1).encode(
        x=alt.X("share:Q", title=title, axis=axis),
        color=hue,
        shape=alt.Shape("kind:N", title=None, scale=alt.Scale(domain=list(KINDS[:-1]), range=SHAPES), legend=legend),
    )
    told = data[data["kind"] == "acts"].set_index("actor").loc[lanes]
    return alt.layer(spans, points).properties(
        width="container",
        height=52 * len(lanes),
        title=alt.Title(
            "How sure is it that some act and others do not?",
            subtitle="Share of the mentions in which each acts or is acted on, with 95% intervals; a mark at 0 without a "
            "line never does",
        ),
        description=(
            "Two marks with intervals for each of five names. Share of mentions that act: "
            + "; ".join(f"{row.Index} {row.share:.0%} (interval {row.interval})" for row in told.itertuples())
            + "."
        ),
    )


def subjects(modals: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return a mark for every modal verb, by the verb and by what its subject stands for.

    Parameters
    ----------
    modals : pandas.DataFrame
        As `closereading.grammar.modals` returns it, without nouns and without voices that are to be left out.
    """
    data = modals.assign(
        modal=modals["norm"].replace({"cannot": "can"}),
        negated=modals["negated"].map({"yes": "negated", "no": "plain"}),
        href=[passage(*place) for place in zip(modals["para"], modals["quotation"], strict=True)],
    )
    data = data[data["modal"].isin(MODALS)]
    data = data.assign(**_cells(data.groupby(["subject", "modal"])))
    rows = data["subject"].value_counts().index.tolist()
    must = data[data["modal"] == "must"]["subject"].value_counts()
    will = data[data["modal"] == "will"]["subject"].value_counts()
    marks = (
        alt.Chart(data[["subject", "modal", "negated", "para", "context", "href", "_across", "_down"]])
        .mark_point(size=alt.ExprRef("column < 500 ? 28 : 70"), opacity=1)
        .encode(
            x=alt.X(
                "modal:N",
                title=None,
                scale=alt.Scale(domain=list(MODALS), paddingInner=0.25),
                axis=alt.Axis(
                    orient="top",
                    labelAngle=alt.ExprRef("column < 500 ? -50 : 0"),
                    labelAlign=alt.ExprRef("column < 500 ? 'left' : 'center'"),
                    ticks=False,
                    labelOverlap=False,
                ),
            ),
            xOffset=alt.XOffset("_across:O", scale=alt.Scale(domain=list(range(2 * PER_ROW - 1)))),
            y=alt.Y(
                "subject:N",
                title=None,
                scale=alt.Scale(domain=rows),
                axis=alt.Axis(labelLimit=120, grid=False, ticks=False),
            ),
            yOffset=alt.YOffset("_down:O", scale=alt.Scale(domain=list(range(-1, 2 * ROWS)))),
            color=alt.Color("negated:N", title=None, scale=alt.Scale(domain=["plain", "negated"])),
            shape=alt.Shape(
                "negated:N", title=None, scale=alt.Scale(domain=["plain", "negated"], range=["circle", "cross"])
            ),
            href="href:N",
            tooltip=[
                alt.Tooltip("subject:N", title="subject"),
                alt.Tooltip("modal:N", title="verb"),
                alt.Tooltip("negated:N", title="negated or not"),
                alt.Tooltip("para:N", title="paragraph"),
                alt.Tooltip("context:N", title="in context"),
            ],
        )
    )
    return alt.layer(_between(rows), marks).properties(
        width="container",
        height=46 * len(rows),
        title=alt.Title(
            "Who must, who can, who will?",
            subtitle="One mark for each modal verb of the author’s text, by its subject; a click opens the passage",
        ),
        description=(
            f"A grid of {len(data)} marks. Subjects of must: "
            + ", ".join(f"{name} {n}" for name, n in must.items())
            + ". Subjects of will: "
            + ", ".join(f"{name} {n}" for name, n in will.items())
            + "."
        ),
    )


def questions(table: pd.DataFrame, borders: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return the questions of a text as steps in reading order.

    Parameters
    ----------
    table : pandas.DataFrame
        As `closereading.grammar.questions` returns it.
    borders : pandas.DataFrame
        As `closereading.grammar.borders` returns it.
    """
    last = _end(table, borders)
    data = table.assign(
        answered=table["after"].fillna(0).clip(upper=2).map(dict(enumerate(ANSWERED))),
        href=[passage(*place) for place in zip(table["para"], table["quotation"], strict=True)],
    )[["n", "place", "para", "asked_by", "question", "answered", "answer", "href"]]
    kinds = list(ANSWERED[1:] + ANSWERED[:1])
    legend = alt.Legend(columns=ONE_COLUMN, labelLimit=240, offset=26)
    steps = pd.DataFrame({"_place": [1, *data["place"], last], "_n": [0, *data["n"], len(data)]})
    line = (
        alt.Chart(steps)
        .mark_line(interpolate="step-after", color=color("muted"), strokeWidth=1.5)
        .encode(x=_reading(last, "_place"), y=alt.Y("_n:Q", title="questions so far"))
    )
    marks = (
        alt.Chart(data)
        .mark_point(size=110, opacity=1)
        .encode(
            x=_reading(last),
            y=alt.Y("n:Q", title="questions so far", axis=alt.Axis(tickMinStep=1)),
            color=alt.Color("answered:N", title=None, scale=alt.Scale(domain=kinds), legend=legend),
            shape=alt.Shape(
                "answered:N",
                title=None,
                scale=alt.Scale(domain=kinds, range=["circle", "diamond", "cross"]),
                legend=legend,
            ),
            href="href:N",
            tooltip=[
                alt.Tooltip("question:N", title="question"),
                alt.Tooltip("asked_by:N", title="asked by"),
                alt.Tooltip("answered:N", title="and"),
                alt.Tooltip("answer:N", title="answer"),
                alt.Tooltip("para:N", title="paragraph"),
            ],
        )
    )
    by_section = data["para"].str[0].value_counts()
    return alt.layer(*_borders(borders, last), line, marks).properties(
        width="container",
        height=300,
        title=alt.Title(
            "Where does the text ask, and who answers?",
            subtitle="One mark for each question, in reading order: the line climbs where the text asks; a click opens the "
            "passage",
        ),
        description=(
            f"A line of {len(data)} steps in reading order: "
            + ", ".join(f"{by_section.get(letter, 0)} in section {letter}" for letter in SECTIONS)
            + f". {(data['answered'] == ANSWERED[1]).sum()} are answered by the next sentence, "
            f"{(data['answered'] == ANSWERED[0]).sum()} are not answered in the text. The steepest climb is at "
            f"paragraph {data['para'].mode()[0]}."
        ),
    )


def seismograph(lengths: pd.DataFrame, sections: dict[str, str]) -> alt.LayerChart | alt.FacetChart:
    """Return a stem for every sentence in reading order, as high as it has words, and a running median.

    Parameters
    ----------
    lengths : pandas.DataFrame
        As `closereading.grammar.sentence_lengths` returns it.
    sections : dict of str to str
        Short titles of the sections by their letters.
    """
    shown = lengths["quotation"] if full_text() else lengths["quotation"].map(first_words)
    data = lengths.assign(
        _zero=0,
        quotation=shown,
        href=[
            passage(para, " ".join(words.split()[:LINKED]))
            for para, words in zip(lengths["para"], lengths["quotation"], strict=True)
        ],
    )[["sent", "n", "section", "words", "median", "quotation", "href", "_zero"]]
    lookup = "{" + ", ".join(f"{letter!r}: {f'{letter} {name}'!r}" for letter, name in sections.items()) + "}"
    legend = alt.Legend(labelExpr=f"{lookup}[datum.label]", columns=ONE_COLUMN)
    scale = alt.Scale(domain=list(SECTIONS))
    x = alt.X("n:Q", title="sentence, in reading order", scale=alt.Scale(domain=[0, len(data) + 1], nice=False))
    told = [
        alt.Tooltip("sent:N", title="sentence"),
        alt.Tooltip("words:Q", title="words"),
        alt.Tooltip("median:Q", title="median of nine"),
        alt.Tooltip("quotation:N", title="in words"),
    ]
    base = alt.Chart(data).encode(x=x, href="href:N", tooltip=told)
    stems = base.mark_rule(strokeWidth=alt.ExprRef("column < 500 ? 1 : 2"), opacity=0.8).encode(
        y=alt.Y("words:Q", title="words"),
        y2="_zero:Q",
        color=alt.Color("section:N", title=None, scale=scale, legend=legend),
    )
    heads = base.mark_point(size=alt.ExprRef("column < 500 ? 16 : 36"), opacity=1).encode(
        y=alt.Y("words:Q", title="words"),
        color=alt.Color("section:N", title=None, scale=scale, legend=legend),
        shape=alt.Shape("section:N", title=None, scale=scale, legend=legend),
    )
    middle = (
        alt.Chart(data)
        .mark_line(color=color("ink"), strokeWidth=alt.ExprRef("column < 500 ? 1.5 : 2.5"))
        .encode(x=x, y=alt.Y("median:Q", title="words"))
    )
    longest, shortest = data.loc[data["words"].idxmax()], data.loc[data["words"].idxmin()]
    label = (
        alt.Chart(pd.DataFrame([{"_n": longest["n"], "_words": longest["words"], "_label": longest["sent"]}]))
        .mark_text(align="left", dx=9, **HALO)
        .encode(x="_n:Q", y="_words:Q", text="_label:N")
    )
    return alt.layer(stems, heads, middle, label, label.mark_text(align="left", dx=9)).properties(
        width="container",
        height=300,
        title=alt.Title(
            "How long are the sentences, one after another?",
            subtitle="A stem for every sentence, as high as it has words; the line is the median of nine sentences. A click "
            "opens the sentence",
        ),
        description=(
            f"{len(data)} stems in reading order. The longest is sentence {longest['sent']}, {longest['words']} words, the "
            f"shortest {shortest['sent']}, {shortest['words']}; half of all sentences have between "
            f"{data['words'].quantile(0.25):.0f} and {data['words'].quantile(0.75):.0f} words. The running median goes up and "
            f"down between {data['median'].min():.0f} and {data['median'].max():.0f}."
        ),
    )


def _between(rows: list[str]) -> alt.Chart:
    """Return lines between rows; a grid would run through their middle."""
    y = alt.Y("_row:N", title=None, scale=alt.Scale(domain=rows), bandPosition=0)
    return alt.Chart(pd.DataFrame({"_row": rows[1:]})).mark_rule(color=color("faint")).encode(y=y)


def _cells(groups: DataFrameGroupBy) -> dict[str, pd.Series]:
    """Return the places of marks in their cells, in half steps, so that the marks stand in the middle."""
    place, count = groups.cumcount(), groups["modal"].transform("size")
    across, down = place % PER_ROW, place // PER_ROW
    rows = (count + PER_ROW - 1) // PER_ROW
    in_row = (count - down * PER_ROW).clip(upper=PER_ROW)
    return {"_across": PER_ROW - in_row + 2 * across, "_down": ROWS - rows + 2 * down}


def _end(table: pd.DataFrame, borders: pd.DataFrame) -> int:
    return int(max(table["place"].max(), borders["place"].max()))


def _reading(last: int, field: str = "place") -> alt.X:
    """Return the axis of a text in reading order."""
    return alt.X(
        f"{field}:Q",
        title="word, in reading order",
        scale=alt.Scale(domain=[0, last], nice=False),
        axis=alt.Axis(format=",d", tickCount=5),
    )


def _borders(borders: pd.DataFrame, last: int) -> tuple[alt.Chart, alt.Chart]:
    """Return a line where each section begins, and its letter."""
    data = borders[borders["section"].isin(SECTIONS)].rename(columns={"section": "_section", "place": "_place"})
    base = alt.Chart(data).encode(x=_reading(last, "_place"))
    return (
        base.mark_rule(color=color("muted"), strokeDash=[2, 3]),
        base.mark_text(align="left", dx=4, fontWeight=600, baseline="top", color=color("muted")).encode(
            y=alt.value(-16), text="_section:N"
        ),
    )
