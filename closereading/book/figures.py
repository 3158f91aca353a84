"""Charts as figures: each Vega-Lite output of a notebook becomes a picture, its words, its data and a live chart.

A figure needs neither script nor network: still pictures with the chart's description as alternative text, title and
subtitle as caption, the data as table and CSV file. Where scripts run, `static/charts.js` replaces the picture by the
live chart when it comes near the window; its specification is a script of its own, so this works from a folder too.
"""

import hashlib
import html
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.osutil import relative_uri
from sphinx.writers.html5 import HTML5Translator

from closereading.book import layout, tables
from closereading.book.cache import RAN
from closereading.book.layout import Spec
from closereading.book.stills import Still, Studio
from closereading.charts import MIME, library, theme

MOST_ROWS, MOST_BYTES = 5_000, 150_000
"""What the data of one chart may be, so that a page stays quick on a phone."""

FOLDER = "_static/charts"
BUNDLE = "vega.js"
NOTICE = (
    "/*! Vega, Vega-Lite, Vega-Embed (c) University of Washington Interactive Data Lab, BSD-3-Clause; "
    "d3 (c) Mike Bostock, ISC. The licenses: chapters/rights.html */"
)

_CONTROLS = (
    '<div class="chart-controls" style="--inputs:{inputs}"><p>{state}</p><div class="chart-inputs"></div></div>\n'
)
"""What the inputs are set to in the still picture, which is printed; and where the live chart puts them."""

_LOG = logging.getLogger(__name__)


class Chart(nodes.General, nodes.Element):
    """A chart of a notebook: attributes ``spec`` (JSON), ``cell`` (counted from 1)."""


class VegaLiteRenderer:
    """MyST-NB's plugin (entry point ``myst_nb.mime_renderers``): a `Chart` for each Vega-Lite output."""

    mime_priority_overrides = (("*", MIME, 1),)

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        if inline or data.mime_type != MIME:
            return None
        spec = cast(Spec, data.content)
        node = Chart(spec=_sorted(spec))
        node["cell"] = (data.cell_index or 0) + 1
        document = renderer.renderer.document
        given = spec.get("name", "")
        if given and not given.startswith("view_"):  # Altair's own names for charts with parameters
            node["names"] = [nodes.fully_normalize_name(given)]
            document.note_explicit_target(node)
        else:
            node["ids"] = [f"chart-{node['cell']}-{(data.output_index or 0) + 1}"]
        title, subtitle = words(spec)
        node += nodes.inline(text=" ".join([title, subtitle, spec.get("description", "")]))  # what the search finds
        return [node]


# What is asked of every chart


def problems(spec: Spec) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a chart and how to mend it, each with its kind."""
    if not str(spec.get("description", "")).strip():
        yield (
            "alt",
            'no description (alternative text) for the chart: add .properties(description="what a reader sees")',
        )
    if not words(spec)[0]:
        yield (
            "title",
            'no title for the chart: add .properties(title=alt.Title("a question", subtitle="how to read it"))',
        )
    for url in tables.addresses(spec):
        yield "url", f"the chart loads its data from {url}: give it the table instead"
    sets = tables.data_sets(spec)
    rows = sum(len(data.rows) for data in sets)
    size = len(json.dumps(tables.pack(spec), separators=(",", ":"), ensure_ascii=False).encode())
    if rows > MOST_ROWS or size > MOST_BYTES:
        yield (
            "data",
            f"the chart carries {rows:,} rows, {size:,} bytes; the most is {MOST_ROWS:,} rows, {MOST_BYTES:,} bytes: "
            "aggregate before charting, or drop the columns that the chart does not use",
        )


class Inspector:
    """Warns of every chart that lacks something, then ends the build, also one that does not mind warnings.

    The others it announces to the studio.
    """

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.found: list[str] = []

    def look_ahead(self, app: Sphinx, notebook: NotebookNode) -> None:
        """Look at the charts of a notebook just run, long before its page is read."""
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                if MIME in output.get("data", {}):
                    self._announce(app, json.loads(_sorted(output.data[MIME])))

    def _announce(self, app: Sphinx, spec: Spec) -> list[tuple[str, str]]:
        found = list(problems(spec))
        if app.builder.format == "html" and not found:
            self.studio.announce(bare(spec))
        return found

    def look(self, app: Sphinx, doctree: nodes.document) -> None:
        """Look at the charts of a page just read."""
        for chart in doctree.findall(Chart):
            for kind, problem in self._announce(app, json.loads(chart["spec"])):
                place = f"{app.env.doc2path(app.env.docname, base=False)}, cell {chart['cell']}"
                _LOG.warning("%s: %s", place, problem, type="closereading", subtype=kind)
                self.found.append(f"{place}: {problem}")

    def conclude(self, app: Sphinx, env: BuildEnvironment) -> None:
        """End the build if anything was found."""
        if self.found:
            raise ExtensionError("charts to be mended:\n" + "\n".join(self.found))


# Words of a chart


def words(spec: Spec) -> tuple[str, str]:
    """Return a chart's title and subtitle."""

    def line(value: Any) -> str:
        return " ".join(map(str, value)) if isinstance(value, list) else str(value or "")

    title = spec.get("title", "")
    return (line(title.get("text")), line(title.get("subtitle"))) if isinstance(title, dict) else (line(title), "")


