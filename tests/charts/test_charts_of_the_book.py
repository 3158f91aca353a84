"""The book's own charts, made of the real texts: said in words, small enough, and quoting only what stands in the text."""

import json
import re
from urllib.parse import unquote

import altair as alt
import pandas as pd
import pytest
import vl_convert

from closereading import charts, decisions, edition, language, passages
from closereading.book import layout, stills, tables
from closereading.charts import booklet, dispersion, keyness, links, voices
from closereading.charts import frequency as draw
from closereading.measures import frequency, resampling
from closereading.measures import keyness as measures

PAMPHLET = edition.read("pamphlet")
TOKENS = PAMPHLET.tokens
SECTIONS = dict(zip(PAMPHLET.sections["section"], PAMPHLET.sections["short"], strict=True))


def two_orders():
    tokens = TOKENS.assign(file=passages.file_order(PAMPHLET))
    return booklet.two_orders(tokens, passages.occurrences(PAMPHLET, ["solidarity", "state"]), "solidarity")


def joins():
    body = PAMPHLET.pages.dropna(subset="start").iloc[:-1]
    return booklet.joins(
        pd.DataFrame({"page": body["page"], "kind": body["join_kind"], "ends": "a", "begins": "b", "evidence": "c"})
    )


def transpositions():
    authors = PAMPHLET.paragraphs.loc[PAMPHLET.paragraphs["voice"] == "author", "para"].tolist()
    return voices.transpositions(pd.DataFrame(decisions.table("descent.csv")), authors)


def term_box():
    rates = resampling.rates(TOKENS, "section", "para", "lemma", draws=50)
    return draw.term_box(rates, SECTIONS, "committee")


def top_terms():
    rates = frequency.rates(TOKENS, "section", "lemma")
    return draw.top_terms(rates[~rates["lemma"].isin(language.stoplist())], SECTIONS, 6)


def rank_frequency():
    counts = frequency.counts(TOKENS)
    exponent, _ = frequency.zipf_exponent(counts)
    low, high = frequency.zipf_envelope(exponent, len(counts), counts.sum(), draws=50)
    ranks = pd.DataFrame({"rank": range(1, len(counts) + 1), "word": counts.index, "count": counts.array})
    ranks["expected"] = frequency.zipf_counts(exponent, len(counts), counts.sum())
    return draw.rank_frequency(ranks.assign(low=low, high=high)[:200], exponent, 0.95)


CURVE = pd.DataFrame({"words": [25, 50, 75], "low": [-3.1, -4.1, -1.1], "high": [3.1, 4.1, 1.1]})
BEGINS = pd.DataFrame({"section": ["U", "S"], "words": [0, 40]})


def barcodes():
    tokens = TOKENS.assign(read=range(len(TOKENS)), file=passages.file_order(PAMPHLET)).rename(
        columns={"lemma": "word"}
    )
    places = tokens.loc[
        ~tokens["word"].isin(language.stoplist()) & tokens["is_word"], ["word", "file", "read", "section"]
    ]
    repeated = places[places.groupby("word")["word"].transform("size") > 1]
    return dispersion.barcodes(repeated.assign(file=repeated["file"] / 6190, read=repeated["read"] / 6190), "freedom")


def against_chance():
    table = pd.DataFrame({"word": ["committee", "state"], "count": [22, 24], "dp": [0.7, 0.3], "low": 0.1, "high": 0.4})
    envelope = pd.DataFrame({"count": [22, 24], "low": 0.1, "mean": 0.2, "high": 0.4})
    places = passages.occurrences(PAMPHLET, ["committee", "state"]).rename(columns={"term": "word"})
    places = places[["word", "read", "section", "para", "phrase", "context"]]
    return dispersion.against_chance(table.assign(beyond=table["dp"] > 0.4), envelope, places, "committee")


def forest():
    tokens = TOKENS[TOKENS["section"] != "I"]
    parts = tokens[tokens["section"] == "U"], tokens[tokens["section"] != "U"]
    table = measures.compare(*parts, unit="lemma").rename(columns={"lemma": "word"}).head(12)
    return keyness.forest(
        table.assign(comparison="U with the rest", p=0.01, verdict=keyness.SURE[0]), "U with the rest"
    )


CHARTS = {
    "tokenizers": lambda: draw.tokenizers(
        pd.DataFrame({"word": ["state", "state"], "program": ["spaces", "letters"], "times": [12, 26]})
    ),
    "rank_frequency": rank_frequency,
    "unusual": lambda: draw.unusual(
        pd.DataFrame(
            {
                "word": ["state", "the"],
                "count": 24,
                "here": [6.7, 8.0],
                "at_large": [5.6, 7.73],
                "kind": ["content", "function"],
            }
        ),
        ["state"],
    ),
    "growth": lambda: draw.growth(CURVE.assign(difference=[-1.0, 2.0, 0.5]), BEGINS),
    "heat_map": lambda: dispersion.heat_map(
        frequency.rates(TOKENS, "section", "lemma"), SECTIONS, ["committee", "solidarity", "state"]
    ),
    "barcodes": barcodes,
    "against_chance": against_chance,
    "cumulative": lambda: dispersion.cumulative(
        CURVE.assign(word="state", excess=[-1.0, -5.2, 0.0], p=0.0123), BEGINS, "state"
    ),
    "forest": forest,
    "waterfall": lambda: keyness.waterfall(
        pd.DataFrame(
            {
                "caution": ["log likelihood, p < 0.05", "log likelihood, p < 0.05 after Holm"],
                "words": [90, 9],
                "left": ["state, we", "state"],
            }
        )
    ),
    "priors": lambda: keyness.priors(
        pd.DataFrame({"word": ["state"] * 3, "strength": [10.0, 500.0, 9000.0], "z": [1.1, 2.5, 0.5]}), 500
    ),
    "two_orders": two_orders,
    "sheets": lambda: booklet.sheets(PAMPHLET.pages),
    "fill": lambda: booklet.fill(
        PAMPHLET.pages.assign(filled=["blank" if not t else "full" for t in PAMPHLET.pages["text"]])
    ),
    "joins": joins,
    "orders": lambda: booklet.orders([1, 2, 2, 3], {"as in the file": 2, "folded": 4}, 4),
    "by_page": lambda: voices.by_page(TOKENS),
    "traces": lambda: voices.traces(passages.traces(PAMPHLET)),
    "transpositions": transpositions,
    "term_box": term_box,
    "top_terms": top_terms,
    "two_counts": lambda: draw.two_counts(pd.DataFrame({"word": ["tive", "the"], "file": [1, 9], "restored": [0, 8]})),
}


