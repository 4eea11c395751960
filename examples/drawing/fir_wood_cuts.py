"""The cuts in the fir wood above the lake."""

from __future__ import annotations

from . import fir_wood, fir_wood_far
from .cut import Cut

SUMMER, WINTER, HILLSIDE = "fir-wood-summer", "fir-wood-winter", "hillside-summer"
SHAFTS, LATE = "shafts from the upper left", "low, pale, from the left; lantern"

CUTS = (
    Cut(
        "C018", "fir wood, path and brook", "morning", "fair, mist", SHAFTS, "5+12", (SUMMER,), fir_wood.path_and_brook
    ),
    Cut(
        "C019",
        "fir wood, path and brook",
        "late afternoon",
        "clear, snow",
        LATE,
        "5+12",
        (WINTER,),
        fir_wood.path_and_brook,
        geometry="C018",
    ),
    Cut("C020", "edge of the fir wood", "morning", "fair", "from the left", "4+00", (SUMMER, HILLSIDE), fir_wood.edge),
    Cut("C021", "footbridge over the brook", "morning", "fair, mist", SHAFTS, "3+12", (SUMMER,), fir_wood.bridge),
    Cut("C022", "wayside shrine, close", "morning", "fair, mist", SHAFTS, "3+00", (SUMMER,), fir_wood.shrine_close),
    Cut(
        "C023",
        "wayside shrine, close",
        "late afternoon",
        "clear, snow",
        LATE,
        "4+00",
        (WINTER,),
        fir_wood.shrine_close,
        geometry="C022",
    ),
    Cut("C024", "fir wood, looking up", "morning", "fair, mist", SHAFTS, "2+12", (SUMMER,), fir_wood_far.looking_up),
    Cut(
        "C025",
        "fir wood, PAN along the brook",
        "morning",
        "fair, mist",
        SHAFTS,
        "9+00",
        (SUMMER,),
        fir_wood_far.pan,
        (3840, 1080),
    ),
)
