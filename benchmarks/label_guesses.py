#!/usr/bin/env python3
"""How often the guess for a region without a word is right: each cut guessed from the film's other cuts alone.

    python benchmarks/label_guesses.py examples/film/cuts [--palette examples/film/materials.gpl]

FOLDER holds cuts: folders with materials.png and layout.png or lines.png, in the colours of one palette (without
--palette, colours stand for themselves). Every cut is left out once (with any other drawn from the same layout), the rest is learned, and each of its regions is
guessed twice: with no word in the cut, and with the words of every other region. Regions under 64 px are left out.
"""

from __future__ import annotations

import argparse
from itertools import pairwise
from pathlib import Path

import numpy as np

from underpaint.formats.palette import read_palette
from underpaint.formats.pictures import read_picture
from underpaint.formats.sheets import material_map, pencil
from underpaint.layout.guess import Guesser, NamedCut, regions_of_map
from underpaint.paint.materials import describe, flat_map

SURE = (0.0, 0.2, 0.4, 0.6, 0.8, 1.01)


def cut_of(folder: Path, names: dict) -> NamedCut:
    drawing = next(path for path in (folder / "layout.png", folder / "lines.png") if path.exists())
    flat = flat_map(material_map(read_picture(folder / "materials.png")))
    said = {label: describe(code, names).split(" (")[0] for label, code in enumerate(flat.codes.tolist())}
    return regions_of_map(flat.labels.astype(np.int32), said, 255 - pencil(read_picture(drawing)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--palette", type=Path)
    parser.add_argument("--only", default="", help="cuts whose name holds this")
    told = parser.parse_args()
    names = {} if told.palette is None else {c: name for name, c in read_palette(told.palette).colours.items()}
    folders = [path.parent for path in sorted(told.folder.glob(f"*{told.only}*/materials.png"))]
    folders = [path for path in folders if (path / "layout.png").exists() or (path / "lines.png").exists()]
    if len(folders) < 2:
        raise SystemExit(f"fewer than two labelled cuts in {told.folder}")
    cuts = {path.name: cut_of(path, names) for path in folders}
    outcomes: dict[str, list[tuple[bool, float, int]]] = {"no words": [], "half the words": []}
    print(
        "| cut | regions | right, no word in the cut | right, half the words given | pixels right, no word | with words |"
    )
    print("| --- | --: | --: | --: | --: | --: |")
    for name, cut in cuts.items():
        guesser = Guesser()
        guesser.learn(other for other in cuts.values() if not np.array_equal(other.labels, cut.labels))
        if not guesser.ready:
            print(f"| {name} | {guesser.basis} |")
            continue
        size = np.bincount(cut.labels.ravel())
        alone = guesser.guess(cut.labels, cut.lines, {})
        halves = list(cut.names)[::2], list(cut.names)[1::2]
        half = [guesser.guess(cut.labels, cut.lines, {label: cut.names[label] for label in own}) for own in halves]
        given = {label: answers[label] for answers in half for label in answers if label in cut.names}
        row = []
        for kind, answers in (("no words", alone), ("half the words", given)):
            own = [
                (answers[label][0] == said, answers[label][1], int(size[label])) for label, said in cut.names.items()
            ]
            outcomes[kind] += own
            hit = np.array([right for right, _, _ in own])
            row += [np.mean(hit), np.average(hit, weights=[pixels for *_, pixels in own])]
        print(f"| {name} | {len(cut.names)} | {row[0]:.0%} | {row[2]:.0%} | {row[1]:.0%} | {row[3]:.0%} |", flush=True)
    print("\n| how sure it said it was | guesses, no words | right | guesses, half the words | right |")
    print("| --- | --: | --: | --: | --: |")
    for low, high in pairwise(SURE):
        cells = []
        for found in outcomes.values():
            here = [right for right, sure, _ in found if low <= sure < high]
            cells += [str(len(here)), f"{np.mean(here):.0%}" if here else "-"]
        print(f"| {low:.0%} to {min(high, 1):.0%} | {' | '.join(cells)} |")
    for kind, found in outcomes.items():
        if found:
            print(
                f"{kind}: {np.mean([right for right, *_ in found]):.1%} right, {np.mean([sure for _, sure, _ in found]):.1%} expected"
            )


if __name__ == "__main__":
    main()
