"""The reading edition: a source printed whole, paragraph by paragraph, both layers in one page, and its argument beside it.

The directive ``{reading-edition}`` prints an edition; the role ``{para}`` points at one of its paragraphs, ``{page}`` at
the start of a page, and ``{claim}`` at the words of a claim. The switches work by style alone, so the page needs no
script. With ``closereading_full_text: false`` in ``_config.yml`` only the first words of each paragraph are published;
every anchor stays, so that links into the edition hold, and so do the notes on the argument, which are our own words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

import pandas as pd
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.util.docutils import ReferenceRole, SphinxDirective

from closereading import argument, publication
from closereading import edition as editions
from closereading.argument.annotation import ROLES, TYPES
from closereading.book import margin_notes
from closereading.edition import Edition
from closereading.passages import TRACES

CUT = re.compile(TRACES["ellipsis"])
ARGUED = "pamphlet"
"""The text whose argument is annotated."""

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


RELATIONS = {
    "sup": "is a reason for it",
    "exa": "is an instance of it",
    "reb": "tells against it",
    "und": "denies that a reason or an attack carries",
    "qua": "narrows it without beating it",
    "res": "says it again",
}
"""What the notes mean by the types of relations."""


class Unsearched(nodes.Inline, nodes.Element):
    """HTML whose words are not the text's, so that the site's search leaves them out; it reads what raw nodes hold."""

    def __init__(self, markup: str = "") -> None:
        super().__init__(markup=markup)


class ReadingEdition(SphinxDirective):
    """``{reading-edition} NAME``: the whole of an edition."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        text = editions.read(self.arguments[0])
        self.whole = self.config.closereading_full_text
        self.claims: dict[str, list[Any]] = {}
        self.notes: dict[str, str] = {}
        head = [Unsearched(SWITCHES) if self.whole else nodes.note("", nodes.paragraph("", WITHHELD))]
        if text.name == ARGUED:
            annotated = argument.load(edition=text)
            self.claims = {para: list(own.itertuples()) for para, own in annotated.claims.groupby("para")}
            self.notes = margin_notes.folds(annotated)
            head += [Unsearched(legend()), Unsearched(contents(text))]
        return [*head, *(self.section(row, text) for row in text.sections.itertuples())]

    def section(self, row: Any, text: Edition) -> nodes.section:
        section = nodes.section("", nodes.title("", row.title), ids=[f"section-{row.section}"], classes=["edition"])
        for para in text.paragraphs[text.paragraphs["section"] == row.section].itertuples():
            self.register(f"para-{para.para}", para.para)
            claims = self.claims.get(para.para, [])
            for claim in claims:
                self.register(f"claim-{claim.id}", claim.id)
            place = nodes.reference("", para.para, refuri=f"#{para.para}", classes=["para-number"], internal=True)
            if self.whole:
                content = list(inline(text, para.start, para.end, self.anchor, claims))
            else:
                content = [nodes.Text(publication.first_words(para.text))]
                content += [self.anchor(page) for page in pages_begun(text, para.start, para.end)]
                content += [claim_node(claim) for claim in claims]
            classes = ["edition-paragraph", f"voice-{para.voice}"]
            # The text keeps its own quotation marks and dots: links look for its words as they are.
            section += nodes.paragraph(
                "", "", place, *content, ids=[para.para], classes=classes, support_smartquotes=False
            )
            if claims:
                section += Unsearched(self.notes[para.para])
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


def claim_node(claim: Any, *words: nodes.Node) -> nodes.inline:
    """Return the words of a claim as what they are in the argument, with the letter that leads to its note."""
    classes = ["claim", f"role-{margin_notes.drawn(claim.role)}"]
    return nodes.inline("", "", *words, Unsearched(margin_notes.mark(claim)), ids=[claim.id], classes=classes)


def inline(
    text: Edition, start: int, end: int, anchor: Callable[[int], nodes.Node], claims: Sequence[Any] = ()
) -> Iterator[nodes.Node]:
    """Yield the nodes of ``text.text[start:end]``: both layers, voices, italics, cuts, the marks of page ends, and claims.

    ``claims`` are rows of `closereading.argument.Argument.claims` that do not overlap.
    """
    by_id = {claim.id: claim for claim in claims}
    parts = _parts(text, start, end, anchor, claims)
    for claim, within in groupby(parts, key=lambda part: _claim_at(part[0], part[1], claims)):
        words = [node for _, _, node in within]
        yield from [claim_node(by_id[claim], *words)] if claim else words


def _claim_at(start: int, end: int, claims: Sequence[Any]) -> str:
    """Return the claim that a stretch belongs to; a place between two characters belongs to one if it is within it."""
    return next((claim.id for claim in claims if claim.start < end and start < claim.end), "")


