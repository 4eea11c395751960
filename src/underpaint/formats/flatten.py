"""What a stack of layers looks like.

Compositing and blend modes: W3C Compositing and Blending Level 1, sections 5, 9 and 10, on the values as stored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from underpaint.formats.stack import Group, Layer

_BAND = 64


def _hard_light(under: np.ndarray, over: np.ndarray) -> np.ndarray:
    return np.where(over <= 0.5, 2 * under * over, under + (2 * over - 1) * (1 - under))


_BLENDS: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "multiply": lambda under, over: under * over,
    "screen": lambda under, over: under + over - under * over,
    "overlay": lambda under, over: _hard_light(over, under),
    "hard light": _hard_light,
    "darken": np.minimum,
    "lighten": np.maximum,
    "linear dodge": lambda under, over: np.minimum(under + over, 1),
    "difference": lambda under, over: np.abs(under - over),
}
DRAWN = frozenset({"normal", "pass through", *_BLENDS})


def flatten(layers: Sequence[Layer | Group], width: int, height: int, dtype: type[np.generic]) -> np.ndarray:
    """(height, width, 4) RGBA of dtype uint8 or uint16: the visible layers, top to bottom, as they look together.

    A blend mode outside DRAWN is drawn as "normal".
    """
    out = np.empty((height, width, 4), dtype)
    full = np.float32(np.iinfo(dtype).max)

    def band(y: int) -> None:
        # Colours are held multiplied by their alpha.
        paint = np.zeros((min(_BAND, height - y), width, 4), np.float32)
        _lay(layers, paint, y)
        paint[:, :, :3] = _straight(paint)
        np.clip(paint, 0, 1, out=paint)
        paint *= full
        out[y : y + _BAND] = np.rint(paint, out=paint)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(band, range(0, height, _BAND)))
    return out


def _straight(paint: np.ndarray) -> np.ndarray:
    """Its colours, no longer multiplied by their alpha."""
    colour, alpha = paint[:, :, :3], paint[:, :, 3:]
    if ((alpha == 1) | (alpha == 0)).all():
        return colour
    return np.divide(colour, alpha, out=np.zeros_like(colour), where=alpha > 0)


def _lay(layers: Sequence[Layer | Group], paint: np.ndarray, y: int) -> None:
    """Lay them on `paint`, a band of the canvas that begins at row y."""
    for layer in reversed(layers):
        if not layer.visible or not layer.opacity:
            continue
        share = np.float32(layer.opacity / 255)
        if isinstance(layer, Layer):
            _lay_one(layer, paint, y, share)
        elif layer.blend == "pass through":
            if share == 1:
                _lay(layer.layers, paint, y)
            else:
                before = paint.copy()
                _lay(layer.layers, paint, y)
                paint += (before - paint) * (1 - share)
        else:
            inside = np.zeros_like(paint)
            _lay(layer.layers, inside, y)
            _blend(paint, _straight(inside), inside[:, :, 3:] * share, layer.blend)


def _lay_one(layer: Layer, paint: np.ndarray, y: int, share: np.float32) -> None:
    height, width = layer.pixels.shape[:2]
    top, bottom = max(layer.top, y), min(layer.top + height, y + paint.shape[0])
    left, right = max(layer.left, 0), min(layer.left + width, paint.shape[1])
    if top >= bottom or left >= right:
        return
    pixels = layer.pixels[top - layer.top : bottom - layer.top, left - layer.left : right - layer.left]
    # A touch-up is mostly nothing: the band is cut down to the rows and columns that hold paint.
    painted = pixels[:, :, 3] > 0
    rows, columns = np.flatnonzero(painted.any(axis=1)), np.flatnonzero(painted.any(axis=0))
    if not rows.size:
        return
    some = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    pixels = pixels[some].astype(np.float32) / np.float32(np.iinfo(layer.pixels.dtype).max)
    target = paint[top - y : bottom - y, left:right][some]
    _blend(target, pixels[:, :, :3], pixels[:, :, 3:] * share, layer.blend)


def _blend(paint: np.ndarray, colour: np.ndarray, alpha: np.ndarray, mode: str) -> None:
    under, below = paint[:, :, :3], paint[:, :, 3:]
    if mode in _BLENDS:
        colour = (1 - below) * colour + below * _BLENDS[mode](_straight(paint), colour)
    elif (alpha == 1).all():
        under[:], below[:] = colour, 1
        return
    under *= 1 - alpha
    under += alpha * colour
    below += alpha * (1 - below)
