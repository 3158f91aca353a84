"""The real book, copied and built: that damage stops it, that a change shows, and that its text can be left out."""

import csv
import re
import shutil
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import numpy as np
import pytest
from jupyter_cache.executors.utils import single_nb_execution

from closereading import edition

from .making import ROOT, STRICT, Build, build
from .test_build import contents

pytestmark = pytest.mark.site

LEFT_BEHIND = shutil.ignore_patterns(".*", "_build", "__pycache__", "*.egg-info")


def copy_book(folder: Path, *chapters: str) -> Path:
    """Copy the book to a folder, with these chapters only if any are given, and return it."""
    shutil.copytree(ROOT, folder, ignore=LEFT_BEHIND)
    if chapters:
        toc = "format: jb-book\nroot: chapters/" + chapters[0] + "\n"
        if chapters[1:]:
            toc += "chapters:\n" + "".join(f"  - file: chapters/{chapter}\n" for chapter in chapters[1:])
        (folder / "_toc.yml").write_text(toc, encoding="utf-8")
    return folder


def build_copy(book: Path, *options: str, **environment: str) -> Build:
    """Build a copy of the book with the package that lies in it."""
    return build(book, None, *options, PYTHONPATH=str(book), **environment)  # for kernels, which run elsewhere


def test_a_missing_byte_of_a_seed_fails_the_build(tmp_path):
    book = copy_book(tmp_path / "book", "data-dictionary")
    seed = book / "seeds" / "pamphlet.txt"
    seed.write_bytes(seed.read_bytes()[:-1])
    built = build_copy(book)
    assert built.code != 0
    assert "pamphlet.txt is not the registered text" in built.log
    assert "git checkout -- seeds/pamphlet.txt" in built.log


def test_an_edited_table_shows_on_the_next_build(tmp_path):
    book = copy_book(tmp_path / "book", "data-dictionary")
    shown = []
    for _ in range(2):
        built = build_copy(book)
        assert built.code == 0, built.log
        page = (built.site / "chapters" / "data-dictionary.html").read_text(encoding="utf-8")
        shown.append(int(re.search(r"one function word.*?(\d+) rows", page, flags=re.DOTALL)[1]))
        table = book / "data" / "stoplist.csv"
        table.write_text(table.read_text(encoding="utf-8") + "zounds,other\n", encoding="utf-8")
    assert shown[1] == shown[0] + 1


def test_what_a_cell_prints_in_pieces_is_one_output(tmp_path):
    book = copy_book(tmp_path / "book", "bibliography")
    path = book / "chapters" / "bibliography.ipynb"
    notebook = nbformat.read(path, as_version=4)
    source = "import time\nfor piece in ('one', 'two'):\n    print(piece, end='', flush=True)\n    time.sleep(1)"
    notebook.cells.append(nbformat.v4.new_code_cell(source))
    nbformat.write(notebook, path)
    built = build_copy(book)
    assert built.code == 0, built.log
    page = (built.site / "chapters" / "bibliography.html").read_text(encoding="utf-8")
    assert page.count('class="output stream') == 1
    assert "onetwo" in page


def test_each_chapter_runs_in_a_kernel_of_its_own():
    chapters = sorted((ROOT / "chapters").glob("*.ipynb"))

    def run(path: Path) -> BaseException | None:
        return single_nb_execution(nbformat.read(path, as_version=4), str(path.parent), 300, allow_errors=False).err

    with ThreadPoolExecutor(2) as pool:
        assert dict(zip(chapters, pool.map(run, chapters), strict=True)) == dict.fromkeys(chapters)


def test_the_full_text_can_be_left_out(tmp_path):
    book = copy_book(tmp_path / "book", "reading-edition", "voices", "grammar-of-power")
    config = (book / "_config.yml").read_text(encoding="utf-8")
    assert "closereading_full_text: true" in config
    (book / "_config.yml").write_text(config.replace("full_text: true", "full_text: false"), encoding="utf-8")
    built = build_copy(book)
    assert built.code == 0, built.log
    page = (built.site / "chapters" / "reading-edition.html").read_text(encoding="utf-8")
    pamphlet = edition.read("pamphlet")
    assert set(re.findall(r'id="([IUST]\d+)"', page)) == set(pamphlet.paragraphs["para"])
    published = " ".join(
        path.read_text(encoding="utf-8") for path in built.site.rglob("*") if path.suffix in (".html", ".js", ".csv")
    )
    whole = [sentence for sentence in pamphlet.sentences.itertuples() if sentence.words > 12]
    quoted = [sentence.sent for sentence in whole if sentence.text in published]
    assert 0 < len(quoted) < len(whole) / 8  # quotations, each cited, and not the text
    assert 0 < quoted_in(built.site / "_static" / "closereading.zip", pamphlet.text) < 1 / 8


STRETCH = 30
"""Characters from which on words are a quotation, and not a phrase that anybody uses."""


def quoted_in(archive: Path, text: str) -> float:
    """Return what share of a text the files of an archive hold: in fields of tables, in strings and lines of other files."""
    held = np.zeros(len(text), dtype=bool)
    with zipfile.ZipFile(archive) as packed:
        for name in packed.namelist():
            content = packed.read(name).decode("utf-8")
            if name.endswith(".csv"):
                pieces = [field for row in csv.reader(content.splitlines()) for field in row]
            else:
                pieces = [*re.findall(r'"((?:[^"\\]|\\.)*)"', content), *content.splitlines()]
            for words in {piece.strip() for piece in pieces if len(piece.strip()) > STRETCH}:
                for match in re.finditer(re.escape(words), text):
                    held[slice(*match.span())] = True
    return held.mean()


def test_what_an_archive_quotes_is_seen(tmp_path):
    with zipfile.ZipFile(tmp_path / "some.zip", "w") as packed:
        packed.writestr("a.csv", 'id,words\n1,"The first part of it is long enough,"\n')
        packed.writestr("b.json", '{"x":\n "and so is the second, I should think."}')
    text = "The first part of it is long enough, and so is the second, I should think."
    assert quoted_in(tmp_path / "some.zip", text) == pytest.approx((len(text) - 1) / len(text))


def test_two_clean_builds_in_different_folders_are_the_same_to_the_byte(tmp_path):
    books = copy_book(tmp_path / "one"), copy_book(tmp_path / "a b" / "two")
    places = {}, {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    with ThreadPoolExecutor() as both:
        one, two = both.map(lambda book, place: build_copy(book, *STRICT, **place), books, places)
    assert one.code == two.code == 0, one.log + two.log
    first, second = contents(one.site), contents(two.site)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
