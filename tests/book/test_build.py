"""Builds of small books: what succeeds, what must fail, and what must come out the same."""

import os
import time
from pathlib import Path

import pytest

from .making import CHART, STRICT, build, copy_trial, one_page_book, write_notebook

pytestmark = pytest.mark.site


def test_the_trial_builds_without_a_warning(trial_site):
    assert (trial_site / "index.html").exists()
    assert (trial_site / "_static" / "charts" / "vega.js").exists()


def test_a_failing_cell_fails_the_build_and_names_the_notebook(tmp_path):
    built = build(one_page_book(tmp_path / "book", CHART, "1 / 0"))
    assert built.code != 0
    assert "index.ipynb" in built.log
    assert "ZeroDivisionError" in built.log


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (CHART.replace('description="Two bars; state is twice as long as bread.", ', ""), "no description"),
        (CHART.replace('title="Which word leads?", ', ""), "no title"),
        (CHART.replace('"state", "bread"], "count": [4, 2]', '"state"] * 6000, "count": range(6000)'), "6,000 rows"),
    ],
)
def test_a_faulty_chart_fails_any_build_and_says_how_to_mend_it(tmp_path, fault, said):
    assert fault != CHART
    built = build(one_page_book(tmp_path / "book", "pass", fault))
    assert built.code != 0
    assert f"index.ipynb, cell 3: {said}" in built.log or said in built.log
    assert "index.ipynb, cell 3" in built.log


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="a machine with one core runs one notebook at a time")
def test_notebooks_are_run_side_by_side(tmp_path):
    book = one_page_book(tmp_path / "book", "pass")
    (book / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n- file: other\n", encoding="utf-8")
    meeting = (
        "import pathlib, time\nend = time.monotonic() + 60\npathlib.Path({mine!r}).touch()\n"
        "while not pathlib.Path({yours!r}).exists(): assert time.monotonic() < end; time.sleep(0.1)"
    )
    write_notebook(book / "index.ipynb", "# One page", meeting.format(mine="one", yours="two"))
    write_notebook(book / "other.ipynb", "# Another", meeting.format(mine="two", yours="one"))
    built = build(book, None, *STRICT)
    assert built.code == 0, built.log


def test_an_edited_module_shows_its_new_value(tmp_path):
    book = one_page_book(tmp_path / "book", "import numbers_of_it\nprint('value', numbers_of_it.VALUE)")
    (book / "chapters").mkdir()
    config = (book / "_config.yml").read_text(encoding="utf-8")
    (book / "_config.yml").write_text(config.replace("chapters/*.py", "*.py"), encoding="utf-8")
    for value in ("one", "two"):
        (book / "numbers_of_it.py").write_text(f"VALUE = {value!r}\n", encoding="utf-8")
        built = build(book, None, *STRICT)
        assert built.code == 0, built.log
        assert f"value {value}" in (built.site / "index.html").read_text(encoding="utf-8")


def test_nothing_changed_takes_seconds_and_changes_nothing(tmp_path):
    book = one_page_book(tmp_path / "book", CHART)
    first = build(book, None, *STRICT)
    assert first.code == 0, first.log
    before = contents(first.site)
    start = time.monotonic()
    again = build(book, None, *STRICT)
    assert again.code == 0, again.log
    assert time.monotonic() - start < 5 * float(os.environ.get("SLOWNESS", "2"))
    assert contents(again.site) == before


def test_an_edited_page_keeps_the_styles_of_the_others(tmp_path):
    book = copy_trial(tmp_path / "book")
    assert build(book, None, *STRICT).code == 0
    css = (book / "_build/html/_static/site.css").read_text(encoding="utf-8")
    (book / "index.md").write_text("# A trial\n\nWith another paragraph.\n", encoding="utf-8")
    assert build(book, None, *STRICT).code == 0
    assert (book / "_build/html/_static/site.css").read_text(encoding="utf-8") == css


def test_a_chart_that_is_gone_leaves_no_file(tmp_path):
    book = one_page_book(tmp_path / "book", CHART)
    build(book, None, *STRICT)
    before = {path.name for path in (book / "_build/html/_static/charts").iterdir()}
    write_notebook(book / "index.ipynb", "# One page\n\nWith one paragraph.", CHART.replace("[4, 2]", "[5, 2]"))
    build(book, None, *STRICT)
    after = {path.name for path in (book / "_build/html/_static/charts").iterdir()}
    assert len(after) == len(before)
    assert before & after == {"vega.js"}


def test_two_clean_builds_are_the_same_to_the_byte(tmp_path, trial_site):
    other = build(copy_trial(tmp_path / "a b" / "another"), None, *STRICT, PYTHONHASHSEED="7", TZ="Asia/Tokyo")
    assert other.code == 0, other.log
    one, two = contents(trial_site), contents(other.site)
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


def test_the_sources_text_can_be_left_out_of_the_download(tmp_path):
    book = one_page_book(tmp_path / "book", CHART)
    (book / "seeds").mkdir()
    (book / "seeds" / "pamphlet.txt").write_text("text", encoding="utf-8")
    config = (book / "_config.yml").read_text(encoding="utf-8").replace('"*.md"', '"*.md", "seeds/*"')
    sizes = []
    for more in ("", "    closereading_full_text: false\n"):
        (book / "_config.yml").write_text(config + more, encoding="utf-8")
        built = build(book, None, *STRICT)
        assert built.code == 0, built.log
        sizes.append((built.site / "_static/closereading.zip").read_bytes().count(b"seeds/pamphlet.txt"))
    assert sizes == [2, 0]


def contents(site: Path) -> dict[str, bytes]:
    """Return every file of a site."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}
