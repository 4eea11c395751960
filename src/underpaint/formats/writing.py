"""Files going out: all of them or none, and never half of one."""

from __future__ import annotations

import json
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


def record_bytes(record: Mapping[str, object]) -> bytes:
    """A record as the text of a JSON file, for people to read as well."""
    return (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode()


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
            flush_folder(folder)
    except BaseException as why:
        for leftover in [temporary for temporary, _ in waiting] + appeared:
            leftover.unlink(missing_ok=True)
        if isinstance(why, OSError) and not isinstance(why, OutputError):
            raise _cannot(path, why) from None
        raise


def write_tree(folder: Path, files: Mapping[str, bytes | memoryview]) -> None:
    """Make a new folder with these files, so that it appears whole; parents are made as needed.

    Raises OutputError with nothing left behind, also where there is something of that name already.
    """
    made = folder.parent / f".underpaint-{os.urandom(6).hex()}.part"
    try:
        make_folder(folder.parent)
        made.mkdir()
        write_together({made / name: data for name, data in files.items()})
        appear(made, folder)
    except BaseException as why:
        for leftover in [made / name for name in files]:
            leftover.unlink(missing_ok=True)
        if made.is_dir():
            made.rmdir()
        if isinstance(why, OSError) and not isinstance(why, OutputError):
            raise _cannot(folder, why) from None
        raise


def appear(made: Path, folder: Path) -> None:
    """Give a finished folder its name, for good. Raises OutputError where that name is taken."""
    try:
        if folder.exists():
            raise OutputError(f"{folder}: is there already, and nothing is written over it")
        os.rename(made, folder)
        flush_folder(folder.parent)
    except OSError as why:
        raise _cannot(folder, why) from None


def make_folder(folder: Path) -> None:
    """Make a folder and its parents where they are missing; they stay over a power cut. Raises OutputError."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        for path in reversed(missing):
            path.mkdir(exist_ok=True)
            flush_folder(path.parent)
    except OSError as why:
        raise _cannot(folder, why) from None


def append_line(path: Path, line: bytes) -> None:
    """Add one line, given without its end, to a file that only grows, and flush it to the disk. Raises OutputError.

    A file whose last line was torn by a power cut gets that line ended first; nothing in the file is ever changed.
    """
    try:
        new = not path.exists()
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        with open(handle, "r+b", buffering=0) as file:
            end = file.seek(0, os.SEEK_END)
            if end and (file.seek(end - 1), file.read(1))[1] != b"\n":
                line = b"\n" + line
            file.write(line + b"\n")
            os.fsync(file.fileno())
            file.seek(end)
            if file.read() != line + b"\n":
                raise OutputError(f"{path}: the disk gave back other bytes than were written")
        if new:
            flush_folder(path.parent)
    except OSError as why:
        raise _cannot(path, why) from None


def _cannot(path: Path, why: OSError) -> OutputError:
    return (
        why
        if isinstance(why, OutputError)
        else OutputError(f"{path}: cannot be written ({(why.strerror or str(why)).lower()})")
    )


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


def flush_folder(folder: Path) -> None:
    """See to it that what appeared in or left this folder is so on the disk too."""
    if os.name == "nt":
        return  # folders cannot be opened for flushing there
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
