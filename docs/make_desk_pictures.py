"""The pictures of docs/desk.md and of the README: the desk in a browser, with a copy of the example film.

    python docs/make_desk_pictures.py FILM [OUT [VIEW ...]]

FILM: the example film's folder with every cut painted; it is copied, and in the copy some cuts are checked. Needs chromium
and playwright.
"""

from __future__ import annotations

import io
import shutil
import signal
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from underpaint.film.check import approve, hand_over, retake
from underpaint.film.film import Film

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]  # fmt: skip
SERVE = "import sys; from underpaint.cli import main; main(sys.argv[1:])"
VIEWS = {
    "wall": "/",
    "board": "/board/hillside-summer",
    "label": "/cut/{cut}/label",
    "look": "/cut/{cut}",
    "sources": "/cut/{cut}",
    "check": "/check",
    "work": "/cut/{cut}/work",
    "delivery": "/delivery",
    "paint": "/cut/{cut}/paint",  # last, as its roughs become the cut's newest takes
    "tune": "/cut/{cut}/paint",
}
MOST_BYTES = 140_000
CUT = "C007"
ARTIST, DIRECTOR = "Underpaint example scripts", "The Underpaint authors"
DONE, WAITING, BACK = ("C001", "C002", "C003", "C004", "C005"), ("C006", CUT, "C008", "C011"), "C009"
NOTE = "The far bank is too near: cooler, less contrast."
RING = [940, 420, 1100, 380, 1290, 400, 1340, 470, 1240, 530, 1040, 530, 930, 480, 940, 420]


SCRIBBLES = (  # material, and a stroke over the board in shares of its width and height
    ("sky", 0.30, 0.06, 0.56, 0.14),
    ("cloud", 0.14, 0.20, 0.19, 0.27),
    ("fir", 0.06, 0.22, 0.06, 0.44),
    ("roof", 0.30, 0.24, 0.50, 0.38),
    ("wall", 0.27, 0.33, 0.27, 0.40),
    ("foliage", 0.66, 0.12, 0.82, 0.20),
    ("trunk", 0.735, 0.50, 0.735, 0.62),
    ("masonry", 0.14, 0.61, 0.50, 0.63),
    ("rock", 0.06, 0.76, 0.15, 0.78),
    ("path", 0.60, 0.76, 0.53, 0.94),
    ("flowers", 0.76, 0.94, 0.92, 0.92),
    ("grass", 0.20, 0.92, 0.40, 0.84),
    ("meadow", 0.10, 0.55, 0.02, 0.52),
    ("far-hill", 0.90, 0.40, 0.97, 0.48),
    ("grass", 0.86, 0.79, 0.97, 0.85),
    ("planks", 0.785, 0.69, 0.84, 0.70),
    ("dark-foliage", 0.89, 0.56, 0.90, 0.62),
    ("near-hill", 0.80, 0.54, 0.86, 0.55),
    ("fir", 0.985, 0.50, 0.985, 0.62),
)


def check_some(folder: Path) -> None:
    """Some cuts are Done, some wait, and one was sent back."""
    for number in (*DONE, *WAITING, BACK):
        hand_over(Film.open(folder), number)
    for number in DONE:
        approve(Film.open(folder), number, DIRECTOR, date.today())
    retake(Film.open(folder), BACK, NOTE, DIRECTOR, drawn=[{"width": 12, "points": RING}])


def scribble(page: Page) -> None:
    """A stroke of each material, and the map that follows."""
    box = page.locator("#viewer canvas").bounding_box()
    width, height = box["width"], box["width"] * 9 / 16
    left, top = box["x"], box["y"] + (box["height"] - height) / 2
    for steps, (material, x0, y0, x1, y1) in enumerate(SCRIBBLES, 1):
        page.locator(f"[data-material='{material}']").click()
        page.mouse.move(left + x0 * width, top + y0 * height)
        page.mouse.down()
        page.mouse.move(left + x1 * width, top + y1 * height, steps=8)
        page.mouse.up()
        page.locator(f"#viewer[data-steps='{steps}']").wait_for(timeout=60_000)
    page.mouse.move(left, top + height + 20)
    page.wait_for_timeout(5000)


def views(page: Page, home: str, cut: str, only: list[str]):
    """Each page's name, as it is shown."""
    page.locator("#who").click()
    page.locator("#who-dialog").get_by_role("button", name=ARTIST).click()
    page.locator("#who[data-known=yes]").wait_for()
    for name, address in VIEWS.items():
        if only and name not in only:
            continue
        page.goto(home + address.format(cut=cut))
        page.wait_for_timeout(1500)
        if page.locator("#viewer:visible").count():
            page.locator("#viewer[data-sharp=yes]").wait_for(timeout=60_000)
        if name == "wall":
            page.locator("#count").click()
        if name == "board":
            page.locator("#viewer:not([data-steps=''])").wait_for(timeout=120_000)
            scribble(page)
        if name == "label":
            page.locator("#viewer:not([data-steps=''])").wait_for(timeout=120_000)
            page.wait_for_timeout(6000)  # for its rough
        if name == "paint":
            page.keyboard.press("r")
            if page.locator("#make").is_visible():
                page.locator("#make").click()
            page.locator("#roughs li:nth-child(4) img").wait_for(timeout=240_000)
            page.wait_for_timeout(3000)
        if name == "tune":
            page.keyboard.press("t")
            page.locator("#materials").get_by_role("button", name="meadow").first.click()
            page.locator("#rough[data-state=ready]").wait_for(timeout=60_000)
            page.wait_for_timeout(1500)
        if name == "look":
            page.select_option("#second", "layout")  # which compares by the divider
            page.wait_for_timeout(800)
        if name == "sources":
            page.keyboard.press("s")
            page.locator("#legend").wait_for(timeout=60_000)
            page.wait_for_timeout(1500)
            box = page.locator("#viewer canvas").bounding_box()
            page.mouse.click(box["x"] + box["width"] * 0.62, box["y"] + box["height"] * 0.5)
            page.locator("#place").wait_for(timeout=60_000)
            page.wait_for_timeout(1500)
        if name == "delivery":
            page.locator("#viewer:not(.busy)").wait_for(timeout=60_000)
            page.wait_for_timeout(1500)
        yield name


def take_pictures(film: Path, out: Path, only: list[str]) -> None:
    """Of these views of VIEWS; of all, where none is named."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(film, Path(folder) / film.name)
        check_some(copy)
        command = [sys.executable, "-u", "-c", SERVE, "desk", str(copy), "--no-browser"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        address = server.stdout.readline().split()[-1]
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
                page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
                page.goto(address)
                for name in views(page, address.partition("/enter")[0], CUT, only):
                    (out / f"desk-{name}.jpg").write_bytes(_jpeg(page.screenshot()))
                browser.close()
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


def _jpeg(screenshot: bytes) -> bytes:
    picture = Image.open(io.BytesIO(screenshot)).convert("RGB")
    for quality in range(80, 30, -4):
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality, optimize=True)
        if file.tell() <= MOST_BYTES:
            break
    return file.getvalue()


if __name__ == "__main__":
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parent / "pictures"
    take_pictures(Path(sys.argv[1]), out, sys.argv[3:])
