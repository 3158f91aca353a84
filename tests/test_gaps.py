"""The gaps of the article are where the table says, and the table says why."""

import shutil

import pytest

from closereading import decisions, edition, gaps
from closereading.decisions import DecisionError

ARTICLE = edition.read("article")


def test_gaps_stand_in_the_order_of_the_text_where_something_ends():
    found = gaps.load(ARTICLE)
    assert found["start"].is_monotonic_increasing
    for gap in found.itertuples():
        assert ARTICLE.text[: gap.start].endswith(gap.before)
        assert ARTICLE.text[gap.start] in "\n ", gap.before  # no gap is within a word


def test_a_colon_with_nothing_after_it_is_a_gap():
    """In the box, and at the end of a paragraph, a colon announces what must follow."""
    text = ARTICLE.text
    colons = {i + 1 for i in range(len(text) - 1) if text[i] == ":" and text[i + 1 : i + 3] in ("\n\n", " ,", "\n-")}
    assert len(colons) == 4
    assert colons <= set(gaps.load(ARTICLE)["start"])


@pytest.fixture
def folder(tmp_path):
    for name in (gaps.TABLE, decisions.DICTIONARY):
        shutil.copy(decisions.FOLDER / name, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("g2,", "g7,", "row 3: the gap is called 'g7'"),
        ("De jure:", "the Alliance", "row 4: “the Alliance” stands .* times in the article"),
        ("De jure:", "Der Jura:", "“Der Jura:” stands 0 times"),
        ("g6,P1,", "g6,P2,", "stands in paragraph 'P1', not 'P2'"),
        ("g6,P1,", "g6,,", "stands in paragraph 'P1', not ''"),
        ("g6,P1,read as follows:", "g6,P1,written by Bakunin", "at the end of its paragraph"),
        ("De facto:", "Abbreviation: AIDS", "it stands before g3 in the text"),
        ("the program,certain,", "the program,sure,", "certainty 'sure' is none of certain, likely, undetermined"),
        ("the program,certain,", ",certain,", "says not what is missing"),
    ],
)
def test_a_row_that_does_not_fit_is_refused(folder, old, new, complaint):
    path = folder / gaps.TABLE
    table = path.read_text(encoding="utf-8").replace('"read as follows:"', "read as follows:")
    assert old in table
    path.write_text(table.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DecisionError, match=complaint):
        gaps.load(ARTICLE, folder)
