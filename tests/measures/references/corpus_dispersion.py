"""Make corpus_dispersion.csv: random counts, and what the package corpus-dispersion 0.2.0 gives for them.

It is a second implementation, in Rust. Run in an environment of its own: ``pip install corpus-dispersion==0.2.0``, then
``python -P tests/measures/references/corpus_dispersion.py``, where ``-P`` keeps this file from being taken for the package.
"""

import csv
import random
from pathlib import Path

HERE = Path(__file__).parent
MEASURES = ["range", "dp", "dp_norm", "juilland_d", "carroll_d2", "roschengren_s_adj", "kl_divergence", "evenness_da"]


def main() -> None:
    """Write a row for each of 60 words: hits and sizes of its parts, and the package's measures."""
    # Here, because the package is at hand only where this is run.
    import corpus_dispersion as package

    draw = random.Random(2008)
    with (HERE / "corpus_dispersion.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["hits", "sizes", *MEASURES])
        for _ in range(60):
            sizes = [draw.randint(20, 400) for _ in range(draw.randint(2, 30))]
            rate = draw.choice([0.2, 0.02, 0.005])
            hits = [sum(draw.random() < rate for _ in range(size)) for size in sizes]
            hits = [hit if draw.random() < 0.7 else 0 for hit in hits]
            if not any(hits):
                hits[0] = 1
            found = package.CorpusWordAnalyzer(hits, sizes, sum(sizes)).calculate_all_metrics()
            values = [repr(getattr(found, measure)) for measure in MEASURES]
            rows.writerow([" ".join(map(str, hits)), " ".join(map(str, sizes)), *values])


if __name__ == "__main__":
    main()
