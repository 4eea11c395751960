"""The README does what it says: its commands and its Python run, and what it links to exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", TEXT, flags=re.DOTALL)
COMMANDS = [line for kind, block in BLOCKS if not kind for line in block.replace("\\\n", " ").splitlines()]


@pytest.fixture
def film_desk(desk, monkeypatch):
    """The files that the README's commands name."""
    mask = np.zeros((96, 128), np.uint8)
    mask[40:70, 30:80] = 255
    Image.fromarray(mask).save(desk.path("mask.png"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(desk.path("home-cache")))
    monkeypatch.chdir(desk.folder)
    return desk


def test_every_command_runs(film_desk, underpaint):
    ours = [shlex.split(command) for command in COMMANDS if command.startswith("underpaint")]
    assert len(ours) >= 6
    for command in ours:
        outcome = underpaint(command[1:])
        assert outcome.code == 0, outcome.err
        assert "-o" not in command or film_desk.path(command[command.index("-o") + 1]).is_file()
    (done,) = film_desk.path("film/cuts/C001/takes").glob("T01/pass2.png")
    assert done.is_file()


def test_every_make_target_exists():
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    asked = [command.split()[1] for command in COMMANDS if command.startswith("make")]
    assert asked and set(asked) <= set(targets)


def test_no_command_goes_untested():
    assert all(command.split()[0] in ("make", "underpaint") for command in COMMANDS if command.strip())


def test_the_python_runs(film_desk):
    (program,) = [block for kind, block in BLOCKS if kind == "python"]
    exec(compile(program, "README.md", "exec"), {})  # noqa: S102 - our own README, and its assert is the test


def test_everything_linked_exists():
    links = re.findall(r"\]\(([^)]+)\)", TEXT)
    assert links
    for link in links:
        assert link.startswith("https://") or (ROOT / link).exists(), link
