"""The one style sheet."""

import pytest

from closereading.book.stylesheet import names_in_page, names_in_script, purge


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".a{color:red}.b{color:blue}", ".a{color:red}\n"),
        (".a .b,.a:hover,#c{x:y}", ".a:hover{x:y}\n"),
        ("p{x:y}", "p{x:y}\n"),
        ("@media print{.b{x:y}}", ""),
        ("@media print{.a{x:y}.b{x:y}}", "@media print{\n.a{x:y}\n}\n"),
        ("@font-face{font-family:F;src:url(f.woff2)}", ""),
        ("@import url(x.css);@charset 'utf-8';.a{x:y}", ".a{x:y}\n"),
        ("@keyframes k{from{x:0}}", "@keyframes k{from{x:0}}\n"),
        (".a:not(.b){x:y}", ".a:not(.b){x:y}\n"),
        ("/*! license */ /* other */.a{x:y /* why */}", "/*! license */\n.a{x:y}\n"),
        (".a::after{content:'.b{'}", ".a::after{content:'.b{'}\n"),
    ],
)
def test_only_rules_that_can_apply_are_left(css, left):
    assert purge(css, {"a"}).replace('".b{"', "'.b{'") == left


def test_names_are_found_where_they_are_set():
    assert names_in_page("""<p class="a b" id=c><i class='d'>class</i>""") == {"a", "b", "c", "d"}
    assert {"scrolled", "show"} <= names_in_script('e.classList.add("scrolled");x="a show"')
