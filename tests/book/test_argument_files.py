"""The argument's files in the site, and the list of them: small sites built by Sphinx alone, with this part alone."""

import json
import re

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from closereading import argument, decisions
from closereading.argument.exports import FORMATS
from closereading.book import argument_files

CONF = """
from closereading.book import argument_files
extensions = ["myst_parser"]
html_theme = "basic"
def setup(app):
    app.add_config_value("closereading_full_text", True, "env", bool)
    argument_files.setup(app)
"""


@pytest.fixture
def book(tmp_path):
    """Give a function that builds a book of two pages, the list of files on the lower one, without a warning."""
    source = tmp_path / "book"
    (source / "chapters").mkdir(parents=True)
    (source / "conf.py").write_text(CONF, encoding="utf-8")
    (source / "index.md").write_text("# Book\n\n```{toctree}\nchapters/one\n```\n", encoding="utf-8")
    (source / "chapters" / "one.md").write_text("# Files\n\n```{argument-files}\n```\n", encoding="utf-8")

    def build(builder="html", **settings):
        out = tmp_path / builder
        overrides = {"nitpicky": True, **settings}
        with patch_docutils(), docutils_namespace():
            app = Sphinx(source, source, out, tmp_path / "doctrees", builder, overrides, None, warningiserror=True)
            app.build()
        assert app.statuscode == 0
        return out

    return build


def page(site):
    return (site / "chapters" / "one.html").read_text(encoding="utf-8")


def text(site):
    return " ".join(re.sub(r"<[^>]+>", " ", page(site)).split())


def test_the_site_has_each_file_with_what_its_function_makes(book):
    site = book()
    annotation = argument.load()
    assert {path.name: path.read_bytes() for path in (site / "argument").iterdir()} == {
        name: make(annotation).encode("utf-8") for name, make in FORMATS.items()
    }


def test_the_list_leads_to_every_file_and_tells_its_size(book):
    site = book()
    links = re.findall(r'<dt><a class="reference internal" href="([^"]+)">([^<]+)</a>, ([\d,]+) kB</dt>', page(site))
    assert [name for _, name, _ in links] == list(FORMATS)
    for address, name, size in links:
        target = (site / "chapters" / address).resolve()
        assert target == (site / "argument" / name).resolve()
        assert abs(target.stat().st_size / 1000 - int(size.replace(",", ""))) <= 0.5


def test_every_format_is_explained():
    assert list(argument_files.ABOUT) == list(FORMATS)


def test_a_second_build_changes_no_file(book):
    before = {path.name: path.read_bytes() for path in (book() / "argument").iterdir()}
    assert {path.name: path.read_bytes() for path in (book() / "argument").iterdir()} == before


def test_without_the_full_text_there_are_no_files_and_the_page_says_so(book):
    site = book()
    assert (site / "argument" / "argument.aif.json").exists()
    assert book(closereading_full_text=False) == site
    assert list((site / "argument").iterdir()) == []
    assert argument_files.WITHHELD in text(site)
    assert "argument.aif.json" not in page(site)
    quotations = argument.load().claims["quote"]
    assert not any(words in text(site) for words in quotations[quotations.str.len() > 20])


def test_without_the_full_text_a_new_site_has_no_such_folder(book):
    assert not (book(closereading_full_text=False) / "argument").exists()


def test_other_builders_write_no_files_and_no_links(book):
    site = book("text")
    assert not (site / "argument").exists()
    assert "argument.aif.json" not in (site / "chapters" / "one.txt").read_text(encoding="utf-8")


def test_an_edited_table_makes_the_list_anew(book, monkeypatch, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    for path in decisions.FOLDER.iterdir():
        if path.is_file():
            (data / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(decisions, "FOLDER", data)
    before = text(book())
    rows = (data / "relations.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (data / "relations.csv").write_text("".join(rows[: len(rows) // 2]), encoding="utf-8", newline="")
    site = book()
    assert text(site) != before
    nodes = json.loads((site / "argument" / "argument.aif.json").read_text(encoding="utf-8"))["nodes"]
    assert sum(node["type"] != "I" for node in nodes) < len(rows) / 2
