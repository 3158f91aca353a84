"""What the two sources say to the same questions: where they agree, are silent, conflict, or mean different things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from closereading import decisions, language, quotations
from closereading.decisions import DecisionError
from closereading.edition import Edition
from closereading.measures import frequency, resampling
from closereading.measures.coding import present
from closereading.passages import phrases

TABLE = "side-by-side.csv"

RELATIONS = {
    "agreement": "both answer the question alike",
    "conflict": "both answer the question, and as the words stand the answers do not go together",
    "different things": "both seem to answer, but speak of different things, so that neither bears out the other or denies it",
    "silence": "one answers, and the words searched for do not occur in the other",
}
"""How two sources stand to each other on a question."""

BODY, EDITOR, ARTICLE, QUOTED = "Bakunin's text", "the editor", "the article", "quoted in the article"
SOURCES = (BODY, EDITOR, ARTICLE)
"""Who speaks: the pamphlet's author, as translated; its editor, in the introduction and in brackets; the article."""

_OWN = {"pamphlet author": BODY, "pamphlet editor": EDITOR, "pamphlet bracket": EDITOR, "article author": ARTICLE}
_ALL = _OWN | {"pamphlet reported": BODY, "article reported": QUOTED}

SIDES = ("pamphlet", "article")
OTHERS = {"author": "", "editor": ", the editor", "reported": ", quoted there"}
"""What is said of a quotation in this voice; in several voices, their names."""

CONTEXT = 8
"""Words shown on either side of a word."""

LIT = 6
"""Words of a quotation that a link looks for, where it has so many."""


def load(pamphlet: Edition, article: Edition, folder: Path | None = None) -> pd.DataFrame:
    """Return the questions on which the two sources are compared.

    Parameters
    ----------
    pamphlet, article : Edition
        The two sources.
    folder : pathlib.Path, optional
        Another folder than ``data/``, with a ``tables.toml``.

    Returns
    -------
    pandas.DataFrame
        A row for each question, in the order of the table: its columns; ``silent``, the source in which the words of a
        silence do not occur (one of `SIDES`, or empty), and ``editor``, how often the pamphlet's editor has them;
        and for each source ``pamphlet_voice`` and ``article_voice``, whose words the quotation is, and
        ``pamphlet_phrase`` and ``article_phrase``, words of it that a link can find.

    Raises
    ------
    DecisionError
        If the table is missing or malformed; a subject stands there twice; a quotation does not stand exactly once in
        its paragraph; a relation is none of `RELATIONS`, or does not fit what is quoted; or the words of a silence occur
        in the source that is said to be silent, or never in the other.

    Examples
    --------
    >>> from closereading import edition
    >>> rows = load(edition.read("pamphlet"), edition.read("article")).set_index("subject")
    >>> rows.loc["secrecy", ["pamphlet_voice", "article_voice", "relation"]].tolist()
    ['author', 'reported', 'different things']
    """
    editions = dict(zip(SIDES, (pamphlet, article), strict=True))
    rows = decisions.table(TABLE, folder)
    seen: dict[str, int] = {}
    found = []
    for line, row in enumerate(rows, 2):
        place = f"data/{TABLE}, row {line}"
        if not row["subject"] or row["subject"] in seen:
            raise DecisionError(f"{place}: the subject {row['subject']!r} must be given, and only once.")
        seen[row["subject"]] = line
        _check_relation(row, place)
        silent = next((side for side in SIDES if not row[side]), "")
        found.append(row | {"silent": silent, "editor": _by_editor(row, silent, editions, place)})
    table = pd.DataFrame(found)
    for side, edition in editions.items():
        spans = [_span(row, side, edition, f"data/{TABLE}, row {line}") for line, row in enumerate(rows, 2)]
        table[f"{side}_voice"] = [_voice(edition, *span) if span else "" for span in spans]
        table[f"{side}_phrase"] = _lit(edition, spans)
    return table


def _check_relation(row: dict[str, str], place: str) -> None:
    if row["relation"] not in RELATIONS:
        raise DecisionError(f"{place}: relation is {row['relation']!r}; it must be one of: {', '.join(RELATIONS)}.")
    quoted = [side for side in SIDES if row[side]]
    if row["relation"] == "silence":
        if len(quoted) != 1 or not row["terms"]:
            raise DecisionError(
                f"{place}: a silence has a quotation from one source only, and terms that were searched for in the other."
            )
    elif len(quoted) != 2 or row["terms"]:
        raise DecisionError(f"{place}: {row['relation']} needs a quotation from both sources, and no terms.")
    for side in SIDES:
        if bool(row[side]) != bool(row[f"{side}_para"]):
            raise DecisionError(f"{place}: {side} and {side}_para must both be given, or both left empty.")


def _span(row: dict[str, str], side: str, edition: Edition, place: str) -> tuple[int, int] | None:
    """Return where in the text of its source a quotation stands; None for no quotation."""
    return quotations.span(row[side], row[f"{side}_para"], edition, place) if row[side] else None


def _voice(edition: Edition, start: int, end: int) -> str:
    tokens = edition.tokens
    words = tokens[tokens["is_word"] & tokens["start"].between(start, end, inclusive="left")]
    return ", ".join(dict.fromkeys(words["voice"]))


