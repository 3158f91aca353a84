"""How often words occur, by section."""

from __future__ import annotations

import altair as alt
import pandas as pd

from closereading.charts import color


def term_box(rates: pd.DataFrame, sections: dict[str, str], term: str) -> alt.LayerChart | alt.FacetChart:
    """Return bars for the rate of whatever word the reader types, in each section.

    Parameters
    ----------
    rates : pandas.DataFrame
        As `closereading.measures.frequency.rates` returns it, by section.
    sections : dict of str to str
        Short titles of the sections by their letters, in the order they are drawn.
    term : str
        The word shown at first.
    """
    _check(sections)
    unit = rates.columns[0]
    asked = "a word in its dictionary form (“worker”, not “workers”)" if unit == "lemma" else "any word of the text"
    data = rates.round({"rate": 2}).rename(columns={unit: "word"})
    words = data.drop_duplicates("section").set_index("section")["words"]
    box = alt.param(name="term", value=term, bind=alt.binding(input="search", name="Word", placeholder="a word"))
    labels = {letter: f"{letter} {title}" for letter, title in sections.items()}
    lookup = "{" + ", ".join(f"{letter!r}: {label!r}" for letter, label in labels.items()) + "}[datum.section]"
    # Summed, not filtered: every section keeps its row, also where the word never occurs.
    base = (
        alt.Chart(data)
        .transform_calculate(_is_it="datum.word === replace(lower(trim(term)), '’', '\\'') ? 1 : 0")
        .transform_calculate(_count="datum._is_it * datum.count", _rate="datum._is_it * datum.rate")
        .transform_aggregate(times="sum(_count)", per_thousand="sum(_rate)", words="max(words)", groupby=["section"])
        .transform_calculate(
            label=lookup,
            shown=f"datum.times ? datum.times + ' ×' : trim(term) ? 'never' : datum.section === '{next(iter(sections))}' "
            "? 'type a word' : ''",
        )
    )
    y = alt.Y("label:N", title=None, sort=list(labels.values()), axis=alt.Axis(labelLimit=120))
    scale = alt.Scale(domain=alt.DomainUnionWith(unionWith=[0, 1]), nice=True)
    x = alt.X("per_thousand:Q", title="per 1,000 words", scale=scale)
    told = [
        alt.Tooltip("label:N", title="section"),
        alt.Tooltip("times:Q", title="times"),
        alt.Tooltip("words:Q", title="words of the section", format=","),
        alt.Tooltip("per_thousand:Q", title="per 1,000 words"),
    ]
    bars = base.mark_bar(height=18).encode(x=x, y=y, tooltip=told)
    counts = base.mark_text(align="left", dx=5).encode(x="per_thousand:Q", y=y, text="shown:N", tooltip=told)
    first = data[data["word"] == term].set_index("section")["count"]
    return (
        alt.layer(bars, counts)
        .add_params(box)
        .properties(
            width="container",
            height=170,
            title=alt.Title(
                "Which section is your word at home in?",
                subtitle=f"Type {asked}; bars are occurrences per 1,000 words of the section",
            ),
            description=(
                f"Bars for four sections and a box to type a word in. For “{term}”: "
                + ", ".join(
                    f"{first.get(letter, 0)} in section {letter} ({words[letter]:,} words)" for letter in sections
                )
                + "."
            ),
        )
    )


