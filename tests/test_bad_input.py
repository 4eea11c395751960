"""Bad input through the command line: exit code 2, exactly one line that says what is wrong, and nothing written."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

PROGRAM = [sys.executable, "-c", "from underpaint.cli import main; main()"]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def replaced(arguments: list[str], option: str, value: object) -> list[str]:
    arguments = list(arguments)
    arguments[arguments.index(option) + 1] = str(value)
    return arguments


def missing_board(desk):
    return replaced(desk.synth(), "--board", desk.path("none.png"))


def folder_for_a_board(desk):
    return replaced(desk.synth(), "--board", desk.folder)


def text_for_a_board(desk):
    desk.path("board.png").write_text("this is not a picture")
    return desk.synth()


def half_a_board(desk):
    whole = desk.path("board.png").read_bytes()
    desk.path("board.png").write_bytes(whole[: len(whole) // 2])
    return desk.synth()


def half_a_layout_map(desk):
    whole = desk.path("layout-map.png").read_bytes()
    desk.path("layout-map.png").write_bytes(whole[: len(whole) // 2])
    return desk.synth()


def empty_board(desk):
    desk.path("board.png").write_bytes(b"")
    return desk.synth()


def bomb(desk):
    """A whole black picture of 20,000 x 20,000 px in 50 kB."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    pixels = b"".join(packer.compress(bytes(2501)) for _ in range(20_000)) + packer.flush()
    header = struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    file = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    desk.path("board.png").write_bytes(file)
    return desk.synth()


def map_of_another_size(desk):
    Image.open(desk.path("board-map.png")).crop((0, 0, 150, 120)).save(desk.path("board-map.png"))
    return desk.synth()


def lines_of_another_size(desk):
    Image.open(desk.path("lines.png")).crop((0, 0, 100, 96)).save(desk.path("lines.png"))
    return desk.synth("--layout-lines", str(desk.path("lines.png")))


def anti_aliased_layout(desk):
    image = Image.open(desk.path("layout-map.png"))
    image.resize((64, 48), Image.Resampling.BILINEAR).save(desk.path("layout-map.png"))
    return desk.synth()


def anti_aliased_board_map(desk):
    image = Image.open(desk.path("board-map.png"))
    half = image.resize((80, 60), Image.Resampling.NEAREST)
    half.resize((160, 120), Image.Resampling.BILINEAR).save(desk.path("board-map.png"))
    return desk.synth()


def jpeg_map(desk):
    Image.open(desk.path("layout-map.png")).save(desk.path("layout-map.jpg"), quality=60)
    return replaced(desk.synth(), "--layout-map", desk.path("layout-map.jpg"))


def see_through_map(desk):
    image = Image.open(desk.path("layout-map.png")).convert("RGBA")
    image.putpixel((5, 7), (0, 0, 0, 0))
    image.save(desk.path("layout-map.png"))
    return desk.synth()


def unknown_material(desk):
    array = np.array(Image.open(desk.path("layout-map.png")))
    array[20:40, 30:60] = (1, 2, 3)
    Image.fromarray(array).save(desk.path("layout-map.png"))
    return desk.synth()


def material_smaller_than_a_patch(desk):
    for name, height in (("layout-map.png", 30), ("board-map.png", 4)):
        array = np.array(Image.open(desk.path(name)))
        array[50 : 50 + height, 30:60] = (1, 2, 3)
        Image.fromarray(array).save(desk.path(name))
    return desk.synth("--gpl", str(desk.path("materials.gpl")))


def wrong_palette(desk):
    desk.path("materials.gpl").write_text("GIMP Palette\n1 2 banana\n")
    return desk.synth("--gpl", str(desk.path("materials.gpl")))


def boards_of_different_depth(desk):
    from underpaint.formats.encode import png_bytes

    deep = np.array(Image.open(desk.path("board.png"))).astype(np.uint16) * 257
    desk.path("deep.png").write_bytes(png_bytes(deep))
    return desk.synth("--board", str(desk.path("deep.png")), "--board-map", str(desk.path("board-map.png")))


def rough_of_another_format(desk):
    Image.new("RGB", (30, 30)).save(desk.path("rough.png"))
    return desk.synth("--from-rough", str(desk.path("rough.png")))


def empty_mask(desk):
    Image.new("L", (128, 96)).save(desk.path("mask.png"))
    Image.new("RGB", (128, 96)).save(desk.path("keep.png"))
    return desk.synth("--keep", str(desk.path("keep.png")), "--mask", str(desk.path("mask.png")))