def title_of(node: nodes.Node) -> str:
    """Return a chart's title, for cross-references."""
    return words(json.loads(cast(Chart, node)["spec"]))[0]


def controls(spec: Spec) -> list[tuple[str, str]]:
    """Return label and first state of each input a chart has."""
    found: dict[str, tuple[str, str]] = {}
    for view in _all_views(spec):
        for param in view.get("params", []):
            bind = param.get("bind")
            if isinstance(bind, dict):
                for field, one in [("", bind)] if isinstance(bind.get("input"), str) else bind.items():
                    value = param.get("value")
                    if field and isinstance(value, list):
                        value = value[0].get(field) if value else None
                    found.setdefault(
                        f"{param['name']} {field}", (one.get("name") or field or param["name"], _state(one, value))
                    )
    return [(label.strip().rstrip(":"), state) for label, state in found.values()]


def _all_views(spec: Spec) -> Iterator[Spec]:
    for view in layout.views(spec):
        yield view
        for layer in view.get("layer", []):
            yield from _all_views(layer)


def _state(bind: dict[str, Any], value: Any) -> str:
    if bind.get("input") == "checkbox":
        return "on" if value else "off"
    options, labels = bind.get("options", []), bind.get("labels", [])
    if value in options and options.index(value) < len(labels):
        return str(labels[options.index(value)])
    return tables.as_text(value) or ("all" if options else "(empty)")


# The figure on its page


def bare(spec: Spec) -> Spec:
    """Return what is drawn of a chart: its title is the figure's caption."""
    return {k: v for k, v in spec.items() if k not in ("title", "usermeta")}


class Press:
    """Writes figures and their files into a site."""

    def __init__(self, out: Path, studio: Studio) -> None:
        self.out = out
        self.studio = studio

    def put(self, name: str, text: str) -> str:
        """Write a file of the charts' folder, unless it is there already, and return its path from the site's root."""
        path = self.out / FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        return f"{FOLDER}/{name}"

    def figure(self, spec: Spec, ident: str, number: str, page: str) -> str:
        """Return the HTML of a chart, its files written."""
        title, subtitle = words(spec)
        alt = html.escape(spec.get("description", ""), quote=True)
        packed, sets = tables.pack({k: v for k, v in spec.items() if k not in ("title", "name")})
        digest = hashlib.sha256(json.dumps([packed, sets], sort_keys=True).encode()).hexdigest()[:12]

        def to(path: str) -> str:
            return html.escape(relative_uri(page, path), quote=True)

        fits, drawn = self.studio.pictures(bare(spec))
        pictures, sizes = [], {}
        for scheme, pair in drawn.items():
            sources = {}
            for kind, still in zip(("wide", "narrow"), pair, strict=True):
                sources[kind] = to(self.put(f"{digest}-{kind}-{scheme}.svg", still.svg))
                sizes[kind] = still
            pictures.append(
                f'<picture class="chart-{scheme}">'
                f'<source media="(max-width: 600px)" srcset="{sources["narrow"]}" {_size(sizes["narrow"])}>'
                f'<img src="{sources["wide"]}" {_size(sizes["wide"])} alt="{alt}" loading="lazy" decoding="async">'
                "</picture>"
            )
        script = self.put(f"{digest}.js", f"chart({_json(digest)},{_json(packed)},{_json(sets)})\n")
        fixed = not layout.fills_column(spec)
        style = f"--height:{sizes['wide'].height:g}px;--height-narrow:{sizes['narrow'].height:g}px"
        if fixed:
            style += f";--width:{sizes['wide'].width:g}px"
        wide = fixed and sizes["wide"].width > layout.NARROW
        scrolls = f' tabindex="0" role="region" aria-label="{html.escape(title, quote=True)}"' if wide else ""
        fit_data = f" data-fit='{_json([fit.as_dict() for fit in fits])}'" if fits else ""
        states = controls(spec)
        state = "".join(f"<span>{html.escape(label)}: <b>{html.escape(value)}</b></span>" for label, value in states)
        return "".join(
            [
                f'<figure class="chart{" chart-fixed" if fixed else ""}" id="{ident}" data-chart="{digest}"',
                f' data-src="{to(script)}"{fit_data} style="{style}">\n',
                f"<figcaption>{number}<strong>{html.escape(title)}</strong>",
                f" <span>{html.escape(subtitle)}</span>" if subtitle else "",
                "</figcaption>\n",
                _CONTROLS.format(inputs=len(states), state=state) if states else "",
                f'<div class="chart-box"{scrolls}><div class="chart-still">{"".join(pictures)}</div>',
                '<div class="chart-live"></div></div>\n',
                self._data(spec, digest, page),
                "</figure>\n",
            ]
        )

    def _data(self, spec: Spec, digest: str, page: str) -> str:
        sets = tables.data_sets(spec)
        parts = []
        for i, data in enumerate(sets, 1):
            name = f"{digest}.csv" if len(sets) == 1 else f"{digest}-{i}.csv"
            link = html.escape(relative_uri(page, self.put(name, tables.as_csv(data))), quote=True)
            label = html.escape(f"Data: {words(spec)[0]}" + (f", table {i} of {len(sets)}" if len(sets) > 1 else ""))
            table = tables.as_html(data, tables.headings(spec), tables.link_field(spec))
            count = table.count("<tr>") - 1
            less = f"The first {count} of {len(data.rows)} rows; the file has all. " if count < len(data.rows) else ""
            parts.append(
                f'<div class="chart-table" tabindex="0" role="region" aria-label="{label}">{table}</div>\n'
                f'<p>{less}<a href="{link}" download>Download as CSV</a></p>\n'
            )
        if not parts:
            return ""
        rows = " + ".join(str(len(data.rows)) for data in sets)
        return f'<details class="chart-data"><summary>Data ({rows} rows)</summary>\n{"".join(parts)}</details>\n'


