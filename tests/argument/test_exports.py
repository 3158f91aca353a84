"""The argument in others' formats: read back by their own programs, or by readers of our own that share nothing with the writer."""

import base64
import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import arguebuf
import networkx as nx
import pandas as pd
import pytest
from pyld import jsonld

from closereading import argument as arguments
from closereading import decisions, edition
from closereading.argument import exports

HERE = Path(__file__).parent
TERMS = json.loads((HERE / "references" / "web_annotation_terms.json").read_text(encoding="utf-8"))

TEXT = """# Of *bread* & [cheese]

Bread is {good}: see #1. Bread is <cheap>... and\nwe @all like it_so_. But is it // bread.A.? Not /* always */,=== "===" \\ so.

Bread made 🍞 nobody ill, :v: they say .P. it. Cheese – too. Or so they say. It is, in short, good.
"""
CLAIMS = """id,para,quote,voice,role,stance,main,gloss,loose,note
a,P1,Bread is {good}: see #1.,author,thesis,asserted,yes,"Bread is good = ""{fine}"" } x === y",,
b,P1,"Bread is <cheap>... and\nwe @all like it_so_.",author,premise,asserted,no,It is cheap,,"a, b"
c,P1,But is it // bread.A.?,author,objection,rejected,no,Is it?,,
d,P1,"Not /* always */,=== ""==="" \\ so.",author,rebuttal,asserted,no,It is not so,,
e,P2,"Bread made 🍞 nobody ill, :v: they say .P. it.",reported,premise,reported,no,None fell ill,,
f,P2,Cheese – too.,author,concession,conceded,no,Cheese too,aside,
g,P2,Or so they say.,author,rebuttal,asserted,no,So they say,,
h,P2,"It is, in short, good.",author,summary,asserted,yes,Good,,
"""
RELATIONS = """id,src,type,dst,scheme,cue,conf,note
r1,b e,sup,a,cause to effect,,3,
r2,c,reb,a,,But,2,
r3,d,und,r2,exception,Not,1,"{so} } to say"
r4,g,und,r1,,,,
r5,f,qua,a,exception,,3,
r6,h,res,a,,"in short",3,
r7,c,und,r3,,,1,
r8,g,und,r5,,,1,
r9,c f,reb,e,ad hominem,,2,
r10,h,exa,b,example,,2,
r11,h,und,r8,,,1,
"""
CRUXES = """id,claims,question,readings,taken,because
x1,c d,Who asks?,he / they,he,"it says so { } ==="
"""


@pytest.fixture(scope="module")
def pamphlet():
    return arguments.load()


@pytest.fixture(scope="module")
def bread(tmp_path_factory):
    """Give a small argument with every kind of relation, and signs that mean something in the formats."""
    folder = tmp_path_factory.mktemp("bread")
    shutil.copy(decisions.FOLDER / decisions.DICTIONARY, folder)
    for name, rows in {"claims.csv": CLAIMS, "relations.csv": RELATIONS, "cruxes.csv": CRUXES}.items():
        (folder / name).write_text(rows, encoding="utf-8", newline="")
    return arguments.load(folder, edition.from_text(TEXT, "bread", "Of bread"))


@pytest.fixture(params=["pamphlet", "bread"])
def argument(request):
    return request.getfixturevalue(request.param)


def arrows(argument, *types):
    """Return (source, relation), (relation, target) of the relations of some types."""
    rows = [row for row in argument.relations.itertuples() if row.type in types]
    return {pair for row in rows for pair in [*((source, row.id) for source in row.src), (row.id, row.dst)]}


# All formats


def test_every_file_ends_its_lines_alike_and_the_last_one_too(argument):
    for name, made in {name: make(argument) for name, make in exports.FORMATS.items()}.items():
        made.encode("utf-8")
        assert "\r" not in made, name
        assert made.endswith("\n") and not made.endswith("\n\n"), name


