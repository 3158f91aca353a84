"""The reading edition: a source printed whole, paragraph by paragraph, both layers in one page.

The directive ``{reading-edition}`` prints an edition; the role ``{para}`` points at one of its paragraphs and ``{page}``
at the start of a page. The switches work by style alone, so the page needs no script. With
``closereading_full_text: false`` in ``_config.yml`` only the first words of each paragraph are published; every anchor
stays, so that links into the edition hold.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pandas as pd
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.util.docutils import ReferenceRole, SphinxDirective

from closereading import edition as editions
from closereading import publication
from closereading.edition import Edition
from closereading.passages import TRACES

CUT = re.compile(TRACES["ellipsis"])
WITHHELD = (
    "This published copy leaves the full text out, since the translation may be under copyright where it is read. What "
    "follows are the first words of each paragraph, with the anchors every chapter links to. Whoever builds the book from "
    "its sources gets the whole text: see closereading_full_text in _config.yml."
)
SWITCHES = """<form class="edition-switches" aria-label="How the text is shown">
<fieldset><legend>Text</legend>
<label><input type="radio" name="layer" id="layer-reading" checked> restored</label>
<label><input type="radio" name="layer" id="layer-found"> as the file has it</label></fieldset>
<fieldset><legend>Show</legend>
<label><input type="checkbox" id="show-voices" checked> voices</label>
<label><input type="checkbox" id="show-pages" checked> page ends</label>
<label><input type="checkbox" id="show-cuts" checked> cuts</label></fieldset>
</form>"""


class ReadingEdition(SphinxDirective):
    """``{reading-edition} NAME``: the whole of an edition."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        text = editions.read(self.arguments[0])
        whole = self.config.closereading_full_text
        if whole:
            head: nodes.Node = nodes.raw("", SWITCHES, format="html")
        else:
            head = nodes.note("", nodes.paragraph("", WITHHELD))
        return [head, *(self.section(row, text, whole) for row in text.sections.itertuples())]

    def section(self, row: Any, text: Edition, whole: bool) -> nodes.section:
        section = nodes.section("", nodes.title("", row.title), ids=[f"section-{row.section}"], classes=["edition"])
        for para in text.paragraphs[text.paragraphs["section"] == row.section].itertuples():
            self.register(f"para-{para.para}", para.para)
            place = nodes.reference("", para.para, refuri=f"#{para.para}", classes=["para-number"], internal=True)
            if whole:
                content = list(inline(text, para.start, para.end, self.anchor))
            else:
                content = [nodes.Text(publication.first_words(para.text))]
                content += [self.anchor(page) for page in pages_begun(text, para.start, para.end)]
            classes = ["edition-paragraph", f"voice-{para.voice}"]
            section += nodes.paragraph("", "", place, *content, ids=[para.para], classes=classes)
        return section

    def anchor(self, page: int) -> nodes.raw:
        """Return the mark of the place where a page begins."""
        self.register(f"page-{page}", f"page-{page}")
        mark = f'<a class="page-mark" id="page-{page}" href="#page-{page}" title="page {page} begins" data-page="{page}"></a>'
        return nodes.raw("", mark, format="html")

    def register(self, label: str, anchor: str) -> None:
        """Make ``anchor`` of this page a target for the roles."""
        domain: Any = self.env.get_domain("std")
        domain.anonlabels[label] = (self.env.docname, anchor)
        domain.labels[label] = (self.env.docname, anchor, anchor)


def pages_begun(text: Edition, start: int, end: int) -> list[int]:
    """Return the pages that begin in ``text.text[start:end]``, a page that opens with the paragraph among them."""
    begun = text.pages.dropna(subset="start")
    heading = text.sections.loc[text.sections["end"] <= start, "start"].max()
    first = text.paragraphs.loc[text.paragraphs["start"] < start, "end"].max()
    opens = begun["start"].between(start, end - 1) | ((begun["start"] == heading) & ~(first > heading))
    return begun.loc[opens, "page"].tolist()


