"""The annotated reading edition in a browser: lines, notes and switches, with scripts and without."""

import pytest

from closereading import argument, edition
from closereading.book import margin_notes

from .looking import Visit

pytestmark = pytest.mark.site

PAGE = "chapters/reading-edition.html"
PAMPHLET = edition.read("pamphlet")
CLAIMS = argument.load(edition=PAMPHLET).claims
FIRST = CLAIMS[CLAIMS["voice"] == "author"].iloc[0]

LINES = """() => Object.fromEntries([...document.querySelectorAll(".edition-paragraph > .marked")].map((e) => {
  const s = getComputedStyle(e);
  return [e.id, [e.className, s.textDecorationLine, s.textDecorationStyle, s.textDecorationThickness, s.textDecorationColor]];
}))"""

LIT = "(selector) => getComputedStyle(document.querySelector(selector)).backgroundColor"


@pytest.fixture
def wide(browser, online):
    """Open the page where notes stand beside the text."""
    with Visit(browser, f"{online}/{PAGE}", color_scheme="light") as visit:
        yield visit.page


def shown(page, selector: str) -> int:
    """Return how many of the elements are to be seen."""
    return page.locator(selector).filter(visible=True).count()


def test_every_claim_has_the_line_and_the_color_of_its_role(wide):
    drawn = wide.evaluate(LINES)
    assert list(drawn) == CLAIMS["id"].tolist()
    kinds = {claim.id: margin_notes.drawn(claim.role) for claim in CLAIMS.itertuples()}
    styles = {
        kind: {tuple(style[2:]) for name, style in drawn.items() if kinds[name] == kind} for kind in kinds.values()
    }
    assert {style[1] for style in drawn.values()} == {"underline"}
    assert {kind: len(found) for kind, found in styles.items()} == dict.fromkeys(styles, 1)
    lines = [style[:2] for found in styles.values() for style in found]
    assert len(set(lines)) == len(lines)  # the color aside


def test_what_is_seen_and_copied_is_the_text(wide):
    texts = wide.locator(".edition-paragraph").evaluate_all("(all) => all.map((p) => p.innerText)")
    expected = [f"{row.para} {row.text}" for row in PAMPHLET.paragraphs.itertuples()]
    assert [" ".join(text.split()) for text in texts] == [" ".join(text.split()) for text in expected]


def touch(page, selector: str) -> tuple[float, float]:
    """Bring an element to the middle of the window, and return a point on the first line of it."""
    return page.locator(selector).evaluate(
        """(e) => {
          e.scrollIntoView({ block: "center", behavior: "instant" });
          const box = e.getClientRects()[0];
          return [box.x + box.width / 2, box.y + box.height / 2];
        }"""
    )


def test_words_and_note_light_each_other(wide):
    own = CLAIMS.loc[CLAIMS["para"] == CLAIMS["para"].value_counts().index[0], "id"].tolist()
    unlit = {name: wide.evaluate(LIT, f"#{name}") for claim in own for name in (claim, f"note-{claim}")}
    for claim in own:
        for touched in (claim, f"note-{claim}"):
            wide.mouse.move(*touch(wide, f"#{touched}"))
            lit = {name for name, color in unlit.items() if wide.evaluate(LIT, f"#{name}") != color}
            assert lit == {claim, f"note-{claim}"}


def test_an_address_lights_words_and_note(browser, online):
    with Visit(browser, f"{online}/{PAGE}#{FIRST.id}") as visit:
        none = visit.page.evaluate(LIT, "body")
        assert visit.page.locator(f"#{FIRST.id}").is_visible()
        for selector in (f"#{FIRST.id}", f"#note-{FIRST.id}"):
            assert visit.page.evaluate(LIT, selector) not in (none, "rgba(0, 0, 0, 0)")


