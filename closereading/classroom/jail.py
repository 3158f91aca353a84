"""Where a submission runs: in a jail of bubblewrap's, or, if the teacher says so, in none."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

INSIDE = Path(__file__).with_name("inside.py")
REPOSITORY = Path(__file__).parents[2]
OLDEST = (0, 8)
"""The first bubblewrap that can bound a folder's size and close its namespaces to further ones."""
LONGEST_ANSWER = 32 * 2**20

REMEDY = """\
Grading runs the students' code, so it runs it in a jail: bubblewrap, on Linux.
  Debian, Ubuntu:   sudo apt install bubblewrap     (version 0.8 or later)
  Fedora:           sudo dnf install bubblewrap
  Ubuntu 24.04 and later also need a profile that lets bwrap make its namespaces:
      printf 'abi <abi/4.0>,\\ninclude <tunables/global>\\nprofile bwrap /usr/bin/bwrap flags=(unconfined) {\\n  userns,\\n}\\n' |
        sudo tee /etc/apparmor.d/bwrap && sudo systemctl reload apparmor
  macOS, Windows:   grade in a Linux machine: WSL2, a virtual machine, a container that may make namespaces
On a machine that holds nothing of value, --no-jail grades without any protection."""


class JailError(RuntimeError):
    """There is no jail to be had; the message says how to get one."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use; seconds and bytes."""

    cell: float = 30
    """Seconds of one cell."""
    whole: float = 180
    """Seconds of all cells together."""
    start: float = 90
    """Seconds until the kernel answers."""
    memory: int = 2 * 2**30
    """Bytes of memory, of all its processes together."""
    scratch: int = 64 * 2**20
    """Bytes of all files it writes."""
    file: int = 32 * 2**20
    """Bytes of one file it writes."""
    files: int = 20_000
    processes: int = 120
    """Processes and threads."""


@dataclass(frozen=True)
class Place:
    """What a submission sees of the world."""

    data: dict[str, Path]
    """Files beside the notebook, by name."""
    hidden: tuple[Path, ...] = ()
    """Folders that must not be seen, even where one that may be seen holds them."""
    jailed: bool = True
    bounded: str = ""
    """How memory in total is bounded: `bounds`."""


def check() -> None:
    """See that bubblewrap is there, new enough and allowed to work.

    Raises
    ------
    JailError
        If it is not; the message says what to do.
    """
    if sys.platform != "linux":
        raise JailError(f"There is no bubblewrap on this system ({sys.platform}).\n{REMEDY}")
    if not (bwrap := shutil.which("bwrap")):
        raise JailError(f"bwrap is not installed.\n{REMEDY}")
    said = subprocess.run([bwrap, "--version"], capture_output=True, text=True, check=False).stdout
    version = tuple(int(number) for number in re.findall(r"\d+", said)[:2])
    if version < OLDEST:
        raise JailError(f"bwrap is too old: {said.strip() or 'it does not say its version'}.\n{REMEDY}")
    probe = "import os, zmq, ipykernel; print(os.getpid() < 10 and len(os.listdir('/proc/self/task')) and 'jailed')"
    command = [*_bwrap(Place({}), Limits()), sys.executable, "-c", probe]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=120)
    if done.stdout.strip() != "jailed":
        raise JailError(f"bwrap cannot make a jail here: {done.stderr.strip() or done.stdout.strip()}.\n{REMEDY}")


def bounds() -> str:
    """Return how memory in total can be bounded here: "systemd", "cgroup:…" (a folder), or "watch"."""
    if sys.platform != "linux":
        return "watch"
    if os.geteuid() == 0:
        for folder in _cgroups():
            trial = folder / f"closereading-{uuid.uuid4().hex[:8]}"
            with contextlib.suppress(OSError):
                trial.mkdir()
                try:
                    if any((trial / name).exists() for name in ("memory.max", "memory.limit_in_bytes")):
                        tried = subprocess.run(
                            ["sh", "-c", f"echo $$ > {trial}/cgroup.procs"], capture_output=True, check=False
                        )
                        if tried.returncode == 0:
                            return f"cgroup:{folder}"
                finally:
                    trial.rmdir()
    elif shutil.which("systemd-run"):
        command = [*_systemd(Limits()), "cat", "/proc/self/cgroup"]
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
            place = Path("/sys/fs/cgroup" + done.stdout.strip().removeprefix("0::"))
            if done.returncode == 0 and done.stdout.startswith("0::") and _in_scope(place):
                return "systemd"
    return "watch"


