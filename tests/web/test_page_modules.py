"""The page's own modules, each by itself: how numbers and dates are written and read, and what changes come to."""

import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

import milepost.simulate.web
from milepost.simulate.web.ops.carried_out import carried_out
from milepost.simulate.web.ops.reading import read_ops
from milepost.simulate.web.ops.state import State
from tests.chromium.browser import BINARY, Chromium
from tests.chromium.tab import Tab

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BINARY is None, reason="no chromium is installed"),
]

_STATIC = Path(milepost.simulate.web.__path__[0]) / "static"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Write nothing of what is asked for."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve the page's files."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(_STATIC))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def tab(browser: Chromium, address: str) -> Iterator[Tab]:
    tab = browser.tab()
    tab.open(f"{address}/icon.svg")
    yield tab
    tab.close()


def called(tab: Tab, module: str, expression: str, *, languages: str = "en-US") -> Any:
    """Return what an expression comes to in which `m` is a module, for a reader of such languages."""
    if tab.evaluate("navigator.language") != languages:  # a module keeps those that it was loaded with
        agent = tab.evaluate("navigator.userAgent")
        tab.ask("Emulation.setUserAgentOverride", userAgent=agent, acceptLanguage=languages)
        tab.reload()
        assert tab.evaluate("navigator.language") == languages
    return tab.evaluate(f"import('/shell/{module}.js').then((m) => {expression})")


@pytest.mark.parametrize(
    ("languages", "typed", "read"),
    [
        ("en-US", "1,234.5", 1234.5),
        ("en-US", "1234.5", 1234.5),
        ("en-US", "12,5", 12.5),  # no group of three: a decimal comma
        ("en-US", "\u22123", -3),  # the minus sign that the page itself writes
        ("de-DE", "1.234,5", 1234.5),
        ("de-DE", "1234.5", 1234.5),  # plain, as in the file
        ("de-DE", "1.234", 1234),  # as the page writes a thousand there
        ("de-DE", "0,25", 0.25),
        ("fr-FR", "1\u202f234,5", 1234.5),  # a narrow space groups
        ("de-CH", "1\u2019234.5", 1234.5),
        ("ar-EG", "\u0661\u0662\u066b\u0665", 12.5),
        ("hi-IN", "1,00,000", 100000),
        ("en-US", "12 days", None),
        ("en-US", "", None),
        ("en-US", "1.2.3,4,5", None),
    ],
)
def test_a_number_is_read_in_the_readers_way_or_plainly(
    tab: Tab, languages: str, typed: str, read: float | None
) -> None:
    assert called(tab, "locale", f"m.parseNumber({json.dumps(typed)})", languages=languages) == read


@pytest.mark.parametrize("languages", ["en-US", "en-GB", "de-DE", "fr-FR", "de-CH", "ar-EG", "fa-IR", "hi-IN", "ja-JP"])
def test_what_is_written_is_read_back(tab: Tab, languages: str) -> None:
    numbers = [0, 1, -1, 0.5, 12.25, 999, 1000, 1234.5, 100000, 1234567.125, -2500.75]
    dates = ["2026-11-28", "2027-01-02", "2024-02-29"]
    assert called(tab, "locale", f"{numbers}.map((x) => m.parseNumber(m.number(x)))", languages=languages) == numbers
    assert called(tab, "locale", f"{dates}.map((x) => m.parseDate(m.shortDate(x)))", languages=languages) == dates


@pytest.mark.parametrize(
    ("languages", "typed", "read"),
    [
        ("en-US", "2026-09-07", "2026-09-07"),
        ("en-US", "9/7/2026", "2026-09-07"),
        ("en-GB", "7/9/2026", "2026-09-07"),
        ("de-DE", "7.9.26", "2026-09-07"),
        ("de-DE", "7. Sept 2026", "2026-09-07"),
        ("en-US", "Sep 7, 2026", "2026-09-07"),
        ("en-US", "2026-02-30", None),
        ("en-US", "soon", None),
    ],
)
def test_a_date_is_read_in_the_readers_way_or_as_the_file_has_it(
    tab: Tab, languages: str, typed: str, read: str | None
) -> None:
    assert called(tab, "locale", f"m.parseDate({json.dumps(typed)})", languages=languages) == read


