"""A page for each student: points, comments, and the notebook as it ran; nothing in it acts or asks the net."""

from __future__ import annotations

import copy
import html
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import HTMLExporter

from closereading.classroom import assignment as assignments
from closereading.classroom import files, gradebook, grading, withholding
from closereading.classroom.assignment import Assignment
from closereading.classroom.marking import STATUSES
from closereading.classroom.scores import Row

ADVICE = {
    "another notebook": "Hand in the assignment's own notebook, with its cells in it.",
    "not a notebook": "Open the file: does it hold your work? Save it again as a notebook (.ipynb) and hand that in.",
    "no notebook": "Put your notebook (.ipynb) into the zip file.",
    "too large": "Clear the outputs, take out large pictures, save, and hand in the notebook by itself.",
    "cannot be opened": "Hand in the notebook itself: no link, no password.",
    "not graded": "Your teacher will look into it.",
}

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff }
table { border-collapse: collapse } td, th { border: 1px solid #bbb; padding: .2rem .6rem; text-align: left; vertical-align: top }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .875rem } img { max-width: 100% }
.jp-CodeCell .jp-InputArea, .highlight { background: #f5f5f5; padding: 0 .6rem }
.jp-OutputArea-output { border-left: 3px solid #bbb; padding-left: .6rem; overflow-x: auto }
.jp-InputPrompt, .jp-OutputPrompt, .jp-Collapser { display: none }
"""


def write(name: str, inbox: Path, out: Path | None = None, *, classroom: Path = assignments.CLASSROOM) -> list[Path]:
    """Write the pages; return where they are.

    Raises
    ------
    StoreError
        If nothing has been graded there.
    """
    assignment = assignments.load(name, classroom)
    store, rows = grading.known(name, inbox, out, classroom=classroom)
    comments = {key: hand.comment for key, hand in gradebook.by_hand(store).items()}
    exporter = HTMLExporter(template_name="basic", sanitize_html=True)
    result = []
    for row in rows:
        path = store.notebook(row.record.slug)
        notebook = nbformat.read(path, as_version=4) if row.record.graded and path.is_file() else None
        said = {question.name: comments.get((row.record.slug, question.name), "") for question in assignment.questions}
        page = store.folder / "feedback" / f"{row.record.slug}.html"
        content = _page(row, assignment, said, notebook, exporter).encode("utf-8", "replace")
        if not page.is_file() or page.read_bytes() != content:
            files.write(page, content)
        result.append(page)
    return result


def _page(row: Row, assignment: Assignment, comments: dict[str, str], notebook: Any, exporter: HTMLExporter) -> str:
    def plain(text: object) -> str:
        return html.escape(str(text))

    parts = [
        f"<h1>{plain(assignment.name)}: {plain(row.record.student)}</h1>",
        f"<p>{plain(row.record.file)}: <strong>{plain(row.status)}</strong> ({plain(STATUSES[row.status])}).</p>",
    ]
    if row.score is None:
        parts.append(f"<p>{plain(ADVICE.get(row.status, ''))}</p>")
    else:
        waiting = f", {len(row.to_read)} answers still to be read" if row.to_read else ""
        parts.append(f"<p>{row.score:.10g} of {assignment.points:.10g} points{waiting}.</p>")
        parts.append("<table><tr><th>question</th><th>points</th><th>of</th><th>comment</th></tr>")
        for question in assignment.questions:
            mark = row.marks.get(question.name)
            said = plain(comments[question.name]).replace("\n", "<br>")
            points = "to be read" if mark is None else f"{mark:.10g}"
            parts.append(
                f"<tr><td>{plain(question.name)}</td><td>{points}</td><td>{question.points:.10g}</td><td>{said}</td></tr>"
            )
        parts.append("</table>")
    if notebook is not None:
        body, _ = exporter.from_notebook_node(_shown(notebook, assignment))
        parts.append(f"<h2>Your notebook, as it ran</h2>\n{body}")
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{plain(assignment.name)}: {plain(row.record.student)}</title><style>{STYLE}</style></head>\n"
        f"<body>\n{chr(10).join(parts)}\n</body></html>\n"
    )


def _shown(notebook: Any, assignment: Assignment) -> Any:
    """Return the notebook with the tests as students know them: hidden ones and what outputs quote of them left out."""
    given = {
        cell.metadata.nbgrader["grade_id"]: cell.source
        for cell in assignment.released.cells
        if cell.metadata.get("nbgrader")
    }
    hidden = withholding.hidden(assignment)
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("grade_id") in given and not about.get("solution"):
            cell.source = given[about["grade_id"]]
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    output.traceback = [f"{output.ename}: {output.evalue}"]
        if cell.cell_type == "code":
            cell.outputs = [
                withholding.notice() if withholding.holds(output, hidden) else output for output in cell.outputs
            ]
    return notebook
