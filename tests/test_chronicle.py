"""The article's events: quoted, dated and ordered as far as the article lets one, and found in contradiction by code."""

import calendar
import csv
import itertools
import re
import shutil
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closereading import chronicle, decisions, edition, sources
from closereading.chronicle import COLUMNS, Span
from closereading.decisions import DecisionError

ARTICLE = edition.read("article")
EVENTS = chronicle.load()
ORGANIZATIONS = chronicle.organizations()
FOUND = chronicle.contradictions(EVENTS, ORGANIZATIONS)

DAY = date(1870, 1, 1)


def made(*rows: dict) -> pd.DataFrame:
    """Return events of a made-up text, each with an id and whatever else is given."""
    events = []
    for row in rows:
        one = dict.fromkeys(COLUMNS, "") | dict.fromkeys(("people", "organizations", "places"), ())
        one |= {"after": (), "before": (), "parts": {}} | row
        events.append(one | {"spans": chronicle.spans(one["date"])})
    return pd.DataFrame(events, columns=list(COLUMNS))


def organizations(**part_of: str) -> pd.DataFrame:
    return pd.DataFrame({"organization": list(part_of), "part_of": list(part_of.values())})


def of(event: str, edtf: str, part: str, organization: str = "x", **more: object) -> dict:
    """Return an event in which something happens to an organization."""
    parts = {organization: part} if part else {}
    return {"event": event, "date": edtf, "organizations": (organization,), "parts": parts, **more}


def test_every_quotation_stands_once_in_the_seed():
    seed = sources.load("article").text
    assert {event.event: seed.count(event.quotation) for event in EVENTS.itertuples()} == dict.fromkeys(
        EVENTS["event"], 1
    )
    assert all(ARTICLE.text[event.start : event.end] == event.quotation for event in EVENTS.itertuples())


def test_every_date_parses_and_every_inference_says_from_what():
    dated = EVENTS[EVENTS["date"] != ""]
    assert len(dated) > 0.9 * len(EVENTS)
    assert all(dated["spans"].map(len) > 0)
    inferred = EVENTS[EVENTS["inferred"] != ""]
    named = inferred["basis"].map(lambda basis: set(re.findall(r"\be\d+", basis)))
    assert set().union(*named) <= set(EVENTS["event"])
    silent = inferred.loc[~named.map(bool), "event"].tolist()
    # Only where the basis is the event's own sentence need it name no other event.
    assert all(len(EVENTS.set_index("event").loc[id, "basis"]) > 60 for id in silent)


def test_no_sentence_with_a_date_is_left_out():
    assert chronicle.uncovered(EVENTS).to_dict("records") == []


@pytest.mark.parametrize("event", EVENTS.loc[EVENTS["precision"].isin(["day", "month", "range", "year"]), "event"])
def test_a_date_without_its_event_is_listed(event):
    row = EVENTS.set_index("event").loc[event]
    rest = EVENTS[(EVENTS["event"] != event) & ~((EVENTS["para"] == row["para"]) & (EVENTS["when"] == row["when"]))]
    left = chronicle.uncovered(rest)
    assert left["sent"].str.startswith(row["para"] + ".").all()
    assert any(words in row["when"] for words in left["words"])


def test_the_words_that_date_something_are_seen():
    text = edition.from_text(
        "In 1869 he left. It met on 4 May. It met in May 1870. Two months later it ended. It began days before the feast. "
        "It fell the previous month. It closed shortly afterwards. He may march on. Of 12345 men none came. It was late."
    )
    sentences = {sent: words.split(".")[0] for sent, words in text.sentences[["sent", "text"]].itertuples(index=False)}
    found = chronicle.uncovered(EVENTS.head(0), text)
    assert [sentences[sent] for sent in found["sent"]] == list(sentences.values())[:7]
    assert found["words"].tolist()[:3] == ["1869", "4 May", "May 1870"]


