"""Assignment *Two sources, one chronology*: the key passes, a blank and wrong answers do not."""

import functools
import re

import pytest

from closereading import chronicle, edition
from tests.classroom.answering import Answer, Assignment, complaints, failures

CHRONOLOGY = Assignment("chronology")


@pytest.fixture(autouse=True)
def each_date_is_parsed_once(monkeypatch) -> None:
    monkeypatch.setattr(chronicle, "parse_edtf", PARSE)


PARSE = functools.cache(chronicle.parse_edtf)


def test_the_hidden_test_knows_every_contradiction_that_rules_find() -> None:
    events, sentences = chronicle.load(), edition.read("article").sentences
    home = {
        event.event: sentences.loc[sentences["start"] <= event.start, "sent"].iloc[-1] for event in events.itertuples()
    }
    found = chronicle.contradictions(events, chronicle.organizations())["events"]
    listed = re.findall(r"^    \{(\".+\")\},$", CHRONOLOGY.cells["clashes-test"].source, re.MULTILINE)
    places = [set(re.findall(r'"(.+?)"', one)) for one in listed]
    assert all(any({home[id] for id in ids} <= one for one in places) for ids in found)


def test_the_key_scores_full_marks() -> None:
    assert failures(CHRONOLOGY.master) == {}


def test_the_tests_that_a_student_sees_pass_by_themselves() -> None:
    assert failures(CHRONOLOGY.without_hidden()) == {}


def test_a_blank_fails_every_test() -> None:
    assert set(CHRONOLOGY.tests) <= set(failures(CHRONOLOGY.blank()))


@pytest.mark.parametrize("answer", CHRONOLOGY.answers, ids=lambda answer: answer.name)
def test_a_plausible_wrong_answer_fails_its_question_and_no_other(answer: Answer) -> None:
    assert set(failures(CHRONOLOGY.answered(answer))) == answer.fails


def test_the_cells_are_in_order_and_every_test_has_two_wrong_answers() -> None:
    assert complaints(CHRONOLOGY) == []
    assert sum(CHRONOLOGY.tests.values()) == 23


def test_the_key_runs_in_a_fresh_kernel_in_twenty_seconds(tmp_path) -> None:
    assert CHRONOLOGY.run_in_kernel(tmp_path) < 20


# Other ways of drawing that say as much, and must pass.
CHARTS = {
    "bars, opacity": 'alt.Chart(days).mark_bar().encode(opacity="how:N", color="source:N", **BOTH)',
    "a condition": 'alt.Chart(days).mark_bar().encode(color="source:N", strokeDash=alt.condition('
    'alt.datum.inferred == "", alt.value([1, 0]), alt.value([4, 2])), **BOTH)',
    "two layers, filtered": "alt.layer(*(alt.Chart(days).transform_filter(f\"datum.inferred {sign}= ''\")"
    '.mark_bar(filled=filled).encode(color="source:N", **BOTH) for sign, filled in (("=", True), ("!", False))))',
    "two layers, two tables": "alt.layer(*(alt.Chart(part).mark_bar(filled=said)"
    '.encode(color="source:N", **BOTH) for said, part in days.groupby(days["inferred"] == "")))',
    "one above the other": "alt.vconcat(*(alt.Chart(part, title=name).mark_bar()"
    '.encode(strokeDash="inferred:N", **BOTH) for name, part in days.groupby("source")))',
}
BOTH = 'BOTH = dict(x=alt.X("first:T"), x2="last:T", y="label:N", tooltip=["label", "quotation"])\n'


@pytest.mark.parametrize("drawn", CHARTS.values(), ids=CHARTS)
def test_another_honest_chart_passes(drawn: str) -> None:
    source = f'{BOTH}chart = {drawn}.properties(title="How exactly?", description="Events and their dates.")'
    answer = Answer("chart", "chart", False, frozenset(), source)
    assert failures(CHRONOLOGY.answered(answer)) == {}


# Other readings of the text that are as good as the key's, and must pass.
ROWS = {
    "the founding in 1867 as said": "rows[3] = (*rows[3][:6], '', '')",
    "mid-September as about": "rows[12] = (*rows[12][:4], '1871-09~', *rows[12][5:])",
    "the letter undated": "rows[23] = (*rows[23][:4], '', 'relative', '', '')",
    "one uprising": "rows[25] = (*rows[25][:3], '1848', '1848', 'year', '', '')",
    "two rows fewer": "rows = rows[:22] + rows[24:]",
}
TABLE = """
events = pd.DataFrame(rows, columns=COLUMNS)
events.insert(0, "event", [f"e{number}" for number in range(1, len(events) + 1)])
"""


@pytest.mark.parametrize("change", ROWS.values(), ids=ROWS)
def test_another_reading_passes(change: str) -> None:
    answer = Answer("rows", "rows", True, frozenset(), change + TABLE)
    assert failures(CHRONOLOGY.answered(answer)) == {}
