"""A cut's takes painted into their folders: what a worker of the farm does."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from underpaint import __version__, paint
from underpaint.errors import OutputError
from underpaint.farm.books import BookWork, paint_book
from underpaint.farm.crew import Say, Tell
from underpaint.farm.job import Inputs, Job, read_request
from underpaint.farm.memory import peak_memory_mb
from underpaint.farm.synth import sources_bytes, synth, true_to_lines
from underpaint.formats.encode import png_bytes
from underpaint.formats.pictures import read_bytes
from underpaint.formats.source_map import read_source_map
from underpaint.formats.writing import make_folder, write_together

if TYPE_CHECKING:  # it knows the model libraries, which the core does without
    from underpaint.farm.way import Way

PASSES = "passes"
FIRST_PASS, SECOND_PASS, SOURCES = "pass1.png", "pass2.png", "source_map.npz"
TRUE_TO_LINES = ("adherence", "adherence_ratio")
"""Fields of a report, and of a take's record, that say how true it is to its drawing."""
OF_REPORT = (*TRUE_TO_LINES, "engine", "device", "model", "controlnet", "ip_adapter", "loras")


@dataclass(frozen=True)
class Run:
    """One take to make. request: what decides it, by hash. staged: the folder it is made in."""

    request: Mapping[str, object]
    staged: Path


@dataclass(frozen=True)
class Work:
    """A cut's takes to make, one after the other. boards: painting and map of each. tuning: by material. rough: the picked one or None.
    sources: the source map of the take whose geometry is kept, or None. books: to paint above it, upward. threads: cores to use. cache: folder for board
    indexes. way: in which a trained model paints it, in the place of the boards; the BOOKs are always of the boards."""

    cut: str
    runs: tuple[Run, ...]
    boards: tuple[tuple[Path, Path], ...]
    layout_map: Path
    layout_lines: Path | None
    palette: Path | None
    tuning: Mapping[str, paint.Tuning]
    rough: Path | None
    sources: Path | None
    books: tuple[BookWork, ...]
    threads: int
    cache: Path | None
    way: Way | None = None


def paint_cut(work: Work, tell: Tell, meanwhile: Say) -> list[dict]:
    """Paint a cut's takes into their folders; returns, for each, what its record says of it."""
    return [_paint_take(work, run, tell, meanwhile) for run in work.runs]


def _paint_take(work: Work, run: Run, tell: Tell, meanwhile: Say) -> dict:
    notes: list[str] = []
    began = time.perf_counter()
    first, second = run.staged / FIRST_PASS, run.staged / SECOND_PASS
    job = Job(
        boards=work.boards,
        layout_map=work.layout_map,
        layout_lines=work.layout_lines,
        palette=work.palette,
        tuning=work.tuning,
        stage="rough",
        seed=run.request["seed"],
        threads=work.threads,
        out=first,
        cache=work.cache,
    )
    only_rough = run.request["stage"] == "rough"
    reports = []
    # A model takes long for either pass: one that is stopped in the second goes on from its first.
    kept = None if work.way is None or work.cache is None or only_rough else _kept_pass(work.cache, run.request)

    def paint_job(job: Job) -> dict:
        if work.way is None:
            return synth(job, progress=tell, warn=notes.append)
        from underpaint.farm.diffuse import diffuse

        # A strength that a person gave is of what they asked for first: of pass 2 only where its rough was picked.
        way = replace(work.way, strength=None) if job.stage == "paint" and work.rough is None else work.way
        return diffuse(replace(job, source_map=None), way, progress=tell, meanwhile=meanwhile, warn=notes.append)

    if work.sources is not None:
        reports.append(_painted_alike(replace(job, stage="both", out=second), work.sources, notes))
    elif work.rough is not None:
        write_together({first: read_bytes(work.rough)})
    elif kept is not None and kept.is_file():
        write_together({first: read_bytes(kept)})
    else:
        rough = replace(job, source_map=run.staged / SOURCES if only_rough else None)
        reports.append(paint_job(rough))
        if kept is not None:
            with suppress(OutputError):
                make_folder(kept.parent)
                write_together({kept: read_bytes(first)})
    if not only_rough and work.sources is None:
        full = replace(job, stage="paint", rough=first, out=second, source_map=run.staged / SOURCES)
        reports.append(paint_job(full))
    report = reports[-1]
    books = [
        paint_book(book, job, run.staged, report["size"], tell, notes.append) for book in work.books if not only_rough
    ]
    if kept is not None:
        kept.unlink(missing_ok=True)
    return {
        "seconds": time.perf_counter() - began,
        "peak_memory_mb": peak_memory_mb(),
        "read": {role: told["sha256"] for each in reports for role, told in each["inputs"].items()}
        | {role: digest for book in books for role, digest in book.read.items()},
        "files": {role: name for book in books for role, name in book.files.items()},
        "size": report["size"],
        "depth": report["depth"],
        "shares": _shared(report, [book.counts for book in books], by_model=work.way is not None),
        "energy": report.get("energy", {}),
        **{name: report[name] for name in OF_REPORT if name in report},
        "program": report["program"],
        "notes": list(dict.fromkeys(notes)),
    }


def _kept_pass(cache: Path, request: Mapping[str, object]) -> Path:
    """Where a model's pass 1 is kept until its pass 2 is whole: by all that decides it."""
    return cache / PASSES / f"{sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()}.png"


def _shared(report: Mapping, books: Sequence[Mapping[str, int]], *, by_model: bool) -> dict[str, float]:
    """Each board's share of the painted px, those of the BOOKs and what lies below them together; a model's px are no board's."""
    width, height = report["size"]
    counts = {name: share * width * height for name, share in report["shares"].items()}
    if not books:
        return dict(report["shares"])
    for book in books:
        for name, count in book.items():
            counts[name] = counts.get(name, 0) + count
    whole = sum(counts.values()) + (width * height if by_model else 0)
    return {name: count / whole for name, count in counts.items()}


def _painted_alike(job: Job, sources: Path, notes: list[str]) -> dict:
    """Paint a sibling's geometry: every pixel from the place it has there, but in this cut's own boards."""
    inputs = Inputs()
    request = read_request(job, inputs, notes.append)
    kept = read_source_map(sources)
    found = paint.SourceMap(kept.board, kept.y, kept.x, kept.size)
    picture = paint.repaint(request, found, threads=job.threads)
    icc = inputs.profiles[request.boards[0].name]
    write_together(
        {
            job.out.with_name(SOURCES): sources_bytes(found, request, inputs),
            job.out: png_bytes(picture, icc),
        }
    )
    counts = np.bincount(found.board.ravel(), minlength=len(request.boards))
    return {
        "inputs": inputs.hashes,
        "size": [picture.shape[1], picture.shape[0]],
        "depth": picture.dtype.itemsize * 8,
        "shares": {board.name: int(n) / found.board.size for board, n in zip(request.boards, counts, strict=False)},
        "energy": {},
        **true_to_lines(picture, request),
        "program": f"underpaint {__version__}",
    }
