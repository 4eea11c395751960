"""Words on a drawing name its regions, and what has no word gets a guess that is listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import cv2
import numpy as np

from underpaint.errors import InputError
from underpaint.layout.by_hand import Point, merged
from underpaint.layout.joining import Borders, join
from underpaint.layout.regions import Regions, boxes, spread

Colour = tuple[int, int, int]

# Shares of the picture: the largest place that goes with what surrounds it, and the largest that goes unlisted anywhere.
_DETAIL = 0.01
_SPECK = 0.0005


@dataclass(frozen=True)
class Word:
    """A material's name and the point it stands at, px from the picture's upper left corner."""

    material: str
    x: float
    y: float


@dataclass(frozen=True)
class Unnamed:
    """A region without a word: an (x, y) inside it, its pixels, the guess, how sure it is (0..1), and what it rests on."""

    x: int
    y: int
    pixels: int
    guess: str
    confidence: float
    why: str


@dataclass(frozen=True)
class Shared:
    """Two words of different materials in one region, which was split between them where it is narrowest."""

    first: Word
    second: Word


@dataclass(frozen=True)
class Named:
    """materials: (h, w) uint8, index into names. unnamed: largest first. guessed: (h, w) bool, True in all of these.
    details: how many small closed places took the material around them. shared: regions split between their words."""

    materials: np.ndarray
    names: tuple[str, ...]
    unnamed: tuple[Unnamed, ...]
    guessed: np.ndarray
    shared: tuple[Shared, ...]
    details: int

    def picture(self, palette: Mapping[str, Colour]) -> np.ndarray:
        """(h, w, 3) uint8, the material map in the palette's colours."""
        colours = np.array([palette[name] for name in self.names], np.uint8)
        return np.stack([channel[self.materials] for channel in colours.T], 2)


FROM_CUTS, FROM_LINES = "earlier cuts", "the lines around it"
"""What a guess rests on; of the two only the first has seen what a person said."""

Guess = Callable[[np.ndarray, np.ndarray, Mapping[int, str]], Mapping[int, tuple[str, float]]]
"""Called with the labels, (h, w) int32, the line density, (h, w) uint8, and the material of every label that has one;
answers for those that have none, each with how sure it is (0..1). It may leave any of them out."""


def name_regions(
    regions: Regions,
    words: Sequence[Word],
    palette: Mapping[str, Colour],
    guess: Guess | None = None,
    merges: Sequence[Sequence[Point]] = (),
) -> Named:
    """Give every region the material of the word in it. merges: points whose places are one, whatever is drawn between them.

    What is drawn together with a word, with openings or light lines between, takes its material. Small closed places
    inside one material belong to it. All other places without a word get a guess, from `guess` where that has one, else
    from the lines around them, and are listed as unnamed. Words of different materials that no line parts are listed as
    shared. Raises InputError as check_words does.
    """
    check_words(words, regions.cells.shape, palette)
    names = tuple(dict.fromkeys(word.material for word in words))
    cells = _split_cells(regions, words)
    met = merged(regions.met if cells is regions.cells else regions.where_meet(cells), cells, merges)
    said = np.full(int(cells.max()) + 1, -1)
    for word in words:
        said[cells[int(word.y), int(word.x)]] = names.index(word.material)
    root, end = join(said, met)
    material = _of_group(said, end)
    places, details = _unnamed_places(cells, said, root, material, met)
    unnamed = []
    if places:
        answers = _guesses(cells, regions.lines, root, material, names, places, guess)
        box = boxes(cells)
        for place in places:
            name, sure, why = answers.get(int(place.cells[0]), _from_neighbours(place, material, met, names))
            if name not in names:
                names += (name,)
            material[place.cells] = names.index(name)
            x, y = _deepest(cells, place.cells, box)
            unnamed.append(Unnamed(x, y, place.pixels, name, round(float(sure), 3), why))
    without = np.zeros(len(material), bool)
    for place in places:
        without[place.cells] = True
    return Named(
        material.astype(np.uint8)[cells], names, tuple(unnamed), without[cells], _shared(regions, words), details
    )


def _of_group(said: np.ndarray, root: np.ndarray) -> np.ndarray:
    """(labels,) the material of the group that each cell joined, -1 where no word is in it."""
    material = np.full(len(root), -1)
    np.maximum.at(material, root, said)
    return material[root]


def check_words(words: Sequence[Word], shape: tuple[int, int], palette: Mapping[str, Colour]) -> None:
    """Raise InputError for no words at all, a word that the palette lacks, and a point outside the (h, w) of the picture."""
    height, width = shape
    if not words:
        raise InputError("no words: name at least one region, each word a material with its point")
    for word in words:
        if word.material not in palette:
            like = get_close_matches(word.material, palette, n=3, cutoff=0.5)
            hint = f"nearest: {', '.join(like)}" if like else f"known: {', '.join(palette)}"
            raise InputError(f"the palette has no material {word.material!r} (word at {word.x:g}, {word.y:g}); {hint}")
        if not (0 <= word.x < width and 0 <= word.y < height):
            raise InputError(
                f"the word {word.material!r} at {word.x:g}, {word.y:g} lies outside the picture of {width} x {height} px"
            )


