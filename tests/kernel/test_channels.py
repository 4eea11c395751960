"""The pixels that the search compares and the tally of labels, each against its plain meaning."""

from __future__ import annotations

import numpy as np
import pytest

from underpaint import _kernel


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("painted", [True, False])
def test_a_pixel_holds_paint_material_place_and_line(threads, painted):
    rng = np.random.default_rng(1)
    shape = (19, 7)
    label, down, across, line = (rng.integers(0, 256, shape, dtype=np.uint8) for _ in range(4))
    middle, codes = rng.integers(0, 256, (256, 3), dtype=np.uint8), rng.integers(0, 256, (256, 2), dtype=np.uint8)
    is_soft = rng.integers(0, 2, 256, dtype=np.uint8)
    paint = rng.integers(0, 256, (*shape, 3), dtype=np.uint8) if painted else None
    pixels = np.full((*shape, 8), 9, np.uint8)
    _kernel.lay_channels(paint, middle, label, codes, down, across, line, is_soft, pixels, threads)
    np.testing.assert_array_equal(pixels[..., :3], paint if painted else middle[label])
    np.testing.assert_array_equal(pixels[..., 3:5], codes[label])
    np.testing.assert_array_equal(pixels[..., 5], down)
    np.testing.assert_array_equal(pixels[..., 6], across)
    np.testing.assert_array_equal(pixels[..., 7], np.where(is_soft[label], 0, line))


def test_the_tally_counts_every_label():
    for shape in ((1, 1), (3, 1), (40, 50)):
        label = np.repeat(np.random.default_rng(2).integers(0, 256, shape, dtype=np.uint8), 3, 1)
        assert _kernel.tally(label) == np.bincount(label.ravel(), minlength=256).tolist()
    assert _kernel.tally(np.zeros((0, 5), np.uint8)) == [0] * 256
