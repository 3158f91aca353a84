"""How long the measures take on a large text, beside NLTK's own way and a loop in plain Python.

Run it from the top folder::

    python tests/measures/benchmark.py --tokens 10000000

The text is drawn from wordfreq's English list, the same one on every run. All three ways get their input ready made: ours
a token table whose columns are categories, the others lists of words. Ours is the best of three runs, the others run once.
"""

from __future__ import annotations

import argparse
import math
import platform
import time
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Callable
from importlib.metadata import version
from itertools import islice

import nltk
import numpy as np
import pandas as pd
from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder
from nltk.text import ConcordanceIndex
from scipy.special import betaincinv
from wordfreq import get_frequency_dict

from closereading.measures import collocation, concordance, dispersion, frequency, keyness

NODE, WINDOW, WIDTH = "state", 5, 8
PARTS, SENTENCE = 20, 20
SLICE = 1_000_000  # tokens given to NLTK's finder, which takes minutes and gigabytes for ten times as many


def text(size: int) -> pd.DataFrame:
    """Return ``size`` tokens: words drawn by frequency, each sentence closed by a period, in parts of unequal length."""
    rng = np.random.default_rng(1872)
    frequencies = get_frequency_dict("en", "best")
    categories = pd.Index([*sorted(frequencies), "."])
    chances = np.cumsum([frequencies[word] for word in categories[:-1]])
    codes = np.searchsorted(chances, rng.random(size) * chances[-1]).astype(np.int32)
    ends = np.cumsum(1 + rng.poisson(SENTENCE, size // SENTENCE + 1))
    ends = np.append(ends[ends < size], size) - 1
    codes[ends] = len(categories) - 1
    sentences = np.repeat(np.arange(len(ends), dtype=np.int32), np.diff(ends, prepend=-1))
    borders = np.sort(rng.choice(size, PARTS - 1, replace=False))
    parts = np.searchsorted(borders, np.arange(size), side="right").astype(np.int8)
    return pd.DataFrame(
        {
            "sent": pd.Categorical.from_codes(sentences, [f"P{number}" for number in range(1, len(ends) + 1)]),
            "part": pd.Categorical.from_codes(parts, [f"part {number}" for number in range(1, PARTS + 1)]),
            "text": pd.Categorical.from_codes(codes, categories),
            "norm": pd.Categorical.from_codes(codes, categories),
            "is_word": codes < len(categories) - 1,
        }
    )


def counting(tokens: pd.DataFrame) -> dict:
    words = plain(tokens, "norm")
    return {
        "ours": lambda: frequency.counts(tokens),
        "nltk": lambda: nltk.FreqDist(words),
        "python": lambda: count(words),
        "agree": lambda table, found: table.to_dict() == found,
    }


def dispersion_of_all(tokens: pd.DataFrame) -> dict:
    words, parts = plain(tokens, "norm"), plain(tokens, "part")

    def loop() -> dict:
        hits: dict[str, Counter] = defaultdict(Counter)
        for word, part in zip(words, parts, strict=True):
            hits[word][part] += 1
        sizes = Counter(parts)
        return {word: spread(counts, sizes) for word, counts in hits.items()}

    def agree(table: pd.DataFrame, found: dict) -> bool:
        columns = ["range", "dp", "dp_norm", "juilland_d", "carroll_d2", "rosengren_s", "kl_divergence", "d_a"]
        return np.allclose(table[columns], [found[word] for word in table["norm"]], atol=1e-6)

    return {"ours": lambda: dispersion.table(tokens, "part"), "python": loop, "agree": agree}


def keyness_of_all(tokens: pd.DataFrame) -> dict:
    half = len(tokens) // 2
    halves = tokens.iloc[:half], tokens.iloc[half:]
    first, second = (plain(part, "norm") for part in halves)

    def loop() -> dict:
        here, there = count(first), count(second)
        n1, n2, tests = len(first), len(second), len(here | there)
        texts = {word: (here.get(word, 0), n1, there.get(word, 0), n2) for word in here | there}
        return {word: (*keyed(*counts, tests), *compared(*counts)) for word, counts in texts.items()}

    def agree(table: pd.DataFrame, found: dict) -> bool:
        columns = ["log_likelihood", "log_ratio", "low", "high", "conservative_log_ratio", "percent_difference"]
        return np.allclose(table[columns], [found[word] for word in table["norm"]], atol=1e-6)

    note = "plain Python leaves out what has no short formula: Fisher's test, the corrections of p, the log-odds"
    return {"ours": lambda: keyness.compare(*halves), "python": loop, "agree": agree, "note": note}


def collocates(tokens: pd.DataFrame) -> dict:
    words, sentences = plain(tokens, "norm"), plain(tokens, "sent")
    start = words[:SLICE]

    def theirs() -> float:
        began = time.perf_counter()
        finder = BigramCollocationFinder.from_words(start, window_size=WINDOW + 1)
        finder.apply_ngram_filter(lambda first, second: NODE not in (first, second))
        finder.score_ngrams(BigramAssocMeasures.likelihood_ratio)
        return (time.perf_counter() - began) * len(words) / len(start)

    def loop() -> dict:
        total, near = count(words), set()
        for place, word in enumerate(words):
            if word == NODE:
                for other in range(max(0, place - WINDOW), min(len(words), place + WINDOW + 1)):
                    if sentences[other] == sentences[place] and words[other] != NODE:
                        near.add(other)
        met, n = count(words[place] for place in near), len(words) - total[NODE]
        r1 = len(near)
        return {
            word: (o11, *keyed(o11, r1, total[word] - o11, n - r1, len(met)), *associated(o11, r1, total[word], n))
            for word, o11 in met.items()
        }

    def agree(table: pd.DataFrame, found: dict) -> bool:
        return dict(zip(table["collocate"], table["o11"], strict=True)) == {word: row[0] for word, row in found.items()}

    note = f"NLTK gets the first {len(start):,} words, and its time is scaled to all" if len(start) < len(words) else ""
    ours = lambda: collocation.around(tokens, NODE, WINDOW)  # noqa: E731
    return {"ours": ours, "nltk scaled": theirs, "python": loop, "agree": agree, "note": note}


def kwic(tokens: pd.DataFrame) -> dict:
    words = tokens["norm"].to_numpy(dtype=object).tolist()

    def loop() -> list:
        return [
            (" ".join(words[max(0, place - WIDTH) : place]), word, " ".join(words[place + 1 : place + 1 + WIDTH]))
            for place, word in enumerate(words)
            if word == NODE
        ]

    return {
        "ours": lambda: concordance.lines(tokens, NODE, WIDTH),
        "nltk": lambda: ConcordanceIndex(words).find_concordance(NODE),
        "python": loop,
        "agree": lambda table, found: len(table) == len(found),
    }


TASKS: dict[str, Callable[[pd.DataFrame], dict]] = {
    "count every word": counting,
    "dispersion of every word": dispersion_of_all,
    "keyness of every word": keyness_of_all,
    f"collocates of {NODE!r}": collocates,
    f"concordance of {NODE!r}": kwic,
}


def plain(tokens: pd.DataFrame, column: str) -> list:
    """Return a column of the words as a list."""
    return tokens.loc[tokens["is_word"], column].to_numpy(dtype=object).tolist()


def count(words) -> dict:
    counts: dict = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


def spread(hits: Counter, sizes: Counter) -> tuple:
    """Return the range, DP, DPnorm, Juilland's D, Carroll's D2, Rosengren's S, the divergence and D_A of one word."""
    total, size, parts = sum(hits.values()), sum(sizes.values()), len(sizes)
    shares = [(hits[part] / total, sizes[part] / size) for part in sizes]
    rates = [hits[part] / sizes[part] for part in sizes]
    mean = sum(rates) / parts
    dp = sum(abs(hit - share) for hit, share in shares) / 2
    apart = sum(abs(a - b) for at, a in enumerate(rates) for b in islice(rates, at)) / (parts * (parts - 1) / 2)
    return (
        len(hits),
        dp,
        dp / (1 - min(share for _, share in shares)),
        1 - math.sqrt(sum((rate - mean) ** 2 for rate in rates) / parts) / mean / math.sqrt(parts - 1),
        -sum(rate / sum(rates) * math.log2(rate / sum(rates)) for rate in rates if rate) / math.log2(parts),
        sum(math.sqrt(hit * share) for hit, share in shares) ** 2,
        sum(hit * math.log2(hit / share) for hit, share in shares if hit),
        1 - apart / (2 * mean),
    )


def keyed(f1: int, n1: int, f2: int, n2: int, tests: int) -> tuple:
    """Return the log-likelihood, the log ratio, its interval and the conservative log ratio of one word."""
    size, hits = n1 + n2, f1 + f2
    cells = ((f1, n1 * hits), (f2, n2 * hits), (n1 - f1, n1 * (size - hits)), (n2 - f2, n2 * (size - hits)))
    bounds = []
    for alpha in (0.05, 0.05 / tests):
        low = betaincinv(f1, f2 + 1, alpha / 2) if f1 else 0.0
        high = betaincinv(f1 + 1, f2, 1 - alpha / 2) if f2 else 1.0
        bounds.append(math.log2(low / (1 - low) * n2 / n1) if low else -math.inf)
        bounds.append(math.log2(high / (1 - high) * n2 / n1) if high < 1 else math.inf)
    return (
        2 * sum(seen * math.log(seen * size / product) for seen, product in cells if seen),
        math.log2((f1 or 0.5) / n1 / ((f2 or 0.5) / n2)),
        *bounds[:2],
        max(bounds[2], 0) + min(bounds[3], 0),
    )


def compared(f1: int, n1: int, f2: int, n2: int) -> tuple:
    """Return what else `keyness.compare` says of one word."""
    return (100 * (f1 / n1 - f2 / n2) / (f2 / n2) if f2 else math.inf,)


def associated(o11: int, r1: int, c1: int, n: int) -> tuple:
    """Return what else `collocation.around` says of one word."""
    expected = r1 * c1 / n
    return (
        math.log2(o11 / expected),
        (o11 - expected) / math.sqrt(o11),
        14 + math.log2(2 * o11 / (r1 + c1)),
        o11 / r1 - (c1 - o11) / (n - r1),
        o11 / c1 - (r1 - o11) / (n - c1),
    )


def timed(way: Callable, times: int = 1) -> tuple[float, object]:
    """Return the shortest time, in seconds, and what came out."""
    shortest = math.inf
    for _ in range(times):
        start = time.perf_counter()
        found = way()
        shortest = min(shortest, time.perf_counter() - start)
    return shortest, found


def peak(way: Callable) -> int:
    """Return the most memory that a call has at once, in bytes, what it returns included."""
    tracemalloc.start()
    way()
    highest = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return highest


def measured(tokens: pd.DataFrame, weight: int, task: str) -> dict:
    """Return the row of one task."""
    try:
        ways = TASKS[task](tokens)
        ours, table = timed(ways["ours"], 3)
    except ImportError as error:
        return {"task": task, "note": f"not measured, {error}"}
    python, found = timed(ways["python"])
    if not ways.get("agree", lambda *_: True)(table, found):
        raise SystemExit(f"{task}: the plain loop finds something else.")
    theirs = timed(ways["nltk"])[0] if "nltk" in ways else ways["nltk scaled"]() if "nltk scaled" in ways else None
    return {
        "task": task,
        "ours, s": f"{ours:.3f}",
        "NLTK, s": "none" if theirs is None else f"{theirs:.2f}",
        "x NLTK": "none" if theirs is None else f"{theirs / ours:.0f}",
        "Python, s": f"{python:.2f}",
        "x Python": f"{python / ours:.0f}" if python > 10 * ours else f"{python / ours:.1f}",
        "peak / table": f"{1 + peak(ways['ours']) / weight:.2f}",
        "note": ways.get("note", ""),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tokens", type=int, default=10_000_000)
    size = parser.parse_args().tokens
    get_frequency_dict("en", "best")  # kept by wordfreq, and no part of the table
    tracemalloc.start()
    tokens = text(size)
    weight = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "pandas", "nltk"))
    print(f"Python {platform.python_version()}, {packages}")
    print(
        f"{size:,} tokens, {tokens['is_word'].sum():,} of them words, {tokens['norm'].nunique():,} types, "
        f"{tokens['sent'].nunique():,} sentences, {(tokens['norm'] == NODE).sum():,} times {NODE!r}; "
        f"the table takes {weight / 2**20:.0f} MB; the peak is that of table and call together\n"
    )
    rows = []
    for task in TASKS:
        rows.append(measured(tokens, weight, task))
        print(".", end="", flush=True)
    table = pd.DataFrame(rows).fillna("")
    print("\n" + table.drop(columns="note").to_string(index=False) + "\n")
    for task, note in zip(table["task"], table["note"], strict=True):
        if note:
            print(f"{task}: {note}.")


if __name__ == "__main__":
    main()
