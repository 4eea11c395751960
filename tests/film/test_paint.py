"""A film painted through the command line: what needs it, once, and again only when something that decides it has changed."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import time

import numpy as np
import pytest
from PIL import Image

from underpaint.farm.crew import work_through
from underpaint.film.film import Film
from underpaint.film.lease import lease
from underpaint.film.verify import verify
from underpaint.formats.pictures import read_picture
from underpaint.formats.source_map import read_source_map


def numbers(made, cut: str) -> list[str]:
    return [take.number for take in Film.open(made).cut(cut).takes]


def test_a_film_is_painted_by_one_command_and_only_once(made, say, states):
    out = say("paint", "film", "--at-once", "2")
    assert "C001 T01" in out and "C002 T01" in out and "(2 of 2)" in out and "2 cuts painted" in out
    assert states() == {"C001": "WIP", "C002": "WIP"}
    (take,) = Film.open(made).cut("C001").takes
    assert take.shares == {"noon": 1.0} and take.machine_seconds > 0
    assert read_picture(take.files["pass2"][0]).array.shape == (48, 64, 3)
    assert read_picture(take.files["pass1"][0]).array.shape == (12, 16, 3)
    assert read_source_map(take.files["source_map"][0]).boards == ("noon",)
    assert take.boards["noon"] == Film.open(made).board("noon").painting_sha256
    for digest in take.fields["inputs"].values():
        assert Film.open(made).store.path(digest).is_file()
    assert not os.stat(take.picture).st_mode & 0o222
    before = {path: path.read_bytes() for path in made.rglob("*") if path.is_file()}
    assert "0 cuts painted in 0.0 machine seconds, 2 unchanged" in say("paint", "film")
    assert {path: path.read_bytes() for path in made.rglob("*") if path.is_file()} == before


def test_the_same_picture_alone_or_several_at_once(made, say):
    say("paint", "film", "--at-once", "2")
    together = Film.open(made).cut("C001").takes[0]
    for name in ("journal.jsonl", "cuts/C001/takes/T01"):
        (made / name).rename(made / f"{name}-old")
    say("paint", "film", "C001", "--at-once", "1")
    alone = Film.open(made).cut("C001").takes[-1]
    assert [digest for _, digest in alone.files.values()] == [digest for _, digest in together.files.values()]


def test_what_changed_is_painted_again_and_nothing_else(made, say, fast_painter, another_painting):
    say("paint", "film", "--at-once", "1")
    drawn = np.full((48, 64), 245, np.uint8)
    drawn[:, 9] = 60
    Image.fromarray(drawn).save(made / "cuts/C001/layout.png")
    assert "1 cut painted" in say("paint", "film", "--at-once", "1")
    assert numbers(made, "C001") == ["T01", "T02"] and numbers(made, "C002") == ["T01"]
    Image.fromarray(another_painting).save(made / "boards/noon/painting.png")
    assert "2 cuts painted" in say("paint", "film", "--at-once", "1")
    assert numbers(made, "C001") == ["T01", "T02", "T03"] and numbers(made, "C002") == ["T01", "T02"]
    record = made / "cuts/C001/cut.toml"
    record.write_text(record.read_text() + '\nnote = "shown to the director"\n')
    assert "0 cuts painted" in say("paint", "film", "--at-once", "1")


def test_roughs_are_made_once_and_the_picked_one_is_painted(made, say, refused):
    say("paint", "film", "C001", "--pass", "rough", "--variants", "3")
    assert numbers(made, "C001") == ["T01", "T02", "T03"]
    assert "1 unchanged" in say("paint", "film", "C001", "--pass", "rough", "--variants", "2")
    say("paint", "film", "C001", "--pass", "rough", "--variants", "4")
    takes = Film.open(made).cut("C001").takes
    assert [(take.stage, take.seed) for take in takes] == [("rough", seed) for seed in range(4)]
    assert len({take.files["pass1"][1] for take in takes}) > 1
    assert "is a rough" in refused("check", "film", "C001")
    assert "no take 'T09'" in refused("pick", "film", "C001", "T09")
    say("pick", "film", "C001", "T03")
    say("paint", "film", "C001")
    take = Film.open(made).cut("C001").takes[-1]
    assert (take.number, take.stage, take.seed) == ("T05", "paint", 2)
    say("paint", "film", "C001", "--pass", "rough", "--variants", "5")
    assert "C001 T05 WFA" in say("check", "film", "C001")  # a rough made after it is no reason to paint it again
    assert take.files["pass1"][0].read_bytes() == takes[2].files["pass1"][0].read_bytes()
    assert "no rough" in refused("pick", "film", "C001", "T05")


def test_a_done_cut_is_left_alone_until_it_is_named(made, say, underpaint, states, fast_painter, another_painting):
    say("paint", "film", "C001")
    say("check", "film", "C001")
    say("approve", "film", "C001", "--by", "Aiko Mori")
    Image.fromarray(another_painting).save(made / "boards/noon/painting.png")
    outcome = underpaint(["paint", "film", "--at-once", "1"])
    assert "C001 is Done" in outcome.err and outcome.code == 0
    assert states() == {"C001": "Done", "C002": "WIP"}
    say("paint", "film", "C001")
    assert states()["C001"] == "WIP"


def test_one_bad_cut_does_not_stop_the_others(made, refused, states, fast_painter):
    (made / "cuts/C001/cut.toml").write_text('kind = "cut"\nnumber = "C001"\nboards = ["dawn"]\n')
    assert "no board 'dawn'; its boards: noon" in refused("paint", "film", "--at-once", "1")
    assert states() == {"C001": "Todo", "C002": "WIP"}


def test_cuts_without_a_map_or_with_another_ones_background_are_left(made, say, underpaint, states, fast_painter):
    say("cut", "add", "film", "3", "--background", "C001")
    say("cut", "add", "film", "4", "--length", "2+12")
    outcome = underpaint(["paint", "film", "--at-once", "1"])
    assert "C003 shares the background of C001" in outcome.err and "C004 has no material map yet" in outcome.err
    assert states() == {"C001": "WIP", "C002": "WIP", "C003": "WIP", "C004": "Todo"}


def test_a_board_changed_while_it_is_painted_from_is_noticed(
    made, refused, fast_painter, monkeypatch, another_painting
):
    from underpaint.farm import paint_take

    painter = paint_take.synth

    def slow(job, **named):
        Image.fromarray(another_painting).save(made / "boards/noon/painting.png")
        return painter(job, **named)

    monkeypatch.setattr(paint_take, "synth", slow)
    assert "was changed while it was painted" in refused("paint", "film", "C001")
    assert numbers(made, "C001") == []


def test_a_cut_that_is_being_painted_elsewhere_is_left_alone(made, underpaint, refused, fast_painter):
    held = made / "cuts/C001/takes/.painting"
    held.parent.mkdir()
    with lease(held, "C001"):
        assert "is at work on it" in refused("paint", "film", "C001")
    held.mkdir()
    (held / "0123456789abcdef.json").write_text(json.dumps({"host": "render-3", "pid": 1, "at": "noon"}))
    assert "render-3 is at work on it" in refused("paint", "film", "C001")
    outcome = underpaint(["paint", "film", "--at-once", "1"])
    assert outcome.code == 0 and "C001 is left alone: render-3 is at work on it" in outcome.err
    assert numbers(made, "C001") == [] and numbers(made, "C002") == ["T01"]


def test_a_lease_taken_away_while_painting_keeps_the_take_out(made, refused, fast_painter, monkeypatch):
    from underpaint.farm import paint_take

    painter = paint_take.synth

    def robbed(job, **named):
        for file in (made / "cuts/C001/takes/.painting").glob("*.json"):
            file.unlink()
        return painter(job, **named)

    monkeypatch.setattr(paint_take, "synth", robbed)
    assert "was taken away by somebody" in refused("paint", "film", "C001")
    assert numbers(made, "C001") == []


def test_a_stop_leaves_no_unfinished_take(made, underpaint, fast_painter, monkeypatch):
    from underpaint.farm import paint_take

    def stopped(job, **named):
        job.out.write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(paint_take, "synth", stopped)
    outcome = underpaint(["paint", "film", "--at-once", "1"])
    assert outcome.code == 130 and outcome.err.startswith("underpaint: stopped")
    assert list((made / "cuts").glob("*/takes/*")) == [] and list((made / "cuts").glob("*/takes/.*")) == []


WORK = """
import os, signal

