"""Whatever is changed in whatever text: it says the data then, and nobody loses what they did not touch."""

import random
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from milepost.models.file.rewriting import rewritten, said
from milepost.models.file.rewriting.matching import same
from milepost.models.file.source import NULLS, Plain, Source
from milepost.models.problem import KeyPath

SCENARIOS = {
    path.name: path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parents[4] / "scenarios").glob("*.yaml"))
}
MARK = "\ufeff"
NASTY = {
    "nothing": "",
    "comments alone": "# only\n",
    "a document with marks": "%YAML 1.2\n---\n# c\nname: x\ntasks:\n  a: {duration: 1}\n...\n",
    "lists without indentation": "name: x\nlist:\n- a\n# about b\n- b\n- {x: 1}\n- k: v\n  # in\n"
    "  l: w\n\n- last\nend: 1\n",
    "lists in lists": "a:\n  - - 1\n    - 2\n  - - 3\n  - k: 1\n    j: 2\n    # c\n    i: 3\n  -\n"
    "    z: 1\n    y: 2\n  -\n",
    "texts on lines": "notes: |\n  first\n  # no comment\n\n  second\n\n# comment\nfold: >-\n"
    "  aaa bbb\n  ccc\nkeep: |+\n  x\n\n"
    "\nstrip: |2-\n   lead\nlast: >\n  end\n",
    "brackets": "a: {x: 1, y: [1, 2], z: {q: , r: 2}}   # c\nb: [\n  one,   # first\n"
    "  two,   # second\n  three  # third\n]\n"
    "c: {\n  k: 1,\n  # about l\n  l: 2,\n}\nd: [a,\n  b, c,\n  d]\ne: [a: 1, b]\nf: {p, q: 1}\ng: []\nh: {}\n"
    "i: {\"a\":1, 'b': 2}\n",
    "quotes": "\"a b\": 'it''s'\n'c:d': \"x\\ty\"\n? e\n: f\n? [g]\n: h\nmulti: plain over\n"
    "  two lines\n\n  para  # c\n"
    'q: "over\n  lines"\n',
    "anchors": "base: &b {x: 1, y: [1, 2]}\nuse: *b\nlist:\n  - &i item\n  - *i\n  - *b\n"
    "s: &s 5   # five\nt: *s\nm: &m\n"
    "  k: v\n  n: &n [a]\nu: *m\nw: *n\n",
    "nothing behind keys": "a:\nb: ~\nc: null   # c\nd:   # d\ne: {}\nf:\n  g:\n  h:\n",
    "comments": "# top\n\n# about a\na: 1  # side\n  # odd\n# about b\n\nb: # none\n  # in\n  c: 1\n"
    "\n  # header\n  d: 2\n  e: 3\n"
    "  # tail\n# end of b\nf: 4\n# very end\n",
    "empty lines": "tasks:\n\n  a:\n    name: A\n\n  b:\n    name: B\n\n  c:\n    name: C\n\nrisks:\n    r: {x: 1}\n\n"
    "    s: {x: 2}\n",
    "columns": "tasks:\n  soil:     {name: Drill, duration: [1, 2]}   # c\n"
    "  permit:   {name: Prep, duration: 3}           # c\n"
    "  x:        {name: No}\nn: 1\n",
    "commas in numbers": "budget: {total: 1,000, x: 2}\nb: {amount: 1, 000}\n",
    "other ends of lines": "a: \"x\u2028y\"\nb: 'p\x85 q'\n# c \u2028b2: 3\nc: \u00e9\u4e2d\U0001f600 # smile\n",
    "tabs": "a:\t1\t# c\nb:\t[1,\t2]\n",
    "all in brackets": "{name: x, tasks: {a: {duration: 1}, b: {after: [a]}}}\n",
    "wide": "tasks:\n        a:\n                name: x\n        b:\n                name: y\n",
    "indented": "  a: 1\n  b:\n    c: 2\n  d: 3\n",
}
WORDS = (
    *(
        "x",
        "Plain words",
        "no",
        "5",
        "2026-05-01",
        "a, b",
        "c: d",
        "# hash",
        "it's",
        "null",
        "\u00e9\u4e2d",
        "a\nb",
        "",
    ),
    *("  lead", "trail ", "{q}", "[z", "true", "a #b", "long " * 30 + "end", "tab\tx", "\u2028x", "-", "- x", "? y"),
    *("&a", "*b", "!t", "%p", "@at", "`b", "a:b", "x:", 'say "hi"', "1,000", "\U0001f600", "a\n\nb\n", "---", "..."),
)
ALL = {**SCENARIOS, **NASTY}


