"""How far two or more annotations of the same text agree: on what is a claim, what it does, and what is related to what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations

import numpy as np
import pandas as pd
from nltk.metrics.agreement import AnnotationTask
from numpy.typing import NDArray

from closereading.argument.cues import LINKED, links
from closereading.argument.passes import OTHER, Pass
from closereading.edition import Edition
from closereading.measures.resampling import bootstrap_weights, middle
from closereading.two_readings import kappa as cohen

AGREEMENT = ("measure", "on", "value", "low", "high", "n", "reason")

SPANS = {
    "claims, any word shared": lambda shared, longer: shared > 0,
    "claims, half the words shared": lambda shared, longer: 2 * shared >= longer,
    "claims, the same words": lambda shared, longer: shared == longer,
}
"""When a claim of one pass is found in another: ``shared`` words, of the ``longer`` of the two."""


def sentence_labels(one: Pass) -> pd.Series:
    """Return what each sentence does, by the claims in it.

    A sentence has the role of the claim that has most of its words, the first of them if several have as many; `OTHER` if
    no claim has a word of it. How little of it a claim quotes does not matter, because passes differ in how much they
    quote.

    Parameters
    ----------
    one : Pass
        An annotation.

    Returns
    -------
    pandas.Series
        A label for each sentence of the paragraphs that were read, by its number.
    """
    words = _word_table(one.edition, one.paras)
    claim = _claim_of_words(one)[words["word"]]
    inside = words.assign(claim=claim)[claim >= 0]
    share = inside.groupby(["sent", "claim"], sort=False).size().reset_index(name="words")
    best = (
        share.sort_values(["words", "claim"], ascending=[False, True])
        .drop_duplicates("sent")
        .set_index("sent")["claim"]
    )
    roles = one.claims["role"].reindex(best).set_axis(best.index)
    return roles.reindex(words["sent"].drop_duplicates()).fillna(OTHER).rename("label")


def rule_check(one: Pass) -> pd.DataFrame:
    """Return the labels that an annotator gave to sentences beside those that `sentence_labels` derives from the claims.

    Where they differ much, the rule is no good for this annotator. Columns ``sent, label, derived``.
    """
    return one.sentences.assign(derived=one.sentences["sent"].map(sentence_labels(one)))


def _word_table(edition: Edition, paras: Sequence[str]) -> pd.DataFrame:
    """Return the words of some paragraphs: columns ``word`` (counted in the whole text), ``sent, para``."""
    words = edition.tokens[edition.tokens["is_word"]].reset_index(drop=True)
    return words[words["para"].isin(paras)][["sent", "para"]].reset_index(names="word")


def _claim_of_words(one: Pass) -> NDArray[np.int64]:
    """Return for each word of the text which claim it is in, as a row of ``claims``, or -1."""
    inside = np.full(int(one.edition.tokens["is_word"].sum()), -1)
    for row, first, last in one.claims[["first_word", "last_word"]].itertuples():
        inside[first:last] = row
    return inside


def within(passes: Sequence[Pass], paras: Sequence[str] | None = None) -> list[Pass]:
    """Return the passes cut to the paragraphs that all of them have read, or to some of these, in the order of their names.

    Raises
    ------
    ValueError
        If there are fewer than two, two have one name, they are of different texts, or have read nothing in common.
    """
    ordered = sorted(passes, key=lambda one: one.name)
    names = [one.name for one in ordered]
    if len(ordered) < 2:
        raise ValueError(f"passes has {len(ordered)} of them: agreement needs two or more.")
    if len(set(names)) < len(names):
        raise ValueError(f"passes has two of one name ({', '.join(names)}); give each its own, with name=….")
    if len({one.edition.text for one in ordered}) > 1:
        raise ValueError("passes are of different texts; read all of them with one edition.")
    shared = set.intersection(*(set(one.paras) for one in ordered))
    chosen = shared if paras is None else shared & set(paras)
    if not chosen:
        raise ValueError("passes have read no paragraph in common, or paras names none of these: nothing to compare.")
    return [_cut(one, chosen) for one in ordered]


def _cut(one: Pass, paras: set[str]) -> Pass:
    claims = one.claims[one.claims["para"].isin(paras)].reset_index(drop=True)
    left = set(claims["id"])
    ends = {row.id: {*row.src, row.dst} for row in one.relations.itertuples()}
    kept = [
        {*row.src, *(ends.get(row.dst, {row.dst}) if row.type == "und" else {row.dst})} <= left
        for row in one.relations.itertuples()
    ]
    labeled = [sent.partition(".")[0] in paras for sent in one.sentences["sent"]]
    return replace(
        one,
        claims=claims,
        relations=one.relations[np.array(kept, dtype=bool)].reset_index(drop=True),
        sentences=one.sentences[np.array(labeled, dtype=bool)].reset_index(drop=True),
        paras=tuple(para for para in one.paras if para in paras),
    )


def align(passes: Sequence[Pass]) -> pd.DataFrame:
    """Return which claims of different passes are the same.

    Pairs are joined from the one that shares most words to those that share one, unless either claim has another partner
    in that pass already: one claim has one partner at most in each pass.

    Parameters
    ----------
    passes : sequence of Pass
        Two or more.

    Returns
    -------
    pandas.DataFrame
        A row for each claim that at least two passes have, in reading order: ``para``, and a column for each pass, by its
        name, with the claim's row in its ``claims`` as `within` cuts them, or <NA>.
    """
    return _align(within(passes))


def _align(cut: list[Pass]) -> pd.DataFrame:
    shared = []
    for one, two in combinations(range(len(cut)), 2):
        overlap = _shared(cut[one], cut[two])
        rows, columns = np.nonzero(overlap)
        shared += [(-overlap[i, j], (one, i), (two, j)) for i, j in zip(rows.tolist(), columns.tolist(), strict=True)]
    group: dict[tuple[int, int], dict[int, int]] = {}
    for _, a, b in sorted(shared):
        ours, theirs = group.get(a, dict([a])), group.get(b, dict([b]))
        if ours is theirs or not ours.keys() & theirs.keys():
            joined = {**ours, **theirs}
            group.update(dict.fromkeys(joined.items(), joined))
    unique = {id(members): members for members in group.values()}.values()
    table = pd.DataFrame(
        [[members.get(number, pd.NA) for number in range(len(cut))] for members in unique],
        columns=[one.name for one in cut],
        dtype="Int64",
    )
    starts = [min(cut[number].claims["start"][row] for number, row in members.items()) for members in unique]
    paras = [cut[number].claims["para"][row] for number, row in (min(members.items()) for members in unique)]
    table.insert(0, "para", pd.Series(paras, dtype="str"))
    return table.iloc[np.argsort(starts, kind="stable")].reset_index(drop=True)


def side_by_side(a: Pass, b: Pass) -> pd.DataFrame:
    """Return the claims of two annotations beside each other, those without a partner too.

    Parameters
    ----------
    a, b : Pass
        The annotations; only paragraphs that both have read are compared.

    Returns
    -------
    pandas.DataFrame
        A row for each claim, or pair of aligned claims (`align`), in reading order: ``para``; ``first, last``, where its
        words begin and end in the text, those of both together; and ``role_a, role_b, stance_a, stance_b, quote_a,
        quote_b``, empty where a pass has no such claim.
    """
    cut = {one.name: one for one in within([a, b])}
    aligned = _align(list(cut.values()))
    columns = ["para", "start", "end", "role", "stance", "quote"]
    sides = []
    for one, side in ((cut[a.name], "_a"), (cut[b.name], "_b")):
        partner = pd.Series(aligned.index, index=aligned[one.name]).reindex(one.claims.index)
        alone = [f"{side}{row}" for row in one.claims.index]
        sides.append(
            one.claims[columns].set_axis(partner.astype(object).where(partner.notna(), alone)).add_suffix(side)
        )
    both = sides[0].join(sides[1], how="outer")
    found = pd.DataFrame(
        {
            "para": both["para_a"].fillna(both["para_b"]),
            "first": both[["start_a", "start_b"]].min(axis=1).astype(int),
            "last": both[["end_a", "end_b"]].max(axis=1).astype(int),
        }
    ).join(both[[f"{column}{side}" for column in columns[3:] for side in ("_a", "_b")]].fillna(""))
    return found.sort_values(["first", "last"], ignore_index=True)


def _shared(a: Pass, b: Pass) -> NDArray[np.int64]:
    """Return how many words each claim of one pass shares with each of the other."""
    (a_first, a_last), (b_first, b_last) = (
        (one.claims["first_word"].to_numpy(), one.claims["last_word"].to_numpy()) for one in (a, b)
    )
    last = np.minimum.outer(a_last, b_last)
    return np.maximum(last - np.maximum.outer(a_first, b_first), 0)


@dataclass(frozen=True)
class _Ratings:
    """What each pass calls each of some things; -1 where it says nothing. ``first, second``: the paragraphs of the thing."""

    codes: NDArray[np.int64]
    labels: list[str]
    first: NDArray[np.int64]
    second: NDArray[np.int64]


def ratings_of(
    columns: list[pd.Series], paras: list[str], first: pd.Series, second: pd.Series | None = None
) -> _Ratings:
    """Return labels as numbers, a column for each reader, with the paragraphs they stand in (two, if of pairs)."""
    labels = sorted({label for column in columns for label in column.dropna()})
    codes = np.column_stack([pd.Categorical(column, categories=labels).codes for column in columns]).astype(np.int64)
    ends = [
        pd.Categorical(end, categories=paras).codes.astype(np.int64)
        for end in (first, first if second is None else second)
    ]
    rated = (codes >= 0).sum(axis=1) >= 2
    return _Ratings(codes[rated], labels, ends[0][rated], ends[1][rated])


def agreement(
    passes: Sequence[Pass], paras: Sequence[str] | None = None, draws: int = 2000, seed: int = 1871
) -> pd.DataFrame:
    r"""Return how far annotations agree, by one measure after another.

    Parameters
    ----------
    passes : sequence of Pass
        Two or more, in any order. Only paragraphs that all of them have read are compared.
    paras : sequence of str, optional
        Only these paragraphs.
    draws, seed : int
        How often the paragraphs are drawn anew for the intervals, and the seed of the drawing.

    Returns
    -------
    pandas.DataFrame
        Columns ``measure, on``; ``value`` with ``low, high``, the middle 95 percent of the draws; ``n``, how many things
        were compared; ``reason``, why a value or an interval is not a number, else empty. Measures are "F1"; "share" of
        things on which two passes agree; "kappa" (Cohen 1960); "alpha" (Krippendorff 2011) and "alpha_u" (Krippendorff
        2004). With three passes or more, F1, share and kappa are means over all pairs of passes, and both alphas are of
        all passes at once. On claims (found by the others if they share a word, half the words of the longer, or all);
        the role and stance of aligned claims (`align`); whether aligned claims are related, of all pairs or of those in
        one paragraph; of what type, and whether the reason stands first, where both passes relate them; words (in a claim
        or not, and by role); sentences (by `sentence_labels`; "own labels" are an annotator's own where there are any).

    Raises
    ------
    ValueError
        As `within`.

    Notes
    -----
    .. math:: \kappa = \frac{p_o - p_e}{1 - p_e}, \qquad \alpha = 1 - \frac{D_o}{D_e}, \qquad
        F_1 = \frac{2PR}{P + R}

    Both put what is observed in relation to chance, kappa to how often each annotator uses each label, alpha to how often
    all do together; 0 is chance, 1 is agreement throughout. Words in a row are no independent decisions, so look at the
    intervals, which come from drawing whole paragraphs; a relation is drawn with the paragraphs of both its claims.

    References
    ----------
    Cohen 1960: kappa
    Krippendorff 2011: alpha
    Krippendorff 2004: alpha for unitizing
    Efron and Tibshirani 1993: the interval, from paragraphs drawn anew
    """
    cut = within(passes, paras)
    names = list(cut[0].paras)
    weights = bootstrap_weights(names, draws, seed).astype(float)
    aligned = _align(cut)
    rows = [*_spans(cut, names, weights)]
    for on, ratings, nothing in _compared(cut, aligned, names):
        rows += agreement_of(on, ratings, weights, nothing)
    rows += _unitized(cut)
    return pd.DataFrame(rows, columns=list(AGREEMENT))


def _spans(cut: list[Pass], names: list[str], weights: NDArray) -> Iterator[tuple]:
    """Yield rows on whether passes find the same claims."""
    size = sum(len(one.claims) for one in cut)
    for on, found in SPANS.items():
        yield _f1(on, cut, names, weights, size, partial(_found, found=found))


def _found(a: Pass, b: Pass, found: Callable[[NDArray, NDArray], NDArray]) -> tuple[NDArray, NDArray]:
    lengths = [(one.claims["last_word"] - one.claims["first_word"]).to_numpy() for one in (a, b)]
    shared = _shared(a, b)
    hits = (shared > 0) & found(shared, np.maximum.outer(*lengths))
    return np.asarray(hits.any(axis=1)), np.asarray(hits.any(axis=0))


def _f1(
    on: str,
    cut: list[Pass],
    names: list[str],
    weights: NDArray,
    size: int,
    marks: Callable[[Pass, Pass], tuple[NDArray, NDArray]],
) -> tuple:
    """Return the row of the harmonic mean of the shares of each pass's claims that the other has, averaged over pairs."""
    values, chances = [], []
    for a, b in combinations(cut, 2):
        counts = []
        for one, mark in zip((a, b), marks(a, b), strict=True):
            place = pd.Categorical(one.claims["para"], categories=names).codes
            counts += [np.bincount(place, mark, len(names)), np.bincount(place, minlength=len(names))]
        table = np.array(counts, dtype=float)
        values.append(_harmonic(table.sum(axis=1)))
        chances.append(_harmonic(table @ weights.T))
    reason = "" if all(len(one.claims) for one in cut) else "a pass has no claims"
    return ("F1", on, *_summary(float(np.mean(values)), np.mean(chances, axis=0)), size, reason)


def _harmonic(counts: NDArray) -> NDArray:
    found_a, a, found_b, b = counts
    with np.errstate(invalid="ignore", divide="ignore"):
        precision, recall = found_a / a, found_b / b
        total = precision + recall
        return np.where(total > 0, 2 * precision * recall / np.where(total > 0, total, 1), total)


def _compared(cut: list[Pass], aligned: pd.DataFrame, names: list[str]) -> Iterator[tuple[str, _Ratings, str]]:
    """Yield what is labeled, the labels of each pass, and why there may be none."""
    none = "no claim has a partner"
    for column in ("role", "stance"):
        given = [one.claims[column].reindex(aligned[one.name].astype("float")).reset_index(drop=True) for one in cut]
        yield f"{column} of aligned claims", ratings_of(given, names, aligned["para"]), none
    pairs, types, ways = _pairs(cut, aligned)
    related = [column.map({"": "no"}).fillna("yes").where(column.notna()) for column in types]
    ends = pairs["para"], pairs["other_para"]
    yield "aligned claims related or not", ratings_of(related, names, *ends), none
    near = (pairs["para"] == pairs["other_para"]).to_numpy()
    close = [column[near].reset_index(drop=True) for column in related]
    inside = pairs.loc[near, "para"].reset_index(drop=True)
    yield "aligned claims of one paragraph related or not", ratings_of(close, names, inside), none
    both = "no two aligned claims are related in both"
    for on, columns in (("type of relation where both have one", types), ("direction where both have one", ways)):
        yield on, ratings_of([column.replace("", None) for column in columns], names, *ends), both
    words = _word_table(cut[0].edition, names)
    places = [_claim_of_words(one)[words["word"]] for one in cut]
    yield (
        "words in a claim or not",
        ratings_of([pd.Series(np.where(at >= 0, "in", "out")) for at in places], names, words["para"]),
        "",
    )
    roles = [
        one.claims["role"].reindex(at).fillna(OTHER).reset_index(drop=True) for one, at in zip(cut, places, strict=True)
    ]
    yield "words by role", ratings_of(roles, names, words["para"]), ""
    derived = [sentence_labels(one) for one in cut]
    para = pd.Series(derived[0].index.str.partition(".").get_level_values(0))
    yield "sentences by role", ratings_of([labels.reset_index(drop=True) for labels in derived], names, para), ""
    own = [_with_own(one, labels) for one, labels in zip(cut, derived, strict=True)]
    labeled = np.isin(derived[0].index, [sent for one in cut for sent in one.sentences["sent"]])
    chosen = [labels[labeled].reset_index(drop=True) for labels in own]
    yield (
        "sentences by own labels",
        ratings_of(chosen, names, para[labeled].reset_index(drop=True)),
        "no pass has labels of its own for sentences",
    )


def _with_own(one: Pass, derived: pd.Series) -> pd.Series:
    own = one.sentences.set_index("sent")["label"].reindex(derived.index)
    return own.where(own.notna(), derived)


def _pairs(cut: list[Pass], aligned: pd.DataFrame) -> tuple[pd.DataFrame, list[pd.Series], list[pd.Series]]:
    """Return every pair of aligned claims with its paragraphs and rows, and for each pass the type and direction it gives.

    The type is empty if the pass does not relate the two, and missing if it doesn't have both. What counts only together
    is not related for that reason.
    """
    one, two = np.triu_indices(len(aligned), 1)
    para = aligned["para"].to_numpy()
    pairs = pd.DataFrame({"one": one, "two": two, "para": para[one], "other_para": para[two]})
    types, ways = [], []
    for given in cut:
        row = aligned[given.name]
        ids = given.claims["id"].reindex(row.astype("float")).reset_index(drop=True)
        place = pd.Series(ids.index, index=ids).loc[lambda found: found.index.notna()]
        tied = links(given.relations)
        tied = tied[(tied["type"] != LINKED) & tied["src"].isin(place.index) & tied["dst"].isin(place.index)]
        src, dst = place.reindex(tied["src"]).to_numpy(int), place.reindex(tied["dst"]).to_numpy(int)
        keys = pd.MultiIndex.from_arrays([np.minimum(src, dst), np.maximum(src, dst)])
        frame = pd.DataFrame(
            {"type": tied["type"].to_numpy(), "way": np.where(src < dst, "reason first", "reason after")}, index=keys
        )
        frame = frame[~frame.index.duplicated()].reindex(pd.MultiIndex.from_arrays([one, two]))
        has = ids.notna().to_numpy()
        known = has[one] & has[two]
        types.append(frame["type"].fillna("").reset_index(drop=True).where(known))
        ways.append(frame["way"].fillna("").reset_index(drop=True).where(known))
    return pairs, types, ways


def agreement_of(on: str, ratings: _Ratings, weights: NDArray, nothing: str) -> Iterator[tuple]:
    """Yield the rows of share, kappa and alpha of some labels."""
    n = len(ratings.codes)
    if not n:
        yield from (
            (measure, on, *(np.nan,) * 3, 0, nothing or "nothing to compare") for measure in ("share", "kappa", "alpha")
        )
        return
    cells, place = np.unique(np.column_stack([ratings.first, ratings.second]), axis=0, return_inverse=True)
    place = place.reshape(-1)
    times = np.where(
        cells[:, 0] == cells[:, 1], weights[:, cells[:, 0]], weights[:, cells[:, 0]] * weights[:, cells[:, 1]]
    )
    shares, kappas, drawn_shares, drawn_kappas = [], [], [], []
    for a, b in combinations(range(ratings.codes.shape[1]), 2):
        counts = _contingency(ratings, a, b, place, len(cells))
        shares.append(_share(counts.sum(axis=0)))
        kappas.append(_cohen(ratings, a, b))
        summed = (times @ counts.reshape(len(cells), -1)).reshape(-1, *counts.shape[1:])
        drawn_shares.append(_share(summed))
        drawn_kappas.append(_kappa(summed))
    single = "only one label is in use" if len(ratings.labels) < 2 else ""
    yield "share", on, *_summary(float(np.mean(shares)), np.mean(drawn_shares, axis=0)), n, ""
    kappa = float(np.mean(kappas))
    yield "kappa", on, *_summary(kappa, np.mean(drawn_kappas, axis=0)), n, _why(kappa, single)
    alpha = _krippendorff(ratings)
    coincidences = _coincidences(ratings, place, len(cells))
    summed = (times @ coincidences.reshape(len(cells), -1)).reshape(-1, *coincidences.shape[1:])
    yield "alpha", on, *_summary(alpha, _alpha(summed)), n, _why(alpha, single)


def _why(value: float, single: str) -> str:
    return (single or "two passes use one label throughout, or share nothing to label") if np.isnan(value) else ""


def _summary(value: float, chances: NDArray) -> tuple[float, float, float]:
    return float(value), *(middle([]) if np.isnan(value) else middle(chances))


def _contingency(ratings: _Ratings, a: int, b: int, place: NDArray, cells: int) -> NDArray[np.float64]:
    """Return for each cell how often one pass gives each label where the other gives each."""
    size = len(ratings.labels)
    both = (ratings.codes[:, [a, b]] >= 0).all(axis=1)
    key = (place[both] * size + ratings.codes[both, a]) * size + ratings.codes[both, b]
    return np.bincount(key, minlength=cells * size * size).reshape(cells, size, size).astype(float)


def _coincidences(ratings: _Ratings, place: NDArray, cells: int) -> NDArray[np.float64]:
    """Return for each cell how often two labels meet on one thing, each thing counting as often as it has labels."""
    size = len(ratings.labels)
    counts = (ratings.codes[:, :, None] == np.arange(size)).sum(axis=1).astype(float)
    met = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(size)
    found = np.zeros((cells, size, size))
    np.add.at(found, place, met / (counts.sum(axis=1) - 1)[:, None, None])
    return found


def _share(counts: NDArray) -> NDArray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.trace(counts, axis1=-2, axis2=-1) / counts.sum(axis=(-2, -1))


def _kappa(counts: NDArray) -> NDArray:
    """Return Cohen's kappa of tables of two passes' labels, not a number where chance alone agrees throughout."""
    with np.errstate(invalid="ignore", divide="ignore"):
        n = counts.sum(axis=(-2, -1))
        expected = (counts.sum(axis=-1) * counts.sum(axis=-2)).sum(axis=-1) / n**2
        observed = np.trace(counts, axis1=-2, axis2=-1) / n
        return np.where(expected < 1 - 1e-12, (observed - expected) / (1 - expected), np.nan)


def _alpha(met: NDArray) -> NDArray:
    """Return Krippendorff's alpha of tables of coincidences, not a number where only one label is in use."""
    each = met.sum(axis=-1)
    n = each.sum(axis=-1)
    observed = n - np.trace(met, axis1=-2, axis2=-1)
    expected = n**2 - (each**2).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 1e-9, 1 - (n - 1) * observed / expected, np.nan)


