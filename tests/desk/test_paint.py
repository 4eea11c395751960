"""Paint in a browser: roughs picked, materials tuned, the painting made and stopped, one place of it anew and back."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from underpaint.desk.batch import Batch
from underpaint.film.film import Film
from underpaint.film.tuning import cut_tuning
from underpaint.formats.pictures import read_picture
from underpaint.formats.source_map import read_source_map

LONG = 60_000  # ms; painting on a machine that has other work


@pytest.fixture
def paint(page, opened):
    """paint("C002") -> the page of that cut."""

    def call(number: str):
        page.goto(f"{opened.address.split('/enter')[0]}/cut/{number}/paint")
        return page

    return call


@pytest.fixture
def roughs(paint):
    """The page of C002 with its first four roughs."""
    page = paint("C002")
    page.keyboard.press("Enter")
    expect(page.locator("#roughs img")).to_have_count(4, timeout=LONG)
    expect(page.locator("#progress")).to_be_hidden(timeout=LONG)
    return page


def seen(page, what: str) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(page.locator(what).screenshot())).convert("RGB")).astype(int)


def test_four_roughs_are_made_one_is_picked_and_the_painting_keeps_it(paint, opened):
    page = paint("C002")
    expect(page.get_by_role("button", name="Make four roughs")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#roughs img")).to_have_count(4, timeout=LONG)
    takes = opened.film.cuts["C002"].takes
    assert [(take.stage, take.seed) for take in takes] == [("rough", seed) for seed in range(4)]
    expect(page.locator("#start")).to_be_enabled(timeout=LONG)

    page.keyboard.press("3")
    expect(page.locator("#roughs [data-seed='2']")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#roughs b")).to_have_text("picked")
    assert opened.film.cuts["C002"].picked.number == takes[2].number
    page.locator("#roughs [data-seed='1']").click()
    expect(page.locator("#roughs [data-seed='1']")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#roughs [data-seed='2']")).to_have_attribute("aria-pressed", "false")

    page.locator("body").press("Enter")
    expect(page.locator("#said")).to_have_text("painted: T05", timeout=LONG)
    expect(page.locator("#viewer")).to_have_attribute("data-sharp", "yes")
    expect(page.locator("#state")).to_have_text("WIP")
    painted = opened.film.cuts["C002"].takes[-1]
    assert (painted.stage, painted.seed, painted.files["pass1"][1]) == ("paint", 1, takes[1].files["pass1"][1])
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("The painting is up to date.", timeout=LONG)
    assert len(opened.film.cuts["C002"].takes) == 5


def test_other_seeds_make_four_more_and_there_is_a_way_back_to_the_first(roughs, opened):
    roughs.keyboard.press("o")
    expect(roughs.locator("#seeds")).to_have_text("4–7")
    expect(roughs.locator("#roughs img")).to_have_count(4, timeout=LONG)
    expect(roughs.locator("#progress")).to_be_hidden(timeout=LONG)
    assert [take.seed for take in opened.film.cuts["C002"].takes] == list(range(8))
    roughs.keyboard.press("2")
    expect(roughs.locator("#roughs [data-seed='5']")).to_have_attribute("aria-pressed", "true")
    roughs.keyboard.press("ArrowLeft")
    expect(roughs.locator("#seeds")).to_have_text("0–3")
    expect(roughs.locator("#roughs [data-seed='0']")).to_be_visible()
    assert opened.film.cuts["C002"].picked.seed == 5
    roughs.reload()  # the four that the picked one is among
    expect(roughs.locator("#roughs [data-seed='5']")).to_have_attribute("aria-pressed", "true")


def test_a_material_is_tuned_while_the_rough_follows_and_the_painting_has_it(roughs, opened):
    roughs.keyboard.press("1")
    expect(roughs.locator("#roughs [data-seed='0']")).to_have_attribute("aria-pressed", "true")
    roughs.locator("[data-material=meadow]").click()
    expect(roughs.locator("#rough")).to_have_attribute("data-state", "ready", timeout=LONG)
    expect(roughs.locator("#material")).to_have_text("meadow")
    expect(roughs.locator("#lines-value")).to_have_text("usual")
    expect(roughs.locator("#smooth-value")).to_have_text("as found")
    before = seen(roughs, "#rough img")
    roughs.locator("#evenness").press("End")
    expect(roughs.locator("#evenness-value")).to_have_text("4")
    expect(roughs.locator("[data-material=meadow]")).to_have_attribute("data-tuned", "yes")
    expect(roughs.locator("#rough")).to_have_attribute("data-state", "ready", timeout=LONG)
    after = seen(roughs, "#rough img")
    assert (np.abs(after - before).max(2) > 8).mean() > 0.02, "the meadow has other strokes"
    film = opened.film
    assert {name: own.told() for name, own in cut_tuning(film, film.cuts["C002"]).items()} == {"meadow": {"evenness": 4}}

    roughs.locator("#evenness").press("Enter")  # leaves the slider
    roughs.keyboard.press("r")
    expect(roughs.locator("#old")).to_be_visible()
    expect(roughs.locator("#roughs .old")).to_have_count(4)
    roughs.keyboard.press("Enter")  # a rough of the new tuning, picked, and painted from
    expect(roughs.locator("#said")).to_have_text("painted: T06", timeout=LONG)
    takes = opened.film.cuts["C002"].takes
    assert [take.stage for take in takes[-2:]] == ["rough", "paint"] and opened.film.cuts["C002"].picked.number == "T05"
    assert all(take.request["tuning"] == {"meadow": {"evenness": 4}} for take in takes[-2:])

    roughs.keyboard.press("t")
    roughs.get_by_role("button", name="As found").click()
    expect(roughs.locator("#evenness-value")).to_have_text("usual")
    expect(roughs.locator("#stale")).to_be_visible()
    assert not cut_tuning(opened.film, opened.film.cuts["C002"])


def test_strokes_are_made_larger_by_steps_and_the_source_view_says_so(roughs, opened):
    roughs.keyboard.press("1")
    expect(roughs.locator("#roughs [data-seed='0']")).to_have_attribute("aria-pressed", "true")
    roughs.locator("[data-material=meadow]").click()
    expect(roughs.locator("#strokes-value")).to_have_text("usual")
    slider = roughs.locator("#strokes")
    slider.press("ArrowLeft")
    expect(roughs.locator("#strokes-value")).to_have_text("0.75")
    expect(roughs.locator("#follows")).to_have_text("", timeout=LONG)
    expect(roughs.locator("#rough")).to_have_attribute("data-state", "ready", timeout=LONG)
    before = seen(roughs, "#rough img")
    slider.press("End")
    expect(roughs.locator("#strokes-value")).to_have_text("1.5")
    expect(roughs.locator("[data-material=meadow]")).to_have_attribute("data-tuned", "yes")
    expect(roughs.locator("#follows")).to_have_text("", timeout=LONG)
    expect(roughs.locator("#rough")).to_have_attribute("data-state", "ready", timeout=LONG)
    assert (np.abs(seen(roughs, "#rough img") - before).max(2) > 8).mean() > 0.02
    assert cut_tuning(opened.film, opened.film.cuts["C002"])["meadow"].told() == {"strokes": 1.5}
    slider.press("Enter")
    roughs.keyboard.press("Enter")
    expect(roughs.locator("#said")).to_have_text("painted: T06", timeout=LONG)
    record = read_source_map(opened.film.cuts["C002"].takes[-1].files["source_map"][0])
    y, x = np.argwhere(record.size == 6)[0]
    told = roughs.request.get(f"{opened.address.split('/enter')[0]}/api/cut/C002/source/T06?x={x}&y={y}").json()
    on_board = record.on_board(np.s_[y, x])
    assert (told["board"], told["y"], told["x"], told["strokes"]) == ("noon", *map(int, on_board), 1.5)


def test_the_whole_film_is_tuned_and_a_cut_says_otherwise(roughs, opened):
    roughs.locator("[data-material=sky]").click()
    roughs.get_by_role("button", name="Whole film").click()
    roughs.locator("#lines").press("Home")
    expect(roughs.locator("[data-material=sky]")).to_have_attribute("data-tuned", "yes")
    film = opened.film
    assert all(cut_tuning(film, film.cuts[number])["sky"].lines == 0 for number in ("C001", "C002"))
    roughs.get_by_role("button", name="This cut").click()
    expect(roughs.locator("#lines-value")).to_have_text("0")
    roughs.locator("#lines").press("End")
    expect(roughs.locator("#lines-value")).to_have_text("3")
    expect(roughs.locator("#rough")).to_have_attribute("data-state", "ready", timeout=LONG)
    roughs.reload()
    roughs.locator("[data-material=sky]").click()
    expect(roughs.locator("#lines-value")).to_have_text("3")
    film = opened.film
    assert [cut_tuning(film, film.cuts[number])["sky"].lines for number in ("C001", "C002")] == [0, 3]


def test_a_click_into_the_rough_chooses_the_material_there(roughs):
    roughs.keyboard.press("t")
    expect(roughs.locator("#rough")).to_have_attribute("data-state", "ready", timeout=LONG)
    box = roughs.locator("#rough img").bounding_box()
    for share, name in ((0.2, "sky"), (0.9, "meadow")):
        roughs.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * share)
        expect(roughs.locator("#material")).to_have_text(name)
        expect(roughs.locator(f"[data-material={name}]")).to_have_attribute("aria-pressed", "true")


def test_painting_is_stopped_and_leaves_nothing_half_made(roughs, opened):
    roughs.get_by_role("button", name="Paint at full size").click()
    expect(roughs.locator("#progress")).to_be_visible()
    roughs.get_by_role("button", name="Stop").click()
    expect(roughs.locator("#said")).to_have_text("stopped; what is whole stays", timeout=LONG)
    expect(roughs.locator("#start")).to_be_enabled()
    assert [take.stage for take in opened.film.cuts["C002"].takes] == ["rough"] * 4
    assert sorted(path.name for path in (opened.folder / "cuts" / "C002" / "takes").glob("*")) == ["T01", "T02", "T03", "T04"]
    roughs.get_by_role("button", name="Paint at full size").click()
    expect(roughs.locator("#said")).to_have_text("painted: T05", timeout=LONG)


def test_a_stop_that_comes_before_the_painter_is_there_stops_it_too(film_folder, capfd):
    said = []
    batch = Batch(film_folder, said.append, str)
    for _ in range(3):
        batch.start(["C002"])
        batch.cancel()
        batch.close()
        while batch.state()["running"]:
            batch._process.join(0.05)
    assert not Film.open(film_folder).cuts["C002"].takes
    assert "Traceback" not in capfd.readouterr().err


def lasso(page, left: float, top: float, right: float, bottom: float) -> None:
    """Draw around a place: shares of the picture's width and height."""
    box = page.locator("#viewer canvas").bounding_box()
    scale = min(box["width"] / 128, box["height"] / 96)
    x0, y0 = box["x"] + (box["width"] - 128 * scale) / 2, box["y"] + (box["height"] - 96 * scale) / 2
    at = lambda x, y: (x0 + 128 * scale * x, y0 + 96 * scale * y)
    page.mouse.move(*at(left, top))
    page.mouse.down()
    for corner in ((right, top), (right, bottom), (left, bottom), (left, top + 0.02)):
        page.mouse.move(*at(*corner), steps=4)
    page.mouse.up()


