"""The command that opens the desk."""

from __future__ import annotations

import signal
import socket
import threading
import urllib.request

import httpx2
import pytest

from underpaint.desk.serve import host_names


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--host", "192.0.2.7"], "--token"),
        (["--host", "0.0.0.0", "--token", "a" * 20], "every address"),
        (["--token", "short"], "at least 16"),
        (["--token", "a" * 20 + ";"], "letters or digits"),
        (["--host", "192.0.2.7", "--token", "a" * 20], "cannot be listened on"),
    ],
)
def test_what_it_refuses(film_folder, underpaint, words, why):
    outcome = underpaint(["desk", str(film_folder), "--no-browser", *words])
    assert outcome.code == 2 and why in outcome.err


def test_another_machine_is_let_in_only_with_a_warning(film_folder, underpaint):
    outcome = underpaint(["desk", str(film_folder), "--no-browser", "--host", "192.0.2.7", "--token", "a" * 20])
    assert "nothing is encrypted" in outcome.err


def test_a_folder_that_is_no_film(tmp_path, underpaint):
    outcome = underpaint(["desk", str(tmp_path), "--no-browser"])
    assert outcome.code == 2 and "no film here" in outcome.err


def test_a_port_that_is_taken(film_folder, underpaint):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        outcome = underpaint(["desk", str(film_folder), "--no-browser", "--port", str(other.getsockname()[1])])
    assert outcome.code == 2 and "cannot be listened on" in outcome.err


def test_names_of_the_server():
    assert host_names("127.0.0.1", 8000) == {"127.0.0.1:8000", "localhost:8000", "[::1]:8000"}
    assert host_names("192.0.2.7", 8000) == {"192.0.2.7:8000"}
    assert "127.0.0.1" in host_names("127.0.0.1", 80)


def test_it_answers_only_with_its_token_and_ends_cleanly(opened):
    home = opened.address.partition("/enter")[0]
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(home)
    assert refused.value.code == 403
    refused.value.close()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with opener.open(opened.address) as answer:
        assert "Lantern Lake" in answer.read().decode()
    stream = opener.open(f"{home}/events")  # an open page does not keep it from ending
    opened.process.send_signal(signal.SIGINT)
    said, _ = opened.process.communicate(timeout=20)
    stream.close()
    assert opened.process.returncode == 0 and "closed" in said and "Traceback" not in said


def test_ctrl_c_ends_work_that_goes_on_beside_it(opened):
    with httpx2.Client(base_url=opened.address.partition("/enter")[0], timeout=30) as client:
        client.get(opened.address)
        asked = threading.Thread(target=lambda: client.get("/api/paper/sheet"))
        asked.start()
        opened.process.send_signal(signal.SIGINT)
        said, _ = opened.process.communicate(timeout=20)
        asked.join()
    assert opened.process.returncode == 0 and "Traceback" not in said and "ERROR" not in said
