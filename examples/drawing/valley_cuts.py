"""The cuts at the lake and on the hillside above it."""

from __future__ import annotations

from . import boathouse, lake, lane, meadow, shore, tree, village
from .cut import Cut

NOON, DUSK, SUMMER, AUTUMN = "lake-noon", "lake-dusk", "hillside-summer", "hillside-autumn"

CUTS = (
    Cut(
        "C001",
        "lake valley, from the bank",
        "noon",
        "fair, heaped clouds",
        "high, from the left",
        "5+00",
        (NOON,),
        lake.wide,
    ),
    Cut("C002", "boathouse, from the jetty", "noon", "fair", "high, from the left", "3+12", (NOON,), boathouse.close),
    Cut(
        "C003",
        "lake valley, from the bank",
        "dusk",
        "fair, heaped clouds",
        "low, from the left",
        "5+00",
        (DUSK,),
        lake.wide,
    ),
    Cut(
        "C004",
        "lake shore, PAN to the cove",
        "noon",
        "fair",
        "high, from the left",
        "8+00",
        (NOON,),
        shore.pan,
        (3840, 1080),
    ),
    Cut(
        "C005",
        "great tree on the bank, looking up",
        "noon",
        "fair, wind",
        "high, from the left",
        "4+12",
        (NOON,),
        tree.tree,
    ),
    Cut(
        "C006",
        "farmhouse on the hillside",
        "afternoon",
        "fair, autumn",
        "from the left",
        "4+00",
        (AUTUMN,),
        village.house,
    ),
    Cut(
        "C007",
        "lane and gate above the village",
        "afternoon",
        "fair",
        "from the left",
        "3+18",
        (SUMMER, NOON),
        lane.lane,
    ),
    Cut(
        "C008",
        "large meadow below the fir wood",
        "afternoon",
        "fair, autumn",
        "from the left",
        "6+00",
        (AUTUMN,),
        meadow.meadow,
    ),
)
