"""Everything a request can have wrong with it, found before any work and said in one line."""

from __future__ import annotations

from typing import get_args

import numpy as np

from underpaint.errors import InputError
from underpaint.paint.materials import FlatMap, code_of, describe, flat_map
from underpaint.paint.request import DRAFTS, Board, Request, Stage
from underpaint.paint.sizes import MAX_BOARDS, PATCH, paintable, told_sizes
from underpaint.paint.tuning import AS_IS, check_tuning

MIN_SIDE = 16
MAX_SIDE = 30_000
MAX_COLOURS = 64
_STAGES = get_args(Stage)
_BLENDS_THAT_TELL = 3


def check(request: Request) -> None:
    """Raise InputError if the request cannot be painted: sizes, depths, maps that are not flat, materials without paint."""
    if not 0 < len(request.boards) <= MAX_BOARDS:
        raise InputError(f"{len(request.boards)} boards given; paint comes from 1 to {MAX_BOARDS} of them")
    if request.stage not in _STAGES:
        raise InputError(f"stage {request.stage!r}; it is one of {', '.join(_STAGES)}")
    if isinstance(request.seed, bool) or not isinstance(request.seed, int) or not 0 <= request.seed < 2**32:
        raise InputError(f"seed {request.seed!r}; it is a whole number from 0 to {2**32 - 1}")
    for colour, own in request.tuning.items():
        check_tuning(own, describe(code_of(colour), request.names))
    for board in request.boards:
        _check_board(board)
    _check_alike(request.boards)
    _check_layout(request)
    _check_rough(request)
    _check_repaint(request)
    _check_materials(request)


def _check_board(board: Board) -> None:
    _check_picture(f"board {board.name}: painting", board.painting, (np.uint8, np.uint16), (3, 4))
    _check_picture(f"board {board.name}: material map", board.materials, (np.uint8,), (3,))
    if board.painting.shape[:2] != board.materials.shape[:2]:
        raise InputError(
            f"board {board.name}: the painting is {_size(board.painting)} but its material map {_size(board.materials)}; "
            "draw the map over the painting at the painting's size"
        )


def _check_alike(boards: tuple[Board, ...]) -> None:
    first = boards[0]
    for other in boards[1:]:
        if (other.painting.dtype, other.painting.shape[2]) != (first.painting.dtype, first.painting.shape[2]):
            raise InputError(
                f"board {first.name} is {_depth(first.painting)} but board {other.name} {_depth(other.painting)}; "
                "save all boards of a cut alike"
            )


def _check_layout(request: Request) -> None:
    layout = request.layout
    _check_picture("layout map", layout.materials, (np.uint8,), (3,))
    if layout.lines is not None:
        if layout.lines.ndim != 2 or layout.lines.dtype != np.uint8:
            raise InputError(f"layout lines: {_array(layout.lines)}; expected grey (H, W) uint8")
        if layout.lines.shape != layout.materials.shape[:2]:
            raise InputError(
                f"layout lines are {_size(layout.lines)} but the layout map {_size(layout.materials)}; make them the same size"
            )
    if layout.shadow is not None:
        if layout.shadow.ndim != 2 or layout.shadow.dtype != bool:
            raise InputError(f"layout shadow: {_array(layout.shadow)}; expected (H, W) bool")
        if layout.shadow.shape != layout.materials.shape[:2]:
            raise InputError(
                f"the layout shadow is {_size(layout.shadow)} but the layout map {_size(layout.materials)}; "
                "make them the same size"
            )


def _check_rough(request: Request) -> None:
    if request.stage != "paint":
        if request.rough is not None:
            raise InputError(f"a rough was given to stage {request.stage!r}; only stage 'paint' starts from one")
        return
    if request.rough is None:
        raise InputError("stage 'paint' starts from a rough; none was given")
    painting, rough, materials = request.boards[0].painting, request.rough, request.layout.materials
    _check_picture("rough", rough, (np.uint8, np.uint16), (3, 4), least=1)
    if (rough.dtype, rough.shape[2]) != (painting.dtype, painting.shape[2]):
        raise InputError(
            f"the rough is {_depth(rough)} but the boards {_depth(painting)}; use a rough made from these boards"
        )
    height, width = materials.shape[:2]
    if rough.shape[0] > height or rough.shape[1] > width:
        raise InputError(f"the rough is {_size(rough)}, larger than the layout map's {_size(materials)}")
    if abs(rough.shape[1] * height - rough.shape[0] * width) > max(height, width):
        raise InputError(f"the rough is {_size(rough)}, another format than the layout map's {_size(materials)}")


def _check_repaint(request: Request) -> None:
    if request.repaint is None:
        return
    keep, mask = request.repaint.keep, request.repaint.mask
    painting, materials = request.boards[0].painting, request.layout.materials
    if request.stage in DRAFTS:
        raise InputError("a rough is made whole; repaint a place of the painting instead")
    _check_picture("picture to keep", keep, (np.uint8, np.uint16), (3, 4))
    if (keep.dtype, keep.shape[2]) != (painting.dtype, painting.shape[2]):
        raise InputError(f"the picture to keep is {_depth(keep)} but the boards {_depth(painting)}; save them alike")
    if mask.ndim != 2 or mask.dtype != np.bool_:
        raise InputError(f"mask: {_array(mask)}; expected (H, W) bool")
    for what, array in (("picture to keep", keep), ("mask", mask)):
        if array.shape[:2] != materials.shape[:2]:
            raise InputError(
                f"the {what} is {_size(array)} but the layout map {_size(materials)}; make them the same size"
            )
    if not mask.any():
        raise InputError("the mask is empty; draw the place to repaint in white")


