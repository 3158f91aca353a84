"""The way back from printing order, held against arithmetic, a hand collation, and booklets set for the purpose."""

import csv
import itertools
import random
import re
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closereading import imposition
from closereading.imposition import (
    ImpositionError,
    ImpositionWarning,
    castoff,
    chain,
    front,
    impose,
    joins,
    place,
    printing_order,
    restore,
)
from closereading.imposition import blocks as blocks_module

ROOT = Path(__file__).parents[1]
PAMPHLET = (ROOT / "seeds" / "pamphlet.txt").read_text(encoding="utf-8")
ARTICLE = (ROOT / "seeds" / "article.txt").read_text(encoding="utf-8")
with (ROOT / "data" / "pages.csv").open(encoding="utf-8", newline="") as file:
    COLLATION = list(csv.DictReader(file))
SPLIT_WORDS = {
    11: ("Destruc", "tive"),
    12: ("re", "maining"),
    14: ("eventu", "ally"),
    15: ("op", "pression"),
    16: ("the", "oretical"),
    17: ("humanis", "tic"),
    20: ("imposi", "tions"),
}

# --- arithmetic


@pytest.mark.parametrize(
    ("pages", "published"),
    [
        (4, [4, 1, 2, 3]),
        (8, [8, 1, 2, 7, 6, 3, 4, 5]),
        (16, [16, 1, 2, 15, 14, 3, 4, 13, 12, 5, 6, 11, 10, 7, 8, 9]),
        (24, [24, 1, 2, 23, 22, 3, 4, 21, 20, 5, 6, 19, 18, 7, 8, 17, 16, 9, 10, 15, 14, 11, 12, 13]),
    ],
)
def test_printing_order_is_the_published_scheme(pages, published):
    assert printing_order(pages) == published


@given(st.integers(1, 60))
def test_every_side_adds_up_to_one_more_than_the_pages(sheets):
    pages = 4 * sheets
    order = printing_order(pages)
    assert sorted(order) == list(range(1, pages + 1))
    assert {left + right for left, right in zip(order[::2], order[1::2], strict=True)} == {pages + 1}
    assert [place(page, pages).position for page in order[:2]] == ["left", "right"]


@pytest.mark.parametrize("wrong", [0, -4, 6, 25, 24.0, "24", True, None, [24]])
def test_no_booklet_has_so_many_pages(wrong):
    with pytest.raises(ValueError, match="multiple of 4"):
        printing_order(wrong)


def test_numpy_integers_are_whole_numbers():
    assert printing_order(np.int64(4)) == [4, 1, 2, 3]


