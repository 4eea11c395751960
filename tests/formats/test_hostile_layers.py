"""Hostile layered files through the public door, read_stack: one line, little memory, nothing opened that is not asked for."""

from __future__ import annotations

import io
import struct
import tracemalloc
import warnings
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psd_tools.constants import ChannelID, Compression, Tag
from psd_tools.psd import PSD
from psd_tools.psd.layer_and_mask import ChannelData, ChannelInfo, MaskData, MaskFlags
from psd_tools.psd.tagged_blocks import TaggedBlock

from underpaint.errors import InputError
from underpaint.formats.encode import png_bytes
from underpaint.formats.layered import read_stack
from underpaint.formats.ora import ora_bytes
from underpaint.formats.psd import psd_bytes
from underpaint.formats.stack import Group, Layer, Stack

PAINT = np.random.default_rng(1).integers(1, 255, (20, 30, 4)).astype(np.uint8)
STACK = Stack(30, 20, (Group("前景", (Layer("葉", PAINT, blend="multiply"),)), Layer("空", PAINT)), PAINT[:, :, :3])
LAYER = '<layer name="a" src="a.png"/>'


def refused(path: Path, megabytes: float = 40) -> str:
    tracemalloc.start()
    try:
        with pytest.raises(InputError) as why:
            read_stack(path)
        assert tracemalloc.get_traced_memory()[1] < megabytes * 1e6
    finally:
        tracemalloc.stop()
    message = str(why.value)
    assert "\n" not in message and path.name in message and len(message) < 400
    return message


def packed_zeros(size: int) -> bytes:
    """A true zlib stream of zeros (RFC 1950), put together from copies of one block."""
    once, last = zlib.compressobj(9, wbits=-15), zlib.compressobj(9, wbits=-15)
    block = once.compress(bytes(2**20)) + once.flush(zlib.Z_FULL_FLUSH)
    end = last.compress(bytes(size % 2**20)) + last.flush()
    return b"\x78\xda" + block * (size // 2**20) + end + struct.pack(">HH", size % 65521, 1)


def ora(path: Path, xml: str, files: dict[str, bytes | None], deflated: bool = True) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED) as archive:
        archive.writestr("mimetype", "image/openraster")
        archive.writestr("stack.xml", xml)
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def image(layers: str, w: int = 60, h: int = 40) -> str:
    return f'<image w="{w}" h="{h}"><stack>{layers}</stack></image>'


def png(width: int, height: int, packed: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def test_a_small_archive_with_a_huge_picture_is_refused_from_its_header(tmp_path):
    side = 13_000
    bomb = png(side, side, packed_zeros(side * (side + 1)))
    file = ora(tmp_path / "a.ora", image(LAYER), {"a.png": bomb})
    assert file.stat().st_size < 2_000  # zeros packed twice
    assert "13000 x 13000 px would need 644 MiB" in refused(file, megabytes=5)
    file = ora(tmp_path / "b.ora", image(""), {"mergedimage.png": bomb})
    assert "13000 x 13000 px would need 644 MiB" in refused(file, megabytes=5)


def test_a_picture_longer_than_its_header_says_is_refused(tmp_path):
    file = ora(tmp_path / "a.ora", image(LAYER), {"a.png": png(60, 40, bytes(50 * 2**20))})
    assert file.stat().st_size < 1e5
    assert "at most" in refused(file, megabytes=110)


def layer_bomb(side: int, copies: int = 1, packed: bytes | None = None, canvas: int = 60) -> bytes:
    """A PSD of the canvas' size with layers of zeros, zipped."""
    name = b"\x01a\0\0"
    packed = packed_zeros(side * side) if packed is None else packed
    record = struct.pack(">iiii", 0, 0, side, side) + struct.pack(">H", 3)
    record += b"".join(struct.pack(">hI", number, 2 + len(packed)) for number in range(3))
    record += b"8BIMnorm" + bytes([255, 0, 0, 0]) + struct.pack(">I", 8 + len(name)) + struct.pack(">II", 0, 0) + name
    pixels = (struct.pack(">H", 2) + packed) * 3
    info = struct.pack(">h", copies) + record * copies + pixels * copies
    info += b"\0" * (len(info) % 2)
    body = struct.pack(">I", len(info)) + info + struct.pack(">I", 0)
    head = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, canvas, canvas, 8, 3) + struct.pack(">II", 0, 0)
    return head + struct.pack(">I", len(body)) + body + struct.pack(">H", 0) + bytes(3 * canvas * canvas)


def test_a_small_psd_with_a_huge_layer_is_refused_from_its_header(tmp_path):
    file = tmp_path / "a.psd"
    file.write_bytes(layer_bomb(12_000))
    assert file.stat().st_size < 0.5e6
    assert "layer 'a' is 12000 x 12000 px would need 549 MiB" in refused(file, megabytes=5)


def test_many_layers_that_are_each_allowed_are_weighed_together(tmp_path):
    file = tmp_path / "a.psd"
    file.write_bytes(layer_bomb(9_000, copies=8))
    assert "layers would need 2,471 MiB; at most 2,048" in refused(file, megabytes=25)
    row = png_bytes(np.zeros((3000, 3000, 4), np.uint8))
    file = ora(tmp_path / "a.ora", image(LAYER * 70), {"a.png": row})
    assert "layers would need 2,403 MiB" in refused(file, megabytes=5)


def test_more_layers_than_allowed_are_refused(tmp_path):
    file = tmp_path / "a.psd"
    file.write_bytes(layer_bomb(1, copies=1_001))
    assert "1,001 layers, at most 1,000" in refused(file)


