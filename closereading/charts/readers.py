"""How far readings of the argument agree, where they part, and which role one gives to what the other calls otherwise."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from closereading.charts import color
from closereading.charts.links import passage
from closereading.publication import shown

MEASURES = {
    ("F1", "claims, any word shared"): "claims, a word shared",
    ("F1", "claims, the same words"): "claims, the same words",
    ("kappa", "words in a claim or not"): "words, in a claim or not",
    ("alpha_u", "claims as stretches, by role"): "stretches, by role",
    ("kappa", "sentences by role"): "sentences, by role",
    ("kappa", "role of aligned claims"): "shared claims, their role",
    ("kappa", "stance of aligned claims"): "shared claims, their stance",
    ("kappa", "aligned claims related or not"): "shared claims, related or not",
    ("kappa", "type of relation where both have one"): "shared relations, their kind",
    ("kappa", "direction where both have one"): "shared relations, direction",
}
"""Measures that are drawn, and what their rows are called; where there is little room, a line ends at the comma."""

NAMES = {"F1": "F1", "kappa": "Cohen’s kappa", "alpha_u": "Krippendorff’s alpha for stretches"}
KINDS = ("neither had seen the other", "one had seen parts of the other", "before and after a revision")
"""How two readings came about, in the order of the colors."""

SHORT = dict(
    zip(KINDS, ("neither saw the other", "one saw parts of the other", "before and after revision"), strict=True)
)
"""What they are called where there is little room."""

SHAPES = ("circle", "square", "diamond")

ROW = 13
"""Px from one paragraph to the next."""

GAP = 0.9
"""Rows between two sections."""

LINE = 15
WIDTH = 48
LINES = 6
"""Px of a line of the sentence below the chart, letters in it on the narrowest page, and so many lines at most."""

LABELS = 0.09
"""Of the width, the part that the numbers of the paragraphs take."""

NONE = "no claim"
UNREAD = "not read"


def measures(table: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return how far each two readings agree, by one measure after another.

    Parameters
    ----------
    table : pandas.DataFrame
        As `closereading.argument.agreement.agreement` returns it, for several pairs of readings, with columns ``pair``,
        such as "draft and second", and ``kind``, one of `KINDS`.
    """
    chosen = table[[key in MEASURES for key in zip(table["measure"], table["on"], strict=True)]].copy()
    chosen["what"] = [MEASURES[key] for key in zip(chosen["measure"], chosen["on"], strict=True)]
    shares = table[table["measure"] == "share"].set_index(["pair", "on"])["value"]
    share = shares.reindex(pd.MultiIndex.from_frame(chosen[["pair", "on"]])).array
    pairs = sorted(dict.fromkeys(chosen["pair"]), key=lambda pair: KINDS.index(_kind(chosen, pair)))
    known = chosen["value"].notna().to_numpy()
    data = pd.DataFrame(
        {
            "what": chosen["what"],
            "measure": chosen["measure"].map(NAMES),
            "pair": chosen["pair"],
            "kind": chosen["kind"],
            "value": chosen["value"].round(2),
            "low": chosen["low"].round(2),
            "high": chosen["high"].round(2),
            "n": chosen["n"],
            "agreed": [f"{part:.0%}" if pd.notna(part) else "" for part in share],
        }
    )[known]
    rows = [what for what in MEASURES.values() if what in set(data["what"])]
    scale = alt.Scale(domain=[min(0.0, float(data["value"].min())), 1], nice=False)
    x = alt.X("value:Q", title="agreement", scale=scale, axis=alt.Axis(values=[0, 0.2, 0.4, 0.6, 0.8, 1], format=".1f"))
    kinds = [kind for kind in KINDS if kind in set(data["kind"])]
    pick = alt.selection_point(fields=["kind"], bind="legend")
    legend = alt.Legend(
        title=None,
        values=kinds,
        columns=1,
        labelExpr=f"column < 500 ? {SHORT}[datum.label] : datum.label",
        labelLimit=240,
    )
    hue = alt.Color("kind:N", scale=alt.Scale(domain=list(KINDS)), legend=legend)
    form = alt.Shape("kind:N", scale=alt.Scale(domain=list(KINDS), range=list(SHAPES)), legend=legend)
    strength = alt.condition(pick, alt.value(1), alt.value(0.15))
    base = alt.Chart(data).encode(
        y=alt.Y(
            "what:N",
            title=None,
            sort=rows,
            scale=alt.Scale(domain=rows, paddingInner=0.25),
            axis=alt.Axis(
                grid=True,
                tickBand="extent",
                labelExpr="column < 500 ? split(datum.label, ', ') : datum.label",
                labelLimit=190,
                labelOffset=alt.ExprRef("column < 500 ? -8 : 0"),
                ticks=False,
                labelPadding=8,
            ),
        ),
        yOffset=alt.YOffset("pair:N", sort=pairs, scale=alt.Scale(domain=pairs, paddingOuter=0.5)),
        color=hue,
        opacity=strength,
        tooltip=[
            alt.Tooltip("what:N", title="agreement on"),
            alt.Tooltip("pair:N", title="readings"),
            alt.Tooltip("kind:N", title="of which"),
            alt.Tooltip("measure:N", title="measure"),
            alt.Tooltip("value:Q", title="value", format=".2f"),
            alt.Tooltip("low:Q", title="from", format=".2f"),
            alt.Tooltip("high:Q", title="to", format=".2f"),
            alt.Tooltip("agreed:N", title="without regard to chance"),
            alt.Tooltip("n:Q", title="things compared", format=","),
        ],
    )
    spans = (
        base.transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=2)
        .encode(x=alt.X("low:Q", title="agreement"), x2=alt.X2("high:Q"))
    )
    points = base.mark_point(size=75).encode(x=x, shape=form)
    return alt.layer(spans.add_params(pick), points).properties(
        width="container",
        height=(13 * len(pairs) + 10) * len(rows),
        title=alt.Title(
            "How far do two readings agree?",
            subtitle="1: throughout; 0: no better than chance (in the first two rows: in nothing). Lines: paragraphs drawn "
            "anew, 95%. A click on the legend picks one kind",
        ),
        description=_of_measures(data, pairs),
    )


