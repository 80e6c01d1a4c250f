"""What a group holds, and that being in one changes nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from milepost.models.group import MOST_LEVELS, check_pattern, group_of, is_in, levels
from milepost.models.scenario import Scenario
from milepost.simulate.engine.run import simulate
from tests.plans import everything


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("Civil works", True),  # what is below a group is in it
        ("Civil works/*", True),
        ("Civil works/Bridge 3", True),
        ("civil WORKS/bridge ?", True),
        ("Civil*", True),
        ("*3", True),
        ("Civil works/Bridge 3/*", False),  # nothing is below itself
        ("Bridge 3", False),  # a path begins at its first level
        ("Civil", False),
        ("", False),
    ],
)
def test_a_pattern_finds_a_group_and_all_that_is_below_it(pattern: str, found: bool) -> None:
    assert is_in("Civil works/Bridge 3", pattern) is found


def test_what_is_in_no_group_is_found_by_no_pattern() -> None:
    assert levels("") == ()
    assert not is_in("", "*")


def test_a_path_has_no_more_levels_than_the_documentation_says() -> None:
    path = "/".join(map(str, range(MOST_LEVELS)))
    assert group_of(path) == path
    assert len(levels(path)) == 20
    with pytest.raises(ValueError, match="has 21 levels: use up to 20"):
        group_of(f"{path}/more")


@pytest.mark.parametrize(
    ("pattern", "groups", "said"),
    [
        (
            "Civil work",
            ["Civil works/Bridge 3", ""],
            "no group; did you mean 'Civil works'? There are",
        ),
        ("Civil works/Bridge 3/*", ["Civil works/Bridge 3"], "There are 'Civil works', 'Civil works/Bridge 3'$"),
        ("none", [f"g{k}" for k in range(10)], "'g7' and 2 more$"),
        ("*", [""], "the plan has no groups"),
    ],
)
def test_a_pattern_that_finds_nothing_is_refused_with_what_there_is(pattern: str, groups: list[str], said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("?", r"\?")):
        check_pattern(pattern, groups)


def grouped(scenario: Scenario) -> Scenario:
    return replace(
        scenario,
        tasks={id: replace(one, group="Site", codes={"Phase": id}, wbs="1.3") for id, one in scenario.tasks.items()},
        milestones={id: replace(one, group="Gates", fields={"Text1": id}) for id, one in scenario.milestones.items()},
    )


def test_groups_and_codes_change_no_figure_and_count_only_where_names_do() -> None:
    plain = everything()
    told = grouped(plain)
    assert told.digest != plain.digest
    assert told.unnamed.digest == plain.unnamed.digest
    before, after = (simulate(one, iterations=200, seed=1) for one in (plain, told))
    for id in plain.milestones:
        np.testing.assert_array_equal(after.finish[id], before.finish[id])
    np.testing.assert_array_equal(after.cost, before.cost)
