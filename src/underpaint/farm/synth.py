"""One picture from files: read, painted, and everything written together."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np

from underpaint import __version__, paint
from underpaint.farm.index_cache import IndexCache
from underpaint.farm.job import Inputs, Job, read_request
from underpaint.farm.memory import peak_memory_mb
from underpaint.formats.encode import encoder_for
from underpaint.formats.writing import record_bytes, require_outputs, write_together

REPORT_KIND = "underpaint.report"
REPORT_VERSION = 1

Progress = Callable[[str, float], None]


def synth(job: Job, *, progress: Progress | None = None, warn: Callable[[str], None]) -> dict:
    """Paint one picture and return its report.

    progress: told the stage and how much of it is done, 0..1; what it raises ends the work. warn: told, in one line,
    what went less well than asked. Raises InputError and OutputError; nothing is written then.
    """
    started = time.perf_counter()
    encode = encoder_for(job.out.suffix)
    outputs = [path for path in (job.source_map, job.report, job.out) if path is not None]
    require_outputs(outputs, job.read_from(), "the picture, its source map and its report")

    inputs = Inputs()
    request = read_request(job, inputs, warn)
    read = time.perf_counter()
    painted, keeping = paint_with_cache(request, job, progress, warn)
    kept_at = time.perf_counter()

    icc = inputs.profiles[request.boards[0].name]
    picture = encode(painted.picture, icc)
    files: dict[Path, bytes] = {}
    if job.source_map is not None:
        files[job.source_map] = sources_bytes(painted.sources, request, inputs)
    encoded = time.perf_counter()
    seconds = {
        "read": read - started,
        **painted.seconds,
        "keep index": keeping,
        "encode": encoded - kept_at,
        "all": encoded - started,
    }
    height, width = painted.picture.shape[:2]
    report = {
        "kind": REPORT_KIND,
        "version": REPORT_VERSION,
        "program": f"underpaint {__version__}",
        "engine": {"name": paint.ENGINE, "version": paint.ENGINE_VERSION},
        "stage": request.stage,
        "seed": request.seed,
        "tuning": {material: own.told() for material, own in job.tuning.items()},
        "size": [width, height],
        "depth": painted.picture.dtype.itemsize * 8,
        "channels": painted.picture.shape[2],
        "seconds": {stage: round(value, 4) for stage, value in seconds.items()},
        "peak_memory_mb": peak_memory_mb(),
        "energy": painted.energy,
        "shares": painted.shares,
        **true_to_lines(painted.picture, request),
        "inputs": inputs.hashes,
        "output": {"file": str(job.out), "sha256": sha256(picture).hexdigest()},
    }
    if job.report is not None:
        files[job.report] = record_bytes(report)
    files[job.out] = picture
    write_together(files)
    return report


def paint_with_cache(
    request: paint.Request, job: Job, progress: Progress | None, warn: Callable[[str], None]
) -> tuple[paint.Painted, float]:
    """The request painted with the boards' indexes from the job's cache, where new ones are kept; and the seconds that the
    keeping took."""
    cache = None if job.cache is None else IndexCache(job.cache, warn)
    boards = paint.boards_of(request, job.threads or cores())
    kept = [None if cache is None else cache.load_board(board, request.smooth) for board in boards]
    painted = paint.paint(request, indexes=kept, threads=job.threads or cores(), progress=progress)
    done = time.perf_counter()
    if cache is not None:
        cache.store_new(boards, request.smooth, kept, painted.indexes)
    return painted, time.perf_counter() - done


def sources_bytes(sources: paint.SourceMap, request: paint.Request, inputs: Inputs) -> bytes:
    """The source map as a file, with the names and hashes of the boards that it points into."""
    from underpaint.formats.source_map import SourceRecord, source_map_bytes  # its zip takes a while to load

    names = tuple(board.name for board in request.boards)
    paintings = tuple(inputs.hashes[f"board {name}: painting"]["sha256"] for name in names)
    maps = tuple(inputs.hashes[f"board {name}: map"]["sha256"] for name in names)
    return source_map_bytes(SourceRecord(sources.board, sources.y, sources.x, names, paintings, maps, sources.size))


def true_to_lines(picture: np.ndarray, request: paint.Request) -> dict[str, float | None]:
    """How true a painted picture is to its layout, as reports say it: see paint.measured."""
    return paint.measured(picture, request.layout.materials, [(board.painting, board.materials) for board in request.boards])


def cores() -> int:
    """Processor cores this process may use, which under a scheduler can be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