def test_place_agrees_with_the_printing_order():
    order = printing_order(24)
    for side, (left, right) in enumerate(zip(order[::2], order[1::2], strict=True)):
        for number, position in ((left, "left"), (right, "right")):
            assert place(number, 24) == (number, side // 2 + 1, ("front", "back")[side % 2], position)
    assert str(place(5, 24)) == "3F right"
    with pytest.raises(ValueError, match="from 1 to 24"):
        place(25, 24)


def test_impose_drops_blanks_and_counts_pages():
    assert impose(["1", "", "3", "4"]) == "4\n\n1\n\n3"
    with pytest.raises(ValueError, match="got 3"):
        impose(["1", "2", "3"])
    with pytest.raises(ValueError, match="sequence of strings"):
        impose("1234")
    with pytest.raises(ValueError, match="multiple of 4"):
        impose([])


# --- the pamphlet


@pytest.fixture(scope="module", params=[None, 24], ids=["pages found", "pages given"])
def pamphlet(request):
    with warnings.catch_warnings():
        warnings.simplefilter("error", ImpositionWarning)
        return restore(PAMPHLET, request.param)


def test_pamphlet_agrees_with_the_hand_collation(pamphlet):
    assert [page.page for page in pamphlet] == [int(row["page"]) for row in COLLATION] == list(range(1, 25))
    for page, row in zip(pamphlet, COLLATION, strict=True):
        assert (page.sheet, page.side, page.position) == (int(row["sheet"]), row["side"], row["position"])
        assert page.blank == (row["blank"] == "yes"), page
        assert page.text.startswith(row["first_words"]), page
        assert page.text.endswith(row["last_words"]), page
        assert page.join_kind == row["join_kind"], page
        assert page.join_evidence


def test_pamphlet_is_all_there_and_cut_from_the_file(pamphlet):
    spans = sorted(span for page in pamphlet for span in page.spans)
    between = [PAMPHLET[a:b] for (_, a), (b, _) in itertools.pairwise([(0, 0), *spans, (len(PAMPHLET), 0)])]
    assert not "".join(between).strip()
    for page in pamphlet:
        assert page.text == "\n\n".join(PAMPHLET[a:b] for a, b in page.spans)


def test_split_words_are_found_as_such(pamphlet):
    kinds = {page.page: page.join_kind for page in pamphlet if "hyphen" in page.join_kind}
    assert kinds == {number: "lost hyphen" if number == 16 else "hyphen" for number in SPLIT_WORDS}
    for number, (head, tail) in SPLIT_WORDS.items():
        assert pamphlet[number - 1].text.rstrip("-").endswith(head)
        assert pamphlet[number].text.startswith(tail)
        assert f"“{head}” + “{tail}”" in pamphlet[number - 1].join_evidence


def test_interleaved_front_is_told_apart(pamphlet):
    title, cover = pamphlet[0], pamphlet[23]
    assert title.text == "# On the Program of the Alliance\n\nMichail Bakunin\n\n1871"
    assert len(title.spans) == len(cover.spans) == 2
    assert cover.text.count("1871") == 1


def test_text_pages_are_sure_and_the_conventional_blank_is_not(pamphlet):
    assert all(page.confidence > 0.9 for page in pamphlet[4:22])
    assert pamphlet[2].confidence < 0.85
    assert "convention" in pamphlet[2].join_evidence


# --- booklets set for the purpose


def prose(text):
    """Return the sentences of a text without its marks."""
    plain = re.sub(r"\s+", " ", re.sub(r"[#*\[\]<>=]|\(http\S+\)", "", text))
    return re.findall(r"[A-Z][^.!?]{25,300}[.!?]", plain)


SENTENCES = prose(PAMPHLET) + prose(ARTICLE)


def salad(rng, nouns, others, capital):
    words = [rng.choice((nouns if rng.random() < 0.3 else others).split()) for _ in range(rng.randint(6, 24))]
    line = " ".join(word.capitalize() if capital and word in nouns.split() else word for word in words)
    return line[0].upper() + line[1:] + "."


GERMAN = (
    "volk arbeit freiheit staat macht gesellschaft geschichte mensch welt bewegung ordnung herrschaft",
    "und oder aber denn dass die das den ein eine mit ohne gegen nach aus auf ist sind wird haben nicht immer",
)
FRENCH = (
    "peuple travail ouvrier pouvoir histoire monde ville conscience solidarité révolution",
    "le la les des une et mais donc car dans sur pour par avec sans sous faire dire toujours jamais souvent",
)


def set_in_type(paragraphs, measure, depth, hyphenate):
    """Flow paragraphs into lines and pages; a heading, marked by #, begins a page and takes three lines."""
    pages, page, used = [], [], 0

    def turn():
        nonlocal page, used
        pages.append("\n\n".join(page))
        page, used = [], 0

    for paragraph in paragraphs:
        if paragraph.startswith("#"):
            if page:
                turn()
            page, used = [paragraph], 3
            continue
        fragment, line = "", ""
        words = paragraph.split()
        while words:
            word = words.pop(0)
            if len(line) + len(word) + bool(line) <= measure:
                line = f"{line} {word}".strip()
                if words:
                    continue
            elif hyphenate and word.isalpha() and len(word) > 6 and measure - len(line) > 5:
                cut = min(measure - len(line) - 2, len(word) - 3)
                line = f"{line} {word[:cut]}-".strip()
                words.insert(0, word[cut:])
            else:
                words.insert(0, word)
            fragment = fragment[:-1] + line if fragment.endswith("-") else f"{fragment} {line}".strip()
            line, used = "", used + 1
            if used >= depth and (words or line):
                page.append(fragment)
                fragment = ""
                turn()
        if fragment:
            page.append(fragment)
        if used >= depth:
            turn()
    if page:
        turn()
    return pages


def booklet(seed, sheets, measure, depth, hyphenate, sentence, title, contents, longest):
    """Return the pages of a made-up booklet in reading order."""
    rng = random.Random(seed)
    room = 4 * sheets - (2 if title else 0) - (2 if contents else 0)
    body, heads = [], 0
    while len(pages := set_in_type(body, measure, depth, hyphenate)) < room - 1:
        if heads * 4 <= len(pages):
            heads += 1
            body.append(f"## {rng.choice(['North', 'East', 'South', 'West'])} {'I' * heads}")
        body.append(" ".join(sentence(rng) for _ in range(rng.randint(1, longest))))
    pages = pages[:room]
    pages[-1] = re.sub(r"(?s)(.*[.!?]).*", r"\1", pages[-1])  # a text ends with a sentence
    front_pages = ["# The Title of It\n\nA. Writer", ""] if title else []
    if contents:
        first = len(front_pages) + 3
        entries = [
            f"{page.split(chr(10))[0][3:]} . . . . .\t{i + first}" for i, page in enumerate(pages) if page[:1] == "#"
        ]
        front_pages += ["## Contents\n\n" + "\n".join(entries), ""]
    whole = front_pages + pages
    return whole + [""] * (-len(whole) % 4)


def check(pages, found, sure=0.8, least=0.8):
    """Whoever is sure must be right, and most pages must be both."""
    wrong = [p.page for p, text in zip(found, pages, strict=True) if p.text != text]
    assert not [p.page for p in found if p.page in wrong and p.confidence >= sure], wrong
    assert sum(p.confidence >= sure for p in found) >= least * len(found)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10_000),
    sheets=st.integers(2, 9),
    measure=st.sampled_from([40, 55, 70]),
    depth=st.integers(16, 40),
    hyphenate=st.booleans(),
    title=st.booleans(),
    contents=st.booleans(),
    longest=st.sampled_from([5, 12]),
    given_pages=st.booleans(),
)
@pytest.mark.filterwarnings("ignore::closereading.imposition.ImpositionWarning")
def test_restoring_undoes_imposing(seed, sheets, measure, depth, hyphenate, title, contents, longest, given_pages):
    pages = booklet(
        seed, sheets, measure, depth, hyphenate, lambda rng: rng.choice(SENTENCES), title, contents, longest
    )
    try:
        found = restore(impose(pages), len(pages) if given_pages else None)
    except ImpositionError:
        assert sheets <= 4  # two or three joins may be too few to tell
        return
    check(pages, found, least=0.0 if sheets < 4 else 0.75)


