"""States side by side."""

from dataclasses import replace
from datetime import date

import pytest

from milepost.models import Scenario, without_risks
from milepost.models.orderings import Orderings
from milepost.simulate import run
from milepost.simulate.analysis.comparison.change import Figure
from milepost.simulate.result import Result
from milepost.simulate.web.comparing import compared_message
from milepost.simulate.web.figures import ends
from milepost.simulate.web.stages import Stages
from tests.plans import everything, milestone, plan, risk, task


def _stages() -> Stages:
    return Stages(lambda _: None, lambda: None)


def _played(scenario: Scenario) -> Result:
    return run(scenario, iterations=2_000, threads=1)


def test_two_states_differ_by_what_compare_prints() -> None:
    scenario = everything()
    first, other = _played(scenario), _played(without_risks(scenario))
    message = compared_message({"first": first, "no risks": other}, progress=_stages(), threads=1)
    comparison = other.compared_with(first)
    for row in message["rows"]:
        hit = comparison.change(Figure.HIT, row["id"])
        assert row["cells"][0]["dhit"] is None
        assert row["cells"][1]["dhit"] == (None if hit is None else ends(hit.difference))
    assert message["names"] == ["first", "no risks"]


def test_with_more_states_each_difference_has_a_wider_interval() -> None:
    scenario = everything()
    first, other = _played(scenario), _played(without_risks(scenario))
    two = compared_message({"a": first, "b": other}, progress=_stages(), threads=1)
    four = compared_message({"a": first, "b": other, "c": other, "d": other}, progress=_stages(), threads=1)
    for row, wider in zip(two["rows"], four["rows"], strict=True):
        for name in ("dhit", "dpromise"):
            if row["cells"][1][name] is not None and None not in wider["cells"][1][name]:
                value, low, high = row["cells"][1][name]
                assert wider["cells"][1][name][0] == value
                assert wider["cells"][1][name][1] <= low
                assert wider["cells"][1][name][2] >= high
    assert any("hold together" in sentence for sentence in four["sentences"])


def test_a_milestone_that_a_state_does_not_have_has_no_cell_there() -> None:
    one = plan([task("build")], {"launch": ["build"]})
    other = plan([task("build")], {"launch": ["build"], "sale": ["build"]})
    message = compared_message({"a": _played(one), "b": _played(other)}, progress=_stages(), threads=1)
    cells = {row["id"]: row["cells"] for row in message["rows"]}
    assert cells["sale"][0] is None
    assert cells["sale"][1]["dhit"] is None


@pytest.mark.slow
def test_of_states_that_differ_by_their_order_alone_it_is_told_which_to_take() -> None:
    work = [task("spike", 5.0, retires={"demand": 0.9}), task("talks", 20.0), task("build", 10.0, "spike", "talks")]
    due = replace(milestone("launch", "build"), due=date(2026, 3, 2))
    among = ("spike", "talks")

    def ordered(*order: str) -> Scenario:
        orderings = Orderings(among=among, crews=1, order=order)
        return plan(work, [due], [risk("demand", 0.5, exposes=("talks",), delay=30.0)], orderings=orderings)

    states = {"spike first": _played(ordered("spike", "talks")), "talks first": _played(ordered("talks", "spike"))}
    message = compared_message(states, progress=_stages(), threads=1)
    assert any(sentence.startswith(("Take", "Keep", "The order")) for sentence in message["sentences"])