def test_a_curve_of_a_first_answer_never_takes_the_place_of_a_whole_one(tab: Tab) -> None:
    whole, first, later = {"n": 100_000, "counts": [1]}, {"n": 2_048, "counts": [2]}, {"n": 100_000, "counts": [3]}
    both = [json.dumps({"a": one}) for one in (whole, first, later)]
    assert called(tab, "curves", f"m.together({both[0]}, {both[1]})") == {"a": whole}
    assert called(tab, "curves", f"m.together({both[1]}, {both[2]})") == {"a": later}
    assert called(tab, "curves", f"m.together({both[0]}, {both[2]})") == {"a": later}
    figures = "{ n: 100000, curves: { whole: { n: 100000 }, first: { n: 2048 } } }"
    for id, is_lacking in (("whole", False), ("first", True), ("none", True)):
        assert called(tab, "curves", f"m.lacks({figures}, {id!r})") is is_lacking
    assert called(tab, "curves", "m.lacks(null, 'whole')") is False


@pytest.mark.parametrize(
    ("languages", "typed", "kept"),
    [
        ("en-US", "30%", "0.3"),
        ("en-US", "0.3", "0.3"),
        ("en-US", "7 %", "0.07"),  # 7 / 100 is 0.07000000000000001
        ("de-DE", "12,5\u00a0%", "0.125"),
        ("ar-EG", "\u0663\u0660\u066a\u061c", "0.3"),
        ("en-US", "likely", "likely"),
        ("en-US", "%", "%"),
    ],
)
def test_a_share_may_be_typed_as_a_percentage(tab: Tab, languages: str, typed: str, kept: str) -> None:
    assert called(tab, "../sheet/estimates", f"m.typedShare({json.dumps(typed)})", languages=languages) == kept


@pytest.mark.parametrize(
    ("languages", "typed"),
    [
        ("en-US", "12/24/2026, 12/28/2026 .. 12/31/2026"),
        ("de-DE", "24.12.2026, 28.12.2026..31.12.2026"),
        ("en-GB", "2026-12-24; 2026-12-28..2026-12-31"),
    ],
)
def test_days_off_are_shown_and_typed_in_the_readers_way(tab: Tab, languages: str, typed: str) -> None:
    kept = ["2026-12-24", "2026-12-28..2026-12-31"]
    ops = f"m.days.ops(['holidays'], {json.dumps(typed)})"
    again = f"m.days.ops(['holidays'], m.days.show({json.dumps(kept)}))"
    for one in (ops, again):
        assert called(tab, "../sheet/fields", one, languages=languages) == [["set", ["holidays"], kept]]
    half = "m.dayPairs.ops(['days'], m.dayPairs.show({'2026-12-24': '0.5', '2026-12-28': '07:00-11:00'}))"
    assert called(tab, "../sheet/fields", half, languages=languages) == [
        ["set", ["days"], {"2026-12-24": "0.5", "2026-12-28": "07:00-11:00"}]
    ]
    assert called(tab, "../sheet/fields", "m.days.ops(['holidays'], ' ')", languages=languages) == [
        ["del", ["holidays"]]
    ]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("welders 3, crane 1", {"welders": "3", "crane": "1"}),
        ("late 0.5; dear 1,5", {"late": "0.5", "dear": "1.5"}),
        ("late 50%,dear 0.2", {"late": "0.5", "dear": "0.2"}),
        ("late {impact 0.5}, dear 0.2", {"late": {"impact": "0.5"}, "dear": "0.2"}),
        ("late {impact 0.5; probability: 80%}", {"late": {"impact": "0.5", "probability": "0.8"}}),
        ("late {impact 0.5, probability 0.8}", {"late": {"impact": "0.5", "probability": "0.8"}}),
    ],
)
def test_numbers_by_id_are_typed_as_they_are_shown(tab: Tab, typed: str, kept: dict[str, Any]) -> None:
    for text in (json.dumps(typed), f"m.pairs.show({json.dumps(kept)})"):
        assert called(tab, "../sheet/fields", f"m.pairs.ops(['p'], {text})") == [["set", ["p"], kept]]


@pytest.mark.parametrize("typed", ["{late: {impact: 0.5}}", "late", "late {", "late {impact}, dear"])
def test_numbers_by_id_that_are_none_are_left_to_the_reader(tab: Tab, typed: str) -> None:
    assert called(tab, "../sheet/fields", f"m.pairs.ops(['p'], {json.dumps(typed)})") == [["text", ["p"], typed]]