def _check_materials(request: Request) -> None:
    names = request.names
    named = {code_of(colour) for colour in names}
    on_boards: set[int] = set()
    sizes = told_sizes(request)
    room = {size: set() for size in {AS_IS, *sizes.values()}}
    for board in request.boards:
        flat = flat_map(board.materials)
        _check_flat(f"board {board.name}: material map", board.materials, flat, named)
        on_boards.update(flat.codes.tolist())
        room[AS_IS].update(flat.codes[flat.solid(PATCH)].tolist())
        for size in sizes.values():
            room[size] |= paintable(board.materials, size)
    layout = flat_map(request.layout.materials)
    _check_flat("layout map", request.layout.materials, layout, named | on_boards)

    for label in _wanted(request, layout):
        code = int(layout.codes[label])
        y, x = layout.first(label)
        if code not in on_boards:
            raise InputError(
                f"layout map: no board has the material {describe(code, names)}, drawn at x={x}, y={y}; "
                f"the boards have {', '.join(describe(known, names) for known in sorted(on_boards))}"
            )
        if code not in room[AS_IS]:
            raise InputError(
                f"no board has a {PATCH} x {PATCH} px patch of the material {describe(code, names)}, which the layout map "
                f"has at x={x}, y={y}; draw it larger on a board's map, or give the layout another material there"
            )
        if code not in room[size := sizes.get(code, AS_IS)]:
            raise InputError(
                f"{describe(code, names)}: with strokes of {size / AS_IS:g} no board has a {PATCH} x {PATCH} px patch of it left; "
                "tell it larger strokes"
            )


def _wanted(request: Request, layout: FlatMap) -> list[int]:
    """Labels of the materials that will be painted: all of the layout's, or those inside the mask."""
    if request.repaint is None:
        return list(range(layout.codes.size))
    return np.unique(layout.labels[request.repaint.mask]).tolist()


def _check_flat(what: str, materials: np.ndarray, flat: FlatMap, known: set[int]) -> None:
    """A flat map has few colours, and hardly one that is only a blend of its neighbours along a border."""
    count = flat.codes.size
    thin = [label for label in np.flatnonzero(~flat.solid(3)) if int(flat.codes[label]) not in known]
    blends = [label for label in thin[:1000] if _is_blend(materials, *flat.first(label))]
    if len(blends) >= _BLENDS_THAT_TELL or count > MAX_COLOURS:
        of_them = f", {len(thin):,} of them only along borders" if thin else f"; at most {MAX_COLOURS} are allowed"
        label = min(blends or thin or range(count), key=flat.firsts.__getitem__)
        y, x = flat.first(label)
        raise InputError(
            f"{what}: not flat: {count:,} colours{of_them}, the first is #{flat.codes[label]:06x} at x={x}, y={y}; "
            "draw it with anti-aliasing off and save it as PNG"
        )


def _is_blend(materials: np.ndarray, y: int, x: int) -> bool:
    """Does the colour here lie between those on two opposite sides of it, up to three pixels away?"""
    height, width = materials.shape[:2]
    here = materials[y, x].astype(int)
    for dy, dx in ((0, 1), (1, 0), (1, 1), (1, -1)):
        for far in (1, 2, 3):
            before, after = (y - far * dy, x - far * dx), (y + far * dy, x + far * dx)
            if not all(0 <= row < height and 0 <= column < width for row, column in (before, after)):
                break
            one, other = materials[before].astype(int), materials[after].astype(int)
            between = (np.minimum(one, other) <= here) & (here <= np.maximum(one, other))
            if between.all() and (one != here).any() and (other != here).any():
                return True
    return False


def _check_picture(
    what: str, array: np.ndarray, dtypes: tuple, channels: tuple[int, ...], least: int = MIN_SIDE
) -> None:
    if array.ndim != 3 or array.shape[2] not in channels or array.dtype not in dtypes:
        raise InputError(
            f"{what}: {_array(array)}; expected (h, w, {' or '.join(map(str, channels))}) "
            f"{' or '.join(np.dtype(dtype).name for dtype in dtypes)}"
        )
    if not (least <= min(array.shape[:2]) and max(array.shape[:2]) <= MAX_SIDE):
        raise InputError(f"{what}: {_size(array)}; each side is {least} to {MAX_SIDE:,} px")


def _array(array: np.ndarray) -> str:
    return f"an array {array.shape} of {array.dtype}"


def _size(array: np.ndarray) -> str:
    return f"{array.shape[1]} x {array.shape[0]} px"


def _depth(array: np.ndarray) -> str:
    return f"{array.dtype.itemsize * 8}-bit {'RGBA' if array.shape[2] == 4 else 'RGB'}"
