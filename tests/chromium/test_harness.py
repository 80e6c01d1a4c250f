"""What tests ask of a browser happens in it as if a person did it."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.chromium.axe import violations
from tests.chromium.browser import BINARY, Chromium
from tests.chromium.tab import Tab

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BINARY is None, reason="no chromium is installed"),
]

_PAGE = """<!doctype html><html lang="en"><title>A page</title>
<main><h1>A page</h1><label>Name <input id="name"></label><button id="big">Press</button>
<a download="a.csv" href="data:text/csv,1,2">Get</a><p id="at" style="width: 50px; height: 50px">here</p></main>
<script>
    const keys = [], pointer = [];
    addEventListener('keydown', ({ key, code, keyCode, shiftKey, ctrlKey }) =>
        keys.push([key, code, keyCode, shiftKey, ctrlKey]));
    for (const kind of ['pointerdown', 'pointermove', 'pointerup'])
        addEventListener(kind, (event) => pointer.push([kind, Math.round(event.x), event.buttons]));
    let clicks = 0;
    document.querySelector('button').addEventListener('click', () => { clicks += 1; });
    if (location.hash === '#leave') addEventListener('beforeunload', (event) => event.preventDefault());
</script>"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "page.html").write_text(_PAGE)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/page.html"
        server.shutdown()


@pytest.fixture
def tab(browser: Chromium, address: str) -> Iterator[Tab]:
    tab = browser.tab()
    tab.open(address)
    yield tab
    tab.close()


def test_keys_arrive_as_a_keyboard_sends_them(tab: Tab) -> None:
    tab.click("#name")
    tab.type("aB 1+é")
    tab.press("Control+Shift+Z", "ArrowLeft", "Control+a", "Delete")
    assert tab.value("document.querySelector('#name').value") == ""
    assert tab.value("keys") == [
        ["a", "KeyA", 65, False, False],
        ["B", "KeyB", 66, True, False],
        [" ", "Space", 32, False, False],
        ["1", "Digit1", 49, False, False],
        ["+", "Equal", 187, True, False],
        ["é", "", 0, False, False],
        ["Z", "KeyZ", 90, True, True],
        ["ArrowLeft", "ArrowLeft", 37, False, False],
        ["a", "KeyA", 65, False, True],
        ["Delete", "Delete", 46, False, False],
    ]


def test_what_is_pasted_is_what_is_copied(tab: Tab) -> None:
    tab.click("#name")
    tab.paste("3,5 ☃")
    assert tab.value("document.querySelector('#name').value") == "3,5 ☃"
    tab.press("Control+a", "Control+x")
    assert tab.evaluate("navigator.clipboard.readText()") == "3,5 ☃"


def test_a_drag_is_a_press_moves_and_a_release(tab: Tab) -> None:
    tab.point_at("#at")
    tab.value("pointer.splice(0)")
    tab.drag("#at", (40, 0), steps=2)
    kinds = tab.value("pointer.map(([kind, x, buttons]) => kind + buttons)")
    assert kinds[:2] == ["pointermove0", "pointerdown1"] or kinds[0] == "pointerdown1"
    assert kinds[-3:] == ["pointermove1", "pointermove1", "pointerup0"]
    assert tab.value("pointer.at(-1)[1] - pointer.find(([kind]) => kind === 'pointerdown')[1]") == 40


def test_elements_are_found_by_role_and_name(tab: Tab) -> None:
    tab.click(tab.named("button", "Press"))
    assert tab.value("clicks") == 1
    with pytest.raises(AssertionError, match="no button is named 'Other'"):
        tab.named("button", "Other", within=0.1)


def test_what_is_waited_for_may_come_later_and_never_in_vain(tab: Tab) -> None:
    tab.evaluate("void setTimeout(() => { document.title = 'later'; }, 100)")
    assert tab.until("document.title === 'later' && 'it is'") == "it is"
    with pytest.raises(AssertionError, match="not within"):
        tab.until("document.title === 'never'", within=0.1)


def test_tabs_do_not_hear_each_other(browser: Chromium, tab: Tab, address: str) -> None:
    other = browser.tab()
    other.open(address)
    tab.evaluate("console.error('a fault')")
    assert len(tab.complaints) == 1
    assert other.complaints == []
    assert other.requests[0] == address
    other.close()


def test_leaving_asks_where_the_page_wants_it(tab: Tab, address: str) -> None:
    tab.open("about:blank")
    tab.open(address + "#leave")
    tab.click("#name")
    tab.type("x")
    tab.open("about:blank")
    assert tab.dialogs == ["beforeunload: "]


def test_downloads_are_put_into_a_folder(browser: Chromium, tab: Tab, tmp_path: Path) -> None:
    browser.download_into(tmp_path)
    tab.click("a")
    assert (tmp_path / browser.downloaded()).read_text() == "1,2"


def test_locale_and_media_are_as_told(tab: Tab, tmp_path: Path) -> None:
    tab.emulate(dark=True, calm=True, locale="de-DE")
    tab.reload()
    assert tab.value("(1234.5).toLocaleString()") == "1.234,5"
    for query in ("prefers-color-scheme: dark", "prefers-reduced-motion: reduce"):
        assert tab.value(f"matchMedia('({query})').matches")
    tab.emulate(printed=True, locale="")
    assert tab.value("matchMedia('print').matches")
    assert tab.picture(tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")


def test_axe_finds_what_is_wrong(tab: Tab) -> None:
    assert violations(tab) == []
    tab.evaluate("document.querySelector('button').textContent = ''")
    assert [one.split()[0] for one in violations(tab)] == ["button-name"]
