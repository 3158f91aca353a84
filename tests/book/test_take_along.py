"""The assignments can be done in what a student takes along: the zip of the site, and what requirements.txt installs."""

import ast
import re
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import packages_distributions
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from .making import ROOT

CLASSROOM = ROOT / "chapters" / "classroom"
RELEASED = sorted((CLASSROOM / "release").glob("*/*.ipynb"))
PINNED = {
    re.split(r"[=\[ ]", line)[0].lower().replace("_", "-")
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    if line and line[0] not in "#-"
}


def imported(notebook: Path) -> set[str]:
    """Return the packages that the cells of a notebook import."""
    found = set()
    for cell in nbformat.read(notebook, as_version=4).cells:
        for node in ast.walk(ast.parse(cell.source)) if cell.cell_type == "code" else ():
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("notebook", RELEASED, ids=lambda path: path.stem)
def test_an_assignment_imports_what_readers_have(notebook):
    others = imported(notebook) - sys.stdlib_module_names - {"closereading"}
    providers = packages_distributions()
    assert {name for name in others if not PINNED & {one.lower().replace("_", "-") for one in providers[name]}} == set()


def test_a_package_that_readers_lack_is_seen(tmp_path):
    cell = nbformat.v4.new_code_cell("import nbgrader.api\nfrom pandas import DataFrame\nimport os")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "a.ipynb")
    with pytest.raises(AssertionError, match="nbgrader"):
        test_an_assignment_imports_what_readers_have(tmp_path / "a.ipynb")


@pytest.mark.site
def test_every_assignment_can_be_done_in_the_zip(site, tmp_path, monkeypatch):
    with zipfile.ZipFile(site / "_static" / "closereading.zip") as packed:
        packed.extractall(tmp_path)
    root = tmp_path / "closereading"
    monkeypatch.setenv("PYTHONPATH", str(root))

    def done(released: Path) -> str:
        """Put the answers in, run the notebook where it lies, and return which package it found."""
        place = root / released.relative_to(ROOT)
        assert place.is_file()
        notebook = nbformat.read(CLASSROOM / "source" / released.parent.name / released.name, as_version=4)
        where = nbformat.v4.new_code_cell("import closereading; closereading.__file__")
        notebook.cells.append(where)
        NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(place.parent)}}).execute()
        return where.outputs[0]["data"]["text/plain"]

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(done, RELEASED))
    assert found == [repr(str(root / "closereading" / "__init__.py"))] * len(RELEASED)
