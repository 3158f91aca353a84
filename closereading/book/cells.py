"""Cells and tables of notebooks, made fit for screen readers."""

import html
import re
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx

_HEADING = r"<th(?=[ >])(?![^>]*\bscope=)"

_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<td>(.*?)</td>", re.DOTALL)
_COLUMN = re.compile(r'<th scope="col">.*?</th>', re.DOTALL)
_NUMBER = re.compile(r"[-+−]?[\d.,]+(?:e[-+]?\d+)?\s?%?|NaN|&lt;NA&gt;|")

_ROWS_OF_HEADINGS = re.compile(
    r"(?P<start>(?<=<tr>)\s*)<td></td>(?P<columns>(?:\s*<th scope=\"col\">[^<]*</th>)+\s*)</tr>"
    r"\s*<tr>\s*(?P<names><th scope=\"col\">[^<]*</th>)(?:\s*<td></td>)+\s*</tr>"
)
"""pandas puts the name of the index into a row of its own, below those of the columns."""


def visit_fold(translator: Any, node: HideCodeCellNode) -> None:
    """Open a fold, whose words are its name."""
    place = f' id="{html.escape(node["ids"][0])}"' if node["ids"] else ""
    translator.body.append(
        f'<details class="fold {" ".join(node["classes"])}"{place}>\n<summary>'
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
    text = re.sub(
        r"<th([^>]*)>(?:&nbsp;|\s)*</th>",
        lambda empty: "<td" + re.sub(r' scope="\w+"', "", empty[1]) + "></td>",
        text,
    )
    head, end, rows = text.partition("</thead>")
    return re.sub(_HEADING, '<th scope="col"', head) + end + re.sub(_HEADING, '<th scope="row"', rows)


def align_table(text: str) -> str:
    """Return a mended pandas table with its columns of numbers marked and the index named in the row of headings."""
    head, end, rows = text.partition("</thead>")
    head = _ROWS_OF_HEADINGS.sub(lambda m: f"{m['names']}{m['columns']}</tr>", head)
    found = [_CELL.findall(row) for row in _ROW.findall(rows)]
    width = max(map(len, found), default=0)
    numbers = {
        i
        for i in range(width)
        if all(len(row) == width and _NUMBER.fullmatch(row[i]) for row in found) and any(row[i] for row in found)
    }

    def mark(row: re.Match[str], cell: re.Pattern[str], last: bool) -> str:
        cells = cell.findall(row[0])
        place = iter(range(width - len(cells) if last else 0, width))
        return cell.sub(lambda m: _marked(m[0]) if next(place, -1) in numbers else m[0], row[0])

    head = _ROW.sub(lambda row: mark(row, _COLUMN, last=True), head)
    return head + end + _ROW.sub(lambda row: mark(row, _CELL, last=False), rows)


def _marked(cell: str) -> str:
    return re.sub(r"^<(t[dh])", r'<\1 class="number"', cell)


def name_table(text: str, name: str) -> str:
    """Return a styled pandas table under a name of its own instead of the random one it has."""
    given = re.search(r'<table id="(T_[0-9a-f]+)"', text)
    return text.replace(given[1], name) if given else text


def mend_tables(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Mend the tables that the cells of a page put out."""
    for i, node in enumerate(doctree.findall(nodes.raw), 1):
        if "html" in node.get("format", "") and "<table" in node.astext() and "output" in node["classes"]:
            text = mend_table(node.astext())
            if 'class="listing' not in text:
                text = align_table(text)
            text = name_table(text, f"T_{i}")
            node.children = [nodes.Text(text)]
            node.rawsource = text


def setup(app: Sphinx) -> None:
    """Register them."""
    app.add_node(HideCodeCellNode, override=True, html=(visit_fold, depart_fold))
    app.connect("doctree-resolved", mend_tables)