def _in_scope(place: Path) -> bool:
    # The scope is gone once its command has ended; that its name was in a unit of its own is enough, given controllers.
    controllers = place.parent / "cgroup.subtree_control"
    return place.name.startswith("run-") and controllers.is_file() and "memory" in controllers.read_text().split()


def _cgroups() -> Iterator[Path]:
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, place = line.split(":", 2)
        if "memory" in controllers.split(","):
            yield Path("/sys/fs/cgroup/memory" + place)
        elif not controllers:
            yield Path("/sys/fs/cgroup" + place)
            yield Path("/sys/fs/cgroup")


def _systemd(limits: Limits) -> list[str]:
    bound = [f"MemoryMax={limits.memory}", "MemorySwapMax=0", f"TasksMax={limits.processes}"]
    return ["systemd-run", "--user", "--scope", "--quiet", "--collect", *(f"--property={one}" for one in bound)]


def _bwrap(place: Place, limits: Limits) -> list[str]:
    command = [
        "bwrap", "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session", "--clearenv",
        "--cap-drop", "ALL", "--uid", "1000", "--gid", "1000", "--hostname", "classroom",
    ]  # fmt: skip
    for name, value in _environment().items():
        command += ["--setenv", name, value]
    for path in ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"):
        if Path(path).is_symlink():
            command += ["--symlink", str(Path(path).readlink()), path]
        else:
            command += ["--ro-bind-try", path, path]
    for path in (
        "/etc/ld.so.cache",
        "/etc/ld.so.conf",
        "/etc/ld.so.conf.d",
        "/etc/alternatives",
        "/etc/fonts",
        "/etc/localtime",
    ):
        command += ["--ro-bind-try", path, path]
    command += [
        "--proc",
        "/proc",
        "--dev",
        "/dev",
        "--size",
        str(limits.scratch),
        "--tmpfs",
        "/dev/shm",
        "--remount-ro",
        "/dev",
    ]
    command += ["--size", str(limits.scratch), "--tmpfs", "/tmp"]
    seen = _seen()
    for folder in seen:
        command += ["--ro-bind", str(folder), str(folder)]
    tests = REPOSITORY / "tests"
    for folder in (*place.hidden, tests):
        if folder.is_dir() and any(folder.is_relative_to(one) for one in (*seen, Path("/usr"))):
            command += ["--tmpfs", str(folder), "--remount-ro", str(folder)]
    command += ["--dir", "/tmp/work"]
    for name, file in place.data.items():
        command += ["--ro-bind", str(file), f"/tmp/work/{name}"]
    return [*command, "--remount-ro", "/", "--chdir", "/tmp/work", "--"]


def _seen() -> list[Path]:
    """Return the folders that may be read: Python, its packages, this package and the book's texts and data."""
    paths = [
        Path(sys.base_prefix),
        Path(sys.base_exec_prefix),
        Path(sys.prefix),
        Path(sys.executable).resolve().parents[1],
    ]
    paths += [REPOSITORY / name for name in ("closereading", "seeds", "data")]
    found: list[Path] = []
    for path in paths:
        for way in (Path(os.path.abspath(path)), path.resolve()):  # noqa: PTH100
            if way.is_dir() and not any(way.is_relative_to(one) for one in (*found, Path("/usr"))):
                found.append(way)
    # A folder of a home directory that holds all of it would show all of it.
    if Path.home() in found or Path("/") in found:
        raise JailError(
            f"Python lies in {sys.prefix}, and the jail would show all of it. Make a virtual environment elsewhere."
        )
    return found


