"""Labels by author and year."""

from pybtex.database import Entry, Person

from closereading.book.bibliography import AuthorYear, label


def entry(*names, year="1971", role="author"):
    return Entry("book", fields={"year": year, "title": "A Title"}, persons={role: [Person(name) for name in names]})


def test_labels():
    assert label(entry("Kiss, Tibor", "Strunk, Jan", year="2006")) == "Kiss and Strunk 2006"
    assert label(entry("A, B", "C, D", "E, F")) == "A et al. 1971"
    assert label(entry("Dolgoff, Sam", role="editor")) == "Dolgoff 1971"
    assert label(Entry("misc", fields={"title": "A Title"})) == "A Title n.d."


def test_equal_labels_are_told_apart():
    entries = [entry("Bakunin, M."), entry("Bakunin, M."), entry("Leier, M.")]
    assert list(AuthorYear().format_labels(entries)) == ["Bakunin 1971a", "Bakunin 1971b", "Leier 1971"]
