"""Same request, same bytes: at any number of threads, with and without a kept index, after a restart, on plain instructions."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pytest

from underpaint import _kernel, paint

SKY = (150, 200, 225)


def both(scene) -> paint.Request:
    board = paint.Board("small", scene.painting, scene.materials)
    return paint.Request((board,), paint.Layout(scene.layout, scene.lines), seed=3, names=scene.names)


def rough(scene) -> paint.Request:
    return replace(both(scene), stage="rough", smooth=frozenset({SKY}))


def from_rough(scene) -> paint.Request:
    draft = np.random.default_rng(1).integers(0, 256, (24, 32, 3), dtype=np.uint8)
    return replace(both(scene), stage="paint", rough=draft)


def repaint(scene) -> paint.Request:
    mask = np.zeros((96, 128), bool)
    mask[20:70, 30:100] = True
    return replace(both(scene), repaint=paint.Repaint(scene.painting[:96, :128], mask))


def two_boards(scene) -> paint.Request:
    asked = both(scene)
    (board,) = asked.boards
    deep = replace(board, painting=board.painting.astype(np.uint16) * 257)
    return replace(asked, boards=(deep, paint.Board("other", deep.painting[10:, ::-1], board.materials[10:, ::-1])))


REQUESTS = (both, rough, from_rough, repaint, two_boards)


def digest(painted: paint.Painted) -> str:
    """Of all that is not a time: picture, rough, source map, shares and energy."""
    hashed = sha256(repr((painted.shares, painted.energy)).encode())
    for array in (painted.picture, painted.rough, painted.sources.board, painted.sources.y, painted.sources.x):
        if array is not None:
            hashed.update(np.ascontiguousarray(array))
    return hashed.hexdigest()


@pytest.fixture(scope="module", params=REQUESTS, ids=lambda make: make.__name__)
def asked(request, scene) -> paint.Request:
    return request.param(scene)


@pytest.fixture(scope="module")
def once(asked) -> str:
    return digest(paint.paint(asked, threads=1))


@pytest.mark.parametrize("threads", [2, 4, 7, None])
def test_any_number_of_threads(asked, once, threads):
    assert digest(paint.paint(asked, threads=threads)) == once


def test_with_a_kept_index(asked, once):
    first = paint.paint(asked)
    assert digest(first) == once
    kept = [paint.BoardIndex.from_arrays(index.arrays()) for index in first.indexes]
    assert digest(paint.paint(asked, indexes=kept)) == once
    assert digest(paint.paint(asked, indexes=[None, *kept[1:]])) == once


def test_on_plain_instructions(asked, once):
    """Index and search both, so that a cache may be carried from one machine to another."""
    kept = paint.paint(asked).indexes
    _kernel.use_instructions("scalar")
    try:
        plain = paint.paint(asked)
        assert digest(plain) == once
        assert digest(paint.paint(asked, indexes=kept)) == once
    finally:
        _kernel.use_instructions("best")
    for one, other in zip(plain.indexes, kept, strict=True):
        for name, array in one.arrays().items():
            np.testing.assert_array_equal(array, other.arrays()[name])


def test_arrays_that_lie_otherwise_in_memory(asked, once):
    """The same pixels, column by column or as every other pixel of something larger."""

    def spread(array: np.ndarray) -> np.ndarray:
        wide = np.zeros((array.shape[0], 2 * array.shape[1], *array.shape[2:]), array.dtype)
        wide[:, ::2] = array
        return wide[:, ::2]

    boards = tuple(
        replace(board, painting=np.asfortranarray(board.painting), materials=spread(board.materials))
        for board in asked.boards
    )
    layout = paint.Layout(np.asfortranarray(asked.layout.materials), spread(asked.layout.lines))
    changed = replace(asked, boards=boards, layout=layout)
    if asked.rough is not None:
        changed = replace(changed, rough=spread(asked.rough))
    if asked.repaint is not None:
        changed = replace(changed, repaint=paint.Repaint(spread(asked.repaint.keep), spread(asked.repaint.mask)))
    assert digest(paint.paint(changed)) == once


def test_another_seed_is_another_picture(asked, once):
    assert digest(paint.paint(replace(asked, seed=4))) != once


def test_after_a_restart(desk):
    program = [sys.executable, "-c", "from underpaint.cli import main; main()"]
    pictures = []
    for number, more in enumerate((["--threads", "1", "--no-cache"], ["--threads", "4"], [])):
        out = f"out-{number}.png"
        arguments = [*desk.board(), *desk.cut(), "-o", str(desk.path(out)), *more]
        if "--no-cache" not in more:
            arguments += ["--cache", str(desk.path("cache"))]
        hashing = {**os.environ, "PYTHONHASHSEED": str(number)}
        subprocess.run([*program, "synth", *arguments], check=True, capture_output=True, env=hashing)
        pictures.append(desk.path(out).read_bytes())
    assert pictures[0] == pictures[1] == pictures[2]
    assert any(name.startswith("cache") for name in desk.files())