@pytest.mark.filterwarnings("ignore::closereading.imposition.ImpositionWarning")
@pytest.mark.parametrize(("measure", "depth"), [(38, 20), (50, 28), (60, 40), (75, 50)])
def test_pamphlet_set_again_at_another_size_comes_back_whole(measure, depth):
    text = "".join(
        page.text.rstrip("-")
        if "hyphen" in page.join_kind
        else page.text + (" " if "mid" in page.join_kind else "\n\n")
        for page in restore(PAMPHLET)[4:22]
    )
    pages = ["# On the Program of the Alliance\n\nMichail Bakunin", ""]
    pages += set_in_type(text.split("\n\n"), measure, depth, hyphenate=True)
    pages += [""] * (-len(pages) % 4)
    found = restore(impose(pages))
    assert [page.text for page in found] == pages


@pytest.mark.filterwarnings("ignore::closereading.imposition.ImpositionWarning")
@pytest.mark.parametrize(("language", "words", "capital"), [("de", GERMAN, True), ("fr", FRENCH, False)])
def test_other_languages(language, words, capital):
    pages = booklet(3, 6, 60, 30, True, lambda rng: salad(rng, *words, capital), True, True, 8)
    for code in (language, "en", "xx"):
        check(pages, restore(impose(pages), language=code), least=0.6)


