"""Stacks written as PSD and OpenRaster come back as they were; other programs' readers see the same."""

from __future__ import annotations

import io
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from psd_tools.constants import BlendMode, ChannelID, Clipping, Compression, Resource, Tag
from psd_tools.psd import PSD
from psd_tools.psd.layer_and_mask import ChannelData, ChannelInfo, MaskData, MaskFlags

from underpaint.errors import InputError
from underpaint.formats.flatten import flatten
from underpaint.formats.layered import read_layer, read_stack
from underpaint.formats.ora import ora_bytes
from underpaint.formats.psd import is_psb, psd_bytes
from underpaint.formats.stack import Group, Layer, Stack, in_eight_bits, painted_layers, srgb_profile

FULL = np.random.default_rng(1).integers(0, 255, (20, 30, 4)).astype(np.uint8)


def back(data: bytes, folder: Path) -> Stack:
    (folder / "a.psd").write_bytes(data)
    return read_stack(folder / "a.psd")


def require_same(a: Layer | Group, b: Layer | Group) -> None:
    assert type(a) is type(b)
    assert (a.name, a.visible, a.opacity, a.blend) == (b.name, b.visible, b.opacity, b.blend)
    if isinstance(a, Group):
        assert len(a.layers) == len(b.layers)
        for inner, other in zip(a.layers, b.layers, strict=True):
            require_same(inner, other)
    else:
        assert (a.left, a.top) == (b.left, b.top)
        assert a.pixels.dtype == b.pixels.dtype
        np.testing.assert_array_equal(a.pixels, b.pixels)


@settings(max_examples=60)
@given(st.data())
def test_what_is_written_as_psd_is_read(tmp_path_factory, random_stacks, data):
    stack = data.draw(random_stacks())
    read = back(psd_bytes(stack), tmp_path_factory.mktemp("psd"))
    require_same(Group("", stack.layers), Group("", read.layers))
    assert read.understood and read.icc == srgb_profile()
    seen = stack.merged
    if seen.shape[2] == 4 and (seen[:, :, 3] == np.iinfo(seen.dtype).max).all():
        seen = seen[:, :, :3]
    np.testing.assert_array_equal(read.merged, seen)


@settings(max_examples=60)
@given(st.data())
def test_what_is_written_as_openraster_is_read(tmp_path_factory, random_stacks, data):
    stack = data.draw(random_stacks((np.uint8,)))
    read = back(ora_bytes(stack), tmp_path_factory.mktemp("ora"))
    assert (read.merged[:, :, : stack.merged.shape[2]] == stack.merged).all()
    # A PNG cannot be empty: an empty layer is one transparent pixel.
    empty = [
        layer for layer in painted_layers(read.layers) if layer.pixels.shape == (1, 1, 4) and not layer.pixels.any()
    ]
    for layer in empty:
        object.__setattr__(layer, "pixels", np.zeros((0, 0, 4), np.uint8))
    require_same(Group("", tuple(_emptied(stack.layers))), Group("", read.layers))


def _emptied(layers):
    for layer in layers:
        if isinstance(layer, Group):
            yield Group(layer.name, tuple(_emptied(layer.layers)), layer.visible, layer.opacity, layer.blend)
        elif layer.pixels.shape == (1, 1, 4) and not layer.pixels.any():
            yield Layer(
                layer.name, layer.pixels[:0, :0], layer.left, layer.top, layer.visible, layer.opacity, layer.blend
            )
        else:
            yield layer


@pytest.mark.parametrize("write", [psd_bytes, ora_bytes])
def test_the_same_stack_is_the_same_bytes(write):
    stack = Stack(30, 20, (Group("前景", (Layer("葉", FULL),)),), FULL)
    assert write(stack) == write(stack)


def test_psd_tools_sees_the_layers_and_the_merged_picture(tmp_path):
    from psd_tools import PSDImage

    stack = Stack(40, 30, (Layer("影", FULL, 4, -3, False, 77, "multiply"),), np.full((30, 40, 3), 9, np.uint8))
    (tmp_path / "a.psd").write_bytes(psd_bytes(stack))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        document = PSDImage.open(tmp_path / "a.psd")
        layer = document[0]
        assert (layer.name, layer.offset, layer.visible, layer.opacity) == ("影", (4, -3), False, 77)
        assert layer.blend_mode.name == "MULTIPLY"
        assert (np.asarray(document.topil())[:, :, :3] == 9).all()
        np.testing.assert_array_equal(np.rint(layer.numpy() * 255).astype(np.uint8), FULL)