def _lit(edition: Edition, spans: list[tuple[int, int] | None]) -> list[str]:
    openings = []
    for start, end in (span for span in spans if span):
        opening = re.match(rf"\S+(?:\s+\S+){{0,{LIT - 1}}}", edition.text[start:end])
        openings.append((start, start + len(opening[0]) if opening else end))
    lit = iter(phrases(edition, openings, words=0))
    return [next(lit) if span else "" for span in spans]


def _by_editor(row: dict[str, str], silent: str, editions: Mapping[str, Edition], place: str) -> int:
    """Return how often the pamphlet's editor has the words of a silence, which has been checked."""
    if row["relation"] != "silence":
        return 0
    terms = [term.strip() for term in row["terms"].split(";")]
    speaking = next(side for side in SIDES if side != silent)
    body = {side: _searched(edition) for side, edition in editions.items()}
    broken = matching(body[silent], terms)
    if len(broken):
        where = ", ".join(f"“{text}” in {para}" for text, para in zip(broken["text"], broken["para"], strict=True))
        raise DecisionError(f"{place}: the {silent} is not silent, it has {where}; change the terms or the relation.")
    if matching(body[speaking], terms).empty:
        raise DecisionError(
            f"{place}: the {speaking} has none of the terms {row['terms']} either; correct their spelling."
        )
    tokens = editions["pamphlet"].tokens
    return len(matching(tokens[tokens["voice"].isin(["editor", "bracket"])], terms))


def _searched(edition: Edition) -> pd.DataFrame:
    """Return the words in which a silence must hold: all but those of the pamphlet's editor, who is no part of the text."""
    tokens = edition.tokens
    return tokens[tokens["is_word"] & ~tokens["voice"].isin(["editor", "bracket"])]


