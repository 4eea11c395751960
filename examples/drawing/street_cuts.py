"""The cuts in the village street."""

from __future__ import annotations

from . import rooftops, street, street_close, street_lanterns
from .cut import Cut

STREET, STREET_DUSK = "street-noon", "street-dusk"

CUTS = (
    Cut("C009", "village street, up the slope", "noon", "fair", "high, from the left", "5+00", (STREET,), street.up),
    Cut(
        "C010",
        "village street, up the slope",
        "dusk",
        "clear evening",
        "low, from the left",
        "5+00",
        (STREET_DUSK,),
        street.up,
        geometry="C009",
    ),
    Cut(
        "C011", "village street, down the slope", "noon", "fair", "high, from the left", "4+00", (STREET,), street.down
    ),
    Cut(
        "C012",
        "door in the village street",
        "noon",
        "fair",
        "high, from the left",
        "3+00",
        (STREET,),
        street_close.door,
    ),
    Cut(
        "C013",
        "window in the village street",
        "noon",
        "fair",
        "high, from the left",
        "2+12",
        (STREET,),
        street_close.window,
    ),
    Cut("C014", "flower stall", "noon", "fair", "high, from the left", "4+00", (STREET,), street_close.market),
    Cut(
        "C015",
        "well in the village street",
        "noon",
        "fair",
        "high, from the left",
        "3+12",
        (STREET,),
        street_close.well,
    ),
    Cut(
        "C016",
        "lanterns over the street",
        "dusk",
        "clear evening",
        "low, from the left",
        "5+00",
        (STREET_DUSK,),
        street_lanterns.evening,
    ),
    Cut(
        "C017",
        "roofs of the village, from above",
        "noon",
        "fair",
        "high, from the left",
        "4+12",
        (STREET,),
        rooftops.roofs,
    ),
)
