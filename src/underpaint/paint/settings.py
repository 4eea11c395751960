"""How the default engine weighs things. Each line says what more of it does to the picture."""

from __future__ import annotations

import numpy as np

# Per unit of squared difference, 0 .. 128.
PAINT = 20  # strokes continue more truly; the drawing, and variety, count for less
MATERIAL = 4  # borders lie where they were drawn, but take their outline from fewer places
DOWN, ACROSS = 1, 1  # paint comes from the same height, or side, of its region; too much repeats
BORDER = 6  # without a pencil drawing: how much a pixel's distance from its region's border counts
SHADOW = 8  # where shadow is drawn: how strongly it shows
PAINT_DRAWN, MATERIAL_DRAWN = 21, 9  # the same two with a pencil drawing
PENCIL = 40  # drawn lines show more strongly, and straighter
LINE_SHARE = 1.35  # painted edges that count as lines, for each length of drawn line; fewer: bolder, noisier lines

EVENNESS = 320_000  # the boards are used more evenly: richer, less blurred, less repeated; strokes break more often
EVENNESS_DRAWN = 245_000  # the same with a pencil drawing, whose lines call for variety of their own

# Per level, finest first; for a cut of up to 1920 x 1080 px.
TURNS = (1, 3, 10, 16, 20, 20)  # turns of the search: calmer seams, more time
STRIDES = (2, 4, 4, 4, 4, 4)  # px, first step of the pattern around a place
SPANS = (2, 2, 1, 2, 2, 2)  # 1: the nine nearest patches vote, 2: all 25; fewer is crisper

LEAPS = (0, 0, 8, 8, 8, 8)  # turns between looks into the index, 0 = none: the finest levels only refine
TURNS_DRAWN, LEAPS_DRAWN = (1, 7, 24, 24, 20, 20), (0, 8, 8, 8, 8, 8)  # with a pencil drawing: truer to its lines
SLIDE_NEAR = (256, 50, 0, 0, 0, 0)  # with a pencil drawing: how near to a line, 255 on it, paint slides to the lines
SLIDE_TURNS, SLIDE_STRIDE = 2, 2  # turns of that, straighter lines but less like the board; px of its first step
ARBITRATE = (False, True, True, True, True, True)  # weigh evenness as if all moved at once: dear where boards are large
SKETCH_TURNS = 8  # of a sketch at most, at any level: sooner there, and a little less like the board
DRAFT_TURNS = 12  # turns that look for a given rough's paint before it may change
ROUGH_LEVEL = 2  # a rough has a quarter of the cut's width and height
RAMP = 6  # px over which a repainted place takes over from what surrounds it


def turns(level: int, shape: tuple[int, int], pencil: bool, sketch: bool = False) -> int:
    """Turns of the search at a level of a cut of (h, w) px, with a pencil drawing or without, of a sketch or a whole rough.

    A larger cut than 1920 x 1080 has at each level what that one has at a finer one, and needs fewer.
    """
    larger = max(1.0, (shape[0] * shape[1] / (1920 * 1080)) ** 0.5)
    whole = max(1, round((TURNS_DRAWN if pencil else TURNS)[level] / larger))
    return min(whole, SKETCH_TURNS) if sketch else whole


def leaps(level: int, pencil: bool) -> int:
    """Turns between looks into the index at a level, 0 = none."""
    return (LEAPS_DRAWN if pencil else LEAPS)[level]


def weights(pencil: bool, shadow: bool, lines: float = 1.0) -> np.ndarray:
    """(8,) uint8: the weight of each channel of a pixel, with a pencil drawing or without, with drawn shadow or without.

    lines: how many times more than usual they weigh.
    """
    paint, material, line = (PAINT_DRAWN, MATERIAL_DRAWN, PENCIL) if pencil else (PAINT, MATERIAL, BORDER)
    return np.array([paint] * 3 + [material] * 2 + [DOWN, SHADOW if shadow else ACROSS, round(line * lines)], np.uint8)
