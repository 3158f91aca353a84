"""The pages for students and teachers: what they tell to type works, what they say of the engine is so, no answer is in them."""

import ast
import re
import shlex
from functools import cache

import nbformat
import numpy as np
import pandas as pd
import pytest
from nltk.metrics.agreement import AnnotationTask

from closereading import sources

pytest.importorskip("nbgrader", reason="nbgrader is not installed: pip install -r chapters/classroom/requirements.txt")

from closereading.classroom import __main__ as command_line
from closereading.classroom import assignment, grading, intake, jail, marking

ROOT = sources.SEEDS.parent
CLASSROOM = ROOT / "chapters" / "classroom"
PAGES = {name: (CLASSROOM / f"{name}.md").read_text(encoding="utf-8") for name in ("students", "teachers")}
IDS = assignment.names()
loaded = cache(assignment.load)


def blocks(page, *languages):
    found = re.findall(r"^( *)```(\w+)\n(.*?)^ *```$", PAGES[page], re.MULTILINE | re.DOTALL)
    return [
        re.sub(rf"^{indent}", "", content, flags=re.MULTILINE)
        for indent, language, content in found
        if language in languages
    ]


def lines(page, *languages):
    return [line for block in blocks(page, *languages) for line in block.splitlines() if line]


def table(page, heading):
    """Return the rows of the table that begins with these headings."""
    for found in re.findall(r"(?:^\|.*\n)+", PAGES[page], re.MULTILINE):
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in found.splitlines()]
        if rows[0][: len(heading)] == heading:
            return rows[2:]
    raise LookupError(f"{page}.md has no table {heading}.")


def python(page, words):
    return next(block for block in blocks(page, "python") if words in block)


CALLS = sorted(
    {
        line.partition("closereading.classroom ")[2].replace("\\", "/")
        for page in PAGES
        for line in lines(page, "bash", "bat")
        if "-m closereading.classroom" in line
    }
)


def test_the_guide_shows_every_command():
    assert {call.split()[0] for call in CALLS} == {"release", "grade", "feedback"}


@pytest.mark.parametrize("call", CALLS)
def test_a_command_is_accepted_as_it_is_printed(call, monkeypatch):
    taken = []
    for name in ("_release", "_grade", "_feedback"):
        monkeypatch.setattr(command_line, name, lambda options: taken.append(options) or 0)
    assert command_line.main(shlex.split(call)) == 0
    assert getattr(taken[0], "assignment", "restore") in IDS


def test_a_command_with_an_unknown_option_is_not_accepted():
    with pytest.raises(SystemExit):
        command_line.main(["grade", "restore", "inbox", "--kindly"])


@pytest.mark.parametrize("page", PAGES)
def test_options_in_the_text_exist(page, capsys):
    with pytest.raises(SystemExit):
        command_line.main(["grade", "--help"])
    known = set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
    assert set(re.findall(r"`(--[a-z-]+)`", PAGES[page])) <= known


@pytest.mark.parametrize("page", PAGES)
def test_files_in_the_text_exist(page):
    named = set(re.findall(r"`((?:chapters|data|seeds|tests|closereading)/[^`]*)`", PAGES[page]))
    words = [word.replace("\\", "/") for line in lines(page, "bash", "bat") for word in line.split()]
    named |= {word for word in words if re.match(r"(chapters/|requirements\.txt$)", word)}
    assert len(named) > 1
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    places = re.findall(r"\]\(([^)#:]+)\)", PAGES[page])
    assert len(places) > 5
    assert sorted({place for place in places if not (CLASSROOM / place).exists()}) == []


@pytest.mark.parametrize("page", PAGES)
def test_the_windows_form_of_a_command_is_that_of_linux(page):
    there = set(lines(page, "bash"))
    windows = [
        line.replace("\\", "/").replace(".venv/Scripts/", ".venv/bin/").replace("py -m venv", "python3 -m venv")
        for line in lines(page, "bat")
    ]
    assert windows
    assert [line for line in windows if line not in there] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_assignment_is_in_the_table(page):
    rows = table(page, ["assignment, and its id"])
    assert {re.search(r"release/(\w+)/\1\.ipynb", "".join(row))[1] for row in rows} == set(IDS)
    for row in rows:
        title, name = re.search(r"\[([^]]+)\]\(release/(\w+)/", "".join(row)).groups()
        assert row[0].endswith(f": *{name}*")
        assert f"# {title}" == loaded(name).released.cells[0].source.splitlines()[0]


