"""The table a teacher opens: one row for each file, made from what is kept, the same from the same."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from dataclasses import dataclass

from closereading.classroom.assignment import Assignment
from closereading.classroom.gradebook import ByHand
from closereading.classroom.intake import same
from closereading.classroom.store import Record

TO_READ = "to read"


@dataclass(frozen=True)
class Row:
    """One file's row."""

    record: Record
    status: str
    score: float | None
    marks: dict[str, float | None]
    """Points by question; None where a person must read."""
    to_read: list[str]
    notes: list[str]


def rows(
    records: dict[str, Record], hands: dict[tuple[str, str], ByHand], assignment: Assignment, inbox: set[str]
) -> list[Row]:
    """Return the rows of all files, in the order of their names.

    Parameters
    ----------
    records : dict
        What is kept, by file.
    hands : dict
        What persons did, by slug and question.
    assignment : Assignment
        Its questions are the columns.
    inbox : set of str
        The files that are there now.
    """
    students: dict[str, list[Record]] = defaultdict(list)
    contents = defaultdict(list)
    for record in records.values():
        if record.file in inbox:
            students[same(record.student)].append(record)
            if record.graded and record.status != "untouched":
                contents[record.content].append(record.file)
    return [
        _row(record, hands, assignment, inbox, students[same(record.student)], contents[record.content])
        for _, record in sorted(records.items())
    ]


def _row(
    record: Record,
    hands: dict[tuple[str, str], ByHand],
    assignment: Assignment,
    inbox: set[str],
    of_student: list[Record],
    of_content: list[str],
) -> Row:
    notes = list(record.notes)
    status = record.status
    others = [one for one in of_student if one.file != record.file and record.student != "(no name)"]
    if record.file not in inbox:
        notes.append("no longer in the inbox")
    elif others:
        if status == "graded" and any(one.graded for one in others):
            status = "several files"
        notes.append(f"the same student's: {', '.join(sorted(one.file for one in others)[:5])}")
    if twins := sorted(set(of_content) - {record.file}):
        notes.append(f"the same bytes as {', '.join(twins[:5])}")
    if not record.jailed and record.graded:
        notes.append("run without a jail")
    marks: dict[str, float | None] = {}
    to_read = []
    if record.graded:
        for question in assignment.questions:
            hand = hands.get((record.slug, question.name), ByHand(None, 0.0, False, ""))
            mark = record.marks.get(question.name) if hand.score is None else hand.score
            marks[question.name] = None if mark is None else mark + hand.extra
            if mark is None:
                to_read.append(question.name)
            elif hand.again:
                to_read.append(question.name)
                notes.append(f"read again: {question.name} changed after it was marked")
    elif any(slug == record.slug and hand.score is not None for (slug, _), hand in hands.items()):
        notes.append("an earlier file of this name was marked by hand; those marks are in the gradebook")
    score = sum(mark for mark in marks.values() if mark is not None) if record.graded else None
    return Row(record, status, score, marks, to_read, notes)


def table(rows: list[Row], assignment: Assignment) -> bytes:
    """Return the rows as CSV.

    Its columns are file, student, status, score, points (all there are), one for each question, to read (how many
    answers), notes.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = [question.name for question in assignment.questions]
    writer.writerow(["file", "student", "status", "score", "points", *names, TO_READ, "notes"])
    for row in rows:
        marks = [
            "" if name not in row.marks else TO_READ if row.marks[name] is None else _number(row.marks[name])
            for name in names
        ]
        score = "" if row.score is None else _number(row.score)
        reading = len(row.to_read) if row.record.graded else ""
        notes = _cell("; ".join(row.notes))
        writer.writerow(
            [
                _cell(row.record.file),
                _cell(row.record.student),
                row.status,
                score,
                _number(assignment.points),
                *marks,
                reading,
                notes,
            ]
        )
    return text.getvalue().encode("utf-8", "replace")


def _number(value: float | None) -> str:
    return f"{value:.10g}"


def _cell(text: str) -> str:
    """Keep a spreadsheet from taking a name for a formula."""
    return f"'{text}" if re.match(r"\s*[=+\-@\t\r]", text) else text
