"""A concordance to search in: every line of a text in which a word stands, in the published page and in a notebook.

The page carries the text itself and a small script, so that it needs no kernel and no network.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from IPython.display import HTML
from numpy.typing import NDArray

from closereading.charts import IN_BOOK
from closereading.charts.links import READING_EDITION, passage
from closereading.edition import Edition
from closereading.language import normalize
from closereading.measures.coding import present
from closereading.publication import full_text

COLUMNS = ("text", "norm", "lemma", "para", "section", "voice", "start", "end", "is_word")

MOST = 100
"""So many lines are shown before the reader asks for all."""

VOICES = {"author": "", "editor": "editor", "bracket": "[editor]", "reported": "reported"}
"""What is said of a line whose word is in this voice; of any other voice, its own name."""

_HERE = Path(__file__).parent

_PAGE = """<div class="concordancer" role="group" aria-label="Concordance">
<style>{style}</style>
<noscript><p class="concordancer-note">Searching needs JavaScript. These are the lines with “{start}”.</p>\
<style>.concordancer form{{display:none}}</style></noscript>
<form><fieldset class="concordancer-all" disabled>
<div class="concordancer-row">
<label class="concordancer-word"><span>Word or phrase</span> <input type="search" name="word" value="{start}" \
autocomplete="off" autocapitalize="none" spellcheck="false" enterkeyhint="search"></label>
<button type="submit">Search</button>
</div>
<p class="concordancer-note">* stands for any letters: <i>organi*</i>; alone, for any word: <i>the * of</i></p>
<fieldset class="concordancer-row"><legend>Find</legend>
<label><input type="radio" name="unit" value="lemma" checked> all forms of the word</label>
<label><input type="radio" name="unit" value="norm"> exactly this form</label></fieldset>
<div class="concordancer-row">
<label{one_section}>Section <select name="section"><option value="">all sections</option>{options}</select></label>
<label>Order <select name="order"><option value="text">as in the text</option>\
<option value="right">by the word to the right</option><option value="left">by the word to the left</option></select></label>
</div>
</fieldset></form>
<div class="concordancer-told"><div><p role="status" aria-live="polite">{status}</p>
<ul class="concordancer-counts"{one_section}>{counts}</ul></div>
<button type="button" name="csv" hidden>Download as CSV</button></div>
<div class="concordancer-near" role="group" aria-label="Words near it" hidden></div>
<table role="table"><caption>{caption}</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Paragraph</th>\
<th scope="col" role="columnheader" class="concordancer-left">before</th>\
<th scope="col" role="columnheader" class="concordancer-node">word</th>\
<th scope="col" role="columnheader">after</th></tr></thead>
<tbody role="rowgroup">{rows}</tbody></table>
<p class="concordancer-more"{all_shown}><span>The first {most} are shown.</span> \
<button type="button" name="all" hidden>Show all</button></p>
<script type="application/json">{data}</script>
<script>{script}</script>
</div>"""


_WITHHELD = (
    "A concordance carries the whole text, which this published copy leaves out. Rerun the notebook with the sources to "
    "search in it."
)


def search(
    text: Edition | pd.DataFrame,
    start: str = "international",
    *,
    sections: Mapping[str, str] | None = None,
    window: int = 8,
    linked: bool = True,
) -> HTML:
    """Return a concordance of a text: a box to search in, and each place where the word stands, with words around it.

    A reader can search for a word, a phrase or a pattern such as ``organi*``, in all forms of the word or in one; the
    words of a phrase follow each other with no sign between them. Other scripts of the page set the search by an
    event on the document, ``new CustomEvent("closereading:search", { detail: { word: "state" } })``, and the page scrolls to it unless the detail
    says ``stay: true``. Without scripts,
    as where a notebook isn't trusted, the lines of ``start`` are there to read.

    Parameters
    ----------
    text : closereading.edition.Edition or pandas.DataFrame
        An edition or its token table, with the columns `COLUMNS`.
    start : str
        What is searched for at first, in all forms of the word.
    sections : dict of str to str, optional
        Short titles of the sections by their letters; those of the edition if left out.
    window : int
        How many words are shown on either side, none from outside the paragraph.
    linked : bool
        Whether the paragraphs lead into the reading edition, which must then hold this text. Only the built book has
        these links.

    Returns
    -------
    IPython.display.HTML
        The concordance; only a note in a book that is built without its sources' text.

    Raises
    ------
    ValueError
        If a column is missing, there are no words or one has a space in it, ``start`` doesn't occur, or ``window`` is
        less than 1.

    Examples
    --------
    >>> from closereading import edition
    >>> "1 line, 1 paragraph" in search(edition.read("pamphlet"), "devil in human").data
    True
    """
    if not full_text():
        return HTML(f'<p class="concordancer-note">{_WITHHELD}</p>')
    if window < 1:
        raise ValueError(f"window is {window}; a line shows at least 1 word on either side.")
    titles: list[str] = []
    if isinstance(text, Edition):
        names = dict(zip(text.sections["section"], text.sections["short"], strict=True))
        titles = text.sections["title"].tolist()
        tokens = text.tokens
    else:
        names, tokens = {}, text
    present(tokens, COLUMNS, "text")
    if not tokens["is_word"].any():
        raise ValueError("text holds no words.")
    if (parted := tokens["text"].str.contains(r"\s", regex=True).to_numpy()).any():
        raise ValueError(
            f"text: the token {tokens['text'].iloc[int(parted.argmax())]!r} has a space in it; make it two tokens."
        )
    found = _Text.of(tokens, titles)
    names = {str(letter): name for letter, name in (names if sections is None else sections).items()}
    labels = {letter: f"{letter} {names.get(letter, '')}".strip() for letter in dict.fromkeys(found.sections)}
    hits = found.find(start)
    if not hits:
        raise ValueError(f"start: {start!r} does not occur in the text; give a word or a phrase that does.")
    page = READING_EDITION if linked and os.environ.get(IN_BOOK) else ""
    lines = [found.line(first, last, window) for first, last in hits]
    counts = Counter(line.section for line in lines)
    data = found.packed() | {"titles": titles, "labels": list(labels.items()), "voiced": VOICES}
    data |= {"window": window, "most": MOST, "page": page}
    one_section = "" if len(labels) > 1 else " hidden"
    return HTML(
        _PAGE.format(
            style=_asset("concordancer.css"),
            script=_asset("concordancer.js"),
            data=_json(data),
            start=escape(start),
            one_section=one_section,
            options="".join(f'<option value="{escape(k)}">{escape(name)}</option>' for k, name in labels.items()),
            status=_told(len(lines), len({line.para for line in lines})),
            counts="".join(f"<li>{escape(name)} <b>{counts[k]}</b></li>" for k, name in labels.items()),
            caption=f"Lines with “{escape(start)}”",
            rows="".join(_row(line, bool(page)) for line in lines[:MOST]),
            all_shown="" if len(lines) > MOST else " hidden",
            most=MOST,
        )
    )


# The text and its lines


@dataclass(frozen=True)
class _Line:
    """A place where a phrase stands, and what is around it, spaces included."""

    left: str
    node: str
    right: str
    para: str
    section: str
    voice: str
    phrase: str


@dataclass(frozen=True)
class _Text:
    """A text as tokens with the spaces before them; `blocks` are its paragraphs, by the first of their tokens."""

    table: pd.DataFrame
    texts: list[str]
    gaps: list[str]
    blocks: NDArray[np.int64]
    words: NDArray[np.int64]
    whole: str

    @classmethod
    def of(cls, tokens: pd.DataFrame, titles: Sequence[str]) -> _Text:
        tokens = tokens.astype({"para": str, "section": str, "voice": str})
        opens = (tokens[["para", "section"]] != tokens[["para", "section"]].shift()).any(axis=1).to_numpy()
        spaced = (tokens["start"] > tokens["end"].shift()).to_numpy() & ~opens
        texts = tokens["text"].tolist()
        gaps = np.where(spaced, " ", "").tolist()
        whole = "".join(
            ("\n" if first else gap) + token for token, gap, first in zip(texts, gaps, opens.tolist(), strict=True)
        )
        words = np.flatnonzero(tokens["is_word"])
        return cls(tokens, texts, gaps, np.flatnonzero(opens), words, "\n".join([*titles, whole]).lower())

    @property
    def sections(self) -> list[str]:
        return self.table["section"].iloc[self.blocks].tolist()

    def find(self, phrase: str) -> list[tuple[int, int]]:
        """Return the ranks, among the words, of the first and last word of each place where all forms of it stand."""
        terms = _terms(phrase)
        if not terms:
            return []
        words = self.table.iloc[self.words]
        block = self.blocks.searchsorted(self.words, side="right")
        last, first = len(terms) - 1, slice(max(0, len(words) - len(terms) + 1))
        standing = (block[first] == block[last:]) & (self.words[first] + last == self.words[last:])
        for place, term in enumerate(terms):
            standing &= _fits(words, term)[place:][first]
        return [(int(first), int(first) + last) for first in np.flatnonzero(standing)]

    def line(self, first: int, last: int, window: int) -> _Line:
        """Return the line of the words with these ranks."""
        a, b = int(self.words[first]), int(self.words[last])
        left, right = self._around(first, last, window)
        at = self.table.iloc[a]
        return _Line(
            left=self._between(left, a) + self.gaps[a] if left < a else "",
            node=self._between(a, b + 1),
            right=self.gaps[b + 1] + self._between(b + 1, right) if b + 1 < right else "",
            para=at["para"],
            section=at["section"],
            voice=at["voice"],
            phrase=self._unique(first, last),
        )

    def packed(self) -> dict[str, Any]:
        """Return all of it, small: what is not told is as usual (``concordancer.js`` reads it)."""
        edges = [*self.blocks[1:].tolist(), len(self.table)]
        heads = self.table.iloc[self.blocks]
        lower = self.table["text"].str.lower()
        return {
            "paragraphs": [
                [para, section, self._between(first, last, glue="\n")]
                for para, section, first, last in zip(heads["para"], heads["section"], self.blocks, edges, strict=True)
            ],
            "signs": _steps(np.flatnonzero(~self.table["is_word"])),
            "norms": _unusual(self.table["norm"], lower),
            "lemmas": _unusual(self.table["lemma"], self.table["norm"]),
            "voices": _runs(self.table["voice"]),
        }

    def _between(self, first: int, last: int, glue: str = "") -> str:
        """Return the tokens from ``first`` up to ``last``, with ``glue`` where there is no space."""
        after = slice(first + 1, last)
        rest = ((gap or glue) + text for gap, text in zip(self.gaps[after], self.texts[after], strict=True))
        return self.texts[first] + "".join(rest)

    def _around(self, first: int, last: int, window: int) -> tuple[int, int]:
        """Return the tokens that a line begins and ends with: words, unless the paragraph ends before."""
        block = int(self.blocks.searchsorted(self.words[first], side="right"))
        opens = int(self.blocks[block - 1])
        closes = int(self.blocks[block]) if block < len(self.blocks) else len(self.texts)
        begin = int(self.words[first - window]) if first >= window else -1
        end = int(self.words[last + window]) + 1 if last + window < len(self.words) else len(self.texts) + 1
        return max(begin, opens), min(end, closes)

    def _unique(self, first: int, last: int) -> str:
        """Return the words with two on either side, or with as many as make a phrase that stands nowhere else."""
        block = self.blocks.searchsorted(self.words, side="right")
        inside = np.flatnonzero(block == block[first])
        phrase, wider, width = None, "", 2
        while wider != phrase:
            phrase = wider
            a, b = max(first - width, inside[0]), min(last + width, inside[-1])
            wider = self._between(int(self.words[a]), int(self.words[b]) + 1)
            if self.whole.count(wider.lower()) < 2:
                break
            width += 1
        return wider


def _terms(phrase: str) -> list[str]:
    """Return the words of a phrase as they are counted, bare of the signs around them."""
    pieces = (_bare(piece) for piece in normalize(phrase).split())
    return [piece for piece in pieces if piece]


def _bare(piece: str) -> str:
    kept = [i for i, char in enumerate(piece) if char == "*" or unicodedata.category(char)[0] in "LMN"]
    return piece[kept[0] : kept[-1] + 1] if kept else ""


def _fits(words: pd.DataFrame, term: str) -> NDArray[np.bool_]:
    """Return which words are a form of ``term``; a pattern is held against words as they stand."""
    if "*" in term:
        pattern = re.compile(".*".join(map(re.escape, term.split("*"))), re.DOTALL)
        return words["norm"].isin([norm for norm in words["norm"].unique() if pattern.fullmatch(norm)]).to_numpy()
    return words["lemma"].isin({term, *words.loc[words["norm"] == term, "lemma"]}).to_numpy()


# What goes into the page


def _row(line: _Line, linked: bool) -> str:
    kind, link = ("a", f' href="{escape(passage(line.para, line.phrase))}"') if linked else ("span", "")
    place = f'<{kind} class="concordancer-place"{link}>{escape(line.para)}</{kind}>'
    voice = VOICES.get(line.voice, line.voice)
    said = f' <span class="concordancer-voice">{escape(voice)}</span>' if voice else ""
    cells = (("left", "span", line.left), ("node", "b", line.node), ("right", "span", line.right))
    return (
        f'<tr role="row"><th scope="row" role="rowheader">{place}{said}</th>'
        + "".join(
            f'<td role="cell" class="concordancer-{name}"><{tag}>{escape(text, quote=False)}</{tag}></td>'
            for name, tag, text in cells
        )
        + "</tr>"
    )


def _told(lines: int, paragraphs: int) -> str:
    return f"{lines:,} line{'s' * (lines != 1)}, {paragraphs:,} paragraph{'s' * (paragraphs != 1)}"


def _steps(positions: NDArray[np.int64]) -> list[int]:
    """Return positions as steps from one to the next, which are small numbers."""
    return np.diff(positions, prepend=0).tolist()


def _unusual(column: pd.Series, usual: pd.Series) -> dict[str, list[int]]:
    """Return the positions of the values that are not as usual, by value."""
    differs = (column != usual).to_numpy()
    values = column[differs].tolist()
    places = pd.Series(np.flatnonzero(differs)).groupby(pd.Series(values, dtype=object))
    return {str(value): _steps(at.to_numpy()) for value, at in places}


def _runs(column: pd.Series) -> list[list[Any]]:
    """Return the values of a column, each with how often it stands in a row."""
    begins = np.flatnonzero((column != column.shift()).to_numpy())
    lengths = np.diff([*begins, len(column)])
    return [[value, int(length)] for value, length in zip(column.iloc[begins], lengths, strict=True)]


def _json(value: Any) -> str:
    # No "<" at all: neither "</script" nor "<!--" may stand in a script.
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")


def _asset(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8").strip()
