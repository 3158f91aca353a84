"""How long grading takes and how much memory: 25, 50, 100 and 200 good submissions, two at a time.

Run from the book's folder: `python -m tests.classroom.benchmark [ASSIGNMENT] [NUMBERS …]`. Without an assignment of the
book it takes the tests' small one. Needs bubblewrap.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from pathlib import Path

import nbformat
import psutil

from closereading.classroom import assignment, grading

from . import making


def _memory(stop: threading.Event, most: list[int]) -> None:
    own = psutil.Process()
    while not stop.wait(0.5):
        graders = [own, *(child for child in own.children() if "spawn" in " ".join(child.cmdline()))]
        most[0] = max(most[0], sum(process.memory_info().rss for process in graders))


def main() -> None:
    """Print a line for each number of submissions."""
    arguments = sys.argv[1:]
    numbers = [int(one) for one in arguments if one.isdigit()] or [25, 50, 100, 200]
    names = [one for one in arguments if not one.isdigit()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if names:
            place, content = (
                assignment.CLASSROOM,
                nbformat.read(assignment.CLASSROOM / "source" / names[0] / f"{names[0]}.ipynb", 4),
            )
        else:
            place, content = making.classroom(folder / "room"), making.answered(folder / "room")
        which = names[0] if names else making.NAME
        for number in numbers:
            inbox = folder / f"inbox{number}"
            inbox.mkdir()
            for one in range(number):
                (inbox / f"{which}-student {one}.ipynb").write_text(json.dumps(content))
            most, stop = [0], threading.Event()
            watcher = threading.Thread(target=_memory, args=(stop, most))
            watcher.start()
            start = time.monotonic()
            run = grading.grade(which, inbox, jobs=2, classroom=place)
            seconds = time.monotonic() - start
            stop.set()
            watcher.join()
            load = psutil.getloadavg()[0]
            print(
                f"{number:4} submissions {seconds:7.1f} s {seconds / number:6.2f} s each, {most[0] / 2**20:5.0f} MB in the grader's "
                f"processes, load {load:.1f}, {dict(run.counts)}, scores {sorted({row.score for row in run.rows})}",
                flush=True,
            )


if __name__ == "__main__":
    main()
