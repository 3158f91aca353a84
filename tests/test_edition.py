"""The restored text: whole, in order, numbered, traceable, and changed nowhere but where the log says so."""

import hashlib
import re
import shutil
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closereading import decisions, edition, imposition, language, sources

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


# What a join puts between two pages, by its kind in data/pages.csv.
ADDED = {"mid-sentence": " ", "paragraph": "\n\n", "section": "\n\n"}


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


def test_tokens_at_joins_belong_to_the_page_they_begin_on(pamphlet):
    """``data/pages.csv`` has the first and the last words of every page, copied by hand from the file."""
    body = [row for row in decisions.table("pages.csv") if 5 <= int(row["page"]) <= 22]
    cut = False  # the page before ends within a word, which belongs to it
    for row in body:
        tokens = pamphlet.tokens.loc[pamphlet.tokens["page"] == int(row["page"]), "text"].tolist()
        first, last = (
            [words[a:b] for a, b in language.token_spans(words)]
            for words in (re.sub(r"^#+ .*|\*", "", row[column]) for column in ("first_words", "last_words"))
        )
        first = first[1:] if cut else first
        cut = row["join_kind"] in ("hyphen", "lost hyphen")
        assert tokens[: len(first)] == first, row
        if cut:
            half = last[-2:-1] if last[-1] == "-" else last[-1:]
            assert tokens[-1].startswith(half[0]) and tokens[-1] != half[0], row
        else:
            assert tokens[-len(last) :] == [*last[:-1], last[-1]], row


def test_no_half_word_is_left(pamphlet):
    ghosts = {"destruc", "tive", "eventu", "pression", "oretical", "humanis", "tic", "imposi", "tions", "maining"}
    assert ghosts.isdisjoint(pamphlet.tokens["norm"])


def test_taking_joins_and_emendations_back_gives_the_seed(pamphlet):
    """Undo every logged change by hand-made tables alone: what is left of the seed is the front matter and nothing else."""
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
        assert text.endswith(ADDED.get(kind, ""))
        found[row.page] = text.removesuffix(ADDED.get(kind, "")) + ("-" if kind == "hyphen" else "")
        assert found[row.page] == found[row.page].strip(), row.page
    assert sorted(found) == list(range(5, 23))
    between, rest = [], re.sub(r"^#+ |\*", "", seed, flags=re.MULTILINE)
    for page in imposition.printing_order(24):
        if page in found:
            before, text, rest = rest.partition(found[page])
            assert text == found[page] and text not in rest, page
            between.append(before)
    title_page, contents, *others = [*between, rest]
    assert all(not space.strip("\n") for space in others)
    printed = pamphlet.pages.set_index("page")["text"]
    plain = {page: re.sub(r"^#+ |\*", "", printed[page], flags=re.MULTILINE) for page in (1, 3, 24)}
    front = sorted(line for line in title_page.split("\n") if line.strip())
    assert front == sorted(line for page in (1, 24) for line in plain[page].split("\n") if line.strip())
    assert contents.strip("\n") == plain[3].strip("\n")


def test_runs_account_for_every_character_of_the_body(pamphlet, article):
    for text in (pamphlet, article):
        assert "".join(text.runs["reads"]) == text.text
        for run in text.runs.itertuples():
            assert text.source[run.seed_start : run.seed_end] == run.found
            assert (run.found == run.reads) == (run.kind == "copied") or run.kind == "joined"
    assert "".join(article.runs["found"]) == article.source
    body = pamphlet.runs.sort_values(["seed_start", "seed_end"])
    at, between = 0, []
    for run in body.itertuples():
        assert run.seed_start >= at
        between.append(pamphlet.source[at : run.seed_start])
        at = run.seed_end
    between = [text for text in [*between, pamphlet.source[at:]] if text.strip()]
    assert ["Anti-Copyright" in text or "Contents" in text for text in between] == [True, True]
    marks = pamphlet.runs[pamphlet.runs["kind"].isin(["heading", "markup"])]
    taken_off = {offset for run in marks.itertuples() for offset in range(run.seed_start, run.seed_end)}
    signs = {match.start() for match in re.finditer(r"[#*]", pamphlet.source)}
    front = {m.start() for m in re.finditer(r"^# On|^## Contents", pamphlet.source, re.MULTILINE)}
    assert signs - taken_off == front | {offset + 1 for offset in front if pamphlet.source[offset + 1] == "#"}


def test_emended_characters_are_those_of_the_log(pamphlet):
    changed = pamphlet.runs[pamphlet.runs["kind"] == "emended"]
    assert changed[["page", "found", "reads"]].to_numpy().tolist() == [  # read off data/emendations.csv by hand
        [7, "i", "I"],
        [7, "C", "c"],
        [8, "S", "s"],
        [8, ",", ""],
        [10, "", "n"],
        [11, "", "."],
        [18, "j", "J"],
    ]


