"""Where words and traces stand. Counts of traces are those of a reader going through the booklet with a pencil."""

from itertools import groupby

import pytest

from closereading import edition, imposition, passages


@pytest.fixture(scope="module")
def pamphlet():
    return edition.read("pamphlet")


def test_file_order_is_the_order_of_the_pages_in_the_file(pamphlet):
    rank = passages.file_order(pamphlet)
    assert sorted(rank) == list(range(len(pamphlet.tokens)))
    pages = pamphlet.tokens["page"].iloc[rank.argsort()]
    assert [page for page, _ in groupby(pages)] == [page for page in imposition.printing_order(24) if 5 <= page <= 22]


def test_file_order_of_a_text_that_was_never_out_of_order():
    article = edition.read("article")
    assert passages.file_order(article).tolist() == list(range(len(article.tokens)))


def test_occurrences_are_those_of_the_text(pamphlet):
    found = passages.occurrences(pamphlet, ["solidarity", "devil"], unit="norm")
    assert found["term"].tolist() == ["solidarity"] * 18 + ["devil"] * 2
    assert set(found.loc[found["term"] == "solidarity", "section"]) == {"S"}
    for row in found.itertuples():
        text = pamphlet.paragraphs.set_index("para").loc[row.para, "text"]
        assert row.phrase in row.context and row.context in text


def test_occurrences_of_a_word_the_text_does_not_have(pamphlet):
    with pytest.raises(ValueError, match="vanguards does not occur"):
        passages.occurrences(pamphlet, ["power", "vanguards"])


def test_traces_on_the_editors_page(pamphlet):
    found = passages.traces(pamphlet)
    assert found["kind"].value_counts().to_dict() == {"ellipsis": 31, "square bracket": 7, "round bracket": 5}
    assert (found["page"] == 17).sum() == 6 + 5
    assert set(found["para"]).isdisjoint({"I1", "I2", "I3", "I4", "I5"})
