"""The battery: whatever is handed in gets its row, harms nothing, and keeps nobody from their marks."""

from __future__ import annotations

import csv
import json
import math
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from closereading.classroom import feedback, grading, jail, marking
from closereading.classroom.jail import JailError, Limits, Place

from . import battery, making

try:
    jail.check()
    MISSING = ""
except JailError as trouble:
    MISSING = str(trouble).splitlines()[0]

needs_jail = pytest.mark.skipif(bool(MISSING), reason=f"no jail: {MISSING}")
LIMITS = Limits(cell=8, whole=60, memory=2**30)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return making.classroom(tmp_path_factory.mktemp("room"))


@pytest.fixture(scope="module")
def battle(tmp_path_factory, place):
    """Grade the battery once; return its cases, their rows, the canary, the inbox and the seconds it took."""
    folder = tmp_path_factory.mktemp("battle")
    inbox = folder / "inbox"
    inbox.mkdir()
    canary = folder / "canary"
    canary.write_text("alive")
    cases = battery.build(place, canary)
    for case in cases:
        name = case.file if len(os.fsencode(case.file)) < 255 else case.file[:100] + ".ipynb"
        (inbox / name).write_bytes(case.content)
    for name, content, _ in battery.zips(place):
        (inbox / name).write_bytes(content)
    (inbox / "tally-linked.ipynb").symlink_to(canary)
    (inbox / "linked-folder").symlink_to(folder)
    os.mkfifo(inbox / "tally-pipe.ipynb")
    (inbox / "tally-folder.ipynb").mkdir()
    (inbox / ".DS_Store").write_bytes(b"litter")
    secret = os.environ.get("BATTERY_SECRET")
    os.environ["BATTERY_SECRET"] = "canary"
    try:
        start = time.monotonic()
        grading.grade(making.NAME, inbox, jobs=2, limits=LIMITS, classroom=place)
        seconds = time.monotonic() - start
    finally:
        os.environ.pop("BATTERY_SECRET") if secret is None else None
    with (folder / "inbox-graded" / "scores.csv").open(newline="", encoding="utf-8") as stream:
        rows = {row["file"]: row for row in csv.DictReader(stream)}
    return cases, rows, canary, inbox, seconds


def row_of(case: battery.Case, rows: dict[str, dict[str, str]]) -> dict[str, str]:
    from closereading.classroom.files import printable
    from closereading.classroom.scores import _cell

    return rows[_cell(printable(case.file))]


@needs_jail
@pytest.mark.site
def test_every_file_of_the_battery_has_its_row_with_the_right_status_and_score(battle):
    cases, rows, _, _, _ = battle
    wrong = []
    for case in cases:
        row = row_of(case, rows)
        score = float(row["score"]) if row["score"] else None
        scored = (
            score is None
            if case.score is None
            else score is not None and (math.isnan(case.score) or score == case.score)
        )
        if row["status"] not in case.statuses or not scored or case.note not in row["notes"]:
            wrong.append(
                (case.file[:40], case.statuses, case.score, case.note, row["status"], row["score"], row["notes"][:300])
            )
    assert not wrong, "\n".join(map(str, wrong))
    assert len(cases) >= 45
    assert {row["status"] for row in rows.values()} <= set(marking.STATUSES)


@needs_jail
@pytest.mark.site
def test_every_zip_has_the_rows_it_should(battle, place):
    _, rows, _, _, _ = battle
    wrong = []
    for name, _, expected in battery.zips(place):
        there = {file: row for file, row in rows.items() if file == name or file.startswith(f"{name}!/")}
        if len(there) != len(expected):
            wrong.append((name, list(there)))
        for end, (statuses, score) in expected.items():
            row = next((row for file, row in there.items() if file.endswith(end)), None)
            if row is None or row["status"] not in statuses or row["score"] != ("" if score is None else f"{score:g}"):
                wrong.append((name, end, row))
    assert not wrong, "\n".join(map(str, wrong))


@needs_jail
@pytest.mark.site
def test_links_and_pipes_have_rows_and_litter_has_none(battle):
    _, rows, _, _, _ = battle
    assert {rows[name]["status"] for name in ("tally-linked.ipynb", "linked-folder", "tally-pipe.ipynb")} == {
        "cannot be opened"
    }
    assert ".DS_Store" not in rows


@needs_jail
@pytest.mark.site
def test_the_canary_is_untouched_and_no_process_is_left(battle, place):
    _, _, canary, inbox, _ = battle
    assert canary.read_text() == "alive"
    assert sorted(path.name for path in canary.parent.iterdir()) == ["canary", "inbox", "inbox-graded"]
    left = []
    for process in psutil.process_iter(["cmdline"]):
        line = " ".join(process.info["cmdline"] or [])
        if battery.SLEEP in line or (str(jail.INSIDE) in line and str(place) in line):
            left.append(line)
    assert not left
    assert not list(inbox.parent.glob("**/.*.part"))


