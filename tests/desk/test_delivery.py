"""Delivery and credits in a browser."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from underpaint.film.check import approve, hand_over
from underpaint.film.consent import withdraw

DIRECTOR = "Aiko Mori"


@pytest.fixture
def delivery(page, opened):
    hand_over(opened.film, "C001")
    approve(opened.film, "C001", DIRECTOR, date.today())
    page.goto(opened.address.split("/enter")[0] + "/delivery")
    return page


def test_what_is_done_goes_out_by_one_button(delivery, opened):
    expect(delivery.locator("#ready")).to_have_text("2 of 4 cuts can go out")
    expect(delivery.locator("#left")).to_contain_text("C002 C004")
    expect(delivery.locator("#left")).to_contain_text("Todo, and only what is Done goes out")
    delivery.get_by_role("button", name="TIF").click()
    delivery.get_by_role("button", name="Deliver all that is Done").click()
    expect(delivery.locator("#said")).to_contain_text("files written", timeout=60_000)
    expect(delivery.locator("#out")).to_contain_text("C001_T01.tif")
    expect(delivery.locator("#out code")).to_contain_text(str(opened.folder / "delivery"))
    there = {path.name for path in (opened.folder / "delivery").iterdir()}
    assert {"C001_T01.psd", "C001_T01.tif", "C001_T01_strip.png", "contact-sheet.png", "credits.txt"} <= there


def test_the_papers_are_shown(delivery):
    viewer = delivery.locator("#viewer")
    expect(viewer).to_have_attribute("data-sharp", "yes", timeout=30_000)
    for name in ("Credit card", "C001 T01"):
        delivery.get_by_role("button", name=name).click()
        expect(delivery.locator("#viewer:not(.busy)")).to_have_attribute("data-sharp", "yes", timeout=30_000)
    expect(delivery.locator("#paper-name")).to_have_text("C001: layout, passes, final")
    delivery.get_by_role("button", name="Credits", exact=True).click()
    expect(delivery.locator("#text pre")).to_contain_text("Yui Abe")
    expect(delivery.locator("#text pre")).to_contain_text(DIRECTOR)


def test_consent_taken_back_is_said_and_stops_it(delivery, opened):
    withdraw(opened.film, "noon", "by letter", None)
    expect(delivery.locator("#rights")).to_contain_text("noon · Yui Abe")
    expect(delivery.locator("#rights")).to_contain_text("consent for board noon was withdrawn")
    expect(delivery.locator("#ready")).to_have_text("0 of 4 cuts can go out")
    expect(delivery.get_by_role("button", name="Deliver all that is Done")).to_be_disabled()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/paper/sheet", 200), ("/api/paper/card", 200), ("/api/paper/strip?cut=C001", 200), ("/api/paper/strip", 404),
        ("/api/paper/strip?cut=..", 404), ("/api/paper/..%2fsheet", 404), ("/api/paper/other", 404), ("/api/credits", 200),
    ],
)  # fmt: skip
def test_only_papers_are_made(served, address, status):
    assert served.get(address).status_code == status


def test_nothing_can_go_out_yet(served):
    answer = served.post("/api/deliver", {"flat": ".png"})
    assert answer.status_code == 400 and "no cut can be delivered yet" in answer.json()["error"]
    assert str(served.folder) not in answer.text
    assert served.post("/api/deliver", {"flat": ".exe"}).status_code == 400
    assert served.post("/api/deliver", {"cuts": ["../C001"]}).status_code == 404
