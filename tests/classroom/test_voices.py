"""Assignment *Whose words?*: the key passes, a blank and wrong answers do not."""

import pytest

from tests.classroom.answering import Answer, Assignment, complaints, failures

VOICES = Assignment("voices")


def test_the_key_scores_full_marks() -> None:
    assert failures(VOICES.master) == {}


def test_the_tests_that_a_student_sees_pass_by_themselves() -> None:
    assert failures(VOICES.without_hidden()) == {}


def test_a_blank_fails_every_test() -> None:
    assert set(VOICES.tests) <= set(failures(VOICES.blank()))


@pytest.mark.parametrize("answer", VOICES.answers, ids=lambda answer: answer.name)
def test_a_plausible_wrong_answer_fails_its_question_and_no_other(answer: Answer) -> None:
    assert set(failures(VOICES.answered(answer))) == answer.fails


def test_the_cells_are_in_order_and_every_test_has_two_wrong_answers() -> None:
    assert complaints(VOICES) == []
    assert sum(VOICES.tests.values()) == 20


def test_the_key_runs_in_a_fresh_kernel_in_twenty_seconds(tmp_path) -> None:
    assert VOICES.run_in_kernel(tmp_path) < 20
