"""What stands and how strong it is, held against other solvers, definitions worked by hand, and Vega."""

import itertools
import json
import random
import re
from dataclasses import replace

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import vl_convert
from argumentation.core.dung import ArgumentationFramework, grounded_extension
from argumentation.gradual.dfquad import dfquad_strengths
from argumentation.gradual.gradual import WeightedBipolarGraph
from hypothesis import given
from hypothesis import strategies as st
from py_arg.abstract_argumentation_classes.abstract_argumentation_framework import AbstractArgumentationFramework
from py_arg.abstract_argumentation_classes.argument import Argument as PyArgument
from py_arg.abstract_argumentation_classes.defeat import Defeat
from py_arg.algorithms.semantics.get_grounded_extension import get_grounded_extension

from closereading import edition
from closereading.argument import Argument, load
from closereading.argument.annotation import CLAIMS, CRUXES, RELATIONS
from closereading.argument.semantics import (
    author_layer,
    expression,
    framework,
    grounded,
    labels,
    standing,
    strengths,
)

REAL = load()
NAMES = "abcdefghijklmnopqrst"
TEN = "one two three four five six seven eight nine ten."
TEXT = edition.from_text(
    "# First\n\n" + "\n\n".join([TEN] * 10) + "\n\n# Second\n\n" + "\n\n".join([TEN] * (len(NAMES) - 10))
)
"""A paragraph of ten words for each name; the first three are its claim."""


def made(*steps: str, names: str = NAMES, **changes: dict[str, str]) -> Argument:
    """Return an argument between claims with one letter, its relations "a b sup c" called r1, r2 and so on.

    ``changes`` says what is special about a claim, such as ``a={"stance": "rejected"}``.
    """
    paragraphs = TEXT.paragraphs.iloc[: len(names)]
    plain = dict.fromkeys(CLAIMS, "") | {"voice": "author", "role": "claim", "stance": "asserted", "main": True}
    rows = [
        {**plain, "id": name, "para": row.para, "section": row.section, "quote": "one two three"}
        | {"start": row.start, "end": row.start + len("one two three")}
        | changes.get(name, {})
        for name, row in zip(names, paragraphs.itertuples(), strict=True)
    ]
    relations = []
    for n, step in enumerate(steps, 1):
        *sources, kind, target = step.split()
        ends = {"id": f"r{n}", "src": tuple(sources), "type": kind, "dst": target}
        relations.append(dict.fromkeys(RELATIONS, "") | ends | {"conf": 2, "crosses_cut": False})
    tables = (pd.DataFrame(rows, columns=CLAIMS), pd.DataFrame(relations, columns=RELATIONS))
    return Argument(TEXT, *tables, pd.DataFrame(columns=CRUXES))


def drawn(rng: random.Random, kinds: str, count: int, acyclic: bool = True, linked: float = 0.2) -> Argument:
    """Return a random argument; if it is to be acyclic, relations go to later letters, and undercuts come after them."""
    names = NAMES[: rng.randint(3, 12)]
    steps: list[str] = []
    for _ in range(count):
        kind = rng.choice(kinds.split())
        sources = rng.sample(names, 2 if rng.random() < linked else 1)
        if kind == "und":
            hit = [
                f"r{n}"
                for n, step in enumerate(steps, 1)
                if not acyclic or max(sources) < min(step.split()[:-2]) or max(sources) < _aim(steps, n)
            ]
            if hit:
                steps.append(f"{' '.join(sources)} und {rng.choice(hit)}")
            continue
        later = [name for name in names if not acyclic or name > max(sources)]
        if later:
            steps.append(f"{' '.join(sources)} {kind} {rng.choice(later)}")
    return made(*steps, names=names)


def _aim(steps: list[str], n: int) -> str:
    """Return the claim at which the n-th step aims in the end."""
    target = steps[n - 1].split()[-1]
    while target.startswith("r") and target[1:]:
        target = steps[int(target[1:]) - 1].split()[-1]
    return target


def by_argumentation(arguments: list[str], attacks: list[tuple[str, str]]) -> dict[str, str]:
    solver = ArgumentationFramework(arguments=frozenset(arguments), defeats=frozenset(attacks))
    return _labelled(arguments, attacks, set(grounded_extension(solver)))


