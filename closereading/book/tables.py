"""A chart's data: as the rows of tables for people, as CSV for their machines, as columns for the browser."""

import csv
import html
import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from closereading.book.layout import Spec

Row = Mapping[str, Any]

SHOWN = 200
"""A table on the page has at most so many rows, unless they carry links; the CSV file has all."""


@dataclass(frozen=True)
class DataSet:
    """Rows with the same columns, as they came from the notebook."""

    rows: Sequence[Row]
    order: Sequence[str] = ()

    @property
    def columns(self) -> list[str]:
        """Names of the columns as the notebook ordered them; those starting with "_" are the chart's own business."""
        present = dict.fromkeys(c for row in self.rows for c in row)
        ordered = [c for c in self.order if c in present]
        return [c for c in dict.fromkeys([*ordered, *present]) if not c.startswith("_")]


def data_sets(spec: Spec) -> list[DataSet]:
    """Return every data set of a chart that has rows and columns for people, in order of their use."""
    named: dict[str, Any] = spec.get("datasets", {})
    orders: dict[str, list[str]] = spec.get("usermeta", {}).get("columns", {})
    found: dict[str, Sequence[Any]] = {}
    for i, data in enumerate(_find(spec, "data")):
        if isinstance(data, dict) and isinstance(data.get("values"), list):
            found[f"inline-{i}"] = data["values"]
        elif isinstance(data, dict) and data.get("name") in named:
            found[data["name"]] = named[data["name"]]
    sets = [DataSet([_row(r) for r in rows], orders.get(name, ())) for name, rows in found.items() if rows]
    return [data for data in sets if data.columns]


def addresses(spec: Spec) -> list[str]:
    """Return the addresses from which a chart would load data."""
    return [data["url"] for data in _find(spec, "data") if isinstance(data, dict) and "url" in data]


def headings(spec: Spec) -> dict[str, str]:
    """Return what people call the fields of a chart: the titles its tooltips give them, or else its axes and legends.

    An axis that several fields share has one title for all of them.
    """
    titles: dict[str, str] = {}
    for channel in chain(_tooltips(spec), _encodings(spec)):
        field, title = channel.get("field"), channel.get("title")
        axis = channel.get("axis") or channel.get("legend") or channel.get("header")
        title = title or (axis.get("title") if isinstance(axis, dict) else None)
        if isinstance(field, str) and isinstance(title, str) and title and "aggregate" not in channel:
            titles.setdefault(field, title)
    return titles


def link_field(spec: Spec) -> str | None:
    """Return the field with the addresses that the chart's marks lead to, if any."""
    for view in _find(spec, "encoding"):
        if isinstance(view, dict) and isinstance(view.get("href"), dict) and isinstance(view["href"].get("field"), str):
            return view["href"]["field"]
    return None


def as_text(value: Any) -> str:
    """Return a value as people write it: no more than four significant digits of a measurement, counts in full."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        if not math.isfinite(value) or not 1e-4 <= abs(value) < 1e15:
            return f"{value:.3g}"
        digits = max(0, 3 - math.floor(math.log10(abs(value))))
        text = f"{value:.{digits}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def as_csv(data: DataSet) -> str:
    """Return a data set as CSV, with the columns' own names and all digits."""
    text = io.StringIO()
    writer = csv.DictWriter(text, data.columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(data.rows)
    return text.getvalue()


def as_html(data: DataSet, titles: Mapping[str, str], link: str | None = None) -> str:
    """Return a data set as an HTML table, whose rows' first cells lead where the marks do."""
    columns = [c for c in data.columns if c != link] or data.columns
    linked = link in data.columns
    numbers = {c for c in columns if all(isinstance(r.get(c), int | float | None) for r in data.rows)}

    def cell(row: Row, i: int, column: str) -> str:
        text = html.escape(as_text(row.get(column)))
        if i == 0 and linked and isinstance(row.get(link or ""), str):
            text = f'<a href="{html.escape(row[link or ""], quote=True)}">{text or "passage"}</a>'
        return f'<td class="number">{text}</td>' if column in numbers else f"<td>{text}</td>"

    def heading(column: str) -> str:
        text = html.escape(titles.get(column, column.replace("_", " ")))
        return f'<th scope="col" class="number">{text}</th>' if column in numbers else f'<th scope="col">{text}</th>'

    head = "".join(map(heading, columns))
    shown = data.rows if linked else data.rows[:SHOWN]
    body = "\n".join("<tr>" + "".join(cell(row, i, c) for i, c in enumerate(columns)) + "</tr>" for row in shown)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"


def pack(spec: Spec) -> tuple[Spec, dict[str, Any]]:
    """Take the named data sets out of a specification and turn them into columns: a third of the bytes."""
    lean = {k: v for k, v in spec.items() if k not in ("datasets", "usermeta")}
    return lean, {name: _columns(rows) for name, rows in spec.get("datasets", {}).items()}


def _columns(rows: list[Any]) -> Any:
    keys = list(rows[0]) if rows and isinstance(rows[0], dict) else []
    if keys and all(isinstance(row, dict) and list(row) == keys for row in rows):
        return {"keys": keys, "columns": [[row[key] for row in rows] for key in keys]}
    return rows


def _row(value: Any) -> Row:
    return value if isinstance(value, dict) else {"data": value}


def _find(node: Any, key: str) -> Iterator[Any]:
    """Yield the values of a key anywhere in a specification, its data apart."""
    if isinstance(node, dict):
        if key in node:
            yield node[key]
        for name, child in node.items():
            if name not in ("datasets", "values"):
                yield from _find(child, key)
    elif isinstance(node, list):
        for child in node:
            yield from _find(child, key)


def _tooltips(spec: Spec) -> Iterator[dict[str, Any]]:
    for tooltip in _find(spec, "tooltip"):
        yield from (field for field in (tooltip if isinstance(tooltip, list) else [tooltip]) if isinstance(field, dict))


def _encodings(spec: Spec) -> Iterator[dict[str, Any]]:
    for channels in _find(spec, "encoding"):
        for channel in channels.values():
            yield from (c for c in (channel if isinstance(channel, list) else [channel]) if isinstance(c, dict))
