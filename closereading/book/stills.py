"""Still pictures of charts: SVG, drawn when the book is built, in light and dark and for a wide and a narrow column.

Vega-Lite's converter draws one picture at a time, whatever the threads, and hangs in forked processes. So several
processes that know nothing of the book draw what is announced; threads of this one keep them busy and their pictures.
"""

import atexit
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.metadata import version
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from typing import Any

import vl_convert

from closereading.book import layout
from closereading.book.layout import Fit, Spec
from closereading.charts import theme

VEGA_LITE = "6.4"
"""Version of Vega-Lite that draws the still pictures and that the bundle for the browser has."""

DRAWERS = min(os.cpu_count() or 1, 4)
"""Processes that draw: with four, pictures are there before the pages around them; and each takes 150 MB."""

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


Convert = Callable[[Spec, dict[str, Any]], str]
"""Makes an SVG of a specification and a config."""


def convert(spec: Spec, config: dict[str, Any]) -> str:
    """Make an SVG in this process."""
    return vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, config=config)


class Drawer:
    """Makes SVGs in a process of its own, which starts with the first and ends when this one does, however it does."""

    PROGRAM = "import json, sys, vl_convert\nfor line in sys.stdin:\n    " + (
        "print(json.dumps(vl_convert.vegalite_to_svg(**json.loads(line))), flush=True)"
    )

    @cached_property
    def process(self) -> subprocess.Popen[str]:
        command, pipe = [sys.executable, "-P", "-c", self.PROGRAM], subprocess.PIPE
        # What it cannot draw is drawn again, and complained of, in this process.
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, encoding="utf-8")

    def __call__(self, spec: Spec, config: dict[str, Any]) -> str:
        asked = json.dumps({"vl_spec": spec, "vl_version": VEGA_LITE, "config": config})
        print(asked, file=self.process.stdin, flush=True)
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        """Let the process end."""
        if "process" in vars(self):
            self.process.communicate()


def draw(spec: Spec, scheme: str, column: float, convert: Convert = convert) -> Still:
    """Draw a specification, all of whose widths are numbers, for a column of light or dark pages."""
    svg = tidy(convert(spec, theme.config(scheme, column)))
    return Still(svg, *size(svg))


def size(svg: str) -> tuple[float, float]:
    """Return a picture's width and height in px."""
    head = svg[: svg.index(">")]
    width, height = (re.search(rf'\b{name}="([\d.]+)"', head) for name in ("width", "height"))
    if width is None or height is None:
        raise ValueError(f"no size in {head}")
    return float(width[1]), float(height[1])


def width_of(spec: Spec, column: float, convert: Convert = convert) -> float:
    """Return the width in px of a specification when drawn for a column so many px wide."""
    return size(convert(spec, theme.config("light", column)))[0]


def fits(spec: Spec, convert: Convert = convert) -> tuple[Fit, Fit] | None:
    """Return how a composition fits the wide and the narrow column, or None for a chart Vega-Lite itself fits."""
    if not (layout.is_composed(spec) and layout.fills_column(spec)):
        return None
    wide, narrow = (layout.fit(spec, c, partial(width_of, column=c, convert=convert)) for c in COLUMNS)
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


class Studio:
    """Draws each picture once and keeps it in a folder, under a name made of all that it depends on."""

    def __init__(self, folder: Path, convert: Convert = convert) -> None:
        self.folder, self.convert = folder, convert
        self._announced: dict[str, Event] = {}
        self._waiting: SimpleQueue[tuple[Spec, Event] | None] = SimpleQueue()
        self._threads: list[Thread] = []
        self._closed = False

    def announce(self, spec: Spec) -> None:
        """Have the pictures of a chart drawn by other processes, while this one does other things."""
        if (name := _digest(spec)) not in self._announced and not self._closed:
            self._announced[name] = Event()
            self._waiting.put((spec, self._announced[name]))
            if len(self._threads) < DRAWERS:
                self._threads.append(Thread(target=self._draw_announced, daemon=True))
                self._threads[-1].start()
                atexit.register(self.close)

    def _draw_announced(self) -> None:
        with closing(Drawer()) as drawer:
            studio = Studio(self.folder, drawer)
            for spec, done in iter(self._waiting.get, None):
                with suppress(Exception):  # it comes again where the picture is wanted
                    if not self._closed:
                        studio.pictures(spec)
                done.set()

    def close(self) -> None:
        """Draw no more of what was announced, and let the processes end."""
        self._closed = True
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()

    def pictures(self, spec: Spec) -> tuple[tuple[Fit, Fit] | None, dict[str, list[Still]]]:
        """Return how a chart fits the columns, and its pictures for the wide and the narrow one in each scheme."""
        if done := self._announced.get(_digest(spec)):
            done.wait()
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
            _write(path, draw(spec, scheme, column, self.convert).svg)
        svg = path.read_text(encoding="utf-8")
        return Still(svg, *size(svg))

    def fits(self, spec: Spec) -> tuple[Fit, Fit] | None:
        """Return how a composition fits the columns, measured now or before."""
        if not (layout.is_composed(spec) and layout.fills_column(spec)):
            return None
        path = self.folder / f"{_digest([spec, theme.CONFIGS['light'], layout.WIDE, layout.NARROW])}.json"
        if not path.exists():
            _write(path, json.dumps([found.as_dict() for found in fits(spec, self.convert) or ()]))
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
