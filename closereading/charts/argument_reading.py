"""The argument in the order of reading: what each stretch of the text does, and which claim leads to which."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from textwrap import wrap
from typing import Any

import altair as alt
import networkx as nx
import pandas as pd

from closereading import publication
from closereading.argument import Argument
from closereading.argument.annotation import AUTHORS
from closereading.charts import color
from closereading.charts.argument import (
    ACTIVE,
    BESIDE,
    RELATION_SYMBOL,
    RELATIONS,
    ROLES,
    bearings,
    marked,
    relation_color,
    relation_dash,
    role_color,
    role_shape,
    told,
)
from closereading.charts.links import claim

NARROW = "column < 690"

BAR = 17
"""Px of a paragraph's row in the barcode."""

ROW, SQUEEZED = 27, 5
"""Px of a claim's row in the ladder: where it is to be read, and where only its place is shown."""

LEFT, RIGHT = f"({NARROW} ? 46 : 168)", f"({NARROW} ? 34 : 68)"
"""Px that the arcs have on either side of the words."""

LETTERS = 36
"""Letters of a gloss that stand side by side on a phone."""

POINTS = 8
"""Of an arc, besides the first."""

ASIDE = 5
"""Px from one line that joins linked claims to the next, where they overlap."""

AGAINST = ("reb", "und", "qua")
"""Relations drawn on the right."""


def barcode(argument: Argument) -> alt.LayerChart | alt.FacetChart:
    """Return what each stretch of the text does in its argument, a row for each paragraph.

    Parameters
    ----------
    argument : Argument
        An argument.
    """
    paragraphs, headings = _rows(argument)
    claims = argument.claims.merge(paragraphs[["paragraph", "_row", "_start"]], left_on="para", right_on="paragraph")
    owned = claims["voice"].isin(AUTHORS)
    data = pd.DataFrame(
        {
            "id": claims["id"],
            "role": claims["role"],
            "stance": claims["stance"],
            "voice": claims["voice"],
            "gloss": claims["gloss"],
            "quotation": claims["quote"].map(publication.shown),
            "href": claims["id"].map(claim),
            "_from": claims["start"] - claims["_start"],
            "_to": claims["end"] - claims["_start"],
            "_top": claims["_row"] - 0.38,
            "_foot": claims["_row"] + 0.38,
            "_row": claims["_row"],
            "_own": owned,
            "_rare": claims["role"].map(-claims["role"].value_counts()),
        }
    )
    last = int(paragraphs["_row"].max())
    names = dict(zip(paragraphs["_row"], paragraphs["paragraph"], strict=True))
    axis = alt.Axis(
        values=list(names),
        labelExpr="{" + ", ".join(f"{row}: '{name}'" for row, name in names.items()) + "}[datum.value]",
        domain=False,
        ticks=False,
        grid=False,
        labelOverlap=False,
        labelFontSize=11,
    )
    down = alt.Scale(domain=[-1.6, last + 1], reverse=True, nice=False, zero=False)
    y = alt.Y("_top:Q", title=None, scale=down, axis=axis)
    # So far that the symbol of the last claim is not cut.
    along = alt.Scale(domain=[0, int(paragraphs["characters"].max())], nice=False)
    x = alt.X(
        "_from:Q",
        title="characters into the paragraph",
        scale=along,
        axis=alt.Axis(tickCount=5, labelFlush=True, domain=False),
    )
    lit = alt.param(
        name="role",
        value="",
        bind=alt.binding_select(options=["", *ROLES], labels=["all", *ROLES], name="Light up each "),
    )
    shade = alt.ExprRef("!role || datum.role === role ? 1 : 0.15")
    tooltip = [
        alt.Tooltip("id:N", title="claim"),
        alt.Tooltip("role:N", title="role"),
        alt.Tooltip("stance:N", title="stance"),
        alt.Tooltip("gloss:N", title="in short"),
        alt.Tooltip("quotation:N", title="words"),
    ]
    paper = (
        alt.Chart(paragraphs)
        .transform_calculate(_from="0", _top="datum._row - 0.24", _foot="datum._row + 0.24")
        .mark_rect(color=color("faint"))
        .encode(x=x, x2="characters:Q", y=y, y2="_foot:Q")
    )
    base = alt.Chart(data).encode(x=x, x2="_to:Q", y=y, y2="_foot:Q", tooltip=tooltip, href="href:N")
    own = base.transform_filter("datum._own")
    legend = alt.Legend(title=None, columns=alt.ExprRef(f"{NARROW} ? 3 : 0"), symbolOpacity=1)
    hue = alt.Color("role:N", scale=role_color(), legend=legend)
    bars = own.mark_rect(opacity=shade, stroke=color("paper"), strokeWidth=1.5, cursor="pointer").encode(color=hue)
    editors = base.transform_filter("!datum._own").mark_rect(
        fill=color("paper"),
        stroke=color("muted"),
        strokeWidth=1.4,
        cursor="pointer",
        opacity=alt.ExprRef("role ? 0.3 : 1"),
    )
    points = (
        alt.Chart(data)
        .transform_filter("datum._own")
        .mark_point(
            filled=True,
            size=alt.ExprRef(f"{NARROW} ? 34 : 46"),
            opacity=shade,
            stroke=color("paper"),
            strokeWidth=1.3,
            xOffset=alt.ExprRef(f"{NARROW} ? 2 : 4"),
            cursor="pointer",
        )
        .encode(
            x=x,
            y=alt.Y("_row:Q", title=None, scale=down, axis=axis),
            color=hue,
            shape=alt.Shape("role:N", scale=role_shape(), legend=legend),
            order=alt.Order("_rare:Q"),
            tooltip=tooltip,
            href="href:N",
        )
    )
    names_of_sections = (
        alt.Chart(headings)
        .mark_text(align="left", fontWeight=600, fontSize=12)
        .encode(x=alt.value(0), y=alt.Y("_row:Q", title=None, scale=down, axis=axis), text="_heading:N")
    )
    authors = paragraphs[
        paragraphs["paragraph"].isin(argument.claims.loc[argument.claims["voice"] == "author", "para"])
    ]
    theses = claims.loc[claims["role"] == "thesis", "id"]
    return (
        alt.layer(paper, names_of_sections, bars, points, editors)
        .add_params(lit)
        .properties(
            width="container",
            height=int(BAR * (last + 2.6)),
            title=alt.Title(
                "What does each stretch of the text do?",
                subtitle="A row is a paragraph, as long as its text. Colored words do something in the argument, and the "
                "symbol where they begin says what; thin gray is text without a claim, outlined boxes are the "
                "editor's words. Point for the quotation; a click opens it",
            ),
            description=(
                f"{len(paragraphs)} rows of bars for {len(data)} claims. Claims of the author's take up "
                f"{authors['inside claims'].sum() / authors['characters'].sum():.0%} of the characters of his paragraphs; "
                f"the rest is gray. The theses are {', '.join(theses)}. The introduction has outlined boxes only."
            ),
        )
    )


