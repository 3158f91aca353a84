"""A student's cells put into the assignment: tests as they were, answers as they are, points as they should be."""

from __future__ import annotations

import ast
import builtins
import copy
import re
from dataclasses import dataclass
from typing import Any

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from closereading.classroom.assignment import Assignment
from closereading.classroom.reading import Cell, Notebook

WATCHED = {
    "__import__", "builtins", "compile", "ctypes", "eval", "exec", "gc", "get_ipython", "globals", "inspect", "multiprocessing",
    "os", "requests", "setattr", "shutil", "signal", "socket", "subprocess", "sys", "threading", "urllib", "__builtins__",
    "__class__", "__eq__", "__globals__", "__subclasses__", "_getframe",
}  # fmt: skip
"""Names that an answer seldom needs, and one that games its tests often does."""


@dataclass(frozen=True)
class Restored:
    """A notebook ready to run, and what a reader should know of it."""

    notebook: Any
    notes: list[str]
    untouched: bool
    """Whether it is the assignment as it was given out."""
    found: int
    """How many of the assignment's test and answer cells the student's file has; answers count only if no cell is another's."""
    answers: dict[str, str]
    """The text of each answer that a person reads."""
    blank: frozenset[str]
    """Answers that a person would read, were there any."""


def restored(student: Notebook, assignment: Assignment) -> Restored:
    """Put a student's cells into the assignment.

    Cells are known by nbgrader's name for them or, where a program lost it, by their id. Tests are the master's again,
    hidden ones too, wherever the student left them; tests that are gone come back before what follows them in the
    master. Of an answer pasted twice the last counts, but all written ones are kept, in one.
    """
    master = {cell.metadata.nbgrader["grade_id"]: cell for cell in assignment.graded.cells if _marked(cell)}
    given = {cell.metadata.nbgrader["grade_id"]: cell.source for cell in assignment.released.cells if _marked(cell)}
    written = {question.name for question in assignment.questions if question.written}
    names = _names(student.cells, assignment, master)
    notes = list(student.notes)

    last = {name: position for position, name in enumerate(names) if name}
    copies = {name: [i for i, other in enumerate(names) if other == name] for name in last}
    _say(notes, "pasted more than once", [name for name, places in copies.items() if len(places) > 1])
    theirs = {name: {_text(master[name].source), _text(given[name])} for name in last if _locked(master[name])}
    edited = [n for n in theirs if any(_text(student.cells[i].source) not in theirs[n] for i in copies[n])]
    _say(notes, "tests edited, and restored", edited)
    _say(notes, "tests moved from their place", _moved(names, list(master)))
    expected = {q.name: q.points for q in assignment.questions}
    wrong = [n for n in expected if any(student.cells[i].points not in (None, expected[n]) for i in copies.get(n, []))]
    _say(notes, "points edited, and restored", wrong)

    cells: list[Any] = []
    places: dict[str, int] = {}
    answers: dict[str, str] = {}
    for position, (cell, name) in enumerate(zip(student.cells, names, strict=True)):
        if not name:
            cells.append(_plain(cell))
        elif position == last[name]:
            whole = copy.deepcopy(master[name])
            if not _locked(whole):
                texts = [student.cells[i].source for i in copies[name]] if name in written else [cell.source]
                own = [text for text in dict.fromkeys(texts) if _text(text) not in ("", _text(given[name]))]
                whole.source = "\n\n".join(own) if own else given[name] if name in written else cell.source
                if cell.attachments and whole.cell_type == "markdown":
                    whole["attachments"] = cell.attachments
            places[name] = len(cells)
            cells.append(whole)
        elif not _locked(master[name]) and name not in written:
            cells.append(_plain(cell))

    _say(
        notes, "missing, and put back", [n for n in master if n not in places and (_locked(master[n]) or n in written)]
    )
    order = list(master)
    for position, (name, cell) in enumerate(master.items()):
        if name not in places and (_locked(cell) or name in written):
            whole = copy.deepcopy(cell)
            if name in written:
                whole.source = given[name]
            # Before what comes next in the master, so that helpers written in between have run.
            now = {c.metadata.nbgrader["grade_id"]: i for i, c in enumerate(cells) if _marked(c)}
            after = max((now[n] + 1 for n in order[:position] if n in now), default=0)
            following = next((now[n] for n in order[position + 1 :] if n in now), len(cells))
            cells.insert(max(after, following), whole)
    _say(
        notes,
        "answer cells missing",
        [n for n in master if n not in places and not _locked(master[n]) and n not in written],
    )

    for cell in cells:
        if _marked(cell) and cell.metadata.nbgrader["grade_id"] in written:
            answers[cell.metadata.nbgrader["grade_id"]] = cell.source
    tasks = {n for n in written if master[n].metadata.nbgrader.get("task")}
    blank = frozenset(n for n in written - tasks if _text(answers[n]) in ("", _text(given[n])))
    _numbered(cells)
    notebook = new_notebook(cells=cells, metadata=copy.deepcopy(assignment.graded.metadata))
    as_given = {_text(cell.source) for cell in assignment.released.cells} | {""}
    untouched = all(_text(cell.source) in as_given for cell in student.cells)
    if flags := _flags(student.cells, names, master):
        notes.append(f"look at the code: {', '.join(flags)}")
    return Restored(notebook, notes, untouched, _found(student.cells, set(last), master), answers, blank)


