"""A few scribbles on a finished painting become its material map, with borders that snap to the painted edges.

Made once per painting: an edge-preserving copy (bilateral filter: Tomasi and Manduchi, ICCV 1998), parted into some ten
thousand cells by a watershed (Meyer, "Color image segmentation", IPA 1992), so that every painted edge is a border of
cells. Made anew with every scribble: what each material looks like, learned from the scribbled cells (extremely
randomized trees: Geurts, Ernst and Wehenkel, Machine Learning 63, 2006), and a random walk over the cells that crosses
alike ones easily and edges hardly (Grady, "Multilabel random walker image segmentation using prior models", CVPR 2005).
The looks carry a scribble to places it does not touch, the walk keeps the map of one piece.
"""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from underpaint.errors import InputError

NONE = -1
"""Where marks hold no scribble."""

MIN_SIDE = 16
MAX_SIDE = 30_000

_FRAME = 1280
"""Width in px for which the sizes below are meant; wider paintings get wider ones."""

_REACH, _TONES, _FAR = 5, 25.0, 3.0
_SMOOTH = 0.7
_SURROUNDINGS = 8.5
_LARGEST = 32
_STEEP = 6.0
_PLACE = 100.0
_TREES = 40
_EDGE = 0.7
_LOOKS = 0.1
_AROUND = ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1))

Point = tuple[float, float, int]


