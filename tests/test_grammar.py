"""Who acts and who asks: decisions made by hand held against the text, counts against counts made another way."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from closereading import decisions, edition, grammar
from closereading.decisions import DecisionError

PAMPHLET = edition.read("pamphlet")
WORDS = grammar.own_words(PAMPHLET)
TABLES = {
    "grammar-persons.csv": grammar.persons,
    "grammar-modals.csv": grammar.modals,
    "grammar-roles.csv": grammar.roles,
    "grammar-questions.csv": grammar.questions,
}


@pytest.fixture(params=TABLES)
def name(request):
    return request.param


def altered(monkeypatch, name, change):
    """Let a table of decisions have other rows."""
    rows = change(decisions.table(name))
    monkeypatch.setattr(grammar.decisions, "table", lambda asked: rows)


def test_a_quotation_that_does_not_stand_in_the_paragraph_is_refused(monkeypatch, name):
    altered(monkeypatch, name, lambda rows: [{**rows[0], "quotation": "the State is a wild beast"}, *rows[1:]])
    with pytest.raises(DecisionError, match=f"{name}, row 2: “the State is a wild beast” stands 0 times"):
        TABLES[name](PAMPHLET)


def test_a_paragraph_that_does_not_exist_is_refused(monkeypatch, name):
    altered(monkeypatch, name, lambda rows: [{**rows[0], "para": "Z9"}, *rows[1:]])
    with pytest.raises(DecisionError, match="pamphlet has no paragraph 'Z9'"):
        TABLES[name](PAMPHLET)


def test_what_has_no_decision_is_found(monkeypatch, name):
    altered(monkeypatch, name, lambda rows: rows[1:])
    with pytest.raises(DecisionError, match=r"add one|must have a row"):
        TABLES[name](PAMPHLET)


@pytest.mark.parametrize("name", [name for name in TABLES if name != "grammar-questions.csv"])
def test_two_decisions_on_one_word_are_refused(monkeypatch, name):
    altered(monkeypatch, name, lambda rows: [*rows, {**rows[-1], "reason": "again"}])
    with pytest.raises(DecisionError, match="are about the same word"):
        TABLES[name](PAMPHLET)


@pytest.mark.parametrize("name", [name for name in TABLES if name != "grammar-questions.csv"])
def test_a_word_that_does_not_stand_in_its_quotation_is_refused(monkeypatch, name):
    altered(monkeypatch, name, lambda rows: [{**rows[0], "word": "zebra"}, *rows[1:]])
    with pytest.raises(DecisionError, match="'zebra' must stand once"):
        TABLES[name](PAMPHLET)


@pytest.mark.parametrize(
    ("name", "column", "allowed"),
    [
        (
            "grammar-persons.csv",
            "who",
            {"leaders", "workers", "the worker", "the masses", "militants", "rulers and owners", "Bakunin's side"}
            | {"anyone", "things", "the editor", "Bakunin"},
        ),
        (
            "grammar-modals.csv",
            "subject",
            {"leaders", "workers", "the masses", "militants", "rulers and owners", "Bakunin's side", "anyone", ""}
            | {"the International", "ideas and things", "there, it"},
        ),
        ("grammar-modals.csv", "class", {"modal", "noun"}),
        ("grammar-modals.csv", "negated", {"yes", "no", ""}),
        ("grammar-roles.csv", "role", set(grammar.KINDS)),
        ("grammar-roles.csv", "actor", set(grammar.ACTORS)),
        ("grammar-questions.csv", "asked_by", {"author", "an objector", "the section"}),
    ],
)
def test_decisions_are_of_the_kinds_the_dictionary_names(name, column, allowed):
    assert {row[column] for row in decisions.table(name)} == allowed


def test_counts_agree_with_patterns_of_signs():
    """The paragraphs' own text, searched without the edition's tokens."""
    body = PAMPHLET.paragraphs[PAMPHLET.paragraphs["voice"] == "author"]
    text = " ".join(body["text"])
    persons = grammar.persons(PAMPHLET)
    for word in ("we", "they", "their", "his", "themselves"):
        assert (persons["norm"][persons["section"] != "I"] == word).sum() == len(re.findall(rf"(?i)\b{word}\b", text))
    modals = grammar.modals(PAMPHLET)
    for word in ("must", "can", "cannot", "would", "will"):
        assert (modals["norm"][modals["section"] != "I"] == word).sum() == len(re.findall(rf"(?i)\b{word}\b", text))
    assert len(grammar.questions(PAMPHLET)) == text.count("?")


def test_a_table_is_in_reading_order_and_knows_its_voice(name):
    found = TABLES[name](PAMPHLET)
    assert found["place"].is_monotonic_increasing
    if "voice" in found:
        reported = found[found["voice"] == "reported"]
        assert set(reported["para"]) <= {"U7", "S17"}


def test_own_words_leave_out_reported_speech_and_brackets():
    assert set(WORDS["voice"]) == {"author", "editor"}
    assert not (WORDS["voice"] == "editor")[WORDS["section"] != "I"].any()
    assert "you" not in set(WORDS["norm"])
    left_out = PAMPHLET.tokens[PAMPHLET.tokens["is_word"] & PAMPHLET.tokens["voice"].isin(["bracket", "reported"])]
    assert len(WORDS) + len(left_out) == PAMPHLET.tokens["is_word"].sum()


def test_rates_are_counts_per_thousand_and_lie_within_their_bounds():
    hits = grammar.occurrences(WORDS, grammar.PRONOUNS)
    rates = grammar.rates(WORDS, hits, list(grammar.PRONOUNS), draws=500)
    assert len(rates) == len(grammar.PRONOUNS) * 4
    assert rates["count"].sum() == len(hits)
    assert np.allclose(rates["rate"] * rates["words"] / 1000, rates["count"])
    some = rates[rates["count"] > 0]
    assert ((some["low"] <= some["rate"]) & (some["rate"] <= some["high"])).all()


def test_what_never_occurs_has_no_bounds():
    hits = grammar.occurrences(WORDS, {"never": ["zebra"]})
    rates = grammar.rates(WORDS, hits, ["never"], draws=10)
    assert (rates["count"] == 0).all() and rates[["low", "high"]].isna().all(axis=None)


def test_drawing_sentences_as_if_they_were_paragraphs_narrows_the_bounds_of_clustered_words():
    """The reason to draw paragraphs."""
    hits = grammar.occurrences(WORDS, grammar.PRONOUNS)
    rates = [
        grammar.rates(words, found, ["he, his, him"], draws=2000).set_index("section").loc["S"]
        for words, found in [(WORDS, hits), (WORDS.assign(para=WORDS["sent"]), hits.assign(para=hits["sent"]))]
    ]
    paragraphs, sentences = ((rate["high"] - rate["low"]) for rate in rates)
    assert sentences < paragraphs


def test_shares_of_an_actor_add_up_to_one():
    shares = grammar.shares(grammar.roles(PAMPHLET), draws=200)
    assert np.allclose(shares.groupby("actor")["share"].sum(), 1)
    assert (shares.groupby("actor")["count"].sum() == shares.groupby("actor")["mentions"].first()).all()


def test_every_question_is_a_sentence_with_a_question_mark_and_an_answer_after_it():
    questions = grammar.questions(PAMPHLET)
    assert questions["question"].str.contains(r"\?$").all()
    answered = questions[questions["answer"] != ""]
    assert (answered["after"] > 0).all()
    assert not answered["answer"].str.contains(r"\?").any()
    for row in answered.itertuples():
        assert PAMPHLET.text.index(row.question) < PAMPHLET.text.index(row.answer)


def test_a_question_that_is_no_question_is_refused(monkeypatch):
    quoted = {"para": "T3", "quotation": "calls for their revolt", "answer": ""}
    altered(monkeypatch, "grammar-questions.csv", lambda rows: [*rows, {**rows[0], **quoted}])
    with pytest.raises(DecisionError, match=r"sentence T3\.1 must have a row if it asks, and none if it doesn't"):
        grammar.questions(PAMPHLET)


def test_lengths_are_those_of_the_edition_with_a_median_that_runs():
    lengths = grammar.sentence_lengths(PAMPHLET, window=3)
    words = PAMPHLET.sentences["words"].tolist()
    assert lengths["words"].tolist() == words
    assert lengths["median"].tolist()[1:-1] == [
        float(np.median(words[n - 1 : n + 2])) for n in range(1, len(words) - 1)
    ]
    starts = [
        text.startswith(words) for text, words in zip(PAMPHLET.sentences["text"], lengths["quotation"], strict=True)
    ]
    assert all(starts)


@pytest.mark.parametrize("window", [0, 4, -1])
def test_a_window_without_a_middle_is_refused(window):
    with pytest.raises(ValueError, match=f"window is {window}"):
        grammar.sentence_lengths(PAMPHLET, window=window)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 60)), min_size=6, max_size=40))
def test_the_share_explained_is_that_of_an_analysis_of_variance(rows):
    """F follows from the correlation ratio; SciPy computes it from the groups."""
    table = pd.DataFrame(rows, columns=["section", "words"]).assign(para=lambda t: t.index)
    groups = [group["words"].to_numpy() for _, group in table.groupby("section")]
    if len(groups) < 2 or len(table) <= len(groups) or table["words"].nunique() < 2:
        return
    share, bound, p = grammar.explained(table, draws=50)
    assert -1e-12 <= share <= 1 + 1e-12 and 0 <= bound <= 1 + 1e-12 and 0 < p <= 1
    if share < 1 - 1e-9:
        expected = stats.f_oneway(*groups).statistic
        between, within = len(groups) - 1, len(table) - len(groups)
        assert share / between / ((1 - share) / within) == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_sections_of_paragraphs_alike_explain_no_more_than_chance():
    random = np.random.default_rng(7)
    paras = np.repeat(np.arange(60), 4)
    table = pd.DataFrame({"para": paras, "section": paras // 20, "words": random.integers(5, 40, len(paras))})
    share, bound, p = grammar.explained(table)
    assert share < bound and p > 0.05
    apart = table.assign(words=table["words"] + 30 * table["section"])
    share, bound, p = grammar.explained(apart)
    assert share > bound and p < 0.01


def test_borders_are_the_first_words_of_the_sections():
    borders = grammar.borders(PAMPHLET)
    assert borders["section"].tolist() == ["I", "U", "S", "T", ""]
    first = PAMPHLET.tokens[PAMPHLET.tokens["is_word"]].reset_index(drop=True)["text"]
    assert first[borders["place"][1:4] - 1].tolist() == ["Having", "The", "When"]
    assert borders["place"].iloc[-1] == len(first)


def test_no_word_is_in_two_families():
    for families in (grammar.PRONOUNS, grammar.NECESSITY, grammar.ACTORS):
        words = [word for forms in families.values() for word in forms]
        assert len(words) == len(set(words))
