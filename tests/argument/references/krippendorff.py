"""Make krippendorff.csv: random labels of two to four annotators, and what the package krippendorff 0.9.0 gives for them.

Run in an environment of its own: ``pip install krippendorff==0.9.0``, then
``python -P tests/argument/references/krippendorff.py``, where ``-P`` keeps this file from being taken for the package.
"""

import csv
import random
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    """Write a row for each of 60 tables: a string for each annotator, "." where a label is missing, and nominal alpha."""
    # Here, because the package is at hand only where this is run.
    import krippendorff
    import numpy as np

    draw = random.Random(1970)
    with (HERE / "krippendorff.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["labels", "alpha"])
        for _ in range(60):
            things, raters, kinds = draw.randint(8, 40), draw.randint(2, 4), draw.randint(2, 6)
            agree, missing = draw.random(), draw.choice([0, 0, 0.2])
            truth = [draw.randrange(kinds) for _ in range(things)]
            given = [
                [kind if draw.random() < agree else draw.randrange(kinds) for kind in truth] for _ in range(raters)
            ]
            given = [[None if draw.random() < missing else kind for kind in labels] for labels in given]
            data = np.array([[np.nan if kind is None else kind for kind in labels] for labels in given], dtype=float)
            alpha = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
            strings = ["".join("." if kind is None else "abcdef"[kind] for kind in labels) for labels in given]
            rows.writerow([" ".join(strings), repr(float(alpha))])


if __name__ == "__main__":
    main()