def _parts(
    text: Edition, start: int, end: int, anchor: Callable[[int], nodes.Node], claims: Sequence[Any]
) -> Iterator[tuple[int, int, nodes.Node]]:
    """Yield (start, end, node) of what stands in ``text.text[start:end]``, none across the border of a claim."""
    begins = set(pages_begun(text, start, end))
    opening = [page for page in begins if text.pages.set_index("page").loc[page, "start"] <= start]
    yield from ((start, start, anchor(page)) for page in opening)
    others = _other_voices(text, start, end)
    italic = _italics(text.runs)
    edges = [edge for claim in claims for edge in (claim.start, claim.end)]
    within = text.runs[(text.runs["start"] <= end) & (text.runs["end"] >= start)]
    for run in within.itertuples():
        first, last = max(run.start, start), min(run.end, end)
        if run.kind == "copied" and first < last:
            for a, b, voice, slanted in _pieces(first, last, others, italic, edges):
                kind = nodes.emphasis if slanted else nodes.inline
                node: nodes.Node = kind("", "", *_cuts(text.text[a:b]))
                if voice:
                    node = nodes.inline("", "", node, classes=[f"voice-{voice}"])
                yield a, b, node
        elif run.kind == "emended" and start <= run.start and run.end <= end:
            if run.found:
                yield run.start, run.end, _found(run.found)
            if run.reads:
                emended = nodes.inline("", run.reads, classes=["layer-reading", "emended"])
                yield run.start, run.end, emended
        elif run.kind == "joined" and start < run.end <= end:
            if run.found:
                yield run.start, run.end, _found(run.found)
            yield run.start, run.end, anchor(int(run.page) + 1)
            if run.reads:
                yield run.start, run.end, nodes.Text(run.reads)


def _found(text: str) -> Unsearched:
    return Unsearched(f'<span class="layer-found">{html.escape(text)}</span>')


def _cuts(text: str) -> Iterator[nodes.Node]:
    """Yield the text with its ellipses marked as cuts."""
    at = 0
    for match in CUT.finditer(text):
        yield nodes.Text(text[at : match.start()])
        yield nodes.inline("", match[0], classes=["cut"])
        at = match.end()
    yield nodes.Text(text[at:])


def _pieces(
    start: int, end: int, others: list[tuple[int, int, str]], italic: list[tuple[int, int]], edges: Sequence[int]
) -> Iterator[tuple[int, int, str, bool]]:
    """Yield (start, end, voice, in italics) of the stretches of one voice and one slant; "" is the paragraph's voice."""
    edges = [*edges, *(edge for a, b, _ in others for edge in (a, b)), *(edge for span in italic for edge in span)]
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


def legend() -> str:
    """Return the roles of the claims with their lines, which are switches, and what the roles and relations mean."""
    switches = "\n".join(
        f'<label><input type="checkbox" id="show-{kind}" checked> {_sample(kind)}</label>'
        for kind in margin_notes.DRAWN
    )
    roles = "".join(f"<dt>{_sample(margin_notes.drawn(role), role)}</dt><dd>{ROLES[role]}</dd>" for role in ROLES)
    relations = "".join(f"<dt>{TYPES[kind]}</dt><dd>{meaning}</dd>" for kind, meaning in RELATIONS.items())
    return f"""<form class="edition-switches argument-switches" aria-label="How the argument is shown">
<fieldset><legend>Argument</legend>
<label><input type="checkbox" id="show-argument" checked> shown</label>
<label><input type="checkbox" id="show-notes" checked> notes</label>
<label class="unfold"><input type="checkbox" id="unfold-notes"> unfolded</label></fieldset>
<fieldset><legend>Roles</legend>
{switches}</fieldset>
</form>
<details class="argument-legend"><summary>What the roles and the relations mean</summary>
<dl>{roles}{relations}</dl></details>"""


def _sample(kind: str, word: str = "") -> str:
    shown = word or ("the editor’s" if kind == "editor" else kind)
    return f'<span class="claim role-{kind}">{shown}</span>'


def contents(text: Edition) -> str:
    """Return links to the sections, for where the notes take the place of the page's own list."""
    links = (f'<a href="#section-{row.section}">{html.escape(row.title)}</a>' for row in text.sections.itertuples())
    return f'<nav class="edition-contents" aria-label="Sections of the text">{" ".join(links)}</nav>'


class Place(ReferenceRole):
    """``{para}`U7```, ``{page}`12``` and ``{claim}`U3a```: a link into the reading edition."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        shown = self.title if self.has_explicit_title or self.kind != "page" else f"p. {self.target}"
        link = pending_xref("", refdomain="std", reftype="ref", refexplicit=True, refwarn=True,
                            reftarget=f"{self.kind}-{self.target}", refdoc=self.env.docname)  # fmt: skip
        link += nodes.inline("", shown, classes=["place"])
        return [link], []


def _write(self: Any, node: Unsearched) -> None:
    self.body.append(node["markup"])
    raise nodes.SkipNode


def _skip(self: Any, node: Unsearched) -> None:
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the directive, the roles, and what the search leaves out."""
    app.add_node(Unsearched, html=(_write, None), latex=(_skip, None), text=(_skip, None))
    app.add_directive("reading-edition", ReadingEdition)
    app.add_role("para", Place("para"))
    app.add_role("page", Place("page"))
    app.add_role("claim", Place("claim"))
