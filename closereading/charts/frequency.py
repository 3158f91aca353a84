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
    unit = rates.columns[0]
    data = rates.round({"rate": 2}).rename(columns={unit: "word"})
    words = data.drop_duplicates("section").set_index("section")["words"]
    box = alt.param(name="term", value=term, bind=alt.binding(input="search", name="Word", placeholder="a word"))
    # Every section keeps its bar, also where the word never occurs.
    base = (
        alt.Chart(data)
        .transform_filter("datum.word === lower(trim(term))")
        .transform_impute(impute="rate", key="section", keyvals=list(sections), value=0, groupby=[])
    )
    labels = {letter: f"{letter} {title}" for letter, title in sections.items()}
    lookup = "{" + ", ".join(f"{letter!r}: {label!r}" for letter, label in labels.items()) + "}[datum.section]"
    y = alt.Y("label:N", title=None, sort=list(labels.values()), axis=alt.Axis(labelLimit=120))
    base = base.transform_calculate(label=lookup, shown="datum.count ? datum.count + ' ×' : 'never'")
    bars = base.mark_bar(height=18).encode(
        x=alt.X("rate:Q", title="per 1,000 words", scale=alt.Scale(domainMin=0, nice=True)),
        y=y,
        tooltip=["label:N", "count:Q", alt.Tooltip("rate:Q", title="per 1,000 words")],
    )
    counts = base.mark_text(align="left", dx=5).encode(x="rate:Q", y=y, text="shown:N")
    first = data[data["word"] == term].set_index("section")["count"]
    return (
        alt.layer(bars, counts)
        .add_params(box)
        .properties(
            width="container",
            height=170,
            title=alt.Title(
                "Which section is your word at home in?",
                subtitle="Type any word of the text; bars are occurrences per 1,000 words of the section",
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
    unit = rates.columns[0]
    top = rates.groupby("section", observed=True).head(n).rename(columns={unit: "word"})
    rows = list(dict.fromkeys(top.sort_values("rate", ascending=False)["word"]))
    data = rates.rename(columns={unit: "word"}).query("word in @rows").round({"rate": 2})
    leaders = top.drop_duplicates("section").set_index("section")["word"]
    pick = alt.selection_point(fields=["section"], bind="legend")
    return (
        alt.Chart(data)
        .mark_point(size=80, opacity=1)
        .encode(
            x=alt.X("rate:Q", title="per 1,000 words"),
            y=alt.Y("word:N", title=None, sort=rows, axis=alt.Axis(grid=True)),
            color=alt.condition(
                pick,
                alt.Color("section:N", title="section", scale=alt.Scale(domain=list(sections))),
                alt.value(color("faint")),
            ),
            shape=alt.Shape("section:N", title="section", scale=alt.Scale(domain=list(sections))),
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
    long = changes.rename(columns=names).melt("word", list(names.values()), var_name="text", value_name="times")
    y = alt.Y("word:N", title=None, sort=rows, axis=alt.Axis(grid=True))
    spans = (
        alt.Chart(changes)
        .mark_rule(color=color("muted"), strokeWidth=2)
        .encode(x=alt.X("file:Q", title="times counted"), x2="restored:Q", y=y)
    )
    kinds = alt.Scale(domain=list(names.values()))
    points = (
        alt.Chart(long)
        .mark_point(size=90, opacity=1)
        .encode(
            x=alt.X("times:Q", axis=alt.Axis(tickMinStep=1, format="d")),
            y=y,
            color=alt.Color("text:N", title=None, scale=kinds),
            shape=alt.Shape("text:N", title=None, scale=kinds),
            tooltip=["word:N", "text:N", "times:Q"],
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
