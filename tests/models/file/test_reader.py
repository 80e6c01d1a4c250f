"""Every problem in a file comes in one go, with its place, its value and its cure; never a traceback, never a hang."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milepost.models import Link, LinkKind, Problem, ScenarioError, read_scenario
from milepost.models.distributions import Constant, Discrete, Empirical, Lognormal, Normal, Pert, Trigen
from milepost.models.file.setting import parse_setting
from milepost.models.file.source import MOST_ALIASED
from tests.fuzz.fuzzing import within

HEAD = "start: 2026-01-05\n"
TASK = "tasks:\n  a: {duration: 1}\n"
BOMB = HEAD + TASK + "x0: &x0 [1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
BOMB += "".join(f"x{k}: &x{k} [{', '.join([f'*x{k - 1}'] * 9)}]\n" for k in range(1, 12))
"""Nine to the twelfth values in thirteen lines."""


def quantity(text: str) -> str:
    """Write a plan of one task; its duration stands at 4:15."""
    return f"{HEAD}tasks:\n  a:\n    duration: {text}\n"


def calendar(text: str) -> str:
    """Write a plan with an entry of its calendar, whose value stands in line 3."""
    return f"{HEAD}calendar:\n  {text}\n{TASK}"


def after(*links: str) -> str:
    """Write a plan of two tasks; the links of b, in one list, begin at 4:28."""
    return f"{HEAD}tasks:\n  a: {{duration: 1}}\n  b: {{duration: 1, after: [{', '.join(links)}]}}\n"


BAD: list[tuple[str, str | bytes, str, tuple[str, ...]]] = [
    # The file as a whole.
    ("binary", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "", ("binary", "YAML")),
    ("empty", "", "", ("empty", "name")),
    ("only a comment", "# to come\n", "", ("empty",)),
    ("a list", "- a\n- b\n", "1:1", ("a list of 2", "key: value")),
    ("one word", "plan\n", "1:1", ("'plan'",)),
    ("Latin-1", b"name: caf\xe9\n", "1:10", ("0xe9", "UTF-8")),
    ("UTF-16", "name: a\n".encode("utf-16"), "", ("UTF-16", "UTF-8")),
    ("a NUL byte", "name: a\nnotes: b\0c\n", "2:9", ("NUL",)),
    ("a control character", "name: \x1b[31m\n", "1:7", ("U+001B",)),
    # The YAML.
    ("a comma in a text", HEAD + "tasks:\n  a: {name: 1,000, duration: 1}\n", "3:13", ("has a comma", "quotes")),
    ("an open bracket", "a: [1\nb: 2\n", "2:2", ("not YAML", "bracket")),
    ("an open quote", 'a: "x\n', "2:1", ("not YAML", "quote")),
    ("tabs", "tasks:\n\ta: 1\n", "2:1", ("not YAML", "spaces")),
    ("a colon in text", "name: a: b\n", "1:8", ("not YAML", "quotes")),
    ("two documents", HEAD + "---\n" + HEAD, "2:1", ("not YAML", "one scenario")),
    ("an alias of nothing", "a: *b\n", "1:4", ("not YAML", "anchor")),
    ("a tag", HEAD + "name: !!python/object:os.system x\n" + TASK, "2:7", ("python/object", "take it out")),
    ("a harmless tag", HEAD + "name: !!str x\n" + TASK, "2:7", ("!!str", "take it out")),
    ("a duplicate id", HEAD + TASK + "  a: {duration: 2}\n", "4:3", ("'a'", "line 3", "rename")),
    ("a duplicate key", HEAD + HEAD + TASK, "2:1", ("'start'", "line 1")),
    ("a list as key", HEAD + TASK + "? [a, b]\n: c\n", "4:3", ("key",)),
    ("a merge key", HEAD + "tasks:\n  a: &a {duration: 1}\n  b:\n    <<: *a\n    duration: 2\n", "5:5", ("'<<'",)),
    ("deep brackets", "a: " + "[" * 100_000, "1:22", ("levels",)),
    ("deep braces", "a: " + "{b: " * 100_000, "1:76", ("levels",)),
    ("deep dashes", "- " * 100_000, "1:39", ("levels",)),
    ("an alias bomb", BOMB, "8:5", (f"{MOST_ALIASED:,}",)),
    ("an alias that holds itself", HEAD + TASK + "notes: &n [*n]\n", "4:8", ("itself",)),
    # The keys.
    ("no start", TASK, "1:1", ("start: nothing", "start: 2026-01-05")),
    ("an empty start", "start:\n" + TASK, "1:7", ("start: nothing",)),
    ("nothing to simulate", HEAD, "1:1", ("nothing to simulate", "add a task")),
    ("nothing under tasks", HEAD + "tasks: {}\nmilestones:\n", "1:1", ("nothing to simulate",)),
    ("an unknown key", HEAD + "task:\n  a: {duration: 1}\n" + TASK, "2:1", ("'task'", "there is 'tasks' already")),
    ("a key of a later version", HEAD + "wagers: {}\n" + TASK, "2:1", ("'wagers'", "known here: name")),
    ("a task's unknown key", HEAD + "tasks:\n  a: {duration: 1, durations: 2}\n", "3:20", ("is 'duration' already",)),
    ("a milestone's unknown key", HEAD + "milestones:\n  m: {duee: 2026-02-02}\n", "3:7", ("'duee'", "mean 'due'")),
    ("a task without duration", HEAD + "tasks:\n  a: {name: A}\n", "3:3", ("duration: [8, 12, 25]",)),
    ("a task that is a number", HEAD + "tasks:\n  a: 5\n", "3:6", ("'5'", "{duration: 5}")),
    ("tasks as a list", HEAD + "tasks: [a, b]\n", "2:8", ("a list of 2", "key: value")),
    ("a bad id", HEAD + "tasks:\n  a b: {duration: 1}\n", "3:3", ("'a b'", "letters")),
    ("an endless id", HEAD + f"tasks:\n  {'x' * 101}: {{duration: 1}}\n", "3:3", ("'xxx", "up to 100 letters")),
    ("a link to an endless id", after("x" * 10_000), "4:28", ("'xxx", "is not a link")),
    ("an endless range", HEAD + f"tasks:\n  a: {{duration: 1, range: {'x' * 9_000}}}\n", "3:27", ("'xxx", "range")),
    ("endless names that are alike", HEAD + "tasks: {a: {duration: 1}, b: {duration: 1}}\norderings:\n  among: [a, b]\n"
     f"  compare:\n    ? {'x' * 9_000}\n    : [b, a]\n    ? {'X' * 9_000}\n    : [b, a]\n", "8:7", ("reads like",)),
    ("endless workdays", calendar(f"workdays: {'x' * 9_000}"), "3:13", ("'xxx", "not a day of the week")),
    ("an endless country", calendar(f"country: {'x' * 9_000}"), "3:12", ("'xxx", "ISO 3166")),
    ("an endless region", calendar(f"{{country: DE, region: {'x' * 9_000}}}"), "3:25", ("'xxx", "BY")),
    ("an id of foreign letters", HEAD + "tasks:\n  bär: {duration: 1}\n", "3:3", ("'bär'", "letters")),
    ("a task and a milestone", HEAD + TASK + "milestones:\n  a:\n", "5:3", ("'a'", "rename")),
    ("a level", HEAD + "milestones:\n  m: {level: medium}\n", "3:14", ("'medium'", "`major` or `minor`")),
    ("a name that is a list", HEAD + "tasks:\n  a: {duration: 1, name: [x]}\n", "3:26", ("a list of 1", "text")),
    ("deliverables as text", HEAD + "milestones:\n  m: {deliverables: x}\n", "3:21", ("'x'", "[x]")),
    ("an empty deliverable", HEAD + "milestones:\n  m:\n    deliverables:\n      -\n", "5:8", ("empty item",)),
    ("all below a bad id", HEAD + "tasks:\n  a b: {durations: 1}\n", "3:9", ("'durations'",)),
    ("a bad id of a bad task", HEAD + "tasks:\n  a b: 5\n", "3:3", ("'a b'",)),
    ("a bad id by an alias", HEAD + "tasks: &x\n  a b: {due: 2}\nmilestones: *x\n", "3:3", ("'a b'",)),
    ("an endless key", HEAD + TASK + "? " + "x" * 100_000 + "\n: 1\n", "4:3", ("'xxx",)),
    ("escapes in a key", HEAD + TASK + '"\\e[31m": 1\n', "4:1", ("x1b[31m",)),
    # Links.
    ("an unknown task", after("c"), "4:28", ("'c'", "name a task")),
    ("a misspelt task", HEAD + TASK + "  build:\n    duration: 1\n    after: [a, biuld2]\n", "6:16", ("'biuld2'",)),
    ("a task spelt nearly so", HEAD + "tasks:\n  build: {duration: 1}\n  b: {duration: 1, after: [bulid]}\n", "4:28",
     ("'bulid'", "mean 'build'")),
    ("a link to itself", after("a", "b FF"), "4:31", ("'b'", "itself")),
    ("an unknown kind", after("a XS+5"), "4:28", ("'a XS+5'", "FS, SS, FF or SF")),
    ("a kind in small letters", after("a ss+5"), "4:28", ("'a ss+5'",)),
    ("a lag without a kind", after("a +5"), "4:28", ("'a +5'",)),
    ("a lag with a unit", after("a FS+5d"), "4:28", ("'a FS+5d'",)),
    ("an endless lag", after("a FS+100001"), "4:28", ("100001", "100,000")),
    ("an empty link", after('""'), "4:28", ("''",)),
    ("a mapping as a link", after("{a: 5}"), "4:28", ("a key with a colon",)),
    ("text where links belong", HEAD + TASK + "  b: {duration: 1, after: a}\n", "4:27", ("'a'", "[a]")),
    ("a cycle of two", after("a").replace("a: {", "a: {after: [b], "), "3:15", ("a -> b -> a", "take one")),
    ("a cycle by way of a milestone", after("m") + "milestones:\n  m: {after: [b SS-1]}\n", "4:28", ("b -> m -> b",)),
    # Quantities.
    ("low above mode", quantity("[9, 8, 25]"), "4:16", ("low 9", "mode 8")),
    ("mode above high", quantity("[8, 30, 25]"), "4:19", ("mode 30", "high 25")),
    ("two points", quantity("[8, 12]"), "4:15", ("a list of 2", "low, mode and high")),
    ("no points", quantity("[]"), "4:15", ("empty list",)),
    ("a word among points", quantity("[8, 12, long]"), "4:23", ("'long'",)),
    ("two distributions in one", quantity("{uniform: [1, 2], normal: [3, 1]}"), "4:33", ("uniform and normal",)),
    ("an unknown distribution", quantity("{triangle: [1, 2, 3]}"), "4:16", ("'triangle'", "triangular")),
    ("a misspelt distribution", quantity("{triangullar: [1, 2, 3]}"), "4:16", ("mean 'triangular'",)),
    ("a weight of nothing", quantity("{uniform: [1, 2], weight: 4}"), "4:33", ("weight", "pert")),
    ("an empty mapping", quantity("{}"), "4:15", ("empty mapping",)),
    ("negative", quantity("-3"), "4:15", ("-3", "negative")),
    ("not a number", quantity(".nan"), "4:15", (".nan", "finite")),
    ("infinite", quantity(".inf"), "4:15", (".inf", "finite")),
    ("minus infinity", quantity("-.INF"), "4:15", ("-.INF", "finite")),
    ("1e300", quantity("1e300"), "4:15", ("1e300", "too large")),
    ("1e999", quantity("1e999"), "4:15", ("1e999", "too large")),
    ("five thousand digits", quantity("9" * 5000), "4:15", ("999...", "too large")),
    ("a hexadecimal giant", quantity("0x" + "f" * 500), "4:15", ("0xff",)),
    ("next to nothing", quantity("1e-300"), "4:15", ("1e-300", "too small", "give 0, or a number from 1e-09")),
    ("less than that", quantity("1e-400"), "4:15", ("1e-400", "too small")),
    ("a budget of next to nothing", HEAD + TASK + "budget: {total: 1e-300}\n", "4:17", ("1e-300", "too small")),
    ("a budget of nothing", HEAD + TASK + "budget: {total: 0}\n", "4:17", ("0 is not a budget", "at least 1e-09")),
    ("a share of next to nothing", HEAD + TASK + "risks: {r: {probability: 1e-10}}\n", "4:26", ("too small",)),
    ("a weight beyond all", quantity("{discrete: {values: [1, 2], weights: [1, 1e300]}}"), "4:56", ("too large",)),
    ("work of ages", HEAD + "tasks:\n  a: {duration: 100000, rounds: {pass: 1, at_most: 1000}}\n"
     "risks: {r: {probability: 1, exposes: [a], stretch: 1000}}\n", "3:17", ("1e+11 working days", "fewer rounds")),
    ("stretches without end", HEAD + TASK + "risks:\n" + "".join(
        f"  r{k}: {{probability: 1, exposes: [a], stretch: 1000}}\n" for k in range(200)), "3:17", ("working days",)),
    ("just too long", quantity("100000.5"), "4:15", ("100000.5", "100,000")),
    ("text with a unit", quantity("3 days"), "4:15", ("'3 days'", "write `3`, in working days")),
    ("a quoted number", quantity("'3'"), "4:15", ("'3'", "quotes")),
    ("a decimal comma", quantity('"3,5"'), "4:15", ("'3,5'", "3.5")),
    ("a truth", quantity("true"), "4:15", ("'true'", "number")),
    ("nothing", quantity(""), "4:14", ("nothing stands here",)),
    ("an empty empirical list", quantity("{empirical: []}"), "4:27", ("empty list",)),
    ("weights that do not match", quantity("{discrete: {values: [1, 2], weights: [1]}}"), "4:52", ("2 values", "1 w")),
    ("weights of nothing", quantity("{discrete: {values: [1, 2], weights: [0, 0]}}"), "4:26", ("0",)),
    ("a negative weight", quantity("{discrete: {values: [1, 2], weights: [3, -1]}}"), "4:56", ("-1",)),
    ("no weights", quantity("{discrete: {values: [1, 2]}}"), "4:26", ("weights",)),
    ("percentiles out of order", quantity("{lognormal: {p50: 20, p90: 10}}"), "4:33", ("p50 20", "p90 10")),
    ("trigen out of order", quantity("{trigen: {p10: 9, mode: 10, p90: 8}}"), "4:30", ("p10 9", "p90 8")),
    ("trigen's mode outside", quantity("{trigen: {p10: 3, mode: 10, p90: 8}}"), "4:24", ("10", "P90")),
    ("one percentile", quantity("{lognormal: {p50: 20}}"), "4:27", ("two percentiles",)),
    ("one percentile twice", quantity("{lognormal: {p50: 20, p50.0: 30}}"), "4:37", ("p50", "two")),
    ("no percentile", quantity("{lognormal: {p50: 20, mean: 30}}"), "4:37", ("'mean'", "p90")),
    ("a lognormal list", quantity("{lognormal: [3, 4]}"), "4:27", ("a list of 2", "p50")),
    ("uniform upside down", quantity("{uniform: [5, 2]}"), "4:26", ("low 5", "high 2")),
    ("a Weibull without scale", quantity("{weibull: {shape: 2}}"), "4:25", ("scale",)),
    ("a Weibull of no shape", quantity("{weibull: {shape: 0, scale: 3}}"), "4:25", ("shape",)),
    ("a pert's weight", quantity("{pert: [1, 2, 3], weight: x}"), "4:41", ("'x'",)),
    ("a mean beyond all", quantity("{lognormal: {p50: 10, p90: 90000}}"), "4:27", ("sigma", "closer")),
    ("an unknown range", HEAD + "ranges: {rough: [0.8, 1, 2]}\ntasks:\n  a: {duration: 1, range: rouhg}\n", "4:27",
     ("'rouhg'", "mean 'rough'")),
    ("a range on a range", HEAD + "ranges: {r: [0.8, 1, 2]}\ntasks:\n  a: {duration: [1, 2, 3], range: r}\n", "4:35",
     ("'r'", "one number")),
    ("a bad range", HEAD + "ranges: {r: [3, 1, 2]}\ntasks:\n  a: {duration: 1, range: r}\n", "2:14", ("low 3",)),
    ("a range too far", HEAD + "ranges: {r: [3, 3, 3]}\ntasks:\n  a: {duration: 40000, range: r}\n", "4:31",
     ("120000",)),
    # Dates.
    ("a milestone at no end of a day", HEAD + "milestones:\n  m: {at: begin}\n", "3:11",
     ("'begin'", "`start`", "`finish`")),
    ("an impossible day", HEAD + "milestones:\n  m: {due: 2027-02-30}\n", "3:12", ("2027-02-30", "28 days")),
    ("an impossible month", HEAD + "milestones:\n  m: {due: 2027-13-01}\n", "3:12", ("month 13",)),
    ("the year 99999", HEAD + "milestones:\n  m: {due: 99999-01-01}\n", "3:12", ("99999-01-01", "year")),
    ("the year 0202", "start: 0202-01-05\n" + TASK, "1:8", ("0202-01-05", "year")),
    ("a day in words", "start: January 5\n" + TASK, "1:8", ("'January 5'", "2026-03-31")),
    ("a timestamp", "start: 2026-01-05 10:00:00\n" + TASK, "1:8", ("2026-01-05 10:00:00", "`2026-01-05`")),
    # The calendar.
    ("an unknown country", calendar("country: XQ"), "3:12", ("'XQ'; give an ISO 3166 code, as `NL` or `DE`, or",)),
    ("a country in small letters", calendar("country: nl"), "3:12", ("'nl'", "mean 'NL'")),
    ("an unknown region", calendar("{country: DE, region: XX}"), "3:25", ("'XX'", "BY")),
    ("a region of a country without", calendar("{country: LU, region: XX}"), "3:25", ("'XX'", "no regions")),
    ("a region of no country", calendar("region: BY"), "3:11", ("'BY'", "country")),
    ("no workdays", calendar("workdays: ''"), "3:13", ("not a day of the week", "Mon-Fri")),
    ("an unknown workday", calendar("workdays: Mon-Fry"), "3:13", ("'Fry'", "Mon-Fri")),
    ("a hole in the workdays", calendar("workdays: 'Mon,,Fri'"), "3:13", ("'Mon,,Fri'",)),
    ("a range of three days", calendar("workdays: Mon-Wed-Fri"), "3:13", ("'Mon-Wed-Fri'",)),
    ("an impossible holiday", calendar("holidays: [2026-12-24, 2026-12-32]"), "3:26", ("2026-12-32", "31 days")),
    ("a range of holidays without end", calendar("holidays: [2026-01-01..2036-01-01]"), "3:14", ("366 days",)),
    ("three ends of a range", calendar("holidays: [2026-01-01..2026-01-02..2026-01-03]"), "3:14", ("not a range",)),
    ("more than a day", calendar("days: {2026-12-24: 2}"), "3:22", ("2 is not a part of a day",)),
    ("hours of one day alone", calendar("days: {2026-12-24: '07:00-11:00'}"), "3:3", ("other days have none", "0.5")),
    ("a day of hours without any", calendar("day: 8"), "3:3", ("give the calendar hours",)),
    ("days of the week named twice", calendar("hours: {Mon-Fri: '07:00-15:00', Fri: '07:00-12:00'}"), "3:35",
     ("name each day of the week once",)),
    ("hours of other days than workdays", calendar("workdays: Mon-Fri\n  hours: {Mon-Thu: '07:00-15:00'}"), "3:3",
     ("of Mon-Thu", "workdays are Mon-Fri")),
    ("hours that are nothing", calendar("hours: {Mon: '07:00-15:00', Sat: null}"), "3:36", ("leave out a day off",)),
    ("hours behind midnight", calendar("hours: 07:00-25:00"), "3:10", ("from 00:00 to 24:00",)),
    ("a calendar that never works", calendar("hours: {}"), "3:10", ("never works",)),
    ("one date in two ways", calendar("days: {2026-1-5: 0.5, 2026-01-05: 1}"), "3:9", ("are one date",)),
    ("a holiday that is no list", calendar("holidays: 2026-12-24"), "3:13", ("[2026-12-24]",)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place", "words"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_problem_names_place_value_and_cure_within_a_second(
    tmp_path: Path, text: str | bytes, place: str, words: tuple[str, ...]
) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    begun = time.process_time()
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path)
    assert time.process_time() - begun < 5.0, "a bound against hangs, not a benchmark"
    said = [str(problem) for problem in caught.value.problems]
    matching = [line for line in said if line.startswith(f"{path}:{place + ': ' if place else ' '}")]
    assert any(all(word in line for word in words) for line in matching), said
    assert all(len(line) < 500 for line in said), "a problem is a line for people, however long its value is"


def test_every_problem_of_a_file_comes_in_one_go_in_the_order_of_the_file(tmp_path: Path) -> None:
    """A task with an error still counts as known, and its links are still followed."""
    path = tmp_path / "plan.yaml"
    path.write_text(
        "start: 2026-02-30\n"
        "wagers: {}\n"
        "tasks:\n"
        "  a: {duration: [9, 8, 7], after: [c, a b c, d]}\n"
        "  b: {after: [a, x]}\n"
        "  c: {duration: 1, after: [b], colour: red}\n"
        "  d: 5\n"
        "  b: {duration: 2}\n"
        "milestones:\n"
        "  m: {due: soon, after: [d, e]}\n"
    )
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path)
    found = [(p.line, p.column, p.path) for p in caught.value.problems]
    assert found == [
        (1, 8, ("start",)),
        (2, 1, ("wagers",)),
        (4, 18, ("tasks", "a", "duration", 0)),
        (4, 36, ("tasks", "a", "after", 0)),
        (4, 39, ("tasks", "a", "after", 1)),
        (5, 3, ("tasks", "b", "duration")),
        (5, 18, ("tasks", "b", "after", 1)),
        (6, 32, ("tasks", "c", "colour")),
        (7, 6, ("tasks", "d")),
        (8, 3, ("tasks", "b")),
        (10, 12, ("milestones", "m", "due")),
        (10, 29, ("milestones", "m", "after", 1)),
    ]
    assert str(caught.value).splitlines() == [str(problem) for problem in caught.value.problems]


def test_a_folder_and_a_file_that_is_not_there_are_problems_too(tmp_path: Path) -> None:
    for path, word in ((tmp_path, "folder"), (tmp_path / "no.yaml", "No such file")):
        with pytest.raises(ScenarioError, match=word) as caught:
            read_scenario(path)
        assert str(caught.value).startswith(f"{path}: ")


@pytest.mark.parametrize("id", ["010", "no", "null", "1e3", "~null", "2026-01-05", "-", "true", "0x1F"])
def test_ids_are_text_as_written(tmp_path: Path, id: str) -> None:
    """Whatever YAML would make of it elsewhere, as a key and as a link."""
    path = tmp_path / "plan.yaml"
    path.write_text(f"{HEAD}tasks:\n  {id}: {{duration: 1}}\n  b: {{duration: 1, after: [{id}]}}\n")
    if id == "~null":
        with pytest.raises(ScenarioError, match="'~null' is not an id"):
            read_scenario(path)
    else:
        scenario = read_scenario(path)
        assert list(scenario.tasks) == [id, "b"]
        assert scenario.tasks["b"].after == (Link(predecessor=id),)


def test_texts_stay_as_written_and_what_is_empty_counts_as_left_out(tmp_path: Path) -> None:
    path = tmp_path / "my plan.yaml"
    path.write_text(
        "\ufeff"  # some editors begin a file so
        "start: 2026-01-05\nowner: 007\nnotes:\ncalendar:\nranges: ~\n"
        "tasks:\n  a: {duration: 1, name: no, owner: 1.0, not_before: , after: }\n"
        "milestones:\n  m:\n  n: {name: '[bold] 2026', deliverables: [1, yes, null]}\n",
        encoding="utf-8",
    )
    scenario = read_scenario(path)
    assert (scenario.name, scenario.owner, scenario.notes) == ("my plan", "007", "")
    assert (scenario.tasks["a"].name, scenario.tasks["a"].owner) == ("no", "1.0")
    assert (scenario.tasks["a"].after, scenario.tasks["a"].not_before) == ((), None)
    assert (scenario.milestones["m"].name, scenario.milestones["n"].name) == ("m", "[bold] 2026")
    assert scenario.milestones["n"].deliverables == ("1", "yes", "null")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", Constant(value=12.0)),
        ("0o14", Constant(value=12.0)),  # the core schema's octal
        ("0xC", Constant(value=12.0)),
        ("012", Constant(value=12.0)),  # no octal in YAML 1.2
        ("+1.2e1", Constant(value=12.0)),
        (".5", Constant(value=0.5)),
        ("0", Constant(value=0.0)),
        ("100000", Constant(value=100_000.0)),  # the longest
        ("[8, 12, 25]", Pert(low=8.0, mode=12.0, high=25.0)),
        ("{pert: [8, 12, 25], weight: 2}", Pert(low=8.0, mode=12.0, high=25.0, weight=2.0)),
        ("{normal: [10, 2]}", Normal(centre=10.0, spread=2.0)),
        ("{trigen: {p10: 5, mode: 8, p90: 20}}", Trigen(lower=(0.1, 5.0), mode=8.0, upper=(0.9, 20.0))),
        ("{trigen: {p95: 20, mode: 8, p2.5: 5}}", Trigen(lower=(0.025, 5.0), mode=8.0, upper=(0.95, 20.0))),
        ("{lognormal: {p90: 20, p50: 10}}", Lognormal.from_percentiles(lower=(0.5, 10.0), upper=(0.9, 20.0))),
        ("{lognormal: {mean: 10, sd: 4}}", Lognormal.from_moments(mean=10.0, sd=4.0)),
        ("{discrete: {values: [9, 3], weights: [1, 2]}}", Discrete(values=(9.0, 3.0), weights=(1.0, 2.0))),
        ("{empirical: [9, 3, 5]}", Empirical(observations=(3.0, 5.0, 9.0))),
        ("&d [8, 12, 25]", Pert(low=8.0, mode=12.0, high=25.0)),  # an anchor is no tag
    ],
)
def test_a_quantity_reads_as_its_distribution(tmp_path: Path, text: str, expected: object) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(quantity(text))
    assert read_scenario(path).tasks["a"].duration == expected


def test_a_range_multiplies_a_single_number(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(
        HEAD + "ranges: {rough: [0.5, 1, 2]}\n"
        "tasks:\n  a: {duration: 20, range: rough}\n  b: {duration: 0, range: rough}\n"
    )
    tasks = read_scenario(path).tasks
    assert tasks["a"].duration == Pert(low=10.0, mode=20.0, high=40.0)
    assert tasks["b"].duration == Constant(value=0.0)


def test_aliases_share_what_stands_at_their_anchor(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(
        f"{HEAD}tasks:\n  a: &a {{duration: &d [8, 12, 25]}}\n  b: {{duration: *d, after: [a FF+2]}}\n  c: *a\n"
    )
    tasks = read_scenario(path).tasks
    assert tasks["a"].duration == tasks["b"].duration == tasks["c"].duration
    assert tasks["b"].after == (Link(predecessor="a", kind=LinkKind.FINISH_TO_FINISH, lag=2.0),)


FOREIGN: list[tuple[str, bytes, str]] = [
    ("plan.xlsx", b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml", "an Excel workbook"),
    ("plan.yaml", b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml", "an Excel workbook"),  # whatever its name
    ("plan.ods", b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet"),
    ("plan.zip", b"PK\x03\x04", "a zip archive"),
    ("plan.mpp", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "a Microsoft Project plan"),
    ("plan", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "MSProject.MPP".encode("utf-16-le"), "a Microsoft Project plan"),
    ("plan", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "an Excel workbook"),
    ("plan.xml", b'<?xml?>\n<Project xmlns="http://schemas.microsoft.com/project">', "a Microsoft Project plan in XML"),
    ("plan.txt", b"\xef\xbb\xbf<?xml?><APIBusinessObjects>", "a Primavera P6 plan in XML"),
    ("plan.gan", b'<?xml version="1.0"?><project name="x">', "a GanttProject plan"),
    ("plan.html", b"<html>", "a web page"),
    ("plan.xer", b"ERMHDR\t19.12\t2026-01-05", "a Primavera P6 export"),
    ("plan.txt", b"ERMHDR\t19.12\t2026-01-05", "a Primavera P6 export"),
    ("plan.pdf", b"%PDF-1.7\n\xff", "a PDF document"),
]
"""Files of other programs, by their content and by their ending."""


@pytest.mark.parametrize(("name", "content", "kind"), FOREIGN)
def test_a_file_of_another_program_is_named_as_what_it_is(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ScenarioError) as caught:
        read_scenario(tmp_path / name)
    assert re.search(rf"{name}(:1:1)?: is {kind}", str(caught.value))


@pytest.mark.parametrize("name", ["plan.xml", "plan.csv", "plan.mpp", "plan"])
def test_a_scenario_is_read_whatever_its_file_is_called(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("# a, b, c\n# d, e, f\n" + HEAD + TASK)
    assert list(read_scenario(path).tasks) == ["a"]
    path.write_text('{"start": "2026-01-05", "tasks": {"a": {"duration": 1}}}')
    assert list(read_scenario(path).tasks) == ["a"]


CAUSES: list[tuple[str, str]] = [
    ("tasks:\n  Build Wall: {duration: 1}\n", "tasks.Build Wall: 'Build Wall' is not an id"),
    (
        "Tasks:\n  a: {duration: 1}\nmilestones: {m: {after: [a]}}\n",
        "Tasks: unknown key 'Tasks'; did you mean",
    ),
    ("tasks:\n- {id: a, duration: 1}\nmilestones: {m: {after: [a]}}\n", "tasks: a list of 1 where keys belong"),
    ("tasks:\n  a: {lenght: 1}\n", "tasks.a.lenght: unknown key 'lenght'"),  # not a missing duration
    (
        "calendar: {hours: 07:00-15:00}\ncalendars: {site: {hours: 22:00-06:00}}\ntasks: {a: {duration: 1}}\n"
        "milestones: {m: {after: [a]}}\n",
        "calendars.site.hours: '22:00-06:00' goes on after midnight",  # not a calendar without hours
    ),
    ("tasks: none\nrisks: {r: {probability: 1, exposes: [a], delay: 1}}\n", "tasks: 'none' where keys belong"),
]
"""Files with one fault from which others would follow."""


@pytest.mark.parametrize(("text", "cause"), CAUSES)
def test_the_only_problem_of_a_file_is_its_cause(tmp_path: Path, text: str, cause: str) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(HEAD + text)
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path)
    (problem,) = caught.value.problems
    assert str(problem).partition(" ")[2].startswith(cause)


def test_what_stands_below_a_misspelt_key_is_checked_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(HEAD + "activities:\n  a: {estimate: [3, 2, 1]}\n  b c: {duration: -1}\n")
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path)
    assert [(problem.line, problem.column, problem.path) for problem in caught.value.problems] == [
        (2, 1, ("activities",)),
        (3, 7, ("activities", "a", "estimate")),
        (3, 18, ("activities", "a", "estimate", 0)),
        (4, 3, ("activities", "b c")),
        (4, 19, ("activities", "b c", "duration")),
    ]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("tasks: {a: {duration: 1, predecessors: [b]}, b: {duration: 1}}", "after"),
        ("tasks: {a: {duration: 1, Depends-On: [b]}, b: {duration: 1}}", "after"),
        ("tasks: {a: {duration: 1, resource: Ann}}", "owner"),
        ("tasks: {a: {duration: 1, constraint_date: 2026-02-02}}", "not_before"),
        ("tasks: {a: {estimate: 1}}", "duration"),
        ("tasks: {a: {duration: {triangle: [1, 2, 3]}}}", "triangular"),
        ("tasks: {a: {duration: {RiskPert: [1, 2, 3]}}}", "pert"),
        ("tasks: {a: {duration: {beta: [1, 2, 3]}}}", "pert"),
        ("tasks: {a: {duration: {pert: [1, 2, 3], wieght: 4}}}", "weight"),
        ("milestones: {m: {deadline: 2026-06-30}}", "due"),
        ("risks: {r: {likelihood: 0.5}}\ntasks: {a: {duration: 1}}", "probability"),
    ],
)
def test_the_words_of_other_programs_are_known(tmp_path: Path, text: str, meant: str) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(HEAD + text)
    with pytest.raises(ScenarioError, match=f"did you mean '{meant}'"):
        read_scenario(path)


SHARED: list[tuple[str, str, tuple[str, ...]]] = [
    ("a task as a milestone", "tasks: {build: &b {duration: [1, 2, 3], name: Build}}\nmilestones: {built: *b}\n",
     ("milestones.built.duration: unknown key 'duration'",)),
    ("a milestone as a task", "milestones: {built: &b {weight: 2}}\ntasks: {build: *b}\n",
     ("tasks.build.weight: unknown key 'weight'", "tasks.build.duration: nothing stands here")),
    ("one map for all", "tasks: &x\n  a: {weight: 2, duration: 1}\nmilestones: *x\nrisks: *x\n",
     ("tasks.a.weight: unknown", "milestones.a.duration: unknown", "milestones.a: 'a' is", "risks.a.probability: no")),
    ("a value wrong in one place", "tasks: {a: {duration: &n 30}}\nrisks: {r: {probability: *n, exposes: [a]}}\n",
     ("risks.r.probability: 30 is not a probability",)),
    ("a bad list in two places", "tasks: {a: {duration: 1, after: &l [x, y]}, b: {duration: 1, after: *l}}\n",
     ("tasks.a.after: 'x'", "tasks.a.after: 'y'", "tasks.b.after: 'x'", "tasks.b.after: 'y'")),
    ("a task that needs what another must not have", "tasks: {a: &a {cost: 1}, b: &b {duration: 1}}\n"
     "budget: *a\ntolerance: *b\ncalendar: *a\n",
     ("tasks.a.duration: nothing", "budget.cost: unknown", "tolerance.duration: unknown", "calendar.cost: unknown")),
    ("an order as a plan", "tasks: {a: {duration: 1}, b: {duration: 1}}\n"
     "orderings: {among: &o [a, b], order: *o, compare: {x: *o, y: {order: *o, hold: {a: *o}, without: *o}}}\n",
     ("orderings.compare.y.hold.a: 'a' waits for itself",)),
    ("a key called as pydantic's mark", 'tasks: {"[key]": {duration: 1}}\n"[key]": 3\n',
     ("tasks.[key]: '[key]' is not an id", "[key]: unknown key '[key]'")),
]  # fmt: skip
"""What stands in several places is judged in each as if it were written there: by its text, what is wrong with it."""


@pytest.mark.parametrize(("text", "said"), [row[1:] for row in SHARED], ids=[row[0] for row in SHARED])
def test_an_alias_is_a_copy_that_is_judged_by_itself(tmp_path: Path, text: str, said: tuple[str, ...]) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(HEAD + text)
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path)
    found = [str(problem).partition(" ")[2] for problem in caught.value.problems]
    assert all(any(line.startswith(words) for line in found) for words in said), found


@pytest.mark.parametrize("part", ["[a]", "{a: 1}", "{a: }", "[]", "[[a], b]", f"{'x' * 30}"])
@pytest.mark.parametrize("levels", range(14, 22))
def test_an_alias_lies_as_deep_as_what_it_stands_for(tmp_path: Path, levels: int, part: str) -> None:
    path = tmp_path / "plan.yaml"
    said = []
    for anchor, alias in (("&x ", "*x"), ("", part)):
        path.write_text(f"{HEAD}owner: {anchor}{part}\nnotes: {'[' * levels}{alias}{']' * levels}\n{TASK}")
        with pytest.raises(ScenarioError) as caught:
            read_scenario(path)
        said.append("levels of nesting" in str(caught.value))
    assert said[0] == said[1]


def test_a_value_that_is_set_is_judged_anew_in_each_file(tmp_path: Path) -> None:
    """Nothing that one file leaves out of it, as it is wrong, is missing in the next."""
    path = tmp_path / "plan.yaml"
    path.write_text(HEAD + TASK)
    setting = parse_setting("tasks.a={durations: 1, duration: [3, 2, 1]}")
    said = set()
    for _ in range(2):
        with pytest.raises(ScenarioError) as caught:
            read_scenario(path, [setting])
        said.add(str(caught.value))
    assert len(said) == 1
    assert setting.text == "{durations: 1, duration: [3, 2, 1]}"


def many_aliases(count: int, target: str) -> str:
    """Write a plan in which aliases repeat one wrong link, count times."""
    lists = "".join(f"  - &l{k} [{', '.join([f'*l{k - 1}'] * 10)}]\n" for k in range(1, 5))
    return (
        f"{HEAD}notes:\n  - &l0 [{', '.join([target] * 10)}]\n{lists}{TASK}"
        if not count
        else (
            f"{HEAD}tasks:\n  a: {{duration: 1, after: &a [{', '.join([target] * 300)}]}}\n"
            + "".join(f"  t{k}: {{duration: 1, after: *a}}\n" for k in range(count))
        )
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "said"),
    [
        # 37 KB that stand for 900,000 wrong links
        (many_aliases(3000, "x"), "aliases repeat more than 100,000 values: write out fewer"),
        # just below the bound: 99,330 copies, all told of
        (many_aliases(330, "x"), "there are 99,200 more problems"),
        # ten to the fifth of a text in a few lines
        (many_aliases(0, "x"), "aliases repeat more than 100,000 values"),
        # a long text counts as many: 2 MB of text, looked at 200 times
        (f"{HEAD}notes: &n {'x ' * 1_000_000}\nname: *n\nowner: *n\n{TASK}", "aliases repeat more than 100,000 values"),
        # and as a key
        (f"{HEAD}tasks:\n" + f"  ? &k {'x' * 200}\n  : {{duration: 1}}\n" + "".join(
            f"  t{k}:\n    duration: 1\n    ? *k\n    : 1\n" for k in range(10_000)),
         "aliases repeat more than 100,000 values"),
        # each level adds one: a thousand levels by a thousand lines
        (HEAD + TASK + "x0: &x0 [1]\n" + "".join(f"x{k}: &x{k} [*x{k - 1}]\n" for k in range(1, 5000)),
         "aliases make more than 20 levels of nesting"),
        # a mapping that holds itself, by way of another
        (f"{HEAD}tasks: &t\n  a: {{duration: 1, retires: &r {{a: *t}}}}\n", "holds itself by an alias"),
    ],
    ids=["wrong links", "wrong links within the bound", "a nest", "a long text", "a long key", "levels", "itself"],
)  # fmt: skip
def test_what_aliases_stand_for_is_bounded(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(text)
    with within(20.0), pytest.raises(ScenarioError, match=said) as caught:
        read_scenario(path)
    assert len(caught.value.problems) <= 100


@pytest.mark.slow
def test_twenty_thousand_wrong_links_are_reported_in_seconds(tmp_path: Path) -> None:
    """Places and suggestions take a look-up each; a search through all ids would take an hour."""
    n = 7_000
    path = tmp_path / "plan.yaml"
    rows = (f"  task{k}: {{duration: 1, after: [tsak{k}, task{k}x, other]}}\n" for k in range(n))
    path.write_text(HEAD + "tasks:\n" + "".join(rows))
    begun = time.process_time()
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path)
    assert len(caught.value.problems) + caught.value.more == 3 * n
    assert str(caught.value).endswith(f"plan.yaml: there are {3 * n - 100:,} more problems: mend those above first")
    assert "mean 'task7'" in caught.value.problems[21].message
    assert time.process_time() - begun < 20.0, "a bound against hangs, not a benchmark"


@pytest.mark.slow
def test_a_chain_of_thirty_thousand_tasks_loads_in_seconds(tmp_path: Path) -> None:
    n = 30_000
    path = tmp_path / "plan.yaml"
    rows = (f"  t{k}: {{duration: [1, 2, 4], after: [t{k - 1}]}}\n" for k in range(1, n))
    path.write_text(HEAD + "tasks:\n  t0: {duration: 1}\n" + "".join(rows))
    begun = time.process_time()
    assert len(read_scenario(path).tasks) == n
    assert time.process_time() - begun < 20.0, "a bound against hangs, not a benchmark"


WHOLE = """\
name: Whole
start: 2026-01-05
currency: EUR
budget: {total: 9000, burn: 24}
tolerance: {gap: 0.25}
calendar: {workdays: Mon-Fri, country: DE, region: BY, holidays: [2026-05-15]}
calendars: {site: {workdays: Mon-Sat, days: {2026-02-08: 0.5}}}
lags: predecessor
ranges: {rough: [0.8, 1, 2]}
tasks:
  a: {duration: {pert: [1, 2, 4], weight: 2}, notes: &n "remember", cost: 60, retires: {r: 0.5, s: {impact: 1}}}
  b: {duration: 5, range: rough, after: [a SS+1], not_before: 2026-02-02, notes: *n, rounds: {pass: 0.6, at_most: 4}}
  c: {duration: {discrete: {values: [1, 2], weights: [3, 1]}}, after: [a, b FF-2], reveals: [s], daily: 8}
  d: {duration: 1, after: [c FS+7ed], only_if: r, calendar: site}
