"""The scorecard: every row quotes its text, and a row that doesn't fit is refused with the place and the remedy."""

import csv
import io
import re
import shutil

import pandas as pd
import pytest

from closereading import decisions, edition, scorecard, sources
from closereading.decisions import DecisionError

CARD = scorecard.load()
PAMPHLET, ARTICLE = edition.read("pamphlet"), edition.read("article")
DESCENT = pd.DataFrame(decisions.table("descent.csv"))
FRENCH = scorecard.compared(CARD, DESCENT, PAMPHLET)
CHAPTERS = {path.stem for path in (sources.SEEDS.parent / "chapters").iterdir()}


def test_every_row_quotes_its_text():
    for row in CARD.itertuples():
        text = {"pamphlet": PAMPHLET, "article": ARTICLE}[row.edition]
        paragraph = text.paragraphs.set_index("para").loc[row.para]
        assert text.text[row.start : row.end] == row.quotation
        assert paragraph["start"] <= row.start and row.end <= paragraph["end"]
        assert row.phrase in paragraph["text"]
        assert text.text.casefold().count(row.phrase.casefold()) == 1


def test_pages_are_those_on_which_the_words_begin():
    own = CARD[CARD["edition"] == "pamphlet"]
    spans = PAMPHLET.paragraphs.set_index("para").loc[own["para"]]
    assert own["page"].between(spans["page_from"].array, spans["page_to"].array).all()
    assert CARD.loc[CARD["edition"] == "article", "page"].isna().all()
    known = CARD.set_index("phrase")["page"]
    assert known["in an intelligent and alert"] == 8  # U4 begins on page 7
    assert known["If the International were to"] == 21  # and T7 on page 20


def test_systems_are_numbered_in_order():
    assert list(dict.fromkeys(CARD["system"])) == [f"m{n}" for n in range(1, CARD["system"].nunique() + 1)]


def test_chapters_that_found_something_are_there():
    assert {chapter for chapter in CARD["chapter"] if chapter} - CHAPTERS == set()


def test_nothing_of_a_pilot_is_told():
    told = " ".join(CARD[["mechanism", "test", "under", "caution"]].to_numpy().ravel())
    assert "▶" not in told
    cited = re.sub(r"\b(?:18|19|20)\d\d\b|\b[USTIHLBP]\d+\b", "", told)
    assert not re.search(r"\d", cited)


def test_a_claim_of_the_pamphlet_whose_words_differ_in_french_says_so():
    own = CARD.assign(french=FRENCH)[CARD["source"] == "pamphlet"]
    differ = set(own.loc[own["french"].isin(scorecard.FRENCH[:2]), "system"])
    assert differ <= set(own.loc[own["evidence"] == "transmission", "system"])
    for row in own[own["evidence"] == "transmission"].itertuples():
        assert row.result in scorecard.FOUND
        if row.french == "no counterpart":
            assert row.result != "supported" and "no counterpart" in row.under and "Fails" in row.under


def test_the_editor_alone_names_skill_pay_citizenship_and_the_vote():
    """As the scorecard says of the Fabrica sections."""
    words = PAMPHLET.tokens[PAMPHLET.tokens["is_word"]]
    for word in ("citizens", "foreigners", "skilled", "unskilled", "vote", "better-paid", "low-paid"):
        assert set(words.loc[words["norm"] == word, "section"]) == {"I"}


def test_the_author_names_neither_the_alliance_nor_the_council():
    """As the scorecard says of what the pamphlet has on the article's claims."""
    words = PAMPHLET.tokens[PAMPHLET.tokens["is_word"]]
    assert set(words.loc[words["norm"] == "alliance", "voice"]) == {"editor"}
    assert "council" not in set(words["norm"])
    assert words.loc[words["norm"] == "secret", "para"].tolist() == ["U10"]


def test_compared_with_passages_made_up():
    card = pd.DataFrame(
        [
            ("pamphlet", "U3", "a devil in human"),
            ("pamphlet", "U3", "that devil is the principle"),
            ("pamphlet", "U3", "human history"),
            ("article", "L1", "founded"),
        ],
        columns=["edition", "para", "quotation"],
    )
    texts = {"pamphlet": PAMPHLET, "article": ARTICLE}
    card["start"] = [texts[row.edition].text.index(row.quotation) for row in card.itertuples()]
    card["end"] = card["start"] + card["quotation"].str.len()
    descent = pd.DataFrame(
        [("U3", "there is a devil", "yes"), ("U3", "devil is", "no"), ("U3", "the principle of command", "yes")],
        columns=["para", "quotation", "counterpart"],
    )
    found = scorecard.compared(card, descent, PAMPHLET)
    assert found.tolist() == ["differs", "no counterpart", "nothing noted", None]


