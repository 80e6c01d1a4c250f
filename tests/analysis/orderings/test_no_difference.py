import pytest

from milepost.models import Orderings, Retirement, Scenario
from milepost.simulate.analysis.orderings.no_difference import Reason, why_no_difference
from tests.plans import plan, risk, task

HALF = Retirement(probability=0.5)


def steps(build: tuple[str, ...], *, retires: bool = True, gate: tuple[str, ...] = ()) -> Scenario:
    """Write two steps that retire the trouble of the build and of the test, and a gate behind some of them."""
    retired = {"trouble": HALF} if retires else {}
    return plan(
        [
            task("probe", 2, retires=retired),
            task("try", 3, retires=retired),
            task("build", 10, *build),
            task("test", 4, *build),
        ],
        {"gate": gate} if gate else {},
        [risk("trouble", 0.5, exposes=("build", "test"), delay=10)],
        orderings=Orderings(among=("probe", "try")),
    )


@pytest.mark.parametrize(
    ("scenario", "reason", "gate"),
    [
        (steps(("probe", "try"), retires=False), Reason.RETIRES_NOTHING, ""),
        (steps(("gate",), gate=("probe", "try")), Reason.GATE, "gate"),
        (steps(("probe", "try")), Reason.ALL_BEFORE, ""),
        (steps(("probe",)), Reason.UNKNOWN, ""),  # what is retired second may come too late: here it happened not to
        (steps(("gate",), gate=("probe",)), Reason.UNKNOWN, ""),  # a gate that does not wait for all of them
    ],
)
def test_why_the_order_makes_no_difference_follows_from_the_links(
    scenario: Scenario, reason: Reason, gate: str
) -> None:
    found = why_no_difference(scenario, no_conflict=False)
    assert (found.reason, found.gate) == (reason, gate)


def test_that_nothing_waits_for_a_crew_comes_before_any_other_reason() -> None:
    assert why_no_difference(steps(("probe", "try"), retires=False), no_conflict=True).reason == Reason.NO_CONFLICT