def test_one_place_is_painted_anew_compared_and_taken_back(paint, opened):
    page = paint("C001")
    expect(page.locator("#viewer")).to_have_attribute("data-sharp", "yes")
    before = read_picture(opened.film.cuts["C001"].takes[0].files["pass2"][0]).array
    page.keyboard.press("l")
    expect(page.locator("#viewer")).to_have_attribute("data-lasso", "yes")
    lasso(page, 0.25, 0.6, 0.75, 0.9)
    expect(page.locator("#mend")).to_be_enabled()
    page.keyboard.press("Enter")
    expect(page.locator("[data-newest=T02]")).to_be_visible(timeout=LONG)
    expect(page.locator("[data-newest=T02]")).to_contain_text("one place, seed 1")
    take = opened.film.cuts["C001"].takes[-1]
    after, mask = read_picture(take.files["pass2"][0]).array, read_picture(take.files["mask"][0]).array[:, :, 0] > 0
    differs = (before != after).any(2)
    assert differs[mask].any() and not differs[~mask].any()
    assert mask[60:84, 36:92].all() and not mask[:54].any() and not mask[:, :28].any()

    expect(page.locator("#viewer")).to_have_attribute("data-take", "T02")
    page.keyboard.press("b")
    for which in ("second", "first"):  # before and after, in turn
        expect(page.locator("#viewer")).to_have_attribute("data-shown", which)
    page.keyboard.press("b")

    page.get_by_role("button", name="Another seed").click()
    expect(page.locator("[data-newest=T03]")).to_contain_text("one place, seed 2", timeout=LONG)
    again = opened.film.cuts["C001"].takes[-1]
    assert again.seed == 2 and again.files["mask"][1] == take.files["mask"][1]

    expect(page.locator("[data-back=T01]")).to_be_enabled(timeout=LONG)
    page.locator("[data-back=T01]").click()
    expect(page.locator("[data-newest=T04]")).to_have_text("T04as T01 was", timeout=LONG)
    takes = opened.film.cuts["C001"].takes
    assert takes[-1].files["pass2"][1] == takes[0].files["pass2"][1] and len(takes) == 4


