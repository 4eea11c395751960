"""How fast the desk is, in a real browser: its start, a wall of many cuts, scrolling it, a 4K take, and the server's memory.

    python benchmarks/desk_latency.py PAINTING [--cuts 350] [--folder DIR]

PAINTING: any painting, such as a take's pass2.png at 1920 x 1080; every cut shows it in a file of its own (the same pixels
under other bytes), so that each has to be decoded for itself. One cut's take is the painting four times over, at twice the
width and height. "Cold" is with an empty cache folder and a new browser profile; "warm" the same page once more. Needs
chromium and playwright. Prints one line for each figure.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from underpaint.film.boards import add_board
from underpaint.film.cuts import add_cut
from underpaint.film.film import Film, new_film
from underpaint.film.takes import record_take, stage_folder
from underpaint.formats.encode import png_bytes
from underpaint.formats.source_map import SourceRecord, source_map_bytes

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]  # fmt: skip
SERVE = "import sys; from underpaint.cli import main; main(sys.argv[1:])"

FRAMES = """() => new Promise((done) => {
  const main = document.querySelector("main"), times = [];
  let last = performance.now(), started = last;
  const step = (now) => {
    times.push(now - last); last = now;
    main.scrollBy(0, 40);
    const ended = main.scrollTop + main.clientHeight >= main.scrollHeight - 2;
    if (ended || now - started > 15000) done(times.slice(1)); else requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""

IN_SIGHT = """() => [...document.querySelectorAll(".card img")].filter((image) => {
  const box = image.getBoundingClientRect();
  return box.top < innerHeight && box.bottom > 0;
}).every((image) => image.complete && image.naturalWidth > 0)"""


def film_of(folder: Path, painting: Path, cuts: int) -> Path:
    """A film whose every cut has one take."""
    (folder / "m.gpl").write_text("GIMP Palette\n90 90 90 rock\n", encoding="utf-8")
    film = new_film(folder / "film", "Long film", frame="1920x1080", fps=24, dpi=192, palette=folder / "m.gpl",
                    people=[("Aiko Mori", "art director")])  # fmt: skip
    picture = np.asarray(Image.open(painting).convert("RGB"))
    small = np.asarray(Image.fromarray(picture).resize((160, 90)))
    Image.fromarray(small).save(folder / "board.png")
    Image.new("RGB", (160, 90), (90, 90, 90)).save(folder / "map.png")
    rights = {"owner": "studio", "consent": "yes"}
    add_board(
        film.boards_folder, "noon", folder / "board.png", folder / "map.png", {"painter": "Abe", "rights": rights}
    )
    large = np.tile(picture, (2, 2, 1))
    full = {False: png_bytes(picture), True: png_bytes(large)}
    for at in range(1, cuts + 1):
        number = f"C{at:03d}"
        fields = {"boards": ["noon"], "place": f"place {at % 23}", "time": "noon", "length": "3+00"}
        add_cut(film.cuts_folder, number, 24, None, folder / "map.png", fields)
        takes = film.cuts_folder / number / "takes"
        takes.mkdir()
        staged = stage_folder(takes)
        shown = large if at == 1 else picture
        height, width = shown.shape[:2]
        (staged / "pass2.png").write_bytes(_with_comment(full[at == 1], number))
        board = np.zeros((height, width), np.uint8)
        y, x = (np.broadcast_to(axis.astype(np.uint16), (height, width)) for axis in np.ogrid[:height, :width])
        files = {"pass2": "pass2.png"}
        if at == 1:
            record = SourceRecord(board, (y % 90).copy(), (x % 160).copy(), ("noon",), ("0",), ("0",))
            (staged / "source_map.npz").write_bytes(source_map_bytes(record))
            files["source_map"] = "source_map.npz"
        told = {"cut": number, "made_by": "machine", "stage": "paint", "engine": {"name": "exemplar", "version": "0"},
                "seed": 0, "boards": {"noon": "0" * 64}, "shares": {"noon": 1.0}, "by": None, "minutes": 0,
                "machine_seconds": 9, "hand_share": 0, "request": {"number": number}, "inputs": {}}  # fmt: skip
        record_take(film.journal, takes, staged, files, told)
    return film.folder


def _with_comment(png: bytes, words: str) -> bytes:
    chunk = b"tEXtComment\0" + words.encode()
    chunk = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return png[:-12] + chunk + png[-12:]


def memory_of(process: int) -> dict[str, float]:
    """Resident MB of the server, and of the processes beside it, by /proc."""
    found = {"server": _resident(process), "beside it": 0.0}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(entry.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if parent == process:
            found["beside it"] += _resident(int(entry.parent.name))
    return found


def _resident(process: int) -> float:
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def until(page: Page, true: str, seconds: float = 60) -> None:
    end = time.perf_counter() + seconds
    while not page.evaluate(true):
        if time.perf_counter() > end:
            raise SystemExit(f"it did not come in {seconds:.0f} s: {true[:60]}")
        page.wait_for_timeout(10)


def sharp(page: Page) -> None:
    until(page, "() => document.querySelector('#viewer').dataset.sharp === 'yes'")


def say(what: str, value: str) -> None:
    print(f"{what:52} {value}", flush=True)


def timed(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure(folder: Path, painting: Path, cuts: int) -> None:
    film = film_of(folder, painting, cuts)
    environment = os.environ | {"XDG_CACHE_HOME": str(folder / "cache")}
    began = time.perf_counter()
    command = [sys.executable, "-u", "-c", SERVE, "desk", str(film), "--no-browser"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    address = server.stdout.readline().split()[-1]
    say("start of the server, to its address", f"{time.perf_counter() - began:.2f} s")
    home = address.partition("/enter")[0]
    try:
        with sync_playwright() as playwright:
            path = shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
            page.goto("about:blank")
            for how, first in (("cold", address), ("warm", home)):
                seconds = timed(lambda to=first: page.goto(to, wait_until="domcontentloaded"))
                say(f"wall of {cuts} cuts, {how}: all cards", f"{seconds:.2f} s")
                say(
                    f"wall of {cuts} cuts, {how}: pictures in sight",
                    f"{seconds + timed(lambda: until(page, IN_SIGHT)):.2f} s",
                )
                times = np.array(page.evaluate(FRAMES))
                late = int((times > 34).sum())
                say(f"scrolling it, {how}: frame, median / 95 % / longest",
                    f"{np.median(times):.1f} / {np.percentile(times, 95):.1f} / {times.max():.1f} ms; "
                    f"{late} of {len(times)} over 34 ms")  # fmt: skip
                until(page, IN_SIGHT)
            take = Film.open(film).cuts["C001"].takes[0]
            width, height = Image.open(take.picture).size
            for how in ("cold", "warm"):
                seconds = timed(lambda: (page.goto(f"{home}/cut/C001", wait_until="domcontentloaded"), sharp(page)))
                say(f"take of {width} x {height}, {how}: sharp, whole", f"{seconds:.2f} s")
                seconds = timed(lambda: (page.keyboard.press("z"), page.wait_for_timeout(30), sharp(page)))
                say(f"take of {width} x {height}, {how}: sharp, 1:1", f"{seconds:.2f} s")
            seconds = timed(
                lambda: (
                    page.keyboard.press("s"),
                    page.wait_for_timeout(30),
                    page.locator("#legend").wait_for(),
                    sharp(page),
                )
            )
            say("its source view, cold: sharp, 1:1", f"{seconds:.2f} s")
            for name, megabytes in memory_of(server.pid).items():
                say(f"memory: {name}", f"{megabytes:.0f} MB")
            browser.close()
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("painting", type=Path)
    parser.add_argument("--cuts", type=int, default=350)
    parser.add_argument("--folder", type=Path, help="where the film is made; a temporary folder unless told")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=told.folder) as folder:
        measure(Path(folder), told.painting, told.cuts)


if __name__ == "__main__":
    main()
