"""A close reading of two sources, and the book that tells of it."""

import sys

# Where JupyterLab or nbgrader is installed, this package is too; jsonschema, which checks charts for Altair, would import it
# for nothing, which takes longer than all of a chapter's other imports.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
