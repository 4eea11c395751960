#!/usr/bin/env python3
"""How straight a line stays that was drawn straight inside a region: without the drawing, and with it.

    straightness.py [--film examples/film] [--pictures FOLDER]

On each board a layout of one material is painted in which straight lines are drawn at several angles and, where two
meet, a corner. Along each line the strongest continuous step of colour within 4 px of it is followed; its running median
over 15 px is where the eye sees the edge. `stray` is how far that lies from the straight line fitted to
it, at most, over 200 px: the median and the worst of all stretches of all lines. `aside` is how far the fitted line's middle lies from the
drawn one. `shown` is the share of pixels along the lines at which there is a step at all (over 9 levels, as
the edges of score.py are counted); strokes of the board that happen to lie there count as well, so it is the difference
between the two rows that the drawing made.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage as ndi

from underpaint import paint
from underpaint.formats.palette import read_palette

SIZE = 640, 960
REACH, STROKE, MEDIAN, STRETCH, LEAST = 4, 1.5, 15, 200, 9
LINES = (  # x, y to x, y
    ((60, 40), (900, 40)),
    ((60, 110), (900, 150)),
    ((60, 200), (60, 600)),
    ((130, 200), (160, 600)),
    ((230, 600), (460, 200)),
    ((330, 600), (620, 310)),
    ((620, 310), (900, 470)),
    ((620, 380), (620, 610)),
    ((690, 590), (900, 560)),
)  # the third and the last but three: a wall's corner


def drawing() -> np.ndarray:
    """(h, w) uint8: LINES in pencil, 3 px wide."""
    page = Image.new("L", (SIZE[1] * 4, SIZE[0] * 4), 245)
    draw = ImageDraw.Draw(page)
    for start, end in LINES:
        draw.line([(4 * x + 2, 4 * y + 2) for x, y in (start, end)], fill=40, width=12)
    return np.asarray(page.resize((SIZE[1], SIZE[0]), Image.Resampling.BOX))


def followed(steps: np.ndarray) -> np.ndarray:
    """(n,) where one continuous edge runs through (n, k) strengths: the path with the greatest sum, which turns by at
    most a place from pixel to pixel and pays for a turn what a mean step is worth."""
    n, k = steps.shape
    turn = steps.mean()
    best, came = steps[0], np.zeros((n, k), int)
    for i in range(1, n):
        padded = np.pad(best, 1, constant_values=-np.inf)
        ways = np.stack([padded[:-2] - turn, best, padded[2:] - turn])
        way = ways.argmax(0)
        came[i] = np.arange(k) + way - 1
        best = ways.max(0) + steps[i]
    at = np.empty(n, int)
    at[-1] = best.argmax()
    for i in range(n - 1, 0, -1):
        at[i - 1] = came[i, at[i]]
    return at


def strayed(picture: np.ndarray) -> tuple[list[float], list[float], float]:
    """Of each stretch of each line: how far the painted edge strays, and how far aside it lies; and the share shown."""
    colours = np.dstack([ndi.gaussian_filter(picture[..., c].astype(float), 1) for c in range(3)])
    strays, asides, shown, all_ = [], [], 0, 0
    for start, end in LINES:
        a, b = np.array(start, float), np.array(end, float)
        length = np.hypot(*(b - a))
        along = (b - a) / length
        normal = np.array([-along[1], along[0]])
        t, across = np.arange(8, length - 8), np.arange(-REACH - 0.5, REACH + 1)
        x, y = (a[i] + t[:, None] * along[i] + across * normal[i] for i in (0, 1))
        profile = np.stack([ndi.map_coordinates(colours[..., c], (y, x), order=1) for c in range(3)], -1)
        steps = np.abs(np.diff(profile, axis=1)).sum(2)
        strong = steps.max(1) > LEAST
        shown, all_ = shown + int(strong.sum()), all_ + len(t)
        # Calmed across, the two sides of a stroke are one edge in its middle, and the path cannot jump between them.
        at = followed(ndi.gaussian_filter1d(steps, STROKE, axis=1, mode="constant")) - float(REACH)
        for first in range(0, len(t) - STRETCH + 1, STRETCH // 2):
            here = slice(first, first + STRETCH)
            ts, seen = t[here][strong[here]], at[here][strong[here]]
            if len(ts) < STRETCH // 2:
                continue  # no edge to be straight: `shown` tells
            seen = ndi.median_filter(seen, MEDIAN, mode="nearest")
            slope, middle = np.polyfit(ts - ts.mean(), seen, 1)
            strays.append(float(np.abs(seen - middle - slope * (ts - ts.mean())).max()))
            asides.append(float(abs(middle)))
    return strays, asides, shown / all_


def planked() -> paint.Board:
    """A made board: planks parted by dark seams, upright and level, with a lit and a shaded half."""
    rng = np.random.default_rng(3)
    y, x = np.mgrid[:640, :960]
    tone = 140 + 18 * ndi.gaussian_filter(rng.normal(0, 1, (640, 960)), (1, 6)) / 0.11 * 0.11
    tone = tone + np.where(x < 480, 14, -14) + 6 * rng.normal(0, 1, 40)[x // 24]
    tone[(x % 48 < 3) & (y < 320)] -= 70
    tone[(y % 40 < 3) & (y >= 320)] -= 70
    painting = np.clip(tone[..., None] * (1.15, 0.95, 0.75), 0, 255).astype(np.uint8)
    return paint.Board("made planks", painting, np.full((640, 960, 3), (150, 100, 60), np.uint8))


def film_boards(film: Path) -> list[tuple[paint.Board, tuple[int, int, int]]]:
    names = read_palette(film / "materials.gpl").colours
    found = []
    for name, material in (("hillside-summer", "planks"), ("hillside-summer", "wall")):
        folder = film / "boards" / name
        pictures = [np.asarray(Image.open(folder / f"{p}.png").convert("RGB")) for p in ("painting", "materials")]
        found.append((paint.Board(f"{name}, {material}", *pictures), names[material]))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--film", type=Path, default=Path(__file__).parents[1] / "examples" / "film")
    parser.add_argument("--pictures", type=Path, help="keep the paintings here")
    args = parser.parse_args()
    lines = drawing()
    print("board                        drawing   shown  stray median  worst   within 1.5 px   aside")
    for board, material in [(planked(), (150, 100, 60)), *film_boards(args.film)]:
        index = paint.index_board(board)
        for given in (None, lines):
            layout = paint.Layout(np.full((*SIZE, 3), material, np.uint8), given)
            picture = paint.paint(paint.Request((board,), layout, seed=1), indexes=[index], threads=2).picture
            strays, asides, shown = strayed(picture)
            strays, asides = strays or [np.nan], asides or [np.nan]
            within = np.mean(np.array(strays) <= 1.5)
            print(f"{board.name:28s} {'without' if given is None else 'with':9s} {shown:5.0%}  {np.median(strays):12.2f}"
                  f"  {max(strays):5.2f}  {within:14.0%}  {np.median(asides):6.2f}", flush=True)  # fmt: skip
            if args.pictures:
                args.pictures.mkdir(parents=True, exist_ok=True)
                file = f"{board.name.replace(', ', '-').replace(' ', '-')}-{'without' if given is None else 'with'}.png"
                Image.fromarray(picture).save(args.pictures / file)


if __name__ == "__main__":
    main()