CASES = [
    (missing_board, "none.png: no such file"),
    (folder_for_a_board, "a folder"),
    (text_for_a_board, "board.png: not a picture"),
    (half_a_board, "board.png: damaged or unfinished PNG"),
    (half_a_layout_map, "layout-map.png: damaged or unfinished PNG"),
    (empty_board, "board.png: empty file"),
    (bomb, "too many pixels"),
    (map_of_another_size, "board board: the painting is 160 x 120 px but its material map 150 x 120 px"),
    (lines_of_another_size, "layout lines are 100 x 96 px but the layout map 128 x 96 px"),
    (anti_aliased_layout, "layout map: not flat: "),
    (anti_aliased_board_map, "board board: material map: not flat: "),
    (jpeg_map, "layout map: not flat: "),
    (see_through_map, "layout-map.png: transparent at x=5, y=7"),
    (unknown_material, "no board has the material #010203, drawn at x=30, y=20; the boards have #6ea0be"),
    (material_smaller_than_a_patch, "no board has a 5 x 5 px patch of the material #010203"),
    (wrong_palette, "materials.gpl, line 2"),
    (boards_of_different_depth, "board board is 8-bit RGB but board deep 16-bit RGB"),
    (rough_of_another_format, "rough is 30 x 30 px, another format"),
    (empty_mask, "mask is empty"),
    (lambda desk: desk.synth("--seed", "-1"), "'--seed': -1 is not in the range"),
    (lambda desk: desk.synth("--seed", "99999999999999999999"), "is not in the range"),
    (lambda desk: desk.synth("--seed", "1.5"), "'--seed': '1.5'"),
    (lambda desk: desk.synth("--threads", "0"), "'--threads': 0 is not in the range"),
    (lambda desk: desk.synth("--threads", "-2"), "'--threads': -2 is not in the range"),
    (lambda desk: desk.synth("--threads", "123456789"), "is not in the range"),
    (lambda desk: desk.synth("--smooth", "sky"), "unknown material 'sky'"),
    (
        lambda desk: desk.synth("--smooth", "sea", "--gpl", str(desk.path("materials.gpl"))),
        "known names: sky, hill, meadow",
    ),
    (lambda desk: desk.synth("--board", str(desk.path("board.png"))), "2 --board but 1 --board-map"),
    (lambda desk: desk.synth("--rough", "--from-rough", "x.png"), "give one of them"),
    (lambda desk: desk.synth("--keep", "x.png"), "--keep and --mask go together"),
    (lambda desk: desk.synth("--no-cache"), "--cache and --no-cache exclude each other"),
    (lambda desk: desk.synth("--frobnicate"), "No such option"),
    (lambda desk: desk.synth(out="out.jpg"), "written as .png or .tif"),
    (lambda desk: desk.synth(out="none/out.png"), "there is no folder"),
    (lambda desk: desk.synth(out="board.png"), "would be written over"),
    (lambda desk: desk.synth("--report", str(desk.path("out.png"))), "two of them have one name"),
    (lambda desk: desk.synth("--report", str(desk.path("none/report.json"))), "there is no folder"),
    (lambda desk: ["synth"], "Missing option"),
    (lambda desk: ["paint-it"], "No such command"),
    (lambda desk: ["demo", "--film", str(desk.folder), "-o", str(desk.path("pictures"))], "no film here"),
]


@pytest.mark.parametrize("arrange, says", CASES, ids=lambda case: getattr(case, "__name__", None))
def test_one_line_and_nothing_written(desk, underpaint, arrange, says):
    arguments = arrange(desk)
    before = contents(desk.folder)
    outcome = underpaint(arguments)
    assert outcome.code == 2
    assert says in outcome.err
    assert outcome.err.startswith("underpaint: ") and outcome.err.count("\n") == 1
    assert outcome.out == ""
    assert contents(desk.folder) == before


def test_a_new_process_says_the_same(desk):
    ran = subprocess.run(PROGRAM + missing_board(desk), capture_output=True, check=False, text=True)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"underpaint: {desk.path('none.png')}: no such file\n"


def test_native_decoders_add_no_lines(desk):
    from underpaint.formats.encode import tiff_bytes

    for dtype in (np.uint8, np.uint16):
        data = bytearray(tiff_bytes(np.array(Image.open(desk.path("board.png"))).astype(dtype)))
        data[3000:3010] = b"0123456789"
        desk.path("board.tif").write_bytes(data)
        arguments = replaced(desk.synth(), "--board", desk.path("board.tif"))
        ran = subprocess.run(PROGRAM + arguments, capture_output=True, check=False, text=True)
        assert ran.returncode == 2
        assert ran.stderr.startswith("underpaint: ") and ran.stderr.count("\n") == 1, ran.stderr


def test_a_bomb_takes_no_memory(desk):
    arguments = bomb(desk)
    code = "import sys; from underpaint.cli import run; run(sys.argv[1:]); "
    code += "from underpaint.farm.memory import peak_memory_mb; print(peak_memory_mb())"
    ran = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=False, text=True)
    assert "too many pixels" in ran.stderr
    assert float(ran.stdout) < 150


def test_a_disk_that_takes_nothing(desk):
    before = contents(desk.folder)
    arguments = [*desk.synth("--report", str(desk.path("report.json"))), "--no-cache"]
    del arguments[arguments.index("--cache") : arguments.index("--cache") + 2]
    code = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)); from underpaint.cli import main; main()"
    ran = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=False, text=True)
    assert ran.returncode == 2
    assert ran.stderr.startswith("underpaint: ") and "cannot be written" in ran.stderr and ran.stderr.count("\n") == 1
    assert contents(desk.folder) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_does_not_allow_writing(desk, underpaint):
    locked = desk.path("locked")
    locked.mkdir(mode=0o500)
    outcome = underpaint(desk.synth(out="locked/out.png"))
    assert outcome.code == 2 and "does not allow writing" in outcome.err
