"""A server that fails costs one line and no file: exit code 2, and the job is not left behind."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from threading import Event

import numpy as np
import pytest

from . import stand_in
from .test_server import wait_for

NOT_COMFYUI = "answers, but not as a ComfyUI server does"


def answering(route: str, answer: Callable) -> Callable:
    def prepare(server, nodes):
        server.instead[route] = answer

    return prepare


def hurried(prepare: Callable, **seconds: float) -> Callable:
    """With a client of so little patience."""

    def both(server, nodes):
        server.hurry(**seconds)
        prepare(server, nodes)

    return both


def replying(route: str, status: int, body: object = b"") -> Callable:
    return answering(route, lambda handler: handler.reply(status, body))


def working(course: Callable) -> Callable:
    def prepare(server, nodes):
        server.course = course

    return prepare


def taken_without_its_result(server, nodes):
    """As where another Save Image of the workflow is sound: the server runs that one alone."""
    wrong = {"errors": [{"message": "Value not in list", "details": "lora_name"}], "dependent_outputs": ["9"], "class_type": "KSampler"}

    def taken(handler):
        asked = json.loads(handler.body)["prompt_id"]
        handler.reply(200, {"prompt_id": asked, "number": 1, "node_errors": {"3": wrong}})

    server.instead["POST /prompt"] = taken


def with_node(number: str, **changes: object) -> Callable:
    def prepare(server, nodes):
        nodes[number] |= changes

    return prepare


def silent(handler) -> None:
    time.sleep(0.6)
    handler.close_connection = True


def cut_short(handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")
    handler.close_connection = True


def hung_up(handler) -> None:
    handler.close_connection = True


def no_http(handler) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n")
    handler.close_connection = True


def too_much(handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(200):
            handler.wfile.write(bytes(2**20))
    except OSError:
        pass
    handler.close_connection = True


def elsewhere(handler) -> None:
    handler.send_response(307)
    handler.send_header("Location", "http://192.0.2.1/")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def failing(own, job):
    own.tell(job, "execution_start")
    own.tell(job, "executing", node="3", display_node="3")
    own.step(job, "3", 1, 3)
    raise stand_in.Failed("3", "torch.OutOfMemoryError", "Allocation on device\nThis error means \x1b[31myou ran out")


def nonsense_in_between(own, job):
    own.tell(job, "execution_start")
    for data in ({"node": 5, "value": "x"}, {"node": "3", "value": 10**400, "max": -1}, {"node": "3", "value": float("nan"), "max": 1}):
        own.tell(job, "progress", **data)
    own.tell(job, "progress_state", nodes=[1])
    own.tell(job, "executing", node=["3"])
    own.tell(job, "execution_cached", nodes=None)
    for line in own.sockets.values():
        for words in ("", "[", "[]", '{"type": 5, "data": null}', '{"data": {}}', b"", b"\0"):
            line.say(words)
    failing(own, job)


def failing_unheard(own, job):
    own.close_sockets()
    failing(own, job)


def interrupted(own, job):
    own.tell(job, "execution_start")
    raise stand_in.Interrupted


def nothing_saved(own, job):
    own.tell(job, "execution_start")


def several_saved(own, job):
    own.tell(job, "execution_start")
    own.save(job, "9", [stand_in.painted(own, job)] * 4)


def wrong_size(own, job):
    own.tell(job, "execution_start")
    own.save(job, "9", [stand_in.painted(own, job)[:64, :64]])


def see_through(own, job):
    own.tell(job, "execution_start")
    picture = stand_in.painted(own, job)
    own.save(job, "9", [np.dstack([picture, np.full(picture.shape[:2], 9, np.uint8)])])


def no_picture(own, job):
    own.tell(job, "execution_start")
    own.save(job, "9", [stand_in.painted(own, job)])
    own.files = {key: b"<html>" if key[0] == "output" else data for key, data in own.files.items()}


def half_a_picture(own, job):
    own.tell(job, "execution_start")
    own.save(job, "9", [stand_in.painted(own, job)])
    own.files = {key: data[: len(data) // 2] if key[0] == "output" else data for key, data in own.files.items()}


def picture_deleted(own, job):
    own.tell(job, "execution_start")
    own.save(job, "9", [stand_in.painted(own, job)])
    own.files = {key: data for key, data in own.files.items() if key[0] == "input"}


def strange_name(own, job):
    own.tell(job, "execution_start")
    job.outputs["9"] = {"images": [{"filename": "../\ud800\r\nHost: x", "subfolder": "/etc", "type": "output"}]}


def forgotten(own, job):
    """As by a server that was started anew."""
    job.forgotten = True


def never_ending(own, job):
    own.tell(job, "execution_start")
    own.wait(job)


def busy_for_ever(server, nodes):
    server.course = lambda own, job: own.wait(job)
    server.take(stand_in.Job(-1.0, "other", {}, {"client_id": "another"}))


def queue_in_nonsense(server, nodes):
    asked = Event()

    def answer(handler):
        asked.set()
        handler.reply(200, {"queue_running": [7], "queue_pending": []})

    def course(own, job):
        asked.wait(30)  # a job that ends before is never looked for in the queue
        own.paint(job)

    server.course = course
    server.instead["GET /queue"] = answer


def gone_while_it_works(server, nodes):
    def leave(own, job):
        own.tell(job, "execution_start")
        own.leave()
        raise stand_in.Interrupted

    server.course = leave


def a_cloud_node(server, nodes):
    nodes["12"] = {"inputs": {"image": ["6", 0]}, "class_type": stand_in.OUTSIDE, "_meta": {"title": "Make it large"}}


def a_node_less(server, nodes):
    nodes["12"] = {"inputs": {"image": ["6", 0]}, "class_type": "UltimateUpscale", "_meta": {"title": "Upscale"}}


def a_model_less(server, nodes):
    nodes["4"]["inputs"]["ckpt_name"] = "another.safetensors"


FAILURES = {
    "silent": (hurried(answering("GET /system_stats", silent), answer=0.4), "no answer within 0.4 s"),
    "byte by byte": (hurried(answering("GET /system_stats", stand_in.dribbled), answer=0.4), "came too slowly"),
    "hangs up": (answering("GET /system_stats", hung_up), "closed the connection"),
    "hangs up in the middle": (answering("GET /system_stats", cut_short), "closed the connection in the middle"),
    "no HTTP": (answering("GET /system_stats", no_http), "speaks no HTTP"),
    "no end": (answering("GET /system_stats", too_much), "more than 67,108,864 bytes"),
    "another address": (answering("GET /system_stats", elsewhere), "sends us to another address"),
    "another program": (replying("GET /system_stats", 404), "answers 404"),
    "a password": (replying("GET /system_stats", 401), "lets nobody in without a password"),
    "a page": (replying("GET /system_stats", 200, b"<html>hello"), NOT_COMFYUI),
    "deep nonsense": (replying("GET /system_stats", 200, b"[" * 10**6), NOT_COMFYUI),
    "other JSON": (replying("GET /system_stats", 200, ["hello"]), NOT_COMFYUI),
    "half of what it should say": (replying("GET /system_stats", 200, {"system": 5}), NOT_COMFYUI),
    "no word of nodes": (replying("GET /object_info", 200, []), NOT_COMFYUI),
    "a node less": (a_node_less, 'does not have "Upscale" (UltimateUpscale, node 12)'),
    "a node that asks a service": (a_cloud_node, '"Make it large" (CloudUpscaleNode, node 12) sends pictures on to a service outside'),
    "no room for pictures": (replying("POST /upload", 413), "start it with a larger --max-upload-size"),
    "takes no pictures": (replying("POST /upload", 500), "could not be uploaded (it answers 500)"),
    "no word of the upload": (replying("POST /upload", 200, {"name": 5}), NOT_COMFYUI),
    "a model less": (a_model_less, '"Load Checkpoint" (CheckpointLoaderSimple, node 4): Value not in list: ckpt_name: \'another.safetensors\''),
    "refuses": (replying("POST /prompt", 400, {"error": {"message": "Prompt has no outputs", "details": ""}}), "does not accept the workflow: Prompt has no outputs"),
    "refuses without a word": (replying("POST /prompt", 500, {}), "it answers 500 and does not say why"),
    "refuses in nonsense": (replying("POST /prompt", 400, {"node_errors": {"3": {"errors": None}, "4": 5}}), "it answers 400 and does not say why"),
    "takes the rest of the workflow": (taken_without_its_result, '"underpaint seed, strength" (KSampler, node 3): Value not in list: lora_name'),
    "nonsense for the job": (replying("POST /prompt", 200, b"ok"), NOT_COMFYUI),
    "the queue in nonsense": (queue_in_nonsense, NOT_COMFYUI),
    "the history in nonsense": (replying("GET /history", 200, [1]), NOT_COMFYUI),
    "the history too slow": (hurried(answering("GET /history", silent), answer=0.4), "no answer within 0.4 s"),
    "fails": (working(failing), 'failed at "underpaint seed, strength" (KSampler, node 3): Allocation on device This error means [31myou ran out'),
    "nonsense on its socket": (working(nonsense_in_between), "(KSampler, node 3): Allocation on device"),
    "a strange name": (working(strange_name), "cannot be fetched (it answers 404)"),
    "fails and cannot say it": (working(failing_unheard), "(KSampler, node 3): Allocation on device"),
    "interrupted": (working(interrupted), "was interrupted on the server"),
    "no progress": (hurried(working(never_ending), progress=0.4), "shows no progress for 0.4 s; it was taken back"),
    "no end of others' work": (hurried(busy_for_ever, queue=0.4), "stands still in the queue for 0.4 s; it was taken back"),
    "an end in nonsense": (replying("GET /history", 200, b""), NOT_COMFYUI),
    "forgets the job": (working(forgotten), "no longer knows the job"),
    "goes away": (hurried(gone_while_it_works, answer=1.0), "no server answers there"),
    "no picture": (working(nothing_saved), '"underpaint result" (SaveImage, node 9) gave no picture'),
    "four pictures": (working(several_saved), "gave 4 pictures where one is wanted; set its batch size to 1"),
    "wrong size": (working(wrong_size), "is 64 x 64 px where 128 x 96 were sent"),
    "see-through": (working(see_through), "is transparent in places"),
    "a page for a picture": (working(no_picture), "not a picture that can be read"),
    "half a picture": (working(half_a_picture), "damaged or unfinished PNG"),
    "the picture is gone": (working(picture_deleted), "cannot be fetched (it answers 404); if its output folder was emptied, start ComfyUI anew"),
    "no seed": (with_node("3", _meta={"title": "KSampler"}), 'no node is called "underpaint seed"'),
}  # fmt: skip


@pytest.mark.parametrize("case", FAILURES)
def test_a_failure_costs_one_line_and_leaves_nothing(server, nodes, synth, desk, case):
    prepare, words = FAILURES[case]
    prepare(server, nodes)
    outcome = synth()
    said = [line for line in outcome.err.splitlines() if not line.startswith("underpaint: note: the server is busy")]
    assert (outcome.code, outcome.out, len(said)) == (2, "", 1), outcome.err
    assert words in said[0] and said[0].isprintable()
    assert not desk.path("out.png").exists() and not desk.path("report.json").exists()
    assert not [name for name in desk.files() if name.endswith(".part")]
    server.instead.clear()
    wait_for(lambda: not server.pending and (server.running is None or server.running.number == "other"))


ADDRESSES = {
    "127.0.0.1:8188": "write it like http://127.0.0.1:8188",
    "localhost:8188": "write it like http://127.0.0.1:8188",
    "ftp://127.0.0.1": "write it like http://127.0.0.1:8188",
    "file:///etc/passwd": "write it like http://127.0.0.1:8188",
    "http://": "write it like http://127.0.0.1:8188",
    "http://127.0.0.1:99999": "write it like http://127.0.0.1:8188",
    "http://127.0.0.1:8188/?a=b": "ends before any ? or #",
    "http://aiko:secret@127.0.0.1:8188": "holds a name or a password",
    "http://127.0.0.1\r\nHost: x": "write it like http://127.0.0.1:8188",
    "http://no-such-machine.invalid:8188": "no machine of that name is known here",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_none_costs_one_line(synth, desk, address):
    outcome = synth(address=address)
    assert outcome.code == 2 and ADDRESSES[address] in outcome.err and "secret" not in outcome.err
    assert not desk.path("out.png").exists()


def test_a_server_that_is_down_costs_one_line(synth, desk):
    with socket.socket() as taken:  # a port that nobody listens on
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        outcome = synth(address=address)
    assert outcome.code == 2 and outcome.err.count("\n") == 1
    assert f"{address}: no server answers there; is ComfyUI running, and is this its address?" in outcome.err
    assert not desk.path("out.png").exists()


def test_a_plain_server_asked_for_https_costs_one_line(synth, server, desk):
    outcome = synth(address=server.address.replace("http:", "https:"))
    assert outcome.code == 2 and outcome.err.count("\n") == 1 and "no safe connection" in outcome.err
