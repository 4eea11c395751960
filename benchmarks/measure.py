"""What one whole process costs: CPU seconds (user + system), wall seconds and peak memory.

Runs as a small process of its own, because Linux counts the memory of the process that starts another as that one's peak.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    cpu: float  # seconds
    wall: float  # seconds
    peak: float  # MB (10^6 bytes)


def run(command: list[str | Path]) -> Cost:
    """Run a command to its end; RuntimeError with the end of what it said when it fails."""
    words = [str(word) for word in command]
    told = subprocess.run([sys.executable, "-I", "-S", __file__, *words], check=False, capture_output=True, text=True)
    if told.returncode:
        raise RuntimeError(f"{' '.join(words)}\nended with {told.returncode}: {(told.stdout + told.stderr)[-800:]}")
    return Cost(*json.loads(told.stdout.splitlines()[-1]))


def _measure(words: list[str]) -> int:
    started = time.perf_counter()
    child = os.posix_spawnp(words[0], words, os.environ)
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - started
    print(json.dumps([used.ru_utime + used.ru_stime, wall, used.ru_maxrss * 1024 / 1e6]), flush=True)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(_measure(sys.argv[1:]) and 1)
