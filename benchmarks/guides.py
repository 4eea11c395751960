"""The guides that both programs are given: the material map, the height in the picture, the distance to a border.

They are pictures on disk, so that ebsynth's command line can read them; `load` then counts their channels as ebsynth does.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageFilter

UNIFORMITY = 3500
STYLE_WEIGHT = 1.0
# What one guide picture is worth, as ebsynth's -weight takes it: the material first, where it lies second.
WEIGHTS = {"material": 3.0, "height": 0.5, "border": 0.5}
# ebsynth shares a picture's weight among its channels, 1 or 3: times 6 the shares are integers.
WHOLE = 6


class Guides(NamedTuple):
    """Both sides' guide channels, (h, w, G) and (H, W, G) uint8, and the weights of the 3 + G channels, times WHOLE."""

    source: np.ndarray
    target: np.ndarray
    weights: tuple[int, ...]


def paths(folder: Path) -> tuple[list[Path], list[Path]]:
    """The guide pictures in a folder, the board's and the layout's, in the order of WEIGHTS."""
    return [folder / f"source-{name}.png" for name in WEIGHTS], [folder / f"target-{name}.png" for name in WEIGHTS]


def draw(board_map: Path, layout_map: Path, folder: Path) -> None:
    """Write the guides of a board's and a layout's material map into a folder."""
    for maps, pictures in zip((board_map, layout_map), paths(folder), strict=True):
        for guide, path in zip(_side(maps), pictures, strict=True):
            Image.fromarray(guide.astype(np.uint8)).convert("RGB").save(path)


def _side(material_map: Path) -> tuple[np.ndarray, ...]:
    # Imported here because same_guides.py, which is timed, reads guides and draws none.
    from scipy import ndimage as ndi

    picture = Image.open(material_map).convert("RGB")
    flat = np.asarray(picture).astype(int)
    high, wide = flat.shape[:2]
    border = np.zeros((high, wide), bool)
    border[:, 1:] |= np.abs(np.diff(flat, axis=1)).any(2)
    border[1:] |= np.abs(np.diff(flat, axis=0)).any(2)
    return (
        np.asarray(picture.filter(ImageFilter.GaussianBlur(1.5))),
        np.linspace(0, 255, high)[:, None].repeat(wide, 1),
        np.clip(ndi.distance_transform_edt(~border) * 6, 0, 255),
    )


def load(
    sources: Sequence[Path], targets: Sequence[Path], weights: Sequence[float] = tuple(WEIGHTS.values())
) -> Guides:
    """Read pairs of guide pictures; a pair that is grey on both sides is one channel, any other three."""
    ours, theirs, shares = [], [], [round(WHOLE * STYLE_WEIGHT / 3)] * 3
    for source, target, weight in zip(sources, targets, weights, strict=True):
        pair = [np.asarray(Image.open(path).convert("RGB")) for path in (source, target)]
        channels = 1 if all((side == side[..., :1]).all() for side in pair) else 3
        ours.append(pair[0][..., :channels])
        theirs.append(pair[1][..., :channels])
        shares += [round(WHOLE * weight / channels)] * channels
    return Guides(np.concatenate(ours, 2), np.concatenate(theirs, 2), tuple(shares))
