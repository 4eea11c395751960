"""The sheet of a cut: the pencil drawing and the material map, laid down together from the back to the front."""

from __future__ import annotations

import zlib

import numpy as np
from scipy.ndimage import (
    distance_transform_cdt,
    distance_transform_edt,
    gaussian_filter,
    gaussian_filter1d,
    label,
    maximum_filter,
    minimum_filter,
)

from .curves import normals
from .pencil import DETAIL, INNER, OUTLINE, Pencil, mark, overshoot, parts

PAPER, LEAD = 247.0, 42.0
THINNEST = 8
BARE = 0.55


def inside(points, height: int, width: int) -> np.ndarray:
    """Bool (height, width): pixels whose centre lies in the polygon, by the non-zero winding rule."""
    x0, y0 = np.asarray(points, dtype=float).T
    x1, y1 = np.roll(x0, -1), np.roll(y0, -1)
    first = np.clip(np.ceil(np.minimum(y0, y1) - 0.5), 0, height).astype(int)
    last = np.clip(np.ceil(np.maximum(y0, y1) - 0.5), 0, height).astype(int)
    rows_each = last - first
    edge = np.repeat(np.arange(len(x0)), rows_each)
    row = np.arange(len(edge)) - np.repeat(np.cumsum(rows_each) - rows_each, rows_each) + first[edge]
    share = (row + 0.5 - y0[edge]) / (y1[edge] - y0[edge])
    column = np.clip(np.ceil(x0[edge] + share * (x1[edge] - x0[edge]) - 0.5), 0, width).astype(int)
    turn = np.where(y1[edge] > y0[edge], 1, -1)
    mask = np.zeros((height, width), bool)
    if not len(row):
        return mask
    top, bottom, left, right = row.min(), row.max() + 1, column.min(), column.max() + 1
    place = (row - top) * (right - left) + column - left
    winding = np.bincount(place, turn, (bottom - top) * (right - left)).reshape(bottom - top, right - left)
    mask[top:bottom, left:right] = (np.cumsum(np.rint(winding).astype(np.int32), axis=1) != 0)[:, : width - left]
    return mask


