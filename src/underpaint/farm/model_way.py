"""How a trained model paints the cuts of a film: found by its card's name or its folder, and told of in every take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from underpaint.errors import InputError
from underpaint.film.cuts import Cut
from underpaint.film.film import Film
from underpaint.film.models import PARTS, ModelCard, require_carded
from underpaint.film.store import hash_of
from underpaint.film.takes import UsedModel
from underpaint.formats.pictures import read_bytes

if TYPE_CHECKING:  # it knows the model libraries, which the core does without
    from underpaint.farm.diffuse import Way

DIFFUSION, COMFYUI = "diffusion", "comfyui"


@dataclass(frozen=True)
class ModelWay:
    """engine, version: as takes say. way: how the model paints. model: what takes say of it, see UsedModel. boards: of the film, that a
    part of it learned from. uncarded: what of it has no card in the film."""

    engine: str
    version: str
    way: Way
    model: Mapping[str, object]
    boards: tuple[str, ...] = ()
    uncarded: tuple[str, ...] = ()

    @property
    def hashes(self) -> set[str]:
        """Of the model and all that is laid over it."""
        return {str(self.model["sha256"]), *(str(part["sha256"]) for part in self.model.get("parts", ()))}

    def of_cut(self, film: Film, cut: Cut) -> Way:
        """For one cut: its words are told what the cut's slate says."""
        season = film.board(cut.boards[0]).season if cut.boards else ""
        light = f"light {cut.light}" if cut.light else ""
        words = (self.way.words, cut.place, cut.time, season, cut.weather, light)
        return replace(self.way, words=", ".join(dict.fromkeys(part.strip() for part in words if part.strip())))

    def told(self, film: Film, cut: Cut) -> dict[str, object]:
        """What it adds to the request of a take: whatever decides the picture."""
        way = self.of_cut(film, cut)
        settings = {"words": way.words, "strength": way.strength, "steps": way.steps}
        if way.workflow is not None:
            settings["workflow"] = hash_of(way.workflow)
        return {
            "engine": self.engine,
            "engine_version": self.version,
            "model": self.model,
            "way": {name: value for name, value in settings.items() if value is not None},
        }


def model_way(
    film: Film,
    engine: str,
    *,
    model: str = "",
    controlnet: str = "",
    loras: Sequence[str] = (),
    ip_adapter: str = "",
    words: str = "",
    strength: float | None = None,
    steps: int = 20,
    vram: float | None = None,
    server: str = "",
    workflow: Path | None = None,
) -> ModelWay:
    """The way in which a model paints. model, controlnet, ip_adapter: each the name of a card in the film, or a folder; loras: likewise, or
    a file, with a weight behind a colon. engine: DIFFUSION, or COMFYUI with a server and a workflow, where `model` says by its card
    what the workflow loads. Raises InputError where a model could not be loaded, or is not the one that its card is of.
    """
    from underpaint.farm.diffuse import VERSIONS, Way

    found: list[_Found] = []
    if engine == COMFYUI:
        if not server or workflow is None:
            raise InputError("--engine comfyui needs the --server and the --workflow")
        found.append(_on_server(film, model, workflow))
        way = Way(None, words=words, strength=strength, steps=steps, server=server, workflow=workflow)
    else:
        if not model:
            raise InputError("--engine diffusion needs a --model: the name of a card in the film, or the model's folder")
        found.append(_find(film, model, "model"))
        over = {part: _find(film, text, part) for part, text in (("controlnet", controlnet), ("ip-adapter", ip_adapter)) if text}
        weighed = [(_find(film, text, "lora"), weight) for text, weight in map(_weighed, loras)]
        found += [*over.values(), *(replace(lora, weight=weight) for lora, weight in weighed)]
        way = Way(
            found[0].path,
            controlnet=over["controlnet"].path if "controlnet" in over else None,
            loras=tuple((lora.path, weight) for lora, weight in weighed),
            ip_adapter=over["ip-adapter"].path if "ip-adapter" in over else None,
            words=words, strength=strength, steps=steps, vram=vram,
        )  # fmt: skip
    parts = [each.told() for each in found[1:]]
    boards = dict.fromkeys(name for each in found if each.card for name in each.card.boards)
    return ModelWay(
        engine,
        VERSIONS[engine],
        way,
        {**found[0].told(), **({"parts": parts} if parts else {})},
        tuple(boards),
        tuple(each.label for each in found if each.card is None),
    )


def same_way(film: Film, used: UsedModel, request: Mapping[str, object], **named: object) -> ModelWay:
    """The way in which a take was painted, for a place of it. named: what else is to be said, as model_way takes it.

    Raises InputError where a model of it has no card by which it can be found, or is another one now.
    """
    if used.sha256 and (lost := [each.label for each in used.all if film.card_of(each.sha256) is None]):
        raise InputError(
            f"model {lost[0]} has no card in the film, so nothing says where it lies; name it with --engine and --model, or paint "
            "the place from the boards with --engine exemplar"
        )
    settings = dict(request.get("way") or {})
    settings.pop("workflow", None)
    told: dict[str, object] = {"model": film.card_of(used.sha256).name, **settings}
    for part in used.parts:
        name = film.card_of(part.sha256).name
        if part.part == "lora":
            told["loras"] = (*told.get("loras", ()), f"{name}:{part.weight:g}")
        else:
            told[part.part.replace("-", "_")] = name
    return model_way(film, DIFFUSION, **{**told, **named})


@dataclass(frozen=True)
class _Found:
    """A model or what is laid over one. weight: of a LoRA."""

    part: str
    path: Path
    sha256: str
    card: ModelCard | None
    weight: float | None = None

    @property
    def name(self) -> str:
        return self.card.name if self.card else self.path.resolve().stem

    @property
    def version(self) -> str:
        return self.card.version if self.card else self.sha256[:8]

    @property
    def label(self) -> str:
        return f"{self.name} {self.version}"

    def told(self) -> dict[str, object]:
        told = {"part": self.part, "name": self.name, "version": self.version, "sha256": self.sha256}
        return told if self.weight is None else {**told, "weight": self.weight}


def _find(film: Film, text: str, part: str) -> _Found:
    card = film.models.get(text)
    if card is not None:
        if card.part != part:
            raise InputError(f"{text}: is the card of a {card.part}, not of a {part}")
        return _Found(part, require_carded(card).path, card.sha256, card)
    path = Path(text)
    if not path.exists():
        known = ", ".join(card.name for card in film.models.values() if card.part == part) or "none yet"
        raise InputError(f"{text[:200]!r} is neither a card of the film (of a {part}: {known}) nor there as a folder or file")
    read = PARTS[part](path)
    return _Found(part, read.path, read.sha256, film.card_of(read.sha256))


def _on_server(film: Film, name: str, workflow: Path) -> _Found:
    """The model that a server's workflow loads: what its card says, where one is named; else the workflow stands for it."""
    if not name:
        read_bytes(workflow)
        return _Found("workflow", workflow, hash_of(workflow), None)
    card = film.models.get(name)
    if card is None:
        known = ", ".join(film.models) or "none yet"
        raise InputError(f"{name[:80]!r} is no card of the film ({known}); a model on a server is named by its card")
    if card.folder.exists():  # the server may be another machine
        require_carded(card)
    return _Found(card.part, card.folder, card.sha256, card)


def _weighed(text: str) -> tuple[str, float]:
    """A LoRA with its weight, 1 unless told. A colon can also be of a path on Windows."""
    name, colon, weight = text.rpartition(":")
    try:
        return (name, float(weight)) if colon and name else (text, 1.0)
    except ValueError:
        return text, 1.0
