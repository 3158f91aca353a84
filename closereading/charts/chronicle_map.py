"""The places where the article puts its events."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from closereading.charts import color, links

DEGREE = 34.0
"""Px of a degree of latitude on the map."""

PARALLEL = 47.0
"""Degrees north where the map's degrees of longitude have their true length."""

MIDDLE = (3.6, 47.0)
"""Longitude and latitude of the map's middle."""

MAP_HEIGHT = 430

LABEL = 95.0
"""Px that the name of a place takes to its right."""

APART = 15.0
"""Px between the middles of two places at the least; nearer ones are drawn apart, with a line to where they are."""


def places(events: pd.DataFrame, register: pd.DataFrame, land: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return a map of the places where the article puts events.

    Parameters
    ----------
    events : pandas.DataFrame
        Rows of `closereading.chronicle.load`; what is told twice counts once.
    register : pandas.DataFrame
        As `closereading.chronicle.places` returns it.
    land : pandas.DataFrame
        The coast: columns ``ring`` and the degrees ``longitude, latitude`` of its points, in their order.
    """
    once = events[events["retells"] == ""].explode("places").dropna(subset="places")
    told = once.groupby("places").apply(
        lambda own: pd.Series(
            {"events": len(own), "in": "; ".join(f"{id} {label}" for id, label in zip(own["event"], own["label"], strict=True)),
             "first": own["event"].iloc[0]}
        ),
        include_groups=False,
    )  # fmt: skip
    known = register.set_index("place").join(told, how="inner").dropna(subset=["latitude", "longitude"])
    known = known.sort_values("events", ascending=False)
    wide = DEGREE * np.cos(np.radians(PARALLEL))
    moved = _apart(known[["longitude", "latitude"]].to_numpy() * [wide, DEGREE]) / [wide, DEGREE]
    data = pd.DataFrame(
        {
            "place": known["name"],
            "events": known["events"].astype(int),
            "in": known["in"],
            "latitude": known["latitude"].round(3),
            "longitude": known["longitude"].round(3),
            "href": known["first"].map(links.event),
            "_lon": moved[:, 0].round(4),
            "_lat": moved[:, 1].round(4),
            "_label_at": _sides(moved * [wide, DEGREE]),
        }
    ).reset_index(drop=True)
    half = f"(width / 2 / {wide:.3f})"
    tall = MAP_HEIGHT / 2 / DEGREE
    across = alt.Scale(
        domain=[alt.ExprRef(f"{MIDDLE[0]} - {half}"), alt.ExprRef(f"{MIDDLE[0]} + {half}")], nice=False, zero=False
    )
    up = alt.Scale(domain=[MIDDLE[1] - tall, MIDDLE[1] + tall], nice=False, zero=False)
    coast = pd.DataFrame(
        {
            "_ring": land["ring"],
            "_step": land.groupby("ring").cumcount(),
            "_lon": land["longitude"],
            "_lat": land["latitude"],
        }
    )
    x, y = alt.X("_lon:Q", scale=across, axis=None), alt.Y("_lat:Q", scale=up, axis=None)
    tooltip = [
        alt.Tooltip("place:N"),
        alt.Tooltip("events:Q", title="events"),
        alt.Tooltip("in:N", title="which"),
    ]
    shown: dict[str, Any] = {"href": "href:N", "tooltip": tooltip}
    ground = (
        alt.Chart(coast)
        .mark_line(
            clip=True, filled=True, fill=color("faint"), fillOpacity=0.6, stroke=color("muted"), strokeWidth=0.6,
            interpolate="linear", tooltip=None,
        )
        .encode(x=x, y=y, detail="_ring:N", order="_step:Q")
    )  # fmt: skip
    base = alt.Chart(data)
    size = alt.Size("events:Q", scale=alt.Scale(domain=[0, int(data["events"].max())], range=[0, 420]), legend=None)
    ties = (
        base.transform_filter("abs(datum._lon - datum.longitude) + abs(datum._lat - datum.latitude) > 0.01")
        .mark_rule(strokeWidth=1, color=color("ink"))
        .encode(x=alt.X("longitude:Q", scale=across, axis=None), x2="_lon:Q", y=alt.Y("latitude:Q", scale=up, axis=None), y2="_lat:Q")
    )  # fmt: skip
    spots = base.mark_point(opacity=0.9, stroke=color("paper"), strokeWidth=1).encode(x=x, y=y, size=size, **shown)
    text: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": 12.5}
    label = base.transform_calculate(_label="datum.place + ', ' + datum.events").encode(
        x=x, y=y, text="_label:N", **shown
    )
    beside = alt.ExprRef("8 + 5 * sqrt(datum.events / 2)")
    words = [
        label.transform_filter(f"datum._label_at === '{where}'").mark_text(dx=dx, dy=dy, **(text | {"align": align}))
        for where, dx, dy, align in (
            ("right", beside, 0, "left"),
            ("higher", alt.ExprRef("-8 - 5 * sqrt(datum.events / 2)"), -6, "right"),
            ("lower", alt.ExprRef("-8 - 5 * sqrt(datum.events / 2)"), 4, "right"),
            ("above", 0, -15, "center"),
        )
    ]
    nowhere = events.loc[events["retells"] == "", "places"].map(len) == 0
    return alt.layer(ground, ties, spots, *words).properties(
        width="container",
        height=MAP_HEIGHT,
        title=alt.Title(
            "Where does the article say it happened?",
            subtitle="The larger the circle, the more events; the number is theirs. Lines lead from circles drawn apart to where they are. "
            "Only the coast is drawn: the borders of the time were others",
        ),
        description=(
            f"A map of the coast of western Europe with {len(data)} places: "
            + ", ".join(f"{row.place} {row.events}" for row in data.itertuples())
            + f". {nowhere.sum()} of {len(nowhere)} events have no place in the article."
        ),
    )  # fmt: skip


def _apart(spots: np.ndarray) -> np.ndarray:
    """Return points moved away from each other, until no two are nearer than `APART`."""
    spots = spots.astype(float).copy()
    for _ in range(20):
        for i, j in combinations(range(len(spots)), 2):
            gap = spots[j] - spots[i]
            distance = np.hypot(*gap)
            if distance < APART:
                step = (gap / distance if distance else np.array([1.0, 0.0])) * (APART - distance) / 2
                spots[i] -= step
                spots[j] += step
    return spots


def _sides(spots: np.ndarray) -> list[str]:
    """Return where the label of each point has room, for points in px with the second coordinate upwards."""
    sides = []
    for i, spot in enumerate(spots):
        gaps = np.delete(spots, i, axis=0) - spot
        near = gaps[np.hypot(*gaps.T) < 2 * APART]
        on_label = (gaps[:, 0] > 0) & (gaps[:, 0] < LABEL) & (np.abs(gaps[:, 1]) < 20)
        if len(near):
            sides.append("lower" if near[0, 1] > 0 else "higher")
        else:
            sides.append("above" if on_label.any() else "right")
    return sides
