"""The notebooks as they are stored: clean, in the house's shape, with no number typed and no quotation invented."""

import json
import re

import pytest

from closereading import edition, sources

CHAPTERS = sorted((sources.SEEDS.parent / "chapters").glob("*.ipynb"))
ESSAYS = [
    *("imposition", "voices", "counting-honestly", "where-words-live", "grammar-of-power", "company-of-words"),
    *("argument-drawn", "what-holds-it-up", "doubt-a-premise", "two-readers"),
    *("calendar", "two-sources", "cannot-conclude"),
]

# Numbers that are no result: "chapter": [(words around the number, why it may be typed)].
TYPED = {
    "two-sources": [("per thousand", "a unit")],
    "imposition": [
        ("ten thousand", "the size of an experiment, as in the code"),
        ("four pages", "what folding does to a sheet"),
        ("three quarters", "a limit, as in the code"),
        ("multiple of 4", "what a folded sheet carries"),
        ("8 to 64 pages", "what the tests cover"),
        ("page 4 by custom", "a page by its number, as in data/pages.csv"),
        ("pages 2 and 23", "pages by their numbers, as in data/pages.csv"),
        ("page 3 and left page 4", "pages by their numbers, as in data/pages.csv"),
        ("page 9 of a booklet of 32 pages", "a question"),
        ("Page 8 or page 10", "an answer to it"),
        ("Page 23", "an answer to it"),
        ("Page 24", "an answer to it"),
        ("A booklet of 32 pages", "an exercise"),
        ("folding eight sheets", "an exercise"),
        ("at least 16 pages", "an exercise"),
    ],
    "voices": [
        ("reached 141 leaves", "a fact of the edition cited"),
        ("first 62", "a fact of the edition cited"),
        ("one worker in ten", "the subject of two paragraphs"),
        ("a third and a fourth voice", "a way of counting on"),
    ],
    "welcome": [("three sections", "as the headings below it")],
    "reading-edition": [("three headings", "visible below")],
    "counting-honestly": [
        ("per thousand words", "a unit"),
        ("five of the pamphlet's main words", "counted in the same sentence"),
        ("Here are three", "as in the chart"),
        ("made by three programs", "as in the chart"),
        ("None of the three is wrong", "as in the chart"),
        ("the three sections", "as the headings of the text"),
        ("hundreds of words that occur once", "said exactly below"),
        ("the hundred most frequent words", "a limit, as in the code"),
        ("95% of", "a limit, as in the code"),
        ("surely 0", "what is meant by never"),
        ("all four sections", "as in the charts"),
    ],
    "grammar-of-power": [
        ("per thousand words", "a unit"),
        ("once in twenty times", "a limit, as in the code"),
        ("one deal in twenty", "a limit, as in the code"),
    ],
    "where-words-live": [
        ("per thousand words", "a unit"),
        ("ten equal stretches", "as in the code"),
        ("0 if every stretch", "the range of a measure"),
        ("nearly 1 if one stretch", "the range of a measure"),
        ("ten times or more", "a limit, as in the code"),
        ("with four, five or eight stretches", "as in the code"),
        ("one in forty", "half of what a band of 95% leaves out"),
        ("two thousand shuffles", "a default of the code"),
        ("the choice of ten", "as in the code"),
        ("Cutting into ten", "as in the code"),
        ("all four parts", "as in the chart"),
        ("a hundred words", "as in the code"),
        ("ten thousand times", "a default of the code"),
        ("The last three", "as in the chart"),
        ("The three sections were cut", "as the headings of the text"),
        ("fewer than ten occurrences", "as in the code"),
        ("four terms", "the form of a formula"),
        ("two of them", "the form of a formula"),
        ("blocks of fifty and of two hundred words", "an exercise"),
    ],
}
NUMBER = re.compile(
    r"\b(?:\d[\d,.]*|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|hundred|thousand)\b",
    re.IGNORECASE,
)
NO_RESULT = [
    r"```.*?```",
    r"\$\$.*?\$\$|\$[^$]+\$",
    r"\{[\w:-]+\}`[^`]*`",  # roles, computed numbers among them
    r"`[^`]*`",
    r"\[[^\]]*\]\([\w-]+\.ipynb\)",  # titles of chapters
    r"\]\([^)]*\)",
    r"“[^”]*”|^>.*$",  # quotations
    r"\b1[789]\d\d\b|\b20\d\d\b|\b\d{1,2} February\b",  # dates
    r"\b(?:scans?|leaf|leaves) (?:\d+(?:, | and | to )?)+",  # citations of the French edition
    r"\*\(\d+ minutes[^)]*\)\*",  # what an exercise takes
    r"^\d+\. ",  # numbered lists
    r"^#.*$",  # headings
]


