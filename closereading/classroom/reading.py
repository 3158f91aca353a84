"""A student's file as a list of cells, whatever program wrote it; what is no notebook says why."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

MOST_CELLS = 2_000
LONGEST = 2**20
"""Characters of a cell; the rest is left out."""
HEAVIEST = 4 * 2**20
"""Bytes of pictures pasted into text that are kept."""


class NotNotebookError(ValueError):
    """Bytes that are no notebook; the message says why."""


@dataclass
class Cell:
    """What a student's cell says."""

    kind: str
    source: str
    id: str = ""
    grade_id: str = ""
    points: float | None = None
    attachments: dict[str, Any] = field(default_factory=dict)


@dataclass
class Notebook:
    """What a student's file says, and what a reader should know of it."""

    cells: list[Cell]
    notes: list[str]


def read(content: bytes) -> Notebook:
    """Read a notebook of any format, forgiving what does no harm.

    Raises
    ------
    NotNotebookError
        If it is none.

    Examples
    --------
    >>> read(b'{"cells": [{"cell_type": "code", "source": ["a = 1"]}]}').cells[0].source
    'a = 1'
    """
    if not content.strip():
        raise NotNotebookError("the file is empty")
    notes: list[str] = []
    try:
        whole = json.loads(_decoded(content, notes))
    except RecursionError:
        raise NotNotebookError("nested too deep") from None
    except ValueError as trouble:
        start = content.lstrip()[:1]
        cut = start == b"{" and not content.rstrip().endswith(b"}")
        raise NotNotebookError(f"{'the file is cut short' if cut else 'not JSON'}: {trouble}") from None
    if not isinstance(whole, dict):
        raise NotNotebookError("JSON, but not a notebook")
    raw = whole.get("cells")
    if raw is None and isinstance(whole.get("worksheets"), list):
        notes.append("an old format (3 or before)")
        raw = [cell for sheet in whole["worksheets"] if isinstance(sheet, dict) for cell in _list(sheet.get("cells"))]
    if not isinstance(raw, list):
        raise NotNotebookError("JSON, but without a list of cells")
    if len(raw) > MOST_CELLS:
        notes.append(f"{len(raw):,} cells: only the first {MOST_CELLS:,} are read")
    cells = [_cell(cell, notes) for cell in raw[:MOST_CELLS] if isinstance(cell, dict)]
    if len(cells) < len(raw[:MOST_CELLS]):
        notes.append("cells that are none were left out")
    if sum(len(str(cell.attachments)) for cell in cells) > HEAVIEST:
        notes.append("its pasted pictures are too large and were left out")
        for cell in cells:
            cell.attachments = {}
    language = _dict(_dict(whole.get("metadata")).get("kernelspec"))
    name = str(language.get("language") or language.get("name") or "python")[:40]
    if not re.match("python|pyodide|xpython|conda", name, re.IGNORECASE):
        notes.append(f"its kernel was {name!r}; it was run as Python")
    return Notebook(cells, list(dict.fromkeys(notes)))


def _decoded(content: bytes, notes: list[str]) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        notes.append("saved as UTF-16")
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        notes.append("not saved as UTF-8: some letters may be wrong")
        return content.decode("cp1252", "replace")


def _cell(raw: dict[str, Any], notes: list[str]) -> Cell:
    metadata = _dict(_dict(raw.get("metadata")).get("nbgrader"))
    source = raw.get("source", raw.get("input", ""))
    text = "".join(part for part in source if isinstance(part, str)) if isinstance(source, list) else source
    text = text if isinstance(text, str) else ""
    text = text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST:
        notes.append("a very long cell was cut")
        text = text[:LONGEST]
    points = metadata.get("points")
    return Cell(
        kind="code" if raw.get("cell_type") == "code" else "raw" if raw.get("cell_type") == "raw" else "markdown",
        source=text,
        id=str(raw.get("id") or "")[:64],
        grade_id=metadata["grade_id"] if isinstance(metadata.get("grade_id"), str) else "",
        points=float(points) if isinstance(points, int | float) and abs(points) < 1e9 else None,
        attachments=_attachments(raw.get("attachments")),
    )


def _attachments(raw: object) -> dict[str, Any]:
    return {
        str(name): {
            kind: data
            for kind, data in _dict(bundle).items()
            if str(kind).startswith("image/") and isinstance(data, str)
        }
        for name, bundle in _dict(raw).items()
    }


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
