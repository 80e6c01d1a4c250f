import math

import pytest

from milepost.simulate.analysis.comparison.change import Change, Figure
from milepost.simulate.analysis.comparison.comparison import Comparison
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.report.comparison.words import beside, change_words, risk_sentence, what_if_name
from tests.plans import risk

NAN = math.nan


def change(value: float, low: float = NAN, high: float = NAN) -> Change:
    return Change(before=0.0, after=value, difference=Estimate(value=value, low=low, high=high))


@pytest.mark.parametrize(
    ("figure", "found", "words"),
    [
        (Figure.HIT, change(0.12, 0.117, 0.1232), "+12.0 ±0.4"),  # points, the reach rounded up
        (Figure.HIT, change(-0.0004, -0.0006, -0.0002), "0.0 ±0.1"),  # it rounds to nothing, which has no sign
        (Figure.HIT, change(0.0, -3e-5, 3e-5), "0"),  # the two never differ
        (Figure.HIT, change(0.0, -0.9, 0.9), "0.0 ±90.0"),  # in an iteration or two
        (Figure.GAP, change(-2e-19, -6e-19, 3e-19), "0"),  # rounding
        (Figure.PROMISE, change(5.0, 5.0, 5.0), "+5.0"),  # by just that in every iteration
        (Figure.P50, change(-3.26, -3.5, -3.0), "-3.3 ±0.3"),
        (Figure.P50, change(4.0), "+4.0 ±?"),  # too few iterations
        (Figure.PROMISE, change(math.inf), "now never"),
        (Figure.PROMISE, change(-math.inf), "no longer never"),
        (Figure.P90, change(NAN), "-"),
        (Figure.COST_P80, change(41987.2, 41710.0, 42264.0), "+41,987 ±280"),
        (Figure.NET_MEAN, change(-50.0, -52.0, -48.0), "-50 ±2"),
        (Figure.COST_MEAN, change(0.0, 0.0, 0.0), "0"),
        (Figure.COST_MEAN, change(0.0), "0 ±?"),
    ],
)
def test_a_change_is_written_with_its_sign_and_how_well_it_is_known(figure: Figure, found: Change, words: str) -> None:
    assert change_words(figure, found) == words


def test_a_figure_has_its_change_behind_it_where_there_is_one() -> None:
    comparison = Comparison(changes={(Figure.HIT, "launch"): change(0.1, 0.09, 0.11), (Figure.P90, ""): change(NAN)})
    assert beside(comparison, Figure.HIT, "launch") == " (+10.0 ±1.0 points)"
    assert beside(comparison, Figure.HIT, "other") == beside(comparison, Figure.P90) == beside(None, Figure.HIT) == ""


def test_a_long_setting_leaves_room_for_the_name_of_the_plan() -> None:
    name = what_if_name("The plan", [f"tasks.{'x' * 500}.duration+=1", "budget.burn+=1\n"])
    assert name.startswith("What if tasks.xxx")
    assert name.endswith("… and 1 more setting: The plan")
    assert len(name) < 100


def test_risks_that_surely_occur_more_or_less_often_are_named_those_that_change_most_first() -> None:
    occurs = {
        "fire": change(-0.02, -0.03, -0.01),
        "flood": change(0.2, 0.19, 0.21),
        "wind": change(0.01, -0.01, 0.03),  # by chance, perhaps
        "frost": change(0.03, 0.02, 0.04),
        "heat": change(-0.01, -0.015, -0.005),
    }
    comparison = Comparison(changes={(Figure.OCCURS, id): one for id, one in occurs.items()})
    assert risk_sentence(comparison, {id: risk(id) for id in occurs}) == (
        "Risks that occur more or less often: flood (+20.0 ±1.0 points); frost (+3.0 ±1.0 points); "
        "fire (-2.0 ±1.0 points); and 1 more."
    )
    same = Comparison(changes={(Figure.OCCURS, "wind"): occurs["wind"]})
    assert risk_sentence(same, {"wind": risk("wind")}) == risk_sentence(None, {}) == ""