def test_years_and_months_of_the_article_are_all_dates_to_the_pattern():
    names = [name for name in calendar.month_name if name]
    plain = [
        match.start()
        for match in re.finditer(r"[0-9]{4}|" + "|".join(names), ARTICLE.text)
        if any(para.start <= match.start() < para.end for para in ARTICLE.paragraphs.itertuples())
    ]
    seen = [match.span() for match in chronicle.TIME.finditer(ARTICLE.text)]
    assert plain
    assert all(any(a <= at < b for a, b in seen) for at in plain)


# What the reading notes list by hand: which tellings do not go together.
BY_HAND = {
    "founded in 1868, and in 1867": ("28 October 1868", "In 1867, Mikhail Bakunin"),
    "members pass to the Jura Federation before it is created": ("members from Geneva", "created in November 1871"),
    "the Jura Federation stays away before it is created": ("Neither the Jura Federation", "created in November 1871"),
    "dissolved shortly after, and Geneva again": ("dissolved shortly afterwards", "the previous month"),
    "dissolved shortly after, and Spain again": ("dissolved shortly afterwards", "days before"),
    "members join national sections, and the Jura": ("their respective national sections", "to join the Jura"),
}


@pytest.mark.parametrize("words", BY_HAND.values(), ids=BY_HAND)
def test_the_contradictions_listed_by_hand_are_found(words):
    assert contradicting(EVENTS, ORGANIZATIONS, words)


def contradicting(events: pd.DataFrame, organizations: pd.DataFrame, words: tuple[str, ...]) -> bool:
    """Whether a contradiction is between events in whose sentences these words stand."""

    def sentence(event: str) -> str:
        row = events.set_index("event").loc[event]
        within = ARTICLE.sentences
        return within.loc[(within["start"] <= row["start"]) & (row["start"] < within["end"]), "text"].item()

    return any(
        all(any(one in sentence(event) for event in row.events) for one in words)
        for row in chronicle.contradictions(events, organizations).itertuples()
    )


