"""A notebook's kept results count only while all it could have read is the same; new ones are made side by side.

MyST-NB compares a notebook's cells with those of its last run, and knows nothing of the modules they import and the
files they read. Here the folder of kept results is named after the content of these inputs. And it runs one notebook
after the other, each in a kernel of its own, which spends more time importing modules than running cells; here they are
run before it asks, in as many kernels at a time as the machine has cores.
"""

import hashlib
import os
import platform
import shutil
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import Path, PurePosixPath
from queue import Empty, SimpleQueue

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbformat import NotebookNode
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


Waiting = SimpleQueue[tuple[Path, NotebookNode]]
Ran = SimpleQueue[tuple[Path, NotebookNode, float] | None]

RAN = "closereading-notebook-ran"
"""The event that a notebook has been run ahead; it passes on the notebook with its outputs."""

AFRESH = """
get_ipython().reset()
import gc, os
os.chdir({folder!r})
gc.freeze()
gc.set_threshold({seldom})
del gc, os
"""
"""What a kernel does before each notebook. What modules hold is not looked through for garbage again and again."""

SELDOM = 50_000
"""How many new objects let Python look for garbage: as many as let a page be read or a cell be run once or twice."""


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
    """Run the notebooks that have no kept results, those with most cells first, and keep theirs, for MyST-NB to find.

    Each that has run is told to whoever listens to the event `RAN`.
    A notebook that fails, or whose kernel does not start because many do at once, is left to MyST-NB, which runs it again
    and reports what is wrong as the settings demand.
    """
    if app.config.nb_execution_mode != "cache":
        return
    kept = get_cache(app.config.nb_execution_cache_path)
    wanted: list[tuple[Path, NotebookNode]] = []
    for path in (Path(env.doc2path(name)) for name in docnames):
        # The same match as MyST-NB's own.
        excluded = any(PurePosixPath(path).match(pattern) for pattern in app.config.nb_execution_excludepatterns)
        if path.suffix == ".ipynb" and not excluded:
            notebook = nbformat.read(path, as_version=4)
            try:
                kept.match_cache_notebook(notebook)
            except KeyError:
                wanted.append((path, notebook))
    waiting: Waiting = SimpleQueue()
    for item in sorted(wanted, key=lambda item: -len(item[1].cells)):
        waiting.put(item)
    ran: Ran = SimpleQueue()
    kernels = min(os.cpu_count() or 1, len(wanted))
    with ThreadPoolExecutor(kernels or 1) as pool:
        for _ in range(kernels):
            pool.submit(run, waiting, ran, app.config.nb_execution_timeout)
        for path, notebook, seconds in chain.from_iterable(iter(ran.get, None) for _ in range(kernels)):
            bundle = CacheBundleIn(notebook, str(path), data={"execution_seconds": seconds})
            kept.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
            app.emit(RAN, notebook)


def run(waiting: Waiting, ran: Ran, timeout: int) -> None:
    """Run waiting notebooks one after the other in one kernel, and hand on those that ran with the seconds it took.

    Each finds a namespace as empty as a new kernel's, in which only the importing of modules is quicker. When there is no
    more to do, None is handed on.
    """
    client = NotebookClient(
        nbformat.v4.new_notebook(),
        kernel_name="python3",
        timeout=timeout,
        record_timing=False,
        coalesce_streams=True,  # what a cell prints may arrive in pieces
    )
    try:
        with client.setup_kernel():
            while True:
                path, notebook = waiting.get_nowait()
                afresh = nbformat.v4.new_code_cell(AFRESH.format(folder=str(path.parent), seldom=SELDOM))
                client.nb = nbformat.v4.new_notebook(cells=[afresh])
                client.execute(cleanup_kc=False)
                client.nb, began = notebook, time.monotonic()
                try:
                    client.execute(cleanup_kc=False)
                except (CellExecutionError, CellTimeoutError) as error:
                    _LOG.info("%s could not be run ahead (%r)", path.name, error)
                else:
                    ran.put((path, notebook, time.monotonic() - began))
    except Empty:
        pass
    except Exception as error:
        _LOG.info("a kernel stopped that ran notebooks ahead (%r)", error)
    finally:
        ran.put(None)


def setup(app: Sphinx) -> None:
    """Register the configuration value and the events."""
    app.add_config_value("closereading_inputs", INPUTS, "env", list)
    # Pages are read and written anew when the code that makes them is another.
    app.add_config_value("closereading_code", digest(Path(__file__).parent, ["**/*"]), "env", str)
    app.add_event(RAN)
    app.connect("config-inited", name_cache)
    app.connect("env-before-read-docs", run_ahead)
