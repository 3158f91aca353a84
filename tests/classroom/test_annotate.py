"""Assignment *Annotate an argument*: the key passes, a blank and wrong answers do not, and the class's notebook runs."""

import nbformat
import pytest

from closereading import edition
from closereading.classroom import agreement
from tests.classroom.answering import SOURCE, Answer, Assignment, complaints, failures

ANNOTATE = Assignment("annotate")


@pytest.fixture(autouse=True)
def files_are_written_elsewhere(monkeypatch, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_key_scores_full_marks(tmp_path) -> None:
    assert failures(ANNOTATE.master) == {}
    sentences = agreement.sample(edition.read("pamphlet"))["sent"]
    labels, problems = agreement.read_folder(tmp_path, sentences)
    assert labels.notna().all(axis=None)
    assert problems.empty


def test_the_tests_that_a_student_sees_pass_by_themselves() -> None:
    assert failures(ANNOTATE.without_hidden()) == {}


def test_a_blank_fails_every_test() -> None:
    assert set(ANNOTATE.tests) <= set(failures(ANNOTATE.blank()))


@pytest.mark.parametrize("answer", ANNOTATE.answers, ids=lambda answer: answer.name)
def test_a_plausible_wrong_answer_fails_its_question_and_no_other(answer: Answer) -> None:
    assert set(failures(ANNOTATE.answered(answer))) == answer.fails


def test_the_cells_are_in_order_and_every_test_has_two_wrong_answers() -> None:
    assert complaints(ANNOTATE) == []
    assert sum(ANNOTATE.tests.values()) == 12


def test_other_labels_than_the_key_s_are_as_good() -> None:
    change = 'LABELS = LABELS.replace("premise", "nothing").replace("claim", "premise").replace("nothing", "claim")\n'
    answer = Answer("other", "labels", True, frozenset(), change)
    assert set(failures(ANNOTATE.answered(answer))) <= {"hard-test"}


def test_the_prepared_cell_has_the_numbers_of_the_sample() -> None:
    sentences = agreement.sample(edition.read("pamphlet"))["sent"].tolist()
    given = ANNOTATE.blank()
    (cell,) = (cell for cell in given.cells if cell.id == "annotate-labels")
    assert cell.source.split('"""')[1].split() == sentences


def test_the_key_runs_in_a_fresh_kernel_in_twenty_seconds(tmp_path) -> None:
    assert ANNOTATE.run_in_kernel(tmp_path) < 20


def test_the_class_s_notebook_runs_as_it_stands_in_twenty_seconds(tmp_path) -> None:
    assert ANNOTATE.run_in_kernel(tmp_path, "agreement") < 20


def test_the_class_s_notebook_reads_files_of_a_real_class(tmp_path) -> None:
    sentences = agreement.sample(edition.read("pamphlet"))["sent"].tolist()
    agreement.invent(tmp_path / "ours", sentences, readers=9, seed=4)
    notebook = nbformat.read(SOURCE / "annotate" / "agreement.ipynb", 4)
    (cell,) = (cell for cell in notebook.cells if cell.id == "agreement-folders-own")
    assert "FOLDERS = {}" in cell.source
    cell.source = cell.source.replace("FOLDERS = {}", 'FOLDERS = {"ours": "ours"}')
    assert failures(notebook) == {}
