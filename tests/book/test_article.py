"""The article is printed whole, to the letter, whatever is marked in it, and what is missing is seen to be missing."""

import html
import json
import re
import subprocess
import sys
from collections import Counter
from types import SimpleNamespace

import pandas as pd
import pytest
from docutils import nodes

from closereading import chronicle, edition, gaps, sources
from closereading.book import margin_notes, reading_edition

from .looking import Visit
from .test_margin_notes import STYLE, contrast
from .test_reading_edition import CONF, layers, mark, words_of
from .test_site import AXE, COLOR_RULES, Places, broken_rules, rows_of

ARTICLE = edition.read("article")
EVENTS = chronicle.load(edition=ARTICLE)
MARKED = margin_notes.events(EVENTS)
GAPS = gaps.load(ARTICLE)
BOX = re.compile(r' <span class="gap".*?</span>', re.DOTALL)


def event(**changes):
    """Return an event as the chronicle has it."""
    row = {
        **{"event": "e3", "para": "L1", "start": 5, "end": 9, "label": "Bread <first> baked", "date": "1870-04~"},
        **{"shown": "about April 1870", "inferred": "", "basis": "", "retells": ""},
    }
    (stretch,) = margin_notes.events(pd.DataFrame([row | changes]))
    return stretch


def words(markup):
    """Return what a reader sees of a note."""
    return html.unescape(re.sub(r"<summary>.*?</summary>|<[^>]+>", "", markup))


@pytest.mark.parametrize(
    ("changes", "style", "note"),
    [
        ({}, "event-dated", "about April 1870 1870-04~ Bread <first> baked."),
        ({"date": "1870", "shown": "1870"}, "event-dated", "1870 Bread <first> baked."),
        (
            {"inferred": "year", "basis": "As in e12."},
            "event-inferred",
            "about April 1870 1870-04~ Bread <first> baked. Year inferred: As in e12.",
        ),
        ({"date": "", "shown": "no date"}, "event-undated", "no date Bread <first> baked."),
        ({"retells": "e1"}, "event-dated", "about April 1870 1870-04~ Bread <first> baked. Told before as e1."),
    ],
)
def test_a_note_says_when_and_how_we_know(changes, style, note):
    found = event(**changes)
    assert (found.style, words(found.note)) == (style, note)
    assert re.findall(r'href="#(\w+)"', found.note) == re.findall(r"\be\d+\b", note)


def test_every_kind_of_event_has_a_line_a_color_and_a_switch():
    style = STYLE.read_text(encoding="utf-8")
    lines = dict(re.findall(r"^\.event-(\w+)\{--role:var\(--\w+\);(.*?)\}", style, flags=re.MULTILINE))
    colors = dict(re.findall(r"^\.event-(\w+)\{--role:var\((--\w+)\)", style, flags=re.MULTILINE))
    assert set(lines) == set(margin_notes.DATED)
    assert len(set(lines.values())) == len(set(colors.values())) == len(lines)
    for kind in margin_notes.DATED:
        assert f"#show-{kind}:not(:checked)) .marked.event-{kind}" in style
        assert f".event-{kind}>.margin-mark,.margin-note.event-{kind}" in style


def test_the_style_reaches_every_event_of_a_paragraph():
    reached = map(int, re.findall(r">\.marked:nth-child\((\d+) of", STYLE.read_text(encoding="utf-8")))
    assert max(reached) >= Counter(EVENTS["para"]).most_common(1)[0][1]


def test_the_blocks_of_a_text_are_all_that_stands_in_it():
    for name in sources.register():
        text = edition.read(name)
        found = list(reading_edition.blocks(text))
        assert "".join("".join(text.text[b.start : b.end] for b in found).split()) == "".join(text.text.split())
        assert [b.name for b in found if b.name and not b.level] == text.paragraphs["para"].tolist()
    assert not [b for b in reading_edition.blocks(edition.read("pamphlet")) if not b.name]


def test_headings_keep_their_levels():
    levels = {ARTICLE.text[b.start : b.end]: b.level for b in reading_edition.blocks(ARTICLE) if b.level}
    raw = {words: len(marks) for marks, words in re.findall(r"^(=+) *(.*?) *=+$", ARTICLE.source, re.MULTILINE)}
    assert levels == {words: max(2, level) for words, level in raw.items()}


@pytest.mark.parametrize("para", list(ARTICLE.paragraphs.itertuples()), ids=lambda para: para.para)
def test_events_change_no_letter(para):
    own = [stretch for stretch in MARKED if stretch.para == para.para]
    node = nodes.paragraph("", "", *reading_edition.inline(ARTICLE, para.start, para.end, mark, own))
    assert layers(node) == (para.text, para.text)
    quoted = EVENTS[EVENTS["para"] == para.para]
    assert words_of(node) == list(zip(quoted["event"], quoted["quotation"], strict=True))


