#!/usr/bin/env python3
"""From a pencil layout to a painting, on one sheet: layout, regions, rough, painting.

    layout_sheet.py --layout FOLDER --board FOLDER -o SHEET.png [--put-right STEPS.json] [--same "thatch roof=thatch" ...]

The layout's folder holds lines.png and layout.json with "words" (material, x, y) and, where the artist's own painting of it
is there, "truth"; the board's painting.png, materials.png, materials.gpl and board.json. --same says which of the board's
materials stands for a word that the board does not know. The layout becomes a cut of a film and is labelled as on the desk:
first from its words, then, with --put-right, by what a person does next, step by step:

    {"same": {"thatch roof": "thatch"},
     "steps": [{"step": "line", "points": [[840, 340], [850, 260]]}, {"step": "merge", "points": [[20, 30], [90, 30]]},
               {"step": "name", "material": "thatch roof", "points": [[540, 160], [600, 130]]}]}

"name" is a click, or a drag over every place on the way from point to point; a wide one with a word keeps that, unless the
drag begins in it. The sheet has the map from the words alone, after the person's first minute, and in the end; the standard
output says what is left without a word. Rough and painting are made from the last map by `synth --rough` and `synth --from-rough`, pencil lines handed in.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from underpaint.farm.label_session import Labelled, labelled_now
from underpaint.film.cuts import add_cut
from underpaint.film.film import Film, new_film
from underpaint.film.labelling import add_step

GAP, CAPTION = 8, 18
WIDE = 0.02  # of the picture, as on the desk
CUT, PERSON = "C001", "who labels"
# Seconds: of thought before a step, to point, to press a key (keystroke-level model: Card, Moran and Newell, Communications
# of the ACM 23-7, 1980); and px a second at which a careful hand draws.
THOUGHT, POINT, KEY, HAND = 1.35, 1.1, 0.28, 200
MINUTE = 60.0


def begin(folder: Path, layout: Path, board: Path, same: dict[str, str]) -> Film:
    """A film whose one cut is the layout with its words, in the board's materials."""
    told, palette = json.loads((layout / "layout.json").read_text()), board / "materials.gpl"
    with Image.open(layout / "lines.png") as lines:
        frame = f"{lines.width}x{lines.height}"
    people = [(PERSON, "background artist")]
    film = new_film(folder, "", frame=frame, fps=24, dpi=192, palette=palette, people=people)
    words = [{**word, "material": same.get(word["material"], word["material"])} for word in told["words"]]
    add_cut(film.cuts_folder, CUT, 24, layout / "lines.png", None, {"words": words})
    return Film.open(folder)


def put_right(film: Film, step: dict, same: dict[str, str]) -> None:
    """One step of a person, as the desk writes it down: a drag names every place that it passes, but for wide ones with a word."""
    points, materials = step["points"], []
    if step["step"] == "name":
        now = labelled_now(film, CUT)
        places = now.session.places_with(now.labelling)
        named = {int(places[int(word.y), int(word.x)]) for word in now.words}
        kept = [place for place in named if np.mean(places == place) > WIDE]
        begun, *passed = first_in_each(places, points)
        points = [begun, *(at for at in passed if places[int(at[1]), int(at[0])] not in kept)]
        materials = [same.get(step["material"], step["material"])] * len(points)
    add_step(film.cut(CUT), step["step"], PERSON, points=points, materials=materials)


def first_in_each(places: np.ndarray, path: list[list[float]]) -> list[tuple[float, float]]:
    """Along a path, the first point in each of the places, (h, w) whole numbers, that it passes."""
    x, y = np.array(path, float).T
    along = np.r_[0, np.cumsum(np.hypot(np.diff(x), np.diff(y)))]
    at = np.r_[np.arange(0, along[-1]), along[-1]]
    across, down = np.interp(at, along, x), np.interp(at, along, y)
    passed = places[down.astype(int), across.astype(int)]
    first = np.sort(np.unique(passed, return_index=True)[1])
    return list(zip(across[first].tolist(), down[first].tolist(), strict=True))