def test_the_rules_know_no_name():
    ids = [*ORGANIZATIONS["organization"], *chronicle.people()["person"], *chronicle.places()["place"]]
    new = {id: f"n{i}" for i, id in enumerate(ids)}

    def renamed(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(renamed(one) for one in value)
        return {new[id]: part for id, part in value.items()} if isinstance(value, dict) else new.get(value, value)

    columns = ["people", "organizations", "places", "parts"]
    events = EVENTS.assign(**{column: EVENTS[column].map(renamed) for column in columns})
    part_of = ORGANIZATIONS.assign(
        organization=ORGANIZATIONS["organization"].map(new),
        part_of=ORGANIZATIONS["part_of"].map(lambda id: new.get(id, "")),
    )
    again = chronicle.contradictions(events, part_of)
    assert len(FOUND)
    assert again["events"].tolist() == FOUND["events"].tolist()
    assert again["organization"].tolist() == [new.get(id, "") for id in FOUND["organization"]]


ONE, WHOLE = organizations(x="", y="", z=""), organizations(x="", y="x", z="x")
TRIPPED = {
    "founded_twice": (made(of("e1", "1867", "founded"), of("e2", "1868-10-28", "founded")), ONE),
    "named_before_founding": (made(of("e1", "1871-11", "founded"), of("e2", "1869-04", "joined")), ONE),
    "missed_before_founding": (made(of("e1", "1871-11", "founded"), of("e2", "1871-09", "absent")), ONE),
    "dissolved_again": (made(of("e1", "1869", "dissolved"), of("e2", "1871", "dissolved", "y")), WHOLE),
    "named_after_dissolution": (made(of("e1", "1869", "dissolved"), of("e2", "1871", "")), ONE),
    "two_dates": (made(of("e1", "1869", ""), of("e2", "[1871,1872]", "", retells="e1")), ONE),
    "two_outcomes": (made(of("e1", "", "joined"), of("e2", "", "joined", "y", retells="e1")), ONE),
    "order_denied": (made(of("e1", "1869", "", after=("e2",)), of("e2", "1871", "")), ONE),
}
HARMLESS = {
    "founded_twice": (made(of("e1", "1868", "founded"), of("e2", "1868-10-28", "founded")), ONE),
    "named_before_founding": (
        made(of("e1", "1869-04", "founded"), of("e2", "1869", ""), of("e3", "1868", "meant")),
        ONE,
    ),
    "missed_before_founding": (made(of("e1", "1871-09", "founded"), of("e2", "1871-09", "absent")), ONE),
    "dissolved_again": (made(of("e1", "1869", "dissolved", "z"), of("e2", "1871", "dissolved", "y")), WHOLE),
    "named_after_dissolution": (
        made(of("e1", "1871", "dissolved"), of("e2", "1871", ""), of("e3", "1872", "meant")),
        ONE,
    ),
    "two_dates": (made(of("e1", "1871-09", ""), of("e2", "1871-09-17/1871-09-23", "", retells="e1")), ONE),
    "two_outcomes": (made(of("e1", "", "joined"), of("e2", "", "joined", "y", retells="e1")), WHOLE),
    "order_denied": (made(of("e1", "1871", "", after=("e2",)), of("e2", "1871", "")), ONE),
}


@pytest.mark.parametrize("rule", [rule.__name__ for rule in chronicle.RULES])
def test_each_rule_finds_its_fault_and_spares_what_may_be(rule):
    events, part_of = TRIPPED[rule]
    found = chronicle.contradictions(events, part_of)
    assert found["rule"].tolist() == [rule]
    assert set(found["events"].item()) == set(events["event"])
    assert chronicle.contradictions(*HARMLESS[rule]).empty


def test_an_inferred_date_is_owned_up_to():
    events, part_of = TRIPPED["founded_twice"]
    assert not chronicle.contradictions(events, part_of)["inferred"].item()
    assert chronicle.contradictions(events.assign(inferred=["date", ""]), part_of)["inferred"].item()


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=2, max_size=5),
    st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=4),
)
def test_the_order_is_what_all_possible_calendars_share(windows, stated):
    stated = {(a, b) for a, b in stated if a < b < len(windows)}
    rows = []
    for i, (first, length) in enumerate(windows):
        low, high = DAY + timedelta(first), DAY + timedelta(first + length)
        before = tuple(f"e{b + 1}" for a, b in stated if a == i)
        rows.append({"event": f"e{i + 1}", "date": f"[{low}..{high}]" if length else f"{low}", "before": before})
    calendars = [
        days
        for days in itertools.product(*[range(first, first + length + 1) for first, length in windows])
        if all(days[a] <= days[b] for a, b in stated)
    ]
    if not calendars:
        return
    said = chronicle.order(made(*rows)).to_numpy()
    reach = set(stated)
    for _ in windows:
        reach |= {(a, d) for a, b in reach for c, d in reach if b == c}
    for a, b in itertools.permutations(range(len(windows)), 2):
        sure = (a, b) in reach or ((b, a) not in reach and all(days[a] < days[b] for days in calendars))
        assert (said[a, b] == "before") == sure
        assert (said[b, a] == "after") == sure


def test_what_is_told_twice_is_dated_by_both_tellings():
    events = made(
        {"event": "e1", "date": "[1868-10-28..]"},
        {"event": "e2", "date": "[..1869-04]", "retells": "e1"},
        {"event": "e3", "date": "1868-01"},
        {"event": "e4", "date": "1869-05"},
    )
    said = chronicle.order(events)
    assert said.loc["e1"].tolist() == ["same", "same", "after", "before"]
    assert said.loc["e2"].tolist() == ["same", "same", "after", "before"]


def test_places_in_time_are_those_of_every_possible_sequence():
    events = made(
        {"event": "e1", "date": "1871"},
        {"event": "e2", "date": "1869"},
        {"event": "e3", "date": "1871-05"},
        {"event": "e4", "date": "", "after": ("e2",)},
        {"event": "e5", "date": "1847"},
    )
    known = chronicle.order(events).to_numpy()
    possible = [
        order
        for order in itertools.permutations(range(5))
        if all(known[a, b] != "after" for a, b in itertools.combinations(order, 2))
    ]
    told = chronicle.told_and_dated(events)
    assert told["first"].tolist() == [1 + min(order.index(i) for order in possible) for i in range(5)]
    assert told["last"].tolist() == [1 + max(order.index(i) for order in possible) for i in range(5)]
    assert told["forward"].sum() + told["backward"].sum() == (known == "before").sum()
    assert told.set_index("event").loc["e5", ["forward", "backward"]].tolist() == [0, 4]


