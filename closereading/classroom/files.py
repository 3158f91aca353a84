"""Files written whole or not at all, and names that every system can store."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import unicodedata
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Write a file so that whoever reads it, whenever the power goes, finds the old content or the new, never half.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(Path(folder) / "a" / "b.txt", b"whole")
    ...     (Path(folder) / "a" / "b.txt").read_bytes()
    b'whole'
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        os.replace(name, path)  # noqa: PTH105
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def digest(*parts: bytes | str) -> str:
    """Return the SHA-256 of the parts, told apart from each other.

    Examples
    --------
    >>> digest("ab", "c") == digest("a", "bc")
    False
    """
    whole = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(b"%d:" % len(content))
        whole.update(content)
    return whole.hexdigest()


def slug(name: str, key: str) -> str:
    """Return a folder's name for one submission: short, plain letters, and not that of any other key.

    Examples
    --------
    >>> slug("Zoë d'Ys", "restore-Zoë d'Ys.ipynb")[:-9]
    'zoe-d-ys'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40].strip("-") or "student"
    return f"{words}-{digest(key)[:8]}"


def printable(text: str) -> str:
    """Return a name as one line of real characters: what is not one is written as an escape.

    Examples
    --------
    >>> printable("a" + chr(7)) == "a" + chr(92) + "x07"
    True
    """
    whole = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in whole)
