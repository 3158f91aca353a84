"""What people decided by hand: the tables in data/, read as they are and checked against the data dictionary."""

from __future__ import annotations

import csv
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
        If the table or the dictionary is missing, is not UTF-8, has other columns than the dictionary gives, or has a
        row with too few or too many fields.

    Examples
    --------
    >>> table("sections.csv")[1]["title"]
    'Union Bureaucracy'
    """
    path = Path(folder or FOLDER, name)
    expected = list(dictionary(folder)[name]["columns"])
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            rows = list(reader)
    except FileNotFoundError:
        raise DecisionError(f"data/{name} is missing. Restore it with: git checkout -- data/{name}") from None
    except (UnicodeDecodeError, csv.Error) as err:
        raise DecisionError(f"data/{name} is not a CSV file in UTF-8: {err}. Save it as “CSV UTF-8”.") from None
    if reader.fieldnames != expected:
        raise DecisionError(f"data/{name}: the columns must be {', '.join(expected)}; found {reader.fieldnames}.")
    for line, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise DecisionError(
                f"data/{name}, row {line}: it must have {len(expected)} fields; a field with a comma needs quotes."
            )
    return rows


def dictionary(folder: Path | None = None) -> dict[str, dict]:
    """Return the data dictionary: for each table what a row is, who uses it, and what each column means."""
    path = Path(folder or FOLDER, DICTIONARY)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DecisionError(
            f"data/{DICTIONARY} is missing. Restore it with: git checkout -- data/{DICTIONARY}"
        ) from None
    except tomllib.TOMLDecodeError as err:
        raise DecisionError(f"data/{DICTIONARY} is not a TOML file: {err}") from None
