"""Where words and traces stand. Counts of traces are those of a reader going through the booklet with a pencil."""

import re
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


def whole_phrase(words):
    return re.compile(r"(?<!\w)" + re.escape(words) + r"(?!\w)", re.IGNORECASE)


@pytest.mark.parametrize("name", ["pamphlet", "article"])
def test_a_link_finds_its_phrase_and_no_other(name):
    """Browsers light the first place on the page where the words stand, in whatever paragraph, large or small letters."""
    text = edition.read(name)
    page = "\n".join(
        text.text[start:end] for start, end in zip(text.paragraphs["start"], text.paragraphs["end"], strict=True)
    )
    begins = dict(zip(text.paragraphs["para"], text.paragraphs["text"].map(page.index), strict=True))
    frequent = text.tokens.loc[text.tokens["is_word"], "lemma"].value_counts().index[:25]
    found = passages.occurrences(text, list(frequent))
    for row in found.itertuples():
        (place,) = whole_phrase(row.phrase).finditer(page)
        token = text.tokens.iloc[row.read]
        start = token["start"] - text.paragraphs.set_index("para").loc[row.para, "start"]
        assert place.start() <= begins[row.para] + start < place.end()
    assert (found["phrase"].str.split().str.len() > 5).any()  # some are common
    for row in passages.traces(text).itertuples():
        assert page.count(row.phrase) == 1


def test_a_phrase_that_nothing_tells_apart():
    mine = edition.from_text("The same words.\n\nThe same words.")
    assert passages.occurrences(mine, ["same"])["phrase"].tolist() == ["The same words"] * 2


@pytest.mark.parametrize(
    ("terms", "error", "message"), [("power", TypeError, r"pass a list"), ([], ValueError, "terms is empty")]
)
def test_occurrences_of_no_list_of_words(pamphlet, terms, error, message):
    with pytest.raises(error, match=message):
        passages.occurrences(pamphlet, terms)


def test_traces_of_another_text():
    found = passages.traces(edition.from_text("He came… and [we think] left. So ... (he said)."))
    assert found[["kind", "text"]].to_numpy().tolist() == [
        ["ellipsis", "…"],
        ["square bracket", "[we think]"],
        ["ellipsis", "..."],
        ["round bracket", "(he said)"],
    ]
    assert passages.traces(edition.from_text("None here.")).empty


def test_occurrences_of_a_word_the_text_does_not_have(pamphlet):
    with pytest.raises(ValueError, match="vanguards does not occur"):
        passages.occurrences(pamphlet, ["power", "vanguards"])


def test_traces_on_the_editors_page(pamphlet):
    found = passages.traces(pamphlet)
    assert found["kind"].value_counts().to_dict() == {"ellipsis": 31, "square bracket": 7, "round bracket": 5}
    assert (found["page"] == 17).sum() == 6 + 5
    assert set(found["para"]).isdisjoint({"I1", "I2", "I3", "I4", "I5"})