def _cohen(ratings: _Ratings, a: int, b: int) -> float:
    both = ratings.codes[(ratings.codes[:, [a, b]] >= 0).all(axis=1)][:, [a, b]]
    if len(np.unique(both)) < 2:
        return np.nan
    return cohen(both[:, 0].tolist(), both[:, 1].tolist())


def _krippendorff(ratings: _Ratings) -> float:
    if len(ratings.labels) < 2 or len(np.unique(ratings.codes[ratings.codes >= 0])) < 2:
        return np.nan
    thing, rater = np.nonzero(ratings.codes >= 0)
    codes = ratings.codes[thing, rater]
    marks = zip(rater.tolist(), thing.tolist(), codes.tolist(), strict=True)
    return float(AnnotationTask(data=list(marks)).alpha())


def _unitized(cut: list[Pass]) -> Iterator[tuple]:
    """Yield the rows of alpha for unitizing."""
    words = _word_table(cut[0].edition, cut[0].paras)["word"].to_numpy()
    units = pd.concat([one.claims.assign(coder=one.name) for one in cut], ignore_index=True)
    units["start"] = words.searchsorted(units["first_word"])
    units["length"] = units["last_word"] - units["first_word"]
    reason = "no interval: paragraphs drawn anew would have other gaps between claims"
    for on, category in (("claims as stretches", "claim"), ("claims as stretches, by role", units["role"])):
        value = alpha_u(units.assign(category=category), len(words), len(cut))["alpha"].iloc[-1]
        yield (
            "alpha_u",
            on,
            float(value),
            np.nan,
            np.nan,
            len(units),
            reason if value == value else "there are no claims",
        )


