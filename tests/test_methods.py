"""The appendix on methods: complete, and true to the docstrings and the bibliography."""

import re

import pytest
from pybtex.database import parse_file

from closereading import methods, sources

ALL = [one for family in methods.FAMILIES for one in methods.methods(family)]
BIBLIOGRAPHY = parse_file(sources.SEEDS.parent / "chapters" / "references.bib").entries


@pytest.mark.parametrize("one", ALL, ids=[f"{one.family}.{one.name}" for one in ALL])
def test_a_measure_has_a_formula_and_a_source_in_the_bibliography(one):
    assert one.formula
    assert one.summary.endswith(".")
    assert one.references
    assert {methods.key(line) for line in one.references} <= set(BIBLIOGRAPHY)


@pytest.mark.parametrize("one", ALL, ids=[f"{one.family}.{one.name}" for one in ALL])
def test_the_years_of_references_are_those_of_the_bibliography(one):
    for line in one.references:
        assert BIBLIOGRAPHY[methods.key(line)].fields["year"] in line


def test_every_tested_measure_is_in_the_appendix():
    assert {vector.function for vector in methods.vectors()} <= {f"{one.family}.{one.name}" for one in ALL}


def test_a_page_shows_formulas_sources_and_numbers():
    page = methods.page("keyness")
    assert "**`keyness.log_likelihood`**" in page
    assert "| 270.72 | 270.722 | Dunning 1993, p. 72 (the tests of NLTK) |" in page
    assert page.count("$$") == 2 * len(methods.methods("keyness"))
    assert not re.search(r":math:|(?<!`)``(?!`)|:func:", page)


def test_without_a_formula_it_is_no_measure():
    assert methods.method(methods.page) is None