def by_py_arg(arguments: list[str], attacks: list[tuple[str, str]]) -> dict[str, str]:
    named = {name: PyArgument(name) for name in arguments}
    defeats = [Defeat(named[one], named[other]) for one, other in dict.fromkeys(attacks)]
    solver = AbstractArgumentationFramework("", list(named.values()), defeats)
    return _labelled(arguments, attacks, {found.name for found in get_grounded_extension(solver)})


def _labelled(arguments: list[str], attacks: list[tuple[str, str]], inside: set[str]) -> dict[str, str]:
    out = {target for attacker, target in attacks if attacker in inside}
    return {name: "in" if name in inside else "out" if name in out else "undecided" for name in arguments}


# Grounded labels


@pytest.mark.parametrize(
    ("attacks", "expected"),
    [
        ("", "in in in in"),
        ("ab bc", "in out in in"),  # reinstatement
        ("ab ba", "undecided undecided in in"),  # the Nixon diamond
        ("ab bc ca", "undecided undecided undecided in"),  # three who contradict each other in turn
        ("ab ba ac bc cd", "undecided undecided undecided undecided"),  # floating: nothing is believed without need
        ("aa ab", "undecided undecided in in"),
        ("da aa ab", "out in in in"),
        ("ab bc cd da", "undecided undecided undecided undecided"),
    ],
)
def test_textbook_frameworks_are_labelled_as_in_the_textbooks(attacks: str, expected: str) -> None:
    assert " ".join(labels("abcd", [(pair[0], pair[1]) for pair in attacks.split()]).values()) == expected


@pytest.mark.parametrize("solver", [by_argumentation, by_py_arg])
def test_the_labels_of_the_real_argument_are_those_of_two_other_solvers(solver) -> None:
    arguments, attacks = framework(REAL)
    assert len(attacks) > 0
    assert labels(arguments, attacks) == solver(arguments, attacks)


def test_random_frameworks_are_labelled_as_by_two_other_solvers() -> None:
    rng, seen = random.Random(1872), set()
    for _ in range(500):
        arguments = [f"x{n}" for n in range(rng.randint(1, 25))]
        density = rng.choice([0.02, 0.05, 0.1, 0.2, 0.5])
        attacks = [pair for pair in itertools.product(arguments, repeat=2) if rng.random() < density]
        found = labels(arguments, attacks)
        assert found == by_argumentation(arguments, attacks) == by_py_arg(arguments, attacks)
        seen.update(found.values())
    assert seen == {"in", "out", "undecided"}


def test_a_long_chain_takes_no_recursion() -> None:
    names = [f"x{n}" for n in range(20_000)]
    found = labels(names, itertools.pairwise(names))
    assert found["x19998"] == "in" and found["x19999"] == "out"


def test_an_attack_said_twice_is_one_attack() -> None:
    assert labels("abc", [("a", "b"), ("a", "b"), ("b", "c")]) == {"a": "in", "b": "out", "c": "in"}


def test_an_attack_on_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"^attacks has .* but z is no argument"):
        labels("ab", [("a", "z")])


# Attacks on attacks


def test_attacks_on_attacks_decide_bobs_holiday() -> None:
    """Baroni et al. 2011: Gstaad or Cuba; he likes to ski; but there is no snow; but there is artificial snow."""
    gstaad, cuba, likes_to_ski, no_snow, artificial = "abcde"
    steps = [f"{gstaad} reb {cuba}", f"{cuba} reb {gstaad}", f"{likes_to_ski} und r2", f"{no_snow} und r3"]
    without = grounded(made(*steps, names="abcd"))
    assert without == dict.fromkeys("ab", "undecided") | dict.fromkeys("cd", "in")
    argument = made(*steps, f"{artificial} reb {no_snow}", names="abcde")
    assert grounded(argument) == dict(zip("abcde", ["in", "out", "in", "out", "in"], strict=True))
    assert standing(argument) == dict(
        zip(["r1", "r2", "r3", "r4", "r5"], ["in", "out", "in", "out", "in"], strict=True)
    )


def test_an_undercut_saves_what_was_attacked_and_leaves_the_attacker_alone() -> None:
    assert grounded(made("a reb b", "c und r1", names="abc")) == {"a": "in", "b": "in", "c": "in"}
    assert grounded(made("a reb b", "c und r1", "d und r2", names="abcd"))["b"] == "out"


