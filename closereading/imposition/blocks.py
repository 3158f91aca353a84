"""An extracted text as blocks, and what the two ends of each block look like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np

# How a block ends and how it starts, as far as a page end can tell.
FINISHED, COLON, OPEN, HYPHEN, LABEL_END, HEADING_END = range(6)
UPPER, LOWER, OTHER, HEADING, LABEL = range(5)

_TAG = re.compile(r"<[^<>\n]{1,40}>|\]\([^()\s]*\)")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s")
_NUMBERED_HEADING = re.compile(r"(?:[IVXLC]+|\d+)\.?(?:\s|$)")
_LEADER = re.compile(r"^(?P<title>.*?\w.*?)(?:\s*(?:\.\s?){3,}\s*|\s*[…·_]{2,}\s*|\t+\s*)(?P<page>\d{1,3})\s*$")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_IMPRINT = re.compile(
    r"copy(?:right|left)|©|https?:|www\.|\w\.(?:org|net|com)\b|isbn|retrieved|print|publish|press\b|librar|biblio"
    r"|archiv|source|translat|licen[cs]e|edition|édition|verlag|druck|imprim|editor|\[?@",
    re.IGNORECASE,
)
_CLOSERS = "\"'”’»›)]}*_ \t\u00a0"
_OPENERS = "\"'“‘«‹„‚([{*_¿¡ \t\u00a0"
_STOPS = ".!?…。！？؟۔।"
_HYPHENS = "-\u2010\u00ad¬"


@dataclass(frozen=True)
class Block:
    """A run of lines between blank lines: its place in the text, its size, and its two ends."""

    start: int
    end: int
    text: str
    blanks_before: int
    opening: int
    ending: int
    first_word: str
    last_word: str

    @cached_property
    def chars(self) -> int:
        """Characters set in type: marks of emphasis and addresses of links are not."""
        return len(_TAG.sub("", self.text).replace("*", "").replace("#", "").strip())

    @cached_property
    def lines(self) -> int:
        return self.text.count("\n") + 1


def key(text: str) -> str:
    """Return a title reduced to its words, so that a heading meets its entry in the contents."""
    return " ".join(word.lower() for word in _WORD.findall(_TAG.sub("", text)))


def is_heading(text: str) -> bool:
    return bool(_MARKDOWN_HEADING.match(text.lstrip()))


def is_label(text: str) -> bool:
    """Tell whether a block could be a heading, a name or a date without being marked as one."""
    stripped = _TAG.sub("", text).strip().strip("*_").strip()
    if "\n" in stripped or not stripped or len(stripped) > 80 or len(stripped.split()) > 10:
        return False
    if stripped[-1] in _STOPS + ",;:-" and not _NUMBERED_HEADING.fullmatch(stripped):
        return False
    first = next((c for c in stripped if c.isalnum()), "")
    if not first or first.islower():
        return False
    words = _WORD.findall(stripped)
    if not words or stripped.isupper() or _NUMBERED_HEADING.match(stripped):
        return True
    if "," in stripped and len(words) > 4:
        return False
    weighty = [word for word in words if len(word) > 3]
    titled = sum(word[0].isupper() for word in weighty)
    return titled >= 0.8 * len(weighty) if weighty else all(word[0].isupper() for word in words)


def is_imprint(text: str) -> bool:
    """Tell whether a short block speaks of printing, rights or addresses, as a back cover does."""
    return (len(text) < 250 and bool(_IMPRINT.search(text)) and not text.lstrip(_OPENERS)[:1].islower()) or is_address(
        text
    )


def is_address(text: str) -> bool:
    """Tell whether a block is nothing but an address of the web."""
    return len(text.split()) == 1 and bool(re.search(r"https?:|www\.|\w\.(?:org|net|com)\b", text))


def contents_entries(text: str) -> list[tuple[str, int]]:
    """Return the (title key, printed page) of every line that leads by dots or a tab to a number."""
    entries = []
    for line in text.split("\n"):
        if len(line) > 250 or not line.rstrip()[-1:].isdigit():
            continue
        found = _LEADER.match(_TAG.sub("", line).strip())
        if found and key(found["title"]):
            entries.append((key(found["title"]), int(found["page"])))
    return entries


def _opening(text: str, heading: bool, label: bool) -> int:
    if heading:
        return HEADING
    if label:
        return LABEL
    plain = _TAG.sub("", text).lstrip(_OPENERS).lstrip(".… —–").lstrip(_OPENERS)
    first = plain[:1]
    if first.islower():
        return LOWER
    return UPPER if first.isupper() or first.istitle() else OTHER


def _ending(text: str, label: bool) -> int:
    plain = _TAG.sub("", text).rstrip(_CLOSERS)
    last = plain[-1:]
    if last and last in _HYPHENS and plain[-2:-1].isalpha():
        return HYPHEN
    if last and last in _STOPS:
        return FINISHED
    if label:
        return LABEL_END
    return COLON if last in (":", ";") else OPEN


def _block(text: str, start: int, end: int, blanks: int) -> Block:
    body = text[start:end]
    plain = _TAG.sub("", body)
    heading, label = is_heading(body), is_label(body)
    listed = bool(contents_entries(body))
    words = _WORD.findall(plain.strip(_OPENERS + _CLOSERS))
    hyphened = plain.rstrip(_CLOSERS).rstrip(_HYPHENS)
    last = _WORD.findall(hyphened[-60:])
    ends_in_word = bool(last) and hyphened.endswith(last[-1])
    starts_with_word = bool(words) and plain.strip(_OPENERS).startswith(words[0])
    return Block(
        start,
        end,
        body,
        blanks,
        opening=LABEL if listed and not heading else _opening(body, heading, label),
        ending=HEADING_END if heading else FINISHED if listed else _ending(body, label),
        first_word=words[0] if starts_with_word else "",
        last_word=last[-1] if ends_in_word else "",
    )


def split(text: str) -> list[Block]:
    """Return the blocks of a text: runs of lines between blank lines, or lines if there is no blank line."""
    runs: list[list[int]] = []
    blanks, gaps = 0, []
    position = 0
    inside = False
    for line in text.split("\n"):
        feeds = len(line) - len(line.lstrip("\f"))
        if feeds and line.strip():
            # a form feed before the first line of a page is as good as many blank lines
            inside, blanks = False, blanks + 5 * feeds
            position, line = position + feeds, line[feeds:]
        if line.strip():
            end = position + len(line.rstrip("\r"))
            if inside:
                runs[-1][1] = end
            else:
                runs.append([position, end])
                gaps.append(blanks)
            inside, blanks = True, 0
        else:
            inside = False
            blanks += 1 + 5 * line.count("\f")
        position += len(line) + 1
    if len(runs) == 1:
        first, last = runs[0]
        runs = [[m.start() + first, m.end() + first] for m in re.finditer(r"[^\r\n]+", text[first:last])]
        gaps = [0] * len(runs)
    return [_block(text, start, end, gap) for (start, end), gap in zip(runs, gaps, strict=True)]


def sizes(blocks: list[Block]) -> np.ndarray:
    """Return for each block (characters, lines, headings), shape (blocks, 3)."""
    return np.array([(b.chars, b.lines, b.opening == HEADING) for b in blocks], dtype=float)
