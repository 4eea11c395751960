"""What a model is told in words: the place and its hour, and what the layout is made of."""

from __future__ import annotations

from collections.abc import Sequence

# Models read about sixty words; what comes later is lost on them, so only the largest materials are named.
MOST_MATERIALS = 10


def prompt_of(
    *,
    place: str = "",
    time: str = "",
    weather: str = "",
    light: str = "",
    season: str = "",
    words: str = "",
    materials: Sequence[str] = (),
) -> str:
    """Words for a background. materials: names, the largest first. Nothing is told that was not given, and nothing negative."""
    parts = [place, time, season, weather, f"light {light}" if light else "", words, *list(materials)[:MOST_MATERIALS]]
    told = [" ".join(part.replace("-", " ").split()) for part in parts if part and part.strip()]
    return ", ".join(dict.fromkeys(["background painting", *told]))
