"""The page on rights says what the book does, and the bibliography what was checked."""

import re
from importlib.metadata import distribution
from pathlib import Path

import pytest
from pybtex.database import parse_file

from closereading import sources
from closereading.book import download

CHAPTERS = sources.SEEDS.parent / "chapters"
PAGE = (CHAPTERS / "rights.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ")]
BIBLIOGRAPHY = parse_file(str(CHAPTERS / "references.bib")).entries

SHIPPED = (
    *("sphinx", "pygments", "pydata-sphinx-theme", "sphinx-book-theme"),
    *("myst-nb", "sphinx-design", "sphinx-copybutton", "sphinx-togglebutton"),
)
"""Packages whose scripts or styles are copied into the site."""

MARK = re.compile(r"(?:^|[.!?”)] )(?:Checked\b(?!.*\. )|Not checked$)")
"""How a note ends: with what was checked where, or that nothing was."""


def holders(package):
    """Return who a package's own license names, as "2018 pandas"."""
    for file in distribution(package).files or []:
        if file.name.upper().startswith("LICENSE"):
            text = Path(file.locate()).read_text(encoding="utf-8")
            return re.findall(r"Copyright \(c\) (\d{4}(?:-\d{4})?),?(?: by)?\s+([^\n(.]+)", text)
    return []


def test_the_page_names_what_the_download_goes_without():
    listed = next(line for line in PAGE.splitlines() if line.startswith("- the download goes without"))
    assert re.findall(r"`([^`]+)`", listed) == list(download.FULL_TEXT)


def test_the_page_gives_the_terms_of_the_article():
    article = sources.load("article")
    assert "CC BY-SA 4.0" in article.licence
    for address in re.findall(r"https://[^\s,]+", article.licence + " " + article.retrieved_from):
        assert f"]({address})" in PAGE
    assert "?action=history)" in PAGE


@pytest.mark.parametrize("package", SHIPPED)
def test_what_the_site_ships_is_credited(package):
    found = holders(package)
    assert found
    for year, holder in found:
        name = re.sub(r"^(?:the )?(?:respective )?|(?: team)? *$", "", holder)
        assert any(year.replace("-", "–") in row and name in row for row in ROWS), (year, holder)


def test_every_work_cited_on_the_page_is_in_the_bibliography():
    cited = {key for keys in re.findall(r"\{cite\}`([^`]+)`", PAGE) for key in keys.split(",")}
    assert cited and cited <= set(BIBLIOGRAPHY)


@pytest.mark.parametrize("key", BIBLIOGRAPHY)
def test_every_entry_says_whether_it_was_checked(key):
    assert MARK.search(BIBLIOGRAPHY[key].fields.get("note", ""))


@pytest.mark.parametrize(
    "note", ["", "Undated", "Checked on a.org. Undated", "It was Checked by us", "Not checked. Undated", "Unchecked"]
)
def test_a_note_without_it_is_found(note):
    assert not MARK.search(note)