def test_to_seed_gives_the_bytes_of_every_sentence(pamphlet, article):
    """To the byte: only what joins add is not in the file, and slips stand there as they are."""
    for text in (pamphlet, article):
        raw = text.source.encode()
        for sentence in text.sentences.itertuples():
            expected, at = "", sentence.start
            inside = text.runs[(text.runs["start"] < sentence.end) & (text.runs["end"] > sentence.start)]
            for run in inside[inside["kind"].isin(["emended", "joined"])].itertuples():
                expected += text.text[at : run.start] + (run.found if run.kind == "emended" else "")
                at = run.end
            expected += text.text[at : sentence.end]
            ranges = text.to_seed(sentence.start, sentence.end)
            assert b"".join(raw[a:b] for a, b in ranges).decode() == expected
            assert all(end != start for (_, end), (start, _) in pairwise(ranges))


@settings(deadline=None)
@given(st.text(alphabet="aé—漢🎉.\n#=\r ", min_size=1).filter(lambda t: any(c.isalpha() for c in t)), st.data())
def test_to_seed_counts_bytes_and_not_characters(text, data):
    try:
        mine = edition.from_text(text)
    except ValueError:
        return
    start = data.draw(st.integers(0, len(mine.text)))
    end = data.draw(st.integers(start, len(mine.text)))
    got = b"".join(text.encode()[a:b] for a, b in mine.to_seed(start, end)).decode()
    assert got == mine.text[start:end] or "\r" in text
    assert got.replace("\r", "").replace("\n", "") == mine.text[start:end].replace("\n", "")


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


TEXTS = {
    "a Gutenberg book": "\ufeffThe eBook\r\n\r\n*** START ***\r\n\r\nCHAPTER I\r\n\r\nIt was dark;\r\nit rained. Mr. A\r\nsaid so.\r\n",
    "Markdown": "Before.\n\n# One #\ntouching\n\n- a list\n- of two\n\n> Quoted.\n\nUnder\n=====\n\nMore *here*.\n\nLess\n----\n\nEnd.",
    "one line": "Just a line with déjà vu — and 5 = 2 + 3",
    "a poem": "Tyger Tyger, burning bright,\nIn the forests\n\n\tWhat immortal hand\n",
    "a play": "ACT I\n\nHAMLET. To be.\n\n[Exit HAMLET.]\n",
    "numbers": "1 2\n\n* * *\n\n4.5",
    "pages": "One.\x0cTwo.\n\x0c\nThree.",
    "Russian": "Михаил родился... Он умер в 1876 г. в Берне.",
    "Chinese": "革命是什么？革命不是请客吃饭。",
    "emoji": "Hello 👋🏽 world 👩\u200d👧. Fine 🎉!",
}


@pytest.mark.parametrize("name", ["pamphlet", "article", *TEXTS])
def test_tables_agree_with_the_text_and_with_each_other(name):
    text = edition.from_text(TEXTS[name]) if name in TEXTS else edition.read(name)
    for table, columns, key in (
        (text.pages, edition.PAGES, "page"),
        (text.sections, edition.SECTIONS, "section"),
        (text.paragraphs, edition.PARAGRAPHS, "para"),
        (text.sentences, edition.SENTENCES, "sent"),
        (text.tokens, edition.TOKENS, "i"),
        (text.runs, edition.RUNS, "start"),
    ):
        assert list(table.columns) == list(columns)
        for column, kind in table.dtypes.items():
            optional = table is text.pages and column in ("start", "end")
            plain = table is text.pages and column == "page"
            assert kind == ("Int64" if optional else "int64" if plain else edition.KINDS.get(column, "str")), column
        assert table[key].is_unique or table is text.runs
        assert table is text.pages or table["start"].is_monotonic_increasing
    for table in (text.paragraphs, text.sentences, text.tokens):
        assert all(text.text[row.start : row.end] == row.text != "" for row in table.itertuples())
    inside = text.sentences.merge(text.paragraphs, on="para", suffixes=("", "_para"))
    assert ((inside["start"] >= inside["start_para"]) & (inside["end"] <= inside["end_para"])).all()
    for row in text.paragraphs.itertuples():
        spans = language.token_spans(row.text)
        tokens = text.tokens[text.tokens["para"] == row.para]
        assert tokens["text"].tolist() == [row.text[a:b] for a, b in spans]
    counted = text.tokens[text.tokens["is_word"]].groupby("sent").size()
    assert counted.reindex(text.sentences["sent"], fill_value=0).tolist() == text.sentences["words"].tolist()
    assert set(text.sentences["para"]) == set(text.paragraphs["para"])
    assert text.tokens["i"].tolist() == list(range(len(text.tokens)))
    assert set(text.tokens["voice"]) <= set(edition.VOICES)


