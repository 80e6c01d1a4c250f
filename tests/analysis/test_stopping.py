import math

from milepost.simulate.analysis.proportion import Proportion
from tests.results import result_of, risk

QUIET = ([math.inf], [1.0])


def test_a_plan_without_stopping_risks_cannot_be_stopped() -> None:
    assert result_of({}, risks=[(risk(), *QUIET)]).stopping is None


def test_stops_are_counted_by_the_risk_that_caused_them_and_the_most_frequent_comes_first() -> None:
    risks = [(risk(id, stop=True), *QUIET) for id in ("a", "b", "c")]
    stop = [5.0] * 40 + [math.inf] * 60
    stopping = result_of({}, risks=risks, cost=[0.0] * 100, stop=stop, cause=[0] * 10 + [2] * 30 + [-1] * 60).stopping
    assert stopping is not None
    assert stopping.probability == Proportion.of(40, 100)
    assert list(stopping.by.items()) == [("c", Proportion.of(30, 100)), ("a", Proportion.of(10, 100))]


def test_a_plan_that_could_be_stopped_and_is_not_says_so() -> None:
    stopping = result_of({}, risks=[(risk(stop=True), *QUIET)], cost=[0.0] * 100).stopping
    assert stopping is not None
    assert stopping.probability == Proportion.of(0, 100)
    assert not stopping.by