def alpha_u(units: pd.DataFrame, length: int, coders: int) -> pd.DataFrame:
    r"""Return Krippendorff's alpha for unitizing: how far coders agree on which stretches there are, and what they are.

    Parameters
    ----------
    units : pandas.DataFrame
        Columns ``coder``; ``start``, counted from 0, and ``length`` of a stretch, whole numbers; ``category``. Stretches of
        one coder and category must not overlap.
    length : int
        Of the whole that was divided.
    coders : int
        How many there were, those who found nothing too.

    Returns
    -------
    pandas.DataFrame
        Columns ``category, observed, expected, alpha``, a row for each category, and a last one, "all".

    Raises
    ------
    ValueError
        If there are fewer than two coders, a stretch has no length or goes beyond the whole, or two overlap.

    Notes
    -----
    .. math:: {}_u\alpha = 1 - \frac{\sum_c D_{oc}}{\sum_c D_{ec}}, \qquad
        D_{oc} = \frac{1}{m(m-1)L^2} \sum_{i \ne j} \sum_{g, h} \delta^2_{cigjh}

    For two stretches of *c* that meet, :math:`\delta^2` is the sum of the squared distances of their beginnings and of
    their ends; for a stretch that lies wholly where the other coder has none it is its squared length. Expected is the
    mean over all ways to lay the same stretches of all *m* coders elsewhere in the whole of length *L*. Unlike alpha of
    words it does not take a claim of thirty words for thirty decisions.

    References
    ----------
    Krippendorff 2004: section 11.6

    Examples
    --------
    >>> both = pd.DataFrame({"coder": ["A", "B"], "start": [3, 3], "length": [5, 5], "category": "claim"})
    >>> float(alpha_u(both, 20, 2)["alpha"].iloc[-1])
    1.0
    """
    if coders < 2:
        raise ValueError(f"coders is {coders}: agreement needs two or more.")
    if (units["length"] < 1).any() or (units["start"] < 0).any() or (units["start"] + units["length"] > length).any():
        raise ValueError(f"units has a stretch without length or beyond 0..{length}.")
    rows = []
    for category, same in units.groupby("category"):
        stretches = [_stretches(own, length) for _, own in same.groupby("coder")]
        whole = np.array([[0, length]])
        stretches += [(np.zeros((0, 2), dtype=np.int64), whole)] * (coders - len(stretches))
        rows.append((category, _observed(stretches, length), _expected(stretches, length)))
    found = pd.DataFrame(rows, columns=["category", "observed", "expected"])
    total = pd.DataFrame([("all", found["observed"].sum(), found["expected"].sum())], columns=found.columns)
    found = total if found.empty else pd.concat([found, total], ignore_index=True)
    return found.assign(alpha=(1 - found["observed"] / found["expected"]).where(found["expected"] > 0))


