"""What a person painted is found, kept apart and carried over; what nobody touched is never called changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from underpaint.errors import InputError
from underpaint.formats.flatten import flatten
from underpaint.formats.layered import read_stack
from underpaint.formats.ora import ora_bytes
from underpaint.formats.psd import psd_bytes
from underpaint.formats.stack import Group, Layer, Stack
from underpaint.formats.touch_up import changed_layers

WIDTH, HEIGHT = 24, 16


def work(dtype: type = np.uint8, seed: int = 1) -> Stack:
    """A work file as the program makes it; seed: another take's paint."""
    full = np.iinfo(dtype).max
    rng = np.random.default_rng(seed)

    def paint(name: str, **more: object) -> Layer:
        pixels = rng.integers(0, full // 2, (HEIGHT, WIDTH, 4)).astype(dtype)
        pixels[:, :, 3] = full
        return Layer(name, pixels, **more)

    return stack_of(
        (
            Layer("加筆", np.zeros((0, 0, 4), dtype)),
            Group("BOOK1", (replace(paint("葉"), left=12, top=9),)),
            Group("BG", (paint("2回目"), paint("1回目", visible=False))),
            paint("線", visible=False, blend="multiply"),
        )
    )


def stack_of(layers: tuple[Layer | Group, ...]) -> Stack:
    leaf = layers[0].pixels
    return Stack(WIDTH, HEIGHT, layers, flatten(layers, WIDTH, HEIGHT, leaf.dtype.type)[:, :, :3])


def stroke(dtype: type, alpha: float = 1) -> tuple[np.ndarray, np.ndarray]:
    """A bright slanted stroke over the canvas, and where it lies."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    where = abs(x - y - 3) < 2
    pixels = np.zeros((HEIGHT, WIDTH, 4), dtype)
    full = np.iinfo(dtype).max
    pixels[where] = (full, full - 9, full - 30, int(full * alpha))
    return pixels, where


def with_touch_up(stack: Stack, pixels: np.ndarray, **more: object) -> Stack:
    return stack_of((replace(stack.layers[0], pixels=pixels, **more), *stack.layers[1:]))


@settings(max_examples=60)
@given(st.data())
def test_a_file_that_nobody_touched_has_no_change(tmp_path_factory, random_stacks, data):
    stack = data.draw(random_stacks())
    path = tmp_path_factory.mktemp("same") / "a"
    path.write_bytes(psd_bytes(stack))
    for changes in (changed_layers(stack, read_stack(path)), changed_layers(stack, stack)):
        assert changes.layers == () and changes.share == 0 and not changes.touch_up.any()


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("alpha", [1, 0.4])
def test_a_stroke_on_the_touch_up_layer_is_exactly_its_pixels(dtype, alpha):
    written = work(dtype)
    pixels, where = stroke(dtype, alpha)
    changes = changed_layers(written, with_touch_up(written, pixels))
    assert [(change.path, change.what) for change in changes.layers] == [(("加筆",), ("painted",))]
    assert changes.layers[0].pixels == where.sum()
    np.testing.assert_array_equal(changes.touch_up, pixels)
    np.testing.assert_array_equal(changes.mask, where)
    assert changes.share == where.mean()


@settings(max_examples=50)
@given(st.data(), st.integers(0, 2**16), st.integers(-8, 20), st.integers(-8, 14))
def test_a_stroke_over_any_stack_is_found_pixel_for_pixel(random_stacks, data, seed, left, top):
    written = data.draw(random_stacks())
    dtype = written.merged.dtype.type
    full = np.iinfo(dtype).max
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, full + 1, (6, 7, 4)).astype(dtype)
    pixels[:, :, 3] = rng.choice([0, full], (6, 7))
    layers = (Layer("手", pixels, left, top), *written.layers)
    merged = flatten(layers, written.width, written.height, dtype)
    changes = changed_layers(written, replace(written, layers=layers, merged=merged))
    assert [change.what for change in changes.layers] == [("added",)]
    alone = flatten((Layer("手", pixels, left, top),), written.width, written.height, dtype)
    np.testing.assert_array_equal(changes.touch_up, alone)
    before = flatten(written.layers, written.width, written.height, dtype)
    np.testing.assert_array_equal(changes.mask, (merged != before).any(axis=2))


def test_paint_on_a_generated_layer_is_found_apart_from_it():
    written = work()
    book = written.layers[1]
    _, where = stroke(np.uint8)
    bg = written.layers[2].layers[0]
    painted = bg.pixels.copy()
    painted[where] = (250, 240, 230, 255)
    layers = (*written.layers[:2], replace(written.layers[2], layers=(replace(bg, pixels=painted),)), written.layers[3])
    changes = changed_layers(written, stack_of(layers))
    assert [(change.path, change.what) for change in changes.layers] == [
        (("BG", "2回目"), ("painted",)),
        (("BG", "1回目"), ("removed",)),
    ]
    hidden = np.zeros_like(where)
    hidden[book.layers[0].top :, book.layers[0].left :] = True
    np.testing.assert_array_equal(changes.mask, where & ~hidden)
    np.testing.assert_array_equal(changes.touch_up[:, :, 3] > 0, where & ~hidden)
    assert (changes.touch_up[where & ~hidden] == (250, 240, 230, 255)).all()


@pytest.mark.parametrize(
    "change, what",
    [
        ({"left": 10}, "moved"),
        ({"visible": False}, "visibility"),
        ({"opacity": 100}, "opacity"),
        ({"blend": "multiply"}, "blend"),
        ({"name": "草"}, "renamed"),
    ],
)
def test_each_kind_of_change_has_its_name(change, what):
    written = work()
    (leaf,) = written.layers[1].layers
    if what == "moved":
        leaf = replace(leaf, pixels=leaf.pixels[:5, :9], left=3, top=4)
        written = stack_of((written.layers[0], Group("BOOK1", (leaf,)), *written.layers[2:]))
    changed = replace(leaf, **change)
    back = stack_of((written.layers[0], Group("BOOK1", (changed,)), *written.layers[2:]))
    changes = changed_layers(written, back)
    assert [(change.path, change.what, change.pixels) for change in changes.layers] == [
        (("BOOK1", changed.name), (what,), 0)
    ]
    seen = (back.merged != written.merged).any(axis=2)
    np.testing.assert_array_equal(changes.mask, seen)
    assert seen.any() == (what != "renamed")
    # Nothing was painted: what is seen is taken, so that laid over the old picture it gives the new one.
    np.testing.assert_array_equal(changes.touch_up[seen][:, :3], back.merged[seen])
    assert (changes.touch_up[:, :, 3] == 255 * seen).all()


def test_another_order_is_told():
    written = work()
    book, bg = written.layers[1:3]
    changes = changed_layers(written, stack_of((written.layers[0], bg, book, written.layers[3])))
    assert [change.what for change in changes.layers if "reordered" in change.what]
    assert changes.share == 12 * 7 / (WIDTH * HEIGHT)


def test_a_layer_taken_out_of_its_group_is_told():
    written = work()
    book, bg = written.layers[1:3]
    layers = (written.layers[0], replace(book, layers=()), *book.layers, bg, written.layers[3])
    changes = changed_layers(written, stack_of(layers))
    assert [(change.path, change.what) for change in changes.layers] == [(("葉",), ("reordered",))]
    assert changes.share == 0


@pytest.mark.parametrize("blend", ["multiply", "screen"])
def test_a_shadow_laid_over_the_old_picture_gives_what_is_seen(blend):
    written = work()
    pixels, where = stroke(np.uint8, 0.5)
    pixels[where, :3] = 90
    back = with_touch_up(written, pixels, blend=blend)
    changes = changed_layers(written, back)
    laid = flatten(
        (Layer("t", changes.touch_up), *written.layers),
        WIDTH,
        HEIGHT,
        np.uint8,
    )
    assert np.abs(laid[:, :, :3].astype(int) - back.merged).max() <= 1
    assert set(np.argwhere(changes.touch_up[:, :, 3] > 0)[:, 0]) <= set(np.argwhere(where)[:, 0])


def test_paint_that_cannot_be_drawn_here_is_found_by_the_merged_picture():
    written = work()
    merged = written.merged.copy()
    merged[3:6, 4:9] = 255
    merged[10, 10] += 2
    changes = changed_layers(written, replace(written, merged=merged, understood=False))
    assert changes.mask.sum() == 15 and changes.mask[3:6, 4:9].all()
    assert (changes.touch_up[3:6, 4:9] == 255).all() and changes.touch_up[:, :, 3].sum() == 15 * 255


def test_a_file_saved_with_eight_bits_for_sixteen_is_compared_in_eight(tmp_path):
    written = work(np.uint16)
    (tmp_path / "a.ora").write_bytes(ora_bytes(written))
    assert changed_layers(written, read_stack(tmp_path / "a.ora")).layers == ()
    pixels, where = stroke(np.uint16)
    (tmp_path / "a.ora").write_bytes(ora_bytes(with_touch_up(written, pixels)))
    changes = changed_layers(written, read_stack(tmp_path / "a.ora"))
    assert changes.touch_up.dtype == np.uint8
    np.testing.assert_array_equal(changes.mask, where)


def test_a_cropped_file_is_told():
    with pytest.raises(InputError, match="24 x 16 px; undo the crop"):
        changed_layers(work(), Stack(8, 8, (), np.zeros((8, 8, 3), np.uint8)))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_the_touch_up_layer_is_carried_over_to_the_byte_ten_times(tmp_path, dtype):
    rng = np.random.default_rng(5)
    drawn = rng.integers(0, np.iinfo(dtype).max + 1, (9, 11, 4)).astype(dtype)
    drawn[:3, :, 3] = 0
    hand = Layer("加筆", drawn, 5, -2)
    carried = hand
    for take in range(10):
        written = work(dtype, seed=take)
        written = stack_of((carried, *written.layers[1:]))
        path = tmp_path / f"T{take}.psd"
        path.write_bytes(psd_bytes(written))
        back = read_stack(path)
        assert changed_layers(written, back).layers == ()
        carried = back.layers[0]
    assert carried.pixels.tobytes() == hand.pixels.tobytes()
    assert (carried.name, carried.left, carried.top) == (hand.name, 5, -2)