def _rows(argument: Argument) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the paragraphs and the headings between them, with the rows they have."""
    paragraphs = argument.edition.paragraphs
    new = paragraphs["section"].ne(paragraphs["section"].shift()).cumsum()
    rows = pd.Series(range(len(paragraphs)), index=paragraphs.index) + 1.2 * (new - 1)
    inside = (argument.claims["end"] - argument.claims["start"]).groupby(argument.claims["para"]).sum()
    table = pd.DataFrame(
        {
            "paragraph": paragraphs["para"],
            "characters": paragraphs["end"] - paragraphs["start"],
            "inside claims": paragraphs["para"].map(inside).fillna(0).astype(int),
            "_row": rows.round(1),
            "_start": paragraphs["start"],
        }
    )
    names = dict(zip(argument.edition.sections["section"], argument.edition.sections["short"], strict=True))
    first = ~paragraphs["section"].duplicated()
    headings = pd.DataFrame(
        {
            "_heading": [f"{letter} {names[letter]}" for letter in paragraphs.loc[first, "section"]],
            "_row": table.loc[first, "_row"].to_numpy() - 1,
        }
    )
    return table, headings


def ladder(argument: Argument, section: str, name: str, stretches: Sequence[tuple[str, str]] = ()) -> alt.LayerChart:
    """Return all the author's claims of a section in reading order, with what leads to what.

    Parameters
    ----------
    argument : Argument
        An argument.
    section : str
        The letter of a section.
    name : str
        What the section is called.
    stretches : sequence of (str, str)
        First and last paragraphs of stretches, if the section is too long to be read as a whole: the reader chooses which
        of them is drawn large.
    """
    claims = argument.claims[argument.claims["voice"].isin(AUTHORS)]
    relations = _within(argument.relations, claims, section)
    rows = _claims(claims, relations, section)
    ends = _stretches(rows, stretches)
    graph = bearings(relations)
    graph.add_nodes_from(rows["id"])
    lit = {node: marked({node} | nx.ancestors(graph, node) | nx.descendants(graph, node)) for node in rows["id"]}
    says = told(relations)
    data = pd.DataFrame(
        {
            "id": rows["id"],
            "role": rows["role"],
            "stance": rows["stance"],
            "gloss": rows["gloss"],
            "quotation": rows["quote"].map(publication.shown),
            "what it does": [says.get(one, "the rest bears on it") for one in rows["id"]],
            "href": rows["id"].map(claim),
            "_narrow": ["\n".join(wrap(f"{row.id} {row.gloss}", LETTERS)) for row in rows.itertuples()],
            "_row": rows["_row"],
        }
    )
    large = max(end - start for start, end in ends.values())
    count = float(rows["_row"].max()) + 1
    height = SQUEEZED * count + (ROW - SQUEEZED) * large
    chart = _Ladder(ends, count)
    shade = alt.ExprRef(f"!{ACTIVE} || !datum.id || indexof(lit[{ACTIVE}], '|' + datum.id + '|') >= 0 ? 1 : 0.16")
    seen = alt.ExprRef(
        f"!{ACTIVE} || (indexof(lit[{ACTIVE}], '|' + datum._target + '|') >= 0 && "
        f"test(regexp('[|](' + datum._sources + ')[|]'), lit[{ACTIVE}])) ? 0.9 : 0.08"
    )
    lines = _lines(chart, _arcs(rows, relations), rows, relations, seen)
    bands, letters = chart.bands(rows)
    over = alt.selection_point(name="over", fields=["id"], on="pointerover", clear="pointerout", empty=False)
    tooltip = [
        alt.Tooltip("id:N", title="claim"),
        alt.Tooltip("role:N", title="role"),
        alt.Tooltip("stance:N", title="stance"),
        alt.Tooltip("quotation:N", title="his words"),
        alt.Tooltip("what it does:N", title="what it does"),
    ]
    base = chart.row(alt.Chart(data))
    by_role = alt.Legend(title=None, columns=alt.ExprRef(f"{NARROW} ? 1 : 2"), **BESIDE)
    points = base.mark_point(
        filled=True, opacity=shade, size=alt.ExprRef("datum._large || datum.role === 'thesis' ? 80 : 22")
    ).encode(
        x=chart.x,
        y=chart.y,
        color=alt.Color("role:N", scale=role_color(), legend=by_role),
        shape=alt.Shape("role:N", scale=role_shape(), legend=by_role),
    )
    style: dict[str, Any] = {
        "align": "left",
        "baseline": "middle",
        "opacity": shade,
        "dx": 11,
        "fontWeight": alt.ExprRef("datum.role === 'thesis' ? 600 : 400"),
        "fontStyle": alt.ExprRef("datum.stance === 'rejected' ? 'italic' : 'normal'"),
    }
    readable = base.transform_filter("datum._large || datum.role === 'thesis'")
    glosses = (
        readable.transform_filter(f"!({NARROW})")
        .mark_text(fontSize=12, **style)
        .encode(x=chart.x, y=chart.y, text="gloss:N")
    )
    short = (
        readable.transform_filter(NARROW)
        .mark_text(
            fontSize=11,
            lineBreak="\n",
            lineHeight=12,
            dy=alt.ExprRef("-6 * (length(split(datum._narrow, '\\n')) - 1)"),
            **style,
        )
        .encode(x=chart.x, y=chart.y, text="_narrow:N")
    )
    ids = (
        readable.transform_filter(f"!({NARROW})")
        .transform_calculate(_at_x=f"column - {RIGHT}")
        .mark_text(align="right", dx=-6, fontSize=11, color=color("muted"), opacity=shade)
        .encode(x=chart.x, y=chart.y, text="id:N")
    )
    touched = (
        base.transform_calculate(_left=f"{LEFT} - 16", _right=f"column - {RIGHT}")
        .mark_rect(opacity=0, cursor="pointer")
        .encode(
            x=alt.X("_left:Q", axis=None, scale=chart.across),
            x2="_right:Q",
            y=alt.Y("_top:Q", axis=None, scale=chart.down),
            y2="_foot:Q",
            href="href:N",
            tooltip=tooltip,
        )
        .add_params(over)
    )
    labels = [f"{row.id} {row.gloss}" for row in rows.itertuples()]
    chosen = alt.binding_select(options=["", *rows["id"]], labels=["none", *labels], name="Light the line of ")
    params = [alt.param(name="line", value="", bind=chosen), alt.param(name="lit", value=lit), *chart.params]
    return (
        alt.layer(bands, letters, *lines, points, glosses, short, ids, touched)
        .add_params(*params)
        .resolve_scale(color="independent", shape="independent", strokeDash="independent")
        .properties(
            width="container",
            height=round(height),
            title=alt.Title(
                f"What leads to what in {name}?",
                subtitle="Each row is a claim, in reading order. Left: it speaks for another; right: against it. Small dots "
                "with a line between them mark reasons that count only together; bold is a thesis, italic a view he "
                "rejects. Point at a row, or choose one below, to light what it rests on and serves"
                + ("; choose which stretch is drawn large" if stretches else ""),
            ),
            description=_description(rows, relations, section),
        )
    )


def _lines(
    chart: _Ladder, arcs: pd.DataFrame, rows: pd.DataFrame, relations: pd.DataFrame, seen: alt.ExprRef
) -> list[alt.Chart]:
    """Return the arcs with their heads, the lines that undercut them, and those that join linked claims."""
    kinds = [called for key, (called, _) in RELATIONS.items() if key in set(relations["type"])]
    columns = alt.ExprRef(f"{NARROW} ? 1 : 2")
    legend = alt.Legend(title=None, values=kinds, columns=columns, **RELATION_SYMBOL, **BESIDE)
    hue = alt.Color("_relation:N", scale=relation_color(), legend=None)
    place: dict[str, Any] = {"x": chart.x, "y": chart.y}
    line: dict[str, Any] = {"strokeWidth": 1.5, "opacity": seen}
    base = alt.Chart(arcs)
    along = base.transform_calculate(_step=f"sequence(0, {POINTS + 1})").transform_flatten(["_step"])
    bent = along.transform_calculate(
        _share=f"(1 - cos(datum._step * PI / {POINTS})) / 2",
        _out=f"datum._out * sin(datum._step * PI / {POINTS})",
        _aside="datum._aside * (1 - datum._share)",
    )
    curves = (
        chart.at(bent)
        .mark_line(interpolate="cardinal", tension=0, **line)
        .encode(
            **place,
            detail="_strand:N",
            order="_step:Q",
            color=alt.Color("_relation:N", scale=relation_color(), legend=legend),
            strokeDash=alt.StrokeDash("_relation:N", scale=relation_dash(), legend=legend),
        )
    )
    found = [curves]
    ends = base.transform_calculate(_share="1", _out="0", _aside="0")
    for side, shape in (("datum._left", "triangle-right"), ("!datum._left", "triangle-left")):
        tip = chart.at(ends.transform_filter(side))
        found.append(tip.mark_point(shape=shape, size=34, opacity=seen, strokeWidth=0).encode(**place, color=hue))
    joined = _brackets(rows, arcs)
    if len(joined):
        bracket = chart.at(alt.Chart(joined).transform_calculate(_share="0"))
        found.append(bracket.mark_line(**line).encode(**place, detail="_strand:N", order="_low:Q", color=hue))
        found.append(
            bracket.mark_point(shape="circle", size=26, opacity=seen, strokeWidth=0).encode(**place, color=hue)
        )
    struck = _undercuts(rows, relations, arcs)
    if len(struck):
        undercut = chart.at(alt.Chart(struck))
        dash = RELATIONS["und"][1]
        found.append(
            undercut.mark_line(strokeDash=dash, **line).encode(**place, detail="_strand:N", order="_share:Q", color=hue)
        )
        found.append(
            undercut.transform_filter("datum._share > 0")
            .mark_point(shape="diamond", size=34, opacity=seen, strokeWidth=0)
            .encode(**place, color=hue)
        )
    return found


class _Ladder:
    """Where things stand in a ladder: in px of the column across, and down in px that depend on the stretch chosen."""

    def __init__(self, ends: dict[str, tuple[float, float]], count: float) -> None:
        names = list(ends)
        found = "{" + ", ".join(f"'{name}': [{start:g}, {end:g}]" for name, (start, end) in ends.items()) + "}[stretch]"
        bind: dict[str, Any] = (
            {"bind": alt.binding_select(options=names, name="Drawn large ")} if len(names) > 1 else {}
        )
        self.params = [
            alt.param(name="stretch", value=names[0], **bind),
            alt.param(name="large", expr=found),
        ]
        self.across = alt.Scale(domain=[0, alt.ExprRef("column")], nice=False, zero=False)
        full = self.px(f"{count:g}")
        self.down = alt.Scale(domain=[0, alt.ExprRef(full)], nice=False, zero=False, reverse=True)
        self.x = alt.X("_at_x:Q", axis=None, scale=self.across)
        self.y = alt.Y("_at_y:Q", axis=None, scale=self.down)

    @staticmethod
    def px(row: str) -> str:
        """Return an expression for how far down the upper border of a row is."""
        return f"({SQUEEZED} * ({row}) + {ROW - SQUEEZED} * clamp(({row}) - large[0], 0, large[1] - large[0]))"

    def row(self, base: alt.Chart) -> alt.Chart:
        """Place marks in the rows of claims."""
        return base.transform_calculate(
            _large="datum._row >= large[0] && datum._row < large[1]",
            _top=self.px("datum._row"),
            _foot=self.px("datum._row + 1"),
            _at_y=self.px("datum._row + 0.5"),
            _at_x=LEFT,
        )

    def at(self, base: alt.Chart) -> alt.Chart:
        """Place the points of lines."""
        low, high = self.px("datum._low + 0.5"), self.px("datum._high + 0.5")
        return base.transform_calculate(
            _at_y=f"{low} + ({high} - {low}) * datum._share",
            _at_x=f"datum._left ? {LEFT} - 10 - datum._aside - datum._out * ({LEFT} - ({NARROW} ? 14 : 38)) "
            f": column - {RIGHT} + datum._out * ({RIGHT} - 8)",
        )

    def bands(self, rows: pd.DataFrame) -> tuple[alt.Chart, alt.Chart]:
        """Return a band behind every other paragraph, and the names of the paragraphs."""
        groups = rows.groupby("para", sort=False)["_row"].agg(["min", "max"])
        data = pd.DataFrame({"_para": groups.index, "_first": groups["min"], "_last": groups["max"] + 1})
        data["_odd"] = [i % 2 == 1 for i in range(len(data))]
        base = alt.Chart(data).transform_calculate(
            _top=self.px("datum._first"),
            _foot=self.px("datum._last"),
            _at_y=self.px("datum._first") + " + 9",
            _at_x="2",
        )
        bands = (
            base.transform_filter("datum._odd")
            .mark_rect(color=color("faint"), opacity=0.45)
            .encode(y=alt.Y("_top:Q", axis=None, scale=self.down), y2="_foot:Q")
        )
        names = (
            base.transform_filter(f"!({NARROW}) && datum._foot - datum._top > 14")
            .mark_text(align="left", fontSize=11, color=color("muted"))
            .encode(x=self.x, y=self.y, text="_para:N")
        )
        return bands, names


def _within(relations: pd.DataFrame, claims: pd.DataFrame, section: str) -> pd.DataFrame:
    """Return the relations between the claims that begin or end in a section."""
    home = dict(zip(claims["id"], claims["section"], strict=True))
    inside = relations[relations["src"].map(lambda sources: set(sources) <= home.keys()).astype(bool)]
    begins = {row.id: row.src for row in inside.itertuples()}
    ends = [[*row.src, *begins.get(row.dst, (row.dst,))] for row in inside.itertuples()]
    return inside[[any(home.get(end) == section for end in each) for each in ends]]


def _claims(claims: pd.DataFrame, relations: pd.DataFrame, section: str) -> pd.DataFrame:
    """Return the claims of a section and those of others that relations lead to or from, with their rows."""
    met = {end for row in relations.itertuples() for end in (*row.src, row.dst)}
    rows = claims[(claims["section"] == section) | claims["id"].isin(met)].reset_index(drop=True)
    # Claims of other sections stand a little apart.
    moved = rows["section"].ne(rows["section"].shift()).cumsum() - 1
    return rows.assign(_row=rows.index + 0.5 * moved)


def _stretches(rows: pd.DataFrame, stretches: Sequence[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Return the first row of each stretch and the one after its last, under its name."""
    if not stretches:
        return {"all": (0.0, float(rows["_row"].max()) + 1)}
    first, last = rows.groupby("para")["_row"].min(), rows.groupby("para")["_row"].max()
    return {f"{a} to {b}": (float(first[a]), float(last[b]) + 1) for a, b in stretches}


