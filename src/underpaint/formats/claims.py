"""What a delivered picture says of itself, in C2PA's words and in a record of our own.

C2PA 2.2: boards and layout are ingredients, steps are actions. Its fields for them are free text, so the same facts are
also written as one JSON assertion, `underpaint.claim`, from which they are read back.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from underpaint import __version__

PROGRAM = "Underpaint"
KIND = "underpaint.claim"
VERSION = 1
_LONGEST = 500
_MOST = 10_000

_IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
# Exemplar synthesis is neither trained nor, as IPTC defines algorithmicMedia, free of sampled content: it is put
# together from painted boards. Of the terms that name a synthetic part, this one claims no model that was not there.
_FROM_BOARDS = _IPTC + "compositeSynthetic"
_WITH_MODEL = _IPTC + "compositeWithTrainedAlgorithmicMedia"
_BY_MODEL = _IPTC + "trainedAlgorithmicMedia"
_BY_HAND = _IPTC + "humanEdits"

StepKind = Literal["pass 1", "pass 2", "place", "touch-up", "approved"]
_ACTIONS = {
    "pass 1": "c2pa.placed",
    "pass 2": "c2pa.placed",
    "place": "c2pa.edited",
    "touch-up": "c2pa.drawing",
    "approved": "underpaint.approved",  # C2PA has no word for the art director's approval
}


@dataclass(frozen=True)
class UsedBoard:
    """A board with paint in the picture, or that a trained model was shown or had learnt from: then its share is 0. sha256: of its
    painting's file, hexadecimal. share: of the paint, 0..1. strokes: where its paint was made larger or smaller, how many times,
    such as "0.75, 1.5"; text, as C2PA's library loses lists of numbers. taught: whether a model had learnt from it."""

    name: str
    painter: str
    sha256: str
    share: float
    strokes: str = ""
    taught: bool = False

    @property
    def part(self) -> str:
        """What it had to do with the picture, in short."""
        if not self.taught:
            return percent(self.share) if self.share else "shown to the model"
        return f"{percent(self.share)}, and the model learnt from it" if self.share else "the model learnt from it"

    @property
    def words(self) -> str:
        """What is said of it to people."""
        parts = [f"Art board painted by {self.painter}"]
        if self.share:
            parts.append(f"{percent(self.share)} of the picture's paint")
        elif not self.taught:
            parts.append("shown to the trained model")
        if self.share and self.strokes:
            parts.append(f"strokes made {self.strokes} times as large")
        if self.taught:
            parts.append("which the trained model learnt from")
        return f"{', '.join(parts)}; sha256 {self.sha256}"


@dataclass(frozen=True)
class UsedModel:
    """A trained model that had a part in the picture. maker, licence, trained_on: as its card says. sha256: of its files, hexadecimal.
    share: of the picture that it painted, 0..1; 0 where it made the rough, or was laid over another."""

    name: str
    version: str
    maker: str
    licence: str
    trained_on: str
    sha256: str
    share: float

    @property
    def label(self) -> str:
        """Name, version and maker."""
        return f"{self.name} {self.version}".strip() + (f" by {self.maker}" if self.maker else "")

    @property
    def words(self) -> str:
        """What is said of it to people."""
        did = f"painted {percent(self.share)} of the picture" if self.share else "helped, and painted none of the picture itself"
        about = f"licence {self.licence or 'not known'}, trained on {self.trained_on or 'not known what'}"
        return f"Trained model {self.label}, {did}; {about}; sha256 {self.sha256}"


_MODEL_TEXTS = ("name", "version", "maker", "licence", "trained_on", "sha256")


@dataclass(frozen=True)
class UsedLayout:
    """The drawing that the picture was painted after, who drew it (by), and its file's sha256, hexadecimal."""

    by: str
    sha256: str


