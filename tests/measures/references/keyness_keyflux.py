"""Keyness of random words by keyflux 0.2.0, for ``test_keyness.py``.

Run this in an environment of its own, with ``pip install keyflux==0.2.0``::

    python tests/measures/references/keyness_keyflux.py

Its log-likelihood is that of two terms. Its percent difference makes 0.5 of counts of 0, which ours does not.
"""

import csv
import random
from pathlib import Path

from keyflux.keyness import measures

WORDS = 300
COLUMNS = [
    "f1",
    "n1",
    "f2",
    "n2",
    "log_likelihood",
    "chi_squared",
    "log_ratio",
    "percent_difference",
    "simple_maths_100",
]


def main():
    rng = random.Random(2026)
    with Path(__file__).with_suffix(".csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for _ in range(WORDS):
            n1, n2 = (int(10 ** rng.uniform(3, 7)) for _ in "12")
            f1, f2 = (int(n * 10 ** rng.uniform(-5, -1)) for n in (n1, n2))
            f1 += not f1 + f2
            counts = (f1, f2, n1, n2)
            scores = (measures.log_likelihood, measures.chi_square, measures.log_ratio, measures.percent_diff)
            rows.writerow(
                [f1, n1, f2, n2, *(score(*counts) for score in scores), measures.simple_maths(*counts, k=100)]
            )


if __name__ == "__main__":
    main()
