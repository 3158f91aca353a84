"""Still pictures."""

import re
import xml.etree.ElementTree as ET

import pytest

from closereading.book import layout, stills
from closereading.charts import theme

SPEC = {
    "data": {"values": [{"a": i % 40, "b": i // 40} for i in range(400)]},
    "mark": "point",
    "encoding": {"x": {"field": "a", "type": "quantitative"}, "y": {"field": "b", "type": "quantitative"}},
    "width": "container",
    "height": 200,
}


@pytest.mark.parametrize("column", [layout.WIDE, layout.NARROW])
def test_a_chart_is_as_wide_as_its_column(column):
    still = stills.draw(stills.for_column(SPEC, column, None), "light", column)
    assert still.width == pytest.approx(column, abs=1)


@pytest.mark.parametrize("column", [layout.WIDE, layout.NARROW])
def test_words_may_be_a_sixth_wider_than_they_were_measured(column):
    rows = [{"word": "a" * 12, "n": 1}]
    spec = SPEC | {
        "data": {"values": rows},
        "encoding": {"y": {"field": "word", "type": "nominal", "title": None}, "x": {"field": "n"}},
    }
    svg = stills.draw(stills.for_column(spec, column, None), "light", column).svg
    free = float(re.search(r'<g fill="none"[^>]*translate\(([\d.]+),', svg)[1]) - 7  # tick and gap beside the axis
    width = 12 * 13 * 0.556  # Arial's "a" is 0.556 em wide
    assert free > width * 7 / 6


def test_light_and_dark_differ_in_color_alone():
    spec = stills.for_column(SPEC, layout.WIDE, None)
    light, dark = (stills.draw(spec, scheme, layout.WIDE) for scheme in ("light", "dark"))
    assert (light.width, light.height) == (dark.width, dark.height)
    assert theme.CATEGORY["light"][0] in light.svg
    assert theme.CATEGORY["dark"][0] in dark.svg


def test_a_chart_knows_the_width_of_its_column():
    legend = {"columns": {"expr": "column < 500 ? 1 : 0"}}
    spec = {**SPEC, "encoding": {**SPEC["encoding"], "color": {"field": "b", "type": "nominal", "legend": legend}}}
    wide, narrow = (stills.draw(stills.for_column(spec, c, None), "light", c) for c in (layout.WIDE, layout.NARROW))
    assert narrow.height > wide.height + 100


def test_points_are_drawn_once_and_placed_often():
    svg = stills.draw(stills.for_column(SPEC, layout.WIDE, None), "light", layout.WIDE).svg
    tree = ET.fromstring(svg)
    assert len(tree.findall(".//{*}use")) == 400
    assert len(tree.findall("./{*}defs/{*}path")) >= 1
    assert "aria-" not in svg


def test_a_chart_of_few_marks_is_left_as_drawn():
    assert (
        stills.tidy('<svg width="1" height="2"><path d="M0" role="x"/></svg>')
        == '<svg width="1" height="2"><path d="M0"/></svg>'
    )


def test_a_picture_is_the_same_whatever_was_drawn_before():
    color = {"field": "a", "type": "quantitative"}
    spec = stills.for_column({**SPEC, "encoding": {**SPEC["encoding"], "color": color}}, layout.WIDE, None)
    first, second = (stills.draw(spec, "light", layout.WIDE).svg for _ in range(2))
    assert "url(#gradient_0)" in first
    assert second == first
    two = "<svg><path fill='url(#gradient_7)'/><path fill='url(#gradient_3)'/><i id=\"gradient_7\"/>gradient_3</svg>"
    assert re.findall(r"gradient_\d", stills.tidy(two)) == ["gradient_0", "gradient_1", "gradient_0", "gradient_3"]


def test_a_picture_without_size_is_an_error():
    with pytest.raises(ValueError, match="no size"):
        stills.size("<svg>")


def test_a_studio_draws_once(tmp_path, monkeypatch):
    studio = stills.Studio(tmp_path)
    spec = stills.for_column(SPEC, layout.WIDE, None)
    first = studio.still(spec, "light", layout.WIDE)
    monkeypatch.setattr(stills, "draw", lambda *_: pytest.fail("drawn again"))
    assert studio.still(spec, "light", layout.WIDE) == first


def test_a_studio_measures_once(tmp_path, monkeypatch):
    studio = stills.Studio(tmp_path)
    spec = {"vconcat": [SPEC, SPEC]}
    first = studio.fits(spec)
    monkeypatch.setattr(stills, "width_of", lambda *_: pytest.fail("measured again"))
    assert studio.fits(spec) == first


def test_an_interrupted_build_leaves_no_half_picture(tmp_path, monkeypatch):
    studio = stills.Studio(tmp_path)
    spec = stills.for_column(SPEC, layout.WIDE, None)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("pathlib.Path.write_text", lambda path, *_, **__: path.touch() or interrupt())
        studio.still(spec, "light", layout.WIDE)
    assert studio.still(spec, "light", layout.WIDE).width == layout.WIDE


def interrupt():
    raise KeyboardInterrupt


@pytest.mark.parametrize("spec", [SPEC, {"hconcat": [SPEC, SPEC]}], ids=["one view", "a composition"])
def test_what_is_announced_is_drawn_once_and_the_same(tmp_path, spec):
    here, ahead = stills.Studio(tmp_path / "here"), stills.Studio(tmp_path / "ahead")
    ahead.announce(spec)
    ahead.announce(spec)
    first = ahead.pictures(spec)
    assert first == here.pictures(spec)
    assert ahead.pictures(spec) is first
    one, other = ({path.name: path.read_bytes() for path in studio.folder.iterdir()} for studio in (here, ahead))
    assert one == other
    ahead.close()


def test_a_broken_chart_is_the_same_error_when_announced(tmp_path):
    broken = {"data": {"values": []}, "mark": "no such mark"}
    studio = stills.Studio(tmp_path)
    with pytest.raises(ValueError, match="conversion failed") as here:
        studio.pictures(broken)
    studio.announce(broken)
    studio.announce(SPEC)
    with pytest.raises(ValueError, match="conversion failed") as there:
        studio.pictures(broken)
    assert str(there.value) == str(here.value)
    assert studio.pictures(SPEC) == stills.Studio(tmp_path).pictures(SPEC)
    studio.close()


def test_a_closed_studio_leaves_what_was_announced(tmp_path):
    studio = stills.Studio(tmp_path)
    for height in range(100, 200):
        studio.announce(SPEC | {"height": height})
    studio.close()
    assert len(list(tmp_path.iterdir())) < 100
