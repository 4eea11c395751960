"""The other families of models that go from picture to picture, through the same code: tiny, with random weights."""

from __future__ import annotations

import numpy as np
import pytest

from underpaint.diffusion.model_folder import read_controlnet, read_ip_adapter, read_lora, read_model
from underpaint.errors import Cancelled, InputError

from .tiny import FAMILIES

OTHERS = [name for name in FAMILIES if name != "sd"]  # which test_painter.py tries
LAID_OVER = [name for name in OTHERS if name != "sd2"]  # which differs from sd in its schedule alone
NO_CONTROLNET = ("sd3", "z_image", "qwen_image")  # in diffusers, from picture to picture
NO_IP_ADAPTER = ("z_image", "qwen_image")
LINES = np.zeros((50, 70), np.uint8)
LINES[20:22] = 255
MASK = np.zeros((50, 70), bool)
MASK[10:40, 20:60] = True


@pytest.fixture(params=OTHERS)
def name(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def load(of_family):
    """Painters by family and by what is laid over the model, each loaded once."""
    from underpaint.diffusion.painter import Painter

    made = {}

    def load(name, **more):
        key = (name, *sorted(more))
        if key not in made:
            made[key] = Painter(read_model(of_family(name).model), **more)
        return made[key]

    return load


@pytest.fixture
def piece(picture) -> np.ndarray:
    """Of a size that no model halves as often as it does."""
    return np.tile(picture, (1, 2, 1))[:50, :70]


def draw(painter, picture, **told):
    usual = {"lines": None, "style": None, "words": "lake, noon", "strength": 0.5, "steps": 4, "seed": 3, "tell": lambda done: None}
    return painter.draw(picture, **usual | told)


def same(one, other) -> bool:
    return np.array_equal(one, other)


def test_a_picture_from_a_picture(load, name, piece):
    painter, told = load(name), []
    first = draw(painter, piece, tell=told.append)
    assert first.shape == piece.shape and first.dtype == np.uint8 and first.std() > 5
    assert told == [0.5, 1.0]
    assert same(first, draw(painter, piece))
    assert not same(first, draw(painter, piece, seed=4))
    assert not same(first, draw(painter, piece, words="a castle in snow"))
    assert not same(first, draw(painter, 255 - piece))


def test_inside_a_mask(load, name, piece):
    painter = load(name)
    drawn = draw(painter, piece, mask=MASK)
    assert same(drawn[~MASK], piece[~MASK]) and (drawn[MASK] != piece[MASK]).any(1).mean() > 0.9
    assert same(drawn, draw(painter, piece, mask=MASK))


def test_each_step_is_told_and_stops_it(load, name, picture):
    painter, told = load(name), []
    draw(painter, picture, strength=0.33, steps=10, tell=told.append)  # some families take three steps of it, some four
    assert told == pytest.approx([(i + 1) / len(told) for i in range(len(told))]) and len(told) in (3, 4)
    seen = []

    def stop(done):
        seen.append(done)
        raise Cancelled

    with pytest.raises(Cancelled):
        draw(painter, picture, strength=1.0, tell=stop)
    assert seen == [0.25]
    assert painter.timed(64, 64, style=None, tell=told.append).step > 0


def test_more_words_than_a_model_reads(load, name, picture):
    assert draw(load(name), picture, words="a lake and a mountain, " * 150).shape == picture.shape
    assert draw(load(name), picture, words="").shape == picture.shape


@pytest.mark.parametrize("name", LAID_OVER, indirect=True)
def test_a_lora(load, of_family, name, piece):
    from underpaint.diffusion.painter import Painter

    lora, plain = read_lora(of_family(name).lora), draw(load(name), piece)
    nothing, much = (Painter(read_model(of_family(name).model), loras=[(lora, weight)]) for weight in (0.0, 1.0))
    assert same(draw(nothing, piece), plain)
    assert not same(draw(much, piece), plain)


@pytest.mark.parametrize("name", LAID_OVER, indirect=True)
def test_a_controlnet(load, of_family, name, piece):
    lines = read_controlnet(of_family(name).controlnet)
    if name in NO_CONTROLNET:
        with refused(str(lines.path), "no way to use a ControlNet", "leave out --controlnet"):
            load(name, controlnet=lines)
        return
    painter = load(name, controlnet=lines)
    for mask in (None, MASK):
        drawn = draw(painter, piece, lines=LINES, mask=mask)
        assert not same(drawn, draw(painter, piece, lines=np.zeros_like(LINES), mask=mask))
        assert same(drawn, draw(painter, piece, lines=LINES, mask=mask))
        assert mask is None or same(drawn[~mask], piece[~mask])


@pytest.mark.parametrize("name", LAID_OVER, indirect=True)
def test_an_ip_adapter(load, of_family, name, piece):
    if name in NO_IP_ADAPTER:
        with refused("IP-Adapter does not fit", "takes none"):
            load(name, ip_adapter=read_ip_adapter(of_family("sd").ip))
        return
    painter = load(name, ip_adapter=read_ip_adapter(of_family(name).ip))
    red, blue = (np.full((32, 32, 3), colour, np.uint8) for colour in ((200, 20, 20), (20, 20, 200)))
    for mask in (None, MASK):
        drawn = draw(painter, piece, style=red, mask=mask)
        assert not same(drawn, draw(painter, piece, style=blue, mask=mask))
        assert same(drawn, draw(painter, piece, style=red, mask=mask))


def test_the_size_that_a_model_was_trained_on(load):
    assert {name: load(name).native for name in FAMILIES} == {
        "sd": 64, "sd2": 64, "sdxl": 64, "sd3": 64, "flux": 1024, "z_image": 1024, "qwen_image": 1024,  # which do not say
    }  # fmt: skip


def test_a_model_that_is_guided_only_by_words_against_others_is_guided(load, picture, monkeypatch):
    """Qwen-Image: without a word against which it is guided, its pipeline leaves out the guidance."""
    pipe, guided = load("qwen_image")._pipe, []
    transform = pipe.transformer.forward
    monkeypatch.setattr(pipe.transformer, "forward", lambda **told: (guided.append(1), transform(**told))[1])
    draw(load("qwen_image"), picture)
    assert len(guided) == 2 * 2  # steps, with and against
    draw(load("qwen_image"), picture, guidance=1.0)
    assert len(guided) == 2 * 2 + 2


def test_how_much_it_keeps_to_the_words(load, name, piece):
    usual, none, much = (draw(load(name), piece, guidance=guidance) for guidance in (None, 0.0, 12.0))
    if name == "flux":  # made for few steps, as schnell is: there is nothing in it to guide
        assert same(usual, much) and same(none, much)
        return
    assert not same(usual, much) and not same(none, much)
    assert same(none, draw(load(name), piece, guidance=0.0))


def test_a_flux_model_takes_either_a_controlnet_or_an_ip_adapter(load, of_family):
    parts = of_family("flux")
    with refused("IP-Adapter does not fit", "takes none"):
        load("flux", controlnet=read_controlnet(parts.controlnet), ip_adapter=read_ip_adapter(parts.ip))


def test_a_controlnet_of_several_kinds(of_family, tmp_path):
    from diffusers import ControlNetUnionModel

    from underpaint.diffusion.painter import Painter

    from .tiny import BLOCKS, CROSS

    net = ControlNetUnionModel(
        cross_attention_dim=2 * CROSS, attention_head_dim=8, addition_time_embed_dim=8, num_trans_head=2, num_proj_channel=32,
        **{key: BLOCKS[key] for key in ("down_block_types", "block_out_channels", "layers_per_block")},
    )  # fmt: skip
    net.save_pretrained(tmp_path / "union")
    with refused("union", "several kinds", "lines alone"):
        Painter(read_model(of_family("sdxl").model), controlnet=read_controlnet(tmp_path / "union"))


def test_a_controlnet_of_another_family(of_family, picture):
    from underpaint.diffusion.painter import Painter

    painter = Painter(read_model(of_family("flux").model), controlnet=read_controlnet(of_family("sd").controlnet))
    with refused("cannot paint this with its ControlNet"):
        draw(painter, picture, lines=np.zeros((64, 64), np.uint8))


class refused:
    """One line, with those words."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind, why, trace) -> bool:
        assert isinstance(why, InputError), why
        assert "\n" not in str(why) and all(word in str(why) for word in self.words), str(why)
        return True
