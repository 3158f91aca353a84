"""The book as a site: a Sphinx extension, loaded by ``_config.yml`` as ``closereading.book``."""

import os
from typing import Any

from sphinx.application import Sphinx

from closereading.book import bibliography, cache, cells, download, figures, lean, maths, reading_edition, stylesheet
from closereading.charts import IN_BOOK


def setup(app: Sphinx) -> dict[str, Any]:
    """Register all that makes the site."""
    os.environ[IN_BOOK] = "1"  # the notebooks' kernels inherit it
    app.add_config_value("closereading_full_text", True, "env", bool)
    for part in (bibliography, cache, cells, download, figures, lean, maths, reading_edition, stylesheet):
        part.setup(app)
    # Vega-Lite converter hangs in forked processes.
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
