"""Annotations are read from files as people make them, and whatever is wrong with one is said."""

import json
import shutil

import numpy as np
import pandas as pd
import pytest

from closereading import decisions, edition
from closereading.argument import passes
from closereading.argument.agreement import agreement
from closereading.argument.passes import PassError, read_pass

PAMPHLET = edition.read("pamphlet")

SECOND_PASS = decisions.FOLDER / "second_pass.json"

REAL = passes.passes(edition=PAMPHLET)

GIVEN = json.loads(SECOND_PASS.read_text(encoding="utf-8"))

SMALL = edition.from_text(
    "One two three four. Five six seven eight. Nine ten.\n\nRed green blue. Black white gray pink.\n\nLast words here."
)


def one_pass(tmp_path, name, claims, relations=(), sentences=(), text=SMALL, **more):
    """Return a pass made by hand: claims are (para, quote, role), called a, b, c … in their order."""
    rows = [
        {"id": "abcdefgh"[k], "para": para, "quote": quote, "role": role, "stance": "asserted"}
        for k, (para, quote, role) in enumerate(claims)
    ]
    ties = [{"id": f"r{k}", "src": src, "type": kind, "dst": dst} for k, (src, kind, dst) in enumerate(relations)]
    labels = [{"para": para, "n": n, "label": label} for para, n, label in sentences]
    path = tmp_path / f"{name}_pass.json"
    path.write_text(json.dumps({"claims": rows, "relations": ties, "sentences": labels, **more}), encoding="utf-8")
    return read_pass(path, text)


EVERYWHERE = {"paragraphs": ["P1", "P2", "P3"]}


def test_every_entry_of_the_second_pass_is_read():
    second = REAL[1]
    assert (len(second.claims), len(second.relations), len(second.sentences)) == tuple(
        len(GIVEN[kind]) for kind in ("claims", "relations", "sentences")
    )
    assert set(second.claims["voice"]) <= set(edition.VOICES)
    quotes = {row["id"]: row["quote"] for row in GIVEN["claims"]}
    words = {row.id: (row.quote, quotes[row.id]) for row in second.claims.itertuples()}
    changed = {id: found for id, found in words.items() if found[0] != found[1]}
    assert len(changed) == 12
    for read, copied in changed.values():
        assert read.replace("*", "").casefold().replace("conn", "con").replace(",", "") == copied.replace(
            "*", ""
        ).casefold().replace(",", "")
    for row in second.claims.itertuples():
        assert PAMPHLET.text[row.start : row.end] == row.quote


def test_a_paragraph_as_it_is_read_is_the_first_place_to_look():
    for para in PAMPHLET.paragraphs.itertuples():
        layers = passes._layers(PAMPHLET, para.start, para.end)
        text, begins, ends = layers[0]
        assert text == para.text
        assert (begins == np.arange(para.start, para.end)).all() and (ends == begins + 1).all()
        for text, begins, ends in layers:
            assert len(text) == len(begins) == len(ends)
            assert (np.diff(begins) >= 0).all() and (begins <= ends).all()


@pytest.mark.parametrize(
    ("para", "copied", "read"),
    [
        ("U4", "it can well be said that the masses", "It can well be said that the masses"),
        ("U4", "better circumstances Could render", "better circumstances could render"),
        ("U4", "Stronger than", "stronger than"),
        ("U6", "increasingly, indifferent", "increasingly indifferent"),
        ("U10", "the conivers who", "the connivers who"),
        ("S1", "crucible of past struggles.. It was", "crucible of past struggles... It was"),
        ("U2", "*vanity and ambition*", "vanity and ambition"),
        ("U2", "temptation: vanity and ambition", "temptation: vanity and ambition"),
        ("T8", "*the destruction of the State*", "the destruction of the State"),
    ],
)
def test_words_copied_from_the_file_are_found_in_the_reading_text(para, copied, read, tmp_path):
    made = one_pass(tmp_path, "a", [(para, copied, "claim")], text=PAMPHLET)
    assert made.claims["quote"].tolist() == [read]


CLAIM = {"id": "a", "para": "P1", "quote": "One two", "role": "claim", "stance": "asserted"}

OTHER = {"id": "b", "para": "P1", "quote": "three", "role": "claim", "stance": "asserted"}

