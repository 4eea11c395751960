"""One picture as a person asks for it: files and settings, read into the request that decides the picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from underpaint import paint
from underpaint.errors import InputError
from underpaint.formats import sheets
from underpaint.formats.palette import Colour, material_colour, read_palette
from underpaint.formats.pictures import Picture, read_pictures


@dataclass(frozen=True)
class Job:
    """The files and settings of one picture, as a person names them.

    boards: pairs of painting and material map. smooth: material names of the palette, or #rrggbb.
    stage: as in paint.Request. tuning: material, named likewise, to its settings. keep, mask: both or neither. cache: folder for board indexes, None to work without.
    """

    boards: tuple[tuple[Path, Path], ...]
    layout_map: Path
    out: Path
    layout_lines: Path | None = None
    palette: Path | None = None
    smooth: tuple[str, ...] = ()
    stage: paint.Stage = "both"
    rough: Path | None = None
    keep: Path | None = None
    mask: Path | None = None
    seed: int = 0
    threads: int | None = None
    source_map: Path | None = None
    report: Path | None = None
    cache: Path | None = None
    tuning: Mapping[str, paint.Tuning] = field(default_factory=dict)

    def read_from(self) -> list[Path]:
        """The files that it reads."""
        pairs = [path for pair in self.boards for path in pair]
        singles = [self.layout_map, self.layout_lines, self.palette, self.rough, self.keep, self.mask]
        return [path for path in [*pairs, *singles] if path is not None]


@dataclass
class Inputs:
    """What was read: every file once, its hash under the role it played."""

    hashes: dict[str, dict[str, str]] = field(default_factory=dict)
    profiles: dict[str, bytes | None] = field(default_factory=dict)

    def pictures(self, paths: dict[str, Path]) -> dict[str, Picture]:
        """The pictures by their roles."""
        read = dict(zip(paths, read_pictures(list(paths.values())), strict=True))
        for role, path in paths.items():
            self.hashes[role] = {"file": str(path), "sha256": read[role].sha256}
        return read

    def palette(self, path: Path) -> dict[str, Colour]:
        palette = read_palette(path)
        self.hashes["palette"] = {"file": str(path), "sha256": palette.sha256}
        return palette.colours


def read_request(job: Job, inputs: Inputs, warn: Callable[[str], None]) -> paint.Request:
    """The request that a job's files make; `inputs` learns their hashes."""
    names = {} if job.palette is None else inputs.palette(job.palette)
    board_files = list(zip(board_names(job.boards), job.boards, strict=True))
    paths = {}
    for name, (painting, materials) in board_files:
        paths |= {f"board {name}: painting": painting, f"board {name}: map": materials}
    others = {"layout map": job.layout_map, "layout lines": job.layout_lines, "rough": job.rough, "keep": job.keep}
    paths |= {role: path for role, path in (others | {"mask": job.mask}).items() if path is not None}
    read = inputs.pictures(paths)

    boards = []
    for name, _ in board_files:
        picture = read[f"board {name}: painting"]
        inputs.profiles[name] = picture.icc
        boards.append(paint.Board(name, sheets.painting(picture), sheets.material_map(read[f"board {name}: map"])))
    if len(set(inputs.profiles.values())) > 1:
        warn("the boards carry different colour profiles; their values are mixed as they are, under the first board's")
    layout_map = sheets.material_map(read["layout map"])
    lines, shadow = _drawn(read["layout lines"]) if "layout lines" in read else (None, None)
    rough = sheets.painting(read["rough"]) if "rough" in read else None
    repaint = None
    if "keep" in read and "mask" in read:
        repaint = paint.Repaint(sheets.painting(read["keep"]), sheets.mask(read["mask"]))
    return paint.Request(
        boards=tuple(boards),
        layout=paint.Layout(layout_map, lines, shadow),
        stage=job.stage,
        rough=rough,
        repaint=repaint,
        smooth=frozenset(material_colour(text, names) for text in job.smooth),
        names={colour: name for name, colour in names.items()},
        seed=job.seed,
        tuning={material_colour(text, names): own for text, own in job.tuning.items()},
    )


def read_tunings(texts: Sequence[str]) -> dict[str, paint.Tuning]:
    """Material to its settings from words such as "water:smooth=1,evenness=0.5". Raises InputError."""
    told: dict[str, dict[str, object]] = {}
    for text in texts:
        material, _, rest = text.partition(":")
        for part in rest.split(","):
            name, _, value = (word.strip() for word in part.partition("="))
            try:
                told.setdefault(material.strip(), {})[name] = float(value)
            except ValueError:
                raise InputError(f"{text[:60]!r} is no tuning; write it like water:smooth=1,evenness=0.5") from None
    return {material: paint.tuning_of(settings, material) for material, settings in told.items()}


def _drawn(picture: Picture) -> tuple[np.ndarray, np.ndarray | None]:
    """The pencil lines of a drawing and, where it is in colour, the shadow that its light blue lays."""
    if not sheets.is_coloured(picture):
        return sheets.pencil(picture), None
    from underpaint.layout.drawing import pencil_and_shadow  # OpenCV takes a while to load

    lines, shadow = pencil_and_shadow(picture.array)
    return lines, shadow if shadow.any() else None


def board_names(boards: tuple[tuple[Path, Path], ...]) -> list[str]:
    """What reports call each board: its file's name, or its folder's where the file is just called painting."""
    names: list[str] = []
    for painting, _ in boards:
        name = painting.resolve().parent.name if painting.stem == "painting" else painting.stem
        again = sum(1 for earlier in names if earlier.partition(" (")[0] == name)
        names.append(f"{name} ({again + 1})" if again else name)
    return names
