"""The pictures of docs/desk.md and of the README: the desk in a browser, with a copy of the example film.

    python docs/make_desk_pictures.py [FILM] [OUT]

FILM: a film's folder with C007 painted and waiting to be checked; it is copied, and the copy is changed. Needs chromium and playwright.
"""

from __future__ import annotations

import io
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]  # fmt: skip
SERVE = "import sys; from underpaint.cli import main; main(sys.argv[1:])"
VIEWS = {
    "wall": "/",
    "look": "/cut/{cut}",
    "sources": "/cut/{cut}",
    "check": "/check",
    "work": "/cut/{cut}/work",
    "delivery": "/delivery",
}


def views(page: Page, home: str, cut: str, language: str = "en"):
    """Each page's name, as it is shown."""
    if language != page.locator("#language").input_value():
        with page.expect_navigation():
            page.select_option("#language", language)
    for name, address in VIEWS.items():
        page.goto(home + address.format(cut=cut))
        page.wait_for_timeout(1500)
        if page.locator("#viewer:visible").count():
            page.locator("#viewer[data-sharp=yes]").wait_for()
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


def take_pictures(film: Path, out: Path, cut: str, width: int = 1280, language: str = "en") -> None:
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(film, Path(folder) / film.name)
        command = [sys.executable, "-u", "-c", SERVE, "desk", str(copy), "--no-browser"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        address = server.stdout.readline().split()[-1]
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
                page = browser.new_context(viewport={"width": width, "height": width * 5 // 8}).new_page()
                page.goto(address)
                for name in views(page, address.partition("/enter")[0], cut, language):
                    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
                    picture.save(out / f"desk-{name}.jpg", quality=76, optimize=True)
                browser.close()
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


if __name__ == "__main__":
    root = Path(__file__).parent
    film = Path(sys.argv[1]) if len(sys.argv) > 1 else root.parent / "demo" / "film"
    take_pictures(film, Path(sys.argv[2]) if len(sys.argv) > 2 else root / "pictures", "C007")