@dataclass(frozen=True)
class Step:
    """One step after the layout. when: ISO 8601 with its offset. by: the person of a touch-up or an approval, or the trained
    model of a pass or of a place painted anew, name and version.
    hand_share: share of the picture's pixels that a touch-up changed by hand, 0..1."""

    kind: StepKind
    when: str
    by: str | None = None
    hand_share: float | None = None

    @property
    def words(self) -> str:
        if self.kind == "touch-up":
            changed = "" if self.hand_share is None else f", {percent(self.hand_share)} of the picture changed by hand"
            return f"touch-up by {self.by}{changed}"
        if self.kind == "approved":
            return f"approved by {self.by}"
        kind = "a place painted anew" if self.kind == "place" else self.kind
        return f"{kind} by trained model {self.by}" if self.by else kind


@dataclass(frozen=True)
class Claim:
    """Everything a picture declares. trained: whether a trained model took part in painting. steps: in their order, the
    layout left out, as it is always the first. sentence: what a viewer may show; composed from the rest unless given.

    Raises ValueError for a share outside 0..1, or a touch-up or approval by nobody.
    """

    title: str
    engine: str
    engine_version: str
    trained: bool
    boards: tuple[UsedBoard, ...]
    layout: UsedLayout
    steps: tuple[Step, ...]
    sentence: str = ""
    models: tuple[UsedModel, ...] = ()

    def __post_init__(self) -> None:
        for step in self.steps:
            if step.kind not in _ACTIONS:
                raise ValueError(f"a step {step.kind!r}; there are {', '.join(_ACTIONS)}")
            if step.kind in ("touch-up", "approved") and not step.by:
                raise ValueError(f"a step {step.kind!r} by nobody; name the person")
        shares = [board.share for board in self.boards] + [step.hand_share for step in self.steps]
        shares += [model.share for model in self.models]
        if any(share is not None and not 0 <= share <= 1 for share in shares):
            raise ValueError(f"shares {shares}; each is 0..1")
        if not self.sentence:
            object.__setattr__(self, "sentence", self._composed())

    def _composed(self) -> str:
        painters = _listed(sorted({board.painter for board in self.boards if board.share}))
        shown = _listed(sorted({board.painter for board in self.boards if not board.share and not board.taught}))
        taught = _listed(sorted({board.painter for board in self.boards if board.taught}))
        painting = _listed([f"{model.label} ({percent(model.share)})" for model in self.models if model.share])
        helping = _listed([model.label for model in self.models if not model.share])
        hands = _listed(sorted({step.by for step in self.steps if step.kind == "touch-up" and step.by}))
        boards = f"by a program from the film's own art boards{f' by {painters}' if painters else ''}"
        if painting:
            boards = f"{f'{boards} and ' if painters else ''}by trained model {painting}"
        return (
            f"Background painted {boards}"
            + (f", shown the film's art boards by {shown}" if shown else "")
            + (f", helped by trained model {helping}" if helping else "")
            + (f", a model having learnt from the film's art boards by {taught}" if taught else "")
            + f", after a layout drawn by {self.layout.by}"
            + (f", and touched up by hand by {hands}" if hands else "")
            + ("; a trained model took part." if self.trained else "; no trained model took part.")
        )

    @property
    def source_type(self) -> str:
        """IPTC digital source type, a URI."""
        if not self.trained:
            return _FROM_BOARDS
        mixed = any(board.share for board in self.boards) or any(step.kind == "touch-up" for step in self.steps)
        return _BY_MODEL if any(model.share for model in self.models) and not mixed else _WITH_MODEL