def seconds_of(step: dict, before: dict | None) -> float:
    """About how long a step takes after the one before it; a key chooses another tool or material."""
    x, y = np.array(step["points"], float).T
    chosen = before is None or any(step.get(part) != before.get(part) for part in ("step", "material"))
    return THOUGHT + POINT + KEY * chosen + float(np.hypot(np.diff(x), np.diff(y)).sum()) / HAND


def told(labelled: Labelled) -> str:
    left = labelled.unnamed
    share = sum(place["pixels"] for place in left) / labelled.regions.cells.size
    return f"{len(labelled.words)} words, {len(left)} places without one ({share:.1%} of the picture)"


def sheet(panels: dict[str, Path], width: int) -> Image.Image:
    """Two in a row, each panel `width` px wide under its name."""
    cells = []
    for path in panels.values():
        picture = Image.open(path).convert("RGB")
        smaller = Image.Resampling.NEAREST if "map" in path.name else Image.Resampling.LANCZOS
        cells.append(picture.resize((width, round(picture.height * width / picture.width)), smaller))
    high = cells[0].height + CAPTION + GAP
    page = Image.new("RGB", (2 * (width + GAP) + GAP, -(-len(cells) // 2) * high + GAP), "white")
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
    parser.add_argument("--put-right", type=Path, metavar="STEPS.json")
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="keep the maps and pictures there, at full size")
    parser.add_argument("--width", type=int, default=960, help="of each picture, px")
    parser.add_argument("--underpaint", type=Path, default=Path(sys.executable).with_name("underpaint"))
    asked = parser.parse_args()
    board, person = asked.board, json.loads(asked.put_right.read_text()) if asked.put_right else {}
    same = {**person.get("same", {}), **dict(pair.split("=", 1) for pair in asked.same)}
    with tempfile.TemporaryDirectory() as scratch:
        there = asked.work or Path(scratch)
        there.mkdir(parents=True, exist_ok=True)
        film = begin(Path(scratch) / "film", asked.layout, board, same)
        panels = {"layout": asked.layout / "lines.png"}

        def show(name: str, flat: Path) -> Path:
            labelled = labelled_now(film, CUT)
            Image.fromarray(labelled.named.picture(labelled.palette)).save(flat)
            Image.fromarray(labelled.session.drawing.picture).save(there / "lines.png")
            panels[name] = flat
            print(f"{name}: {told(labelled)}")
            return flat

        flat = show("regions, words alone", there / "map-words.png")
        spent, before = 0.0, None
        for count, step in enumerate(person.get("steps", [])):
            longer = spent + seconds_of(step, before)
            if spent <= MINUTE < longer:
                show(f"regions, put right for a minute ({count} steps)", there / "map-minute.png")
            put_right(film, step, same)
            spent, before = longer, step
        if before is not None:
            flat = show(f"regions, put right ({len(person['steps'])} steps, about {spent:.0f} s)", there / "map.png")
        rough, painted = there / "rough.png", there / "painting.png"
        synth = [asked.underpaint, "synth", "--board", board / "painting.png", "--board-map", board / "materials.png"]
        synth += ["--layout-map", flat, "--layout-lines", there / "lines.png", "--gpl", board / "materials.gpl"]
        soft = json.loads((board / "board.json").read_text()).get("smooth")
        synth += ["--smooth", ",".join(soft)] if soft else []
        subprocess.run([*synth, "--rough", "-o", rough], check=True)
        subprocess.run([*synth, "--from-rough", rough, "-o", painted], check=True)
        panels |= {"rough": rough, "painting": painted}
        truth = json.loads((asked.layout / "layout.json").read_text()).get("truth")
        if truth and (asked.layout / truth).exists():
            panels["the artist's own painting of it"] = asked.layout / truth
        asked.out.parent.mkdir(parents=True, exist_ok=True)
        sheet(panels, asked.width).save(asked.out)


if __name__ == "__main__":
    main()
