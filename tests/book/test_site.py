"""The built book in a browser that has no network, whatever its pages and charts are."""

import html.parser
import json
import re
import urllib.parse
from pathlib import Path

import axe_playwright_python
import pytest

from .looking import Visit
from .serving import served

pytestmark = pytest.mark.site

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
COLOR_RULES = "color-contrast", "link-in-text-block"

FIRST_VISIT, WITH_CHARTS = 350_000, 700_000
"""Bytes that a page may send, compressed: before any chart is live, and after all are."""


def pages(site: Path) -> list[str]:
    """Return the addresses of the book's pages, relative to the site."""
    found = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html") if "_static" not in path.parts)
    return [name for name in found if not is_redirect(site / name)]


def chapters(site: Path) -> list[str]:
    """Return those with something to read."""
    return [name for name in pages(site) if name not in ("search.html", "genindex.html")]


def is_redirect(path: Path) -> bool:
    """Whether a page only leads to another."""
    return 'http-equiv="Refresh"' in path.read_text(encoding="utf-8")


def test_there_is_something_to_look_at(site):
    assert len(chapters(site)) >= 1
    assert any('<figure class="chart' in (site / name).read_text(encoding="utf-8") for name in chapters(site))


@pytest.mark.parametrize("width", [360, 1280])
def test_every_chart_goes_live_without_a_request_to_others_or_a_complaint(browser, base, site, width):
    for name in pages(site):
        with Visit(browser, f"{base}/{name}", width=width) as visit:
            visit.wake()
            visit.page.wait_for_timeout(200)
            assert (name, visit.outside, visit.complaints) == (name, [], [])
            assert (name, visit.overflow()) == (name, 0)
            assert (name, cut_off(visit)) == (name, [])


def cut_off(visit: Visit) -> list[str]:
    """Return the charts of the column's width that are wider than it all the same."""
    return visit.page.evaluate(
        """[...document.querySelectorAll("figure.chart:not(.chart-fixed)")]
           .filter((f) => f.querySelector(".chart-box").scrollWidth > f.querySelector(".chart-box").clientWidth + 1)
           .map((f) => f.id)"""
    )


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_axe_finds_nothing(browser, online, site, width, scheme):
    found = {}
    for name in pages(site):
        with Visit(browser, f"{online}/{name}", width=width, color_scheme=scheme) as visit:
            visit.wake()
            visit.page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
            visit.page.evaluate("for (const m of document.querySelectorAll('.page-menu')) m.open = false")
            # The rows of a table are all alike.
            visit.page.evaluate(
                "for (const r of document.querySelectorAll('.chart-table tr:nth-child(n+20)')) r.remove()"
            )
            visit.page.wait_for_timeout(400)
            visit.page.evaluate(AXE.read_text(encoding="utf-8"))
            found |= {f"{name}: {rule}": nodes for rule, nodes in broken_rules(visit).items()}
    assert found == {}


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (360, "light")])
def test_axe_finds_no_color_that_only_this_width_has_in_this_scheme(browser, online, site, width, scheme):
    charts = max(
        chapters(site), key=lambda name: (site / name).read_text(encoding="utf-8").count('<figure class="chart')
    )
    for name in ("chapters/welcome.html", charts):
        with Visit(browser, f"{online}/{name}", width=width, color_scheme=scheme) as visit:
            visit.wake()
            visit.page.evaluate(AXE.read_text(encoding="utf-8"))
            assert (name, broken_rules(visit, *COLOR_RULES)) == (name, {})


