"""The book as a site: a Sphinx extension, loaded by ``_config.yml`` as ``closereading.book``."""

import gc
import os
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from closereading.book import (
    argument_files,
    bibliography,
    cache,
    cells,
    download,
    exercises,
    figures,
    lean,
    maths,
    reading_edition,
    stylesheet,
)
from closereading.charts import IN_BOOK
from closereading.publication import WITHOUT_TEXT

PARTS = (
    *(argument_files, bibliography, cache, cells, download, exercises),
    *(figures, lean, maths, reading_edition, stylesheet),
)


def tell_kernels(app: Sphinx, config: Config) -> None:
    """Let the notebooks know where they run, by the environment that their kernels inherit."""
    os.environ[IN_BOOK] = "1"
    os.environ[WITHOUT_TEXT] = "" if config.closereading_full_text else "1"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register all that makes the site."""
    app.add_config_value("closereading_full_text", True, "env", bool)
    app.connect("config-inited", tell_kernels)
    gc.set_threshold(cache.SELDOM)  # a fifth of the time that pages take, else
    app.connect("build-finished", lambda *_: gc.freeze(), priority=999)  # nor when Python ends
    for part in PARTS:
        part.setup(app)
    # Vega-Lite converter hangs in forked processes.
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
