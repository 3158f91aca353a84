"""What students wrote and what their code put out, made such that it can do nothing in the browser that shows it.

Formgrader shows it on the page of a Jupyter server, where a script could do all that the teacher can, and its
templates let raw HTML of Markdown cells through. So nothing that could act gets into the notebook that is kept.
"""

from __future__ import annotations

import html
import re
from typing import Any

import bleach

LONGEST = 200_000
"""Characters of a table that is kept as HTML; a longer one is kept as plain text only."""
TAGS = frozenset(
    [
        "b",
        "br",
        "caption",
        "code",
        "col",
        "colgroup",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
    ]
)
ATTRIBUTES = {"*": ["class", "colspan", "rowspan", "scope"]}
PICTURES = ("image/png", "image/jpeg", "image/gif")

_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
_ACTING = re.compile(r"(script|data|blob|file|vbs)[\s\W]*:", re.IGNORECASE)


def markdown(source: str) -> str:
    r"""Return Markdown without HTML and without links that act; the rest as it was.

    Examples
    --------
    >>> markdown("> a < b, <b>c</b> [d](javascript:e)")
    '> a < b, &lt;b>c&lt;/b> [d]\\(javascript:e)'
    """
    source = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", source)
    if _ACTING.search(html.unescape(html.unescape(source))) or "\\href" in source or "\\unicode" in source:
        source = re.sub(r"\](?=\s*[(\[:])", r"]" + "\\\\", source)
        source = re.sub(r"\\(?=href|unicode|require)", r"\\ ", source)
    return source


def attachments(bundles: dict[str, Any]) -> dict[str, Any]:
    """Return pasted pictures that are pictures."""
    result = {}
    for name, bundle in bundles.items():
        kept = {kind: data for kind, data in bundle.items() if kind in PICTURES and _BASE64.fullmatch(data)}
        if kept and re.fullmatch(r"[\w .()-]+", name):
            result[name] = kept
    return result


def display(data: dict[str, Any]) -> dict[str, str]:
    """Return what a cell displays: its plain text, pictures that are pictures, and HTML without what acts or asks the net.

    Examples
    --------
    >>> display({"text/plain": "x", "text/html": "<p onclick='a()'>x<script>y</script></p>"})
    {'text/plain': 'x', 'text/html': '<p>x</p>'}
    """
    result = {"text/plain": str(data.get("text/plain", ""))}
    for kind in PICTURES:
        if isinstance(data.get(kind), str) and _BASE64.fullmatch(data[kind]):
            result[kind] = data[kind]
    table = data.get("text/html")
    if isinstance(table, str) and len(table) <= LONGEST:
        bare = re.sub(r"(?is)<(style|script)\b.*?</\1\s*>", "", table)
        clean = bleach.clean(bare, tags=TAGS, attributes=ATTRIBUTES, strip=True).strip()
        if clean:
            result["text/html"] = clean
    return result


def name(text: str) -> str:
    """Return a name without the characters that HTML is made of.

    Examples
    --------
    >>> name("<b>Ana & Co")
    '‹b›Ana + Co'
    """
    return text.translate(str.maketrans("<>&\"'`", "‹›+”’’"))
