"""Who is let in: tables of requests, each with the answer it must get."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from underpaint.desk.guard import Guard

TOKEN = "s3cret" * 6
HOSTS = frozenset({"127.0.0.1:8000", "localhost:8000", "[::1]:8000"})
OURS = "http://127.0.0.1:8000"


async def echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse("inside")


@pytest.fixture
def client():
    app = Guard(Starlette(routes=[Route("/", echo, methods=["GET", "POST", "PUT"])]), HOSTS, TOKEN)
    return TestClient(app, base_url=OURS, follow_redirects=False)


def ask(client, method="GET", path="/", *, token=TOKEN, cookie="underpaint-8000", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
    if token is not None:
        named["cookie"] = f"{cookie}={token}"
    return client.request(method, path, headers=named)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost:8000", 200),
        ("LOCALHOST:8000", 200),
        ("[::1]:8000", 200),
        ("127.0.0.1", 421),
        ("127.0.0.1:8001", 421),
        ("evil.example:8000", 421),
        ("127.0.0.1.evil.example:8000", 421),
        ("localhost.:8000", 421),
        ("127.0.0.1:8000@evil.example", 421),
        ("0.0.0.0:8000", 421),
        ("127.1:8000", 421),
        ("", 421),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_only_our_own_name(client, host, status, method):
    origin = {"origin": f"http://{host}", "content_type": "application/json"} if method == "POST" else {}
    assert ask(client, method, host=host, **origin).status_code == status


def test_two_names_are_none(client):
    headers = [("host", "127.0.0.1:8000"), ("host", "evil.example"), ("cookie", f"underpaint-8000={TOKEN}")]
    assert client.get("/", headers=headers).status_code == 421


@pytest.mark.parametrize(
    ("site", "origin", "status"),
    [
        ("same-origin", OURS, 200),
        ("same-origin", None, 200),
        ("none", None, 200),
        (None, OURS, 200),
        (None, None, 403),
        (None, "null", 403),
        ("same-origin", "null", 403),
        ("same-site", OURS, 403),
        ("cross-site", OURS, 403),
        ("cross-site", None, 403),
        ("anything", OURS, 403),
        ("same-origin", "http://evil.example", 403),
        (None, "http://127.0.0.1:8001", 403),
        (None, "http://localhost:8000", 403),  # the page is open under the other name
        (None, "https://127.0.0.1:8000", 403),
        (None, "http://127.0.0.1:8000.evil.example", 403),
    ],
)
def test_changes_come_from_our_own_page(client, site, origin, status):
    answer = ask(client, "POST", sec_fetch_site=site, origin=origin, content_type="application/json")
    assert answer.status_code == status


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_other_methods_are_refused(client, method):
    assert ask(client, method, origin=OURS, content_type="application/json").status_code == 405


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 200),
        ("Application/JSON; charset=utf-8", 200),
        ("application/octet-stream", 200),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/jsonp", 415),
        (None, 415),
    ],
)
def test_what_a_change_may_carry(client, kind, status):
    assert ask(client, "POST", origin=OURS, content_type=kind).status_code == status


@pytest.mark.parametrize(
    ("token", "cookie", "status"),
    [
        (TOKEN, "underpaint-8000", 200),
        (None, "underpaint-8000", 403),
        ("", "underpaint-8000", 403),
        (TOKEN[:-1], "underpaint-8000", 403),
        (TOKEN + "a", "underpaint-8000", 403),
        ("\u00e9", "underpaint-8000", 403),
        (TOKEN, "underpaint-8001", 403),
        (TOKEN, "underpaint", 403),
    ],
)
@pytest.mark.parametrize("path", ["/", "/static/desk.js", "/picture/aa/320", "/events", "/nothing"])
def test_nothing_without_the_token(client, token, cookie, status, path):
    headers = [(b"cookie", f"{cookie}={token}".encode("latin-1"))] if token is not None else []
    answer = client.get(path, headers=headers)
    assert answer.status_code == (status if path == "/" or status == 403 else 404)


def test_the_token_in_the_query_lets_nobody_in_elsewhere(client):
    assert ask(client, "GET", f"/?token={TOKEN}", token=None).status_code == 403


def test_the_address_gives_the_cookie_once_and_leads_to_the_wall(client):
    answer = ask(client, "GET", f"/enter?token={TOKEN}", token=None)
    assert answer.status_code == 303 and answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and "underpaint-8000=" in cookie
    for query in ("", "token=", f"token={TOKEN[:-1]}", f"token={TOKEN}&token=x"):
        refused = ask(client, "GET", f"/enter?{query}", token=None)
        assert refused.status_code == 403 and "set-cookie" not in refused.headers


def test_what_every_answer_says(client):
    for answer in (ask(client), ask(client, token=None), ask(client, host="evil.example"), ask(client, path="/no")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy and "http" not in policy and "*" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in answer.headers


def test_no_websocket(client):
    from starlette.websockets import WebSocketDisconnect

    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/", headers={"cookie": f"underpaint-8000={TOKEN}"}),
    ):
        pass
