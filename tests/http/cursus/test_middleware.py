"""Every error has one shape, in the caller's language."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from aiohttp import ClientPayloadError, web

from cursus.errors import NotFound, Problem, TooLarge, Unavailable
from cursus.middleware import PROBLEM_PAGE, PROBLEM_SHAPE, language_of, problems
from cursus.texts import Language, Text

if TYPE_CHECKING:
    from aiohttp.test_utils import TestClient

Client = Callable[[web.Application], Awaitable["TestClient[web.Request, web.Application]"]]

NO_COURSE = Text("There is no course {id}.", "Курса {id} нет.")


async def fine(_: web.Request) -> web.Response:
    return web.Response(text="fine")


async def no_course(_: web.Request) -> web.Response:
    raise NotFound(NO_COURSE.format(id="42"), course="42")


async def too_large(_: web.Request) -> web.Response:
    raise TooLarge


async def away(_: web.Request) -> web.Response:
    raise Unavailable(retry_after=7)


async def broken(_: web.Request) -> web.Response:
    raise ZeroDivisionError("password=hunter2")


async def redirecting(_: web.Request) -> web.Response:
    raise web.HTTPFound("/fine")


async def teapot(_: web.Request) -> web.Response:
    raise web.HTTPUnprocessableEntity


async def broken_half_way(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    response.content_length = 100
    await response.prepare(request)
    await response.write(b"the first half")
    raise ZeroDivisionError


async def echo(request: web.Request) -> web.Response:
    return web.Response(body=await request.read())


def api_shape(problem: Problem, language: Language) -> web.Response:
    body = problem.as_json(language) | {"message": problem.title().say(language)}
    return web.json_response(body, status=problem.status)


def page_shape(problem: Problem, language: Language) -> web.Response:
    text = f"<h1>{problem.title().say(language)}</h1>"
    return web.Response(status=problem.status, text=text, content_type="text/html")


def make_app() -> web.Application:
    api = web.Application()
    api[PROBLEM_SHAPE] = api_shape
    api.add_routes([web.get("/no-course", no_course), web.get("/broken", broken)])
    app = web.Application(middlewares=[problems], client_max_size=1000)
    app.add_routes(
        [
            web.get("/fine", fine),
            web.get("/no-course", no_course),
            web.get("/too-large", too_large),
            web.get("/away", away),
            web.get("/broken/{token}", broken),
            web.get("/redirecting", redirecting),
            web.get("/teapot", teapot),
            web.get("/half-way", broken_half_way),
            web.post("/echo", echo),
        ]
    )
    app.add_subapp("/api", api)
    pages = web.Application()
    pages[PROBLEM_PAGE] = page_shape
    pages.add_routes([web.get("/no-course", no_course)])
    app.add_subapp("/pages", pages)
    return app


@pytest.fixture
async def client(aiohttp_client: Client) -> TestClient[web.Request, web.Application]:
    return await aiohttp_client(make_app())


@pytest.mark.clause("RFC9457-3")
@pytest.mark.parametrize(
    ("language", "title", "detail"),
    [
        ("en", "Not found", "There is no course 42."),
        ("ru", "Не найдено", "Курса 42 нет."),
        ("ru-RU,ru;q=0.9,en;q=0.8", "Не найдено", "Курса 42 нет."),
        ("de", "Not found", "There is no course 42."),
        (None, "Not found", "There is no course 42."),
    ],
)
async def test_a_problem_is_told_in_the_language_of_the_caller(
    client: TestClient[web.Request, web.Application], language: str | None, title: str, detail: str
) -> None:
    headers = {"Accept-Language": language} if language else {}
    answer = await client.get("/no-course", headers=headers)
    assert answer.status == 404
    assert answer.content_type == "application/problem+json"
    assert orjson.loads(await answer.read()) == {
        "type": "urn:cursus:problem:not-found",
        "title": title,
        "status": 404,
        "detail": detail,
        "course": "42",
    }
    assert answer.headers["Content-Language"] == ("ru" if "ru" in (language or "") else "en")
    assert answer.headers["Vary"] == "Accept, Accept-Language"
    assert answer.headers["Cache-Control"] == "no-store"


async def test_a_problem_without_detail_has_none(
    client: TestClient[web.Request, web.Application],
) -> None:
    answer = await client.get("/too-large")
    assert orjson.loads(await answer.read()) == {
        "type": "urn:cursus:problem:too-large",
        "title": "The request is larger than this installation takes",
        "status": 413,
    }


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("*/*", "application/problem+json"),
        ("image/avif,image/webp,*/*;q=0.8", "application/problem+json"),
    ],
)
async def test_a_browser_that_opens_a_page_is_shown_one(
    client: TestClient[web.Request, web.Application], accept: str, kind: str
) -> None:
    answer = await client.get("/pages/no-course", headers={"Accept": accept})
    assert (answer.status, answer.content_type) == (404, kind)
    elsewhere = await client.get("/no-course", headers={"Accept": accept})
    assert elsewhere.content_type == "application/problem+json"


async def test_a_service_that_is_away_says_when_to_try_again(
    client: TestClient[web.Request, web.Application],
) -> None:
    answer = await client.get("/away")
    assert answer.status == 503
    assert answer.headers["Retry-After"] == "7"


@pytest.mark.clause("RFC9110-15.5.6")
async def test_what_http_itself_refuses_has_the_same_shape(
    client: TestClient[web.Request, web.Application],
) -> None:
    nowhere = await client.get("/nowhere")
    assert (nowhere.status, nowhere.content_type) == (404, "application/problem+json")
    assert (await _said(nowhere))["type"] == "urn:cursus:problem:not-found"
    wrong_method = await client.delete("/fine")
    assert wrong_method.status == 405
    assert wrong_method.headers["Allow"] == "GET,HEAD"
    assert (await _said(wrong_method))["type"] == "urn:cursus:problem:method-not-allowed"
    large = await client.post("/echo", data=b"x" * 2000)
    assert (await _said(large))["type"] == "urn:cursus:problem:too-large"
    other = await client.get("/teapot", headers={"Accept-Language": "ru"})
    assert (await _said(other))["title"] == "Запрос не может быть принят"
    assert (other.status, (await _said(other))["status"]) == (422, 422)


async def test_an_answer_to_head_has_no_body(
    client: TestClient[web.Request, web.Application],
) -> None:
    answer = await client.head("/no-course")
    assert answer.status == 404
    assert await answer.read() == b""


async def test_what_nobody_foresaw_is_logged_and_gives_nothing_away(
    client: TestClient[web.Request, web.Application], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    answer = await client.get("/broken/a-secret-token", headers={"Accept-Language": "ru"})
    said = await _said(answer)
    assert answer.status == 500
    assert set(said) == {"type", "title", "status", "detail", "id"}
    assert said["title"] == "Внутренняя ошибка"
    assert "hunter2" not in str(said)
    logged = [record for record in caplog.records if record.name == "cursus.http"]
    assert said["id"] in logged[0].getMessage()
    assert logged[0].exc_info is not None
    assert "a-secret-token" not in logged[0].getMessage()


async def test_a_redirect_is_an_answer(client: TestClient[web.Request, web.Application]) -> None:
    answer = await client.get("/redirecting")
    assert await answer.text() == "fine"


async def test_a_surface_may_have_a_shape_of_its_own(
    client: TestClient[web.Request, web.Application],
) -> None:
    for path in ("/api/no-course", "/api/nowhere", "/api/broken"):
        answer = await client.get(path, headers={"Accept-Language": "ru"})
        said = await _said(answer)
        assert said["message"] == said["title"]
        assert answer.headers["Content-Language"] == "ru"
    assert "message" not in await _said(await client.get("/no-course"))


async def test_an_answer_that_broke_half_way_is_cut_off_rather_than_completed(
    client: TestClient[web.Request, web.Application], caplog: pytest.LogCaptureFixture
) -> None:
    answer = await client.get("/half-way")
    with pytest.raises(ClientPayloadError):
        await answer.read()
    assert any("unexpected" in record.getMessage() for record in caplog.records)


@pytest.mark.parametrize("leaving", [asyncio.CancelledError, ConnectionResetError])
async def test_a_caller_that_has_gone_is_no_error(leaving: type[BaseException]) -> None:
    async def left(_: web.Request) -> web.StreamResponse:
        raise leaving

    request: Any = object()  # it is not looked at
    with pytest.raises(leaving):
        await problems(request, left)


async def test_handlers_learn_the_language_too(aiohttp_client: Client) -> None:
    async def greet(request: web.Request) -> web.Response:
        return web.Response(text=Text("Hello", "Здравствуйте").say(language_of(request)))

    app = web.Application()
    app.add_routes([web.get("/", greet)])
    client = await aiohttp_client(app)
    answer = await client.get("/", headers={"Accept-Language": "ru"})
    assert await answer.text() == "Здравствуйте"


async def _said(answer: Any) -> dict[str, Any]:
    said: dict[str, Any] = orjson.loads(await answer.read())
    return said
