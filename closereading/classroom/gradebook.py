"""nbgrader's gradebook for the results, so that its Formgrader opens on them; marks given by hand live in it."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.utils import is_grade, is_locked, is_solution, is_task
from sqlalchemy import text
from sqlalchemy.exc import SAWarning

from closereading.classroom import files, harmless
from closereading.classroom.assignment import Assignment, written
from closereading.classroom.store import Record, Store, StoreError

CONFIG = '''\
"""Formgrader on these results: `jupyter server` or `jupyter lab` in this folder, then open /formgrader."""

from pathlib import Path

c = get_config()  # noqa: F821
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.Execute.enabled = False  # students' code runs in the jail or not at all
c.HTMLExporter.sanitize_html = True  # what students wrote must not run in your browser
c.HTMLExporter.mathjax_url = ""
c.HTMLExporter.require_js_url = ""
c.HTMLExporter.mermaid_js_url = ""
'''

_TABLE = "CREATE TABLE IF NOT EXISTS closereading_kept (slug TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, answers TEXT NOT NULL)"


@dataclass(frozen=True)
class ByHand:
    """What a person did about one question of one submission."""

    score: float | None
    extra: float
    again: bool
    """Whether it was marked, and then the file changed."""
    comment: str


@contextmanager
def opened(store: Store, assignment: Assignment) -> Iterator[Gradebook]:
    """Open the gradebook, made if need be, with the assignment as it is now in it.

    Raises
    ------
    StoreError
        If the assignment has gained or lost questions since its first submission was graded.
    """
    files.write(store.folder / "nbgrader_config.py", CONFIG.encode())
    # Formgrader lists what is in source/. The notebook as students have it is enough: no answers among the results.
    files.write(store.folder / "source" / assignment.name / f"{assignment.name}.ipynb", written(assignment.released))
    path = store.folder.resolve() / "gradebook.db"
    if not path.is_file():
        _begin(path)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=SAWarning)  # nbgrader's own queries
        with Gradebook(f"sqlite:///{path}") as book:
            _assignment(book, store, assignment)
            yield book


def _begin(path: Path) -> None:
    """Make an empty gradebook, whole or not at all."""
    begun = path.with_name(".gradebook.part")
    begun.unlink(missing_ok=True)
    # nbgrader asks the program alembic, which lies beside Python, for the version of its tables.
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{before}"
    try:
        with Gradebook(f"sqlite:///{begun}") as book:
            book.db.execute(text(_TABLE))
            book.db.commit()
    finally:
        os.environ["PATH"] = before
    os.replace(begun, path)  # noqa: PTH105


def _assignment(book: Gradebook, store: Store, assignment: Assignment) -> None:
    name = assignment.name
    wanted = {
        cell.metadata.nbgrader["grade_id"]: cell for cell in assignment.graded.cells if cell.metadata.get("nbgrader")
    }
    book.update_or_create_assignment(name)
    book.update_or_create_notebook(name, name)
    notebook = book.find_notebook(name, name)
    there = {cell.name for cell in notebook.source_cells}
    graded = {cell.name for cell in (*notebook.grade_cells, *notebook.task_cells)}
    if notebook.submissions and graded != {question.name for question in assignment.questions}:
        raise StoreError(
            f"{store.folder}: the assignment's questions are not those it was graded by "
            f"({', '.join(sorted(graded ^ {question.name for question in assignment.questions}))}). "
            "Grade into a new folder with --out; marks given by hand stay in the old one."
        )
    for key, cell in wanted.items():
        about = cell.metadata.nbgrader
        if is_grade(cell):
            book.update_or_create_grade_cell(
                key, name, name, max_score=float(about["points"]), cell_type=cell.cell_type
            )
        if is_task(cell):
            book.update_or_create_task_cell(key, name, name, max_score=float(about["points"]), cell_type=cell.cell_type)
        if is_solution(cell):
            book.update_or_create_solution_cell(key, name, name)
        book.update_or_create_source_cell(
            key,
            name,
            name,
            cell_type=cell.cell_type,
            locked=is_locked(cell),
            source=cell.source,
            checksum=about.get("checksum"),
        )
    for key in there - set(wanted):
        book.db.delete(book.find_source_cell(key, name, name))
    book.db.commit()


def behind(book: Gradebook, records: dict[str, Record]) -> list[Record]:
    """Return the graded submissions that the gradebook does not hold as they are now."""
    kept = dict(tuple(row) for row in book.db.execute(text("SELECT slug, fingerprint FROM closereading_kept")))
    return [record for record in records.values() if record.graded and kept.get(record.slug) != record.fingerprint]


def keep(book: Gradebook, record: Record, assignment: Assignment) -> None:
    """Enter a submission's marks; those given by hand stay, and ask to be looked at again where the answer changed."""
    name = assignment.name
    book.update_or_create_student(
        record.slug, first_name=harmless.name(record.file)[:100], last_name=harmless.name(record.student)[:100]
    )
    submission = book.update_or_create_submission(name, record.slug)
    row = book.db.execute(
        text("SELECT answers FROM closereading_kept WHERE slug = :slug"), {"slug": record.slug}
    ).first()
    before: dict[str, str] | None = json.loads(row[0]) if row else None
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            mark = record.marks.get(grade.cell.name)
            grade.auto_score = mark
            if grade.manual_score is None:
                grade.needs_manual_grade = mark is None
            elif before is not None and before.get(grade.cell.name, "") != record.answers.get(
                grade.cell.name, record.content
            ):
                grade.needs_manual_grade = True
        for comment in notebook.comments:
            blank = record.marks.get(comment.cell.name) == 0 and comment.cell.name in record.answers
            comment.auto_comment = "No response." if blank else None
    answers = {question.name: record.answers.get(question.name, record.content) for question in assignment.questions}
    book.db.execute(
        text("INSERT OR REPLACE INTO closereading_kept VALUES (:slug, :fingerprint, :answers)"),
        {"slug": record.slug, "fingerprint": record.fingerprint, "answers": json.dumps(answers)},
    )
    book.db.commit()
    book.db.expunge_all()


def by_hand(store: Store) -> dict[tuple[str, str], ByHand]:
    """Return what persons did in Formgrader, by submission and question."""
    path = store.folder / "gradebook.db"
    if not path.is_file():
        return {}
    query = """
        SELECT submitted.student_id, cell.name, grade.manual_score, grade.extra_credit, grade.needs_manual_grade, NULL
        FROM grade JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id
        JOIN submitted_assignment AS submitted ON submitted_notebook.assignment_id = submitted.id
        JOIN base_cell AS cell ON grade.cell_id = cell.id
        UNION ALL
        SELECT submitted.student_id, cell.name, NULL, NULL, NULL, comment.manual_comment
        FROM comment JOIN submitted_notebook ON comment.notebook_id = submitted_notebook.id
        JOIN submitted_assignment AS submitted ON submitted_notebook.assignment_id = submitted.id
        JOIN base_cell AS cell ON comment.cell_id = cell.id
        """
    raw: dict[tuple[str, str], dict[str, Any]] = {}
    with closing(sqlite3.connect(path, timeout=30)) as base:
        for slug, name, score, extra, again, comment in base.execute(query):
            one = raw.setdefault((slug, name), {})
            for key, value in (("score", score), ("extra", extra), ("again", again), ("comment", comment)):
                if value is not None:
                    one[key] = value
    return {
        key: ByHand(
            score=one.get("score"),
            extra=one.get("extra") or 0.0,
            again=one.get("score") is not None and bool(one.get("again")),
            comment=one.get("comment") or "",
        )
        for key, one in raw.items()
    }
