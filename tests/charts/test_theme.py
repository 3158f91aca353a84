"""The charts' colors, held against WCAG's contrast and against simulated color blindness."""

from itertools import combinations

import numpy as np
import pytest

from closereading import charts
from closereading.charts import theme

SCHEMES = ["light", "dark"]

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
BLIND = {
    "none": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def linear(color):
    """Return the linear RGB of "#rrggbb" (IEC 61966-2-1)."""
    rgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(a, b):
    """Return WCAG's contrast ratio of two colors."""
    dark, light = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (a, b))
    return (light + 0.05) / (dark + 0.05)


def lab(rgb):
    """Return CIELAB of linear RGB under D65."""
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(rgb, 0, 1)
    x, y, z = np.cbrt(np.maximum(xyz / [0.9505, 1, 1.089], 0.008856))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_contrast_of_black_and_white_is_the_standards():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # WCAG's example of a color just too light


@pytest.mark.parametrize("scheme", SCHEMES)
def test_marks_stand_out_from_the_page(scheme):
    page = theme.PAPER[scheme]
    assert {c: contrast(c, page) for c in theme.CATEGORY[scheme] if contrast(c, page) < 3} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_can_be_read(scheme):
    page, roles = theme.PAPER[scheme], theme.ROLES[scheme]
    assert min(contrast(roles[role], page) for role in ("ink", "muted", "accent")) >= 4.5


@pytest.mark.parametrize("blindness", BLIND)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_categories_differ_for_every_eye(scheme, blindness):
    seen = {c: lab(np.array(BLIND[blindness]) @ linear(c)) for c in theme.CATEGORY[scheme]}
    close = {(a, b): d for a, b in combinations(seen, 2) if (d := float(np.linalg.norm(seen[a] - seen[b]))) < 10}
    assert close == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_ramp_runs_one_way(scheme):
    contrasts = [contrast(c, theme.PAPER[scheme]) for c in theme.RAMP[scheme]]
    assert contrasts == sorted(contrasts)


def test_both_schemes_define_the_same_things():
    light, dark = theme.CONFIGS["light"], theme.CONFIGS["dark"]
    assert light.keys() == dark.keys()
    assert light["range"].keys() == dark["range"].keys()
    assert [p["name"] for p in light["params"]] == [p["name"] for p in dark["params"]]


def test_no_text_is_too_small_on_a_phone():
    sizes = [
        v
        for part in theme.CONFIGS["light"].values()
        if isinstance(part, dict)
        for k, v in part.items()
        if "FontSize" in k
    ]
    assert min(sizes) >= 12


def test_an_unknown_color_is_refused():
    with pytest.raises(ValueError, match=r"no color 'red'; there are ink"):
        charts.color("red")


def test_the_style_sheet_has_the_charts_paper():
    from closereading.book.lean import HERE

    css = (HERE / "static" / "book.css").read_text(encoding="utf-8")
    assert [f"--pst-color-background:{theme.PAPER[scheme]}" in css for scheme in SCHEMES] == [True, True]
