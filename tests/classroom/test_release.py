"""What students get is what the masters give, and no more."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from closereading.classroom import assignment, releasing
from closereading.classroom.__main__ import main

from . import making


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return making.classroom(tmp_path)


def test_students_get_the_notebook_its_data_and_readme_and_not_the_key(place):
    there = sorted(path.name for path in (place / "release" / "tally").iterdir())
    assert there == ["README.md", "tally.ipynb", "words.txt"]


def test_no_solution_and_no_hidden_test_is_released(place):
    content = (place / "release" / "tally" / "tally.ipynb").read_text()
    assert not assignment.SECRETS.search(content)
    for secret in ("words.count(word)", "len(set(words))", "bread", "types == 7", "Whose words", "1000 / 3"):
        assert secret not in content, secret
    for given in ("assert count('the') == 3", "YOUR CODE HERE", "YOUR ANSWER HERE", "rate('the') > 0"):
        assert given in content, given


def test_the_same_master_gives_the_same_bytes(place):
    assert assignment.release("tally", place) == assignment.release("tally", place)
    assert releasing.differences("tally", place) == []
    assert releasing.release("tally", place) == []


def test_ids_points_and_metadata_stay(place):
    master = nbformat.read(place / "source" / "tally" / "tally.ipynb", as_version=4)
    given = nbformat.read(place / "release" / "tally" / "tally.ipynb", as_version=4)
    nbformat.validate(given)
    assert [cell.id for cell in given.cells] == [cell.id for cell in master.cells]
    assert assignment.load("tally", place).points == making.POINTS
    assert all(not cell.get("outputs") for cell in given.cells)


@pytest.mark.parametrize("change", ["edited", "gone", "more"])
def test_a_release_that_is_not_what_the_master_gives_is_told_and_mended(place, change, capsys):
    path = place / "release" / "tally" / "words.txt"
    if change == "edited":
        path.write_text("other words")
    elif change == "gone":
        path.unlink()
    else:
        path.with_name("answers.txt").write_text("left from before")
    assert main(["release", "--check", "--classroom", str(place)]) == 1
    assert str(path if change != "more" else path.with_name("answers.txt")) in capsys.readouterr().out
    assert main(["release", "tally", "--classroom", str(place)]) == 0
    assert main(["release", "--check", "--classroom", str(place)]) == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("### END SOLUTION", "### THE END"),
        ("### END HIDDEN TESTS", "### THE END"),
        ("### BEGIN HIDDEN TESTS", "# BEGIN  HIDDEN TESTS"),
        ('"grade_id": "q2-test"', '"grade_id": "q1-test"'),
    ],
)
def test_a_master_that_would_give_answers_away_is_refused(place, old, new):
    path = place / "source" / "tally" / "tally.ipynb"
    content = path.read_text()
    assert old in content
    path.write_text(content.replace(old, new))
    with pytest.raises(assignment.AssignmentError, match=r"tally\.ipynb"):
        assignment.release("tally", place)


def test_a_file_of_which_nobody_knows_whether_it_is_for_students_is_refused(place):
    (place / "source" / "tally" / "answers.py").write_text("x = 1")
    with pytest.raises(assignment.AssignmentError, match=r"answers\.py: is this for students"):
        assignment.release("tally", place)


def test_marks_in_a_data_file_are_refused(place):
    (place / "source" / "tally" / "words.txt").write_text("### BEGIN SOLUTION")
    with pytest.raises(assignment.AssignmentError, match=r"words\.txt: students would get"):
        assignment.release("tally", place)


@pytest.mark.parametrize("name", assignment.names())
def test_the_books_released_assignments_are_what_their_masters_give(name):
    assert releasing.differences(name) == []