def test_the_profile_is_srgb():
    profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    assert "sRGB" in ImageCms.getProfileDescription(profile)
    back_and_forth = ImageCms.profileToProfile(Image.fromarray(FULL[:, :, :3]), profile, ImageCms.createProfile("sRGB"))
    assert np.abs(np.asarray(back_and_forth).astype(int) - FULL[:, :, :3]).max() <= 1


def test_another_profile_is_kept(tmp_path):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    stack = Stack(30, 20, (Layer("a", FULL),), FULL, profile)
    assert back(psd_bytes(stack), tmp_path).icc == profile
    assert back(ora_bytes(stack), tmp_path).icc == profile


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_past_thirty_thousand_pixels_it_is_a_psb(tmp_path, dtype):
    wide = np.zeros((3, 30_001, 4), dtype)
    wide[:, ::7] = np.iinfo(dtype).max
    stack = Stack(30_001, 3, (Group("BG", (Layer("空", wide),)),), wide[:, :, :3])
    data = psd_bytes(stack)
    assert is_psb(stack) and data[:6] == b"8BPS\0\2"
    read = back(data, tmp_path)
    require_same(stack.layers[0], read.layers[0])
    assert (read.merged == stack.merged).all()
    assert not is_psb(Stack(30, 20, (), FULL)) and psd_bytes(Stack(30, 20, (), FULL))[:6] == b"8BPS\0\1"
    with pytest.raises(InputError, match="at most|to 30,000 px; write a PSD"):
        ora_bytes(stack)
    with pytest.raises(InputError, match="30001 x 3 px; 1 to 30,000"):
        read_layer(tmp_path / "a.psd", "空")


def test_an_openraster_archive_is_stored_with_its_kind_first():
    with zipfile.ZipFile(io.BytesIO(ora_bytes(Stack(30, 20, (Layer("a", FULL),), FULL)))) as archive:
        members = archive.infolist()
        assert members[0].filename == "mimetype" and archive.read("mimetype") == b"image/openraster"
        assert all(member.compress_type == zipfile.ZIP_STORED for member in members)
        assert {"stack.xml", "mergedimage.png", "Thumbnails/thumbnail.png"} <= set(archive.namelist())
        with Image.open(archive.open("mergedimage.png")) as merged:
            np.testing.assert_array_equal(np.asarray(merged), FULL)


def test_sixteen_bits_are_eight_in_openraster(tmp_path):
    deep = np.random.default_rng(2).integers(0, 65536, (20, 30, 4)).astype(np.uint16)
    read = back(ora_bytes(Stack(30, 20, (Layer("a", deep),), deep)), tmp_path)
    np.testing.assert_array_equal(read.layers[0].pixels, np.rint(deep / 257).astype(np.uint8))
    eight = np.arange(256, dtype=np.uint16)
    np.testing.assert_array_equal(in_eight_bits(eight * 257), eight)


@pytest.mark.parametrize("write", [psd_bytes, ora_bytes])
@pytest.mark.parametrize(
    "layer, told",
    [
        (Layer("深い", FULL.astype(np.uint16)), "'深い': is uint16"),
        (Layer("灰", FULL[:, :, :3]), "'灰': pixels are"),
        (Layer("小数", FULL / 255), "'小数': is float64"),
    ],
)
def test_pixels_that_no_file_could_hold_are_told(write, layer, told):
    with pytest.raises(InputError, match=told):
        write(Stack(30, 20, (layer,), FULL))
    with pytest.raises(InputError, match="the canvas is 31 x 20"):
        write(Stack(31, 20, (), FULL))


def test_a_blend_mode_that_photoshop_has_not_is_told():
    with pytest.raises(InputError, match="'光'.*no blend mode 'krita:grain'"):
        psd_bytes(Stack(30, 20, (Layer("光", FULL, blend="krita:grain"),), FULL))


def over(below: np.ndarray, above: np.ndarray, opacity: float, multiply: bool) -> np.ndarray:
    """Two opaque-backed pictures by the standard's formula, in plain floats."""
    cb, cs, alpha = below[:, :, :3] / 255, above[:, :, :3] / 255, above[:, :, 3:] / 255 * opacity
    return (1 - alpha) * cb + alpha * (cb * cs if multiply else cs)


