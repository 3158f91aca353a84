"""Still pictures of charts: SVG, drawn when the book is built, in light and dark and for a wide and a narrow column."""

import hashlib
import json
import re
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import vl_convert

from closereading.book import layout
from closereading.book.layout import Fit, Spec
from closereading.charts import VEGA_LITE, theme

COLUMNS = layout.WIDE, layout.NARROW

PADDING = {"left": 16, "right": 12, "top": 5, "bottom": 5}
"""Px left free around a picture: words are wider in a reader's font than in the one they were measured with."""

_MARK = re.compile(r'<path transform="translate\(([-\d.]+),([-\d.]+)\)" (d="[^"]*"[^>]*?)(?:/>|></path>)')


@dataclass(frozen=True)
class Still:
    """A picture: its text and its size in px."""

    svg: str
    width: float
    height: float


def draw(spec: Spec, scheme: str, column: float) -> Still:
    """Draw a specification, all of whose widths are numbers, for a column of light or dark pages."""
    svg = tidy(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, config=theme.config(scheme, column)))
    return Still(svg, *size(svg))


def size(svg: str) -> tuple[float, float]:
    """Return a picture's width and height in px."""
    head = svg[: svg.index(">")]
    width, height = (re.search(rf'\b{name}="([\d.]+)"', head) for name in ("width", "height"))
    if width is None or height is None:
        raise ValueError(f"no size in {head}")
    return float(width[1]), float(height[1])


def width_of(spec: Spec, column: float) -> float:
    """Return the width in px of a specification when drawn for a column so many px wide."""
    return size(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, config=theme.config("light", column)))[0]


def fits(spec: Spec) -> tuple[Fit, Fit] | None:
    """Return how a composition fits the wide and the narrow column, or None for a chart Vega-Lite itself fits."""
    if not (layout.is_composed(spec) and layout.fills_column(spec)):
        return None
    wide, narrow = (layout.fit(spec, width, partial(width_of, column=width)) for width in COLUMNS)
    return wide, narrow


def for_column(spec: Spec, column: int, fit: Fit | None) -> Spec:
    """Return the specification with all widths as numbers, for a column of this width."""
    if fit is not None:
        return fit.apply(spec, column)
    if not layout.fills_column(spec):
        return spec
    return (
        {"padding": PADDING} | layout.with_width(spec, column) | {"autosize": {"type": "fit-x", "contains": "padding"}}
    )


def tidy(svg: str) -> str:
    """Leave out what only a live chart needs, and draw each kind of point once: a big scatter shrinks to a sixth."""
    svg = re.sub(r' (?:aria-[a-z]+|role|pointer-events)="[^"]*"', "", svg)
    gradients: dict[str, str] = {}  # the converter counts them from its start, over all pictures
    svg = re.sub(r'(?<=["#])gradient_\d+', lambda m: gradients.setdefault(m[0], f"gradient_{len(gradients)}"), svg)
    styles = Counter(mark[3] for mark in _MARK.finditer(svg))
    names = {style: f"m{i}" for i, (style, count) in enumerate(styles.most_common(26)) if count > 50}
    if not names:
        return svg

    def use(mark: re.Match[str]) -> str:
        name = names.get(mark[3])
        return f'<use href="#{name}" x="{float(mark[1]):.1f}" y="{float(mark[2]):.1f}"/>' if name else mark[0]

    symbols = "".join(f'<path id="{name}" {style}/>' for style, name in names.items())
    return _MARK.sub(use, svg).replace("><", f"><defs>{symbols}</defs><", 1)


Pictures = tuple[tuple[Fit, Fit] | None, dict[str, list[Still]]]


class Studio:
    """Draws each picture once and keeps it in a folder, under a name made of all that it depends on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pool = ThreadPoolExecutor(1)  # beside the thread that reads and writes pages; it draws one at a time
        self._announced: dict[str, Future[Pictures]] = {}

    def announce(self, spec: Spec) -> None:
        """Have the pictures of a chart drawn while other things are done."""
        name = _digest(spec)
        if name not in self._announced:
            self._announced[name] = self._pool.submit(self._pictures, spec)

    def pictures(self, spec: Spec) -> Pictures:
        """Return how a chart fits the columns, and its pictures for the wide and the narrow one in each scheme."""
        announced = self._announced.get(_digest(spec))
        return announced.result() if announced else self._pictures(spec)

    def close(self) -> None:
        """Draw no more of what was announced."""
        self._pool.shutdown(cancel_futures=True)

    def _pictures(self, spec: Spec) -> Pictures:
        fits = self.fits(spec)
        specs = [for_column(spec, *how) for how in zip(COLUMNS, fits or (None, None), strict=True)]
        return fits, {
            scheme: [self.still(one, scheme, column) for one, column in zip(specs, COLUMNS, strict=True)]
            for scheme in theme.CONFIGS
        }

    def still(self, spec: Spec, scheme: str, column: float) -> Still:
        """Return the picture of a specification, drawn now or before."""
        path = self.folder / f"{_digest([spec, theme.config(scheme, column)])}.svg"
        if not path.exists():
            _write(path, draw(spec, scheme, column).svg)
        svg = path.read_text(encoding="utf-8")
        return Still(svg, *size(svg))

    def fits(self, spec: Spec) -> tuple[Fit, Fit] | None:
        """Return how a composition fits the columns, measured now or before."""
        if not (layout.is_composed(spec) and layout.fills_column(spec)):
            return None
        path = self.folder / f"{_digest([spec, theme.CONFIGS['light'], layout.WIDE, layout.NARROW])}.json"
        if not path.exists():
            _write(path, json.dumps([found.as_dict() for found in fits(spec) or ()]))
        wide, narrow = (Fit(**found) for found in json.loads(path.read_text(encoding="utf-8")))
        return wide, narrow


def _digest(recipe: Any) -> str:
    text = json.dumps([recipe, VEGA_LITE, version("vl-convert-python")], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")  # for an interrupted build must not leave half a picture
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)
