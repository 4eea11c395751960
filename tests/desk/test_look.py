"""Look in a browser: pictures to any depth, two compared, and where the paint came from."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from underpaint.formats.pictures import read_picture
from underpaint.formats.source_map import read_source_map


@pytest.fixture
def look(page, opened):
    page.goto(opened.address.split("/enter")[0] + "/cut/C001")
    expect(page.locator("#viewer")).to_have_attribute("data-sharp", "yes")
    return page


def seen(page) -> np.ndarray:
    """What the viewer shows, as a person sees it."""
    return np.asarray(Image.open(io.BytesIO(page.locator("#viewer canvas").screenshot())).convert("RGB")).astype(int)


def test_a_take_is_shown_and_1_to_1_is_the_picture_to_the_pixel(look, opened):
    expect(look.locator("#first")).to_have_value("T01.pass2")
    expect(look.locator("#state")).to_have_text("WIP")
    look.keyboard.press("z")
    expect(look.locator("#scale")).to_have_text("100 %")
    expect(look.locator("#viewer")).to_have_attribute("data-sharp", "yes")
    picture = read_picture(opened.film.cuts["C001"].takes[0].picture).array.astype(int)
    shown = seen(look)
    y, x = (shown.shape[0] - picture.shape[0]) // 2, (shown.shape[1] - picture.shape[1]) // 2
    best = min(
        np.abs(shown[y + dy : y + dy + picture.shape[0], x + dx : x + dx + picture.shape[1]] - picture).max()
        for dy in (-1, 0, 1)
        for dx in (-1, 0, 1)
    )
    assert best <= 1


def test_wheel_drag_and_fit(look):
    fit = look.locator("#scale").inner_text()
    box = look.locator("#viewer canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    look.mouse.move(x, y)
    look.mouse.wheel(0, -600)
    expect(look.locator("#scale")).not_to_have_text(fit)
    before = seen(look)
    look.mouse.down()
    look.mouse.move(x + 120, y + 40)
    look.mouse.up()
    assert np.abs(seen(look) - before).mean() > 1
    look.keyboard.press("f")
    expect(look.locator("#scale")).to_have_text(fit)


def test_two_are_compared_by_a_divider_and_by_blinking(look):
    look.keyboard.press("d")
    look.select_option("#second", "layout")
    expect(look.locator("#viewer")).to_have_attribute("data-sharp", "yes")
    look.wait_for_timeout(300)
    half = seen(look)
    height, width = half.shape[:2]
    left, right = (
        half[height // 3 : -height // 3, : width // 2 - 20],
        half[height // 3 : -height // 3, width // 2 + 20 :],
    )
    grey = lambda part: np.abs(part[:, :, 0] - part[:, :, 2]).mean()
    assert grey(left) > 10 > grey(right)  # paint on the left, pencil on the right
    box = look.locator("#viewer canvas").bounding_box()
    middle, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    look.mouse.move(middle, y)
    look.mouse.down()
    look.mouse.move(middle + 200, y)
    look.mouse.up()
    assert grey(seen(look)[height // 3 : -height // 3, width // 2 + 20 : width // 2 + 180]) > 10
    look.keyboard.press("b")
    expect(look.locator("#viewer")).to_have_attribute("data-shown", "second")
    expect(look.locator("#viewer")).to_have_attribute("data-shown", "first")
    look.keyboard.press("Escape")
    expect(look.get_by_role("button", name="One")).to_have_attribute("aria-pressed", "true")


def test_a_click_into_the_source_view_shows_the_very_place_on_the_board(look, opened):
    look.keyboard.press("s")
    expect(look.locator("#legend")).to_contain_text("noon · Yui Abe")
    expect(look.locator("#legend")).to_contain_text("100.0 %")
    expect(look.locator("#viewer")).to_have_attribute("data-sharp", "yes")
    record = read_source_map(opened.film.cuts["C001"].takes[0].files["source_map"][0])
    box = look.locator("#viewer canvas").bounding_box()
    scale = min(box["width"] / 128, box["height"] / 96)
    x, y = 70, 30
    left, top = box["x"] + (box["width"] - 128 * scale) / 2, box["y"] + (box["height"] - 96 * scale) / 2
    look.mouse.click(left + (x + 0.5) * scale, top + (y + 0.5) * scale)
    expect(look.locator("#place p")).to_contain_text(f"board noon, x {record.x[y, x]}, y {record.y[y, x]}")
    expect(look.locator("#place p")).to_contain_text("painted by Yui Abe")
    expect(look.locator("#board-viewer")).to_have_attribute("data-sharp", "yes")


def test_keys_lead_to_the_other_cuts(look):
    look.keyboard.press("]")
    expect(look.locator("#cut")).to_have_text("C002")
    expect(look.locator("#first")).to_have_value("layout")
    look.keyboard.press("[")
    expect(look.locator("#cut")).to_have_text("C001")


def test_a_cut_without_a_picture_says_so(look, opened):
    look.goto(opened.address.split("/enter")[0] + "/cut/C004")
    expect(look.locator("#first")).to_have_value("materials")
    (opened.folder / "cuts" / "C004" / "materials.png").unlink()
    look.reload()
    expect(look.locator("#empty")).to_have_text(re.compile("Nothing to see yet"))


def test_a_source_outside_of_the_picture_is_refused(served):
    for query, status in (("x=0&y=0", 200), ("x=128&y=0", 400), ("x=-1&y=0", 400), ("x=a&y=0", 400), ("", 400)):
        assert served.get(f"/api/cut/C001/source/T01?{query}").status_code == status


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ("layout", 200), ("materials", 200), ("board.noon", 200), ("T01.pass1", 200), ("T01.boards", 200),
        ("T01.touch_up", 404), ("T02.pass2", 404), ("T01.work_file", 404), ("T01.source_map", 404), ("T01.", 404),
        ("board.", 404), ("board...", 404), ("board.dusk", 404), ("folder", 404), ("%2e%2e", 404), ("T01.take.json", 404),
    ],
)  # fmt: skip
def test_only_pictures_of_the_cut_are_shown(served, what, status):
    assert served.get(f"/api/cut/C001/view/{what}").status_code == status


def test_a_picture_that_cannot_be_shown_says_why(page, opened):
    layout = opened.film.cuts["C002"].layout
    data = layout.read_bytes()
    layout.write_bytes(data[: len(data) // 2])
    page.goto(opened.address.split("/enter")[0] + "/cut/C002")
    expect(page.locator("#error")).to_contain_text("damaged or unfinished")


def test_two_fingers_make_it_larger_around_them(look):
    box = look.locator("#viewer canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    scale = lambda: float(look.locator("#scale").inner_text().removesuffix(" %"))
    before = scale()
    fingers = look.context.new_cdp_session(look)
    touch = lambda kind, apart: fingers.send(
        "Input.dispatchTouchEvent",
        {"type": kind, "touchPoints": [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}] if apart else []},
    )
    touch("touchStart", 60)
    for apart in range(65, 125, 5):
        touch("touchMove", apart)
    touch("touchEnd", 0)
    expect(look.locator("#viewer")).to_have_attribute("data-sharp", "yes")
    assert scale() == pytest.approx(2 * before, rel=0.1)
    assert look.evaluate("visualViewport.scale") == 1  # the picture grew, not the page
