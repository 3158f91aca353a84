"""The reading edition: a source printed whole, paragraph by paragraph, what is marked in it, and the notes beside it.

The directive ``{reading-edition}`` prints an edition: the pamphlet in both layers with the claims of its argument, the
article with its events and its gaps. ``{gaps}`` lists the gaps and says how we know. The role ``{para}`` points at a
paragraph, ``{page}`` at the start of a page, ``{claim}`` and ``{event}`` at the words of a claim and of an event. The
switches work by style alone, so the page needs no script. With ``closereading_full_text: false`` in ``_config.yml`` only
the first words of each paragraph are published, unless the source's own license lets everybody publish it; every anchor
stays, so that links into the edition hold, and so do the notes, which are our own words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

import pandas as pd
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.util.docutils import ReferenceRole, SphinxDirective

from closereading import argument, chronicle, gaps, publication, sources
from closereading import edition as editions
from closereading.argument.annotation import ROLES, TYPES
from closereading.book import margin_notes
from closereading.book.margin_notes import Stretch
from closereading.edition import Edition
from closereading.passages import TRACES

CUT = re.compile(TRACES["ellipsis"])
LINE = re.compile(r"\S[^\n]*")
ITEM = "- "
"""What a line of a list begins with."""

WITHHELD = (
    "This published copy leaves the full text out, since the translation may be under copyright where it is read. What "
    "follows are the first words of each paragraph, with the anchors every chapter links to. Whoever builds the book from "
    "its sources gets the whole text: see closereading_full_text in _config.yml."
)
FREE = "CC "
"""How the license of a source begins that everybody may publish whole."""

RELATIONS = {
    "sup": "is a reason for it",
    "exa": "is an instance of it",
    "reb": "tells against it",
    "und": "denies that a reason or an attack carries",
    "qua": "narrows it without beating it",
    "res": "says it again",
}
"""What the notes mean by the types of relations."""

MISSING = {"certain": "Missing here", "likely": "Probably missing here", "undetermined": "Perhaps missing here"}
"""What an empty box says, by how certain it is that something is missing."""


@dataclass(frozen=True)
class Marks:
    """What is marked in a text, and how its page speaks of it.

    Attributes
    ----------
    kind : str
        "claim" or "event": the role that links to one.
    about, styles : str
        What all of them are, and what the page calls the ways in which they are drawn.
    marked : list of Stretch
        The stretches, in the order of their words; no two overlap.
    drawn : list of str
        The classes by which they are drawn, such as "role-thesis".
    legend : list of (str, str, str)
        Class, word, and what is meant; a word that is not drawn has no class.
    """

    kind: str
    about: str
    styles: str
    marked: list[Stretch]
    drawn: list[str]
    legend: list[tuple[str, str, str]]


def argument_of(text: Edition) -> Marks:
    """Return the argument of the pamphlet."""
    roles = [(f"role-{margin_notes.drawn(role)}", role, meaning) for role, meaning in ROLES.items()]
    relations = [("", TYPES[kind], meaning) for kind, meaning in RELATIONS.items()]
    drawn = [f"role-{kind}" for kind in margin_notes.DRAWN]
    return Marks(
        "claim", "Argument", "Roles", margin_notes.claims(argument.load(edition=text)), drawn, roles + relations
    )


def events_of(text: Edition) -> Marks:
    """Return the events of the article."""
    legend = [(f"event-{kind}", kind, meaning) for kind, meaning in margin_notes.DATED.items()]
    drawn = [style for style, *_ in legend]
    return Marks("event", "Events", "Dates", margin_notes.events(chronicle.load(edition=text)), drawn, legend)


MARKS: dict[str, Callable[[Edition], Marks]] = {"pamphlet": argument_of, "article": events_of}
"""What is marked in each source; in others nothing is."""


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, or a line that the edition does not count, such as one of a box or a list.

    ``level`` is that of a heading, 0 for others; ``name`` is the address of a heading or a paragraph.
    """

    start: int
    end: int
    level: int
    name: str


def blocks(text: Edition) -> Iterator[Block]:
    """Yield all that stands in a text, in its order. The title of a text stands beside its parts, not above them."""
    sections = dict(zip(text.sections["start"], text.sections["section"], strict=True))
    marks = text.runs[text.runs["kind"] == "heading"].groupby("start")["found"].first().str.strip()
    paragraphs = {row.start: row for row in text.paragraphs.itertuples()}
    done = 0
    for line in LINE.finditer(text.text):
        start, end = line.start(), line.start() + len(line[0].rstrip())
        if start < done:
            continue
        if start in paragraphs:
            done = paragraphs[start].end
            yield Block(start, done, 0, paragraphs[start].para)
        elif start in sections or start in marks:
            name = sections.get(start) or nodes.make_id(line[0])
            yield Block(start, end, max(2, len(marks.get(start, ""))), f"section-{name}")
        else:
            yield Block(start, end, 0, "")


def may_be_whole(source: str, full_text: bool) -> bool:
    """Return whether all of a source may stand on a page: by the book's setting, or else by the source's own license."""
    return full_text or sources.load(source).licence.startswith(FREE)