def inline(text: Edition, start: int, end: int, anchor: Any) -> Iterator[nodes.Node]:
    """Yield the nodes of ``text.text[start:end]``: both layers, voices, italics, cuts and the marks of page ends."""
    begins = set(pages_begun(text, start, end))
    opening = [page for page in begins if text.pages.set_index("page").loc[page, "start"] <= start]
    yield from (anchor(page) for page in opening)
    others = _other_voices(text, start, end)
    italic = _italics(text.runs)
    within = text.runs[(text.runs["start"] <= end) & (text.runs["end"] >= start)]
    for run in within.itertuples():
        first, last = max(run.start, start), min(run.end, end)
        if run.kind == "copied" and first < last:
            for a, b, voice, slanted in _pieces(first, last, others, italic):
                kind = nodes.emphasis if slanted else nodes.inline
                node: nodes.Node = kind("", "", *_cuts(text.text[a:b]))
                if voice:
                    node = nodes.inline("", "", node, classes=[f"voice-{voice}"])
                yield node
        elif run.kind == "emended" and start <= run.start and run.end <= end:
            yield _found(run.found)
            if run.reads:
                yield nodes.inline("", run.reads, classes=["layer-reading", "emended"])
        elif run.kind == "joined" and start < run.end <= end:
            yield _found(run.found)
            yield anchor(int(run.page) + 1)
            if run.reads:
                yield nodes.Text(run.reads)


def _found(text: str) -> nodes.raw:
    # Raw, so that the words of the file are not indexed for search beside those of the text.
    return nodes.raw("", f'<span class="layer-found">{html.escape(text)}</span>' if text else "", format="html")


def _cuts(text: str) -> Iterator[nodes.Node]:
    """Yield the text with its ellipses marked as cuts."""
    at = 0
    for match in CUT.finditer(text):
        yield nodes.Text(text[at : match.start()])
        yield nodes.inline("", match[0], classes=["cut"])
        at = match.end()
    yield nodes.Text(text[at:])


def _pieces(
    start: int, end: int, others: list[tuple[int, int, str]], italic: list[tuple[int, int]]
) -> Iterator[tuple[int, int, str, bool]]:
    """Yield (start, end, voice, in italics) of the stretches of one voice and one slant; "" is the paragraph's voice."""
    edges = [edge for a, b, _ in others for edge in (a, b)] + [edge for span in italic for edge in span]
    borders = sorted({start, end} | {edge for edge in edges if start < edge < end})
    for a, b in pairwise(borders):
        voice = next((voice for c, d, voice in others if c <= a < d), "")
        yield a, b, voice, any(c <= a < d for c, d in italic)


def _other_voices(text: Edition, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return (start, end, voice) of the stretches whose voice is not their paragraph's."""
    tokens = text.tokens[text.tokens["start"].between(start, end - 1)]
    usual = text.paragraphs.loc[text.paragraphs["start"] == start, "voice"].item()
    blocks = (tokens["voice"] != tokens["voice"].shift()).cumsum()
    spans = tokens.groupby(blocks).agg(start=("start", "min"), end=("end", "max"), voice=("voice", "first"))
    return [(row.start, row.end, row.voice) for row in spans.itertuples() if row.voice != usual]


def _italics(runs: pd.DataFrame) -> list[tuple[int, int]]:
    """Return (start, end) of what stands between asterisks in the source."""
    stars = runs.loc[(runs["kind"] == "markup") & runs["found"].str.startswith("*"), "start"].tolist()
    return list(zip(stars[::2], stars[1::2], strict=True))


class Place(ReferenceRole):
    """``{para}`U7``` and ``{page}`12```: a link into the reading edition."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        shown = self.title if self.has_explicit_title or self.kind == "para" else f"p. {self.target}"
        link = pending_xref("", refdomain="std", reftype="ref", refexplicit=True, refwarn=True,
                            reftarget=f"{self.kind}-{self.target}", refdoc=self.env.docname)  # fmt: skip
        link += nodes.inline("", shown, classes=["place"])
        return [link], []


def setup(app: Sphinx) -> None:
    """Register the directive and the roles."""
    app.add_directive("reading-edition", ReadingEdition)
    app.add_role("para", Place("para"))
    app.add_role("page", Place("page"))
