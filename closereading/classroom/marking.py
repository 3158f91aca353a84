"""One submission: read, put right, run, marked. Nothing it holds can stop the next one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import nbformat

from closereading.classroom import files, harmless, reading, withholding
from closereading.classroom.assignment import Assignment
from closereading.classroom.intake import Handed
from closereading.classroom.jail import Ended, Limits, Place, Session
from closereading.classroom.restoring import Restored, restored

GRADED = ("graded", "several files", "untouched", "out of time", "out of memory", "too much output", "stopped")
UNGRADED = ("another notebook", "not a notebook", "no notebook", "too large", "cannot be opened", "not graded")
STATUSES = {
    "graded": "run from top to bottom and marked",
    "several files": "graded, and so is another file of the same student: choose",
    "untouched": "the assignment as it was given out",
    "out of time": "a cell, or all together, took too long; what ran is marked",
    "out of memory": "it took more memory than it may; what ran until then is marked",
    "too much output": "a cell put out more than it may and was stopped; what ran is marked",
    "stopped": "its kernel ended, or it took more processes or files than it may; what ran until then is marked",
    "another notebook": "a notebook, but none of the assignment's answer and test cells is in it",
    "not a notebook": "empty, cut short, of another kind, or not made of cells",
    "no notebook": "a zip file without a notebook in it",
    "too large": "larger than is read, or a zip made to burst",
    "cannot be opened": "a link, a pipe, a locked or broken zip, a file that may not be read",
    "not graded": "something failed on our side; the next run tries again",
}
"""What a row's status may be, and what it means."""

WHY = {
    "time": "out of time",
    "memory": "out of memory",
    "output": "too much output",
    "dead": "stopped",
    "processes": "stopped",
    "files": "stopped",
}


HEAVIEST = 16 * 2**20
"""Characters of output kept of one notebook."""


@dataclass
class Marked:
    """What grading a submission gave."""

    status: str
    notes: list[str] = field(default_factory=list)
    marks: dict[str, float | None] = field(default_factory=dict)
    """Points by question; None where a person must read."""
    answers: dict[str, str] = field(default_factory=dict)
    """A digest of each written answer, by question."""
    notebook: str = ""
    """The notebook as it ran, as JSON; empty where there is none."""


def mark(handed: Handed, assignment: Assignment, place: Place, limits: Limits) -> Marked:
    """Grade one file, whatever is in it."""
    if handed.trouble:
        return Marked(handed.trouble, list(handed.notes))
    try:
        student = reading.read(handed.content)
    except reading.NotNotebookError as trouble:
        return Marked("not a notebook", [*handed.notes, files.printable(str(trouble))[:200]])
    except MemoryError:
        return Marked("too large", [*handed.notes, "reading it takes too much memory"])
    ready = restored(student, assignment)
    notes = [*handed.notes, *ready.notes]
    if not ready.found:
        return Marked("another notebook", notes)
    status = "untouched" if ready.untouched else "graded"
    try:
        ended = run(ready.notebook, place, limits, notes)
    except Ended as trouble:
        return Marked("not graded", [*notes, f"its kernel did not start ({trouble})"])
    notes += _quoting(ready.notebook.cells, withholding.hidden(assignment))
    for cell in ready.notebook.cells:
        if cell.cell_type == "markdown" and cell.metadata.get("nbgrader", {"solution": True}).get("solution"):
            cell.source = harmless.markdown(cell.source)
            if "attachments" in cell:
                cell["attachments"] = harmless.attachments(cell["attachments"])
    return Marked(
        ended or status,
        list(handed.notes) if status == "untouched" and not ended else notes,
        _marks(ready, assignment),
        {name: files.digest(text) for name, text in ready.answers.items()},
        nbformat.writes(ready.notebook),
    )


