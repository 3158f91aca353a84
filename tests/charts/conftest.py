"""Every test leaves Altair as it found it."""

import altair as alt
import pytest


@pytest.fixture(autouse=True)
def altair_as_before():
    before = alt.theme.active, alt.renderers.active
    yield
    alt.theme.enable(before[0])
    alt.renderers.enable(before[1])
