"""A ComfyUI workflow: which of its nodes take what the film gives, and which one gives the picture back.

Nodes are known by their titles, which an artist writes in ComfyUI: "underpaint start", "underpaint seed" and so on. A node that
takes several things is called by all of them: "underpaint seed, strength". Only ComfyUI's API format carries what runs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path

from underpaint.diffusion.wire import said
from underpaint.errors import InputError
from underpaint.formats.pictures import read_bytes

PICTURES = ("start", "layout lines", "layout map", "style", "mask")
RESULT = "result"
# What each title gives, and the inputs of nodes, of ComfyUI's own and of the usual packs, that can take it.
_INPUTS = {
    **dict.fromkeys(PICTURES, ("image",)),
    "words": ("text", "text_g", "text_l", "clip_l", "t5xxl", "prompt", "string", "value"),
    "seed": ("seed", "noise_seed", "value"),
    "strength": ("denoise", "strength", "value"),
    "steps": ("steps", "value"),
    "size": ("width", "height"),
}
_PAINTERS = ("ckpt_name", "unet_name")  # inputs that name the model that paints; others are laid over it
_MODEL_ENDINGS = (".safetensors", ".sft", ".gguf", ".ckpt", ".pt", ".pth", ".bin", ".onnx")
_MAX_BYTES = 16 * 2**20
_MAX_NODES = 5000


@dataclass(frozen=True)
class Workflow:
    """A workflow as a person saved it.

    nodes: as in the file, by their numbers. titled: what a title gives ("start", "seed", ...) to the numbers of the nodes that
    carry it. sha256: of the file. models: the files that it loads, the one that paints before those laid over it.
    """

    name: str
    nodes: Mapping[str, Mapping]
    titled: Mapping[str, tuple[str, ...]]
    sha256: str
    models: tuple[str, ...] = field(default=())

    @property
    def result(self) -> str:
        return self.titled[RESULT][0]

    @property
    def titles(self) -> dict[str, str]:
        """Number of a node to its title, or to its kind where the title is one of ours."""
        named = {number: _title(node) for number, node in self.nodes.items()}
        return {
            number: self.nodes[number]["class_type"] if not title or _is_ours(title) else title
            for number, title in named.items()
        }

    def takes(self, title: str) -> bool:
        """Whether some node is called so, such as "underpaint mask"."""
        return title.removeprefix("underpaint ") in self.titled

    def filled(self, given: Mapping[str, object]) -> dict[str, dict]:
        """The nodes with what is given, by title, in their inputs; what no node is called for is passed over.

        "underpaint size" is (width, height). Raises InputError for a title whose thing is not given.
        """
        nodes = {number: {**node, "inputs": dict(node["inputs"])} for number, node in self.nodes.items()}
        for what, numbers in self.titled.items():
            if what == RESULT:
                continue
            if f"underpaint {what}" not in given:
                raise InputError(f"{self.name}: has a node \"underpaint {what}\", but this picture has none to give")
            value = given[f"underpaint {what}"]
            for number in numbers:
                inputs = nodes[number]["inputs"]
                if what == "size":
                    inputs["width"], inputs["height"] = value
                else:
                    inputs |= dict.fromkeys(self._inputs(number, what), value)
        return nodes

    def node(self, number: str, kind: object = None) -> str:
        """What messages call a node: its title, and its kind where that says more."""
        node = self.nodes.get(number, {})
        kind = said(node.get("class_type", kind or "unknown"))[:60]
        title, number = _title(node)[:60] or kind, said(number)[:20]
        return f'"{title}" ({kind}, node {number})' if title != kind else f'"{title}" (node {number})'

    def papers(self) -> dict[str, object]:
        """What a report says of the model. A server tells no hashes, so each model's is None."""
        return {"pipeline": "comfyui", "sha256": self.sha256, "files": dict.fromkeys(self.models)}

    def _inputs(self, number: str, what: str) -> list[str]:
        return [name for name in _INPUTS[what] if name in self.nodes[number]["inputs"]]


