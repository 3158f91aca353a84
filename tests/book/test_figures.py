"""Figures and what is asked of charts."""

import json
from types import SimpleNamespace

import nbformat
import pytest
from docutils.utils import new_document

from closereading.book import figures
from closereading.book.figures import MOST_ROWS, Press
from closereading.book.stills import Studio
from closereading.charts import MIME

GOOD = {
    "title": {"text": ["Which word", "leads?"], "subtitle": "Longer means <more>."},
    "description": 'Two bars; "state" is longer.',
    "datasets": {"d": [{"word": "state", "n": 2}, {"word": "bread", "n": 1}]},
    "data": {"name": "d"},
    "mark": "bar",
    "encoding": {"x": {"field": "n", "type": "quantitative"}, "y": {"field": "word", "type": "nominal"}},
    "width": "container",
    "params": [
        {"name": "w", "value": 5, "bind": {"input": "range", "min": 1, "max": 9, "name": "Window: "}},
        {"name": "t", "bind": {"input": "search"}},
        {
            "name": "s",
            "value": "I",
            "bind": {"input": "select", "options": ["I", "U"], "labels": ["Introduction", "Union"]},
        },
        {"name": "c", "value": False, "bind": {"input": "checkbox"}},
        {
            "name": "sel",
            "select": "point",
            "bind": {"word": {"input": "select", "options": ["state"]}},
            "value": [{"word": "state"}],
        },
        {"name": "brush", "select": "interval"},
    ],
}


def kinds(spec):
    return [kind for kind, _ in figures.problems(spec)]


def test_a_good_chart_has_no_problem():
    assert kinds(GOOD) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"description": " "}, "alt"),
        ({"title": ""}, "title"),
        ({"data": {"url": "data.csv"}}, "url"),
        ({"datasets": {"d": [{"n": 1}] * (MOST_ROWS + 1)}}, "data"),
        ({"datasets": {"d": [{"n": "x" * 200_000}]}}, "data"),
    ],
)
def test_each_fault_is_found(change, kind):
    assert kinds({**GOOD, **change}) == [kind]


@pytest.mark.parametrize(("form", "announced"), [("html", [figures.bare(GOOD)]), ("latex", [])])
def test_only_sound_charts_are_announced_and_only_for_a_site(monkeypatch, form, announced):
    # A Sphinx of another test may have left its way with warnings behind.
    monkeypatch.setattr(figures, "_LOG", SimpleNamespace(warning=lambda *_, **__: None))
    found = []
    inspector = figures.Inspector(SimpleNamespace(announce=found.append))
    page = new_document("page")
    page += [figures.Chart(spec=json.dumps(spec), cell=1) for spec in (GOOD, {**GOOD, "title": ""})]
    env = SimpleNamespace(docname="page", doc2path=lambda *_, **__: "page.ipynb")
    inspector.look(SimpleNamespace(builder=SimpleNamespace(format=form), env=env), page)
    assert found == announced
    assert len(inspector.found) == 1


def test_sound_charts_of_a_notebook_are_announced_as_its_page_will_ask_for_them():
    found = []
    inspector = figures.Inspector(SimpleNamespace(announce=found.append))
    charts = [nbformat.v4.new_output("display_data", {MIME: spec}) for spec in (GOOD, {**GOOD, "title": ""})]
    other = nbformat.v4.new_output("stream", text="Four times.")
    cells = [nbformat.v4.new_markdown_cell("# A page"), nbformat.v4.new_code_cell("draw()", outputs=[other, *charts])]
    for form in ("html", "latex"):
        app = SimpleNamespace(builder=SimpleNamespace(format=form))
        inspector.look_ahead(app, nbformat.v4.new_notebook(cells=cells))
    assert found == [figures.bare(GOOD)]
    assert inspector.found == []  # the page itself will be asked


def test_title_and_subtitle():
    assert figures.words(GOOD) == ("Which word leads?", "Longer means <more>.")
    assert figures.words({"title": "Just so"}) == ("Just so", "")
    assert figures.words({}) == ("", "")


def test_the_inputs_first_states():
    assert figures.controls(GOOD) == [
        ("Window", "5"),
        ("t", "(empty)"),
        ("s", "Introduction"),
        ("c", "off"),
        ("word", "state"),
    ]


@pytest.fixture
def press(tmp_path):
    return Press(tmp_path / "site", Studio(tmp_path / "stills"))


def test_a_figure_has_words_pictures_and_data(press):
    text = press.figure(GOOD, "fig-words", "", "chapters/one.html")
    assert text.count('alt="Two bars; &quot;state&quot; is longer."') == 2
    assert "<strong>Which word leads?</strong> <span>Longer means &lt;more&gt;.</span>" in text
    assert "<span>Window: <b>5</b></span>" in text
    assert "<summary>Data (2 rows)</summary>" in text
    assert 'src="../_static/charts/' in text
    assert press.figure(GOOD, "fig-words", "", "one.html").count('src="_static/charts/') == 3


def test_a_figures_files_are_all_there(press):
    press.figure(GOOD, "fig-words", "", "one.html")
    names = sorted(path.name[12:] for path in (press.out / figures.FOLDER).iterdir())
    assert names == ["-narrow-dark.svg", "-narrow-light.svg", "-wide-dark.svg", "-wide-light.svg", ".csv", ".js"]


def test_a_charts_script_is_a_call_with_json(press):
    press.figure({**GOOD, "description": "</script>"}, "fig-words", "", "one.html")
    text = next((press.out / figures.FOLDER).glob("*.js")).read_text(encoding="utf-8")
    assert "</script>" not in text
    _, spec, sets = json.loads("[" + text.removeprefix("chart(").rstrip().removesuffix(")") + "]")
    assert "title" not in spec
    assert sets["d"]["columns"] == [["state", "bread"], [2, 1]] or sets["d"]["columns"] == [[2, 1], ["state", "bread"]]


def test_a_file_that_would_be_another_is_written_anew(press):
    path = press.out / press.put("a.svg", "old")
    press.put("a.svg", "new")
    assert path.read_text(encoding="utf-8") == "new"
