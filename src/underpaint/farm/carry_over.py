"""A person's touch-up laid over the next painting of the machine, unchanged to the byte."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from underpaint.film.cuts import Cut
from underpaint.film.takes import Take
from underpaint.formats.encode import png_bytes
from underpaint.formats.flatten import flatten
from underpaint.formats.pictures import read_bytes, read_picture
from underpaint.formats.sheets import painting
from underpaint.formats.stack import Layer, as_layer

TOUCH_UP, PICTURE = "touch_up.png", "picture.png"


@dataclass(frozen=True)
class Carried:
    """What a new take gets of the touch-up before it. files: role to (name, bytes). fields: of its record."""

    files: dict[str, tuple[str, bytes]]
    fields: dict[str, object]
    note: str | None = None


def touched_last(cut: Cut) -> Take | None:
    """The newest take with a touch-up, its person's or one carried over; None where nobody touched the cut up."""
    touched = [take for take in cut.takes if "touch_up" in take.files]
    return touched[-1] if touched else None


def carry_over(cut: Cut, painted: Path) -> Carried:
    """What the newest touch-up adds to a painting that is to be a take of the cut: its own file's bytes, and what both
    together look like. Nothing where there is no touch-up, or where it has another size: the note then says so."""
    touched = touched_last(cut)
    if touched is None:
        return Carried({}, {})
    kept = read_bytes(touched.files["touch_up"][0])
    touch_up, ground = painting(read_picture(touched.files["touch_up"][0])), read_picture(painted)
    below = painting(ground)
    height, width = below.shape[:2]
    if touch_up.shape[:2] != (height, width):
        was = f"{touch_up.shape[1]} x {touch_up.shape[0]}"
        note = f"the touch-up of {touched.number} is not carried over: it is {was} px, the painting {width} x {height}"
        return Carried({}, {}, note)
    layers = (Layer("touch-up", as_layer(touch_up, below.dtype)), Layer("BG", as_layer(below, below.dtype)))
    seen = flatten(layers, width, height, below.dtype.type)
    if below.shape[2] == 3 or seen[:, :, 3].min() == np.iinfo(below.dtype).max:
        seen = seen[:, :, :3]
    files = {"touch_up": (TOUCH_UP, kept), "picture": (PICTURE, png_bytes(seen, ground.icc))}
    return Carried(files, {"touch_up_of": touched.number, "hand_share": touched.hand_share})