def test_what_may_be_whole_is_decided_source_by_source():
    assert reading_edition.may_be_whole("article", full_text=False)
    assert not reading_edition.may_be_whole("pamphlet", full_text=False)
    assert reading_edition.may_be_whole("pamphlet", full_text=True)


# The pages as Sphinx makes them, without the rest of the book.


@pytest.fixture(scope="module", params=[True, False], ids=["whole", "withheld"])
def built(request, tmp_path_factory):
    """Build the article's page, the pamphlet's, and one with links."""
    folder = tmp_path_factory.mktemp("article")
    first = EVENTS["event"].iloc[0]
    index = f":event:`{first}` :para:`H2`\n\n.. toctree::\n\n   article\n   pamphlet\n"
    pages = {
        "conf.py": CONF.format(whole=request.param),
        "index.rst": f"Links\n=====\n\n{index}",
        "article.rst": "Article\n=======\n\n.. reading-edition:: article\n\nMissing\n-------\n\n.. gaps::\n",
        "pamphlet.rst": "Pamphlet\n========\n\n.. reading-edition:: pamphlet\n",
    }
    for name, content in pages.items():
        (folder / name).write_text(content, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-n", "-b", "html", str(folder), str(folder / "site")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return SimpleNamespace(site=folder / "site", whole=request.param, first=first)


def read(built, page="article"):
    return (built.site / f"{page}.html").read_text(encoding="utf-8")


def test_the_article_stays_whole_when_the_pamphlet_is_withheld(built):
    printed = re.findall(r'<p class="edition-paragraph.*?id="(\w+)">(.*?)</p>', read(built), flags=re.DOTALL)
    seen = [words(BOX.sub("", text)).removeprefix(para) for para, text in printed]
    assert seen == ARTICLE.paragraphs["text"].tolist()
    assert reading_edition.WITHHELD not in read(built)
    pamphlet = words(read(built, "pamphlet"))
    assert any(text in pamphlet for text in edition.read("pamphlet").paragraphs["text"]) == built.whole
    assert (reading_edition.WITHHELD in pamphlet) != built.whole


def test_each_thing_has_one_address(built):
    ids = Counter(re.findall(r'\bid="([^"]+)"', read(built)))
    assert [name for name, count in ids.items() if count > 1] == []
    expected = {*EVENTS["event"], *(f"note-{id}" for id in EVENTS["event"]), *ARTICLE.paragraphs["para"]}
    expected |= {*GAPS["gap"], *(f"why-{gap}" for gap in GAPS["gap"])}
    assert expected <= ids.keys()
    assert set(re.findall(r'href="#([^"]+)"', read(built))) <= ids.keys()


def test_roles_lead_to_events_and_paragraphs(built):
    assert re.search(rf'href="article.html#{built.first}".*?>{built.first}<', read(built, "index"))
    assert 'href="article.html#H2"' in read(built, "index")


def test_the_page_without_boxes_is_the_file(built):
    """Every word of the seed stands on the page, in its order: box, headings and lists too."""
    page = read(built)
    body = page[page.index('id="section-L"') : page.index('id="missing"')]
    for ours in (
        BOX,
        re.compile(r'<details class="margin-notes">.*?</ul></details>(?!</li>)', re.DOTALL),
        re.compile(r'<a class="(?:para-number|headerlink).*?</a>', re.DOTALL),
    ):
        body = ours.sub("", body)
    body = body.partition(">")[2].rpartition("<")[0]
    file = re.sub(r"^=+ *(.*?) *=+$|^- ", r"\1", ARTICLE.source, flags=re.MULTILINE)
    assert words(body).split() == file.split()


def test_each_gap_stands_where_the_table_says(built):
    page = read(built)
    for gap in GAPS.itertuples():
        before, box = re.search(rf'(.*)(<span class="gap" id="{gap.gap}".*?</span>)', page, flags=re.DOTALL).groups()
        seen = words(re.sub(r'<a class="headerlink".*?</a>', "", before))
        assert re.sub(r"\[(?:Probably )?[Mm]issing here: [^\]]*\]", "", seen).rstrip().endswith(gap.before)
        assert words(box) == f"[{reading_edition.MISSING[gap.certainty]}: {gap.what}]"


def test_notes_and_boxes_are_not_searched_as_text(built):
    index = (built.site / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))
    terms = index["terms"].keys()
    assert "schwitzguébel" in terms
    assert not {"edtf", "infer", "undat"} & terms


# The page of the book in a browser.

PAGE = "chapters/article.html"
LIT = "(selector) => getComputedStyle(document.querySelector(selector)).backgroundColor"


def shown(page, selector):
    """Return how many of the elements are to be seen."""
    return page.locator(selector).filter(visible=True).count()


@pytest.mark.site
def test_the_page_names_authors_license_and_changes(site):
    page = (site / PAGE).read_text(encoding="utf-8")
    source = sources.load("article")
    (license,) = re.findall(r"https://\S+", source.licence)
    address = source.retrieved_from.split()[-1]
    assert f'href="{license}"' in page
    assert f'href="{address}"' in page
    assert f'href="{address}?action=history"' in page
    assert "Changes:" in page


