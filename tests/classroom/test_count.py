"""Assignment *Count and Doubt*: the key passes, a blank and wrong answers do not, other right answers do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.classroom.answering import Answer, Assignment, complaints, failures

COUNT = Assignment("count")
OTHERS = {
    "spaces": """
def by_spaces(text):
    return [word.lower() for word in re.findall(r"\\S+", text)]
""",
    "letters": """
def by_letters(text):
    return "".join(sign if sign.isalpha() else " " for sign in text.lower()).split()
""",
    "words": """
def by_words(text):
    return [found[0].lower() for found in re.finditer(r"[^\\W\\d_]+(?:[-’'][^\\W\\d_]+)*|[0-9]+", text)]
""",
    "ten": """
lists = [by_spaces(body), by_letters(body), by_words(body)]
ten, spread = {}, {}
for word in TEN:
    counts = sorted(words.count(word) for words in lists)
    ten[word], spread[word] = lists[2].count(word), [counts[0], counts[-1]]
""",
    "rates": """
def rates(word):
    lists = {"U": [], "S": [], "T": []}
    for number, text in paragraphs.items():
        lists[number[0]] += by_words(text)
    return {section: Counter(words)[word.lower()] / len(words) * 1_000 for section, words in lists.items()}
""",
    "dp": """
import numpy as np

def dp(hits, sizes):
    hits, sizes = np.array(hits), np.array(sizes)
    if hits.sum() == 0:
        raise ValueError("this word does not occur")
    return 0.5 * np.abs(hits / hits.sum() - sizes / sizes.sum()).sum()
""",
    "dp-of": """
dp_of = {}
for word in ["freedom", "committees", "masses", "workers", "the"]:
    counted = [Counter(by_words(text)) for text in paragraphs.values()]
    dp_of[word] = round(dp([c[word] for c in counted], [c.total() for c in counted]), 2)
""",
    "chart of points, with a plain list of rows": """
rows = []
for word in ("freedom", "solidarity", "committees"):
    for s in "UST":
        count = sum(by_words(text).count(word) for number, text in paragraphs.items() if number[0] == s)
        rows.append({"word": word, "section": s, "count": count, "rate": round(rates(word)[s], 1)})
chart = alt.Chart(alt.Data(values=rows)).mark_point(size=80, filled=True).encode(
    alt.X("rate:Q").scale(domainMin=0).axis(title=["occurrences in", "1000 words"]),
    alt.Y("section:O").sort(None),
    alt.Shape("word:N"),
    alt.Tooltip("count:Q"),
).properties(
    title=alt.Title("Which section speaks of what?", subtitle="rates"),
    description="Of nine points three lie off the edge: committees in U at 13, solidarity in S, freedom in T.",
)
""",
    "chart in three panels": """
table = pd.DataFrame([
    {"word": w, "section": s, "rate": rates(w)[s]} for w in ("committees", "solidarity", "freedom") for s in "UST"
])
table["count"] = [16, 0, 0, 0, 18, 0, 0, 0, 7]
chart = alt.Chart(
    table,
    title=["Where are committees,", "solidarity and freedom?"],
    description="Three panels, in each of which one bar stands: 13.0, 6.6 and 6.0.",
).mark_bar().encode(
    x=alt.X("word", title=None),
    y=alt.Y("rate", title="rate (per 1,000 words)", scale=alt.Scale(domain=[0, 15])),
    column=alt.Column("section", sort=["U", "S", "T"]),
    tooltip=["count", "rate"],
)
""",
    "repair": """
table = pd.DataFrame([{"section": s, "rate": rates("all")[s]} for s in "UST"])
repaired = alt.Chart(table).mark_bar().encode(y=alt.Y("section").sort(["U", "S", "T"]), x=alt.X("rate").title("per 1,000"))
""",
}
"""Right answers that are not the key's, by the cell they replace; with a name where there are several."""


def test_the_key_scores_full_marks() -> None:
    assert failures(COUNT.master) == {}


def test_the_tests_that_a_student_sees_pass_by_themselves() -> None:
    assert failures(COUNT.without_hidden()) == {}


def test_a_blank_fails_every_test() -> None:
    assert set(COUNT.tests) <= set(failures(COUNT.blank()))


@pytest.mark.parametrize("answer", COUNT.answers, ids=lambda answer: answer.name)
def test_a_plausible_wrong_answer_fails_what_it_gets_wrong_and_no_more(answer: Answer) -> None:
    assert set(failures(COUNT.answered(answer))) == answer.fails


@pytest.mark.parametrize("name", OTHERS)
def test_another_right_answer_scores_full_marks(name: str) -> None:
    cell = name.split(" ")[0]
    answer = Answer(name, cell, keeps_key=False, fails=frozenset(), source=OTHERS[name])
    assert failures(COUNT.answered(answer)) == {}


def test_no_message_that_a_student_sees_gives_the_answer_away() -> None:
    shown = "\n".join(cell.source for cell in COUNT.without_hidden().cells if cell.id in COUNT.tests)
    shown += "\n".join(cell.source for cell in COUNT.blank().cells if cell.id not in COUNT.tests)
    for answer in ("[^\\W\\d_]+(?:", "0.826", "13.0", "1229", "1,229", ".count(word)"):
        assert answer not in shown


def test_the_cells_are_in_order_and_every_test_has_two_wrong_answers() -> None:
    assert complaints(COUNT) == []
    assert sum(COUNT.tests.values()) == 33
    written = [cell.metadata.nbgrader for cell in COUNT.cells.values() if cell.cell_type == "markdown"]
    assert sum(cell.points for cell in written if cell.grade) == 24


def test_the_key_runs_in_a_fresh_kernel_in_twenty_seconds(tmp_path: Path) -> None:
    before = os.times()
    COUNT.run_in_kernel(tmp_path)
    after = os.times()  # the kernel's time at work, which does not depend on who else works on this machine
    assert after.children_user + after.children_system - before.children_user - before.children_system < 20
