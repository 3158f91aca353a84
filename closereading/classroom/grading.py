"""From an inbox to results: what is new is graded, what is known is kept."""

from __future__ import annotations

import compileall
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from closereading.classroom import assignment as assignments
from closereading.classroom import files, gradebook, intake, jail, scores, store, workers
from closereading.classroom.intake import Handed
from closereading.classroom.jail import Limits, Place

SCORES = "scores.csv"
LIMITS = Limits()


@dataclass(frozen=True)
class Run:
    """What a run did."""

    rows: list[scores.Row]
    graded: int
    """How many submissions were graded in this run; the others were known."""

    @property
    def counts(self) -> Counter[str]:
        """How many rows have each status."""
        return Counter(row.status for row in self.rows)


def results(inbox: Path) -> Path:
    """Return where results go unless the teacher says otherwise: beside the inbox."""
    whole = inbox.resolve()
    return whole.with_name(f"{whole.stem if whole.is_file() else whole.name}-graded")


def grade(
    name: str,
    inbox: Path,
    out: Path | None = None,
    *,
    jobs: int = 1,
    jailed: bool = True,
    limits: Limits = LIMITS,
    again: bool = False,
    classroom: Path = assignments.CLASSROOM,
    progress: Callable[[int, int, str], None] = lambda done, total, file: None,
) -> Run:
    """Grade what has not been graded and write the table of scores.

    Parameters
    ----------
    name : str
        The assignment's id.
    inbox : Path
        A folder or zip file with what students handed in.
    out : Path, optional
        Where results go; default beside the inbox.
    jobs : int
        How many submissions at a time.
    jailed : bool
        False runs students' code without any protection.
    limits : Limits
        What one submission may use.
    again : bool
        Grade everything again; marks given by hand stay.
    classroom : Path
        The folder of the assignments' masters.
    progress : callable
        Told how many are done, of how many, and the latest file.

    Raises
    ------
    JailError, AssignmentError, InboxError, StoreError
        If grading cannot begin; the message says what to do.
    """
    assignment = assignments.load(name, classroom)
    folder = (out or results(inbox)).resolve()
    _apart(folder, inbox.resolve(), classroom.resolve())
    if jailed:
        jail.check()
    bounded = jail.bounds()
    jail.leftovers(bounded)
    hidden = (classroom.resolve(), folder, inbox.resolve())
    place = Place({n: path.resolve() for n, path in assignment.data.items()}, hidden, jailed, bounded)
    with suppress(OSError):  # else every kernel would compile the package for itself
        compileall.compile_dir(jail.REPOSITORY / "closereading", quiet=2, workers=1)
    results_of = store.Store(folder, name)
    with results_of.locked(), gradebook.opened(results_of, assignment) as book:
        records = results_of.records()
        there: set[str] = set()
        wanted: set[str] = set()
        for handed in intake.inbox(inbox, name):
            there.add(handed.file)
            if again or not store.fresh(records.get(handed.file), handed, assignment.digest, limits):
                wanted.add(handed.file)
        for known in gradebook.behind(book, records):
            gradebook.keep(book, known, assignment)

        def waiting() -> Iterator[Handed]:
            yield from (handed for handed in intake.inbox(inbox, name) if handed.file in wanted)

        task = workers.Task(assignment, place, limits)
        done = 0
        try:
            for handed, marked in workers.marked(waiting(), task, max(1, min(jobs, len(wanted) or 1))):
                record = store.record(handed, marked, assignment.digest, limits, jailed)
                results_of.keep(record, marked.notebook)
                records[record.file] = record
                if record.graded:
                    gradebook.keep(book, record, assignment)
                done += 1
                progress(done, len(wanted), handed.file)
        finally:
            rows = scores.rows(records, gradebook.by_hand(results_of), assignment, there)
            files.write(folder / SCORES, scores.table(rows, assignment))
    return Run(rows, done)


def known(
    name: str, inbox: Path, out: Path | None = None, *, classroom: Path = assignments.CLASSROOM
) -> tuple[store.Store, list[scores.Row]]:
    """Return the rows of what has been graded, with the marks persons have given since."""
    assignment = assignments.load(name, classroom)
    results_of = store.Store((out or results(inbox)).resolve(), name)
    if not (results_of.folder / "records").is_dir():
        raise store.StoreError(f"{results_of.folder}: nothing has been graded into it. Run grade first, or give --out.")
    records = results_of.records()
    there = {handed.file for handed in intake.inbox(inbox, name)} if inbox.exists() else set(records)
    return results_of, scores.rows(records, gradebook.by_hand(results_of), assignment, there)


def _apart(folder: Path, inbox: Path, classroom: Path) -> None:
    """Refuse to mix what students handed in, the results and the masters."""
    for path, what in ((folder, "results"), (inbox, "inbox")):
        if path.is_relative_to(classroom) or path.is_relative_to(jail.REPOSITORY):
            raise store.StoreError(
                f"{path}: the {what} must not lie in the book's own folder. Give a folder outside it."
            )
    if folder.is_relative_to(inbox) or inbox.is_relative_to(folder):
        raise store.StoreError(
            f"{folder}: results and inbox must not lie in each other. Give another folder with --out."
        )