TIE = {"id": "r1", "src": ["a"], "type": "sup", "dst": "b"}

BROKEN = [
    ({"claims": [{**CLAIM, "quote": "one two"}]}, "claim a: “one two” stands 0 times in P1; quote whole words"),
    ({"claims": [{**CLAIM, "quote": "ne two"}]}, "claim a: “ne two” stands 0 times"),
    ({"claims": [{**CLAIM, "quote": "..."}]}, "claim a: “...” stands 0 times"),
    ({"claims": [{**CLAIM, "para": "P9"}]}, "claim a: text has no paragraph 'P9'; correct its number"),
    ({"claims": [{**CLAIM, "role": "claims"}]}, "claim a: role is 'claims'; it must be one of: thesis, "),
    ({"claims": [{**CLAIM, "stance": ["x"]}]}, "claim 1: stance must be words"),
    ({"claims": [{**CLAIM, "stance": "sure"}]}, "claim a: stance is 'sure'; it must be one of: asserted, "),
    ({"claims": [{**CLAIM, "voice": "dolgoff"}]}, "claim a: voice is 'dolgoff'; it must be one of: author, "),
    ({"claims": [{"id": "a", "para": "P1"}]}, "claim 1: quote, role, stance is missing; a claim must have id, para, "),
    ({"claims": [CLAIM, {**OTHER, "id": "a"}]}, "claim 2: the id a stands there twice"),
    ({"claims": [CLAIM, {**OTHER, "quote": "two three"}]}, "claim b: it overlaps with a; divide the words"),
    ({"claims": ["One two"]}, "claim 1: it must have fields with names"),
    ({"relations": [{**TIE, "type": "helps"}]}, "relation r1: type is 'helps'; it must be one of: sup, "),
    ({"relations": [{**TIE, "dst": "c"}]}, "relation r1: there is no claim 'c'; correct it"),
    ({"relations": [{**TIE, "src": "a x"}]}, "relation r1: there is no claim 'x'"),
    ({"relations": [{**TIE, "type": "und"}]}, "relation r1: there is no relation 'b'"),
    ({"relations": [{**TIE, "src": []}]}, "relation 1: src is missing"),
    ({"sentences": [{"para": "P1", "n": 9, "label": "claim"}]}, "sentence P1.9: text has no such sentence"),
    (
        {"sentences": [{"para": "P1", "n": 1, "label": "idea"}]},
        "sentence P1.1: label is 'idea'; it must be one of: thesis, ",
    ),
    ({"sentences": [{"para": "P1", "n": 1.5, "label": "claim"}]}, "sentence 1: n must be a whole number"),
    (
        {"sentences": [{"para": "P1", "n": 1, "label": "claim", "text": "Five."}]},
        "sentence P1.1: it does not read “Five.”",
    ),
    ({"sentences": [{"para": "P1", "n": 1, "label": "claim"}] * 2}, "sentence P1.1: it stands there twice"),
    ({"paragraphs": ["P1", "P7"]}, "paragraphs: text has no paragraph 'P7'"),
    ({"claims": "none"}, " must be one object with the lists “claims” and “relations”"),
]


@pytest.mark.parametrize(("change", "message"), BROKEN, ids=[message for _, message in BROKEN])
def test_a_file_that_does_not_fit_says_where_and_what_to_do(change, message, tmp_path):
    path = tmp_path / "third_pass.json"
    good = {"claims": [CLAIM, OTHER], "relations": [TIE]}
    path.write_text(json.dumps(good), encoding="utf-8")
    assert len(read_pass(path, SMALL).relations) == 1
    if list(change) == ["claims"] and isinstance(change["claims"], list):
        change = {**change, "relations": []}
    path.write_text(json.dumps({**good, **change}), encoding="utf-8")
    with pytest.raises(PassError) as error:
        read_pass(path, SMALL)
    assert str(error.value).startswith("third_pass.json") and message in str(error.value)


