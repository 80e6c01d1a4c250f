"""Mutants: plans that chance has changed are each read or refused in words, soon, and what is read can be played."""

import contextlib
import io
import math
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Final

import numpy as np

from milepost.models import Scenario, ScenarioError, review_scenario
from milepost.simulate import run
from milepost.simulate.cli import main as milepost
from milepost.simulate.report.page.page import PAGE, report_page
from milepost.simulate.report.run.files import report_files
from tests.fuzz.fuzzing import Found, fuzz, within
from tests.fuzz.pieces import NUMBERS, TEXTS
from tests.fuzz.trees import Branch, Entries, Items, Tree, below, branches, copied, put, tree_of, written
from tests.models.file.test_reader import WHOLE

ROOT: Final = Path(__file__).parents[2]
PLAYED: Final = 0.5
"""Share of the plans that can be played that are."""
REPORTED: Final = 0.04
"""Share of those that are played whose report is written."""
SHOWN: Final = 0.05
"""Share of all that are checked by the command line, too."""

_LONGEST_PLAY: Final = 60.0
_LONGEST_REPORT: Final = 120.0
_LISTS: Final = ("after", "exposes", "reveals", "among", "order", "without", "tasks", "risks")
_SCRATCHES: Final = (
    "", " ", "\n", "\t", "{", "[", ":", ",", "*x0", "&x0 ", "!", "'", '"', "\x1b", "\x00", "\ud800", "\u2028", "#", "%",
)  # fmt: skip
_LINKS: Final = ("", " FS", " SS", " FF", " SF", " FS+5", " FS-100000", " SS+0.5", " FF+1e5", " SF-3", " FS+7ed", " XX")


def main(arguments: Sequence[str]) -> int:
    """Run this part."""
    return fuzz("mutants", trial, arguments)


def trial(random: Random, desk: Path) -> str:
    """Read one mutant, and perhaps play it."""
    tree = copied(random.choice(_sources()), most=100_000)
    for _ in range(random.choice((1, 1, 1, 1, 2, 4))):
        random.choice(MUTATIONS)(tree, random)
    text = written(tree, random)
    if random.random() < 0.1:
        text = _scratched(text, random)
    path = desk / "plan.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        scenario, _ = review_scenario(path)
    except ScenarioError as error:
        judge(error, text)
        if random.random() < SHOWN:
            show(path, 3, text)
        _compare(tree, path)
        return "refused"
    except Exception as error:
        raise Found("neither read nor refused", text) from error
    if random.random() < SHOWN:
        show(path, 0, text)
    if random.random() >= PLAYED:
        return "read"
    try:
        return play(scenario, report=random.random() < REPORTED)
    except Exception as error:
        raise Found("read, and cannot be played", text) from error


def judge(error: ScenarioError, text: str) -> None:
    """See that a refusal is one."""
    if not 1 <= len(error.problems) <= 100:
        raise Found(f"refused with {len(error.problems)} problems", text)
    for problem in error.problems:
        if not problem.message.strip() or len(str(problem)) > 2_000:
            raise Found(f"refused with a long message: {str(problem)[:300]}", text) from None


def _compare(tree: Tree, path: Path) -> None:
    """See that what aliases stand for is judged as if it were written out."""
    aliased = written(tree)
    try:
        whole = written(copied(tree, most=2_000))
    except OverflowError:
        return
    if aliased == whole:
        return
    said, meant = _problems(aliased, path), _problems(whole, path)
    bounded = any(" aliases " in one or " again, after line " in one for one in said | meant)
    if said != meant and not bounded:  # the bound of aliases, and what is said of the text and not of what it means
        raise Found(f"{said - meant} instead of {meant - said}", f"{aliased}\n{whole}")


def _problems(text: str, path: Path) -> set[str]:
    """Return what is wrong with a plan, without the places."""
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    try:
        review_scenario(path)
    except ScenarioError as error:
        return {f"{one.path} {one.message}" for one in error.problems} if not error.more else set()
    return set()


