"""Tables of notebooks."""

import pandas as pd

from closereading.book.cells import align_table, mend_table, name_table


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


def test_a_corner_that_has_a_scope_loses_it():
    assert mend_table('<table><th scope="col" class="a"></th></table>') == '<table><td class="a"></td></table>'


def test_columns_of_numbers_are_marked_and_columns_of_words_are_not():
    table = pd.DataFrame({"word": ["state", "7"], "n": [3, 12], "rate": [0.5, None]}, index=["a", "b"])
    text = align_table(mend_table(table._repr_html_()))
    assert '<th scope="col">word</th>' in text
    assert "<td>7</td>" in text
    assert '<th class="number" scope="col">n</th>' in text
    assert '<td class="number">12</td>' in text
    assert '<td class="number">NaN</td>' in text


def test_the_name_of_the_index_stands_in_the_row_of_headings():
    table = pd.DataFrame({"n": [3]}, index=pd.Index(["state"], name="word"))
    head = align_table(mend_table(table._repr_html_())).partition("</thead>")[0]
    assert head.count("<tr") == 1
    assert head.index(">word</th>") < head.index(">n</th>")


def test_a_table_with_two_rows_of_headings():
    columns = pd.MultiIndex.from_tuples([("a", "x"), ("a", "y")])
    text = mend_table(pd.DataFrame([[1, 2]], columns=columns)._repr_html_())
    assert '<th scope="col" colspan="2"' in text
    assert align_table(text).count("<tr>") == text.count("<tr>")


def test_a_styled_table_has_the_same_name_whenever_it_is_made():
    styled = [pd.DataFrame({"n": [3]}).style.map(lambda _: "color: red").to_html() for _ in range(2)]
    assert styled[0] != styled[1]
    named = [name_table(mend_table(text), "T_1") for text in styled]
    assert named[0] == named[1]
    assert "#T_1_row0_col0" in named[0]
    assert 'id="T_1_row0_col0"' in named[0]
    assert "></th>" not in named[0]
    assert "&nbsp;</th>" not in named[0]
