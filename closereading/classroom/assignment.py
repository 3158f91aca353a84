"""An assignment: its master notebook, what students get of it, and what it is graded by."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat

from closereading.classroom import files

CLASSROOM = Path(__file__).parents[2] / "chapters" / "classroom"
"""Where this book's assignments are: masters in ``source``, what students get in ``release``."""

DATA = (".csv", ".jpg", ".json", ".png", ".svg", ".toml", ".tsv", ".txt")
"""Files that go to students with the notebooks; ``README.md`` does too."""

SECRETS = re.compile(r"(?:BEGIN|END)\s+(?:SOLUTION|HIDDEN\s+TESTS?|MARK\s+SCHEME)", re.IGNORECASE)


class AssignmentError(ValueError):
    """A master that cannot be used; the message names the file, the place and the remedy."""


@dataclass(frozen=True)
class Question:
    """A cell that has points: tests that are run, or a written answer that a person reads."""

    name: str
    points: float
    written: bool


@dataclass(frozen=True)
class Assignment:
    """A master and what follows from it."""

    name: str
    source: Path
    """The master's folder."""
    graded: Any
    """The notebook with hidden tests, without solutions: what a submission is graded by."""
    released: Any
    """The notebook as students get it."""

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The cells that have points, in order."""
        return tuple(
            Question(
                about["grade_id"],
                float(about["points"]),
                bool(about.get("solution") or about.get("task")) or cell.cell_type != "code",
            )
            for cell in self.graded.cells
            if (about := cell.metadata.get("nbgrader", {})).get("grade") or about.get("task")
        )

    @cached_property
    def points(self) -> float:
        """All points there are."""
        return sum(question.points for question in self.questions)

    @cached_property
    def data(self) -> dict[str, Path]:
        """The files students get beside the notebooks, by their place beside them."""
        return {name: path for name, path in _companions(self.source).items() if path.suffix != ".ipynb"}

    @cached_property
    def digest(self) -> str:
        """What marks depend on: the notebook with its tests, and the files beside it."""
        parts: list[bytes | str] = [nbformat.writes(self.graded)]
        for name, path in sorted(self.data.items()):
            parts += [name, path.read_bytes()]
        return files.digest(*parts)


def names(classroom: Path = CLASSROOM) -> list[str]:
    """Return the assignments there are."""
    return sorted(
        path.parent.name for path in (classroom / "source").glob("*/*.ipynb") if path.stem == path.parent.name
    )


def load(name: str, classroom: Path = CLASSROOM) -> Assignment:
    """Read an assignment's master.

    Raises
    ------
    AssignmentError
        If there is no such assignment, or its master is not one that can be graded.
    """
    source = classroom / "source" / name
    path = source / f"{name}.ipynb"
    if name not in names(classroom):
        there = ", ".join(names(classroom)) or "none"
        raise AssignmentError(f"{path}: there is no assignment {name!r} (there are: {there}).")
    graded, released = notebooks(path)
    assignment = Assignment(name, source, graded, released)
    if not assignment.questions:
        raise AssignmentError(f"{path}: no cell has points. Give the cells of tests nbgrader's metadata.")
    return assignment


def notebooks(path: Path) -> tuple[Any, Any]:
    """Return a master as it grades (tests whole, solutions out) and as students get it (hidden tests out too).

    Raises
    ------
    AssignmentError
        If nbgrader cannot make sense of it.
    """
    from nbgrader import preprocessors as steps  # takes seconds, which those who grade with it need not wait

    first = (steps.LockCells, steps.ClearSolutions, steps.ClearOutput, steps.CheckCellMetadata, steps.ComputeChecksums)
    then = (steps.ClearHiddenTests, steps.ClearMarkScheme, steps.ComputeChecksums, steps.CheckCellMetadata)
    try:
        notebook = nbformat.read(path, as_version=4)
        for step in first:
            notebook, _ = step().preprocess(notebook, {})
        graded = copy.deepcopy(notebook)
        for step in then:
            notebook, _ = step().preprocess(notebook, {})
        nbformat.validate(notebook)
    except Exception as trouble:
        raise AssignmentError(f"{path}: {trouble} Mend the master.") from trouble
    ids = [cell.get("id") for cell in notebook.cells]
    if None in ids or len(set(ids)) < len(ids):
        raise AssignmentError(f"{path}: cells without an id, or two with the same. Save it as notebook format 4.5.")
    for cell in notebook.cells:
        if secret := SECRETS.search(cell.source):
            raise AssignmentError(
                f"{path}: students would get the line {secret[0]!r} in cell {cell.id!r}. Mend its marks of begin and end."
            )
    return graded, notebook


def written(notebook: Any) -> bytes:
    """Return a notebook as the bytes of its file."""
    return (nbformat.writes(notebook).rstrip("\n") + "\n").encode()


def release(name: str, classroom: Path = CLASSROOM) -> dict[str, bytes]:
    """Return all that students get, by name: notebooks without solutions, data, README.

    Raises
    ------
    AssignmentError
        If a file is there of which it is not known whether it is meant for students, or holds what is not.
    """
    source = load(name, classroom).source
    result = {}
    for place, path in _companions(source).items():
        if path.suffix == ".ipynb":
            result[place] = written(notebooks(path)[1])
        else:
            result[place] = path.read_bytes()
            if secret := SECRETS.search(result[place].decode("utf-8", "replace")):
                raise AssignmentError(f"{path}: students would get the line {secret[0]!r}. Take it out.")
    return result


def _companions(source: Path) -> dict[str, Path]:
    result = {}
    for path in sorted(source.rglob("*")):
        place = path.relative_to(source)
        hidden = any(part.startswith((".", "__pycache__")) for part in place.parts)
        if path.is_dir() or hidden or (path.suffix == ".md" and path.name.startswith("key")):
            continue
        if path.suffix not in (*DATA, ".ipynb") and path.name != "README.md":
            raise AssignmentError(
                f"{path}: is this for students? Only notebooks, README.md and {' '.join(DATA)} are; "
                "what is not for them is called key.md, key-….md, or lies elsewhere."
            )
        result[place.as_posix()] = path
    return result
