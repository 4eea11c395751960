"""Paving on the page: courses of slabs that bend about the middle of a street, drawn in patches only."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import binary_dilation, gaussian_filter

from .pencil import DETAIL, FAINT, FORM
from .perspective import Camera
from .sheet import Sheet


def slabs(
    sheet: Sheet, camera: Camera, level, near: float, far: float, half: float, middle=0.0, slab: float = 0.5
) -> None:
    """Slabs on what is paving now, from `near` to `far` m, `half` m to both sides of `middle`; level(z): height, m.

    slab: their width in m. Most courses are left out, more of them far off."""
    rng = sheet.rng
    deep = 0.7 * slab
    rows, columns = int((far - near) / deep), int(2 * half / slab)
    patch = gaussian_filter(rng.standard_normal((rows + 1, columns + 1)), (1.6, 2.4), mode="wrap")
    patch /= patch.std() + 1e-9

    def place(x: float, z: float) -> np.ndarray:
        z = z + 0.03 * (x - middle) ** 2
        return camera.page([(x, float(level(z)), z)])[0]

    with sheet.within(sheet.where("paving", "paving-shade")):
        for row in range(rows):
            z = near + row * deep
            shift = 0.5 * slab * (row % 2)
            tall = abs(place(middle, z)[1] - place(middle, z + deep)[1])
            if tall < 5 and row % 2:
                continue
            for column in range(columns):
                if patch[row, column] < 0.0 + 0.4 * (tall < 9):
                    continue
                x = middle - half + column * slab + shift
                pencil = DETAIL if patch[row, column] > 0.9 else FAINT
                jitter = rng.normal(0, 0.02, 4)
                ends = np.array([place(x + jitter[0], z), place(x + slab + jitter[1], z + jitter[2])])
                sheet.stroke(ends, pencil.times(rng.uniform(0.7, 1.1)))
                if tall > 7 and rng.random() < 0.7:
                    sheet.stroke(np.array([place(x, z), place(x + jitter[3], z + 0.9 * deep)]), FAINT)


def shadow(sheet: Sheet, outline) -> None:
    """A cast shadow inside the closed line `outline` px: what is paving or wall there is now in shade."""
    inside = sheet.mask(outline)
    for lit in ("paving", "wall"):
        where = inside & sheet.where(lit)
        sheet.map[where] = sheet.names.index(lit + "-shade")
        with sheet.within(where | (sheet.where(lit) & binary_dilation(where, iterations=3))):
            sheet.line(np.vstack([outline, outline[:1]]), FORM.times(0.7))
