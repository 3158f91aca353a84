"""Formulas as MathML: no script draws them, screen readers read them, printers print them."""

import html
import re
from typing import Any

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.util import logging

_LOG = logging.getLogger(__name__)


def mathml(tex: str, block: bool) -> str:
    """Return the MathML of a LaTeX formula; raise `docutils.utils.math.MathError` if it has none."""
    return re.sub(r">\s+<", "><", tex2mathml(tex, as_block=block)).replace("&ApplyFunction;", "\u2061")


def _element(node: nodes.Element, block: bool) -> str:
    try:
        return mathml(node.astext(), block)
    except MathError as error:
        _LOG.warning("no MathML for %s: %s", node.astext(), error, location=node, type="closereading", subtype="math")
        return f"<code>{html.escape(node.astext())}</code>"


def visit_inline(translator: Any, node: nodes.math) -> None:
    """Write a formula within a sentence."""
    translator.body.append(f'<span class="math">{_element(node, block=False)}</span>')
    raise nodes.SkipNode


def visit_block(translator: Any, node: nodes.math_block) -> None:
    """Write a formula of its own, with its number; by its second class the theme's script lets keys scroll a wide one."""
    ident = f' id="{node["ids"][0]}"' if node["ids"] else ""
    number = f'<span class="eqno">({node["number"]})</span>' if node.get("number") else ""
    translator.body.append(
        f'<div class="math pst-scrollable-table-container"{ident}>{_element(node, block=True)}{number}</div>\n'
    )
    raise nodes.SkipNode


def choose(app: Sphinx, config: Any) -> None:
    """Make MathML the way of the book's formulas."""
    config.html_math_renderer = "mathml"


def setup(app: Sphinx) -> None:
    """Register the renderer."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    app.connect("config-inited", choose)
