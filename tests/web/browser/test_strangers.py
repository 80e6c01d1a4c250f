"""Nobody but the page itself gets anything out of the server: not without the token, not from elsewhere."""

import http.client
import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.chromium.browser import Chromium
from tests.web.browser.served import Served

pytestmark = pytest.mark.slow

_MANY = 8 * 2**20 + 1

_ATTACK = """<!doctype html><meta charset="utf-8"><title>attack</title><script>
const target = %s, host = target.slice('http://'.length), tried = {};
const within = (work) => Promise.race([work.catch(() => 'nothing'),
    new Promise((done) => setTimeout(() => done('nothing'), 1500))]);
const asks = (path, options) => within(fetch(target + path, options).then(async (answer) =>
    answer.type === 'opaque' ? 'nothing' : answer.status + await answer.text()));
const loads = (make) => within(new Promise((done) => {
    const one = make();
    one.onload = () => done('loaded'); one.onerror = () => done('nothing');
    document.documentElement.append(one);
}));
const element = (tag, properties) => () => Object.assign(document.createElement(tag), properties);
const reads = (other) => { try { return other.document.body.textContent || 'nothing'; } catch { return 'nothing'; } };
window.attack = async () => {
    for (const [name, options] of Object.entries({ plain: {}, 'no-cors': { mode: 'no-cors' },
        cookies: { credentials: 'include' }, post: { method: 'POST', body: '{}' },
        token: { headers: { 'Milepost-Token': 'x' } } })) {
        tried['fetch ' + name] = await asks('/', options);
        tried['section ' + name] = await asks('/section/1', options);
    }
    tried.script = await loads(element('script', { src: target + '/static/shell/store.js', type: 'module' }));
    tried.classic = await loads(element('script', { src: target + '/static/shell/store.js' }));
    tried.style = await loads(element('link', { rel: 'stylesheet', href: target + '/static/app.css' }));
    tried.image = await loads(element('img', { src: target + '/static/icon.svg' }));
    tried.socket = await within(new Promise((done) => {
        const socket = new WebSocket('ws://' + host + '/live');
        socket.onopen = () => { socket.send(JSON.stringify({ t: 'open', token: '' })); };
        socket.onmessage = (event) => done(event.data);
        socket.onclose = () => done('nothing');
    }));
    const frame = element('iframe', { src: target + '/' })();
    await loads(() => frame);
    tried.frame = reads(frame.contentWindow);
    const opened = window.open(target + '/');
    await new Promise((done) => setTimeout(done, 700));
    tried.window = opened ? reads(opened) : 'nothing';
    tried.handle = !opened || opened.closed ? 'nothing' : String(opened.length) === '0' ? 'nothing' : 'frames';
    return tried;
};
</script>"""


@contextmanager
def at_another_port(content: str, kind: str = "text/html; charset=utf-8") -> Iterator[str]:
    """Serve something to whoever asks, and return where."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Careless, content.encode(), kind)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Careless(BaseHTTPRequestHandler):
    def __init__(self, content: bytes, kind: str, *rest: Any) -> None:
        self._content, self._kind = content, kind
        super().__init__(*rest)

    def do_GET(self) -> None:
        """Send what there is, to any origin."""
        self.send_response(200)
        self.send_header("Content-Type", self._kind)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(self._content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def ask(served: Served, path: str, method: str = "GET", **headers: str) -> tuple[int, str, str]:
    """Return status, body and headers of what is answered; "host" replaces the right one."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    told = {"Host": f"127.0.0.1:{served.port}", **{name.replace("_", "-"): value for name, value in headers.items()}}
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in told.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, answer.read().decode(), str(answer.headers).lower()
    connection.close()
    return found


def live(served: Served, *, origin: str | None = None, host: str = "127.0.0.1") -> ClientConnection:
    """Open a socket to where the page has its own."""
    there = socket.create_connection(("127.0.0.1", served.port), timeout=20)
    said = Origin(served.origin if origin is None else origin)
    return connect(f"ws://{host}:{served.port}/live", sock=there, origin=said)


def _exchange(one: ClientConnection, text: str) -> None:
    """Send something, and read for as long as there is an answer."""
    one.send(text)
    while one.recv(timeout=20):
        pass


@pytest.mark.parametrize("host", ["stranger.example", "127.0.0.1", "127.0.0.1:1", "localhost", "[::1]:80", ""])
@pytest.mark.parametrize("path", ["/", "/static/app.css", "/section/1"])
def test_another_host_is_refused_before_all_else(shared: Served, host: str, path: str) -> None:
    assert ask(shared, path, Host=host)[0] == 421


