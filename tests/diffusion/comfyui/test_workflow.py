"""A workflow's nodes are known by their titles, and a file that cannot be run is refused with what to do."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from underpaint.diffusion.workflow import read_workflow
from underpaint.errors import InputError

GIVEN = {
    "underpaint start": "underpaint/s.png",
    "underpaint layout lines": "underpaint/l.png",
    "underpaint words": "a lake",
    "underpaint seed": 7,
    "underpaint size": (128, 96),
    "underpaint strength": 0.4,
}


def test_what_is_given_goes_where_the_titles_are_and_nowhere_else(workflow_file, nodes):
    workflow = read_workflow(workflow_file(nodes))
    filled = workflow.filled({**GIVEN, "underpaint style": "not asked for"})
    expected = json.loads(json.dumps(nodes))
    expected["1"]["inputs"]["image"] = "underpaint/s.png"
    expected["2"]["inputs"]["image"] = "underpaint/l.png"
    expected["3"]["inputs"] |= {"seed": 7, "denoise": 0.4}
    expected["5"]["inputs"]["text"] = "a lake"
    assert filled == expected
    assert workflow.nodes == nodes  # as it was read


def test_what_is_asked_for_and_not_given_is_named(workflow_file, nodes):
    given = {key: value for key, value in GIVEN.items() if key != "underpaint layout lines"}
    with pytest.raises(InputError, match='has a node "underpaint layout lines", but this picture has none to give'):
        read_workflow(workflow_file(nodes)).filled(given)


def test_a_size_is_given_as_width_and_height(workflow_file, nodes):
    nodes["7"] = {"class_type": "EmptyLatentImage", "inputs": {"width": 1, "height": 1}, "_meta": {"title": "Underpaint  Size"}}
    assert read_workflow(workflow_file(nodes)).filled(GIVEN)["7"]["inputs"] == {"width": 128, "height": 96}


def test_the_papers_name_the_file_and_every_model_in_it(workflow_file, nodes):
    path = workflow_file(nodes)
    papers = read_workflow(path).papers()
    assert papers["sha256"] == sha256(path.read_bytes()).hexdigest()
    assert papers["pipeline"] == "comfyui"
    assert papers["files"] == {"sd/studio.safetensors": None, "lines.safetensors": None}


def titled(nodes, number, title):
    nodes[number]["_meta"]["title"] = title
    return nodes


WRONG = {
    "of the page": (lambda nodes: {"nodes": [{"id": 1}], "links": [], "version": 0.4}, "File > Export Workflow (API)"),
    "no nodes": (lambda nodes: {}, "File > Export Workflow (API)"),
    "a list": (lambda nodes: [nodes], "File > Export Workflow (API)"),
    "a node without a kind": (lambda nodes: {"1": {"inputs": {}}}, "File > Export Workflow (API)"),
    "a prompt with its sender": (lambda nodes: {"prompt": nodes, "client_id": "x"}, "File > Export Workflow (API)"),
    "no result": (lambda nodes: titled(nodes, "9", "Save Image"), 'no node called "underpaint result"'),
    "two results": (lambda nodes: titled(nodes, "6", "underpaint result"), '2 nodes called "underpaint result"'),
    "a slip of the pen": (lambda nodes: titled(nodes, "2", "underpaint layout line"), 'is "underpaint layout lines" meant?'),
    "an unknown title": (lambda nodes: titled(nodes, "2", "underpaint xyzzy"), "nothing is known by that title; there are start,"),
    "a title of a node without such an input": (
        lambda nodes: titled(nodes, "6", "underpaint seed"),
        '"underpaint seed" (VAEDecode, node 6) cannot take "underpaint seed", as it has no input seed or noise_seed or value',
    ),
    "a title of a node that is fed": (
        lambda nodes: {**nodes, "5": {**nodes["5"], "inputs": {"text": ["8", 0]}}},
        'is given its text by another node; call that one "underpaint words"',
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_workflow_that_cannot_be_used_is_refused_in_one_line(workflow_file, nodes, case):
    change, words = WRONG[case]
    path = workflow_file(change(nodes))
    with pytest.raises(InputError) as why:
        read_workflow(path)
    assert words in str(why.value) and str(why.value).startswith(str(path)) and "\n" not in str(why.value)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"{", b"[" * 100_000])
def test_a_file_that_is_no_workflow_is_refused(tmp_path, data):
    path = tmp_path / "workflow.json"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"empty file|Export Workflow \(API\)"):
        read_workflow(path)
