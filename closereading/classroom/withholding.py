"""What a submission put out of the hidden tests while they ran: teachers see it, students are told that it was withheld."""

from __future__ import annotations

import html
import re
from typing import Any

from nbformat.v4 import new_output

from closereading.classroom.assignment import Assignment

SHORTEST = 20
"""Characters, white space aside, of a line that is looked for; shorter ones anybody may have written."""

NOTICE = "withheld: this output holds lines of tests that are not shown. Ask your teacher about it.\n"

# White space, the colors of a terminal, and the backslashes that Python and JSON put into a text they quote.
_ASIDE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|[\s\\]+")


def hidden(assignment: Assignment) -> tuple[str, ...]:
    """Return the lines of an assignment's tests that its release does not show, as `holds` looks for them."""
    shown = _bare("\n".join(cell.source for cell in assignment.released.cells))
    lines = {line for cell in assignment.graded.cells if cell.cell_type == "code" for line in cell.source.splitlines()}
    long = {_bare(line) for line in lines if len("".join(line.split())) >= SHORTEST}
    return tuple(sorted(line for line in long if line not in shown))


def holds(output: Any, lines: tuple[str, ...], *, traceback: bool = True) -> bool:
    """Return whether an output holds one of the lines.

    Parameters
    ----------
    output : NotebookNode
        An output of a cell.
    lines : tuple of str
        What `hidden` returns.
    traceback : bool
        False leaves an error's traceback aside: that of a test quotes the test.

    Examples
    --------
    >>> line = ("asserttypes==7,'eachwordcountsonce'",)
    >>> holds(new_output("stream", text="In [3]: assert types == 7, 'each word counts once'"), line)
    True
    >>> holds(new_output("error", ename="AssertionError", evalue="each word counts once"), line)
    False
    """
    if output.output_type == "stream":
        texts = [output.text]
    elif output.output_type == "error":
        texts = [f"{output.ename}: {output.evalue}", "\n".join(output.traceback) if traceback else ""]
    else:
        texts = [
            html.unescape(re.sub(r"<[^>]*>", "", text)) if kind == "text/html" else text
            for kind, text in output.data.items()
            if kind.startswith("text/")
        ]
    return any(line in bare for bare in map(_bare, texts) for line in lines)


def notice() -> Any:
    """Return what stands in the place of an output that is withheld."""
    return new_output("stream", name="stdout", text=NOTICE)


def _bare(text: str) -> str:
    return _ASIDE.sub("", text)
