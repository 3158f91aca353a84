"""Widths: charts that fill the column, also where Vega-Lite has no word for it.

Vega-Lite understands ``width="container"`` for one view or for layers only. Here a view inside a concatenation, a
facet or a repetition may say it too: the views then share the column equally. A composition's whole width is a linear
function of its views' width, so drawing it twice tells how wide the views must be for any column; the browser then only
calculates (`static/charts.js`). On phones compositions side by side are put below one another.
"""

import copy
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from closereading.charts.theme import COLUMN

Spec = dict[str, Any]

WIDE, NARROW = COLUMN, 328
"""Width in px of the column on a desk's and a phone's screen, for which still pictures are drawn."""

SLACK = 10
"""Px left free, because a browser's fonts are not those the widths were measured with."""

LEAST = 120
"""A view narrower than this many px is not worth having beside another."""

SIDE_BY_SIDE = ("concat", "facet", "repeat")


def views(spec: Spec) -> Iterator[Spec]:
    """Yield a specification and all it is composed of, except layers: they have no width of their own."""
    yield spec
    for key in ("concat", "hconcat", "vconcat"):
        for part in spec.get(key, []):
            yield from views(part)
    if isinstance(spec.get("spec"), dict):
        yield from views(spec["spec"])


def fills_column(spec: Spec) -> bool:
    """Whether any view of the chart is to be as wide as the column allows."""
    return any(view.get("width") == "container" for view in views(spec))


def is_composed(spec: Spec) -> bool:
    """Whether the chart consists of several views with their own axes."""
    channels = spec.get("encoding", {})
    return any(k in spec for k in ("concat", "hconcat", "vconcat", "facet", "repeat")) or any(
        k in channels for k in ("row", "column", "facet")
    )


def with_width(spec: Spec, width: float) -> Spec:
    """Return the chart with each view that fills the column given a width in px."""
    spec = copy.deepcopy(spec)
    for view in views(spec):
        if view.get("width") == "container":
            view["width"] = width
    return spec


def in_columns(spec: Spec, columns: int) -> Spec:
    """Return the chart with its views in at most so many columns."""
    spec = dict(spec)
    if "hconcat" in spec and columns < len(spec["hconcat"]):
        spec["concat"] = spec.pop("hconcat")
        spec["columns"] = columns
    elif any(k in spec for k in SIDE_BY_SIDE) and not _is_grid(spec):
        spec["columns"] = min(columns, spec.get("columns", columns))
    elif "facet" in spec.get("encoding", {}):
        facet = dict(spec["encoding"]["facet"])
        facet["columns"] = min(columns, facet.get("columns", columns))
        spec["encoding"] = {**spec["encoding"], "facet": facet}
    return spec


def _is_grid(spec: Spec) -> bool:
    """Whether rows and columns are data, so that they cannot be wrapped."""
    return any(isinstance(spec.get(k), dict) and {"row", "column"} & set(spec[k]) for k in ("facet", "repeat"))


@dataclass(frozen=True)
class Fit:
    """How wide a composition in so many columns (0: as written) is: ``base + slope * width of a view``."""

    base: float
    slope: float
    columns: int = 0

    def view_width(self, column: float) -> int:
        """Return the width in px of each view that makes the whole as wide as the column."""
        return max(20, int((column - SLACK - self.base) / self.slope))

    def apply(self, spec: Spec, column: float) -> Spec:
        """Return the chart as it is drawn in a column of this width."""
        return with_width(in_columns(spec, self.columns) if self.columns else spec, self.view_width(column))

    def as_dict(self) -> dict[str, float]:
        """Return what the browser needs to know."""
        return {k: round(v, 2) for k, v in asdict(self).items()}


def fit(spec: Spec, column: float, measure: Callable[[Spec], float]) -> Fit:
    """Find the arrangement of a composition for a column: as written if its views stay readable, else in fewer columns.

    Parameters
    ----------
    spec : dict
        A Vega-Lite specification in which some view has ``width="container"``.
    column : float
        Width of the column in px.
    measure : callable
        Returns the width in px of a specification when drawn.
    """
    found = _measured(spec, 0, column, measure)
    for columns in (2, 1):
        if found.view_width(column) >= LEAST:
            break
        found = _measured(spec, columns, column, measure)
    return found


def _measured(spec: Spec, columns: int, column: float, measure: Callable[[Spec], float]) -> Fit:
    arranged = in_columns(spec, columns) if columns else spec
    # Views so wide that not a legend or a title decides how wide the whole is.
    widths = round(0.6 * column), round(0.9 * column)
    small, great = (measure(with_width(arranged, width)) for width in widths)
    slope = max((great - small) / (widths[1] - widths[0]), 0.01)
    return Fit(small - widths[0] * slope, slope, columns)
