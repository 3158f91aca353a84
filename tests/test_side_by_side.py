"""The questions put to both sources: every quotation and silence held against the texts, and every mistake found."""

import csv
import re
import shutil

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closereading import decisions, edition, side_by_side
from closereading.decisions import DecisionError

PAMPHLET, ARTICLE = edition.read("pamphlet"), edition.read("article")
EDITIONS = {"pamphlet": PAMPHLET, "article": ARTICLE}
ROWS = side_by_side.load(PAMPHLET, ARTICLE)
WORDS = side_by_side.own_words(PAMPHLET, ARTICLE)


def written(tmp_path, rows):
    shutil.copy(decisions.FOLDER / decisions.DICTIONARY, tmp_path)
    with (tmp_path / side_by_side.TABLE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return tmp_path


def changed(tmp_path, subject, /, **values):
    rows = decisions.table(side_by_side.TABLE)
    assert subject in [row["subject"] for row in rows]
    return written(tmp_path, [row | values if row["subject"] == subject else row for row in rows])


def test_every_relation_is_found():
    assert set(ROWS["relation"]) == set(side_by_side.RELATIONS)


@pytest.mark.parametrize("side", side_by_side.SIDES)
def test_links_lead_to_the_quotation(side):
    texts = EDITIONS[side].paragraphs.set_index("para")["text"]
    for row in ROWS[ROWS[side] != ""].itertuples():
        text = texts[getattr(row, f"{side}_para")]
        phrase, quotation = getattr(row, f"{side}_phrase"), getattr(row, side)
        assert text.count(quotation) == 1
        assert phrase in text
        assert phrase in quotation or quotation[:20] in phrase


def body_of_the_pamphlet():
    """Return Bakunin's text by another way than the voices: its sections without square brackets."""
    paragraphs = PAMPHLET.paragraphs[PAMPHLET.paragraphs["section"] != "I"]
    return re.sub(r"\[[^\]]*\]", " ", "\n".join(paragraphs["text"]))


@pytest.mark.parametrize("row", ROWS[ROWS["relation"] == "silence"].to_dict("records"), ids=lambda row: row["subject"])
def test_a_silence_holds_in_the_plain_text(row):
    silent = body_of_the_pamphlet() if row["silent"] == "pamphlet" else "\n".join(ARTICLE.paragraphs["text"])
    for term in row["terms"].split("; "):
        pattern = r"\b" + term.replace("*", r"\w*") + r"\b"
        assert not re.search(pattern, silent, re.IGNORECASE)


def test_the_editor_is_not_taken_for_bakunin():
    introduced = ROWS[ROWS["pamphlet_para"].str.startswith("I")]
    assert len(introduced)
    assert set(introduced["pamphlet_voice"]) == {"editor"}
    assert set(ROWS.loc[~ROWS.index.isin(introduced.index) & (ROWS["pamphlet"] != ""), "pamphlet_voice"]) == {"author"}


def test_words_the_article_quotes_are_told_from_its_own():
    voices = ROWS.set_index("subject")["article_voice"]
    assert voices[["secrecy", "influence", "State power"]].tolist() == ["reported"] * 3
    assert voices["conspiracy"] == "author"


def test_the_editor_is_counted_apart_in_a_silence():
    assert ROWS.set_index("subject").loc["the Alliance", ["silent", "editor"]].tolist() == ["pamphlet", 3]


def test_a_quotation_across_a_bracket_has_two_voices(tmp_path):
    folder = changed(tmp_path, "influence", pamphlet="influencing [by example] the opinion")
    rows = side_by_side.load(PAMPHLET, ARTICLE, folder).set_index("subject", drop=False)
    assert rows.loc["influence", "pamphlet_voice"] == "author, bracket"
    assert side_by_side.listed(rows).loc["influence", "pamphlet"].endswith("(T2, author, bracket)")


@pytest.mark.parametrize(
    ("subject", "values", "message"),
    [
        ("secrecy", {"relation": "maybe"}, "row 10: relation is 'maybe'; it must be one of: agreement"),
        ("secrecy", {"subject": "the means"}, "row 10: the subject 'the means' must be given, and only once"),
        ("secrecy", {"subject": ""}, "must be given"),
        ("secrecy", {"pamphlet": "secret meeting"}, "“secret meeting” stands 0 times in U10; quote whole words"),
        ("secrecy", {"pamphlet": "the"}, r"“the” stands \d+ times in U10"),
        ("secrecy", {"pamphlet_para": "U99"}, "pamphlet has no paragraph 'U99'"),
        ("secrecy", {"article_para": "B1"}, "stands 0 times in B1"),
        ("secrecy", {"article_para": ""}, "article and article_para must both be given"),
        (
            "secrecy",
            {"article": "", "article_para": ""},
            "different things needs a quotation from both sources, and no terms",
        ),
        ("secrecy", {"terms": "secret"}, "different things needs a quotation from both sources, and no terms"),
        ("secrecy", {"relation": "silence", "terms": "secret"}, "a silence has a quotation from one source only"),
        ("the Alliance", {"terms": ""}, "a silence has a quotation from one source only, and terms"),
        ("the Alliance", {"terms": "alliance*; geneva"}, "the pamphlet is not silent, it has “Geneva” in U6"),
        (
            "the Alliance",
            {"terms": "aliance*"},
            "the article has none of the terms aliance[*] either; correct their spelling",
        ),
        ("masses", {"terms": "masses; organization"}, "the article is not silent, it has “organisation” in L1"),
    ],
)
def test_a_mistake_is_named_with_its_row(tmp_path, subject, values, message):
    with pytest.raises(DecisionError, match=message):
        side_by_side.load(PAMPHLET, ARTICLE, changed(tmp_path, subject, **values))


def test_a_list_shows_both_quotations_and_whose_they_are():
    listed = side_by_side.listed(ROWS).set_index(ROWS["subject"])
    assert listed.loc["secrecy", "article"].endswith("(B2, quoted there)")
    assert listed.loc["Swiss allies", "pamphlet"].endswith("(I3, the editor)")
    assert listed.loc["elections", "pamphlet"].startswith("never: election*")
    assert listed.loc["the Alliance", "reading"].endswith("The editor has these words: 3 ×.")


def test_own_words_are_all_words_but_those_quoted():
    words = {name: e.tokens[e.tokens["is_word"]] for name, e in EDITIONS.items()}
    sizes = WORDS.groupby("source").size()
    assert sizes.sum() == sum((tokens["voice"] != "reported").sum() for tokens in words.values())
    assert sizes[side_by_side.ARTICLE] == (words["article"]["voice"] == "author").sum()


def test_only_words_of_the_table_are_spelled_otherwise():
    changed = WORDS[WORDS["lemma"] != WORDS["printed"]]
    table = {row["british"]: row["american"] for row in decisions.table("spellings.csv")}
    assert len(changed)
    assert all(table[printed] == lemma for printed, lemma in zip(changed["printed"], changed["lemma"], strict=True))
    assert set(changed["source"]) == {side_by_side.ARTICLE}


def test_rates_are_counts_in_the_plain_text():
    rates = side_by_side.rates(WORDS, ["masses", "zebra"], draws=200).set_index(["word", "source"])
    times = len(re.findall(r"\bmasses\b", body_of_the_pamphlet()))
    size = (WORDS["source"] == side_by_side.BODY).sum()
    row = rates.loc[("masses", side_by_side.BODY)]
    assert row["count"] == times
    assert row["rate"] == pytest.approx(1000 * times / size)
    assert row["low"] < row["rate"] < row["high"]
    assert (rates.loc["zebra", "count"] == 0).all()


def test_a_word_never_found_may_still_be_as_frequent_as_its_bound():
    """(1 - p)^n = 0.025 is the textbook's bound for no hit among n."""
    rates = side_by_side.rates(WORDS, ["zebra"], draws=10).set_index("source")
    for source, n in WORDS.groupby("source").size().items():
        assert rates.loc[source, "low"] == 0
        assert rates.loc[source, "high"] == pytest.approx(1000 * (1 - 0.025 ** (1 / n)))


def test_rates_keep_the_order_of_the_terms():
    rates = side_by_side.rates(WORDS, ["state", "alliance"], draws=10)
    assert rates["word"].tolist() == ["state"] * 3 + ["alliance"] * 3
    assert rates["source"].tolist() == list(side_by_side.SOURCES) * 2


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=30), st.data())
def test_stretches_without_a_word_are_those_one_would_count(lemmas, data):
    length = data.draw(st.integers(1, len(lemmas)))
    stretches = [lemmas[i : i + length] for i in range(len(lemmas) - length + 1)]
    expected = np.mean(["a" not in stretch for stretch in stretches])
    found = side_by_side.without(pd.DataFrame({"lemma": lemmas}), ["a"], length)
    assert found["a"] == pytest.approx(expected)


@pytest.mark.parametrize("length", [0, 3])
def test_a_stretch_longer_than_the_text_is_refused(length):
    with pytest.raises(ValueError, match=r"^length is .* between 1 and 2"):
        side_by_side.without(pd.DataFrame({"lemma": ["a", "b"]}), ["a"], length)


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        (["organization*"], {"organisation", "organisations", "organisation's"}),
        (["secret"], {"secret"}),
        (["secre"], set()),
        (["*isation"], set()),
    ],
)
def test_terms_are_american_and_a_star_is_any_letters(terms, found):
    assert set(side_by_side.matching(ARTICLE.tokens, terms)["norm"]) == found


def test_places_of_a_family_stand_in_their_paragraphs():
    places = side_by_side.occurrences(PAMPHLET, ARTICLE, {"secret": ["secret*"], "force": ["unforced"]})
    texts = pd.concat([e.paragraphs.set_index("para")["text"] for e in EDITIONS.values()])
    assert places["family"].tolist() == ["secret"] * 5 + ["force"]
    for row in places.itertuples():
        assert row.word in row.phrase
        assert row.phrase in texts[row.para]
        assert row.context in texts[row.para]
