"""The theme without what it loads from elsewhere or needlessly, and with its accessibility mended.

Gone are: in-page kernels (from another site), Font Awesome (a script of 1.5 MB and three fonts for a dozen icons;
`static/book.css` draws its own), Bootstrap's script, the search index on every page but the search. Scripts wait until
the page is there, and a page has only those it needs.
"""

import html
import re
import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config

HERE = Path(__file__).parent

NEVER = re.compile(r"thebe|THEBE_JS_URL|fontawesome|bootstrap|DOCUMENTATION_OPTIONS\.")
"""Scripts for things this book does not have."""

NEEDED_FOR = (
    (re.compile(r"toggle"), re.compile(r'class="[^"]*\b(?:toggle|dropdown)\b')),
    (re.compile(r"design-tabs"), re.compile(r'class="sd-tab')),
    (re.compile(r"clipboard|copybutton"), re.compile(r'class="highlight')),
    (re.compile(r"charts\.js"), re.compile(r'class="chart[ "]')),
)
"""Scripts, and what a page must contain to need them."""

AT_ONCE = ("documentation_options.js", "doctools.js", "sphinx_highlight.js")
"""Scripts that the search page's own scripts call while they load."""

_THEBE = re.compile(r'<script type="text/x-thebe-config">.*?</script>\s*<script>kernelName = .*?</script>', re.DOTALL)

_ROLE = re.compile(r' role="doc-biblioentry"|(?<=<div) role="list"(?= class="citation-list")')
"""Roles that a bibliography's entries and their list must not have any more."""


def wanted(script: str, body: str) -> bool:
    """Whether a page with this body needs a script, given by its address or its text."""
    return not NEVER.search(script) and all(need.search(body) for kind, need in NEEDED_FOR if kind.search(script))


def description(doctree: nodes.document) -> str:
    """Return the first sentences of a page, for search engines: 155 characters at most."""
    first = next((p.astext() for p in doctree.findall(nodes.paragraph)), "")
    text = " ".join(first.split())
    return text if len(text) <= 155 else text[:154].rsplit(" ", 1)[0] + "…"


def trim_page(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Take out of a page what it does not need, and describe it."""
    body = context["body"] = _ROLE.sub("", _THEBE.sub("", context.get("body") or ""))
    scripts: dict[str, Any] = {}
    for script in context["script_files"]:
        address = str(getattr(script, "filename", script) or "")
        key = address or getattr(script, "attributes", {}).get("body", "")
        if key in scripts or not wanted(key, body):
            continue
        if address and "://" not in address and not (page == "search" and address.endswith(AT_ONCE)):
            attributes = {k: v for k, v in script.attributes.items() if k not in ("async", "defer")}
            script = type(script)(address, priority=script.priority, **attributes, defer="defer")  # it is shared
        scripts[key] = script
    context["script_files"] = list(scripts.values())
    if doctree is not None and 'name="description"' not in (context.get("metatags") or ""):
        text = html.escape(description(doctree), quote=True)
        if text:
            context["metatags"] = f'{context.get("metatags") or ""}\n    <meta name="description" content="{text}">'


def trim_files(app: Sphinx, exception: Exception | None) -> None:
    """Remove from the site the files that no page uses."""
    if exception is not None or app.builder.format != "html":
        return
    static = Path(app.outdir, "_static")
    for folder in ("vendor", "locales"):
        shutil.rmtree(static / folder, ignore_errors=True)
    for pattern in (
        "**/*.map",
        "**/*.LICENSE.txt",
        "scripts/fontawesome.js",
        "scripts/bootstrap.js",
        "sphinx-thebe.*",
        "*webpack-macros.html",
        "mystnb.*.css",
        "pygments.css",
        "exercise.css",
    ):
        for path in static.glob(pattern):
            path.unlink()
    for path in [*static.glob("*/")]:
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    for script in static.rglob("scripts/*.js"):
        text = script.read_text(encoding="utf-8")
        script.write_text(re.sub(r"\n//# sourceMappingURL=.*", "", text), encoding="utf-8", newline="\n")


def configure(app: Sphinx, config: Config) -> None:
    """Put our templates before the theme's, and our icon where there is none."""
    config.templates_path.insert(0, str(HERE / "templates"))
    config.html_static_path.append(str(HERE / "static"))
    if not config.html_favicon:
        config.html_favicon = str(HERE / "static" / "favicon.svg")


def forget_places(app: Sphinx) -> None:
    """Leave out of the digest of the configuration, a file of the site, where on the machine the templates and styles lie."""
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    places = {name: app.config[name] for name in ("html_favicon", "html_static_path", "templates_path")}
    for name in places:
        app.config[name] = None
    app.builder.build_info = app.builder.create_build_info()
    for name, value in places.items():
        app.config[name] = value


def setup(app: Sphinx) -> None:
    """Register the events."""
    for css in sorted((HERE / "static").glob("*.css")):
        app.add_css_file(css.name, priority=900)
    app.add_js_file("charts.js")
    app.connect("config-inited", configure, priority=900)
    app.connect("builder-inited", forget_places)
    app.connect("html-page-context", trim_page, priority=900)
    app.connect("build-finished", trim_files, priority=950)
