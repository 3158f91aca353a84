"""The restored text: whole, in order, numbered, traceable, and changed nowhere but where the log says so."""

import re
import shutil

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closereading import decisions, edition, imposition, sources

# Read off the file by hand: the word, the page it begins on, and how the file breaks it.
SPLIT_WORDS = [
    ("Destructive action is always", 11, "Destruc-", "tive"),
    ("remaining millions", 12, "re-", "maining"),
    ("eventually teaches", 14, "eventu-", "ally"),
    ("oppression are felt", 15, "op-", "pression"),
    ("by theoretical reasoning", 16, "the", "oretical"),
    ("humanistic principles", 17, "humanis-", "tic"),
    ("impositions. If", 20, "imposi-", "tions"),
]


@pytest.fixture(scope="module")
def pamphlet():
    return edition.read("pamphlet")


@pytest.fixture(scope="module")
def article():
    return edition.read("article")


def test_all_pages_in_order(pamphlet):
    assert pamphlet.pages["page"].tolist() == list(range(1, 25))
    blank = pamphlet.pages.loc[pamphlet.pages["text"] == "", "page"].tolist()
    assert blank == [2, 4, 23]


def test_paragraph_numbers(pamphlet):
    expected = [
        f"{letter}{n}" for letter, last in (("I", 5), ("U", 10), ("S", 24), ("T", 11)) for n in range(1, last + 1)
    ]
    assert pamphlet.paragraphs["para"].tolist() == expected


def test_headings_stand_on_the_pages_the_contents_name(pamphlet):
    contents = pamphlet.pages.loc[pamphlet.pages["page"] == 3, "text"].item()
    printed = [
        (re.sub(r"</?i>", "", title), int(page)) for title, page in re.findall(r"(.+?)(?: \.)+\t(\d+)", contents)
    ]
    assert len(printed) == 4
    assert list(zip(pamphlet.sections["title"], pamphlet.sections["page"], strict=True)) == printed


@pytest.mark.parametrize(("words", "page", "first", "second"), SPLIT_WORDS)
def test_split_words_are_whole(pamphlet, words, page, first, second):
    assert pamphlet.text.count(words) == 1
    pages = pamphlet.pages.set_index("page")["text"]
    assert pages[page].endswith(first)
    assert pages[page + 1].startswith(second)
    word = next(w for w in re.findall(r"\w+", words) if w.endswith(second))
    assert ((pamphlet.tokens["text"] == word) & (pamphlet.tokens["page"] == page)).any()


def test_no_half_word_is_left(pamphlet):
    ghosts = {"destruc", "tive", "eventu", "pression", "oretical", "humanis", "tic", "imposi", "tions", "maining"}
    assert ghosts.isdisjoint(pamphlet.tokens["norm"])


def test_taking_joins_and_emendations_back_gives_the_seed(pamphlet):
    """Undo every logged change by hand-made tables alone, and the booklet's pages come back to the letter."""
    emendations = decisions.table("emendations.csv")
    collation = {int(row["page"]): row for row in decisions.table("pages.csv")}
    seed = sources.load("pamphlet").text
    found = {}
    for row in pamphlet.pages.dropna(subset="start").itertuples():
        text = pamphlet.text[row.start : row.end]
        for change in emendations:
            if int(change["page"]) == row.page:
                assert text.count(change["reads"]) == 1, change
                text = text.replace(change["reads"], change["found"])
        kind = collation[row.page]["join_kind"]
        found[row.page] = text.rstrip() + ("-" if kind == "hyphen" else "")
    assert sorted(found) == list(range(5, 23))
    in_file = [found[page] for page in imposition.printing_order(24) if page in found]
    bare = re.sub(r"^#+ |\*", "", seed, flags=re.MULTILINE)
    at = -1
    for text in in_file:
        assert bare.count(text) == 1, text[:60]
        at, last = bare.index(text), at
        assert at > last
    front = (
        bare[: bare.index("up at last to throw off")]
        + bare[bare.index("Contents\n") : bare.index("tions. If the Church")]
    )
    remains = bare
    for text in in_file:
        remains = remains.replace(text, "", 1)
    assert remains.split() == front.split()