class Unsearched(nodes.Inline, nodes.Element):
    """HTML whose words are not the text's, so that the site's search leaves them out; it reads what raw nodes hold."""

    def __init__(self, markup: str = "") -> None:
        super().__init__(markup=markup)


class ReadingEdition(SphinxDirective):
    """``{reading-edition} NAME``: the whole of an edition."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        text = self.edition = editions.read(self.arguments[0])
        self.whole = may_be_whole(text.name, self.config.closereading_full_text)
        self.gaps = list(gaps.load(text).itertuples()) if text.name == gaps.TEXT else []
        self.marked: dict[str, list[Stretch]] = {}
        self.notes: dict[str, str] = {}
        head = [Unsearched(switches(text)) if self.whole else nodes.note("", nodes.paragraph("", WITHHELD))]
        if text.name in MARKS:
            marks = MARKS[text.name](text)
            self.marked = {para: list(own) for para, own in groupby(marks.marked, key=lambda stretch: stretch.para)}
            self.notes = margin_notes.folds(marks.marked, marks.about, marks.kind)
            for stretch in marks.marked:
                self.register(f"{marks.kind}-{stretch.id}", stretch.id)
            head += [Unsearched(legend(marks)), Unsearched(contents(text))]
        return [*head, *self.sections()]

    def sections(self) -> list[nodes.Node]:
        """Return the sections, one in the other as in the text, with all that stands in them."""
        paragraphs = {row.para: row for row in self.edition.paragraphs.itertuples()}
        path: list[tuple[int, nodes.section]] = [(0, nodes.section())]
        for block in blocks(self.edition):
            if block.level:
                while path[-1][0] >= block.level:
                    path.pop()
                # The text keeps its own quotation marks and dots: links look for its words as they are.
                section = nodes.section("", ids=[block.name], classes=["edition"], support_smartquotes=False)
                section += nodes.title("", self.edition.text[block.start : block.end])
                section += [nodes.paragraph("", "", gap) for gap in self.missing(block.end, block.end)]
                path[-1][1].append(section)
                path.append((block.level, section))
            elif block.name:
                path[-1][1].extend(self.paragraph(paragraphs[block.name]))
            elif self.whole:
                self.line(block, path[-1][1])
        return list(path[0][1].children)

    def paragraph(self, para: Any) -> Iterator[nodes.Node]:
        """Yield a paragraph, and the notes to it."""
        self.register(f"para-{para.para}", para.para)
        marked = self.marked.get(para.para, [])
        place = nodes.reference("", para.para, refuri=f"#{para.para}", classes=["para-number"], internal=True)
        if self.whole:
            content = list(inline(self.edition, para.start, para.end, self.anchor, marked))
        else:
            content = [nodes.Text(publication.first_words(para.text))]
            content += [self.anchor(page) for page in pages_begun(self.edition, para.start, para.end)]
            content += [marked_node(stretch) for stretch in marked]
        content += self.missing(para.end, para.end)
        classes = ["edition-paragraph", f"voice-{para.voice}"]
        yield nodes.paragraph("", "", place, *content, ids=[para.para], classes=classes)
        if marked:
            yield Unsearched(self.notes[para.para])

    def line(self, block: Block, section: nodes.section) -> None:
        """Add a line to a section, as an item if it is one of a list; what is missing after a whole line is one too."""
        text = self.edition.text
        is_item = text.startswith(ITEM, block.start)
        line = nodes.paragraph("", classes=["edition-line"])
        lines = [line]
        at = block.start + len(ITEM) * is_item
        for gap in self.gaps:
            if block.start < gap.start <= block.end:
                line += nodes.Text(text[at : gap.start])
                if gap.start < block.end or text[gap.start - 1] == ":":
                    line += gap_node(gap)
                else:
                    lines.append(nodes.paragraph("", "", gap_node(gap), classes=["edition-line"]))
                at = gap.start
        line += nodes.Text(text[at : block.end])
        if is_item and not isinstance(section[-1], nodes.bullet_list):
            section += nodes.bullet_list(classes=["edition-list"])
        for number, one in enumerate(lines):
            in_list = is_item and (number == 0 or text.startswith(f"\n{ITEM}", block.end))
            (section[-1] if in_list else section).append(nodes.list_item("", one) if in_list else one)

    def missing(self, start: int, end: int) -> list[nodes.Node]:
        """Return the boxes of the gaps that stand from ``start`` to ``end``."""
        return [gap_node(gap) for gap in self.gaps if start <= gap.start <= end]

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


class Gaps(SphinxDirective):
    """``{gaps}``: what is missing from the article, and how we know."""

    def run(self) -> list[nodes.Node]:
        listed = nodes.definition_list(classes=["gap-list"])
        for gap in gaps.load(editions.read(gaps.TEXT)).itertuples():
            place = nodes.reference("", gap.gap, refuri=f"#{gap.gap}", internal=True)
            term = nodes.term("", "", place, nodes.Text(f" {gap.what} ({gap.certainty})"), ids=[f"why-{gap.gap}"])
            listed += nodes.definition_list_item("", term, nodes.definition("", nodes.paragraph("", gap.reason)))
        return [listed]


def gap_node(gap: Any) -> Unsearched:
    """Return the box that stands for what is missing."""
    return Unsearched(
        f' <span class="gap" id="{gap.gap}" role="note">[<a href="#why-{gap.gap}">{MISSING[gap.certainty]}</a>: '
        f"{html.escape(gap.what)}]</span>"
    )


def marked_node(stretch: Stretch, *words: nodes.Node) -> nodes.inline:
    """Return marked words, with the letter that leads to their note."""
    mark = Unsearched(margin_notes.mark(stretch))
    return nodes.inline("", "", *words, mark, ids=[stretch.id], classes=["marked", stretch.style])


def inline(
    text: Edition, start: int, end: int, anchor: Callable[[int], nodes.Node], marked: Sequence[Stretch] = ()
) -> Iterator[nodes.Node]:
    """Yield the nodes of ``text.text[start:end]``: both layers, voices, italics, cuts, page ends, and what is marked.

    ``marked`` must not overlap.
    """
    parts = _parts(text, start, end, anchor, marked)
    for stretch, within in groupby(parts, key=lambda part: _marked_at(part[0], part[1], marked)):
        words = [node for _, _, node in within]
        yield from [marked_node(stretch, *words)] if stretch else words


def _marked_at(start: int, end: int, marked: Sequence[Stretch]) -> Stretch | None:
    """Return what a stretch belongs to; a place between two characters belongs to what it is within."""
    return next((one for one in marked if one.start < end and start < one.end), None)


def _parts(
    text: Edition, start: int, end: int, anchor: Callable[[int], nodes.Node], marked: Sequence[Stretch]
) -> Iterator[tuple[int, int, nodes.Node]]:
    """Yield (start, end, node) of what stands in ``text.text[start:end]``, none across the border of marked words."""
    begins = set(pages_begun(text, start, end))
    opening = [page for page in begins if text.pages.set_index("page").loc[page, "start"] <= start]
    yield from ((start, start, anchor(page)) for page in opening)
    others = _other_voices(text, start, end)
    italic = _italics(text.runs)
    edges = [edge for one in marked for edge in (one.start, one.end)]
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


def switches(text: Edition) -> str:
    """Return the switches for what a text has: two layers, other voices, pages, cuts."""
    layers = """<fieldset><legend>Text</legend>
