"""Assignments with other answers in the place of the key's, run in this process, and what fails then."""

from __future__ import annotations

import io
import re
import resource
from contextlib import redirect_stdout
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from closereading import sources

SOURCE = sources.SEEDS.parent / "chapters" / "classroom" / "source"
ANSWERS = Path(__file__).parent / "answers"
HEAD = re.compile(r"# (cell|after|fails): (.+)\n")
HIDDEN = re.compile(r"^[ \t]*### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS[ \t]*$\n?", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Answer:
    """A plausible wrong answer: Python for one cell, and the tests that it must fail, no more and no fewer.

    Its file begins with ``# cell: <grade_id>``, whose key it replaces, or ``# after: <grade_id>``, whose key it changes,
    and ``# fails: <grade_id>, …``; a comment says what is wrong.
    """

    name: str
    cell: str
    keeps_key: bool
    fails: frozenset[str]
    source: str


@dataclass(frozen=True)
class Assignment:
    """One master notebook and its wrong answers."""

    id: str

    @cached_property
    def master(self) -> NotebookNode:
        """Return the master notebook."""
        return nbformat.read(SOURCE / self.id / f"{self.id}.ipynb", 4)

    @property
    def cells(self) -> dict[str, NotebookNode]:
        """Return the cells that nbgrader knows, by their ids there."""
        return {c.metadata.nbgrader.grade_id: c for c in self.master.cells if "nbgrader" in c.metadata}

    @property
    def tests(self) -> dict[str, float]:
        """Return the points of each autograded test."""
        return {id: c.metadata.nbgrader.points for id, c in self.cells.items() if _is_test(c)}

    @property
    def answers(self) -> list[Answer]:
        """Return the wrong answers that are kept."""
        return [_answer(path) for path in sorted((ANSWERS / self.id).glob("*.py"))]

    def blank(self) -> NotebookNode:
        """Return the notebook as a student gets it, but with its hidden tests."""
        from nbgrader.preprocessors import ClearSolutions

        return ClearSolutions().preprocess(deepcopy(self.master), {})[0]

    def answered(self, answer: Answer) -> NotebookNode:
        """Return the key with one wrong answer."""
        notebook = deepcopy(self.master)
        (cell,) = (c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == answer.cell)
        cell.source = cell.source + "\n" + answer.source if answer.keeps_key else answer.source
        return notebook

    def without_hidden(self) -> NotebookNode:
        """Return the key with the tests that a student sees."""
        notebook = deepcopy(self.master)
        for cell in notebook.cells:
            cell.source = HIDDEN.sub("", cell.source)
        return notebook

    def run_in_kernel(self, folder: Path, name: str | None = None) -> float:
        """Run the key, or another notebook beside it, in a fresh kernel and another folder; return the seconds it works.

        These are the processor's, whatever else the machine is doing.
        """
        notebook = nbformat.read(SOURCE / self.id / f"{name or self.id}.ipynb", 4)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _answer(path: Path) -> Answer:
    text = path.read_text(encoding="utf-8")
    head = dict(HEAD.findall(text))
    cell = head.get("cell") or head["after"]
    return Answer(path.stem, cell, "after" in head, frozenset(head["fails"].split(", ")), text)


def _is_test(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade", False)


def failures(notebook: NotebookNode) -> dict[str, str]:
    """Run a notebook's cells one after another, going on after errors as a grader does.

    Returns
    -------
    dict of str to str
        The message of each test that fails, by its id, and under the id of the notebook's cell any other error.
    """
    names: dict[str, object] = {"__name__": "__main__"}
    failed = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        id = cell.metadata.get("nbgrader", {}).get("grade_id", cell.id)
        try:
            with redirect_stdout(io.StringIO()):
                exec(compile(cell.source, id, "exec"), names)
        except Exception as err:
            failed[id] = f"{type(err).__name__}: {err}"
    return failed


def complaints(assignment: Assignment) -> list[str]:
    """Return what is wrong with a master's cells: ids, points, and tests with too few wrong answers."""
    found = []
    graded = [c.metadata.nbgrader for c in assignment.master.cells if "nbgrader" in c.metadata]
    ids = [cell.grade_id for cell in graded]
    found += [f"{id} is there twice" for id in set(ids) if ids.count(id) > 1]
    found += [f"{c.grade_id} has no points" for c in graded if c.grade and c.get("points", 0) <= 0]
    found += [f"{c.grade_id} is not of schema 3" for c in graded if c.schema_version != 3]
    found += [f"{c.id} has output" for c in assignment.master.cells if c.get("outputs")]
    for id in assignment.tests:
        wrong = [answer.name for answer in assignment.answers if id in answer.fails]
        if len(wrong) < 2:
            found.append(f"{id} is failed by {len(wrong)} wrong answers: {', '.join(wrong)}")
        source = assignment.cells[id].source
        if source.count("BEGIN HIDDEN TESTS") != source.count("END HIDDEN TESTS"):
            found.append(f"{id} has hidden tests without an end")
    return found
