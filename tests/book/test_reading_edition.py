"""The reading edition prints both layers to the letter, and lays the argument over them without touching a letter."""

import html
import json
import re
import subprocess
import sys
from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st
from sphinx.search.en import SearchEnglish

from closereading import argument, decisions, edition, publication
from closereading.book import reading_edition
from closereading.book.margin_notes import Stretch, claims

PAMPHLET = edition.read("pamphlet")
ARGUMENT = argument.load(edition=PAMPHLET)
CLAIMS = ARGUMENT.claims
MARKED = claims(ARGUMENT)
JOINS = {int(row["page"]): row["join_kind"] for row in decisions.table("pages.csv")}


def mark(page):
    return nodes.raw("", f"<{page}>", format="html")


def printed(para, marked=()):
    return nodes.paragraph("", "", *reading_edition.inline(PAMPHLET, para.start, para.end, mark, marked))


def markup(node):
    return node["markup"] if isinstance(node, reading_edition.Unsearched) else ""


def layers(node):
    """Return the text of the reading layer and that of the layer found in the file."""
    reading, found = "", ""
    for part in node.findall(lambda n: isinstance(n, reading_edition.Unsearched | nodes.Text)):
        if isinstance(part, reading_edition.Unsearched):
            found += html.unescape("".join(re.findall(r"layer-found\">(.*?)</span>", markup(part))))
        elif not isinstance(part.parent, nodes.raw):
            reading += part.astext()
            found += "" if "layer-reading" in part.parent.get("classes", []) else part.astext()
    return reading, found


@pytest.mark.parametrize("para", list(PAMPHLET.paragraphs.itertuples()), ids=lambda para: para.para)
def test_both_layers_to_the_letter(para):
    reading, found = layers(printed(para))
    assert reading == para.text
    raw = PAMPHLET.source.encode()
    bare = "".join(raw[a:b].decode() for a, b in PAMPHLET.to_seed(para.start, para.end))
    # Hyphens at page ends stand in the file but not in the text, spaces between pages in the text but not in the file.
    ends = [JOINS[page] for page in range(para.page_from, para.page_to)]
    assert found.replace("-", "").replace(" ", "") == bare.replace("-", "").replace(" ", "")
    assert found.count("-") - bare.count("-") == ends.count("hyphen")
    assert found.count(" ") - bare.count(" ") == ends.count("mid-sentence")


def test_every_page_of_the_body_begins_once():
    begun = [
        page for p in PAMPHLET.paragraphs.itertuples() for page in reading_edition.pages_begun(PAMPHLET, p.start, p.end)
    ]
    assert begun == list(range(5, 23))


def test_marks_stand_where_pages_begin():
    para = next(p for p in PAMPHLET.paragraphs.itertuples() if p.para == "S3")
    found = printed(para).findall(lambda n: isinstance(n, nodes.raw | nodes.Text | reading_edition.Unsearched))
    parts = [markup(n) or n.astext() for n in found if not isinstance(n.parent, nodes.raw)]
    at = parts.index("<12>")
    assert parts[at - 2].endswith("Destruc")
    assert '<span class="layer-found">-</span>' in parts[at - 1 : at]
    assert "".join(parts[at + 1 :]).startswith("tive action")


def test_voices_italics_and_cuts():
    by_number = {p.para: p for p in PAMPHLET.paragraphs.itertuples()}
    brackets = [n.astext() for n in printed(by_number["T2"]).findall(nodes.inline) if "voice-bracket" in n["classes"]]
    assert brackets == ["[by example]"]
    italics = [n.astext() for n in printed(by_number["T8"]).findall(nodes.emphasis)]
    assert italics == ["People's State", "the destruction of the State"]
    cuts = [n.astext() for n in printed(by_number["U3"]).findall(nodes.inline) if "cut" in n["classes"]]
    assert cuts == ["..."]


def test_a_text_without_pages_is_printed_to_the_letter():
    article = edition.read("article")
    for para in article.paragraphs.itertuples():
        node = nodes.paragraph("", "", *reading_edition.inline(article, para.start, para.end, mark))
        assert layers(node) == (para.text, para.text)


def claim(para, start, end, letter="a"):
    return Stretch(f"{para}{letter}", para, start, end, "role-claim", letter, "claim", "")


def words_of(node):
    """Return the reading text of each claim in a node, by its anchor."""
    found = [n for n in node.findall(nodes.inline) if "marked" in n["classes"]]
    assert all(len(n["ids"]) == 1 for n in found)
    return [(n["ids"][0], layers(n)[0]) for n in found]


def quoting(para, words, letter="a"):
    start = PAMPHLET.text.index(words, PAMPHLET.paragraphs.set_index("para").loc[para, "start"])
    return claim(para, start, start + len(words), letter)


@pytest.mark.parametrize("para", list(PAMPHLET.paragraphs.itertuples()), ids=lambda para: para.para)
def test_the_argument_changes_no_letter_of_either_layer(para):
    own = CLAIMS[CLAIMS["para"] == para.para]
    node = printed(para, [stretch for stretch in MARKED if stretch.para == para.para])
    assert layers(node) == layers(printed(para))
    assert words_of(node) == list(zip(own["id"], own["quote"], strict=True))


