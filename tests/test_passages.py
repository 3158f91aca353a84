"""Where words and traces stand. Counts of traces are those of a reader going through the booklet with a pencil."""

import re
from itertools import groupby

import pytest

from closereading import edition, imposition, passages
from closereading.measures import collocation

PAMPHLET = edition.read("pamphlet")
TOKENS = PAMPHLET.tokens
NODES = ["international", "state", "masses"]


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


@pytest.mark.parametrize("node", NODES)
@pytest.mark.parametrize("window", [1, 5, 200])
def test_the_meetings_are_those_that_are_counted_by_distance(node, window):
    met = passages.meetings(TOKENS, node, window, "lemma").groupby(["position", "collocate"]).size()
    counted = collocation.positions(TOKENS, node, window, unit="lemma").set_index(["position", "collocate"])["count"]
    assert met.to_dict() == counted.to_dict()


@pytest.mark.parametrize("node", NODES)
def test_every_collocate_has_an_example_that_shows_both_words(node):
    met = passages.meetings(TOKENS, node, 5, "lemma")
    around = collocation.around(TOKENS, node, 5, unit="lemma")
    found = passages.examples(PAMPHLET, met).set_index("collocate")
    assert set(around["collocate"]) <= set(found.index)
    lemmas = TOKENS[TOKENS["is_word"]].groupby("norm")["lemma"].first()
    text = PAMPHLET.text.casefold()
    for word in around["collocate"].head(40):
        phrase = found.loc[word, "phrase"]
        assert text.count(phrase.casefold()) == 1
        words = {lemmas.get(w.strip(".,;:?!—[]()\"'").lower()) for w in phrase.split()}
        assert {word, node} <= words


def test_the_nearest_place_is_shown():
    met = passages.meetings(TOKENS, "masses", 5, "lemma")
    first = met[met["collocate"] == "over"].iloc[0]
    assert abs(first["position"]) == met.loc[met["collocate"] == "over", "position"].abs().min()


def test_examples_can_be_told_apart_by_place():
    met = passages.meetings(TOKENS, "masses", 5, "lemma")
    found = passages.examples(PAMPHLET, met, ["collocate", "position"])
    assert len(found) == len(met.drop_duplicates(["collocate", "position"]))
    over = found[(found["collocate"] == "over") & (found["position"] == 2)]
    assert "masses boil over" in over["context"].item()


def test_words_far_apart_are_shown_by_the_first():
    met = passages.meetings(TOKENS, "international", 200, "lemma")
    far = met[met["end"] - met["start"] > passages.LONGEST].head(20)
    found = passages.examples(PAMPHLET, far.drop_duplicates("collocate"))
    assert (found["phrase"].str.len() < passages.LONGEST).all()


def test_a_word_that_does_not_occur():
    with pytest.raises(ValueError, match="node: 'zebra' does not occur as a lemma"):
        passages.meetings(TOKENS, "zebra", unit="lemma")


def test_no_window():
    with pytest.raises(ValueError, match="window is 0"):
        passages.meetings(TOKENS, "state", window=0)