@pytest.mark.parametrize("name", ALL)
def test_what_is_not_changed_keeps_every_byte(name: str) -> None:
    for text in ways_to_store(ALL[name]):
        assert rewritten(text, deepcopy(data_of(text))) == text


@pytest.mark.parametrize("name", NASTY)
def test_any_edit_of_any_text_is_said(name: str) -> None:
    """None of sixty is refused, and each comes back from the text as it was put in."""
    check(NASTY[name], 60)


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_any_of_many_edits_is_said(name: str) -> None:
    check(ALL[name], 60 if name in SCENARIOS else 400, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_changed_value_changes_its_line_alone(name: str) -> None:
    text, draw = SCENARIOS[name], random.Random(11)
    data, before = data_of(text), text.split("\n")
    short = [path for path in paths(data) if isinstance(at(data, path), Plain) and len(at(data, path)) < 100]
    for path in draw.sample(short, min(len(short), 25)):
        changed = deepcopy(data)
        at(changed, path[:-1])[path[-1]] = Plain("2027-01-01")
        after = rewritten(text, changed).split("\n")
        assert len(after) == len(before)
        assert sum(one != other for one, other in zip(before, after, strict=True)) <= 1


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_no_comment_is_lost_unless_something_is_taken_out(name: str) -> None:
    text, draw = SCENARIOS[name], random.Random(12)
    for _ in range(15):
        data = data_of(text)
        for _ in range(3):
            part = draw.choice(
                [one for path in paths(data) if isinstance(one := at(data, path), dict) and len(path) < 3]
            )
            match draw.randrange(3):
                case 0:
                    put(part, draw.randrange(len(part) + 1), f"new_{draw.randrange(99)}", said("x"))
                case 1:
                    items = [*part.items()]
                    draw.shuffle(items)
                    part.clear()
                    part.update(items)
                case _:
                    key = draw.choice([*part, ""])
                    if isinstance(part.get(key), Plain) and len(part[key]) < 100:
                        part[key] = said(draw.choice(WORDS))
        assert sorted(comments(rewritten(text, data))) == sorted(comments(text))


def test_an_entry_is_added_as_those_beside_it_are_written() -> None:
    text = NASTY["columns"]
    data = data_of(text)
    data["tasks"]["road"] = {"name": Plain("Road"), "duration": Plain("2")}
    assert "  road:     {name: Road, duration: 2}\n" in rewritten(text, data)


def test_an_alias_is_written_out_where_it_says_something_else_than_its_anchor() -> None:
    data = data_of(NASTY["anchors"])
    data["t"] = Plain("6")
    made = rewritten(NASTY["anchors"], data)
    assert "s: &s 5   # five\nt: 6\n" in made
    assert "use: *b\n" in made


def test_an_alias_stays_what_it_was_where_its_anchor_says_something_else() -> None:
    data = data_of(NASTY["anchors"])
    data["s"] = Plain("6")
    assert "s: &s 6   # five\nt: 5\n" in rewritten(NASTY["anchors"], data)


def test_what_is_put_first_or_taken_from_there_leaves_the_dash() -> None:
    text = "list:\n  - a: 1 # one\n    b: 2 # two\n"
    assert rewritten(text, {"list": [{"b": Plain("2")}]}) == "list:\n  - b: 2 # two\n"
    first = {"list": [{"n": Plain("0"), "a": Plain("1"), "b": Plain("2")}]}
    assert rewritten(text, first) == "list:\n  - n: 0\n    a: 1 # one\n    b: 2 # two\n"


def check(text: str, count: int, seed: int = 0) -> None:
    draw = random.Random(seed)
    for _ in range(count):
        stored = draw.choice([*ways_to_store(text)])
        data = data_of(stored) or {}
        for _ in range(draw.choice([1, 1, 1, 2, 5])):
            change(data, draw)
        made = rewritten(stored, data)
        assert agree(data_of(made) or {}, data)
        assert made.startswith(MARK) == stored.startswith(MARK)
        assert "\n" not in made.replace("\r\n", "") or "\r\n" not in stored


def ways_to_store(text: str) -> Iterator[str]:
    yield text
    yield text.replace("\n", "\r\n")
    yield text.rstrip("\n")
    yield MARK + text


def data_of(text: str) -> Any:
    return Source(Path("plan"), text.removeprefix(MARK)).data


def agree(got: Any, wanted: Any) -> bool:
    """Return whether data came back: nothing without quotes is nothing, and what brackets forbid may have quotes."""
    if isinstance(wanted, dict):
        return (
            isinstance(got, dict) and list(got) == list(wanted) and all(agree(got[key], wanted[key]) for key in wanted)
        )
    if isinstance(wanted, list):
        pairs = zip(got, wanted, strict=True)
        return all(one == "null" if other is None else agree(one, other) for one, other in pairs)
    is_nothing = wanted is None or (type(wanted) is Plain and wanted in NULLS)
    if is_nothing and (got is None or got in NULLS):
        return True
    is_safe = same(said(str(wanted)), wanted) and not set(str(wanted)) & set(",[]{}:")
    return bool(got == wanted) and (type(got) is type(wanted) or not is_safe)


def change(data: Any, draw: random.Random) -> None:
    """Change one place: another value, something taken out, put in, copied, moved, or with another key."""
    found = [path for path in paths(data) if path]
    if not found:
        data["new"] = value(draw)
        return
    path = draw.choice(found)
    part, key = at(data, path[:-1]), path[-1]
    match draw.choice(["set", "set", "set", "del", "add", "copy", "order", "rename"]):
        case "set":
            part[key] = value(draw) if draw.random() < 0.3 else scalar(draw)
        case "del":
            del part[key]
        case "add":
            put(part, draw.randrange(len(part) + 1), f"n{draw.randrange(1000)}", value(draw))
        case "copy":
            put(part, draw.randrange(len(part) + 1), f"n{draw.randrange(1000)}", deepcopy(part[key]))
        case "order" if isinstance(part, dict):
            items = [*part.items()]
            draw.shuffle(items)
            part.clear()
            part.update(items)
        case "order":
            draw.shuffle(part)
        case _ if isinstance(part, dict):
            items = [(f"r_{name}" if name == key else name, one) for name, one in part.items()]
            part.clear()
            part.update(items)


def put(part: Any, place: int, key: str, item: Any) -> None:
    if isinstance(part, list):
        part.insert(place, item)
        return
    items = [(name, one) for name, one in part.items() if name != key]
    items.insert(place, (key, item))
    part.clear()
    part.update(items)


def scalar(draw: random.Random) -> str | None:
    text = draw.choice(WORDS)
    if draw.random() < 0.1:
        return None
    return said(text) if draw.random() < 0.6 else text


def value(draw: random.Random, depth: int = 0) -> Any:
    kind = draw.random()
    if kind < 0.6 or depth > 2:
        return scalar(draw)
    if kind < 0.8:
        return [value(draw, depth + 1) for _ in range(draw.randrange(4))]
    keys = [draw.choice(["k1", "k2", "ab c", "no", "x:y", "5"]) + str(place) for place in range(draw.randrange(4))]
    return {key: value(draw, depth + 1) for key in keys}


def paths(data: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    yield path
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, item in items:
        yield from paths(item, (*path, key))


def at(data: Any, path: KeyPath) -> Any:
    for key in path:
        data = data[key]
    return data


def comments(text: str) -> list[str]:
    return [line.partition("# ")[2] for line in text.split("\n") if "# " in line]
