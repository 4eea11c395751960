"""How much memory this process took, and giving back what it no longer needs."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path


def peak_memory_mb() -> float | None:
    """This process's highest memory use so far, in 1e6 bytes; None where the system does not tell."""
    try:
        # Not getrusage: on Linux that remembers what the parent used before it started this program.
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return round(int(line.split()[1]) * 1024 / 1e6, 1)
    except OSError:
        pass
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak * (1 if sys.platform == "darwin" else 1024) / 1e6, 1)


def give_back_memory() -> None:
    """Return freed memory to the system. Where the C library is glibc, which keeps it in case it is needed again; others do
    so by themselves, or cannot."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