def work(task, tell, say):
    if task == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    tell("painting", 0.5)
    say("slowly")
    return task.upper()
"""


def test_a_worker_that_is_killed_costs_only_its_own_cut(tmp_path, monkeypatch):
    (tmp_path / "work_of_this_test.py").write_text(WORK)
    monkeypatch.syspath_prepend(tmp_path)
    work = importlib.import_module("work_of_this_test").work
    told, heard = [], []
    done = dict(
        work_through(
            ["a", "dies", "b"], work, at_once=2, progress=lambda *news: told.append(news), say=lambda *news: heard.append(news)
        )
    )
    assert done["a"] == "A" and done["b"] == "B" and "exit code -9" in done["dies"]
    assert ("a", "painting", 0.5) in told and ("b", "slowly") in heard


@pytest.mark.parametrize("moment", [0.8, 1.6])
def test_a_killed_run_goes_on_where_it_was(made, say, moment):
    program = "if __name__ == '__main__':\n from underpaint.cli import main\n main()"
    with subprocess.Popen([sys.executable, "-c", program, "paint", "film"], stdout=subprocess.DEVNULL) as process:
        time.sleep(moment)
        process.kill()
    assert verify(Film.open(made)).wrong == []
    kept = {cut: numbers(made, cut) for cut in ("C001", "C002")}
    say("paint", "film", "--at-once", "1")
    assert numbers(made, "C001") == numbers(made, "C002") == ["T01"]
    assert all(now in ([], ["T01"]) for now in kept.values())
    assert verify(Film.open(made)).wrong == []


def test_the_picture_is_the_one_that_synth_paints(made, say, desk_of_film):
    say("paint", "film", "C001")
    boards = ["--board", "noon.png", "--board-map", "noon-map.png"]
    cut = ["--layout-map", "C001/materials.png", "--layout-lines", "C001/layout.png", "--gpl", "materials.gpl"]
    say("synth", *boards, *cut, "--rough", "-o", "rough.png")
    say("synth", *boards, *cut, "--from-rough", "rough.png", "-o", "cut.png")
    take = Film.open(made).cut("C001").takes[0]
    assert np.array_equal(np.asarray(Image.open("cut.png")), np.asarray(Image.open(take.picture)))


def test_a_sibling_keeps_the_geometry_of_the_approved_take(made, say, refused, underpaint):
    say("board", "add", "film", "dusk.png", "--map", "dusk-map.png", "--owner", "o", "--consent", "yes")
    layout = ["--layout", "C001/layout.png", "--map", "C001/materials.png"]
    say("cut", "add", "film", "3", *layout, "--board", "dusk", "--geometry", "C001")
    assert "which is Todo; it must be Done first" in refused("paint", "film", "C003")
    outcome = underpaint(["paint", "film", "--at-once", "2"])
    assert outcome.code == 0 and "C003 is left alone: takes its geometry from C001, which is Todo" in outcome.err
    say("check", "film", "C001")
    say("approve", "film", "C001", "--by", "Aiko Mori")
    say("paint", "film", "C003")
    (take,) = Film.open(made).cut("C003").takes
    sources = read_source_map(take.files["source_map"][0])
    model = read_source_map(Film.open(made).cut("C001").takes[0].files["source_map"][0])
    assert np.array_equal(sources.y, model.y) and np.array_equal(sources.x, model.x) and sources.boards == ("dusk",)
    assert take.shares == {"dusk": 1.0} and take.boards.keys() == {"dusk"}
    assert not np.array_equal(
        read_picture(take.picture).array, read_picture(Film.open(made).cut("C001").takes[0].picture).array
    )
    assert "1 unchanged" in say("paint", "film", "C003")
    say("cut", "add", "film", "4", "--layout", "C002/layout.png", "--map", "C002/materials.png", "--board", "dusk")
    say("cut", "add", "film", "4", "--geometry", "C001")
    assert "only with the same layout map" in refused("paint", "film", "C004")
