"""Margin notes say what the tables say, of both ends of each relation, and their style tells the roles apart."""

import html
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from closereading import argument, edition
from closereading.argument import Argument
from closereading.argument.annotation import ROLES, TYPES
from closereading.book import margin_notes
from closereading.charts.theme import PAPER

REAL = argument.load()
STYLE = Path(margin_notes.__file__).with_name("static") / "reading-edition.css"


def small() -> Argument:
    """Four claims: two reasons that only count together, an objection, and a reply to its force."""
    claims = pd.DataFrame(
        [
            ("A1a", "A1", "thesis", "asserted", "Bread is <good>", "", ""),
            ("A1b", "A1", "premise", "hypothetical", "It feeds", "", ""),
            ("A2a", "A2", "premise", "asserted", "What feeds is good", "", "a wide word"),
            ("A2b", "A2", "objection", "rejected", "It goes stale", "", ""),
            ("A2c", "A2", "rebuttal", "asserted", "But not today", "a last word", ""),
            ("A2d", "A2", "framing", "asserted", "On bread", "", ""),
        ],
        columns=["id", "para", "role", "stance", "gloss", "loose", "note"],
    )
    claims = claims.assign(start=range(6), end=range(1, 7))
    relations = pd.DataFrame(
        [
            ("r1", ("A1b", "A2a"), "sup", "A1a", 3, "plain as day"),
            ("r2", ("A2b",), "reb", "A1a", 1, "who says so?"),
            ("r3", ("A2c",), "und", "r2", 2, ""),
        ],
        columns=["id", "src", "type", "dst", "conf", "note"],
    )
    cruxes = pd.DataFrame(
        [("x1", ("A2b", "A1b"), "Whose bread?", "the baker's / ours", "ours", "It is here.")],
        columns=["id", "claims", "question", "readings", "taken", "because"],
    )
    return Argument(edition.from_text("Bread."), claims, relations, cruxes)


def folds(argument: Argument) -> dict[str, str]:
    return margin_notes.folds(margin_notes.claims(argument), "Argument", "claim")


def notes(argument: Argument) -> dict[str, str]:
    """Return the text of each note."""
    found = {}
    for fold in folds(argument).values():
        for one in re.split(r'(?=<li class="margin-note)', fold)[1:]:
            name = re.search(r'id="note-(\w+)"', one)[1]
            found[name] = " ".join(re.sub(r"<[^>]+>", "", re.sub("<(?=/?(?:li|p|ul|ol)\\b)", " <", one)).split())
    return found


def test_a_note_says_what_a_claim_does_and_what_is_done_to_it():
    found = notes(small())
    assert found["A1a"].startswith("A1a thesis Bread is &lt;good&gt; 2 relations")
    assert "supported by A1b It feeds with A2a What feeds is good" in found["A1a"]
    assert "attacked by A2b It goes stale (doubtful: who says so?); undercut by A2c But not today" in found["A1a"]
    assert "with A2a What feeds is good: supports A1a Bread is &lt;good&gt;" in found["A1b"]
    assert "plain as day" not in found["A1b"]
    assert "undercuts the step from A2b It goes stale to A1a Bread is &lt;good&gt;" in found["A2c"]


def test_a_note_names_a_stance_that_the_role_does_not_imply():
    found = notes(small())
    assert found["A1b"].startswith("A1b premise, hypothetical It feeds")
    assert found["A2b"].startswith("A2b objection It goes stale")
    assert found["A2d"] == "A2d the editor’s framing On bread"


def test_a_note_names_doubts():
    found = notes(small())
    assert "1 relation, doubt" in found["A1b"]
    assert "Open: Whose bread? the baker's ours Taken here: ours. It is here." in found["A1b"].replace("&#x27;", "'")
    assert "Open: Whose bread? See A1b" in found["A2b"]
    assert "Note: a wide word" in found["A2a"]
    assert "Leads to no thesis: a last word" in found["A2c"]


def test_folds_say_what_they_hold():
    found = folds(small())
    assert "<summary>Argument of A1: 2 claims</summary>" in found["A1"]
    one = replace(small(), claims=small().claims[:1], relations=small().relations[:0], cruxes=small().cruxes[:0])
    assert "<summary>Argument of A1: 1 claim</summary>" in folds(one)["A1"]


def test_every_relation_stands_at_both_its_ends():
    said = notes(REAL)
    for relation in REAL.relations[REAL.relations["type"] != "und"].itertuples():
        for source in relation.src:
            assert re.search(rf"{TYPES[relation.type]} {relation.dst}\b", said[source]), relation.id
            assert re.search(rf"{margin_notes.RECEIVED[relation.type]} .*?\b{source}\b", said[relation.dst]), (
                relation.id
            )
    for relation in REAL.relations[REAL.relations["type"] == "und"].itertuples():
        assert "undercuts the step from" in said[relation.src[0]]


def test_notes_stand_in_the_order_of_the_words():
    for para, fold in folds(REAL).items():
        expected = REAL.claims.loc[REAL.claims["para"] == para, "id"].tolist()
        assert re.findall(r'id="note-(\w+)"', fold) == expected


def test_the_style_reaches_every_claim_of_a_paragraph():
    style = STYLE.read_text(encoding="utf-8")
    # Words and notes are lit by their place among those of the paragraph.
    for pattern in (r">\.marked:nth-child\((\d+) of", r"\.margin-note:nth-child\((\d+)\)"):
        counted = Counter(int(n) for n in re.findall(pattern, style))
        assert max(counted) >= Counter(REAL.claims["para"]).most_common(1)[0][1]
        assert sorted(counted) == list(range(1, max(counted) + 1))
        assert len(set(counted.values())) == 1


@pytest.mark.parametrize("kind", margin_notes.DRAWN)
def test_every_role_can_be_switched_and_has_a_line_of_its_own(kind):
    style = STYLE.read_text(encoding="utf-8")
    assert f"#show-{kind}:not(:checked)) .marked.role-{kind}" in style
    lines = dict(re.findall(r"^\.role-(\w+)\{--role:var\(--\w+\);(.*?)\}", style, flags=re.MULTILINE))
    assert [other for other, line in lines.items() if line == lines[kind]] == [kind]
    assert {margin_notes.drawn(role) for role in ROLES} == set(lines)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", margin_notes.DRAWN)
def test_the_colors_of_roles_can_be_read(kind, scheme):
    style = STYLE.read_text(encoding="utf-8")
    light, dark = (
        dict(re.findall(r"--(\w+):(#\w{6})", block)) for block in re.findall(r"html.*?\{(--thesis.*?)\}", style)
    )
    colors = light if scheme == "light" else dark
    for ground in (PAPER[scheme], colors["lit"]):
        assert contrast(colors[kind], ground) >= 4.5


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors as WCAG 2 defines it."""
    dark, light = sorted(luminance(color) for color in (one, other))
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    """Return the relative luminance of a color."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_no_note_speaks_of_a_crux_by_its_number():
    notes = "".join(folds(REAL).values())
    assert "the open question at" in notes
    assert not re.search(r"\bx\d+\b", html.unescape(re.sub(r"<[^>]+>", "", notes)))
