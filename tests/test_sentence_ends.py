"""Sentence ends decided by hand, and the scores of programs."""

import re

import nupunkt
import pytest

from closereading import decisions, edition, language, sentence_ends

SIGN = re.compile(r"(?:[.?!…]|\.\s\.)+[\"”’)\]]*(?=\s)")


@pytest.fixture(params=["pamphlet", "article"])
def text(request):
    return edition.read(request.param)


def test_every_place_where_a_sentence_could_end_is_decided(text):
    decided = set(sentence_ends.by_hand(text)[["para", "offset"]].itertuples(index=False, name=None))
    for para in text.paragraphs.itertuples():
        for sign in SIGN.finditer(para.text.rstrip()):
            assert (para.para, sign.end()) in decided, para.text[max(0, sign.start() - 30) : sign.end() + 20]


def test_the_sentences_of_the_book_end_where_they_were_found_to_end_by_hand(text):
    splitter = language.sentence_splitter("\n\n".join(text.paragraphs["text"]))
    found = sentence_ends.score(text, lambda paragraph: language.sentence_spans(paragraph, splitter))
    assert (found["missed"], found["invented"], found["f"]) == (0, 0, 1)
    by_hand = sentence_ends.by_hand(text)["ends"].sum() + len(text.paragraphs)
    assert len(text.sentences) == by_hand


def test_nupunkt_does_no_better(text):
    found = sentence_ends.score(text, nupunkt.sent_spans)
    assert (
        found["missed"] + found["invented"] == {"pamphlet": 1, "article": 0}[text.name]
    )  # it splits off U3's ellipsis


def test_scores_by_hand():
    text = edition.read("article")
    gold = sentence_ends.by_hand(text)
    ends = gold[gold["ends"]].groupby("para")["offset"].apply(list)
    para = ends.index[0]
    first = ends[para][0]
    # one right, one invented
    chosen = text.paragraphs.set_index("para")["text"][para]
    found = sentence_ends.score(
        text, lambda paragraph: [(0, 3), (3, first), (first, len(paragraph))] if paragraph == chosen else []
    )
    assert (found["missed"], found["invented"]) == (found["ends"] - 1, 1)
    assert found["precision"] == 0.5
    assert found["recall"] == 1 / found["ends"]


def test_a_row_that_fits_nowhere(monkeypatch):
    rows = [{"edition": "article", "para": "L1", "before": "no such", "after": "words", "ends": "yes", "reason": ""}]
    article = edition.read("article")
    monkeypatch.setattr(decisions, "table", lambda name: rows)
    with pytest.raises(
        decisions.DecisionError, match=r"sentence-ends.csv, row 2: “no such words” stands 0 times in L1"
    ):
        sentence_ends.by_hand(article)
