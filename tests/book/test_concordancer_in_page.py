"""The concordance in a page of the book: what a reader finds, with a mouse, on a phone, by ear."""

import csv
import fnmatch
import io
from pathlib import Path

import axe_playwright_python
import pytest

from closereading import concordancer, edition
from closereading.measures import concordance

from .looking import Visit
from .making import STRICT, build, one_page_book
from .serving import served

pytestmark = pytest.mark.site

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")

SECOND = "# One\n\nHere <b> the State’s end.\n\nHere the state’s beginning."
CELLS = (
    "from closereading import concordancer, edition\n"
    'pamphlet = edition.read("pamphlet")\nconcordancer.search(pamphlet)',
    f'concordancer.search(edition.from_text({SECOND!r}), "state\'s", linked=False)',
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    built = build(one_page_book(tmp_path_factory.mktemp("concordance") / "book", *CELLS), None, *STRICT)
    assert built.code == 0, built.log
    return built.site


@pytest.fixture(scope="module", params=["http", "file"])
def address(request, folder):
    if request.param == "file":
        yield (folder / "index.html").as_uri()
    else:
        with served(folder) as server:
            yield f"{server.address}/index.html"


@pytest.fixture
def visit(browser, address):
    with Visit(browser, address, color_scheme="light") as looking:
        yield looking
        assert (looking.outside, looking.complaints) == ([], [])


@pytest.fixture(scope="module")
def tokens():
    return edition.read("pamphlet").tokens


@pytest.fixture(scope="module")
def words(tokens):
    return tokens[tokens["is_word"]]


def widget(visit, n=0):
    return visit.page.locator(".concordancer").nth(n)


def ask(visit, query, n=0):
    one = widget(visit, n)
    one.get_by_label("Word or phrase").fill(query)
    one.get_by_label("Word or phrase").press("Enter")
    return told(one)


def told(one):
    return one.get_by_role("status").inner_text()


def column(one, name):
    return one.locator(f"tbody .concordancer-{name}").all_text_contents()


def test_the_script_finds_the_lines_that_are_there_already(visit):
    for n in range(2):
        was = widget(visit, n).locator("tbody").inner_html(), told(widget(visit, n))
        widget(visit, n).get_by_role("button", name="Search").click()
        assert (widget(visit, n).locator("tbody").inner_html(), told(widget(visit, n))) == was


ASK_ALL = """([queries, unit]) => {
  const form = document.querySelector(".concordancer form"), body = document.querySelector(".concordancer tbody");
  form.elements.unit.value = unit;
  return queries.map((query) => {
    form.elements.word.value = query;
    form.requestSubmit();
    return [document.querySelector(".concordancer [role=status]").textContent, body.rows.length];
  });
}"""


@pytest.mark.parametrize("unit", ["norm", "lemma"])
def test_counts_are_those_of_the_concordance(visit, tokens, words, unit):
    asked = sorted(words[unit].unique())[::7]
    pairs = (words[unit] + " " + words[unit].shift(-1))[words["i"].shift(-1) == words["i"] + 1]
    asked += sorted(pairs[words["para"] == words["para"].shift(-1)].unique())[::40]
    found = visit.page.evaluate(ASK_ALL, [asked, unit])
    for query, (status, shown) in zip(asked, found, strict=True):
        expected = concordance.lines(tokens, query, unit=unit)
        n, paras = len(expected), expected["para"].nunique()
        # A word that is also a form of another word's lemma finds both; there is none in this text.
        assert (query, status) == (query, f"{n} line{'s' * (n != 1)}, {paras} paragraph{'s' * (paras != 1)}")
        assert shown == min(n, 100)


def test_patterns_match_words_as_they_stand(visit, words):
    norms = words["norm"]
    asked = ["organi*", "*ity", "*-*", "s*e", "*nation*l", "w*"]
    for unit in ("norm", "lemma"):
        for query, (status, _) in zip(asked, visit.page.evaluate(ASK_ALL, [asked, unit]), strict=True):
            hits = norms.map(lambda norm, query=query: fnmatch.fnmatchcase(norm, query))
            assert (query, status.split(",")[0]) == (query, f"{hits.sum()} lines")
    (status, _) = visit.page.evaluate(ASK_ALL, [["the * of"], "norm"])[0]
    following = words["i"].shift(-2) == words["i"] + 2
    assert status.startswith(f"{((norms == 'the') & (norms.shift(-2) == 'of') & following).sum()} lines")


def test_spelling_case_and_signs_around_words_do_not_matter(visit):
    assert ask(visit, "  “Bakunin’s”, ") == ask(visit, "bakunin's") != ask(visit, "state")
    assert ask(visit, "STATE") == ask(visit, "state")


def test_all_forms_or_one(visit, words):
    assert ask(visit, "workers").startswith(f"{(words['lemma'] == 'worker').sum()} lines")
    widget(visit).get_by_label("exactly this form").check()
    assert told(widget(visit)).startswith(f"{(words['norm'] == 'workers').sum()} lines")


@pytest.mark.parametrize("side", ["left", "right"])
def test_lines_in_the_order_of_the_words_beside(visit, tokens, side):
    ask(visit, "masses")
    one = widget(visit)
    one.get_by_label("Order").select_option(side)
    lines = concordance.lines(tokens, "masses")
    # Lines that end with their paragraph have less to be ordered by.
    keys = [concordance.WORD.findall(text.lower()) for text in column(one, side)]
    keys = [key[::-1] for key in keys] if side == "left" else keys
    assert keys == sorted(keys) and len(keys) == len(lines)
    one.get_by_label("Order").select_option("text")
    assert one.locator("tbody th .concordancer-place").all_text_contents() == lines["para"].tolist()


def test_one_section_and_the_counts_of_all(visit, words):
    ask(visit, "state")
    one = widget(visit)
    counts = words[words["lemma"] == "state"].groupby("section").size()
    assert [item.split()[-1] for item in one.locator("li").all_inner_texts()] == [
        str(counts.get(letter, 0)) for letter in words["section"].unique()
    ]
    one.get_by_label("Section").select_option("T")
    assert told(one).startswith(f"{counts['T']} lines")
    assert {para[0] for para in one.locator("tbody th").all_inner_texts()} == {"T"}
    ask(visit, "freedom")
    one.get_by_label("Section").select_option("U")
    freedom = (words["lemma"] == "freedom").sum()
    assert told(one) == f"No line of U Bureaucracy has “freedom”; the other sections have {freedom} lines."
    assert not one.locator("table").is_visible()


def test_what_does_not_occur_brings_near_words(visit):
    one = widget(visit)
    assert ask(visit, "internatinal") == "“internatinal” does not occur in the text. Words near it:"
    near = one.get_by_role("group", name="Words near it").get_by_role("button")
    assert "international" in near.all_inner_texts()
    near.get_by_text("international", exact=True).click()
    assert told(one) == "58 lines, 31 paragraphs"
    assert not one.get_by_role("group", name="Words near it").is_visible()
    assert one.get_by_label("Word or phrase").evaluate("(e) => e === document.activeElement")
    assert ask(visit, "the organs").endswith("Words near it:")
    assert all(text.startswith("the organ") for text in near.all_inner_texts())
    assert ask(visit, "zzzzzzzzzz") == "“zzzzzzzzzz” does not occur in the text. No word is near it."
    assert ask(visit, "zz*") == "No word of the text is like “zz*”."
    assert ask(visit, "state the devil") == "Each word of “state the devil” occurs, but nowhere one after the other."
    assert ask(visit, " . ") == "Type a word or a phrase."
    assert ask(visit, "<img src=x onerror=alert(1)>").startswith("“img” does not occur")


def test_the_box_offers_words_of_the_text(visit):
    box = widget(visit).get_by_label("Word or phrase")
    box.fill("")
    box.press_sequentially("the inter")
    offered = visit.page.evaluate("(e) => [...e.list.options].map((o) => o.value)", box.element_handle())
    assert offered[0] == "the international" and 1 < len(offered) <= 12
    box.evaluate("(e) => { e.value = 'the international'; e.dispatchEvent(new Event('input')) }")
    assert told(widget(visit)) == ask(visit, "the international")


def test_the_rest_is_shown_when_asked_for(visit):
    assert ask(visit, "the").startswith("586 lines")
    one = widget(visit)
    assert one.locator("tbody tr").count() == 100
    one.get_by_role("button", name="Show all").click()
    assert one.locator("tbody tr").count() == 586
    assert one.locator("tbody tr").nth(100).evaluate("(e) => e === document.activeElement")
    assert not one.get_by_role("button", name="Show all").is_visible()


def test_the_lines_are_downloaded_whole(visit, tokens):
    ask(visit, "the")
    with visit.page.expect_download() as download:
        widget(visit).get_by_role("button", name="Download as CSV").click()
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    lines = concordance.lines(tokens, "the")
    assert [row["para"] for row in rows] == lines["para"].tolist()
    assert all(line.endswith(row["left"]) for line, row in zip(lines["left"], rows, strict=True))
    assert list(rows[0]) == ["left", "node", "right", "para", "section", "voice"]
    assert download.value.suggested_filename == "concordance the.csv"


def test_another_script_sets_the_search_of_every_widget(visit, tokens):
    widget(visit).get_by_label("Section").select_option("U")
    visit.page.evaluate("document.dispatchEvent(new CustomEvent('closereading:search', { detail: { word: 'the' } }))")
    for n, lines in ((0, f"{len(concordance.lines(tokens, 'the'))} lines"), (1, "2 lines")):
        assert widget(visit, n).get_by_label("Word or phrase").input_value() == "the"
        assert told(widget(visit, n)).split(",")[0] == lines
    visit.page.evaluate("document.dispatchEvent(new CustomEvent('closereading:search'))")


def test_each_widget_keeps_to_itself(visit):
    ask(visit, "end", 1)
    assert told(widget(visit, 1)) == "1 line, 1 paragraph"
    assert told(widget(visit, 0)) == "58 lines, 31 paragraphs"
    widget(visit, 1).get_by_label("exactly this form").check()
    assert widget(visit, 0).get_by_label("all forms of the word").is_checked()
    assert not widget(visit, 1).get_by_label("Section").is_visible()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_page_never_scrolls_sideways(browser, folder, width):
    with Visit(browser, (folder / "index.html").as_uri(), width=width) as visit:
        for query in ("the", "organi*", "internatinal", "of the * of the *", "x" * 90, "that the international is"):
            ask(visit, query)
            assert (query, visit.overflow()) == (query, 0)
            wide = (
                "(e) => [...e.querySelectorAll('tbody tr, form, p, ul')].some((x) => x.scrollWidth > e.clientWidth + 1)"
            )
            assert not widget(visit).evaluate(wide)


CUT = """(all) => all.filter((e) => {
  const style = getComputedStyle(e);
  return style.maskImage !== "none" || (style.display !== "inline" && e.scrollWidth > e.clientWidth);
}).length"""


def test_on_a_phone_and_on_paper_a_line_is_there_whole(visit):
    ask(visit, "the")
    assert widget(visit).locator("tbody td").evaluate_all(CUT) > 0
    visit.page.emulate_media(media="print")
    assert widget(visit).locator("tbody td").evaluate_all(CUT) == 0
    assert not widget(visit).locator("form").is_visible() and widget(visit).get_by_role("button").count() == 0
    visit.page.emulate_media(media="screen")
    visit.page.set_viewport_size({"width": 360, "height": 850})
    assert widget(visit).locator("tbody td").evaluate_all(CUT) == 0


def test_what_is_touched_on_a_phone_is_large_enough(browser, folder):
    with Visit(browser, (folder / "index.html").as_uri(), width=360, has_touch=True) as visit:
        ask(visit, "internatinal")
        small = "(all) => all.map((e) => e.getBoundingClientRect()).filter((b) => b.height && b.height < 40).length"
        assert widget(visit).locator("button, select, input[type=search], label").evaluate_all(small) == 0
        ask(visit, "the")
        assert widget(visit).locator("tbody a").evaluate_all(small) == 0
    with Visit(browser, (folder / "index.html").as_uri(), width=1024, has_touch=True, is_mobile=True) as visit:
        assert widget(visit).locator("tbody a").evaluate_all(small) == 0


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, folder, width, scheme):
    with Visit(browser, (folder / "index.html").as_uri(), width=width, color_scheme=scheme) as visit:
        visit.page.evaluate(AXE.read_text(encoding="utf-8"))
        for query in ("the", "internatinal"):
            ask(visit, query)
            found = visit.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
            assert [(rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in found] == []
            # Axe takes the text's ground for one it cannot know, where a row is laid out otherwise than a table's.
            ground = widget(visit).evaluate(
                "(e) => [e, e.parentElement].map((x) => getComputedStyle(x).backgroundColor)"
            )
            assert set(ground) == {"rgba(0, 0, 0, 0)"}


def test_without_scripts_the_first_lines_are_there(browser, folder):
    with Visit(browser, (folder / "index.html").as_uri(), java_script_enabled=False) as visit:
        one = widget(visit)
        assert one.locator("noscript p").is_visible()
        assert not one.locator("form").is_visible() and one.get_by_role("button").count() == 0
        assert one.locator("tbody tr").count() == 58 and one.locator("tbody tr").last.is_visible()
        assert told(one) == "58 lines, 31 paragraphs"


def test_a_line_is_read_as_a_row_of_a_table(visit):
    for width in (1280, 360):
        visit.page.set_viewport_size({"width": width, "height": 850})
        table = visit.page.get_by_role("table", name="Lines with “international”")
        assert table.get_by_role("columnheader").all_text_contents() == ["Paragraph", "before", "word", "after"]
        row = table.get_by_role("row").nth(1)
        assert row.get_by_role("rowheader").all_inner_texts()[0].split() == ["I1", "editor"]
        assert row.get_by_role("cell").count() == 3


def test_the_word_stands_in_one_column(visit):
    ask(visit, "organi*")
    places = "(all) => new Set(all.map((e) => Math.round(e.getBoundingClientRect().left))).size"
    assert widget(visit).locator("tbody .concordancer-node").evaluate_all(places) == 1


IN_LAB = """async (html) => {
  // As JupyterLab puts out HTML: parsed, its scripts made anew, then attached.
  const box = document.createElement("div");
  box.innerHTML = html;
  for (const old of box.querySelectorAll("script")) {
    const made = document.createElement("script");
    for (const { name, value } of old.attributes) made.setAttribute(name, value);
    made.textContent = old.textContent;
    old.replaceWith(made);
  }
  const before = Object.keys(window);
  document.body.append(box);
  return Object.keys(window).filter((name) => !before.includes(name));
}"""


def test_a_notebook_shows_it_too_and_finds_no_new_names(browser, monkeypatch):
    monkeypatch.delenv("CLOSEREADING_BOOK", raising=False)
    html = concordancer.search(edition.read("pamphlet")).data
    with Visit(browser, "about:blank") as visit:
        for n in range(2):
            assert visit.page.evaluate(IN_LAB, html) == []
            assert ask(visit, "devil", n) == "2 lines, 1 paragraph"
            assert widget(visit, n).locator("a").count() == 0
        lists = visit.page.evaluate("[...document.querySelectorAll('datalist')].map((list) => list.id)")
        assert len(set(lists)) == 2
        assert visit.complaints == []