def broken_rules(visit: Visit, *rules: str) -> dict[str, list[str]]:
    """Return what axe objects to, by rule, with the first places; of these rules, or of all it has by default."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": {"type": "rule", "values": rules}} if rules else {})
    violations = visit.page.evaluate("(options) => axe.run(document, options)", options)["violations"]
    return {v["id"]: [f"{n['target']}: {n['html'][:120]}" for n in v["nodes"][:3]] for v in violations}


def in_the_dark(visit: Visit) -> None:
    """Wait until the page and every chart of it are dark."""
    visit.page.wait_for_function(
        """document.documentElement.dataset.theme === "dark"
           && [...document.querySelectorAll("figure.chart")].every((f) => f.dataset.live === "dark")"""
    )
    visit.page.wait_for_timeout(300)


def test_axe_sees_colors_that_are_too_close(browser, online, site):
    with Visit(browser, f"{online}/{chapters(site)[0]}", color_scheme="dark") as visit:
        visit.page.evaluate(AXE.read_text(encoding="utf-8"))
        visit.page.add_style_tag(content=".bd-article p { color: #333 !important }")
        assert list(broken_rules(visit, *COLOR_RULES)) == ["color-contrast"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_is_of_the_pages_scheme(browser, online, site, scheme):
    for name in chapters(site):
        # However busy the machine, no chart goes live meanwhile.
        with Visit(browser, f"{online}/{name}", color_scheme=scheme, without="**/charts.js*") as visit:
            for chart in visit.page.locator("figure.chart").all():
                assert chart.locator(f".chart-{scheme} img").is_visible()
                assert chart.locator(".chart-still img:visible").count() == 1


def test_without_scripts_every_chart_is_a_picture_with_words_and_data(browser, base, site):
    for name in chapters(site):
        with Visit(browser, f"{base}/{name}", java_script_enabled=False) as visit:
            for chart in visit.page.locator("figure.chart").all():
                image = chart.locator(".chart-light img")
                image.scroll_into_view_if_needed()
                assert image.is_visible()
                assert len(image.get_attribute("alt")) > 20
                assert len(chart.locator("figcaption").inner_text()) > 10
                assert chart.locator("details.chart-data table").count() >= 1
                chart.locator("details.chart-data summary").click()
                assert chart.locator("details.chart-data table").first.is_visible()


def test_every_image_has_words(site):
    missing = [
        (name, tag)
        for name in pages(site)
        for tag in re.findall(r"<img\b[^>]*>", (site / name).read_text(encoding="utf-8"))
        if not re.search(r'\balt="', tag)
    ]
    assert missing == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_print_charts_are_pictures_for_white_paper(browser, online, site, scheme):
    for name in chapters(site):
        with Visit(browser, f"{online}/{name}", color_scheme=scheme) as visit:
            visit.wake()
            visit.page.emulate_media(media="print")
            for chart in visit.page.locator("figure.chart").all():
                assert chart.locator(".chart-light img").is_visible()
                assert not chart.locator(".chart-dark img").is_visible()
                assert not chart.locator(".chart-live").is_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_jumps(browser, online, site, width):
    shifts = {}
    for name in chapters(site):
        with Visit(browser, f"{online}/{name}", width=width) as visit:
            visit.page.evaluate(
                """window.shift = 0; new PerformanceObserver((list) => {
                     for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value;
                   }).observe({ type: "layout-shift", buffered: true })"""
            )
            height = visit.page.evaluate("document.documentElement.scrollHeight")
            for _ in range(int(height / 400) + 1):
                visit.page.mouse.wheel(0, 400)
                visit.page.wait_for_timeout(60)
            visit.page.wait_for_timeout(600)
            shifts[name] = visit.page.evaluate("shift")
    assert {name: shift for name, shift in shifts.items() if shift >= 0.05} == {}


def test_the_dark_switch_keeps_what_the_reader_has_set(browser, online, site):
    seen = 0
    for name in chapters(site):
        with Visit(browser, f"{online}/{name}", color_scheme="light") as visit:
            visit.wake()
            inputs = visit.page.locator(".chart-controls :is(input:not([type=radio]), select)")
            seen += inputs.count()
            set_to = [inputs.nth(i).evaluate(CHANGE) for i in range(inputs.count())]
            visit.page.wait_for_timeout(300)
            visit.page.locator(".theme-switch-button").click()
            in_the_dark(visit)
            now = [
                inputs.nth(i).evaluate("(e) => e.type === 'checkbox' ? e.checked : e.value") for i in range(len(set_to))
            ]
            assert (name, now) == (name, set_to)
            assert (name, visit.complaints) == (name, [])
    if not seen:
        pytest.skip("no chart has an input yet")


CHANGE = """(e) => {
  if (e.type === "range") e.value = +e.value === +e.max ? e.min : e.max;
  else if (e.type === "checkbox") e.checked = !e.checked;
  else if (e.tagName === "SELECT") e.selectedIndex = e.options.length - 1;
  else e.value = "people";
  for (const kind of ["input", "change"]) e.dispatchEvent(new Event(kind, { bubbles: true }));
  return e.type === "checkbox" ? e.checked : e.value;
}"""


def test_inputs_have_labels_and_are_large_enough_to_hit(browser, online, site):
    small = []
    for name in chapters(site):
        with Visit(browser, f"{online}/{name}", width=360) as visit:
            visit.wake()
            for one in visit.page.locator(".chart-controls :is(input, select)").all():
                box = one.bounding_box()
                words = one.evaluate("(e) => (e.labels[0] || e).innerText.trim()")
                if not words or min(box["width"], box["height"]) < 24:
                    small.append((name, words, box))
    assert small == []


def test_a_word_typed_for_a_chart_is_looked_up_in_the_concordance(browser, base, site):
    for name in chapters(site):
        with Visit(browser, f"{base}/{name}", width=360) as visit:
            if not visit.page.locator(".concordancer").count():
                continue
            visit.wake()
            chart = visit.page.locator("figure.chart", has=visit.page.locator("input[type=search]")).first
            if not chart.count():
                continue
            box = chart.locator("input[type=search]")
            box.scroll_into_view_if_needed()
            height = visit.page.evaluate("scrollY")
            box.fill("devil")
            visit.page.locator(".concordancer [role=status]", has_text="2 lines, 1 paragraph").first.wait_for()
            assert visit.page.evaluate("scrollY") == height
            assert visit.page.locator(".concordancer tbody tr", has_text="devil").count() == 2
            assert (visit.outside, visit.complaints) == ([], [])
            return
    pytest.fail("no page has both")


def test_search_finds_a_page_by_a_word_of_its_title(browser, base, site):
    name = chapters(site)[0]
    title = re.search(r"<h1>(.*?)<", (site / name).read_text(encoding="utf-8"))[1]
    word = max(re.findall(r"\w+", title), key=len)
    with Visit(browser, f"{base}/search.html?q={urllib.parse.quote(word)}") as visit:
        visit.page.locator("#search-results li").first.wait_for()
        links = visit.page.locator("#search-results li a").evaluate_all("(all) => all.map((a) => a.href)")
        assert any(urllib.parse.urlsplit(link).path.endswith(name) for link in links)
        assert (visit.outside, visit.complaints) == ([], [])


def test_the_keyboard_opens_the_search(browser, online, site):
    with Visit(browser, f"{online}/{chapters(site)[0]}") as visit:
        visit.page.keyboard.press("Control+k")
        assert visit.page.locator("#pst-search-dialog input").is_visible()
        visit.page.keyboard.press("Escape")
        assert not visit.page.locator("#pst-search-dialog input").is_visible()


def test_a_page_sends_no_more_than_its_budget(browser, site):
    sent = {}
    for name in chapters(site):
        with served(site) as server, Visit(browser, f"{server.address}/{name}") as visit:
            visit.page.wait_for_load_state("networkidle")
            # On a busy machine the quiet seconds after which charts go live may be over by now.
            first = sum(size for path, size in server.sent.items() if not re.search(r"/charts/\w+\.js", path))
            charts = visit.wake()
            sent[name] = first, sum(server.sent.values()) if charts else 0
    print({name: f"{one:,} {two:,}" for name, (one, two) in sent.items()})
    assert {n: s for n, s in sent.items() if s[0] > FIRST_VISIT or s[1] > WITH_CHARTS} == {}


class Links(html.parser.HTMLParser):
    """Collects a page's links and the places in it that a link can lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.places |= {value for key in ("id", "name") if (value := given.get(key))}
        self.links += [value for key in ("href", "src") if (value := given.get(key))]


