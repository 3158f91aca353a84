"""Tables of notebooks."""

import pandas as pd

from closereading.book.cells import mend_table, name_table


def test_headings_of_a_pandas_table_are_headings():
    text = mend_table(pd.DataFrame({"word": ["state"], "n": [3]}, index=pd.Index([7], name="id"))._repr_html_())
    assert "<style" not in text
    assert "border=" not in text
    assert "style=" not in text
    assert '<th scope="col">word</th>' in text
    assert '<th scope="row">7</th>' in text
    assert "<th></th>" not in text


def test_a_corner_without_words_is_no_heading():
    text = mend_table(pd.DataFrame({"n": [3]})._repr_html_())
    assert "<td></td>" in text
    assert "></th>" not in text


def test_a_table_with_two_rows_of_headings():
    columns = pd.MultiIndex.from_tuples([("a", "x"), ("a", "y")])
    assert '<th scope="col" colspan="2"' in mend_table(pd.DataFrame([[1, 2]], columns=columns)._repr_html_())


def test_a_styled_table_has_the_same_name_whenever_it_is_made():
    styled = [pd.DataFrame({"n": [3]}).style.map(lambda _: "color: red").to_html() for _ in range(2)]
    assert styled[0] != styled[1]
    named = [name_table(mend_table(text), "T_1") for text in styled]
    assert named[0] == named[1]
    assert "#T_1_row0_col0" in named[0]
    assert 'id="T_1_row0_col0"' in named[0]
    assert "></th>" not in named[0]
    assert "&nbsp;</th>" not in named[0]