def _environment() -> dict[str, str]:
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
        "HOME": "/tmp/home",
        "TMPDIR": "/tmp",
        "USER": "student",
        "LOGNAME": "student",
        "LANG": "C.UTF-8",
        "TERM": "dumb",
        "NBGRADER_EXECUTION": "autograde",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "JUPYTER_PLATFORM_DIRS": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "CLOSEREADING_BOOK": "1",  # charts put out what they are drawn from, a hundredth of a drawing
        "CLOSEREADING_JAIL": "1",
    }


class Ended(Exception):  # noqa: N818
    """The jail ended before its time; the message says why: time, memory, output, dead."""


class Session:
    """A kernel for one submission; gone, with all it started, when closed."""

    def __init__(self, place: Place, limits: Limits) -> None:
        self.limits = limits
        self.reason = ""
        self.closed = False
        self.group: Path | None = None
        self.folder: Path | None = None
        self.deadline = time.monotonic() + limits.start + limits.whole
        command = [sys.executable, "-s", str(INSIDE)]
        environment = dict(os.environ)
        folder: str | None = None
        if place.jailed:
            command = [*_bwrap(place, limits), *command]
        else:
            self.folder = Path(tempfile.mkdtemp(prefix="nj"))
            work = self.folder / "work"
            work.mkdir()
            for name, path in place.data.items():
                (work / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, work / name)
            folder = str(work)
            own = {"HOME": str(self.folder), "TMPDIR": str(self.folder), "CLOSEREADING_JAIL": "0"}
            environment |= _environment() | own
        if place.bounded == "systemd":
            command = [*_systemd(limits), *command]
        elif place.bounded.startswith("cgroup:"):
            self.group = (
                Path(place.bounded.removeprefix("cgroup:")) / f"closereading-{os.getpid()}-{uuid.uuid4().hex[:8]}"
            )
            command = [
                "sh",
                "-c",
                f'{_grouped(self.group, limits)}; exec "$@"',
                "sh",
                *command,
            ]  # exec: it dies with us
        try:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                cwd=folder,
            )
        except BaseException:
            self._clean()
            raise
        self.answers: queue.Queue[bytes] = queue.Queue(maxsize=2)
        threading.Thread(target=self._listen, daemon=True).start()
        if sys.platform == "linux":
            threading.Thread(target=self._watch, daemon=True).start()
        new_enough = sys.platform == "linux" and tuple(map(int, re.findall(r"\d+", os.uname().release)[:2])) >= (5, 14)
        self._say(
            {
                "start": limits.start,
                "memory": limits.memory,
                "file": limits.file,
                "processes": limits.processes if place.jailed and new_enough else 0,
            }
        )
        try:
            self._hear(limits.start + 10)
        except BaseException:
            self.close()
            raise
        self.deadline = time.monotonic() + limits.whole

    def run(self, code: str) -> dict[str, Any]:
        """Run a cell; return what it put out and how it ended.

        Raises
        ------
        Ended
            If the cell was the last thing this kernel did.
        """
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise Ended("time")
        seconds = min(self.limits.cell, left)
        self._say({"code": code, "seconds": seconds})
        return self._hear(seconds + 20)

    def close(self) -> None:
        """End it all."""
        self.closed = True
        with contextlib.suppress(OSError):
            self.process.stdin.close()  # type: ignore[union-attr]
        if self.folder:  # without a jail, what it started is swept up from within
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=10)
        with contextlib.suppress(OSError):
            self.process.kill()
        self.process.wait()
        self._clean()

    def _say(self, what: dict[str, Any]) -> None:
        with contextlib.suppress(OSError):
            self.process.stdin.write(json.dumps(what).encode() + b"\n")  # type: ignore[union-attr]
            self.process.stdin.flush()  # type: ignore[union-attr]

    def _hear(self, seconds: float) -> dict[str, Any]:
        try:
            line = self.answers.get(timeout=seconds)
        except queue.Empty:
            self._end("time")
            raise Ended("time") from None
        if not line:
            self.process.wait()
            raise Ended(self.reason or ("memory" if self._out_of_memory() else "dead"))
        try:
            answer = json.loads(line)
        except (ValueError, RecursionError):
            raise Ended("dead") from None
        if not isinstance(answer, dict) or "dead" in answer:
            why = str(answer.get("dead")) if isinstance(answer, dict) else ""
            raise Ended(
                self.reason or ("memory" if self._out_of_memory() else why if why in {"time", "output"} else "dead")
            )
        return answer

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while True:
            try:
                line = stream.readline(LONGEST_ANSWER)
            except (OSError, ValueError):
                line = b""
            if len(line) == LONGEST_ANSWER:
                self._end("output")
                line = b""
            while not self.closed:
                with contextlib.suppress(queue.Full):
                    self.answers.put(line, timeout=1)
                    break
            if not line or self.closed:
                stream.close()
                return

    def _watch(self) -> None:
        """End a jail that holds too much memory, too many processes or files, where nothing else bounds them."""
        import psutil

        try:
            top = psutil.Process(self.process.pid)
            while self.process.poll() is None:
                below = top.children(recursive=True)
                if len(below) > self.limits.processes:
                    self._end("processes")
                elif self.group is None and _held(below) > self.limits.memory < _held(below, shared=False):
                    self._end("memory")
                elif below and _files(below[-1].pid) > self.limits.files:
                    self._end("files")
                time.sleep(0.3 if self.group else 0.1)
        except psutil.Error:
            return

    def _end(self, reason: str) -> None:
        self.reason = self.reason or reason
        with contextlib.suppress(OSError):
            self.process.kill()

    def _out_of_memory(self) -> bool:
        for name in ("memory.events", "memory.oom_control"):
            if self.group and (self.group / name).is_file():
                counts = dict(line.split() for line in (self.group / name).read_text().splitlines())
                return int(counts.get("oom_kill", 0)) > 0
        return False

    def _clean(self) -> None:
        if self.group:
            for group in (self.group, Path(str(self.group).replace("/memory/", "/pids/", 1))):
                for _ in range(50):
                    try:
                        group.rmdir()
                    except FileNotFoundError:
                        break
                    except OSError:  # its last processes are still ending
                        time.sleep(0.05)
                    else:
                        break
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


