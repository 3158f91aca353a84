"""The book as one file."""

import json
import os
import zipfile

import pytest

from closereading.book import download


@pytest.fixture
def book(tmp_path):
    root = tmp_path / "book"
    notebook = {"cells": [{"cell_type": "code", "outputs": [1], "execution_count": 7}, {"cell_type": "markdown"}]}
    for name, text in {
        "README.md": "read",
        "chapters/one.ipynb": json.dumps(notebook),
        "chapters/.ipynb_checkpoints/one.ipynb": "{}",
        "seeds/pamphlet.txt": "seed",
        "closereading/__pycache__/a.pyc": "compiled",
        "_build/html/index.html": "built",
        ".venv/lib/x.py": "not ours",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def names(archive):
    with zipfile.ZipFile(archive) as packed:
        return packed.namelist()


def test_it_holds_the_projects_files_and_nothing_computed(book, tmp_path):
    archive = tmp_path / "closereading.zip"
    download.write_archive(book, download.CONTENTS, archive)
    assert names(archive) == [f"closereading/{n}" for n in ("README.md", "chapters/one.ipynb", "seeds/pamphlet.txt")]
    with zipfile.ZipFile(archive) as packed:
        cell = json.loads(packed.read("closereading/chapters/one.ipynb"))["cells"][0]
    assert cell == {"cell_type": "code", "outputs": [], "execution_count": None}


def test_the_same_files_make_the_same_bytes_at_any_time(book, tmp_path):
    download.write_archive(book, download.CONTENTS, tmp_path / "closereading.zip")
    for path in book.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    (book / "README.md").chmod(0o600)
    other = tmp_path / "elsewhere" / "closereading.zip"
    download.write_archive(book, download.CONTENTS, other)
    assert other.read_bytes() == (tmp_path / "closereading.zip").read_bytes()


def test_the_full_text_can_stay_out(book, tmp_path):
    archive = tmp_path / "closereading.zip"
    download.write_archive(book, [*download.CONTENTS, *(f"!{pattern}" for pattern in download.FULL_TEXT)], archive)
    assert "closereading/seeds/pamphlet.txt" not in names(archive)
