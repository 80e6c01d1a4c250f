"""The guard: whoever else may reach the server is refused before anything is looked at."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from milepost.simulate.web.guard import LARGEST
from tests.web.served import PLAN, Site, site


@pytest.fixture(scope="module")
def fair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("fair")
        patch.setattr("platformdirs.user_cache_path", lambda name: folder / name)
        file = folder / "fair.yaml"
        file.write_text(PLAN)
        with site(file) as one:
            yield one


def test_the_page_holds_no_plan_and_forbids_all_that_is_not_its_own(fair: Site) -> None:
    status, headers, body = fair.get("/")
    assert status in (200, 404)  # the page itself is another's to write
    assert b"fair" not in body.lower()
    policy = headers["content-security-policy"].split("; ")
    assert {"default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'"} <= {*policy}
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert not {"server", "date", "access-control-allow-origin", "set-cookie"} & headers.keys()


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",  # a name that a stranger lets lead to this machine
        "127.0.0.1",  # without the port
        "127.0.0.1:1",
        "LOCALHOST.evil.example",
        "[::1]:{port}",
        "127.0.0.1:{port}\nHost: evil.example",  # two of them
        "127.0.0.1:{port}@evil.example",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/", "/static/index.html", "/section/known", "/nothing"])
def test_another_host_is_refused_before_all_else(fair: Site, host: str, path: str) -> None:
    token = f"Milepost-Token: {fair.token}"
    said = host.format(port=fair.port)
    status, headers, _ = fair.raw(f"GET {path} HTTP/1.1\nHost: {said}\n{token}\nConnection: close\n\n")
    assert status == 421 or (status == 400 and "\n" in host)  # the parser refuses two before the guard does
    assert status == 400 or "content-security-policy" in headers


def test_localhost_is_this_machine_too(fair: Site) -> None:
    assert fair.get("/section/known", Host=f"localhost:{fair.port}", Milepost_Token=fair.token)[0] == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "get", "FOO"])
def test_other_methods_are_refused(fair: Site, method: str) -> None:
    asked = f"{method} / HTTP/1.1\nHost: {fair.host}\nOrigin: http://{fair.host}\nConnection: close\n\n"
    status, headers, _ = fair.raw(asked)
    assert status == 405
    assert "access-control-allow-methods" not in headers


@pytest.mark.parametrize(
    "origin", ["null", "http://evil.example", "http://127.0.0.1:1", "https://{host}", "{host}", ""]
)
def test_another_origin_is_refused(fair: Site, origin: str) -> None:
    said = origin.format(host=fair.host)
    assert fair.get("/section/known", Origin=said, Milepost_Token=fair.token)[0] == 403
    with pytest.raises(InvalidStatus) as refused, fair.socket(origin=said):
        pass
    assert refused.value.response.status_code == 403
    assert "content-security-policy" in refused.value.response.headers


def test_a_socket_without_an_origin_is_refused(fair: Site) -> None:
    with pytest.raises(InvalidStatus) as refused, fair.socket(origin=None):
        pass
    assert refused.value.response.status_code == 403


def test_a_socket_by_another_host_is_refused(fair: Site) -> None:
    with pytest.raises(InvalidStatus) as refused, fair.socket(additional_headers={"Host": "evil.example"}):
        pass
    assert refused.value.response.status_code in (400, 421)


def test_what_is_posted_needs_an_origin(fair: Site) -> None:
    posted = f"POST / HTTP/1.1\nHost: {fair.host}\nContent-Length: 0\nConnection: close\n"
    assert fair.raw(posted + "\n")[0] == 403
    assert fair.raw(f"{posted}Origin: http://{fair.host}\n\n")[0] == 405  # there is nothing to post to


@pytest.mark.parametrize(
    ("path", "said", "status"),
    [
        ("/", {"Sec_Fetch_Site": "same-site"}, 403),  # a page on another port of this machine
        ("/", {"Sec_Fetch_Site": "cross-site"}, 403),
        ("/", {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"}, 403),
        ("/", {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}, 403),
        ("/section/known", {"Sec_Fetch_Site": "none"}, 403),
        ("/section/known", {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}, 403),
        ("/section/known", {"Sec_Fetch_Site": "same-origin"}, 200),
        ("/nothing", {"Sec_Fetch_Site": "same-origin"}, 404),
    ],
)
def test_pages_of_other_sites_are_refused(fair: Site, path: str, said: dict[str, str], status: int) -> None:
    assert fair.get(path, Milepost_Token=fair.token, **said)[0] == status


@pytest.mark.parametrize(
    "path",
    [
        "/static/../guard.py",
        "/static/%2e%2e/guard.py",
        "/static/..%2fguard.py",
        "/static/%2e%2e%2fguard.py",
        "/static/..%5cguard.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/....//guard.py",
        "/static/%252e%252e%252fguard.py",
        "/static/.",
        "/static/",
        "/static/shell",
        "/static/index.html%00.js",
        "//etc/passwd",
        "/../../etc/passwd",
        "/section/..%2f..%2fetc%2fpasswd",
        "/section/unknown",
        "/export/unknown",
        "/live",
        "/index.html/",
    ],
)
def test_nothing_is_reached_by_a_path(fair: Site, path: str) -> None:
    status, headers, body = fair.get(path, Milepost_Token=fair.token)
    assert status == 404
    assert "content-security-policy" in headers
    assert b"root:" not in body


@pytest.mark.parametrize("length", [str(LARGEST + 1), "9" * 30])
def test_a_body_that_is_too_large_is_refused_unread(fair: Site, length: str) -> None:
    asked = f"POST / HTTP/1.1\nHost: {fair.host}\nOrigin: http://{fair.host}\nContent-Length: {length}\n\n"
    assert fair.raw(asked)[0] in (400, 413)


def test_a_frame_that_is_too_large_closes_the_socket(fair: Site) -> None:
    with fair.page() as page:
        page.heard("plan")
        with suppress(ConnectionClosed):  # it may be closed while it is sent
            page.say("keep", name="x" * (LARGEST + 1))
        with pytest.raises(ConnectionClosed) as closed:
            page.heard("nothing")
        assert closed.value.rcvd is None or closed.value.rcvd.code == 1009  # what was not sent yet may break it off


@pytest.mark.parametrize("token", [None, "", "wrong", 7, ["a"], "\ud800"])
def test_a_socket_without_the_token_is_told_nothing_and_closed(fair: Site, token: object) -> None:
    with fair.socket() as at:
        at.send(json.dumps({"t": "open", "token": token}))
        with pytest.raises(ConnectionClosed) as closed:
            at.recv(timeout=20)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4401


def test_a_socket_that_asks_before_it_shows_the_token_is_closed(fair: Site) -> None:
    with fair.socket() as at:
        at.send(json.dumps({"t": "save"}))
        with pytest.raises(ConnectionClosed):
            at.recv(timeout=20)


def test_parts_of_the_plan_need_the_token(fair: Site) -> None:
    assert fair.get("/section/known")[0] == 403
    assert fair.get("/section/known", Milepost_Token="wrong")[0] == 403
    assert fair.get("/export/known")[0] == 403
    status, headers, body = fair.get("/section/known", Milepost_Token=fair.token)
    assert (status, body) == (200, b"<p>A part of the report")
    assert headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("said", ["nonsense", "[]", '"open"', "[" * 100_000, '{"t": NaN', "1e999999"])
def test_what_is_no_message_closes_the_socket_and_leaves_the_others(fair: Site, said: str) -> None:
    with fair.page() as other, fair.page() as page:
        page.heard("plan")
        page.socket.send(said)
        with pytest.raises(ConnectionClosed):
            page.heard("nothing")
        other.heard("plan")
        other.say("keep", name="Still here")
        assert other.heard("step")["kept"]


@pytest.mark.parametrize(
    "message",
    [
        {"t": "edit"},
        {"t": "edit", "id": "x", "rev": 0, "ops": []},
        {"t": "edit", "id": 1, "rev": 0, "ops": {}},
        {"t": "keep"},
        {"t": "keep", "name": ["a"]},
        {"t": "keep", "name": " "},
        {"t": "switch", "name": "nobody kept this"},
        {"t": "compare", "names": "x"},
        {"t": "compare", "names": ["nobody kept this"]},
        {"t": "export", "kind": "../../etc/passwd", "id": 1},
        {"t": "write", "name": "As saved", "as": "program"},
        {"t": "resolve", "take": "mine"},
        {"t": "start", "template": "../x", "start": "2026-01-05"},
        {"t": "watch", "milestone": 7},
        {"t": "what is this"},
        {"t": None},
        {},
    ],
)
def test_a_message_that_is_malformed_is_refused_in_words(fair: Site, message: dict[str, object]) -> None:
    with fair.page() as page:
        page.heard("plan")
        page.socket.send(json.dumps(message))
        while (told := json.loads(page.socket.recv(timeout=20)))["t"] not in ("told", "refused"):
            pass
        words = told["text"] if told["t"] == "told" else told["message"]
        assert words
        assert "fault" not in words
        assert "Milepost could not" not in words


def test_only_this_machine_is_listened_to(fair: Site) -> None:
    listening = Path("/proc/net/tcp")
    if not listening.exists():
        pytest.skip("this system does not tell who listens")
    at = [line.split()[1] for line in listening.read_text().splitlines()[1:] if line.split()[3] == "0A"]
    assert f"0100007F:{fair.port:04X}" in at
    assert f"00000000:{fair.port:04X}" not in at
