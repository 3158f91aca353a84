"""The concordance as the package writes it; what its script does is in tests/book/test_concordancer_in_page.py."""

import json
import re
from html import unescape

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closereading import charts, concordancer, edition, passages
from closereading.book.cells import align_table, mend_table, name_table
from closereading.charts.links import passage
from closereading.measures import concordance


@pytest.fixture(scope="module")
def pamphlet():
    return edition.read("pamphlet")


@pytest.fixture
def in_book(monkeypatch):
    monkeypatch.setenv(charts.IN_BOOK, "1")


def rows(html):
    """Return the cells of each line, tags and all."""
    body = re.search(r"<tbody.*?>(.*?)</tbody>", html, re.DOTALL)[1]
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in body.split("</tr>")[:-1]]


def words_of(cells):
    return [unescape(re.sub(r"<[^>]*>", "", cell)) for cell in cells]


def data_of(html):
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)[1])


def unpacked(data):
    """Return the token table that the packed text stands for, without offsets; as the script reads it."""
    tokens = []
    for para, section, text in data["paragraphs"]:
        for i, (gap, token) in enumerate(re.findall(r"([ \n]|^)([^ \n]+)", text)):
            tokens.append({"text": token, "norm": token.lower(), "para": para, "section": section, "is_word": True})
            tokens[-1]["spaced"] = bool(i) and gap == " "

    def places(steps):
        at = 0
        for step in steps:
            at += step
            yield tokens[at]

    for token in places(data["signs"]):
        token["is_word"] = False
    for norm, steps in data["norms"].items():
        for token in places(steps):
            token["norm"] = norm
    for token in tokens:
        token["lemma"] = token["norm"]
    for lemma, steps in data["lemmas"].items():
        for token in places(steps):
            token["lemma"] = lemma
    voices = [voice for voice, length in data["voices"] for _ in range(length)]
    return pd.DataFrame(tokens).assign(voice=voices)


def spaced(tokens):
    opens = tokens["para"] != tokens["para"].shift()
    return (tokens["start"] > tokens["end"].shift()) & ~opens


KEPT = ["text", "norm", "lemma", "para", "section", "voice", "is_word"]


@pytest.mark.parametrize("name", ["pamphlet", "article"])
def test_the_page_carries_the_whole_text_and_little_else(name):
    tokens = edition.read(name).tokens
    html = concordancer.search(tokens, "the").data
    carried = unpacked(data_of(html))
    pd.testing.assert_frame_equal(carried[KEPT], tokens[KEPT], check_dtype=False)
    assert carried["spaced"].tolist() == spaced(tokens).tolist()


def test_a_text_of_six_thousand_tokens_takes_less_than_60_kilobytes(pamphlet):
    html = concordancer.search(pamphlet, "devil").data
    assert len(re.search(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)[1].encode()) < 60_000


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_is_carried_whole(some):
    tokens = edition.from_text(f"# One\n\nWord {some}\n\nAnother").tokens
    carried = unpacked(data_of(concordancer.search(tokens, "word").data))
    pd.testing.assert_frame_equal(carried[KEPT], tokens[KEPT], check_dtype=False)


def test_norms_and_lemmas_may_depend_on_the_place():
    tokens = edition.from_text("I saw the saw. He saw WORKERS’ saws").tokens
    tokens["lemma"] = ["i", "see", "the", "saw", ".", "he", "see", "workers", "’", "saw"]
    html = concordancer.search(tokens, "see").data
    assert [words_of(row)[2] for row in rows(html)] == ["saw", "saw"]
    pd.testing.assert_frame_equal(unpacked(data_of(html))[KEPT], tokens[KEPT], check_dtype=False)


@pytest.mark.parametrize(
    ("start", "unit", "nodes"),
    [
        ("international", "lemma", "international"),
        ("state", "lemma", "state"),
        ("union", "lemma", "union"),
        ("Workers", "lemma", "worker"),
        ("“of the International’s,”", "lemma", "of the international"),
        ("devil in human", "norm", "devil in human"),
    ],
)
def test_the_lines_are_those_of_the_concordance(pamphlet, start, unit, nodes):
    expected = concordance.lines(pamphlet.tokens, nodes, window=8, unit=unit)
    html = concordancer.search(pamphlet, start).data
    found = [words_of(row) for row in rows(html)]
    assert [row[0].split()[0] for row in found] == expected["para"].tolist()[:100]
    assert [row[2] for row in found] == expected["node"].tolist()[:100]
    for (_, left, _, right), line in zip(found, expected.itertuples(), strict=True):
        assert line.left.endswith(left.strip())  # theirs goes on into the next paragraph
        assert line.right.startswith(right.strip()[:-1])
    assert f"{len(expected)} line{'s' * (len(expected) > 1)}, {expected['para'].nunique()} paragraph" in html


def test_lines_keep_to_their_paragraph():
    tokens = edition.from_text("One two, “three” four five.\n\nSix three.").tokens
    found = [words_of(row) for row in rows(concordancer.search(tokens, "three", window=2).data)]
    assert found == [["P1", "One two, “", "three", "” four five"], ["P2", "Six ", "three", "."]]
    with pytest.raises(ValueError, match="does not occur"):
        concordancer.search(tokens, "five six")