def run(notebook: Any, place: Place, limits: Limits, notes: list[str]) -> str:
    """Run a notebook's cells, put their outputs in, add what a reader should know; return a status if it did not go well.

    Raises
    ------
    Ended
        If not even an empty cell could be run.
    """
    session = Session(place, limits)
    status = ""
    try:
        errors, left_out, count, room = [], 0, 0, HEAVIEST
        session.run("")
        for position, cell in enumerate(notebook.cells, start=1):
            if cell.cell_type != "code" or not cell.source.strip():
                continue
            count += 1
            try:
                answer = session.run(cell.source)
            except Ended as end:
                cell.outputs = [_not_run("its kernel ended here")]
                notes.append(f"cell {position}: {_reason(str(end), limits)}")
                status = WHY[str(end)]
                _rest(notebook.cells[position:])
                break
            cell.outputs = _outputs(answer.get("outputs"), count)
            room -= sum(len(str(output)) for output in cell.outputs)
            if room < 0:
                cell.outputs = [output for output in cell.outputs if output.output_type == "error"]
                left_out += 1
            cell.execution_count = count
            if answer.get("status") != "ok" and not any(output.output_type == "error" for output in cell.outputs):
                cell.outputs.append(_not_run("it ended in an error"))
            if answer.get("stopped") in WHY:
                status = status or WHY[answer["stopped"]]
                notes.append(f"cell {position}: {_reason(answer['stopped'], limits)}")
            left_out += bool(answer.get("left_out"))
            if not cell.metadata.get("nbgrader", {}).get("grade"):
                errors += [(position, output) for output in cell.outputs if output.output_type == "error"]
        if left_out:
            notes.append("long outputs were cut")
        if errors:
            position, first = errors[0]
            what = files.printable(f"{first.ename}: {first.evalue}")[:120].rstrip(": ")
            more = f" (and {len(errors) - 1} more cells)" if len(errors) > 1 else ""
            notes.append(f"cell {position} ended in {what}{more}")
    finally:
        session.close()
    return status


def _reason(why: str, limits: Limits) -> str:
    return {
        "time": f"stopped after {limits.cell:g} seconds, or {limits.whole:g} for all cells",
        "memory": f"took more than {limits.memory / 2**30:.2g} GB",
        "output": "stopped, it put out too much",
        "processes": f"more than {limits.processes} processes",
        "files": f"more than {limits.files:,} files",
        "dead": "the kernel ended",
    }[why]


def _rest(cells: list[Any]) -> None:
    """Say of the cells that were not run that they were not: tests without outputs would count as passed."""
    for cell in cells:
        if cell.cell_type == "code" and cell.source.strip():
            cell.outputs = [_not_run("the kernel had ended before")]


def _quoting(cells: list[Any], hidden: tuple[str, ...]) -> list[str]:
    """Return a note on cells that put out lines of hidden tests, if any did."""
    found = [
        str(position)
        for position, cell in enumerate(cells, start=1)
        if any(
            withholding.holds(output, hidden, traceback=cell.metadata.get("nbgrader", {}).get("solution", True))
            for output in cell.get("outputs", [])
        )
    ]
    more = " …" if len(found) > 8 else ""
    return [f"hidden tests in outputs, withheld in feedback: cell {', '.join(found[:8])}{more}"] if found else []


def _not_run(why: str) -> Any:
    return nbformat.v4.new_output("error", ename="NotRun", evalue=why, traceback=[f"NotRun: {why}"])


def _outputs(raw: object, count: int) -> list[Any]:
    """Return as outputs what came out of the jail, which may be anything; what could act in a browser is left out."""
    result = []
    for one in raw if isinstance(raw, list) else []:
        kind = one.get("output_type") if isinstance(one, dict) else None
        if kind == "stream":
            name = "stderr" if one.get("name") == "stderr" else "stdout"
            result.append(nbformat.v4.new_output("stream", name=name, text=str(one.get("text", ""))))
        elif kind == "error":
            lines = [str(line) for line in one.get("traceback") or []]
            result.append(
                nbformat.v4.new_output(
                    "error", ename=str(one.get("ename")), evalue=str(one.get("evalue")), traceback=lines
                )
            )
        elif kind in {"display_data", "execute_result"}:
            raw_data = one.get("data")
            data = harmless.display(raw_data if isinstance(raw_data, dict) else {})
            output = nbformat.v4.new_output(kind, data=data)
            if kind == "execute_result":
                output["execution_count"] = count
            result.append(output)
    return result


def _marks(ready: Restored, assignment: Assignment) -> dict[str, float | None]:
    cells = {
        cell.metadata.nbgrader["grade_id"]: cell
        for cell in ready.notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id")
    }
    marks: dict[str, float | None] = {}
    for question in assignment.questions:
        if question.written:
            marks[question.name] = 0.0 if question.name in ready.blank else None
        else:
            outputs = cells[question.name].outputs
            passed = cells[question.name].execution_count is not None and all(o.output_type != "error" for o in outputs)
            marks[question.name] = question.points if passed else 0.0
    return marks