@pytest.mark.filterwarnings("ignore::closereading.imposition.ImpositionWarning")
def test_pages_of_one_block_and_blanks_in_many_places():
    rng = random.Random(5)
    long = set_in_type([" ".join(rng.choice(SENTENCES) for _ in range(150))], 60, 30, hyphenate=True)[:11]
    long[-1] = long[-1][: len(long[-1]) // 2].rsplit(". ", 1)[0] + "."
    pages = ["", "", *long, "", "", "Printed by the Press"]
    found = restore(impose(pages), 16)  # an outer sheet with four blanks leaves no trace, so the number is needed
    check(pages, found, least=0.6)
    assert all(page.text == text for page, text in zip(found[2:13], long, strict=True))


@pytest.mark.filterwarnings("ignore::closereading.imposition.ImpositionWarning")
@pytest.mark.parametrize("blanks", [(), (2, 31), (6,), (15,), (1, 20)])
def test_text_that_runs_on_across_blanks(blanks):
    words = " ".join(SENTENCES).split()
    parts = iter(" ".join(words[150 * i : 150 * (i + 1)]) for i in range(32))
    pages = ["" if number in blanks else next(parts) for number in range(1, 33)]
    found = restore(impose(pages), 32)
    check(pages, found, sure=0.9, least=0.5)
    assert [page.text for page in found if page.text] == [page for page in pages if page]
    for page in found[:-1]:
        assert (page.join_kind == "blank") == (page.blank or found[page.page].blank)
        before = next((p.text for p in reversed(found[: page.page]) if not p.blank), "")
        after = next((p for p in found[page.page :] if not p.blank), None)
        if page.join_kind == "blank" and before[-1:].isalpha() and after and after.text[0].islower():
            assert f"goes on at page {after.page}, after the blank" in page.join_evidence


def test_sixty_four_pages():
    pages = booklet(11, 16, 60, 30, True, lambda rng: rng.choice(SENTENCES), True, False, 6)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ImpositionWarning)
        found = restore(impose(pages))
    assert [page.text for page in found[2:]] == pages[2:]


@pytest.mark.filterwarnings("ignore::closereading.imposition.ImpositionWarning")
@pytest.mark.parametrize("gap", ["\n\n", "\n\n\n", "\r\n\r\n", "\n \t\n"])
def test_blank_lines_of_any_kind_part_the_pages(gap):
    pages = booklet(2, 4, 60, 30, True, lambda rng: rng.choice(SENTENCES), True, False, 6)
    text = gap.join(impose(pages).split("\n\n"))
    found = restore("\n\n" + text + "\n")
    assert [re.sub(r"\s*\n\s*\n\s*", "\n\n", page.text) for page in found] == pages


def test_form_feeds_mark_pages():
    pages = booklet(2, 4, 60, 30, True, lambda rng: rng.choice(SENTENCES), False, False, 6)
    found = restore("\n\f".join(pages[number - 1] for number in printing_order(16)))
    assert [page.text for page in found] == pages
    assert min(page.confidence for page in found) > 0.9


# --- what is wrong or unsure must be said


@pytest.mark.parametrize("text", ["", "  \n\n \n", "\n"])
def test_nothing_to_restore(text):
    with pytest.raises(ImpositionError, match="empty"):
        restore(text)


def test_one_block_shows_no_page_ends():
    with pytest.raises(ImpositionError, match="one block"):
        restore(" ".join(SENTENCES[:40]))


@pytest.mark.parametrize("wrong", [0, 22, -8, "24", 24.0, True])
def test_impossible_page_counts(wrong):
    with pytest.raises(ImpositionError, match="multiple of 4"):
        restore(PAMPHLET, wrong)