@needs_jail
@pytest.mark.site
def test_nothing_of_the_battery_acts_in_its_feedback(battle, place):
    _, _, _, inbox, _ = battle
    pages = feedback.write(making.NAME, inbox, classroom=place)
    whole = "\n".join(path.read_text() for path in pages)
    assert len(pages) == len(battle[1])
    lower = whole.lower()
    assert "<script" not in lower
    assert [found for path in pages for found in making.acting(path.read_text())] == []
    assert "https://" not in lower.replace("https://www.w3.org", "")
    assert "cdn" not in lower
    assert "HIDDEN TESTS" not in whole
    assert "each word counts once" not in [line for line in whole.splitlines() if line.startswith("assert types == 7")]
    assert "assert types == 7" not in whole


@needs_jail
@pytest.mark.site
def test_a_jail_ends_with_the_process_that_made_it(place, tmp_path):
    program = f"""
import sys, time
from closereading.classroom import jail
from closereading.classroom.jail import Limits, Place, Session
session = Session(Place({{}}, bounded=jail.bounds()), Limits())
session.run("import subprocess; subprocess.Popen(['setsid', 'sleep', '{battery.SLEEP}9'])")
print("ready", flush=True)
time.sleep(60)
"""
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.kill()
    process.wait()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and _sleeping(f"{battery.SLEEP}9"):
        time.sleep(0.1)
    assert not _sleeping(f"{battery.SLEEP}9")


def _sleeping(seconds: str) -> bool:
    return any(seconds in (process.info["cmdline"] or []) for process in psutil.process_iter(["cmdline"]))


@needs_jail
@pytest.mark.site
def test_memory_in_total_is_bounded_where_there_is_no_control_group():
    session = jail.Session(jail.Place({}, bounded="watch"), Limits(memory=600 * 2**20))
    try:
        with pytest.raises(jail.Ended, match="memory"):
            session.run(
                "import os, time\nfor i in range(4):\n    if not os.fork():\n        x = bytearray(b'1') * (300 * 2**20)\n"
                "        time.sleep(60)\ntime.sleep(60)"
            )
    finally:
        session.close()


def test_without_bubblewrap_grading_refuses_and_says_what_to_do(monkeypatch, place, tmp_path):
    monkeypatch.setattr(jail.shutil, "which", lambda name: None)
    with pytest.raises(JailError, match=r"(?s)not installed|no bubblewrap.*--no-jail"):
        grading.grade(making.NAME, tmp_path / "inbox", tmp_path / "out", classroom=place)
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")
def test_a_bubblewrap_that_is_old_or_not_allowed_to_work_is_refused(monkeypatch, tmp_path):
    fake = tmp_path / "bwrap"
    monkeypatch.setattr(jail.shutil, "which", lambda name: str(fake))
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    fake.write_text("#!/bin/sh\necho bubblewrap 0.6.1\n")
    fake.chmod(0o755)
    with pytest.raises(JailError, match=r"too old: bubblewrap 0\.6\.1"):
        jail.check()
    fake.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo bubblewrap 0.9.0 && exit\necho "setting up uid map: Permission denied" >&2\nexit 1\n'
    )
    with pytest.raises(JailError, match=r"(?s)uid map: Permission denied.*apparmor"):
        jail.check()


@needs_jail
@pytest.mark.site
def test_a_jail_whose_grader_was_killed_ends_even_if_no_signal_told_it(tmp_path):
    data = tmp_path / "words.txt"
    data.write_text("so many words")
    # What --die-with-parent asks the system for comes too late where the parent dies first; here it is not asked for.
    jailed = [part for part in jail._bwrap(Place({data.name: data}), LIMITS) if part != "--die-with-parent"]
    bounds = {"start": 60, "memory": LIMITS.memory, "file": LIMITS.file, "processes": 0}

    with subprocess.Popen(
        [*jailed, sys.executable, "-s", str(jail.INSIDE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as grader:
        grader.stdin.write(json.dumps(bounds).encode() + b"\n")
        grader.stdin.flush()
        deadline = time.monotonic() + 30
        while len(making.at_work(data)) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        grader.kill()
    assert making.at_work(data)
    while making.at_work(data) and time.monotonic() < deadline:
        time.sleep(0.1)
    left = making.at_work(data)
    for process in left:
        process.kill()
    assert not left
