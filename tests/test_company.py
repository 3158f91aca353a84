"""Places where two words meet."""

import pytest

from closereading import company, edition
from closereading.measures import collocation

PAMPHLET = edition.read("pamphlet")
TOKENS = PAMPHLET.tokens
NODES = ["international", "state", "masses"]


@pytest.mark.parametrize("node", NODES)
@pytest.mark.parametrize("window", [1, 5, 200])
def test_the_meetings_are_those_that_are_counted_by_distance(node, window):
    met = company.meetings(TOKENS, node, window, "lemma").groupby(["position", "collocate"]).size()
    counted = collocation.positions(TOKENS, node, window, unit="lemma").set_index(["position", "collocate"])["count"]
    assert met.to_dict() == counted.to_dict()


@pytest.mark.parametrize("node", NODES)
def test_every_collocate_has_an_example_that_shows_both_words(node):
    met = company.meetings(TOKENS, node, 5, "lemma")
    around = collocation.around(TOKENS, node, 5, unit="lemma")
    found = company.examples(PAMPHLET, met).set_index("collocate")
    assert set(around["collocate"]) <= set(found.index)
    lemmas = TOKENS[TOKENS["is_word"]].groupby("norm")["lemma"].first()
    text = PAMPHLET.text.casefold()
    for word in around["collocate"].head(40):
        phrase = found.loc[word, "phrase"]
        assert text.count(phrase.casefold()) == 1
        words = {lemmas.get(w.strip(".,;:?!—[]()\"'").lower()) for w in phrase.split()}
        assert {word, node} <= words


def test_the_nearest_place_is_shown():
    met = company.meetings(TOKENS, "masses", 5, "lemma")
    first = met[met["collocate"] == "over"].iloc[0]
    assert abs(first["position"]) == met.loc[met["collocate"] == "over", "position"].abs().min()


def test_examples_can_be_told_apart_by_place():
    met = company.meetings(TOKENS, "masses", 5, "lemma")
    found = company.examples(PAMPHLET, met, ["collocate", "position"])
    assert len(found) == len(met.drop_duplicates(["collocate", "position"]))
    over = found[(found["collocate"] == "over") & (found["position"] == 2)]
    assert "masses boil over" in over["context"].item()


def test_words_far_apart_are_shown_by_the_first():
    met = company.meetings(TOKENS, "international", 200, "lemma")
    far = met[met["end"] - met["start"] > company.LONGEST].head(20)
    found = company.examples(PAMPHLET, far.drop_duplicates("collocate"))
    assert (found["phrase"].str.len() < company.LONGEST).all()


def test_a_word_that_does_not_occur():
    with pytest.raises(ValueError, match="node: 'zebra' does not occur as a lemma"):
        company.meetings(TOKENS, "zebra", unit="lemma")


def test_no_window():
    with pytest.raises(ValueError, match="window is 0"):
        company.meetings(TOKENS, "state", window=0)
