"""The cuts in the lantern maker's workshop."""

from __future__ import annotations

from . import workshop
from .cut import Cut

LAKE, NOON, NIGHT = "lake-noon", "workshop-noon", "workshop-night"

CUTS = (
    Cut(
        "C026",
        "lantern maker's workshop",
        "noon",
        "fair",
        "through the window, from behind",
        "5+00",
        (NOON,),
        workshop.wide,
    ),
    Cut(
        "C027",
        "lantern maker's workshop",
        "night",
        "clear",
        "lanterns",
        "5+00",
        (NIGHT,),
        workshop.wide,
        geometry="C026",
    ),
    Cut(
        "C028",
        "work bench under the window",
        "noon",
        "fair",
        "through the window, from behind",
        "3+12",
        (NOON,),
        workshop.close,
    ),
    Cut(
        "C029",
        "workshop window over the lake",
        "noon",
        "fair",
        "through the window, from behind",
        "4+00",
        (NOON, LAKE),
        workshop.lake_window,
    ),
    Cut(
        "C030",
        "lanterns under the beams",
        "night",
        "clear",
        "lanterns",
        "4+12",
        (NIGHT,),
        workshop.beams,
    ),
    Cut(
        "C031",
        "workshop door, from inside",
        "night",
        "clear",
        "lanterns",
        "3+00",
        (NIGHT,),
        workshop.entrance,
    ),
    Cut(
        "C032",
        "shelf and stove",
        "noon",
        "fair",
        "through the window, from the left",
        "3+06",
        (NOON,),
        workshop.corner,
    ),
    Cut(
        "C033",
        "along the workshop, slight PAN",
        "night",
        "clear",
        "lanterns",
        "7+00",
        (NIGHT,),
        workshop.pan,
        (2880, 1080),
    ),
)