@pytest.fixture(scope="module", params=CHARTS)
def spec(request):
    return json.loads(CHARTS[request.param]().to_json())


def rows(spec):
    return [row for rows in spec["datasets"].values() for row in rows]


def test_has_a_question_for_a_title_and_says_how_to_read_it(spec):
    assert spec["title"]["text"].endswith("?")
    assert spec["title"]["subtitle"]


def test_is_described_in_sentences(spec):
    assert len(spec["description"]) > 60
    assert spec["description"].endswith(".")
    assert not re.search(r"nan|<NA>|np\.|\.0\b", spec["description"])


def test_is_small(spec):
    assert len(rows(spec)) <= 5000
    assert len(json.dumps(spec)) <= 400_000


def test_fits_its_column(spec):
    assert all(part["width"] == "container" for part in spec.get("vconcat", [spec]))


@pytest.mark.parametrize("scheme", charts.theme.CONFIGS)
def test_is_drawn(spec, scheme):
    drawn = stills.draw(layout.with_width({k: v for k, v in spec.items() if k != "title"}, 500), scheme, 704)
    assert drawn.width > 400
    assert "undefined" not in drawn.svg
    assert "NaN" not in drawn.svg


def test_links_lead_to_words_that_stand_in_the_paragraph(spec):
    texts = PAMPHLET.paragraphs.set_index("para")["text"]
    for row in rows(spec):
        if "href" in row:
            page, para, words = re.fullmatch(r"([\w.-]+)#(\w+):~:text=(.*)", row["href"]).groups()
            assert page == links.READING_EDITION
            assert unquote(words) in texts[para]


def test_quotations_stand_in_the_text(spec):
    for row in rows(spec):
        for field in ("context", "quotation"):
            if field in row:
                assert row[field] in PAMPHLET.text


def test_readers_are_offered_no_columns_of_coordinates(spec):
    for data in tables.data_sets(spec):
        assert not {"x", "y", "x2", "y2", "top", "bottom", "right", "foot", "height"} & set(data.columns)


def channels(node):
    """Yield everything in a specification that shows a field."""
    if isinstance(node, dict):
        if "field" in node:
            yield node
        for name, child in node.items():
            if name != "datasets":
                yield from channels(child)
    elif isinstance(node, list):
        for child in node:
            yield from channels(child)


def test_a_section_has_the_same_color_and_shape_in_all_charts(spec):
    scales = [one["scale"] for one in channels(spec) if one["field"] == "section" and "scale" in one]
    assert [scale["domain"][:4] for scale in scales] == [list(booklet.SECTIONS)] * len(scales)
    assert all("range" not in scale for scale in scales)


def texts(spec, term):
    """Return the words in the picture of a chart when this is typed into its box."""
    svg = vl_convert.vegalite_to_svg({**spec, "params": [{"name": "term", "value": term}]}, vl_version=stills.VEGA_LITE)
    return re.findall(r">([^<]+)</text>", svg)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("zebra", ["never"] * 4),
        ("", ["type a word"]),
        (" STATE ", ["4 ×", "never", "5 ×", "19 ×"]),
    ],
)
def test_the_term_box_answers_whatever_is_typed(typed, found):
    spec = json.loads(term_box().to_json()) | {"config": charts.theme.CONFIGS["light"], "width": 600}
    assert [text for text in texts(spec, typed) if text.endswith((" ×", "never", "type a word"))] == found


def test_no_color_is_named(spec):
    """A color by name or number would not follow the page into the dark."""
    assert not re.search(
        r'"(fill|stroke|color)": ?"(#|[a-z]+")', re.sub(r'"(transparent|independent)"', "1", json.dumps(spec))
    )


def test_a_chart_that_names_a_color_is_found():
    chart = alt.Chart(pd.DataFrame({"x": [1]})).mark_bar(color="red").to_json()
    with pytest.raises(AssertionError):
        test_no_color_is_named(json.loads(chart))


@pytest.mark.parametrize("chart", [lambda r: draw.term_box(r, {}, "a"), lambda r: draw.top_terms(r, {}, 3)])
def test_a_text_without_headings_is_told_what_to_do(chart):
    tokens = edition.from_text("No headings, only words.").tokens
    with pytest.raises(ValueError, match="no headings"):
        chart(frequency.rates(tokens, "section"))