def test_points_are_those_of_the_masters():
    for row in table("teachers", ["assignment, and its id"]):
        questions = loaded(row[0].split("*")[1]).questions
        program = sum(question.points for question in questions if not question.written)
        assert row[2] == f"{program:g}, {sum(question.points for question in questions) - program:g}"


def test_each_assignment_has_its_master_and_its_key_named():
    rows = table("teachers", ["assignment", "master"])
    assert sorted(row[0].strip("*") for row in rows) == IDS
    for name, *files in rows:
        assert files == [f"`{name.strip('*')}/{name.strip('*')}.ipynb`", f"`{name.strip('*')}/key.md`"]
        assert [file for file in files if not (CLASSROOM / "source" / file.strip("`")).is_file()] == []


def test_the_statuses_are_those_of_the_engine():
    rows = table("teachers", ["status"])
    assert [row[0].strip("*") for row in rows] == list(marking.STATUSES)
    for status, meaning, remedy in rows:
        said = marking.STATUSES[status.strip("*")].replace(": choose", "").partition("; the next run")[0]
        assert meaning == said
        assert remedy


def test_the_columns_of_the_scores_are_named():
    columns = ["file", "student", "status", "score", "points", "to read", "notes"]
    step = re.search(r"\*\*Look at `scores\.csv`\.\*\*(.*)", PAGES["teachers"])[1]
    assert re.findall(r"`([a-z ]+)`", step) == columns


def test_notes_that_are_quoted_are_what_the_engine_writes():
    written = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "closereading/classroom").glob("*.py"))
    for note in ("read again", "no longer in the inbox"):
        assert f"`{note}`" in PAGES["teachers"]
        assert note in written


def test_limits_are_those_of_the_jail():
    limits = jail.Limits()
    told = (
        f"It gets {limits.cell} seconds a cell and {limits.whole} in all, {limits.memory / 2**30:g} GB of memory",
        f"{limits.processes} processes and threads, {limits.file / 2**20:g} MB a file and {limits.scratch / 2**20:g} MB for all",
    )
    assert [words for words in told if words not in PAGES["teachers"]] == []
    assert f"A cell may take {limits.cell} seconds, the whole notebook {limits.whole}" in PAGES["students"]
    assert limits.memory == 2 * 2**30
    assert "two gigabytes" in PAGES["students"]
    assert f"Version {'.'.join(map(str, jail.OLDEST))} or later" in PAGES["teachers"]


def test_the_example_of_a_name_and_of_a_folder_are_what_the_engine_makes_of_them(tmp_path):
    assert intake.student("restore-lima-ana.ipynb", "restore") == "lima-ana"
    assert all("`restore-lima-ana.ipynb`" in text for text in PAGES.values())
    assert grading.results(tmp_path / "inbox").name == "inbox-graded"
    assert grading.results(tmp_path / "rehearsal").name == "rehearsal-graded"


