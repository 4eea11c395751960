#!/usr/bin/env python3
"""How well layouts are labelled: `underpaint label layout` on every case, as it is and as a made scan.

    label_layouts.py --cases FOLDER [--film FOLDER] [--work FOLDER] [--sheet SHEET.png] [--only NAME]

Cases are layout-NAME/ (lines.png, materials.png, layout.json with "board" and "words"); a film's cuts (--film) are taken
with a word in every region of their maps. agree: share of pixels with the map's own material, a border off by 3 px or less
counting as right; IoU: mean over materials, with the same tolerance and without. Exits with 1 where a floor is not met.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import NamedTuple

import cv2
import measure
import numpy as np
from made_scan import made_scan
from PIL import Image, ImageDraw

OFF = 3
AGREE, IOU = 0.97, 0.9


class Layout(NamedTuple):
    """words: (material, x, y). truth: None where there is no map."""

    name: str
    lines: Path
    truth: Path | None
    palette: Path
    words: Path


class Score(NamedTuple):
    agree: float
    iou: float
    strict: float
    wrong: np.ndarray


def score(got: np.ndarray, want: np.ndarray) -> Score:
    """got, want: (h, w, 3) uint8 maps of one size."""
    got, want = (picture.astype(np.int32) @ np.array([65536, 256, 1]) for picture in (got, want))
    near = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * OFF + 1, 2 * OFF + 1))
    right = got == want
    for colour in np.unique(want):
        right |= (got == colour) & (cv2.dilate((want == colour).view(np.uint8), near) > 0)
    return Score(float(right.mean()), _iou(np.where(right, want, got), want), _iou(got, want), ~right)


def _iou(got: np.ndarray, want: np.ndarray) -> float:
    shares = [((got == c) & (want == c)).sum() / ((got == c) | (want == c)).sum() for c in np.unique(want)]
    return float(np.mean(shares))


def of_art(folder: Path, work: Path) -> list[Layout]:
    """The cases of a folder; a drawing without a board's palette gets one made from its words."""
    found = []
    for case in sorted(path.parent for path in folder.glob("*/layout.json")):
        told = json.loads((case / "layout.json").read_text())
        palette = folder / told["board"] / "materials.gpl"
        truth = case / "materials.png"
        if not palette.exists():
            palette = work / f"{case.name}.gpl"
            palette.write_text(made_palette([word["material"] for word in told["words"]]))
        words = case / "layout.json"
        found.append(Layout(case.name, case / "lines.png", truth if truth.exists() else None, palette, words))
    return found


def made_palette(names: list[str]) -> str:
    """A palette in which neighbours on the list look different."""
    lines = []
    for number, name in enumerate(dict.fromkeys(names)):
        hue = np.uint8([[[number * 67 % 180, 110 + number % 3 * 60, 225 - number % 2 * 70]]])
        red, green, blue = cv2.cvtColor(hue, cv2.COLOR_HSV2RGB)[0, 0]
        lines.append(f"{red} {green} {blue}\t{name}\n")
    return "GIMP Palette\n" + "".join(lines)


def of_film(film: Path, work: Path) -> list[Layout]:
    """The cuts of a film, with a word deep inside every region of their maps that is over 0.05 % of the picture."""
    palette = film / "materials.gpl"
    named = {}
    for line in palette.read_text().splitlines():
        numbers = line.split(None, 3)
        if len(numbers) == 4 and all(number.isdigit() for number in numbers[:3]):
            named[tuple(map(int, numbers[:3]))] = numbers[3].strip()
    found = []
    for cut in sorted(film.glob("cuts/*/layout.png")):
        truth = cut.with_name("materials.png")
        words = work / f"{cut.parent.name}.words.json"
        words.write_text(json.dumps(words_of(np.asarray(Image.open(truth).convert("RGB")), named)))
        found.append(Layout(cut.parent.name, cut, truth, palette, words))
    return found


