"""Guard: who may speak to a server that listens on this machine, and what its answers forbid the browser."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST: Final = 8 * 2**20
"""Body of a request, or frame of a socket, beyond which it is refused [bytes]."""

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "font", "connect")),
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
"""What a page of ours may load and do: nothing of others, and no markup or script made of text."""

HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cache-control": "no-store",
}
"""What every answer says."""

_METHODS: Final = frozenset({"GET", "HEAD", "POST"})
_SOCKET: Final = "websocket"
_POLICY_VIOLATION: Final = 1008


class Refusal(NamedTuple):
    """Why a request is refused, by status and in words."""

    status: int
    reason: str


class Guard:
    """
    An application behind rules of who may speak to it, which come before all else.

    Any page in any browser may try to reach a server on this machine, by its address or by a name that a stranger lets
    lead there. So a request is answered only if it names this server as its host, and comes from a page of this server
    or from the address bar. Cookies know no ports and are not used: what opens the plan is a token, of which the
    application asks.

    Parameters
    ----------
    app
        What is served.
    port
        Where.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] not in ("http", _SOCKET):
            await self._app(scope, receive, send)
            return
        refusal = self.judge(scope)
        if refusal is not None:
            await _refuse(scope, send, refusal)
        elif scope["type"] == _SOCKET:
            await self._app(scope, receive, send)
        else:
            await self._app(scope, _bounded(receive), _with_headers(send))

    def judge(self, scope: Scope) -> Refusal | None:
        """Return why a request is refused; None where it is not."""
        said = _headers(scope)
        is_socket, method = scope["type"] == _SOCKET, scope.get("method", "GET")
        host, origin, site = (said.get(name, ()) for name in ("host", "origin", "sec-fetch-site"))
        if len(host) != 1 or host[0] not in self._hosts:
            return Refusal(421, "this is not the address that milepost open printed")
        if method not in _METHODS:
            return Refusal(405, "only GET, HEAD and POST are answered")
        if origin and (len(origin) > 1 or origin[0] != f"http://{host[0]}"):
            return Refusal(403, "a page of another origin asks")
        if not origin and (is_socket or method == "POST"):
            return Refusal(403, "no origin is given")
        is_first = method == "GET" and scope["path"] == "/" and not is_socket
        if site and [*site] != ["same-origin"] and not (is_first and _is_visit(said)):
            return Refusal(403, "a page of another site asks")
        return _too_large(said.get("content-length", ()))


def _headers(scope: Scope) -> Mapping[str, Sequence[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in scope["headers"]:
        found[name.decode("latin-1").lower()].append(value.decode("latin-1"))
    return found


def _is_visit(said: Mapping[str, Sequence[str]]) -> bool:
    """
    Return whether a window is led to the page by whoever sits before it, or by the file that `browser` writes.

    What a file leads to comes from another site, as browsers see it, and does so again when the window is loaded anew.
    The page holds no plan, cannot be framed, and a request for it carries nothing that opens one.
    """
    site, mode, kind = (said.get(f"sec-fetch-{name}", ()) for name in ("site", "mode", "dest"))
    return [*site] == ["none"] or ([*site], [*mode], [*kind]) == (["cross-site"], ["navigate"], ["document"])


def _too_large(lengths: Sequence[str]) -> Refusal | None:
    if not lengths:
        return None
    if len(lengths) > 1 or not lengths[0].isascii() or not lengths[0].isdigit():
        return Refusal(400, "the length of the body is not a number")
    if len(lengths[0]) > len(str(LARGEST)) or int(lengths[0]) > LARGEST:
        return Refusal(413, f"more than {LARGEST:,} bytes")
    return None


def _bounded(receive: Receive) -> Receive:
    """Count a body while it is read, since it may be longer than it says: beyond the bound the reader is cut off."""
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if taken > LARGEST else message

    return bounded


def _with_headers(send: Send) -> Send:
    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *_encoded(HEADERS)]}
        await send(message)

    return dressed


async def _refuse(scope: Scope, send: Send, refusal: Refusal) -> None:
    kind = "http.response"
    if scope["type"] == _SOCKET:
        if "websocket.http.response" not in scope.get("extensions", {}):
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
            return
        kind = "websocket.http.response"
    body = f"{refusal.reason}\n".encode()
    own = {"content-type": "text/plain; charset=utf-8", "content-length": str(len(body)), **HEADERS}
    await send({"type": f"{kind}.start", "status": refusal.status, "headers": _encoded(own)})
    await send({"type": f"{kind}.body", "body": body})


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