def cells(path, kind):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


def typed_numbers(text, allowed):
    for words, _ in allowed:
        text = text.replace(words, "")
    for pattern in NO_RESULT:
        text = re.sub(
            pattern,
            " ",
            text,
            flags=re.MULTILINE | re.DOTALL if "```" in pattern or r"\$\$" in pattern else re.MULTILINE,
        )
    return [text[max(0, m.start() - 30) : m.end() + 30] for m in NUMBER.finditer(text)]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_numbers_in_prose_are_computed(path):
    assert typed_numbers("\n\n".join(cells(path, "markdown")), TYPED.get(path.stem, [])) == []


@pytest.mark.parametrize(
    "text", ["There are 31 of them.", "a mean of 2,064 characters", "seven words", "On page 17 it"]
)
def test_a_typed_number_is_found(text):
    assert len(typed_numbers(text, [])) == 1


@pytest.mark.parametrize(("chapter", "words"), [(c, w) for c, entries in TYPED.items() for w, _ in entries])
def test_every_exception_is_still_needed(chapter, words):
    path = next(path for path in CHAPTERS if path.stem == chapter)
    assert words in "\n".join(cells(path, "markdown"))


def plain(text):
    text = text.replace("…", "...").replace("’", "'").replace("“", '"').replace("”", '"')
    return " ".join(text.split()).casefold()


OURS = {
    "On the Program of the Alliance", "restored", "as the file has it", "Bakunin's words", "pervasive", "England, France, Germany,",
    "Germany, Switzerland", "by the oretical reasoning", "imposi-", "their revolt",
}  # fmt: skip


def quotations(text):
    found = [m[1] for m in re.finditer(r"“([^”]+)”", text)]
    for block in re.findall(r"(?:^>.*\n?)+", text, flags=re.MULTILINE):
        for part in re.sub(r"^> ?", "", block, flags=re.MULTILINE).split("\n\n"):
            if not part.startswith("—"):
                found.append(re.sub(r"\(\{para\}`\w+`\)", "", part))
    return [q for q in found if q not in OURS]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_quotations_stand_in_the_sources(path):
    pamphlet, article = edition.read("pamphlet"), edition.read("article")
    held = plain("\n".join([pamphlet.text, pamphlet.source, article.text]))
    held += plain("\n".join(page for page in pamphlet.pages["text"]))
    strange = [q for q in quotations("\n\n".join(cells(path, "markdown"))) if plain(q).strip(" .,?") not in held]
    assert strange == []


def test_an_invented_quotation_is_found():
    assert plain("the State is a wild beast") not in plain(edition.read("pamphlet").text)
    assert quotations("He says “the State is a wild beast”.") == ["the State is a wild beast"]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_stored_without_outputs_and_with_stable_ids(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(ids) == len(set(ids))
    assert all(id_.startswith(path.stem[:3]) for id_ in ids)
    for cell in notebook["cells"]:
        assert not cell.get("outputs") and cell.get("execution_count") is None
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert set(notebook["metadata"]["language_info"]) == {"name"}


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_code_cells_fit_a_screen(path):
    assert all(len(code.splitlines()) <= 40 for code in cells(path, "code"))


@pytest.mark.parametrize("chapter", ESSAYS)
def test_an_essay_has_its_parts(chapter):
    prose = cells(next(path for path in CHAPTERS if path.stem == chapter), "markdown")
    assert re.search(r"^# .+\n\n> ", prose[0]), "it opens with a passage"
    assert re.search(r"\*\*[^*]+\?\*\*", prose[0]), "and a question"
    text = "\n".join(prose)
    for part in ("How we know", "Doubts"):
        assert f":::{{admonition}} {part}" in text
    assert "\n## Try it\n" in text
