"""A layout's material map from files: read, labelled, and everything written together."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from underpaint import __version__, layout
from underpaint.errors import InputError
from underpaint.farm.memory import peak_memory_mb
from underpaint.formats.encode import encoder_for
from underpaint.formats.palette import read_palette
from underpaint.formats.pictures import MAX_SIDE, read_picture
from underpaint.formats.words import read_words
from underpaint.formats.writing import record_bytes, require_outputs, write_together

REPORT_KIND = "underpaint.label"
REPORT_VERSION = 1


@dataclass(frozen=True)
class LayoutJob:
    """A drawing to label, as a person names it. size: (width, height) of the film's frame. gap: px, widest that closes.
    film: folder whose cuts (cuts/*/layout.png and materials.png) guesses learn from."""

    drawing: Path
    palette: Path
    words: Path
    out: Path
    size: tuple[int, int] | None = None
    gap: int | None = None
    lines_out: Path | None = None
    film: Path | None = None
    report: Path | None = None


def frame_size(text: str | None) -> tuple[int, int] | None:
    """(width, height) from "1920x1080"; InputError for anything else."""
    if text is None:
        return None
    told = re.fullmatch(r"\s*(\d{1,5})\s*[xX×]\s*(\d{1,5})\s*", text)
    if told is None or not all(32 <= int(side) <= MAX_SIDE for side in told.groups()):
        raise InputError(f"the frame's size is {text[:40]!r}; write it as 1920x1080, each side 32 to {MAX_SIDE} px")
    return int(told[1]), int(told[2])


def label_layout(job: LayoutJob, *, warn: Callable[[str], None]) -> dict:
    """Label one layout and return its report. warn: told, in one line each, what a person should look at.

    Raises InputError and OutputError; nothing is written then.
    """
    started = time.perf_counter()
    encode = encoder_for(job.out.suffix)
    encode_lines = None if job.lines_out is None else encoder_for(job.lines_out.suffix)
    outputs = [path for path in (job.lines_out, job.report, job.out) if path is not None]
    require_outputs(outputs, (job.drawing, job.palette, job.words), "the map, the clean lines and the report")
    palette = read_palette(job.palette)
    words = read_words(job.words)
    picture = read_picture(job.drawing)
    read = time.perf_counter()
    try:
        labelled = layout.label_layout(
            picture.array,
            [layout.Word(*word) for word in words.words],
            palette.colours,
            size=job.size,
            words_size=words.size,
            gap=job.gap,
            guess=None if job.film is None else _from_film(job.film, palette.colours, job.drawing, warn),
        )
    except InputError as why:
        raise InputError(f"{job.drawing}: {why}") from None
    done = time.perf_counter()
    _tell(labelled.named, warn)

    files: dict[Path, bytes] = {}
    if job.lines_out is not None and encode_lines is not None:
        files[job.lines_out] = encode_lines(labelled.drawing.picture[:, :, None])
    drawn = encode(labelled.materials)
    report = _report(job, labelled) | {
        "seconds": {
            "read": round(read - started, 4),
            "label": round(done - read, 4),
            "all": round(time.perf_counter() - started, 4),
        },
        "peak_memory_mb": peak_memory_mb(),
        "inputs": {
            "drawing": {"file": str(job.drawing), "sha256": picture.sha256},
            "palette": {"file": str(job.palette), "sha256": palette.sha256},
            "words": {"file": str(job.words), "sha256": words.sha256},
        },
        "output": {"file": str(job.out), "sha256": sha256(drawn).hexdigest()},
    }
    if job.report is not None:
        files[job.report] = record_bytes(report)
    files[job.out] = drawn
    write_together(files)
    return report


def _from_film(
    film: Path, palette: dict[str, tuple[int, int, int]], drawing: Path, warn: Callable[[str], None]
) -> layout.Guess:
    """A guess that learns from the film's labelled cuts, and only when it is first asked: most layouts have all their words."""
    cuts = [path for path in sorted(film.glob("cuts/*/materials.png")) if path.with_name("layout.png").exists()]
    if not cuts:
        raise InputError(f"{film}: no labelled cut to learn from (looked for cuts/*/materials.png beside a layout.png)")

    def guess(labels: np.ndarray, lines: np.ndarray, known: Mapping[int, str]) -> Mapping[int, tuple[str, float]]:
        from underpaint.farm.learning import named_cut
        from underpaint.layout.guess import Guesser

        others = (cut for cut in cuts if cut.with_name("layout.png").resolve() != drawing.resolve())
        guesser = Guesser()
        guesser.learn(named_cut(cut, cut.with_name("layout.png"), palette) for cut in others)
        if not guesser.ready:
            warn(f"guesses have {guesser.basis}")
        return guesser.guess(labels, lines, known)

    return guess


def _report(job: LayoutJob, labelled: layout.LabelledLayout) -> dict:
    place, named = labelled.drawing.place, labelled.named
    return {
        "kind": REPORT_KIND,
        "version": REPORT_VERSION,
        "program": f"underpaint {__version__}",
        "size": list(place.size),
        "frame": {
            "found_by": place.found_by,
            "turn_degrees": place.turn,
            "corners": [[round(value, 2) for value in corner] for corner in place.corners.tolist()],
        },
        "gap": labelled.regions.gap,
        "regions": labelled.regions.count,
        "materials": list(named.names),
        "words": [{"material": word.material, "x": round(word.x, 1), "y": round(word.y, 1)} for word in labelled.words],
        "unnamed": [
            {
                "x": place.x,
                "y": place.y,
                "pixels": place.pixels,
                "guess": place.guess,
                "confidence": place.confidence,
                "from": place.why,
            }
            for place in named.unnamed
        ],
        "shared": [
            [
                {"material": word.material, "x": round(word.x, 1), "y": round(word.y, 1)}
                for word in (pair.first, pair.second)
            ]
            for pair in named.shared
        ],
        "details": named.details,
    }


def _tell(named: layout.Named, warn: Callable[[str], None]) -> None:
    if named.unnamed:
        shown = ", ".join(
            f"{place.guess} at {place.x}, {place.y} ({place.confidence:.0%} sure)" for place in named.unnamed[:3]
        )
        more = f" and {len(named.unnamed) - 3} more" if len(named.unnamed) > 3 else ""
        warn(
            f"no word in {len(named.unnamed)} region(s), painted as guessed: {shown}{more}; look at them, or add words"
        )
    if named.shared:
        pair = named.shared[0]
        shown = " and ".join(f"{word.material} at {word.x:.0f}, {word.y:.0f}" for word in (pair.first, pair.second))
        more = f", and {len(named.shared) - 1} more such" if len(named.shared) > 1 else ""
        warn(f"no line parts {shown}{more}; split where the way between them is narrowest")
