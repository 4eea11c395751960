"""What the desk says of takes that a trained model painted, and that it works on them as on any other."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from underpaint.desk.batch import Batch, _paint_place, _roughs_by_model
from underpaint.farm.model_way import model_way
from underpaint.farm.paint_film import paint_film
from underpaint.farm.repaint import go_back, repaint_place
from underpaint.film.check import hand_over, pick
from underpaint.film.film import Film
from underpaint.film.models import add_model

DIRECTOR = "Aiko Mori"


@pytest.fixture
def by_model(film_folder, model_maker, monkeypatch, tmp_path):
    """C001: T02 a model's rough, T03 its painting, T04 a place of that from the boards; C002: a painting of the boards over a model's
    rough. The model has a card."""
    from underpaint.farm.way import Way

    monkeypatch.setattr("underpaint.farm.diffuse.diffuse", model_maker.painter([]))
    film = Film.open(film_folder)
    add_model(film.models_folder, {}, model_maker.model(tmp_path / "tiny"), name="Tiny SD", maker="Test Lab",
              licence="CC0", trained_on="nothing", version="1.0")  # fmt: skip

    def paint(cut: str, *, model: bool = True, **how: object) -> None:
        film = Film.open(film_folder)
        way = model_way(film, Way(model=tmp_path / "tiny")) if model else None
        assert paint_film(film, [cut], model=way, at_once=1, say=str, warn=str, **how).painted

    paint("C001", only_rough=True)
    paint("C001")
    mask = np.zeros((96, 128), bool)
    mask[10:40, 20:60] = True
    repaint_place(Film.open(film_folder), "C001", mask, seed=2, from_boards=True, warn=str)
    paint("C002", only_rough=True)
    pick(Film.open(film_folder), "C002", "T01")
    paint("C002", model=False)
    return film_folder


def test_every_page_says_which_model_painted(by_model, served):
    takes = {take["number"]: take for take in served.get("/api/cut/C001").json()["takes"]}
    assert [takes[number]["model"] for number in ("T01", "T02", "T03", "T04")] == ["", *["Tiny SD 1.0"] * 3]
    assert [takes[number]["sources"] for number in ("T03", "T04")] == [False, True]
    assert takes["T03"]["lines"] > 0 and takes["T03"]["off_lines"] is False
    assert served.get("/api/cut/C002").json()["takes"][-1]["rough_model"] == "Tiny SD 1.0"
    shown = served.get("/api/cut/C001/paint").json()
    assert shown["roughs"][-1]["model"] == "Tiny SD 1.0" and shown["paintings"][-1]["model"] == "Tiny SD 1.0"
    assert [each["now"] for each in shown["paintings"]] == [True, True, True]
    for address in ("/", "/cut/C001", "/cut/C001/paint", "/cut/C001/work", "/cut/C002", "/check", "/delivery"):
        assert served.get(address).status_code == 200


def test_a_pixel_of_a_model_says_so_and_one_of_a_board_is_shown_on_it(by_model, served):
    mended = served.get("/api/cut/C001/source/T04?x=30&y=20").json()
    assert (mended["board"], mended["model"]) == ("noon", "")
    beside = served.get("/api/cut/C001/source/T04?x=100&y=80").json()
    assert (beside["board"], beside["model"]) == ("", "Tiny SD 1.0")
    assert served.get("/api/cut/C001/source/T03?x=1&y=1").status_code == 404
    key = served.get("/api/cut/C001/view/T04.boards").json()["key"]
    assert served.get(f"/picture/{key}/640").status_code == 200


def test_check_names_the_model_and_what_stands_against_it(by_model, served):
    settings = by_model / "film.toml"
    settings.write_text("adherence_floor = 2\n" + settings.read_text(encoding="utf-8"), encoding="utf-8")
    hand_over(Film.open(by_model), "C001")
    waiting = served.get("/api/check").json()[0]
    assert (waiting["model"], waiting["off_lines"], waiting["against"]) == ("Tiny SD 1.0", True, [])
    assert waiting["boards"][0]["shown"] is False  # a place of it is of its paint
    (by_model / "models" / "Tiny SD" / "model.toml").unlink()
    waiting = served.get("/api/check").json()[0]
    assert waiting["against"] == ["model Tiny SD 1.0 has no card in the film"]
    assert "has no card" in served.as_(DIRECTOR).post("/api/cut/C001/approve").json()["error"]


def test_a_person_sees_it_on_look_and_on_paint(by_model, page, opened):
    home = opened.address.split("/enter")[0]
    page.goto(f"{home}/cut/C001")
    expect(page.locator('#takes [data-take="T03"]')).to_contain_text("by trained model Tiny SD 1.0")
    expect(page.locator("#sources")).to_be_enabled()
    page.locator('#takes [data-take="T03"]').click()
    expect(page.locator("#sources")).to_be_disabled()
    page.goto(f"{home}/cut/C002")
    expect(page.locator('#takes [data-take="T02"]')).to_contain_text("rough by trained model Tiny SD 1.0")
    page.goto(f"{home}/cut/C001/paint")
    page.keyboard.press("p")
    expect(page.locator('#paintings [data-newest="T04"]')).to_contain_text("by trained model Tiny SD 1.0")


def test_roughs_can_be_asked_of_a_model_that_has_a_card(by_model, served, monkeypatch):
    asked = []
    monkeypatch.setattr(Batch, "_start", lambda batch, work, arguments: asked.append((work, arguments)))
    shown = served.get("/api/cut/C001/paint").json()
    assert shown["cards"] == {"model": [{"name": "Tiny SD", "label": "Tiny SD 1.0"}], "controlnet": [], "lora": []}
    told = {"first": 4, "count": 4, "model": "Tiny SD", "controlnet": "", "lora": ""}
    assert served.post("/api/cut/C001/roughs", told).status_code == 200
    assert asked == [(_roughs_by_model, ("C001", {"model": "Tiny SD"}, {"variants": 4, "first_seed": 4}))]
    for wrong in ({"model": "../tiny"}, {"model": "Tiny SD", "lora": "Tiny SD"}):
        assert "is no card of a" in served.post("/api/cut/C001/roughs", told | wrong).json()["error"]
    assert len(asked) == 1


def test_the_roughs_on_the_table_are_of_whoever_is_chosen(by_model, page, opened):
    page.goto(f"{opened.address.split('/enter')[0]}/cut/C001/paint")
    page.keyboard.press("r")
    expect(page.locator("#by-model")).to_have_value("Tiny SD")  # the newest rough is its
    expect(page.locator("#roughs img")).to_have_count(1)
    expect(page.locator("#roughs li").first).to_contain_text("by trained model Tiny SD 1.0")
    expect(page.locator("#by-with")).to_contain_text("every pixel is the boards' own paint")
    page.locator("#by-model").select_option("")
    expect(page.locator("#by-with")).to_be_hidden()
    expect(page.locator("#roughs img")).to_have_count(0)
    page.get_by_role("button", name="Make four roughs").click()
    expect(page.locator("#roughs img")).to_have_count(4, timeout=60_000)
    expect(page.locator("#progress")).to_be_hidden(timeout=60_000)
    page.locator("#by-model").select_option("Tiny SD")
    expect(page.locator("#roughs img")).to_have_count(1)


def test_a_place_of_a_models_painting_is_mended_by_it_or_from_the_boards(by_model, page, opened):
    go_back(Film.open(by_model), "C001", "T03", str)
    posted = []
    page.route(re.compile("/api/cut/C001/place$"), lambda route: (posted.append(route.request.post_data_json), route.fulfill(json={})))
    page.goto(f"{opened.address.split('/enter')[0]}/cut/C001/paint")
    page.keyboard.press("p")
    by = page.locator("#place-by select")
    expect(by.locator("option")).to_have_text(["Tiny SD 1.0", "the boards"])
    expect(page.locator("#viewer")).to_have_attribute("data-sharp", "yes")
    box = page.locator("#viewer canvas").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.keyboard.press("l")
    page.mouse.move(*middle)
    page.mouse.down()
    for across, down in ((60, 0), (60, 60), (0, 60)):
        page.mouse.move(middle[0] + across, middle[1] + down, steps=3)
    page.mouse.up()
    page.locator("#mend").click()
    by.select_option("boards")
    page.keyboard.press("l")
    page.locator("#mend").click()
    assert [told["boards"] for told in posted] == [False, True]
    page.goto(f"{opened.address.split('/enter')[0]}/cut/C002/paint")
    page.keyboard.press("p")
    expect(page.locator("#place-by")).to_be_hidden()


def test_the_desk_paints_a_place_from_the_boards_where_it_is_asked_to(by_model):
    go_back(Film.open(by_model), "C001", "T03", str)
    assert _paint_place(lambda kind, told: None, by_model, "C001", [5, 5, 60, 5, 60, 60], 3, True) == []
    take = Film.open(by_model).cut("C001").takes[-1]
    assert "model" not in take.request["repaint"] and take.shares["noon"] > 0
    assert _paint_place(lambda kind, told: None, by_model, "C001", [5, 5, 60, 5, 60, 60], 3, False) == []
    assert "model" in Film.open(by_model).cut("C001").takes[-1].request["repaint"]
