"""synth --engine comfyui: both passes from files, what the report says, and the way back to the boards' own paint."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from hashlib import sha256

import numpy as np
import pytest
from PIL import Image

from underpaint.diffusion import wire
from underpaint.formats.pictures import read_picture

from . import stand_in
from .test_server import wait_for

SEED = 5  # by which the stand-in brightens the start


def inputs(server, number: int = -1) -> dict[str, dict]:
    return {node: told["inputs"] for node, told in server.prompts[number]["prompt"].items()}


def picture(desk, name: str) -> np.ndarray:
    return read_picture(desk.path(name)).array


def test_a_rough_is_made_from_the_exemplar_rough_the_lines_and_the_words(server, synth, desk, underpaint):
    assert underpaint(desk.synth("--rough", "--seed", str(SEED), "--layout-lines", str(desk.path("lines.png")), out="draft.png")).code == 0
    outcome = synth("--seed", str(SEED), "--gpl", str(desk.path("materials.gpl")), "--words", "a lake at noon", "--strength", "0.45")
    assert (outcome.code, outcome.err) == (0, "") and "out.png  128 x 96 px" in outcome.out
    sent = inputs(server)
    assert sent["3"]["seed"] == SEED and sent["3"]["denoise"] == 0.45
    assert sent["5"]["text"].startswith("background painting, a lake at noon, ") and "meadow" in sent["5"]["text"]
    arrived = stand_in.server_picture(server, sent["1"]["image"])
    enlarged = np.asarray(Image.fromarray(picture(desk, "draft.png")).resize((128, 96), Image.Resampling.BICUBIC))
    assert np.abs(arrived.astype(int) - enlarged).mean() < 3
    np.testing.assert_array_equal(picture(desk, "out.png"), arrived + SEED)
    lines = stand_in.server_picture(server, sent["2"]["image"])[:, :, 0]
    drawn = picture(desk, "lines.png")[:, :, 0]
    assert lines[drawn < 100].min() > 200 and lines[drawn > 240].max() < 20  # white on black


def test_a_painting_begins_with_the_rough_at_full_size(server, synth, desk):
    Image.fromarray(np.full((24, 32, 3), (90, 120, 60), np.uint8)).save(desk.path("rough.png"))
    outcome = synth("--from-rough", str(desk.path("rough.png")), stage=())
    assert outcome.code == 0
    sent = inputs(server)
    assert (stand_in.server_picture(server, sent["1"]["image"]) == (90, 120, 60)).all()
    assert sent["3"]["denoise"] == 0.3
    assert picture(desk, "out.png").shape == (96, 128, 3)


def test_without_a_stage_the_workflow_runs_twice(server, synth, desk):
    assert synth("--seed", str(SEED), stage=()).code == 0
    assert [sent["3"]["denoise"] for sent in (inputs(server, 0), inputs(server, 1))] == [0.6, 0.3]
    first = stand_in.server_picture(server, inputs(server, 0)["1"]["image"])
    np.testing.assert_array_equal(stand_in.server_picture(server, inputs(server, 1)["1"]["image"]), first + SEED)
    np.testing.assert_array_equal(picture(desk, "out.png"), first + 2 * SEED)


def test_the_same_command_sends_the_same_and_gives_the_same_file(server, synth, desk):
    assert synth("--seed", "3").code == 0
    first = desk.path("out.png").read_bytes()
    assert synth("--seed", "3").code == 0
    assert server.prompts[0]["prompt"] == server.prompts[1]["prompt"]
    assert desk.path("out.png").read_bytes() == first
    assert synth("--seed", "4").code == 0 and desk.path("out.png").read_bytes() != first


def test_a_place_painted_anew_leaves_the_rest_to_the_byte(server, synth, desk, nodes):
    nodes["7"] = {"inputs": {"image": "example.png", "channel": "red"}, "class_type": "LoadImageMask",
                  "_meta": {"title": "underpaint mask"}}  # fmt: skip
    rng = np.random.default_rng(1)
    Image.fromarray(rng.integers(0, 200, (96, 128, 3), np.uint8)).save(desk.path("earlier.png"))
    mask = np.zeros((96, 128), np.uint8)
    mask[30:70, 40:90] = 255
    Image.fromarray(mask).save(desk.path("mask.png"))
    again = ("--keep", str(desk.path("earlier.png")), "--mask", str(desk.path("mask.png")), "--seed", str(SEED))
    assert synth(*again, stage=()).code == 0
    earlier, painted = picture(desk, "earlier.png"), picture(desk, "out.png")
    np.testing.assert_array_equal(painted[mask == 0], earlier[mask == 0])
    assert (painted[mask > 0] != earlier[mask > 0]).any()
    sent = inputs(server)["7"]["image"]
    np.testing.assert_array_equal(stand_in.server_picture(server, sent)[:, :, 0], mask)
    np.testing.assert_array_equal(stand_in.transparent(server, sent), mask)  # as Load Image (as Mask) reads it unless told


@pytest.mark.parametrize("title", ["underpaint mask", "underpaint start"])
def test_a_place_painted_anew_needs_nodes_that_know_it(server, synth, desk, nodes, title):
    nodes["7"] = {"inputs": {"image": "example.png"}, "class_type": "LoadImageMask", "_meta": {"title": "underpaint mask"}}
    nodes["1" if title == "underpaint start" else "7"]["_meta"]["title"] = "Load Image"
    for name in ("earlier.png", "mask.png"):
        Image.fromarray(np.full((96, 128, 3), 255, np.uint8)).save(desk.path(name))
    outcome = synth("--keep", str(desk.path("earlier.png")), "--mask", str(desk.path("mask.png")), stage=())
    assert outcome.code == 2 and f'no node is called "{title}"' in outcome.err and not server.asked


def test_the_report_names_server_workflow_and_models(server, synth, desk):
    assert synth("--seed", "9").code == 0
    report = json.loads(desk.path("report.json").read_text(encoding="utf-8"))
    workflow = sha256(desk.path("workflow.json").read_bytes()).hexdigest()
    assert report["engine"] == {"name": "comfyui", "version": "1", "server": "0.3.75"}
    assert report["model"] == {
        "pipeline": "comfyui",
        "sha256": workflow,
        "files": {"lines.safetensors": None, "sd/studio.safetensors": None},
    }
    assert report["workflow"] == {"file": str(desk.path("workflow.json")), "sha256": workflow}
    assert report["settings"]["strength"] == 0.6 and "steps" not in report["settings"]
    assert report["shares"] == {} and 0 <= report["adherence"] <= 1
    assert report["output"]["sha256"] == sha256(desk.path("out.png").read_bytes()).hexdigest()


def test_from_its_rough_the_exemplar_engine_paints_with_the_boards_own_paint(synth, desk, underpaint):
    assert synth().code == 0
    lines = ("--layout-lines", str(desk.path("lines.png")))
    again = ("--from-rough", str(desk.path("out.png")), "--report", str(desk.path("painted.json")))
    assert underpaint(desk.synth(*lines, *again, out="cut.png")).code == 0
    assert json.loads(desk.path("painted.json").read_text(encoding="utf-8"))["shares"] == {"board": 1.0}


def test_boards_of_16_bits_get_a_picture_of_16_bits(synth, desk, scene, server):
    from underpaint.formats.encode import png_bytes

    desk.path("board.png").write_bytes(png_bytes(scene.painting.astype(np.uint16) * 257))

    def deep(own, job):
        own.tell(job, "execution_start")
        own.save(job, "9", [stand_in.painted(own, job)])
        key = next(key for key in own.files if key[0] == "output")
        own.files[key] = png_bytes(stand_in.painted(own, job).astype(np.uint16) * 257 + 1)

    server.course = deep
    assert synth().code == 0
    assert picture(desk, "out.png").dtype == np.uint16


def test_a_busy_server_is_said_once_even_in_a_log(server, synth):
    server.take(stand_in.Job(-1.0, "other", {}, {"client_id": "another"}))
    usual = server.course

    def after_the_other(own, job):
        if job.number == "other":
            wait_for(lambda: own.pending)
            own.tell(None, "status", status=own.status())
            wait_for(lambda: sum(asked == "GET /queue" for asked in own.asked) >= 2)
        else:
            usual(own, job)

    server.course = after_the_other
    outcome = synth()
    assert (outcome.code, outcome.err) == (0, "underpaint: note: the server is busy: queued, 1 before it\n")


def test_another_machine_is_said_before_anything_travels(server, synth, monkeypatch):
    monkeypatch.setattr(wire, "_is_ours", lambda family, where: False)
    outcome = synth()
    assert outcome.code == 0 and outcome.err.count("\n") == 1
    assert "note: layout and board travel unencrypted to 127.0.0.1:" in outcome.err


def test_nobody_but_the_server_is_asked(server, synth, monkeypatch):
    """Not even where the surroundings name a proxy."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "ws_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert synth().code == 0


