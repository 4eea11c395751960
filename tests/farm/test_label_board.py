"""Boards and flats on the command line: a map comes out, or one line and nothing."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from underpaint.formats.encode import png_bytes
from underpaint.formats.pictures import read_picture
from underpaint.formats.sheets import material_map


def layer_of(scene, spots) -> np.ndarray:
    layer = np.zeros((120, 160, 4), np.uint8)
    for y, x in spots:
        layer[y : y + 3, x : x + 30, :3] = scene.materials[y, x]
        layer[y : y + 3, x : x + 30, 3] = 255
    return layer


SPOTS = [(20, 30), (20, 90), (70, 10), (75, 90), (100, 30), (108, 100)]


@pytest.fixture
def scribbled(desk, scene):
    def write(layer: np.ndarray | None = None, name: str = "scribbles.png"):
        Image.fromarray(layer_of(scene, SPOTS) if layer is None else layer).save(desk.path(name))
        return ["label", "board", str(desk.path("board.png")), "--gpl", str(desk.path("materials.gpl")),
                "--scribbles", str(desk.path(name)), "-o", str(desk.path("map.png"))]  # fmt: skip

    return write


def test_scribbles_become_a_map_that_can_be_painted_from(desk, scene, scribbled, underpaint):
    done = underpaint(scribbled())
    assert (done.code, done.err) == (0, "")
    assert "map.png  160 x 120 px" in done.out
    found = material_map(read_picture(desk.path("map.png")))
    assert (found == scene.materials).all(axis=2).mean() >= 0.95
    painted = underpaint(["synth", "--board", str(desk.path("board.png")), "--board-map", str(desk.path("map.png")),
                          "--layout-map", str(desk.path("layout-map.png")), "--no-cache", "--rough",
                          "-o", str(desk.path("rough.png"))])  # fmt: skip
    assert painted.code == 0


def test_points_are_scribbles_too(desk, scene, scribbled, underpaint):
    names = {colour: name for colour, name in scene.names.items()}
    points = [(x, y) for x in range(10, 160, 25) for y in range(8, 120, 16)]
    words = [{"material": names[tuple(scene.materials[y, x].tolist())], "x": x, "y": y} for x, y in points]
    desk.path("points.json").write_text(json.dumps({"words": words}))
    arguments = scribbled()
    arguments[arguments.index("--scribbles") + 1] = str(desk.path("points.json"))
    assert underpaint(arguments).code == 0
    assert (material_map(read_picture(desk.path("map.png"))) == scene.materials).all(axis=2).mean() >= 0.9
    words[0]["material"] = "skye"
    desk.path("points.json").write_text(json.dumps({"words": words}))
    refused = underpaint(arguments)
    assert refused.code == 2 and "no material 'skye'" in refused.err and "nearest: sky" in refused.err


def test_a_material_too_small_to_paint_from_is_told(desk, scene, scribbled, underpaint):
    board = np.full((120, 160, 3), 100, np.uint8)
    board[:, 80:] = 200
    board[60:63, 30:34] = (250, 20, 20)
    Image.fromarray(board).save(desk.path("board.png"))
    layer = np.zeros((120, 160, 4), np.uint8)
    for (y, x), colour in zip([(10, 10), (10, 100), (61, 31)], scene.names, strict=True):
        layer[y : y + 1, x : x + 2] = (*colour, 255)
    done = underpaint(scribbled(layer))
    assert done.code == 0 and "meadow nowhere fills 5 x 5 px of the map" in done.err


@pytest.mark.parametrize("suffix", ["png", "ora", "psd"])
def test_flats_come_in_as_picture_or_layer(desk, scene, underpaint, suffix):
    import zipfile

    file = desk.path(f"flats.{suffix}")
    arguments = ["label", "flats", str(file), "--gpl", str(desk.path("materials.gpl")), "-o", str(desk.path("map.png"))]
    if suffix == "png":
        Image.fromarray(scene.materials).save(file)
    elif suffix == "ora":
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("stack.xml", '<image w="160" h="120"><stack><layer name="flats" src="a.png"/>'
                                          '<layer name="ink" src="b.png"/></stack></image>')  # fmt: skip
            archive.writestr("a.png", png_bytes(scene.materials))
        arguments += ["--layer", "flats"]
    else:
        from psd_tools import PSDImage

        document = PSDImage.new("RGB", (160, 120))
        document.create_pixel_layer(Image.fromarray(scene.materials), name="flats")
        document.save(file)
    done = underpaint(arguments)
    assert (done.code, done.err) == (0, "")
    assert (material_map(read_picture(desk.path("map.png"))) == scene.materials).all()


def test_bad_flats_cost_one_line_and_leave_nothing(desk, scene, underpaint):
    wrong = scene.materials.copy()
    wrong[10:20, 30:50] = (1, 2, 3)
    Image.fromarray(wrong).save(desk.path("flats.png"))
    before = desk.files()
    arguments = ["label", "flats", str(desk.path("flats.png")), "--gpl", str(desk.path("materials.gpl"))]
    for more, message in (
        ([], "#010203 at x=30, y=10 is not the palette's"),
        (["--layer", "flats"], "--layer chooses a layer of a .psd, .psb or .ora file"),
    ):
        done = underpaint([*arguments, *more, "-o", str(desk.path("map.png"))])
        assert done.code == 2 and message in done.err and done.err.count("\n") == 1
    done = underpaint([*arguments, "-o", str(desk.path("flats.png"))])
    assert done.code == 2 and "would be written over" in done.err
    assert desk.files() == before


def test_bad_scribbles_cost_one_line_and_leave_nothing(desk, scene, scribbled, underpaint):
    good = layer_of(scene, SPOTS)
    off = good.copy()
    off[30:35, 40:60] = (90, 30, 30, 255)
    cases = [
        (np.zeros_like(good), "no scribbles: draw at least one"),
        (layer_of(scene, SPOTS[:1]), "scribbles of one material only"),
        (good[:, :100], "100 x 120 px, but the painting"),
        (np.zeros((1, 1, 4), np.uint8), "1 x 1 px, but the painting"),
        (off, "the colour #5a1e1e at x=40, y=30 is not the palette's (100 px are off it); the nearest is"),
        (np.ascontiguousarray(good[:, :, :3]), "has no transparent background"),
    ]
    for layer, message in cases:
        arguments = scribbled(layer)
        before = desk.files()
        done = underpaint(arguments)
        assert done.code == 2 and message in done.err and done.err.count("\n") == 1, done.err
        assert desk.files() == before
    desk.path("scribbles.png").write_text("words")
    done = underpaint(arguments)
    assert done.code == 2 and "not a picture" in done.err
    Image.fromarray(np.zeros((1, 1, 3), np.uint8)).save(desk.path("board.png"))
    done = underpaint(scribbled(np.zeros((1, 1, 4), np.uint8)))
    assert done.code == 2 and "1 x 1 px; each side is 16 to 30,000 px" in done.err
