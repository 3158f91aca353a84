"""What people decided by hand: the tables in data/, read as they are and checked against the data dictionary."""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "data"
DICTIONARY = "tables.toml"


class DecisionError(ValueError):
    """A table in data/ is missing or malformed, or does not fit the text. The message names file, place and remedy."""


def table(name: str, folder: Path | None = None) -> list[dict[str, str]]:
    """Return the rows of a table, every field a string.

    Parameters
    ----------
    name : str
        File name of a table in ``data/tables.toml``, such as "voices.csv".
    folder : pathlib.Path, optional
        Another folder than ``data/``.

    Raises
    ------
    DecisionError
        If the dictionary doesn't know the table, or the table is missing, is not UTF-8, has other columns than the
        dictionary gives, or has a row that is empty, stands there twice, has too few or too many fields, or spaces around
        a field.

    Examples
    --------
    >>> table("sections.csv")[1]["title"]
    'Union Bureaucracy'
    """
    known = dictionary(folder)
    if name not in known:
        raise DecisionError(f"no table is called {name!r}; data/{DICTIONARY} has: {', '.join(sorted(known))}.")
    expected = list(known[name]["columns"])
    try:
        # Excel's “CSV UTF-8” begins with a byte order mark.
        reader = csv.DictReader(io.StringIO(_bytes(name, folder).decode("utf-8-sig"), newline=""), strict=True)
        rows = list(reader)
    except (UnicodeDecodeError, csv.Error) as err:
        raise DecisionError(f"data/{name} is not a CSV file in UTF-8: {err}. Save it as “CSV UTF-8”.") from None
    if reader.fieldnames != expected:
        found = ", ".join(reader.fieldnames or [])
        raise DecisionError(
            f"data/{name}: the columns must be {', '.join(expected)}, with commas between them; found {found}."
        )
    places: dict[tuple[str, ...], int] = {}
    for line, row in enumerate(rows, 2):
        place = f"data/{name}, row {line}"
        if None in row or None in row.values():
            raise DecisionError(f"{place}: it must have {len(expected)} fields; a field with a comma needs quotes.")
        if not any(row.values()):
            raise DecisionError(f"{place} is empty; take it away.")
        spaced = [column for column in expected if row[column] != row[column].strip()]
        if spaced:
            raise DecisionError(f"{place}: {', '.join(spaced)} begins or ends with a space; take it away.")
        first = places.setdefault(tuple(row.values()), line)
        if first != line:
            raise DecisionError(f"{place} is the same as row {first}; take one of them away.")
    return rows


def _bytes(name: str, folder: Path | None) -> bytes:
    try:
        return Path(folder or FOLDER, name).read_bytes()
    except FileNotFoundError:
        raise DecisionError(
            f"data/{name} is missing. Restore it with: git checkout -- data/{name} (or from the zip)"
        ) from None
    except OSError as err:
        raise DecisionError(f"data/{name} can't be read: {err.strerror}.") from None


def dictionary(folder: Path | None = None) -> dict[str, dict]:
    """Return the data dictionary: for each table what a row is, who uses it, and what each column means.

    Parameters
    ----------
    folder : pathlib.Path, optional
        Another folder than ``data/``.

    Raises
    ------
    DecisionError
        If the dictionary is missing or is not TOML, or an entry has neither columns nor says what it holds.
    """
    return {name: entry for name, entry in _entries(folder).items() if "columns" in entry}


def documents(folder: Path | None = None) -> dict[str, dict]:
    """Return what the data dictionary says of files that are no tables: what each holds, and who uses it.

    Examples
    --------
    >>> list(documents())
    ['annotation-guidelines.md', 'second_pass.json', 'first_draft.json']
    """
    return {name: entry for name, entry in _entries(folder).items() if "columns" not in entry}


def _entries(folder: Path | None) -> dict[str, dict]:
    try:
        entries = tomllib.loads(_bytes(DICTIONARY, folder).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
        raise DecisionError(f"data/{DICTIONARY} is not a TOML file: {err}") from None
    for name, entry in entries.items():
        if not isinstance(entry, dict) or not (entry.get("columns") or entry.get("holds")):
            raise DecisionError(f"data/{DICTIONARY}: {name!r} has no columns and does not say what it holds.")
    return entries
