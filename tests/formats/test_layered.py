"""Layers of PSD and ORA files come back where they were painted; hostile files cost one line and little memory."""

from __future__ import annotations

import struct
import tracemalloc
import warnings
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from underpaint.errors import InputError
from underpaint.formats.encode import png_bytes
from underpaint.formats.layered import is_layered, read_layer

FLAT = np.random.default_rng(1).integers(0, 255, (20, 30, 4)).astype(np.uint8)
STACK = '<image w="{w}" h="{h}"><stack>{layers}</stack></image>'


def ora(path: Path, layers: str, *, w: int = 60, h: int = 40, files: dict[str, bytes] | None = None) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "image/openraster")
        archive.writestr("stack.xml", STACK.format(w=w, h=h, layers=layers))
        for name, data in (files or {}).items():
            archive.writestr(name, data)
    return path


def psd(path: Path, names: list[str]) -> Path:
    from psd_tools import PSDImage

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        document = PSDImage.new("RGB", (60, 40))
        for place, name in enumerate(names):
            layer = document.create_pixel_layer_from_array(FLAT, name=f"layer {place}", top=5 + place, left=8)
            layer.name = name
        document.save(path)
    return path


def test_a_layer_is_read_by_its_name(tmp_path):
    file = psd(tmp_path / "board.psd", ["flats", "pencil"])
    for name, top in (("flats", 5), ("pencil", 6)):
        array = read_layer(file, name).array
        assert array.shape == (40, 60, 4) and array.dtype == np.uint8
        assert (array[top : top + 20, 8:38] == FLAT).all()
        array[top : top + 20, 8:38] = 0
        assert not array.any()


def test_an_openraster_layer_lies_at_its_place_and_is_cut_at_the_canvas(tmp_path):
    listed = '<stack x="3" y="1"><layer name="flats" src="data/a.png" x="40" y="-5"/></stack>'
    array = read_layer(ora(tmp_path / "a.ora", listed, files={"data/a.png": png_bytes(FLAT)})).array
    assert (array[0:16, 43:60] == FLAT[4:20, 0:17]).all()
    assert not array[16:].any() and not array[:, :43].any()


@pytest.mark.parametrize("suffix", ["psd", "ora"])
def test_the_layers_there_are_get_listed(tmp_path, suffix):
    if suffix == "psd":
        file = psd(tmp_path / "a.psd", ["sky", "house", "sky"])
    else:
        listed = "".join(f'<layer name="{name}" src="a.png"/>' for name in ("sky", "house", "sky"))
        file = ora(tmp_path / "a.ora", listed, files={"a.png": png_bytes(FLAT)})
    with pytest.raises(InputError, match="has 3 layers; say which: 'sky', 'house', 'sky'"):
        read_layer(file)
    with pytest.raises(InputError, match="no painted layer 'flats'; it has 'sky', 'house', 'sky'"):
        read_layer(file, "flats")
    with pytest.raises(InputError, match="2 layers named 'sky'"):
        read_layer(file, "sky")
    assert read_layer(file, "house").array.any()


def test_layered_files_are_known_by_name_and_by_what_they_hold(tmp_path):
    assert is_layered("a.PSD") and is_layered("a.ora") and not is_layered("a.png")
    (tmp_path / "a.psd").write_bytes(png_bytes(FLAT))
    with pytest.raises(InputError, match="a.psd: not a layered file"):
        read_layer(tmp_path / "a.psd")


def bomb_png(side: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))

    packer = zlib.compressobj(9)
    row = bytes(side + 1)
    rows = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def refused(path: Path, layer: str | None = None, megabytes: float = 40) -> str:
    tracemalloc.start()
    try:
        with pytest.raises(InputError) as why:
            read_layer(path, layer)
        assert tracemalloc.get_traced_memory()[1] < megabytes * 1e6
    finally:
        tracemalloc.stop()
    message = str(why.value)
    assert "\n" not in message and path.name in message
    return message


LAYER = '<layer name="a" src="a.png"/>'


def test_a_member_that_grows_when_decoded_is_refused_from_its_header(tmp_path):
    file = ora(tmp_path / "a.ora", LAYER, files={"a.png": bomb_png(13_000)})
    assert file.stat().st_size < 1e6
    assert "13000 x 13000 px would need" in refused(file)


def test_canvas_sizes_are_weighed(tmp_path):
    assert "31000 x 40 px" in refused(ora(tmp_path / "a.ora", LAYER, w=31_000))
    assert "would need" in refused(ora(tmp_path / "b.ora", LAYER, w=29_000, h=29_000))
    assert "0 x 40 px" in refused(ora(tmp_path / "c.ora", LAYER, w=0))
    file = psd(tmp_path / "d.psd", ["a"])
    data = bytearray(file.read_bytes())
    data[14:22] = struct.pack(">II", 29_000, 29_000)
    file.write_bytes(data)
    assert "would need" in refused(file)


