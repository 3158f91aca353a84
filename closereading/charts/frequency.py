"""How often words occur: by section, by rank, by program, and along the text."""

from __future__ import annotations

import altair as alt
import pandas as pd

from closereading.charts import color
from closereading.charts.booklet import HALO


def term_box(rates: pd.DataFrame, sections: dict[str, str], term: str) -> alt.LayerChart | alt.FacetChart:
    """Return bars for the rate of whatever word the reader types, in each section.

    Parameters
    ----------
    rates : pandas.DataFrame
        As `closereading.measures.resampling.rates` returns it, by section: with bounds ``low`` and ``high``.
    sections : dict of str to str
        Short titles of the sections by their letters, in the order they are drawn.
    term : str
        The word shown at first.
    """
    _check(sections)
    unit = rates.columns[0]
    asked = "a word in its dictionary form (“worker”, not “workers”)" if unit == "lemma" else "any word of the text"
    data = rates.round({"rate": 2, "low": 1, "high": 1}).rename(columns={unit: "word"})
    words = data.drop_duplicates("section").set_index("section")["words"]
    box = alt.param(name="term", value=term, bind=alt.binding(input="search", name="Word", placeholder="a word"))
    labels = {letter: f"{letter} {title}" for letter, title in sections.items()}
    lookup = "{" + ", ".join(f"{letter!r}: {label!r}" for letter, label in labels.items()) + "}[datum.section]"
    # Summed, not filtered: every section keeps its row, also where the word never occurs.
    base = (
        alt.Chart(data)
        .transform_calculate(_is_it="datum.word === replace(lower(trim(term)), '’', '\\'') ? 1 : 0")
        .transform_calculate(
            _count="datum._is_it * datum.count",
            _rate="datum._is_it * datum.rate",
            _low="datum._is_it * datum.low",
            _high="datum._is_it * datum.high",
        )
        .transform_aggregate(
            times="sum(_count)",
            per_thousand="sum(_rate)",
            at_least="sum(_low)",
            at_most="sum(_high)",
            words="max(words)",
            groupby=["section"],
        )
        .transform_calculate(
            label=lookup,
            shown=f"datum.times ? datum.times + ' ×' : trim(term) ? 'never' : datum.section === '{next(iter(sections))}' "
            "? 'type a word' : ''",
        )
    )
    y = alt.Y("label:N", title=None, sort=list(labels.values()), axis=alt.Axis(labelLimit=120))
    x = alt.X("per_thousand:Q", title="per 1,000 words")
    told = [
        alt.Tooltip("label:N", title="section"),
        alt.Tooltip("times:Q", title="times"),
        alt.Tooltip("words:Q", title="words of the section", format=","),
        alt.Tooltip("per_thousand:Q", title="per 1,000 words"),
        alt.Tooltip("at_least:Q", title="other paragraphs drawn, from"),
        alt.Tooltip("at_most:Q", title="other paragraphs drawn, to"),
    ]
    bars = base.mark_bar(height=18).encode(x=x, y=y, tooltip=told)
    spans = base.mark_rule(color=color("ink"), strokeWidth=1.5)
    spans = spans.encode(x=alt.X("at_least:Q", title="per 1,000 words"), x2="at_most:Q", y=y)
    counts = base.mark_text(align="left", dx=5).encode(x="at_most:Q", y=y, text="shown:N", tooltip=told)
    # Unseen, it makes the axis reach the ends of the lines, and 1 if no bar does.
    room = base.transform_calculate(_room="max(1, datum.at_most)").mark_point(opacity=0)
    room = room.encode(x=alt.X("_room:Q", title="per 1,000 words"), y=y)
    first = data[data["word"] == term].set_index("section")["count"]
    return (
        alt.layer(room, bars, spans, counts)
        .add_params(box)
        .properties(
            width="container",
            height=170,
            title=alt.Title(
                "Which section is your word at home in?",
                subtitle=f"Type {asked}; bars: occurrences per 1,000 words of the section; lines: 95% of other draws of "
                "its paragraphs",
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


def rank_frequency(ranks: pd.DataFrame, exponent: float, level: float) -> alt.LayerChart | alt.FacetChart:
    """Return the counts of words by rank, with the line and the band of the law that fits them best.

    Parameters
    ----------
    ranks : pandas.DataFrame
        Columns ``rank``, ``word``, ``count``, ``expected``, ``low`` and ``high``; the ranks that are to be drawn.
    exponent : float
        The exponent of the line.
    level : float
        The share of drawn texts between low and high.
    """
    data = ranks.assign(_low=ranks["low"].clip(lower=0.7), _high=ranks["high"].clip(lower=0.7)).round(2)
    x = alt.X("rank:Q", title="rank", scale=alt.Scale(type="log", nice=False), axis=_powers(data["rank"].max()))
    scale = alt.Scale(type="log", domain=[0.7, data[["count", "high"]].max().max() * 1.1])
    y = alt.Y("count:Q", title="times", scale=scale, axis=_powers(data["count"].max()))
    base = alt.Chart(data)
    told = [
        *("word:N", "rank:Q", "count:Q"),
        alt.Tooltip("expected:Q", title="expected", format=".1f"),
        alt.Tooltip("low:Q", title="at least", format=".0f"),
        alt.Tooltip("high:Q", title="at most", format=".0f"),
    ]
    band = base.mark_area(opacity=0.3, color=color("muted"), interpolate="step").encode(
        x=x, y=alt.Y("_low:Q", title="times", scale=scale), y2="_high:Q"
    )
    law = base.transform_filter("datum.expected >= 0.7").mark_line(
        color=color("ink"), strokeDash=[6, 4], strokeWidth=1.5
    )
    points = base.mark_point(size=30, opacity=1, strokeWidth=0.3).encode(x=x, y=y, tooltip=told)
    named = base.transform_filter(alt.FieldOneOfPredicate("rank", [1, 2, 4, 8, 16, 40])).encode(x=x, y=y, text="word:N")
    names = [named.mark_text(align="left", dx=7, dy=-7, **style) for style in (HALO, {})]
    outside = data[(data["count"] < data["low"]) | (data["count"] > data["high"])]
    return alt.layer(
        band, law.encode(x=x, y=alt.Y("expected:Q", title="times", scale=scale)), points, *names
    ).properties(
        width="container",
        height=330,
        title=alt.Title(
            "Do the words of this text follow Zipf's law?",
            subtitle=f"Dots: words by rank; dashes: the law that fits best; band: {level:.0%} of texts drawn from that law",
        ),
        description=(
            f"A falling line of dots on two logarithmic scales, from “{data['word'].iloc[0]}” with "
            f"{data['count'].iloc[0]} occurrences to words that occur once at rank {data['rank'].max():,}. A dashed line "
            f"with exponent {exponent:.2f} runs through them; {len(outside)} of the {len(data)} dots drawn lie outside "
            "its band."
        ),
    )


def _powers(most: float) -> alt.Axis:
    return alt.Axis(values=[10**n for n in range(5) if 10**n <= most], format=",d")


def growth(curve: pd.DataFrame, sections: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return how far the vocabulary runs ahead of the same words in random order, and where shuffled paragraphs run.

    Parameters
    ----------
    curve : pandas.DataFrame
        Columns ``words`` (read so far), ``difference`` (different words met, less those expected), ``low`` and ``high``.
    sections : pandas.DataFrame
        Columns ``section`` and ``words``: after how many words a section begins.
    """
    x = alt.X("words:Q", title="words read", scale=alt.Scale(nice=False))
    less = "different words, less expected"
    y = alt.Y("difference:Q", title=less)
    base = alt.Chart(curve.round(1))
    told = [
        alt.Tooltip("words:Q", title="words read", format=","),
        alt.Tooltip("difference:Q", title="less expected", format=".0f"),
        alt.Tooltip("low:Q", title="shuffled, from", format=".0f"),
        alt.Tooltip("high:Q", title="shuffled, to", format=".0f"),
    ]
    band = base.mark_area(opacity=0.3, color=color("muted")).encode(x=x, y=alt.Y("low:Q", title=less), y2="high:Q")
    zero = alt.Chart().mark_rule(strokeDash=[6, 4]).encode(y=alt.datum(0))
    line = base.mark_line().encode(x=x, y=y, tooltip=told)
    begin = alt.Chart(sections).encode(x="words:Q")
    rules = begin.mark_rule(color=color("muted"), strokeDash=[2, 3])
    letters = begin.mark_text(align="left", dx=4, fontWeight=600).encode(y=alt.value(8), text="section:N")
    lowest = curve.loc[curve["difference"].idxmin()]
    return alt.layer(band, zero, rules, letters, line).properties(
        width="container",
        height=260,
        title=alt.Title(
            "Which passages bring new words?",
            subtitle="0: the words of the text in random order; band: its paragraphs in random order; "
            "the line falls where the text repeats itself",
        ),
        description=(
            "A line over the words of the text, in reading order, of the different words met less those to expect; it "
            f"starts and ends at 0 and is lowest, {lowest['difference']:.0f}, after {lowest['words']:,.0f} words. A band "
            f"around it shows the same for shuffled paragraphs, there from {lowest['low']:.0f} to {lowest['high']:.0f}."
        ),
    )


def unusual(words: pd.DataFrame, labeled: list[str]) -> alt.LayerChart | alt.FacetChart:
    """Return how common words are in a text against how common they are in English at large.

    Parameters
    ----------
    words : pandas.DataFrame
        Columns ``word``, ``count``, ``here`` and ``at_large``, both on the Zipf scale, and ``kind`` ("content" or
        "function").
    labeled : list of str
        The words that are named in the picture.
    """
    kinds = ["content", "function"]
    low, high = (words[["here", "at_large"]].agg([end]).iloc[0] for end in ("min", "max"))
    low, high = (low - 0.2).round(1), (high + 0.2).round(1)
    across = alt.Scale(domain=[low["at_large"], high["at_large"]], nice=False)
    up = alt.Scale(domain=[low["here"], high["here"]], nice=False)
    legend = alt.Legend(labelExpr="datum.label + ' words'")
    at_large, here = "in English at large (Zipf scale)", "in this text (Zipf scale)"
    x, y = alt.X("at_large:Q", title=at_large, scale=across), alt.Y("here:Q", title=here, scale=up)
    base = alt.Chart(words.round({"here": 2}).assign(ratio=(10 ** (words["here"] - words["at_large"])).round(1)))
    same = (
        alt.Chart(pd.DataFrame({"_end": [low.max(), high.min()]}))
        .mark_line(color=color("ink"), strokeDash=[6, 4], strokeWidth=1.5)
        .encode(x=alt.X("_end:Q", title=at_large, scale=across), y=alt.Y("_end:Q", title=here, scale=up))
    )
    points = base.mark_point(size=40, opacity=0.9).encode(
        x=x,
        y=y,
        color=alt.Color("kind:N", title=None, scale=alt.Scale(domain=kinds), legend=legend),
        shape=alt.Shape("kind:N", title=None, scale=alt.Scale(domain=kinds), legend=legend),
        tooltip=["word:N", "count:Q", "here:Q", alt.Tooltip("at_large:Q", title="at large"), "ratio:Q"],
    )
    named = base.transform_filter(alt.FieldOneOfPredicate("word", labeled)).encode(x=x, y=y, text="word:N")
    names = [named.mark_text(dy=-10, **style) for style in (HALO, {})]
    far = words.assign(_far=words["here"] - words["at_large"]).nlargest(4, "_far")["word"]
    return alt.layer(same, points, *names).properties(
        width="container",
        height=360,
        title=alt.Title(
            "Which words does this text use more than everybody?",
            subtitle="Above the dashes: more common here than in English at large; one step up is ten times as common",
        ),
        description=(
            f"Dots for {len(words)} words on two logarithmic scales, most of them above a dashed diagonal. Function words lie "
            f"near it; farthest above it are {', '.join(far)}."
        ),
    )


def tokenizers(counts: pd.DataFrame) -> alt.Chart:
    """Return the counts of some words by several ways of finding words.

    Parameters
    ----------
    counts : pandas.DataFrame
        Columns ``word``, ``program`` and ``times``; words and programs in the order they are drawn.
    """
    rows, programs = counts["word"].unique().tolist(), counts["program"].unique().tolist()
    scale = alt.Scale(domain=programs)
    legend = alt.Legend(columns=alt.ExprRef("column < 500 ? 1 : 0"), labelLimit=300)
    widest = counts.groupby("word")["times"].agg(["min", "max"]).eval("max - min").idxmax()
    most = counts[counts["word"] == widest].set_index("program")["times"]
    return (
        alt.Chart(counts)
        .mark_point(size=110, opacity=1)
        .encode(
            x=alt.X("times:Q", title="times counted"),
            y=alt.Y("word:N", title=None, sort=rows, axis=alt.Axis(grid=True, labelPadding=9)),
            color=alt.Color("program:N", title=None, scale=scale, legend=legend),
            shape=alt.Shape("program:N", title=None, scale=scale, legend=legend),
            tooltip=["word:N", alt.Tooltip("program:N", title="found by"), "times:Q"],
        )
        .properties(
            width="container",
            height=30 * len(rows),
            title=alt.Title(
                "How often does a word occur?",
                subtitle=f"The same text and the same words, counted in {len(programs)} ways",
            ),
            description=(
                f"Dots for {len(rows)} words, one for each of {len(programs)} ways of counting. They lie farthest apart for "
                f"“{widest}”: " + ", ".join(f"{times} by {program}" for program, times in most.items()) + "."
            ),
        )
    )


def _check(sections: dict[str, str]) -> None:
    if not sections:
        raise ValueError("sections is empty: the text has no headings; begin a line with # where a section begins.")