def test_the_bytes_are_the_same_in_any_process(pamphlet):
    script = (
        "import hashlib; from closereading import argument; from closereading.argument import exports\n"
        "loaded = argument.load()\n"
        "for make in exports.FORMATS.values(): print(hashlib.sha256(make(loaded).encode('utf-8')).hexdigest())"
    )
    here = [hashlib.sha256(make(pamphlet).encode("utf-8")).hexdigest() for make in exports.FORMATS.values()]
    for surroundings in ({"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "4242", "TZ": "Asia/Tokyo", "LC_ALL": "C"}):
        done = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, **surroundings},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == here


def test_no_file_tells_when_it_was_made(argument):
    for name, make in exports.FORMATS.items():
        assert not re.search(r"timestamp|20\d\d-\d\d-\d\d|created|modified", make(argument)), name


def test_the_files_are_named_after_their_formats():
    assert {name.partition(".")[2]: make for name, make in exports.FORMATS.items()} == {
        "aif.json": exports.aif,
        "argdown": exports.argdown,
        "annotations.jsonld": exports.web_annotation,
        "graphml": exports.graphml,
    }


# AIF

KINDS = {"sup": "RA", "exa": "RA", "reb": "CA", "und": "CA", "res": "MA"}


def without_limits(argument):
    """Return the relations that are no limits, nor undercuts of limits, of such undercuts, and so on."""
    types = dict(zip(argument.relations["id"], argument.relations["type"], strict=True))
    aims = dict(zip(argument.relations["id"], argument.relations["dst"], strict=True))

    def limits(name):
        return types[name] == "qua" or (types[name] == "und" and limits(aims[name]))

    return {name: kind for name, kind in types.items() if not limits(name)}


def test_aif_has_every_claim_and_every_relation_but_limits(argument):
    graph = json.loads(exports.aif(argument))
    assert [(node["nodeID"], node["text"]) for node in graph["nodes"] if node["type"] == "I"] == list(
        zip(argument.claims["id"], argument.claims["quote"], strict=True)
    )
    kept = without_limits(argument)
    others = {node["nodeID"]: node["type"] for node in graph["nodes"] if node["type"] != "I"}
    assert others == {name: KINDS[kind] for name, kind in kept.items()}
    expected = {pair for pair in arrows(argument, *KINDS) if kept.keys() & set(pair)}
    assert {(edge["fromID"], edge["toID"]) for edge in graph["edges"]} == expected
    assert len({edge["edgeID"] for edge in graph["edges"]}) == len(graph["edges"]) == len(expected)


def test_aif_leaves_out_limits_and_what_undercuts_them(bread):
    names = {node["nodeID"] for node in json.loads(exports.aif(bread))["nodes"]}
    assert names == {*"abcdefgh", "r1", "r2", "r3", "r4", "r6", "r7", "r9", "r10"}


def test_aif_names_the_schemes_as_aifdb_does(bread):
    texts = {node["nodeID"]: node["text"] for node in json.loads(exports.aif(bread))["nodes"]}
    assert [texts[name] for name in ("r1", "r2", "r3", "r6", "r9", "r10")] == [
        *(
            "Cause To Effect",
            "Default Conflict",
            "Exceptional Case",
            "Default Rephrase",
            "Generic Ad Hominem",
            "Example",
        )
    ]


def test_aif_passes_through_arguebuf_unharmed(argument):
    ours = json.loads(exports.aif(argument))
    loaded = arguebuf.load.aif(ours)
    theirs = arguebuf.dump.aif(loaded)
    assert Counter(node["type"] for node in theirs["nodes"]) == Counter(node["type"] for node in ours["nodes"])
    words = {node["nodeID"]: (node["type"], node["text"]) for node in ours["nodes"] if node["type"] == "I"}
    assert {n["nodeID"]: (n["type"], n["text"]) for n in theirs["nodes"] if n["type"] == "I"} == words
    ends = sorted((edge["edgeID"], edge["fromID"], edge["toID"]) for edge in ours["edges"])
    assert sorted((edge["edgeID"], edge["fromID"], edge["toID"]) for edge in theirs["edges"]) == ends
    undercuts = {row.id: row.dst for row in argument.relations.itertuples() if row.type == "und"}
    aims = {edge.source.id: edge.target for edge in loaded.edges.values()}
    for name in undercuts.keys() & loaded.scheme_nodes.keys():
        assert aims[name].id == undercuts[name]
        assert isinstance(aims[name], arguebuf.SchemeNode)
        assert isinstance(loaded.scheme_nodes[name].scheme, arguebuf.Attack)


def test_arguebuf_knows_most_schemes_by_the_names_we_give(pamphlet):
    loaded = arguebuf.load.aif(json.loads(exports.aif(pamphlet)))
    named = [
        loaded.scheme_nodes[row.id].scheme
        for row in pamphlet.relations.itertuples()
        if row.type in ("sup", "exa") and row.scheme
    ]
    assert sum(scheme != arguebuf.Support.DEFAULT for scheme in named) > len(named) / 2


# Argdown

ABSENT = 3
"""The exit code of argdown.mjs if there is no Argdown."""

SIGNS = {"sup": "+>", "exa": "+>", "reb": "->", "und": "_>"}


def drawn(argument):
    """Return the relations that are drawn, and those of them that must be arguments."""
    kept = {name: kind for name, kind in without_limits(argument).items() if kind != "res"}
    while lost := {
        row.id
        for row in argument.relations.itertuples()
        if row.id in kept and row.type == "und" and row.dst not in kept
    }:
        kept = {name: kind for name, kind in kept.items() if name not in lost}
    rows = [row for row in argument.relations.itertuples() if row.id in kept]
    hit = {row.dst for row in rows if row.type == "und"}
    return rows, {row.id for row in rows if len(row.src) > 1 or row.id in hit}


def read_argdown(text):
    """Return (statements, arrows, arguments) of an Argdown file, its data by the names they stand at."""
    front, _, body = text.removeprefix("===\n").partition("\n===\n")
    statements, found, boxes, at = {}, set(), {}, None
    for line in body.splitlines():
        if match := re.fullmatch(r"\[(\w+)\]: (.+) #(\w+)", line):
            at = f"[{match[1]}]"
            statements[match[1]] = [re.sub(r"\\(.)", r"\1", match[2]), match[3]]
        elif match := re.fullmatch(r"<(\w+)>", line):
            at = f"<{match[1]}>"
            boxes[match[1]] = [None, [], ""]
        elif line.startswith("  {"):
            (
                boxes[at[1:-1]].__setitem__(0, json.loads(line))
                if at[0] == "<"
                else statements[at[1:-1]].append(json.loads(line))
            )
        elif match := re.fullmatch(r"  (<?[+_-]>?) ([\[<]\w+[\]>])", line):
            found.add((match[2], "+>", at) if match[1] == "<+" else (at, match[1], match[2]))
        elif match := re.fullmatch(r"\((\d+)\) \[(\w+)\]", line):
            boxes[at[1:-1]][1].append(match[2])
            assert int(match[1]) == len(boxes[at[1:-1]][1])
        elif match := re.fullmatch(r"-----|-- (.+) --", line):
            boxes[at[1:-1]][2] = match[1] or ""
        else:
            assert line == "" or re.match(r"# \S", line), line
    return front, statements, found, boxes


def expected_arrows(argument):
    """Return the arrows that an Argdown file must have, and the premises and conclusions of its arguments."""
    rows, boxed = drawn(argument)
    found, inferences = set(), {}
    for row in rows:
        target = f"<{row.dst}>" if row.dst in boxed else f"[{row.dst}]"
        if row.id not in boxed:
            found.add((f"[{row.src[0]}]", SIGNS[row.type], target))
        elif row.type in ("sup", "exa"):
            inferences[row.id] = [*row.src, row.dst]
        else:
            inferences[row.id] = []
            found |= {(f"[{source}]", "+>", f"<{row.id}>") for source in row.src}
            found.add((f"<{row.id}>", SIGNS[row.type], target))
    return found, inferences


def test_argdown_has_every_claim_and_every_relation_it_can_draw(argument):
    _, statements, found, boxes = read_argdown(exports.argdown(argument))
    assert [(name, words, role) for name, (words, role, _) in statements.items()] == [
        (row.id, " ".join(row.quote.split()), row.role) for row in argument.claims.itertuples()
    ]
    expected, inferences = expected_arrows(argument)
    assert found == expected
    assert {name: ends for name, (_, ends, _) in boxes.items()} == inferences


def test_argdown_keeps_what_it_cannot_draw_as_data(argument):
    _, statements, _, boxes = read_argdown(exports.argdown(argument))
    for row in argument.claims.to_dict("records"):
        data = statements[row["id"]][2]
        for field in ("para", "page", "start", "end", "voice", "role", "stance", "main", "gloss", "loose", "note"):
            assert data.get(field, "") == ("" if pd.isna(row[field]) else row[field]), field
    kept = {name: data for _, _, fields in statements.values() for name, data in fields.get("relations", {}).items()}
    kept |= {name: data for name, (data, _, _) in boxes.items()}
    assert kept.keys() == set(argument.relations["id"])
    for row in argument.relations.to_dict("records"):
        assert [kept[row["id"]].get(field, "") for field in ("type", "dst", "scheme", "cue", "note")] == [
            row[field] for field in ("type", "dst", "scheme", "cue", "note")
        ]


def test_argdown_has_the_cruxes_and_the_sum_of_the_text(bread):
    front, *_ = read_argdown(exports.argdown(bread))
    about = json.loads(front.splitlines()[2].removeprefix("about: "))
    assert about["text_sha256"] == hashlib.sha256(bread.edition.text.encode("utf-8")).hexdigest()
    assert about["cruxes"]["x1"]["because"] == "it says so { } ==="


@pytest.fixture(scope="module")
def parse():
    """Give Argdown's own parser. ``ARGDOWN`` names the folder @argdown/core is installed in; how, argdown.mjs says."""
    node, folder = shutil.which("node"), os.environ.get("ARGDOWN")

    def run(text):
        command = [node, HERE / "argdown.mjs", folder or HERE]
        return subprocess.run(command, input=text.encode("utf-8"), capture_output=True, check=False)

    absent = "node" if node is None else "@argdown/core" if run("# A").returncode == ABSENT else ""
    if absent and folder:
        pytest.fail(f"ARGDOWN is {folder}, but {absent} is not installed; see tests/argument/argdown.mjs")
    if absent:
        pytest.skip(f"{absent} is not installed; see tests/argument/argdown.mjs")
    return run


def test_argdowns_own_parser_reads_what_we_wrote(argument, parse):
    done = parse(exports.argdown(argument))
    assert done.returncode == 0, done.stderr.decode("utf-8")[-2000:]
    read = json.loads(done.stdout)
    assert read["errors"] == []
    claims = {row.id: row for row in argument.claims.itertuples()}
    assert {one["id"]: [words.strip() for words in one["words"]] for one in read["statements"]} == {
        name: [" ".join(row.quote.split())] for name, row in claims.items()
    }
    for one in read["statements"]:
        assert one["tags"] == [claims[one["id"]].role]
        assert one["data"]["gloss"] == claims[one["id"]].gloss
    expected, inferences = expected_arrows(argument)
    signs = {"support": "+>", "attack": "->", "undercut": "_>"}
    kinds = {"equivalence-class": "[{}]", "argument": "<{}>", "inference": "<{}>"}
    found = [(kinds[a].format(x), signs[sign], kinds[b].format(y)) for sign, (a, x), (b, y) in read["relations"]]
    assert sorted(found) == sorted(expected)
    assert {one["id"]: [title for _, title in one["pcs"]] for one in read["arguments"]} == inferences
    schemes = {row.id: row.scheme for row in argument.relations.itertuples()}
    for one in read["arguments"]:
        assert [role for role, _ in one["pcs"]] in ([], ["premise"] * (len(one["pcs"]) - 1) + ["main-conclusion"])
        assert one["rules"] == ([schemes[one["id"]]] if one["pcs"] and schemes[one["id"]] else [])
    assert set(read["frontMatter"]["about"]["cruxes"]) == set(argument.cruxes["id"])


def test_argdowns_own_parser_stumbles_where_signs_are_not_escaped(bread, parse):
    done = parse(exports.argdown(bread).replace("\\", ""))
    assert done.returncode != 0 or json.loads(done.stdout)["errors"]


# Web Annotation


def annotations(argument):
    collection = json.loads(exports.web_annotation(argument))
    return collection, {item["label"]: item for item in collection["first"]["items"]}


def resolve(target, text):
    """Return (start, end) of the one place both selectors agree on."""
    [quotation] = [one for one in target["selector"] if one["type"] == "TextQuoteSelector"]
    [position] = [one for one in target["selector"] if one["type"] == "TextPositionSelector"]
    exact, prefix, suffix = (quotation[field] for field in ("exact", "prefix", "suffix"))
    whole = prefix + exact + suffix
    starts = [match.start() + len(prefix) for match in re.finditer(f"(?={re.escape(whole)})", text)]
    assert starts == [position["start"]], f"“{exact}” is found at {starts}, not at {position['start']} alone"
    assert text[position["start"] : position["end"]] == exact
    return position["start"], position["end"]


def test_every_selector_finds_its_words_exactly_once(argument):
    _, items = annotations(argument)
    text = argument.edition.text
    for row in argument.claims.itertuples():
        target = items[row.id]["target"]
        assert text[slice(*resolve(target, text))] == row.quote
        assert (target["selector"][0]["prefix"], target["selector"][0]["suffix"]) == (row.prefix, row.suffix)
    for row in argument.relations.itertuples():
        cues = [body for body in items[row.id]["body"] if body["purpose"] == "highlighting"]
        assert [text[slice(*resolve(cue, text))] for cue in cues] == ([row.cue] if row.cue else [])


@pytest.mark.parametrize("fault", ["exact", "prefix", "suffix", "start", "end"])
def test_a_selector_that_is_off_by_a_letter_is_found_out(bread, fault):
    target = annotations(bread)[1]["b"]["target"]
    [selector] = [one for one in target["selector"] if fault in one]
    selector[fault] = selector[fault] + 1 if isinstance(selector[fault], int) else selector[fault] + "x"
    with pytest.raises(AssertionError):
        resolve(target, bread.edition.text)


def test_the_text_is_named_by_its_sum(argument):
    collection, items = annotations(argument)
    source = collection["dcterms:source"]
    digest = hashlib.sha256(argument.edition.text.encode("utf-8"))
    assert source["schema:sha256"] == digest.hexdigest()
    scheme, _, name = source["id"].partition(";")
    assert scheme == "ni:///sha-256"
    assert base64.urlsafe_b64decode(name + "=") == digest.digest()
    assert {items[claim]["target"]["source"] for claim in argument.claims["id"]} == {source["id"]}


def bodies(item):
    return {body["label"]: (body["purpose"], body["value"]) for body in item["body"] if body["type"] == "TextualBody"}


def test_a_claims_fields_are_in_its_bodies(argument):
    _, items = annotations(argument)
    for row in argument.claims.itertuples():
        found = bodies(items[row.id])
        assert found["role"] == ("classifying", row.role)
        assert found["stance"] == ("classifying", row.stance)
        assert found["voice"] == ("tagging", row.voice)
        assert found["paragraph"] == ("tagging", row.para)
        assert found["section"] == ("tagging", row.section)
        assert found.get("page") == (None if pd.isna(row.page) else ("tagging", str(row.page)))
        assert found["main"] == ("tagging", "yes" if row.main else "no")
        assert [found.get(field, ("", ""))[1] for field in ("gloss", "loose", "note")] == [
            row.gloss,
            row.loose,
            row.note,
        ]


def test_a_relation_links_the_annotations_it_is_about(argument):
    _, items = annotations(argument)
    names = {item["id"]: name for name, item in items.items()}
    for row in argument.relations.itertuples():
        item = items[row.id]
        assert item["motivation"] == "linking"
        assert names[item["target"]] == row.dst
        assert tuple(names[b["source"]] for b in item["body"] if b["purpose"] == "linking") == row.src
        found = bodies(item)
        assert found["type"][1] == arguments.annotation.TYPES[row.type]
        assert ("linked" in found) == (len(row.src) > 1)
        sure = None if pd.isna(row.conf) else ("tagging", arguments.annotation.CONFIDENCE[str(row.conf)])
        assert found.get("confidence") == sure
        assert found["crosses cut"] == ("tagging", "yes" if row.crosses_cut else "no")
        assert [found.get(field, ("", ""))[1] for field in ("scheme", "note")] == [row.scheme, row.note]


def test_a_crux_asks_about_its_claims(bread):
    item = annotations(bread)[1]["x1"]
    assert (item["motivation"], item["target"]) == ("questioning", ["#c", "#d"])
    assert [value for _, value in bodies(item).values()] == ["Who asks?", "he / they", "he", "it says so { } ==="]


def test_each_row_is_one_annotation(argument):
    collection, items = annotations(argument)
    rows = [*argument.claims["id"], *argument.relations["id"], *argument.cruxes["id"]]
    assert list(items) == rows
    assert collection["total"] == len(rows) == len({item["id"] for item in items.values()})
    assert collection["first"]["id"] == collection["last"] and collection["first"]["partOf"] == collection["id"]


BASE = "https://example.org/argument/argument.annotations.jsonld"


def terms(address, options):
    assert address == "http://www.w3.org/ns/anno.jsonld"
    return {"contextUrl": None, "documentUrl": address, "document": TERMS, "contentType": "application/ld+json"}


def expand(document):
    """Return a document in JSON-LD's long form, and the keys that have no meaning in it."""
    lost = []
    return jsonld.expand(document, {"base": BASE, "documentLoader": terms}, on_property_dropped=lost.append), lost


def keys(value):
    """Count the keys in a document, however deep."""
    if isinstance(value, dict):
        return Counter(list(value)) + sum((keys(part) for part in value.values()), Counter())
    return sum((keys(part) for part in value), Counter()) if isinstance(value, list) else Counter()


def test_no_key_is_lost_when_the_json_ld_is_expanded(argument):
    collection, _ = annotations(argument)
    expanded, lost = expand(collection)
    assert lost == []
    context = TERMS["@context"]
    prefixes = {name: meaning for name, meaning in context.items() if isinstance(meaning, str) and meaning[-1] in "#/"}

    def meaning(key):
        short = context.get(key, key)
        short = short["@id"] if isinstance(short, dict) else short
        prefix, _, rest = short.partition(":")
        return prefixes[prefix] + rest if prefix in prefixes else short

    before, after = keys(collection), keys(expanded)
    for key, times in before.items():
        if key not in ("@context", "id", "type"):
            assert after[meaning(key)] == times, key
    assert after["@type"] >= before["type"]


def test_every_reference_becomes_an_address(argument):
    collection, _ = annotations(argument)
    expanded, _ = expand(collection)

    def addresses(value):
        if isinstance(value, dict):
            yield from (part for key, part in value.items() if key == "@id")
            value = list(value.values())
        if isinstance(value, list):
            for part in value:
                yield from addresses(part)

    found = set(addresses(expanded))
    known = ("ni:///sha-256;", f"{BASE}#", "http://www.w3.org/ns/oa#")
    assert [one for one in found if not one.startswith(known)] == []
    assert {f"{BASE}#{name}" for name in [*argument.claims["id"], *argument.relations["id"]]} <= found


def test_a_key_without_a_meaning_is_found_out(bread):
    collection, items = annotations(bread)
    items["a"]["target"]["selector"][0]["before"] = "x"
    assert len(expand(collection)[1]) == 1


# GraphML


def test_networkx_reads_back_the_same_graph(argument):
    read = nx.parse_graphml(exports.graphml(argument))
    tables = {"claim": argument.claims, "relation": argument.relations, "crux": argument.cruxes}
    expected = {}
    for kind, table in tables.items():
        for row in table.to_dict("records"):
            fields = {field: plain(field, value) for field, value in row.items() if field != "id"}
            expected[row["id"]] = {"kind": kind, **{field: value for field, value in fields.items() if value != ""}}
    assert dict(read.nodes(data=True)) == expected
    types = set(arguments.annotation.TYPES)
    ends = {
        pair: {"part": "source" if pair[0] in set(argument.claims["id"]) else "target"}
        for pair in arrows(argument, *types)
    }
    ends |= {(row.id, claim): {"part": "concerns"} for row in argument.cruxes.itertuples() for claim in row.claims}
    assert {(a, b): data for a, b, data in read.edges(data=True)} == ends
    assert read.graph["text_sha256"] == hashlib.sha256(argument.edition.text.encode("utf-8")).hexdigest()
    assert (read.graph["name"], read.graph["title"]) == (argument.edition.name, argument.edition.title)


def plain(field, value):
    """Return what GraphML should hold of a field."""
    if isinstance(value, tuple):
        return json.dumps(value) if field == "seed_runs" else " ".join(value)
    if isinstance(value, str | bool):
        return value
    return "" if pd.isna(value) else int(value)


def test_the_tables_can_be_had_back_from_the_graph(bread):
    read = nx.parse_graphml(exports.graphml(bread))
    rows = {row["id"]: row for row in csv.DictReader(RELATIONS.splitlines())}
    for name, row in rows.items():
        node = read.nodes[name]
        assert {field: str(node.get(field, "")) for field in row if field != "id"} == {
            field: value for field, value in row.items() if field != "id"
        }


# Which text the positions are in


def test_another_text_has_another_sum(bread, pamphlet):
    assert exports.text_sha256(bread.edition) != exports.text_sha256(pamphlet.edition)
