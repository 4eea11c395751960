#!/usr/bin/env python3
"""How soon the desk's labelling pages answer, measured in a browser: from letting the button go to what is seen.

    desk_label_speed.py --film examples/film --work FOLDER [--size 1280x720] [--count 12]

Of a cut, its layout at the size told and without its map: a click to the map that the server made of it, and to the rough of
that map. Of a board, at its own size: a stroke to the map. Medians; the first of each, which the page may still be made ready
for, is told apart. What a click or stroke costs in CPU seconds, of the desk with what works beside it and of the browser, and the
load of the machine are printed beside, as wall times are the machine's too.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import cv2
import numpy as np
from desk_latency import Spent
from PIL import Image
from playwright.sync_api import Page, sync_playwright

CUT, BOARD = "C005", "lake-noon"
# When the button was let go, and when the page showed what came of it.
WATCH = """() => {
  const seen = {};
  window.seen = seen;
  addEventListener("pointerup", () => { seen.from ??= performance.now(); }, { capture: true });
  for (const [name, selector] of [["map", "#viewer"], ["rough", "#rough"]]) {
    const element = document.querySelector(selector);
    if (element) new MutationObserver(() => { if (seen.from) seen[name] ??= [performance.now() - seen.from, element.dataset.steps]; })
      .observe(element, { attributes: true, attributeFilter: ["data-steps"] });
  }
}"""
FRESH = "() => { for (const name of Object.keys(window.seen)) delete window.seen[name]; }"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--film", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--count", type=int, default=12)
    asked = parser.parse_args()
    width, height = map(int, asked.size.split("x"))
    film = copied(asked.film, asked.work / "film", (width, height))
    os.environ["XDG_CACHE_HOME"] = str(asked.work / "cache")
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
    code = "import sys; from underpaint.cli import main; main(sys.argv[1:])"
    command = [sys.executable, "-u", "-c", code, "desk", str(film), "--no-browser"]
    desk = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        address = desk.stdout.readline().split()[-1]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(address)
            home = address.split("/enter")[0]
            page.locator("#who").click()
            page.locator("#who-dialog button[value]").first.click()
            page.wait_for_selector('#who[data-known="yes"]')
            spent = Spent(desk.pid, browser)
            clicks(page, f"{home}/cut/{CUT}/label", asked.film, (width, height), asked.count, spent)
            strokes(page, f"{home}/board/{BOARD}", asked.film, asked.count, spent)
            browser.close()
    finally:
        desk.send_signal(signal.SIGINT)
        desk.wait(30)
    print(f"load after: {os.getloadavg()[0]:.1f}")


def copied(film: Path, to: Path, size: tuple[int, int]) -> Path:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(film, to)
    record = to / "film.toml"
    lines = record.read_text().splitlines()
    record.write_text("\n".join(f"frame = {list(size)}" if line.startswith("frame") else line for line in lines) + "\n")
    cut = to / "cuts" / CUT
    cut.joinpath("materials.png").unlink()
    layout = cv2.imread(str(cut / "layout.png"))
    cv2.imwrite(str(cut / "layout.png"), cv2.resize(layout, size, interpolation=cv2.INTER_AREA))
    toml = cut / "cut.toml"
    toml.write_text(re.sub(r"^words = \[.*?^\]\n", "", toml.read_text(), flags=re.MULTILINE | re.DOTALL))
    return to


def clicks(page: Page, address: str, film: Path, size: tuple[int, int], count: int, spent: Spent) -> None:
    ready(page, address)
    unlearned = page.locator("#basis").inner_text()
    named = named_map(page, film / "cuts" / CUT / "materials.png", size)
    maps, roughs, costs = [], [], []
    for number in range(1, count + 1):
        state = page.evaluate(f"fetch('/api/cut/{CUT}/label').then((answer) => answer.json())")
        if not state["unnamed"]:
            break
        x, y = state["unnamed"][0]["x"], state["unnamed"][0]["y"]
        page.locator(f'[data-material="{named(x, y)}"]').click()
        page.evaluate(FRESH)
        spent.seconds()
        page.mouse.click(*at(page, x, y, size))
        maps.append(seen(page, "map"))
        roughs.append(seen(page, "rough"))
        costs.append(spent.seconds())
        if number == 1:
            until_learned(page, unlearned)
    told("click to the map", size, maps)
    told("click to the rough", size, roughs)
    cost(costs)


def until_learned(page: Page, unlearned: str) -> None:
    """Wait until guesses, and the rough that shows them, are there, as they are learned in the background."""
    for _ in range(600):
        if page.locator("#basis").inner_text() != unlearned and page.locator("#rough").get_attribute("data-state") == "fresh":
            return
        time.sleep(0.2)
    raise SystemExit("nothing was learned within two minutes")


def strokes(page: Page, address: str, film: Path, count: int, spent: Spent) -> None:
    ready(page, address)
    size = Image.open(film / "boards" / BOARD / "painting.png").size
    named = named_map(page, film / "boards" / BOARD / "materials.png", size)
    rng = np.random.default_rng(1)
    times, costs = [], []
    for x, y in rng.uniform((0.05, 0.05), (0.9, 0.95), (count, 2)) * size:
        page.locator(f'[data-material="{named(x, y)}"]').click()
        page.evaluate(FRESH)
        spent.seconds()
        page.mouse.move(*at(page, x, y, size))
        page.mouse.down()
        page.mouse.move(*at(page, x + 12, y, size), steps=3)
        page.mouse.up()
        times.append(seen(page, "map"))
        costs.append(spent.seconds())
    told("stroke to the map", size, times)
    cost(costs)


def ready(page: Page, address: str) -> None:
    page.goto(address)
    for _ in range(600):
        if page.evaluate("document.querySelector('#viewer')?.dataset.steps"):
            break
        time.sleep(0.2)
    else:
        raise SystemExit(f"{address} did not open within two minutes: {page.locator('#error').inner_text()}")
    page.evaluate(WATCH)


def named_map(page: Page, path: Path, size: tuple[int, int]):
    """named(x, y): the material that the film's own map has there."""
    told = json.loads(page.locator("#label").text_content())["materials"]
    names = {tuple(int(each["colour"][at : at + 2], 16) for at in (1, 3, 5)): each["name"] for each in told}
    mapped = np.asarray(Image.open(path).convert("RGB").resize(size, Image.Resampling.NEAREST))
    return lambda x, y: names[tuple(mapped[int(y), int(x)].tolist())]


