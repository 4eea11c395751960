"""Delivery of a cut: groups by name, hidden layers hidden, one look in every file."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from underpaint.errors import InputError
from underpaint.farm.delivery import delivery_stack, flat_picture
from underpaint.formats.stack import Group, srgb_profile

HEIGHT, WIDTH = 40, 60


def book(colour, rows: slice, columns: slice, dtype=np.uint8) -> np.ndarray:
    picture = np.zeros((HEIGHT, WIDTH, 4), dtype)
    picture[rows, columns] = np.array([*colour, 255]) * (257 if dtype == np.uint16 else 1)
    return picture


def parts(dtype):
    background = np.random.default_rng(1).integers(0, np.iinfo(dtype).max, (HEIGHT, WIDTH, 3)).astype(dtype)
    return background, {
        "touch_up": book((9, 8, 7), slice(0, 5), slice(0, 60), dtype),
        "books": [("BOOK1", book((10, 200, 10), slice(20, 30), slice(10, 30))), ("BOOK2", book((200, 10, 10), slice(25, 40), slice(20, 50)))],
        "layout": np.zeros((HEIGHT, WIDTH), np.uint8),
        "regions": np.full((HEIGHT, WIDTH, 3), 77, np.uint8),
    }  # fmt: skip


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_the_groups_lie_as_a_compositor_expects_them(dtype):
    background, more = parts(dtype)
    stack = delivery_stack(background, **more)
    assert [layer.name for layer in stack.layers] == ["layout", "regions", "BOOK2", "BOOK1", "BG"]
    layout, regions, second, first, ground = stack.layers
    assert (layout.visible, layout.blend, regions.visible) == (False, "multiply", False)
    assert all(isinstance(group, Group) and group.visible for group in (first, second, ground))
    assert (first.layers[0].left, first.layers[0].top, first.layers[0].pixels.shape) == (10, 20, (10, 20, 4))
    assert [layer.name for layer in ground.layers] == ["touch-up", "BG"]
    np.testing.assert_array_equal(ground.layers[1].pixels[:, :, :3], background)
    assert stack.merged.dtype == dtype and stack.merged.shape == (HEIGHT, WIDTH, 3)

    expected = background.copy()
    unit = 257 if dtype == np.uint16 else 1
    expected[:5] = np.array([9, 8, 7]) * unit
    expected[20:30, 10:30] = np.array([10, 200, 10]) * unit
    expected[25:40, 20:50] = np.array([200, 10, 10]) * unit
    assert np.abs(stack.merged.astype(int) - expected).max() <= (1 if dtype == np.uint16 else 0)


def test_a_background_alone_is_one_group():
    background, _ = parts(np.uint8)
    stack = delivery_stack(background, touch_up=np.zeros((HEIGHT, WIDTH, 4), np.uint8))
    assert [layer.name for layer in stack.layers] == ["BG"] and len(stack.layers[0].layers) == 1
    np.testing.assert_array_equal(stack.merged, background)
    clear = np.dstack([background, np.full((HEIGHT, WIDTH), 100, np.uint8)])
    assert delivery_stack(clear).merged.shape == (HEIGHT, WIDTH, 4)


def test_parts_that_do_not_fit_are_named():
    background, more = parts(np.uint8)
    with pytest.raises(InputError, match="BOOK1 is 59 x 40 px, the background 60 x 40"):
        delivery_stack(background, books=[("BOOK1", more["books"][0][1][:, :-1])])
    with pytest.raises(InputError, match="two groups of one name"):
        delivery_stack(background, books=[("BG", more["books"][0][1])])


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_flat_pictures_carry_srgb_and_their_depth(tmp_path, dtype):
    background, _ = parts(dtype)
    for suffix in (".png", ".tif"):
        data = flat_picture(background, suffix)
        with Image.open(io.BytesIO(data)) as image:
            profile = image.info["icc_profile"]
            assert profile == srgb_profile()
            assert "sRGB" in ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
        path = tmp_path / f"flat{suffix}"
        path.write_bytes(data)
        deep = dtype == np.uint16 or suffix == ".tif"
        np.testing.assert_array_equal(
            _read(path, deep), background.astype(int) * (257 if deep and dtype == np.uint8 else 1)
        )
    assert flat_picture(background, ".exr")[:4] == bytes.fromhex("762f3101")
    with pytest.raises(InputError, match="not as '.gif'"):
        flat_picture(background, ".gif")


def _read(path, deep: bool) -> np.ndarray:
    import OpenImageIO as oiio

    picture = oiio.ImageInput.open(str(path))
    assert picture.spec().format == ("uint16" if deep else "uint8")
    array = picture.read_image(oiio.UINT16 if deep else oiio.UINT8)
    picture.close()
    return array
