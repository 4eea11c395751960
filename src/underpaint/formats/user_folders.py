"""Where this user's programs keep their files, as each system has it (on Linux the XDG Base Directory Specification 0.8)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

SEEN = "desk"
"""In the cache folder: pictures as the page in the browser showed them, and what its guesses learned."""


def settings_folder() -> Path:
    """For what is the user's and cannot be made again."""
    return _ours("APPDATA", "Roaming", "Application Support", "XDG_CONFIG_HOME", ".config")


def cache_folder() -> Path:
    """For what can be made again."""
    return _ours("LOCALAPPDATA", "Local", "Caches", "XDG_CACHE_HOME", ".cache")


def _ours(windows: str, app_data: str, library: str, xdg: str, hidden: str) -> Path:
    if sys.platform == "win32":
        root = Path(os.environ.get(windows) or Path.home() / "AppData" / app_data)
    elif sys.platform == "darwin":
        root = Path.home() / "Library" / library
    else:
        root = Path(os.environ.get(xdg) or Path.home() / hidden)
    return root / "underpaint"
