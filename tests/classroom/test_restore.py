"""Assignment *Restore the Booklet*: the key passes, a blank and wrong answers do not, other right answers do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.classroom.answering import Answer, Assignment, complaints, failures

RESTORE = Assignment("restore")
OTHERS = {
    "order": """
reading_order = ["B", *"EF", *"IJMN", *"QRSPOLKH", *"GDCA"]
""",
    "pages": """
page = dict(zip(reading_order, [3, *range(5, 23)], strict=True))
blank = [23, 4, 2]
""",
    "sixteen": """
sixteen = []
for low in range(1, 9, 2):
    sixteen += [17 - low, low, low + 1, 16 - low]
""",
    "sheets": """
def sheets(pages):
    if pages < 4 or pages % 4 != 0:
        raise ValueError("give a multiple of 4")
    made, left, right = [], pages, 1
    while right < left:
        made.append(([left, right], [right + 1, left - 1]))
        left, right = left - 2, right + 2
    return made
""",
    "cut-words": """
cut_words = sorted({"theoretical", "destructive", "remaining", "eventually", "oppression", "humanistic", "impositions"})
""",
    "join": """
def join(first, second, cut=False):
    if cut or first.strip().endswith("-"):
        return first.rstrip().removesuffix("-") + second.lstrip()
    return " ".join([first.rstrip(), second.lstrip()])
""",
    "restored": """
restored = stretches["E"]
for letter in "FIJMNQRSPOLKHGDCA":
    restored = join(restored, stretches[letter], cut=letter == "K")
restored = restored.replace(" ##", "\\n\\n##")
""",
    "counts": """
before = sum(len(words(text)) for letter, text in stretches.items() if letter != "B")
after = before - 7
halves = "destruc tive re maining eventu ally op pression oretical humanis tic imposi tions"
ghosts = {*halves.split()}
""",
}
"""Right answers that are not the key's, by the cell they replace; with a name where there are several."""


def test_the_key_scores_full_marks() -> None:
    assert failures(RESTORE.master) == {}


def test_the_tests_that_a_student_sees_pass_by_themselves() -> None:
    assert failures(RESTORE.without_hidden()) == {}


def test_a_blank_fails_every_test() -> None:
    assert set(RESTORE.tests) <= set(failures(RESTORE.blank()))


@pytest.mark.parametrize("answer", RESTORE.answers, ids=lambda answer: answer.name)
def test_a_plausible_wrong_answer_fails_what_it_gets_wrong_and_no_more(answer: Answer) -> None:
    assert set(failures(RESTORE.answered(answer))) == answer.fails


@pytest.mark.parametrize("name", OTHERS)
def test_another_right_answer_scores_full_marks(name: str) -> None:
    cell = name.split(" ")[0]
    answer = Answer(name, cell, keeps_key=False, fails=frozenset(), source=OTHERS[name])
    assert failures(RESTORE.answered(answer)) == {}


def test_no_message_that_a_student_sees_gives_the_answer_away() -> None:
    shown = "\n".join(cell.source for cell in RESTORE.without_hidden().cells if cell.id in RESTORE.tests)
    shown += "\n".join(cell.source for cell in RESTORE.blank().cells if cell.id not in RESTORE.tests)
    for answer in ("BEFIJ", "theoretical", "humanistic", "[2, 4, 23]", "5573", "5566", "16, 1, 2, 15", "QR"):
        assert answer not in shown


def test_the_cells_are_in_order_and_every_test_has_two_wrong_answers() -> None:
    assert complaints(RESTORE) == []
    assert sum(RESTORE.tests.values()) == 27
    written = [cell.metadata.nbgrader for cell in RESTORE.cells.values() if cell.cell_type == "markdown"]
    assert sum(cell.points for cell in written if cell.grade) == 12


def test_the_key_runs_in_a_fresh_kernel_in_twenty_seconds(tmp_path: Path) -> None:
    before = os.times()
    RESTORE.run_in_kernel(tmp_path)
    after = os.times()  # the kernel's time at work, which does not depend on who else works on this machine
    assert after.children_user + after.children_system - before.children_user - before.children_system < 20
