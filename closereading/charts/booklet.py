"""The booklet as a thing of paper: sheets, pages, and the order they are met in."""

from __future__ import annotations

import altair as alt
import pandas as pd

from closereading.charts import color
from closereading.charts.links import passage

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
    hue = alt.Color("section:N", title="section", scale=alt.Scale(domain=list(tokens["section"].unique())))
    y = alt.Y("top:Q", axis=None, scale=alt.Scale(domain=[-0.17, 1.17], nice=False))
    x = alt.X("from:Q", axis=None, scale=alt.Scale(nice=False, domain=[0, len(tokens)]))
    paper = (
        alt.Chart(boxes)
        .mark_rect(opacity=0.28, stroke=color("paper"), strokeWidth=1.5)
        .encode(x=x, x2="to:Q", y=y, y2="bottom:Q", color=hue)
    )
    numbers = (
        alt.Chart(boxes)
        .transform_calculate(x="(datum.from + datum.to) / 2", y="datum.top === 1 ? 1.045 : -0.045")
        .mark_text(fontSize=11)
        .encode(x="x:Q", y="y:Q", text="page:O")
    )
    hits = occurrences.assign(
        href=[passage(*place) for place in zip(occurrences["para"], occurrences["phrase"], strict=True)]
    )
    shown = alt.Chart(hits.drop(columns="phrase")).transform_filter("datum.term === term")
    told = [
        alt.Tooltip("context:N", title="in context"),
        alt.Tooltip("para:N", title="paragraph"),
        alt.Tooltip("page:O"),
    ]
    threads = (
        shown.transform_calculate(top=str(BANDS["file"][0]), bottom=str(BANDS["read"][1]))
        .mark_rule(strokeWidth=1.4, opacity=0.75)
        .encode(x="file:Q", x2="read:Q", y="top:Q", y2="bottom:Q", color=hue, href="href:N", tooltip=told)
    )
    marks = [
        shown.transform_calculate(low=str(low), high=str(high))
        .mark_rule(strokeWidth=2.2)
        .encode(x=f"{order}:Q", y="low:Q", y2="high:Q", color=hue, href="href:N", tooltip=told)
        for order, (low, high) in BANDS.items()
    ]
    names = pd.DataFrame({"text": ["as the file has the pages", "as they are meant to be read"], "y": [1.13, -0.13]})
    labels = (
        alt.Chart(names)
        .mark_text(align="left", fontSize=13, fontWeight=600)
        .encode(x=alt.value(0), y="y:Q", text="text:N")
    )
    first = hits[hits["term"] == term]
    low, high = first["file"].min() / len(tokens), first["file"].max() / len(tokens)
    home = ", ".join(f"{count} in section {letter}" for letter, count in first["section"].value_counts().items())
    return (
        alt.layer(paper, threads, *marks, numbers, labels)
        .add_params(choice)
        .properties(
            width="container",
            height=320,
            title=alt.Title(
                "Where does the text speak of it?",
                subtitle="Boxes are pages, tinted by section. Each thread follows one occurrence of the word from its "
                "place in the file to its place in the text. Choose another word; a click on a thread opens the "
                "passage.",
            ),
            description=(
                "Two strips of page boxes. Above, in the file's order, the sections are cut up and mixed; below, "
                f"in reading order, each is one block. Threads join the places of the {len(first)} occurrences of "
                f"“{term}” in both: above they reach from {low:.0%} to {high:.0%} of the file; below, {home}."
            ),
        )
    )