def test_every_link_within_the_site_leads_somewhere(site):
    read = {}
    for path in (path for path in site.rglob("*.html") if "_static" not in path.parts):
        read[path.resolve()] = Links()
        read[path.resolve()].feed(path.read_text(encoding="utf-8"))
    broken = []
    for path, page in read.items():
        for link in page.links:
            url = urllib.parse.urlsplit(link)
            if url.scheme or url.netloc:
                continue
            target = (path.parent / urllib.parse.unquote(url.path)).resolve() if url.path else path
            target = target / "index.html" if target.is_dir() else target
            place = urllib.parse.unquote(url.fragment.split(":~:")[0])
            if not target.exists() or (place and target in read and place not in read[target].places):
                broken.append((path.name, link))
    assert broken == []


class Places(html.parser.HTMLParser):
    """Collects the words that stand within each element with an id, in the layer that is shown."""

    VOID = frozenset(
        {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
    )

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, str] = {}
        self.open: list[tuple[str, str | None, bool]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag not in self.VOID:
            hidden = "layer-found" in (given.get("class") or "").split()
            self.open.append((tag, given.get("id"), hidden))
            if name := given.get("id"):
                self.words.setdefault(name, "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not any(hidden for *_, hidden in self.open):
            for _, name, _ in self.open:
                if name:
                    self.words[name] += data


def rows_of(script: str) -> list[dict]:
    """Return the rows of all data sets in a chart's script."""
    _, _, sets = json.loads("[" + script.strip().removeprefix("chart(").rstrip(";").removesuffix(")") + "]")
    rows = []
    for data in sets.values():
        if isinstance(data, list):
            rows += [row for row in data if isinstance(row, dict)]
        else:
            rows += [dict(zip(data["keys"], cells, strict=True)) for cells in zip(*data["columns"], strict=True)]
    return rows


def test_links_of_charts_lead_to_the_words_they_quote(site):
    pages, checked, quoted = {}, 0, 0
    for script in sorted((site / "_static" / "charts").glob("*.js")):
        if script.name == "vega.js":
            continue
        for row in rows_of(script.read_text(encoding="utf-8")):
            for link in {row[field] for field in ("href", "_href") if row.get(field)}:
                name, _, fragment = link.partition("#")
                place, _, lit = fragment.partition(":~:text=")
                if name not in pages:
                    pages[name] = Places()
                    pages[name].feed((site / "chapters" / name).read_text(encoding="utf-8"))
                words = pages[name].words[urllib.parse.unquote(place)]
                for part in lit.split(",") if lit else []:
                    assert urllib.parse.unquote(part).casefold() in words.casefold(), (script.name, link)
                if re.fullmatch(r"[IUST]\d+[a-z]|e\d+", place) and row.get("quotation"):
                    assert " ".join(words.split()) == " ".join(row["quotation"].split()), (script.name, link)
                    quoted += 1
                checked += 1
    assert checked > 1000
    assert quoted > 100
