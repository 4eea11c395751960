"""What a person painted or changed in a layered file, found by comparing it with the file as it was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import numpy as np

from underpaint.errors import InputError
from underpaint.formats.flatten import flatten
from underpaint.formats.stack import Group, Layer, Stack, in_eight_bits

# Programs blend with different rounding: up to this many of 256 steps between two merged pictures are no one's hand.
_ROUNDING = 2


@dataclass(frozen=True)
class Change:
    """One layer or group that is not as it was written.

    path: the names of the groups around it, outermost first, and its own; as it is now, or was if it is removed.
    what: those that apply, in this order: "added", "removed", "renamed", "reordered", "painted", "moved", "visibility",
        "opacity", "blend".
    pixels: how many of its pixels on the canvas were painted or erased.
    """

    path: tuple[str, ...]
    what: tuple[str, ...]
    pixels: int = 0


@dataclass(frozen=True)
class Changes:
    """All that a person changed.

    layers: a Change each, as they lie in the file, top to bottom; removed ones last.
    touch_up: (height, width, 4) RGBA, the person's paint as one layer, uint16 where both files are, else uint8. Laid over
        the picture as it was written it gives what is seen now to a step of 256, but where a person erased down to
        transparency. Paint in normal layers keeps its own colour and alpha; where that would not look the same
        (multiplied shadows, paint below other layers, a layer hidden or moved) what is seen is taken, opaque.
    mask: (height, width) bool, where the picture looks otherwise than it was written.
    """

    layers: tuple[Change, ...]
    touch_up: np.ndarray
    mask: np.ndarray

    @property
    def share(self) -> float:
        """Of the picture's pixels, those that look otherwise: 0 to 1."""
        return float(self.mask.mean())


@dataclass(frozen=True, eq=False)
class _Found:
    """A layer or group where it lies; shown and opacity (0 to 1) as the groups around it leave them."""

    path: tuple[str, ...]
    node: Layer | Group
    shown: bool
    opacity: float


def changed_layers(written: Stack, back: Stack) -> Changes:
    """What a person changed between `written`, the file as the program made it, and `back`, the file handed in.

    Layers are known by their names and groups, else by their paint. Colours under full transparency and paint off the
    canvas count for nothing; files of different depths are compared in 8 bits, to one step. Raises InputError where the
    canvas has another size.
    """
    size = written.width, written.height
    if size != (back.width, back.height):
        raise InputError(
            f"the file handed in is {back.width} x {back.height} px, the one it was made from {size[0]} x {size[1]} px; "
            "undo the crop or the scaling"
        )
    slack = 0
    if written.merged.dtype != back.merged.dtype:
        written, back, slack = _eight(written), _eight(back), 1
    before, after = list(_walk(written.layers)), list(_walk(back.layers))
    came_from = _pair(before, after)
    stayed = _in_order(before, [came_from[found] for found in after if found in came_from])
    changes: list[Change] = []
    paint: list[Layer] = []
    for found in after:
        was = came_from.get(found)
        what, hand = _compare(was, found, size, slack)
        if was is not None and (was not in stayed or was.path[:-1] != found.path[:-1]):
            what.insert("renamed" in what, "reordered")
        if what:
            changes.append(Change(found.path, tuple(what), 0 if hand is None else int(hand.sum())))
        if hand is not None and found.shown:
            paint.append(_kept(found, hand, size))
    gone = set(before) - set(came_from.values())
    changes += [Change(found.path, ("removed",)) for found in before if found in gone]
    if not changes and back.understood:
        nothing = np.zeros((size[1], size[0], 4), back.merged.dtype)
        return Changes((), nothing, nothing[:, :, 0] > 0)
    return Changes(tuple(changes), *_touch_up(written, back, paint, slack))


def _eight(stack: Stack) -> Stack:
    def eight(node: Layer | Group) -> Layer | Group:
        if isinstance(node, Group):
            return replace(node, layers=tuple(eight(inner) for inner in node.layers))
        return replace(node, pixels=in_eight_bits(node.pixels))

    return replace(stack, layers=tuple(eight(node) for node in stack.layers), merged=in_eight_bits(stack.merged))


def _walk(
    layers: Sequence[Layer | Group], above: tuple[str, ...] = (), shown: bool = True, opacity: float = 1
) -> Iterator[_Found]:
    for node in layers:
        found = _Found((*above, node.name), node, shown and node.visible, opacity * node.opacity / 255)
        yield found
        if isinstance(node, Group):
            yield from _walk(node.layers, found.path, found.shown, found.opacity)


def _pair(before: list[_Found], after: list[_Found]) -> dict[_Found, _Found]:
    """What each layer and group of the file handed in was when it was written."""
    # Of several with one name the lowest is the first: new layers come on top.
    named: dict[object, list[_Found]] = {}
    for found in before:
        named.setdefault((found.path, type(found.node)), []).append(found)
    pairs: dict[_Found, _Found] = {}
    for found in reversed(after):
        if same := named.get((found.path, type(found.node))):
            pairs[found] = same.pop()
    left = [found for same in named.values() for found in same if isinstance(found.node, Layer)]
    for found in after:
        if found not in pairs and isinstance(found.node, Layer):
            for was in left:
                # An empty layer is like any other empty one.
                if found.node.pixels.any() and np.array_equal(was.node.pixels, found.node.pixels):
                    pairs[found] = was
                    left.remove(was)
                    break
    return pairs


