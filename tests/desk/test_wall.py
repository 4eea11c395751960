"""The wall in a browser."""

from __future__ import annotations

import re
import shutil

import pytest
from playwright.sync_api import expect

from underpaint.film.check import hand_over
from underpaint.film.cuts import add_cut
from underpaint.film.film import new_film


def test_the_wall_shows_every_cut(page):
    cards = page.locator(".card")
    expect(cards).to_have_count(4)
    first = cards.first
    expect(first).to_contain_text("C001")
    expect(first).to_contain_text("hill · noon")
    expect(first.locator(".state")).to_have_text("WIP")
    expect(cards.nth(2)).to_contain_text("background of C001")
    expect(page.locator(".card img")).to_have_count(3)
    for image in page.locator(".card img").all():
        expect(image).not_to_have_js_property("naturalWidth", 0)
    assert "no layout yet" in cards.nth(3).inner_text()


def test_filters_and_keys(page):
    page.keyboard.press("/")
    page.keyboard.type("meadow")
    expect(page.locator(".card:visible")).to_have_count(1)
    expect(page.locator("#count")).to_have_text("1 of 4 cuts")
    page.keyboard.press("Escape")
    expect(page.locator("#count")).to_have_text("4 cuts")
    page.get_by_role("button", name="WIP").click()
    expect(page.locator(".card:visible")).to_have_count(2)
    page.reload()  # the filter is kept
    expect(page.locator(".card:visible")).to_have_count(2)
    page.get_by_role("button", name="WIP").click()
    page.select_option("#place", "cliff")
    expect(page.locator(".card:visible")).to_have_text([re.compile("C004")])
    page.select_option("#place", "")
    page.locator("body").click(position={"x": 5, "y": 300})
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent").startswith("C002")
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.textContent").find("C004") >= 0


def test_what_another_program_does_appears_by_itself(page, opened):
    expect(page.locator(".card").first.locator(".state")).to_have_text("WIP")
    page.wait_for_timeout(1200)
    hand_over(opened.film, "C001")
    expect(page.locator(".card").first.locator(".state")).to_have_text("WFA")


def test_a_batch_is_shown_while_it_runs(page, opened):
    page.get_by_role("button", name="Paint what needs it").click()
    expect(page.locator("#stop")).to_be_visible()
    expect(page.locator("[data-cut=C002] .state")).to_have_text("WIP", timeout=60_000)
    expect(page.locator("#batch")).to_contain_text("painted: 1", timeout=60_000)
    assert [take.number for take in opened.film.cuts["C002"].takes] == ["T01"]


def test_who_and_language(page):
    expect(page.locator("#who")).to_have_text("Nobody yet")
    page.locator("#who").click()
    page.get_by_role("button", name="Ken Sato").click()
    expect(page.locator("#who")).to_have_text("Ken Sato")
    page.select_option("#language", "ja")
    expect(page.locator("nav")).to_contain_text("一覧")
    expect(page.locator("#who")).to_have_text("Ken Sato")


class TestEmpty:
    @pytest.fixture
    def film_folder(self, tmp_path, monkeypatch):
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        return new_film(tmp_path / "new", "New", frame="640x360", fps=24, dpi=144, palette=None, people=[]).folder

    def test_an_empty_film_says_what_to_do_first(self, page):
        expect(page.locator("h1")).to_have_text("This film has no cuts yet")
        expect(page.locator("main")).to_contain_text("underpaint board add")
        expect(page.locator("main")).to_contain_text("underpaint cut add")
        page.evaluate("() => { window.same = true; }")
        page.wait_for_timeout(1500)  # the first events have come by now, and have changed nothing
        assert page.evaluate("() => window.same") is True
        page.locator("#who").click()
        expect(page.locator("dialog")).to_contain_text("film.toml")

    def test_the_first_cuts_appear_by_themselves(self, page, film_folder, painted_film):
        expect(page.locator("h1")).to_have_text("This film has no cuts yet")
        shutil.copytree(painted_film / "cuts" / "C004", film_folder / "cuts" / "C004")
        add_cut(film_folder / "cuts", "C005", 24, None, painted_film.parent / "map.png", {})
        expect(page.locator(".card")).to_have_count(2)