def test_escape_lays_the_lasso_down(paint, opened):
    page = paint("C001")
    expect(page.locator("#viewer")).to_have_attribute("data-sharp", "yes")
    page.keyboard.press("l")
    lasso(page, 0.3, 0.3, 0.6, 0.6)
    expect(page.locator("#mend")).to_be_enabled()
    page.keyboard.press("Escape")
    expect(page.locator("#mend")).to_be_disabled()
    expect(page.locator("#lasso")).to_have_attribute("aria-pressed", "false")
    assert len(opened.film.cuts["C001"].takes) == 1


def test_a_cut_that_cannot_be_painted_says_why(paint, opened):
    page = paint("C003")
    expect(page.locator("h1")).to_have_text("This cut shows the background of C001.")
    page.get_by_role("link", name="C001").click()
    expect(page.locator("#cut")).to_have_text("C001")
    expect(paint("C004").locator("h1")).to_contain_text("This cut names no board.")
    (opened.folder / "cuts" / "C002" / "materials.png").unlink()
    expect(paint("C002").locator("h1")).to_have_text("This cut has no material map yet.")
    expect(page.get_by_role("link", name="Label its layout")).to_have_attribute("href", "/cut/C002/label")


@pytest.mark.parametrize(
    ("address", "told", "status"),
    [
        ("C002/roughs", {"first": -1, "count": 4}, 400),
        ("C002/roughs", {"first": 0, "count": 65}, 400),
        ("C002/roughs", {"first": 0}, 400),
        ("C009/roughs", {"first": 0, "count": 4}, 404),
        ("C001/pick", {"take": "T01"}, 400),  # a painting
        ("C001/pick", {"take": "T09"}, 400),
        ("C009/paint/start", {}, 404),
        ("C001/tune", {"material": "lava", "settings": {"lines": 2}}, 400),
        ("C001/tune", {"material": "sky", "settings": {"gloss": 2}}, 400),
        ("C001/tune", {"material": "sky", "settings": {"lines": 9}}, 400),
        ("C001/tune", {"material": "sky", "settings": {"lines": "2"}}, 400),
        ("C001/tune", {"material": "sky", "settings": [2]}, 400),
        ("C001/tune", {"material": "sky"}, 400),
        ("C003/tune", {"material": "sky", "settings": {"lines": 2}}, 400),  # another cut's background
        ("C001/place", {"outline": "all", "seed": 1}, 400),
        ("C001/place", {"outline": [1, 2, 3, True], "seed": 1}, 400),
        ("C001/place", {"outline": [10**400, 2, 3, 4, 5, 6], "seed": 1}, 400),
        ("C001/place", {"outline": [1] * 9000, "seed": 1}, 400),
        ("C001/place", {"outline": [1, 2, 3, 4, 5, 6], "seed": -1}, 400),
        ("C009/place", {"outline": [1, 2, 3, 4, 5, 6], "seed": 1}, 404),
        ("C001/back", {"take": "T09"}, 400),
        ("C001/back", {"take": "../T01"}, 400),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(served, address, told, status):
    before = {path: path.read_bytes() for path in served.folder.rglob("*") if path.is_file()}
    answer = served.post(f"/api/cut/{address}", told)
    assert answer.status_code == status, answer.text
    assert str(served.folder) not in answer.text
    assert {path: path.read_bytes() for path in served.folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/cut/C002/material?x=0.5&y=0.1", 200),
        ("/api/cut/C002/material?x=1&y=0.1", 404),
        ("/api/cut/C002/material?x=-0.1&y=0.1", 404),
        ("/api/cut/C002/material?x=nan&y=0.1", 404),
        ("/api/cut/C002/material?x=a&y=0.1", 400),
        ("/api/cut/C002/material", 400),
        ("/picture/rough/C002/4294967296", 404),
        ("/picture/rough/C009/0", 404),
        ("/picture/rough/C004/0", 400),
        ("/picture/rough/C002/0?tuning=nonsense", 400),
        ("/picture/rough/C002/0?tuning=[]", 400),
        ("/picture/rough/C002/0?tuning={\"sky\":2}", 400),
        ("/picture/rough/C002/0?tuning={\"sky\":{\"gloss\":2}}", 400),
    ],
)
def test_what_is_asked_of_a_cut_is_checked(served, address, status):
    answer = served.get(address)
    assert answer.status_code == status, answer.text
    if status == 200:
        assert answer.json() == {"material": "sky"}


def test_a_place_that_cannot_be_painted_is_said_and_makes_no_take(served):
    """The line lies beside the picture: found only where it is painted."""
    batch = served.client.desk_app.state.desk.batch
    assert served.post("/api/cut/C001/place", {"outline": [500, 500, 600, 500, 600, 600], "seed": 1}).status_code == 200
    batch._process.join(60)
    for _ in range(100):
        if not batch.state()["running"]:
            break
        batch._process.join(0.1)
    assert batch.state()["wrong"] == ["the outline lies outside of the picture; draw it around a place of the painting"]
    assert len(served.film.cuts["C001"].takes) == 1
