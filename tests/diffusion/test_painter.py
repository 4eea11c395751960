"""A model loaded from its folder and drawing: tiny, with random weights, through the same code as a real one."""

from __future__ import annotations

import shutil
from contextlib import contextmanager

import numpy as np
import pytest

from underpaint.diffusion.model_folder import read_controlnet, read_ip_adapter, read_lora, read_model
from underpaint.errors import Cancelled, InputError

LINES = np.zeros((64, 64), np.uint8)
LINES[20:22] = 255


@pytest.fixture(scope="module")
def load(models):
    """Painters by what they are made of, each loaded once."""
    from underpaint.diffusion.painter import Painter

    made = {}

    def load(**more):
        key = tuple(sorted(more))
        if key not in made:
            made[key] = Painter(read_model(models.sd), **more)
        return made[key]

    return load


def draw(painter, picture, **told):
    usual = {"lines": None, "style": None, "words": "lake, noon", "strength": 0.5, "steps": 4, "seed": 3, "tell": lambda done: None}
    return painter.draw(picture, **usual | told)


def test_the_same_gives_the_same_bytes_and_another_seed_another_picture(load, picture):
    painter = load()
    before = picture.copy()
    first = draw(painter, picture)
    assert first.shape == picture.shape and first.dtype == np.uint8
    assert np.array_equal(first, draw(painter, picture))
    assert not np.array_equal(first, draw(painter, picture, seed=4))
    assert not np.array_equal(first, draw(painter, picture, words="a castle in snow"))
    assert np.array_equal(picture, before)
    assert painter.native == 64


def test_loaded_again_it_draws_the_same(models, load, picture):
    from underpaint.diffusion.painter import Painter

    assert np.array_equal(draw(load(), picture), draw(Painter(read_model(models.sd)), picture))


def test_a_controlnet_reads_the_lines(load, models, picture):
    painter = load(controlnet=read_controlnet(models.controlnet))
    drawn = draw(painter, picture, lines=LINES)
    assert not np.array_equal(drawn, draw(painter, picture, lines=np.zeros_like(LINES)))
    assert np.array_equal(drawn, draw(painter, picture, lines=LINES))


def test_an_ip_adapter_sees_the_board(load, models, picture):
    painter = load(ip_adapter=read_ip_adapter(models.ip))
    assert painter.needs_style
    red, blue = (np.full((32, 32, 3), colour, np.uint8) for colour in ((200, 20, 20), (20, 20, 200)))
    assert not np.array_equal(draw(painter, picture, style=red), draw(painter, picture, style=blue))


def test_a_lora_changes_the_hand_as_far_as_it_is_weighted(models, load, picture):
    from underpaint.diffusion.painter import Painter

    lora, plain = read_lora(models.lora), draw(load(), picture)
    nothing, much = (Painter(read_model(models.sd), loras=[(lora, weight)]) for weight in (0.0, 1.0))
    assert np.array_equal(draw(nothing, picture), plain)
    assert not np.array_equal(draw(much, picture), plain)


def test_all_at_once_with_a_mask(models, picture):
    from underpaint.diffusion.painter import Painter

    painter = Painter(
        read_model(models.sd), controlnet=read_controlnet(models.controlnet), loras=[(read_lora(models.lora), 0.5)],
        ip_adapter=read_ip_adapter(models.ip),
    )  # fmt: skip
    mask = np.zeros((64, 64), bool)
    mask[10:40, 5:50] = True
    told = {"lines": LINES, "style": picture, "mask": mask}
    drawn = draw(painter, picture, **told)
    assert np.array_equal(drawn[~mask], picture[~mask])
    assert (drawn[mask] != picture[mask]).any()
    assert np.array_equal(drawn, draw(painter, picture, **told))


def test_a_mask_in_a_family_that_can_repaint(load, picture):
    mask = np.zeros((64, 64), bool)
    mask[:, 32:] = True
    drawn = draw(load(), picture, mask=mask)
    assert np.array_equal(drawn[:, :32], picture[:, :32]) and (drawn[:, 32:] != picture[:, 32:]).any()


