"""The example film fits together: what its records, palette, maps and drawings say of each other is true."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage

from underpaint import paint
from underpaint.film.cuts import frames_of
from underpaint.formats.palette import read_palette
from underpaint.formats.pictures import read_picture
from underpaint.formats.sheets import material_map, painting, pencil
from underpaint.paint.check import check
from underpaint.paint.materials import code_of, describe, flat_map

FILM = Path(__file__).parents[2] / "examples" / "film"
BOARDS = sorted(path.name for path in FILM.glob("boards/*"))
CUTS = sorted(path.name for path in FILM.glob("cuts/*"))
FRAME = (1080, 1920)


def record(cut: str) -> dict:
    return tomllib.loads((FILM / "cuts" / cut / "cut.toml").read_text(encoding="utf-8"))


DRAWN = [name for name in CUTS if "background" not in record(name)]


def board(name: str) -> dict:
    return tomllib.loads((FILM / "boards" / name / "board.toml").read_text(encoding="utf-8"))


def colours(path: Path) -> np.ndarray:
    return material_map(read_picture(path))


@pytest.fixture(scope="module")
def palette() -> dict[str, tuple[int, int, int]]:
    return read_palette(FILM / "materials.gpl").colours


@pytest.fixture(scope="module")
def board_maps() -> dict[str, np.ndarray]:
    return {name: colours(FILM / "boards" / name / "materials.png") for name in BOARDS}


@pytest.fixture(scope="module")
def cut_maps() -> dict[str, np.ndarray]:
    return {name: colours(FILM / "cuts" / name / "materials.png") for name in DRAWN}


def test_it_is_a_short_of_five_places_each_in_two_lights():
    places = defaultdict(list)
    for name in BOARDS:
        places[board(name)["place"]].append(name)
    assert len(places) == 5 and all(len(boards) == 2 for boards in places.values())
    assert len(CUTS) == 41
    seconds = sum(frames_of(record(name)["length"], 24) for name in CUTS) / 24
    assert 170 < seconds < 200


def test_maps_hold_colours_of_the_palette_alone(palette, board_maps, cut_maps):
    known = {code_of(colour) for colour in palette.values()}
    for name, materials in chain(board_maps.items(), cut_maps.items()):
        strange = [describe(int(code), {}) for code in flat_map(materials).codes if int(code) not in known]
        assert not strange, f"{name}: {strange}"


def test_boards_of_one_place_share_their_map_to_the_pixel(board_maps):
    first: dict[str, str] = {}
    for name in BOARDS:
        place = board(name)["place"]
        np.testing.assert_array_equal(board_maps[first.setdefault(place, name)], board_maps[name])


def test_boards_of_one_place_are_painted_at_another_hour_or_season():
    told = [(board(name)["place"], board(name)["time"], board(name)["season"]) for name in BOARDS]
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("name", BOARDS)
def test_a_board_is_a_frame_large_and_anyones_to_use(name, board_maps):
    picture = painting(read_picture(FILM / "boards" / name / "painting.png"))
    assert picture.shape == (*FRAME, 3) and board_maps[name].shape == (*FRAME, 3)
    assert board(name)["kind"] == "board" and board(name)["painter"]
    assert board(name)["rights"]["licence"] == "CC0-1.0"
    assert "CC0" in (FILM / "LICENSE.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DRAWN)
def test_a_cut_can_be_painted_from_its_boards(name, palette, board_maps, cut_maps):
    told, materials = record(name), cut_maps[name]
    lines = pencil(read_picture(FILM / "cuts" / name / "layout.png"))
    assert told["kind"] == "cut" and told["number"] == name
    assert lines.shape == materials.shape[:2] and min(lines.shape) >= FRAME[0]
    wanted = set(flat_map(materials).codes.tolist())
    given = set(chain.from_iterable(flat_map(board_maps[one]).codes.tolist() for one in told["boards"]))
    assert wanted <= given, [
        describe(code, {colour: word for word, colour in palette.items()}) for code in wanted - given
    ]
    boards = tuple(paint.Board(one, np.zeros((*FRAME, 3), np.uint8), board_maps[one]) for one in told["boards"])
    check(paint.Request(boards, paint.Layout(materials, lines)))


@pytest.mark.parametrize("name", DRAWN)
def test_a_layout_is_a_pencil_drawing_of_its_map(name, cut_maps):
    """Mostly paper, some pencil, and pencil within three pixels of nearly every border of two materials."""
    lines = pencil(read_picture(FILM / "cuts" / name / "layout.png"))
    drawn = lines < 0.75 * np.median(lines)
    assert 0.01 < drawn.mean() < 0.2
    label = flat_map(cut_maps[name]).labels
    border = np.zeros(label.shape, bool)
    border[:, 1:] |= label[:, 1:] != label[:, :-1]
    border[1:] |= label[1:] != label[:-1]
    near = ndimage.binary_dilation(drawn, np.ones((7, 7)))
    assert near[border].mean() > 0.9
    assert near[~border].mean() < 0.5


@pytest.mark.parametrize("name", DRAWN)
def test_words_lie_on_the_material_they_name(name, palette, cut_maps):
    words = record(name)["words"]
    assert words
    for word in words:
        assert tuple(cut_maps[name][word["y"], word["x"]]) == palette[word["material"]], word


def test_a_cut_names_the_cut_whose_background_or_geometry_it_takes():
    for name in CUTS:
        told = record(name)
        for field in ("background", "geometry"):
            assert told.get(field, DRAWN[0]) in DRAWN and told.get(field) != name, name
        if "geometry" in told:
            assert record(told["geometry"])["boards"] != told["boards"]
        if "background" in told:
            assert not any((FILM / "cuts" / name).glob("*.png"))