def _shared(regions: Regions, words: Sequence[Word]) -> tuple[Shared, ...]:
    """Pairs of words of different materials that no line parts, one pair for every region that has such."""
    first: dict[int, Word] = {}
    found: dict[int, Shared] = {}
    for word in words:
        label = int(regions.of_cell[regions.cells[int(word.y), int(word.x)]])
        before = first.setdefault(label, word)
        if before.material != word.material:
            found.setdefault(label, Shared(before, word))
    return tuple(found.values())


def _split_cells(regions: Regions, words: Sequence[Word]) -> np.ndarray:
    """The cells, each that holds words of two materials parted between them at equal distance."""
    cells = regions.cells
    inside: dict[int, list[Word]] = {}
    for word in words:
        inside.setdefault(int(cells[int(word.y), int(word.x)]), []).append(word)
    for label, here in inside.items():
        if len({word.material for word in here}) < 2:
            continue
        if cells is regions.cells:
            cells = cells.copy()
        mask = cells == label
        x, y, width, height = cv2.boundingRect(mask.view(np.uint8))
        box = np.s_[y : y + height, x : x + width]
        parts = np.zeros((height, width), np.int32)
        for number, word in enumerate(here, 1):
            parts[int(word.y) - y, int(word.x) - x] = number
        spread(parts, mask[box])
        numbers = np.r_[label, label, int(cells.max()) + 1 + np.arange(len(here) - 1)]
        cells[box][mask[box]] = numbers[parts[mask[box]]]
    return cells


@dataclass(frozen=True)
class _Place:
    """Cells drawn together, none of which has a word."""

    cells: np.ndarray
    pixels: int


def _unnamed_places(
    cells: np.ndarray, said: np.ndarray, root: np.ndarray, material: np.ndarray, met: Borders
) -> tuple[list[_Place], int]:
    """The places to list, largest first, and how many small ones simply belong to what surrounds them."""
    wordless = _of_group(said, root) < 0
    wordless[0] = False
    pixels = np.bincount(root[cells.ravel()], minlength=len(root))
    surrounded = np.ones(len(root), bool)
    a, b = met.pairs.T
    other = (material[a] != material[b]) & (met.length > 0)
    surrounded[root[a[other]]] = False
    surrounded[root[b[other]]] = False
    small = (pixels < _SPECK * cells.size) | (surrounded & (pixels < _DETAIL * cells.size))
    numbers = np.unique(root[wordless])
    listed = numbers[~small[numbers]]
    found = [_Place(np.flatnonzero(root == number), int(pixels[number])) for number in listed]
    return sorted(found, key=lambda place: -place.pixels), len(numbers) - len(listed)


def _guesses(
    cells: np.ndarray,
    lines: np.ndarray,
    root: np.ndarray,
    material: np.ndarray,
    names: tuple[str, ...],
    places: Sequence[_Place],
    guess: Guess | None,
) -> dict[int, tuple[str, float, str]]:
    """What `guess` says of each place, under the number of its first cell; regions are shown to it joined, not as cells."""
    if guess is None:
        return {}
    number = root.astype(np.int32)
    known = {int(group): names[material[group]] for group in np.unique(root[1:])}
    for place in places:
        known.pop(int(root[place.cells[0]]), None)
    answers = guess(number[cells], lines, known)
    asked = {int(root[place.cells[0]]): int(place.cells[0]) for place in places}
    return {asked[label]: (*answer, FROM_CUTS) for label, answer in answers.items() if label in asked}


def _from_neighbours(
    place: _Place, material: np.ndarray, met: Borders, names: tuple[str, ...]
) -> tuple[str, float, str]:
    """The material that the place was joined to; surer, the firmer the lines towards all others."""
    own = int(material[place.cells[0]])
    inside = np.zeros(len(material), bool)
    inside[place.cells] = True
    edge = np.flatnonzero(inside[met.pairs[:, 0]] != inside[met.pairs[:, 1]])
    beyond = material[np.where(inside[met.pairs[edge, 0]], met.pairs[edge, 1], met.pairs[edge, 0])]
    length = np.bincount(beyond, met.length[edge], len(names))
    drawn = np.maximum(0, np.bincount(beyond, 1.0 * met.length[edge] - met.together[edge], len(names)))
    firm = drawn / np.maximum(length, 1)
    others = np.setdiff1d(beyond, [own])
    rival = firm[others].min() if len(others) else np.inf
    sure = 1.0 if np.isinf(rival) else (rival + 1e-9) / (rival + firm[own] + 2e-9)
    return names[own], sure, FROM_LINES


def _deepest(labels: np.ndarray, cells: np.ndarray, box: np.ndarray) -> tuple[int, int]:
    """The (x, y) farthest inside a place; box: (labels, 4) of boxes."""
    # A pixel more on every side, as the place ends there.
    left, top = np.maximum(box[cells, :2].min(0) - 1, 0)
    right, bottom = box[cells, 2:].max(0) + 1
    chosen = np.zeros(len(box), np.uint8)
    chosen[cells] = 1
    far = cv2.distanceTransform(chosen[labels[top:bottom, left:right]], cv2.DIST_L2, 3)
    y, x = np.unravel_index(int(far.argmax()), far.shape)
    return int(left + x), int(top + y)