@pytest.mark.site
@pytest.mark.parametrize("scripts", [True, False])
def test_events_can_be_switched_off_kind_by_kind_and_together(browser, online, scripts):
    kinds = [stretch.style for stretch in MARKED]
    with Visit(browser, f"{online}/{PAGE}", java_script_enabled=scripts) as visit:
        page = visit.page
        assert shown(page, ".margin-note") == shown(page, ".margin-mark") == len(MARKED)
        for kind in margin_notes.DATED:
            page.locator(f"#show-{kind}").uncheck()
            assert shown(page, ".margin-note") == len(MARKED) - kinds.count(f"event-{kind}")
            assert shown(page, ".margin-mark") == len(MARKED) - kinds.count(f"event-{kind}")
            page.locator(f"#show-{kind}").check()
        page.locator("#show-marks").uncheck()
        assert shown(page, ".margin-note") == shown(page, ".margin-mark") == 0
        lines = page.locator(".edition-paragraph > .marked").evaluate_all(
            "(all) => all.map((e) => getComputedStyle(e).textDecorationLine)"
        )
        assert set(lines) == {"none"}
        assert shown(page, ".gap") == len(GAPS)


@pytest.mark.site
def test_an_address_lights_the_words_of_an_event_and_its_note(browser, online):
    first = MARKED[0]
    with Visit(browser, f"{online}/{PAGE}#{first.id}") as visit:
        none = (visit.page.evaluate(LIT, "body"), "rgba(0, 0, 0, 0)")
        for selector in (f"#{first.id}", f"#note-{first.id}"):
            assert visit.page.evaluate(LIT, selector) not in none
        assert visit.page.evaluate(LIT, f"#{MARKED[1].id}") in none


@pytest.mark.site
def test_the_mark_of_an_event_stands_clear_of_the_next_words(browser, online):
    with Visit(browser, f"{online}/{PAGE}") as visit:
        widths = visit.page.locator(".edition-paragraph .margin-mark").evaluate_all(
            """(all) => all.map((mark) => {
                 const after = getComputedStyle(mark, "::after");
                 const seen = parseFloat(after.width) - parseFloat(after.paddingRight);
                 return [mark.dataset.letter, mark.getBoundingClientRect().width, seen];
               })"""
        )
        assert len(widths) == len(MARKED)
        assert [letter for letter, room, needed in widths if room < needed] == []


@pytest.mark.site
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_articles_page(browser, online, width, scheme):
    with Visit(browser, f"{online}/{PAGE}", width=width, color_scheme=scheme) as visit:
        visit.page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        visit.page.evaluate("for (const m of document.querySelectorAll('.page-menu')) m.open = false")
        visit.page.evaluate(AXE.read_text(encoding="utf-8"))
        assert broken_rules(visit, *(() if scheme == "light" else COLOR_RULES)) == {}
        assert visit.overflow() == 0


@pytest.mark.site
def test_on_paper_the_gaps_and_the_notes_are_there(browser, online):
    with Visit(browser, f"{online}/{PAGE}", width=700) as visit:
        visit.page.emulate_media(media="print")
        assert shown(visit.page, ".margin-note") == len(MARKED)
        assert shown(visit.page, ".gap") == len(GAPS)
        assert shown(visit.page, ".edition-switches") == 0


@pytest.mark.site
def test_links_of_charts_to_events_lead_to_the_words_they_quote(site):
    places = Places()
    places.feed((site / PAGE).read_text(encoding="utf-8"))
    quoted = EVENTS.set_index("event")["quotation"]
    for id, quotation in quoted.items():
        assert places.words[id] == quotation
    for script in sorted((site / "_static" / "charts").glob("*.js")):
        rows = rows_of(script.read_text(encoding="utf-8")) if script.name != "vega.js" else []
        for link in {row[field] for row in rows for field in ("href", "_href") if row.get(field)}:
            page, _, fragment = link.partition("#")
            if page == "article.html":
                assert fragment.partition(":~:")[0] in places.words, (script.name, link)


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_the_colors_of_events_can_be_read_where_words_are_tinted(kind):
    style = STYLE.read_text(encoding="utf-8")
    blocks = re.findall(r"html.*?\{(--thesis.*?)\}", style)
    tints = re.findall(r"html.*?\{(--edition-bracket.*?)\}", style)
    colors, tint = (dict(re.findall(r"--([\w-]+):(#\w{6})", found[kind == "dark"])) for found in (blocks, tints))
    for name in re.findall(r"^\.event-\w+\{--role:var\(--(\w+)\)", style, flags=re.MULTILINE):
        for ground in (tint["edition-reported"], colors["lit"]):
            assert contrast(colors[name], ground) >= 4.5