def test_more_pages_than_blocks():
    with pytest.raises(ImpositionError, match="5 blocks"):
        restore("\n\n".join(SENTENCES[:5]), 24)


def test_text_must_be_a_string():
    with pytest.raises(TypeError, match="string"):
        restore(PAMPHLET.encode())  # type: ignore[arg-type]


def test_what_already_reads_on_is_refused():
    with pytest.raises(ImpositionError, match="reading order"):
        restore(ARTICLE)
    ordered = "\n\n".join(page.text for page in restore(PAMPHLET) if page.text)
    for pages in (None, 24):
        with pytest.raises(ImpositionError, match="reading order"):
            restore(ordered, pages)


def test_pages_in_no_order_at_all_are_not_silently_accepted():
    pages = [page.text for page in restore(PAMPHLET)]
    random.Random(4).shuffle(pages)
    with pytest.raises(ImpositionError), warnings.catch_warnings():
        warnings.simplefilter("ignore", ImpositionWarning)
        restore("\n\n".join(page for page in pages if page))


def test_two_pages_exchanged_are_noticed():
    pages = [page.text for page in restore(PAMPHLET)]
    pages[11], pages[14] = pages[14], pages[11]
    with pytest.warns(ImpositionWarning, match=r"unsure of pages"):
        found = restore(impose(pages), 24)
    assert found[11].confidence < 0.7
    assert found[11].join_kind == "unsure"


def test_a_lost_page_is_noticed():
    pages = [page.text for page in restore(PAMPHLET)]
    lost = impose([*pages[:12], "", *pages[13:]])
    try:
        with pytest.warns(ImpositionWarning):
            restore(lost, 24)
    except ImpositionError:
        pass


@pytest.mark.filterwarnings("ignore::closereading.imposition.ImpositionWarning")
def test_a_boundary_that_could_lie_elsewhere_is_unsure():
    short = [f"{word} did." for word in ["Adam", "Eve", "Cain", "Abel"]]
    pages = booklet(8, 4, 60, 24, False, lambda rng: rng.choice(SENTENCES), False, False, 6)
    # pages 5 and 6 are neighbors in the file as well, so that only their fill could tell where one ends
    pages[4] = "\n\n".join([pages[4].rsplit(" ", 12)[0].rstrip(",;") + ".", *short[:2]])
    pages[5] = "\n\n".join([*short[2:], "It" + pages[5][pages[5].index(" ") :]])
    found = restore(impose(pages))
    assert found[4].confidence < 0.8
    assert found[5].confidence < 0.8
    doubtful = min(found[4:6], key=lambda page: page.confidence)
    assert "unsure of the page's bounds" in doubtful.join_evidence


# --- the sums, against enumeration


