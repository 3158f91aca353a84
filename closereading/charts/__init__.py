"""Charts of the book in one style, wherever their notebook runs.

Examples
--------
>>> from closereading import charts
>>> charts.enable()
"""

import functools
import html
import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from closereading.charts import theme

VEGA_LITE = "6.4"
"""Version of Vega-Lite that draws the charts, still and live."""

MIME = "application/vnd.vegalite.v6+json"
"""A chart's output in a book build. It ends in "+json" because a notebook holds objects under no other name."""

IN_BOOK = "CLOSEREADING_BOOK"
"""Set in the environment of the kernels that run the notebooks for a book build."""

FIGURE = """<figure style="margin: 0">
<figcaption style="margin-bottom: 0.6em"><strong>{title}</strong> {subtitle}</figcaption>
<style>.{name} .vega-bind-name {{ margin-right: 0.5em }}</style>
<div class="{name}" style="width: 100%"></div>
<script>(() => {{{library}
const spec = {spec};
for (const box of document.querySelectorAll(".{name}:not(.vega-embed)")) {{
  vegaEmbed(box, spec, {options}).catch((error) => box.append(error));
  new ResizeObserver(() => dispatchEvent(new Event("resize"))).observe(box);  // that is all Vega listens to
}}
}})()</script>
</figure>"""
"""A chart with all it needs. Its script is a function, for Vega declares names that a notebook's page has already."""

OPTIONS = {"renderer": "svg", "actions": {"editor": False}}  # the editor is a page on the net


def enable() -> None:
    """Give the charts of this notebook the house style; call it once, at the top.

    While the book is being built a chart's output is its bare specification, from which `closereading.book` makes a
    figure for light and dark pages. Anywhere else it is the chart itself in the light style, drawn without the net by
    the Vega that comes with it (0.9 MB). Links of its marks are left out there: they lead to pages of the built book.
    """
    in_book = bool(os.environ.get(IN_BOOK))
    alt.theme.register("closereading", enable=True)(lambda: _theme(in_book))
    alt.data_transformers.disable_max_rows()  # the book's own limits come with a remedy
    name, renderer = ("closereading", _specification) if in_book else ("closereading-drawn", _drawn)
    alt.renderers.register(name, renderer)
    alt.renderers.enable(name)


def color(role: str) -> alt.ExprRef:
    """Return a color by its role, to be used in a mark's properties; it follows the page into the dark.

    Parameters
    ----------
    role : str
        "ink", "muted", "faint", "paper" or "accent" (`closereading.charts.theme.ROLES`).

    Raises
    ------
    ValueError
        If there is no such role.

    Examples
    --------
    >>> color("muted").to_dict()
    {'expr': 'muted'}
    """
    if role not in theme.ROLES["light"]:
        raise ValueError(f"no color {role!r}; there are {', '.join(theme.ROLES['light'])}")
    return alt.ExprRef(role)


def _theme(in_book: bool) -> alt.theme.ThemeConfig:
    # Some notebooks have a dark page: there the light style needs its own paper.
    return {} if in_book else {"config": theme.CONFIGS["light"] | {"background": theme.PAPER["light"]}}  # type: ignore[typeddict-item]


def _specification(spec: dict[str, Any], **_: Any) -> dict[str, Any]:
    # A notebook file sorts the keys of objects; only a list keeps the columns in the order they were given.
    tables = {name: rows for name, rows in spec.get("datasets", {}).items() if rows and isinstance(rows[0], dict)}
    columns = {name: list(rows[0]) for name, rows in tables.items()}
    spec = {**spec, "usermeta": {**spec.get("usermeta", {}), "columns": columns}}
    return {MIME: spec, "text/plain": spec.get("description", "chart")}


def _drawn(spec: dict[str, Any], **_: Any) -> dict[str, Any]:
    title = spec.get("title", "")
    words = title if isinstance(title, dict) else {"text": title}
    linked = json.dumps({key: value for key, value in spec.items() if key != "title"})
    bare = json.dumps(json.loads(linked, object_hook=_without_link))
    figure = FIGURE.format(
        title=_line(words.get("text", "")),
        subtitle=_line(words.get("subtitle", "")) + ("" if bare == linked else " (Links work in the built book.)"),
        name=f"chart-{uuid.uuid4().hex}",
        library=library(),
        spec=bare.replace("</", "<\\/"),
        options=json.dumps(OPTIONS),
    )
    return {"text/html": figure, "text/plain": spec.get("description", "chart")}


def _without_link(view: dict[str, Any]) -> dict[str, Any]:
    if isinstance(view.get("encoding"), dict):
        view["encoding"].pop("href", None)
    return view


def _line(words: str | list[str]) -> str:
    return html.escape(words if isinstance(words, str) else " ".join(words))


@functools.cache
def library() -> str:
    """Return the JavaScript that draws charts in a browser: Vega, Vega-Lite and Vega-Embed."""
    with _quiet():
        return vl_convert.javascript_bundle(vl_version=VEGA_LITE)


@contextmanager
def _quiet() -> Iterator[None]:
    """Lose what the converter prints on its way, which a notebook would show as the cell's."""
    kept = os.dup(2)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
