"""The booklet as a thing of paper: sheets, pages, and the order they are met in."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from closereading.charts import color
from closereading.charts.links import passage

SECTIONS = ("I", "U", "S", "T")
"""The booklet's sections by their letters, in reading order; each has one color and one shape in all charts."""

NAMES = {"file": "as in the file", "read": "as read"}
"""What the two orders are called in tables."""

HALO: dict[str, Any] = {"stroke": color("paper"), "strokeWidth": 5}
"""What stands under words on marks."""

NO_SECTION = "no section"

BANDS = {"file": (0.8, 1.0), "read": (0.0, 0.2)}
"""Heights between which the pages are drawn, in the order of the file and in the order of reading."""


def two_orders(tokens: pd.DataFrame, occurrences: pd.DataFrame, term: str) -> alt.LayerChart | alt.FacetChart:
    """Return where a word stands in the order of the file and in the order of reading, with a line for each occurrence.

    Parameters
    ----------
    tokens : pandas.DataFrame
        A token table with pages, in reading order, and ``file``, each token's rank in the file.
    occurrences : pandas.DataFrame
        As `closereading.edition.occurrences` returns it, for all terms on offer.
    term : str
        The term shown at first.
    """
    boxes = _boxes(tokens)
    terms = sorted(occurrences["term"].unique())
    choice = alt.param(name="term", value=term, bind=alt.binding_select(options=terms, name="Word"))
    hue = alt.Color("section:N", legend=None, scale=alt.Scale(domain=list(SECTIONS)))
    y = alt.Y("_top:Q", axis=None, scale=alt.Scale(domain=[-0.17, 1.17], nice=False))
    x = alt.X("from:Q", title="first token", axis=None, scale=alt.Scale(nice=False, domain=[0, len(tokens)]))
    paper = (
        alt.Chart(boxes)
        .mark_rect(opacity=0.28, stroke=color("paper"), strokeWidth=1.5)
        .encode(x=x, x2=alt.X2("to:Q", title="last token"), y=y, y2="_bottom:Q", color=hue)
    )
    room = f"(datum.to - datum.from) * column / {len(tokens)}"
    numbers = (
        alt.Chart(boxes)
        .transform_calculate(
            _middle="(datum.from + datum.to) / 2",
            _height="datum._top === 1 ? 1.045 : -0.045",
            _number=f"{room} < 7 * length('' + datum.page) + 1 ? '' : datum.page",
        )
        .mark_text(fontSize=11)
        .encode(x="_middle:Q", y="_height:Q", text="_number:O")
    )
    run = alt.Chart(_runs(boxes)).encode(x="_middle:Q", y="_height:Q", text="_section:N")
    letters = [run.mark_text(fontWeight=600, **style) for style in (HALO, {})]
    hits = occurrences.assign(
        href=[passage(*place) for place in zip(occurrences["para"], occurrences["phrase"], strict=True)]
    )
    shown = alt.Chart(hits.drop(columns="phrase")).transform_filter("datum.term === term")
    told = [
        alt.Tooltip("context:N", title="in context"),
        alt.Tooltip("para:N", title="paragraph"),
        alt.Tooltip("page:O"),
    ]
    places = {
        "file": alt.X("file:Q", title="token of the file"),
        "read": alt.X("read:Q", title="token in reading order"),
    }
    threads = shown.transform_calculate(_top=str(BANDS["file"][0]), _bottom=str(BANDS["read"][1])).encode(
        x=places["file"], x2="read:Q", y="_top:Q", y2="_bottom:Q", color=hue
    )
    marks = [
        shown.transform_calculate(_low=str(low), _high=str(high)).encode(
            x=places[order], y="_low:Q", y2="_high:Q", color=hue
        )
        for order, (low, high) in BANDS.items()
    ]
    seen = [threads.mark_rule(strokeWidth=1.4, opacity=0.75), *(one.mark_rule(strokeWidth=2.2) for one in marks)]
    # Lines are too thin for a finger.
    touched = [
        one.mark_rule(strokeWidth=width, opacity=0).encode(href="href:N", tooltip=told)
        for one, width in ((threads, 9), *((one, 7) for one in marks))
    ]
    names = pd.DataFrame(
        {"_text": ["as the file has the pages", "as they are meant to be read"], "_height": [1.13, -0.13]}
    )
    labels = (
        alt.Chart(names)
        .mark_text(align="left", fontSize=13, fontWeight=600)
        .encode(x=alt.value(0), y="_height:Q", text="_text:N")
    )
    first = hits[hits["term"] == term]
    low, high = first["file"].min() / len(tokens), first["file"].max() / len(tokens)
    home = ", ".join(f"{count} in section {letter}" for letter, count in first["section"].value_counts().items())
    return (
        alt.layer(paper, *seen, numbers, labels, *letters, *touched)
        .add_params(choice)
        .properties(
            width="container",
            height=320,
            title=alt.Title(
                "Where does the text speak of it?",
                subtitle="Boxes are pages; tints and letters are sections. Each thread follows one occurrence of the word "
                "from its place in the file to its place in the text. Choose another word; a click on a thread opens "
                "the passage.",
            ),
            description=(
                "Two strips of page boxes. Above, in the file's order, the sections are cut up and mixed; below, "
                f"in reading order, each is one block. Threads join the places of the {len(first)} occurrences of "
                f"“{term}” in both: above they reach from {low:.0%} to {high:.0%} of the file; below, {home}."
            ),
        )
    )


