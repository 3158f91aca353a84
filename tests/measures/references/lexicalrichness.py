"""Make lexicalrichness.csv: random texts, and what the package lexicalrichness 0.5.1 gives for them.

Run in an environment of its own: ``pip install lexicalrichness==0.5.1``, then
``python -P tests/measures/references/lexicalrichness.py``, where ``-P`` keeps this file from being taken for the package.
"""

import csv
import random
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    """Write a row for each of 40 texts: its words, the window and the draws, and the package's measures."""
    # Here, because the package is at hand only where this is run.
    from lexicalrichness import LexicalRichness

    draw = random.Random(2010)
    with (HERE / "lexicalrichness.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["words", "window", "draws", "mattr", "mtld", "hdd", "yulek"])
        for _ in range(40):
            types = draw.choice([10, 60, 300])
            length = draw.randint(20, 250)
            words = draw.choices([f"w{rank}" for rank in range(types)], [1 / (1 + r) for r in range(types)], k=length)
            window, draws = draw.randint(2, 20), draw.randint(2, 20)
            text = LexicalRichness(words, preprocessor=None, tokenizer=None)
            values = [text.mattr(window), text.mtld(0.72), text.hdd(draws), text.yulek]
            rows.writerow([" ".join(words), window, draws, *(repr(float(value)) for value in values)])


if __name__ == "__main__":
    main()
