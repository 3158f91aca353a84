"""The command line: release, grade, feedback."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Do as the command line says; return 0, or 1 if it could not be done."""
    parser = argparse.ArgumentParser(prog="python -m closereading.classroom", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--classroom", type=Path, help="the folder of source/ and release/ (default: this book's)")

    release = commands.add_parser("release", parents=[common], help="make what students get from the masters")
    release.add_argument("ids", nargs="*", metavar="ID", help="assignments (default: all)")
    release.add_argument(
        "--check", action="store_true", help="write nothing; say which files differ, and fail if any does"
    )

    for name, what in (("grade", "grade what students handed in"), ("feedback", "write a page for each student")):
        command = commands.add_parser(name, parents=[common], help=what)
        command.add_argument("assignment")
        command.add_argument("inbox", type=Path, help="a folder of notebooks and zip files, or one zip file")
        command.add_argument("--out", type=Path, metavar="FOLDER", help="where results go (default: beside the inbox)")
        if name == "grade":
            jobs = max(1, min(8, os.cpu_count() or 1))
            command.add_argument(
                "--jobs", type=int, default=jobs, metavar="N", help=f"so many at a time (default: {jobs})"
            )
            command.add_argument("--no-jail", action="store_true", help="run students' code WITHOUT any protection")
            command.add_argument(
                "--again", action="store_true", help="grade everything again; marks given by hand stay"
            )
            command.add_argument(
                "--cell-seconds", type=float, metavar="S", help="seconds a cell may take (default: 30)"
            )
            command.add_argument(
                "--seconds", type=float, metavar="S", help="seconds a notebook may take (default: 180)"
            )
    options = parser.parse_args(arguments)
    try:
        import nbgrader  # noqa: F401
    except ImportError:
        print("nbgrader is not installed: pip install -r chapters/classroom/requirements.txt", file=sys.stderr)
        return 1
    try:
        return {"release": _release, "grade": _grade, "feedback": _feedback}[options.command](options)
    except KeyboardInterrupt:
        print("Stopped. What was graded is kept: the same command goes on from here.", file=sys.stderr)
        return 1
    except (ValueError, RuntimeError, OSError) as trouble:
        print(f"{trouble}", file=sys.stderr)
        if isinstance(trouble, OSError):
            print("What was graded is kept: once that is mended, the same command goes on.", file=sys.stderr)
        return 1
    except Exception as trouble:
        import sqlalchemy.exc

        if not isinstance(trouble, sqlalchemy.exc.SQLAlchemyError):
            raise
        print(f"gradebook.db: {trouble}\nIs Formgrader writing, or the disk full? Then run it again.", file=sys.stderr)
        return 1


def _release(options: argparse.Namespace) -> int:
    from closereading.classroom import assignment, releasing

    classroom = options.classroom or assignment.CLASSROOM
    work = releasing.differences if options.check else releasing.release
    changed = [line for name in options.ids or assignment.names(classroom) for line in work(name, classroom)]
    for line in changed:
        print(line)
    if not changed:
        print("All that is released is what the masters give.")
    return int(options.check and bool(changed))


def _grade(options: argparse.Namespace) -> int:
    from closereading.classroom import assignment, grading
    from closereading.classroom.jail import Limits

    limits = Limits()
    if options.cell_seconds:
        limits = replace(limits, cell=options.cell_seconds, whole=max(limits.whole, options.cell_seconds))
    if options.seconds:
        limits = replace(limits, whole=options.seconds)
    if options.no_jail:
        print("WITHOUT A JAIL: students' code can read and change all that you can.", file=sys.stderr)
    run = grading.grade(
        options.assignment,
        options.inbox,
        options.out,
        jobs=options.jobs,
        jailed=not options.no_jail,
        limits=limits,
        again=options.again,
        classroom=options.classroom or assignment.CLASSROOM,
        progress=_progress(),
    )
    folder = options.out or grading.results(options.inbox)
    print(f"{len(run.rows)} files, {run.graded} graded now, {len(run.rows) - run.graded} known before.")
    for status, count in sorted(run.counts.items()):
        print(f"  {count:5} {status}")
    if reading := sum(len(row.to_read) for row in run.rows):
        print(f"{reading} answers to read: `jupyter lab` in {folder}, then open /formgrader; then run this again.")
    print(folder / grading.SCORES)
    return 0


def _feedback(options: argparse.Namespace) -> int:
    from closereading.classroom import assignment, feedback

    pages = feedback.write(
        options.assignment, options.inbox, options.out, classroom=options.classroom or assignment.CLASSROOM
    )
    print(f"{len(pages)} pages in {pages[0].parent}" if pages else "Nobody has handed in anything.")
    return 0


def _progress() -> Callable[[int, int, str], None]:
    """Return what shows how far grading is: a bar where there is a terminal, else a line now and then."""
    try:
        from tqdm import tqdm
    except ImportError:
        tqdm = None
    if tqdm is None or not sys.stderr.isatty():

        def line(done: int, total: int, file: str) -> None:
            if done == total or done % max(1, total // 20) == 0:
                print(f"{done} of {total}", file=sys.stderr, flush=True)

        return line
    bar = tqdm(unit="file", dynamic_ncols=True)

    def show(done: int, total: int, file: str) -> None:
        bar.total = total
        bar.set_postfix_str(file[-30:], refresh=False)
        bar.update(done - bar.n)
        if done == total:
            bar.close()

    return show


if __name__ == "__main__":
    sys.exit(main())
