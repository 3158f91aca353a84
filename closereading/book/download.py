"""The whole book as one file, to be taken along and run: what a clone has, without anything that was computed.

The same files always make the same bytes, wherever and whenever the book is built.
"""

import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole
from sphinx.util.osutil import relative_uri

from closereading.book.cache import files

ARCHIVE = "_static/closereading.zip"

CONTENTS = [
    *("README.md", "LICENSE", "CITATION.cff", "_config.yml", "_toc.yml", "requirements.txt", "pyproject.toml"),
    *("chapters/**/*", "closereading/**/*", "data/**/*", "seeds/**/*", "tests/**/*"),
    *("!chapters/classroom/source/*", "!tests/classroom/*"),  # answers
]
"""What goes in, as patterns from the book's folder. Configuration: ``closereading_download``."""

FULL_TEXT = (
    *("seeds/pamphlet.txt", "data/antitheses.csv", "data/claims.csv", "data/descent.csv", "data/first_draft.json"),
    *("data/grammar-*.csv", "data/metaphors.csv", "data/second_pass.json", "data/sentence-ends.csv"),
    *("data/side-by-side.csv", "data/systems.csv"),
)
"""What stays out if the book goes without the pamphlet's text: the source, and the tables that together quote most of it."""


def without_outputs(notebook: str) -> str:
    """Return a notebook without the results of its cells, as a notebook is stored."""
    content = json.loads(notebook)
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def write_archive(root: Path, patterns: Iterable[str], archive: Path) -> None:
    """Write the matching files into a zip archive, in one folder named as the archive is."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, path in files(root, patterns):
            content = path.read_bytes()
            if path.suffix == ".ipynb":
                content = without_outputs(content.decode("utf-8")).encode("utf-8")
            entry = zipfile.ZipInfo(f"{archive.stem}/{name}", date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # as on Unix, on any system
            packed.writestr(entry, content, zipfile.ZIP_DEFLATED)


class Download(SphinxRole):
    """A link to the archive: ``{book-download}`words to click on```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link."""
        page = self.env.app.builder.get_target_uri(self.env.docname)
        return [nodes.reference(self.text, self.text, refuri=relative_uri(page, ARCHIVE), internal=True)], []


def offer(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Tell each page where the archive is."""
    context["book_archive"] = ARCHIVE


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the archive into the site."""
    if exception is None and app.builder.format == "html":
        patterns = app.config.closereading_download
        left_out = () if app.config.closereading_full_text else FULL_TEXT
        write_archive(
            Path(app.srcdir), [*patterns, *(f"!{pattern}" for pattern in left_out)], Path(app.outdir, ARCHIVE)
        )


def setup(app: Sphinx) -> None:
    """Register the configuration value, the role and the events."""
    app.add_config_value("closereading_download", CONTENTS, "env", list)
    app.add_role("book-download", Download())
    app.connect("html-page-context", offer)
    app.connect("build-finished", write)
