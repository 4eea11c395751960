"""The one door: what is read at full depth, and what is refused in one line."""

from __future__ import annotations

import io
import struct
import zlib
from hashlib import sha256

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from underpaint.errors import InputError
from underpaint.formats.encode import png_bytes, tiff_bytes
from underpaint.formats.pictures import picture_size, read_picture

ANYTHING = np.random.default_rng(7)


def noise(channels: int, dtype: type, size: tuple[int, int] = (11, 17)) -> np.ndarray:
    return ANYTHING.integers(0, np.iinfo(dtype).max + 1, (*size, channels), dtype=dtype)


def png_header(width: int, height: int, depth: int = 8, colour: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    pixels = zlib.compress(bytes(100_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("encode, ending", [(png_bytes, "png"), (tiff_bytes, "tif")])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3, 4])
def test_every_depth_and_alpha_comes_back_as_it_was_written(tmp_path, encode, ending, dtype, channels):
    array = noise(channels, dtype)
    path = tmp_path / f"picture.{ending}"
    path.write_bytes(encode(array))
    picture = read_picture(path)
    np.testing.assert_array_equal(picture.array, array)
    assert picture.array.dtype == dtype
    assert picture.sha256 == sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("encode, ending", [(png_bytes, "png"), (tiff_bytes, "tif")])
def test_the_colour_profile_travels(tmp_path, encode, ending, dtype):
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = tmp_path / f"picture.{ending}"
    path.write_bytes(encode(noise(3, dtype), profile))
    assert read_picture(path).icc == profile


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "TIFF", "PNG"])
def test_what_pillow_writes_is_read(tmp_path, kind):
    array = np.tile(np.arange(64, dtype=np.uint8)[None, :, None] * 4, (48, 1, 3))
    path = tmp_path / "picture"  # known by its bytes, not by its name
    Image.fromarray(array).save(path, kind, **({"quality": 95} if kind in ("JPEG", "WEBP") else {}))
    read = read_picture(path).array
    assert read.shape == array.shape
    assert np.abs(read.astype(int) - array).max() <= (6 if kind in ("JPEG", "WEBP") else 0)


@pytest.mark.parametrize("name", ["picture", "a?b=1.png", "y.%04d.tif", "空 1#.png", "x.jpg"])
@pytest.mark.parametrize("encode", [png_bytes, tiff_bytes])
def test_deep_pictures_are_read_whatever_their_name(tmp_path, name, encode):
    array = noise(3, np.uint16)
    (tmp_path / name).write_bytes(encode(array))
    np.testing.assert_array_equal(read_picture(tmp_path / name).array, array)


def test_palettes_bitmaps_and_grey_become_channels(tmp_path):
    grey = np.array([[0, 255], [255, 0]], np.uint8).repeat(8, 0).repeat(8, 1)
    palette = Image.fromarray(grey).convert("P")
    for name, image, channels in (
        ("p", palette, 3),
        ("1", Image.fromarray(grey).convert("1"), 1),
        ("L", Image.fromarray(grey), 1),
        ("LA", Image.fromarray(np.dstack([grey, grey])), 2),
    ):
        path = tmp_path / f"{name}.png"
        image.save(path)
        read = read_picture(path).array
        assert read.shape == (16, 16, channels)
        np.testing.assert_array_equal(read[:, :, 0], grey)
    palette.save(tmp_path / "t.png", transparency=0)
    assert read_picture(tmp_path / "t.png").array.shape == (16, 16, 4)


@pytest.mark.parametrize("mode", ["png", "tif"])
def test_sixteen_bit_grey_keeps_its_depth(tmp_path, mode):
    array = ANYTHING.integers(0, 65536, (9, 13), dtype=np.uint16)
    Image.fromarray(array).save(tmp_path / f"grey.{mode}")
    np.testing.assert_array_equal(read_picture(tmp_path / f"grey.{mode}").array[:, :, 0], array)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["png", "tif"])