def test_words_of_a_phrase_have_no_sign_between_them():
    tokens = edition.from_text("The State, master of all. The State master.").tokens
    assert len(rows(concordancer.search(tokens, "state master").data)) == 1


@pytest.mark.parametrize("window", [1, 3])
def test_the_window_is_so_many_words(pamphlet, window):
    for _, left, _, right in map(words_of, rows(concordancer.search(pamphlet, "state", window=window).data)):
        assert len(re.findall(r"[\w'-]+", left)) <= window
        assert len(re.findall(r"[\w'-]+", right)) <= window


def test_a_star_stands_for_any_letters(pamphlet):
    norms = pamphlet.tokens.loc[pamphlet.tokens["is_word"], "norm"]
    html = concordancer.search(pamphlet, "*organi*").data
    assert f"{norms.str.contains('organi').sum()} lines" in html


@pytest.mark.parametrize("word", ["international", "state", "worker"])
def test_links_light_as_many_words_as_make_the_place_unique(pamphlet, in_book, word):
    expected = passages.occurrences(pamphlet, [word])
    links = [re.search(r'href="([^"]*)"', row[0])[1] for row in rows(concordancer.search(pamphlet, word).data)]
    assert links == [passage(*place) for place in zip(expected["para"], expected["phrase"], strict=True)][:100]


def test_outside_the_book_and_for_other_texts_there_are_no_links(pamphlet, monkeypatch):
    monkeypatch.setenv(charts.IN_BOOK, "1")
    unlinked = concordancer.search(pamphlet, linked=False).data
    monkeypatch.delenv(charts.IN_BOOK)
    for html in (unlinked, concordancer.search(pamphlet).data):
        assert "<a " not in html and data_of(html)["page"] == ""


def test_a_voice_is_said_unless_it_is_the_authors(pamphlet):
    for row in rows(concordancer.search(pamphlet, "organization").data):
        place, *voice = words_of(row)[0].split()
        assert voice == ["editor"] if place.startswith("I") else voice in ([], ["[editor]"])


def test_sections_have_the_titles_given(pamphlet):
    assert "<li>T State <b>19</b></li>" in concordancer.search(pamphlet).data
    assert "<li>T &lt;The&gt; State <b>19</b></li>" in concordancer.search(pamphlet, sections={"T": "<The> State"}).data
    assert "<li>T <b>19</b></li>" in concordancer.search(pamphlet.tokens).data


def test_no_text_gets_out_of_its_script():
    html = concordancer.search(edition.from_text('A word </script><!-- <script> & "quotes" \\ here'), "word").data
    assert len(re.findall("<script", html)) == len(re.findall("</script", html)) == 2
    assert "<!--" not in html
    assert data_of(html)["paragraphs"][0][2].replace("\n", "") == 'A word </script><!-- <script> & "quotes" \\ here'
    assert words_of(rows(html)[0])[3] == ' </script><!-- <script> & "quotes" \\ here'


def test_what_is_searched_for_at_first_is_escaped():
    html = concordancer.search(edition.from_text("A word."), '"<word>"').data
    assert 'value="&quot;&lt;word&gt;&quot;"' in html and "<word>" not in html


def test_a_hundred_lines_are_shown_at_first(pamphlet):
    html = concordancer.search(pamphlet, "the").data
    assert "586 lines, 50 paragraphs" in html and len(rows(html)) == 100
    assert '<p class="concordancer-more"><span>The first 100 are shown.' in html
    assert '<p class="concordancer-more" hidden>' in concordancer.search(pamphlet, "state").data


def test_the_books_tables_are_mended_without_harm(pamphlet, in_book):
    html = concordancer.search(pamphlet).data
    assert name_table(align_table(mend_table(html)), "T_1") == html


def test_the_page_is_the_same_on_every_build_and_may_hold_it_twice(pamphlet):
    html = concordancer.search(pamphlet).data
    assert html == concordancer.search(pamphlet).data
    assert not re.search(r"\sid=", html)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text": pd.DataFrame({"text": ["a"]})}, "text has no column norm"),
        ({"start": "anarchy"}, "start: 'anarchy' does not occur"),
        ({"start": "…"}, "start: '…' does not occur"),
        ({"start": "one " * 9}, "does not occur"),
        ({"window": 0}, "window is 0"),
    ],
)
def test_what_cannot_be_shown_is_refused(change, message):
    given = {"text": edition.from_text("One state."), "start": "state"} | change
    with pytest.raises(ValueError, match=message):
        concordancer.search(**given)


def test_tokens_without_words_or_with_spaces_are_refused():
    tokens = edition.from_text("One state.").tokens
    with pytest.raises(ValueError, match="text holds no words"):
        concordancer.search(tokens.assign(is_word=False), "state")
    with pytest.raises(ValueError, match="the token 'one state' has a space in it"):
        concordancer.search(tokens.assign(text=["one state", "x", "."]), "state")
