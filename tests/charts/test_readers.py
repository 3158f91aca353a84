"""The charts of how readings agree, made of the real ones, and the chapter that takes up a third as it lies there."""

import json
import re
import shutil
from itertools import combinations

import pandas as pd
import pytest

from closereading import decisions, edition, passages, sources
from closereading.argument import agreement, passes
from closereading.argument.annotation import ROLES
from closereading.charts import readers as draw
from tests.charts.test_charts_of_the_book import (  # noqa: F401
    test_fits_its_column,
    test_has_a_question_for_a_title_and_says_how_to_read_it,
    test_is_described_in_sentences,
    test_is_drawn,
    test_is_small,
    test_links_lead_to_words_that_stand_in_the_paragraph,
    test_no_color_is_named,
    test_quotations_stand_in_the_text,
    test_readers_are_offered_no_columns_of_coordinates,
)

CHAPTER = sources.SEEDS.parent / "chapters" / "two-readers.ipynb"
PAMPHLET = edition.read("pamphlet")
REVISED, SECOND = passes.passes(edition=PAMPHLET)[:2]
DRAFT = passes.read_pass(decisions.FOLDER / "first_draft.json", PAMPHLET, "draft")
BLIND, SEEN, REVISION = draw.KINDS
PAIRS = [(DRAFT, SECOND, BLIND), (REVISED, SECOND, SEEN), (DRAFT, REVISED, REVISION)]


def measures():
    tables = [
        agreement.agreement([a, b], draws=50).assign(pair=f"{a.name} and {b.name}", kind=kind) for a, b, kind in PAIRS
    ]
    return draw.measures(pd.concat(tables))


def sentences():
    places = PAMPHLET.sentences.set_index("sent")
    table = agreement.by_sentence([DRAFT, SECOND]).set_index("sent").loc[places.index].reset_index()
    starts = places["start"]
    return table.assign(phrase=passages.phrases(PAMPHLET, list(zip(starts, starts + 12, strict=True)), words=0))


def confusion():
    tables = [agreement.side_by_side(a, b).assign(pair=f"{a.name} and {b.name}") for a, b, _ in PAIRS]
    both = pd.concat(tables, ignore_index=True)
    places = list(zip(both["first"], both["last"], strict=True))
    both["phrase"] = passages.phrases(PAMPHLET, places, words=0)
    return draw.confusion(both, list(ROLES), "draft and second")


CHARTS = {
    "measures": measures,
    "divided": lambda: draw.divided(sentences(), ["draft", "second"]),
    "confusion": confusion,
}


@pytest.fixture(scope="module", params=CHARTS)
def spec(request):
    return json.loads(CHARTS[request.param]().to_json())


def data(chart):
    return [row for rows in json.loads(chart.to_json())["datasets"].values() for row in rows]


def test_what_is_missing_is_said_so_that_a_browser_reads_it(spec):
    json.dumps(spec, allow_nan=False)


def test_every_measure_is_drawn_for_every_pair_and_lies_in_its_interval():
    rows = data(measures())
    assert {(row["pair"], row["what"]) for row in rows} == {
        (f"{a.name} and {b.name}", what) for a, b, _ in PAIRS for what in draw.MEASURES.values()
    }
    assert all(row["low"] is None or row["low"] <= row["value"] <= row["high"] for row in rows)
    assert {row["what"] for row in rows if row["low"] is None} == {"stretches, by role"}


def test_bars_are_as_long_as_their_sentences_and_do_not_overlap():
    rows = pd.DataFrame(data(CHARTS["divided"]()))
    words = PAMPHLET.sentences.set_index("sent")["words"]
    assert ((rows["_to"] - rows["_from"]).to_numpy() == words[rows["sent"]].to_numpy()).all()
    for _, own in rows.groupby("_row"):
        assert (own["para"] == own["para"].iloc[0]).all()
        assert own["_from"].tolist() == [0, *own["_to"].tolist()[:-1]]