def test_weights_that_are_there_in_half_precision_only(models, torch, tmp_path, picture):
    from diffusers import StableDiffusionPipeline

    from underpaint.diffusion.libraries import quiet
    from underpaint.diffusion.painter import Painter

    with quiet():
        pipe = StableDiffusionPipeline.from_pretrained(models.sd, local_files_only=True, torch_dtype=torch.float16)
        pipe.save_pretrained(tmp_path / "half", variant="fp16")
    found = read_model(tmp_path / "half")
    assert found.variant == "fp16"
    assert draw(Painter(found), picture).shape == picture.shape


def test_nothing_is_asked_of_any_network(models, picture, monkeypatch):
    import socket

    from underpaint.diffusion.painter import Painter

    asked = []

    def refuse(*told, **more):
        asked.append(told)
        raise OSError("no network here")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    painter = Painter(read_model(models.sd), controlnet=read_controlnet(models.controlnet),
                      loras=[(read_lora(models.lora), 1.0)], ip_adapter=read_ip_adapter(models.ip))  # fmt: skip
    draw(painter, picture, lines=LINES, style=picture)
    assert not asked


def test_progress_is_told_for_each_step_and_stops_at_the_next(load, picture):
    told: list[float] = []
    draw(load(), picture, strength=1.0, tell=told.append)
    assert told == pytest.approx([0.25, 0.5, 0.75, 1.0])

    class Enough(Exception):
        """Of the caller's own."""

    for kind in (Cancelled, KeyboardInterrupt, Enough):
        seen: list[float] = []

        def stop(done, seen=seen, kind=kind):
            seen.append(done)
            raise kind

        with pytest.raises(kind):
            draw(load(), picture, strength=1.0, tell=stop)
        assert seen == [0.25]
    assert np.array_equal(draw(load(), picture), draw(load(), picture))


def test_the_least_strength_still_takes_a_step(load, picture):
    told: list[float] = []
    draw(load(), picture, strength=0.05, steps=3, tell=told.append)
    assert told == [1.0]


def test_how_long_a_drawing_takes_is_measured(load):
    told: list[float] = []
    found = load().timed(64, 64, style=None, tell=told.append)
    assert found.step > 0 and found.beside >= 0 and told == [0.5, 1.0]


@contextmanager
def refused(*words):
    with pytest.raises(InputError) as why:
        yield
    assert "\n" not in str(why.value) and all(word in str(why.value) for word in words), str(why.value)


def test_parts_that_do_not_fit_one_another(models, sdxl, tmp_path, picture):
    from underpaint.diffusion.painter import Painter

    with refused("LoRA does not fit", "lora.safetensors"):
        Painter(read_model(sdxl), loras=[(read_lora(models.lora), 1.0)])
    with refused("IP-Adapter does not fit"):
        Painter(read_model(sdxl), ip_adapter=read_ip_adapter(models.ip))
    painter = Painter(read_model(sdxl), controlnet=read_controlnet(models.controlnet))
    with refused("the model cannot paint this with its ControlNet"):
        draw(painter, picture, lines=LINES)


def test_a_family_that_diffusers_does_not_know(models, tmp_path):
    from underpaint.diffusion.painter import Painter

    other = shutil.copytree(models.sd, tmp_path / "other")
    index = (other / "model_index.json").read_text()
    (other / "model_index.json").write_text(index.replace("StableDiffusionPipeline", "WatercolourPipeline"))
    with refused("other: this model cannot be loaded", "WatercolourPipeline"):
        Painter(read_model(other))


def test_weights_of_another_shape(models, tmp_path):
    from underpaint.diffusion.painter import Painter

    other = shutil.copytree(models.sd, tmp_path / "other")
    config = (other / "unet/config.json").read_text()
    (other / "unet/config.json").write_text(config.replace('"cross_attention_dim": 32', '"cross_attention_dim": 48'))
    with refused("other: this model cannot be loaded"):
        Painter(read_model(other))


def test_numbers_without_end_are_no_picture(models, load, torch, picture):
    from underpaint.diffusion.painter import Painter

    painter = Painter(read_model(models.sd))
    with torch.no_grad():
        painter._pipe.vae.decoder.conv_out.bias.fill_(float("nan"))
    with refused("no picture"):
        draw(painter, picture)
