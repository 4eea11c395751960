"""Pictures as the page sees them: always encoded anew by us, named by the hash of what they show, kept in the user's cache."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock

from anyio import CapacityLimiter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from underpaint.desk import tiles
from underpaint.desk.bench import Bench
from underpaint.desk.ids import Missing
from underpaint.desk.tiles import View
from underpaint.farm.small_picture import WIDTH, seen_file
from underpaint.film.store import hash_of
from underpaint.film.takes import Take

WIDTHS = (WIDTH, 640, 1280)
"""Of the small pictures that there are, px."""

_CACHE_BYTES = 2**30
_TRIM_EVERY = 500
_HANDS = 4  # requests that read or make pictures at a time; the bench itself makes one after the other
_FOR_GOOD = {"cache-control": "private, max-age=31536000, immutable"}


class Pictures:
    """bench: where pictures are decoded. folder: of what was made before; it is trimmed, and may be deleted at any time."""

    def __init__(self, bench: Bench, folder: Path):
        self._bench, self._folder = bench, folder
        self._views: dict[str, View] = {}
        self._lock = Lock()
        self._made = 0
        self.hands = CapacityLimiter(_HANDS)

    def show(self, view: View) -> str:
        """Let the page see this view; returns the name to ask for it by."""
        self._views[view.key] = view
        return view.key

    def show_file(self, path: Path) -> str:
        """As show, of a picture as it lies there now."""
        return self.show(View(path, hash_of(path)))

    def show_take(self, take: Take, role: str) -> str:
        """As show, of a take's picture as it was recorded. role: of its files, "final" for what the take looks like, or
        "boards" for its paint in the colours of its boards. Raises Missing where it has none."""
        if role == "final":
            role = next(name for name in ("picture", "pass2", "pass1") if name in take.files)
        files = take.files
        if role == "boards" and "source_map" in files and "pass2" in files:
            touch_up = files["touch_up"][0] if "touch_up" in files else None
            return self.show(View(*files["source_map"], View(*files["pass2"]), touch_up=touch_up))
        if role in ("picture", "pass1", "pass2", "touch_up", *take.books) and role in files:
            return self.show(View(*files[role]))
        raise Missing(f"{take.cut} {take.number} has no {role[:20]}")

    def view(self, key: str) -> View:
        if key not in self._views:
            raise Missing("this picture is not known; load the page again")
        return self._views[key]

    def size(self, view: View) -> tuple[int, int]:
        return self._bench.ask(tiles.size, view)

    def tile(self, view: View, level: int, x: int, y: int) -> bytes:
        return self._kept(view, f"{level}-{x}-{y}", lambda: self._bench.ask(tiles.tile, view, level, x, y))

    def thumb(self, view: View, width: int) -> bytes:
        if width not in WIDTHS:
            raise Missing(f"no picture of {width} px")
        return self._kept(view, f"{width}.jpg", lambda: self._bench.ask(tiles.thumb, view, width))

    def _kept(self, view: View, name: str, make: Callable[[], bytes]) -> bytes:
        path = seen_file(self._folder, view.key, name)
        with suppress(OSError):
            data = path.read_bytes()
            if data.endswith((b"IEND\xaeB`\x82", b"\xff\xd9")):  # whole: a power cut may have torn it
                return data
        data = make()
        with suppress(OSError):  # a full disk takes away the cache, not the picture
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f".{name}.{os.urandom(4).hex()}")
            part.write_bytes(data)
            os.replace(part, path)
        self._trim()
        return data

    def _trim(self) -> None:
        """Now and then, drop what was made longest ago until the cache fits its size."""
        with self._lock:
            self._made += 1
            if self._made % _TRIM_EVERY:
                return
            folders = []
            for folder in self._folder.glob("??/*"):
                with suppress(OSError):
                    folders.append(
                        (folder.stat().st_mtime, sum(file.stat().st_size for file in folder.iterdir()), folder)
                    )
            left = sum(size for _, size, _ in folders)
            for _, size, folder in sorted(folders):
                if left <= _CACHE_BYTES:
                    return
                shutil.rmtree(folder, ignore_errors=True)
                left -= size


async def made(request: Request, make: Callable[[], Response]) -> Response:
    """What `make` answers, a few at a time; one that nobody waits for any more, as its page has scrolled on, is not made."""
    async with request.app.state.desk.pictures.hands:
        if await request.is_disconnected():
            return Response(status_code=204)
        return await run_in_threadpool(make)


async def thumb(request: Request) -> Response:
    pictures, width = request.app.state.desk.pictures, request.path_params["width"]
    view = pictures.view(request.path_params["key"])
    return await made(request, lambda: _picture(pictures.thumb(view, width)))


async def tile(request: Request) -> Response:
    pictures, asked = request.app.state.desk.pictures, request.path_params
    view = pictures.view(asked["key"])
    return await made(
        request, lambda: _picture(pictures.tile(view, asked["level"], asked["x"], asked["y"]))
    )


def _picture(data: bytes) -> Response:
    """A picture that its address names by its content."""
    kind = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
    return Response(data, media_type=kind, headers=_FOR_GOOD)


routes = [
    Route("/picture/{key}/{width:int}", thumb),
    Route("/picture/{key}/{level:int}/{x:int}/{y:int}", tile),
]
