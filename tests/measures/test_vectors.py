"""Every measure against numbers from outside this project, those of the appendix on methods."""

import pytest

from closereading import methods

VECTORS = methods.vectors()


@pytest.mark.parametrize("vector", VECTORS, ids=[vector.name for vector in VECTORS])
def test_a_number_from_outside(vector):
    assert vector.found == pytest.approx(vector.expected, abs=vector.tolerance, rel=0)
