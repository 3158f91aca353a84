"""Which words go together, learned from the booklet itself, whatever its language.

Words that stand next to each other, or next but one, attract or repel each other: as words where they are frequent
enough, and as classes of words in any case.  How much that tells of a join is found by telling the neighbors that
the text has from neighbors drawn at random (J. Besag, "Statistical Analysis of Non-Lattice Data", The Statistician
24, 1975; M. Gutmann and A. Hyvärinen, "Noise-Contrastive Estimation", AISTATS 2010).
"""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

STOP = "."
_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)|(?P<stop>[.!?…。！？؟۔।]+)|(?P<mark>[,;:—–()\[\]\"“”„«»])|\d+"
)
_FREQUENT, _LEAST_IN_CLASS, _LEAST_PAIRS, _MOST_TRAINED = 100, 20, 60, 4000
_MOST_ODDS = 4.0


def tokens(text: str) -> list[str]:
    """Return words and marks in small letters, every end of a sentence as one stop and every number as 0."""
    out = []
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        out.append(STOP if kind == "stop" else "0" if kind is None else found.group().lower())
    return out


def _classes(counts: Counter[str]) -> dict[str, str]:
    """Return for each token its class: itself if frequent, else how it ends."""
    known = {word: word for word in counts if not word[0].isalpha()}
    known.update((word, word) for word, times in counts.most_common(_FREQUENT) if times > 3)
    endings: Counter[str] = Counter()
    for word, times in counts.items():
        if word not in known:
            endings.update(dict.fromkeys(_endings(word), times))
    for word in counts:
        if word not in known:
            known[word] = next((e for e in _endings(word) if endings[e] >= _LEAST_IN_CLASS), "-")
    return known


def _endings(word: str) -> list[str]:
    return [f"-{word[-k:]}" for k in (3, 2, 1) if len(word) > k + 1]


class _Attraction:
    """How much oftener than by chance tokens (or classes) a and b are met together."""

    def __init__(self, a: np.ndarray, b: np.ndarray, kinds: int, prior: float) -> None:
        self.kinds, self.prior, self.total = kinds, prior, len(a)
        self.often_a, self.often_b = np.bincount(a, minlength=kinds), np.bincount(b, minlength=kinds)
        self.codes, self.times = np.unique(a * kinds + b, return_counts=True)

    def __call__(self, a: np.ndarray, b: np.ndarray, without: int = 0) -> np.ndarray:
        code = a * self.kinds + b
        at = np.minimum(np.searchsorted(self.codes, code), len(self.codes) - 1)
        times = np.where(self.codes[at] == code, self.times[at] - without, 0)
        expected = self.often_a[a] * self.often_b[b] / self.total
        return np.asarray(np.log((times + self.prior) / (expected + self.prior)))


class Wording:
    """Log odds of two pieces of text following each other rather than not, by the two tokens on either side."""

    def __init__(self, pieces: list[list[str]]) -> None:
        stream = [token for piece in pieces for token in (STOP, *piece)] + [STOP, STOP]
        counts = Counter(stream)
        of = _classes(counts)
        self.words = {word: i for i, word in enumerate(counts)}
        names = {name: i for i, name in enumerate(dict.fromkeys([*of.values(), "-"]))}
        self.classes = {word: names[name] for word, name in of.items()}
        self.other = names["-"]
        word = np.array([self.words[token] for token in stream])
        kind = np.array([self.classes[token] for token in stream])
        inside = word != self.words[STOP]
        at = 1 + np.flatnonzero(inside[1:-2] & inside[2:-1])
        self.weights = np.zeros(5)
        if len(at) < _LEAST_PAIRS:
            return
        # (word, word), (class, class), (class, any, class) on the left and on the right
        offsets = ((word, 0, 1, 0.5), (kind, 0, 1, 1.0), (kind, -1, 1, 1.0), (kind, 0, 2, 1.0))
        self.attractions = [
            _Attraction(ids[at + left], ids[at + right], len(self.words) if ids is word else len(names), prior)
            for ids, left, right, prior in offsets
        ]
        rng = np.random.default_rng(1871)
        true = at if len(at) <= _MOST_TRAINED else rng.choice(at, _MOST_TRAINED, replace=False)
        before, after = np.tile(true, 2), rng.choice(at, 2 * len(true))
        rows = [
            np.concatenate(
                [
                    attraction(ids[true + left], ids[true + right], without=1),
                    attraction(ids[before + left], ids[after + right]),
                ]
            )
            for attraction, (ids, left, right, _) in zip(self.attractions, offsets, strict=True)
        ]
        self.weights = _logistic(np.array([*rows, np.ones(3 * len(true))]).T, len(true))

    def odds(self, lefts: list[list[str]], rights: list[list[str]]) -> np.ndarray:
        """Return the log odds of each piece on the left (rows) being followed by each on the right (columns)."""
        if not self.weights.any() or not lefts or not rights:
            return np.zeros((len(lefts), len(rights)))
        last = [(piece[-1], (STOP, *piece)[-2]) for piece in lefts]
        first = [(piece[0], (*piece, STOP)[1]) for piece in rights]
        out = np.full((len(lefts), len(rights)), self.weights[-1])
        known = np.array([word in self.words for word, _ in last])[:, None] & [word in self.words for word, _ in first]
        kind = self._kinds
        asked = (
            ([self.words.get(word, 0) for word, _ in last], [self.words.get(word, 0) for word, _ in first]),
            (kind([word for word, _ in last]), kind([word for word, _ in first])),
            (kind([word for _, word in last]), kind([word for word, _ in first])),
            (kind([word for word, _ in last]), kind([word for _, word in first])),
        )
        for i, (attraction, (a, b)) in enumerate(zip(self.attractions, asked, strict=True)):
            rows, row = np.unique(a, return_inverse=True)
            columns, column = np.unique(b, return_inverse=True)
            table = attraction(rows[:, None], columns[None, :])[np.ix_(row, column)]
            out += self.weights[i] * (np.where(known, table, 0.0) if i == 0 else table)
        return np.clip(out, -_MOST_ODDS, _MOST_ODDS)

    def _kinds(self, words: list[str]) -> list[int]:
        return [self.classes.get(word, self.other) for word in words]


def _logistic(design: np.ndarray, true: int) -> np.ndarray:
    """Fit the log odds of the first `true` rows against all others, both weighing the same."""
    wanted = np.arange(len(design)) < true
    share = np.where(wanted, 1.0, true / (len(design) - true))
    ridge = np.append(np.full(design.shape[1] - 1, 3.0), 1e-6)
    weights = np.zeros(design.shape[1])
    for _ in range(10):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (share * (wanted - chance)) - ridge * weights
        curve = (design * (share * chance * (1 - chance))[:, None]).T @ design + np.diag(ridge)
        weights += np.linalg.solve(curve, slope)
    return weights
