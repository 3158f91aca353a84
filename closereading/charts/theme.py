"""The house style of the charts: one Vega-Lite config for light pages and one for dark pages.

The same names mean the same things in both, so a chart never names a color: categories come from the
``category`` range, magnitudes from the ``ramp``, and single colors from the parameters in `ROLES`
(see `closereading.charts.color`), which each config defines for itself.
"""

from typing import Any

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

PAPER = {"light": "#fdfcf9", "dark": "#17191d"}
"""The page behind the charts; the book's style sheet uses the same two colors."""

CATEGORY = {
    "light": ["#0065a8", "#e64a02", "#058f68", "#a2457f", "#899320", "#3d434d"],
    "dark": ["#62aff5", "#f2934c", "#22d8a2", "#d77fc8", "#e9dc57", "#b9c5cd"],
}
"""After Okabe and Ito, moved until each stands out at least 3:1 from the page and all differ for color-blind eyes."""

RAMP = {
    "light": ["#e3ecf3", "#b7cfe2", "#82aecf", "#4b8ab8", "#1f6699", "#0b4470"],
    "dark": ["#1f3145", "#2b4f70", "#37719d", "#4d95c9", "#7cb9e6", "#b9dcf6"],
}
"""Small to great: towards more ink on a light page, towards more light on a dark one."""

DIVERGING = {
    "light": ["#a8430a", "#d98a55", "#e8d6c8", "#ccdbe6", "#5c9cc7", "#005a91"],
    "dark": ["#ffb066", "#b8723a", "#553c2a", "#2a4156", "#3f7fae", "#7cc4f5"],
}

ROLES = {
    "light": {"ink": "#22252b", "muted": "#646a73", "faint": "#dcdad3", "paper": PAPER["light"], "accent": "#0065a8"},
    "dark": {"ink": "#e8e5de", "muted": "#a3a8b0", "faint": "#3c414a", "paper": PAPER["dark"], "accent": "#62aff5"},
}
"""Single colors by what they are for."""


COLUMN = 704
"""Width in px of the text's column on a wide screen."""


def config(scheme: str, column: float = COLUMN) -> dict[str, Any]:
    """Return the Vega-Lite config for a color scheme, "light" or "dark", and a column so many px wide.

    Expressions of a chart know that width as ``column``: ``alt.Legend(columns=alt.ExprRef("column < 500 ? 2 : 0"))``.
    """
    role, category = ROLES[scheme], CATEGORY[scheme]
    text = {"labelColor": role["ink"], "titleColor": role["ink"], "labelFontSize": 13, "titleFontSize": 13}
    return {
        "background": None,
        "font": FONT,
        "params": [{"name": name, "value": value} for name, value in (role | {"column": column}).items()],
        "view": {"stroke": None, "continuousWidth": 320, "continuousHeight": 240},
        "title": {
            "color": role["ink"],
            "anchor": "start",
            "fontSize": 14,
            "fontWeight": 600,
            "subtitleColor": role["ink"],
        },
        "axis": {
            **text,
            "titleFontWeight": 500,
            "titlePadding": 8,
            "gridColor": role["faint"],
            "domainColor": role["muted"],
            "tickColor": role["faint"],
            "labelLimit": 160,
            "labelOverlap": True,
            "labelSeparation": 3,
        },
        "axisX": {"grid": False, "labelFlush": False},
        "legend": {
            **text,
            "orient": "top",
            "titleOrient": "left",
            "titleFontWeight": 500,
            "symbolSize": 110,
            "labelLimit": 200,
            "columnPadding": 16,
            "titlePadding": 8,
        },
        "header": {**text, "labelFontWeight": 600, "labelAnchor": "start", "titleAnchor": "start"},
        "text": {"color": role["ink"], "fontSize": 13},
        "rule": {"color": role["muted"]},
        "errorbar": {"rule": {"color": role["ink"]}},
        "errorband": {"opacity": 0.25},
        "line": {"strokeWidth": 2.25},
        "point": {"size": 60, "filled": True, "stroke": role["paper"], "strokeWidth": 0.75},
        "mark": {"color": category[0]},
        "range": {
            "category": category,
            "ordinal": RAMP[scheme],
            "ramp": RAMP[scheme],
            "heatmap": RAMP[scheme],
            "diverging": DIVERGING[scheme],
        },
        "style": {
            "guide-label": {"fill": role["ink"]},
            "guide-title": {"fill": role["ink"]},
            "group-title": {"fill": role["ink"]},
        },
    }


CONFIGS = {scheme: config(scheme) for scheme in ("light", "dark")}
