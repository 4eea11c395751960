"""What a request brings: a small JSON object, or a file that streams to a place the server chose; both end at a cap."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import anyio
from starlette.requests import Request

from underpaint.errors import InputError

JSON_BYTES = 2**20
FILE_BYTES = 2**30


async def told(request: Request) -> Mapping[str, object]:
    """The JSON object of a request. Raises InputError where it brings something else, or more than 1 MiB."""
    if _kind(request) != "application/json":
        raise InputError("JSON was expected here")
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > JSON_BYTES:
            raise InputError(f"more than {JSON_BYTES:,} bytes of JSON came in; nothing was changed")
    try:
        fields = json.loads(data or b"{}", parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise InputError("what came in is no JSON") from None
    if not isinstance(fields, dict):
        raise InputError("a JSON object was expected")
    return fields


def text(fields: Mapping[str, object], name: str, limit: int = 200) -> str:
    """A field of words; "" where it is not there. Raises InputError where it is something else, or too long."""
    value = fields.get(name, "")
    if not isinstance(value, str) or len(value) > limit:
        raise InputError(f"{name} must be words, at most {limit} letters")
    return value


def texts(fields: Mapping[str, object], name: str, limit: int = 1000) -> list[str]:
    """A field that lists words. Raises InputError where it is something else."""
    value = fields.get(name, [])
    if not isinstance(value, list) or len(value) > limit or not all(isinstance(each, str) for each in value):
        raise InputError(f"{name} must be a list of words, at most {limit}")
    return value


def number(fields: Mapping[str, object], name: str, low: float, high: float, default: float | None = None) -> float:
    """A field with a number from low to high. Raises InputError where it is something else."""
    value = fields.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise InputError(f"{name} must be a number from {low:g} to {high:g}")
    return value


def numbers(fields: Mapping[str, object], name: str, limit: int) -> list[float]:
    """A field that lists numbers. Raises InputError where it is something else, or too long."""
    value = fields.get(name)
    if not isinstance(value, list) or len(value) > limit or not all(type(each) in (int, float) and abs(each) < 1e9 for each in value):
        raise InputError(f"{name} must be a list of numbers, at most {limit}")
    return value


async def save_file(request: Request, path: Path, limit: int = FILE_BYTES) -> None:
    """Stream a file to `path`, in a folder of the server's own. Raises InputError past `limit` bytes; no file is left then."""
    if _kind(request) != "application/octet-stream":
        raise InputError("a file was expected here")
    if int(request.headers.get("content-length") or 0) > limit:
        raise InputError(f"the file is larger than the {limit >> 20:,} MiB that are taken")
    size = 0
    try:
        async with await anyio.open_file(path, "wb") as file:
            async for chunk in request.stream():
                size += len(chunk)
                if size > limit:
                    raise InputError(f"the file is larger than the {limit >> 20:,} MiB that are taken")
                await file.write(chunk)
        if not size:
            raise InputError("the file is empty")
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number of JSON")