def _boxes(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the place of each page in either order: columns ``page, section, from, to, top, bottom``."""
    pages = tokens.groupby("page", as_index=False).agg(
        section=("section", "first"), size=("section", "size"), file=("file", "min")
    )
    boxes = []
    for order, (low, high) in BANDS.items():
        ordered = pages.sort_values("file" if order == "file" else "page")
        ends = ordered["size"].cumsum()
        place = {"from": ends - ordered["size"], "to": ends, "top": high, "bottom": low}
        boxes.append(ordered[["page", "section"]].assign(**place))
    return pd.concat(boxes, ignore_index=True)


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
        x=(pages["side"] == "back") * 2.4 + (pages["position"] == "right") * 1.0,
        y=pages["sheet"] - 1.0,
        filled=(pages["chars"] / full).round(3),
        section=pages["section"].fillna("none"),
        says=pages["text"]
        .str.replace(r"[#*]|</?\w+>|\s+", " ", regex=True)
        .str.strip()
        .str[:60]
        .replace("", "(blank)"),
    )[["page", "sheet", "side", "position", "section", "x", "y", "filled", "says"]]
    data = data.assign(right=data["x"] + 0.96, foot=data["y"] + 0.84, text_foot=data["y"] + 0.84 * data["filled"])
    hover = alt.selection_point(fields=["page"], on="pointerover", clear="pointerout", empty=False, name="over")
    near = "over.page && abs(datum.page - over.page[0]) === 1"
    told = [alt.Tooltip("page:O"), "sheet:O", "side:N", "position:N", alt.Tooltip("says:N", title="begins")]
    letters = [*pages["section"].dropna().unique(), "none"]
    base = alt.Chart(data).encode(
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 4.4], nice=False)),
        y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-0.45, 6.0], reverse=True, nice=False)),
    )
    outline = base.mark_rect(fill="transparent", stroke=color("muted")).encode(
        x2="right:Q",
        y2="foot:Q",
        tooltip=told,
        strokeWidth=alt.condition(
            f"({near}) || (over.page && datum.page === over.page[0])", alt.value(3.5), alt.value(1)
        ),
    )
    printed = base.mark_rect(opacity=0.3).encode(
        x2="right:Q",
        y2="text_foot:Q",
        tooltip=told,
        color=alt.Color("section:N", title="section", scale=alt.Scale(domain=letters)),
    )
    numbers = (
        base.transform_calculate(mid_x="datum.x + 0.48", mid_y="datum.y + 0.42")
        .mark_text(fontSize=17, fontWeight=600)
        .encode(x="mid_x:Q", y="mid_y:Q", text="page:O", tooltip=told)
    )
    heads = pd.DataFrame({"text": ["front", "back"], "x": [0.0, 2.4], "y": [-0.2, -0.2]})
    labels = (
        alt.Chart(heads).mark_text(align="left", fontSize=13, fontWeight=600).encode(x="x:Q", y="y:Q", text="text:N")
    )
    first = data[data["sheet"] == 1].sort_values(["x"])["page"].tolist()
    last = data[data["sheet"] == data["sheet"].max()].sort_values(["x"])["page"].tolist()
    return alt.layer(printed, outline.add_params(hover), numbers, labels).properties(
        width="container",
        height=480,
        title=alt.Title(
            "Which pages share a sheet?",
            subtitle="Each row is a sheet, outermost first, printed on both sides; the tint shows how full a page is. "
            "Point at a page to see its neighbors in reading.",
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
    middle = pd.DataFrame({"mean": [full.mean()], "low": [full.min()], "high": [full.max()]})
    band = alt.Chart(middle).mark_rect(opacity=0.35, color=color("faint")).encode(y="low:Q", y2="high:Q")
    rule = alt.Chart(middle).mark_rule(strokeDash=[5, 4]).encode(y="mean:Q")
    points = (
        alt.Chart(data)
        .mark_point(size=90, opacity=1)
        .encode(
            x=alt.X("page:O", title="page, in reading order", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("chars:Q", title="characters on the page"),
            color=alt.Color("filled:N", title=None, scale=alt.Scale(domain=kinds), legend=alt.Legend(columns=2)),
            shape=alt.Shape("filled:N", title=None, scale=alt.Scale(domain=kinds)),
            tooltip=["page:O", "chars:Q", "filled:N", alt.Tooltip("ends:N", title="joins the next page by")],
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
            tooltip=["page:O", "kind:N", "ends:N", "begins:N", "evidence:N"],
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
    labels = pd.DataFrame({"joins": list(named.values()), "order": list(named)}).sort_values("joins")
    labels["height"] = [counts.max() * (1.08 + 0.12 * n) for n in range(len(labels))]
    x = alt.X("joins:O", title=f"page ends that lead on, of {most}", axis=alt.Axis(labelAngle=0))
    bars = (
        alt.Chart(data)
        .mark_bar(color=color("faint"))
        .encode(x=x, y=alt.Y("shuffles:Q", title="shuffled piles"), tooltip=["joins:O", "shuffles:Q"])
    )
    stems = alt.Chart(labels).mark_rule(strokeDash=[3, 3]).encode(x=x, y="height:Q", y2=alt.datum(0))
    heads = (
        alt.Chart(labels)
        .mark_point(shape="diamond", opacity=1)
        .encode(x=x, y="height:Q", tooltip=["order:N", "joins:O"])
    )
    names = alt.Chart(labels).mark_text(align="right", dx=-8).encode(x=x, y="height:Q", text="order:N")
    return alt.layer(bars, stems, heads, names).properties(
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
