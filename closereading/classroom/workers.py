"""Processes that grade one submission after another; one that dies is replaced, and its submission gets its row."""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from closereading.classroom.assignment import Assignment
from closereading.classroom.intake import Handed
from closereading.classroom.jail import Limits, Place
from closereading.classroom.marking import Marked, mark


@dataclass(frozen=True)
class Task:
    """What all workers of a run need to know."""

    assignment: Assignment
    place: Place
    limits: Limits


class _Worker:
    def __init__(self, task: Task) -> None:
        context = multiprocessing.get_context("spawn")
        self.channel, inner = context.Pipe()
        self.process = context.Process(target=_serve, args=(inner, task, os.getpid()), daemon=True)
        self.process.start()
        inner.close()
        self.handed: Handed | None = None
        self.since = 0.0

    def give(self, handed: Handed) -> None:
        self.handed, self.since = handed, time.monotonic()
        with contextlib.suppress(OSError):
            self.channel.send(handed)

    def end(self) -> None:
        self.channel.close()
        self.process.kill()
        self.process.join()
        self.process.close()


def marked(handed: Iterable[Handed], task: Task, jobs: int) -> Iterator[tuple[Handed, Marked]]:
    """Grade submissions, so many at a time; yield each as it is done.

    Parameters
    ----------
    handed : iterable of Handed
        Asked for one at a time, so that no more than are being graded are held in memory.
    task : Task
        What to grade them by.
    jobs : int
        How many at a time.
    """
    waiting = iter(handed)
    patience = task.limits.start + task.limits.whole + 120
    workers: list[_Worker] = []
    try:
        while True:
            while len(workers) < jobs and (one := next(waiting, None)) is not None:
                workers.append(_Worker(task))
                workers[-1].give(one)
            if not workers:
                return
            ready = wait([worker.channel for worker in workers], timeout=1)
            for worker in list(workers):
                done = worker.handed
                assert done is not None
                if worker.channel in ready:
                    try:
                        result: Any = worker.channel.recv()
                    except (EOFError, OSError):
                        result = Marked("not graded", [*done.notes, "the grader's process ended over it"])
                elif time.monotonic() - worker.since > patience:
                    result = Marked("not graded", [*done.notes, "the grader's process did not end with it"])
                else:
                    continue
                if result.status == "not graded" or (one := next(waiting, None)) is None:
                    workers.remove(worker)
                    worker.end()
                else:
                    worker.give(one)
                yield done, result
    finally:
        for worker in workers:
            worker.end()


def _serve(channel: Connection, task: Task, parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        import resource

        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (3 * 2**30, hard))
    threading.Thread(target=_leave, args=(parent,), daemon=True).start()
    while True:
        try:
            handed = channel.recv()
        except (EOFError, OSError):
            return
        try:
            result = mark(handed, task.assignment, task.place, task.limits)
        except Exception as trouble:  # whatever a submission does to us, the next one is graded
            result = Marked("not graded", [*handed.notes, f"{type(trouble).__name__}: {trouble}"[:300]])
        channel.send(result)


def _leave(parent: int) -> None:
    """End with the process that started this one, where the system does not see to it."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