def show(path: Path, code: int, text: str) -> None:
    """Check a plan by the command line: the code is right, and nothing steers the terminal."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        ended = milepost(["check", str(path)])
    if ended != code:
        raise Found(f"check ends with {ended} instead of {code}", text)
    if not all(line.isprintable() for line in out.getvalue().split("\n")):
        raise Found(f"check prints {out.getvalue()!r}", text)


def play(scenario: Scenario, *, report: bool) -> str:
    """Play a plan a few times: what must be finite is."""
    with within(_LONGEST_PLAY):
        result = run(scenario, iterations=64, threads=1)
        if not np.isfinite(result.cost).all():
            raise Found("costs that are no number")
        times = [result.outcome.stop, *(result.finish[id] for id in scenario.milestones)]
        if any(np.isnan(one).any() or (one < 0).any() for one in times):
            raise Found("times that are none")
        hits = result.milestones["hit"]
        if not hits[hits.notna()].between(0.0, 1.0).all():
            raise Found("probabilities that are none")
    if not report:
        return "played"
    with within(_LONGEST_REPORT):
        if not all(report_files(result, pages={PAGE: report_page(result)}).values()):
            raise Found("an empty file in the report")
    return "reported"


def _drop(tree: Tree, random: Random) -> None:
    branch, place = _somewhere(tree, random)
    del (branch.items if isinstance(branch, Items) else branch.entries)[place]


def _double(tree: Tree, random: Random) -> None:
    """Let a key or an item stand twice."""
    branch, place = _somewhere(tree, random)
    values: list[object] = list(branch.items if isinstance(branch, Items) else branch.entries)
    values.insert(random.randrange(len(values) + 1), values[place])
    if isinstance(branch, Items):
        branch.items = [value for value in values if isinstance(value, str | Items | Entries)]
    else:
        branch.entries = [value for value in values if isinstance(value, tuple)]


def _swap(tree: Tree, random: Random) -> None:
    (one, here), (other, there) = _somewhere(tree, random), _somewhere(tree, random)
    first, second = below(one)[here], below(other)[there]
    put(one, here, second)
    put(other, there, first)


def _alias(tree: Tree, random: Random) -> None:
    """Let something stand in another place too; perhaps in itself."""
    source = random.choice(branches(tree))
    branch, place = _somewhere(tree, random)
    if random.random() < 0.95 and any(one is branch for one in branches(source)):
        return
    put(branch, place, source)


def _alias_often(tree: Tree, random: Random) -> None:
    """Let something stand in many places, in lists of lists."""
    part: Tree = random.choice(branches(tree))
    for _ in range(random.randrange(1, 8)):
        part = Items([part] * random.choice((2, 5, 10, 50)))
    branch, place = _somewhere(tree, random)
    put(branch, place, part)


def _copy(tree: Tree, random: Random) -> None:
    branch, place = _somewhere(tree, random)
    with contextlib.suppress(OverflowError):
        put(branch, place, copied(random.choice(branches(tree)), most=500))


def _rename(tree: Tree, random: Random) -> None:
    maps = [branch for branch in branches(tree) if isinstance(branch, Entries) and branch.entries]
    if maps:
        branch = random.choice(maps)
        place = random.randrange(len(branch.entries))
        name = random.choice((random.choice(TEXTS), random.choice(_keys(tree)), _misspelt(branch, place, random)))
        branch.entries[place] = name, branch.entries[place][1]


def _add(tree: Tree, random: Random) -> None:
    """Add a key, known somewhere, with a value from somewhere."""
    branch = random.choice(branches(tree))
    value = random.choice((random.choice(NUMBERS), random.choice(TEXTS), random.choice(_scalars(tree))))
    if isinstance(branch, Items):
        branch.items.append(value)
    else:
        branch.entries.append((random.choice(_keys(tree)), value))


def _retype(tree: Tree, random: Random) -> None:
    branch, place = _somewhere(tree, random)
    part = below(branch)[place]
    if isinstance(part, str):
        part = random.choice((Items([part]), Entries([(part, "1")]), Entries(), Items(), ""))
    elif isinstance(part, Items):
        part = Entries([(item if isinstance(item, str) else "x", "1") for item in part.items])
    else:
        part = random.choice(
            (Items([value for _, value in part.entries]), Items([key for key, _ in part.entries]), "x")
        )
    put(branch, place, part)


def _number(tree: Tree, random: Random) -> None:
    """Put an extreme number where one stands."""
    _put_scalar(tree, random, lambda text: text[:1].isdigit(), lambda _: random.choice(NUMBERS))


def _scale(tree: Tree, random: Random) -> None:
    """Make a number larger or smaller by powers of ten."""
    for _ in range(random.choice((1, 5, 50))):
        factor = 10.0 ** random.choice((-9, -3, -1, -0.3, 0.3, 1, 2, 3, 6, 9))
        _put_scalar(tree, random, _is_number, partial(_times, factor))


def _text(tree: Tree, random: Random) -> None:
    _put_scalar(tree, random, lambda _: True, lambda _: random.choice(TEXTS))


def _date(tree: Tree, random: Random) -> None:
    def other(_: str) -> str:
        year = random.choice((1900, 1901, 1999, 2024, 2026, 2027, 2030, 2100, 2199, 2200))
        return f"{year}-{random.randrange(1, 14):02}-{random.randrange(1, 32):02}"

    _put_scalar(tree, random, lambda text: text[4:5] == "-" and text[:4].isdigit(), other)


def _link(tree: Tree, random: Random) -> None:
    """Let something wait for something else, perhaps in a circle."""
    lists = [
        value
        for branch in branches(tree)
        if isinstance(branch, Entries)
        for key, value in branch.entries
        if key in ("after", "exposes", "reveals", "among", "order", "without", "tasks", "risks")
        and isinstance(value, Items)
    ]
    if lists:
        random.choice(lists).items.append(random.choice(_keys(tree)) + random.choice(_LINKS))


def _nest(tree: Tree, random: Random) -> None:
    """Put something deep into lists or mappings."""
    branch, place = _somewhere(tree, random)
    part = below(branch)[place]
    for _ in range(random.choice((1, 2, 16, 20, 30, 100))):
        part = Items([part]) if random.random() < 0.5 else Entries([("x", part)])
    put(branch, place, part)


def _calendar(tree: Tree, random: Random) -> None:
    if isinstance(tree, Entries):
        week = random.choice(("Mon-Fri", "Sun-Thu", "Wed", "Mon-Sun", "Sat,Sun"))
        country = random.choice(("NL", "LK", "CN", "IN", "NP", "US", "SA", "XX", "~"))
        tree.entries = [entry for entry in tree.entries if entry[0] != "calendar"]
        tree.entries.append(("calendar", Entries([("workdays", week), ("country", country)])))


MUTATIONS: Final[tuple[Callable[[Tree, Random], None], ...]] = (
    _drop, _drop, _double, _swap, _alias, _alias, _alias_often, _copy, _rename, _add, _retype, _number, _number, _scale,
    _scale, _scale, _text, _date, _date, _link, _link, _link, _nest, _calendar, _calendar,
)  # fmt: skip


@cache
def _sources() -> tuple[Tree, ...]:
    """Take apart the plans that come with Milepost, those of the tests, and one that has all keys."""
    paths = [*(ROOT / "scenarios").glob("*.yaml"), *(ROOT / "tests" / "cases").rglob("*.yaml")]
    texts = [path.read_text(encoding="utf-8") for path in sorted(paths)]
    return tuple(map(tree_of, [*texts, *[WHOLE] * 4]))


def _somewhere(tree: Tree, random: Random) -> tuple[Branch, int]:
    """Choose a place in which something stands."""
    full = [branch for branch in branches(tree) if below(branch)]
    if not full:
        return Items([""]), 0
    branch = random.choice(full)
    return branch, random.randrange(len(below(branch)))


def _put_scalar(tree: Tree, random: Random, fits: Callable[[str], bool], make: Callable[[str], str]) -> None:
    """Replace one of the texts that fit."""
    places = [
        (branch, place, part)
        for branch in branches(tree)
        for place, part in enumerate(below(branch))
        if isinstance(part, str) and fits(part)
    ]
    if places:
        branch, place, text = random.choice(places)
        put(branch, place, make(text))


def _keys(tree: Tree) -> list[str]:
    return [key for one in branches(tree) if isinstance(one, Entries) for key, _ in one.entries] or ["x"]


def _scalars(tree: Tree) -> list[str]:
    return [part for branch in branches(tree) for part in below(branch) if isinstance(part, str)] or ["x"]


def _misspelt(branch: Entries, place: int, random: Random) -> str:
    key = branch.entries[place][0]
    cut = random.randrange(len(key) + 1)
    return key[:cut] + random.choice(("", "x", key[-1:])) + key[cut + 1 :]


def _times(factor: float, text: str) -> str:
    return f"{float(text) * factor:g}"


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _scratched(text: str, random: Random) -> str:
    """Change a few characters, whatever they mean."""
    for _ in range(random.randrange(1, 4)):
        place = random.randrange(len(text) + 1)
        put_in = random.choice(
            ("", " ", "\n", "\t", "{", "[", ":", ",", "*x0", "&x0 ", "!", "'", '"', "\x1b", "\x00", "\ud800")
        )
        text = text[:place] + put_in + text[place + random.randrange(3) :]
    return text
