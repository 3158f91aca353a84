"""The measures as the appendix shows them: read from their docstrings and from the numbers they are tested against."""

from __future__ import annotations

import ast
import inspect
import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

VECTORS = Path(__file__).parents[1] / "tests" / "measures" / "vectors.json"

FAMILIES = {
    path.rpartition(".")[2]: path
    for path in (
        "measures.frequency",
        "measures.keyness",
        "measures.dispersion",
        "measures.collocation",
        "measures.diversity",
        "measures.trend",
        "measures.resampling",
        "argument.semantics",
        "argument.structure",
        "argument.cues",
        "argument.agreement",
        "two_readings",
    )
}
"""Where in `closereading` each family of measures is, in the order of the appendix."""

MATHS = re.compile(r"^\.\. math:: ((?:.+\n)(?:[ ]{4}.+\n)*)", re.MULTILINE)


@dataclass(frozen=True)
class Vector:
    """A number from outside the project: what a measure must give for these arguments.

    Attributes
    ----------
    name : str
        What the test is called.
    function : str
        Module and name of the measure, such as "keyness.log_likelihood".
    arguments : dict
        What it is called with.
    item : tuple of int
        Which number of the result is meant, if it has several.
    expected, tolerance : float
        The number, and how far from it the result may be because it was printed with few digits.
    source, through : str
        Who gives the number, and where it was seen if not there.
    """

    name: str
    function: str
    arguments: dict[str, Any]
    item: tuple[int, ...]
    expected: float
    tolerance: float
    source: str
    through: str

    @cached_property
    def found(self) -> float:
        """What the measure gives."""
        module, name = self.function.split(".")
        result = getattr(_module(module), name)(**self.arguments)
        for place in self.item:
            result = result[place]
        return float(result)


def vectors() -> list[Vector]:
    """Return the numbers of ``tests/measures/vectors.json``, in their order there.

    Raises
    ------
    FileNotFoundError
        If the file is missing; it comes with the book.

    Examples
    --------
    >>> vectors()[0].function, vectors()[0].expected
    ('keyness.log_likelihood', 270.72)
    """
    return [
        Vector(
            row["id"],
            row["function"],
            row["arguments"],
            tuple(row.get("item", ())),
            row["expected"],
            row["tol"],
            row["source"],
            row["through"],
        )
        for row in json.loads(VECTORS.read_text(encoding="utf-8"))
    ]


@dataclass(frozen=True)
class Method:
    """A measure as its docstring tells it.

    Attributes
    ----------
    family, name : str
        Its module and its name.
    summary : str
        One sentence.
    formula : str
        TeX.
    notes : str
        The formula and what is said of it, in Markdown.
    references : tuple of str
        Author, year, and what the reference is for.
    line : int
        Where it begins in its module.
    code : str
        The function, without its docstring.
    """

    family: str
    name: str
    summary: str
    formula: str
    notes: str
    references: tuple[str, ...]
    line: int
    code: str


def method(function: Callable[..., Any]) -> Method | None:
    """Return what a function's docstring says of it, or None if it has no formula, and so is no measure.

    Examples
    --------
    >>> from closereading.measures import dispersion
    >>> method(dispersion.rosengren_s).references
    ('Rosengren 1971: S, in the form for parts of different length',)
    >>> method(dispersion.table) is None
    True
    """
    text = inspect.getdoc(function) or ""
    notes = _section(text, "Notes")
    formula = MATHS.search(notes + "\n")
    if not formula:
        return None
    return Method(
        function.__module__.rpartition(".")[2],
        function.__name__,
        " ".join(text.split("\n\n")[0].split()).removeprefix("Return "),
        " ".join(formula[1].split()),
        _markdown(MATHS.sub(lambda found: f"$${' '.join(found[1].split())}$$\n", notes + "\n")),
        tuple(_section(text, "References").splitlines()),
        inspect.getsourcelines(function)[1],
        _code(function),
    )


def methods(family: str) -> list[Method]:
    """Return the measures of one of the `FAMILIES`, in the order in which they stand in their module.

    Examples
    --------
    >>> [one.name for one in methods("trend")]
    ['excess']
    """
    module = _module(family)
    public = (function for name, function in inspect.getmembers(module, inspect.isfunction) if not name.startswith("_"))
    found = (method(function) for function in public if function.__module__ == module.__name__)
    return sorted((one for one in found if one), key=lambda one: one.line)


def _module(family: str) -> ModuleType:
    return import_module(f"closereading.{FAMILIES[family]}")


def key(reference: str) -> str:
    """Return the bibliography's key of a reference line: the first author's name and the year.

    Examples
    --------
    >>> key("Savický and Hlaváčová 2002: AWT"), key("Lijffijt et al. 2016")
    ('savicky2002', 'lijffijt2016')
    """
    author = re.split(r"[\s,]", reference, maxsplit=1)[0]
    year = re.search(r"\b(1[89]|20)\d\d\b", reference)
    plain = unicodedata.normalize("NFKD", author).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]", "", plain) + (year[0] if year else "")


def page(family: str) -> str:
    """Return a family's part of the appendix as MyST Markdown: each measure with its formula, sources and numbers."""
    tested: dict[str, list[Vector]] = {}
    for vector in vectors():
        tested.setdefault(vector.function, []).append(vector)
    return "\n\n".join(_entry(one, tested.get(f"{one.family}.{one.name}", [])) for one in methods(family))


def _entry(one: Method, numbers: list[Vector]) -> str:
    cited = ", ".join(f"{{cite}}`{key(line)}`" for line in one.references)
    lines = [
        f"**`{one.family}.{one.name}`**",
        _markdown(one.summary[0].upper() + one.summary[1:]),
        one.notes,
        f"Source: {cited}.",
    ]
    if numbers:
        rows = [
            f"| {vector.expected:.9g} | {_rounded(vector)} | {vector.source}{f' ({vector.through})' if vector.through else ''} |"
            for vector in numbers
        ]
        lines.append("\n".join(["| Expected | Found | From |", "| ---: | ---: | :--- |", *rows]))
    path = FAMILIES[one.family].replace(".", "/")
    lines.append(
        f"<details><summary>The code: closereading/{path}.py, line {one.line}</summary>\n\n"
        f"```python\n{one.code}\n```\n\n</details>"
    )
    return "\n\n".join(line for line in lines if line)


def _rounded(vector: Vector) -> str:
    """Return what was found to two places more than what was expected, at most to that the tolerance asks for."""
    asked = -int(f"{vector.tolerance:e}".partition("e")[2])
    given = len(f"{vector.expected:.9g}".partition(".")[2])
    return f"{vector.found:.{max(0, min(asked, given + 2))}f}"


def _code(function: Callable[..., Any]) -> str:
    source = inspect.getsource(function)
    docstring = ast.parse(source).body[0].body[0]  # type: ignore[attr-defined]
    lines = source.splitlines()
    return "\n".join(lines[: docstring.lineno - 1] + lines[docstring.end_lineno :])


def _section(text: str, title: str) -> str:
    found = re.search(rf"^{title}\n-+\n(.*?)(?=^\w[^\n]*\n-+\n|\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


def _markdown(text: str) -> str:
    """Return the reStructuredText of a docstring as Markdown: a line a paragraph, maths, literals, names of functions."""
    text = "\n\n".join(" ".join(part.split()) for part in text.split("\n\n") if part.strip())
    text = re.sub(r":math:`([^`]*)`", r"$\1$", text)
    return re.sub(r"``([^`]*)``|:func:`([^`]*)`", r"`\1\2`", text)
