"""A class's labels: every fault of a file is named, agreement is what others publish and compute, invented classes repeat."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from nltk.metrics.agreement import AnnotationTask

from closereading import edition
from closereading.classroom import agreement
from closereading.classroom.agreement import LABELS, LabelError

IDS = ["T1.1", "T1.2", "T2.1", "T2.2"]
GOOD = "sent,label\nT1.1,claim\nT1.2,premise\nT2.1,counter\nT2.2,none\n"

# Krippendorff 2011, "Computing Krippendorff's alpha-reliability", section C: four observers, twelve units, nominal.
PUBLISHED = {
    "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    "C": [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
}


def folder(tmp_path, **contents: str | bytes):
    for name, content in contents.items():
        data = content if isinstance(content, bytes) else content.encode()
        (tmp_path / f"labels-{name}.csv").write_bytes(data)
    return tmp_path


def test_good_files_are_read_without_a_problem(tmp_path) -> None:
    labels, problems = agreement.read_folder(folder(tmp_path, a=GOOD, b=GOOD), IDS)
    assert labels.to_dict("list") == {"a": ["claim", "premise", "counter", "none"], "b": list(labels["a"])}
    assert problems.empty


@pytest.mark.parametrize(
    "content",
    [GOOD.replace(",", ";"), GOOD.replace(",", "\t"), "\ufeff" + GOOD, GOOD.replace("\n", "\r\n"), GOOD + "\n,\n"],
    ids=["semicolons", "tabs", "byte order mark", "line ends of Windows", "empty rows"],
)
def test_what_spreadsheets_do_to_a_file_changes_nothing(tmp_path, content) -> None:
    labels, problems = agreement.read_folder(folder(tmp_path, a=GOOD, b=content), IDS)
    assert labels["b"].tolist() == labels["a"].tolist()
    assert problems.empty


def test_capital_letters_and_spaces_are_mended_and_said(tmp_path) -> None:
    labels, problems = agreement.read_folder(folder(tmp_path, a=GOOD, b=GOOD.replace("claim", " Claim ")), IDS)
    assert labels.loc["T1.1", "b"] == "claim"
    assert problems[["file", "row", "left_out"]].to_numpy().tolist() == [["labels-b.csv", 2, False]]
    assert agreement.pairwise(labels).loc[0, "kappa"] == 1


def test_sentences_without_a_label_are_said_and_left_empty(tmp_path) -> None:
    short = "sent,label\nT1.1,claim\nT1.2,\nT2.1,counter\n"
    labels, problems = agreement.read_folder(folder(tmp_path, a=GOOD, b=short), IDS)
    assert labels["b"].isna().tolist() == [False, True, False, True]
    assert "2 sentences" in problems.loc[0, "problem"]
    assert "T1.2, T2.2" in problems.loc[0, "problem"]
    assert not problems.loc[0, "left_out"]
    assert agreement.pairwise(labels).loc[0, "n"] == 2


@pytest.mark.parametrize(
    ("content", "row", "words"),
    [
        (GOOD.replace("T2.1", "T9.9"), 4, "no sentence 'T9.9'"),
        (GOOD.replace("T2.1", "T1.2"), 4, "second time"),
        (GOOD.replace("counter", "rebuttal"), 4, "no label"),
        (GOOD.replace("sent,label", "sentence,role"), 1, "first row"),
        (GOOD.replace("sent,label\n", ""), 1, "first row"),
        ("", 1, "first row"),
        (GOOD.encode("utf-16"), 0, "can't be read"),
        ('sent,label\nT1.1,"claim\n', 0, "no CSV"),
    ],
    ids=["unknown", "double", "label", "columns", "no heading", "empty", "encoding", "quotation mark"],
)
def test_a_faulty_file_is_left_out_and_its_row_named(tmp_path, content, row, words) -> None:
    labels, problems = agreement.read_folder(folder(tmp_path, a=GOOD, b=GOOD, c=content), IDS)
    assert list(labels) == ["a", "b"]
    worst = problems[problems["left_out"]].iloc[0]
    assert (worst["file"], worst["row"]) == ("labels-c.csv", row)
    assert words in worst["problem"]
    assert worst["remedy"]


def test_two_files_of_one_reader_are_not_both_read(tmp_path) -> None:
    labels, problems = agreement.read_folder(folder(tmp_path, a=GOOD, A=GOOD, b=GOOD), IDS)
    assert sorted(labels) == ["a", "b"]
    assert problems["left_out"].tolist() == [True]


def test_an_empty_folder_says_what_belongs_there(tmp_path) -> None:
    (tmp_path / "notes.csv").write_text("a,b\n")
    with pytest.raises(LabelError, match=r"labels-….csv"):
        agreement.read_folder(tmp_path, IDS)


def test_readers_are_in_the_order_of_their_numbers(tmp_path) -> None:
    names = {f"reader-{number}": GOOD for number in (10, 2, 1)}
    assert list(agreement.read_folder(folder(tmp_path, **names), IDS)[0]) == ["reader-1", "reader-2", "reader-10"]


def test_what_is_written_is_what_is_read(tmp_path) -> None:
    labels = dict(zip(IDS, LABELS, strict=True))
    path = agreement.write(labels, "reader-1", IDS, tmp_path)
    assert path.name == "labels-reader-1.csv"
    agreement.write(labels, "reader-2", IDS, tmp_path)
    read, problems = agreement.read_folder(tmp_path, IDS)
    assert read["reader-1"].to_dict() == labels
    assert problems.empty


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"T1.1": ""}, "no label: T1.1"),
        ({"T1.1": "Claim"}, "'Claim'"),
        ({"T1.1": "thesis"}, "Write one of"),
        ({"T8.1": "claim"}, "no sentence 'T8.1'"),
    ],
)
def test_nothing_faulty_is_written(tmp_path, changes, words) -> None:
    with pytest.raises(LabelError, match=words):
        agreement.write(dict(zip(IDS, LABELS, strict=True)) | changes, "a", IDS, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("reader", ["", "Ann Smith", "../a", "a.b", "a--b"])
def test_a_name_that_is_no_file_s_is_refused(tmp_path, reader) -> None:
    with pytest.raises(LabelError, match="file's name"):
        agreement.write(dict(zip(IDS, LABELS, strict=True)), reader, IDS, tmp_path)


def test_alpha_is_the_published_one_with_missing_labels_too() -> None:
    units = pd.DataFrame(PUBLISHED, index=[f"u{i}" for i in range(12)], dtype=object)
    labels = units.map(lambda code: None if pd.isna(code) else f"label {int(code)}")
    found = agreement.together(labels, draws=200).set_index("measure")
    assert found.loc["alpha", "value"] == pytest.approx(0.743, abs=0.0005)
    assert found.loc["alpha", "low"] < 0.743 < found.loc["alpha", "high"]


def test_kappa_of_each_pair_is_that_of_nltk_and_the_class_s_is_their_mean() -> None:
    rng = np.random.default_rng(7)
    labels = pd.DataFrame(rng.choice(LABELS, size=(40, 4)), columns=list("abcd"), index=[f"s{i}" for i in range(40)])
    found = agreement.pairwise(labels, draws=100)
    for row in found.itertuples():
        marks = [(reader, i, label) for reader in (row.one, row.other) for i, label in enumerate(labels[reader])]
        assert row.kappa == pytest.approx(AnnotationTask(data=marks).kappa())
        assert row.share == pytest.approx((labels[row.one] == labels[row.other]).mean())
        assert row.low <= row.kappa <= row.high
    assert len(found) == 6
    assert agreement.together(labels, draws=100)["value"].tolist()[1] == pytest.approx(found["kappa"].mean())


def test_the_interval_is_that_of_sentences_drawn_by_hand() -> None:
    rng = np.random.default_rng(3)
    one = rng.choice(LABELS, size=60)
    labels = pd.DataFrame({"a": one, "b": np.where(rng.random(60) < 0.6, one, rng.choice(LABELS, size=60))})
    drawn = []
    for _ in range(600):
        again = labels.iloc[rng.integers(60, size=60)].reset_index(drop=True)
        marks = [(reader, i, label) for reader in again for i, label in enumerate(again[reader])]
        drawn.append(AnnotationTask(data=marks).kappa())
    found = agreement.pairwise(labels).iloc[0]
    assert [found["low"], found["high"]] == pytest.approx(np.percentile(drawn, [2.5, 97.5]), abs=0.04)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"a": ["claim"] * 4, "b": ["claim"] * 4}, "one label"),
        ({"a": ["claim", None, None, None], "b": [None, "claim", "none", "none"]}, "nothing to compare"),
    ],
)
def test_what_has_no_kappa_says_why_and_breaks_nothing(columns, words) -> None:
    labels = pd.DataFrame(columns, index=IDS, dtype=object)
    found = agreement.pairwise(labels, draws=50).iloc[0]
    assert np.isnan(found["kappa"])
    assert words in found["reason"]
    assert agreement.together(labels, draws=50)["reason"].iloc[1:].str.contains(words).all()


@pytest.mark.parametrize("measure", [agreement.pairwise, agreement.together])
def test_one_reader_has_nobody_to_agree_with(measure) -> None:
    with pytest.raises(ValueError, match="1 readers"):
        measure(pd.DataFrame({"a": list(LABELS)}, index=IDS))


def test_the_most_divided_sentence_is_first() -> None:
    labels = pd.DataFrame(
        [["claim"] * 4, ["claim", "claim", "none", "none"], list(LABELS), ["claim", None, None, None]],
        index=IDS,
        columns=list("abcd"),
        dtype=object,
    )
    sentences = pd.DataFrame({"sent": IDS, "text": ["one", "two", "three", "four"]})
    found = agreement.disagreements(labels, sentences)
    assert found["sent"].tolist() == ["T2.1", "T1.2", "T1.1", "T2.2"]
    assert found["split"].tolist()[:3] == [1, pytest.approx(2 / 3), 0]
    assert np.isnan(found["split"].iloc[3])
    assert found.loc[1, ["claim", "none", "readers"]].tolist() == [2, 2, 4]


def test_confusions_are_all_pairs_of_readers_that_differ() -> None:
    rng = np.random.default_rng(5)
    labels = pd.DataFrame(rng.choice(LABELS, size=(30, 5)), columns=list("abcde"))
    differ = sum((labels[a] != labels[b]).sum() for a, b in combinations(labels, 2))
    found = agreement.confusions(labels)
    assert found["times"].sum() == differ
    assert found["share"].sum() == pytest.approx(1)
    assert found["times"].is_monotonic_decreasing


def test_an_invented_class_repeats_and_shows_each_sort_of_problem(tmp_path) -> None:
    sentences = agreement.sample(edition.read("pamphlet"))["sent"].tolist()
    for place in ("one", "two"):
        agreement.invent(tmp_path / place, sentences)
    one, problems = agreement.read_folder(tmp_path / "one", sentences)
    pd.testing.assert_frame_equal(one, agreement.read_folder(tmp_path / "two", sentences)[0])
    assert one.shape == (40, 6)
    assert problems.groupby("file")["left_out"].max().tolist() == [False, False, True]
    agreement.invent(tmp_path / "three", sentences, care=0.6)
    later = agreement.read_folder(tmp_path / "three", sentences)[0]
    values = [agreement.together(labels, draws=50)["value"].iloc[2] for labels in (one, later)]
    assert values[0] < values[1]


@pytest.mark.parametrize("wrong", [{"readers": 1}, {"care": 2}])
def test_no_class_of_one_is_invented(tmp_path, wrong) -> None:
    with pytest.raises(ValueError, match="two readers or more"):
        agreement.invent(tmp_path, IDS, **wrong)


@pytest.mark.parametrize(("wrong", "words"), [({"first": "Z1.1"}, "no sentence"), ({"size": 400}, "there are")])
def test_a_sample_that_is_not_there_is_refused(wrong, words) -> None:
    with pytest.raises(ValueError, match=words):
        agreement.sample(edition.read("pamphlet"), **wrong)
