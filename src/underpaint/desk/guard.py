"""Who may talk to the desk: this machine's browser, from the desk's own page, with this run's token.

Against DNS rebinding every request must name this server in its Host; against other sites' pages every change must come
from our own origin; against other users of the machine everything needs the token, which comes once in the address that
the person opens and from then on in a cookie that no script and no other site can read.
"""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from secrets import compare_digest
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ENTRANCE = "/enter"
SAFE = ("GET", "HEAD")
BODIES = ("application/json", "application/octet-stream")
"""What a change may carry: both make a browser ask first before another site's page may send them."""

_ALWAYS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """Around the whole app. hosts: the Host headers that name this server, with its port. token: of this run."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str], token: str):
        self._app, self._hosts, self._token = app, hosts, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # nothing here speaks WebSocket
            await send({"type": "websocket.close", "code": 1008})
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
            await send(message)

        answer = self._refused(scope) or self._entered(scope)
        await (answer or self._app)(scope, receive, guarded)

    def _refused(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return _no("this desk does not go by that name", 421)
        if scope["method"] not in (*SAFE, "POST"):
            return _no("only reading and POST are understood here", 405)
        if scope["method"] == "POST":
            origin, site = headers.get("origin"), headers.get("sec-fetch-site")
            if origin is None and site is None:
                return _no("a change must say where it comes from", 403)
            if origin is not None and origin.lower() != f"http://{hosts[0].lower()}":
                return _no("a change must come from the desk's own page", 403)
            if site is not None and site not in ("same-origin", "none"):
                return _no("a change must come from the desk's own page", 403)
            if headers.get("content-type", "").partition(";")[0].strip().lower() not in BODIES:
                return _no(f"a change is sent as {' or '.join(BODIES)}", 415)
        if scope["path"] != ENTRANCE and not self._known(headers):
            return _no("open the desk by the address that it printed when it was started", 403)
        return None

    def _entered(self, scope: Scope) -> Response | None:
        """The answer to the address that the person opens: the cookie, and on to the wall."""
        if scope["path"] != ENTRANCE:
            return None
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[-1]
        if scope["method"] not in SAFE or not _same(given, self._token):
            return _no("open the desk by the address that it printed when it was started", 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(cookie_name(Headers(scope=scope)["host"]), self._token, httponly=True, samesite="strict")
        return answer

    def _known(self, headers: Headers) -> bool:
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        cookie = cookies.get(cookie_name(headers["host"]))
        return cookie is not None and _same(cookie.value, self._token)


def cookie_name(host: str) -> str:
    """With the port: a browser gives a machine's cookies to all its ports, and two desks may be open."""
    return f"underpaint-{host.rpartition(':')[2]}"


def _same(given: str, token: str) -> bool:
    return compare_digest(given.encode(), token.encode())


def _no(why: str, status: int) -> Response:
    return PlainTextResponse(f"{why}\n", status)