def test_claims_are_counted():
    rows = [
        ("m1", "A", "pamphlet", "mixed"),
        ("m1", "A", "pamphlet", "to come"),
        ("m2", "B", "book", "fails"),
    ]
    card = pd.DataFrame(rows, columns=["system", "title", "source", "result"]).assign(group="g", mechanism="")
    counted = scorecard.claims(card)[["system", "found", "kinds", *scorecard.RESULTS]]
    assert counted.to_numpy().tolist() == [["m1", 1, 2, 0, 1, 0, 0, 1], ["m2", 1, 1, 0, 0, 1, 0, 0]]


GOOD = {
    "system": "m1",
    "title": "Committee drift",
    "source": "pamphlet",
    "mechanism": "They drift.",
    "evidence": "text",
    "para": "U7",
    "quotation": "They represented only themselves.",
    "test": "It is said again.",
    "result": "mixed",
    "under": "Here and there.",
    "chapter": "voices",
    "caution": "",
}
NEXT = GOOD | {"title": "", "source": "", "mechanism": "", "evidence": "archive"}
OTHER = GOOD | {"system": "m2"}


@pytest.fixture
def folder(tmp_path):
    def made(*rows):
        shutil.copy(decisions.FOLDER / decisions.DICTIONARY, tmp_path)
        lines = io.StringIO()
        writer = csv.DictWriter(lines, list(GOOD), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        (tmp_path / scorecard.TABLE).write_text(lines.getvalue(), encoding="utf-8")
        return tmp_path

    return made


def test_what_is_said_of_a_claim_holds_for_all_its_rows(folder):
    card = scorecard.load(folder(GOOD, NEXT, OTHER))
    assert card["title"].tolist() == ["Committee drift"] * 3
    assert card["source"].tolist() == ["pamphlet"] * 3
    assert card["page"].tolist() == [9] * 3


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([GOOD | {"quotation": "They represented only us."}], r"systems\.csv, row 2: .* stands 0 times in U7; quote"),
        ([GOOD | {"quotation": "committee"}], r"row 2: “committee” stands \d times in U7; quote whole words"),
        ([GOOD | {"quotation": "hey represented only themselves."}], "row 2: .* stands 0 times in U7"),
        ([GOOD | {"para": "U99"}], "row 2: no paragraph of the pamphlet is called 'U99'; correct"),
        ([GOOD | {"para": "L1"}], "row 2: no paragraph of the pamphlet is called 'L1'; correct"),
        ([GOOD | {"source": "book", "para": "X1"}], "row 2: no paragraph of the two sources is called 'X1'"),
        ([GOOD, NEXT | {"evidence": "oracle"}], "row 3: evidence is 'oracle'; it must be one of: definition, text"),
        ([GOOD | {"result": "true"}], "row 2: result is 'true'; it must be one of: supported, mixed"),
        ([GOOD | {"source": "him"}], "row 2: source is 'him'; it must be one of: pamphlet"),
        ([GOOD | {"test": ""}], "row 2: test is empty; add it"),
        ([GOOD | {"under": ""}], "row 2: a result 'mixed' needs under"),
        ([GOOD | {"chapter": ""}], "row 2: a result 'mixed' needs under .* and chapter"),
        ([GOOD | {"result": "to come"}], "row 2: under is given, but nothing was found"),
        ([GOOD, NEXT | {"title": "Again"}], "row 3: only the first row of m1 has title, source, mechanism; leave"),
        ([NEXT], "row 2: the first row of m1 must have title, source, mechanism; add"),
        ([GOOD | {"mechanism": ""}], "row 2: the first row of m1 must have"),
        ([GOOD, OTHER, NEXT], "row 4: the rows of m1 must stand together; move"),
        ([GOOD, NEXT | {"evidence": "text"}], "row 3: m1 has text twice; say in one row"),
        ([GOOD, NEXT, NEXT | {"evidence": "model"}, NEXT | {"caution": "!"}], "row 5: m1 has archive twice"),
        ([GOOD | {"system": ""}], "row 2: system is empty; give"),
    ],
)
def test_a_row_that_does_not_fit_is_refused(folder, rows, message):
    with pytest.raises(DecisionError, match=message):
        scorecard.load(folder(*rows))
