"""A whole working day at the desk, in a browser, on cuts of the example film: from an empty layout to the credits.

Every step says what the person sees, and what then lies in the film's folder.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from scipy import ndimage

from underpaint.film.check import standing
from underpaint.film.film import Film
from underpaint.film.tuning import cut_tuning
from underpaint.formats.layered import read_stack
from underpaint.formats.palette import read_palette
from underpaint.formats.pictures import read_picture
from underpaint.formats.psd import psd_bytes

EXAMPLE = Path(__file__).parents[2] / "examples" / "film"
CUT, BOARD = "C005", "hillside-summer"
ARTIST, DIRECTOR = "Underpaint example scripts", "The Underpaint authors"
SIZE = (1920, 1080)
LONG = 120_000  # ms


@pytest.fixture
def film_folder(tmp_path, monkeypatch) -> Path:
    """Two cuts of the example film: C001 as it is, C005 with its drawing alone; one board, and the painting of another."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    folder = tmp_path / "film"
    folder.mkdir()
    for name in ("film.toml", "materials.gpl", "boards/lake-noon", "cuts/C001", f"cuts/{CUT}"):
        copy = shutil.copytree if (EXAMPLE / name).is_dir() else shutil.copy
        copy(EXAMPLE / name, folder / name)
    (folder / "cuts" / CUT / "materials.png").unlink()
    record = folder / "cuts" / CUT / "cut.toml"
    told = re.sub(r"words = \[\n.*?\n\]\n", "", record.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert "material" not in told
    record.write_text(told, encoding="utf-8")
    return folder


def test_a_day(page, opened, tmp_path):
    page.set_default_timeout(30_000)
    sit_down(page, ARTIST)
    label_a_layout(page, opened)
    label_a_board(page, opened)
    paint(page, opened)
    compare(page)
    mend_a_place(page, opened)
    paint_by_hand(page, opened, tmp_path)
    send_to_check(page, opened)
    sit_down(page, DIRECTOR)
    send_back(page, opened)
    sit_down(page, ARTIST)
    send_to_check(page, opened)
    sit_down(page, DIRECTOR)
    approve(page, opened)
    deliver(page, opened)


def label_a_layout(page: Page, opened) -> None:
    words = Film.open(EXAMPLE).cut(CUT).record.tables("words")
    go(page, opened, "/")
    expect(page.locator(f"[data-cut={CUT}]")).to_contain_text("no material map yet")
    go(page, opened, f"/cut/{CUT}/label")
    steps(page, 0)
    expect(page.locator("#use")).to_be_disabled()
    for count, word in enumerate(words, 1):
        page.locator(f"[data-material='{word['material']}']").click()
        page.mouse.click(*at(page, word["x"], word["y"]))
        steps(page, count)
        if count == 5:  # the rough is there while the rest has no word yet, and changes with the words
            expect(page.locator("#rough")).to_have_attribute("data-steps", "5", timeout=LONG)
            early = page.locator("#rough canvas").screenshot()
    expect(page.locator("#rough")).to_have_attribute("data-steps", str(len(words)), timeout=LONG)
    assert page.locator("#rough canvas").screenshot() != early
    rows = page.locator("#unnamed li")
    while count := rows.count():  # what is left has a guess from its lines alone: each is looked at and accepted
        page.keyboard.press("n")
        page.keyboard.press("Enter")
        expect(rows).not_to_have_count(count)
    expect(page.locator("#told")).to_have_text("Every place has a word", timeout=LONG)
    page.locator("#use").click()
    expect(page.locator("#told")).to_contain_text("The map is written", timeout=LONG)
    written = read_picture(opened.film.cut(CUT).materials).array[:, :, :3]
    example = read_picture(Film.open(EXAMPLE).cut(CUT).materials).array[:, :, :3]
    assert (written == example).all(2).mean() > 0.95
    assert len(opened.film.cut(CUT).record.tables("words")) >= len(words)


def label_a_board(page: Page, opened) -> None:
    go(page, opened, "/boards")
    page.locator("#drop input").set_input_files(EXAMPLE / "boards" / BOARD / "painting.png")
    page.locator("#name").fill(BOARD)
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("#board")).to_have_text(BOARD)
    steps(page, 0)
    expect(page.locator("#lacking li")).to_have_count(4)  # map, painter, owner, consent
    example = read_picture(EXAMPLE / "boards" / BOARD / "materials.png").array[:, :, :3]
    palette = read_palette(EXAMPLE / "materials.gpl").colours
    shares = {name: (example == colour).all(2).mean() for name, colour in palette.items()}
    largest = sorted(shares, key=shares.get)[-6:]
    for count, name in enumerate(largest, 1):
        page.locator(f"[data-material='{name}']").click()
        (left, right), row = widest_row((example == palette[name]).all(2))
        page.mouse.move(*at(page, left, row))
        page.mouse.down()
        page.mouse.move(*at(page, right, row), steps=8)
        page.mouse.up()
        steps(page, count)
    page.locator("#use").click()
    expect(page.locator("#told")).to_contain_text("The map is written", timeout=LONG)
    for name, text in (("painter", ARTIST), ("owner", DIRECTOR), ("consent", "for this film")):
        page.locator(f"#record [name={name}]").fill(text)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#lacking li")).to_have_count(0)
    board = opened.film.board(BOARD)
    assert (board.painter, board.rights.consent) == (ARTIST, "for this film")
    written = read_picture(board.materials).array[:, :, :3]
    known = np.isin(example.astype(int) @ [1 << 16, 1 << 8, 1], [np.dot(palette[name], [1 << 16, 1 << 8, 1]) for name in largest])
    assert (written == example).all(2)[known].mean() > 0.8