def _boxes(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the place of each page in either order, counted in tokens: columns ``order, page, section, from, to``."""
    pages = tokens.groupby("page", as_index=False).agg(
        section=("section", "first"), size=("section", "size"), file=("file", "min")
    )
    boxes = []
    for order, (low, high) in BANDS.items():
        ordered = pages.sort_values("file" if order == "file" else "page")
        ends = ordered["size"].cumsum()
        place = {"from": ends - ordered["size"], "to": ends, "_top": high, "_bottom": low}
        boxes.append(ordered[["page", "section"]].assign(order=NAMES[order], **place))
    return pd.concat(boxes, ignore_index=True)[["order", "page", "section", "from", "to", "_top", "_bottom"]]


def _runs(boxes: pd.DataFrame) -> pd.DataFrame:
    """Return the middle of each run of pages of one section, in either order."""
    new = (boxes["section"] != boxes["section"].shift()) | (boxes["order"] != boxes["order"].shift())
    runs = boxes.groupby(new.cumsum()).agg(
        {"section": "first", "from": "first", "to": "last", "_top": "first", "_bottom": "first"}
    )
    return pd.DataFrame(
        {
            "_section": runs["section"],
            "_middle": (runs["from"] + runs["to"]) / 2,
            "_height": (runs["_top"] + runs["_bottom"]) / 2,
        }
    )


def sheets(pages: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return every side of every sheet as it goes through the press, with the page numbers it carries.

    Parameters
    ----------
    pages : pandas.DataFrame
        `closereading.edition.PAGES`: every page of the booklet, blank ones too, with ``sheet``, ``side``, ``position``,
        ``section``, ``chars``.
    """
    full = pages["chars"].max()
    data = pages.assign(
        _x=(pages["side"] == "back") * 2.4 + (pages["position"] == "right") * 1.0,
        _y=pages["sheet"] - 1.0,
        filled=(pages["chars"] / full).round(3),
        section=pages["section"].fillna(NO_SECTION),
        begins=pages["text"]
        .str.replace(r"[#*]|</?\w+>|\s+", " ", regex=True)
        .str.strip()
        .str[:60]
        .replace("", "(blank)"),
    )[["page", "sheet", "side", "position", "section", "filled", "begins", "_x", "_y"]]
    data = data.assign(_right=data["_x"] + 0.96, _foot=data["_y"] + 0.84, _text_foot=data["_y"] + 0.84 * data["filled"])
    hover = alt.selection_point(fields=["page"], on="pointerover", clear="pointerout", empty=False, name="over")
    near = "over.page && abs(datum.page - over.page[0]) === 1"
    told = [
        "page:O",
        "sheet:O",
        "side:N",
        "position:N",
        alt.Tooltip("filled:Q", title="share of a full page", format=".0%"),
        "begins:N",
    ]
    letters = [*SECTIONS, NO_SECTION]
    base = alt.Chart(data).encode(
        x=alt.X("_x:Q", axis=None, scale=alt.Scale(domain=[0, 4.4], nice=False)),
        y=alt.Y("_y:Q", axis=None, scale=alt.Scale(domain=[-0.45, 6.0], reverse=True, nice=False)),
    )
    outline = base.mark_rect(fill="transparent", stroke=color("muted")).encode(
        x2="_right:Q",
        y2="_foot:Q",
        tooltip=told,
        strokeWidth=alt.condition(
            f"({near}) || (over.page && datum.page === over.page[0])", alt.value(3.5), alt.value(1)
        ),
    )
    printed = base.mark_rect(opacity=0.3).encode(
        x2="_right:Q",
        y2="_text_foot:Q",
        tooltip=told,
        color=alt.Color("section:N", title="section", scale=alt.Scale(domain=letters)),
    )
    placed = base.transform_calculate(
        _middle="datum._x + 0.48",
        _height="datum._y + 0.42",
        _corner="datum._x + 0.9",
        _low="datum._y + 0.68",
        _letter=f"datum.section === '{NO_SECTION}' ? '' : datum.section",
    )
    numbers = placed.mark_text(fontSize=17, fontWeight=600).encode(
        x="_middle:Q", y="_height:Q", text="page:O", tooltip=told
    )
    sections = placed.mark_text(fontSize=12, align="right").encode(
        x="_corner:Q", y="_low:Q", text="_letter:N", tooltip=told
    )
    heads = pd.DataFrame({"_text": ["front", "back"], "_x": [0.0, 2.4], "_y": [-0.2, -0.2]})
    labels = (
        alt.Chart(heads).mark_text(align="left", fontSize=13, fontWeight=600).encode(x="_x:Q", y="_y:Q", text="_text:N")
    )
    first = data[data["sheet"] == 1].sort_values("_x")["page"].tolist()
    last = data[data["sheet"] == data["sheet"].max()].sort_values("_x")["page"].tolist()
    return alt.layer(printed, outline.add_params(hover), sections, numbers, labels).properties(
        width="container",
        height=480,
        title=alt.Title(
            "Which pages share a sheet?",
            subtitle="Each row is a sheet, outermost first, printed on both sides; the tint shows how full a page is, its "
            "letter the section. Point at a page to see its neighbors in reading.",
        ),
        description=(
            f"A grid of {data['sheet'].max()} sheets, each with two pages in front and two behind. The outermost "
            f"carries pages {first[0]} and {first[1]} in front and {first[2]} and {first[3]} behind; the innermost "
            f"{last[0]} and {last[1]}, {last[2]} and {last[3]}. The two numbers on a side always add up to "
            f"{first[0] + first[1]}."
        ),
    )


def fill(pages: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return how many characters each page holds.

    Parameters
    ----------
    pages : pandas.DataFrame
        `closereading.edition.PAGES` with a column ``filled``: "full", "short", "blank" or "front matter".
    """
    kinds = ["full", "short", "blank", "front matter"]
    data = pages[["page", "chars", "filled", "join_kind"]].rename(columns={"join_kind": "ends"})
    full = data.loc[data["filled"] == "full", "chars"]
    middle = pd.DataFrame({"_mean": [full.mean()], "_low": [full.min()], "_high": [full.max()]})
    band = alt.Chart(middle).mark_rect(opacity=0.35, color=color("faint")).encode(y="_low:Q", y2="_high:Q")
    rule = alt.Chart(middle).mark_rule(strokeDash=[5, 4]).encode(y="_mean:Q")
    legend = alt.Legend(columns=alt.ExprRef("column < 500 ? 2 : 0"))
    points = (
        alt.Chart(data)
        .mark_point(size=90, opacity=1)
        .encode(
            x=alt.X("page:O", title="page, in reading order", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("chars:Q", title="characters on the page"),
            color=alt.Color("filled:N", title=None, scale=alt.Scale(domain=kinds), legend=legend),
            shape=alt.Shape("filled:N", title=None, scale=alt.Scale(domain=kinds), legend=legend),
            tooltip=[
                "page:O",
                "chars:Q",
                alt.Tooltip("filled:N", title="kind of page"),
                alt.Tooltip("ends:N", title="joins the next page by"),
            ],
        )
    )
    return alt.layer(band, rule, points).properties(
        width="container",
        height=260,
        title=alt.Title(
            "How full is each page?",
            subtitle="Dashes: the mean of the full pages; the band reaches from the emptiest of them to the fullest",
        ),
        description=(
            f"Dots for {len(data)} pages. {len(full)} full pages lie in a narrow band between {full.min():,} and "
            f"{full.max():,} characters, around {full.mean():,.0f}. "
            + " ".join(
                f"{kind.capitalize()}: pages {', '.join(map(str, data.loc[data['filled'] == kind, 'page']))}."
                for kind in kinds[1:]
            )
        ),
    )


def joins(table: pd.DataFrame) -> alt.Chart:
    """Return, for each page, how it joins the one that follows it.

    Parameters
    ----------
    table : pandas.DataFrame
        A row for each join: columns ``page``, ``kind``, ``ends`` and ``begins`` (words), ``evidence``.
    """
    kinds = list(table["kind"].value_counts().index)
    return (
        alt.Chart(table)
        .mark_point(size=110, opacity=1)
        .encode(
            x=alt.X("page:O", title="end of page", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("kind:N", title=None, sort=kinds, axis=alt.Axis(grid=True)),
            color=alt.Color("kind:N", legend=None, sort=kinds),
            shape=alt.Shape("kind:N", legend=None, sort=kinds),
            tooltip=[
                "page:O",
                "kind:N",
                alt.Tooltip("ends:N", title="ends with"),
                alt.Tooltip("begins:N", title="next begins with"),
                "evidence:N",
            ],
        )
        .properties(
            width="container",
            height=30 * len(kinds),
            title=alt.Title(
                "How does each page lead on to the next?",
                subtitle="One mark for each page end; point at it for the words",
            ),
            description="One mark a page end, in rows by kind: "
            + "; ".join(
                f"{kind} after {', '.join(map(str, table.loc[table['kind'] == kind, 'page']))}" for kind in kinds
            )
            + ".",
        )
    )


def orders(shuffled: list[int], named: dict[str, int], most: int) -> alt.LayerChart | alt.FacetChart:
    """Return how many joins hold in shuffled orders of the pages, with the orders that have a name marked.

    Parameters
    ----------
    shuffled : list of int
        Joins that hold, for each shuffle.
    named : dict of str to int
        Joins that hold, by the name of the order.
    most : int
        How many joins there are.
    """
    counts = pd.Series(shuffled).value_counts().reindex(range(most + 1), fill_value=0)
    data = counts.rename_axis("joins").rename("shuffles").reset_index()
    labels = pd.DataFrame({"order": list(named), "joins": list(named.values())}).sort_values("joins")
    labels["_height"] = [counts.max() * (1.08 + 0.12 * n) for n in range(len(labels))]
    labels["_stem"] = labels.groupby("joins")["_height"].transform("max")
    x = alt.X("joins:O", title=f"page ends that lead on, of {most}", axis=alt.Axis(labelAngle=0))
    bars = (
        alt.Chart(data)
        .mark_bar(color=color("faint"))
        .encode(x=x, y=alt.Y("shuffles:Q", title="shuffled piles"), tooltip=["joins:O", "shuffles:Q"])
    )
    told = ["order:N", "joins:O"]
    stems = (
        alt.Chart(labels.drop_duplicates("joins")[["joins", "_stem"]].rename(columns={"joins": "_joins"}))
        .mark_rule(strokeDash=[3, 3])
        .encode(x=alt.X("_joins:O"), y="_stem:Q", y2=alt.datum(0))
    )
    heads = (
        alt.Chart(labels.drop(columns="_stem"))
        .mark_point(shape="diamond", size=90, opacity=1, color=color("accent"))
        .encode(x=x, y="_height:Q", tooltip=told)
    )
    # A name stands on the side where there is room for it, on paper of its own where a stem crosses it.
    name = alt.Chart(labels.drop(columns="_stem")).encode(x=x, y="_height:Q", text="order:N", tooltip=told)
    right = name.transform_filter(f"datum.joins < {most / 2}")
    left = name.transform_filter(f"datum.joins >= {most / 2}")
    names = [
        *(right.mark_text(align="left", dx=9, **style) for style in (HALO, {})),
        *(left.mark_text(align="right", dx=-9, **style) for style in (HALO, {})),
    ]
    return alt.layer(bars, stems, *names, heads).properties(
        width="container",
        height=280,
        title=alt.Title(
            "Which order of the pages reads on?",
            subtitle=f"Bars: {len(shuffled):,} shuffled piles of pages; diamonds: orders somebody might have meant",
        ),
        description=(
            f"A histogram of {len(shuffled):,} shuffled orders; none has more than {max(shuffled)} of {most} page ends "
            "that lead on. Diamonds mark named orders: " + "; ".join(f"{name}, {n}" for name, n in named.items()) + "."
        ),
    )