@pytest.mark.parametrize("origin", ["http://stranger.example", "null", "http://127.0.0.1:1", "https://127.0.0.1", ""])
def test_another_origin_is_refused(shared: Served, origin: str) -> None:
    assert ask(shared, "/", Origin=origin)[0] == 403
    with pytest.raises(InvalidStatus, match="403"):
        live(shared, origin=origin or "null")


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_page_of_another_site_is_refused(shared: Served, site: str) -> None:
    assert ask(shared, "/static/app.css", Sec_Fetch_Site=site)[0] == 403
    assert ask(shared, "/", Sec_Fetch_Site=site)[0] == (200 if site == "none" else 403)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"])
def test_other_methods_are_refused(shared: Served, method: str) -> None:
    assert ask(shared, "/", method)[0] == 405


@pytest.mark.parametrize(
    "path",
    [
        *("/../hr_app.yaml", "/static/../guard.py", "/static/%2e%2e/guard.py", "/static/..%2fguard.py"),
        *("/static/%2e%2e%2f%2e%2e%2fguard.py", "//etc/passwd", "/static//etc/passwd", "/hr_app.yaml", "/static/"),
        *("/static/shell", "/static/..\\guard.py", "/section/../../hr_app.yaml", "/static/%00", "/static/app.css/"),
    ],
)
def test_paths_lead_nowhere_but_to_the_page(shared: Served, path: str) -> None:
    status, body, _ = ask(shared, path, Milepost_Token=shared.token)
    assert status in (400, 404)
    assert "HR assessment" not in body
    assert "root:" not in body


@pytest.mark.parametrize("path", ["/section/1", "/export/1"])
@pytest.mark.parametrize("token", [None, "", "x", "\xe9"])
def test_without_the_token_there_is_no_part_of_the_plan(shared: Served, path: str, token: str | None) -> None:
    headers = {} if token is None else {"Milepost_Token": token}
    assert ask(shared, path, **headers)[0] == 403


def test_the_page_that_is_there_for_all_says_nothing_of_the_plan(shared: Served) -> None:
    status, body, headers = ask(shared, "/")
    assert status == 200
    assert "HR assessment" not in body
    assert shared.token not in body
    for told in ("default-src 'none'", "require-trusted-types-for 'script'", "nosniff", "no-referrer", "no-store"):
        assert told in headers
    assert "access-control" not in headers
    assert "set-cookie" not in headers


def test_bodies_that_are_too_large_are_refused(shared: Served) -> None:
    assert ask(shared, "/", "POST", Origin=shared.origin, Content_Length=str(_MANY))[0] == 413


@pytest.mark.parametrize(
    "first",
    [
        {"t": "open"},
        {"t": "open", "token": "x"},
        {"t": "open", "token": None},
        {"t": "edit", "id": 1, "ops": []},
        {"t": "save"},
        [],
        "text",
    ],
)
def test_a_socket_is_told_nothing_before_its_token(shared: Served, first: object) -> None:
    with live(shared) as one:
        one.send(json.dumps(first))
        with pytest.raises(ConnectionClosed) as closed:
            one.recv(timeout=20)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


def test_a_socket_that_says_nothing_is_closed(shared: Served) -> None:
    begin = time.monotonic()
    with live(shared) as one, pytest.raises(ConnectionClosed):
        one.recv(timeout=20)
    assert time.monotonic() - begin < 15


def test_a_frame_that_is_too_large_ends_its_socket_alone(shared: Served) -> None:
    with live(shared) as other, live(shared) as one:
        other.send(json.dumps({"t": "open", "token": shared.token}))
        one.send(json.dumps({"t": "open", "token": shared.token}))
        assert json.loads(one.recv(timeout=20))["t"] == "plan"
        with pytest.raises(ConnectionClosed):
            _exchange(one, "x" * _MANY)
        assert json.loads(other.recv(timeout=20))["t"] == "plan"


def attacked(browser: Chromium, target: str) -> dict[str, str]:
    """Return what a page at another port gets out of a server."""
    tab = browser.tab()
    with at_another_port(_ATTACK % json.dumps(target)) as attacker:
        tab.open(f"{attacker}/")
        tried: dict[str, str] = tab.evaluate("attack()")
    tab.close()
    assert len(tried) == 18
    return {name: got for name, got in tried.items() if got != "nothing"}


def test_a_page_from_another_port_gets_nothing(browser: Chromium, shared: Served) -> None:
    assert attacked(browser, shared.origin) == {}


def test_the_attack_succeeds_where_nobody_guards(browser: Chromium) -> None:
    with at_another_port("const plan = 'secret';", "text/javascript") as careless:
        got = attacked(browser, careless)
    assert got["fetch plain"] == "200const plan = 'secret';"
    assert {"script", "classic", "section plain"} <= set(got)


def test_a_name_that_leads_here_gets_nothing(browser: Chromium, shared: Served) -> None:
    tab = browser.tab()
    tab.open(f"http://stranger.example:{shared.port}/")
    assert "milepost open" in tab.text
    assert tab.evaluate("fetch('/static/app.css').then((answer) => answer.status)") == 421
    tab.close()
