"""Words and sentences: where they begin and end, and what they are counted as. No language data is downloaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nltk.tokenize import RegexpTokenizer
from nltk.tokenize.punkt import PunktSentenceTokenizer, PunktTrainer

from closereading import decisions

# A word is a run of letters, with hyphens and apostrophes inside it, or a run of digits. An ellipsis is one token,
# however it is spaced; any other sign stands alone.
WORD = r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d+"
TOKENIZER = RegexpTokenizer(WORD + r"|\.{2,}|[^\w\s]|_")
IS_WORD = re.compile(WORD)

# Punkt never ends a sentence at an ellipsis before a capital unless it has seen evidence for it; in an abridged text
# an ellipsis stands for whole sentences, so a capital after it opens a new one.
AFTER_ELLIPSIS = re.compile(r"(?<=[^\s.?!])\s?\.{2,}(?:\s\.)?\s+(?=[\"“‘(\[]?[A-Z])")


def token_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every token of ``text``, words and signs, in order.

    Examples
    --------
    >>> [("life-and-death: 1871..."[a:b]) for a, b in token_spans("life-and-death: 1871...")]
    ['life-and-death', ':', '1871', '...']
    """
    return TOKENIZER.span_tokenize(text)


def is_word(token: str) -> bool:
    """Return whether a token is a word or a number and not a sign.

    Examples
    --------
    >>> is_word("workers'"), is_word("self-emancipation"), is_word("...")
    (False, True, False)
    """
    return IS_WORD.fullmatch(token) is not None


def normalize(token: str) -> str:
    """Return the form under which a token is counted: lower case, straight apostrophe.

    Examples
    --------
    >>> normalize("Workingmen’s")
    "workingmen's"
    """
    return token.lower().replace("’", "'")


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


@cache
def stoplist() -> frozenset[str]:
    """Return the function words left out of lists of content words, after ``data/stoplist.csv``.

    Examples
    --------
    >>> "the" in stoplist(), "all" in stoplist(), "state" in stoplist()
    (True, True, False)
    """
    return frozenset(row["word"] for row in decisions.table("stoplist.csv"))


def sentence_splitter(text: str) -> PunktSentenceTokenizer:
    """Return NLTK's Punkt, trained on ``text`` and on nothing else (Kiss and Strunk 2006)."""
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
            spans.append((start, match.start() + len(match[0].rstrip())))
            start = match.end()
        spans.append((start, end))
    joined: list[tuple[int, int]] = []
    opening: int | None = None
    for start, end in spans:
        start, opening = (start if opening is None else opening), None
        if any(char.isalnum() for char in paragraph[start:end]):
            joined.append((start, end))
        elif joined:  # a stray sign after a sentence belongs to it
            joined[-1] = (joined[-1][0], end)
        else:  # an ellipsis before the first sentence opens it
            opening = start
    return joined
