"""What particular charts of the trial book do."""

import re

import pytest

from .looking import Visit

pytestmark = pytest.mark.site


def test_a_click_on_a_mark_opens_its_link_in_the_same_tab(browser, trial):
    with Visit(browser, f"{trial}/chapters/frequency.html") as visit:
        visit.wake()
        visit.page.locator("#fig-words svg.marks .mark-rect.role-mark path").first.click()
        visit.page.wait_for_url(re.compile(r"comparison\.html"))
        assert len(visit.context.pages) == 1


def test_the_table_has_the_same_link_for_the_keyboard(browser, trial):
    with Visit(browser, f"{trial}/chapters/frequency.html") as visit:
        visit.page.locator("#fig-words details summary").focus()
        visit.page.keyboard.press("Enter")
        visit.page.keyboard.press("Tab")  # the table, which scrolls
        visit.page.keyboard.press("Tab")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url(re.compile(r"comparison\.html"))


def test_no_link_leads_to_a_script(browser, trial):
    with Visit(browser, f"{trial}/chapters/frequency.html") as visit:
        visit.wake()
        safe = "/^(?!\\/\\/)[^:]*([/?#]|$)/"
        script = (visit.page.request.get(f"{trial}/_static/charts.js")).text()
        assert safe in script
        tried = ["javascript:alert(1)", "https://example.org", "//example.org", "data:text/html,x"]
        assert visit.page.evaluate(f"(all) => all.filter((a) => {safe}.test(a))", tried) == []
        kept = ["a.html#T1:~:text=x", "#T1", "../a.html", "a.html", "?q=1"]
        assert visit.page.evaluate(f"(all) => all.filter((a) => {safe}.test(a))", kept) == kept


def test_the_term_box_changes_the_marks(browser, trial):
    with Visit(browser, f"{trial}/chapters/frequency.html") as visit:
        visit.wake()
        chart = visit.page.locator("figure.chart", has=visit.page.locator("input[type=search]"))
        marks = chart.locator("svg.marks .role-mark path, svg.marks .role-mark rect")
        before = marks.evaluate_all("(all) => all.map((m) => m.getAttribute('fill') + m.getAttribute('opacity'))")
        chart.locator("input").fill("state")
        visit.page.wait_for_timeout(300)
        after = marks.evaluate_all("(all) => all.map((m) => m.getAttribute('fill') + m.getAttribute('opacity'))")
        assert before != after


def test_the_stills_say_what_the_inputs_are_set_to(browser, trial):
    with Visit(browser, f"{trial}/chapters/frequency.html", java_script_enabled=False) as visit:
        words = visit.page.locator(".chart-controls").all_inner_texts()
        assert words[0].split() == ["Word:", "freedom"]
        assert words[1].split() == ["Window:", "5", "Section:", "all", "sections"]


def test_a_wide_chart_scrolls_in_its_own_box_by_keyboard(browser, trial):
    with Visit(browser, f"{trial}/chapters/comparison.html", width=360) as visit:
        visit.wake()
        box = visit.page.locator(".chart-fixed .chart-box")
        assert box.evaluate("(b) => b.scrollWidth > b.clientWidth")
        assert box.get_attribute("tabindex") == "0"
        box.focus()
        visit.page.keyboard.press("ArrowRight")
        visit.page.wait_for_timeout(400)
        assert box.evaluate("(b) => b.scrollLeft") > 0
        assert visit.overflow() == 0


@pytest.mark.parametrize(("width", "columns"), [(360, 1), (1280, 3)])
def test_panels_stand_in_as_many_columns_as_there_is_room_for(browser, trial, width, columns):
    with Visit(browser, f"{trial}/chapters/comparison.html", width=width) as visit:
        visit.wake()
        lefts = visit.page.locator("figure.chart").first.locator(
            "svg.marks .mark-group.role-scope > g > path.background"
        )
        found = lefts.evaluate_all("(all) => all.map((p) => Math.round(p.getBoundingClientRect().left))")
        assert len(set(found)) == columns


def test_compositions_follow_their_window(browser, trial):
    with Visit(browser, f"{trial}/chapters/comparison.html", width=1280) as visit:
        visit.wake()
        visit.page.set_viewport_size({"width": 360, "height": 800})
        visit.page.wait_for_timeout(1500)
        assert visit.overflow() == 0
        wide = visit.page.locator("figure.chart:not(.chart-fixed) .chart-box").evaluate_all(
            "(all) => all.filter((b) => b.scrollWidth > b.clientWidth + 1).length"
        )
        assert wide == 0


def test_the_tooltip_is_of_the_pages_scheme(browser, trial):
    for scheme in ("light", "dark"):
        with Visit(browser, f"{trial}/chapters/frequency.html", color_scheme=scheme) as visit:
            visit.wake()
            visit.page.locator("#fig-words svg.marks .mark-rect.role-mark path").first.hover()
            tip = visit.page.locator("#vg-tooltip-element.visible")
            tip.wait_for()
            assert f"{scheme}-theme" in tip.get_attribute("class")
            assert "state" in tip.inner_text()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_tooltip_is_within_the_window(browser, trial, width):
    with Visit(browser, f"{trial}/chapters/frequency.html", width=width) as visit:
        visit.wake()
        marks = visit.page.locator("#fig-words svg.marks .mark-rect.role-mark path")
        for one in (marks.first, marks.last):
            one.hover()
            tip = visit.page.locator("#vg-tooltip-element.visible")
            tip.wait_for()
            box = tip.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= width


def test_what_is_printed_says_what_the_picture_shows(browser, trial):
    with Visit(browser, f"{trial}/chapters/frequency.html") as visit:
        visit.wake()
        visit.page.locator(".chart-controls input[type=search]").fill("state")
        visit.page.emulate_media(media="print")
        assert visit.page.locator(".chart-controls").first.inner_text().split() == ["Word:", "freedom"]


def test_glued_values_and_references_are_in_the_text(browser, trial):
    with Visit(browser, f"{trial}/chapters/frequency.html") as visit:
        text = visit.page.locator("#counting").inner_text()
        assert "Figure 1 answers" in text
        assert "The module says one, and the average is 22.14" in text


def test_formulas_are_mathml_with_their_number(browser, trial):
    with Visit(browser, f"{trial}/chapters/frequency.html") as visit:
        assert visit.page.locator("math").count() >= 4
        assert visit.page.locator(".eqno").inner_text().startswith("(1)")
