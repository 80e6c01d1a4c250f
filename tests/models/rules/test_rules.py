"""A rule that nobody calls holds nothing."""

from collections.abc import Collection
from types import ModuleType

import pytest

from milepost.models.rules import (
    advice,
    calendar_advice,
    calendars,
    crew_advice,
    habits,
    milestone_advice,
    resource_advice,
    resources,
    risk_advice,
    scenario,
    status_advice,
)


@pytest.mark.parametrize(
    ("module", "prefix", "rules", "others"),
    [
        (
            scenario,
            "check_",
            [*scenario.RULES, *scenario.SHAPE_RULES],
            {"check_scenario", "check_not_empty", "check_order", "check_alternatives"},  # called by themselves
        ),
        (resources, "check_", scenario.SHAPE_RULES, set()),
        (calendars, "check_", scenario.RULES, set()),
        *(
            (module, "advise_on_", [rule.find for rule in advice.RULES], set())
            for module in (
                advice,
                calendar_advice,
                crew_advice,
                habits,
                milestone_advice,
                resource_advice,
                risk_advice,
                status_advice,
            )
        ),
    ],
)
def test_every_rule_is_called(module: ModuleType, prefix: str, rules: Collection[object], others: set[str]) -> None:
    assert {name for name, rule in vars(module).items() if name.startswith(prefix) and rule not in rules} == others


def test_no_two_rules_of_advice_have_one_id() -> None:
    ids = [rule.id for rule in advice.RULES]
    assert len(set(ids)) == len(ids)