@pytest.mark.parametrize(
    ("ops", "data"),
    [
        ([["set", ["tasks", "b", "cost"], "5"]], {"tasks": {"a": {"cost": "1"}, "b": {"cost": "5"}}}),
        ([["set", ["budget", "total"], "9"]], {"tasks": {"a": {"cost": "1"}}, "budget": {"total": "9"}}),
        (
            [["text", ["tasks", "a", "duration"], "[5, 8, 20]"]],
            {"tasks": {"a": {"cost": "1", "duration": ["5", "8", "20"]}}},
        ),
        ([["text", ["tasks", "a", "cost"], "{p50: 3, p90: 9}"]], {"tasks": {"a": {"cost": {"p50": "3", "p90": "9"}}}}),
        ([["text", ["tasks", "a", "cost"], "[5, 8"]], {"tasks": {"a": {"cost": "[5, 8"}}}),
        ([["del", ["tasks", "a", "cost"]]], {"tasks": {"a": {}}}),
        ([["add", ["tasks", "z"], {}, 0], ["order", ["tasks"], ["a", "z"]]], {"tasks": {"a": {"cost": "1"}, "z": {}}}),
        ([["add", ["tasks", "z"], {}, 0]], {"tasks": {"z": {}, "a": {"cost": "1"}}}),
        ([["rename", "tasks", "a", "c"]], {"tasks": {"c": {"cost": "1"}}}),
    ],
    ids=lambda value: json.dumps(value) if isinstance(value, list) else "",
)
def test_the_page_shows_at_once_what_the_server_makes_of_a_change(
    tab: Tab, ops: list[Any], data: dict[str, Any]
) -> None:
    before = {"tasks": {"a": {"cost": "1"}}}
    carried = f"m.carriedOut({{data: {json.dumps(before)}, off: new Set()}}, {json.dumps(ops)}).data"
    shown = called(tab, "ops", f"JSON.stringify({carried})")
    assert shown == json.dumps(data, separators=(",", ":"))
    assert json.dumps(carried_out(State(data=before), read_ops(ops)).data) == json.dumps(data)


_NUMBERED = '{"tasks": {"\\u0000": [["b", {}], ["10", {}], ["9", {"cost": "1"}]]}}'
"""Tasks whose ids an object of JavaScript would put in another order, as the server sends them."""


@pytest.mark.parametrize(
    ("ops", "ids"),
    [
        ([], ["b", "10", "9"]),
        ([["set", ["tasks", "10", "cost"], "5"]], ["b", "10", "9"]),
        ([["add", ["tasks", "8"], {}, None], ["add", ["tasks", "7"], {}, None]], ["b", "10", "9", "8", "7"]),
        ([["add", ["tasks", "8"], {}, 1]], ["b", "8", "10", "9"]),
        ([["del", ["tasks", "10"]]], ["b", "9"]),
        ([["del", ["tasks", "10"]], ["add", ["tasks", "10"], {}, None]], ["b", "9", "10"]),
        ([["order", ["tasks"], ["9", "b", "10"]]], ["9", "b", "10"]),
        ([["rename", "tasks", "b", "1"]], ["1", "10", "9"]),
    ],
    ids=json.dumps,
)
def test_ids_that_are_whole_numbers_keep_their_order(tab: Tab, ops: list[Any], ids: list[str]) -> None:
    script = f"""(async () => {{
        const [{{ entriesOf, read, written }}, {{ carriedOut }}, {{ merged }}] =
            await Promise.all(['mapping', 'ops', 'merged'].map((name) => import(`/shell/${{name}}.js`)));
        const data = carriedOut({{ data: read({json.dumps(_NUMBERED)}), off: new Set() }}, {json.dumps(ops)}).data;
        const again = read(written(data)), whole = merged(read({json.dumps('{"tasks": {"2": {}}}')}), data);
        return [data, again, whole].map((one) => entriesOf(one.tasks).map(([id]) => id));
    }})()"""
    assert tab.evaluate(script) == [ids, ids, ["2", *ids]]


def test_a_switch_is_turned_and_turned_back(tab: Tab) -> None:
    both = '[["off", "risks.r", true], ["off", "tasks.t", true], ["off", "risks.r", false]]'
    assert called(tab, "ops", f"[...m.carriedOut({{data: {{}}, off: new Set()}}, {both}).off]") == ["tasks.t"]


def test_what_is_painted_late_takes_back_no_answer(tab: Tab) -> None:
    answered = "document.documentElement.dataset.answered"
    late = f"new Promise((done) => m.paint({{ id: 1 }}, () => done({answered})))"
    assert called(tab, "painted", f"(m.ask(2), m.answer(2), {late})") == "2"