def words_of(materials: np.ndarray, named: dict[tuple[int, int, int], str], least: float = 0.0005) -> dict:
    """words.json for a map: a word at the place deepest inside every region."""
    words = []
    for colour, name in named.items():
        mask = (materials == colour).all(2).view(np.uint8)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
        far = cv2.distanceTransform(np.pad(mask, 1, mode="edge"), cv2.DIST_L2, 5)[1:-1, 1:-1]
        for label in range(1, count):
            if stats[label, cv2.CC_STAT_AREA] < least * mask.size:
                continue
            y, x = np.unravel_index(np.argmax(np.where(labels == label, far, 0)), mask.shape)
            words.append({"material": name, "x": int(x), "y": int(y)})
    return {"size": list(materials.shape[1::-1]), "words": words}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=Path)
    parser.add_argument("--film", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="where maps and scans go")
    parser.add_argument("--sheet", type=Path, help="drawing, scan, maps and what is wrong, a row per case")
    parser.add_argument("--only", default="")
    parser.add_argument("--underpaint", type=Path, default=Path(sys.executable).with_name("underpaint"))
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    layouts = of_art(asked.cases, asked.work) if asked.cases else []
    layouts += of_film(asked.film, asked.work) if asked.film else []
    missed, rows = 0, []
    print(f"| {'case':20} | as | agree | IoU | IoU strict | unnamed | s | MB |\n|---|---|---|---|---|---|---|---|")
    for layout in layouts:
        if asked.only not in layout.name:
            continue
        lines = np.asarray(Image.open(layout.lines).convert("L"))
        cells = {"drawing": Image.fromarray(lines)}
        for kind in ("drawing", "scan"):
            drawing = layout.lines
            if kind == "scan":
                drawing = asked.work / f"{layout.name}.scanned.png"
                Image.fromarray(made_scan(lines)).save(drawing)
                cells["scan"] = Image.open(drawing)
            out = asked.work / f"{layout.name}.{kind}.png"
            report = out.with_suffix(".json")
            size = f"{lines.shape[1]}x{lines.shape[0]}"
            command = [asked.underpaint, "label", "layout", drawing, "--gpl", layout.palette, "--words", layout.words]
            cost = measure.run([*command, "--size", size, "-o", out, "--report", report])
            got = Image.open(out).convert("RGB")
            cells[f"map of the {kind}"] = got
            figures = "| | |"
            if layout.truth:
                scored = score(np.asarray(got), np.asarray(Image.open(layout.truth).convert("RGB")))
                figures = f"{scored.agree:.4f} | {scored.iou:.3f} | {scored.strict:.3f}"
                missed += scored.agree < AGREE or scored.iou < IOU
                figures += "" if scored.agree >= AGREE and scored.iou >= IOU else " (!)"
                cells[f"wrong, {kind}"] = Image.fromarray(scored.wrong)
            unnamed = len(json.loads(report.read_text())["unnamed"])
            print(
                f"| {layout.name:20} | {kind} | {figures} | {unnamed} | {cost.wall:.2f} | {cost.peak:.0f} |", flush=True
            )
        rows.append((layout.name, cells))
    if asked.sheet:
        sheet(rows).save(asked.sheet)
    print(f"{missed} of the maps below {AGREE:.0%} or an IoU of {IOU}")
    return int(missed > 0)


def sheet(rows: list[tuple[str, dict[str, Image.Image]]], width: int = 480) -> Image.Image:
    """The pictures of every case side by side."""
    high = [max(round(picture.height * width / picture.width) for picture in cells.values()) + 20 for _, cells in rows]
    page = Image.new("RGB", (max(len(cells) for _, cells in rows) * (width + 6), sum(high)), "white")
    pen, top = ImageDraw.Draw(page), 0
    for (name, cells), room in zip(rows, high, strict=True):
        for place, (title, picture) in enumerate(cells.items()):
            left = place * (width + 6)
            pen.text((left, top + 2), f"{name}: {title}", fill="black")
            small = picture.convert("RGB").resize((width, round(picture.height * width / picture.width)))
            page.paste(small, (left, top + 16))
        top += room
    return page


if __name__ == "__main__":
    sys.exit(main())