class Sheet:
    """One cut's drawing in the making. What is filled later lies in front and hides the lines behind it."""

    def __init__(self, width: int, height: int, materials: dict[str, tuple[int, int, int]], seed: str):
        self.width, self.height, self.seed = width, height, seed
        self.materials = materials
        self.names = list(materials)
        self.map = np.zeros((height, width), np.uint8)
        self.graphite = np.zeros((height, width), np.float32)
        self.clip: np.ndarray | None = None
        self.begin("paper")

    def begin(self, thing: str) -> np.random.Generator:
        """Reseed the hand at each thing, so that a change to one leaves the others as they were."""
        self.rng = np.random.default_rng(zlib.crc32(f"{self.seed}/{thing}".encode()))
        return self.rng

    @property
    def whole(self) -> np.ndarray:
        """Bool (height, width): all of the sheet."""
        return np.ones((self.height, self.width), bool)

    def mask(self, points) -> np.ndarray:
        """Bool (height, width): the inside of the closed line."""
        return inside(points, self.height, self.width)

    def where(self, *materials: str) -> np.ndarray:
        """Bool (height, width): where the map holds one of the materials now."""
        return np.isin(self.map, [self.names.index(name) for name in materials])

    def material_at(self, x: float, y: float) -> str | None:
        """The material under a point, None outside the frame."""
        column, row = int(x), int(y)
        if not (0 <= column < self.width and 0 <= row < self.height):
            return None
        return self.names[self.map[row, column]]

    def fill(self, shape, material: str) -> np.ndarray:
        """Lay a material inside a closed line or a mask; pencil lines beneath it go. Gives the mask."""
        mask = shape if isinstance(shape, np.ndarray) and shape.dtype == np.bool_ else self.mask(shape)
        self.map[mask] = self.names.index(material)
        self.graphite[mask] = 0
        return mask

    def erase(self, mask: np.ndarray) -> None:
        """Take the pencil away inside a mask; the map stays."""
        self.graphite[mask] = 0

    def stroke(self, points, pencil: Pencil = DETAIL) -> None:
        """One pencil stroke without lifting."""
        places, width, dark = self.eased(*mark(points, pencil, self.rng))
        keep = (places > -4).all(axis=1) & (places[:, 0] < self.width + 4) & (places[:, 1] < self.height + 4)
        places, width, dark = places[keep], width[keep], dark[keep]
        if not len(places):
            return
        spread = width / 2.5
        reach = int(np.ceil(2.6 * spread.max()))
        offsets = np.arange(-reach, reach + 1)
        centre = np.floor(places).astype(int)
        column = centre[:, 0, None] + offsets
        row = centre[:, 1, None] + offsets
        along_x = np.exp(-(((column + 0.5 - places[:, 0, None]) / spread[:, None]) ** 2) / 2)
        along_y = np.exp(-(((row + 0.5 - places[:, 1, None]) / spread[:, None]) ** 2) / 2)
        along_x *= (column >= 0) & (column < self.width)
        along_y *= (row >= 0) & (row < self.height)
        dose = (dark * 0.5 / (spread * 2.5066))[:, None, None] * along_y[:, :, None] * along_x[:, None, :]
        index = np.clip(row, 0, self.height - 1)[:, :, None] * self.width + np.clip(column, 0, self.width - 1)[:, None]
        if self.clip is not None:
            dose = dose * self.clip.ravel()[index]
        np.add.at(self.graphite.reshape(-1), index.ravel(), dose.ravel().astype(np.float32))

    def eased(self, places: np.ndarray, width: np.ndarray, dark: np.ndarray) -> tuple:
        """A stroke's samples, no firmer than INNER where the material is the same on both sides of them."""
        if len(places) < 2 or width.max() <= INNER.width:
            return places, width, dark
        side = 4 * normals(places)
        column, row = np.clip(
            np.stack([places + side, places - side]).astype(int), 0, (self.width - 1, self.height - 1)
        ).transpose(2, 0, 1)
        materials = self.map[row, column]
        within = gaussian_filter1d((materials[0] == materials[1]).astype(float), 6)
        width = width + within * (np.minimum(width, INNER.width) - width)
        return places, width, dark + within * (np.minimum(dark, INNER.dark) - dark)

    def line(self, points, pencil: Pencil = DETAIL) -> None:
        """A line of any length, in as many strokes as a hand would take."""
        for part in parts(points, pencil, self.rng):
            self.stroke(part, pencil)

    def straight(self, points, pencil: Pencil = DETAIL) -> None:
        """A line between corners, run a little past them."""
        self.line(overshoot(points, pencil, self.rng), pencil)

    def shape(self, corners, material: str, pencil: Pencil = OUTLINE, open_edges: tuple[int, ...] = ()) -> np.ndarray:
        """Fill a polygon and draw its edges, each as its own line; edges numbered in open_edges stay undrawn."""
        mask = self.fill(corners, material)
        corners = np.asarray(corners, dtype=float)
        for k in range(len(corners)):
            if k not in open_edges:
                self.straight(corners[[k, (k + 1) % len(corners)]], pencil)
        return mask

    def within(self, mask: np.ndarray | None) -> Clip:
        """Draw only inside the mask for the length of a `with` block."""
        return Clip(self, mask)

    def drawing(self) -> np.ndarray:
        """uint8 (height, width): the pencil on paper with a faint grain."""
        rng = self.begin("grain")
        noise = rng.standard_normal((self.height, self.width)).astype(np.float32)
        tooth = 1 + 0.9 * gaussian_filter(noise, 0.8)
        paper = PAPER + 2.6 * gaussian_filter(noise, 0.8) + 6 * gaussian_filter(noise, 5)
        cover = 1 - np.exp(-1.25 * self.graphite * np.clip(tooth, 0.35, 1.6))
        return np.clip(np.rint(paper + (LEAD - paper) * cover), 0, 255).astype(np.uint8)

    def tidy(self) -> None:
        """Give every region that is nowhere as broad as THINNEST px to its neighbours."""
        thin = np.zeros(self.map.shape, bool)
        for material in np.unique(self.map):
            own = self.map == material
            regions, count = label(own)
            broad = np.zeros(count + 1, bool)
            broad[regions[minimum_filter(own, THINNEST - 1, mode="nearest")]] = True
            slight = ~broad | (np.bincount(regions.ravel()) < 3 * THINNEST**2)
            slight[0] = False
            thin |= slight[regions]
        if thin.any():
            nearest = distance_transform_edt(thin, return_distances=False, return_indices=True)
            self.map = self.map[tuple(nearest)]

    def close(self) -> None:
        """Go over the borders of two materials where no stroke has drawn them."""
        rng = self.begin("closing")
        border = np.zeros(self.map.shape, bool)
        border[:, 1:] = self.map[:, 1:] != self.map[:, :-1]
        border[1:] |= self.map[1:] != self.map[:-1]
        bare = border & (maximum_filter(self.graphite, 5) < BARE)
        bare = border & maximum_filter(bare, 7)
        uneven = gaussian_filter(rng.standard_normal(self.map.shape).astype(np.float32), 9) * 9
        self.graphite += gaussian_filter(bare.astype(np.float32), 0.85) * np.clip(2 + uneven, 1.3, 2.8)

    def words(self) -> list[tuple[str, int, int]]:
        """(material, x, y): the deepest point of every region, from the top of the sheet down."""
        found = []
        for material in np.unique(self.map):
            own = self.map == material
            depth = distance_transform_cdt(np.pad(own, 1))[1:-1, 1:-1]
            regions, count = label(own)
            order = np.lexsort((-depth.ravel(), regions.ravel()))
            first = np.searchsorted(regions.ravel()[order], np.arange(1, count + 1))
            for place in order[first]:
                row, column = divmod(int(place), self.width)
                found.append((self.names[material], column, row))
        return sorted(found, key=lambda word: (word[2], word[1]))

    def colours(self) -> np.ndarray:
        """uint8 (height, width, 3): the material map in the palette's colours."""
        return np.array([self.materials[name] for name in self.names], np.uint8)[self.map]


class Clip:
    """While it is open, the pencil of a sheet marks only inside a mask."""

    def __init__(self, sheet: Sheet, mask: np.ndarray | None):
        self.sheet, self.mask = sheet, mask

    def __enter__(self) -> None:
        self.before, self.sheet.clip = self.sheet.clip, self.mask

    def __exit__(self, *_) -> None:
        self.sheet.clip = self.before
