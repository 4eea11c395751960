"""A workflow as ComfyUI exports it, and a server that stands in for ComfyUI."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("wsproto", reason="the ComfyUI engine's packages are not installed: pip install 'underpaint[comfyui]'")

from underpaint.diffusion import comfyui, server_run, wire

from . import stand_in


@pytest.fixture
def nodes() -> dict[str, dict]:
    """A workflow from a start picture and lines; node 3 samples, node 9 saves."""

    def node(kind: str, title: str, **inputs: object) -> dict:
        return {"inputs": inputs, "class_type": kind, "_meta": {"title": title}}

    return {
        "1": node("LoadImage", "underpaint start", image="example.png"),
        "2": node("LoadImage", "underpaint layout lines", image="example.png"),
        "3": node("KSampler", "underpaint seed, strength", seed=156680208700286, steps=20, cfg=7.5, denoise=0.6,
                  sampler_name="euler", model=["4", 0], positive=["8", 0], negative=["5", 0], latent_image=["10", 0]),
        "4": node("CheckpointLoaderSimple", "Load Checkpoint", ckpt_name="sd/studio.safetensors"),
        "5": node("CLIPTextEncode", "underpaint words", text="words of the workflow's own", clip=["4", 1]),
        "6": node("VAEDecode", "VAE Decode", samples=["3", 0], vae=["4", 2]),
        "8": node("ControlNetApplyAdvanced", "Apply ControlNet", strength=0.8, positive=["5", 0], control_net=["11", 0],
                  image=["2", 0]),
        "9": node("SaveImage", "underpaint result", filename_prefix="underpaint", images=["6", 0]),
        "10": node("VAEEncode", "VAE Encode", pixels=["1", 0], vae=["4", 2]),
        "11": node("ControlNetLoader", "Load ControlNet Model", control_net_name="lines.safetensors"),
    }  # fmt: skip


@pytest.fixture
def workflow_file(tmp_path: Path) -> Callable[[object], Path]:
    def write(content: object) -> Path:
        path = tmp_path / "workflow.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return write


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[stand_in.StandIn]:
    """The stand-in, and a client that looks often; server.hurry(answer=0.4) takes patience from it too."""

    def hurry(**seconds: float) -> None:
        patience = replace(server_run.PATIENCE, **seconds)
        for room in (server_run, comfyui):
            monkeypatch.setattr(room, "PATIENCE", patience)

    hurry(look=0.02, progress=30, queue=30)
    monkeypatch.setattr(wire, "_WHOLE", 2)
    with stand_in.serving() as own:
        own.hurry = hurry
        yield own


@pytest.fixture
def synth(server, desk, nodes, underpaint):
    """The command line with this server and workflow."""

    def call(*more: str, address: str | None = None, stage: tuple[str, ...] = ("--rough",)):
        desk.path("workflow.json").write_text(json.dumps(nodes), encoding="utf-8")
        lines = ("--layout-lines", str(desk.path("lines.png")))
        where = ("--engine", "comfyui", "--server", address or server.address, "--workflow", str(desk.path("workflow.json")))
        return underpaint(desk.synth(*lines, *where, *stage, "--report", str(desk.path("report.json")), *more))

    return call
