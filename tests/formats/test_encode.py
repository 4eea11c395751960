"""Pictures going out, read back by programs that are not ours."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from underpaint.errors import InputError
from underpaint.formats.encode import encoder_for, png_bytes, tiff_bytes


@settings(max_examples=60)
@given(
    height=st.integers(1, 40),
    width=st.integers(1, 40),
    channels=st.sampled_from([1, 3, 4]),
    encode=st.sampled_from([png_bytes, tiff_bytes]),
    seed=st.integers(0, 2**16),
)
def test_pillow_reads_the_same_pixels_at_any_size(height, width, channels, encode, seed):
    array = np.random.default_rng(seed).integers(0, 256, (height, width, channels), dtype=np.uint8)
    with Image.open(io.BytesIO(encode(array))) as image:
        np.testing.assert_array_equal(np.asarray(image).reshape(array.shape), array)


@pytest.mark.parametrize("encode, ending", [(png_bytes, "png"), (tiff_bytes, "tif")])
@pytest.mark.parametrize("channels", [3, 4])
def test_openimageio_reads_the_same_sixteen_bits(tmp_path, encode, ending, channels):
    import OpenImageIO as oiio

    array = np.random.default_rng(3).integers(0, 65536, (700, 600, channels), dtype=np.uint16)
    path = tmp_path / f"deep.{ending}"
    path.write_bytes(encode(array))
    wish = oiio.ImageSpec()
    wish.attribute("oiio:UnassociatedAlpha", 1)
    reader = oiio.ImageInput.open(str(path), wish)
    np.testing.assert_array_equal(reader.read_image(oiio.UINT16), array)
    reader.close()


def test_a_picture_without_a_profile_says_that_it_is_srgb():
    with Image.open(io.BytesIO(png_bytes(np.zeros((4, 4, 3), np.uint8)))) as image:
        assert image.info["srgb"] == 0


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("encode", [png_bytes, tiff_bytes])
def test_a_profile_goes_out_as_it_came(encode, dtype):
    from PIL import ImageCms

    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert len(icc) % 2 == 0
    for profile in (icc, icc + b"\0"):
        with Image.open(io.BytesIO(encode(np.zeros((4, 4, 3), dtype), profile))) as image:
            assert image.info["icc_profile"] == profile


def test_every_chunk_has_a_true_checksum():
    import zlib

    data = png_bytes(np.zeros((4, 4, 3), np.uint8))[8:]
    while data:
        (length,) = struct.unpack(">I", data[:4])
        assert struct.unpack(">I", data[8 + length : 12 + length])[0] == zlib.crc32(data[4 : 8 + length])
        data = data[12 + length :]


def test_other_endings_are_refused():
    assert encoder_for(".PNG") is png_bytes
    for ending in (".jpg", "", ".png.exe"):
        with pytest.raises(InputError, match=".png or .tif"):
            encoder_for(ending)
