"""Who acts in a text, and upon whom: pronouns, modal verbs, subjects and questions, as read by hand and counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from closereading import decisions, quotations
from closereading.decisions import DecisionError
from closereading.edition import Edition
from closereading.measures.coding import present
from closereading.measures.frequency import PER
from closereading.measures.resampling import bootstrap_rate

FORMS = {
    **dict.fromkeys(("i", "we", "you", "he", "they"), "subject"),
    **dict.fromkeys(("us", "him", "them"), "object"),
    **dict.fromkeys(("our", "his", "their"), "possessive"),
    **dict.fromkeys(("himself", "themselves"), "-self"),
}
"""The pronouns that ``grammar-persons.csv`` decides on, and what their form says. Only pronouns have such forms."""

PRONOUNS = {
    "we, our, us": ("we", "our", "us"),
    "you, your": ("you", "your"),
    "he, his, him": ("he", "his", "him", "himself"),
    "they, their": ("they", "their", "them", "themselves"),
    "it, its": ("it", "its", "itself"),
    "who, whom": ("who", "whom", "whose"),
}

MODALS = ("must", "should", "can", "cannot", "could", "will", "would", "may", "might", "shall", "ought")

NECESSITY = {
    "necessary": ("necessary", "necessarily", "necessity", "inevitable", "inevitably", "indispensable"),
    "only, alone": ("only", "alone", "solely"),
    "always, never": ("always", "never"),
    "all, every": ("all", "every", "each", "everyone"),
}

ACTORS = {
    "the International": ("international", "international's"),
    "the State": ("state", "states"),
    "the masses": ("masses",),
    "workers": ("worker", "workers"),
    "committees": ("committee", "committees"),
}

KINDS = {
    **{"acts": "acts", "is": "is"},
    **dict.fromkeys(("passive", "object", "upon"), "is acted on"),
    **dict.fromkeys(("of", "preposition", "modifier", "other"), "is only named"),
}
"""What the roles of ``grammar-roles.csv`` come to."""

CONTEXT = 8
OPENING = 30
"""Words shown on either side of a word, and at the beginning of a sentence."""


def own_words(edition: Edition) -> pd.DataFrame:
    """Return the words that are in their paragraph's own voice, numbered in reading order.

    Parameters
    ----------
    edition : Edition
        Any edition.

    Returns
    -------
    pandas.DataFrame
        The rows of ``edition.tokens`` that are words, without reported speech and an editor's brackets, and ``place``:
        which word of the text it is, 1 for the first, those left out counted too.

    Examples
    --------
    >>> from closereading import edition
    >>> own_words(edition.from_text("No State. None!"))[["norm", "place"]].to_numpy().tolist()
    [['no', 1], ['state', 2], ['none', 3]]
    """
    words = _numbered(edition)
    return words[words["voice"] == words["para"].map(edition.paragraphs.set_index("para")["voice"])]


def borders(edition: Edition) -> pd.DataFrame:
    r"""Return where the sections of a text begin and where the text ends, in words.

    Parameters
    ----------
    edition : Edition
        Any edition.

    Returns
    -------
    pandas.DataFrame
        Columns ``section`` and ``place``, its first word; the last row has no section and the last word of the text.

    Examples
    --------
    >>> from closereading import edition
    >>> borders(edition.from_text("# A\n\nNo State.\n\n# B\n\nNone!"))["place"].tolist()
    [1, 3, 3]
    """
    words = _numbered(edition)
    first = words.groupby("section", sort=False)["place"].min().reset_index()
    return pd.concat([first, pd.DataFrame({"section": [""], "place": [len(words)]})], ignore_index=True)


def occurrences(words: pd.DataFrame, families: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """Return the words that belong to a family of words, with the column ``term`` naming it.

    Parameters
    ----------
    words : pandas.DataFrame
        A table with the column ``norm``.
    families : dict of str to collection of str
        Names and their words, no word in two families.

    Examples
    --------
    >>> words = pd.DataFrame({"norm": ["their", "own", "will"]})
    >>> occurrences(words, {"they": ["they", "their"]})["term"].tolist()
    ['they']
    """
    family = {word: name for name, forms in families.items() for word in forms}
    return words[words["norm"].isin(list(family))].assign(term=lambda found: found["norm"].map(family))


def rates(
    words: pd.DataFrame,
    hits: pd.DataFrame,
    terms: Sequence[str],
    draws: int = 10_000,
    level: float = 0.95,
    seed: int = 1871,
) -> pd.DataFrame:
    """Return how often each term occurs in each section, with the interval that resampled paragraphs give.

    Parameters
    ----------
    words : pandas.DataFrame
        All words that count, with ``section`` and ``para``.
    hits : pandas.DataFrame
        Those of them that are hits, with ``term``, ``section`` and ``para``.
    terms : sequence of str
        The terms in the order wanted, also those that never occur.
    draws, level, seed : int, float, int
        How many times the paragraphs of a section are drawn, the share of the draws within the bounds, the seed.

    Returns
    -------
    pandas.DataFrame
        A row for each term and section: columns ``term, section, count, words, rate, low, high``, the last three per
        1,000 words. Where the count is 0 there are no bounds: no drawing of paragraphs can bring what none of them has.

    Raises
    ------
    ValueError
        If a column is missing, or a section has fewer than two paragraphs.

    Examples
    --------
    >>> words = pd.DataFrame({"norm": ["we", "a", "we", "b"], "para": ["T1", "T1", "T2", "T2"], "section": "T"})
    >>> rates(words, occurrences(words, {"we": ["we"]}), ["we"])[["count", "rate", "low", "high"]].to_numpy().tolist()
    [[2.0, 500.0, 500.0, 500.0]]
    """
    present(words, ["section", "para"], "words")
    present(hits, ["term", "section", "para"], "hits")
    found = _intervals(words, hits, "section", "term", terms, draws, level, seed)
    return found.rename(columns={"size": "words"})[["term", "section", "count", "words", "rate", "low", "high"]]


def shares(table: pd.DataFrame, draws: int = 10_000, level: float = 0.95, seed: int = 1871) -> pd.DataFrame:
    """Return in which share of its mentions each actor acts, is, is acted on, or is only named.

    Parameters
    ----------
    table : pandas.DataFrame
        As `roles` returns it.
    draws, level, seed : int, float, int
        As for `rates`; the paragraphs that mention the actor are drawn.

    Returns
    -------
    pandas.DataFrame
        A row for each actor and kind: columns ``kind, actor, count, mentions, share, low, high``; no bounds where the
        count is 0.

    Examples
    --------
    >>> table = pd.DataFrame({"actor": ["we", "we"], "para": ["T7", "T8"], "kind": ["acts", "acts"]})
    >>> shares(table).query("count > 0")[["kind", "share", "low", "high"]].to_numpy().tolist()
    [['acts', 1.0, 1.0, 1.0]]
    """
    present(table, ["actor", "kind", "para"], "table")
    found = _intervals(table, table, "actor", "kind", list(dict.fromkeys(KINDS.values())), draws, level, seed)
    found[["share", "low", "high"]] = found[["rate", "low", "high"]] / PER
    return found.rename(columns={"size": "mentions"})[["kind", "actor", "count", "mentions", "share", "low", "high"]]


def _intervals(
    words: pd.DataFrame,
    hits: pd.DataFrame,
    by: str,
    what: str,
    terms: Sequence[str],
    draws: int,
    level: float,
    seed: int,
) -> pd.DataFrame:
    """Return for each of ``terms`` and each part of ``words`` the hits per 1,000, paragraphs being drawn."""
    tables = []
    for part, within in words.groupby(by, sort=False, observed=True):
        sizes = within.groupby("para", sort=False).size()
        counts = pd.crosstab(hits.loc[hits[by] == part, what], hits.loc[hits[by] == part, "para"])
        counts = counts.reindex(index=list(terms), columns=sizes.index, fill_value=0)
        low, high = bootstrap_rate(counts.to_numpy(), sizes.to_numpy(), draws=draws, level=level, seed=seed)
        count = counts.sum(axis=1).to_numpy()
        table = pd.DataFrame({what: list(terms), by: part, "count": count, "size": int(sizes.sum())})
        table["rate"] = PER * table["count"] / table["size"]
        tables.append(table.assign(low=np.where(count > 0, low, np.nan), high=np.where(count > 0, high, np.nan)))
    order = {term: n for n, term in enumerate(terms)}
    return pd.concat(tables).sort_values(what, key=lambda column: column.map(order), kind="stable", ignore_index=True)


def persons(edition: Edition) -> pd.DataFrame:
    """Return every pronoun of the first, second and third person for people, and who is meant.

    Parameters
    ----------
    edition : Edition
        The pamphlet.

    Returns
    -------
    pandas.DataFrame
        Columns ``place, para, section, voice, sent, word, norm, form`` (a value of `FORMS`), ``who, quotation, context, reason``.

    Raises
    ------
    DecisionError
        If a row of ``data/grammar-persons.csv`` doesn't fit the text, or a pronoun has no row.

    Examples
    --------
    >>> from closereading import edition
    >>> found = persons(edition.read("pamphlet"))
    >>> found.loc[found["para"] == "U9", ["word", "who"]].to_numpy().tolist()
    [['their', 'workers'], ['their', 'workers']]
    """
    words = _numbered(edition)
    found = _located(edition, "grammar-persons.csv", words[words["norm"].isin(list(FORMS))])
    return found.assign(form=found["norm"].map(FORMS))


def modals(edition: Edition) -> pd.DataFrame:
    """Return every modal verb, and the nouns that look like one, with its subject.

    Parameters
    ----------
    edition : Edition
        The pamphlet.

    Returns
    -------
    pandas.DataFrame
        Columns ``place, para, section, voice, sent, word, norm, class, subject, negated, quotation, context,
        reason``.

    Raises
    ------
    DecisionError
        If a row of ``data/grammar-modals.csv`` doesn't fit the text, or a word of `MODALS` has no row.

    Examples
    --------
    >>> from closereading import edition
    >>> found = modals(edition.read("pamphlet"))
    >>> found.loc[found["norm"] == "might", ["para", "class"]].to_numpy().tolist()
    [['S4', 'noun']]
    """
    words = _numbered(edition)
    return _located(edition, "grammar-modals.csv", words[words["norm"].isin(MODALS)])


def roles(edition: Edition) -> pd.DataFrame:
    """Return every mention of the five actors in the author's voice and its place in the clause.

    Parameters
    ----------
    edition : Edition
        The pamphlet.

    Returns
    -------
    pandas.DataFrame
        Columns ``place, para, section, voice, sent, word, norm, actor, role, kind`` (a value of `KINDS`), ``quotation,
        context, reason``.

    Raises
    ------
    DecisionError
        If a row of ``data/grammar-roles.csv`` doesn't fit the text, or a mention has no row.

    Examples
    --------
    >>> from closereading import edition
    >>> found = roles(edition.read("pamphlet"))
    >>> found.loc[(found["actor"] == "the masses") & (found["role"] == "acts"), "para"].tolist()
    ['U4']
    """
    words = _numbered(edition)
    named = words["norm"].isin([form for forms in ACTORS.values() for form in forms]) & (words["voice"] == "author")
    found = _located(edition, "grammar-roles.csv", words[named & (words["text"] != "international")])
    return found.assign(kind=found["role"].map(KINDS))


def questions(edition: Edition) -> pd.DataFrame:
    """Return every question with its answer.

    Parameters
    ----------
    edition : Edition
        The pamphlet.

    Returns
    -------
    pandas.DataFrame
        Columns ``n`` (1 for the first), ``place`` (of its first word), ``para, section, sent, question`` (the whole
        sentence), ``asked_by``, ``answer`` (the whole sentence in which the answer begins, or ""), ``after`` (how many
        sentences further on that is, <NA> without an answer), ``quotation, reason``.

    Raises
    ------
    DecisionError
        If a row of ``data/grammar-questions.csv`` doesn't fit the text, or a question mark has no row.

    Examples
    --------
    >>> from closereading import edition
    >>> questions(edition.read("pamphlet")).loc[8, ["question", "answer", "after"]].tolist()[:1]
    ['What do they lack?']
    """
    name = "grammar-questions.csv"
    sentences = edition.sentences.assign(n=range(len(edition.sentences)))
    words = _numbered(edition)
    rows = []
    for number, row in enumerate(decisions.table(name), 2):
        place = f"data/{name}, row {number}"
        start, _ = quotations.span(row["quotation"], row["para"], edition, place)
        asked = sentences.iloc[sentences["start"].searchsorted(start, side="right") - 1]
        answer, after = "", pd.NA
        if row["answer"]:
            start, _ = quotations.span(row["answer"], row["para"], edition, place)
            answers = sentences.iloc[sentences["start"].searchsorted(start, side="right") - 1]
            answer, after = answers["text"], answers["n"] - asked["n"]
        place = words["place"].iloc[words["start"].searchsorted(asked["start"])]
        rows.append((place, row["para"], row["para"][0], asked["sent"], asked["text"], row["asked_by"], answer, after))
    head = ["place", "para", "section", "sent", "question", "asked_by", "answer", "after"]
    found = pd.DataFrame(rows, columns=head).astype({"after": "Int64"})
    table = pd.DataFrame(decisions.table(name))
    found = found.assign(quotation=table["quotation"], reason=table["reason"]).sort_values("place", ignore_index=True)
    asking = set(edition.sentences.loc[edition.sentences["text"].str.contains(r"\?"), "sent"])
    if missing := sorted(asking ^ set(found["sent"])):
        raise DecisionError(f"data/{name}: sentence {missing[0]} must have a row if it asks, and none if it doesn't.")
    found.insert(0, "n", range(1, len(found) + 1))
    return found


def sentence_lengths(edition: Edition, window: int = 9) -> pd.DataFrame:
    """Return the words of each sentence in reading order, and a running median.

    Parameters
    ----------
    edition : Edition
        Any edition.
    window : int
        Over how many sentences the median runs, an odd number; fewer at both ends.

    Returns
    -------
    pandas.DataFrame
        Columns ``n`` (1 for the first), ``sent, para, section, words, median`` and ``quotation``, the sentence or, if it
        is long, the words it begins with.

    Raises
    ------
    ValueError
        If the window is even or less than 1.

    Examples
    --------
    >>> from closereading import edition
    >>> sentence_lengths(edition.from_text("No State. None! All that is left is a word."), 3)["median"].tolist()
    [1.5, 2.0, 4.0]
    """
    if window < 1 or window % 2 == 0:
        raise ValueError(f"window is {window}; an odd number of sentences has a middle one.")
    found = edition.sentences.copy()
    found["section"] = found["para"].map(edition.paragraphs.set_index("para")["section"])
    found["n"] = range(1, len(found) + 1)
    openings = [edition.excerpt(start, start, words=OPENING) for start in found["start"]]
    found["quotation"] = [text[: len(opening)] for text, opening in zip(found["text"], openings, strict=True)]
    found["median"] = found["words"].rolling(window, center=True, min_periods=1).median()
    return found[["n", "sent", "para", "section", "words", "median", "quotation"]]


def explained(
    lengths: pd.DataFrame, value: str = "words", draws: int = 2000, level: float = 0.95, seed: int = 1871
) -> tuple[float, float, float]:
    """Return which share of a variance the sections explain, the most chance would, and how often chance does as well.

    Parameters
    ----------
    lengths : pandas.DataFrame
        A row for each sentence: ``section``, ``para`` and ``value``.
    value : str
        The column with the numbers.
    draws, level, seed : int, float, int
        How many times the sections are dealt out among whole paragraphs, the share of them below the bound, the seed.

    Returns
    -------
    share : float
        The correlation ratio: variance between sections by all variance, 0 to 1.
    bound : float
        What ``level`` of the dealings stay below.
    p : float
        The share of the dealings that explain at least as much, the text itself counted in.

    Examples
    --------
    >>> lengths = pd.DataFrame({"section": list("aabb"), "para": list("wxyz"), "words": [1, 1, 5, 5]})
    >>> explained(lengths)[0]
    1.0
    """
    numbers = lengths[value].to_numpy(dtype=float)
    para, _ = pd.factorize(lengths["para"])
    section, names = pd.factorize(lengths.drop_duplicates("para")["section"])

    def share(of_para: np.ndarray) -> float:
        group = of_para[para]
        count = np.bincount(group, minlength=len(names))
        means = np.bincount(group, weights=numbers, minlength=len(names)) / count
        return float((count * (means - numbers.mean()) ** 2).sum() / ((numbers - numbers.mean()) ** 2).sum())

    random = np.random.default_rng(seed)
    dealt = np.array([share(random.permutation(section)) for _ in range(draws)])
    observed = share(section)
    reached = (np.count_nonzero(dealt >= observed - 1e-12) + 1) / (draws + 1)
    return observed, float(np.quantile(dealt, level)), float(reached)


def _numbered(edition: Edition) -> pd.DataFrame:
    words = edition.tokens[edition.tokens["is_word"]]
    return words.assign(place=range(1, len(words) + 1))


def _located(edition: Edition, name: str, words: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table of decisions with the words they are about, each of ``words`` decided on once."""
    places: dict[int, int] = {}
    rows = decisions.table(name)
    for number, row in enumerate(rows, 2):
        start, end = quotations.span(row["quotation"], row["para"], edition, f"data/{name}, row {number}")
        within = words[(words["start"] >= start) & (words["end"] <= end)]
        within = within[within["text"] == row["word"]]
        if len(within) != 1:
            raise DecisionError(
                f"data/{name}, row {number}: {row['word']!r} must stand once in {row['quotation']!r}, as a word this table "
                f"is about; it stands {len(within)} times."
            )
        first = places.setdefault(int(within["place"].iloc[0]), number)
        if first != number:
            raise DecisionError(f"data/{name}: rows {first} and {number} are about the same word; take one away.")
    missing = words[~words["place"].isin(list(places))]
    if len(missing):
        word = missing.iloc[0]
        raise DecisionError(f"data/{name} has no row for {word['text']!r} in {word['sent']}; add one.")
    table = pd.DataFrame(rows).assign(place=list(places))
    told = words[["place", "section", "voice", "sent", "norm"]].assign(
        context=[edition.excerpt(*span, words=CONTEXT) for span in zip(words["start"], words["end"], strict=True)]
    )
    found = told.merge(table, on="place", validate="one_to_one")
    head = ["place", "para", "section", "voice", "sent", "word", "norm"]
    tail = ["quotation", "context", "reason"]
    return found[head + [column for column in table.columns if column not in [*head, *tail]] + tail]
