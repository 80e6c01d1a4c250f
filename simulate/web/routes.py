"""Routes: what the server answers, behind its guard."""

from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp

from milepost.simulate.web.guard import Guard
from milepost.simulate.web.session.session import Session
from milepost.simulate.web.static_files import Servable
from milepost.simulate.web.talk import Talks, knows

TOKEN: str = "milepost-token"
"""The header in which a request for a part of the plan shows the token."""


def application(session: Session, talks: Talks, files: Mapping[str, Servable], *, token: str, port: int) -> ASGIApp:
    """
    Return what is served.

    Parameters
    ----------
    session, talks
        The plan, and the sockets of those who look at it.
    files
        The page.
    token
        What a page has to know.
    port
        Where it is served.
    """

    async def shell(_: Request) -> Response:
        return _file(files.get("index.html"))

    async def static(request: Request) -> Response:
        return _file(files.get(request.path_params["name"]))

    async def section(request: Request) -> Response:
        if not knows(token, request.headers.get(TOKEN)):
            return _refused()
        content = session.answering.section(request.path_params["key"])
        return _missing() if content is None else Response(content, media_type="text/html; charset=utf-8")

    async def export(request: Request) -> Response:
        if not knows(token, request.headers.get(TOKEN)):
            return _refused()
        found = session.exports.get(request.path_params["key"])
        if found is None:
            return _missing()
        name = {"Content-Disposition": f'attachment; filename="{found.file}"'}
        return Response(found.content, media_type=found.kind, headers=name)

    routes = [
        Route("/", shell),
        Route("/static/{name:path}", static),
        Route("/section/{key}", section),
        Route("/export/{key}", export),
        WebSocketRoute("/live", talks.talk),
    ]
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False
    return Guard(app, port)


def _file(found: Servable | None) -> Response:
    return _missing() if found is None else Response(found.content(), media_type=found.kind)


def _missing() -> Response:
    return PlainTextResponse("there is nothing here\n", 404)


def _refused() -> Response:
    return PlainTextResponse("the token of the page is missing\n", 403)