def test_a_linked_attack_falls_with_any_of_its_sources() -> None:
    assert grounded(made("a b reb c", names="abcd"))["c"] == "out"
    for source in "ab":
        argument = made("a b reb c", f"d reb {source}", names="abcd")
        assert grounded(argument)["c"] == "in" and standing(argument)["r1"] == "out"


def test_a_support_falls_with_its_source_or_by_an_undercut_but_no_claim_falls_with_its_support() -> None:
    argument = made("a sup b", "c reb a", "d exa b", "e und r3", "f sup b", names="abcdef")
    assert standing(argument) == {"r1": "out", "r2": "in", "r3": "out", "r4": "in", "r5": "in"}
    assert grounded(argument)["b"] == "in"


def test_limits_and_restatements_attack_nothing() -> None:
    assert set(grounded(made("a qua b", "c res b", names="abc")).values()) == {"in"}


def naive(argument: Argument) -> dict[str, str]:
    """Return the labels by the definition, word by word: believe what nothing undefeated speaks against, until all is still."""
    relations = {row.id: row for row in argument.relations.itertuples()}
    attacks = [row for row in relations.values() if row.type in ("reb", "und")]
    found = dict.fromkeys([*argument.claims["id"], *relations], "undecided")
    while True:
        before = dict(found)
        for name in found:
            own = relations[name].src if name in relations else ()
            against = [found[attack.id] for attack in attacks if attack.dst == name]
            if "in" in against or any(found[source] == "out" for source in own):
                found[name] = "out"
            elif set(against) <= {"out"} and all(found[source] == "in" for source in own):
                found[name] = "in"
        if found == before:
            return found


def test_links_and_undercuts_in_random_arguments_are_labelled_by_their_definition() -> None:
    rng, seen = random.Random(1873), set()
    for _ in range(300):
        argument = drawn(rng, "reb reb und sup qua", rng.randint(0, 20), acyclic=rng.random() < 0.3)
        found = naive(argument)
        assert grounded(argument) | standing(argument) == found
        seen.update(found.values())
    assert seen == {"in", "out", "undecided"}


def test_without_links_and_undercuts_the_claims_are_labelled_as_if_attacks_were_no_arguments() -> None:
    rng = random.Random(1874)
    for _ in range(200):
        argument = drawn(rng, "reb", rng.randint(0, 20), acyclic=False, linked=0)
        pairs = [(row.src[0], row.dst) for row in argument.relations.itertuples()]
        assert grounded(argument) == by_argumentation(list(argument.claims["id"]), pairs)


# The author's layer


def test_the_editor_takes_no_part_and_is_never_out() -> None:
    argument = made("a reb b", "b reb c", names="abc", a={"voice": "editor"})
    assert grounded(argument) == {"a": "in", "b": "in", "c": "out"}
    assert framework(argument)[0] == ["b", "c", "r2"]
    argument = made("b reb a", names="ab", a={"voice": "bracket"})
    assert grounded(argument)["a"] == "in" and standing(argument) == {}


def test_reported_speech_is_the_authors_in_his_text_and_the_editors_in_the_editors() -> None:
    argument = made("a reb b", names="ab", a={"voice": "reported"})
    assert grounded(argument)["b"] == "out"
    paragraphs = argument.edition.paragraphs.copy()
    paragraphs.loc[paragraphs["para"] == argument.claims.loc[0, "para"], "voice"] = "editor"
    assert grounded(replace(argument, edition=replace(argument.edition, paragraphs=paragraphs)))["b"] == "in"


def test_relations_without_an_end_attack_nothing_and_take_along_what_undercuts_them() -> None:
    argument = made("a reb zz", "b und r1", "zz reb a", "a reb c", "b und r9", names="abc")
    assert grounded(argument) == {"a": "in", "b": "in", "c": "out"}
    assert author_layer(argument).relations["id"].tolist() == ["r4"]


def test_an_argument_without_relations_stands() -> None:
    assert grounded(made(names="ab")) == {"a": "in", "b": "in"}


def test_the_order_of_rows_decides_nothing() -> None:
    claims, relations = (table.sample(frac=1, random_state=1) for table in (REAL.claims, REAL.relations))
    shuffled = replace(REAL, claims=claims, relations=relations)
    assert grounded(shuffled) == grounded(REAL) and standing(shuffled) == standing(REAL)
    assert strengths(shuffled) == pytest.approx(strengths(REAL), abs=1e-12)


