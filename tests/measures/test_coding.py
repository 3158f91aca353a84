"""Words as codes: the same for a table, a list and a column of categories."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closereading.measures.coding import are_words, coded, present

TABLE = pd.DataFrame({"norm": ["the", "state", ",", "the"], "is_word": [True, True, False, True]})


@given(st.lists(st.sampled_from(["the", "state", "masses"]), min_size=1))
def test_codes_stand_for_the_words(words):
    for tokens in (words, pd.DataFrame({"norm": words}), pd.DataFrame({"norm": pd.Categorical(words)})):
        codes, types = coded(tokens)
        assert types[codes].tolist() == words
        assert codes.dtype == np.int32


def test_signs_are_left_out():
    codes, types = coded(TABLE)
    assert types[codes].tolist() == ["the", "state", "the"]
    codes, types = coded(TABLE.astype({"norm": "category"}))
    assert types[codes].tolist() == ["the", "state", "the"]


@pytest.mark.parametrize(
    ("tokens", "message"),
    [
        ("the state", "tokens is one string"),
        ([], "tokens holds no words"),
        (TABLE[TABLE["norm"] == ","], "tokens holds no words"),
        (TABLE.rename(columns={"norm": "word"}), "tokens has no column norm; it has word, is_word"),
        (["the", None], "1 words have no norm"),
    ],
)
def test_what_cannot_be_counted(tokens, message):
    with pytest.raises(ValueError, match=message):
        coded(tokens)


def test_missing_columns_are_named_with_those_there_are():
    with pytest.raises(ValueError, match="target has no column sent, para; it has norm, is_word"):
        present(TABLE, ["norm", "sent", "para"], "target")


@pytest.mark.parametrize(
    "flags", [[1, 0, 1], [1.0, 0.0, 1.0], [True, False, True], pd.array([True, False, True], dtype="boolean")]
)
def test_what_can_be_read_as_true_and_false_is(flags):
    assert are_words(pd.DataFrame({"is_word": flags})).tolist() == [True, False, True]


@pytest.mark.parametrize(
    "flags", [["True", "False"], [True, None], [0.5, 1], pd.array([True, None], dtype="boolean"), [2, 0]]
)
def test_what_can_not_is_refused(flags):
    with pytest.raises(ValueError, match=r"column is_word must hold True or False"):
        are_words(pd.DataFrame({"is_word": flags}))


def test_a_list_is_no_table():
    with pytest.raises(ValueError, match="tokens is a list; pass a token table"):
        present(["a"], "norm")
