"""Every page at 1280 px, in both languages: nothing is cut off, and nothing but the pictures has a hue."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from .conftest import ARTIST

PAGES = ("/", "/cut/C001", "/cut/C002", "/cut/C004", "/cut/C002/label", "/cut/C001/paint", "/boards", "/board/noon", "/check", "/cut/C001/work",
         "/delivery")  # fmt: skip

CUT_OFF = """() => {
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push(`page of ${document.documentElement.scrollWidth} px`);
  for (const element of document.querySelectorAll("button, a, select, input, textarea, summary, h1, h2, label")) {
    const box = element.getBoundingClientRect();
    if (!element.checkVisibility({ visibilityProperty: true }) || !box.width) continue;
    const name = `${element.localName} ${element.id || element.textContent.trim().slice(0, 30)}`;
    if (box.left < 0 || box.right > innerWidth + 0.5) found.push(`${name}: ${box.left} to ${box.right}`);
    if (element.matches("button, a.button") && element.scrollWidth > element.clientWidth + 1) found.push(`${name}: words cut`);
    for (let up = element.parentElement; up; up = up.parentElement) {
      if (getComputedStyle(up).overflowX === "visible") continue;
      const room = up.getBoundingClientRect();
      if (box.right > room.right + 1 || box.left < room.left - 1) found.push(`${name}: cut by ${up.localName} ${up.className || up.id}`);
    }
  }
  return found;
}"""

BARE = """() => document.querySelectorAll("img, canvas, main i").forEach((each) => { each.style.visibility = "hidden"; })"""


@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_is_cut_off_and_nothing_has_a_hue(page, opened, language):
    home = opened.address.split("/enter")[0]
    page.set_viewport_size({"width": 1280, "height": 720})
    page.locator("#who").click()
    page.get_by_role("button", name=ARTIST).click()
    expect(page.locator("#who")).to_have_text(ARTIST)
    if language != "en":
        with page.expect_navigation():
            page.select_option("#language", language)
    expect(page.locator("html")).to_have_attribute("lang", language)
    for address in PAGES:
        page.goto(home + address)
        page.wait_for_timeout(300)
        assert page.evaluate(CUT_OFF) == [], address
        page.evaluate(BARE)
        shown = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB")).astype(int)
        assert (shown.max(2) - shown.min(2)).max() <= 2, address
