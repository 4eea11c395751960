"""How fast the desk is, in a real browser: its start, a wall of many cuts, scrolling it, a 4K take, and the server's memory.

    python benchmarks/desk_latency.py PAINTING [--cuts 350] [--shot FILE] [--folder DIR]

PAINTING: any painting, such as a take's pass2.png at 1920 x 1080; every cut shows it in a file of its own (the same pixels
under other bytes), so that each has to be decoded for itself. C001's take is the painting four times over, at twice the
width and height; C002's is a PAN, the painting three times side by side, the middle one mirrored. "Cold" is with an empty cache folder and a new browser profile; "warm" the same page once more. Needs
chromium and playwright. Prints one line for each figure, and the CPU seconds that it took, as the wall time is the machine's too.
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
from playwright.sync_api import Browser, Page, sync_playwright

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
  const main = document.querySelector("main"), frames = [], busy = [];
  const watch = new PerformanceObserver((list) => busy.push(...list.getEntries().map((entry) => entry.duration)));
  watch.observe({ entryTypes: ["longtask"] });
  let last = performance.now(), started = last;
  const step = (now) => {
    frames.push(now - last); last = now;
    main.scrollBy(0, 40);
    const ended = main.scrollTop + main.clientHeight >= main.scrollHeight - 2;
    if (ended || now - started > 15000) done({ frames: frames.slice(1), busy }); else requestAnimationFrame(step);
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
    shapes = {"C001": np.tile(picture, (2, 2, 1)), "C002": np.hstack([picture, picture[:, ::-1], picture])}
    full = {number: png_bytes(shown) for number, shown in {**shapes, "": picture}.items()}
    for at in range(1, cuts + 1):
        number = f"C{at:03d}"
        fields = {"boards": ["noon"], "place": f"place {at % 23}", "time": "noon", "length": "3+00"}
        add_cut(film.cuts_folder, number, 24, None, folder / "map.png", fields)
        takes = film.cuts_folder / number / "takes"
        takes.mkdir()
        staged = stage_folder(takes)
        height, width = shapes.get(number, picture).shape[:2]
        (staged / "pass2.png").write_bytes(_with_comment(full[number if number in shapes else ""], number))
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


def memory_of(process: int) -> str:
    """Of the server and of the processes beside it now, by /proc. Pages that several of them share count once (PSS), but for
    RSS, in which each counts them all; at most: the most RSS of each so far, together."""
    found = [(_kept(each, "smaps_rollup", "Pss"), _kept(each, "status", "VmRSS"), _kept(each, "status", "VmHWM"))
             for each in (process, *beside(process))]  # fmt: skip
    both, resident, most = (sum(column) for column in zip(*found, strict=True))
    apart = " + ".join(f"{own:.0f}" for own, _, _ in found)
    return f"{both:.0f} MB ({apart}); RSS {resident:.0f} MB, at most {most:.0f} MB"


def beside(process: int) -> list[int]:
    """The processes that it started."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(entry.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if parent == process:
            found.append(int(entry.parent.name))
    return found


def _kept(process: int, file: str, field: str) -> float:
    """MB, as /proc says it."""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{process}/{file}").read_text().splitlines() if ":" in line)
    return int(fields[field].split()[0]) / 1024


class Spent:
    """CPU seconds of the desk with what works beside it, and of the browser, since the last call."""

    def __init__(self, server: int, browser: Browser):
        self._server, self._browser = server, browser.new_browser_cdp_session()
        self._last = self._now()

    def told(self) -> str:
        return "CPU: " + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in self.seconds().items())

    def seconds(self) -> dict[str, float]:
        now, last = self._now(), self._last
        self._last = now
        return {name: now[name] - last[name] for name in now}

    def _now(self) -> dict[str, float]:
        processes = self._browser.send("SystemInfo.getProcessInfo")["processInfo"]
        ours = sum(_cpu(process) for process in (self._server, *beside(self._server)))
        return {"desk": ours, "browser": sum(process["cpuTime"] for process in processes)}


