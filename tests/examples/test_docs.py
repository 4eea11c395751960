"""The pages of docs/ do what they say: commands and Python run, options are those there are, what is linked exists."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import click
import numpy as np
import pytest
from PIL import Image

from underpaint.cli import commands

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {page.name: page.read_text(encoding="utf-8") for page in DOCS.glob("*.md")}


def blocks(page: str, language: str) -> list[str]:
    return [text for kind, text in re.findall(r"```(\w*)\n(.*?)```", PAGES[page], re.DOTALL) if kind == language]


@pytest.fixture
def folder(desk, monkeypatch) -> Path:
    """The files that the pages name."""
    mask = np.zeros((96, 128), np.uint8)
    mask[40:70, 30:80] = 255
    Image.fromarray(mask).save(desk.path("mask.png"))
    for name in ("noon", "meadow"):
        shutil.copy(desk.path("board.png"), desk.path(f"{name}.png"))
        shutil.copy(desk.path("board-map.png"), desk.path(f"{name}-map.png"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(desk.path("home-cache")))
    monkeypatch.chdir(desk.folder)
    return desk.folder


def test_the_command_lines_pages_commands_and_python_run(folder, underpaint, capsys):
    ran = 0
    for block in blocks("command-line.md", ""):
        for line in block.replace("\\\n", " ").splitlines():
            if not line.strip().startswith("underpaint synth") or "[" in line:
                continue
            for seed in "1234" if "$seed" in line else "1":
                outcome = underpaint(shlex.split(line.replace("$seed", seed))[1:])
                assert outcome.code == 0, outcome.err
            ran += 1
    assert ran >= 5
    more = ["--source-map", "cut.npz", "--seed", "2"]
    command = ["synth", "--board", "board.png", "--board-map", "board-map.png", "--layout-map", "layout-map.png"]
    assert underpaint([*command, *more, "-o", "cut.png"]).code == 0
    (program,) = blocks("command-line.md", "python")
    names: dict = {}
    exec(compile(program, "command-line.md", "exec"), names)  # noqa: S102 - our own page
    assert "'board': 1.0" in capsys.readouterr().out
    board = np.asarray(Image.open("board-map.png"))
    assert (board[names["y"], names["x"]] == np.asarray(Image.open("layout-map.png"))).all()


def test_the_librarys_python_runs(folder):
    names: dict = {}
    for program in blocks("library.md", "python"):
        names["layouts"] = [names["layout"]] if "layout" in names else []
        exec(compile(program, "library.md", "exec"), names)  # noqa: S102 - our own page
    assert (folder / "cut.png").is_file() and names["again"].shape == (96, 128, 3)


@pytest.mark.parametrize("command", ["synth", "demo"])
def test_the_options_are_those_there_are(command):
    text = PAGES["command-line.md"]
    start = text.index(f"## underpaint {command}")
    table = text[start : text.find("\n## ", start + 1)].partition("\n### ")[0]
    if command == "synth":  # what other engines take stands on their own pages
        table += PAGES["diffusion.md"] + PAGES["comfyui.md"]
    told = set(re.findall(r"^\| `(-[-\w]*)", table, flags=re.MULTILINE))
    assert told == {option.opts[0] for option in commands.commands[command].params if isinstance(option, click.Option)}


def test_the_options_of_label_layout_are_those_there_are():
    told = set(re.findall(r"^\| `(-[-\w]*)", PAGES["labelling.md"], flags=re.MULTILINE))
    command = commands.commands["label"].commands["layout"]
    assert told == {option.opts[0] for option in command.params if isinstance(option, click.Option)}


@pytest.mark.parametrize("page", ["labelling.md", "labelling-boards.md"])
def test_the_commands_of_labelling_have_the_options_they_show(page):
    lines = [line for block in blocks(page, "") for line in block.splitlines() if line.startswith("underpaint label")]
    assert lines
    for line in lines:
        words = shlex.split(line)
        command = commands.commands["label"].commands[words[2]]
        known = {name for option in command.params for name in option.opts}
        assert {word for word in words[3:] if word.startswith("-")} <= known, line


def test_everything_linked_exists():
    for page, text in PAGES.items():
        headings = {
            re.sub(r"[^\w -]", "", line).strip().replace(" ", "-").lower()
            for line in re.findall("^#+ (.*)", text, re.MULTILINE)
        }
        for link in re.findall(r"\]\(([^)]+)\)", text):
            path, _, anchor = link.partition("#")
            assert path.startswith("https:") or (DOCS / path).exists(), f"{page}: {link}"
            assert path or anchor in headings, f"{page}: {link}"