def manifest(claim: Claim) -> dict[str, Any]:
    """The claim as a C2PA manifest definition, without thumbnails."""
    layout = {
        "label": "layout",
        "title": "layout",
        "relationship": "inputTo",
        "instance_id": f"urn:sha256:{claim.layout.sha256}",
        "description": f"Layout drawn by {claim.layout.by}; sha256 {claim.layout.sha256}",
    }
    boards = [
        {
            "label": f"board-{number}",
            "title": board.name,
            "relationship": "componentOf" if board.share or not claim.models else "inputTo",
            "instance_id": f"urn:sha256:{board.sha256}",
            "description": board.words,
        }
        for number, board in enumerate(claim.boards, 1)
    ]
    models = [
        {
            "label": f"model-{number}",
            "title": f"{model.name} {model.version}".strip(),
            "relationship": "inputTo",
            "instance_id": f"urn:sha256:{model.sha256}",
            "description": model.words,
        }
        for number, model in enumerate(claim.models, 1)
    ]
    engine = {"name": f"{PROGRAM} {claim.engine}", "version": claim.engine_version}
    actions: list[dict[str, Any]] = [
        {
            "action": "c2pa.created",
            "description": f"layout placed, drawn by {claim.layout.by}. {claim.sentence}",
            "digitalSourceType": claim.source_type,
            "softwareAgent": engine,
            "parameters": {"ingredientIds": ["layout"]},
        }
    ]
    for step in claim.steps:
        # C2PA places what is a component; what a model paints is made after its ingredients instead.
        placed = [board for board in boards if board["relationship"] == "componentOf"]
        is_paint = step.kind in ("pass 1", "pass 2", "place")
        by_model = is_paint and bool(step.by or (models and not placed))
        kind = "c2pa.edited" if by_model else _ACTIONS[step.kind]
        action: dict[str, Any] = {"action": kind, "description": step.words, "when": step.when}
        if is_paint:
            action["softwareAgent"] = engine
            action["digitalSourceType"] = claim.source_type
            used = [*boards, *models] if by_model else placed
            action["parameters"] = {"ingredientIds": [each["label"] for each in used]}
        elif step.kind == "touch-up":
            action["digitalSourceType"] = _BY_HAND
        actions.append(action)
    return {
        "title": claim.title,
        "claim_generator_info": [{"name": PROGRAM, "version": __version__}],
        "ingredients": [layout, *boards, *models],
        "assertions": [
            {
                "label": "c2pa.actions.v2",
                "created": True,
                "data": {"actions": actions, "allActionsIncluded": True},
            },
            {
                "label": KIND,
                "created": True,
                "kind": "Json",
                "data": {"kind": KIND, "version": VERSION} | asdict(claim),
            },
        ],
    }


def read_claim(told: dict[str, Any]) -> Claim | None:
    """The claim of a manifest as a C2PA reader gives it; None where it holds none that this version understands.

    Text comes back on one line and without control characters: who wrote it is not yet known.
    """
    for assertion in told.get("assertions", ()):
        if assertion.get("label") == KIND:
            try:
                return _claim(assertion["data"])
            except (KeyError, TypeError, ValueError, OverflowError, AttributeError):
                return None
    return None


def _claim(data: dict[str, Any]) -> Claim:
    if data["kind"] != KIND or data["version"] != VERSION or _entries(data) > _MOST:
        raise ValueError("not a claim of this version")
    return Claim(
        title=_text(data["title"]),
        engine=_text(data["engine"]),
        engine_version=_text(data["engine_version"]),
        trained=bool(data["trained"]),
        boards=tuple(
            UsedBoard(
                _text(board["name"]),
                _text(board["painter"]),
                _text(board["sha256"]),
                float(board["share"]),
                _text(board.get("strokes", "")),
                bool(board.get("taught", False)),
            )
            for board in data["boards"]
        ),
        layout=UsedLayout(_text(data["layout"]["by"]), _text(data["layout"]["sha256"])),
        steps=tuple(
            Step(
                _text(step["kind"]),  # type: ignore[arg-type] - Claim refuses a kind that is not one
                _text(step["when"]),
                None if step["by"] is None else _text(step["by"]),
                None if step["hand_share"] is None else float(step["hand_share"]),
            )
            for step in data["steps"]
        ),
        sentence=_text(data["sentence"]),
        models=tuple(
            UsedModel(*(_text(model[name]) for name in _MODEL_TEXTS), float(model["share"])) for model in data.get("models", ())
        ),
    )


def _entries(data: dict[str, Any]) -> int:
    return len(data["boards"]) + len(data["steps"]) + len(data.get("models", ()))


def plain(text: object) -> str:
    """Text out of a file, fit for a terminal: one line, nothing that does not print, at most 500 characters."""
    return "".join(letter for letter in " ".join(str(text).split()) if letter.isprintable())[:_LONGEST]


def percent(share: float) -> str:
    """0.6214 as 62.1 %; what is there but too little to show is not shown as nothing."""
    return "under 0.1 %" if 0 < share < 0.0005 else f"{100 * share:.1f} %"


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return plain(value)


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
