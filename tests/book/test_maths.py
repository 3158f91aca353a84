"""Formulas as MathML."""

import xml.etree.ElementTree as ET

import pytest
from docutils.utils.math import MathError

from closereading.book.maths import mathml


@pytest.mark.parametrize(
    "tex",
    [
        r"G^2 = 2 \sum_i O_i \ln \frac{O_i}{E_i}",
        r"DP = \frac{1}{2} \sum_{i=1}^{n} \left| v_i - s_i \right|",
        r"\log_2 \frac{a / N_1}{b / N_2}",
        r"\chi^2 = \sum \frac{(O - E)^2}{E}, \quad \hat{p} \approx \bar{x} \pm 1.96 \sqrt{\frac{p(1-p)}{n}}",
        r"\text{MATTR} = \frac{1}{N - w + 1} \sum_{i} \frac{|T_i|}{w}",
        r"\mathcal{A} \subseteq A \times A, \quad x \in \mathbb{R}",
    ],
)
def test_the_formulas_of_the_trade_are_drawn(tex):
    tree = ET.fromstring(mathml(tex, block=True))
    assert tree.tag.endswith("math")
    assert tree.get("display") == "block"


def test_what_cannot_be_drawn_is_an_error():
    with pytest.raises(MathError):
        mathml(r"\nosuchcommand{x}", block=False)
