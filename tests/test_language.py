"""Where words and sentences begin and end. Expected values are read off the text by hand."""

import re
from itertools import pairwise

import nltk
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wordfreq import zipf_frequency

from closereading import decisions, edition, language


def words(text):
    tokens = [text[a:b] for a, b in language.token_spans(text)]
    return [token for token in tokens if language.is_word(token)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the workers' own self-emancipation", ["the", "workers", "own", "self-emancipation"]),
        ("Workingmen's Association, 1864-1876", ["Workingmen's", "Association", "1864", "1876"]),
        ("Adhémar Schwitzguébel — created", ["Adhémar", "Schwitzguébel", "created"]),
        ("life-and-death; all-too-real...", ["life-and-death", "all-too-real"]),
        ("... . [1871]", ["1871"]),
        ("in his locality, i.e., his section", ["in", "his", "locality", "i.e", "his", "section"]),
        ("Part I.The end", ["Part", "I", "The", "end"]),
        ("It ends.A new one", ["It", "ends", "A", "new", "one"]),
        ("de\u0301ja\u0300 vu", ["de\u0301ja\u0300", "vu"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("extra\u00adordinary", ["extra\u00adordinary"]),
        ("Straße, snake_case", ["Straße", "snake", "case"]),
        ("life‐and‑death — 1864", ["life‐and‑death", "1864"]),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("token", "norm"),
    [
        ("Workingmen’s", "workingmen's"),
        ("De\u0301ja\u0300", "déjà"),
        ("Extra\u00adordinary", "extraordinary"),
        ("life‐and‑death", "life-and-death"),
    ],
)
def test_spellings_of_one_word_are_counted_as_one(token, norm):
    assert language.normalize(token) == norm


@settings(deadline=None)
@given(st.text())
def test_text_has_words_if_a_token_is_one(text):
    tokens = [text[a:b] for a, b in language.token_spans(text)]
    assert language.has_words(text) == any(map(language.is_word, tokens))


@settings(deadline=None)
@given(st.text())
def test_tokens_leave_out_nothing_but_space(text):
    spans = list(language.token_spans(text))
    assert spans == sorted(spans)
    assert all(a < b for a, b in spans)
    covered = {i for a, b in spans for i in range(a, b)}
    assert all(text[i].isspace() for i in set(range(len(text))) - covered)


def sentences(text):
    return [text[a:b] for a, b in language.sentence_spans(text, language.sentence_splitter(text))]


@pytest.mark.parametrize(
    "expected",
    [
        ["His earnings stop and he has no savings...", "The strike fund of his union is small."],
        ["Sections respond ...", "This experience, renewed many times, demonstrates it."],
        ["... If there is a devil in human history, that devil is command.", "It alone is the source."],
        ["It joins them in accordance with their circumstances... .", "This is the true function."],
        ["Popular good sense ... made naught of their sophisms."],
        ["What do they lack?", "They lack two things."],
        ["“Who will help?” he asked.", "Nobody did."],
        ["“Who will help?”", "He asked again."],
        ["Всё кончено...", "Это так."],
        ["No había nada…", "Él vino … tarde."],
    ],
)
def test_sentences(expected):
    assert sentences(" ".join(expected)) == expected


@settings(deadline=None)
@given(st.text(alphabet='ab AB.?! \n"“”…)', min_size=1))
def test_sentences_cover_everything_but_space_once_and_in_order(text):
    spans = language.sentence_spans(text, language.sentence_splitter(text))
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    covered = {i for a, b in spans for i in range(a, b)}
    left = "".join(char for i, char in enumerate(text) if i not in covered)
    assert left.isspace() or not left or not language.has_words(text)


def test_a_lemma_is_its_own_lemma():
    for row in decisions.table("lemmas.csv"):
        assert language.lemma(row["lemma"]) == row["lemma"], row


@pytest.mark.parametrize(("name", "key"), [("lemmas.csv", "form"), ("stoplist.csv", "word")])
def test_no_row_twice(name, key):
    keys = [row[key] for row in decisions.table(name)]
    assert len(keys) == len(set(keys))


BRITISH = [
    (r"is(e|ed|es|ing|ations?|ation's)$", r"iz\1"),
    (r"our(?=$|s|e|i)", "or"),
    (r"tre$", "ter"),
    (r"ogue$", "og"),
]


def test_words_that_british_spelling_could_hide_are_respelled():
    pamphlet, article = (edition.read(name).tokens for name in ("pamphlet", "article"))
    spelled = {}
    for word in set(article["norm"]):
        for pattern, change in BRITISH:
            other = re.sub(pattern, change, word)
            # “our”, “hour”: respelled they are other words, or none
            if other != word and zipf_frequency(other, "en") > 3 and len(other) > 3:
                spelled[word] = other
    assert set(spelled) >= {"organisation", "favour", "recognise"}
    assert {word: language.american(word) for word in spelled} == spelled
    assert not {row["british"] for row in decisions.table("spellings.csv")} & set(pamphlet["norm"])


def test_only_words_of_the_article_are_respelled():
    assert {row["british"] for row in decisions.table("spellings.csv")} <= set(edition.read("article").tokens["norm"])


def test_nltk_has_no_data_here():
    with pytest.raises(LookupError):
        nltk.word_tokenize("What these tests pass without. It is not there.")
