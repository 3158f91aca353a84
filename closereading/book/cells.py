"""Cells and tables of notebooks, made fit for screen readers."""

import html
import re
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx

_HEADING = r"<th(?=[ >])(?![^>]*\bscope=)"


def visit_fold(translator: Any, node: HideCodeCellNode) -> None:
    """Open a fold, whose words are its name."""
    translator.body.append(
        f'<details class="fold {" ".join(node["classes"])}">\n<summary>'
        f'<span class="collapsed">{html.escape(node["prompt_show"])}</span>'
        f'<span class="expanded">{html.escape(node["prompt_hide"])}</span></summary>\n'
    )


def depart_fold(translator: Any, node: HideCodeCellNode) -> None:
    """Close a fold."""
    translator.body.append("</details>\n")


def mend_table(text: str) -> str:
    """Return a pandas table as HTML with its headings marked as such, its plain looks left to the book."""
    text = re.sub(r"<style scoped>.*?</style>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r' (?:border="1"|style="text-align: [a-z]+;"|valign="top")', "", text)
    text = re.sub(r"<th([^>]*)>(?:&nbsp;|\s)*</th>", r"<td\1></td>", text)
    head, end, rows = text.partition("</thead>")
    return re.sub(_HEADING, '<th scope="col"', head) + end + re.sub(_HEADING, '<th scope="row"', rows)


def name_table(text: str, name: str) -> str:
    """Return a styled pandas table under a name of its own instead of the random one it has."""
    given = re.search(r'<table id="(T_[0-9a-f]+)"', text)
    return text.replace(given[1], name) if given else text


def mend_tables(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Mend the tables that the cells of a page put out."""
    for i, node in enumerate(doctree.findall(nodes.raw), 1):
        if "html" in node.get("format", "") and "<table" in node.astext() and "output" in node["classes"]:
            text = name_table(mend_table(node.astext()), f"T_{i}")
            node.children = [nodes.Text(text)]
            node.rawsource = text


def setup(app: Sphinx) -> None:
    """Register them."""
    app.add_node(HideCodeCellNode, override=True, html=(visit_fold, depart_fold))
    app.connect("doctree-resolved", mend_tables)
