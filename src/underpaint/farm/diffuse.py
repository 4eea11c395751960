"""One picture from files by a trained model: read, painted in the same two passes, and written with its report."""

from __future__ import annotations

import time
from collections.abc import Callable
from hashlib import sha256

import numpy as np

from underpaint import __version__, paint
from underpaint.errors import InputError
from underpaint.farm.given import Asked
from underpaint.farm.job import Inputs, Job, read_request
from underpaint.farm.memory import peak_memory_mb
from underpaint.farm.synth import REPORT_KIND, REPORT_VERSION, Progress, cores, true_to_lines
from underpaint.farm.way import Way
from underpaint.formats.encode import encoder_for
from underpaint.formats.writing import record_bytes, require_outputs, write_together
from underpaint.paint.check import check
from underpaint.paint.coat import blend


def diffuse(
    job: Job,
    way: Way,
    *,
    progress: Progress | None = None,
    meanwhile: Callable[[str], None] | None = None,
    warn: Callable[[str], None],
) -> dict:
    """Paint one picture with a trained model and return its report; parameters and errors as farm.synth.

    meanwhile: told at once, in one line, what a person wants to know while it paints: how long it takes, that a server is busy.

    job: stage "rough" makes pass 1, "paint" pass 2 from job.rough, "both" one after the other. A source map cannot be asked
    for. The picture gets the depth and channels of the boards, so that either engine can go on with it.
    """
    started = time.perf_counter()
    encode = encoder_for(job.out.suffix)
    if job.source_map is not None:
        raise InputError(
            "a picture by a trained model has no source map, as its paint comes from no board; leave out --source-map, or make "
            "the model's --rough and paint from that with the exemplar engine"
        )
    outputs = [path for path in (job.report, job.out) if path is not None]
    require_outputs(outputs, [*job.read_from(), *([way.workflow] if way.workflow else [])], "the picture and its report")
    if way.model is None and not way.server:
        raise InputError("--engine diffusion needs a --model: a folder on this machine, laid out as diffusers saves it")
    inputs = Inputs()
    request = read_request(job, inputs, warn)
    check(request)
    asked = Asked(job, way, request, progress or (lambda stage, done: None), meanwhile or (lambda line: None), warn)
    read = time.perf_counter()
    if way.server:
        from underpaint.farm.by_server import by_server

        made = by_server(asked)
    else:
        from underpaint.farm.by_model import by_model

        made = by_model(asked)
    done = time.perf_counter()

    picture = _as_boards(made.picture, request)
    if request.repaint is not None:
        picture = blend(picture, request.repaint, job.threads or cores())
    data = encode(picture, inputs.profiles[request.boards[0].name])
    encoded = time.perf_counter()
    seconds = {"read": read - started, "paint": done - read, "encode": encoded - done, "all": encoded - started}
    report = {
        "kind": REPORT_KIND,
        "version": REPORT_VERSION,
        "program": f"underpaint {__version__}",
        **made.papers,
        "stage": request.stage,
        "seed": request.seed,
        "size": [picture.shape[1], picture.shape[0]],
        "depth": picture.dtype.itemsize * 8,
        "channels": picture.shape[2],
        "seconds": {stage: round(value, 4) for stage, value in seconds.items()},
        "peak_memory_mb": peak_memory_mb(),
        "shares": {},
        **true_to_lines(picture, request),
        "inputs": inputs.hashes,
        "output": {"file": str(job.out), "sha256": sha256(data).hexdigest()},
    }
    files = {} if job.report is None else {job.report: record_bytes(report)}
    write_together(files | {job.out: data})
    return report


def _as_boards(picture: np.ndarray, request: paint.Request) -> np.ndarray:
    """In the boards' depth and channels, opaque."""
    like = request.boards[0].painting
    most = np.iinfo(like.dtype).max
    out = np.full((*picture.shape[:2], like.shape[2]), most, like.dtype)
    out[..., :3] = np.rint(picture.astype(np.float64) * (most / 255))
    return out
