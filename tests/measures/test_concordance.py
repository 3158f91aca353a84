"""Lines of a concordance, held against the text they are cut from and against NLTK's."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from nltk.text import ConcordanceIndex

from closereading import edition, language
from closereading.measures import concordance
from closereading.measures.concordance import lines, sort

TEXT = (
    "The working class, and only the “working class”: no class\nworks. Working-class men… The end of the working class."
)
TOKENS = edition.from_text(TEXT).tokens
WORDS = st.lists(st.sampled_from(["state", "the", "of", "masses", "power"]), min_size=1, max_size=40)


def shown(found):
    return found[["left", "node", "right"]].to_numpy().tolist()


@given(WORDS, st.integers(1, 6))
def test_lines_are_those_of_nltk(words, window):
    assume("state" in words)
    found = lines(words, "state", window)
    theirs = ConcordanceIndex(words).find_concordance("state", width=4 * (window + 1))
    assert found["i"].tolist() == [line.offset for line in theirs]
    assert found["left"].tolist() == [" ".join(line.left[-window:]) for line in theirs]
    assert found["right"].tolist() == [" ".join(line.right[:window]) for line in theirs]
    assert set(found["node"]) == {"state"}


@given(st.data())
def test_a_line_is_cut_from_the_text_as_it_stands(data):
    norm = data.draw(st.sampled_from(sorted(set(TOKENS.loc[TOKENS["is_word"], "norm"]))))
    window = data.draw(st.integers(1, 30))
    found = lines(TOKENS, norm, window)
    spaced = " ".join(TEXT.split())
    for row in found.itertuples():
        assert TEXT[row.start : row.end] == row.node == TOKENS["text"][row.i]
        assert TOKENS["norm"][row.i] == norm
        assert re.search(rf"{re.escape(row.left)} ?[“]?{re.escape(row.node)} ?{re.escape(row.right)}", spaced)
        before = TOKENS[(TOKENS["end"] <= row.start) & TOKENS["is_word"]]
        after = TOKENS[(TOKENS["start"] >= row.end) & TOKENS["is_word"]]
        for context, count in ((row.left, len(before)), (row.right, len(after))):
            assert len(re.findall(r"[\w-]+", context)) == min(window, count)


def test_a_phrase_with_signs_around_it():
    assert shown(lines(TOKENS, "working class", 2)) == [
        ["The", "working class", ", and only"],
        ["only the “", "working class", "”: no class"],
        ["of the", "working class", "."],
    ]


def test_no_phrase_goes_across_a_sign():
    with pytest.raises(
        ValueError, match=r"^node 'class and' does not occur; its words do, but not one after the other"
    ):
        lines(TOKENS, "class and")


def test_words_and_phrases_together_in_reading_order_and_none_twice():
    found = lines(TOKENS, ["working class", "class", "class"], 1)
    assert found["node"].tolist() == ["working class", "class"] * 2 + ["class", "working class", "class"]
    assert found["i"].is_monotonic_increasing


def test_a_phrase_may_overlap_itself():
    assert lines(["no", "no", "no"], "no no")["i"].tolist() == [0, 1]
    assert lines(["no", "no", "no"], "no no no")["i"].tolist() == [0]


def test_lines_run_across_sentences_and_say_where_they_stand():
    found = lines(TOKENS, "working-class", 3)
    assert shown(found) == [["no class works.", "Working-class", "men… The end"]]
    assert found[["sent", "para"]].to_numpy().tolist() == [["P1.2", "P1"]]


def test_without_offsets_a_space_stands_before_each_token():
    bare = TOKENS[["norm", "is_word"]]
    assert shown(lines(bare, "works", 2)) == [["no class", "works", ". working-class men"]]


@pytest.mark.parametrize("shown_column", ["norm", "text"])
def test_a_token_without_a_text_is_not_shown(shown_column):
    tokens = pd.DataFrame({"norm": [None, "a", "b", None, "c", "a"], "is_word": [False, True, True, False, True, True]})
    tokens["norm"] = tokens["norm"] if shown_column == "norm" else tokens["norm"].fillna(",")
    tokens[shown_column] = [None, "a", "b", None, "c", "a"]
    whole = [["", "a", "b c a"], ["a b c", "a", ""]]
    assert shown(lines(tokens, "a", 3)) == shown(lines(tokens.astype({shown_column: "category"}), "a", 3)) == whole
    spaced = tokens.assign(start=[0, 1, 3, 4, 6, 8], end=[1, 2, 4, 5, 7, 9])  # “a b, c a
    assert shown(lines(spaced, "a", 3)) == whole


def test_signs_at_the_edges_are_shown_where_the_text_begins_or_ends():
    tokens = pd.DataFrame({"norm": ["“", "the", "state", "is", "”"], "is_word": [False, True, True, True, False]})
    assert shown(lines(tokens, "state", 1)) == [["the", "state", "is"]]
    assert shown(lines(tokens, "state", 2)) == [["“ the", "state", "is ”"]]


def test_the_line_shows_the_text_whatever_is_looked_up():
    tokens = TOKENS.assign(lemma=TOKENS["norm"].replace({"works": "work", "working": "work"}))
    assert lines(tokens, "work", 1, unit="lemma")["node"].tolist() == ["working", "working", "works", "working"]


def test_the_numbers_of_a_part_of_a_table_are_its_own():
    part = TOKENS[TOKENS["sent"] == "P1.2"]
    found = lines(part, "working-class", 1)
    assert found["i"].tolist() == part["i"].head(1).tolist() != [0]
    assert lines(part.drop(columns="i"), "working-class", 1)["i"].tolist() == [0]


@given(WORDS, st.integers(1, 6))
def test_categories_give_the_same_lines(words, window):
    assume("state" in words)
    tokens = pd.DataFrame({"norm": words, "text": [word.title() for word in words], "sent": np.arange(len(words)) // 5})
    pd.testing.assert_frame_equal(
        lines(tokens.astype("category"), "state", window).astype({"sent": "int64"}), lines(tokens, "state", window)
    )


def test_sorted_to_the_right():
    found = sort(lines("the state, The State and the state; all".replace(",", " ,").split(), "the", 3))
    assert found["right"].tolist() == ["state; all", "state , The"]
    unsorted = pd.DataFrame({"right": ["“Of men", "and", "", "of", "Of law"]})
    assert sort(unsorted)["right"].tolist() == ["", "and", "of", "Of law", "“Of men"]


def test_sorted_to_the_left_from_the_node_outwards():
    found = pd.DataFrame({"left": ["a z", "b a", "z", "A, A,"], "right": list("1234")})
    assert sort(found, by="left")["left"].tolist() == ["A, A,", "b a", "z", "a z"]


def test_spellings_of_an_apostrophe_or_a_hyphen_sort_together():
    assert concordance.SPELLINGS == language.SPELLINGS, "words are sorted by other spellings than they are counted by"
    contexts = ["l’état m", "l'état z", "l’état b", "l'état a", "self‐rule c", "self-rule b", "self‑rule a"]
    assert [context[-1] for context in sort(pd.DataFrame({"right": contexts}))["right"]] == list("abmzabc")


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA])
def test_a_missing_context_has_no_words(missing):
    found = sort(pd.DataFrame({"right": ["b", missing, "a", ""], "i": range(4)}))
    assert found["i"].tolist() == [1, 3, 2, 0]


@given(st.lists(st.sampled_from(["a", "A", "b a", "“b", ""]), min_size=1))
def test_sorting_keeps_all_rows_and_the_order_of_like_ones(contexts):
    found = pd.DataFrame({"right": contexts, "left": contexts, "i": range(len(contexts))})
    for by in ("left", "right"):
        once = sort(found, by)
        assert sorted(once["i"]) == found["i"].tolist()
        pd.testing.assert_frame_equal(sort(once, by), once)
        alike = once.groupby(once[by].str.lower().str.strip("“"))["i"]
        assert all(places.is_monotonic_increasing for _, places in alike)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"node": "clas"}, "node 'clas' does not occur; near it are: class"),
        ({"node": "working clas"}, "node 'clas' does not occur; near it are: class"),
        ({"node": "…"}, "node '…' does not occur"),
        ({"node": ""}, "node is empty"),
        ({"node": " "}, "node is empty"),
        ({"node": []}, "node is empty"),
        ({"node": None}, "node None is not a string"),
        ({"node": 5}, "node 5 is not a string"),
        ({"node": ["class", None]}, "node None is not a string"),
        ({"window": 0}, "window is 0"),
        ({"window": 2.5}, "window is 2.5"),
        ({"window": np.nan}, "window is nan"),
        ({"window": "5"}, "window is '5'"),
        ({"tokens": TOKENS.assign(is_word="no")}, "tokens: column is_word must hold True or False"),
        ({"unit": "stem"}, "tokens has no column stem"),
        ({"tokens": []}, "tokens holds no words"),
        ({"tokens": "the class"}, "tokens is one string"),
    ],
)
def test_what_has_no_lines(arguments, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        lines(**{"tokens": TOKENS, "node": "class"} | arguments)


def test_any_whole_number_is_a_window():
    for window in (np.int8(100), 10**30):
        pd.testing.assert_frame_equal(lines(TOKENS, "class", window), lines(TOKENS, "class", 100))


def test_words_may_be_marked_in_a_column_of_objects():
    tokens = TOKENS.astype({"is_word": object})
    pd.testing.assert_frame_equal(lines(tokens, "class"), lines(TOKENS, "class"))


def test_what_cannot_be_sorted():
    with pytest.raises(ValueError, match=r"^by is 'middle'"):
        sort(lines(TOKENS, "class"), by="middle")
    with pytest.raises(ValueError, match=r"^lines has no column left"):
        sort(pd.DataFrame({"right": ["a"]}), by="left")
