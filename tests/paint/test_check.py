"""Every request that cannot be painted is refused before any work, in a line that says what and where."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from underpaint.errors import InputError
from underpaint.paint.check import check
from underpaint.paint.request import Board, Layout, Repaint, Request


@pytest.fixture
def request_(scene) -> Request:
    board = Board("small", scene.painting, scene.materials)
    return Request((board,), Layout(scene.layout, scene.lines), names=scene.names)


def board(request: Request, **changed) -> Request:
    return replace(request, boards=(replace(request.boards[0], **changed),))


def layout(request: Request, **changed) -> Request:
    return replace(request, layout=replace(request.layout, **changed))


def painted(materials: np.ndarray, colour: tuple[int, int, int], *places: tuple[slice, slice]) -> np.ndarray:
    changed = materials.copy()
    for place in places:
        changed[place] = colour
    return changed


def smoothed(materials: np.ndarray) -> np.ndarray:
    """The map as a soft brush or a resized export leaves it."""
    image = Image.fromarray(materials)
    half = image.resize((image.width // 2, image.height // 2), Image.Resampling.NEAREST)
    return np.asarray(half.resize(image.size, Image.Resampling.BILINEAR))


def test_a_good_request_passes(request_):
    check(request_)
    painting = request_.boards[0].painting
    rough = np.zeros((24, 32, 3), np.uint8)
    check(replace(request_, stage="rough"))
    check(replace(request_, stage="paint", rough=rough))
    check(replace(request_, boards=(request_.boards[0], Board("b", painting[:60], request_.boards[0].materials[:60]))))
    keep = np.zeros((96, 128, 3), np.uint8)
    check(replace(request_, repaint=Repaint(keep, np.ones((96, 128), bool))))
    check(board(request_, painting=painting.astype(np.uint16)))


@pytest.mark.parametrize(
    "change, says",
    [
        (lambda r: replace(r, boards=()), "0 boards given"),
        (lambda r: replace(r, stage="final"), "stage 'final'"),
        (lambda r: replace(r, seed=-1), "seed -1"),
        (lambda r: replace(r, seed=2**32), "seed 4294967296"),
        (lambda r: replace(r, seed=1.5), "seed 1.5"),
        (lambda r: replace(r, seed=True), "seed True"),
        (lambda r: board(r, painting=r.boards[0].painting[:-1]), "160 x 119 px but its material map 160 x 120"),
        (lambda r: board(r, painting=r.boards[0].painting.astype(float)), "float64; expected .* uint8 or uint16"),
        (lambda r: board(r, painting=r.boards[0].painting[..., :2]), "expected \\(h, w, 3 or 4\\)"),
        (lambda r: board(r, painting=r.boards[0].painting[..., 0]), "an array \\(120, 160\\)"),
        (
            lambda r: board(r, painting=r.boards[0].painting[:9], materials=r.boards[0].materials[:9]),
            "160 x 9 px; each side is 16 to 30,000",
        ),
        (
            lambda r: replace(
                r, boards=(*r.boards, replace(r.boards[0], painting=r.boards[0].painting.astype(np.uint16)))
            ),
            "8-bit RGB but board small 16-bit RGB",
        ),
        (lambda r: layout(r, materials=r.layout.materials[..., :2]), "layout map"),
        (lambda r: layout(r, materials=np.zeros((16, 30_001, 3), np.uint8)), "30001 x 16 px"),
        (lambda r: layout(r, lines=r.layout.lines[1:]), "layout lines are 128 x 95"),
        (lambda r: layout(r, lines=r.layout.lines > 9), "layout lines: an array .* bool"),
        (lambda r: replace(r, rough=np.zeros((24, 32, 3), np.uint8)), "only stage 'paint'"),
        (lambda r: replace(r, stage="paint"), "none was given"),
        (
            lambda r: replace(r, stage="paint", rough=np.zeros((24, 32, 4), np.uint8)),
            "8-bit RGBA but the boards 8-bit RGB",
        ),
        (lambda r: replace(r, stage="paint", rough=np.zeros((192, 256, 3), np.uint8)), "larger than the layout map"),
        (lambda r: replace(r, stage="paint", rough=np.zeros((24, 24, 3), np.uint8)), "another format"),
        (
            lambda r: replace(r, repaint=Repaint(np.zeros((96, 128, 3), np.uint8), np.zeros((96, 128), bool))),
            "mask is empty",
        ),
        (
            lambda r: replace(r, repaint=Repaint(np.zeros((95, 128, 3), np.uint8), np.ones((96, 128), bool))),
            "128 x 95 px",
        ),
        (
            lambda r: replace(r, repaint=Repaint(np.zeros((96, 128, 3), np.uint8), np.ones((96, 127), bool))),
            "mask is 127",
        ),
        (
            lambda r: replace(r, repaint=Repaint(np.zeros((96, 128, 3), np.uint16), np.ones((96, 128), bool))),
            "16-bit RGB",
        ),
        (
            lambda r: replace(r, repaint=Repaint(np.zeros((96, 128, 3), np.uint8), np.ones((96, 128)))),
            "float64; expected",
        ),
    ],
)
def test_refused(request_, change, says):
    with pytest.raises(InputError, match=says) as error:
        check(change(request_))
    assert "\n" not in str(error.value)


def test_an_unknown_material_is_named_with_its_colour_and_place(request_):
    changed = painted(request_.layout.materials, (1, 2, 3), np.s_[40:60, 50:90])
    with pytest.raises(
        InputError, match="no board has the material #010203, drawn at x=50, y=40; the boards have .*sky"
    ):
        check(layout(request_, materials=changed))
    with pytest.raises(InputError, match="the material lava \\(#010203\\)"):
        check(replace(layout(request_, materials=changed), names={(1, 2, 3): "lava"}))


def test_a_material_smaller_than_a_patch_on_every_board(request_):
    thin = painted(request_.boards[0].materials, (1, 2, 3), np.s_[100:104, 0:160], np.s_[90:100, 3:7])
    asked = painted(request_.layout.materials, (1, 2, 3), np.s_[40:60, 50:90])
    small = layout(board(request_, materials=thin), materials=asked)
    with pytest.raises(InputError, match="no board has a 5 x 5 px patch of the material #010203.* x=50, y=40"):
        check(small)
    check(layout(small, materials=request_.layout.materials))  # nothing asks for it
    check(layout(board(request_, materials=painted(thin, (1, 2, 3), np.s_[100:105, 20:25])), materials=asked))


def test_a_material_missing_outside_the_mask_does_not_matter(request_):
    asked = layout(request_, materials=painted(request_.layout.materials, (1, 2, 3), np.s_[40:60, 50:90]))
    mask = np.zeros((96, 128), bool)
    mask[:20] = True
    check(replace(asked, repaint=Repaint(np.zeros((96, 128, 3), np.uint8), mask)))
    mask[50, 60] = True
    with pytest.raises(InputError, match="#010203"):
        check(replace(asked, repaint=Repaint(np.zeros((96, 128, 3), np.uint8), mask)))


def test_an_anti_aliased_map_says_how_many_colours_and_where(request_):
    soft = smoothed(request_.layout.materials)
    count = len(np.unique(soft.reshape(-1, 3), axis=0))
    with pytest.raises(InputError, match=f"layout map: not flat: {count} colours, {count - 3} of them") as error:
        check(layout(request_, materials=soft))
    place = str(error.value).partition(" at x=")[2].partition(";")[0]
    x, y = (int(number) for number in place.split(", y="))
    colour = "#" + "".join(f"{value:02x}" for value in soft[y, x])
    assert colour in str(error.value)
    assert tuple(soft[y, x]) not in {(150, 200, 225), (110, 160, 190), (210, 215, 150)}
    with pytest.raises(InputError, match="board small: material map: not flat"):
        check(board(request_, materials=smoothed(request_.boards[0].materials)))


def test_a_photograph_for_a_map_is_refused(request_):
    with pytest.raises(InputError, match="not flat"):
        check(board(request_, materials=request_.boards[0].painting))


def test_more_colours_than_any_palette(request_):
    blocks = np.arange(100, dtype=np.uint8).reshape(10, 10).repeat(12, 0).repeat(16, 1)
    many = np.stack([blocks, blocks, 255 - blocks], axis=-1)
    with pytest.raises(InputError, match="100 colours; at most 64 are allowed"):
        check(board(request_, materials=many))


def test_thin_poles_and_ropes_are_not_taken_for_soft_edges(request_):
    materials = request_.boards[0].materials
    for number in range(6):
        materials = painted(materials, (200, 10 * number, 3), np.s_[:, 20 * number + 5 : 20 * number + 7])
    check(board(request_, materials=materials))


def test_a_large_map_is_checked_in_a_blink(request_):
    large = request_.layout.materials.repeat(24, 0).repeat(30, 1)[:2160]
    started = time.process_time()
    check(Request(request_.boards, Layout(large)))
    assert time.process_time() - started < 0.5
