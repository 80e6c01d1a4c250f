"""
The page of a plan in Chromium: from a key press to the new figures on the screen, beside a run of the same plan.

Run `python benchmarks/page.py`, some six minutes; `--quick` to see that all works. It needs Debian's chromium.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Final, NamedTuple

import yaml
from network import network

sys.path.append(str(Path(__file__).parents[1]))  # the browser that tests drive

from tests.chromium.browser import BINARY, Chromium, chromium
from tests.web.browser.page import Page
from tests.web.browser.served import served_by_process

_HR_APP: Final = Path(__file__).parents[1] / "scenarios" / "hr_app.yaml"
_KEYS, _PAUSE = 40, 0.045
"""Keys of someone who types fast, and the time from one to the next [s]."""
_MOVES: Final = 120
"""Moves of a mouse that drags."""
_WATCHING: Final = ("Accessibility", "DOM", "Audits", "Log", "Network")
"""What the browser is asked to watch in tests, and what takes as long as the page itself: nobody watches a planner."""
_RISKS: Final = 5
"""Tasks that each risk of the large plan is about."""
_AMONG: Final = 5
"""Tasks of its ordering."""


class Target(NamedTuple):
    """What the median and the 95th percentile should stay below [ms]; nothing where none is set."""

    median: float | None = None
    most: float | None = None


def main() -> None:
    """Measure hr_app, a plan of 1,000 tasks, and how times grow with tasks and with iterations."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100, help="keys that are pressed for each figure (100)")
    parser.add_argument("--quick", action="store_true", help="few keys and small plans")
    asked = parser.parse_args()
    if BINARY is None:
        raise SystemExit("no chromium is installed: the page cannot be timed")
    rounds, size = (3, 60) if asked.quick else (asked.rounds, 1_000)
    print(f"{os.cpu_count()} processors, load before: {_load()}; times in ms, from the event to the figures painted")
    print(f"{'':52}{'n':>5}{'median':>8}{'95%':>7}   to reach")
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        browser.allow_clipboard()
        hr_app(browser, Path(folder), rounds)
        many_tasks(browser, Path(folder), size, rounds)
        if not asked.quick:
            growth(browser, Path(folder), max(3, rounds // 4))
    print(f"load after: {_load()}")


def hr_app(browser: Chromium, folder: Path, rounds: int) -> None:
    """Measure the plan that comes with Milepost, each answer at all of 100,000 iterations."""
    file = Path(shutil.copy(_HR_APP, folder))
    with opened(browser, file) as page:
        entered, numbers = apart_by_key(both(page, typed(page, "build_mvp", 2 * rounds))[1])
        told("hr_app, 100,000: a number", numbers, Target(70, 120))
        told("hr_app, 100,000: the same, entered", entered, Target(70, 120))
        told("hr_app, 100,000: any edit", any_edit(page, rounds), Target(70, 120))
        told(f"hr_app: typed fast, {_KEYS} keys in {_KEYS * _PAUSE:.1f} s", fast(page, "build_mvp"))
        told("hr_app: an estimate dragged", dragged(page, "build_mvp"))
    print(f"{'milepost run of hr_app, whole process':52}{1000 * run(file, rounds):13,.0f}")


def many_tasks(browser: Chromium, folder: Path, size: int, rounds: int) -> None:
    """Measure a large plan with risks and money: the first answer, and the one at all iterations that follows."""
    file = written(folder / "many.yaml", size)
    name, few = f"{size:,} tasks", rounds // 3 + 1
    with opened(browser, file) as page:
        (_, first), (_, whole) = map(apart_by_key, both(page, typed(page, _middle(size), 2 * rounds)))
        told(f"{name}: a number, first answer", first, Target(200, 400))
        told(f"{name}: a number, all iterations", whole)
        others = [both(page, acts) for acts in (links(page, size, few), exposures(page, size, few), orders(page, few))]
        told(
            f"{name}: links, exposure, order, first answer", [ms for one, _ in others for ms in one], Target(None, 400)
        )
        told(f"{name}: links, exposure, order, all iterations", [ms for _, one in others for ms in one])
    print(f"{f'milepost run of {name}, whole process':52}{1000 * run(file, rounds):13,.0f}")


def growth(browser: Chromium, folder: Path, rounds: int) -> None:
    """Measure how times grow with tasks, and with iterations."""
    for size in (100, 300, 1_000, 2_000):
        file = written(folder / f"grown_{size}.yaml", size)
        with opened(browser, file) as page:
            (_, first), (_, whole) = map(apart_by_key, both(page, typed(page, _middle(size), 2 * rounds)))
            told(f"{size:,} tasks, first answer", first)
            told(f"{size:,} tasks, 100,000 iterations", whole)
        print(f"{f'milepost run of {size:,} tasks, whole process':52}{1000 * run(file, rounds):13,.0f}")
    file = Path(shutil.copy(_HR_APP, folder / "grown.yaml"))
    for iterations in (10_000, 100_000, 1_000_000):
        with opened(browser, file, "--iterations", str(iterations)) as page:
            _, whole = apart_by_key(both(page, typed(page, "build_mvp", 2 * rounds))[1])
            told(f"hr_app, {iterations:,} iterations", whole)


@contextmanager
def opened(browser: Chromium, file: Path, *options: str) -> Iterator[Page]:
    """Serve a plan and open its page, warm: what is compiled and kept on the first edits is."""
    with served_by_process(file, file.parent, *options) as server:
        tab = browser.tab()
        page = Page(tab).open(server).show("Tasks")
        for domain in _WATCHING:
            tab.ask(f"{domain}.disable")
        yield page
        tab.close()


def both(page: Page, acts: Iterator[Callable[[], None]]) -> tuple[list[float], list[float]]:
    """Do one thing after another, each once the last is answered in full, and return the times to both answers [ms]."""
    first, whole = [], []
    for act in acts:
        before = page.tab.evaluate("milepost.timings.length")
        act()
        done = page.tab.until(
            f"(({{ asked }}) => milepost.timings.length > {before} && milepost.timings.some(({{ id, whole }}) => whole"
            f" && id >= Number(asked)) && milepost.timings.slice({before}).map((one) => [one.painted, one.whole]))"
            "(document.documentElement.dataset)",
            within=60,
        )
        first.append(done[0][0])
        whole.append(next(ms for ms, is_whole in done if is_whole))
    return first[1:] or first, whole[1:] or whole


def typed(page: Page, task: str, rounds: int) -> Iterator[Callable[[], None]]:
    """Type a digit into the lowest estimate of a task, each of which is a plan that can be played, and enter it."""
    page.show("Tasks")
    for number in range(rounds // 2 + 1):
        page.reach(task).tab.click(page.cell(task, "low"))
        yield partial(page.tab.press, str(number % 4 + 1))
        yield partial(page.tab.press, "Enter")


def apart_by_key(times: Sequence[float]) -> tuple[Sequence[float], Sequence[float]]:
    """Return the times of what was entered, which was played while it was typed, and of the digits [ms]."""
    return times[::2], times[1::2]


def any_edit(page: Page, rounds: int) -> list[float]:
    """Change numbers, links, orders and risks of hr_app in turn, and return the times to the answers [ms]."""
    times = []
    for number in range(rounds // 4 + 1):
        acts = [
            pasted(page, "Tasks", "support_desk", "after", ("build_mvp", "market_fit")[number % 2]),
            pasted(page, "Risks", "hr_demand", "exposes", ("build_tests, build_reports", "build_tests")[number % 2]),
            pasted(page, "Tasks", "build_mvp", "cost", str(1_000 + number)),
            switched(page, "no_buyer"),
        ]
        for act in acts:
            times += both(page, act)[1]
    return times


def pasted(page: Page, sheet: str, row: str, field: str, text: str) -> Iterator[Callable[[], None]]:
    """Paste a text into a cell."""
    page.show(sheet).reach(row)
    page.tab.click(page.cell(row, field))
    page.tab.evaluate(f"navigator.clipboard.writeText({text!r})")
    yield partial(page.tab.press, "Control+v")


def switched(page: Page, risk: str) -> Iterator[Callable[[], None]]:
    """Switch a risk off, or on again."""
    page.show("Risks")
    yield partial(page.tab.click, f"[role=grid] [data-id={risk}] [role=switch]")


def links(page: Page, size: int, rounds: int) -> Iterator[Callable[[], None]]:
    """Let tasks wait for others than they did."""
    for number in range(rounds):
        row = size // 2 + number
        yield from pasted(page, "Tasks", _id(row), "after", f"{_id(row - 1)}, {_id(row // 2)}")


def exposures(page: Page, size: int, rounds: int) -> Iterator[Callable[[], None]]:
    """Let risks be about other tasks."""
    for number in range(rounds):
        risk = number % (size // _RISKS)
        yield from pasted(page, "Risks", f"r{risk:03d}", "exposes", f"{_id(number)}, {_id(size // 2 + number)}")


def orders(page: Page, rounds: int) -> Iterator[Callable[[], None]]:
    """Move a task of the ordering down and up."""
    page.show("Order")
    first = page.store("store.plan.data.orderings.order[0]")
    page.tab.evaluate(f"document.querySelector('.order-list [data-id={first}]').focus()")
    for number in range(rounds):
        yield partial(page.tab.press, ("Alt+ArrowDown", "Alt+ArrowUp")[number % 2])


def fast(page: Page, task: str) -> list[float]:
    """Type faster than a careful hand, without waiting for answers, and return the times of those that came [ms]."""
    page.show("Tasks").tab.click(page.cell(task, "high"))
    before = page.tab.evaluate("milepost.timings.length")
    for number in range(_KEYS):
        begin = time.perf_counter()
        later = "Backspace" if number % 2 else str(number % 4 + 1)  # each valid, and none what stands there already
        page.tab.press("9" if number < 2 else later)
        time.sleep(max(0.0, _PAUSE - (time.perf_counter() - begin)))
    return painted(page, before)


def dragged(page: Page, task: str) -> list[float]:
    """Drag the highest estimate of a task on its density, and return the times of the answers that came [ms]."""
    page.show("Tasks").tab.click(page.cell(task, "high"))
    before = page.tab.evaluate("milepost.timings.length")
    page.tab.drag(page.tab.named("slider", "High"), (150, 0), steps=_MOVES)
    return painted(page, before)


def painted(page: Page, before: int) -> list[float]:
    """Return the times of answers since there were so many, once the last is there [ms]."""
    page.answered()
    page.tab.press("Escape")
    page.settled()
    times: list[float] = page.tab.evaluate(f"milepost.timings.slice({before}).map(({{ painted }}) => painted)")
    return times


def told(what: str, times: Sequence[float], target: Target | None = None) -> None:
    """Print a line of what was measured."""
    most = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    limits = {} if target is None else {"median": target.median, "95%": target.most}
    to_reach = " and ".join(f"{name} {limit:g}" for name, limit in limits.items() if limit is not None)
    print(f"{what:52}{len(times):5}{median(times):8.0f}{most:7.0f}   {to_reach}".rstrip(), flush=True)


def run(file: Path, rounds: int) -> float:
    """Return how long `milepost run` of a plan takes, the better of two; with few rounds once, and of little [s]."""
    little = ["--iterations", "1000", "--no-drivers"] if rounds < 4 else []
    command = [str(Path(sys.executable).with_name("milepost")), "run", str(file), "--quiet", *little]
    seconds = []
    for _ in range(1 if little else 2):
        begin = time.perf_counter()
        subprocess.run([*command, "--out", str(file.parent / "report")], check=True)
        seconds.append(time.perf_counter() - begin)
    return min(seconds)


def written(file: Path, size: int) -> Path:
    """Write a plan of so many tasks as other benchmarks play, with a risk to five tasks, costs, and an ordering."""
    plan = network(size)
    rounded = [[float(round(value, 1)) for value in row] for row in zip(plan.low, plan.mode, plan.high, strict=True)]
    tasks = {
        _id(task): {
            "name": f"Task {task}",
            "duration": rounded[task],
            "after": [_id(before) for before in plan.after[task]],
            "cost": 1_000 + task,
            "daily": 100,
        }
        for task in range(size)
    }
    risks = {
        f"r{risk:03d}": {
            "name": f"Risk {risk}",
            "probability": 0.1 + risk % 7 / 10,
            "exposes": [_id((_RISKS * risk + place) % size) for place in range(_RISKS)],
            "delay": [1, 3, 8],
            "cost": [500, 1_000, 4_000],
        }
        for risk in range(size // _RISKS)
    }
    milestones = {
        f"m{number}": {
            "name": f"Milestone {number}",
            "after": [_id(task) for task in waits],
            "due": f"{2026 + number}-12-01",
        }
        for number, waits in enumerate(plan.milestones)
    }
    among = [_id(task) for task in apart(plan.after)]
    whole = {
        "name": f"Plan of {size:,} tasks",
        "start": "2026-01-05",
        "currency": "EUR",
        "budget": {"total": 10_000 * size, "burn": 1_000},
        "milestones": milestones,
        "tasks": tasks,
        "risks": risks,
        "orderings": {"among": among, "crews": 1, "order": among},
    }
    file.write_text(yaml.dump(whole, sort_keys=False, default_flow_style=None, width=120), encoding="utf-8")
    return file


def apart(after: Sequence[Sequence[int]]) -> list[int]:
    """Return tasks of which none waits for another, nor will: those whose links are changed come later."""
    before: list[set[int]] = []
    found: list[int] = []
    for task, waits in enumerate(after):
        before.append({*waits}.union(*(before[one] for one in waits)))
        if task >= len(after) // 4 and len(found) < _AMONG and before[task].isdisjoint(found):
            found.append(task)
    return found


def _middle(size: int) -> str:
    return _id(size // 2)


def _id(task: int) -> str:
    return f"t{task:04d}"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    main()