def read_workflow(path: Path) -> Workflow:
    """A workflow in ComfyUI's API format. Raises InputError, in one line, for anything else, a title that nothing is known
    by, and a title on a node that cannot take what it names."""
    data = read_bytes(path, _MAX_BYTES)
    try:
        nodes = json.loads(data)
    except (ValueError, RecursionError):
        raise InputError(f"{path}: no workflow; in ComfyUI choose File > Export Workflow (API)") from None
    if isinstance(nodes, dict) and isinstance(nodes.get("nodes"), list):
        raise InputError(f"{path}: a workflow as the page keeps it, which a server cannot run; save the other kind in ComfyUI "
                         "with File > Export Workflow (API)")  # fmt: skip
    if not isinstance(nodes, dict) or not nodes or not all(_is_node(node) for node in nodes.values()):
        raise InputError(f"{path}: no workflow in ComfyUI's API format; in ComfyUI choose File > Export Workflow (API)")
    if len(nodes) > _MAX_NODES:
        raise InputError(f"{path}: {len(nodes):,} nodes; at most {_MAX_NODES:,} are read")
    titled: dict[str, list[str]] = {}
    for number, node in nodes.items():
        for what in _named(_title(node), path):
            titled.setdefault(what, []).append(number)
    results = titled.get(RESULT, [])
    if len(results) != 1:
        raise InputError(f'{path}: {len(results) or "no"} node{"s" if results else ""} called "underpaint result"; give this '
                         "title to the one Save Image or Preview Image node whose picture is wanted")  # fmt: skip
    loaded = [
        (name not in _PAINTERS, text)
        for node in nodes.values()
        for name, text in node["inputs"].items()
        if isinstance(text, str) and text.lower().endswith(_MODEL_ENDINGS)
    ]
    workflow = Workflow(
        str(path),
        nodes,
        {what: tuple(numbers) for what, numbers in titled.items()},
        sha256(data).hexdigest(),
        tuple(dict.fromkeys(text for _, text in sorted(loaded))),
    )
    for what, numbers in titled.items():
        for number in numbers:
            if what != RESULT:
                _require_input(workflow, number, what)
    return workflow


def _is_node(node: object) -> bool:
    return isinstance(node, dict) and isinstance(node.get("class_type"), str) and isinstance(node.get("inputs"), dict)


def _title(node: Mapping) -> str:
    meta = node.get("_meta")
    title = meta.get("title") if isinstance(meta, dict) else None
    return said(title) if isinstance(title, str) else ""


def _is_ours(title: str) -> bool:
    return title.lower().split(" ")[0] == "underpaint"


def _named(title: str, path: Path) -> list[str]:
    """What a title gives; nothing where it is not one of ours."""
    if not _is_ours(title):
        return []
    named = [what.strip() for what in title.lower().partition(" ")[2].split(",")]
    for what in named:
        if what not in (*_INPUTS, RESULT):
            near = get_close_matches(what, (*_INPUTS, RESULT), 1, 0.5)
            meant = f'; is "underpaint {near[0]}" meant?' if near else f"; there are {', '.join((*_INPUTS, RESULT))}"
            raise InputError(f"{path}: a node is called {title[:60]!r}, and nothing is known by that title{meant}")
    return named


def _require_input(workflow: Workflow, number: str, what: str) -> None:
    inputs = workflow.nodes[number]["inputs"]
    there = [name for name in _INPUTS[what] if name in inputs]
    if len(there) < (2 if what == "size" else 1):
        wanted = "width and height" if what == "size" else " or ".join(_INPUTS[what])
        raise InputError(f'{workflow.name}: {workflow.node(number)} cannot take "underpaint {what}", as it has no input {wanted}')
    for name in there:
        if isinstance(inputs[name], list):  # a link: [number of the node it comes from, which of its outputs]
            raise InputError(f'{workflow.name}: {workflow.node(number)} is given its {name} by another node; call that one '
                             f'"underpaint {what}"')  # fmt: skip
