"""The style of the bibliography: entries are labeled by author and year, in the list as in the text."""

from collections import Counter
from collections.abc import Iterable, Iterator
from string import ascii_lowercase

from pybtex.database import Entry
from pybtex.plugin import find_plugin, register_plugin
from pybtex.style.formatting.plain import Style as Plain
from pybtex.style.labels import BaseLabelStyle
from sphinx.application import Sphinx

NAME = "author-year"


class AuthorYear(BaseLabelStyle):
    """Labels such as "Kiss and Strunk 2006"; "a", "b" … where two would be the same."""

    def format_labels(self, sorted_entries: Iterable[Entry]) -> Iterator[str]:
        entries = list(sorted_entries)
        labels = [label(entry) for entry in entries]
        times, seen = Counter(labels), Counter[str]()
        for name in labels:
            yield name if times[name] == 1 else name + ascii_lowercase[seen[name]]
            seen[name] += 1


def label(entry: Entry) -> str:
    """Return who wrote or edited a work, and when."""
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [" ".join([*person.prelast_names, *person.last_names]) for person in people]
    who = f"{names[0]} et al." if len(names) > 2 else " and ".join(names) or entry.fields.get("title", entry.key)
    return f"{who} {entry.fields.get('year', 'n.d.')}".replace("{", "").replace("}", "")


class Style(Plain):
    """Pybtex's plain style with these labels."""

    default_label_style = AuthorYear


def setup(app: Sphinx) -> None:
    """Make the style known and the book's own."""
    register_plugin("pybtex.style.formatting", NAME, Style)
    # These two are looked up for every citation, which among all installed packages takes long.
    for backend in ("docutils", "plaintext"):
        register_plugin("pybtex.backends", backend, find_plugin("pybtex.backends", backend), force=True)
    app.config.bibtex_default_style = NAME