def _arcs(rows: pd.DataFrame, relations: pd.DataFrame) -> pd.DataFrame:
    """Return an arc for each relation between claims: from row ``_low`` to row ``_high``, and how far out it goes.

    ``_out`` is a share of the room on its side, and ``_aside`` the px that the line which joins linked claims stands out.
    """
    row = dict(zip(rows["id"], rows["_row"], strict=True))
    spans = {one.id: [row[source] for source in one.src] for one in relations.itertuples()}
    lanes = _lanes({name: own for name, own in spans.items() if len(own) > 1})
    found = [
        {
            "_strand": one.id,
            "_relation": RELATIONS[one.type][0],
            "_sources": "|".join(one.src),
            "_target": one.dst,
            "_left": one.type not in AGAINST,
            "_low": (low := min(spans[one.id], key=lambda start: abs(start - row[one.dst]))),
            "_high": row[one.dst],
            "_out": round(0.1 + 0.9 * sqrt(abs(low - row[one.dst]) / max(row.values())), 3),
            "_aside": ASIDE * lanes.get(one.id, 0),
        }
        for one in relations[relations["type"] != "und"].itertuples()
    ]
    return pd.DataFrame(found)


def _brackets(rows: pd.DataFrame, arcs: pd.DataFrame) -> pd.DataFrame:
    """Return the points of the lines that join linked claims."""
    row = dict(zip(rows["id"], rows["_row"], strict=True))
    linked = arcs[arcs["_sources"].str.contains("|", regex=False)]
    ends = linked.assign(_low=linked["_sources"].str.split("|"), _out=0).explode("_low", ignore_index=True)
    ends["_low"] = ends["_high"] = ends["_low"].map(row)
    return ends.sort_values(["_strand", "_low"], ignore_index=True)