def _in_order(before: list[_Found], came_from: list[_Found]) -> set[_Found]:
    """Those that lie, among the others that are still there, where they were written."""
    there = set(came_from)
    blocks = SequenceMatcher(
        None, [found for found in before if found in there], came_from, False
    ).get_matching_blocks()
    return {found for block in blocks for found in came_from[block.b : block.b + block.size]}


def _compare(
    was: _Found | None, found: _Found, size: tuple[int, int], slack: int
) -> tuple[list[str], np.ndarray | None]:
    """What changed, and, where paint did, (height, width) bool: which pixels of the canvas."""
    new, old = found.node, was.node if was else None
    if old is None:
        hand = _on_canvas(new, size)[:, :, 3] > 0 if isinstance(new, Layer) else None
        return ["added"], hand
    what = ["renamed"] * (found.path[-1] != was.path[-1])
    hand = None
    if isinstance(new, Layer) and not _same(new, old):
        a, b = _on_canvas(old, size), _on_canvas(new, size)
        differs = _apart(a, b) > slack
        if differs.any():
            if _only_moved(old, new, slack):
                what.append("moved")
            else:
                what.append("painted")
                hand = differs
    what += ["visibility"] * (new.visible != old.visible) + ["opacity"] * (new.opacity != old.opacity)
    return what + ["blend"] * (new.blend != old.blend), hand


def _same(new: Layer, old: Layer) -> bool:
    return (new.left, new.top) == (old.left, old.top) and np.array_equal(new.pixels, old.pixels)


def _on_canvas(layer: Layer, size: tuple[int, int]) -> np.ndarray:
    """(height, width, 4): its pixels on the canvas, nothing where it is transparent."""
    width, height = size
    canvas = np.zeros((height, width, 4), layer.pixels.dtype)
    down, across = layer.pixels.shape[:2]
    top, left = max(0, layer.top), max(0, layer.left)
    bottom, right = min(height, layer.top + down), min(width, layer.left + across)
    if top < bottom and left < right:
        pixels = layer.pixels[top - layer.top : bottom - layer.top, left - layer.left : right - layer.left]
        canvas[top:bottom, left:right] = pixels * (pixels[:, :, 3:] > 0)
    return canvas


def _only_moved(old: Layer, new: Layer, slack: int) -> bool:
    a, b = _trimmed(old.pixels), _trimmed(new.pixels)
    return a.size > 0 and a.shape == b.shape and bool((_apart(a, b) <= slack).all())


def _trimmed(pixels: np.ndarray) -> np.ndarray:
    seen = pixels[:, :, 3] > 0
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    if not rows.size:
        return pixels[:0, :0]
    pixels = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return pixels * (pixels[:, :, 3:] > 0)


def _kept(found: _Found, hand: np.ndarray, size: tuple[int, int]) -> Layer:
    return Layer(found.path[-1], _on_canvas(found.node, size) * hand[:, :, None], opacity=round(found.opacity * 255))


def _touch_up(written: Stack, back: Stack, paint: list[Layer], slack: int) -> tuple[np.ndarray, np.ndarray]:
    width, height, dtype = back.width, back.height, back.merged.dtype.type
    step = np.iinfo(dtype).max // 255
    was, now = (flatten(stack.layers, width, height, dtype) for stack in (written, back))
    mask = _apart(was, now) > slack
    if not back.understood:
        merged = _with_alpha(back.merged)
        mask |= _apart(_with_alpha(written.merged), merged) > _ROUNDING * step
        now = np.where(mask[:, :, None], merged, was)
    touch_up = flatten(paint, width, height, dtype)
    laid = flatten([Layer("touch-up", touch_up), Layer("written", was)], width, height, dtype)
    wrong = _apart(laid, now) > step
    touch_up[wrong] = np.where(mask[:, :, None], now, 0)[wrong]
    return touch_up, mask


def _apart(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """(height, width): how far apart two pictures are in the channel where they are furthest."""
    height = a.shape[0]
    apart = np.zeros(a.shape[:2], a.dtype)
    rows = np.flatnonzero((a.reshape(height, -1) != b.reshape(height, -1)).any(axis=1))
    if rows.size:
        some = slice(rows[0], rows[-1] + 1)
        for channel in range(a.shape[2]):
            x, y = a[some, :, channel], b[some, :, channel]
            np.maximum(apart[some], np.maximum(x, y) - np.minimum(x, y), out=apart[some])
    return apart


def _with_alpha(array: np.ndarray) -> np.ndarray:
    if array.shape[2] == 4:
        return array
    return np.dstack([array, np.full(array.shape[:2], np.iinfo(array.dtype).max, array.dtype)])