def test_runs_account_for_every_character_of_the_body(pamphlet, article):
    for text in (pamphlet, article):
        assert "".join(text.runs["reads"]) == text.text
        for run in text.runs.itertuples():
            assert text.source[run.seed_start : run.seed_end] == run.found
            assert (run.found == run.reads) == (run.kind == "copied") or run.kind == "joined"
    body = pamphlet.runs[pamphlet.runs["seed_end"] > pamphlet.runs["seed_start"]].sort_values("seed_start")
    for first, second in zip(body.itertuples(), body.iloc[1:].itertuples(), strict=False):
        between = pamphlet.source[first.seed_end : second.seed_start]
        assert not between.strip() or "Contents" in between


def test_emended_characters_are_those_of_the_log(pamphlet):
    changed = pamphlet.runs[pamphlet.runs["kind"] == "emended"]
    assert len(changed) == len(decisions.table("emendations.csv"))
    assert all(row["reason"] for row in decisions.table("emendations.csv"))


def test_to_seed_gives_the_bytes_of_every_sentence(pamphlet, article):
    for text in (pamphlet, article):
        raw = text.source.encode()
        emended = text.runs[text.runs["kind"] == "emended"]
        for sentence in text.sentences.itertuples():
            if ((emended["start"] < sentence.end) & (emended["end"] >= sentence.start)).any():
                continue
            parts = [raw[a:b].decode() for a, b in text.to_seed(sentence.start, sentence.end)]
            assert "".join(parts).replace(" ", "") == sentence.text.replace(" ", ""), sentence.sent


def test_to_seed_leads_an_emended_word_back_to_the_slip(pamphlet):
    at = pamphlet.text.index("connivers")
    raw = pamphlet.source.encode()
    assert b"".join(raw[a:b] for a, b in pamphlet.to_seed(at, at + 9)) == b"conivers"
    at = pamphlet.text.index("increasingly indifferent")
    assert b"".join(raw[a:b] for a, b in pamphlet.to_seed(at, at + 24)) == b"increasingly, indifferent"


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (5, 4), (0, 10**6)])
def test_to_seed_outside_the_text(pamphlet, start, end):
    with pytest.raises(ValueError, match="start and end must lie in"):
        pamphlet.to_seed(start, end)


def test_an_excerpt_stays_in_its_paragraph(pamphlet):
    last = pamphlet.tokens[pamphlet.tokens["para"] == "U2"].iloc[-2]
    assert last["text"] == "ambition"
    assert pamphlet.excerpt(last["start"], last["end"], words=9).endswith("of temptation: vanity and ambition")
    assert pamphlet.excerpt(last["start"], last["end"], words=0) == "ambition"
    with pytest.raises(ValueError, match="does not lie in one paragraph"):
        pamphlet.excerpt(last["start"], last["end"] + 10, words=1)


@pytest.mark.parametrize("name", ["pamphlet", "article"])
def test_tables_agree_with_the_text_and_with_each_other(name):
    text = edition.read(name)
    assert list(text.pages.columns) == list(edition.PAGES)
    for table, columns in (
        (text.sections, edition.SECTIONS),
        (text.paragraphs, edition.PARAGRAPHS),
        (text.sentences, edition.SENTENCES),
        (text.tokens, edition.TOKENS),
    ):
        assert list(table.columns) == list(columns)
        assert (table["start"] < table["end"]).all()
        assert table["start"].is_monotonic_increasing
    for table in (text.paragraphs, text.sentences, text.tokens):
        assert all(text.text[row.start : row.end] == row.text for row in table.itertuples())
    inside = text.sentences.merge(text.paragraphs, on="para", suffixes=("", "_para"))
    assert ((inside["start"] >= inside["start_para"]) & (inside["end"] <= inside["end_para"])).all()
    counted = text.tokens[text.tokens["is_word"]].groupby("sent").size()
    assert counted.reindex(text.sentences["sent"], fill_value=0).tolist() == text.sentences["words"].tolist()
    assert text.tokens["i"].tolist() == list(range(len(text.tokens)))
    assert set(text.tokens["voice"]) <= set(edition.VOICES)