@pytest.mark.parametrize("blanks", joins.BLANKS, ids=["by custom", "anywhere"])
@pytest.mark.parametrize(
    ("pages", "pieces"),
    [
        (4, ["the end of it all.", "# A Title", "It was a fine morning and the", "bells rang out over", "town. So it"]),
        (8, ["the end of it all.", "It was a fine morning and the", "bells rang out over"]),
        (8, ["went un-", "It rang", "til the end of it", "of bells."]),
    ],
)
def test_sums_over_sides_agree_with_enumeration(blanks, pages, pieces, monkeypatch):
    monkeypatch.setattr(chain, "BEAM", 60.0)
    found = blocks_module.split("\n\n".join(pieces))
    words = joins.lexicon(found, "en")
    measured = castoff.Measured(found, words)
    setting = castoff.Setting(25.0, 5.0, 0.0, 0.0, castoff._IN_PAGE, castoff._FULL_END, (0.05, 0.1))
    tables = joins.lexical(found, words)
    model = chain.Model(measured, setting, tables, (np.empty(0),) * 3, blanks=blanks)
    model.rest[:] = 0.0
    rows, columns, ratio = tables
    cand = model.candidates
    options = {
        c: [
            (c, int(cand.end[k]), int(cand.flag[k]), float(cand.score[k]))
            for k in range(cand.first[c], cand.first[c + 1])
            if cand.flag[k] != joins.BRIDGE
        ]
        for c in range(measured.count + 1)
    }

    def reads_on(flag, end, start):
        table = (setting.full_end, measured.follow) if flag == joins.FULL else (joins.SHORT_END, measured.short_follow)
        x, y = measured.ending[end - 1], measured.opening[start]
        return np.log(table[0][x] * table[1][x, y]) + ratio[rows[end], columns[start]]

    def likelihoods(book):
        """Log-likelihoods of the pages in reading order, once for every way to end or run on at its blanks."""
        ways = [0.0]
        printed = [i for i, page in enumerate(book) if page[2] != joins.BLANK]
        for i, (_, _, flag, weight) in enumerate(book):
            page = i + 1
            ways = [way + weight for way in ways]
            side, upper = (pages - i, True) if page > pages // 2 else (page, False)
            ways = [way + model.blank_here(side, upper, np.array([flag]))[0] for way in ways]
            if i + 1 < pages:
                chance = blanks.before[flag]
                ways = [way + np.log(chance if book[i + 1][2] == joins.BLANK else 1 - chance) for way in ways]
        first, last = book[0], book[-1]
        known = np.log(measured.fresh[measured.opening[first[0]]] * (1 - blanks.first)) if 0 in printed else 0.0
        known += np.log(blanks.first) if 0 not in printed else 0.0
        known += float(model.closes_book(np.array([last[1]]), np.array([last[2]]))[0]) - 4.0 * (
            model.title is not None and last[1] > model.title
        )
        fresh = [np.log(measured.fresh[measured.opening[book[i][0]]]) for i in range(pages) if i in printed]
        if printed and printed[0] > 0:  # after blanks at the very start
            known += fresh[0]
        if printed and printed[-1] < pages - 1:  # before blanks at the very end
            end = measured.ending[book[printed[-1]][1] - 1]
            known += np.log(joins.SHORT_END[end] * (1 - blanks.runs_on))
        for at, (i, j) in enumerate(itertools.pairwise(printed), 1):
            end, start = book[i][1], book[j][0]
            if j == i + 1:
                known += reads_on(book[i][2], end, start)
                continue
            over = np.log(blanks.runs_on) + reads_on(joins.FULL, end, start)
            done = np.log((1 - blanks.runs_on) * joins.SHORT_END[measured.ending[end - 1]]) + fresh[at]
            ways = [way + how for way in ways for how in (over, done)]
        return [way + known for way in ways]

    scores, order = [], printing_order(pages)

    def lay(printed, start):
        if len(printed) < pages:
            for option in options[start]:
                lay([*printed, option], option[1])
        elif start == measured.count:
            page = dict(zip(order, printed, strict=True))
            scores.extend(likelihoods([page[i] for i in range(1, pages + 1)]))

    lay([], 0)
    assert chain.Trellis(model, pages, pages=pages).close[pages] == pytest.approx(np.logaddexp.reduce(scores), abs=1e-6)
    arrangement = chain.Trellis(model, pages, keep=True, pages=pages).arrangement()
    assert arrangement.score == pytest.approx(np.logaddexp.reduce(np.array(scores) / chain.CAUTION), abs=1e-6)
    for belief in arrangement.beliefs:
        assert sum(belief.values()) == pytest.approx(1.0, abs=1e-4)


def test_division_of_a_front_is_a_probability():
    chances = front.divide(blocks_module.split(PAMPHLET)[:7])
    assert sum(chance for _, _, chance in chances) == pytest.approx(1.0)
    assert chances[0][:2] == ([(0, 1), (3, 6)], [(1, 3), (6, 7)])


def test_the_vocabulary_of_joins_is_documented():
    kinds = {page.join_kind for page in restore(PAMPHLET)}
    assert kinds <= set(imposition.JOIN_KINDS)