def test_a_reading_that_has_not_read_a_sentence_is_told_from_one_that_claims_nothing():
    table = sentences()
    table["third"] = ["", "premise"] + [None] * (len(table) - 2)
    rows = data(draw.divided(table, ["draft", "second", "third"]))
    assert [row["third"] for row in rows[:3]] == [draw.NONE, "premise", draw.UNREAD]


def test_a_page_without_the_text_shows_first_words_only(monkeypatch):
    monkeypatch.setenv("CLOSEREADING_WITHOUT_TEXT", "1")
    for chart in (CHARTS["divided"](), confusion()):
        for row in data(chart):
            for field in {"context", "quotation", "_lines"} & set(row):
                assert len(row[field].split()) <= 7


def test_tiles_count_every_claim_of_each_reading():
    rows = pd.DataFrame(data(confusion()))
    for a, b, _ in PAIRS:
        own = rows[rows["pair"] == f"{a.name} and {b.name}"]
        assert own.loc[own["role_a"] != draw.NONE, "count"].sum() == len(a.claims)
        assert own.loc[own["role_b"] != draw.NONE, "count"].sum() == len(b.claims)


def tables_in_the_chapter():
    """Return the tables that the chapter gives as examples, by their header."""
    text = "\n".join("".join(cell["source"]) for cell in json.loads(CHAPTER.read_text(encoding="utf-8"))["cells"])
    blocks = re.findall(r"^ *```text\n(.*?)^ *```", text, flags=re.MULTILINE | re.DOTALL)
    return {"quote" in block: re.sub("^ +", "", block, flags=re.MULTILINE) for block in blocks}


@pytest.fixture
def with_anna(tmp_path):
    """Return a copy of the data with the reading that the chapter gives as an example, and another that has read more."""
    folder = shutil.copytree(decisions.FOLDER, tmp_path / "data")
    tables = tables_in_the_chapter()
    (folder / "anna_pass").mkdir()
    (folder / "anna_pass" / "claims.csv").write_text(tables[True], encoding="utf-8")
    (folder / "anna_pass" / "relations.csv").write_text(tables[False], encoding="utf-8")
    given = json.loads((folder / "second_pass.json").read_text(encoding="utf-8"))
    given["claims"] = [row for row in given["claims"] if row["para"].startswith("S")]
    own = {row["id"] for row in given["claims"]}
    given["relations"] = [row for row in given["relations"] if {*row["src"], row["dst"]} <= own]
    given["sentences"] = []
    (folder / "class_pass.json").write_text(json.dumps(given), encoding="utf-8")
    return folder


def test_the_chapter_takes_up_further_readings_without_a_change(with_anna, monkeypatch):
    """One of a single paragraph, and one of a section that does not have it, so that the two share nothing."""
    monkeypatch.setattr(decisions, "FOLDER", with_anna)
    shown = []
    scope = {"draw": draw, "display": shown.append}
    for cell in json.loads(CHAPTER.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            lines = "".join(cell["source"])
            last = re.search(r"^draw\.(\w+)\(.*\Z", lines, flags=re.MULTILINE | re.DOTALL)
            exec(lines[: last.start()] if last else lines, scope)
            if last:
                shown.append(eval(last[0], scope))
    agreed, parted, roles = (pd.DataFrame(data(chart)) for chart in shown)
    names = {"anna", "class", "draft", "second"}
    together = {f"{a} and {b}" for a, b in combinations(["draft", "anna", "class", "second"], 2)} - {"anna and class"}
    assert (
        set(agreed.loc[agreed["kind"] == BLIND, "pair"])
        == together
        == set(roles["pair"])
        - {
            "revised and second",
            "draft and revised",
        }
    )
    assert names <= set(parted.columns) and len(parted) == len(PAMPHLET.sentences)
    assert set(parted.loc[parted["anna"] != draw.UNREAD, "para"]) == {"U7"}
    assert "premise" in set(parted["anna"])
    for chart in shown:
        test_is_drawn(json.loads(chart.to_json()), "light")
    assert scope["readings"][-1].name == "revised"
