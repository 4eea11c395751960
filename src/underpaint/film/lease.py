"""A lease: a small file that says who is at work on something, so that two programs never work on it at once."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from underpaint.errors import InputError, OutputError

_held: set[Path] = set()
"""Leases that this process holds: one that carries its name and is not among these could not be taken away."""


@contextmanager
def lease(path: Path, what: str, *, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the lease at `path` while inside; what: what it guards, for messages.

    A lease left by a program of this machine that no longer runs is taken over. Raises InputError, naming the holder,
    where somebody else holds it longer than `wait_seconds`; OutputError where no lease can be written.
    """
    until = time.monotonic() + wait_seconds
    while not _taken(path):
        holder = _holder(path)
        if holder is None or _is_gone(holder, path):
            _release(path)
        elif time.monotonic() >= until:
            raise InputError(
                f"{what}: {holder.get('host')} is at work on it (process {holder.get('pid')}, since {holder.get('since')}); "
                f"wait for it, or, if you are sure that it has stopped, delete {path}"
            )
        else:
            time.sleep(0.05)
    _held.add(path.resolve())
    try:
        yield
    finally:
        _held.discard(path.resolve())
        with suppress(OutputError):  # one that stays is taken over once this program has ended
            _release(path)


def _taken(path: Path) -> bool:
    told = {"host": socket.gethostname(), "pid": os.getpid(), "since": time.strftime("%Y-%m-%d %H:%M:%S")}
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:
        return False
    except OSError as why:
        raise OutputError(f"{path}: cannot be written ({(why.strerror or str(why)).lower()})") from None
    with open(handle, "wb") as file:
        file.write(json.dumps(told).encode())
    return True


def _release(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as why:
        raise OutputError(f"{path}: cannot be taken away ({(why.strerror or str(why)).lower()})") from None


def _holder(path: Path) -> dict | None:
    """Who holds the lease; None if it is gone by now. One that says nothing yet is being written or was torn."""
    try:
        told = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (ValueError, OSError):
        return {"host": "somebody"}
    return told if isinstance(told, dict) else {"host": "somebody"}


def _is_gone(holder: dict, path: Path) -> bool:
    pid = holder.get("pid")
    if holder.get("host") != socket.gethostname() or type(pid) is not int or os.name == "nt":
        return False
    if pid == os.getpid():
        return path.resolve() not in _held
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        pass
    return False
