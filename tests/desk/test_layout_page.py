"""A layout labelled in a browser, from an empty one to a map on the disk."""

from __future__ import annotations

import re

import cv2
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from underpaint.film.cuts import add_cut
from underpaint.film.film import Film
from underpaint.film.labelling import FILE, add_step, read_labelling
from underpaint.formats.user_folders import cache_folder

ARTIST, DIRECTOR = "Ken Sato", "Aiko Mori"
SIZE = (640, 360)
SKY, HILL, MEADOW = (150, 200, 225), (110, 160, 190), (210, 215, 150)
IN_SKY, IN_MEADOW, IN_HOUSE = (500, 60), (320, 320), (200, 160)


@pytest.fixture
def film_folder(film_folder, tmp_path):
    """With C005, a drawing and nothing else: a horizon, and a house on it."""
    paper = np.full(SIZE[::-1], 245, np.uint8)
    cv2.line(paper, (0, 240), (639, 240), 40, 3)
    cv2.rectangle(paper, (120, 80), (280, 240), 40, 3)
    Image.fromarray(paper).save(tmp_path / "drawing.png")
    told = {"boards": ["noon"], "place": "hill"}
    add_cut(Film.open(film_folder).cuts_folder, "C005", 24, tmp_path / "drawing.png", None, told)
    return film_folder


@pytest.fixture
def label(page, opened):
    page.goto(opened.address.split("/enter")[0] + "/cut/C005/label")
    steps(page, 0)
    say_who(page, ARTIST)
    return page


def at(page: Page, x: float, y: float, size: tuple[int, int]) -> tuple[float, float]:
    """Where x, y of a picture of this size lies in the window, the whole of it being shown."""
    box = page.locator("#viewer canvas").bounding_box()
    scale = min(box["width"] / size[0], box["height"] / size[1])
    left = box["x"] + (box["width"] - size[0] * scale) / 2
    top = box["y"] + (box["height"] - size[1] * scale) / 2
    return left + x * scale, top + y * scale


def steps(page: Page, count: int) -> None:
    """Wait until the page shows this many steps."""
    expect(page.locator("#viewer")).to_have_attribute("data-steps", str(count), timeout=60_000)


def say_who(page: Page, name: str) -> None:
    page.locator("#who").click()
    page.get_by_role("button", name=name).click()
    expect(page.locator("#who")).to_have_text(name)


def click(page, place) -> None:
    page.mouse.click(*at(page, *place, SIZE))


def name_all(page) -> None:
    for key, place in (("1", IN_SKY), ("3", IN_MEADOW), ("2", IN_HOUSE)):
        page.keyboard.press(key)
        click(page, place)
    steps(page, 3)


def shows(page, place, colour) -> bool:
    """Whether a person sees the map's colour at a place, laid over the paper."""
    page.mouse.move(5, 5)
    page.wait_for_timeout(200)
    x, y = at(page, *place, SIZE)
    shot = page.screenshot(clip={"x": x - 2, "y": y - 2, "width": 4, "height": 4})
    seen = cv2.imdecode(np.frombuffer(shot, np.uint8), cv2.IMREAD_COLOR)[:, :, ::-1].reshape(-1, 3).mean(0)
    return bool(np.abs(seen - (0.25 * 255 + 0.75 * np.array(colour))).max() < 10)


def rough_at(page, x: float, y: float) -> list[int]:
    return page.evaluate(
        "([x, y]) => { const c = document.querySelector('#rough canvas'); "
        "return [...c.getContext('2d').getImageData(x * c.width, y * c.height, 1, 1).data]; }",
        [x, y],
    )


def words(opened) -> list[tuple[str, float, float]]:
    return list(read_labelling(opened.film.cut("C005")).words)


