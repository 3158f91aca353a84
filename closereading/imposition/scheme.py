"""The arithmetic of the folded sheet: which pages share a side, and in what order the sides are printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Place(NamedTuple):
    """Where a page stands in a saddle-stitched booklet."""

    page: int
    sheet: int
    side: str
    position: str

    def __str__(self) -> str:
        return f"{self.sheet}{self.side[0].upper()} {self.position}"


def check_pages(pages: object) -> int:
    """Return `pages` if a booklet can have that many, else raise ValueError."""
    if isinstance(pages, bool) or not hasattr(pages, "__index__"):
        raise ValueError(f"pages must be a whole number, a positive multiple of 4; got {pages!r}")
    count = int(pages.__index__())
    if count <= 0 or count % 4:
        raise ValueError(
            f"pages must be a positive multiple of 4, for every folded sheet carries four pages; got {count}"
        )
    return count


def printing_order(pages: int) -> list[int]:
    """Return the page numbers of a saddle-stitched booklet in the order in which they are printed.

    Sheet ``s`` of ``pages / 4`` sheets, counted from the outside, carries on its front the pages
    ``(pages - 2s + 2 | 2s - 1)`` and on its back ``(2s | pages - 2s + 1)``, so the two pages of every
    side add up to ``pages + 1``.

    Parameters
    ----------
    pages : int
        Number of pages, blank ones included; a positive multiple of 4.

    Returns
    -------
    list of int
        `pages` numbers: sheet by sheet, front before back, left before right.

    Raises
    ------
    ValueError
        Unless `pages` is a positive multiple of 4.

    Examples
    --------
    >>> printing_order(8)
    [8, 1, 2, 7, 6, 3, 4, 5]
    """
    count = check_pages(pages)
    order = []
    for sheet in range(1, count // 4 + 1):
        order += [count - 2 * sheet + 2, 2 * sheet - 1, 2 * sheet, count - 2 * sheet + 1]
    return order


def place(page: int, pages: int) -> Place:
    """Return the sheet, side and position of a page.

    Parameters
    ----------
    page : int
        Page number in reading order, from 1.
    pages : int
        Number of pages of the booklet, a positive multiple of 4.

    Returns
    -------
    Place
        ``(page, sheet, side, position)``; as a string ``"3F right"``.

    Raises
    ------
    ValueError
        If there is no such page or no such booklet.

    Examples
    --------
    >>> place(5, 24)
    Place(page=5, sheet=3, side='front', position='right')
    >>> str(place(5, 24))
    '3F right'
    """
    count = check_pages(pages)
    if isinstance(page, bool) or not hasattr(page, "__index__") or not 1 <= page <= count:
        raise ValueError(f"page must be a whole number from 1 to {count}; got {page!r}")
    number = int(page.__index__())
    outer = min(number, count + 1 - number)
    return Place(
        page=number,
        sheet=(outer + 1) // 2,
        side="front" if outer % 2 else "back",
        position="right" if number % 2 else "left",
    )


def impose(pages: Sequence[str]) -> str:
    r"""Return the text of a booklet as an extractor leaves it: in printing order, blank pages gone.

    Parameters
    ----------
    pages : sequence of str, length a positive multiple of 4
        The pages in reading order; a blank page is ``""`` (or white space).

    Returns
    -------
    str
        The printed pages in printing order, one blank line between them.

    Raises
    ------
    ValueError
        Unless there is a positive multiple of 4 of pages, each a string.

    Examples
    --------
    >>> impose(["one", "", "three", "four"])
    'four\n\none\n\nthree'
    """
    if isinstance(pages, str) or not all(isinstance(page, str) for page in pages):
        raise ValueError("pages must be a sequence of strings, one for each page in reading order")
    if len(pages) == 0 or len(pages) % 4:
        raise ValueError(
            f"a booklet has a positive multiple of 4 pages; got {len(pages)}: add blank pages ('') where they belong"
        )
    return "\n\n".join(pages[number - 1] for number in printing_order(len(pages)) if pages[number - 1].strip())