def listed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the questions as a table to be read: each quotation with its paragraph and whose words it is.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `load` returns them.

    Returns
    -------
    pandas.DataFrame
        Columns ``question, pamphlet, article``, and ``reading``, with the doubt after it.

    Examples
    --------
    >>> from closereading import edition
    >>> rows = load(edition.read("pamphlet"), edition.read("article"))
    >>> listed(rows[rows["subject"] == "committees"])[["pamphlet", "article"]].to_numpy().tolist()
    [['“power gravitated to the committees” (U7)', 'never: committee*']]
    """
    table = rows[["question"]].copy()
    for side in SIDES:
        cells = zip(rows[side], rows[f"{side}_para"], rows[f"{side}_voice"], rows["terms"], strict=True)
        table[side] = [
            f"“{words}” ({para}{OTHERS.get(voice, f', {voice}')})" if words else f"never: {terms}"
            for words, para, voice, terms in cells
        ]
    only = [f" The editor has these words: {times} ×." if times else "" for times in rows["editor"]]
    return table.assign(reading=(rows["reading"] + " " + rows["doubt"] + only).str.strip())


def matching(tokens: pd.DataFrame, terms: Iterable[str]) -> pd.DataFrame:
    """Return the words that fit one of the terms, British and American spellings alike.

    Parameters
    ----------
    tokens : pandas.DataFrame
        A token table.
    terms : iterable of str
        Words in lower case and American spelling; a star stands for any letters.

    Examples
    --------
    >>> from closereading import edition
    >>> tokens = edition.read("pamphlet").tokens
    >>> matching(tokens, ["conspir*"])["para"].tolist()
    ['S7', 'S20']
    """
    present(tokens, ("norm", "is_word"))
    pattern = re.compile("|".join(re.escape(term).replace(r"\*", r".*") for term in terms))
    words = tokens[tokens["is_word"]]
    return words[[pattern.fullmatch(language.american(norm)) is not None for norm in words["norm"]]]


def own_words(pamphlet: Edition, article: Edition) -> pd.DataFrame:
    """Return the words that each of `SOURCES` says itself, not those it quotes.

    Parameters
    ----------
    pamphlet, article : Edition
        The two sources.

    Returns
    -------
    pandas.DataFrame
        A token table in which ``lemma`` has American spelling throughout and ``printed`` each source's own; ``source``, and
        ``block``, its sentences.

    Examples
    --------
    >>> from closereading import edition
    >>> words = own_words(edition.read("pamphlet"), edition.read("article"))
    >>> words[words["lemma"] == "masses"].groupby("source").size().to_dict()
    {"Bakunin's text": 27, 'the editor': 2}
    """
    words = pd.concat([pamphlet.tokens, article.tokens], keys=SIDES, names=["side"]).reset_index("side")
    words = words[words["is_word"]].assign(source=lambda t: t["side"].str.cat(t["voice"], sep=" ").map(_OWN))
    words = words.dropna(subset="source").reset_index(drop=True)
    mapped = words["lemma"].map(language.american)
    return words.assign(printed=words["lemma"], lemma=mapped, block=words["source"] + " " + words["sent"])


def rates(
    words: pd.DataFrame, terms: Iterable[str], unit: str = "lemma", draws: int = 10_000, seed: int = 0
) -> pd.DataFrame:
    """Return how often each source has each word, with intervals, and zeros where it never has it.

    Parameters
    ----------
    words : pandas.DataFrame
        As `own_words` returns them.
    terms : iterable of str
        Words as they stand in ``unit``.
    unit : str
        "lemma" or "printed".
    draws, seed : int
        How many times the sentences of each source are drawn anew for the intervals, and the seed of the drawing.

    Returns
    -------
    pandas.DataFrame
        A row for each word and source: ``word``, ``source``, ``count``, ``rate`` per 1,000 words, ``low`` and ``high``,
        between which 95% of the drawings lie. Where ``count`` is 0 no drawing can tell more; ``high`` is then the bound of
        Clopper and Pearson for a share of so many words, each taken by itself.

    Examples
    --------
    >>> from closereading import edition
    >>> words = own_words(edition.read("pamphlet"), edition.read("article"))
    >>> rates(words, ["alliance"], draws=100)["count"].tolist()
    [0, 3, 24]
    """
    terms = list(terms)
    tables = []
    for source in SOURCES:
        mine = words[words["source"] == source]
        counts = resampling.parts(mine, "block", unit)
        hits, sizes = counts.reindex(columns=terms, fill_value=0), counts.sum(axis=1)
        low, high = resampling.bootstrap_rate(hits.to_numpy().T, sizes, draws, seed=seed)
        count = hits.sum().to_numpy()
        never = frequency.PER * binomtest(0, len(mine)).proportion_ci().high
        table = pd.DataFrame(
            {"word": terms, "source": source, "count": count, "rate": frequency.PER * count / len(mine)}
        )
        tables.append(table.assign(low=low, high=np.where(count == 0, never, high), _place=range(len(terms))))
    both = pd.concat(tables).sort_values("_place", kind="stable", ignore_index=True)
    return both.drop(columns="_place")


def without(words: pd.DataFrame, terms: Iterable[str], length: int) -> dict[str, float]:
    """Return in what share of all stretches of a text, each so many words long, a word does not occur.

    Parameters
    ----------
    words : pandas.DataFrame
        The words of one source, as `own_words` returns them.
    terms : iterable of str
        Words as they stand in ``lemma``.
    length : int
        Words of a stretch, such as those of a shorter source.

    Raises
    ------
    ValueError
        If ``length`` is not between 1 and the number of words.

    Examples
    --------
    >>> words = pd.DataFrame({"lemma": ["state", "and", "church", "and", "school"]})
    >>> without(words, ["state", "and"], 2)
    {'state': 0.75, 'and': 0.0}
    """
    if not 1 <= length <= len(words):
        raise ValueError(f"length is {length}; it must be between 1 and {len(words)}, the number of words.")
    shares = {}
    for term in terms:
        so_far = np.concatenate([[0], np.cumsum(words["lemma"] == term)])
        shares[term] = float((so_far[length:] == so_far[:-length]).mean())
    return shares


def occurrences(pamphlet: Edition, article: Edition, families: Mapping[str, Iterable[str]]) -> pd.DataFrame:
    """Return every place where a word of one of the families stands, in either source, and whose word it is.

    Parameters
    ----------
    pamphlet, article : Edition
        The two sources.
    families : mapping of str to iterable of str
        Terms as for `matching`, by what they are drawn under.

    Returns
    -------
    pandas.DataFrame
        Columns ``family``; ``word``; ``who`` (one of `SOURCES`, or "quoted in the article"); ``para``; ``phrase``, words
        that a link can find; ``context``. Family by family, the pamphlet first, in the order of the texts.

    Examples
    --------
    >>> from closereading import edition
    >>> found = occurrences(edition.read("pamphlet"), edition.read("article"), {"secret": ["secret*"]})
    >>> found["who"].value_counts().to_dict()
    {'the article': 2, 'quoted in the article': 2, "Bakunin's text": 1}
    """
    tables = []
    for family, terms in families.items():
        for side, edition in zip(SIDES, (pamphlet, article), strict=True):
            hits = matching(edition.tokens, terms)
            spans = list(zip(hits["start"], hits["end"], strict=True))
            found = pd.DataFrame({"family": family, "word": hits["text"].array, "para": hits["para"].array})
            found["who"] = [_ALL[f"{side} {voice}"] for voice in hits["voice"]]
            found["phrase"] = phrases(edition, spans)
            found["context"] = [edition.excerpt(start, end, words=CONTEXT) for start, end in spans]
            tables.append(found)
    return pd.concat(tables, ignore_index=True)[["family", "word", "who", "para", "phrase", "context"]]


def vocabularies(words: pd.DataFrame) -> dict[str, set[str]]:
    """Return the content words of each source, function words left out.

    Examples
    --------
    >>> from closereading import edition
    >>> found = vocabularies(own_words(edition.read("pamphlet"), edition.read("article")))
    >>> "solidarity" in found[BODY] - found[ARTICLE], "council" in found[ARTICLE] - found[BODY]
    (True, True)
    """
    content = words[~words["lemma"].isin(language.stoplist())]
    return {source: set(lemmas) for source, lemmas in content.groupby("source")["lemma"]}