@pytest.mark.parametrize("deep", [False, True])
def test_a_turned_picture_is_read_as_viewers_show_it(tmp_path, orientation, kind, deep):
    upright = noise(3, np.uint8, (5, 8))
    # What the camera stored, from what the viewer shows: the inverse of EXIF's eight turns.
    stored = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.swapaxes(0, 1),
        6: np.rot90(upright),
        7: np.rot90(upright, 2).swapaxes(0, 1),
        8: np.rot90(upright, -1),
    }[orientation]
    path = tmp_path / f"turned.{kind}"
    if deep:
        import OpenImageIO as oiio

        spec = oiio.ImageSpec(stored.shape[1], stored.shape[0], 3, oiio.UINT16)
        spec.attribute("Orientation", orientation)
        writer = oiio.ImageOutput.create(str(path))
        writer.open(str(path), spec)
        writer.write_image(np.ascontiguousarray(stored.astype(np.uint16) * 257))
        writer.close()
        expected = upright.astype(np.uint16) * 257
    else:
        exif = Image.Exif()
        exif[0x0112] = orientation
        Image.fromarray(np.ascontiguousarray(stored)).save(path, exif=exif)
        expected = upright
    np.testing.assert_array_equal(read_picture(path).array, expected)
    assert picture_size(path) == (8, 5)


@pytest.mark.parametrize(
    "content, says",
    [
        (b"", "empty file"),
        (b"GIF89a" + bytes(50), "not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
        (b"%PDF-1.7 " + bytes(50), "not a picture"),
        (b"RIFF\0\0\0\0AVI " + bytes(50), "not a picture"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (png_header(13_000, 13_000), "at most"),
        (png_header(40_000, 100), "30,000 px a side"),
        (png_header(9_000, 9_900, depth=16, colour=6), "MiB"),
        (png_header(0, 10), "damaged"),
    ],
)
def test_refused_in_one_line_that_names_the_file(tmp_path, content, says):
    path = tmp_path / "given.png"
    path.write_bytes(content)
    with pytest.raises(InputError, match=says) as error:
        read_picture(path)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_bomb_is_refused_by_its_header_alone(tmp_path, monkeypatch):
    path = tmp_path / "bomb.png"
    path.write_bytes(png_header(29_000, 29_000))
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("the pixels were decoded"))
    with pytest.raises(InputError, match="too many pixels"):
        read_picture(path)


def test_missing_files_and_folders(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_picture(tmp_path / "none.png")
    with pytest.raises(InputError, match="a folder"):
        read_picture(tmp_path)
    with pytest.raises(InputError, match="not a plain file"):
        read_picture("/dev/null")


@pytest.mark.parametrize("mode", ["CMYK", "F", "I"])
def test_pixels_that_are_no_paint_are_refused(tmp_path, mode):
    path = tmp_path / "odd.tif"
    Image.new(mode, (20, 20)).save(path)
    with pytest.raises(InputError, match="save it as RGB"):
        read_picture(path)


def test_several_pictures_in_one_file_are_refused(tmp_path):
    path = tmp_path / "pages.tif"
    pages = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    with pytest.raises(InputError, match="holds 2 pictures"):
        read_picture(path)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("encode", [png_bytes, tiff_bytes])
@pytest.mark.parametrize("part", [0.02, 0.3, 0.5, 0.9])
def test_half_a_file_is_refused(tmp_path, dtype, encode, part):
    whole = encode(noise(3, dtype, (90, 80)))
    path = tmp_path / "half"
    path.write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(InputError):
        read_picture(path)


def _seeds() -> list[bytes]:
    small = np.tile(np.arange(16, dtype=np.uint8)[None, :, None] * 16, (12, 1, 3))
    seeds = [
        png_bytes(small),
        tiff_bytes(small),
        png_bytes(small.astype(np.uint16) * 257),
        tiff_bytes(small.astype(np.uint16)),
    ]
    for kind in ("JPEG", "WEBP", "PNG", "TIFF"):
        file = io.BytesIO()
        Image.fromarray(small).save(file, kind)
        seeds.append(file.getvalue())
    return seeds


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_bytes_raise_nothing_but_the_one_error(tmp_path, data):
    content = bytearray(data.draw(st.sampled_from(_seeds())))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content) - 1)) :]
    path = tmp_path / "damaged"
    path.write_bytes(content)
    try:
        picture = read_picture(path)
    except InputError as why:
        assert "\n" not in str(why)
    else:
        assert picture.array.dtype in (np.uint8, np.uint16) and picture.array.ndim == 3
