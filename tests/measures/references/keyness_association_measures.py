"""Keyness of random words by association-measures 0.3.2, for ``test_keyness.py``.

The package wants pandas 2, so run this in an environment of its own, with ``pip install association-measures==0.3.2``::

    python tests/measures/references/keyness_association_measures.py

Only words that occur are drawn: the package gives others the log ratio of the texts' lengths, ours 0.
"""

from pathlib import Path

import association_measures.measures as am
import numpy as np
import pandas as pd

WORDS = 300
ALPHA = 0.05


def main():
    rng = np.random.default_rng(2022)
    n1, n2 = np.floor(10 ** rng.uniform(3, 6.5, (2, WORDS))).astype(int)
    share = 10 ** rng.uniform(-4, -1, WORDS)
    f1, f2 = rng.binomial(n1, share), rng.binomial(n2, np.minimum(share * 2 ** rng.normal(0, 2, WORDS), 0.5))
    words = pd.DataFrame({"f1": f1, "N1": n1, "f2": f2, "N2": n2})
    words = words[f1 + f2 > 0].reset_index(drop=True)
    common = {"freq": False, "digits": None, "signed": False, "disc": 0.5, "discounting": "Hardie2014", "alpha": ALPHA}
    scores = am.score(words, ["log_likelihood", "log_ratio"], **common)
    for name, correct in (("conservative_log_ratio", None), ("conservative_log_ratio_1000", "Bonferroni")):
        found = am.score(words, ["conservative_log_ratio"], correct=correct, vocab=1000, **common)
        scores[name] = found["conservative_log_ratio"]
    words.rename(columns=str.lower).join(scores).to_csv(Path(__file__).with_suffix(".csv"), index=False)


if __name__ == "__main__":
    main()
