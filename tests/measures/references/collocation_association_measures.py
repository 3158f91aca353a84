"""Scores of random contingency tables by association-measures 0.3.2, for ``test_collocation.py``.

The package wants pandas 2, so run this in an environment of its own, with ``pip install association-measures==0.3.2``::

    python tests/measures/references/collocation_association_measures.py

``mutual_information`` is a logarithm to the base 10; ``dice`` is not logDice but what it is made of.
"""

from pathlib import Path

import association_measures.measures as am
import numpy as np
import pandas as pd

TABLES = 200


def main():
    rng = np.random.default_rng(2008)
    n = np.floor(10 ** rng.uniform(2, 7, TABLES)).astype(int)
    r1 = np.floor(n * 10 ** rng.uniform(-2, -0.1, TABLES)).astype(int)
    c1 = np.floor(n * 10 ** rng.uniform(-2, -0.1, TABLES)).astype(int)
    low, high = np.maximum(1, r1 + c1 - n), np.minimum(r1, c1)
    o11 = np.floor(low + (high - low) * rng.beta(1, 3, TABLES)).astype(int)
    tables = pd.DataFrame({"f": o11, "f1": r1, "f2": c1, "N": n})
    measures = ["mutual_information", "t_score", "dice", "log_likelihood"]
    scores = am.score(tables, measures, freq=False, digits=None, signed=False)
    names = {"f": "o11", "f1": "r1", "f2": "c1", "N": "n"}
    tables.rename(columns=names).join(scores).to_csv(Path(__file__).with_suffix(".csv"), index=False)


if __name__ == "__main__":
    main()
