"""Same request, same bytes: at any number of threads, with and without a kept index, after a restart, on plain instructions."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pytest

from underpaint import _kernel, paint


@pytest.fixture(scope="module")
def request_(scene) -> paint.Request:
    board = paint.Board("small", scene.painting, scene.materials)
    return paint.Request((board,), paint.Layout(scene.layout, scene.lines), seed=3, names=scene.names)


def digest(painted: paint.Painted) -> str:
    hashed = sha256()
    for array in (painted.picture, painted.rough, painted.sources.board, painted.sources.y, painted.sources.x):
        hashed.update(np.ascontiguousarray(array))
    return hashed.hexdigest()


@pytest.fixture(scope="module")
def once(request_) -> str:
    return digest(paint.paint(request_, threads=1))


@pytest.mark.parametrize("threads", [2, 3, 4, 7])
def test_any_number_of_threads(request_, once, threads):
    assert digest(paint.paint(request_, threads=threads)) == once


def test_with_a_kept_index(request_, once):
    first = paint.paint(request_)
    kept = [paint.BoardIndex.from_arrays(index.arrays()) for index in first.indexes]
    assert digest(paint.paint(request_, indexes=kept)) == once
    assert digest(paint.paint(request_, indexes=[None])) == once


def test_on_plain_instructions(request_, once):
    _kernel.use_instructions("scalar")
    try:
        assert digest(paint.paint(request_)) == once
    finally:
        _kernel.use_instructions("best")


def test_another_seed_is_another_picture(request_, once):
    assert digest(paint.paint(replace(request_, seed=4))) != once


def test_after_a_restart(desk):
    program = [sys.executable, "-c", "from underpaint.cli import main; main()"]
    pictures = []
    for number, more in enumerate((["--threads", "1"], ["--threads", "4"], [])):
        out = f"out-{number}.png"
        subprocess.run(program + desk.synth(*more, out=out), check=True, capture_output=True)
        pictures.append(desk.path(out).read_bytes())
    assert pictures[0] == pictures[1] == pictures[2]