@given(st.data())
def test_any_words_can_be_a_claim(data):
    para = data.draw(st.sampled_from(list(PAMPHLET.paragraphs.itertuples())))
    tokens = PAMPHLET.tokens[PAMPHLET.tokens["start"].between(para.start, para.end - 1)]
    cuts = sorted(data.draw(st.sets(st.integers(0, len(tokens) - 1), min_size=2, max_size=8)))
    drawn = [
        claim(para.para, int(tokens["start"].iloc[a]), int(tokens["end"].iloc[b - 1]), letter)
        for letter, a, b in zip("abcd", cuts[::2], cuts[1::2], strict=False)
    ]
    node = printed(para, drawn)
    assert layers(node) == layers(printed(para))
    assert words_of(node) == [(one.id, PAMPHLET.text[one.start : one.end]) for one in drawn]


@pytest.mark.parametrize(
    ("para", "words", "within"),
    [
        ("T8", "the People's State", nodes.emphasis),
        ("S3", "Destructive action is always", nodes.raw),  # the mark of a page that begins in the middle of a word
    ],
)
def test_a_claim_holds_what_it_crosses(para, words, within):
    row = next(p for p in PAMPHLET.paragraphs.itertuples() if p.para == para)
    (found,) = [n for n in printed(row, [quoting(para, words)]).findall(nodes.inline) if "marked" in n["classes"]]
    assert any(True for _ in found.findall(within))


def test_two_claims_side_by_side_are_two():
    row = next(p for p in PAMPHLET.paragraphs.itertuples() if p.para == "U3")
    both = [quoting("U3", "If there is a devil in human history,"), quoting("U3", " that devil", "b")]
    assert [name for name, _ in words_of(printed(row, both))] == ["U3a", "U3b"]


def test_a_page_that_begins_where_a_claim_does_begins_before_it():
    row = next(p for p in PAMPHLET.paragraphs.itertuples() if p.para == "U4")
    both = [quoting("U4", "actually"), quoting("U4", "working", "b")]
    shown = [node.astext() for node in printed(row, both).children]
    at = shown.index("<8>")
    assert shown[at - 1 : at + 3] == ["actually", "<8>", " ", "working"]


# The page as Sphinx makes it, without the rest of the book.

CONF = """
extensions = ["closereading.book.reading_edition"]
html_theme = "basic"
closereading_full_text = {whole}
def setup(app):
    app.add_config_value("closereading_full_text", True, "env", bool)
"""


@pytest.fixture(scope="module", params=[True, False], ids=["whole", "withheld"])
def built(request, tmp_path_factory):
    """Build the reading edition and a page with links, and return their folder."""
    folder = tmp_path_factory.mktemp("edition")
    first = CLAIMS["id"].iloc[0]
    index = f":claim:`{first}` :para:`U3` :page:`12`\n\n.. toctree::\n\n   reading-edition\n"
    pages = {
        "conf.py": CONF.format(whole=request.param),
        "index.rst": f"Links\n=====\n\n{index}",
        "reading-edition.rst": "Edition\n=======\n\n.. reading-edition:: pamphlet\n",
    }
    for name, content in pages.items():
        (folder / name).write_text(content, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", str(folder), str(folder / "site")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return SimpleNamespace(site=folder / "site", whole=request.param, first=first)


def read(built, page="reading-edition"):
    return (built.site / f"{page}.html").read_text(encoding="utf-8")


def test_each_claim_and_each_note_has_one_address(built):
    page = read(built)
    ids = Counter(re.findall(r'\bid="([^"]+)"', page))
    assert [name for name, count in ids.items() if count > 1] == []
    assert (
        set(CLAIMS["id"]) | {f"note-{name}" for name in CLAIMS["id"]} | set(PAMPHLET.paragraphs["para"]) <= ids.keys()
    )
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids.keys()


def test_the_role_leads_to_the_words_of_a_claim(built):
    assert re.search(rf'href="reading-edition.html#{built.first}".*?>{built.first}<', read(built, "index"))


def test_quotations_stand_in_the_whole_text_only(built):
    page = html.unescape(re.sub(r"<[^>]+>", "", read(built)))
    quotes = [quote for quote in CLAIMS["quote"] if len(quote.split()) > 12]
    shown = [quote for quote in quotes if quote in page]
    assert bool(shown) == built.whole
    assert all(html.escape(gloss) in read(built) for gloss in CLAIMS["gloss"])


def test_the_printed_page_has_every_letter(built):
    paragraphs = re.findall(r'<p class="edition-paragraph.*?id="(\w+)">(.*?)</p>', read(built), flags=re.DOTALL)
    assert [para for para, _ in paragraphs] == PAMPHLET.paragraphs["para"].tolist()
    for para, text in paragraphs:
        seen = re.sub(r'<span class="layer-found">.*?</span>|<[^>]+>', "", text).removeprefix(para)
        whole = PAMPHLET.paragraphs.set_index("para").loc[para, "text"]
        assert html.unescape(seen) == (whole if built.whole else publication.first_words(whole))


def test_notes_are_not_searched_as_text(built):
    index = (built.site / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))
    page = index["docnames"].index("reading-edition")
    found = {term for term, pages in index["terms"].items() if page == pages or page in np.atleast_1d(pages)}
    stem = SearchEnglish({}).stem
    text = f"{PAMPHLET.text} {reading_edition.WITHHELD} {' '.join(PAMPHLET.sections['title'])}"
    own = {stem(word.lower()).lower() for word in re.findall(r"\w+", text)}
    glosses = " ".join(CLAIMS["gloss"])
    others = {stem(word.lower()).lower() for word in re.findall(r"\w+", glosses)} - own
    assert "committe" in found
    assert len(others) > 10
    assert others & found == set()
