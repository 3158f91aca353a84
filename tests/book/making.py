"""Small books for the tests, and builds of books."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import nbformat.v4 as nb

ROOT = Path(__file__).parents[2]
TRIAL = Path(__file__).parent / "trial"

CHART = """
import altair as alt
import pandas as pd
from closereading import charts
charts.enable()
data = pd.DataFrame({"word": ["state", "bread"], "count": [4, 2]})
alt.Chart(data).mark_bar().encode(x="count", y="word").properties(
    title="Which word leads?", description="Two bars; state is twice as long as bread.", width="container"
)
"""


@dataclass(frozen=True)
class Build:
    """A finished build: whether it succeeded, what it said, where the site is."""

    code: int
    log: str
    site: Path


def build(book: Path, out: Path | None = None, *options: str, **environment: str) -> Build:
    """Build a book, into a folder of its own if one is given."""
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", str(book), *options]
    if out is not None:
        command += ["--path-output", str(out)]
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", "NLTK_DATA": os.devnull, **environment},
        cwd=book,  # whose own package is imported if it has one
        check=False,
    )
    return Build(done.returncode, done.stdout, (out or book) / "_build" / "html")


STRICT = ("-W", "-n", "--keep-going")


def copy_trial(folder: Path) -> Path:
    """Copy the trial book to a folder and return it."""
    return shutil.copytree(TRIAL, folder, ignore=shutil.ignore_patterns("_build", "__pycache__"))


def one_page_book(folder: Path, *cells: str) -> Path:
    """Write a book of one page, a notebook with these code cells, and return its folder."""
    copy_trial(folder)
    shutil.rmtree(folder / "chapters")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    (folder / "index.md").unlink()
    write_notebook(folder / "index.ipynb", "# One page\n\nWith one paragraph.", *cells)
    return folder


def write_notebook(path: Path, text: str, *cells: str) -> None:
    """Write a notebook with a text and code cells."""
    book = nb.new_notebook(
        cells=[nb.new_markdown_cell(text, id="text"), *(nb.new_code_cell(c, id=f"c{i}") for i, c in enumerate(cells))],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    path.write_text(nbformat.writes(book) + "\n", encoding="utf-8", newline="\n")
