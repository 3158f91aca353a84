"""The theme without what a page does not need."""

from docutils.core import publish_doctree

from closereading.book import lean


def test_scripts_are_left_out_unless_a_page_needs_them():
    assert not lean.wanted("_static/sphinx-thebe.js", "")
    assert not lean.wanted('const THEBE_JS_URL = "https://unpkg.com/thebe"', "")
    assert not lean.wanted("_static/copybutton.js", "<p>words</p>")
    assert lean.wanted("_static/copybutton.js", '<div class="highlight-python">')
    assert not lean.wanted("charts.js", '<p class="chart-data">')
    assert lean.wanted("charts.js", '<figure class="chart chart-fixed" id="x">')
    assert lean.wanted("_static/doctools.js", "")


def test_a_page_is_described_by_its_first_paragraph():
    assert lean.description(publish_doctree("Title\n=====\n\nFirst  words\nof it.\n\nMore.")) == "First words of it."
    long = lean.description(publish_doctree("word " * 100))
    assert len(long) <= 155
    assert long.endswith("word…")
    assert lean.description(publish_doctree("")) == ""