def paint(page: Page, opened) -> None:
    go(page, opened, f"/cut/{CUT}")
    page.get_by_role("link", name="Paint").click()
    expect(page.get_by_role("button", name="Make four roughs")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#roughs img")).to_have_count(4, timeout=LONG)
    expect(page.locator("#start")).to_be_enabled(timeout=LONG)
    page.keyboard.press("2")
    expect(page.locator("#roughs [data-seed='1']")).to_have_attribute("aria-pressed", "true")
    page.locator("[data-material=grass]").click()
    page.locator("#evenness").press("End")
    expect(page.locator("[data-material=grass]")).to_have_attribute("data-tuned", "yes")
    page.locator("#evenness").press("Enter")
    expect(page.locator("#rough")).to_have_attribute("data-state", "ready", timeout=LONG)
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("painted: T06", timeout=LONG)
    expect(page.locator("#viewer")).to_have_attribute("data-sharp", "yes", timeout=LONG)
    take = opened.film.cut(CUT).takes[-1]
    assert (take.stage, take.seed, list(take.shares)) == ("paint", 1, ["lake-noon"])
    assert cut_tuning(opened.film, opened.film.cut(CUT))["grass"].evenness == 4 == take.request["tuning"]["grass"]["evenness"]


def compare(page: Page) -> None:
    page.get_by_role("link", name="Look").click()
    expect(page.locator("#first")).to_have_value("T06.pass2")
    page.keyboard.press("b")
    page.select_option("#second", "layout")
    for which in ("second", "first"):
        expect(page.locator("#viewer")).to_have_attribute("data-shown", which, timeout=LONG)
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(page.locator("#legend")).to_contain_text(f"lake-noon · {ARTIST}")


def mend_a_place(page: Page, opened) -> None:
    before = opened.film.cut(CUT).takes[-1]
    go(page, opened, f"/cut/{CUT}/paint")
    expect(page.locator("#viewer")).to_have_attribute("data-sharp", "yes", timeout=LONG)
    page.keyboard.press("l")
    page.mouse.move(*at(page, 300, 900))
    page.mouse.down()
    for corner in ((620, 890), (640, 1000), (320, 1010), (300, 905)):
        page.mouse.move(*at(page, *corner), steps=5)
    page.mouse.up()
    page.keyboard.press("Enter")
    expect(page.locator("[data-newest=T07]")).to_contain_text("one place, seed 1", timeout=LONG)
    take = opened.film.cut(CUT).takes[-1]
    mask = read_picture(take.files["mask"][0]).array[:, :, 0] > 0
    differs = (read_picture(take.files["pass2"][0]).array != read_picture(before.files["pass2"][0]).array).any(2)
    assert mask[950, 450] and 0.01 < mask.mean() < 0.03
    assert differs[mask].mean() > 0.3 and not differs[~mask].any()


def paint_by_hand(page: Page, opened, tmp_path: Path) -> None:
    """In the place of Krita: the file is opened, a stroke painted on the layer on top, and saved."""
    go(page, opened, f"/cut/{CUT}/work")
    page.get_by_role("button", name="Write a PSD").click()
    expect(page.locator("#files b")).to_have_text(f"{CUT}_T07.psd", timeout=LONG)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    stack = read_stack(path)
    stroke = np.zeros((60, 200, 4), np.uint8)
    stroke[:] = (230, 220, 180, 255)
    merged = stack.merged.copy()
    merged[500:560, 700:900, :3] = stroke[:, :, :3]
    layers = (replace(stack.layers[0], pixels=stroke, left=700, top=500), *stack.layers[1:])
    path.write_bytes(psd_bytes(replace(stack, layers=layers, merged=merged)))

    page.locator("#file").set_input_files(path)
    expect(page.locator("#share")).to_have_text("0.6 % of the picture", timeout=LONG)
    expect(page.locator("#layers")).to_contain_text("painted  12,000 px")
    assert opened.film.cut(CUT).takes[-1].kind == "machine"  # looked at, and nothing recorded
    page.locator("#minutes").fill("15")
    page.get_by_role("button", name="Hand it in").click()
    expect(page.locator("#handed-in")).to_have_text("Handed in as T08", timeout=LONG)
    take = opened.film.cut(CUT).takes[-1]
    assert (take.number, take.kind, take.by, take.minutes) == ("T08", "hand-in", ARTIST, 15)


def send_to_check(page: Page, opened) -> None:
    go(page, opened, f"/cut/{CUT}")
    page.get_by_role("button", name="Send to check").click()
    expect(page.locator("#state")).to_have_text("WFA")
    assert standing(opened.film, opened.film.cut(CUT)).state == "WFA"


def send_back(page: Page, opened) -> None:
    go(page, opened, "/check")
    expect(page.locator("#cut")).to_have_text(f"{CUT} T08")
    expect(page.locator("#viewer")).to_have_attribute("data-sharp", "yes", timeout=LONG)
    page.keyboard.press("r")
    page.keyboard.type("lighter beside the path")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#nothing")).to_be_visible()
    go(page, opened, "/")
    expect(page.locator(f"[data-cut={CUT}]")).to_contain_text("lighter beside the path")
    now = standing(opened.film, opened.film.cut(CUT))
    assert (now.state, now.note, now.retakes) == ("Retake", "lighter beside the path", 1)


def approve(page: Page, opened) -> None:
    go(page, opened, "/check")
    expect(page.locator("#viewer")).to_have_attribute("data-sharp", "yes", timeout=LONG)
    page.keyboard.press("d")
    expect(page.locator("#nothing")).to_be_visible()
    assert standing(opened.film, opened.film.cut(CUT)).state == "Done"
    assert opened.film.journal.entries[-1].text("by") == DIRECTOR


def deliver(page: Page, opened) -> None:
    go(page, opened, "/delivery")
    page.get_by_role("button", name="Deliver all that is Done").click()
    expect(page.locator("#said")).to_contain_text("files written", timeout=LONG)
    expect(page.locator("#out")).to_contain_text(f"{CUT}_T08.psd")
    there = {path.name for path in (opened.folder / "delivery").iterdir()}
    assert {f"{CUT}_T08.psd", f"{CUT}_T08_strip.png", "contact-sheet.png", "credits.txt"} <= there
    page.get_by_role("button", name="Credits", exact=True).click()
    credits = page.locator("#text pre")
    expect(credits).to_contain_text("lake-noon", timeout=LONG)
    for name in (ARTIST, DIRECTOR):
        expect(credits).to_contain_text(name)
    assert "lake-noon" in (opened.folder / "delivery" / "credits.txt").read_text(encoding="utf-8")


def go(page: Page, opened, address: str) -> None:
    page.goto(opened.address.split("/enter")[0] + address)


def sit_down(page: Page, name: str) -> None:
    page.locator("#who").click()
    page.locator(f"#who-dialog button[value='{name}']").click()
    expect(page.locator("#who")).to_have_text(name)


def steps(page: Page, count: int) -> None:
    """Wait until the page for labelling shows this many steps."""
    expect(page.locator("#viewer")).to_have_attribute("data-steps", str(count), timeout=LONG)


def at(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where x, y of the picture lies in the window, the whole of it being shown."""
    box = page.locator("#viewer canvas").bounding_box()
    scale = min(box["width"] / SIZE[0], box["height"] / SIZE[1])
    left, top = box["x"] + (box["width"] - SIZE[0] * scale) / 2, box["y"] + (box["height"] - SIZE[1] * scale) / 2
    return left + x * scale, top + y * scale


def widest_row(mask: np.ndarray) -> tuple[tuple[int, int], int]:
    """The longest run of a mask that keeps 12 px to its rim: its two ends, and its row."""
    inside = ndimage.binary_erosion(mask, iterations=12)
    best = (0, 0), 0
    for row in range(0, mask.shape[0], 8):
        turns = np.flatnonzero(np.diff(inside[row].astype(np.int8), prepend=0, append=0))
        for left, right in zip(turns[::2], turns[1::2], strict=True):
            if right - left > best[0][1] - best[0][0]:
                best = (int(left), int(right) - 1), row
    return best
