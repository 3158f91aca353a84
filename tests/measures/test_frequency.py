"""Counts and rates, held against a plain count and against arithmetic done by hand."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closereading.measures import frequency


def table(words, parts):
    return pd.DataFrame({"norm": words, "part": parts, "is_word": [word != "." for word in words]})


def test_a_rate_by_hand():
    tokens = table(["power"] * 3 + ["of"] * 5 + ["."] * 4, ["U"] * 12)
    found = frequency.rates(tokens, "part").set_index("norm")
    assert found["count"].to_dict() == {"power": 3, "of": 5}
    assert found.loc["power", "rate"] == pytest.approx(375)  # 3 of 8 words: 375 in a thousand


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abc."), st.sampled_from("UST")), min_size=1).filter(
        lambda t: set(dict(t)) != {"."}
    )
)
def test_counts_are_those_of_a_plain_count(pairs):
    words, parts = zip(*pairs, strict=True)
    found = frequency.rates(table(words, parts), "part")
    expected = Counter((word, part) for word, part in pairs if word != ".")
    assert dict(zip(zip(found["norm"], found["part"], strict=True), found["count"], strict=True)) == expected
    assert found.groupby("part")["rate"].sum().to_numpy() == pytest.approx(1000)


def test_parts_come_in_the_order_of_the_text_and_words_by_count():
    tokens = table(["b", "a", "c", "c", "a"], ["U", "U", "S", "S", "S"])
    assert frequency.rates(tokens, "part")[["part", "norm"]].to_numpy().tolist() == [
        ["U", "a"],
        ["U", "b"],
        ["S", "c"],
        ["S", "a"],
    ]


def test_missing_column():
    with pytest.raises(ValueError, match="no column lemma"):
        frequency.rates(table(["a"], ["U"]), "part", unit="lemma")


def test_no_words():
    with pytest.raises(ValueError, match="no words"):
        frequency.rates(table(["."], ["U"]), "part")


def test_words_of_no_part():
    tokens = table(["a", "b", "."], ["U", None, None])
    with pytest.raises(ValueError, match="1 words have no part"):
        frequency.rates(tokens, "part")
