"""How a trained model paints the cuts of a film: found by its card's name or its folder, and told of in every take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from underpaint.diffusion.board_style import materials_by_area
from underpaint.errors import InputError
from underpaint.film.check import require_allowed
from underpaint.film.cuts import Cut
from underpaint.film.film import Film
from underpaint.film.models import CHECKPOINT, PARTS, ModelCard, require_carded
from underpaint.film.store import hash_of
from underpaint.film.takes import Take, used_model
from underpaint.formats.palette import read_palette
from underpaint.formats.pictures import read_picture
from underpaint.formats.sheets import material_map

if TYPE_CHECKING:  # it knows the model libraries, which the core does without
    from underpaint.farm.way import Way

DIFFUSION, COMFYUI = "diffusion", "comfyui"


@dataclass(frozen=True)
class ModelWay:
    """engine, version: as takes say. way: how the model paints. model: what takes say of it, see UsedModel. boards: of the film, that a
    part of it learned from. uncarded: what of it has no card in the film. workflow: SHA-256 of a server's, as its models were read from it."""

    engine: str
    version: str
    way: Way
    model: Mapping[str, object]
    boards: tuple[str, ...] = ()
    uncarded: tuple[str, ...] = ()
    workflow: str | None = None

    @property
    def hashes(self) -> set[str]:
        """Of the model and all that is laid over it, see UsedModel."""
        return used_model(self.model).hashes

    def of_cut(self, film: Film, cut: Cut) -> Way:
        """For one cut: its words are told what the cut's slate says, each thing once."""
        season = film.board(cut.boards[0]).season if cut.boards else ""
        light = f"light {cut.light}" if cut.light else ""
        words = (*self.way.words.split(", "), cut.place, cut.time, season, cut.weather, light)
        return replace(self.way, words=", ".join(dict.fromkeys(part.strip() for part in words if part.strip())))

    def told(self, film: Film, cut: Cut) -> dict[str, object]:
        """What it adds to the request of a take: whatever decides the picture."""
        way = self.of_cut(film, cut)
        settings = {"words": way.words, "start": way.start, "strength": way.strength, "steps": way.steps, "guidance": way.guidance}
        settings["materials"] = _materials(film, cut)
        settings["workflow"] = self.workflow
        return {
            "engine": self.engine,
            "engine_version": self.version,
            "model": self.model,
            "way": {name: value for name, value in settings.items() if value is not None},
        }


def model_way(film: Film, way: Way) -> ModelWay:
    """A way, of which each model is named by its card in the film or by where it lies; on a server, by its workflow.

    Raises InputError where a model could not be loaded, or is not the one that its card is of.
    """
    from underpaint.farm.way import VERSIONS

    if way.server:
        engine, found = COMFYUI, _on_server(film, way)
    else:
        engine, found = DIFFUSION, [_find(film, way.model, "model")]
        over = {part: _find(film, path, part)
                for part, path in (("controlnet", way.controlnet), ("ip-adapter", way.ip_adapter)) if path}  # fmt: skip
        loras = [replace(_find(film, path, "lora"), weight=weight) for path, weight in way.loras]
        found += [*over.values(), *loras]
        way = replace(
            way,
            model=found[0].path,
            controlnet=over["controlnet"].path if "controlnet" in over else None,
            loras=tuple((lora.path, lora.weight) for lora in loras),
            ip_adapter=over["ip-adapter"].path if "ip-adapter" in over else None,
        )
    for card in filter(None, (each.card for each in found)):
        require_allowed(film, card, date.today())
    parts = [each.told() for each in found[1:]]
    boards = dict.fromkeys(name for each in found if each.card for name in each.card.boards)
    return ModelWay(
        engine,
        VERSIONS[engine],
        way,
        {**found[0].told(), **({"parts": parts} if parts else {})},
        tuple(boards),
        tuple(each.label for each in found if each.card is None),
        None if way.workflow is None else way.read_workflow().sha256,
    )


def same_way(film: Film, take: Take) -> ModelWay:
    """The way in which a take was painted, for a place of it. Raises InputError where nothing says where a model of it lies, or it is
    another one now."""
    from underpaint.farm.way import Way

    if take.engine != DIFFUSION:
        raise InputError(
            f"{take.cut} {take.number} was painted on a server; say which with --engine comfyui, or paint the place from the boards "
            "with --engine exemplar"
        )
    cards = {used.sha256: film.card_of(used) for used in take.model.all}
    if lost := [used.label for used in take.model.all if cards[used.sha256] is None]:
        raise InputError(
            f"model {lost[0]} has no card in the film, so nothing says where it lies; name it with --engine and --model, or paint "
            "the place from the boards with --engine exemplar"
        )
    folders = {used.part: Path(cards[used.sha256].name) for used in take.model.all}
    loras = tuple((Path(cards[used.sha256].name), used.weight) for used in take.model.parts if used.part == "lora")
    settings = {name: value for name, value in dict(take.request["way"]).items() if name in ("words", "steps", "guidance")}
    return model_way(
        film,
        Way(folders["model"], folders.get("controlnet"), loras, folders.get("ip-adapter"), **settings),
    )


def _materials(film: Film, cut: Cut) -> list[str] | None:
    """The names of a cut's materials, which a model is told; None where there is no map or no palette yet."""
    if cut.materials is None or film.palette is None:
        return None
    names = {colour: name for name, colour in read_palette(film.palette).colours.items()}
    return materials_by_area(material_map(read_picture(cut.materials)), names)


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
        return self.card.version if self.card else self.sha256[:8] or "of unknown version"

    @property
    def label(self) -> str:
        return f"{self.name} {self.version}"

    def told(self) -> dict[str, object]:
        told = {"part": self.part, "name": self.name, "version": self.version, "sha256": self.sha256}
        return told if self.weight is None else {**told, "weight": self.weight}


def _find(film: Film, path: Path, part: str) -> _Found:
    text = str(path)
    card = film.models.get(text)
    if card is not None:
        if card.part != part:
            raise InputError(f"{text}: is the card of a {card.part}, not of a {part}")
        return _Found(part, require_carded(card).path, card.sha256, card)
    if not path.exists():
        known = ", ".join(card.name for card in film.models.values() if card.part == part) or "none yet"
        raise InputError(f"{text[:200]!r} is neither a card of the film (of a {part}: {known}) nor there as a folder or file")
    read = PARTS[part](path)
    return _Found(part, read.path, read.sha256, film.card_of_files(read.sha256))


def _on_server(film: Film, way: Way) -> list[_Found]:
    """The models that a server's workflow loads, each by the card in the film that has a file of its name: a server tells no hashes."""
    workflow, found = way.workflow, []
    for name in way.read_workflow().models:
        file = PureWindowsPath(name).name  # a server on Windows writes its paths so; "/" parts them there too
        cards = [card for card in film.models.values() if file in {Path(own).name for own in card.files}]
        if len(cards) > 1:
            raise InputError(f"{workflow}: loads {file}, and several cards have a file of that name: {', '.join(card.name for card in cards)}")
        card = cards[0] if cards else None
        found.append(_Found(card.part if card else CHECKPOINT, Path(file), card.sha256 if card else "", card))
    return found or [_Found("workflow", workflow, hash_of(workflow), None)]
