"""What counts as the same inputs."""

from types import SimpleNamespace

import pytest
from jupyter_cache import get_cache

from closereading.book import cache

from .making import write_notebook


@pytest.fixture
def book(tmp_path):
    for name in (
        "closereading/a.py",
        "closereading/book/b.py",
        "data/c.csv",
        "seeds/d.txt",
        "requirements.txt",
        "README.md",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


def digest(book):
    return cache.digest(book, cache.INPUTS)


@pytest.mark.parametrize("name", ["closereading/a.py", "data/c.csv", "seeds/d.txt", "requirements.txt"])
def test_a_changed_input_is_noticed(book, name):
    before = digest(book)
    (book / name).write_text("other", encoding="utf-8")
    assert digest(book) != before


@pytest.mark.parametrize(
    "name", ["closereading/book/b.py", "README.md", "data/.hidden", "closereading/__pycache__/a.py"]
)
def test_what_no_notebook_reads_changes_nothing(book, name):
    before = digest(book)
    (book / name).parent.mkdir(exist_ok=True)
    (book / name).write_text("other", encoding="utf-8")
    assert digest(book) == before


def test_a_new_a_renamed_and_a_missing_file_are_noticed(book):
    digests = {digest(book)}
    (book / "data/e.csv").write_text("new", encoding="utf-8")
    digests.add(digest(book))
    (book / "data/e.csv").rename(book / "data/f.csv")
    digests.add(digest(book))
    (book / "data/f.csv").unlink()
    (book / "data/c.csv").unlink()
    digests.add(digest(book))
    assert len(digests) == 4


@pytest.mark.parametrize("error", [AssertionError("no kernel"), RuntimeError("Kernel died")])
def test_a_notebook_that_can_not_be_run_ahead_is_left_to_myst_nb(monkeypatch, tmp_path, error):
    def fail(*_, **__):
        raise error

    write_notebook(tmp_path / "page.ipynb", "# A page", "1 + 1")
    config = SimpleNamespace(
        nb_execution_mode="cache", nb_execution_cache_path=str(tmp_path / "kept"), nb_execution_timeout=30
    )
    monkeypatch.setattr(cache, "single_nb_execution", fail)
    cache.run_ahead(
        SimpleNamespace(config=config), SimpleNamespace(doc2path=lambda name: tmp_path / name), ["page.ipynb"]
    )
    assert get_cache(config.nb_execution_cache_path).list_cache_records() == []


def test_the_folder_does_not_matter(book, tmp_path_factory):
    import shutil

    other = shutil.copytree(book, tmp_path_factory.mktemp("other") / "book")
    assert digest(other) == digest(book)