<label><input type="radio" name="layer" id="layer-reading" checked> restored</label>
<label><input type="radio" name="layer" id="layer-found"> as the file has it</label></fieldset>
"""
    shown = {"voices": "voices"} | ({} if text.pages.empty else {"pages": "page ends"}) | {"cuts": "cuts"}
    boxes = "\n".join(
        f'<label><input type="checkbox" id="show-{name}" checked> {words}</label>' for name, words in shown.items()
    )
    return f"""<form class="edition-switches" aria-label="How the text is shown">
{layers if (text.runs["kind"] == "emended").any() else ""}<fieldset><legend>Show</legend>
{boxes}</fieldset>
</form>"""


def legend(marks: Marks) -> str:
    """Return the ways in which words are drawn, with their lines, which are switches, and what they mean."""
    boxes = "\n".join(
        f'<label><input type="checkbox" id="show-{style.split("-")[1]}" checked> {_sample(style)}</label>'
        for style in marks.drawn
    )
    meanings = "".join(
        f"<dt>{_sample(style, word) if style else word}</dt><dd>{meaning}</dd>" for style, word, meaning in marks.legend
    )
    return f"""<form class="edition-switches marks-switches" aria-label="What is marked in the text">
<fieldset><legend>{marks.about}</legend>
<label><input type="checkbox" id="show-marks" checked> shown</label>
<label><input type="checkbox" id="show-notes" checked> notes</label>
<label class="unfold"><input type="checkbox" id="unfold-notes"> unfolded</label></fieldset>
<fieldset><legend>{marks.styles}</legend>
{boxes}</fieldset>
</form>
<details class="marks-legend"><summary>What the lines and the notes mean</summary>
<dl>{meanings}</dl></details>"""


def _sample(style: str, word: str = "") -> str:
    kind = style.split("-")[1]
    shown = word or ("the editor’s" if kind == "editor" else kind)
    return f'<span class="marked {style}">{shown}</span>'


def contents(text: Edition) -> str:
    """Return links to the sections, for where the notes take the place of the page's own list."""
    links = (
        f'<a href="#{block.name}">{html.escape(text.text[block.start : block.end])}</a>'
        for block in blocks(text)
        if block.level
    )
    return f'<nav class="edition-contents" aria-label="Sections of the text">{" ".join(links)}</nav>'


class Place(ReferenceRole):
    """``{para}`U7```, ``{page}`12```, ``{claim}`U3a``` and ``{event}`e4```: a link into a source as it is printed."""

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
    app.add_directive("gaps", Gaps)
    app.add_role("para", Place("para"))
    app.add_role("page", Place("page"))
    app.add_role("claim", Place("claim"))
    app.add_role("event", Place("event"))