def test_changing_a_table_changes_no_other_edition(pamphlet):
    mine = edition.read("article")
    mine.tokens["norm"] = "gone"
    del mine.paragraphs["text"]
    again = edition.read("article")
    assert list(again.paragraphs.columns) == list(edition.PARAGRAPHS)
    assert "gone" not in set(again.tokens["norm"])


def test_an_edition_in_a_cell_is_one_line(article):
    assert repr(article) == "<Edition 'article': 10 paragraphs, 35 sentences, 1191 words>"
    assert len(repr(sources.load("article"))) < 1500


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
        ("voices.csv", "[by example]", "[by examples]", r"voices\.csv: “\[by examples\]” stands 0 times in T2"),
        ("voices.csv", "pamphlet,T2", "pamphlet,T12", r"voices\.csv: the pamphlet has no paragraph T12"),
        ("voices.csv", "],bracket", "],brackets", "voice 'brackets' is none of"),
        ("emendations.csv", "\n10,", "\nten,", r"emendations\.csv: 'the conivers who' has page 'ten'"),
        ("emendations.csv", "\n10,", "\n10.0,", r"has page '10\.0'; it must be a whole number"),
        ("emendations.csv", "the connivers who,", "the conivers who,", "a row must change something"),
        ("voices.csv", "bracket,certain,Square bracket: the editor's.\n", "bracket,certain,\n", "has no reason"),
        ("voices.csv", "bracket,certain", "bracket,sure", "certainty 'sure' is none of certain, likely, undetermined"),
        ("voices.csv", "pamphlet,T2", "Pamphlet,T2", r"voices\.csv: 'Pamphlet' is no source"),
        ("sections.csv", "Introduction,editor", "Introduction,edtor", "voice 'edtor' is none"),
        ("sections.csv", "pamphlet,S,", "pamphlet,U,", "section 'U' of the pamphlet is not unique"),
        ("sections.csv", "Introduction,Introduction", "Preface,Preface", r"sections\.csv: no page .* 'Preface'"),
        ("sections.csv", "pamphlet,U,Union Bureaucracy", "pamphlet,U,Unions", "no heading for section U"),
    ],
)
def test_a_table_that_does_not_fit(broken, name, old, new, message):
    broken(name, old, new)
    with pytest.raises(decisions.DecisionError, match=message):
        edition.read("pamphlet")


@pytest.mark.parametrize(
    ("name", "row", "message"),
    [
        ("emendations.csv", "10,conivers,plotters,why", "page 10: the change at .*conivers.* overlaps another change"),
        ("emendations.csv", "10,conivers who man,conniver who man,why", "overlaps another change"),
        ("emendations.csv", "7,*vanity and ambition*,vanity and ambition,why", "a mark of the file"),
        ("emendations.csv", "7,## Union,# Union,why", "a mark of the file"),
        ("emendations.csv", "11,Destruc-,Destruc,why", "the hyphen of the page end"),
        ("emendations.csv", '9,species of,"species\n\nof",why', "within one line"),
        ("emendations.csv", "9,species of,species of a,", "say why"),
        ("voices.csv", "pamphlet,T2,example] the opinion,reported,certain,why", r"'example\] the opinion' overlaps"),
        ("voices.csv", "pamphlet,T2,example,reported,certain,why", "overlaps another row"),
    ],
)
def test_a_row_too_many(tmp_path, monkeypatch, name, row, message):
    shutil.copytree(decisions.FOLDER, tmp_path / "data")
    monkeypatch.setattr(decisions, "FOLDER", tmp_path / "data")
    with (tmp_path / "data" / name).open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    with pytest.raises(decisions.DecisionError, match=message):
        edition.read("pamphlet")


def test_words_within_emphasis_may_be_emended(broken):
    broken("emendations.csv", "10,the conivers", "7,*vanity,*vainness,why\n10,the conivers")
    mine = edition.read("pamphlet")
    assert "temptation: vainness and ambition." in mine.text


def test_a_source_registered_by_a_reader(tmp_path, monkeypatch):
    shutil.copytree(sources.SEEDS, tmp_path / "seeds")
    text = "Before.\n\n# One\n\nSome words."
    (tmp_path / "seeds" / "mine.txt").write_bytes(text.encode())
    entry = dict.fromkeys(sources.ENTRY, "not a booklet")
    entry |= {"file": "mine.txt", "sha256": hashlib.sha256(text.encode()).hexdigest().upper()}
    with (tmp_path / "seeds" / "sources.toml").open("a", encoding="utf-8") as file:
        file.write("[mine]\n" + "".join(f'{key} = "{value}"\n' for key, value in entry.items()))
    monkeypatch.setattr(sources.load, "__defaults__", (tmp_path / "seeds",))
    monkeypatch.setattr(sources.register, "__defaults__", (tmp_path / "seeds",))
    mine = edition.read("mine")
    assert mine.paragraphs[["para", "section"]].to_numpy().tolist() == [["P1", "0"], ["P2", "1"]]
    assert (mine.name, mine.title, mine.source) == ("mine", "not a booklet", text)


