"""One style sheet for the whole site, with no rule that no page can use.

The themes bring some 500 KB of rules in eight files, one of them only reached through another; most are for things this
book does not have. When the pages are written, the files are joined in their order and each rule goes whose selectors
name a class or an id that occurs in no page and no script of the site.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import tinycss2
from sphinx.application import Sphinx

NAME = "site.css"

FIRST = ("basic.css", "styles/pydata-sphinx-theme.css")
"""What the themes' templates would load before everything else."""

CREDIT = "/*! Rules of Sphinx and Pygments (BSD-2), PyData Sphinx Theme and Sphinx Book Theme (BSD-3), and of: */\n"

_NAMES = re.compile(r"-?[A-Za-z_][\w-]*")


def names_in_page(text: str) -> set[str]:
    """Return the classes and ids of a page."""
    found = re.findall(r"""\b(?:class|id)=(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", text)
    return {name for values in found for value in values for name in value.split()}


def names_in_script(text: str) -> set[str]:
    """Return every word of a script that could be a class it sets."""
    return set(_NAMES.findall(text))


def purge(css: str, names: set[str]) -> str:
    """Return a style sheet without the rules for classes and ids other than the given ones; licenses are kept."""
    return _serialize(tinycss2.parse_stylesheet(css), names)


def _serialize(rules: Iterable[Any], names: set[str]) -> str:
    out = []
    for rule in rules:
        if rule.type == "comment" and rule.value.startswith("!"):
            out.append(f"/*{rule.value}*/\n")
        elif rule.type == "qualified-rule":
            selectors = [s for s in _split(rule.prelude) if _needs(s) <= names]
            if selectors:
                prelude = ",".join(tinycss2.serialize(s).strip() for s in selectors)
                out.append(f"{prelude}{{{_declarations(rule.content)}}}\n")
        elif rule.type == "at-rule" and rule.at_keyword in ("media", "supports") and rule.content is not None:
            inner = _serialize(tinycss2.parse_rule_list(rule.content), names)
            if inner:
                out.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{\n{inner}}}\n")
        elif rule.type == "at-rule" and rule.at_keyword not in ("charset", "import", "font-face"):
            out.append(rule.serialize() + "\n")
    return "".join(out)


def _split(prelude: Iterable[Any]) -> list[list[Any]]:
    selectors: list[list[Any]] = [[]]
    for token in prelude:
        if token == ",":
            selectors.append([])
        else:
            selectors[-1].append(token)
    return selectors


def _needs(selector: list[Any]) -> set[str]:
    """Return the classes and ids without which a selector matches nothing; those in :is() or :not() may be missing."""
    needed = {token.value for token in selector if token.type == "hash"}
    for before, token in pairwise(selector):
        if before == "." and token.type == "ident":
            needed.add(token.value)
    return needed


def _declarations(content: Iterable[Any]) -> str:
    text = re.sub(r"/\*.*?\*/", "", tinycss2.serialize(content), flags=re.DOTALL)
    return re.sub(r"\s+", " ", text).strip()


class Stylesheet:
    """Collects what the pages ask for, and writes it when they are done."""

    def __init__(self) -> None:
        self.files: dict[str, None] = dict.fromkeys(FIRST)

    def collect(self, app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
        """Note a page's style sheets; `templates/layout.html` links to the one made of them."""
        for css in context["css_files"]:
            name = str(getattr(css, "filename", css))
            if "://" not in name:
                self.files[name.split("?")[0].removeprefix("_static/")] = None

    def write(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the one style sheet and remove those it was made of."""
        if exception is not None or app.builder.format != "html":
            return
        static = Path(app.outdir, "_static")
        sources = [static / name for name in self.files if name != NAME and (static / name).exists()]
        if static / FIRST[1] not in sources:
            return  # no page has changed
        pages = [path for path in Path(app.outdir).rglob("*.html") if "_static" not in path.parts]
        scripts = [*static.glob("*.js"), *static.glob("scripts/*.js"), *static.glob("charts/vega.js")]
        names = set().union(
            *(names_in_page(path.read_text(encoding="utf-8")) for path in pages),
            *(names_in_script(path.read_text(encoding="utf-8")) for path in scripts),
        )
        css = CREDIT + "".join(purge(path.read_text(encoding="utf-8"), names) for path in sources)
        (static / NAME).write_text(css, encoding="utf-8", newline="\n")
        for path in sources:
            path.unlink()


def setup(app: Sphinx) -> None:
    """Register the events."""
    sheet = Stylesheet()
    app.connect("html-page-context", sheet.collect, priority=950)
    app.connect("build-finished", sheet.write, priority=900)
