"""A board labelled in a browser: scribbles, its map, its painter and rights; and a painting that becomes a board."""

from __future__ import annotations

import io
import json
from datetime import date

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from underpaint.film.boards import add_board
from underpaint.film.film import Film
from underpaint.film.scribbles import FILE, add_scribble, read_scribbles

ARTIST, DIRECTOR = "Ken Sato", "Aiko Mori"
SIZE = (160, 120)
SKY, HILL, MEADOW = (150, 200, 225), (110, 160, 190), (210, 215, 150)
STROKES = (("1", (20, 20), (140, 20)), ("2", (30, 63), (60, 63)), ("3", (20, 105), (140, 105)))


@pytest.fixture
def film_folder(film_folder, scene, tmp_path):
    """With the board dusk, a painting and nothing else."""
    Image.fromarray(scene.painting).save(tmp_path / "dusk.png")
    add_board(Film.open(film_folder).boards_folder, "dusk", tmp_path / "dusk.png", None, {})
    return film_folder


@pytest.fixture
def board(page, opened):
    page.goto(opened.address.split("/enter")[0] + "/board/dusk")
    steps(page, 0)
    page.locator("#who").click()
    page.get_by_role("button", name=ARTIST).click()
    expect(page.locator("#who")).to_have_text(ARTIST)
    return page


