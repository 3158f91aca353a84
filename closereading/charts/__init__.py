"""Charts of the book in one style, wherever their notebook runs.

Examples
--------
>>> from closereading import charts
>>> charts.enable()
"""

import os
from typing import Any

import altair as alt

from closereading.charts import theme

MIME = "application/vnd.vegalite.v6+json"
"""A chart's output in a book build. It ends in "+json" because a notebook holds objects under no other name."""

IN_BOOK = "CLOSEREADING_BOOK"
"""Set in the environment of the kernels that run the notebooks for a book build."""


def enable() -> None:
    """Give the charts of this notebook the house style; call it once, at the top.

    While the book is being built a chart's output is its bare specification, from which `closereading.book` makes a
    figure for light and dark pages. Anywhere else it is the chart as Altair shows it, in the light style.
    """
    in_book = bool(os.environ.get(IN_BOOK))
    alt.theme.register("closereading", enable=True)(lambda: _theme(in_book))
    if in_book:
        alt.data_transformers.disable_max_rows()  # the book's own limits come with a remedy
        alt.renderers.register("closereading", _specification)
        alt.renderers.enable("closereading")


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
    return {} if in_book else {"config": theme.CONFIGS["light"]}  # type: ignore[typeddict-item]


def _specification(spec: dict[str, Any], **_: Any) -> dict[str, Any]:
    # A notebook file sorts the keys of objects; only a list keeps the columns in the order they were given.
    tables = {name: rows for name, rows in spec.get("datasets", {}).items() if rows and isinstance(rows[0], dict)}
    columns = {name: list(rows[0]) for name, rows in tables.items()}
    spec = {**spec, "usermeta": {**spec.get("usermeta", {}), "columns": columns}}
    return {MIME: spec, "text/plain": spec.get("description", "chart")}
