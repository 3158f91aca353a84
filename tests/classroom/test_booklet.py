"""What a class works on is what the book's edition holds, though it is found another way."""

from __future__ import annotations

import string
import subprocess
import sys
from pathlib import Path

import pytest

from closereading import decisions, edition
from closereading.classroom import booklet


def test_the_paragraphs_are_those_of_the_edition() -> None:
    paragraphs = edition.read("pamphlet").paragraphs
    assert booklet.paragraphs() == dict(zip(paragraphs["para"], paragraphs["text"], strict=True))


def test_the_stretches_are_the_pages_in_the_order_of_the_file() -> None:
    pamphlet = edition.read("pamphlet")
    pages = pamphlet.pages[pamphlet.pages["text"].ne("") & pamphlet.pages["page"].between(3, 22)]
    in_file = sorted(pages["text"], key=lambda text: pamphlet.source.index(text[:60]))
    bare = [text.replace("*", "").replace("<i>", "").replace("</i>", "").split() for text in in_file]
    stretches = booklet.stretches()
    assert list(stretches) == list(string.ascii_uppercase[:19])
    assert [text.split() for text in stretches.values()] == bare


def test_no_library_is_loaded_that_would_keep_a_class_waiting() -> None:
    asked = "import sys; from closereading.classroom import booklet; booklet.paragraphs(); print(*sys.modules)"
    loaded = set(
        subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    )
    assert not loaded & {"altair", "nbgrader", "nltk", "numpy", "pandas", "scipy"}


def test_first_words_that_stand_twice_in_the_file_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row | {"first_words": "the State"} if row["page"] == "20" else row for row in decisions.table("pages.csv")]
    monkeypatch.setattr(booklet.decisions, "table", lambda name: rows)
    with pytest.raises(decisions.DecisionError, match=r"page 20: the first words “the State” must stand once"):
        booklet.stretches()


def test_an_emendation_that_does_not_fit_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    found = decisions.table

    def table(name: str, folder: Path | None = None) -> list[dict[str, str]]:
        rows = found(name, folder)
        return [row | {"found": "no such words"} for row in rows] if name == "emendations.csv" else rows

    monkeypatch.setattr(booklet.decisions, "table", table)
    with pytest.raises(decisions.DecisionError, match="“no such words” must stand once"):
        booklet.paragraphs()
