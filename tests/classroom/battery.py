"""Files that students hand in, and that nobody should: each with the statuses and the score that are right for it."""

from __future__ import annotations

import base64
import io
import json
import os
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat.v4 import new_code_cell, new_markdown_cell

from . import making

RIGHT = 7.0
"""What all tests together give; the written answer waits for its reader."""
SLEEP = "86399.5"
"""Seconds that what is left behind would sleep: by this it is found."""


@dataclass(frozen=True)
class Case:
    """One file of the battery."""

    file: str
    statuses: tuple[str, ...]
    score: float | None
    """None: no score; NaN: any."""
    content: bytes
    note: str = ""
    """What a note must say."""


ANY = float("nan")


def build(place: Path, canary: Path) -> list[Case]:
    """Return all cases.

    Parameters
    ----------
    place : Path
        The classroom's folder.
    canary : Path
        A file that nothing may touch.
    """
    cases: list[Case] = []

    def add(
        name: str,
        statuses: str,
        score: float | None,
        content: bytes | dict[str, Any],
        note: str = "",
        suffix: str = ".ipynb",
    ) -> None:
        whole = json.dumps(content).encode() if isinstance(content, dict) else content
        cases.append(Case(f"{making.NAME}-{name}{suffix}", tuple(statuses.split("|")), score, whole, note))

    def code(name: str, statuses: str, score: float | None, note: str = "", **answers: str) -> None:
        add(name, statuses, score, making.answered(place, **answers), note)

    def first(text: str) -> str:
        return f"{making.ANSWERS['q1']}\n{text}"

    def edited(
        name: str, statuses: str, score: float | None, change: Callable[[dict[str, Any]], object], note: str = ""
    ) -> None:
        notebook = making.answered(place)
        change(notebook)
        add(name, statuses, score, notebook, note)

    # Work that is well meant.
    code("good", "graded", RIGHT)
    add("blank", "untouched", 0, making.released(place))
    code("wrong", "graded", 3, q1="def count(word):\n    return 0")
    code("partial", "graded", 2, q2="", q3="")
    code(
        "exception-early",
        "graded",
        0,
        "ended in ModuleNotFoundError",
        q1="import nosuch\n" + making.ANSWERS["q1"],
        q2="kinds = undefined",
    )
    code("syntax-error", "graded", 3, "SyntaxError", q1="def count(word)\n    return 1")
    code("renamed", "graded", 4, q2="kinds = 7")
    code("missing-import", "graded", 4, "NameError", q2="types = int(np.sum([7]))")
    code(
        "absolute-path",
        "graded",
        3,
        "FileNotFoundError",
        q1="words = open(r'C:\\Users\\me\\words.txt').read()\ndef count(word): return 3",
    )
    code("own-output", "graded", RIGHT, q1=first("import pandas as pd\npd.DataFrame({'a': [1]})"))
    code("awaits", "graded", RIGHT, q1=first("import asyncio\nawait asyncio.sleep(0.01)"))
    code("resets", "graded", ANY, q3="%reset -f")
    code("shell", "graded", RIGHT, "look at the code", q1=first("!ls\n%matplotlib notebook"))
    code("bash-magic", "graded", 3, q1="%%bash\nls")

    # Loops, floods, bombs.
    code("loop", "out of time", 4, "cell 5", q2="while True: pass")
    code("sleeps", "out of time", 4, q2="import time\ntime.sleep(3000)")
    code("regex", "out of time", 4, q2="import re\nre.match('(a+)+$', 'a' * 60 + 'b')")
    code(
        "loop-that-catches",
        "out of time",
        5,
        q3="while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    )
    code(
        "loop-deaf",
        "out of time",
        5,
        q3="import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
    )
    code("prints-100-MB", "too much output", RIGHT, q1=first("print('x' * 100_000_000)"))
    code("prints-forever", "too much output", 5, q3="while True: print('x' * 1000)")
    code("prints-briefly-forever", "too much output|out of time", 5, q3="while True: print('x')")
    code(
        "displays-30-MB",
        "too much output",
        RIGHT,
        q1=first("from IPython.display import HTML, display\ndisplay(HTML('y' * 30_000_000))"),
    )
    code("displays-1000", "graded", RIGHT, q1=first("for i in range(1000): display(i)"))
    code("huge-error", "graded|too much output", ANY, q2="raise ValueError('z' * 30_000_000)")
    code("memory-bomb", "graded|out of memory", 4, q2="held = []\nwhile True: held.append(bytearray(10**8))")
    code("memory-of-many", "out of memory|graded", ANY, q3=(
        "import os, time\nfor i in range(6):\n    if not os.fork():\n        x = bytearray(10**9)\n        time.sleep(60)\ntime.sleep(5)"))  # fmt: skip
    code("disk-full", "graded", RIGHT, q1=first(
        "try:\n    for i in range(20):\n        open(f'/tmp/big{i}', 'wb').write(b'0' * 30_000_000)\n"
        "    raise SystemError('the disk has no end')\nexcept OSError: pass"))  # fmt: skip
    code(
        "giant-file",
        "graded",
        RIGHT,
        q1=first(
            "try:\n    f = open('big', 'wb')\n    f.truncate(10**12)\n    raise SystemError\nexcept OSError: pass"
        ),
    )
    code(
        "many-files",
        "stopped|graded",
        ANY,
        q3="import time\nfor i in range(200_000): open(f'/tmp/{i}', 'w').close()\ntime.sleep(2)",
    )
    code("fills-shm", "graded", RIGHT, q1=first(
        "try:\n    for i in range(20):\n        open(f'/dev/shm/{i}', 'wb').write(b'0' * 30_000_000)\n    raise SystemError\nexcept OSError: pass"))  # fmt: skip

    # Ways out of the kernel.
    code("exits-hard", "stopped", 2, q2="import os\nos._exit(0)")
    code("exits", "graded", 4, "SystemExit", q2="import sys\nsys.exit()")
    code("quits", "stopped|graded", ANY, q2="exit()")
    code("kills-itself", "stopped", 2, q2="import os\nos.kill(os.getpid(), 9)")
    code("kills-all", "stopped", ANY, q2="import os\nos.kill(-1, 9)")
    code("kills-parent", "stopped", ANY, q2="import os\nos.kill(os.getppid(), 9)")
    code("stops-parent", "out of time", ANY, q3="import os\nos.kill(os.getppid(), 19)")
    code("segfault", "stopped", 2, q2="import ctypes\nctypes.string_at(0)")
    code("asks", "graded", 4, "StdinNotImplemented", q2="types = int(input())")
    code(
        "thread",
        "graded",
        RIGHT,
        q1=first("import threading, time\nthreading.Thread(target=time.sleep, args=(9999,)).start()"),
    )
    code(
        "forks-40",
        "graded",
        RIGHT,
        q1=first(f"import subprocess\nfor i in range(40): subprocess.Popen(['sleep', '{SLEEP}'])"),
    )
    code(
        "fork-bomb",
        "graded|stopped|out of time|out of memory",
        ANY,
        q3="import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
    )
    code("daemon", "graded", RIGHT, q1=first(
        f"import subprocess\nsubprocess.Popen('setsid nohup sh -c \"while sleep 0.1; do echo x >> {canary}; done; sleep {SLEEP}\" &', shell=True)"))  # fmt: skip
    code("closes-everything", "stopped|out of time|graded|not graded", ANY, q3="import os\nos.closerange(0, 500)")
    code("deaf-and-dumb", "graded|stopped|out of time", ANY, q1=first("import sys\nsys.stdout = sys.stderr = None"))
    code(
        "writes-raw",
        "graded",
        RIGHT,
        q1=first(
            "import os\nfor fd in (0, 1, 2):\n    try: os.write(fd, b'{\"dead\": 1}\\n')\n    except OSError: pass"
        ),
    )

    # What is none of its business.
    code("looks-around", "graded", RIGHT, q1=first(
        "import os\nfound = [os.path.join(d, f) for d, _, fs in os.walk('/') for f in fs if f.endswith(('.ipynb', '.db', 'key.md'))\n"
        "         and not d.startswith(('/proc', '/sys', '/usr')) and 'site-packages' not in d and '/lib/python' not in d]\nassert not found, found"))  # fmt: skip
    code(
        "writes-canary",
        "graded",
        RIGHT,
        q1=first(f"try: open({str(canary)!r}, 'a').write('x')\nexcept OSError: pass\nelse: raise SystemError"),
    )
    code(
        "reads-home",
        "graded",
        RIGHT,
        q1=first(
            "import os\nassert not os.path.exists('/home') or not os.listdir('/home')\nassert not os.path.exists('/etc/passwd')"
        ),
    )
    code("network", "graded", RIGHT, q1=first(
        "import socket\ntry: socket.create_connection(('1.1.1.1', 53), timeout=2)\nexcept OSError: pass\nelse: raise SystemError\n"
        "assert [n for _, n in socket.if_nameindex()] == ['lo']"))  # fmt: skip
    code("writes-package", "graded", RIGHT, q1=first(
        "import closereading, os\nfor path in (closereading.__file__, os.__file__, 'words.txt', '/usr/x', '/x'):\n"
        "    try: open(path, 'a').write('x')\n    except OSError: pass\n    else: raise SystemError(path)"))  # fmt: skip
    code("reads-messenger", "graded", RIGHT, q1=first(
        "import os\ntry: os.listdir(f'/proc/{os.getppid()}/fd')\nexcept OSError: pass\nelse: raise SystemError"))  # fmt: skip
    code(
        "new-namespace",
        "graded",
        RIGHT,
        q1=first(
            "import subprocess\nassert subprocess.run(['unshare', '-Ur', 'true'], capture_output=True).returncode"
        ),
    )
    code(
        "other-processes",
        "graded",
        RIGHT,
        q1=first("import os\nassert sum(p.isdigit() for p in os.listdir('/proc')) < 20"),
    )
    code(
        "environment",
        "graded",
        RIGHT,
        q1=first("import os\nassert 'BATTERY_SECRET' not in os.environ\nassert os.environ['HOME'].startswith('/tmp')"),
    )

    # Marks by other means.
    code("always-equal", "graded", 4, "__eq__", q2="class T:\n    def __eq__(self, other): return True\ntypes = T()")
    code(
        "patched", "graded|stopped|out of time", ANY, "get_ipython", q1="get_ipython().run_cell = lambda *a, **k: None"
    )
    code("shadows", "graded", ANY, "isinstance", q2="isinstance = lambda *a: True\ntypes = 7")
    edited(
        "tests-deleted",
        "graded",
        RIGHT,
        lambda n: n.update(cells=[c for c in n["cells"] if "test" not in c["id"]]),
        "put back",
    )
    edited(
        "all-but-answers-deleted",
        "graded",
        0,
        lambda n: n.update(cells=[c for c in n["cells"] if c["id"] == "q4"]),
        "put back",
    )
    edited(
        "tests-edited", "graded", RIGHT, lambda n: making.cell(n, "q1-test").update(source="pass"), "restored: q1-test"
    )

    def cheats(notebook: dict[str, Any]) -> None:
        making.cell(notebook, "q2-test").update(source="pass")
        making.cell(notebook, "q2").update(source="types = 0")

    edited("tests-rewritten", "graded", 4, cheats, "restored: q2-test")
    edited(
        "points-edited",
        "graded",
        RIGHT,
        lambda n: making.cell(n, "q1-test")["metadata"]["nbgrader"].update(points=100),
        "points edited",
    )
    edited("test-made-text", "graded", RIGHT, lambda n: making.cell(n, "q1-test").update(cell_type="markdown"))
    edited(
        "answer-made-code",
        "graded",
        RIGHT,
        lambda n: making.cell(n, "q4").update(cell_type="code", outputs=[], execution_count=None),
    )
    edited(
        "answer-twice",
        "graded",
        RIGHT,
        lambda n: n["cells"].insert(2, dict(making.cell(n, "q1"))),
        "more than once: q1",
    )
    edited(
        "text-twice",
        "graded",
        RIGHT,
        lambda n: n["cells"].append(dict(making.cell(n, "q4"), source="And more.")),
        "more than once: q4",
    )
    edited(
        "test-twice",
        "graded",
        RIGHT,
        lambda n: n["cells"].insert(1, dict(making.cell(n, "q1-test"))),
        "more than once: q1-test",
    )
    edited("out-of-order", "graded", 5, lambda n: n["cells"].insert(1, n["cells"].pop(3)), "moved")
    edited("backwards", "graded", ANY, lambda n: n["cells"].reverse(), "moved")

    # Files that programs spoil.
    text = json.dumps(making.answered(place))
    add("not-json", "not a notebook", None, b"These are my answers.")
    add("empty", "not a notebook", None, b"", "empty")
    add("spaces", "not a notebook", None, b" \n ")
    add("truncated", "not a notebook", None, text[: len(text) // 2].encode(), "cut short")
    add("binary", "not a notebook", None, bytes(range(256)) * 100)
    add(
        "bom-crlf",
        "graded",
        RIGHT,
        b"\xef\xbb\xbf" + json.dumps(making.answered(place), indent=1).replace("\n", "\r\n").encode(),
    )
    add("crlf-in-cells", "graded", RIGHT, text.replace("\\n", "\\r\\n").encode())
    latin = json.dumps(
        making.answered(place, q4="Zoë’s words", q1="# café\n" + making.ANSWERS["q1"]), ensure_ascii=False
    )
    add("latin-1", "graded", RIGHT, latin.replace("’", "'").encode("latin-1"), "UTF-8")
    add("utf-16", "graded", RIGHT, latin.encode("utf-16"), "UTF-16")
    add("nested", "not a notebook", None, b'{"cells":' + b"[" * 200_000 + b"]" * 200_000 + b"}")
    add("cells-no-list", "not a notebook", None, b'{"cells": {"a": 1}}')
    add("a-list", "not a notebook", None, b"[1, 2, 3]")
    add("a-number", "not a notebook", None, b"17")
    add("no-cells", "another notebook", None, b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    add("long-number", "not a notebook", None, b'{"cells": [' + b"9" * 10_000 + b"]}")
    add(
        "other-assignment",
        "another notebook",
        None,
        {"cells": [new_markdown_cell("Hello"), new_code_cell("1 + 1")], "metadata": {}},
    )
    edited(
        "odd-cells",
        "graded",
        RIGHT,
        lambda n: n["cells"].extend(
            [None, 7, {"source": 5}, {"cell_type": "code", "metadata": [1]}, {"metadata": {"nbgrader": [1]}}]
        ),
    )
    edited("odd-metadata", "graded", RIGHT, lambda n: n.update(metadata=[1]))
    edited("surrogates", "graded", RIGHT, lambda n: making.cell(n, "q4").update(source="\ud800 words \x00"))
    edited(
        "r-kernel",
        "graded",
        RIGHT,
        lambda n: n["metadata"].update(kernelspec={"name": "ir", "language": "R", "display_name": "R"}),
        "kernel was 'R'",
    )
    edited("no-kernelspec", "graded", RIGHT, lambda n: n.update(metadata={}))
    edited("same-ids", "graded", RIGHT, lambda n: [c.update(id="same") for c in n["cells"]])
    edited("no-nbgrader", "graded", RIGHT, lambda n: [c.update(metadata={}) for c in n["cells"]])
    edited(
        "no-nbgrader-no-ids",
        "another notebook",
        None,
        lambda n: [(c.update(metadata={}), c.pop("id")) for c in n["cells"]],
    )
    edited(
        "old-schema",
        "graded",
        RIGHT,
        lambda n: [c["metadata"].get("nbgrader", {}).pop("schema_version", 0) for c in n["cells"]],
    )
    picture = base64.b64encode(os.urandom(15_000_000)).decode()
    edited(
        "attachment-20-MB",
        "graded",
        RIGHT,
        lambda n: making.cell(n, "q4").update(attachments={"a.png": {"image/png": picture}}),
        "pictures",
    )
    edited(
        "many-cells",
        "graded",
        RIGHT,
        lambda n: n["cells"].extend({"cell_type": "markdown", "source": "x"} for _ in range(5000)),
        "cells",
    )
    edited(
        "output-saved-20-MB",
        "graded",
        RIGHT,
        lambda n: making.cell(n, "q1").update(
            outputs=[{"output_type": "stream", "name": "stdout", "text": "x" * 20_000_000}]
        ),
    )
    add("too-large", "too large", None, b'{"cells": [' + b" " * 70_000_000)
    add("format-3", "graded", RIGHT, _format_3(making.answered(place)), "old format")
    script = "<script>alert(1)</script><img src=x onerror=alert(2)><a href='javascript:alert(3)'>x</a>"
    code(
        "script",
        "graded",
        RIGHT,
        q4=script,
        q1=first(
            f"from IPython.display import HTML, display, Javascript\ndisplay(HTML({script!r}), Javascript('alert(4)'))\nprint({script!r})"
        ),
    )

    # Names.
    for name in (
        "a name with spaces",
        'O\'Brien "Q"',
        "Žoë Ōno 李",
        "x" * 200,
        "semi;colon, comma",
        "=1+1",
        "$(touch x)",
        "-rf",
        "new\nline",
        "100%",
    ):
        code(name, "graded", RIGHT)
    cases.append(Case(os.fsdecode(b"tally-\xff\xfe.ipynb"), ("graded",), RIGHT, text.encode()))
    add("essay", "not a notebook", None, b"PK\x03\x04 not really", suffix=".docx")
    add("saved-by-browser", "graded", RIGHT, text.encode(), suffix=".ipynb.txt")
    code("Two Files", "several files", RIGHT, "the same student's")
    add(
        "two_files (1)",
        "several files",
        RIGHT,
        json.dumps(making.answered(place, q3="pass\ndef rate(w): return 1000 * count(w) / 9")).encode(),
    )
    return cases


def zips(place: Path) -> list[tuple[str, bytes, dict[str, tuple[tuple[str, ...], float | None]]]]:
    """Return zip files with the rows each must give: statuses and score by the end of the row's name."""
    good = json.dumps(making.answered(place)).encode()
    graded = (("graded",), RIGHT)

    def packed(*members: tuple[str, bytes], **options: Any) -> bytes:
        whole = io.BytesIO()
        with warnings.catch_warnings(), zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, **options) as archive:
            warnings.simplefilter("ignore")  # two members of one name are meant
            for name, content in members:
                archive.writestr(name, content)
        return whole.getvalue()

    link = zipfile.ZipInfo("tally-Zl.ipynb")
    link.external_attr = 0o120777 << 16
    linked = io.BytesIO()
    with zipfile.ZipFile(linked, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    locked = bytearray(packed(("tally-Zk.ipynb", good)))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    broken = bytearray(packed(("tally-Zb.ipynb", good)))
    broken[80:120] = bytes(40)
    inner = packed(("deep/tally-Zn.ipynb", good))
    return [
        ("two.zip", packed(("tally-Za.ipynb", good), ("b/tally-Zc.ipynb", good + b" ")), {"tally-Za.ipynb": graded, "tally-Zc.ipynb": graded}),
        ("moodle.zip", packed(("Zoe Zm_4711_assignsubmission_file_/tally.ipynb", good)), {"Zoe Zm_4711_assignsubmission_file_/tally.ipynb": graded}),
        ("up.zip", packed(("../../tally-Zu.ipynb", good), ("/abs/tally-Zw.ipynb", good)), {"tally-Zu.ipynb": graded, "tally-Zw.ipynb": graded}),
        ("beside.zip", packed(("tally-Zp.ipynb", good), ("pandas.py", b"1/0"), ("words.txt", b"x"), (".OTTER_LOG", b"x")), {"tally-Zp.ipynb": graded}),
        ("same-names.zip", packed(("tally-Zs.ipynb", good), ("tally-Zs.ipynb", good)), {"tally-Zs.ipynb": (("several files",), RIGHT), "tally-Zs.ipynb [2]": (("several files",), RIGHT)}),
        ("in-zip.zip", packed(("more.zip", inner)), {"deep/tally-Zn.ipynb": graded}),
        ("deep.zip", packed(("1.zip", packed(("2.zip", packed(("3.zip", inner)))))), {"2.zip!/3.zip": (("cannot be opened",), None)}),
        ("bomb.zip", packed(("tally-Zx.ipynb", bytes(60_000_000))), {"tally-Zx.ipynb": (("too large",), None)}),
        ("crowd.zip", packed(*((f"{i}.ipynb", b"") for i in range(10_001))), {"crowd.zip": (("too large",), None)}),
        ("not-a.zip", b"PK\x03\x04nothing", {"not-a.zip": (("cannot be opened",), None)}),
        ("empty.zip", packed(), {"empty.zip": (("no notebook",), None)}),
        ("essay.zip", packed(("essay.docx", b"x")), {"essay.zip": (("no notebook",), None)}),
        ("linked.zip", linked.getvalue(), {"tally-Zl.ipynb": (("cannot be opened",), None)}),
        ("locked.zip", bytes(locked), {"tally-Zk.ipynb": (("cannot be opened",), None)}),
        ("broken.zip", bytes(broken), {"tally-Zb.ipynb": (("cannot be opened",), None)}),
    ]  # fmt: skip


def _format_3(notebook: dict[str, Any]) -> dict[str, Any]:
    cells = []
    for cell in notebook["cells"]:
        old = {"cell_type": cell["cell_type"], "metadata": cell["metadata"]}
        old["input" if cell["cell_type"] == "code" else "source"] = cell["source"]
        cells.append(old)
    return {"metadata": {}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells}]}