# Strengths


def test_strengths_are_those_of_another_implementation_without_links_and_undercuts() -> None:
    rng = random.Random(1875)
    for _ in range(300):
        argument = drawn(rng, "sup exa reb qua", rng.randint(0, 30), linked=0)
        pairs: dict[tuple[str, str], str] = {}
        for row in argument.relations[argument.relations["type"] != "qua"].itertuples():
            pairs.setdefault((row.src[0], row.dst), row.type)  # the other package knows one relation for a pair
        keep = [
            pairs.get((row.src[0], row.dst)) == row.type or row.type == "qua" for row in argument.relations.itertuples()
        ]
        argument = replace(argument, relations=argument.relations[pd.Series(keep, dtype=bool)])
        base = {name: rng.choice([0, 1, rng.random()]) for name in argument.claims["id"]}
        other = WeightedBipolarGraph(
            arguments=frozenset(base),
            initial_weights=base,
            attacks=frozenset(pair for pair, kind in pairs.items() if kind == "reb"),
            supports=frozenset(pair for pair, kind in pairs.items() if kind != "reb"),
        )
        assert strengths(argument, base) == pytest.approx(dfquad_strengths(other).strengths, abs=1e-9)


@pytest.mark.parametrize(
    ("steps", "base", "claim", "expected"),
    [
        (["a sup c"], {"a": 0.8}, "c", 0.5 + 0.5 * 0.8),
        (["a reb c"], {"a": 0.8}, "c", 0.5 - 0.5 * 0.8),
        (["a sup c", "b reb c"], {"a": 0.8, "b": 0.8, "c": 0.3}, "c", 0.3),  # as much for as against
        (["a sup c", "b sup c"], {"a": 0.8, "b": 0.5}, "c", 0.5 + 0.5 * (1 - 0.2 * 0.5)),
        (["a b sup c"], {"a": 0.8, "b": 0.5}, "c", 0.5 + 0.5 * 0.8 * 0.5),  # linked
        (["a b reb c"], {"a": 0.8, "b": 0.5}, "c", 0.5 - 0.5 * 0.8 * 0.5),
        (["a reb c", "b und r1"], {"a": 0.8, "b": 0.5}, "c", 0.5 - 0.5 * 0.8 * 0.5),  # undercut
        (["a sup c", "b und r1"], {"a": 0.8, "b": 0.25}, "c", 0.5 + 0.5 * 0.8 * 0.75),
        (["a reb c", "b und r1", "d und r2"], {"a": 0.8, "b": 0.5, "d": 0.5}, "c", 0.5 - 0.5 * 0.8 * 0.75),
        (["a reb c", "b und r1", "d und r1"], {"a": 0.8, "b": 0.5, "d": 0.5}, "c", 0.5 - 0.5 * 0.8 * 0.25),
        (["a reb c", "b d und r1"], {"a": 0.8, "b": 0.5, "d": 0.5}, "c", 0.5 - 0.5 * 0.8 * 0.75),
        (["a qua c"], {"a": 0.8, "c": 0.3}, "c", 0.3),
        (["a res c"], {"a": 0.8, "c": 0.3}, "c", 0.3),
        (["a sup b", "b res c"], {"a": 0.8, "b": 0.1}, "c", 0.5 + 0.5 * 0.8),  # a reason for the restatement
        (["a reb b", "b res c"], {"a": 0.8, "b": 0.1}, "c", 0.5 - 0.5 * 0.8),
        (["a sup b", "b res c", "a sup c"], {"a": 0.8}, "c", 0.5 + 0.5 * 0.8),  # the same reason for both counts once
        (["a sup c", "a exa c"], {"a": 0.8}, "c", 0.5 + 0.5 * 0.8),
        (["a sup b", "b res c", "d und r2"], {"a": 0.8, "d": 0.5}, "c", 0.5 + 0.5 * 0.8 * 0.5),
        (["a sup b", "e sup d", "b d res c"], {"a": 0.8, "e": 0.5}, "c", 0.5 + 0.5 * 0.8 * 0.5),
        (["a sup b", "b d res c"], {"a": 0.8}, "c", 0.5),  # half of the restatement has no reason
    ],
)
def test_strengths_follow_the_definition(steps: list[str], base: dict[str, float], claim: str, expected: float) -> None:
    assert strengths(made(*steps, names="abcde"), base)[claim] == pytest.approx(expected, abs=1e-12)


