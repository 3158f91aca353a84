"""The two sources, by name: bytes on disk → text that is certainly the one the book was written on."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path

SEEDS = Path(__file__).parents[1] / "seeds"
REGISTER = "sources.toml"
ANOTHER_TEXT = (
    "To read another text on purpose, leave the seed alone and call closereading.edition.from_text(your_text); "
    "to replace a source for good, put its new sha256 into seeds/sources.toml and revise data/ by hand."
)
UTF8_BOM = b"\xef\xbb\xbf"


class SourceError(ValueError):
    """A source is missing or is not the text it is said to be. The message names file, place and remedy."""


@dataclass(frozen=True)
class Source:
    """A source as it lies on disk, checked.

    Attributes
    ----------
    name : str
        "pamphlet" or "article".
    text : str
        The whole file, decoded as UTF-8 and otherwise unchanged.
    path : pathlib.Path
        Where it was read.
    sha256 : str
        Hexadecimal digest of the file's bytes.
    title, author, translator, language, year, form, retrieved_from, licence : str
        As told in ``seeds/sources.toml``.
    """

    name: str
    text: str = field(repr=False)
    path: Path
    sha256: str
    title: str
    author: str
    translator: str
    language: str
    year: str
    form: str
    retrieved_from: str
    licence: str


ENTRY = {attribute.name for attribute in fields(Source)} - {"name", "text", "path"} | {"file"}
"""What an entry of the register has."""


def load(name: str, folder: Path = SEEDS) -> Source:
    """Return a source by its name, after checking that every byte is the expected one.

    Parameters
    ----------
    name : str
        A name in ``sources.toml``: "pamphlet" or "article".
    folder : pathlib.Path
        The folder that holds the sources and ``sources.toml``.

    Raises
    ------
    SourceError
        If the name is unknown, or the file is missing, unreadable, empty, not UTF-8, begins with a byte order mark,
        has Windows line ends, or differs in any byte from the registered text; and as `register` does.

    Examples
    --------
    >>> load("pamphlet").title
    'On the Program of the Alliance'
    """
    entries = register(folder)
    if name not in entries:
        raise SourceError(f"no source is called {name!r}; {Path(folder, REGISTER)} has: {', '.join(sorted(entries))}.")
    entry = entries[name]
    path = Path(folder, entry["file"])
    expected = entry["sha256"].lower()
    text = checked(_bytes(path), expected, path)
    told = {key: value for key, value in entry.items() if key not in ("file", "sha256")}
    return Source(name=name, text=text, path=path, sha256=expected, **told)


def register(folder: Path = SEEDS) -> dict[str, dict[str, str]]:
    """Return the entries of ``sources.toml`` by source name.

    Parameters
    ----------
    folder : pathlib.Path
        The folder that holds the sources and ``sources.toml``.

    Raises
    ------
    SourceError
        If the register is missing or is not TOML, or an entry has not exactly the fields it should, all of them text.
    """
    path = Path(folder, REGISTER)
    try:
        entries = tomllib.loads(_bytes(path).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
        raise SourceError(f"{path} is not a TOML file: {err}") from None
    for name, entry in entries.items():
        if not isinstance(entry, dict):
            raise SourceError(
                f"{path}: {name!r} stands outside the tables; every source is a table, such as [pamphlet]."
            )
        faults = {
            "missing": ENTRY - entry.keys(),
            "unknown": entry.keys() - ENTRY,
            "not text between quotation marks": {key for key, value in entry.items() if not isinstance(value, str)},
        }
        told = "; ".join(f"{fault}: {', '.join(sorted(names))}" for fault, names in faults.items() if names)
        if told:
            raise SourceError(f"{path}, table [{name}]: {told}.")
    return entries


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError(f"{path} is missing. {_restore(path)}") from None
    except OSError as err:
        raise SourceError(f"{path} can't be read: {err.strerror}. {_restore(path)}") from None


def _restore(path: Path) -> str:
    return f"Restore it with: git checkout -- seeds/{path.name} (or from the zip the book came in)"


def checked(raw: bytes, expected: str, path: Path) -> str:
    """Return ``raw`` as text if it is the registered text, else say what is wrong with it and where.

    The likely accidents are told apart before the digest is compared, since "the digest differs" helps nobody.

    Parameters
    ----------
    raw : bytes
        The file's content.
    expected : str
        Its SHA-256 in hexadecimal, lower case.
    path : pathlib.Path
        Where it was read, for the message.

    Raises
    ------
    SourceError
        If it isn't the registered text.
    """
    restore = _restore(path)
    if not raw.strip():
        raise SourceError(f"{path} is empty. {restore}")
    if raw.startswith(UTF8_BOM):
        raise SourceError(
            f"{path} begins with a byte order mark (bytes 0 to 2), which some editors add on saving. {restore}"
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as err:
        line = raw[: err.start].count(b"\n") + 1
        raise SourceError(
            f"{path} is not UTF-8: byte {err.start} (line {line}) is 0x{raw[err.start]:02x}. {restore}"
        ) from None
    if b"\r" in raw and digest(raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")) == expected:
        line = raw[: raw.index(b"\r")].count(b"\n") + 1
        raise SourceError(
            f"{path} has Windows line ends (first in line {line}), so its offsets differ from the book's; "
            f"git may have changed them on checkout. {restore}"
        )
    if digest(raw) != expected:
        raise SourceError(
            f"{path} is not the registered text: its sha256 is {digest(raw)}, expected {expected}. "
            f"{restore}. {ANOTHER_TEXT}"
        )
    return text


def digest(raw: bytes) -> str:
    """Return the SHA-256 of ``raw`` in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()