def at(page: Page, x: float, y: float, size: tuple[int, int]) -> tuple[float, float]:
    box = page.locator("#viewer canvas").bounding_box()
    scale = min(box["width"] / size[0], box["height"] / size[1])
    left, top = box["x"] + (box["width"] - size[0] * scale) / 2, box["y"] + (box["height"] - size[1] * scale) / 2
    return left + x * scale, top + y * scale


def seen(page: Page, name: str) -> float:
    """Seconds until it was shown."""
    for _ in range(1200):
        found = page.evaluate(f"window.seen.{name}")
        if found:
            return found[0] / 1000
        time.sleep(0.05)
    said = " ".join(page.locator("#error span, #rough p").all_inner_texts()).strip()
    raise SystemExit(f"the {name} was not shown within a minute; the page says: {said or 'nothing'}")


def told(what: str, size: tuple[int, int], times: list[float]) -> None:
    rest = times[1:]
    print(
        f"{what}, {size[0]} x {size[1]}: {median(rest):.2f} s ({min(rest):.2f} to {max(rest):.2f} of {len(rest)}; the first {times[0]:.2f})",
        flush=True,
    )


def cost(costs: list[dict[str, float]]) -> None:
    print("  CPU: " + ", ".join(f"{name} {median(each[name] for each in costs[1:]):.2f} s" for name in costs[0]), flush=True)


if __name__ == "__main__":
    main()