def test_options_that_do_not_go_together_are_said(synth, desk, underpaint, server):
    for more, words in (
        (("--model", "m"), "--model is for --engine diffusion"),
        (("--vram", "8"), "--vram is for --engine diffusion"),
        (("--source-map", str(desk.path("s.npz"))), "has no source map"),
    ):
        outcome = synth(*more)
        assert outcome.code == 2 and words in outcome.err
    assert "--server is for --engine comfyui" in underpaint(desk.synth("--server", server.address)).err
    alone = underpaint(desk.synth("--engine", "comfyui", "--server", server.address))
    assert alone.code == 2 and "File > Export Workflow (API)" in alone.err
    assert not server.asked


def test_without_its_packages_one_line_says_how_to_get_them(synth, monkeypatch, server):
    monkeypatch.setitem(sys.modules, "wsproto", None)
    outcome = synth()
    assert outcome.code == 2 and outcome.err.count("\n") == 1
    assert "pip install 'underpaint[comfyui]'" in outcome.err and not server.asked


PROGRAM = "from underpaint.cli import main; import sys; main(sys.argv[1:])"


def test_ctrl_c_stops_the_job_on_the_server(server, synth, desk):
    server.course = lambda own, job: (own.tell(job, "execution_start"), own.wait(job))
    synth(address="nowhere")  # so that the workflow's file is there
    where = ("--engine", "comfyui", "--server", server.address, "--workflow", str(desk.path("workflow.json")))
    arguments = desk.synth("--rough", "--layout-lines", str(desk.path("lines.png")), *where)
    with subprocess.Popen([sys.executable, "-c", PROGRAM, *arguments], stderr=subprocess.PIPE, env=os.environ) as program:
        wait_for(lambda: server.running, 30)
        program.send_signal(signal.SIGINT)
        said = program.communicate(timeout=30)[1].decode()
    assert program.returncode == 130 and said == "underpaint: stopped; nothing half-written is left\n"
    wait_for(lambda: server.running is None)
    assert server.history and not desk.path("out.png").exists()


def test_no_model_library_is_loaded(server, synth, desk):
    synth(address="nowhere")
    where = ("--engine", "comfyui", "--server", server.address, "--workflow", str(desk.path("workflow.json")))
    arguments = desk.synth("--rough", "--layout-lines", str(desk.path("lines.png")), *where)
    program = f"from underpaint.cli import run; import sys; print(run({arguments!r}), 'torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "0 False", done.stderr