@pytest.mark.parametrize("width", [1200, 1280, 1600])
def test_notes_stand_beside_the_text_where_there_is_room(browser, online, width):
    with Visit(browser, f"{online}/{PAGE}", width=width) as visit:
        text = visit.page.locator(f"#{FIRST.para}").bounding_box()
        note = visit.page.locator(f"#note-{FIRST.id}").bounding_box()
        assert text["x"] + text["width"] <= note["x"]
        assert text["y"] <= note["y"] < text["y"] + text["height"]
        assert text["width"] > 600
        assert note["width"] > 180
        assert visit.overflow() == 0
        assert not visit.page.locator(".bd-sidebar-secondary").is_visible()
        visit.page.locator("#show-notes").uncheck()
        assert visit.page.locator(".bd-sidebar-secondary").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_notes_are_folded_until_they_are_asked_for(browser, online, scripts):
    with Visit(browser, f"{online}/{PAGE}", width=360, java_script_enabled=scripts) as visit:
        assert shown(visit.page, ".margin-note") == 0
        visit.page.locator(f"#{FIRST.id} > .margin-mark").click()
        note = visit.page.locator(f"#note-{FIRST.id}")
        note.wait_for()
        assert note.locator("li").first.is_visible()
        assert 0 <= note.bounding_box()["y"] < 850
        visit.page.locator("#unfold-notes").check()
        assert shown(visit.page, ".margin-note") == len(CLAIMS)


def test_a_finger_on_words_brings_up_their_note_and_moves_nothing(browser, online):
    with Visit(browser, f"{online}/{PAGE}", width=360, has_touch=True, is_mobile=True) as visit:
        words = visit.page.locator(f"#{FIRST.id}")
        at = touch(visit.page, f"#{FIRST.id}")
        before = words.bounding_box()
        visit.page.touchscreen.tap(*at)
        note = visit.page.locator(f"#note-{FIRST.id}")
        note.wait_for()
        assert shown(visit.page, ".margin-note") == 1
        box = note.bounding_box()
        assert (box["x"], box["width"], round(box["y"] + box["height"])) == (0, 360, 850)
        assert words.bounding_box() == before


@pytest.mark.parametrize("scripts", [True, False])
def test_each_role_and_the_whole_can_be_switched_off(browser, online, scripts):
    kinds = CLAIMS["role"].map(margin_notes.drawn)
    with Visit(browser, f"{online}/{PAGE}", java_script_enabled=scripts) as visit:
        page = visit.page
        assert shown(page, ".margin-note") == shown(page, ".margin-mark") == len(CLAIMS)
        for kind in margin_notes.DRAWN:
            page.locator(f"#show-{kind}").uncheck()
            assert shown(page, ".margin-note") == len(CLAIMS) - (kinds == kind).sum()
            assert shown(page, ".margin-mark") == len(CLAIMS) - (kinds == kind).sum()
            page.locator(f"#show-{kind}").check()
        page.locator("#show-notes").uncheck()
        assert shown(page, ".margin-note") == shown(page, ".margin-mark") == 0
        page.locator("#show-notes").check()
        page.locator("#show-marks").uncheck()
        assert shown(page, ".margin-note") == shown(page, ".margin-mark") == 0


def test_the_lines_go_with_their_role(wide):
    for kind in (*margin_notes.DRAWN, "marks"):
        wide.locator(f"#show-{kind}").uncheck()
    assert {style[1] for style in wide.evaluate(LINES).values()} == {"none"}


def test_the_layer_of_the_file_can_be_shown_under_the_argument(wide):
    wide.locator("#layer-found").check()
    assert shown(wide, ".marked .layer-found") > 0
    assert shown(wide, ".marked .layer-reading") == 0
    assert wide.evaluate(LINES).keys() == set(CLAIMS["id"])


def test_the_keyboard_reaches_notes_that_are_shown(wide):
    wide.locator(f"#{FIRST.id} > .margin-mark").focus()
    wide.keyboard.press("Enter")
    wide.keyboard.press("Tab")
    assert wide.evaluate("document.activeElement.closest('.margin-note')?.id") == f"note-{FIRST.id}"


def test_on_paper_notes_follow_their_paragraph_and_lines_are_explained(browser, online):
    with Visit(browser, f"{online}/{PAGE}", width=700, color_scheme="dark") as visit:
        visit.page.emulate_media(media="print")
        assert shown(visit.page, ".margin-note") == len(CLAIMS)
        assert shown(visit.page, ".marks-legend dt") > len(margin_notes.DRAWN)
        assert shown(visit.page, ".edition-switches") == shown(visit.page, ".margin-notes summary") == 0
        assert visit.page.locator(".margin-note li").first.is_visible()
        text, note = (visit.page.locator(f"#{name}").bounding_box() for name in (FIRST.para, f"note-{FIRST.id}"))
        assert text["y"] + text["height"] <= note["y"]
