"""Case folders: board-*/ (painting.png, materials.png, materials.gpl, board.json) and layout-*/ (materials.png, lines.png, layout.json)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple


class Case(NamedTuple):
    name: str
    painting: Path
    board_map: Path
    palette: Path
    layout_map: Path
    lines: Path | None
    smooth: tuple[str, ...]

    def synth(self, underpaint: Path, out: Path, *more: str | Path, drawn: bool = True) -> list[str | Path]:
        """The command that paints this case; with `drawn` the pencil lines are handed in too."""
        command = [underpaint, "synth", "--board", self.painting, "--board-map", self.board_map]
        command += ["--layout-map", self.layout_map, "--gpl", self.palette, "--seed", "1", "-o", out, *more]
        if drawn and self.lines:
            command += ["--layout-lines", self.lines]
        if self.smooth:
            command += ["--smooth", ",".join(self.smooth)]
        return command


def cases(folder: Path, only: str = "") -> list[Case]:
    """Every layout in a folder that has a material map and whose board has one, in the order of their names.

    only: comma list of words; a case is taken when its name holds one of them. SystemExit when nothing is left.
    """
    found = []
    for layout in sorted(folder.glob("layout-*")):
        board = folder / json.loads((layout / "layout.json").read_text())["board"]
        if not (layout / "materials.png").exists() or not (board / "materials.png").exists():
            continue
        if only and not any(word in layout.name for word in only.split(",")):
            continue
        smooth = json.loads((board / "board.json").read_text()).get("smooth") or ()
        lines = layout / "lines.png"
        found.append(
            Case(layout.name.removeprefix("layout-"), board / "painting.png", board / "materials.png", board / "materials.gpl",
                 layout / "materials.png", lines if lines.exists() else None, tuple(smooth))
        )  # fmt: skip
    if not found:
        raise SystemExit(f"no case in {folder} (looked for layout-*/materials.png{f' named {only}' if only else ''})")
    return found
