"""Numbers and tables for running text: computed in a cell, printed where the sentence wants them."""

import os
from collections.abc import Hashable
from html import escape
from numbers import Integral
from typing import Any

import pandas as pd
from IPython.display import HTML
from myst_nb import glue

from closereading.charts import IN_BOOK


def tell(**values: object) -> None:
    """Make each value available to the chapter's text, where ``{glue:text}`name``` prints it.

    Parameters
    ----------
    **values : int or str
        Whole numbers are printed with commas between thousands; anything else must be formatted before, so that the
        cell shows how it was rounded.

    Raises
    ------
    TypeError
        If a value is neither a whole number nor a string.

    Examples
    --------
    >>> tell(share=0.5)
    Traceback (most recent call last):
    TypeError: share is 0.5: format it, for instance as f"{share:.0%}".
    """
    for name, value in values.items():
        if isinstance(value, Integral) and not isinstance(value, bool):
            value = f"{int(value):,}"
        if not isinstance(value, str):
            raise TypeError(f'{name} is {value!r}: format it, for instance as f"{{{name}:.0%}}".')
        glue(name, value, display=False)
        print(f"{name}: {value}")  # for who reruns the notebook, where the text shows only the name


def listing(table: pd.DataFrame, headings: dict[str, str] | None = None, links: dict[str, str] | None = None) -> HTML:
    """Return a table of words to be read: a row for each thing, without an index; on a phone, an item for each row.

    Parameters
    ----------
    table : pandas.DataFrame
        What is to be shown; cells are printed as text.
    headings : dict of str to str, optional
        The columns to show, in this order, and what to call them; all of them under their own names if left out.
    links : dict of str to str, optional
        For columns that lead somewhere, the column with the address. In a notebook of one's own they lead nowhere, as the
        links of charts do: the pages are the built book's.

    Examples
    --------
    >>> print(listing(pd.DataFrame({"page": [10], "found": ["conivers"]}), {"found": "File"}).data)
    <table class="listing dataframe"><thead><tr><th scope="col">File</th></tr></thead>
    <tbody>
    <tr><td style="text-align:left" data-heading="File">conivers</td></tr>
    </tbody></table>
    """
    names = headings or {str(column): str(column) for column in table.columns}
    linked = links if links and os.environ.get(IN_BOOK) else {}
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names.values())
    rows = (
        "".join(
            f'<td style="text-align:left" data-heading="{escape(name)}">{_cell(row, column, linked)}</td>'
            for column, name in names.items()
        )
        for row in table.to_dict("records")
    )
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    return HTML(f'<table class="listing dataframe"><thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>')


def _cell(row: dict[Hashable, Any], column: str, links: dict[str, str]) -> str:
    words = escape(str(row[column]))
    return f'<a href="{escape(str(row[links[column]]))}">{words}</a>' if column in links else words
