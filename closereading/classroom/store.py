"""What has been graded: one small file for each submission, written whole, from which all else is made again."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from closereading.classroom import files
from closereading.classroom.intake import Handed
from closereading.classroom.jail import Limits
from closereading.classroom.marking import GRADED, Marked

ENGINE = "2"
"""Changed when the same submission would get other marks than before."""


class StoreError(RuntimeError):
    """Results that cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Record:
    """What is known of one file handed in."""

    file: str
    student: str
    slug: str
    content: str
    """Digest of what was handed in."""
    fingerprint: str
    """Digest of all its marks depend on."""
    status: str
    limits: str
    jailed: bool
    notes: list[str] = field(default_factory=list)
    marks: dict[str, float | None] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def graded(self) -> bool:
        """Whether there is a notebook with marks."""
        return self.status in GRADED


class Store:
    """A folder of results for one assignment."""

    def __init__(self, folder: Path, assignment: str) -> None:
        self.folder = folder
        self.assignment = assignment

    def notebook(self, slug: str) -> Path:
        """Return where a submission's notebook lies, as it ran; nbgrader looks for it there."""
        return self.folder / "autograded" / slug / self.assignment / f"{self.assignment}.ipynb"

    def records(self) -> dict[str, Record]:
        """Return what has been graded, by file."""
        known = {one.name for one in fields(Record)}
        result = {}
        for path in sorted((self.folder / "records").glob("*.json")):
            try:
                raw = json.loads(path.read_text(encoding="utf-8"))
                record = Record(**{name: value for name, value in raw.items() if name in known})
            except (ValueError, TypeError, AttributeError):
                continue  # not ours, or from another version: graded again
            result[record.file] = record
        return result

    def keep(self, record: Record, notebook: str) -> None:
        """Keep what grading a submission gave: the notebook first, so that no record is without its own."""
        if notebook:
            files.write(self.notebook(record.slug), notebook.encode("utf-8", "replace"))
        content = json.dumps(asdict(record), ensure_ascii=True, indent=1, sort_keys=True)
        files.write(self.folder / "records" / f"{record.slug}.json", content.encode())

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Have the folder to ourselves; it must belong to this assignment.

        Raises
        ------
        StoreError
            If another run is at work in it, or it holds the results of another assignment.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        whose = self.folder / "assignment.txt"
        with (self.folder / ".lock").open("w") as lock:
            if sys.platform != "win32":
                import fcntl

                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    raise StoreError(f"{self.folder}: another run is grading into it. Wait for its end.") from None
            if whose.is_file() and (other := whose.read_text(encoding="utf-8").strip()) != self.assignment:
                raise StoreError(f"{self.folder}: it holds the results of {other!r}. Give another folder with --out.")
            if not whose.is_file():
                files.write(whose, f"{self.assignment}\n".encode())
            for part in (
                path for name in ("records", "autograded", ".") for path in (self.folder / name).glob("**/.*.part")
            ):
                part.unlink(missing_ok=True)
            yield


def fingerprint(handed: Handed, digest: str) -> str:
    """Return the digest of all that a submission's marks depend on."""
    return files.digest(ENGINE, digest, handed.trouble, "\n".join(handed.notes), handed.content)


def fresh(record: Record | None, handed: Handed, digest: str, limits: Limits) -> bool:
    """Return whether a submission need not be graded again."""
    if record is None or record.fingerprint != fingerprint(handed, digest) or record.status == "not graded":
        return False
    bounded = record.status in {"out of time", "out of memory", "too much output", "stopped"}
    return not bounded or record.limits == str(limits)


def record(handed: Handed, marked: Marked, digest: str, limits: Limits, jailed: bool) -> Record:
    """Return what is kept of a submission that was graded."""
    return Record(
        file=handed.file,
        student=handed.student,
        slug=handed.slug,
        content=files.digest(handed.content),
        fingerprint=fingerprint(handed, digest),
        status=marked.status,
        limits=str(limits),
        jailed=jailed,
        notes=[files.printable(note) for note in marked.notes],
        marks=marked.marks,
        answers=marked.answers,
    )