def _kind(table: pd.DataFrame, pair: str) -> str:
    return str(table.loc[table["pair"] == pair, "kind"].iloc[0])


def _of_measures(data: pd.DataFrame, pairs: list[str]) -> str:
    told = []
    for pair in pairs:
        own = data[data["pair"] == pair]
        least, most = own.loc[own["value"].idxmin()], own.loc[own["value"].idxmax()]
        told.append(
            f"{pair.capitalize()} ({own['kind'].iloc[0]}): from {least['value']:.2f} ({least['what']}) "
            f"to {most['value']:.2f} ({most['what']})"
        )
    return f"Dots with intervals for {data['what'].nunique()} measures of agreement. {'; '.join(told)}."


def divided(sentences: pd.DataFrame, readings: list[str], start: str = "") -> alt.LayerChart | alt.FacetChart:
    """Return the text as rows of sentences, each as high as the readings part over it.

    Parameters
    ----------
    sentences : pandas.DataFrame
        As `closereading.argument.agreement.by_sentence` returns it, in reading order, with the column ``phrase``: words
        of the sentence that a link can find. What a reading has is missing where it has not read the sentence.
    readings : list of str
        The names of the readings, columns of the table.
    start : str
        The sentence that is shown below the chart before one is chosen; the one that divides most if nothing is said.
    """
    rows = _rows(sentences["para"])
    begins = sentences.groupby("para", sort=False)["words"].cumsum() - sentences["words"]
    data = pd.DataFrame(
        {
            "sent": sentences["sent"],
            "para": sentences["para"],
            "context": [shown(text) for text in sentences["text"]],
            "disagreement": sentences["score"].round(2),
            **{name: sentences[name].fillna(UNREAD).replace("", NONE) for name in readings},
            "only one claims": [f"{share:.0%}" for share in sentences["span"]],
            "roles differ": [f"{share:.0%}" for share in sentences["role"]],
            "only one relates": [f"{share:.0%}" if share == share else "none" for share in sentences["relation"]],
            "href": [passage(*place) for place in zip(sentences["para"], sentences["phrase"], strict=True)],
            "_from": begins,
            "_to": begins + sentences["words"],
            "_row": sentences["para"].map(rows),
            "_lines": [
                "\n".join(wrap(text, WIDTH, max_lines=LINES, placeholder=" …"))
                for text in map(shown, sentences["text"])
            ],
        }
    )
    start = start or str(data.loc[data["disagreement"].idxmax(), "sent"])
    text_rows = max(rows.values()) + 1
    told = 4 + len(readings)
    height = round(text_rows * ROW) + LINE * (told + LINES + 1)
    longest = int(data["_to"].max())
    x_scale = alt.Scale(domain=[-LABELS * longest, longest * 1.005], nice=False, zero=False)
    y_scale = alt.Scale(domain=[0, height / ROW], nice=False, reverse=True)
    tooltip = [
        alt.Tooltip("sent:N", title="sentence"),
        *(alt.Tooltip(f"{name}:N", title=name) for name in readings),
        alt.Tooltip("disagreement:Q", title="disagreement", format=".2f"),
        alt.Tooltip("only one claims:N", title="words only one claims"),
        alt.Tooltip("roles differ:N", title="words of different roles"),
        alt.Tooltip("only one relates:N", title="relations only one has"),
        alt.Tooltip("context:N", title="words"),
    ]
    over = alt.selection_point(name="over", fields=["sent"], on="pointerover", clear="pointerout", empty=False)
    names = [f"{row.sent} {' '.join(row.context.split()[:5])}" for row in data.itertuples()]
    chosen = alt.param(
        name="chosen",
        value=start,
        bind=alt.binding_select(options=data["sent"].tolist(), labels=names, name="Sentence "),
    )
    active = "datum.sent === (over.sent ? over.sent[0] : chosen)"
    base = alt.Chart(data)
    x = alt.X("_from:Q", scale=x_scale, axis=None)
    bars = base.transform_calculate(
        _foot="datum._row + 0.92",
        _top="datum._row + 0.92 - 0.86 * max(datum.disagreement, 0.06)",
        _head="datum._row + 0.06",
    )
    ground = (
        bars.mark_rect(fill=color("faint"), opacity=0.45, stroke=color("paper"), strokeWidth=1)
        .encode(
            x=x, x2="_to:Q", y=alt.Y("_head:Q", scale=y_scale, axis=None), y2="_foot:Q", href="href:N", tooltip=tooltip
        )
        .add_params(over)
    )
    fill = bars.mark_rect(stroke=color("paper"), strokeWidth=1).encode(
        x=x,
        x2="_to:Q",
        y=alt.Y("_top:Q", scale=y_scale, axis=None),
        y2="_foot:Q",
        color=alt.Color(
            "disagreement:Q",
            scale=alt.Scale(domain=[0, 1], range="ramp"),
            legend=alt.Legend(title="disagreement", gradientLength=120, format=".1f", tickCount=3),
        ),
        href="href:N",
        tooltip=tooltip,
    )
    ring = (
        bars.transform_filter(active)
        .mark_rect(fillOpacity=0, stroke=color("ink"), strokeWidth=2)
        .encode(x=x, x2="_to:Q", y=alt.Y("_head:Q", scale=y_scale, axis=None), y2="_foot:Q")
    )
    labels = (
        base.transform_aggregate(_row="min(_row)", groupby=["para"])
        .transform_calculate(_at="datum._row + 0.5", _zero=f"{-0.01 * longest}")
        .mark_text(align="right", fontSize=11)
        .encode(x=alt.X("_zero:Q", scale=x_scale, axis=None), y=alt.Y("_at:Q", scale=y_scale, axis=None), text="para:N")
    )
    says = " + '\\n' + ".join(
        [
            "datum.sent + ': disagreement ' + format(datum.disagreement, '.2f')",
            *(f"{f'{name}: '!r} + datum[{name!r}]" for name in readings),
            "'words only one claims: ' + datum['only one claims']",
            "'words of different roles: ' + datum['roles differ']",
            "'relations only one has: ' + datum['only one relates']",
        ]
    )
    top = round(text_rows * ROW) + LINE + 4
    pane = base.transform_filter(active)
    style: dict[str, Any] = {"align": "left", "baseline": "top", "lineBreak": "\n", "lineHeight": LINE, "fontSize": 12}
    readings_told = (
        pane.transform_calculate(_says=says).mark_text(**style).encode(x=alt.value(0), y=alt.value(top), text="_says:N")
    )
    words = pane.mark_text(**style, fontStyle="italic").encode(
        x=alt.value(alt.ExprRef("column < 620 ? 0 : 270")),
        y=alt.value(alt.ExprRef(f"column < 620 ? {top + LINE * (told + 1)} : {top}")),
        text="_lines:N",
    )
    return (
        alt.layer(ground, fill, ring, labels, readings_told, words)
        .add_params(chosen)
        .properties(
            width="container",
            height=height,
            title=alt.Title(
                "Where do the readings part?",
                subtitle="A row is a paragraph, a bar a sentence, as long as its words: the higher and stronger, the more "
                "the readings differ in what they claim, in roles and in relations. Point at one or choose it below; a "
                "click opens it",
            ),
            description=_of_sentences(data),
        )
    )