def test_everything_that_is_wrong_is_named_at_once(tmp_path):
    path = tmp_path / "third_pass.json"
    claims = [{**CLAIM, "role": "x"}, {**OTHER, "quote": "y"}]
    path.write_text(json.dumps({"claims": claims, "relations": [{**TIE, "dst": "z"}]}), encoding="utf-8")
    with pytest.raises(PassError) as error:
        read_pass(path, SMALL)
    assert len(str(error.value).splitlines()) == 3


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"{", "third_pass.json is not a JSON file: line 1, column 2"),
        (b"[]", "third_pass.json must be one object"),
        (b'{"claims": []}', "third_pass.json must be one object"),
        ("é".encode("latin-1"), "third_pass.json is not in UTF-8"),
        (None, "third_pass.json can't be read: No such file"),
    ],
)
def test_a_file_that_is_no_json_or_not_there(raw, message, tmp_path):
    path = tmp_path / "third_pass.json"
    if raw is not None:
        path.write_bytes(raw)
    with pytest.raises(PassError, match=message):
        read_pass(path, SMALL)


def student(folder):
    """Lay a student's tables into a folder, made from the second pass, with fewer columns than our own."""
    folder.mkdir(exist_ok=True)
    rows = GIVEN["claims"][:40]
    own = {row["id"] for row in rows}
    ties = [{**row, "src": " ".join(row["src"])} for row in GIVEN["relations"] if {*row["src"], row["dst"]} <= own]
    pd.DataFrame(rows)[["id", "para", "quote", "role", "stance"]].to_csv(folder / "claims.csv", index=False)
    pd.DataFrame(ties)[["id", "src", "type", "dst"]].to_csv(folder / "relations.csv", index=False, encoding="utf-8-sig")
    return folder


def test_a_third_pass_is_taken_up_as_it_lies_there(tmp_path):
    folder = shutil.copytree(decisions.FOLDER, tmp_path / "data")
    before = {one.name for one in passes.passes(folder, PAMPHLET)}
    student(folder / "third_pass")
    shutil.copy(SECOND_PASS, folder / "fourth_pass.json")
    (folder / "notes_pass").write_text("a file without an ending is no folder of tables", encoding="utf-8")
    found = {one.name: one for one in passes.passes(folder, PAMPHLET)}
    assert set(found) == {*before, "third", "fourth"}
    assert len(found["third"].claims) == 40
    table = agreement([found["revised"], found["third"], found["fourth"]], draws=20)
    assert table["value"].notna().any()
    table = agreement([found["third"], found["fourth"]], found["third"].paras[:-1], draws=20)
    assert table.set_index(["measure", "on"]).loc[("kappa", "role of aligned claims"), "value"] == pytest.approx(1)


def test_the_first_draft_is_no_pass_beside_others_but_can_be_read():
    assert [one.name for one in REAL] == ["revised", "second"]
    draft = read_pass(decisions.FOLDER / "first_draft.json", PAMPHLET, "draft")
    assert draft.name == "draft" and draft.paras == REAL[0].paras


def test_only_what_its_folder_holds_is_read(tmp_path):
    one = read_pass(student(tmp_path / "other_pass"), PAMPHLET)
    assert (one.name, len(one.sentences)) == ("other", 0)
    (student(tmp_path / "other_pass") / "sentences.csv").write_text("para,n,label\nU1,1,premise\n", encoding="utf-8")
    assert read_pass(tmp_path / "other_pass", PAMPHLET).sentences.to_numpy().tolist() == [["U1.1", "premise"]]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (
            lambda raw: raw.replace(b",", b";"),
            "claims.csv must have the columns id, para, quote, role, stance, with commas",
        ),
        (lambda raw: raw + b'x,"y', "claims.csv is not a CSV file"),
        (lambda raw: raw + b"x,y\n", "third_pass, claim 41: quote, role, stance is missing"),
        (lambda raw: raw + b"x,U1,one, two,claim,asserted\n", "third_pass, claim 41: it must have fields with names"),
        (lambda raw: None, "claims.csv can't be read: No such file .* Lay it at third_pass/"),
    ],
)
def test_damaged_tables_of_a_student(damage, message, tmp_path):
    folder = student(tmp_path / "third_pass")
    raw = damage((folder / "claims.csv").read_bytes())
    (folder / "claims.csv").unlink()
    if raw is not None:
        (folder / "claims.csv").write_bytes(raw)
    with pytest.raises(PassError, match=message):
        read_pass(folder, PAMPHLET)