def top_terms(rates: pd.DataFrame, sections: dict[str, str], n: int) -> alt.Chart:
    """Return the ``n`` most frequent words of each section as dots, side by side.

    Parameters
    ----------
    rates : pandas.DataFrame
        As `closereading.measures.frequency.rates` returns it, by section, function words left out.
    sections : dict of str to str
        Titles of the sections by their letters.
    n : int
        How many words a section has.
    """
    _check(sections)
    unit = rates.columns[0]
    top = rates.groupby("section", observed=True).head(n).rename(columns={unit: "word"})
    rows = list(dict.fromkeys(top.sort_values("rate", ascending=False)["word"]))
    data = rates.rename(columns={unit: "word"}).query("word in @rows").round({"rate": 2})
    leaders = top.drop_duplicates("section").set_index("section")["word"]
    pick = alt.selection_point(fields=["section"], bind="legend")
    lookup = "{" + ", ".join(f"{letter!r}: {f'{letter} {title}'!r}" for letter, title in sections.items()) + "}"
    legend = alt.Legend(labelExpr=f"{lookup}[datum.label]", columns=alt.ExprRef("column < 500 ? 1 : 0"))
    scale = alt.Scale(domain=list(sections))
    return (
        alt.Chart(data)
        .mark_point(size=110, opacity=1)
        .encode(
            x=alt.X("rate:Q", title="per 1,000 words"),
            y=alt.Y("word:N", title=None, sort=rows, axis=alt.Axis(grid=True)),
            color=alt.condition(
                pick,
                alt.Color("section:N", title=None, scale=scale, legend=legend),
                alt.value(color("faint")),
            ),
            shape=alt.Shape("section:N", title=None, scale=scale, legend=legend),
            tooltip=["word:N", "section:N", "count:Q", alt.Tooltip("rate:Q", title="per 1,000 words")],
        )
        .add_params(pick)
        .properties(
            width="container",
            height=22 * len(rows),
            title=alt.Title(
                "What does each section talk about?",
                subtitle=f"The {n} most frequent content words of each section, per 1,000 words; "
                "a click on the legend picks a section",
            ),
            description=(
                f"Dots for {len(rows)} words, one for each section a word occurs in. The most frequent content word is "
                + ", ".join(f"“{word}” in section {letter}" for letter, word in leaders.items())
                + "."
            ),
        )
    )


def two_counts(changes: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return two counts of each word that is counted differently in the file and in the restored text.

    Parameters
    ----------
    changes : pandas.DataFrame
        Columns ``word``, ``file`` and ``restored`` (counts), in the order in which the words are drawn.
    """
    rows = changes["word"].tolist()
    names = {"file": "in the file", "restored": "restored"}
    base = alt.Chart(changes.rename(columns=names))
    y = alt.Y("word:N", title=None, sort=rows, axis=alt.Axis(grid=True, labelPadding=9))
    x = alt.X("times:Q", title="times counted", axis=alt.Axis(tickMinStep=1, format="d"))
    spans = base.mark_rule(color=color("muted"), strokeWidth=2).encode(
        x=alt.X(f"{names['file']}:Q", title="times counted"),
        x2=f"{names['restored']}:Q",
        y=y,
        tooltip=["word:N", *(alt.Tooltip(f"{name}:Q", title=name) for name in names.values())],
    )
    kinds = alt.Scale(domain=list(names.values()))
    points = (
        base.transform_fold(list(names.values()), as_=["text", "times"])
        .mark_point(size=90, opacity=1)
        .encode(
            x=x,
            y=y,
            color=alt.Color("text:N", title=None, scale=kinds),
            shape=alt.Shape("text:N", title=None, scale=kinds),
            tooltip=["word:N", alt.Tooltip("text:N", title="counted"), "times:Q"],
        )
    )
    ghosts = changes.loc[changes["restored"] == 0, "word"]
    lost = changes.loc[changes["file"] == 0, "word"]
    return alt.layer(spans, points).properties(
        width="container",
        height=20 * len(changes),
        title=alt.Title(
            "Which words exist only because a page ended?",
            subtitle="Every word that the file and the restored text count differently, and both counts",
        ),
        description=(
            f"Pairs of dots for {len(changes)} words. Counted in the file but absent from the restored text: "
            f"{', '.join(ghosts)}. Absent from the file but counted in the restored text: {', '.join(lost)}."
        ),
    )


def _check(sections: dict[str, str]) -> None:
    if not sections:
        raise ValueError("sections is empty: the text has no headings; begin a line with # where a section begins.")
