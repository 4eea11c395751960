#!/usr/bin/env python3
"""A contact sheet of case folders: board, pencil lines, painting, a row per case.

    sheet.py --cases FOLDER -o SHEET.png [--only NAME] [--width 640] [--pictures FOLDER]

Paints every case with `underpaint synth` (--lines hands in the pencil drawing), or shows what lies in --pictures as layout-NAME.png.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import measure
from cases import Case, cases
from PIL import Image, ImageDraw

GAP, CAPTION = 8, 18


class Row(NamedTuple):
    """One case and its paintings, shown under their names."""

    case: Case
    paintings: dict[str, Path]


def sheet(rows: list[Row], width: int = 640) -> Image.Image:
    """Board | lines (the map where there are none) | paintings, each `width` px wide, a row per case."""
    strips = []
    for case, paintings in rows:
        shown = {f"{case.name}: board": case.painting}
        shown |= {"lines": case.lines} if case.lines else {"layout map": case.layout_map}
        strips.append({title: _scaled(path, width) for title, path in (shown | paintings).items()})
    highs = [max(cell.height for cell in strip.values()) + CAPTION + GAP for strip in strips]
    wide = max(len(strip) for strip in strips) * (width + GAP) + GAP
    page = Image.new("RGB", (wide, sum(highs) + GAP), "white")
    pen = ImageDraw.Draw(page)
    top = GAP
    for strip, high in zip(strips, highs, strict=True):
        for place, (title, cell) in enumerate(strip.items()):
            left = GAP + place * (width + GAP)
            pen.text((left, top + 2), title, fill="black")
            page.paste(cell, (left, top + CAPTION))
        top += high
    return page


def _scaled(path: Path, width: int) -> Image.Image:
    picture = Image.open(path).convert("RGB")
    return picture.resize((width, max(1, round(picture.height * width / picture.width))), Image.Resampling.LANCZOS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=Path, required=True)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--only", default="", help="comma list: cases whose name holds one of these words")
    parser.add_argument("--width", type=int, default=640, help="of each picture, px")
    parser.add_argument("--lines", action="store_true", help="hand in the pencil lines too")
    parser.add_argument("--pictures", type=Path, help="show these instead of painting")
    parser.add_argument("--underpaint", type=Path, default=Path(sys.executable).with_name("underpaint"))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        rows = []
        for case in cases(asked.cases, asked.only):
            if asked.pictures:
                painted = asked.pictures / f"layout-{case.name}.png"
            else:
                painted = Path(scratch) / f"{case.name}.png"
                cost = measure.run(case.synth(asked.underpaint, painted, drawn=asked.lines))
                print(f"{case.name}: {cost.cpu:.1f} CPU s, {cost.wall:.1f} s, {cost.peak:.0f} MB", file=sys.stderr)
            rows.append(Row(case, {"underpaint": painted}))
        sheet(rows, asked.width).save(asked.out)


if __name__ == "__main__":
    main()
