"""A small film painted whole, and the records that stop it."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from underpaint.errors import InputError
from underpaint.farm.contact_sheet import contact_sheet
from underpaint.farm.demo import read_cuts
from underpaint.formats.pictures import read_picture


@pytest.fixture
def film(desk) -> Path:
    film = desk.path("film")
    for folder in ("boards/noon", "cuts/C001", "cuts/C002"):
        (film / folder).mkdir(parents=True)
    shutil.copy(desk.path("board.png"), film / "boards/noon/painting.png")
    shutil.copy(desk.path("board-map.png"), film / "boards/noon/materials.png")
    shutil.copy(desk.path("materials.gpl"), film)
    for number in ("C001", "C002"):
        shutil.copy(desk.path("layout-map.png"), film / "cuts" / number / "materials.png")
        shutil.copy(desk.path("lines.png"), film / "cuts" / number / "layout.png")
        record = f'kind = "cut"\nnumber = "{number}"\nplace = "a meadow"\ntime = "noon"\nboards = ["noon"]\n'
        (film / "cuts" / number / "cut.toml").write_text(record)
    return film


def test_every_cut_is_painted_and_put_on_one_sheet(film, desk, underpaint, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(desk.path("home-cache")))
    pictures = desk.path("pictures")
    outcome = underpaint(["demo", "--film", str(film), "-o", str(pictures)])
    assert outcome.code == 0, outcome.err
    for number in ("C001", "C002"):
        assert str(pictures / f"{number}.png") in outcome.out
        assert read_picture(pictures / f"{number}.png").array.shape == (96, 128, 3)
        assert (pictures / f"{number}_rough.png").is_file()
    assert str(pictures / "contact-sheet.png") in outcome.out
    sheet = read_picture(pictures / "contact-sheet.png").array
    strip = read_picture(pictures / "strip.png").array
    assert sheet.shape[1] > 4 * 480 and strip.shape[1] > 3 * 640


def test_a_sheet_shows_each_picture_in_its_place():
    red, blue = np.full((50, 100, 3), (200, 0, 0), np.uint8), np.full((50, 100, 4), (0, 0, 51400, 65535), np.uint16)
    sheet = contact_sheet([("title", [("a", red), ("b", blue)])], width=100)
    rows, columns = sheet.shape[:2]
    assert tuple(sheet[rows - 30, columns // 4]) == (200, 0, 0)
    assert tuple(sheet[rows - 30, 3 * columns // 4]) == (0, 0, 200)


@pytest.mark.parametrize(
    "record, says",
    [
        ("boards = [", "cannot be read"),
        ('number = "C001"', "names no boards"),
        ("boards = 3", "names no boards"),
        ("boards = []", "list of boards is empty"),
    ],
)
def test_a_record_that_cannot_be_used_is_named(film, record, says):
    path = film / "cuts" / "C001" / "cut.toml"
    path.write_text(record)
    with pytest.raises(InputError, match=says) as error:
        read_cuts(film)
    assert str(path) in str(error.value) and "\n" not in str(error.value)