def test_if_all_is_believed_and_only_attacked_strengths_are_the_grounded_labels() -> None:
    rng = random.Random(1876)
    for _ in range(200):
        argument = drawn(rng, "reb reb und", rng.randint(0, 20))
        found = strengths(argument, default=1)
        assert {name: {1: "in", 0: "out"}[value] for name, value in found.items()} == grounded(argument)


@given(seed=st.integers(0, 10**6), more=st.floats(0, 1))
def test_raising_a_claim_never_harms_what_it_only_speaks_for_nor_helps_what_it_only_speaks_against(
    seed: int, more: float
) -> None:
    rng = random.Random(seed)
    argument = drawn(rng, "sup sup exa reb und res", rng.randint(1, 15))
    base = {name: rng.random() for name in argument.claims["id"]}
    raised = rng.choice(list(base))
    before = strengths(argument, base)
    after = strengths(argument, base | {raised: base[raised] + (1 - base[raised]) * more})
    signs = _signs(argument, raised)
    assert all(0 <= value <= 1 for value in after.values())
    for name in base:
        if signs[name] <= {1}:
            assert after[name] >= before[name] - 1e-12
        if signs[name] <= {-1}:
            assert after[name] <= before[name] + 1e-12


def _signs(argument: Argument, start: str) -> dict[str, set[int]]:
    """Return for each claim whether the ways that lead to it hold an even number of attacks (1) or an odd one (-1)."""
    against = {row.id for row in argument.relations.itertuples() if row.type in ("reb", "und")}
    signs: dict[str, set[int]] = {name: set() for name in argument.graph}
    signs[start] = {1}
    for name in nx.topological_sort(argument.graph):
        for following in argument.graph.successors(name):
            signs[following] |= {-sign if name in against else sign for sign in signs[name]}
    return signs


@pytest.mark.parametrize(
    ("argument", "base", "default", "message"),
    [
        (made("a sup b"), {"zz": 0.5}, 0.5, r"^base has zz"),
        (made("a sup b"), {"a": 1.5}, 0.5, r"^base\['a'\] is 1.5"),
        (made("a sup b"), {"a": float("nan")}, 0.5, r"^base\['a'\] is nan"),
        (made("a sup b"), {"a": np.array([0.5, 1.5])}, 0.5, r"^base\['a'\] is \[0.5 1.5\]"),
        (made("a sup b"), {"a": np.zeros(2), "b": np.zeros(3)}, 0.5, r"^base has arrays of the shapes \(2,\), \(3,\)"),
        (made("a sup b"), {}, -0.1, r"^default is -0.1"),
        (made("a sup b", b={"voice": "editor"}), {"b": 0.5}, 0.5, r"^base has b"),
        (made("a sup b", "b sup a"), {}, 0.5, r"^relations make a circle: a → r1 → b → r2 → a\."),
        (made("a sup b", "b und r1"), {}, 0.5, r"^relations make a circle: "),
        (made("a reb a"), {}, 0.5, r"^relations make a circle: a → r1 → a\."),
        (made("a sup zz"), {}, 0.5, r"^relations: r1 has an end that does not exist: zz"),
        (made("a und r7"), {}, 0.5, r"^relations: r1 has an end that does not exist: r7"),
    ],
)
def test_what_makes_strengths_meaningless_is_named(argument, base, default, message) -> None:
    with pytest.raises(ValueError, match=message):
        strengths(argument, base, default)


def test_many_settings_at_once_are_as_one_by_one() -> None:
    rng = random.Random(1872)
    for _ in range(100):
        argument = drawn(rng, "sup exa reb und res qua", rng.randint(0, 20))
        names = list(argument.claims["id"])
        varied = rng.sample(names, rng.randint(1, len(names)))
        many = {name: np.array([rng.random() for _ in range(5)]) for name in varied}
        fixed = {name: rng.random() for name in set(names) - set(varied)}
        at_once = strengths(argument, fixed | many)
        for i in range(5):
            alone = strengths(argument, fixed | {name: values[i] for name, values in many.items()})
            for name, value in alone.items():
                assert at_once[name][i] == pytest.approx(value, abs=1e-12)


