"""Answers: a page from its template, a JSON object, and the one line that says why not."""

from __future__ import annotations

import json
import traceback
from functools import cache
from importlib.resources import files
from urllib.parse import quote, unquote

import jinja2
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from underpaint.desk.ids import Missing
from underpaint.desk.said import in_language
from underpaint.desk.state import Desk, desk_of
from underpaint.desk.words import LANGUAGES, words_of
from underpaint.errors import InputError, UnderpaintError
from underpaint.film.film import Film

WHO, LANGUAGE = "underpaint-who", "underpaint-language"
"""Cookies: who is at the desk, and the language of the page."""


def page(request: Request, template: str, status: int = 200, **told: object) -> HTMLResponse:
    """A page of the desk. told: what its template shows, besides film, who, people, words and language."""
    desk = desk_of(request)
    film = told.pop("film", None) or _film_or_none(desk)
    language = language_of(request, film)
    words = words_of(language)

    def t(key: str, **values: object) -> str:
        return words[key].format(**values)

    shown = {
        "film": film,
        "title": film.title if film else desk.folder.name,
        "who": None if film is None else who(request, film),
        "people": () if film is None else film.people,
        "languages": LANGUAGES,
        "language": language,
        "words": words,
        "t": t,
        **told,
    }
    return HTMLResponse(_templates().get_template(template).render(shown), status)


def answer(told: object = None, status: int = 200) -> JSONResponse:
    return JSONResponse({} if told is None else told, status)


def who(request: Request, film: Film) -> str | None:
    """The name of who is at the desk; None where nobody of the film said so."""
    name = unquote(request.cookies.get(WHO, ""))
    return name if name and film.roles(name) else None


def must_know_who(request: Request, film: Film) -> str:
    """As who. Raises InputError where nobody said so."""
    name = who(request, film)
    if name is None:
        raise InputError("say first who is at the desk, at the top of the page")
    return name


def remember(response: Response, cookie: str, value: str) -> Response:
    response.set_cookie(cookie, quote(value), max_age=365 * 86400, httponly=True, samesite="strict")
    return response


def language_of(request: Request, film: Film | None) -> str:
    """Of the page: as chosen in it, else the film's."""
    wished = (request.cookies.get(LANGUAGE, ""), film.record.text("language") if film else "")
    return next((language for language in wished if language in LANGUAGES), "en")


def spoken(request: Request, film: Film | None, line: str) -> str:
    """A line of the library as the page shows it: in its language, files without the way to them."""
    return in_language(desk_of(request).without_paths(line), language_of(request, film))


def refused(request: Request, why: Exception) -> Response:
    """What came in cannot be used: its one line."""
    print(f"{request.method} {request.url.path}: {why}", flush=True)
    status = 404 if isinstance(why, Missing) else 500 if not isinstance(why, InputError) else 400
    return _wrong(request, status, spoken(request, _film_or_none(desk_of(request)), str(why)))


def failed(request: Request, why: Exception) -> Response:
    """Anything that is no fault of who asked: the log has it."""
    print(f"{request.method} {request.url.path}:\n{''.join(traceback.format_exception(why))}", flush=True)
    return _wrong(request, 500, None)


def bench_failed(request: Request, why: Exception) -> Response:
    """Work beside the server failed; it says itself where."""
    print(f"{request.method} {request.url.path}: {why}", flush=True)
    return _wrong(request, 500, None)


def not_there(request: Request, why: HTTPException) -> Response:
    """No such address, or another method than it understands."""
    return _wrong(request, why.status_code, None)


def _wrong(request: Request, status: int, line: str | None) -> Response:
    key = "error.log" if status >= 500 else "error.no_page"
    line = line or words_of(language_of(request, _film_or_none(desk_of(request))))[key]
    if request.url.path.startswith(("/api/", "/picture/")):
        return answer({"error": line}, status)
    return page(request, "error.html", status, line=line)


def _film_or_none(desk: Desk) -> Film | None:
    try:
        return desk.film()
    except UnderpaintError:
        return None


@cache
def _templates() -> jinja2.Environment:
    folder = str(files("underpaint.desk") / "templates")
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    # As HTML may hold it inside a <script> that is data: no "</script>" and no "<!--" can come out of it.
    made.filters["data"] = lambda value: jinja2.utils.markupsafe.Markup(
        json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")
    )
    return made
