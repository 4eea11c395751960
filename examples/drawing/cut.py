"""A cut of the example film."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .sheet import Sheet


@dataclass(frozen=True)
class Cut:
    """What a layout's slate says, and the function that draws it. length: seconds + frames at 24 a second.

    geometry: the cut of the same layout whose take lays out this one's paint. background: the cut whose background this
    one shows again; it has no boards and no drawing of its own.
    """

    number: str
    place: str
    time: str
    weather: str
    light: str
    length: str
    boards: tuple[str, ...] = ()
    drawing: Callable[[Sheet], None] | None = None
    size: tuple[int, int] = (1920, 1080)
    geometry: str = ""
    background: str = ""