def _stretches(own: pd.DataFrame, length: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return one coder's stretches and the gaps between them, each as (start, length)."""
    ordered = own.sort_values("start")
    starts = ordered["start"].to_numpy(np.int64)
    ends = starts + ordered["length"].to_numpy(np.int64)
    if (starts[1:] < ends[:-1]).any():
        raise ValueError("units has stretches of one coder and category that overlap.")
    first, last = np.concatenate([[0], ends]), np.concatenate([starts, [length]])
    gaps = np.column_stack([first, last - first])
    return np.column_stack([starts, ends - starts]), gaps[gaps[:, 1] > 0]


def _observed(stretches: list[tuple[NDArray, NDArray]], length: int) -> float:
    total = 0.0
    for (units, gaps), (others, other_gaps) in combinations(stretches, 2):
        apart = np.subtract.outer(units[:, 0], others[:, 0]).astype(float)
        ends = np.subtract.outer(units.sum(axis=1), others.sum(axis=1)).astype(float)
        meet = (np.subtract.outer(units[:, 0], others.sum(axis=1)) < 0) & (
            np.subtract.outer(units.sum(axis=1), others[:, 0]) > 0
        )
        total += ((apart**2 + ends**2) * meet).sum() + _alone(units, other_gaps) + _alone(others, gaps)
    coders = len(stretches)
    # Each two coders are compared both ways, which gives the same twice.
    return 2 * total / (coders * (coders - 1) * length**2)


def _alone(units: NDArray, gaps: NDArray) -> float:
    """Return the squared lengths of stretches that lie wholly in a gap of another coder."""
    inside = np.greater_equal.outer(units[:, 0], gaps[:, 0]) & np.less_equal.outer(units.sum(axis=1), gaps.sum(axis=1))
    return float((units[:, 1].astype(float) ** 2)[inside.any(axis=1)].sum())


def _expected(stretches: list[tuple[NDArray, NDArray]], length: int) -> float:
    units = np.concatenate([own[:, 1] for own, _ in stretches]).astype(float)
    gaps = np.concatenate([free[:, 1] for _, free in stretches]).astype(float)
    fits = np.greater_equal.outer(gaps, units)
    room = ((np.subtract.outer(gaps, units) + 1) * fits).sum(axis=0)
    met = (len(units) - 1) / 3 * (2 * units**3 - 3 * units**2 + units)
    all_ways = len(stretches) * length * (len(stretches) * length - 1) - (units * (units - 1)).sum()
    return float(2 / length * (met + units**2 * room).sum() / all_ways)


def by_sentence(passes: Sequence[Pass]) -> pd.DataFrame:
    """Return where annotations part, sentence by sentence, those that divide them most first.

    Parameters
    ----------
    passes : sequence of Pass
        Two or more.

    Returns
    -------
    pandas.DataFrame
        Columns ``sent, para, text, words``; ``span``, the share of its words that one pass has in a claim and the other
        has not; ``role``, the share that both have in claims of different roles; ``relation``, the share of relations of
        aligned claims with a word in the sentence that only one of the passes has, not a number if there are none;
        ``score``, from 0 to 1, half of ``span`` and ``role`` together and half of ``relation`` (0 if there are none); and
        for each pass, in a column of its name, the roles of its claims in the sentence, in their order. With three passes
        or more, each is a mean over pairs of passes.
    """
    cut = within(passes)
    words = _word_table(cut[0].edition, cut[0].paras)
    places = {one.name: _claim_of_words(one)[words["word"]] for one in cut}
    sentences = words["sent"].drop_duplicates()
    parts = []
    for a, b in combinations(cut, 2):
        at, other = places[a.name], places[b.name]
        roles = [one.claims["role"].reindex(where).to_numpy(object) for one, where in ((a, at), (b, other))]
        differ = (at >= 0) & (other >= 0) & (roles[0] != roles[1])
        marks = words.assign(span=(at >= 0) != (other >= 0), role=differ).groupby("sent")[["span", "role"]].mean()
        parts.append(marks.assign(relation=_parted([a, b], words, places)).reindex(sentences))
    together = pd.concat(parts).groupby(level=0).mean().reindex(sentences)
    together["score"] = (together["span"] + together["role"] + together["relation"].fillna(0)) / 2
    facts = cut[0].edition.sentences.set_index("sent")[["para", "text", "words"]].reindex(sentences)
    table = facts.join(together)
    for one in cut:
        inside = words.assign(claim=places[one.name])[places[one.name] >= 0].drop_duplicates(["sent", "claim"])
        roles = inside.assign(role=one.claims["role"].reindex(inside["claim"]).to_numpy())
        table[one.name] = roles.groupby("sent")["role"].agg(", ".join).reindex(sentences).fillna("")
    order = table.assign(order=range(len(table))).sort_values(
        ["score", "words", "order"], ascending=[False, False, True]
    )
    return order.drop(columns="order").rename_axis("sent").reset_index()


def _parted(two: list[Pass], words: pd.DataFrame, places: dict[str, NDArray[np.int64]]) -> pd.Series:
    """Return for each sentence which share of the relations of its aligned claims only one of two passes has."""
    aligned = _align(two)
    pairs, types, _ = _pairs(two, aligned)
    has = [column.fillna("").to_numpy(object) != "" for column in types]
    related = pairs[has[0] | has[1]].assign(only=(has[0] != has[1])[has[0] | has[1]])
    touching = []
    for one in two:
        group = pd.Series(aligned.index, index=aligned[one.name]).loc[lambda found: found.index.notna()]
        inside = words[["sent"]].assign(group=group.reindex(places[one.name]).to_numpy()).dropna().drop_duplicates()
        touching.append(inside)
    sentence = pd.concat(touching).drop_duplicates().astype({"group": int})
    ends = pd.concat(
        [
            related[["one", "only"]].rename(columns={"one": "group"}),
            related[["two", "only"]].rename(columns={"two": "group"}),
        ]
    )
    ends["relation"] = ends.index
    met = sentence.merge(ends, on="group").drop_duplicates(["sent", "relation"])
    return met.groupby("sent")["only"].mean()
