"""The scorecard: every claim before every kind of evidence, and how the words of the claims stand to the French."""

from textwrap import wrap

import altair as alt
import pandas as pd

from closereading.charts.links import passage
from closereading.publication import shown

DASH = "M-0.8,-0.2H0.8V0.2H-0.8Z"
RING = "M0,-1A1,1,0,0,1,0,1A1,1,0,0,1,0,-1ZM0,-0.62A0.62,0.62,0,0,0,0,0.62A0.62,0.62,0,0,0,0,-0.62Z"
"""A hollow circle. It is a shape of its own, for the legend has no other way to show one that is not filled."""

SHAPES = {
    "supported": "circle",
    "mixed": "diamond",
    "fails": "triangle-down",
    "not testable here": DASH,
    "to come": RING,
}
"""The results, in the order of the legend."""

HUES = [
    *("supported", "fails", "(2)", "mixed", "(4)", "not testable here"),
    *("(6)", "(7)", "(8)", "(9)", "(10)", "to come"),
]
"""The results at the place of their color in the category range, which begins again when it is used up."""

FRENCH_HUES = ["(0)", "no counterpart", "(2)", "differs", "(4)", "nothing noted"]
FRENCH_SHAPES = ["circle", "triangle-down", "circle", "diamond", "circle", "circle"]

EVIDENCE = ("definition", "text", "transmission", "readers", "comparison", "model", "experiment", "archive")
"""The columns, from what is nearest to the words to what is farthest from them."""

MARK = "\u2060"
"""An invisible sign, by which the row of a group's name is known."""

ROW = 25
"""Px from one claim to the next: room for two lines on a phone."""

LETTERS = 19
"""Of a title, on a line on a phone."""

ALL = "all"

WORDS = ("the words to be modeled", "other words of the claim")
"""Of a claim that a model is to come for."""

PER_LINE = 5
DOT = 20
"""Dots beside each other, and px from one line of them to the next."""


