"""Check in a browser: one key each for Done, Retake with a note, next."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from underpaint.film.check import hand_over, standing

DIRECTOR, ARTIST = "Aiko Mori", "Ken Sato"


def state(film, number: str = "C001"):
    return standing(film, film.cuts[number])


@pytest.fixture
def check(page, opened):
    hand_over(opened.film, "C001")
    page.locator("#who").click()
    page.get_by_role("button", name=DIRECTOR).click()
    expect(page.locator("#who")).to_have_text(DIRECTOR)
    page.goto(opened.address.split("/enter")[0] + "/check")
    expect(page.locator("#viewer")).to_have_attribute("data-sharp", "yes")
    return page


def test_one_key_is_done(check, opened):
    expect(check.locator("#cut")).to_have_text("C001 T01")
    expect(check.locator("#count")).to_have_text("1 of 1 waiting")
    check.keyboard.press("d")
    expect(check.get_by_role("heading", name="Nothing waits to be checked")).to_be_visible()
    assert state(opened.film).state == "Done"
    assert opened.film.journal.entries[-1].text("by") == DIRECTOR
    check.get_by_role("button", name="Send it back after all").click()  # a key is pressed quickly
    expect(check.locator("#done")).to_be_disabled()
    check.keyboard.type("the sky first")
    check.keyboard.press("Control+Enter")
    expect(check.locator("#said-last")).to_contain_text("C001 T01 is sent back, R1.")
    assert (state(opened.film).state, state(opened.film).note) == ("Retake", "the sky first")


def test_a_list_that_comes_late_does_not_take_away_what_was_opened_since(check, opened):
    late = []
    check.route(re.compile(r"/api/check\?cut=$"), lambda route: late.append((route, route.fetch())))
    check.keyboard.press("d")
    expect(check.get_by_role("heading", name="Nothing waits to be checked")).to_be_visible()
    while not late:
        check.wait_for_timeout(50)
    check.get_by_role("button", name="Send it back after all").click()
    expect(check.locator("#done")).to_be_disabled()
    for route, answer in late:
        route.fulfill(response=answer)
    check.wait_for_timeout(300)
    check.keyboard.type("the sky first")
    check.keyboard.press("Control+Enter")
    expect(check.locator("#said-last")).to_contain_text("C001 T01 is sent back, R1.")
    assert state(opened.film).note == "the sky first"


def test_a_note_written_and_drawn_reaches_the_artist(check, opened):
    check.keyboard.press("p")
    box = check.locator("#viewer canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    check.mouse.move(x, y)
    check.mouse.down()
    check.mouse.move(x + 60, y + 30, steps=6)
    check.mouse.up()
    check.mouse.move(x, y + 80)
    check.mouse.down()
    check.mouse.up()
    check.keyboard.press("u")  # the second stroke was none
    check.keyboard.press("r")
    check.keyboard.type("the far hill is too dark")
    check.keyboard.press("Control+Enter")
    expect(check.locator("#nothing")).to_be_visible()
    now = state(opened.film)
    assert (now.state, now.note, now.retakes) == ("Retake", "the far hill is too dark", 1)
    (stroke,) = opened.film.journal.entries[-1].fields["drawn"]
    xs, ys = stroke["points"][::2], stroke["points"][1::2]
    assert abs(xs[0] - 64) <= 1 and abs(ys[0] - 48) <= 1 and xs[-1] > xs[0] and ys[-1] > ys[0]
    check.goto(opened.address.split("/enter")[0])
    expect(check.locator("[data-cut=C001]")).to_contain_text("the far hill is too dark")
    expect(check.locator("[data-cut=C001] .state")).to_have_text("Retake R1")
    check.locator("[data-cut=C001] a").click()
    expect(check.locator("#notes button")).to_have_attribute("aria-pressed", "true")  # its drawing lies on the picture
    expect(check.locator("#notes")).to_contain_text(f"R1 T01 {DIRECTOR}")


def test_a_note_begun_waits_on_its_cut_while_another_is_looked_at(check):
    (first,) = check.evaluate("() => JSON.parse(document.getElementById('waiting').textContent)")
    check.route("**/api/check?cut=", lambda route: route.fulfill(json=[first, {**first, "number": "C002"}]))
    check.reload()
    expect(check.locator("#count")).to_have_text("1 of 2 waiting")
    check.keyboard.press("r")
    check.keyboard.type("brighter")
    check.keyboard.press("Escape")
    check.keyboard.press("ArrowRight")
    expect(check.locator("#cut")).to_have_text("C002 T01")
    expect(check.locator("#note")).to_have_value("")
    check.keyboard.press("ArrowLeft")
    expect(check.locator("#note")).to_have_value("brighter")
    check.keyboard.press("r")
    check.keyboard.press("Control+Enter")
    expect(check.locator("#said")).to_contain_text("C001 T01 is sent back, R1.")


def test_what_stands_against_it_is_said_and_the_key_does_nothing(check, opened):
    from underpaint.film.consent import withdraw

    withdraw(opened.film, "noon", "by letter", None)
    expect(check.locator("#against")).to_contain_text("consent for board noon was withdrawn")
    check.keyboard.press("d")
    check.wait_for_timeout(300)
    assert state(opened.film).state == "WFA"


def test_an_empty_list_says_what_brings_cuts_here(page, opened):
    page.goto(opened.address.split("/enter")[0] + "/check")
    expect(page.locator("#nothing")).to_contain_text("sends it to check")


def test_only_the_approving_role_approves(served):
    hand_over(served.film, "C001")
    assert "who is at the desk" in served.post("/api/cut/C001/approve", {"take": "T01"}).json()["error"]
    refused = served.as_(ARTIST).post("/api/cut/C001/approve", {"take": "T01"})
    assert refused.status_code == 400 and "only the art director approves" in refused.json()["error"]
    assert state(served.film).state == "WFA"


def test_what_was_looked_at_is_what_is_answered(served):
    hand_over(served.film, "C001")
    served.as_(DIRECTOR)
    for address in ("approve", "retake"):
        refused = served.post(f"/api/cut/C001/{address}", {"take": "T00", "note": "darker"})
        assert refused.status_code == 400 and "you looked at T00" in refused.json()["error"]


@pytest.mark.parametrize(
    "drawn",
    [
        "words", {"width": 3}, [3], [{"width": 3}], [{"width": 3, "points": []}], [{"width": 3, "points": [1]}],
        [{"width": 3, "points": [1, 2, 3]}], [{"width": 0, "points": [1, 2]}], [{"width": True, "points": [1, 2]}],
        [{"width": 2.5, "points": [1, 2]}], [{"width": 3, "points": [1, -2]}], [{"width": 3, "points": [1, 30_000]}],
        [{"width": 3, "points": [1, 2.5]}], [{"width": 3, "points": ["1", "2"]}], [{"width": 3, "points": [1, 2], "x": 1}],
        [{"width": 3, "points": [1, 2]}] * 201, [{"width": 3, "points": [1, 2] * 4001}],
    ],
)  # fmt: skip
def test_a_drawing_that_is_none_is_refused_and_nothing_is_recorded(served, drawn):
    hand_over(served.film, "C001")
    refused = served.as_(DIRECTOR).post("/api/cut/C001/retake", {"take": "T01", "note": "look", "drawn": drawn})
    assert refused.status_code == 400
    assert state(served.film).state == "WFA"


def test_a_drawing_alone_is_a_note_and_nothing_is_none(served):
    hand_over(served.film, "C001")
    served.as_(DIRECTOR)
    assert served.post("/api/cut/C001/retake", {"take": "T01", "note": " "}).status_code == 400
    stroke = {"width": 3, "points": [1, 2, 3, 4]}
    assert served.post("/api/cut/C001/retake", {"take": "T01", "drawn": [stroke]}).json() == {"count": 1}
    assert served.film.journal.entries[-1].fields["drawn"] == [stroke]
    assert served.get("/api/cut/C001").json()["notes"][0]["drawn"] == [stroke]


def test_sending_to_check(served):
    assert served.post("/api/cut/C001/hand-over").status_code == 200
    assert state(served.film).state == "WFA"
    assert "WFA already" in served.post("/api/cut/C001/hand-over").json()["error"]
    assert served.post("/api/cut/C002/hand-over").status_code == 400
    assert served.post("/api/cut/C9/hand-over").status_code == 404
