"""Exercises, with hints and solutions that stay folded until they are wanted.

Exercises and solutions are those of sphinx-exercise. Here they are numbered anew on each page, a title needs no brackets,
and what is marked as a dropdown (a solution, or an admonition such as a hint) becomes an element that browsers unfold by
themselves, without a script. In print a fold that is not open is left out.
"""

from collections.abc import Iterable

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx_exercise.nodes import is_exercise_node, solution_node

DROPDOWN = "dropdown"
"""The class of what is to be folded."""

Numbers = dict[str, dict[str, dict[str, tuple[int, ...]]]]
"""For each page and each kind of thing with a number, the numbers of such things, by their labels."""


def numbered_by_page(numbers: Numbers) -> Numbers:
    """Return the numbers of figures and the like with exercises counted from 1 on each page.

    Examples
    --------
    >>> numbered_by_page({"a": {"exercise": {"x": (4,), "y": (5,)}}, "b": {"table": {"t": (2,)}}})
    {'a': {'exercise': {'x': (1,), 'y': (2,)}}, 'b': {'table': {'t': (2,)}}}
    """
    return {
        page: {
            kind: {label: (n,) for n, label in enumerate(sorted(own, key=own.__getitem__), 1)}
            if kind == "exercise"
            else own
            for kind, own in kinds.items()
        }
        for page, kinds in numbers.items()
    }


def take_back(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Give Sphinx the numbers it found at the last build, so that it sees which have changed since."""
    env.toc_fignumbers = getattr(env, "closereading_numbers", env.toc_fignumbers)
    return []


def count_anew(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Let the exercises of each page count from 1."""
    env.closereading_numbers = env.toc_fignumbers  # type: ignore[attr-defined]
    env.toc_fignumbers = numbered_by_page(env.toc_fignumbers)
    return []


def fold(node: nodes.Element, words: str) -> HideCodeCellNode:
    """Return a fold of this name with what stands in a node below its title."""
    folded = HideCodeCellNode(prompt_show=words, prompt_hide=words)
    folded["classes"] = [name for name in node["classes"] if name != DROPDOWN]
    folded["ids"] = node["ids"]
    folded += unwrapped(node.children[1:])
    return folded


def unwrapped(children: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Return nodes with the sections that sphinx-exercise puts around texts, all under one name, taken away."""
    return [inner for child in children for inner in (child.children if isinstance(child, nodes.section) else [child])]


def set_name_off(title: nodes.Element) -> None:
    """Take the brackets from around an exercise's title."""
    words = title.children
    if len(words) > 2 and words[0].astext() == " (" and words[-1].astext() == ")":
        title.children = []
        title += nodes.inline("", "", *words[1:-1], classes=["exercise-name"])


def mend(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Make what the browser gets of exercises, hints, and solutions."""
    for node in list(doctree.findall(is_exercise_node)):
        set_name_off(node.children[0])
        node.children[1:] = unwrapped(node.children[1:])
        for child in node.children:
            child.parent = node
    for node in list(doctree.findall(nodes.Admonition)):
        if DROPDOWN in node["classes"] and isinstance(node, nodes.admonition | solution_node):
            words = "Solution" if isinstance(node, solution_node) else node.children[0].astext()
            node.parent.replace(node, fold(node, words))


def setup(app: Sphinx) -> None:
    """Register sphinx-exercise and the events."""
    app.setup_extension("sphinx_exercise")
    app.connect("env-get-updated", take_back, priority=400)
    app.connect("env-get-updated", count_anew, priority=600)
    app.connect("doctree-resolved", mend)
