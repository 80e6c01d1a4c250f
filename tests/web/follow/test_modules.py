"""What the right half of the page reckons for itself is what the engine reckons, and its axes can be read."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from itertools import accumulate
from threading import Thread
from typing import Any, Final

import numpy as np
import pytest

from milepost.simulate.analysis.statistics.quantile import rank_of
from tests.chromium.browser import BINARY, Chromium
from tests.chromium.tab import Tab

pytestmark = [pytest.mark.slow, pytest.mark.skipif(BINARY is None, reason="no chromium is installed")]

_LOCALES: Final = ("en-US", "de-DE", "pt-BR", "ja-JP", "ar-EG")
_SPANS: Final = (5, 30, 75, 76, 200, 400, 1_000, 3_653, 12_000, 36_525)
"""From a week to a century [days]; 75 is the longest that is told by the day."""
_TOUCHING: Final = """(async () => {
    const { dateTicks } = await import('/static/follow/ticks.js');
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = `${0.72 * parseFloat(getComputedStyle(document.documentElement).fontSize)}px system-ui, sans-serif`;
    const found = [];
    let shown = 0;
    for (const span of %s) for (const width of [260, 500, 900, 2000]) for (const low of [20457.3, 20820, 20999.9]) {
        const { ticks, groups } = dateTicks(low, low + span, width);
        const x = (at) => (at - low) / span * width;
        const room = ({ at, text }, k, isMiddle) => {
            const wide = pen.measureText(text).width;
            return isMiddle ? [x(at) - wide / 2, x(at) + wide / 2] : [x(at), x(at) + wide];
        };
        for (const [row, isMiddle] of [[ticks, () => true], [groups, (k) => k > 0], [groups, () => false]]) {
            const rooms = row.map((one, k) => room(one, k, isMiddle(k)));
            shown += rooms.length;
            rooms.slice(1).forEach(([from], k) => from <= rooms[k][1] && found.push([span, width, row[k].text]));
        }
        if (ticks.length < 2) found.push([span, width, 'fewer than two']);
    }
    return { found, shown };
})()"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def tab(browser: Chromium) -> Iterator[Tab]:
    folder = str(files("milepost.simulate") / "web")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        one = browser.tab()
        one.open(f"http://127.0.0.1:{server.server_port}/static/icon.svg")
        one.open(f"http://127.0.0.1:{server.server_port}/static/vendor/")
        yield one
        one.close()
        server.shutdown()


def _called(tab: Tab, module: str, body: str) -> Any:
    """Return what a function of a module comes to."""
    return tab.evaluate(f"(async () => {{ const it = await import('/static/follow/{module}.js'); {body} }})()")


def _read_in(tab: Tab, locale: str) -> None:
    tab.ask("Emulation.setUserAgentOverride", userAgent="a browser", acceptLanguage=locale)
    tab.reload()
    assert tab.evaluate("import('/static/shell/locale.js').then((it) => it.locale)") == locale


def test_the_rank_of_a_probability_is_the_engine_s(tab: Tab) -> None:
    shares = [k / 100 for k in range(1, 100)] + [0.005, 0.125, 0.999, 0.3333333333333333]
    sizes = [1, 3, 10, 100, 2_048, 99_999, 100_000]
    asked = json.dumps([[share, n] for share in shares for n in sizes])
    found = _called(tab, "counts", f"return {asked}.map(([share, n]) => it.rankOf(share, n));")
    assert found == [rank_of(share, n) for share in shares for n in sizes]


def test_a_date_and_a_probability_are_read_exactly_off_the_counts(tab: Tab) -> None:
    counts = np.random.default_rng(7).integers(0, 40, 300) * (np.arange(300) % 7 < 5)  # nothing on weekends
    n = int(counts.sum()) + 500  # the rest is never
    first = date(2026, 3, 2)
    begin = (first - date(1970, 1, 1)).days
    curve = json.dumps({"from": first.isoformat(), "counts": counts.tolist(), "before": 0, "n": n})
    days = list(range(begin - 3, begin + 310))
    levels = [k / 100 for k in range(1, 100)]
    found = _called(
        tab,
        "counts",
        f"const c = new it.Counts({curve}); "
        f"return [{days}.map((day) => c.share(day)), {levels}.map((level) => c.dayAt(level))];",
    )
    within = list(accumulate(counts.tolist()))
    assert found[0] == [0 if k < 0 else within[min(k, 299)] / n for k in (day - begin for day in days)]
    dated = [first + timedelta(days=k) for k, count in enumerate(counts.tolist()) for _ in range(count)]
    for level, day in zip(levels, found[1], strict=True):
        rank = rank_of(level, n)
        assert day == ((dated[rank - 1] - date(1970, 1, 1)).days if rank <= len(dated) else None)


@pytest.mark.parametrize("locale", _LOCALES)
def test_the_names_on_an_axis_of_dates_never_touch(tab: Tab, locale: str) -> None:
    _read_in(tab, locale)
    said = tab.evaluate(_TOUCHING % list(_SPANS))
    _read_in(tab, "en-US")
    assert said["found"] == []
    assert said["shown"] > 500


def test_a_minor_milestone_is_folded_under_the_first_major_one_that_it_leads_up_to(tab: Tab) -> None:
    rows = [
        ("seen", "minor", 1),
        ("fit", "major", 2),
        ("late", "minor", 3),
        ("launch", "major", 4),
        ("aside", "minor", 1),
    ]
    plan = {
        "milestones": {
            "seen": {"after": "look"},
            "fit": {"after": ["weigh FS+2"]},
            "late": {"after": ["make"]},
            "launch": {"after": ["sell"]},
            "aside": {},
        },
        "tasks": {
            "look": {},
            "weigh": {"after": ["seen"]},
            "make": {"after": ["fit"]},
            "sell": {"after": ["late SS+3", "fit"]},
        },
    }
    made = [{"id": id, "level": level, "p50": f"2026-0{month}-01", "due": None} for id, level, month in rows]
    found = _called(
        tab,
        "folds",
        f"const plan = {json.dumps(plan)}; "
        f"const groups = it.groupsOf({json.dumps(made)}, (kind) => Object.entries(plan[kind])); "
        "return groups.map(({ major, minors }) => [major.id, minors.map(({ id }) => id)]);",
    )
    assert found == [["fit", ["seen"]], ["launch", ["late"]], ["aside", []]]


@pytest.mark.parametrize(
    ("estimate", "text", "interval", "sense"),
    [
        ([-0.159, -0.161, -0.157], "\u221215.9", "\u00b10.2", -1),  # even ends
        ([0.051, 0.049, 0.061], "+5.1", "+4.9..+6.1", 1),  # uneven ends
        ([0.0, 0.0, 0.0], "\u00b7", "", 0),  # exactly equal
        ([0.02, None, None], "+2.0", "", 1),  # nothing known of its ends
    ],
)
def test_a_difference_has_a_sign_and_its_interval(
    tab: Tab, estimate: list[float | None], text: str, interval: str, sense: int
) -> None:
    asked = f"return it.difference({json.dumps(estimate)}, {{ scale: 100, isBetterUp: true }});"
    found = _called(tab, "words", asked)
    assert [found["text"], found["interval"], found["sense"]] == [text, interval, sense]