# Any other text


def test_from_text_with_headings_and_windows_line_ends():
    text = "# A title\r\n\r\nOne word.\r\nTwo words?\r\n\r\n\r\n## Next\r\n\r\nThe end."
    mine = edition.from_text(text)
    assert mine.sections["title"].tolist() == ["A title", "Next"]
    assert mine.paragraphs[["para", "section"]].to_numpy().tolist() == [["P1", "1"], ["P2", "2"]]
    assert mine.sentences["text"].tolist() == ["One word.", "Two words?", "The end."]
    assert mine.source == text


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_from_text_finds_headings_with_any_line_end(ends):
    text = "\ufeff# One #\ntouching\n# Two\n\n== Three ==\n\nUnder\n=====\n\nLess\n----\nLast."
    mine = edition.from_text(text.replace("\n", ends))
    assert mine.sections["title"].tolist() == ["One", "Two", "Three", "Under", "Less"]
    assert mine.paragraphs[["section", "text"]].to_numpy().tolist() == [["1", "touching"], ["5", "Last."]]
    assert mine.text == "One\ntouching\nTwo\n\nThree\n\nUnder\n\nLess\nLast."
    assert "".join(mine.runs["found"]) == text.replace("\n", ends)


def test_from_text_reads_signs_in_prose_as_signs():
    text = "We know that a =\nb, and\n= c is no heading.\n\n#tag\n\nx == y\n\n- Oui, dit-il.\n- Non."
    mine = edition.from_text(text)
    assert mine.sections.empty
    assert mine.text == text
    assert mine.paragraphs["text"].tolist() == text.split("\n\n")


def test_from_text_puts_what_stands_before_the_first_heading_in_no_section_of_it():
    mine = edition.from_text("Before.\n\n# One\n\nIn it.")
    assert mine.paragraphs["section"].tolist() == ["0", "1"]
    assert mine.sections["section"].tolist() == ["1"]


def test_from_text_makes_no_paragraph_of_ornaments():
    assert edition.from_text("One.\n\n* * *\n\n-----\n\nTwo.").paragraphs["para"].tolist() == ["P1", "P2"]


@pytest.mark.parametrize("text", [Path("my.txt"), b"bytes", None, ["a"]])
def test_from_text_takes_nothing_but_text(text):
    with pytest.raises(TypeError, match=r"read a file with: pathlib\.Path"):
        edition.from_text(text)


def test_from_text_does_not_count_the_name_of_a_file():
    with pytest.raises(ValueError, match="text is the name of a file"):
        edition.from_text(str(sources.SEEDS / "pamphlet.txt"))


def test_from_text_names_half_a_character():
    with pytest.raises(ValueError, match=r"text\[5\] is '\\udce9', half a character"):
        edition.from_text(b"deja \xe9".decode(errors="surrogateescape"))


@pytest.mark.parametrize(
    "line", ["=" * 60_000 + "x", "# a" + " " * 60_000 + "x", "a\n" + "-" * 60_000 + "x", "\n \n" * 60_000 + "a"]
)
def test_from_text_takes_time_in_proportion(line):
    began = time.perf_counter()
    edition.from_text("Words.\n\n" + line)
    assert time.perf_counter() - began < 5  # less than one; far more where a pattern goes back over the line


@pytest.mark.parametrize("text", ["", " \n ", "...", "# \n", "# Only a heading\n"])
def test_from_text_without_words(text):
    with pytest.raises(ValueError, match="holds no words"):
        edition.from_text(text)


@settings(deadline=None)
@given(st.text(alphabet="ab cé.\n#=*-[]—'\r", min_size=1).map(lambda t: t + "\n\na"))
def test_from_text_loses_nothing(text):
    mine = edition.from_text(text)
    assert "".join(mine.runs["found"]) == text
    assert all(mine.text[row.start : row.end] == row.text for row in mine.tokens.itertuples())
    assert mine.tokens["start"].is_monotonic_increasing
    titles = " ".join(mine.sections["title"])
    words = [text[a:b] for a, b in language.token_spans(text) if language.is_word(text[a:b])]
    assert sorted([*mine.tokens.loc[mine.tokens["is_word"], "text"], *re.findall(language.WORD, titles)]) == sorted(
        words
    )
