"""What reaches running text: numbers as they are printed, tables as they are read."""

import numpy as np
import pandas as pd
import pytest

from closereading import prose
from closereading.charts import IN_BOOK


@pytest.fixture
def told(monkeypatch):
    values = {}
    monkeypatch.setattr(prose, "glue", lambda name, value, display: values.update({name: value}))
    return values


def test_whole_numbers_and_words(told):
    prose.tell(words=5546, share="12%", few=np.int64(3), count=pd.Series([1234]).iloc[0])
    assert told == {"words": "5,546", "share": "12%", "few": "3", "count": "1,234"}


@pytest.mark.parametrize("value", [0.5, np.float64(3), None, True, ["a"]])
def test_what_has_no_one_way_to_be_printed(told, value):
    with pytest.raises(TypeError, match=r"share is .*: format it"):
        prose.tell(share=value)
    assert told == {}


def test_a_listing_shows_the_columns_asked_for_and_escapes_them():
    table = pd.DataFrame({"page": [7, 8], "found": ["a < b", '"c"'], "left out": [1, 2]})
    printed = prose.listing(table, {"found": "In the <file>", "page": "Page"}).data
    assert printed.count("<tr>") == 3
    assert "left out" not in printed
    cell = '<td style="text-align:left" data-heading='
    assert f'{cell}"In the &lt;file&gt;">a &lt; b</td>{cell}"Page">7</td>' in printed


def test_links_of_a_listing_lead_somewhere_in_the_built_book_only(monkeypatch):
    table = pd.DataFrame({"para": ["U7", "<"], "where": ['a.html#U7"', "a.html#b"]})
    assert "<a" not in prose.listing(table, {"para": "Paragraph"}, links={"para": "where"}).data
    monkeypatch.setenv(IN_BOOK, "1")
    printed = prose.listing(table, {"para": "Paragraph"}, links={"para": "where"}).data
    assert '<a href="a.html#U7&quot;">U7</a>' in printed
    assert '<a href="a.html#b">&lt;</a>' in printed
    assert "<a" not in prose.listing(table, {"para": "Paragraph"}).data
