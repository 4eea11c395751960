"""A scan becomes a clean drawing: upright, in its frame, paper white, colours apart; and what is no drawing is refused."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from underpaint.errors import InputError
from underpaint.layout import read_drawing

SIZE = (480, 270)


def house() -> np.ndarray:
    page = np.full((270, 480), 250, np.uint8)
    cv2.rectangle(page, (150, 120), (300, 220), 40, 2)
    cv2.line(page, (150, 120), (225, 60), 40, 2)
    cv2.line(page, (300, 120), (225, 60), 40, 2)
    cv2.line(page, (0, 221), (479, 235), 60, 2)
    return page


def scanned(page: np.ndarray, turn: float, frame: bool = True, pegs: bool = False) -> np.ndarray:
    sheet = cv2.copyMakeBorder(page, 60, 60, 60, 60, cv2.BORDER_CONSTANT, value=250)
    if frame:
        cv2.rectangle(sheet, (59, 59), (540, 330), 40, 2)
    if pegs:
        cv2.circle(sheet, (300, 30), 9, 0, -1)
        for x in (130, 470):
            cv2.rectangle(sheet, (x - 16, 24), (x + 16, 36), 0, -1)
    high, wide = sheet.shape
    spin = cv2.getRotationMatrix2D((wide / 2, high / 2), -turn, 1)
    sheet = cv2.warpAffine(sheet, spin, (wide, high), flags=cv2.INTER_CUBIC, borderValue=250).astype(float)
    light = np.linspace(1, 0.75, wide)[None, :, None] * np.array([0.97, 0.94, 0.85])
    noise = np.random.default_rng(5).normal(0, 3, (high, wide, 3))
    return np.clip(sheet[:, :, None] * light + noise, 0, 255).astype(np.uint8)


def overlap(lines: np.ndarray, page: np.ndarray) -> float:
    """Share of the drawn pixels that have one of the other drawing within 1.5 px."""
    drawn, wanted = lines > 100, page < 150
    inner = np.s_[5:-5, 5:-5]
    near = cv2.distanceTransform((~wanted).view(np.uint8), cv2.DIST_L2, 5) <= 1.5
    back = cv2.distanceTransform((~drawn).view(np.uint8), cv2.DIST_L2, 5) <= 1.5
    return float(min(near[inner][drawn[inner]].mean(), back[inner][wanted[inner]].mean()))


@pytest.mark.parametrize("turn", [-3.0, -0.7, 0.0, 2.0, 3.0])
def test_a_turned_scan_comes_upright_into_its_frame(turn):
    drawing = read_drawing(scanned(house(), turn), SIZE)
    assert drawing.place.found_by == "frame"
    assert drawing.place.turn == pytest.approx(turn, abs=0.1)
    assert drawing.lines.shape == (270, 480)
    assert overlap(drawing.lines, house()) > 0.97


def test_the_frame_keeps_the_scans_resolution_where_no_size_is_asked_for():
    width, height = read_drawing(scanned(house(), 1.5)).place.size
    assert abs(width - 480) <= 2 and abs(height - 270) <= 2


def test_a_large_house_front_is_no_frame():
    page = np.full((270, 480), 250, np.uint8)
    cv2.rectangle(page, (100, 40), (370, 230), 40, 2)
    for x in range(20, 480, 50):
        cv2.circle(page, (x, 60), 30, 60, 2)
    cv2.line(page, (0, 231), (479, 235), 60, 2)
    for size in (None, (270, 190)):
        assert read_drawing(page, size).place.found_by in ("whole picture", "drawn part")


def test_a_frame_of_another_shape_than_the_films_is_not_stretched_to_it():
    assert read_drawing(scanned(house(), 0.0), (480, 400)).place.found_by == "drawn part"


def test_points_on_the_scan_are_found_again_in_the_frame():
    place = read_drawing(scanned(house(), 2.0), SIZE).place
    spin = cv2.getRotationMatrix2D((300, 195), -2.0, 1)
    on_sheet = np.array([[150 + 60, 120 + 60, 1], [300 + 60, 220 + 60, 1]]) @ spin.T
    assert np.abs(place.points(on_sheet) - [[150, 120], [300, 220]]).max() < 1.5


def test_peg_holes_give_the_turn_where_no_frame_is_drawn():
    drawing = read_drawing(scanned(house(), 2.0, frame=False, pegs=True), SIZE)
    assert drawing.place.found_by == "peg holes"
    assert drawing.place.turn == pytest.approx(2.0, abs=0.3)


def test_without_frame_and_holes_the_drawn_part_is_taken_for_another_shape():
    drawing = read_drawing(scanned(house(), 0.0, frame=False), (400, 400))
    assert drawing.place.found_by == "drawn part"
    assert drawing.lines.shape == (400, 400)
    assert (drawing.lines > 100).sum() > 500


def test_a_tablet_drawing_stays_where_it_is_to_the_pixel():
    drawing = read_drawing(house())
    assert drawing.place.found_by == "whole picture" and drawing.place.as_it_was
    assert np.array_equal(drawing.lines > 128, house() < 128)


def fence() -> np.ndarray:
    """Pickets 3 px apart, so that blur runs them together."""
    page = house()
    for x in range(330, 350, 5):
        cv2.line(page, (x, 100), (x, 200), 40, 2)
    return page


def test_lines_that_a_scans_blur_ran_together_are_parted_again():
    blurred = cv2.GaussianBlur(fence(), (0, 0), 1.1)
    between = np.s_[110:190, 333:345:5]
    assert (read_drawing(fence()).lines[between] == 0).all()
    assert (255 - blurred[between] > 64).all()
    assert (read_drawing(blurred).lines[between] < 64).all()
    assert overlap(read_drawing(blurred).lines, fence()) > 0.97


def test_grainy_pencil_that_is_not_blurred_is_not_sharpened():
    rng = np.random.default_rng(4)
    page = np.where(house() < 128, rng.integers(90, 230, house().shape), 250).astype(np.uint8)
    lines = read_drawing(page).lines.astype(float)
    # As light and dark as it was drawn, but for one scale.
    drawn = (page < 200) & (lines < 255)
    assert np.corrcoef(lines[drawn], page[drawn])[0, 1] < -0.999


@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_depth_and_channels_do_not_change_the_lines(channels, dtype):
    page = house()[:, :, None].repeat(channels, 2)
    if channels == 4:
        page = np.dstack([np.zeros_like(page[:, :, :3]), 255 - house()])
    same = page.astype(dtype) * (257 if dtype == np.uint16 else 1)
    assert overlap(read_drawing(same).lines, house()) > 0.99


def test_paper_comes_out_white_under_uneven_light():
    drawing = read_drawing(scanned(house(), 0.0), SIZE)
    far = cv2.distanceTransform((house() > 150).view(np.uint8), cv2.DIST_L2, 5)
    assert (drawing.lines[far > 4] <= 12).mean() > 0.995


def test_light_blue_is_shadow_and_red_is_a_mark_and_neither_is_line():
    page = house()[:, :, None].repeat(3, 2)
    page[20:50, 20:120] = (170, 205, 245)
    page[20:24, 330:460] = (225, 60, 50)
    page[34:36, 0:200] = 40
    drawing = read_drawing(page)
    assert (drawing.shadow[24:30, 30:110] > 30).all() and drawing.marks[24:30, 30:110].max() == 0
    assert (drawing.marks[21:23, 340:450] > 60).all() and drawing.shadow[20:24, 340:450].max() == 0
    assert drawing.lines[24:30, 30:110].max() < 64 and drawing.lines[20:24, 340:450].max() < 64
    assert (drawing.lines[34:36, 30:110] > 150).all()


def grain(tone: float) -> np.ndarray:
    rng = np.random.default_rng(1)
    return np.clip(rng.normal(tone, 3, (200, 300)), 0, 255).astype(np.uint8)


def painting() -> np.ndarray:
    rng = np.random.default_rng(2)
    coarse = cv2.resize(rng.uniform(20, 240, (6, 9, 3)), (300, 200), interpolation=cv2.INTER_CUBIC)
    return np.clip(coarse + rng.normal(0, 8, coarse.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    ("picture", "says"),
    [
        (np.full((200, 300), 250, np.uint8), "empty page"),
        (grain(235), "empty page"),
        (np.zeros((200, 300), np.uint8), "dark all over"),
        (grain(8), "dark all over"),
        (np.full((1, 1), 20, np.uint8), "1 x 1 px"),
        (painting(), "photograph or a painting"),
    ],
)
def test_what_is_no_drawing_is_refused_with_its_reason(picture, says):
    with pytest.raises(InputError, match=says):
        read_drawing(picture)


def test_a_drawing_is_read_the_same_every_time_and_left_as_it_was():
    scan = scanned(house(), 1.0)
    before = scan.copy()
    first, second = read_drawing(scan, SIZE), read_drawing(scan, SIZE)
    assert np.array_equal(first.lines, second.lines)
    assert np.array_equal(scan, before)
