"""What runs in the jail: a Jupyter kernel, and the messenger that brings it cells and takes back what they put out.

The messenger is this file, run as a script: it reads one JSON object a line from its standard input, the first being
the bounds, each further one a cell, and answers each with one line. It imports nothing of the package, so that it
starts at once. Whatever it answers may have been forged by the notebook's code, and is read as such.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

import zmq

LONGEST = 40_000
"""Characters of text kept of one output."""
PICTURE = 3_000_000
"""Characters of a picture or table kept."""
HEAVIEST = 8_000_000
"""Characters kept of one cell."""
FLOOD = 20_000_000
"""Characters put out by one cell at which it is stopped."""
MOST = 200
"""Outputs kept of one cell."""
PATIENCE = 4.0
"""Seconds a cell has to end once it is told to."""
LAUNCH = (
    "import sys\n"
    "if sys.path[0] == '': del sys.path[0]\n"
    "sys.modules['rfc3987_syntax'] = None\n"
    "from ipykernel import kernelapp\n"
    "kernelapp.launch_new_instance()"
)
"""How a kernel starts. nbgrader brings rfc3987_syntax, which students do not have and which makes Altair slow to import."""
KEPT = ("text/plain", "text/html", "image/png", "image/jpeg", "image/gif")


class Dead(Exception):  # noqa: N818
    """The kernel has ended."""


class Kernel:
    """A Jupyter kernel, spoken to in its own protocol."""

    def __init__(self, folder: Path) -> None:
        self.context = zmq.Context()
        self.session = uuid.uuid4().hex
        names = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")
        connection: dict[str, Any] = {
            "transport": "ipc",
            "ip": str(folder / "s"),
            "key": "",
            "signature_scheme": "hmac-sha256",
        }
        connection |= {name: number for number, name in enumerate(names, start=1)}
        file = folder / "kernel.json"
        file.write_text(json.dumps(connection))
        self.process = subprocess.Popen(
            [sys.executable, "-c", LAUNCH, "-f", str(file), "--HistoryManager.enabled=False"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.shell = self.context.socket(zmq.DEALER)
        self.shell.connect(f"ipc://{folder / 's'}-1")
        self.iopub = self.context.socket(zmq.SUB)
        self.iopub.subscribe(b"")
        self.iopub.connect(f"ipc://{folder / 's'}-2")
        self.poller = zmq.Poller()
        self.poller.register(self.shell, zmq.POLLIN)
        self.poller.register(self.iopub, zmq.POLLIN)

    def start(self, seconds: float) -> None:
        """Wait until the kernel answers on both of its channels."""
        deadline = time.monotonic() + seconds
        answered, heard = False, False
        while not (answered and heard):
            if time.monotonic() > deadline:
                raise Dead("the kernel did not start in time")
            self.send("kernel_info_request", {})
            for socket in self.wait(0.2):
                answered |= socket is self.shell
                heard |= socket is self.iopub
                self.receive(socket)

    def send(self, kind: str, content: dict[str, Any]) -> str:
        """Send a request; return its id."""
        name = uuid.uuid4().hex
        header = {"msg_id": name, "session": self.session, "username": "", "msg_type": kind, "version": "5.3"}
        header["date"] = "2000-01-01T00:00:00Z"
        parts = [json.dumps(part).encode() for part in (header, {}, {}, content)]
        self.shell.send_multipart([b"<IDS|MSG>", b"", *parts])
        return name

    def receive(self, socket: Any) -> tuple[str, str, dict[str, Any]]:
        """Return what a message is, what it answers, and what it says."""
        try:
            frames = socket.recv_multipart()
            start = frames.index(b"<IDS|MSG>")
            if sum(map(len, frames)) > FLOOD:
                return "flood", "", {"size": sum(map(len, frames))}
            header, parent, _, content = (json.loads(frame) for frame in frames[start + 2 : start + 6])
            return str(header.get("msg_type")), str(parent.get("msg_id")), content
        except (ValueError, AttributeError, RecursionError):
            return "", "", {}

    def wait(self, seconds: float) -> list[Any]:
        """Return the channels that have something to say."""
        ready = [socket for socket, _ in self.poller.poll(max(0, int(seconds * 1000)))]
        if not ready and self.process.poll() is not None:
            raise Dead("the kernel ended")
        return ready

    def run(self, code: str, seconds: float) -> dict[str, Any]:
        """Run a cell; return its outputs and how it ended: ok, error, time or output."""
        said = _Said()
        request = self.send(
            "execute_request",
            {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": False},
        )  # fmt: skip
        deadline = time.monotonic() + seconds
        stopped, told, idle, reply = "", 0, False, None
        while not (reply and idle):
            now = time.monotonic()
            if reply is not None and now > deadline:
                break  # what says that it is idle was lost in a flood
            if reply is None and (now > deadline or (said.size > FLOOD and not told)):
                stopped = stopped or ("output" if said.size > FLOOD else "time")
                if told == 3:
                    raise Dead(stopped)
                told += 1
                self.process.send_signal(signal.SIGINT)
                deadline = now + PATIENCE / 3
                said.muted = True
            for socket in self.wait(min(max(deadline - now, 0.01), 0.25)):
                kind, parent, content = self.receive(socket)
                if kind == "flood":
                    said.size += content["size"]
                elif parent != request:
                    continue
                elif kind == "execute_reply":
                    reply = content
                    deadline = time.monotonic() + 2
                elif kind == "status":
                    idle |= content.get("execution_state") == "idle"
                elif kind in {"stream", "display_data", "execute_result", "error", "clear_output"}:
                    said.take(kind, content)
            if os.getppid() != PARENT:
                raise Dead("left alone")
        assert reply is not None
        if not stopped and said.size > FLOOD:
            stopped = "output"
        status = "ok" if reply.get("status") == "ok" else "error"
        outputs = said.outputs
        if told:
            reason = "stopped: it ran out of time" if stopped == "time" else "stopped: it put out too much"
            outputs = [output for output in outputs if output["output_type"] != "error"]
            outputs.append(_error("Stopped", reason, []))
            status = "error"
        elif status == "error" and not any(output["output_type"] == "error" for output in outputs):
            traceback = [line for line in reply.get("traceback") or [] if isinstance(line, str)]
            outputs.append(_error(str(reply.get("ename", "Error")), str(reply.get("evalue", "")), traceback))
        exiting = any(part.get("source") == "ask_exit" for part in reply.get("payload") or [] if isinstance(part, dict))
        return {"status": status, "stopped": stopped, "outputs": outputs, "exiting": exiting, "left_out": said.left_out}


class _Said:
    """The outputs of one cell, as many as are kept."""

    def __init__(self) -> None:
        self.outputs: list[dict[str, Any]] = []
        self.size = 0
        self.kept = 0
        self.left_out = 0
        self.muted = False

    def take(self, kind: str, content: dict[str, Any]) -> None:
        """Keep an output, or part of it."""
        if kind == "clear_output":
            self.outputs = []
        elif kind == "stream":
            self._stream(str(content.get("name", "stdout")), str(content.get("text", "")))
        elif kind == "error":
            lines = [line for line in content.get("traceback") or [] if isinstance(line, str)]
            self._add(_error(str(content.get("ename", "")), str(content.get("evalue", "")), lines))
        else:
            data = content.get("data")
            kept: dict[str, Any] = {}
            for mime, value in (data if isinstance(data, dict) else {}).items():
                text = value if isinstance(value, str) else json.dumps(value)
                self.size += len(text)
                most = LONGEST if mime == "text/plain" else min(PICTURE, HEAVIEST - self.kept)
                if mime in KEPT and isinstance(value, str) and len(value) <= most:
                    kept[mime] = value
                    self.kept += len(value)
                elif mime == "text/plain":
                    kept[mime] = _cut(str(value))
                    self.left_out += len(text)
            if not isinstance(kept.get("text/plain"), str):
                kept["text/plain"] = "(a display)"
            output: dict[str, Any] = {"output_type": kind, "data": kept, "metadata": {}}
            if kind == "execute_result":
                output["execution_count"] = None
            self._add(output)

    def _stream(self, name: str, text: str) -> None:
        self.size += len(text)
        name = "stderr" if name == "stderr" else "stdout"
        latest = self.outputs[-1] if self.outputs else {}
        if latest.get("output_type") == "stream" and latest.get("name") == name:
            if len(latest["text"]) <= LONGEST:
                latest["text"] = _cut(latest["text"] + text)
            else:
                self.left_out += len(text)
        else:
            self._add({"output_type": "stream", "name": name, "text": _cut(text)})

    def _add(self, output: dict[str, Any]) -> None:
        if len(self.outputs) < MOST and not (self.muted and output["output_type"] != "error"):
            self.outputs.append(output)
        else:
            self.left_out += 1


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "\n… (the rest is left out)\n"


def _error(name: str, value: str, traceback: list[str]) -> dict[str, Any]:
    lines = [_cut(line) for line in (traceback[:3] + traceback[-17:] if len(traceback) > 20 else traceback)]
    return {
        "output_type": "error",
        "ename": name[:200],
        "evalue": _cut(value),
        "traceback": lines or [f"{name}: {_cut(value)}"],
    }


def _bound(limits: dict[str, Any]) -> None:
    import resource

    def limit(name: str, value: int) -> None:
        number = getattr(resource, name, None)
        if number is not None:
            _, hard = resource.getrlimit(number)
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(number, (value, value))

    limit("RLIMIT_CORE", 0)
    limit("RLIMIT_FSIZE", limits["file"])
    limit("RLIMIT_NOFILE", 512)
    if sys.platform == "linux":  # memory asked for, not addresses set aside: V8 and OpenBLAS set aside a great many
        limit("RLIMIT_DATA", limits["memory"] * 3 // 4)
    if limits["processes"]:
        limit("RLIMIT_NPROC", limits["processes"])


def _guarded() -> None:
    """Keep the notebook's code out of this process, and its orphans below it."""
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE: no tracing, no reading of its memory or files
        libc.prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def _sweep() -> None:
    """End every process below this one; in the jail, every other one there is.

    The jail does that too when it ends, but it ends only after its last process if it was not told that the grader is gone.
    """
    for _ in range(3):
        if IN_JAIL:
            with contextlib.suppress(ProcessLookupError):
                os.kill(-1, signal.SIGKILL)
        else:
            import psutil

            below = psutil.Process().children(recursive=True)
            for process in below:
                with contextlib.suppress(psutil.Error):
                    process.kill()
            psutil.wait_procs(below, timeout=2)


def main() -> None:
    """Serve one notebook."""
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    def answer(what: dict[str, Any]) -> None:
        channel.write(json.dumps(what).encode("utf-8", "replace") + b"\n")
        channel.flush()

    _guarded()
    limits = json.loads(sys.stdin.buffer.readline())
    _bound(limits)
    folder = Path(tempfile.mkdtemp(prefix="k"))
    try:
        kernel = Kernel(folder)
        kernel.start(limits["start"])
        answer({"ready": True})
        while line := sys.stdin.buffer.readline():
            cell = json.loads(line)
            answer(kernel.run(cell["code"], cell["seconds"]))
    except Dead as end:
        answer({"dead": str(end)})
    finally:
        _sweep()
        os._exit(0)


IN_JAIL = os.environ.get("CLOSEREADING_JAIL") == "1" and os.getpid() == 2  # after the jail's own first process
PARENT = os.getppid()

if __name__ == "__main__":
    main()
