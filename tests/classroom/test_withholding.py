"""Hidden tests that a submission printed: feedback withholds them, the teacher has them."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from nbformat.v4 import new_output

from closereading.classroom import assignment, feedback, grading, withholding
from closereading.classroom.assignment import Assignment

from . import making
from .test_grading import hand_in, needs_jail, table

LINE = "assert abs(rate('the') - 1000 / 3) < 1e-9, 'per 1,000 words'"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return making.classroom(tmp_path_factory.mktemp("room"))


@pytest.fixture(scope="module")
def tally(place: Path) -> Assignment:
    return assignment.load(making.NAME, place)


@pytest.mark.parametrize(
    "output",
    [
        new_output("stream", text=f"before\n{LINE}\nafter"),
        new_output("stream", name="stderr", text="\n".join(LINE.split())),
        new_output("stream", text=repr(["In", f"x = \"1\"\n{LINE}\n"])),
        new_output("stream", text=json.dumps({"cell": LINE})),
        new_output("error", ename="E", evalue=LINE, traceback=[]),
        new_output("error", ename="E", evalue="", traceback=["\x1b[0;32m---> 2\x1b[0m " + LINE.replace("abs", "\x1b[1mabs\x1b[0m")]),
        new_output("display_data", data={"text/plain": "x", "text/html": f"<pre>{LINE.replace('<', '&lt;').replace('abs', '<b>abs</b>')}</pre>"}),
        new_output("execute_result", data={"text/plain": f"'{LINE}'"}),
    ],
)  # fmt: skip
def test_a_line_is_found_however_it_is_shown(tally, output):
    assert withholding.holds(output, withholding.hidden(tally))


@pytest.mark.parametrize(
    "text", ["", "per 1,000 words", "assert count('the') == 3, 'count says how often a word occurs'"]
)
def test_what_everybody_sees_is_not_withheld(tally, text):
    assert not withholding.holds(new_output("stream", text=text), withholding.hidden(tally))


@pytest.mark.parametrize("name", assignment.names())
def test_messages_of_the_tests_reach_the_student(name):
    given = assignment.load(name)
    lines = withholding.hidden(given)
    code = [cell.source for cell in given.graded.cells if cell.cell_type == "code" and "HIDDEN" in cell.source]
    texts = {
        node.value
        for source in code
        for test in ast.walk(ast.parse(source))
        if isinstance(test, ast.Assert) and test.msg
        for node in ast.walk(test.msg)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert len(texts) > 5
    assert len(lines) > 10
    assert [text for text in texts if withholding.holds(new_output("stream", text=text), lines)] == []


@needs_jail
@pytest.mark.site
def test_hidden_tests_that_were_printed_are_withheld_and_kept_for_the_teacher(place, tmp_path):
    inbox, out = tmp_path / "inbox", tmp_path / "inbox-graded"
    hook = "\nget_ipython().events.register('pre_run_cell', lambda info: print(info.raw_cell))"
    hand_in(inbox, place, "Ana", q1=making.ANSWERS["q1"] + hook)
    hand_in(inbox, place, "Bo", q3=making.ANSWERS["q3"] + "\nprint('mine')\nIn")
    hand_in(inbox, place, "Cy", q2="types = 6\nprint('mine')")
    grading.grade(making.NAME, inbox, jobs=2, classroom=place)
    feedback.write(making.NAME, inbox, classroom=place)
    rows = table(out)

    def of(student: str) -> tuple[str, str]:
        page = next((out / "feedback").glob(f"{student.lower()}-*.html")).read_text()
        kept = next((out / "autograded").glob(f"{student.lower()}-*/*/*.ipynb"))
        return page, "".join(str(cell.get("outputs")) for cell in json.loads(kept.read_text())["cells"])

    for student in ("Ana", "Bo"):
        page, kept = of(student)
        assert "withheld:" in page
        assert "types == 7" not in page
        assert "types == 7" in kept
        assert "hidden tests in outputs, withheld in feedback: cell" in rows[student]["notes"]
    assert "mine" in of("Bo")[0]
    page, kept = of("Cy")
    assert "withheld" not in page + rows["Cy"]["notes"]
    assert "AssertionError: each word counts once" in page
    assert "mine" in page
    assert "END HIDDEN TESTS" in kept
