"""credits and deliver as commands: what they print, write and refuse."""

from __future__ import annotations

import pytest


def test_credits_are_printed_and_written(film, tmp_path, underpaint):
    out = {option: tmp_path / f"c.{option}" for option in ("csv", "json", "card")}
    asked = [word for option, path in out.items() for word in (f"--{option}", str(path))]
    outcome = underpaint(["credits", str(film.folder), *asked])
    assert outcome.code == 0 and outcome.out.startswith("Lake\nBackgrounds\n")
    assert outcome.err == "underpaint: note: left out, having no painting yet: C004\n"
    assert all(path.stat().st_size for path in out.values())
    assert "C002" not in underpaint(["credits", str(film.folder), "1"]).out


def test_deliver_says_what_it_wrote(film, underpaint):
    outcome = underpaint(["deliver", str(film.folder), "C001", "--flat", "tif"])
    assert outcome.code == 0, outcome.err
    folder = film.folder / "delivery"
    assert outcome.out.splitlines() == [str(folder / f"C001_T02{end}") for end in (".psd", ".tif", "_strip.png")]


@pytest.mark.parametrize(
    "words, says",
    [
        (["credits", "{film}", "C009"], "no cut C009; its cuts: C001, C002, C003, C004"),
        (["credits", "{film}", "--csv", "{film}/none/c.csv"], "there is no folder"),
        (["credits", "{film}", "--csv", "x", "--json", "x"], "need a file each"),
        (["deliver", "{film}", "C002"], "C002 cannot be delivered: it is WIP"),
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
