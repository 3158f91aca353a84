"""What students handed in: every file of an inbox, those inside zip files too, read without unpacking to disk."""

from __future__ import annotations

import io
import os
import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from closereading.classroom import files

LARGEST = 64 * 2**20
"""Bytes of one notebook; a larger one is not read."""
LARGEST_ZIP = 2 * 2**30
LARGEST_UNPACKED = 2 * 2**30
MOST_MEMBERS = 10_000
STRONGEST = 200
"""How many times smaller a zip may make a file of more than a million bytes."""
DEEPEST = 3
"""How deep zips may lie in zips."""

LITTER = re.compile(
    r"(^|/)(\.DS_Store|Thumbs\.db|desktop\.ini|\.ipynb_checkpoints/.*|__MACOSX/.*|\._[^/]*|\.git/.*|\.Rhistory)$",
    re.IGNORECASE,
)
"""What systems and programs leave in folders by themselves: no row for these."""


@dataclass(frozen=True)
class Handed:
    """One file handed in, or what took its place."""

    file: str
    """Where it lies, from the inbox; inside a zip, after ``!/``. The key of its row."""
    student: str
    content: bytes = b""
    trouble: str = ""
    """The status of a file that cannot be graded, known before it is opened as a notebook."""
    notes: tuple[str, ...] = field(default=())

    @property
    def slug(self) -> str:
        """A folder's name for it."""
        return files.slug(self.student, self.file)


class InboxError(ValueError):
    """An inbox that is not there; the message says what to give instead."""


def student(file: str, assignment: str) -> str:
    """Return who handed in a file, by its name without the assignment's; or by its folder, or its zip's name.

    Examples
    --------
    >>> student("restore-Ana Lima.ipynb", "restore"), student("Ana Lima/restore (1).ipynb", "restore")
    ('Ana Lima', 'Ana Lima')
    >>> student("limaana_LATE_4711_90210_restore-2.ipynb", "restore")
    'limaana'
    >>> student("all.zip!/Ana Lima_4711_assignsubmission_file_/restore.ipynb", "restore")
    'Ana Lima'
    """
    for part in reversed([part for part in re.split(r"!?/", file) if part not in ("", ".", "..")]):
        stem = re.sub(r"(\.(ipynb|zip|json|txt))+$", "", part, flags=re.IGNORECASE)
        if (whole := re.match(r"(.+?)_\d+_assignsubmission_", stem)) or (
            whole := re.match(r"([^_]+)_(?:LATE_)?\d+_\d+_", stem)
        ):
            stem = whole[1]
        stem = re.sub(r"\s*(\(\d+\)|-?\s*\bcopy\d*)$", "", stem, flags=re.IGNORECASE)
        stem = re.sub(rf"(?<![^\W_]){re.escape(assignment)}(?![^\W_])", " ", stem, flags=re.IGNORECASE)
        name = re.sub(r"\s+", " ", re.sub(r"^[\s_.\-–—]+|[\s_.\-–—]+$", "", stem))
        if name and not re.fullmatch(r"\d|submissions?|untitled|notebooks?", name, flags=re.IGNORECASE):
            return files.printable(unicodedata.normalize("NFC", name))
    return "(no name)"


def same(name: str) -> str:
    """Return what two ways to write one student's name have in common."""
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", name).casefold()).strip() or name


def inbox(place: Path, assignment: str) -> Iterator[Handed]:
    """Read what was handed in, in the order of names, one file at a time.

    Parameters
    ----------
    place : Path
        A folder, or a zip file.
    assignment : str
        Its id, as it stands in the files' names.

    Raises
    ------
    InboxError
        If there is no such folder or zip file.
    """
    seen: set[str] = set()
    for handed in _found(place):
        file = handed.file
        number = 1
        while file in seen:
            number += 1
            file = f"{handed.file} [{number}]"
        seen.add(file)
        yield replace(handed, file=file, student=student(handed.file, assignment))


def _found(place: Path) -> Iterator[Handed]:
    if place.is_file() and place.suffix.lower() == ".zip":
        yield from _file(place, place.name)
        return
    if not place.is_dir():
        raise InboxError(f"{place}: no such folder or zip file. Give the folder the students' files lie in.")
    closed: list[OSError] = []
    for folder, subfolders, names in os.walk(place, onerror=closed.append):
        subfolders.sort()
        links = [name for name in subfolders if (Path(folder) / name).is_symlink()]
        for name in sorted(names + links):
            path = Path(folder) / name
            file = files.printable(path.relative_to(place).as_posix())
            if not LITTER.search(file):
                yield from _file(path, file)
    for trouble in closed:
        file = files.printable(Path(trouble.filename).relative_to(place).as_posix())
        yield Handed(file, "", trouble="cannot be opened", notes=(f"a folder: {trouble.strerror}",))


