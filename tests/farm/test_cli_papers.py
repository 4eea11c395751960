"""credits and deliver as commands: what they print, write and refuse."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from underpaint.cli import commands

PAGE = (Path(__file__).parents[2] / "docs" / "delivery.md").read_text(encoding="utf-8")


def test_credits_are_printed_and_written(film, tmp_path, underpaint):
    out = {option: tmp_path / f"c.{option}" for option in ("csv", "json", "card")}
    asked = [word for option, path in out.items() for word in (f"--{option}", str(path))]
    outcome = underpaint(["credits", str(film.folder), *asked])
    assert outcome.code == 0 and outcome.out.startswith("Lake\nBackgrounds\n")
    assert outcome.err.splitlines() == [
        "underpaint: note: left out, having no painting yet: C004",
        "underpaint: note: nobody is named for the layout of C002; add layout_by to their cut.toml",
    ]
    assert all(path.stat().st_size for path in out.values())
    assert "C002" not in underpaint(["credits", str(film.folder), "1"]).out


def test_deliver_says_what_it_wrote(film, underpaint):
    outcome = underpaint(["deliver", str(film.folder), "C001", "--flat", "tif"])
    assert outcome.code == 0, outcome.err
    folder = film.folder / "delivery"
    assert outcome.out.splitlines() == [
        str(folder / f"C001_T02{end}") for end in (".psd", ".psd.c2pa", ".tif", "_strip.png")
    ]


@pytest.mark.parametrize(
    "words, says",
    [
        (["credits", "{film}", "C009"], "no cut C009; its cuts: C001, C002, C003, C004"),
        (["credits", "{film}", "--csv", "{film}/none/c.csv"], "there is no folder"),
        (["credits", "{film}", "--csv", "x", "--json", "x"], "need a file each"),
        (["deliver", "{film}", "C002"], "C002 cannot be delivered: WIP"),
        (["deliver", "{film}/cuts"], "no film here"),
        (["deliver", "{film}", "--flat", "gif"], "'gif' is not one of"),
    ],
)
def test_what_cannot_be_done_is_one_line(film, tmp_path, monkeypatch, underpaint, words, says):
    monkeypatch.chdir(tmp_path)
    before = sorted(film.folder.rglob("*"))
    outcome = underpaint([word.format(film=film.folder) for word in words])
    assert outcome.code == 2 and says in outcome.err
    assert len([line for line in outcome.err.splitlines() if "note:" not in line]) == 1
    assert sorted(film.folder.rglob("*")) == before and not (tmp_path / "x").exists()


def test_the_page_runs_and_names_every_option(film, tmp_path, monkeypatch, underpaint):
    monkeypatch.chdir(tmp_path)
    lines = [line for block in re.findall(r"```\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
    assert len(lines) >= 5
    for line in lines:
        outcome = underpaint(shlex.split(line)[1:])
        assert outcome.code == 0, (line, outcome.err)
    for name in ("credits", "deliver", "wrap"):
        options = {option.opts[0] for option in commands.commands[name].params if option.opts[0].startswith("-")}
        assert options <= set(re.findall(r"--\w+", PAGE)), name
    named = {name for row in re.findall(r"^\| (`[^|]+`)", PAGE, re.MULTILINE) for name in re.findall(r"`([^`]+)`", row)}
    folders = (film.folder / "delivery", film.folder / "wrap")
    written = {re.sub(r"^C\d+_T\d+", "C012_T02", path.name) for folder in folders for path in folder.iterdir()}
    assert written - {"C012_T02.tif", "C012_T02.exr", "C012_T02.exr.c2pa"} == named