def _size(still: Still) -> str:
    return f'width="{still.width:g}" height="{still.height:g}"'


def _sorted(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, sort_keys=True)


def _json(value: Any) -> str:
    return _sorted(value).replace("</", "<\\/")


def visit_html(studio: Studio, translator: HTML5Translator, node: Chart) -> None:
    """Write a chart to its page."""
    builder = translator.builder
    page = builder.get_target_uri(builder.current_docname)
    ident = node["ids"][0]
    number = translator.builder.fignumbers.get("figure", {}).get(ident, ())
    label = f'<span class="chart-number">Figure {".".join(map(str, number))}</span> ' if number else ""
    press = Press(Path(builder.outdir), studio)
    translator.body.append(press.figure(json.loads(node["spec"]), ident, label, page))
    raise nodes.SkipNode


def visit_other(translator: Any, node: Chart) -> None:
    """Say in a format without pictures what the chart shows."""
    spec = json.loads(node["spec"])
    translator.body.append(f"[{words(spec)[0]}: {spec.get('description', '')}]")
    raise nodes.SkipNode


def visit_text(translator: Any, node: Chart) -> None:
    """Say in plain text what the chart shows."""
    spec = json.loads(node["spec"])
    translator.add_text(f"[{words(spec)[0]}: {spec.get('description', '')}]")
    raise nodes.SkipNode


def depart(translator: Any, node: Chart) -> None:
    """Do nothing: a chart is written when it is entered."""


# Files all figures share


def write_bundle(app: Sphinx, exception: Exception | None) -> None:
    """Write Vega for the browser and the two styles, and remove charts that no page shows any more."""
    if exception is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir, FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    bundle = folder / BUNDLE
    styles = f"chart.configs={_json(theme.CONFIGS)}\n"
    if not bundle.exists() or not bundle.read_text(encoding="utf-8").endswith(styles):
        # Within a function, for the bundle declares names that other scripts of a page may also use.
        bundle.write_text(f"{NOTICE}\n(()=>{{{library()}}})();{styles}", encoding="utf-8", newline="\n")
    _prune(Path(app.outdir), folder)


def _prune(out: Path, folder: Path) -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in out.rglob("*.html"))
    for path in folder.iterdir():
        if path.name != BUNDLE and f'data-chart="{path.name[:12]}"' not in text:
            path.unlink()


def name_figures(app: Sphinx, config: Config) -> None:
    """Let references to figures say "Figure 1" as the figures do, unless the book says otherwise."""
    config.numfig_format = {"figure": "Figure %s"} | config.numfig_format


def setup(app: Sphinx) -> None:
    """Register charts and their checks."""
    studio = Studio(Path(app.doctreedir, "charts"))
    inspector = Inspector(studio)
    app.add_enumerable_node(
        Chart,
        "figure",
        title_of,
        html=(partial(visit_html, studio), depart),
        latex=(visit_other, depart),
        text=(visit_text, depart),
        man=(visit_other, depart),
        texinfo=(visit_other, depart),
    )
    app.connect("config-inited", name_figures, priority=100)
    app.connect(RAN, inspector.look_ahead)
    app.connect("doctree-read", inspector.look)
    app.connect("env-updated", inspector.conclude)
    app.connect("build-finished", write_bundle)
    app.connect("build-finished", lambda *_: studio.close())