def test_limits_may_make_circles_with_other_relations() -> None:
    assert strengths(made("a sup b", "b qua a", names="ab")) == {"a": 0.5, "b": 0.75}


# Formulas


def evaluated(formulas: dict[str, str], base: dict[str, float]) -> dict[str, float]:
    known: dict[str, float] = {f"w_{name}": value for name, value in base.items()}
    for name, formula in formulas.items():
        known[name] = eval(formula, {"__builtins__": {}, "max": max}, known)
    return {name: known[name] for name in formulas}


def test_formulas_give_the_strengths_in_python() -> None:
    rng = random.Random(1877)
    drawings = [drawn(rng, "sup exa reb und res qua", rng.randint(0, 25)) for _ in range(200)]
    for argument in [*drawings, *[REAL] * 5]:
        base = {name: rng.random() for name in author_layer(argument).claims["id"]}
        found = evaluated(expression(argument), base)
        assert found == pytest.approx(strengths(argument, base), abs=1e-9)
        assert list(found) == list(strengths(argument, base))


def in_vega(formulas: dict[str, str], base: dict[str, float]) -> dict[str, float]:
    """Return what Vega makes of the formulas, read from the text of a picture."""
    numbers = f"join([{', '.join(formulas)}], ' ')"
    chart = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "params": [
            *({"name": f"w_{name}", "value": value} for name, value in base.items()),
            *({"name": name, "expr": formula} for name, formula in formulas.items()),
        ],
        "data": {"values": [{}]},
        "mark": {"type": "text", "text": {"expr": numbers}},
    }
    picture = vl_convert.vegalite_to_svg(json.dumps(chart), vl_version="6.1")
    found = max(re.findall(r"<text[^>]*>([^<]*)</text>", picture), key=len)
    return dict(zip(formulas, map(float, found.split()), strict=True))


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_formulas_give_the_strengths_in_vega(seed: int) -> None:
    rng = random.Random(seed)
    base = {name: rng.random() for name in author_layer(REAL).claims["id"]}
    assert in_vega(expression(REAL), base) == pytest.approx(strengths(REAL, base), abs=1e-9)


def test_formulas_of_linked_undercut_and_restated_claims_hold_in_vega() -> None:
    argument = made(
        *("a b sup f", "c reb f", "d und r2", "e und r3", "f res h", "g reb h", "h sup i", "b res g", "a reb b"),
        *("i j res k", "a sup j", "c und r10"),
        names="abcdefghijk",
    )
    rng = random.Random(5)
    for _ in range(3):
        base = {name: rng.random() for name in argument.claims["id"]}
        assert in_vega(expression(argument), base) == pytest.approx(strengths(argument, base), abs=1e-9)


def test_a_formula_names_base_scores_and_claims_before_it_only() -> None:
    known: set[str] = {"max"}
    for name, formula in expression(REAL).items():
        assert set(re.findall(r"[A-Za-z_]\w*", formula)) <= known | {f"w_{name}"}
        assert set(formula) <= set("()+-*,. ") | set(re.sub(r"\W", "", formula))
        known.add(name)


def test_formulas_can_be_had_for_a_claim_and_what_it_depends_on() -> None:
    argument = made("a sup b", "b sup c", "d und r2", "e sup f", "g qua c", names="abcdefg")
    found = expression(argument, of=["c"], prefix="base_")
    assert sorted(found) == ["a", "b", "c", "d"]
    assert found["a"] == "base_a"
    assert found["c"] == "1 - (1 - base_c) * (1 - b * (1 - d))"


@pytest.mark.parametrize(
    ("argument", "of", "prefix", "message"),
    [
        (made(), ["zz"], "w_", r"^of has zz"),
        (made(), None, "", r"^prefix ''"),
        (made(), None, "w-", r"^prefix 'w-'"),
        (made(names="ab", a={"id": "a'"}), None, "w_", r"^prefix 'w_' and the ids .*: a', w_a'"),
        (made(names="ab", a={"id": "w_b"}), None, "w_", r"some are the same"),
        (made("a sup b", "b sup a"), None, "w_", r"^relations make a circle"),
    ],
)
def test_formulas_that_no_chart_could_hold_are_refused(argument, of, prefix, message) -> None:
    with pytest.raises(ValueError, match=message):
        expression(argument, of, prefix)
