"""Random layer stacks, small enough to be written and read hundreds of times."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import strategies as st

from underpaint.formats.flatten import flatten
from underpaint.formats.stack import Group, Layer, Stack

NAMES = st.sampled_from(["加筆", "BG 2回目", "前景", "BOOK1", "é ü", "空・雲", "🎨", "a & <b>", ""])


@st.composite
def layers(draw: st.DrawFn, dtype: type) -> Layer:
    height, width = draw(st.integers(0, 9)), draw(st.integers(0, 12))
    full = np.iinfo(dtype).max
    rng = np.random.default_rng(draw(st.integers(0, 2**16)))
    pixels = rng.integers(0, full + 1, (height, width, 4)).astype(dtype)
    pixels[:, :, 3] = rng.choice([0, full // 3, full], (height, width))
    return Layer(
        draw(NAMES),
        pixels if pixels.size else np.zeros((0, 0, 4), dtype),
        draw(st.integers(-6, 20)) if pixels.size else 0,
        draw(st.integers(-6, 14)) if pixels.size else 0,
        draw(st.booleans()),
        draw(st.integers(0, 255)),
        draw(st.sampled_from(["normal", "multiply", "screen", "overlay"])),
    )


@st.composite
def groups(draw: st.DrawFn, dtype: type) -> Group:
    inside = tuple(draw(st.lists(st.one_of(layers(dtype), groups(dtype)), max_size=2)))
    blend = draw(st.sampled_from(["pass through", "normal", "multiply"]))
    return Group(draw(NAMES), inside, draw(st.booleans()), draw(st.integers(0, 255)), blend)


@st.composite
def stacks(draw: st.DrawFn, dtypes: tuple[type, ...] = (np.uint8, np.uint16)) -> Stack:
    dtype = draw(st.sampled_from(dtypes))
    width, height = draw(st.integers(1, 18)), draw(st.integers(1, 12))
    inside = tuple(draw(st.lists(st.one_of(layers(dtype), groups(dtype)), max_size=4)))
    merged = flatten(inside, width, height, dtype)
    return Stack(width, height, inside, merged if draw(st.booleans()) else merged[:, :, :3])


@pytest.fixture(scope="session")
def random_stacks():
    return stacks