def test_a_layout_is_named_its_rough_follows_and_its_map_is_used(label, opened):
    page = label
    expect(page.locator("#unnamed h2")).to_have_text("Without a word: 3")
    expect(page.locator("#use")).to_be_disabled()
    page.keyboard.press("1")
    expect(page.locator("[data-material=sky]")).to_have_attribute("aria-pressed", "true")
    click(page, IN_SKY)
    steps(page, 1)
    assert words(opened)[0][0] == "sky"
    page.keyboard.press("3")
    click(page, IN_MEADOW)
    steps(page, 2)
    assert shows(page, IN_SKY, SKY) and shows(page, IN_MEADOW, MEADOW) and not shows(page, IN_HOUSE, HILL)
    expect(page.locator("#rough")).to_have_attribute("data-steps", "2", timeout=60_000)
    before = rough_at(page, IN_HOUSE[0] / 640, IN_HOUSE[1] / 360)
    assert before[3] < 255 == rough_at(page, 0.8, 0.15)[3]  # pale where nobody said
    page.keyboard.press("2")  # and now without the mouse
    page.keyboard.press("n")
    page.keyboard.press("Space")
    steps(page, 3)
    expect(page.locator("#told")).to_have_text("Every place has a word")
    expect(page.locator("#rough")).to_have_attribute("data-steps", "3", timeout=60_000)
    after = rough_at(page, IN_HOUSE[0] / 640, IN_HOUSE[1] / 360)
    assert after[3] == 255 and after != before

    page.keyboard.press("Control+z")
    steps(page, 4)
    expect(page.locator("#unnamed h2")).to_have_text("Without a word: 1")
    expect(page.locator("#use")).to_be_disabled()
    page.keyboard.press("Control+Shift+z")
    steps(page, 5)
    page.reload()
    steps(page, 5)
    expect(page.locator("#told")).to_have_text("Every place has a word")

    page.locator("#use").click()
    steps(page, 6)
    expect(page.locator("#told")).to_contain_text("The map is written")
    cut = opened.film.cut("C005")
    written = np.asarray(Image.open(cut.materials).convert("RGB"))
    assert written.shape == (360, 640, 3)
    for (x, y), colour in ((IN_SKY, SKY), (IN_MEADOW, MEADOW), (IN_HOUSE, HILL)):
        assert tuple(written[y, x]) == colour
    assert [word["material"] for word in cut.record.tables("words")] == ["sky", "meadow", "hill"]


def test_a_drag_names_every_place_it_passes_in_one_step(label, opened):
    label.keyboard.press("3")
    label.mouse.move(*at(label, *IN_HOUSE, SIZE))
    label.mouse.down()
    label.mouse.move(*at(label, 200, 320, SIZE), steps=3)
    label.mouse.up()
    steps(label, 1)
    assert [material for material, _, _ in words(opened)] == ["meadow", "meadow"]
    label.locator("#undo").click()
    steps(label, 2)
    assert words(opened) == []


def test_a_drag_that_slips_into_a_wide_place_leaves_its_word(label, opened):
    label.keyboard.press("1")
    click(label, IN_SKY)
    steps(label, 1)
    label.keyboard.press("3")
    label.mouse.move(*at(label, *IN_HOUSE, SIZE))
    label.mouse.down()
    label.mouse.move(*at(label, *IN_SKY, SIZE), steps=3)
    label.mouse.up()
    steps(label, 2)
    assert [material for material, _, _ in words(opened)] == ["sky", "meadow"]
    click(label, IN_SKY)
    steps(label, 3)
    assert [material for material, _, _ in words(opened)] == ["sky", "meadow", "meadow"]


def test_guesses_are_accepted_by_a_key(label, opened):
    label.keyboard.press("1")
    click(label, IN_SKY)
    label.keyboard.press("3")
    click(label, IN_MEADOW)
    steps(label, 2)
    expect(label.locator("#unnamed li")).to_have_count(1)
    label.mouse.move(*at(label, *IN_HOUSE, SIZE))
    expect(label.locator("#under")).to_have_text(re.compile(r"(sky|meadow)\?"))
    guess = label.locator("#under").inner_text().rstrip("?")
    label.keyboard.press("Enter")
    steps(label, 3)
    assert words(opened)[-1][0] == guess
    label.keyboard.press("Control+z")
    steps(label, 4)
    expect(label.locator("#untaught")).to_be_visible()  # nothing was learned: the lines alone may be sure and wrong
    expect(label.locator("#accept-all")).to_be_disabled()
    label.keyboard.press("a")
    label.route("**/api/cut/C005/label", lambda route: route.fulfill(json=taught(route.fetch().json())))
    label.reload()
    expect(label.locator("#accept-all")).to_be_enabled()
    label.keyboard.press("a")
    steps(label, 5)
    assert [material for material, _, _ in words(opened)] == ["sky", "meadow", guess]
    label.unroute_all(behavior="ignoreErrors")  # the page may read its state again as the test ends


