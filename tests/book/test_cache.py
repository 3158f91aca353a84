"""What counts as the same inputs."""

import os
from pathlib import Path
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


def run_ahead(folder, **notebooks):
    """Run notebooks of one cell each ahead, and return the names of those whose results were kept."""
    for name, code in notebooks.items():
        write_notebook(folder / f"{name}.ipynb", "# A page", code)
    config = SimpleNamespace(
        nb_execution_mode="cache",
        nb_execution_cache_path=str(folder / "kept"),
        nb_execution_timeout=30,
        nb_execution_excludepatterns=["*/left-*"],
    )
    env = SimpleNamespace(doc2path=lambda name: folder / f"{name}.ipynb")
    told = []

    def emit(name, notebook):
        told.append((name, notebook.cells[1].execution_count))

    cache.run_ahead(SimpleNamespace(config=config, emit=emit), env, list(notebooks))
    kept = get_cache(config.nb_execution_cache_path)
    for record in kept.list_cache_records():
        assert kept.match_cache_file(record.uri).pk == record.pk
    assert [name for name, _ in told] == [cache.RAN] * len(kept.list_cache_records())
    assert all(count for _, count in told)  # with what running it brought
    return {Path(record.uri).stem for record in kept.list_cache_records()}


def test_notebooks_run_at_the_same_time(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    wait = """
from pathlib import Path
from time import sleep
Path("{mine}").touch()
while not Path("{other}").exists():
    sleep(0.1)"""
    assert run_ahead(tmp_path, a=wait.format(mine="a", other="b"), b=wait.format(mine="b", other="a")) == {"a", "b"}


def test_a_notebook_that_is_not_to_be_run_is_left_alone(tmp_path):
    assert run_ahead(tmp_path, **{"a": "1", "left-out": "1"}) == {"a"}


def test_a_notebook_leaves_nothing_to_the_next(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    first = 'import os\nword = "left"\nos.chdir("/")'
    second = 'assert "word" not in globals()\nfrom pathlib import Path\nassert Path("second.ipynb").exists()'
    assert run_ahead(tmp_path, first=first, second=second) == {"first", "second"}


def test_a_notebook_that_fails_is_left_to_myst_nb_and_the_next_is_run(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert run_ahead(tmp_path, first="1 / 0", second="1 + 1") == {"second"}


def test_what_a_dying_kernel_leaves_behind_is_left_to_myst_nb(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert run_ahead(tmp_path, first="1 + 1", second="import os\nos._exit(1)", third="2 + 2") == {"first"}


@pytest.mark.parametrize("error", [AssertionError("no kernel"), RuntimeError("Kernel didn't respond")])
def test_when_no_kernel_starts_all_is_left_to_myst_nb(monkeypatch, tmp_path, error):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(cache.NotebookClient, "setup_kernel", fail)
    assert run_ahead(tmp_path, page="1 + 1") == set()


def test_the_folder_does_not_matter(book, tmp_path_factory):
    import shutil

    other = shutil.copytree(book, tmp_path_factory.mktemp("other") / "book")
    assert digest(other) == digest(book)
