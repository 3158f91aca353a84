"""Words and sentences: where they begin and end, and what they are counted as. No language data is downloaded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from closereading import decisions

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

# NLTK and wordfreq are imported where they are needed: they take longer than all else that a page's words are made with.

# Accents written as signs of their own, soft hyphens and zero-width joiners stand inside a word and don't part it.
INSIDE = "\u00ad\u200c\u200d" + "".join(
    char for char in map(chr, range(0x20000)) if unicodedata.category(char) in ("Mn", "Mc")
)
LETTERS = rf"[^\W\d_]+(?:[{INSIDE}]+[^\W\d_]*)*"

# A word is a run of letters, with hyphens and apostrophes inside it, or single letters with periods between them
# (i.e.), or a run of digits. An ellipsis is one token, however it is spaced; any other sign stands alone.
WORD = rf"[^\W\d_](?:\.[^\W\d_])+(?!\w)|{LETTERS}(?:['’\-‐‑]{LETTERS})*|\d+"
TOKEN = re.compile(WORD + r"|\.{2,}|[^\w\s]|_")
IS_WORD = re.compile(WORD)
SPELLINGS = str.maketrans({"’": "'", "‐": "-", "‑": "-", "\u00ad": None})

# Punkt never ends a sentence at an ellipsis before a capital unless it has seen evidence for it; in an abridged text
# an ellipsis stands for whole sentences, so a capital after it opens a new one.
AFTER_ELLIPSIS = re.compile(r"(?<=[^\s.?!…])\s?(?:\.{2,}|…)(?:\s\.)?\s+(?=[\"“‘(\[«„]?([^\W\d_]))")

# Punkt ends a sentence at every question mark, also where the sentence goes on after speech: “Who?” he asked.
END_OF_SPEECH = re.compile(r"[?!][\"'”’»“]")


def token_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every token of ``text``, words and signs, in order.

    Examples
    --------
    >>> [("life-and-death, i.e. 1871..."[a:b]) for a, b in token_spans("life-and-death, i.e. 1871...")]
    ['life-and-death', ',', 'i.e', '.', '1871', '...']
    """
    return (match.span() for match in TOKEN.finditer(text))


def is_word(token: str) -> bool:
    """Return whether a token is a word or a number and not a sign.

    Examples
    --------
    >>> is_word("workers'"), is_word("self-emancipation"), is_word("...")
    (False, True, False)
    """
    return IS_WORD.fullmatch(token) is not None


def has_words(text: str) -> bool:
    """Return whether there is any word or number in ``text``.

    Examples
    --------
    >>> has_words("Lo!"), has_words("* * *")
    (True, False)
    """
    return IS_WORD.search(text) is not None


def normalize(token: str) -> str:
    """Return the form under which a token is counted: lower case, composed accents, straight apostrophe, plain hyphen.

    Examples
    --------
    >>> normalize("Workingmen’s")
    "workingmen's"
    """
    return unicodedata.normalize("NFC", token).lower().translate(SPELLINGS)


def lemma(norm: str) -> str:
    """Return the dictionary form of a normalized word, after ``data/lemmas.csv``; the word itself where it has no row.

    Examples
    --------
    >>> lemma("committees"), lemma("masses"), lemma("international")
    ('committee', 'masses', 'international')
    """
    return _lemmas().get(norm, norm)


@cache
def _lemmas() -> dict[str, str]:
    return {row["form"]: row["lemma"] for row in decisions.table("lemmas.csv")}


def american(word: str) -> str:
    """Return a normalized word in American spelling, after ``data/spellings.csv``; the word itself where it has no row.

    Examples
    --------
    >>> american("organisation"), american("alliance")
    ('organization', 'alliance')
    """
    return _spellings().get(word, word)


@cache
def _spellings() -> dict[str, str]:
    return {row["british"]: row["american"] for row in decisions.table("spellings.csv")}


@cache
def stoplist() -> frozenset[str]:
    """Return the function words left out of lists of content words, after ``data/stoplist.csv``.

    Examples
    --------
    >>> "the" in stoplist(), "all" in stoplist(), "state" in stoplist()
    (True, True, False)
    """
    return frozenset(row["word"] for row in decisions.table("stoplist.csv"))


def commonness(norm: str) -> float:
    """Return how common a word is in English at large, on the Zipf scale: the logarithm of its times in a billion words.

    The numbers are wordfreq's, of web pages, subtitles, news and books up to 2021, rounded to two places. They say how
    unusual a word is; they are no counts, and not to be put into a test.

    Parameters
    ----------
    norm : str
        A normalized word.

    Returns
    -------
    float
        Between about 1 (once in a hundred million words) and 8; 0 if the list doesn't have the word.

    Examples
    --------
    >>> commonness("the") > 7 > commonness("state") > commonness("proletariat") > commonness("connivers")
    True
    """
    from wordfreq import zipf_frequency

    return zipf_frequency(norm, "en")


def sentence_splitter(text: str) -> PunktSentenceTokenizer:
    """Return NLTK's Punkt, trained on ``text`` and on nothing else (Kiss and Strunk 2006)."""
    from nltk.tokenize.punkt import PunktSentenceTokenizer, PunktTrainer

    trainer = PunktTrainer()
    trainer.INCLUDE_ALL_COLLOCS = True
    trainer.train(text, finalize=False)
    return PunktSentenceTokenizer(trainer.get_params())


def sentence_spans(paragraph: str, splitter: PunktSentenceTokenizer) -> list[tuple[int, int]]:
    """Return (start, end) of every sentence of a paragraph.

    Parameters
    ----------
    paragraph : str
        One paragraph.
    splitter : PunktSentenceTokenizer
        As made by `sentence_splitter` for the text the paragraph belongs to.

    Returns
    -------
    list of (int, int)
        Offsets in ``paragraph``; together they cover all of it but the space between sentences.

    Examples
    --------
    >>> text = "He has no savings... The fund is small. ... If there is a devil, it is command."
    >>> [text[a:b] for a, b in sentence_spans(text, sentence_splitter(text))]
    ['He has no savings...', 'The fund is small.', '... If there is a devil, it is command.']
    """
    spans: list[tuple[int, int]] = []
    for start, end in splitter.span_tokenize(paragraph):
        for match in AFTER_ELLIPSIS.finditer(paragraph, start, end):
            if match[1].isupper():
                spans.append((start, match.start() + len(match[0].rstrip())))
                start = match.end()
        spans.append((start, end))
    joined: list[tuple[int, int]] = []
    opening: int | None = None
    for start, end in spans:
        before = paragraph[joined[-1][1] - 2 : joined[-1][1]] if joined else ""
        if not has_words(paragraph[start:end]):  # stray signs belong to the sentence before, else after
            if joined:
                joined[-1] = (joined[-1][0], end)
            elif opening is None:
                opening = start
        elif END_OF_SPEECH.fullmatch(before) and paragraph[start].islower():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start if opening is None else opening, end))
            opening = None
    return joined
