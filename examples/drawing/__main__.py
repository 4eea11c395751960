"""Draw the layouts of the example film into its folder: pencil drawing, material map and record of every cut."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from PIL import Image

from .cut import Cut
from .cuts import CUTS
from .sheet import Sheet


def palette(path: Path) -> dict[str, tuple[int, int, int]]:
    """The materials of a GIMP palette file by name, in its order."""
    materials = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split(None, 3)
        if len(fields) == 4 and all(field.isdigit() for field in fields[:3]):
            red, green, blue = (int(field) for field in fields[:3])
            materials[fields[3].strip()] = (red, green, blue)
    return materials


def record(cut: Cut, words: list[tuple[str, int, int]]) -> str:
    """The cut's cut.toml."""
    lines = ['kind = "cut"', "version = 1"]
    for name in ("number", "place", "time", "weather", "light", "length", "geometry", "background"):
        if getattr(cut, name):
            lines.append(f'{name} = "{getattr(cut, name)}"')
    if cut.drawing:
        lines.append('layout_by = "Underpaint example scripts"')
        lines.append("boards = [" + ", ".join(f'"{board}"' for board in cut.boards) + "]")
        lines += ["words = [", *(f'  {{ material = "{name}", x = {x}, y = {y} }},' for name, x, y in words), "]"]
    return "\n".join([*lines, ""])


def draw(cut: Cut, film: Path, materials: dict[str, tuple[int, int, int]]) -> None:
    """Write one cut's folder; one that shows the background of another has a record only."""
    folder = film / "cuts" / cut.number
    folder.mkdir(parents=True, exist_ok=True)
    if cut.drawing is None:
        (folder / "cut.toml").write_text(record(cut, []), encoding="utf-8")
        return
    sheet = Sheet(*cut.size, materials, cut.drawing.__name__)
    cut.drawing(sheet)
    sheet.tidy()
    sheet.close()
    Image.fromarray(sheet.drawing()).save(folder / "layout.png")
    Image.fromarray(sheet.colours()).save(folder / "materials.png")
    (folder / "cut.toml").write_text(record(cut, sheet.words()), encoding="utf-8")


def main() -> int:
    """Command line: the film's folder, and the cuts to draw if not all."""
    reader = argparse.ArgumentParser(prog="python -m drawing", description=__doc__)
    reader.add_argument("film", type=Path, help="film folder; its materials.gpl names the materials")
    reader.add_argument("cuts", nargs="*", metavar="CUT", help="only these cuts, such as C004")
    asked = reader.parse_args()
    unknown = sorted(set(asked.cuts) - {cut.number for cut in CUTS})
    if unknown:
        reader.error(f"no such cut: {', '.join(unknown)}; there are {', '.join(cut.number for cut in CUTS)}")
    gpl = asked.film / "materials.gpl"
    if not gpl.is_file():
        reader.error(f"{gpl} is missing; the film's folder must hold its palette")
    materials = palette(gpl)
    for cut in CUTS:
        if not asked.cuts or cut.number in asked.cuts:
            draw(cut, asked.film, materials)
            print(asked.film / "cuts" / cut.number)
    return 0


if __name__ == "__main__":
    sys.exit(main())