def tiles(card: pd.DataFrame, question: str) -> alt.LayerChart | alt.FacetChart:
    """Return the scorecard: a row for each claim, a column for each kind of evidence, a mark for what was found.

    Parameters
    ----------
    card : pandas.DataFrame
        Rows as `closereading.scorecard.load` returns them; groups of claims come in the order in which they are met.
    question : str
        The title.
    """
    evidence = list(dict.fromkeys([*EVIDENCE, *card["evidence"]]))
    groups = list(dict.fromkeys(card["group"]))
    names = {title: _two_lines(title) for title in card["title"]}
    rows = []
    for group in groups:
        own = dict.fromkeys(card.loc[card["group"] == group, "title"])
        rows += [*([_heading(group)] if len(groups) > 1 else []), *(names[title] for title in own)]
    data = pd.DataFrame(
        {
            "claim": card["title"],
            "group": card["group"],
            "evidence": card["evidence"],
            "result": card["result"],
            "says": card["mechanism"],
            "quotation": [shown(words) for words in card["quotation"]],
            "para": card["para"],
            "takes": card["test"],
            "under": card["under"],
            "caution": card["caution"],
            "href": [passage(*place) for place in zip(card["para"], card["phrase"], strict=True)],
            "_row": card["title"].map(names),
        }
    )
    results = [result for result in SHAPES if result in set(card["result"])]
    which = alt.param(name="group", value=ALL, bind=alt.binding_select(options=[ALL, *groups], name="Claims of "))
    outcome = alt.param(name="outcome", value=ALL, bind=alt.binding_select(options=[ALL, *results], name="Result "))
    chosen = f"(outcome === '{ALL}' || datum.result === outcome)"
    if len(groups) > 1:
        chosen += f" && (group === '{ALL}' || datum.group === group)"
    legend = alt.Legend(title=None, values=results, columns=alt.ExprRef("column < 500 ? 1 : 0"), labelLimit=160)
    hues = alt.Scale(domain=HUES)
    heading = f"indexof(datum.value, '{MARK}') === 0"
    base = alt.Chart(data).encode(
        x=alt.X(
            "evidence:N",
            title=None,
            sort=evidence,
            scale=alt.Scale(domain=evidence),
            axis=alt.Axis(
                orient="top",
                domain=False,
                ticks=False,
                labelOverlap=False,
                labelFontSize=12,
                labelAngle=alt.ExprRef("column < 500 ? -90 : -60"),
                labelAlign="left",
                labelBaseline="middle",
            ),
        ),
        y=alt.Y(
            "_row:N",
            title=None,
            sort=rows,
            scale=alt.Scale(domain=rows),
            axis=alt.Axis(
                grid=True,
                domain=False,
                ticks=False,
                labelOverlap=False,
                labelLimit=230,
                labelPadding=8,
                labelExpr="column < 500 ? split(datum.label, '\\n') : replace(datum.label, '\\n', ' ')",
                labelLineHeight=12,
                labelBaseline="middle",
                labelFontSize=alt.ExprRef("column < 500 ? 11 : 13"),
                labelOffset=alt.condition(
                    "column < 500 && indexof(datum.value, '\\n') > 0", alt.value(-6), alt.value(0)
                ),
                labelFontWeight=alt.condition(heading, alt.value(700), alt.value(400)),
                gridOpacity=alt.condition(heading, alt.value(0), alt.value(1)),
            ),
        ),
        opacity=alt.condition(chosen, alt.value(1), alt.value(0.12)),
        href="href:N",
        tooltip=[
            alt.Tooltip("claim:N", title="claim"),
            alt.Tooltip("says:N", title="it says"),
            alt.Tooltip("quotation:N", title="words"),
            alt.Tooltip("para:N", title="paragraph"),
            alt.Tooltip("evidence:N", title="evidence"),
            alt.Tooltip("takes:N", title="what it would take"),
            alt.Tooltip("result:N", title="result"),
            alt.Tooltip("under:N", title="under"),
            alt.Tooltip("caution:N", title="mind"),
        ],
    )
    marks = base.mark_point(size=120, strokeWidth=0).encode(
        shape=alt.Shape("result:N", scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values())), legend=legend),
        color=alt.Color("result:N", scale=hues, legend=legend),
    )
    return (
        alt.layer(marks)
        .add_params(*([which] if len(groups) > 1 else []), outcome)
        .properties(
            width="container",
            height=ROW * len(rows),
            title=alt.Title(
                question,
                subtitle="A row is a claim, a column a kind of evidence that could bear on it. Filled: something was found. "
                "A hollow circle: a later chapter is to look. A dash: nothing here can tell. The menus dim what is not chosen; "
                "a click opens the words",
            ),
            description=_of_tiles(data, evidence),
        )
    )


def _heading(group: str) -> str:
    return MARK + group


def _two_lines(title: str) -> str:
    return "\n".join(wrap(title, LETTERS))


def _of_tiles(data: pd.DataFrame, evidence: list[str]) -> str:
    counts = data["result"].value_counts().reindex(list(SHAPES), fill_value=0)
    by = pd.crosstab(data["evidence"], data["result"]).reindex(evidence, fill_value=0)
    most = {result: by[result].idxmax() for result in SHAPES if counts[result]}
    return (
        f"A table of marks: {data['claim'].nunique()} claims, {len(evidence)} kinds of evidence, {len(data)} marks. "
        + "; ".join(f"{counts[result]} {result}, most of them under {column}" for result, column in most.items())
        + "."
    )


