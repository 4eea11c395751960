"""The energy of a synthesized picture, as ebsynth defines it, for any program's nearest-neighbour field.

ebsynth's functional (its CPU build, `ebsynth_cpu.cpp`, commit 2f5c97c): every target pixel p points at a board place n(p). It pays

- *style*: the squared differences between the 5 x 5 patch of the picture around p and that of the board around n(p),
  weighted by channel and summed over the patch; beyond the target's rim the nearest pixel stands in;
- *guides*: the same over the guide channels;
- *uniformity* `u * omega(n(p)) / (25 * best)`: omega sums, over the board patch at n(p), how many target patches cover each board
  pixel, and `best = 25 * target pixels / board pixels` is what even use of the board would give.

Weights on ebsynth's command line belong to a picture; it divides them by the picture's channels (1 when grey, else 3).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import ndimage as ndi

PATCH = 5
BAND_PIXELS = 1 << 18  # target pixels handled at once: bounds the memory at 4K


def vote(style: np.ndarray, nnf: np.ndarray, patch: int = PATCH) -> np.ndarray:
    """The picture a field stands for: each pixel is the plain mean of what the patches over it show, rounded down.

    style: (h, w, C) uint8. nnf: (H, W, 2) integers, board (y, x) of every target pixel. Returns (H, W, C) uint8.
    Rounding down and leaving out what lies off the board or the target is ebsynth's rule: from its field this gives its picture.
    """
    h, w, channels = style.shape
    rows, cols = nnf.shape[:2]
    r = patch // 2
    total = np.zeros((rows, cols, channels), np.int32)
    count = np.zeros((rows, cols), np.int32)
    flat = style.reshape(-1, channels)
    for dy in range(-r, r + 1):
        for dx in range(-r, r + 1):
            ys, xs = slice(max(0, -dy), min(rows, rows - dy)), slice(max(0, -dx), min(cols, cols - dx))
            near = nnf[ys.start + dy : ys.stop + dy, xs.start + dx : xs.stop + dx]
            y, x = near[..., 0] - dy, near[..., 1] - dx
            on = (y >= 0) & (y < h) & (x >= 0) & (x < w)
            seen = flat[np.clip(y, 0, h - 1) * w + np.clip(x, 0, w - 1)]
            total[ys, xs] += seen * on[..., None]
            count[ys, xs] += on
    return (total // np.maximum(count, 1)[..., None]).astype(np.uint8)


def usage(nnf: np.ndarray, board_shape: tuple[int, int], patch: int = PATCH) -> np.ndarray:
    """How often the board patch at each place is covered by target patches: ebsynth's patch sum of omega, (h, w) int64."""
    h, w = board_shape
    aimed = np.bincount((nnf[..., 0] * w + nnf[..., 1]).ravel(), minlength=h * w).reshape(h, w)
    box = np.ones(patch, np.int64)
    for _ in range(2):  # once for the patches that cover a pixel, once for the sum over a patch
        aimed = ndi.correlate1d(ndi.correlate1d(aimed, box, axis=0, mode="constant"), box, axis=1, mode="constant")
    return aimed


def energy(
    style: np.ndarray,
    source_guides: np.ndarray,
    target_guides: np.ndarray,
    weights: Sequence[float],
    uniformity: float,
    nnf: np.ndarray,
    picture: np.ndarray,
    patch: int = PATCH,
) -> dict[str, float]:
    """Mean energy per target pixel, term by term: style, guides, uniformity and their total.

    style: (h, w, 3) uint8, the board. source_guides: (h, w, G) uint8. target_guides: (H, W, G) uint8.
    weights: 3 + G, one per channel. uniformity: in the same unit as the weights (ebsynth: 3500 with style weights of 1/3;
    with weights six times as large it is 21000, and the energies come out six times as large).
    nnf: (H, W, 2) integers, board (y, x). picture: (H, W, 3) uint8.
    Raises ValueError when the sizes do not fit together or the field leaves the board.
    """
    h, w = style.shape[:2]
    rows, cols = nnf.shape[:2]
    channels = style.shape[2] + source_guides.shape[2]
    if source_guides.shape[:2] != (h, w):
        raise ValueError(f"board is {w} x {h} but its guides are {source_guides.shape[1]} x {source_guides.shape[0]}")
    for name, array in (("target guides", target_guides), ("picture", picture)):
        if array.shape[:2] != (rows, cols):
            raise ValueError(f"field is {cols} x {rows} but the {name} are {array.shape[1]} x {array.shape[0]}")
    if len(weights) != channels or target_guides.shape[2] != source_guides.shape[2]:
        raise ValueError(f"{len(weights)} weights for {channels} channels ({target_guides.shape[2]} target guides)")
    if nnf.min() < 0 or (nnf.max(axis=(0, 1)) >= (h, w)).any():
        raise ValueError(f"field points outside the {w} x {h} board")

    r = patch // 2
    rim = ((r, r), (r, r), (0, 0))
    board = np.pad(np.concatenate([style, source_guides], 2), rim, mode="edge").reshape(-1, channels)
    target = np.pad(np.concatenate([picture, target_guides], 2), rim, mode="edge")
    per_channel = np.zeros(channels)
    step = max(1, BAND_PIXELS // cols)
    for top in range(0, rows, step):
        band = nnf[top : top + step].astype(np.int64)
        place = (band[..., 0] + r) * (w + 2 * r) + band[..., 1] + r
        high = len(band)
        for dy in range(-r, r + 1):
            for dx in range(-r, r + 1):
                here = target[top + r + dy : top + r + dy + high, r + dx : r + dx + cols].astype(np.float32)
                here -= board[place + (dy * (w + 2 * r) + dx)]
                here = here.reshape(-1, channels)
                per_channel += np.einsum("ij,ij->j", here, here, dtype=np.float64)

    paid = per_channel * np.asarray(weights, np.float64) / (rows * cols)
    best = patch * patch * (rows * cols) / (h * w)
    covered = usage(nnf, (h, w), patch)[nnf[..., 0], nnf[..., 1]].mean()
    terms = {
        "style": float(paid[: style.shape[2]].sum()),
        "guides": float(paid[style.shape[2] :].sum()),
        "uniformity": float(uniformity * covered / (patch * patch * best)),
    }
    return terms | {"total": sum(terms.values())}
