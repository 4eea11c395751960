"""EXR: linear light under premultiplied alpha, read back by the format's own library."""

from __future__ import annotations

import struct

import numpy as np
import OpenEXR
import pytest
from PIL import ImageCms

from underpaint.errors import InputError
from underpaint.formats.exr import exr_bytes, means_srgb


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def wide() -> bytes:
    """sRGB with its red and green columns exchanged: a sound profile of other colours."""
    profile = bytearray(srgb())
    (count,) = struct.unpack(">I", profile[128:132])
    for at in range(132, 132 + 12 * count, 12):
        name = bytes(profile[at : at + 4])
        if name in (b"rXYZ", b"gXYZ"):
            profile[at : at + 4] = b"gXYZ" if name == b"rXYZ" else b"rXYZ"
    return bytes(profile)


def read(tmp_path, data: bytes):
    path = tmp_path / "picture.exr"
    path.write_bytes(data)
    with OpenEXR.File(str(path)) as file:
        (name, channel), *others = file.channels().items()
        assert not others
        return name, channel.pixels.copy(), dict(file.header())


def decoded(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_colours_are_linear_and_multiplied_by_alpha(tmp_path, dtype):
    most = np.iinfo(dtype).max
    picture = np.random.default_rng(1).integers(0, most + 1, (23, 31, 4)).astype(dtype)
    picture[0, 0], picture[0, 1], picture[0, 2] = (most,) * 4, (most, 0, 0, 0), (most // 5, most, 0, most)
    name, pixels, header = read(tmp_path, exr_bytes(picture))
    assert (name, pixels.dtype, pixels.shape) == ("RGBA", np.float16, (23, 31, 4))
    assert pixels[0, 0].tolist() == [1, 1, 1, 1] and pixels[0, 1].tolist() == [0, 0, 0, 0]
    for y, x in np.ndindex(23, 31):
        *colour, alpha = (int(value) / most for value in picture[y, x])
        expected = [decoded(value) * alpha for value in colour] + [alpha]
        np.testing.assert_allclose(pixels[y, x], expected, rtol=2**-10, atol=2**-24)
    np.testing.assert_allclose(header["chromaticities"], (0.64, 0.33, 0.3, 0.6, 0.15, 0.06, 0.3127, 0.329), rtol=1e-6)


def test_a_picture_without_alpha_has_none(tmp_path):
    name, pixels, _ = read(tmp_path, exr_bytes(np.full((5, 6, 3), 128, np.uint8)))
    assert name == "RGB" and pixels.shape == (5, 6, 3)
    np.testing.assert_allclose(pixels, decoded(128 / 255), rtol=2**-10)


def test_every_step_of_sixteen_bits_comes_back_in_order(tmp_path):
    ramp = np.repeat(np.arange(0, 65536, 16, dtype=np.uint16)[None, :, None], 3, axis=2)
    _, pixels, _ = read(tmp_path, exr_bytes(ramp))
    assert (np.diff(pixels[0, :, 0].astype(np.float32)) >= 0).all()


def test_the_file_does_not_hold_the_hour_it_was_made(tmp_path):
    picture = np.zeros((4, 5, 4), np.uint8)
    assert exr_bytes(picture) == exr_bytes(picture)
    assert read(tmp_path, exr_bytes(picture))[2]["capDate"] == "1980:01:01 00:00:00"


def test_a_profile_that_is_not_srgb_is_refused():
    picture = np.zeros((4, 5, 3), np.uint8)
    assert exr_bytes(picture, srgb()) == exr_bytes(picture)
    assert means_srgb(srgb())
    for profile in (wide(), b"no profile at all"):
        assert not means_srgb(profile)
        with pytest.raises(InputError, match="profile is not sRGB"):
            exr_bytes(picture, profile)
