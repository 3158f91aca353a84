"""Exercises with folded hints and solutions: in the built pages, in a browser, and in the notebooks they come from."""

import json
import re

import pytest
from docutils import nodes

from closereading import sources
from closereading.book.exercises import DROPDOWN, fold, numbered_by_page

from .looking import Visit
from .making import STRICT, build, one_page_book

CHAPTERS = sorted((sources.SEEDS.parent / "chapters").glob("*.ipynb"))
EXERCISE = re.compile(r"^::::?\{exercise\} .+\n:label: ([\w-]+)$", re.MULTILINE)
SOLUTION = re.compile(r"^:::\{solution(?:-start)?\} ([\w-]+)\n:class: dropdown$", re.MULTILINE)


def text_of(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return "\n\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown")


WITH_EXERCISES = [path for path in CHAPTERS if EXERCISE.search(text_of(path))]


def test_there_are_exercises():
    assert len(WITH_EXERCISES) >= 12


@pytest.mark.parametrize("path", WITH_EXERCISES, ids=lambda path: path.stem)
def test_a_chapter_has_solutions_and_leaves_something_open(path):
    text = text_of(path)
    exercises, solved = EXERCISE.findall(text), SOLUTION.findall(text)
    assert len(exercises) == len(re.findall(r"\{exercise\}", text)) == len(set(exercises))
    assert len(solved) == len(re.findall(r"\{solution(?:-start)?\}", text)) == len(set(solved))
    answered = {*solved, *re.findall(r":label: ([\w-]+)(?:(?!::::\{).)*?What a good answer weighs", text, re.DOTALL)}
    assert set(solved) <= set(exercises)
    assert answered
    assert set(exercises) - set(solved)


@pytest.mark.parametrize("path", WITH_EXERCISES, ids=lambda path: path.stem)
def test_every_exercise_says_how_long_it_takes(path):
    starts = re.findall(r"^:label: [\w-]+\n\n(.+)", text_of(path), flags=re.MULTILINE)
    assert len(starts) == len(EXERCISE.findall(text_of(path)))
    assert all(re.match(r"\*\((?:\d+ minutes|a week)[,)]", start) for start in starts)


def test_exercises_count_from_one_on_each_page():
    numbers = {"a": {"exercise": {"x": (9,), "y": (10,)}}, "b": {"exercise": {"z": (11,)}, "figure": {"f": (3,)}}}
    assert numbered_by_page(numbers) == {
        "a": {"exercise": {"x": (1,), "y": (2,)}},
        "b": {"exercise": {"z": (1,)}, "figure": {"f": (3,)}},
    }


def test_a_fold_keeps_what_stands_below_the_title():
    text = nodes.paragraph("", "Look there.")
    folded = fold(nodes.admonition("", nodes.title("", "Hint"), text, classes=[DROPDOWN], ids=["h"]), "Hint")
    assert folded.children == [text]
    assert (folded["prompt_show"], folded["classes"], folded["ids"]) == ("Hint", [], ["h"])


TEXT = """# One page

::::{exercise} A sum
:label: sum

*(5 minutes)* What is one and one?

:::{admonition} Hint
:class: dropdown

Count your thumbs.

:::
::::

:::{solution} sum
:class: dropdown

Not many.

:::

::::{exercise} Another
:label: another

*(5 minutes)* And then, after {ref}`sum`?
::::
"""


@pytest.mark.site
def test_a_page_with_exercises_needs_no_script_for_them(tmp_path):
    book = one_page_book(tmp_path / "book")
    notebook = json.loads((book / "index.ipynb").read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] = TEXT
    (book / "index.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    built = build(book, None, *STRICT)
    assert built.code == 0, built.log
    page = (built.site / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'caption-number">(Exercise \d) </span><span class="exercise-name">(.*?)</span>', page) == [
        ("Exercise 1", "A sum"),
        ("Exercise 2", "Another"),
    ]
    assert re.findall(r'<details class="(fold[\w ]*?) ?"', page) == ["fold", "fold solution"]
    assert "togglebutton.js" not in page
    assert not re.search(r'id="(?:exercise|solution)-content"', page)


def with_exercises(site):
    """Return the addresses of the pages that have exercises."""
    found = [path.relative_to(site).as_posix() for path in sorted(site.rglob("chapters/*.html"))]
    return [name for name in found if 'class="exercise ' in (site / name).read_text(encoding="utf-8")]


@pytest.mark.site
def test_the_contents_lead_to_the_exercises(site):
    assert len(with_exercises(site)) >= 12
    for name in with_exercises(site):
        assert re.search(r'<a class="[^"]*nav-link" href="#try-it"', (site / name).read_text(encoding="utf-8")), name


@pytest.mark.site
@pytest.mark.parametrize("scripts", [True, False])
def test_the_keyboard_opens_a_hint_and_a_solution(browser, base, site, scripts):
    for name in with_exercises(site):
        with Visit(browser, f"{base}/{name}", java_script_enabled=scripts) as visit:
            for kind in (".exercise > details", "details.solution", "details.check"):
                one = visit.page.locator(kind).first
                if not one.count():
                    continue
                inside = one.locator(":scope > :not(summary)").first
                assert (name, kind, inside.is_visible()) == (name, kind, False)
                one.locator("summary").first.focus()
                visit.page.keyboard.press("Enter")
                assert (name, kind, inside.is_visible()) == (name, kind, True)
            assert (name, visit.outside, visit.complaints) == (name, [], [])


@pytest.mark.site
def test_what_is_folded_stays_out_of_print_and_what_was_opened_is_printed(browser, online, site):
    with Visit(browser, f"{online}/chapters/imposition.html") as visit:
        solutions, answers = visit.page.locator("details.solution"), visit.page.locator("details.check")
        solutions.nth(1).locator("summary").first.click()
        visit.page.emulate_media(media="print")
        assert [solutions.nth(i).is_visible() for i in range(2)] == [False, True]
        assert answers.first.locator("summary").is_visible()
        assert visit.page.locator(".exercise").first.is_visible()


@pytest.mark.site
def test_a_link_to_an_exercise_or_a_solution_has_somewhere_to_go(site):
    for name in with_exercises(site):
        page = (site / name).read_text(encoding="utf-8")
        places = re.findall(r'\bid="([^"]*)"', page)
        assert len(places) == len(set(places)), name