def _found(cells: list[Cell], names: set[str], master: dict[str, Any]) -> int:
    about = [master[name].metadata.nbgrader for name in names]
    # Assignments share names such as setup, and some that of an answer: it says nothing beside names that are not ours.
    foreign = any(cell.grade_id and cell.grade_id not in master for cell in cells)
    return sum(bool(one.get("grade") or one.get("task") or (one.get("solution") and not foreign)) for one in about)


def _names(cells: list[Cell], assignment: Assignment, master: dict[str, Any]) -> list[str]:
    by_id = {cell.id: cell.metadata.nbgrader["grade_id"] for cell in assignment.graded.cells if _marked(cell)}
    result = []
    for cell in cells:
        if cell.grade_id in master:
            result.append(cell.grade_id)
        elif not cell.grade_id and cell.id in by_id:
            result.append(by_id[cell.id])
        else:
            result.append("")
    return result


def _moved(names: list[str], order: list[str]) -> list[str]:
    seen = [name for i, name in enumerate(names) if name and name not in names[i + 1 :]]
    ranks = [order.index(name) for name in seen]
    return [name for name, rank, highest in zip(seen, ranks, _highest(ranks), strict=True) if rank < highest]


def _highest(ranks: list[int]) -> list[int]:
    result: list[int] = []
    for rank in ranks:
        result.append(max(rank, result[-1]) if result else rank)
    return result


def _marked(cell: Any) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("grade_id"))


def _locked(cell: Any) -> bool:
    about = cell.metadata.nbgrader
    return not about.get("solution") and bool(about.get("grade") or about.get("locked") or about.get("task"))


def _plain(cell: Cell) -> Any:
    if cell.kind == "code":
        return new_code_cell(cell.source)
    if cell.kind == "raw":  # shown as it stands, which as a raw cell would be as HTML
        return new_markdown_cell("\n".join(f"    {line}" for line in cell.source.splitlines()))
    return new_markdown_cell(cell.source, **({"attachments": cell.attachments} if cell.attachments else {}))


def _numbered(cells: list[Any]) -> None:
    """Give every cell an id that the same file gets again."""
    for position, cell in enumerate(cells):
        cell["id"] = f"cell-{position}"
        if cell.cell_type == "code":
            cell["outputs"], cell["execution_count"] = [], None


def _text(source: str) -> str:
    return "\n".join(line.rstrip() for line in source.strip().splitlines())


def _say(notes: list[str], what: str, names: list[str]) -> None:
    if names:
        notes.append(f"{what}: {', '.join(names[:8])}{' …' if len(names) > 8 else ''}")


def _flags(cells: list[Cell], names: list[str], master: dict[str, Any]) -> list[str]:
    """Return the watched names an answer uses, and the built-in ones it gives another meaning."""
    found: set[str] = set()
    for cell, name in zip(cells, names, strict=True):
        if cell.kind != "code" or (name and _locked(master[name])):
            continue
        if re.search(r"^\s*[!%]", cell.source, re.MULTILINE):
            found.add("a line with ! or %")
        try:
            tree = ast.parse(re.sub(r"^(\s*)[!%].*$", r"\1pass", cell.source, flags=re.MULTILINE))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Name):
                if isinstance(node.ctx, ast.Store) and hasattr(builtins, node.id):
                    found.add(f"{node.id} = …")
                elif node.id in WATCHED:
                    found.add(node.id)
            elif isinstance(node, ast.Attribute) and node.attr in WATCHED:
                found.add(node.attr)
            elif isinstance(node, ast.FunctionDef | ast.ClassDef) and (
                node.name in WATCHED or hasattr(builtins, node.name)
            ):
                found.add(node.name)
            elif isinstance(node, ast.Import | ast.ImportFrom):
                modules = (
                    [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
                )
                found |= {module.split(".")[0] for module in modules} & WATCHED
    # The assignment's own first cells may use some of these names.
    return sorted(found - {flag for flag in found if any(flag in c.source for c in master.values() if _locked(c))})