@pytest.mark.parametrize("multiply", [False, True])
def test_flattening_follows_the_standard(multiply):
    below = FULL.copy()
    below[:, :, 3] = 255
    above = FULL[::-1, ::-1].copy()
    layer = Layer("a", above, opacity=100, blend="multiply" if multiply else "normal")
    seen = flatten((layer, Layer("b", below)), 30, 20, np.uint8)
    assert (seen[:, :, 3] == 255).all()
    assert np.abs(seen[:, :, :3] - 255 * over(below, above, 100 / 255, multiply)).max() <= 0.51
    group = Group("g", (Layer("a", above, blend=layer.blend),), opacity=100)
    assert np.abs(flatten((group, Layer("b", below)), 30, 20, np.uint8).astype(int) - seen).max() <= 1


def test_a_group_of_its_own_does_not_multiply_with_what_lies_below():
    below = np.full((4, 4, 4), 255, np.uint8) // 2
    below[:, :, 3] = 255
    grey = Layer("grey", below, blend="multiply")
    alone = flatten((Group("g", (grey,), blend="normal"), Layer("b", below)), 4, 4, np.uint8)
    through = flatten((Group("g", (grey,)), Layer("b", below)), 4, 4, np.uint8)
    assert alone[0, 0, 0] == 127 and through[0, 0, 0] == round(127 * 127 / 255)


def edited(stack: Stack, folder: Path, change) -> Stack:
    """The stack written, changed as another program might have, and read: change(record of the top layer, document)."""
    document = PSD.read(io.BytesIO(psd_bytes(stack)))
    change(document._get_layer_info().layer_records[-1], document)
    with open(folder / "edited.psd", "wb") as file:
        document.write(file)
    return read_stack(folder / "edited.psd")


def clip(record, document):
    record.clipping = Clipping.NON_BASE


def blend_softly(record, document):
    record.blend_mode = BlendMode.VIVID_LIGHT


def fill_less(record, document):
    record.tagged_blocks.set_data(Tag.BLEND_FILL_OPACITY, 100)


@pytest.mark.parametrize("change", [clip, blend_softly, fill_less])
def test_what_flattening_cannot_draw_is_said(tmp_path, change):
    stack = Stack(30, 20, (Layer("影", FULL), Layer("b", FULL)), FULL)
    assert edited(stack, tmp_path, lambda record, document: None).understood
    read = edited(stack, tmp_path, change)
    assert not read.understood
    assert (read.merged == FULL).all() and (read.layers[0].pixels == FULL).all()


def test_a_file_that_says_it_has_no_merged_picture_is_flattened(tmp_path):
    def without(record, document):
        document.image_resources.get_data(Resource.VERSION_INFO).has_composite = False

    read = edited(Stack(30, 20, (Layer("a", FULL),), np.zeros_like(FULL)), tmp_path, without)
    np.testing.assert_array_equal(read.merged, flatten((Layer("a", FULL),), 30, 20, np.uint8))


@pytest.mark.parametrize("outside", [0, 255])
def test_a_mask_is_multiplied_into_the_alpha(tmp_path, outside):
    """The mask reaches over the layer to the left and above; what lies outside it has its background colour."""
    paint = np.full((10, 12, 4), 200, np.uint8)
    cover = np.full((8, 9), 255, np.uint8)
    cover[4, 5] = 128

    def mask(record, document):
        info = document._get_layer_info()
        record.mask_data = MaskData(1, 3, 9, 12, outside, MaskFlags())
        record.channel_info.append(ChannelInfo(ChannelID.USER_LAYER_MASK))
        info.channel_image_data[-1].append(ChannelData(Compression.RAW, cover.tobytes()))

    stack = Stack(30, 20, (Layer("a", paint, left=5, top=3),), np.zeros((20, 30, 3), np.uint8))
    read = edited(stack, tmp_path, mask)
    expected = np.full((10, 12), 200 * outside // 255, np.uint8)
    expected[:6, :7] = 200
    expected[2, 3] = 100
    np.testing.assert_array_equal(read.layers[0].pixels[:, :, 3], expected)
    assert (read_layer(tmp_path / "edited.psd").array[3:13, 5:17] == 200).all()
    assert read.understood
