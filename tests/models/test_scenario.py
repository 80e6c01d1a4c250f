import pickle
from pathlib import Path

import pytest

from milepost.models import Scenario, ScenarioError, read_scenario
from milepost.models.rules.scenario import check_scenario
from milepost.models.spelling import Spelling

TEXT = """\
name: Plan
start: 2026-01-05
tolerance: {gap: 0.25}
calendar: {holidays: [2026-05-15, 2026-12-24]}
tasks:
  a: {duration: [1, 2, 4], retires: {r: 0.5, s: 0.1}}
  b: {duration: {discrete: {values: [1, 2], weights: [3, 1]}}, after: [a, m SS+1]}
  c: {duration: 5, reveals: [s]}
risks:
  r: {probability: 0.4, exposes: [b, c], delay: [1, 2, 4]}
  s: {probability: 0.1, exposes: [b], stop: true}
correlations:
  - {tasks: [b, c], rho: 0.5}
  - {risks: [r, s], rho: 0.25}
orderings:
  among: [a, c]
  order: [c, a]
  compare:
    a first: [a, c]
    c alone: {hold: {b: [c, m]}, without: [a, c]}
milestones:
  m: {due: 2026-03-31}
  n: {due: 2026-04-30, after: [a, b]}
"""
SHUFFLED = """\
# A comment.
milestones:
  n: {after: [b FS+0, a], due: 2026-4-30}
  m: {due: "2026-03-31", level: major}
orderings:
  compare:
    c alone: {without: [c, a], hold: {b: [m, c]}, order: }
    a first: {order: [a, c], hold: {}}
  order: [c, a]
  among: [c, a]
  crews: 1
correlations:
  - {risks: [s, r], rho: 0.25}
  - {rho: 0.50, tasks: [c, b]}
risks:
  s: {stop: true, probability: 0.1, exposes: [b], delay: 0, stretch: 1.0}
  r: {exposes: [c, b], probability: 0.4, delay: [1, 2, 4], stop: false}
tasks:
  b: {after: [m SS + 1.0, a], duration: {discrete: {weights: [3, 1], values: [1.0, 2]}}}
  c: {duration: 5, reveals: [s], daily: 0}
  a: {duration: {pert: [1, 2.0, 4], weight: 4}, name: a, retires: {s: 0.1, r: {probability: 0.5, impact: 0}}}
calendar: {holidays: [2026-12-24, 2026-05-15], workdays: Mon-Fri}
tolerance: {gap: 0.250}
start: 2026-01-05
name: Plan
"""


def read(tmp_path: Path, text: str) -> Scenario:
    path = tmp_path / "plan.yaml"
    path.write_text(text)
    return read_scenario(path)


def test_the_digest_does_not_depend_on_order_comments_or_ways_of_writing(tmp_path: Path) -> None:
    assert read(tmp_path, TEXT).digest == read(tmp_path, SHUFFLED).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[1, 2, 4]", "[1, 2, 5]"),  # an estimate
        ("[1, 2, 4]", "{triangular: [1, 2, 4]}"),  # the shape alone
        ("[1, 2], weights: [3, 1]", "[1, 2], weights: [1, 3]"),  # which value has which weight
        ("[a, b]", "[a, b FS+1]"),  # a lag
        ("[a, b]", "[b]"),  # a link
        ("04-30", "05-01"),  # a due date
        ("05-15", "05-18"),  # a holiday
        ("name: Plan", "name: Another"),  # a name
        ("m: {", "m: {level: minor, "),  # a level
        ("m: {", "m: {notes: x, "),  # a note
        ("name: Plan", "name: Plan\ndecisions: [{date: 2026-01-12, what: Wait}]"),  # a decision
        ("order: [c, a]", "order: [a, c]"),  # the order in force
        ("a first: [a, c]", "a first: [c, a]"),  # an order that it is compared with
        ("a first", "A first"),  # the name of an alternative
        ("{b: [c, m]}", "{n: [c, m]}"),  # what an alternative holds
        ("without: [a, c]", "without: [a]"),  # what it leaves undone
        ("r: 0.5", "r: 0.6"),  # what a task retires
        ("exposes: [b, c]", "exposes: [b]"),  # what suffers
        ("rho: 0.5", "rho: 0.4"),  # how closely tasks go together
        ("stop: true", "stop: false"),  # whether it stops the project
        ("gap: 0.25", "gap: 0.3"),  # how far from the plan the money may be
    ],
)
def test_the_digest_depends_on_everything_that_is_said(tmp_path: Path, old: str, new: str) -> None:
    assert old in TEXT
    assert read(tmp_path, TEXT).digest != read(tmp_path, TEXT.replace(old, new)).digest


def test_a_scenario_keeps_the_order_of_the_file_and_survives_pickling(tmp_path: Path) -> None:
    scenario = read(tmp_path, SHUFFLED)
    assert (list(scenario.tasks), list(scenario.milestones)) == (["b", "c", "a"], ["n", "m"])
    assert list(scenario.nodes) == ["b", "c", "a", "n", "m"]
    assert list(scenario.risks) == ["s", "r"]
    assert scenario.days.due_offset(scenario.milestones["m"].due or scenario.start) == 62
    assert pickle.loads(pickle.dumps(scenario)) == scenario
    assert list(check_scenario(scenario)) == []


def test_a_scenario_error_survives_pickling(tmp_path: Path) -> None:
    """It must come back from the processes of a batch."""
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path, "start: x\n")
    error = pickle.loads(pickle.dumps(caught.value))
    assert (str(error), error.problems) == (str(caught.value), caught.value.problems)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("duraton", "duration"),  # a letter too few
        ("durations", "duration"),  # a letter too many
        ("duretion", "duration"),  # a wrong letter
        ("dueation", "duration"),
        ("udration", "duration"),  # letters swapped
        ("Duration", "duration"),  # a capital
        ("notbefore", "not_before"),  # a missing sign
        ("not-before", "not_before"),  # another sign
    ],
)
def test_a_misspelt_word_is_recognised(word: str, meant: str) -> None:
    assert Spelling(["name", "duration", "not_before", "after"]).hint(word) == f"; did you mean {meant!r}?"


@pytest.mark.parametrize("word", ["cost", "risks", "", "d", "x" * 100_000])
def test_nothing_is_suggested_for_a_word_that_is_near_no_other(word: str) -> None:
    assert Spelling(["name", "duration", "not_before", "after"]).hint(word) == ""
