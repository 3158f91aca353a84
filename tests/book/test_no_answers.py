"""No answer to an assignment is anywhere in the site: not on a page, not in a page's source, not in the zip."""

import html
import json
import re
import zipfile
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

from .making import ROOT

pytestmark = pytest.mark.site

MASTERS = sorted((ROOT / "chapters" / "classroom" / "source").glob("*/*.ipynb"))
ANSWERED = [master for master in MASTERS if master.stem != "agreement"]
"""Those in which there is something to answer."""

SECRET = re.compile(r"### BEGIN (SOLUTION|HIDDEN TESTS)\n(.*?)### END \1", re.DOTALL)
MARKS = ("BEGIN SOLUTION", "BEGIN HIDDEN TESTS", "BEGIN MARK SCHEME")
LONG = 60
"""Characters from which on what stands in one or two lines is hardly the same by chance."""


def words(text: str) -> str:
    """Return what a reader of a page, a source or a script sees, whatever is around it."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", text)))


def secrets(master: Path) -> set[str]:
    """Return long stretches, of one line or two, of a master's solutions and hidden tests, which its students do not see."""
    source = "\n".join(cell.source for cell in nbformat.read(master, as_version=4).cells)
    blocks = [[words(line) for line in block.splitlines() if line.strip()] for _, block in SECRET.findall(source)]
    hidden = {"".join(pair) for lines in blocks for pair in (pairwise(lines) if lines[1:] else [lines])}
    shown = words(SECRET.sub("", source))
    return {line for line in hidden if len(line) >= LONG and line not in shown}


def published(site: Path) -> dict[str, str]:
    """Return the words of every file of the site that can be read, those within the zip too."""
    found = {}
    for path in sorted(site.rglob("*")):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as packed:
                found |= {f"{path.name}/{name}": packed.read(name) for name in packed.namelist()}
        elif path.suffix in (".html", ".js", ".ipynb", ".md", ".txt", ".csv", ".json", ".py"):
            found[path.relative_to(site).as_posix()] = path.read_bytes()
    return {name: words(plain(name, content.decode("utf-8", "ignore"))) for name, content in found.items()}


def plain(name: str, text: str) -> str:
    """Return a notebook's cells as they are read; any other text as it is."""
    return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"]) if name.endswith(".ipynb") else text


@pytest.fixture(scope="module")
def readable(site):
    return published(site)


def test_there_are_answers_to_look_for():
    assert len(MASTERS) >= 5
    assert all(len(secrets(master)) >= 10 for master in ANSWERED)


@pytest.mark.parametrize("master", ANSWERED, ids=lambda path: path.stem)
def test_no_line_of_a_solution_or_hidden_test_is_published(readable, master):
    hidden = secrets(master)
    # What the book's own code does, a student may look up.
    own = {name: text for name, text in readable.items() if "/closereading/closereading/" not in f"/{name}"}
    assert {line: name for name, text in own.items() for line in hidden if line in text} == {}


def test_no_mark_of_a_master_is_published(readable):
    notes = re.compile(
        r"closereading\.zip/closereading/closereading/classroom/.*\.py|.*teachers\.(md|html)|.*/test_no_answers\.py"
    )
    found = {name for name, text in readable.items() for mark in MARKS if words(mark) in text}
    assert {name for name in found if not notes.fullmatch(name)} == set()


def test_no_key_and_no_master_is_published(readable):
    assert [name for name in readable if re.search(r"classroom/(source|answers)/", name)] == []


def test_a_planted_answer_is_seen(tmp_path):
    master = ANSWERED[0]
    line = max(secrets(master), key=len)
    cell = next(cell for cell in nbformat.read(master, as_version=4).cells if line in words(cell.source))
    (tmp_path / "page.html").write_text("<pre>" + html.escape(cell.source).replace(" ", "<i> </i>") + "</pre>", "utf-8")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        packed.write(master, "master.ipynb")
    assert [line in text for text in published(tmp_path).values()] == [True, True]