def test_labels_are_gathered(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for place in (
        "a_4711_assignsubmission_file/labels-reader-1.csv",
        "b_12_34_labels-reader-2.csv",
        "c/labels-reader-1.csv",
    ):
        path = tmp_path / "labels-all" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("sent,label\n")
    exec(python("teachers", "rindex"), {})
    assert sorted(p.name for p in (tmp_path / "labels/round-1").iterdir()) == [
        "labels-reader-1.csv",
        "labels-reader-2.csv",
    ]
    assert capsys.readouterr().out.count("twice") == 1


@pytest.mark.parametrize(("count", "drawn"), [(4, 4), (40, 10), (250, 25)])
def test_a_tenth_is_drawn_to_be_marked_twice(count, drawn, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inbox-graded").mkdir()
    files = [f"restore-{number}.ipynb" for number in range(count)]
    scores = pd.DataFrame({"file": [*files, "labels.csv"], "to read": [*[1] * count, None]})
    scores.to_csv("inbox-graded/scores.csv", index=False)
    exec(python("teachers", "readable"), {})
    printed = capsys.readouterr().out.split()
    assert len(set(printed)) == drawn
    assert set(printed) <= set(files)


def marked(tmp_path, monkeypatch, capsys, change):
    """Run the guide's lines on two readers' tables and return what they made and printed."""
    monkeypatch.chdir(tmp_path)
    points = ["claim", "evidence", "number", "limits"]
    rng = np.random.default_rng(5)
    first = pd.DataFrame(rng.integers(4, size=(30, 4)), columns=points)
    who = pd.DataFrame({"student": [f"s{n}" for n in range(30)], "question": "written"})
    second = change(first)
    pd.concat([who, first], axis=1).to_csv("reader-1.csv", index=False)
    pd.concat([who, second], axis=1).sample(frac=1, random_state=3).to_csv("reader-2.csv", index=False)
    made = {}
    exec(python("teachers", "weighted_kappa"), made)
    return made, first, second, capsys.readouterr().out


def test_weighted_kappa_is_nltks(tmp_path, monkeypatch, capsys):
    made, first, second, printed = marked(
        tmp_path, monkeypatch, capsys, lambda marks: (marks + marks.shift(1, fill_value=2) % 2).clip(0, 3)
    )
    items = zip(first.to_numpy().ravel(), second.to_numpy().ravel(), strict=True)
    rows = [
        (reader, item, int(mark)) for item, pair in enumerate(items) for reader, mark in zip("ab", pair, strict=True)
    ]
    right = AnnotationTask(rows, distance=lambda a, b: (a - b) ** 2).weighted_kappa()
    assert made["weighted_kappa"](made["one"], made["two"]) == pytest.approx(right)
    assert f"weighted kappa {right:.2f}, from" in printed
    assert made["low"] < right < made["high"]


def test_weighted_kappa_of_readers_who_agree_is_1_and_of_others_less(tmp_path, monkeypatch, capsys):
    made, *_, printed = marked(tmp_path, monkeypatch, capsys, lambda marks: marks)
    kappa = made["weighted_kappa"]
    assert kappa(made["one"], made["two"]) == 1
    assert "30 answers, 100% of the points the same" in printed
    far, near = made["one"].copy(), made["one"].copy()
    zeros = made["one"] == 0
    far[zeros], near[zeros] = 3, 1
    assert kappa(made["one"], far) < kappa(made["one"], near) < 1
    assert np.isnan(kappa(np.ones((3, 4)), np.ones((3, 4))))


def test_the_lines_for_another_text_run(capsys):
    exec(python("teachers", "from_text"), {})
    assert re.search(r"\bP2\b.*And it has paragraphs", capsys.readouterr().out)


def words(text):
    return re.findall(r"\w+", text.lower())


def runs(text, length=7):
    found = words(text)
    return {" ".join(found[i : i + length]) for i in range(len(found) - length + 1)}


@cache
def secrets(name):
    """Return what only teachers may read: runs of words, and the texts that answers are made of."""
    master = nbformat.read(CLASSROOM / "source" / name / f"{name}.ipynb", 4)
    given = "\n".join(cell.source for cell in loaded(name).released.cells)
    kept = re.compile(r"### BEGIN (SOLUTION|HIDDEN TESTS)\n(.*?)\s*### END \1", re.DOTALL)
    parts = [match[2] for cell in master.cells for match in kept.finditer(cell.source)]
    parts += [
        c.source for c in master.cells if c.cell_type == "markdown" and c.metadata.get("nbgrader", {}).get("solution")
    ]
    key = CLASSROOM / "source" / name / "key.md"
    parts += [key.read_text(encoding="utf-8")] if key.exists() else []
    texts = {
        node.value
        for cell in master.cells
        if cell.cell_type == "code" and "### BEGIN SOLUTION" in cell.source
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > 7
    }
    common = runs(given)
    return {run for part in parts for run in runs(part)} - common, {text for text in texts if text not in given}


def given_away(page, name):
    together, texts = secrets(name)
    return sorted(runs(page) & together) + sorted(text for text in texts if text in page)


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("page", PAGES)
def test_no_answer_is_given_away(page, name):
    assert given_away(PAGES[page], name) == []


@pytest.mark.parametrize("name", IDS)
def test_an_answer_that_is_given_away_is_found(name):
    together, _ = secrets(name)
    assert len(together) > 50
    assert given_away(f"{PAGES['teachers']}\n{max(together, key=len)}\n", name)