def test_who_is_named_together_is_counted_once_for_each_event():
    graph = chronicle.network(EVENTS)
    counted = EVENTS[EVENTS["retells"] == ""]
    ids = [id for column in ("people", "organizations") for id in counted[column].explode().dropna().unique()]
    assert set(graph) == set(ids)
    for one, other in itertools.combinations(ids, 2):
        both = [e.event for e in counted.itertuples() if {one, other} <= {*e.people, *e.organizations}]
        assert list(graph.get_edge_data(one, other, {"events": ()})["events"]) == both
        assert graph.get_edge_data(one, other, {"weight": 0})["weight"] == len(both)


@pytest.mark.parametrize("period", ["1847", "1872-02", "1869-04", "1871-12", "1868-10-28"])
def test_dates_begin_and_end_as_pandas_says(period):
    known = pd.Period(period)
    assert chronicle.spans(period) == (Span(known.start_time.date(), known.end_time.date(), False),)


SPANS = {
    "1871-09-17/1871-09-23": [("1871-09-17", "1871-09-23", True)],
    "1870-04~": [("1870-03-01", "1870-05-31", False)],
    "1870-01~": [("1869-12-01", "1870-02-28", False)],
    "1870~": [("1869-01-01", "1871-12-31", False)],
    "1871-09-15~": [("1871-09-14", "1871-09-16", False)],
    "1871-09-11~/1871-09-20~": [("1871-09-10", "1871-09-21", True)],
    "1870?": [("1870-01-01", "1870-12-31", False)],
    "[1872-07-24..]": [("1872-07-24", None, False)],
    "[..1872-07-24]": [(None, "1872-07-24", False)],
    "1871/..": [("1871-01-01", None, True)],
    "[1872-03..1872-04,1869-04]": [("1869-04-01", "1869-04-30", False), ("1872-03-01", "1872-04-30", False)],
    "": [],
}


@pytest.mark.parametrize("edtf", SPANS)
def test_spans_are_those_the_format_means(edtf):
    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    assert chronicle.spans(edtf) == tuple(Span(day(a), day(b), lasting) for a, b, lasting in SPANS[edtf])


WORDS = {
    "1868-10-28": "28 October 1868",
    "1869-04": "April 1869",
    "1867": "1867",
    "1870-04~": "about April 1870",
    "1871-09-17/1871-09-23": "17–23 September 1871",
    "1871-09-30/1871-10-02": "30 September to 2 October 1871",
    "[1871-09-17..1871-09-23]": "between 17 and 23 September 1871",
    "[1872-03..1872-04]": "between March and April 1872",
    "1868/1869": "1868 to 1869",
    "[1872-07-24..]": "24 July 1872 or later",
    "[..1872-07-24]": "24 July 1872 or earlier",
    "1871/..": "from 1871 on",
    "../1871": "until 1871",
    "[1869-04,1871-08]": "April 1869, or August 1871",
    "": "no date",
}


