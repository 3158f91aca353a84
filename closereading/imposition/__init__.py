"""Booklet arithmetic, and the way back from printing order to reading order."""

from .restoring import JOIN_KINDS, ImpositionError, ImpositionWarning, Page, restore
from .scheme import Place, impose, place, printing_order

__all__ = [
    "JOIN_KINDS",
    "ImpositionError",
    "ImpositionWarning",
    "Page",
    "Place",
    "impose",
    "place",
    "printing_order",
    "restore",
]