@pytest.mark.parametrize("source", ["../a.png", "/a.png", "data\\a.png", "c:a.png", "", "data/./a.png", "nowhere.png"])
def test_only_files_inside_the_archive_are_read(tmp_path, source):
    file = ora(tmp_path / "a.ora", f'<layer name="a" src="{source}"/>', files={"a.png": png_bytes(FLAT)})
    assert "outside itself" in (said := refused(file)) or "is missing" in said


def test_hostile_archives_cost_one_line(tmp_path):
    png = png_bytes(FLAT)
    file = tmp_path / "a.ora"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("stack.xml", '<!DOCTYPE a [<!ENTITY b "c">]>' + STACK.format(w=9, h=9, layers=LAYER))
    assert "declarations" in refused(file)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("stack.xml", " " * 2_000_000)
    assert "at most" in refused(file)
    with zipfile.ZipFile(file, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("stack.xml", STACK.format(w=9, h=9, layers=LAYER))
        archive.writestr("stack.xml", STACK.format(w=9, h=9, layers=LAYER))
    assert "twice" in refused(file)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "words")
    assert "no stack.xml" in refused(file)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("stack.xml", STACK.format(w=60, h=40, layers=LAYER))
        link = zipfile.ZipInfo("a.png")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "is a link" in refused(file)
    assert "nested deeper" in refused(ora(file, "<stack>" * 40 + LAYER + "</stack>" * 40, files={"a.png": png}))
    assert "1,001 layers" in refused(ora(file, LAYER * 1001, files={"a.png": png}))
    assert "where a whole number" in refused(ora(file, '<layer src="a.png" x="1e9"/>', files={"a.png": png}))
    assert "damaged" in refused(ora(file, LAYER, files={"a.png": b"no picture"}))
    assert "has no painted layer" in refused(ora(file, ""))


@settings(max_examples=40)
@given(st.sampled_from(["psd", "ora"]), st.integers(0, 10**6), st.binary(min_size=1, max_size=4), st.booleans())
def test_damaged_files_give_a_picture_or_one_line(tmp_path_factory, suffix, at, bytes_, cut):
    folder = tmp_path_factory.mktemp("damaged")
    whole = folder / f"a.{suffix}"
    if suffix == "psd":
        psd(whole, ["a"])
    else:
        ora(whole, LAYER, files={"a.png": png_bytes(FLAT)})
    data = bytearray(whole.read_bytes())
    at %= len(data)
    data = data[:at] if cut else data[:at] + bytes_ + data[at + len(bytes_) :]
    whole.write_bytes(data or b"8BPS")
    try:
        assert read_layer(whole).array.shape[2] == 4
    except InputError as why:
        assert "\n" not in str(why) and len(str(why)) < 400


def test_a_psd_that_unpacks_without_end_is_refused(tmp_path):
    """12,000 x 12,000 px of zeros, zipped: the layer's own size is weighed before it is unpacked."""
    name, side = b"\x01a\0\0", 12_000
    packed = zlib.compress(bytes(side * side), 9)
    channels = (0, 1, 2)
    record = struct.pack(">iiii", 0, 0, side, side) + struct.pack(">H", len(channels))
    record += b"".join(struct.pack(">hI", number, 2 + len(packed)) for number in channels)
    record += b"8BIMnorm" + bytes([255, 0, 0, 0]) + struct.pack(">I", 8 + len(name)) + struct.pack(">II", 0, 0) + name
    pixels = b"".join(struct.pack(">H", 2) + packed for _ in channels)
    info = struct.pack(">h", 1) + record + pixels
    info += b"\0" * (len(info) % 2)
    body = struct.pack(">I", len(info)) + info + struct.pack(">I", 0)
    head = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, 60, 60, 8, 3) + struct.pack(">II", 0, 0)
    file = tmp_path / "a.psd"
    file.write_bytes(head + struct.pack(">I", len(body)) + body + struct.pack(">H", 0) + bytes(3 * 60 * 60))
    assert file.stat().st_size < 1e6
    assert "12000 x 12000 px would need" in refused(file)


def test_sixteen_bit_layers_come_as_eight(tmp_path):
    from psd_tools import PSDImage

    deep = np.full((10, 12, 3), 257 * 77, np.uint16)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        document = PSDImage.new("RGB", (12, 10), depth=16)
        document.create_pixel_layer_from_array(deep, name="a")
        document.save(tmp_path / "a.psd")
    array = read_layer(tmp_path / "a.psd").array
    assert (array[:, :, :3] == 77).all() and (array[:, :, 3] == 255).all()
