"""Charts where a reader reruns a notebook: in the book's style, without the net, and two on one page."""

import json
import re

import altair as alt
import pandas as pd

from closereading import charts


def output(monkeypatch, in_book=False, title="Which is <more>?", **encoding):
    """Return the output of a notebook's cell that ends in a chart."""
    if in_book:
        monkeypatch.setenv(charts.IN_BOOK, "1")
    else:
        monkeypatch.delenv(charts.IN_BOOK, raising=False)
    charts.enable()
    data = pd.DataFrame({"word": ["</script>", "b"], "encoding": ["c", "d"], "page": ["reading-edition.html#U7"] * 2})
    chart = alt.Chart(data).mark_bar(color=charts.color("muted")).encode(x="word:N", **encoding)
    bundle = chart.properties(title=title, description="Two bars.")._repr_mimebundle_()
    return bundle[0] if isinstance(bundle, tuple) else bundle


def specification(page):
    return json.loads(re.search(r"^const spec = (.*);$", page, re.M)[1])


def test_enable_follows_the_environment_also_when_called_again(monkeypatch):
    assert set(output(monkeypatch, in_book=True)) == {charts.MIME, "text/plain"}
    assert set(output(monkeypatch)) == {"text/html", "text/plain"}
    bundle = output(monkeypatch, in_book=True)
    assert set(bundle) == {charts.MIME, "text/plain"}
    assert "config" not in bundle[charts.MIME]


def test_a_rerun_chart_asks_for_nothing_from_outside(monkeypatch):
    page = output(monkeypatch)["text/html"]
    assert not re.search(
        r"\b(src|href)\s*=\s*[\"']?(https?:)?//|\bimport\s*\(|@import", page.replace(charts.library(), "")
    )
    assert "window.vegaEmbed=" in page
    assert "jsdelivr" not in page and "unpkg" not in page
    assert charts.OPTIONS["actions"] == {"editor": False}


def test_a_rerun_chart_has_the_house_style_with_its_colors(monkeypatch):
    config = specification(output(monkeypatch)["text/html"])["config"]
    assert config["font"] == charts.theme.FONT
    assert {"name": "muted", "value": charts.theme.ROLES["light"]["muted"]} in config["params"]
    assert config["background"] == charts.theme.PAPER["light"]


def test_a_chart_s_words_cannot_end_its_script_or_become_tags(monkeypatch):
    page = output(monkeypatch)["text/html"]
    assert page.count("</script>") == 1
    assert "<strong>Which is &lt;more&gt;?</strong>" in page
    assert "title" not in specification(page)  # it is said above the chart, where lines can wrap


def test_two_charts_on_a_page_do_not_meet(monkeypatch):
    names = [re.search(r'<div class="(.*?)"', output(monkeypatch)["text/html"])[1] for _ in range(2)]
    assert names[0] != names[1]
    assert "<script>(() => {" in output(monkeypatch)["text/html"]


def test_links_into_the_built_book_are_left_out_and_it_is_said(monkeypatch):
    page = output(monkeypatch, href="page:N")["text/html"]
    assert "href" not in specification(page)["encoding"]
    assert "(Links work in the built book.)" in page
    assert "(Links" not in output(monkeypatch)["text/html"]


def test_a_title_may_have_lines(monkeypatch):
    page = output(monkeypatch, title=alt.Title(["One", "line"], subtitle=["and", "two"]))["text/html"]
    assert "<strong>One line</strong> and two" in page


def test_a_reader_s_own_table_may_be_long(monkeypatch):
    output(monkeypatch)
    alt.Chart(pd.DataFrame({"x": range(6000)})).mark_point().encode(x="x").to_dict()
