"""A picture painted by a server: what is sent, in which order things come, and what becomes of a job that is given up."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from underpaint.diffusion import comfyui, wire
from underpaint.diffusion.workflow import read_workflow
from underpaint.errors import Cancelled, InputError

from . import stand_in

WORDS = {"underpaint words": "a lake at noon", "underpaint seed": 5, "underpaint strength": 0.4}
SIZE = (70, 50)  # no multiples of 16


@pytest.fixture
def start() -> np.ndarray:
    y, x = np.mgrid[: SIZE[1], : SIZE[0]]
    return np.stack([2 * x, 3 * y, x + y], 2).astype(np.uint8)


@pytest.fixture
def paint(server, workflow_file, nodes, start):
    """Paint with the workflow `nodes`."""

    def call(tell=lambda stage, done: None):
        pictures = {"underpaint start": start, "underpaint layout lines": start[:, :, 0], "underpaint style": start[:9, :9]}
        workflow = read_workflow(workflow_file(nodes))
        return comfyui.paint_on_server(server.address, workflow, pictures, WORDS, SIZE, tell)

    return call


def test_the_picture_is_the_one_that_the_result_node_saved(paint, start):
    np.testing.assert_array_equal(paint(), start + 5)


def test_pictures_go_out_with_their_edges_repeated_and_only_where_the_workflow_wants_them(paint, server, start):
    paint()
    sent = server.prompts[0]["prompt"]
    assert len([key for key in server.files if key[0] == "input"]) == 2  # the style has no node
    arrived = stand_in.server_picture(server, sent["1"]["inputs"]["image"])
    np.testing.assert_array_equal(arrived, np.pad(start, ((0, 14), (0, 10), (0, 0)), mode="edge"))
    assert sent["2"]["inputs"]["image"].startswith("underpaint/")


def test_the_same_picture_is_asked_for_in_the_same_words(paint, server):
    paint()
    paint()
    first, second = server.prompts
    assert first["prompt"] == second["prompt"]
    assert first["client_id"] != second["client_id"] and first["prompt_id"] != second["prompt_id"]
    assert len([key for key in server.files if key[0] == "input"]) == 2  # nothing is kept twice


@pytest.mark.parametrize("depth", [np.uint8, np.uint16, bool])
def test_what_goes_out_has_8_bits(server, depth):
    picture = np.zeros((4, 4), depth)
    picture[0] = True if depth is bool else np.iinfo(depth).max
    name = comfyui._upload(wire.address_of(server.address), comfyui._padded(picture, 16, 16))
    assert (stand_in.server_picture(server, name)[:, 0, 0] == [255, 0, 0, *[0] * 13]).all()


def test_progress_rises_and_says_what_is_done(paint, server):
    server.hurry(look=60)  # so that messages alone tell it
    told, seen = [], threading.Event()

    def when_seen(own, job):
        own.tell(job, "execution_start")
        seen.wait(5)
        own.paint(job)

    def tell(stage, done):
        told.append((stage, done))
        if stage == "painting on the server":
            seen.set()

    server.course = when_seen
    paint(tell)
    stages = [stage for stage, _ in told]
    assert [stage for stage in stages if stage.startswith("KSampler ")] == [f"KSampler {n}/3" for n in (1, 1, 2, 2, 3, 3)]
    assert stages.index("sending pictures") < stages.index("painting on the server") < stages.index("fetching the picture")
    painting = [done for _, done in told[stages.index("painting on the server") :]]
    assert painting == sorted(painting) and painting[-1] == 1 and max(done for _, done in told) <= 1


def test_a_busy_server_says_how_many_are_before_it(paint, server):
    released, told = threading.Event(), []
    work = server.course

    def long_work(own, job):
        if job.number.startswith("other"):
            released.wait(10)
        else:
            work(own, job)

    server.course = long_work
    for number in ("other-1", "other-2"):
        server.take(stand_in.Job(-1.0, number, {}, {"client_id": "another"}))

    def tell(stage, done):
        told.append(stage)
        if stage == "queued, 2 before it":
            released.set()

    paint(tell)
    assert "queued, 2 before it" in told and told[-1] == "fetching the picture"


def test_a_job_that_was_painted_before_is_fetched_all_the_same(paint, server, start):
    def all_of_it_there(own, job):
        own.tell(job, "execution_start")
        own.tell(job, "execution_cached", nodes=list(job.nodes))
        own.save(job, "9", [stand_in.painted(own, job)])

    server.course = all_of_it_there
    np.testing.assert_array_equal(paint(), start + 5)


@pytest.mark.parametrize("own_numbers", [False, True])
def test_servers_that_give_numbers_of_their_own_are_followed_too(paint, server, start, own_numbers):
    server.own_numbers = own_numbers
    np.testing.assert_array_equal(paint(), start + 5)


def test_without_a_web_socket_the_history_says_when_it_is_done(paint, server, start):
    server.instead["GET /ws"] = lambda handler: handler.reply(404)
    np.testing.assert_array_equal(paint(), start + 5)


def test_a_socket_that_closes_in_the_middle_is_opened_again(paint, server, start):
    def cut_off(own, job):
        own.tell(job, "execution_start")
        own.close_sockets()
        wait_for(lambda: sum("GET /ws" in asked for asked in own.asked) >= 2)
        own.paint(job)

    server.course = cut_off
    np.testing.assert_array_equal(paint(), start + 5)


def test_a_socket_that_falls_silent_is_opened_again(paint, server, start):
    server.hurry(short=0.1)

    def silent(own, job):
        own.tell(job, "execution_start")
        for line in own.sockets.values():
            line.mute = True
        wait_for(lambda: sum("GET /ws" in asked for asked in own.asked) >= 2)
        own.paint(job)

    server.course = silent
    np.testing.assert_array_equal(paint(), start + 5)


def test_a_server_behind_a_path_is_reached_by_it(paint, server, start):
    server.path = "/comfy"
    np.testing.assert_array_equal(paint(), start + 5)
    assert all(asked.split()[1].startswith("/comfy/") for asked in server.asked)


def test_progress_makes_patience_new(paint, server, start):
    """A job takes longer than the patience, and each of its steps less."""

    def slow(own, job):
        own.tell(job, "execution_start")
        for value in range(1, 11):
            time.sleep(0.15)
            own.step(job, "3", value, 10)
        own.save(job, "9", [stand_in.painted(own, job)])

    server.hurry(progress=1.0)
    server.course = slow
    np.testing.assert_array_equal(paint(), start + 5)


def test_a_person_who_stops_stops_the_job_that_runs(paint, server):
    server.course = lambda own, job: (own.tell(job, "execution_start"), own.wait(job))
    with pytest.raises(Cancelled):
        paint(stopping_at("painting on the server"))
    wait_for(lambda: server.history)
    ended = next(iter(server.history.values()))["status"]["messages"][-1][0]
    assert ended == "execution_interrupted"


@pytest.mark.parametrize("own_numbers", [False, True])
def test_a_person_who_stops_takes_the_job_out_of_the_queue_and_leaves_another_running(paint, server, own_numbers):
    server.own_numbers = own_numbers
    server.course = lambda own, job: own.wait(job)
    server.take(stand_in.Job(-1.0, "other", {}, {"client_id": "another"}))
    wait_for(lambda: server.running)
    with pytest.raises(Cancelled):
        paint(stopping_at("queued, 1 before it"))
    assert not server.pending and server.running.number == "other" and not server.interrupt.is_set()


def test_a_job_whose_acceptance_never_arrives_is_taken_back_too(paint, server):
    """By the sender's mark: its number is not known."""
    server.own_numbers = True
    server.hurry(answer=0.4)
    server.course = lambda own, job: own.wait(job)

    def accepts_in_silence(handler):
        handler.post_prompt(stand_in_without_voice(handler, server))
        time.sleep(1)

    server.instead["POST /prompt"] = accepts_in_silence
    with pytest.raises(InputError, match="no answer within"):
        paint()
    wait_for(lambda: server.interrupt.is_set())


def stand_in_without_voice(handler, server):
    handler.reply = lambda *answer: None
    return server


def test_another_machine_is_said_and_this_one_is_not(server):
    assert comfyui.where_pictures_go(server.address) is None
    assert comfyui.where_pictures_go("http://localhost:8188") is None
    note = comfyui.where_pictures_go("http://192.0.2.7:8188")
    assert "192.0.2.7:8188" in note and "unencrypted" in note
    assert " encrypted" in comfyui.where_pictures_go("https://192.0.2.7")


def test_the_version_of_the_server_is_asked_for(server):
    assert comfyui.server_version(server.address + "/") == "0.3.75"


def stopping_at(stage):
    def tell(told, done):
        if told == stage:
            raise Cancelled("stopped")

    return tell


def wait_for(true, seconds=5.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)