def words(rows: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return how the words of claims that a model is to come for stand to the French, as dots, one a claim.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of these claims as `closereading.scorecard.load` returns them, with the column ``french`` of
        `closereading.scorecard.compared`.
    """
    known = rows.dropna(subset="french").assign(
        which=lambda own: (own["evidence"] == "model").map({True: WORDS[0], False: WORDS[1]})
    )
    states = ("no counterpart", "differs", "nothing noted")
    known["_state"] = known["french"].map({state: n for n, state in enumerate(states)})
    dots = known.sort_values("_state", kind="stable").drop_duplicates(["system", "which"])
    dots = dots.sort_values("system", key=lambda own: own.str[1:].astype(int), kind="stable")
    place = dots.groupby(["which", "_state"]).cumcount()
    lines = (place // PER_LINE).groupby(dots["which"]).max() + 1
    tops = {WORDS[0]: 0.0, WORDS[1]: float(lines[WORDS[0]]) + 1.5}
    data = pd.DataFrame(
        {
            "which": dots["which"],
            "french": dots["french"],
            "claim": dots["title"],
            "quotation": [shown(own) for own in dots["quotation"]],
            "para": dots["para"],
            "href": [passage(*at) for at in zip(dots["para"], dots["phrase"], strict=True)],
            "_x": dots["_state"] + 0.2 + 0.15 * (place % PER_LINE),
            "_y": dots["which"].map(tops) + 1 + place // PER_LINE,
        }
    )
    bottom = tops[WORDS[1]] + float(lines[WORDS[1]]) + 0.7
    heads = pd.DataFrame({"_name": list(WORDS), "_y": [tops[name] + 0.2 for name in WORDS], "_x": 0.0})
    x = alt.X(
        "_x:Q",
        title=None,
        scale=alt.Scale(domain=[0, 3], nice=False),
        axis=alt.Axis(
            orient="top",
            values=[0.45, 1.45, 2.45],
            labelExpr=f"{list(states)}[floor(datum.value)]",
            labelOverlap=False,
            domain=False,
            ticks=False,
        ),
    )
    y = alt.Y("_y:Q", axis=None, scale=alt.Scale(domain=[-0.4, bottom], nice=False, reverse=True))
    marks = (
        alt.Chart(data)
        .mark_point(size=100, opacity=1)
        .encode(
            x=x,
            y=y,
            shape=alt.Shape("french:N", scale=alt.Scale(domain=FRENCH_HUES, range=FRENCH_SHAPES), legend=None),
            color=alt.Color("french:N", scale=alt.Scale(domain=FRENCH_HUES), legend=None),
            href="href:N",
            tooltip=[
                alt.Tooltip("claim:N", title="claim"),
                alt.Tooltip("which:N", title="which words"),
                alt.Tooltip("french:N", title="in the French"),
                alt.Tooltip("quotation:N", title="words"),
                alt.Tooltip("para:N", title="paragraph"),
            ],
        )
    )
    counts = pd.MultiIndex.from_product([WORDS, states], names=["which", "french"]).to_frame(index=False)
    counts["count"] = [
        ((data["which"] == which) & (data["french"] == french)).sum() for which, french in counts.to_numpy()
    ]
    counts["_x"] = counts["french"].map({state: n + 0.13 for n, state in enumerate(states)})
    counts["_y"] = counts["which"].map(tops) + 1
    numbers = alt.Chart(counts).mark_text(align="right", fontWeight=600).encode(x=x, y=y, text="count:Q")
    names = alt.Chart(heads).mark_text(align="left", fontWeight=600).encode(x=x, y=y, text="_name:N")
    return alt.layer(marks, numbers, names).properties(
        width="container",
        height=round(DOT * (bottom + 0.4)),
        title=alt.Title(
            "Are the words that models are made of the author’s?",
            subtitle="One dot for each claim that a model is to come for, by what is known of the French of its words; of "
            "several, the first column that holds of any. Only differences are noted, so none can be found the same",
        ),
        description=_of_words(data, states),
    )


def _of_words(data: pd.DataFrame, states: tuple[str, ...]) -> str:
    counts = data.groupby(["which", "french"]).size()
    return (
        f"Dots for {data['claim'].nunique()} claims in two bands. "
        + ". ".join(
            f"{name.capitalize()}: " + ", ".join(f"{counts.get((name, state), 0)} {state}" for state in states)
            for name in WORDS
        )
        + "."
    )
