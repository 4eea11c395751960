"""What open pages are told as it happens: one stream of server-sent events for each page.

What other programs do to the film is found by reading again what a page is about, once a second: sizes and hashes, as
dates of files say little on a network share.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

LOOK_SECONDS = 1.0
_HEARTBEAT_SECONDS = 15.0
_KEPT = 256
_Told = tuple[str, object]


class Live:
    """publish() may be called from any thread."""

    def __init__(self) -> None:
        self._pages: set[asyncio.Queue] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    def publish(self, event: str, data: object) -> None:
        """Tell every open page. data: for JSON."""
        if self._loop is not None and not self._closed:
            self._loop.call_soon_threadsafe(self._give, (event, data))

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        self._closed = True
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed, and its streams with it
                self._loop.call_soon_threadsafe(self._give, None)

    def _give(self, told: _Told | None) -> None:
        for page in self._pages:
            if page.full():  # a page that stopped reading; it reads the whole again when it comes back
                page.get_nowait()
            page.put_nowait(told)

    async def stream(
        self, first: Iterable[_Told], watched: dict[str, Path], shown: Callable[[str, object], object]
    ) -> AsyncIterator[str]:
        """The events of one page. first: what it is told once its files are watched. watched: name to file; event "changed"
        says which changed. shown: an event's data as this page is told it."""
        self._loop = asyncio.get_running_loop()
        page: asyncio.Queue[_Told | None] = asyncio.Queue(_KEPT)
        self._pages.add(page)
        watcher = asyncio.create_task(_watch(page, watched, await asyncio.to_thread(_state, watched)))
        try:
            for event, data in first:
                yield _line(event, shown(event, data))
            while not self._closed:
                try:
                    told = await asyncio.wait_for(page.get(), _HEARTBEAT_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if told is not None:
                    event, data = told
                    yield _line(event, shown(event, data))
        finally:
            watcher.cancel()
            self._pages.discard(page)


async def _watch(page: asyncio.Queue[_Told | None], watched: dict[str, Path], known: dict[str, str]) -> None:
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        now = await asyncio.to_thread(_state, watched)
        changed = sorted(name for name in watched if now[name] != known[name])
        known = now
        if changed and not page.full():
            page.put_nowait(("changed", changed))


def _state(watched: dict[str, Path]) -> dict[str, str]:
    return {name: _digest(path) for name, path in watched.items()}


def _digest(path: Path) -> str:
    """Of a file's bytes, or of the names in a folder."""
    try:
        data = "\n".join(sorted(os.listdir(path))).encode() if path.is_dir() else path.read_bytes()
        return sha256(data).hexdigest()
    except OSError:
        return ""


def _line(event: str, data: object) -> str:
    return f"event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
