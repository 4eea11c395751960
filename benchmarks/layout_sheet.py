#!/usr/bin/env python3
"""From a pencil layout to a painting, on one sheet: layout, regions, rough, painting.

    layout_sheet.py --layout FOLDER --board FOLDER -o SHEET.png [--same "thatch roof=thatch" ...] [--width 960]

The layout's folder holds lines.png and layout.json with "words" (material, x, y); the board's painting.png, materials.png and
materials.gpl. --same says which of the board's materials stands for a word that the board does not know. Everything is
done with the command line: `label layout`, `synth --rough`, `synth --from-rough`, pencil lines handed in. What `label
layout` notes (regions without a word, words that no line parts) goes to the error stream.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw

GAP, CAPTION = 8, 18


def worded(layout: Path, same: dict[str, str]) -> dict:
    """The layout's words as words.json has them, in the board's materials."""
    told = json.loads((layout / "layout.json").read_text())
    words = [{**word, "material": same.get(word["material"], word["material"])} for word in told["words"]]
    return {"words": words}


def sheet(panels: dict[str, Path], width: int) -> Image.Image:
    """Two by two, each panel `width` px wide under its name."""
    cells = []
    for path in panels.values():
        picture = Image.open(path).convert("RGB")
        smaller = Image.Resampling.NEAREST if "map" in path.name else Image.Resampling.LANCZOS
        cells.append(picture.resize((width, round(picture.height * width / picture.width)), smaller))
    high = cells[0].height + CAPTION + GAP
    page = Image.new("RGB", (2 * (width + GAP) + GAP, 2 * high + GAP), "white")
    pen = ImageDraw.Draw(page)
    for place, (name, cell) in enumerate(zip(panels, cells, strict=True)):
        left, top = GAP + place % 2 * (width + GAP), GAP + place // 2 * high
        pen.text((left, top + 2), name, fill="black")
        page.paste(cell, (left, top + CAPTION))
    return page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layout", type=Path, required=True)
    parser.add_argument("--board", type=Path, required=True)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--same", action="append", default=[], metavar="WORD=MATERIAL")
    parser.add_argument("--width", type=int, default=960, help="of each picture, px")
    parser.add_argument("--underpaint", type=Path, default=Path(sys.executable).with_name("underpaint"))
    asked = parser.parse_args()
    lines, board, palette = asked.layout / "lines.png", asked.board, asked.board / "materials.gpl"
    with tempfile.TemporaryDirectory() as scratch:
        there = Path(scratch)
        words, flat, clean = there / "words.json", there / "map.png", there / "lines.png"
        rough, painted = there / "rough.png", there / "painting.png"
        words.write_text(json.dumps(worded(asked.layout, dict(pair.split("=", 1) for pair in asked.same))))
        label = [asked.underpaint, "label", "layout", lines, "--gpl", palette, "--words", words, "-o", flat]
        subprocess.run([*label, "--lines-out", clean], check=True)
        synth = [asked.underpaint, "synth", "--board", board / "painting.png", "--board-map", board / "materials.png"]
        synth += ["--layout-map", flat, "--layout-lines", clean, "--gpl", palette]
        subprocess.run([*synth, "--rough", "-o", rough], check=True)
        subprocess.run([*synth, "--from-rough", rough, "-o", painted], check=True)
        sheet({"layout": lines, "regions": flat, "rough": rough, "painting": painted}, asked.width).save(asked.out)


if __name__ == "__main__":
    main()