@pytest.mark.parametrize("edtf", WORDS)
def test_dates_are_written_as_readers_write_them(edtf):
    assert chronicle.in_words(edtf) == WORDS[edtf]


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("17 September 1871", "no date in the Extended Date/Time Format"),
        ("1871-02-30", "no date in the Extended Date/Time Format"),
        ("{1869,1871}", "a row of its own"),
        ("1872/1871", "ends before it begins"),
        ("1871-21", "not seasons"),
        ("1871-XX", "unknown digits"),
        ("187X", "unknown digits"),
        ("-0044", "years from 0001 on"),
        ("Y-17E7", "years from 0001 on"),
        ("1871/1872-23", "has '1872-23'"),
    ],
)
def test_what_is_no_date_is_said_to_be_none(edtf, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        chronicle.spans(edtf)


TABLES = ("events.csv", "people.csv", "organizations.csv", "places.csv", decisions.DICTIONARY)


def damaged(folder, event: str, /, **fields: str):
    """Return a folder with the tables, and other fields in the row of an event."""
    for name in TABLES:
        shutil.copy(decisions.FOLDER / name, folder)
    rows = decisions.table("events.csv")
    with (folder / "events.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(row | fields if row["event"] == event else row for row in rows)
    return folder


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"event": "x1"}, "row 2: the event's id is 'x1'"),
        ({"quotation": "founded by Michail Bakunin"}, "row 2: “founded by Michail Bakunin” stands 0 times"),
        ({"quotation": "Alliance"}, "times in L1"),
        ({"para": "H1"}, "stands 0 times in H1"),
        ({"para": "H9"}, "row 2: article has no paragraph 'H9'"),
        ({"when": "on 29 October 1868"}, "row 2: “on 29 October 1868” must be the words of L1"),
        ({"when": ""}, "leave it empty if, and only if, its precision is none"),
        ({"date": "28.10.1868"}, "row 2: '28.10.1868' is no date"),
        ({"date": "1868-10"}, "row 2: 1868-10 is not of the precision day"),
        ({"date": ""}, "row 2: no date is not of the precision day"),
        ({"precision": "hour"}, "row 2: precision is 'hour'; it must be one of: day, range"),
        ({"inferred": "date"}, "row 2: say in “basis” from what"),
        ({"inferred": "maybe", "basis": "x"}, "row 2: inferred is 'maybe'"),
        ({"kind": "party"}, "row 2: kind is 'party'"),
        ({"people": "bakunin, marx"}, "row 2: people has 'bakunin, marx'; give ids of"),
        ({"people": "nechaev"}, "row 2: people has 'nechaev'"),
        ({"organizations": "alliance (born)"}, "row 2: organizations has 'alliance (born)'"),
        ({"places": "berlin"}, "row 2: places has 'berlin'"),
        ({"after": "e99"}, "row 2: after has 'e99'"),
        ({"after": "e2"}, "refer to one another in a circle"),
        ({"retells": "e2; e3"}, "it can retell one event only"),
    ],
)
def test_a_bad_row_is_named(tmp_path, fields, words):
    with pytest.raises(DecisionError, match=re.escape(words)) as caught:
        chronicle.load(damaged(tmp_path, "e1", **fields))
    assert str(caught.value).startswith("data/events.csv")


def test_an_id_stands_for_one_event(tmp_path):
    with pytest.raises(DecisionError, match=r"row \d+: the event's id is 'e41'"):
        chronicle.load(damaged(tmp_path, "e42", event="e41"))


def test_overlapping_quotations_are_named(tmp_path):
    longer = "shortly after the Marxists of the Spanish Regional Federation were expelled from the organisation, Friedrich Engels"
    with pytest.raises(DecisionError, match="the quotations of e33 and e34 overlap"):
        chronicle.load(damaged(tmp_path, "e33", quotation=longer))


def test_an_event_without_a_date_or_an_order_is_left_out(tmp_path):
    with pytest.raises(DecisionError, match="neither a date nor another event"):
        chronicle.load(damaged(tmp_path, "e17", before=""))


def test_no_part_of_the_registers_is_unused_or_unknown():
    named = set(EVENTS["organizations"].explode().dropna()) | set(EVENTS["people"].explode().dropna())
    text = " ".join([ARTICLE.text, sources.load("article").text])
    for table, id in ((chronicle.people(), "person"), (chronicle.organizations(), "organization")):
        assert table[id].is_unique
        assert all(row.name_ in text for row in table.rename(columns={"name": "name_"}).itertuples())
    assert named <= set(chronicle.people()["person"]) | set(ORGANIZATIONS["organization"])
    assert set(ORGANIZATIONS["part_of"]) - {""} <= set(ORGANIZATIONS["organization"])
