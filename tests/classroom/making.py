"""A small assignment of the tests' own, and notebooks handed in for it."""

from __future__ import annotations

import copy
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import psutil
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from closereading.classroom import jail, releasing

NAME = "tally"
POINTS = 11.0


def _about(name: str, *, points: float | None = None, solution: bool = False, locked: bool = False) -> dict[str, Any]:
    about: dict[str, Any] = {
        "schema_version": 3,
        "grade_id": name,
        "grade": points is not None,
        "solution": solution,
        "locked": locked,
        "task": False,
    }
    return {"nbgrader": about | ({"points": points} if points is not None else {})}


def master() -> Any:
    """Return a master with three questions that are tested and one that is read."""
    cells = [
        new_markdown_cell("# Tally", id="title"),
        new_code_cell("from pathlib import Path\n\nwords = Path('words.txt').read_text().split()", id="setup"),
        new_code_cell(
            "def count(word):\n    ### BEGIN SOLUTION\n    return words.count(word)\n    ### END SOLUTION",
            id="q1", metadata=_about("q1", solution=True),
        ),
        new_code_cell(
            "assert count('the') == 3, 'count says how often a word occurs'\n"
            "### BEGIN HIDDEN TESTS\nassert count('bread') == 1, 'count does not hold for other words'\n### END HIDDEN TESTS",
            id="q1-test", metadata=_about("q1-test", points=2, locked=True),
        ),
        new_code_cell("### BEGIN SOLUTION\ntypes = len(set(words))\n### END SOLUTION", id="q2", metadata=_about("q2", solution=True)),
        new_code_cell(
            "assert isinstance(types, int), 'types is a number'\n"
            "### BEGIN HIDDEN TESTS\nassert types == 7, 'each word counts once'\n### END HIDDEN TESTS",
            id="q2-test", metadata=_about("q2-test", points=3, locked=True),
        ),
        new_code_cell(
            "def rate(word):\n    ### BEGIN SOLUTION\n    return 1000 * count(word) / len(words)\n    ### END SOLUTION",
            id="q3", metadata=_about("q3", solution=True),
        ),
        new_code_cell(
            "### BEGIN HIDDEN TESTS\nassert abs(rate('the') - 1000 / 3) < 1e-9, 'per 1,000 words'\n### END HIDDEN TESTS\n"
            "assert rate('the') > 0, 'rates are not negative'",
            id="q3-test", metadata=_about("q3-test", points=2, locked=True),
        ),
        new_markdown_cell("What does the count not say?\n", id="ask"),
        new_markdown_cell(
            "### BEGIN SOLUTION\nWhose words they are.\n### END SOLUTION", id="q4", metadata=_about("q4", points=4, solution=True)
        ),
    ]  # fmt: skip
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})


def classroom(folder: Path) -> Path:
    """Write the master with what goes with it, and release it; return the classroom's folder."""
    source = folder / "source" / NAME
    source.mkdir(parents=True)
    nbformat.write(master(), source / f"{NAME}.ipynb")
    (source / "words.txt").write_text("the land the bread the peace of all\nmen")
    (source / "README.md").write_text("Read me.\n")
    (source / "key.md").write_text("The answers.\n")
    releasing.release(NAME, folder)
    return folder


ANSWERS = {
    "q1": "def count(word):\n    return words.count(word)",
    "q2": "types = len(set(words))",
    "q3": "def rate(word):\n    return 1000 * count(word) / len(words)",
    "q4": "It does not say whose words they are.",
}


def released(place: Path) -> dict[str, Any]:
    """Return the notebook students get, as JSON."""
    return json.loads((place / "release" / NAME / f"{NAME}.ipynb").read_text())


def cell(notebook: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a cell by its id."""
    return next(cell for cell in notebook["cells"] if cell.get("id") == name)


def answered(place: Path, **answers: str) -> dict[str, Any]:
    """Return the notebook with all answers right but those given."""
    notebook = copy.deepcopy(released(place))
    for name, source in (ANSWERS | answers).items():
        cell(notebook, name)["source"] = source
    return notebook


class _Acting(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.within = tag
        self.found += [f"{tag} {name}={value}" for name, value in attrs if "alert" in f"{name}{value}"]

    def handle_data(self, data: str) -> None:
        if self.within in {"script", "style"} and "alert(" in data:
            self.found.append(data)

    def handle_endtag(self, tag: str) -> None:
        self.within = ""


def acting(page: str) -> list[str]:
    """Return what on a page would call alert."""
    parser = _Acting()
    parser.feed(page)
    return parser.found


def at_work(path: Path) -> list[psutil.Process]:
    """Return the processes of jails that were given a path, or one below it."""
    lines = {process: " ".join(process.info["cmdline"] or []) for process in psutil.process_iter(["cmdline"])}
    return [process for process, line in lines.items() if str(jail.INSIDE) in line and str(path) in line]
