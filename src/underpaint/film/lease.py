"""A lease: a small folder that says who is at work on something, so that two programs never work on it at once.

It holds one file, named by chance, that says who: machine, process and, while that one works, a beat. It is made aside, whole,
and renamed into place, which fails where another lease lies: there is never one that says nothing. A dead program's lease is
taken away by the file's own name, which can be no living one's; an emptied folder is free to whoever renames theirs first.
"""

from __future__ import annotations

import errno
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Event, Thread

from underpaint.errors import InputError, OutputError

BEAT_SECONDS = 5.0
"""Between two signs of life."""

_THERE = (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR)
_held: set[str] = set()
"""Names of the files of this process's leases: one of this process that is not among them could not be taken away."""


class Held(InputError):
    """Somebody else is at work on it, or may be. reason: why it is left alone, without what it is."""

    def __init__(self, what: str, reason: str):
        super().__init__(f"{what}: {reason}")
        self.reason = reason


class Lease:
    """A lease that is held."""

    def __init__(self, file: Path, what: str):
        self._file, self._what = file, what

    def require_held(self) -> None:
        """Raise Held where somebody took the lease away, and another program may be at work by now."""
        if not self._file.is_file():
            raise Held(self._what, f"{self._file.parent} was taken away by somebody, so another program may be at it now")


@contextmanager
def lease(path: Path, what: str, *, wait_seconds: float = 0.0) -> Iterator[Lease]:
    """Hold the lease at `path` while inside; what: what it guards, for messages.

    That of a program which certainly runs no more is taken over. Raises Held, naming the holder and its last sign of life,
    where another one's lies there for longer than `wait_seconds`: a doubtful one counts as held, and only a person
    can say otherwise. OutputError where no lease can be written.
    """
    until = time.monotonic() + wait_seconds
    name = f"{os.urandom(8).hex()}.json"
    _held.add(name)  # before it appears: another thread must never take it for a dead program's
    try:
        while not _taken(path, name):
            there = _holder(path)
            if there is not None and _is_gone(*there):
                _release(there[0])
            elif there is not None:
                if time.monotonic() >= until:
                    raise Held(what, _who(path, there[1]))
                time.sleep(0.05)
        stop = Event()
        heart = Thread(target=_beat, args=(path / name, stop), daemon=True)
        heart.start()
        try:
            yield Lease(path / name, what)
        finally:
            stop.set()
            heart.join()
            with suppress(OutputError):  # one that stays is taken over once this program has ended
                _release(path / name)
    finally:
        _held.discard(name)


def _taken(path: Path, name: str) -> bool:
    made = path.with_name(f"{path.name}-{Path(name).stem}.part")
    try:
        made.mkdir()
        with open(os.open(made / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
            file.write(_told(0))
            file.flush()
            os.fsync(file.fileno())  # so that not even a power cut leaves a lease that says nothing
        if os.name == "nt":
            with suppress(OSError):  # an empty one; there no folder takes another's place
                path.rmdir()
        os.rename(made, path)
    except BaseException as why:  # a stop too, which can come while the disk is waited for
        with suppress(OSError):
            (made / name).unlink(missing_ok=True)
        with suppress(OSError):
            made.rmdir()
        if not isinstance(why, OSError):
            raise
        if why.errno in _THERE:
            return False
        raise OutputError(f"{path}: cannot be written ({(why.strerror or str(why)).lower()})") from None
    _clear(path)
    return True


def _clear(path: Path) -> None:
    """Take away what programs left that were killed before their lease was in its place."""
    for made in path.parent.glob(f"{path.name}-*.part"):
        there = _holder(made)
        if there is not None and _is_gone(*there):
            with suppress(OutputError):
                _release(there[0])


def _release(file: Path) -> None:
    """Take away a lease by its file, whose name no other lease has."""
    try:
        file.unlink(missing_ok=True)
    except OSError as why:
        raise OutputError(f"{file.parent}: cannot be taken away ({(why.strerror or str(why)).lower()})") from None
    with suppress(OSError):  # another one's by now
        file.parent.rmdir()


def _beat(file: Path, stop: Event) -> None:
    """A sign of life now and then. It is written in place, so that a lease taken away by somebody does not come again."""
    count = 0
    while not stop.wait(BEAT_SECONDS):
        count += 1
        with suppress(OSError), open(file, "r+b") as lasting:
            lasting.write(_told(count))


def _told(count: int) -> bytes:
    """Always as many bytes, so that a beat written over the one before leaves a whole file."""
    told = {**_here(), "beat": f"{count:08d}", "at": time.strftime("%Y-%m-%d %H:%M:%S")}
    return json.dumps(told).encode()


def _here() -> dict[str, object]:
    return {"host": socket.gethostname(), "pid": os.getpid(), "began": _began("self"), **_machine()}


@cache
def _machine() -> dict[str, str]:
    """What tells this machine, since it was switched on, from others that have its name: "" where the system does not say."""
    return {
        "machine": _read("/etc/machine-id"),
        "boot": _read("/proc/sys/kernel/random/boot_id"),
        "processes": _link("/proc/self/ns/pid"),  # a container counts its processes by itself
    }


def _began(process: object) -> str:
    """When a process of this machine began, in its own ticks; "" where the system does not say."""
    after_name = _read(f"/proc/{process}/stat").rpartition(")")[2].split()
    return after_name[19] if len(after_name) > 19 else ""


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _link(path: str) -> str:
    try:
        return os.readlink(path)
    except OSError:
        return ""


def _holder(path: Path) -> tuple[Path, dict] | None:
    """The file of the lease that lies there and what it says; None if it is gone by now. {} where it cannot be understood."""
    try:
        names = sorted(os.listdir(path))
    except FileNotFoundError:
        return None
    except OSError:
        return path, {}
    if not names:
        return None
    try:
        told = json.loads((path / names[0]).read_bytes())
    except FileNotFoundError:
        return None
    except (ValueError, OSError):
        return path / names[0], {}
    return path / names[0], told if isinstance(told, dict) else {}


def _is_gone(file: Path, told: dict) -> bool:
    """Whether the holder certainly runs no more; where that is in doubt, it runs."""
    here, pid = _here(), told.get("pid")
    if told.get("host") != here["host"] or type(pid) is not int or os.name == "nt":
        return False
    if told.get("machine") != here["machine"]:
        return False
    if told.get("boot") != here["boot"]:
        return bool(told.get("boot") and here["boot"] and here["machine"])  # it was switched off since
    if told.get("processes") != here["processes"]:
        return False
    if pid == here["pid"] and told.get("began") == here["began"]:
        return file.name not in _held
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return bool(told.get("began")) and _began(pid) not in ("", told.get("began"))  # its number was given to another one


def _who(path: Path, told: dict) -> str:
    if not told:
        return f"{path} does not say who is at work on it; if you are sure that nobody is, delete it"
    return (
        f"{told.get('host')} is at work on it (process {told.get('pid')}, last sign of life {told.get('at')} by its own "
        f"clock); wait for it, or, if you are sure that it has stopped, delete {path}"
    )