def _file(path: Path, file: str) -> Iterator[Handed]:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as trouble:
        note = "a link to another file" if path.is_symlink() else trouble.strerror or str(trouble)
        yield Handed(file, "", trouble="cannot be opened", notes=(note,))
        return
    with os.fdopen(descriptor, "rb") as stream:
        about = os.fstat(stream.fileno())
        if not stat.S_ISREG(about.st_mode):
            yield Handed(file, "", trouble="cannot be opened", notes=("not a file but a pipe or a device",))
        elif path.suffix.lower() == ".zip":
            if about.st_size > LARGEST_ZIP:
                yield Handed(file, "", trouble="too large", notes=(f"a zip of {about.st_size:,} bytes",))
            else:
                yield from _Zip(file).members(stream, file, 1)
        else:
            try:
                yield _read(file, stream.read(LARGEST + 1))
            except OSError as trouble:
                yield Handed(file, "", trouble="cannot be opened", notes=(trouble.strerror or str(trouble),))


def _read(file: str, content: bytes, notes: tuple[str, ...] = ()) -> Handed:
    if len(content) > LARGEST:
        return Handed(file, "", trouble="too large", notes=(*notes, f"more than {LARGEST:,} bytes"))
    if not file.lower().endswith(".ipynb"):
        # A browser may save a notebook as .ipynb.txt or .json.
        if not content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") or b'"cells"' not in content:
            return Handed(file, "", content, "not a notebook", (*notes, "its name does not end in .ipynb"))
        notes = (*notes, "its name does not end in .ipynb")
    return Handed(file, "", content, notes=notes)


class _Zip:
    """The bounds of one file of the inbox, shared by all zips within it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.unpacked = 0
        self.count = 0

    def members(self, stream: io.IOBase, file: str, depth: int) -> Iterator[Handed]:
        def whole(status: str, note: str) -> Handed:
            return Handed(file, "", trouble=status, notes=(note,))

        try:
            archive = zipfile.ZipFile(stream)
            infos = [info for info in archive.infolist() if not info.is_dir()]
        except Exception as trouble:  # zipfile raises many kinds for bytes made to harm it
            yield whole("cannot be opened", f"not a whole zip file: {trouble}")
            return
        with archive:
            self.count += len(infos)
            if self.count > MOST_MEMBERS:
                yield whole("too large", f"a zip of {self.count:,} files")
                return
            notebooks = [info for info in infos if self._kind(info) == "notebook"]
            zips = [info for info in infos if self._kind(info) == "zip"]
            others = len(infos) - len(notebooks) - len(zips)
            notes = (f"{others} other file{'s' * (others > 1)} in the zip left aside",) if others else ()
            if not notebooks and not zips:
                note = ", ".join(sorted(files.printable(info.filename) for info in infos)[:5]) or "it is empty"
                yield whole("no notebook", note)
            for info in sorted(notebooks + zips, key=lambda info: info.filename):
                parts = [
                    part for part in PurePosixPath(info.filename.replace("\\", "/")).parts if part not in ("/", "..")
                ]
                place = f"{file}!/{files.printable('/'.join(parts))}"
                content, bad = self._unpack(archive, info)
                if bad:
                    yield Handed(place, "", trouble=bad[0], notes=(bad[1],))
                elif self._kind(info) == "notebook":
                    yield _read(place, content, notes)
                elif depth == DEEPEST:
                    yield Handed(place, "", trouble="cannot be opened", notes=("zips in zips in zips",))
                else:
                    yield from self.members(io.BytesIO(content), place, depth + 1)

    def _kind(self, info: zipfile.ZipInfo) -> str:
        name = info.filename.lower()
        if LITTER.search(info.filename):
            return "litter"
        return "notebook" if name.endswith(".ipynb") else "zip" if name.endswith(".zip") else "other"

    def _unpack(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[bytes, tuple[str, str] | None]:
        if stat.S_ISLNK(info.external_attr >> 16):
            return b"", ("cannot be opened", "a link to another file")
        if info.flag_bits & 1:
            return b"", ("cannot be opened", "locked with a password")
        if info.file_size > LARGEST:
            return b"", ("too large", f"{info.file_size:,} bytes unpacked")
        if info.file_size > 10**6 and info.file_size > STRONGEST * max(info.compress_size, 1):
            return b"", ("too large", f"{info.compress_size:,} bytes that unpack to {info.file_size:,}")
        if self.unpacked + info.file_size > LARGEST_UNPACKED:
            return b"", ("too large", "the zip's files together")
        try:
            with archive.open(info) as member:
                content = member.read(LARGEST + 1)
        except Exception as trouble:  # as above
            return b"", ("cannot be opened", f"broken in the zip: {trouble}")
        self.unpacked += len(content)
        return content, None
