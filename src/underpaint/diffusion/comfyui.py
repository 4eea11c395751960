"""A picture painted by a ComfyUI server that already runs in the studio.

Pictures are uploaded, the workflow is queued and watched, and the result is fetched. Nothing but that one server is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from urllib.parse import quote, urlencode

import numpy as np

from underpaint.diffusion.server_run import PATIENCE, ServerRun, get_json, nonsense, object_of
from underpaint.diffusion.wire import Address, address_of, ask, is_this_machine, json_of, require_packages, said
from underpaint.diffusion.workflow import Workflow
from underpaint.errors import InputError
from underpaint.formats.encode import png_bytes
from underpaint.formats.pictures import picture_of

STEP = 16  # px; models paint in cells of 8 or 16 px and drop what is left over
FOLDER = "underpaint"  # within the server's own input folder
_RESULT_ROOM = 2**26  # bytes beside the pixels: ComfyUI writes the whole workflow into its pictures


def server_version(server: str) -> str:
    """The version of the ComfyUI that runs there. Raises InputError where none does."""
    require_packages()
    address = address_of(server)
    system = object_of(get_json(address, "/system_stats"), address).get("system")
    if not isinstance(system, dict):
        raise nonsense(address)
    return said(system.get("comfyui_version", "unknown"))


def where_pictures_go(server: str) -> str | None:
    """A note where the server is another machine, to which layout and boards then travel."""
    address = address_of(server)
    if is_this_machine(address):
        return None
    way = "encrypted" if address.secure else "unencrypted"
    return f"layout and board travel {way} to {address.authority}, another machine, and stay in its ComfyUI's input folder"


def paint_on_server(
    server: str,
    workflow: Workflow,
    pictures: Mapping[str, np.ndarray],
    values: Mapping[str, object],
    size: tuple[int, int],
    tell: Callable[[str, float], None],
) -> np.ndarray:
    """The picture of the workflow's result node: (h, w, 3) uint8 or uint16, of `size`, which is (width, height).

    pictures: by title ("underpaint start", ...), (h, w) or (h, w, 3 or 4) uint8, uint16 or bool, all of `size` but the style. They are
    sent at 8 bits, with their edges repeated up to the next multiple of 16 px, and the result is cut back. values: by title as
    well. What the workflow has no node for is not sent. tell: told the stage and how much of it is done, 0..1; what it raises
    ends the work, here and on the server. Raises InputError.
    """
    require_packages()
    address = address_of(server)
    wide, high = (-(-side // STEP) * STEP for side in size)
    sent = {title: picture for title, picture in pictures.items() if workflow.takes(title)}
    workflow.filled({**values, **dict.fromkeys(sent, ""), "underpaint size": (wide, high)})  # wrong ones cost no upload
    tell("asking the server", 0.0)
    _require_nodes(address, workflow)
    given: dict[str, object] = {**values, "underpaint size": (wide, high)}
    for number, (title, picture) in enumerate(sorted(sent.items())):
        tell("sending pictures", number / len(sent))
        whole = picture if title == "underpaint style" else _padded(picture, wide, high)
        given[title] = _upload(address, _for_any_reader(whole) if title == "underpaint mask" else whole)
    job = ServerRun(address, workflow, tell)
    try:
        job.queue(workflow.filled(given))
        result = job.followed()
    except BaseException:
        job.take_back()
        raise
    tell("fetching the picture", 1.0)
    return _fetch(address, result, (wide, high), workflow)[: size[1], : size[0]]


def _require_nodes(address: Address, workflow: Workflow) -> None:
    """Raise InputError, before anything is uploaded, where the server lacks a node of the workflow, or a node would send the
    pictures on to a service outside."""
    kinds = {node["class_type"]: number for number, node in reversed(workflow.nodes.items())}
    lacking = []
    for kind, number in sorted(kinds.items()):
        known = object_of(get_json(address, f"/object_info/{quote(kind, safe='', errors='replace')}"), address).get(kind)
        if not isinstance(known, dict):
            lacking.append(workflow.node(number))
        elif known.get("api_node") is True:
            raise InputError(f"{workflow.name}: {workflow.node(number)} sends pictures on to a service outside the studio; "
                             "use nodes that work on the server itself")  # fmt: skip
    if lacking:
        raise InputError(f"{address}: the server does not have {', '.join(lacking)}; install the nodes there, or take another workflow")


def _upload(address: Address, picture: np.ndarray) -> str:
    """Send a picture; what a node calls it. The same picture has the same name, so that the server keeps it once."""
    data = png_bytes(picture)
    name = f"{sha256(data).hexdigest()[:32]}.png"
    end = sha256(b"end of " + data).hexdigest()
    parts = [
        f'--{end}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{text}\r\n'.encode()
        for field, text in (("type", "input"), ("subfolder", FOLDER))
    ]
    head = f'--{end}\r\nContent-Disposition: form-data; name="image"; filename="{name}"\r\nContent-Type: image/png\r\n\r\n'
    body = b"".join([*parts, head.encode(), data, f"\r\n--{end}--\r\n".encode()])
    answer = ask(address, "POST", "/upload/image", body, f"multipart/form-data; boundary={end}", seconds=PATIENCE.answer)
    if answer.status == 413:
        raise InputError(f"{address}: a picture of {len(body) / 2**20:.1f} MiB is too large for the server; start it with a larger "
                         "--max-upload-size")  # fmt: skip
    if answer.status != 200:
        raise InputError(f"{address}: a picture could not be uploaded (it answers {answer.status})")
    told = object_of(json_of(answer, address), address)
    stored, folder = told.get("name"), told.get("subfolder", "")
    if not isinstance(stored, str) or not stored or not isinstance(folder, str):
        raise nonsense(address)
    return f"{folder}/{stored}" if folder else stored


def _fetch(address: Address, entry: Mapping, size: tuple[int, int], workflow: Workflow) -> np.ndarray:
    outputs = entry.get("outputs")
    made = outputs.get(workflow.result) if isinstance(outputs, dict) else None
    images = made.get("images") if isinstance(made, dict) else None
    called = workflow.node(workflow.result)
    if not isinstance(images, list) or not images:
        raise InputError(f"{address}: the workflow ended, but {called} gave no picture; it must be a Save Image or Preview Image node")
    if len(images) > 1:
        raise InputError(f"{address}: {called} gave {len(images)} pictures where one is wanted; set its batch size to 1")
    where = images[0] if isinstance(images[0], dict) else {}
    where = {key: where.get(key, "") for key in ("filename", "subfolder", "type")}
    if not where["filename"] or not all(isinstance(part, str) for part in where.values()):
        raise nonsense(address)
    limit = size[0] * size[1] * 8 + _RESULT_ROOM
    answer = ask(address, "GET", f"/view?{urlencode(where, errors='replace')}", seconds=PATIENCE.answer, limit=limit)
    if answer.status != 200:
        hint = "; if its output folder was emptied, start ComfyUI anew, as it holds what it made for still there" if answer.status == 404 else ""
        raise InputError(f"{address}: the picture of {called} cannot be fetched (it answers {answer.status}){hint}")
    array = picture_of(answer.body, f"{address}: the picture of {called}").array
    if array.shape[1::-1] != size:
        raise InputError(f"{address}: the picture of {called} is {array.shape[1]} x {array.shape[0]} px where {size[0]} x {size[1]} were "
                         'sent; a node that sets a size must be called "underpaint size"')  # fmt: skip
    if array.shape[2] in (2, 4) and (array[:, :, -1] != np.iinfo(array.dtype).max).any():
        raise InputError(f"{address}: the picture of {called} is transparent in places; let the workflow give an opaque one")
    return array[:, :, :3] if array.shape[2] >= 3 else array[:, :, [0, 0, 0]]


def _padded(picture: np.ndarray, wide: int, high: int) -> np.ndarray:
    """(high, wide, 1 or 3) uint8, the edges repeated to the right and below."""
    flat = _eight_bit(picture)
    return np.pad(flat, ((0, high - flat.shape[0]), (0, wide - flat.shape[1]), (0, 0)), mode="edge")


def _for_any_reader(mask: np.ndarray) -> np.ndarray:
    """A mask (h, w, 1) as (h, w, 4): ComfyUI's nodes read one either as light or, unless told, as what is transparent."""
    return np.concatenate([mask, mask, mask, 255 - mask], axis=2)


def _eight_bit(picture: np.ndarray) -> np.ndarray:
    array = np.atleast_3d(picture)[:, :, :3]
    if array.dtype == bool:
        return array.astype(np.uint8) * 255
    return array if array.dtype == np.uint8 else ((array.astype(np.uint32) + 128) // 257).astype(np.uint8)
