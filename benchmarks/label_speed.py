#!/usr/bin/env python3
"""What `underpaint label layout` costs on large sheets: seconds and memory of the whole process.

    label_speed.py --film examples/film --work FOLDER [--only NAME] [--runs 3]

The sheets are three of the film's cuts, enlarged and set together, with a word in every region of their maps. Each is labelled
edge to edge as a tablet gives it, and as a made scan with a frame, at the scan's own resolution. Of several runs
the quickest counts. The maps stay in the work folder; the start of each one's SHA-256 tells whether two versions agree.
"""

from __future__ import annotations

import argparse
import json
import sys
from hashlib import sha256
from pathlib import Path

import cv2
import measure
import numpy as np
from label_layouts import words_of
from made_scan import made_scan
from PIL import Image

from underpaint.formats.palette import read_palette

CUTS = ("C006", "C007", "C005")
# Width and height in px of the drawing, those of what lies in the scan's frame, and whether the cuts stand beside each other.
SHEETS = {
    "A4 at 300 dpi": ((2480, 3508), (1996, 3024), False),
    "A4 at 600 dpi": ((4960, 7016), (3992, 6048), False),
    "PAN, three frames": ((5760, 1080), (5760, 1080), True),
}


def set_together(film: Path, name: str, beside: bool) -> np.ndarray:
    pictures = [np.asarray(Image.open(film / "cuts" / cut / name)) for cut in CUTS]
    return np.concatenate(pictures, int(beside))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--film", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--only", default="")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--underpaint", type=Path, default=Path(sys.executable).with_name("underpaint"))
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    palette = asked.film / "materials.gpl"
    named = {colour: name for name, colour in read_palette(palette).colours.items()}
    print("| sheet | px | s | CPU s | MB | map |\n| --- | --- | --: | --: | --: | --- |")
    for name, (whole, framed, beside) in SHEETS.items():
        for kind, size in (("drawing", whole), ("scan", framed)):
            title = f"{name}, {kind}"
            if asked.only not in title:
                continue
            drawing = asked.work / f"{title}.{'png' if kind == 'drawing' else 'jpg'}"
            words, out = drawing.with_suffix(".json"), asked.work / f"{title}.map.png"
            if not drawing.exists():
                lines = cv2.resize(set_together(asked.film, "layout.png", beside), size, interpolation=cv2.INTER_CUBIC)
                Image.fromarray(lines if kind == "drawing" else made_scan(lines)).save(drawing, quality=95)
                materials = set_together(asked.film, "materials.png", beside)
                materials = cv2.resize(materials, size, interpolation=cv2.INTER_NEAREST)
                words.write_text(json.dumps(words_of(materials, named)))
            command = [asked.underpaint, "label", "layout", drawing, "--gpl", palette, "--words", words, "-o", out]
            costs = [measure.run(command) for _ in range(asked.runs)]
            width, height = Image.open(drawing).size
            print(
                f"| {title} | {width} x {height} | {min(c.wall for c in costs):.2f} | {min(c.cpu for c in costs):.2f} "
                f"| {max(c.peak for c in costs):.0f} | {sha256(out.read_bytes()).hexdigest()[:12]} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
