"""The reading edition prints both layers to the letter."""

import html
import re

import pytest
from docutils import nodes

from closereading import decisions, edition
from closereading.book import reading_edition

PAMPHLET = edition.read("pamphlet")
JOINS = {int(row["page"]): row["join_kind"] for row in decisions.table("pages.csv")}


def mark(page):
    return nodes.raw("", f"<{page}>", format="html")


def printed(para):
    return nodes.paragraph("", "", *reading_edition.inline(PAMPHLET, para.start, para.end, mark))


def layers(node):
    """Return the text of the reading layer and that of the layer found in the file."""
    reading, found = "", ""
    for part in node.findall(lambda n: isinstance(n, nodes.raw | nodes.Text)):
        if isinstance(part, nodes.raw):
            found += html.unescape("".join(re.findall(r"layer-found\">(.*?)</span>", part.astext())))
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
    found = printed(para).findall(lambda n: isinstance(n, nodes.raw | nodes.Text))
    parts = [n.astext() for n in found if not isinstance(n.parent, nodes.raw)]
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