def at(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where x, y of the painting lies in the window, the whole of it being shown."""
    box = page.locator("#viewer canvas").bounding_box()
    scale = min(box["width"] / SIZE[0], box["height"] / SIZE[1])
    left = box["x"] + (box["width"] - SIZE[0] * scale) / 2
    top = box["y"] + (box["height"] - SIZE[1] * scale) / 2
    return left + x * scale, top + y * scale


def steps(page: Page, count: int) -> None:
    """Wait until the page shows this many steps."""
    expect(page.locator("#viewer")).to_have_attribute("data-steps", str(count), timeout=60_000)


def drag(page: Page, first, last) -> None:
    page.mouse.move(*at(page, *first))
    page.mouse.down()
    page.mouse.move(*at(page, *last), steps=6)
    page.mouse.up()


def scribble_all(page: Page, begun: int = 0) -> None:
    for number, (key, first, last) in enumerate(STROKES, begun + 1):
        page.keyboard.press(key)
        drag(page, first, last)
        steps(page, number)


def under(page: Page, x: float, y: float) -> str:
    page.mouse.move(*at(page, x, y))
    return page.locator("#under").inner_text()


def drawn(opened, name: str = "dusk") -> list[str]:
    return [step.material or step.kind for step in read_scribbles(opened.film.board(name)).strokes]


def test_a_board_is_scribbled_its_map_follows_and_is_used(board, opened, scene):
    expect(board.locator("#lacking li")).to_have_count(4)
    expect(board.locator("#told")).to_contain_text("Draw a short stroke")
    board.keyboard.press("1")
    drag(board, *STROKES[0][1:])
    steps(board, 1)
    expect(board.locator("#viewer")).to_have_attribute("data-map", "no")
    board.keyboard.press("Control+z")
    steps(board, 2)
    assert drawn(opened) == []
    scribble_all(board, begun=2)
    expect(board.locator("#viewer")).to_have_attribute("data-map", "yes")
    assert (under(board, 80, 5), under(board, 20, 68), under(board, 80, 115)) == ("sky", "hill", "meadow")
    board.keyboard.press("e")
    drag(board, (25, 63), (65, 63))
    steps(board, 6)
    assert under(board, 80, 5) == "sky" and drawn(opened)[-1] == "erase"
    board.locator("#undo").click()
    steps(board, 7)
    board.locator("#redo").click()
    steps(board, 8)
    board.keyboard.press("Control+z")
    steps(board, 9)
    board.reload()
    steps(board, 9)
    assert under(board, 20, 68) == "hill"
    board.locator("#use").click()
    steps(board, 10)
    expect(board.locator("#told")).to_contain_text("The map is written")
    expect(board.locator("[data-lacks=map]")).to_have_count(0)
    written = np.asarray(Image.open(opened.film.board("dusk").materials).convert("RGB"))
    assert (written == scene.materials).all(2).mean() > 0.9


def test_it_is_scribbled_by_keys_alone(board, opened):
    board.keyboard.press("2")
    board.keyboard.press("]")
    board.keyboard.press("ArrowRight")
    board.keyboard.press("Space")
    for _ in range(5):
        board.keyboard.press("Shift+ArrowRight")
    board.keyboard.press("Space")
    steps(board, 1)
    (stroke,) = read_scribbles(opened.film.board("dusk")).strokes
    (left, row), (right, low) = stroke.points[0], stroke.points[-1]
    assert stroke.material == "hill" and right - left > 10 and row == low


def test_views(board):
    scribble_all(board)
    shots = {}
    for key, name in (("", "overlay"), ("u", "outline"), ("s", "side"), ("s", "none")):
        if key:
            board.keyboard.press(key)
        board.mouse.move(5, 5)
        board.wait_for_timeout(400)
        shots[name] = np.asarray(Image.open(io.BytesIO(board.locator(".views").screenshot())).convert("RGB")).astype(
            int
        )
    for name in ("overlay", "outline", "side"):
        assert np.abs(shots[name] - shots["none"]).mean() > 0.3, name
    right = shots["side"][:, shots["side"].shape[1] // 2 :]
    assert (np.abs(right - MEADOW).max(2) < 3).sum() > 2000  # the map alone
    board.keyboard.press("s")
    expect(board.locator("#map-viewer canvas")).to_be_visible()


def test_two_people_scribble_on_one_board(board, opened):
    board.keyboard.press("1")
    drag(board, *STROKES[0][1:])
    steps(board, 1)
    add_scribble(
        opened.film.board("dusk"), "stroke", DIRECTOR, points=[(20, 105), (140, 105)], material="meadow", width=4
    )
    steps(board, 2)
    expect(board.locator("#viewer")).to_have_attribute("data-map", "yes")
    board.keyboard.press("Control+z")
    steps(board, 3)
    assert drawn(opened) == ["meadow"]


def test_painter_and_rights_are_changed_and_what_is_missing_is_said(board, opened):
    expect(board.locator("[data-lacks=consent]")).to_contain_text("Ask the painter")
    for name, value in (
        ("painter", "Yui Abe"),
        ("owner", "the studio"),
        ("consent", "for this film"),
        ("valid_until", "2031-03-31"),
    ):
        board.locator(f"[name={name}]").fill(value)
    board.get_by_role("button", name="Save").click()
    expect(board.locator("#record [role=status]")).to_have_text("Saved")
    expect(board.locator("#lacking li")).to_have_count(1)
    dusk = opened.film.board("dusk")
    assert (dusk.painter, dusk.rights.owner, dusk.rights.valid_until) == ("Yui Abe", "the studio", date(2031, 3, 31))
    board.locator("[name=valid_until]").fill("2020-01-01")
    board.get_by_role("button", name="Save").click()
    expect(board.locator("[data-lacks=ended]")).to_be_visible()
    board.goto(board.url.replace("/board/dusk", "/boards"))
    card = board.locator("[data-board=dusk]")
    expect(card).to_contain_text("Yui Abe")
    expect(card).to_contain_text("no material map")
    expect(card).to_contain_text("its rights have ended")
    expect(board.locator("[data-board=noon]")).to_contain_text("complete")


def test_the_map_of_a_board_that_somebody_made_is_replaced_only_when_that_is_said(board, opened):
    board.goto(board.url.replace("dusk", "noon"))
    steps(board, 0)
    assert under(board, 80, 115) == "meadow"
    theirs = opened.film.board("noon").materials
    before = theirs.read_bytes()
    scribble_all(board)
    board.locator("#use").click()
    board.get_by_role("button", name="Replace it").click()
    steps(board, 4)
    assert theirs.read_bytes() != before
    assert any(path.read_bytes() == before for path in (opened.folder / "store").rglob("*") if path.is_file())


def test_a_painting_that_is_dropped_becomes_a_board(page, opened, tmp_path):
    page.goto(opened.address.split("/enter")[0] + "/boards")
    page.locator("#drop input").set_input_files(tmp_path / "dusk.png")
    page.get_by_role("button", name=ARTIST).click()
    page.locator("#name").fill("night pier")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("#board")).to_have_text("night pier")
    assert opened.film.board("night pier").map_or_none is None


def test_what_is_no_painting_becomes_no_board(served, scene):
    served.as_(ARTIST)
    written = io.BytesIO()
    Image.fromarray(scene.painting).save(written, "PNG")
    for name, data in (
        ("new", b"<svg onload='alert(1)'/>"),
        ("new", written.getvalue()[:200]),
        ("noon", written.getvalue()),
        ("..%2fx", written.getvalue()),
        ("%2e%2e", written.getvalue()),
    ):
        assert served.send(f"/api/boards/{name}", data).status_code in (400, 404), name
    assert list(served.film.boards) == ["dusk", "noon"]
    assert served.send("/api/boards/new", written.getvalue()).json() == {"name": "new"}


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"kind": "map"}, "no step"),
        ({"kind": "stroke", "points": [[1, 2]], "material": "gold", "width": 4}, "no material 'gold'"),
        ({"kind": "stroke", "points": [[1, 2]], "width": 4}, "needs a material"),
        ({"kind": "stroke", "points": [[1, 2]], "material": "sky", "width": 4000}, "width must be"),
        ({"kind": "erase", "points": [], "width": 4}, "0 points"),
        ({"kind": "redo"}, "nothing of"),
    ],
)
def test_a_stroke_that_makes_no_sense_is_refused(served, told, why):
    answer = served.as_(ARTIST).post("/api/board/dusk/label/step", told)
    assert answer.status_code == 400 and why in answer.json()["error"]
    assert not (served.folder / "boards" / "dusk" / FILE).exists()


def test_a_record_that_somebody_changed_meanwhile_is_not_written_over(served):
    served.as_(ARTIST)
    seen = served.get("/api/board/dusk").json()["seen"]
    assert served.post("/api/board/dusk/record", {"painter": "A", "seen": seen}).status_code == 200
    answer = served.post("/api/board/dusk/record", {"painter": "B", "seen": seen})
    assert answer.status_code == 400 and "changed by somebody else" in answer.json()["error"]
    assert json.dumps(answer.json()).find(str(served.folder)) < 0 and served.film.board("dusk").painter == "A"