def _held(processes: list[Any], *, shared: bool = True) -> int:
    """Return the bytes processes hold; what several share is counted once for each, or, more slowly, in parts."""
    import psutil

    held = 0
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            try:
                held += process.memory_info().rss if shared else process.memory_full_info().pss
            except psutil.AccessDenied:
                held += 0 if shared else process.memory_info().rss
    return held


def _files(process: int) -> int:
    try:
        about = os.statvfs(f"/proc/{process}/root/tmp")
    except OSError:
        return 0
    return about.f_files - about.f_ffree if Path(f"/proc/{process}/root/tmp/work").exists() else 0


def _grouped(group: Path, limits: Limits) -> str:
    """Return the shell's words that make a control group and step into it."""
    group.mkdir()
    for name, value in (
        ("memory.max", limits.memory),
        ("memory.swap.max", 0),
        ("pids.max", limits.processes),
        ("memory.limit_in_bytes", limits.memory),
        ("memory.memsw.limit_in_bytes", limits.memory),
    ):
        with contextlib.suppress(OSError):
            if (group / name).exists():
                (group / name).write_text(str(value))
    return f"echo $$ > '{group}/cgroup.procs' || exit 1"


def leftovers(bounded: str) -> None:
    """Take away control groups that a run that was killed has left."""
    if bounded.startswith("cgroup:"):
        for group in Path(bounded.removeprefix("cgroup:")).glob("closereading-*"):
            with contextlib.suppress(OSError):
                group.rmdir()
