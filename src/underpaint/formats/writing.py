"""Files going out: all of them or none, and never half of one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from hashlib import file_digest, sha256
from pathlib import Path

from underpaint.errors import InputError, OutputError


def require_writable(path: Path) -> None:
    """Raise OutputError, before any work is spent, if a file could not be written at `path`."""
    folder = path.parent
    if not folder.is_dir():
        raise OutputError(f"{path}: there is no folder {folder}; make it first")
    if path.exists() and not path.is_file():
        raise OutputError(f"{path}: not a plain file, so it cannot be replaced by one")
    if not os.access(folder, os.W_OK):
        raise OutputError(f"{path}: the folder {folder} does not allow writing")


def require_outputs(outputs: Sequence[Path], read: Iterable[Path], called: str) -> None:
    """Raise, before any work is spent, if the outputs cannot be written safely.

    InputError where one has the name of a file that is read, or two have one name (called: what the message calls them
    all); OutputError as require_writable.
    """
    inputs = {path.resolve() for path in read}
    for path in outputs:
        if path.resolve() in inputs:
            raise InputError(f"{path}: is read and would be written over; give the output another name")
        require_writable(path)
    if len({path.resolve() for path in outputs}) < len(outputs):
        raise InputError(f"{called} need a file each; two of them have one name")


def write_together(files: Mapping[Path, bytes | memoryview]) -> None:
    """Write every file, in order, so that they appear together.

    Each goes to a temporary name in its own folder, is flushed to the disk and read back; only when all of them are
    safe are they renamed, the last one last. Raises OutputError with nothing left behind.
    """
    waiting: list[tuple[Path, Path]] = []
    appeared: list[Path] = []
    path = Path()
    try:
        for path, data in files.items():
            require_writable(path)
            temporary = path.parent / f".underpaint-{os.urandom(6).hex()}.part"
            waiting.append((temporary, path))
            _write_and_verify(temporary, data)
        for temporary, path in waiting:
            new = not path.exists()
            os.replace(temporary, path)
            if new:
                appeared.append(path)
        for folder in {path.parent for path in files}:
            _flush_folder(folder)
    except BaseException as why:
        for leftover in [temporary for temporary, _ in waiting] + appeared:
            leftover.unlink(missing_ok=True)
        if isinstance(why, OSError) and not isinstance(why, OutputError):
            raise OutputError(f"{path}: cannot be written ({(why.strerror or str(why)).lower()})") from None
        raise


def _write_and_verify(path: Path, data: bytes | memoryview) -> None:
    # The mode is the one any new file gets, so the person's umask decides who may read it.
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    with open(path, "rb") as file:
        back = file_digest(file, "sha256").digest()
    if back != sha256(data).digest():
        raise OutputError(f"{path.parent}: the disk gave back other bytes than were written")


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # folders cannot be opened for flushing there
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
