"""A notebook's kept results count only while all it could have read is the same; new ones are made side by side.

MyST-NB compares a notebook's cells with those of its last run, and knows nothing of the modules they import and the
files they read. Here the folder of kept results is named after the content of these inputs. And it runs one notebook
after the other; here they are run before it asks, as many at a time as the machine has cores.
"""

import hashlib
import os
import platform
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatchcase
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import ExecutionResult, single_nb_execution
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.logging import getLogger

_LOG = getLogger(__name__)

INPUTS = [
    "closereading/**/*",
    "!closereading/book/*",
    "data/**/*",
    "seeds/**/*",
    "tests/measures/vectors.json",
    "requirements.txt",
]
"""What notebooks read: patterns from the book's folder, "!" takes out. Configuration: ``closereading_inputs``."""


def files(root: Path, patterns: Iterable[str]) -> list[tuple[str, Path]]:
    """Return name and path of the files matching patterns such as "data/**/*", minus those matching "!" patterns.

    Hidden files and what Python compiles are never among them.
    """
    patterns = list(patterns)
    left_out = [p[1:] for p in patterns if p.startswith("!")]
    found = {
        path.relative_to(root).as_posix(): path
        for pattern in patterns
        if not pattern.startswith("!")
        for path in root.glob(pattern)
        if path.is_file()
    }
    return sorted(
        (name, path)
        for name, path in found.items()
        if not any(fnmatchcase(name, pattern) for pattern in left_out)
        and not any(part == "__pycache__" or part.startswith(".") for part in name.split("/"))
    )


def digest(root: Path, patterns: Iterable[str]) -> str:
    """Return a short name for the content of the matching files and the Python that reads them."""
    whole = hashlib.sha256(platform.python_version().encode())
    for name, path in files(root, patterns):
        whole.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()[:12]


def name_cache(app: Sphinx, config: Config) -> None:
    """Point MyST-NB to the results kept for the present inputs, and remove those kept for others."""
    if config.nb_execution_mode != "cache":
        return
    folder = Path(app.outdir).parent / ".jupyter_cache"
    name = digest(Path(app.srcdir), config.closereading_inputs)
    if not config.closereading_full_text:
        name += "-without-text"
    for other in folder.glob("*"):
        if other.name != name:
            shutil.rmtree(other) if other.is_dir() else other.unlink()
    config.nb_execution_cache_path = str(folder / name)


def run_ahead(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Run the notebooks that have no kept results and keep theirs, for MyST-NB to find.

    A notebook that fails, or whose kernel does not start because many do at once, is left to MyST-NB, which runs it again
    and reports what is wrong as the settings demand.
    """
    if app.config.nb_execution_mode != "cache":
        return
    kept = get_cache(app.config.nb_execution_cache_path)
    stale = {}
    for path in (Path(env.doc2path(name)) for name in docnames):
        if path.suffix == ".ipynb":
            notebook = nbformat.read(path, as_version=4)
            try:
                kept.match_cache_notebook(notebook)
            except KeyError:
                stale[path] = notebook

    def run(path: Path) -> ExecutionResult | None:
        try:
            return single_nb_execution(
                stale[path], str(path.parent), app.config.nb_execution_timeout, allow_errors=False
            )
        except Exception as error:
            _LOG.info("%s could not be run ahead (%r)", path.name, error)
            return None

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, result in zip(stale, pool.map(run, stale), strict=True):
            if result and result.err is None:
                bundle = CacheBundleIn(stale[path], str(path), data={"execution_seconds": result.time})
                kept.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def setup(app: Sphinx) -> None:
    """Register the configuration value and the events."""
    app.add_config_value("closereading_inputs", INPUTS, "env", list)
    # Pages are read and written anew when the code that makes them is another.
    app.add_config_value("closereading_code", digest(Path(__file__).parent, ["**/*"]), "env", str)
    app.connect("config-inited", name_cache)
    app.connect("env-before-read-docs", run_ahead)
