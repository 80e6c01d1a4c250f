import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from milepost.models import Calendar, Link, Milestone, Scenario, Task
from milepost.models.cycle import find_cycles
from milepost.models.distributions import Constant, Pert
from milepost.models.plan import ancestors, deterministic_pass, topological_order

PUBLISHED = {
    case["id"]: case
    for case in json.loads((Path(__file__).parents[1] / "cases" / "published.json").read_text(encoding="utf-8"))
}


def plan(tasks: Mapping[str, tuple[float, list[str]]], **milestones: list[str]) -> Scenario:
    """Build a plan of known durations from links as a file writes them."""
    return Scenario(
        name="plan",
        start=date(2026, 1, 5),
        tasks={
            id: Task(id=id, name=id, duration=Constant(value=float(days)), after=tuple(map(Link.parse, after)))
            for id, (days, after) in tasks.items()
        },
        milestones={
            id: Milestone(id=id, name=id, after=tuple(map(Link.parse, after))) for id, after in milestones.items()
        },
    )


def times(scenario: Scenario) -> dict[str, tuple[float, float]]:
    return dict(deterministic_pass(scenario))


def test_the_pass_reproduces_the_published_network_with_all_four_kinds_of_links() -> None:
    """Activity 6 is printed with start 2, finish 5.5 and duration 2.5, and cannot be: contiguous it starts at 3."""
    case = PUBLISHED["rjournal_pm10_det"]
    inputs, published = case["inputs"], case["published"]
    after: dict[int, list[str]] = {k: [] for k in range(1, 11)}
    for kind in ("FS", "SS", "FF", "SF"):
        for before, then in inputs[kind]:
            after[then].append(f"{before} {kind}")
    found = times(plan({str(k): (inputs["durations"][k - 1], after[k]) for k in after}, end=[str(k) for k in after]))
    starts, finishes = zip(*(found[str(k)] for k in after), strict=True)
    assert list(starts) == [*published["ES"][:5], 3.0, *published["ES"][6:]]
    assert list(finishes) == published["EF"]
    assert found["end"] == (published["duration"], published["duration"])


def test_the_pass_reproduces_the_published_network_of_critpath() -> None:
    case = PUBLISHED["critpath_cpm"]
    arcs = [text.split() for text in case["inputs"]["arcs"].split(", ")]
    ends = {name[0]: arc.split("-") for arc, name in arcs}
    tasks = {
        name[0]: (float(name[1:]), [other for other, (_, head) in ends.items() if head == ends[name[0]][0]])
        for _, name in arcs
    }
    found = times(plan(tasks, end=list(tasks)))
    assert [found[id][0] for id in tasks] == case["published"]["ES"]
    assert [found[id][1] for id in tasks] == case["published"]["EF"]
    assert found["end"][1] == case["published"]["duration"]


def test_the_pass_gives_the_duration_that_ms_project_gave() -> None:
    case: Any = PUBLISHED["projmanr_issue9"]
    preds = case["inputs"]["preds"]
    tasks = {
        id: (days, preds.get(id, "").split(",") if id in preds else []) for id, days in case["inputs"]["dur"].items()
    }
    assert times(plan(tasks, end=list(tasks)))["end"][1] == case["published"]["duration"]


@pytest.mark.parametrize(
    ("link", "start"),
    [
        ("a", 10.0),  # after its finish
        ("a FS+2", 12.0),
        ("a FS-3", 7.0),  # a lead
        ("a FS-30", 0.0),  # never before the start of the plan
        ("a SS", 4.0),
        ("a SS+5", 9.0),
        ("a FF", 7.0),  # pushed, so that it finishes with it
        ("a FF+2", 9.0),
        ("a FF-30", 0.0),
        ("a SF", 1.0),  # finishes when it starts
        ("a SF+6", 7.0),
    ],
)
def test_each_kind_of_link_holds_the_ends_that_it_names(link: str, start: float) -> None:
    """Task a runs from 4 to 10; task b takes 3 days."""
    found = times(plan({"z": (4, []), "a": (6, ["z"]), "b": (3, [link])}, m=[link]))
    assert found["b"] == (start, start + 3.0)
    milestone = {"a FF": 10.0, "a FF+2": 12.0, "a SF": 4.0, "a SF+6": 10.0}.get(link, start)
    assert found["m"] == (milestone, milestone), "a milestone is the same with no duration"