def _rows(paras: pd.Series) -> dict[str, float]:
    """Return the row of each paragraph, with a gap where a section begins."""
    names = list(dict.fromkeys(paras))
    sections = list(dict.fromkeys(name[0] for name in names))
    return {name: round(k + GAP * sections.index(name[0]), 1) for k, name in enumerate(names)}


def _of_sentences(data: pd.DataFrame) -> str:
    score = data["disagreement"]
    most = data.loc[score.nlargest(4).index]
    return (
        f"{data['para'].nunique()} rows of bars, one row a paragraph, one bar a sentence, {len(data)} in all. "
        f"{(score == 0).mean():.0%} of the sentences do not divide the readings at all, and {(score >= 0.5).mean():.0%} "
        f"have a disagreement of one half or more; these stand in {data.loc[score >= 0.5, 'para'].nunique()} of the "
        f"paragraphs. The highest bars: {', '.join(most['sent'])}."
    )


def confusion(table: pd.DataFrame, roles: list[str], start: str) -> alt.LayerChart | alt.FacetChart:
    """Return how often one reading gives each role where the other gives each, as tiles with counts.

    Parameters
    ----------
    table : pandas.DataFrame
        As `closereading.argument.agreement.side_by_side` returns it, for several pairs, with columns ``pair``, such as
        "draft and second", and ``phrase``: words of the claim that a link can find.
    roles : list of str
        The roles, in the order they are drawn.
    start : str
        The pair that is shown first.
    """
    names = [role for role in roles if role in {*table["role_a"], *table["role_b"]}] + [NONE]
    whole = table.assign(
        **{side: table[side].where(table[side] != "", NONE) for side in ("role_a", "role_b")},
        quotation=[shown(a or b) for a, b in zip(table["quote_a"], table["quote_b"], strict=True)],
    )
    cells = whole.groupby(["pair", "role_a", "role_b"], sort=False)
    data = cells.agg(count=("para", "size"), quotation=("quotation", "first"), para=("para", "first")).reset_index()
    data["paragraphs"] = [_few(group["para"]) for _, group in cells]
    data["href"] = [passage(group["para"].iloc[0], group["phrase"].iloc[0]) for _, group in cells]
    menu = alt.param(
        name="two",
        value=start,
        bind=alt.binding_radio(options=list(dict.fromkeys(table["pair"])), name="Rows and columns "),
    )
    most = int(data.loc[data["role_a"] != NONE, "count"].max())
    base = (
        alt.Chart(data)
        .transform_filter("datum.pair === two")
        .encode(
            x=alt.X(
                "role_b:N",
                title="the second of the two",
                scale=alt.Scale(domain=names),
                axis=alt.Axis(orient="top", labelAngle=-90, labelOverlap=False, domain=False, ticks=False),
            ),
            y=alt.Y(
                "role_a:N",
                title="the first of the two",
                scale=alt.Scale(domain=names),
                axis=alt.Axis(labelOverlap=False, domain=False, ticks=False, labelPadding=6),
            ),
            href="href:N",
            tooltip=[
                alt.Tooltip("pair:N", title="readings"),
                alt.Tooltip("role_a:N", title="the first says"),
                alt.Tooltip("role_b:N", title="the second says"),
                alt.Tooltip("count:Q", title="claims"),
                alt.Tooltip("paragraphs:N", title="in"),
                alt.Tooltip("quotation:N", title="such as"),
            ],
        )
    )
    tiles = base.mark_rect(stroke=color("paper"), strokeWidth=1.5).encode(
        color=alt.Color(
            "count:Q",
            scale=alt.Scale(domain=[0, most], type="sqrt", clamp=True),
            legend=None,
        )
    )
    same = (
        base.transform_filter("datum.role_a === datum.role_b")
        .mark_rect(fillOpacity=0, stroke=color("ink"), strokeWidth=2)
        .encode()
    )
    paper, ink = color("paper").to_dict()["expr"], color("ink").to_dict()["expr"]
    number = base.mark_text().encode(
        text="count:Q",
        color=alt.condition(
            f"sqrt(min(datum.count, {most}) / {most}) > (luminance(paper) > 0.5 ? 0.66 : 0.48)",
            alt.value(alt.ExprRef(paper)),
            alt.value(alt.ExprRef(ink)),
        ),
    )
    return (
        alt.layer(tiles, same, number)
        .add_params(menu)
        .properties(
            width="container",
            height=28 * len(names),
            title=alt.Title(
                "Who calls what by which role?",
                subtitle="Claims of two readings that share words; framed: both give the same role. Last row and column: "
                "claims that only the other has. Below: which two",
            ),
            description=_of_roles(whole[whole["pair"] == start], start),
        )
    )


def _few(paras: pd.Series) -> str:
    names = list(dict.fromkeys(paras))
    return ", ".join(names[:8]) + (" …" if len(names) > 8 else "")


def _of_roles(drawn: pd.DataFrame, pair: str) -> str:
    shared = drawn[(drawn["role_a"] != NONE) & (drawn["role_b"] != NONE)]
    apart = shared[shared["role_a"] != shared["role_b"]].groupby(["role_a", "role_b"]).size().nlargest(3)
    return (
        f"A table of roles for {pair}: {len(shared)} claims that both have, {(shared['role_a'] == shared['role_b']).sum()} of "
        f"them with the same role. Most often, "
        + "; ".join(f"{count} times, the first says {a} and the second {b}" for (a, b), count in apart.items())
        + f". {(drawn['role_b'] == NONE).sum()} claims only the first has, {(drawn['role_a'] == NONE).sum()} only the second."
    )
