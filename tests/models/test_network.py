import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from milepost.models import Calendar, Link, LinkKind, Milestone, Orderings, Retirement, Risk, Rounds, Scenario, Task
from milepost.models.cycle import find_cycles
from milepost.models.distributions import Constant, Pert

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
    return dict(scenario.network.early_times)


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
    order = plan(tasks, m=["a"]).network.order
    assert order == ("c", "b", "d", "a", "e", "m")
    assert order == plan(dict(reversed(tasks.items())), m=["a"]).network.order


@pytest.mark.parametrize(
    ("after", "message"),
    [
        (["b"], "no order is possible: a -> b -> a"),  # a cycle
        (["a"], "a -> a"),  # the shortest one
        (["bb"], "'a' waits for 'bb', which does not exist"),  # a slip of the pen
    ],
)
def test_a_plan_made_in_python_without_an_order_says_why(after: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        _ = plan({"a": (1, after), "b": (1, ["a"])}).network.order


def acted_on(
    tasks: Mapping[str, tuple[float, list[str]]],
    exposes: list[str],
    retiring: list[str],
    orderings: Orderings | None = None,
    **more: dict[str, Any],
) -> Scenario:
    """Build a plan with one risk, r, that some tasks retire by half."""
    scenario = plan(tasks)
    half = {"r": Retirement(probability=0.5)}
    changed = {id: replace(scenario.tasks[id], retires=half) for id in retiring}
    changed |= {id: replace(changed.get(id, scenario.tasks[id]), **fields) for id, fields in more.items()}
    risk = Risk(id="r", name="r", category="market", probability=0.5, exposes=tuple(exposes))
    return replace(scenario, tasks={**scenario.tasks, **changed}, risks={"r": risk}, orderings=orderings)


def test_a_task_acts_wherever_its_risk_is_judged_but_not_on_itself_nor_on_what_came_before() -> None:
    scenario = acted_on(
        {"first": (1, []), "work": (5, ["first SS+2"]), "check": (1, ["work"]), "other": (9, []), "show": (1, [])},
        exposes=["first", "work", "other"],
        retiring=["check", "work", "other"],
        show={"reveals": ("r",)},
    )
    assert scenario.network.retirements == {
        ("first", "r"): ("other",),  # work and check come after it, if only by its start
        ("work", "r"): ("other",),  # not itself, nor check after it
        ("other", "r"): ("check", "work"),
        ("show", "r"): ("check", "other", "work"),  # what reveals a risk judges it
    }


def test_a_task_later_in_the_list_retires_nothing_for_an_earlier_one() -> None:
    tasks: dict[str, tuple[float, list[str]]] = {"a": (1, []), "b": (1, []), "c": (1, [])}
    orderings = Orderings(among=("a", "b", "c"), order=("b", "c", "a"))
    scenario = acted_on(tasks, exposes=["a", "b", "c"], retiring=["a", "b", "c"], orderings=orderings)
    assert scenario.network.retirements == {("b", "r"): (), ("c", "r"): ("b",), ("a", "r"): ("b", "c")}
    assert scenario.network.processing_order == ("b", "c", "a")


def test_work_that_only_a_risk_brings_is_judged_by_what_came_before_or_else_itself() -> None:
    tasks: dict[str, tuple[float, list[str]]] = {
        "build": (9, []),
        "mend": (2, ["build"]),  # after an exposed task
        "excuse": (1, []),  # after none
        "ask": (1, []),
    }
    scenario = acted_on(tasks, ["build"], ["ask"], mend={"only_if": "r"}, excuse={"only_if": "r"})
    assert scenario.network.triggers == {"mend": ("build",), "excuse": ()}
    assert scenario.network.retirements == {("build", "r"): ("ask",), ("excuse", "r"): ("ask",)}
    assert scenario.network.processing_order == ("ask", "build", "excuse", "mend")


def test_what_is_known_before_a_task_need_not_finish_before_it_starts() -> None:
    """The retiring task is long and ends too late; it is placed first all the same, to know just that."""
    scenario = acted_on({"a": (5, []), "z": (90, [])}, exposes=["a"], retiring=["z"])
    assert scenario.network.known_before == {"a": ["z"], "z": []}
    assert scenario.network.processing_order == ("z", "a")
    assert scenario.network.order == ("a", "z")


def test_knowledge_that_goes_round_has_no_order() -> None:
    scenario = acted_on({"a": (1, []), "b": (1, [])}, exposes=["a", "b"], retiring=["a", "b"])
    with pytest.raises(ValueError, match="no order is possible: a -> b -> a"):
        _ = scenario.network.processing_order


@pytest.mark.parametrize(
    ("tasks", "among", "order"),
    [
        ({"a": (1, ["z"]), "b": (1, []), "z": (5, [])}, "ab", "ba"),  # by early start
        ({"b": (1, []), "a": (1, [])}, "ba", "ab"),  # ties by id
        ({"a": (9, ["z"]), "b": (1, ["a FS-12"]), "z": (5, [])}, "ab", "ab"),  # a lead starts it sooner; links count
        ({"a": (9, ["z"]), "c": (0, ["a"]), "b": (1, ["c FS-14"]), "z": (5, [])}, "ab", "ab"),  # through another
    ],
)
def test_the_list_in_force_is_by_early_start_and_never_against_the_links(
    tasks: dict[str, tuple[float, list[str]]], among: str, order: str
) -> None:
    scenario = replace(plan(tasks), orderings=Orderings(among=tuple(among)))
    assert scenario.network.listed == tuple(order)
    assert replace(scenario, tasks=dict(reversed(list(scenario.tasks.items())))).network.listed == tuple(order)
    given = Orderings(among=tuple(among), order=tuple(reversed(order)))
    assert replace(scenario, orderings=given).network.listed == tuple(reversed(order)), "the file's comes first"


def test_nothing_is_in_force_without_orderings() -> None:
    assert plan({"a": (1, [])}).network.listed == ()


@pytest.mark.parametrize(
    ("crews", "starts"),
    [
        (1, {"a": 0.0, "b": 3.0, "c": 7.0, "d": 8.0}),  # one after the other
        (2, {"a": 0.0, "b": 0.0, "c": 3.0, "d": 4.0}),  # whoever is free first
        (9, {"a": 0.0, "b": 0.0, "c": 0.0, "d": 0.0}),  # nobody waits
    ],
)
def test_with_crews_the_pass_lets_each_task_of_the_list_wait_for_one(crews: int, starts: dict[str, float]) -> None:
    tasks: dict[str, tuple[float, list[str]]] = {"a": (3, []), "b": (4, []), "c": (1, []), "d": (2, [])}
    scenario = replace(plan(tasks), orderings=Orderings(among=tuple("abcd"), crews=crews, order=tuple("abcd")))
    assert {id: start for id, (start, _) in scenario.network.times(tuple("abcd")).items()} == starts
    assert {start for start, _ in scenario.network.early_times.values()} == {0.0}, "unless asked none waits"


def test_in_the_pass_no_risk_occurs_and_work_is_repeated_as_often_as_is_most_likely() -> None:
    tasks: dict[str, tuple[float, list[str]]] = {"a": (5, []), "b": (4, ["a"]), "c": (4, ["a"]), "d": (1, ["c"])}
    often, seldom = Rounds(probability=0.6, at_most=4), Rounds(probability=0.1, at_most=3)
    scenario = acted_on(tasks, ["a"], [], a={"only_if": "r"}, b={"rounds": often}, c={"rounds": seldom})
    assert times(scenario) == {"a": (0.0, 0.0), "b": (0.0, 4.0), "c": (0.0, 12.0), "d": (12.0, 13.0)}


def test_what_precedes_can_be_asked_of_some_links_alone() -> None:
    scenario = plan({"a": (1, []), "b": (1, ["a SS"]), "c": (1, ["b"])}, m=["c"])
    precedes = scenario.network.precedence(["a", "b"])
    assert [precedes("a", id) for id in "abcm"] == [False, True, True, True]
    assert [precedes("b", id) for id in "abcm"] == [False, False, True, True]
    finished = scenario.network.precedence(["a", "b"], lambda link: link.kind is LinkKind.FINISH_TO_START)
    assert [finished("a", id) for id in "abcm"] == [False] * 4
    assert [finished("b", id) for id in "abcm"] == [False, False, True, True]


def test_ancestors_come_by_whatever_links_and_do_not_include_what_was_asked_for() -> None:
    scenario = plan({"a": (1, []), "b": (1, ["a SF-5"]), "c": (1, ["b"]), "d": (1, [])}, m=["c"])
    assert scenario.network.ancestors(["m"]) == {"a", "b", "c"}
    assert scenario.network.ancestors(["a", "d"]) == frozenset()


@pytest.mark.slow
def test_a_chain_of_thirty_thousand_tasks_is_no_recursion() -> None:
    n = 30_000
    scenario = plan({f"t{k}": (1, [f"t{k - 1}"] if k else []) for k in range(n)})
    assert scenario.network.early_times[f"t{n - 1}"] == (n - 1.0, float(n))
    assert len(scenario.network.ancestors([f"t{n - 1}"])) == n - 1
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
