"""`underpaint label layout`: a drawing and its words in, map, clean lines and report out; one clear line where it cannot."""

from __future__ import annotations

import json

import cv2
import numpy as np
import pytest
from PIL import Image

from underpaint.cli import run

PALETTE = "GIMP Palette\nName: test\n#\n120 180 230\tsky\n90 170 60\tmeadow\n200 120 80\thouse\n"
WORDS = [
    {"material": "sky", "x": 30, "y": 20},
    {"material": "meadow", "x": 30, "y": 170},
    {"material": "house", "x": 170, "y": 90},
]


def drawn() -> np.ndarray:
    page = np.full((200, 320), 248, np.uint8)
    cv2.line(page, (0, 120), (319, 120), 40, 3)
    cv2.rectangle(page, (120, 50), (220, 120), 40, 3)
    page[48:53, 150:155] = 248
    return page


@pytest.fixture
def desk(tmp_path):
    Image.fromarray(drawn()).save(tmp_path / "layout.png")
    (tmp_path / "film.gpl").write_text(PALETTE)
    (tmp_path / "words.json").write_text(json.dumps({"words": WORDS}))
    return tmp_path


def label(desk, *more, drawing="layout.png", words="words.json"):
    command = ["label", "layout", desk / drawing, "--gpl", desk / "film.gpl", "--words", desk / words]
    return run([str(word) for word in [*command, "-o", desk / "map.png", *more]])


def test_a_map_clean_lines_and_a_report_are_written(desk, capsys):
    assert label(desk, "--lines-out", desk / "clean.png", "--report", desk / "r.json") == 0
    got = np.asarray(Image.open(desk / "map.png"))
    assert tuple(got[10, 10]) == (120, 180, 230) and tuple(got[190, 10]) == (90, 170, 60)
    assert (got == (200, 120, 80)).all(2).sum() == pytest.approx(100 * 70, rel=0.05)
    clean = np.asarray(Image.open(desk / "clean.png"))
    assert clean.shape == (200, 320) and clean[100, 30] == 255 and clean[120, 30] < 40
    report = json.loads((desk / "r.json").read_text())
    assert report["kind"] == "underpaint.label" and report["size"] == [320, 200]
    assert report["unnamed"] == [] and report["shared"] == []
    assert capsys.readouterr().err == ""


def test_a_region_without_a_word_is_noted_and_listed(desk, capsys):
    (desk / "two.json").write_text(json.dumps({"words": WORDS[:2]}))
    assert label(desk, "--report", desk / "r.json", words="two.json") == 0
    (place,) = json.loads((desk / "r.json").read_text())["unnamed"]
    assert 120 < place["x"] < 220 and 50 < place["y"] < 120 and 0 < place["confidence"] <= 1
    said = capsys.readouterr().err
    assert said.startswith("underpaint: note: no word in 1 region(s), painted as guessed") and place["guess"] in said


def test_words_of_one_region_are_noted(desk, capsys):
    words = [*WORDS, {"material": "sky", "x": 200, "y": 100}]
    (desk / "w.json").write_text(json.dumps({"words": words}))
    assert label(desk, words="w.json") == 0
    assert "no line parts house at 170, 90 and sky at 200, 100" in capsys.readouterr().err


def test_the_frame_is_brought_to_the_films_size_and_the_words_with_it(desk):
    assert label(desk, "--size", "640x400") == 0
    got = np.asarray(Image.open(desk / "map.png"))
    assert got.shape == (400, 640, 3)
    assert tuple(got[200, 300]) == (200, 120, 80)


def test_words_read_on_the_frame_fit_a_scan_of_the_sheet(desk):
    sheet = cv2.copyMakeBorder(drawn(), 40, 40, 50, 50, cv2.BORDER_CONSTANT, value=248)
    cv2.rectangle(sheet, (49, 39), (370, 240), 40, 2)
    spin = cv2.getRotationMatrix2D((210, 140), -2, 1)
    Image.fromarray(cv2.warpAffine(sheet, spin, (420, 280), borderValue=248)).save(desk / "scan.jpg", quality=80)
    (desk / "framed.json").write_text(json.dumps({"size": [320, 200], "words": WORDS}))
    assert label(desk, "--size", "320x200", drawing="scan.jpg", words="framed.json") == 0
    got = np.asarray(Image.open(desk / "map.png"))
    assert (got == (200, 120, 80)).all(2).sum() == pytest.approx(100 * 70, rel=0.07)


def test_the_same_files_give_the_same_bytes(desk):
    assert label(desk) == 0
    first = (desk / "map.png").read_bytes()
    assert label(desk) == 0
    assert (desk / "map.png").read_bytes() == first


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"words": [{"material": "medow", "x": 3, "y": 3}]}, "nearest: meadow"),
        ({"words": [{"material": "sky", "x": 900, "y": 3}]}, "outside the picture of 320 x 200 px"),
        ({"words": []}, "no words"),
        ({"words": [{"material": "sky", "x": "3", "y": 3}]}, "word 1 is"),
        ({"words": [{"material": "sky", "x": float("nan"), "y": 3}]}, "word 1 is"),
        ({"size": [0, 3], "words": WORDS}, "give [width, height]"),
        ([1, 2], "no list of words"),
    ],
)
def test_wrong_words_are_one_line_and_nothing_is_written(desk, capsys, words, says):
    (desk / "bad.json").write_text(json.dumps(words))
    assert label(desk, "--report", desk / "r.json", words="bad.json") == 2
    said = capsys.readouterr().err
    assert says in said and said.count("\n") == 1
    assert not (desk / "map.png").exists() and not (desk / "r.json").exists()


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (np.full((200, 320), 250, np.uint8), "empty page"),
        (np.zeros((200, 320), np.uint8), "dark all over"),
        (np.full((1, 1), 9, np.uint8), "1 x 1 px"),
        (np.where(np.arange(200)[:, None] == 90, np.arange(320) % 320 < 100, 0) * -200 + 250, "closes a region off"),
    ],
)
def test_a_page_that_is_no_drawing_is_one_line(desk, capsys, page, says):
    Image.fromarray(page.astype(np.uint8)).save(desk / "page.png")
    assert label(desk, drawing="page.png") == 2
    said = capsys.readouterr().err
    assert says in said and said.count("\n") == 1
    assert not (desk / "map.png").exists()


@pytest.mark.parametrize("size", ["1920", "0x0", "99999x10", "1920x1080x3", "widexhigh"])
def test_a_size_that_is_none_is_refused(desk, capsys, size):
    assert label(desk, "--size", size) == 2
    assert "write it as 1920x1080" in capsys.readouterr().err


def test_an_input_is_never_written_over(desk, capsys):
    before = (desk / "words.json").read_bytes()
    assert label(desk, "--report", desk / "words.json") == 2
    assert "written over" in capsys.readouterr().err
    assert (desk / "words.json").read_bytes() == before