def _cpu(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


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


def measure(folder: Path, painting: Path, cuts: int, shot: Path | None) -> None:
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
            spent = Spent(server.pid, browser)
            for how, first in (("cold", address), ("warm", home)):
                seconds = timed(lambda to=first: page.goto(to, wait_until="domcontentloaded"))
                say(f"wall of {cuts} cuts, {how}: all cards", f"{seconds:.2f} s; {spent.told()}")
                seconds += timed(lambda: until(page, IN_SIGHT))
                say(f"wall of {cuts} cuts, {how}: pictures in sight", f"{seconds:.2f} s; {spent.told()}")
                times = page.evaluate(FRAMES)
                frames, busy = np.array(times["frames"]), times["busy"]
                say(f"scrolling it, {how}: frame, median / 95 % / longest",
                    f"{np.median(frames):.1f} / {np.percentile(frames, 95):.1f} / {frames.max():.1f} ms; "
                    f"{int((frames > 34).sum())} of {len(frames)} over 34 ms; {spent.told()}")  # fmt: skip
                say(f"scrolling it, {how}: page busy over 50 ms", f"{len(busy)} times, {max(busy, default=0):.0f} ms at most")
                until(page, IN_SIGHT)
                spent.told()
            say("memory after the wall", memory_of(server.pid))
            for number in ("C003", "C004", "C005", "C006"):
                page.goto(f"{home}/cut/{number}", wait_until="domcontentloaded")
                sharp(page)
            say("memory after four takes at 1920 x 1080", memory_of(server.pid))
            spent.told()
            large(page, home, film, "C002", server.pid, spent)
            seconds = timed(lambda: pan(page))
            say("panned over at 1:1 and back, sharp", f"{seconds:.2f} s; {spent.told()}")
            if shot:
                page.screenshot(path=shot)
            large(page, home, film, "C001", server.pid, spent)
            seconds = timed(
                lambda: (
                    page.keyboard.press("s"),
                    page.wait_for_timeout(30),
                    page.locator("#legend").wait_for(),
                    sharp(page),
                )
            )
            say("its source view, cold: sharp, 1:1", f"{seconds:.2f} s; {spent.told()}")
            say("memory after its source view", memory_of(server.pid))
            browser.close()
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)


def large(page: Page, home: str, film: Path, number: str, server: int, spent: Spent) -> None:
    width, height = Image.open(Film.open(film).cuts[number].takes[0].picture).size
    for how in ("cold", "warm"):
        seconds = timed(lambda: (page.goto(f"{home}/cut/{number}", wait_until="domcontentloaded"), sharp(page)))
        say(f"take of {width} x {height}, {how}: sharp, whole", f"{seconds:.2f} s; {spent.told()}")
        seconds = timed(lambda: (page.keyboard.press("z"), page.wait_for_timeout(30), sharp(page)))
        say(f"take of {width} x {height}, {how}: sharp, 1:1", f"{seconds:.2f} s; {spent.told()}")
    say(f"memory after a take of {width} x {height}", memory_of(server))


def pan(page: Page) -> None:
    """Drag the picture from one end to the other and back, as a hand would, until all is sharp."""
    box = page.locator("#viewer canvas").bounding_box()
    left, right, middle = box["x"] + 20, box["x"] + box["width"] - 20, box["y"] + box["height"] / 2
    for start, end in ((left, right), (left, right), (right, left), (right, left), (right, left), (right, left)):
        page.mouse.move(start, middle)
        page.mouse.down()
        page.mouse.move(end, middle, steps=24)
        page.mouse.up()
    page.wait_for_timeout(30)
    sharp(page)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("painting", type=Path)
    parser.add_argument("--cuts", type=int, default=350)
    parser.add_argument("--shot", type=Path, help="where the PAN at 1:1 is kept as PNG")
    parser.add_argument("--folder", type=Path, help="where the film is made; a temporary folder unless told")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=told.folder) as folder:
        measure(Path(folder), told.painting, told.cuts, told.shot)


if __name__ == "__main__":
    main()