def _undercuts(rows: pd.DataFrame, relations: pd.DataFrame, arcs: pd.DataFrame) -> pd.DataFrame:
    """Return the two ends of each line that undercuts: a claim, and the middle of the arc that it strikes."""
    row = dict(zip(rows["id"], rows["_row"], strict=True))
    struck = arcs.set_index("_strand")
    found = [
        {
            "_strand": one.id,
            "_relation": RELATIONS[one.type][0],
            "_sources": "|".join(one.src),
            "_target": struck.loc[one.dst, "_sources"].split("|")[0],
            "_left": struck.loc[one.dst, "_left"],
            "_low": row[one.src[0]] if not end else struck.loc[one.dst, "_low"],
            "_high": row[one.src[0]] if not end else struck.loc[one.dst, "_high"],
            "_out": struck.loc[one.dst, "_out"] * end,
            "_aside": 0,
            "_share": end / 2,
        }
        for one in relations[relations["type"] == "und"].itertuples()
        for end in (0, 1)
    ]
    return pd.DataFrame(found)


def _lanes(spans: dict[str, list[float]]) -> dict[str, int]:
    """Return how far out the line that joins linked claims must stand so that it meets no other."""
    lanes: dict[str, int] = {}
    for name, rows in sorted(spans.items(), key=lambda item: max(item[1]) - min(item[1])):
        taken = {
            lanes[other]
            for other in lanes
            if min(spans[other]) <= max(rows) and min(rows) <= max(spans[other]) and set(spans[other]) != set(rows)
        }
        lanes[name] = next(lane for lane in range(len(spans)) if lane not in taken)
    return lanes


def _description(rows: pd.DataFrame, relations: pd.DataFrame, section: str) -> str:
    own = rows[rows["section"] == section]
    place = {one: i + 1 for i, one in enumerate(own["id"])}
    theses = [f"{one} (row {place[one]} of {len(own)})" for one in own.loc[own["role"] == "thesis", "id"]]
    row = dict(zip(rows["id"], rows["_row"], strict=True))
    inside = relations[
        relations["dst"].isin(place) & relations["src"].map(lambda sources: set(sources) <= place.keys())
    ]
    far = max(inside.itertuples(), key=lambda one: abs(row[one.src[0]] - row[one.dst]))
    left = int((~relations["type"].isin(AGAINST)).sum())
    return (
        f"{len(own)} claims below one another, with {left} arcs on the left and {len(relations) - left} on the right. "
        f"Theses: {', '.join(theses)}. The longest arc goes from {', '.join(far.src)} to {far.dst}. "
        "The table has every claim with its words and what it does."
    )