@pytest.mark.parametrize("write", [psd_bytes, ora_bytes])
def test_nesting_and_names_have_an_end(tmp_path, write):
    file = tmp_path / "a.layers"
    inside: tuple[Layer | Group, ...] = (Layer("a", PAINT),)
    for _ in range(40):
        inside = (Group("g", inside),)
    file.write_bytes(write(replace(STACK, layers=inside)))
    assert "nested deeper" in refused(file)
    file.write_bytes(write(replace(STACK, layers=(Layer("空" * 1_001, PAINT),))))
    assert "1,001 characters" in refused(file)


@pytest.mark.parametrize("channel, called", [(0, "alpha"), (1, "red"), (2, "green"), (3, "blue")])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_channel_that_cannot_be_decoded_is_named(tmp_path, channel, called, dtype):
    """Each layer's four channels follow each other; the one asked for is broken within its packed bytes."""
    file = tmp_path / "a.psd"
    stack = replace(STACK, layers=(Layer("空", PAINT.astype(dtype)),), merged=PAINT.astype(dtype))
    data = bytearray(psd_bytes(stack))
    ((_, channels),) = PSD.read(io.BytesIO(bytes(data)))._iter_layers()
    at = data.index(channels[channel].data)
    data[at : at + 40] = b"\xff" * 40
    file.write_bytes(data)
    assert f"layer '空': its {called} channel cannot be decoded" in refused(file)


def test_a_merged_picture_that_cannot_be_decoded_is_named(tmp_path):
    file = tmp_path / "a.psd"
    file.write_bytes(psd_bytes(STACK)[:-100])
    assert "its merged picture cannot be decoded" in refused(file)


@pytest.mark.parametrize("source", ["../a.png", "/a.png", "data\\a.png", "c:a.png", "", "a//b.png", "nowhere.png"])
def test_only_what_lies_in_the_archive_is_read(tmp_path, source):
    file = ora(tmp_path / "a.ora", image(f'<layer name="a" src="{source}"/>'), {"a.png": png_bytes(PAINT)})
    assert "outside itself" in (said := refused(file)) or "is missing" in said


def test_double_linked_and_encrypted_members_are_refused(tmp_path):
    file = tmp_path / "a.ora"
    with zipfile.ZipFile(file, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("stack.xml", image(LAYER))
        archive.writestr("a.png", png_bytes(PAINT))
        archive.writestr("a.png", png_bytes(PAINT))
    assert "twice" in refused(file)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("stack.xml", image(LAYER))
        link = zipfile.ZipInfo("a.png")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "is a link" in refused(file)


def test_entities_and_endless_text_are_refused(tmp_path):
    entities = '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]>'
    assert "declarations" in refused(ora(tmp_path / "a.ora", entities + image(LAYER), {}))
    assert "at most" in refused(ora(tmp_path / "a.ora", " " * 2_000_000, {}))
    assert "an opacity of 0 to 1" in refused(ora(tmp_path / "a.ora", image('<layer src="a" opacity="nan"/>'), {}))


def test_what_the_stack_does_not_name_is_never_opened(tmp_path):
    other = {"a.png": png_bytes(PAINT), "data/more.png": b"no picture", "../outside": b"x", "script.py": b"x"}
    stack = read_stack(ora(tmp_path / "a.ora", image(LAYER), other))
    assert (stack.layers[0].pixels == PAINT).all()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.ora"]


def test_a_huge_mask_of_a_small_layer_is_refused(tmp_path):
    document = PSD.read(io.BytesIO(psd_bytes(STACK)))
    info = document._get_layer_info()
    info.layer_records[0].mask_data = MaskData(0, 0, 40_000, 40_000, 0, MaskFlags())
    info.layer_records[0].channel_info.append(ChannelInfo(ChannelID.USER_LAYER_MASK))
    info.channel_image_data[0].append(ChannelData(Compression.ZIP, packed_zeros(40_000 * 40_000)))
    with open(tmp_path / "a.psd", "wb") as file:
        document.write(file)
    assert (tmp_path / "a.psd").stat().st_size < 2e6
    assert "the mask of layer '空' would need 1,525 MiB" in refused(tmp_path / "a.psd")


def test_a_smart_object_is_data(tmp_path):
    """Its preview is read as pixels; the file it links to does not exist, and nobody looks."""
    document = PSD.read(io.BytesIO(psd_bytes(STACK)))
    record = document._get_layer_info().layer_records[0]
    record.tagged_blocks[Tag.PLACED_LAYER1] = TaggedBlock(key=Tag.PLACED_LAYER1, data=b"plcL\0\0\0\3file:///etc/passwd")
    with open(tmp_path / "a.psd", "wb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        document.write(file)
    stack = read_stack(tmp_path / "a.psd")
    assert (stack.layers[1].pixels == PAINT).all()


@settings(max_examples=80)
@given(
    st.sampled_from([psd_bytes, ora_bytes]), st.booleans(), st.integers(0, 10**6), st.binary(max_size=5), st.booleans()
)
def test_damaged_files_give_a_stack_or_one_line(tmp_path_factory, write, deep, at, bytes_, cut):
    pixels = PAINT.astype(np.uint16) * 257 if deep else PAINT
    layers = (Group("前景", (Layer("葉", pixels, 2, 3),)), Layer("空", pixels))
    data = write(Stack(30, 20, layers, pixels))
    at %= len(data)
    file = tmp_path_factory.mktemp("damaged") / "a"
    file.write_bytes(data[: at + 4] if cut else data[:at] + bytes_ + data[at + len(bytes_) :])
    try:
        assert read_stack(file).merged.shape[:2] != (0, 0)
    except InputError as why:
        assert "\n" not in str(why) and len(str(why)) < 500