def test_not_before_is_the_beginning_of_that_day_and_the_mode_is_what_counts() -> None:
    scenario = Scenario(
        name="plan",
        start=date(2026, 1, 5),
        calendar=Calendar(holidays=(date(2026, 1, 7),)),
        tasks={"a": Task(id="a", name="a", duration=Pert(low=1, mode=2, high=9), not_before=date(2026, 1, 12))},
        milestones={"m": Milestone(id="m", name="m", not_before=date(2026, 1, 6))},
    )
    assert times(scenario) == {"m": (1.0, 1.0), "a": (4.0, 6.0)}


def test_the_order_is_canonical_whatever_the_order_of_the_file() -> None:
    tasks: dict[str, tuple[float, list[str]]] = {
        "d": (1, ["b", "b SS"]),  # two links from one task
        "c": (1, []),
        "b": (1, ["c"]),
        "a": (1, ["d"]),
        "e": (1, []),
    }
    order = topological_order(plan(tasks, m=["a"]))
    assert order == ("c", "b", "d", "a", "e", "m")
    assert order == topological_order(plan(dict(reversed(tasks.items())), m=["a"]))


@pytest.mark.parametrize(
    ("after", "message"),
    [
        (["b"], "a -> b -> a"),  # a cycle
        (["a"], "'a' waits for itself"),  # the shortest one
        (["bb"], "'bb' is no task"),  # a slip of the pen
    ],
)
def test_a_plan_made_in_python_without_an_order_says_why(after: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        topological_order(plan({"a": (1, after), "b": (1, ["a"])}))


def test_ancestors_come_by_whatever_links_and_do_not_include_what_was_asked_for() -> None:
    scenario = plan({"a": (1, []), "b": (1, ["a SF-5"]), "c": (1, ["b"]), "d": (1, [])}, m=["c"])
    assert ancestors(scenario, ["m"]) == {"a", "b", "c"}
    assert ancestors(scenario, ["a", "d"]) == frozenset()


def test_a_chain_of_a_hundred_thousand_tasks_is_no_recursion() -> None:
    n = 100_000
    scenario = plan({f"t{k}": (1, [f"t{k - 1}"] if k else []) for k in range(n)})
    assert deterministic_pass(scenario)[f"t{n - 1}"] == (n - 1.0, float(n))
    assert len(ancestors(scenario, [f"t{n - 1}"])) == n - 1
    assert find_cycles({f"t{k}": [f"t{(k - 1) % n}"] for k in range(n)}) != []


@pytest.mark.parametrize(
    ("before", "cycles"),
    [
        ({"a": [], "b": ["a"], "c": ["a", "b"]}, []),  # a diamond is no cycle
        ({"a": ["b"], "b": ["a"]}, [("a", "b")]),
        ({"a": ["c"], "b": ["a"], "c": ["b"]}, [("a", "b", "c")]),  # in the order in which work would go round
        ({"a": ["a"]}, [("a",)]),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, [("b", "c")]),  # what hangs on it is not on it
        ({"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"]}, [("a", "b"), ("c", "d")]),  # each of two
        ({"a": ["x"], "b": ["a"]}, []),  # what does not exist is passed over
    ],
)
def test_cycles_are_found_as_the_paths_that_close_them(
    before: dict[str, list[str]], cycles: list[tuple[str, ...]]
) -> None:
    assert find_cycles(before) == cycles
    assert find_cycles(dict(reversed(before.items()))) == cycles
