"""Labels of a flat map, against slow obvious twins."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from underpaint.paint.materials import code_of, describe, flat_map


def some_map(height: int, width: int, colours: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    palette = rng.integers(0, 256, (colours, 3), dtype=np.uint8)
    grown = rng.integers(0, colours, (height // 4 + 1, width // 4 + 1)).repeat(4, 0).repeat(4, 1)
    return palette[grown[:height, :width]]


sizes = st.integers(1, 30)


@given(height=sizes, width=sizes, colours=st.integers(1, 9), seed=st.integers(0, 999))
def test_labels_give_the_map_back(height, width, colours, seed):
    materials = some_map(height, width, colours, seed)
    flat = flat_map(materials)
    codes = flat.codes[flat.labels]
    back = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=-1)
    np.testing.assert_array_equal(back, materials)
    assert (np.diff(flat.codes.astype(int)) > 0).all()
    for label in range(flat.codes.size):
        assert flat.first(label) == divmod(int((flat.labels == label).argmax()), width)


@given(height=sizes, width=sizes, colours=st.integers(1, 9), seed=st.integers(0, 999), side=st.integers(2, 7))
def test_solid_is_what_a_square_window_finds(height, width, colours, seed, side):
    flat = flat_map(some_map(height, width, colours, seed))
    for label, found in enumerate(flat.solid(side)):
        here = flat.labels == label
        squares = (
            here[y : y + side, x : x + side].all() for y in range(height - side + 1) for x in range(width - side + 1)
        )
        assert found == any(squares)


def test_more_colours_than_a_byte_can_count():
    materials = np.arange(300 * 3, dtype=np.uint16).reshape(10, 30, 3).view(np.uint8)[:, :, :3]
    flat = flat_map(np.ascontiguousarray(materials))
    assert flat.codes.size > 255 and flat.labels.max() == flat.codes.size - 1


def test_colours_are_called_by_name_and_number():
    assert describe(code_of((10, 255, 0)), {(10, 255, 0): "grass"}) == "grass (#0aff00)"
    assert describe(0x0AFF00, {}) == "#0aff00"