def test_the_next_place_is_the_next_one_also_when_the_last_has_its_word(label):
    rows = label.locator("#unnamed li button")
    label.keyboard.press("n")
    expect(rows.nth(0)).to_have_attribute("aria-current", "true")
    label.keyboard.press("Space")
    expect(rows).to_have_count(2)
    steps(label, 1)
    label.keyboard.press("n")  # what was second is first now, and is not passed over
    expect(rows.nth(0)).to_have_attribute("aria-current", "true")


def taught(state: dict) -> dict:
    """The state as it would be with more cuts to learn from."""
    return {**state, "unnamed": [{**place, "learned": True, "sure": 1.0} for place in state["unnamed"]]}


def test_a_page_that_opens_has_boards_and_guesses_made_ready_beside_the_bench(served, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    desk = served.client.desk_app.state.desk
    asked = []
    for name in ("bench", "side_bench"):
        bench = getattr(desk, name)
        monkeypatch.setattr(bench, "ask", lambda work, *about, ask=bench.ask, name=name: asked.append((name, work.function)) or ask(work, *about))
    assert served.post("/api/cut/C005/label/prepare").status_code == 200
    assert ("side_bench", "index_boards") in asked and ("side_bench", "learn") in asked
    assert ("bench", "learn") not in asked
    kept = {path.name for path in cache_folder().rglob("*.index")}
    assert len(kept) == 2  # of the board, and of what the cuts teach
    asked.clear()
    served.post("/api/cut/C005/label/prepare")
    assert ("side_bench", "learn") not in asked
    assert {path.name for path in cache_folder().rglob("*.index")} == kept


def test_a_line_parts_a_place_and_a_merge_makes_two_one(label, opened):
    name_all(label)
    label.keyboard.press("l")
    label.mouse.move(*at(label, 400, 2, SIZE))
    label.mouse.down()
    label.mouse.move(*at(label, 400, 120, SIZE), steps=4)
    label.mouse.move(*at(label, 400, 239, SIZE), steps=4)
    label.mouse.up()
    steps(label, 4)
    label.keyboard.press("v")
    label.keyboard.press("2")
    click(label, (340, 60))
    steps(label, 5)
    assert shows(label, (340, 120), HILL) and shows(label, (560, 60), SKY)
    label.keyboard.press("m")
    label.mouse.move(*at(label, *IN_HOUSE, SIZE))
    label.mouse.down()
    label.mouse.move(*at(label, 60, 60, SIZE), steps=4)
    label.mouse.up()
    steps(label, 6)
    assert len(read_labelling(opened.film.cut("C005")).merges) == 1
    label.keyboard.press("Escape")
    label.keyboard.press("3")
    click(label, IN_HOUSE)
    steps(label, 7)
    assert shows(label, (60, 60), MEADOW)


def test_two_people_on_one_cut_see_each_other_and_lose_nothing(label, opened):
    click(label, IN_SKY)
    steps(label, 1)
    add_step(opened.film.cut("C005"), "name", DIRECTOR, points=[IN_MEADOW], materials=["meadow"])
    steps(label, 2)
    other = label.context.new_page()
    other.goto(label.url)
    steps(other, 2)
    other.keyboard.press("2")
    click(other, IN_HOUSE)
    steps(other, 3)
    steps(label, 3)
    expect(label.locator("#told")).to_have_text("Every place has a word")
    label.keyboard.press("Control+z")  # one's own last, in whichever page it was said
    steps(label, 4)
    assert [material for material, _, _ in words(opened)] == ["sky", "meadow"]
    other.close()


def test_a_map_that_somebody_made_is_replaced_only_when_that_is_said(label, opened):
    theirs = opened.folder / "cuts" / "C005" / "materials.png"
    name_all(label)
    Image.new("RGB", SIZE, SKY).save(theirs)
    before = theirs.read_bytes()
    label.reload()
    steps(label, 3)
    label.locator("#use").click()
    expect(label.locator("#replace")).to_be_visible()
    label.keyboard.press("Escape")
    expect(label.locator("#replace")).to_be_hidden()
    assert theirs.read_bytes() == before
    label.locator("#use").click()
    label.get_by_role("button", name="Replace it").click()
    steps(label, 4)
    assert theirs.read_bytes() != before
    assert any(path.read_bytes() == before for path in (opened.folder / "store").rglob("*") if path.is_file())


def test_a_step_asks_who_is_there(page, opened):
    page.goto(opened.address.split("/enter")[0] + "/cut/C005/label")
    steps(page, 0)
    click(page, IN_SKY)
    expect(page.locator("#who-dialog")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    assert not (opened.folder / "cuts" / "C005" / FILE).exists()
    click(page, IN_SKY)
    page.get_by_role("button", name=DIRECTOR).click()
    steps(page, 1)


def test_what_stands_against_it_is_said(page, opened):
    home = opened.address.split("/enter")[0]
    page.goto(home + "/cut/C004/label")
    expect(page.locator("#lacks")).to_contain_text("C004 has no layout yet")
    page.goto(home + "/cut/C003/label")
    expect(page.locator("#lacks")).to_contain_text("shares the background of C001")
    (opened.folder / "cuts" / "C005" / "layout.png").write_bytes(b"no picture")
    page.goto(home + "/cut/C005/label")
    expect(page.locator("#error")).to_be_visible()
    expect(page.locator("#error")).to_contain_text("layout.png")
    expect(page.locator("#waiting")).to_be_hidden()
    (opened.folder / "materials.gpl").unlink()
    page.goto(home + "/cut/C005/label")
    expect(page.locator("#lacks")).to_contain_text("materials.gpl")


def test_materials_are_found_by_name_and_nine_have_keys(page, opened):
    entries = "".join(f"{n} {n} {n}\tstone {n}\n" for n in range(1, 21))
    (opened.folder / "materials.gpl").write_text(f"GIMP Palette\n150 200 225\tsky\n{entries}")
    page.goto(opened.address.split("/enter")[0] + "/cut/C005/label")
    steps(page, 0)
    chosen = page.locator(".materials [aria-pressed=true]")
    page.keyboard.press("3")
    expect(chosen).to_have_attribute("data-material", "stone 2")
    page.keyboard.press("0")
    page.keyboard.press("3")
    expect(chosen).to_have_attribute("data-material", "stone 11")
    page.keyboard.press("/")
    page.keyboard.type("stone 20")
    page.keyboard.press("Enter")
    expect(chosen).to_have_attribute("data-material", "stone 20")


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"kind": "map"}, "no step"),
        ({"kind": "begin"}, "no step"),
        ({"kind": "name", "points": [[1, 2]], "materials": ["gold"]}, "no material 'gold'"),
        ({"kind": "name", "points": [[1, 2]], "materials": []}, "0 materials"),
        ({"kind": "name", "points": [1, 2], "materials": ["sky"]}, "list of x and y"),
        ({"kind": "line", "points": [[1, "2"], [3, 4]]}, "list of x and y"),
        ({"kind": "line", "points": [[1, 2], [1e300, 4]]}, "nowhere near"),
        ({"kind": "undo"}, "nothing of"),
        ({"kind": ["name"]}, "must be words"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(served, told, why):
    answer = served.as_(ARTIST).post("/api/cut/C005/label/step", told)
    assert answer.status_code == 400 and why in answer.json()["error"]
    assert not (served.folder / "cuts" / "C005" / FILE).exists()


def test_nobody_labels_without_a_name_and_no_other_cut_is_there(served):
    told = {"kind": "name", "points": [[1, 2]], "materials": ["sky"]}
    assert "who is at the desk" in served.post("/api/cut/C005/label/step", told).json()["error"]
    for address in ("/cut/C099/label", "/api/cut/C099/label", "/picture/label/..%2fC001/places"):
        assert served.get(address).status_code == 404