risks:
  r: {category: market, probability: 0.4, exposes: [c], delay: [1, 2, 3], stretch: 1.2, cost: 80}
  s: {probability: 0.1, stop: true}
correlations:
- {tasks: [a, c], rho: 0.5}
- {risks: [r, s], rho: 0.25}
orderings: {among: [a, b], crews: 1, order: [a, b]}
milestones:
  m: {level: minor, due: 2026-06-30, after: [c], deliverables: [x], exit_criteria: [y], weight: 2,
    value: {amount: 900, per_day_late: 3}, invoice: {amount: 70, terms: 30}}
"""


@settings(max_examples=3 * settings().max_examples, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(
        st.tuples(
            st.integers(0, len(WHOLE) - 1), st.integers(0, 12), st.text(max_size=4) | st.sampled_from("{[:,*&!-'")
        ),
        min_size=1,
        max_size=3,
    )
)
def test_whatever_happens_to_a_file_it_is_a_scenario_or_has_problems(
    tmp_path: Path, edits: list[tuple[int, int, str]]
) -> None:
    text = WHOLE
    for place, cut, put in edits:
        text = text[:place] + put + text[place + cut :]
    path = tmp_path / "plan.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    problems: tuple[Problem, ...] | None = None
    try:
        read_scenario(path)
    except ScenarioError as error:
        problems = error.problems
    assert problems is None or problems
    assert all(problem.message and problem.line <= len(text.splitlines()) + 2 for problem in problems or ())