class Board:
    """A painting ready to be scribbled on; ask it for the map again after every scribble."""

    def __init__(self, painting: np.ndarray) -> None:
        """painting: (h, w, 3 or 4) uint8 or uint16, 16 to 30,000 px a side; alpha is not looked at.

        Raises InputError for any other array.
        """
        if painting.ndim != 3 or painting.shape[2] not in (3, 4) or painting.dtype not in (np.uint8, np.uint16):
            raise InputError(
                f"painting: an array {painting.shape} of {painting.dtype}; expected (h, w, 3 or 4) uint8 or uint16"
            )
        height, width = painting.shape[:2]
        if not (MIN_SIDE <= min(height, width) and max(height, width) <= MAX_SIDE):
            raise InputError(f"painting: {width} x {height} px; each side is {MIN_SIDE} to {MAX_SIDE:,} px")
        colours = np.ascontiguousarray(painting[:, :, :3])
        if colours.dtype == np.uint16:
            colours = (colours >> 8).astype(np.uint8)
        # Loaded here, as it takes longer than a scribble.
        from sklearn.ensemble import ExtraTreesClassifier

        self._trees = ExtraTreesClassifier(_TREES, class_weight="balanced", random_state=0)
        scale = max(1.0, width / _FRAME)
        copy = cv2.bilateralFilter(colours, _REACH, _TONES, _FAR)
        lab = cv2.cvtColor(copy.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
        self._cells = _cells(lab, copy, scale)
        self._size = np.bincount(self._cells.ravel())
        self._looks = self._looks_of(lab, scale)
        self._pairs, self._ease = self._neighbours()

    @property
    def shape(self) -> tuple[int, int]:
        """(h, w) of the painting."""
        return self._cells.shape

    def materials(self, marks: np.ndarray) -> np.ndarray:
        """The full map: (h, w) int32, for every pixel the material of the scribbles it belongs to.

        marks: (h, w) of whole numbers, the scribbled materials' numbers from 0 up, NONE where there is no scribble. A
        scribbled pixel keeps its material. Raises InputError for marks of another size, for none at all, and for marks
        of one material only, which part nothing.
        """
        if marks.shape != self.shape or not np.issubdtype(marks.dtype, np.integer):
            raise InputError(
                f"scribbles: an array {marks.shape} of {marks.dtype}; expected {self.shape} of whole numbers"
            )
        scribbled = marks != NONE
        used, which = np.unique(marks[scribbled], return_inverse=True)
        if used.size == 0:
            raise InputError("no scribbles: draw at least one over each material of the painting")
        if used.size == 1:
            raise InputError("scribbles of one material only; draw at least one over every material of the painting")
        votes = np.zeros((self._size.size, used.size), np.int32)
        np.add.at(votes, (self._cells[scribbled], which), 1)
        told = votes.argmax(axis=1)
        told[votes.max(axis=1) == 0] = NONE
        of_cell = self._walk(told, self._likeness(told))
        return np.where(scribbled, marks, used[of_cell][self._cells]).astype(np.int32)

    def _looks_of(self, lab: np.ndarray, scale: float) -> np.ndarray:
        """(cells, features): colour, the surroundings' colour and how lively they are painted, and place."""
        height, width = self.shape
        wide = cv2.GaussianBlur(lab, (0, 0), _SURROUNDINGS * scale)
        lively = np.sqrt(np.maximum(cv2.GaussianBlur(lab * lab, (0, 0), _SURROUNDINGS * scale) - wide * wide, 0))
        down, across = np.mgrid[:height, :width].astype(np.float32) * np.float32(_PLACE / width)
        layers = [
            *np.moveaxis(lab, 2, 0),
            *np.moveaxis(wide, 2, 0),
            lively[:, :, 0],
            lively[:, :, 1:].sum(axis=2),
            down,
            across,
        ]
        flat = self._cells.ravel()
        return np.stack([np.bincount(flat, layer.ravel()) / self._size for layer in layers], axis=1)

    def _neighbours(self) -> tuple[np.ndarray, np.ndarray]:
        """(pairs, 2) of touching cells, and how easily the walk crosses between them: the longer and the fainter the edge."""
        cells, count = self._cells, self._size.size
        touching = []
        for one, other in ((cells[:, :-1], cells[:, 1:]), (cells[:-1], cells[1:])):
            differ = one != other
            one, other = one[differ].astype(np.int64), other[differ].astype(np.int64)
            touching.append(np.minimum(one, other) * count + np.maximum(one, other))
        pair, length = np.unique(np.concatenate(touching), return_counts=True)
        pairs = np.stack([pair // count, pair % count], axis=1)
        colour = self._looks[:, :3]
        edge = np.linalg.norm(colour[pairs[:, 0]] - colour[pairs[:, 1]], axis=1)
        return pairs, length * np.exp(-_EDGE * edge) + 1e-6

    def _likeness(self, told: np.ndarray) -> np.ndarray:
        """(cells, materials), rows sum to 1: how much each cell looks like the scribbled ones of each material."""
        known = told != NONE
        like = np.zeros((told.size, int(told.max()) + 1))
        trees = self._trees.fit(self._looks[known], told[known])
        like[:, trees.classes_] = trees.predict_proba(self._looks)
        return like

    def _walk(self, told: np.ndarray, like: np.ndarray) -> np.ndarray:
        """(cells,) the material that a random walk from each cell most probably meets first."""
        from scipy.sparse import coo_matrix, diags
        from scipy.sparse.linalg import splu

        count = told.size
        one, other = self._pairs.T
        ease = coo_matrix((self._ease, (one, other)), (count, count)).tocsr()
        ease = ease + ease.T
        free, fixed = np.flatnonzero(told == NONE), np.flatnonzero(told != NONE)
        chance = np.zeros(like.shape)
        chance[fixed, told[fixed]] = 1
        if free.size:
            rows = ease[free]
            system = diags(np.asarray(rows.sum(axis=1)).ravel() + _LOOKS) - rows[:, free]
            solved = splu(
                system.tocsc(), permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True}
            )
            chance[free] = solved.solve(rows[:, fixed] @ chance[fixed] + _LOOKS * like[free])
        return chance.argmax(axis=1)


def _cells(lab: np.ndarray, copy: np.ndarray, scale: float) -> np.ndarray:
    """(h, w) int32 from 0 up: the painting's cells, each around a place where the colour changes least."""
    height, width = lab.shape[:2]
    across, down = (cv2.Sobel(lab, cv2.CV_32F, x, y, ksize=3, scale=1 / 8) for x, y in ((1, 0), (0, 1)))
    steep = np.sqrt((across * across + down * down).sum(axis=2))
    even = cv2.GaussianBlur(steep, (0, 0), _SMOOTH * scale)
    lowest = (even <= cv2.erode(even, np.ones((3, 3), np.uint8))).view(np.uint8)
    _, cells = cv2.connectedComponents(lowest, connectivity=8, ltype=cv2.CV_32S)
    # The flooding leaves the outermost pixels undecided: one more all around.
    flooded = cv2.copyMakeBorder(cells, 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    slope = cv2.cvtColor(np.clip(steep * _STEEP, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2BGR)
    cv2.watershed(cv2.copyMakeBorder(slope, 1, 1, 1, 1, cv2.BORDER_REPLICATE), flooded)
    _settle(flooded, cv2.copyMakeBorder(copy, 1, 1, 1, 1, cv2.BORDER_REPLICATE))
    # Large even areas are parted, so that two scribbles in one of them have a cell each.
    largest = int(_LARGEST * scale)
    row, column = np.arange(height)[:, None] // largest, np.arange(width) // largest
    block = row * (width // largest + 1) + column
    parted = flooded[1:-1, 1:-1].astype(np.int64) * (int(block[-1, -1]) + 1) + block
    return np.unique(parted, return_inverse=True)[1].reshape(height, width).astype(np.int32)


def marks_from_points(points: Iterable[Point], shape: tuple[int, int], size: int = 3) -> np.ndarray:
    """Marks for Board.materials, (h, w) int32, from clicks: each (x, y, material number) a square of `size` px.

    Raises InputError for a point outside the picture.
    """
    height, width = shape
    marks = np.full(shape, NONE, np.int32)
    reach = size // 2
    for x, y, number in points:
        if not (0 <= x < width and 0 <= y < height):
            raise InputError(f"the point {x:g}, {y:g} lies outside the picture of {width} x {height} px")
        row, column = int(y), int(x)
        marks[max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1] = number
    return marks


def _settle(flooded: np.ndarray, copy: np.ndarray) -> None:
    """Give the pixels where floods met (-1), in place, to the neighbour whose colour is most like theirs."""
    rows, columns = np.nonzero(flooded[1:-1, 1:-1] <= 0)
    rows, columns = rows + 1, columns + 1
    flooded[[0, -1], :] = 0
    flooded[:, [0, -1]] = 0
    while rows.size:
        here = copy[rows, columns].astype(np.int32)
        least = np.full(rows.size, np.iinfo(np.int32).max)
        taken = np.zeros(rows.size, np.int32)
        for down, across in _AROUND:
            label = flooded[rows + down, columns + across]
            unlike = np.abs(copy[rows + down, columns + across] - here).sum(axis=1)
            better = (label > 0) & (unlike < least)
            least[better], taken[better] = unlike[better], label[better]
        flooded[rows, columns] = taken
        left = taken == 0
        rows, columns = rows[left], columns[left]
