"""What is installed is pinned, and pinned once."""

import re
import tomllib
from itertools import chain

import pytest

from closereading import sources

ROOT = sources.SEEDS.parent
FILES = ["requirements.txt", "chapters/requirements.txt", "tests/requirements.txt"]


def pins(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


@pytest.mark.parametrize("name", FILES)
def test_every_line_is_an_exact_pin(name):
    lines = pins(name)
    if name == "requirements.txt":
        assert lines.pop() == "-e ."
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+( ; .+)?", line) for line in lines)


def test_no_package_is_pinned_to_two_versions():
    versions = {line.split(" ;")[0] for name in FILES for line in pins(name) if line != "-e ."}
    names = [version.split("==")[0] for version in versions]
    assert len(names) == len(set(names))


def test_every_direct_dependency_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    pinned = {line.split("==")[0] for name in FILES for line in pins(name)}
    assert {re.match(r"[\w-]+", entry)[0] for entry in wanted} <= pinned


def test_the_theme_and_sphinx_are_pinned_for_readers():
    assert {"sphinx", "sphinx-book-theme", "pydata-sphinx-theme"} <= {
        line.split("==")[0] for line in pins("requirements.txt")
    }
