"""The hand-made tables are read only if they are what the data dictionary says."""

import shutil

import pandas as pd
import pytest

from closereading import decisions, edition

TABLES = sorted(path.name for path in decisions.FOLDER.glob("*.csv"))


def test_the_dictionary_has_every_file_and_no_other():
    assert sorted(decisions.dictionary()) == TABLES
    others = {path.name for path in decisions.FOLDER.iterdir()} - {*TABLES, decisions.DICTIONARY}
    readings = {name for name in others if name.endswith(("_pass", "_pass.json"))}  # that a class has laid there
    kept = {name for name in others - readings if not name.startswith(".")}
    assert kept <= set(decisions.documents()) <= kept | readings


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_well_formed(name):
    rows = decisions.table(name)
    assert rows
    assert (decisions.FOLDER / name).read_bytes().count(b"\r") == 0


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(decisions.FOLDER, tmp_path / "data")
    return tmp_path / "data"


def test_missing(folder):
    (folder / "voices.csv").unlink()
    with pytest.raises(decisions.DecisionError, match=r"data/voices\.csv is missing.*git checkout"):
        decisions.table("voices.csv", folder)


def test_no_dictionary(folder):
    (folder / "tables.toml").unlink()
    with pytest.raises(decisions.DecisionError, match=r"data/tables\.toml is missing"):
        decisions.table("voices.csv", folder)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda raw: raw.replace(b"quotation", b"quote", 1), "the columns must be edition, para, quotation"),
        (lambda raw: raw + b"pamphlet,T1,one,author\n", "row 25: it must have 6 fields"),
        (lambda raw: raw + b"pamphlet,T1,one, two,author,certain,why\n", "row 25: it must have 6 fields"),
        (lambda raw: raw + b'pamphlet,T1,"one', "not a CSV file in UTF-8"),
        (lambda raw: raw + "é".encode("latin-1"), "not a CSV file in UTF-8"),
        (lambda raw: raw.decode().encode("utf-16"), "Save it as “CSV UTF-8”"),
        (lambda raw: raw.replace(b",", b";"), "with commas between them; found edition;para;"),
        (lambda raw: raw + b",,,,,\n", "row 25 is empty"),
        (lambda raw: raw + raw.splitlines(keepends=True)[-1], "row 25 is the same as row 24"),
        (lambda raw: raw.replace(b"T2,[by", b"T2, [by"), "row 15: quotation begins or ends with a space"),
    ],
)
def test_damaged(folder, damage, message):
    path = folder / "voices.csv"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(decisions.DecisionError, match=message):
        decisions.table("voices.csv", folder)


@pytest.mark.parametrize(
    "save",
    [
        lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"),  # as Excel does, as “CSV UTF-8”
        lambda raw: raw + b"\n\n",
    ],
)
@pytest.mark.parametrize("name", ["voices.csv", "tables.toml"])
def test_saved_by_another_program(folder, save, name):
    path = folder / name
    path.write_bytes(save(path.read_bytes()))
    assert decisions.table("voices.csv", folder) == decisions.table("voices.csv")


def test_unknown_table():
    with pytest.raises(decisions.DecisionError, match=r"no table is called 'voice\.csv'.*voices\.csv"):
        decisions.table("voice.csv")


def test_a_folder_in_place_of_a_table(folder):
    (folder / "voices.csv").unlink()
    (folder / "voices.csv").mkdir()
    with pytest.raises(decisions.DecisionError, match=r"data/voices\.csv can't be read"):
        decisions.table("voices.csv", folder)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda raw: raw + b"[", "not a TOML file"),
        (lambda raw: raw + b"# \xe9", "not a TOML file"),
        (lambda raw: b"note = 1\n" + raw, "'note' has no columns"),
        (lambda raw: raw + b'["more.csv"]\nrow = "x"\n', "'more.csv' has no columns"),
    ],
)
def test_damaged_dictionary(folder, damage, message):
    path = folder / "tables.toml"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(decisions.DecisionError, match=message):
        decisions.table("voices.csv", folder)


QUOTING = [name for name, entry in decisions.dictionary().items() if {"para", "quotation"} <= set(entry["columns"])]


@pytest.mark.parametrize("name", QUOTING)
def test_every_quotation_stands_once_in_its_paragraph(name):
    texts = pd.concat(edition.read(source).paragraphs.set_index("para")["text"] for source in ("pamphlet", "article"))
    wrong = [row for row in decisions.table(name) if texts[row["para"]].count(row["quotation"]) != 1]
    assert wrong == []


def test_every_lemma_row_is_a_word_of_the_texts():
    words = {norm for source in ("pamphlet", "article") for norm in edition.read(source).tokens["norm"]}
    assert {row["form"] for row in decisions.table("lemmas.csv")} <= words
