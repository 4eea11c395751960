"""How fast the desk is, in a real browser: its start, a wall of many cuts, scrolling it, a 4K take, and the server's memory.

    python benchmarks/desk_latency.py PAINTING [--cuts 350] [--folder DIR]

PAINTING: any painting, such as a take's pass2.png at 1920 x 1080; every cut shows it in a file of its own (the same pixels
under other bytes), so that each has to be decoded for itself. One cut's take is the painting four times over, at twice the
width and height. "Cold" is with an empty cache folder and a new browser profile; "warm" the same page once more. Needs
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


def memory_of(process: int) -> str:
    """Resident now, and at most so far, of the server and of the processes beside it, by /proc."""
    now, most = _resident(process)
    tables = [_resident(each) for each in beside(process)]
    beside_now, beside_most = (sum(each[at] for each in tables) for at in (0, 1))
    return f"server {now:.0f} MB, beside it {beside_now:.0f} MB; at most {most:.0f} and {beside_most:.0f} MB"


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


def _resident(process: int) -> tuple[float, float]:
    """MB now, and at most so far."""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines())
    return int(fields["VmRSS"].split()[0]) / 1024, int(fields["VmHWM"].split()[0]) / 1024


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
            for number in ("C002", "C003", "C004", "C005"):
                page.goto(f"{home}/cut/{number}", wait_until="domcontentloaded")
                sharp(page)
            say("memory after four takes at 1920 x 1080", memory_of(server.pid))
            spent.told()
            take = Film.open(film).cuts["C001"].takes[0]
            width, height = Image.open(take.picture).size
            for how in ("cold", "warm"):
                seconds = timed(lambda: (page.goto(f"{home}/cut/C001", wait_until="domcontentloaded"), sharp(page)))
                say(f"take of {width} x {height}, {how}: sharp, whole", f"{seconds:.2f} s; {spent.told()}")
                seconds = timed(lambda: (page.keyboard.press("z"), page.wait_for_timeout(30), sharp(page)))
                say(f"take of {width} x {height}, {how}: sharp, 1:1", f"{seconds:.2f} s; {spent.told()}")
            say(f"memory after a take of {width} x {height}", memory_of(server.pid))
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
