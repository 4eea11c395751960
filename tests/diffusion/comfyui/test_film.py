"""A film's cuts painted by a server: takes where it goes well, none where it does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from underpaint.film.film import Film

from . import stand_in
from .test_failures import failing, wrong_size


@pytest.fixture
def paint(server, desk, nodes, underpaint):
    """underpaint paint on a film of one cut, with this server; the film's folder is paint.film."""
    film = desk.path("film")
    for command in (
        ["new", film, "--gpl", desk.path("materials.gpl"), "--person", "Aiko Mori", "art director"],
        ["board", "add", film, desk.path("board.png"), "--map", desk.path("board-map.png"), "--place", "hill",
         "--painter", "Ken Sato", "--owner", "the studio", "--consent", "for this film"],
        ["cut", "add", film, "C001", "--layout", desk.path("lines.png"), "--map", desk.path("layout-map.png"), "--board", "board"],
    ):  # fmt: skip
        outcome = underpaint([str(word) for word in command])
        assert outcome.code == 0, outcome.err

    def call(*more: str):
        desk.path("workflow.json").write_text(json.dumps(nodes), encoding="utf-8")
        where = ("--engine", "comfyui", "--server", server.address, "--workflow", str(desk.path("workflow.json")))
        return underpaint(["paint", str(film), "--at-once", "1", *where, *more])

    call.film = film
    return call


def takes(film: Path) -> list:
    return Film.open(film).cut("C001").takes


def test_roughs_by_a_server_are_takes_that_name_its_models(paint):
    outcome = paint("--pass", "rough", "--variants", "2")
    assert outcome.code == 0, outcome.err
    made = takes(paint.film)
    assert [take.engine for take in made] == ["comfyui", "comfyui"]
    assert made[0].model.name == "studio"  # that paints, and the ControlNet only helps it
    assert [used.name for used in made[0].model.parts] == ["lines"]


@pytest.mark.parametrize(("course", "words"), [(failing, "Allocation on device"), (wrong_size, "is 64 x 64 px where 128 x 96 were sent")])
def test_a_server_that_fails_costs_no_take(paint, server, course, words):
    server.course = course
    outcome = paint()
    assert outcome.code == 2 and words in outcome.err
    assert not takes(paint.film)
    server.course = stand_in.StandIn.paint
    assert paint().code == 0 and len(takes(paint.film)) == 1
