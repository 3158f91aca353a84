"""The argument as files to be taken along, in formats that other programs read (`closereading.argument.exports`).

They are written into the site, and the directive ``{argument-files}`` lists them with links. They quote much of the
text: with ``closereading_full_text: false`` in ``_config.yml`` there are none, and the directive says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from docutils import nodes
from sphinx.addnodes import only
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from closereading import argument, decisions
from closereading.argument.exports import FORMATS
from closereading.book.cache import INPUTS, digest

FOLDER = "argument"
TABLES = ("claims.csv", "relations.csv", "cruxes.csv")
"""What the files are made from; a page that lists them is read again when one of these changes."""

ABOUT = {
    "argument.aif.json": "Argument Interchange Format (AIF), for AIFdb, OVA and arguebuf: claims and inferences, conflicts "
    "and rephrasings between them, without their places in the text; what only limits a claim is left out.",
    "argument.argdown": "Argdown, a plain text to be read, or drawn as a map by Argdown’s own programs.",
    "argument.annotations.jsonld": "W3C Web Annotations (JSON-LD): every claim and every cue anchored to the words of the "
    "reading text.",
    "argument.graphml": "GraphML, for Gephi, yEd, igraph or NetworkX: everything the annotation says, as one graph.",
}
WITHHELD = (
    "This published copy leaves out the argument’s files, since they quote much of a translation that may be under copyright "
    "where it is read. Whoever builds the book from its sources gets them: see closereading_full_text in _config.yml."
)


def contents() -> Mapping[str, bytes]:
    """Return what is to be in each file."""
    return _made(tuple((decisions.FOLDER / table).read_bytes() for table in TABLES))


@lru_cache(maxsize=1)
def _made(tables: tuple[bytes, ...]) -> Mapping[str, bytes]:
    """Return the files that the tables make; a page that lists them and the end of the build ask for the same."""
    annotation = argument.load()
    return {name: make(annotation).encode("utf-8") for name, make in FORMATS.items()}


class ArgumentFiles(SphinxDirective):
    """``{argument-files}``: a list of the files, each with a link, what it is and its size."""

    def run(self) -> list[nodes.Node]:
        """Return the list, or the sentence that stands for it."""
        for table in TABLES:
            self.env.note_dependency(str(decisions.FOLDER / table))
        if not self.config.closereading_full_text:
            return [nodes.note("", nodes.paragraph("", WITHHELD))]
        page = self.env.app.builder.get_target_uri(self.env.docname)
        entries = nodes.definition_list(classes=["argument-files"])
        for name, content in contents().items():
            link = nodes.reference(name, name, refuri=relative_uri(page, f"{FOLDER}/{name}"), internal=True)
            term = nodes.term("", "", link, nodes.Text(f", {max(1, round(len(content) / 1000)):,} kB"))
            entries += nodes.definition_list_item("", term, nodes.definition("", nodes.paragraph("", ABOUT[name])))
        return [only("", entries, expr="html")]  # other builders write no files


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the files into the site, unless they are there and nothing changed, or take away those of an earlier build."""
    if exception is not None or app.builder.format != "html":
        return
    folder, made_of = Path(app.outdir, FOLDER), Path(app.doctreedir, "argument-files")
    if app.config.closereading_full_text:
        inputs = digest(decisions.FOLDER.parent, INPUTS)
        known = made_of.read_text(encoding="utf-8") if made_of.exists() else ""
        if known == inputs and all((folder / name).exists() for name in FORMATS):
            return
        folder.mkdir(exist_ok=True)
        for name, content in contents().items():
            (folder / name).write_bytes(content)
        made_of.write_text(inputs, encoding="utf-8")
    else:
        for name in FORMATS:
            (folder / name).unlink(missing_ok=True)


def setup(app: Sphinx) -> None:
    """Register the directive and the event."""
    app.add_directive("argument-files", ArgumentFiles)
    app.connect("build-finished", write)