def test_every_square_bracket_of_the_body_is_the_editors(pamphlet):
    brackets = re.findall(r"\[[^\]]*\]", pamphlet.text)
    assert brackets == [row["quotation"] for row in decisions.table("voices.csv") if row["voice"] == "bracket"]
    tokens = pamphlet.tokens[pamphlet.tokens["voice"] == "bracket"]
    assert (tokens["text"] == "[").sum() == (tokens["text"] == "]").sum() == len(brackets)


def test_every_round_bracket_has_a_row(pamphlet):
    listed = {row["quotation"] for row in decisions.table("voices.csv")}
    found = {m[0] for m in re.finditer(r"\([^)]*\)", pamphlet.text)}
    assert found - listed == {"(our subtitles)"}  # the editor's own, in his own introduction


def test_voices_by_section(pamphlet):
    assert set(pamphlet.paragraphs.loc[pamphlet.paragraphs["section"] == "I", "voice"]) == {"editor"}
    assert set(pamphlet.paragraphs.loc[pamphlet.paragraphs["section"] != "I", "voice"]) == {"author"}
    told = pamphlet.tokens[(pamphlet.tokens["para"] == "U7") & (pamphlet.tokens["voice"] == "reported")]
    assert " ".join(told.loc[told["is_word"], "text"]) == "We have elected a committee The committee will decide"


def test_the_article_in_paragraphs(article):
    expected = ["L1", "H1", "H2", "H3", "H4", "B1", "B2", "B3", "P1", "P2"]
    assert article.paragraphs["para"].tolist() == expected
    assert article.pages.empty
    assert article.tokens["page"].isna().all()
    assert article.text.count("=") == 0


# A copy of data/ with one thing wrong in it


@pytest.fixture
def broken(tmp_path, monkeypatch):
    shutil.copytree(decisions.FOLDER, tmp_path / "data")
    monkeypatch.setattr(decisions, "FOLDER", tmp_path / "data")

    def change(name, old, new):
        path = tmp_path / "data" / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) >= 1
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("emendations.csv", "conivers who", "knivers who", r"emendations\.csv: page 10 has 'the knivers who' 0 times"),
        ("emendations.csv", "7,masses. it can well be said", "7,the", r"page 7 has 'the' \d+ times"),
        ("emendations.csv", "\n7,", "\n77,", r"emendations\.csv: page 77 is not in the body"),
        ("voices.csv", "[by example]", "[by examples]", r"voices\.csv: paragraph T2 has '\[by examples\]' 0 times"),
        ("voices.csv", "pamphlet,T2", "pamphlet,T12", r"voices\.csv: the pamphlet has no paragraph T12"),
        ("voices.csv", "],bracket", "],brackets", "voice 'brackets' is none of"),
        ("sections.csv", "Introduction,Introduction", "Preface,Preface", r"sections\.csv: no page .* 'Preface'"),
        ("sections.csv", "pamphlet,U,Union Bureaucracy", "pamphlet,U,Unions", "no heading for section U"),
    ],
)
def test_a_table_that_does_not_fit(broken, name, old, new, message):
    broken(name, old, new)
    with pytest.raises(decisions.DecisionError, match=message):
        edition.read("pamphlet")


# Any other text


def test_from_text_with_headings_and_windows_line_ends():
    text = "# A title\r\n\r\nOne word.\r\nTwo words?\r\n\r\n\r\n## Next\r\n\r\nThe end."
    mine = edition.from_text(text)
    assert mine.sections["title"].tolist() == ["A title", "Next"]
    assert mine.paragraphs[["para", "section"]].to_numpy().tolist() == [["P1", "1"], ["P2", "2"]]
    assert mine.sentences["text"].tolist() == ["One word.", "Two words?", "The end."]
    assert mine.source == text


@pytest.mark.parametrize("text", ["", " \n ", "...", "# \n"])
def test_from_text_without_words(text):
    with pytest.raises(ValueError, match="holds no words"):
        edition.from_text(text)


@given(st.text(alphabet="ab cé.\n#=*-[]—'\r", min_size=1).filter(lambda t: any(c.isalpha() for c in t)))
def test_from_text_loses_nothing(text):
    mine = edition.from_text(text)
    assert "".join(mine.runs["found"]) == text
    assert all(mine.text[row.start : row.end] == row.text for row in mine.tokens.itertuples())
    assert pd.Series(mine.tokens["start"]).is_monotonic_increasing
