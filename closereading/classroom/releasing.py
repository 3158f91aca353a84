"""From masters to what students get; the same masters give the same bytes."""

from __future__ import annotations

from pathlib import Path

from closereading.classroom import assignment, files


def differences(name: str, classroom: Path = assignment.CLASSROOM) -> list[str]:
    """Return which released files are not what the master gives, and how; empty when all are."""
    wanted = assignment.release(name, classroom)
    folder = classroom / "release" / name
    result = []
    for place, content in wanted.items():
        path = folder / place
        if not path.is_file():
            result.append(f"{path}: missing")
        elif path.read_bytes() != content:
            result.append(f"{path}: not what the master gives")
    return result + [f"{path}: no longer in the master's folder" for path in _stale(folder, wanted)]


def release(name: str, classroom: Path = assignment.CLASSROOM) -> list[str]:
    """Write what students get; return what had to be changed."""
    changed = differences(name, classroom)
    wanted = assignment.release(name, classroom)
    folder = classroom / "release" / name
    for place, content in wanted.items():
        if not (folder / place).is_file() or (folder / place).read_bytes() != content:
            files.write(folder / place, content)
    for path in _stale(folder, wanted):
        path.unlink()
    return changed


def _stale(folder: Path, wanted: dict[str, bytes]) -> list[Path]:
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.relative_to(folder).as_posix() not in wanted
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
